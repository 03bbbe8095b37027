/* contract_intern.h - private to message: what an open contract holds
 * PURPOSE    shared by contract.c, which fills it, and the makers, which read it
 * OWNERSHIP  bp_contract_open() and bp_contract_close()
 * THREADS    read-only once open
 */
#ifndef BRONPOST_MESSAGE_CONTRACT_INTERN_H
#define BRONPOST_MESSAGE_CONTRACT_INTERN_H

#include "plan.h"

#include <libxml/xmlschemas.h>

/* The checking schema has a global element for each type of leaf, "l0", "l1" ..., and one that
 * holds any of them in any order, so that a leaf can be judged on its own by libxml2. */
#define BP_BLADEN_NAMESPACE "urn:bronpost:bladen"
#define BP_BLADEN_ROOT      "bladen"

/* What the messages of a contract are about. */
enum bp_record { BP_RECORD_INSCHRIJVING, BP_RECORD_AANGEBODEN };

struct bp_contract {
    struct bp_arena *arena;
    enum bp_record record;
    unsigned sectoren; /* bits of enum bp_sector */
    struct bp_contract_feiten feiten;
    struct bp_operatie operaties[BP_HANDELING_COUNT];
    bool heeft[BP_HANDELING_COUNT];
    bool optioneel[BP_HANDELING_COUNT]; /* not there when no XSD of the folder declares it */
    struct bp_plan plannen[BP_HANDELING_COUNT];
    size_t bladtype_count;
    xmlSchemaPtr schema; /* the contract's XSDs and the leaves */
};

/* The operation that a contract cannot do without; its XSD is the one to begin with. */
static inline enum bp_handeling bp_contract_eerste(const struct bp_contract *contract)
{
    return contract->record == BP_RECORD_INSCHRIJVING ? BP_HANDELING_INSCHRIJVING
                                                      : BP_HANDELING_AANLEVERING;
}

/* Compiles the checking schema; schema_check.c. NULL: see err. */
xmlSchemaPtr bp_schema_compile(const struct bp_xsd *xsd, const struct bp_bladtypen *typen,
                               struct bp_error *err);

/* Reads contract.ini into contract->feiten, ->operaties, ->heeft, ->record and ->sectoren; description.c.
 * `provisional` gets the words of that key, in the arena; `*` alone sets wholly_provisional. */
enum bp_status bp_description_read(struct bp_contract *contract, const char *path,
                                   const char ***provisional, size_t *provisional_count,
                                   struct bp_error *err);

#endif
