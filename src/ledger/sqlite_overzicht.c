#include "sqlite.h"

enum bp_status bp_sqlite_knows_instelling(struct bp_ledger *ledger, struct bp_str brin,
                                          const char *contract, bool *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    *out = false;
    enum bp_status st = bp_sqlite_former(l, &db, err);
    if (st == BP_OK)
        st =
            bp_sqlite_prepare(l, db,
                              "SELECT 1 FROM instelling i JOIN registratie r ON r.instelling = i.id"
                              " WHERE i.brin = ?1 AND i.contract = ?2 LIMIT 1",
                              &stmt, err);
    if (st == BP_OK) {
        int bound = bp_sqlite_bind_str(stmt, 1, brin);
        bound |= bp_sqlite_bind_str(stmt, 2, bp_str_of(contract));
        st = bp_sqlite_step(l, stmt, bound, out, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* 2: klaargezet. In the order of the partial index, so that nothing is sorted. */
static const char staged[] =
    "SELECT b.id, b.identificatiecode, b.handeling, b.klaargezet, b.body, i.contract, i.brin,"
    " r.volgnummer, p.hmac FROM bericht b INDEXED BY bericht_klaargezet"
    " CROSS JOIN registratie r ON r.id = b.registratie"
    " CROSS JOIN instelling i ON i.id = r.instelling CROSS JOIN persoon p ON p.id = r.persoon"
    " WHERE b.toestand = 2 ORDER BY b.id";

static enum bp_status show_staged(struct bp_sqlite *l, sqlite3_stmt *stmt, bp_ledger_klaar_fn *fn,
                                  void *ctx, struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    struct bp_str code = bp_sqlite_blob(stmt, 1);
    if (!bp_sqlite_uuid_format(code, uuid))
        return bp_sqlite_damaged(l, err);
    struct bp_ledger_klaar klaar = {
        .key = { .contract = bp_sqlite_str(stmt, 5).ptr,
                 .brin = bp_sqlite_str(stmt, 6),
                 .volgnummer = bp_sqlite_str(stmt, 7) },
        .handeling = bp_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 2)),
        .identificatiecode = bp_str_of(uuid),
        .body = bp_sqlite_blob(stmt, 4),
        .klaargezet_ms = sqlite3_column_int64(stmt, 3),
    };
    if (!bp_sqlite_hash(stmt, 8, klaar.key.persoon))
        return bp_sqlite_damaged(l, err);
    return fn(ctx, &klaar, err);
}

enum bp_status bp_sqlite_each_staged(struct bp_ledger *ledger, bp_ledger_klaar_fn *fn, void *ctx,
                                     struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, staged, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = show_staged(l, stmt, fn, ctx, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* In the order of the table, so that nothing is sorted. */
static const char registraties[] =
    "SELECT i.contract, i.brin, r.volgnummer, p.hmac, r.toestand, b.handeling, b.identificatiecode,"
    " b.body, " BP_SQLITE_LEERLINGNUMMER ", coalesce(b.aangeboden, b.klaargezet) FROM registratie r"
    " CROSS JOIN bericht b ON b.id = r.laatste CROSS JOIN instelling i ON i.id = r.instelling"
    " CROSS JOIN persoon p ON p.id = r.persoon ORDER BY r.id";

static enum bp_status show_registratie(struct bp_sqlite *l, sqlite3_stmt *stmt,
                                       bp_ledger_registratie_fn *fn, void *ctx,
                                       struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    if (!bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 6), uuid))
        return bp_sqlite_damaged(l, err);
    struct bp_ledger_registratie registratie = {
        .key = { .contract = bp_sqlite_str(stmt, 0).ptr,
                 .brin = bp_sqlite_str(stmt, 1),
                 .volgnummer = bp_sqlite_str(stmt, 2) },
        .toestand = (enum bp_toestand)sqlite3_column_int(stmt, 4),
        .handeling = bp_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 5)),
        .identificatiecode = bp_str_of(uuid),
        .leerlingnummer = bp_sqlite_str(stmt, 8),
        .body = bp_sqlite_blob(stmt, 7),
        .moment_ms = sqlite3_column_int64(stmt, 9),
    };
    if (!bp_sqlite_hash(stmt, 3, registratie.key.persoon))
        return bp_sqlite_damaged(l, err);
    return fn(ctx, &registratie, err);
}

enum bp_status bp_sqlite_each_registratie(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                          void *ctx, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, registraties, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = show_registratie(l, stmt, fn, ctx, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

static const char tellingen[] =
    "SELECT i.brin, i.contract, t.toestand, t.aantal, t.oudste FROM"
    " (SELECT instelling, toestand, count(*) AS aantal, min(sinds) AS oudste"
    "  FROM registratie GROUP BY instelling, toestand) t JOIN instelling i ON i.id = t.instelling"
    " ORDER BY (?1 >> t.toestand) & 1 DESC, i.brin, i.contract, t.toestand";

enum bp_status bp_sqlite_each_telling(struct bp_ledger *ledger, unsigned urgent,
                                      bp_ledger_telling_fn *fn, void *ctx, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, tellingen, &stmt, err);
    int bound = st == BP_OK ? sqlite3_bind_int64(stmt, 1, urgent) : SQLITE_OK;
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st != BP_OK || !row)
            break;
        struct bp_ledger_telling telling = {
            .brin = bp_sqlite_str(stmt, 0),
            .contract = bp_sqlite_str(stmt, 1).ptr,
            .toestand = (enum bp_toestand)sqlite3_column_int(stmt, 2),
            .count = (size_t)sqlite3_column_int64(stmt, 3),
            .oldest_ms = sqlite3_column_int64(stmt, 4),
        };
        st = fn(ctx, &telling, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_last_run(struct bp_ledger *ledger, bool *found, struct bp_ledger_run *out,
                                  struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_RUN_LAST);
    *out = (struct bp_ledger_run){ 0 };
    enum bp_status st = bp_sqlite_step(l, stmt, SQLITE_OK, found, err);
    if (st != BP_OK)
        return st;
    if (*found)
        *out = (struct bp_ledger_run){
            .peildatum = bp_sqlite_datum(stmt, 0),
            .begonnen_ms = sqlite3_column_int64(stmt, 1),
            .klaar_ms = sqlite3_column_int64(stmt, 2),
            .klaargezet = (size_t)sqlite3_column_int64(stmt, 3),
            .ongewijzigd = (size_t)sqlite3_column_int64(stmt, 4),
        };
    (void)sqlite3_reset(stmt);
    return bp_sqlite_still(l, err);
}
