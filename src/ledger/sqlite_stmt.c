#include "sqlite.h"

#include "bronpost/base/text.h"

#include <errno.h>

static const char *const sql_texts[BP_SQL_COUNT] = {
    [BP_SQL_PERSOON_FIND] = "SELECT id FROM persoon WHERE hmac = ?1",
    [BP_SQL_PERSOON_ADD] = "INSERT INTO persoon(hmac) VALUES(?1)",
    [BP_SQL_INSTELLING_FIND] = "SELECT id FROM instelling WHERE brin = ?1 AND contract = ?2",
    [BP_SQL_INSTELLING_ADD] = "INSERT INTO instelling(brin, contract) VALUES(?1, ?2)",
    [BP_SQL_INSCHRIJVING_FIND] =
        "SELECT id, begin, einde, leerlingnummer, ingetrokken, gemist FROM inschrijving"
        " WHERE instelling = ?1 AND persoon = ?2 AND volgnummer = ?3",
    [BP_SQL_INSCHRIJVING_ADD] =
        "INSERT INTO inschrijving(instelling, persoon, volgnummer, begin, einde, leerlingnummer)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [BP_SQL_INSCHRIJVING_CHANGE] =
        "UPDATE inschrijving SET begin = ?2, einde = ?3,"
        " leerlingnummer = ?4, ingetrokken = NULL, gemist = NULL WHERE id = ?1",
    [BP_SQL_INSCHRIJVING_BACK] = "UPDATE inschrijving SET gemist = NULL WHERE id = ?1",
    [BP_SQL_INSCHRIJVING_MISS] = "UPDATE inschrijving SET gemist = ?2 WHERE id = ?1",
    [BP_SQL_INSCHRIJVING_WITHDRAW] = "UPDATE inschrijving SET ingetrokken = ?2 WHERE id = ?1",
    /* The last column: adopted, approved, and not recognised yet under another fingerprint. */
    [BP_SQL_REGISTRATIE_FIND] =
        "SELECT r.id, r.toestand, r.vingerafdruk, r.laatste, r.vingerafdruk_duo,"
        " CASE WHEN r.toestand = 5 THEN EXISTS(SELECT 1 FROM bericht b WHERE b.id = r.laatste"
        "  AND b.herkomst IS NOT NULL AND b.vingerafdruk = r.vingerafdruk) ELSE 0 END"
        " FROM registratie r WHERE r.instelling = ?1 AND r.persoon = ?2 AND r.volgnummer = ?3",
    [BP_SQL_REGISTRATIE_ADD] =
        "INSERT INTO registratie(instelling, persoon, volgnummer, toestand, sinds, laatste,"
        " vingerafdruk) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [BP_SQL_REGISTRATIE_CHANGE] = "UPDATE registratie SET toestand = ?2, sinds = ?3, laatste = ?4,"
                                  " vingerafdruk = ?5 WHERE id = ?1",
    [BP_SQL_BERICHT_NEXT] = "SELECT coalesce(max(id), 0) + 1 FROM bericht",
    [BP_SQL_BERICHT_ADD] =
        "INSERT INTO bericht(id, identificatiecode, registratie, vorige, handeling, toestand,"
        " klaargezet, vingerafdruk, leerlingnummer, leerroute, fase, begin, einde, body, "
        "instelling,"
        " reden, herkomst, beantwoord) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
        " ?13, ?14, ?15, ?16, ?17, ?18)",
    [BP_SQL_BERICHT_FIND] = "SELECT toestand, handeling, vorige FROM bericht WHERE id = ?1",
    [BP_SQL_BERICHT_REPLACE] = "UPDATE bericht SET toestand = ?2, body = NULL WHERE id = ?1",
    [BP_SQL_OVERGANG_ADD] =
        "INSERT INTO overgang(id, run, registratie, opleiding, bericht, van, naar, moment, inhoud,"
        " stand, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [BP_SQL_RUN_ADD] = "INSERT INTO run(peildatum, begonnen) VALUES(?1, ?2)",
    [BP_SQL_RUN_CLOSE] =
        "UPDATE run SET klaar = ?2, klaargezet = ?3, ongewijzigd = ?4 WHERE id = ?1",
    [BP_SQL_RUN_LAST] = "SELECT peildatum, begonnen, klaar, klaargezet, ongewijzigd FROM run"
                        " WHERE klaar IS NOT NULL ORDER BY id DESC LIMIT 1",
    /* The first message of the queue ?1 that may go now (?2), with fewer than ?3 attempts. Of the same
     * person and institution (?4 the BRIN, in whatever contract) nothing is in flight, nothing earlier of
     * the registration waits, and before an inschrijving no verwijdering that is the first to go of
     * another registration. */
    [BP_SQL_ZENDING_NEXT] =
        "SELECT b.id, b.handeling, b.identificatiecode, b.body, b.pogingen, b.vlaggen, b.toestand,"
        " b.registratie FROM bericht b INDEXED BY bericht_wacht JOIN registratie r ON r.id = "
        "b.registratie"
        " WHERE b.instelling = ?1 AND b.toestand IN (2, 9) AND b.pogingen < ?3"
        " AND b.pogingen >= ?5"
        " AND coalesce(b.niet_voor, 0) <= ?2 AND NOT EXISTS("
        "  SELECT 1 FROM instelling i2 JOIN registratie r2 ON r2.instelling = i2.id AND r2.persoon "
        "= r.persoon"
        "  JOIN bericht b2 INDEXED BY bericht_open ON b2.registratie = r2.id"
        "  WHERE i2.brin = ?4 AND b2.toestand IN (2, 3, 9) AND b2.id <> b.id AND (b2.toestand = 3"
        "   OR (b2.registratie = b.registratie AND b2.id < b.id)"
        "   OR (b.handeling = 1 AND b2.handeling = 2 AND b2.registratie <> b.registratie AND NOT "
        "EXISTS("
        "    SELECT 1 FROM bericht b3 INDEXED BY bericht_open WHERE b3.registratie = b2.registratie"
        "    AND b3.toestand IN (2, 3, 9) AND b3.id < b2.id))))"
        " ORDER BY b.id LIMIT 1",
    [BP_SQL_ZENDING_LATER] =
        "SELECT min(niet_voor) FROM bericht INDEXED BY bericht_wacht"
        " WHERE instelling = ?1 AND toestand IN (2, 9) AND pogingen < ?3 AND niet_voor > ?2",
    [BP_SQL_BERICHT_CLAIM] = "UPDATE bericht SET toestand = 3, aangeboden = ?2,"
                             " pogingen = pogingen + 1, niet_voor = NULL WHERE id = ?1",
    [BP_SQL_POGING_ADD] =
        "INSERT INTO poging(bericht, identificatiecode, message_id, begonnen) SELECT id,"
        " identificatiecode, ?2, ?3 FROM bericht WHERE id = ?1",
    [BP_SQL_POGING_END] = "UPDATE poging SET klaar = ?2, uitslag = ?3, code = ?4 WHERE id ="
                          " (SELECT max(id) FROM poging WHERE bericht = ?1) AND klaar IS NULL",
    [BP_SQL_POGING_UNDO] = "DELETE FROM poging WHERE id ="
                           " (SELECT max(id) FROM poging WHERE bericht = ?1) AND klaar IS NULL",
    [BP_SQL_BERICHT_GET] = "SELECT toestand, registratie, handeling, vlaggen, identificatiecode,"
                           " vingerafdruk, opleiding, begin, einde FROM bericht WHERE id = ?1",
    [BP_SQL_BERICHT_SETTLE] =
        "UPDATE bericht SET toestand = ?2, vlaggen = ?3, niet_voor = ?4, beantwoord = ?5,"
        " code = coalesce(?6, code), tekst = coalesce(?7, tekst), pogingen = pogingen - ?8,"
        " aangeboden = (SELECT max(begonnen) FROM poging WHERE bericht = ?1) WHERE id = ?1",
    [BP_SQL_BERICHT_RENEW] = "UPDATE bericht SET toestand = 2, identificatiecode = ?2, body = ?3,"
                             " vlaggen = 0, niet_voor = ?4, aangeboden = NULL, beantwoord = NULL,"
                             " code = coalesce(?5, code), tekst = coalesce(?6, tekst),"
                             " pogingen = CASE WHEN ?7 THEN 0 ELSE pogingen END WHERE id = ?1",
    [BP_SQL_BERICHT_FORMER] =
        "INSERT INTO bericht(id, identificatiecode, registratie, vorige, handeling, toestand,"
        " klaargezet, aangeboden, beantwoord, vingerafdruk, leerlingnummer, leerroute, fase, begin,"
        " einde, instelling, opleiding, vlaggen) SELECT ?2, ?3, registratie, vorige, handeling,"
        " 100, klaargezet,"
        " (SELECT max(begonnen) FROM poging WHERE bericht = ?1), ?4, vingerafdruk, leerlingnummer,"
        " leerroute, fase, begin, einde, instelling, opleiding, ?5 FROM bericht WHERE id = ?1",
    [BP_SQL_REGISTRATIE_TOESTAND] = "UPDATE registratie SET toestand = ?3, sinds = ?4"
                                    " WHERE id = ?1 AND laatste = ?2",
    [BP_SQL_REGISTRATIE_DUO] = "UPDATE registratie SET vingerafdruk_duo = ?2 WHERE id = ?1",
    [BP_SQL_STRANDED] = "SELECT id FROM bericht INDEXED BY bericht_open"
                        " WHERE toestand IN (2, 3, 9) AND toestand = 3 LIMIT 1",
    [BP_SQL_FEEDBACK_FIND] =
        "SELECT id, toestand, registratie FROM bericht WHERE identificatiecode = ?1"
        " AND registratie IS NOT NULL",
    [BP_SQL_FEEDBACK_ADD] =
        "INSERT OR IGNORE INTO terugkoppeling(bericht, oordeel, code, tekst, sleutelgegevens,"
        " moment) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [BP_SQL_BERICHT_TOESTAND] =
        "UPDATE bericht SET toestand = ?2, beantwoord = coalesce(beantwoord,"
        " ?3), code = coalesce(?4, code), tekst = coalesce(?5, tekst)"
        " WHERE id = ?1",
    [BP_SQL_KETEN_GET] = "SELECT schakels, kop, rest FROM keten",
    [BP_SQL_KETEN_SET] = "UPDATE keten SET schakels = ?1, kop = ?2, rest = ?3",
    [BP_SQL_OPLEIDING_FIND] =
        BP_SQLITE_OPLEIDING " WHERE w.instelling = ?1 AND w.sector = ?2 AND w.leerroute = ?3",
    [BP_SQL_OPLEIDING_CODE] =
        "SELECT id, instelling, sector, toestand, coalesce(laatste, 0), vingerafdruk,"
        " vingerafdruk_rio, begin, eind FROM opleiding WHERE code = ?1",
    [BP_SQL_OPLEIDING_ADD] = "INSERT INTO opleiding(instelling, sector, code, toestand, sinds)"
                             " VALUES(?1, ?2, ?3, 0, ?4)",
    [BP_SQL_ROUTE_FIND] = "SELECT opleiding FROM opleiding_route"
                          " WHERE instelling = ?1 AND sector = ?2 AND leerroute = ?3",
    [BP_SQL_ROUTE_PUT] = "INSERT INTO opleiding_route(instelling, sector, leerroute, opleiding)"
                         " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(instelling, sector, leerroute)"
                         " DO UPDATE SET opleiding = excluded.opleiding",
    [BP_SQL_OPLEIDING_BERICHT] =
        "INSERT INTO bericht(id, identificatiecode, opleiding, vorige, handeling, toestand,"
        " klaargezet, vingerafdruk, leerroute, begin, einde, body, instelling, reden)"
        " VALUES(?1, ?2, ?3, ?4, ?5, 2, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [BP_SQL_OPLEIDING_LAATSTE] = "UPDATE opleiding SET toestand = 2, sinds = ?2, laatste = ?3,"
                                 " vingerafdruk = ?4 WHERE id = ?1",
    [BP_SQL_OPLEIDING_TOESTAND] = "UPDATE opleiding SET toestand = ?3, sinds = ?4"
                                  " WHERE id = ?1 AND laatste IS ?2",
    [BP_SQL_OPLEIDING_RIO] = "UPDATE opleiding SET vingerafdruk_rio = ?2, begin = ?3, eind = ?4"
                             " WHERE id = ?1",
    [BP_SQL_OPLEIDING_STAND] = "UPDATE opleiding SET vingerafdruk = ?2 WHERE id = ?1",
    [BP_SQL_ZENDING_OPLEIDING] =
        "SELECT id, handeling, identificatiecode, body, pogingen, vlaggen, toestand, vingerafdruk"
        " FROM bericht WHERE opleiding = ?1 AND toestand IN (2, 9) ORDER BY id LIMIT 1",
};

/* A disk can be full in more ways than SQLITE_FULL: also for the index of the log, which SQLite extends by
 * writing. */
static bool no_room(sqlite3 *db, int rc)
{
    int error = (rc & 0xff) == SQLITE_IOERR ? sqlite3_system_errno(db) : 0;
    return rc == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE || error == ENOSPC || error == EDQUOT;
}

/* SECURITY: sqlite3_errmsg() names tables and columns, never what is in them. */
enum bp_status bp_sqlite_error(sqlite3 *db, const char *path, int rc, struct bp_error *err)
{
    if (no_room(db, rc))
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "no room is left for the ledger %s; what was under way is not kept, all "
            "before it is: make room on the disk and run again",
            path);
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return bp_error_memory(err, "the ledger");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return bp_error_set(
            err, BP_E_LOCKED, NULL,
            "another run is at work in the ledger %s; this one did nothing, let the "
            "other one end first",
            path);
    case SQLITE_NOTADB:
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "%s is no ledger: it is no SQLite file; look at url in [ledger]", path);
    case SQLITE_CORRUPT:
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "the ledger %s is damaged (%s); keep the file, and put back the latest copy "
            "that is whole",
            path, sqlite3_errmsg(db));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "the ledger %s cannot be opened or written (%s); look at the rights on the "
            "file, its folder and the files beside it that end in -wal and -shm",
            path, sqlite3_errstr(rc));
    default:
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "the ledger %s: %s (SQLite code %d); what was under way is not kept, all "
            "before it is: solve that and run again",
            path, sqlite3_errmsg(db), rc);
    }
}

enum bp_status bp_sqlite_damaged(const struct bp_sqlite *l, struct bp_error *err)
{
    /* Not SQLite's own message: what it found wrong last, if anything, has nothing to do with this. */
    return bp_error_set(
        err, BP_E_LEDGER, NULL,
        "the ledger %s is damaged (%s); keep the file, and put back the latest copy "
        "that is whole",
        l->path, bp_text("rows that belong together contradict each other"));
}

static enum bp_status failed(struct bp_sqlite *l, sqlite3 *db, struct bp_error *err)
{
    return bp_sqlite_error(db, l->path, sqlite3_extended_errcode(db), err);
}

enum bp_status bp_sqlite_need_transaction(struct bp_sqlite *l, struct bp_error *err)
{
    return sqlite3_get_autocommit(l->db)
               ? bp_sqlite_error(l->db, l->path, SQLITE_ABORT_ROLLBACK, err)
               : BP_OK;
}

/* All at once, so that asking for one cannot fail; together they take less than a millisecond. */
enum bp_status bp_sqlite_prepare_all(struct bp_sqlite *l, struct bp_error *err)
{
    for (size_t i = 0; i < BP_SQL_COUNT; i++)
        if (sqlite3_prepare_v3(l->db, sql_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &l->statements[i], NULL) != SQLITE_OK)
            return failed(l, l->db, err);
    return BP_OK;
}

enum bp_status bp_sqlite_prepare(struct bp_sqlite *l, sqlite3 *db, const char *sql,
                                 sqlite3_stmt **out, struct bp_error *err)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL) == SQLITE_OK ? BP_OK : failed(l, db, err);
}

/* Bound without a copy: whoever binds keeps the bytes until the statement has run. */
int bp_sqlite_bind_str(sqlite3_stmt *stmt, int at, struct bp_str s)
{
    return sqlite3_bind_text64(stmt, at, s.len ? s.ptr : "", s.len, SQLITE_STATIC, SQLITE_UTF8);
}

int bp_sqlite_bind_maybe(sqlite3_stmt *stmt, int at, struct bp_str s)
{
    return s.len ? bp_sqlite_bind_str(stmt, at, s) : sqlite3_bind_null(stmt, at);
}

int bp_sqlite_bind_datum(sqlite3_stmt *stmt, int at, struct bp_datum d)
{
    return bp_datum_given(d) ? sqlite3_bind_int(stmt, at, bp_datum_key(d))
                             : sqlite3_bind_null(stmt, at);
}

int bp_sqlite_bind_hash(sqlite3_stmt *stmt, int at, const unsigned char *hash)
{
    return sqlite3_bind_blob(stmt, at, hash, BP_LEDGER_HASH, SQLITE_STATIC);
}

/* The pointer first: asking for it may convert the value, the length is that of what came out. */
struct bp_str bp_sqlite_str(sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    return (struct bp_str){ text ? (const char *)text : "",
                            (size_t)sqlite3_column_bytes(stmt, column) };
}

struct bp_str bp_sqlite_blob(sqlite3_stmt *stmt, int column)
{
    const void *blob = sqlite3_column_blob(stmt, column);
    return (struct bp_str){ blob ? blob : "", (size_t)sqlite3_column_bytes(stmt, column) };
}

struct bp_datum bp_sqlite_datum(sqlite3_stmt *stmt, int column)
{
    int key = sqlite3_column_int(stmt, column);
    return BP_DATUM(key / 10000, key / 100 % 100, key % 100);
}

bool bp_sqlite_hash(sqlite3_stmt *stmt, int column, unsigned char out[BP_LEDGER_HASH])
{
    struct bp_str blob = bp_sqlite_blob(stmt, column);
    if (blob.len != BP_LEDGER_HASH)
        return false;
    memcpy(out, blob.ptr, BP_LEDGER_HASH);
    return true;
}

enum bp_status bp_sqlite_step(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound, bool *row,
                              struct bp_error *err)
{
    *row = false;
    int rc = bound == SQLITE_OK ? sqlite3_step(stmt) : SQLITE_ERROR;
    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return BP_OK;
    enum bp_status st = failed(l, sqlite3_db_handle(stmt), err);
    (void)sqlite3_reset(stmt);
    return st;
}

enum bp_status bp_sqlite_run(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound,
                             struct bp_error *err)
{
    bool row = false;
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st == BP_OK)
        (void)sqlite3_reset(stmt);
    return st;
}

enum bp_status bp_sqlite_exec(struct bp_sqlite *l, const char *sql, struct bp_error *err)
{
    return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK ? BP_OK : failed(l, l->db, err);
}

enum bp_status bp_sqlite_number(struct bp_sqlite *l, const char *sql, sqlite3_int64 *out,
                                struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, sql, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st == BP_OK)
        *out = row ? sqlite3_column_int64(stmt, 0) : 0;
    (void)sqlite3_finalize(stmt);
    return st;
}

static int hex_digit(char c)
{
    if (bp_ascii_digit(c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Only the form that can be given back as it came: lower case, hyphens in their places. */
bool bp_sqlite_uuid_parse(struct bp_str text, unsigned char out[BP_SQLITE_UUID])
{
    size_t at = 0, bytes = 0;
    if (text.len != 36)
        return false;
    while (at < text.len) {
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (text.ptr[at++] != '-')
                return false;
            continue;
        }
        int high = hex_digit(text.ptr[at]), low = hex_digit(text.ptr[at + 1]);
        if (high < 0 || low < 0)
            return false;
        out[bytes++] = (unsigned char)(high << 4 | low);
        at += 2;
    }
    return true;
}

bool bp_sqlite_uuid_format(struct bp_str bytes, char out[BP_UUID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    size_t at = 0;
    if (bytes.len != BP_SQLITE_UUID)
        return false;
    for (size_t i = 0; i < BP_SQLITE_UUID; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = hex[byte >> 4];
        out[at++] = hex[byte & 15];
    }
    out[at] = '\0';
    return true;
}
