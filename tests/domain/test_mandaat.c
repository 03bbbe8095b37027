/* Mandates, and the sector that a row comes from. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct bp_instelling instellingen[] = {
    { { "99XA", 4 }, { "Vmbo", 4 }, BP_SECTOR_VO },
    { { "99XB", 4 }, { "Mbo", 3 }, BP_SECTOR_MBO },
    { { "99XZ", 4 }, { "Beide", 5 }, BP_SECTOR_VO | BP_SECTOR_MBO },
};
static const struct bp_mandaat mandaat = { instellingen, 3, false };

static void test_a_mandate_is_for_a_brin_and_a_sector(void **state)
{
    (void)state;
    static const struct {
        const char *brin;
        bool vo, mbo;
    } cases[] = {
        { "99XA", true, false },  { "99XB", false, true }, { "99XZ", true, true },
        { "99XC", false, false }, { "99X", false, false }, { "", false, false },
    };
    const struct bp_mandaat everything = { NULL, 0, true }, nothing = { NULL, 0, false };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_str brin = bp_str_of(cases[i].brin);
        if (bp_mandaat_holds(&mandaat, brin, BP_SECTOR_VO) != cases[i].vo ||
            bp_mandaat_holds(&mandaat, brin, BP_SECTOR_MBO) != cases[i].mbo)
            fail_msg("%s", cases[i].brin);
        assert_true(bp_mandaat_holds(&everything, BP_STR("99XA"), BP_SECTOR_VO));
        assert_false(bp_mandaat_holds(&nothing, brin, BP_SECTOR_VO));
        assert_false(bp_mandaat_holds(&nothing, brin, BP_SECTOR_MBO));
    }
}

static void test_sections_are_found_by_brin(void **state)
{
    (void)state;
    assert_ptr_equal(bp_mandaat_find(&mandaat, BP_STR("99XB")), &instellingen[1]);
    assert_null(bp_mandaat_find(&mandaat, BP_STR("99XC")));
    assert_null(bp_mandaat_find(&(struct bp_mandaat){ NULL, 0, true }, BP_STR("99XA")));
}

static void test_sectors_of_a_brin_come_from_its_section_else_from_the_routes(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2026-01-01", NULL, "");
    const struct bp_mandaat everything = { NULL, 0, true };
    static const struct {
        const char *brin;
        unsigned by_section, by_routes;
    } cases[] = {
        { "99XA", BP_SECTOR_VO, BP_SECTOR_VO },
        { "99XB", BP_SECTOR_MBO, BP_SECTOR_MBO },
        { "99XZ", BP_SECTOR_VO | BP_SECTOR_MBO, BP_SECTOR_VO | BP_SECTOR_MBO },
        { "99XC", BP_SECTOR_MBO, BP_SECTOR_MBO }, /* no section: by its part in the routes */
        { "99XQ", 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_str brin = bp_str_of(cases[i].brin);
        if (bp_mandaat_sectoren(&mandaat, &run->routes, brin) != cases[i].by_section ||
            bp_mandaat_sectoren(&everything, &run->routes, brin) != cases[i].by_routes)
            fail_msg("%s", cases[i].brin);
    }
    /* the section is right even where the routes say more */
    const struct bp_instelling only_vo = { { "99XZ", 4 }, { "", 0 }, BP_SECTOR_VO };
    assert_int_equal(bp_mandaat_sectoren(&(struct bp_mandaat){ &only_vo, 1, false }, &run->routes,
                                         BP_STR("99XZ")),
                     BP_SECTOR_VO);
    domain_free(run);
}

/* rules.md, "Origin". */
static void test_where_a_row_comes_from(void **state)
{
    (void)state;
    enum { VO = BP_SECTOR_VO, MBO = BP_SECTOR_MBO, NOTHING = 0, NO_PART = -1 };
    static const struct {
        const char *name, *brin, *code, *route;
        int want;
    } cases[] = {
        { "vo school of the route", "99XA", "", "D1", VO },
        { "mbo institution of the route", "99XB", "", "D1", MBO },
        { "the brin decides, not the code", "99XA", "99001", "D1", VO },
        { "the other way round", "99XB", "6611", "D1", MBO },
        { "regular route", "99XA", "", "R1", VO },
        { "no part in the route", "99XC", "6611", "D1", NO_PART },
        { "no part in a regular route", "99XC", "99001", "R1", NO_PART },
        { "one brin for both, 4 digits", "99XZ", "6611", "DZ", VO },
        { "one brin for both, 5 digits", "99XZ", "99001", "DZ", MBO },
        { "no route, 4 digits", "99XA", "0031", NULL, VO },
        { "no route, 5 digits", "99XA", "99001", NULL, MBO },
        { "no route, no code", "99XA", "", NULL, NOTHING },
    };
    struct domain_run *run = domain_new("2026-01-01", NULL, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_route *route = NULL;
        if (cases[i].route) {
            route = bp_routes_find(&run->routes, bp_str_of(cases[i].route));
            assert_non_null(route);
        }
        enum bp_sector sector = 0;
        enum bp_herkomst_uitslag got =
            bp_herkomst(bp_str_of(cases[i].brin), bp_str_of(cases[i].code), route, &sector);
        enum bp_herkomst_uitslag want = cases[i].want == NO_PART   ? BP_HERKOMST_GEEN_DEEL
                                        : cases[i].want == NOTHING ? BP_HERKOMST_ONBEKEND
                                                                   : BP_HERKOMST_BEKEND;
        if (got != want || (cases[i].want > 0 && (int)sector != cases[i].want))
            fail_msg("%s", cases[i].name);
    }
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mandate_is_for_a_brin_and_a_sector),
        cmocka_unit_test(test_sections_are_found_by_brin),
        cmocka_unit_test(test_sectors_of_a_brin_come_from_its_section_else_from_the_routes),
        cmocka_unit_test(test_where_a_row_comes_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
