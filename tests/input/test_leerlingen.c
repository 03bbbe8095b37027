/* Reading leerlingen.csv: header, separators, lines, records that cannot be read, refusals. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD INPUT_HEAD
#define ROW  INPUT_ROW

struct reading {
    const char *name;
    struct bp_str csv;
    const char *want;
};

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void read_all(const struct reading *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct input_case c;
        input_begin(&c);
        if (!input_open(&c, cases[i].csv))
            fail_msg("%s: refused: %s", cases[i].name, c.err.detail);
        const char *got = input_summary(&c);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", cases[i].name, got, cases[i].want);
        input_end(&c);
    }
}

static void test_separators_are_found_on_the_header_line(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        { "semicolon", BYTES(HEAD "\n" ROW "\n"), "2" },
        { "comma",
          BYTES("bsn,inschrijvingvolgnummer,brin,datum_inschrijving\n" INPUT_BSN
                ",V1,99XA,2025-08-01\n"),
          "2" },
        { "tab, with an empty cell",
          BYTES("bsn\tonderwijsnummer\tinschrijvingvolgnummer\tbrin\tdatum_inschrijving\n"
                "\t" INPUT_ONR "\tV1\t99XA\t2025-08-01\n"),
          "2" },
        { "pipe",
          BYTES("bsn|inschrijvingvolgnummer|brin|datum_inschrijving\n" INPUT_BSN
                "|V1|99XA|2025-08-01\n"),
          "2" },
        { "a comma inside the header of a file with semicolons",
          BYTES("naam, voorletters, en, nog, meer, kommas;" HEAD "\nx;" ROW "\n"), "2" },
        { "sep= is obeyed and is line 1", BYTES("sep=;\n" HEAD "\n" ROW "\n"), "3" },
        { "sep= before CRLF, capitals", BYTES("SEP=;\r\n" HEAD "\r\n" ROW "\r\n"), "3" },
        { "sep= a separator that is never guessed",
          BYTES("sep=^\nbsn^inschrijvingvolgnummer^brin^datum_inschrijving\n" INPUT_BSN
                "^V1^99XA^2025-08-01\n"),
          "3" },
        { "sep= tab",
          BYTES("sep=\t\nbsn\tinschrijvingvolgnummer\tbrin\tdatum_inschrijving\n" INPUT_BSN
                "\tV1\t99XA\t2025-08-01\n"),
          "3" },
    };
    read_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_line_ends_blank_lines_and_line_numbers(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        { "CRLF", BYTES(HEAD "\r\n" ROW "\r\n" INPUT_BSN2 ";V1;99XA;2025-08-01\r\n"), "2 3" },
        { "mixed", BYTES(HEAD "\r\n" ROW "\n" INPUT_BSN2 ";V1;99XA;2025-08-01\r\n"), "2 3" },
        { "no line end on the last line", BYTES(HEAD "\n" ROW), "2" },
        { "blank lines keep their number", BYTES(HEAD "\n\n\r\n  \n" ROW "\n\n"), "5" },
        { "lines of separators only", BYTES(HEAD "\n;;;\n ; ;;\n;;;;;;;;\n" ROW "\n;;;\n"), "5" },
        { "blank lines before the header", BYTES("\n\n" HEAD "\n" ROW "\n"), "4" },
        { "a newline in quotes is one record, its line is the first",
          BYTES("memo;" HEAD "\n\"een\ntwee\r\ndrie\";" ROW "\nx;" INPUT_BSN2
                ";V1;99XA;2025-08-01\n"),
          "2 5" },
        { "a newline in the header", BYTES("\"me\nmo\";" HEAD "\nx;" ROW "\n"), "3" },
        { "BOM", BYTES("\xEF\xBB\xBF" HEAD "\n" ROW "\n"), "2" },
        { "BOM before sep=", BYTES("\xEF\xBB\xBFsep=;\n" HEAD "\n" ROW "\n"), "3" },
        { "BOM before a quoted header cell",
          BYTES("\xEF\xBB\xBF\"bsn\";inschrijvingvolgnummer;brin;datum_inschrijving\n" ROW "\n"),
          "2" },
        { "all cells in quotes, blanks around them",
          BYTES("\"bsn\" ; \"inschrijvingvolgnummer\";\t\"brin\"\t;\"datum_inschrijving\"\r\n"
                " \"" INPUT_BSN "\" ;\"V1\" ; \"99XA\";\"2025-08-01\" \r\n"),
          "2" },
        { "trailing end-of-file separators without a line end", BYTES(HEAD "\n" ROW "\n;;;"), "2" },
    };
    read_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_header_names(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        { "any case, blank and _ alike",
          BYTES("BSN;InschrijvingVolgnummer;Brin;Datum inschrijving\n" ROW "\n"), "2" },
        { "blanks and no-break spaces around a name",
          BYTES(" bsn ;\xC2\xA0inschrijvingvolgnummer\xC2\xA0;brin;datum_inschrijving\n" ROW "\n"),
          "2" },
        { "unknown columns are ignored, also twice and empty",
          BYTES("klas;" HEAD ";klas;;\n1a;" ROW ";1b;;\n"), "2" },
        { "the program's own four columns at the end",
          BYTES(HEAD ";rij;code;kolom;uitleg\n" ROW ";2;BP104;brin;x\n"), "2" },
    };
    read_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_unknown_columns_are_listed(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_open(&c, BP_STR("Klas;" HEAD ";;Naam;code\nx;" ROW ";;y;z\n")));
    const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(c.leerlingen);
    assert_int_equal(feiten->unknown_column_count, 3);
    assert_true(bp_str_equal(feiten->unknown_columns[0], BP_STR("Klas")));
    assert_true(bp_str_equal(feiten->unknown_columns[1], BP_STR("Naam")));
    assert_true(bp_str_equal(feiten->unknown_columns[2], BP_STR("code")));
    assert_true(input_open(&c, BP_STR(HEAD ";rij;code;kolom;uitleg\n" ROW ";;;;\n")));
    assert_int_equal(bp_leerlingen_feiten(c.leerlingen)->unknown_column_count, 0);
    assert_true(input_open(&c, BP_STR(HEAD ";code;rij;kolom;uitleg\n" ROW ";;;;\n")));
    assert_int_equal(bp_leerlingen_feiten(c.leerlingen)->unknown_column_count, 4);
    input_end(&c);
}

static void test_facts_of_the_file(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_open(
        &c, BP_STR("\n" HEAD "\n\n" ROW "\n;;;\n" ROW "\n" INPUT_BSN2 ";V1;99XA;2025-08-01\n")));
    const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(c.leerlingen);
    assert_int_equal(feiten->rows, 3);
    assert_int_equal(feiten->inschrijvingen, 2);
    assert_int_equal(feiten->blank_rows, 3);
    assert_int_equal(feiten->separator, ';');
    assert_string_equal(feiten->charset, "UTF-8");
    assert_false(feiten->charset_assumed);
    input_end(&c);
}

static void test_records_that_cannot_be_read(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        { "stray quote, and on it goes",
          BYTES(HEAD "\n" INPUT_BSN ";V\"1;99XA;2025-08-01\n" INPUT_BSN2 ";V1;99XA;2025-08-01\n"),
          "2[2 BP100 inschrijvingvolgnummer] 3" },
        { "text after a closing quote",
          BYTES(HEAD "\n" INPUT_BSN ";\"V1\"x;99XA;2025-08-01\n" INPUT_BSN2
                     ";V1;99XA;2025-08-01\n"),
          "2[2 BP100 inschrijvingvolgnummer] 3" },
        { "in a column that nobody knows", BYTES("memo;" HEAD "\na\"b;" ROW "\n"), "2[2 BP100]" },
        { "more cells than the header",
          BYTES(HEAD "\n" ROW ";x\n" INPUT_BSN2 ";V1;99XA;2025-08-01\n"), "2[2 BP100] 3" },
        { "more cells, all of them empty", BYTES(HEAD "\n" ROW ";\n"), "2[2 BP100]" },
        { "exactly as many cells", BYTES(HEAD ";leerjaar\n" ROW ";3\n"), "2" },
        { "fewer cells: the rest is empty",
          BYTES(HEAD ";leerjaar;niveau\n" ROW "\n" INPUT_BSN2 ";V1;99XA;2025-08-01;3\n"), "2 3" },
        { "a doubled quote is a quote", BYTES("memo;" HEAD "\n\"a \"\"b\"\" ; c\";" ROW "\n"),
          "2" },
        { "a broken record of two lines: on at the line end behind the break",
          BYTES("memo;" HEAD "\n\"een\ntwee\"x;" ROW "\ny;" INPUT_BSN2 ";V1;99XA;2025-08-01\n"),
          "2[2 BP100] 4" },
        { "rows that a lost quote swallowed are read all the same",
          BYTES("memo;" HEAD "\n\"een;" ROW "\nx;" INPUT_BSN2 ";V1;99XA;2025-08-01\n"
                "\"twee\";999990007;V1;99XA;2025-08-01\n\"drie\";999990032;V1;99XA;2025-08-01\n"),
          "2[2 BP100] 3 4 5" },
        { "the last record, without a line end, but with all its cells",
          BYTES(HEAD "\n" INPUT_BSN ";V\"1;99XA;2025-08-01"), "2[2 BP100 inschrijvingvolgnummer]" },
    };
    read_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_refused_as_a_whole(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct bp_str csv;
        const char *says; /* part of the message */
        size_t row;
    } cases[] = {
        { "empty", BYTES(""), "is empty", 0 },
        { "a BOM only", BYTES("\xEF\xBB\xBF"), "no header", 0 },
        { "blank lines only", BYTES("\n\n  \n\r\n"), "no header", 0 },
        { "header only", BYTES(HEAD "\n"), "not one row", 0 },
        { "header without a line end", BYTES(HEAD), "not one row", 0 },
        { "header and blank lines", BYTES(HEAD "\n\n;;;\n"), "not one row", 0 },
        { "no volgnummer", BYTES("bsn;brin;datum_inschrijving\n1;2;3\n"), "inschrijvingvolgnummer",
          0 },
        { "no datum_inschrijving", BYTES("bsn;inschrijvingvolgnummer;brin\n1;2;3\n"),
          "datum_inschrijving", 0 },
        { "no person", BYTES("inschrijvingvolgnummer;brin;datum_inschrijving\n1;2;3\n"),
          "bsn or onderwijsnummer", 0 },
        { "no brin and no default", BYTES("bsn;inschrijvingvolgnummer;datum_inschrijving\n1;2;3\n"),
          "brin", 0 },
        { "a column twice", BYTES(HEAD ";BSN\n" ROW ";\n"), "twice, as column 1 and as column 5",
          1 },
        { "a column twice, differently written", BYTES(HEAD ";datum inschrijving\n" ROW ";\n"),
          "twice", 1 },
        { "a NUL byte", BYTES(HEAD "\n" ROW "\nx\0y\n"), "NUL", 3 },
        { "UTF-16 with a mark and no profile",
          BYTES("\xFF\xFE"
                "b\0s\0n\0"),
          "UTF-16", 1 },
        { "UTF-16 of the other order", BYTES("\xFE\xFF\0b\0s\0n"), "UTF-16", 1 },
        { "the end inside quotes", BYTES(HEAD "\n" ROW "\n\"" INPUT_BSN2 ";V1;99XA\n"), "quoted",
          3 },
        { "the end inside quotes, no line end", BYTES(HEAD "\n\"" INPUT_BSN2), "quoted", 2 },
        { "the end inside quotes in the header", BYTES("\"" HEAD "\n" ROW "\n"), "quoted", 1 },
        { "cut off in the last record", BYTES(HEAD "\n" ROW "\n" INPUT_BSN2 ";V1;99"),
          "3 of 4 cells", 3 },
        { "cut off behind separators", BYTES(HEAD "\n" ROW "\n;;"), "3 of 4 cells", 3 },
        { "cut off in a record with a stray quote", BYTES(HEAD "\n" ROW "\n" INPUT_BSN2 ";V\"1;99"),
          "3 of 4 cells", 3 },
        { "a stray quote in the header", BYTES("b\"sn;inschrijvingvolgnummer\n1;2\n"), "header",
          1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        input_begin(&c);
        if (input_open(&c, cases[i].csv))
            fail_msg("%s: not refused", cases[i].name);
        if (c.err.status != BP_E_INPUT || !strstr(c.err.detail, cases[i].says) ||
            c.err.row != cases[i].row)
            fail_msg("%s: status %d, row %zu, '%s'", cases[i].name, (int)c.err.status, c.err.row,
                     c.err.detail);
        assert_string_equal(c.err.file, c.opties.path);
        input_end(&c);
    }
}

static void test_what_is_no_file_is_refused(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    const char *const paths[] = { c.folder, "/dev/null", "build/no such file.csv" };
    for (size_t i = 0; i < 3; i++) {
        c.opties.path = paths[i];
        assert_int_equal(bp_leerlingen_open(&c.opties, &c.leerlingen, &c.err), BP_E_INPUT);
        assert_null(c.leerlingen);
    }
    input_end(&c);
}

static void test_brin_comes_from_the_cell_then_the_default(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    c.opties.brin = BP_STR("99XC");
    assert_true(input_open(&c, BP_STR(HEAD "\n" INPUT_BSN ";V1;;2025-08-01\n")));
    assert_true(bp_str_equal(input_row(&c)->brin, BP_STR("99XC")));
    assert_true(bp_rij_filled(input_row(&c), BP_KOLOM_BRIN));
    assert_true(input_open(&c, BP_STR(HEAD "\n" ROW "\n")));
    assert_true(bp_str_equal(input_row(&c)->brin, BP_STR("99XA")));
    assert_true(input_open(&c, BP_STR("bsn;inschrijvingvolgnummer;datum_inschrijving\n" INPUT_BSN
                                      ";V1;2025-08-01\n")));
    assert_true(bp_str_equal(input_row(&c)->brin, BP_STR("99XC")));
    c.opties.brin = (struct bp_str){ NULL, 0 };
    assert_true(input_open(&c, BP_STR(HEAD "\n" INPUT_BSN ";V1;;2025-08-01\n")));
    assert_false(bp_rij_filled(input_row(&c), BP_KOLOM_BRIN)); /* BP106 of the rules */
    input_end(&c);
}

static void test_a_record_beyond_the_limit_is_one_broken_row(void **state)
{
    (void)state;
    struct input_case c;
    struct bp_buf csv;
    input_begin(&c);
    bp_buf_init(&csv, 8 * BP_MIB);
    bp_buf_add_text(&csv, HEAD ";memo\n" ROW ";");
    for (size_t i = 0; i < 1100 * BP_KIB; i++)
        bp_buf_add_char(&csv, 'x');
    bp_buf_add_text(&csv,
                    "\n" INPUT_BSN2 ";V1;99XA;2025-08-01;x\n" INPUT_BSN2 ";V2;99XA;2025-08-01;\"");
    for (size_t i = 0; i < 11 * BP_KIB; i++)
        bp_buf_printf(&csv, "%0100d\n", 1);
    bp_buf_add_text(&csv, "\"\n999990007;V1;99XA;2025-08-01;x\n");
    assert_true(input_open(&c, bp_buf_str(&csv)));
    assert_string_equal(input_summary(&c), "2[2 BP100] 3 4[4 BP100] 11269");
    bp_buf_free(&csv);
    input_end(&c);
}

static void test_a_file_that_changes_between_opening_and_reading_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct bp_str csv;
    } changes[] = {
        { "longer", BYTES(HEAD "\n" ROW "\n\n") },
        { "shorter", BYTES(HEAD "\n" ROW) },
        { "of the same length", BYTES(HEAD "\n" INPUT_BSN ";V2;99XA;2025-08-01\n") },
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct input_case c;
        struct bp_gelezen *items;
        size_t count;
        input_begin(&c);
        assert_true(input_open(&c, BP_STR(HEAD "\n" ROW "\n")));
        (void)input_put(&c, "leerlingen.csv", changes[i].csv);
        c.err = (struct bp_error){ 0 };
        if (bp_leerlingen_read_persoon(c.lezer, 0, c.arena, &items, &count, &c.err) != BP_E_INPUT ||
            !strstr(c.err.detail, "changed"))
            fail_msg("%s: '%s'", changes[i].name, c.err.detail);
        assert_non_null(c.err.file);
        input_end(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separators_are_found_on_the_header_line),
        cmocka_unit_test(test_line_ends_blank_lines_and_line_numbers),
        cmocka_unit_test(test_header_names),
        cmocka_unit_test(test_unknown_columns_are_listed),
        cmocka_unit_test(test_facts_of_the_file),
        cmocka_unit_test(test_records_that_cannot_be_read),
        cmocka_unit_test(test_refused_as_a_whole),
        cmocka_unit_test(test_what_is_no_file_is_refused),
        cmocka_unit_test(test_brin_comes_from_the_cell_then_the_default),
        cmocka_unit_test(test_a_record_beyond_the_limit_is_one_broken_row),
        cmocka_unit_test(test_a_file_that_changes_between_opening_and_reading_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
