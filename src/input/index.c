#include "index.h"

#include "bronpost/base/text.h"

#include <stdlib.h>
#include <string.h>

#define OFFSET_MAX (UINT64_C(1) << 40)

void bp_index_init(struct bp_index *index)
{
    *index = (struct bp_index){ .rijen = NULL };
}

static void free_building(struct bp_index *index)
{
    if (index->bouw) /* it holds person numbers */
        explicit_bzero(index->bouw, index->inschrijving_count * sizeof *index->bouw);
    free(index->bouw);
    free(index->per_inschrijving);
    free(index->per_persoon);
    index->bouw = NULL;
    index->per_inschrijving = index->per_persoon = NULL;
    index->bouw_cap = index->slots = index->persoon_slots = 0;
}

void bp_index_free(struct bp_index *index)
{
    free_building(index);
    free(index->rijen);
    free(index->inschrijvingen);
    free(index->gebroken);
    bp_index_init(index);
}

/* Room for one more. Doubling costs address space only: pages nobody wrote to do not exist. */
static bool grow(void **items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return true;
    size_t more = *cap ? *cap * 2 : 1024;
    void *grown = more <= SIZE_MAX / size ? realloc(*items, more * size) : NULL;
    if (!grown)
        return false;
    *items = grown;
    *cap = more;
    return true;
}

/* --- two hash tables with open addressing ------------------------------------------------------------- */

static size_t slot_of(uint64_t hash, size_t slots)
{
    return (size_t)((hash >> 32) * slots >> 32);
}

static uint64_t hash_of(uint32_t persoon, uint64_t key)
{
    uint64_t h = (key ^ persoon) * UINT64_C(0x9E3779B97F4A7C15);
    return (h ^ h >> 32) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint32_t *find_inschrijving(const struct bp_index *index, uint32_t persoon, uint64_t key)
{
    size_t at = slot_of(hash_of(persoon, key), index->slots);
    for (;; at = at + 1 == index->slots ? 0 : at + 1) {
        uint32_t *slot = &index->per_inschrijving[at];
        if (*slot == 0 ||
            (index->bouw[*slot - 1].persoon == persoon && index->bouw[*slot - 1].key == key))
            return slot;
    }
}

static uint32_t *find_persoon(const struct bp_index *index, uint32_t persoon)
{
    size_t at = slot_of(hash_of(persoon, 0), index->persoon_slots);
    for (;; at = at + 1 == index->persoon_slots ? 0 : at + 1) {
        uint32_t *slot = &index->per_persoon[at];
        if (*slot == 0 || index->bouw[*slot - 1].persoon == persoon)
            return slot;
    }
}

/* Tables are kept less than 4/5 full and grow by half, so that they stay small beside the rows. */
static size_t more_slots(size_t slots, size_t used)
{
    if (used + 1 <= slots / 5 * 4)
        return slots;
    return slots ? slots + slots / 2 : 1000;
}

static bool make_room(struct bp_index *index)
{
    size_t slots = more_slots(index->slots, index->bekend_count);
    if (slots != index->slots) {
        uint32_t *table = calloc(slots, sizeof *table);
        if (!table)
            return false;
        free(index->per_inschrijving);
        index->per_inschrijving = table;
        index->slots = slots;
        for (uint32_t i = 0; i < index->inschrijving_count; i++)
            if (index->bouw[i].persoon)
                *find_inschrijving(index, index->bouw[i].persoon, index->bouw[i].key) = i + 1;
    }
    slots = more_slots(index->persoon_slots, index->persoon_count);
    if (slots != index->persoon_slots) {
        uint32_t *table = calloc(slots, sizeof *table);
        if (!table)
            return false;
        free(index->per_persoon);
        index->per_persoon = table;
        index->persoon_slots = slots;
        for (uint32_t i = 0; i < index->inschrijving_count; i++)
            if (index->bouw[i].persoon)
                *find_persoon(index, index->bouw[i].persoon) = i + 1; /* the last one stays */
    }
    return true;
}

/* --- building ----------------------------------------------------------------------------------------- */

static enum bp_status new_inschrijving(struct bp_index *index, uint32_t persoon, uint64_t key,
                                       struct bp_error *err)
{
    void *inschrijvingen = index->inschrijvingen, *bouw = index->bouw;
    bool ok = grow(&inschrijvingen, index->inschrijving_count, &index->inschrijving_cap,
                   sizeof *index->inschrijvingen);
    index->inschrijvingen = inschrijvingen;
    ok = ok && grow(&bouw, index->inschrijving_count, &index->bouw_cap, sizeof *index->bouw);
    index->bouw = bouw;
    if (!ok || !make_room(index))
        return bp_error_memory(err, N_("the index of the rows"));
    uint32_t rij = (uint32_t)index->rij_count, self = (uint32_t)index->inschrijving_count;
    struct bp_index_inschrijving *one = &index->inschrijvingen[self];
    *one = (struct bp_index_inschrijving){ rij, BP_INDEX_NONE, self };
    index->bouw[self] = (struct bp_index_bouw){ key, persoon, rij };
    index->inschrijving_count++;
    if (persoon == 0)
        return BP_OK;
    index->bekend_count++;
    *find_inschrijving(index, persoon, key) = self + 1;
    uint32_t *last = find_persoon(index, persoon);
    if (*last) {
        one->first_of = index->inschrijvingen[*last - 1].first_of;
        index->inschrijvingen[*last - 1].next_of = self;
    } else {
        index->persoon_count++;
    }
    *last = self + 1;
    return BP_OK;
}

enum bp_status bp_index_add(struct bp_index *index, uint64_t offset, uint32_t line, uint32_t check,
                            uint32_t persoon, uint64_t key, struct bp_error *err)
{
    if (offset >= OFFSET_MAX || index->rij_count >= BP_INDEX_NONE - 1)
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("the file is too large: divide the export over several files"));
    void *rijen = index->rijen;
    bool ok = grow(&rijen, index->rij_count, &index->rij_cap, sizeof *index->rijen);
    index->rijen = rijen;
    if (!ok)
        return bp_error_memory(err, N_("the index of the rows"));
    uint32_t known = persoon && index->slots ? *find_inschrijving(index, persoon, key) : 0;
    uint32_t self = (uint32_t)index->rij_count;
    if (known) {
        struct bp_index_bouw *bouw = &index->bouw[known - 1];
        index->rijen[bouw->last].next = self;
        bouw->last = self;
    } else {
        enum bp_status st = new_inschrijving(index, persoon, key, err);
        if (st != BP_OK)
            return st;
    }
    index->rijen[self] =
        (struct bp_index_rij){ offset << 24 | (check & 0xFFFFFF), line, BP_INDEX_NONE };
    index->rij_count++;
    return BP_OK;
}

enum bp_status bp_index_add_gebroken(struct bp_index *index, struct bp_index_gebroken gebroken,
                                     struct bp_error *err)
{
    void *items = index->gebroken;
    bool ok = grow(&items, index->gebroken_count, &index->gebroken_cap, sizeof *index->gebroken);
    index->gebroken = items;
    if (!ok)
        return bp_error_memory(err, N_("the index of the rows"));
    index->gebroken[index->gebroken_count++] = gebroken;
    return BP_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct bp_index_gebroken *x = a, *y = b;
    if (x->wie != y->wie)
        return x->wie < y->wie ? -1 : 1;
    if (x->volgnummer != y->volgnummer)
        return x->volgnummer < y->volgnummer ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Shrinking can only fail by leaving the block as it is. */
static void *shrink(void *items, size_t count, size_t *cap, size_t size)
{
    void *smaller = count ? realloc(items, count * size) : NULL;
    if (!smaller)
        return items;
    *cap = count;
    return smaller;
}

void bp_index_finish(struct bp_index *index)
{
    free_building(index);
    index->rijen = shrink(index->rijen, index->rij_count, &index->rij_cap, sizeof *index->rijen);
    index->inschrijvingen = shrink(index->inschrijvingen, index->inschrijving_count,
                                   &index->inschrijving_cap, sizeof *index->inschrijvingen);
    if (index->gebroken_count)
        qsort(index->gebroken, index->gebroken_count, sizeof *index->gebroken, by_key);
}

/* --- asking ------------------------------------------------------------------------------------------- */

uint32_t bp_index_at_line(const struct bp_index *index, uint32_t line)
{
    size_t low = 0, high = index->rij_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->rijen[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < index->rij_count && index->rijen[low].line == line;
    return found ? (uint32_t)low : BP_INDEX_NONE;
}

static bool among(const uint32_t *lines, size_t count, uint32_t line)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i] == line)
            return true;
    return false;
}

uint32_t bp_index_find_gebroken(const struct bp_index *index, uint64_t wie, uint64_t volgnummer,
                                uint64_t brin, const uint32_t *own_lines, size_t own_count)
{
    const struct bp_index_gebroken sought = { wie, volgnummer, 0, 0 };
    size_t low = 0, high = index->gebroken_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_key(&index->gebroken[middle], &sought) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->gebroken_count; low++) {
        const struct bp_index_gebroken *g = &index->gebroken[low];
        if (g->wie != wie || g->volgnummer != volgnummer)
            break;
        if ((g->brin == 0 || g->brin == brin) && !among(own_lines, own_count, g->line))
            return g->line;
    }
    return 0;
}

size_t bp_index_bytes(const struct bp_index *index)
{
    return index->rij_cap * sizeof *index->rijen +
           index->inschrijving_cap * sizeof *index->inschrijvingen +
           index->bouw_cap * sizeof *index->bouw +
           (index->slots + index->persoon_slots) * sizeof(uint32_t) +
           index->gebroken_cap * sizeof *index->gebroken;
}
