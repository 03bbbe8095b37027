#include "sqlite.h"

#include <stdio.h>

/* States and handelingen are numbers in the file: those of enum bp_toestand (and 100 for a replaced
 * message), which therefore only grow at the end. */
_Static_assert(BP_TOESTAND_NIEUW == 0 && BP_TOESTAND_KLAARGEZET == 2 &&
                   BP_TOESTAND_AANGEBODEN == 3 && BP_TOESTAND_ONZEKER == 9,
               "the numbers of the states stand in every ledger there is");

/* inschrijving: what exports showed, the base of BP601 and BP602; no history. gemist: the first of
 * the runs, without a break up to now, that did not find it.
 *
 * registratie: one per key (contract, BRIN, person, volgnummer), and where it stands now.
 * vingerafdruk: the latest stand that was staged; vingerafdruk_duo: what DUO last accepted (nothing
 * yet: NULL). laatste: the head of the chain of its messages, which goes on through
 * bericht.vorige; an index on bericht would cost the same lookups twice. It is no foreign key: it
 * would have to be deferred (the two rows point at each other), and with a deferred key outstanding
 * SQLite searches all registrations at every new message.
 *
 * bericht: the outbox and the memory of it. A message is never deleted; a replaced one loses its
 * body. What it stated (leerroute, fase, begin, einde) stays readable for the audit of a past day.
 * registratie may be NULL: a route (contract rio) is a message without a registration.
 *
 * overgang: the log, append only. naar 100 says something of the message alone, any other row also
 * of the registration.
 *
 * run: klaar is NULL only for the eyes of the run's own transaction. */
static const char step_0[] =
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

/* Sending.
 *
 * bericht.instelling that of the registration, for the queue of each institution; pogingen since the latest submitter
 *                    began; vlaggen 1: an attempt under this identificatiecode got no answer, 2: one was answered
 *                    with a fault, 4: one of them may have arrived; code, tekst of the last fault
 * poging             every attempt: klaar NULL: nobody heard how it ended. uitslag: the state that it led to
 * terugkoppeling     functional feedback as it was taken in; the same one twice is one row
 * overgang.run       NULL: not in a run; registratie NULL: says something of the message alone, because another one
 *                    followed it. (A constraint cannot be dropped: the table is made anew.) */
static const char step_1[] =
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
    " SELECT RAISE(ABORT, 'overgang only grows'); END;";

/* Routes in RIO, the opening stand, and the chain.
 *
 * opleiding        an offered programme: one per code; vingerafdruk_rio, begin, eind: what RIO has. Its messages stand in
 *                  bericht with opleiding instead of registratie
 * opleiding_route  which routes are that programme
 * bericht.herkomst the overview of DUO that a stand was adopted from; such a message never went out
 * overgang.hash    over the hash of the row before it and all of this row; inhoud, stand: of the message, and of its
 *                  registration or programme, after the transition. bericht NULL: of a run (naar 101), or of the
 *                  programme alone. Rows from before the chain have inhoud and stand only where they are the last word
 * keten            the head, and the sum of what has no transitions */
static const char step_2[] =
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
    " rest BLOB NOT NULL CHECK(length(rest) = 32)) STRICT;";

/* After what was there has been linked. */
static const char step_2_after[] = "CREATE TRIGGER overgang_blijft BEFORE UPDATE ON overgang BEGIN"
                                   " SELECT RAISE(ABORT, 'overgang only grows'); END;"
                                   "CREATE TRIGGER overgang_bewaard BEFORE DELETE ON overgang BEGIN"
                                   " SELECT RAISE(ABORT, 'overgang only grows'); END;";

const char *const bp_sqlite_steps[] = { step_0, step_1, step_2 };
const int bp_sqlite_step_count = sizeof bp_sqlite_steps / sizeof bp_sqlite_steps[0];

enum bp_status bp_sqlite_strange_trigger(struct bp_sqlite *l, sqlite3_int64 *rij,
                                         struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    /* SQLite keeps the text of a trigger as it was given. */
    enum bp_status st = bp_sqlite_prepare(l, l->db,
                                          "SELECT rowid FROM sqlite_schema WHERE type = 'trigger'"
                                          " AND instr(?1, sql || ';') = 0 LIMIT 1",
                                          &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_text(stmt, 1, step_2_after, -1, SQLITE_STATIC),
                            &row, err);
    *rij = st == BP_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
    (void)sqlite3_finalize(stmt);
    return st;
}

/* One step, unless another process took it while we waited for the lock. */
static enum bp_status take_step(struct bp_sqlite *l, const char *const *steps, int count,
                                struct bp_error *err)
{
    sqlite3_int64 version = 0;
    enum bp_status st = bp_sqlite_number(l, "PRAGMA user_version", &version, err);
    if (st != BP_OK)
        return st;
    l->base.version = (int)version;
    if (version >= count)
        return BP_OK;
    char stamp[100];
    (void)snprintf(stamp, sizeof stamp, "PRAGMA user_version=%d;PRAGMA application_id=%d",
                   l->base.version + 1, BP_SQLITE_APPLICATION_ID);
    st = bp_sqlite_exec(l, steps[version], err);
    if (st == BP_OK && steps[version] == step_2)
        st = bp_sqlite_keten_build(l, err);
    if (st == BP_OK && steps[version] == step_2)
        st = bp_sqlite_exec(l, step_2_after, err);
    if (st == BP_OK)
        st = bp_sqlite_exec(l, stamp, err);
    if (st == BP_OK)
        l->base.version++;
    return st;
}

enum bp_status bp_sqlite_migrate(struct bp_sqlite *l, const char *const *steps, int count,
                                 struct bp_error *err)
{
    enum bp_status st = BP_OK;
    while (st == BP_OK && l->base.version < count) {
        st = bp_sqlite_exec(l, "BEGIN IMMEDIATE", err);
        if (st != BP_OK)
            return st;
        st = take_step(l, steps, count, err);
        if (st == BP_OK)
            st = bp_sqlite_exec(l, "COMMIT", err);
        if (st != BP_OK)
            (void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return st;
}
