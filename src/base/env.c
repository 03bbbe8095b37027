#include "bronpost/base/env.h"

#define MS_PER_DAY  INT64_C(86400000)
#define MS_PER_HOUR INT64_C(3600000)

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

void bp_moment_format(int64_t ms, char out[BP_MOMENT_TEXT])
{
    int64_t days = floor_div(ms, MS_PER_DAY);
    int64_t rest = ms - days * MS_PER_DAY;
    char day[BP_DATUM_TEXT];
    bp_datum_format(bp_datum_from_days((int32_t)days), day);
    memcpy(out, day, 10);
    const int64_t parts[] = { rest / MS_PER_HOUR, rest / 60000 % 60, rest / 1000 % 60 };
    for (size_t i = 0; i < 3; i++) {
        out[10 + 3 * i] = i == 0 ? 'T' : ':';
        out[11 + 3 * i] = (char)('0' + parts[i] / 10);
        out[12 + 3 * i] = (char)('0' + parts[i] % 10);
    }
    out[19] = '.';
    out[20] = (char)('0' + rest / 100 % 10);
    out[21] = (char)('0' + rest / 10 % 10);
    out[22] = (char)('0' + rest % 10);
    out[23] = 'Z';
    out[24] = '\0';
}

/* 01:00 UTC on the last Sunday of the month. 1970-01-01 was a Thursday. */
static int64_t last_sunday(int year, int month)
{
    int32_t last = bp_datum_to_days(BP_DATUM(year, month, 31));
    int32_t days_since_sunday = (last + 4) % 7;
    return (last - days_since_sunday) * MS_PER_DAY + MS_PER_HOUR;
}

struct bp_datum bp_moment_to_dutch_day(int64_t ms)
{
    int year = bp_datum_from_days((int32_t)floor_div(ms, MS_PER_DAY)).year;
    bool summer = ms >= last_sunday(year, 3) && ms < last_sunday(year, 10);
    return bp_datum_from_days((int32_t)floor_div(ms + (summer ? 2 : 1) * MS_PER_HOUR, MS_PER_DAY));
}

int64_t bp_moment_of_dutch_day(struct bp_datum day)
{
    int64_t summer = bp_datum_to_days(day) * MS_PER_DAY - 2 * MS_PER_HOUR;
    bool is_summer = bp_datum_equal(bp_moment_to_dutch_day(summer), day);
    return is_summer ? summer : summer + MS_PER_HOUR;
}
