/* datum.h - calendar days
 * PURPOSE    dates as year, month and day; not a time_t: 1 August is a day, a time zone would make it 31 July
 * OWNERSHIP  a value, copied freely
 * UNITS      proleptic Gregorian; year 0 is "no date"
 * SOURCE     school year and study year run from 1 August to 31 July: PvE MBO-instelling 4.8.2, 13.1
 * ERRORS     bp_datum_exists() tells whether a day exists; arithmetic asks for a day that exists
 * THREADS    any
 */
#ifndef BRONPOST_BASE_DATUM_H
#define BRONPOST_BASE_DATUM_H

#include "bronpost/base/str.h"

struct bp_datum {
    int16_t year;
    uint8_t month; /* 1-12; 0 in a birth date of which the month is unknown */
    uint8_t day;   /* 1-31; 0 in a birth date of which the day is unknown */
};

#define BP_DATUM(y, m, d) ((struct bp_datum){ (int16_t)(y), (uint8_t)(m), (uint8_t)(d) })
#define BP_DATUM_NONE     ((struct bp_datum){ 0, 0, 0 })
#define BP_DATUM_TEXT     11 /* "2026-08-01" and its NUL */

static inline bool bp_datum_given(struct bp_datum d)
{
    return d.year != 0;
}

static inline int32_t bp_datum_key(struct bp_datum d)
{
    return (int32_t)d.year * 10000 + d.month * 100 + d.day;
}

/* <0, 0, >0; "no date" is before every date. */
static inline int bp_datum_compare(struct bp_datum a, struct bp_datum b)
{
    int32_t ka = bp_datum_key(a), kb = bp_datum_key(b);
    return (ka > kb) - (ka < kb);
}

static inline bool bp_datum_before(struct bp_datum a, struct bp_datum b)
{
    return bp_datum_key(a) < bp_datum_key(b);
}

static inline bool bp_datum_equal(struct bp_datum a, struct bp_datum b)
{
    return bp_datum_key(a) == bp_datum_key(b);
}

bool bp_datum_exists(int year, int month, int day);

/* Days since 1970-01-01, and back. */
int32_t bp_datum_to_days(struct bp_datum d);
struct bp_datum bp_datum_from_days(int32_t days);
struct bp_datum bp_datum_add_days(struct bp_datum d, int32_t days);

/* The year in which the school year of d starts: 2026-07-31 gives 2025, 2026-08-01 gives 2026. */
int bp_datum_schoolyear(struct bp_datum d);

/* ISO form, always 10 characters and a NUL; "" for no date. */
void bp_datum_format(struct bp_datum d, char out[BP_DATUM_TEXT]);

/* Exactly "YYYY-MM-DD" of a day that exists, 1900-2100; false otherwise. */
bool bp_datum_parse_iso(struct bp_str s, struct bp_datum *out);

#endif
