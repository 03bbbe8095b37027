/* sqlite_submit.c - one submitter at a time, and what became of a message */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* A file of its own: SQLite's own locks belong to transactions, and a submitter is at work for hours.
 * flock() ends with the process, however that ends. The file stays: whoever took it away could take it
 * from under a waiting neighbour. */
enum bp_status bp_sqlite_submit_lock(struct bp_ledger *ledger, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    char name[PATH_MAX];
    /* SQLite's name of the file: the same one through every link to it */
    int len = snprintf(name, sizeof name, "%s-submit", sqlite3_db_filename(l->db, "main"));
    int fd = len > 0 && len < PATH_MAX ? open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
                                       : -1;
    if (fd < 0)
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "the lock file of the ledger %s cannot be made: %s; look at the rights "
                            "on its folder",
                            l->path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int why = errno;
        (void)close(fd);
        if (why != EWOULDBLOCK)
            return bp_error_set(err, BP_E_LEDGER, NULL, "the ledger %s cannot be locked: %s",
                                l->path, strerror(why));
        return bp_error_set(
            err, BP_E_LOCKED, NULL,
            "somebody else is sending from the ledger %s; this one did nothing, let "
            "the other one end first",
            l->path);
    }
    l->submit_lock = fd;
    return BP_OK;
}

void bp_sqlite_submit_unlock(struct bp_ledger *ledger)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    (void)close(l->submit_lock);
    l->submit_lock = -1;
}

enum bp_status bp_sqlite_eigenaar_toestand(struct bp_sqlite *l, struct bp_sqlite_eigenaar eigenaar,
                                           sqlite3_int64 bericht, int toestand, int64_t now_ms,
                                           bool *laatste, struct bp_error *err)
{
    bool registratie = eigenaar.registratie != 0;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, registratie ? BP_SQL_REGISTRATIE_TOESTAND
                                                            : BP_SQL_OPLEIDING_TOESTAND);
    int bound =
        sqlite3_bind_int64(stmt, 1, registratie ? eigenaar.registratie : eigenaar.opleiding);
    bound |= sqlite3_bind_int64(stmt, 2, bericht);
    bound |= sqlite3_bind_int(stmt, 3, toestand);
    bound |= sqlite3_bind_int64(stmt, 4, now_ms);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    *laatste = st == BP_OK && sqlite3_changes(l->db) > 0;
    return st;
}

/* A message before it changes. */
struct was {
    int toestand, handeling, vlaggen;
    struct bp_sqlite_eigenaar eigenaar;
    struct bp_datum begin, einde;
    unsigned char uuid[BP_SQLITE_UUID], vingerafdruk[BP_LEDGER_HASH];
};

static enum bp_status get(struct bp_sqlite *l, sqlite3_int64 bericht, struct was *out,
                          struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_GET);
    bool row = false;
    enum bp_status st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, bericht), &row, err);
    if (st != BP_OK)
        return st;
    out->toestand = sqlite3_column_int(stmt, 0);
    out->eigenaar.registratie = sqlite3_column_int64(stmt, 1);
    out->eigenaar.opleiding = sqlite3_column_int64(stmt, 6);
    out->begin = bp_sqlite_datum(stmt, 7);
    out->einde = bp_sqlite_datum(stmt, 8);
    out->handeling = sqlite3_column_int(stmt, 2);
    out->vlaggen = sqlite3_column_int(stmt, 3);
    struct bp_str uuid = bp_sqlite_blob(stmt, 4);
    bool whole = row && uuid.len == BP_SQLITE_UUID && bp_sqlite_hash(stmt, 5, out->vingerafdruk);
    if (whole)
        memcpy(out->uuid, uuid.ptr, BP_SQLITE_UUID);
    (void)sqlite3_reset(stmt);
    return whole ? BP_OK : bp_sqlite_damaged(l, err);
}

/* Message and registration go to `naar`, and the log says so. */
static enum bp_status move(struct bp_sqlite *l, sqlite3_int64 bericht, const struct was *was,
                           int naar, int64_t now_ms, struct bp_error *err)
{
    bool laatste = false;
    enum bp_status st =
        bp_sqlite_eigenaar_toestand(l, was->eigenaar, bericht, naar, now_ms, &laatste, err);
    if (st != BP_OK || was->toestand == naar)
        return st;
    return bp_sqlite_overgang(l, laatste ? was->eigenaar.registratie : 0, bericht, was->toestand,
                              naar, now_ms, err);
}

/* A change of when a message may go again, in the table and in the sum. */
static enum bp_status change_wait(struct bp_sqlite *l, sqlite3_int64 bericht, sqlite3_stmt *stmt,
                                  int bound, struct bp_error *err)
{
    enum bp_status st = bp_sqlite_rest_min(l, KETEN_WACHT, bericht, err);
    if (st == BP_OK)
        st = bp_sqlite_run(l, stmt, bound, err);
    return st == BP_OK ? bp_sqlite_rest_plus(l, KETEN_WACHT, bericht, err) : st;
}

/* The message keeps its number, and so its place in the queue; the identificatiecode that it had goes to a
 * row of its own, so that feedback on it is still understood. */
static enum bp_status renew(struct bp_sqlite *l, sqlite3_int64 bericht, const struct was *was,
                            const struct bp_ledger_uitkomst *u, bool from_zero,
                            struct bp_error *err)
{
    int64_t now_ms = l->base.env->now_ms(l->base.env->ctx);
    unsigned char uuid[BP_SQLITE_UUID];
    if (!bp_sqlite_uuid_parse(u->identificatiecode, uuid) || !bp_str_filled(u->body))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a message was to go again without identificatiecode or body");
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_RENEW);
    int bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_blob(stmt, 2, uuid, BP_SQLITE_UUID, SQLITE_STATIC);
    bound |= sqlite3_bind_blob64(stmt, 3, u->body.ptr, u->body.len, SQLITE_STATIC);
    bound |=
        u->niet_voor_ms ? sqlite3_bind_int64(stmt, 4, u->niet_voor_ms) : sqlite3_bind_null(stmt, 4);
    bound |= bp_sqlite_bind_maybe(stmt, 5, u->code);
    bound |= bp_sqlite_bind_maybe(stmt, 6, u->tekst);
    bound |= sqlite3_bind_int(stmt, 7, from_zero);
    enum bp_status st = change_wait(l, bericht, stmt, bound, err);
    sqlite3_int64 former = l->next_bericht++;
    stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_FORMER);
    bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_int64(stmt, 2, former);
    bound |= sqlite3_bind_blob(stmt, 3, was->uuid, BP_SQLITE_UUID, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 4, now_ms);
    bound |= sqlite3_bind_int(stmt, 5, was->vlaggen);
    if (st == BP_OK)
        st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK)
        st = bp_sqlite_overgang(l, 0, former, was->toestand, BP_TOESTAND_VERVANGEN, now_ms, err);
    return st == BP_OK ? move(l, bericht, was, BP_TOESTAND_KLAARGEZET, now_ms, err) : st;
}

static enum bp_status end_poging(struct bp_sqlite *l, const struct bp_ledger_uitkomst *u, int naar,
                                 int64_t now_ms, struct bp_error *err)
{
    sqlite3_stmt *stmt =
        bp_sqlite_statement(l, u->teruggegeven ? BP_SQL_POGING_UNDO : BP_SQL_POGING_END);
    int bound = sqlite3_bind_int64(stmt, 1, u->bericht);
    if (!u->teruggegeven) {
        bound |= sqlite3_bind_int64(stmt, 2, now_ms);
        bound |= sqlite3_bind_int(stmt, 3, naar);
        bound |= bp_sqlite_bind_maybe(stmt, 4, u->code);
    }
    return bp_sqlite_run(l, stmt, bound, err);
}

static enum bp_status put_uitkomst(struct bp_sqlite *l, const struct bp_ledger_uitkomst *u,
                                   int naar, int vlaggen, int64_t now_ms, struct bp_error *err)
{
    bool answered = naar != BP_TOESTAND_ONZEKER && naar != BP_TOESTAND_KLAARGEZET;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_SETTLE);
    int bound = sqlite3_bind_int64(stmt, 1, u->bericht);
    bound |= sqlite3_bind_int(stmt, 2, naar);
    bound |= sqlite3_bind_int(stmt, 3, vlaggen);
    bound |=
        u->niet_voor_ms ? sqlite3_bind_int64(stmt, 4, u->niet_voor_ms) : sqlite3_bind_null(stmt, 4);
    bound |= answered ? sqlite3_bind_int64(stmt, 5, now_ms) : sqlite3_bind_null(stmt, 5);
    bound |= bp_sqlite_bind_maybe(stmt, 6, u->code);
    bound |= bp_sqlite_bind_maybe(stmt, 7, u->tekst);
    bound |= sqlite3_bind_int(stmt, 8, u->teruggegeven);
    return change_wait(l, u->bericht, stmt, bound, err);
}

/* The errors that came with the verdict. */
static enum bp_status put_meldingen(struct bp_sqlite *l, const struct bp_ledger_uitkomst *u,
                                    int64_t now_ms, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    bool new;
    for (size_t i = 0; st == BP_OK && i < u->melding_count; i++)
        st = bp_sqlite_melding_add(l, u->bericht, u->toestand, &u->meldingen[i], now_ms, &new, err);
    return st;
}

enum bp_status bp_sqlite_registratie_duo(struct bp_sqlite *l, sqlite3_int64 registratie,
                                         const unsigned char *vingerafdruk, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_REGISTRATIE_DUO);
    int bound = sqlite3_bind_int64(stmt, 1, registratie);
    bound |= vingerafdruk ? bp_sqlite_bind_hash(stmt, 2, vingerafdruk) : sqlite3_bind_null(stmt, 2);
    return bp_sqlite_run(l, stmt, bound, err);
}

/* What DUO has now: this stand, or after a verwijdering nothing. A receipt of RIO says nothing of the stand. */
static enum bp_status put_duo(struct bp_sqlite *l, const struct was *was, int naar,
                              struct bp_error *err)
{
    const unsigned char *stand =
        was->handeling == BP_HANDELING_INSCHRIJVING ? was->vingerafdruk : NULL;
    if (was->eigenaar.registratie)
        return bp_sqlite_registratie_duo(l, was->eigenaar.registratie, stand, err);
    return naar == BP_TOESTAND_GOEDGEKEURD
               ? bp_sqlite_opleiding_rio(l, was->eigenaar.opleiding, stand, was->begin, was->einde,
                                         err)
               : BP_OK;
}

enum bp_status bp_sqlite_settle(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *u,
                                struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    int64_t now_ms = ledger->env->now_ms(ledger->env->ctx);
    struct was was;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = get(l, u->bericht, &was, err);
    if (st != BP_OK)
        return st;
    if (was.toestand != BP_TOESTAND_AANGEBODEN)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "an answer came in for a message that is not in flight");
    if (u->toestand == BP_TOESTAND_GOEDGEKEURD && !was.eigenaar.opleiding)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a receipt of DUO was to count as an approval");
    bool again = bp_str_filled(u->identificatiecode);
    int naar = (int)u->toestand;
    int vlaggen = was.vlaggen | (u->fout ? BP_VLAG_FOUT : 0);
    if (naar == BP_TOESTAND_ONZEKER)
        vlaggen |= BP_VLAG_ONZEKER | (u->fout ? 0 : BP_VLAG_ONBEANTWOORD);
    if (naar == BP_TOESTAND_KLAARGEZET && !again && (vlaggen & BP_VLAG_ONZEKER))
        naar = BP_TOESTAND_ONZEKER;
    st = end_poging(l, u, naar, now_ms, err);
    if (st == BP_OK && again)
        return renew(l, u->bericht, &was, u, false, err);
    if (st == BP_OK)
        st = put_uitkomst(l, u, naar, vlaggen, now_ms, err);
    if (st == BP_OK)
        st = put_meldingen(l, u, now_ms, err);
    if (st == BP_OK && (naar == BP_TOESTAND_ONTVANGEN || naar == BP_TOESTAND_GOEDGEKEURD))
        st = put_duo(l, &was, naar, err);
    return st == BP_OK ? move(l, u->bericht, &was, naar, now_ms, err) : st;
}

enum bp_status bp_sqlite_again(struct bp_ledger *ledger, int64_t bericht,
                               struct bp_str identificatiecode, struct bp_str body,
                               struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    const struct bp_ledger_uitkomst u = { .identificatiecode = identificatiecode, .body = body };
    struct was was;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = get(l, bericht, &was, err);
    if (st != BP_OK)
        return st;
    if (was.toestand != BP_TOESTAND_AFGEKEURD && was.toestand != BP_TOESTAND_MISLUKT)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a message that was neither refused nor failed was to go again");
    return renew(l, bericht, &was, &u, true, err);
}

/* Nobody knows whether it arrived. */
static enum bp_status strand(struct bp_sqlite *l, sqlite3_int64 bericht, struct bp_error *err)
{
    const struct bp_ledger_uitkomst u = { .bericht = bericht, .toestand = BP_TOESTAND_ONZEKER };
    int64_t now_ms = l->base.env->now_ms(l->base.env->ctx);
    struct was was;
    enum bp_status st = get(l, bericht, &was, err);
    if (st == BP_OK)
        st = put_uitkomst(l, &u, BP_TOESTAND_ONZEKER,
                          was.vlaggen | BP_VLAG_ONBEANTWOORD | BP_VLAG_ONZEKER, now_ms, err);
    return st == BP_OK ? move(l, bericht, &was, BP_TOESTAND_ONZEKER, now_ms, err) : st;
}

/* A new submitter counts attempts from 0. */
static enum bp_status forget_waiting(struct bp_sqlite *l, struct bp_error *err)
{
#define WAITING " FROM bericht WHERE toestand IN (2, 9) AND (pogingen > 0 OR niet_voor IS NOT NULL)"
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, "SELECT id" WAITING, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = bp_sqlite_rest_min(l, KETEN_WACHT, sqlite3_column_int64(stmt, 0), err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_exec(l,
                                        "UPDATE bericht SET pogingen = 0, niet_voor = NULL"
                                        " WHERE id IN (SELECT id" WAITING ")",
                                        err)
                       : st;
#undef WAITING
}

enum bp_status bp_sqlite_submit_recover(struct bp_ledger *ledger, size_t *onzeker,
                                        struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_STRANDED);
    enum bp_status st = BP_OK;
    for (*onzeker = 0; st == BP_OK; ++*onzeker) {
        bool row = false;
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        sqlite3_int64 bericht = st == BP_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
        (void)sqlite3_reset(stmt);
        if (!bericht)
            break;
        st = strand(l, bericht, err);
    }
    return st == BP_OK ? forget_waiting(l, err) : st;
}
