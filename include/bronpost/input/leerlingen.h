/* leerlingen.h - reads leerlingen.csv: bytes to typed rows, rows to enrolments
 * PURPOSE    an export of any size in bounded memory. Opening reads the file once and keeps an index (per row:
 *            offset, line and enrolment; per enrolment: person); workers then read the rows again, person by
 *            person, in any order
 * OWNERSHIP  bp_leerlingen_open() makes, bp_leerlingen_close() ends and outlives its readers; routes, lijsten,
 *            mandaat and profiel are borrowed. What a reader gives lives in the caller's arena
 * UNITS      `inschrijving` numbers enrolments from 0, ascending by first line; line is physical, from 1
 * SOURCE     design: input.md
 * ERRORS     BP_E_INPUT: the file is refused as a whole. BP_E_USAGE: the profile does not fit the file (it
 *            renames a column that is not there). A row's trouble is a finding, never an error
 * THREADS    the opened export is read-only and shared; a reader belongs to one thread
 *
 * SECURITY: written by other people's software. Row length, columns and quoting are limited here; nothing of a
 * cell's value appears in a message, only its class ("9 digits", "5 characters").
 */
#ifndef BRONPOST_INPUT_LEERLINGEN_H
#define BRONPOST_INPUT_LEERLINGEN_H

#include "bronpost/base/buf.h"
#include "bronpost/domain/inschrijving.h"
#include "bronpost/input/profiel.h"

struct bp_leerlingen;
struct bp_leerlingen_lezer;

struct bp_leerlingen_opties {
    const char *path;
    const struct bp_profiel *profiel; /* NULL: canonical names, detection */
    struct bp_str brin;               /* --brin, or the only institution; empty: rows must say */
    const struct bp_routes *routes;
    const struct bp_waardenlijsten *lijsten;
    const struct bp_mandaat *mandaat;
};

enum bp_status bp_leerlingen_open(const struct bp_leerlingen_opties *opties,
                                  struct bp_leerlingen **out, struct bp_error *err);
void bp_leerlingen_close(struct bp_leerlingen *leerlingen); /* NULL is fine */

/* What was seen of the file as a whole; for the report. */
struct bp_leerlingen_feiten {
    size_t rows;       /* records that are rows: the number that every sum must give */
    size_t blank_rows; /* blank lines and lines of separators only */
    size_t inschrijvingen;
    char separator;
    const char *charset;                  /* "UTF-8", "windows-1252", or the profile's */
    bool charset_assumed;                 /* not UTF-8, and no profile said what it is */
    const struct bp_str *unknown_columns; /* as in the header, UTF-8 */
    size_t unknown_column_count;
};
const struct bp_leerlingen_feiten *bp_leerlingen_feiten(const struct bp_leerlingen *leerlingen);

/* The rows of one enrolment. A row that could not be read, or whose person is not known, is an enrolment of its
 * own; its findings say so. */
struct bp_gelezen {
    size_t inschrijving;
    struct bp_rij *rijen; /* in file order */
    size_t rij_count;
    struct bp_bevindingen bevindingen; /* of reading: BP100-BP105, BP107 (see below), BP108 */
};
/* BP107 is found here where a row that could not be read, or whose person is not known, belongs to the enrolment
 * by what is left of it (rules.md, BP107 and fine print 3). Disagreeing rows are the rules' business. */

struct bp_leerlingen_lezer *bp_leerlingen_lezer_new(const struct bp_leerlingen *leerlingen,
                                                    struct bp_error *err); /* NULL: see err */
void bp_leerlingen_lezer_free(struct bp_leerlingen_lezer *lezer);          /* NULL is fine */

/* All enrolments of the person to whom `inschrijving` belongs, ascending; one when the person is not known. */
enum bp_status bp_leerlingen_read_persoon(struct bp_leerlingen_lezer *lezer, size_t inschrijving,
                                          struct bp_arena *arena, struct bp_gelezen **items,
                                          size_t *count, struct bp_error *err);

/* The number of the next enrolment of the same person, or SIZE_MAX; lets a caller see without reading whether a
 * person's enrolments lie together. */
size_t bp_leerlingen_next_of_persoon(const struct bp_leerlingen *leerlingen, size_t inschrijving);
/* The number of the first enrolment of the same person. */
size_t bp_leerlingen_first_of_persoon(const struct bp_leerlingen *leerlingen, size_t inschrijving);

/* --- handing back, in the input's own separator, character set and line ends ---------------------------- */

/* BOM and sep= line where the input has them, its header without the program's own four columns, the four
 * columns rij, code, kolom, uitleg, and a line end. */
enum bp_status bp_leerlingen_write_header(struct bp_leerlingen_lezer *lezer, struct bp_buf *out,
                                          struct bp_error *err);

/* The row that begins on `line` with its own cells, padded to the header, then four cells (UTF-8) and a line
 * end. Of a row that could not be read: the cells before the break. */
enum bp_status bp_leerlingen_write_row(struct bp_leerlingen_lezer *lezer, uint32_t line,
                                       const struct bp_str appended[4], struct bp_buf *out,
                                       struct bp_error *err);

#endif
