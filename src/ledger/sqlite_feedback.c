/* sqlite_feedback.c - functional feedback, and one registration by a school's own numbers */
#include "sqlite.h"

/* A message that feedback is about. */
struct about {
    sqlite3_int64 id;
    struct bp_sqlite_eigenaar eigenaar;
    int toestand;
};

static enum bp_status find(struct bp_sqlite *l, struct bp_str identificatiecode, struct about *out,
                           struct bp_error *err)
{
    unsigned char uuid[BP_SQLITE_UUID];
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_FEEDBACK_FIND);
    bool row = false;
    *out = (struct about){ 0 };
    if (!bp_sqlite_uuid_parse(identificatiecode, uuid))
        return BP_OK;
    enum bp_status st = bp_sqlite_step(
        l, stmt, sqlite3_bind_blob(stmt, 1, uuid, BP_SQLITE_UUID, SQLITE_STATIC), &row, err);
    if (st != BP_OK)
        return st;
    if (row)
        *out = (struct about){ .id = sqlite3_column_int64(stmt, 0),
                               .eigenaar.registratie = sqlite3_column_int64(stmt, 2),
                               .toestand = sqlite3_column_int(stmt, 1) };
    (void)sqlite3_reset(stmt);
    return BP_OK;
}

enum bp_status bp_sqlite_melding_add(struct bp_sqlite *l, sqlite3_int64 bericht,
                                     enum bp_toestand oordeel,
                                     const struct bp_ledger_melding *melding, int64_t now_ms,
                                     bool *new, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_FEEDBACK_ADD);
    int bound = sqlite3_bind_int64(stmt, 1, bericht);
    bound |= sqlite3_bind_int(stmt, 2, (int)oordeel);
    bound |= bp_sqlite_bind_str(stmt, 3, melding->code);
    bound |= bp_sqlite_bind_str(stmt, 4, melding->tekst);
    bound |= bp_sqlite_bind_str(stmt, 5, melding->sleutelgegevens);
    bound |= sqlite3_bind_int64(stmt, 6, now_ms);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    *new = st == BP_OK &&sqlite3_changes(l->db) > 0;
    return st;
}

/* What DUO has after this: the latest stand that it received and did not reject, unless that one took it
 * away. */
static enum bp_status weigh_duo(struct bp_sqlite *l, sqlite3_int64 registratie,
                                struct bp_error *err)
{
    static const char accepted[] =
        "UPDATE registratie SET vingerafdruk_duo = (WITH RECURSIVE keten(id) AS ("
        "  SELECT laatste FROM registratie WHERE id = ?1 UNION ALL"
        "  SELECT b.vorige FROM keten k JOIN bericht b ON b.id = k.id WHERE b.vorige IS NOT NULL)"
        " SELECT CASE b.handeling WHEN 1 THEN b.vingerafdruk END FROM keten k"
        " JOIN bericht b ON b.id = k.id WHERE b.toestand IN (4, 5, 6) ORDER BY b.id DESC LIMIT 1)"
        " WHERE id = ?1";
    sqlite3_stmt *stmt = NULL;
    enum bp_status st = bp_sqlite_prepare(l, l->db, accepted, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_run(l, stmt, sqlite3_bind_int64(stmt, 1, registratie), err);
    (void)sqlite3_finalize(stmt);
    return st;
}

static enum bp_status apply(struct bp_sqlite *l, const struct about *about,
                            const struct bp_ledger_feedback *f, int64_t now_ms, bool *laatste,
                            struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_TOESTAND);
    int bound = sqlite3_bind_int64(stmt, 1, about->id);
    bound |= sqlite3_bind_int(stmt, 2, (int)f->oordeel);
    bound |= sqlite3_bind_int64(stmt, 3, now_ms);
    bound |= bp_sqlite_bind_maybe(stmt, 4, f->code);
    bound |= bp_sqlite_bind_maybe(stmt, 5, f->tekst);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK)
        st = bp_sqlite_eigenaar_toestand(l, about->eigenaar, about->id, (int)f->oordeel, now_ms,
                                         laatste, err);
    if (st == BP_OK)
        st = weigh_duo(l, about->eigenaar.registratie, err);
    if (st == BP_OK)
        st = bp_sqlite_overgang(l, *laatste ? about->eigenaar.registratie : 0, about->id,
                                about->toestand, (int)f->oordeel, now_ms, err);
    return st;
}

enum bp_status bp_sqlite_feedback(struct bp_ledger *ledger,
                                  const struct bp_ledger_feedback *feedback,
                                  enum bp_ledger_feedback_gevolg *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    int64_t now_ms = ledger->env->now_ms(ledger->env->ctx);
    struct about about = { 0 };
    bool new = false, laatste = false;
    *out = BP_FEEDBACK_ONBEKEND;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = find(l, feedback->identificatiecode, &about, err);
    if (st != BP_OK || !about.id)
        return st;
    *out = BP_FEEDBACK_TE_VROEG;
    if (about.toestand < BP_TOESTAND_ONTVANGEN)
        return BP_OK;
    const struct bp_ledger_melding melding = { feedback->code, feedback->tekst,
                                               feedback->sleutelgegevens };
    st = bp_sqlite_melding_add(l, about.id, feedback->oordeel, &melding, now_ms, &new, err);
    *out = BP_FEEDBACK_BEKEND;
    if (st != BP_OK || !new)
        return st;
    *out = BP_FEEDBACK_ACHTERHAALD;
    if (about.toestand == BP_TOESTAND_VERVANGEN)
        return bp_sqlite_overgang(l, 0, about.id, about.toestand, about.toestand, now_ms, err);
    st = apply(l, &about, feedback, now_ms, &laatste, err);
    if (st == BP_OK && laatste)
        *out = BP_FEEDBACK_VERWERKT;
    return st;
}

enum bp_status bp_sqlite_find(struct bp_ledger *ledger, struct bp_str brin, const char *contract,
                              struct bp_str volgnummer, struct bp_str leerlingnummer,
                              bp_ledger_gevonden_fn *fn, void *ctx, struct bp_error *err)
{
    static const char found[] =
        "SELECT r.toestand, b.handeling, b.identificatiecode, b.body, p.hmac FROM instelling i"
        " JOIN registratie r ON r.instelling = i.id JOIN bericht b ON b.id = r.laatste"
        " JOIN persoon p ON p.id = r.persoon WHERE i.brin = ?1 AND i.contract = ?2"
        " AND r.volgnummer = ?3 AND " BP_SQLITE_LEERLINGNUMMER " = ?4 ORDER BY r.id";
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    char uuid[BP_UUID_TEXT];
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, found, &stmt, err);
    int bound = st == BP_OK ? bp_sqlite_bind_str(stmt, 1, brin) : SQLITE_OK;
    if (st == BP_OK) {
        bound |= bp_sqlite_bind_str(stmt, 2, bp_str_of(contract));
        bound |= bp_sqlite_bind_str(stmt, 3, volgnummer);
        bound |= bp_sqlite_bind_str(stmt, 4, leerlingnummer);
    }
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st != BP_OK || !row)
            break;
        struct bp_ledger_gevonden gevonden = {
            .key = { .contract = contract, .brin = brin, .volgnummer = volgnummer },
            .toestand = (enum bp_toestand)sqlite3_column_int(stmt, 0),
            .handeling = bp_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 1)),
            .identificatiecode = { uuid, sizeof uuid - 1 },
            .body = bp_sqlite_blob(stmt, 3),
        };
        bool whole = bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 2), uuid) &&
                     bp_sqlite_hash(stmt, 4, gevonden.key.persoon);
        st = whole ? fn(ctx, &gevonden, err) : bp_sqlite_damaged(l, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}
