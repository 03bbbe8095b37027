/* overzicht_index.c - where the records of a person lie, in a file that is not in DUO's order */
#include "overzicht_intern.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

/* Not realloc(): what it leaves behind would hold person numbers. */
static bool grow(struct bp_ovz_index *index)
{
    size_t cap = index->cap ? index->cap * 2 : 1024;
    struct bp_ovz_plek *old = index->items, *items = malloc(cap * sizeof *items);
    if (!items)
        return false;
    if (old) {
        memcpy(items, old, index->count * sizeof *items);
        explicit_bzero(old, index->cap * sizeof *old);
    }
    free(old);
    index->items = items;
    index->cap = cap;
    return true;
}

enum bp_status bp_ovz_index_add(struct bp_ovz_index *index, struct bp_ovz_plek plek,
                                struct bp_error *err)
{
    if (index->count == index->cap && !grow(index))
        return bp_error_memory(err, N_("the index of the overview"));
    index->items[index->count++] = plek;
    return BP_OK;
}

void bp_ovz_index_free(struct bp_ovz_index *index)
{
    if (index->items)
        explicit_bzero(index->items, index->cap * sizeof *index->items);
    free(index->items);
    *index = (struct bp_ovz_index){ .items = NULL };
}

static bool before(const struct bp_ovz_plek *a, const struct bp_ovz_plek *b)
{
    return a->key != b->key ? a->key < b->key : a->line < b->line;
}

static void sift(struct bp_ovz_plek *items, size_t at, size_t count)
{
    const struct bp_ovz_plek moving = items[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(&items[child], &items[child + 1]))
            child++;
        if (!before(&moving, &items[child]))
            break;
        items[at] = items[child];
    }
    items[at] = moving;
}

/* Not qsort(): glibc's sorts in a copy that it does not wipe. */
void bp_ovz_index_sort(struct bp_ovz_index *index)
{
    for (size_t i = index->count / 2; i-- > 0;)
        sift(index->items, i, index->count);
    for (size_t left = index->count; left > 1; left--) {
        const struct bp_ovz_plek last = index->items[left - 1];
        index->items[left - 1] = index->items[0];
        index->items[0] = last;
        sift(index->items, 0, left - 1);
    }
}
