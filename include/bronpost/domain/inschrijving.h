/* inschrijving.h - layer e: one enrolment, its routes and a reference date
 * PURPOSE    rows to one enrolment, every check that needs no more than that, and the registrations that the
 *            decision table gives
 * OWNERSHIP  results live in the arena; strings point into the rows and routes, which must outlive them
 * UNITS      the reference date (peildatum) is a day
 * SOURCE     design: rules.md; domain: leerroutes.md section 5
 * ERRORS     BP_E_MEMORY; what is wrong with the data are findings, not errors
 * THREADS    pure: any thread, its own arena
 */
#ifndef BRONPOST_DOMAIN_INSCHRIJVING_H
#define BRONPOST_DOMAIN_INSCHRIJVING_H

#include "bronpost/base/error.h"
#include "bronpost/domain/registratie.h"
#include "bronpost/domain/waardenlijst.h"

/* What is known of a route on one side, on the reference date: layer r, BP216. */
enum bp_in_rio {
    BP_IN_RIO,
    BP_NIET_IN_RIO, /* lines */
    BP_RIO_GETELD, /* not known either, but a count is enough: nobody registers it through this ledger */
};

struct bp_route_in_rio {
    enum bp_in_rio vo, mbo;
};

struct bp_regels {
    struct bp_datum peildatum;
    const struct bp_routes *routes;
    const struct bp_waardenlijsten *lijsten;
    const struct bp_mandaat *mandaat;
    const struct bp_route_in_rio *in_rio; /* of each of the routes; NULL: nobody asks */
    bool rio_verplicht;                   /* BP216 rejects */
};

/* A stay in routes of one mbo institution, from which a registration there is derived. */
struct bp_afgeleide {
    struct bp_registratie registratie;
    bool laatste; /* the last stay: number and mbo dates belong to it */
};

struct bp_inschrijving {
    /* the rows, in file order, and what the cells of all of them say together */
    const struct bp_rij *rijen;
    size_t rij_count;
    struct bp_rij samen;
    enum bp_sector herkomst;
    bool herkomst_bekend;

    struct bp_bevindingen bevindingen; /* when rejected: whoever reports leaves the warnings out */
    bool afgekeurd;

    /* the student on the reference date */
    bool begonnen;                 /* some period has begun */
    const struct bp_route *route;  /* the route that decides, NULL: none */
    enum bp_route_soort leerroute; /* REGULIER: none */
    enum bp_leerroutefase fase;    /* on the reference date */
    struct bp_datum switch_date;   /* absent without a DLR or GLR */
    unsigned regel;                /* 1-7; 0 when nothing has begun */
    bool bekostigbaar;             /* of the period in force on the reference date */

    /* the registrations; none when rejected or not begun */
    bool heeft_eigen;
    struct bp_registratie eigen;
    struct bp_afgeleide *afgeleiden; /* in order of time */
    size_t afgeleide_count;

    bool rio_geteld; /* layer r: BP216 as a count; when rejected: whoever counts leaves it out */

    struct bp_str bekostigd_door_brin; /* layer p; absent: nobody */
    enum bp_sector bekostigd_door_sector;
};

/* `bevindingen` holds what reading the rows found; the checks add to it. `rijen` must outlive `out`. */
enum bp_status bp_inschrijving_judge(const struct bp_regels *regels, const struct bp_rij *rijen,
                                     size_t rij_count, const struct bp_bevindingen *bevindingen,
                                     struct bp_arena *arena, struct bp_inschrijving *out,
                                     struct bp_error *err);

/* Adds a finding of a later layer, and rejects when it is an E; the result takes arguments (NULL: no memory). */
struct bp_bevinding *bp_inschrijving_find(struct bp_inschrijving *inschrijving, uint32_t line,
                                          enum bp_code code, enum bp_kolom kolom, const char *text);

#endif
