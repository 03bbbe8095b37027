/* e2e_scenario.h - a fixture on a reference date, and what must come out
 * PURPOSE    one table row per scenario; the golden files and the promises that hold for every run
 * OWNERSHIP  static tables
 * SOURCE     tests/golden/e2e/SCENARIO/README.md says why each line is as it is
 * ERRORS     fails the test
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_E2E_SCENARIO_H
#define BRONPOST_TESTS_E2E_SCENARIO_H

#include "support/e2e_csv.h"

struct e2e_scenario {
    const char *name; /* of the test */
    const char *fixture, *on;
    const char *profile; /* below fixtures/profiles; NULL: none */
    bool bodies;
};

/* Copies fixture and profile (as profile.ini) to the folder. */
void e2e_scenario_copy(const struct e2e_folder *folder, const struct e2e_scenario *scenario);

/* A dry run of the scenario to `out`, with `jobs` threads; answers the exit code. */
int e2e_scenario_check(const struct e2e_folder *folder, const struct e2e_scenario *scenario,
                       const char *jobs, const char *out);

/* The whole test: golden files, sum rule, no personal numbers. The state is the scenario. */
void e2e_scenario_test(void **state);

#endif
