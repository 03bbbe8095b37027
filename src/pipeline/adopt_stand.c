/* adopt_stand.c - an enrolment of DUO's overview as a registration of ours, word for word or not at all; pure */
#include "adopt_intern.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/reconcile.h"

/* The longest volgnummer there is: it has lost nothing. */
#define VOLGNUMMER_MAX ((size_t)20)

static enum bp_route_soort soort_of(struct bp_str leerroute)
{
    bool dlr = bp_str_equal(leerroute, BP_STR("DLR"));
    return dlr                                      ? BP_ROUTE_DLR
           : bp_str_equal(leerroute, BP_STR("GLR")) ? BP_ROUTE_GLR
                                                    : BP_ROUTE_REGULIER;
}

static enum bp_leerroutefase fase_of(struct bp_str fase)
{
    bool vo = bp_str_equal(fase, BP_STR("VO"));
    return vo ? BP_FASE_VO : bp_str_equal(fase, BP_STR("MBO")) ? BP_FASE_MBO : BP_FASE_GEEN;
}

static bool geen_nummer(const struct bp_overzicht_feiten *f, const struct bp_overzicht_persoon *p,
                        const struct bp_stand *stand)
{
    (void)f;
    (void)stand;
    return p->persoon.soort == BP_PERSOON_GEEN;
}

/* 2 may have been 002, and only DUO's own file tells: reconcile can ask the ledger, here there is none yet. */
static bool nullen_kwijt(const struct bp_overzicht_feiten *f, const struct bp_overzicht_persoon *p,
                         const struct bp_stand *stand)
{
    struct bp_str v = stand->inschrijvingvolgnummer;
    (void)p;
    return f->spreadsheet && bp_str_all_digits(v) && v.ptr[0] != '0' && v.len < VOLGNUMMER_MAX;
}

static bool halve_route(const struct bp_overzicht_feiten *f, const struct bp_overzicht_persoon *p,
                        const struct bp_stand *stand)
{
    bool half = false;
    (void)f;
    (void)p;
    for (size_t i = 0; i < stand->periode_count; i++)
        half = half ||
               (stand->perioden[i].leerroute.len > 0) != (stand->perioden[i].leerroutefase.len > 0);
    return half;
}

static bool fase_afgeknipt(const struct bp_overzicht_feiten *f,
                           const struct bp_overzicht_persoon *p, const struct bp_stand *stand)
{
    return f->isp_velden < BP_OVERZICHT_ISP_VELDEN && halve_route(f, p, stand);
}

/* What the list of a later day may hold; of a route beletsel_achteraf() sees it. */
static bool vreemde_fase(const struct bp_overzicht_feiten *f, const struct bp_overzicht_persoon *p,
                         const struct bp_stand *stand)
{
    bool strange = false;
    (void)f;
    (void)p;
    for (size_t i = 0; i < stand->periode_count; i++)
        strange = strange || (stand->perioden[i].leerroutefase.len > 0 &&
                              fase_of(stand->perioden[i].leerroutefase) == BP_FASE_GEEN);
    return strange;
}

static const char vreemd[] = N_("DUO has a value here that a message cannot state: the next run "
                                "delivers what the school states");

bool beletsel_vooraf(const struct bp_overzicht_feiten *feiten,
                     const struct bp_overzicht_persoon *persoon, const struct bp_stand *stand,
                     struct beletsel *out)
{
    static const struct {
        bool (*geldt)(const struct bp_overzicht_feiten *, const struct bp_overzicht_persoon *,
                      const struct bp_stand *);
        const char *veld, *waarom;
    } gronden[] = {
        { geen_nummer, "burgerservicenummer",
          N_("DUO has no valid bsn or onderwijsnummer of this student: ask DUO to mend it") },
        { nullen_kwijt, "inschrijvingvolgnummer",
          N_("the file went through a spreadsheet, which may have taken zeros from the front of "
             "this number: ask DUO for the overview again and do not save it in a spreadsheet") },
        { fase_afgeknipt, "leerroutefase",
          N_("the column leerroutefase was cut off, so that the phase at DUO is not known: ask DUO "
             "for the overview again and do not save it in a spreadsheet") },
        { halve_route, "leerroutefase",
          N_("DUO has a leerroute without leerroutefase, or a phase without a route: the next run "
             "delivers what the school states") },
        { vreemde_fase, "leerroutefase", vreemd },
    };
    for (size_t i = 0; i < sizeof gronden / sizeof *gronden; i++) {
        if (!gronden[i].geldt(feiten, persoon, stand))
            continue;
        *out = (struct beletsel){ .veld = gronden[i].veld, .waarom = gronden[i].waarom };
        return true;
    }
    return false;
}

bool adopt_registratie(struct bp_str brin, struct bp_persoonsnummer persoon,
                       const struct bp_stand *stand, struct bp_arena *arena,
                       struct bp_registratie *out)
{
    struct bp_periode *perioden = bp_arena_array(arena, stand->periode_count, sizeof *perioden);
    if (!perioden)
        return false;
    for (size_t i = 0; i < stand->periode_count; i++) {
        const struct bp_stand_periode *p = &stand->perioden[i];
        perioden[i] = (struct bp_periode){
            .begin = p->begin,
            .opleidingcode = p->opleidingcode,
            .onderwijsaanbieder = p->onderwijsaanbieder,
            .onderwijslocatie = p->onderwijslocatie,
            .leertraject = p->leertraject,
            .niveau = p->niveau,
            .bekostigbaar = p->bekostigbaar,
            .leerroute = soort_of(p->leerroute),
            .fase = fase_of(p->leerroutefase),
            .line = p->line,
        };
    }
    *out = (struct bp_registratie){
        .sector = BP_SECTOR_MBO,
        .persoon = persoon,
        .brin = brin,
        .inschrijvingvolgnummer = stand->inschrijvingvolgnummer,
        .datum_inschrijving = stand->datum_inschrijving,
        .datum_uitschrijving = stand->datum_uitschrijving,
        .datum_uitschrijving_gepland = stand->datum_uitschrijving_gepland,
        .reden_uitschrijving = stand->reden_uitschrijving,
        .perioden = perioden,
        .periode_count = stand->periode_count,
    };
    return true;
}

bool beletsel_achteraf(const struct bp_overzicht_feiten *feiten, const struct bp_stand *duo,
                       const struct bp_stand *bericht, struct beletsel *out)
{
    struct bp_verschillen v;
    bp_stand_vergelijk(duo, bericht, feiten->isp_velden, &v);
    if (v.count == 0)
        return false;
    *out = (struct beletsel){
        .veld = v.items[0].veld,
        .waarom = vreemd,
    };
    return true;
}
