/* Chance with a seed: which trouble befalls which request, and how long an answer takes. */
#include "../../src/rehearsal/storing.h"
#include "../../src/rehearsal/vertraging.h"

#include "bronpost/base/file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void test_quantiles_are_those_that_were_asked_for(void **state)
{
    static const struct {
        double u, ms;
    } points[] = { { 0, 500 }, { 0.5, 1000 }, { 0.9, 4500 } };
    struct bp_vertraging v;
    (void)state;
    assert_int_equal(bp_vertraging_parse("p50=1000,p90=4500,max=48000", &v, NULL), BP_OK);
    for (size_t i = 0; i < COUNT(points); i++) {
        double ms = bp_vertraging_kwantiel(&v, points[i].u);
        if (fabs(ms - points[i].ms) > 1)
            fail_msg("at %f: %f ms, expected %f", points[i].u, ms, points[i].ms);
    }
    double before = 0;
    for (int i = 0; i < 1000; i++) {
        double ms = bp_vertraging_kwantiel(&v, i / 1000.0);
        assert_true(ms >= before && ms <= 48000);
        before = ms;
    }
    assert_true(before > 40000);                              /* now and then */
    assert_true(bp_vertraging_kwantiel(&v, 0.95) < 2 * 4500); /* but few */
}

static void test_a_fixed_latency_is_fixed(void **state)
{
    struct bp_vertraging v;
    (void)state;
    assert_int_equal(bp_vertraging_parse("30", &v, NULL), BP_OK);
    for (uint64_t i = 0; i < 100; i++)
        assert_int_equal(bp_vertraging_ms(&v, 1, i), 30);
    assert_int_equal(bp_vertraging_parse("0", &v, NULL), BP_OK);
    assert_int_equal(bp_vertraging_ms(&v, 1, 1), 0);
}

static void test_rates_are_met_and_add_up(void **state)
{
    struct bp_storingen s;
    size_t seen[BP_STORING_COUNT] = { 0 };
    (void)state;
    bp_storingen_init(&s, 42);
    assert_int_equal(bp_storingen_lijst(&s, "slow=10%,truncated=0.2,fault:DK0051=0.3", NULL),
                     BP_OK);
    for (uint64_t i = 1; i <= 100000; i++) {
        struct bp_storing_keus keus = bp_storing_kies(&s, i);
        seen[keus.soort]++;
        assert_int_equal(keus.fout, keus.soort == BP_STORING_FAULT ? BP_FOUT_DK0051 : BP_FOUT_GEEN);
    }
    assert_in_range(seen[BP_STORING_SLOW], 9500, 10500);
    assert_in_range(seen[BP_STORING_TRUNCATED], 19500, 20500);
    assert_in_range(seen[BP_STORING_FAULT], 29500, 30500);
    assert_in_range(seen[BP_STORING_GEEN], 39500, 40500);
    bp_storingen_free(&s);
}

static void test_every_kind_in_the_list_of_names_is_one(void **state)
{
    char names[1024];
    size_t count = 0;
    (void)state;
    assert_true(bp_str_copy(names, sizeof names, bp_str_of(bp_storing_names())));
    for (char *word = strtok(names, ", "); word; word = strtok(NULL, ", "), count++) {
        struct bp_storingen s;
        struct bp_storing_keus keus;
        bp_storingen_init(&s, 1);
        const char *kind = strcmp(word, "fault:CODE") == 0 ? "fault:DK0001" : word;
        if (bp_storingen_lijst(&s, kind, NULL) != BP_OK)
            fail_msg("%s is no kind", word);
        keus = bp_storing_kies(&s, 1);
        assert_int_equal(keus.soort != BP_STORING_GEEN, 1);
        bp_storingen_free(&s);
    }
    assert_int_equal(count, BP_STORING_COUNT - 1);
}

static enum bp_status read_plan(struct bp_storingen *s, const char *text, struct bp_error *err)
{
    static char path[] = "/tmp/bronpost-plan-XXXXXX";
    (void)snprintf(path, sizeof path, "/tmp/bronpost-plan-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
    enum bp_status st = bp_storingen_plan(s, path, err);
    assert_int_equal(unlink(path), 0);
    return st;
}

static void test_a_plan_goes_before_rates_and_later_lines_before_earlier_ones(void **state)
{
    static const struct {
        uint64_t number;
        enum bp_storing want;
    } cases[] = {
        { 1, BP_STORING_HTML },     { 2, BP_STORING_HTML },  { 3, BP_STORING_DROP_BEFORE },
        { 4, BP_STORING_HTML },     { 5, BP_STORING_GEEN },  { 8, BP_STORING_GEEN },
        { 9, BP_STORING_HTTP_503 }, { 10, BP_STORING_SLOW }, { 1000000, BP_STORING_SLOW },
    };
    struct bp_storingen s;
    (void)state;
    bp_storingen_init(&s, 1);
    assert_int_equal(bp_storingen_lijst(&s, "html", NULL), BP_OK);
    assert_int_equal(read_plan(&s,
                               "# a plan\n\n3\tdrop-before # the third\r\n5-8 none\n"
                               "9- http-503\n10- slow",
                               NULL),
                     BP_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum bp_storing found = bp_storing_kies(&s, cases[i].number).soort;
        if (found != cases[i].want)
            fail_msg("request %zu: %d, expected %d", (size_t)cases[i].number, (int)found,
                     (int)cases[i].want);
    }
    bp_storingen_free(&s);
}

static void test_lines_that_are_no_plan_are_named(void **state)
{
    static const char *const lines[] = { "0 slow",   "slow",   "3",       "3slow",
                                         "5-3 slow", "3 iets", "-3 slow", "3 fault:DK1234" };
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct bp_storingen s;
        struct bp_error err = { 0 };
        char text[64];
        (void)snprintf(text, sizeof text, "1 slow\n%s\n", lines[i]);
        bp_storingen_init(&s, 1);
        if (read_plan(&s, text, &err) != BP_E_USAGE || err.row != 2)
            fail_msg("'%s': row %zu, '%s'", lines[i], err.row, err.detail);
        bp_storingen_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles_are_those_that_were_asked_for),
        cmocka_unit_test(test_a_fixed_latency_is_fixed),
        cmocka_unit_test(test_rates_are_met_and_add_up),
        cmocka_unit_test(test_every_kind_in_the_list_of_names_is_one),
        cmocka_unit_test(test_a_plan_goes_before_rates_and_later_lines_before_earlier_ones),
        cmocka_unit_test(test_lines_that_are_no_plan_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
