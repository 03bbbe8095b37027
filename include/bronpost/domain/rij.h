/* rij.h - one row of leerlingen.csv as typed values
 * PURPOSE    what `input` hands over and the rules judge; a value that could not be read is absent here and
 *            stands in the row's findings
 * OWNERSHIP  strings are views into the arena of the chunk
 * UNITS      dates inclusive; route year and counts as numbers
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_DOMAIN_RIJ_H
#define BRONPOST_DOMAIN_RIJ_H

#include "bronpost/domain/mandaat.h"
#include "bronpost/domain/persoonsnummer.h"

enum bp_ja_nee { BP_ONBEKEND, BP_JA, BP_NEE };

struct bp_rij {
    uint32_t line;
    uint64_t
        filled; /* bit per enum bp_kolom: the cell (or the profile's constant) says something */

    struct bp_persoonsnummer persoon; /* soort GEEN: not known, findings say why */
    struct bp_str leerlingnummer;
    struct bp_datum geboortedatum; /* month and day may be 0 */
    struct bp_str geslacht;
    struct bp_str inschrijvingvolgnummer;
    struct bp_str brin;
    struct bp_datum datum_inschrijving, datum_uitschrijving, datum_uitschrijving_gepland;
    struct bp_str reden_uitschrijving;

    struct bp_datum periode_begin; /* absent: datum_inschrijving */
    struct bp_str opleidingcode;   /* 4 digits vo, 5 digits mbo */
    struct bp_str leerjaar, leertraject, niveau, vestiging;
    struct bp_str onderwijsaanbieder, onderwijslocatie;
    enum bp_ja_nee bekostigbaar; /* BP_ONBEKEND: not said, which means yes */
    struct bp_str leerroute;     /* key into routes.csv */
    unsigned routejaar;          /* 0: not stated */
    struct bp_str experiment;    /* names separated by blanks, as given */

    struct bp_datum route_begin;
    unsigned doublures_vo; /* 0 when not given */
    struct bp_datum vmbo_diploma_datum, vo_afgerond_datum;
    struct bp_str mbo_inschrijvingvolgnummer;
    struct bp_datum mbo_datum_inschrijving, mbo_datum_uitschrijving;

    struct bp_datum opp_begin, opp_eind;
    struct bp_str verblijf_brin, verblijf_vestiging, verblijf_soort;
    struct bp_datum verblijf_begin, verblijf_eind;
};

static inline bool bp_rij_filled(const struct bp_rij *rij, enum bp_kolom kolom)
{
    return (rij->filled >> kolom & 1) != 0;
}

enum bp_herkomst_uitslag {
    BP_HERKOMST_BEKEND,
    BP_HERKOMST_ONBEKEND,  /* no route and no code: nothing tells */
    BP_HERKOMST_GEEN_DEEL, /* the brin has no part in the row's route: BP210 */
};

/* The sector that a row comes from: rules.md, "Origin". `route` NULL: none, or unknown. */
enum bp_herkomst_uitslag bp_herkomst(struct bp_str brin, struct bp_str opleidingcode,
                                     const struct bp_route *route, enum bp_sector *sector);

#endif
