#include "progress.h"

#include "bronpost/base/text.h"

#include <stdio.h>

#define BETWEEN_MS 100 /* more often nobody can read */
#define FIRST_MS   500 /* what is over sooner needs no line */

static int64_t now(const struct bp_progress *progress)
{
    return progress->inv->env->now_ms(progress->inv->env->ctx);
}

void bp_progress_begin(struct bp_progress *progress, const struct bp_invocation *inv,
                       const char *what)
{
    *progress = (struct bp_progress){ .inv = inv, .what = what };
    progress->started_ms = now(progress);
}

void bp_progress_show(void *ctx, size_t done, size_t total)
{
    struct bp_progress *progress = ctx;
    if (!progress->inv->progress)
        return;
    int64_t moment = now(progress), passed = moment - progress->started_ms;
    if (passed < FIRST_MS || moment - progress->shown_ms < BETWEEN_MS)
        return;
    progress->shown_ms = moment;
    progress->visible = true;
    double rate = (double)done * 1000 / (double)passed;
    (void)fprintf(stderr, "\r\x1b[K%zu", done);
    if (total)
        (void)fprintf(stderr, "/%zu", total);
    (void)fprintf(stderr, " %s, %.0f/s", progress->what, rate);
    if (total > done && done) {
        unsigned long left = (unsigned long)((double)(total - done) / rate);
        (void)fprintf(stderr, ", %lu:%02lu %s", left / 60, left % 60, bp_text("left"));
    }
    (void)fflush(stderr);
}

void bp_progress_end(struct bp_progress *progress)
{
    if (progress->visible)
        (void)fputs("\r\x1b[K", stderr);
    progress->visible = false;
}
