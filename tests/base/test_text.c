/* Templates take strings, never formats; errors name place, code and text. */
#include "bronpost/base/error.h"
#include "bronpost/base/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_templates_are_filled_with_their_arguments(void **state)
{
    (void)state;
    static const struct {
        const char *name, *template, *want;
    } cases[] = {
        { "in order", "from {1} to {2}", "from one to two" },
        { "a translation may turn them round", "{2} na {1}", "two na one" },
        { "twice the same", "{1}{1}", "oneone" },
        { "an argument that is not there is nothing", "<{4}>", "<>" },
        { "an absent argument is nothing", "<{3}>", "<>" },
        { "no other number", "{0} {10} {a}", "{0} {10} {a}" },
        { "half a place", "{1 {", "{1 {" },
        { "percent signs are text", "100 %s %n {1}", "100 %s %n one" },
        { "nothing", "", "" },
    };
    const struct bp_str args[] = { BP_STR("one"), BP_STR("two"), { NULL, 0 } };
    struct bp_buf out;
    bp_buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bp_buf_clear(&out);
        bp_text_fill(&out, cases[i].template, args, 3);
        if (!bp_str_equal(bp_buf_str(&out), bp_str_of(cases[i].want)))
            fail_msg("%s: '%.*s'", cases[i].name, (int)out.len, out.ptr);
    }
    bp_buf_free(&out);
}

static void test_an_argument_is_not_a_template(void **state)
{
    (void)state;
    const struct bp_str args[] = { BP_STR("{2}"), BP_STR("never") };
    struct bp_buf out;
    bp_buf_init(&out, 100);
    bp_text_fill(&out, "{1}", args, 2);
    assert_true(bp_str_equal(bp_buf_str(&out), BP_STR("{2}")));
    bp_buf_free(&out);
}

static void test_a_text_without_translation_comes_back_in_english(void **state)
{
    (void)state;
    assert_string_equal(bp_text("no such text"), "no such text");
    bp_text_init("/nonexistent", "fr"); /* what is not Dutch is English */
    assert_string_equal(bp_text_language(), "en");
    bp_text_init("/nonexistent", "nl");
    assert_string_equal(bp_text_language(), "nl");
    assert_string_equal(bp_text("no such text"), "no such text");
    bp_text_init("/nonexistent", "en");
}

static void test_an_error_names_what_is_known_of_its_place(void **state)
{
    (void)state;
    struct bp_error err;
    char text[200];
    assert_int_equal(bp_error_set(&err, BP_E_INPUT, "BP104", "expected %d digits", 4), BP_E_INPUT);
    bp_error_format(&err, text, sizeof text);
    assert_string_equal(text, "BP104 expected 4 digits");
    bp_error_at(&err, "leerlingen.csv", 17, 4);
    bp_error_format(&err, text, sizeof text);
    assert_string_equal(text, "leerlingen.csv:17:4: BP104 expected 4 digits");
    bp_error_at(&err, "other.csv", 1, 1); /* the first place stays */
    assert_string_equal(err.file, "leerlingen.csv");
    assert_int_equal(err.row, 17);
    bp_error_format(&err, text, 8);
    assert_string_equal(text, "leerlin");
}

static void test_an_error_without_a_code_or_a_receiver(void **state)
{
    (void)state;
    struct bp_error err;
    char text[200];
    assert_int_equal(bp_error_set(NULL, BP_E_IO, NULL, "gone"), BP_E_IO);
    assert_int_equal(bp_error_memory(&err, "rows"), BP_E_MEMORY);
    bp_error_at(&err, "routes.csv", 0, 0);
    bp_error_format(&err, text, sizeof text);
    assert_string_equal(text, "routes.csv: not enough memory for rows");
    bp_error_at(NULL, "x", 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_templates_are_filled_with_their_arguments),
        cmocka_unit_test(test_an_argument_is_not_a_template),
        cmocka_unit_test(test_a_text_without_translation_comes_back_in_english),
        cmocka_unit_test(test_an_error_names_what_is_known_of_its_place),
        cmocka_unit_test(test_an_error_without_a_code_or_a_receiver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
