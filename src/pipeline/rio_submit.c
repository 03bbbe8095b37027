/* rio_submit.c - `rio submit`: every programme that is ready, one after the other */
#include "bronpost/pipeline/rio_submit.h"

#include "bronpost/base/log.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/rio_staat.h"
#include "rio_lijn.h"

#include <stdlib.h>

struct ronde {
    const struct bp_rio_submit_opdracht *opdracht;
    struct bp_rio_submit_uitslag *uitslag;
    struct rio_werk werk;
    struct rio_lijn lijn;
    struct bp_buf sealed;
    size_t gedaan, totaal; /* programmes, for progress */
    bool niemand; /* an institution met nothing but trouble, and none since had any success */
};

static struct bp_ledger *ledger_of(const struct ronde *r)
{
    return r->opdracht->verbinding.ledger;
}

static enum bp_status begin_step(struct ronde *r, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = &r->opdracht->verbinding;
    return stap_begin(v->ledger, v->env, v->stop, v->stop_ctx, err);
}

/* --- what RIO has --------------------------------------------------------------------------------------- */

static enum bp_status note_seen(struct ronde *r, const struct rio_programma *p,
                                const struct bp_ledger_gezien *gezien, struct bp_error *err)
{
    enum bp_status st = begin_step(r, err);
    if (st != BP_OK)
        return st;
    st = bp_ledger_opleiding_gezien(ledger_of(r), p->code, gezien, err);
    return stap_end(ledger_of(r), st, err);
}

struct vergelijking {
    struct ronde *ronde;
    const struct rio_programma *programma;
};

static enum bp_status is_same(void *ctx, const struct bp_aangeboden *gezien, bool *ja,
                              struct bp_error *err)
{
    const struct vergelijking *v = ctx;
    unsigned char seen[BP_LEDGER_HASH];
    enum bp_status st = rio_vingerafdruk(&v->ronde->werk, v->programma, gezien, seen, ja, err);
    *ja = st == BP_OK && *ja && memcmp(seen, v->programma->vingerafdruk, sizeof seen) == 0;
    return st;
}

/* Of a code under which nothing of this route was sent yet. A regular programme, or a route of the other kind, would become this
 * route as a whole, with everybody in it, and nothing would turn that back. */
static void check_leerlijn(struct rio_programma *p, const struct bp_aangeboden *gezien)
{
    struct bp_str his = bp_aangeboden_leerlijn(gezien);
    struct bp_rio_bevinding found = {
        .code = "BP220",
        .kolom = bp_route_zijde(p->routes[0], p->sector).kolom_rio,
        .text = bp_str_filled(his)
                    ? N_("RIO has {2} under this code, and routes.csv a {1}")
                    : N_("RIO has a regular programme under this code, and it would become a {1} "
                         "as a whole"),
        .args = { bp_str_of(bp_route_soort_name(p->routes[0]->soort)), his },
    };
    if (!bp_str_equal(his, bp_aangeboden_leerlijn(p->aangeboden)))
        bp_rio_bevinding_add(&p->bevindingen, found);
}

/* What a change may never touch: RIO would refuse it, or it is somebody else's programme. */
static void check_identity(struct rio_programma *p, const struct bp_aangeboden *gezien)
{
    struct bp_route_zijde zijde = bp_route_zijde(p->routes[0], p->sector);
    struct bp_rio_bevinding found = { .code = "N09450", .kolom = zijde.kolom_rio };
    if (gezien->sector != p->sector) {
        found.text = N_("RIO has a programme of the other sector under this code");
    } else if (!bp_str_equal(gezien->onderwijsaanbieder, zijde.onderwijsaanbieder)) {
        found.kolom = zijde.kolom_aanbieder;
        found.text = N_("RIO has this programme at onderwijsaanbieder {1}, routes.csv at {2}");
        found.args[0] = gezien->onderwijsaanbieder;
        found.args[1] = zijde.onderwijsaanbieder;
    } else if (bp_str_filled(gezien->opleidingcode) &&
               !bp_aangeboden_erkent(gezien, p->aangeboden)) {
        found.kolom = zijde.kolom_opleidingcode;
        found.text = N_("RIO has this programme under opleidingcode {1}, routes.csv under {2}");
        found.args[0] = gezien->opleidingcode;
        found.args[1] = zijde.opleidingcode;
    }
    if (found.text)
        bp_rio_bevinding_add(&p->bevindingen, found);
    else if (!rio_kan_er_zijn(&p->ledger))
        check_leerlijn(p, gezien);
}

/* The record that goes out: with what RIO has and the routes know nothing of, judged once more. */
static enum bp_status keep(struct ronde *r, struct rio_programma *p,
                           const struct bp_aangeboden *gezien, struct bp_aangeboden *out,
                           struct bp_error *err)
{
    struct bp_rio_bevindingen found = { .arena = r->werk.arena };
    *out = *p->aangeboden;
    check_identity(p, gezien);
    if (!bp_aangeboden_keep(r->werk.arena, out, gezien))
        return rio_geheugen(err);
    bp_aangeboden_check(out, r->opdracht->routes.lijsten, &found);
    for (size_t i = 0; i < found.count; i++)
        if (!found.items[i].signaal)
            bp_rio_bevinding_add(&p->bevindingen, found.items[i]);
    bp_aangeboden_check_kept(out, p->routes, p->count, r->opdracht->routes.peildatum,
                             &p->bevindingen);
    if (bp_rio_bevindingen_reject(&p->bevindingen))
        p->stand = RIO_AFGEKEURD;
    return found.failed || p->bevindingen.failed ? rio_geheugen(err) : BP_OK;
}

/* --- staging -------------------------------------------------------------------------------------------- */

static enum bp_status bind(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    struct bp_error why;
    enum bp_status st = begin_step(r, err);
    if (st != BP_OK)
        return st;
    for (size_t i = 0; st == BP_OK && i < p->count; i++) {
        const struct bp_ledger_opleiding_key key = { bp_route_zijde(p->routes[i], p->sector).brin,
                                                     bp_sector_name(p->sector),
                                                     p->routes[i]->leerroute };
        struct bp_ledger_opleiding now;
        st = bp_ledger_opleiding_lookup(ledger_of(r), &key, &now, &why);
        if (st == BP_OK && !(now.known && bp_str_equal(bp_str_of(now.code), p->code)))
            st = bp_ledger_opleiding_bind(ledger_of(r), &key, p->code, &why);
    }
    if (st == BP_E_USAGE) { /* somebody else's programme */
        bp_ledger_step_abandon(ledger_of(r));
        rio_bevinding(p, "N09450", bp_route_zijde(p->routes[0], p->sector).kolom_rio,
                      bp_arena_str(r->werk.arena, bp_str_of(why.detail)));
        p->stand = RIO_AFGEKEURD;
        return p->bevindingen.failed ? rio_geheugen(err) : BP_OK;
    }
    if (st != BP_OK && err)
        *err = why;
    st = stap_end(ledger_of(r), st, err);
    p->vast = st == BP_OK;
    return st;
}

/* As the ledger has it now: another programme of the run may have changed it, and so may its own removal. */
static enum bp_status refresh(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    const struct bp_ledger_opleiding_key key = { rio_brin(p), bp_sector_name(p->sector),
                                                 p->routes[0]->leerroute };
    return bp_ledger_opleiding_lookup(ledger_of(r), &key, &p->ledger, err);
}

/* The code is fixed before anything goes out under it. */
static enum bp_status fix_code(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    if (p->vast)
        return BP_OK;
    enum bp_status st = bind(r, p, err);
    return st == BP_OK && p->stand == RIO_GEREED ? refresh(r, p, err) : st;
}

/* The message in r->werk.body, or a finding. */
static enum bp_status build(struct ronde *r, struct rio_programma *p,
                            const struct bp_aangeboden *aangeboden, char uuid[BP_UUID_TEXT],
                            struct bp_error *err)
{
    const struct bp_env *env = r->opdracht->verbinding.env;
    struct bp_error why;
    env->uuid(env->ctx, uuid);
    enum bp_status st = rio_bouw(&r->werk, p, aangeboden, bp_str_of(uuid), &why);
    if (st == BP_E_XML) {
        rio_bevinding(p, "BP501", BP_ROUTE_KOLOM_COUNT,
                      bp_arena_str(r->werk.arena, bp_str_of(why.detail)));
        p->stand = RIO_AFGEKEURD;
        return p->bevindingen.failed ? rio_geheugen(err) : BP_OK;
    }
    if (st != BP_OK)
        *err = why;
    return st;
}

static enum bp_status build_anew(struct ronde *r, struct rio_programma *p,
                                 const struct bp_aangeboden *aangeboden, struct bp_str *out,
                                 struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    enum bp_status st = build(r, p, aangeboden, uuid, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    *out = bp_arena_str(r->werk.arena, bp_buf_str(&r->werk.body));
    return out->ptr ? BP_OK : rio_geheugen(err);
}

static enum bp_status stage(struct ronde *r, struct rio_programma *p,
                            const struct bp_aangeboden *aangeboden, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = &r->opdracht->verbinding;
    char uuid[BP_UUID_TEXT];
    enum bp_status st = build(r, p, aangeboden, uuid, err);
    if (st == BP_OK && p->stand == RIO_GEREED)
        st = bp_kluis_seal(v->kluis, bp_str_of(uuid), bp_buf_str(&r->werk.body), &r->sealed, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    struct bp_ledger_opleiding_bericht bericht = {
        .code = p->code,
        .handeling = "aanlevering",
        .identificatiecode = bp_str_of(uuid),
        .begin = aangeboden->begin,
        .eind = aangeboden->eind,
        .soort = bp_str_of(bp_route_soort_name(p->routes[0]->soort)),
        .body = bp_buf_str(&r->sealed),
    };
    memcpy(bericht.fingerprint, p->vingerafdruk, sizeof bericht.fingerprint);
    st = begin_step(r, err);
    if (st != BP_OK)
        return st;
    st = bp_ledger_opleiding_stage(ledger_of(r), &bericht, err);
    return stap_end(ledger_of(r), st, err);
}

/* --- one programme -------------------------------------------------------------------------------------- */

static enum bp_status wait_for(struct ronde *r, struct rio_programma *p, const char *why,
                               struct bp_error *err)
{
    p->gevolg = RIO_WACHT;
    p->reden = bp_arena_str(r->werk.arena, bp_str_of(why));
    return p->reden.ptr ? BP_OK : rio_geheugen(err);
}

/* Trouble, or somebody stopped it. */
static const char *why_not(const struct ronde *r)
{
    if (r->uitslag->gestopt)
        return bp_text("the submit was interrupted");
    if (r->lijn.gestopt && *r->lijn.halt.waarom)
        return r->lijn.halt.waarom;
    return bp_text("RIO gave no usable answer");
}

/* Trouble that may be over next time, no refusal of the whole institution. */
static bool put_off(const struct ronde *r)
{
    return !r->uitslag->gestopt &&
           !(r->lijn.gestopt && r->lijn.halt.reden != BP_SUBMIT_ONBEREIKBAAR);
}

static void take_over(struct rio_programma *p, const struct rio_zaak *zaak)
{
    p->gevolg = zaak->gevolg;
    p->fouten = zaak->fouten;
    p->fout_count = zaak->fout_count;
    p->reden = zaak->reden;
}

static bool has_this(const struct rio_programma *p)
{
    return strcmp(p->ledger.handeling, "aanlevering") == 0 &&
           memcmp(p->ledger.fingerprint, p->vingerafdruk, BP_LEDGER_HASH) == 0;
}

static enum bp_status send(struct ronde *r, struct rio_programma *p,
                           const struct bp_aangeboden *record, struct bp_error *err)
{
    struct vergelijking v = { r, p };
    struct rio_zaak zaak = { .code = p->code, .zoals_verzonden = is_same, .ctx = &v };
    enum bp_status st = BP_OK;
    if (r->lijn.limit == 0)
        return wait_for(r, p, bp_text("the limit of this submit was reached"), err);
    /* One that may have arrived goes again as it was. */
    if (p->ledger.toestand == BP_TOESTAND_ONZEKER && has_this(p))
        st = build_anew(r, p, record, &zaak.vers, err);
    else
        st = stage(r, p, record, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    st = rio_verzend(&r->lijn, &zaak, err);
    if (st != BP_OK)
        return st;
    take_over(p, &zaak);
    r->uitslag->uitgesteld += p->gevolg == RIO_WACHT && put_off(r);
    return p->gevolg == RIO_WACHT || p->gevolg == RIO_ONBEKEND ? wait_for(r, p, why_not(r), err)
                                                               : BP_OK;
}

/* Something else than a programme, or none. */
static enum bp_status not_seen(struct ronde *r, struct rio_programma *p,
                               const struct rio_gezien *gezien, struct bp_error *err)
{
    if (gezien->zicht == RIO_ZICHT_GEEN) {
        r->uitslag->uitgesteld += put_off(r);
        return wait_for(r, p, why_not(r), err);
    }
    p->gevolg = gezien->zicht == RIO_ZICHT_MISLUKT ? RIO_MISLUKT : RIO_GEWEIGERD;
    p->fouten = gezien->fouten;
    p->fout_count = gezien->fout_count;
    p->reden = gezien->reden;
    return BP_OK;
}

/* RIO has another stand than the one that follows: a message that led to it is approved, and one that waits with neither
 * is overtaken. One that says what the routes say goes again under its own number. */
static enum bp_status note_other(struct ronde *r, struct rio_programma *p,
                                 const struct bp_ledger_gezien *seen, struct bp_error *err)
{
    if (p->ledger.toestand == BP_TOESTAND_ONZEKER && has_this(p))
        return BP_OK;
    enum bp_status st = note_seen(r, p, seen, err);
    return st == BP_OK ? refresh(r, p, err) : st;
}

static enum bp_status compare(struct ronde *r, struct rio_programma *p,
                              const struct bp_aangeboden *gezien, struct bp_error *err)
{
    struct bp_aangeboden record;
    struct bp_ledger_gezien seen = { .begin = gezien->begin, .eind = gezien->eind };
    bool known = false;
    enum bp_status st = keep(r, p, gezien, &record, err);
    if (st == BP_OK && p->stand == RIO_GEREED)
        st = fix_code(r, p, err);
    if (st == BP_OK && p->stand == RIO_GEREED)
        st = rio_vingerafdruk(&r->werk, p, gezien, seen.fingerprint, &known, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    bool there = known && memcmp(seen.fingerprint, p->vingerafdruk, BP_LEDGER_HASH) == 0;
    if (!there && p->gevolg == RIO_GEWEIGERD && !r->opdracht->retry_failed)
        return BP_OK;
    if (!there && known)
        st = note_other(r, p, &seen, err);
    if (!there)
        return st == BP_OK ? send(r, p, &record, err) : st;
    p->gevolg = bp_rio_wacht(&p->ledger) && has_this(p) ? RIO_GEREGISTREERD : RIO_ONGEWIJZIGD;
    p->fout_count = 0;
    return note_seen(r, p, &seen, err);
}

static enum bp_status look_up(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    struct rio_gezien gezien;
    enum bp_status st = rio_vraag(&r->lijn, p->code, &gezien, err);
    if (st != BP_OK)
        return st;
    if (gezien.zicht == RIO_ZICHT_ER)
        return compare(r, p, gezien.opleiding, err);
    if (gezien.zicht != RIO_ZICHT_NIET_ER)
        return not_seen(r, p, &gezien, err);
    st = fix_code(r, p, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    if (p->ledger.bij_rio) /* somebody took it out */
        st = note_seen(r, p, NULL, err);
    if (st != BP_OK || (p->gevolg == RIO_GEWEIGERD && !r->opdracht->retry_failed))
        return st;
    return send(r, p, p->aangeboden, err);
}

/* A removal that was asked for and did not come to its end goes first. */
static enum bp_status finish_removal(struct ronde *r, struct bp_str code, struct bp_error *err)
{
    struct rio_zaak zaak = { .code = code };
    enum bp_status st = rio_verzend(&r->lijn, &zaak, err);
    r->uitslag->verwijderd += zaak.verwijderd;
    r->uitslag->geweigerd += zaak.gevolg == RIO_GEWEIGERD;
    r->uitslag->mislukt += zaak.gevolg == RIO_MISLUKT;
    if (zaak.gevolg == RIO_WACHT) {
        r->uitslag->wacht++;
        r->uitslag->uitgesteld += put_off(r);
    }
    return st;
}

/* A code of routes.csv may be that of something else: it is fixed after RIO was looked into, or whoever takes it out of
 * routes.csv again would find it in the ledger. */
static enum bp_status register_one(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    enum bp_status st = p->herkomst == RIO_CODE_ROUTES ? BP_OK : fix_code(r, p, err);
    if (st != BP_OK || p->stand != RIO_GEREED)
        return st;
    return look_up(r, p, err);
}

/* --- one institution ------------------------------------------------------------------------------------ */

/* Programmes of which a removal waits. */
struct removals {
    struct ronde *ronde;
    struct bp_str brin;
    struct bp_str *codes;
    size_t count, cap;
};

static enum bp_status take_removal(void *ctx, const struct bp_ledger_opleiding_key *key,
                                   const struct bp_ledger_opleiding *o, struct bp_error *err)
{
    struct removals *v = ctx;
    struct bp_arena *arena = v->ronde->werk.arena;
    if (!bp_str_equal(key->brin, v->brin) || !bp_rio_wacht(o) ||
        strcmp(o->handeling, "verwijdering") != 0)
        return BP_OK;
    for (size_t i = 0; i < v->count; i++)
        if (bp_str_equal(v->codes[i], bp_str_of(o->code)))
            return BP_OK;
    if (v->count == v->cap) {
        size_t cap = v->cap ? 2 * v->cap : 8;
        struct bp_str *grown = bp_arena_array(arena, cap, sizeof *grown);
        if (!grown)
            return rio_geheugen(err);
        if (v->count)
            memcpy(grown, v->codes, v->count * sizeof *grown);
        v->codes = grown;
        v->cap = cap;
    }
    v->codes[v->count] = bp_arena_str(arena, bp_str_of(o->code));
    return v->codes[v->count++].ptr ? BP_OK : rio_geheugen(err);
}

static enum bp_status finish_removals(struct ronde *r, struct bp_str brin, struct bp_error *err)
{
    struct removals v = { .ronde = r, .brin = brin };
    enum bp_status st = bp_ledger_each_opleiding(ledger_of(r), take_removal, &v, err);
    for (size_t i = 0; st == BP_OK && i < v.count && !rio_lijn_stopt(&r->lijn); i++)
        st = finish_removal(r, v.codes[i], err);
    return st;
}

static bool is_of(const struct rio_programma *p, struct bp_str brin)
{
    return p->stand == RIO_GEREED && bp_str_equal(rio_brin(p), brin);
}

/* What the line did not come to. */
static enum bp_status leave(struct ronde *r, struct rio_programma *p, struct bp_error *err)
{
    static const char *const texts[] = {
        [BP_SUBMIT_GEEN_IDENTITEIT] = N_("no certificate or OIN that could sign"),
        [BP_SUBMIT_GEEN_ENDPOINT] = N_("[duo] names no address for this contract"),
    };
    const struct rio_lijn *l = &r->lijn;
    bool told = l->gestopt && l->halt.reden <= BP_SUBMIT_GEEN_ENDPOINT;
    return wait_for(r, p, told ? bp_text(texts[l->halt.reden]) : why_not(r), err);
}

static enum bp_status each_programme(struct ronde *r, struct bp_str brin, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < r->werk.count; i++) {
        struct rio_programma *p = &r->werk.programmas[i];
        if (!is_of(p, brin))
            continue;
        st = rio_lijn_stopt(&r->lijn) ? leave(r, p, err) : register_one(r, p, err);
        r->gedaan++;
        if (r->opdracht->progress)
            r->opdracht->progress(r->opdracht->progress_ctx, r->gedaan, r->totaal);
    }
    return st;
}

static size_t waiting_of(const struct ronde *r, struct bp_str brin)
{
    size_t count = 0;
    for (size_t i = 0; i < r->werk.count; i++)
        count += is_of(&r->werk.programmas[i], brin) && r->werk.programmas[i].gevolg == RIO_WACHT;
    return count;
}

static enum bp_status add_halt(struct ronde *r, size_t waiting, struct bp_error *err)
{
    struct bp_rio_submit_uitslag *out = r->uitslag;
    struct bp_submit_halt *grown = realloc(out->halten, (out->halt_count + 1) * sizeof *grown);
    if (!grown)
        return bp_error_memory(err, bp_text("the list of institutions"));
    out->halten = grown;
    out->halten[out->halt_count] = r->lijn.halt;
    out->halten[out->halt_count++].berichten = waiting;
    return BP_OK;
}

static enum bp_status one_institution(struct ronde *r, size_t instelling, struct bp_error *err)
{
    struct rio_lijn *l = &r->lijn;
    struct bp_str brin = r->opdracht->verbinding.instellingen[instelling].brin;
    unsigned usual = r->opdracht->verbinding.pogingen;
    /* RIO that answered nobody so far is tried once only: a dead line costs no night. */
    l->pogingen = r->niemand || usual < 1 ? 1 : usual;
    enum bp_status st = BP_OK;
    if (rio_lijn_naar(l, instelling))
        st = finish_removals(r, brin, err);
    if (st == BP_OK)
        st = each_programme(r, brin, err);
    bool unreachable = l->gestopt && l->halt.reden == BP_SUBMIT_ONBEREIKBAAR;
    r->niemand = unreachable || (r->niemand && l->gestopt);
    size_t waiting = waiting_of(r, brin);
    bool silent = l->halt.reden < BP_SUBMIT_GELATEN && waiting == 0;
    return st == BP_OK && l->gestopt && !silent ? add_halt(r, waiting, err) : st;
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static void count(struct ronde *r)
{
    struct bp_rio_submit_uitslag *out = r->uitslag;
    size_t *const counters[] = {
        [RIO_ONGEWIJZIGD] = &out->ongewijzigd,
        [RIO_GEWEIGERD] = &out->geweigerd,
        [RIO_GEREGISTREERD] = &out->geregistreerd,
        [RIO_MISLUKT] = &out->mislukt,
        [RIO_WACHT] = &out->wacht,
    };
    for (size_t i = 0; i < r->werk.count; i++) {
        const struct rio_programma *p = &r->werk.programmas[i];
        if (p->stand == RIO_GEREED && p->gevolg >= RIO_ONGEWIJZIGD)
            ++*counters[p->gevolg];
    }
}

/* What judging alone did not find, so that `rio check` does not either. */
static bool rejected_late(const struct rio_programma *p)
{
    return p->stand == RIO_AFGEKEURD && p->te_zenden;
}

static enum bp_status name_refused(struct ronde *r, const struct rio_programma *p,
                                   struct bp_error *err)
{
    struct bp_rio_submit_uitslag *out = r->uitslag;
    struct bp_rio_weigering *grown =
        realloc(out->weigeringen, (out->weigering_count + 1) * sizeof *grown);
    if (!grown)
        return rio_geheugen(err);
    out->weigeringen = grown;
    struct bp_rio_weigering *w = &grown[out->weigering_count++];
    const struct bp_ledger_opleiding_key key = { rio_brin(p), bp_sector_name(p->sector),
                                                 p->routes[0]->leerroute };
    char code[BP_UUID_TEXT];
    (void)bp_str_copy(code, sizeof code, p->code);
    rio_noem(&w->route, &key, code);
    if (rejected_late(p))
        rio_afkeuring(p, w->waarom, sizeof w->waarom);
    else
        rio_waarom(p->fouten, p->fout_count, p->reden, w->waarom, sizeof w->waarom);
    return BP_OK;
}

static enum bp_status name_all_refused(struct ronde *r, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < r->werk.count; i++) {
        const struct rio_programma *p = &r->werk.programmas[i];
        bool refused = p->gevolg == RIO_GEWEIGERD || p->gevolg == RIO_MISLUKT;
        if (rejected_late(p) || (p->stand == RIO_GEREED && refused))
            st = name_refused(r, p, err);
    }
    return st;
}

static enum bp_status name_gone(struct ronde *r, struct bp_error *err)
{
    struct bp_rio_submit_uitslag *out = r->uitslag;
    if (r->werk.verdwenen_count == 0)
        return BP_OK;
    out->verdwenen = calloc(r->werk.verdwenen_count, sizeof *out->verdwenen);
    if (!out->verdwenen)
        return rio_geheugen(err);
    for (size_t i = 0; i < r->werk.verdwenen_count; i++)
        rio_noem(&out->verdwenen[out->verdwenen_count++], &r->werk.verdwenen[i].key,
                 r->werk.verdwenen[i].opleiding.code);
    return BP_OK;
}

void rio_noem(struct bp_rio_genoemd *out, const struct bp_ledger_opleiding_key *key,
              const char *code)
{
    (void)bp_str_copy(out->brin, sizeof out->brin, key->brin);
    (void)bp_str_copy(out->leerroute, sizeof out->leerroute, key->leerroute);
    (void)bp_str_copy(out->code, sizeof out->code, bp_str_of(code));
    out->sector = bp_sector_name(rio_sector(key->sector));
}

static enum bp_status judge_all(struct ronde *r, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < r->werk.count; i++) {
        struct rio_programma *p = &r->werk.programmas[i];
        st = rio_keur(&r->werk, p, err);
        p->te_zenden = p->stand == RIO_GEREED;
        r->totaal += p->te_zenden;
    }
    return st;
}

static enum bp_status send_all(struct ronde *r, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = &r->opdracht->verbinding;
    struct rio_uitvoer uitvoer;
    enum bp_status st = rio_uitvoer_open(&uitvoer, r->werk.opdracht, &r->uitslag->routes, err);
    if (st == BP_OK)
        st = judge_all(r, err);
    for (size_t i = 0; st == BP_OK && i < v->instelling_count; i++)
        st = one_institution(r, i, err);
    count(r);
    if (st == BP_OK)
        st = name_gone(r, err);
    if (st == BP_OK)
        st = name_all_refused(r, err);
    if (st == BP_OK)
        st = rio_uitvoer_sluit(&uitvoer, &r->werk, err);
    rio_uitvoer_abandon(&uitvoer);
    return st;
}

enum bp_status bp_rio_submit(const struct bp_rio_submit_opdracht *opdracht,
                             struct bp_rio_submit_uitslag *out, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = &opdracht->verbinding;
    struct bp_error own;
    struct bp_rio_opdracht routes = opdracht->routes;
    struct ronde r = { .opdracht = opdracht, .uitslag = out };
    if (!err)
        err = &own;
    *out = (struct bp_rio_submit_uitslag){ 0 };
    routes.ledger = v->ledger;
    routes.kluis = v->kluis;
    enum bp_status st = bp_ledger_submit_begin(v->ledger, STAP_GRACE_MS, &out->hervat, err);
    if (st != BP_OK)
        return st;
    bp_buf_init(&r.sealed, ENVELOPE_BYTES);
    st = rio_lijn_begin(&r.lijn, v, out, err);
    r.lijn.limit = opdracht->limit ? opdracht->limit : SIZE_MAX;
    struct bp_error other;
    enum bp_status begun = rio_werk_begin(&r.werk, &routes, &out->routes, &other);
    if (begun == BP_E_INPUT && routes.out)
        rio_uitvoer_remove(routes.out);
    if (st == BP_OK && begun != BP_OK)
        *err = other;
    st = st == BP_OK ? begun : st;
    if (st == BP_OK)
        st = send_all(&r, err);
    rio_werk_end(&r.werk);
    rio_lijn_end(&r.lijn);
    bp_buf_free(&r.sealed);
    bp_ledger_submit_end(v->ledger);
    bp_log(BP_LOG_INFO, "rio registered=%zu unchanged=%zu refused=%zu failed=%zu waiting=%zu",
           out->geregistreerd, out->ongewijzigd, out->geweigerd, out->mislukt, out->wacht);
    return st;
}

void bp_rio_submit_uitslag_free(struct bp_rio_submit_uitslag *uitslag)
{
    free(uitslag->halten);
    free(uitslag->weigeringen);
    free(uitslag->verdwenen);
    *uitslag = (struct bp_rio_submit_uitslag){ 0 };
}
