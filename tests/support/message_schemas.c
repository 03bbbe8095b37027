#include "message_schemas.h"

#include "bronpost/base/file.h"

#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_BYTES ((size_t)1024 * 1024)

bool message_duo_there(void)
{
    return access(MESSAGE_DUO_VO, R_OK) == 0;
}

static void join(char out[MESSAGE_PATH], const char *folder, const char *name)
{
    int len = snprintf(out, MESSAGE_PATH, "%s/%s", folder, name);
    assert_in_range(len, 1, MESSAGE_PATH - 1);
}

void message_folder_make(char path[MESSAGE_PATH])
{
    const char *base = getenv("TMPDIR");
    join(path, base ? base : "/tmp", "bronpost-message-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void message_folder_remove(const char *path)
{
    char file[MESSAGE_PATH];
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        join(file, path, e->d_name);
        assert_int_equal(unlink(file), 0);
    }
    (void)closedir(dir);
    assert_int_equal(rmdir(path), 0);
}

void message_file_write(const char *folder, const char *name, const char *text)
{
    char path[MESSAGE_PATH];
    struct bp_error err;
    join(path, folder, name);
    assert_int_equal(bp_file_put(path, bp_str_of(text), BP_DURABLE_LATER, &err), BP_OK);
}

void message_file_remove(const char *folder, const char *name)
{
    char path[MESSAGE_PATH];
    join(path, folder, name);
    assert_int_equal(unlink(path), 0);
}

static void read_file(const char *folder, const char *name, struct bp_buf *out)
{
    char path[MESSAGE_PATH];
    struct bp_error err;
    join(path, folder, name);
    bp_buf_init(out, FILE_BYTES);
    assert_int_equal(bp_file_get(path, FILE_BYTES - 1, out, &err), BP_OK);
    bp_buf_add_char(out, '\0');
}

void message_folder_copy(const char *from, const char *to)
{
    DIR *dir = opendir(from);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        struct bp_buf text;
        if (e->d_name[0] == '.')
            continue;
        read_file(from, e->d_name, &text);
        message_file_write(to, e->d_name, text.ptr);
        bp_buf_free(&text);
    }
    (void)closedir(dir);
}

void message_file_edit(const char *folder, const char *name, const char *from, const char *to)
{
    struct bp_buf text, edited;
    size_t found = 0;
    read_file(folder, name, &text);
    bp_buf_init(&edited, FILE_BYTES);
    const char *at = text.ptr;
    for (const char *hit; (hit = strstr(at, from)) != NULL; at = hit + strlen(from), found++) {
        bp_buf_add(&edited, at, (size_t)(hit - at));
        bp_buf_add_text(&edited, to);
    }
    bp_buf_add_text(&edited, at);
    bp_buf_add_char(&edited, '\0');
    assert_true(found > 0);
    message_file_write(folder, name, edited.ptr);
    bp_buf_free(&text);
    bp_buf_free(&edited);
}

/* --- stripping ------------------------------------------------------------------------------------------ */

static bool provisional(const xmlNode *node, const char *const *names, size_t count)
{
    const char suffix[] = "-provisional";
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)"name");
    const char *name = (const char *)value;
    bool found = false;
    if (name && strcmp((const char *)node->name, "element") == 0)
        for (size_t i = 0; i < count; i++)
            found = found || strcmp(name, names[i]) == 0;
    if (name && strcmp((const char *)node->name, "simpleType") == 0)
        found = strlen(name) >= sizeof suffix &&
                strcmp(name + strlen(name) - (sizeof suffix - 1), suffix) == 0;
    xmlFree(value);
    return found;
}

static size_t strip(xmlNode *node, const char *const *names, size_t count)
{
    size_t gone = 0;
    for (xmlNode *next; node; node = next) {
        next = node->next;
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (provisional(node, names, count)) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
            gone++;
        } else {
            gone += strip(node->children, names, count);
        }
    }
    return gone;
}

size_t message_folder_strip(const char *folder, const char *const *names, size_t count)
{
    size_t gone = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char path[MESSAGE_PATH];
        size_t len = strlen(e->d_name);
        if (len < 5 || strcmp(e->d_name + len - 4, ".xsd") != 0)
            continue;
        join(path, folder, e->d_name);
        xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        gone += strip(xmlDocGetRootElement(doc), names, count);
        assert_true(xmlSaveFile(path, doc) > 0);
        xmlFreeDoc(doc);
    }
    (void)closedir(dir);
    return gone;
}

/* --- verdicts ------------------------------------------------------------------------------------------- */

static void silent(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

xmlSchemaPtr message_schema_read(const char *path)
{
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(path);
    assert_non_null(parser);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    assert_non_null(schema);
    return schema;
}

bool message_schema_accepts(xmlSchemaPtr schema, xmlDocPtr doc)
{
    xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(schema);
    assert_non_null(valid);
    xmlSchemaSetValidStructuredErrors(valid, silent, NULL);
    int verdict = xmlSchemaValidateDoc(valid, doc);
    xmlSchemaFreeValidCtxt(valid);
    assert_true(verdict >= 0);
    return verdict == 0;
}
