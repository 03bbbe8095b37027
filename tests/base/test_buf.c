/* Buffers: whole appends up to the maximum, none after the first that failed. */
#include "bronpost/base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_buf(const struct bp_buf *buf, const char *want)
{
    struct bp_str got = bp_buf_str(buf);
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("'%.*s' instead of '%s'", (int)got.len, got.ptr, want);
}

static void test_maximum_is_met_to_the_byte(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 8);
    bp_buf_add_text(&buf, "12345678");
    assert_false(buf.failed);
    assert_buf(&buf, "12345678");
    bp_buf_add_char(&buf, '9');
    assert_true(buf.failed);
    assert_buf(&buf, "12345678");
    bp_buf_free(&buf);
}

static void test_an_append_that_does_not_fit_leaves_no_part_of_itself(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 8);
    bp_buf_add_text(&buf, "1234");
    bp_buf_add_text(&buf, "56789");
    assert_true(buf.failed);
    assert_buf(&buf, "1234");
    bp_buf_free(&buf);
}

static void test_after_a_failure_nothing_is_added_until_clear(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 4);
    bp_buf_add_text(&buf, "12345");
    assert_true(buf.failed);
    bp_buf_add_char(&buf, 'x'); /* would fit */
    assert_buf(&buf, "");
    bp_buf_clear(&buf);
    assert_false(buf.failed);
    bp_buf_add_text(&buf, "1234");
    assert_false(buf.failed);
    assert_buf(&buf, "1234");
    bp_buf_free(&buf);
}

static void test_growing_keeps_what_was_there(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 100000);
    for (unsigned i = 0; i < 100000; i++)
        bp_buf_add_char(&buf, (char)('a' + i % 26));
    assert_false(buf.failed);
    assert_int_equal(buf.len, 100000);
    for (unsigned i = 0; i < 100000; i++)
        if (buf.ptr[i] != (char)('a' + i % 26))
            fail_msg("byte %u", i);
    assert_true(buf.cap <= buf.max);
    bp_buf_free(&buf);
    assert_null(buf.ptr);
    assert_int_equal(buf.len, 0);
}

static void test_numbers_and_formats(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 100);
    bp_buf_add_u64(&buf, 0);
    bp_buf_add_char(&buf, ' ');
    bp_buf_add_u64(&buf, UINT64_MAX);
    bp_buf_printf(&buf, " %s %d", "rij", -5);
    bp_buf_add_str(&buf, BP_STR(" a\0b"));
    assert_false(buf.failed);
    assert_int_equal(buf.len, 2 + 20 + 7 + 4);
    assert_memory_equal(buf.ptr, "0 18446744073709551615 rij -5 a\0b", buf.len);
    bp_buf_free(&buf);
}

static void test_printf_that_does_not_fit_fails_whole(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 4);
    bp_buf_printf(&buf, "%s", "12345");
    assert_true(buf.failed);
    assert_buf(&buf, "");
    bp_buf_free(&buf);
}

static void test_nothing_added_needs_no_memory(void **state)
{
    (void)state;
    struct bp_buf buf;
    bp_buf_init(&buf, 0);
    bp_buf_add(&buf, NULL, 0);
    bp_buf_add_str(&buf, (struct bp_str){ NULL, 0 });
    assert_false(buf.failed);
    assert_non_null(bp_buf_str(&buf).ptr); /* "" */
    bp_buf_add_char(&buf, 'x');
    assert_true(buf.failed);
    bp_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maximum_is_met_to_the_byte),
        cmocka_unit_test(test_an_append_that_does_not_fit_leaves_no_part_of_itself),
        cmocka_unit_test(test_after_a_failure_nothing_is_added_until_clear),
        cmocka_unit_test(test_growing_keeps_what_was_there),
        cmocka_unit_test(test_numbers_and_formats),
        cmocka_unit_test(test_printf_that_does_not_fit_fails_whole),
        cmocka_unit_test(test_nothing_added_needs_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
