/* werker.c - one thread's work: read a person, judge, build, hand over
 *
 * The unit that is judged is the person, the unit that is handed over is the enrolment, in the order of the input. A
 * person's enrolments mostly lie together; the last person is kept, so that they are judged once. Where they lie
 * apart the person is judged again: the rules are pure, so the outcome is the same, and nothing has to wait.
 */
#include "bronpost/base/text.h"
#include "intern.h"

#include <stdlib.h>

struct werker {
    const struct taak *taak;
    struct bp_leerlingen_lezer *lezer;
    struct bp_arena *persoon_arena;
    struct bp_gelezen *gelezen;
    struct bp_inschrijving *items;
    size_t count;
    struct bouwplaats bouw;
};

struct werker *werker_new(const struct taak *taak, struct bp_error *err)
{
    struct werker *werker = calloc(1, sizeof *werker);
    if (!werker) {
        (void)bp_error_memory(err, N_("a worker"));
        return NULL;
    }
    werker->taak = taak;
    werker->persoon_arena = bp_arena_new(PERSOON_BYTES);
    werker->lezer = bp_leerlingen_lezer_new(taak->leerlingen, err);
    if (!werker->persoon_arena)
        (void)bp_error_memory(err, N_("a worker"));
    if (!werker->lezer || !werker->persoon_arena ||
        bouwplaats_open(&werker->bouw, taak, err) != BP_OK) {
        werker_free(werker);
        return NULL;
    }
    return werker;
}

void werker_free(struct werker *werker)
{
    if (!werker)
        return;
    bouwplaats_close(&werker->bouw);
    bp_leerlingen_lezer_free(werker->lezer);
    bp_arena_free(werker->persoon_arena);
    free(werker);
}

static enum bp_status lees_persoon(struct werker *werker, size_t inschrijving, struct bp_error *err)
{
    bp_arena_reset(werker->persoon_arena);
    werker->count = 0;
    size_t count = 0;
    enum bp_status st = bp_leerlingen_read_persoon(
        werker->lezer, inschrijving, werker->persoon_arena, &werker->gelezen, &count, err);
    if (st != BP_OK)
        return st;
    werker->items = bp_arena_array(werker->persoon_arena, count, sizeof *werker->items);
    if (!werker->items)
        return bp_error_memory(err, N_("a person's enrolments"));
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        const struct bp_gelezen *g = &werker->gelezen[i];
        st = bp_inschrijving_judge(&werker->taak->regels, g->rijen, g->rij_count, &g->bevindingen,
                                   werker->persoon_arena, &werker->items[i], err);
    }
    if (st == BP_OK)
        st = bp_persoon_judge(&werker->taak->regels, werker->items, count, werker->persoon_arena,
                              err);
    if (st == BP_OK)
        werker->count = count;
    return st;
}

static size_t zoek(const struct werker *werker, size_t inschrijving)
{
    size_t i = 0;
    while (i < werker->count && werker->gelezen[i].inschrijving != inschrijving)
        i++;
    return i;
}

static struct reg_uit *reg_nieuw(struct stuk *stuk)
{
    if (stuk->reg_count == stuk->reg_cap) {
        size_t cap = stuk->reg_cap ? 2 * stuk->reg_cap : 2 * STUK_INSCHRIJVINGEN;
        struct reg_uit *items = bp_arena_array(stuk->arena, cap, sizeof *items);
        if (!items)
            return NULL;
        if (stuk->reg_count)
            memcpy(items, stuk->regs, stuk->reg_count * sizeof *items);
        stuk->regs = items;
        stuk->reg_cap = cap;
    }
    struct reg_uit *uit = &stuk->regs[stuk->reg_count++];
    *uit = (struct reg_uit){ .sector = BP_SECTOR_VO };
    return uit;
}

static enum bp_status geef_registratie(struct werker *werker, struct bp_inschrijving *item,
                                       const struct bp_registratie *reg, struct stuk *stuk,
                                       struct bp_error *err)
{
    const struct bp_opdracht *o = werker->taak->opdracht;
    struct reg_uit *uit = reg_nieuw(stuk);
    if (!uit)
        return bp_error_memory(err, N_("a registration"));
    uit->sector = reg->sector;
    uit->partner = !bp_levering_sends(o->mandaat, reg);
    uit->regel = regel_registratie(item, reg, stuk->arena);
    uit->brin = bp_arena_str(stuk->arena, reg->brin);
    uit->volgnummer = bp_arena_str(stuk->arena, reg->inschrijvingvolgnummer);
    if (!uit->regel.ptr || !uit->brin.ptr || !uit->volgnummer.ptr)
        return bp_error_memory(err, N_("a registration"));
    const struct bp_route *route = reg->perioden[reg->periode_count - 1].route;
    if (route)
        uit->naam_route = route->naam; /* lives as long as the routes */
    uit->leerroute = bp_str_of(bp_route_soort_name(item->leerroute));
    uit->fase = bp_str_of(bp_fase_name(item->fase));
    uit->begin = reg->datum_inschrijving;
    uit->einde = reg->datum_uitschrijving;
    if (uit->partner)
        return BP_OK;
    uit->laat = bp_levering_late(reg, o->peildatum);
    uit->na_teldatum = bp_levering_after_count(reg, o->peildatum);
    return bouw_bericht(&werker->bouw, item, reg, stuk->arena, uit, err);
}

/* All registrations; when one of them cannot be built the enrolment has none. */
static enum bp_status geef_registraties(struct werker *werker, struct bp_inschrijving *item,
                                        struct stuk *stuk, struct bp_error *err)
{
    size_t from = stuk->reg_count;
    enum bp_status st = BP_OK;
    if (item->heeft_eigen)
        st = geef_registratie(werker, item, &item->eigen, stuk, err);
    for (size_t i = 0; st == BP_OK && i < item->afgeleide_count; i++)
        st = geef_registratie(werker, item, &item->afgeleiden[i].registratie, stuk, err);
    if (item->afgekeurd)
        stuk->reg_count = from;
    return st;
}

/* The charts count a student once in a route, also when both schools' rows are in the run. */
static bool telt_voor_route(const struct werker *werker, size_t at)
{
    const struct bp_inschrijving *item = &werker->items[at];
    if (item->afgekeurd || !item->begonnen)
        return false;
    for (size_t i = 0; i < at; i++) {
        const struct bp_inschrijving *other = &werker->items[i];
        if (!other->afgekeurd && other->begonnen && item->route && other->route == item->route)
            return false;
    }
    return true;
}

static enum bp_status geef_inschrijving(struct werker *werker, size_t at, struct stuk *stuk,
                                        struct bp_error *err)
{
    const struct bp_opdracht *o = werker->taak->opdracht;
    struct bp_inschrijving *item = &werker->items[at];
    const struct bp_rij *s = &item->samen;
    struct ins_uit *uit = &stuk->ins[stuk->ins_count++];
    *uit = (struct ins_uit){
        .rij_count = item->rij_count,
        .first_line = item->rijen[0].line,
        .leerlingnummer = bp_arena_str(stuk->arena, s->leerlingnummer),
        .brin = bp_arena_str(stuk->arena, s->brin),
        .volgnummer = bp_arena_str(stuk->arena, s->inschrijvingvolgnummer),
        .herkomst = item->herkomst_bekend ? item->herkomst : BP_SECTOR_VO,
        .sleutel_bekend = s->persoon.soort != BP_PERSOON_GEEN && bp_str_filled(s->brin) &&
                          bp_str_filled(s->inschrijvingvolgnummer) && item->herkomst_bekend,
        .begin = s->datum_inschrijving,
        .einde = s->datum_uitschrijving,
        .reg_from = stuk->reg_count,
        .route = item->route,
        .fase = item->fase,
        .telt_voor_route = telt_voor_route(werker, at),
    };
    enum bp_status st = BP_OK;
    if (o->ledger && uit->sleutel_bekend)
        st = bp_kluis_persoon(o->kluis, s->persoon, uit->persoon, err);
    bp_levering_check(&werker->taak->regels, item);
    if (st == BP_OK && !item->afgekeurd)
        st = geef_registraties(werker, item, stuk, err);
    uit->afgekeurd = item->afgekeurd;
    uit->rio_geteld = item->rio_geteld;
    uit->reg_count = stuk->reg_count - uit->reg_from;
    if (st == BP_OK && !item->afgekeurd && uit->reg_count == 0) {
        uit->buiten_bereik = regel_buiten_bereik(item, stuk->arena);
        if (!uit->buiten_bereik.ptr)
            st = bp_error_memory(err, N_("a registration"));
    }
    if (st == BP_OK && item->bevindingen.failed)
        st = bp_error_memory(err, N_("the findings"));
    return st == BP_OK ? regel_bevindingen(item, stuk, err) : st;
}

void werker_doe(struct werker *werker, struct stuk *stuk)
{
    struct bp_error *err = &stuk->err;
    stuk->status = BP_OK;
    stuk->ins_count = stuk->reg_count = stuk->reg_cap = stuk->bev_count = stuk->bev_cap = 0;
    stuk->ins = bp_arena_array(stuk->arena, stuk->to - stuk->from, sizeof *stuk->ins);
    if (!stuk->ins)
        stuk->status = bp_error_memory(err, N_("a piece of work"));
    for (size_t i = stuk->from; stuk->status == BP_OK && i < stuk->to; i++) {
        size_t at = zoek(werker, i);
        if (at == werker->count) {
            stuk->status = lees_persoon(werker, i, err);
            at = zoek(werker, i);
        }
        if (stuk->status == BP_OK)
            stuk->status = geef_inschrijving(werker, at, stuk, err);
    }
}
