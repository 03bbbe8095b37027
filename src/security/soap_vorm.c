#include "soap_intern.h"

#include "namespaces.h"

#include "bronpost/base/text.h"

#include <libxml/valid.h>

/* The form of the signature, judged before anything is computed: libxmlsec1 knows many more forms
 * than Edukoppeling (XPath, XSLT, Manifest, Object, whole documents), and each of them has served
 * to sign one thing and show another. */

struct form {
    const struct bp_soap *soap;
    struct soap_handtekening *h;
    int *check;
    struct bp_error *err;
};

static enum bp_status wrong_form(const struct form *f, const char *element)
{
    *f->check = CHECK_HANDTEKENING;
    return bp_error_set(f->err, BP_E_CRYPTO, NULL,
                        N_("the signature has another form than Edukoppeling prescribes: look at "
                           "%s; nothing of the message is used, let the sender know"),
                        element);
}

static enum bp_status not_allowed(const struct form *f, const char *element)
{
    *f->check = CHECK_ALGORITME;
    return bp_error_set(
        f->err, BP_E_CRYPTO, NULL,
        N_("the algorithm of %s is not allowed: expected exclusive canonicalisation, RSA with "
           "SHA-2 and SHA-2 digests; nothing of the message is used, let the sender know"),
        element);
}

static bool is_one_of(struct bp_str value, const char *const *allowed)
{
    for (; *allowed; allowed++)
        if (bp_str_equal(value, bp_str_of(*allowed)))
            return true;
    return false;
}

/* DK-Bev SIGN003: SHA-2 of 256 bits and more. */
static const char *const signature_methods[] = {
    RSA_SHA256,
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    NULL,
};
static const char *const digest_methods[] = {
    SHA256,
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
    NULL,
};
static const char *const canonical_methods[] = { EXC_C14N, NULL };

/* No other attribute than `a` and `b`: each that libxmlsec1 obeys and we do not know is a hole. */
static bool has_only(const xmlNode *node, const char *a, const char *b)
{
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
        const char *name = (const char *)attr->name;
        if (attr->ns || (strcmp(name, a) != 0 && (!b || strcmp(name, b) != 0)))
            return false;
    }
    return true;
}

/* Canonicalisation and transform alike: exclusive, at most a prefix list inside. */
static enum bp_status check_canonical(const struct form *f, const xmlNode *node,
                                      const char *element)
{
    if (!has_only(node, "Algorithm", NULL))
        return wrong_form(f, element);
    if (!is_one_of(soap_attribute(node, NULL, "Algorithm"), canonical_methods))
        return not_allowed(f, element);
    const xmlNode *list = soap_first(node);
    if (!list)
        return BP_OK;
    if (!soap_is(list, EXC_C14N, "InclusiveNamespaces") || soap_next(list) || soap_first(list) ||
        !has_only(list, "PrefixList", NULL))
        return wrong_form(f, element);
    return BP_OK;
}

static enum bp_status check_method(const struct form *f, const xmlNode *node,
                                   const char *const *allowed, const char *element)
{
    if (!has_only(node, "Algorithm", NULL) || soap_first(node))
        return wrong_form(f, element);
    if (!is_one_of(soap_attribute(node, NULL, "Algorithm"), allowed))
        return not_allowed(f, element);
    return BP_OK;
}

/* What may be signed: the Body, header blocks but Security itself, and what stands in Security but
 * the Signature. */
static bool may_be_signed(const struct form *f, const xmlNode *node)
{
    const struct soap_handtekening *h = f->h;
    return node == f->soap->body || (node->parent == f->soap->header && node != h->security) ||
           (node->parent == h->security && node != h->signature);
}

static xmlAttrPtr find_id(const struct form *f, struct bp_str id)
{
    xmlNodePtr places[] = { f->soap->body, soap_first(f->soap->header),
                            soap_first(f->h->security) };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (xmlNodePtr n = places[i]; n; n = soap_next(n))
            if (may_be_signed(f, n) && bp_str_equal(soap_attribute(n, NS_WSU, "Id"), id))
                return soap_attribute_node(n, NS_WSU, "Id");
    return NULL;
}

/* The reference's "#id" to the one element that it means. libxmlsec1 looks ids up in the document's
 * table, where only these are entered; ids are unique over the whole document, so both of us arrive
 * at the same element. */
static enum bp_status resolve(const struct form *f, const xmlNode *reference)
{
    struct soap_handtekening *h = f->h;
    struct bp_str uri = soap_attribute(reference, NULL, "URI");
    if (uri.len < 2 || uri.ptr[0] != '#' || h->part_count == SOAP_PARTS_MAX)
        return wrong_form(f, "ds:Reference URI");
    struct bp_str id = { uri.ptr + 1, uri.len - 1 };
    xmlAttrPtr attr = find_id(f, id);
    const xmlChar *value = attr ? attr->children->content : NULL;
    if (!value || xmlValidateNCName(value, 0) != 0)
        return wrong_form(f, "ds:Reference URI");
    for (size_t i = 0; i < h->part_count; i++)
        if (h->ids[i] == attr)
            return wrong_form(f, "ds:Reference URI");
    if (attr->atype != XML_ATTRIBUTE_ID)
        (void)xmlAddID(NULL, f->soap->doc, value, attr);
    if (xmlGetID(f->soap->doc, value) != attr)
        return wrong_form(f, "ds:Reference URI");
    h->ids[h->part_count] = attr;
    h->parts[h->part_count++] = attr->parent;
    return BP_OK;
}

static enum bp_status check_reference(const struct form *f, const xmlNode *reference)
{
    const xmlNode *transforms = soap_first(reference);
    if (!soap_is(reference, NS_DS, "Reference") || !has_only(reference, "URI", "Id") ||
        !soap_is(transforms, NS_DS, "Transforms"))
        return wrong_form(f, "ds:Reference");
    const xmlNode *transform = soap_first(transforms);
    if (!soap_is(transform, NS_DS, "Transform") || soap_next(transform))
        return wrong_form(f, "ds:Transforms");
    enum bp_status st = check_canonical(f, transform, "ds:Transform");
    if (st != BP_OK)
        return st;
    const xmlNode *method = soap_next(transforms);
    if (!soap_is(method, NS_DS, "DigestMethod"))
        return wrong_form(f, "ds:Reference");
    st = check_method(f, method, digest_methods, "ds:DigestMethod");
    if (st != BP_OK)
        return st;
    const xmlNode *value = soap_next(method);
    if (!soap_is(value, NS_DS, "DigestValue") || soap_first(value) || soap_next(value))
        return wrong_form(f, "ds:DigestValue");
    return resolve(f, reference);
}

static enum bp_status check_signed_info(const struct form *f, const xmlNode *info)
{
    const xmlNode *canonical = soap_first(info);
    if (!soap_is(canonical, NS_DS, "CanonicalizationMethod"))
        return wrong_form(f, "ds:CanonicalizationMethod");
    enum bp_status st = check_canonical(f, canonical, "ds:CanonicalizationMethod");
    if (st != BP_OK)
        return st;
    const xmlNode *method = soap_next(canonical);
    if (!soap_is(method, NS_DS, "SignatureMethod"))
        return wrong_form(f, "ds:SignatureMethod");
    st = check_method(f, method, signature_methods, "ds:SignatureMethod");
    for (const xmlNode *n = soap_next(method); n && st == BP_OK; n = soap_next(n))
        st = check_reference(f, n);
    return st;
}

/* A direct reference to the token in the same header, and nothing else that could name a key. */
static enum bp_status check_key_info(const struct form *f, const xmlNode *info)
{
    const xmlNode *to_token = soap_is(info, NS_DS, "KeyInfo") ? soap_first(info) : NULL;
    if (!soap_is(to_token, NS_WSSE, "SecurityTokenReference") || soap_next(to_token))
        return wrong_form(f, "ds:KeyInfo");
    const xmlNode *reference = soap_first(to_token);
    if (!soap_is(reference, NS_WSSE, "Reference") || soap_next(reference))
        return wrong_form(f, "wsse:SecurityTokenReference");
    struct bp_str uri = soap_attribute(reference, NULL, "URI");
    struct bp_str type = soap_attribute(reference, NULL, "ValueType");
    struct bp_str id = soap_attribute(f->h->token, NS_WSU, "Id");
    if (uri.len < 2 || uri.ptr[0] != '#' || (type.ptr && !bp_str_equal(type, BP_STR(X509V3))) ||
        !bp_str_equal((struct bp_str){ uri.ptr + 1, uri.len - 1 }, id))
        return wrong_form(f, "wsse:Reference");
    return BP_OK;
}

static enum bp_status check_signature(const struct form *f)
{
    const xmlNode *info = soap_first(f->h->signature);
    if (!soap_is(info, NS_DS, "SignedInfo"))
        return wrong_form(f, "ds:SignedInfo");
    const xmlNode *value = soap_next(info);
    if (!soap_is(value, NS_DS, "SignatureValue") || soap_first(value))
        return wrong_form(f, "ds:SignatureValue");
    const xmlNode *key = soap_next(value);
    if (!key || soap_next(key)) /* a ds:Object stands behind it */
        return wrong_form(f, "ds:Signature");
    enum bp_status st = check_signed_info(f, info);
    return st == BP_OK ? check_key_info(f, key) : st;
}

static bool is_covered(const struct soap_handtekening *h, const xmlNode *node)
{
    for (size_t i = 0; i < h->part_count; i++)
        if (h->parts[i] == node)
            return true;
    return false;
}

static enum bp_status not_covered(const struct form *f, const xmlNode *node)
{
    *f->check = CHECK_HANDTEKENING;
    return bp_error_set(f->err, BP_E_CRYPTO, NULL,
                        N_("%s is not covered by the signature; nothing of the message is used, "
                           "let the sender know"),
                        node == f->soap->body     ? "soapenv:Body"
                        : node == f->h->timestamp ? "wsu:Timestamp"
                                                  : bp_text("a WS-Addressing header"));
}

static enum bp_status check_coverage(const struct form *f)
{
    const struct soap_handtekening *h = f->h;
    if (!is_covered(h, f->soap->body))
        return not_covered(f, f->soap->body);
    if (!is_covered(h, h->timestamp))
        return not_covered(f, h->timestamp);
    for (const xmlNode *n = soap_first(f->soap->header); n; n = soap_next(n))
        if (soap_is(n, NS_WSA, NULL) && !is_covered(h, n))
            return not_covered(f, n);
    return BP_OK;
}

static bool token_ok(const xmlNode *token)
{
    struct bp_str encoding = soap_attribute(token, NULL, "EncodingType");
    return bp_str_equal(soap_attribute(token, NULL, "ValueType"), BP_STR(X509V3)) &&
           (!encoding.ptr || bp_str_equal(encoding, BP_STR(BASE64)));
}

enum bp_status soap_vorm_check(const struct bp_soap *soap, struct soap_handtekening *h, int *check,
                               struct bp_error *err)
{
    const struct form f = { .soap = soap, .h = h, .check = check, .err = err };
    size_t count = 0;
    h->security = soap->header ? soap_only(soap->header, NS_WSSE, "Security", &count) : NULL;
    if (count == 0) {
        *check = CHECK_HANDTEKENING;
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the message is not signed; nothing of it is used, look at what "
                               "stands between this program and the sender"));
    }
    if (!h->security)
        return wrong_form(&f, "wsse:Security");
    h->timestamp = soap_only(h->security, NS_WSU, "Timestamp", &count);
    if (!h->timestamp)
        return wrong_form(&f, "wsu:Timestamp");
    h->token = soap_only(h->security, NS_WSSE, "BinarySecurityToken", &count);
    if (!h->token || !token_ok(h->token))
        return wrong_form(&f, "wsse:BinarySecurityToken");
    h->signature = soap_only(h->security, NS_DS, "Signature", &count);
    if (!h->signature)
        return wrong_form(&f, "ds:Signature");
    enum bp_status st = check_signature(&f);
    return st == BP_OK ? check_coverage(&f) : st;
}
