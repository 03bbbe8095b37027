#include "soap_intern.h"

#include "crypto.h"

#include "bronpost/base/text.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

/* A revocation list of a large authority may run into megabytes. */
#define PEM_BYTES_MAX ((size_t)32 * 1024 * 1024)
#define NAME_TEXT     256

struct bp_vertrouwen {
    X509_STORE *store;
    bool has_crl;
    STACK_OF(X509) * pinned; /* NULL: any */
};

/* Nothing that we read here is encrypted; without this OpenSSL would ask on the terminal. */
static int no_passphrase(char *out, int size, int writing, void *user)
{
    (void)out, (void)size, (void)writing, (void)user;
    return -1;
}

/* --- opening ---------------------------------------------------------------------------------- */

/* One object of the file at a time goes to `add`, which keeps its own hold; false: it refused. */
typedef bool add_fn(struct bp_vertrouwen *v, BIO *bio, size_t *count);

static bool add_anchors(struct bp_vertrouwen *v, BIO *bio, size_t *count)
{
    X509 *certificaat;
    bool ok = true;
    while (ok && (certificaat = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL)) != NULL) {
        ok = X509_STORE_add_cert(v->store, certificaat) == 1;
        X509_free(certificaat);
        (*count)++;
    }
    return ok;
}

static bool add_crls(struct bp_vertrouwen *v, BIO *bio, size_t *count)
{
    X509_CRL *crl;
    bool ok = true;
    while (ok && (crl = PEM_read_bio_X509_CRL(bio, NULL, no_passphrase, NULL)) != NULL) {
        ok = X509_STORE_add_crl(v->store, crl) == 1;
        X509_CRL_free(crl);
        (*count)++;
    }
    v->has_crl = true;
    return ok;
}

static bool add_pinned(struct bp_vertrouwen *v, BIO *bio, size_t *count)
{
    X509 *certificaat;
    v->pinned = sk_X509_new_null();
    if (!v->pinned)
        return false;
    while ((certificaat = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL)) != NULL) {
        if (sk_X509_push(v->pinned, certificaat) <= 0) {
            X509_free(certificaat);
            return false;
        }
        (*count)++;
    }
    return true;
}

/* The end of a PEM file is an error too: the only one that is none. */
static bool at_end_of_pem(void)
{
    unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

static enum bp_status load(struct bp_vertrouwen *v, const char *path, const char *option,
                           add_fn *add, struct bp_error *err)
{
    struct bp_buf bytes;
    size_t count = 0;
    int len;
    int fd = bp_secret_open(path, option, err);
    if (fd < 0)
        return BP_E_CRYPTO;
    bp_buf_init(&bytes, PEM_BYTES_MAX);
    enum bp_status st = bp_secret_read(fd, path, PEM_BYTES_MAX, &bytes, err);
    BIO *bio = st == BP_OK && bp_size_to_int(bytes.len, &len)
                   ? BIO_new_mem_buf(bytes.ptr ? bytes.ptr : "", len)
                   : NULL;
    ERR_clear_error();
    if (st == BP_OK && !bio)
        st = bp_error_memory(err, N_("a file of the configuration"));
    if (st == BP_OK && (!add(v, bio, &count) || count == 0 || !at_end_of_pem()))
        st = bp_error_set(err, BP_E_CRYPTO, NULL,
                          N_("%s ('%s') holds %zu objects of the kind that is expected there and "
                             "then something that cannot be read, or nothing; it must be a PEM "
                             "file, from 'BEGIN' to 'END' line"),
                          path, option, count);
    BIO_free(bio);
    bp_buf_free(&bytes);
    ERR_clear_error();
    return st;
}

static enum bp_status load_all(struct bp_vertrouwen *v, const struct bp_vertrouwen_bron *bron,
                               struct bp_error *err)
{
    enum bp_status st = load(v, bron->ankers, "vertrouw", add_anchors, err);
    if (st == BP_OK && bron->crl)
        st = load(v, bron->crl, "crl", add_crls, err);
    if (st == BP_OK && bron->vastgezet)
        st = load(v, bron->vastgezet, "vastgezet", add_pinned, err);
    return st;
}

enum bp_status bp_vertrouwen_open(const struct bp_vertrouwen_bron *bron, struct bp_vertrouwen **out,
                                  struct bp_error *err)
{
    *out = NULL;
    if (!bron->ankers)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("no trust anchors are configured; name the PEM file with the "
                               "certificates of PKIoverheid in 'vertrouw' of the section [duo]"));
    struct bp_vertrouwen *v = calloc(1, sizeof *v);
    if (!v)
        return bp_error_memory(err, N_("trust anchors"));
    v->store = X509_STORE_new();
    enum bp_status st =
        v->store ? load_all(v, bron, err) : bp_error_memory(err, N_("trust anchors"));
    if (st == BP_OK)
        *out = v; /* owned by the caller now */
    else
        bp_vertrouwen_close(v);
    return st;
}

void bp_vertrouwen_close(struct bp_vertrouwen *vertrouwen)
{
    if (!vertrouwen)
        return;
    X509_STORE_free(vertrouwen->store);
    sk_X509_pop_free(vertrouwen->pinned, X509_free);
    free(vertrouwen);
}

/* --- judging ---------------------------------------------------------------------------------- */

static enum bp_status chain_failed(int error, const char *subject, struct bp_error *err)
{
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the certificate of %s, with which the message was signed, or one "
                               "above it, has expired; ask the sender"),
                            subject);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("the certificate of %s, with which the message was signed, or one above it, is not "
               "valid yet; set the clock of this machine right (NTP), or ask the sender"),
            subject);
    case X509_V_ERR_CERT_REVOKED:
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("the certificate of %s, with which the message was signed, or one above it, was "
               "revoked; ask the sender, and trust nothing until then"),
            subject);
    case X509_V_ERR_UNABLE_TO_GET_CRL:
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("'crl' holds no revocation list for each authority above the certificate of %s, "
               "with which the message was signed; add the missing ones"),
            subject);
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("a revocation list for the certificate of %s, with which the message was signed, is "
               "out of date; fetch the present lists and put them in 'crl'"),
            subject);
    default:
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("the certificate of %s, with which the message was signed, does not lead to an "
               "anchor in 'vertrouw'; add the certificates between it and the root when the sender "
               "is the right one, and trust nothing until then"),
            subject);
    }
}

/* An anchor is believed because it was configured; no list is needed for it. OpenSSL looks for one
 * all the same, and judges that of an intermediate by the wrong key when the root is not there. */
static int pass_anchor_without_crl(int ok, X509_STORE_CTX *ctx)
{
    int error = X509_STORE_CTX_get_error(ctx);
    int top = sk_X509_num(X509_STORE_CTX_get0_chain(ctx)) - 1;
    if (ok || X509_STORE_CTX_get_error_depth(ctx) != top ||
        (error != X509_V_ERR_UNABLE_TO_GET_CRL && error != X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER &&
         error != X509_V_ERR_CRL_SIGNATURE_FAILURE))
        return ok;
    X509_STORE_CTX_set_error(ctx, X509_V_OK);
    return 1;
}

static bool prepare(X509_STORE_CTX *ctx, const struct bp_vertrouwen *v, X509 *certificaat,
                    int64_t now_ms, unsigned long flags)
{
    if (X509_STORE_CTX_init(ctx, v->store, certificaat, NULL) != 1)
        return false;
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_time(param, (time_t)(now_ms / 1000));
    X509_VERIFY_PARAM_set_auth_level(param, 2); /* no SHA-1, no RSA below 2048 bits in the chain */
    if (v->has_crl)
        flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
    X509_STORE_CTX_set_verify_cb(ctx, pass_anchor_without_crl);
    return X509_VERIFY_PARAM_set_flags(param, flags) == 1;
}

/* X509_V_OK, or what is wrong; X509_V_ERR_OUT_OF_MEM also when OpenSSL fails. */
static int chain_error(const struct bp_vertrouwen *v, X509 *certificaat, int64_t now_ms,
                       unsigned long flags)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    int error = X509_V_ERR_OUT_OF_MEM;
    if (ctx && prepare(ctx, v, certificaat, now_ms, flags)) {
        bool ok = X509_verify_cert(ctx) == 1;
        error = X509_STORE_CTX_get_error(ctx);
        if (!ok && error == X509_V_OK)
            error = X509_V_ERR_UNSPECIFIED;
        if (ok)
            error = X509_V_OK;
    }
    X509_STORE_CTX_free(ctx);
    ERR_clear_error();
    return error;
}

/* Up to a root where there is one, so that the lists of all levels are asked; an intermediate is an
 * anchor only when the root is not among them. */
static int judge_chain(const struct bp_vertrouwen *v, X509 *certificaat, int64_t now_ms)
{
    int error = chain_error(v, certificaat, now_ms, 0);
    if (error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
        error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
        error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE)
        error = chain_error(v, certificaat, now_ms, X509_V_FLAG_PARTIAL_CHAIN);
    return error;
}

static bool is_pinned(const struct bp_vertrouwen *v, const X509 *certificaat)
{
    for (int i = 0; i < sk_X509_num(v->pinned); i++)
        if (X509_cmp(sk_X509_value(v->pinned, i), certificaat) == 0)
            return true;
    return !v->pinned;
}

enum bp_status bp_vertrouwen_check(const struct bp_vertrouwen *vertrouwen, X509 *certificaat,
                                   int64_t now_ms, struct bp_error *err)
{
    char subject[NAME_TEXT];
    if (!bp_certificaat_name(X509_get_subject_name(certificaat), subject, sizeof subject))
        return bp_crypto_failed("X.509", err);
    int error = judge_chain(vertrouwen, certificaat, now_ms);
    if (error == X509_V_ERR_OUT_OF_MEM)
        return bp_crypto_failed("X.509", err);
    if (error != X509_V_OK)
        return chain_failed(error, subject, err);
    if (!(X509_get_key_usage(certificaat) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the certificate of %s, with which the message was signed, was not "
                               "issued for signing; let the sender know"),
                            subject);
    if (!is_pinned(vertrouwen, certificaat))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the certificate of %s, with which the message was signed, is not "
                               "the one in 'vastgezet'; ask the sender whether it was renewed, and "
                               "only then replace the file"),
                            subject);
    return BP_OK;
}
