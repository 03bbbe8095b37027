/* index.h - where the rows of an export are, and which enrolment and person they belong to
 * PURPOSE    what stays in memory of a file of any size. Private to input
 * OWNERSHIP  bp_index_init() and bp_index_free(); plain arrays in between
 * UNITS      rows and enrolments count from 0 in the order of the file. Once finished: 16 bytes a row and 12 bytes
 *            an enrolment; while it is built 16 bytes an enrolment and two hash tables more
 * ERRORS     BP_E_MEMORY; BP_E_INPUT when the file is larger than the numbers reach
 * THREADS    one builder; read-only once finished
 */
#ifndef BRONPOST_INPUT_INDEX_INTERN_H
#define BRONPOST_INPUT_INDEX_INTERN_H

#include "bronpost/base/error.h"

#define BP_INDEX_NONE UINT32_MAX

struct bp_index_rij {
    uint64_t place; /* offset in the high 40 bits, check of the bytes in the low 24 */
    uint32_t line;
    uint32_t next; /* of the same enrolment */
};

struct bp_index_inschrijving {
    uint32_t first;             /* row */
    uint32_t next_of, first_of; /* enrolments of the same person */
};

/* Of an enrolment, while the index is built. */
struct bp_index_bouw {
    uint64_t key; /* within the person */
    uint32_t persoon;
    uint32_t last; /* row */
};

/* A row that could not be used, and by what its enrolment can be found. */
struct bp_index_gebroken {
    uint64_t wie;        /* person or leerlingnummer, hashed */
    uint64_t volgnummer; /* hashed */
    uint64_t brin;       /* hashed; 0: any */
    uint32_t line;
};

struct bp_index {
    struct bp_index_rij *rijen;
    size_t rij_count, rij_cap;
    struct bp_index_inschrijving *inschrijvingen;
    struct bp_index_bouw *bouw;
    size_t inschrijving_count, inschrijving_cap, bouw_cap;
    uint32_t *per_inschrijving,
        *per_persoon; /* slots: number + 1; of a person the last enrolment */
    size_t slots, persoon_slots, persoon_count, bekend_count;
    struct bp_index_gebroken *gebroken; /* once finished: sorted by wie, volgnummer, line */
    size_t gebroken_count, gebroken_cap;
};

void bp_index_init(struct bp_index *index);
void bp_index_free(struct bp_index *index);

/* `persoon` 0: the row is an enrolment of its own. */
enum bp_status bp_index_add(struct bp_index *index, uint64_t offset, uint32_t line, uint32_t check,
                            uint32_t persoon, uint64_t key, struct bp_error *err);
enum bp_status bp_index_add_gebroken(struct bp_index *index, struct bp_index_gebroken gebroken,
                                     struct bp_error *err);

/* Gives back what only building needed. */
void bp_index_finish(struct bp_index *index);

static inline uint64_t bp_index_offset(const struct bp_index_rij *rij)
{
    return rij->place >> 24;
}

static inline bool bp_index_check_ok(const struct bp_index_rij *rij, uint32_t check)
{
    return (rij->place & 0xFFFFFF) == (check & 0xFFFFFF);
}

/* The row that begins on `line`; BP_INDEX_NONE when there is none. */
uint32_t bp_index_at_line(const struct bp_index *index, uint32_t line);

/* The first line of a broken row that fits and is none of the enrolment's own; 0 when there is none. */
uint32_t bp_index_find_gebroken(const struct bp_index *index, uint64_t wie, uint64_t volgnummer,
                                uint64_t brin, const uint32_t *own_lines, size_t own_count);

/* Bytes that the index holds now. */
size_t bp_index_bytes(const struct bp_index *index);

#endif
