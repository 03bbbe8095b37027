/* html.h - writing HTML, and the blocks of which every report is made
 * PURPOSE    the one place where text becomes markup: whatever goes through here cannot break out of its place. Below
 *            that the blocks that check, run, reconcile and audit share: the frame of a page, a strip of counts, a list
 *            of what is to be done, a table that sorts and filters, bars, and a chart over time
 * OWNERSHIP  borrows buffer and texts during the call; no memory of its own
 * UNITS      counts; days
 * SOURCE     HTML Living Standard: text and quoted attribute values; ARIA 1.2 for the roles; WCAG 2.2 AA;
 *            CSP 3: style and script are allowed by their hash, so no style attribute and no handler may be written
 * ERRORS     the buffer's own `failed`
 * THREADS    any, each its own buffer
 *
 * A title, a caption or a note that is a message id is translated here; a bp_str is shown as it is.
 *
 * SECURITY: names, numbers and explanations come from other people's software. Markup is written with
 * bp_buf_add_text() and literals only; everything else with the functions here. No person number ever comes here.
 */
#ifndef BRONPOST_SRC_REPORT_HTML_H
#define BRONPOST_SRC_REPORT_HTML_H

#include "bronpost/base/buf.h"
#include "bronpost/base/datum.h"

/* --- text (html.c) ---------------------------------------------------------------------------------------------- */

/* For text and for attribute values in double or single quotes: & < > " ' are escaped, control
 * characters and bytes that are no character become U+FFFD. */
void bp_html_text(struct bp_buf *out, struct bp_str s);

/* A value of the input in a table that somebody may copy to a spreadsheet: as text, see cell.h. */
void bp_html_cell(struct bp_buf *out, struct bp_str s);

/* <name>text</name>; `name` is trusted to be a literal. */
void bp_html_element(struct bp_buf *out, const char *name, struct bp_str text);

/* A template with {1} to {9}, filled in and escaped. */
void bp_html_template(struct bp_buf *out, const char *template, const struct bp_str *args,
                      size_t arg_count);

/* Counts the way they are written in the language of the run: 12.345 or 12,345. */
#define BP_HTML_NUMBER 28
struct bp_str bp_html_number(size_t n, char text[BP_HTML_NUMBER]);

/* One template (translated) for 1 and one for every other number; {1} is the number. The first writes markup, the
 * second a text that is still to be escaped, such as a headline. */
void bp_html_counted(struct bp_buf *out, size_t n, const char *one, const char *many);
void bp_text_counted(struct bp_buf *text, size_t n, const char *one, const char *many);

/* "1 september 2026" or "1 September 2026". */
void bp_html_datum(struct bp_buf *out, struct bp_datum d);

/* The separator of a file in words; '\0', not known, is absent. */
struct bp_str bp_html_separator(char separator);

/* How something is shown: a colour beside the words, never instead of them. */
enum bp_html_mood {
    BP_HTML_PLAIN,
    BP_HTML_MAIN, /* the figure that it is all about */
    BP_HTML_GOOD,
    BP_HTML_WORK, /* needs a person */
    BP_HTML_LOOK, /* deserves a look */
    BP_HTML_STOP,
};

/* --- the frame of a page (html_page.c) --------------------------------------------------------------------------- */

/* A part that the links at the top lead to. */
struct bp_html_part {
    const char *id, *title; /* the id of its section; message id */
    bool there;             /* what is empty is left out */
};

struct bp_html_day {
    const char *label; /* message id: "Reference date" */
    struct bp_datum day;
};

#define BP_HTML_HEADLINE BP_KIB /* a buffer of this size holds one */

struct bp_html_page {
    const char *command;            /* "audit" */
    const char *what;               /* message id: what kind of result it is */
    struct bp_str title;            /* the h1: of whom it is */
    const struct bp_html_day *days; /* below it, in this order */
    size_t day_count;
    enum bp_html_mood mood;
    struct bp_str
        headline; /* one sentence that says what matters; also in the tab of the browser */
    const struct bp_html_part *parts;
    size_t part_count;
    int64_t gemaakt_ms;
    const char *version;
    bool
        leerlingnummers; /* the page names students: its foot says that it stays within the school */
};

/* Everything up to and including <main>: language, policy, style, skip link, head, links. */
void bp_html_page_open(struct bp_buf *out, const struct bp_html_page *page);

/* Where the figures come from; empty values are left out. */
struct bp_html_fact {
    const char *name; /* message id */
    struct bp_str value;
};

/* The foot, the script and the end. Moment and version follow the facts by themselves. */
void bp_html_page_close(struct bp_buf *out, const struct bp_html_page *page,
                        const struct bp_html_fact *facts, size_t fact_count);

void bp_html_section_open(struct bp_buf *out, const char *id, const char *title); /* message id */
void bp_html_section_close(struct bp_buf *out);

/* A bulleted list of texts; nothing when there are none. */
void bp_html_list(struct bp_buf *out, const struct bp_str *items, size_t count);

/* --- counts (html_page.c) ---------------------------------------------------------------------------------------- */

struct bp_html_figure {
    const char *title, *note; /* message ids */
    enum bp_html_mood mood;
    size_t value;
    bool unknown; /* a dash instead of a number: the note says why */
};

void bp_html_figures(struct bp_buf *out, const struct bp_html_figure *figures, size_t count);

/* --- what is to be done (html_page.c) ---------------------------------------------------------------------------- */

struct bp_html_todo {
    enum bp_html_mood mood;   /* WORK, LOOK or STOP */
    const char *code;         /* "BP104"; NULL: it has none */
    const char *title, *what; /* message ids: what is the matter, what to do about it */
    size_t count;
    const char *one, *many; /* message ids of templates: "1 enrolment", "{1} enrolments" */
    const char *table;      /* id of the table with its rows; NULL: no link */
    const char *filter;     /* message id or code: what the table is narrowed to with JavaScript */
    const char *link;       /* message id of the link's template; {1} is the filter */
};

void bp_html_todo_open(struct bp_buf *out);
void bp_html_todo_item(struct bp_buf *out, const struct bp_html_todo *item);
void bp_html_todo_close(struct bp_buf *out);

/* --- tables (html_table.c) --------------------------------------------------------------------------------------- */

enum bp_html_sort { BP_HTML_SORT_TEXT, BP_HTML_SORT_NUMBER, BP_HTML_SORT_NOT };

/* `class` decides the width and what a phone does with it, see rapport.css: line, number, student, code, column, text,
 * brin, name, route, kind, state, chart, day, value; a table of eight columns or more is printed on its side; "number vo", "number mbo" and "number regular" are the legend of the bars
 * as well. */
struct bp_html_column {
    const char *title; /* message id */
    const char *class; /* literal */
    enum bp_html_sort sort;
};

/* "The first 1,000 of 1,204 rows; all of them stand in afgekeurd.csv."; nothing when all are shown. */
void bp_html_more(struct bp_buf *out, size_t shown, size_t total, const char *file);

/* A table that rapport.js makes sortable and filterable; without JavaScript it is a table. The
 * roles are spelled out, since on a phone the rows are laid out as cards, and some screen readers
 * then forget that it is a table. `caption` is translated already. Days sort as texts when they are written ISO. */
void bp_html_table_open(struct bp_buf *out, const char *id, const char *caption,
                        const struct bp_html_column *columns, size_t count);
void bp_html_row_open(struct bp_buf *out);
/* Opens the cell of `column`; whoever fills it closes it with bp_html_cell_close(). */
void bp_html_cell_open(struct bp_buf *out, const struct bp_html_column *column);
void bp_html_cell_close(struct bp_buf *out);
void bp_html_cell_value(struct bp_buf *out, const struct bp_html_column *column,
                        struct bp_str value);
void bp_html_cell_number(struct bp_buf *out, const struct bp_html_column *column, size_t value);
/* The name of a column or field, which may break behind a _. */
void bp_html_cell_name(struct bp_buf *out, const struct bp_html_column *column, const char *name);
/* A line of a file, as editors count: 12345, not 12.345; 0 is none. */
void bp_html_cell_line(struct bp_buf *out, const struct bp_html_column *column, uint32_t line);
void bp_html_cell_datum(struct bp_buf *out, const struct bp_html_column *column, struct bp_datum d);
void bp_html_row_close(struct bp_buf *out);
void bp_html_table_close(struct bp_buf *out);

/* --- charts (html_chart.c) --------------------------------------------------------------------------------------- */

/* One piece of a stacked bar: `class` is vo, mbo or regular. */
struct bp_html_piece {
    const char *class;
    size_t value;
};

/* A stacked bar, as long as its sum is beside `largest`, in a cell of class "chart". The figures stand in the row
 * already: for whoever does not see it the bar is not there. */
void bp_html_bar(struct bp_buf *out, const struct bp_html_piece *pieces, size_t count,
                 size_t largest);

/* Students per sector on a day. */
struct bp_html_moment {
    struct bp_datum op;
    size_t vo, mbo;
};

/* Per sector over time: lines, and the same figures as a table (`id`) below them, so that picture and text alternative
 * cannot differ. Moments ascend; a single one is a table only, none is nothing. `caption` is translated already. */
void bp_html_timeline(struct bp_buf *out, const char *id, const char *caption,
                      const struct bp_html_moment *moments, size_t count);

#endif
