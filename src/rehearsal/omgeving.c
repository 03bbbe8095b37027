#include "omgeving.h"

#include <openssl/rand.h>
#include <time.h>

static int64_t now_ms(void *ctx)
{
    struct timespec ts = { 0 };
    (void)ctx;
    (void)clock_gettime(CLOCK_REALTIME, &ts); /* cannot fail for this clock */
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void uuid(void *ctx, char out[BP_UUID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    (void)ctx;
    (void)RAND_bytes(bytes, sizeof bytes); /* main() saw that there is chance */
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = hex[bytes[i] >> 4];
        *out++ = hex[bytes[i] & 15];
    }
    *out = '\0';
}

const struct bp_env bp_rehearsal_env = { now_ms, uuid, NULL };
