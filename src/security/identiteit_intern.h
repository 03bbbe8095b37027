/* identiteit_intern.h - what the signer needs of an identity
 * OWNERSHIP  borrowed from the identity, for as long as that is open
 * THREADS    read only; a signer signs with a copy of the key
 */
#ifndef BRONPOST_SRC_SECURITY_IDENTITEIT_INTERN_H
#define BRONPOST_SRC_SECURITY_IDENTITEIT_INTERN_H

#include "bronpost/security/identiteit.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

EVP_PKEY *bp_identiteit_key(const struct bp_identiteit *identiteit);
X509 *bp_identiteit_certificaat(const struct bp_identiteit *identiteit);

#endif
