/* ini.h - an INI file, line by line, through libinih
 * PURPOSE    one way of reading that does not depend on how somebody compiled libinih
 * OWNERSHIP  texts handed to the callbacks live during the call
 * UNITS      line from 1
 * SOURCE     inih release 55. Debian compiles it with inline comments, continuation lines, ':' beside '=',
 *            no line numbers, 200 bytes a line. Here: a comment stands on a line of its own, a ';' or '#'
 *            inside a value belongs to the value, an indented line is an ordinary line, only '=' separates
 * ERRORS     BP_E_USAGE with file and line: line too long, not `name = value`, control characters, or what a
 *            callback says; the first one ends the reading
 * THREADS    any
 */
#ifndef BRONPOST_CLI_INI_H
#define BRONPOST_CLI_INI_H

#include "bronpost/base/error.h"

struct bp_ini_handlers {
    /* A section begins; `name` is trimmed. */
    enum bp_status (*section)(void *ctx, const char *name, unsigned line, struct bp_error *err);
    /* `name = value`; the value may be empty. */
    enum bp_status (*value)(void *ctx, const char *name, const char *value, unsigned line,
                            struct bp_error *err);
    void *ctx;
};

/* `path` is also what an error names: it must outlive `err`. */
enum bp_status bp_ini_read(const char *path, const struct bp_ini_handlers *handlers,
                           struct bp_error *err);

#endif
