/* sqlite_keten.h - the evidence chain in SQLite
 * PURPOSE    every row of the log carries the hash of the row before it, and the hashes of the message and of the
 *            registration, programme or run that it is about, as they are when the row is written. What has no log
 *            (enrolments as exports showed them, persons, institutions, waiting times) is in one sum of hashes
 * OWNERSHIP  part of the handle: made when it is first asked for, freed by bp_sqlite_keten_close()
 * UNITS      a link (schakel) is a row of overgang, numbered from 1 without gaps
 * SOURCE     ledger/bewijs.h; keten.h for the bytes that are hashed
 * ERRORS     as in sqlite.h
 * THREADS    the handle's
 *
 * A transition is written last: after it nothing of what it is about changes without another one.
 */
#ifndef BRONPOST_SRC_LEDGER_SQLITE_KETEN_H
#define BRONPOST_SRC_LEDGER_SQLITE_KETEN_H

#include "keten.h"

#include <sqlite3.h>

struct bp_sqlite;

/* Rows that are hashed; each statement takes one number. */
enum keten_rij {
    KETEN_BERICHT,
    KETEN_POGINGEN,
    KETEN_TERUGKOPPELINGEN,
    KETEN_REGISTRATIE,
    KETEN_OPLEIDING,
    KETEN_ROUTES,
    KETEN_RUN,
    /* in the sum */
    KETEN_INSCHRIJVING,
    KETEN_WACHT,
    KETEN_PERSOON,
    KETEN_INSTELLING,
    KETEN_RIJEN
};

struct bp_sqlite_keten {
    struct keten_hash *hash; /* NULL: nothing is made yet */
    sqlite3_stmt *rijen[KETEN_RIJEN];
    sqlite3_int64
        gezien[KETEN_RIJEN]; /* rows that were hashed: who checks compares it with the table */
    /* of the open transaction */
    sqlite3_int64 schakels;
    unsigned char kop[BP_LEDGER_HASH], rest[BP_LEDGER_HASH];
};

/* Of the log's own: naar of a row that closes a run. */
#define BP_OVERGANG_RUN 101

/* A row of the log; numbers 0: NULL. */
struct bp_sqlite_schakel {
    sqlite3_int64 id, run, registratie, opleiding, bericht;
    int van, naar;
    sqlite3_int64 moment;
    bool met_inhoud, met_stand;
    unsigned char inhoud[BP_LEDGER_HASH], stand[BP_LEDGER_HASH];
};

/* Makes the statements, once. */
enum bp_status bp_sqlite_keten_make(struct bp_sqlite *l, struct bp_error *err);
void bp_sqlite_keten_close(struct bp_sqlite *l);

/* The head, when a transaction begins and before it is committed. */
enum bp_status bp_sqlite_keten_load(struct bp_sqlite *l, struct bp_error *err);
enum bp_status bp_sqlite_keten_save(struct bp_sqlite *l, struct bp_error *err);

/* Hashes one message with its attempts and feedback (`vers`: it has none yet), a registration, a programme, a run. *found
 * false: there is no such row. */
struct keten_bericht {
    bool found;
    sqlite3_int64 registratie, opleiding; /* that it is about; 0: none */
    unsigned char hash[BP_LEDGER_HASH];
};
enum bp_status bp_sqlite_keten_bericht(struct bp_sqlite *l, sqlite3_int64 id, bool vers,
                                       struct keten_bericht *out, struct bp_error *err);
enum bp_status bp_sqlite_keten_stand(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                     bool *found, unsigned char out[BP_LEDGER_HASH],
                                     struct bp_error *err);

/* The hash of a link behind `vorige`. */
bool bp_sqlite_schakel_hash(struct keten_hash *hash, const unsigned char vorige[BP_LEDGER_HASH],
                            const struct bp_sqlite_schakel *schakel,
                            unsigned char out[BP_LEDGER_HASH]);

/* Appends a link; its number is set here. */
enum bp_status bp_sqlite_schakel_add(struct bp_sqlite *l, struct bp_sqlite_schakel *schakel,
                                     struct bp_error *err);

/* Takes a row out of the sum before it changes, and puts it in afterwards. A row that is not there counts for nothing. */
enum bp_status bp_sqlite_rest_min(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                  struct bp_error *err);
enum bp_status bp_sqlite_rest_plus(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                   struct bp_error *err);

/* The sum anew, from the tables (sqlite_keur.c). */
enum bp_status bp_sqlite_rest_tel(struct bp_sqlite *l, unsigned char out[BP_LEDGER_HASH],
                                  struct bp_error *err);
/* Links what a ledger from before the chain has in its log (sqlite_keur.c). */
enum bp_status bp_sqlite_keten_build(struct bp_sqlite *l, struct bp_error *err);

#endif
