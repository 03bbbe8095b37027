/* The fields of an offered programme, for RIO. Which member of a substitution group a message holds follows
 * from the sector: a programme and its periods are of one specialisation (N10030). */
#include "veld.h"

#include "bronpost/domain/aangeboden.h"

/* --- instances ------------------------------------------------------------------------------------------ */

static struct bp_kader same_frame(const struct bp_kader *kader, size_t at)
{
    (void)at;
    return *kader;
}

/* A group of members of the struct itself, there when one of them is. */
#define DEEL(name, type, from, test)                                                               \
    static size_t name##_count(const struct bp_kader *kader)                                       \
    {                                                                                              \
        const struct type *r = kader->bron[BP_BRON_##from];                                        \
        return (test) ? 1 : 0;                                                                     \
    }                                                                                              \
    static const struct bp_vorm name = { name##_count, same_frame };

/* A group for each item of an array. */
#define REEKS(name, type, from, test, items, n, into)                                              \
    static size_t name##_count(const struct bp_kader *kader)                                       \
    {                                                                                              \
        const struct type *r = kader->bron[BP_BRON_##from];                                        \
        return (test) ? r->n : 0;                                                                  \
    }                                                                                              \
    static struct bp_kader name##_inside(const struct bp_kader *kader, size_t at)                  \
    {                                                                                              \
        const struct type *r = kader->bron[BP_BRON_##from];                                        \
        struct bp_kader inside = *kader;                                                           \
        inside.bron[BP_BRON_##into] = &r->items[at];                                               \
        return inside;                                                                             \
    }                                                                                              \
    static const struct bp_vorm name = { name##_count, name##_inside };

#define IS_VO  r->sector == BP_SECTOR_VO
#define IS_MBO r->sector == BP_SECTOR_MBO

/* clang-format off */
DEEL(vo_opleiding, bp_aangeboden, OPLEIDING, IS_VO)
DEEL(mbo_opleiding, bp_aangeboden, OPLEIDING, IS_MBO)
DEEL(erkenning, bp_aangeboden, OPLEIDING, bp_str_filled(r->opleidingcode))
DEEL(duur, bp_aangeboden, OPLEIDING, bp_str_filled(r->duur_eenheid) || bp_str_filled(r->duur_omvang))
DEEL(vaste_instroom, bp_cohort, DEEL, bp_datum_given(r->instroommoment))
DEEL(vrije_instroom, bp_cohort, DEEL, bp_datum_given(r->begin_instroom) || bp_datum_given(r->eind_instroom))
DEEL(bedrijfsopleiding, bp_cohort, DEEL, bp_str_filled(r->toegangscode))
DEEL(relatie, bp_opleidingsrelatie, RELATIE, bp_datum_given(r->begin))
REEKS(vo_perioden, bp_aangeboden, OPLEIDING, IS_VO, perioden, periode_count, DEEL)
REEKS(mbo_perioden, bp_aangeboden, OPLEIDING, IS_MBO, perioden, periode_count, DEEL)
REEKS(cohorten, bp_aangeboden, OPLEIDING, IS_MBO, cohorten, cohort_count, DEEL)
REEKS(kenmerken, bp_aangeboden, OPLEIDING, true, kenmerken.items, kenmerken.count, DETAIL)
REEKS(periode_kenmerken, bp_aangeboden_periode, DEEL, true, kenmerken.items, kenmerken.count, DETAIL)
REEKS(cohort_kenmerken, bp_cohort, DEEL, true, kenmerken.items, kenmerken.count, DETAIL)
REEKS(prijzen, bp_cohort, DEEL, true, prijzen, prijs_count, DETAIL)
/* clang-format on */

static size_t eenheden_count(const struct bp_kader *kader)
{
    const struct bp_opleidingsrelatie *r = kader->bron[BP_BRON_RELATIE];
    return sizeof r->eenheden / sizeof r->eenheden[0];
}

static struct bp_kader eenheden_inside(const struct bp_kader *kader, size_t at)
{
    const struct bp_opleidingsrelatie *r = kader->bron[BP_BRON_RELATIE];
    struct bp_kader inside = *kader;
    inside.bron[BP_BRON_DETAIL] = &r->eenheden[at];
    return inside;
}

static const struct bp_vorm eenheden = { eenheden_count, eenheden_inside };

/* --- the table ------------------------------------------------------------------------------------------ */

#define BEIDE       (BP_SECTOR_VO | BP_SECTOR_MBO)
#define AANLEVEREN  (1u << BP_HANDELING_AANLEVERING)
#define CODE_ALLEEN (1u << BP_HANDELING_VERWIJDERING | 1u << BP_HANDELING_OPVRAGING)
#define RELATEREN   (1u << BP_HANDELING_RELATIE)
#define ALLE        (AANLEVEREN | CODE_ALLEEN | RELATEREN)

/* group, element, kind, source, struct, member */
#define VELD(g, e, k, b, s, m, acts, once, head)                                                   \
    {                                                                                              \
        BP_GROEP_##g, e, e, BP_VELD_##k, BP_BRON_##b, offsetof(struct s, m), BP_GROEP_GEEN, BEIDE, \
            acts, once, head, NULL                                                                 \
    }
#define KOP(e, m, once) VELD(VERZOEK, e, TEKST, KOP, bp_bericht_kop, m, ALLE, once, true)
#define OPL(e, k, m)    VELD(OPLEIDING, e, k, OPLEIDING, bp_aangeboden, m, AANLEVEREN, false, false)
#define PER(e, k, m)                                                                               \
    VELD(OPLEIDINGPERIODE, e, k, DEEL, bp_aangeboden_periode, m, AANLEVEREN, false, false)
#define COH(g, e, k, m) VELD(g, e, k, DEEL, bp_cohort, m, AANLEVEREN, false, false)
#define KEN(e, soort)                                                                              \
    VELD(KENMERK, e, TEKST, DETAIL, bp_kenmerk, waarde[BP_KENMERK_##soort], AANLEVEREN, false,     \
         false)
#define GROEP(g, e, b, opens, acts, vorm)                                                          \
    {                                                                                              \
        BP_GROEP_##g, e, e, BP_VELD_VORM, BP_BRON_##b, 0, BP_GROEP_##opens, BEIDE, acts, false,    \
            false, &(vorm)                                                                         \
    }

static const struct bp_veld items[] = {
    KOP("identificatiecodeBedrijfsdocument", identificatiecode, true),
    KOP("verzendendeInstantie", verzender, false),
    KOP("ontvangendeInstantie", ontvanger, false),
    KOP("datumTijdBedrijfsdocument", datum_tijd, true),

    VELD(VERZOEK, "aangebodenOpleidingCode", TEKST, OPLEIDING, bp_aangeboden, code, CODE_ALLEEN,
         true, false),
    GROEP(VERZOEK, "aangebodenVOOpleiding", OPLEIDING, OPLEIDING, AANLEVEREN, vo_opleiding),
    GROEP(VERZOEK, "aangebodenMboOpleiding", OPLEIDING, OPLEIDING, AANLEVEREN, mbo_opleiding),
    VELD(OPLEIDING, "aangebodenOpleidingCode", TEKST, OPLEIDING, bp_aangeboden, code, AANLEVEREN,
         true, false),
    OPL("onderwijsaanbiedercode", TEKST, onderwijsaanbieder),
    OPL("onderwijslocatiecode", TEKST, onderwijslocatie),
    OPL("begindatum", DATUM, begin),
    OPL("eersteInstroomDatum", DATUM, eerste_instroom),
    OPL("einddatum", DATUM, eind),
    OPL("opleidingseenheidSleutel", TEKST, opleidingseenheid),
    OPL("leertrajectMBO", TEKST, leertraject),
    OPL("mboNiveau", TEKST, niveau),
    OPL("toelatingseisen", TEKST, toelatingseisen),
    OPL("toegankelijkheid", TEKST, toegankelijkheid),
    GROEP(OPLEIDING, "opleidingserkenningSleutel", OPLEIDING, ERKENNING, AANLEVEREN, erkenning),
    VELD(ERKENNING, "opleidingsstelsel", TEKST, OPLEIDING, bp_aangeboden, stelsel, AANLEVEREN,
         false, false),
    VELD(ERKENNING, "opleidingscode", TEKST, OPLEIDING, bp_aangeboden, opleidingcode, AANLEVEREN,
         false, false),
    GROEP(OPLEIDING, "afwijkendeOpleidingsduur", OPLEIDING, DUUR, AANLEVEREN, duur),
    VELD(DUUR, "opleidingsduurEenheid", TEKST, OPLEIDING, bp_aangeboden, duur_eenheid, AANLEVEREN,
         false, false),
    VELD(DUUR, "opleidingsduurOmvang", TEKST, OPLEIDING, bp_aangeboden, duur_omvang, AANLEVEREN,
         false, false),
    GROEP(OPLEIDING, "kenmerken", OPLEIDING, KENMERK, AANLEVEREN, kenmerken),

    GROEP(OPLEIDING, "aangebodenVOOpleidingPeriode", OPLEIDING, OPLEIDINGPERIODE, AANLEVEREN,
          vo_perioden),
    GROEP(OPLEIDING, "aangebodenMboOpleidingPeriode", OPLEIDING, OPLEIDINGPERIODE, AANLEVEREN,
          mbo_perioden),
    PER("begindatum", DATUM, begin),
    PER("eigenNaamAangebodenOpleiding", TEKST, eigen_naam),
    PER("eigenNaamInternationaal", TEKST, internationale_naam),
    PER("eigenOmschrijving", TEKST, omschrijving),
    GROEP(OPLEIDINGPERIODE, "kenmerken", DEEL, KENMERK, AANLEVEREN, periode_kenmerken),

    GROEP(OPLEIDING, "aangebodenMboOpleidingCohort", OPLEIDING, COHORT, AANLEVEREN, cohorten),
    COH(COHORT, "cohortcode", TEKST, code),
    COH(COHORT, "cohortstatus", TEKST, status),
    COH(COHORT, "beginAanmeldperiode", DATUM, begin_aanmelding),
    COH(COHORT, "eindeAanmeldperiode", DATUM, eind_aanmelding),
    COH(COHORT, "toestemmingVereistVoorAanmelding", TEKST, toestemming),
    COH(COHORT, "toelichtingVereisteToestemming", TEKST, toelichting),
    COH(COHORT, "einddatum", DATUM, eind),
    GROEP(COHORT, "kenmerken", DEEL, KENMERK, AANLEVEREN, cohort_kenmerken),
    GROEP(COHORT, "vastInstroommoment", DEEL, VASTE_INSTROOM, AANLEVEREN, vaste_instroom),
    COH(VASTE_INSTROOM, "instroommoment", DATUM, instroommoment),
    GROEP(COHORT, "flexibeleInstroom", DEEL, VRIJE_INSTROOM, AANLEVEREN, vrije_instroom),
    COH(VRIJE_INSTROOM, "beginInstroomperiode", DATUM, begin_instroom),
    COH(VRIJE_INSTROOM, "eindeInstroomperiode", DATUM, eind_instroom),
    GROEP(COHORT, "bedrijfsopleiding", DEEL, BEDRIJFSOPLEIDING, AANLEVEREN, bedrijfsopleiding),
    COH(BEDRIJFSOPLEIDING, "toegangscodeCohort", TEKST, toegangscode),
    GROEP(COHORT, "prijs", DEEL, PRIJS, AANLEVEREN, prijzen),
    VELD(PRIJS, "soort", TEKST, DETAIL, bp_cohortprijs, soort, AANLEVEREN, false, false),
    VELD(PRIJS, "bedrag", TEKST, DETAIL, bp_cohortprijs, bedrag, AANLEVEREN, false, false),

    VELD(KENMERK, "kenmerknaam", TEKST, DETAIL, bp_kenmerk, naam, AANLEVEREN, false, false),
    KEN("kenmerkwaardeDatum", DATUM),
    KEN("kenmerkwaardeTekst", TEKST),
    KEN("kenmerkwaardeEnumeratiewaarde", ENUMERATIE),
    KEN("kenmerkwaardeGetal", GETAL),
    KEN("kenmerkwaardeBoolean", BOOLEAN),

    GROEP(VERZOEK, "opleidingsrelatie", RELATIE, RELATIE, RELATEREN, relatie),
    VELD(RELATIE, "begindatum", DATUM, RELATIE, bp_opleidingsrelatie, begin, RELATEREN, false,
         false),
    VELD(RELATIE, "einddatum", DATUM, RELATIE, bp_opleidingsrelatie, eind, RELATEREN, false, false),
    { BP_GROEP_RELATIE, "opleidingseenheidcode", "opleidingseenheidcode", BP_VELD_TEKST,
      BP_BRON_DETAIL, 0, BP_GROEP_GEEN, BEIDE, RELATEREN, false, false, &eenheden },
};

const struct bp_velden bp_velden_aangeboden = { items, sizeof items / sizeof items[0] };
