#include "sqlite.h"

/* What a registration is before it gets a new message. id 0: there is none yet. */
struct registratie {
    sqlite3_int64 id, laatste;
    int toestand;
    int naar; /* with the new message */
};

static enum bp_status find_registratie(struct bp_sqlite *l, const struct bp_ledger_key *key,
                                       sqlite3_int64 instelling, sqlite3_int64 persoon,
                                       sqlite3_stmt **out, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_REGISTRATIE_FIND);
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int64(stmt, 2, persoon);
    bound |= bp_sqlite_bind_str(stmt, 3, key->volgnummer);
    bool row = false;
    *out = NULL;
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st == BP_OK && row)
        *out = stmt;
    else if (st == BP_OK)
        (void)sqlite3_reset(stmt);
    return st;
}

/* By the key alone: *out stands on its row and is the caller's to reset, or is NULL. */
static enum bp_status find_key(struct bp_sqlite *l, const struct bp_ledger_key *key,
                               sqlite3_stmt **out, struct bp_error *err)
{
    sqlite3_int64 instelling = 0, persoon = 0;
    *out = NULL;
    enum bp_status st = bp_sqlite_instelling(l, key->brin, key->contract, false, &instelling, err);
    if (st == BP_OK && instelling)
        st = bp_sqlite_persoon(l, key->persoon, false, &persoon, err);
    return st == BP_OK && persoon ? find_registratie(l, key, instelling, persoon, out, err) : st;
}

enum bp_status bp_sqlite_lookup(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                struct bp_ledger_stand *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    *out = (struct bp_ledger_stand){ 0 };
    enum bp_status st = find_key(l, key, &stmt, err);
    if (st == BP_OK && stmt) {
        int toestand = sqlite3_column_int(stmt, 1);
        out->bij_duo = sqlite3_column_type(stmt, 4) != SQLITE_NULL;
        out->overgenomen = sqlite3_column_int(stmt, 5) != 0;
        bool whole = bp_sqlite_hash(stmt, 2, out->fingerprint) && toestand >= 0 &&
                     toestand < BP_TOESTAND_COUNT &&
                     (!out->bij_duo || bp_sqlite_hash(stmt, 4, out->fingerprint_duo));
        (void)sqlite3_reset(stmt);
        if (!whole)
            return bp_sqlite_damaged(l, err);
        out->known = true;
        out->toestand = (enum bp_toestand)toestand;
    }
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_registratie_id(struct bp_sqlite *l, const struct bp_ledger_key *key,
                                        sqlite3_int64 *id, sqlite3_int64 *laatste,
                                        struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    *id = *laatste = 0;
    enum bp_status st = find_key(l, key, &stmt, err);
    if (st == BP_OK && stmt) {
        *id = sqlite3_column_int64(stmt, 0);
        *laatste = sqlite3_column_int64(stmt, 3);
        (void)sqlite3_reset(stmt);
    }
    return st;
}

enum bp_status bp_sqlite_replace(struct bp_sqlite *l, sqlite3_int64 registratie,
                                 sqlite3_int64 bericht, int van, int64_t now_ms,
                                 struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_REPLACE);
    int bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_int(stmt, 2, BP_TOESTAND_VERVANGEN);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    return st == BP_OK ? bp_sqlite_overgang(l, registratie, bericht, van, BP_TOESTAND_VERVANGEN,
                                            now_ms, err)
                       : st;
}

/* Replaces what waits unsent, newest first. An inschrijving replaces inschrijvingen up to the first
 * verwijdering: that one goes before what follows it (architecture.md, decision 4). A verwijdering
 * replaces all. */
static enum bp_status replace_unsent(struct bp_sqlite *l, const struct registratie *r,
                                     enum bp_handeling handeling, int64_t now_ms,
                                     struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_FIND);
    sqlite3_int64 bericht = r->laatste;
    while (bericht) {
        bool row = false;
        enum bp_status st =
            bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, bericht), &row, err);
        if (st != BP_OK)
            return st;
        int toestand = sqlite3_column_int(stmt, 0);
        int former = sqlite3_column_int(stmt, 1);
        sqlite3_int64 vorige = sqlite3_column_int64(stmt, 2);
        (void)sqlite3_reset(stmt);
        if (!row || vorige >= bericht)
            return bp_sqlite_damaged(l, err);
        /* Behind a replaced one an unsent verwijdering may still wait. */
        if (toestand != BP_TOESTAND_KLAARGEZET && toestand != BP_TOESTAND_VERVANGEN)
            return BP_OK;
        if (toestand == BP_TOESTAND_KLAARGEZET) {
            if (former == BP_HANDELING_VERWIJDERING && handeling == BP_HANDELING_INSCHRIJVING)
                return BP_OK;
            st = bp_sqlite_replace(l, r->id, bericht, toestand, now_ms, err);
            if (st != BP_OK)
                return st;
        }
        bericht = vorige;
    }
    return BP_OK;
}

/* The registration gets `bericht` as its latest message; a new one gets its id in r->id. */
static enum bp_status put_registratie(struct bp_sqlite *l, struct registratie *r,
                                      const struct bp_ledger_bericht *b, sqlite3_int64 instelling,
                                      sqlite3_int64 persoon, int64_t now_ms, struct bp_error *err)
{
    bool new = r->id == 0;
    sqlite3_stmt *stmt =
        bp_sqlite_statement(l, new ? BP_SQL_REGISTRATIE_ADD : BP_SQL_REGISTRATIE_CHANGE);
    int at = 1, bound = SQLITE_OK;
    if (new) {
        bound |= sqlite3_bind_int64(stmt, at++, instelling);
        bound |= sqlite3_bind_int64(stmt, at++, persoon);
        bound |= bp_sqlite_bind_str(stmt, at++, b->key.volgnummer);
    } else {
        bound |= sqlite3_bind_int64(stmt, at++, r->id);
    }
    bound |= sqlite3_bind_int(stmt, at++, r->naar);
    bound |= sqlite3_bind_int64(stmt, at++, now_ms);
    bound |= sqlite3_bind_int64(stmt, at++, l->next_bericht);
    bound |= bp_sqlite_bind_hash(stmt, at, b->fingerprint);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK && new)
        r->id = sqlite3_last_insert_rowid(l->db);
    return st;
}

static enum bp_status add_bericht(struct bp_sqlite *l, const struct registratie *r,
                                  const struct bp_ledger_bericht *b, enum bp_handeling handeling,
                                  const unsigned char uuid[BP_SQLITE_UUID], struct bp_str herkomst,
                                  sqlite3_int64 instelling, int64_t now_ms, struct bp_error *err)
{
    bool adopted = bp_str_filled(herkomst);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_ADD);
    int bound = sqlite3_bind_int64(stmt, 1, l->next_bericht);
    bound |= sqlite3_bind_blob(stmt, 2, uuid, BP_SQLITE_UUID, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 3, r->id);
    bound |= r->laatste ? sqlite3_bind_int64(stmt, 4, r->laatste) : sqlite3_bind_null(stmt, 4);
    bound |= sqlite3_bind_int(stmt, 5, (int)handeling);
    bound |= sqlite3_bind_int(stmt, 6, r->naar);
    bound |= sqlite3_bind_int64(stmt, 7, now_ms);
    bound |= bp_sqlite_bind_hash(stmt, 8, b->fingerprint);
    bound |= bp_sqlite_bind_maybe(stmt, 9, b->leerlingnummer);
    bound |= bp_sqlite_bind_maybe(stmt, 10, b->leerroute);
    bound |= bp_sqlite_bind_maybe(stmt, 11, b->fase);
    bound |= bp_sqlite_bind_datum(stmt, 12, b->begin);
    bound |= bp_sqlite_bind_datum(stmt, 13, b->einde);
    bound |= sqlite3_bind_blob64(stmt, 14, b->body.ptr, b->body.len, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 15, instelling);
    bound |= bp_sqlite_bind_maybe(stmt, 16, b->reden);
    bound |= bp_sqlite_bind_maybe(stmt, 17, herkomst);
    bound |= adopted ? sqlite3_bind_int64(stmt, 18, now_ms) : sqlite3_bind_null(stmt, 18);
    return bp_sqlite_run(l, stmt, bound, err);
}

enum bp_status bp_sqlite_stage(struct bp_ledger *ledger, const struct bp_ledger_bericht *bericht,
                               enum bp_handeling handeling, struct bp_str herkomst,
                               struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    const struct bp_ledger_key *key = &bericht->key;
    int64_t now_ms = ledger->env->now_ms(ledger->env->ctx);
    unsigned char uuid[BP_SQLITE_UUID];
    bool adopted = bp_str_filled(herkomst);
    struct registratie r = { .toestand = BP_TOESTAND_NIEUW,
                             .naar = adopted ? BP_TOESTAND_GOEDGEKEURD : BP_TOESTAND_KLAARGEZET };
    sqlite3_int64 instelling = 0, persoon = 0;
    sqlite3_stmt *stmt = NULL;
    if (!bp_sqlite_uuid_parse(bericht->identificatiecode, uuid))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "an identificatiecode that is no UUID in lower case was to be staged");
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = bp_sqlite_instelling(l, key->brin, key->contract, true, &instelling, err);
    if (st == BP_OK)
        st = bp_sqlite_persoon(l, key->persoon, true, &persoon, err);
    if (st == BP_OK)
        st = find_registratie(l, key, instelling, persoon, &stmt, err);
    if (st == BP_OK && stmt) {
        r.id = sqlite3_column_int64(stmt, 0);
        r.toestand = sqlite3_column_int(stmt, 1);
        r.laatste = sqlite3_column_int64(stmt, 3);
        (void)sqlite3_reset(stmt);
        st = replace_unsent(l, &r, handeling, now_ms, err);
    }
    if (st == BP_OK)
        st = put_registratie(l, &r, bericht, instelling, persoon, now_ms, err);
    if (st == BP_OK)
        st = add_bericht(l, &r, bericht, handeling, uuid, herkomst, instelling, now_ms, err);
    if (st == BP_OK && adopted)
        st = bp_sqlite_registratie_duo(l, r.id, bericht->fingerprint, err);
    if (st == BP_OK)
        st = bp_sqlite_overgang(l, r.id, l->next_bericht, r.toestand, r.naar, now_ms, err);
    if (st == BP_OK && handeling == BP_HANDELING_VERWIJDERING)
        st = bp_sqlite_inschrijving_withdraw(l, instelling, persoon, key->volgnummer, now_ms, err);
    l->next_bericht += st == BP_OK;
    return st;
}
