#include "support/soap_xmlsec.h"

#include "support/pki_folder.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <cmocka.h>

static void add_ids(xmlDocPtr doc, xmlNodePtr node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (xmlAttrPtr a = node->properties; a; a = a->next)
            if (xmlStrcasecmp(a->name, (const xmlChar *)"id") == 0 && a->children)
                (void)xmlAddID(NULL, doc, a->children->content, a);
        add_ids(doc, node->children);
    }
}

static xmlDocPtr parse(const struct bp_buf *text)
{
    xmlDocPtr doc = xmlReadMemory(text->ptr, (int)text->len, "envelope.xml", NULL,
                                  XML_PARSE_NONET | XML_PARSE_NOENT);
    assert_non_null(doc);
    add_ids(doc, xmlDocGetRootElement(doc));
    return doc;
}

static xmlNodePtr find(xmlDocPtr doc, const char *name)
{
    return xmlSecFindNode(xmlDocGetRootElement(doc), (const xmlChar *)name, xmlSecDSigNs);
}

static xmlSecDSigCtxPtr context(const char *file, xmlSecKeyDataFormat format)
{
    char path[PATH_MAX];
    pki_path(file, path);
    xmlSecDSigCtxPtr ctx = xmlSecDSigCtxCreate(NULL);
    assert_non_null(ctx);
    ctx->signKey = xmlSecCryptoAppKeyLoad(path, format, NULL, NULL, NULL);
    assert_non_null(ctx->signKey);
    return ctx;
}

bool soap_plain_verify(const struct bp_buf *text, const char *certificaat)
{
    xmlDocPtr doc = parse(text);
    xmlNodePtr signature = find(doc, "Signature");
    assert_non_null(signature);
    xmlSecDSigCtxPtr ctx = context(certificaat, xmlSecKeyDataFormatCertPem);
    bool ok = xmlSecDSigCtxVerify(ctx, signature) >= 0 && ctx->status == xmlSecDSigStatusSucceeded;
    xmlSecDSigCtxDestroy(ctx);
    xmlFreeDoc(doc);
    return ok;
}

/* libxmlsec1 fills a template: what stands there must be empty. */
static void empty(xmlNodePtr node)
{
    for (; node; node = node->next) {
        if (xmlStrEqual(node->name, (const xmlChar *)"DigestValue") ||
            xmlStrEqual(node->name, (const xmlChar *)"SignatureValue"))
            xmlNodeSetContent(node, NULL);
        else
            empty(node->children);
    }
}

void soap_sign_anew(struct bp_buf *text, const char *key)
{
    xmlChar *bytes = NULL;
    int len = 0;
    xmlDocPtr doc = parse(text);
    xmlNodePtr signature = find(doc, "Signature");
    assert_non_null(signature);
    empty(signature->children);
    xmlSecDSigCtxPtr ctx = context(key, xmlSecKeyDataFormatPem);
    if (xmlSecDSigCtxSign(ctx, signature) < 0)
        fail_msg("libxmlsec1 does not sign this");
    xmlSecDSigCtxDestroy(ctx);
    xmlDocDumpMemory(doc, &bytes, &len);
    xmlFreeDoc(doc);
    bp_buf_clear(text);
    bp_buf_add(text, bytes, (size_t)len);
    assert_false(text->failed);
    xmlFree(bytes);
}
