/* rio_plaats.h - schools that register their routes at the RIO in a box
 * PURPOSE    a submit_place whose server speaks RIO; configuration, routes, and what both sides have
 * OWNERSHIP  as in submit_school.h
 * ERRORS     a helper that cannot do its work fails the test
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_RIO_PLAATS_H
#define BRONPOST_TESTS_RIO_PLAATS_H

#include "support/submit_school.h"

#define RIO_KOP                                                                                    \
    "leerroute;naam;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;leertraject;vo_brin;"  \
    "vo_vestiging;mbo_brin;vo_onderwijsaanbieder;mbo_onderwijsaanbieder;begindatum;einddatum;"     \
    "rio_aangeboden_opleiding_vo;rio_aangeboden_opleiding_mbo;samenwerkingsovereenkomst;vo_"       \
    "onderwijslocatie\n"
/* A DLR of 199A001 (99XA) and 199A002 (99XB) from 2026-08-01 on. */
#define RIO_RIJ(key, naam, eind, rio_vo, rio_mbo)                                                  \
    key ";" naam ";DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2026-08-01;" eind         \
        ";" rio_vo ";" rio_mbo ";2020-01-01;\n"
#define RIO_UUID(n) "5a1c0000-0000-4000-8000-0000000000" n

/* Servers' and schools' configuration: 99XA (vo) and 99XB (mbo), or the first alone. `duo`: more lines of [duo]. */
enum rio_wie { RIO_BEIDE, RIO_ALLEEN_VO };
void rio_configure(struct submit_place *place, enum rio_wie wie, const char *duo);

/* The configuration of a fixture, with certificates of the test PKI and the server's address; starts the server,
 * which knows of the mandates. */
void rio_fixture(struct submit_place *place, const char *name);

/* routes.csv: the header and these rows. */
void rio_routes(struct submit_place *place, const char *rows);

/* `rio submit --routes routes.csv --out out` with more arguments. */
void rio_submit(struct submit_place *place, int exit_code, const char *more);

/* The line of out/rio.csv that begins so holds that. */
void rio_line(struct submit_place *place, const char *begin, const char *holds);

/* The latest program said that. */
void rio_says(const struct submit_place *place, const char *text);

/* A number in the JSON answer of `rio submit`. */
long rio_count(const struct submit_place *place, const char *key);

#endif
