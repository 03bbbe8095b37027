#include "verzoek.h"

#include "bronpost/base/buf.h"
#include "bronpost/security/soap.h"

#include <libxml/parser.h>

#define NS_SOAP "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_WSA  "http://www.w3.org/2005/08/addressing"
#define NS_WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"

#define ANONYMOUS NS_WSA "/anonymous"
#define OIN_LEN   20
#define UUID_LEN  36

static const char *const names[BP_KOPVELD_COUNT] = {
    [BP_KOPVELD_TO] = "To",
    [BP_KOPVELD_ACTION] = "Action",
    [BP_KOPVELD_MESSAGE_ID] = "MessageID",
    [BP_KOPVELD_RELATES_TO] = "RelatesTo",
    [BP_KOPVELD_FROM] = "From",
    [BP_KOPVELD_REPLY_TO] = "ReplyTo",
    [BP_KOPVELD_FAULT_TO] = "FaultTo",
};

bool bp_oin_ok(struct bp_str oin)
{
    bool ok = oin.len == OIN_LEN;
    for (size_t i = 0; ok && i < oin.len; i++)
        ok = bp_ascii_digit(oin.ptr[i]) || bp_ascii_upper(oin.ptr[i]);
    return ok;
}

bool bp_uuid_ok(struct bp_str uuid)
{
    bool ok = uuid.len == UUID_LEN;
    for (size_t i = 0; ok && i < uuid.len; i++) {
        char c = uuid.ptr[i];
        if (i == 8 || i == 13 || i == 18 || i == 23)
            ok = c == '-';
        else
            ok = bp_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
    return ok;
}

struct bp_str bp_verzoek_veld(const struct bp_verzoek *verzoek, enum bp_kopveld veld)
{
    return bp_str_of((const char *)verzoek->velden[veld]);
}

static bool is(const xmlNode *node, const char *ns, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
           strcmp((const char *)node->ns->href, ns) == 0 &&
           (!name || strcmp((const char *)node->name, name) == 0);
}

/* --- bytes --- */

static enum bp_fout check_bytes(struct bp_str bytes, struct bp_verzoek *out)
{
    struct bp_buf copy; /* libxml2's check wants a NUL behind the text */
    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xEF\xBB\xBF", 3) == 0) {
        out->waarom = "het bericht begint met een byte order mark";
        return BP_FOUT_DK0009;
    }
    bp_buf_init(&copy, bytes.len + 1);
    bp_buf_add_str(&copy, bytes);
    bp_buf_add_char(&copy, '\0');
    bool utf8 = !copy.failed && !memchr(bytes.ptr, '\0', bytes.len) &&
                xmlCheckUTF8((const unsigned char *)copy.ptr);
    bp_buf_free(&copy);
    if (!utf8)
        out->waarom = "er staan bytes in die geen UTF-8 zijn";
    return utf8 ? BP_FOUT_GEEN : BP_FOUT_DK0009;
}

static bool has_instruction(const xmlNode *node)
{
    for (; node; node = node->next)
        if (node->type == XML_PI_NODE ||
            (node->type == XML_ELEMENT_NODE && has_instruction(node->children)))
            return true;
    return false;
}

static enum bp_fout check_document(struct bp_verzoek *v)
{
    const xmlNode *root = v->doc ? xmlDocGetRootElement(v->doc) : NULL;
    const char *encoding = v->doc ? (const char *)v->doc->encoding : NULL;
    if (encoding && !bp_str_equal_nocase(bp_str_of(encoding), BP_STR("UTF-8"))) {
        v->waarom = "de XML-declaratie noemt een andere tekenset dan UTF-8";
        return BP_FOUT_DK0009;
    }
    if (!root)
        v->waarom = "het bericht is geen welgevormde XML";
    else if (v->doc->intSubset || has_instruction(v->doc->children))
        v->waarom = "een DTD of een processing instruction is niet toegestaan";
    else if (!is(root, NS_SOAP, "Envelope"))
        v->waarom = "verwacht: Envelope in " NS_SOAP;
    return v->waarom ? BP_FOUT_DK0001 : BP_FOUT_GEEN;
}

enum bp_fout bp_verzoek_lees(struct bp_str bytes, struct bp_verzoek *out)
{
    int len;
    *out = (struct bp_verzoek){ 0 };
    enum bp_fout fout = check_bytes(bytes, out);
    if (fout != BP_FOUT_GEEN)
        return fout;
    /* No NOENT: entities stay unexpanded, and a DTD is refused before anything is read from the tree. */
    if (bp_size_to_int(bytes.len, &len))
        out->doc = xmlReadMemory(bytes.ptr, len, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    return check_document(out);
}

void bp_verzoek_free(struct bp_verzoek *verzoek)
{
    for (size_t i = 0; i < BP_KOPVELD_COUNT; i++)
        xmlFree(verzoek->velden[i]);
    xmlFreeDoc(verzoek->doc);
    *verzoek = (struct bp_verzoek){ 0 };
}

/* --- header blocks --- */

/* From, ReplyTo and FaultTo hold a wsa:Address. */
static xmlChar *value_of(const xmlNode *block, size_t veld)
{
    if (veld < BP_KOPVELD_FROM)
        return xmlNodeGetContent(block);
    for (const xmlNode *n = block->children; n; n = n->next)
        if (is(n, NS_WSA, "Address"))
            return xmlNodeGetContent(n);
    return xmlCharStrdup("");
}

static void take_addressing(struct bp_verzoek *v, const xmlNode *block)
{
    for (size_t i = 0; i < BP_KOPVELD_COUNT; i++) {
        if (!is(block, NS_WSA, names[i]))
            continue;
        if (v->velden[i])
            v->dubbel = true;
        else
            v->velden[i] = value_of(block, i);
        return;
    }
    v->vreemd = true;
}

static void take_headers(struct bp_verzoek *v)
{
    for (const xmlNode *h = xmlDocGetRootElement(v->doc)->children; h; h = h->next) {
        if (!is(h, NS_SOAP, "Header"))
            continue;
        for (const xmlNode *n = h->children; n; n = n->next) {
            if (n->type != XML_ELEMENT_NODE)
                continue;
            if (is(n, NS_WSA, NULL))
                take_addressing(v, n);
            else if (is(n, NS_WSSE, "Security"))
                v->security = true;
            else
                v->andere_header = true;
        }
    }
}

static bool message_id_ok(struct bp_str id)
{
    struct bp_str prefix = BP_STR("urn:uuid:");
    if (bp_str_starts_with(id, prefix))
        id = (struct bp_str){ id.ptr + prefix.len, id.len - prefix.len };
    return bp_uuid_ok(id); /* a bare UUID was seen to be accepted too */
}

static const char *wrong_addressing(const struct bp_verzoek *v, const struct bp_verzoek_eis *eis)
{
    struct bp_str reply = bp_verzoek_veld(v, BP_KOPVELD_REPLY_TO);
    struct bp_str fault = bp_verzoek_veld(v, BP_KOPVELD_FAULT_TO);
    if (!bp_str_equal(bp_verzoek_veld(v, BP_KOPVELD_ACTION), eis->soap_action))
        return "wsa:Action is niet gelijk aan SOAPAction";
    if (v->dubbel)
        return "een adresveld komt twee keer voor";
    if (v->vreemd)
        return "een adresveld dat hier niet hoort";
    if (!eis->relates_to && v->velden[BP_KOPVELD_RELATES_TO])
        return "wsa:RelatesTo hoort niet in dit verzoek";
    if ((reply.ptr && !bp_str_equal(reply, BP_STR(ANONYMOUS))) ||
        (fault.ptr && !bp_str_equal(fault, BP_STR(ANONYMOUS))))
        return "wsa:ReplyTo en wsa:FaultTo mogen alleen het anonieme adres noemen";
    return NULL;
}

enum bp_fout bp_verzoek_keur(struct bp_verzoek *verzoek, const struct bp_verzoek_eis *eis)
{
    static const struct {
        enum bp_kopveld veld;
        enum bp_fout fout;
    } required[] = { { BP_KOPVELD_TO, BP_FOUT_DK0005 },
                     { BP_KOPVELD_ACTION, BP_FOUT_DK0006 },
                     { BP_KOPVELD_MESSAGE_ID, BP_FOUT_DK0007 },
                     { BP_KOPVELD_RELATES_TO, BP_FOUT_DK0008 },
                     { BP_KOPVELD_FROM, BP_FOUT_EK0020 } };
    take_headers(verzoek);
    if (verzoek->andere_header)
        return BP_FOUT_DK0010;
    for (size_t i = 0; i < sizeof required / sizeof *required; i++)
        if (!verzoek->velden[required[i].veld] &&
            (required[i].veld != BP_KOPVELD_RELATES_TO || eis->relates_to))
            return required[i].fout;
    if (!bp_oin_ok(bp_soap_oin_of(bp_verzoek_veld(verzoek, BP_KOPVELD_FROM))))
        return BP_FOUT_EK0021;
    if (!bp_str_equal(bp_soap_oin_of(bp_verzoek_veld(verzoek, BP_KOPVELD_TO)),
                      bp_str_of(eis->duo_oin)))
        return BP_FOUT_EK0022;
    if (!message_id_ok(bp_verzoek_veld(verzoek, BP_KOPVELD_MESSAGE_ID)))
        return BP_FOUT_EK0023;
    verzoek->waarom = wrong_addressing(verzoek, eis);
    return verzoek->waarom ? BP_FOUT_DK0011 : BP_FOUT_GEEN;
}
