/* plan.h - private to message: what a request looks like, compiled from its schema
 * PURPOSE    the elements in the order that the schema demands, each with namespace, cardinality,
 * choice and the field that it states; start and end tags ready to be copied OWNERSHIP  lives in
 * the arena of the contract; strings too UNITS      tags are exclusive canonical XML of the request
 * as a document of its own SOURCE     XML Schema 1.0 part 1; XML-EXC-C14N 1.0 ERRORS     BP_E_XML
 * with file and line of a construct that is not known here THREADS    read-only once compiled: any
 *
 * Known: sequence, choice, all, group, extension and restriction of complex content, simple
 * content, local and global elements, anonymous and named types, abstract elements with their
 * substitution groups (a choice between the members). Refused by name: required attributes,
 * required wildcards, abstract types (they need an xsi:type), redefine, recursion.
 */
#ifndef BRONPOST_MESSAGE_PLAN_H
#define BRONPOST_MESSAGE_PLAN_H

#include "veld.h"
#include "xsd.h"

#define BP_PLAN_DEPTH    32   /* types within types; recursion ends here */
#define BP_PLAN_NODES    8192 /* RIO's biggest request has some hundreds */
#define BP_PLAN_PREFIXES 26
#define BP_PLAN_TYPES    512 /* different types of leaves in a contract */

enum bp_knoopsoort { BP_KNOOP_BLAD, BP_KNOOP_GROEP, BP_KNOOP_REEKS, BP_KNOOP_KEUZE };

struct bp_knoop {
    enum bp_knoopsoort soort;
    uint16_t id; /* place in the plan, from 1 */
    bool verplicht;
    const char *name;   /* local name; NULL for a reeks or keuze */
    const char *uri;    /* "" for no namespace */
    const char *plaats; /* "inschrijvingPeriodeVO/vestiging": for messages */
    char prefix;        /* 0: none */
    struct bp_str open, close, stand, stand_close;
    const struct bp_veld *veld;   /* NULL: no field */
    size_t type;                  /* of a leaf: index in bp_bladtypen */
    const struct bp_knoop *ouder; /* the element around it; NULL for the root */
    struct bp_knoop *first, *next, *last;
};

/* The types of leaves that a contract uses; each becomes a global element of the checking schema.
 */
struct bp_bladtype {
    struct bp_xsd_name name; /* of a named or built-in type */
    xmlNode *anoniem;        /* else the simpleType element */
};

struct bp_bladtypen {
    struct bp_bladtype items[BP_PLAN_TYPES];
    size_t count;
};

struct bp_plan {
    struct bp_knoop *root;
    size_t knoop_count;
    const char *uris[BP_PLAN_PREFIXES]; /* namespace of prefix 'a' + i */
    size_t uri_count;
    /* True when "shape valid and each leaf valid on its own" implies that the whole is valid. */
    bool scheidbaar;
    const char *onscheidbaar_door; /* why not */
    /* Fields of the registration that no element states, in the order of the table. */
    const struct bp_veld **zonder_element;
    size_t zonder_element_count;
    /* Paths of elements that no field fills; what is below them is not repeated. */
    const char **zonder_veld;
    size_t zonder_veld_count;
};

/* What a compilation needs to know. */
struct bp_planvraag {
    const struct bp_xsd *xsd;
    const struct bp_velden *velden;
    struct bp_bladtypen *typen;
    const char *request;
    unsigned sectoren; /* bits of enum bp_sector */
    enum bp_handeling handeling;
};

enum bp_status bp_plan_compile(struct bp_arena *arena, const struct bp_planvraag *vraag,
                               struct bp_plan *out, struct bp_error *err);

#endif
