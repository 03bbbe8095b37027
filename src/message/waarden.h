/* waarden.h - private to message: values of a type of leaf that libxml2 has accepted
 * PURPOSE    a bounded set; full means "ask again"
 * OWNERSHIP  bp_waarden_free() ends it, wiped
 * UNITS      bytes of the value, at most BP_WAARDE_BYTES; exact, never by hash alone
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_MESSAGE_WAARDEN_H
#define BRONPOST_MESSAGE_WAARDEN_H

#include "bronpost/base/str.h"

struct bp_waarde {
    uint64_t
        word[4]; /* length in the first byte, then the value, then zeros; all zero: empty slot */
};

struct bp_waarden {
    struct bp_waarde *slots;
    size_t cap; /* a power of two, or 0 */
    size_t count;
};

/* False: too long to be remembered. */
bool bp_waarde_make(struct bp_waarde *out, struct bp_str value);

bool bp_waarden_has(const struct bp_waarden *set, const struct bp_waarde *value);

/* Does nothing when the set is full or memory ran out. */
void bp_waarden_add(struct bp_waarden *set, const struct bp_waarde *value);

void bp_waarden_free(struct bp_waarden *set);

#endif
