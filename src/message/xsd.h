/* xsd.h - private to message: the XSD files of a contract as trees
 * PURPOSE    finds the file that declares the request, follows its imports and includes on disk,
 * and answers "which component has this name" OWNERSHIP  bp_xsd_open() makes, bp_xsd_close() ends;
 * nodes belong to it ERRORS     BP_E_USAGE: folder or declaration not there. BP_E_XML: not
 * well-formed, not on disk, not known to us THREADS    one owner at a time; nothing of it outlives
 * bp_contract_open()
 *
 * SECURITY: nothing is fetched: a schemaLocation that is no plain path is refused before libxml2's
 * schema compiler, which would follow it, sees the files; so is a DOCTYPE.
 */
#ifndef BRONPOST_MESSAGE_XSD_H
#define BRONPOST_MESSAGE_XSD_H

#include "bronpost/base/arena.h"
#include "bronpost/base/error.h"

#include <libxml/tree.h>

#define BP_XSD_FILES      32           /* of one contract */
#define BP_XSD_FILE_BYTES (8 * BP_MIB) /* RIO's is 0.2 MiB */
#define BP_XSD_NAMESPACE  "http://www.w3.org/2001/XMLSchema"

struct bp_xsd_file {
    xmlDocPtr doc;
    const char *path;
    const char *target; /* "" for none */
    bool imported;      /* the root, or named by an import; false: included */
};

struct bp_xsd {
    struct bp_arena *arena; /* borrowed; holds paths */
    struct bp_xsd_file files[BP_XSD_FILES];
    size_t count; /* files[0] declares the request */
};

/* A name as it is written in an attribute, resolved. */
struct bp_xsd_name {
    const char *uri;   /* "" for no namespace */
    const char *local; /* points into the tree */
};

/* The file that declares `request`, in the folder or, when none there does, in a folder directly in it; with what it
 * imports. */
enum bp_status bp_xsd_open(struct bp_xsd *xsd, struct bp_arena *arena, const char *dir,
                           const char *request, struct bp_error *err);
/* Another file that declares `request`, looked for likewise, when none that is open does. */
enum bp_status bp_xsd_also(struct bp_xsd *xsd, const char *dir, const char *request, bool *found,
                           struct bp_error *err);
void bp_xsd_close(struct bp_xsd *xsd);

/* "file.xsd:12", for messages; in the arena, "?" when that is full. */
const char *bp_xsd_place(const struct bp_xsd *xsd, const xmlNode *node);

/* The target namespace of the file that holds `node`. */
const char *bp_xsd_target(const struct bp_xsd *xsd, const xmlNode *node);

/* True when `node` is the XSD element `name`. */
bool bp_xsd_is(const xmlNode *node, const char *name);

/* The first child element that is no annotation, and the next one after a child. */
xmlNode *bp_xsd_first(const xmlNode *node);
xmlNode *bp_xsd_next(const xmlNode *node);

/* An attribute's text without blanks around it, in the arena; NULL when absent. */
const char *bp_xsd_attribute(const struct bp_xsd *xsd, const xmlNode *node, const char *name);
bool bp_xsd_attribute_is(const xmlNode *node, const char *name, const char *value);

/* Resolves a QName as it is written at `node`; false when its prefix is unbound. */
bool bp_xsd_resolve(const struct bp_xsd *xsd, xmlNode *node, const char *qname,
                    struct bp_xsd_name *out);

/* The same for the QName in attribute `name`; false also when the attribute is absent. */
bool bp_xsd_qname(const struct bp_xsd *xsd, xmlNode *node, const char *name,
                  struct bp_xsd_name *out);

/* The global component of that kind ("element", "complexType" ...); NULL when there is none. */
xmlNode *bp_xsd_find(const struct bp_xsd *xsd, const char *kind, struct bp_xsd_name name);

#endif
