/* kluis.h - encryption at rest and pseudonyms, under the installation's key file
 * PURPOSE    person numbers are stored only as HMAC, bodies only encrypted
 * OWNERSHIP  bp_kluis_open() makes, bp_kluis_close() ends and wipes
 * UNITS      the key file holds 32 random bytes as 64 hex digits and a line end, mode 0600; from it
 *            a key per purpose is derived (HKDF-SHA-256), so that no key serves two ends
 * SOURCE     architecture.md, "States of a registration in the ledger"; AES-256-GCM: NIST SP
 *            800-38D
 * ERRORS     BP_E_CRYPTO: the file is not a key file, is open to others, or a sealed text was
 *            changed; BP_E_MEMORY: `out` is too small; BP_E_INTERNAL: a pseudonym for
 *            BP_PERSOON_GEEN
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_SECURITY_KLUIS_H
#define BRONPOST_SECURITY_KLUIS_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/persoonsnummer.h"

#define BP_HASH_BYTES 32

struct bp_kluis;

/* `create`: make the file (0600, whole or not at all) when it is not there. */
enum bp_status bp_kluis_open(const char *path, bool create, struct bp_kluis **out,
                             struct bp_error *err);
void bp_kluis_close(struct bp_kluis *kluis); /* NULL is fine */

/* HMAC-SHA-256 of kind and digits. */
enum bp_status bp_kluis_persoon(const struct bp_kluis *kluis, struct bp_persoonsnummer persoon,
                                unsigned char out[BP_HASH_BYTES], struct bp_error *err);

/* HMAC-SHA-256 of what a message states (it holds the number: a plain hash could be tried out). */
enum bp_status bp_kluis_fingerprint(const struct bp_kluis *kluis, struct bp_str stand,
                                    unsigned char out[BP_HASH_BYTES], struct bp_error *err);

/* AES-256-GCM with a random nonce in front and the tag behind; `bound` is authenticated, not
 * stored: a sealed body moved to another message does not open. Both clear `out` first, and leave
 * it empty after a failure. */
enum bp_status bp_kluis_seal(const struct bp_kluis *kluis, struct bp_str bound, struct bp_str plain,
                             struct bp_buf *out, struct bp_error *err);
enum bp_status bp_kluis_unseal(const struct bp_kluis *kluis, struct bp_str bound,
                               struct bp_str sealed, struct bp_buf *out, struct bp_error *err);

#endif
