/* html.h - writing HTML
 * PURPOSE    the one place where text becomes markup: whatever goes through here cannot break out
 * of its place OWNERSHIP  borrows the buffer; no memory of its own SOURCE     HTML Living Standard:
 * text and quoted attribute values; ARIA 1.2 for the roles ERRORS     the buffer's own `failed`
 * THREADS    any, each its own buffer
 *
 * SECURITY: names, numbers and explanations come from other people's software. Markup is written
 * with bp_buf_add_text() and literals only; everything else with the functions here.
 */
#ifndef BRONPOST_SRC_REPORT_HTML_H
#define BRONPOST_SRC_REPORT_HTML_H

#include "bronpost/base/buf.h"
#include "bronpost/base/datum.h"

/* For text and for attribute values in double or single quotes: & < > " ' are escaped, control
 * characters and bytes that are no character become U+FFFD. */
void bp_html_text(struct bp_buf *out, struct bp_str s);

/* A value of the input in a table that somebody may copy to a spreadsheet: as text, see cell.h. */
void bp_html_cell(struct bp_buf *out, struct bp_str s);

/* <name>text</name>; both texts are trusted to be literals but for `text`. */
void bp_html_element(struct bp_buf *out, const char *name, struct bp_str text);

/* A template with {1} to {9}, filled in and escaped. */
void bp_html_template(struct bp_buf *out, const char *template, const struct bp_str *args,
                      size_t arg_count);

/* Counts the way they are written in the language of the run: 12.345 or 12,345. */
#define BP_HTML_NUMBER 28
struct bp_str bp_html_number(size_t n, char text[BP_HTML_NUMBER]);

/* One template for 1 and one for every other number; {1} is the number. */
void bp_html_counted(struct bp_buf *out, size_t n, const char *one, const char *many);

/* "1 september 2026" or "1 September 2026". */
void bp_html_datum(struct bp_buf *out, struct bp_datum d);

enum bp_html_sort { BP_HTML_SORT_TEXT, BP_HTML_SORT_NUMBER, BP_HTML_SORT_NOT };

struct bp_html_column {
    const char *title; /* message id */
    const char *class; /* literal */
    enum bp_html_sort sort;
};

/* A table that rapport.js makes sortable and filterable; without JavaScript it is a table. The
 * roles are spelled out, since on a phone the rows are laid out as cards, and some screen readers
 * then forget that it is a table. */
void bp_html_table_open(struct bp_buf *out, const char *id, const char *caption,
                        const struct bp_html_column *columns, size_t count);
void bp_html_row_open(struct bp_buf *out);
/* Opens the cell of `column`; whoever fills it closes it with bp_html_cell_close(). */
void bp_html_cell_open(struct bp_buf *out, const struct bp_html_column *column);
void bp_html_cell_close(struct bp_buf *out);
void bp_html_cell_value(struct bp_buf *out, const struct bp_html_column *column,
                        struct bp_str value);
void bp_html_cell_number(struct bp_buf *out, const struct bp_html_column *column, size_t value);
void bp_html_row_close(struct bp_buf *out);
void bp_html_table_close(struct bp_buf *out);

#endif
