/* Calendar days: every day that a school can meet, and the borders of the school year. */
#include "bronpost/base/datum.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_every_day_from_1900_to_2101_survives_the_round_trip(void **state)
{
    (void)state;
    int32_t first = bp_datum_to_days(BP_DATUM(1900, 1, 1));
    int32_t expected = first;
    for (int year = 1900; year <= 2101; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= 31; day++) {
                if (!bp_datum_exists(year, month, day))
                    continue;
                struct bp_datum d = BP_DATUM(year, month, day);
                if (bp_datum_to_days(d) != expected ||
                    !bp_datum_equal(bp_datum_from_days(expected), d))
                    fail_msg("%d-%d-%d is not day %d", year, month, day, expected);
                expected++;
            }
    /* 202 years, of which 49 have a leap day: 1900 and 2100 have none, 2000 has */
    assert_int_equal(expected - first, 202 * 365 + 49);
}

static void test_day_zero_is_1_january_1970(void **state)
{
    (void)state;
    assert_int_equal(bp_datum_to_days(BP_DATUM(1970, 1, 1)), 0);
    assert_int_equal(bp_datum_to_days(BP_DATUM(1969, 12, 31)), -1);
    assert_int_equal(bp_datum_to_days(BP_DATUM(2000, 3, 1)), 11017);
}

static void test_which_days_exist(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        bool exists;
    } cases[] = {
        { 2028, 2, 29, true },   { 2026, 2, 29, false },  { 2000, 2, 29, true },
        { 1900, 2, 29, false },  { 2100, 2, 29, false },  { 2026, 2, 28, true },
        { 2026, 4, 30, true },   { 2026, 4, 31, false },  { 2026, 6, 31, false },
        { 2026, 9, 31, false },  { 2026, 11, 31, false }, { 2026, 12, 31, true },
        { 2026, 12, 32, false }, { 2026, 1, 0, false },   { 2026, 0, 1, false },
        { 2026, 13, 1, false },  { 2026, -1, 1, false },  { 2026, 1, -1, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bp_datum_exists(cases[i].year, cases[i].month, cases[i].day) != cases[i].exists)
            fail_msg("%d-%d-%d", cases[i].year, cases[i].month, cases[i].day);
}

static void test_adding_days_crosses_months_years_and_leap_days(void **state)
{
    (void)state;
    static const struct {
        struct bp_datum from;
        int32_t days;
        struct bp_datum want;
    } cases[] = {
        { { 2026, 7, 31 }, 1, { 2026, 8, 1 } },    { { 2026, 8, 1 }, -1, { 2026, 7, 31 } },
        { { 2028, 2, 28 }, 1, { 2028, 2, 29 } },   { { 2027, 2, 28 }, 1, { 2027, 3, 1 } },
        { { 2026, 12, 31 }, 1, { 2027, 1, 1 } },   { { 2027, 1, 1 }, -1, { 2026, 12, 31 } },
        { { 2025, 8, 1 }, 730, { 2027, 8, 1 } },   { { 2027, 8, 1 }, 366, { 2028, 8, 1 } },
        { { 2026, 11, 21 }, 0, { 2026, 11, 21 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!bp_datum_equal(bp_datum_add_days(cases[i].from, cases[i].days), cases[i].want))
            fail_msg("case %zu", i);
}

static void test_school_year_begins_on_1_august(void **state)
{
    (void)state;
    assert_int_equal(bp_datum_schoolyear(BP_DATUM(2026, 7, 31)), 2025);
    assert_int_equal(bp_datum_schoolyear(BP_DATUM(2026, 8, 1)), 2026);
    assert_int_equal(bp_datum_schoolyear(BP_DATUM(2026, 12, 31)), 2026);
    assert_int_equal(bp_datum_schoolyear(BP_DATUM(2027, 1, 1)), 2026);
}

static void test_no_date_comes_before_every_date(void **state)
{
    (void)state;
    assert_false(bp_datum_given(BP_DATUM_NONE));
    assert_true(bp_datum_given(BP_DATUM(1900, 1, 1)));
    assert_true(bp_datum_before(BP_DATUM_NONE, BP_DATUM(1900, 1, 1)));
    assert_false(bp_datum_before(BP_DATUM_NONE, BP_DATUM_NONE));
}

static void test_dates_compare_by_year_then_month_then_day(void **state)
{
    (void)state;
    static const struct bp_datum ascending[] = {
        { 1999, 12, 31 }, { 2000, 1, 1 }, { 2000, 1, 2 }, { 2000, 2, 1 }, { 2001, 1, 1 },
    };
    size_t n = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int want = (i > j) - (i < j);
            assert_int_equal(bp_datum_compare(ascending[i], ascending[j]), want);
            assert_int_equal(bp_datum_before(ascending[i], ascending[j]), want < 0);
            assert_int_equal(bp_datum_equal(ascending[i], ascending[j]), want == 0);
        }
}

static void test_iso_dates_are_written_with_zeros(void **state)
{
    (void)state;
    char text[BP_DATUM_TEXT];
    bp_datum_format(BP_DATUM(2026, 8, 1), text);
    assert_string_equal(text, "2026-08-01");
    bp_datum_format(BP_DATUM(2010, 5, 0), text);
    assert_string_equal(text, "2010-05-00");
    bp_datum_format(BP_DATUM_NONE, text);
    assert_string_equal(text, "");
}

static void test_iso_dates_are_read_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int32_t key; /* 0: refused */
    } cases[] = {
        { "2026-08-01", 20260801 }, { "1900-01-01", 19000101 }, { "2100-12-31", 21001231 },
        { "1899-12-31", 0 },        { "2101-01-01", 0 },        { "2026-02-29", 0 },
        { "2028-02-29", 20280229 }, { "2026-8-1", 0 },          { "2026-08-1", 0 },
        { "2026-08-011", 0 },       { "2026/08/01", 0 },        { "01-08-2026", 0 },
        { "20260801", 0 },          { "2026-08-0x", 0 },        { "2026-0x-01", 0 },
        { "+026-08-01", 0 },        { " 026-08-01", 0 },        { "2026-00-01", 0 },
        { "2026-08-00", 0 },        { "2026-08- 1", 0 },        { "", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_datum d = BP_DATUM(1, 1, 1);
        bool ok = bp_datum_parse_iso(bp_str_of(cases[i].in), &d);
        if (ok != (cases[i].key != 0) || (ok && bp_datum_key(d) != cases[i].key))
            fail_msg("'%s'", cases[i].in);
        if (!ok)
            assert_int_equal(bp_datum_key(d), 10101); /* untouched */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_from_1900_to_2101_survives_the_round_trip),
        cmocka_unit_test(test_day_zero_is_1_january_1970),
        cmocka_unit_test(test_which_days_exist),
        cmocka_unit_test(test_adding_days_crosses_months_years_and_leap_days),
        cmocka_unit_test(test_school_year_begins_on_1_august),
        cmocka_unit_test(test_no_date_comes_before_every_date),
        cmocka_unit_test(test_dates_compare_by_year_then_month_then_day),
        cmocka_unit_test(test_iso_dates_are_written_with_zeros),
        cmocka_unit_test(test_iso_dates_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
