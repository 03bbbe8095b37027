/* rio.c - `rio check`: each route and side as RIO would judge it */
#include "bronpost/pipeline/rio.h"

#include "bronpost/base/text.h"
#include "bronpost/input/routes.h"
#include "rio_intern.h"

#include <stdlib.h>

#define ARENA_MAX (256 * BP_MIB)
#define BODY_MAX  (8 * BP_MIB)

struct werk {
    const struct bp_rio_opdracht *opdracht;
    struct bp_rio_uitslag *uitslag;
    const struct bp_routes *routes;
    struct bp_arena *arena;
    struct rio_programma *programmas;
    size_t count;
    struct rio_regel *regels;
    size_t regel_count;
    struct bp_maker *maker;
    struct bp_buf body;
    struct rio_uitvoer uitvoer;
};

static enum bp_status no_memory(struct bp_error *err)
{
    return bp_error_memory(err, N_("the routes"));
}

/* --- which routes are one programme --------------------------------------------------------------------- */

/* Nothing to register; a row that cannot be trusted about it is not passed over in silence. */
static bool passes(const struct bp_route *route)
{
    return !bp_route_telt(route) && route->fout_count == 0;
}

static struct rio_programma *find_code(struct werk *w, enum bp_sector sector, struct bp_str code)
{
    for (size_t i = 0; bp_str_filled(code) && i < w->count; i++)
        if (w->programmas[i].sector == sector && !passes(w->programmas[i].routes[0]) &&
            bp_str_equal_nocase(w->programmas[i].code, code))
            return &w->programmas[i];
    return NULL;
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

static bool add_side(struct werk *w, const struct bp_route *route, enum bp_sector sector)
{
    struct bp_str code = bp_route_zijde(route, sector).rio;
    struct rio_programma *p = passes(route) ? NULL : find_code(w, sector, code);
    if (!p) {
        p = &w->programmas[w->count++];
        p->sector = sector;
        p->code = code;
        p->bevindingen.arena = w->arena;
    }
    if (!room_for_route(w->arena, p))
        return false;
    insert(p, route);
    w->regels[w->regel_count++] = (struct rio_regel){ route, p };
    return true;
}

static int by_line(const void *a, const void *b)
{
    const struct bp_route *x = *(const struct bp_route *const *)a;
    const struct bp_route *y = *(const struct bp_route *const *)b;
    return (x->line > y->line) - (x->line < y->line);
}

static enum bp_status make_programmas(struct werk *w, struct bp_error *err)
{
    size_t count = w->routes->count;
    const struct bp_route **order = bp_arena_array(w->arena, count, sizeof *order);
    w->programmas = bp_arena_array(w->arena, 2 * count, sizeof *w->programmas);
    w->regels = bp_arena_array(w->arena, 2 * count, sizeof *w->regels);
    if (!order || !w->programmas || !w->regels)
        return no_memory(err);
    for (size_t i = 0; i < count; i++)
        order[i] = &w->routes->items[i];
    if (count)
        qsort(order, count, sizeof *order, by_line);
    for (size_t i = 0; i < count; i++)
        if (!add_side(w, order[i], BP_SECTOR_VO) || !add_side(w, order[i], BP_SECTOR_MBO))
            return no_memory(err);
    return BP_OK;
}

/* --- judging -------------------------------------------------------------------------------------------- */

/* A code copied from the other side: RIO would take it for a change of that programme. */
static void check_other_side(struct werk *w, struct rio_programma *p)
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

static struct bp_str sender(struct werk *w, struct bp_str brin)
{
    const struct bp_rio_opdracht *o = w->opdracht;
    if (strcmp(o->verzender, "brin") == 0)
        return brin;
    if (strcmp(o->verzender, "oin") != 0)
        return bp_str_of(o->verzender);
    for (size_t i = 0; i < o->instelling_count; i++)
        if (bp_str_equal(o->instellingen[i].brin, brin) && o->instellingen[i].oin)
            return bp_str_of(o->instellingen[i].oin);
    w->uitslag->zonder_oin++;
    return brin;
}

/* The body, or why the schema refuses it. */
static enum bp_status build(struct werk *w, struct rio_programma *p,
                            const struct bp_aangeboden *aangeboden, struct bp_error *err)
{
    const struct bp_env *env = w->opdracht->env;
    char uuid[BP_UUID_TEXT], moment[BP_MOMENT_TEXT];
    env->uuid(env->ctx, uuid);
    bp_moment_format(env->now_ms(env->ctx), moment);
    const struct bp_bericht_kop kop = {
        .identificatiecode = bp_str_of(uuid),
        .verzender = sender(w, bp_route_zijde(p->routes[0], p->sector).brin),
        .ontvanger = bp_str_of(w->opdracht->ontvanger),
        .datum_tijd = bp_str_of(moment),
    };
    struct bp_error why;
    enum bp_status st = bp_maker_aanlevering(w->maker, aangeboden, &kop, &w->body, NULL, &why);
    if (st == BP_E_XML) {
        struct bp_str detail = bp_arena_str(w->arena, bp_str_of(why.detail));
        bp_rio_bevinding_add(&p->bevindingen,
                             (struct bp_rio_bevinding){ .code = "BP501",
                                                        .kolom = BP_ROUTE_KOLOM_COUNT,
                                                        .text = "{1}",
                                                        .args = { detail } });
        return detail.ptr ? BP_OK : no_memory(err);
    }
    if (st != BP_OK) {
        if (err)
            *err = why;
        return st;
    }
    w->uitslag->berichten++;
    if (!w->opdracht->bodies)
        return BP_OK;
    p->bestand = rio_bestand(w->arena, p);
    return p->bestand.ptr ? rio_uitvoer_body(&w->uitvoer, p->bestand, bp_buf_str(&w->body), err)
                          : no_memory(err);
}

static bool choose_code(struct werk *w, struct rio_programma *p)
{
    char uuid[BP_UUID_TEXT];
    if (bp_str_filled(p->code))
        return true;
    w->opdracht->env->uuid(w->opdracht->env->ctx, uuid);
    p->code = bp_arena_str(w->arena, bp_str_of(uuid));
    p->nieuw = true;
    p->te_laat = bp_datum_before(p->routes[0]->begindatum, w->opdracht->peildatum);
    return p->code.ptr != NULL;
}

static enum bp_status judge(struct werk *w, struct rio_programma *p, struct bp_error *err)
{
    struct bp_str brin = bp_route_zijde(p->routes[0], p->sector).brin;
    struct bp_rio_bevindingen *found = &p->bevindingen;
    enum bp_status st = BP_OK;
    if (passes(p->routes[0])) {
        p->stand = RIO_GEEN_LEERROUTE;
        return BP_OK;
    }
    if (bp_str_filled(brin) && !bp_mandaat_holds(w->opdracht->mandaat, brin, p->sector)) {
        p->stand = RIO_PARTNER;
        return BP_OK;
    }
    bp_aangeboden_check_routes(p->routes, p->count, p->sector, found);
    check_other_side(w, p);
    if (!bp_rio_bevindingen_reject(found)) {
        const struct bp_aangeboden *a = NULL;
        if (choose_code(w, p))
            a = bp_aangeboden_make(w->arena, p->routes, p->count, p->sector, p->code);
        if (!a)
            return no_memory(err);
        bp_aangeboden_check(a, w->opdracht->lijsten, found);
        if (!bp_rio_bevindingen_reject(found))
            st = build(w, p, a, err);
    }
    p->stand = bp_rio_bevindingen_reject(found) ? RIO_AFGEKEURD : RIO_GEREED;
    w->uitslag->nieuwe_codes += p->stand == RIO_GEREED && p->nieuw;
    return st == BP_OK && found->failed ? no_memory(err) : st;
}

/* --- the whole -------------------------------------------------------------------------------------------
 * */

static void count_side(struct bp_rio_uitslag *uitslag, enum rio_stand stand)
{
    size_t *const counters[] = { &uitslag->gereed, &uitslag->afgekeurd, &uitslag->partner,
                                 &uitslag->geen_leerroute };
    ++*counters[stand];
}

static enum bp_status write_lines(struct werk *w, const struct bp_route_bestand *bestand,
                                  struct bp_error *err)
{
    enum bp_status st = BP_OK;
    size_t unreadable, next = 0;
    const uint32_t *lines = bp_routes_unreadable(bestand, &unreadable);
    for (size_t i = 0; st == BP_OK && i <= w->regel_count; i++) {
        const struct rio_regel *regel = i < w->regel_count ? &w->regels[i] : NULL;
        for (; st == BP_OK && next < unreadable && (!regel || lines[next] < regel->route->line);
             next++)
            st = rio_uitvoer_onleesbaar(&w->uitvoer, lines[next], err);
        if (st != BP_OK || !regel)
            continue;
        st = rio_uitvoer_regel(&w->uitvoer, regel, err);
        count_side(w->uitslag, regel->programma->stand);
    }
    w->uitslag->onleesbaar = unreadable;
    return st;
}

static enum bp_status check(struct werk *w, const struct bp_route_bestand *bestand,
                            struct bp_error *err)
{
    enum bp_status st = make_programmas(w, err);
    if (st == BP_OK)
        st = rio_uitvoer_open(&w->uitvoer, w->opdracht, w->uitslag, err);
    for (size_t i = 0; st == BP_OK && i < w->count; i++)
        st = judge(w, &w->programmas[i], err);
    if (st == BP_OK)
        st = write_lines(w, bestand, err);
    if (st == BP_OK)
        st = rio_uitvoer_commit(&w->uitvoer, err);
    rio_uitvoer_abandon(&w->uitvoer);
    return st;
}

enum bp_status bp_rio_check(const struct bp_rio_opdracht *opdracht, struct bp_rio_uitslag *uitslag,
                            struct bp_error *err)
{
    struct bp_error own;
    struct bp_route_bestand *bestand = NULL;
    struct werk w = { .opdracht = opdracht, .uitslag = uitslag };
    if (!err)
        err = &own;
    *uitslag = (struct bp_rio_uitslag){ .routes = 0 };
    enum bp_status st = bp_routes_open(opdracht->routes, opdracht->lijsten, &bestand, err);
    if (st != BP_OK) {
        if (st == BP_E_INPUT)
            rio_uitvoer_remove(opdracht->out);
        return st;
    }
    bp_buf_init(&w.body, BODY_MAX);
    w.routes = bp_routes_of(bestand);
    uitslag->routes = w.routes->count;
    w.arena = bp_arena_new(ARENA_MAX);
    w.maker = w.arena ? bp_maker_new(opdracht->contract, BP_KEURING_ONTHOUDEN, err) : NULL;
    if (!w.arena)
        st = no_memory(err);
    else if (!w.maker)
        st = err->status;
    else
        st = check(&w, bestand, err);
    bp_maker_free(w.maker);
    bp_buf_free(&w.body);
    bp_arena_free(w.arena);
    bp_routes_close(bestand);
    return st;
}
