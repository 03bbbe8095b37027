/* rio_keuring.c - each route and side as RIO would judge it, and beside the ledger */
#include "bronpost/base/text.h"
#include "rio_intern.h"

#include <stdlib.h>

#define ARENA_MAX (256 * BP_MIB)
#define BODY_MAX  (8 * BP_MIB)

enum bp_status rio_geheugen(struct bp_error *err)
{
    return bp_error_memory(err, N_("the routes"));
}

struct bp_str rio_brin(const struct rio_programma *p)
{
    return bp_route_zijde(p->routes[0], p->sector).brin;
}

void rio_bevinding(struct rio_programma *p, const char *code, enum bp_route_kolom kolom,
                   struct bp_str text)
{
    p->bevindingen.failed = p->bevindingen.failed || !text.ptr;
    bp_rio_bevinding_add(
        &p->bevindingen,
        (struct bp_rio_bevinding){ .code = code, .kolom = kolom, .text = "{1}", .args = { text } });
}

/* --- which code a route has ----------------------------------------------------------------------------- */

/* Nothing to register; a row that cannot be trusted about it is not passed over in silence. */
static bool passes(const struct bp_route *route)
{
    return !bp_route_telt(route) && route->fout_count == 0;
}

/* The code of a route on one side. */
struct zijdecode {
    struct bp_str code;
    enum rio_herkomst herkomst;
    struct bp_ledger_opleiding ledger;
    bool botst; /* routes.csv names another code than the one that is fixed */
};

/* A UUID is the same in capitals; the ledger knows one form. */
static struct bp_str small_letters(struct bp_arena *arena, struct bp_str code)
{
    char *copy = bp_arena_alloc(arena, code.len + 1);
    for (size_t i = 0; copy && i < code.len; i++)
        copy[i] = bp_ascii_upper(code.ptr[i]) ? (char)(code.ptr[i] - 'A' + 'a') : code.ptr[i];
    return (struct bp_str){ copy, copy ? code.len : 0 };
}

static enum bp_status code_of(struct rio_werk *w, const struct bp_route *route,
                              enum bp_sector sector, struct zijdecode *out, struct bp_error *err)
{
    struct bp_route_zijde zijde = bp_route_zijde(route, sector);
    bool routes = bp_str_filled(zijde.rio);
    *out = (struct zijdecode){ .code = small_letters(w->arena, zijde.rio),
                               .herkomst = routes ? RIO_CODE_ROUTES : RIO_CODE_GEEN };
    if (!out->code.ptr)
        return rio_geheugen(err);
    if (!w->opdracht->ledger || !bp_str_filled(zijde.brin) || passes(route))
        return BP_OK;
    const struct bp_ledger_opleiding_key key = { zijde.brin, bp_sector_name(sector),
                                                 route->leerroute };
    enum bp_status st = bp_ledger_opleiding_lookup(w->opdracht->ledger, &key, &out->ledger, err);
    if (st != BP_OK || !out->ledger.known)
        return st;
    struct bp_str known = bp_arena_str(w->arena, bp_str_of(out->ledger.code));
    if (!known.ptr)
        return rio_geheugen(err);
    bool same = bp_str_equal(known, out->code);
    bool fixed = rio_kan_er_zijn(&out->ledger);
    out->botst = fixed && routes && !same;
    if (fixed || !routes) {
        out->code = known;
        out->herkomst = same ? RIO_CODE_ROUTES : RIO_CODE_LEDGER;
    } else if (!same) { /* nothing is there under the former one */
        out->ledger = (struct bp_ledger_opleiding){ .known = false };
    }
    return BP_OK;
}

/* --- which routes are one programme --------------------------------------------------------------------- */

/* Where the programme of this code stands, or would: a school board has thousands of routes. */
static struct rio_programma **slot_of(struct rio_werk *w, enum bp_sector sector, struct bp_str code)
{
    size_t at = (size_t)((bp_str_hash(code) + (unsigned)sector) % w->slot_count);
    while (w->slots[at] &&
           (w->slots[at]->sector != sector || !bp_str_equal(w->slots[at]->code, code)))
        at = (at + 1) % w->slot_count;
    return &w->slots[at];
}

static struct rio_programma *find_code(struct rio_werk *w, enum bp_sector sector,
                                       struct bp_str code)
{
    return bp_str_filled(code) ? *slot_of(w, sector, code) : NULL;
}

/* Most programmes are one route: room for all of them in each would be the square of the file. */
static bool room_for_route(struct bp_arena *arena, struct rio_programma *p)
{
    if (p->count < p->cap)
        return true;
    size_t cap = p->cap ? 2 * p->cap : 1;
    const struct bp_route **routes = bp_arena_array(arena, cap, sizeof *routes);
    if (!routes)
        return false;
    if (p->count)
        memcpy(routes, p->routes, p->count * sizeof *routes);
    p->routes = routes;
    p->cap = cap;
    return true;
}

/* In its place by begindatum; routes come by line. */
static void insert(struct rio_programma *p, const struct bp_route *route)
{
    size_t at = p->count++;
    for (; at > 0 && bp_datum_before(route->begindatum, p->routes[at - 1]->begindatum); at--)
        p->routes[at] = p->routes[at - 1];
    p->routes[at] = route;
}

static void add_conflict(struct rio_programma *p, const struct bp_route *route,
                         const struct zijdecode *z)
{
    struct bp_route_zijde zijde = bp_route_zijde(route, p->sector);
    bp_rio_bevinding_add(
        &p->bevindingen,
        (struct bp_rio_bevinding){
            .code = "BP219",
            .kolom = zijde.kolom_rio,
            .text = N_("the programme of leerroute {1} is {2} since it was registered, and "
                       "routes.csv says {3}"),
            .args = { route->leerroute, z->code, zijde.rio } });
}

static enum bp_status add_side(struct rio_werk *w, const struct bp_route *route,
                               enum bp_sector sector, struct bp_error *err)
{
    struct zijdecode z;
    enum bp_status st = code_of(w, route, sector, &z, err);
    if (st != BP_OK)
        return st;
    struct rio_programma *p = passes(route) ? NULL : find_code(w, sector, z.code);
    if (!p) {
        p = &w->programmas[w->count++];
        *p = (struct rio_programma){ .sector = sector, .code = z.code, .herkomst = z.herkomst };
        p->bevindingen.arena = w->arena;
        if (bp_str_filled(z.code) && !passes(route))
            *slot_of(w, sector, z.code) = p;
    }
    if (!room_for_route(w->arena, p))
        return rio_geheugen(err);
    if (z.ledger.known && !p->ledger.known)
        p->ledger = z.ledger;
    if (z.botst)
        add_conflict(p, route, &z);
    insert(p, route);
    w->regels[w->regel_count++] = (struct rio_regel){ route, p };
    return BP_OK;
}

static int by_line(const void *a, const void *b)
{
    const struct bp_route *x = *(const struct bp_route *const *)a;
    const struct bp_route *y = *(const struct bp_route *const *)b;
    return (x->line > y->line) - (x->line < y->line);
}

static enum bp_status make_programmas(struct rio_werk *w, struct bp_error *err)
{
    size_t count = w->routes->count;
    const struct bp_route **order = bp_arena_array(w->arena, count, sizeof *order);
    w->programmas = bp_arena_array(w->arena, 2 * count, sizeof *w->programmas);
    w->regels = bp_arena_array(w->arena, 2 * count, sizeof *w->regels);
    w->slot_count = 4 * count + 1;
    w->slots = bp_arena_array(w->arena, w->slot_count, sizeof *w->slots);
    if (!order || !w->programmas || !w->regels || !w->slots)
        return rio_geheugen(err);
    for (size_t i = 0; i < count; i++)
        order[i] = &w->routes->items[i];
    if (count)
        qsort(order, count, sizeof *order, by_line);
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        st = add_side(w, order[i], BP_SECTOR_VO, err);
        if (st == BP_OK)
            st = add_side(w, order[i], BP_SECTOR_MBO, err);
    }
    return st;
}

/* --- what routes.csv does not have any more ------------------------------------------------------------- */

struct zoeken {
    struct rio_werk *w;
    size_t cap;
};

enum bp_sector rio_sector(const char *name)
{
    return strcmp(name, "vo") == 0 ? BP_SECTOR_VO : BP_SECTOR_MBO;
}

bool rio_sleutel(struct bp_arena *arena, const struct bp_ledger_opleiding_key *from,
                 struct bp_ledger_opleiding_key *out)
{
    *out = (struct bp_ledger_opleiding_key){ .brin = bp_arena_str(arena, from->brin),
                                             .sector = bp_sector_name(rio_sector(from->sector)),
                                             .leerroute = bp_arena_str(arena, from->leerroute) };
    return out->brin.ptr && out->leerroute.ptr;
}

static bool names(const struct bp_routes *routes, struct bp_str brin)
{
    for (size_t i = 0; i < routes->count; i++)
        if (bp_str_equal(routes->items[i].vo_brin, brin) ||
            bp_str_equal(routes->items[i].mbo_brin, brin))
            return true;
    return false;
}

bool rio_verdween(const struct bp_routes *routes, const struct bp_ledger_opleiding_key *key)
{
    const struct bp_route *route = bp_routes_find(routes, key->leerroute);
    if (!names(routes, key->brin))
        return false;
    if (!route || passes(route))
        return true;
    struct bp_str brin = bp_route_zijde(route, rio_sector(key->sector)).brin;
    return bp_str_filled(brin) && !bp_str_equal(brin, key->brin);
}

static enum bp_status note_gone(void *ctx, const struct bp_ledger_opleiding_key *key,
                                const struct bp_ledger_opleiding *opleiding, struct bp_error *err)
{
    struct zoeken *z = ctx;
    struct rio_werk *w = z->w;
    if (!opleiding->bij_rio || !rio_verdween(w->routes, key))
        return BP_OK;
    if (w->verdwenen_count == z->cap) {
        size_t cap = z->cap ? 2 * z->cap : 8;
        struct rio_verdwenen *grown = bp_arena_array(w->arena, cap, sizeof *grown);
        if (!grown)
            return rio_geheugen(err);
        if (w->verdwenen_count)
            memcpy(grown, w->verdwenen, w->verdwenen_count * sizeof *grown);
        w->verdwenen = grown;
        z->cap = cap;
    }
    struct rio_verdwenen *v = &w->verdwenen[w->verdwenen_count++];
    v->opleiding = *opleiding;
    return rio_sleutel(w->arena, key, &v->key) ? BP_OK : rio_geheugen(err);
}

/* A stand without the route would withdraw its part of the programme, which nobody asked for. */
static void hold_back_shared(struct rio_werk *w, const struct rio_verdwenen *v)
{
    struct rio_programma *p = find_code(w, rio_sector(v->key.sector), bp_str_of(v->opleiding.code));
    if (!p)
        return;
    bp_rio_bevinding_add(
        &p->bevindingen,
        (struct bp_rio_bevinding){
            .code = "BP219",
            .kolom = BP_ROUTE_KOLOM_LEERROUTE,
            .text = N_("leerroute {1} is part of this programme and does not stand in routes.csv "
                       "any more: put it back, with an einddatum when it takes nobody in"),
            .args = { v->key.leerroute } });
}

static enum bp_status find_gone(struct rio_werk *w, struct bp_error *err)
{
    struct zoeken z = { .w = w };
    if (!w->opdracht->ledger)
        return BP_OK;
    enum bp_status st = bp_ledger_each_opleiding(w->opdracht->ledger, note_gone, &z, err);
    for (size_t i = 0; st == BP_OK && i < w->verdwenen_count; i++)
        hold_back_shared(w, &w->verdwenen[i]);
    w->uitslag->verdwenen = w->verdwenen_count;
    return st;
}

/* --- judging -------------------------------------------------------------------------------------------- */

/* A code copied from the other side: RIO would take it for a change of that programme. */
static void check_other_side(struct rio_werk *w, struct rio_programma *p)
{
    enum bp_sector other = p->sector == BP_SECTOR_VO ? BP_SECTOR_MBO : BP_SECTOR_VO;
    const struct rio_programma *twin = find_code(w, other, p->code);
    if (!twin)
        return;
    bp_rio_bevinding_add(
        &p->bevindingen,
        (struct bp_rio_bevinding){
            .code = "N09450",
            .kolom = bp_route_zijde(p->routes[0], p->sector).kolom_rio,
            .text = N_("the same code stands on the other side, at leerroute {1}: each side is a "
                       "programme with its own code"),
            .args = { twin->routes[0]->leerroute } });
}

static struct bp_str sender(struct rio_werk *w, struct bp_str brin, bool *oin)
{
    const struct bp_rio_opdracht *o = w->opdracht;
    *oin = true;
    if (strcmp(o->verzender, "brin") == 0)
        return brin;
    if (strcmp(o->verzender, "oin") != 0)
        return bp_str_of(o->verzender);
    for (size_t i = 0; i < o->instelling_count; i++)
        if (bp_str_equal(o->instellingen[i].brin, brin) && o->instellingen[i].oin)
            return bp_str_of(o->instellingen[i].oin);
    *oin = false;
    return brin;
}

enum bp_status rio_bouw(struct rio_werk *w, const struct rio_programma *p,
                        const struct bp_aangeboden *aangeboden, struct bp_str identificatiecode,
                        struct bp_error *err)
{
    const struct bp_env *env = w->opdracht->env;
    char moment[BP_MOMENT_TEXT];
    bool oin;
    bp_moment_format(env->now_ms(env->ctx), moment);
    const struct bp_bericht_kop kop = {
        .identificatiecode = identificatiecode,
        .verzender = sender(w, rio_brin(p), &oin),
        .ontvanger = bp_str_of(w->opdracht->ontvanger),
        .datum_tijd = bp_str_of(moment),
    };
    return bp_maker_aanlevering(w->maker, aangeboden, &kop, &w->body, &w->stand, err);
}

enum bp_status rio_vingerafdruk(struct rio_werk *w, const struct rio_programma *p,
                                const struct bp_aangeboden *van, unsigned char out[BP_LEDGER_HASH],
                                bool *ok, struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    struct bp_error why;
    struct bp_aangeboden kept = *p->aangeboden;
    if (!bp_aangeboden_keep(w->arena, &kept, van))
        return rio_geheugen(err);
    /* What the routes ask for, when nothing would change; else what there is. */
    const struct bp_aangeboden *own = bp_aangeboden_changes(&kept, van) ? van : p->aangeboden;
    w->opdracht->env->uuid(w->opdracht->env->ctx, uuid);
    enum bp_status st = rio_bouw(w, p, own, bp_str_of(uuid), &why);
    *ok = st == BP_OK;
    if (st == BP_E_XML) /* RIO has something that we could not send */
        return BP_OK;
    if (st == BP_OK)
        st = bp_kluis_fingerprint(w->opdracht->kluis, bp_buf_str(&w->stand), out, &why);
    if (st != BP_OK && err)
        *err = why;
    return st;
}

/* The body, or why the schema refuses it. */
static enum bp_status build(struct rio_werk *w, struct rio_programma *p, struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    struct bp_error why;
    bool oin;
    w->opdracht->env->uuid(w->opdracht->env->ctx, uuid);
    (void)sender(w, rio_brin(p), &oin);
    enum bp_status st = rio_bouw(w, p, p->aangeboden, bp_str_of(uuid), &why);
    w->uitslag->zonder_oin += !oin;
    if (st == BP_E_XML) {
        rio_bevinding(p, "BP501", BP_ROUTE_KOLOM_COUNT,
                      bp_arena_str(w->arena, bp_str_of(why.detail)));
        return BP_OK;
    }
    if (st == BP_OK)
        w->uitslag->berichten++;
    else if (err)
        *err = why;
    return st;
}

static bool choose_code(struct rio_werk *w, struct rio_programma *p)
{
    char uuid[BP_UUID_TEXT];
    bool at_rio = p->ledger.known ? p->ledger.bij_rio : p->herkomst == RIO_CODE_ROUTES;
    p->te_laat = !at_rio && bp_datum_before(p->routes[0]->begindatum, w->opdracht->peildatum);
    if (bp_str_filled(p->code))
        return true;
    w->opdracht->env->uuid(w->opdracht->env->ctx, uuid);
    p->code = bp_arena_str(w->arena, bp_str_of(uuid));
    p->herkomst = RIO_CODE_NIEUW;
    return p->code.ptr != NULL;
}

static bool same(const unsigned char x[BP_LEDGER_HASH], const unsigned char y[BP_LEDGER_HASH])
{
    return memcmp(x, y, BP_LEDGER_HASH) == 0;
}

static bool refused(const struct rio_programma *p)
{
    const struct bp_ledger_opleiding *l = &p->ledger;
    return l->known && bp_toestand_needs_person(l->toestand) &&
           strcmp(l->handeling, "aanlevering") == 0 && same(l->fingerprint, p->vingerafdruk);
}

static enum bp_status beside_ledger(struct rio_werk *w, struct rio_programma *p,
                                    struct bp_error *err)
{
    bool ok;
    if (!w->opdracht->ledger)
        return BP_OK;
    enum bp_status st = rio_vingerafdruk(w, p, p->aangeboden, p->vingerafdruk, &ok, err);
    if (st != BP_OK)
        return st;
    if (refused(p)) {
        p->gevolg = RIO_GEWEIGERD;
        p->reden = bp_arena_str(w->arena, bp_str_of(p->ledger.fout_tekst));
        w->uitslag->geweigerd++;
        return p->reden.ptr ? rio_fouten_van(w->opdracht->ledger, p->code, w->arena, &p->fouten,
                                             &p->fout_count, err)
                            : rio_geheugen(err);
    }
    if (!p->ledger.bij_rio) {
        p->gevolg = RIO_NIEUW;
        w->uitslag->nieuw++;
    } else if (same(p->ledger.fingerprint_rio, p->vingerafdruk)) {
        p->gevolg = RIO_ONGEWIJZIGD;
        w->uitslag->ongewijzigd++;
    } else {
        p->gevolg = RIO_GEWIJZIGD;
        w->uitslag->gewijzigd++;
    }
    return BP_OK;
}

/* What may be registered, as far as that is known here. */
static enum bp_status judge(struct rio_werk *w, struct rio_programma *p, struct bp_error *err)
{
    struct bp_rio_bevindingen *found = &p->bevindingen;
    bp_aangeboden_check_routes(p->routes, p->count, p->sector, found);
    check_other_side(w, p);
    if (bp_rio_bevindingen_reject(found))
        return BP_OK;
    if (choose_code(w, p))
        p->aangeboden = bp_aangeboden_make(w->arena, p->routes, p->count, p->sector, p->code);
    if (!p->aangeboden)
        return rio_geheugen(err);
    bp_aangeboden_check(p->aangeboden, w->opdracht->lijsten, found);
    if (bp_rio_bevindingen_reject(found))
        return BP_OK;
    enum bp_status st = beside_ledger(w, p, err);
    return st == BP_OK ? build(w, p, err) : st;
}

enum bp_status rio_keur(struct rio_werk *w, struct rio_programma *p, struct bp_error *err)
{
    struct bp_rio_bevindingen *found = &p->bevindingen;
    struct bp_str brin = rio_brin(p);
    if (passes(p->routes[0])) {
        p->stand = RIO_GEEN_LEERROUTE;
        return BP_OK;
    }
    if (bp_str_filled(brin) && !bp_mandaat_holds(w->opdracht->mandaat, brin, p->sector)) {
        p->stand = RIO_PARTNER;
        return BP_OK;
    }
    enum bp_status st = judge(w, p, err);
    p->stand = bp_rio_bevindingen_reject(found) ? RIO_AFGEKEURD : RIO_GEREED;
    w->uitslag->nieuwe_codes += p->stand == RIO_GEREED && p->herkomst == RIO_CODE_NIEUW;
    if (p->stand == RIO_AFGEKEURD && p->herkomst == RIO_CODE_NIEUW) { /* for a record only */
        p->code = bp_str_of("");
        p->herkomst = RIO_CODE_GEEN;
    }
    return st == BP_OK && found->failed ? rio_geheugen(err) : st;
}

/* --- begin and end -------------------------------------------------------------------------------------- */

enum bp_status rio_werk_begin(struct rio_werk *w, const struct bp_rio_opdracht *opdracht,
                              struct bp_rio_uitslag *uitslag, struct bp_error *err)
{
    *w = (struct rio_werk){ .opdracht = opdracht, .uitslag = uitslag };
    *uitslag = (struct bp_rio_uitslag){ .routes = 0 };
    bp_buf_init(&w->body, BODY_MAX);
    bp_buf_init(&w->stand, BODY_MAX);
    enum bp_status st = bp_routes_open(opdracht->routes, opdracht->lijsten, &w->bestand, err);
    if (st != BP_OK)
        return st;
    w->routes = bp_routes_of(w->bestand);
    uitslag->routes = w->routes->count;
    (void)bp_routes_unreadable(w->bestand, &uitslag->onleesbaar);
    w->arena = bp_arena_new(ARENA_MAX);
    if (!w->arena)
        return rio_geheugen(err);
    w->maker = bp_maker_new(opdracht->contract, BP_KEURING_ONTHOUDEN, err);
    if (!w->maker)
        return err->status;
    st = make_programmas(w, err);
    return st == BP_OK ? find_gone(w, err) : st;
}

void rio_werk_end(struct rio_werk *w)
{
    bp_maker_free(w->maker);
    bp_buf_free(&w->body);
    bp_buf_free(&w->stand);
    bp_arena_free(w->arena);
    bp_routes_close(w->bestand);
}
