/* The whole report, byte by byte: tests/golden/report. `make golden UPDATE=1` rewrites; the diff is
 * reviewed. */
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "support/report_facts.h"
#include "support/report_vergelijking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Style and script are judged in a browser; here they would only make each change of theirs a
 * change of all. */
static struct bp_str visible_part(struct bp_str html)
{
    const char *from = memmem(html.ptr, html.len, "<body>", 6);
    const char *to = memmem(html.ptr, html.len, "<script>", 8);
    assert_non_null(from);
    assert_non_null(to);
    return (struct bp_str){ from, (size_t)(to - from) };
}

static void compare(const char *name, const char *language, const char *kind, struct bp_str got)
{
    char path[200];
    (void)snprintf(path, sizeof path, "tests/golden/report/%s.%s.%s", name, language, kind);
    struct bp_error err = { 0 };
    const char *update = getenv("BRONPOST_GOLDEN_UPDATE");
    if (update && strcmp(update, "1") == 0)
        assert_int_equal(bp_file_put(path, got, BP_DURABLE_NOW, &err), BP_OK);
    struct bp_buf want;
    bp_buf_init(&want, BP_MIB);
    if (bp_file_get(path, BP_MIB, &want, &err) != BP_OK)
        fail_msg("%s", err.detail);
    size_t same = 0;
    while (same < want.len && same < got.len && want.ptr[same] == got.ptr[same])
        same++;
    if (want.len != got.len || same != got.len)
        fail_msg("%s differs at byte %zu:\n%.*s", path, same,
                 (int)(got.len - same < 200 ? got.len - same : 200), got.ptr + same);
    bp_buf_free(&want);
}

typedef enum bp_status write_fn(const void *facts, struct bp_buf *out, struct bp_error *err);

static enum bp_status rapport_html(const void *facts, struct bp_buf *out, struct bp_error *err)
{
    return bp_rapport_html(facts, out, err);
}

static enum bp_status rapport_json(const void *facts, struct bp_buf *out, struct bp_error *err)
{
    return bp_rapport_json(facts, out, err);
}

static enum bp_status vergelijking_html(const void *facts, struct bp_buf *out, struct bp_error *err)
{
    return bp_vergelijking_html(facts, out, err);
}

static enum bp_status vergelijking_json(const void *facts, struct bp_buf *out, struct bp_error *err)
{
    return bp_vergelijking_json(facts, out, err);
}

static void compare_all(const char *name, write_fn *html, write_fn *json, const void *facts)
{
    static const char *const languages[] = { "nl", "en" };
    char locale[300];
    for (size_t i = 0; i < 2; i++) {
        bp_text_init(report_facts_build("locale", locale), languages[i]);
        struct bp_buf out;
        bp_buf_init(&out, 8 * BP_MIB);
        assert_int_equal(html(facts, &out, NULL), BP_OK);
        compare(name, languages[i], "body.html", visible_part(bp_buf_str(&out)));
        bp_buf_clear(&out);
        assert_int_equal(json(facts, &out, NULL), BP_OK);
        compare(name, languages[i], "json", bp_buf_str(&out));
        bp_buf_free(&out);
    }
    bp_text_init(locale, "en");
}

static void test_the_report_of_a_night_is_the_reviewed_one(void **state)
{
    (void)state;
    struct bp_rapport rapport = report_facts_night();
    compare_all("night", rapport_html, rapport_json, &rapport);
}

static void test_the_report_of_nothing_is_the_reviewed_one(void **state)
{
    (void)state;
    struct bp_rapport rapport = report_facts_nothing();
    compare_all("nothing", rapport_html, rapport_json, &rapport);
}

static void test_the_report_of_a_comparison_is_the_reviewed_one(void **state)
{
    (void)state;
    struct bp_vergelijking some = report_facts_vergelijking(), equal = report_facts_gelijk();
    compare_all("reconcile", vergelijking_html, vergelijking_json, &some);
    compare_all("equal", vergelijking_html, vergelijking_json, &equal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_report_of_a_night_is_the_reviewed_one),
        cmocka_unit_test(test_the_report_of_nothing_is_the_reviewed_one),
        cmocka_unit_test(test_the_report_of_a_comparison_is_the_reviewed_one),
    };
    return cmocka_run_group_tests_name("report/golden", tests, NULL, NULL);
}
