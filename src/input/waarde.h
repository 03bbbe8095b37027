/* waarde.h - what may stand in a cell: forms, dates, yes and no
 * PURPOSE    the parsers of single values, without columns and findings. Private to input
 * OWNERSHIP  values; allocates nothing
 * SOURCE     design: input.md, "Files as they come in practice"
 * ERRORS     a verdict; the caller knows row and column
 * THREADS    any
 */
#ifndef BRONPOST_INPUT_WAARDE_INTERN_H
#define BRONPOST_INPUT_WAARDE_INTERN_H

#include "bronpost/base/datum.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/rij.h"

/* The class of what was found, never the value: "3 letters", in the language of the run. */
#define BP_WAARDE_KLASSE 64
struct bp_str bp_waarde_klasse(struct bp_str s, char out[BP_WAARDE_KLASSE]);

/* Patterns separated by '|': '#' a digit, '@' a capital, anything else itself. */
bool bp_waarde_vorm_ok(struct bp_str s, const char *patterns);

/* 1 to 70 of A-Z 0-9 _, and of `more`. */
bool bp_waarde_naam_ok(struct bp_str s, const char *more);

/* One or more such names separated by blanks. */
bool bp_waarde_namen_ok(struct bp_str s);

/* 1 to `max` characters (not bytes) without control characters. */
bool bp_waarde_tekst_ok(struct bp_str s, size_t max);

/* 1 to `max` letters and digits. */
bool bp_waarde_volgnummer_ok(struct bp_str s, size_t max);

/* 1 to `digits` digits, from `lowest` on. */
bool bp_waarde_getal_ok(struct bp_str s, size_t digits, unsigned lowest, unsigned *out);

bool bp_waarde_uuid_ok(struct bp_str s);

enum bp_ja_nee bp_waarde_ja_nee(struct bp_str s); /* BP_ONBEKEND: neither */

/* A date's form as a profile writes it: d, m and Y once each, one and the same separator between them or none. */
struct bp_datumvorm {
    char order[4];  /* "dmY"; "" when no form was given: the usual ones */
    char separator; /* NUL: none, and then d and m have two digits */
};
bool bp_datumvorm_parse(struct bp_str s, struct bp_datumvorm *out);

/* "d-m-Y"; "" when no form was given. */
#define BP_DATUMVORM_TEXT 6
struct bp_str bp_datumvorm_text(const struct bp_datumvorm *vorm, char out[BP_DATUMVORM_TEXT]);

enum bp_datum_oordeel {
    BP_DATUM_GOED,
    BP_DATUM_GEEN_DATUM,   /* another form */
    BP_DATUM_BESTAAT_NIET, /* 29 February 2026 */
    BP_DATUM_BUITEN,       /* before 1900 or after 2100 */
};

/* `onvolledig`: month and day may be 00 (a birth date). */
enum bp_datum_oordeel bp_waarde_datum(struct bp_str s, const struct bp_datumvorm *vorm,
                                      bool onvolledig, struct bp_datum *out);

/* Why a date is refused: a message id with {1} for the class of what was found and, when `vorm` has one, {2} for
 * the form that was expected. */
const char *bp_datum_uitleg(enum bp_datum_oordeel oordeel, const struct bp_datumvorm *vorm);

#endif
