/* The checks on a leerroute, its calendar and its codes (BP201 to BP218): for each code the case that just
 * triggers it and the nearest that does not, with severity, line and column. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DLR  "vo leerroute=D1 route_begin=2025-08-01"
#define MDLR "mbo leerroute=D1 route_begin=2025-08-01"
#define NEXT "vo leerroute=D1 periode_begin=2026-08-01 leerjaar=4"

static void test_bp201_to_bp203_the_route_itself(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "unknown route", "2025-09-01", "vo leerroute=D9 route_begin=2025-08-01\n",
          "E BP201 2 leerroute\n", NULL },
        { "on the row that names it", "2025-09-01",
          "vo\nvo leerroute=D9 route_begin=2025-08-01 periode_begin=2025-08-15\n",
          "E BP201 3 leerroute\n", NULL },
        { "keys are not mended", "2025-09-01", "vo leerroute=d1 route_begin=2025-08-01\n",
          "E BP201 2 leerroute\n", NULL },
        { "known route", "2025-09-01", DLR "\n", "", NULL },
        { "DLR with entree", "2025-09-01", "vo leerroute=W202 route_begin=2025-08-01\n",
          "E BP202 2 leerroute\n", NULL },
        { "DLR, niveau of the row is entree", "2025-09-01", DLR " niveau=MBO-1\n",
          "E BP202 2 niveau\n", NULL },
        { "DLR, niveau of the row is 2", "2025-09-01", DLR " niveau=MBO-2\n", "", NULL },
        { "GLR, niveau of the row is 3", "2025-09-01",
          "vo leerroute=G1 route_begin=2025-08-01 niveau=MBO-3\n", "E BP203 2 niveau\n", NULL },
        { "DLR, niveau of the row is 3", "2025-09-01", DLR " niveau=MBO-3\n", "", NULL },
        { "GLR to level 3", "2025-09-01", "vo leerroute=W203 route_begin=2025-08-01\n",
          "E BP203 2 leerroute\n", NULL },
        { "vestiging of another school in the route", "2025-09-01",
          "vo leerroute=W210 route_begin=2025-08-01\n", "E BP210 2 leerroute\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp204_no_leerroute_before_the_law(void **state)
{
    (void)state;
#define OLD "leerroute=OLD route_begin=2019-08-01 "
    static const struct domain_case cases[] = {
        { "the day before", "2025-09-01", "vo datum_inschrijving=2020-07-31 " OLD "\n",
          "E BP204 2 periode_begin\n", NULL },
        { "the first day", "2020-09-01", "vo leerjaar=4 datum_inschrijving=2020-08-01 " OLD "\n",
          "", NULL },
        { "mbo origin", "2020-09-01", "mbo datum_inschrijving=2020-07-31 " OLD "\n",
          "E BP204 2 periode_begin\n", NULL },
        { "a regular route is older than the law", "2025-09-01",
          "vo datum_inschrijving=2019-08-01 leerroute=ROLD route_begin=2019-08-01\n", "",
          "leerroute=ROLD soort=REGULIER begindatum=2018-08-01 samenwerkingsovereenkomst=\n" },
    };
#undef OLD
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp205_outside_the_days_of_the_route(void **state)
{
    (void)state;
#define DE "vo leerroute=DE "
    static const struct domain_case cases[] = {
        { "the day before begindatum", "2024-09-01",
          DE "datum_inschrijving=2024-07-31 route_begin=2023-08-01 leerjaar=3\n",
          "E BP205 2 periode_begin\n", NULL },
        { "on begindatum", "2024-09-01",
          DE "datum_inschrijving=2024-08-01 route_begin=2024-08-01\n", "", NULL },
        { "on einddatum", "2026-09-01", DE "datum_inschrijving=2026-07-31 route_begin=2026-07-31\n",
          "", NULL },
        { "the day after einddatum", "2026-09-01",
          DE "datum_inschrijving=2026-08-01 route_begin=2026-08-01\n", "E BP205 2 periode_begin\n",
          NULL },
        { "a running cohort goes on after einddatum", "2026-09-01",
          DE "datum_inschrijving=2025-08-01 route_begin=2025-08-01\n" DE
             "datum_inschrijving=2025-08-01 periode_begin=2026-08-01 leerjaar=4\n",
          "", NULL },
        { "the split at the switch date is no begin", "2027-09-01",
          DE "datum_inschrijving=2025-08-01 route_begin=2025-08-01\n", "", NULL },
        { "who comes to the route by a change begins in it then", "2026-09-01",
          "vo leerroute=D1 datum_inschrijving=2025-08-01 route_begin=2025-08-01\n" DE
          "datum_inschrijving=2025-08-01 periode_begin=2026-08-01 leerjaar=4\n",
          "E BP205 3 periode_begin\n", NULL },
    };
#undef DE
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp206_route_begin(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "missing", "2025-09-01", "vo leerroute=D1\n", "E BP206 2 route_begin\n", NULL },
        { "missing, the period has not begun", "2025-08-31",
          "vo\nvo leerroute=D1 periode_begin=2025-09-01\n", "", NULL },
        { "missing, on the day on which it begins", "2025-09-01",
          "vo\nvo leerroute=D1 periode_begin=2025-09-01\n", "E BP206 3 route_begin\n", NULL },
        { "after the period", "2025-09-01", "vo leerroute=D1 route_begin=2025-08-02\n",
          "E BP206 2 route_begin\n", NULL },
        { "on its first day", "2025-09-01", "vo leerroute=D1 route_begin=2025-08-01\n", "", NULL },
        { "before it: joined the cohort later", "2025-09-01",
          "vo leerroute=D1 route_begin=2024-08-01 leerjaar=4\n", "", NULL },
        { "mbo origin", "2025-09-01", "mbo leerroute=D1\n", "E BP206 2 route_begin\n", NULL },
        { "without a leerroute nobody asks for it", "2025-09-01", "vo\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp207_and_bp208_stated_route_years(void **state)
{
    (void)state;
#define LATE  "vo datum_inschrijving=2027-08-01 leerroute=D1 route_begin=2025-08-01 routejaar="
#define TWICE "vo doublures_vo=1 leerroute=D1 route_begin=2025-08-01 routejaar="
    static const struct domain_case cases[] = {
        { "year 1", "2025-09-01", DLR " routejaar=1\n", "", NULL },
        { "another year of the vo-fase", "2025-09-01", DLR " routejaar=2\n",
          "W BP208 2 routejaar\n", NULL },
        { "a year of the mbo-fase", "2025-09-01", DLR " routejaar=3\n", "E BP207 2 routejaar\n",
          NULL },
        { "in the mbo-fase: year 3", "2027-09-01", LATE "3\n", "", NULL },
        { "in the mbo-fase: another year of it", "2027-09-01", LATE "4\n", "W BP208 2 routejaar\n",
          NULL },
        { "in the mbo-fase: a year of the vo-fase", "2027-09-01", LATE "2\n",
          "E BP207 2 routejaar\n", NULL },
        { "not stated", "2027-09-01", LATE "\n", "", NULL },
        { "a doublure leaves two years open: the lower", "2026-09-01",
          TWICE "1 datum_inschrijving=2026-08-01 leerjaar=3\n", "W BP212 2 doublures_vo\n", NULL },
        { "the higher", "2026-09-01", TWICE "2 datum_inschrijving=2026-08-01 leerjaar=4\n",
          "W BP212 2 doublures_vo\n", NULL },
        { "the year after leaves only the second", "2027-09-01",
          TWICE "1 datum_inschrijving=2027-08-01 leerjaar=4\n",
          "W BP208 2 routejaar\nW BP212 2 doublures_vo\n", NULL },
        { "and the next is year 3", "2028-09-01", TWICE "3 datum_inschrijving=2028-08-01\n",
          "W BP212 2 doublures_vo\n", NULL },
        { "which is not year 4", "2028-09-01", TWICE "4 datum_inschrijving=2028-08-01\n",
          "W BP208 2 routejaar\nW BP212 2 doublures_vo\n", NULL },
    };
#undef LATE
#undef TWICE
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp209_leerjaar(void **state)
{
    (void)state;
#define TWICE "vo doublures_vo=1 leerroute=D1 route_begin=2025-08-01 datum_inschrijving=2026-08-01 "
#define W212  "W BP212 2 doublures_vo\n"
    static const struct domain_case cases[] = {
        { "year 1 is leerjaar 3", "2025-09-01", DLR " leerjaar=3\n", "", NULL },
        { "leerjaar 2", "2025-09-01", DLR " leerjaar=2\n", "W BP209 2 leerjaar\n", NULL },
        { "leerjaar 4", "2025-09-01", DLR " leerjaar=4\n", "W BP209 2 leerjaar\n", NULL },
        { "year 2 is leerjaar 4", "2026-09-01", DLR "\n" NEXT "\n", "", NULL },
        { "year 2, leerjaar 3", "2026-09-01", DLR "\n" NEXT " leerjaar=3\n", "W BP209 3 leerjaar\n",
          NULL },
        { "not in the mbo-fase", "2027-09-01",
          DLR "\n" NEXT " periode_begin=2027-08-01 leerjaar=3\n", "", NULL },
        { "not without a route", "2025-09-01", "vo leerjaar=1\n", "", NULL },
        { "two digits", "2025-09-01", DLR " leerjaar=03\n", "", NULL },
        { "a doublure leaves two: leerjaar 3", "2026-09-01", TWICE "leerjaar=3\n", W212, NULL },
        { "a doublure leaves two: leerjaar 4", "2026-09-01", TWICE "leerjaar=4\n", W212, NULL },
        { "a doublure leaves two: not leerjaar 5", "2026-09-01", TWICE "leerjaar=5\n",
          "W BP209 2 leerjaar\n" W212, NULL },
        { "a stated route year tells which: the first", "2026-09-01",
          TWICE "leerjaar=4 routejaar=1\n", "W BP209 2 leerjaar\n" W212, NULL },
        { "a stated route year tells which: the second", "2026-09-01",
          TWICE "leerjaar=3 routejaar=2\n", "W BP209 2 leerjaar\n" W212, NULL },
        { "a leerjaar means nothing in mbo", "2025-09-01", MDLR " leerjaar=5\n", "", NULL },
    };
#undef TWICE
#undef W212
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp210_brin_vestiging_and_code(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "no part in the route", "2025-09-01",
          "vo brin=99XC vestiging=99XC00 leerroute=D1 route_begin=2025-08-01\n",
          "E BP210 2 leerroute\n", NULL },
        { "no part in a regular route either", "2025-09-01",
          "vo brin=99XC vestiging=99XC00 leerroute=R1 route_begin=2025-08-01\n",
          "E BP210 2 leerroute\n", NULL },
        { "vestiging of another school", "2025-09-01", "vo vestiging=99XB00\n",
          "E BP210 2 vestiging\n", NULL },
        { "another vestiging of the school", "2025-09-01", "vo vestiging=99XA07\n", "", NULL },
        { "vestiging of another school in a route", "2025-09-01", DLR " vestiging=99XD00\n",
          "E BP210 2 vestiging\n", NULL },
        { "5 digits at the vo school are for the mbo registration", "2025-09-01",
          DLR " opleidingcode=99002\n", "", NULL },
        { "a second origin in one enrolment", "2025-09-01",
          "vo\nvo periode_begin=2025-08-15 opleidingcode=99001\n", "E BP210 3 opleidingcode\n",
          NULL },
        { "a second origin after a route", "2026-09-01",
          DLR "\nvo periode_begin=2026-08-01 opleidingcode=99001 leerjaar=4\n",
          "E BP210 3 opleidingcode\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

/* Fine print 8: a brin with an [instelling] has the sectors that it names. */
static void test_bp210_a_sector_that_the_brin_does_not_have(void **state)
{
    (void)state;
    static const struct bp_instelling school = { { "99XA", 4 }, { "", 0 }, BP_SECTOR_VO };
    static const struct {
        const char *name, *row, *want;
    } cases[] = {
        { "4 digits at a vo school", "vo\n", "" },
        { "5 digits at a vo school", "mbo brin=99XA\n", "E BP210 2 opleidingcode\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new("2025-09-01", NULL, cases[i].row);
        run->mandaat = (struct bp_mandaat){ &school, 1, false };
        domain_judge(run, false);
        if (strcmp(domain_findings(run), cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, domain_findings(run));
        domain_free(run);
    }
}

static void test_bp211_leerweg_of_the_code(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "the same leerweg", "2025-09-01", DLR " opleidingcode=6655\n", "", NULL },
        { "another leerweg", "2025-09-01", DLR " opleidingcode=6621\n", "W BP211 2 opleidingcode\n",
          NULL },
        { "a code that the table does not know", "2025-09-01", DLR " opleidingcode=9999\n", "",
          NULL },
        { "without one leerweg", "2025-09-01", DLR " opleidingcode=0033\n", "", NULL },
        { "not without a route", "2025-09-01", "vo opleidingcode=6621\n", "", NULL },
        { "not in mbo", "2025-09-01", MDLR " opleidingcode=6621\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp212_a_switch_date_that_moves_funding(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "two years", "2025-09-01", DLR "\n", "", NULL },
        { "a doublure", "2025-09-01", DLR " doublures_vo=1\n", "W BP212 2 doublures_vo\n", NULL },
        { "three vo years", "2025-09-01", "vo leerroute=D3 route_begin=2025-08-01\n",
          "W BP212 2 leerroute\n", NULL },
        { "one vo year", "2025-09-01", "vo leerroute=D1Y route_begin=2025-08-01\n",
          "W BP212 2 leerroute\n", NULL },
        { "one vo year, done twice: two years after all", "2025-09-01",
          "vo leerroute=D1Y route_begin=2025-08-01 doublures_vo=1\n", "", NULL },
        { "begun in the course of a school year", "2026-07-31",
          "vo leerroute=D1 route_begin=2026-07-31 datum_inschrijving=2026-07-31\n", "", NULL },
        { "mbo origin", "2025-09-01", MDLR " doublures_vo=1\n", "W BP212 2 doublures_vo\n", NULL },
        { "not for a regular route", "2025-09-01",
          "vo leerroute=R1 route_begin=2025-08-01 doublures_vo=1\n", "", NULL },
        { "once, where several rows have it", "2026-09-01", DLR " doublures_vo=1\n" NEXT "\n",
          "W BP212 2 doublures_vo\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp213_vo_work_beyond_the_third_route_year(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "no end known, last day of the third year", "2028-07-31", DLR "\n", "", NULL },
        { "no end known, first day of the fourth", "2028-08-01", DLR "\n",
          "W BP213 2 vmbo_diploma_datum\n", NULL },
        { "ended on the last day of the third", "2028-09-01", DLR " vo_afgerond_datum=2028-07-31\n",
          "", NULL },
        { "ended on the first day of the fourth", "2028-09-01",
          DLR " vo_afgerond_datum=2028-08-01\n", "W BP213 2 vo_afgerond_datum\n", NULL },
        { "by a diploma", "2028-09-01", DLR " vmbo_diploma_datum=2028-08-01\n",
          "W BP213 2 vmbo_diploma_datum\n", NULL },
        { "a GLR is not asked", "2028-09-01",
          "vo leerroute=G1 route_begin=2025-08-01 vo_afgerond_datum=2028-08-01\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp214_samenwerkingsovereenkomst(void **state)
{
    (void)state;
#define ROUTE(datum) "leerroute=S1 soort=DLR samenwerkingsovereenkomst=" datum "\n"
#define ROW          "vo leerroute=S1 route_begin=2025-08-01\n"
    static const struct domain_case cases[] = {
        { "none", "2025-09-01", ROW, "W BP214 2 leerroute\n", ROUTE("") },
        { "the day before", "2025-09-01", ROW, "", ROUTE("2025-07-31") },
        { "the day itself is not before", "2025-09-01", ROW, "W BP214 2 leerroute\n",
          ROUTE("2025-08-01") },
        { "later", "2025-09-01", ROW, "W BP214 2 leerroute\n", ROUTE("2025-08-02") },
        { "not for a regular route", "2025-09-01", "vo leerroute=S1 route_begin=2025-08-01\n", "",
          "leerroute=S1 soort=REGULIER samenwerkingsovereenkomst=\n" },
    };
#undef ROUTE
#undef ROW
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp217_experiment_and_leerroute(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "both", "2025-09-01", DLR " experiment=PROEF\n", "W BP217 2 experiment\n", NULL },
        { "an experiment alone", "2025-09-01", "vo experiment=PROEF\n", "", NULL },
        { "in another period than the route's", "2026-09-01",
          "vo experiment=PROEF\nvo leerroute=D1 route_begin=2026-08-01 periode_begin=2026-08-01\n",
          "", NULL },
        { "a code of the vakmanschaproute", "2025-09-01", DLR " opleidingcode=4411\n",
          "W BP217 2 opleidingcode\n", NULL },
        { "that code without a leerroute", "2025-09-01", "vo opleidingcode=4411\n", "", NULL },
        { "in a regular route", "2025-09-01",
          "vo leerroute=R1 route_begin=2025-08-01 experiment=PROEF\n", "", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

static void test_bp218_left_that_route(void **state)
{
    (void)state;
#define A " mbo_datum_inschrijving=2025-08-01"
    static const struct domain_case cases[] = {
        { "regular from the second year", "2026-09-01",
          DLR A "\nvo periode_begin=2026-08-01 leerjaar=4\n", "W BP218 3 leerroute\n", NULL },
        { "not yet", "2026-07-31", DLR A "\nvo periode_begin=2026-08-01 leerjaar=4\n", "", NULL },
        { "there was no registration to end", "2026-09-01",
          DLR "\nvo periode_begin=2026-08-01 leerjaar=4\n", "", NULL },
        { "it had ended before", "2026-09-01",
          DLR A " mbo_datum_uitschrijving=2026-06-30\nvo periode_begin=2026-08-01 leerjaar=4\n", "",
          NULL },
        { "a change to a GLR of the same institution", "2026-09-01",
          DLR A "\nvo leerroute=G1 periode_begin=2026-08-01 leerjaar=4\n", "", NULL },
        { "mbo origin", "2026-09-01", MDLR "\nmbo periode_begin=2026-08-01\n", "", NULL },
    };
#undef A
    DOMAIN_CASES(cases, DOMAIN_FINDINGS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bp201_to_bp203_the_route_itself),
        cmocka_unit_test(test_bp204_no_leerroute_before_the_law),
        cmocka_unit_test(test_bp205_outside_the_days_of_the_route),
        cmocka_unit_test(test_bp206_route_begin),
        cmocka_unit_test(test_bp207_and_bp208_stated_route_years),
        cmocka_unit_test(test_bp209_leerjaar),
        cmocka_unit_test(test_bp210_brin_vestiging_and_code),
        cmocka_unit_test(test_bp210_a_sector_that_the_brin_does_not_have),
        cmocka_unit_test(test_bp211_leerweg_of_the_code),
        cmocka_unit_test(test_bp212_a_switch_date_that_moves_funding),
        cmocka_unit_test(test_bp213_vo_work_beyond_the_third_route_year),
        cmocka_unit_test(test_bp214_samenwerkingsovereenkomst),
        cmocka_unit_test(test_bp217_experiment_and_leerroute),
        cmocka_unit_test(test_bp218_left_that_route),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
