/* aangeboden.h - an offered programme (aangeboden opleiding) in RIO: what a route is there
 * PURPOSE    from routes and a side (vo or mbo) to the canonical record that a message states, and what RIO
 *            would refuse in it
 * OWNERSHIP  plain facts; what is made lives in the arena that is handed in and borrows from the routes
 * UNITS      dates are days. `eind` and a cohort's `eind` are EXCLUSIVE, as RIO means einddatum: the first
 *            day after; `eind_aanmelding`, `eind_instroom` and the kenmerk laatsteInstroomdatum are last
 *            days
 * SOURCE     rio.md sections 1, 3, 4 and 7 (DUO_RIO_Beheren_OnderwijsOrganisatie_V4 of July 2025);
 *            leerroutes.md 4
 * ERRORS     NULL or `failed` when the arena is full
 * THREADS    pure: any
 *
 * A record is a stand: what is sent for a code replaces what was there, cohorts and kenmerken too.
 */
#ifndef BRONPOST_DOMAIN_AANGEBODEN_H
#define BRONPOST_DOMAIN_AANGEBODEN_H

#include "bronpost/domain/rio_code.h"
#include "bronpost/domain/route.h"
#include "bronpost/domain/waardenlijst.h"

/* The types of the kenmerken laatsteInstroomdatum and deelnemersplaatsen (XSD of July 2025). An intake
 * that closed before cannot be stated. */
#define BP_LAATSTE_INSTROOM_VANAF      BP_DATUM(2025, 1, 1)
#define BP_LAATSTE_INSTROOM_TOT_EN_MET BP_DATUM(2100, 1, 1)
#define BP_DEELNEMERSPLAATSEN_MIN      1
#define BP_DEELNEMERSPLAATSEN_MAX      32000

/* The element that holds a kenmerk's value. */
enum bp_kenmerksoort {
    BP_KENMERK_DATUM,
    BP_KENMERK_TEKST,
    BP_KENMERK_ENUMERATIE,
    BP_KENMERK_GETAL,
    BP_KENMERK_BOOLEAN,
    BP_KENMERK_SOORTEN
};

struct bp_kenmerk {
    struct bp_str naam;
    struct bp_str waarde[BP_KENMERK_SOORTEN]; /* exactly one is filled; a date as 2026-08-01 */
};

struct bp_kenmerken {
    const struct bp_kenmerk *items; /* a kenmerk with two values stands there twice */
    size_t count;
};

/* Ends where the next one begins. */
struct bp_aangeboden_periode {
    struct bp_datum begin;
    struct bp_str eigen_naam, internationale_naam, omschrijving;
    struct bp_kenmerken kenmerken;
};

struct bp_cohortprijs {
    struct bp_str soort, bedrag;
};

/* An intake of an mbo programme: for central application, not needed for a route. */
struct bp_cohort {
    struct bp_str code, status; /* "O" open, "G" closed */
    struct bp_kenmerken kenmerken;
    struct bp_datum begin_aanmelding, eind_aanmelding;
    struct bp_datum instroommoment; /* or, when students may start on any day: */
    struct bp_datum begin_instroom, eind_instroom;
    struct bp_str toestemming, toelichting; /* "JA", "NEE" */
    struct bp_str toegangscode;
    struct bp_datum eind;
    const struct bp_cohortprijs *prijzen;
    size_t prijs_count;
};

/* "ILT" or "CREBO", and the code. */
struct bp_erkenning {
    struct bp_str stelsel, code;
};

struct bp_aangeboden {
    enum bp_sector sector;
    struct bp_str code; /* UUID, ours */
    struct bp_str onderwijsaanbieder, onderwijslocatie;
    struct bp_datum begin, eerste_instroom, eind;
    struct bp_str stelsel, opleidingcode; /* "ILT" or "CREBO", and the code; or instead: */
    struct bp_str opleidingseenheid;
    const struct bp_erkenning
        *erkenningen; /* of one that was consulted: all that it has, the first as above too */
    size_t erkenning_count;
    const struct bp_aangeboden_periode *perioden; /* ascending, at least one */
    size_t periode_count;
    const struct bp_cohort *cohorten; /* mbo */
    size_t cohort_count;
    struct bp_str duur_eenheid, duur_omvang; /* only where the duration differs from the norm */
    struct bp_kenmerken kenmerken;
    struct bp_str leertraject, niveau, toelatingseisen, toegankelijkheid; /* mbo */
    /* No element: the last day of an intake that closed before BP_LAATSTE_INSTROOM_VANAF; else none. */
    struct bp_datum gesloten;
};

/* A relation in time between two opleidingseenheden; RIO decides its kind and direction. */
struct bp_opleidingsrelatie {
    struct bp_datum begin, eind; /* `eind` exclusive */
    struct bp_str eenheden[2];
};

/* --- from routes to a record --------------------------------------------------------------------------- */

/* What a route says of one side. */
struct bp_route_zijde {
    struct bp_str brin, onderwijsaanbieder, onderwijslocatie, opleidingcode;
    struct bp_str rio; /* the code in RIO as routes.csv has it; empty: not known */
    struct bp_str partner;
    enum bp_route_kolom kolom_brin, kolom_aanbieder, kolom_locatie, kolom_opleidingcode, kolom_rio,
        kolom_partner;
};
struct bp_route_zijde bp_route_zijde(const struct bp_route *route, enum bp_sector sector);

/* The routes, at least one, share the code and come in ascending order of begindatum: one programme, to
 * which a partner may be added later (a period of its own). NULL when the arena is full. */
struct bp_aangeboden *bp_aangeboden_make(struct bp_arena *arena,
                                         const struct bp_route *const *routes, size_t count,
                                         enum bp_sector sector, struct bp_str code);

/* --- beside what RIO has -------------------------------------------------------------------------------- */

/* Puts into `nieuw`, just made, what RIO has and the routes know nothing of: RIO has screens too, and a
 * stand would wipe it out. `gezien` is what consulting gave. False when the arena is full; `nieuw` is of no
 * use then.
 *
 * of the programme            leads   and the other one
 * code, onderwijsaanbieder,   routes  RIO refuses another one (N09450)
 *   opleidingcode
 * onderwijslocatie            routes  RIO's where routes.csv leaves it empty; so leertraject and niveau
 * begin                       routes  RIO's, when it is earlier and RIO says of that time anything that
 *                                     our first period does not say too: that is history (a programme
 *                                     older than the law cannot become a route, K01051: it needs a code
 *                                     of its own). An earlier begin with nothing of its own moves: the
 *                                     route was put off
 * eerste_instroom             RIO     ours where it has none; moves along when it is the first day of the
 *                                     programme
 * eind, duur, cohorten        RIO     routes.csv knows none; its einddatum only closes the intake
 * toelatingseisen,            RIO     ours for a new programme
 *   toegankelijkheid
 * kenmerk leerlijn            routes  RIO's goes
 * kenmerk                     routes  RIO's goes: an empty einddatum says that the intake is open, and
 *   laatsteInstroomdatum              `run` goes by it. RIO's stays when the intake closed on a day that
 *                                     RIO cannot be told
 * kenmerk eigen sleutel       RIO     ours where it has none: who made the programme finds it by it
 * other kenmerken             RIO
 *
 * of a period: one on each day on which either has one; RIO's first reaches back to `begin`
 * eigen_naam                  routes  on the first day of the routes. From there on each change is kept on
 *                                     its day, RIO's and ours; on the same day ours leads
 * internationale_naam,        RIO     as in force; so other kenmerken
 *   omschrijving
 * kenmerk partner             both    ours from the routes' begindatum on, and RIO's as in force. Who goes
 *                                     out of routes.csv stays in RIO until somebody takes it out there
 *
 * Kenmerken come in our order, then RIO's sorted, so that the same stand always reads the same. Where
 * bp_aangeboden_check() takes both sides, it takes the result, but for what only a person can settle: a
 * begin before the law (K01051) or before the leertraject existed (N09030), and a route that begins when
 * RIO has ended the programme (N09010, N09090, N10020). */
bool bp_aangeboden_keep(struct bp_arena *arena, struct bp_aangeboden *nieuw,
                        const struct bp_aangeboden *gezien);

/* The kind of route that a programme is marked as ("GLR_VMBO_MBO"); ptr NULL: a regular one. */
struct bp_str bp_aangeboden_leerlijn(const struct bp_aangeboden *aangeboden);

/* Whether RIO would have anything else after `nieuw`, to which bp_aangeboden_keep() was applied: false, and
 * there is nothing to send. The order in which RIO shows things says nothing; what never changes (N09450)
 * is not compared. */
bool bp_aangeboden_changes(const struct bp_aangeboden *nieuw, const struct bp_aangeboden *gezien);

/* --- what RIO would refuse ----------------------------------------------------------------------------- */

struct bp_rio_bevinding {
    const char *code;          /* RIO's own ("N09030"), or ours where RIO has none ("BP106") */
    bool signaal;              /* goes on, and is shown */
    enum bp_route_kolom kolom; /* BP_ROUTE_KOLOM_COUNT: none */
    const char *text;          /* message id: a template with {1} to {3} */
    struct bp_str args[3];
};

struct bp_rio_bevindingen {
    struct bp_arena *arena;
    struct bp_rio_bevinding *items;
    size_t count, cap;
    bool failed;
};

void bp_rio_bevinding_add(struct bp_rio_bevindingen *list, struct bp_rio_bevinding bevinding);
/* True when a finding rejects. */
bool bp_rio_bevindingen_reject(const struct bp_rio_bevindingen *list);

/* The record on its own: dates, periods, kenmerken, cohorts, value lists. */
void bp_aangeboden_check(const struct bp_aangeboden *aangeboden,
                         const struct bp_waardenlijsten *lijsten, struct bp_rio_bevindingen *out);

/* The routes from which it is made: what is missing or wrong in them, and whether they can be one
 * programme. */
void bp_aangeboden_check_routes(const struct bp_route *const *routes, size_t count,
                                enum bp_sector sector, struct bp_rio_bevindingen *out);

/* Signals (BP221) what of RIO's came into `nieuw` by bp_aangeboden_keep() and contradicts the routes that it was made of:
 * an earlier begin, and a partner from `dag` on that none of them names. */
void bp_aangeboden_check_kept(const struct bp_aangeboden *nieuw,
                              const struct bp_route *const *routes, size_t count,
                              struct bp_datum dag, struct bp_rio_bevindingen *out);

/* True when a consulted programme is offered under the key of ours: the same unit may have several. */
bool bp_aangeboden_erkent(const struct bp_aangeboden *gezien, const struct bp_aangeboden *wij);

/* --- what RIO has -------------------------------------------------------------------------------------- */

/* Whether a consulted programme is the route as `verwacht` states it, on the student's first day in it
 * (rio.md 9): exists at the aanbieder, in force, under the same code key, with the same kind of route, and
 * names the partner. NULL: it is; else a message id that says what differs. */
const char *bp_aangeboden_differs(const struct bp_aangeboden *gezien,
                                  const struct bp_aangeboden *verwacht, struct bp_datum dag);

/* The first value of a kenmerk; ptr NULL when it is not there. */
struct bp_str bp_kenmerk_value(struct bp_kenmerken kenmerken, const char *naam);

/* The period in force on a day; NULL before the first, and from `eind` on. */
const struct bp_aangeboden_periode *bp_aangeboden_op(const struct bp_aangeboden *aangeboden,
                                                     struct bp_datum dag);

#endif
