/* language.h - Dutch or English
 * PURPOSE    --lang wins; else what the environment says of messages; else English
 * OWNERSHIP  a static text
 * SOURCE     POSIX.1-2017, 8.2 (LC_ALL before LC_MESSAGES before LANG); GNU gettext manual 2.3.3 (LANGUAGE)
 * THREADS    reads the environment: before the first thread
 */
#ifndef BRONPOST_CLI_LANGUAGE_H
#define BRONPOST_CLI_LANGUAGE_H

/* "nl" or "en". Looks at argv itself, because also what is wrong with the options is said in that language. */
const char *bp_language_choose(int argc, char *const argv[]);

#endif
