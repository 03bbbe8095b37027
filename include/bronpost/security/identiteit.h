/* identiteit.h - key and certificate of an institution
 * PURPOSE    PEM or PKCS#12 from disk to a key that signs and a certificate that says who
 * OWNERSHIP  bp_identiteit_open() makes, bp_identiteit_close() ends; passphrases are wiped after
 *            use
 * UNITS      moments in Unix milliseconds, UTC; RSA of 2048 to 4096 bits
 * SOURCE     edukoppeling.md sections 4, 6 and 9: OIN in subject serialNumber, [0-9A-Z]{20}
 * ERRORS     BP_E_CRYPTO, each with what to do: not there, not readable, wrong passphrase,
 *            passphrase needed but not given, key does not belong to the certificate, not RSA,
 *            too short or too long. Expired or without OIN is a fact, not an error
 * THREADS    read-only once open: any (each thread signs with a context of its own)
 */
#ifndef BRONPOST_SECURITY_IDENTITEIT_H
#define BRONPOST_SECURITY_IDENTITEIT_H

#include "bronpost/base/error.h"

struct bp_identiteit;

/* `certificaat` alone with a PKCS#12 file, or PEM certificate and `sleutel`; without `sleutel`
 * the PEM file holds both. Of several certificates in a PEM file the first is the institution's;
 * what stands behind it (and beside it in a PKCS#12 file) is shown to a server as its chain. The
 * passphrase comes from a file (first line) or from an environment variable, one of the two,
 * never from a command line or a terminal; both NULL: none. */
struct bp_identiteit_bron {
    const char *certificaat;
    const char *sleutel;
    const char *wachtwoord_bestand;
    const char *wachtwoord_omgeving;
};

enum bp_status bp_identiteit_open(const struct bp_identiteit_bron *bron, struct bp_identiteit **out,
                                  struct bp_error *err);
void bp_identiteit_close(struct bp_identiteit *identiteit); /* NULL is fine */

struct bp_identiteit_feiten {
    int key_bits;
    char oin[21]; /* "" when the subject has no serialNumber of that form */
    char subject[512];
    char issuer[512];
    int64_t not_before_ms, not_after_ms;
};
const struct bp_identiteit_feiten *bp_identiteit_feiten(const struct bp_identiteit *identiteit);

/* For a TLS connection: puts key, certificate and the certificates behind it into an SSL_CTX, which
 * keeps its own hold on them. BP_E_CRYPTO when OpenSSL refuses. Threads: any. */
struct ssl_ctx_st;
enum bp_status bp_identiteit_install(const struct bp_identiteit *identiteit, struct ssl_ctx_st *tls,
                                     struct bp_error *err);

#endif
