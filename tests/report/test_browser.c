/* rapport.html as a person meets it: in headless Chromium. Skipped where there is none. */
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "support/report_blocks.h"
#include "support/report_browser.h"
#include "support/report_facts.h"
#include "support/report_vergelijking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum page {
    NIGHT,
    NIGHT_EN,
    NOTHING,
    BIGGEST,
    COMPARED,
    COMPARED_EN,
    COMPARED_MOST,
    BLOCKS,
    PAGES
};

static const char *const names[PAGES] = {
    [NIGHT] = "night",
    [NIGHT_EN] = "night-en",
    [NOTHING] = "nothing",
    [BIGGEST] = "biggest",
    [COMPARED] = "compared",
    [COMPARED_EN] = "compared-en",
    [COMPARED_MOST] = "compared-most",
    [BLOCKS] = "blocks",
};

struct world {
    struct report_browser *browser;
    char folder[40], paths[PAGES][80];
};

static void write_page(struct world *world, enum page page)
{
    struct bp_arena *arena = bp_arena_new(16 * BP_MIB);
    struct bp_rapport night = report_facts_night(), nothing = report_facts_nothing();
    struct bp_rapport biggest = report_facts_biggest(arena);
    struct bp_vergelijking compared = report_facts_vergelijking();
    struct bp_vergelijking most = report_facts_grootste(arena);
    struct bp_buf out;
    enum bp_status st = BP_OK;
    bp_buf_init(&out, 32 * BP_MIB);
    switch (page) {
    case NIGHT:
    case NIGHT_EN:
        st = bp_rapport_html(&night, &out, NULL);
        break;
    case NOTHING:
        st = bp_rapport_html(&nothing, &out, NULL);
        break;
    case BIGGEST:
        st = bp_rapport_html(&biggest, &out, NULL);
        break;
    case COMPARED:
    case COMPARED_EN:
        st = bp_vergelijking_html(&compared, &out, NULL);
        break;
    case COMPARED_MOST:
        st = bp_vergelijking_html(&most, &out, NULL);
        break;
    case BLOCKS:
        report_blocks_page(&out);
        break;
    case PAGES:
        break;
    }
    assert_int_equal(st, BP_OK);
    assert_false(out.failed);
    (void)snprintf(world->paths[page], sizeof world->paths[page], "%s/%s.html", world->folder,
                   names[page]);
    assert_int_equal(bp_file_put(world->paths[page], bp_buf_str(&out), BP_DURABLE_LATER, NULL),
                     BP_OK);
    bp_buf_free(&out);
    bp_arena_free(arena);
}

static int open_world(void **state)
{
    static struct world world;
    char locale[300];
    (void)strcpy(world.folder, "/tmp/bronpost-rapport-XXXXXX");
    if (!mkdtemp(world.folder))
        return -1;
    for (unsigned page = 0; page < PAGES; page++) {
        bool english = page == NIGHT_EN || page == COMPARED_EN;
        bp_text_init(report_facts_build("locale", locale), english ? "en" : "nl");
        write_page(&world, (enum page)page);
    }
    world.browser = report_browser_open();
    if (!world.browser)
        print_message("no chromium here: rapport.html is not looked at\n");
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    struct world *world = *state;
    report_browser_close(world->browser);
    for (unsigned page = 0; page < PAGES; page++)
        (void)unlink(world->paths[page]);
    return rmdir(world->folder);
}

static struct report_browser *visit(void **state, enum page page, int width, bool dark)
{
    struct world *world = *state;
    if (!world->browser)
        skip();
    report_browser_visit(world->browser, world->paths[page], width, dark);
    return world->browser;
}

static void expect(struct report_browser *b, const char *expression, const char *want)
{
    const char *got = report_browser_ask(b, expression);
    if (strcmp(got, want) != 0)
        fail_msg("%s\n gives '%s', not '%s'", expression, got, want);
}

/* Student numbers (the second column) of the rows that are shown in the signals' table. */
#define SHOWN                                                                                      \
    "[...document.querySelectorAll('#signal-rows tbody tr:not([hidden])')].map(r => "              \
    "r.cells[1].textContent)"
#define HEAD(n) "document.querySelectorAll('#signal-rows th')[" #n "]"

/* Opens a function in which ratio(a, b) is the contrast of two colours, each read by rgb(). */
#define LUMINANCE                                                                                  \
    "(() => { const lum = c => { const v = c.map(x => (x /= 255) <= .04045 ? x / 12.92 : ((x + "   \
    ".055) / 1.055) ** 2.4); return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };"                \
    "const rgb = s => s.match(/[0-9.]+/g).map(Number);"                                            \
    "const ratio = (a, b) => (Math.max(lum(a), lum(b)) + .05) / (Math.min(lum(a), lum(b)) + .05);"

static void test_every_report_opens_without_a_complaint_or_a_request(void **state)
{
    for (unsigned page = 0; page < PAGES; page++) {
        struct report_browser *b = visit(state, (enum page)page, 1200, false);
        expect(b, "document.readyState", "complete");
        if (*report_browser_complaints(b) || report_browser_requests(b) > 0)
            fail_msg("%s: %u requests; %s", names[page], report_browser_requests(b),
                     report_browser_complaints(b));
    }
    expect(visit(state, NIGHT, 1200, false), "document.documentElement.lang", "nl");
    expect(visit(state, NIGHT_EN, 1200, false), "document.documentElement.lang", "en");
}

/* Proves that the test above can fail: the page forbids itself what it does not need. */
static void test_the_page_refuses_scripts_and_pictures_that_are_not_its_own(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    (void)report_browser_ask(
        b, "(() => { const s = document.createElement('script'); s.textContent = 'ran = 1';"
           "document.body.append(s); const i = new Image(); i.src = 'other.png';"
           "document.body.append(i); })()");
    expect(b, "typeof ran", "undefined");
    assert_non_null(strstr(report_browser_complaints(b), "Content Security Policy"));
}

static void test_a_table_sorts_up_and_down_and_says_so(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    expect(b, HEAD(1) ".querySelector('button').click()," SHOWN,
           "9,20,100,20017,20018,20300,20301,20302,20303");
    expect(b, HEAD(1) ".getAttribute('aria-sort')", "ascending");
    expect(b, HEAD(1) ".querySelector('button').click()," SHOWN,
           "20303,20302,20301,20300,20018,20017,100,20,9");
    expect(b, HEAD(1) ".getAttribute('aria-sort')", "descending");
    expect(b, HEAD(0) ".querySelector('button').click()," SHOWN,
           "20017,20018,100,20,9,20300,20301,20302,20303");
    expect(b, HEAD(1) ".hasAttribute('aria-sort')", "false");
}

static void test_an_empty_cell_goes_last_in_both_directions(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    expect(b, HEAD(3) ".querySelector('button').click()," SHOWN ".at(-1)", "20");
    expect(b, HEAD(3) ".querySelector('button').click()," SHOWN ".at(-1)", "20");
}

static void test_numbers_with_a_thousands_sign_sort_as_numbers(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    expect(
        b,
        "document.querySelectorAll('#school-rows th')[3].querySelector('button').click(),"
        "[...document.querySelectorAll('#school-rows tbody tr')].map(r => r.cells[3].textContent)",
        "0,213,1.204");
}

static void test_a_filter_keeps_the_rows_with_every_word(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    static const char focus[] = "document.querySelector('#signal-rows input').focus()";
    (void)report_browser_ask(b, focus);
    for (const char *c = "BP214 gr-"; *c; c++)
        report_browser_press(b, (char[]){ *c, '\0' });
    expect(b, SHOWN, "9");
    expect(b, "document.querySelector('#signal-rows output').textContent", "1 van 9 rijen getoond");
    report_browser_press(b, "x");
    expect(b, SHOWN, "");
    report_browser_press(b, "Escape");
    expect(b, SHOWN ".length", "9");
    expect(b, "document.querySelector('#signal-rows output').textContent", "9 rijen");
}

static void test_the_keyboard_alone_reaches_and_sorts_a_column(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    (void)report_browser_ask(b, "document.querySelector('#signal-rows input').focus()");
    report_browser_press(b, "Tab");
    report_browser_press(b, "Tab");
    expect(b, "document.activeElement.parentNode === " HEAD(1), "true");
    expect(b, "getComputedStyle(document.activeElement).outlineStyle", "solid");
    report_browser_press(b, "Enter");
    expect(b, SHOWN "[0]", "9");
}

static void test_a_code_leads_to_its_rows(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    (void)report_browser_ask(b, "document.querySelector('a[data-filter=BP104]').focus()");
    report_browser_press(b, "Enter");
    expect(b,
           "[...document.querySelectorAll('#rejected-rows tbody tr:not([hidden])')].map(r => "
           "r.cells[0].textContent)",
           "17,402");
    expect(b, "document.activeElement.id", "rejected-rows-filter");
}

static void test_markup_in_a_value_is_shown_and_not_obeyed(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    expect(b, "document.querySelectorAll('td b').length", "0");
    expect(b, "document.querySelector('#rejected-rows tbody').rows[3].cells[4].textContent",
           "expected 1 to 6, found <b>text</b>");
    expect(b, "document.querySelector('#rejected-rows tbody').rows[3].cells[1].textContent",
           "'=20807");
}

static void test_the_bars_are_as_long_as_the_figures_say(void **state)
{
    struct report_browser *b = visit(state, NIGHT, 1200, false);
    expect(b,
           "[...document.querySelectorAll('#route-rows svg')].map(s => Math.round(100 *"
           "[...s.children].reduce((sum, r) => sum + r.getBoundingClientRect().width, 0) /"
           "s.getBoundingClientRect().width))",
           "100,71,25,12,6");
    expect(b, "document.querySelector('#route-rows svg').getAttribute('aria-hidden')", "true");
}

static void test_nothing_is_wider_than_a_phone(void **state)
{
    struct report_browser *b = NULL;
    for (unsigned page = 0; page < PAGES; page++) {
        b = visit(state, (enum page)page, 360, false);
        const char *width = report_browser_ask(b, "document.documentElement.scrollWidth");
        if (strcmp(width, "360") != 0)
            fail_msg("%s is %s wide", names[page], width);
    }
    b = visit(state, BIGGEST, 360, false);
    expect(b, "getComputedStyle(document.querySelector('#rejected-rows tbody tr')).display",
           "flex");
    expect(b, HEAD(0) ".querySelector('button').getBoundingClientRect().height >= 24", "true");
}

/* Between a phone and a desk the widest table scrolls in a box of its own, which the keyboard reaches and which has a
 * name; where it fits it is no stop on the way. */
static void test_a_table_that_is_too_wide_scrolls_in_its_own_box(void **state)
{
#define BOX "document.querySelector('#difference-rows .scroll')"
    struct report_browser *b = visit(state, COMPARED, 720, false);
    expect(b, "document.documentElement.scrollWidth <= 720", "true");
    expect(b, BOX ".scrollWidth > " BOX ".clientWidth", "true");
    expect(b, BOX ".tabIndex", "0");
    expect(b, BOX ".getAttribute('role')", "region");
    expect(b, "document.getElementById(" BOX ".getAttribute('aria-labelledby')).localName",
           "caption");
    b = visit(state, COMPARED, 1280, false);
    expect(b, BOX ".scrollWidth > " BOX ".clientWidth", "false");
    expect(b, BOX ".hasAttribute('tabindex') || " BOX ".hasAttribute('role')", "false");
}

/* Page sizes in points: A4 upright, and on its side for the table of ten columns only. */
static void test_every_report_prints_and_a_wide_table_on_its_side(void **state)
{
    static const struct {
        enum page page;
        bool on_its_side;
    } cases[] = { { NIGHT, false }, { NOTHING, false }, { BLOCKS, false }, { COMPARED, true } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct report_browser *b = visit(state, cases[i].page, 1200, true);
        struct bp_buf pdf;
        bp_buf_init(&pdf, 16 * BP_MIB);
        report_browser_print(b, &pdf);
        assert_true(pdf.len > 1000 && memcmp(pdf.ptr, "%PDF-", 5) == 0);
        bool upright = memmem(pdf.ptr, pdf.len, "[0 0 595", 8) != NULL;
        bool on_its_side = memmem(pdf.ptr, pdf.len, "[0 0 841", 8) != NULL;
        if (!upright || on_its_side != cases[i].on_its_side)
            fail_msg("%s: upright %d, on its side %d", names[cases[i].page], upright, on_its_side);
        bp_buf_free(&pdf);
    }
}

/* Without script the same page is there: every row, no button that would do nothing, no filter. */
static void test_without_script_nothing_is_missing_but_convenience(void **state)
{
    struct world *world = *state;
    if (!world->browser)
        skip();
    report_browser_scripts(world->browser, false);
    struct report_browser *b = visit(state, COMPARED, 1200, false);
    expect(b, "document.querySelectorAll('button').length", "0");
    expect(b, "[...document.querySelectorAll('.filter')].every(f => f.offsetHeight === 0)", "true");
    expect(b, "document.querySelectorAll('#difference-rows tbody tr:not([hidden])').length", "7");
    expect(b, "document.querySelector('a[data-filter]').hash", "#difference-rows");
    report_browser_scripts(world->browser, true);
    b = visit(state, COMPARED, 1200, false);
    expect(b, "document.querySelectorAll('button').length > 0", "true");
}

static void test_the_first_stop_of_the_keyboard_skips_the_links(void **state)
{
    struct report_browser *b = visit(state, COMPARED, 1200, false);
    expect(b, "document.querySelector('.skip').getBoundingClientRect().bottom <= 0", "true");
    report_browser_press(b, "Tab");
    expect(b, "document.activeElement.className", "skip");
    expect(b, "document.activeElement.getBoundingClientRect().top >= 0", "true");
    report_browser_press(b, "Enter");
    expect(b, "document.activeElement.id", "main");
    report_browser_press(b, "Tab");
    expect(b, "document.querySelector('main').contains(document.activeElement)", "true");
}

/* --- reconcile --------------------------------------------------------------------------------------------------- */

/* Volgnummers of the differences that are shown. */
#define DIFFERENT                                                                                  \
    "[...document.querySelectorAll('#difference-rows tbody tr:not([hidden])')].map(r => "          \
    "r.cells[2].textContent)"
#define DIFFERENT_HEAD(n) "document.querySelectorAll('#difference-rows th')[" #n "]"

static void test_differences_sort_by_mouse_and_by_keyboard(void **state)
{
    struct report_browser *b = visit(state, COMPARED, 1200, false);
    expect(b, DIFFERENT, "M0002,M0005,M0103,M0900,M0909<b>,M0007,M0003");
    expect(b, DIFFERENT_HEAD(2) ".querySelector('button').click()," DIFFERENT,
           "M0002,M0003,M0005,M0007,M0103,M0900,M0909<b>");
    expect(b, DIFFERENT_HEAD(2) ".getAttribute('aria-sort')", "ascending");
    /* Days, of which most rows have none, by the keyboard. */
    (void)report_browser_ask(b, DIFFERENT_HEAD(4) ".querySelector('button').focus()");
    report_browser_press(b, "Enter");
    expect(b, DIFFERENT ".slice(0, 2)", "M0002,M0103");
    report_browser_press(b, "Enter");
    expect(b, DIFFERENT ".slice(0, 2)", "M0103,M0002");
    expect(b, DIFFERENT_HEAD(4) ".getAttribute('aria-sort')", "descending");
    expect(b, "document.querySelectorAll('#difference-rows [aria-sort]').length", "1");
}

/* The words of a kind are looked for as they stand, so that no explanation is taken for it. */
static void test_a_kind_of_difference_leads_to_its_lines(void **state)
{
    static const struct {
        enum page page;
        const char *filter, *want, *count;
    } cases[] = {
        { COMPARED, "\"Hier onbekend\"", "M0900,M0909<b>", "2 van 7 rijen getoond" },
        { COMPARED, "\"Ander gegeven\"", "M0002,M0005", "2 van 7 rijen getoond" },
        { COMPARED, "\"Vo tegen mbo\"", "M0103", "1 van 7 rijen getoond" },
        { COMPARED_EN, "\"Missing at DUO\"", "M0003", "1 of 7 rows shown" },
        { COMPARED_EN, "\"Not comparable\"", "M0007", "1 of 7 rows shown" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct report_browser *b = visit(state, cases[i].page, 1200, false);
        char click[200];
        (void)snprintf(click, sizeof click,
                       "[...document.querySelectorAll('a[data-filter]')].find(a => "
                       "a.dataset.filter === '%s').click()",
                       cases[i].filter);
        (void)report_browser_ask(b, click);
        expect(b, DIFFERENT, cases[i].want);
        expect(b, "document.querySelector('#difference-rows input').value", cases[i].filter);
        expect(b, "document.querySelector('#difference-rows output').textContent", cases[i].count);
        expect(b, "document.activeElement.id", "difference-rows-filter");
    }
}

static void test_words_in_quotes_are_looked_for_as_they_stand(void **state)
{
    static const struct {
        const char *typed, *want;
    } cases[] = {
        { "bbl leertraject", "M0002" },
        { "leertraject bbl", "M0002" },
        { "\"leertraject bbl\"", "" },
        { "\"ander gegeven\" bbl", "M0002" },
        { "\"ander geg", "M0002,M0005" },
        { "\"", "M0002,M0005,M0103,M0900,M0909<b>,M0007,M0003" },
        { "<b>", "M0909<b>" },
    };
    struct report_browser *b = visit(state, COMPARED, 1200, false);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char type[200];
        (void)snprintf(type, sizeof type,
                       "(i => { i.value = '%s'; i.dispatchEvent(new Event('input')); })"
                       "(document.querySelector('#difference-rows input'))",
                       cases[i].typed);
        (void)report_browser_ask(b, type);
        expect(b, DIFFERENT, cases[i].want);
    }
}

static void test_the_count_is_read_out_and_grouped_as_the_language_does(void **state)
{
    struct report_browser *b = visit(state, COMPARED_MOST, 1200, false);
#define LIVE "document.querySelector('#difference-rows output')"
    expect(b, LIVE ".textContent", "5.000 rijen");
    expect(b, LIVE ".getAttribute('aria-live')", "polite");
    (void)report_browser_ask(b, "document.querySelector('#difference-rows input').focus()");
    for (const char *c = "m00499"; *c; c++)
        report_browser_press(b, (char[]){ *c, '\0' });
    expect(b, LIVE ".textContent", "10 van 5.000 rijen getoond");
    expect(b,
           "document.querySelector('#difference-rows').closest('section').querySelector('.more')"
           ".textContent",
           "De eerste 5.000 van 160.691 rijen; ze staan allemaal in reconcile.csv.");
}

/* --- over time --------------------------------------------------------------------------------------------------- */

static void test_the_chart_over_time_says_what_its_table_says(void **state)
{
    struct report_browser *b = visit(state, BLOCKS, 1200, false);
#define PICTURE "document.querySelector('.timeline svg')"
    expect(b, PICTURE ".getAttribute('role')", "img");
    expect(b, PICTURE ".getAttribute('aria-label')",
           "Lijnen van leerlingen per sector. 2025-10-01: vo 1.310, mbo 96. 2027-02-01: vo 1.190, "
           "mbo 0. Elke dag staat in de tabel hieronder.");
    /* Each dot is as high as its figure, between the lowest line (0) and the highest (2.000). */
    expect(b,
           "(() => { const y = e => e.getBoundingClientRect().y + e.getBoundingClientRect().height "
           "/ 2;"
           "const lines = [...document.querySelectorAll('.timeline line.grid')].map(y);"
           "const value = c => Math.round((lines[0] - y(c)) / (lines[0] - lines[2]) * 2000 / 20);"
           "const cells = [...document.querySelectorAll('#time-rows tbody tr')].flatMap(r => "
           "[1, 2].map(i => Math.round(Number(r.cells[i].textContent.replace('.', '')) / 20)));"
           "const dots = [0, 1, 2, 3, 4, 5].flatMap(i => ['vo', 'mbo'].map(s => "
           "value(document.querySelectorAll('.timeline .' + s + ' circle')[i])));"
           "return dots.every((d, i) => Math.abs(d - cells[i]) <= 1) ? 'same' : dots + ' ' + "
           "cells; })()",
           "same");
    expect(b, "document.querySelectorAll('#time-rows tbody tr').length", "6");
    /* Days that lie close together do not write over each other. */
    expect(b,
           "[...document.querySelectorAll('.timeline text')].filter(t => "
           "t.textContent.includes('-')).map"
           "(t => t.getBoundingClientRect()).every((r, i, all) => !all.some((o, j) => j !== i && "
           "o.left < r.right "
           "&& r.left < o.right))",
           "true");
}

/* WCAG 2.2, 1.4.11: what a picture says stands out, at least 3 to 1. */
static void test_lines_and_bars_have_enough_contrast(void **state)
{
    static const char worst[] = LUMINANCE
        "return Math.min(...['.timeline .vo line', '.timeline .mbo line', 'rect.vo', 'rect.mbo', "
        "'rect.regular'].map(s => { const e = document.querySelector(s), c = getComputedStyle(e);"
        "const box = getComputedStyle(e.closest('figure, table')).backgroundColor;"
        "return ratio(rgb(e.localName === 'rect' ? c.fill : c.stroke), rgb(box)); })) >= 3; })()";
    expect(visit(state, BLOCKS, 1200, false), worst, "true");
    expect(visit(state, BLOCKS, 1200, true), worst, "true");
}

/* WCAG 2.2, 1.4.3: at least 4.5 to 1 for every text, by light and by dark. Each text is measured
 * against the first opaque background behind it. */
static void test_every_text_has_enough_contrast(void **state)
{
    static const char worst[] = LUMINANCE
        "const back = e => { for (; e; e = e.parentElement) { const c = "
        "rgb(getComputedStyle(e).backgroundColor);"
        "if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };"
        "let low = 99, count = 0; for (const e of document.querySelectorAll('body *')) {"
        "if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || "
        "e.closest('script')) continue; const c = getComputedStyle(e); count++;"
        "low = Math.min(low, ratio(rgb(e instanceof SVGElement ? c.fill : c.color), back(e))); }"
        "return count > 30 && low >= 4.5 ? 'enough' : low + ' of ' + count; })()";
    static const enum page pages[] = { NIGHT, COMPARED, BLOCKS };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        for (int dark = 0; dark < 2; dark++) {
            struct report_browser *b = visit(state, pages[i], 1200, dark);
            expect(b, "matchMedia('(prefers-color-scheme: dark)').matches",
                   dark ? "true" : "false");
            expect(b, worst, "enough");
        }
}

/* What a screen reader needs: a language, one h1, no level skipped, names for fields, heads for
 * columns. */
static void expect_structure(struct report_browser *b)
{
    expect(b, "document.querySelectorAll('h1').length", "1");
    expect(b,
           "[...document.querySelectorAll('h1,h2,h3')].every((h, i, all) => !i || h.tagName[1] - "
           "all[i - 1].tagName[1] <= 1)",
           "true");
    expect(b, "[...document.querySelectorAll('input')].every(i => i.labels.length === 1)", "true");
    expect(b,
           "[...document.querySelectorAll('table')].every(t => t.caption && "
           "t.tHead.rows[0].cells.length === t.tBodies[0].rows[0].cells.length)",
           "true");
    expect(b,
           "[...document.querySelectorAll('[id]')].length === new "
           "Set([...document.querySelectorAll('[id]')].map(e => e.id)).size",
           "true");
    expect(b, "[...document.querySelectorAll('a')].every(a => document.querySelector(a.hash))",
           "true");
}

static void test_the_page_has_the_structure_that_screen_readers_need(void **state)
{
    static const enum page pages[] = { NIGHT, COMPARED, BLOCKS };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_structure(visit(state, pages[i], 1200, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_report_opens_without_a_complaint_or_a_request),
        cmocka_unit_test(test_the_page_refuses_scripts_and_pictures_that_are_not_its_own),
        cmocka_unit_test(test_a_table_sorts_up_and_down_and_says_so),
        cmocka_unit_test(test_an_empty_cell_goes_last_in_both_directions),
        cmocka_unit_test(test_numbers_with_a_thousands_sign_sort_as_numbers),
        cmocka_unit_test(test_a_filter_keeps_the_rows_with_every_word),
        cmocka_unit_test(test_the_keyboard_alone_reaches_and_sorts_a_column),
        cmocka_unit_test(test_a_code_leads_to_its_rows),
        cmocka_unit_test(test_markup_in_a_value_is_shown_and_not_obeyed),
        cmocka_unit_test(test_the_bars_are_as_long_as_the_figures_say),
        cmocka_unit_test(test_nothing_is_wider_than_a_phone),
        cmocka_unit_test(test_a_table_that_is_too_wide_scrolls_in_its_own_box),
        cmocka_unit_test(test_every_report_prints_and_a_wide_table_on_its_side),
        cmocka_unit_test(test_without_script_nothing_is_missing_but_convenience),
        cmocka_unit_test(test_the_first_stop_of_the_keyboard_skips_the_links),
        cmocka_unit_test(test_differences_sort_by_mouse_and_by_keyboard),
        cmocka_unit_test(test_a_kind_of_difference_leads_to_its_lines),
        cmocka_unit_test(test_words_in_quotes_are_looked_for_as_they_stand),
        cmocka_unit_test(test_the_count_is_read_out_and_grouped_as_the_language_does),
        cmocka_unit_test(test_the_chart_over_time_says_what_its_table_says),
        cmocka_unit_test(test_lines_and_bars_have_enough_contrast),
        cmocka_unit_test(test_every_text_has_enough_contrast),
        cmocka_unit_test(test_the_page_has_the_structure_that_screen_readers_need),
    };
    return cmocka_run_group_tests_name("report/browser", tests, open_world, close_world);
}
