/* audit.c - person by person from what the ledger proves to the day that is asked about */
#include "bronpost/pipeline/audit.h"
#include "audit_intern.h"
#include "bronpost/base/text.h"

#include <stdlib.h>

struct bp_audit {
    struct bp_audit_rapport rapport;
    struct posten posten;
    struct telling telling;
    struct vergelijking vergelijking;
    struct bp_audit_regel *gemerkt, *regels; /* BP_RAPPORT_REGELS of each at most */
    char kop[2 * BP_LEDGER_HASH + 1];
};

void bp_audit_pseudoniem(const unsigned char persoon[BP_LEDGER_HASH], char out[BP_PSEUDONIEM_TEXT])
{
    /* Without I, L, O and U, which are misread; ascending, so that lines sorted by HMAC are sorted by pseudonym. The
     * letter in front keeps a spreadsheet from reading a number in it. */
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof bits; i++)
        bits = bits << 8 | persoon[i];
    out[0] = 'P';
    for (size_t i = 1; i < BP_PSEUDONIEM_TEXT - 1; i++) {
        out[i] = digits[bits >> 59];
        bits <<= 5;
    }
    out[BP_PSEUDONIEM_TEXT - 1] = '\0';
}

/* --- one person ----------------------------------------------------------------------------------------------- */

struct schrijver {
    struct bp_audit *audit;
    struct audit_uit *uit; /* NULL: nothing is written */
    const struct bp_dag_registratie **registraties;
    struct bp_dag_uitkomst *uitkomsten;
};

static void fill_regel(const struct post *post, const struct bp_dag_uitkomst *uitkomst,
                       bool nummers, struct bp_audit_regel *out)
{
    unsigned char persoon[BP_LEDGER_HASH] = { 0 };
    *out = (struct bp_audit_regel){
        .leerlingnummer = post->leerlingnummer,
        .volgnummer = nummers ? post->volgnummer : "",
        .registratie = &post->registratie,
        .uitkomst = uitkomst,
        .toestand = bp_toestand_name((enum bp_toestand)post->toestand),
        .herkomst = post->herkomst,
        .klaargezet_ms = post->klaargezet_ms,
        .aangeboden_ms = post->aangeboden_ms,
        .beantwoord_ms = post->beantwoord_ms,
    };
    memcpy(persoon, post->persoon, sizeof post->persoon);
    bp_audit_pseudoniem(persoon, out->pseudoniem);
    memcpy(out->identificatiecode, post->identificatiecode, POST_UUID);
}

/* The first ones stay for the report; the outcome with them. */
static enum bp_status keep(struct bp_audit *audit, struct bp_audit_regel *items, size_t *count,
                           const struct bp_audit_regel *regel, struct bp_error *err)
{
    if (*count == BP_RAPPORT_REGELS)
        return BP_OK;
    struct bp_dag_uitkomst *uitkomst = bp_arena_alloc(audit->posten.arena, sizeof *uitkomst);
    if (!uitkomst)
        return bp_error_memory(err, N_("the result"));
    *uitkomst = *regel->uitkomst;
    items[*count] = *regel;
    items[(*count)++].uitkomst = uitkomst;
    return BP_OK;
}

static enum bp_status neem_regel(struct schrijver *s, const struct bp_audit_regel *regel,
                                 struct bp_error *err)
{
    struct bp_audit_rapport *r = &s->audit->rapport;
    enum bp_status st = keep(s->audit, s->audit->regels, &r->regel_count, regel, err);
    if (st == BP_OK && regel->uitkomst->signalen)
        st = keep(s->audit, s->audit->gemerkt, &r->gemerkt_count, regel, err);
    r->regel_totaal++;
    return st == BP_OK && s->uit ? audit_uit_regel(s->uit, regel, err) : st;
}

static enum bp_status neem_persoon(struct schrijver *s, const struct post *posten, size_t count,
                                   struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; i < count; i++)
        s->registraties[i] = &posten[i].registratie;
    bp_dag_oordeel(s->registraties, count, s->audit->rapport.dag, s->uitkomsten);
    telling_persoon(&s->audit->telling, &(struct persoon){ .registraties = s->registraties,
                                                           .uitkomsten = s->uitkomsten,
                                                           .count = count });
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        struct bp_audit_regel regel;
        if (!telling_staat_erop(&posten[i].registratie, &s->uitkomsten[i]))
            continue;
        fill_regel(&posten[i], &s->uitkomsten[i], s->audit->rapport.leerlingnummers, &regel);
        st = neem_regel(s, &regel, err);
    }
    return st;
}

/* --- all of them ---------------------------------------------------------------------------------------------- */

static size_t meeste_van_een(const struct posten *posten)
{
    size_t most = 0;
    for (size_t at = 0, n; at < posten->count; at += n) {
        n = posten_van_persoon(posten, at);
        most = n > most ? n : most;
    }
    return most;
}

static enum bp_status loop(struct schrijver *s, struct bp_error *err)
{
    const struct posten *posten = &s->audit->posten;
    enum bp_status st = BP_OK;
    for (size_t at = 0, n; st == BP_OK && at < posten->count; at += n) {
        n = posten_van_persoon(posten, at);
        st = neem_persoon(s, &posten->items[at], n, err);
    }
    struct bp_audit_rapport *r = &s->audit->rapport;
    r->instellingen = s->audit->telling.instellingen;
    r->instelling_count = s->audit->telling.instelling_count;
    r->gemerkt = s->audit->gemerkt;
    r->regels = s->audit->regels;
    return st;
}

static enum bp_status vergelijk(struct bp_audit *audit, size_t meeste, struct audit_uit *uit,
                                struct bp_error *err)
{
    audit->rapport.tbgi = &audit->vergelijking.rapport;
    return vergelijking_run(&audit->vergelijking, &audit->posten, meeste, uit, err);
}

static enum bp_status schrijf(struct bp_audit *audit, const struct bp_audit_opdracht *opdracht,
                              struct bp_error *err)
{
    size_t meeste = meeste_van_een(&audit->posten);
    struct schrijver s = { .audit = audit };
    s.registraties = calloc(meeste + 1, sizeof(const struct bp_dag_registratie *));
    s.uitkomsten = calloc(meeste + 1, sizeof *s.uitkomsten);
    enum bp_status st =
        s.registraties && s.uitkomsten
            ? telling_init(&audit->telling, opdracht, &audit->posten, meeste, &audit->rapport, err)
            : bp_error_memory(err, N_("the totals"));
    if (st == BP_OK && opdracht->out)
        st = audit_uit_open(opdracht->out, opdracht->tbgi, &s.uit, err);
    if (st == BP_OK)
        st = loop(&s, err);
    if (st == BP_OK && opdracht->tbgi)
        st = vergelijk(audit, meeste, s.uit, err);
    if (st == BP_OK && s.uit) {
        st = audit_uit_commit(s.uit, &audit->rapport, err);
        s.uit = NULL; /* a commit frees, always */
    }
    audit_uit_abandon(s.uit);
    free(s.registraties);
    free(s.uitkomsten);
    return st;
}

/* The last moment of that day in the Netherlands. */
static int64_t moment_of(struct bp_datum bekend_op)
{
    return bp_datum_given(bekend_op) ? bp_moment_of_dutch_day(bp_datum_add_days(bekend_op, 1)) - 1
                                     : INT64_MAX;
}

static void begin_rapport(struct bp_audit *audit, const struct bp_audit_opdracht *opdracht)
{
    static const char hex[] = "0123456789abcdef";
    const struct bp_ledger_zegel *zegel = opdracht->zegel;
    for (size_t i = 0; i < BP_LEDGER_HASH; i++) {
        audit->kop[2 * i] = hex[zegel->kop[i] >> 4];
        audit->kop[2 * i + 1] = hex[zegel->kop[i] & 15];
    }
    audit->rapport = (struct bp_audit_rapport){
        .version = opdracht->version,
        .gemaakt_ms = opdracht->nu_ms,
        .dag = opdracht->dag,
        .bekend_op = opdracht->bekend_op,
        .vandaag = bp_moment_to_dutch_day(opdracht->nu_ms),
        .leerlingnummers = opdracht->leerlingnummers,
        .schakels = zegel->schakels,
        .kop = audit->kop,
        .kop_ms = zegel->moment_ms,
        .begin_ms = zegel->begin_ms,
    };
}

/* Everything that the ledger proves, in order of person. */
static enum bp_status lees(struct bp_audit *audit, const struct bp_audit_opdracht *opdracht,
                           struct bp_error *err)
{
    enum bp_status st = posten_init(&audit->posten, opdracht, err);
    if (st == BP_OK)
        st = opdracht->walk(opdracht->ledger, moment_of(opdracht->bekend_op), posten_neem,
                            &audit->posten, err);
    posten_sort(&audit->posten);
    return st;
}

enum bp_status bp_audit_make(const struct bp_audit_opdracht *opdracht, struct bp_audit **out,
                             struct bp_error *err)
{
    *out = NULL;
    enum bp_status st = opdracht->out ? audit_uit_check(opdracht->out, opdracht->tbgi, err) : BP_OK;
    if (st != BP_OK)
        return st;
    struct bp_audit *audit = calloc(1, sizeof *audit);
    if (!audit)
        return bp_error_memory(err, N_("the result"));
    audit->gemerkt = calloc(BP_RAPPORT_REGELS, sizeof *audit->gemerkt);
    audit->regels = calloc(BP_RAPPORT_REGELS, sizeof *audit->regels);
    begin_rapport(audit, opdracht);
    st = audit->gemerkt && audit->regels ? BP_OK : bp_error_memory(err, N_("the result"));
    if (st == BP_OK && opdracht->tbgi)
        st = vergelijking_open(&audit->vergelijking, opdracht, err);
    if (st == BP_OK)
        st = lees(audit, opdracht, err);
    if (st == BP_OK)
        st = schrijf(audit, opdracht, err);
    if (st == BP_OK)
        *out = audit;
    else
        bp_audit_close(audit);
    return st;
}

void bp_audit_close(struct bp_audit *audit)
{
    if (!audit)
        return;
    telling_free(&audit->telling);
    vergelijking_free(&audit->vergelijking);
    posten_free(&audit->posten);
    free(audit->gemerkt);
    free(audit->regels);
    free(audit);
}

const struct bp_audit_rapport *bp_audit_rapport(const struct bp_audit *audit)
{
    return &audit->rapport;
}
