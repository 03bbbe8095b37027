/* log.h - for the operator, on stderr: counts and places, no persons
 * PURPOSE    one line per fact; reports are for the school, this is for who runs the job
 * ERRORS     none: a log that cannot be written must not stop a run
 * THREADS    any; a line is written in one call
 */
#ifndef BRONPOST_BASE_LOG_H
#define BRONPOST_BASE_LOG_H

enum bp_log_level { BP_LOG_ERROR, BP_LOG_WARNING, BP_LOG_INFO, BP_LOG_DEBUG };

/* Lines above `level` are dropped. Default: BP_LOG_WARNING. Call before the first thread. */
void bp_log_set_level(enum bp_log_level level);

void bp_log(enum bp_log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
