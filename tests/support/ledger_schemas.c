#include "support/ledger_schemas.h"

#include "support/ledger_support.h"

#include <stdio.h>
#include <stdlib.h>

/* Version 1, of bronpost 0.1. Never edit: such files exist. */
static const char version_1[] =
    "CREATE TABLE run("
    " id INTEGER PRIMARY KEY, peildatum INTEGER NOT NULL, begonnen INTEGER NOT NULL, klaar INTEGER,"
    " klaargezet INTEGER NOT NULL DEFAULT 0, ongewijzigd INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE instelling("
    " id INTEGER PRIMARY KEY, brin TEXT NOT NULL, contract TEXT NOT NULL,"
    " UNIQUE(brin, contract)) STRICT;"
    "CREATE TABLE persoon("
    " id INTEGER PRIMARY KEY, hmac BLOB NOT NULL UNIQUE CHECK(length(hmac) = 32)) STRICT;"
    "CREATE TABLE inschrijving("
    " id INTEGER PRIMARY KEY, instelling INTEGER NOT NULL REFERENCES instelling,"
    " persoon INTEGER NOT NULL REFERENCES persoon, volgnummer TEXT NOT NULL,"
    " begin INTEGER, einde INTEGER, ingetrokken INTEGER, gemist INTEGER REFERENCES run, "
    "leerlingnummer TEXT,"
    " UNIQUE(instelling, persoon, volgnummer)) STRICT;"
    "CREATE TABLE registratie("
    " id INTEGER PRIMARY KEY, instelling INTEGER NOT NULL REFERENCES instelling,"
    " persoon INTEGER NOT NULL REFERENCES persoon, volgnummer TEXT NOT NULL,"
    " toestand INTEGER NOT NULL, sinds INTEGER NOT NULL,"
    " laatste INTEGER NOT NULL,"
    " vingerafdruk BLOB NOT NULL CHECK(length(vingerafdruk) = 32),"
    " vingerafdruk_duo BLOB CHECK(length(vingerafdruk_duo) = 32),"
    " UNIQUE(instelling, persoon, volgnummer)) STRICT;"
    "CREATE TABLE bericht("
    " id INTEGER PRIMARY KEY,"
    " identificatiecode BLOB NOT NULL UNIQUE CHECK(length(identificatiecode) = 16),"
    " registratie INTEGER REFERENCES registratie, vorige INTEGER REFERENCES bericht,"
    " handeling INTEGER NOT NULL CHECK(handeling IN (1, 2)), toestand INTEGER NOT NULL,"
    " klaargezet INTEGER NOT NULL, aangeboden INTEGER, beantwoord INTEGER,"
    " vingerafdruk BLOB NOT NULL CHECK(length(vingerafdruk) = 32), leerlingnummer TEXT,"
    " leerroute TEXT, fase TEXT, begin INTEGER, einde INTEGER, body BLOB,"
    " CHECK(toestand <> 2 OR body IS NOT NULL)) STRICT;"
    "CREATE INDEX bericht_klaargezet ON bericht(id) WHERE toestand = 2;"
    "CREATE TABLE overgang("
    " id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run,"
    " registratie INTEGER REFERENCES registratie, bericht INTEGER NOT NULL REFERENCES bericht,"
    " van INTEGER NOT NULL, naar INTEGER NOT NULL, moment INTEGER NOT NULL) STRICT;"
    "CREATE TRIGGER overgang_blijft BEFORE UPDATE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;"
    "CREATE TRIGGER overgang_bewaard BEFORE DELETE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;";

/* From there to version 2, of bronpost 0.2. Never edit: such files exist. */
static const char version_2[] =
    "ALTER TABLE bericht ADD COLUMN instelling INTEGER REFERENCES instelling;"
    "ALTER TABLE bericht ADD COLUMN pogingen INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE bericht ADD COLUMN vlaggen INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE bericht ADD COLUMN niet_voor INTEGER;"
    "ALTER TABLE bericht ADD COLUMN code TEXT;"
    "ALTER TABLE bericht ADD COLUMN tekst TEXT;"
    "ALTER TABLE bericht ADD COLUMN reden TEXT;"
    "UPDATE bericht SET instelling ="
    " (SELECT instelling FROM registratie WHERE registratie.id = bericht.registratie);"
    "CREATE INDEX bericht_wacht ON bericht(instelling, id) WHERE toestand IN (2, 9);"
    "CREATE INDEX bericht_open ON bericht(registratie, id) WHERE toestand IN (2, 3, 9);"
    "CREATE INDEX bericht_geweigerd ON bericht(id) WHERE toestand IN (7, 8);"
    "CREATE TABLE poging("
    " id INTEGER PRIMARY KEY, bericht INTEGER NOT NULL REFERENCES bericht,"
    " identificatiecode BLOB NOT NULL CHECK(length(identificatiecode) = 16),"
    " message_id BLOB NOT NULL CHECK(length(message_id) = 16),"
    " begonnen INTEGER NOT NULL, klaar INTEGER, uitslag INTEGER, code TEXT) STRICT;"
    "CREATE INDEX poging_bericht ON poging(bericht);"
    "CREATE TABLE terugkoppeling("
    " id INTEGER PRIMARY KEY, bericht INTEGER NOT NULL REFERENCES bericht,"
    " oordeel INTEGER NOT NULL, code TEXT NOT NULL, tekst TEXT NOT NULL,"
    " sleutelgegevens TEXT NOT NULL, moment INTEGER NOT NULL,"
    " UNIQUE(bericht, oordeel, code, tekst, sleutelgegevens)) STRICT;"
    "CREATE TABLE overgang_nieuw("
    " id INTEGER PRIMARY KEY, run INTEGER REFERENCES run,"
    " registratie INTEGER REFERENCES registratie, bericht INTEGER NOT NULL REFERENCES bericht,"
    " van INTEGER NOT NULL, naar INTEGER NOT NULL, moment INTEGER NOT NULL) STRICT;"
    "INSERT INTO overgang_nieuw SELECT id, run, registratie, bericht, van, naar, moment FROM "
    "overgang;"
    "DROP TRIGGER overgang_blijft;"
    "DROP TRIGGER overgang_bewaard;"
    "DROP TABLE overgang;"
    "ALTER TABLE overgang_nieuw RENAME TO overgang;"
    "CREATE TRIGGER overgang_blijft BEFORE UPDATE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;"
    "CREATE TRIGGER overgang_bewaard BEFORE DELETE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;"
    "PRAGMA user_version=2;";

/* From there to version 3, of bronpost 0.3: the chain of the rows below, as it was computed then. Never edit: such files
 * exist, and no later program may compute another chain for them. */
static const char version_3[] =
    "CREATE TABLE opleiding("
    " id INTEGER PRIMARY KEY, instelling INTEGER NOT NULL REFERENCES instelling,"
    " sector INTEGER NOT NULL CHECK(sector IN (1, 2)),"
    " code BLOB NOT NULL UNIQUE CHECK(length(code) = 16),"
    " toestand INTEGER NOT NULL, sinds INTEGER NOT NULL, laatste INTEGER,"
    " vingerafdruk BLOB CHECK(length(vingerafdruk) = 32),"
    " vingerafdruk_rio BLOB CHECK(length(vingerafdruk_rio) = 32),"
    " begin INTEGER, eind INTEGER) STRICT;"
    "CREATE TABLE opleiding_route("
    " id INTEGER PRIMARY KEY, instelling INTEGER NOT NULL REFERENCES instelling,"
    " sector INTEGER NOT NULL, leerroute TEXT NOT NULL,"
    " opleiding INTEGER NOT NULL REFERENCES opleiding,"
    " UNIQUE(instelling, sector, leerroute)) STRICT;"
    "CREATE INDEX opleiding_route_van ON opleiding_route(opleiding);"
    "ALTER TABLE bericht ADD COLUMN opleiding INTEGER REFERENCES opleiding;"
    "ALTER TABLE bericht ADD COLUMN herkomst TEXT;"
    "CREATE INDEX bericht_opleiding ON bericht(opleiding, id) WHERE opleiding IS NOT NULL;"
    "CREATE TABLE overgang_nieuw("
    " id INTEGER PRIMARY KEY, run INTEGER REFERENCES run,"
    " registratie INTEGER REFERENCES registratie, opleiding INTEGER REFERENCES opleiding,"
    " bericht INTEGER REFERENCES bericht,"
    " van INTEGER NOT NULL, naar INTEGER NOT NULL, moment INTEGER NOT NULL,"
    " inhoud BLOB CHECK(length(inhoud) = 32), stand BLOB CHECK(length(stand) = 32),"
    " hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT;"
    "INSERT INTO overgang_nieuw(id, run, registratie, bericht, van, naar, moment, hash)"
    " SELECT row_number() OVER (ORDER BY id), run, registratie, bericht, van, naar, moment,"
    " zeroblob(32) FROM overgang;"
    "DROP TRIGGER overgang_blijft;"
    "DROP TRIGGER overgang_bewaard;"
    "DROP TABLE overgang;"
    "ALTER TABLE overgang_nieuw RENAME TO overgang;"
    "CREATE TABLE keten("
    " id INTEGER PRIMARY KEY CHECK(id = 1), schakels INTEGER NOT NULL,"
    " kop BLOB NOT NULL CHECK(length(kop) = 32),"
    " rest BLOB NOT NULL CHECK(length(rest) = 32)) STRICT;"
    "UPDATE overgang SET inhoud=x'e7b8e2c4ca16c845acbc469093f70620bf41f38fe12b8709d274894"
    "dfe970e58', stand=x'15f1e100660f6fdb7973b2b676144141ce2e27da6f85c72003aca4608288a981"
    "', hash=x'035eeccb746b56a33c517af3afeb8ae830fb2b4c2965128d5ce44736dd514bc4' WHERE id"
    "=1;"
    "INSERT INTO overgang VALUES(2, 1, NULL, NULL, NULL, 101, 101, 1785542400000, x'04b57"
    "d28fca0d89218d9f332e3ad287d53dd05bbf43509cf6fe7794e9009acb7', NULL, x'49b9baace3b2ce"
    "0b40631500ed80ce752a4232cc958e0b0861db8bd007de3afd');"
    "INSERT INTO keten VALUES(1, 2, x'49b9baace3b2ce0b40631500ed80ce752a4232cc958e0b0861d"
    "b8bd007de3afd', x'4d5706dbebf4ae6ed28758fa33cdfa159872381c0f829257855c0248ca6efcf6')"
    ";"
    "CREATE TRIGGER overgang_blijft BEFORE UPDATE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;"
    "CREATE TRIGGER overgang_bewaard BEFORE DELETE ON overgang BEGIN"
    " SELECT RAISE(ABORT, 'overgang only grows'); END;"
    "PRAGMA user_version=3;";

static const char rows_1[] =
    "INSERT INTO run VALUES(1, 20260801, 1785542400000, 1785542400009, 1, 0);"
    "INSERT INTO instelling VALUES(1, '99XA', 'vo');"
    "INSERT INTO persoon VALUES(1, ?1);"
    "INSERT INTO inschrijving VALUES(1, 1, 1, '1', 20250801, NULL, NULL, NULL, 'L0000000');"
    "INSERT INTO registratie VALUES(1, 1, 1, '1', 2, 1785542400003, 1, ?2, NULL);"
    "INSERT INTO bericht VALUES(1, ?3, 1, NULL, 1, 2, 1785542400003, NULL, NULL, ?2, 'L0000000',"
    " 'ROUTE-TECHNIEK', 'VO', 20250801, NULL, ?4);"
    "INSERT INTO overgang VALUES(1, 1, 1, 1, 0, 2, 1785542400003);"
    "PRAGMA user_version=1;PRAGMA application_id=1112690510;";

void ledger_sql(sqlite3 *db, const char *sql)
{
    char *text = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &text) == SQLITE_OK)
        return;
    (void)fprintf(stderr, "%s\n", text);
    abort();
}

/* Each statement of `sql`, with what it wants of the pupil. */
static void fill(sqlite3 *db, const char *sql)
{
    struct ledger_pupil p;
    unsigned char uuid[16];
    ledger_pupil(&p, 0, 0);
    for (size_t i = 0, at = 0; i < 16; i++) {
        unsigned byte = 0;
        at += p.uuid[at] == '-';
        (void)sscanf(p.uuid + at, "%2x", &byte);
        uuid[i] = (unsigned char)byte;
        at += 2;
    }
    while (*sql) {
        sqlite3_stmt *stmt = NULL;
        if (sqlite3_prepare_v2(db, sql, -1, &stmt, &sql) != SQLITE_OK)
            abort();
        /* a number that the statement does not have is no error here */
        (void)sqlite3_bind_blob(stmt, 1, p.bericht.key.persoon, 32, SQLITE_STATIC);
        (void)sqlite3_bind_blob(stmt, 2, p.bericht.fingerprint, 32, SQLITE_STATIC);
        (void)sqlite3_bind_blob(stmt, 3, uuid, 16, SQLITE_STATIC);
        (void)sqlite3_bind_blob(stmt, 4, p.body, sizeof p.body, SQLITE_STATIC);
        if (sqlite3_step(stmt) != SQLITE_DONE)
            abort();
        (void)sqlite3_finalize(stmt);
    }
}

void ledger_schema_make(const char *file, int version)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(file, &db) != SQLITE_OK)
        abort();
    /* even an empty one is there: a file of 0 bytes */
    ledger_sql(db, "PRAGMA page_size=8192;");
    if (version > 0)
        ledger_sql(db, "PRAGMA journal_mode=WAL;");
    if (version >= 1) {
        ledger_sql(db, version_1);
        fill(db, rows_1);
    }
    if (version >= 2)
        ledger_sql(db, version_2);
    if (version >= 3)
        ledger_sql(db, version_3);
    (void)sqlite3_close(db);
}

void ledger_sql_text(const char *file, const char *sql, char *out, int cap)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    out[0] = '\0';
    if (sqlite3_open(file, &db) != SQLITE_OK)
        abort();
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0))
        (void)snprintf(out, (size_t)cap, "%s", (const char *)sqlite3_column_text(stmt, 0));
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
}
