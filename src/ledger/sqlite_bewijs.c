/* sqlite_bewijs.c - registrations as they were known at a moment, and stands that were adopted */
#include "sqlite.h"

#include <stdlib.h>

/* --- a moment --------------------------------------------------------------------------------------------------- */

/* The state of every message at a moment, by its number. */
struct toen {
    unsigned char *toestand; /* GEEN: there was no such message then */
    sqlite3_int64 most;
    int64_t moment_ms;
};
#define GEEN 255

/* One walk along the log up to the moment: what a message became last is what it was. */
static enum bp_status toen_make(struct bp_sqlite *l, int64_t moment_ms, struct toen *out,
                                struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    out->moment_ms = moment_ms;
    enum bp_status st =
        bp_sqlite_number(l, "SELECT coalesce(max(id), 0) FROM bericht", &out->most, err);
    if (st == BP_OK && !(out->toestand = malloc((size_t)out->most + 1)))
        st = bp_error_memory(err, "the ledger");
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db,
                               "SELECT bericht, naar FROM overgang WHERE moment <= ?1"
                               " AND bericht IS NOT NULL ORDER BY id",
                               &stmt, err);
    if (st == BP_OK)
        memset(out->toestand, GEEN, (size_t)out->most + 1);
    int bound = st == BP_OK ? sqlite3_bind_int64(stmt, 1, moment_ms) : SQLITE_OK;
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st != BP_OK || !row)
            break;
        sqlite3_int64 bericht = sqlite3_column_int64(stmt, 0);
        if (bericht < 0 || bericht > out->most)
            st = bp_sqlite_damaged(l, err);
        else
            out->toestand[bericht] = (unsigned char)sqlite3_column_int(stmt, 1);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

/* --- one registration ------------------------------------------------------------------------------------------- */

/* ?2: a moment that is past, or NULL. A message that went again later was sent before that too. */
static const char bericht_sql[] =
    "SELECT b.vorige, b.handeling, b.identificatiecode, b.body, " BP_SQLITE_LEERLINGNUMMER
    ", b.herkomst, b.klaargezet, CASE WHEN ?2 IS NULL THEN b.aangeboden ELSE (SELECT "
    "max(p.begonnen)"
    " FROM poging p WHERE p.bericht = b.id AND p.begonnen <= ?2) END, b.beantwoord, b.toestand"
    " FROM bericht b"
    " LEFT JOIN registratie r ON r.id = b.registratie WHERE b.id = ?1";

static bool at_duo(int toestand)
{
    return toestand == BP_TOESTAND_ONTVANGEN || toestand == BP_TOESTAND_GOEDGEKEURD ||
           toestand == BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL;
}

/* The messages of a registration from the latest one back: which was the latest then, and which had DUO taken in last? */
static enum bp_status weigh(struct bp_sqlite *l, sqlite3_stmt *stmt, const struct toen *toen,
                            sqlite3_int64 bericht, sqlite3_int64 *latest, sqlite3_int64 *duo,
                            int *toestand, struct bp_error *err)
{
    *latest = *duo = 0;
    while (bericht && !*duo) {
        bool row = false;
        enum bp_status st =
            bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, bericht), &row, err);
        if (st != BP_OK)
            return st;
        sqlite3_int64 vorige = sqlite3_column_int64(stmt, 0);
        int then = sqlite3_column_int(stmt, 9);
        (void)sqlite3_reset(stmt);
        if (!row || vorige >= bericht || bericht > toen->most)
            return bp_sqlite_damaged(l, err);
        if (toen->toestand)
            then = toen->toestand[bericht];
        if (then != GEEN && then != BP_TOESTAND_VERVANGEN && !*latest) {
            *latest = bericht;
            *toestand = then;
        }
        if (at_duo(then))
            *duo = bericht;
        bericht = vorige;
    }
    return BP_OK;
}

static enum bp_status show(struct bp_sqlite *l, sqlite3_stmt *stmt, const struct toen *toen,
                           sqlite3_int64 bericht, struct bp_ledger_bewijs *bewijs,
                           bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err)
{
    char uuid[BP_UUID_TEXT];
    bool row = false;
    int bound = sqlite3_bind_int64(stmt, 1, bericht);
    if (toen->toestand)
        bound |= sqlite3_bind_int64(stmt, 2, toen->moment_ms);
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    if (st != BP_OK)
        return st;
    int64_t beantwoord_ms = sqlite3_column_int64(stmt, 8);
    bewijs->handeling = bp_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 1));
    bewijs->identificatiecode = (struct bp_str){ uuid, sizeof uuid - 1 };
    bewijs->body = bp_sqlite_blob(stmt, 3);
    bewijs->leerlingnummer = bp_sqlite_str(stmt, 4);
    bewijs->herkomst = bp_sqlite_str(stmt, 5);
    bewijs->klaargezet_ms = sqlite3_column_int64(stmt, 6);
    bewijs->aangeboden_ms = sqlite3_column_int64(stmt, 7);
    bewijs->beantwoord_ms = toen->toestand && beantwoord_ms > toen->moment_ms ? 0 : beantwoord_ms;
    st = row && bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 2), uuid) ? fn(ctx, bewijs, err)
                                                                     : bp_sqlite_damaged(l, err);
    (void)sqlite3_reset(stmt);
    (void)sqlite3_bind_null(stmt, 2); /* whoever only weighs asks no attempts */
    return st;
}

static enum bp_status show_registratie(struct bp_sqlite *l, sqlite3_stmt *registratie,
                                       sqlite3_stmt *bericht, const struct toen *toen,
                                       bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err)
{
    sqlite3_int64 latest = 0, duo = 0;
    int toestand = BP_TOESTAND_NIEUW;
    enum bp_status st = weigh(l, bericht, toen, sqlite3_column_int64(registratie, 4), &latest, &duo,
                              &toestand, err);
    if (st != BP_OK || !latest)
        return st; /* it was not known then */
    struct bp_ledger_bewijs bewijs = {
        .key = { .contract = bp_sqlite_str(registratie, 0).ptr,
                 .brin = bp_sqlite_str(registratie, 1),
                 .volgnummer = bp_sqlite_str(registratie, 2) },
        .toestand = (enum bp_toestand)toestand,
        .bij_duo = duo != 0,
    };
    if (!bp_sqlite_hash(registratie, 3, bewijs.key.persoon) || toestand >= BP_TOESTAND_COUNT)
        return bp_sqlite_damaged(l, err);
    return show(l, bericht, toen, duo ? duo : latest, &bewijs, fn, ctx, err);
}

static enum bp_status each_registratie(struct bp_sqlite *l, const struct toen *toen,
                                       bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err)
{
    sqlite3_stmt *registratie = NULL, *bericht = NULL;
    bool row = false;
    enum bp_status st =
        bp_sqlite_prepare(l, l->db,
                          "SELECT i.contract, i.brin, r.volgnummer, p.hmac, r.laatste"
                          " FROM registratie r CROSS JOIN instelling i ON i.id = r.instelling"
                          " CROSS JOIN persoon p ON p.id = r.persoon ORDER BY r.id",
                          &registratie, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db, bericht_sql, &bericht, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, registratie, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = show_registratie(l, registratie, bericht, toen, fn, ctx, err);
    }
    (void)sqlite3_finalize(registratie);
    (void)sqlite3_finalize(bericht);
    return st;
}

/* One transaction: a run that commits meanwhile is not seen halfway. */
enum bp_status bp_sqlite_each_bewijs(struct bp_ledger *ledger, int64_t moment_ms,
                                     bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    struct toen toen = { .toestand = NULL, .most = INT64_MAX };
    enum bp_status st = bp_sqlite_exec(l, "BEGIN", err);
    if (st != BP_OK)
        return st;
    if (moment_ms != INT64_MAX)
        st = toen_make(l, moment_ms, &toen, err);
    if (st == BP_OK)
        st = each_registratie(l, &toen, fn, ctx, err);
    free(toen.toestand);
    (void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* --- adopted stands --------------------------------------------------------------------------------------------- */

enum bp_status bp_sqlite_overgenomen(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                     bp_ledger_overgenomen_fn *fn, void *ctx, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_int64 registratie = 0, laatste = 0;
    sqlite3_stmt *stmt = NULL;
    char uuid[BP_UUID_TEXT];
    bool row = false;
    enum bp_status st = bp_sqlite_registratie_id(l, key, &registratie, &laatste, err);
    if (st == BP_OK && registratie)
        st = bp_sqlite_prepare(l, l->db,
                               "SELECT identificatiecode, body FROM bericht WHERE id = ?1"
                               " AND herkomst IS NOT NULL AND body IS NOT NULL",
                               &stmt, err);
    if (st == BP_OK && stmt)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, laatste), &row, err);
    if (st == BP_OK && row)
        st = bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 0), uuid)
                 ? fn(ctx, bp_str_of(uuid), bp_sqlite_blob(stmt, 1), err)
                 : bp_sqlite_damaged(l, err);
    (void)sqlite3_finalize(stmt);
    return st;
}

enum bp_status bp_sqlite_erken(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                               const unsigned char fingerprint[BP_LEDGER_HASH],
                               struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_int64 registratie = 0, laatste = 0;
    sqlite3_stmt *stmt = NULL;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = bp_sqlite_registratie_id(l, key, &registratie, &laatste, err);
    if (st == BP_OK && !registratie)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a registration was to be recognised that the ledger does not have");
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db,
                               "UPDATE registratie SET vingerafdruk = ?2, vingerafdruk_duo = ?2"
                               " WHERE id = ?1",
                               &stmt, err);
    if (st == BP_OK) {
        int bound = sqlite3_bind_int64(stmt, 1, registratie);
        bound |= bp_sqlite_bind_hash(stmt, 2, fingerprint);
        st = bp_sqlite_run(l, stmt, bound, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_overgang(l, registratie, laatste, BP_TOESTAND_GOEDGEKEURD,
                                            BP_TOESTAND_GOEDGEKEURD,
                                            ledger->env->now_ms(ledger->env->ctx), err)
                       : st;
}
