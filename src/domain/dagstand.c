/* dagstand.c - one person on one day */
#include "bronpost/domain/dagstand.h"

const char *bp_dag_staat_name(enum bp_dag_staat staat)
{
    static const char *const names[BP_DAG_STATEN] = {
        [BP_DAG_BIJ_DUO] = "geregistreerd",
        [BP_DAG_NIET_BIJ_DUO] = "niet_bij_duo",
        [BP_DAG_VERWIJDERD] = "verwijderd",
        [BP_DAG_ONBEKEND] = "onbekend",
    };
    return names[staat];
}

const char *bp_dag_bekostiging_name(enum bp_dag_bekostiging bekostiging)
{
    static const char *const names[BP_DAG_BEKOSTIGINGEN] = {
        [BP_DAG_GEEN] = "",
        [BP_DAG_ZELF] = "zelf",
        [BP_DAG_ANDER] = "andere_instelling",
        [BP_DAG_NIET_BEKOSTIGBAAR] = "niet_bekostigbaar",
        [BP_DAG_NIET_OPEN] = "niet_geregistreerd",
        [BP_DAG_NIET_BEKEND] = "niet_in_grootboek",
    };
    return names[bekostiging];
}

const char *bp_dag_signaal_name(size_t nummer)
{
    static const char *const names[BP_DAG_SIGNALEN] = {
        "dubbel_bekostigd", "nergens_bekostigd", "leerroute_verschilt",
        "fase_verschilt",   "vo_na_derde_jaar",
    };
    return names[nummer];
}

const struct bp_dag_periode *bp_dag_op(const struct bp_dag_registratie *registratie,
                                       struct bp_datum dag)
{
    const struct bp_dag_periode *found = NULL;
    if (bp_datum_before(dag, registratie->begin) ||
        (bp_datum_given(registratie->einde) && bp_datum_before(registratie->einde, dag)))
        return NULL;
    for (uint32_t i = 0; i < registratie->periode_count; i++)
        if (!bp_datum_before(dag, registratie->perioden[i].van))
            found = &registratie->perioden[i];
    return found;
}

/* --- funding -------------------------------------------------------------------------------------------------- */

/* DUO funds by phase: vo and the vo-fase in vo, mbo and the mbo-fase in mbo. */
static enum bp_sector sector_of(const struct bp_dag_registratie *reg,
                                const struct bp_dag_periode *periode)
{
    if (periode->soort == BP_ROUTE_REGULIER)
        return (enum bp_sector)reg->sector;
    return periode->fase == BP_FASE_MBO ? BP_SECTOR_MBO : BP_SECTOR_VO;
}

/* DUO has it, and it is open on that day. */
static bool telt(const struct bp_dag_registratie *reg, const struct bp_dag_uitkomst *uit)
{
    return reg->staat == BP_DAG_BIJ_DUO && uit->periode;
}

/* Its sector is the one that DUO funds. */
static bool aan_de_beurt(const struct bp_dag_registratie *reg, const struct bp_dag_uitkomst *uit)
{
    return telt(reg, uit) && sector_of(reg, uit->periode) == (enum bp_sector)reg->sector;
}

/* Who is funded instead of a registration whose phase belongs to the other sector. */
static void zoek_ander(const struct bp_dag_registratie *const *alle, size_t count,
                       enum bp_sector sector, const struct bp_dag_uitkomst *uitkomsten,
                       struct bp_dag_uitkomst *uit)
{
    uit->bekostiging = BP_DAG_NIET_BEKEND;
    for (size_t i = 0; i < count && uit->bekostiging != BP_DAG_ANDER; i++) {
        if (alle[i]->sector != sector || alle[i]->staat == BP_DAG_ONBEKEND)
            continue; /* one that is not known may be open or not: it tells nothing */
        if (!aan_de_beurt(alle[i], &uitkomsten[i])) {
            if (uit->bekostiging == BP_DAG_NIET_BEKEND)
                uit->bekostiging = BP_DAG_NIET_OPEN;
        } else if (!uitkomsten[i].periode->bekostigbaar) {
            uit->bekostiging = BP_DAG_NIET_BEKOSTIGBAAR;
        } else {
            uit->bekostiging = BP_DAG_ANDER;
            uit->bekostigd = alle[i];
        }
    }
}

static void bepaal_bekostiging(const struct bp_dag_registratie *const *alle, size_t count,
                               struct bp_dag_uitkomst *uit)
{
    for (size_t i = 0; i < count; i++) {
        if (!telt(alle[i], &uit[i]))
            continue;
        if (!aan_de_beurt(alle[i], &uit[i])) {
            zoek_ander(alle, count, sector_of(alle[i], uit[i].periode), uit, &uit[i]);
        } else if (uit[i].periode->bekostigbaar) {
            uit[i].bekostiging = BP_DAG_ZELF;
            uit[i].bekostigd = alle[i];
        } else {
            uit[i].bekostiging = BP_DAG_NIET_BEKOSTIGBAAR;
        }
    }
}

/* Twice, or nowhere although the administration says that there is something to fund. Nowhere is said only where the
 * one that would be funded is known here: elsewhere it may well be. */
static void signaleer_bekostiging(const struct bp_dag_registratie *const *alle, size_t count,
                                  struct bp_dag_uitkomst *uit)
{
    size_t zelf = 0, bekostigbaar = 0;
    bool elders = false;
    for (size_t i = 0; i < count; i++) {
        zelf += uit[i].bekostiging == BP_DAG_ZELF;
        bekostigbaar += telt(alle[i], &uit[i]) && uit[i].periode->bekostigbaar;
        elders =
            elders || uit[i].bekostiging == BP_DAG_NIET_BEKEND || alle[i]->staat == BP_DAG_ONBEKEND;
    }
    for (size_t i = 0; i < count; i++) {
        if (zelf > 1 && uit[i].bekostiging == BP_DAG_ZELF)
            uit[i].signalen |= BP_DAG_DUBBEL;
        if (zelf == 0 && bekostigbaar > 0 && !elders && telt(alle[i], &uit[i]) &&
            uit[i].periode->bekostigbaar)
            uit[i].signalen |= BP_DAG_NERGENS;
    }
}

/* --- vo against mbo ------------------------------------------------------------------------------------------- */

/* Another registration of that sector follows a route on that day: this one need not. */
static bool ander_volgt_route(const struct bp_dag_registratie *const *alle, size_t count,
                              size_t niet, const struct bp_dag_uitkomst *uit)
{
    for (size_t i = 0; i < count; i++)
        if (i != niet && alle[i]->sector == alle[niet]->sector && telt(alle[i], &uit[i]) &&
            uit[i].periode->soort != BP_ROUTE_REGULIER)
            return true;
    return false;
}

static unsigned verschil(const struct bp_dag_registratie *const *alle, size_t count, size_t vo,
                         size_t mbo, const struct bp_dag_uitkomst *uit)
{
    const struct bp_dag_periode *v = uit[vo].periode, *m = uit[mbo].periode;
    if (v->soort == m->soort)
        return v->fase == m->fase ? 0 : BP_DAG_FASE_VERSCHIL;
    if ((v->soort == BP_ROUTE_REGULIER && ander_volgt_route(alle, count, vo, uit)) ||
        (m->soort == BP_ROUTE_REGULIER && ander_volgt_route(alle, count, mbo, uit)))
        return 0;
    return BP_DAG_ROUTE_VERSCHIL;
}

static void signaleer_verschil(const struct bp_dag_registratie *const *alle, size_t count,
                               struct bp_dag_uitkomst *uit)
{
    for (size_t vo = 0; vo < count; vo++) {
        if (alle[vo]->sector != BP_SECTOR_VO || !telt(alle[vo], &uit[vo]))
            continue;
        for (size_t mbo = 0; mbo < count; mbo++) {
            if (alle[mbo]->sector != BP_SECTOR_MBO || !telt(alle[mbo], &uit[mbo]))
                continue;
            unsigned signaal = verschil(alle, count, vo, mbo, uit);
            uit[vo].signalen |= signaal;
            uit[mbo].signalen |= signaal;
        }
    }
}

/* --- vo goes on ----------------------------------------------------------------------------------------------- */

/* The third route year is the first one of the mbo-fase; up to its end the vmbo exam may be spread (leerroutes.md
 * section 2). A stand does not show the diploma, so this is as far as it tells. */
static bool na_derde_jaar(const struct bp_dag_registratie *reg, const struct bp_dag_periode *nu,
                          struct bp_datum dag)
{
    if (reg->sector != BP_SECTOR_VO || nu->fase != BP_FASE_MBO)
        return false;
    const struct bp_dag_periode *eerste = nu;
    while (eerste > reg->perioden && eerste[-1].fase == BP_FASE_MBO)
        eerste--;
    return bp_datum_schoolyear(dag) > bp_datum_schoolyear(eerste->van);
}

void bp_dag_oordeel(const struct bp_dag_registratie *const *registraties, size_t count,
                    struct bp_datum dag, struct bp_dag_uitkomst *uit)
{
    for (size_t i = 0; i < count; i++)
        uit[i] = (struct bp_dag_uitkomst){ .periode = bp_dag_op(registraties[i], dag) };
    bepaal_bekostiging(registraties, count, uit);
    signaleer_bekostiging(registraties, count, uit);
    signaleer_verschil(registraties, count, uit);
    for (size_t i = 0; i < count; i++)
        if (telt(registraties[i], &uit[i]) && na_derde_jaar(registraties[i], uit[i].periode, dag))
            uit[i].signalen |= BP_DAG_VO_DERDE_JAAR;
}

void bp_teldata(struct bp_datum dag, struct bp_teldatum uit[BP_TELDATA])
{
    int jaar = bp_datum_schoolyear(dag);
    uit[0] = (struct bp_teldatum){ BP_DATUM(jaar, 10, 1), BP_SECTOR_VO | BP_SECTOR_MBO };
    uit[1] = (struct bp_teldatum){ BP_DATUM(jaar + 1, 2, 1), BP_SECTOR_MBO };
}
