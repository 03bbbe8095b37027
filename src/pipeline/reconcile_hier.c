/* reconcile_hier.c - what we have: the last stand of each registration, opened and kept as far as it is compared */
#include "bronpost/base/text.h"
#include "reconcile_intern.h"
#include "stand_dag.h"

#include <stdlib.h>

/* Ceilings, not needs. */
#define ARENA_BYTES ((size_t)16 * 1024 * BP_MIB)
#define BODY_BYTES  (8 * BP_MIB)

enum bp_status hier_init(struct hier_lijst *lijst, const struct bp_kluis *kluis, struct bp_str brin,
                         struct bp_error *err)
{
    *lijst = (struct hier_lijst){ .kluis = kluis, .brin = brin };
    bp_buf_init(&lijst->body, BODY_BYTES);
    lijst->arena = bp_arena_new(ARENA_BYTES);
    lijst->los = bp_arena_new(2 * BODY_BYTES);
    return lijst->arena && lijst->los ? BP_OK
                                      : bp_error_memory(err, N_("the stands of the ledger"));
}

void hier_free(struct hier_lijst *lijst)
{
    bp_arena_free(lijst->arena);
    bp_buf_free(&lijst->body);
    free(lijst->items);
    bp_arena_free(lijst->los);
    lijst->arena = lijst->los = NULL;
    lijst->items = NULL;
    lijst->count = lijst->cap = 0;
}

static struct hier *new_item(struct hier_lijst *lijst)
{
    if (lijst->count == lijst->cap) {
        size_t cap = lijst->cap ? lijst->cap * 2 : 256;
        struct hier *items = realloc(lijst->items, cap * sizeof *items);
        if (!items)
            return NULL;
        lijst->items = items;
        lijst->cap = cap;
    }
    lijst->items[lijst->count] = (struct hier){ .spoor_count = 0 };
    return &lijst->items[lijst->count++];
}

static struct spoor spoor_of(const struct bp_stand_periode *p)
{
    const struct bp_dag_periode dag = stand_dag_periode(p);
    return (struct spoor){ .van = dag.van, .soort = dag.soort, .fase = dag.fase };
}

/* Periods that do not change route or phase are one. */
static bool keep_sporen(struct hier_lijst *lijst, struct hier *h, const struct bp_stand *stand)
{
    struct spoor *sporen = bp_arena_array(lijst->arena, stand->periode_count, sizeof *sporen);
    if (!sporen)
        return false;
    for (size_t i = 0; i < stand->periode_count; i++) {
        const struct spoor new = spoor_of(&stand->perioden[i]);
        size_t n = h->spoor_count;
        if (n == 0 || sporen[n - 1].soort != new.soort || sporen[n - 1].fase != new.fase)
            sporen[h->spoor_count++] = new;
    }
    h->sporen = sporen;
    return true;
}

/* Opens the body. Of another institution than the overview's only route and phase are kept, of a withdrawn
 * registration nothing. */
static enum bp_status keep_body(struct hier_lijst *lijst, struct hier *h,
                                const struct bp_ledger_registratie *from, struct bp_error *err)
{
    enum bp_status st =
        bp_kluis_unseal(lijst->kluis, from->identificatiecode, from->body, &lijst->body, err);
    if (st != BP_OK)
        return st;
    struct bp_arena *arena = h->eigen ? lijst->arena : lijst->los;
    struct bp_stand *stand = bp_arena_alloc(arena, sizeof *stand);
    st = stand ? bp_stand_of_body(bp_buf_str(&lijst->body), arena, stand, err)
               : bp_error_memory(err, N_("the stands of the ledger"));
    if (st == BP_OK && stand->periode_count == 0)
        st = bp_error_set(err, BP_E_LEDGER, NULL,
                          N_("the ledger holds a message that this program did not write"));
    if (st == BP_OK) {
        h->begin = stand->datum_inschrijving;
        h->einde = stand->datum_uitschrijving;
        h->stand = h->eigen ? stand : NULL;
        if (!keep_sporen(lijst, h, stand))
            st = bp_error_memory(err, N_("the stands of the ledger"));
    }
    bp_arena_reset(lijst->los);
    bp_buf_clear(&lijst->body);
    return st;
}

enum bp_status hier_neem(void *ctx, const struct bp_ledger_registratie *stand, struct bp_error *err)
{
    struct hier_lijst *lijst = ctx;
    bool vo = strcmp(stand->key.contract, "vo") == 0;
    if (!vo && strcmp(stand->key.contract, "mbo") != 0)
        return BP_OK; /* RIO has no enrolments */
    struct hier *h = new_item(lijst);
    if (!h)
        return bp_error_memory(err, N_("the stands of the ledger"));
    h->sector = vo ? BP_SECTOR_VO : BP_SECTOR_MBO;
    h->eigen = !vo && bp_str_equal(stand->key.brin, lijst->brin);
    h->verwijderd = strcmp(stand->handeling, "verwijdering") == 0;
    h->toestand = stand->toestand;
    h->moment_ms = stand->moment_ms;
    memcpy(h->persoon, stand->key.persoon, sizeof h->persoon);
    h->brin = bp_arena_str(lijst->arena, stand->key.brin);
    h->volgnummer = bp_arena_str(lijst->arena, stand->key.volgnummer);
    h->leerlingnummer = bp_arena_str(lijst->arena, stand->leerlingnummer);
    if (!h->brin.ptr || !h->volgnummer.ptr || !h->leerlingnummer.ptr)
        return bp_error_memory(err, N_("the stands of the ledger"));
    return h->verwijderd ? BP_OK : keep_body(lijst, h, stand, err);
}

/* --- found again ---------------------------------------------------------------------------------------------- */

static int by_persoon(const void *a, const void *b)
{
    const struct hier *x = a, *y = b;
    int order = memcmp(x->persoon, y->persoon, sizeof x->persoon);
    if (order == 0)
        order = (x->sector > y->sector) - (x->sector < y->sector);
    if (order == 0)
        order = bp_str_compare(x->brin, y->brin);
    return order ? order : bp_str_compare(x->volgnummer, y->volgnummer);
}

static int by_volgnummer(const void *a, const void *b)
{
    const struct hier *x = a, *y = b;
    int order = bp_str_compare(x->volgnummer, y->volgnummer);
    if (order == 0)
        order = bp_str_compare(x->leerlingnummer, y->leerlingnummer);
    return order ? order : by_persoon(a, b);
}

void hier_sort(struct hier_lijst *lijst)
{
    if (lijst->count)
        qsort(lijst->items, lijst->count, sizeof *lijst->items, by_persoon);
}

void hier_sort_volgnummer(struct hier_lijst *lijst)
{
    if (lijst->count)
        qsort(lijst->items, lijst->count, sizeof *lijst->items, by_volgnummer);
}

struct hier *hier_van(const struct hier_lijst *lijst, const unsigned char persoon[BP_HASH_BYTES],
                      size_t *count)
{
    size_t low = 0, high = lijst->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(lijst->items[middle].persoon, persoon, BP_HASH_BYTES) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < lijst->count &&
           memcmp(lijst->items[low + *count].persoon, persoon, BP_HASH_BYTES) == 0)
        (*count)++;
    return *count ? &lijst->items[low] : NULL;
}

const struct spoor *hier_spoor_op(const struct hier *hier, struct bp_datum d)
{
    const struct spoor *found = NULL;
    if (hier->verwijderd || bp_datum_before(d, hier->begin) ||
        (bp_datum_given(hier->einde) && bp_datum_before(hier->einde, d)))
        return NULL;
    for (size_t i = 0; i < hier->spoor_count; i++)
        if (!bp_datum_before(d, hier->sporen[i].van))
            found = &hier->sporen[i];
    return found;
}
