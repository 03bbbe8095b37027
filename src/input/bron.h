/* bron.h - the bytes of an export, wherever they are
 * PURPOSE    one file opened, looked through once (character set, NUL bytes) and read again by offset. Private to
 *            input
 * OWNERSHIP  bp_bron_open() makes, bp_bron_close() ends; path is borrowed and outlives it
 * UNITS      offsets count bytes from the file's begin, the byte order mark included; in a file that was converted
 *            as a whole they count the bytes of its UTF-8 form
 * ERRORS     BP_E_INPUT: not there, unreadable, empty, a NUL byte, not in the profile's set, changed while it was
 *            read. BP_E_USAGE: the profile names no character set that is known
 * THREADS    read-only once open: any number of readers
 */
#ifndef BRONPOST_INPUT_BRON_INTERN_H
#define BRONPOST_INPUT_BRON_INTERN_H

#include "tekenset.h"

#include <sys/stat.h>

struct bp_bron {
    const char *path;
    int fd;
    struct stat seen; /* when it was opened */
    uint64_t size;    /* bytes to read */
    size_t bom;       /* bytes of byte order mark before the text, in what is read */
    struct bp_tekenset tekenset;
    bool assumed;        /* not UTF-8, and nobody said what it is */
    struct bp_buf whole; /* the converted file; unused for UTF-8 and single-byte sets */
    bool in_memory;
};

/* `charset` NULL: UTF-8 when all of it is, else Windows-1252. */
enum bp_status bp_bron_open(struct bp_bron *bron, const char *path, const char *charset,
                            struct bp_error *err);
void bp_bron_close(struct bp_bron *bron);

/* Up to `cap` bytes from `offset`; fewer only at the end. */
enum bp_status bp_bron_read(const struct bp_bron *bron, uint64_t offset, char *out, size_t cap,
                            size_t *got, struct bp_error *err);

/* BP_E_INPUT when the file is not what it was when it was opened. */
enum bp_status bp_bron_unchanged(const struct bp_bron *bron, struct bp_error *err);

/* The refusal for a file that changed under our hands. */
enum bp_status bp_bron_changed(const struct bp_bron *bron, struct bp_error *err);

#endif
