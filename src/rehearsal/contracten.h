/* contracten.h - private to rehearsal: the operations that this DUO knows, and their schemas
 * PURPOSE    contract.ini and the XSDs beside it (or elsewhere), for any contract: the server asks libxml2
 *            whether a body is valid, and does not need to know its fields
 * OWNERSHIP  bp_contracten_new() makes, bp_contracten_free() ends, with all operations
 * SOURCE     the XSDs lead; SOAPAction and element names from contract.ini
 * ERRORS     BP_E_USAGE: no such folder or description, or no schema of an operation that is not optional; BP_E_XML: a schema does not load
 * THREADS    one owner at a time
 *
 * SECURITY: main() sets libxml2's loader so that no schema is fetched over a network.
 */
#ifndef BRONPOST_REHEARSAL_CONTRACTEN_H
#define BRONPOST_REHEARSAL_CONTRACTEN_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"

#include <libxml/tree.h>

struct bp_contracten;

/* RIO's operations: what the section of contract.ini is called, where the contract is about offered programmes. */
enum bp_rio_handeling {
    BP_RIO_GEEN, /* an operation of ROD: the answer is a receipt and not a verdict */
    BP_RIO_AANLEVERING,
    BP_RIO_VERWIJDERING,
    BP_RIO_RELATIE,
    BP_RIO_OPVRAGING
};

struct bp_rehearsal_operatie {
    const char *contract; /* "vo" */
    const char *name;     /* "aanleverenInschrijvingVO" */
    const char *request, *response, *soap_action;
    const char *namespace_uri; /* of the request's root element */
    size_t schema;
    enum bp_rio_handeling rio;
    bool optional; /* left out when no schema in the folder declares it */
};

struct bp_contracten *bp_contracten_new(struct bp_error *err); /* NULL: see err */
void bp_contracten_free(struct bp_contracten *contracten);     /* NULL is fine */

/* `description` holds contract.ini; `schemas` the XSDs, NULL: the same folder. */
enum bp_status bp_contracten_add(struct bp_contracten *contracten, const char *contract,
                                 const char *description, const char *schemas,
                                 struct bp_error *err);

/* NULL: no such operation. */
const struct bp_rehearsal_operatie *bp_contracten_zoek(const struct bp_contracten *contracten,
                                                       struct bp_str soap_action);

/* Is the document of a body valid, and the request of that operation? `detail` gets, when not, the element
 * and the rule in Dutch, never a value: it goes over the wire. */
bool bp_contracten_keur(struct bp_contracten *contracten,
                        const struct bp_rehearsal_operatie *operatie, xmlDocPtr body,
                        struct bp_buf *detail);

#endif
