/* pki_folder.h - the test PKI, made once per build folder
 * PURPOSE    finds (and at first makes) what scripts/make-test-pki describes, in the folder
 *            test-pki of the build folder
 * OWNERSHIP  paths go to the caller's buffer; an identity is closed by the caller
 * ERRORS     says what is wrong on stderr and ends the program: without a PKI no test of it means
 *            anything
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_PKI_FOLDER_H
#define BRONPOST_TESTS_PKI_FOLDER_H

#include "bronpost/security/identiteit.h"

#include <limits.h>

const char *pki_folder(void);

/* The path of a file of the PKI, such as "99XA.pem". */
void pki_path(const char *name, char out[PATH_MAX]);

/* Opens NAME.pem with NAME.key. */
struct bp_identiteit *pki_identiteit(const char *name);

#endif
