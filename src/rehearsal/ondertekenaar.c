#include "ondertekenaar.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

#define NS_SOAP    "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_WSA     "http://www.w3.org/2005/08/addressing"
#define NS_DS      "http://www.w3.org/2000/09/xmldsig#"
#define OASIS      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define NS_WSSE    OASIS "wssecurity-secext-1.0.xsd"
#define NS_WSU     OASIS "wssecurity-utility-1.0.xsd"
#define X509V3     OASIS "x509-token-profile-1.0#X509v3"
#define BASE64     OASIS "soap-message-security-1.0#Base64Binary"
#define EXC_C14N   "http://www.w3.org/2001/10/xml-exc-c14n#"
#define RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SHA256     "http://www.w3.org/2001/04/xmlenc#sha256"

#define DECLARE_SOAP  " xmlns:SOAP-ENV=\"" NS_SOAP "\""
#define DECLARE_WSA   " xmlns:wsa=\"" NS_WSA "\""
#define DECLARE_WSU   " xmlns:wsu=\"" NS_WSU "\""
#define PART_BYTES    (32 * BP_MIB)
#define SIGNATURE_MAX 1024
#define ID_TEXT       64

struct bp_ondertekenaar {
    EVP_PKEY *key;
    char *tokens[BP_CERTIFICAAT_COUNT]; /* base64 of the certificate; NULL: not there */
};

/* --- keys --- */

static enum bp_status file_failed(const char *path, struct bp_error *err)
{
    ERR_clear_error();
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("%s is not there or holds no PEM; make a test PKI with "
                           "scripts/make-test-pki and name its folder with --pki"),
                        path);
}

static char *token_of(X509 *certificate)
{
    unsigned char *der = NULL;
    int len = i2d_X509(certificate, &der);
    char *base64 = len > 0 ? malloc((size_t)len / 3 * 4 + 5) : NULL;
    if (base64)
        (void)EVP_EncodeBlock((unsigned char *)base64, der, len);
    OPENSSL_free(der);
    return base64;
}

/* *out NULL when the file is not there. */
static enum bp_status read_token(const char *path, EVP_PKEY *key, char **out, struct bp_error *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return BP_OK;
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    bool fits = certificate && X509_check_private_key(certificate, key) == 1;
    (void)fclose(file);
    *out = fits ? token_of(certificate) : NULL;
    X509_free(certificate);
    return *out ? BP_OK : file_failed(path, err);
}

static enum bp_status open_worker(struct bp_ondertekenaar *o, const char *pki, struct bp_error *err)
{
    static const char *const names[BP_CERTIFICAAT_COUNT] = {
        [BP_CERTIFICAAT_DUO] = "duo.pem",
        [BP_CERTIFICAAT_ANDERE_CA] = "duo-other.pem",
        [BP_CERTIFICAAT_VERLOPEN] = "duo-expired.pem",
        [BP_CERTIFICAAT_INGETROKKEN] = "duo-revoked.pem",
    };
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/duo.key", pki);
    FILE *file = fopen(path, "re");
    if (!file)
        return file_failed(path, err);
    o->key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    (void)fclose(file);
    if (!o->key || EVP_PKEY_get_size(o->key) > SIGNATURE_MAX)
        return file_failed(path, err);
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < BP_CERTIFICAAT_COUNT; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", pki, names[i]);
        st = read_token(path, o->key, &o->tokens[i], err);
        if (st == BP_OK && i == BP_CERTIFICAAT_DUO && !o->tokens[i])
            st = file_failed(path, err);
    }
    return st;
}

enum bp_status bp_ondertekenaar_open(const char *pki, struct bp_ondertekenaar **out,
                                     struct bp_error *err)
{
    struct bp_ondertekenaar *o = calloc(1, sizeof *o);
    *out = NULL;
    if (!o)
        return bp_error_memory(err, N_("DUO's keys"));
    enum bp_status st = open_worker(o, pki, err);
    if (st != BP_OK) {
        bp_ondertekenaar_close(o);
        return st;
    }
    *out = o;
    return BP_OK;
}

void bp_ondertekenaar_close(struct bp_ondertekenaar *ondertekenaar)
{
    if (!ondertekenaar)
        return;
    for (size_t i = 0; i < BP_CERTIFICAAT_COUNT; i++)
        free(ondertekenaar->tokens[i]);
    EVP_PKEY_free(ondertekenaar->key);
    free(ondertekenaar);
}

/* --- parts: each in the form that is written and in the form that is signed --- */

enum part {
    PART_TO,
    PART_ACTION,
    PART_MESSAGE_ID,
    PART_RELATES_TO,
    PART_FROM,
    PART_BODY,
    PART_TIMESTAMP,
    PART_COUNT
};

struct deel {
    bool there;
    char id[ID_TEXT];
    struct bp_buf document, canoniek;
};

struct werk {
    struct deel delen[PART_COUNT];
    struct bp_buf info, info_canoniek;
    char token_id[ID_TEXT];
    char signature[SIGNATURE_MAX / 3 * 4 + 8];
};

void bp_xml_tekst(struct bp_buf *out, struct bp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '&')
            bp_buf_add_text(out, "&amp;");
        else if (text.ptr[i] == '<')
            bp_buf_add_text(out, "&lt;");
        else if (text.ptr[i] == '>')
            bp_buf_add_text(out, "&gt;");
        else if (text.ptr[i] == '\r')
            bp_buf_add_text(out, "&#xD;");
        else
            bp_buf_add_char(out, text.ptr[i]);
    }
}

static void make_id(const struct bp_env *env, const char *prefix, char out[ID_TEXT])
{
    char uuid[BP_UUID_TEXT];
    env->uuid(env->ctx, uuid);
    (void)snprintf(out, ID_TEXT, "%s-%s", prefix, uuid);
}

/* `declared`: what the element declares beside wsu, in canonical order. DUO writes the Id before the
 * declarations. */
static void start(struct deel *d, const struct bp_env *env, const char *element,
                  const char *declared)
{
    d->there = true;
    make_id(env, strcmp(element, "wsu:Timestamp") == 0 ? "Timestamp" : "Id", d->id);
    bp_buf_printf(&d->document, "<%s wsu:Id=\"%s\"%s" DECLARE_WSU ">", element, d->id, declared);
    bp_buf_printf(&d->canoniek, "<%s%s" DECLARE_WSU " wsu:Id=\"%s\">", element, declared, d->id);
}

static void both(struct deel *d, const char *text)
{
    bp_buf_add_text(&d->document, text);
    bp_buf_add_text(&d->canoniek, text);
}

static void address(struct deel *d, const struct bp_env *env, const char *element,
                    struct bp_str value)
{
    bool from = strcmp(element, "wsa:From") == 0;
    if (!bp_str_filled(value))
        return;
    start(d, env, element, DECLARE_WSA);
    both(d, from ? "<wsa:Address>" : "");
    bp_xml_tekst(&d->document, value);
    bp_xml_tekst(&d->canoniek, value);
    both(d, from ? "</wsa:Address>" : "");
    both(d, "</");
    both(d, element);
    both(d, ">");
}

/* Without milliseconds, rounded down, as DUO writes them. */
static void seconds(int64_t ms, char out[BP_MOMENT_TEXT])
{
    static const char fraction[] = ".000Z";
    bp_moment_format(ms - ms % 1000, out);
    (void)bp_str_copy(out + strlen(out) - (sizeof fraction - 1), 2, BP_STR("Z"));
}

static void write_parts(struct werk *w, const struct bp_env *env, const struct bp_antwoordkop *kop,
                        const struct bp_inhoud *inhoud)
{
    char created[BP_MOMENT_TEXT], expires[BP_MOMENT_TEXT], times[160];
    struct deel *d = w->delen;
    address(&d[PART_TO], env, "wsa:To", kop->to);
    address(&d[PART_ACTION], env, "wsa:Action", kop->action);
    address(&d[PART_MESSAGE_ID], env, "wsa:MessageID", kop->message_id);
    address(&d[PART_RELATES_TO], env, "wsa:RelatesTo", kop->relates_to);
    address(&d[PART_FROM], env, "wsa:From", kop->from);

    start(&d[PART_BODY], env, "SOAP-ENV:Body", DECLARE_SOAP);
    bp_buf_add_str(&d[PART_BODY].document, inhoud->document);
    bp_buf_add_str(&d[PART_BODY].canoniek, inhoud->canoniek);
    both(&d[PART_BODY], "</SOAP-ENV:Body>");

    seconds(kop->created_ms, created);
    seconds(kop->expires_ms, expires);
    (void)snprintf(times, sizeof times,
                   "<wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires>", created, expires);
    start(&d[PART_TIMESTAMP], env, "wsu:Timestamp", "");
    both(&d[PART_TIMESTAMP], times);
    both(&d[PART_TIMESTAMP], "</wsu:Timestamp>");
}

/* --- signature --- */

static bool digest(const struct bp_buf *of, char out[64])
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (of->failed || EVP_Digest(of->ptr, of->len, hash, &len, EVP_sha256(), NULL) != 1)
        return false;
    (void)EVP_EncodeBlock((unsigned char *)out, hash, (int)len);
    return true;
}

/* An empty element is one tag as it is written, and two in canonical form. */
static void empty(struct werk *w, const char *indent, const char *name, const char *algorithm)
{
    bp_buf_printf(&w->info, "%s<%s Algorithm=\"%s\"/>\n", indent, name, algorithm);
    bp_buf_printf(&w->info_canoniek, "%s<%s Algorithm=\"%s\"></%s>\n", indent, name, algorithm,
                  name);
}

static void line(struct werk *w, const char *before, const char *value, const char *after)
{
    bp_buf_printf(&w->info, "%s%s%s\n", before, value, after);
    bp_buf_printf(&w->info_canoniek, "%s%s%s\n", before, value, after);
}

static bool write_info(struct werk *w)
{
    bp_buf_add_text(&w->info, "<SignedInfo>\n");
    bp_buf_add_text(&w->info_canoniek, "<SignedInfo xmlns=\"" NS_DS "\">\n");
    empty(w, "  ", "CanonicalizationMethod", EXC_C14N);
    empty(w, "  ", "SignatureMethod", RSA_SHA256);
    for (size_t i = 0; i < PART_COUNT; i++) {
        char base64[64];
        if (!w->delen[i].there)
            continue;
        if (!digest(&w->delen[i].canoniek, base64))
            return false;
        line(w, "  <Reference URI=\"#", w->delen[i].id, "\">");
        line(w, "    <Transforms>", "", "");
        empty(w, "      ", "Transform", EXC_C14N);
        line(w, "    </Transforms>", "", "");
        empty(w, "    ", "DigestMethod", SHA256);
        line(w, "    <DigestValue>", base64, "</DigestValue>");
        line(w, "  </Reference>", "", "");
    }
    bp_buf_add_text(&w->info, "</SignedInfo>");
    bp_buf_add_text(&w->info_canoniek, "</SignedInfo>");
    return !w->info.failed && !w->info_canoniek.failed;
}

static bool sign(struct werk *w, EVP_PKEY *key)
{
    unsigned char value[SIGNATURE_MAX];
    size_t len = sizeof value;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool ok = md && EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestSign(md, value, &len, (const unsigned char *)w->info_canoniek.ptr,
                             w->info_canoniek.len) == 1;
    if (ok)
        (void)EVP_EncodeBlock((unsigned char *)w->signature, value, (int)len);
    EVP_MD_CTX_free(md);
    return ok;
}

static void write_security(const struct werk *w, const char *token, struct bp_buf *out)
{
    bp_buf_add_text(out, "<wsse:Security xmlns:wsse=\"" NS_WSSE "\">");
    bp_buf_add_str(out, bp_buf_str(&w->delen[PART_TIMESTAMP].document));
    bp_buf_printf(out,
                  "<wsse:BinarySecurityToken wsu:Id=\"%s\" EncodingType=\"" BASE64
                  "\" ValueType=\"" X509V3 "\"" DECLARE_WSU ">%s</wsse:BinarySecurityToken>",
                  w->token_id, token);
    bp_buf_add_text(out, "<Signature xmlns=\"" NS_DS "\">\n");
    bp_buf_add_str(out, bp_buf_str(&w->info));
    bp_buf_printf(out,
                  "\n    <SignatureValue>%s</SignatureValue><KeyInfo><wsse:SecurityTokenReference "
                  "xmlns=\"\"><wsse:Reference URI=\"#%s\" ValueType=\"" X509V3 "\"/>"
                  "</wsse:SecurityTokenReference></KeyInfo></Signature></wsse:Security>",
                  w->signature, w->token_id);
}

static void write_envelope(const struct werk *w, const char *token,
                           const struct bp_ondertekening *hoe, struct bp_buf *out)
{
    bool wrapped = bp_str_filled(hoe->in_plaats);
    bp_buf_clear(out);
    bp_buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<SOAP-ENV:Envelope" DECLARE_SOAP ">"
                         "<SOAP:Header xmlns:SOAP=\"" NS_SOAP "\">");
    for (size_t i = 0; i < PART_BODY; i++)
        bp_buf_add_str(out, bp_buf_str(&w->delen[i].document));
    if (!hoe->geen)
        write_security(w, token, out);
    if (wrapped) {
        bp_buf_add_text(out, "<oud:Bewaard xmlns:oud=\"urn:bronpost:rehearsal\">");
        bp_buf_add_str(out, bp_buf_str(&w->delen[PART_BODY].document));
        bp_buf_add_text(out, "</oud:Bewaard>");
    }
    bp_buf_add_text(out, "</SOAP:Header>");
    if (wrapped) {
        bp_buf_add_text(out, "<SOAP-ENV:Body>");
        bp_buf_add_str(out, hoe->in_plaats);
        bp_buf_add_text(out, "</SOAP-ENV:Body>");
    } else {
        bp_buf_add_str(out, bp_buf_str(&w->delen[PART_BODY].document));
    }
    bp_buf_add_text(out, "</SOAP-ENV:Envelope>");
}

enum bp_status bp_onderteken(struct bp_ondertekenaar *ondertekenaar, const struct bp_env *env,
                             const struct bp_antwoordkop *kop, const struct bp_inhoud *inhoud,
                             const struct bp_ondertekening *hoe, struct bp_buf *out,
                             struct bp_error *err)
{
    struct werk w = { 0 };
    const char *token = ondertekenaar->tokens[hoe->certificaat];
    if (!token)
        token = ondertekenaar->tokens[BP_CERTIFICAAT_DUO];
    for (size_t i = 0; i < PART_COUNT; i++) {
        bp_buf_init(&w.delen[i].document, PART_BYTES);
        bp_buf_init(&w.delen[i].canoniek, PART_BYTES);
    }
    bp_buf_init(&w.info, PART_BYTES);
    bp_buf_init(&w.info_canoniek, PART_BYTES);
    make_id(env, "SecurityToken", w.token_id);
    write_parts(&w, env, kop, inhoud);
    bool ok = write_info(&w) && sign(&w, ondertekenaar->key);
    if (ok && hoe->bedorven)
        w.signature[0] = w.signature[0] == 'A' ? 'B' : 'A';
    if (ok)
        write_envelope(&w, token, hoe, out);
    for (size_t i = 0; i < PART_COUNT; i++) {
        bp_buf_free(&w.delen[i].document);
        bp_buf_free(&w.delen[i].canoniek);
    }
    bp_buf_free(&w.info);
    bp_buf_free(&w.info_canoniek);
    if (ok && !out->failed)
        return BP_OK;
    ERR_clear_error();
    return bp_error_memory(err, N_("an answer"));
}
