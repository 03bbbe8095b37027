#include "transport_intern.h"

#include "bronpost/base/text.h"

#include <openssl/x509_vfy.h>
#include <stdio.h>

/* Every sentence names the endpoint, what happened, and what to do. The formats are literals inside
 * bp_text(), so that the compiler checks them and the translators find them. */

#define SAY(format, ...) (void)snprintf(out, WHY_TEXT, format, a->endpoint, ##__VA_ARGS__)

static bool says(const struct afloop *a, const char *part)
{
    return strstr(a->text, part) != NULL;
}

/* The server's certificate, by OpenSSL's judgement. */
static void say_certificate(const struct afloop *a, char *out)
{
    if (says(a, "subject name")) { /* libcurl's own check, after OpenSSL's */
        SAY(bp_text("the certificate of the server at %s is for another host name; correct the "
                    "address, or ask who answers there"));
        return;
    }
    switch (a->verify) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        SAY(bp_text("the certificate of the server at %s has expired; nothing is sent there until "
                    "it was renewed, let the owner of the server know"));
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        SAY(bp_text("the certificate of the server at %s is not valid yet; set the clock of this "
                    "machine right (NTP)"));
        break;
    case X509_V_ERR_CERT_REVOKED:
        SAY(bp_text("the certificate of the server at %s was revoked; nothing is sent there, let "
                    "the owner of the server know"));
        break;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
        SAY(bp_text("the revocation lists in 'crl' do not cover the certificate of the server at "
                    "%s, or are out of date; fetch the present lists of all its authorities"));
        break;
    default:
        SAY(bp_text(
            "the certificate of the server at %s does not lead to an anchor in 'vertrouw'; add the "
            "right root when the address is right, and send nothing there otherwise"));
    }
}

/* An alert is the other side's: it did not like what we showed. */
static bool is_alert_about_certificate(const struct afloop *a)
{
    static const char *const alerts[] = {
        "alert certificate required",    "alert bad certificate",     "alert unknown ca",
        "alert certificate expired",     "alert certificate revoked", "alert certificate unknown",
        "alert unsupported certificate", "alert access denied",       "alert handshake failure",
        "alert decrypt error",
    };
    for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++)
        if (says(a, alerts[i]))
            return true;
    return false;
}

static bool say_alert(const struct afloop *a, char *out)
{
    if (is_alert_about_certificate(a)) {
        SAY(bp_text("the server at %s refuses the certificate of the institution; ask its owner "
                    "whether the certificate and its OIN are registered there, and see `bronpost "
                    "doctor` for its dates"));
        return true;
    }
    if (says(a, "alert protocol version") || says(a, "unsupported protocol") ||
        says(a, "no ciphers available")) {
        SAY(bp_text(
            "the server at %s offers no TLS that may be used (1.2 or newer); let its owner know"));
        return true;
    }
    return false;
}

static void say_tls(const struct afloop *a, char *out)
{
    if (say_alert(a, out))
        return;
    if (says(a, "wrong version number") || says(a, "packet length too long") ||
        says(a, "http request"))
        SAY(bp_text("what answers at %s speaks no TLS; correct the port or the address"));
    else
        SAY(bp_text("no secure connection with %s came about; try again later, and look at the "
                    "address and at what stands in between when it stays so"));
}

static void say_timeout(const struct afloop *a, char *out)
{
    if (!a->sent)
        SAY(bp_text("no connection with %s within %u ms; try again later, and look at address, "
                    "port and firewall when it stays so"),
            a->opties->connect_ms);
    else if (a->silent)
        SAY(bp_text("nothing came from %s for %u ms; the message may have arrived and goes again "
                    "under its own number"),
            a->opties->stil_ms);
    else
        SAY(bp_text("no complete answer from %s within %u ms; the message may have arrived and "
                    "goes again under its own number"),
            a->opties->total_ms);
}

/* Things that were broken off although the connection stood. */
static void say_broken(const struct afloop *a, char *out)
{
    if (a->code == CURLE_UNSUPPORTED_PROTOCOL || a->code == CURLE_WEIRD_SERVER_REPLY ||
        a->code == CURLE_HTTP2 || a->code == CURLE_BAD_CONTENT_ENCODING)
        SAY(bp_text(
            "what %s answers is no HTTP; the message may have arrived and goes again under its own "
            "number, look at the address and at what stands in between when it stays so"));
    else
        SAY(bp_text("the connection with %s broke before the answer was complete; the message may "
                    "have arrived and goes again under its own number, look at what stands in "
                    "between and at the certificate when it stays so"));
}

/* True: the proxy is to blame. */
static bool say_proxy(const struct afloop *a, char *out)
{
    if (a->code == CURLE_COULDNT_RESOLVE_PROXY) {
        SAY(bp_text("on the way to %s: the name of the proxy is not known; correct 'proxy' in the "
                    "section [duo]"));
        return true;
    }
    if (a->connect_status && a->connect_status / 100 != 2) {
        SAY(bp_text("on the way to %s: the proxy answers with HTTP %ld; correct 'proxy' in the "
                    "section [duo], or ask its owner to let this connection through"),
            a->connect_status);
        return true;
    }
    return false;
}

/* True: a person must look, the same would happen again. */
static bool say_unreached(const struct afloop *a, char *out)
{
    switch (a->code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        SAY(bp_text("the host name in %s is not known; correct the address, or look at the network "
                    "of this machine"));
        return false;
    case CURLE_COULDNT_CONNECT:
        SAY(bp_text("nothing answers at %s; try again later, and look at address, port and "
                    "firewall when it stays so"));
        return false;
    case CURLE_OPERATION_TIMEDOUT:
        say_timeout(a, out);
        return false;
    case CURLE_PEER_FAILED_VERIFICATION:
        say_certificate(a, out);
        return true;
    case CURLE_SSL_CACERT_BADFILE:
        SAY(bp_text("for %s: the trust anchors in 'vertrouw' cannot be used; it must be a PEM file "
                    "with certificates"));
        return true;
    case CURLE_SSL_CRL_BADFILE:
        SAY(bp_text("for %s: the revocation lists in 'crl' cannot be used; it must be a PEM file "
                    "that this user may read"));
        return true;
    case CURLE_SSL_CERTPROBLEM:
        SAY(bp_text(
            "for %s: OpenSSL refuses the institution's key or certificate; see `bronpost doctor`"));
        return true;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
        say_tls(a, out);
        return is_alert_about_certificate(a) || says(a, "wrong version number") ||
               says(a, "alert protocol version") || says(a, "unsupported protocol");
    default:
        SAY(bp_text("no connection with %s came about (%s); try again later"),
            curl_easy_strerror(a->code));
        return false;
    }
}

void bp_waarom_fill(const struct afloop *a, char out[WHY_TEXT],
                    struct bp_transport_resultaat *resultaat)
{
    out[0] = '\0';
    if (a->code == CURLE_OK) {
        resultaat->uitkomst = BP_TRANSPORT_ANTWOORD;
    } else if (a->too_big) {
        resultaat->uitkomst = BP_TRANSPORT_TE_GROOT;
        SAY(bp_text(
                "the answer of %s is longer than %zu bytes; the message may have arrived and goes "
                "again under its own number, look at what stands in between when it stays so"),
            a->opties->answer_bytes);
    } else if (!a->sent) {
        resultaat->uitkomst = BP_TRANSPORT_NIET_BEREIKT;
        resultaat->configuratie = say_proxy(a, out) || say_unreached(a, out);
    } else {
        resultaat->uitkomst = BP_TRANSPORT_AFGEBROKEN;
        /* With TLS 1.3 the client's certificate is refused after its first bytes are out. */
        resultaat->configuratie = say_alert(a, out);
        if (!resultaat->configuratie && (a->code == CURLE_OPERATION_TIMEDOUT || a->silent))
            say_timeout(a, out);
        else if (!resultaat->configuratie)
            say_broken(a, out);
    }
}
