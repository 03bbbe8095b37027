/* Any bytes as a column profile: read or refused as wrong use, and never a place without a file. */
#include "bronpost/input/profiel.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct bp_profiel *profiel = NULL;
    struct bp_error err = { .status = BP_OK };
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0)
        return 0;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (write(fd, data, size) == (ssize_t)size) {
        enum bp_status st = bp_profiel_open(path, &profiel, &err);
        if ((st == BP_OK) != (profiel != NULL) || (st != BP_OK && st != BP_E_USAGE) ||
            (st == BP_OK && !bp_profiel_name(profiel)) || (err.row > 0 && !err.file))
            abort();
    }
    bp_profiel_close(profiel);
    (void)close(fd);
    return 0;
}
