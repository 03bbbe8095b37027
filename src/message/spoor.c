#include "spoor.h"

#include <stdlib.h>

#define FIRST_STEPS ((size_t)64)

static bool grow(struct bp_spoor *spoor)
{
    size_t cap = spoor->cap ? 2 * spoor->cap : FIRST_STEPS;
    if (cap > SIZE_MAX / sizeof *spoor->items)
        return false;
    /* Not realloc(): what it leaves behind holds person numbers. */
    struct bp_stap *items = malloc(cap * sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < spoor->count; i++) {
        items[i] = spoor->items[i];
        if (spoor->items[i].value.ptr == spoor->items[i].text)
            items[i].value.ptr = items[i].text;
    }
    size_t count = spoor->count;
    bp_spoor_free(spoor);
    *spoor = (struct bp_spoor){ items, count, cap };
    return true;
}

struct bp_stap *bp_spoor_add(struct bp_spoor *spoor, const struct bp_knoop *knoop)
{
    if (spoor->count == spoor->cap && !grow(spoor))
        return NULL;
    struct bp_stap *stap = &spoor->items[spoor->count++];
    stap->knoop = knoop;
    stap->value = (struct bp_str){ NULL, 0 };
    return stap;
}

uint64_t bp_spoor_hash(const struct bp_spoor *spoor)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a, an id at a time */
    for (size_t i = 0; i < spoor->count; i++)
        h = (h ^ spoor->items[i].knoop->id) * UINT64_C(0x100000001b3);
    return h ^ (h >> 32);
}

void bp_spoor_free(struct bp_spoor *spoor)
{
    if (spoor->items)
        explicit_bzero(spoor->items, spoor->cap * sizeof *spoor->items);
    free(spoor->items);
    *spoor = (struct bp_spoor){ NULL, 0, 0 };
}
