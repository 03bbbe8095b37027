/* The schema that libxml2 judges by: an outer one that imports the contract's own files and adds,
 * for each type of leaf, a global element. So a value can be judged by its type without a document
 * around it, by libxml2 itself. */
#include "contract_intern.h"

#include "bronpost/base/text.h"

#include <libxml/parser.h>
#include <libxml/uri.h>
#include <stdio.h>

static const xmlChar *chars(const char *s)
{
    return (const xmlChar *)s;
}

/* The first error of libxml2's schema compiler. */
struct complaint {
    char text[300];
    char file[200];
    int line;
};

static void remember(void *ctx, xmlErrorPtr error)
{
    struct complaint *c = ctx;
    if (error->level < XML_ERR_ERROR || c->text[0])
        return;
    (void)snprintf(c->text, sizeof c->text, "%s", error->message ? error->message : "?");
    c->text[strcspn(c->text, "\n")] = '\0';
    (void)snprintf(c->file, sizeof c->file, "%s", error->file ? error->file : "");
    c->line = error->line;
}

static void silent(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

static bool add_import(xmlNode *schema, const struct bp_xsd_file *file)
{
    xmlNode *import = xmlNewChild(schema, schema->ns, chars("import"), NULL);
    xmlChar *location = xmlURIEscapeStr(chars(file->path), chars("/"));
    bool ok = import && location &&
              (!file->target[0] || xmlNewProp(import, chars("namespace"), chars(file->target))) &&
              xmlNewProp(import, chars("schemaLocation"), location);
    xmlFree(location);
    return ok;
}

/* A copied simpleType keeps the prefixes that were in force around the original. */
static bool copy_anonymous(xmlNode *element, xmlNode *original)
{
    xmlNode *copy = xmlDocCopyNode(original, element->doc, 1);
    xmlNsPtr *around = xmlGetNsList(original->doc, original);
    if (!copy || !xmlAddChild(element, copy)) {
        xmlFree(around);
        xmlFreeNode(copy);
        return false;
    }
    for (size_t i = 0; around && around[i]; i++)
        (void)xmlNewNs(copy, around[i]->href, around[i]->prefix); /* NULL: has it already */
    xmlFree(around);
    return true;
}

static bool add_leaf(xmlNode *schema, const struct bp_bladtype *type, size_t at)
{
    char text[200];
    xmlNode *element = xmlNewChild(schema, schema->ns, chars("element"), NULL);
    (void)snprintf(text, sizeof text, "l%zu", at);
    if (!element || !xmlNewProp(element, chars("name"), chars(text)))
        return false;
    if (type->anoniem)
        return copy_anonymous(element, type->anoniem);
    bool named = type->name.uri[0] != '\0';
    int len = snprintf(text, sizeof text, "%s%s", named ? "t:" : "", type->name.local);
    return len > 0 && (size_t)len < sizeof text &&
           (!named || xmlNewNs(element, chars(type->name.uri), chars("t"))) &&
           xmlNewProp(element, chars("type"), chars(text));
}

static bool add_container(xmlNode *schema, size_t count)
{
    xmlNode *element = xmlNewChild(schema, schema->ns, chars("element"), NULL);
    if (!element || !xmlNewProp(element, chars("name"), chars(BP_BLADEN_ROOT)))
        return false;
    xmlNode *type = xmlNewChild(element, schema->ns, chars("complexType"), NULL);
    xmlNode *choice = type ? xmlNewChild(type, schema->ns, chars("choice"), NULL) : NULL;
    if (!choice || !xmlNewProp(choice, chars("minOccurs"), chars("0")) ||
        !xmlNewProp(choice, chars("maxOccurs"), chars("unbounded")))
        return false;
    for (size_t i = 0; i < count; i++) {
        char ref[32];
        xmlNode *leaf = xmlNewChild(choice, schema->ns, chars("element"), NULL);
        (void)snprintf(ref, sizeof ref, "own:l%zu", i);
        if (!leaf || !xmlNewProp(leaf, chars("ref"), chars(ref)))
            return false;
    }
    return true;
}

static xmlDocPtr write_schema(const struct bp_xsd *xsd, const struct bp_bladtypen *typen)
{
    xmlDocPtr doc = xmlNewDoc(chars("1.0"));
    xmlNode *schema = doc ? xmlNewDocNode(doc, NULL, chars("schema"), NULL) : NULL;
    if (!schema) {
        xmlFreeDoc(doc);
        return NULL;
    }
    xmlDocSetRootElement(doc, schema);
    xmlNsPtr own = xmlNewNs(schema, chars(BP_BLADEN_NAMESPACE), chars("own"));
    schema->ns = xmlNewNs(schema, chars(BP_XSD_NAMESPACE), chars("xsd"));
    bool ok = own && schema->ns &&
              xmlNewProp(schema, chars("targetNamespace"), chars(BP_BLADEN_NAMESPACE)) &&
              xmlNewProp(schema, chars("elementFormDefault"), chars("qualified"));
    for (size_t i = 0; ok && i < xsd->count; i++)
        ok = !xsd->files[i].imported || add_import(schema, &xsd->files[i]);
    for (size_t i = 0; ok && i < typen->count; i++)
        ok = add_leaf(schema, &typen->items[i], i);
    if (ok && add_container(schema, typen->count))
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

xmlSchemaPtr bp_schema_compile(const struct bp_xsd *xsd, const struct bp_bladtypen *typen,
                               struct bp_error *err)
{
    struct complaint complaint = { "", "", 0 };
    xmlDocPtr doc = write_schema(xsd, typen);
    xmlSchemaParserCtxtPtr parser = doc ? xmlSchemaNewDocParserCtxt(doc) : NULL;
    xmlSchemaPtr schema = NULL;
    if (parser) {
        /* The pattern compiler knows no context and would print: this thread's own handler takes it. */
        xmlStructuredErrorFunc before = xmlStructuredError;
        void *before_context = xmlStructuredErrorContext;
        xmlSetStructuredErrorFunc(NULL, silent);
        xmlSchemaSetParserStructuredErrors(parser, remember, &complaint);
        schema = xmlSchemaParse(parser);
        xmlSetStructuredErrorFunc(before_context, before);
    }
    if (!parser)
        (void)bp_error_memory(err, "a schema");
    else if (!schema)
        (void)bp_error_set(err, BP_E_XML, NULL, N_("libxml2 refuses the schema, %s:%d: %s"),
                           complaint.file[0] ? complaint.file : xsd->files[0].path, complaint.line,
                           complaint.text);
    xmlSchemaFreeParserCtxt(parser);
    xmlFreeDoc(doc);
    return schema;
}
