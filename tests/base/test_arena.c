/* Arena: a ceiling that holds, sizes that cannot overflow, memory that is fresh after a reset. */
#include "bronpost/base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_memory_is_zeroed_and_aligned_for_any_type(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    for (size_t size = 1; size <= 200; size++) {
        unsigned char *p = bp_arena_alloc(arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xA5, size);
    }
    bp_arena_free(arena);
}

static void test_ceiling_is_met_to_the_byte(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_KIB);
    assert_null(bp_arena_alloc(arena, BP_KIB + 1));
    assert_non_null(bp_arena_alloc(arena, BP_KIB)); /* the refused request took nothing */
    assert_null(bp_arena_alloc(arena, 1));
    bp_arena_free(arena);
}

static void test_ceiling_counts_all_that_was_handed_out(void **state)
{
    (void)state;
    const size_t ceiling = 64 * BP_KIB;
    struct bp_arena *arena = bp_arena_new(ceiling);
    size_t handed_out = 0;
    while (bp_arena_alloc(arena, 100))
        handed_out += 100;
    assert_true(handed_out <= ceiling);
    assert_true(handed_out > ceiling / 2);
    bp_arena_free(arena);
}

static void test_reset_gives_the_whole_ceiling_back(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(256 * BP_KIB);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 4; i++) { /* more than one block, and one larger than a block */
            unsigned char *p = bp_arena_alloc(arena, i == 3 ? 160 * BP_KIB : 30 * BP_KIB);
            assert_non_null(p);
            assert_int_equal(p[0], 0);
            assert_int_equal(p[30 * BP_KIB - 1], 0);
            memset(p, 0xFF, 30 * BP_KIB);
        }
        assert_null(bp_arena_alloc(arena, 30 * BP_KIB));
        bp_arena_reset(arena);
    }
    bp_arena_free(arena);
}

static void test_sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(SIZE_MAX);
    assert_null(bp_arena_array(arena, SIZE_MAX / 2, 3));
    assert_null(bp_arena_array(arena, SIZE_MAX / 8 + 1, 8)); /* wraps to a small number */
    assert_null(bp_arena_alloc(arena, SIZE_MAX));
    assert_null(bp_arena_alloc(arena, SIZE_MAX - 8));
    assert_non_null(bp_arena_array(arena, 3, 8));
    bp_arena_free(arena);
}

static void test_nothing_asked_for_is_still_a_place_of_its_own(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_KIB);
    void *a = bp_arena_alloc(arena, 0), *b = bp_arena_array(arena, 0, 16);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    bp_arena_free(arena);
}

static void test_strings_are_copied_with_a_nul_behind_them(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_KIB);
    struct bp_str copy = bp_arena_str(arena, (struct bp_str){ "abcdef", 3 });
    assert_int_equal(copy.len, 3);
    assert_string_equal(copy.ptr, "abc");
    struct bp_str absent = bp_arena_str(arena, (struct bp_str){ NULL, 0 });
    assert_int_equal(absent.len, 0);
    assert_string_equal(absent.ptr, "");
    struct bp_str text = bp_arena_printf(arena, "%s-%d", "rij", 17);
    assert_int_equal(text.len, 6);
    assert_string_equal(text.ptr, "rij-17");
    bp_arena_free(arena);
}

static void test_a_full_arena_gives_absent_strings(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_KIB);
    assert_non_null(bp_arena_alloc(arena, BP_KIB));
    assert_null(bp_arena_str(arena, BP_STR("x")).ptr);
    assert_null(bp_arena_printf(arena, "%d", 1).ptr);
    assert_int_equal(bp_arena_printf(arena, "%d", 1).len, 0);
    bp_arena_free(arena);
    bp_arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_and_aligned_for_any_type),
        cmocka_unit_test(test_ceiling_is_met_to_the_byte),
        cmocka_unit_test(test_ceiling_counts_all_that_was_handed_out),
        cmocka_unit_test(test_reset_gives_the_whole_ceiling_back),
        cmocka_unit_test(test_sizes_that_overflow_are_refused),
        cmocka_unit_test(test_nothing_asked_for_is_still_a_place_of_its_own),
        cmocka_unit_test(test_strings_are_copied_with_a_nul_behind_them),
        cmocka_unit_test(test_a_full_arena_gives_absent_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
