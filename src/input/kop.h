/* kop.h - the header of an export: which separator, which cell is which column
 * PURPOSE    one reader of headers for leerlingen.csv and routes.csv. Private to input
 * OWNERSHIP  bp_kop_read() makes, bp_kop_clear() ends
 * UNITS      columns count from 0 here; in messages from 1
 * ERRORS     BP_E_INPUT: no header, a column twice, too many columns. BP_E_USAGE: the profile renames a column to a
 *            header that is not there
 * THREADS    read-only once read: any
 */
#ifndef BRONPOST_INPUT_KOP_INTERN_H
#define BRONPOST_INPUT_KOP_INTERN_H

#include "csv.h"

#define BP_KOP_NAMES  64 /* more than either file has */
#define BP_KOP_NOBODY 0xFFFFu

/* What is looked for. */
struct bp_kop_wens {
    size_t count;
    struct bp_str names[BP_KOP_NAMES];   /* canonical */
    struct bp_str renamed[BP_KOP_NAMES]; /* by the profile; absent: the canonical name counts */
    char separator;                      /* of the profile; NUL: decide on the header line */
    const char *profiel;                 /* its name, for messages */
    bool own;                            /* the program's own four columns may stand at the end */
};

struct bp_kop {
    struct bp_arena *arena;
    char separator;
    size_t columns;               /* cells of the header */
    size_t given;                 /* the same without the program's own four */
    uint16_t wie[BP_CSV_COLUMNS]; /* per cell: index in the wens, or BP_KOP_NOBODY */
    uint16_t waar[BP_KOP_NAMES];  /* per name: cell, or BP_KOP_NOBODY */
    bool wanted[BP_CSV_COLUMNS];  /* for bp_csv_shape() */
    struct bp_str *unknown;       /* UTF-8, as in the header */
    size_t unknown_count;
    size_t blank_rows;      /* before the header */
    struct bp_str sep_line; /* "sep=;" with its line end, raw; empty: there is none */
    struct bp_str raw;      /* of the header, without line end */
    struct bp_str line_end; /* of the header; LF when it has none */
};

/* `csv` stands behind the byte order mark; afterwards it stands at the first row and knows the shape. */
enum bp_status bp_kop_read(struct bp_kop *kop, const struct bp_kop_wens *wens,
                           const struct bp_bron *bron, struct bp_csv *csv, struct bp_error *err);
void bp_kop_clear(struct bp_kop *kop);

/* Refused as a whole because of `line`: adds the place. */
enum bp_status bp_kop_required(const struct bp_bron *bron, const char *columns,
                               struct bp_error *err);

/* Refuses a last record without a line end and with fewer cells than the header: the export was cut off. */
enum bp_status bp_kop_cut_off(const struct bp_kop *kop, const struct bp_bron *bron,
                              const struct bp_csv_record *record, struct bp_error *err);

#endif
