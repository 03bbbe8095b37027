#include "bronpost/security/envelope.h"

#include "crypto.h"
#include "identiteit_intern.h"
#include "namespaces.h"

#include "bronpost/base/env.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#define DIGEST_BYTES  32
#define DIGEST_BASE64 44
#define SIGNATURE_MAX 512 /* bytes of RSA-4096 */
#define MIDDLE_MAX    ((size_t)1024 * 1024)

/* The text of a start tag in exclusive canonical form: namespace declarations by prefix, attributes
 * without a namespace first. `wsu:Id` makes xmlns:wsu visible, so each signed part declares it
 * again. */
#define WSA_START(name)                                                                            \
    "<wsa:" name " xmlns:wsa=\"" NS_WSA "\" xmlns:wsu=\"" NS_WSU "\" wsu:Id=\"id-" name "\">"
#define DOCUMENT_START                                                                             \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"                                                   \
    "<soapenv:Envelope xmlns:soapenv=\"" NS_SOAPENV "\"><soapenv:Header>"
#define TIMESTAMP_START "<wsu:Timestamp xmlns:wsu=\"" NS_WSU "\" wsu:Id=\"id-Timestamp\">"
#define TOKEN_START                                                                                \
    "<wsse:BinarySecurityToken xmlns:wsse=\"" NS_WSSE "\" xmlns:wsu=\"" NS_WSU                     \
    "\" EncodingType=\"" BASE64 "\" ValueType=\"" X509V3 "\" wsu:Id=\"id-Token\">"
#define BODY_START                                                                                 \
    "<soapenv:Body xmlns:soapenv=\"" NS_SOAPENV "\" xmlns:wsu=\"" NS_WSU "\" wsu:Id=\"id-Body\">"
#define SIGNED_INFO_START                                                                          \
    "<ds:SignedInfo xmlns:ds=\"" NS_DS "\">"                                                       \
    "<ds:CanonicalizationMethod Algorithm=\"" EXC_C14N "\"></ds:CanonicalizationMethod>"           \
    "<ds:SignatureMethod Algorithm=\"" RSA_SHA256 "\"></ds:SignatureMethod>"
#define REFERENCE_MIDDLE                                                                           \
    "\"><ds:Transforms><ds:Transform Algorithm=\"" EXC_C14N "\"></ds:Transform></ds:Transforms>"   \
    "<ds:DigestMethod Algorithm=\"" SHA256 "\"></ds:DigestMethod><ds:DigestValue>"
#define KEY_INFO                                                                                   \
    "<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI=\"#id-Token\" "                  \
    "ValueType=\"" X509V3 "\"></wsse:Reference></wsse:SecurityTokenReference></ds:KeyInfo>"

/* The signed parts, in the order of their references. */
enum part {
    PART_TO,
    PART_ACTION,
    PART_MESSAGE_ID,
    PART_RELATES_TO,
    PART_FROM,
    PART_TIMESTAMP,
    PART_TOKEN,
    PART_BODY,
    PART_COUNT
};

static const char *const part_ids[PART_COUNT] = {
    [PART_TO] = "id-To",
    [PART_ACTION] = "id-Action",
    [PART_MESSAGE_ID] = "id-MessageID",
    [PART_RELATES_TO] = "id-RelatesTo",
    [PART_FROM] = "id-From",
    [PART_TIMESTAMP] = "id-Timestamp",
    [PART_TOKEN] = "id-Token",
    [PART_BODY] = "id-Body",
};

struct span {
    size_t at, len;
};

/* Token, signature and end of the header, the same in every envelope of its kind but for the
 * digests and the signature value, whose places are known. */
struct middle {
    struct bp_buf text;
    bool is_part[PART_COUNT];
    struct span signed_info, token;
    size_t digest_at[PART_COUNT];
    struct span signature;
};

struct bp_signer {
    /* A copy of the identity's: OpenSSL keeps a lock and blinding factors in each key. */
    EVP_PKEY *key;
    EVP_PKEY_CTX *rsa;
    EVP_MD *sha256;
    EVP_MD_CTX *md;
    struct middle request, answer; /* an answer says what it relates to */
};

static bool digest(struct bp_signer *s, const char *bytes, size_t len,
                   unsigned char out[DIGEST_BYTES])
{
    return EVP_DigestInit_ex2(s->md, s->sha256, NULL) == 1 &&
           EVP_DigestUpdate(s->md, bytes, len) == 1 && EVP_DigestFinal_ex(s->md, out, NULL) == 1;
}

/* Writes the digest of a span of `text` as base64 at `to`, in the same text. */
static bool digest_into(struct bp_signer *s, char *text, struct span of, size_t to)
{
    unsigned char hash[DIGEST_BYTES], base64[DIGEST_BASE64 + 1];
    if (!digest(s, text + of.at, of.len, hash))
        return false;
    (void)EVP_EncodeBlock(base64, hash, DIGEST_BYTES);
    memcpy(text + to, base64, DIGEST_BASE64);
    return true;
}

static bool add_token(struct middle *m, X509 *certificaat)
{
    unsigned char *der = NULL;
    int len = i2d_X509(certificaat, &der);
    unsigned char *base64 = len > 0 ? malloc((size_t)len / 3 * 4 + 5) : NULL;
    int written = base64 ? EVP_EncodeBlock(base64, der, len) : 0;
    m->token.at = m->text.len;
    bp_buf_add_text(&m->text, TOKEN_START);
    bp_buf_add(&m->text, base64, (size_t)written);
    bp_buf_add_text(&m->text, "</wsse:BinarySecurityToken>");
    m->token.len = m->text.len - m->token.at;
    free(base64);
    OPENSSL_free(der);
    return written > 0;
}

/* Keeps room that each envelope fills in; says where. */
static size_t add_room(struct bp_buf *buf, size_t len)
{
    size_t at = buf->len;
    for (size_t i = 0; i < len; i++)
        bp_buf_add_char(buf, '=');
    return at;
}

static void add_signed_info(struct middle *m)
{
    struct bp_buf *text = &m->text;
    m->signed_info.at = text->len;
    bp_buf_add_text(text, SIGNED_INFO_START);
    for (size_t part = 0; part < PART_COUNT; part++) {
        if (!m->is_part[part])
            continue;
        bp_buf_add_text(text, "<ds:Reference URI=\"#");
        bp_buf_add_text(text, part_ids[part]);
        bp_buf_add_text(text, REFERENCE_MIDDLE);
        m->digest_at[part] = add_room(text, DIGEST_BASE64);
        bp_buf_add_text(text, "</ds:DigestValue></ds:Reference>");
    }
    bp_buf_add_text(text, "</ds:SignedInfo>");
    m->signed_info.len = text->len - m->signed_info.at;
}

static bool prepare_middle(struct bp_signer *s, struct middle *m, X509 *certificaat)
{
    struct bp_buf *text = &m->text;
    size_t signature_bytes = (size_t)EVP_PKEY_get_size(s->key);
    for (size_t part = 0; part < PART_COUNT; part++)
        m->is_part[part] = part != PART_RELATES_TO || m == &s->answer;
    if (!add_token(m, certificaat))
        return false;
    bp_buf_add_text(text, "<ds:Signature xmlns:ds=\"" NS_DS "\">");
    add_signed_info(m);
    bp_buf_add_text(text, "<ds:SignatureValue>");
    m->signature.len = (signature_bytes + 2) / 3 * 4;
    m->signature.at = add_room(text, m->signature.len);
    bp_buf_add_text(text, "</ds:SignatureValue>" KEY_INFO
                          "</ds:Signature></wsse:Security></soapenv:Header>");
    return !text->failed && digest_into(s, text->ptr, m->token, m->digest_at[PART_TOKEN]);
}

static bool prepare(struct bp_signer *s, const struct bp_identiteit *identiteit)
{
    s->key = EVP_PKEY_dup(bp_identiteit_key(identiteit));
    s->rsa = s->key ? EVP_PKEY_CTX_new_from_pkey(NULL, s->key, NULL) : NULL;
    s->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    s->md = EVP_MD_CTX_new();
    return s->rsa && s->sha256 && s->md && EVP_PKEY_get_size(s->key) <= SIGNATURE_MAX &&
           EVP_PKEY_sign_init(s->rsa) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(s->rsa, RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_CTX_set_signature_md(s->rsa, s->sha256) == 1 &&
           prepare_middle(s, &s->request, bp_identiteit_certificaat(identiteit)) &&
           prepare_middle(s, &s->answer, bp_identiteit_certificaat(identiteit));
}

struct bp_signer *bp_signer_new(const struct bp_identiteit *identiteit, struct bp_error *err)
{
    struct bp_signer *s = calloc(1, sizeof *s);
    if (!s) {
        (void)bp_error_memory(err, bp_text("a signer"));
        return NULL;
    }
    bp_buf_init(&s->request.text, MIDDLE_MAX);
    bp_buf_init(&s->answer.text, MIDDLE_MAX);
    ERR_clear_error();
    if (!prepare(s, identiteit)) {
        (void)bp_crypto_failed("RSA-SHA256", err);
        bp_signer_free(s);
        return NULL;
    }
    return s;
}

void bp_signer_free(struct bp_signer *signer)
{
    if (!signer)
        return;
    EVP_PKEY_CTX_free(signer->rsa);
    EVP_PKEY_free(signer->key);
    EVP_MD_CTX_free(signer->md);
    EVP_MD_free(signer->sha256);
    bp_buf_free(&signer->request.text);
    bp_buf_free(&signer->answer.text);
    free(signer);
}

/* The headers hold URIs. What no URI holds is refused here, so that an accent or a line break in
 * the configuration is found by us and not by DUO; it also leaves three characters that canonical
 * text escapes. */
static enum bp_status check_address(const char *element, struct bp_str s, struct bp_error *err)
{
    bool ok = s.len > 0;
    for (size_t i = 0; ok && i < s.len; i++)
        ok = s.ptr[i] > ' ' && s.ptr[i] < 0x7F;
    if (ok)
        return BP_OK;
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("%s cannot be filled: expected an address of ASCII characters without "
                           "blanks, found %s; correct the addresses in the configuration"),
                        element, s.len ? bp_text("another character") : bp_text("nothing"));
}

static enum bp_status check_kop(const struct bp_envelope_kop *kop, struct bp_str body,
                                struct bp_error *err)
{
    enum bp_status st = check_address("wsa:To", kop->to, err);
    if (st == BP_OK)
        st = check_address("wsa:Action", kop->action, err);
    if (st == BP_OK)
        st = check_address("wsa:MessageID", kop->message_id, err);
    if (st == BP_OK && kop->relates_to.len)
        st = check_address("wsa:RelatesTo", kop->relates_to, err);
    if (st == BP_OK)
        st = check_address("wsa:From", kop->from, err);
    if (st != BP_OK)
        return st;
    if (body.len < 2 || body.ptr[0] != '<' || body.ptr[1] == '?')
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            N_("the body to be signed is not one bare element; report this as a "
                               "mistake in bronpost"));
    return BP_OK;
}

static void add_escaped(struct bp_buf *out, struct bp_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '&')
            bp_buf_add_text(out, "&amp;");
        else if (s.ptr[i] == '<')
            bp_buf_add_text(out, "&lt;");
        else if (s.ptr[i] == '>')
            bp_buf_add_text(out, "&gt;");
        else
            bp_buf_add_char(out, s.ptr[i]);
    }
}

static struct span add_part(struct bp_buf *out, const char *start, struct bp_str text,
                            const char *end)
{
    size_t at = out->len;
    bp_buf_add_text(out, start);
    add_escaped(out, text);
    bp_buf_add_text(out, end);
    return (struct span){ at, out->len - at };
}

static struct span add_timestamp(struct bp_buf *out, const struct bp_envelope_kop *kop)
{
    char created[BP_MOMENT_TEXT], expires[BP_MOMENT_TEXT];
    size_t at = out->len;
    bp_moment_format(kop->created_ms, created);
    bp_moment_format(kop->expires_ms, expires);
    bp_buf_add_text(out, TIMESTAMP_START "<wsu:Created>");
    bp_buf_add_text(out, created);
    bp_buf_add_text(out, "</wsu:Created><wsu:Expires>");
    bp_buf_add_text(out, expires);
    bp_buf_add_text(out, "</wsu:Expires></wsu:Timestamp>");
    return (struct span){ at, out->len - at };
}

/* Writes everything but the digests and the signature value; says where the middle is. */
static size_t write_document(const struct middle *m, const struct bp_envelope_kop *kop,
                             struct bp_str body, struct bp_buf *out, struct span parts[PART_COUNT])
{
    bp_buf_clear(out);
    bp_buf_add_text(out, DOCUMENT_START);
    parts[PART_TO] = add_part(out, WSA_START("To"), kop->to, "</wsa:To>");
    parts[PART_ACTION] = add_part(out, WSA_START("Action"), kop->action, "</wsa:Action>");
    parts[PART_MESSAGE_ID] =
        add_part(out, WSA_START("MessageID"), kop->message_id, "</wsa:MessageID>");
    if (m->is_part[PART_RELATES_TO])
        parts[PART_RELATES_TO] =
            add_part(out, WSA_START("RelatesTo"), kop->relates_to, "</wsa:RelatesTo>");
    parts[PART_FROM] =
        add_part(out, WSA_START("From") "<wsa:Address>", kop->from, "</wsa:Address></wsa:From>");
    bp_buf_add_text(out, "<wsse:Security xmlns:wsse=\"" NS_WSSE "\">");
    parts[PART_TIMESTAMP] = add_timestamp(out, kop);
    size_t middle = out->len;
    bp_buf_add_str(out, bp_buf_str(&m->text));
    size_t at = out->len;
    bp_buf_add_text(out, BODY_START);
    bp_buf_add_str(out, body);
    bp_buf_add_text(out, "</soapenv:Body>");
    parts[PART_BODY] = (struct span){ at, out->len - at };
    bp_buf_add_text(out, "</soapenv:Envelope>");
    return middle;
}

static bool sign_document(struct bp_signer *s, const struct middle *m, char *text, size_t middle,
                          const struct span parts[PART_COUNT])
{
    unsigned char hash[DIGEST_BYTES], value[SIGNATURE_MAX];
    unsigned char base64[(SIGNATURE_MAX + 2) / 3 * 4 + 1];
    size_t len = sizeof value;
    for (size_t part = 0; part < PART_COUNT; part++)
        if (m->is_part[part] && part != PART_TOKEN &&
            !digest_into(s, text, parts[part], middle + m->digest_at[part]))
            return false;
    if (!digest(s, text + middle + m->signed_info.at, m->signed_info.len, hash) ||
        EVP_PKEY_sign(s->rsa, value, &len, hash, sizeof hash) != 1 ||
        (size_t)EVP_EncodeBlock(base64, value, (int)len) != m->signature.len)
        return false;
    memcpy(text + middle + m->signature.at, base64, m->signature.len);
    return true;
}

enum bp_status bp_envelope_sign(struct bp_signer *signer, const struct bp_envelope_kop *kop,
                                struct bp_str body, struct bp_buf *out, struct bp_error *err)
{
    struct span parts[PART_COUNT];
    const struct middle *m = kop->relates_to.len ? &signer->answer : &signer->request;
    enum bp_status st = check_kop(kop, body, err);
    if (st != BP_OK) {
        bp_buf_clear(out);
        return st;
    }
    size_t middle = write_document(m, kop, body, out, parts);
    if (out->failed)
        st = bp_error_memory(err, bp_text("a signed envelope"));
    else if (!sign_document(signer, m, out->ptr, middle, parts))
        st = bp_crypto_failed("RSA-SHA256", err);
    if (st != BP_OK)
        bp_buf_clear(out);
    return st;
}
