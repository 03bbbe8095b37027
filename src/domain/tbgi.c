/* tbgi.c - one enrolment on one counting date: DUO's decision beside ours */
#include "bronpost/domain/tbgi.h"

const char *bp_tbgi_signaal_name(size_t nummer)
{
    static const char *const names[BP_TBGI_SIGNALEN] = {
        "vo_fase_bekostigd",    "mbo_fase_niet_bekostigd", "leerroutefase_verschilt",
        "duo_bekostigt_wel",    "duo_bekostigt_niet",      "onbekend_in_grootboek",
        "ontbreekt_in_bestand", "signaal_van_duo",
    };
    return names[nummer];
}

/* An enrolment without a group is not funded on that date. */
static enum bp_ja_nee besluit_of(const struct bp_tbgi_stand *duo)
{
    return duo->groep ? duo->bekostigd : BP_NEE;
}

/* What needs nobody's ledger: DUO against its own phase. */
static unsigned van_duo(const struct bp_tbgi_stand *duo)
{
    if (!duo->groep)
        return 0;
    if (duo->fase == BP_FASE_VO && duo->bekostigd == BP_JA)
        return BP_TBGI_VO_WEL;
    return duo->fase == BP_FASE_MBO && duo->bekostigd == BP_NEE ? BP_TBGI_MBO_NIET : 0;
}

unsigned bp_tbgi_oordeel(const struct bp_tbgi_stand *duo, const struct bp_dag_registratie *hier,
                         const struct bp_dag_uitkomst *uitkomst)
{
    unsigned signalen = van_duo(duo);
    bool zelf = uitkomst->bekostiging == BP_DAG_ZELF;
    if (hier->staat == BP_DAG_ONBEKEND)
        return signalen;
    if (besluit_of(duo) == BP_JA && !zelf)
        signalen |= BP_TBGI_DUO_WEL;
    if (besluit_of(duo) == BP_NEE && zelf)
        signalen |= BP_TBGI_DUO_NIET;
    if (duo->groep && duo->fase_bekend && hier->staat == BP_DAG_BIJ_DUO && uitkomst->periode &&
        uitkomst->periode->fase != duo->fase)
        signalen |= BP_TBGI_FASE;
    return signalen;
}

unsigned bp_tbgi_oordeel_onbekend(const struct bp_tbgi_stand *duo)
{
    return van_duo(duo) | BP_TBGI_ONBEKEND;
}

unsigned bp_tbgi_oordeel_hier(const struct bp_dag_registratie *hier,
                              const struct bp_dag_uitkomst *uitkomst)
{
    return hier->staat == BP_DAG_BIJ_DUO && uitkomst->periode && uitkomst->periode->bekostigbaar
               ? BP_TBGI_ONTBREEKT
               : 0;
}
