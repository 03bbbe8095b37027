#include "xsd.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <dirent.h>
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <sys/stat.h>

/* libxml2 hands out xmlChar (unsigned char); every name here is plain text. */
static const char *text_of(const xmlChar *s)
{
    return (const char *)s;
}

static const xmlChar *chars(const char *s)
{
    return (const xmlChar *)s;
}

bool bp_xsd_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
           strcmp(text_of(node->ns->href), BP_XSD_NAMESPACE) == 0 &&
           strcmp(text_of(node->name), name) == 0;
}

static xmlNode *skip(xmlNode *node)
{
    while (node && (node->type != XML_ELEMENT_NODE || bp_xsd_is(node, "annotation")))
        node = node->next;
    return node;
}

xmlNode *bp_xsd_first(const xmlNode *node)
{
    return skip(node->children);
}

xmlNode *bp_xsd_next(const xmlNode *node)
{
    return skip(node->next);
}

const char *bp_xsd_attribute(const struct bp_xsd *xsd, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, chars(name));
    if (!value)
        return NULL;
    const char *copy = bp_arena_str(xsd->arena, bp_str_trim(bp_str_of(text_of(value)))).ptr;
    xmlFree(value);
    return copy;
}

bool bp_xsd_attribute_is(const xmlNode *node, const char *name, const char *value)
{
    xmlChar *found = xmlGetNoNsProp(node, chars(name));
    bool same = found && bp_str_equal(bp_str_trim(bp_str_of(text_of(found))), bp_str_of(value));
    xmlFree(found);
    return same;
}

static const struct bp_xsd_file *file_of(const struct bp_xsd *xsd, const xmlNode *node)
{
    for (size_t i = 0; i < xsd->count; i++)
        if (xsd->files[i].doc == node->doc)
            return &xsd->files[i];
    return &xsd->files[0];
}

const char *bp_xsd_target(const struct bp_xsd *xsd, const xmlNode *node)
{
    return file_of(xsd, node)->target;
}

const char *bp_xsd_place(const struct bp_xsd *xsd, const xmlNode *node)
{
    const char *place =
        bp_arena_printf(xsd->arena, "%s:%ld", file_of(xsd, node)->path, xmlGetLineNo(node)).ptr;
    return place ? place : "?";
}

bool bp_xsd_resolve(const struct bp_xsd *xsd, xmlNode *node, const char *qname,
                    struct bp_xsd_name *out)
{
    const char *colon = strchr(qname, ':');
    const char *prefix = NULL;
    if (colon) {
        struct bp_str p = { qname, (size_t)(colon - qname) };
        prefix = bp_arena_str(xsd->arena, p).ptr;
        if (!prefix)
            return false;
    }
    xmlNsPtr ns = xmlSearchNs(node->doc, node, prefix ? chars(prefix) : NULL);
    if (prefix && !ns)
        return false;
    *out =
        (struct bp_xsd_name){ ns && ns->href ? text_of(ns->href) : "", colon ? colon + 1 : qname };
    return true;
}

bool bp_xsd_qname(const struct bp_xsd *xsd, xmlNode *node, const char *name,
                  struct bp_xsd_name *out)
{
    const char *value = bp_xsd_attribute(xsd, node, name);
    return value && bp_xsd_resolve(xsd, node, value, out);
}

xmlNode *bp_xsd_find(const struct bp_xsd *xsd, const char *kind, struct bp_xsd_name name)
{
    for (size_t i = 0; i < xsd->count; i++) {
        if (strcmp(xsd->files[i].target, name.uri) != 0)
            continue;
        xmlNode *root = xmlDocGetRootElement(xsd->files[i].doc);
        for (xmlNode *n = bp_xsd_first(root); n; n = bp_xsd_next(n))
            if (bp_xsd_is(n, kind) && bp_xsd_attribute_is(n, "name", name.local))
                return n;
    }
    return NULL;
}

/* --- reading
 * -----------------------------------------------------------------------------------------------
 */

static enum bp_status check_document(xmlDocPtr doc, const char *path, struct bp_error *err)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    if (doc->intSubset || doc->extSubset)
        return bp_error_set(err, BP_E_XML, NULL,
                            N_("%s: a schema with a DOCTYPE is not read; take it out"), path);
    if (!root || !bp_xsd_is(root, "schema"))
        return bp_error_set(err, BP_E_XML, NULL,
                            N_("%s: not an XML Schema; put only XSD files in this folder"), path);
    return BP_OK;
}

static enum bp_status read_document(const char *path, xmlDocPtr *out, struct bp_error *err)
{
    struct bp_buf bytes;
    bp_buf_init(&bytes, BP_XSD_FILE_BYTES);
    int len = 0;
    enum bp_status st = bp_file_get(path, BP_XSD_FILE_BYTES, &bytes, err);
    if (st != BP_OK) {
        bp_buf_free(&bytes);
        /* A schema that cannot be read is a fault of the installation, not of the disk we write to.
         */
        if (err)
            err->status = BP_E_USAGE;
        return BP_E_USAGE;
    }
    (void)bp_size_to_int(bytes.len, &len);
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    xmlDocPtr doc =
        parser ? xmlCtxtReadMemory(parser, bp_buf_str(&bytes).ptr, len, path, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
               : NULL;
    if (!parser)
        st = bp_error_memory(err, path);
    else if (!doc)
        st = bp_error_set(err, BP_E_XML, NULL,
                          N_("%s:%d: not well-formed XML; copy the schema again from its source"),
                          path, parser->lastError.line);
    else
        st = check_document(doc, path, err);
    xmlFreeParserCtxt(parser);
    bp_buf_free(&bytes);
    if (st != BP_OK) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    *out = doc;
    return st;
}

/* Takes the document over, also when it fails. */
static enum bp_status add_file(struct bp_xsd *xsd, xmlDocPtr doc, const char *path, bool imported,
                               struct bp_error *err)
{
    if (xsd->count == BP_XSD_FILES) {
        xmlFreeDoc(doc);
        return bp_error_set(err, BP_E_XML, NULL,
                            N_("%s: a schema of more than %d files is not read"), path,
                            BP_XSD_FILES);
    }
    struct bp_xsd_file *file = &xsd->files[xsd->count++];
    *file = (struct bp_xsd_file){ .doc = doc, .path = path, .imported = imported };
    const char *target = bp_xsd_attribute(xsd, xmlDocGetRootElement(doc), "targetNamespace");
    file->target = target ? target : "";
    return BP_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is wanted of a folder: its XSD files, or its folders. */
typedef bool wanted_fn(const char *path, const char *name);

static bool is_xsd(const char *path, const char *name)
{
    size_t len = strlen(name);
    (void)path;
    return len > 4 && strcmp(name + len - 4, ".xsd") == 0;
}

static bool is_folder(const char *path, const char *name)
{
    struct stat facts;
    (void)name;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* Paths in `dir`, sorted so that messages do not depend on the disk. */
static enum bp_status list_directory(struct bp_arena *arena, const char *dir, wanted_fn *wanted,
                                     const char ***paths, size_t *count, struct bp_error *err)
{
    const size_t max = 8 * (size_t)BP_XSD_FILES;
    DIR *handle = opendir(dir);
    if (!handle)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("cannot open the schema folder %s: %s; check the configuration"),
                            dir, strerror(errno));
    *paths = bp_arena_array(arena, max, sizeof **paths);
    *count = 0;
    struct dirent *entry;
    while (*paths && *count < max && (entry = readdir(handle)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = bp_arena_printf(arena, "%s/%s", dir, entry->d_name).ptr;
        if (!path)
            *paths = NULL;
        else if (wanted(path, entry->d_name))
            (*paths)[(*count)++] = path;
    }
    (void)closedir(handle);
    if (!*paths)
        return bp_error_memory(err, "a folder's names");
    qsort(*paths, *count, sizeof **paths, by_name);
    return BP_OK;
}

static bool declares(xmlDocPtr doc, const char *request)
{
    for (xmlNode *n = bp_xsd_first(xmlDocGetRootElement(doc)); n; n = bp_xsd_next(n))
        if (bp_xsd_is(n, "element") && bp_xsd_attribute_is(n, "name", request))
            return true;
    return false;
}

/* Adds the one file of the folder that declares the request; *found: it was there before. */
static enum bp_status find_in(struct bp_xsd *xsd, const char *dir, const char *request, bool *found,
                              struct bp_error *err)
{
    const char **names;
    size_t count = 0;
    enum bp_status st = list_directory(xsd->arena, dir, is_xsd, &names, &count, err);
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        xmlDocPtr doc;
        st = read_document(names[i], &doc, err);
        if (st != BP_OK)
            break;
        if (!declares(doc, request)) {
            xmlFreeDoc(doc);
        } else if (*found) {
            xmlFreeDoc(doc);
            st = bp_error_set(err, BP_E_USAGE, NULL,
                              N_("both %s and %s declare %s; leave one of them in the folder"),
                              xsd->files[xsd->count - 1].path, names[i], request);
        } else {
            *found = true;
            st = add_file(xsd, doc, names[i], true, err);
        }
    }
    return st;
}

/* DUO publishes each contract in a folder of its own: what the folder itself does not declare may stand in one of the
 * folders in it. */
static enum bp_status find_root(struct bp_xsd *xsd, const char *dir, const char *request,
                                bool *found, struct bp_error *err)
{
    const char **folders;
    size_t count = 0;
    *found = false;
    enum bp_status st = find_in(xsd, dir, request, found, err);
    if (st != BP_OK || *found)
        return st;
    st = list_directory(xsd->arena, dir, is_folder, &folders, &count, err);
    for (size_t i = 0; st == BP_OK && i < count; i++)
        st = find_in(xsd, folders[i], request, found, err);
    return st;
}

/* --- following ------------------------------------------------------------------------------------------ */

/* "b.xsd" as seen from "dir/a.xsd". */
static const char *beside(struct bp_arena *arena, const char *path, const char *location)
{
    const char *slash = strrchr(path, '/');
    int dir = slash && location[0] != '/' ? (int)(slash - path) + 1 : 0;
    return bp_arena_printf(arena, "%.*s%s", dir, path, location).ptr;
}

/* One file has one spelling, so that "x/../b.xsd" and "b.xsd" are not taken for two: plain names
 * only. */
static bool plain_location(const char *location)
{
    return location[0] && !strstr(location, "..") && !strpbrk(location, ":%?#\\");
}

static enum bp_status follow(struct bp_xsd *xsd, const struct bp_xsd_file *from, xmlNode *node,
                             struct bp_error *err)
{
    bool import = bp_xsd_is(node, "import");
    const char *location = bp_xsd_attribute(xsd, node, "schemaLocation");
    const char *uri = bp_xsd_attribute(xsd, node, "namespace");
    if (import)
        uri = uri ? uri : "";
    else
        uri = from->target;
    if (!location || !plain_location(location))
        return bp_error_set(err, BP_E_XML, NULL,
                            N_("%s: schemaLocation must name a file beside this one; nothing is "
                               "fetched over the network"),
                            bp_xsd_place(xsd, node));
    const char *path = beside(xsd->arena, from->path, location);
    if (!path)
        return bp_error_memory(err, "a schema's path");
    for (size_t i = 0; i < xsd->count; i++) {
        if (strcmp(xsd->files[i].path, path) == 0)
            return BP_OK;
        if (import && xsd->files[i].imported && strcmp(xsd->files[i].target, uri) == 0)
            return bp_error_set(err, BP_E_XML, NULL,
                                N_("%s: the namespace %s comes from two files"),
                                bp_xsd_place(xsd, node), uri);
    }
    xmlDocPtr doc;
    enum bp_status st = read_document(path, &doc, err);
    if (st == BP_OK)
        st = add_file(xsd, doc, path, import, err);
    if (st == BP_OK && strcmp(xsd->files[xsd->count - 1].target, uri) != 0)
        st = bp_error_set(err, BP_E_XML, NULL,
                          N_("%s: %s has another target namespace than is said here"),
                          bp_xsd_place(xsd, node), path);
    return st;
}

static enum bp_status follow_all(struct bp_xsd *xsd, struct bp_error *err)
{
    for (size_t i = 0; i < xsd->count; i++) { /* grows while it is walked */
        xmlNode *root = xmlDocGetRootElement(xsd->files[i].doc);
        for (xmlNode *n = bp_xsd_first(root); n; n = bp_xsd_next(n)) {
            if (bp_xsd_is(n, "redefine"))
                return bp_error_set(err, BP_E_XML, NULL, N_("%s: xsd:%s is not known to bronpost"),
                                    bp_xsd_place(xsd, n), "redefine");
            if (!bp_xsd_is(n, "import") && !bp_xsd_is(n, "include"))
                continue;
            enum bp_status st = follow(xsd, &xsd->files[i], n, err);
            if (st != BP_OK)
                return st;
        }
    }
    return BP_OK;
}

enum bp_status bp_xsd_open(struct bp_xsd *xsd, struct bp_arena *arena, const char *dir,
                           const char *request, struct bp_error *err)
{
    bool found;
    *xsd = (struct bp_xsd){ .arena = arena };
    enum bp_status st = find_root(xsd, dir, request, &found, err);
    if (st == BP_OK && !found)
        st = bp_error_set(err, BP_E_USAGE, NULL,
                          N_("no XSD in %s declares the element %s; check which folder is meant"),
                          dir, request);
    if (st == BP_OK)
        st = follow_all(xsd, err);
    if (st != BP_OK)
        bp_xsd_close(xsd);
    return st;
}

enum bp_status bp_xsd_also(struct bp_xsd *xsd, const char *dir, const char *request, bool *found,
                           struct bp_error *err)
{
    *found = false;
    for (size_t i = 0; !*found && i < xsd->count; i++)
        *found = declares(xsd->files[i].doc, request);
    if (*found)
        return BP_OK;
    enum bp_status st = find_root(xsd, dir, request, found, err);
    if (st == BP_OK)
        st = follow_all(xsd, err);
    if (st != BP_OK)
        bp_xsd_close(xsd);
    return st;
}

void bp_xsd_close(struct bp_xsd *xsd)
{
    for (size_t i = 0; i < xsd->count; i++)
        xmlFreeDoc(xsd->files[i].doc);
    xsd->count = 0;
}
