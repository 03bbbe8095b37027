/* Column profiles: what they say, what is wrong with them, and exports read with them. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void test_everything_a_profile_can_say(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_profiel(&c, "# export of the administration\n"
                                  "[profile]\n"
                                  "name = proef; met: tekens\n"
                                  "separator = Comma\n"
                                  "charset = ISO-8859-15\n"
                                  "date = d/m/Y\n"
                                  "\n"
                                  "[columns]\r\n"
                                  "bsn = Burger servicenr.\r\n"
                                  "  inschrijvingvolgnummer = Volgnr.: soort; 2\n"
                                  "datum_inschrijving=Inschr\n"
                                  "leerlingnummer = Leerling\xC3\xA9\n"
                                  "; a comment\n"
                                  "[values.bekostigbaar]\n"
                                  "Bekostigd: ja; altijd = J\n"
                                  "Niet bekostigd = N\n"
                                  "[values.niveau]\n"
                                  "vier = MBO-4\n"
                                  "VIER = MBO-3\n"
                                  "onbekend =\n"
                                  "[values.brin]\n"
                                  "hoofd = 99XB\n"
                                  "[constants]\n"
                                  "brin = 99XA\n"
                                  "niveau = MBO-1\n"
                                  "periode_begin = 2025-08-05\n"));
    assert_string_equal(bp_profiel_name(c.profiel), "proef; met: tekens");
    assert_true(
        input_open(&c, BP_STR("burger_servicenr.,VOLGNR.: SOORT; "
                              "2,inschr,Leerling\xE9,bekostigbaar,niveau,brin\n" INPUT_BSN
                              ",V1,1/8/2025,L\xA4,bekostigd: JA; altijd,vier,hoofd\n" INPUT_BSN2
                              ",V1,01/08/2025,L2,Niet bekostigd,VIER,\n"
                              "999990007,V1,2025-08-01,L3,,onbekend,99XC\n")));
    assert_string_equal(input_summary(&c), "2 3 4[4 BP105 datum_inschrijving]");
    assert_int_equal(bp_leerlingen_feiten(c.leerlingen)->separator, ',');
    assert_string_equal(bp_leerlingen_feiten(c.leerlingen)->charset, "ISO-8859-15");
    static const struct {
        const char *brin, *niveau, *leerlingnummer;
        enum bp_ja_nee bekostigbaar;
    } want[] = { { "99XB", "MBO-4", "L\xE2\x82\xAC", BP_JA },
                 { "99XA", "MBO-3", "L2", BP_NEE },
                 { "99XC", "MBO-1", "L3", BP_ONBEKEND } };
    for (size_t i = 0; i < 3; i++) {
        size_t count;
        const struct bp_rij *r = &input_read(&c, i, &count)[0].rijen[0];
        assert_true(bp_str_equal(r->brin, bp_str_of(want[i].brin)));
        assert_true(bp_str_equal(r->niveau, bp_str_of(want[i].niveau)));
        assert_true(bp_str_equal(r->leerlingnummer, bp_str_of(want[i].leerlingnummer)));
        assert_int_equal(r->bekostigbaar, want[i].bekostigbaar);
        assert_true(bp_datum_equal(r->periode_begin, BP_DATUM(2025, 8, 5)));
        assert_true(bp_rij_filled(r, BP_KOLOM_PERIODE_BEGIN));
    }
    input_end(&c);
}

static void test_a_wrong_profile_is_wrong_use(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *says;
        size_t row;
    } cases[] = {
        { "unknown section", "[kolommen]\nbsn = x\n", "no section", 2 },
        { "no section at all", "bsn = x\n", "no section", 1 },
        { "unknown key", "[profile]\n\ntaal = nl\n", "taal", 3 },
        { "unknown column", "[columns]\nburgerservicenummer = x\n", "burgerservicenummer", 2 },
        { "unknown column of values", "[values.kleur]\nrood = 1\n", "kleur", 2 },
        { "unknown constant", "[constants]\nkleur = rood\n", "kleur", 2 },
        { "a column without a value", "[columns]\nbsn =\n", "no value", 2 },
        { "a column twice", "[columns]\nbsn = a\nbsn = b\n", "second time", 3 },
        { "two columns out of one", "[columns]\nbsn = a\nbrin = A\n", "second time", 3 },
        { "a value twice", "[values.niveau]\nx = MBO-1\nx = MBO-2\n", "second time", 3 },
        { "a constant twice", "[constants]\nbrin = 99XA\nbrin = 99XB\n", "second time", 3 },
        { "a constant of the wrong form", "[constants]\nbrin = 99xa\n", "brin", 2 },
        { "a constant that is no date", "[constants]\nperiode_begin = 1 aug\n", "periode_begin",
          2 },
        { "a separator that is none", "[profile]\nseparator = puntkomma\n", "semicolon", 2 },
        { "a character set that is none", "[profile]\ncharset = klinkklaar\n", "klinkklaar", 2 },
        { "a character set with a trick", "[profile]\ncharset = UTF-16//IGNORE\n", "IGNORE", 2 },
        { "a date form that is none", "[profile]\ndate = dd-mm-yyyy\n", "d-m-Y", 2 },
        { "a date form with a letter twice", "[profile]\ndate = d-d-Y\n", "d-m-Y", 2 },
        { "a date form with two separators", "[profile]\ndate = d-m/Y\n", "d-m-Y", 2 },
        { "a line without =", "[profile]\nname = a\n\nzomaar\n", "name = value", 4 },
        { "a line without a name", "[profile]\n = a\n", "no name", 2 },
        { "a section without its bracket", "[profile\nname = a\n", "section", 1 },
        { "a control character",
          "[profile]\nname = a\x01"
          "b\n",
          "control", 2 },
        { "a section that is too long",
          "[values.0123456789012345678901234567890123456789012345678]\n", "longer than", 1 },
        { "a line that is too long",
          "[profile]\nname = 0123456789012345678901234567890123456789012345678901234567890123456789"
          "0123456789012345678901234567890123456789012345678901234567890123456789"
          "01234567890123456789012345678901234567890123456789012345678901234567890\n",
          "longer than", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        input_begin(&c);
        if (input_profiel(&c, cases[i].text))
            fail_msg("%s: accepted", cases[i].name);
        if (c.err.status != BP_E_USAGE || !strstr(c.err.detail, cases[i].says) ||
            c.err.row != cases[i].row || !c.err.file)
            fail_msg("%s: status %d, row %zu, '%s'", cases[i].name, (int)c.err.status, c.err.row,
                     c.err.detail);
        assert_null(c.profiel);
        input_end(&c);
    }
}

static void test_a_line_of_the_longest_length_is_whole(void **state)
{
    (void)state;
    struct input_case c;
    char text[400], name[191];
    input_begin(&c);
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)snprintf(text, sizeof text, "[profile]\nname = %s\n",
                   name); /* 197 bytes and the line end */
    assert_true(input_profiel(&c, text));
    assert_string_equal(bp_profiel_name(c.profiel), name);
    input_end(&c);
}

static void test_a_profile_that_is_not_there(void **state)
{
    (void)state;
    struct bp_profiel *profiel;
    struct bp_error err = { 0 };
    assert_int_equal(bp_profiel_open("build/no such profile.ini", &profiel, &err), BP_E_USAGE);
    assert_null(profiel);
    assert_int_equal(err.status, BP_E_USAGE);
    assert_int_equal(bp_profiel_open("build/no such profile.ini", &profiel, NULL), BP_E_USAGE);
}

static void test_without_a_name_the_path_is_its_name(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_profiel(&c, "\xEF\xBB\xBF[columns]\nbsn = Nummer\n"));
    assert_non_null(strstr(bp_profiel_name(c.profiel), "profiel.ini"));
    input_end(&c);
}

static void test_a_profile_saved_as_windows_1252_fits_all_the_same(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_profiel(&c, "[columns]\nbsn = Cli\xEBnt\n"));
    assert_true(input_open(
        &c,
        BP_STR("Cli\xC3\xABnt;inschrijvingvolgnummer;brin;datum_inschrijving\n" INPUT_ROW "\n")));
    assert_string_equal(input_summary(&c), "2");
    input_end(&c);
}

static void test_renaming(void **state)
{
    (void)state;
    static const struct {
        const char *name, *profiel;
        struct bp_str csv;
        const char *want; /* summary, or the refusal */
        enum bp_status status;
    } cases[] = {
        { "a renamed column that is not there", "[columns]\nniveau = Niv\n",
          BYTES(INPUT_HEAD "\n" INPUT_ROW "\n"), "'Niv'", BP_E_USAGE },
        { "the canonical name of a renamed column is nobody's", "[columns]\nbsn = Nr\n",
          BYTES("Nr;" INPUT_HEAD "\n" INPUT_BSN ";999990018;V1;99XA;2025-08-01\n"), "2", BP_OK },
        { "names that change places",
          "[columns]\nbrin = inschrijvingvolgnummer\ninschrijvingvolgnummer = brin\n",
          BYTES(INPUT_HEAD "\n" INPUT_BSN ";99XA;V1;2025-08-01\n"), "2", BP_OK },
        { "a renamed column twice", "[columns]\nbsn = Nr\n",
          BYTES("Nr;nr;inschrijvingvolgnummer;brin;datum_inschrijving\n1;2;3;4;5\n"),
          "bsn is in the header twice", BP_E_INPUT },
        { "a constant counts as a column", "[constants]\nbrin = 99XA\n",
          BYTES("bsn;inschrijvingvolgnummer;datum_inschrijving\n" INPUT_BSN ";V1;2025-08-01\n"),
          "2", BP_OK },
        { "a name of the program's own columns", "[columns]\nleerlingnummer = uitleg\n",
          BYTES(INPUT_HEAD ";rij;code;kolom;uitleg\n" INPUT_ROW ";1;2;3;L1\n"), "2", BP_OK },
        { "another separator than the profile's", "[profile]\nseparator = tab\n",
          BYTES(INPUT_HEAD "\n" INPUT_ROW "\n"), "required column is missing", BP_E_INPUT },
        { "the profile's separator wins over sep=", "[profile]\nseparator = semicolon\n",
          BYTES("sep=,\n" INPUT_HEAD "\n" INPUT_ROW "\n"), "3", BP_OK },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        input_begin(&c);
        assert_true(input_profiel(&c, cases[i].profiel));
        bool ok = input_open(&c, cases[i].csv);
        if (c.err.status != cases[i].status)
            fail_msg("%s: status %d, '%s'", cases[i].name, (int)c.err.status, c.err.detail);
        if (ok && strcmp(input_summary(&c), cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, input_summary(&c));
        if (!ok && !strstr(c.err.detail, cases[i].want))
            fail_msg("%s: '%s'", cases[i].name, c.err.detail);
        input_end(&c);
    }
}

static void test_date_forms_of_a_profile_shut_out_the_others(void **state)
{
    (void)state;
    static const struct {
        const char *form, *value;
        int32_t want; /* 0: BP105 */
    } cases[] = {
        { "d-m-Y", "1-8-2025", 20250801 }, { "d-m-Y", "01-08-2025", 20250801 },
        { "d-m-Y", "2025-08-01", 0 },      { "d-m-Y", "20250801", 0 },
        { "m/d/Y", "8/1/2025", 20250801 }, { "m/d/Y", "13/1/2025", 0 },
        { "Y.m.d", "2025.8.1", 20250801 }, { "Ymd", "20250801", 20250801 },
        { "dmY", "01082025", 20250801 },   { "dmY", "1082025", 0 },
        { "Ymd", "2025-08-01", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        struct bp_buf text;
        input_begin(&c);
        bp_buf_init(&text, BP_MIB);
        bp_buf_printf(&text, "[profile]\ndate = %s\n", cases[i].form);
        bp_buf_add(&text, "", 1);
        assert_true(input_profiel(&c, text.ptr));
        bp_buf_clear(&text);
        bp_buf_printf(&text, INPUT_HEAD "\n" INPUT_BSN ";V1;99XA;%s\n", cases[i].value);
        assert_true(input_open(&c, bp_buf_str(&text)));
        if (bp_datum_key(input_row(&c)->datum_inschrijving) != cases[i].want)
            fail_msg("%s as %s: %s", cases[i].value, cases[i].form, input_summary(&c));
        bp_buf_free(&text);
        input_end(&c);
    }
}

static void test_a_wrong_date_names_the_form_of_the_profile(void **state)
{
    (void)state;
    struct input_case c;
    size_t count;
    input_begin(&c);
    assert_true(input_profiel(&c, "[profile]\ndate = d/m/Y\n"));
    assert_true(input_open(&c, BP_STR(INPUT_HEAD "\n" INPUT_ROW "\n")));
    struct bp_gelezen *items = input_read(&c, 0, &count);
    assert_int_equal(items[0].bevindingen.count, 1);
    assert_true(bp_str_equal(items[0].bevindingen.items[0].args[0], BP_STR("10 characters")));
    assert_true(bp_str_equal(items[0].bevindingen.items[0].args[1], BP_STR("d/m/Y")));
    input_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_a_profile_can_say),
        cmocka_unit_test(test_a_wrong_profile_is_wrong_use),
        cmocka_unit_test(test_a_line_of_the_longest_length_is_whole),
        cmocka_unit_test(test_a_profile_that_is_not_there),
        cmocka_unit_test(test_without_a_name_the_path_is_its_name),
        cmocka_unit_test(test_a_profile_saved_as_windows_1252_fits_all_the_same),
        cmocka_unit_test(test_renaming),
        cmocka_unit_test(test_a_wrong_date_names_the_form_of_the_profile),
        cmocka_unit_test(test_date_forms_of_a_profile_shut_out_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
