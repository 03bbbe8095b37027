/* fuzz.h - what the fuzz targets share
 * PURPOSE    a promise that is broken ends the program, so that the fuzzer keeps the bytes; bytes as a file that a reader
 *            can open
 * OWNERSHIP  everything is borrowed during the call
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_FUZZ_FUZZ_H
#define BRONPOST_TESTS_FUZZ_FUZZ_H

#include "bronpost/base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void promise(bool kept, const char *what)
{
    if (kept)
        return;
    (void)fprintf(stderr, "fuzz: broken promise: %s\n", what);
    abort();
}

/* SECURITY: a number has nine digits; no message may hold as many. */
static inline void no_number(const struct bp_error *err)
{
    size_t run = 0;
    for (const char *p = err->detail; *p; p++) {
        run = bp_ascii_digit(*p) ? run + 1 : 0;
        promise(run < 9, "no message shows a number");
    }
}

/* The bytes as a whole file of DUO's, and as an extract. */
static inline void fuzz_both(const uint8_t *data, size_t size,
                             void (*read_file)(const char *path, bool uittreksel))
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0)
        return;
    size_t done = 0;
    while (done < size) {
        ssize_t n = write(fd, data + done, size - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    read_file(path, false);
    read_file(path, true);
    (void)close(fd);
}

#endif
