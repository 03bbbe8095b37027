#include "rio_lijn.h"

#include "bronpost/base/text.h"
#include "lichaam.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ARENA_MAX    (256 * BP_MIB)
#define ANSWER_BYTES (8 * BP_MIB)
#define LOOK_MS      200 /* how often stop() is asked while waiting */

static int64_t now_of(const struct rio_lijn *l)
{
    return l->v->env->now_ms(l->v->env->ctx);
}

enum bp_status rio_lijn_begin(struct rio_lijn *l, const struct bp_rio_verbinding *v,
                              struct bp_rio_submit_uitslag *uitslag, struct bp_error *err)
{
    *l = (struct rio_lijn){ .v = v,
                            .uitslag = uitslag,
                            .limit = SIZE_MAX,
                            .pogingen = v->pogingen < 1 ? 1 : v->pogingen,
                            .ondertekening = { .kluis = v->kluis,
                                               .env = v->env,
                                               .instellingen = v->instellingen,
                                               .instelling_count = v->instelling_count } };
    bp_buf_init(&l->body, ENVELOPE_BYTES);
    bp_buf_init(&l->antwoord, ANSWER_BYTES);
    hernummer_begin(&l->hernummer);
    l->arena = bp_arena_new(ARENA_MAX);
    if (!l->arena)
        return bp_error_memory(err, bp_text("sending"));
    if (!bp_contract_operatie(v->contract, BP_HANDELING_OPVRAGING))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("the schemas of contract rio have no opvragen_aangebodenOpleiding: "
                               "without looking a route up, sending it would wipe out what RIO "
                               "has; put DUO's XSD of the consult contract beside the other one"));
    l->maker = bp_maker_new(v->contract, BP_KEURING_VOLUIT, err);
    if (!l->maker)
        return err->status;
    enum bp_status st =
        ondertekening_adres(&l->ondertekening, l->arena, v->duo_address, v->duo_oin, err);
    return st == BP_OK ? ondertekenaar_begin(&l->ondertekenaar, &l->ondertekening, err) : st;
}

static void hang_up(struct rio_lijn *l)
{
    for (size_t i = 0; i < RIO_ADRESSEN; i++) {
        bp_transport_close(l->transports[i]);
        l->transports[i] = NULL;
    }
}

void rio_lijn_end(struct rio_lijn *l)
{
    hang_up(l);
    if (l->ondertekenaar.wat)
        ondertekenaar_end(&l->ondertekenaar);
    hernummer_end(&l->hernummer);
    bp_maker_free(l->maker);
    bp_buf_free(&l->body);
    bp_buf_free(&l->antwoord);
    bp_arena_free(l->arena);
}

bool rio_lijn_naar(struct rio_lijn *l, size_t instelling)
{
    const struct bp_rio_verbinding *v = l->v;
    hang_up(l);
    l->instelling = instelling;
    l->storingen = 0;
    l->halt = (struct bp_submit_halt){ .contract = "rio" };
    (void)bp_str_copy(l->halt.brin, sizeof l->halt.brin, v->instellingen[instelling].brin);
    l->gestopt = true;
    if (!bp_str_filled(l->ondertekening.from[instelling]))
        l->halt.reden = BP_SUBMIT_GEEN_IDENTITEIT;
    else if (!v->beheren || !v->raadplegen)
        l->halt.reden = BP_SUBMIT_GEEN_ENDPOINT;
    else
        l->gestopt = false;
    return !l->gestopt;
}

bool rio_lijn_stopt(struct rio_lijn *l)
{
    const struct bp_rio_verbinding *v = l->v;
    l->uitslag->gestopt = l->uitslag->gestopt || (v->stop && v->stop(v->stop_ctx));
    return l->gestopt || l->uitslag->gestopt;
}

void rio_waarom(const struct bp_rio_fout *fouten, size_t count, struct bp_str reden, char *out,
                size_t cap)
{
    struct bp_buf text;
    size_t whole = 0;
    bp_buf_init(&text, cap - 1);
    for (size_t i = 0; i < count && !text.failed; i++) {
        if (i)
            bp_buf_add_char(&text, ' ');
        bp_rio_fout_explain(&fouten[i], &text);
        whole = text.failed ? whole : text.len;
    }
    struct bp_str said = count ? (struct bp_str){ text.ptr, whole } : reden;
    if (!bp_str_copy(out, cap, said)) /* a reason of ours is never so long */
        out[0] = '\0';
    bp_buf_free(&text);
}

/* --- one exchange --------------------------------------------------------------------------------------- */

struct wissel {
    struct rio_lijn *lijn;
    const struct bp_operatie *operatie;
    struct bp_str body;
    const char *message_id;
    bool begonnen;
};

static enum bp_next next(void *ctx, struct bp_exchange *exchange, unsigned *wait_ms)
{
    struct wissel *w = ctx;
    *wait_ms = 0;
    if (w->begonnen)
        return BP_NEXT_END;
    w->begonnen = true;
    *exchange = (struct bp_exchange){ .envelope = bp_buf_str(&w->lijn->ondertekenaar.envelope),
                                      .soap_action = w->operatie->soap_action,
                                      .ctx = w };
    return BP_NEXT_SEND;
}

/* Check 10 of edukoppeling.md section 8: the answer by the contract's own schemas. */
static enum bp_status keur_antwoord(void *ctx, struct bp_str body, struct bp_error *err)
{
    const struct wissel *w = ctx;
    return bp_contract_validate(w->lijn->v->contract, body, err);
}

static void note_clock(struct rio_lijn *l)
{
    struct bp_rio_submit_uitslag *out = l->uitslag;
    int64_t other = l->oordeel.klok_verschil_ms;
    if (!l->oordeel.klok_bekend)
        return;
    if (!out->klok_bekend || llabs(other) > llabs(out->klok_verschil_ms))
        out->klok_verschil_ms = other;
    out->klok_bekend = true;
}

static void done(void *ctx, void *exchange_ctx, const struct bp_transport_resultaat *resultaat)
{
    struct wissel *w = ctx;
    struct rio_lijn *l = w->lijn;
    char message_id[9 + BP_UUID_TEXT] = "urn:uuid:";
    (void)exchange_ctx;
    memcpy(message_id + 9, w->message_id, BP_UUID_TEXT);
    const struct bp_verwacht verwacht = {
        .message_id = bp_str_of(message_id),
        .action = bp_str_of(w->operatie->soap_action),
        .eigen_oin = l->v->instellingen[l->instelling].oin,
        .duo_oin = l->v->duo_oin,
        .identificatiecode = lichaam_waarde(w->body, "identificatiecodeBedrijfsdocument"),
        .verzender = lichaam_waarde(w->body, "verzendendeInstantie"),
        .ontvanger = lichaam_waarde(w->body, "ontvangendeInstantie"),
        .element = bp_str_of(w->operatie->response),
        .namespace_uri = bp_str_of(w->operatie->namespace_uri),
        .bewijs = BP_BEWIJS_ANTWOORD,
        .vertrouwen = l->v->vertrouwen,
        .now_ms = now_of(l),
        .tolerantie_ms = l->v->tolerantie_ms,
        .keuring = keur_antwoord,
        .keuring_ctx = w,
    };
    bp_oordeel_make(resultaat, &verwacht, &l->antwoord, &l->oordeel);
    l->configuratie = resultaat->configuratie;
    note_clock(l);
}

static enum bp_status open_transport(struct rio_lijn *l, enum rio_adres adres, struct bp_error *err)
{
    const struct bp_rio_verbinding *v = l->v;
    const struct bp_transport_opties opties = {
        .endpoint = adres == RIO_BEHEREN ? v->beheren : v->raadplegen,
        .identiteit = v->instellingen[l->instelling].identiteit,
        .vertrouw = v->vertrouw,
        .crl = v->crl,
        .proxy = v->proxy,
        .gelijktijdig = 1, /* never two exchanges of an institution at once */
        .connect_ms = v->connect_ms,
        .total_ms = v->total_ms,
        .stil_ms = v->stil_ms,
        .answer_bytes = ANSWER_BYTES,
    };
    return l->transports[adres] ? BP_OK : bp_transport_open(&opties, &l->transports[adres], err);
}

enum bp_status rio_lijn_wissel(struct rio_lijn *l, enum bp_handeling handeling, struct bp_str body,
                               const char *message_id, struct bp_error *err)
{
    enum rio_adres adres = handeling == BP_HANDELING_OPVRAGING ? RIO_RAADPLEGEN : RIO_BEHEREN;
    struct wissel w = { .lijn = l,
                        .operatie = bp_contract_operatie(l->v->contract, handeling),
                        .body = body,
                        .message_id = message_id };
    if (!w.operatie)
        return bp_error_set(
            err, BP_E_USAGE, NULL, N_("contract %s has no operation for a %s"), "rio",
            handeling == BP_HANDELING_VERWIJDERING ? "verwijdering" : "aanlevering");
    const struct te_ondertekenen te = { .instelling = l->instelling,
                                        .action = w.operatie->soap_action,
                                        .message_id = message_id };
    enum bp_status st = open_transport(l, adres, err);
    if (st == BP_OK)
        st = ondertekenaar_teken(&l->ondertekenaar, &te, body, err);
    const struct bp_transport_handlers handlers = { .next = next, .done = done, .ctx = &w };
    return st == BP_OK ? bp_transport_loop(l->transports[adres], &handlers, err) : st;
}

enum bp_status rio_lijn_bouw(struct rio_lijn *l, enum bp_handeling handeling, struct bp_str code,
                             const char *identificatiecode, struct bp_error *err)
{
    const struct bp_export_instelling *in = &l->v->instellingen[l->instelling];
    struct bp_str verzender = bp_str_of(l->v->verzender);
    char moment[BP_MOMENT_TEXT];
    if (bp_str_equal(verzender, BP_STR("oin")))
        verzender = in->oin;
    else if (bp_str_equal(verzender, BP_STR("brin")))
        verzender = in->brin;
    bp_moment_format(now_of(l), moment);
    const struct bp_bericht_kop kop = { .identificatiecode = bp_str_of(identificatiecode),
                                        .verzender = verzender,
                                        .ontvanger = bp_str_of(l->v->ontvanger),
                                        .datum_tijd = bp_str_of(moment) };
    return bp_maker_aangeboden_code(l->maker, handeling, code, &kop, &l->body, err);
}

/* --- trouble -------------------------------------------------------------------------------------------- */

static void halt(struct rio_lijn *l, enum bp_submit_reden reden)
{
    l->gestopt = true;
    l->halt.reden = reden;
    (void)bp_str_copy(l->halt.code, sizeof l->halt.code, bp_str_of(l->oordeel.code));
    (void)bp_str_copy(l->halt.waarom, sizeof l->halt.waarom, bp_str_of(l->oordeel.waarom));
}

void rio_lijn_weeg(struct rio_lijn *l, enum stoor stoor)
{
    switch (stoor) {
    case STOOR_NIET:
        l->storingen = 0;
        break;
    case STOOR_KANAAL:
        l->uitslag->opnieuw++;
        if (++l->storingen >= l->pogingen)
            halt(l, BP_SUBMIT_ONBEREIKBAAR);
        break;
    case STOOR_CONFIGURATIE:
        halt(l, BP_SUBMIT_CONFIGURATIE);
        break;
    case STOOR_INSTELLING:
        halt(l, BP_SUBMIT_GEWEIGERD);
        break;
    }
}

/* It may be this programme alone: the line ends when a second one meets the same. */
void rio_lijn_hapert(struct rio_lijn *l, struct bp_str code)
{
    l->uitslag->opnieuw++;
    if (++l->storingen < 2 * l->pogingen)
        return;
    halt(l, BP_SUBMIT_ONBEREIKBAAR);
    (void)bp_str_copy(l->halt.code, sizeof l->halt.code, code);
    const struct bp_rio_code *known = bp_rio_code_by_name(code);
    if (known)
        (void)bp_str_copy(l->halt.waarom, sizeof l->halt.waarom, bp_str_of(bp_text(known->title)));
}

void rio_lijn_wacht(struct rio_lijn *l)
{
    int64_t left = besluit_wachttijd(l->v->wacht_ms, l->storingen, stap_kans(l->v->env));
    while (left > 0 && l->storingen && !rio_lijn_stopt(l)) {
        int64_t now = left < LOOK_MS ? left : LOOK_MS;
        struct timespec t = { (time_t)(now / 1000), (long)(now % 1000) * 1000000 };
        (void)nanosleep(&t, NULL);
        left -= now;
    }
}
