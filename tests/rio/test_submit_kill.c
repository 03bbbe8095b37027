/* Answers that get lost, and programs that are killed: no route is lost, and none is registered twice. */
#include "support/rehearsal_rio.h"
#include "support/rio_plaats.h"
#include "support/rio_voorbeelden.h"
#include "support/toeval.h"

#include "bronpost/ledger/bewijs.h"
#include "bronpost/security/soap.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BERICHTEN "SELECT count(*) FROM bericht"
#define POGINGEN  "SELECT count(*) FROM poging"
#define EEN       RIO_RIJ("A", "Zorg", "", RIO_UUID("01"), "")
#define REMOVE                                                                                     \
    "rio", "remove", "--brin", "99XA", "--sector", "vo", "--leerroute", "A", "--reason", "dubbel", \
        "--confirm"

/* Request 1 looks up, 2 sends. `sign`: faults are signed, so that a refusal as a duplicate may be believed. */
static void begin(struct submit_place *place, const char *plan, const char *option)
{
    char path[PATH_MAX];
    submit_place_make(place, "no");
    e2e_write(&place->folder, "plan", plan, strlen(plan));
    e2e_path(&place->folder, "plan", path);
    rehearsal_start(&place->server, "--trouble-plan", path, option, (char *)NULL);
    rio_configure(place, RIO_ALLEEN_VO, "");
    rio_routes(place, EEN);
}

static void test_a_lost_answer_is_found_by_looking(void **state)
{
    static const char *const faults[] = { "--sign-faults", NULL };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct submit_place place;
        begin(&place, "2 drop-after-accept\n", faults[i]);
        rio_submit(&place, 0, NULL);
        assert_int_equal(rio_count(&place, "registered"), 1);
        assert_int_equal(rio_count(&place, "renumbered"), 0);
        assert_int_equal(submit_number(&place, POGINGEN), 2);
        assert_int_equal(submit_number(&place, BERICHTEN), 1);
        assert_int_equal(submit_recorded(&place, ""), 1);
        rio_submit(&place, 0, NULL);
        assert_int_equal(rio_count(&place, "unchanged"), 1);
        submit_place_end(&place);
    }
}

static void test_the_next_submit_finds_what_arrived_and_sends_nothing(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "2 drop-after-accept\n3-6 http-503\n", NULL);
    rio_submit(&place, 5, NULL);
    assert_int_equal(submit_in_state(&place, "onzeker"), 1);
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    rio_says(&place, "Waits for RIO");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(rio_count(&place, "sent"), 0);
    assert_int_equal(submit_recorded(&place, ""), 1);
    assert_int_equal(submit_in_state(&place, "goedgekeurd"), 1);
    submit_place_end(&place);
}

static void test_a_change_after_a_lost_answer_is_sent_once(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "2 drop-after-accept\n3-6 http-503\n", NULL);
    rio_submit(&place, 5, NULL);
    rio_routes(&place, RIO_RIJ("A", "Anders", "", RIO_UUID("01"), ""));
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(rio_count(&place, "sent"), 1);
    assert_int_equal(submit_recorded(&place, ""), 2);
    assert_int_equal(submit_in_state(&place, "goedgekeurd"), 2);
    submit_place_end(&place);
}

/* A stand that waits and is overtaken by a change never goes out. */
static void test_what_waits_is_overtaken_by_a_change(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "4-8 drop-before\n", NULL); /* 1, 2: registers; 3: looks up */
    rio_submit(&place, 0, NULL);
    rio_routes(&place, RIO_RIJ("A", "Tussendoor", "", RIO_UUID("01"), ""));
    rio_submit(&place, 5, NULL);
    rio_routes(&place, RIO_RIJ("A", "Anders", "", RIO_UUID("01"), ""));
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "sent"), 1);
    assert_int_equal(submit_recorded(&place, ""), 2);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "unchanged"), 1);
    submit_place_end(&place);
}

/* What never arrived goes again under the same number. */
static void test_what_did_not_arrive_goes_again_under_the_same_number(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "2-6 drop-before\n", NULL);
    rio_submit(&place, 5, NULL);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(submit_number(&place, BERICHTEN), 1);
    assert_int_equal(submit_recorded(&place, ""), 1);
    submit_place_end(&place);
}

/* What waits was made before the school worked in RIO's screens: as it stands it would wipe that out. */
static void test_what_waits_is_made_anew_when_rio_changed_since(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    struct rio_uitwisseling u;
    begin(&place, "2-6 drop-before\n", NULL);
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", RIO_CODE_VO, ""));
    rio_submit(&place, 5, NULL);
    assert_int_equal(submit_in_state(&place, "onzeker"), 1);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.perioden[0].omschrijving = BP_STR("van de school");
    rio_lever_aan(&place.server, &v.opleiding, "true");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(rio_count(&place, "renumbered"), 1);
    assert_int_equal(submit_recorded(&place, ""), 2);
    rio_aangeboden_code(&verzoek, BP_HANDELING_OPVRAGING, RIO_CODE_VO);
    rio_wissel_uit(&place.server, &verzoek, &u);
    assert_string_equal(u.uitkomst, "true");
    const struct bp_aangeboden_periode *p = &u.antwoord.opleiding->perioden[0];
    assert_true(bp_str_equal(p->omschrijving, BP_STR("van de school")));
    assert_true(bp_str_equal(p->eigen_naam, BP_STR("Zorg")));
    rio_uitwisseling_free(&u);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "unchanged"), 1);
    submit_place_end(&place);
}

/* Refused by content, the answer lost, and the number counts as used: RIO has it not as it was sent. */
static void test_a_duplicate_that_rio_does_not_have_goes_under_a_new_number(void **state)
{
    static const char bekend[] = "[onderwijsaanbieder]\n199A001 =\n";
    char plan[PATH_MAX], ini[PATH_MAX];
    (void)state;
    struct submit_place place;
    submit_place_make(&place, "no");
    e2e_write(&place.folder, "plan", "2 wrong-signature\n", 18);
    e2e_write(&place.folder, "rio.ini", bekend, sizeof bekend - 1);
    e2e_path(&place.folder, "plan", plan);
    e2e_path(&place.folder, "rio.ini", ini);
    rehearsal_start(&place.server, "--trouble-plan", plan, "--register", ini, "--sign-faults",
                    "--uuid-refusal-after-sight", (char *)NULL);
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_routes(&place, EEN);
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "refused"), 1);
    assert_int_equal(rio_count(&place, "renumbered"), 1);
    rio_line(&place, "2;A;Zorg;vo;", ";geweigerd;N10410;");
    submit_place_end(&place);
}

static void test_a_lost_answer_to_a_withdrawal_is_found_by_looking(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "3 drop-after-accept\n", NULL);
    rio_submit(&place, 0, NULL);
    submit_expect(&place, 0, REMOVE, (char *)NULL);
    assert_int_equal(submit_recorded(&place, "verwijderen"), 1);
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM opleiding WHERE "
                                           "vingerafdruk_rio IS NOT NULL"),
                     0);
    submit_place_end(&place);
}

static void test_a_withdrawal_of_what_is_gone_already_is_done(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, "9 none\n", NULL);
    rio_submit(&place, 0, NULL);
    struct submit_place other; /* another installation of the same school withdraws it first */
    submit_place_make(&other, "no");
    other.server = place.server;
    rio_configure(&other, RIO_ALLEEN_VO, "");
    rio_routes(&other, EEN);
    rio_submit(&other, 0, NULL);
    assert_int_equal(rio_count(&other, "unchanged"), 1);
    submit_expect(&other, 0, REMOVE, (char *)NULL);
    other.server = (struct rehearsal){ .pid = 0 };
    submit_place_end(&other);
    submit_expect(&place, 0, REMOVE, (char *)NULL);
    assert_int_equal(submit_recorded(&place, "verwijderen"), 1);
    submit_place_end(&place);
}

/* --- killed --------------------------------------------------------------------------------------------- */

#define ROUTES          20 /* 40 programmes */
#define KILLS_PER_ROUND 6

static void many_routes(struct submit_place *place, const char *naam)
{
    static char rows[ROUTES * 200];
    int len = 0;
    for (int i = 0; i < ROUTES; i++)
        len += snprintf(rows + len, sizeof rows - (size_t)len,
                        "R%02d;%s %d;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;"
                        "2026-08-01;;;;2020-01-01;\n",
                        i, naam, i);
    rio_routes(place, rows);
}

static int64_t any_moment(void *ctx)
{
    (void)ctx;
    return INT64_C(1780304400000);
}

/* Whatever was killed in between, every transition is in the chain of evidence. */
static void assert_chain(const struct submit_place *place)
{
    static const struct bp_env env = { .now_ms = any_moment };
    char path[PATH_MAX], url[PATH_MAX + 16];
    struct bp_ledger *ledger;
    struct bp_ledger_keuring keuring;
    struct bp_error err;
    e2e_path(&place->folder, "ledger.db", path);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    assert_int_equal(bp_ledger_open(url, BP_LEDGER_READ, &env, &ledger, &err), BP_OK);
    if (bp_ledger_keur(ledger, NULL, &keuring, &err) != BP_OK)
        fail_msg("%s", err.detail);
    if (keuring.breuk != BP_BREUK_GEEN)
        fail_msg("broken: %d at link %llu", (int)keuring.breuk,
                 (unsigned long long)keuring.schakel);
    assert_true(keuring.berichten >= 2 * ROUTES);
    bp_ledger_close(ledger);
}

/* Each programme was accepted once, and RIO has it as routes.csv says. */
static void assert_once(struct submit_place *place, size_t stands)
{
    rio_submit(place, 0, NULL);
    assert_int_equal(rio_count(place, "unchanged"), 2 * ROUTES);
    assert_int_equal(rio_count(place, "sent"), 0);
    assert_int_equal(submit_recorded(place, "aanleveren_"), 2 * ROUTES * stands);
    assert_int_equal(submit_number(place, "SELECT count(*) FROM opleiding"), 2 * ROUTES);
    assert_int_equal(submit_number(place, "SELECT count(*) FROM opleiding WHERE toestand <> 5 OR "
                                          "vingerafdruk_rio IS NOT vingerafdruk"),
                     0);
    assert_chain(place);
}

struct figures {
    size_t kills, resumed;
};

static void kill_until_done(struct submit_place *place, uint64_t *state, size_t kills,
                            struct figures *f)
{
    for (size_t i = 0; i < kills; i++) {
        pid_t pid = submit_start(place, "rio", "submit", "--routes", "routes.csv", (char *)NULL);
        toeval_slaap(state, 150000);
        (void)kill(pid, SIGKILL);
        int code = submit_wait(place, pid);
        if (code != 128 + SIGKILL && code != 0 && code != 5)
            fail_msg("a submit ended with %d: %s", code, place->said);
        f->kills += code == 128 + SIGKILL;
    }
    int code = 5;
    for (int i = 0; i < 40 && code == 5; i++)
        code = submit_run(place, "rio", "submit", "--routes", "routes.csv", (char *)NULL);
    if (code != 0)
        fail_msg("%d: %s", code, place->said);
    f->resumed = (size_t)submit_number(place, POGINGEN " WHERE klaar IS NULL");
}

static void kill_often(const char *option, uint64_t seed)
{
    struct submit_place place;
    struct figures f = { 0 };
    uint64_t state = seed;
    size_t rounds = (toeval_aantal("BRONPOST_KILLS", 36) + KILLS_PER_ROUND - 1) / KILLS_PER_ROUND;
    submit_place_make(&place, "no");
    rehearsal_start(&place.server, "--trouble",
                    "drop-after-accept=8%,drop-before=4%,wrong-signature=2%,http-503=2%,int500=2%",
                    "--seed", "7", option, (char *)NULL);
    rio_configure(&place, RIO_BEIDE, "pogingen = 20\n");
    for (size_t i = 1; i <= rounds; i++) {
        char naam[48];
        (void)snprintf(naam, sizeof naam, "Naam van ronde %zu,", i);
        many_routes(&place, naam);
        kill_until_done(&place, &state, KILLS_PER_ROUND, &f);
        assert_once(&place, i);
    }
    print_message("%d programmes, changed %zu times: killed %zu times, %zu attempts cut off\n",
                  2 * ROUTES, rounds, f.kills, f.resumed);
    assert_true(f.kills > 0);
    submit_place_end(&place);
}

static void test_killed_at_any_moment_each_programme_is_registered_once(void **state)
{
    (void)state;
    kill_often(NULL, 20261126);
    kill_often("--sign-faults", 20270801);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_lost_answer_is_found_by_looking),
        cmocka_unit_test(test_the_next_submit_finds_what_arrived_and_sends_nothing),
        cmocka_unit_test(test_a_change_after_a_lost_answer_is_sent_once),
        cmocka_unit_test(test_what_waits_is_overtaken_by_a_change),
        cmocka_unit_test(test_what_did_not_arrive_goes_again_under_the_same_number),
        cmocka_unit_test(test_what_waits_is_made_anew_when_rio_changed_since),
        cmocka_unit_test(test_a_duplicate_that_rio_does_not_have_goes_under_a_new_number),
        cmocka_unit_test(test_a_lost_answer_to_a_withdrawal_is_found_by_looking),
        cmocka_unit_test(test_a_withdrawal_of_what_is_gone_already_is_done),
        cmocka_unit_test(test_killed_at_any_moment_each_programme_is_registered_once),
    };
    assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), 0);
    assert_int_equal(bp_soap_library_init(NULL), BP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
