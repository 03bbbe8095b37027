/* dagstand.h - what the registrations of one person come to on a day, from the stands alone
 * PURPOSE    which period is in force, who DUO funds, and what somebody should look at: for a look back, where the export
 *            and the routes of then are not at hand
 * OWNERSHIP  borrows everything during the call; an outcome points into the registrations
 * UNITS      dates inclusive
 * SOURCE     design: rules.md, "bekostigd_door", BP401, BP404 and fine print 9, 11; counting dates: leerroutes.md
 *            section 6 (PvE 13.5, 16.1)
 * ERRORS     none: pure
 * THREADS    any
 *
 * A stand names its own institution, never the partner's. So "who is funded" is looked for among the registrations of
 * the same person that are known here. Where none of the sector that would be funded is known, nothing is said of it:
 * a school that has only its own side cannot tell.
 */
#ifndef BRONPOST_DOMAIN_DAGSTAND_H
#define BRONPOST_DOMAIN_DAGSTAND_H

#include "bronpost/domain/route.h"

/* From this day on, until the next one. */
struct bp_dag_periode {
    struct bp_datum van;
    uint8_t soort, fase; /* enum bp_route_soort, enum bp_leerroutefase */
    bool bekostigbaar;
};

enum bp_dag_staat {
    BP_DAG_BIJ_DUO,      /* DUO has the stand */
    BP_DAG_NIET_BIJ_DUO, /* DUO has received nothing, or refused it */
    BP_DAG_VERWIJDERD,   /* DUO took it back on our request */
    BP_DAG_ONBEKEND,     /* DUO has a stand that is not kept here: what it says is not known */
    BP_DAG_STATEN
};
const char *bp_dag_staat_name(enum bp_dag_staat staat); /* "geregistreerd" */

/* A registration as far as a day needs it; 32 bytes, since there may be very many. */
struct bp_dag_registratie {
    const struct bp_dag_periode *perioden; /* ascending; none where the stand is not known */
    uint32_t periode_count;
    struct bp_datum begin, einde; /* end: the actual one; none while open */
    char brin[5];
    uint8_t sector, staat; /* enum bp_sector, enum bp_dag_staat */
};

/* The period in force on that day, whatever DUO has; NULL: not open then. */
const struct bp_dag_periode *bp_dag_op(const struct bp_dag_registratie *registratie,
                                       struct bp_datum dag);

enum bp_dag_bekostiging {
    BP_DAG_GEEN,              /* not registered on that day: nothing to fund */
    BP_DAG_ZELF,              /* this registration */
    BP_DAG_ANDER,             /* another one of the same person */
    BP_DAG_NIET_BEKOSTIGBAAR, /* the administration says no, of this or of the one that would be */
    BP_DAG_NIET_OPEN,         /* the one that would be is known, and not registered on that day */
    BP_DAG_NIET_BEKEND,       /* the one that would be is of a school that is not known here */
    BP_DAG_BEKOSTIGINGEN
};
const char *bp_dag_bekostiging_name(enum bp_dag_bekostiging bekostiging); /* "zelf" */

/* Bits: what somebody should look at. */
enum bp_dag_signaal {
    BP_DAG_DUBBEL = 1,         /* more than one registration would be funded */
    BP_DAG_NERGENS = 2,        /* fundable, and nobody would be funded */
    BP_DAG_ROUTE_VERSCHIL = 4, /* vo and mbo name another leerroute (BP401) */
    BP_DAG_FASE_VERSCHIL = 8,  /* the same leerroute, another leerroutefase (BP401) */
    BP_DAG_VO_DERDE_JAAR = 16, /* still in vo after the third route year */
};
#define BP_DAG_SIGNALEN 5
const char *bp_dag_signaal_name(size_t nummer); /* of bit `nummer`: "dubbel_bekostigd" */

struct bp_dag_uitkomst {
    const struct bp_dag_periode *periode; /* in force; NULL: not open on that day */
    enum bp_dag_bekostiging bekostiging;
    const struct bp_dag_registratie *bekostigd; /* which one; NULL: none */
    unsigned signalen; /* of registrations that DUO has, open on that day */
};

/* All registrations of one person; an outcome for each. Among mbo registrations alone (1 February counts in mbo only) it
 * answers as if no other were known. */
void bp_dag_oordeel(const struct bp_dag_registratie *const *registraties, size_t count,
                    struct bp_datum dag, struct bp_dag_uitkomst *uit);

/* The counting dates of the school year of `dag`: 1 October (vo and mbo) and 1 February (mbo). */
#define BP_TELDATA 2
struct bp_teldatum {
    struct bp_datum dag;
    unsigned sectoren; /* bits of enum bp_sector */
};
void bp_teldata(struct bp_datum dag, struct bp_teldatum uit[BP_TELDATA]);

#endif
