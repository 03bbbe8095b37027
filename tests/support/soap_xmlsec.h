/* soap_xmlsec.h - libxmlsec1 as an incautious program uses it
 * PURPOSE    shows that an attack is one (a plain verification takes it), and signs forms that our own signer never
 *            writes
 * OWNERSHIP  texts stay the caller's
 * ERRORS     fail the test
 * THREADS    call from one thread, after bp_soap_library_init()
 */
#ifndef BRONPOST_TESTS_SOAP_XMLSEC_H
#define BRONPOST_TESTS_SOAP_XMLSEC_H

#include "bronpost/base/buf.h"

/* Looks for a signature and for ids anywhere, and asks nothing else. `certificaat`: a file of the test PKI. */
bool soap_plain_verify(const struct bp_buf *text, const char *certificaat);

/* Computes the digests and the value of the first signature in the text anew. `key`: a file of the test PKI. */
void soap_sign_anew(struct bp_buf *text, const char *key);

#endif
