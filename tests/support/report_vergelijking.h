/* report_vergelijking.h - the facts of made-up comparisons
 * PURPOSE    an overview of DUO beside a ledger with a difference of each kind, one that is equal, and the biggest report
 *            that there is
 * OWNERSHIP  static, but for the biggest, whose rows live in the caller's arena
 */
#ifndef BRONPOST_TESTS_REPORT_VERGELIJKING_H
#define BRONPOST_TESTS_REPORT_VERGELIJKING_H

#include "bronpost/base/arena.h"
#include "bronpost/report/vergelijking.h"

struct bp_vergelijking report_facts_vergelijking(void);
struct bp_vergelijking report_facts_gelijk(void);
/* As many lines of each kind as a report keeps, more behind. */
struct bp_vergelijking report_facts_grootste(struct bp_arena *arena);

#endif
