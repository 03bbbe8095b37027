#include "veld.h"

#define VO    BP_SECTOR_VO
#define MBO   BP_SECTOR_MBO
#define BEIDE (BP_SECTOR_VO | BP_SECTOR_MBO)

#define INSCHRIJVING (1u << BP_HANDELING_INSCHRIJVING)
#define ALLE         (INSCHRIJVING | 1u << BP_HANDELING_VERWIJDERING)

/* group, element, field, kind, source, member */
#define LEAF(g, e, n, k, b, s, m, secs, acts, once, head)                                          \
    {                                                                                              \
        BP_GROEP_##g, e, n, BP_VELD_##k, BP_BRON_##b, offsetof(struct s, m), BP_GROEP_GEEN, secs,  \
            acts, once, head, NULL                                                                 \
    }
#define KOP(e, m, once) LEAF(VERZOEK, e, e, TEKST, KOP, bp_bericht_kop, m, BEIDE, ALLE, once, true)
#define REG(g, e, n, k, m, secs, acts, once)                                                       \
    LEAF(g, e, n, k, REGISTRATIE, bp_registratie, m, secs, acts, once, false)
#define PER(e, k, m, secs)                                                                         \
    LEAF(PERIODE, e, #m, k, PERIODE, bp_periode, m, secs, INSCHRIJVING, false, false)
#define GROUP(g, e, n, k, b, opens, secs)                                                          \
    {                                                                                              \
        BP_GROEP_##g, e, n, BP_VELD_##k, BP_BRON_##b, 0, BP_GROEP_##opens, secs, INSCHRIJVING,     \
            false, false, NULL                                                                     \
    }

/* Mind: an mbo field of a vo registration is not missed when the vo schema has no element for it.
 */
static const struct bp_veld items[] = {
    KOP("identificatiecodeBedrijfsdocument", identificatiecode, true),
    KOP("verzendendeInstantie", verzender, false),
    KOP("ontvangendeInstantie", ontvanger, false),
    KOP("datumTijdBedrijfsdocument", datum_tijd, true),

    REG(VERZOEK, "burgerservicenummer", "bsn", BSN, persoon, BEIDE, ALLE, true),
    REG(VERZOEK, "onderwijsnummer", "onderwijsnummer", ONDERWIJSNUMMER, persoon, BEIDE, ALLE, true),
    REG(VERZOEK, "brin", "brin", TEKST, brin, BEIDE, ALLE, false),
    REG(VERZOEK, "inschrijvingvolgnummer", "inschrijvingvolgnummer", TEKST, inschrijvingvolgnummer,
        BEIDE, ALLE, true),
    REG(VERZOEK, "datumInschrijving", "datum_inschrijving", DATUM, datum_inschrijving, BEIDE,
        INSCHRIJVING, false),
    REG(VERZOEK, "datumUitschrijving", "datum_uitschrijving", DATUM, datum_uitschrijving, BEIDE,
        INSCHRIJVING, false),
    REG(VERZOEK, "datumUitschrijvingWerkelijk", "datum_uitschrijving", DATUM, datum_uitschrijving,
        BEIDE, INSCHRIJVING, false),
    REG(VERZOEK, "datumUitschrijvingGepland", "datum_uitschrijving_gepland", DATUM,
        datum_uitschrijving_gepland, MBO, INSCHRIJVING, false),
    REG(VERZOEK, "redenUitschrijving", "reden_uitschrijving", REDEN, reden_uitschrijving, MBO,
        INSCHRIJVING, false),

    GROUP(VERZOEK, "inschrijvingPeriodeVO", "perioden", PERIODEN, REGISTRATIE, PERIODE, BEIDE),
    GROUP(VERZOEK, "inschrijvingPeriodeMBO", "perioden", PERIODEN, REGISTRATIE, PERIODE, BEIDE),
    PER("datumBegin", DATUM, begin, BEIDE),
    PER("onderwijsaanbieder", TEKST, onderwijsaanbieder, BEIDE),
    PER("onderwijslocatie", TEKST, onderwijslocatie, BEIDE),
    PER("opleidingcode", TEKST, opleidingcode, BEIDE),
    PER("vestiging", TEKST, vestiging, VO),
    PER("leerjaar", TEKST, leerjaar, VO),
    PER("leertraject", TEKST, leertraject, MBO),
    PER("niveau", TEKST, niveau, MBO),
    PER("indicatieBekostigbaar", JANEE, bekostigbaar, BEIDE),
    PER("leerroute", LEERROUTE, leerroute, BEIDE),
    LEAF(PERIODE, "leerroutefase", "leerroutefase", LEERROUTEFASE, PERIODE, bp_periode, fase, BEIDE,
         INSCHRIJVING, false, false),

    GROUP(PERIODE, "experiment", "experiment", EXPERIMENTEN, PERIODE, EXPERIMENT, VO),
    { BP_GROEP_EXPERIMENT, "naam", "experiment", BP_VELD_TEKST, BP_BRON_EXPERIMENT, 0,
      BP_GROEP_GEEN, VO, INSCHRIJVING, false, false, NULL },

    GROUP(VERZOEK, "ontwikkelingsperspectief", "opp", OPP, REGISTRATIE, OPP, VO),
    REG(OPP, "datumBegin", "opp_begin", DATUM, opp_begin, VO, INSCHRIJVING, false),
    REG(OPP, "datumEind", "opp_eind", DATUM, opp_eind, VO, INSCHRIJVING, false),

    GROUP(VERZOEK, "verblijfAndereInstelling", "verblijf", VERBLIJF, REGISTRATIE, VERBLIJF, VO),
    REG(VERBLIJF, "datumBegin", "verblijf_begin", DATUM, verblijf.begin, VO, INSCHRIJVING, false),
    REG(VERBLIJF, "datumEind", "verblijf_eind", DATUM, verblijf.eind, VO, INSCHRIJVING, false),
    REG(VERBLIJF, "brin", "verblijf_brin", TEKST, verblijf.brin, VO, INSCHRIJVING, false),
    REG(VERBLIJF, "vestiging", "verblijf_vestiging", TEKST, verblijf.vestiging, VO, INSCHRIJVING,
        false),
    REG(VERBLIJF, "verblijfsoort", "verblijf_soort", TEKST, verblijf.soort, VO, INSCHRIJVING,
        false),
};

const struct bp_velden bp_velden_registratie = { items, sizeof items / sizeof items[0] };

const struct bp_veld *bp_veld_find(const struct bp_velden *velden, enum bp_groep groep,
                                   const char *element)
{
    for (size_t i = 0; i < velden->count; i++)
        if (velden->items[i].groep == groep && strcmp(velden->items[i].element, element) == 0)
            return &velden->items[i];
    return NULL;
}

/* --- values
 * ------------------------------------------------------------------------------------------------
 */

static const void *member(const struct bp_veld *veld, const struct bp_kader *kader)
{
    return (const char *)kader->bron[veld->bron] + veld->offset;
}

static bool nummer(struct bp_str *out, const struct bp_persoonsnummer *p,
                   enum bp_persoonsoort soort)
{
    *out = (struct bp_str){ p->digits, sizeof p->digits };
    return p->soort == soort;
}

static bool datum(struct bp_datum d, char text[BP_VELD_TEXT], struct bp_str *out)
{
    if (!bp_datum_given(d))
        return false;
    bp_datum_format(d, text);
    *out = (struct bp_str){ text, 10 };
    return true;
}

static bool tekst(struct bp_str s, struct bp_str *out)
{
    *out = s;
    return bp_str_filled(s);
}

static struct bp_str leerroute(const struct bp_periode *p)
{
    return p->leerroute == BP_ROUTE_GLR ? BP_STR("GLR") : BP_STR("DLR");
}

static struct bp_str leerroutefase(const struct bp_periode *p)
{
    return p->fase == BP_FASE_MBO ? BP_STR("MBO") : BP_STR("VO");
}

static bool reden(const struct bp_registratie *r, struct bp_str *out)
{
    return bp_datum_given(r->datum_uitschrijving) && tekst(r->reden_uitschrijving, out);
}

bool bp_veld_waarde(const struct bp_veld *veld, const struct bp_kader *kader,
                    char text[BP_VELD_TEXT], struct bp_str *out)
{
    const struct bp_periode *periode = kader->bron[BP_BRON_PERIODE];
    const void *at = member(veld, kader);
    switch (veld->soort) {
    case BP_VELD_TEKST:
        return tekst(*(const struct bp_str *)at, out);
    case BP_VELD_DATUM:
        return datum(*(const struct bp_datum *)at, text, out);
    case BP_VELD_JANEE:
        *out = *(const bool *)at ? BP_STR("true") : BP_STR("false");
        return true;
    case BP_VELD_BSN:
        return nummer(out, at, BP_PERSOON_BSN);
    case BP_VELD_ONDERWIJSNUMMER:
        return nummer(out, at, BP_PERSOON_ONDERWIJSNUMMER);
    case BP_VELD_REDEN:
        return reden(kader->bron[BP_BRON_REGISTRATIE], out);
    case BP_VELD_LEERROUTE:
        *out = leerroute(periode);
        return periode->leerroute != BP_ROUTE_REGULIER;
    case BP_VELD_LEERROUTEFASE:
        *out = leerroutefase(periode);
        return periode->leerroute != BP_ROUTE_REGULIER && periode->fase != BP_FASE_GEEN;
    case BP_VELD_PERIODEN:
    case BP_VELD_EXPERIMENTEN:
    case BP_VELD_OPP:
    case BP_VELD_VERBLIJF:
    case BP_VELD_VORM:
        break;
    }
    return false;
}

size_t bp_veld_aantal(const struct bp_veld *veld, const struct bp_kader *kader)
{
    const struct bp_registratie *r = kader->bron[BP_BRON_REGISTRATIE];
    const struct bp_periode *periode = kader->bron[BP_BRON_PERIODE];
    if (veld->vorm)
        return veld->vorm->aantal(kader);
    switch (veld->soort) {
    case BP_VELD_PERIODEN:
        return r->periode_count;
    case BP_VELD_EXPERIMENTEN:
        return periode->experiment_count;
    case BP_VELD_OPP:
        /* An end alone counts too: it must come out as "datumBegin is missing", not vanish. */
        return bp_datum_given(r->opp_begin) || bp_datum_given(r->opp_eind);
    case BP_VELD_VERBLIJF:
        return bp_datum_given(r->verblijf.begin) || bp_datum_given(r->verblijf.eind) ||
               bp_str_filled(r->verblijf.brin) || bp_str_filled(r->verblijf.vestiging) ||
               bp_str_filled(r->verblijf.soort);
    case BP_VELD_TEKST:
    case BP_VELD_DATUM:
    case BP_VELD_JANEE:
    case BP_VELD_BSN:
    case BP_VELD_ONDERWIJSNUMMER:
    case BP_VELD_REDEN:
    case BP_VELD_LEERROUTE:
    case BP_VELD_LEERROUTEFASE:
    case BP_VELD_VORM:
        break;
    }
    return 0;
}

struct bp_kader bp_veld_binnen(const struct bp_veld *veld, const struct bp_kader *kader, size_t at)
{
    const struct bp_registratie *r = kader->bron[BP_BRON_REGISTRATIE];
    const struct bp_periode *periode = kader->bron[BP_BRON_PERIODE];
    struct bp_kader inside = *kader;
    if (veld->vorm)
        return veld->vorm->binnen(kader, at);
    if (veld->soort == BP_VELD_PERIODEN)
        inside.bron[BP_BRON_PERIODE] = &r->perioden[at];
    else if (veld->soort == BP_VELD_EXPERIMENTEN)
        inside.bron[BP_BRON_EXPERIMENT] = &periode->experimenten[at];
    return inside;
}

bool bp_veld_gevuld(const struct bp_veld *veld, const struct bp_kader *kader)
{
    char text[BP_VELD_TEXT];
    struct bp_str value;
    if (veld->opent != BP_GROEP_GEEN || veld->vorm)
        return bp_veld_aantal(veld, kader) > 0;
    return bp_veld_waarde(veld, kader, text, &value);
}
