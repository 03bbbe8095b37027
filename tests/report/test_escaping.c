/* What comes from other people's software stays text: in CSV, in JSON and in HTML. */
#include "../../src/report/html.h"
#include "../../src/report/json.h"
#include "../../src/report/utf8.h"
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"
#include "support/report_facts.h"
#include "support/report_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define S(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

struct example {
    const char *name;
    struct bp_str in, want;
};

static void check(const struct example *examples, size_t count,
                  void (*write)(struct bp_buf *, struct bp_str))
{
    for (size_t i = 0; i < count; i++) {
        struct bp_buf out;
        bp_buf_init(&out, BP_KIB);
        write(&out, examples[i].in);
        if (!bp_str_equal(bp_buf_str(&out), examples[i].want))
            fail_msg("%s: got %.*s", examples[i].name, (int)out.len, out.ptr);
        bp_buf_free(&out);
    }
}

static const struct example csv[] = {
    { "plain text is left alone", S("Groen"), S("Groen") },
    { "nothing is nothing", S(""), S("") },
    { "absent is nothing", { NULL, 0 }, S("") },
    { "a separator asks for quotes", S("a;b"), S("\"a;b\"") },
    { "a comma does not", S("a,b"), S("a,b") },
    { "a quote is doubled", S("a\"b"), S("\"a\"\"b\"") },
    { "quotes at both ends are doubled", S("\"\""), S("\"\"\"\"\"\"") },
    { "a line feed asks for quotes", S("a\nb"), S("\"a\nb\"") },
    { "a carriage return asks for quotes", S("a\rb"), S("\"a\rb\"") },
    { "= first would be run", S("=1+1"), S("'=1+1") },
    { "+ first would be run", S("+31"), S("'+31") },
    { "- first would be run", S("-1"), S("'-1") },
    { "@ first would be run", S("@SUM(A1)"), S("'@SUM(A1)") },
    { "a tab first would be run", S("\t=1"), S("'\t=1") },
    { "a carriage return first would be run", S("\r=1"), S("\"'\r=1\"") },
    { "a line feed first would be run", S("\n=1"), S("\"'\n=1\"") },
    { "one sign alone is guarded as well", S("="), S("'=") },
    { "= later is not run", S("1=1"), S("1=1") },
    { "+ later is not run", S("1+1"), S("1+1") },
    { "- later is not run", S("2026-08-01"), S("2026-08-01") },
    { "@ later is not run", S("a@b"), S("a@b") },
    { "a tab later is not run", S("a\tb"), S("a\tb") },
    { "guard and quotes together", S("=A1;\"x\""), S("\"'=A1;\"\"x\"\"\"") },
    { "an apostrophe first is text already", S("'s"), S("'s") },
};

static void test_csv_cells_are_quoted_and_never_run(void **state)
{
    (void)state;
    check(csv, sizeof csv / sizeof *csv, bp_csv_cell);
}

static const struct example html[] = {
    { "plain text is left alone", S("Groen"), S("Groen") },
    { "& would begin an entity", S("a&b"), S("a&amp;b") },
    { "< would begin a tag", S("<script>"), S("&lt;script&gt;") },
    { "\" would end an attribute", S("\"x"), S("&quot;x") },
    { "' would end an attribute", S("'x"), S("&#39;x") },
    { "what is escaped already is escaped again", S("&lt;"), S("&amp;lt;") },
    { "blanks, tabs and line ends stay", S(" \t\r\n"), S(" \t\r\n") },
    { "a control character is replaced", S("a\x01"), S("a\xEF\xBF\xBD") },
    { "a NUL is replaced", S("a\0b"),
      S("a\xEF\xBF\xBD"
        "b") },
    { "delete is replaced", S("a\x7F"), S("a\xEF\xBF\xBD") },
    { "~ is the last that stays", S("~"), S("~") },
    { "letters beyond ASCII stay", S("geïntegreerd €"), S("geïntegreerd €") },
    { "a byte of another character set is replaced", S("ge\xEFnt"), S("ge\xEF\xBF\xBDnt") },
    { "half a character at the end is replaced", S("a\xE2\x82"), S("a\xEF\xBF\xBD\xEF\xBF\xBD") },
};

static void test_html_text_cannot_become_markup(void **state)
{
    (void)state;
    check(html, sizeof html / sizeof *html, bp_html_text);
}

static const struct example html_cells[] = {
    { "= first gets an apostrophe", S("=1"), S("&#39;=1") },
    { "a tab first gets an apostrophe", S("\t1"), S("&#39;\t1") },
    { "a carriage return first gets an apostrophe", S("\r="), S("&#39;\r=") },
    { "= later does not", S("1="), S("1=") },
    { "a carriage return later does not", S("1\r="), S("1\r=") },
    { "and markup stays text", S("@<"), S("&#39;@&lt;") },
};

static void test_a_cell_copied_from_the_report_is_not_run(void **state)
{
    (void)state;
    check(html_cells, sizeof html_cells / sizeof *html_cells, bp_html_cell);
}

static void write_json(struct bp_buf *out, struct bp_str value)
{
    struct bp_json json;
    bp_json_init(&json, out);
    bp_json_str(&json, NULL, value);
}

static const struct example json[] = {
    { "plain text is quoted", S("a/b"), S("\"a/b\"") },
    { "nothing is an empty string", S(""), S("\"\"") },
    { "\" is escaped", S("a\"b"), S("\"a\\\"b\"") },
    { "\\ is escaped", S("a\\b"), S("\"a\\\\b\"") },
    { "known control characters have a letter", S("\b\f\n\r\t"), S("\"\\b\\f\\n\\r\\t\"") },
    { "other control characters have a number", S("\x01\x1F"), S("\"\\u0001\\u001f\"") },
    { "a NUL has a number", S("a\0b"), S("\"a\\u0000b\"") },
    { "a blank is the first that stays", S(" ~"), S("\" ~\"") },
    { "delete has a number", S("\x7F"), S("\"\\u007f\"") },
    { "letters beyond ASCII stay", S("ï€"), S("\"ï€\"") },
    { "four bytes stay", S("\xF0\x9F\x8C\xB1"), S("\"\xF0\x9F\x8C\xB1\"") },
    { "a byte of another character set is replaced", S("\xEF"), S("\"\xEF\xBF\xBD\"") },
};

static void test_json_strings_are_valid_whatever_the_bytes(void **state)
{
    (void)state;
    check(json, sizeof json / sizeof *json, write_json);
}

static void test_json_strings_mean_what_went_in(void **state)
{
    (void)state;
    char all[127];
    for (int i = 0; i < 127; i++)
        all[i] = (char)(i + 1);
    struct bp_buf out;
    bp_buf_init(&out, BP_KIB * 4);
    write_json(&out, (struct bp_str){ all, sizeof all });
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    const struct report_json *value = report_json_parse(arena, bp_buf_str(&out));
    assert_non_null(value);
    assert_true(bp_str_equal(value->text, (struct bp_str){ all, sizeof all }));
    bp_arena_free(arena);
    bp_buf_free(&out);
}

static const struct {
    const char *name;
    struct bp_str in;
    size_t length;
} characters[] = {
    { "nothing", S(""), 0 },
    { "the first of ASCII", S("\0"), 1 },
    { "the last of ASCII", S("\x7F"), 1 },
    { "a byte that only goes on", S("\x80"), 0 },
    { "an overlong slash", S("\xC1\xAF"), 0 },
    { "the first of two bytes", S("\xC2\x80"), 2 },
    { "the last of two bytes", S("\xDF\xBF"), 2 },
    { "overlong in three bytes", S("\xE0\x9F\xBF"), 0 },
    { "the first of three bytes", S("\xE0\xA0\x80"), 3 },
    { "the last before the surrogates", S("\xED\x9F\xBF"), 3 },
    { "the first surrogate", S("\xED\xA0\x80"), 0 },
    { "the first after the surrogates", S("\xEE\x80\x80"), 3 },
    { "the last of three bytes", S("\xEF\xBF\xBF"), 3 },
    { "overlong in four bytes", S("\xF0\x8F\xBF\xBF"), 0 },
    { "the first of four bytes", S("\xF0\x90\x80\x80"), 4 },
    { "the last character", S("\xF4\x8F\xBF\xBF"), 4 },
    { "one beyond the last", S("\xF4\x90\x80\x80"), 0 },
    { "a byte that never occurs", S("\xF5\x80\x80\x80"), 0 },
    { "a third byte that does not go on", S("\xE2\x82\x41"), 0 },
    { "a fourth byte that does not go on", S("\xF0\x9F\x8C\xC0"), 0 },
    { "two bytes that end after one", S("\xC3"), 0 },
    { "four bytes that end after three", S("\xF0\x9F\x8C"), 0 },
};

static void test_only_valid_utf8_is_a_character(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        if (bp_utf8_length(characters[i].in) != characters[i].length)
            fail_msg("%s: %zu bytes", characters[i].name, bp_utf8_length(characters[i].in));
}

static void test_counts_are_grouped_as_the_language_does(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        const char *en, *nl;
    } cases[] = { { 0, "0", "0" },
                  { 999, "999", "999" },
                  { 1000, "1,000", "1.000" },
                  { 1234567, "1,234,567", "1.234.567" },
                  { SIZE_MAX, "18,446,744,073,709,551,615", "18.446.744.073.709.551.615" } };
    char locale[300], text[BP_HTML_NUMBER];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bp_text_init(report_facts_build("locale", locale), "nl");
        assert_true(bp_str_equal(bp_html_number(cases[i].n, text), bp_str_of(cases[i].nl)));
        bp_text_init(locale, "en");
        assert_true(bp_str_equal(bp_html_number(cases[i].n, text), bp_str_of(cases[i].en)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_cells_are_quoted_and_never_run),
        cmocka_unit_test(test_html_text_cannot_become_markup),
        cmocka_unit_test(test_a_cell_copied_from_the_report_is_not_run),
        cmocka_unit_test(test_json_strings_are_valid_whatever_the_bytes),
        cmocka_unit_test(test_json_strings_mean_what_went_in),
        cmocka_unit_test(test_only_valid_utf8_is_a_character),
        cmocka_unit_test(test_counts_are_grouped_as_the_language_does),
    };
    return cmocka_run_group_tests_name("report/escaping", tests, NULL, NULL);
}
