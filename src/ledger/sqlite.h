/* sqlite.h - what the source files of the SQLite engine share
 * PURPOSE    the handle, its cached statements, and one way from SQLite's codes to a status with a
 * message OWNERSHIP  bp_sqlite_open() makes a handle, ops->close ends it with all its statements
 * UNITS      dates are numbers like 20260801, absent ones NULL; moments Unix milliseconds
 * SOURCE     sqlite.org: wal.html (readers, read-only databases), lang_transaction.html (automatic
 * rollback) ERRORS     BP_E_LOCKED for SQLITE_BUSY, BP_E_MEMORY for SQLITE_NOMEM, otherwise
 * BP_E_LEDGER THREADS    a handle belongs to one thread
 */
#ifndef BRONPOST_SRC_LEDGER_SQLITE_H
#define BRONPOST_SRC_LEDGER_SQLITE_H

#include "engine.h"
#include "sqlite_keten.h"

#include <sqlite3.h>
#include <sys/stat.h>

#define BP_SQLITE_APPLICATION_ID 0x42524F4E /* "BRON" in the file's header */
#define BP_SQLITE_WAIT_MS        5000       /* for a neighbour that opens or closes */
#define BP_SQLITE_RUN_WAIT_MS    1000       /* a run, for a step; another run lasts for minutes */
#define BP_SQLITE_UUID           16         /* bytes of an identificatiecode in the file */

/* vlaggen of a bericht */
#define BP_VLAG_ONBEANTWOORD 1
#define BP_VLAG_FOUT         2
#define BP_VLAG_ONZEKER      4

enum bp_sqlite_sql {
    BP_SQL_PERSOON_FIND,
    BP_SQL_PERSOON_ADD,
    BP_SQL_INSTELLING_FIND,
    BP_SQL_INSTELLING_ADD,
    BP_SQL_INSCHRIJVING_FIND,
    BP_SQL_INSCHRIJVING_ADD,
    BP_SQL_INSCHRIJVING_CHANGE,
    BP_SQL_INSCHRIJVING_BACK,
    BP_SQL_INSCHRIJVING_MISS,
    BP_SQL_INSCHRIJVING_WITHDRAW,
    BP_SQL_REGISTRATIE_FIND,
    BP_SQL_REGISTRATIE_ADD,
    BP_SQL_REGISTRATIE_CHANGE,
    BP_SQL_BERICHT_NEXT,
    BP_SQL_BERICHT_ADD,
    BP_SQL_BERICHT_FIND,
    BP_SQL_BERICHT_REPLACE,
    BP_SQL_OVERGANG_ADD,
    BP_SQL_RUN_ADD,
    BP_SQL_RUN_CLOSE,
    BP_SQL_RUN_LAST,
    BP_SQL_ZENDING_NEXT,
    BP_SQL_ZENDING_LATER,
    BP_SQL_BERICHT_CLAIM,
    BP_SQL_POGING_ADD,
    BP_SQL_POGING_END,
    BP_SQL_POGING_UNDO,
    BP_SQL_BERICHT_GET,
    BP_SQL_BERICHT_SETTLE,
    BP_SQL_BERICHT_RENEW,
    BP_SQL_BERICHT_FORMER,
    BP_SQL_REGISTRATIE_TOESTAND,
    BP_SQL_REGISTRATIE_DUO,
    BP_SQL_STRANDED,
    BP_SQL_FEEDBACK_FIND,
    BP_SQL_FEEDBACK_ADD,
    BP_SQL_BERICHT_TOESTAND,
    BP_SQL_KETEN_GET,
    BP_SQL_KETEN_SET,
    BP_SQL_OPLEIDING_FIND,
    BP_SQL_OPLEIDING_CODE,
    BP_SQL_OPLEIDING_ADD,
    BP_SQL_ROUTE_FIND,
    BP_SQL_ROUTE_PUT,
    BP_SQL_OPLEIDING_BERICHT,
    BP_SQL_OPLEIDING_TOESTAND,
    BP_SQL_OPLEIDING_RIO,
    BP_SQL_OPLEIDING_LAATSTE,
    BP_SQL_OPLEIDING_STAND,
    BP_SQL_ZENDING_OPLEIDING,
    BP_SQL_COUNT
};

/* A programme of RIO with its latest message, for every way of asking (sqlite_opleiding.c). */
#define BP_SQLITE_OPLEIDING                                                                        \
    "SELECT o.id, o.code, o.toestand, o.sinds, o.vingerafdruk, o.vingerafdruk_rio, o.begin,"       \
    " o.eind, b.handeling, b.code, b.tekst,"                                                       \
    " (SELECT count(*) FROM poging p WHERE p.bericht = b.id), w.sector, w.leerroute, i.brin"       \
    " FROM opleiding_route w JOIN opleiding o ON o.id = w.opleiding"                               \
    " JOIN instelling i ON i.id = w.instelling LEFT JOIN bericht b ON b.id = o.laatste"

/* Persons and institutions stand in the file once; rows point at them by a small number. Exports
 * bring the rows of one person, and of one institution, together: remembering the latest saves most
 * of the searches. */
#define BP_SQLITE_SLOTS 64
struct bp_sqlite_instelling {
    sqlite3_int64 id; /* 0: nothing remembered */
    char brin[12], contract[12];
};

struct bp_sqlite {
    struct bp_ledger base; /* first: a struct bp_ledger * is one of these */
    sqlite3 *db;
    int submit_lock; /* descriptor of the lock file; -1: not the submitter */
    sqlite3 *former; /* read-only beside an open run: shows what was there before it. NULL until
                        asked for */
    char *path;      /* as the configuration has it, for messages */
    sqlite3_stmt *statements[BP_SQL_COUNT];

    bool frozen;             /* opened as a file that nobody changes; checked afterwards */
    struct stat frozen_file; /* the file as it was then */

    sqlite3_int64 persoon_id; /* 0: none remembered */
    unsigned char persoon[BP_LEDGER_HASH];
    struct bp_sqlite_instelling instellingen[BP_SQLITE_SLOTS];

    /* of the open run */
    sqlite3_int64 run_id, next_bericht;
    struct bp_sqlite_keten keten;
    unsigned char *seen; /* a bit per id of an enrolment: 1.4 million of them are 175 KB */
    size_t seen_bytes;
};

static inline struct bp_sqlite *bp_sqlite_of(struct bp_ledger *ledger)
{
    return (struct bp_sqlite *)ledger;
}

/* --- sqlite_stmt.c -------------------------------------------------------------------------------------- */

/* Says what `rc` means for the ledger at `path`. */
enum bp_status bp_sqlite_error(sqlite3 *db, const char *path, int rc, struct bp_error *err);

enum bp_status bp_sqlite_prepare_all(struct bp_sqlite *l, struct bp_error *err);

/* The statement, ready to be bound. Whoever asks for it resets it when done. */
static inline sqlite3_stmt *bp_sqlite_statement(const struct bp_sqlite *l, enum bp_sqlite_sql which)
{
    return l->statements[which];
}

/* A statement that is not kept, for walks during which the callback may ask the ledger anything. */
enum bp_status bp_sqlite_prepare(struct bp_sqlite *l, sqlite3 *db, const char *sql,
                                 sqlite3_stmt **out, struct bp_error *err);

/* Only the form that can be given back as it came: lower case, hyphens in their places. */
bool bp_sqlite_uuid_parse(struct bp_str text, unsigned char out[BP_SQLITE_UUID]);
bool bp_sqlite_uuid_format(struct bp_str bytes, char out[BP_UUID_TEXT]);

/* Each gives SQLITE_OK or an error code; OR-ed together they are 0 when all went well. */
int bp_sqlite_bind_str(sqlite3_stmt *stmt, int at, struct bp_str s); /* absent is '' */
int bp_sqlite_bind_maybe(sqlite3_stmt *stmt, int at,
                         struct bp_str s); /* absent and empty are NULL */
int bp_sqlite_bind_datum(sqlite3_stmt *stmt, int at, struct bp_datum d);
int bp_sqlite_bind_hash(sqlite3_stmt *stmt, int at, const unsigned char *hash);

struct bp_str bp_sqlite_str(sqlite3_stmt *stmt, int column); /* until the next step or reset */
struct bp_str bp_sqlite_blob(sqlite3_stmt *stmt, int column);
struct bp_datum bp_sqlite_datum(sqlite3_stmt *stmt, int column);
/* False when the column does not hold exactly a hash. */
bool bp_sqlite_hash(sqlite3_stmt *stmt, int column, unsigned char out[BP_LEDGER_HASH]);

/* One step. `bound` is the outcome of binding; *row tells whether there is a row. On failure the
 * statement is reset. */
enum bp_status bp_sqlite_step(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound, bool *row,
                              struct bp_error *err);
/* A statement that gives no rows: bound, run and reset. */
enum bp_status bp_sqlite_run(struct bp_sqlite *l, sqlite3_stmt *stmt, int bound,
                             struct bp_error *err);
enum bp_status bp_sqlite_exec(struct bp_sqlite *l, const char *sql, struct bp_error *err);
/* The number that `sql` (a pragma) gives in its first row. */
enum bp_status bp_sqlite_number(struct bp_sqlite *l, const char *sql, sqlite3_int64 *out,
                                struct bp_error *err);

/* Nothing may be written outside the run's transaction: some errors (a full disk) roll it back by
 * themselves, and what came after would be committed statement by statement. */
enum bp_status bp_sqlite_need_transaction(struct bp_sqlite *l, struct bp_error *err);

/* What is stored cannot be what was stored. */
enum bp_status bp_sqlite_damaged(const struct bp_sqlite *l, struct bp_error *err);

/* --- sqlite_schema.c ------------------------------------------------------------------------------------ */

/* Step n brings a ledger of version n to n + 1. A step that was released never changes: another is
 * added. */
extern const char *const bp_sqlite_steps[];
extern const int bp_sqlite_step_count;

/* Takes the ledger through the steps that it lacks, each in a transaction of its own. */
enum bp_status bp_sqlite_migrate(struct bp_sqlite *l, const char *const *steps, int count,
                                 struct bp_error *err);

/* The number in sqlite_schema of a trigger that no step makes; 0: there is none. */
enum bp_status bp_sqlite_strange_trigger(struct bp_sqlite *l, sqlite3_int64 *rij,
                                         struct bp_error *err);

/* --- sqlite_open.c -------------------------------------------------------------------------------------- */

extern const struct bp_ledger_ops bp_sqlite_ops; /* sqlite.c */

void bp_sqlite_close(struct bp_ledger *ledger);

/* A connection of its own that does not see the open run. */
enum bp_status bp_sqlite_former(struct bp_sqlite *l, sqlite3 **out, struct bp_error *err);

/* A frozen ledger that changed after all: what was read is worth nothing. */
enum bp_status bp_sqlite_still(const struct bp_sqlite *l, struct bp_error *err);

/* --- sqlite_namen.c: persons and institutions ----------------------------------------------------------- */

/* The number under which it stands in the file; 0 when it does not. `add`: then it does from now
 * on. */
enum bp_status bp_sqlite_persoon(struct bp_sqlite *l, const unsigned char hash[BP_LEDGER_HASH],
                                 bool add, sqlite3_int64 *out, struct bp_error *err);
enum bp_status bp_sqlite_instelling(struct bp_sqlite *l, struct bp_str brin, const char *contract,
                                    bool add, sqlite3_int64 *out, struct bp_error *err);
/* What was remembered may have been rolled back. */
void bp_sqlite_forget(struct bp_sqlite *l);

/* --- sqlite_inschrijving.c ------------------------------------------------------------------------------ */

enum bp_status bp_sqlite_inschrijving_find(struct bp_ledger *ledger,
                                           const struct bp_ledger_inschrijving *seen,
                                           struct bp_ledger_bekend *out, struct bp_error *err);
enum bp_status bp_sqlite_inschrijving_see(struct bp_ledger *ledger,
                                          const struct bp_ledger_inschrijving *seen,
                                          struct bp_error *err);
enum bp_status bp_sqlite_inschrijving_known(struct bp_ledger *ledger, struct bp_str brin,
                                            const char *sector, struct bp_datum peildatum,
                                            size_t *count, struct bp_error *err);
enum bp_status bp_sqlite_inschrijving_each_known(struct bp_ledger *ledger, struct bp_str brin,
                                                 const char *sector, struct bp_datum peildatum,
                                                 bp_ledger_key_fn *fn, void *ctx,
                                                 struct bp_error *err);
/* A verwijdering was staged: the enrolment of that key, when the export ever showed it, is known no
 * longer. */
enum bp_status bp_sqlite_inschrijving_withdraw(struct bp_sqlite *l, sqlite3_int64 instelling,
                                               sqlite3_int64 persoon, struct bp_str volgnummer,
                                               int64_t now_ms, struct bp_error *err);
void bp_sqlite_unsee(struct bp_sqlite *l);

/* The leerlingnummer of message `b` of registration `r`. An adopted stand came without one: it is the one under which an
 * export showed the enrolment since. */
#define BP_SQLITE_LEERLINGNUMMER                                                                   \
    "coalesce(b.leerlingnummer, (SELECT s.leerlingnummer FROM inschrijving s"                      \
    " WHERE s.instelling = r.instelling AND s.persoon = r.persoon AND s.volgnummer = "             \
    "r.volgnummer))"

/* --- sqlite_stage.c, sqlite_overzicht.c ----------------------------------------------------------------- */

enum bp_status bp_sqlite_lookup(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                struct bp_ledger_stand *out, struct bp_error *err);
/* `herkomst`: absent, or the overview that this stand was adopted from. */
enum bp_status bp_sqlite_stage(struct bp_ledger *ledger, const struct bp_ledger_bericht *bericht,
                               enum bp_handeling handeling, struct bp_str herkomst,
                               struct bp_error *err);
/* The registration of that key; *id 0: none. */
enum bp_status bp_sqlite_registratie_id(struct bp_sqlite *l, const struct bp_ledger_key *key,
                                        sqlite3_int64 *id, sqlite3_int64 *laatste,
                                        struct bp_error *err);
enum bp_status bp_sqlite_knows_instelling(struct bp_ledger *ledger, struct bp_str brin,
                                          const char *contract, bool *out, struct bp_error *err);
enum bp_status bp_sqlite_each_registratie(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                          void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_each_staged(struct bp_ledger *ledger, bp_ledger_klaar_fn *fn, void *ctx,
                                     struct bp_error *err);
enum bp_status bp_sqlite_each_telling(struct bp_ledger *ledger, unsigned urgent,
                                      bp_ledger_telling_fn *fn, void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_last_run(struct bp_ledger *ledger, bool *found, struct bp_ledger_run *out,
                                  struct bp_error *err);

/* A row of the log. registratie 0: of the message alone. */
enum bp_status bp_sqlite_overgang(struct bp_sqlite *l, sqlite3_int64 registratie,
                                  sqlite3_int64 bericht, int van, int naar, int64_t now_ms,
                                  struct bp_error *err);

/* --- sqlite.c: transactions --- */

/* The number of the next message; when a run or a step begins. */
enum bp_status bp_sqlite_count_berichten(struct bp_sqlite *l, struct bp_error *err);

/* --- sqlite_submit.c, sqlite_claim.c, sqlite_feedback.c --- */

enum bp_status bp_sqlite_submit_lock(struct bp_ledger *ledger, struct bp_error *err);
void bp_sqlite_submit_unlock(struct bp_ledger *ledger);
enum bp_status bp_sqlite_submit_recover(struct bp_ledger *ledger, size_t *onzeker,
                                        struct bp_error *err);
enum bp_status bp_sqlite_each_wachtrij(struct bp_ledger *ledger, bp_ledger_wachtrij_fn *fn,
                                       void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_claim(struct bp_ledger *ledger, const struct bp_ledger_vraag *vraag,
                               bp_ledger_zending_fn *fn, void *ctx, enum bp_ledger_claim *out,
                               int64_t *later_ms, struct bp_error *err);
enum bp_status bp_sqlite_settle(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *uitkomst,
                                struct bp_error *err);
enum bp_status bp_sqlite_next_geweigerd(struct bp_ledger *ledger, int64_t na, bool *found,
                                        bp_ledger_geweigerd_fn *fn, void *ctx,
                                        struct bp_error *err);
enum bp_status bp_sqlite_again(struct bp_ledger *ledger, int64_t bericht,
                               struct bp_str identificatiecode, struct bp_str body,
                               struct bp_error *err);
enum bp_status bp_sqlite_each_probleem(struct bp_ledger *ledger, bp_ledger_probleem_fn *fn,
                                       void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_feedback(struct bp_ledger *ledger,
                                  const struct bp_ledger_feedback *feedback,
                                  enum bp_ledger_feedback_gevolg *out, struct bp_error *err);
enum bp_status bp_sqlite_find(struct bp_ledger *ledger, struct bp_str brin, const char *contract,
                              struct bp_str volgnummer, struct bp_str leerlingnummer,
                              bp_ledger_gevonden_fn *fn, void *ctx, struct bp_error *err);

/* What a message is about: a registration, or a programme of RIO; the other one is 0. */
struct bp_sqlite_eigenaar {
    sqlite3_int64 registratie, opleiding;
};
/* It follows its latest message; `laatste` tells whether this one is. */
enum bp_status bp_sqlite_eigenaar_toestand(struct bp_sqlite *l, struct bp_sqlite_eigenaar eigenaar,
                                           sqlite3_int64 bericht, int toestand, int64_t now_ms,
                                           bool *laatste, struct bp_error *err);

/* What DUO has of a registration from now on; NULL: nothing. */
enum bp_status bp_sqlite_registratie_duo(struct bp_sqlite *l, sqlite3_int64 registratie,
                                         const unsigned char *vingerafdruk, struct bp_error *err);

/* An error or signal that came with a verdict; the same one twice is one row (*new false). */
enum bp_status bp_sqlite_melding_add(struct bp_sqlite *l, sqlite3_int64 bericht,
                                     enum bp_toestand oordeel,
                                     const struct bp_ledger_melding *melding, int64_t now_ms,
                                     bool *new, struct bp_error *err);

/* From now on the message is in flight, under a new attempt. */
enum bp_status bp_sqlite_mark_claimed(struct bp_sqlite *l, sqlite3_int64 bericht,
                                      struct bp_sqlite_eigenaar eigenaar, int van,
                                      const unsigned char message_id[BP_SQLITE_UUID],
                                      struct bp_error *err);

/* A message that waits becomes one that was replaced. */
enum bp_status bp_sqlite_replace(struct bp_sqlite *l, sqlite3_int64 registratie,
                                 sqlite3_int64 bericht, int van, int64_t now_ms,
                                 struct bp_error *err);

/* --- sqlite_opleiding.c --- */

enum bp_status bp_sqlite_opleiding_lookup(struct bp_ledger *ledger,
                                          const struct bp_ledger_opleiding_key *key,
                                          struct bp_ledger_opleiding *out, struct bp_error *err);
enum bp_status bp_sqlite_each_opleiding(struct bp_ledger *ledger, bp_ledger_opleiding_fn *fn,
                                        void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_opleiding_bind(struct bp_ledger *ledger,
                                        const struct bp_ledger_opleiding_key *key,
                                        struct bp_str code, struct bp_error *err);
enum bp_status bp_sqlite_opleiding_stage(struct bp_ledger *ledger,
                                         const struct bp_ledger_opleiding_bericht *bericht,
                                         enum bp_handeling handeling, struct bp_error *err);
enum bp_status bp_sqlite_opleiding_claim(struct bp_ledger *ledger, struct bp_str code,
                                         struct bp_str message_id, bp_ledger_zending_fn *fn,
                                         void *ctx, bool *found, struct bp_error *err);
enum bp_status bp_sqlite_opleiding_gezien(struct bp_ledger *ledger, struct bp_str code,
                                          const struct bp_ledger_gezien *gezien,
                                          struct bp_error *err);
enum bp_status bp_sqlite_opleiding_meldingen(struct bp_ledger *ledger, struct bp_str code,
                                             bp_ledger_melding_fn *fn, void *ctx,
                                             struct bp_error *err);
/* RIO approved this message: what it has from now on. */
enum bp_status bp_sqlite_opleiding_rio(struct bp_sqlite *l, sqlite3_int64 opleiding,
                                       const unsigned char *vingerafdruk, struct bp_datum begin,
                                       struct bp_datum eind, struct bp_error *err);

/* --- sqlite_bewijs.c, sqlite_keur.c --- */

enum bp_status bp_sqlite_each_bewijs(struct bp_ledger *ledger, int64_t moment_ms,
                                     bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_overgenomen(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                     bp_ledger_overgenomen_fn *fn, void *ctx, struct bp_error *err);
enum bp_status bp_sqlite_erken(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                               const unsigned char fingerprint[BP_LEDGER_HASH],
                               struct bp_error *err);
enum bp_status bp_sqlite_zegel(struct bp_ledger *ledger, struct bp_ledger_zegel *out,
                               struct bp_error *err);
enum bp_status bp_sqlite_keur(struct bp_ledger *ledger, const unsigned char *zegel,
                              struct bp_ledger_keuring *out, struct bp_error *err);

#endif
