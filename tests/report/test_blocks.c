/* The blocks of which every report is made: what they write, and what they leave out. */
#include "bronpost/base/text.h"
#include "support/report_blocks.h"
#include "support/report_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int begin(void **state)
{
    struct bp_buf *out = malloc(sizeof *out);
    char locale[300];
    assert_non_null(out);
    bp_buf_init(out, BP_MIB);
    bp_text_init(report_facts_build("locale", locale), "en");
    *state = out;
    return 0;
}

static int end(void **state)
{
    bp_buf_free(*state);
    free(*state);
    return 0;
}

/* How often `what` was written; the buffer has no NUL. */
static size_t count(const struct bp_buf *out, const char *what)
{
    size_t found = 0, len = strlen(what);
    assert_false(out->failed);
    for (size_t at = 0; at + len <= out->len; at++)
        found += memcmp(out->ptr + at, what, len) == 0;
    return found;
}

static void expect(const struct bp_buf *out, const char *what, size_t times)
{
    if (count(out, what) != times)
        fail_msg("'%s' stands there %zu times:\n%.*s", what, count(out, what), (int)out->len,
                 out->ptr);
}

/* --- over time --------------------------------------------------------------------------------------------------- */

static void test_the_upper_line_is_a_round_number_with_a_whole_half(void **state)
{
    struct bp_buf *out = *state;
    static const struct {
        size_t most;
        const char *half, *top;
    } cases[] = {
        { 0, "1", "2" },
        { 1, "1", "2" },
        { 2, "1", "2" },
        { 3, "2", "4" },
        { 4, "2", "4" },
        { 5, "5", "10" },
        { 10, "5", "10" },
        { 11, "10", "20" },
        { 40, "20", "40" },
        { 41, "50", "100" },
        { 1001, "1,000", "2,000" },
        { 4001, "5,000", "10,000" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_html_moment moments[] = { { { 2026, 8, 1 }, 0, 0 },
                                                  { { 2026, 10, 1 }, 0, cases[i].most } };
        char half[40], top[40];
        (void)snprintf(half, sizeof half, "dy=\"-4\">%s</text>", cases[i].half);
        (void)snprintf(top, sizeof top, "dy=\"-4\">%s</text>", cases[i].top);
        bp_buf_clear(out);
        bp_html_timeline(out, "t", "Students", moments, 2);
        expect(out, half, 1);
        expect(out, top, 1);
        expect(out, "class=\"grid\"", 3);
    }
}

static void test_a_dot_stands_where_its_day_and_its_figure_are(void **state)
{
    struct bp_buf *out = *state;
    /* 1, 11 and 21 January: the second is half way; 100 is the upper line, 50 half of it. */
    static const struct bp_html_moment moments[] = { { { 2026, 1, 1 }, 100, 0 },
                                                     { { 2026, 1, 11 }, 50, 0 },
                                                     { { 2026, 1, 21 }, 0, 0 } };
    bp_html_timeline(out, "t", "Students", moments, 3);
    expect(out, "<circle r=\"4\" cx=\"6.0%\" cy=\"8.0%\"/>", 1);
    expect(out, "<circle r=\"4\" cx=\"52.0%\" cy=\"47.0%\"/>", 1);
    expect(out, "<circle r=\"4\" cx=\"98.0%\" cy=\"86.0%\"/>", 2); /* mbo has none all the time */
    expect(out, "<line x1=\"6.0%\" y1=\"8.0%\" x2=\"52.0%\" y2=\"47.0%\"/>", 1);
}

static void test_a_single_day_is_a_table_and_none_is_nothing(void **state)
{
    struct bp_buf *out = *state;
    static const struct bp_html_moment one[] = { { { 2026, 10, 1 }, 3, 4 } };
    static const struct bp_html_moment same[] = { { { 2026, 10, 1 }, 3, 4 },
                                                  { { 2026, 10, 1 }, 3, 4 } };
    bp_html_timeline(out, "t", "Students", one, 0);
    assert_int_equal(out->len, 0);
    bp_html_timeline(out, "t", "Students", one, 1);
    expect(out, "<svg", 0);
    expect(out, "<tr role=\"row\"><td", 1);
    expect(out, "2026-10-01", 1);
    bp_buf_clear(out);
    bp_html_timeline(out, "t", "Students", same, 2); /* no time goes by: no line */
    expect(out, "<svg", 0);
    expect(out, "<tr role=\"row\"><td", 2);
}

/* --- bars -------------------------------------------------------------------------------------------------------- */

static void test_a_bar_is_cut_into_its_pieces(void **state)
{
    struct bp_buf *out = *state;
    static const struct {
        const char *name;
        size_t vo, mbo, largest;
        const char *want;
    } cases[] = {
        { "both", 1, 2, 3,
          "<rect class=\"vo\" x=\"0.0%\" width=\"33.3%\" height=\"100%\"/>"
          "<rect class=\"mbo\" x=\"33.3%\" width=\"66.7%\" height=\"100%\"/>" },
        { "what is nothing has no piece", 0, 1, 2,
          "<rect class=\"mbo\" x=\"0.0%\" width=\"50.0%\" height=\"100%\"/>" },
        { "nothing at all", 0, 0, 2, "" },
        { "nothing anywhere", 0, 0, 0, "" },
        { "half of the largest", 1, 0, 2,
          "<rect class=\"vo\" x=\"0.0%\" width=\"50.0%\" height=\"100%\"/>" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_html_piece pieces[] = { { "vo", cases[i].vo }, { "mbo", cases[i].mbo } };
        char want[400];
        (void)snprintf(want, sizeof want,
                       "<svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\">%s</svg>",
                       cases[i].want);
        bp_buf_clear(out);
        bp_html_bar(out, pieces, 2, cases[i].largest);
        if (!bp_str_equal(bp_buf_str(out), bp_str_of(want)))
            fail_msg("%s: %.*s", cases[i].name, (int)out->len, out->ptr);
    }
}

/* --- tables and texts -------------------------------------------------------------------------------------------- */

static void test_cells_show_what_there_is(void **state)
{
    struct bp_buf *out = *state;
    static const struct bp_html_column column = { N_("Line"), "line", BP_HTML_SORT_NUMBER };
    bp_html_cell_line(out, &column, 12345);
    expect(out, ">12345</td>", 1);
    bp_html_cell_number(out, &column, 12345);
    expect(out, ">12,345</td>", 1);
    bp_buf_clear(out);
    bp_html_cell_line(out, &column, 0);
    bp_html_cell_datum(out, &column, BP_DATUM_NONE);
    bp_html_cell_name(out, &column, NULL);
    expect(out, "\"></td>", 3);
    bp_buf_clear(out);
    bp_html_cell_datum(out, &column, BP_DATUM(2026, 8, 1));
    expect(out, ">2026-08-01</td>", 1);
}

static void test_a_name_breaks_behind_its_underscores_only(void **state)
{
    struct bp_buf *out = *state;
    static const struct bp_html_column column = { N_("Column"), "column", BP_HTML_SORT_TEXT };
    static const struct {
        const char *name, *want;
    } cases[] = { { "brin", ">brin</td>" },
                  { "opp_begin", ">opp_<wbr>begin</td>" },
                  { "a_b_c", ">a_<wbr>b_<wbr>c</td>" },
                  { "_a", ">_<wbr>a</td>" },
                  { "a_", ">a_</td>" },
                  { "", "\"></td>" },
                  { "a<b_c", ">a&lt;b_<wbr>c</td>" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bp_buf_clear(out);
        bp_html_cell_name(out, &column, cases[i].name);
        expect(out, cases[i].want, 1);
    }
}

static void test_what_is_not_shown_is_told(void **state)
{
    struct bp_buf *out = *state;
    bp_html_more(out, 7, 7, "x.csv");
    assert_int_equal(out->len, 0);
    bp_html_more(out, 7, 8, "x.csv");
    expect(out, "The first 7 of 8 rows; all of them stand in x.csv.", 1);
}

static void test_a_filter_of_several_words_is_quoted(void **state)
{
    struct bp_buf *out = *state;
    struct bp_html_todo item = { .mood = BP_HTML_LOOK,
                                 .title = N_("Signals"),
                                 .what = N_("Remarks"),
                                 .count = 2,
                                 .one = N_("1 line"),
                                 .many = N_("{1} lines"),
                                 .filter = "BP104",
                                 .link = N_("the rows with {1}") };
    bp_html_todo_item(out, &item);
    expect(out, "<a ", 0); /* no table, no link */
    expect(out, "<p class=\"count\">2 lines</p>", 1);
    item.table = "rows";
    bp_html_todo_item(out, &item);
    expect(out, "<a href=\"#rows\" data-filter=\"BP104\">the rows with BP104</a>", 1);
    item.filter = N_("Unknown here");
    bp_html_todo_item(out, &item);
    expect(out, "data-filter=\"&quot;Unknown here&quot;\">the rows with Unknown here</a>", 1);
}

/* --- the frame --------------------------------------------------------------------------------------------------- */

static void test_the_frame_is_closed_and_forbids_what_it_does_not_need(void **state)
{
    struct bp_buf *out = *state;
    report_blocks_page(out);
    static const char *const pairs[] = { "html",   "head", "body",    "header", "main",
                                         "footer", "nav",  "section", "table",  "svg",
                                         "figure", "ul",   "dl" };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char open[20], with[20], close[20];
        (void)snprintf(open, sizeof open, "<%s>", pairs[i]);
        (void)snprintf(with, sizeof with, "<%s ", pairs[i]);
        (void)snprintf(close, sizeof close, "</%s>", pairs[i]);
        assert_true(count(out, close) > 0);
        if (count(out, open) + count(out, with) != count(out, close))
            fail_msg("%s: %zu are opened, %zu closed", pairs[i],
                     count(out, open) + count(out, with), count(out, close));
    }
    static const char *const never[] = { "http:",   "https:", "//www",     "src=",
                                         "@import", "url(",   " style=\"", "onclick" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        expect(out, never[i], 0);
    expect(out, "default-src 'none'", 1);
    expect(out, "href=\"#remarks\"", 0); /* a part that is not there */
}

static void test_the_foot_says_whether_students_are_named(void **state)
{
    struct bp_buf *out = *state;
    struct bp_html_page page = { .command = "audit",
                                 .what = N_("result of the run"),
                                 .title = BP_STR("A & <b>"),
                                 .headline = BP_STR("\"1\""),
                                 .version = "0.1.0",
                                 .leerlingnummers = true };
    bp_html_page_open(out, &page);
    bp_html_page_close(out, &page, NULL, 0);
    expect(out, "it does hold student numbers", 1);
    expect(out, "<title>A &amp; &lt;b&gt;: &quot;1&quot;</title>", 1);
    expect(out, "<h1>A &amp; &lt;b&gt;</h1>", 1);
    expect(out, "class=\"day\"", 0);
    page.leerlingnummers = false;
    bp_buf_clear(out);
    bp_html_page_close(out, &page, NULL, 0);
    expect(out, "no bsn, no onderwijsnummer and no leerlingnummer", 1);
    expect(out, "it does hold student numbers", 0);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_the_upper_line_is_a_round_number_with_a_whole_half),
        T(test_a_dot_stands_where_its_day_and_its_figure_are),
        T(test_a_single_day_is_a_table_and_none_is_nothing),
        T(test_a_bar_is_cut_into_its_pieces),
        T(test_cells_show_what_there_is),
        T(test_a_name_breaks_behind_its_underscores_only),
        T(test_what_is_not_shown_is_told),
        T(test_a_filter_of_several_words_is_quoted),
        T(test_the_frame_is_closed_and_forbids_what_it_does_not_need),
        T(test_the_foot_says_whether_students_are_named),
    };
    return cmocka_run_group_tests_name("report/blocks", tests, NULL, NULL);
}
