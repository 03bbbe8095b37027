#include "support/e2e_scenario.h"

#include <stdio.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

void e2e_scenario_copy(const struct e2e_folder *folder, const struct e2e_scenario *scenario)
{
    e2e_copy_fixture(folder, scenario->fixture);
    if (scenario->profile) {
        char path[PATH_MAX];
        (void)snprintf(path, sizeof path, "fixtures/profiles/%s", scenario->profile);
        e2e_copy_file(folder, path, "profile.ini");
    }
}

int e2e_scenario_check(const struct e2e_folder *folder, const struct e2e_scenario *scenario,
                       const char *jobs, const char *out)
{
    /* An option that a scenario does not have makes place for one that changes nothing. */
    const char *profile = scenario->profile ? "--profile=profile.ini" : "--no-progress";
    const char *bodies = scenario->bodies ? "--bodies" : "--no-progress";
    struct e2e_result result =
        e2e_run(folder, "check", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv",
                "--routes", "routes.csv", "--on", scenario->on, "--jobs", jobs, "--out", out,
                profile, bodies, (char *)NULL);
    int exit_code = result.exit_code;
    if (exit_code > 1)
        print_error("%s\n", result.err.ptr);
    e2e_result_free(&result);
    return exit_code;
}

void e2e_scenario_test(void **state)
{
    const struct e2e_scenario *scenario = *state;
    struct e2e_folder folder;
    char golden[PATH_MAX];
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, scenario);
    /* Each fixture holds students with mistakes: done, but something needs a person. */
    assert_int_equal(e2e_scenario_check(&folder, scenario, "2", "out"), 1);
    (void)snprintf(golden, sizeof golden, "%s/%s", scenario->fixture, scenario->on);
    e2e_golden(&folder, "out", golden);
    e2e_sum_rule(&folder, "leerlingen.csv", "out");
    e2e_no_numbers(&folder, "leerlingen.csv", "out");
    assert_false(e2e_exists(&folder, "state")); /* a dry run makes no ledger */
    e2e_folder_remove(&folder);
}
