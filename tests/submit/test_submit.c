/* Sending as a school meets it: locks, limits, interrupts, configuration, withdrawing, feedback. */
#include "support/submit_school.h"

#include "support/pki_folder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct submit_place place;

static int begin(void **state)
{
    (void)state;
    submit_place_make(&place, "no");
    return 0;
}

static int end(void **state)
{
    (void)state;
    submit_place_end(&place);
    return 0;
}

static void school(size_t pupils, const char *duo)
{
    submit_configure(&place, duo, "");
    submit_stage(&place, 1, pupils);
}

static void wait_until_recorded(size_t lines)
{
    for (unsigned i = 0; submit_recorded(&place, "") < lines; i++) {
        if (i > 12000)
            fail_msg("the server does not come to %zu messages", lines);
        submit_sleep_ms(5);
    }
}

/* --- who may send when ---------------------------------------------------------------------------------- */

static void test_a_second_submit_at_once_is_locked_out_and_one_after_it_sends_nothing(void **state)
{
    (void)state;
    rehearsal_start(&place.server, "--latency", "100", (char *)NULL);
    school(24, "gelijktijdig = 2\n");
    pid_t first = submit_start(&place, "submit", (char *)NULL);
    wait_until_recorded(2);
    submit_expect(&place, 4, "submit", (char *)NULL);
    assert_int_equal(submit_wait(&place, first), 0);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 24, true);
}

static void test_a_run_stages_while_a_submit_is_at_work(void **state)
{
    (void)state;
    rehearsal_start(&place.server, "--latency", "60", (char *)NULL);
    school(40, "gelijktijdig = 2\n");
    pid_t first = submit_start(&place, "submit", (char *)NULL);
    wait_until_recorded(2);
    for (size_t last = 50; last <= 80; last += 10)
        submit_stage(&place, 1, last);
    assert_int_equal(submit_wait(&place, first), 0);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 80, true);
}

/* A stand that changes while it is in flight is followed, not replaced. */
static void test_a_change_while_the_message_is_in_flight_follows_it(void **state)
{
    (void)state;
    rehearsal_start(&place.server, "--latency", "1500", (char *)NULL);
    school(1, "");
    pid_t first = submit_start(&place, "submit", (char *)NULL);
    while (submit_in_state(&place, "aangeboden") != 1)
        submit_sleep_ms(5);
    e2e_replace(&place.folder, "leerlingen.csv", ";0031;1;", ";0031;2;");
    submit_expect(&place, 0, "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
                  "--out", "out", "--on", "2026-09-03", (char *)NULL);
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM bericht"), 2);
    assert_int_equal(submit_wait(&place, first), 0);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 2);
    submit_assert_agreement(&place, 1, false);
}

static void test_an_interrupt_finishes_what_is_in_flight_and_keeps_the_rest(void **state)
{
    (void)state;
    rehearsal_start(&place.server, "--latency", "200", (char *)NULL);
    school(40, "gelijktijdig = 2\n");
    pid_t pid = submit_start(&place, "submit", (char *)NULL);
    wait_until_recorded(4);
    (void)kill(pid, SIGTERM);
    assert_int_equal(submit_wait(&place, pid), 5);
    long received = submit_in_state(&place, "ontvangen");
    assert_true(received >= 4 && received < 40);
    assert_int_equal(submit_recorded(&place, ""), received);
    assert_int_equal(submit_in_state(&place, "klaargezet"), 40 - received);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 40, true);
}

static void test_a_limit_is_kept(void **state)
{
    (void)state;
    rehearsal_start(&place.server, (char *)NULL);
    school(10, "");
    submit_expect(&place, 0, "submit", "--limit", "3", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 3);
    submit_expect(&place, 0, "submit", "--limit", "20", "--json", (char *)NULL);
    assert_non_null(strstr(place.said, "\"received\":7"));
    submit_assert_agreement(&place, 10, true);
}

static void test_run_with_submit_does_both(void **state)
{
    (void)state;
    rehearsal_start(&place.server, (char *)NULL);
    school(1, "");
    e2e_school_write(&place.folder, &(struct e2e_school){ .first = 1, .last = 5 });
    submit_configure(&place, "", "");
    submit_expect(&place, 0, "run", "--submit", "--leerlingen", "leerlingen.csv", "--routes",
                  "routes.csv", "--out", "out", "--on", "2026-09-03", (char *)NULL);
    assert_string_equal(place.said, ""); /* silent under cron */
    submit_assert_agreement(&place, 5, true);
}

static void test_what_failed_goes_again_when_it_is_asked_for_only(void **state)
{
    (void)state;
    char path[PATH_MAX];
    e2e_write(&place.folder, "plan", "1-2 fault:DK0004\n", 17);
    e2e_path(&place.folder, "plan", path);
    rehearsal_start(&place.server, "--trouble-plan", path, (char *)NULL);
    school(2, "");
    submit_expect(&place, 1, "submit", (char *)NULL);
    submit_stage(&place, 1, 2); /* the same data: it is not asked again each night */
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 0);
    assert_int_equal(submit_in_state(&place, "mislukt"), 2);
    submit_expect(&place, 0, "submit", "--retry-failed", (char *)NULL);
    submit_assert_agreement(&place, 2, true);
    submit_expect(&place, 0, "status", (char *)NULL);
}

/* --- configuration -------------------------------------------------------------------------------------- */

static void usual_with(const char *certificaat, const char *more, char out[2 * PATH_MAX])
{
    char pki[PATH_MAX];
    assert_non_null(realpath(pki_folder(), pki));
    (void)snprintf(out, 2 * PATH_MAX, "certificaat = %.3000s/%s.pem\nsleutel = %.3000s/%s.key\n%s",
                   pki, certificaat, pki, strcmp(certificaat, "99XB") == 0 ? "99XB" : "99XA", more);
}

static void test_a_certificate_that_duo_would_refuse_sends_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "expired", "future", "no-oin", "99XB" };
    char instelling[2 * PATH_MAX];
    rehearsal_start(&place.server, (char *)NULL);
    school(2, "");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        usual_with(names[i], "", instelling);
        submit_configure(&place, "", instelling);
        submit_expect(&place, 2, "submit", (char *)NULL);
        submit_expect(&place, 1, "doctor", (char *)NULL);
    }
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM poging"), 0);
    (void)rehearsal_stop(&place.server);
    rehearsal_again(&place.server, "--mandate", "0000000700099XB00000=0000000700099XA00000",
                    (char *)NULL);
    usual_with("99XB", "mandaat = yes\n", instelling);
    submit_configure(&place, "", instelling);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 2, true);
}

static void test_what_cannot_be_reached_or_trusted_is_said_and_keeps_everything(void **state)
{
    (void)state;
    char pki[PATH_MAX];
    static const struct {
        const char *name, *from, *to;
        int exit_code;
    } cases[] = {
        { "nobody listens", "localhost:%u/vo/", "localhost:1/vo/", 5 },
        { "another root", "/chain.pem", "/other-root.pem", 2 },
        { "no anchors", "vertrouw = ", "proxy = http://localhost:1\n#", 2 },
        { "anchors that are not there", "/chain.pem", "/nowhere.pem", 2 },
        { "no https", "vo = https://", "vo = http://", 2 },
        { "a proxy that is not there", "wacht_ms", "proxy = http://localhost:1\nwacht_ms", 5 },
    };
    assert_non_null(realpath(pki_folder(), pki));
    rehearsal_start(&place.server, (char *)NULL);
    school(3, "pogingen = 2\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char from[100];
        submit_configure(&place, "pogingen = 2\n", "");
        (void)snprintf(from, sizeof from, "localhost:%u/vo/", place.server.port);
        e2e_replace(&place.folder, "bronpost.conf", i == 0 ? from : cases[i].from, cases[i].to);
        int code = submit_run(&place, "submit", (char *)NULL);
        if (code != cases[i].exit_code)
            fail_msg("%s: exit code %d, expected %d:\n%s", cases[i].name, code, cases[i].exit_code,
                     place.said);
        assert_true(strlen(place.said) > 40);
        assert_int_equal(submit_in_state(&place, "klaargezet"), 3);
    }
    submit_configure(&place, "", "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 3, true);
}

static void test_a_provisional_contract_goes_to_a_test_only_unless_accepted(void **state)
{
    (void)state;
    char from[100];
    rehearsal_start(&place.server, (char *)NULL);
    school(2, "");
    (void)snprintf(from, sizeof from, "localhost:%u", place.server.port);
    e2e_replace(&place.folder, "bronpost.conf", from, "duo.invalid");
    submit_expect(&place, 2, "submit", (char *)NULL);
    assert_non_null(strstr(place.said, "provisional"));
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM poging"), 0);
    /* with either word it is tried, and nobody is there */
    e2e_replace(&place.folder, "bronpost.conf", "wacht_ms", "pogingen = 1\nwacht_ms");
    (void)submit_run(&place, "submit", "--accept-provisional", (char *)NULL);
    assert_true(submit_number(&place, "SELECT count(*) FROM poging") > 0);
    long before = submit_number(&place, "SELECT count(*) FROM poging");
    e2e_replace(&place.folder, "bronpost.conf", "pogingen", "test = yes\npogingen");
    (void)submit_run(&place, "submit", (char *)NULL);
    assert_true(submit_number(&place, "SELECT count(*) FROM poging") > before);
}

/* --- withdrawing and feedback --------------------------------------------------------------------------- */

static void test_a_withdrawal_goes_out_before_what_follows(void **state)
{
    (void)state;
    rehearsal_start(&place.server, (char *)NULL);
    school(2, "");
    submit_expect(&place, 0, "submit", (char *)NULL);
#define REMOVE(leerling)                                                                           \
    "remove", "--brin", "99XA", "--sector", "vo", "--volgnummer", "V1", "--leerling", leerling,    \
        "--reason", "wrong school, 999000016", "--confirm"
    submit_expect(&place, 3, REMOVE("2"), (char *)NULL);
    submit_expect(&place, 0, REMOVE("1"), (char *)NULL);
    submit_expect(&place, 3, REMOVE("1"), (char *)NULL); /* once is enough */
    submit_stage(&place, 1, 2); /* still in the export: it comes back, behind the withdrawal */
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, "aanleverenVerwijderingInschrijvingVO"), 1);
    assert_int_equal(submit_recorded(&place, ""), 4);
    submit_assert_agreement(&place, 2, false);
    char reason[100];
    submit_text(&place, "SELECT reden FROM bericht WHERE handeling = 2", reason, sizeof reason);
    assert_string_equal(reason, "wrong school, ***");
    submit_expect(&place, 2, "remove", "--brin", "99XA", "--sector", "vo", "--volgnummer", "V1",
                  "--leerling", "1", "--reason", "x", (char *)NULL);
}

static void test_after_a_withdrawal_duo_has_nothing(void **state)
{
    (void)state;
    rehearsal_start(&place.server, (char *)NULL);
    school(1, "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_expect(&place, 0, REMOVE("1"), (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_number(&place, "SELECT vingerafdruk_duo IS NULL FROM registratie"), 1);
}

static void put_feedback(const char *rows)
{
    char text[2000];
    int n = snprintf(text, sizeof text, "identificatiecode;oordeel;code;tekst;sleutelgegevens\n%s",
                     rows);
    e2e_write(&place.folder, "feedback.csv", text, (size_t)n);
}

static void code_of(const char *volgnummer, char out[40])
{
    char sql[300];
    (void)snprintf(
        sql, sizeof sql,
        "SELECT lower(substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)"
        "||'-'||substr(h,21)) FROM (SELECT hex(b.identificatiecode) AS h FROM bericht b JOIN"
        " registratie r ON r.laatste = b.id WHERE r.volgnummer = '%s')",
        volgnummer);
    submit_text(&place, sql, out, 40);
}

static void test_feedback_moves_registrations_and_twice_changes_nothing(void **state)
{
    (void)state;
    char one[40], two[40], three[40], rows[600];
    rehearsal_start(&place.server, (char *)NULL);
    school(3, "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    code_of("V1", one);
    code_of("V2", two);
    code_of("V3", three);
    (void)snprintf(
        rows, sizeof rows,
        "%s;goedgekeurd;;;\n%s;goedgekeurd_met_signaal;S12;let op;bsn 999000016\n%s;afgekeurd;"
        "F7;\"fout; in 999.000.016\";V3\n",
        one, two, three);
    put_feedback(rows);
    submit_expect(&place, 1, "feedback", "feedback.csv", "--json", (char *)NULL);
    assert_non_null(strstr(place.said, "\"taken_in\":3"));
    assert_int_equal(submit_in_state(&place, "goedgekeurd"), 1);
    assert_int_equal(submit_in_state(&place, "goedgekeurd_met_signaal"), 1);
    assert_int_equal(submit_in_state(&place, "afgekeurd"), 1);
    /* what was rejected DUO does not have */
    assert_int_equal(
        submit_number(&place,
                      "SELECT count(*) FROM registratie WHERE vingerafdruk_duo IS NOT NULL"),
        2);
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM terugkoppeling WHERE tekst || "
                                           "sleutelgegevens GLOB '*[0-9][0-9][0-9]*'"),
                     0);
    submit_expect(&place, 0, "feedback", "feedback.csv", "--json", (char *)NULL);
    assert_non_null(strstr(place.said, "\"known_before\":3"));
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM terugkoppeling"), 3);
    submit_expect(&place, 1, "status", (char *)NULL);
    assert_non_null(strstr(place.said, "F7"));
    /* the rejected one waits until its data change */
    submit_stage(&place, 1, 3);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 3);
}

static void test_feedback_on_a_message_that_another_followed_leaves_the_newer_stand(void **state)
{
    (void)state;
    char old[40], rows[200];
    rehearsal_start(&place.server, (char *)NULL);
    school(1, "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    code_of("V1", old);
    e2e_replace(&place.folder, "leerlingen.csv", ";0031;1;", ";0031;2;");
    submit_expect(&place, 0, "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
                  "--out", "out", "--on", "2026-09-03", (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    (void)snprintf(rows, sizeof rows, "%s;afgekeurd;F1;;\n", old);
    put_feedback(rows);
    submit_expect(&place, 0, "feedback", "feedback.csv", (char *)NULL);
    assert_int_equal(submit_number(&place, "SELECT toestand FROM registratie"), 4);
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM terugkoppeling"), 1);
    submit_assert_agreement(&place, 1, false);
}

static void test_feedback_that_is_not_of_the_form_is_refused_whole(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "identificatiecode;code\n",
        "identificatiecode;oordeel;vreemd\n",
        "identificatiecode;oordeel\nX;goedgekeurd\n",
        "identificatiecode;oordeel\n00000000-0000-4000-8000-000000000000;gezien\n",
        "identificatiecode;oordeel\n00000000-0000-4000-8000-000000000000\n",
        "identificatiecode;oordeel\n00000000-0000-4000-8000-000000000000;goedgekeurd;x\n",
        "identificatiecode;oordeel\n\"00000000-0000-4000-8000-000000000000;goedgekeurd\n",
    };
    char one[40], rows[200];
    rehearsal_start(&place.server, (char *)NULL);
    school(1, "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    code_of("V1", one);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[400];
        int n = snprintf(text, sizeof text, "%s", bad[i]);
        if (strncmp(bad[i], "identificatiecode;oordeel\n", 26) ==
            0) /* a good row in front of the bad one */
            n = snprintf(text, sizeof text, "identificatiecode;oordeel\n%s;goedgekeurd\n%s", one,
                         bad[i] + 26);
        e2e_write(&place.folder, "feedback.csv", text, (size_t)n);
        int code = submit_run(&place, "feedback", "feedback.csv", (char *)NULL);
        if (code != 3)
            fail_msg("case %zu: exit code %d: %s", i, code, place.said);
        assert_int_equal(submit_in_state(&place, "goedgekeurd"), 0);
    }
    submit_expect(&place, 3, "feedback", "nowhere.csv", (char *)NULL);
    put_feedback("00000000-0000-4000-8000-000000000000;goedgekeurd;;;\n");
    submit_expect(&place, 1, "feedback", "feedback.csv", (char *)NULL);
    assert_non_null(strstr(place.said, "feedback.csv:2"));
    (void)snprintf(rows, sizeof rows, "%s;goedgekeurd;;;\n", one);
    put_feedback(rows);
    submit_expect(&place, 0, "feedback", "feedback.csv", (char *)NULL);
    assert_int_equal(submit_in_state(&place, "goedgekeurd"), 1);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(test_a_second_submit_at_once_is_locked_out_and_one_after_it_sends_nothing),
        CASE(test_a_run_stages_while_a_submit_is_at_work),
        CASE(test_a_change_while_the_message_is_in_flight_follows_it),
        CASE(test_an_interrupt_finishes_what_is_in_flight_and_keeps_the_rest),
        CASE(test_a_limit_is_kept),
        CASE(test_run_with_submit_does_both),
        CASE(test_what_failed_goes_again_when_it_is_asked_for_only),
        CASE(test_a_certificate_that_duo_would_refuse_sends_nothing),
        CASE(test_what_cannot_be_reached_or_trusted_is_said_and_keeps_everything),
        CASE(test_a_provisional_contract_goes_to_a_test_only_unless_accepted),
        CASE(test_a_withdrawal_goes_out_before_what_follows),
        CASE(test_after_a_withdrawal_duo_has_nothing),
        CASE(test_feedback_moves_registrations_and_twice_changes_nothing),
        CASE(test_feedback_on_a_message_that_another_followed_leaves_the_newer_stand),
        CASE(test_feedback_that_is_not_of_the_form_is_refused_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
