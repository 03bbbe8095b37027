#include "bronpost/pipeline/rio_staat.h"

#include "bronpost/base/arena.h"
#include "rio_intern.h"

#include <stdlib.h>

#define ARENA_MAX (256 * BP_MIB)

bool bp_rio_wacht(const struct bp_ledger_opleiding *o)
{
    return o->toestand == BP_TOESTAND_KLAARGEZET || o->toestand == BP_TOESTAND_AANGEBODEN ||
           o->toestand == BP_TOESTAND_ONZEKER;
}

bool rio_kan_er_zijn(const struct bp_ledger_opleiding *o)
{
    return o->known && (o->bij_rio || bp_rio_wacht(o) || o->toestand == BP_TOESTAND_MISLUKT);
}

/* Shown one by one: the ledger may not be asked for the errors while it shows. */
struct rij {
    struct bp_ledger_opleiding_key key;
    struct bp_ledger_opleiding opleiding;
};

struct staat {
    const struct bp_rio_staat_opdracht *opdracht;
    struct bp_arena *arena;
    const struct bp_routes *routes; /* NULL: none were given */
    struct rij *rijen;
    size_t count, cap;
};

static enum bp_status take(void *ctx, const struct bp_ledger_opleiding_key *key,
                           const struct bp_ledger_opleiding *opleiding, struct bp_error *err)
{
    struct staat *s = ctx;
    if (s->count == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 64;
        struct rij *grown = bp_arena_array(s->arena, cap, sizeof *grown);
        if (!grown)
            return rio_geheugen(err);
        if (s->count)
            memcpy(grown, s->rijen, s->count * sizeof *grown);
        s->rijen = grown;
        s->cap = cap;
    }
    struct rij *r = &s->rijen[s->count++];
    r->opleiding = *opleiding;
    return rio_sleutel(s->arena, key, &r->key) ? BP_OK : rio_geheugen(err);
}

struct fouten {
    struct bp_arena *arena;
    struct bp_rio_fout items[BP_RIO_FOUTEN];
    size_t count;
};

static enum bp_status take_fout(void *ctx, const struct bp_ledger_melding *m, struct bp_error *err)
{
    struct fouten *f = ctx;
    if (f->count == BP_RIO_FOUTEN)
        return BP_OK;
    return bp_rio_melding_read(f->arena, m->code, m->tekst, m->sleutelgegevens,
                               &f->items[f->count++])
               ? BP_OK
               : rio_geheugen(err);
}

enum bp_status rio_fouten_van(struct bp_ledger *ledger, struct bp_str code, struct bp_arena *arena,
                              const struct bp_rio_fout **out, size_t *count, struct bp_error *err)
{
    struct fouten *f = bp_arena_alloc(arena, sizeof *f);
    if (!f)
        return rio_geheugen(err);
    f->arena = arena;
    enum bp_status st = bp_ledger_opleiding_meldingen(ledger, code, take_fout, f, err);
    *out = f->items;
    *count = f->count;
    return st;
}

static enum bp_status show_known(struct staat *s, const struct rij *r, bp_rio_staat_fn *fn,
                                 void *ctx, struct bp_error *err)
{
    const struct bp_ledger_opleiding *o = &r->opleiding;
    struct bp_rio_staat staat = { .key = r->key, .opleiding = o };
    enum bp_status st = BP_OK;
    staat.verdwenen = s->routes && o->bij_rio && rio_verdween(s->routes, &r->key);
    staat.mens = bp_toestand_needs_person(o->toestand) || staat.verdwenen ||
                 (s->routes && o->toestand == BP_TOESTAND_NIEUW);
    if (o->toestand == BP_TOESTAND_AFGEKEURD)
        st = rio_fouten_van(s->opdracht->ledger, bp_str_of(o->code), s->arena, &staat.fouten,
                            &staat.fout_count, err);
    return st == BP_OK ? fn(ctx, &staat, err) : st;
}

/* As bp_ledger_each_opleiding() gives them. */
static int by_key(const void *a, const void *b)
{
    const struct bp_ledger_opleiding_key *x = &((const struct rij *)a)->key;
    const struct bp_ledger_opleiding_key *y = &((const struct rij *)b)->key;
    int order = bp_str_compare(x->brin, y->brin);
    if (order == 0)
        order = (int)rio_sector(x->sector) - (int)rio_sector(y->sector);
    return order ? order : bp_str_compare(x->leerroute, y->leerroute);
}

static bool in_ledger(const struct staat *s, const struct bp_ledger_opleiding_key *key)
{
    const struct rij wanted = { .key = *key };
    return s->count && bsearch(&wanted, s->rijen, s->count, sizeof *s->rijen, by_key);
}

static enum bp_status show_missing(struct staat *s, const struct bp_route *route,
                                   enum bp_sector sector, bp_rio_staat_fn *fn, void *ctx,
                                   struct bp_error *err)
{
    static const struct bp_ledger_opleiding none = { .handeling = "" };
    const struct bp_rio_staat staat = { .key = { bp_route_zijde(route, sector).brin,
                                                 bp_sector_name(sector), route->leerroute },
                                        .opleiding = &none,
                                        .mens = true };
    if (!bp_route_telt(route) || !bp_mandaat_holds(s->opdracht->mandaat, staat.key.brin, sector) ||
        in_ledger(s, &staat.key))
        return BP_OK;
    return fn(ctx, &staat, err);
}

static enum bp_status show_all(struct staat *s, bp_rio_staat_fn *fn, void *ctx,
                               struct bp_error *err)
{
    struct bp_ledger *ledger = s->opdracht->ledger;
    enum bp_status st = ledger ? bp_ledger_each_opleiding(ledger, take, s, err) : BP_OK;
    for (size_t i = 0; st == BP_OK && i < s->count; i++)
        st = show_known(s, &s->rijen[i], fn, ctx, err);
    for (size_t i = 0; st == BP_OK && s->routes && i < s->routes->count; i++) {
        st = show_missing(s, &s->routes->items[i], BP_SECTOR_VO, fn, ctx, err);
        if (st == BP_OK)
            st = show_missing(s, &s->routes->items[i], BP_SECTOR_MBO, fn, ctx, err);
    }
    return st;
}

enum bp_status bp_rio_each_staat(const struct bp_rio_staat_opdracht *opdracht, bp_rio_staat_fn *fn,
                                 void *ctx, struct bp_error *err)
{
    struct bp_route_bestand *bestand = NULL;
    struct staat s = { .opdracht = opdracht };
    enum bp_status st = opdracht->routes
                            ? bp_routes_open(opdracht->routes, opdracht->lijsten, &bestand, err)
                            : BP_OK;
    if (st != BP_OK)
        return st;
    s.routes = bestand ? bp_routes_of(bestand) : NULL;
    s.arena = bp_arena_new(ARENA_MAX);
    st = s.arena ? show_all(&s, fn, ctx, err) : rio_geheugen(err);
    bp_arena_free(s.arena);
    bp_routes_close(bestand);
    return st;
}
