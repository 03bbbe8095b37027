/* suggest.h - the known name nearest to what somebody typed
 * PURPOSE    "did you mean" for options, commands, sections and keys
 * OWNERSHIP  answers one of `names`
 * THREADS    any
 */
#ifndef BRONPOST_CLI_SUGGEST_H
#define BRONPOST_CLI_SUGGEST_H

#include <stddef.h>

/* NULL when none is near: more than a third of the letters differ. */
const char *bp_suggest(const char *word, const char *const *names, size_t count);

#endif
