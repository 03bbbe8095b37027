#include "bronpost/security/identiteit.h"

#include "certificaat.h"
#include "crypto.h"
#include "identiteit_intern.h"

#include "bronpost/base/datum.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <stdlib.h>

/* A certificate with its whole chain stays below 20 KB. */
#define FILE_BYTES_MAX ((size_t)256 * 1024)
#define KEY_BITS_MIN   2048
#define KEY_BITS_MAX   4096

struct bp_identiteit {
    EVP_PKEY *key;
    X509 *certificaat;
    STACK_OF(X509) * keten; /* what stood behind the certificate; NULL: nothing */
    struct bp_identiteit_feiten feiten;
};

struct passphrase {
    char text[PEM_BUFSIZE + 1]; /* NUL-terminated: PKCS12_parse() wants it so */
    size_t len;
    bool given;
    bool asked; /* OpenSSL met something encrypted */
};

/* Everything that one bp_identiteit_open() has in hand. */
struct opening {
    const struct bp_identiteit_bron *bron;
    struct bp_identiteit *identiteit;
    struct passphrase passphrase;
    struct bp_buf bytes;
};

/* OpenSSL's own callback would ask on the terminal, where at night nobody sits. */
static int give_passphrase(char *out, int size, int writing, void *user)
{
    struct passphrase *p = user;
    int len;
    (void)writing;
    p->asked = true;
    if (!p->given || !bp_size_to_int(p->len, &len) || len > size)
        return -1;
    memcpy(out, p->text, p->len);
    return len;
}

static enum bp_status passphrase_set(struct passphrase *p, struct bp_str text, const char *origin,
                                     struct bp_error *err)
{
    if (text.len == 0)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the passphrase from %s is empty; write it there (in a file: on "
                               "the first line), or leave the setting out when the key has none"),
                            origin);
    if (!bp_str_copy(p->text, sizeof p->text, text))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the passphrase from %s is longer than %d bytes; check that this "
                               "is the right place"),
                            origin, PEM_BUFSIZE);
    p->len = text.len;
    p->given = true;
    return BP_OK;
}

static enum bp_status passphrase_from_file(struct opening *o, struct bp_error *err)
{
    const char *path = o->bron->wachtwoord_bestand;
    int fd = bp_secret_open(path, "wachtwoord_bestand", err);
    if (fd < 0)
        return BP_E_CRYPTO;
    enum bp_status st = bp_secret_read(fd, path, FILE_BYTES_MAX, &o->bytes, err);
    if (st != BP_OK)
        return st;
    struct bp_str line = bp_buf_str(&o->bytes);
    const char *end = memchr(line.ptr, '\n', line.len);
    if (end)
        line.len = (size_t)(end - line.ptr);
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--; /* a file from Windows */
    return passphrase_set(&o->passphrase, line, path, err);
}

static enum bp_status passphrase_find(struct opening *o, struct bp_error *err)
{
    const char *variable = o->bron->wachtwoord_omgeving;
    if (o->bron->wachtwoord_bestand && variable)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the passphrase for %s has two sources, 'wachtwoord_bestand' and "
                               "'wachtwoord_omgeving'; leave one of them out"),
                            o->bron->certificaat);
    if (o->bron->wachtwoord_bestand)
        return passphrase_from_file(o, err);
    if (!variable)
        return BP_OK;
    const char *value = getenv(variable);
    /* The name stays out of the message: somebody may have put the passphrase itself there. */
    if (!value)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the environment variable that 'wachtwoord_omgeving' names for %s "
                               "is not set; set it for the user under which bronpost runs, or "
                               "correct its name"),
                            o->bron->certificaat);
    return passphrase_set(&o->passphrase, bp_str_of(value), variable, err);
}

static enum bp_status passphrase_refused(const struct opening *o, const char *path,
                                         struct bp_error *err)
{
    if (!o->passphrase.given)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("%s is encrypted and no passphrase is given; name its place in "
                               "'wachtwoord_bestand' or 'wachtwoord_omgeving'"),
                            path);
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("the passphrase does not open %s; correct the passphrase (in a file: "
                           "the first line), or fetch the file anew when it is damaged"),
                        path);
}

static BIO *bytes_bio(const struct bp_buf *bytes)
{
    int len;
    return bp_size_to_int(bytes->len, &len) ? BIO_new_mem_buf(bytes->ptr, len) : NULL;
}

static enum bp_status read_into(struct opening *o, const char *path, const char *option,
                                struct bp_error *err)
{
    int fd = bp_secret_open(path, option, err);
    return fd < 0 ? BP_E_CRYPTO : bp_secret_read(fd, path, FILE_BYTES_MAX, &o->bytes, err);
}

/* The certificates behind the first; false when memory runs out. */
static bool load_pem_chain(struct opening *o, BIO *bio)
{
    struct bp_identiteit *id = o->identiteit;
    id->keten = sk_X509_new_null();
    X509 *next;
    while (id->keten &&
           (next = PEM_read_bio_X509(bio, NULL, give_passphrase, &o->passphrase)) != NULL) {
        if (sk_X509_push(id->keten, next) <= 0) {
            X509_free(next);
            return false;
        }
    }
    ERR_clear_error(); /* the end of the file is an error too */
    return id->keten != NULL;
}

static enum bp_status load_pem_certificate(struct opening *o, struct bp_error *err)
{
    BIO *bio = bytes_bio(&o->bytes);
    if (!bio)
        return bp_error_memory(err, bp_text("a certificate"));
    struct bp_identiteit *id = o->identiteit;
    id->certificaat = PEM_read_bio_X509(bio, NULL, give_passphrase, &o->passphrase);
    bool ok = id->certificaat && load_pem_chain(o, bio);
    BIO_free(bio);
    if (ok)
        return BP_OK;
    if (id->certificaat)
        return bp_error_memory(err, bp_text("a certificate"));
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("%s holds no certificate that can be read; the certificate of the "
                           "institution must come first in it, from 'BEGIN CERTIFICATE' to 'END "
                           "CERTIFICATE'"),
                        o->bron->certificaat);
}

/* Without 'sleutel' the key is looked for behind the certificate, in the same file. */
static enum bp_status load_pem_key(struct opening *o, struct bp_error *err)
{
    const char *path = o->bron->sleutel ? o->bron->sleutel : o->bron->certificaat;
    if (o->bron->sleutel) {
        enum bp_status st = read_into(o, path, "sleutel", err);
        if (st != BP_OK)
            return st;
    }
    BIO *bio = bytes_bio(&o->bytes);
    if (!bio)
        return bp_error_memory(err, bp_text("a private key"));
    o->identiteit->key = PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, &o->passphrase);
    BIO_free(bio);
    if (o->identiteit->key)
        return BP_OK;
    if (o->passphrase.asked)
        return passphrase_refused(o, path, err);
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("%s holds no private key that can be read; 'sleutel' names a PEM file "
                           "with a line 'BEGIN PRIVATE KEY' or 'BEGIN ENCRYPTED PRIVATE KEY'"),
                        path);
}

static enum bp_status parse_pkcs12(struct opening *o, PKCS12 *p12, struct bp_error *err)
{
    const char *path = o->bron->certificaat;
    const char *text = o->passphrase.given ? o->passphrase.text : NULL;
    struct bp_identiteit *id = o->identiteit;
    if (o->bron->sleutel)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("%s is a PKCS#12 file, which holds the key itself; leave 'sleutel' "
                               "out"),
                            path);
    if (PKCS12_parse(p12, text, &id->key, &id->certificaat, &id->keten) != 1) {
        if (ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE)
            return passphrase_refused(o, path, err);
        /* The integrity check was passed, so the passphrase is right: RC2 of an old export. */
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("%s is encrypted in a way that OpenSSL 3 does not open; convert it "
                               "once: 'openssl pkcs12 -legacy -in OLD -out X.pem', then 'openssl "
                               "pkcs12 -export -in X.pem -out NEW', and remove X.pem"),
                            path);
    }
    if (!id->key || !id->certificaat)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("%s holds no private key with its certificate; export the "
                               "certificate again, this time with its private key"),
                            path);
    return BP_OK;
}

static enum bp_status load_pkcs12(struct opening *o, struct bp_error *err)
{
    BIO *bio = bytes_bio(&o->bytes);
    if (!bio)
        return bp_error_memory(err, bp_text("a PKCS#12 file"));
    PKCS12 *p12 = d2i_PKCS12_bio(bio, NULL);
    BIO_free(bio);
    if (!p12)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("%s is neither PEM nor PKCS#12; convert a certificate in DER form: "
                               "'openssl x509 -inform DER -in OLD -out NEW.pem'"),
                            o->bron->certificaat);
    enum bp_status st = parse_pkcs12(o, p12, err);
    PKCS12_free(p12);
    return st;
}

static enum bp_status check_pair(const struct opening *o, struct bp_error *err)
{
    const struct bp_identiteit *id = o->identiteit;
    const char *key_path = o->bron->sleutel ? o->bron->sleutel : o->bron->certificaat;
    if (!EVP_PKEY_is_a(id->key, "RSA"))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the key in %s is not an RSA key but %s; DUO takes RSA signatures "
                               "only, ask for a certificate with an RSA key"),
                            key_path, EVP_PKEY_get0_type_name(id->key));
    if (X509_check_private_key(id->certificaat, id->key) != 1)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the key in %s does not belong to the certificate in %s; name the "
                               "key with which this certificate was applied for"),
                            key_path, o->bron->certificaat);
    int bits = EVP_PKEY_get_bits(id->key);
    if (bits < KEY_BITS_MIN || bits > KEY_BITS_MAX)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the RSA key in %s has %d bits, expected %d to %d; ask for a "
                               "certificate with such a key"),
                            key_path, bits, KEY_BITS_MIN, KEY_BITS_MAX);
    return BP_OK;
}

static bool moment_ms(const ASN1_TIME *time, int64_t *out)
{
    struct tm tm;
    if (ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    int64_t days = bp_datum_to_days(BP_DATUM(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday));
    *out = (((days * 24 + tm.tm_hour) * 60 + tm.tm_min) * 60 + tm.tm_sec) * 1000;
    return true;
}

static enum bp_status gather_facts(struct bp_identiteit *id, struct bp_error *err)
{
    struct bp_identiteit_feiten *f = &id->feiten;
    f->key_bits = EVP_PKEY_get_bits(id->key);
    bp_certificaat_oin(id->certificaat, f->oin);
    if (!bp_certificaat_name(X509_get_subject_name(id->certificaat), f->subject,
                             sizeof f->subject) ||
        !bp_certificaat_name(X509_get_issuer_name(id->certificaat), f->issuer, sizeof f->issuer) ||
        !moment_ms(X509_get0_notBefore(id->certificaat), &f->not_before_ms) ||
        !moment_ms(X509_get0_notAfter(id->certificaat), &f->not_after_ms))
        return bp_crypto_failed("X.509", err);
    return BP_OK;
}

static enum bp_status load(struct opening *o, struct bp_error *err)
{
    enum bp_status st = passphrase_find(o, err);
    if (st == BP_OK)
        st = read_into(o, o->bron->certificaat, "certificaat", err);
    if (st != BP_OK)
        return st;
    struct bp_str bytes = bp_buf_str(&o->bytes);
    if (memmem(bytes.ptr, bytes.len, "-----BEGIN ", 11)) {
        st = load_pem_certificate(o, err);
        if (st == BP_OK)
            st = load_pem_key(o, err);
    } else {
        st = load_pkcs12(o, err);
    }
    if (st == BP_OK)
        st = check_pair(o, err);
    return st == BP_OK ? gather_facts(o->identiteit, err) : st;
}

enum bp_status bp_identiteit_open(const struct bp_identiteit_bron *bron, struct bp_identiteit **out,
                                  struct bp_error *err)
{
    struct opening o = { .bron = bron };
    *out = NULL;
    if (!bron->certificaat)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("no certificate is configured; name its file in 'certificaat' of "
                               "the institution's section"));
    o.identiteit = calloc(1, sizeof *o.identiteit);
    if (!o.identiteit)
        return bp_error_memory(err, bp_text("an identity"));
    bp_buf_init(&o.bytes, FILE_BYTES_MAX);
    ERR_clear_error();
    enum bp_status st = load(&o, err);
    ERR_clear_error();
    OPENSSL_cleanse(&o.passphrase, sizeof o.passphrase);
    bp_buf_free(&o.bytes);
    if (st == BP_OK)
        *out = o.identiteit; /* owned by the caller now */
    else
        bp_identiteit_close(o.identiteit);
    return st;
}

void bp_identiteit_close(struct bp_identiteit *identiteit)
{
    if (!identiteit)
        return;
    EVP_PKEY_free(identiteit->key);
    X509_free(identiteit->certificaat);
    sk_X509_pop_free(identiteit->keten, X509_free);
    free(identiteit);
}

const struct bp_identiteit_feiten *bp_identiteit_feiten(const struct bp_identiteit *identiteit)
{
    return &identiteit->feiten;
}

EVP_PKEY *bp_identiteit_key(const struct bp_identiteit *identiteit)
{
    return identiteit->key;
}

X509 *bp_identiteit_certificaat(const struct bp_identiteit *identiteit)
{
    return identiteit->certificaat;
}

enum bp_status bp_identiteit_install(const struct bp_identiteit *identiteit, struct ssl_ctx_st *tls,
                                     struct bp_error *err)
{
    ERR_clear_error();
    if (SSL_CTX_use_certificate(tls, identiteit->certificaat) == 1 &&
        SSL_CTX_use_PrivateKey(tls, identiteit->key) == 1 &&
        SSL_CTX_set1_chain(tls, identiteit->keten) == 1)
        return BP_OK;
    return bp_crypto_failed("SSL_CTX", err);
}
