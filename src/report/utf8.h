/* utf8.h - which bytes are a character?
 * PURPOSE    what leaves for JSON or HTML must be valid UTF-8: a damaged byte would make the whole
 * file unreadable UNITS      bytes SOURCE     Unicode 15, table 3-7: no overlong forms, no
 * surrogates, nothing above U+10FFFF THREADS    any
 */
#ifndef BRONPOST_SRC_REPORT_UTF8_H
#define BRONPOST_SRC_REPORT_UTF8_H

#include "bronpost/base/str.h"

#define BP_UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* How many bytes of `s` its first character takes, 1 to 4; 0 when no valid character starts there.
 */
size_t bp_utf8_length(struct bp_str s);

#endif
