#include "waarden.h"

#include "keurder.h"

#include <assert.h>
#include <stdlib.h>

#define FIRST_SLOTS ((size_t)64)

bool bp_waarde_make(struct bp_waarde *out, struct bp_str value)
{
    char bytes[BP_WAARDE_BYTES + 1] = { 0 };
    static_assert(sizeof bytes == sizeof out->word, "a value fills its words");
    if (value.len > BP_WAARDE_BYTES || value.len == 0)
        return false;
    bytes[0] = (char)value.len;
    memcpy(bytes + 1, value.ptr, value.len);
    memcpy(out->word, bytes, sizeof bytes);
    return true;
}

static bool same(const struct bp_waarde *a, const struct bp_waarde *b)
{
    return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
           a->word[3] == b->word[3];
}

static uint64_t hash(const struct bp_waarde *v)
{
    uint64_t h = v->word[0] * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ (h >> 29) ^ v->word[1]) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ (h >> 32) ^ v->word[2]) * UINT64_C(0x94d049bb133111eb);
    h = (h ^ (h >> 29) ^ v->word[3]) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 32);
}

/* Where the value is, or the empty slot where it would be. */
static struct bp_waarde *slot(const struct bp_waarden *set, const struct bp_waarde *value)
{
    size_t at = (size_t)hash(value) & (set->cap - 1);
    while (set->slots[at].word[0] && !same(&set->slots[at], value))
        at = (at + 1) & (set->cap - 1);
    return &set->slots[at];
}

bool bp_waarden_has(const struct bp_waarden *set, const struct bp_waarde *value)
{
    return set->cap && slot(set, value)->word[0] != 0;
}

static bool grow(struct bp_waarden *set)
{
    struct bp_waarden bigger = { .cap = set->cap ? 2 * set->cap : FIRST_SLOTS,
                                 .count = set->count };
    bigger.slots = calloc(bigger.cap, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < set->cap; i++)
        if (set->slots[i].word[0])
            *slot(&bigger, &set->slots[i]) = set->slots[i];
    bp_waarden_free(set);
    *set = bigger;
    return true;
}

void bp_waarden_add(struct bp_waarden *set, const struct bp_waarde *value)
{
    if (set->count == BP_WAARDEN || (2 * (set->count + 1) > set->cap && !grow(set)))
        return;
    struct bp_waarde *at = slot(set, value);
    if (at->word[0])
        return;
    *at = *value;
    set->count++;
}

void bp_waarden_free(struct bp_waarden *set)
{
    if (set->slots)
        explicit_bzero(set->slots, set->cap * sizeof *set->slots);
    free(set->slots);
    *set = (struct bp_waarden){ NULL, 0, 0 };
}
