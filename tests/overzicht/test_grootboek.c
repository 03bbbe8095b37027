/* reconcile against a ledger that a run has filled: what was put into the overview on purpose, and nothing else */
#include "support/e2e_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define RUN(on)                                                                                    \
    "run", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv", "--routes",              \
        "routes.csv", "--on", on, "--out", "uit"
#define RECONCILE "reconcile", "--config", "bronpost.conf", "--registratieoverzicht", "ro.csv"

struct expected {
    const char *volgnummer, *soort, *veld;
};

/* How many lines of reconcile.csv are of this kind, number and field. */
static size_t lines_with(const struct e2e_text *text, const struct expected *want)
{
    char begin[64];
    size_t found = 0;
    for (const char *line = text->ptr; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t len = strcspn(line, "\n");
        char copy[1024];
        (void)snprintf(copy, sizeof copy, "%.*s", (int)len, line);
        (void)snprintf(begin, sizeof begin, "%s;99YB;%s;", want->soort, want->volgnummer);
        found += strncmp(copy, begin, strlen(begin)) == 0 &&
                 (!want->veld || strstr(copy, want->veld) != NULL);
    }
    return found;
}

static void board(struct e2e_folder *folder, const char *overview)
{
    char path[256];
    e2e_folder_make(folder);
    e2e_copy_fixture(folder, "bestuur");
    (void)snprintf(path, sizeof path, "fixtures/registratieoverzicht/%s", overview);
    e2e_copy_file(folder, path, "ro.csv");
    struct e2e_result run = e2e_run(folder, RUN("2027-08-01"), (char *)NULL);
    assert_in_range(run.exit_code, 0, 1);
    e2e_result_free(&run);
}

static void test_what_differs_on_purpose_is_found_and_nothing_else(void **state)
{
    (void)state;
    static const struct expected expected[] = {
        { "M3102", "verschil", ";leerroutefase;" },
        { "M3102", "sector_verschil", ";leerroutefase;" },
        { "M3103", "verschil", ";leerroute;" },
        { "M3103", "sector_verschil", ";leerroute;" },
        { "M3105", "verschil", ";leerroute;" },
        { "M3105", "verschil", ";leerroutefase;" },
        { "M3105", "sector_verschil", ";leerroute;" },
        { "M4002", "ontbreekt_bij_duo", NULL },
        { "M4006", "verschil", ";bekostigbaar;" },
    };
    struct e2e_folder folder;
    board(&folder, "RO_99YB_20260801_20270801.csv");
    e2e_expect(&folder, 1, RECONCILE, "--out", "rec", (char *)NULL);
    struct e2e_text lines = e2e_read(&folder, "rec/reconcile.csv");
    size_t count = sizeof expected / sizeof *expected;
    for (size_t i = 0; i < count; i++)
        if (lines_with(&lines, &expected[i]) != 1)
            fail_msg("%s %s: %zu lines\n%s", expected[i].soort, expected[i].volgnummer,
                     lines_with(&lines, &expected[i]), lines.ptr);
    assert_int_equal(e2e_count(lines, "\n"), count + 1); /* and the header */
    e2e_text_free(&lines);
    e2e_folder_remove(&folder);
}

static void test_an_extract_finds_its_difference_and_misses_nothing(void **state)
{
    (void)state;
    static const struct expected place = { "M4110", "verschil", ";onderwijslocatie;" };
    struct e2e_folder folder;
    board(&folder, "RO_99YB_20260801_20270801_uittreksel.csv");
    e2e_expect(&folder, 1, RECONCILE, "--excerpt", "--out", "rec", (char *)NULL);
    struct e2e_text lines = e2e_read(&folder, "rec/reconcile.csv");
    assert_int_equal(lines_with(&lines, &place), 1);
    assert_int_equal(e2e_count(lines, "ontbreekt_bij_duo"), 0);
    e2e_text_free(&lines);
    e2e_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_differs_on_purpose_is_found_and_nothing_else),
        cmocka_unit_test(test_an_extract_finds_its_difference_and_misses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
