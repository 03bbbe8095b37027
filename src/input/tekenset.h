/* tekenset.h - the character set of a file
 * PURPOSE    which set it is, cells to UTF-8 and texts of ours back to it. Private to input
 * OWNERSHIP  a value without anything behind it
 * ERRORS     BP_E_USAGE for a name that iconv does not know: only a profile can bring one
 * THREADS    read-only once found: any
 *
 * All structure of CSV is ASCII. In UTF-8 and in single-byte supersets of ASCII no other character holds such a
 * byte, so such files are split as they are and only cells with high bytes are converted, by a table; iconv is
 * asked once per byte. A file in any other set (UTF-16 ...) is converted as a whole.
 */
#ifndef BRONPOST_INPUT_TEKENSET_INTERN_H
#define BRONPOST_INPUT_TEKENSET_INTERN_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"

enum bp_tekenset_soort {
    BP_TEKENSET_UTF8,
    BP_TEKENSET_BYTE,   /* one byte, one character; the lower half is ASCII */
    BP_TEKENSET_ANDERS, /* converted as a whole */
};

struct bp_tekenset {
    enum bp_tekenset_soort soort;
    char name[64];     /* as the profile wrote it, or as it was found */
    uint8_t len[256];  /* BYTE: bytes in utf8[]; 0: this byte stands for no character */
    char utf8[256][4]; /* BYTE */
};

void bp_tekenset_utf8(struct bp_tekenset *out);
enum bp_status bp_tekenset_find(const char *name, struct bp_tekenset *out, struct bp_error *err);

/* Appends `raw` as UTF-8; a byte that stands for nothing becomes U+FFFD. Not for ANDERS. */
void bp_tekenset_decode(const struct bp_tekenset *set, struct bp_str raw, struct bp_buf *out);

/* Appends the UTF-8 text in the set, '?' for what it lacks. A set with byte order needs its order in the name. */
void bp_tekenset_encode(const struct bp_tekenset *set, struct bp_str text, struct bp_buf *out);

/* A whole file of another set to UTF-8; BP_E_INPUT when it is not in that set. */
enum bp_status bp_tekenset_convert(const struct bp_tekenset *set, struct bp_str raw,
                                   struct bp_buf *out, struct bp_error *err);

/* True when there is a byte of 0x80 or above. */
bool bp_tekenset_high(struct bp_str s);

/* Is the text UTF-8? Feed it in pieces; `offset` of the first wrong byte counts over all of them. */
struct bp_utf8_toets {
    uint64_t offset;
    uint8_t expected;        /* bytes still to come of the character that began */
    uint8_t lowest, highest; /* what the next of them may be */
    bool wrong;
};
void bp_utf8_toets_add(struct bp_utf8_toets *toets, const char *bytes, size_t len);
bool bp_utf8_toets_ok(const struct bp_utf8_toets *toets); /* at the end: nothing half */

#endif
