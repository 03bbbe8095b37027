/* bevindingen.c - all findings of a run
 *
 * An export of a service bureau has millions of rows, and one wrong route can signal on each of them: a finding is
 * kept in 24 bytes, and texts that are the same are kept once.
 */
#include "intern.h"

#include <stdlib.h>

struct klein {
    uint32_t line, met_line;
    uint32_t uitleg, leerlingnummer; /* offsets into texts */
    uint16_t code;
    uint8_t kolom;
    bool afkeuring, eerste;
};

struct bev_lijst {
    struct klein *items;
    size_t count, cap;
    struct bp_buf texts; /* each: 4 bytes length, then the bytes */
    uint32_t *slots;     /* hash table of offsets; 0 is empty */
    size_t slot_count, text_count;
};

#define TEXTS_MAX ((size_t)1 << 31)

struct bev_lijst *bev_lijst_new(void)
{
    struct bev_lijst *lijst = calloc(1, sizeof *lijst);
    if (!lijst)
        return NULL;
    bp_buf_init(&lijst->texts, TEXTS_MAX);
    bp_buf_add(&lijst->texts, "\0\0\0\0", 4); /* offset 0: the empty text */
    lijst->slot_count = 1024;
    lijst->slots = calloc(lijst->slot_count, sizeof *lijst->slots);
    if (!lijst->slots || lijst->texts.failed) {
        bev_lijst_free(lijst);
        return NULL;
    }
    return lijst;
}

void bev_lijst_free(struct bev_lijst *lijst)
{
    if (!lijst)
        return;
    bp_buf_free(&lijst->texts);
    free(lijst->slots);
    free(lijst->items);
    free(lijst);
}

static struct bp_str text_at(const struct bev_lijst *lijst, uint32_t offset)
{
    uint32_t len;
    memcpy(&len, lijst->texts.ptr + offset, sizeof len);
    return (struct bp_str){ lijst->texts.ptr + offset + sizeof len, len };
}

static bool grow_slots(struct bev_lijst *lijst)
{
    size_t count = 2 * lijst->slot_count;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < lijst->slot_count; i++) {
        if (!lijst->slots[i])
            continue;
        size_t at = bp_str_hash(text_at(lijst, lijst->slots[i])) % count;
        while (slots[at])
            at = (at + 1) % count;
        slots[at] = lijst->slots[i];
    }
    free(lijst->slots);
    lijst->slots = slots;
    lijst->slot_count = count;
    return true;
}

/* The offset of a text, which is added when it is new; false: memory. */
static bool intern(struct bev_lijst *lijst, struct bp_str text, uint32_t *offset)
{
    *offset = 0;
    if (text.len == 0)
        return true;
    if (2 * lijst->text_count >= lijst->slot_count && !grow_slots(lijst))
        return false;
    size_t at = bp_str_hash(text) % lijst->slot_count;
    for (; lijst->slots[at]; at = (at + 1) % lijst->slot_count) {
        if (bp_str_equal(text_at(lijst, lijst->slots[at]), text)) {
            *offset = lijst->slots[at];
            return true;
        }
    }
    uint32_t len = (uint32_t)text.len, start = (uint32_t)lijst->texts.len;
    bp_buf_add(&lijst->texts, &len, sizeof len);
    bp_buf_add_str(&lijst->texts, text);
    if (lijst->texts.failed)
        return false;
    lijst->slots[at] = *offset = start;
    lijst->text_count++;
    return true;
}

bool bev_lijst_add(struct bev_lijst *lijst, const struct bev_uit *bev)
{
    if (lijst->count == lijst->cap) {
        size_t cap = lijst->cap ? lijst->cap + lijst->cap / 2 : 256;
        struct klein *items = realloc(lijst->items, cap * sizeof *items);
        if (!items)
            return false;
        lijst->items = items;
        lijst->cap = cap;
    }
    struct klein *k = &lijst->items[lijst->count];
    *k = (struct klein){ .line = bev->line,
                         .met_line = bev->met_line,
                         .code = (uint16_t)bev->code,
                         .kolom = (uint8_t)bev->kolom,
                         .afkeuring = bev->afkeuring,
                         .eerste = bev->eerste };
    if (!intern(lijst, bev->uitleg, &k->uitleg) ||
        !intern(lijst, bev->leerlingnummer, &k->leerlingnummer))
        return false;
    lijst->count++;
    return true;
}

static int order(const void *a, const void *b)
{
    const struct klein *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return (x->kolom > y->kolom) - (x->kolom < y->kolom);
}

void bev_lijst_sort(struct bev_lijst *lijst)
{
    if (lijst->count > 1)
        qsort(lijst->items, lijst->count, sizeof *lijst->items, order);
}

size_t bev_lijst_count(const struct bev_lijst *lijst)
{
    return lijst->count;
}

struct bev_uit bev_lijst_at(const struct bev_lijst *lijst, size_t at)
{
    const struct klein *k = &lijst->items[at];
    return (struct bev_uit){ .line = k->line,
                             .met_line = k->met_line,
                             .code = k->code,
                             .kolom = (enum bp_kolom)k->kolom,
                             .afkeuring = k->afkeuring,
                             .eerste = k->eerste,
                             .uitleg = text_at(lijst, k->uitleg),
                             .leerlingnummer = text_at(lijst, k->leerlingnummer) };
}
