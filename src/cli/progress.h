/* progress.h - how far a long job is, on a terminal
 * PURPOSE    one line on stderr, rewritten in place: count, rate, time left; nothing when nobody looks
 * OWNERSHIP  the caller's struct
 * UNITS      times in milliseconds of the invocation's clock
 * THREADS    one at a time
 */
#ifndef BRONPOST_CLI_PROGRESS_H
#define BRONPOST_CLI_PROGRESS_H

#include "command.h"

struct bp_progress {
    const struct bp_invocation *inv;
    const char *what; /* translated: "rows", "messages" */
    int64_t started_ms, shown_ms;
    bool visible;
};

void bp_progress_begin(struct bp_progress *progress, const struct bp_invocation *inv,
                       const char *what);

/* `ctx` is the struct; the form that the pipeline calls. `total` 0: not known. */
void bp_progress_show(void *ctx, size_t done, size_t total);

/* Wipes the line. */
void bp_progress_end(struct bp_progress *progress);

#endif
