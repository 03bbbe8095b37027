/* rio_remove.c - `rio remove`: one programme is withdrawn, with all routes that are it */
#include "bronpost/base/text.h"
#include "bronpost/pipeline/rio_staat.h"
#include "lichaam.h"
#include "rio_lijn.h"

#include <stdlib.h>

struct intrekking {
    const struct bp_rio_remove_opdracht *opdracht;
    struct bp_rio_remove_uitslag *uitslag;
    struct bp_rio_submit_uitslag tellingen;
    struct rio_lijn lijn;
};

/* --- what it is ----------------------------------------------------------------------------------------- */

static enum bp_status take_route(void *ctx, const struct bp_ledger_opleiding_key *key,
                                 const struct bp_ledger_opleiding *o, struct bp_error *err)
{
    struct bp_rio_remove_uitslag *out = ctx;
    if (strcmp(o->code, out->code) != 0)
        return BP_OK;
    struct bp_rio_genoemd *grown = realloc(out->routes, (out->route_count + 1) * sizeof *grown);
    if (!grown)
        return rio_geheugen(err);
    out->routes = grown;
    rio_noem(&out->routes[out->route_count++], key, o->code);
    return BP_OK;
}

static enum bp_status find(const struct bp_rio_remove_opdracht *o,
                           struct bp_rio_remove_uitslag *out, struct bp_error *err)
{
    struct bp_ledger_opleiding opleiding;
    const struct bp_ledger_opleiding_key *key = &o->key;
    enum bp_status st = bp_ledger_opleiding_lookup(o->verbinding.ledger, key, &opleiding, err);
    if (st != BP_OK)
        return st;
    if (!opleiding.known)
        return bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("the ledger knows no leerroute %.*s of %.*s %s in RIO; `bronpost rio "
               "status` shows what it knows; nothing was changed"),
            (int)key->leerroute.len, key->leerroute.ptr, (int)key->brin.len, key->brin.ptr,
            key->sector);
    if (!rio_kan_er_zijn(&opleiding) && strcmp(opleiding.handeling, "verwijdering") == 0)
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("the programme of leerroute %.*s of %.*s %s is withdrawn already; "
                               "nothing was changed"),
                            (int)key->leerroute.len, key->leerroute.ptr, (int)key->brin.len,
                            key->brin.ptr, key->sector);
    if (!rio_kan_er_zijn(&opleiding))
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("leerroute %.*s of %.*s %s is not at RIO, as far as the ledger "
                               "knows (state %s); nothing was changed"),
                            (int)key->leerroute.len, key->leerroute.ptr, (int)key->brin.len,
                            key->brin.ptr, key->sector, bp_toestand_name(opleiding.toestand));
    memcpy(out->code, opleiding.code, sizeof out->code);
    return bp_ledger_each_opleiding(o->verbinding.ledger, take_route, out, err);
}

/* --- withdrawing ---------------------------------------------------------------------------------------- */

static enum bp_status find_line(struct intrekking *t, bool *open, struct bp_error *err)
{
    const struct bp_rio_remove_opdracht *o = t->opdracht;
    for (size_t i = 0; i < o->verbinding.instelling_count; i++) {
        if (!bp_str_equal(o->verbinding.instellingen[i].brin, o->key.brin))
            continue;
        *open = rio_lijn_naar(&t->lijn, i);
        return BP_OK;
    }
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("no section [instelling %s]: there is no mandate"),
                        t->uitslag->routes[0].brin);
}

static enum bp_status stage(struct intrekking *t, struct bp_error *err)
{
    const struct bp_rio_remove_opdracht *o = t->opdracht;
    const struct bp_rio_verbinding *v = &o->verbinding;
    char uuid[BP_UUID_TEXT], reden[400];
    struct bp_buf *sealed = &t->lijn.hernummer.sealed;
    v->env->uuid(v->env->ctx, uuid);
    lichaam_zonder_nummers(o->reden, reden, sizeof reden);
    struct bp_ledger_opleiding_bericht bericht = { .code = bp_str_of(t->uitslag->code),
                                                   .handeling = "verwijdering",
                                                   .identificatiecode = bp_str_of(uuid),
                                                   .reden = bp_str_of(reden) };
    enum bp_status st = rio_lijn_bouw(&t->lijn, BP_HANDELING_VERWIJDERING, bericht.code, uuid, err);
    if (st == BP_OK)
        st = bp_kluis_seal(v->kluis, bericht.identificatiecode, bp_buf_str(&t->lijn.body), sealed,
                           err);
    /* states nothing: whatever routes.csv shows afterwards is another stand */
    if (st == BP_OK)
        st = bp_kluis_fingerprint(v->kluis, BP_STR("verwijdering"), bericht.fingerprint, err);
    if (st == BP_OK)
        st = stap_begin(v->ledger, v->env, v->stop, v->stop_ctx, err);
    if (st != BP_OK)
        return st;
    bericht.body = bp_buf_str(sealed);
    return stap_end(v->ledger, bp_ledger_opleiding_stage(v->ledger, &bericht, err), err);
}

static enum bp_status withdraw(struct intrekking *t, struct bp_error *err)
{
    static const enum bp_rio_remove_stand standen[] = {
        [RIO_ONBEKEND] = BP_RIO_REMOVE_WACHT,     [RIO_GEWEIGERD] = BP_RIO_REMOVE_GEWEIGERD,
        [RIO_GEREGISTREERD] = BP_RIO_REMOVE_GOED, [RIO_MISLUKT] = BP_RIO_REMOVE_MISLUKT,
        [RIO_WACHT] = BP_RIO_REMOVE_WACHT,
    };
    struct rio_zaak zaak = { .code = bp_str_of(t->uitslag->code) };
    bool open = false;
    enum bp_status st = find_line(t, &open, err);
    if (st == BP_OK && !open) {
        t->uitslag->stand = BP_RIO_REMOVE_NIETS;
        t->uitslag->halt = t->lijn.halt;
        return BP_OK;
    }
    if (st == BP_OK)
        st = stage(t, err);
    if (st == BP_OK)
        st = rio_verzend(&t->lijn, &zaak, err);
    t->uitslag->stand = standen[zaak.gevolg];
    t->uitslag->halt = t->lijn.halt;
    t->uitslag->halt.berichten = t->uitslag->stand == BP_RIO_REMOVE_WACHT;
    rio_waarom(zaak.fouten, zaak.fout_count, zaak.reden, t->uitslag->waarom,
               sizeof t->uitslag->waarom);
    return st;
}

enum bp_status bp_rio_remove(const struct bp_rio_remove_opdracht *opdracht,
                             struct bp_rio_remove_uitslag *out, struct bp_error *err)
{
    struct bp_ledger *ledger = opdracht->verbinding.ledger;
    struct bp_error own;
    size_t onzeker;
    struct intrekking t = { .opdracht = opdracht, .uitslag = out };
    if (!err)
        err = &own;
    *out = (struct bp_rio_remove_uitslag){ .stand = BP_RIO_REMOVE_NIETS };
    enum bp_status st = find(opdracht, out, err);
    if (st != BP_OK || !opdracht->bevestigd)
        return st;
    st = bp_ledger_submit_begin(ledger, STAP_GRACE_MS, &onzeker, err);
    if (st != BP_OK)
        return st;
    st = rio_lijn_begin(&t.lijn, &opdracht->verbinding, &t.tellingen, err);
    if (st == BP_OK)
        st = withdraw(&t, err);
    rio_lijn_end(&t.lijn);
    bp_ledger_submit_end(ledger);
    return st;
}

void bp_rio_remove_uitslag_free(struct bp_rio_remove_uitslag *uitslag)
{
    free(uitslag->routes);
    *uitslag = (struct bp_rio_remove_uitslag){ .stand = BP_RIO_REMOVE_NIETS };
}
