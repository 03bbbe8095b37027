/* engine.h - what an engine of the ledger does
 * PURPOSE    one table of functions per engine; ledger.c holds what all engines share (who may do what when, how an
 *            enrolment is compared), an engine only how it is kept
 * OWNERSHIP  an engine's own struct begins with struct bp_ledger; its open function makes it, ops->close ends it
 * ERRORS     as in ledger.h. After a failing see() or stage() ledger.c lets the run only be abandoned
 * THREADS    a handle belongs to one thread
 *
 * A further engine is a source file of its own, a row in `engines` of ledger.c, and a row in the
 * table of tests/support/ledger_support.c. Only that source file includes its client library.
 */
#ifndef BRONPOST_SRC_LEDGER_ENGINE_H
#define BRONPOST_SRC_LEDGER_ENGINE_H

#include "bronpost/ledger/bewijs.h"
#include "bronpost/ledger/opleidingen.h"

/* A message's own state, beside those of enum bp_toestand: replaced before it was sent. Kept for
 * the audit. */
#define BP_TOESTAND_VERVANGEN 100

/* What an engine stores for a handeling: of a person an inschrijving, of a programme an aanlevering. */
enum bp_handeling { BP_HANDELING_INSCHRIJVING = 1, BP_HANDELING_VERWIJDERING = 2 };

const char *bp_handeling_name(enum bp_handeling handeling);
const char *bp_opleiding_handeling_name(enum bp_handeling handeling); /* as RIO calls it */

/* What is known of an enrolment; not `found` when it was withdrawn. */
struct bp_ledger_bekend {
    bool found;
    struct bp_datum begin, einde;
};

struct bp_ledger_ops {
    void (*close)(struct bp_ledger *ledger); /* no run is open */

    /* run_commit ends the run, also when it fails: then nothing of it remains. */
    enum bp_status (*run_begin)(struct bp_ledger *ledger, struct bp_error *err);
    enum bp_status (*run_commit)(struct bp_ledger *ledger, struct bp_error *err);
    void (*run_abandon)(struct bp_ledger *ledger);

    enum bp_status (*inschrijving_find)(struct bp_ledger *ledger,
                                        const struct bp_ledger_inschrijving *seen,
                                        struct bp_ledger_bekend *out, struct bp_error *err);
    enum bp_status (*inschrijving_see)(struct bp_ledger *ledger,
                                       const struct bp_ledger_inschrijving *seen,
                                       struct bp_error *err);
    enum bp_status (*inschrijving_known)(struct bp_ledger *ledger, struct bp_str brin,
                                         const char *sector, struct bp_datum peildatum,
                                         size_t *count, struct bp_error *err);
    enum bp_status (*inschrijving_each_known)(struct bp_ledger *ledger, struct bp_str brin,
                                              const char *sector, struct bp_datum peildatum,
                                              bp_ledger_key_fn *fn, void *ctx,
                                              struct bp_error *err);

    enum bp_status (*lookup)(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                             struct bp_ledger_stand *out, struct bp_error *err);
    /* `herkomst`: absent, or the overview that the stand was adopted from; then it is approved. */
    enum bp_status (*stage)(struct bp_ledger *ledger, const struct bp_ledger_bericht *bericht,
                            enum bp_handeling handeling, struct bp_str herkomst,
                            struct bp_error *err);
    enum bp_status (*knows_instelling)(struct bp_ledger *ledger, struct bp_str brin,
                                       const char *contract, bool *out, struct bp_error *err);
    enum bp_status (*each_staged)(struct bp_ledger *ledger, bp_ledger_klaar_fn *fn, void *ctx,
                                  struct bp_error *err);
    enum bp_status (*each_registratie)(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                       void *ctx, struct bp_error *err);
    /* `urgent`: bit n for a state n that comes first. */
    enum bp_status (*each_telling)(struct bp_ledger *ledger, unsigned urgent,
                                   bp_ledger_telling_fn *fn, void *ctx, struct bp_error *err);
    enum bp_status (*last_run)(struct bp_ledger *ledger, bool *found, struct bp_ledger_run *out,
                               struct bp_error *err);

    enum bp_status (*step_begin)(struct bp_ledger *ledger, unsigned wait_ms, struct bp_error *err);
    enum bp_status (*step_commit)(struct bp_ledger *ledger, struct bp_error *err);
    void (*step_abandon)(struct bp_ledger *ledger);

    enum bp_status (*submit_lock)(struct bp_ledger *ledger, struct bp_error *err);
    void (*submit_unlock)(struct bp_ledger *ledger);
    enum bp_status (*submit_recover)(struct bp_ledger *ledger, size_t *onzeker,
                                     struct bp_error *err);
    enum bp_status (*each_wachtrij)(struct bp_ledger *ledger, bp_ledger_wachtrij_fn *fn, void *ctx,
                                    struct bp_error *err);
    enum bp_status (*claim)(struct bp_ledger *ledger, const struct bp_ledger_vraag *vraag,
                            bp_ledger_zending_fn *fn, void *ctx, enum bp_ledger_claim *out,
                            int64_t *later_ms, struct bp_error *err);
    enum bp_status (*settle)(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *uitkomst,
                             struct bp_error *err);
    enum bp_status (*next_geweigerd)(struct bp_ledger *ledger, int64_t na, bool *found,
                                     bp_ledger_geweigerd_fn *fn, void *ctx, struct bp_error *err);
    enum bp_status (*again)(struct bp_ledger *ledger, int64_t bericht,
                            struct bp_str identificatiecode, struct bp_str body,
                            struct bp_error *err);
    enum bp_status (*each_probleem)(struct bp_ledger *ledger, bp_ledger_probleem_fn *fn, void *ctx,
                                    struct bp_error *err);
    enum bp_status (*feedback)(struct bp_ledger *ledger, const struct bp_ledger_feedback *feedback,
                               enum bp_ledger_feedback_gevolg *out, struct bp_error *err);
    enum bp_status (*find)(struct bp_ledger *ledger, struct bp_str brin, const char *contract,
                           struct bp_str volgnummer, struct bp_str leerlingnummer,
                           bp_ledger_gevonden_fn *fn, void *ctx, struct bp_error *err);

    enum bp_status (*opleiding_lookup)(struct bp_ledger *ledger,
                                       const struct bp_ledger_opleiding_key *key,
                                       struct bp_ledger_opleiding *out, struct bp_error *err);
    enum bp_status (*each_opleiding)(struct bp_ledger *ledger, bp_ledger_opleiding_fn *fn,
                                     void *ctx, struct bp_error *err);
    enum bp_status (*opleiding_bind)(struct bp_ledger *ledger,
                                     const struct bp_ledger_opleiding_key *key, struct bp_str code,
                                     struct bp_error *err);
    enum bp_status (*opleiding_stage)(struct bp_ledger *ledger,
                                      const struct bp_ledger_opleiding_bericht *bericht,
                                      enum bp_handeling handeling, struct bp_error *err);
    enum bp_status (*opleiding_claim)(struct bp_ledger *ledger, struct bp_str code,
                                      struct bp_str message_id, bp_ledger_zending_fn *fn, void *ctx,
                                      bool *found, struct bp_error *err);
    enum bp_status (*opleiding_gezien)(struct bp_ledger *ledger, struct bp_str code,
                                       const struct bp_ledger_gezien *gezien, struct bp_error *err);
    enum bp_status (*opleiding_meldingen)(struct bp_ledger *ledger, struct bp_str code,
                                          bp_ledger_melding_fn *fn, void *ctx,
                                          struct bp_error *err);

    enum bp_status (*each_bewijs)(struct bp_ledger *ledger, int64_t moment_ms,
                                  bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err);
    enum bp_status (*overgenomen)(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                  bp_ledger_overgenomen_fn *fn, void *ctx, struct bp_error *err);
    enum bp_status (*erken)(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                            const unsigned char fingerprint[BP_LEDGER_HASH], struct bp_error *err);
    enum bp_status (*zegel)(struct bp_ledger *ledger, struct bp_ledger_zegel *out,
                            struct bp_error *err);
    enum bp_status (*keur)(struct bp_ledger *ledger, const unsigned char *zegel,
                           struct bp_ledger_keuring *out, struct bp_error *err);
};

struct bp_ledger {
    const struct bp_ledger_ops *ops;
    const struct bp_env *env;
    enum bp_ledger_mode mode;
    int version;
    char engine[32];
    bool in_run;
    bool in_step;    /* never at the same time */
    bool run_failed; /* a change in the open run or step failed: it cannot be committed any more */
    bool submitter;  /* holds the lock of the submitter */
    struct bp_ledger_run run; /* the open one */
};

/* What a message that is to be staged does, by its name; it must have a body. */
enum bp_status bp_engine_handeling(const char *name, const char *(*name_of)(enum bp_handeling),
                                   struct bp_str body, enum bp_handeling *out,
                                   struct bp_error *err);

/* May the ledger be changed now? Inside a run or a step of which nothing failed; inside a step; by the submitter. */
enum bp_status bp_engine_need_change(const struct bp_ledger *ledger, struct bp_error *err);
enum bp_status bp_engine_need_step(const struct bp_ledger *ledger, struct bp_error *err);
enum bp_status bp_engine_need_submitter(const struct bp_ledger *ledger, struct bp_error *err);

/* `rest` is what follows "sqlite:" in the url. */
enum bp_status bp_sqlite_open(const char *rest, enum bp_ledger_mode mode, const struct bp_env *env,
                              struct bp_ledger **out, struct bp_error *err);
bool bp_sqlite_exists(const char *rest);

#endif
