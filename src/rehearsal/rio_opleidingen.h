/* rio_opleidingen.h - private to rehearsal: what this RIO has
 * PURPOSE    the stand of each offered programme, by aangebodenOpleidingCode, and of each relation between units
 * OWNERSHIP  bp_opleidingen_new() makes, bp_opleidingen_free() ends; a stand that is given back lives until the
 *            next change
 * UNITS      a stand is text; for a programme its element in the form of consulting (rio_vorm.h)
 * SOURCE     rio.md, section 3: what is sent for a key replaces what was there
 * ERRORS     false when memory ran out
 * THREADS    one owner at a time
 *
 * In memory; what makes it last is the record (boek.h), which gives each stand back when it is opened.
 */
#ifndef BRONPOST_REHEARSAL_RIO_OPLEIDINGEN_H
#define BRONPOST_REHEARSAL_RIO_OPLEIDINGEN_H

#include "bronpost/base/error.h"

struct bp_opleidingen;

struct bp_opleidingen *bp_opleidingen_new(struct bp_error *err); /* NULL: see err */
void bp_opleidingen_free(struct bp_opleidingen *opleidingen);    /* NULL is fine */

/* `stand` empty: removes. */
bool bp_opleidingen_zet(struct bp_opleidingen *opleidingen, struct bp_str sleutel,
                        struct bp_str stand);

/* Removes at that moment, in bp_opleidingen_ruim_op(), unless another stand comes first. */
void bp_opleidingen_verdwijnt(struct bp_opleidingen *opleidingen, struct bp_str sleutel,
                              int64_t moment_ms);
void bp_opleidingen_ruim_op(struct bp_opleidingen *opleidingen, int64_t now_ms);

/* ptr NULL: there is none. */
struct bp_str bp_opleidingen_zoek(const struct bp_opleidingen *opleidingen, struct bp_str sleutel);

/* The first key behind `after` that begins with `begin`; ptr NULL: none any more. In the order of their bytes. */
struct bp_str bp_opleidingen_volgende(const struct bp_opleidingen *opleidingen, struct bp_str begin,
                                      struct bp_str after);

#endif
