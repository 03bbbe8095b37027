#include "clock.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

#define UUID_BYTES 16

static int64_t real_now(void *ctx)
{
    (void)ctx;
    struct timespec ts = { 0 };
    (void)clock_gettime(CLOCK_REALTIME, &ts); /* cannot fail for this clock */
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool random_fill(unsigned char *out, size_t len)
{
    while (len) {
        ssize_t n = getrandom(out, len, 0);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            out += n;
            len -= (size_t)n;
        }
    }
    return true;
}

static void real_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    static _Thread_local unsigned char store[256 * UUID_BYTES];
    static _Thread_local size_t left;
    static const char hex[] = "0123456789abcdef";
    (void)ctx;
    if (left == 0) {
        (void)random_fill(store, sizeof store); /* bp_clock_real() saw that it works */
        left = sizeof store;
    }
    left -= UUID_BYTES;
    unsigned char *bytes = store + left;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = hex[bytes[i] >> 4];
        *out++ = hex[bytes[i] & 15];
    }
    *out = '\0';
}

const struct bp_env *bp_clock_real(void)
{
    static const struct bp_env real = { real_now, real_uuid, NULL };
    unsigned char probe;
    return random_fill(&probe, 1) ? &real : NULL;
}
