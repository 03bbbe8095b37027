/* The calendar of a student in a route (leerroutes.md section 3), and the worked example of its
 * section 5.4 from the first day of the vmbo to the mbo diploma. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct bp_route two_years = { .soort = BP_ROUTE_DLR, .vo_jaren = 2 };

static void test_the_phase_changes_on_1_august_after_the_vo_years(void **state)
{
    (void)state;
    static const struct {
        const char *name, *route_begin;
        unsigned vo_jaren, doublures;
        const char *want;
    } cases[] = {
        { "first day of the school year", "2025-08-01", 2, 0, "2027-08-01" },
        { "in the course of the year", "2025-10-06", 2, 0, "2027-08-01" },
        { "last day of the school year", "2026-07-31", 2, 0, "2027-08-01" },
        { "first day of the next", "2026-08-01", 2, 0, "2028-08-01" },
        { "a year done twice", "2025-08-01", 2, 1, "2028-08-01" },
        { "two years done twice", "2025-08-01", 2, 2, "2029-08-01" },
        { "one vo year", "2025-08-01", 1, 0, "2026-08-01" },
        { "three vo years", "2025-08-01", 3, 0, "2028-08-01" },
        { "three vo years, one twice", "2026-07-31", 3, 1, "2029-08-01" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_route route = { .soort = BP_ROUTE_DLR, .vo_jaren = cases[i].vo_jaren };
        char got[BP_DATUM_TEXT];
        bp_datum_format(
            bp_route_switch(&route, domain_datum(cases[i].route_begin), cases[i].doublures), got);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, got);
    }
}

static void test_the_switch_date_itself_is_in_the_mbo_phase(void **state)
{
    (void)state;
    struct bp_datum change = BP_DATUM(2027, 8, 1);
    assert_int_equal(bp_route_fase(change, BP_DATUM(2027, 7, 31)), BP_FASE_VO);
    assert_int_equal(bp_route_fase(change, BP_DATUM(2027, 8, 1)), BP_FASE_MBO);
    assert_int_equal(bp_route_fase(change, BP_DATUM(2027, 8, 2)), BP_FASE_MBO);
}

static void test_route_years(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned vo_jaren, doublures;
        const char *on;
        int lowest, highest;
    } cases[] = {
        { "year 1, first day", 2, 0, "2025-08-01", 1, 1 },
        { "year 1, last day", 2, 0, "2026-07-31", 1, 1 },
        { "year 2", 2, 0, "2026-08-01", 2, 2 },
        { "year 3 is the first of the mbo-fase", 2, 0, "2027-08-01", 3, 3 },
        { "year 4", 2, 0, "2028-08-01", 4, 4 },
        { "one doublure: year 1", 2, 1, "2025-08-01", 1, 1 },
        { "one doublure: the second year may be year 1 again", 2, 1, "2026-08-01", 1, 2 },
        { "one doublure: the third year is year 2 either way", 2, 1, "2027-08-01", 2, 2 },
        { "one doublure: the fourth is year 3", 2, 1, "2028-08-01", 3, 3 },
        { "two doublures: the third year", 2, 2, "2027-08-01", 1, 2 },
        { "two doublures: the last vo year", 2, 2, "2028-08-01", 2, 2 },
        { "two doublures: mbo-fase", 2, 2, "2029-08-01", 3, 3 },
        { "three vo years: the third is one of them", 3, 0, "2027-08-01", 3, 3 },
        { "three vo years, one doublure", 3, 1, "2027-08-01", 2, 3 },
        { "one vo year: year 2 is in the mbo-fase", 1, 0, "2026-08-01", 2, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_route route = { .soort = BP_ROUTE_DLR, .vo_jaren = cases[i].vo_jaren };
        struct bp_routejaren got = bp_route_jaren(&route, BP_DATUM(2025, 8, 1), cases[i].doublures,
                                                  domain_datum(cases[i].on));
        if (got.lowest != cases[i].lowest || got.highest != cases[i].highest)
            fail_msg("%s: %d-%d", cases[i].name, got.lowest, got.highest);
    }
}

static void test_route_years_count_school_years_not_months(void **state)
{
    (void)state;
    struct bp_datum late = BP_DATUM(2026, 7, 31);
    struct bp_routejaren first = bp_route_jaren(&two_years, late, 0, late);
    struct bp_routejaren next = bp_route_jaren(&two_years, late, 0, BP_DATUM(2026, 8, 1));
    assert_int_equal(first.lowest, 1);
    assert_int_equal(next.lowest, 2);
}

/* On every day the route year and the switch date tell the same phase. */
static void test_route_year_and_phase_never_contradict_each_other(void **state)
{
    (void)state;
    for (unsigned years = 1; years <= 3; years++)
        for (unsigned doublures = 0; doublures <= 3; doublures++) {
            struct bp_route route = { .soort = BP_ROUTE_DLR, .vo_jaren = years };
            struct bp_datum begin = BP_DATUM(2025, 10, 6);
            struct bp_datum change = bp_route_switch(&route, begin, doublures);
            for (int32_t day = 0; day < 3000; day += 5) {
                struct bp_datum d = bp_datum_add_days(begin, day);
                struct bp_routejaren jaren = bp_route_jaren(&route, begin, doublures, d);
                bool vo = bp_route_fase(change, d) == BP_FASE_VO;
                if (jaren.lowest < 1 || jaren.lowest > jaren.highest ||
                    vo != (jaren.lowest <= (int)years) || vo != (jaren.highest <= (int)years))
                    fail_msg("day %d, %u years, %u doublures", day, years, doublures);
            }
        }
}

#define EXAMPLE                                                                                    \
    "vo datum_inschrijving=2023-08-01 periode_begin=2023-08-01 opleidingcode=0031 leerjaar=1 "     \
    "inschrijvingvolgnummer=V0001 mbo_inschrijvingvolgnummer=M0001 reden_uitschrijving=08\n"       \
    "vo datum_inschrijving=2023-08-01 periode_begin=2024-08-01 opleidingcode=0031 leerjaar=2 "     \
    "inschrijvingvolgnummer=V0001\n"                                                               \
    "vo datum_inschrijving=2023-08-01 periode_begin=2025-08-01 leerroute=D1 "                      \
    "route_begin=2025-08-01 "                                                                      \
    "leerjaar=3 inschrijvingvolgnummer=V0001\n"                                                    \
    "vo datum_inschrijving=2023-08-01 periode_begin=2026-08-01 leerroute=D1 leerjaar=4 "           \
    "inschrijvingvolgnummer=V0001"
#define YEARS_1_2 "2023-08-01/0031/- 2024-08-01/0031/-"
#define YEARS_1_4 YEARS_1_2 " 2025-08-01/6611/DLR.VO 2026-08-01/6611/DLR.VO"
#define VO_0001   "vo 99XA V0001 "
#define VO_PAYS   " door=99XA/vo\n"
#define MBO_PAYS  " door=99XB/mbo\n"

static void test_the_worked_example_from_day_to_day(void **state)
{
    (void)state;
    static const char before[] = EXAMPLE "\n";
    static const char diploma[] = EXAMPLE " vmbo_diploma_datum=2028-06-14\n";
    static const char finished[] =
        EXAMPLE " vmbo_diploma_datum=2028-06-14 mbo_datum_uitschrijving=2029-06-20\n";
    static const struct domain_case cases[] = {
        { "not begun", "2023-07-31", before, "geen\n", NULL },
        { "first day of the vmbo", "2023-08-01", before,
          VO_0001 "regel=1 2023-08-01.. [2023-08-01/0031/-]" VO_PAYS, NULL },
        { "the day before the route", "2025-07-31", before,
          VO_0001 "regel=1 2023-08-01.. [" YEARS_1_2 "]" VO_PAYS, NULL },
        { "first day in the route", "2025-08-01", before,
          VO_0001 "regel=3 2023-08-01.. [" YEARS_1_2 " 2025-08-01/6611/DLR.VO]" VO_PAYS, NULL },
        { "first counting date", "2025-10-01", before,
          VO_0001 "regel=3 2023-08-01.. [" YEARS_1_2 " 2025-08-01/6611/DLR.VO]" VO_PAYS, NULL },
        { "last day of the vo-fase", "2027-07-31", before,
          VO_0001 "regel=3 2023-08-01.. [" YEARS_1_4 "]" VO_PAYS, NULL },
        { "switch date: enrolled at both, the phase gives the money to the mbo", "2027-08-01",
          before,
          VO_0001 "regel=4 2023-08-01.. [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO]" MBO_PAYS
                  "mbo+ 99XB M0001 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]" MBO_PAYS,
          NULL },
        { "counting date in the mbo-fase", "2027-10-01", before,
          VO_0001 "regel=4 2023-08-01.. [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO]" MBO_PAYS
                  "mbo+ 99XB M0001 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]" MBO_PAYS,
          NULL },
        { "day before the vmbo diploma", "2028-06-13", diploma,
          VO_0001 "regel=4 2023-08-01.. [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO]" MBO_PAYS
                  "mbo+ 99XB M0001 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]" MBO_PAYS,
          NULL },
        { "vmbo diploma: the vo enrolment ends", "2028-06-14", diploma,
          VO_0001 "regel=5 2023-08-01..2028-06-14 [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO]" MBO_PAYS
                  "mbo+ 99XB M0001 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]" MBO_PAYS,
          NULL },
        { "mbo diploma: the final state", "2029-06-20", finished,
          VO_0001
          "regel=5 2023-08-01..2028-06-14 [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO]" MBO_PAYS
          "mbo+ 99XB M0001 regel=5 2027-08-01..2029-06-20 [2027-08-01/99001/DLR.MBO]" MBO_PAYS,
          NULL },
        { "the day after: nobody is funded", "2029-06-21", finished,
          VO_0001 "regel=5 2023-08-01..2028-06-14 [" YEARS_1_4 " 2027-08-01/6611/DLR.MBO] door=-\n"
                  "mbo+ 99XB M0001 regel=5 2027-08-01..2029-06-20 [2027-08-01/99001/DLR.MBO] "
                  "door=-\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_the_worked_example_in_its_last_detail(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2029-06-20", NULL,
                   EXAMPLE " vmbo_diploma_datum=2028-06-14 mbo_datum_uitschrijving=2029-06-20\n");
    domain_judge(run, true);
    const struct bp_registratie *vo = domain_registration(run, BP_SECTOR_VO);
    const struct bp_registratie *mbo = domain_registration(run, BP_SECTOR_MBO);
    static const char *const leerjaren[] = { "1", "2", "3", "4", "4" };
    assert_int_equal(vo->periode_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_true(bp_str_equal(vo->perioden[i].leerjaar, bp_str_of(leerjaren[i])));
        assert_true(bp_str_equal(vo->perioden[i].vestiging, BP_STR("99XA00")));
        assert_false(bp_str_filled(vo->perioden[i].leertraject));
        assert_true(vo->perioden[i].bekostigbaar);
    }
    assert_false(bp_str_filled(vo->reden_uitschrijving));
    assert_true(bp_str_equal(mbo->reden_uitschrijving, BP_STR("08")));
    assert_true(bp_str_equal(mbo->perioden[0].leertraject, BP_STR("BOL")));
    assert_false(bp_str_filled(mbo->perioden[0].leerjaar));
    assert_false(bp_str_filled(mbo->perioden[0].vestiging));
    assert_true(mbo->perioden[0].bekostigbaar);
    assert_true(bp_persoonsnummer_equal(mbo->persoon, vo->persoon));
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_phase_changes_on_1_august_after_the_vo_years),
        cmocka_unit_test(test_the_switch_date_itself_is_in_the_mbo_phase),
        cmocka_unit_test(test_route_years),
        cmocka_unit_test(test_route_years_count_school_years_not_months),
        cmocka_unit_test(test_route_year_and_phase_never_contradict_each_other),
        cmocka_unit_test(test_the_worked_example_from_day_to_day),
        cmocka_unit_test(test_the_worked_example_in_its_last_detail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
