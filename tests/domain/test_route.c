/* Routes: finding one, and the checks on a route that need no student. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct bp_arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = bp_arena_new(BP_MIB);
    return arena ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    bp_arena_free(arena);
    return 0;
}

/* The codes that a route has, in order, parted by blanks. */
static const char *codes_of(const struct bp_route *route)
{
    static char text[100];
    int at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < route->fout_count; i++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%d:%s", i ? " " : "",
                       (int)route->fouten[i].code, bp_route_kolom_name(route->fouten[i].kolom));
    return text;
}

static void test_what_a_route_may_not_be(void **state)
{
    (void)state;
    static const struct {
        const char *name, *words, *want;
    } cases[] = {
        { "DLR bb to 2", "soort=DLR leerweg=BB niveau=2", "" },
        { "DLR bb to 3 is not excluded by any source", "soort=DLR leerweg=BB niveau=3", "" },
        { "DLR bb to 4", "soort=DLR leerweg=BB niveau=4", "" },
        { "DLR tl to 4", "soort=DLR leerweg=TL niveau=4", "" },
        { "DLR with entree", "soort=DLR leerweg=BB niveau=1", "202:niveau" },
        { "regular with entree", "soort=REGULIER leerweg=BB niveau=1", "" },
        { "GLR bb to 2", "soort=GLR leerweg=BB niveau=2", "" },
        { "GLR kb to 2", "soort=GLR leerweg=KB niveau=2", "203:leerweg" },
        { "GLR gl to 2", "soort=GLR leerweg=GL niveau=2", "203:leerweg" },
        { "GLR bb to 3", "soort=GLR leerweg=BB niveau=3", "203:niveau" },
        { "regular kb to 3", "soort=REGULIER leerweg=KB niveau=3", "" },
        { "vestiging of another school", "soort=DLR vo_vestiging=99XB00", "210:vo_vestiging" },
        { "vestiging of another school in a regular route", "soort=REGULIER vo_vestiging=99XB00",
          "210:vo_vestiging" },
        { "vestiging of the school", "soort=DLR vo_vestiging=99XA07", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_route route = domain_route(arena, cases[i].words, strlen(cases[i].words));
        if (strcmp(codes_of(&route), cases[i].want) != 0)
            fail_msg("%s: '%s'", cases[i].name, codes_of(&route));
    }
}

static void test_a_glr_with_entree_has_both_codes(void **state)
{
    (void)state;
    static const char words[] = "soort=GLR leerweg=BB niveau=1";
    struct bp_route route = domain_route(arena, words, strlen(words));
    assert_true(route.fout_count >= 1);
    assert_int_equal(route.fouten[0].code, BP202); /* the lowest first */
    assert_non_null(route.fouten[0].text);
}

static void test_the_lowest_codes_are_kept_in_order(void **state)
{
    (void)state;
    struct bp_route route = { .line = 2 };
    static const enum bp_code added[] = { BP210, BP203, BP104, BP106, BP105, BP110 };
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        bp_route_fout_add(&route, (struct bp_route_fout){ .code = added[i], .text = "text" });
    assert_int_equal(route.fout_count, BP_ROUTE_FOUTEN);
    static const enum bp_code want[BP_ROUTE_FOUTEN] = { BP104, BP105, BP106, BP110 };
    for (size_t i = 0; i < BP_ROUTE_FOUTEN; i++)
        assert_int_equal(route.fouten[i].code, want[i]);
}

static void test_routes_are_found_by_their_whole_key(void **state)
{
    (void)state;
    struct bp_route items[4] = { 0 };
    static const char *const keys[] = { "A", "AB", "B1", "b1" };
    for (size_t i = 0; i < 4; i++)
        items[i].leerroute = bp_str_of(keys[i]);
    struct bp_routes routes = { items, 4 };
    for (size_t i = 0; i < 4; i++)
        assert_ptr_equal(bp_routes_find(&routes, bp_str_of(keys[i])), &items[i]);
    static const char *const absent[] = { "", "0", "AA", "ABC", "B", "a", "c" };
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_null(bp_routes_find(&routes, bp_str_of(absent[i])));
    assert_null(bp_routes_find(&(struct bp_routes){ NULL, 0 }, BP_STR("A")));
}

static void test_names_as_the_messages_have_them(void **state)
{
    (void)state;
    assert_string_equal(bp_route_soort_name(BP_ROUTE_DLR), "DLR");
    assert_string_equal(bp_route_soort_name(BP_ROUTE_GLR), "GLR");
    assert_string_equal(bp_route_soort_name(BP_ROUTE_REGULIER), "");
    assert_string_equal(bp_fase_name(BP_FASE_VO), "VO");
    assert_string_equal(bp_fase_name(BP_FASE_MBO), "MBO");
    assert_string_equal(bp_fase_name(BP_FASE_GEEN), "");
    assert_string_equal(bp_sector_name(BP_SECTOR_VO), "vo");
    assert_string_equal(bp_sector_name(BP_SECTOR_MBO), "mbo");
}

static void test_only_dlr_and_glr_count_as_a_route(void **state)
{
    (void)state;
    assert_true(bp_route_telt(&(struct bp_route){ .soort = BP_ROUTE_DLR }));
    assert_true(bp_route_telt(&(struct bp_route){ .soort = BP_ROUTE_GLR }));
    assert_false(bp_route_telt(&(struct bp_route){ .soort = BP_ROUTE_REGULIER }));
    assert_false(bp_route_telt(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_route_may_not_be),
        cmocka_unit_test(test_a_glr_with_entree_has_both_codes),
        cmocka_unit_test(test_the_lowest_codes_are_kept_in_order),
        cmocka_unit_test(test_routes_are_found_by_their_whole_key),
        cmocka_unit_test(test_names_as_the_messages_have_them),
        cmocka_unit_test(test_only_dlr_and_glr_count_as_a_route),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
