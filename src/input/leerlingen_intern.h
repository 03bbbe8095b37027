/* leerlingen_intern.h - an opened export from the inside
 * PURPOSE    what opening, reading again and handing back share. Private to input
 * OWNERSHIP  struct bp_leerlingen owns all but the profile, routes and lists
 * THREADS    the export is read-only once open; a lezer belongs to one thread
 */
#ifndef BRONPOST_INPUT_LEERLINGEN_INTERN_H
#define BRONPOST_INPUT_LEERLINGEN_INTERN_H

#include "index.h"
#include "rijlezing.h"

#include "bronpost/input/leerlingen.h"

struct bp_leerlingen {
    char *path;
    struct bp_arena *arena;
    struct bp_bron bron;
    struct bp_kop kop;
    struct bp_rijlezing lezing;
    struct bp_index index;
    struct bp_leerlingen_feiten feiten;
};

struct bp_leerlingen_lezer {
    const struct bp_leerlingen *leerlingen;
    struct bp_csv *csv;
};

/* Reads the record of a row of the index again; BP_E_INPUT when it is another than before. */
enum bp_status bp_lezer_record(struct bp_leerlingen_lezer *lezer, uint32_t rij,
                               struct bp_csv_record *record, struct bp_error *err);

#endif
