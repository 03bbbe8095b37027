#include "soap_intern.h"

#include "namespaces.h"

#include "bronpost/base/text.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <stdlib.h>

/* SECURITY: written by somebody else's software, or by nobody that we know. What is larger is
 * refused. */
#define ENVELOPE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define DEPTH_MAX          64
#define IDS_MAX            256
#define OIN_LENGTH         (BP_OIN_TEXT - 1)

static const char *const kop_names[KOP_COUNT] = {
    [KOP_TO] = "To",
    [KOP_ACTION] = "Action",
    [KOP_MESSAGE_ID] = "MessageID",
    [KOP_RELATES_TO] = "RelatesTo",
    [KOP_FROM] = "From",
};

/* --- parsing ---------------------------------------------------------------------------------- */

static enum bp_status no_envelope(struct bp_error *err, const char *found)
{
    return bp_error_set(
        err, BP_E_XML, NULL,
        N_("this is no envelope that may be used: expected SOAP 1.1 in UTF-8 with one Body, found "
           "%s; look at what stands between this program and DUO when it stays so"),
        bp_text(found));
}

/* What the parser met and no envelope has; it stops there, so that no entity is ever declared or
 * expanded. */
struct parse_state {
    const char *refused;
};

static void refuse(void *ctx, const char *what)
{
    xmlParserCtxtPtr parser = ctx;
    struct parse_state *state = parser->_private;
    state->refused = what;
    xmlStopParser(parser);
}

static void on_dtd(void *ctx, const xmlChar *name, const xmlChar *public_id,
                   const xmlChar *system_id)
{
    (void)name, (void)public_id, (void)system_id;
    refuse(ctx, N_("a DTD"));
}

static void on_instruction(void *ctx, const xmlChar *target, const xmlChar *data)
{
    (void)target, (void)data;
    refuse(ctx, N_("a processing instruction"));
}

/* A signature without comments does not see them, so they could cut a signed value in two. */
static void on_comment(void *ctx, const xmlChar *value)
{
    (void)value;
    refuse(ctx, N_("a comment"));
}

static void on_reference(void *ctx, const xmlChar *name)
{
    (void)name;
    refuse(ctx, N_("an entity"));
}

/* libxml2 also reads UTF-16 and what a declaration names; DUO sends UTF-8. */
static const char *judge_bytes(struct bp_str bytes)
{
    if (bytes.len > ENVELOPE_BYTES_MAX)
        return N_("too many bytes");
    if (bytes.len == 0)
        return N_("nothing");
    if (memchr(bytes.ptr, '\0', bytes.len))
        return N_("another character set");
    return NULL;
}

static const char *judge_parsed(const xmlParserCtxt *parser, const xmlDoc *doc)
{
    if (!doc || !parser->wellFormed || !parser->nsWellFormed)
        return N_("something that is not well-formed XML");
    const char *encoding = (const char *)doc->encoding;
    if (encoding && !bp_str_equal_nocase(bp_str_of(encoding), BP_STR("UTF-8")))
        return N_("another character set");
    return doc->intSubset ? N_("a DTD") : NULL;
}

/* NULL: all well, and `out` is the caller's. */
static const char *parse_bytes(xmlParserCtxtPtr parser, struct bp_str bytes, int len,
                               xmlDocPtr *out)
{
    struct parse_state state = { NULL };
    parser->_private = &state;
    parser->sax->internalSubset = on_dtd;
    parser->sax->externalSubset = on_dtd;
    parser->sax->processingInstruction = on_instruction;
    parser->sax->comment = on_comment;
    parser->sax->reference = on_reference;
    /* Not NOENT: that name switches entities on. NOCDATA makes text of CDATA, as the canonical
     * form does. */
    xmlDocPtr doc = xmlCtxtReadMemory(parser, bytes.ptr, len, "envelope.xml", NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
                                          XML_PARSE_NOWARNING);
    const char *wrong = state.refused ? state.refused : judge_parsed(parser, doc);
    if (wrong)
        xmlFreeDoc(doc);
    else
        *out = doc;
    return wrong;
}

static enum bp_status read_document(struct bp_str bytes, xmlDocPtr *out, struct bp_error *err)
{
    int len;
    const char *wrong = judge_bytes(bytes);
    if (wrong || !bp_size_to_int(bytes.len, &len))
        return no_envelope(err, wrong ? wrong : N_("too many bytes"));
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser)
        return bp_error_memory(err, N_("an envelope"));
    wrong = parse_bytes(parser, bytes, len, out);
    xmlFreeParserCtxt(parser);
    return wrong ? no_envelope(err, wrong) : BP_OK;
}

/* --- structure -------------------------------------------------------------------------------- */

struct walk {
    const struct bp_soap *soap;
    xmlNodePtr root;
    struct bp_str ids[IDS_MAX];
    size_t id_count;
};

/* Every attribute that somebody could take for an id, in whatever namespace toolkits look for it.
 */
static bool is_id(const xmlAttr *a)
{
    static const char *const names[] = { "Id", "ID", "id" };
    const char *ns = a->ns ? (const char *)a->ns->href : NULL;
    if (ns && strcmp(ns, NS_WSU) != 0 && strcmp(ns, (const char *)XML_XML_NAMESPACE) != 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp((const char *)a->name, names[i]) == 0)
            return true;
    return false;
}

static const char *collect_ids(struct walk *w, const xmlNode *node)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (!is_id(a))
            continue;
        struct bp_str id =
            soap_attribute(node, a->ns ? (const char *)a->ns->href : NULL, (const char *)a->name);
        for (size_t i = 0; i < w->id_count; i++)
            if (bp_str_equal(w->ids[i], id))
                return N_("two elements with the same id");
        if (w->id_count == IDS_MAX)
            return N_("too many ids");
        w->ids[w->id_count++] = id;
    }
    return NULL;
}

/* A second Envelope, Header or Body, wherever it hides, only serves to have another one signed than
 * is read. */
static bool is_misplaced(const struct walk *w, const xmlNode *node)
{
    return (soap_is(node, NS_SOAPENV, "Envelope") && node != w->root) ||
           (soap_is(node, NS_SOAPENV, "Header") && node != w->soap->header) ||
           (soap_is(node, NS_SOAPENV, "Body") && node != w->soap->body);
}

static const char *walk_below(struct walk *w, const xmlNode *node, int depth)
{
    if (depth > DEPTH_MAX)
        return N_("too many elements inside each other");
    if (is_misplaced(w, node))
        return N_("a second Envelope, Header or Body");
    const char *wrong = collect_ids(w, node);
    for (const xmlNode *n = node->children; n && !wrong; n = n->next) {
        if (n->type == XML_ELEMENT_NODE)
            wrong = walk_below(w, n, depth + 1);
        else if (n->type != XML_TEXT_NODE)
            wrong = N_("something that is neither element nor text");
    }
    return wrong;
}

static const char *find_headers(struct bp_soap *soap)
{
    size_t count;
    for (size_t i = 0; i < KOP_COUNT; i++) {
        soap->kop[i] = soap_only(soap->header, NS_WSA, kop_names[i], &count);
        if (count > 1)
            return N_("an addressing header that stands there twice");
    }
    return NULL;
}

static const char *find_parts(struct bp_soap *soap)
{
    xmlNodePtr root = xmlDocGetRootElement(soap->doc);
    if (!soap_is(root, NS_SOAPENV, "Envelope"))
        return N_("another root element");
    xmlNodePtr node = soap_first(root);
    if (soap_is(node, NS_SOAPENV, "Header")) {
        soap->header = node;
        node = soap_next(node);
    }
    if (!soap_is(node, NS_SOAPENV, "Body"))
        return N_("no Body");
    soap->body = node;
    if (soap_next(node))
        return N_("something behind the Body");
    soap->content = soap_first(node);
    if (!soap->content || soap_next(soap->content))
        return N_("a Body with other than one element");
    struct walk w = { .soap = soap, .root = root };
    const char *wrong = walk_below(&w, root, 1);
    return wrong || !soap->header ? wrong : find_headers(soap);
}

enum bp_status bp_soap_parse(struct bp_str bytes, struct bp_soap **out, struct bp_error *err)
{
    *out = NULL;
    struct bp_soap *soap = calloc(1, sizeof *soap);
    if (!soap)
        return bp_error_memory(err, N_("an envelope"));
    enum bp_status st = read_document(bytes, &soap->doc, err);
    const char *wrong = st == BP_OK ? find_parts(soap) : NULL;
    if (wrong)
        st = no_envelope(err, wrong);
    if (st == BP_OK)
        *out = soap; /* owned by the caller now */
    else
        bp_soap_free(soap);
    return st;
}

void bp_soap_free(struct bp_soap *soap)
{
    if (!soap)
        return;
    xmlFreeDoc(soap->doc);
    free(soap);
}

/* --- what may be read without a signature ----------------------------------------------------- */

bool bp_soap_is_fault(const struct bp_soap *soap)
{
    return soap_is(soap->content, NS_SOAPENV, "Fault");
}

/* SOAP 1.1 leaves the children of a Fault without a namespace; some servers give them one. */
static struct bp_str child_text(const xmlNode *parent, const char *local_name)
{
    for (xmlNodePtr n = soap_first(parent); n; n = soap_next(n))
        if (strcmp((const char *)n->name, local_name) == 0)
            return soap_text(n);
    return (struct bp_str){ NULL, 0 };
}

struct bp_str bp_soap_fault_code(const struct bp_soap *soap)
{
    return bp_soap_is_fault(soap) ? child_text(soap->content, "faultcode")
                                  : (struct bp_str){ NULL, 0 };
}

struct bp_str bp_soap_fault_string(const struct bp_soap *soap)
{
    return bp_soap_is_fault(soap) ? child_text(soap->content, "faultstring")
                                  : (struct bp_str){ NULL, 0 };
}

bool bp_soap_has_header(const struct bp_soap *soap, const char *local_name)
{
    size_t count = 0;
    if (soap->header)
        (void)soap_only(soap->header, NS_WSA, local_name, &count);
    return count > 0;
}

bool bp_soap_has_foreign_header(const struct bp_soap *soap)
{
    for (xmlNodePtr n = soap->header ? soap_first(soap->header) : NULL; n; n = soap_next(n))
        if (!soap_is(n, NS_WSA, NULL) && !soap_is(n, NS_WSSE, "Security"))
            return true;
    return false;
}

/* --- what is read only when the signature covers it ------------------------------------------- */

static struct bp_str kop_text(const struct bp_soap *soap, enum soap_kop kop)
{
    return soap->verified && soap->kop[kop] ? soap_text(soap->kop[kop])
                                            : (struct bp_str){ NULL, 0 };
}

struct bp_str bp_soap_to(const struct bp_soap *soap)
{
    return kop_text(soap, KOP_TO);
}

struct bp_str bp_soap_action(const struct bp_soap *soap)
{
    return kop_text(soap, KOP_ACTION);
}

struct bp_str bp_soap_message_id(const struct bp_soap *soap)
{
    return kop_text(soap, KOP_MESSAGE_ID);
}

struct bp_str bp_soap_relates_to(const struct bp_soap *soap)
{
    return kop_text(soap, KOP_RELATES_TO);
}

struct bp_str bp_soap_from(const struct bp_soap *soap)
{
    size_t count;
    const xmlNode *from = soap->verified ? soap->kop[KOP_FROM] : NULL;
    const xmlNode *address = from ? soap_only(from, NS_WSA, "Address", &count) : NULL;
    return address ? soap_text(address) : (struct bp_str){ NULL, 0 };
}

int64_t bp_soap_created_ms(const struct bp_soap *soap)
{
    return soap->verified ? soap->created_ms : 0;
}

const char *bp_soap_signer_oin(const struct bp_soap *soap)
{
    return soap->verified ? soap->signer_oin : "";
}

int bp_soap_failed_check(const struct bp_soap *soap)
{
    return soap->failed;
}

struct bp_str bp_soap_body_name(const struct bp_soap *soap)
{
    return soap->verified ? bp_str_of((const char *)soap->content->name)
                          : (struct bp_str){ NULL, 0 };
}

struct bp_str bp_soap_body_namespace(const struct bp_soap *soap)
{
    return soap->verified && soap->content->ns ? bp_str_of((const char *)soap->content->ns->href)
                                               : (struct bp_str){ NULL, 0 };
}

struct bp_str bp_soap_body_value(const struct bp_soap *soap, const char *local_name)
{
    return soap->verified ? child_text(soap->content, local_name) : (struct bp_str){ NULL, 0 };
}

static int is_content(void *user, xmlNodePtr node, xmlNodePtr parent)
{
    /* A namespace is handed in as a node, and is no node: only its element counts. */
    const xmlNode *at = node->type == XML_NAMESPACE_DECL ? parent : node;
    while (at && at != user)
        at = at->parent;
    return at == user;
}

enum bp_status bp_soap_body_bytes(const struct bp_soap *soap, struct bp_buf *out,
                                  struct bp_error *err)
{
    bp_buf_clear(out);
    if (!soap->verified)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            N_("the content of an envelope was asked before it was verified; "
                               "report this as a mistake in bronpost"));
    xmlBufferPtr bytes = xmlBufferCreate();
    xmlOutputBufferPtr sink = bytes ? xmlOutputBufferCreateBuffer(bytes, NULL) : NULL;
    bool ok = sink && xmlC14NExecute(soap->doc, is_content, soap->content, XML_C14N_EXCLUSIVE_1_0,
                                     NULL, 0, sink) >= 0;
    ok = sink && xmlOutputBufferClose(sink) >= 0 && ok;
    if (ok)
        bp_buf_add(out, xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
    xmlBufferFree(bytes);
    if (ok && !out->failed)
        return BP_OK;
    bp_buf_clear(out);
    return bp_error_memory(err, N_("the content of an envelope"));
}

struct bp_str bp_soap_oin_of(struct bp_str address)
{
    static const struct bp_str name = { "oin=", 4 };
    for (size_t i = 1; i + name.len + OIN_LENGTH <= address.len; i++) {
        const char *at = address.ptr + i;
        if ((at[-1] != '?' && at[-1] != '&') ||
            !bp_str_equal_nocase((struct bp_str){ at, name.len }, name))
            continue;
        size_t end = i + name.len + OIN_LENGTH;
        struct bp_str oin = { at + name.len, OIN_LENGTH };
        bool ok = end == address.len || address.ptr[end] == '&';
        for (size_t k = 0; ok && k < oin.len; k++)
            ok = bp_ascii_digit(oin.ptr[k]) || bp_ascii_upper(oin.ptr[k]);
        return ok ? oin : (struct bp_str){ NULL, 0 };
    }
    return (struct bp_str){ NULL, 0 };
}
