/* The fixtures end to end: `bronpost run` fills a ledger, DUO's overview of the same schools is laid beside it.
 *
 * What differs, and why, stands in fixtures/registratieoverzicht/README.md. */
#include "bronpost/base/file.h"
#include "bronpost/pipeline/reconcile.h"
#include "support/e2e_run.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The ledger as it is right after a run: every last stand is staged. Its moment is the test's, so that the clock of
 * the machine does not decide what can be compared. */
struct staged {
    bp_ledger_registratie_fn *fn;
    void *ctx;
    int64_t moment_ms;
};

static int64_t staged_on;

static enum bp_status hand_on(void *ctx, const struct bp_ledger_klaar *klaar, struct bp_error *err)
{
    const struct staged *s = ctx;
    const struct bp_ledger_registratie stand = { .key = klaar->key,
                                                 .toestand = BP_TOESTAND_KLAARGEZET,
                                                 .handeling = klaar->handeling,
                                                 .identificatiecode = klaar->identificatiecode,
                                                 .leerlingnummer = klaar->key.volgnummer,
                                                 .body = klaar->body,
                                                 .moment_ms = s->moment_ms };
    return s->fn(s->ctx, &stand, err);
}

static enum bp_status walk_staged(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn, void *ctx,
                                  struct bp_error *err)
{
    struct staged s = { fn, ctx, staged_on };
    return bp_ledger_each_staged(ledger, hand_on, &s, err);
}

static int64_t no_clock(void *ctx)
{
    (void)ctx;
    return 0;
}

static const struct bp_env env = { no_clock, NULL, NULL };

static void reconcile(const struct e2e_folder *folder, const char *overzicht, bool uittreksel,
                      struct bp_reconcile_uitslag *u)
{
    char path[PATH_MAX], url[PATH_MAX + 16], out[PATH_MAX];
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger *ledger = NULL;
    struct bp_kluis *kluis = NULL;
    e2e_path(folder, "state/ledger.db", path);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    if (bp_ledger_open(url, BP_LEDGER_READ, &env, &ledger, &err) != BP_OK)
        fail_msg("%s", err.detail);
    e2e_path(folder, "state/installatie.sleutel", path);
    if (bp_kluis_open(path, false, &kluis, &err) != BP_OK)
        fail_msg("%s", err.detail);
    e2e_path(folder, "uit", out);
    const struct bp_reconcile_opdracht opdracht = { .overzicht = overzicht,
                                                    .uittreksel = uittreksel,
                                                    .out = out,
                                                    .env = &env,
                                                    .ledger = ledger,
                                                    .walk = walk_staged,
                                                    .kluis = kluis };
    if (bp_reconcile_run(&opdracht, u, &err) != BP_OK)
        fail_msg("%s: %s", overzicht, err.detail);
    bp_kluis_close(kluis);
    bp_ledger_close(ledger);
}

/* The lines of reconcile.csv without header and explanation. */
static void expect_lines(const struct e2e_folder *folder, const char *want)
{
    struct e2e_text text = e2e_read(folder, "uit/reconcile.csv");
    struct bp_buf got;
    bp_buf_init(&got, 65536);
    for (const char *at = strchr(text.ptr, '\n') + 1; *at; at += strcspn(at, "\n") + 1) {
        size_t len = strcspn(at, "\n");
        while (len > 0 && at[len - 1] != ';')
            len--;
        bp_buf_add(&got, at, len);
        bp_buf_add_char(&got, '\n');
    }
    bp_buf_add(&got, "", 1);
    if (strcmp(got.ptr, want) != 0)
        fail_msg("%s", got.ptr);
    bp_buf_free(&got);
    e2e_text_free(&text);
}

static void no_numbers(const struct e2e_folder *folder)
{
    static const char *const names[] = { "uit/reconcile.csv", "uit/herstel.csv", "uit/rapport.html",
                                         "uit/rapport.json" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct e2e_text text = e2e_read(folder, names[i]);
        assert_int_equal(e2e_count(text, "99999"), 0);
        assert_int_equal(e2e_count(text, "10123"), 0);
        e2e_text_free(&text);
    }
}

static void test_mbo_instelling_in_duos_own_form(void **state)
{
    struct e2e_folder folder;
    struct bp_reconcile_uitslag u;
    (void)state;
    e2e_folder_make(&folder);
    e2e_copy_fixture(&folder, "mbo-instelling");
    e2e_copy_file(&folder, "fixtures/profiles/tab-spreadsheet.ini", "profiel.ini");
    e2e_expect(&folder, 1, "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
               "--profile", "profiel.ini", "--on", "2027-10-15", "--out", "run", NULL);
    staged_on = (int64_t)bp_datum_to_days(BP_DATUM(2027, 10, 16)) * 86400000;
    reconcile(&folder, "fixtures/registratieoverzicht/RO_99XB_20260801_20271015.CSV", false, &u);
    expect_lines(
        &folder,
        "verschil;99XB;M0002;M0002;6;klaargezet;leertraject;2026-08-01;BOL;BBL;\n"
        "verschil;99XB;M0005;M0005;15;klaargezet;datum_uitschrijving;;2027-06-30;2027-06-25;\n"
        "verschil;99XB;M0005;M0005;15;klaargezet;reden_uitschrijving;;04;08;\n"
        "onbekend_hier;99XB;M0909;M0009;29;;;;;;\n"
        "verschil;99XB;M0103;M0103;48;klaargezet;leerroutefase;2027-08-01;VO;MBO;\n"
        "onbekend_hier;99XB;M0900;;67;;;;;;\n"
        "ontbreekt_bij_duo;99XB;M0003;M0003;;klaargezet;;;;;\n");
    assert_int_equal(u.gelijk, 16);
    assert_int_equal(u.verschillend, 3);
    assert_int_equal(u.verschillen, 4);
    assert_int_equal(u.hier, 20);
    assert_false(u.overzicht.spreadsheet);
    no_numbers(&folder);
    /* Staged a day later, and the overview cannot know. */
    staged_on += 86400000;
    reconcile(&folder, "fixtures/registratieoverzicht/RO_99XB_20260801_20271015.CSV", false, &u);
    assert_int_equal(u.niet_vergelijkbaar, 4);
    assert_int_equal(u.verschillend + u.ontbreekt, 0);
    e2e_folder_remove(&folder);
}

static void test_bestuur_after_a_spreadsheet_and_as_an_extract(void **state)
{
    struct e2e_folder folder;
    struct bp_reconcile_uitslag u;
    (void)state;
    e2e_folder_make(&folder);
    e2e_copy_fixture(&folder, "bestuur");
    e2e_expect(&folder, 1, "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
               "--on", "2027-08-01", "--out", "run", NULL);
    staged_on = (int64_t)bp_datum_to_days(BP_DATUM(2027, 8, 2)) * 86400000;
    reconcile(&folder, "fixtures/registratieoverzicht/RO_99YB_20260801_20270801.csv", false, &u);
    expect_lines(&folder,
                 "verschil;99YB;M4006;M4006;3;klaargezet;bekostigbaar;2027-08-01;N;J;\n"
                 "verschil;99YB;M3102;M3102;21;klaargezet;leerroutefase;2027-08-01;VO;MBO;\n"
                 "sector_verschil;99YB;M3102;V3102;21;klaargezet;leerroutefase;2027-08-01;VO;MBO;\n"
                 "verschil;99YB;M3103;M3103;26;klaargezet;leerroute;2025-08-01;DLR;GLR;\n"
                 "sector_verschil;99YB;M3103;V3103;26;klaargezet;leerroute;2025-08-01;DLR;GLR;\n"
                 "verschil;99YB;M3105;M3105;31;klaargezet;leerroute;2026-08-01;;DLR;\n"
                 "verschil;99YB;M3105;M3105;31;klaargezet;leerroutefase;2026-08-01;;VO;\n"
                 "sector_verschil;99YB;M3105;V3105;31;klaargezet;leerroute;2026-08-01;;DLR;\n"
                 "ontbreekt_bij_duo;99YB;M4002;M4002;;klaargezet;;;;;\n");
    assert_int_equal(u.gelijk, 9);
    assert_int_equal(u.andere_instelling, 16);
    assert_int_equal(u.hersteld, 1); /* the reason of M4003 */
    assert_true(u.overzicht.spreadsheet && u.overzicht.andere_orde);
    no_numbers(&folder);
    reconcile(&folder, "fixtures/registratieoverzicht/RO_99YB_20260801_20270801_uittreksel.csv",
              true, &u);
    expect_lines(&folder, "verschil;99YB;M4110;M4110;4;klaargezet;onderwijslocatie;2025-08-01;"
                          "199X013;199X012;\n");
    assert_int_equal(u.overzicht.isp_velden, 13);
    assert_int_equal(u.gelijk, 3);
    assert_int_equal(u.sector, 0); /* the phases were cut off */
    e2e_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mbo_instelling_in_duos_own_form),
        cmocka_unit_test(test_bestuur_after_a_spreadsheet_and_as_an_extract),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
