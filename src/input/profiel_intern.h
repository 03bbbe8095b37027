/* profiel_intern.h - what a column profile says
 * PURPOSE    the inside of struct bp_profiel, for the readers in this folder. Private to input
 * OWNERSHIP  everything lives in the profile's arena
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_INPUT_PROFIEL_INTERN_H
#define BRONPOST_INPUT_PROFIEL_INTERN_H

#include "waarde.h"

#include "bronpost/base/arena.h"
#include "bronpost/input/profiel.h"

struct bp_vertaling { /* a line of [values.COLUMN] */
    struct bp_str van, naar;
    struct bp_vertaling *next; /* in the order of the file */
};

struct bp_profiel {
    struct bp_arena *arena;
    const char *path, *name;
    char separator;           /* NUL: decide on the header line */
    const char *charset;      /* NUL: decide on the bytes */
    struct bp_datumvorm date; /* order "": the usual forms */
    struct bp_str renamed[BP_KOLOM_COUNT];
    struct bp_str constants[BP_KOLOM_COUNT];
    struct bp_vertaling *values[BP_KOLOM_COUNT];
};

/* What the cell's text means: its translation, or the text itself. Exact first, then in any case. */
struct bp_str bp_profiel_translate(const struct bp_profiel *profiel, enum bp_kolom kolom,
                                   struct bp_str text);

#endif
