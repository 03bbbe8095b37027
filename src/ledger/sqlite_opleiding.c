/* sqlite_opleiding.c - programmes in RIO, their routes and their messages */
#include "sqlite.h"

#include <stdlib.h>

static int sector_number(const char *sector)
{
    return strcmp(sector, "vo") == 0 ? 1 : 2;
}

static const char *sector_name(int number)
{
    return number == 1 ? "vo" : "mbo";
}

/* --- asking ----------------------------------------------------------------------------------------------------- */

/* Columns of BP_SQLITE_OPLEIDING. Texts that do not fit are cut: they were cut to this size when they were kept. */
static bool read_opleiding(sqlite3_stmt *stmt, struct bp_ledger_opleiding *out)
{
    int toestand = sqlite3_column_int(stmt, 2);
    *out = (struct bp_ledger_opleiding){ .known = true,
                                         .toestand = (enum bp_toestand)toestand,
                                         .sinds_ms = sqlite3_column_int64(stmt, 3),
                                         .handeling = "",
                                         .bij_rio = sqlite3_column_type(stmt, 5) != SQLITE_NULL,
                                         .begin = bp_sqlite_datum(stmt, 6),
                                         .eind = bp_sqlite_datum(stmt, 7),
                                         .pogingen = (size_t)sqlite3_column_int64(stmt, 11) };
    bool staged = sqlite3_column_type(stmt, 4) != SQLITE_NULL;
    if (sqlite3_column_type(stmt, 8) != SQLITE_NULL)
        out->handeling =
            bp_opleiding_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 8));
    (void)bp_str_copy(out->fout_code, sizeof out->fout_code, bp_sqlite_str(stmt, 9));
    (void)bp_str_copy(out->fout_tekst, sizeof out->fout_tekst, bp_sqlite_str(stmt, 10));
    return bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 1), out->code) && toestand >= 0 &&
           toestand < BP_TOESTAND_COUNT && (!staged || bp_sqlite_hash(stmt, 4, out->fingerprint)) &&
           (!out->bij_rio || bp_sqlite_hash(stmt, 5, out->fingerprint_rio));
}

enum bp_status bp_sqlite_opleiding_lookup(struct bp_ledger *ledger,
                                          const struct bp_ledger_opleiding_key *key,
                                          struct bp_ledger_opleiding *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_FIND);
    sqlite3_int64 instelling = 0;
    bool row = false;
    *out = (struct bp_ledger_opleiding){ .handeling = "" };
    enum bp_status st = bp_sqlite_instelling(l, key->brin, "rio", false, &instelling, err);
    if (st != BP_OK || !instelling)
        return st;
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int(stmt, 2, sector_number(key->sector));
    bound |= bp_sqlite_bind_str(stmt, 3, key->leerroute);
    st = bp_sqlite_step(l, stmt, bound, &row, err);
    bool whole = st != BP_OK || !row || read_opleiding(stmt, out);
    (void)sqlite3_reset(stmt);
    if (!whole)
        return bp_sqlite_damaged(l, err);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_each_opleiding(struct bp_ledger *ledger, bp_ledger_opleiding_fn *fn,
                                        void *ctx, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(
        l, l->db, BP_SQLITE_OPLEIDING " ORDER BY i.brin, w.sector, w.leerroute", &stmt, err);
    while (st == BP_OK) {
        struct bp_ledger_opleiding opleiding;
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        const struct bp_ledger_opleiding_key key = { .brin = bp_sqlite_str(stmt, 14),
                                                     .sector =
                                                         sector_name(sqlite3_column_int(stmt, 12)),
                                                     .leerroute = bp_sqlite_str(stmt, 13) };
        st = read_opleiding(stmt, &opleiding) ? fn(ctx, &key, &opleiding, err)
                                              : bp_sqlite_damaged(l, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_opleiding_meldingen(struct bp_ledger *ledger, struct bp_str code,
                                             bp_ledger_melding_fn *fn, void *ctx,
                                             struct bp_error *err)
{
    static const char meldingen[] =
        "SELECT t.code, t.tekst, t.sleutelgegevens FROM opleiding o"
        " JOIN terugkoppeling t ON t.bericht = o.laatste WHERE o.code = ?1 ORDER BY t.id";
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    unsigned char uuid[BP_SQLITE_UUID];
    bool row = false;
    if (!bp_sqlite_uuid_parse(code, uuid))
        return BP_OK;
    enum bp_status st = bp_sqlite_prepare(l, l->db, meldingen, &stmt, err);
    int bound = st == BP_OK ? sqlite3_bind_blob(stmt, 1, uuid, sizeof uuid, SQLITE_STATIC) : 0;
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, bound, &row, err);
        if (st != BP_OK || !row)
            break;
        const struct bp_ledger_melding melding = { .code = bp_sqlite_str(stmt, 0),
                                                   .tekst = bp_sqlite_str(stmt, 1),
                                                   .sleutelgegevens = bp_sqlite_str(stmt, 2) };
        st = fn(ctx, &melding, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* --- one programme ---------------------------------------------------------------------------------------------- */

struct opleiding {
    sqlite3_int64 id, instelling, laatste; /* id 0: there is none */
    int sector, toestand;
    bool staged, bij_rio;
    unsigned char vingerafdruk[BP_LEDGER_HASH], vingerafdruk_rio[BP_LEDGER_HASH];
    struct bp_datum begin, eind;
};

static enum bp_status find(struct bp_sqlite *l, struct bp_str code, struct opleiding *out,
                           struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_CODE);
    unsigned char uuid[BP_SQLITE_UUID];
    bool row = false, whole = true;
    *out = (struct opleiding){ .id = 0 };
    if (!bp_sqlite_uuid_parse(code, uuid))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a programme was asked for by a code that is no UUID in lower case");
    enum bp_status st = bp_sqlite_step(
        l, stmt, sqlite3_bind_blob(stmt, 1, uuid, sizeof uuid, SQLITE_STATIC), &row, err);
    if (st == BP_OK && row) {
        *out = (struct opleiding){ .id = sqlite3_column_int64(stmt, 0),
                                   .instelling = sqlite3_column_int64(stmt, 1),
                                   .sector = sqlite3_column_int(stmt, 2),
                                   .toestand = sqlite3_column_int(stmt, 3),
                                   .laatste = sqlite3_column_int64(stmt, 4),
                                   .staged = sqlite3_column_type(stmt, 5) != SQLITE_NULL,
                                   .bij_rio = sqlite3_column_type(stmt, 6) != SQLITE_NULL,
                                   .begin = bp_sqlite_datum(stmt, 7),
                                   .eind = bp_sqlite_datum(stmt, 8) };
        whole = (!out->staged || bp_sqlite_hash(stmt, 5, out->vingerafdruk)) &&
                (!out->bij_rio || bp_sqlite_hash(stmt, 6, out->vingerafdruk_rio));
    }
    (void)sqlite3_reset(stmt);
    return whole ? st : bp_sqlite_damaged(l, err);
}

static enum bp_status must_find(struct bp_sqlite *l, struct bp_str code, struct opleiding *out,
                                struct bp_error *err)
{
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = find(l, code, out, err);
    if (st == BP_OK && !out->id)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a programme was to change that no route was bound to");
    return st;
}

/* A row of the log about the programme alone. */
static enum bp_status log_opleiding(struct bp_sqlite *l, sqlite3_int64 id, int van, int naar,
                                    struct bp_error *err)
{
    struct bp_sqlite_schakel s = { .run = l->base.in_run ? l->run_id : 0,
                                   .opleiding = id,
                                   .van = van,
                                   .naar = naar,
                                   .moment = l->base.env->now_ms(l->base.env->ctx) };
    enum bp_status st = bp_sqlite_keten_stand(l, KETEN_OPLEIDING, id, &s.met_stand, s.stand, err);
    if (st == BP_OK && !s.met_stand)
        st = bp_sqlite_damaged(l, err);
    return st == BP_OK ? bp_sqlite_schakel_add(l, &s, err) : st;
}

/* --- binding ---------------------------------------------------------------------------------------------------- */

static enum bp_status add_opleiding(struct bp_sqlite *l, struct bp_str code,
                                    struct opleiding *opleiding, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_ADD);
    unsigned char uuid[BP_SQLITE_UUID];
    (void)bp_sqlite_uuid_parse(code, uuid); /* find() did */
    int bound = sqlite3_bind_int64(stmt, 1, opleiding->instelling);
    bound |= sqlite3_bind_int(stmt, 2, opleiding->sector);
    bound |= sqlite3_bind_blob(stmt, 3, uuid, sizeof uuid, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 4, l->base.env->now_ms(l->base.env->ctx));
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    opleiding->id = st == BP_OK ? sqlite3_last_insert_rowid(l->db) : 0;
    return st;
}

static int bind_route(sqlite3_stmt *stmt, sqlite3_int64 instelling, int sector,
                      struct bp_str leerroute)
{
    int bound = sqlite3_bind_int64(stmt, 1, instelling);
    bound |= sqlite3_bind_int(stmt, 2, sector);
    return bound | bp_sqlite_bind_str(stmt, 3, leerroute);
}

/* Which programme the route is now; 0: none. */
static enum bp_status bound_to(struct bp_sqlite *l, const struct opleiding *opleiding,
                               struct bp_str leerroute, sqlite3_int64 *out, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_ROUTE_FIND);
    bool row = false;
    int bound = bind_route(stmt, opleiding->instelling, opleiding->sector, leerroute);
    enum bp_status st = bp_sqlite_step(l, stmt, bound, &row, err);
    *out = st == BP_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
    (void)sqlite3_reset(stmt);
    return st;
}

static enum bp_status toestand_of(struct bp_sqlite *l, sqlite3_int64 id, int *out,
                                  struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st =
        bp_sqlite_prepare(l, l->db, "SELECT toestand FROM opleiding WHERE id = ?1", &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, id), &row, err);
    if (st == BP_OK)
        *out = row ? sqlite3_column_int(stmt, 0) : BP_TOESTAND_NIEUW;
    (void)sqlite3_finalize(stmt);
    return st;
}

enum bp_status bp_sqlite_opleiding_bind(struct bp_ledger *ledger,
                                        const struct bp_ledger_opleiding_key *key,
                                        struct bp_str code, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    struct opleiding o;
    sqlite3_int64 instelling = 0, former = 0;
    int sector = sector_number(key->sector), toestand = 0;
    enum bp_status st = bp_sqlite_need_transaction(l, err);
    if (st == BP_OK)
        st = bp_sqlite_instelling(l, key->brin, "rio", true, &instelling, err);
    if (st == BP_OK)
        st = find(l, code, &o, err);
    if (st != BP_OK)
        return st;
    if (o.id && (o.instelling != instelling || o.sector != sector))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            "the code in RIO of leerroute %.*s is that of a programme of another "
                            "institution or side; each has a code of its own",
                            (int)key->leerroute.len, key->leerroute.ptr);
    o.instelling = instelling;
    o.sector = sector;
    st = o.id ? BP_OK : add_opleiding(l, code, &o, err);
    if (st == BP_OK)
        st = bound_to(l, &o, key->leerroute, &former, err);
    if (st != BP_OK || former == o.id)
        return st;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_ROUTE_PUT);
    int bound = bind_route(stmt, instelling, sector, key->leerroute);
    bound |= sqlite3_bind_int64(stmt, 4, o.id);
    st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK && former)
        st = toestand_of(l, former, &toestand, err);
    if (st == BP_OK && former)
        st = log_opleiding(l, former, toestand, toestand, err);
    return st == BP_OK ? log_opleiding(l, o.id, o.toestand, o.toestand, err) : st;
}

/* --- messages --------------------------------------------------------------------------------------------------- */

/* A message that waits. */
struct wachtend {
    sqlite3_int64 id; /* 0: none */
    int handeling, toestand;
    unsigned char vingerafdruk[BP_LEDGER_HASH];
};

static enum bp_status next_waiting(struct bp_sqlite *l, sqlite3_int64 opleiding, const char *which,
                                   struct wachtend *out, struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *out = (struct wachtend){ .id = 0 };
    enum bp_status st = bp_sqlite_prepare(l, l->db, which, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, opleiding), &row, err);
    if (st == BP_OK && row) {
        out->id = sqlite3_column_int64(stmt, 0);
        out->handeling = sqlite3_column_int(stmt, 1);
        out->toestand = sqlite3_column_int(stmt, 2);
        if (!bp_sqlite_hash(stmt, 3, out->vingerafdruk))
            st = bp_sqlite_damaged(l, err);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

#define WAITING(states)                                                                            \
    "SELECT id, handeling, toestand, vingerafdruk FROM bericht WHERE opleiding = ?1"               \
    " AND toestand IN (" states ") ORDER BY id LIMIT 1"

static enum bp_status replace_unsent(struct bp_sqlite *l, sqlite3_int64 opleiding, int64_t now_ms,
                                     struct bp_error *err)
{
    for (;;) {
        struct wachtend w;
        enum bp_status st = next_waiting(l, opleiding, WAITING("2"), &w, err);
        if (st != BP_OK || !w.id)
            return st;
        st = bp_sqlite_replace(l, 0, w.id, w.toestand, now_ms, err);
        if (st != BP_OK)
            return st;
    }
}

static enum bp_status add_bericht(struct bp_sqlite *l, const struct opleiding *o,
                                  const struct bp_ledger_opleiding_bericht *b,
                                  enum bp_handeling handeling, int64_t now_ms, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_BERICHT);
    unsigned char uuid[BP_SQLITE_UUID];
    if (!bp_sqlite_uuid_parse(b->identificatiecode, uuid))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "an identificatiecode that is no UUID in lower case was to be staged");
    int bound = sqlite3_bind_int64(stmt, 1, l->next_bericht);
    bound |= sqlite3_bind_blob(stmt, 2, uuid, sizeof uuid, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 3, o->id);
    bound |= o->laatste ? sqlite3_bind_int64(stmt, 4, o->laatste) : sqlite3_bind_null(stmt, 4);
    bound |= sqlite3_bind_int(stmt, 5, (int)handeling);
    bound |= sqlite3_bind_int64(stmt, 6, now_ms);
    bound |= bp_sqlite_bind_hash(stmt, 7, b->fingerprint);
    bound |= bp_sqlite_bind_maybe(stmt, 8, b->soort);
    bound |= bp_sqlite_bind_datum(stmt, 9, b->begin);
    bound |= bp_sqlite_bind_datum(stmt, 10, b->eind);
    bound |= sqlite3_bind_blob64(stmt, 11, b->body.ptr, b->body.len, SQLITE_STATIC);
    bound |= sqlite3_bind_int64(stmt, 12, o->instelling);
    bound |= bp_sqlite_bind_maybe(stmt, 13, b->reden);
    return bp_sqlite_run(l, stmt, bound, err);
}

enum bp_status bp_sqlite_opleiding_stage(struct bp_ledger *ledger,
                                         const struct bp_ledger_opleiding_bericht *bericht,
                                         enum bp_handeling handeling, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    int64_t now_ms = ledger->env->now_ms(ledger->env->ctx);
    struct opleiding o;
    enum bp_status st = must_find(l, bericht->code, &o, err);
    if (st == BP_OK)
        st = replace_unsent(l, o.id, now_ms, err);
    if (st == BP_OK)
        st = add_bericht(l, &o, bericht, handeling, now_ms, err);
    if (st != BP_OK)
        return st;
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_LAATSTE);
    int bound = sqlite3_bind_int64(stmt, 1, o.id);
    bound |= sqlite3_bind_int64(stmt, 2, now_ms);
    bound |= sqlite3_bind_int64(stmt, 3, l->next_bericht);
    bound |= bp_sqlite_bind_hash(stmt, 4, bericht->fingerprint);
    st = bp_sqlite_run(l, stmt, bound, err);
    if (st == BP_OK)
        st = bp_sqlite_overgang(l, 0, l->next_bericht, o.toestand, BP_TOESTAND_KLAARGEZET, now_ms,
                                err);
    l->next_bericht += st == BP_OK;
    return st;
}

enum bp_status bp_sqlite_opleiding_claim(struct bp_ledger *ledger, struct bp_str code,
                                         struct bp_str message_id, bp_ledger_zending_fn *fn,
                                         void *ctx, bool *found, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    struct opleiding o;
    unsigned char uuid[BP_SQLITE_UUID];
    char text[BP_UUID_TEXT];
    *found = false;
    if (!bp_sqlite_uuid_parse(message_id, uuid))
        return bp_error_set(err, BP_E_INTERNAL, NULL, "a message was claimed without a MessageID");
    enum bp_status st = must_find(l, code, &o, err);
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_ZENDING_OPLEIDING);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, o.id), found, err);
    if (st != BP_OK || !*found) {
        (void)sqlite3_reset(stmt);
        return st;
    }
    int van = sqlite3_column_int(stmt, 6), vlaggen = sqlite3_column_int(stmt, 5);
    const struct bp_ledger_zending zending = {
        .bericht = sqlite3_column_int64(stmt, 0),
        .handeling = bp_opleiding_handeling_name((enum bp_handeling)sqlite3_column_int(stmt, 1)),
        .identificatiecode = { text, sizeof text - 1 },
        .body = bp_sqlite_blob(stmt, 3),
        .poging = (unsigned)sqlite3_column_int(stmt, 4) + 1,
        .onbeantwoord = vlaggen & BP_VLAG_ONBEANTWOORD,
        .fout_beantwoord = vlaggen & BP_VLAG_FOUT,
    };
    st = bp_sqlite_uuid_format(bp_sqlite_blob(stmt, 2), text) ? fn(ctx, &zending, err)
                                                              : bp_sqlite_damaged(l, err);
    (void)sqlite3_reset(stmt);
    const struct bp_sqlite_eigenaar eigenaar = { .opleiding = o.id };
    return st == BP_OK ? bp_sqlite_mark_claimed(l, zending.bericht, eigenaar, van, uuid, err) : st;
}

/* --- what RIO has ----------------------------------------------------------------------------------------------- */

enum bp_status bp_sqlite_opleiding_rio(struct bp_sqlite *l, sqlite3_int64 opleiding,
                                       const unsigned char *vingerafdruk, struct bp_datum begin,
                                       struct bp_datum eind, struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_RIO);
    int bound = sqlite3_bind_int64(stmt, 1, opleiding);
    bound |= vingerafdruk ? bp_sqlite_bind_hash(stmt, 2, vingerafdruk) : sqlite3_bind_null(stmt, 2);
    bound |= bp_sqlite_bind_datum(stmt, 3, vingerafdruk ? begin : BP_DATUM(0, 0, 0));
    bound |= bp_sqlite_bind_datum(stmt, 4, vingerafdruk ? eind : BP_DATUM(0, 0, 0));
    return bp_sqlite_run(l, stmt, bound, err);
}

static enum bp_status put_toestand(struct bp_sqlite *l, const struct opleiding *o, int naar,
                                   struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_TOESTAND);
    int bound = sqlite3_bind_int64(stmt, 1, o->id);
    bound |= o->laatste ? sqlite3_bind_int64(stmt, 2, o->laatste) : sqlite3_bind_null(stmt, 2);
    bound |= sqlite3_bind_int(stmt, 3, naar);
    bound |= sqlite3_bind_int64(stmt, 4, l->base.env->now_ms(l->base.env->ctx));
    return o->toestand == naar ? BP_OK : bp_sqlite_run(l, stmt, bound, err);
}

static enum bp_status approve(struct bp_sqlite *l, const struct wachtend *w, int64_t now_ms,
                              struct bp_error *err)
{
    sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_BERICHT_TOESTAND);
    int bound = sqlite3_bind_int64(stmt, 1, w->id);
    bound |= sqlite3_bind_int(stmt, 2, BP_TOESTAND_GOEDGEKEURD);
    bound |= sqlite3_bind_int64(stmt, 3, now_ms);
    bound |= sqlite3_bind_null(stmt, 4);
    bound |= sqlite3_bind_null(stmt, 5);
    enum bp_status st = bp_sqlite_run(l, stmt, bound, err);
    return st == BP_OK
               ? bp_sqlite_overgang(l, 0, w->id, w->toestand, BP_TOESTAND_GOEDGEKEURD, now_ms, err)
               : st;
}

/* What waited: the uncertain message that led to what RIO shows is approved (*approved), anything else is overtaken. */
static enum bp_status settle_waiting(struct bp_sqlite *l, const struct opleiding *o,
                                     const struct bp_ledger_gezien *gezien, bool *approved,
                                     struct bp_error *err)
{
    int64_t now_ms = l->base.env->now_ms(l->base.env->ctx);
    *approved = false;
    for (;;) {
        struct wachtend w;
        enum bp_status st =
            next_waiting(l, o->id, gezien ? WAITING("2, 9") : WAITING("9"), &w, err);
        if (st != BP_OK || !w.id)
            return st;
        bool stand = w.handeling == BP_HANDELING_INSCHRIJVING;
        bool led = w.toestand == BP_TOESTAND_ONZEKER && stand == (gezien != NULL) &&
                   (!gezien || memcmp(w.vingerafdruk, gezien->fingerprint, BP_LEDGER_HASH) == 0);
        if (!gezien && !led)
            return BP_OK; /* it goes again: RIO does not have it */
        *approved |= led;
        st = led ? approve(l, &w, now_ms, err)
                 : bp_sqlite_replace(l, 0, w.id, w.toestand, now_ms, err);
        if (st != BP_OK)
            return st;
    }
}

static bool as_it_was(const struct opleiding *o, const struct bp_ledger_gezien *gezien)
{
    if (!gezien)
        return !o->bij_rio && o->toestand != BP_TOESTAND_ONZEKER;
    return o->bij_rio && o->toestand == BP_TOESTAND_GOEDGEKEURD &&
           memcmp(o->vingerafdruk_rio, gezien->fingerprint, BP_LEDGER_HASH) == 0 &&
           memcmp(o->vingerafdruk, gezien->fingerprint, BP_LEDGER_HASH) == 0 &&
           bp_datum_equal(o->begin, gezien->begin) && bp_datum_equal(o->eind, gezien->eind);
}

enum bp_status bp_sqlite_opleiding_gezien(struct bp_ledger *ledger, struct bp_str code,
                                          const struct bp_ledger_gezien *gezien,
                                          struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    struct opleiding o;
    bool approved = false;
    enum bp_status st = must_find(l, code, &o, err);
    if (st != BP_OK || as_it_was(&o, gezien))
        return st;
    st = bp_sqlite_opleiding_rio(l, o.id, gezien ? gezien->fingerprint : NULL,
                                 gezien ? gezien->begin : o.begin, gezien ? gezien->eind : o.eind,
                                 err);
    if (st == BP_OK)
        st = settle_waiting(l, &o, gezien, &approved, err);
    int naar = gezien || approved                      ? BP_TOESTAND_GOEDGEKEURD
               : o.toestand == BP_TOESTAND_GOEDGEKEURD ? BP_TOESTAND_GEWIJZIGD
                                                       : o.toestand;
    if (st == BP_OK)
        st = put_toestand(l, &o, naar, err);
    if (st == BP_OK && gezien) {
        sqlite3_stmt *stmt = bp_sqlite_statement(l, BP_SQL_OPLEIDING_STAND);
        int bound = sqlite3_bind_int64(stmt, 1, o.id);
        bound |= bp_sqlite_bind_hash(stmt, 2, gezien->fingerprint);
        st = bp_sqlite_run(l, stmt, bound, err);
    }
    return st == BP_OK ? log_opleiding(l, o.id, o.toestand, naar, err) : st;
}
