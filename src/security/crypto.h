/* crypto.h - what the sources of this layer share
 * PURPOSE    OpenSSL's failures and secret files, each said in one way
 * OWNERSHIP  borrows
 * ERRORS     BP_E_CRYPTO
 * THREADS    any; OpenSSL's error queue belongs to the thread
 */
#ifndef BRONPOST_SRC_SECURITY_CRYPTO_H
#define BRONPOST_SRC_SECURITY_CRYPTO_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/base/text.h"

/* For what only fails when memory runs out or OpenSSL is incomplete. `what` is a technical name.
 * Empties OpenSSL's queue, so that the next caller finds none of ours. */
enum bp_status bp_crypto_failed(const char *what, struct bp_error *err);

/* Opens a file of the configuration; `option` is the name of the setting that pointed at it. -1:
 * see err. */
int bp_secret_open(const char *path, const char *option, struct bp_error *err);

/* Reads an open file of at most `max` bytes to its end and closes it, also after a failure. */
enum bp_status bp_secret_read(int fd, const char *path, size_t max, struct bp_buf *out,
                              struct bp_error *err);

#endif
