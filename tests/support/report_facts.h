/* report_facts.h - the facts of made-up runs
 * PURPOSE    one night of two schools, a night without anything, and the biggest report there is
 * OWNERSHIP  static, but for the biggest, whose rows live in the caller's arena
 */
#ifndef BRONPOST_TESTS_REPORT_FACTS_H
#define BRONPOST_TESTS_REPORT_FACTS_H

#include "bronpost/base/arena.h"
#include "bronpost/report/rapport.h"

struct bp_rapport report_facts_night(void);
struct bp_rapport report_facts_nothing(void);
struct bp_rapport report_facts_biggest(
    struct bp_arena *arena); /* BP_RAPPORT_REGELS rows in both tables, more behind */

/* The path of a file below the build folder. */
const char *report_facts_build(const char *name, char path[300]);

#endif
