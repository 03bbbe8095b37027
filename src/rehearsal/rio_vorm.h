/* rio_vorm.h - private to rehearsal: a managed programme as RIO shows it to who consults
 * PURPOSE    the element of a stand rewritten from the contract of managing to that of consulting
 * OWNERSHIP  the tree stays the caller's, and is changed; the text goes to the caller's buffer
 * UNITS      exclusive canonical form, prefix ns2 without its declaration: the answer around it declares it
 * SOURCE     rio.md, section 9: an extra opleidingseenheidcode as third element, no opleidingseenheidSleutel,
 *            in a cohort einddatum before bedrijfsopleiding. Recorded answers: numbers come back with a
 *            fraction, "137" as "137.0"
 * ERRORS     false when memory ran out
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_RIO_VORM_H
#define BRONPOST_REHEARSAL_RIO_VORM_H

#include "bronpost/base/buf.h"

#include <libxml/tree.h>

/* `opleiding` is the element of the substitution group in a body that the schema found valid. */
bool bp_rio_vorm(xmlNodePtr opleiding, const char *eenheid, struct bp_buf *out);

/* The first value of an element in such a text; empty when it is not there. For codes: nothing is unescaped. */
struct bp_str bp_rio_vorm_waarde(struct bp_str stand, const char *element);

/* The first child element with this name, whatever its namespace is: the schema saw to that. NULL: none. */
xmlNodePtr bp_rio_kind(const xmlNode *ouder, const char *naam);

/* The first element from `node` on among its siblings. */
xmlNodePtr bp_rio_element(xmlNodePtr node);

#endif
