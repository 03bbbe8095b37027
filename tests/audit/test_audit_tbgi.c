/* What DUO decided beside what the ledger comes to: from a real ledger and a file in DUO's layout to lines and totals. */
#include "bronpost/base/file.h"
#include "support/audit_case.h"
#include "support/report_schema.h"
#include "support/tbgi_case.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COLUMNS "teldatum;duo_bekostigd;duo_leerroutefase;bekostiging;leerroutefase;signalen"

static struct audit_case c;

static int begin(void **state)
{
    (void)state;
    audit_case_begin(&c);
    return 0;
}

static int end(void **state)
{
    (void)state;
    audit_case_end(&c);
    return 0;
}

static const struct audit_reg vo = { "vo", "99XA", "V1", AUDIT_BSN };
static const struct audit_reg mbo = { "mbo", "99XB", "01", AUDIT_BSN };
static const struct audit_reg other = { "mbo", "99XB", "02", AUDIT_BSN2 };

/* The other student of the institution is the same on both sides. */
#define REGULAR "2026-08-01 - 2026-08-01:--"
#define OTHER_ROW                                                                                  \
    {                                                                                              \
        AUDIT_BSN2, "99XB", "02", "2026-10-01 J - V, 2027-02-01 J - V", NULL                       \
    }

static void check(const char *columns, const char *want, const char *name)
{
    const char *got = audit_case_columns_of(&c, "tbgi.csv", columns);
    if (strcmp(got, want) != 0)
        fail_msg("%s:\n%sinstead of\n%s", name, got, want);
}

/* The file put beside the ledger. */
static const struct bp_tbgi_rapport *beside(const struct tbgi_rij *rijen, size_t count)
{
    c.tbgi = tbgi_put(&c.folder, "TBGI_99XB_2028_20261121.XML", rijen, count);
    return audit_case_make(&c, "2026-10-01", NULL, false)->tbgi;
}

/* --- both have it ------------------------------------------------------------------------------------------------- */

#define DLR_VO  "2025-08-01 - 2025-08-01:DV"
#define DLR_MBO "2026-08-01 - 2026-08-01:DM"

static void test_an_enrolment_on_both_sides(void **state)
{
    static const struct {
        const char *name, *vo, *mbo, *teldata, *want;
    } cases[] = {
        { "regular, funded on both", NULL, REGULAR, "2026-10-01 J - V, 2027-02-01 J - D", "-\n" },
        { "regular, not funded on one date", NULL, REGULAR, "2026-10-01 J - V, 2027-02-01 N - V",
          "2027-02-01;N;;zelf;;duo_bekostigt_niet\n" },
        { "no group for a date", NULL, REGULAR, "2026-10-01 J - V",
          "2027-02-01;N;;zelf;;duo_bekostigt_niet\n" },
        { "no group at all, ended before", NULL, "2026-08-01 2026-09-30 2026-08-01:--", NULL,
          "-\n" },
        { "a group, ended before", NULL, "2026-08-01 2026-09-30 2026-08-01:--", "2026-10-01 J - V",
          "2026-10-01;J;;;;duo_bekostigt_wel\n" },
        { "not fundable, funded", NULL, "2026-08-01 - 2026-08-01:--n",
          "2026-10-01 J - V, 2027-02-01 N - V",
          "2026-10-01;J;;niet_bekostigbaar;;duo_bekostigt_wel\n" },
        { "vo-fase, not funded", DLR_VO, "2026-08-01 - 2026-08-01:DV",
          "2026-10-01 N VO V, 2027-02-01 N VO V", "-\n" },
        { "vo-fase, funded", DLR_VO, "2026-08-01 - 2026-08-01:DV",
          "2026-10-01 J VO V, 2027-02-01 J VO V",
          "2026-10-01;J;VO;andere_instelling;VO;vo_fase_bekostigd duo_bekostigt_wel\n"
          "2027-02-01;J;VO;niet_in_grootboek;VO;vo_fase_bekostigd duo_bekostigt_wel\n" },
        { "mbo-fase, funded", DLR_VO, DLR_MBO, "2026-10-01 J MBO V, 2027-02-01 J MBO V", "-\n" },
        { "mbo-fase, not funded", DLR_VO, DLR_MBO, "2026-10-01 N MBO V, 2027-02-01 J MBO V",
          "2026-10-01;N;MBO;zelf;MBO;mbo_fase_niet_bekostigd duo_bekostigt_niet\n" },
        { "another phase", DLR_VO, DLR_MBO, "2026-10-01 J - V, 2027-02-01 J VO V",
          "2026-10-01;J;;zelf;MBO;leerroutefase_verschilt\n"
          "2027-02-01;J;VO;zelf;MBO;vo_fase_bekostigd leerroutefase_verschilt\n" },
        { "a file without phases", DLR_VO, DLR_MBO, "2026-10-01 J ? V, 2027-02-01 J ? V", "-\n" },
        { "not decided", NULL, REGULAR, "2026-10-01 - - V, 2027-02-01 - - V", "-\n" },
        { "the phase changes between the dates", DLR_VO, "2026-08-01 - 2026-08-01:DV 2027-01-01:DM",
          "2026-10-01 N VO V, 2027-02-01 J MBO V", "-\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tbgi_rij rijen[] = {
            { AUDIT_BSN, "99XB", "01", cases[i].teldata, NULL },
            OTHER_ROW,
        };
        if (i) { /* a ledger of its own for each */
            audit_case_end(&c);
            audit_case_begin(&c);
        }
        if (cases[i].vo)
            audit_case_stage(&c, &vo, cases[i].vo);
        audit_case_stage(&c, &mbo, cases[i].mbo);
        audit_case_stage(&c, &other, REGULAR);
        audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
        (void)beside(rijen, 2);
        check(COLUMNS, cases[i].want, cases[i].name);
    }
}

/* As known then: what was registered later does not count. */
static void test_the_ledger_as_it_was_known(void **state)
{
    static const struct tbgi_rij rijen[] = {
        { AUDIT_BSN, "99XB", "01", "2026-10-01 J - V", NULL },
    };
    (void)state;
    audit_case_stage(&c, &mbo, "2026-08-01 - 2026-08-01:--n");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    audit_case_day(&c, "2026-09-10");
    audit_case_stage(&c, &mbo, REGULAR);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    c.tbgi = tbgi_put(&c.folder, "t.xml", rijen, 1);
    (void)audit_case_make(&c, "2026-10-01", NULL, false);
    check(COLUMNS, "-\n", "now");
    (void)audit_case_make(&c, "2026-10-01", "2026-09-09", false);
    check(COLUMNS, "2026-10-01;J;;niet_bekostigbaar;;duo_bekostigt_wel\n", "then");
    (void)audit_case_make(&c, "2026-10-01", "2026-09-02", false);
    check(COLUMNS, "2026-10-01;J;;;;onbekend_in_grootboek\n", "before it was known");
}

/* DUO decided on 21 November (in the file): what was sent that day may have come too late. */
static void test_what_was_sent_on_the_day_of_the_decision_or_later_is_told(void **state)
{
    static const struct {
        const char *day, *want;
    } cases[] = {
        { "2026-11-20", "duo_bekostigt_niet;\nontbreekt_in_bestand;\n" },
        { "2026-11-21", "duo_bekostigt_niet;J\nontbreekt_in_bestand;J\n" },
        { "2026-11-22", "duo_bekostigt_niet;J\nontbreekt_in_bestand;J\n" },
    };
    static const struct tbgi_rij rijen[] = {
        { AUDIT_BSN, "99XB", "01", "2026-10-01 N - V", NULL },
        { AUDIT_BSN3, "99XB", "03", "2026-10-01 J - V", NULL },
    };
    static const struct audit_reg third = { "mbo", "99XB", "03", AUDIT_BSN3 };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (i) {
            audit_case_end(&c);
            audit_case_begin(&c);
        }
        audit_case_stage(&c, &third, REGULAR);
        audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
        audit_case_day(&c, cases[i].day);
        audit_case_stage(&c, &mbo, REGULAR);
        audit_case_stage(&c, &other, REGULAR);
        audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
        (void)beside(rijen, 2);
        check("signalen;na_bepaling", cases[i].want, cases[i].day);
    }
}

/* --- one side alone ----------------------------------------------------------------------------------------------- */

static void test_in_the_file_and_unknown_here(void **state)
{
    static const struct tbgi_rij rijen[] = {
        { AUDIT_BSN, "99XB", "01", "2026-10-01 J - V, 2027-02-01 N VO V", NULL },
        { AUDIT_BSN2, "99XB", "2", "2026-10-01 J VO V", NULL }, /* 02 is another volgnummer */
        { AUDIT_BSN3, "99XB", "03", NULL, NULL },
    };
    (void)state;
    audit_case_stage(&c, &vo, DLR_VO); /* of another sector and institution */
    audit_case_stage(&c, &other, "2026-08-01 2026-09-30 2026-08-01:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    const struct bp_tbgi_rapport *r = beside(rijen, 3);
    check("teldatum;duo_bekostigd;stand;regel;signalen",
          "2026-10-01;J;;12;onbekend_in_grootboek\n"
          "2027-02-01;N;;39;onbekend_in_grootboek\n"
          "2026-10-01;J;;76;vo_fase_bekostigd onbekend_in_grootboek\n"
          ";N;;104;onbekend_in_grootboek\n",
          "unknown");
    assert_int_equal(r->signalen[5], 4);
    assert_int_equal(r->zonder_groep, 1);
}

static void test_in_the_ledger_and_not_in_the_file(void **state)
{
    static const struct {
        const char *name, *brin, *stand;
        bool sent, uittreksel;
        const char *want;
    } cases[] = {
        { "open on both dates", "99XB", REGULAR, true, false,
          "2026-10-01;zelf;ontbreekt_in_bestand\n2027-02-01;zelf;ontbreekt_in_bestand\n" },
        { "ended on the first date", "99XB", "2026-08-01 2026-10-01 2026-08-01:--", true, false,
          "2026-10-01;zelf;ontbreekt_in_bestand\n" },
        { "ended before it", "99XB", "2026-08-01 2026-09-30 2026-08-01:--", true, false, "-\n" },
        { "begins after it", "99XB", "2026-10-02 - 2026-10-02:--", true, false,
          "2027-02-01;zelf;ontbreekt_in_bestand\n" },
        { "not fundable on the second date", "99XB", "2026-08-01 - 2026-08-01:-- 2027-01-01:--n",
          true, false, "2026-10-01;zelf;ontbreekt_in_bestand\n" },
        { "fundable, the vo school is funded", "99XB", "2026-08-01 - 2026-08-01:DV", true, false,
          "2026-10-01;niet_in_grootboek;ontbreekt_in_bestand\n"
          "2027-02-01;niet_in_grootboek;ontbreekt_in_bestand\n" },
        { "of another institution", "99YB", REGULAR, true, false, "-\n" },
        { "DUO does not have it", "99XB", REGULAR, false, false, "-\n" },
        { "an extract", "99XB", REGULAR, true, true, "-\n" },
    };
    static const struct tbgi_rij rijen[] = { OTHER_ROW };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct audit_reg reg = { "mbo", cases[i].brin, "01", AUDIT_BSN };
        if (i) {
            audit_case_end(&c);
            audit_case_begin(&c);
        }
        audit_case_stage(&c, &other, REGULAR);
        if (cases[i].sent)
            audit_case_stage(&c, &reg, cases[i].stand);
        audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
        if (!cases[i].sent)
            audit_case_stage(&c, &reg, cases[i].stand);
        c.uittreksel = cases[i].uittreksel;
        (void)beside(rijen, 1);
        check("teldatum;bekostiging;signalen", cases[i].want, cases[i].name);
    }
}

/* --- signals of DUO ----------------------------------------------------------------------------------------------- */

static void test_signals_of_duo_are_shown_without_what_may_be_a_number(void **state)
{
    static const struct tbgi_rij rijen[] = {
        { AUDIT_BSN, "99XB", "01", "2026-10-01 J - V",
          "401 ook ingeschreven als " AUDIT_BSN3 " elders" },
    };
    (void)state;
    audit_case_stage(&c, &mbo, "2026-08-01 2026-12-31 2026-08-01:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    const struct bp_tbgi_rapport *r = beside(rijen, 1);
    check("teldatum;duo_signalen;signalen",
          "2026-10-01;401 ook ingeschreven als *** elders;signaal_van_duo\n", "signal");
    assert_int_equal(r->regel_totaal, 1);
    assert_non_null(strstr(audit_case_read(&c, "rapport.html"), "ook ingeschreven als *** elders"));
}

/* --- totals and what is written ----------------------------------------------------------------------------------- */

/* One of everything; the bsn of an unknown one is in the ledger at another institution. */
static void everything(const struct bp_tbgi_rapport **out)
{
    static const struct tbgi_rij rijen[] = {
        { AUDIT_BSN, "99XB", "01", "2026-10-01 N MBO D, 2027-02-01 - MBO V", "401 let op" },
        OTHER_ROW,
        { "999990044", "99XB", "04", "2026-10-01 J VO V", NULL },
    };
    static const struct audit_reg third = { "mbo", "99XB", "03", AUDIT_BSN3 };
    audit_case_stage(&c, &vo, DLR_VO);
    audit_case_stage(&c, &mbo, DLR_MBO);
    audit_case_stage(&c, &other, REGULAR);
    audit_case_stage(&c, &third, REGULAR);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    *out = beside(rijen, 3);
}

static void test_totals_per_counting_date(void **state)
{
    const struct bp_tbgi_rapport *r;
    (void)state;
    everything(&r);
    assert_string_equal(r->brin, "99XB");
    assert_int_equal(r->inschrijvingen, 3);
    assert_int_equal(r->dag_count, 2);
    assert_int_equal(r->dagen[0].groepen, 3);
    assert_int_equal(r->dagen[0].bekostigd, 2);
    assert_int_equal(r->dagen[0].niet_bekostigd, 1);
    assert_int_equal(r->dagen[0].definitief, 1);
    assert_int_equal(r->dagen[0].verwacht, 3);
    assert_int_equal(r->dagen[0].eens, 1);
    assert_int_equal(r->dagen[0].oneens, 1);
    assert_int_equal(r->dagen[0].regels, 3); /* 01, 04, and 03 that the file lacks */
    assert_int_equal(r->dagen[1].onbeslist, 1);
    assert_int_equal(r->dagen[1].eens, 1);
    assert_int_equal(r->dagen[1].regels, 2); /* the signal on 01, and 03 */
    assert_int_equal(r->niet_vergeleken, 1);
    assert_int_equal(r->regel_totaal, 5);
    assert_int_equal(r->regel_count, 5);
    assert_int_equal(r->signalen[1], 1);
    assert_int_equal(r->signalen[6], 2);
    assert_int_equal(r->signalen[7], 2);
}

static const struct report_json *parse(struct bp_arena *arena, struct bp_str text)
{
    const struct report_json *json = report_json_parse(arena, text);
    assert_non_null(json);
    return json;
}

static void test_the_report_follows_the_schema_with_and_without_a_file(void **state)
{
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    struct bp_buf schema;
    const struct bp_tbgi_rapport *r;
    struct bp_error err;
    char why[300];
    (void)state;
    bp_buf_init(&schema, BP_MIB);
    assert_int_equal(bp_file_get("schemas/report/audit.schema.json", BP_MIB, &schema, &err), BP_OK);
    everything(&r);
    const struct report_json *rules = parse(arena, bp_buf_str(&schema));
    for (int with = 1; with >= 0; with--) {
        c.tbgi = with ? c.tbgi : NULL;
        (void)audit_case_make(&c, "2026-10-01", NULL, with);
        const char *text = audit_case_read(&c, "rapport.json");
        if (!report_schema_accepts(rules, parse(arena, bp_str_of(text)), why, sizeof why))
            fail_msg("%s", why);
        assert_int_equal(strstr(text, "\"tbgi\"") != NULL, with);
    }
    bp_buf_free(&schema);
    bp_arena_free(arena);
}

/* Without a file no older lines stay behind beside the new report. */
static void test_lines_are_there_only_with_a_file(void **state)
{
    const struct bp_tbgi_rapport *r;
    char path[200];
    (void)state;
    everything(&r);
    (void)snprintf(path, sizeof path, "%s/uit", c.folder.path);
    assert_int_equal(cli_count(path), 4);
    c.tbgi = NULL;
    assert_null(audit_case_make(&c, "2026-10-01", NULL, false)->tbgi);
    assert_int_equal(cli_count(path), 3);
}

static void test_the_registrations_are_listed_as_without_a_file(void **state)
{
    const struct bp_tbgi_rapport *r;
    static char with[16 * 1024];
    (void)state;
    everything(&r);
    (void)snprintf(with, sizeof with, "%s", audit_case_read(&c, "audit.csv"));
    c.tbgi = NULL;
    (void)audit_case_make(&c, "2026-10-01", NULL, false);
    assert_string_equal(audit_case_read(&c, "audit.csv"), with);
}

static void test_numbers_of_the_school_only_when_they_are_asked_for(void **state)
{
    const struct bp_tbgi_rapport *r;
    (void)state;
    everything(&r);
    check("leerlingnummer;inschrijvingvolgnummer", ";\n;\n;\n;\n;\n", "not asked");
    (void)audit_case_make(&c, "2026-10-01", NULL, true);
    check("leerlingnummer;inschrijvingvolgnummer;signalen",
          "L0019;01;mbo_fase_niet_bekostigd duo_bekostigt_niet signaal_van_duo\n"
          "L0019;01;signaal_van_duo\n"
          ";04;vo_fase_bekostigd onbekend_in_grootboek\n"
          "L0032;03;ontbreekt_in_bestand\nL0032;03;ontbreekt_in_bestand\n",
          "asked");
}

static void test_no_person_number_is_written(void **state)
{
    static const char *const files[] = { "audit.csv", "tbgi.csv", "rapport.json", "rapport.html" };
    static const char *const numbers[] = { AUDIT_BSN, AUDIT_BSN2, AUDIT_BSN3, "999990044" };
    const struct bp_tbgi_rapport *r;
    (void)state;
    everything(&r);
    for (int asked = 0; asked < 2; asked++) {
        (void)audit_case_make(&c, "2026-10-01", NULL, asked);
        for (size_t f = 0; f < sizeof files / sizeof *files; f++)
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
                if (strstr(audit_case_read(&c, files[f]), numbers[n]))
                    fail_msg("%s shows a person number", files[f]);
    }
}

/* A student is the same pseudonym in both files; one that only DUO knows has one too. */
static void test_the_pseudonym_is_that_of_the_registrations(void **state)
{
    const struct bp_tbgi_rapport *r;
    char first[32];
    (void)state;
    everything(&r);
    (void)snprintf(first, sizeof first, "%.13s",
                   audit_case_columns_of(&c, "tbgi.csv", "pseudoniem"));
    assert_int_equal(first[0], 'P');
    assert_non_null(strstr(audit_case_read(&c, "audit.csv"), first));
    for (size_t i = 0; i < r->regel_count; i++)
        assert_int_equal(strlen(r->regels[i].pseudoniem), BP_PSEUDONIEM_TEXT - 1);
}

/* --- refused ------------------------------------------------------------------------------------------------------ */

static void test_an_enrolment_that_is_there_twice_is_refused_and_nothing_is_written(void **state)
{
    static const struct tbgi_rij rijen[] = { OTHER_ROW, OTHER_ROW };
    const struct bp_error *error;
    char path[200];
    (void)state;
    audit_case_stage(&c, &other, REGULAR);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    c.tbgi = tbgi_put(&c.folder, "t.xml", rijen, 2);
    assert_int_equal(audit_case_try(&c, "2026-10-01", NULL, false, &error), BP_E_INPUT);
    assert_string_equal(error->file, c.tbgi);
    assert_int_equal(error->row, 67);
    assert_non_null(strstr(error->detail, "twice"));
    (void)snprintf(path, sizeof path, "%s/uit", c.folder.path);
    assert_int_equal(cli_count(path), 0);
}

static void test_the_file_itself_is_not_overwritten(void **state)
{
    static const struct tbgi_rij rijen[] = { OTHER_ROW };
    const struct bp_error *error;
    (void)state;
    audit_case_stage(&c, &other, REGULAR);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    c.tbgi = tbgi_put(&c.folder, "uit/tbgi.csv", rijen, 1);
    assert_int_equal(audit_case_try(&c, "2026-10-01", NULL, false, &error), BP_E_USAGE);
    assert_memory_equal(audit_case_read(&c, "tbgi.csv"), "<?xml", 5);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_an_enrolment_on_both_sides),
        T(test_the_ledger_as_it_was_known),
        T(test_what_was_sent_on_the_day_of_the_decision_or_later_is_told),
        T(test_in_the_file_and_unknown_here),
        T(test_in_the_ledger_and_not_in_the_file),
        T(test_signals_of_duo_are_shown_without_what_may_be_a_number),
        T(test_totals_per_counting_date),
        T(test_the_report_follows_the_schema_with_and_without_a_file),
        T(test_lines_are_there_only_with_a_file),
        T(test_the_registrations_are_listed_as_without_a_file),
        T(test_numbers_of_the_school_only_when_they_are_asked_for),
        T(test_no_person_number_is_written),
        T(test_the_pseudonym_is_that_of_the_registrations),
        T(test_an_enrolment_that_is_there_twice_is_refused_and_nothing_is_written),
        T(test_the_file_itself_is_not_overwritten),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
