/* sqlite_claim.c - the queue: what goes out next, and what went wrong before */
#include "sqlite.h"

enum bp_status bp_sqlite_mark_claimed(struct bp_sqlite *l, sqlite3_int64 bericht,
                                      struct bp_sqlite_eigenaar eigenaar, int van,
                                      const unsigned char message_id[BP_SQLITE_UUID],
                                      struct bp_error *err)
{
    int64_t now_ms = l->base.env->now_ms(l->base.env->ctx);
    bool laatste = false;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_POGING_ADD);
    int bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_blob(stmt, 2, message_id, BP_SQLITE_UUID, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 3, now_ms);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK)
        st = bp_sqlite_rest_min(l, KETEN_WACHT, bericht, err);
    stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_CLAIM);
    bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_int64(stmt, 2, now_ms);
    if (st == BP_OK)
        st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK)
        st = bp_sqlite_rest_plus(l, KETEN_WACHT, bericht, err);
    if (st == BP_OK)
        st = bp_sqlite_eigenaar_toestand(l, eigenaar, bericht, BP_TOESTAND_AANGEBODEN, now_ms,
                                         &laatste, err);
    return st == BP_OK ? bp_sqlite_overgang(l, laatste ? eigenaar.registratie : 0, bericht, van,
                                            BP_TOESTAND_AANGEBODEN, now_ms, err)
                       : st;
}

static int bind_queue(struct bp_sqlite *l, sqlite3_stmt *stmt, sqlite3_int64 instelling,
                      const struct bp_ledger_vraag *vraag)
{
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int64(stmt, 2, l->base.env->now_ms(l->base.env->ctx));
    return bound | sqlite3_bind_int64(stmt, 3, vraag->pogingen);
}

/* Nothing may go now: is there something that may later? */
static enum bp_status look_later(struct bp_sqlite *l, sqlite3_int64 instelling,
                                 const struct bp_ledger_vraag *vraag, enum bp_ledger_claim *out,
                                 int64_t *later_ms, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_ZENDING_LATER);
    bool row = false;
    enum bp_status st = bp_sqlite_step(l, stmt, bind_queue(l, stmt, instelling, vraag), &row, err);
    if (st != BP_OK)
        return st;
    if (row && sqlite3_column_type(stmt, 0) != SQLITE_NULL) {
        *later_ms = sqlite3_column_int64(stmt, 0);
        *out = BP_CLAIM_LATER;
    }
    (void)sqlite3_reset(stmt);
    return BP_OK;
}

enum bp_status bp_sqlite_claim(struct bp_ledger *ledger, const struct bp_ledger_vraag *vraag,
                               bp_ledger_zending_fn *fn, void *ctx, enum bp_ledger_claim *out,
                               int64_t *later_ms, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_int64 instelling = 0;
    unsigned char message_id[BP_SQLITE_UUID];
    char uuid[BP_UUID_TEXT];
    bool row = false;
    *out = BP_CLAIM_GEEN;
    if (!bp_sqlite_uuid_parse(vraag->message_id, message_id))
        return bp_error_set(err, BP_E_INTERNAL, NULL, "a message was claimed without a MessageID");
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = bp_sqlite_instelling(l, vraag->brin, vraag->contract, false, &instelling, err);
    if (st != BP_OK || !instelling)
        return st;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_ZENDING_NEXT);
    int bound = bind_queue(l, stmt, instelling, vraag);
    bound |= bp_sqlite_bind_str(stmt, 4, vraag->brin);
    bound |= sqlite3_bind_int(stmt, 5, vraag->alleen_begonnen);
    st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st != BP_OK)
        return st;
    if (!row) {
        (void)sqlite3_reset(stmt);
        return look_later(l, instelling, vraag, out, later_ms, err);
    }
    int van = sqlite3_column_int(stmt, 6), vlaggen = sqlite3_column_int(stmt, 5);
    const struct bp_sqlite_eigenaar eigenaar = { .registratie = sqlite3_column_int64(stmt, 7) };
    struct bp_ledger_zending zending = {
        .bericht = sqlite3_column_int64(stmt, 0),
        .handeling = bp_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 1)),
        .identificatiecode = { uuid, sizeof uuid - 1 },
        .body = bp_sqlite_blob(stmt, 3),
        .poging = (unsigned)sqlite3_column_int(stmt, 4) + 1,
        .onbeantwoord = vlaggen & BP_VLAG_ONBEANTWOORD,
        .fout_beantwoord = vlaggen & BP_VLAG_FOUT,
    };
    bool whole = bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 2), uuid);
    st = whole ? fn(ctx, &zending, err) : bp_sqlite_damaged(l, err);
    (void)sqlite3_reset(stmt);
    if (st == BP_OK)
        st = bp_sqlite_mark_claimed(l, zending.bericht, eigenaar, van, message_id, err);
    if (st == BP_OK)
        *out = BP_CLAIM_ZENDING;
    return st;
}

enum bp_status bp_sqlite_each_wachtrij(struct bp_ledger *ledger, bp_ledger_wachtrij_fn *fn,
                                       void *ctx, struct bp_error *err)
{
    static const char queues[] =
        "SELECT i.brin, i.contract, t.aantal, t.geprobeerd FROM"
        " (SELECT instelling, count(*) AS aantal, sum(pogingen > 0) AS geprobeerd"
        " FROM bericht INDEXED BY bericht_wacht WHERE toestand IN (2, 9) GROUP BY instelling) t"
        " JOIN instelling i ON i.id = t.instelling ORDER BY i.brin, i.contract";
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, queues, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        const struct bp_ledger_wachtrij wachtrij = {
            .brin = bp_sqlite_str(stmt, 0),
            .contract = bp_sqlite_str(stmt, 1).ptr,
            .count = (size_t)sqlite3_column_int64(stmt, 2),
            .geprobeerd = (size_t)sqlite3_column_int64(stmt, 3),
        };
        st = fn(ctx, &wachtrij, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_next_geweigerd(struct bp_ledger *ledger, int64_t na, bool *found,
                                        bp_ledger_geweigerd_fn *fn, void *ctx, struct bp_error *err)
{
    static const char refused[] =
        "SELECT b.id, b.identificatiecode, b.body FROM bericht b INDEXED BY bericht_geweigerd"
        " JOIN registratie r ON r.id = b.registratie AND r.laatste = b.id"
        " WHERE b.toestand IN (7, 8) AND b.id > ?1 AND b.body IS NOT NULL ORDER BY b.id LIMIT 1";
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    char uuid[BP_UUID_TEXT];
    enum bp_status st = bp_sqlite_prepare(l, l->db, refused, &stmt, err);
    *found = false;
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, na), found, err);
    if (st == BP_OK && *found) {
        const struct bp_ledger_geweigerd geweigerd = {
            .bericht = sqlite3_column_int64(stmt, 0),
            .identificatiecode = { uuid, sizeof uuid - 1 },
            .body = bp_sqlite_blob(stmt, 2),
        };
        st = bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 1), uuid) ? fn(ctx, &geweigerd, err)
                                                                  : bp_sqlite_damaged(l, err);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

/* First what needs a person, then what is not answered yet. */
static enum bp_status each_in(struct bp_sqlite *l, const char *sql, bp_ledger_probleem_fn *fn,
                              void *ctx, struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, sql, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        const struct bp_ledger_probleem probleem = {
            .brin = bp_sqlite_str(stmt, 0),
            .contract = bp_sqlite_str(stmt, 1).ptr,
            .volgnummer = bp_sqlite_str(stmt, 2),
            .leerlingnummer = bp_sqlite_str(stmt, 3),
            .toestand = (enum bp_toestand)sqlite3_column_int(stmt, 4),
            .sinds_ms = sqlite3_column_int64(stmt, 5),
            .pogingen = (size_t)sqlite3_column_int64(stmt, 6),
            .code = bp_sqlite_str(stmt, 7),
            .tekst = bp_sqlite_str(stmt, 8),
        };
        st = fn(ctx, &probleem, err);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

#define PROBLEEM                                                                                   \
    "SELECT i.brin, i.contract, r.volgnummer, b.leerlingnummer, r.toestand, r.sinds,"              \
    " (SELECT count(*) FROM poging p WHERE p.bericht = b.id), b.code, b.tekst FROM bericht b"
#define OF_REGISTRATIE                                                                             \
    " JOIN registratie r ON r.id = b.registratie AND r.laatste = b.id"                             \
    " JOIN instelling i ON i.id = r.instelling"

enum bp_status bp_sqlite_each_probleem(struct bp_ledger *ledger, bp_ledger_probleem_fn *fn,
                                       void *ctx, struct bp_error *err)
{
    static const char needs_person[] = PROBLEEM " INDEXED BY bericht_geweigerd" OF_REGISTRATIE
                                                " WHERE b.toestand IN (7, 8) ORDER BY b.id";
    static const char waits[] =
        PROBLEEM " INDEXED BY bericht_wacht" OF_REGISTRATIE
                 " WHERE b.toestand IN (2, 9) AND (b.toestand = 9 OR b.code IS NOT NULL)";
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    enum bp_status st = each_in(l, needs_person, fn, ctx, err);
    if (st == BP_OK)
        st = each_in(l, waits, fn, ctx, err);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}
