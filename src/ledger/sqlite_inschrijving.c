#include "sqlite.h"

#include <stdlib.h>

/* More enrolments than this cannot be: 3 times all the pupils and students of the country. */
#define SEEN_MAX ((sqlite3_int64)1 << 26)

/* Looks for the enrolment; *stmt stands on its row and is the caller's to reset, or is NULL when
 * there is none. */
static enum bp_status find(struct bp_sqlite *l, const struct bp_ledger_inschrijving *seen,
                           sqlite3_stmt **out, struct bp_error *err)
{
    sqlite3_int64 instelling = 0, persoon = 0;
    *out = NULL;
    enum bp_status st = bp_sqlite_instelling(l, seen->brin, seen->sector, false, &instelling, err);
    if (st == BP_OK && instelling)
        st = bp_sqlite_persoon(l, seen->persoon, false, &persoon, err);
    if (st != BP_OK || !persoon)
        return st;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_FIND);
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int64(stmt, 2, persoon);
    bound |= bp_sqlite_bind_str(stmt, 3, seen->volgnummer);
    bool row = false;
    st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st == BP_OK && row)
        *out = stmt;
    else if (st == BP_OK)
        (void)sqlite3_reset(stmt);
    return st;
}

enum bp_status bp_sqlite_inschrijving_find(struct bp_ledger *ledger,
                                           const struct bp_ledger_inschrijving *seen,
                                           struct bp_ledger_bekend *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    *out = (struct bp_ledger_bekend){ 0 };
    enum bp_status st = find(l, seen, &stmt, err);
    if (st == BP_OK && stmt) {
        out->found = sqlite3_column_type(stmt, 4) == SQLITE_NULL;
        out->begin = bp_sqlite_datum(stmt, 1);
        out->einde = bp_sqlite_datum(stmt, 2);
        (void)sqlite3_reset(stmt);
    }
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

static enum bp_status mark_seen(struct bp_sqlite *l, sqlite3_int64 id, struct bp_error *err)
{
    if (id < 0 || id >= SEEN_MAX)
        return bp_sqlite_damaged(l, err);
    size_t at = (size_t)id / 8;
    if (at >= l->seen_bytes) {
        size_t bytes = l->seen_bytes ? l->seen_bytes : 4096;
        while (bytes <= at)
            bytes *= 2;
        unsigned char *grown = realloc(l->seen, bytes);
        if (!grown)
            return bp_error_memory(err, "the enrolments of a run");
        memset(grown + l->seen_bytes, 0, bytes - l->seen_bytes);
        l->seen = grown;
        l->seen_bytes = bytes;
    }
    l->seen[at] = (unsigned char)(l->seen[at] | 1U << (id % 8));
    return BP_OK;
}

static bool was_seen(const struct bp_sqlite *l, sqlite3_int64 id)
{
    size_t at = (size_t)id / 8;
    return id >= 0 && at < l->seen_bytes && (l->seen[at] >> (id % 8) & 1) != 0;
}

void bp_sqlite_unsee(struct bp_sqlite *l)
{
    free(l->seen);
    l->seen = NULL;
    l->seen_bytes = 0;
}

static enum bp_status add(struct bp_sqlite *l, const struct bp_ledger_inschrijving *seen,
                          struct bp_error *err)
{
    sqlite3_int64 instelling = 0, persoon = 0;
    enum bp_status st = bp_sqlite_instelling(l, seen->brin, seen->sector, true, &instelling, err);
    if (st == BP_OK)
        st = bp_sqlite_persoon(l, seen->persoon, true, &persoon, err);
    if (st != BP_OK)
        return st;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_ADD);
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int64(stmt, 2, persoon);
    bound |= bp_sqlite_bind_str(stmt, 3, seen->volgnummer);
    bound |= bp_sqlite_bind_datum(stmt, 4, seen->begin);
    bound |= bp_sqlite_bind_datum(stmt, 5, seen->einde);
    bound |= bp_sqlite_bind_maybe(stmt, 6, seen->leerlingnummer);
    st = bp_sqlite_run(l, stmt, bound, err);
    if (st != BP_OK)
        return st;
    sqlite3_int64 id = sqlite3_last_insert_rowid(l->db);
    st = bp_sqlite_rest_plus(l, KETEN_INSCHRIJVING, id, err);
    return st == BP_OK ? mark_seen(l, id, err) : st;
}

/* A change of the row with this number, in the table and in the sum. */
static enum bp_status change_row(struct bp_sqlite *l, sqlite3_int64 id, sqlite3_stmt *stmt,
                                 int bound, struct bp_error *err)
{
    enum bp_status st = bp_sqlite_rest_min(l, KETEN_INSCHRIJVING, id, err);
    if (st == BP_OK)
        st = bp_sqlite_run(l, stmt, bound, err);
    return st == BP_OK ? bp_sqlite_rest_plus(l, KETEN_INSCHRIJVING, id, err) : st;
}

static enum bp_status change(struct bp_sqlite *l, sqlite3_int64 id,
                             const struct bp_ledger_inschrijving *seen, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_CHANGE);
    int bound = sqlite3_bind_int64(stmt, 1, id);
    bound |= bp_sqlite_bind_datum(stmt, 2, seen->begin);
    bound |= bp_sqlite_bind_datum(stmt, 3, seen->einde);
    bound |= bp_sqlite_bind_maybe(stmt, 4, seen->leerlingnummer);
    return change_row(l, id, stmt, bound, err);
}

/* Nothing is written for an enrolment that is as it was: the 1.4 million of an ordinary night stay
 * reads. One that was rejected at first sight is not remembered: its key may be the very thing that
 * is wrong with it. */
enum bp_status bp_sqlite_inschrijving_see(struct bp_ledger *ledger,
                                          const struct bp_ledger_inschrijving *seen,
                                          struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = find(l, seen, &stmt, err);
    if (st != BP_OK)
        return st;
    if (!stmt)
        return seen->afgekeurd ? BP_OK : add(l, seen, err);
    sqlite3_int64 id = sqlite3_column_int64(stmt, 0);
    bool same = bp_datum_equal(bp_sqlite_datum(stmt, 1), seen->begin) &&
                bp_datum_equal(bp_sqlite_datum(stmt, 2), seen->einde) &&
                bp_str_equal(bp_sqlite_str(stmt, 3), seen->leerlingnummer) &&
                sqlite3_column_type(stmt, 4) == SQLITE_NULL;
    bool missed = sqlite3_column_type(stmt, 5) != SQLITE_NULL;
    (void)sqlite3_reset(stmt);
    if (!same && !seen->afgekeurd) {
        st = change(l, id, seen, err);
    } else if (missed) {
        stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_BACK);
        st = change_row(l, id, stmt, sqlite3_bind_int64(stmt, 1, id), err);
    }
    return st == BP_OK ? mark_seen(l, id, err) : st;
}

enum bp_status bp_sqlite_inschrijving_withdraw(struct bp_sqlite *l, sqlite3_int64 instelling,
                                               sqlite3_int64 persoon, struct bp_str volgnummer,
                                               int64_t now_ms, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_FIND);
    bool row = false;
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int64(stmt, 2, persoon);
    bound |= bp_sqlite_bind_str(stmt, 3, volgnummer);
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    sqlite3_int64 id = st == BP_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
    (void)sqlite3_reset(stmt);
    if (!id)
        return st;
    stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_WITHDRAW);
    bound = sqlite3_bind_int64(stmt, 1, id);
    bound |= sqlite3_bind_int64(stmt, 2, now_ms);
    return change_row(l, id, stmt, bound, err);
}

/* Known and open: a begin, not withdrawn, no explicit end before ?3. */
#define KNOWN_OPEN                                                                                 \
    " WHERE i.brin = ?1 AND i.contract = ?2 AND s.begin IS NOT NULL AND s.ingetrokken IS NULL"     \
    " AND coalesce(s.einde, 99999999) >= ?3"

static const char count_known[] =
    "SELECT count(*) FROM instelling i JOIN inschrijving s ON s.instelling = i.id" KNOWN_OPEN;

/* In the order of the index: sorting would write to a temporary file what belongs in the ledger
 * only. */
static const char each_known[] =
    "SELECT s.id, s.volgnummer, s.leerlingnummer, p.hmac, s.gemist FROM instelling i"
    " JOIN inschrijving s ON s.instelling = i.id JOIN persoon p ON p.id = s.persoon" KNOWN_OPEN
    " ORDER BY s.persoon, s.volgnummer";

static int bind_known(sqlite3_stmt *stmt, struct bp_str brin, const char *sector,
                      struct bp_datum peildatum)
{
    int bound = bp_sqlite_bind_str(stmt, 1, brin);
    bound |= bp_sqlite_bind_str(stmt, 2, bp_str_of(sector));
    return bound | sqlite3_bind_int(stmt, 3, bp_datum_key(peildatum));
}

enum bp_status bp_sqlite_inschrijving_known(struct bp_ledger *ledger, struct bp_str brin,
                                            const char *sector, struct bp_datum peildatum,
                                            size_t *count, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_former(l, &db, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, db, count_known, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, bind_known(stmt, brin, sector, peildatum), &row, err);
    if (st == BP_OK && row)
        *count = (size_t)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* gemist is in no index, so that the walk that calls this does not lose its way. */
static enum bp_status miss(struct bp_sqlite *l, sqlite3_int64 id, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_INSCHRIJVING_MISS);
    int bound = sqlite3_bind_int64(stmt, 1, id);
    bound |= sqlite3_bind_int64(stmt, 2, l->run_id);
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    return st == BP_OK ? change_row(l, id, stmt, bound, err) : st;
}

enum bp_status bp_sqlite_inschrijving_each_known(struct bp_ledger *ledger, struct bp_str brin,
                                                 const char *sector, struct bp_datum peildatum,
                                                 bp_ledger_key_fn *fn, void *ctx,
                                                 struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    unsigned char persoon[BP_LEDGER_HASH];
    struct bp_ledger_inschrijving_key key = { .sector = sector, .brin = brin, .persoon = persoon };
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, each_known, &stmt, err);
    int bound = st == BP_OK ? bind_known(stmt, brin, sector, peildatum) : SQLITE_OK;
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st != BP_OK || !row)
            break;
        if (was_seen(l, sqlite3_column_int64(stmt, 0)))
            continue;
        key.volgnummer = bp_sqlite_str(stmt, 1);
        key.leerlingnummer = bp_sqlite_str(stmt, 2);
        sqlite3_int64 gemist = sqlite3_column_int64(stmt, 4);
        key.al_gemist = gemist != 0 && !(ledger->in_run && gemist == l->run_id);
        st = bp_sqlite_hash(stmt, 3, persoon) ? fn(ctx, &key, err) : bp_sqlite_damaged(l, err);
        if (st == BP_OK && ledger->in_run && gemist == 0)
            st = miss(l, sqlite3_column_int64(stmt, 0), err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}
