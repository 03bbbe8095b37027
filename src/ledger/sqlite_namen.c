#include "sqlite.h"

/* An id that `find` gives; 0 when there is none. */
static enum bp_status find_id(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound,
                              sqlite3_int64 *out, struct bp_error *err)
{
    bool row = false;
    *out = 0;
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st != BP_OK)
        return st;
    if (row)
        *out = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return BP_OK;
}

static enum bp_status add_id(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound,
                             enum keten_rij soort, sqlite3_int64 *out, struct bp_error *err)
{
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st != BP_OK)
        return st;
    *out = sqlite3_last_insert_rowid(l->db);
    return bp_sqlite_rest_plus(l, soort, *out, err);
}

enum bp_status bp_sqlite_persoon(struct bp_sqlite *l, const unsigned char hash[BP_LEDGER_HASH],
                                 bool add, sqlite3_int64 *out, struct bp_error *err)
{
    *out = l->persoon_id;
    if (l->persoon_id && memcmp(l->persoon, hash, BP_LEDGER_HASH) == 0)
        return BP_OK;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_PERSOON_FIND);
    enum bp_status st = find_id(l, stmt, bp_sqlite_bind_hash(stmt, 1, hash), out, err);
    if (st == BP_OK && !*out && add) {
        stmt = bp_sqlite_statement(l, BP_SQL_PERSOON_ADD);
        st = add_id(l, stmt, bp_sqlite_bind_hash(stmt, 1, hash), KETEN_PERSOON, out, err);
    }
    if (st == BP_OK && *out) {
        l->persoon_id = *out;
        memcpy(l->persoon, hash, BP_LEDGER_HASH);
    }
    return st;
}

/* FNV-1a: which slot remembers the institution. */
static size_t slot_of(struct bp_str brin, const char *contract)
{
    uint32_t h = 2166136261U;
    for (size_t i = 0; i < brin.len; i++)
        h = (h ^ (unsigned char)brin.ptr[i]) * 16777619U;
    for (const char *p = contract; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619U;
    return h % BP_SQLITE_SLOTS;
}

enum bp_status bp_sqlite_instelling(struct bp_sqlite *l, struct bp_str brin, const char *contract,
                                    bool add, sqlite3_int64 *out, struct bp_error *err)
{
    struct bp_sqlite_instelling *slot = &l->instellingen[slot_of(brin, contract)];
    *out = slot->id;
    if (slot->id && bp_str_equal(brin, bp_str_of(slot->brin)) &&
        strcmp(slot->contract, contract) == 0)
        return BP_OK;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSTELLING_FIND);
    int bound = bp_sqlite_bind_str(stmt, 1, brin);
    bound |= bp_sqlite_bind_str(stmt, 2, bp_str_of(contract));
    enum bp_status st = find_id(l, stmt, bound, out, err);
    if (st == BP_OK && !*out && add) {
        stmt = bp_sqlite_statement(l, BP_SQL_INSTELLING_ADD);
        bound = bp_sqlite_bind_str(stmt, 1, brin);
        bound |= bp_sqlite_bind_str(stmt, 2, bp_str_of(contract));
        st = add_id(l, stmt, bound, KETEN_INSTELLING, out, err);
    }
    /* A text that does not fit, or holds a NUL, is not remembered: it would be taken for another.
     */
    bool fits = brin.len < sizeof slot->brin && strlen(contract) < sizeof slot->contract &&
                (brin.len == 0 || !memchr(brin.ptr, '\0', brin.len));
    if (st == BP_OK && *out && fits) {
        slot->id = *out;
        (void)bp_str_copy(slot->brin, sizeof slot->brin, brin);
        (void)bp_str_copy(slot->contract, sizeof slot->contract, bp_str_of(contract));
    }
    return st;
}

void bp_sqlite_forget(struct bp_sqlite *l)
{
    l->persoon_id = 0;
    memset(l->instellingen, 0, sizeof l->instellingen);
}
