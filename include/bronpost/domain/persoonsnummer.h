/* persoonsnummer.h - bsn and onderwijsnummer
 * PURPOSE    a type of its own for a personal number, and the checks on it
 * OWNERSHIP  a value; wiped with the memory that holds it
 * UNITS      9 ASCII digits, no NUL
 * SOURCE     DUO BasisSchema (V1, build 18565), annotations of Burgerservicenummer-v02 and Onderwijsnummer
 * ERRORS     false; no message, the caller knows row and column
 * THREADS    any
 *
 * SECURITY: not a bp_str, so that handing it to a "%s" or to a log is a type error.
 */
#ifndef BRONPOST_DOMAIN_PERSOONSNUMMER_H
#define BRONPOST_DOMAIN_PERSOONSNUMMER_H

#include "bronpost/base/str.h"

enum bp_persoonsoort { BP_PERSOON_GEEN, BP_PERSOON_BSN, BP_PERSOON_ONDERWIJSNUMMER };

struct bp_persoonsnummer {
    enum bp_persoonsoort soort;
    char digits[9];
};

/* (9p1 + 8p2 + ... + 2p8 - p9) mod 11 = 0, nine digits, not all zeros. */
bool bp_bsn_ok(struct bp_str digits);

/* (9p1 + 8p2 + ... + 2p8 - p9) mod 11 = 5, nine digits. */
bool bp_onderwijsnummer_ok(struct bp_str digits);

/* The number in 30 bits and its kind in bit 31, never 0 for a given number: equal when kind and digits are. */
uint32_t bp_persoonsnummer_key(struct bp_persoonsnummer p);

/* The same kind and digits; a number that is not known equals none. */
bool bp_persoonsnummer_equal(struct bp_persoonsnummer a, struct bp_persoonsnummer b);

#endif
