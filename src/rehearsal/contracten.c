#include "contracten.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>

#define MOST_OPERATIONS   64
#define DESCRIPTION_BYTES (64 * BP_KIB)
#define ARENA_BYTES       (1 * BP_MIB)
#define SECTION           "operatie "

struct schema {
    const char *path; /* of the file that declares the requests */
    const char *target;
    xmlSchemaPtr schema;
    xmlSchemaValidCtxtPtr valid;
};

struct bp_contracten {
    struct bp_arena *arena;
    struct bp_rehearsal_operatie operaties[MOST_OPERATIONS];
    size_t operatie_count;
    struct schema schemas[MOST_OPERATIONS]; /* one at most for each operation */
    size_t schema_count;
};

struct bp_contracten *bp_contracten_new(struct bp_error *err)
{
    struct bp_contracten *c = calloc(1, sizeof *c);
    if (c && (c->arena = bp_arena_new(ARENA_BYTES)))
        return c;
    free(c);
    (void)bp_error_memory(err, N_("the contracts"));
    return NULL;
}

void bp_contracten_free(struct bp_contracten *contracten)
{
    if (!contracten)
        return;
    for (size_t i = 0; i < contracten->schema_count; i++) {
        xmlSchemaFreeValidCtxt(contracten->schemas[i].valid);
        xmlSchemaFree(contracten->schemas[i].schema);
    }
    bp_arena_free(contracten->arena);
    free(contracten);
}

/* --- contract.ini: of all that stands in it, the operations --- */

struct reading {
    struct bp_contracten *c;
    const char *contract;
    char section[64]; /* of the operation that is being read */
    bool rio;         /* the contract is about offered programmes */
    bool full;
};

static enum bp_rio_handeling handeling_of(const char *section)
{
    static const char *const names[] = { [BP_RIO_AANLEVERING] = "aanlevering",
                                         [BP_RIO_VERWIJDERING] = "verwijdering",
                                         [BP_RIO_RELATIE] = "relatie",
                                         [BP_RIO_OPVRAGING] = "opvraging" };
    for (size_t i = BP_RIO_GEEN + 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(section + sizeof SECTION - 1, names[i]) == 0)
            return (enum bp_rio_handeling)i;
    return BP_RIO_GEEN;
}

static struct bp_rehearsal_operatie *operation_of(struct reading *r, const char *section)
{
    if (strcmp(r->section, section) != 0) {
        if (r->c->operatie_count == MOST_OPERATIONS ||
            !bp_str_copy(r->section, sizeof r->section, bp_str_of(section)))
            return NULL;
        struct bp_rehearsal_operatie *fresh = &r->c->operaties[r->c->operatie_count++];
        *fresh =
            (struct bp_rehearsal_operatie){ .contract = r->contract, .rio = handeling_of(section) };
    }
    return &r->c->operaties[r->c->operatie_count - 1];
}

/* libinih's callback: 0 makes it report the line. */
static int entry(void *ctx, const char *section, const char *key, const char *value)
{
    struct reading *r = ctx;
    if (strcmp(section, "contract") == 0 && strcmp(key, "record") == 0)
        r->rio = strcmp(value, "aangebodenOpleiding") == 0;
    if (strncmp(section, SECTION, sizeof SECTION - 1) != 0)
        return 1;
    struct bp_rehearsal_operatie *o = operation_of(r, section);
    const char *copy = o ? bp_arena_str(r->c->arena, bp_str_of(value)).ptr : NULL;
    if (!copy) {
        r->full = true;
        return 0;
    }
    if (strcmp(key, "name") == 0)
        o->name = copy;
    else if (strcmp(key, "request") == 0)
        o->request = copy;
    else if (strcmp(key, "response") == 0)
        o->response = copy;
    else if (strcmp(key, "soapAction") == 0)
        o->soap_action = copy;
    else if (strcmp(key, "optional") == 0)
        o->optional = strcmp(value, "yes") == 0;
    return 1;
}

static enum bp_status read_description(struct bp_contracten *c, const char *contract,
                                       const char *path, struct bp_error *err)
{
    struct bp_buf text;
    struct reading r = { .c = c, .contract = bp_arena_str(c->arena, bp_str_of(contract)).ptr };
    size_t before = c->operatie_count;
    bp_buf_init(&text, DESCRIPTION_BYTES + 1);
    enum bp_status st = bp_file_get(path, DESCRIPTION_BYTES, &text, err);
    if (st != BP_OK)
        st = err ? err->status = BP_E_USAGE : BP_E_USAGE;
    bp_buf_add_char(&text, '\0');
    int line = st == BP_OK && !text.failed ? ini_parse_string(text.ptr, entry, &r) : 0;
    bool complete = c->operatie_count > before;
    for (size_t i = before; i < c->operatie_count; i++) {
        struct bp_rehearsal_operatie *o = &c->operaties[i];
        if (!r.rio)
            o->rio = BP_RIO_GEEN;
        complete = complete && o->name && o->request && o->response && o->soap_action;
    }
    if (st == BP_OK && (text.failed || r.full || !r.contract))
        st = bp_error_memory(err, N_("the contracts"));
    else if (st == BP_OK && (line != 0 || !complete))
        st = bp_error_set(err, BP_E_USAGE, NULL,
                          N_("%s is not a contract description with operations that have name, "
                             "request, response and soapAction; compare it with the one that ships "
                             "with bronpost"),
                          path);
    bp_buf_free(&text);
    return st;
}

/* --- schemas --- */

static bool declares(xmlDocPtr doc, const char *element)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    for (xmlNodePtr n = root ? root->children : NULL; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE || strcmp((const char *)n->name, "element") != 0)
            continue;
        xmlChar *name = xmlGetNoNsProp(n, (const xmlChar *)"name");
        bool found = name && strcmp((const char *)name, element) == 0;
        xmlFree(name);
        if (found)
            return true;
    }
    return false;
}

/* When `path` declares the element: its target namespace, in the arena. */
static const char *target_when_declared(struct bp_contracten *c, const char *path,
                                        const char *element)
{
    const char *target = NULL;
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    if (doc && declares(doc, element)) {
        xmlChar *value =
            xmlGetNoNsProp(xmlDocGetRootElement(doc), (const xmlChar *)"targetNamespace");
        target = bp_arena_str(c->arena, bp_str_of(value ? (const char *)value : "")).ptr;
        xmlFree(value);
    }
    xmlFreeDoc(doc);
    return target;
}

static bool is_xsd(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".xsd") == 0;
}

/* The XSD in the folder that declares the element; *path is in the arena, *target NULL when there is none. */
static enum bp_status find_file(struct bp_contracten *c, const char *folder, const char *element,
                                const char **path, const char **target, struct bp_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("%s: the folder with schemas cannot be opened: %s; correct "
                               "--schemas"),
                            folder, strerror(errno));
    *target = NULL;
    for (struct dirent *e; !*target && (e = readdir(dir)) != NULL;) {
        if (!is_xsd(e->d_name))
            continue;
        *path = bp_arena_printf(c->arena, "%s/%s", folder, e->d_name).ptr;
        if (*path)
            *target = target_when_declared(c, *path, element);
    }
    (void)closedir(dir);
    return BP_OK;
}

static void silent(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

static enum bp_status compile(struct schema *s, struct bp_error *err)
{
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(s->path);
    if (parser) {
        xmlSchemaSetParserStructuredErrors(parser, silent, NULL);
        s->schema = xmlSchemaParse(parser);
    }
    xmlSchemaFreeParserCtxt(parser);
    s->valid = s->schema ? xmlSchemaNewValidCtxt(s->schema) : NULL;
    if (s->valid)
        return BP_OK;
    return bp_error_set(err, BP_E_XML, NULL,
                        N_("%s: libxml2 cannot use this schema; check it with xmllint --schema and "
                           "put DUO's files in the folder unchanged"),
                        s->path);
}

/* `namespace_uri` stays NULL when the operation is optional and nothing declares it. */
static enum bp_status connect_schema(struct bp_contracten *c, struct bp_rehearsal_operatie *o,
                                     const char *folder, struct bp_error *err)
{
    struct schema found = { 0 };
    enum bp_status st = find_file(c, folder, o->request, &found.path, &found.target, err);
    if (st == BP_OK && !found.target && !o->optional)
        st = bp_error_set(err, BP_E_USAGE, NULL,
                          N_("%s: no schema there declares the element %s; correct --schemas"),
                          folder, o->request);
    if (st != BP_OK || !found.target)
        return st;
    o->namespace_uri = found.target;
    for (o->schema = 0; o->schema < c->schema_count; o->schema++)
        if (strcmp(c->schemas[o->schema].path, found.path) == 0)
            return BP_OK;
    c->schemas[c->schema_count++] = found;
    return compile(&c->schemas[o->schema], err);
}

enum bp_status bp_contracten_add(struct bp_contracten *contracten, const char *contract,
                                 const char *description, const char *schemas, struct bp_error *err)
{
    struct bp_contracten *c = contracten;
    size_t before = c->operatie_count;
    const char *path = bp_arena_printf(c->arena, "%s/contract.ini", description).ptr;
    if (!path)
        return bp_error_memory(err, N_("the contracts"));
    enum bp_status st = read_description(c, contract, path, err);
    size_t kept = before;
    for (size_t i = before; st == BP_OK && i < c->operatie_count; i++) {
        st = connect_schema(c, &c->operaties[i], schemas ? schemas : description, err);
        c->operaties[kept] = c->operaties[i];
        kept += c->operaties[i].namespace_uri != NULL;
    }
    c->operatie_count = kept;
    return st;
}

const struct bp_rehearsal_operatie *bp_contracten_zoek(const struct bp_contracten *contracten,
                                                       struct bp_str soap_action)
{
    for (size_t i = 0; i < contracten->operatie_count; i++)
        if (bp_str_equal(soap_action, bp_str_of(contracten->operaties[i].soap_action)))
            return &contracten->operaties[i];
    return NULL;
}

/* --- judging --- */

struct klacht {
    int code;
    char element[128];
};

static void complain(void *ctx, xmlErrorPtr error)
{
    struct klacht *klacht = ctx;
    const xmlNode *node = error->node;
    if (error->level < XML_ERR_ERROR || klacht->code)
        return;
    klacht->code = error->code;
    if (node && node->name)
        (void)bp_str_copy(klacht->element, sizeof klacht->element,
                          bp_str_of((const char *)node->name));
}

/* SECURITY: libxml2's own texts quote the value, which may be a person number. */
static const char *regel(int code)
{
    switch (code) {
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        return "heeft niet de vorm die het schema vraagt";
    case XML_SCHEMAV_CVC_LENGTH_VALID:
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        return "heeft niet de lengte die het schema vraagt";
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        return "heeft een waarde die het schema niet kent";
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
        return "is niet van het type dat het schema vraagt";
    case XML_SCHEMAV_ELEMENT_CONTENT:
        return "staat op een plaats waar het schema het niet verwacht, of mist een element";
    default:
        return "voldoet niet aan het schema";
    }
}

bool bp_contracten_keur(struct bp_contracten *contracten,
                        const struct bp_rehearsal_operatie *operatie, xmlDocPtr body,
                        struct bp_buf *detail)
{
    struct klacht klacht = { 0 };
    const xmlNode *root = xmlDocGetRootElement(body);
    const char *uri = root && root->ns ? (const char *)root->ns->href : "";
    if (!root || strcmp((const char *)root->name, operatie->request) != 0 ||
        strcmp(uri, operatie->namespace_uri) != 0) {
        bp_buf_printf(detail, "verwacht in de Body: %s", operatie->request);
        return false;
    }
    xmlSchemaValidCtxtPtr valid = contracten->schemas[operatie->schema].valid;
    xmlSchemaSetValidStructuredErrors(valid, complain, &klacht);
    int verdict = xmlSchemaValidateDoc(valid, body);
    xmlSchemaSetValidStructuredErrors(valid, silent, NULL);
    if (verdict == 0)
        return true;
    bp_buf_printf(detail, "element %s %s", klacht.element[0] ? klacht.element : operatie->request,
                  regel(klacht.code));
    return false;
}
