/* Character sets: what is assumed, what is refused, and how cells come out. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../src/input/tekenset.h"

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
#define HEAD "leerlingnummer;" INPUT_HEAD

static void test_the_set_is_decided_on_the_bytes_of_the_whole_file(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct bp_str cell;
        const char *want, *charset;
    } cases[] = {
        { "ASCII", BYTES("abc"), "abc", "UTF-8" },
        { "UTF-8", BYTES("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"),
          "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "UTF-8" },
        { "no-break spaces in UTF-8", BYTES(" \xC2\xA0 x\xC2\xA0y \xC2\xA0"), "x\xC2\xA0y",
          "UTF-8" },
        { "Windows-1252", BYTES("caf\xE9 \x80"), "caf\xC3\xA9 \xE2\x82\xAC", "windows-1252" },
        { "no-break spaces in Windows-1252", BYTES("\xA0 x\xA0y \xA0"), "x\xC2\xA0y",
          "windows-1252" },
        { "undefined bytes become C1 controls", BYTES("\x81\x8D\x8F\x90\x9D"),
          "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D", "windows-1252" },
        { "an overlong form is no UTF-8", BYTES("\xC0\xAF"), "\xC3\x80\xC2\xAF", "windows-1252" },
        { "a surrogate is no UTF-8", BYTES("\xED\xA0\x80"), "\xC3\xAD\xC2\xA0\xE2\x82\xAC",
          "windows-1252" },
        { "beyond Unicode is no UTF-8", BYTES("\xF4\x90\x80\x80"),
          "\xC3\xB4\xC2\x90\xE2\x82\xAC\xE2\x82\xAC", "windows-1252" },
        { "half a character", BYTES("x\xE2\x82"), "x\xC3\xA2\xE2\x80\x9A", "windows-1252" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        struct bp_buf csv;
        input_begin(&c);
        bp_buf_init(&csv, BP_MIB);
        bp_buf_add_text(&csv, HEAD "\n");
        bp_buf_add_str(&csv, cases[i].cell);
        bp_buf_add_text(&csv, ";" INPUT_ROW "\n");
        assert_true(input_open(&c, bp_buf_str(&csv)));
        struct bp_str got = input_row(&c)->leerlingnummer;
        const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(c.leerlingen);
        if (!bp_str_equal(got, bp_str_of(cases[i].want)) ||
            strcmp(feiten->charset, cases[i].charset) != 0)
            fail_msg("%s: '%.*s' as %s", cases[i].name, (int)got.len, got.ptr, feiten->charset);
        assert_int_equal(feiten->charset_assumed, strcmp(cases[i].charset, "UTF-8") != 0);
        bp_buf_free(&csv);
        input_end(&c);
    }
}

static void test_a_profile_says_the_set_and_the_file_must_be_in_it(void **state)
{
    (void)state;
    static const struct {
        const char *charset;
        struct bp_str cell;
        const char *want; /* NULL: refused on line 2 */
    } cases[] = {
        { "utf-8", BYTES("\xC3\xA9"), "\xC3\xA9" },
        { "utf-8", BYTES("\xE9"), NULL },
        { "windows-1252", BYTES("\xC3\xA9"), "\xC3\x83\xC2\xA9" },
        { "windows-1252", BYTES("\x81"), "\xC2\x81" },
        { "ISO-8859-15", BYTES("\xA4"), "\xE2\x82\xAC" },
        { "US-ASCII", BYTES("abc"), "abc" },
        { "US-ASCII", BYTES("\xE9"), NULL },
        { "ISO-8859-7", BYTES("\xAE"), NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        struct bp_buf text;
        input_begin(&c);
        bp_buf_init(&text, BP_MIB);
        bp_buf_printf(&text, "[profile]\ncharset = %s\n", cases[i].charset);
        bp_buf_add(&text, "", 1);
        assert_true(input_profiel(&c, text.ptr));
        bp_buf_clear(&text);
        bp_buf_add_text(&text, HEAD "\n");
        bp_buf_add_str(&text, cases[i].cell);
        bp_buf_add_text(&text, ";" INPUT_ROW "\n");
        bool ok = input_open(&c, bp_buf_str(&text));
        if (ok != (cases[i].want != NULL))
            fail_msg("%s: %s", cases[i].charset, ok ? "accepted" : c.err.detail);
        if (ok) {
            assert_true(bp_str_equal(input_row(&c)->leerlingnummer, bp_str_of(cases[i].want)));
            assert_false(bp_leerlingen_feiten(c.leerlingen)->charset_assumed);
        } else {
            assert_int_equal(c.err.status, BP_E_INPUT);
            assert_int_equal(c.err.row, 2);
        }
        bp_buf_free(&text);
        input_end(&c);
    }
}

/* UTF-8 text to another set, by the library itself. */
static void to_set(const char *set, const char *text, struct bp_buf *out)
{
    struct bp_tekenset one;
    assert_int_equal(bp_tekenset_find(set, &one, NULL), BP_OK);
    bp_tekenset_encode(&one, bp_str_of(text), out);
}

static void test_a_file_of_two_bytes_a_character_with_a_profile(void **state)
{
    (void)state;
    static const struct {
        const char *charset, *written;
        bool mark;
    } cases[] = {
        { "UTF-16", "UTF-16LE", true },   { "UTF-16", "UTF-16BE", true },
        { "UTF-16", "UTF-16LE", false },  { "UTF-16", "UTF-16BE", false },
        { "utf-16le", "UTF-16LE", true }, { "UTF-16BE", "UTF-16BE", false },
        { "UTF-32", "UTF-32LE", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        struct bp_buf csv, want;
        input_begin(&c);
        bp_buf_init(&csv, BP_MIB);
        bp_buf_init(&want, BP_MIB);
        bp_buf_printf(&csv, "[profile]\ncharset = %s\n", cases[i].charset);
        bp_buf_add(&csv, "", 1);
        assert_true(input_profiel(&c, csv.ptr));
        bp_buf_clear(&csv);
        const char *mark = cases[i].mark ? "\xEF\xBB\xBF" : "";
        to_set(cases[i].written, mark, &csv);
        to_set(cases[i].written, HEAD "\r\n\xC3\xA9\xE2\x82\xAC;" INPUT_ROW "\r\n", &csv);
        to_set(cases[i].written, mark, &want);
        to_set(cases[i].written,
               HEAD ";rij;code;kolom;uitleg\r\n\xC3\xA9\xE2\x82\xAC;" INPUT_ROW
                    ";2;BP000;k;\xC3\xAF\r\n",
               &want);
        if (!input_open(&c, bp_buf_str(&csv)))
            fail_msg("%s: refused: %s", cases[i].charset, c.err.detail);
        assert_true(bp_str_equal(input_row(&c)->leerlingnummer, BP_STR("\xC3\xA9\xE2\x82\xAC")));
        if (!bp_str_equal(input_back(&c, "\xC3\xAF"), bp_buf_str(&want)))
            fail_msg("%s: what is handed back differs", cases[i].charset);
        bp_buf_free(&csv);
        bp_buf_free(&want);
        input_end(&c);
    }
}

static void test_half_a_unit_is_refused(void **state)
{
    (void)state;
    struct input_case c;
    struct bp_buf csv;
    input_begin(&c);
    bp_buf_init(&csv, BP_MIB);
    assert_true(input_profiel(&c, "[profile]\ncharset = UTF-16LE\n"));
    to_set("UTF-16LE", HEAD "\nL1;" INPUT_ROW "\n", &csv);
    bp_buf_add_char(&csv, 'x');
    assert_false(input_open(&c, bp_buf_str(&csv)));
    assert_int_equal(c.err.status, BP_E_INPUT);
    bp_buf_free(&csv);
    input_end(&c);
}

static void test_the_check_for_utf8_does_not_care_where_a_piece_ends(void **state)
{
    (void)state;
    static const struct {
        struct bp_str text;
        bool ok;
    } texts[] = {
        { BYTES("abcdefghijklmnop\xC3\xA9qrstuvw\xE2\x82\xACxyz\xF0\x9F\x98\x80"), true },
        { BYTES("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEE\x80\x80\xE0\xA0\x80\xC2\x80"),
          true },
        { BYTES("abcdefgh\xE2\x82"), false },
        { BYTES("abcdefghijklmno\x80"), false },
        { BYTES("\xE0\x9F\x80"), false },
        { BYTES("\xF0\x8F\x80\x80"), false },
        { BYTES("\xC3\x28"), false },
        { BYTES("\xFF"), false },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (size_t step = 1; step <= texts[i].text.len; step++) {
            struct bp_utf8_toets toets = { 0 };
            for (size_t at = 0; at < texts[i].text.len; at += step) {
                size_t len = texts[i].text.len - at < step ? texts[i].text.len - at : step;
                bp_utf8_toets_add(&toets, texts[i].text.ptr + at, len);
            }
            if (bp_utf8_toets_ok(&toets) != texts[i].ok)
                fail_msg("text %zu in pieces of %zu", i, step);
        }
    }
}

static void test_single_byte_sets_are_known_from_others(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum bp_tekenset_soort want;
    } sets[] = {
        { "UTF-8", BP_TEKENSET_UTF8 },        { "utf8", BP_TEKENSET_UTF8 },
        { "windows-1252", BP_TEKENSET_BYTE }, { "WINDOWS-1252", BP_TEKENSET_BYTE },
        { "ISO-8859-1", BP_TEKENSET_BYTE },   { "US-ASCII", BP_TEKENSET_BYTE },
        { "IBM850", BP_TEKENSET_BYTE },       { "UTF-16", BP_TEKENSET_ANDERS },
        { "UTF-16LE", BP_TEKENSET_ANDERS },   { "UTF-7", BP_TEKENSET_ANDERS },
        { "Shift_JIS", BP_TEKENSET_ANDERS },  { "IBM037", BP_TEKENSET_ANDERS },
    };
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct bp_tekenset set;
        struct bp_error err = { 0 };
        if (bp_tekenset_find(sets[i].name, &set, &err) != BP_OK || set.soort != sets[i].want)
            fail_msg("%s: %d %s", sets[i].name, (int)set.soort, err.detail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_set_is_decided_on_the_bytes_of_the_whole_file),
        cmocka_unit_test(test_a_profile_says_the_set_and_the_file_must_be_in_it),
        cmocka_unit_test(test_a_file_of_two_bytes_a_character_with_a_profile),
        cmocka_unit_test(test_half_a_unit_is_refused),
        cmocka_unit_test(test_the_check_for_utf8_does_not_care_where_a_piece_ends),
        cmocka_unit_test(test_single_byte_sets_are_known_from_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
