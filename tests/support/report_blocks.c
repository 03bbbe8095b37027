#include "support/report_blocks.h"

#include "bronpost/base/text.h"

const struct bp_html_moment report_moments[REPORT_MOMENTS] = {
    { { 2025, 10, 1 }, 1310, 96 }, { { 2026, 2, 1 }, 1302, 95 },   { { 2026, 2, 8 }, 1298, 99 },
    { { 2026, 8, 1 }, 1250, 180 }, { { 2026, 10, 1 }, 1204, 213 }, { { 2027, 2, 1 }, 1190, 0 },
};

void report_blocks_page(struct bp_buf *out)
{
    static const struct bp_html_part parts[] = { { "counts", N_("Counts"), true },
                                                 { "routes", N_("Routes"), true },
                                                 { "remarks", N_("Remarks"), false } };
    static const struct bp_html_day days[] = { { N_("Reference date"), { 2026, 10, 1 } } };
    static const struct bp_html_figure figures[] = {
        { N_("To register"), N_("new or changed"), BP_HTML_MAIN, 1417, false },
        { N_("Signals"), N_("went on, deserve a look"), BP_HTML_GOOD, 0, true },
    };
    static const struct bp_html_column columns[] = {
        { N_("Route"), "route", BP_HTML_SORT_TEXT },
        { N_("vo-fase"), "number vo", BP_HTML_SORT_NUMBER },
        { N_("mbo-fase"), "number mbo", BP_HTML_SORT_NUMBER },
        { N_("regular"), "number regular", BP_HTML_SORT_NUMBER },
        { N_("Students"), "chart", BP_HTML_SORT_NOT },
    };
    static const struct bp_html_piece pieces[] = { { "vo", 64 }, { "mbo", 38 }, { "regular", 12 } };
    static const struct bp_html_todo todo = {
        .mood = BP_HTML_STOP,
        .code = "BP601",
        .title = N_("Signals"),
        .what = N_("Remarks"),
        .count = 1,
        .one = N_("1 enrolment"),
        .many = N_("{1} enrolments"),
    };
    const struct bp_html_page page = { .command = "audit",
                                       .what = N_("result of the run"),
                                       .title = BP_STR("Vmbo De Voorbeeldschool"),
                                       .days = days,
                                       .day_count = 1,
                                       .mood = BP_HTML_GOOD,
                                       .headline = BP_STR("1.417"),
                                       .parts = parts,
                                       .part_count = 3,
                                       .version = "0.1.0" };
    bp_html_page_open(out, &page);
    bp_html_section_open(out, "counts", N_("Counts"));
    bp_html_figures(out, figures, 2);
    bp_html_todo_open(out);
    bp_html_todo_item(out, &todo);
    bp_html_todo_close(out);
    bp_html_section_close(out);
    bp_html_section_open(out, "routes", N_("Routes"));
    bp_html_timeline(out, "time-rows", bp_text("Students"), report_moments, REPORT_MOMENTS);
    bp_html_table_open(out, "bar-rows", bp_text("Students"), columns, 5);
    bp_html_row_open(out);
    bp_html_cell_value(out, &columns[0], BP_STR("Techniek"));
    for (size_t i = 0; i < 3; i++)
        bp_html_cell_number(out, &columns[i + 1], pieces[i].value);
    bp_html_cell_open(out, &columns[4]);
    bp_html_bar(out, pieces, 3, 200);
    bp_html_cell_close(out);
    bp_html_row_close(out);
    bp_html_table_close(out);
    bp_html_section_close(out);
    bp_html_page_close(out, &page, NULL, 0);
}
