/* How many envelopes a second are signed, beside what the bare RSA operation of the same key
 * allows. usage: bench_sign [THREADS] (default: one per core)
 *
 * The machine's speed drifts within seconds, so each thread does the two in turns of a tenth of a
 * second, and the ratio is taken over processor time. */
#include "support/pki_folder.h"

#include "bronpost/security/envelope.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BODY_BYTES   2048
#define SECONDS      2.0
#define TURN_SECONDS 0.1
#define THREADS_MAX  64

struct work {
    const struct bp_identiteit *identiteit;
    EVP_PKEY *key;
    size_t envelopes, signatures;
    double envelope_seconds, signature_seconds; /* of processor time */
    bool failed;
};

static double clock_seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct bp_str make_body(char body[BODY_BYTES])
{
    static const char start[] = "<a:bench xmlns:a=\"urn:bench\">", end[] = "</a:bench>";
    memset(body, 'x', BODY_BYTES);
    memcpy(body, start, sizeof start - 1);
    memcpy(body + BODY_BYTES - (sizeof end - 1), end, sizeof end - 1);
    return (struct bp_str){ body, BODY_BYTES };
}

static EVP_PKEY_CTX *raw_signer(EVP_PKEY *key)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
    if (!ctx || EVP_PKEY_sign_init(ctx) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) != 1) {
        EVP_PKEY_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

static bool sign_envelopes(struct work *w, struct bp_signer *signer, struct bp_buf *out)
{
    static const struct bp_envelope_kop kop = {
        .to = { "http://www.w3.org/2005/08/addressing/anonymous?oin=00000001800866472000", 71 },
        .action = { "http://duo.nl/contract/bench/bench", 34 },
        .message_id = { "urn:uuid:c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5c", 45 },
        .from = { "http://www.w3.org/2005/08/addressing/anonymous?oin=0000000700099XA00000", 71 },
        .created_ms = INT64_C(1788458651300),
        .expires_ms = INT64_C(1788458951300),
    };
    char text[BODY_BYTES];
    struct bp_str body = make_body(text);
    double start = clock_seconds(CLOCK_THREAD_CPUTIME_ID), now = start;
    for (; now - start < TURN_SECONDS; now = clock_seconds(CLOCK_THREAD_CPUTIME_ID)) {
        if (bp_envelope_sign(signer, &kop, body, out, NULL) != BP_OK)
            return false;
        w->envelopes++;
    }
    w->envelope_seconds += now - start;
    return true;
}

static bool sign_raw(struct work *w, EVP_PKEY_CTX *ctx)
{
    unsigned char hash[32] = { 1 }, value[1024];
    double start = clock_seconds(CLOCK_THREAD_CPUTIME_ID), now = start;
    for (; now - start < TURN_SECONDS; now = clock_seconds(CLOCK_THREAD_CPUTIME_ID)) {
        size_t len = sizeof value;
        if (EVP_PKEY_sign(ctx, value, &len, hash, sizeof hash) != 1)
            return false;
        w->signatures++;
    }
    w->signature_seconds += now - start;
    return true;
}

static void *run(void *arg)
{
    struct work *w = arg;
    struct bp_signer *signer = bp_signer_new(w->identiteit, NULL);
    EVP_PKEY *key = EVP_PKEY_dup(w->key);
    EVP_PKEY_CTX *raw = key ? raw_signer(key) : NULL;
    struct bp_buf out;
    bp_buf_init(&out, 1 << 20);
    w->failed = !signer || !raw;
    while (!w->failed && w->envelope_seconds < SECONDS)
        w->failed = !sign_envelopes(w, signer, &out) || !sign_raw(w, raw);
    bp_buf_free(&out);
    EVP_PKEY_CTX_free(raw);
    EVP_PKEY_free(key);
    bp_signer_free(signer);
    return NULL;
}

static EVP_PKEY *read_key(const char *name)
{
    char path[PATH_MAX];
    pki_path(name, path);
    FILE *file = fopen(path, "r");
    EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    if (file)
        (void)fclose(file);
    return key;
}

static bool bench(const char *brin, const char *key_name, size_t threads)
{
    struct bp_identiteit *identiteit = pki_identiteit(brin);
    EVP_PKEY *key = read_key(key_name);
    struct work work[THREADS_MAX] = { 0 }, sum = { .failed = !key };
    pthread_t ids[THREADS_MAX];
    size_t started = 0;
    for (; !sum.failed && started < threads; started++) {
        work[started] = (struct work){ .identiteit = identiteit, .key = key };
        if (pthread_create(&ids[started], NULL, run, &work[started]) != 0)
            break;
    }
    sum.failed = sum.failed || started < threads;
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(ids[i], NULL);
        sum.failed = sum.failed || work[i].failed;
        sum.envelopes += work[i].envelopes;
        sum.signatures += work[i].signatures;
        sum.envelope_seconds += work[i].envelope_seconds;
        sum.signature_seconds += work[i].signature_seconds;
    }
    if (!sum.failed) {
        double rate = (double)sum.envelopes / sum.envelope_seconds;
        double raw = (double)sum.signatures / sum.signature_seconds;
        (void)printf("sign rsa%d threads=%zu body=%d envelopes_per_core_second=%.0f "
                     "raw_rsa_per_core_second=%.0f ratio=%.3f\n",
                     bp_identiteit_feiten(identiteit)->key_bits, threads, BODY_BYTES, rate, raw,
                     rate / raw);
    }
    EVP_PKEY_free(key);
    bp_identiteit_close(identiteit);
    return !sum.failed;
}

int main(int argc, char **argv)
{
    long threads = argc > 1 ? strtol(argv[1], NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    if (threads < 1 || threads > THREADS_MAX) {
        (void)fprintf(stderr, "usage: bench_sign [THREADS], 1 to %d\n", THREADS_MAX);
        return 2;
    }
    bool ok =
        bench("99XA", "99XA.key", (size_t)threads) && bench("99XB", "99XB.key", (size_t)threads);
    return ok ? 0 : 1;
}
