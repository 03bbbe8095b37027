#include "bronpost/pipeline/remove.h"

#include "bronpost/base/text.h"
#include "lichaam.h"

#include <stdlib.h>

#define BODY_MAX (8 * BP_MIB)

/* What was found, copied: the ledger may not be changed while it shows. */
struct found {
    size_t count;
    struct bp_ledger_key key;
    enum bp_toestand toestand;
    bool withdrawn;
    char code[BP_UUID_TEXT];
    struct bp_buf sealed;
};

static enum bp_status take(void *ctx, const struct bp_ledger_gevonden *from, struct bp_error *err)
{
    struct found *f = ctx;
    if (f->count++)
        return BP_OK;
    memcpy(f->key.persoon, from->key.persoon, sizeof f->key.persoon);
    f->toestand = from->toestand;
    f->withdrawn = strcmp(from->handeling, "verwijdering") == 0;
    (void)bp_str_copy(f->code, sizeof f->code, from->identificatiecode);
    bp_buf_add_str(&f->sealed, from->body);
    return f->sealed.failed ? bp_error_memory(err, N_("a message")) : BP_OK;
}

static enum bp_status find(const struct bp_remove_opdracht *o, struct found *f,
                           struct bp_error *err)
{
    enum bp_status st = bp_ledger_find(o->ledger, o->brin, bp_sector_name(o->sector), o->volgnummer,
                                       o->leerlingnummer, take, f, err);
    if (st != BP_OK)
        return st;
    if (f->count == 0)
        return bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("the ledger knows no registration of %.*s %s with volgnummer %.*s of "
               "leerlingnummer %.*s; nothing was changed"),
            (int)o->brin.len, o->brin.ptr, bp_sector_name(o->sector), (int)o->volgnummer.len,
            o->volgnummer.ptr, (int)o->leerlingnummer.len, o->leerlingnummer.ptr);
    if (f->count > 1)
        return bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("%zu persons have leerlingnummer %.*s with volgnummer %.*s at %.*s %s; "
               "nothing was changed, ask DUO to withdraw the right one"),
            f->count, (int)o->leerlingnummer.len, o->leerlingnummer.ptr, (int)o->volgnummer.len,
            o->volgnummer.ptr, (int)o->brin.len, o->brin.ptr, bp_sector_name(o->sector));
    if (f->withdrawn && !bp_toestand_needs_person(f->toestand))
        return bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("this registration is withdrawn already (state %s); nothing was changed"),
            bp_toestand_name(f->toestand));
    return BP_OK;
}

/* The number is nowhere but in the body that was sent. */
static bool person_of(struct bp_str body, struct bp_persoonsnummer *out)
{
    static const char *const elements[] = { "burgerservicenummer", "onderwijsnummer" };
    for (int i = 0; i < 2; i++) {
        struct bp_str digits = lichaam_waarde(body, elements[i]);
        if (digits.len != sizeof out->digits)
            continue;
        out->soort = i == 0 ? BP_PERSOON_BSN : BP_PERSOON_ONDERWIJSNUMMER;
        memcpy(out->digits, digits.ptr, sizeof out->digits);
        return true;
    }
    return false;
}

static enum bp_status build(const struct bp_remove_opdracht *o, struct bp_persoonsnummer person,
                            const char *uuid, struct bp_buf *body, struct bp_error *err)
{
    char moment[BP_MOMENT_TEXT];
    const struct bp_registratie registratie = { .sector = o->sector,
                                                .persoon = person,
                                                .brin = o->brin,
                                                .inschrijvingvolgnummer = o->volgnummer };
    bool own_brin = strcmp(o->contract.verzender, "brin") == 0;
    bp_moment_format(o->env->now_ms(o->env->ctx), moment);
    const struct bp_bericht_kop kop = {
        .identificatiecode = bp_str_of(uuid),
        .verzender = own_brin ? o->brin : bp_str_of(o->contract.verzender),
        .ontvanger = bp_str_of(o->contract.ontvanger),
        .datum_tijd = bp_str_of(moment),
    };
    struct bp_maker *maker = bp_maker_new(o->contract.contract, BP_KEURING_VOLUIT, err);
    if (!maker)
        return err->status;
    enum bp_status st = bp_maker_verwijdering(maker, &registratie, &kop, body, err);
    bp_maker_free(maker);
    return st;
}

static enum bp_status stage(const struct bp_remove_opdracht *o, const struct found *f,
                            const char *uuid, struct bp_str sealed, struct bp_error *err)
{
    char reden[400];
    struct bp_ledger_bericht bericht = { .key = { .contract = bp_sector_name(o->sector),
                                                  .brin = o->brin,
                                                  .volgnummer = o->volgnummer },
                                         .handeling = "verwijdering",
                                         .identificatiecode = bp_str_of(uuid),
                                         .leerlingnummer = o->leerlingnummer,
                                         .body = sealed };
    lichaam_zonder_nummers(o->reden, reden, sizeof reden);
    bericht.reden = bp_str_of(reden);
    memcpy(bericht.key.persoon, f->key.persoon, sizeof bericht.key.persoon);
    /* states nothing: whatever stand an export shows afterwards is another one */
    enum bp_status st =
        bp_kluis_fingerprint(o->kluis, BP_STR("verwijdering"), bericht.fingerprint, err);
    if (st == BP_OK)
        st = bp_ledger_step_begin(o->ledger, o->wait_ms, err);
    if (st != BP_OK)
        return st;
    st = bp_ledger_stage(o->ledger, &bericht, err);
    if (st == BP_OK)
        return bp_ledger_step_commit(o->ledger, err);
    bp_ledger_step_abandon(o->ledger);
    return st;
}

enum bp_status bp_remove_run(const struct bp_remove_opdracht *o, struct bp_error *err)
{
    struct bp_error why = { .status = BP_OK };
    struct found f = { .count = 0 };
    struct bp_buf plain, body;
    char uuid[BP_UUID_TEXT];
    struct bp_persoonsnummer person;
    bp_buf_init(&f.sealed, BODY_MAX);
    bp_buf_init(&plain, BODY_MAX);
    bp_buf_init(&body, BODY_MAX);
    o->env->uuid(o->env->ctx, uuid);
    enum bp_status st = find(o, &f, &why);
    if (st == BP_OK && !bp_contract_operatie(o->contract.contract, BP_HANDELING_VERWIJDERING))
        st = bp_error_set(&why, BP_E_USAGE, NULL, N_("contract %s has no operation for a %s"),
                          bp_sector_name(o->sector), "verwijdering");
    if (st == BP_OK)
        st = bp_kluis_unseal(o->kluis, bp_str_of(f.code), bp_buf_str(&f.sealed), &plain, &why);
    if (st == BP_OK && !person_of(bp_buf_str(&plain), &person))
        st = bp_error_set(&why, BP_E_LEDGER, NULL,
                          N_("the ledger holds a message that this program did not write"));
    if (st == BP_OK)
        st = build(o, person, uuid, &body, &why);
    bp_buf_clear(&f.sealed);
    if (st == BP_OK)
        st = bp_kluis_seal(o->kluis, bp_str_of(uuid), bp_buf_str(&body), &f.sealed, &why);
    if (st == BP_OK)
        st = stage(o, &f, uuid, bp_buf_str(&f.sealed), &why);
    if (st != BP_OK && err)
        *err = why;
    bp_buf_free(&f.sealed);
    bp_buf_free(&plain);
    bp_buf_free(&body);
    return st;
}
