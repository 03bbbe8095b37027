/* in_rio.c - which routes does RIO have, as far as the ledger knows (BP216) */
#include "bronpost/base/text.h"
#include "bronpost/ledger/opleidingen.h"
#include "intern.h"

#include <stdlib.h>

/* An institution and side of which the ledger has fixed a code for some route. */
struct zijde {
    char brin[8];
    enum bp_sector sector;
};

struct vraag {
    const struct bp_opdracht *opdracht;
    const struct bp_routes *routes;
    struct bp_route_in_rio *stand;
    struct zijde *zijden; /* each once, as the ledger gives the routes of one side together */
    size_t count, cap;
};

static struct bp_str brin_of(const struct bp_route *route, enum bp_sector sector)
{
    return sector == BP_SECTOR_VO ? route->vo_brin : route->mbo_brin;
}

static enum bp_in_rio *stand_of(struct vraag *v, size_t route, enum bp_sector sector)
{
    return sector == BP_SECTOR_VO ? &v->stand[route].vo : &v->stand[route].mbo;
}

static bool onthoud(struct vraag *v, struct bp_str brin, enum bp_sector sector)
{
    struct zijde *last = v->count ? &v->zijden[v->count - 1] : NULL;
    if (last && last->sector == sector && bp_str_equal(bp_str_of(last->brin), brin))
        return true;
    if (v->count == v->cap) {
        size_t cap = v->cap ? 2 * v->cap : 16;
        struct zijde *items = realloc(v->zijden, cap * sizeof *items);
        if (!items)
            return false;
        v->zijden = items;
        v->cap = cap;
    }
    struct zijde *z = &v->zijden[v->count++];
    z->sector = sector;
    (void)bp_str_copy(z->brin, sizeof z->brin, brin);
    return true;
}

static enum bp_status zie(void *ctx, const struct bp_ledger_opleiding_key *key,
                          const struct bp_ledger_opleiding *opleiding, struct bp_error *err)
{
    struct vraag *v = ctx;
    enum bp_sector sector =
        strcmp(key->sector, bp_sector_name(BP_SECTOR_VO)) == 0 ? BP_SECTOR_VO : BP_SECTOR_MBO;
    if (!onthoud(v, key->brin, sector))
        return bp_error_memory(err, N_("the routes"));
    const struct bp_route *route = bp_routes_find(v->routes, key->leerroute);
    if (route && bp_str_equal(brin_of(route, sector), key->brin) &&
        bp_ledger_opleiding_op(opleiding, v->opdracht->peildatum))
        *stand_of(v, (size_t)(route - v->routes->items), sector) = BP_IN_RIO;
    return BP_OK;
}

static int zijde_order(const void *a, const void *b)
{
    const struct zijde *x = a, *y = b;
    int order = strcmp(x->brin, y->brin);
    return order ? order : (int)x->sector - (int)y->sector;
}

static bool bekend(const struct vraag *v, struct bp_str brin, enum bp_sector sector)
{
    struct zijde z = { .sector = sector };
    return v->count && bp_str_copy(z.brin, sizeof z.brin, brin) &&
           bsearch(&z, v->zijden, v->count, sizeof z, zijde_order);
}

struct bp_route_in_rio *in_rio_vraag(const struct bp_opdracht *opdracht,
                                     const struct bp_routes *routes, struct bp_error *err)
{
    static const enum bp_sector sectoren[] = { BP_SECTOR_VO, BP_SECTOR_MBO };
    struct vraag v = { .opdracht = opdracht, .routes = routes };
    v.stand = calloc(routes->count + 1, sizeof *v.stand);
    if (!v.stand) {
        (void)bp_error_memory(err, N_("the routes"));
        return NULL;
    }
    for (size_t i = 0; i < routes->count; i++)
        v.stand[i] = (struct bp_route_in_rio){ BP_RIO_GETELD, BP_RIO_GETELD };
    enum bp_status st =
        opdracht->ledger ? bp_ledger_each_opleiding(opdracht->ledger, zie, &v, err) : BP_OK;
    if (v.count)
        qsort(v.zijden, v.count, sizeof *v.zijden, zijde_order);
    for (size_t i = 0; st == BP_OK && i < 2 * routes->count; i++) {
        enum bp_in_rio *stand = stand_of(&v, i / 2, sectoren[i % 2]);
        if (*stand == BP_RIO_GETELD &&
            (opdracht->require_rio ||
             bekend(&v, brin_of(&routes->items[i / 2], sectoren[i % 2]), sectoren[i % 2])))
            *stand = BP_NIET_IN_RIO;
    }
    free(v.zijden);
    if (st == BP_OK)
        return v.stand;
    free(v.stand);
    return NULL;
}
