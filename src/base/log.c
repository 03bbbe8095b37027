#include "bronpost/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static enum bp_log_level threshold = BP_LOG_WARNING;

void bp_log_set_level(enum bp_log_level level)
{
    threshold = level;
}

void bp_log(enum bp_log_level level, const char *format, ...)
{
    static const char *const names[] = { "error", "warning", "info", "debug" };
    if (level > threshold)
        return;
    char line[1024];
    int at = snprintf(line, sizeof line, "bronpost: %s: ", names[level]);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(line + at, sizeof line - (size_t)at - 1, format, args);
    va_end(args);
    if (more < 0)
        return;
    size_t len = (size_t)at + (size_t)more;
    if (len > sizeof line - 2)
        len = sizeof line - 2;
    line[len++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, len); /* one call: lines of threads do not mix */
    (void)written;
}
