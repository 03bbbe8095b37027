/* Any bytes as an answer: refused or parsed, and nothing of it is read: the only anchor belongs to a key
 * that is thrown away at once. */
#include "bronpost/security/soap.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A certificate of a key that nobody has. */
static X509 *make_anchor(void)
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    X509 *anchor = X509_new();
    X509_NAME *name = anchor ? X509_get_subject_name(anchor) : NULL;
    if (!key || !name ||
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"fuzz", -1, -1,
                                   0) != 1 ||
        X509_set_issuer_name(anchor, name) != 1 || X509_set_version(anchor, 2) != 1 ||
        !X509_gmtime_adj(X509_getm_notBefore(anchor), 0) ||
        !X509_gmtime_adj(X509_getm_notAfter(anchor), 86400) || X509_set_pubkey(anchor, key) != 1 ||
        X509_sign(anchor, key, EVP_sha256()) <= 0)
        abort();
    EVP_PKEY_free(key);
    return anchor;
}

static struct bp_vertrouwen *open_trust(void)
{
    char path[64];
    struct bp_vertrouwen *trust;
    int fd = memfd_create("anchor", MFD_CLOEXEC);
    X509 *anchor = make_anchor();
    FILE *file = fdopen(dup(fd), "w");
    if (fd < 0 || !file || PEM_write_X509(file, anchor) != 1 || fclose(file) != 0)
        abort();
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const struct bp_vertrouwen_bron bron = { .ankers = path };
    if (bp_soap_library_init(NULL) != BP_OK || bp_vertrouwen_open(&bron, &trust, NULL) != BP_OK)
        abort();
    X509_free(anchor);
    (void)close(fd);
    return trust;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bp_vertrouwen *trust;
    struct bp_soap *soap;
    struct bp_error err = { .status = BP_OK };
    const struct bp_soap_eis eis = { .now_ms = INT64_C(1788458651300), .tolerantie_ms = 60000 };
    if (!trust)
        trust = open_trust();
    enum bp_status st = bp_soap_parse((struct bp_str){ (const char *)data, size }, &soap, &err);
    if ((st == BP_OK) != (soap != NULL) || (st != BP_OK && st != BP_E_XML && st != BP_E_MEMORY))
        abort();
    if (!soap)
        return 0;
    (void)bp_soap_fault_code(soap);
    (void)bp_soap_fault_string(soap);
    if (bp_soap_verify(soap, trust, &eis, &err) == BP_OK || bp_soap_failed_check(soap) < 4 ||
        bp_soap_to(soap).ptr || bp_soap_body_value(soap, "ontvangstBevestiging").ptr)
        abort();
    bp_soap_free(soap);
    return 0;
}
