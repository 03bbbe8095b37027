/* The page of an audit as a person meets it: in headless Chromium. Skipped where there is none. */
#include "bronpost/base/text.h"
#include "support/audit_case.h"
#include "support/report_browser.h"
#include "support/report_facts.h"
#include "support/tbgi_case.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
    struct audit_case c;
    struct report_browser *browser;
    char path[200];
};

/* Five students, more than one thing to look at, and enough rows for a filter. */
static void fill(struct audit_case *c)
{
    static const char *const bsns[] = { "999990019", "999990020", "999990032", "999990044",
                                        "999990056" };
    char volgnummer[4];
    for (unsigned i = 0; i < sizeof bsns / sizeof *bsns; i++) {
        (void)snprintf(volgnummer, sizeof volgnummer, "V%u", i);
        const struct audit_reg vo = { "vo", "99XA", volgnummer, bsns[i] };
        const struct audit_reg mbo = { "mbo", "99XB", volgnummer, bsns[i] };
        audit_case_stage(c, &vo, "2023-08-01 - 2023-08-01:-- 2024-08-01:DV 2026-08-01:DM");
        audit_case_stage(c, &mbo,
                         i == 0   ? "2026-08-01 - 2026-08-01:GM"
                         : i == 1 ? "2026-08-01 2026-09-30 2026-08-01:DM"
                                  : "2026-08-01 - 2026-08-01:DM");
    }
    audit_case_send(c, BP_TOESTAND_ONTVANGEN);
}

static int open_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    audit_case_begin(&w->c);
    fill(&w->c);
    (void)snprintf(w->path, sizeof w->path, "%s/uit/rapport.html", w->c.folder.path);
    w->browser = report_browser_open();
    if (!w->browser)
        print_message("no chromium here: the page of an audit is not looked at\n");
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;
    report_browser_close(w->browser);
    audit_case_end(&w->c);
    free(w);
    return 0;
}

static struct report_browser *visit(void **state, const char *language, int width)
{
    struct world *w = *state;
    char locale[300];
    if (!w->browser)
        skip();
    bp_text_init(report_facts_build("locale", locale), language);
    (void)audit_case_make(&w->c, "2026-10-01", NULL, false);
    report_browser_visit(w->browser, w->path, width, false);
    return w->browser;
}

static void expect(struct report_browser *b, const char *expression, const char *want)
{
    const char *got = report_browser_ask(b, expression);
    if (strcmp(got, want) != 0)
        fail_msg("%s\n gives '%s', not '%s'", expression, got, want);
}

static void test_it_opens_without_complaint_in_both_languages(void **state)
{
    static const char *const languages[] = { "nl", "en" };
    static const char *const headlines[] = {
        "5 leerlingen geregistreerd; 3 registraties moeten worden nagekeken.",
        "5 students registered; 3 registrations need a look.",
    };
    for (size_t i = 0; i < 2; i++) {
        struct report_browser *b = visit(state, languages[i], 1200);
        expect(b, "document.documentElement.lang", languages[i]);
        expect(b, "document.querySelector('.headline').textContent", headlines[i]);
        assert_string_equal(report_browser_complaints(b), "");
        assert_int_equal(report_browser_requests(b), 0);
    }
}

static void test_every_link_at_the_top_leads_to_a_part(void **state)
{
    struct report_browser *b = visit(state, "en", 1200);
    expect(b,
           "[...document.querySelectorAll('nav a')].filter(a => "
           "!document.querySelector(a.getAttribute('href'))).length",
           "0");
    expect(b, "document.querySelectorAll('nav a').length", "9");
}

static void test_a_signal_leads_to_its_rows(void **state)
{
    struct report_browser *b = visit(state, "nl", 1200);
    expect(b, "document.querySelectorAll('#signal-rows tbody tr').length", "3");
    expect(b, "document.querySelectorAll('#todo .codes li').length", "2");
    expect(b,
           "(() => { [...document.querySelectorAll('a[data-filter]')].find(a => a.dataset.filter"
           " === 'nergens_bekostigd').click(); return "
           "document.querySelectorAll('#signal-rows tbody tr:not([hidden])').length; })()",
           "1");
}

static void test_it_fits_a_phone(void **state)
{
    static const int widths[] = { 360, 390, 1200 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct report_browser *b = visit(state, "nl", widths[i]);
        expect(b, "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
               "true");
    }
}

static void test_the_chart_and_its_table_say_the_same(void **state)
{
    struct report_browser *b = visit(state, "en", 1200);
    expect(b, "document.querySelectorAll('#time svg[role=img]').length", "1");
    expect(b,
           "(() => { const last = [...document.querySelectorAll('#time-rows tbody tr')].pop(); "
           "return [...last.cells].map(c => c.textContent).join(' '); })()",
           "2026-10-01 5 4");
}

/* --- with DUO's decisions beside it --------------------------------------------------------------------------- */

static struct report_browser *visit_tbgi(void **state, const char *language, int width)
{
    static const struct tbgi_rij rijen[] = {
        { "999990019", "99XB", "V0", "2026-10-01 N MBO V", "401 de omschrijving van een signaal" },
        { "999990020", "99XB", "V1", "2026-10-01 J VO V", NULL },
        { "999990032", "99XB", "V2", "2026-10-01 J MBO D", NULL },
        { "999990044", "99XB", "V3", "2026-10-01 J - V", NULL },
    };
    struct world *w = *state;
    if (!w->browser)
        skip();
    w->c.tbgi = tbgi_put(&w->c.folder, "t.xml", rijen, sizeof rijen / sizeof *rijen);
    struct report_browser *b = visit(state, language, width);
    w->c.tbgi = NULL;
    return b;
}

static void test_decisions_of_duo_are_a_part_of_the_page(void **state)
{
    struct report_browser *b = visit_tbgi(state, "nl", 1200);
    expect(b, "document.querySelector('.headline').textContent",
           "5 leerlingen geregistreerd; 3 registraties moeten worden nagekeken; 4 besluiten van "
           "DUO over bekostiging moeten worden nagekeken.");
    expect(b, "document.querySelector('nav a[href=\"#tbgi\"]').textContent",
           "Bekostiging volgens DUO");
    expect(b, "document.querySelectorAll('nav a').length", "10");
    expect(b, "document.querySelectorAll('#tbgi-days tbody tr').length", "1");
    expect(b, "document.querySelectorAll('#tbgi-rows tbody tr').length", "4");
    expect(b,
           "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); "
           "return ids.length - new Set(ids).size; })()",
           "0");
    assert_string_equal(report_browser_complaints(b), "");
    assert_int_equal(report_browser_requests(b), 0);
}

static void test_what_duo_decides_otherwise_leads_to_its_rows(void **state)
{
    struct report_browser *b = visit_tbgi(state, "nl", 1200);
    expect(b,
           "(() => { [...document.querySelectorAll('a[data-filter]')].find(a => a.dataset.filter"
           " === 'leerroutefase_verschilt').click(); return "
           "document.querySelectorAll('#tbgi-rows tbody tr:not([hidden])').length; })()",
           "1");
}

static void test_it_fits_a_phone_with_decisions_of_duo(void **state)
{
    static const int widths[] = { 360, 390, 1200 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct report_browser *b = visit_tbgi(state, "nl", widths[i]);
        expect(b, "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
               "true");
    }
}

int main(void)
{
    xmlInitParser();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_opens_without_complaint_in_both_languages),
        cmocka_unit_test(test_every_link_at_the_top_leads_to_a_part),
        cmocka_unit_test(test_a_signal_leads_to_its_rows),
        cmocka_unit_test(test_it_fits_a_phone),
        cmocka_unit_test(test_the_chart_and_its_table_say_the_same),
        cmocka_unit_test(test_decisions_of_duo_are_a_part_of_the_page),
        cmocka_unit_test(test_what_duo_decides_otherwise_leads_to_its_rows),
        cmocka_unit_test(test_it_fits_a_phone_with_decisions_of_duo),
    };
    int failed = cmocka_run_group_tests(tests, open_world, close_world);
    xmlCleanupParser();
    return failed;
}
