/* The checks of layer e but for those on a leerroute: for each code the case that just triggers it and the nearest
 * that does not, with severity, line and column. Only findings are compared where nothing else is asked. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define DLR  "vo leerroute=D1 route_begin=2025-08-01"
#define MDLR "mbo leerroute=D1 route_begin=2025-08-01"
#define NEXT "vo leerroute=D1 periode_begin=2026-08-01 leerjaar=4"

static void test_bp106_required_values(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "nothing missing", "2025-09-01", "vo\n", "", NULL },
        { "number of the enrolment", "2025-09-01", "vo inschrijvingvolgnummer=\n",
          "E BP106 2 inschrijvingvolgnummer\n", NULL },
        { "begin of the enrolment", "2025-09-01",
          "vo datum_inschrijving= periode_begin=2025-08-01\n", "E BP106 2 datum_inschrijving\n",
          NULL },
        { "code in vo", "2025-09-01", "vo\nvo periode_begin=2025-08-15 opleidingcode=\n",
          "E BP106 3 opleidingcode\n", NULL },
        { "code comes from the route", "2025-09-01", DLR " opleidingcode=\n", "", NULL },
        { "no code at all: nothing tells the sector", "2025-09-01", "vo opleidingcode=\n",
          "E BP106 2 opleidingcode\n", NULL },
        { "an empty cell says nothing: the other row has it", "2025-09-01",
          "vo datum_inschrijving= periode_begin=2025-08-01\nvo periode_begin=2025-08-15\n", "",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp106_a_stay_is_whole_or_absent(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "whole", "2025-09-01",
          "vo verblijf_brin=99XB verblijf_soort=UITBESTEED verblijf_begin=2025-08-15\n", "", NULL },
        { "without brin", "2025-09-01", "vo verblijf_soort=UITBESTEED verblijf_begin=2025-08-15\n",
          "E BP106 2 verblijf_brin\n", NULL },
        { "without soort", "2025-09-01", "vo verblijf_brin=99XB verblijf_begin=2025-08-15\n",
          "E BP106 2 verblijf_soort\n", NULL },
        { "without begin", "2025-09-01", "vo verblijf_brin=99XB verblijf_soort=UITBESTEED\n",
          "E BP106 2 verblijf_begin\n", NULL },
        { "vestiging and end are optional", "2025-09-01",
          "vo verblijf_brin=99XB verblijf_soort=UITBESTEED verblijf_begin=2025-08-15 "
          "verblijf_vestiging=99XB01 verblijf_eind=2026-01-31\n",
          "", NULL },
        { "an end alone", "2025-09-01", "vo verblijf_eind=2026-01-31\n",
          "E BP106 2 verblijf_brin\nE BP106 2 verblijf_soort\nE BP106 2 verblijf_begin\n", NULL },
        { "an OPP has a begin, too", "2025-09-01", "vo opp_eind=2026-01-31\n",
          "E BP106 2 opp_begin\n", NULL },
        { "an OPP needs no end", "2025-09-01", "vo opp_begin=2025-09-01\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

/* Every column of the enrolment but its key: a second value is a contradiction, an empty cell is
 * none. */
static void test_bp107_rows_of_one_enrolment_disagree(void **state)
{
    (void)state;
    static const struct {
        const char *column, *one, *other;
    } cases[] = {
        { "leerlingnummer", "L1", "L2" },
        { "geboortedatum", "2012-05-01", "2012-05-02" },
        { "geslacht", "M", "V" },
        { "datum_inschrijving", "2025-08-01", "2025-07-31" },
        { "datum_uitschrijving", "2027-07-31", "2028-07-31" },
        { "datum_uitschrijving_gepland", "2029-07-31", "2030-07-31" },
        { "reden_uitschrijving", "08", "04" },
        { "route_begin", "2025-08-01", "2025-07-31" },
        { "doublures_vo", "1", "2" },
        { "doublures_vo", "0", "1" },
        { "vmbo_diploma_datum", "2028-06-14", "2028-06-15" },
        { "vo_afgerond_datum", "2028-06-14", "2028-06-15" },
        { "mbo_inschrijvingvolgnummer", "M1", "M2" },
        { "mbo_datum_inschrijving", "2027-08-01", "2027-09-01" },
        { "mbo_datum_uitschrijving", "2029-06-20", "2029-06-21" },
        { "opp_begin", "2025-09-01", "2025-09-02" },
        { "opp_eind", "2026-07-30", "2026-07-31" },
        { "verblijf_brin", "99XB", "99XC" },
        { "verblijf_vestiging", "99XB00", "99XB01" },
        { "verblijf_soort", "UITBESTEED", "SYMBIOSE" },
        { "verblijf_begin", "2025-10-01", "2025-10-02" },
        { "verblijf_eind", "2026-01-30", "2026-01-31" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rows[600], want[100];
        (void)snprintf(rows, sizeof rows, DLR " %s=%s\n" NEXT " %s=%s\n", cases[i].column,
                       cases[i].one, cases[i].column, cases[i].other);
        (void)snprintf(want, sizeof want, "E BP107 3 %s\n", cases[i].column);
        struct domain_run *run = domain_new("2025-07-31", NULL, rows);
        domain_judge(run, false);
        if (!strstr(domain_findings(run), want))
            fail_msg("%s: %s", cases[i].column, domain_findings(run));
        domain_free(run);
        (void)snprintf(rows, sizeof rows,
                       DLR " %s=%s\n" NEXT " %s=\n" NEXT " periode_begin=2026-09-01 %s=%s\n",
                       cases[i].column, cases[i].one, cases[i].column, cases[i].column,
                       cases[i].one);
        run = domain_new("2025-09-01", NULL, rows);
        domain_judge(run, false);
        if (strstr(domain_findings(run), "BP107"))
            fail_msg("%s agrees: %s", cases[i].column, domain_findings(run));
        domain_free(run);
    }
}

static void test_bp107_columns_of_the_period_may_differ(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "all of them", "2026-09-01",
          DLR " routejaar=1 bekostigbaar=J vestiging=99XA00 onderwijsaanbieder=199A001\n"
              "vo leerroute=G1 periode_begin=2026-08-01 leerjaar=4 opleidingcode=6655 routejaar=2 "
              "bekostigbaar=N vestiging=99XA01 onderwijsaanbieder=199A009 niveau=MBO-2\n",
          "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp109_the_same_period_twice(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "with other content: E", "2026-09-01", DLR "\n" NEXT "\n" NEXT " opleidingcode=6655\n",
          "afgekeurd\nE BP109 4 periode_begin\n", NULL },
        { "equal: W, one period", "2026-09-01", DLR "\n" NEXT "\n" NEXT "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [2025-08-01/6611/DLR.VO 2026-08-01/6611/DLR.VO]\n"
          "W BP109 4 periode_begin\n",
          NULL },
        { "not adjacent", "2026-09-01", NEXT "\n" DLR "\n" NEXT "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [2025-08-01/6611/DLR.VO 2026-08-01/6611/DLR.VO]\n"
          "W BP109 4 periode_begin\n",
          NULL },
        { "without a begin it is that of the enrolment", "2025-09-01",
          "vo\nvo periode_begin=2025-08-01 leerjaar=4\n", "afgekeurd\nE BP109 3 periode_begin\n",
          NULL },
        { "a day apart", "2026-09-01", DLR "\n" NEXT "\n" NEXT " periode_begin=2026-08-02\n",
          "vo 99XA V1 regel=3 2025-08-01.. [2025-08-01/6611/DLR.VO 2026-08-01/6611/DLR.VO "
          "2026-08-02/6611/DLR.VO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_ALL);
}

static void test_bp110_value_lists(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "BOL_DT on its last day", "2025-09-01",
          "mbo datum_inschrijving=2023-07-31 leertraject=BOL_DT\n", "", NULL },
        { "BOL_DT the day after", "2025-09-01",
          "mbo datum_inschrijving=2023-08-01 leertraject=BOL_DT\n", "E BP110 2 leertraject\n",
          NULL },
        { "judged on the begin of the period, not of the enrolment", "2025-09-01",
          "mbo datum_inschrijving=2023-07-31\n"
          "mbo datum_inschrijving=2023-07-31 periode_begin=2023-08-01 leertraject=BOL_DT\n",
          "E BP110 3 leertraject\n", NULL },
        { "ODT the day before its first", "2025-09-01",
          "mbo datum_inschrijving=2018-12-31 leertraject=ODT\n", "E BP110 2 leertraject\n", NULL },
        { "ODT on its first day", "2025-09-01",
          "mbo datum_inschrijving=2019-01-01 leertraject=ODT\n", "", NULL },
        { "unknown leertraject", "2025-09-01", "mbo leertraject=XYZ\n", "E BP110 2 leertraject\n",
          NULL },
        { "unknown niveau", "2025-09-01", "mbo niveau=MBO-5\n", "E BP110 2 niveau\n", NULL },
        { "known niveau", "2025-09-01", "mbo niveau=MBO-4\n", "", NULL },
        { "unknown geslacht", "2025-09-01", "vo geslacht=X\n", "E BP110 2 geslacht\n", NULL },
        { "known geslacht", "2025-09-01", "vo geslacht=O\n", "", NULL },
        { "form of an experiment", "2025-09-01", "vo experiment=PROEF_1+proef_2\n",
          "E BP110 2 experiment\n", NULL },
        { "two experiments", "2025-09-01", "vo experiment=PROEF_1+PROEF_2\n", "", NULL },
        { "form of a stay", "2025-09-01",
          "vo verblijf_brin=99XB verblijf_soort=uitbesteed verblijf_begin=2025-08-15\n",
          "E BP110 2 verblijf_soort\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp301_first_period(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "on the begin of the enrolment", "2025-09-01", "vo periode_begin=2025-08-01\n", "",
          NULL },
        { "a day later", "2025-09-01", "vo periode_begin=2025-08-02\n", "E BP301 2 periode_begin\n",
          NULL },
        { "stands on the first in time, not in the file", "2026-09-01",
          "vo periode_begin=2026-08-01\nvo periode_begin=2025-08-02\n", "E BP301 3 periode_begin\n",
          NULL },
        { "also when it has not begun", "2025-08-01", "vo periode_begin=2025-08-02\n",
          "E BP301 2 periode_begin\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp302_periods_inside_the_enrolment(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "before the enrolment", "2025-09-01", "vo\nvo periode_begin=2025-07-31\n",
          "E BP302 3 periode_begin\n", NULL },
        { "on the last day", "2026-09-01",
          "vo datum_uitschrijving=2026-07-31\nvo periode_begin=2026-07-31\n", "", NULL },
        { "the day after it", "2026-09-01",
          "vo datum_uitschrijving=2026-07-31\nvo periode_begin=2026-08-01\n",
          "E BP302 3 periode_begin\n", NULL },
        { "after a planned end is allowed", "2026-09-01",
          "mbo datum_uitschrijving_gepland=2026-07-31\nmbo periode_begin=2026-08-01\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp303_an_end_before_the_begin(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "one day enrolled", "2025-09-01", "vo datum_uitschrijving=2025-08-01\n", "", NULL },
        { "the day before", "2025-09-01", "vo datum_uitschrijving=2025-07-31\n",
          "E BP302 2 periode_begin\nE BP303 2 datum_uitschrijving\n", NULL },
        { "planned for the first day", "2025-09-01", "mbo datum_uitschrijving_gepland=2025-08-01\n",
          "", NULL },
        { "planned for the day before", "2025-09-01",
          "mbo datum_uitschrijving_gepland=2025-07-31\n", "E BP303 2 datum_uitschrijving_gepland\n",
          NULL },
        { "mbo: one day", "2025-09-01",
          DLR " mbo_datum_inschrijving=2027-09-01 mbo_datum_uitschrijving=2027-09-01\n", "", NULL },
        { "mbo: the day before", "2025-09-01",
          DLR " mbo_datum_inschrijving=2027-09-01 mbo_datum_uitschrijving=2027-08-31\n",
          "E BP303 2 mbo_datum_uitschrijving\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp306_dates_that_contradict_each_other(void **state)
{
    (void)state;
#define STAY "vo verblijf_brin=99XB verblijf_soort=UITBESTEED "
    static const struct domain_case cases[] = {
        { "OPP from the first day to the last", "2025-09-01",
          "vo opp_begin=2025-08-01 opp_eind=2026-07-31 datum_uitschrijving=2026-07-31\n", "",
          NULL },
        { "OPP before the enrolment", "2025-09-01", "vo opp_begin=2025-07-31\n",
          "W BP306 2 opp_begin\n", NULL },
        { "OPP after it", "2025-09-01",
          "vo opp_begin=2025-08-01 opp_eind=2026-08-01 datum_uitschrijving=2026-07-31\n",
          "W BP306 2 opp_eind\n", NULL },
        { "OPP begun after it", "2025-09-01",
          "vo opp_begin=2026-08-01 datum_uitschrijving=2026-07-31\n", "W BP306 2 opp_begin\n",
          NULL },
        { "OPP that ends before it begins", "2025-09-01",
          "vo opp_begin=2025-09-02 opp_eind=2025-09-01\n", "W BP306 2 opp_eind\n", NULL },
        { "stay begun after it", "2025-09-01",
          STAY "verblijf_begin=2026-08-01 datum_uitschrijving=2026-07-31\n",
          "W BP306 2 verblijf_begin\n", NULL },
        { "stay from the first day to the last", "2025-09-01",
          STAY "verblijf_begin=2025-08-01 verblijf_eind=2026-07-31 "
               "datum_uitschrijving=2026-07-31\n",
          "", NULL },
        { "stay before the enrolment", "2025-09-01", STAY "verblijf_begin=2025-07-31\n",
          "W BP306 2 verblijf_begin\n", NULL },
        { "stay after it", "2025-09-01",
          STAY "verblijf_begin=2025-08-01 verblijf_eind=2026-08-01 "
               "datum_uitschrijving=2026-07-31\n",
          "W BP306 2 verblijf_eind\n", NULL },
        { "diploma before birth", "2025-09-01",
          "vo geboortedatum=2012-05-01 vmbo_diploma_datum=2012-04-30\n",
          "W BP306 2 vmbo_diploma_datum\n", NULL },
        { "diploma after birth", "2025-09-01",
          "vo geboortedatum=2012-05-01 vmbo_diploma_datum=2028-06-14\n", "", NULL },
        { "birth with unknown day and month", "2025-09-01",
          "vo geboortedatum=2012-00-00 vmbo_diploma_datum=2028-06-14\n", "", NULL },
        { "left the route 14 days before the diploma", "2027-07-01",
          DLR " datum_uitschrijving=2027-05-31 vmbo_diploma_datum=2027-06-14\n", "", NULL },
        { "left the route 13 days before the diploma", "2027-07-01",
          DLR " datum_uitschrijving=2027-06-01 vmbo_diploma_datum=2027-06-14\n",
          "W BP306 2 datum_uitschrijving\n", NULL },
        { "left the route the day before the diploma", "2027-07-01",
          DLR " datum_uitschrijving=2027-06-13 vmbo_diploma_datum=2027-06-14\n",
          "W BP306 2 datum_uitschrijving\n", NULL },
        { "the day of the diploma is no leaving", "2027-07-01",
          DLR " datum_uitschrijving=2027-06-14 vmbo_diploma_datum=2027-06-14\n", "", NULL },
        { "the end of an mbo enrolment is not leaving", "2027-07-01",
          MDLR " datum_uitschrijving=2027-06-13 vmbo_diploma_datum=2027-06-14\n", "", NULL },
        { "nor is the last day of the vo-fase", "2027-08-01",
          DLR " datum_uitschrijving=2027-07-31 vmbo_diploma_datum=2027-08-02\n", "", NULL },
    };
#undef STAY
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_one_error_rejects_all_rows_and_all_registrations(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "W beside E", "2025-09-01", DLR " doublures_vo=1 leerjaar=5 vestiging=99XB00\n",
          "afgekeurd\nE BP210 2 vestiging\n", NULL },
        { "W alone", "2025-09-01", DLR " doublures_vo=1 leerjaar=5\n",
          "vo 99XA V1 regel=3 2025-08-01.. [2025-08-01/6611/DLR.VO]\n"
          "W BP209 2 leerjaar\nW BP212 2 doublures_vo\n",
          NULL },
        { "E on a later row rejects all rows", "2025-09-01", DLR "\n" NEXT " vestiging=99XB00\n",
          "afgekeurd\nE BP210 3 vestiging\n", NULL },
        { "also when nothing has begun", "2025-07-31", DLR " vestiging=99XB00\n",
          "afgekeurd\nE BP210 2 vestiging\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_ALL);
}

static void test_warnings_come_once_per_code_and_column(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "the same warning on two rows", "2026-09-01", DLR " leerjaar=5\n" NEXT " leerjaar=6\n",
          "W BP209 2 leerjaar\n", NULL },
        { "a stated route year that is wrong twice", "2026-09-01",
          DLR " routejaar=2\n" NEXT " routejaar=1\n", "W BP208 2 routejaar\n", NULL },
        { "the route of every row", "2026-09-01",
          "vo leerroute=NONE route_begin=2025-08-01 opleidingcode=6621 experiment=A\n"
          "vo leerroute=NONE periode_begin=2026-08-01 leerjaar=4 opleidingcode=6621 experiment=A\n",
          "W BP211 2 opleidingcode\nW BP214 2 leerroute\nW BP217 2 experiment\n", NULL },
        { "two columns of one code", "2025-09-01",
          DLR " opp_begin=2025-07-31 verblijf_brin=99XB verblijf_soort=UITBESTEED "
              "verblijf_begin=2025-07-31\n",
          "W BP306 2 opp_begin\nW BP306 2 verblijf_begin\n", NULL },
        { "three codes", "2025-09-01", DLR " doublures_vo=1 leerjaar=5 experiment=PROEF\n",
          "W BP209 2 leerjaar\nW BP212 2 doublures_vo\nW BP217 2 experiment\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_a_period_stated_often_is_said_once(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "a period three times", "2026-09-01", DLR "\n" NEXT "\n" NEXT "\n" NEXT "\n",
          "W BP109 4 periode_begin\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_several_errors_are_all_found(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "lowest code first", "2025-09-01",
          "mbo leertraject=XYZ niveau=MBO-9 datum_uitschrijving_gepland=2025-07-31\n",
          "E BP110 2 leertraject\nE BP110 2 niveau\nE BP303 2 datum_uitschrijving_gepland\n",
          NULL },
        { "on two rows", "2026-09-01",
          "vo vestiging=99XB00\nvo periode_begin=2026-08-01 opleidingcode=\n",
          "E BP210 2 vestiging\nE BP106 3 opleidingcode\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

/* What reading the rows found goes into the judgement and rejects as well. */
static void test_findings_of_the_reader_count(void **state)
{
    (void)state;
    static const struct {
        enum bp_code code;
        bool rejected;
    } cases[] = { { BP104, true }, { BP105, true }, { BP108, false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new("2025-09-01", NULL, "vo\n");
        struct bp_bevindingen read;
        struct bp_error err;
        bp_bevindingen_init(&read, run->arena);
        (void)bp_bevinding_add(&read, 2, cases[i].code, BP_KOLOM_GESLACHT, "text");
        assert_int_equal(bp_inschrijving_judge(&run->regels, run->rijen, 1, &read, run->arena,
                                               &run->items[0], &err),
                         BP_OK);
        assert_int_equal(run->items[0].afgekeurd, cases[i].rejected);
        assert_int_equal(run->items[0].heeft_eigen, !cases[i].rejected);
        assert_int_equal(run->items[0].bevindingen.count, 1);
        domain_free(run);
    }
}

/* A row that breaks off says nothing that could be judged: BP100 stands alone. */
static void test_an_unreadable_row_is_not_judged_further(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2025-09-01", NULL, "vo vestiging=99XB00 opleidingcode=\n");
    struct bp_bevindingen read;
    struct bp_error err;
    bp_bevindingen_init(&read, run->arena);
    (void)bp_bevinding_add(&read, 2, BP100, BP_KOLOM_GEEN, "text");
    assert_int_equal(
        bp_inschrijving_judge(&run->regels, run->rijen, 1, &read, run->arena, &run->items[0], &err),
        BP_OK);
    assert_string_equal(domain_outcome(run, false), "afgekeurd\nE BP100 2 \n");
    domain_free(run);
}

/* The reader has said already what is wrong with a cell that it could not read: it is not missing. */
static void test_a_cell_that_could_not_be_read_is_not_missing(void **state)
{
    (void)state;
    static const enum bp_kolom columns[] = { BP_KOLOM_DATUM_INSCHRIJVING, BP_KOLOM_ROUTE_BEGIN,
                                             BP_KOLOM_INSCHRIJVINGVOLGNUMMER };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct domain_run *run = domain_new("2025-09-01", NULL,
                                            "vo datum_inschrijving= inschrijvingvolgnummer= "
                                            "periode_begin=2025-08-01 leerroute=D1\n");
        char missing[100];
        (void)snprintf(missing, sizeof missing, "%s 2 %s\n",
                       columns[i] == BP_KOLOM_ROUTE_BEGIN ? "BP206" : "BP106",
                       bp_kolom_name(columns[i]));
        domain_judge(run, false);
        assert_non_null(strstr(domain_findings(run), missing));
        run->rijen[0].filled |= UINT64_C(1) << columns[i];
        domain_judge(run, false);
        assert_null(strstr(domain_findings(run), missing));
        domain_free(run);
    }
}

static void test_a_later_layer_can_reject(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2025-09-01", NULL, DLR " leerjaar=5\n");
    domain_judge(run, false);
    assert_false(run->items[0].afgekeurd);
    bp_inschrijving_find(&run->items[0], 2, BP216, BP_KOLOM_LEERROUTE, "text");
    assert_false(run->items[0].afgekeurd);
    bp_inschrijving_find(&run->items[0], 2, BP501, BP_KOLOM_GEEN, "text");
    assert_true(run->items[0].afgekeurd);
    domain_free(run);
}

static void test_too_little_memory_is_an_error_not_an_outcome(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2027-09-01", NULL, DLR " doublures_vo=1\n" NEXT "\n");
    bool succeeded = false;
    for (size_t ceiling = 0; ceiling < 64 * BP_KIB && !succeeded; ceiling += 64) {
        struct bp_arena *arena = bp_arena_new(ceiling);
        struct bp_bevindingen none;
        struct bp_error err = { .status = BP_OK };
        bp_bevindingen_init(&none, arena);
        enum bp_status st =
            bp_inschrijving_judge(&run->regels, run->rijen, 2, &none, arena, &run->items[0], &err);
        if (st != BP_OK)
            assert_int_equal(st, BP_E_MEMORY);
        succeeded = st == BP_OK;
        if (succeeded)
            assert_int_equal(run->items[0].bevindingen.count, 1);
        bp_arena_free(arena);
    }
    assert_true(succeeded);
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bp106_required_values),
        cmocka_unit_test(test_bp106_a_stay_is_whole_or_absent),
        cmocka_unit_test(test_bp107_rows_of_one_enrolment_disagree),
        cmocka_unit_test(test_bp107_columns_of_the_period_may_differ),
        cmocka_unit_test(test_bp109_the_same_period_twice),
        cmocka_unit_test(test_bp110_value_lists),
        cmocka_unit_test(test_bp301_first_period),
        cmocka_unit_test(test_bp302_periods_inside_the_enrolment),
        cmocka_unit_test(test_bp303_an_end_before_the_begin),
        cmocka_unit_test(test_bp306_dates_that_contradict_each_other),
        cmocka_unit_test(test_one_error_rejects_all_rows_and_all_registrations),
        cmocka_unit_test(test_warnings_come_once_per_code_and_column),
        cmocka_unit_test(test_a_period_stated_often_is_said_once),
        cmocka_unit_test(test_several_errors_are_all_found),
        cmocka_unit_test(test_findings_of_the_reader_count),
        cmocka_unit_test(test_an_unreadable_row_is_not_judged_further),
        cmocka_unit_test(test_a_cell_that_could_not_be_read_is_not_missing),
        cmocka_unit_test(test_a_later_layer_can_reject),
        cmocka_unit_test(test_too_little_memory_is_an_error_not_an_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
