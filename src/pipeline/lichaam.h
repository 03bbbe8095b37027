/* lichaam.h - private to pipeline: single values in a body that this program wrote
 * PURPOSE    reads and replaces the text of an element of the bedrijfsdocument, without a parser: a body is canonical,
 *            without comments, CDATA or processing instructions, and these values hold no references
 * OWNERSHIP  views into the body
 * SOURCE     edukoppeling.md, section 12; maker.h: XML-EXC-C14N 1.0
 * ERRORS     ptr NULL, or false: no such element
 * THREADS    any
 */
#ifndef BRONPOST_PIPELINE_LICHAAM_H
#define BRONPOST_PIPELINE_LICHAAM_H

#include "bronpost/base/buf.h"

/* The text of the first element of that local name. */
struct bp_str lichaam_waarde(struct bp_str body, const char *local_name);

/* The same stand under another identificatiecode, made at another moment. Clears and fills `out`. */
bool lichaam_hernummer(struct bp_str body, struct bp_str identificatiecode, struct bp_str moment,
                       struct bp_buf *out);

/* The same text with every number that could be a person's blotted out: 8 or 9 digits in a row, or 9
 * digits with a dot, blank or hyphen between them. Cut at cap. */
void lichaam_zonder_nummers(struct bp_str text, char *out, size_t cap);

#endif
