/* env.h - clock and randomness come in through the front door
 * PURPOSE    what is real in the program is frozen in a test
 * OWNERSHIP  the struct is borrowed by whoever is given it; it outlives them
 * UNITS      Unix time in milliseconds, UTC; UUID version 4, lower case, 36 characters and a NUL
 * THREADS    the functions may be called from several threads at once
 */
#ifndef BRONPOST_BASE_ENV_H
#define BRONPOST_BASE_ENV_H

#include "bronpost/base/datum.h"

#define BP_UUID_TEXT   37
#define BP_MOMENT_TEXT 25 /* "2026-09-03T18:04:11.250Z" and its NUL */

struct bp_env {
    int64_t (*now_ms)(void *ctx);
    void (*uuid)(void *ctx, char out[BP_UUID_TEXT]);
    void *ctx;
};

/* "2026-09-03T18:04:11.250Z": UTC with milliseconds, 24 characters. */
void bp_moment_format(int64_t ms, char out[BP_MOMENT_TEXT]);

/* The Dutch calendar day of a moment (CET/CEST by the rule of Directive 2000/84/EC). */
struct bp_datum bp_moment_to_dutch_day(int64_t ms);

/* The first moment of that day. */
int64_t bp_moment_of_dutch_day(struct bp_datum day);

#endif
