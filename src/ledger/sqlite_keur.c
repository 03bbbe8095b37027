/* sqlite_keur.c - walks the whole chain: to prove it, and once to make it for a ledger from before there was one */
#include "sqlite.h"

#include "bronpost/ledger/bewijs.h"

#include <stdlib.h>

/* The last link about each row of a table, by the row's number. */
struct laatsten {
    sqlite3_int64 *link;
    sqlite3_int64 most; /* the highest number in the table */
};

struct keuring {
    struct bp_sqlite *l;
    struct bp_ledger_keuring *uit;
    const unsigned char *zegel;
    sqlite3_stmt *van_wie, *run_klaar; /* while links are walked */
    struct laatsten berichten, registraties, opleidingen, runs;
    unsigned char kop[BP_LEDGER_HASH];
};

static const char alle_schakels[] =
    "SELECT id, run, registratie, opleiding, bericht, van, naar, moment, inhoud, stand, hash"
    " FROM overgang ORDER BY id";

static void keuring_free(struct keuring *k)
{
    free(k->berichten.link);
    free(k->registraties.link);
    free(k->opleidingen.link);
    free(k->runs.link);
}

/* --- the first thing that is wrong ------------------------------------------------------------------------------ */

static void breuk(struct keuring *k, enum bp_ledger_breuk soort, sqlite3_int64 schakel,
                  sqlite3_int64 moment, const char *tabel, sqlite3_int64 rij)
{
    struct bp_ledger_keuring *uit = k->uit;
    bool earlier = uit->breuk == BP_BREUK_INHOUD && soort == BP_BREUK_INHOUD && schakel > 0 &&
                   (uint64_t)schakel < uit->schakel;
    if (uit->breuk != BP_BREUK_GEEN && !earlier)
        return;
    uit->breuk = soort;
    uit->schakel = (uint64_t)schakel;
    uit->moment_ms = moment;
    uit->tabel = tabel;
    uit->rij = rij;
}

/* A number that no ledger comes to was put there by something else. */
#define RIJEN_MAX (INT64_C(1) << 28)

static enum bp_status laatsten_make(struct keuring *k, const char *tabel, const char *most,
                                    struct laatsten *out, struct bp_error *err)
{
    enum bp_status st = bp_sqlite_number(k->l, most, &out->most, err);
    if (st != BP_OK)
        return st;
    if (out->most < 0 || out->most > RIJEN_MAX) {
        breuk(k, BP_BREUK_INHOUD, 0, 0, tabel, out->most);
        out->most = 0;
    }
    out->link = calloc((size_t)out->most + 1, sizeof *out->link);
    return out->link ? BP_OK : bp_error_memory(err, "the ledger");
}

static enum bp_status keuring_make(struct keuring *k, struct bp_error *err)
{
    const struct {
        const char *tabel, *most;
        struct laatsten *laatsten;
    } tabellen[] = {
        { "bericht", "SELECT coalesce(max(id), 0) FROM bericht", &k->berichten },
        { "registratie", "SELECT coalesce(max(id), 0) FROM registratie", &k->registraties },
        { "opleiding", "SELECT coalesce(max(id), 0) FROM opleiding", &k->opleidingen },
        { "run", "SELECT coalesce(max(id), 0) FROM run", &k->runs },
    };
    enum bp_status st = bp_sqlite_keten_make(k->l, err);
    for (size_t i = 0; st == BP_OK && i < sizeof tabellen / sizeof tabellen[0]; i++)
        st = laatsten_make(k, tabellen[i].tabel, tabellen[i].most, tabellen[i].laatsten, err);
    memset(k->l->keten.gezien, 0, sizeof k->l->keten.gezien);
    return st;
}

/* --- links ------------------------------------------------------------------------------------------------------ */

static bool read_hash(sqlite3_stmt *stmt, int column, bool *there,
                      unsigned char out[BP_LEDGER_HASH])
{
    *there = sqlite3_column_type(stmt, column) != SQLITE_NULL;
    return !*there || bp_sqlite_hash(stmt, column, out);
}

/* False when a number that says NULL is there: it would hash as if it were not. */
static bool read_id(sqlite3_stmt *stmt, int column, sqlite3_int64 *out)
{
    *out = sqlite3_column_int64(stmt, column);
    return *out != 0 || sqlite3_column_type(stmt, column) == SQLITE_NULL;
}

static bool read_number(sqlite3_stmt *stmt, int column, int *out)
{
    sqlite3_int64 number = sqlite3_column_int64(stmt, column);
    *out = (int)number;
    return number == *out;
}

static bool read_schakel(sqlite3_stmt *stmt, struct bp_sqlite_schakel *s)
{
    s->id = sqlite3_column_int64(stmt, 0);
    s->moment = sqlite3_column_int64(stmt, 7);
    return read_id(stmt, 1, &s->run) && read_id(stmt, 2, &s->registratie) &&
           read_id(stmt, 3, &s->opleiding) && read_id(stmt, 4, &s->bericht) &&
           read_number(stmt, 5, &s->van) && read_number(stmt, 6, &s->naar) &&
           read_hash(stmt, 8, &s->met_inhoud, s->inhoud) &&
           read_hash(stmt, 9, &s->met_stand, s->stand);
}

static bool note(struct laatsten *laatsten, sqlite3_int64 rij, sqlite3_int64 schakel)
{
    if (rij < 0 || rij > laatsten->most)
        return rij == 0;
    if (rij)
        laatsten->link[rij] = schakel;
    return true;
}

/* The registration of a message: in the link only where the link speaks of it too. */
static enum bp_status registratie_of(struct bp_sqlite *l, sqlite3_stmt *stmt,
                                     const struct bp_sqlite_schakel *s, sqlite3_int64 *out,
                                     struct bp_error *err)
{
    bool row = false;
    *out = s->registratie;
    if (s->registratie || !s->bericht || s->opleiding)
        return BP_OK;
    enum bp_status st = bp_sqlite_step(l, stmt, sqlite3_bind_int64(stmt, 1, s->bericht), &row, err);
    if (st == BP_OK && row)
        *out = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_reset(stmt);
    return st;
}

/* Remembers what the link is about. False: something that is not there. */
static bool note_all(struct keuring *k, const struct bp_sqlite_schakel *s,
                     sqlite3_int64 registratie)
{
    return note(&k->berichten, s->bericht, s->id) && note(&k->registraties, registratie, s->id) &&
           note(&k->opleidingen, s->opleiding, s->id) &&
           (s->naar != BP_OVERGANG_RUN || note(&k->runs, s->run, s->id));
}

/* A run is linked in its own transaction, at the moment at which it ended. Those of a ledger from before the chain were linked
 * when it got one: of another moment, behind everything that there was. */
static enum bp_status note_begin(struct keuring *k, const struct bp_sqlite_schakel *s,
                                 struct bp_error *err)
{
    bool row = false;
    if (s->naar != BP_OVERGANG_RUN || k->uit->keten_ms)
        return BP_OK;
    enum bp_status st =
        bp_sqlite_step(k->l, k->run_klaar, sqlite3_bind_int64(k->run_klaar, 1, s->run), &row, err);
    if (st == BP_OK && row && sqlite3_column_int64(k->run_klaar, 0) != s->moment) {
        k->uit->zonder = (uint64_t)s->id - 1;
        k->uit->keten_ms = s->moment;
    }
    (void)sqlite3_reset(k->run_klaar);
    return st;
}

static enum bp_status walk_schakel(struct keuring *k, sqlite3_stmt *stmt, struct bp_error *err)
{
    struct bp_sqlite_schakel s;
    unsigned char hash[BP_LEDGER_HASH];
    sqlite3_int64 registratie = 0, next = (sqlite3_int64)k->uit->schakels + 1;
    bool whole = read_schakel(stmt, &s);
    if (!whole || s.id != next || !bp_sqlite_schakel_hash(k->l->keten.hash, k->kop, &s, hash) ||
        !bp_str_equal(bp_sqlite_blob(stmt, 10),
                      (struct bp_str){ (const char *)hash, sizeof hash })) {
        breuk(k, BP_BREUK_SCHAKEL, next, s.id == next ? s.moment : 0, "overgang", next);
        return BP_OK;
    }
    enum bp_status st = registratie_of(k->l, k->van_wie, &s, &registratie, err);
    if (st == BP_OK)
        st = note_begin(k, &s, err);
    if (st != BP_OK)
        return st;
    if (!note_all(k, &s, registratie))
        breuk(k, BP_BREUK_INHOUD, s.id, s.moment, s.bericht ? "bericht" : "overgang", s.bericht);
    memcpy(k->kop, hash, sizeof k->kop);
    k->uit->schakels++;
    if (k->zegel && memcmp(hash, k->zegel, sizeof hash) == 0)
        k->uit->zegel_schakel = (uint64_t)s.id;
    return BP_OK;
}

static enum bp_status walk_schakels(struct keuring *k, struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, alle_schakels, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db, "SELECT registratie FROM bericht WHERE id = ?1",
                               &k->van_wie, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db, "SELECT klaar FROM run WHERE id = ?1", &k->run_klaar, err);
    while (st == BP_OK && k->uit->breuk != BP_BREUK_SCHAKEL) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = walk_schakel(k, stmt, err);
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_finalize(k->van_wie);
    (void)sqlite3_finalize(k->run_klaar);
    return st;
}

/* The head as the program left it at its last commit. */
static enum bp_status check_kop(struct keuring *k, unsigned char rest[BP_LEDGER_HASH],
                                struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    sqlite3_stmt *stmt = NULL;
    unsigned char kop[BP_LEDGER_HASH];
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(
        l, l->db,
        "SELECT schakels, kop, rest, (SELECT count(*) FROM keten) FROM keten WHERE id = 1", &stmt,
        err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st == BP_OK) {
        bool same = row && (uint64_t)sqlite3_column_int64(stmt, 0) == k->uit->schakels &&
                    bp_sqlite_hash(stmt, 1, kop) && memcmp(kop, k->kop, sizeof kop) == 0 &&
                    sqlite3_column_int64(stmt, 3) == 1; /* a second head speaks for nobody */
        if (!same)
            breuk(k, BP_BREUK_STAART, (sqlite3_int64)k->uit->schakels, 0, "keten", 0);
        if (!row || !bp_sqlite_hash(stmt, 2, rest))
            memset(rest, 0, BP_LEDGER_HASH);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

/* --- what they are about ---------------------------------------------------------------------------------------- */

/* The link's own hash of what it is about, and its moment. Column 0: of the message or the run, 1: of the stand. */
static enum bp_status check_one(struct keuring *k, sqlite3_stmt *schakel, int column,
                                sqlite3_int64 link, bool found, const unsigned char *hash,
                                const char *tabel, sqlite3_int64 rij, struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    bool row = false;
    if (!link && !found)
        return BP_OK; /* no such number: never used */
    if (!link) {
        breuk(k, BP_BREUK_INHOUD, 0, 0, tabel, rij);
        return BP_OK;
    }
    enum bp_status st = bp_sqlite_step(l, schakel, sqlite3_bind_int64(schakel, 1, link), &row, err);
    if (st != BP_OK)
        return st;
    unsigned char known[BP_LEDGER_HASH];
    bool same = found && row && bp_sqlite_hash(schakel, column, known) &&
                memcmp(known, hash, sizeof known) == 0;
    if (!same)
        breuk(k, BP_BREUK_INHOUD, link, row ? sqlite3_column_int64(schakel, 2) : 0, tabel, rij);
    (void)sqlite3_reset(schakel);
    return BP_OK;
}

static enum bp_status check_standen(struct keuring *k, sqlite3_stmt *schakel, enum keten_rij soort,
                                    const struct laatsten *laatsten, const char *tabel,
                                    struct bp_error *err)
{
    enum bp_status st = BP_OK;
    unsigned char hash[BP_LEDGER_HASH] = { 0 };
    for (sqlite3_int64 id = 1; st == BP_OK && id <= laatsten->most; id++) {
        bool found = false;
        st = bp_sqlite_keten_stand(k->l, soort, id, &found, hash, err);
        if (st == BP_OK)
            st = check_one(k, schakel, soort == KETEN_RUN ? 0 : 1, laatsten->link[id], found, hash,
                           tabel, id, err);
    }
    return st;
}

static enum bp_status check_berichten(struct keuring *k, sqlite3_stmt *schakel,
                                      struct bp_error *err)
{
    enum bp_status st = BP_OK;
    struct keten_bericht over;
    for (sqlite3_int64 id = 1; st == BP_OK && id <= k->berichten.most; id++) {
        st = bp_sqlite_keten_bericht(k->l, id, false, &over, err);
        if (st == BP_OK)
            st = check_one(k, schakel, 0, k->berichten.link[id], over.found, over.hash, "bericht",
                           id, err);
        k->uit->berichten += over.found;
    }
    return st;
}

/* Rows that hang on nothing were hashed with nothing. */
static enum bp_status check_wezen(struct keuring *k, struct bp_error *err)
{
    static const struct {
        enum keten_rij soort;
        const char *tabel, *count;
    } tabellen[] = {
        { KETEN_BERICHT, "bericht", "SELECT count(*) FROM bericht" },
        { KETEN_POGINGEN, "poging", "SELECT count(*) FROM poging" },
        { KETEN_TERUGKOPPELINGEN, "terugkoppeling", "SELECT count(*) FROM terugkoppeling" },
        { KETEN_REGISTRATIE, "registratie", "SELECT count(*) FROM registratie" },
        { KETEN_OPLEIDING, "opleiding", "SELECT count(*) FROM opleiding" },
        { KETEN_ROUTES, "opleiding_route", "SELECT count(*) FROM opleiding_route" },
        { KETEN_RUN, "run", "SELECT count(*) FROM run" },
    };
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < sizeof tabellen / sizeof tabellen[0]; i++) {
        sqlite3_int64 count = 0;
        st = bp_sqlite_number(k->l, tabellen[i].count, &count, err);
        if (st == BP_OK && count != k->l->keten.gezien[tabellen[i].soort])
            breuk(k, BP_BREUK_INHOUD, 0, 0, tabellen[i].tabel, 0);
    }
    return st;
}

static enum bp_status check_inhoud(struct keuring *k, struct bp_error *err)
{
    sqlite3_stmt *schakel = NULL;
    enum bp_status st = bp_sqlite_prepare(
        k->l, k->l->db, "SELECT inhoud, stand, moment FROM overgang WHERE id = ?1", &schakel, err);
    if (st == BP_OK)
        st = check_berichten(k, schakel, err);
    if (st == BP_OK)
        st = check_standen(k, schakel, KETEN_REGISTRATIE, &k->registraties, "registratie", err);
    if (st == BP_OK)
        st = check_standen(k, schakel, KETEN_OPLEIDING, &k->opleidingen, "opleiding", err);
    if (st == BP_OK)
        st = check_standen(k, schakel, KETEN_RUN, &k->runs, "run", err);
    k->uit->registraties = (uint64_t)k->l->keten.gezien[KETEN_REGISTRATIE];
    if (st == BP_OK)
        st = check_wezen(k, err);
    (void)sqlite3_finalize(schakel);
    return st;
}

/* --- the sum ---------------------------------------------------------------------------------------------------- */

static enum bp_status tel_tabel(struct bp_sqlite *l, const char *ids, enum keten_rij soort,
                                struct bp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, ids, &stmt, err);
    while (st == BP_OK) {
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        st = bp_sqlite_rest_plus(l, soort, sqlite3_column_int64(stmt, 0), err);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

enum bp_status bp_sqlite_rest_tel(struct bp_sqlite *l, unsigned char out[BP_LEDGER_HASH],
                                  struct bp_error *err)
{
    unsigned char kept[BP_LEDGER_HASH];
    memcpy(kept, l->keten.rest, sizeof kept);
    memset(l->keten.rest, 0, sizeof l->keten.rest);
    enum bp_status st = tel_tabel(l, "SELECT id FROM inschrijving", KETEN_INSCHRIJVING, err);
    if (st == BP_OK)
        st = tel_tabel(l, "SELECT id FROM bericht WHERE pogingen <> 0 OR niet_voor IS NOT NULL",
                       KETEN_WACHT, err);
    if (st == BP_OK)
        st = tel_tabel(l, "SELECT id FROM persoon", KETEN_PERSOON, err);
    if (st == BP_OK)
        st = tel_tabel(l, "SELECT id FROM instelling", KETEN_INSTELLING, err);
    memcpy(out, l->keten.rest, BP_LEDGER_HASH);
    memcpy(l->keten.rest, kept, sizeof kept);
    return st;
}

static enum bp_status check_rest(struct keuring *k, const unsigned char rest[BP_LEDGER_HASH],
                                 struct bp_error *err)
{
    unsigned char now[BP_LEDGER_HASH];
    enum bp_status st = bp_sqlite_rest_tel(k->l, now, err);
    if (st == BP_OK && memcmp(now, rest, sizeof now) != 0)
        breuk(k, BP_BREUK_REST, 0, 0, "", 0); /* a sum does not tell which of them */
    return st;
}

/* --- what changes by itself ------------------------------------------------------------------------------------- */

/* The hashes are taken of what is stored: what a trigger made of it would be linked as if bronpost had written it. */
static enum bp_status check_triggers(struct keuring *k, struct bp_error *err)
{
    sqlite3_int64 rij = 0;
    enum bp_status st = bp_sqlite_strange_trigger(k->l, &rij, err);
    if (st == BP_OK && rij)
        breuk(k, BP_BREUK_TRIGGER, 0, 0, "sqlite_schema", rij);
    return st;
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

static enum bp_status keur_all(struct keuring *k, struct bp_error *err)
{
    static const unsigned char none[BP_LEDGER_HASH];
    unsigned char rest[BP_LEDGER_HASH] = { 0 };
    enum bp_status st = keuring_make(k, err);
    if (st == BP_OK)
        st = walk_schakels(k, err);
    if (st != BP_OK || k->uit->breuk == BP_BREUK_SCHAKEL)
        return st;
    st = check_kop(k, rest, err);
    if (st == BP_OK)
        st = check_inhoud(k, err);
    if (st == BP_OK)
        st = check_rest(k, rest, err);
    if (st == BP_OK)
        st = check_triggers(k, err);
    bool begin = k->zegel && memcmp(k->zegel, none, sizeof none) == 0; /* of an empty ledger */
    if (st == BP_OK && k->zegel && !k->uit->zegel_schakel && !begin)
        breuk(k, BP_BREUK_ZEGEL, 0, 0, "overgang", 0);
    return st;
}

enum bp_status bp_sqlite_keur(struct bp_ledger *ledger, const unsigned char *zegel,
                              struct bp_ledger_keuring *out, struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    struct keuring k = { .l = l, .uit = out, .zegel = zegel };
    *out = (struct bp_ledger_keuring){ .tabel = "" };
    enum bp_status st = bp_sqlite_exec(l, "BEGIN", err); /* one moment, whoever writes */
    if (st != BP_OK)
        return st;
    st = keur_all(&k, err);
    (void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    keuring_free(&k);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

enum bp_status bp_sqlite_zegel(struct bp_ledger *ledger, struct bp_ledger_zegel *out,
                               struct bp_error *err)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *out = (struct bp_ledger_zegel){ 0 };
    enum bp_status st = bp_sqlite_prepare(
        l, l->db,
        "SELECT k.schakels, k.kop, o.moment, (SELECT moment FROM overgang ORDER BY id LIMIT 1)"
        " FROM keten k LEFT JOIN overgang o ON o.id = k.schakels",
        &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st == BP_OK) {
        out->schakels = (uint64_t)sqlite3_column_int64(stmt, 0);
        out->moment_ms = sqlite3_column_int64(stmt, 2);
        out->begin_ms = sqlite3_column_int64(stmt, 3);
        if (!row || !bp_sqlite_hash(stmt, 1, out->kop))
            st = bp_sqlite_damaged(l, err);
    }
    (void)sqlite3_finalize(stmt);
    return st == BP_OK ? bp_sqlite_still(l, err) : st;
}

/* --- a ledger from before the chain ----------------------------------------------------------------------------- */

/* What is there now is proven by the last link about it; what it was at earlier links nobody can say. */
static enum bp_status fill_inhoud(struct keuring *k, struct bp_sqlite_schakel *s,
                                  sqlite3_int64 registratie, struct bp_error *err)
{
    struct keten_bericht over = { .found = false };
    enum bp_status st = BP_OK;
    if (k->berichten.link[s->bericht] == s->id) {
        st = bp_sqlite_keten_bericht(k->l, s->bericht, false, &over, err);
        s->met_inhoud = over.found;
        memcpy(s->inhoud, over.hash, sizeof s->inhoud);
    }
    if (st == BP_OK && registratie && k->registraties.link[registratie] == s->id)
        st = bp_sqlite_keten_stand(k->l, KETEN_REGISTRATIE, registratie, &s->met_stand, s->stand,
                                   err);
    return st;
}

static enum bp_status build_schakels(struct keuring *k, bool fill, struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    sqlite3_stmt *stmt = NULL, *van_wie = NULL, *set = NULL;
    bool row = false;
    enum bp_status st = bp_sqlite_prepare(l, l->db, alle_schakels, &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db, "SELECT registratie FROM bericht WHERE id = ?1", &van_wie,
                               err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(
            l, l->db, "UPDATE overgang SET inhoud = ?2, stand = ?3, hash = ?4 WHERE id = ?1", &set,
            err);
    while (st == BP_OK) {
        struct bp_sqlite_schakel s;
        sqlite3_int64 registratie = 0;
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
        if (st != BP_OK || !row)
            break;
        if (!read_schakel(stmt, &s))
            st = bp_sqlite_damaged(l, err);
        if (st == BP_OK)
            st = registratie_of(l, van_wie, &s, &registratie, err);
        if (st == BP_OK && !fill && !note_all(k, &s, registratie))
            st = bp_sqlite_damaged(l, err);
        if (st != BP_OK || !fill)
            continue;
        st = fill_inhoud(k, &s, registratie, err);
        if (st == BP_OK && !bp_sqlite_schakel_hash(l->keten.hash, k->kop, &s, k->kop))
            st = bp_sqlite_damaged(l, err);
        int bound = sqlite3_bind_int64(set, 1, s.id);
        bound |= s.met_inhoud ? bp_sqlite_bind_hash(set, 2, s.inhoud) : sqlite3_bind_null(set, 2);
        bound |= s.met_stand ? bp_sqlite_bind_hash(set, 3, s.stand) : sqlite3_bind_null(set, 3);
        bound |= bp_sqlite_bind_hash(set, 4, k->kop);
        if (st == BP_OK)
            st = bp_sqlite_run(l, set, bound, err);
        k->uit->schakels = (uint64_t)s.id;
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_finalize(van_wie);
    (void)sqlite3_finalize(set);
    return st;
}

/* The runs that there were get a link each, of today. */
static enum bp_status build_runs(struct keuring *k, struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    const struct bp_env *env = l->base.env;
    sqlite3_stmt *stmt = NULL;
    enum bp_status st = bp_sqlite_prepare(
        l, l->db,
        "INSERT INTO overgang(id, run, van, naar, moment, inhoud, hash) VALUES(?1, ?2, 101, 101,"
        " ?3, ?4, ?5)",
        &stmt, err);
    for (sqlite3_int64 run = 1; st == BP_OK && run <= k->runs.most; run++) {
        struct bp_sqlite_schakel s = { .id = (sqlite3_int64)k->uit->schakels + 1,
                                       .run = run,
                                       .van = BP_OVERGANG_RUN,
                                       .naar = BP_OVERGANG_RUN,
                                       .moment = env->now_ms(env->ctx) };
        st = bp_sqlite_keten_stand(l, KETEN_RUN, run, &s.met_inhoud, s.inhoud, err);
        if (st != BP_OK || !s.met_inhoud)
            continue;
        if (!bp_sqlite_schakel_hash(l->keten.hash, k->kop, &s, k->kop))
            return bp_sqlite_damaged(l, err);
        int bound = sqlite3_bind_int64(stmt, 1, s.id);
        bound |= sqlite3_bind_int64(stmt, 2, run);
        bound |= sqlite3_bind_int64(stmt, 3, s.moment);
        bound |= bp_sqlite_bind_hash(stmt, 4, s.inhoud);
        bound |= bp_sqlite_bind_hash(stmt, 5, k->kop);
        st = bp_sqlite_run(l, stmt, bound, err);
        k->uit->schakels++;
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

static enum bp_status build_kop(struct keuring *k, struct bp_error *err)
{
    struct bp_sqlite *l = k->l;
    sqlite3_stmt *stmt = NULL;
    unsigned char rest[BP_LEDGER_HASH];
    enum bp_status st = bp_sqlite_rest_tel(l, rest, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare(l, l->db,
                               "INSERT INTO keten(id, schakels, kop, rest) VALUES(1, ?1, ?2, ?3)",
                               &stmt, err);
    if (st == BP_OK) {
        int bound = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)k->uit->schakels);
        bound |= bp_sqlite_bind_hash(stmt, 2, k->kop);
        bound |= bp_sqlite_bind_hash(stmt, 3, rest);
        st = bp_sqlite_run(l, stmt, bound, err);
    }
    (void)sqlite3_finalize(stmt);
    return st;
}

enum bp_status bp_sqlite_keten_build(struct bp_sqlite *l, struct bp_error *err)
{
    struct bp_ledger_keuring uit = { .tabel = "" };
    struct keuring k = { .l = l, .uit = &uit };
    enum bp_status st = keuring_make(&k, err);
    if (st == BP_OK)
        st = build_schakels(&k, false, err);
    if (st == BP_OK)
        st = build_schakels(&k, true, err);
    if (st == BP_OK)
        st = build_runs(&k, err);
    if (st == BP_OK)
        st = build_kop(&k, err);
    keuring_free(&k);
    bp_sqlite_keten_close(l); /* a later step may change the tables */
    return st;
}
