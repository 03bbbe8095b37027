/* reconcile_verslag.c - what the report of reconcile keeps, in bounded memory */
#include "bronpost/report/rapport.h"
#include "reconcile_intern.h"

#include <stdlib.h>

/* A ceiling, not a need: a line is some hundreds of bytes. */
#define ARENA_BYTES (256 * BP_MIB)

struct verslag {
    struct bp_arena *arena;
    struct bp_vergelijking_regel *regels;
    size_t regel_count, regel_cap;
    size_t van_soort[BP_VERGELIJKING_SOORTEN];
    struct bp_vergelijking_herstel *herstel; /* as many as the program has words for */
    size_t herstel_count, herstel_cap;
};

struct verslag *verslag_new(void)
{
    struct verslag *v = calloc(1, sizeof *v);
    if (!v)
        return NULL;
    v->arena = bp_arena_new(ARENA_BYTES);
    if (v->arena)
        return v;
    verslag_free(v);
    return NULL;
}

void verslag_free(struct verslag *v)
{
    if (!v)
        return;
    bp_arena_free(v->arena);
    free(v->regels);
    free(v->herstel);
    free(v);
}

/* Room for one more; NULL when there is no memory, and then `items` stands as it was. */
static void *room(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    size_t more = *cap ? 2 * *cap : 64;
    void *grown = realloc(items, more * size);
    if (grown)
        *cap = more;
    return grown;
}

static struct bp_str kopie(struct verslag *v, struct bp_str s, bool *ok)
{
    struct bp_str copy = bp_arena_str(v->arena, s);
    *ok = *ok && copy.ptr;
    return copy;
}

bool verslag_regel(struct verslag *v, const struct uit_regel *r, struct bp_str uitleg)
{
    if (v->van_soort[r->soort] == BP_RAPPORT_REGELS)
        return true;
    struct bp_vergelijking_regel *items =
        room(v->regels, v->regel_count, &v->regel_cap, sizeof *items);
    if (!items)
        return false;
    v->regels = items;
    bool ok = true;
    items[v->regel_count++] = (struct bp_vergelijking_regel){
        .soort = r->soort,
        .volgnummer = kopie(v, r->volgnummer, &ok),
        .leerlingnummer = kopie(v, r->leerlingnummer, &ok),
        .line = r->line,
        .toestand = r->toestand,
        .veld = r->veld,
        .op = r->op,
        .duo = kopie(v, r->duo, &ok),
        .hier = kopie(v, r->hier, &ok),
        .uitleg = kopie(v, uitleg, &ok),
    };
    v->van_soort[r->soort]++;
    return ok;
}

bool verslag_herstel(struct verslag *v, uint32_t line, const char *record, const char *veld,
                     const char *wat, size_t aantal)
{
    for (size_t i = 0; i < v->herstel_count; i++) {
        struct bp_vergelijking_herstel *h = &v->herstel[i];
        if (strcmp(h->wat, wat) != 0 || strcmp(h->record, record) != 0 ||
            strcmp(h->veld, veld) != 0)
            continue;
        h->aantal += aantal;
        return true;
    }
    struct bp_vergelijking_herstel *items =
        room(v->herstel, v->herstel_count, &v->herstel_cap, sizeof *items);
    if (!items)
        return false;
    v->herstel = items;
    items[v->herstel_count++] = (struct bp_vergelijking_herstel){ record, veld, wat, aantal, line };
    return true;
}

void verslag_vul(const struct verslag *v, struct bp_vergelijking *feiten)
{
    feiten->regels = v->regels;
    feiten->regel_count = v->regel_count;
    feiten->herstel = v->herstel;
    feiten->herstel_count = v->herstel_count;
}
