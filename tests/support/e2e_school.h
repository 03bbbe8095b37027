/* e2e_school.h - a made-up school of any size
 * PURPOSE    an export of regular pupils, for what needs many of them: mass changes, killed runs
 * OWNERSHIP  writes leerlingen.csv and routes.csv (a header without rows) to the folder
 * UNITS      pupils are numbered from 1; their person numbers are fictitious (999...) and pass the
 * elfproef THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_E2E_SCHOOL_H
#define BRONPOST_TESTS_E2E_SCHOOL_H

#include "support/e2e_run.h"

struct e2e_school {
    size_t first, last;  /* pupils in the export */
    size_t ended;        /* how many of them, from the first on, have left on 2027-03-31 */
    size_t later_period; /* how many, from the first on, have one more period (2027-01-04) */
};

/* For 99XA: vo, enrolled since 2026-08-01; with a configuration whose ledger is state/ledger.db. */
void e2e_school_write(const struct e2e_folder *folder, const struct e2e_school *school);

#endif
