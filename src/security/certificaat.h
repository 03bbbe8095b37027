/* certificaat.h - what a certificate says of its holder
 * OWNERSHIP  texts go to the caller's buffer
 * SOURCE     edukoppeling.md section 4: the OIN stands in the subject's serialNumber
 * THREADS    any, read only
 */
#ifndef BRONPOST_SRC_SECURITY_CERTIFICAAT_H
#define BRONPOST_SRC_SECURITY_CERTIFICAAT_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

#define BP_OIN_TEXT 21 /* 20 characters and a NUL */

/* "" when the subject has no serialNumber of the form [0-9A-Z]{20}. */
void bp_certificaat_oin(X509 *certificaat, char out[BP_OIN_TEXT]);

/* "C=NL, O=School, CN=..." in UTF-8; what does not fit ends in "...". False: out of memory. */
bool bp_certificaat_name(const X509_NAME *name, char *out, size_t cap);

#endif
