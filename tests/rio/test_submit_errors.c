/* What RIO would refuse never goes out; what it refuses is told in words, and not asked again until it changes. */
#include "support/rio_plaats.h"

#include "bronpost/domain/rio_code.h"
#include "bronpost/ledger/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define BERICHTEN   "SELECT count(*) FROM bericht"
#define POGINGEN    "SELECT count(*) FROM poging"
#define EEN         RIO_RIJ("A", "Zorg", "", RIO_UUID("01"), "")
#define ANDERS      RIO_RIJ("A", "Anders", "", RIO_UUID("01"), "")

static void begin(struct submit_place *place, const char *rows, const char *option,
                  const char *value)
{
    submit_place_make(place, "no");
    rehearsal_start(&place->server, option, value, (char *)NULL);
    rio_configure(place, RIO_ALLEEN_VO, "");
    rio_routes(place, rows);
}

/* A server that knows only what this register says. */
static void begin_register(struct submit_place *place, const char *rows, const char *register_text)
{
    char path[PATH_MAX];
    submit_place_make(place, "no");
    e2e_write(&place->folder, "rio.ini", register_text, strlen(register_text));
    e2e_path(&place->folder, "rio.ini", path);
    rehearsal_start(&place->server, "--register", path, (char *)NULL);
    rio_configure(place, RIO_ALLEEN_VO, "");
    rio_routes(place, rows);
}

/* --- before sending ------------------------------------------------------------------------------------- */

#define RIJ(soort, niveau, traject, vo, mbo, begin, eind, rio_vo, rio_mbo)                         \
    "A;Naam;" soort ";BB;" niveau ";6611;99001;" traject ";99XA;99XA00;99XB;" vo ";" mbo ";" begin \
    ";" eind ";" rio_vo ";" rio_mbo ";2020-01-01;\n"

static const struct {
    const char *code, *line, *row;
} lokaal[] = {
    { "K01051", "2;A;Naam;vo;",
      RIJ("DLR", "2", "", "199A001", "199A002", "2020-07-31", "", "", "") },
    { "N09010", "2;A;Naam;vo;",
      RIJ("DLR", "2", "", "199A001", "199A002", "2026-08-01", "2026-07-31", "", "") },
    { "BP106", "2;A;Naam;vo;", RIJ("DLR", "2", "", "", "199A002", "2026-08-01", "", "", "") },
    { "BP106", "2;A;Naam;vo;", RIJ("DLR", "2", "", "199A001", "", "2026-08-01", "", "", "") },
    { "BP104", "2;A;Naam;vo;",
      RIJ("DLR", "2", "", "199X001", "199A002", "2026-08-01", "", "", "") },
    { "N09450", "2;A;Naam;vo;",
      RIJ("DLR", "2", "", "199A001", "199A002", "2026-08-01", "", RIO_UUID("01"), RIO_UUID("01")) },
    { "BP104", "2;A;Naam;vo;",
      RIJ("DLR", "2", "", "199A001", "199A002", "2026-08-01", "", "geen-uuid", "") },
    { "N09030", "2;A;Naam;mbo;",
      RIJ("DLR", "2", "BOLL", "199A001", "199A002", "2026-08-01", "", "", "") },
    { "N09030", "2;A;Naam;mbo;",
      RIJ("DLR", "2", "BOL_DT", "199A001", "199A002", "2022-08-01", "", "", "") },
    { "N09060", "2;A;Naam;mbo;",
      RIJ("DLR", "5", "", "199A001", "199A002", "2026-08-01", "", "", "") },
    { "BP202", "2;A;Naam;vo;",
      RIJ("DLR", "1", "", "199A001", "199A002", "2026-08-01", "", "", "") },
    { "BP203", "2;A;Naam;vo;",
      RIJ("GLR", "3", "", "199A001", "199A002", "2026-08-01", "", "", "") },
};

static void test_what_rio_would_refuse_never_goes_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lokaal); i++) {
        char holds[64], sql[120];
        struct submit_place place;
        bool mbo = strstr(lokaal[i].line, ";mbo;") != NULL;
        begin(&place, lokaal[i].row, NULL, NULL);
        rio_configure(&place, RIO_BEIDE, "");
        rio_submit(&place, 1, NULL);
        (void)snprintf(holds, sizeof holds, ";afgekeurd;%s;", lokaal[i].code);
        rio_line(&place, lokaal[i].line, holds);
        (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM opleiding WHERE sector = %d",
                       mbo ? 2 : 1);
        assert_int_equal(submit_number(&place, sql), 0);
        assert_int_equal(rio_count(&place, "sent"), rio_count(&place, "registered"));
        assert_int_equal(submit_recorded(&place, ""), rio_count(&place, "registered"));
        submit_place_end(&place);
    }
}

/* --- by RIO --------------------------------------------------------------------------------------------- */

static const struct {
    const char *code, *bekend;
} bij_rio[] = {
    { "A01060", "[onderwijslocatie]\n199X009 =\n" },
    { "A01080", "[opleidingserkenning]\nILT 9999 =\n" },
    { "A01081", "[opleidingserkenning]\nILT 6611 = 0100O0001 199A009\n" },
    { "AUT401", "[afzender]\n0000000700099XA00000 = 199A009\n" },
    { "N09410", "[opleidingserkenning]\nILT 6611 = 1234O0001\n"
                "[opleidingseenheid]\n1234O0001 = 2016-08-01 2027-08-01\n" },
    { "N09430", "[onderwijsaanbieder]\n199A001 = 2000-08-01 2027-08-01\n199A002 =\n" },
    { "N09440", "[onderwijsaanbieder]\n199A002 =\n" },
    { "N10410", "[onderwijsaanbieder]\n199A001 =\n" },
};

static const char plaats[] =
    "A;Zorg;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2026-08-01;;" RIO_UUID(
        "01") ";;2020-01-01;199X001\n";

static bool holds(const char *text, struct bp_str part)
{
    return memmem(text, strlen(text), part.ptr, part.len) != NULL;
}

/* The words may be broken at any blank. */
static void says_unwrapped(const struct submit_place *place, const char *text)
{
    char flat[sizeof place->said];
    size_t n = 0;
    for (const char *at = place->said; *at; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank || (n && flat[n - 1] != ' '))
            flat[n++] = blank ? ' ' : *at;
    }
    flat[n] = '\0';
    if (!holds(flat, bp_str_of(text)))
        fail_msg("no '%s' in\n%s", text, flat);
}

static void test_what_rio_refuses_is_explained_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bij_rio); i++) {
        const struct bp_rio_code *code = bp_rio_code_by_name(bp_str_of(bij_rio[i].code));
        struct submit_place place;
        assert_non_null(code);
        begin_register(&place, plaats, bij_rio[i].bekend);
        rio_submit(&place, 1, NULL);
        assert_int_equal(rio_count(&place, "refused"), 1);
        char cells[64];
        (void)snprintf(cells, sizeof cells, ";geweigerd;%s;", bij_rio[i].code);
        rio_line(&place, "2;A;Zorg;vo;", cells);
        rio_line(&place, "2;A;Zorg;vo;", code->todo);
        submit_expect(&place, 1, "rio", "status", "--lang", "en", (char *)NULL);
        says_unwrapped(&place, code->title);
        says_unwrapped(&place, code->todo);
        submit_expect(&place, 1, "rio", "status", "--lang", "nl", (char *)NULL);
        rio_says(&place, bij_rio[i].code);
        assert_false(holds(place.said, bp_str_of(code->title)));
        says_unwrapped(&place, "Wat RIO weigerde of wat mislukte gaat opnieuw");
        submit_expect(&place, 1, "status", (char *)NULL);
        rio_says(&place, "1 need a person: bronpost rio status");
        submit_place_end(&place);
    }
}

static void test_a_refused_route_waits_until_it_changes_or_is_asked_for(void **state)
{
    (void)state;
    struct submit_place place;
    begin_register(&place, EEN, "[onderwijsaanbieder]\n199A001 =\n");
    rio_submit(&place, 1, NULL);
    assert_int_equal(submit_number(&place, POGINGEN), 1);
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "refused"), 1);
    assert_int_equal(rio_count(&place, "sent"), 0);
    rio_line(&place, "2;A;Zorg;vo;", ";geweigerd;N10410;");
    assert_int_equal(submit_number(&place, POGINGEN), 1);
    rio_submit(&place, 1, "--retry-failed");
    assert_int_equal(submit_number(&place, POGINGEN), 2);
    rio_routes(&place, ANDERS);
    rio_submit(&place, 1, NULL);
    assert_int_equal(submit_number(&place, POGINGEN), 3);
    /* RIO came to know the partner: it still waits to be asked for. */
    rehearsal_stop(&place.server);
    rehearsal_again(&place.server, (char *)NULL);
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_submit(&place, 1, NULL);
    rio_submit(&place, 0, "--retry-failed");
    assert_int_equal(rio_count(&place, "registered"), 1);
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    submit_place_end(&place);
}

/* What RIO has stays there, and the ledger knows it: a student in that route may be sent. */
/* RIO does not have it, so that nothing is left behind under the first one. */
static void test_a_refused_route_may_get_another_code(void **state)
{
    (void)state;
    struct submit_place place;
    char sql[120];
    begin_register(&place, plaats, "[onderwijslocatie]\n199X009 =\n");
    rio_submit(&place, 1, NULL);
    rio_line(&place, "2;A;Zorg;vo;", ";geweigerd;A01060;");
    rio_routes(&place,
               "A;Zorg;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2026-08-01;;" RIO_UUID(
                   "02") ";;2020-01-01;199X009\n");
    rio_submit(&place, 0, NULL);
    rio_line(&place, "2;A;Zorg;vo;", ";geregistreerd;;;Nothing: RIO approved it.;" RIO_UUID("02"));
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM opleiding WHERE toestand = %d",
                   BP_TOESTAND_AFGEKEURD);
    assert_int_equal(submit_number(&place, sql), 1);
    submit_place_end(&place);
}

static void test_a_refused_change_leaves_the_route_at_rio(void **state)
{
    static const char bekend[] = "[onderwijsaanbieder]\n199A001 =\n";
    char ini[PATH_MAX];
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    rio_submit(&place, 0, NULL);
    /* Another installation, which knows nothing of it yet. */
    e2e_path(&place.folder, "ledger.db", ini);
    assert_int_equal(unlink(ini), 0);
    rehearsal_stop(&place.server);
    e2e_write(&place.folder, "rio.ini", bekend, sizeof bekend - 1);
    e2e_path(&place.folder, "rio.ini", ini);
    rehearsal_again(&place.server, "--register", ini, (char *)NULL);
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_routes(&place, ANDERS);
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "refused"), 1);
    submit_expect(&place, 1, "rio", "status", (char *)NULL);
    rio_says(&place, "afgekeurd");
    rio_says(&place, "at RIO from 2026-08-01");
    submit_place_end(&place);
}

static void test_a_refused_side_does_not_stop_the_others(void **state)
{
    (void)state;
    struct submit_place place;
    begin_register(&place,
                   "A;Zorg;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A009;2026-08-01;;;;"
                   "2020-01-01;\n" RIO_RIJ("B", "Techniek", "", "", ""),
                   "[onderwijsaanbieder]\n199A001 =\n199A002 =\n");
    rio_configure(&place, RIO_BEIDE, "");
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "refused"), 2); /* 199A009 is not known, on either side */
    assert_int_equal(rio_count(&place, "registered"), 2);
    submit_place_end(&place);
}

/* --- trouble -------------------------------------------------------------------------------------------- */

static void plan(struct submit_place *place, const char *text)
{
    char path[PATH_MAX];
    submit_place_make(place, "no");
    e2e_write(&place->folder, "plan", text, strlen(text));
    e2e_path(&place->folder, "plan", path);
    rehearsal_start(&place->server, "--trouble-plan", path, (char *)NULL);
    rio_configure(place, RIO_ALLEEN_VO, "");
    rio_routes(place, EEN);
}

static void test_int500_goes_again_under_the_same_number(void **state)
{
    (void)state;
    struct submit_place place;
    plan(&place, "2-3 int500\n"); /* request 1 looks up */
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(rio_count(&place, "tried_again"), 2);
    assert_int_equal(submit_number(&place, BERICHTEN), 1);
    assert_int_equal(submit_number(&place, POGINGEN), 3);
    assert_int_equal(submit_recorded(&place, ""), 1);
    submit_place_end(&place);
}

static void test_int500_that_lasts_is_kept_for_the_next_submit(void **state)
{
    (void)state;
    struct submit_place place;
    plan(&place, "2-6 int500\n");
    rio_submit(&place, 5, NULL);
    assert_int_equal(rio_count(&place, "waiting"), 1);
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    rio_says(&place, "INT500");
    rio_submit(&place, 0, NULL);
    assert_int_equal(submit_number(&place, POGINGEN), 6);
    assert_int_equal(submit_recorded(&place, ""), 1);
    submit_place_end(&place);
}

static void test_trouble_while_looking_up_sends_nothing(void **state)
{
    static const char *const kinds[] = { "1-9 http-503\n", "1-9 drop-before\n",
                                         "1-9 wrong-signature\n", "1-9 int500\n",
                                         "1-9 fault:DK0051\n" };
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct submit_place place;
        plan(&place, kinds[i]);
        rio_submit(&place, 5, NULL);
        if (rio_count(&place, "waiting") != 1 || submit_number(&place, BERICHTEN) != 0)
            fail_msg("%s: %s", kinds[i], place.said);
        rio_line(&place, "2;A;Zorg;vo;", ";wacht;");
        submit_place_end(&place);
    }
}

/* DUO takes nothing from this institution: a person must look, and nothing more is tried. */
static void test_a_fault_about_the_institution_stops_it(void **state)
{
    (void)state;
    struct submit_place place;
    plan(&place, "1-9 fault:EK0030\n");
    rio_routes(&place, EEN RIO_RIJ("B", "Techniek", "", "", ""));
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "waiting"), 2);
    rio_says(&place, "\"why\":\"refused\",\"code\":\"EK0030\",\"waiting\":2");
    submit_place_end(&place);
}

static void test_nothing_is_listening(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    rehearsal_kill(&place.server);
    rio_submit(&place, 5, NULL);
    rio_says(&place, "\"why\":\"unreachable\"");
    submit_place_end(&place);
}

static void test_without_certificate_or_address_the_institution_is_left(void **state)
{
    static const char no_certificate[] =
        "[ledger]\nurl = sqlite:ledger.db\n[instelling 99XA]\nsector = vo\n"
        "oin = 0000000700099XA00000\n[duo]\nrio = https://localhost:1/\n";
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    struct e2e_text conf = e2e_read(&place.folder, "bronpost.conf");
    char *vertrouw = strstr(conf.ptr, "vertrouw = ");
    assert_non_null(vertrouw);
    char text[2048];
    int n = snprintf(text, sizeof text, "%s%s", no_certificate, vertrouw);
    e2e_write(&place.folder, "bronpost.conf", text, (size_t)n);
    rio_submit(&place, 2, NULL);
    rio_says(&place, "no certificaat in [instelling 99XA]");
    rio_line(&place, "2;A;Zorg;vo;", ";wacht;");
    e2e_write(&place.folder, "bronpost.conf", conf.ptr, conf.len);
    e2e_replace(&place.folder, "bronpost.conf", "rio = https", "vo = https");
    rio_submit(&place, 2, NULL);
    rio_says(&place, "names no address");
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM opleiding"), 0);
    e2e_text_free(&conf);
    submit_place_end(&place);
}

static void test_a_connection_that_cannot_work_is_wrong_use(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    e2e_replace(&place.folder, "bronpost.conf", "chain.pem", "other-root.pem");
    rio_submit(&place, 2, NULL);
    rio_says(&place, "\"why\":\"configuration\"");
    assert_int_equal(submit_number(&place, BERICHTEN), 0);
    submit_place_end(&place);
}

static void test_consulting_may_have_an_address_of_its_own(void **state)
{
    char more[64];
    struct rehearsal other;
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    rehearsal_start(&other, (char *)NULL);
    (void)snprintf(more, sizeof more, "rio_raadplegen = https://localhost:%u/rio/\n", other.port);
    rio_configure(&place, RIO_ALLEEN_VO, more);
    rio_submit(&place, 0, NULL);
    rio_submit(&place, 0,
               NULL); /* the other one never heard of it, and RIO takes the stand again */
    assert_int_equal(submit_recorded(&place, ""), 2);
    rehearsal_end(&other);
    submit_place_end(&place);
}

static int64_t frozen_now(void *ctx)
{
    (void)ctx;
    return INT64_C(1780304400000); /* 2026-06-01T09:00:00Z */
}

static void no_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    (void)ctx;
    (void)snprintf(out, BP_UUID_TEXT, "%s", RIO_UUID("00"));
}

/* --- beside the others ---------------------------------------------------------------------------------- */

static void test_who_finds_the_lock_held_goes_away(void **state)
{
    char path[PATH_MAX], url[PATH_MAX + 16];
    struct bp_ledger *ledger;
    struct bp_error err;
    size_t onzeker;
    static const struct bp_env env = { frozen_now, no_uuid, NULL };
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    rio_submit(&place, 0, NULL);
    e2e_path(&place.folder, "ledger.db", path);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    assert_int_equal(bp_ledger_open(url, BP_LEDGER_WRITE, &env, &ledger, &err), BP_OK);
    assert_int_equal(bp_ledger_submit_begin(ledger, 0, &onzeker, &err), BP_OK);
    rio_submit(&place, 4, NULL);
    submit_expect(&place, 4, "rio", "remove", "--brin", "99XA", "--sector", "vo", "--leerroute",
                  "A", "--reason", "x", "--confirm", (char *)NULL);
    bp_ledger_submit_end(ledger);
    bp_ledger_close(ledger);
    rio_submit(&place, 0, NULL);
    submit_place_end(&place);
}

static void test_other_commands_pass_over_what_is_for_rio(void **state)
{
    (void)state;
    struct submit_place place;
    plan(&place, "2-9 drop-before\n");
    rio_submit(&place, 5, NULL); /* staged, and not answered */
    assert_int_equal(submit_number(&place, BERICHTEN " WHERE toestand IN (2, 9)"), 1);
    submit_expect(&place, 0, "submit", "--json", (char *)NULL);
    rio_says(&place, "\"waiting\":0");
    rio_says(&place, "\"halted\":[]");
    submit_expect(&place, 0, "export", "--out", "uit", (char *)NULL);
    assert_int_equal(e2e_count_files(&place.folder, "uit"), 0);
    submit_expect(&place, 0, "status", (char *)NULL);
    rio_says(&place, "99XA  rio   1 routes, 0 at RIO, 1 wait");
    assert_int_equal(submit_number(&place, BERICHTEN " WHERE toestand IN (2, 9)"), 1);
    submit_place_end(&place);
}

static void test_options_belong_to_their_command(void **state)
{
    static const char *const wrong[][7] = {
        { "rio", "submit" },
        { "rio", "check", "--routes", "routes.csv" },
        { "rio", "submit", "--routes", "routes.csv", "--bodies" },
        { "rio", "status", "--limit", "1" },
        { "rio", "status", "--out", "out" },
        { "rio", "check", "--routes", "routes.csv", "--out", "out", "--retry-failed" },
        { "rio", "remove", "--brin", "99XA", "--sector", "vo" },
        { "rio", "remove", "--routes", "routes.csv" },
        { "rio", "sturen" },
    };
    (void)state;
    struct submit_place place;
    begin(&place, EEN, NULL, NULL);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *const *w = wrong[i];
        submit_expect(&place, 2, w[0], w[1], w[2], w[3], w[4], w[5], w[6], (char *)NULL);
    }
    submit_place_end(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_rio_would_refuse_never_goes_out),
        cmocka_unit_test(test_what_rio_refuses_is_explained_in_both_languages),
        cmocka_unit_test(test_a_refused_route_waits_until_it_changes_or_is_asked_for),
        cmocka_unit_test(test_a_refused_route_may_get_another_code),
        cmocka_unit_test(test_a_refused_change_leaves_the_route_at_rio),
        cmocka_unit_test(test_a_refused_side_does_not_stop_the_others),
        cmocka_unit_test(test_int500_goes_again_under_the_same_number),
        cmocka_unit_test(test_int500_that_lasts_is_kept_for_the_next_submit),
        cmocka_unit_test(test_trouble_while_looking_up_sends_nothing),
        cmocka_unit_test(test_a_fault_about_the_institution_stops_it),
        cmocka_unit_test(test_nothing_is_listening),
        cmocka_unit_test(test_without_certificate_or_address_the_institution_is_left),
        cmocka_unit_test(test_a_connection_that_cannot_work_is_wrong_use),
        cmocka_unit_test(test_consulting_may_have_an_address_of_its_own),
        cmocka_unit_test(test_who_finds_the_lock_held_goes_away),
        cmocka_unit_test(test_other_commands_pass_over_what_is_for_rio),
        cmocka_unit_test(test_options_belong_to_their_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
