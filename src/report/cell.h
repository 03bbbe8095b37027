/* cell.h - cells that a spreadsheet would run
 * PURPOSE    one rule for everything that may end in a spreadsheet: CSV files, and tables copied from the report
 * SOURCE     design: cli.md, "Output files"; OWASP, CSV Injection: also a line end, behind which some programs find a
 *            formula after all
 * THREADS    any
 */
#ifndef BRONPOST_SRC_REPORT_CELL_H
#define BRONPOST_SRC_REPORT_CELL_H

#include "bronpost/base/str.h"

/* True for what begins with = + - @, a tab or a line end: it gets a leading ' so that it stays text. */
bool bp_cell_runs(struct bp_str value);

#endif
