#include "rio_voorbeelden.h"

struct bp_kenmerk rio_kenmerk(const char *naam, enum bp_kenmerksoort soort, const char *waarde)
{
    struct bp_kenmerk k = { .naam = bp_str_of(naam) };
    k.waarde[soort] = bp_str_of(waarde);
    return k;
}

void rio_voorbeeld(struct rio_voorbeeld *v, enum bp_sector sector)
{
    bool vo = sector == BP_SECTOR_VO;
    *v = (struct rio_voorbeeld){
        .opleiding = { .sector = sector,
                       .code = vo ? BP_STR(RIO_CODE_VO) : BP_STR(RIO_CODE_MBO),
                       .onderwijsaanbieder = vo ? BP_STR("199A001") : BP_STR("199A002"),
                       .onderwijslocatie = vo ? BP_STR("199X001") : BP_STR("199X002"),
                       .begin = BP_DATUM(2026, 8, 1),
                       .stelsel = vo ? BP_STR("ILT") : BP_STR("CREBO"),
                       .opleidingcode = vo ? BP_STR("6611") : BP_STR("99001"),
                       .periode_count = 1 },
    };
    struct bp_aangeboden *a = &v->opleiding;
    v->perioden[0].begin = a->begin;
    v->periode_kenmerken[0] = rio_kenmerk("samenwerkendeOnderwijsaanbiedercode", BP_KENMERK_TEKST,
                                          vo ? "199A002" : "199A001");
    v->kenmerken[0] =
        rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_ENUMERATIE, "GLR_VMBO_MBO");
    if (vo) {
        a->eerste_instroom = a->begin;
        v->perioden[0].eigen_naam = BP_STR("Zorg en welzijn bb met mbo 2");
        v->kenmerken[1] =
            rio_kenmerk("eigenAangebodenOpleidingSleutel", BP_KENMERK_TEKST, "GLR-ZW-BB2");
    } else {
        a->leertraject = BP_STR("BOL");
        a->niveau = BP_STR("MBO-2");
        a->toelatingseisen = BP_STR("JA");
        a->toegankelijkheid = BP_STR("SPEC");
    }
    v->perioden[0].kenmerken = (struct bp_kenmerken){ v->periode_kenmerken, 1 };
    a->kenmerken = (struct bp_kenmerken){ v->kenmerken, vo ? 2 : 1 };
    a->perioden = v->perioden;
}

void rio_voorbeeld_cohort(struct rio_voorbeeld *v)
{
    v->cohort_kenmerken[0] = rio_kenmerk("opleidingsvorm", BP_KENMERK_ENUMERATIE, "KLASSIKAAL");
    v->cohorten[0] = (struct bp_cohort){
        .code = BP_STR("GLR-ZW-2028"),
        .status = BP_STR("O"),
        .kenmerken = { v->cohort_kenmerken, 1 },
        .begin_aanmelding = BP_DATUM(2026, 10, 1),
        .instroommoment = BP_DATUM(2028, 8, 1),
        .toestemming = BP_STR("JA"),
        .toelichting = BP_STR("Alleen voor leerlingen van deze leerroute"),
    };
    v->opleiding.cohorten = v->cohorten;
    v->opleiding.cohort_count = 1;
}

static void everything_of_a_cohort(struct rio_voorbeeld *v)
{
    v->cohort_kenmerken[1] = rio_kenmerk("deelnemersplaatsen", BP_KENMERK_GETAL, "24");
    v->prijzen[0] = (struct bp_cohortprijs){ BP_STR("SCHOOLGELD"), BP_STR("0.00") };
    v->prijzen[1] = (struct bp_cohortprijs){ BP_STR("MATERIAAL"), BP_STR("125.50") };
    v->cohorten[1] = v->cohorten[0];
    struct bp_cohort *k = &v->cohorten[1];
    k->code = BP_STR("GLR-ZW-2029");
    k->status = BP_STR("G");
    k->kenmerken.count = 2;
    k->instroommoment = BP_DATUM_NONE;
    k->begin_instroom = BP_DATUM(2029, 8, 1);
    k->eind_instroom = BP_DATUM(2029, 10, 1);
    k->eind_aanmelding = BP_DATUM(2029, 4, 1);
    k->toegangscode = BP_STR("bedrijf & co");
    k->eind = BP_DATUM(2030, 8, 1);
    k->prijzen = v->prijzen;
    k->prijs_count = 2;
    v->opleiding.cohort_count = 2;
}

void rio_voorbeeld_alles(struct rio_voorbeeld *v, enum bp_sector sector)
{
    rio_voorbeeld(v, sector);
    struct bp_aangeboden *a = &v->opleiding;
    a->eerste_instroom = BP_DATUM(2026, 9, 1);
    a->eind = BP_DATUM(2032, 8, 1);
    a->duur_eenheid = BP_STR("J");
    a->duur_omvang = BP_STR("3");
    v->perioden[1] = v->perioden[2] = v->perioden[0];
    v->perioden[1].begin = BP_DATUM(2027, 8, 1);
    v->perioden[1].internationale_naam = BP_STR("Care & welfare");
    v->perioden[1].omschrijving = BP_STR("Twee regels,\nen <haken>");
    v->perioden[2].begin = BP_DATUM(2028, 8, 1);
    v->perioden[2].kenmerken = (struct bp_kenmerken){ v->periode_kenmerken, 2 };
    v->periode_kenmerken[1] =
        rio_kenmerk("samenwerkendeOnderwijsaanbiedercode", BP_KENMERK_TEKST, "199A003");
    a->periode_count = 3;
    v->kenmerken[a->kenmerken.count++] =
        rio_kenmerk("laatsteInstroomdatum", BP_KENMERK_DATUM, "2029-07-31");
    if (sector == BP_SECTOR_MBO) {
        v->kenmerken[a->kenmerken.count++] = rio_kenmerk("voertaal", BP_KENMERK_ENUMERATIE, "NLD");
        rio_voorbeeld_cohort(v);
        everything_of_a_cohort(v);
    }
}

struct bp_bericht_kop rio_kop(void)
{
    return (struct bp_bericht_kop){ BP_STR("5b0d6e5e-1a53-4d0b-8f0e-0c9d2b7d1001"),
                                    BP_STR("0000000700099XA00000"), BP_STR("00000001800866472000"),
                                    BP_STR("2026-06-01T09:00:00.000Z") };
}

struct bp_route rio_route(void)
{
    return (struct bp_route){
        .line = 2,
        .leerroute = BP_STR("GLR-ZW-BB2"),
        .naam = BP_STR("Zorg en welzijn bb met mbo 2"),
        .soort = BP_ROUTE_GLR,
        .leerweg = BP_STR("BB"),
        .niveau = 2,
        .opleidingcode_vo = BP_STR("6611"),
        .opleidingcode_mbo = BP_STR("99001"),
        .leertraject = BP_STR("BOL"),
        .vo_brin = BP_STR("99XA"),
        .vo_vestiging = BP_STR("99XA00"),
        .mbo_brin = BP_STR("99XB"),
        .vo_onderwijsaanbieder = BP_STR("199A001"),
        .vo_onderwijslocatie = BP_STR("199X001"),
        .mbo_onderwijsaanbieder = BP_STR("199A002"),
        .mbo_onderwijslocatie = BP_STR("199X002"),
        .begindatum = BP_DATUM(2026, 8, 1),
        .vo_jaren = 2,
        .samenwerkingsovereenkomst = BP_DATUM(2026, 3, 1),
    };
}
