/* rio_zending.c - a message of the ledger to RIO: claimed, sent, and settled by RIO's verdict */
#include "rio_lijn.h"

#include "bronpost/base/text.h"
#include "lichaam.h"

#include <stdlib.h>

#define TEKST_BYTES 400

/* What the ledger hands out. */
struct post {
    int64_t bericht;
    enum bp_handeling handeling;
    unsigned poging;
    bool onbeantwoord, fout_beantwoord;
    char identificatiecode[BP_UUID_TEXT], message_id[BP_UUID_TEXT];
    struct bp_buf sealed;
};

enum vervolg {
    VERDER,  /* this one is done: is there another? */
    OPNIEUW, /* the same message once more */
    LAAT,    /* not now */
};

/* What becomes of it. */
struct afloop {
    struct bp_ledger_uitkomst uitkomst;
    enum vervolg vervolg;
    char code[32], tekst[TEKST_BYTES];
};

static enum bp_status take(void *ctx, const struct bp_ledger_zending *from, struct bp_error *err)
{
    struct post *post = ctx;
    post->bericht = from->bericht;
    post->handeling = strcmp(from->handeling, "verwijdering") == 0 ? BP_HANDELING_VERWIJDERING
                                                                   : BP_HANDELING_AANLEVERING;
    post->poging = from->poging;
    post->onbeantwoord = from->onbeantwoord;
    post->fout_beantwoord = from->fout_beantwoord;
    (void)bp_str_copy(post->identificatiecode, sizeof post->identificatiecode,
                      from->identificatiecode);
    bp_buf_clear(&post->sealed);
    bp_buf_add_str(&post->sealed, from->body);
    return post->sealed.failed ? bp_error_memory(err, N_("a message")) : BP_OK;
}

static enum bp_status claim(struct rio_lijn *l, const struct rio_zaak *zaak, struct post *post,
                            bool *found, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = l->v;
    v->env->uuid(v->env->ctx, post->message_id);
    *found = false;
    enum bp_status st = stap_begin(v->ledger, v->env, v->stop, v->stop_ctx, err);
    if (st != BP_OK)
        return st;
    st = bp_ledger_opleiding_claim(v->ledger, zaak->code, bp_str_of(post->message_id), take, post,
                                   found, err);
    return stap_end(v->ledger, st, err);
}

static enum bp_status settle(struct rio_lijn *l, const struct bp_ledger_uitkomst *uitkomst,
                             struct bp_error *err)
{
    const struct bp_rio_verbinding *v = l->v;
    enum bp_status st = stap_begin(v->ledger, v->env, v->stop, v->stop_ctx, err);
    return st == BP_OK ? stap_end(v->ledger, bp_ledger_settle(v->ledger, uitkomst, err), err) : st;
}

/* --- what an answer means ------------------------------------------------------------------------------- */

/* The ledger keeps a code and a text without anything that could be a person's number. */
static void say(struct afloop *a, struct bp_str code, struct bp_str tekst)
{
    (void)bp_str_copy(a->code, sizeof a->code, code);
    lichaam_zonder_nummers(tekst, a->tekst, sizeof a->tekst);
    a->uitkomst.code = bp_str_of(a->code);
    a->uitkomst.tekst = bp_str_of(a->tekst);
}

static struct bp_str blotted(struct bp_arena *arena, struct bp_str text)
{
    char out[TEKST_BYTES];
    lichaam_zonder_nummers(text, out, sizeof out);
    return bp_arena_str(arena, bp_str_of(out));
}

static enum bp_status take_meldingen(struct rio_lijn *l, const struct bp_rio_antwoord *antwoord,
                                     struct afloop *a, struct bp_error *err)
{
    struct bp_ledger_melding *items =
        bp_arena_array(l->arena, antwoord->fout_count + 1, sizeof *items);
    bool complete = items != NULL;
    struct bp_buf sleutels;
    bp_buf_init(&sleutels, BP_MIB);
    for (size_t i = 0; complete && i < antwoord->fout_count; i++) {
        const struct bp_rio_fout *fout = &antwoord->fouten[i];
        bp_buf_clear(&sleutels);
        bp_rio_sleutels_text(fout, &sleutels);
        items[i] = (struct bp_ledger_melding){ fout->code, blotted(l->arena, fout->tekst),
                                               blotted(l->arena, bp_buf_str(&sleutels)) };
        complete = !sleutels.failed && items[i].tekst.ptr && items[i].sleutelgegevens.ptr;
    }
    bp_buf_free(&sleutels);
    a->uitkomst.meldingen = items;
    a->uitkomst.melding_count = antwoord->fout_count;
    return complete ? BP_OK : rio_geheugen(err);
}

/* RIO's own verdict. */
static enum bp_status by_answer(struct rio_lijn *l, struct rio_zaak *zaak, const struct post *post,
                                struct afloop *a, struct bp_error *err)
{
    struct bp_rio_antwoord antwoord;
    struct bp_error why;
    enum bp_status st = bp_rio_antwoord_read(l->arena, bp_buf_str(&l->antwoord), &antwoord, &why);
    bool removal = post->handeling == BP_HANDELING_VERWIJDERING;
    if (st == BP_E_XML) { /* as good as no answer */
        a->uitkomst.toestand = BP_TOESTAND_ONZEKER;
        say(a, bp_str_of(""), bp_str_of(why.detail));
        a->vervolg = OPNIEUW;
        rio_lijn_weeg(l, STOOR_KANAAL);
        return BP_OK;
    }
    if (st != BP_OK)
        return rio_geheugen(err);
    if (antwoord.fout_count)
        say(a, antwoord.fouten[0].code, antwoord.fouten[0].tekst);
    if (bp_rio_antwoord_herhaalbaar(&antwoord)) {
        a->uitkomst.toestand = BP_TOESTAND_KLAARGEZET;
        a->uitkomst.fout = true;
        a->vervolg = OPNIEUW;
        rio_lijn_hapert(l, antwoord.fouten[0].code);
        return BP_OK;
    }
    rio_lijn_weeg(l, STOOR_NIET);
    bool good = antwoord.goedgekeurd || (removal && rio_niet_er(&antwoord));
    a->uitkomst.toestand = good ? BP_TOESTAND_GOEDGEKEURD : BP_TOESTAND_AFGEKEURD;
    zaak->gevolg = good ? RIO_GEREGISTREERD : RIO_GEWEIGERD;
    zaak->verwijderd = good && removal;
    zaak->fouten = antwoord.fouten;
    zaak->fout_count = antwoord.fout_count;
    return take_meldingen(l, &antwoord, a, err);
}

/* What l->hernummer holds goes, when making it went well. */
static enum bp_status under_new_number(struct rio_lijn *l, struct afloop *a, enum bp_status made)
{
    if (made != BP_OK)
        return made;
    a->uitkomst.toestand = BP_TOESTAND_KLAARGEZET;
    a->uitkomst.identificatiecode = bp_str_of(l->hernummer.uuid);
    a->uitkomst.body = bp_buf_str(&l->hernummer.sealed);
    a->vervolg = OPNIEUW;
    l->uitslag->hernummerd++;
    return BP_OK;
}

/* RIO has seen this identificatiecode before, of an attempt of which we know no verdict: what it has decides. */
static enum bp_status by_looking(struct rio_lijn *l, struct rio_zaak *zaak, const struct post *post,
                                 struct afloop *a, struct bp_error *err)
{
    struct rio_gezien gezien;
    bool removal = post->handeling == BP_HANDELING_VERWIJDERING, there = false;
    enum bp_status st = rio_vraag(l, zaak->code, &gezien, err);
    if (st == BP_OK && gezien.zicht == RIO_ZICHT_ER && !removal && zaak->zoals_verzonden)
        st = zaak->zoals_verzonden(zaak->ctx, gezien.opleiding, &there, err);
    if (st != BP_OK)
        return st;
    if (removal ? gezien.zicht == RIO_ZICHT_NIET_ER : there) {
        a->uitkomst.toestand = BP_TOESTAND_GOEDGEKEURD;
        zaak->gevolg = RIO_GEREGISTREERD;
        zaak->verwijderd = removal;
        return BP_OK;
    }
    if (gezien.zicht != RIO_ZICHT_ER && gezien.zicht != RIO_ZICHT_NIET_ER) {
        a->uitkomst.toestand = BP_TOESTAND_ONZEKER; /* nobody knows; the next submit asks again */
        a->vervolg = LAAT;
        return BP_OK;
    }
    st = hernummer_maak(&l->hernummer, l->v->kluis, l->v->env, bp_str_of(post->identificatiecode),
                        bp_buf_str(&post->sealed), err);
    return under_new_number(l, a, st);
}

/* No verdict of RIO's: a fault, trouble, or an answer that does not hold. */
static enum bp_status by_verdict(struct rio_lijn *l, struct rio_zaak *zaak, const struct post *post,
                                 struct afloop *a, struct bp_error *err)
{
    const struct omstandigheid o = {
        .handeling = post->handeling,
        .poging = post->poging,
        .onbeantwoord = post->onbeantwoord,
        .fout_beantwoord = post->fout_beantwoord,
        .weigering_is_ontvangst = bp_contract_feiten(l->v->contract)->uuid_refusal_is_receipt,
        .configuratie = l->configuratie,
    };
    struct besluit b = besluit_neem(&l->oordeel, &o);
    const char *said = *l->oordeel.fout_tekst ? l->oordeel.fout_tekst : l->oordeel.waarom;
    say(a, bp_str_of(l->oordeel.code), bp_str_of(said));
    if (l->oordeel.dubbel && (b.hernummer || b.toestand == BP_TOESTAND_ONTVANGEN))
        return by_looking(l, zaak, post, a, err);
    rio_lijn_weeg(l, b.stoor);
    a->uitkomst.toestand = b.toestand;
    a->uitkomst.fout = b.fout;
    if (b.toestand == BP_TOESTAND_MISLUKT || b.toestand == BP_TOESTAND_AFGEKEURD) {
        zaak->gevolg = b.toestand == BP_TOESTAND_MISLUKT ? RIO_MISLUKT : RIO_GEWEIGERD;
        zaak->reden = bp_arena_str(l->arena, bp_str_of(l->oordeel.waarom));
        return zaak->reden.ptr ? BP_OK : rio_geheugen(err);
    }
    a->vervolg = OPNIEUW;
    return BP_OK;
}

/* --- one attempt ---------------------------------------------------------------------------------------- */

/* l->body, which is about to go out, beside what it would say now. *vers: it was made anew, and nothing goes out
 * under this number. */
static enum bp_status make_anew(struct rio_lijn *l, const struct rio_zaak *zaak,
                                const struct post *post, struct afloop *a, bool *vers,
                                struct bp_error *err)
{
    struct bp_str body = bp_buf_str(&l->body), was = bp_str_of(post->identificatiecode);
    struct hernummer *h = &l->hernummer;
    char moment[BP_MOMENT_TEXT];
    *vers = false;
    if (!bp_str_filled(zaak->vers) || post->handeling != BP_HANDELING_AANLEVERING)
        return BP_OK;
    if (!lichaam_hernummer(zaak->vers, was, lichaam_waarde(body, "datumTijdBedrijfsdocument"),
                           &h->nieuw))
        return rio_geheugen(err);
    *vers = !bp_str_equal(bp_buf_str(&h->nieuw), body);
    if (!*vers)
        return BP_OK;
    l->v->env->uuid(l->v->env->ctx, h->uuid);
    bp_moment_format(l->v->env->now_ms(l->v->env->ctx), moment);
    if (!lichaam_hernummer(zaak->vers, bp_str_of(h->uuid), bp_str_of(moment), &h->nieuw))
        return rio_geheugen(err);
    a->uitkomst.teruggegeven = true;
    return under_new_number(
        l, a,
        bp_kluis_seal(l->v->kluis, bp_str_of(h->uuid), bp_buf_str(&h->nieuw), &h->sealed, err));
}

static enum bp_status exchange(struct rio_lijn *l, struct rio_zaak *zaak, const struct post *post,
                               struct afloop *a, struct bp_error *err)
{
    enum bp_status st = bp_kluis_unseal(l->v->kluis, bp_str_of(post->identificatiecode),
                                        bp_buf_str(&post->sealed), &l->body, err);
    if (st == BP_OK &&
        !bp_str_equal(lichaam_waarde(bp_buf_str(&l->body), "identificatiecodeBedrijfsdocument"),
                      bp_str_of(post->identificatiecode)))
        st = bp_error_set(err, BP_E_LEDGER, NULL,
                          N_("the ledger holds a message that this program did not write"));
    bool vers = false;
    if (st == BP_OK)
        st = make_anew(l, zaak, post, a, &vers, err);
    if (vers)
        return st;
    if (st == BP_OK)
        st = rio_lijn_wissel(l, post->handeling, bp_buf_str(&l->body), post->message_id, err);
    if (st != BP_OK) { /* our own fault: RIO may have it, unless nothing was sent at all */
        a->uitkomst.toestand = BP_TOESTAND_ONZEKER;
        return st;
    }
    return l->oordeel.uitslag == BP_OORDEEL_ONTVANGEN ? by_answer(l, zaak, post, a, err)
                                                      : by_verdict(l, zaak, post, a, err);
}

static enum bp_status attempt(struct rio_lijn *l, struct rio_zaak *zaak, struct post *post,
                              bool *found, enum vervolg *vervolg, struct bp_error *err)
{
    struct bp_error other;
    struct afloop a = { .uitkomst = { .toestand = BP_TOESTAND_ONZEKER } };
    enum bp_status st = claim(l, zaak, post, found, err);
    if (st != BP_OK || !*found)
        return st;
    zaak->gevolg = RIO_WACHT;
    l->uitslag->verzonden += post->poging == 1;
    l->limit -= post->poging == 1 && l->limit != SIZE_MAX;
    st = exchange(l, zaak, post, &a, err);
    a.uitkomst.bericht = post->bericht;
    enum bp_status settled = settle(l, &a.uitkomst, st == BP_OK ? err : &other);
    *vervolg = a.vervolg;
    return st == BP_OK ? settled : st;
}

enum bp_status rio_verzend(struct rio_lijn *l, struct rio_zaak *zaak, struct bp_error *err)
{
    struct post post = { .bericht = 0 };
    enum vervolg vervolg = VERDER;
    bool found = true;
    unsigned pogingen = 0;
    enum bp_status st = BP_OK;
    bp_buf_init(&post.sealed, ENVELOPE_BYTES);
    while (st == BP_OK && found && vervolg != LAAT && pogingen < l->pogingen) {
        if (vervolg == OPNIEUW)
            rio_lijn_wacht(l);
        if (rio_lijn_stopt(l))
            break;
        st = attempt(l, zaak, &post, &found, &vervolg, err);
        pogingen = vervolg == OPNIEUW ? pogingen + 1 : 0;
    }
    bp_buf_free(&post.sealed);
    return st;
}
