/* route.h - a route vmbo-mbo that schools offer together
 * PURPOSE    a row of routes.csv, and the calendar of a student in it: switch date, phase, route year
 * OWNERSHIP  plain facts; strings are borrowed from whoever read the routes
 * UNITS      dates inclusive; niveau 1-4; vo_jaren in school years
 * SOURCE     phases: duo.nl, "Doorlopende en geintegreerde leerroute vmbo-mbo"; PvE MBO-instelling 4.8.2, 16.6;
 *            the change falls on 1 August after the second route year: derived, leerroutes.md section 3
 * THREADS    read-only once built
 */
#ifndef BRONPOST_DOMAIN_ROUTE_H
#define BRONPOST_DOMAIN_ROUTE_H

#include "bronpost/domain/bevinding.h"

enum bp_sector {
    BP_SECTOR_VO = 1,
    BP_SECTOR_MBO = 2
}; /* bits, for "which sectors has this brin" */
enum bp_route_soort { BP_ROUTE_REGULIER, BP_ROUTE_DLR, BP_ROUTE_GLR };
enum bp_leerroutefase { BP_FASE_GEEN, BP_FASE_VO, BP_FASE_MBO };

/* The law came into force: Stb. 2020, 157. */
#define BP_LEERROUTE_VANAF BP_DATUM(2020, 8, 1)

/* What is wrong with a row of routes.csv; the enrolments that use it are rejected with it. */
struct bp_route_fout {
    enum bp_code code;
    enum bp_route_kolom kolom;
    const char *text; /* template; {1} and {2} as below */
    struct bp_str args[2];
};

#define BP_ROUTE_FOUTEN 4 /* kept per route; the first, lowest codes */

struct bp_route {
    uint32_t line;
    struct bp_str leerroute, naam;
    enum bp_route_soort soort;
    struct bp_str leerweg; /* "BB", "KB", "GL", "TL" */
    unsigned niveau;
    struct bp_str opleidingcode_vo, opleidingcode_mbo, leertraject;
    struct bp_str vo_brin, vo_vestiging, mbo_brin;
    struct bp_str vo_onderwijsaanbieder, vo_onderwijslocatie;
    struct bp_str mbo_onderwijsaanbieder, mbo_onderwijslocatie;
    struct bp_datum begindatum, einddatum;
    unsigned vo_jaren;
    struct bp_str rio_vo, rio_mbo;
    struct bp_datum samenwerkingsovereenkomst;
    struct bp_route_fout fouten[BP_ROUTE_FOUTEN];
    size_t fout_count;
};

struct bp_routes {
    const struct bp_route *items; /* sorted by key, bytewise */
    size_t count;
};

/* NULL when there is none. Logarithmic. */
const struct bp_route *bp_routes_find(const struct bp_routes *routes, struct bp_str leerroute);

/* The checks on a route itself that need no student: BP202, BP203, BP210. Adds to route->fouten. */
void bp_route_check(struct bp_route *route);

/* Keeps the lowest codes when there are more than fit. */
void bp_route_fout_add(struct bp_route *route, struct bp_route_fout fout);

/* "DLR", "GLR", or "" for a regular route. */
const char *bp_route_soort_name(enum bp_route_soort soort);
const char *bp_fase_name(enum bp_leerroutefase fase); /* "VO", "MBO", "" */
const char *bp_sector_name(enum bp_sector sector);    /* "vo", "mbo" */

/* True for DLR and GLR. */
static inline bool bp_route_telt(const struct bp_route *route)
{
    return route && route->soort != BP_ROUTE_REGULIER;
}

/* 1 August of schoolyear(route_begin) + vo_jaren + doublures_vo. */
struct bp_datum bp_route_switch(const struct bp_route *route, struct bp_datum route_begin,
                                unsigned doublures_vo);

/* VO before the switch date, MBO from it on. */
enum bp_leerroutefase bp_route_fase(struct bp_datum switch_date, struct bp_datum d);

/* The route years that are right for d: one in the mbo-fase, a range in the vo-fase (doublures). */
struct bp_routejaren {
    int lowest, highest;
};
struct bp_routejaren bp_route_jaren(const struct bp_route *route, struct bp_datum route_begin,
                                    unsigned doublures_vo, struct bp_datum d);

#endif
