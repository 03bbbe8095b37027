/* report_blocks.h - a page of all blocks
 * PURPOSE    what no report of today has, such as a chart over time, is looked at as well
 */
#ifndef BRONPOST_TESTS_REPORT_BLOCKS_H
#define BRONPOST_TESTS_REPORT_BLOCKS_H

#include "../../src/report/html.h"

/* Counts on six days of two years: the sector of 1 October 2026 has 1,204 students in vo and 213 in mbo. */
#define REPORT_MOMENTS 6
extern const struct bp_html_moment report_moments[REPORT_MOMENTS];

/* Counts, a list with one code, a table, bars and a chart over time. */
void report_blocks_page(struct bp_buf *out);

#endif
