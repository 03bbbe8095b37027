/* Moments: UTC with milliseconds, and the Dutch day on both sides of midnight and of summer time.
 */
#include "bronpost/base/env.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DAY  INT64_C(86400000)
#define HOUR INT64_C(3600000)

/* Unix time in milliseconds of a moment in UTC. */
static int64_t utc(int year, int month, int day, int hour, int minute, int second, int ms)
{
    return bp_datum_to_days(BP_DATUM(year, month, day)) * DAY + hour * HOUR +
           minute * INT64_C(60000) + second * INT64_C(1000) + ms;
}

static void test_moments_are_written_in_utc_with_milliseconds(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *want;
    } cases[] = {
        { 0, "1970-01-01T00:00:00.000Z" },
        { 1, "1970-01-01T00:00:00.001Z" },
        { -1, "1969-12-31T23:59:59.999Z" },
        { INT64_C(1788458651250), "2026-09-03T18:04:11.250Z" },
        { INT64_C(951782399999), "2000-02-28T23:59:59.999Z" },
        { INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[BP_MOMENT_TEXT];
        bp_moment_format(cases[i].ms, text);
        assert_string_equal(text, cases[i].want);
    }
}

static void test_the_dutch_day_begins_one_hour_before_utc_two_in_summer(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int year, month, day, hour, minute;
        struct bp_datum want;
    } cases[] = {
        { "winter, before midnight", 2027, 1, 14, 22, 59, { 2027, 1, 14 } },
        { "winter, midnight", 2027, 1, 14, 23, 0, { 2027, 1, 15 } },
        { "summer, before midnight", 2026, 7, 31, 21, 59, { 2026, 7, 31 } },
        { "summer, midnight: the school year begins", 2026, 7, 31, 22, 0, { 2026, 8, 1 } },
        { "evening before the spring change", 2027, 3, 27, 22, 59, { 2027, 3, 27 } },
        { "midnight before the spring change", 2027, 3, 27, 23, 0, { 2027, 3, 28 } },
        { "evening after the spring change", 2027, 3, 28, 21, 59, { 2027, 3, 28 } },
        { "midnight after the spring change", 2027, 3, 28, 22, 0, { 2027, 3, 29 } },
        { "midnight before the autumn change", 2027, 10, 30, 22, 0, { 2027, 10, 31 } },
        { "evening after the autumn change", 2027, 10, 31, 22, 59, { 2027, 10, 31 } },
        { "midnight after the autumn change", 2027, 10, 31, 23, 0, { 2027, 11, 1 } },
        { "new year", 2026, 12, 31, 23, 0, { 2027, 1, 1 } },
        { "before new year", 2026, 12, 31, 22, 59, { 2026, 12, 31 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms =
            utc(cases[i].year, cases[i].month, cases[i].day, cases[i].hour, cases[i].minute, 0, 0);
        if (!bp_datum_equal(bp_moment_to_dutch_day(ms), cases[i].want))
            fail_msg("%s", cases[i].name);
    }
}

/* Between the changes the offset is two hours, outside them one; midnight shows it every day of the
 * year. */
static void test_every_midnight_of_forty_years_has_the_right_offset(void **state)
{
    (void)state;
    for (int year = 2010; year < 2050; year++) {
        int32_t spring = bp_datum_to_days(BP_DATUM(year, 3, 31));
        int32_t autumn = bp_datum_to_days(BP_DATUM(year, 10, 31));
        while ((spring + 4) % 7 != 0) /* 1970-01-04 was a Sunday */
            spring--;
        while ((autumn + 4) % 7 != 0)
            autumn--;
        int32_t last = bp_datum_to_days(BP_DATUM(year, 12, 31));
        for (int32_t d = bp_datum_to_days(BP_DATUM(year, 1, 1)); d <= last; d++) {
            int64_t offset = d > spring && d <= autumn ? 2 * HOUR : HOUR;
            struct bp_datum today = bp_datum_from_days(d), yesterday = bp_datum_from_days(d - 1);
            int64_t midnight = d * DAY - offset;
            if (bp_moment_of_dutch_day(today) != midnight ||
                !bp_datum_equal(bp_moment_to_dutch_day(midnight), today) ||
                !bp_datum_equal(bp_moment_to_dutch_day(midnight - 1), yesterday))
                fail_msg("%d-%d-%d", today.year, today.month, today.day);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments_are_written_in_utc_with_milliseconds),
        cmocka_unit_test(test_the_dutch_day_begins_one_hour_before_utc_two_in_summer),
        cmocka_unit_test(test_every_midnight_of_forty_years_has_the_right_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
