/* Rows handed back: the school's own cells to the byte, and what is handed back can be read again. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD INPUT_HEAD
#define ROW  INPUT_ROW
#define OWN  ";rij;code;kolom;uitleg"

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct {
    const char *name;
    struct bp_str csv, want; /* with uitleg "u" */
} cases[] = {
    { "plain", BYTES(HEAD "\n" ROW "\n"), BYTES(HEAD OWN "\n" ROW ";2;BP000;k;u\n") },
    { "no line end on the last line", BYTES(HEAD "\n" ROW),
      BYTES(HEAD OWN "\n" ROW ";2;BP000;k;u\n") },
    { "CRLF, and none on the last line", BYTES(HEAD "\r\n" ROW),
      BYTES(HEAD OWN "\r\n" ROW ";2;BP000;k;u\r\n") },
    { "mixed line ends stay per row",
      BYTES(HEAD "\n" ROW "\r\n" INPUT_BSN2 ";V1;99XA;2025-08-01\n"),
      BYTES(HEAD OWN "\n" ROW ";2;BP000;k;u\r\n" INPUT_BSN2 ";V1;99XA;2025-08-01;3;BP000;k;u\n") },
    { "BOM and sep=", BYTES("\xEF\xBB\xBFsep=;\r\n" HEAD "\r\n" ROW "\r\n"),
      BYTES("\xEF\xBB\xBFsep=;\r\n" HEAD OWN "\r\n" ROW ";3;BP000;k;u\r\n") },
    { "blanks, quotes and newlines inside cells stay",
      BYTES("Memo;" HEAD "\n \"a \"\"b\"\";\nc\" ; " INPUT_BSN " ;V1;\"99XA\";2025-08-01\n"),
      BYTES("Memo;" HEAD OWN "\n \"a \"\"b\"\";\nc\" ; " INPUT_BSN
            " ;V1;\"99XA\";2025-08-01;2;BP000;k;u\n") },
    { "a header with quotes stays",
      BYTES("\"bsn\";\"inschrijvingvolgnummer\";\"brin\";\"datum_inschrijving\"\n" ROW "\n"),
      BYTES("\"bsn\";\"inschrijvingvolgnummer\";\"brin\";\"datum_inschrijving\"" OWN "\n" ROW
            ";2;BP000;k;u\n") },
    { "a record that ends early is padded", BYTES(HEAD ";leerjaar;niveau\n" ROW "\n"),
      BYTES(HEAD ";leerjaar;niveau" OWN "\n" ROW ";;;2;BP000;k;u\n") },
    { "the program's own columns are not repeated",
      BYTES(HEAD OWN "\n" ROW ";7;BP104;brin;\"wat; waarom\"\n" INPUT_BSN2 ";V1;99XA;2025-08-01\n"),
      BYTES(HEAD OWN "\n" ROW ";2;BP000;k;u\n" INPUT_BSN2 ";V1;99XA;2025-08-01;3;BP000;k;u\n") },
    { "in another order they are the school's",
      BYTES(HEAD ";code;rij;kolom;uitleg\n" ROW ";1;2;3;4\n"),
      BYTES(HEAD ";code;rij;kolom;uitleg" OWN "\n" ROW ";1;2;3;4;2;BP000;k;u\n") },
    { "cells before the break", BYTES(HEAD ";leerjaar\n" INPUT_BSN ";\"V1\"; 99XA;20\"25;3\n"),
      BYTES(HEAD ";leerjaar" OWN "\n" INPUT_BSN ";\"V1\"; 99XA;;;2;BP000;k;u\n") },
    { "a break in the first cell", BYTES(HEAD "\n9\"9;V1;99XA;2025-08-01\n"),
      BYTES(HEAD OWN "\n;;;;2;BP000;k;u\n") },
    { "a break behind newlines in quotes",
      BYTES("memo;" HEAD "\n\"a\nb\";" INPUT_BSN ";V1;99XA;\"x\"y\n"),
      BYTES("memo;" HEAD OWN "\n\"a\nb\";" INPUT_BSN ";V1;99XA;;2;BP000;k;u\n") },
    { "too many cells: those that have a column", BYTES(HEAD "\n" ROW ";a;b\n"),
      BYTES(HEAD OWN "\n" ROW ";2;BP000;k;u\n") },
    { "commas",
      BYTES("bsn,inschrijvingvolgnummer,brin,datum_inschrijving\n" INPUT_BSN
            ",V1,99XA,2025-08-01\n"),
      BYTES("bsn,inschrijvingvolgnummer,brin,datum_inschrijving,rij,code,kolom,uitleg\n" INPUT_BSN
            ",V1,99XA,2025-08-01,2,BP000,k,u\n") },
    { "tabs, an empty first cell",
      BYTES("memo\tbsn\tinschrijvingvolgnummer\tbrin\tdatum_inschrijving\n\t" INPUT_BSN
            "\tV1\t99XA\t2025-08-01\n"),
      BYTES(
          "memo\tbsn\tinschrijvingvolgnummer\tbrin\tdatum_inschrijving\trij\tcode\tkolom\tuitleg\n"
          "\t" INPUT_BSN "\tV1\t99XA\t2025-08-01\t2\tBP000\tk\tu\n") },
    { "Windows-1252 stays Windows-1252", BYTES("na\xEFve\x81;" HEAD "\n\x8D\xE9\xA0;" ROW "\n"),
      BYTES("na\xEFve\x81;" HEAD OWN "\n\x8D\xE9\xA0;" ROW ";2;BP000;k;u\n") },
};

static void test_rows_come_back_to_the_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        input_begin(&c);
        if (!input_open(&c, cases[i].csv))
            fail_msg("%s: refused: %s", cases[i].name, c.err.detail);
        struct bp_str got = input_back(&c, "u");
        if (!bp_str_equal(got, cases[i].want))
            fail_msg("%s:\n--- got\n%.*s--- want\n%s", cases[i].name, (int)got.len, got.ptr,
                     cases[i].want.ptr);
        input_end(&c);
    }
}

static void test_what_was_handed_back_comes_back_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        struct bp_buf once;
        input_begin(&c);
        bp_buf_init(&once, BP_MIB);
        assert_true(input_open(&c, cases[i].csv));
        bp_buf_add_str(&once, input_back(&c, "u"));
        if (!input_open(&c, bp_buf_str(&once)))
            fail_msg("%s: what was handed back is refused: %s", cases[i].name, c.err.detail);
        /* No case has a blank line, so that each row keeps its line number. */
        struct bp_str twice = input_back(&c, "u");
        if (!bp_str_equal(twice, bp_buf_str(&once)))
            fail_msg("%s:\n--- once\n%.*s--- twice\n%.*s", cases[i].name, (int)once.len, once.ptr,
                     (int)twice.len, twice.ptr);
        bp_buf_free(&once);
        input_end(&c);
    }
}

static void test_the_explanation_fits_separator_and_character_set(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct bp_str csv;
        const char *uitleg, *want;
    } texts[] = {
        { "a separator", BYTES(HEAD "\n" ROW "\n"), "a; b", ";\"a; b\"\n" },
        { "a comma between semicolons", BYTES(HEAD "\n" ROW "\n"), "a, b", ";a, b\n" },
        { "quotes", BYTES(HEAD "\n" ROW "\n"), "de \"naam\"", ";\"de \"\"naam\"\"\"\n" },
        { "UTF-8", BYTES(HEAD "\n" ROW "\n"), "ge\xC3\xAFntegreerd \xE2\x82\xAC",
          ";ge\xC3\xAFntegreerd \xE2\x82\xAC\n" },
        { "Windows-1252", BYTES("\xE9;" HEAD "\n;" ROW "\n"), "ge\xC3\xAFntegreerd \xE2\x82\xAC",
          ";ge\xEFntegreerd \x80\n" },
        { "what Windows-1252 lacks", BYTES("\xE9;" HEAD "\n;" ROW "\n"),
          "\xE2\x86\x92 \xF0\x9F\x98\x80", ";? ?\n" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct input_case c;
        input_begin(&c);
        assert_true(input_open(&c, texts[i].csv));
        struct bp_str got = input_back(&c, texts[i].uitleg);
        size_t len = strlen(texts[i].want);
        if (got.len < len || memcmp(got.ptr + got.len - len, texts[i].want, len) != 0)
            fail_msg("%s: %.*s", texts[i].name, (int)got.len, got.ptr);
        input_end(&c);
    }
}

static void test_a_line_without_a_row_is_a_programmers_mistake(void **state)
{
    (void)state;
    struct input_case c;
    const struct bp_str cells[4] = { BP_STR("1"), BP_STR("2"), BP_STR("3"), BP_STR("4") };
    input_begin(&c);
    assert_true(input_open(&c, BP_STR(HEAD "\n\n" ROW "\n")));
    assert_int_equal(bp_leerlingen_write_row(c.lezer, 2, cells, &c.text, &c.err), BP_E_INTERNAL);
    assert_int_equal(bp_leerlingen_write_row(c.lezer, 4, cells, &c.text, &c.err), BP_E_INTERNAL);
    assert_int_equal(bp_leerlingen_write_row(c.lezer, 3, cells, &c.text, &c.err), BP_OK);
    input_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_come_back_to_the_byte),
        cmocka_unit_test(test_what_was_handed_back_comes_back_the_same),
        cmocka_unit_test(test_the_explanation_fits_separator_and_character_set),
        cmocka_unit_test(test_a_line_without_a_row_is_a_programmers_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
