/* Value lists: both sides of every validity, what an elementcode says, lists of a school's own. */
#include "bronpost/domain/waardenlijst.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ANY                                                                                        \
    {                                                                                              \
        0, 0, 0                                                                                    \
    }
#define UNKNOWN  BP_WAARDE_ONBEKEND
#define NOT_THEN BP_WAARDE_NIET_OP_DATUM
#define VALID    BP_WAARDE_GELDIG

static void test_values_and_their_days(void **state)
{
    (void)state;
    static const struct {
        enum bp_lijst lijst;
        const char *value;
        struct bp_datum on;
        enum bp_geldigheid want;
    } cases[] = {
        { BP_LIJST_LEERTRAJECT, "BOL", { 2026, 8, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "BOL", { 1997, 8, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "BBL", { 2026, 8, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "OVO", { 2026, 8, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "EX", { 2026, 8, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "BOL_DT", { 2023, 7, 31 }, VALID },
        { BP_LIJST_LEERTRAJECT, "BOL_DT", { 2023, 8, 1 }, NOT_THEN },
        { BP_LIJST_LEERTRAJECT, "BOL_DT", ANY, VALID },
        { BP_LIJST_LEERTRAJECT, "ODT", { 2018, 12, 31 }, NOT_THEN },
        { BP_LIJST_LEERTRAJECT, "ODT", { 2019, 1, 1 }, VALID },
        { BP_LIJST_LEERTRAJECT, "ODT", { 2100, 12, 31 }, VALID },
        { BP_LIJST_LEERTRAJECT, "bol", { 2026, 8, 1 }, UNKNOWN },
        { BP_LIJST_LEERTRAJECT, "COL", { 2010, 8, 1 }, UNKNOWN },
        { BP_LIJST_LEERTRAJECT, "", ANY, UNKNOWN },
        { BP_LIJST_NIVEAU, "MBO-1", { 2026, 8, 1 }, VALID },
        { BP_LIJST_NIVEAU, "MBO-4", { 2026, 8, 1 }, VALID },
        { BP_LIJST_NIVEAU, "MBO-5", { 2026, 8, 1 }, UNKNOWN },
        { BP_LIJST_NIVEAU, "MBO-0", { 2026, 8, 1 }, UNKNOWN },
        { BP_LIJST_NIVEAU, "2", { 2026, 8, 1 }, UNKNOWN },
        { BP_LIJST_GESLACHT, "M", ANY, VALID },
        { BP_LIJST_GESLACHT, "V", ANY, VALID },
        { BP_LIJST_GESLACHT, "O", ANY, VALID },
        { BP_LIJST_GESLACHT, "X", ANY, UNKNOWN },
        { BP_LIJST_SOORT, "DLR", ANY, VALID },
        { BP_LIJST_SOORT, "GLR", ANY, VALID },
        { BP_LIJST_SOORT, "REGULIER", ANY, VALID },
        { BP_LIJST_SOORT, "DLP", ANY, UNKNOWN },
        { BP_LIJST_LEERWEG, "BB", ANY, VALID },
        { BP_LIJST_LEERWEG, "KB", ANY, VALID },
        { BP_LIJST_LEERWEG, "GL", ANY, VALID },
        { BP_LIJST_LEERWEG, "TL", ANY, VALID },
        { BP_LIJST_LEERWEG, "GT", ANY, UNKNOWN },
        { BP_LIJST_REDEN_UITSCHRIJVING, "01", { 2026, 8, 1 }, VALID },
        { BP_LIJST_REDEN_UITSCHRIJVING, "08", { 2026, 8, 1 }, VALID },
        { BP_LIJST_REDEN_UITSCHRIJVING, "42", { 2026, 8, 1 }, VALID }, /* today's list is unknown */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum bp_geldigheid got = bp_waarde_geldig_op(bp_waardenlijsten_shipped(), cases[i].lijst,
                                                     bp_str_of(cases[i].value), cases[i].on);
        if (got != cases[i].want)
            fail_msg("%s '%s', case %zu: %d", bp_lijst_name(cases[i].lijst), cases[i].value, i,
                     (int)got);
    }
}

static void test_of_an_unknown_list_only_the_form_is_checked(void **state)
{
    (void)state;
    char longest[72];
    memset(longest, 'A', sizeof longest);
    static const struct {
        const char *value;
        enum bp_geldigheid want;
    } cases[] = {
        { "PROEF_2026", VALID }, { "A", VALID },  { "_", VALID },     { "proef", UNKNOWN },
        { "PROEF-1", UNKNOWN },  { "", UNKNOWN }, { "A B", UNKNOWN }, { "\xC3\x89", UNKNOWN },
    };
    const struct bp_waardenlijsten *lists = bp_waardenlijsten_shipped();
    static const enum bp_lijst unknown[] = { BP_LIJST_EXPERIMENT, BP_LIJST_VERBLIJF_SOORT };
    for (size_t l = 0; l < 2; l++) {
        assert_int_equal(lists->lijsten[unknown[l]].count, 0);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            if (bp_waarde_geldig_op(lists, unknown[l], bp_str_of(cases[i].value),
                                    BP_DATUM(2026, 8, 1)) != cases[i].want)
                fail_msg("'%s'", cases[i].value);
        assert_int_equal(
            bp_waarde_geldig_op(lists, unknown[l], (struct bp_str){ longest, 70 }, BP_DATUM_NONE),
            VALID);
        assert_int_equal(
            bp_waarde_geldig_op(lists, unknown[l], (struct bp_str){ longest, 71 }, BP_DATUM_NONE),
            UNKNOWN);
    }
}

static void test_a_schools_own_list_replaces_the_shipped_one(void **state)
{
    (void)state;
    static const struct bp_waarde_geldig own[] = {
        { { "NIEUW", 5 }, { 2026, 8, 1 }, { 2027, 7, 31 } },
        { { "NIEUW", 5 }, { 2029, 8, 1 }, ANY }, /* valid again later */
    };
    struct bp_waardenlijsten lists = *bp_waardenlijsten_shipped();
    lists.lijsten[BP_LIJST_LEERTRAJECT] = (struct bp_waardenlijst){ own, 2 };
    static const struct {
        struct bp_datum on;
        enum bp_geldigheid want;
    } cases[] = {
        { { 2026, 7, 31 }, NOT_THEN }, { { 2026, 8, 1 }, VALID },     { { 2027, 7, 31 }, VALID },
        { { 2027, 8, 1 }, NOT_THEN },  { { 2029, 7, 31 }, NOT_THEN }, { { 2029, 8, 1 }, VALID },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            bp_waarde_geldig_op(&lists, BP_LIJST_LEERTRAJECT, BP_STR("NIEUW"), cases[i].on),
            cases[i].want);
    assert_int_equal(
        bp_waarde_geldig_op(&lists, BP_LIJST_LEERTRAJECT, BP_STR("BOL"), BP_DATUM(2026, 8, 1)),
        UNKNOWN);
}

static void test_lists_have_the_names_of_their_columns(void **state)
{
    (void)state;
    static const char *const names[BP_LIJST_COUNT] = {
        [BP_LIJST_GESLACHT] = "geslacht",
        [BP_LIJST_LEERTRAJECT] = "leertraject",
        [BP_LIJST_NIVEAU] = "niveau",
        [BP_LIJST_SOORT] = "soort",
        [BP_LIJST_LEERWEG] = "leerweg",
        [BP_LIJST_REDEN_UITSCHRIJVING] = "reden_uitschrijving",
        [BP_LIJST_EXPERIMENT] = "experiment",
        [BP_LIJST_VERBLIJF_SOORT] = "verblijf_soort",
    };
    for (int i = 0; i < BP_LIJST_COUNT; i++)
        assert_string_equal(bp_lijst_name((enum bp_lijst)i), names[i]);
}

/* rod-vo.md section 7: one code or more per row of the table. */
static void test_what_an_elementcode_says_of_the_leerweg(void **state)
{
    (void)state;
    static const struct {
        const char *code, *leerweg; /* "": known without one leerweg */
        bool experiment;
    } cases[] = {
        { "0031", "BB", false }, { "0032", "KB", false }, { "0023", "", false },
        { "0033", "", false },   { "0041", "", false },   { "0090", "", false },
        { "0400", "TL", false }, { "2210", "TL", false }, { "2301", "GL", false },
        { "2799", "GL", false }, { "2401", "KB", false }, { "2810", "KB", false },
        { "2501", "BB", false }, { "2999", "BB", false }, { "2601", "BB", false },
        { "3001", "BB", false }, { "3101", "BB", false }, { "3201", "BB", false },
        { "3301", "BB", false }, { "3402", "KB", false }, { "3413", "GL", false },
        { "3341", "GL", false }, { "3444", "GL", false }, { "4411", "BB", true },
        { "4512", "KB", true },  { "4611", "GL", true },  { "4712", "TL", true },
        { "6611", "BB", false }, { "6011", "BB", false }, { "6921", "KB", false },
        { "6531", "GL", false }, { "6655", "BB", false }, { "6065", "KB", false },
        { "6975", "GL", false }, { "7611", "BB", false }, { "7055", "BB", false },
        { "4016", "", false },   { "4201", "", false },
    };
    const struct bp_waardenlijsten *lists = bp_waardenlijsten_shipped();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_elementcode *e = bp_elementcode_find(lists, bp_str_of(cases[i].code));
        const char *got = e && e->leerweg ? e->leerweg : "";
        if (strcmp(got, cases[i].leerweg) != 0 || (e && e->experiment) != cases[i].experiment)
            fail_msg("%s: '%s'", cases[i].code, got);
    }
}

static void test_codes_that_the_table_does_not_know(void **state)
{
    (void)state;
    static const char *const codes[] = { "9999", "8611", "6612", "99001", "661", "", "66x1" };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (bp_elementcode_find(bp_waardenlijsten_shipped(), bp_str_of(codes[i])))
            fail_msg("'%s'", codes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_their_days),
        cmocka_unit_test(test_of_an_unknown_list_only_the_form_is_checked),
        cmocka_unit_test(test_a_schools_own_list_replaces_the_shipped_one),
        cmocka_unit_test(test_lists_have_the_names_of_their_columns),
        cmocka_unit_test(test_what_an_elementcode_says_of_the_leerweg),
        cmocka_unit_test(test_codes_that_the_table_does_not_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
