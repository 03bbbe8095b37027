#include "rio_opleidingen.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

#define FIRST_ITEMS ((size_t)64)

struct item {
    char *sleutel, *stand; /* owned */
    size_t sleutel_len, stand_len;
    int64_t verdwijnt_ms; /* 0: stays */
};

struct bp_opleidingen {
    struct item *items; /* by key */
    size_t count, cap;
    size_t verdwijnen; /* how many will */
};

struct bp_opleidingen *bp_opleidingen_new(struct bp_error *err)
{
    struct bp_opleidingen *o = calloc(1, sizeof *o);
    if (!o)
        (void)bp_error_memory(err, N_("the programmes of RIO"));
    return o;
}

static void item_free(struct item *item)
{
    free(item->sleutel);
    free(item->stand);
}

void bp_opleidingen_free(struct bp_opleidingen *opleidingen)
{
    if (!opleidingen)
        return;
    for (size_t i = 0; i < opleidingen->count; i++)
        item_free(&opleidingen->items[i]);
    free(opleidingen->items);
    free(opleidingen);
}

static struct bp_str key_of(const struct item *item)
{
    return (struct bp_str){ item->sleutel, item->sleutel_len };
}

/* The first item whose key is not before `sleutel`. */
static size_t place_of(const struct bp_opleidingen *o, struct bp_str sleutel)
{
    size_t low = 0, high = o->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bp_str_compare(key_of(&o->items[middle]), sleutel) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const struct bp_opleidingen *o, size_t at, struct bp_str sleutel)
{
    return at < o->count && bp_str_equal(key_of(&o->items[at]), sleutel);
}

static char *copy_of(struct bp_str s)
{
    char *copy = malloc(s.len);
    if (copy)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

static void forget(struct bp_opleidingen *o, size_t at)
{
    o->verdwijnen -= o->items[at].verdwijnt_ms != 0;
    item_free(&o->items[at]);
    o->count--;
    memmove(&o->items[at], &o->items[at + 1], (o->count - at) * sizeof *o->items);
}

static bool insert(struct bp_opleidingen *o, size_t at, struct item item)
{
    if (o->count == o->cap) {
        size_t cap = o->cap ? 2 * o->cap : FIRST_ITEMS;
        struct item *items = realloc(o->items, cap * sizeof *items);
        if (!items)
            return false;
        o->items = items;
        o->cap = cap;
    }
    memmove(&o->items[at + 1], &o->items[at], (o->count - at) * sizeof *o->items);
    o->items[at] = item;
    o->count++;
    return true;
}

bool bp_opleidingen_zet(struct bp_opleidingen *opleidingen, struct bp_str sleutel,
                        struct bp_str stand)
{
    struct bp_opleidingen *o = opleidingen;
    size_t at = place_of(o, sleutel);
    if (!bp_str_filled(stand)) {
        if (is_at(o, at, sleutel))
            forget(o, at);
        return true;
    }
    struct item item = { copy_of(sleutel), copy_of(stand), sleutel.len, stand.len, 0 };
    bool ok = item.sleutel && item.stand;
    if (ok && is_at(o, at, sleutel)) {
        o->verdwijnen -= o->items[at].verdwijnt_ms != 0;
        item_free(&o->items[at]);
        o->items[at] = item;
    } else {
        ok = ok && insert(o, at, item);
    }
    if (!ok)
        item_free(&item);
    return ok;
}

void bp_opleidingen_verdwijnt(struct bp_opleidingen *opleidingen, struct bp_str sleutel,
                              int64_t moment_ms)
{
    size_t at = place_of(opleidingen, sleutel);
    if (!is_at(opleidingen, at, sleutel))
        return;
    opleidingen->verdwijnen += opleidingen->items[at].verdwijnt_ms == 0;
    opleidingen->items[at].verdwijnt_ms = moment_ms;
}

void bp_opleidingen_ruim_op(struct bp_opleidingen *opleidingen, int64_t now_ms)
{
    for (size_t i = opleidingen->count; i-- > 0 && opleidingen->verdwijnen;) {
        int64_t moment = opleidingen->items[i].verdwijnt_ms;
        if (moment && moment <= now_ms)
            forget(opleidingen, i);
    }
}

struct bp_str bp_opleidingen_zoek(const struct bp_opleidingen *opleidingen, struct bp_str sleutel)
{
    size_t at = place_of(opleidingen, sleutel);
    if (!is_at(opleidingen, at, sleutel))
        return (struct bp_str){ NULL, 0 };
    return (struct bp_str){ opleidingen->items[at].stand, opleidingen->items[at].stand_len };
}

struct bp_str bp_opleidingen_volgende(const struct bp_opleidingen *opleidingen, struct bp_str begin,
                                      struct bp_str after)
{
    size_t at = place_of(opleidingen, after.ptr ? after : begin);
    if (after.ptr && is_at(opleidingen, at, after))
        at++;
    if (at < opleidingen->count && bp_str_starts_with(key_of(&opleidingen->items[at]), begin))
        return key_of(&opleidingen->items[at]);
    return (struct bp_str){ NULL, 0 };
}
