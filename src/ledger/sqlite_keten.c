/* sqlite_keten.c - a link for every transition, and the sum of what has none */
#include "sqlite.h"

/* Everything of a row but what only paces sending: how often it was tried since the latest submitter began, and when it may
 * go again (KETEN_WACHT). Persons and institutions stand in a registration by value. */
static const char *const rij_sql[KETEN_RIJEN] = {
    [KETEN_BERICHT] =
        "SELECT registratie, opleiding, id, identificatiecode, vorige, handeling, toestand,"
        " klaargezet, aangeboden, beantwoord, vingerafdruk, leerlingnummer, leerroute, fase, begin,"
        " einde, body, instelling, vlaggen, code, tekst, reden, herkomst FROM bericht"
        " WHERE id = ?1",
    [KETEN_POGINGEN] = "SELECT id, identificatiecode, message_id, begonnen, klaar, uitslag, code"
                       " FROM poging WHERE bericht = ?1 ORDER BY id",
    [KETEN_TERUGKOPPELINGEN] = "SELECT id, oordeel, code, tekst, sleutelgegevens, moment"
                               " FROM terugkoppeling WHERE bericht = ?1 ORDER BY id",
    [KETEN_REGISTRATIE] =
        "SELECT r.id, r.instelling, r.persoon, r.volgnummer, r.toestand, r.sinds, r.laatste,"
        " r.vingerafdruk, r.vingerafdruk_duo, i.brin, i.contract, p.hmac FROM registratie r"
        " LEFT JOIN instelling i ON i.id = r.instelling LEFT JOIN persoon p ON p.id = r.persoon"
        " WHERE r.id = ?1",
    [KETEN_OPLEIDING] =
        "SELECT o.id, o.instelling, o.sector, o.code, o.toestand, o.sinds, o.laatste,"
        " o.vingerafdruk, o.vingerafdruk_rio, o.begin, o.eind, i.brin, i.contract FROM opleiding o"
        " LEFT JOIN instelling i ON i.id = o.instelling WHERE o.id = ?1",
    [KETEN_ROUTES] = "SELECT id, instelling, sector, leerroute FROM opleiding_route"
                     " WHERE opleiding = ?1 ORDER BY id",
    [KETEN_RUN] = "SELECT id, peildatum, begonnen, klaar, klaargezet, ongewijzigd FROM run"
                  " WHERE id = ?1",
    [KETEN_INSCHRIJVING] = "SELECT id, instelling, persoon, volgnummer, begin, einde, ingetrokken,"
                           " gemist, leerlingnummer FROM inschrijving WHERE id = ?1",
    [KETEN_WACHT] = "SELECT id, pogingen, niet_voor FROM bericht WHERE id = ?1"
                    " AND (pogingen <> 0 OR niet_voor IS NOT NULL)",
    [KETEN_PERSOON] = "SELECT id, hmac FROM persoon WHERE id = ?1",
    [KETEN_INSTELLING] = "SELECT id, brin, contract FROM instelling WHERE id = ?1",
};

static const char *const rij_namen[KETEN_RIJEN] = {
    [KETEN_BERICHT] = "bericht",
    [KETEN_POGINGEN] = "poging",
    [KETEN_TERUGKOPPELINGEN] = "terugkoppeling",
    [KETEN_REGISTRATIE] = "registratie",
    [KETEN_OPLEIDING] = "opleiding",
    [KETEN_ROUTES] = "opleiding_route",
    [KETEN_RUN] = "run",
    [KETEN_INSCHRIJVING] = "inschrijving",
    [KETEN_WACHT] = "wacht",
    [KETEN_PERSOON] = "persoon",
    [KETEN_INSTELLING] = "instelling",
};

static enum bp_status no_hash(struct bp_error *err)
{
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        "the evidence chain of the ledger cannot be computed: OpenSSL has no "
                        "SHA-256 here; look at its configuration");
}

enum bp_status bp_sqlite_keten_make(struct bp_sqlite *l, struct bp_error *err)
{
    struct bp_sqlite_keten *k = &l->keten;
    enum bp_status st = BP_OK;
    if (k->hash)
        return BP_OK;
    k->hash = keten_hash_new();
    if (!k->hash)
        return no_hash(err);
    for (unsigned i = 0; st == BP_OK && i < KETEN_RIJEN; i++)
        st = bp_sqlite_prepare(l, l->db, rij_sql[i], &k->rijen[i], err);
    return st;
}

void bp_sqlite_keten_close(struct bp_sqlite *l)
{
    for (unsigned i = 0; i < KETEN_RIJEN; i++)
        (void)sqlite3_finalize(l->keten.rijen[i]);
    keten_hash_free(l->keten.hash);
    l->keten = (struct bp_sqlite_keten){ .hash = NULL };
}

enum bp_status bp_sqlite_keten_load(struct bp_sqlite *l, struct bp_error *err)
{
    struct bp_sqlite_keten *k = &l->keten;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_KETEN_GET);
    bool row = false;
    enum bp_status st = bp_sqlite_keten_make(l, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st != BP_OK)
        return st;
    k->schakels = sqlite3_column_int64(stmt, 0);
    bool whole = row && bp_sqlite_hash(stmt, 1, k->kop) && bp_sqlite_hash(stmt, 2, k->rest);
    (void)sqlite3_reset(stmt);
    return whole ? BP_OK : bp_sqlite_damaged(l, err);
}

enum bp_status bp_sqlite_keten_save(struct bp_sqlite *l, struct bp_error *err)
{
    const struct bp_sqlite_keten *k = &l->keten;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_KETEN_SET);
    int bound = sqlite3_bind_int64(stmt, 1, k->schakels);
    bound |= bp_sqlite_bind_hash(stmt, 2, k->kop);
    bound |= bp_sqlite_bind_hash(stmt, 3, k->rest);
    return bp_sqlite_run(l, stmt, bound, err);
}

/* --- rows to hashes --------------------------------------------------------------------------------------------- */

static void feed_row(struct keten_hash *hash, sqlite3_stmt *stmt)
{
    int columns = sqlite3_column_count(stmt);
    keten_number(hash, columns);
    for (int i = 0; i < columns; i++) {
        switch (sqlite3_column_type(stmt, i)) {
        case SQLITE_INTEGER:
            keten_number(hash, sqlite3_column_int64(stmt, i));
            break;
        case SQLITE_NULL:
            keten_null(hash);
            break;
        case SQLITE_BLOB:
            keten_bytes(hash, bp_sqlite_blob(stmt, i));
            break;
        default:
            keten_text(hash, bp_sqlite_str(stmt, i));
            break;
        }
    }
}

/* All rows of that kind into the hash that was begun. */
static enum bp_status feed_rows(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                struct bp_error *err)
{
    struct bp_sqlite_keten *k = &l->keten;
    sqlite3_stmt *stmt = k->rijen[soort];
    bool row = true;
    enum bp_status st = BP_OK;
    int bound = sqlite3_bind_int64(stmt, 1, id);
    while (st == BP_OK && row) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st == BP_OK && row) {
            feed_row(k->hash, stmt);
            k->gezien[soort]++;
        }
    }
    (void)sqlite3_reset(stmt);
    return st;
}

/* Begins a hash with the one row of that kind; *stmt stands on it. */
static enum bp_status begin_row(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                bool *found, struct bp_error *err)
{
    struct bp_sqlite_keten *k = &l->keten;
    sqlite3_stmt *stmt = k->rijen[soort];
    enum bp_status st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, id), found, err);
    if (st != BP_OK || !*found) {
        (void)sqlite3_reset(stmt);
        return st;
    }
    keten_begin(k->hash, rij_namen[soort]);
    feed_row(k->hash, stmt);
    k->gezien[soort]++;
    return BP_OK;
}

static enum bp_status end_hash(struct bp_sqlite *l, unsigned char out[BP_LEDGER_HASH],
                               struct bp_error *err)
{
    return keten_end(l->keten.hash, out) ? BP_OK : no_hash(err);
}

enum bp_status bp_sqlite_keten_bericht(struct bp_sqlite *l, sqlite3_int64 id, bool vers,
                                       struct keten_bericht *out, struct bp_error *err)
{
    struct keten_hash *hash = l->keten.hash;
    *out = (struct keten_bericht){ .found = false };
    enum bp_status st = begin_row(l, KETEN_BERICHT, id, &out->found, err);
    if (st != BP_OK || !out->found)
        return st;
    out->registratie = sqlite3_column_int64(l->keten.rijen[KETEN_BERICHT], 0);
    out->opleiding = sqlite3_column_int64(l->keten.rijen[KETEN_BERICHT], 1);
    (void)sqlite3_reset(l->keten.rijen[KETEN_BERICHT]);
    for (unsigned i = KETEN_POGINGEN; st == BP_OK && i <= KETEN_TERUGKOPPELINGEN; i++) {
        keten_text(hash, bp_str_of(rij_namen[i]));
        if (!vers)
            st = feed_rows(l, (enum keten_rij)i, id, err);
    }
    return st == BP_OK ? end_hash(l, out->hash, err) : st;
}

enum bp_status bp_sqlite_keten_stand(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                     bool *found, unsigned char out[BP_LEDGER_HASH],
                                     struct bp_error *err)
{
    enum bp_status st = begin_row(l, soort, id, found, err);
    if (st != BP_OK || !*found)
        return st;
    (void)sqlite3_reset(l->keten.rijen[soort]);
    if (soort == KETEN_OPLEIDING)
        st = feed_rows(l, KETEN_ROUTES, id, err);
    return st == BP_OK ? end_hash(l, out, err) : st;
}

/* --- links ------------------------------------------------------------------------------------------------------ */

static void feed_id(struct keten_hash *hash, sqlite3_int64 id)
{
    if (id)
        keten_number(hash, id);
    else
        keten_null(hash);
}

static void feed_hash(struct keten_hash *hash, bool there, const unsigned char *bytes)
{
    if (there)
        keten_bytes(hash, (struct bp_str){ (const char *)bytes, BP_LEDGER_HASH });
    else
        keten_null(hash);
}

bool bp_sqlite_schakel_hash(struct keten_hash *hash, const unsigned char vorige[BP_LEDGER_HASH],
                            const struct bp_sqlite_schakel *s, unsigned char out[BP_LEDGER_HASH])
{
    keten_begin(hash, "schakel");
    feed_hash(hash, true, vorige);
    keten_number(hash, s->id);
    feed_id(hash, s->run);
    feed_id(hash, s->registratie);
    feed_id(hash, s->opleiding);
    feed_id(hash, s->bericht);
    keten_number(hash, s->van);
    keten_number(hash, s->naar);
    keten_number(hash, s->moment);
    feed_hash(hash, s->met_inhoud, s->inhoud);
    feed_hash(hash, s->met_stand, s->stand);
    return keten_end(hash, out);
}

static int bind_id(sqlite3_stmt *stmt, int at, sqlite3_int64 id)
{
    return id ? sqlite3_bind_int64(stmt, at, id) : sqlite3_bind_null(stmt, at);
}

static int bind_maybe_hash(sqlite3_stmt *stmt, int at, bool there, const unsigned char *hash)
{
    return there ? bp_sqlite_bind_hash(stmt, at, hash) : sqlite3_bind_null(stmt, at);
}

enum bp_status bp_sqlite_schakel_add(struct bp_sqlite *l, struct bp_sqlite_schakel *s,
                                     struct bp_error *err)
{
    struct bp_sqlite_keten *k = &l->keten;
    unsigned char hash[BP_LEDGER_HASH];
    s->id = k->schakels + 1;
    if (!bp_sqlite_schakel_hash(k->hash, k->kop, s, hash))
        return no_hash(err);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OVERGANG_ADD);
    int bound = sqlite3_bind_int64(stmt, 1, s->id);
    bound |= bind_id(stmt, 2, s->run);
    bound |= bind_id(stmt, 3, s->registratie);
    bound |= bind_id(stmt, 4, s->opleiding);
    bound |= bind_id(stmt, 5, s->bericht);
    bound |= sqlite3_bind_int(stmt, 6, s->van);
    bound |= sqlite3_bind_int(stmt, 7, s->naar);
    bound |= sqlite3_bind_int64(stmt, 8, s->moment);
    bound |= bind_maybe_hash(stmt, 9, s->met_inhoud, s->inhoud);
    bound |= bind_maybe_hash(stmt, 10, s->met_stand, s->stand);
    bound |= bp_sqlite_bind_hash(stmt, 11, hash);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    if (st != BP_OK)
        return st;
    k->schakels = s->id;
    memcpy(k->kop, hash, sizeof k->kop);
    return BP_OK;
}

enum bp_status bp_sqlite_overgang(struct bp_sqlite *l, sqlite3_int64 registratie,
                                  sqlite3_int64 bericht, int van, int naar, int64_t now_ms,
                                  struct bp_error *err)
{
    struct bp_sqlite_schakel s = { .run = l->base.in_run ? l->run_id : 0,
                                   .registratie = registratie,
                                   .bericht = bericht,
                                   .van = van,
                                   .naar = naar,
                                   .moment = now_ms,
                                   .met_inhoud = true };
    struct keten_bericht over;
    /* the message that is being staged has neither attempts nor feedback */
    enum bp_status st = bp_sqlite_keten_bericht(l, bericht, bericht == l->next_bericht, &over, err);
    if (st != BP_OK)
        return st;
    memcpy(s.inhoud, over.hash, sizeof s.inhoud);
    s.opleiding = over.opleiding;
    st = over.registratie ? bp_sqlite_keten_stand(l, KETEN_REGISTRATIE, over.registratie,
                                                  &s.met_stand, s.stand, err)
                          : bp_sqlite_keten_stand(l, KETEN_OPLEIDING, over.opleiding, &s.met_stand,
                                                  s.stand, err);
    if (st == BP_OK && (!over.found || !s.met_stand))
        st = bp_sqlite_damaged(l, err);
    return st == BP_OK ? bp_sqlite_schakel_add(l, &s, err) : st;
}

/* --- the sum ---------------------------------------------------------------------------------------------------- */

static enum bp_status weigh(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                            void (*op)(unsigned char sum[BP_LEDGER_HASH],
                                       const unsigned char hash[BP_LEDGER_HASH]),
                            struct bp_error *err)
{
    unsigned char hash[BP_LEDGER_HASH];
    bool found = false;
    enum bp_status st = bp_sqlite_keten_stand(l, soort, id, &found, hash, err);
    if (st == BP_OK && found)
        op(l->keten.rest, hash);
    return st;
}

enum bp_status bp_sqlite_rest_min(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                  struct bp_error *err)
{
    return weigh(l, soort, id, keten_min, err);
}

enum bp_status bp_sqlite_rest_plus(struct bp_sqlite *l, enum keten_rij soort, sqlite3_int64 id,
                                   struct bp_error *err)
{
    return weigh(l, soort, id, keten_plus, err);
}
