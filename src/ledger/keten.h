/* keten.h - the arithmetic of the evidence chain, for every engine
 * PURPOSE    rows to bytes in one way only, hashed; and a sum of rows in which their order does not matter
 * OWNERSHIP  keten_hash_new() makes, keten_hash_free() ends; everything else is a value
 * UNITS      hashes of 32 bytes, SHA-256; lengths and numbers of 8 bytes, big-endian
 * SOURCE     FIPS 180-4; every value carries its type and length, so that no two rows give the same bytes
 * ERRORS     false from keten_end() when OpenSSL failed anywhere on the way
 * THREADS    one owner
 */
#ifndef BRONPOST_SRC_LEDGER_KETEN_H
#define BRONPOST_SRC_LEDGER_KETEN_H

#include "bronpost/ledger/ledger.h"

struct keten_hash;

struct keten_hash *keten_hash_new(void); /* NULL: no memory, or no SHA-256 in this OpenSSL */
void keten_hash_free(struct keten_hash *hash);

/* A hash is begun, fed and ended; one at a time. */
void keten_begin(struct keten_hash *hash, const char *soort); /* what kind of thing follows */
void keten_null(struct keten_hash *hash);
void keten_number(struct keten_hash *hash, int64_t number);
void keten_text(struct keten_hash *hash, struct bp_str text);
void keten_bytes(struct keten_hash *hash, struct bp_str bytes);
bool keten_end(struct keten_hash *hash, unsigned char out[BP_LEDGER_HASH]);

/* sum +/- hash, modulo 2^256: what was added and taken away again leaves nothing behind. */
void keten_plus(unsigned char sum[BP_LEDGER_HASH], const unsigned char hash[BP_LEDGER_HASH]);
void keten_min(unsigned char sum[BP_LEDGER_HASH], const unsigned char hash[BP_LEDGER_HASH]);

#endif
