/* rapport.html as a person meets it: in headless Chromium. Skipped where there is none. */
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "support/report_browser.h"
#include "support/report_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct report_browser *browser;
    char folder[40], night[80], nothing[80], biggest[80];
};

static void write_report(const char *path, const struct bp_rapport *rapport)
{
    struct bp_buf out;
    bp_buf_init(&out, 16 * BP_MIB);
    assert_int_equal(bp_rapport_html(rapport, &out, NULL), BP_OK);
    assert_int_equal(bp_file_put(path, bp_buf_str(&out), BP_DURABLE_LATER, NULL), BP_OK);
    bp_buf_free(&out);
}

static int open_world(void **state)
{
    static struct world world;
    char locale[300];
    bp_text_init(report_facts_build("locale", locale), "nl");
    (void)strcpy(world.folder, "/tmp/bronpost-rapport-XXXXXX");
    if (!mkdtemp(world.folder))
        return -1;
    (void)snprintf(world.night, sizeof world.night, "%s/night.html", world.folder);
    (void)snprintf(world.nothing, sizeof world.nothing, "%s/nothing.html", world.folder);
    (void)snprintf(world.biggest, sizeof world.biggest, "%s/biggest.html", world.folder);
    struct bp_arena *arena = bp_arena_new(4 * BP_MIB);
    struct bp_rapport night = report_facts_night(), nothing = report_facts_nothing(),
                      biggest = report_facts_biggest(arena);
    write_report(world.night, &night);
    write_report(world.nothing, &nothing);
    write_report(world.biggest, &biggest);
    bp_arena_free(arena);
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
    (void)unlink(world->night);
    (void)unlink(world->nothing);
    (void)unlink(world->biggest);
    return rmdir(world->folder);
}

static struct report_browser *visit(void **state, size_t page_offset, int width, bool dark)
{
    struct world *world = *state;
    if (!world->browser)
        skip();
    report_browser_visit(world->browser, (const char *)world + page_offset, width, dark);
    return world->browser;
}

#define VISIT(page, width, dark) visit(state, offsetof(struct world, page), width, dark)

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

static void test_every_report_opens_without_a_complaint_or_a_request(void **state)
{
    struct report_browser *b = NULL;
    for (int page = 0; page < 3; page++) {
        b = page == 0   ? VISIT(night, 1200, false)
            : page == 1 ? VISIT(nothing, 1200, false)
                        : VISIT(biggest, 1200, false);
        expect(b, "document.readyState", "complete");
        assert_string_equal(report_browser_complaints(b), "");
        assert_int_equal(report_browser_requests(b), 0);
    }
}

/* Proves that the test above can fail: the page forbids itself what it does not need. */
static void test_the_page_refuses_scripts_and_pictures_that_are_not_its_own(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
    (void)report_browser_ask(
        b, "(() => { const s = document.createElement('script'); s.textContent = 'ran = 1';"
           "document.body.append(s); const i = new Image(); i.src = 'other.png';"
           "document.body.append(i); })()");
    expect(b, "typeof ran", "undefined");
    assert_non_null(strstr(report_browser_complaints(b), "Content Security Policy"));
}

static void test_a_table_sorts_up_and_down_and_says_so(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
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
    struct report_browser *b = VISIT(night, 1200, false);
    expect(b, HEAD(3) ".querySelector('button').click()," SHOWN ".at(-1)", "20");
    expect(b, HEAD(3) ".querySelector('button').click()," SHOWN ".at(-1)", "20");
}

static void test_numbers_with_a_thousands_sign_sort_as_numbers(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
    expect(
        b,
        "document.querySelectorAll('#school-rows th')[3].querySelector('button').click(),"
        "[...document.querySelectorAll('#school-rows tbody tr')].map(r => r.cells[3].textContent)",
        "0,213,1.204");
}

static void test_a_filter_keeps_the_rows_with_every_word(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
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
    struct report_browser *b = VISIT(night, 1200, false);
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
    struct report_browser *b = VISIT(night, 1200, false);
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
    struct report_browser *b = VISIT(night, 1200, false);
    expect(b, "document.querySelectorAll('td b').length", "0");
    expect(b, "document.querySelector('#rejected-rows tbody').rows[3].cells[4].textContent",
           "expected 1 to 6, found <b>text</b>");
    expect(b, "document.querySelector('#rejected-rows tbody').rows[3].cells[1].textContent",
           "'=20807");
}

static void test_the_bars_are_as_long_as_the_figures_say(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
    expect(b,
           "[...document.querySelectorAll('#route-rows svg')].map(s => Math.round(100 *"
           "[...s.children].reduce((sum, r) => sum + r.getBoundingClientRect().width, 0) /"
           "s.getBoundingClientRect().width))",
           "100,71,25,12,6");
    expect(b, "document.querySelector('#route-rows svg').getAttribute('aria-hidden')", "true");
}

static void test_nothing_is_wider_than_a_phone(void **state)
{
    struct report_browser *b = VISIT(biggest, 360, false);
    expect(b, "document.documentElement.scrollWidth <= 360", "true");
    expect(b, "getComputedStyle(document.querySelector('#rejected-rows tbody tr')).display",
           "flex");
    expect(b, HEAD(0) ".querySelector('button').getBoundingClientRect().height >= 24", "true");
}

/* WCAG 2.2, 1.4.3: at least 4.5 to 1 for every text, by light and by dark. Each text is measured
 * against the first opaque background behind it. */
static void test_every_text_has_enough_contrast(void **state)
{
    static const char worst[] =
        "(() => { const lum = c => { const v = c.map(x => (x /= 255) <= .04045 ? x / 12.92 : ((x + "
        ".055) / 1.055) ** 2.4);"
        "return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };"
        "const rgb = s => s.match(/[0-9.]+/g).map(Number);"
        "const back = e => { for (; e; e = e.parentElement) { const c = "
        "rgb(getComputedStyle(e).backgroundColor);"
        "if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };"
        "let low = 99, count = 0; for (const e of document.querySelectorAll('body *')) {"
        "if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || "
        "e.closest('script')) continue;"
        "const a = lum(rgb(getComputedStyle(e).color)), b = lum(back(e)); count++;"
        "low = Math.min(low, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)); }"
        "return count > 100 && low >= 4.5 ? 'enough' : low + ' of ' + count; })()";
    expect(VISIT(night, 1200, false), worst, "enough");
    expect(VISIT(night, 1200, true), worst, "enough");
    expect(VISIT(night, 1200, true), "matchMedia('(prefers-color-scheme: dark)').matches", "true");
}

/* What a screen reader needs: a language, one h1, no level skipped, names for fields, heads for
 * columns. */
static void test_the_page_has_the_structure_that_screen_readers_need(void **state)
{
    struct report_browser *b = VISIT(night, 1200, false);
    expect(b, "document.documentElement.lang", "nl");
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
        cmocka_unit_test(test_every_text_has_enough_contrast),
        cmocka_unit_test(test_the_page_has_the_structure_that_screen_readers_need),
    };
    return cmocka_run_group_tests_name("report/browser", tests, open_world, close_world);
}
