/* inschrijving_intern.h - the parts of layer e, private to domain
 * PURPOSE    inschrijving.c puts rows together, controles.c checks them, beslissing.c decides
 */
#ifndef BRONPOST_DOMAIN_INSCHRIJVING_INTERN_H
#define BRONPOST_DOMAIN_INSCHRIJVING_INTERN_H

#include "bronpost/domain/inschrijving.h"

/* A row as a period: with its begin and its route looked up. */
struct stap {
    const struct bp_rij *rij;
    struct bp_datum
        begin; /* periode_begin, else datum_inschrijving; absent when neither is known */
    const struct bp_route *route; /* NULL: no leerroute, or one that routes.csv does not have */
};

struct werk {
    const struct bp_regels *regels;
    struct bp_arena *arena;
    struct bp_inschrijving *uit;
    struct stap *stappen; /* ascending by begin; a period that is there twice only once */
    size_t stap_count;
    size_t begonnen;                /* how many of them have begun: the first so many */
    uint32_t lines[BP_KOLOM_COUNT]; /* the row that stated an enrolment's column first; 0: none */
};

/* The line on which to complain of an enrolment's column: where it is stated, else the first row. */
uint32_t line_of(const struct werk *w, enum bp_kolom kolom);

/* True when the row's own period in the route carries leerroute and fase. */
static inline bool telt(const struct stap *stap)
{
    return bp_route_telt(stap->route);
}

/* Switch date of the student in this stap's route; absent when route_begin is. */
struct bp_datum switch_of(const struct werk *w, const struct stap *stap);

/* End of vo work: vo_afgerond_datum where given, else vmbo_diploma_datum. */
struct bp_datum einde_vo_werk(const struct bp_inschrijving *inschrijving);

/* An explicit end before the last day of the vo-fase without an end of vo work on or before it. */
bool route_verlaten(const struct bp_inschrijving *inschrijving);

void controleer(struct werk *w);
enum bp_status beslis(struct werk *w, struct bp_error *err);

#endif
