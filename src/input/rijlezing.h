/* rijlezing.h - from cells to a typed row
 * PURPOSE    profile, constants and defaults applied to a record; then values and findings. The index and the
 *            workers read the same cells in the same way. Private to input
 * OWNERSHIP  texts live in the caller's arena
 * ERRORS     false: the arena is full
 * THREADS    struct bp_rijlezing is shared and read-only
 */
#ifndef BRONPOST_INPUT_RIJLEZING_INTERN_H
#define BRONPOST_INPUT_RIJLEZING_INTERN_H

#include "kop.h"
#include "profiel_intern.h"

struct bp_rijlezing {
    const struct bp_kop *kop;
    const struct bp_profiel *profiel; /* NULL: none */
    const struct bp_tekenset *tekenset;
    struct bp_str brin; /* default */
    const struct bp_routes *routes;
    const struct bp_str *beide; /* brins that have both sectors: a handful */
    size_t beide_count;
};

struct bp_cellen {
    struct bp_str
        text[BP_KOLOM_COUNT]; /* trimmed, translated, constant where empty; len 0: says nothing */
    uint64_t shown; /* bit per column: its cell lies before the break, or no cell is needed */
    uint64_t vast;  /* bit per column: the text is the profile's constant */
};

/* The columns that the index needs; the other texts stay absent. */
#define BP_CELLEN_SLEUTEL                                                                          \
    (UINT64_C(1) << BP_KOLOM_BSN | UINT64_C(1) << BP_KOLOM_ONDERWIJSNUMMER |                       \
     UINT64_C(1) << BP_KOLOM_LEERLINGNUMMER | UINT64_C(1) << BP_KOLOM_INSCHRIJVINGVOLGNUMMER |     \
     UINT64_C(1) << BP_KOLOM_BRIN | UINT64_C(1) << BP_KOLOM_OPLEIDINGCODE |                        \
     UINT64_C(1) << BP_KOLOM_LEERROUTE)
#define BP_CELLEN_ALLE ((UINT64_C(1) << BP_KOLOM_COUNT) - 1)

bool bp_cellen_read(const struct bp_rijlezing *lezing, const struct bp_csv_record *record,
                    uint64_t columns, struct bp_arena *arena, struct bp_cellen *out);

/* Values of a row that could be read, and what is wrong with them. */
void bp_rij_fill(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                 struct bp_rij *rij, struct bp_bevindingen *bevindingen);

/* A row that could not be read: what its cells before the break show, and BP100. */
void bp_rij_broken(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                   const struct bp_csv_record *record, struct bp_rij *rij,
                   struct bp_bevindingen *bevindingen);

/* --- which enrolment --------------------------------------------------------------------------------- */

struct bp_sleutel {
    struct bp_persoonsnummer persoon; /* of soort GEEN: an enrolment of its own */
    uint64_t volgnummer;              /* hash; 0: not filled in */
    uint64_t brin;                    /* hash; 0: not shown, or not a brin */
    uint64_t herkomst;                /* of a brin with both sectors: which; 0 elsewhere */
    bool herkomst_duister;            /* both sectors, and the row does not tell which */
    uint64_t leerlingnummer;          /* hash; 0: not filled in */
};

void bp_sleutel_make(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                     struct bp_sleutel *out);

/* One number for an enrolment within its person. */
uint64_t bp_sleutel_inschrijving(const struct bp_sleutel *sleutel);

/* Hashes by which a row that could not be used finds its enrolment: by person, by leerlingnummer. */
uint64_t bp_sleutel_persoon(struct bp_persoonsnummer persoon);

#endif
