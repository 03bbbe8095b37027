/* Findings and columns: what a list keeps, and the names that everybody uses. */
#include "bronpost/domain/bevinding.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_a_finding_keeps_its_place_and_arguments(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_bevindingen list;
    char volatile_text[] = "99001";
    bp_bevindingen_init(&list, arena);
    struct bp_bevinding *b = bp_bevinding_add(&list, 17, BP110, BP_KOLOM_LEERTRAJECT, "{1}{2}{3}");
    assert_non_null(b);
    bp_bevinding_arg(&list, b, 1, bp_str_of(volatile_text));
    bp_bevinding_arg_datum(&list, b, 2, BP_DATUM(2026, 8, 1));
    bp_bevinding_arg_number(&list, b, 3, 42);
    volatile_text[0] = 'x'; /* the list has a copy */
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].line, 17);
    assert_int_equal(list.items[0].code, BP110);
    assert_int_equal(list.items[0].kolom, BP_KOLOM_LEERTRAJECT);
    assert_true(bp_str_equal(list.items[0].args[0], BP_STR("99001")));
    assert_true(bp_str_equal(list.items[0].args[1], BP_STR("2026-08-01")));
    assert_true(bp_str_equal(list.items[0].args[2], BP_STR("42")));
    assert_false(bp_str_filled(list.items[0].args[3]));
    assert_false(list.failed);
    bp_arena_free(arena);
}

static void test_a_list_grows_and_finds_code_and_column(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_bevindingen list;
    bp_bevindingen_init(&list, arena);
    assert_false(bp_bevindingen_has(&list, BP209, BP_KOLOM_LEERJAAR));
    for (uint32_t i = 0; i < 100; i++)
        assert_non_null(
            bp_bevinding_add(&list, i + 2, i == 50 ? BP209 : BP208, BP_KOLOM_LEERJAAR, "text"));
    assert_int_equal(list.count, 100);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(list.items[i].line, i + 2);
    assert_true(bp_bevindingen_has(&list, BP209, BP_KOLOM_LEERJAAR));
    assert_false(bp_bevindingen_has(&list, BP209, BP_KOLOM_ROUTEJAAR));
    assert_false(bp_bevindingen_has(&list, BP207, BP_KOLOM_LEERJAAR));
    bp_arena_free(arena);
}

static void test_a_list_without_memory_says_so(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(64);
    struct bp_bevindingen list;
    bp_bevindingen_init(&list, arena);
    struct bp_bevinding *b = NULL;
    for (int i = 0; i < 64 && !list.failed; i++)
        b = bp_bevinding_add(&list, 2, BP104, BP_KOLOM_BRIN, "text");
    assert_true(list.failed);
    assert_null(b);
    bp_bevinding_arg(&list, NULL, 1, BP_STR("x"));
    bp_bevinding_arg_datum(&list, NULL, 1, BP_DATUM(2026, 8, 1));
    bp_bevinding_arg_number(&list, NULL, 1, 1);
    bp_arena_free(arena);
}

static void test_only_afkeuringen_reject(void **state)
{
    (void)state;
    assert_true(bp_bevinding_rejects(&(struct bp_bevinding){ .code = BP106 }));
    assert_true(bp_bevinding_rejects(&(struct bp_bevinding){ .code = BP401 }));
    assert_false(bp_bevinding_rejects(&(struct bp_bevinding){ .code = BP108 }));
    assert_false(bp_bevinding_rejects(&(struct bp_bevinding){ .code = BP404 }));
}

static void test_columns_have_the_names_of_the_documentation(void **state)
{
    (void)state;
    static const struct {
        enum bp_kolom kolom;
        const char *name;
        bool of_inschrijving;
    } cases[] = {
        { BP_KOLOM_BSN, "bsn", true },
        { BP_KOLOM_DATUM_UITSCHRIJVING_GEPLAND, "datum_uitschrijving_gepland", true },
        { BP_KOLOM_PERIODE_BEGIN, "periode_begin", false },
        { BP_KOLOM_BEKOSTIGBAAR, "bekostigbaar", false },
        { BP_KOLOM_LEERROUTE, "leerroute", false },
        { BP_KOLOM_ROUTE_BEGIN, "route_begin", true },
        { BP_KOLOM_ROUTEJAAR, "routejaar", false },
        { BP_KOLOM_DOUBLURES_VO, "doublures_vo", true },
        { BP_KOLOM_EXPERIMENT, "experiment", false },
        { BP_KOLOM_VERBLIJF_EIND, "verblijf_eind", true },
        { BP_KOLOM_GEEN, "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(bp_kolom_name(cases[i].kolom), cases[i].name);
        assert_int_equal(bp_kolom_of_inschrijving(cases[i].kolom), cases[i].of_inschrijving);
    }
    assert_true(BP_KOLOM_COUNT <= 64); /* bp_rij.filled has a bit for each */
    assert_string_equal(bp_route_kolom_name(BP_ROUTE_KOLOM_VO_JAREN), "vo_jaren");
    assert_true(bp_route_kolom_required(BP_ROUTE_KOLOM_BEGINDATUM));
    assert_false(bp_route_kolom_required(BP_ROUTE_KOLOM_EINDDATUM));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_finding_keeps_its_place_and_arguments),
        cmocka_unit_test(test_a_list_grows_and_finds_code_and_column),
        cmocka_unit_test(test_a_list_without_memory_says_so),
        cmocka_unit_test(test_only_afkeuringen_reject),
        cmocka_unit_test(test_columns_have_the_names_of_the_documentation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
