/* levering.h - layer r: what this run sends, what goes to the partner, what comes late
 * PURPOSE    the rules that depend on mandate, number and ledger
 * OWNERSHIP  plain facts
 * SOURCE     design: rules.md, "Decision table" and BP106, BP216, BP304, BP305; terms of 7 days and
 *            15 October: 2009 regulation art. 4 and 6
 * THREADS    pure: any
 */
#ifndef BRONPOST_DOMAIN_LEVERING_H
#define BRONPOST_DOMAIN_LEVERING_H

#include "bronpost/domain/inschrijving.h"

/* True when this run sends the registration; else it is handed to the partner: no mandate for its brin and sector,
 * or a derived registration without a number. */
bool bp_levering_sends(const struct bp_mandaat *mandaat, const struct bp_registratie *registratie);

/* BP106 for what the messages of this run need (leerjaar, vestiging, leertraject, planned end), and for the
 * leerlingnummer where something goes to a partner.
 *
 * BP216 for a registration that this run sends and that is in a DLR or GLR on the reference date, when that
 * route is not known in RIO on the registration's own side; what a partner sends is the partner's to register.
 * It stands once per enrolment, on the row of that period, in the column leerroute, and names each side that
 * lacks. Where the ledger knows no route of the institution and side at all (the school may register its
 * routes in RIO's own screens) a line per student would hide the others: then it is a count of enrolments. With
 * rio_verplicht it is always a line, and rejects. */
void bp_levering_check(const struct bp_regels *regels, struct bp_inschrijving *inschrijving);

/* BP304: began in the school year of the reference date, and more than 7 days before it. */
bool bp_levering_late(const struct bp_registratie *registratie, struct bp_datum peildatum);

/* BP305: open on the last 1 October, and the reference date is from 16 October to 31 July. */
bool bp_levering_after_count(const struct bp_registratie *registratie, struct bp_datum peildatum);

/* BP601: more than 20 % and at least 25 of the known enrolments. */
bool bp_levering_mass_change(size_t changed, size_t known);

#endif
