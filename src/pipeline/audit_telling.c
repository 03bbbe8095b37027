/* audit_telling.c - totals of an audit: the day, the counting dates, and the years */
#include "audit_intern.h"
#include "bronpost/base/text.h"

#include <stdlib.h>

/* --- the moments of the series -------------------------------------------------------------------------------- */

typedef struct bp_datum next_fn(struct bp_datum d); /* the first one after d */

static struct bp_datum next_month(struct bp_datum d)
{
    return d.month == 12 ? BP_DATUM(d.year + 1, 1, 1) : BP_DATUM(d.year, d.month + 1, 1);
}

static struct bp_datum next_october(struct bp_datum d)
{
    struct bp_datum october = BP_DATUM(d.year, 10, 1);
    return bp_datum_before(d, october) ? october : BP_DATUM(d.year + 1, 10, 1);
}

static struct bp_datum next_teldatum(struct bp_datum d)
{
    struct bp_datum february = BP_DATUM(d.year, 2, 1), october = next_october(d);
    if (!bp_datum_before(d, february))
        february = BP_DATUM(d.year + 1, 2, 1);
    return bp_datum_before(february, october) ? february : october;
}

/* How many there are; the last BP_AUDIT_MOMENTEN of them are in `uit`. */
static size_t fill(struct bp_datum van, struct bp_datum tot, next_fn *next,
                   struct bp_audit_moment uit[BP_AUDIT_MOMENTEN])
{
    size_t count = 0;
    for (struct bp_datum d = next(bp_datum_add_days(van, -1)); !bp_datum_before(tot, d);
         d = next(d)) {
        if (count >= BP_AUDIT_MOMENTEN)
            memmove(uit, uit + 1, (BP_AUDIT_MOMENTEN - 1) * sizeof *uit);
        uit[count < BP_AUDIT_MOMENTEN ? count : BP_AUDIT_MOMENTEN - 1] =
            (struct bp_audit_moment){ .op = d };
        count++;
    }
    return count;
}

size_t telling_momenten(struct bp_datum van, struct bp_datum tot,
                        struct bp_audit_moment uit[BP_AUDIT_MOMENTEN])
{
    static next_fn *const steps[] = { next_month, next_teldatum, next_october };
    size_t count = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        count = fill(van, tot, steps[i], uit);
        if (count <= BP_AUDIT_MOMENTEN)
            return count;
    }
    return BP_AUDIT_MOMENTEN;
}

/* --- institutions --------------------------------------------------------------------------------------------- */

/* Where (brin, sector) stands, or would stand. */
static size_t place_of(const struct telling *t, const char *brin, enum bp_sector sector)
{
    size_t low = 0, high = t->instelling_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct bp_audit_telling *here = &t->instellingen[middle];
        int order = strcmp(here->brin, brin);
        if (order < 0 || (order == 0 && here->sector < sector))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct bp_audit_telling *instelling_of(const struct telling *t,
                                              const struct bp_dag_registratie *reg)
{
    return &t->instellingen[place_of(t, reg->brin, (enum bp_sector)reg->sector)];
}

static bool add_instelling(struct telling *t, const struct bp_mandaat *mandaat,
                           const struct bp_dag_registratie *reg)
{
    enum bp_sector sector = (enum bp_sector)reg->sector;
    size_t at = place_of(t, reg->brin, sector);
    if (at < t->instelling_count && t->instellingen[at].sector == sector &&
        strcmp(t->instellingen[at].brin, reg->brin) == 0)
        return true;
    if (t->instelling_count == t->instelling_cap) {
        size_t cap = t->instelling_cap ? 2 * t->instelling_cap : 16;
        struct bp_audit_telling *items = realloc(t->instellingen, cap * sizeof *items);
        if (!items)
            return false;
        t->instellingen = items;
        t->instelling_cap = cap;
    }
    memmove(&t->instellingen[at + 1], &t->instellingen[at],
            (t->instelling_count++ - at) * sizeof *t->instellingen);
    struct bp_audit_telling *item = &t->instellingen[at];
    const struct bp_instelling *known = bp_mandaat_find(mandaat, bp_str_of(reg->brin));
    *item = (struct bp_audit_telling){ .sector = sector };
    memcpy(item->brin, reg->brin, sizeof item->brin);
    if (known)
        item->naam = known->naam;
    return true;
}

/* --- beginning ------------------------------------------------------------------------------------------------ */

/* The life of what is known: from the earliest begin at DUO to the day that is asked about, or the last one that is
 * known. */
static void begin_momenten(const struct posten *posten, struct bp_datum bekend,
                           struct bp_audit_rapport *rapport)
{
    struct bp_datum van = BP_DATUM_NONE;
    for (size_t i = 0; i < posten->count; i++) {
        const struct bp_dag_registratie *reg = &posten->items[i].registratie;
        if (reg->staat == BP_DAG_BIJ_DUO &&
            (!bp_datum_given(van) || bp_datum_before(reg->begin, van)))
            van = reg->begin;
    }
    struct bp_datum tot = bp_datum_before(bekend, rapport->dag) ? rapport->dag : bekend;
    if (bp_datum_given(van))
        rapport->moment_count = telling_momenten(van, tot, rapport->momenten);
}

static void begin_teldata(struct bp_datum bekend, struct bp_audit_rapport *rapport)
{
    struct bp_teldatum teldata[BP_TELDATA];
    bp_teldata(rapport->dag, teldata);
    for (size_t i = 0; i < BP_TELDATA; i++)
        rapport->teldata[i] =
            (struct bp_audit_teldatum){ .dag = teldata[i].dag,
                                        .sectoren = teldata[i].sectoren,
                                        .toekomst = bp_datum_before(bekend, teldata[i].dag) };
}

enum bp_status telling_init(struct telling *telling, const struct bp_audit_opdracht *opdracht,
                            const struct posten *posten, size_t meeste,
                            struct bp_audit_rapport *rapport, struct bp_error *err)
{
    struct bp_datum bekend =
        bp_datum_given(rapport->bekend_op) ? rapport->bekend_op : rapport->vandaag;
    *telling = (struct telling){ .rapport = rapport };
    telling->gekozen = calloc(meeste + 1, sizeof(const struct bp_dag_registratie *));
    telling->uitkomsten = calloc(meeste + 1, sizeof *telling->uitkomsten);
    bool ok = telling->gekozen && telling->uitkomsten;
    for (size_t i = 0; ok && i < posten->count; i++)
        ok = add_instelling(telling, opdracht->mandaat, &posten->items[i].registratie);
    if (!ok)
        return bp_error_memory(err, N_("the totals"));
    rapport->sectoren[0].sector = BP_SECTOR_VO;
    rapport->sectoren[1].sector = BP_SECTOR_MBO;
    begin_teldata(bekend, rapport);
    begin_momenten(posten, bekend, rapport);
    return BP_OK;
}

void telling_free(struct telling *telling)
{
    free(telling->instellingen);
    free(telling->gekozen);
    free(telling->uitkomsten);
    *telling = (struct telling){ .instelling_count = 0 };
}

/* --- the day -------------------------------------------------------------------------------------------------- */

static bool geregistreerd(const struct bp_dag_registratie *reg, const struct bp_dag_uitkomst *uit)
{
    return reg->staat == BP_DAG_BIJ_DUO && uit->periode;
}

bool telling_staat_erop(const struct bp_dag_registratie *registratie,
                        const struct bp_dag_uitkomst *uitkomst)
{
    return registratie->staat != BP_DAG_BIJ_DUO || uitkomst->periode;
}

static void tel_dag(struct bp_audit_telling *t, const struct bp_dag_registratie *reg,
                    const struct bp_dag_uitkomst *uit, bool eerste)
{
    t->niet_bij_duo += reg->staat == BP_DAG_NIET_BIJ_DUO;
    t->verwijderd += reg->staat == BP_DAG_VERWIJDERD;
    t->onbekend += reg->staat == BP_DAG_ONBEKEND;
    if (!geregistreerd(reg, uit))
        return;
    t->geregistreerd++;
    t->leerlingen += eerste;
    t->groepen[bp_audit_groep_of(uit->periode)]++;
    t->bekostigd += uit->bekostiging == BP_DAG_ZELF;
}

/* The first of this person that is registered in the sector, or at the institution, of number `at`. */
static bool eerste_van(const struct persoon *p, size_t at, bool instelling)
{
    const struct bp_dag_registratie *reg = p->registraties[at];
    for (size_t i = 0; i < at; i++)
        if (geregistreerd(p->registraties[i], &p->uitkomsten[i]) &&
            p->registraties[i]->sector == reg->sector &&
            (!instelling || strcmp(p->registraties[i]->brin, reg->brin) == 0))
            return false;
    return true;
}

static void tel_som(struct bp_audit_rapport *r, const struct bp_dag_registratie *reg,
                    const struct bp_dag_uitkomst *uit)
{
    r->registraties++;
    r->niet_bij_duo += reg->staat == BP_DAG_NIET_BIJ_DUO;
    r->verwijderd += reg->staat == BP_DAG_VERWIJDERD;
    r->onbekend += reg->staat == BP_DAG_ONBEKEND;
    if (reg->staat == BP_DAG_BIJ_DUO) {
        bool begonnen = !bp_datum_before(r->dag, reg->begin);
        r->geregistreerd += uit->periode != NULL;
        r->niet_begonnen += !uit->periode && !begonnen;
        r->beeindigd += !uit->periode && begonnen;
    }
    r->niet_in_grootboek += uit->bekostiging == BP_DAG_NIET_BEKEND;
    r->signaal_regels += uit->signalen != 0;
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++)
        r->signalen[s] += (uit->signalen & 1u << s) != 0;
}

static size_t sector_at(const struct bp_dag_registratie *reg)
{
    return reg->sector == BP_SECTOR_MBO ? 1 : 0;
}

/* --- counting dates and moments ------------------------------------------------------------------------------- */

static void tel_teldatum(struct telling *t, const struct persoon *p, struct bp_audit_teldatum *uit)
{
    size_t count = 0;
    unsigned signalen = 0;
    for (size_t i = 0; i < p->count; i++)
        if (uit->sectoren & p->registraties[i]->sector)
            t->gekozen[count++] = p->registraties[i];
    bp_dag_oordeel(t->gekozen, count, uit->dag, t->uitkomsten);
    for (size_t i = 0; i < count; i++) {
        size_t sector = sector_at(t->gekozen[i]);
        uit->geregistreerd[sector] += geregistreerd(t->gekozen[i], &t->uitkomsten[i]);
        uit->bekostigd[sector] += t->uitkomsten[i].bekostiging == BP_DAG_ZELF;
        signalen |= t->uitkomsten[i].signalen;
    }
    uit->dubbel += (signalen & BP_DAG_DUBBEL) != 0;
    uit->nergens += (signalen & BP_DAG_NERGENS) != 0;
}

/* A student counts once per sector and moment. */
static void tel_momenten(struct bp_audit_rapport *r, const struct persoon *p)
{
    for (size_t m = 0; m < r->moment_count; m++) {
        bool erbij[BP_AUDIT_SECTOREN] = { false, false };
        for (size_t i = 0; i < p->count; i++)
            if (p->registraties[i]->staat == BP_DAG_BIJ_DUO &&
                bp_dag_op(p->registraties[i], r->momenten[m].op))
                erbij[sector_at(p->registraties[i])] = true;
        for (size_t s = 0; s < BP_AUDIT_SECTOREN; s++)
            r->momenten[m].leerlingen[s] += erbij[s];
    }
}

void telling_persoon(struct telling *t, const struct persoon *p)
{
    struct bp_audit_rapport *r = t->rapport;
    bool ergens = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct bp_dag_registratie *reg = p->registraties[i];
        const struct bp_dag_uitkomst *uit = &p->uitkomsten[i];
        tel_som(r, reg, uit);
        tel_dag(&r->sectoren[sector_at(reg)], reg, uit, eerste_van(p, i, false));
        tel_dag(instelling_of(t, reg), reg, uit, eerste_van(p, i, true));
        ergens = ergens || geregistreerd(reg, uit);
    }
    r->leerlingen += ergens;
    for (size_t i = 0; i < BP_TELDATA; i++)
        tel_teldatum(t, p, &r->teldata[i]);
    tel_momenten(r, p);
}
