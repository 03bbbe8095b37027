/* tekens.h - private to message: characters of a value in canonical XML
 * PURPOSE    escapes a text as canonicalisation writes it, and refuses what XML cannot hold
 * OWNERSHIP  appends to the caller's buffers
 * UNITS      UTF-8
 * SOURCE     XML 1.0, production 2 (Char); Canonical XML 1.0, 2.3 "Text Nodes"
 * ERRORS     false: not UTF-8, or a character that XML has no room for; what was appended then is
 * of no use THREADS    pure
 */
#ifndef BRONPOST_MESSAGE_TEKENS_H
#define BRONPOST_MESSAGE_TEKENS_H

#include "bronpost/base/buf.h"

bool bp_tekens_add(struct bp_buf *out, struct bp_str value);

/* The same with line feeds escaped, for a text that must stay on its line. */
bool bp_tekens_add_line(struct bp_buf *out, struct bp_str value);

#endif
