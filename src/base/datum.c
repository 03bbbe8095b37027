#include "bronpost/base/datum.h"

#include <stdio.h>

static bool leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool bp_datum_exists(int year, int month, int day)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && leap_year(year) ? 1 : 0);
}

/* Years are counted from 1 March, so that the leap day is the last of the year and the lengths of
 * the months follow one formula. */
int32_t bp_datum_to_days(struct bp_datum d)
{
    int32_t year = d.month <= 2 ? d.year - 1 : d.year;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t year_of_era = year - era * 400;
    int32_t month = d.month > 2 ? d.month - 3 : d.month + 9;
    int32_t day_of_year = (153 * month + 2) / 5 + d.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct bp_datum bp_datum_from_days(int32_t days)
{
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t day_of_era = days - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153;
    int32_t day = day_of_year - (153 * month + 2) / 5 + 1;
    int32_t calendar_month = month < 10 ? month + 3 : month - 9;
    int32_t year = year_of_era + era * 400 + (calendar_month <= 2 ? 1 : 0);
    return BP_DATUM(year, calendar_month, day);
}

struct bp_datum bp_datum_add_days(struct bp_datum d, int32_t days)
{
    return bp_datum_from_days(bp_datum_to_days(d) + days);
}

int bp_datum_schoolyear(struct bp_datum d)
{
    return d.month >= 8 ? d.year : d.year - 1;
}

/* By hand: on the path of every stated period, where snprintf() would be half of the cost. */
void bp_datum_format(struct bp_datum d, char out[BP_DATUM_TEXT])
{
    if (!bp_datum_given(d)) {
        out[0] = '\0';
        return;
    }
    unsigned year = (unsigned)d.year;
    out[0] = (char)('0' + year / 1000 % 10);
    out[1] = (char)('0' + year / 100 % 10);
    out[2] = (char)('0' + year / 10 % 10);
    out[3] = (char)('0' + year % 10);
    out[4] = '-';
    out[5] = (char)('0' + d.month / 10);
    out[6] = (char)('0' + d.month % 10);
    out[7] = '-';
    out[8] = (char)('0' + d.day / 10);
    out[9] = (char)('0' + d.day % 10);
    out[10] = '\0';
}

static int digits_at(const char *p, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!bp_ascii_digit(p[i]))
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool bp_datum_parse_iso(struct bp_str s, struct bp_datum *out)
{
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-')
        return false;
    int year = digits_at(s.ptr, 4), month = digits_at(s.ptr + 5, 2), day = digits_at(s.ptr + 8, 2);
    if (year < 1900 || year > 2100 || !bp_datum_exists(year, month, day))
        return false;
    *out = BP_DATUM(year, month, day);
    return true;
}
