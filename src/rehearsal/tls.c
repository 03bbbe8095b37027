#include "tls.h"

#include "verzoek.h"

#include "bronpost/base/text.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <unistd.h>

static enum bp_status failed(const char *path, struct bp_error *err)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    enum bp_status st = bp_error_set(
        err, BP_E_CRYPTO, NULL,
        N_("%s cannot be used for TLS (%s); make a test PKI with scripts/make-test-pki and name "
           "its folder with --pki"),
        path, reason ? reason : "-");
    ERR_clear_error();
    return st;
}

/* Who is no good is let in all the same, and hears why: bp_tls_client(). */
static int let_in(int ok, X509_STORE_CTX *ctx)
{
    (void)ok;
    (void)ctx;
    return 1;
}

static enum bp_status set_up(SSL_CTX *ctx, const char *pki, bool refuse, struct bp_error *err)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/server.pem", pki);
    if (SSL_CTX_use_certificate_file(ctx, path, SSL_FILETYPE_PEM) != 1)
        return failed(path, err);
    (void)snprintf(path, sizeof path, "%s/server.key", pki);
    if (SSL_CTX_use_PrivateKey_file(ctx, path, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(ctx) != 1)
        return failed(path, err);
    (void)snprintf(path, sizeof path, "%s/chain.pem", pki);
    if (SSL_CTX_load_verify_file(ctx, path) != 1)
        return failed(path, err);
    (void)snprintf(path, sizeof path, "%s/crl.pem", pki);
    if (access(path, F_OK) == 0) {
        X509_STORE *store = SSL_CTX_get_cert_store(ctx);
        X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
        if (!lookup || X509_load_crl_file(lookup, path, X509_FILETYPE_PEM) < 1)
            return failed(path, err);
        (void)X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    }
    static const unsigned char context[] = "bronpost-rehearsal";
    /* Without a context OpenSSL breaks off resumed sessions that had a client certificate. */
    (void)SSL_CTX_set_session_id_context(ctx, context, sizeof context - 1);
    (void)SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    if (refuse)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    else
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, let_in);
    return BP_OK;
}

enum bp_status bp_tls_open(const char *pki, bool refuse_in_handshake, SSL_CTX **out,
                           struct bp_error *err)
{
    ERR_clear_error();
    *out = SSL_CTX_new(TLS_server_method());
    if (!*out)
        return failed(pki, err);
    enum bp_status st = set_up(*out, pki, refuse_in_handshake, err);
    if (st != BP_OK) {
        SSL_CTX_free(*out);
        *out = NULL;
    }
    return st;
}

static const char *why(long verdict)
{
    switch (verdict) {
    case X509_V_OK:
        return NULL;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "het clientcertificaat is verlopen";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "het clientcertificaat is nog niet geldig";
    case X509_V_ERR_CERT_REVOKED:
        return "het clientcertificaat is ingetrokken";
    default:
        return "het clientcertificaat leidt niet naar de verwachte hoogste uitgever";
    }
}

void bp_tls_client(SSL *ssl, struct bp_client *out)
{
    X509 *certificate = SSL_get0_peer_certificate(ssl);
    *out = (struct bp_client){ .waarom = "er is geen clientcertificaat getoond" };
    if (!certificate)
        return;
    const X509_NAME *subject = X509_get_subject_name(certificate);
    int at = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
    const ASN1_STRING *value =
        at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    struct bp_str oin = { NULL, 0 };
    if (value)
        oin = (struct bp_str){ (const char *)ASN1_STRING_get0_data(value),
                               (size_t)ASN1_STRING_length(value) };
    if (bp_oin_ok(oin))
        (void)bp_str_copy(out->oin, sizeof out->oin, oin);
    out->waarom = why(SSL_get_verify_result(ssl));
    if (!out->waarom && !out->oin[0])
        out->waarom = "het serialNumber in het onderwerp van het clientcertificaat is geen OIN";
}
