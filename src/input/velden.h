/* velden.h - which form a column's cell has, and where its value goes
 * PURPOSE    the one table from column to kind, and the personal numbers. Private to input
 * OWNERSHIP  values are views of the text that was given
 * SOURCE     design: input.md, "leerlingen.csv"; rules.md BP101-BP105, fine print 15
 * ERRORS     a verdict as code and texts; the caller makes a finding of it
 * THREADS    any
 */
#ifndef BRONPOST_INPUT_VELDEN_INTERN_H
#define BRONPOST_INPUT_VELDEN_INTERN_H

#include "waarde.h"

struct bp_veld_oordeel {
    enum bp_code code; /* BP104 or BP105 */
    const char *
        text; /* message id: {1} what is expected (already translated), {2} the class of what was found;
                          * of a date {1} is the class and {2} the profile's form */
    const char *expects; /* message id; NULL for a date */
};

/* Puts the value into `rij`; false: it has not the form. Not for bsn and onderwijsnummer. */
bool bp_veld_read(enum bp_kolom kolom, struct bp_str text, const struct bp_datumvorm *vorm,
                  struct bp_rij *rij, struct bp_veld_oordeel *oordeel);

enum bp_persoon_oordeel {
    BP_PERSOON_GOED,
    BP_PERSOON_NUL_HERSTELD, /* a bsn of 8 digits: BP108 */
    BP_PERSOON_ONTBREEKT,
    BP_PERSOON_BEIDE,
    BP_PERSOON_BSN_VORM,
    BP_PERSOON_BSN_PROEF,
    BP_PERSOON_BSN_IS_ANDER, /* passes the check of the other number */
    BP_PERSOON_ONDERWIJSNUMMER_VORM,
    BP_PERSOON_ONDERWIJSNUMMER_PROEF,
    BP_PERSOON_ONDERWIJSNUMMER_IS_ANDER,
};

enum bp_persoon_oordeel bp_persoon_read(struct bp_str bsn, struct bp_str onderwijsnummer,
                                        struct bp_persoonsnummer *out);

/* Code, column and message id of a verdict; {1} is the class of what was found. NULL text: nothing to say. */
struct bp_persoon_uitleg {
    enum bp_code code;
    enum bp_kolom kolom;
    const char *text;
};
struct bp_persoon_uitleg bp_persoon_uitleg(enum bp_persoon_oordeel oordeel);

/* The same number, lost leading zeros apart. */
bool bp_persoon_same_text(struct bp_str a, struct bp_str b);

#endif
