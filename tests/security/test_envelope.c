#include "support/pki_folder.h"

#include "bronpost/security/envelope.h"

#include <fcntl.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

#define NS_SOAPENV "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_WSA     "http://www.w3.org/2005/08/addressing"
#define NS_DS      "http://www.w3.org/2000/09/xmldsig#"
#define OASIS      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define NS_WSSE    OASIS "wssecurity-secext-1.0.xsd"
#define NS_WSU     OASIS "wssecurity-utility-1.0.xsd"
#define ANONYMOUS  "http://www.w3.org/2005/08/addressing/anonymous"
#define PARTS      7

/* As edukoppeling.md lists what must be signed. */
static const struct {
    const char *ns, *name;
} parts[PARTS] = {
    { NS_WSA, "To" },       { NS_WSA, "Action" },    { NS_WSA, "MessageID" },
    { NS_WSA, "From" },     { NS_WSU, "Timestamp" }, { NS_WSSE, "BinarySecurityToken" },
    { NS_SOAPENV, "Body" },
};

static const struct bp_envelope_kop plain_kop = {
    .to = { ANONYMOUS "?oin=00000001800866472000", sizeof ANONYMOUS + 24 },
    .action = { "http://duo.nl/contract/test/aanleveren", 38 },
    .message_id = { "urn:uuid:c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5c", 45 },
    .from = { ANONYMOUS "?oin=0000000700099XA00000", sizeof ANONYMOUS + 24 },
    .created_ms = INT64_C(1788458651300),
    .expires_ms = INT64_C(1788458951300),
};

/* Bodies in exclusive canonical form: inherited names declare their prefix where it is used. */
#define INHERITED                                                                                  \
    "<a:verzoek xmlns:a=\"urn:test:a\"><b:code xmlns:b=\"urn:test:b\">3f6c1c52</b:code>"           \
    "<b:nummer xmlns:b=\"urn:test:b\">999990019</b:nummer><a:leeg></a:leeg></a:verzoek>"
static const char *const bodies[] = {
    INHERITED,
    "<verzoek><naam>Zo\xC3\xAB &amp; &lt;Jos\xC3\xA9&gt; \"x\" 'y'&#xD;\n\t</naam></verzoek>",
    "<verzoek xmlns=\"urn:test:c\" b=\"&lt;&quot;&#x9;&#xA;&#xD;>\" c=\"\"><d>7</d></verzoek>",
};

static struct bp_buf sign(const char *brin, const struct bp_envelope_kop *kop, const char *body)
{
    struct bp_buf out;
    struct bp_error err = { 0 };
    struct bp_identiteit *id = pki_identiteit(brin);
    struct bp_signer *signer = bp_signer_new(id, &err);
    assert_non_null(signer);
    bp_buf_init(&out, 1 << 20);
    if (bp_envelope_sign(signer, kop, bp_str_of(body), &out, &err) != BP_OK)
        fail_msg("%s", err.detail);
    bp_signer_free(signer);
    bp_identiteit_close(id);
    return out;
}

static xmlDocPtr parse(const struct bp_buf *text)
{
    xmlDocPtr doc = xmlReadMemory(text->ptr, (int)text->len, "envelope.xml", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

/* The first element of that name below `node`, itself included, in document order. */
static xmlNodePtr find(xmlNodePtr node, const char *ns, const char *name)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && node->ns &&
            strcmp((const char *)node->name, name) == 0 &&
            strcmp((const char *)node->ns->href, ns) == 0)
            return node;
        xmlNodePtr below = find(node->children, ns, name);
        if (below)
            return below;
    }
    return NULL;
}

static int is_below(void *apex, xmlNodePtr node, xmlNodePtr parent)
{
    /* A namespace is handed in as a node, and is no node: only its element counts. */
    xmlNodePtr at = node->type == XML_NAMESPACE_DECL ? parent : node;
    while (at && at != apex)
        at = at->parent;
    return at == apex;
}

/* What libxml2's exclusive canonicalisation makes of a subtree. */
static struct bp_buf canonical(xmlDocPtr doc, xmlNodePtr apex)
{
    struct bp_buf out;
    xmlBufferPtr bytes = xmlBufferCreate();
    xmlOutputBufferPtr sink = xmlOutputBufferCreateBuffer(bytes, NULL);
    assert_non_null(sink);
    assert_true(xmlC14NExecute(doc, is_below, apex, XML_C14N_EXCLUSIVE_1_0, NULL, 0, sink) >= 0);
    (void)xmlOutputBufferClose(sink);
    bp_buf_init(&out, 1 << 20);
    bp_buf_add(&out, xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
    xmlBufferFree(bytes);
    assert_true(out.len > 0);
    return out;
}

static void base64_digest(const struct bp_buf *bytes, char out[64])
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    assert_int_equal(EVP_Digest(bytes->ptr, bytes->len, hash, &len, EVP_sha256(), NULL), 1);
    (void)EVP_EncodeBlock((unsigned char *)out, hash, (int)len);
}

static char *attribute(xmlNodePtr node, const char *ns, const char *name)
{
    char *value = (char *)(ns ? xmlGetNsProp(node, (const xmlChar *)name, (const xmlChar *)ns)
                              : xmlGetNoNsProp(node, (const xmlChar *)name));
    assert_non_null(value);
    return value;
}

static void assert_attribute(xmlNodePtr node, const char *name, const char *want)
{
    char *value = attribute(node, NULL, name);
    assert_string_equal(value, want);
    xmlFree(value);
}

static void assert_text(xmlNodePtr node, const char *want)
{
    assert_non_null(node);
    char *text = (char *)xmlNodeGetContent(node);
    assert_string_equal(text, want);
    xmlFree(text);
}

/* The reference with that URI; exactly one must have it. */
static xmlNodePtr reference_to(xmlNodePtr signed_info, const char *id)
{
    xmlNodePtr found = NULL;
    for (xmlNodePtr n = signed_info->children; n; n = n->next) {
        if (strcmp((const char *)n->name, "Reference") != 0)
            continue;
        char *uri = attribute(n, NULL, "URI");
        if (strcmp(uri + 1, id) == 0) {
            assert_null(found);
            found = n;
        }
        xmlFree(uri);
    }
    assert_non_null(found);
    return found;
}

static void assert_written_canonically(const struct bp_buf *text, xmlDocPtr doc, xmlNodePtr node)
{
    struct bp_buf bytes = canonical(doc, node);
    if (!memmem(text->ptr, text->len, bytes.ptr, bytes.len))
        fail_msg("%s is written otherwise than in canonical form:\n%.*s", (const char *)node->name,
                 (int)bytes.len, bytes.ptr);
    bp_buf_free(&bytes);
}

static void assert_part(const struct bp_buf *text, xmlDocPtr doc, size_t part)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    xmlNodePtr node = find(root, parts[part].ns, parts[part].name);
    assert_non_null(node);
    assert_written_canonically(text, doc, node);
    char *id = attribute(node, NS_WSU, "Id");
    xmlNodePtr reference = reference_to(find(root, NS_DS, "SignedInfo"), id);
    struct bp_buf bytes = canonical(doc, node);
    char want[64];
    base64_digest(&bytes, want);
    assert_text(find(reference->children, NS_DS, "DigestValue"), want);
    bp_buf_free(&bytes);
    xmlFree(id);
}

static void test_signed_parts_are_written_as_libxml2_canonicalises_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct bp_buf text = sign("99XA", &plain_kop, bodies[i]);
        xmlDocPtr doc = parse(&text);
        for (size_t part = 0; part < PARTS; part++)
            assert_part(&text, doc, part);
        assert_written_canonically(&text, doc,
                                   find(xmlDocGetRootElement(doc), NS_DS, "SignedInfo"));
        xmlFreeDoc(doc);
        bp_buf_free(&text);
    }
}

static void test_header_values_are_escaped(void **state)
{
    static const char hostile[] = "https://x.example/?a=1&b=<2>&lt;&c=\"3\"'4']]>&oin=00000001";
    struct bp_envelope_kop kop = plain_kop;
    (void)state;
    kop.to = kop.action = kop.message_id = kop.from = bp_str_of(hostile);
    struct bp_buf text = sign("99XA", &kop, bodies[0]);
    xmlDocPtr doc = parse(&text);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    for (size_t part = 0; part < PARTS; part++)
        assert_part(&text, doc, part);
    assert_text(find(root, NS_WSA, "To"), hostile);
    assert_text(find(root, NS_WSA, "Action"), hostile);
    assert_text(find(root, NS_WSA, "MessageID"), hostile);
    assert_text(find(root, NS_WSA, "Address"), hostile);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
}

static void test_header_values_that_no_address_holds_are_refused(void **state)
{
    static const struct {
        const char *name;
        struct bp_str value;
    } cases[] = {
        { "nothing", { "", 0 } },        { "absent", { NULL, 0 } },  { "a blank", { "a b", 3 } },
        { "a line end", { "a\n", 2 } },  { "a NUL", { "a\0b", 3 } }, { "delete", { "a\x7F", 2 } },
        { "UTF-8", { "a\xC3\xAB", 3 } },
    };
    struct bp_identiteit *id = pki_identiteit("99XA");
    struct bp_signer *signer = bp_signer_new(id, NULL);
    struct bp_buf out;
    (void)state;
    assert_non_null(signer);
    bp_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < 4 * sizeof cases / sizeof cases[0]; i++) {
        struct bp_envelope_kop kop = plain_kop;
        struct bp_str *const fields[] = { &kop.to, &kop.action, &kop.message_id, &kop.from };
        struct bp_error err = { 0 };
        *fields[i % 4] = cases[i / 4].value;
        if (bp_envelope_sign(signer, &kop, bp_str_of(bodies[0]), &out, &err) != BP_E_CRYPTO)
            fail_msg("%s in field %zu is accepted", cases[i / 4].name, i % 4);
        assert_int_equal(out.len, 0);
    }
    bp_buf_free(&out);
    bp_signer_free(signer);
    bp_identiteit_close(id);
}

/* ids by hand: xmlID tables would hide a double one. */
static void collect_ids(xmlNodePtr node, char ids[][64], size_t *count)
{
    for (; node; node = node->next) {
        xmlChar *id = node->type == XML_ELEMENT_NODE
                          ? xmlGetNsProp(node, (const xmlChar *)"Id", (const xmlChar *)NS_WSU)
                          : NULL;
        if (id) {
            assert_true(*count < PARTS);
            assert_int_equal(xmlValidateNCName(id, 0), 0);
            for (size_t i = 0; i < *count; i++)
                assert_string_not_equal(ids[i], (const char *)id);
            assert_true(bp_str_copy(ids[(*count)++], 64, bp_str_of((const char *)id)));
            xmlFree(id);
        }
        collect_ids(node->children, ids, count);
    }
}

static void test_ids_are_unique_ncnames_on_the_signed_parts_only(void **state)
{
    char ids[PARTS][64];
    size_t count = 0;
    (void)state;
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    xmlDocPtr doc = parse(&text);
    collect_ids(xmlDocGetRootElement(doc), ids, &count);
    assert_int_equal(count, PARTS);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
}

static void test_references_use_exclusive_c14n_and_sha256(void **state)
{
    static const char c14n[] = "http://www.w3.org/2001/10/xml-exc-c14n#";
    size_t count = 0;
    (void)state;
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    xmlDocPtr doc = parse(&text);
    xmlNodePtr info = find(xmlDocGetRootElement(doc), NS_DS, "SignedInfo");
    assert_attribute(find(info->children, NS_DS, "CanonicalizationMethod"), "Algorithm", c14n);
    assert_attribute(find(info->children, NS_DS, "SignatureMethod"), "Algorithm",
                     "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    for (xmlNodePtr n = info->children; n; n = n->next) {
        if (strcmp((const char *)n->name, "Reference") != 0)
            continue;
        xmlNodePtr transform = find(n->children, NS_DS, "Transform");
        assert_attribute(transform, "Algorithm", c14n);
        assert_null(transform->children);
        assert_null(transform->next);
        assert_attribute(find(n->children, NS_DS, "DigestMethod"), "Algorithm",
                         "http://www.w3.org/2001/04/xmlenc#sha256");
        count++;
    }
    assert_int_equal(count, PARTS);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
}

/* The rehearsal server's answers; a request has no such header. */
static void test_relates_to_is_signed_like_the_others_and_absent_without_a_value(void **state)
{
    static const char related[] = "urn:uuid:11111111-5a0e-4c55-8a53-0d1e2f3a4b5c";
    struct bp_envelope_kop kop = plain_kop;
    (void)state;
    kop.relates_to = bp_str_of(related);
    struct bp_buf text = sign("99XA", &kop, bodies[0]);
    xmlDocPtr doc = parse(&text);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    for (size_t part = 0; part < PARTS; part++)
        assert_part(&text, doc, part);
    xmlNodePtr node = find(root, NS_WSA, "RelatesTo");
    assert_text(node, related);
    assert_written_canonically(&text, doc, node);
    struct bp_buf bytes = canonical(doc, node);
    char want[64];
    base64_digest(&bytes, want);
    xmlNodePtr reference = reference_to(find(root, NS_DS, "SignedInfo"), "id-RelatesTo");
    assert_text(find(reference->children, NS_DS, "DigestValue"), want);
    bp_buf_free(&bytes);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
    text = sign("99XA", &plain_kop, bodies[0]);
    assert_null(memmem(text.ptr, text.len, "RelatesTo", 9));
    bp_buf_free(&text);
}

static X509 *read_certificate(const char *name)
{
    char path[PATH_MAX];
    pki_path(name, path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file);
    assert_non_null(certificate);
    return certificate;
}

static void test_token_is_the_certificate_alone_and_the_key_info_points_at_it(void **state)
{
    unsigned char *der = NULL, token[8192];
    (void)state;
    X509 *certificate = read_certificate("99XA.pem");
    int der_len = i2d_X509(certificate, &der);
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    xmlDocPtr doc = parse(&text);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    xmlNodePtr node = find(root, NS_WSSE, "BinarySecurityToken");
    char *base64 = (char *)xmlNodeGetContent(node), *id = attribute(node, NS_WSU, "Id");
    int len = EVP_DecodeBlock(token, (unsigned char *)base64, (int)strlen(base64));
    assert_true(len >= der_len && len < der_len + 3); /* EVP_DecodeBlock() counts the padding */
    assert_memory_equal(token, der, (size_t)der_len);
    assert_attribute(node, "ValueType", OASIS "x509-token-profile-1.0#X509v3");
    assert_attribute(node, "EncodingType", OASIS "soap-message-security-1.0#Base64Binary");
    xmlNodePtr reference = find(find(root, NS_DS, "KeyInfo"), NS_WSSE, "Reference");
    char *uri = attribute(reference, NULL, "URI");
    assert_int_equal(uri[0], '#');
    assert_string_equal(uri + 1, id);
    assert_attribute(reference, "ValueType", OASIS "x509-token-profile-1.0#X509v3");
    xmlFree(uri);
    xmlFree(id);
    xmlFree(base64);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
    OPENSSL_free(der);
    X509_free(certificate);
}

static void test_document_has_the_moments_and_no_white_space_between_elements(void **state)
{
    static const char start[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope ";
    (void)state;
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    assert_memory_equal(text.ptr, start, sizeof start - 1);
    assert_null(memmem(text.ptr, text.len, "> ", 2));
    assert_null(memchr(text.ptr, '\n', text.len));
    xmlDocPtr doc = parse(&text);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    assert_text(find(root, NS_WSU, "Created"), "2026-09-03T18:04:11.300Z");
    assert_text(find(root, NS_WSU, "Expires"), "2026-09-03T18:09:11.300Z");
    assert_text(find(root, NS_WSA, "To"), ANONYMOUS "?oin=00000001800866472000");
    assert_text(find(root, NS_WSA, "From"), ANONYMOUS "?oin=0000000700099XA00000");
    assert_int_equal(xmlChildElementCount(find(root, NS_SOAPENV, "Header")), 5);
    assert_int_equal(xmlChildElementCount(find(root, NS_SOAPENV, "Body")), 1);
    xmlFreeDoc(doc);
    bp_buf_free(&text);
}

/* Does the xmlsec1 program find the envelope well signed by NAME.pem? */
static bool xmlsec1_accepts(const struct bp_buf *text, const char *certificate)
{
    char file[] = "/tmp/bronpost-envelope-XXXXXX", pem[PATH_MAX];
    char ids[PARTS][160];
    const char *argv[2 * PARTS + 8] = { "xmlsec1", "--verify" };
    size_t n = 2;
    for (size_t i = 0; i < PARTS; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "%s:%s", parts[i].ns, parts[i].name);
        argv[n++] = "--id-attr:Id";
        argv[n++] = ids[i];
    }
    pki_path(certificate, pem);
    argv[n++] = "--pubkey-cert-pem";
    argv[n++] = pem;
    argv[n++] = file;
    int fd = mkstemp(file);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text->ptr, text->len), text->len);
    assert_int_equal(close(fd), 0);
    posix_spawn_file_actions_t quiet;
    assert_int_equal(posix_spawn_file_actions_init(&quiet), 0);
    (void)posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    (void)posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    char *mutable_argv[2 * PARTS + 8];
    memcpy(mutable_argv, argv, sizeof argv);
    pid_t child;
    int status = -1;
    assert_int_equal(posix_spawnp(&child, "xmlsec1", &quiet, NULL, mutable_argv, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    (void)posix_spawn_file_actions_destroy(&quiet);
    assert_int_equal(unlink(file), 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == 0;
}

static void test_xmlsec1_accepts_whole_envelopes_of_all_key_sizes(void **state)
{
    static const char *const brins[] = { "99XA", "99XB", "99XC" };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char certificate[32];
        struct bp_buf text = sign(brins[i], &plain_kop, bodies[i]);
        (void)snprintf(certificate, sizeof certificate, "%s.pem", brins[i]);
        if (!xmlsec1_accepts(&text, certificate))
            fail_msg("xmlsec1 refuses the envelope of %s", brins[i]);
        if (xmlsec1_accepts(&text, "duo.pem"))
            fail_msg("xmlsec1 accepts the envelope of %s under another's key", brins[i]);
        bp_buf_free(&text);
    }
}

static void test_xmlsec1_refuses_each_envelope_with_a_changed_byte(void **state)
{
    /* The last character of `before` is replaced; the document stays well-formed. */
    static const struct {
        const char *name, *before;
        char with;
    } cases[] = {
        { "To", "oin=00000001", '2' },
        { "Action", "/test/aan", 'x' },
        { "MessageID", "urn:uuid:c", 'd' },
        { "From", "oin=0000000700099XA", 'B' },
        { "Created", "2026-09-03T18:04:11.3", '4' },
        { "Expires", "2026-09-03T18:09:11.3", '4' },
        { "BinarySecurityToken", "wsu:Id=\"id-Token\">MII", 'J' },
        { "Body", "<b:nummer xmlns:b=\"urn:test:b\">9", '8' },
        { "Body's own tag", "<a:verzoek xmlns:a=\"urn:test:a", 'b' },
        { "DigestMethod", "http://www.w3.org/2001/04/xmlenc#sha256", '7' },
    };
    (void)state;
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    assert_true(xmlsec1_accepts(&text, "99XA.pem"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len = strlen(cases[i].before);
        char *at = memmem(text.ptr, text.len, cases[i].before, len);
        if (!at)
            fail_msg("%s: not in the envelope", cases[i].name);
        at[len - 1] = cases[i].with;
        xmlFreeDoc(parse(&text));
        if (xmlsec1_accepts(&text, "99XA.pem"))
            fail_msg("%s: xmlsec1 accepts the change", cases[i].name);
        at[len - 1] = cases[i].before[len - 1];
    }
    assert_true(xmlsec1_accepts(&text, "99XA.pem"));
    bp_buf_free(&text);
}

static void test_xmlsec1_refuses_a_changed_digest_or_signature_value(void **state)
{
    static const char *const elements[] = { "<ds:DigestValue>", "<ds:SignatureValue>" };
    (void)state;
    struct bp_buf text = sign("99XA", &plain_kop, bodies[0]);
    for (size_t i = 0; i < 2; i++) {
        char *at = memmem(text.ptr, text.len, elements[i], strlen(elements[i]));
        assert_non_null(at);
        at += strlen(elements[i]);
        char was = *at;
        *at = was == 'A' ? 'B' : 'A';
        assert_false(xmlsec1_accepts(&text, "99XA.pem"));
        *at = was;
    }
    assert_true(xmlsec1_accepts(&text, "99XA.pem"));
    bp_buf_free(&text);
}

static void test_pkcs12_and_pem_give_the_same_envelope(void **state)
{
    char path[PATH_MAX];
    struct bp_identiteit *id = NULL;
    struct bp_buf pkcs12, pem = sign("99XA", &plain_kop, bodies[0]);
    (void)state;
    pki_path("99XA.p12", path);
    const struct bp_identiteit_bron bron = { .certificaat = path };
    assert_int_equal(bp_identiteit_open(&bron, &id, NULL), BP_OK);
    struct bp_signer *signer = bp_signer_new(id, NULL);
    assert_non_null(signer);
    bp_buf_init(&pkcs12, 1 << 20);
    assert_int_equal(bp_envelope_sign(signer, &plain_kop, bp_str_of(bodies[0]), &pkcs12, NULL),
                     BP_OK);
    assert_int_equal(pkcs12.len, pem.len);
    assert_memory_equal(pkcs12.ptr, pem.ptr, pem.len);
    bp_buf_free(&pkcs12);
    bp_buf_free(&pem);
    bp_signer_free(signer);
    bp_identiteit_close(id);
}

static void test_a_signer_keeps_nothing_of_the_envelope_before(void **state)
{
    struct bp_identiteit *id = pki_identiteit("99XA");
    struct bp_signer *signer = bp_signer_new(id, NULL);
    struct bp_buf out;
    (void)state;
    assert_non_null(signer);
    bp_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < 6; i++) {
        struct bp_envelope_kop kop = plain_kop;
        const char *body = bodies[i % 3];
        kop.created_ms += (int64_t)(i * 1000);
        assert_int_equal(bp_envelope_sign(signer, &kop, bp_str_of(body), &out, NULL), BP_OK);
        struct bp_buf fresh = sign("99XA", &kop, body);
        assert_int_equal(out.len, fresh.len);
        assert_memory_equal(out.ptr, fresh.ptr, out.len);
        bp_buf_free(&fresh);
    }
    bp_buf_free(&out);
    bp_signer_free(signer);
    bp_identiteit_close(id);
}

static void test_what_is_no_bare_element_or_does_not_fit_is_refused(void **state)
{
    struct bp_identiteit *id = pki_identiteit("99XA");
    struct bp_signer *signer = bp_signer_new(id, NULL);
    struct bp_buf whole = sign("99XA", &plain_kop, bodies[0]), out;
    (void)state;
    assert_non_null(signer);
    bp_buf_init(&out, whole.len - 1);
    struct bp_str body = bp_str_of(bodies[0]);
    assert_int_equal(bp_envelope_sign(signer, &plain_kop, body, &out, NULL), BP_E_MEMORY);
    assert_int_equal(out.len, 0);
    bp_buf_free(&out);
    bp_buf_init(&out, whole.len);
    assert_int_equal(bp_envelope_sign(signer, &plain_kop, body, &out, NULL), BP_OK);
    body = BP_STR("<?xml version=\"1.0\"?><a></a>");
    assert_int_equal(bp_envelope_sign(signer, &plain_kop, body, &out, NULL), BP_E_INTERNAL);
    assert_int_equal(bp_envelope_sign(signer, &plain_kop, BP_STR(""), &out, NULL), BP_E_INTERNAL);
    assert_int_equal(out.len, 0);
    bp_buf_free(&out);
    bp_buf_free(&whole);
    bp_signer_free(signer);
    bp_identiteit_close(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signed_parts_are_written_as_libxml2_canonicalises_them),
        cmocka_unit_test(test_header_values_are_escaped),
        cmocka_unit_test(test_header_values_that_no_address_holds_are_refused),
        cmocka_unit_test(test_ids_are_unique_ncnames_on_the_signed_parts_only),
        cmocka_unit_test(test_references_use_exclusive_c14n_and_sha256),
        cmocka_unit_test(test_relates_to_is_signed_like_the_others_and_absent_without_a_value),
        cmocka_unit_test(test_token_is_the_certificate_alone_and_the_key_info_points_at_it),
        cmocka_unit_test(test_document_has_the_moments_and_no_white_space_between_elements),
        cmocka_unit_test(test_xmlsec1_accepts_whole_envelopes_of_all_key_sizes),
        cmocka_unit_test(test_xmlsec1_refuses_each_envelope_with_a_changed_byte),
        cmocka_unit_test(test_xmlsec1_refuses_a_changed_digest_or_signature_value),
        cmocka_unit_test(test_pkcs12_and_pem_give_the_same_envelope),
        cmocka_unit_test(test_a_signer_keeps_nothing_of_the_envelope_before),
        cmocka_unit_test(test_what_is_no_bare_element_or_does_not_fit_is_refused),
    };
    (void)pki_folder();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
