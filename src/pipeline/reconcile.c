/* reconcile.c - DUO's overview, person by person, beside what the ledger has */
#include "bronpost/base/text.h"
#include "herstel.h"
#include "reconcile_intern.h"

#include <stdio.h>

struct reconcile {
    const struct bp_reconcile_opdracht *opdracht;
    struct bp_overzicht *overzicht;
    struct hier_lijst hier;
    struct uitschrift *uit; /* NULL: counts only */
    struct bp_reconcile_uitslag *uitslag;
    size_t personen;
};

bool bp_reconcile_verschilt(const struct bp_reconcile_uitslag *u)
{
    return u->verschillend + u->ontbreekt + u->onbekend + u->sector > 0;
}

static enum bp_status schrijf(struct reconcile *r, struct uit_regel *regel, struct bp_error *err)
{
    regel->brin = r->uitslag->overzicht.brin;
    return r->uit ? uit_regel(r->uit, regel, err) : BP_OK;
}

/* What was sent after the overview was made cannot be in it. */
static bool te_laat(const struct reconcile *r, const struct hier *h)
{
    return bp_datum_before(r->uitslag->overzicht.aanmaak, bp_moment_to_dutch_day(h->moment_ms));
}

static const char later[] = N_("our last stand was sent (or staged) after DUO made the overview: "
                               "compare again with a newer overview");

static enum bp_status niet_vergelijkbaar(struct reconcile *r, const struct bp_str *volgnummer,
                                         uint32_t line, const struct hier *h, const char *waarom,
                                         struct bp_error *err)
{
    struct uit_regel regel = {
        .soort = BP_VERGELIJKING_NIET, .volgnummer = *volgnummer, .line = line, .uitleg = waarom
    };
    if (h) {
        regel.leerlingnummer = h->leerlingnummer;
        regel.toestand = bp_toestand_name(h->toestand);
    }
    r->uitslag->niet_vergelijkbaar++;
    return schrijf(r, &regel, err);
}

/* --- both have it --------------------------------------------------------------------------------------------- */

/* A line about an enrolment that both have; what differs is still to be said. */
static struct uit_regel verschil_regel(const struct bp_overzicht_inschrijving *ins,
                                       const struct hier *h)
{
    return (struct uit_regel){
        .soort = BP_VERGELIJKING_VERSCHIL,
        .volgnummer = ins->stand.inschrijvingvolgnummer,
        .leerlingnummer = h->leerlingnummer,
        .line = ins->line,
        .toestand = bp_toestand_name(h->toestand),
    };
}

static enum bp_status ingetrokken(struct reconcile *r, const struct bp_overzicht_inschrijving *ins,
                                  const struct hier *h, struct bp_error *err)
{
    struct uit_regel regel = verschil_regel(ins, h);
    regel.veld = "inschrijving";
    regel.duo = BP_STR("geregistreerd");
    regel.hier = BP_STR("verwijderd");
    regel.uitleg = N_("this enrolment was withdrawn here, DUO still has it: see what became of the "
                      "verwijdering with `bronpost status`");
    r->uitslag->verschillend++;
    r->uitslag->verschillen++;
    return schrijf(r, &regel, err);
}

/* More fields differ than are shown one by one. */
static enum bp_status en_meer(struct reconcile *r, const struct bp_overzicht_inschrijving *ins,
                              const struct hier *h, size_t rest, struct bp_error *err)
{
    char aantal[24];
    (void)snprintf(aantal, sizeof aantal, "%zu", rest);
    struct uit_regel regel = verschil_regel(ins, h);
    regel.uitleg = N_("and {1} differences more in this enrolment: compare it as a whole");
    regel.args[0] = bp_str_of(aantal);
    return schrijf(r, &regel, err);
}

static enum bp_status beide(struct reconcile *r, const struct bp_overzicht_inschrijving *ins,
                            const struct hier *h, struct bp_error *err)
{
    struct bp_verschillen verschillen = { .count = h->verwijderd ? 1 : 0 };
    if (!h->verwijderd)
        bp_stand_vergelijk(&ins->stand, h->stand, r->uitslag->overzicht.isp_velden, &verschillen);
    if (verschillen.count == 0) {
        r->uitslag->gelijk++;
        return BP_OK;
    }
    if (te_laat(r, h))
        return niet_vergelijkbaar(r, &ins->stand.inschrijvingvolgnummer, ins->line, h, later, err);
    if (h->verwijderd)
        return ingetrokken(r, ins, h, err);
    enum bp_status st = BP_OK;
    size_t shown = verschillen.count < BP_VERSCHILLEN ? verschillen.count : BP_VERSCHILLEN;
    for (size_t i = 0; st == BP_OK && i < shown; i++) {
        const struct bp_verschil *v = &verschillen.items[i];
        struct uit_regel regel = verschil_regel(ins, h);
        regel.veld = v->veld;
        regel.op = v->op;
        regel.duo = bp_str_of(v->duo);
        regel.hier = bp_str_of(v->hier);
        regel.uitleg = N_("find out which of the two is right: mend the student administration, or "
                          "have the stand delivered again, which replaces what DUO has");
        st = schrijf(r, &regel, err);
    }
    if (st == BP_OK && shown < verschillen.count)
        st = en_meer(r, ins, h, verschillen.count - shown, err);
    r->uitslag->verschillend++;
    r->uitslag->verschillen += verschillen.count;
    return st;
}

/* --- only DUO has it ------------------------------------------------------------------------------------------ */

static enum bp_status onbekend(struct reconcile *r, const struct bp_overzicht_inschrijving *ins,
                               const struct hier *alle, size_t count, struct bp_error *err)
{
    struct uit_regel regel = {
        .soort = BP_VERGELIJKING_ONBEKEND,
        .volgnummer = ins->stand.inschrijvingvolgnummer,
        .line = ins->line,
        .uitleg = N_("the ledger does not know this enrolment: look the student up in DUO's file, "
                     "then register from the export, or have DUO remove what never was"),
    };
    for (size_t i = 0; i < count; i++) {
        if (!alle[i].eigen || alle[i].verwijderd)
            continue;
        regel.leerlingnummer = alle[i].leerlingnummer;
        regel.args[0] = alle[i].volgnummer;
        regel.uitleg = N_("the ledger knows this student here under volgnummer {1}, not under this "
                          "one: mend the number on the side that is wrong");
        break;
    }
    r->uitslag->onbekend++;
    return schrijf(r, &regel, err);
}

/* --- vo against mbo ------------------------------------------------------------------------------------------- */

static enum bp_status sector(struct reconcile *r, const struct bp_overzicht_persoon *persoon,
                             size_t at, const struct hier *alle, size_t count, struct bp_error *err)
{
    const struct bp_overzicht_inschrijving *ins = &persoon->inschrijvingen[at];
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        struct sector_verschil v;
        if (alle[i].sector != BP_SECTOR_VO || alle[i].verwijderd)
            continue;
        sector_vergelijk(persoon, at, alle, count, &alle[i], r->uitslag->overzicht.isp_velden, &v);
        if (!bp_datum_given(v.op))
            continue;
        struct uit_regel regel = {
            .soort = BP_VERGELIJKING_SECTOR,
            .volgnummer = ins->stand.inschrijvingvolgnummer,
            .leerlingnummer = alle[i].leerlingnummer,
            .line = ins->line,
            .toestand = bp_toestand_name(alle[i].toestand),
            .veld = v.veld,
            .op = v.op,
            .duo = v.mbo,
            .hier = v.vo,
            .uitleg = N_("the vo registration {2} of {1} says otherwise than this mbo enrolment on "
                         "the same day, and DUO checks that: have the two schools agree"),
            .args = { alle[i].brin, alle[i].volgnummer },
        };
        r->uitslag->sector++;
        st = schrijf(r, &regel, err);
    }
    return st;
}

/* --- joining -------------------------------------------------------------------------------------------------- */

static struct bp_str without_zeros(struct bp_str s)
{
    while (s.len > 1 && s.ptr[0] == '0') {
        s.ptr++;
        s.len--;
    }
    return s;
}

/* By volgnummer. A spreadsheet makes 2 of 002: then the only one of this student that comes to the same. */
static struct hier *zoek(const struct reconcile *r, struct hier *alle, size_t count,
                         struct bp_str volgnummer, bool *hersteld)
{
    struct hier *found = NULL;
    *hersteld = false;
    for (size_t i = 0; i < count; i++)
        if (alle[i].eigen && bp_str_equal(alle[i].volgnummer, volgnummer))
            return &alle[i];
    if (!r->uitslag->overzicht.spreadsheet || !bp_str_all_digits(volgnummer))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!alle[i].eigen || !bp_str_all_digits(alle[i].volgnummer) ||
            !bp_str_equal(without_zeros(alle[i].volgnummer), volgnummer))
            continue;
        if (found)
            return NULL;
        found = &alle[i];
    }
    *hersteld = found != NULL;
    return found;
}

static enum bp_status meld_herstel(struct reconcile *r, uint32_t line, const char *record,
                                   const char *veld, const char *wat, struct bp_error *err)
{
    r->uitslag->hersteld++;
    return r->uit ? uit_herstel(r->uit, line, record, veld, wat, 1, err) : BP_OK;
}

static enum bp_status inschrijving(struct reconcile *r, const struct bp_overzicht_persoon *persoon,
                                   size_t at, struct hier *alle, size_t count, struct bp_error *err)
{
    const struct bp_overzicht_inschrijving *ins = &persoon->inschrijvingen[at];
    bool hersteld;
    struct hier *h = zoek(r, alle, count, ins->stand.inschrijvingvolgnummer, &hersteld);
    enum bp_status st = BP_OK;
    if (hersteld)
        st = meld_herstel(r, ins->line, "ISG", "inschrijvingvolgnummer",
                          N_("leading zeros restored, as the ledger has the number"), err);
    if (h)
        h->gezien = true;
    if (st == BP_OK)
        st = h ? beide(r, ins, h, err) : onbekend(r, ins, alle, count, err);
    return st == BP_OK ? sector(r, persoon, at, alle, count, err) : st;
}

static enum bp_status neem_persoon(void *ctx, const struct bp_overzicht_persoon *persoon,
                                   struct bp_error *err)
{
    struct reconcile *r = ctx;
    unsigned char hash[BP_HASH_BYTES];
    size_t count = 0;
    struct hier *alle = NULL;
    enum bp_status st = BP_OK;
    bool bekend = persoon->persoon.soort != BP_PERSOON_GEEN;
    if (r->opdracht->progress)
        r->opdracht->progress(r->opdracht->progress_ctx, r->personen,
                              r->uitslag->overzicht.records[BP_OVERZICHT_PER]);
    r->personen++;
    if (bekend && r->opdracht->ledger) {
        st = bp_kluis_persoon(r->opdracht->kluis, persoon->persoon, hash, err);
        if (st == BP_OK)
            alle = hier_van(&r->hier, hash, &count);
    }
    for (size_t i = 0; st == BP_OK && i < persoon->inschrijving_count; i++) {
        const struct bp_overzicht_inschrijving *ins = &persoon->inschrijvingen[i];
        if (bekend)
            st = inschrijving(r, persoon, i, alle, count, err);
        else
            st = niet_vergelijkbaar(
                r, &ins->stand.inschrijvingvolgnummer, ins->line, NULL,
                N_("the extract has a pseudonym instead of the student's number"), err);
    }
    return st;
}

static enum bp_status neem_herstel(void *ctx, const struct bp_overzicht_herstel *herstel,
                                   struct bp_error *err)
{
    return meld_herstel(ctx, herstel->line, herstel->record, herstel->veld,
                        herstel_tekst(herstel->soort), err);
}

/* --- what only we have ---------------------------------------------------------------------------------------- */

/* Of an enrolment without an actual end the planned one: what DUO makes of one that ran past it is not known, and
 * nobody is to be sent after an enrolment that was rightly left out. */
static bool in_selectie(const struct reconcile *r, const struct hier *h)
{
    const struct bp_overzicht_feiten *f = &r->uitslag->overzicht;
    struct bp_datum einde =
        bp_datum_given(h->einde) ? h->einde : h->stand->datum_uitschrijving_gepland;
    return !bp_datum_before(f->einde, h->begin) &&
           (!bp_datum_given(einde) || !bp_datum_before(einde, f->begin));
}

static enum bp_status ontbreekt(struct reconcile *r, const struct hier *h, struct bp_error *err)
{
    if (te_laat(r, h))
        return niet_vergelijkbaar(r, &h->volgnummer, 0, h, later, err);
    struct uit_regel regel = {
        .soort = BP_VERGELIJKING_ONTBREEKT,
        .volgnummer = h->volgnummer,
        .leerlingnummer = h->leerlingnummer,
        .toestand = bp_toestand_name(h->toestand),
        .uitleg = N_("valid in the period of the overview, and DUO does not have it: see with "
                     "`bronpost status` whether it was sent and what DUO answered"),
    };
    r->uitslag->ontbreekt++;
    return schrijf(r, &regel, err);
}

static enum bp_status alleen_hier(struct reconcile *r, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    hier_sort_volgnummer(&r->hier);
    for (size_t i = 0; st == BP_OK && i < r->hier.count; i++) {
        const struct hier *h = &r->hier.items[i];
        if (!h->eigen) {
            r->uitslag->andere_instelling++;
            continue;
        }
        if (h->verwijderd || !in_selectie(r, h))
            continue;
        r->uitslag->hier++;
        if (!h->gezien && !r->opdracht->uittreksel)
            st = ontbreekt(r, h, err);
    }
    return st;
}

/* --- the file as a whole -------------------------------------------------------------------------------------- */

static enum bp_status meld_bestand(void *ctx, const char *record, const char *wat, size_t aantal,
                                   struct bp_error *err)
{
    const struct reconcile *r = ctx;
    return r->uit ? uit_herstel(r->uit, 0, record, "", wat, aantal, err) : BP_OK;
}

static const char *bestandsnaam(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static enum bp_status schrijf_rapport(struct reconcile *r, struct bp_error *err)
{
    const struct bp_reconcile_opdracht *o = r->opdracht;
    const struct bp_reconcile_uitslag *u = r->uitslag;
    const struct bp_overzicht_feiten *f = &u->overzicht;
    const struct bp_instelling *in =
        o->mandaat ? bp_mandaat_find(o->mandaat, bp_str_of(f->brin)) : NULL;
    struct bp_vergelijking_record records[BP_OVERZICHT_SOORTEN];
    for (unsigned s = 0; s < BP_OVERZICHT_SOORTEN; s++)
        records[s] =
            (struct bp_vergelijking_record){ bp_overzicht_soort_name((enum bp_overzicht_soort)s),
                                             f->records[s], f->totalen[s] };
    struct bp_vergelijking feiten = {
        .version = BRONPOST_VERSION,
        .gemaakt_ms = o->env->now_ms(o->env->ctx),
        .bestand = bestandsnaam(o->overzicht),
        .brin = bp_str_of(f->brin),
        .naam = in ? in->naam : BP_STR(""),
        .begin = f->begin,
        .einde = f->einde,
        .aanmaak = f->aanmaak,
        .separator = f->separator,
        .spreadsheet = f->spreadsheet,
        .uittreksel = o->uittreksel,
        .totalen_kloppen = f->totalen_kloppen,
        .records = records,
        .record_count = BP_OVERZICHT_SOORTEN,
        .grootboek = o->ledger != NULL,
        .hier = u->hier,
        .andere_instelling = u->andere_instelling,
        .gelijk = u->gelijk,
        .verschillend = u->verschillend,
        .verschillen = u->verschillen,
        .ontbreekt = u->ontbreekt,
        .onbekend = u->onbekend,
        .sector = u->sector,
        .niet_vergelijkbaar = u->niet_vergelijkbaar,
        .hersteld = u->hersteld,
    };
    return uit_rapport(r->uit, &feiten, err);
}

static enum bp_status vergelijk(struct reconcile *r, struct bp_error *err)
{
    const struct bp_reconcile_opdracht *o = r->opdracht;
    enum bp_status st = hier_init(&r->hier, o->kluis, bp_str_of(r->uitslag->overzicht.brin), err);
    if (st == BP_OK && o->ledger)
        st = o->walk(o->ledger, hier_neem, &r->hier, err);
    hier_sort(&r->hier);
    if (st == BP_OK && o->out)
        st = uit_open(o->out, &r->uit, err);
    if (st == BP_OK)
        st = bp_overzicht_each(r->overzicht, neem_persoon, neem_herstel, r, err);
    if (st == BP_OK)
        st = alleen_hier(r, err);
    if (st == BP_OK)
        st = herstel_van_bestand(&r->uitslag->overzicht, meld_bestand, r, err);
    if (st == BP_OK && r->uit)
        st = schrijf_rapport(r, err);
    if (st == BP_OK && r->uit) {
        st = uit_commit(r->uit, err);
        r->uit = NULL; /* a commit frees, always */
    }
    uit_abandon(r->uit);
    hier_free(&r->hier);
    return st;
}

enum bp_status bp_reconcile_run(const struct bp_reconcile_opdracht *opdracht,
                                struct bp_reconcile_uitslag *out, struct bp_error *err)
{
    struct reconcile r = { .opdracht = opdracht, .uitslag = out };
    const struct bp_overzicht_opties opties = { opdracht->overzicht, opdracht->uittreksel };
    *out = (struct bp_reconcile_uitslag){ 0 };
    enum bp_status st = BP_OK;
    if (opdracht->out)
        st = uit_check(opdracht->out, opdracht->overzicht, err);
    if (st == BP_OK)
        st = bp_overzicht_open(&opties, &r.overzicht, err);
    if (st == BP_OK) {
        out->overzicht = *bp_overzicht_feiten(r.overzicht);
        st = vergelijk(&r, err);
    }
    if (st == BP_E_INPUT && opdracht->out)
        uit_verwijder(opdracht->out);
    bp_overzicht_close(r.overzicht);
    return st;
}
