/* What a registration states beside its periods, and what the enrolment says of the student. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DLR  "vo leerroute=D1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define GLR  "vo leerroute=G1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define MDLR "mbo leerroute=D1 route_begin=2025-08-01"

static void test_what_the_enrolment_says_of_the_student(void **state)
{
    (void)state;
    static const struct {
        const char *name, *on, *rows;
        enum bp_route_soort leerroute;
        enum bp_leerroutefase fase;
        unsigned regel;
        const char *switch_date;
        bool bekostigbaar;
    } cases[] = {
        { "regular", "2025-09-01", "vo\n", BP_ROUTE_REGULIER, BP_FASE_GEEN, 1, "", true },
        { "regular route", "2025-09-01", "vo leerroute=R1 route_begin=2025-08-01\n",
          BP_ROUTE_REGULIER, BP_FASE_GEEN, 1, "", true },
        { "vo-fase", "2027-07-31", DLR "\n", BP_ROUTE_DLR, BP_FASE_VO, 3, "2027-08-01", true },
        { "mbo-fase", "2027-08-01", GLR "\n", BP_ROUTE_GLR, BP_FASE_MBO, 7, "2027-08-01", true },
        { "not fundable", "2025-09-01", DLR " bekostigbaar=N\n", BP_ROUTE_DLR, BP_FASE_VO, 3,
          "2027-08-01", false },
        { "fundable from the second period on", "2026-08-01",
          DLR " bekostigbaar=N\n" DLR " periode_begin=2026-08-01 bekostigbaar=J\n", BP_ROUTE_DLR,
          BP_FASE_VO, 3, "2027-08-01", true },
        { "not yet the second period", "2026-07-31",
          DLR " bekostigbaar=N\n" DLR " periode_begin=2026-08-01 bekostigbaar=J\n", BP_ROUTE_DLR,
          BP_FASE_VO, 3, "2027-08-01", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new(cases[i].on, NULL, cases[i].rows);
        domain_judge(run, false);
        const struct bp_inschrijving *item = &run->items[0];
        char change[BP_DATUM_TEXT];
        bp_datum_format(item->switch_date, change);
        if (item->leerroute != cases[i].leerroute || item->fase != cases[i].fase ||
            item->regel != cases[i].regel || strcmp(change, cases[i].switch_date) != 0 ||
            item->bekostigbaar != cases[i].bekostigbaar || !item->begonnen)
            fail_msg("%s: leerroute %d fase %d regel %u switch '%s' bekostigbaar %d", cases[i].name,
                     (int)item->leerroute, (int)item->fase, item->regel, change,
                     item->bekostigbaar);
        domain_free(run);
    }
}

static void assert_str(struct bp_str got, const char *want)
{
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("'%.*s' instead of '%s'", (int)got.len, got.ptr, want);
}

/* A registration without a value of its own takes the route's, per sector. */
static void test_what_the_route_fills_in(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2027-08-01", NULL, DLR " vestiging= opleidingcode= leerjaar=4\n");
    domain_judge(run, false);
    const struct bp_periode *vo = &domain_registration(run, BP_SECTOR_VO)->perioden[0];
    const struct bp_periode *mbo = &domain_registration(run, BP_SECTOR_MBO)->perioden[0];
    assert_str(vo->vestiging, "99XA00");
    assert_str(vo->opleidingcode, "6611");
    assert_str(vo->onderwijsaanbieder, "199A001");
    assert_str(vo->onderwijslocatie, "199X001");
    assert_str(vo->leerjaar, "4");
    assert_str(mbo->opleidingcode, "99001");
    assert_str(mbo->leertraject, "BOL");
    assert_str(mbo->onderwijsaanbieder, "199A002");
    assert_str(mbo->onderwijslocatie, "199X002");
    assert_str(mbo->leerjaar, "");
    assert_str(mbo->vestiging, "");
    assert_int_equal(vo->line, 2);
    assert_int_equal(mbo->line, 2);
    domain_free(run);
}

static void test_the_rows_own_values_go_before_the_routes(void **state)
{
    (void)state;
    struct domain_run *run = domain_new(
        "2027-08-01", NULL,
        DLR " vestiging=99XA07 opleidingcode=6655 onderwijsaanbieder=199A009 "
            "onderwijslocatie=199X009 niveau=MBO-2 leertraject=BBL experiment=PROEF_A+PROEF_B\n");
    domain_judge(run, false);
    const struct bp_periode *vo = &domain_registration(run, BP_SECTOR_VO)->perioden[0];
    const struct bp_periode *mbo = &domain_registration(run, BP_SECTOR_MBO)->perioden[0];
    assert_str(vo->vestiging, "99XA07");
    assert_str(vo->opleidingcode, "6655");
    assert_str(vo->onderwijsaanbieder, "199A009");
    assert_str(vo->onderwijslocatie, "199X009");
    assert_int_equal(vo->experiment_count, 2);
    assert_str(vo->experimenten[0], "PROEF_A");
    assert_str(vo->experimenten[1], "PROEF_B");
    assert_str(vo->leertraject, "");
    assert_str(mbo->opleidingcode, "99001"); /* 4 digits are for the vo registration */
    assert_str(mbo->onderwijsaanbieder, "199A002");
    assert_str(mbo->onderwijslocatie, "199X002");
    assert_str(mbo->leertraject, "BBL");
    assert_str(mbo->niveau, "MBO-2");
    assert_int_equal(mbo->experiment_count, 0);
    domain_free(run);

    run = domain_new("2027-08-01", NULL, DLR " opleidingcode=99002\n");
    domain_judge(run, false);
    assert_str(domain_registration(run, BP_SECTOR_VO)->perioden[0].opleidingcode, "6611");
    assert_str(domain_registration(run, BP_SECTOR_MBO)->perioden[0].opleidingcode, "99002");
    domain_free(run);
}

static void test_opp_and_stay_belong_to_the_vo_registration(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2027-08-01", NULL,
                   DLR " opp_begin=2025-09-01 opp_eind=2026-07-31 verblijf_brin=99XB "
                       "verblijf_soort=UITBESTEED verblijf_begin=2025-10-01\n");
    domain_judge(run, false);
    const struct bp_registratie *vo = domain_registration(run, BP_SECTOR_VO);
    const struct bp_registratie *mbo = domain_registration(run, BP_SECTOR_MBO);
    assert_true(bp_datum_equal(vo->opp_begin, BP_DATUM(2025, 9, 1)));
    assert_true(bp_datum_equal(vo->opp_eind, BP_DATUM(2026, 7, 31)));
    assert_true(bp_datum_equal(vo->verblijf.begin, BP_DATUM(2025, 10, 1)));
    assert_str(vo->verblijf.brin, "99XB");
    assert_str(vo->verblijf.soort, "UITBESTEED");
    assert_false(bp_datum_given(mbo->opp_begin));
    assert_false(bp_datum_given(mbo->verblijf.begin));
    domain_free(run);
}

static void test_planned_end_and_reason_belong_to_the_mbo_registration(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2029-07-01", NULL,
                   MDLR " datum_uitschrijving_gepland=2029-07-31 datum_uitschrijving=2029-06-20 "
                        "reden_uitschrijving=08\n");
    domain_judge(run, false);
    const struct bp_registratie *mbo = domain_registration(run, BP_SECTOR_MBO);
    assert_true(bp_datum_equal(mbo->datum_uitschrijving_gepland, BP_DATUM(2029, 7, 31)));
    assert_str(mbo->reden_uitschrijving, "08");
    domain_free(run);

    run = domain_new("2028-07-01", NULL,
                     DLR " datum_uitschrijving_gepland=2029-07-31 reden_uitschrijving=08\n");
    domain_judge(run, false);
    assert_true(bp_datum_equal(domain_registration(run, BP_SECTOR_MBO)->datum_uitschrijving_gepland,
                               BP_DATUM(2029, 7, 31)));
    assert_str(domain_registration(run, BP_SECTOR_MBO)->reden_uitschrijving,
               ""); /* no actual end */
    assert_false(
        bp_datum_given(domain_registration(run, BP_SECTOR_VO)->datum_uitschrijving_gepland));
    domain_free(run);
}

static void test_which_period_is_in_force_on_a_day(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2028-09-01", NULL, DLR " vmbo_diploma_datum=2028-06-14\n");
    domain_judge(run, false);
    const struct bp_registratie *vo = domain_registration(run, BP_SECTOR_VO);
    static const struct {
        const char *on;
        int at; /* -1: none */
    } cases[] = {
        { "2025-07-31", -1 }, { "2025-08-01", 0 },  { "2027-07-31", 0 },  { "2027-08-01", 1 },
        { "2028-06-14", 1 },  { "2028-06-15", -1 }, { "2029-01-01", -1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_periode *got = bp_registratie_op(vo, domain_datum(cases[i].on));
        if (got != (cases[i].at < 0 ? NULL : &vo->perioden[cases[i].at]))
            fail_msg("%s", cases[i].on);
    }
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_enrolment_says_of_the_student),
        cmocka_unit_test(test_what_the_route_fills_in),
        cmocka_unit_test(test_the_rows_own_values_go_before_the_routes),
        cmocka_unit_test(test_opp_and_stay_belong_to_the_vo_registration),
        cmocka_unit_test(test_planned_end_and_reason_belong_to_the_mbo_registration),
        cmocka_unit_test(test_which_period_is_in_force_on_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
