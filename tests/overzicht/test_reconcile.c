/* DUO's overview beside the ledger: missing there, unknown here, different, vo against mbo */
#include "bronpost/base/file.h"
#include "bronpost/report/rapport.h"
#include "support/ledger_support.h"
#include "support/overzicht_case.h"
#include "support/report_schema.h"
#include "support/report_world.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define A OVZ_BSN
#define B OVZ_BSN2

#define PER(p)                 "PER|" p "||2010-05-01|V\r\n"
#define ISG(p, v)              "ISG|" p "||" v "|2026-08-01|2029-07-31||\r\n"
#define ISP_ON(p, v, d, route) "ISP|" p "||" v "|" d "|99001|BOL||J||199A002|199X002|" route "\r\n"
#define ISP(p, v, route)       ISP_ON(p, v, "2026-08-01", route)
#define DUO(p, v)              PER(p) ISG(p, v) ISP(p, v, "|")

#define DATES                OVZ_DATES("2026-08-01", "2029-07-31")
#define HERE(v)              OVZ_MBO(v, DATES, OVZ_PERIODE("2026-08-01", "99001", ""))
#define ROUTE_HERE(v, lr, f) OVZ_MBO(v, DATES, OVZ_PERIODE("2026-08-01", "99001", OVZ_ROUTE(lr, f)))
#define VO(einde, route)     OVZ_VO("V1", einde, OVZ_VO_PERIODE("2024-08-01", route))

#define SENT   BP_TOESTAND_ONTVANGEN
#define BEFORE "2027-08-15" /* the overview was made on that day */
#define AFTER  "2027-08-16"

#define REG(volgnummer, bsn, body)                                                                 \
    {                                                                                              \
        "mbo", "99XB", volgnummer, "L1", bsn, body, SENT, BEFORE                                   \
    }

struct fixture {
    struct overzicht_case c;
    struct bp_kluis *kluis;
    struct bp_arena *arena; /* of what rapport() read; NULL: nothing */
};

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct bp_error err = { .status = BP_OK };
    assert_non_null(f);
    overzicht_begin(&f->c);
    assert_int_equal(bp_kluis_open(cli_path(&f->c.folder, "key"), true, &f->kluis, &err), BP_OK);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    bp_kluis_close(f->kluis);
    bp_arena_free(f->arena);
    overzicht_end(&f->c);
    free(f);
    return 0;
}

static enum bp_status run_path(struct fixture *f, const char *path, struct overzicht_ledger *ledger,
                               struct bp_reconcile_uitslag *uitslag)
{
    ledger->kluis = f->kluis;
    const struct bp_reconcile_opdracht opdracht = {
        .overzicht = path,
        .uittreksel = f->c.uittreksel,
        .out = cli_path(&f->c.folder, "uit"),
        .env = &ledger_env,
        .ledger = overzicht_ledger_handle(ledger),
        .walk = overzicht_walk,
        .kluis = f->kluis,
    };
    f->c.err = (struct bp_error){ .status = BP_OK };
    return bp_reconcile_run(&opdracht, uitslag, &f->c.err);
}

/* Runs with `middle` between VLP and SLR; the overview is a file of the test's folder. */
static enum bp_status run(struct fixture *f, const char *middle,
                          const struct overzicht_registratie *items, size_t count,
                          struct bp_reconcile_uitslag *uitslag)
{
    struct overzicht_ledger ledger = { .items = items, .count = count };
    bool open = overzicht_open_records(&f->c, middle);
    if (!open && f->c.err.status != BP_E_INPUT)
        fail_msg("%s", f->c.err.detail);
    char path[128];
    (void)snprintf(path, sizeof path, "%s/ro.csv", f->c.folder.path);
    return run_path(f, path, &ledger, uitslag);
}

/* rapport.json, which follows its schema; lives as long as the test. */
static const struct report_json *rapport(struct fixture *f)
{
    char why[200];
    f->arena = bp_arena_new(64 * BP_MIB);
    const struct report_json *schema =
        report_json_file(f->arena, "schemas/report/reconcile.schema.json");
    const struct report_json *report =
        report_json_file(f->arena, cli_path(&f->c.folder, "uit/rapport.json"));
    if (!schema || !report || !report_schema_accepts(schema, report, why, sizeof why))
        fail_msg("%s", schema && report ? why : "no JSON");
    return report;
}

/* --- one enrolment on each side --------------------------------------------------------------------------------- */

static const struct {
    const char *name, *middle;
    struct overzicht_registratie items[4];
    size_t count;
    const char *want;
    bool verschilt;
} cases[] = {
    { "equal", DUO(A, "M1"), { REG("M1", A, HERE("M1")) }, 1, "", false },
    { "equal, although it was sent after the overview",
      DUO(A, "M1"),
      { { "mbo", "99XB", "M1", "L1", A, HERE("M1"), SENT, AFTER } },
      1,
      "",
      false },
    { "both empty", "", { { .contract = NULL } }, 0, "", false },
    { "missing at DUO",
      "",
      { REG("M1", A, HERE("M1")) },
      1,
      "ontbreekt_bij_duo;99XB;M1;L1;;ontvangen;;;;;\n",
      true },
    { "missing, sent after the overview",
      "",
      { { "mbo", "99XB", "M1", "L1", A, HERE("M1"), SENT, AFTER } },
      1,
      "niet_vergelijkbaar;99XB;M1;L1;;ontvangen;;;;;\n",
      false },
    { "unknown here",
      DUO(A, "M1"),
      { { .contract = NULL } },
      0,
      "onbekend_hier;99XB;M1;;3;;;;;;\n",
      true },
    { "known under another volgnummer",
      DUO(A, "M1"),
      { REG("M2", A, HERE("M2")) },
      1,
      "onbekend_hier;99XB;M1;L1;3;;;;;;\nontbreekt_bij_duo;99XB;M2;L1;;ontvangen;;;;;\n",
      true },
    { "the same volgnummer of somebody else",
      DUO(A, "M1"),
      { REG("M1", B, HERE("M1")) },
      1,
      "onbekend_hier;99XB;M1;;3;;;;;;\nontbreekt_bij_duo;99XB;M1;L1;;ontvangen;;;;;\n",
      true },
    { "the same number at another institution",
      DUO(A, "M1"),
      { { "mbo", "99XC", "M1", "L1", A, HERE("M1"), SENT, BEFORE } },
      1,
      "onbekend_hier;99XB;M1;;3;;;;;;\n",
      true },
    { "different",
      DUO(A, "M1"),
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2026-08-01", "2028-07-31"),
                    OVZ_PERIODE("2026-08-01", "99002", ""))) },
      1,
      "verschil;99XB;M1;L1;3;ontvangen;datum_uitschrijving_gepland;;2029-07-31;2028-07-31;\n"
      "verschil;99XB;M1;L1;3;ontvangen;opleidingcode;2026-08-01;99001;99002;\n",
      true },
    { "different, sent after the overview",
      DUO(A, "M1"),
      { { "mbo", "99XB", "M1", "L1", A, ROUTE_HERE("M1", "DLR", "VO"), SENT, AFTER } },
      1,
      "niet_vergelijkbaar;99XB;M1;L1;3;ontvangen;;;;;\n",
      false },
    { "withdrawn here, still at DUO",
      DUO(A, "M1"),
      { REG("M1", A, NULL) },
      1,
      "verschil;99XB;M1;L1;3;ontvangen;inschrijving;;geregistreerd;verwijderd;\n",
      true },
    { "withdrawn here after the overview",
      DUO(A, "M1"),
      { { "mbo", "99XB", "M1", "L1", A, NULL, SENT, AFTER } },
      1,
      "niet_vergelijkbaar;99XB;M1;L1;3;ontvangen;;;;;\n",
      false },
    { "withdrawn here and gone at DUO", "", { REG("M1", A, NULL) }, 1, "", false },
    { "ended before the selection",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2024-08-01", "2029-07-31") OVZ_EINDE("2026-07-31", "08"),
                    OVZ_PERIODE("2024-08-01", "99001", ""))) },
      1,
      "",
      false },
    { "ended on the first day of the selection",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2024-08-01", "2029-07-31") OVZ_EINDE("2026-08-01", "08"),
                    OVZ_PERIODE("2024-08-01", "99001", ""))) },
      1,
      "ontbreekt_bij_duo;99XB;M1;L1;;ontvangen;;;;;\n",
      true },
    { "began on the last day of the selection",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2027-07-31", "2029-07-31"),
                    OVZ_PERIODE("2027-07-31", "99001", ""))) },
      1,
      "ontbreekt_bij_duo;99XB;M1;L1;;ontvangen;;;;;\n",
      true },
    { "began after the selection",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2027-08-01", "2029-07-31"),
                    OVZ_PERIODE("2027-08-01", "99001", ""))) },
      1,
      "",
      false },
    { "planned to end before the selection, and no word since",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2024-08-01", "2026-07-31"),
                    OVZ_PERIODE("2024-08-01", "99001", ""))) },
      1,
      "",
      false },
    { "planned to end on its first day",
      "",
      { REG("M1", A,
            OVZ_MBO("M1", OVZ_DATES("2024-08-01", "2026-08-01"),
                    OVZ_PERIODE("2024-08-01", "99001", ""))) },
      1,
      "ontbreekt_bij_duo;99XB;M1;L1;;ontvangen;;;;;\n",
      true },
    { "a lost zero is not guessed in DUO's own form",
      DUO(A, "2"),
      { REG("002", A, HERE("002")) },
      1,
      "onbekend_hier;99XB;2;L1;3;;;;;;\nontbreekt_bij_duo;99XB;002;L1;;ontvangen;;;;;\n",
      true },
    { "a cell that a spreadsheet would run",
      "",
      { { "mbo", "99XB", "M1", "=1+1;\"", A, HERE("M1"), SENT, BEFORE } },
      1,
      "ontbreekt_bij_duo;99XB;M1;\"'=1+1;\"\"\";;ontvangen;;;;;\n",
      true },
};

static void test_each_side_alone_and_both_beside_each_other(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_reconcile_uitslag u;
        if (run(f, cases[i].middle, cases[i].items, cases[i].count, &u) != BP_OK)
            fail_msg("%s: %s", cases[i].name, f->c.err.detail);
        const char *got = overzicht_lines(&f->c, "uit/reconcile.csv", false);
        if (strcmp(got, cases[i].want) != 0 || bp_reconcile_verschilt(&u) != cases[i].verschilt)
            fail_msg("%s: %s", cases[i].name, got);
    }
}

/* Every day another code at DUO: lines as far as they are kept, then a line that there are more. */
static void test_differences_beyond_those_kept_are_one_line(void **state)
{
    struct fixture *f = *state;
    const struct overzicht_registratie items[] = { REG("M1", A, HERE("M1")) };
    for (size_t days = BP_VERSCHILLEN; days <= BP_VERSCHILLEN + 1; days++) {
        struct bp_reconcile_uitslag u;
        struct bp_buf duo;
        bp_buf_init(&duo, BP_MIB);
        bp_buf_add_text(&duo, PER(A) ISG(A, "M1"));
        for (size_t i = 0; i < days; i++) {
            char day[BP_DATUM_TEXT];
            bp_datum_format(bp_datum_add_days(BP_DATUM(2026, 8, 1), (int32_t)i), day);
            bp_buf_printf(&duo, "ISP|" A "||M1|%s|%zu|BOL||J||199A002|199X002||\r\n", day,
                          10000 + i);
        }
        bp_buf_add(&duo, "", 1);
        assert_int_equal(run(f, duo.ptr, items, 1, &u), BP_OK);
        assert_int_equal(u.verschillen, days);
        const char *got = overzicht_lines(&f->c, "uit/reconcile.csv", true),
                   *more = strstr(got, "and 1 differences");
        assert_int_equal(more != NULL, days > BP_VERSCHILLEN);
        bp_buf_free(&duo);
    }
}

/* --- vo against mbo --------------------------------------------------------------------------------------------- */

#define VO_REG(body)                                                                               \
    {                                                                                              \
        "vo", "99XA", "V1", "L2", A, body, SENT, BEFORE                                            \
    }
#define ROUTE(p, v, route) PER(p) ISG(p, v) ISP(p, v, route)
#define SECTOR(veld, op, mbo, vo)                                                                  \
    "sector_verschil;99XB;M1;L2;3;ontvangen;" veld ";" op ";" mbo ";" vo ";\n"
#define ENDED "<m:datumUitschrijving>2026-07-31</m:datumUitschrijving>"
#define ENDS  "<m:datumUitschrijving>2026-08-01</m:datumUitschrijving>"

static const struct {
    const char *name, *middle;
    struct overzicht_registratie items[4];
    size_t count;
    const char *want;
} sectors[] = {
    { "the same route and phase",
      ROUTE(A, "M1", "DLR|VO"),
      { REG("M1", A, ROUTE_HERE("M1", "DLR", "VO")), VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      2,
      "" },
    { "no route on either side",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")), VO_REG(VO("", "")) },
      2,
      "" },
    { "another route",
      ROUTE(A, "M1", "GLR|VO"),
      { REG("M1", A, ROUTE_HERE("M1", "GLR", "VO")), VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      2,
      SECTOR("leerroute", "2026-08-01", "GLR", "DLR") },
    { "another phase",
      ROUTE(A, "M1", "DLR|MBO"),
      { REG("M1", A, ROUTE_HERE("M1", "DLR", "MBO")), VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      2,
      SECTOR("leerroutefase", "2026-08-01", "MBO", "VO") },
    { "a route in vo only",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")), VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      2,
      SECTOR("leerroute", "2026-08-01", "", "DLR") },
    { "a route in mbo only",
      ROUTE(A, "M1", "DLR|VO"),
      { REG("M1", A, ROUTE_HERE("M1", "DLR", "VO")), VO_REG(VO("", "")) },
      2,
      SECTOR("leerroute", "2026-08-01", "DLR", "") },
    { "vo ended the day before",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")), VO_REG(VO(ENDED, OVZ_ROUTE("DLR", "VO"))) },
      2,
      "" },
    { "one day in common",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")), VO_REG(VO(ENDS, OVZ_ROUTE("DLR", "VO"))) },
      2,
      SECTOR("leerroute", "2026-08-01", "", "DLR") },
    { "vo withdrawn", ROUTE(A, "M1", "|"), { REG("M1", A, HERE("M1")), VO_REG(NULL) }, 2, "" },
    { "somebody else",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")),
        { "vo", "99XA", "V1", "L2", B, VO("", OVZ_ROUTE("DLR", "VO")), SENT, BEFORE } },
      2,
      "" },
    { "vo switches on another day",
      PER(A) ISG(A, "M1") ISP(A, "M1", "DLR|VO") ISP_ON(A, "M1", "2027-08-01", "DLR|MBO"),
      { REG("M1", A,
            OVZ_MBO("M1", DATES,
                    OVZ_PERIODE("2026-08-01", "99001", OVZ_ROUTE("DLR", "VO"))
                        OVZ_PERIODE("2027-08-01", "99001", OVZ_ROUTE("DLR", "MBO")))),
        VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      2,
      SECTOR("leerroutefase", "2027-08-01", "MBO", "VO") },
    { "the first day counts",
      PER(A) ISG(A, "M1") ISP(A, "M1", "DLR|VO") ISP_ON(A, "M1", "2027-08-01", "GLR|VO"),
      { REG("M1", A,
            OVZ_MBO("M1", DATES,
                    OVZ_PERIODE("2026-08-01", "99001", OVZ_ROUTE("DLR", "VO"))
                        OVZ_PERIODE("2027-08-01", "99001", OVZ_ROUTE("GLR", "VO")))),
        VO_REG(OVZ_VO("V1", "",
                      OVZ_VO_PERIODE("2024-08-01", "")
                          OVZ_VO_PERIODE("2026-10-01", OVZ_ROUTE("DLR", "VO")))) },
      2,
      SECTOR("leerroute", "2026-08-01", "DLR", "") },
    { "another enrolment at this institution follows the route",
      PER(A) ISG(A, "M1") ISP(A, "M1", "|") ISG(A, "M2") ISP(A, "M2", "DLR|VO"),
      { REG("M1", A, HERE("M1")), REG("M2", A, ROUTE_HERE("M2", "DLR", "VO")),
        VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))) },
      3,
      "" },
    { "an enrolment elsewhere follows the route",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")),
        VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))),
        { "mbo", "99XC", "M9", "L9", A, ROUTE_HERE("M9", "DLR", "VO"), SENT, BEFORE } },
      3,
      "" },
    { "another vo registration follows the route",
      ROUTE(A, "M1", "DLR|VO"),
      { REG("M1", A, ROUTE_HERE("M1", "DLR", "VO")),
        VO_REG(VO("", "")),
        { "vo", "99XD", "V9", "L9", A, VO("", OVZ_ROUTE("DLR", "VO")), SENT, BEFORE } },
      3,
      "" },
    { "what followed the route elsewhere has ended",
      ROUTE(A, "M1", "|"),
      { REG("M1", A, HERE("M1")),
        VO_REG(VO("", OVZ_ROUTE("DLR", "VO"))),
        { "mbo", "99XC", "M9", "L9", A,
          OVZ_MBO("M9", DATES OVZ_EINDE("2027-01-31", "08"),
                  OVZ_PERIODE("2026-08-01", "99001", OVZ_ROUTE("DLR", "VO"))),
          SENT, BEFORE } },
      3,
      SECTOR("leerroute", "2027-02-01", "", "DLR") },
};

static void test_vo_and_mbo_side_of_one_student(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++) {
        struct bp_reconcile_uitslag u;
        if (run(f, sectors[i].middle, sectors[i].items, sectors[i].count, &u) != BP_OK)
            fail_msg("%s: %s", sectors[i].name, f->c.err.detail);
        const char *got = overzicht_lines(&f->c, "uit/reconcile.csv", false);
        if (strcmp(got, sectors[i].want) != 0 || (u.sector > 0) != (*sectors[i].want != '\0'))
            fail_msg("%s: %s", sectors[i].name, got);
        assert_int_equal(bp_reconcile_verschilt(&u), u.sector > 0);
    }
}

/* --- sheets and extracts ---------------------------------------------------------------------------------------- */

#define SHEET(velden)                                                                              \
    "VLP;99XB;1-8-2026;31-7-2027;15-8-2027;;;;;;;;\r\nPER;" A ";;1-5-2010;V\r\n"                   \
    "ISG;" A ";;2;1-8-2026;31-7-2029\r\nISP;" A                                                    \
    ";;2;1-8-2026;99001;BOL;;J;;199A002;199X002;DLR" velden "\r\nSLR;1;1;1;0;0;0;0;0;0\r\n"

static enum bp_status run_sheet(struct fixture *f, const char *bytes,
                                const struct overzicht_registratie *items, size_t count,
                                struct bp_reconcile_uitslag *uitslag)
{
    struct overzicht_ledger ledger = { .items = items, .count = count };
    const char *path = cli_put(&f->c.folder, "sheet.csv", bytes);
    return run_path(f, path, &ledger, uitslag);
}

static void test_lost_zeros_of_a_volgnummer_come_back_from_the_ledger(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    const struct overzicht_registratie items[] = {
        REG("002", A, ROUTE_HERE("002", "DLR", "VO")),
        REG("02", B, ROUTE_HERE("02", "DLR", "VO")),
        REG("0002", A, ROUTE_HERE("0002", "DLR", "VO")),
    };
    assert_int_equal(run_sheet(f, SHEET(";VO"), items, 1, &u), BP_OK);
    assert_string_equal(overzicht_lines(&f->c, "uit/reconcile.csv", false), "");
    assert_int_equal(u.gelijk, 1);
    assert_int_equal(u.hersteld, 1);
    assert_non_null(strstr(overzicht_lines(&f->c, "uit/herstel.csv", true),
                           "3;ISG;inschrijvingvolgnummer;leading"));
    /* Of somebody else it is another number, and of two it could be either. */
    assert_int_equal(run_sheet(f, SHEET(";VO"), items + 1, 1, &u), BP_OK);
    assert_int_equal(u.onbekend, 1);
    const struct overzicht_registratie two[] = { items[0], items[2] };
    assert_int_equal(run_sheet(f, SHEET(";VO"), two, 2, &u), BP_OK);
    assert_int_equal(u.onbekend, 1);
    assert_int_equal(u.hersteld, 0);
}

static void test_a_cut_phase_is_not_compared_and_told(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    const struct overzicht_registratie items[] = { REG("2", A, ROUTE_HERE("2", "DLR", "VO")),
                                                   VO_REG(VO("", OVZ_ROUTE("DLR", "MBO"))) };
    assert_int_equal(run_sheet(f, SHEET(""), items, 2, &u), BP_OK);
    assert_int_equal(u.overzicht.isp_velden, 13);
    assert_int_equal(u.gelijk, 1);
    assert_int_equal(u.sector, 0);
    assert_non_null(strstr(overzicht_lines(&f->c, "uit/herstel.csv", true),
                           ";ISP;;the last columns were cut off"));
    /* An empty one is there. */
    assert_int_equal(run_sheet(f, SHEET(";"), items, 2, &u), BP_OK);
    assert_int_equal(u.verschillend, 1);
    assert_int_equal(u.sector, 1);
}

static void test_an_extract_does_not_say_what_is_missing(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    const struct overzicht_registratie items[] = { REG("M1", A, HERE("M1")),
                                                   REG("M2", B, HERE("M2")) };
    f->c.uittreksel = true;
    assert_int_equal(run(f, DUO("BSN1", "M1") DUO(A, "M1"), items, 2, &u), BP_OK);
    assert_string_equal(overzicht_lines(&f->c, "uit/reconcile.csv", false),
                        "niet_vergelijkbaar;99XB;M1;;3;;;;;;\n");
    assert_int_equal(u.ontbreekt, 0);
    assert_int_equal(u.gelijk, 1);
    assert_int_equal(u.niet_vergelijkbaar, 1);
    assert_int_equal(u.hier, 2);
    assert_false(bp_reconcile_verschilt(&u));
}

/* --- trouble ---------------------------------------------------------------------------------------------------- */

static bool exists(struct fixture *f, const char *name)
{
    struct bp_buf file;
    struct bp_error err = { .status = BP_OK };
    bp_buf_init(&file, BP_MIB);
    bool there = bp_file_get(cli_path(&f->c.folder, name), BP_MIB, &file, &err) == BP_OK;
    bp_buf_free(&file);
    return there;
}

/* More unknown students than the report shows: their lines are all in reconcile.csv, and the one that is missing at DUO,
 * which comes last, is still in the report. */
static void test_the_report_keeps_so_many_lines_of_each_kind(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    const struct overzicht_registratie missing[] = { REG("M1", B, HERE("M1")) };
    struct bp_buf middle;
    bp_buf_init(&middle, BP_MIB);
    bp_buf_add_text(&middle, PER(A));
    for (unsigned i = 1; i <= BP_RAPPORT_REGELS + 1; i++) {
        bp_buf_printf(&middle, "ISG|" A "||X%u|2026-08-01|2029-07-31||\r\n", i);
        bp_buf_printf(&middle, "ISP|" A "||X%u|2026-08-01|99001|BOL||J||199A002|199X002||\r\n", i);
    }
    bp_buf_add_char(&middle, '\0');
    assert_int_equal(run(f, middle.ptr, missing, 1, &u), BP_OK);
    bp_buf_free(&middle);
    assert_int_equal(u.onbekend, BP_RAPPORT_REGELS + 1);
    size_t count = 0;
    for (const char *at = overzicht_lines(&f->c, "uit/reconcile.csv", false);
         (at = strchr(at, '\n')); at++)
        count++;
    assert_int_equal(count, BP_RAPPORT_REGELS + 2);
    const struct report_json *report = rapport(f);
    const struct report_json *rows = report_json_at(report, "regels.rows");
    assert_int_equal(report_json_length(rows), BP_RAPPORT_REGELS + 1);
    static const struct report_value values[] = {
        { "regels.total", "1002" },
        { "regels.rows.0.inschrijvingvolgnummer", "X1" },
        { "regels.rows.999.inschrijvingvolgnummer", "X1000" },
        { "regels.rows.1000.soort", "ontbreekt_bij_duo" },
        { "regels.rows.1000.inschrijvingvolgnummer", "M1" },
        { "regels.rows.1000.leerlingnummer", "L1" },
    };
    report_has(report, values, sizeof values / sizeof *values);
}

/* What was mended in the same way is one line of the report, with its number. */
static void test_mends_of_a_kind_are_counted(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    assert_int_equal(
        run(f,
            PER(A) "ISG|" A "||M1|2026-08-01|2029-07-31|2027-01-31|8\r\n" ISP(A, "M1", "|")
                PER(B) "ISG|" B "||M2|2026-08-01|2029-07-31|2027-01-31|8\r\n" ISP(B, "M2", "|"),
            NULL, 0, &u),
        BP_OK);
    assert_int_equal(u.hersteld, 2);
    static const struct report_value values[] = {
        { "counts.hersteld", "2" },
        { "herstel.0.record", "ISG" },
        { "herstel.0.veld", "reden_uitschrijving" },
        { "herstel.0.aantal", "2" },
        { "herstel.0.regel_duo", "3" },
    };
    const struct report_json *report = rapport(f);
    report_has(report, values, sizeof values / sizeof *values);
    assert_int_equal(report_json_length(report_json_at(report, "herstel")), 1);
}

static void test_a_refusal_takes_away_an_older_result(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    assert_int_equal(run(f, DUO(A, "M1"), NULL, 0, &u), BP_OK);
    static const char *const names[] = { "uit/reconcile.csv", "uit/herstel.csv", "uit/rapport.html",
                                         "uit/rapport.json" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(exists(f, names[i]));
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 4);
    /* The second person is damaged: found only while reading, when lines were written already. */
    assert_int_equal(run(f, DUO(A, "M1") PER(B) ISG(B, "M2"), NULL, 0, &u), BP_E_INPUT);
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 0);
    assert_int_equal(run(f, DUO(A, "M1"), NULL, 0, &u), BP_OK);
    assert_int_equal(run(f, "PER|x\r\n", NULL, 0, &u), BP_E_INPUT);
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 0);
}

static void test_the_overview_is_never_its_own_result(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    struct overzicht_ledger none = { .count = 0 };
    const char *path = cli_put(&f->c.folder, "uit/reconcile.csv", SHEET(";VO"));
    assert_int_equal(run_path(f, path, &none, &u), BP_E_USAGE);
    path = cli_put(&f->c.folder, "uit/herstel.csv", "damaged");
    assert_int_equal(run_path(f, path, &none, &u), BP_E_USAGE);
    assert_true(exists(f, "uit/reconcile.csv") && exists(f, "uit/herstel.csv"));
}

static void test_the_report_of_a_run_is_neither_overwritten_nor_taken_away(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    (void)cli_put(&f->c.folder, "uit/registraties.csv", "rij\n");
    (void)cli_put(&f->c.folder, "uit/rapport.html", "of a run");
    assert_int_equal(run(f, DUO(A, "M1"), NULL, 0, &u), BP_E_USAGE);
    assert_non_null(strstr(f->c.err.detail, "holds the result of another command"));
    assert_int_equal(run(f, "PER|x\r\n", NULL, 0, &u), BP_E_USAGE);
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 2);
    assert_int_equal(remove(cli_path(&f->c.folder, "uit/registraties.csv")), 0);
    assert_int_equal(run(f, DUO(A, "M1"), NULL, 0, &u), BP_OK);
}

static void test_a_body_of_somebody_else_stops_the_comparison(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    const struct overzicht_registratie damaged[] = { REG("M1", A, "<a/>") };
    assert_int_equal(run(f, DUO(A, "M1"), NULL, 0, &u), BP_OK);
    assert_int_equal(run(f, DUO(A, "M1"), damaged, 1, &u), BP_E_LEDGER);
    assert_true(exists(f, "uit/reconcile.csv")); /* our own fault: the older result stays */
    const struct overzicht_registratie rio[] = { { "rio", "99XB", "M1", "", A, "<a/>", SENT,
                                                   BEFORE } };
    assert_int_equal(run(f, DUO(A, "M1"), rio, 1, &u), BP_OK);
}

static void test_without_ledger_all_is_unknown(void **state)
{
    struct fixture *f = *state;
    struct bp_reconcile_uitslag u;
    char path[128];
    assert_true(overzicht_open_records(&f->c, DUO(A, "M1")));
    (void)snprintf(path, sizeof path, "%s/ro.csv", f->c.folder.path);
    const struct bp_reconcile_opdracht opdracht = { .overzicht = path };
    assert_int_equal(bp_reconcile_run(&opdracht, &u, &f->c.err), BP_OK);
    assert_int_equal(u.onbekend, 1);
    assert_true(bp_reconcile_verschilt(&u));
    assert_int_equal(cli_count(f->c.folder.path), 2); /* the overview and the key: no result */
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_each_side_alone_and_both_beside_each_other),
        T(test_differences_beyond_those_kept_are_one_line),
        T(test_vo_and_mbo_side_of_one_student),
        T(test_lost_zeros_of_a_volgnummer_come_back_from_the_ledger),
        T(test_a_cut_phase_is_not_compared_and_told),
        T(test_an_extract_does_not_say_what_is_missing),
        T(test_the_report_keeps_so_many_lines_of_each_kind),
        T(test_mends_of_a_kind_are_counted),
        T(test_a_refusal_takes_away_an_older_result),
        T(test_the_overview_is_never_its_own_result),
        T(test_the_report_of_a_run_is_neither_overwritten_nor_taken_away),
        T(test_a_body_of_somebody_else_stops_the_comparison),
        T(test_without_ledger_all_is_unknown),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
