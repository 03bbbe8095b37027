/* adopt.c - DUO's overview, enrolment by enrolment, into the ledger as its opening stand */
#include "adopt_intern.h"
#include "csv_uit.h"
#include "herstel.h"

#include "bronpost/base/text.h"
#include "bronpost/ledger/bewijs.h"
#include "bronpost/pipeline/reconcile.h"

#include <stdio.h>

/* Ceilings, not needs. */
#define BODY_MAX    (8 * BP_MIB)
#define ARENA_BYTES (64 * BP_MIB)

static const char bestand[] = "adopt.csv";
static const char kop[] =
    "wat;brin;inschrijvingvolgnummer;regel_duo;datum_inschrijving;datum_uitschrijving;leerroute;"
    "leerroutefase;veld;uitleg\n";

struct adopt {
    const struct bp_adopt_opdracht *opdracht;
    struct bp_overzicht *overzicht;
    struct bp_maker *maker;
    struct bp_arena *arena; /* of one enrolment */
    struct bp_buf body, stand, sealed;
    struct csv_uit uit;
    bool in_step;
    char herkomst[80];
    size_t personen;
    struct bp_adopt_uitslag *uitslag;
};

/* One enrolment, and what becomes of it. */
struct geval {
    const struct bp_overzicht_persoon *persoon;
    const struct bp_overzicht_inschrijving *ins;
    struct bp_registratie registratie;
    const struct bp_periode *nu; /* in force when DUO made the overview; NULL: none */
    char uuid[BP_UUID_TEXT];
    unsigned char hash[BP_HASH_BYTES]; /* of the person, with a ledger */
};

/* --- lines ---------------------------------------------------------------------------------------------------- */

static void datum_cel(struct csv_uit *uit, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    csv_uit_cel(uit, bp_str_of(text));
}

static const char *route_of(const struct geval *g)
{
    return g && g->nu ? bp_route_soort_name(g->nu->leerroute) : "";
}

static const char *fase_of(const struct geval *g)
{
    return g && g->nu ? bp_fase_name(g->nu->fase) : "";
}

/* `g` NULL: a mend, of the file as a whole when `line` is 0. `uitleg` is translated. */
static enum bp_status schrijf(struct adopt *a, const char *wat, const struct geval *g,
                              uint32_t line, const char *veld, struct bp_str uitleg,
                              struct bp_error *err)
{
    struct csv_uit *uit = &a->uit;
    const struct bp_stand *stand = g ? &g->ins->stand : NULL;
    if (!a->opdracht->out)
        return BP_OK;
    csv_uit_cel(uit, bp_str_of(wat));
    csv_uit_cel(uit, bp_str_of(a->uitslag->overzicht.brin));
    csv_uit_cel(uit, stand ? stand->inschrijvingvolgnummer : BP_STR(""));
    csv_uit_getal(uit, line);
    datum_cel(uit, stand ? stand->datum_inschrijving : BP_DATUM_NONE);
    datum_cel(uit, stand ? stand->datum_uitschrijving : BP_DATUM_NONE);
    csv_uit_cel(uit, bp_str_of(route_of(g)));
    csv_uit_cel(uit, bp_str_of(fase_of(g)));
    csv_uit_cel(uit, bp_str_of(veld));
    csv_uit_cel(uit, uitleg);
    return csv_uit_regel(uit, err);
}

static enum bp_status sla_over(struct adopt *a, const struct geval *g, const struct beletsel *b,
                               struct bp_error *err)
{
    struct bp_buf uitleg;
    const struct bp_str detail = bp_str_of(b->detail);
    bp_buf_init(&uitleg, BP_MIB);
    bp_text_fill(&uitleg, bp_text(b->waarom), &detail, 1);
    a->uitslag->overgeslagen++;
    enum bp_status st = uitleg.failed ? bp_error_memory(err, N_("the result"))
                                      : schrijf(a, "overgeslagen", g, g->ins->line, b->veld,
                                                bp_buf_str(&uitleg), err);
    bp_buf_free(&uitleg);
    return st;
}

static enum bp_status meld_herstel(void *ctx, const struct bp_overzicht_herstel *h,
                                   struct bp_error *err)
{
    struct adopt *a = ctx;
    a->uitslag->hersteld++;
    return schrijf(a, "hersteld", NULL, h->line, h->veld,
                   bp_str_of(bp_text(herstel_tekst(h->soort))), err);
}

static enum bp_status meld_bestand(void *ctx, const char *record, const char *wat, size_t aantal,
                                   struct bp_error *err)
{
    (void)aantal;
    return schrijf(ctx, "hersteld", NULL, 0, record, bp_str_of(bp_text(wat)), err);
}

/* --- one enrolment -------------------------------------------------------------------------------------------- */

static struct bp_ledger_key sleutel(const struct adopt *a, const struct geval *g)
{
    struct bp_ledger_key key = { .contract = bp_sector_name(BP_SECTOR_MBO),
                                 .brin = bp_str_of(a->uitslag->overzicht.brin),
                                 .volgnummer = g->ins->stand.inschrijvingvolgnummer };
    memcpy(key.persoon, g->hash, sizeof key.persoon);
    return key;
}

static enum bp_status is_bekend(struct adopt *a, struct geval *g, bool *bekend,
                                struct bp_error *err)
{
    const struct bp_adopt_opdracht *o = a->opdracht;
    struct bp_ledger_stand stand = { .known = false };
    *bekend = false;
    if (!o->ledger || g->persoon->persoon.soort == BP_PERSOON_GEEN)
        return BP_OK;
    enum bp_status st = bp_kluis_persoon(o->kluis, g->persoon->persoon, g->hash, err);
    if (st != BP_OK)
        return st;
    const struct bp_ledger_key key = sleutel(a, g);
    st = bp_ledger_lookup(o->ledger, &key, &stand, err);
    *bekend = stand.known;
    return st;
}

/* The message that DUO would have got for this stand. What speaks against it stands in *beletsel. */
static enum bp_status bouw(struct adopt *a, struct geval *g, bool *kan, struct beletsel *beletsel,
                           struct bp_error *err)
{
    const struct bp_adopt_opdracht *o = a->opdracht;
    char moment[BP_MOMENT_TEXT];
    bool own_brin = strcmp(o->contract.verzender, "brin") == 0;
    struct bp_error why = { .status = BP_OK };
    struct bp_stand terug;
    o->env->uuid(o->env->ctx, g->uuid);
    bp_moment_format(o->env->now_ms(o->env->ctx), moment);
    const struct bp_bericht_kop head = {
        .identificatiecode = bp_str_of(g->uuid),
        .verzender = own_brin ? g->registratie.brin : bp_str_of(o->contract.verzender),
        .ontvanger = bp_str_of(o->contract.ontvanger),
        .datum_tijd = bp_str_of(moment),
    };
    enum bp_status st =
        bp_maker_inschrijving(a->maker, &g->registratie, &head, &a->body, &a->stand, &why);
    *kan = false;
    if (st == BP_E_XML) {
        *beletsel = (struct beletsel){ .veld = "",
                                       .waarom = N_("no valid message can be made of what DUO "
                                                    "has: {1}") };
        (void)bp_str_copy(beletsel->detail, sizeof beletsel->detail, bp_str_of(why.detail));
        return BP_OK;
    }
    if (st == BP_OK)
        st = bp_stand_of_body(bp_buf_str(&a->body), a->arena, &terug, &why);
    if (st != BP_OK) {
        *err = why;
        return st;
    }
    *kan = !beletsel_achteraf(&a->uitslag->overzicht, &g->ins->stand, &terug, beletsel);
    return BP_OK;
}

static enum bp_status neem_over(struct adopt *a, const struct geval *g, struct bp_error *err)
{
    const struct bp_adopt_opdracht *o = a->opdracht;
    struct bp_ledger_bericht bericht = {
        .key = sleutel(a, g),
        .handeling = "inschrijving",
        .identificatiecode = bp_str_of(g->uuid),
        .leerroute = bp_str_of(route_of(g)),
        .fase = bp_str_of(fase_of(g)),
        .begin = g->registratie.datum_inschrijving,
        .einde = g->registratie.datum_uitschrijving,
    };
    enum bp_status st =
        bp_kluis_fingerprint(o->kluis, bp_buf_str(&a->stand), bericht.fingerprint, err);
    if (st == BP_OK)
        st = bp_kluis_seal(o->kluis, bericht.identificatiecode, bp_buf_str(&a->body), &a->sealed,
                           err);
    bericht.body = bp_buf_str(&a->sealed);
    return st == BP_OK ? bp_ledger_adopt(o->ledger, &bericht, bp_str_of(a->herkomst), err) : st;
}

static enum bp_status inschrijving(struct adopt *a, struct geval *g, struct bp_error *err)
{
    struct beletsel beletsel;
    bool bekend, kan;
    enum bp_status st = is_bekend(a, g, &bekend, err);
    bp_arena_reset(a->arena);
    if (st == BP_OK &&
        !adopt_registratie(bp_str_of(a->uitslag->overzicht.brin), g->persoon->persoon,
                           &g->ins->stand, a->arena, &g->registratie))
        st = bp_error_memory(err, N_("a registration"));
    if (st != BP_OK)
        return st;
    g->nu = bp_registratie_op(&g->registratie, a->uitslag->overzicht.aanmaak);
    if (bekend) {
        a->uitslag->bekend++;
        return schrijf(a, "bekend", g, g->ins->line, "", BP_STR(""), err);
    }
    if (beletsel_vooraf(&a->uitslag->overzicht, g->persoon, &g->ins->stand, &beletsel))
        return sla_over(a, g, &beletsel, err);
    st = bouw(a, g, &kan, &beletsel, err);
    if (st == BP_OK && !kan)
        return sla_over(a, g, &beletsel, err);
    if (st == BP_OK && a->opdracht->bevestigd)
        st = neem_over(a, g, err);
    if (st != BP_OK)
        return st;
    a->uitslag->overnemen++;
    a->uitslag->met_meer += g->ins->bpv_count + g->ins->ondersteuning_count > 0;
    return schrijf(a, a->opdracht->bevestigd ? "overgenomen" : "overnemen", g, g->ins->line, "",
                   BP_STR(""), err);
}

static enum bp_status neem_persoon(void *ctx, const struct bp_overzicht_persoon *persoon,
                                   struct bp_error *err)
{
    struct adopt *a = ctx;
    const struct bp_adopt_opdracht *o = a->opdracht;
    enum bp_status st = BP_OK;
    if (o->progress)
        o->progress(o->progress_ctx, a->personen, a->uitslag->overzicht.records[BP_OVERZICHT_PER]);
    a->personen++;
    for (size_t i = 0; st == BP_OK && i < persoon->inschrijving_count; i++) {
        struct geval g = { .persoon = persoon, .ins = &persoon->inschrijvingen[i] };
        st = inschrijving(a, &g, err);
    }
    return st;
}

/* --- the overview as a whole ---------------------------------------------------------------------------------- */

static enum bp_status keur_totalen(const struct adopt *a, struct bp_error *err)
{
    const struct bp_overzicht_feiten *f = &a->uitslag->overzicht;
    size_t wrong = 0;
    if (f->totalen_kloppen)
        return BP_OK;
    while (f->totalen[wrong] == f->records[wrong])
        wrong++;
    (void)bp_error_set(
        err, BP_E_INPUT, NULL,
        N_("the closing record (SLR) counts %llu records %s, the file has %zu: it is an extract or "
           "damaged, and what it lacks would be sent again; ask DUO for the whole overview"),
        (unsigned long long)f->totalen[wrong],
        bp_overzicht_soort_name((enum bp_overzicht_soort)wrong), f->records[wrong]);
    bp_error_at(err, a->opdracht->overzicht, 0, 0);
    return BP_E_INPUT;
}

/* Without the column leerroute nothing tells what DUO has of a route. */
static enum bp_status keur_kolommen(const struct adopt *a, struct bp_error *err)
{
    const struct bp_overzicht_feiten *f = &a->uitslag->overzicht;
    if (f->records[BP_OVERZICHT_ISP] == 0 || f->isp_velden >= BP_OVERZICHT_ISP_VELDEN - 1)
        return BP_OK;
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the columns leerroute and leerroutefase were cut off the records ISP: "
                          "ask DUO for the overview again and do not save it in a spreadsheet"));
    bp_error_at(err, a->opdracht->overzicht, 0, 0);
    return BP_E_INPUT;
}

static enum bp_status keur_overzicht(const struct adopt *a, struct bp_error *err)
{
    const char *brin = a->uitslag->overzicht.brin;
    if (!bp_mandaat_holds(a->opdracht->mandaat, bp_str_of(brin), BP_SECTOR_MBO))
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("the overview is of %s, and the configuration has no [instelling %s] with sector "
               "mbo: add it when there is a mandate, or name the right overview"),
            brin, brin);
    enum bp_status st = keur_totalen(a, err);
    return st == BP_OK ? keur_kolommen(a, err) : st;
}

static void noem_herkomst(struct adopt *a)
{
    const struct bp_overzicht_feiten *f = &a->uitslag->overzicht;
    char aanmaak[BP_DATUM_TEXT];
    bp_datum_format(f->aanmaak, aanmaak);
    /* as DUO names the file, whatever it is called here; and the day on which DUO made it */
    (void)snprintf(a->herkomst, sizeof a->herkomst, "RO_%s_%08ld_%08ld %s", f->brin,
                   (long)bp_datum_key(f->begin), (long)bp_datum_key(f->einde), aanmaak);
}

/* --- all or nothing ------------------------------------------------------------------------------------------- */

static enum bp_status open_alles(struct adopt *a, struct bp_error *err)
{
    const struct bp_adopt_opdracht *o = a->opdracht;
    a->arena = bp_arena_new(ARENA_BYTES);
    if (!a->arena)
        return bp_error_memory(err, N_("a registration"));
    a->maker = bp_maker_new(o->contract.contract, BP_KEURING_ONTHOUDEN, err);
    if (!a->maker)
        return err->status;
    enum bp_status st = o->out ? csv_uit_open(&a->uit, o->out, bestand, kop, err) : BP_OK;
    if (st == BP_OK && o->bevestigd) {
        st = bp_ledger_step_begin(o->ledger, o->wait_ms, err);
        a->in_step = st == BP_OK;
    }
    return st;
}

static enum bp_status neem_alles(struct adopt *a, struct bp_error *err)
{
    enum bp_status st = open_alles(a, err);
    if (st == BP_OK)
        st = bp_overzicht_each(a->overzicht, neem_persoon, meld_herstel, a, err);
    if (st == BP_OK)
        st = herstel_van_bestand(&a->uitslag->overzicht, meld_bestand, a, err);
    if (st == BP_OK && a->in_step) {
        st = bp_ledger_step_commit(a->opdracht->ledger, err);
        a->in_step = false;
    }
    /* From here on the ledger says it: a disk that fails now is reported, and the next time repeats the file. */
    if (st == BP_OK && a->opdracht->out)
        st = csv_uit_commit(&a->uit, err);
    return st;
}

static void sluit(struct adopt *a)
{
    if (a->in_step)
        bp_ledger_step_abandon(a->opdracht->ledger);
    csv_uit_abandon(&a->uit);
    bp_buf_free(&a->body);
    bp_buf_free(&a->stand);
    bp_buf_free(&a->sealed);
    bp_maker_free(a->maker);
    bp_arena_free(a->arena);
    bp_overzicht_close(a->overzicht);
}

enum bp_status bp_adopt_run(const struct bp_adopt_opdracht *o, struct bp_adopt_uitslag *out,
                            struct bp_error *err)
{
    struct adopt a = { .opdracht = o, .uitslag = out };
    struct bp_error own = { .status = BP_OK };
    /* Read as an extract, so that one person without a valid number is left out and not the whole file refused; that it
     * is the whole is judged here. */
    const struct bp_overzicht_opties opties = { o->overzicht, true };
    *out = (struct bp_adopt_uitslag){ 0 };
    err = err ? err : &own;
    bp_buf_init(&a.body, BODY_MAX);
    bp_buf_init(&a.stand, BODY_MAX);
    bp_buf_init(&a.sealed, BODY_MAX + BP_KIB);
    enum bp_status st = o->out ? csv_uit_check(o->out, bestand, o->overzicht, err) : BP_OK;
    if (st == BP_OK)
        st = bp_overzicht_open(&opties, &a.overzicht, err);
    if (st == BP_OK) {
        out->overzicht = *bp_overzicht_feiten(a.overzicht);
        noem_herkomst(&a);
        st = keur_overzicht(&a, err);
    }
    if (st == BP_OK)
        st = neem_alles(&a, err);
    sluit(&a);
    if (st == BP_E_INPUT && o->out)
        csv_uit_verwijder(o->out, bestand);
    return st;
}
