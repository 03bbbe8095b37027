/* A run is one transaction, so that a run that is killed, or stopped for a mass change, leaves
 * nothing. */
#include "sqlite.h"

static void run_abandon(struct bp_ledger *ledger)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    if (!sqlite3_get_autocommit(l->db))
        (void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    bp_sqlite_forget(l);
    bp_sqlite_unsee(l);
}

enum bp_status bp_sqlite_count_berichten(struct bp_sqlite *l, struct bp_error *err)
{
    bool row = false;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_NEXT);
    enum bp_status st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st == BP_OK) {
        l->next_bericht = sqlite3_column_int64(stmt, 0);
        (void)sqlite3_reset(stmt);
    }
    return st;
}

static enum bp_status open_run(struct bp_sqlite *l, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_RUN_ADD);
    int bound = bp_sqlite_bind_datum(stmt, 1, l->base.run.peildatum);
    bound |= sqlite3_bind_int64(stmt, 2, l->base.run.begonnen_ms);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st != BP_OK)
        return st;
    l->run_id = sqlite3_last_insert_rowid(l->db);
    return bp_sqlite_count_berichten(l, err);
}

/* Nothing of a transaction that did not get to its end remains, in memory neither. */
static enum bp_status begin(struct bp_ledger *ledger, int wait_ms, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    (void)sqlite3_busy_timeout(l->db, wait_ms);
    enum bp_status st = bp_sqlite_exec(l, "BEGIN IMMEDIATE", err);
    (void)sqlite3_busy_timeout(l->db, BP_SQLITE_WAIT_MS);
    bp_sqlite_forget(l);
    if (st == BP_OK && (st = bp_sqlite_keten_load(l, err)) != BP_OK)
        run_abandon(ledger);
    return st;
}

/* Hardly any waiting: a lock that is held for longer than a step is held by another run, for minutes. (A
 * neighbour that opens or closes takes its locks only while this handle has none.) */
static enum bp_status run_begin(struct bp_ledger *ledger, struct bp_error *err)
{
    enum bp_status st = begin(ledger, BP_SQLITE_RUN_WAIT_MS, err);
    if (st != BP_OK)
        return st;
    st = open_run(bp_sqlite_of(ledger), err);
    if (st != BP_OK)
        run_abandon(ledger);
    return st;
}

/* The link that says that the run took place, and with what. */
static enum bp_status link_run(struct bp_sqlite *l, struct bp_error *err)
{
    struct bp_sqlite_schakel s = { .run = l->run_id,
                                   .van = BP_OVERGANG_RUN,
                                   .naar = BP_OVERGANG_RUN,
                                   .moment = l->base.run.klaar_ms };
    enum bp_status st =
        bp_sqlite_keten_stand(l, KETEN_RUN, l->run_id, &s.met_inhoud, s.inhoud, err);
    return st == BP_OK ? bp_sqlite_schakel_add(l, &s, err) : st;
}

static enum bp_status commit(struct bp_sqlite *l, struct bp_error *err)
{
    enum bp_status st = bp_sqlite_keten_save(l, err);
    return st == BP_OK ? bp_sqlite_exec(l, "COMMIT", err) : st;
}

static enum bp_status run_commit(struct bp_ledger *ledger, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    const struct bp_ledger_run *run = &ledger->run;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK) {
        sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_RUN_CLOSE);
        int bound = sqlite3_bind_int64(stmt, 1, l->run_id);
        bound |= sqlite3_bind_int64(stmt, 2, run->klaar_ms);
        bound |= sqlite3_bind_int64(stmt, 3, (sqlite3_int64)run->klaargezet);
        bound |= sqlite3_bind_int64(stmt, 4, (sqlite3_int64)run->ongewijzigd);
        st = bp_sqlite_run(l, stmt, bound, err);
    }
    if (st == BP_OK)
        st = link_run(l, err);
    if (st == BP_OK)
        st = commit(l, err);
    if (st != BP_OK)
        run_abandon(ledger);
    bp_sqlite_unsee(l);
    return st;
}

static enum bp_status step_begin(struct bp_ledger *ledger, unsigned wait_ms, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    enum bp_status st = begin(ledger, (int)wait_ms, err);
    if (st == BP_OK && (st = bp_sqlite_count_berichten(l, err)) != BP_OK)
        run_abandon(ledger);
    return st;
}

static enum bp_status step_commit(struct bp_ledger *ledger, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = commit(l, err);
    if (st != BP_OK)
        run_abandon(ledger);
    return st;
}

const struct bp_ledger_ops bp_sqlite_ops = {
    .close = bp_sqlite_close,
    .run_begin = run_begin,
    .run_commit = run_commit,
    .run_abandon = run_abandon,
    .inschrijving_find = bp_sqlite_inschrijving_find,
    .inschrijving_see = bp_sqlite_inschrijving_see,
    .inschrijving_known = bp_sqlite_inschrijving_known,
    .inschrijving_each_known = bp_sqlite_inschrijving_each_known,
    .lookup = bp_sqlite_lookup,
    .stage = bp_sqlite_stage,
    .knows_instelling = bp_sqlite_knows_instelling,
    .each_staged = bp_sqlite_each_staged,
    .each_registratie = bp_sqlite_each_registratie,
    .each_telling = bp_sqlite_each_telling,
    .last_run = bp_sqlite_last_run,
    .step_begin = step_begin,
    .step_commit = step_commit,
    .step_abandon = run_abandon,
    .submit_lock = bp_sqlite_submit_lock,
    .submit_unlock = bp_sqlite_submit_unlock,
    .submit_recover = bp_sqlite_submit_recover,
    .each_wachtrij = bp_sqlite_each_wachtrij,
    .claim = bp_sqlite_claim,
    .settle = bp_sqlite_settle,
    .next_geweigerd = bp_sqlite_next_geweigerd,
    .again = bp_sqlite_again,
    .each_probleem = bp_sqlite_each_probleem,
    .feedback = bp_sqlite_feedback,
    .find = bp_sqlite_find,
    .opleiding_lookup = bp_sqlite_opleiding_lookup,
    .each_opleiding = bp_sqlite_each_opleiding,
    .opleiding_bind = bp_sqlite_opleiding_bind,
    .opleiding_stage = bp_sqlite_opleiding_stage,
    .opleiding_claim = bp_sqlite_opleiding_claim,
    .opleiding_gezien = bp_sqlite_opleiding_gezien,
    .opleiding_meldingen = bp_sqlite_opleiding_meldingen,
    .each_bewijs = bp_sqlite_each_bewijs,
    .overgenomen = bp_sqlite_overgenomen,
    .erken = bp_sqlite_erken,
    .zegel = bp_sqlite_zegel,
    .keur = bp_sqlite_keur,
};
