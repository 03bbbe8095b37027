/* html_chart.c - bars, and lines over time
 *
 * Everything is placed in per cent of its box: no viewBox, so that lines and letters keep their size on a phone, and no
 * style attribute, which the page's own policy would refuse. */
#include "bronpost/base/text.h"
#include "html.h"

/* By whole numbers: the bytes are then the same on every machine. */
static unsigned share(size_t value, size_t whole, unsigned of)
{
    return whole ? (unsigned)(value * of / whole) : 0;
}

/* Per mille, so that a student among a thousand still shows. */
static void put_permille(struct bp_buf *out, const char *name, unsigned permille)
{
    bp_buf_printf(out, " %s=\"%u.%u%%\"", name, permille / 10, permille % 10);
}

/* --- bars --- */

void bp_html_bar(struct bp_buf *out, const struct bp_html_piece *pieces, size_t count,
                 size_t largest)
{
    size_t before = 0;
    bp_buf_add_text(out, "<svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = 0; i < count; i++) {
        unsigned from = share(before, largest, 1000);
        before += pieces[i].value;
        if (pieces[i].value == 0)
            continue;
        bp_buf_printf(out, "<rect class=\"%s\"", pieces[i].class);
        put_permille(out, "x", from);
        put_permille(out, "width", share(before, largest, 1000) - from);
        bp_buf_add_text(out, " height=\"100%\"/>");
    }
    bp_buf_add_text(out, "</svg>");
}

/* --- over time --- */

/* The plot inside its box, in per mille; the rest is for the letters. */
#define LEFT   60u
#define RIGHT  980u
#define TOP    80u
#define BOTTOM 860u
/* Days this far apart do not write over each other. */
#define LABEL_APART 160u

struct plot {
    const struct bp_html_moment *moments;
    size_t count;
    size_t top; /* what the upper line stands for */
};

struct series {
    const char *class, *title; /* title: message id */
    size_t offset;
};

static const struct series series[] = {
    { "vo", N_("vo"), offsetof(struct bp_html_moment, vo) },
    { "mbo", N_("mbo"), offsetof(struct bp_html_moment, mbo) },
};

static size_t value_of(const struct bp_html_moment *moment, const struct series *of)
{
    size_t value;
    memcpy(&value, (const char *)moment + of->offset, sizeof value);
    return value;
}

/* 2, 4 or 10 times a power of ten: its half is a whole number too. */
static size_t round_top(size_t most)
{
    static const size_t steps[] = { 2, 4, 10 };
    for (size_t power = 1;; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i] * power >= most || power > SIZE_MAX / 100)
                return steps[i] * power;
}

static unsigned x_of(const struct plot *plot, size_t at)
{
    int32_t first = bp_datum_to_days(plot->moments[0].op);
    int32_t days = bp_datum_to_days(plot->moments[plot->count - 1].op) - first;
    int32_t here = bp_datum_to_days(plot->moments[at].op) - first;
    return LEFT + share((size_t)here, (size_t)days, RIGHT - LEFT);
}

static unsigned y_of(const struct plot *plot, size_t value)
{
    return BOTTOM - share(value, plot->top, BOTTOM - TOP);
}

static void put_grid(struct bp_buf *out, const struct plot *plot)
{
    const size_t values[] = { 0, plot->top / 2, plot->top };
    for (size_t i = 0; i < 3; i++) {
        char digits[BP_HTML_NUMBER];
        unsigned y = y_of(plot, values[i]);
        bp_buf_add_text(out, "<line class=\"grid\" x1=\"0\" x2=\"100%\"");
        put_permille(out, "y1", y);
        put_permille(out, "y2", y);
        bp_buf_add_text(out, "/><text x=\"0\"");
        put_permille(out, "y", y);
        bp_buf_add_text(out, " dy=\"-4\">");
        bp_buf_add_str(out, bp_html_number(values[i], digits));
        bp_buf_add_text(out, "</text>\n");
    }
}

/* The first and the last day, and those between that have room. */
static void put_days(struct bp_buf *out, const struct plot *plot)
{
    unsigned last = x_of(plot, plot->count - 1), before = 0;
    for (size_t i = 0; i < plot->count; i++) {
        unsigned x = x_of(plot, i);
        bool edge = i == 0 || i == plot->count - 1;
        if (!edge && (x - before < LABEL_APART || last - x < LABEL_APART))
            continue;
        char iso[BP_DATUM_TEXT];
        bp_datum_format(plot->moments[i].op, iso);
        bp_buf_printf(out, "<text class=\"%s\"", i == 0 ? "first" : edge ? "last" : "between");
        put_permille(out, "x", i == 0 ? 0 : edge ? 1000 : x);
        bp_buf_printf(out, " y=\"100%%\" dy=\"-4\">%s</text>\n", iso);
        before = x;
    }
}

static void put_series(struct bp_buf *out, const struct plot *plot, const struct series *of)
{
    bp_buf_printf(out, "<g class=\"%s\">", of->class);
    for (size_t i = 0; i < plot->count; i++) {
        unsigned x = x_of(plot, i), y = y_of(plot, value_of(&plot->moments[i], of));
        if (i + 1 < plot->count) {
            bp_buf_add_text(out, "<line");
            put_permille(out, "x1", x);
            put_permille(out, "y1", y);
            put_permille(out, "x2", x_of(plot, i + 1));
            put_permille(out, "y2", y_of(plot, value_of(&plot->moments[i + 1], of)));
            bp_buf_add_text(out, "/>");
        }
        bp_buf_add_text(out, "<circle r=\"4\"");
        put_permille(out, "cx", x);
        put_permille(out, "cy", y);
        bp_buf_add_text(out, "/>");
    }
    bp_buf_add_text(out, "</g>\n");
}

/* What a screen reader says of the picture: where it begins and ends. The table has the rest. */
static void put_alternative(struct bp_buf *out, const struct plot *plot)
{
    const struct bp_html_moment *const ends[] = { &plot->moments[0],
                                                  &plot->moments[plot->count - 1] };
    bp_html_text(out, bp_str_of(bp_text("Lines of students per sector.")));
    for (size_t i = 0; i < 2; i++) {
        char day[BP_DATUM_TEXT], vo[BP_HTML_NUMBER], mbo[BP_HTML_NUMBER];
        bp_datum_format(ends[i]->op, day);
        const struct bp_str args[] = { bp_str_of(day), bp_html_number(ends[i]->vo, vo),
                                       bp_html_number(ends[i]->mbo, mbo) };
        bp_buf_add_char(out, ' ');
        bp_html_template(out, bp_text("{1}: vo {2}, mbo {3}."), args, 3);
    }
    bp_buf_add_char(out, ' ');
    bp_html_text(out, bp_str_of(bp_text("Every day stands in the table below.")));
}

static void put_picture(struct bp_buf *out, const struct plot *plot)
{
    bp_buf_add_text(out, "<figure class=\"timeline\">\n<figcaption aria-hidden=\"true\">");
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        bp_buf_printf(out, "<span class=\"key %s\">", series[i].class);
        bp_html_text(out, bp_str_of(bp_text(series[i].title)));
        bp_buf_add_text(out, "</span> ");
    }
    bp_buf_add_text(out, "</figcaption>\n<svg role=\"img\" aria-label=\"");
    put_alternative(out, plot);
    bp_buf_add_text(out, "\">\n");
    put_grid(out, plot);
    put_days(out, plot);
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        put_series(out, plot, &series[i]);
    bp_buf_add_text(out, "</svg>\n</figure>\n");
}

enum { DAG, VO, MBO, COLUMNS };

static const struct bp_html_column columns[COLUMNS] = {
    [DAG] = { N_("Day"), "day", BP_HTML_SORT_TEXT },
    [VO] = { N_("vo"), "number vo", BP_HTML_SORT_NUMBER },
    [MBO] = { N_("mbo"), "number mbo", BP_HTML_SORT_NUMBER },
};

void bp_html_timeline(struct bp_buf *out, const char *id, const char *caption,
                      const struct bp_html_moment *moments, size_t count)
{
    struct plot plot = { .moments = moments, .count = count };
    size_t most = 0;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < sizeof series / sizeof *series; s++)
            if (value_of(&moments[i], &series[s]) > most)
                most = value_of(&moments[i], &series[s]);
    plot.top = round_top(most);
    if (bp_datum_before(moments[0].op, moments[count - 1].op))
        put_picture(out, &plot);
    bp_html_table_open(out, id, caption, columns, COLUMNS);
    for (size_t i = 0; i < count; i++) {
        bp_html_row_open(out);
        bp_html_cell_datum(out, &columns[DAG], moments[i].op);
        bp_html_cell_number(out, &columns[VO], moments[i].vo);
        bp_html_cell_number(out, &columns[MBO], moments[i].mbo);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
}
