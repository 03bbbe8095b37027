/* csv.h - records of a file, one after another
 * PURPOSE    libcsv fed physical line by physical line: offsets and line numbers are exact, and after a record
 *            that cannot be read the next line begins with a fresh state. Private to input
 * OWNERSHIP  bp_csv_new() makes, bp_csv_free() ends; the bron is borrowed. What a record points to is valid until
 *            the next call
 * UNITS      cells are bytes in the file's own character set, blanks around them already cut by libcsv
 * ERRORS     BP_E_INPUT: the file ends inside a quoted cell, or changed. A record that cannot be read is no error
 * THREADS    a reader belongs to one thread
 *
 * SECURITY: what is too big is refused, not cut: see the limits below.
 */
#ifndef BRONPOST_INPUT_CSV_INTERN_H
#define BRONPOST_INPUT_CSV_INTERN_H

#include "bron.h"

#include "bronpost/base/arena.h"

#define BP_CSV_COLUMNS      ((size_t)1024)        /* in the header */
#define BP_CSV_RECORD_BYTES ((size_t)1024 * 1024) /* of one record, quotes and line ends included */

enum bp_csv_soort {
    BP_CSV_ROW,
    BP_CSV_BLANK,  /* a blank line, or separators only */
    BP_CSV_BROKEN, /* cannot be read: `reden` */
    BP_CSV_END,
};

enum bp_csv_reden {
    BP_CSV_HEEL,     /* nothing wrong */
    BP_CSV_QUOTE,    /* a quote inside a plain cell, or text after a closing quote */
    BP_CSV_TOO_MANY, /* more cells than the header */
    BP_CSV_TOO_LONG, /* more bytes than BP_CSV_RECORD_BYTES */
};

struct bp_csv_record {
    enum bp_csv_soort soort;
    enum bp_csv_reden reden;
    uint64_t offset;
    uint32_t line;
    uint32_t check;             /* of all bytes: the same record gives the same number */
    size_t cell_count;          /* complete cells; of a broken record those before the break */
    size_t seen_count;          /* cells met, also those beyond the header's */
    const struct bp_str *cells; /* of the columns that are wanted; absent for others */
    struct bp_str raw;          /* the bytes; of a record that is too long only the first */
    bool line_end;              /* false: the file ends without one */
};

struct bp_csv;

struct bp_csv *bp_csv_new(const struct bp_bron *bron, struct bp_error *err); /* NULL: see err */
void bp_csv_free(struct bp_csv *csv);                                        /* NULL is fine */

/* What the header decided. `wanted` (one per column, NULL: all) is borrowed. */
void bp_csv_shape(struct bp_csv *csv, char separator, size_t columns, const bool *wanted);

/* The next record is the one at `offset`, on `line`. */
void bp_csv_seek(struct bp_csv *csv, uint64_t offset, uint32_t line);

/* Where the next record begins. */
uint64_t bp_csv_offset(const struct bp_csv *csv);
uint32_t bp_csv_line(const struct bp_csv *csv);

enum bp_status bp_csv_next(struct bp_csv *csv, struct bp_csv_record *record, struct bp_error *err);

/* The cells of the record just read, copied into the arena; false when that is full. */
bool bp_csv_keep(struct bp_csv *csv, struct bp_csv_record *record, struct bp_arena *arena);

/* The next physical line, its end included; len 0 at the end of the file. */
enum bp_status bp_csv_next_line(struct bp_csv *csv, struct bp_str *line, struct bp_error *err);

/* How many bytes the first `cells` cells of a record take, the separators between them included; SIZE_MAX when it
 * has fewer. */
size_t bp_csv_raw_cells(struct bp_str raw, char separator, size_t cells);

/* The bytes of a line without its end. */
struct bp_str bp_csv_without_end(struct bp_str line);

#endif
