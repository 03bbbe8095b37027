/* rapport_html.h - the parts of rapport.html
 * PURPOSE    each function writes one <section>, or nothing where there is nothing to say
 * OWNERSHIP  as bp_rapport_html()
 * ERRORS     the buffer's own `failed`
 * THREADS    any
 */
#ifndef BRONPOST_SRC_REPORT_RAPPORT_HTML_H
#define BRONPOST_SRC_REPORT_RAPPORT_HTML_H

#include "bronpost/report/rapport.h"
#include "html.h"

/* The figures, and the sum that shows that no row was lost. */
void bp_rapport_put_counts(const struct bp_rapport *rapport, struct bp_buf *out);

/* What needs a person, per code with what to do; then what is worth a look. */
void bp_rapport_put_todo(const struct bp_rapport *rapport, struct bp_buf *out);

/* The rejected rows and the signals. */
void bp_rapport_put_rows(const struct bp_rapport *rapport, struct bp_buf *out);

/* Students per route and phase: a table whose last column is the chart, so that the picture and its
 * text alternative cannot differ. */
void bp_rapport_put_routes(const struct bp_rapport *rapport, struct bp_buf *out);

/* Registrations per institution and sector. */
void bp_rapport_put_schools(const struct bp_rapport *rapport, struct bp_buf *out);

#endif
