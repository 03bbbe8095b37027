/* A registratieoverzicht that is refused as a whole: where, why, and never with a number in the message */
#include "support/overzicht_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define A           OVZ_BSN
#define SLR(n)      "SLR|" n "\r\n"
#define NOTHING     SLR("0|0|0|0|0|0|0|0|0")
#define PER         "PER|" A "||2010-05-01|V\r\n"
#define ISG         "ISG|" A "||V1|2026-08-01|2029-07-31||\r\n"
#define ISP         "ISP|" A "||V1|2026-08-01|99001|BOL||J||||DLR|VO\r\n"
#define ONE(isp)    OVZ_VLP PER ISG isp "\r\n" SLR("1|1|1|0|0|0|0|0|0")
#define PERSON(per) OVZ_VLP per "\r\n" SLR("1|0|0|0|0|0|0|0|0")

static const struct {
    const char *name, *bytes, *says;
    size_t row, column;
} cases[] = {
    { "empty", "", "empty", 0, 0 },
    { "blank lines only", "\r\n\r\n", "first line is no record", 2, 1 },
    { "another file", "leerlingnummer;bsn\r\n1;2\r\n", "first line is no record", 1, 1 },
    { "another file with a short name first", "bsn;naam\r\n1;2\r\n", "begins with its type", 1, 1 },
    { "no separator", "VLP 99XB\r\n", "first line is no record", 1, 1 },
    { "no opening record", PER SLR("1|0|0|0|0|0|0|0|0"), "0 records VLP", 0, 0 },
    { "no closing record", OVZ_VLP PER, "0 records SLR", 0, 0 },
    { "two opening records", OVZ_VLP OVZ_VLP NOTHING, "2 records VLP", 2, 1 },
    { "two closing records", OVZ_VLP NOTHING NOTHING, "2 records SLR", 3, 1 },
    { "a record of an OBO", OVZ_VLP "NAT|" A "||0001|2010-01-01|\r\n" NOTHING, "type NAT", 2, 1 },
    { "a record without a type", OVZ_VLP "|" A "\r\n" NOTHING, "begins with its type", 2, 1 },
    { "a number where the type stands", OVZ_VLP A "||2010-05-01|V\r\n" NOTHING,
      "begins with its type", 2, 1 },
    { "columns that slipped", PERSON("PER|" A "||2010-05-01|V|x"), "5 fields at most", 2, 6 },
    { "a stray quote", PERSON("PER|" A "||2010-05-01|V\"x"), "stray quote", 2, 0 },
    { "the end inside quotes", OVZ_VLP "PER|\"" A, "inside the quoted cell", 2, 0 },
    { "too few persons", OVZ_VLP SLR("1|0|0|0|0|0|0|0|0"), "counts 1 records PER, the file has 0",
      2, 2 },
    { "one result too many",
      OVZ_VLP PER "KZD|" A "||||1|K0001||Behaald\r\n" SLR("1|0|0|0|0|0|0|0|0"),
      "counts 0 records KZD, the file has 1", 4, 10 },
    { "a total that is no number", OVZ_VLP SLR("0|0|0|x|0|0|0|0|0"), "1 to 12 digits", 2, 5 },
    { "a total too long", OVZ_VLP SLR("0|0|0|0000000000000|0|0|0|0|0"), "1 to 12 digits", 2, 5 },
    { "a total missing", OVZ_VLP SLR("0|0|0|0|0|0|0|0"), "KZD is missing", 2, 10 },
    { "brin in small letters", "VLP|99xb|2026-08-01|2027-07-31|2027-08-15\r\n" NOTHING, "capitals",
      1, 2 },
    { "a selection that ends before it begins",
      "VLP|99XB|2026-08-02|2026-08-01|2027-08-15\r\n" NOTHING, "ends before", 1, 4 },
    { "no day of making", "VLP|99XB|2026-08-01|2027-07-31\r\n" NOTHING, "datum_aanmaak is missing",
      1, 5 },
    { "no number", PERSON("PER|||2010-05-01|V"), "exactly one", 2, 2 },
    { "two numbers", PERSON("PER|" A "|" OVZ_ONR "|2010-05-01|V"), "exactly one", 2, 2 },
    { "a bsn that fails", PERSON("PER|999990018||2010-05-01|V"), "elfproef", 2, 2 },
    { "an onderwijsnummer that fails", PERSON("PER||101234541|2010-05-01|V"), "elfproef", 2, 3 },
    { "a bsn as a number of a sheet", PERSON("PER|9,9999E+08||2010-05-01|V"), "10 characters", 2,
      2 },
    { "a pseudonym without --excerpt", PERSON("PER|BSN1||2010-05-01|V"), "--excerpt", 2, 2 },
    { "a person twice", OVZ_VLP PER PER SLR("2|0|0|0|0|0|0|0|0"), "2 records PER", 2, 0 },
    { "records of nobody", OVZ_VLP ISG ISP SLR("0|1|1|0|0|0|0|0|0"), "0 records PER", 2, 0 },
    { "an enrolment twice", OVZ_VLP PER ISG ISG ISP SLR("1|2|1|0|0|0|0|0|0"), "on line 3", 4, 4 },
    { "an enrolment without period", OVZ_VLP PER ISG SLR("1|1|0|0|0|0|0|0|0"), "no period", 3, 0 },
    { "a period without enrolment", OVZ_VLP PER ISP SLR("1|0|1|0|0|0|0|0|0"), "record ISP", 2, 0 },
    { "extra support without enrolment",
      OVZ_VLP PER "ISE|" A "||V1|2026-09-01\r\n" SLR("1|0|0|1|0|0|0|0|0"), "record ISE", 2, 0 },
    { "bpv without enrolment",
      OVZ_VLP PER "BPV|" A
                  "||V1|1|2026-09-01|2026-09-01|2026-09-01|||1\r\n" SLR("1|0|0|0|1|0|0|0|0"),
      "record BPV", 2, 0 },
    { "a day that does not exist", ONE("ISP|" A "||V1|2027-02-29|99001|BOL||J"), "periode_begin", 4,
      5 },
    { "month before day", ONE("ISP|" A "||V1|8/1/2026|99001|BOL||J"), "a day that exists", 4, 5 },
    { "a begin with day 00", ONE("ISP|" A "||V1|2026-08-00|99001|BOL||J"), "a day that exists", 4,
      5 },
    { "neither J nor N", ONE("ISP|" A "||V1|2026-08-01|99001|BOL||1"), "J or N", 4, 9 },
    { "no leertraject", ONE("ISP|" A "||V1|2026-08-01|99001|||J"), "leertraject is missing", 4, 7 },
    { "no opleidingcode", ONE("ISP|" A "||V1|2026-08-01||BOL||J"), "opleidingcode is missing", 4,
      6 },
    { "a volgnummer with a dash", ONE("ISP|" A "||V-1|2026-08-01|99001|BOL||J"),
      "letters and digits", 4, 4 },
    { "a text of 41 characters",
      ONE("ISP|" A "||V1|2026-08-01|99001|12345678901234567890123456789012345678901||J"), "1 to 40",
      4, 7 },
    { "a character beyond ASCII", ONE("ISP|" A "||V1|2026-08-01|99001|B\xC3\x96L||J"),
      "3 characters", 4, 7 },
};

/* Numbers are nine digits; nothing in a message may look like one. */
static bool shows_number(const char *text)
{
    size_t run = 0;
    for (; *text; text++) {
        run = bp_ascii_digit(*text) ? run + 1 : 0;
        if (run >= 8)
            return true;
    }
    return false;
}

static void test_damaged_files_are_refused_with_place_and_reason(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool open = overzicht_open(&c, bp_str_of(cases[i].bytes));
        const char *got = open ? overzicht_summary(&c) : "";
        if (open && got[0] != '!')
            fail_msg("%s: was taken: %s", cases[i].name, got);
        if (c.err.status != BP_E_INPUT || !strstr(c.err.detail, cases[i].says))
            fail_msg("%s: %s", cases[i].name, c.err.detail);
        if (c.err.row != cases[i].row || c.err.column != cases[i].column || !c.err.file)
            fail_msg("%s: stands at %zu:%zu", cases[i].name, c.err.row, c.err.column);
        if (shows_number(c.err.detail))
            fail_msg("%s: a number in: %s", cases[i].name, c.err.detail);
    }
    overzicht_end(&c);
}

/* Every file that is cut off anywhere is refused: nothing is missing at DUO because a download broke off. */
static void test_a_file_cut_off_anywhere_is_refused(void **state)
{
    static const char whole[] = OVZ_VLP PER ISG ISP "SLR|1|1|1|0|0|0|0|0|0";
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    for (size_t n = 0; n < sizeof whole - 1; n++)
        if (overzicht_open(&c, (struct bp_str){ whole, n }))
            fail_msg("taken after %zu bytes", n);
    assert_true(overzicht_open(&c, bp_str_of(whole)));
    overzicht_end(&c);
}

/* Putting together is quadratic, so it has a bound. */
static void test_a_person_without_end_is_refused(void **state)
{
    struct overzicht_case c;
    struct bp_buf file;
    (void)state;
    overzicht_begin(&c);
    for (size_t isp = 4998; isp <= 4999; isp++) {
        bp_buf_init(&file, 4 * BP_MIB);
        bp_buf_add_text(&file, OVZ_VLP PER ISG);
        for (size_t i = 0; i < isp; i++) {
            char day[BP_DATUM_TEXT];
            bp_datum_format(bp_datum_add_days(BP_DATUM(2000, 1, 1), (int32_t)i), day);
            bp_buf_printf(&file, "ISP|" A "||V1|%s|99001|BOL||J\r\n", day);
        }
        bp_buf_printf(&file, "SLR|1|1|%zu|0|0|0|0|0|0\r\n", isp);
        assert_true(overzicht_open(&c, bp_buf_str(&file)));
        assert_int_equal(overzicht_summary(&c)[0], isp == 4998 ? 'P' : '!');
        bp_buf_free(&file);
    }
    assert_non_null(strstr(c.err.detail, "5000"));
    overzicht_end(&c);
}

static void test_what_is_no_file_is_refused(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_false(overzicht_open_file(&c, cli_path(&c.folder, "nowhere.csv")));
    assert_int_equal(c.err.status, BP_E_INPUT);
    assert_false(overzicht_open_file(&c, c.folder.path));
    assert_int_equal(c.err.status, BP_E_INPUT);
    assert_false(overzicht_open(&c, BP_STR(OVZ_VLP "\0" NOTHING)));
    overzicht_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damaged_files_are_refused_with_place_and_reason),
        cmocka_unit_test(test_a_file_cut_off_anywhere_is_refused),
        cmocka_unit_test(test_a_person_without_end_is_refused),
        cmocka_unit_test(test_what_is_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
