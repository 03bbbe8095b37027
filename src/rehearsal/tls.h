/* tls.h - private to rehearsal: HTTPS with client certificates
 * PURPOSE    TLS 1.2 or newer; who is at the other end, and is that certificate any good
 * OWNERSHIP  the caller frees the SSL_CTX
 * SOURCE     edukoppeling.md, section 9
 * ERRORS     BP_E_CRYPTO
 * THREADS    one owner at a time
 *
 * A certificate that is no good does not break the handshake, unless asked for: a fault EK0030 with the
 * reason teaches more than a connection that closes.
 */
#ifndef BRONPOST_REHEARSAL_TLS_H
#define BRONPOST_REHEARSAL_TLS_H

#include "bronpost/base/error.h"

#include <openssl/ssl.h>

/* `pki` as scripts/make-test-pki makes it: server.pem, server.key, chain.pem, and crl.pem when it is there.
 * */
enum bp_status bp_tls_open(const char *pki, bool refuse_in_handshake, SSL_CTX **out,
                           struct bp_error *err);

struct bp_client {
    char oin[21];       /* "" without one */
    const char *waarom; /* Dutch, static; NULL: a certificate as Digikoppeling asks */
};

void bp_tls_client(SSL *ssl, struct bp_client *out);

#endif
