/* Views: blanks that exports hold, comparing, and copies that are whole or nothing. */
#include "bronpost/base/str.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NBSP "\xC2\xA0"

static void test_blanks_at_both_ends_are_cut(void **state)
{
    (void)state;
    static const struct {
        const char *name, *in, *want;
    } cases[] = {
        { "nothing to cut", "abc", "abc" },
        { "blanks and tabs", " \t abc\t ", "abc" },
        { "line ends", "\r\nabc\r\n", "abc" },
        { "no-break spaces", NBSP NBSP "abc" NBSP, "abc" },
        { "mixed", " " NBSP "\tabc" NBSP " \n", "abc" },
        { "inside stays", "a b" NBSP "c", "a b" NBSP "c" },
        { "only blanks", " \t" NBSP " ", "" },
        { "empty", "", "" },
        { "half a no-break space in front",
          "\xC2"
          "abc",
          "\xC2"
          "abc" },
        { "A0 that ends another character", "\xC3\xA0", "\xC3\xA0" },
        { "C2 that begins another character", "\xC2\xA9", "\xC2\xA9" },
        { "a lone A0", "\xA0", "\xA0" },
        { "vertical tab is no blank", "\vabc", "\vabc" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!bp_str_equal(bp_str_trim(bp_str_of(cases[i].in)), bp_str_of(cases[i].want)))
            fail_msg("%s", cases[i].name);
    assert_false(bp_str_filled(bp_str_trim((struct bp_str){ NULL, 0 })));
}

static void test_a_copy_is_whole_or_nothing(void **state)
{
    (void)state;
    char dst[4] = "xyz";
    assert_true(bp_str_copy(dst, sizeof dst, BP_STR("abc")));
    assert_string_equal(dst, "abc");
    assert_false(bp_str_copy(dst, sizeof dst, BP_STR("abcd")));
    assert_string_equal(dst, "");
    assert_true(bp_str_copy(dst, 1, BP_STR("")));
    assert_true(bp_str_copy(dst, sizeof dst, (struct bp_str){ NULL, 0 }));
    assert_string_equal(dst, "");
    dst[0] = 'k';
    assert_false(bp_str_copy(dst, 0, BP_STR("")));
    assert_int_equal(dst[0], 'k');
}

static void test_order_is_by_bytes_then_by_length(void **state)
{
    (void)state;
    static const char *const ascending[] = { "", "A", "AB", "B", "a", "\xC3\xA9" };
    size_t n = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int order = bp_str_compare(bp_str_of(ascending[i]), bp_str_of(ascending[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    assert_int_equal(bp_str_compare((struct bp_str){ NULL, 0 }, BP_STR("")), 0);
}

static void test_equality(void **state)
{
    (void)state;
    assert_true(bp_str_equal(BP_STR("ab"), BP_STR("ab")));
    assert_false(bp_str_equal(BP_STR("ab"), BP_STR("aB")));
    assert_false(bp_str_equal(BP_STR("ab"), BP_STR("abc")));
    assert_true(bp_str_equal((struct bp_str){ NULL, 0 }, BP_STR("")));
    assert_true(bp_str_equal_nocase(BP_STR("Leerling_Nr[z]"), BP_STR("lEERLING_nR[Z]")));
    assert_false(bp_str_equal_nocase(BP_STR("ab"), BP_STR("abc")));
    /* letters only: '@' and '`', '[' and '{' differ by the same bit */
    assert_false(bp_str_equal_nocase(BP_STR("@"), BP_STR("`")));
    assert_false(bp_str_equal_nocase(BP_STR("["), BP_STR("{")));
}

static void test_prefixes(void **state)
{
    (void)state;
    assert_true(bp_str_starts_with(BP_STR("99XA00"), BP_STR("99XA")));
    assert_true(bp_str_starts_with(BP_STR("99XA"), BP_STR("99XA")));
    assert_true(bp_str_starts_with(BP_STR("99XA"), BP_STR("")));
    assert_false(bp_str_starts_with(BP_STR("99X"), BP_STR("99XA")));
    assert_false(bp_str_starts_with(BP_STR("99XB00"), BP_STR("99XA")));
}

static void test_digits(void **state)
{
    (void)state;
    assert_true(bp_str_all_digits(BP_STR("0123456789")));
    assert_false(bp_str_all_digits(BP_STR("")));
    assert_false(bp_str_all_digits(BP_STR("12a")));
    assert_false(bp_str_all_digits(BP_STR("12/")));
    assert_false(bp_str_all_digits(BP_STR("12:")));
    assert_false(bp_str_all_digits(BP_STR("\xB2"))); /* superscript two in Windows-1252 */
}

static void test_sizes_for_libraries_that_count_in_int(void **state)
{
    (void)state;
    int n = -1;
    assert_true(bp_size_to_int(INT_MAX, &n));
    assert_int_equal(n, INT_MAX);
    n = -1;
    assert_false(bp_size_to_int((size_t)INT_MAX + 1, &n));
    assert_int_equal(n, -1);
    assert_true(bp_size_to_int(0, &n));
    assert_int_equal(n, 0);
}

/* "foobar" is of the authors' own list: 85944171f73967e8 before it is folded. */
static void test_a_hash_is_fnv_1a_folded(void **state)
{
    (void)state;
    assert_true(bp_str_hash(BP_STR("foobar")) == UINT64_C(0x8594417172ad2699));
    assert_true(bp_str_hash(BP_STR("foobas")) != bp_str_hash(BP_STR("foobar")));
    assert_true(bp_str_hash((struct bp_str){ NULL, 0 }) == bp_str_hash(BP_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blanks_at_both_ends_are_cut),
        cmocka_unit_test(test_a_copy_is_whole_or_nothing),
        cmocka_unit_test(test_order_is_by_bytes_then_by_length),
        cmocka_unit_test(test_equality),
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_a_hash_is_fnv_1a_folded),
        cmocka_unit_test(test_sizes_for_libraries_that_count_in_int),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
