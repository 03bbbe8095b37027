/* audit_tbgi.c - DUO's decisions on funding beside what the ledger comes to, counting date by counting date */
#include "audit_intern.h"
#include "bronpost/base/text.h"
#include "lichaam.h"

#include <stdio.h>
#include <stdlib.h>

/* What a cell shows of DUO's own signals; nobody reads more, and a spreadsheet's cell ends at 32767. */
#define MELDINGEN_BYTES (16 * BP_KIB)
#define MELDING_BYTES   1040 /* code, a blank, 255 characters of 4 bytes at most */

static enum bp_status no_memory(struct bp_error *err)
{
    return bp_error_memory(err, N_("the result"));
}

/* --- beginning ---------------------------------------------------------------------------------------------------- */

static void begin_rapport(struct vergelijking *v)
{
    const struct bp_tbgi_feiten *f = bp_tbgi_feiten(v->bestand);
    v->rapport = (struct bp_tbgi_rapport){
        .brin = f->brin,
        .uittreksel = v->opdracht->uittreksel,
        .inschrijvingen = f->inschrijvingen,
        .zonder_groep = f->zonder_groep,
        .diplomas = f->diplomas,
        .dag_count = f->dag_count,
        .regels = v->regels,
    };
    for (size_t i = 0; i < f->dag_count; i++)
        v->rapport.dagen[i] = (struct bp_tbgi_telling){
            .dag = f->dagen[i].teldatum.dag,
            .groepen = f->dagen[i].groepen,
            .bekostigd = f->dagen[i].bekostigd,
            .niet_bekostigd = f->dagen[i].niet_bekostigd,
            .onbeslist = f->dagen[i].onbeslist,
            .definitief = f->dagen[i].definitief,
            .bepaald_op = f->dagen[i].bepaald,
        };
}

enum bp_status vergelijking_open(struct vergelijking *v, const struct bp_audit_opdracht *opdracht,
                                 struct bp_error *err)
{
    const struct bp_tbgi_opties opties = { opdracht->tbgi, opdracht->uittreksel };
    *v = (struct vergelijking){ .opdracht = opdracht };
    enum bp_status st = bp_tbgi_open(&opties, &v->bestand, err);
    if (st != BP_OK)
        return st;
    v->regels = calloc(BP_RAPPORT_REGELS, sizeof *v->regels);
    if (!v->regels)
        return no_memory(err);
    begin_rapport(v);
    return BP_OK;
}

void vergelijking_free(struct vergelijking *v)
{
    bp_tbgi_close(v->bestand);
    free(v->regels);
    free(v->registraties);
    free(v->uitkomsten);
    *v = (struct vergelijking){ .bestand = NULL };
}

/* --- the ledger on a counting date ------------------------------------------------------------------------------- */

/* All registrations of one person. */
struct groep {
    struct post *posten;
    size_t count;
};

static struct groep persoon_at(const struct vergelijking *v, size_t at)
{
    return (struct groep){ &v->posten->items[at], posten_van_persoon(v->posten, at) };
}

static struct groep vind_persoon(const struct vergelijking *v,
                                 const unsigned char persoon[BP_LEDGER_HASH])
{
    size_t low = 0, high = v->posten->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(v->posten->items[middle].persoon, persoon, POST_PERSOON) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == v->posten->count ||
        memcmp(v->posten->items[low].persoon, persoon, POST_PERSOON) != 0)
        return (struct groep){ NULL, 0 };
    return persoon_at(v, low);
}

static struct post *vind_post(const struct groep *groep, const struct bp_tbgi_inschrijving *ins)
{
    for (size_t i = 0; i < groep->count; i++) {
        struct post *post = &groep->posten[i];
        if (post->registratie.sector == BP_SECTOR_MBO &&
            strcmp(post->registratie.brin, ins->brin) == 0 &&
            strcmp(post->volgnummer, ins->volgnummer) == 0)
            return post;
    }
    return NULL;
}

/* Of one mbo registration of the group. On 1 February mbo counts alone; posts of vo come first. */
static struct bp_dag_uitkomst uitkomst_of(struct vergelijking *v, const struct groep *groep,
                                          const struct post *post,
                                          const struct bp_teldatum *teldatum)
{
    size_t from = 0, count;
    while (!(groep->posten[from].registratie.sector & teldatum->sectoren))
        from++;
    count = groep->count - from;
    for (size_t i = 0; i < count; i++)
        v->registraties[i] = &groep->posten[from + i].registratie;
    bp_dag_oordeel(v->registraties, count, teldatum->dag, v->uitkomsten);
    return v->uitkomsten[(size_t)(post - groep->posten) - from];
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

/* What a line points to must outlive the enrolment that it is of. */
static enum bp_status keep(struct vergelijking *v, const struct bp_tbgi_regel *regel,
                           struct bp_error *err)
{
    struct bp_arena *arena = v->posten->arena;
    if (v->rapport.regel_count == BP_RAPPORT_REGELS)
        return BP_OK;
    struct bp_tbgi_regel *kept = &v->regels[v->rapport.regel_count++];
    *kept = *regel;
    kept->meldingen = bp_arena_str(arena, regel->meldingen);
    kept->volgnummer = bp_arena_str(arena, bp_str_of(regel->volgnummer)).ptr;
    kept->bepaald_op = bp_arena_str(arena, bp_str_of(regel->bepaald_op)).ptr;
    return kept->meldingen.ptr && kept->volgnummer && kept->bepaald_op ? BP_OK : no_memory(err);
}

static enum bp_status neem_regel(struct vergelijking *v, const struct bp_tbgi_regel *regel,
                                 struct bp_error *err)
{
    struct bp_tbgi_rapport *r = &v->rapport;
    if (regel->signalen == 0)
        return BP_OK;
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++)
        r->signalen[s] += (regel->signalen & 1u << s) != 0;
    for (size_t d = 0; d < r->dag_count; d++)
        r->dagen[d].regels += bp_datum_equal(r->dagen[d].dag, regel->teldatum);
    r->regel_totaal++;
    enum bp_status st = keep(v, regel, err);
    return st == BP_OK && v->uit ? audit_uit_tbgi(v->uit, regel, err) : st;
}

/* Code and description of each, as DUO wrote them, but for what could be a person's number. */
static struct bp_str meldingen_of(struct bp_buf *out, const struct bp_tbgi_groep *groep)
{
    char text[MELDING_BYTES], shown[MELDING_BYTES];
    bp_buf_clear(out);
    for (size_t i = 0; i < groep->melding_count; i++) {
        const struct bp_tbgi_melding *m = &groep->meldingen[i];
        int len = snprintf(text, sizeof text, "%.*s%s%.*s", (int)m->code.len, m->code.ptr,
                           m->code.len && m->omschrijving.len ? " " : "", (int)m->omschrijving.len,
                           m->omschrijving.ptr);
        lichaam_zonder_nummers((struct bp_str){ text, len > 0 ? (size_t)len : 0 }, shown,
                               sizeof shown);
        if (out->len + strlen(shown) + 8 > MELDINGEN_BYTES) {
            bp_buf_add_text(out, " ...");
            break;
        }
        bp_buf_add_text(out, out->len ? " | " : "");
        bp_buf_add_text(out, shown);
    }
    return bp_buf_str(out);
}

/* What was sent on the day of the decision may or may not have been in time. */
static bool na_bepaling(const struct post *post, const char *bepaald_op)
{
    struct bp_datum bepaald;
    return post->aangeboden_ms &&
           bp_datum_parse_iso((struct bp_str){ bepaald_op, strlen(bepaald_op) < 10 ? 0 : 10 },
                              &bepaald) &&
           !bp_datum_before(bp_moment_to_dutch_day(post->aangeboden_ms), bepaald);
}

static void met_post(const struct vergelijking *v, const struct post *post,
                     const struct bp_dag_uitkomst *uitkomst, const char *bepaald_op,
                     struct bp_tbgi_regel *regel)
{
    regel->leerlingnummer = post->leerlingnummer;
    regel->volgnummer = v->opdracht->leerlingnummers ? post->volgnummer : "";
    regel->hier = &post->registratie;
    regel->uitkomst = *uitkomst;
    regel->na_bepaling = na_bepaling(post, bepaald_op);
}

/* --- in the file -------------------------------------------------------------------------------------------------- */

/* An enrolment that is being compared. */
struct deelnemer {
    const struct bp_tbgi_inschrijving *ins;
    struct groep groep;
    struct post *post; /* NULL: not in the ledger */
    char pseudoniem[BP_PSEUDONIEM_TEXT];
};

/* Without a group: empty. */
static struct bp_tbgi_groep groep_op(const struct bp_tbgi_inschrijving *ins, struct bp_datum dag)
{
    for (size_t i = 0; i < ins->groep_count; i++)
        if (bp_datum_equal(ins->groepen[i].dag, dag))
            return ins->groepen[i];
    return (struct bp_tbgi_groep){ .line = ins->line, .dag = dag };
}

static void begin_regel(struct vergelijking *v, const struct deelnemer *d,
                        const struct bp_tbgi_groep *groep, struct bp_tbgi_regel *regel)
{
    *regel = (struct bp_tbgi_regel){
        .leerlingnummer = "",
        .volgnummer = v->opdracht->leerlingnummers ? d->ins->volgnummer : "",
        .brin = v->rapport.brin,
        .teldatum = groep->dag,
        .in_bestand = true,
        .line = groep->line,
        .duo = groep->stand,
        .duo_bekostigbaar = groep->bekostigbaar,
        .duo_status = groep->status,
        .bepaald_op = groep->bepaald,
        .meldingen = meldingen_of(&v->meldingen, groep),
        .signalen = groep->melding_count ? BP_TBGI_DUO_SIGNAAL : 0,
    };
    memcpy(regel->pseudoniem, d->pseudoniem, sizeof regel->pseudoniem);
}

static void tel(struct vergelijking *v, size_t dag, const struct bp_tbgi_regel *regel)
{
    bool wel = regel->duo.groep && regel->duo.bekostigd == BP_JA;
    bool zelf = regel->uitkomst.bekostiging == BP_DAG_ZELF;
    if (regel->hier->staat == BP_DAG_ONBEKEND ||
        (regel->duo.groep && regel->duo.bekostigd == BP_ONBEKEND))
        v->rapport.niet_vergeleken++;
    else if (wel == zelf)
        v->rapport.dagen[dag].eens++;
    else
        v->rapport.dagen[dag].oneens++;
}

static enum bp_status op_teldatum(struct vergelijking *v, const struct deelnemer *d, size_t dag,
                                  struct bp_error *err)
{
    const struct bp_tbgi_dag *feit = &bp_tbgi_feiten(v->bestand)->dagen[dag];
    const struct bp_tbgi_groep groep = groep_op(d->ins, feit->teldatum.dag);
    struct bp_tbgi_regel regel;
    begin_regel(v, d, &groep, &regel);
    const struct bp_dag_uitkomst uitkomst = uitkomst_of(v, &d->groep, d->post, &feit->teldatum);
    met_post(v, d->post, &uitkomst, groep.stand.groep ? groep.bepaald : feit->bepaald, &regel);
    regel.signalen |= bp_tbgi_oordeel(&groep.stand, &d->post->registratie, &uitkomst);
    tel(v, dag, &regel);
    return neem_regel(v, &regel, err);
}

static enum bp_status onbekend(struct vergelijking *v, const struct deelnemer *d,
                               struct bp_error *err)
{
    const struct bp_tbgi_groep geen = { .line = d->ins->line };
    enum bp_status st = BP_OK;
    size_t count = d->ins->groep_count ? d->ins->groep_count : 1;
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        struct bp_tbgi_regel regel;
        begin_regel(v, d, d->ins->groep_count ? &d->ins->groepen[i] : &geen, &regel);
        regel.signalen |= bp_tbgi_oordeel_onbekend(&regel.duo);
        st = neem_regel(v, &regel, err);
    }
    return st;
}

static enum bp_status vind(const struct vergelijking *v, struct deelnemer *d, struct bp_error *err)
{
    unsigned char persoon[BP_LEDGER_HASH];
    if (d->ins->persoon.soort == BP_PERSOON_GEEN)
        return BP_OK; /* a pseudonym */
    enum bp_status st = bp_kluis_persoon(v->opdracht->kluis, d->ins->persoon, persoon, err);
    if (st != BP_OK)
        return st;
    bp_audit_pseudoniem(persoon, d->pseudoniem);
    d->groep = vind_persoon(v, persoon);
    d->post = vind_post(&d->groep, d->ins);
    if (!d->post || !d->post->in_bestand)
        return BP_OK;
    st = bp_error_set(err, BP_E_INPUT, NULL,
                      N_("the same enrolment is in the file twice: several files were joined, or "
                         "it is damaged; ask DUO for it again"));
    bp_error_at(err, v->opdracht->tbgi, d->ins->line, 0);
    return st;
}

static enum bp_status neem_inschrijving(void *ctx, const struct bp_tbgi_inschrijving *ins,
                                        struct bp_error *err)
{
    struct vergelijking *v = ctx;
    struct deelnemer d = { .ins = ins };
    enum bp_status st = vind(v, &d, err);
    if (st != BP_OK)
        return st;
    if (!d.post)
        return onbekend(v, &d, err);
    d.post->in_bestand = true;
    for (size_t dag = 0; st == BP_OK && dag < v->rapport.dag_count; dag++)
        st = op_teldatum(v, &d, dag, err);
    return st;
}

/* --- in the ledger alone ------------------------------------------------------------------------------------------ */

static enum bp_status ontbreekt(struct vergelijking *v, const struct post *post, size_t dag,
                                const struct bp_dag_uitkomst *uitkomst, struct bp_error *err)
{
    unsigned char persoon[BP_LEDGER_HASH] = { 0 };
    struct bp_tbgi_regel regel = {
        .brin = v->rapport.brin,
        .teldatum = v->rapport.dagen[dag].dag,
        .bepaald_op = "",
        .meldingen = { "", 0 },
        .signalen = bp_tbgi_oordeel_hier(&post->registratie, uitkomst),
    };
    memcpy(persoon, post->persoon, sizeof post->persoon);
    bp_audit_pseudoniem(persoon, regel.pseudoniem);
    met_post(v, post, uitkomst, v->rapport.dagen[dag].bepaald_op, &regel);
    return neem_regel(v, &regel, err);
}

static enum bp_status post_op_teldata(struct vergelijking *v, const struct groep *groep,
                                      const struct post *post, struct bp_error *err)
{
    const struct bp_tbgi_feiten *f = bp_tbgi_feiten(v->bestand);
    enum bp_status st = BP_OK;
    for (size_t dag = 0; st == BP_OK && dag < f->dag_count; dag++) {
        const struct bp_dag_uitkomst uitkomst =
            uitkomst_of(v, groep, post, &f->dagen[dag].teldatum);
        v->rapport.dagen[dag].verwacht += uitkomst.bekostiging == BP_DAG_ZELF;
        if (!post->in_bestand && !v->opdracht->uittreksel)
            st = ontbreekt(v, post, dag, &uitkomst, err);
    }
    return st;
}

static enum bp_status door_grootboek(struct vergelijking *v, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    size_t at = 0;
    while (st == BP_OK && at < v->posten->count) {
        const struct groep groep = persoon_at(v, at);
        for (size_t i = 0; st == BP_OK && i < groep.count; i++) {
            const struct bp_dag_registratie *reg = &groep.posten[i].registratie;
            if (reg->sector == BP_SECTOR_MBO && strcmp(reg->brin, v->rapport.brin) == 0)
                st = post_op_teldata(v, &groep, &groep.posten[i], err);
        }
        at += groep.count;
    }
    return st;
}

enum bp_status vergelijking_run(struct vergelijking *v, struct posten *posten, size_t meeste,
                                struct audit_uit *uit, struct bp_error *err)
{
    v->posten = posten;
    v->uit = uit;
    v->registraties = calloc(meeste + 1, sizeof(const struct bp_dag_registratie *));
    v->uitkomsten = calloc(meeste + 1, sizeof *v->uitkomsten);
    if (!v->registraties || !v->uitkomsten)
        return no_memory(err);
    bp_buf_init(&v->meldingen, 2 * MELDINGEN_BYTES);
    enum bp_status st = bp_tbgi_each(v->bestand, neem_inschrijving, v, err);
    bp_buf_free(&v->meldingen);
    return st == BP_OK ? door_grootboek(v, err) : st;
}
