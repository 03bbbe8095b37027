/* routes.h - reads routes.csv
 * PURPOSE    bytes to routes, each with what is wrong with it; the same file reader as leerlingen.csv
 * OWNERSHIP  bp_routes_open() makes, bp_routes_close() ends; the routes live as long
 * SOURCE     design: input.md, "routes.csv"
 * ERRORS     BP_E_INPUT when the file is refused as a whole: not there, unreadable, empty, a required column
 *            missing, a column twice, a NUL byte, cut off, one key twice with different content. A wrong row
 *            is no error: it stands in the route's `fouten`
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_INPUT_ROUTES_H
#define BRONPOST_INPUT_ROUTES_H

#include "bronpost/base/error.h"
#include "bronpost/domain/route.h"
#include "bronpost/domain/waardenlijst.h"

struct bp_route_bestand;

enum bp_status bp_routes_open(const char *path, const struct bp_waardenlijsten *lijsten,
                              struct bp_route_bestand **out, struct bp_error *err);
void bp_routes_close(struct bp_route_bestand *bestand); /* NULL is fine */

/* All rows with a key, sorted by key; wrong ones too. */
const struct bp_routes *bp_routes_of(const struct bp_route_bestand *bestand);

/* Lines of rows that have no readable key: nobody can use them, they are reported only. */
const uint32_t *bp_routes_unreadable(const struct bp_route_bestand *bestand, size_t *count);

/* Columns that nobody knows, as they stand in the header. */
const struct bp_str *bp_routes_unknown_columns(const struct bp_route_bestand *bestand,
                                               size_t *count);

#endif
