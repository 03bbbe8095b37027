/* contract.h - a contract with DUO: its schemas, operations and what is provisional about it
 * PURPOSE    the schema leads, not the code: the XSDs are read at start and compiled to a message plan
 * OWNERSHIP  bp_contract_open() makes, bp_contract_close() ends and outlives its makers
 * SOURCE     rod-vo.md, rod-mbo.md, rio.md; the description file contract.ini beside our own schemas
 * ERRORS     BP_E_USAGE: directory or description not there or wrong. BP_E_XML: a schema does not load or
 *            holds a construct that the plan compiler does not know; named
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_MESSAGE_CONTRACT_H
#define BRONPOST_MESSAGE_CONTRACT_H

#include "bronpost/base/error.h"
#include "bronpost/domain/registratie.h"

struct bp_contract;

enum bp_handeling {
    BP_HANDELING_INSCHRIJVING, /* vo and mbo: the stand of an enrolment */
    BP_HANDELING_VERWIJDERING, /* every contract */
    BP_HANDELING_AANLEVERING,  /* rio: the stand of an offered programme */
    BP_HANDELING_RELATIE,      /* rio: between two opleidingseenheden */
    BP_HANDELING_OPVRAGING,    /* rio: what it has under a code */
    BP_HANDELING_COUNT
};

struct bp_operatie {
    const char *name;    /* "aanleverenInschrijvingVO" */
    const char *request; /* local name of the root element */
    const char *response;
    const char *namespace_uri; /* of both root elements */
    const char *soap_action;
};

struct bp_contract_feiten {
    const char *name;       /* "vo" */
    const char *title;      /* DUO_VOAanlevering_InschrijvingVO_V1 */
    const char *schema_dir; /* where the XSDs were read */
    bool uuid_refusal_is_receipt;
    unsigned in_flight; /* exchanges at a time per institution; 0: the program's own choice */
    /* Names of the elements that are provisional in the schema that was read; none: official. Of a wholly
     * provisional contract its requests. */
    const char *const *provisional;
    size_t provisional_count;
    bool wholly_provisional;
    const char *const *elements_without_field; /* paths; optional ones are never sent */
    size_t elements_without_field_count;
    /* Canonical names ("leerroute"); a registration that needs one is rejected: BP501. */
    const char *const *fields_without_element;
    size_t fields_without_element_count;
};

/* `description_dir` holds contract.ini (and our schemas); `schema_dir` the XSDs, NULL: the same; no
 * contract.ini is looked for there. The XSD to begin with is the one that declares the request, whatever it
 * is called; an operation that it does not declare may come from another file of the folder. What no file of the
 * folder declares is looked for in the folders directly in it: DUO publishes each contract in one of its own. Imports
 * are followed on disk, never over the network. */
enum bp_status bp_contract_open(const char *name, const char *description_dir,
                                const char *schema_dir, struct bp_contract **out,
                                struct bp_error *err);
void bp_contract_close(struct bp_contract *contract); /* NULL is fine */

const struct bp_contract_feiten *bp_contract_feiten(const struct bp_contract *contract);

/* NULL when the contract has no such operation. */
const struct bp_operatie *bp_contract_operatie(const struct bp_contract *contract,
                                               enum bp_handeling handeling);

/* Is this document, which somebody else made, valid by the contract's schemas? For answers: no network, no document
 * type. BP_E_XML names element and rule, never a value. THREADS any: it makes a context of its own. */
enum bp_status bp_contract_validate(const struct bp_contract *contract, struct bp_str document,
                                    struct bp_error *err);

#endif
