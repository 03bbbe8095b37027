#include "soap_intern.h"

#include "crypto.h"

#include <libxml/parser.h>
#include <openssl/err.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

static bool init_libraries(void)
{
    xmlInitParser();
    LIBXML_TEST_VERSION
    if (xmlSecInit() < 0)
        return false;
    /* It prints on stderr by itself; we say what is wrong in our own words. */
    xmlSecErrorsDefaultCallbackEnableOutput(0);
    return xmlSecCheckVersion() == 1 && xmlSecCryptoAppInit(NULL) >= 0 && xmlSecCryptoInit() >= 0;
}

enum bp_status bp_soap_library_init(struct bp_error *err)
{
    if (init_libraries())
        return BP_OK;
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("libxmlsec1 cannot be started; check that libxml2 and libxmlsec1 with "
                           "OpenSSL are installed completely, then run again"));
}

void bp_soap_library_cleanup(void)
{
    (void)xmlSecCryptoShutdown();
    (void)xmlSecCryptoAppShutdown();
    (void)xmlSecShutdown();
}

/* The same list as in soap_vorm.c, once more where libxmlsec1 enforces it. */
static bool enable_allowed(xmlSecDSigCtxPtr ctx)
{
    const xmlSecTransformId digests[] = { xmlSecTransformSha256Id, xmlSecTransformSha384Id,
                                          xmlSecTransformSha512Id };
    const xmlSecTransformId signatures[] = { xmlSecTransformRsaSha256Id, xmlSecTransformRsaSha384Id,
                                             xmlSecTransformRsaSha512Id };
    ctx->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
    bool ok = xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformExclC14NId) == 0 &&
              xmlSecDSigCtxEnableSignatureTransform(ctx, xmlSecTransformExclC14NId) == 0;
    for (size_t i = 0; i < 3 && ok; i++)
        ok = xmlSecDSigCtxEnableReferenceTransform(ctx, digests[i]) == 0 &&
             xmlSecDSigCtxEnableSignatureTransform(ctx, signatures[i]) == 0;
    return ok;
}

/* With a key in place libxmlsec1 does not look into KeyInfo. */
static bool give_key(xmlSecDSigCtxPtr ctx, EVP_PKEY *key)
{
    ctx->signKey = xmlSecKeyCreate();
    if (!ctx->signKey || EVP_PKEY_up_ref(key) != 1)
        return false;
    xmlSecKeyDataPtr data = xmlSecOpenSSLEvpKeyAdopt(key);
    if (!data) {
        EVP_PKEY_free(key);
        return false;
    }
    if (xmlSecKeySetValue(ctx->signKey, data) < 0) {
        xmlSecKeyDataDestroy(data);
        return false;
    }
    return true;
}

/* Every reference that we resolved was computed, in the same order, and nothing besides. */
static bool all_references_hold(xmlSecDSigCtxPtr ctx, const struct soap_handtekening *h)
{
    if (xmlSecPtrListGetSize(&ctx->signedInfoReferences) != h->part_count ||
        xmlSecPtrListGetSize(&ctx->manifestReferences) != 0)
        return false;
    for (unsigned i = 0; i < h->part_count; i++) {
        xmlSecDSigReferenceCtxPtr ref =
            (xmlSecDSigReferenceCtxPtr)xmlSecPtrListGetItem(&ctx->signedInfoReferences, i);
        const xmlChar *id = h->ids[i]->children->content;
        if (!ref || ref->status != xmlSecDSigStatusSucceeded || !ref->uri || ref->uri[0] != '#' ||
            !xmlStrEqual(ref->uri + 1, id))
            return false;
    }
    return true;
}

static void say_nothing(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

bool soap_xmlsec_verify(const struct soap_handtekening *h, EVP_PKEY *key)
{
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *handler_ctx = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, say_nothing); /* of this thread */
    xmlSecDSigCtxPtr ctx = xmlSecDSigCtxCreate(NULL);
    bool ok = ctx && enable_allowed(ctx) && give_key(ctx, key) &&
              xmlSecDSigCtxVerify(ctx, h->signature) >= 0 &&
              ctx->status == xmlSecDSigStatusSucceeded && all_references_hold(ctx, h);
    if (ctx)
        xmlSecDSigCtxDestroy(ctx);
    xmlSetStructuredErrorFunc(handler_ctx, handler);
    ERR_clear_error();
    return ok;
}
