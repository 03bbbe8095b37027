/* domain_case.h - enrolments, routes and outcomes as lines of text
 * PURPOSE    a test of the rules is a row: reference date, rows, expected outcome
 * OWNERSHIP  a run owns all that it made; domain_free() ends it
 * ERRORS     a case that cannot be read is a failed test (fail_msg)
 * THREADS    one
 *
 * ROWS       one row per line, words of the form column=value with the canonical columns; an empty
 * value clears a default. A blank line ends an enrolment. The first line of the text is line 2. A
 * first word gives defaults: vo   bsn, leerlingnummer=L1, inschrijvingvolgnummer=V1, brin=99XA,
 * vestiging=99XA00, datum_inschrijving=2025-08-01, opleidingcode=6611, leerjaar=3 mbo  bsn,
 * leerlingnummer=L1, inschrijvingvolgnummer=M1, brin=99XB, datum_inschrijving=2025-08-01,
 * opleidingcode=99001, leertraject=BOL A `+` in `experiment` stands for a blank. ROUTES     see
 * domain_case.c; a case may replace them, one route per line, written like rows OUTCOME    per
 * enrolment its registrations, then its findings by line, code and column: vo 99XA V1 regel=4
 * 2023-08-01..2028-06-14 [2025-08-01/6611/DLR.VO] door=99XB/mbo mbo+ 99XB - ...          the +
 * marks a derived one, the - that it has no number geen                     no registration at all
 *                afgekeurd                rejected
 *                W BP212 3 doublures_vo  (of a rejected enrolment only what rejects)
 *            `door` only when the persons' layer ran.
 */
#ifndef TESTS_SUPPORT_DOMAIN_CASE_H
#define TESTS_SUPPORT_DOMAIN_CASE_H

#include "bronpost/domain/persoon.h"

#define DOMAIN_ROWS   32
#define DOMAIN_ROUTES 24

struct domain_run {
    struct bp_arena *arena;
    struct bp_rij rijen[DOMAIN_ROWS];
    size_t rij_count;
    struct bp_route route_items[DOMAIN_ROUTES];
    struct bp_routes routes;
    struct bp_mandaat mandaat;
    struct bp_regels regels;
    struct bp_inschrijving items[DOMAIN_ROWS];
    size_t count;
};

/* The day that an ISO text names; "" or NULL is no date. */
struct bp_datum domain_datum(const char *iso);

/* A run with these rows, not judged yet. `routes` NULL: the usual ones; mandate: everything. */
struct domain_run *domain_new(const char *on, const char *routes, const char *rows);
void domain_free(struct domain_run *run);

/* One route from its words, with the checks on it done. Strings live in the arena. */
struct bp_route domain_route(struct bp_arena *arena, const char *words, size_t len);

/* Layer e for every enrolment of the run; with `person` layer p over all of them too. */
void domain_judge(struct domain_run *run, bool person);

/* The outcome as text, in the run's arena. */
const char *domain_outcome(const struct domain_run *run, bool person);

/* The same for the findings alone, or for the registrations alone. */
const char *domain_findings(const struct domain_run *run);
const char *domain_registrations(const struct domain_run *run, bool person);

/* The first period in force on `on` in the registration of `sector`; a failed test when there is
 * none. */
const struct bp_registratie *domain_registration(const struct domain_run *run,
                                                 enum bp_sector sector);

struct domain_case {
    const char *name, *on, *rows, *want;
    const char *routes; /* NULL: the usual ones */
};

enum domain_layer { DOMAIN_REGISTRATIONS, DOMAIN_FINDINGS, DOMAIN_PERSON, DOMAIN_ALL };

/* Runs cases, prints each that differs, and fails when some did. DOMAIN_REGISTRATIONS leaves
 * findings out and the other way round; DOMAIN_PERSON judges the persons too and prints everything;
 * DOMAIN_ALL is the same without layer p. */
void domain_cases(const struct domain_case *cases, size_t count, enum domain_layer layer);

#define DOMAIN_CASES(cases, layer) domain_cases(cases, sizeof(cases) / sizeof *(cases), layer)

#endif
