#include "keten.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct keten_hash {
    EVP_MD *sha256; /* fetched once: looking it up costs more than hashing a row */
    EVP_MD_CTX *ctx;
    bool ok;
};

struct keten_hash *keten_hash_new(void)
{
    struct keten_hash *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    h->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    h->ctx = EVP_MD_CTX_new();
    if (h->sha256 && h->ctx)
        return h;
    keten_hash_free(h);
    return NULL;
}

void keten_hash_free(struct keten_hash *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_free(h->sha256);
    free(h);
}

static void feed(struct keten_hash *h, const void *bytes, size_t len)
{
    h->ok = h->ok && EVP_DigestUpdate(h->ctx, bytes, len) == 1;
}

static void feed_tagged(struct keten_hash *h, char tag, uint64_t number)
{
    unsigned char head[9] = { (unsigned char)tag };
    for (unsigned i = 0; i < 8; i++)
        head[8 - i] = (unsigned char)(number >> (8 * i));
    feed(h, head, sizeof head);
}

static void feed_counted(struct keten_hash *h, char tag, struct bp_str s)
{
    feed_tagged(h, tag, s.len);
    if (s.len)
        feed(h, s.ptr, s.len);
}

void keten_begin(struct keten_hash *h, const char *soort)
{
    h->ok = EVP_DigestInit_ex2(h->ctx, h->sha256, NULL) == 1;
    feed_counted(h, 's', bp_str_of(soort));
}

void keten_null(struct keten_hash *h)
{
    feed(h, "n", 1);
}

void keten_number(struct keten_hash *h, int64_t number)
{
    feed_tagged(h, 'i', (uint64_t)number);
}

void keten_text(struct keten_hash *h, struct bp_str text)
{
    feed_counted(h, 't', text);
}

void keten_bytes(struct keten_hash *h, struct bp_str bytes)
{
    feed_counted(h, 'b', bytes);
}

bool keten_end(struct keten_hash *h, unsigned char out[BP_LEDGER_HASH])
{
    unsigned len = 0;
    return h->ok && EVP_DigestFinal_ex(h->ctx, out, &len) == 1 && len == BP_LEDGER_HASH;
}

void keten_plus(unsigned char sum[BP_LEDGER_HASH], const unsigned char hash[BP_LEDGER_HASH])
{
    unsigned carry = 0;
    for (unsigned i = BP_LEDGER_HASH; i-- > 0;) {
        carry += (unsigned)sum[i] + hash[i];
        sum[i] = (unsigned char)carry;
        carry >>= 8;
    }
}

void keten_min(unsigned char sum[BP_LEDGER_HASH], const unsigned char hash[BP_LEDGER_HASH])
{
    unsigned borrow = 0;
    for (unsigned i = BP_LEDGER_HASH; i-- > 0;) {
        unsigned take = (unsigned)hash[i] + borrow;
        borrow = take > sum[i];
        sum[i] = (unsigned char)(sum[i] - take);
    }
}
