/* kolom.h - the canonical columns of leerlingen.csv and routes.csv
 * PURPOSE    one table of names, so that parser, checks, findings and documentation agree
 * OWNERSHIP  static
 * THREADS    any
 */
#ifndef BRONPOST_DOMAIN_KOLOM_H
#define BRONPOST_DOMAIN_KOLOM_H

#include "bronpost/base/str.h"

/* In the order of the documentation; X(identifier, name, of the enrolment rather than the period) */
#define BP_KOLOMMEN(X)                                                                             \
    X(BSN, "bsn", true)                                                                            \
    X(ONDERWIJSNUMMER, "onderwijsnummer", true)                                                    \
    X(LEERLINGNUMMER, "leerlingnummer", true)                                                      \
    X(GEBOORTEDATUM, "geboortedatum", true)                                                        \
    X(GESLACHT, "geslacht", true)                                                                  \
    X(INSCHRIJVINGVOLGNUMMER, "inschrijvingvolgnummer", true)                                      \
    X(BRIN, "brin", true)                                                                          \
    X(DATUM_INSCHRIJVING, "datum_inschrijving", true)                                              \
    X(DATUM_UITSCHRIJVING, "datum_uitschrijving", true)                                            \
    X(DATUM_UITSCHRIJVING_GEPLAND, "datum_uitschrijving_gepland", true)                            \
    X(REDEN_UITSCHRIJVING, "reden_uitschrijving", true)                                            \
    X(PERIODE_BEGIN, "periode_begin", false)                                                       \
    X(OPLEIDINGCODE, "opleidingcode", false)                                                       \
    X(LEERJAAR, "leerjaar", false)                                                                 \
    X(LEERTRAJECT, "leertraject", false)                                                           \
    X(NIVEAU, "niveau", false)                                                                     \
    X(VESTIGING, "vestiging", false)                                                               \
    X(ONDERWIJSAANBIEDER, "onderwijsaanbieder", false)                                             \
    X(ONDERWIJSLOCATIE, "onderwijslocatie", false)                                                 \
    X(BEKOSTIGBAAR, "bekostigbaar", false)                                                         \
    X(LEERROUTE, "leerroute", false)                                                               \
    X(ROUTE_BEGIN, "route_begin", true)                                                            \
    X(ROUTEJAAR, "routejaar", false)                                                               \
    X(DOUBLURES_VO, "doublures_vo", true)                                                          \
    X(VMBO_DIPLOMA_DATUM, "vmbo_diploma_datum", true)                                              \
    X(VO_AFGEROND_DATUM, "vo_afgerond_datum", true)                                                \
    X(MBO_INSCHRIJVINGVOLGNUMMER, "mbo_inschrijvingvolgnummer", true)                              \
    X(MBO_DATUM_INSCHRIJVING, "mbo_datum_inschrijving", true)                                      \
    X(MBO_DATUM_UITSCHRIJVING, "mbo_datum_uitschrijving", true)                                    \
    X(EXPERIMENT, "experiment", false)                                                             \
    X(OPP_BEGIN, "opp_begin", true)                                                                \
    X(OPP_EIND, "opp_eind", true)                                                                  \
    X(VERBLIJF_BRIN, "verblijf_brin", true)                                                        \
    X(VERBLIJF_VESTIGING, "verblijf_vestiging", true)                                              \
    X(VERBLIJF_SOORT, "verblijf_soort", true)                                                      \
    X(VERBLIJF_BEGIN, "verblijf_begin", true)                                                      \
    X(VERBLIJF_EIND, "verblijf_eind", true)

enum bp_kolom {
#define BP_KOLOM_ID(id, name, of_inschrijving) BP_KOLOM_##id,
    BP_KOLOMMEN(BP_KOLOM_ID)
#undef BP_KOLOM_ID
        BP_KOLOM_COUNT,
    BP_KOLOM_GEEN = BP_KOLOM_COUNT /* the whole row */
};

/* The canonical name; "" for BP_KOLOM_GEEN. */
const char *bp_kolom_name(enum bp_kolom kolom);

/* True for what belongs to the enrolment and must not differ between its rows. */
bool bp_kolom_of_inschrijving(enum bp_kolom kolom);

#define BP_ROUTE_KOLOMMEN(X)                                                                       \
    X(LEERROUTE, "leerroute", true)                                                                \
    X(NAAM, "naam", false)                                                                         \
    X(SOORT, "soort", true)                                                                        \
    X(LEERWEG, "leerweg", true)                                                                    \
    X(NIVEAU, "niveau", true)                                                                      \
    X(OPLEIDINGCODE_VO, "opleidingcode_vo", true)                                                  \
    X(OPLEIDINGCODE_MBO, "opleidingcode_mbo", true)                                                \
    X(LEERTRAJECT, "leertraject", false)                                                           \
    X(VO_BRIN, "vo_brin", true)                                                                    \
    X(VO_VESTIGING, "vo_vestiging", true)                                                          \
    X(MBO_BRIN, "mbo_brin", true)                                                                  \
    X(VO_ONDERWIJSAANBIEDER, "vo_onderwijsaanbieder", false)                                       \
    X(VO_ONDERWIJSLOCATIE, "vo_onderwijslocatie", false)                                           \
    X(MBO_ONDERWIJSAANBIEDER, "mbo_onderwijsaanbieder", false)                                     \
    X(MBO_ONDERWIJSLOCATIE, "mbo_onderwijslocatie", false)                                         \
    X(BEGINDATUM, "begindatum", true)                                                              \
    X(EINDDATUM, "einddatum", false)                                                               \
    X(VO_JAREN, "vo_jaren", false)                                                                 \
    X(RIO_AANGEBODEN_OPLEIDING_VO, "rio_aangeboden_opleiding_vo", false)                           \
    X(RIO_AANGEBODEN_OPLEIDING_MBO, "rio_aangeboden_opleiding_mbo", false)                         \
    X(SAMENWERKINGSOVEREENKOMST, "samenwerkingsovereenkomst", false)

enum bp_route_kolom {
#define BP_ROUTE_KOLOM_ID(id, name, required) BP_ROUTE_KOLOM_##id,
    BP_ROUTE_KOLOMMEN(BP_ROUTE_KOLOM_ID)
#undef BP_ROUTE_KOLOM_ID
        BP_ROUTE_KOLOM_COUNT
};

const char *bp_route_kolom_name(enum bp_route_kolom kolom);
bool bp_route_kolom_required(enum bp_route_kolom kolom);

#endif
