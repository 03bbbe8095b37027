/* registratie.h - the canonical registration: what a message states
 * PURPOSE    the outcome of the rules and the source of the messages: one enrolment of one person at one
 *            institution in one sector, with all its periods (a stand, not a change)
 * OWNERSHIP  plain facts; strings and periods live in the arena of the chunk
 * UNITS      dates inclusive; absent dates and strings are not stated
 * SOURCE     DUO_VOAanlevering_InschrijvingVO_V1 (XSD 18565); PvE MBO-instelling 4.8.2, ch. 15
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_DOMAIN_REGISTRATIE_H
#define BRONPOST_DOMAIN_REGISTRATIE_H

#include "bronpost/domain/rij.h"

struct bp_periode {
    struct bp_datum begin;
    struct bp_str opleidingcode; /* 4 characters in vo, 5 digits in mbo */
    struct bp_str onderwijsaanbieder, onderwijslocatie;
    struct bp_str vestiging, leerjaar; /* vo */
    struct bp_str leertraject, niveau; /* mbo */
    bool bekostigbaar;
    const struct bp_str *experimenten; /* vo */
    size_t experiment_count;
    enum bp_route_soort leerroute; /* REGULIER: neither leerroute nor fase is stated */
    enum bp_leerroutefase fase;
    const struct bp_route *route; /* NULL: none */
    uint32_t line;                /* of the row that states it */
};

struct bp_verblijf {
    struct bp_datum begin, eind;
    struct bp_str brin, vestiging, soort;
};

struct bp_registratie {
    enum bp_sector sector;
    bool afgeleid; /* the mbo registration that follows from a row of the vo school */
    struct bp_persoonsnummer persoon;
    struct bp_str leerlingnummer;
    struct bp_str brin;
    struct bp_str inschrijvingvolgnummer; /* empty: a derived one without a number, never sent */
    struct bp_datum datum_inschrijving;
    struct bp_datum datum_uitschrijving;         /* the actual end */
    struct bp_datum datum_uitschrijving_gepland; /* mbo */
    struct bp_str reden_uitschrijving;           /* mbo, with an actual end */
    const struct bp_periode *perioden;           /* ascending, at least one */
    size_t periode_count;
    struct bp_datum opp_begin, opp_eind; /* vo */
    struct bp_verblijf verblijf;         /* vo; begin absent: none */
    unsigned regel;                      /* row of the decision table, 1-7 */
};

/* The period that is in force on day d; NULL when the registration is not open then. */
const struct bp_periode *bp_registratie_op(const struct bp_registratie *registratie,
                                           struct bp_datum d);

#endif
