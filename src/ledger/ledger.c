#include "engine.h"

static const struct {
    const char *prefix;
    enum bp_status (*open)(const char *rest, enum bp_ledger_mode mode, const struct bp_env *env,
                           struct bp_ledger **out, struct bp_error *err);
    bool (*exists)(const char *rest);
} engines[] = {
    { "sqlite:", bp_sqlite_open, bp_sqlite_exists },
};

#define ENGINE_COUNT (sizeof engines / sizeof engines[0])

/* The number of the engine that knows `url`, and what it makes of the rest; ENGINE_COUNT: none
 * does. */
static size_t engine_of(const char *url, const char **rest)
{
    for (size_t i = 0; i < ENGINE_COUNT; i++) {
        size_t len = strlen(engines[i].prefix);
        if (strncmp(url, engines[i].prefix, len) == 0) {
            *rest = url + len;
            return i;
        }
    }
    return ENGINE_COUNT;
}

enum bp_status bp_ledger_open(const char *url, enum bp_ledger_mode mode, const struct bp_env *env,
                              struct bp_ledger **out, struct bp_error *err)
{
    *out = NULL;
    const char *rest = NULL;
    size_t engine = engine_of(url, &rest);
    if (engine < ENGINE_COUNT)
        return engines[engine].open(rest, mode, env, out, err);
    /* SECURITY: such an url may hold a password, so it is not shown. */
    if (strncmp(url, "postgresql:", 11) == 0 || strncmp(url, "postgres:", 9) == 0)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            "[ledger] url: this build has no PostgreSQL engine; write sqlite: and the "
            "path of a file");
    return bp_error_set(
        err, BP_E_USAGE, NULL,
        "[ledger] url: no engine knows its form; write sqlite: and the path of a file");
}

void bp_ledger_close(struct bp_ledger *ledger)
{
    if (!ledger)
        return;
    bp_ledger_run_abandon(ledger);
    bp_ledger_step_abandon(ledger);
    bp_ledger_submit_end(ledger);
    ledger->ops->close(ledger);
}

bool bp_ledger_exists(const char *url)
{
    const char *rest = NULL;
    size_t engine = engine_of(url, &rest);
    return engine < ENGINE_COUNT && engines[engine].exists(rest);
}

int bp_ledger_version(const struct bp_ledger *ledger)
{
    return ledger->version;
}

const char *bp_ledger_engine(const struct bp_ledger *ledger)
{
    return ledger->engine;
}

static const char *const toestand_names[] = {
    [BP_TOESTAND_NIEUW] = "nieuw",
    [BP_TOESTAND_GEWIJZIGD] = "gewijzigd",
    [BP_TOESTAND_KLAARGEZET] = "klaargezet",
    [BP_TOESTAND_AANGEBODEN] = "aangeboden",
    [BP_TOESTAND_ONTVANGEN] = "ontvangen",
    [BP_TOESTAND_GOEDGEKEURD] = "goedgekeurd",
    [BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL] = "goedgekeurd_met_signaal",
    [BP_TOESTAND_AFGEKEURD] = "afgekeurd",
    [BP_TOESTAND_MISLUKT] = "mislukt",
    [BP_TOESTAND_ONZEKER] = "onzeker",
};

_Static_assert(sizeof toestand_names / sizeof toestand_names[0] == BP_TOESTAND_COUNT,
               "every state has a name");

const char *bp_toestand_name(enum bp_toestand toestand)
{
    return (unsigned)toestand < BP_TOESTAND_COUNT ? toestand_names[toestand] : "?";
}

/* A signal is a warning: goedgekeurd_met_signaal waits for nobody (cli.md, exit codes 0 and 1). */
bool bp_toestand_needs_person(enum bp_toestand toestand)
{
    return toestand == BP_TOESTAND_AFGEKEURD || toestand == BP_TOESTAND_MISLUKT;
}

const char *bp_handeling_name(enum bp_handeling handeling)
{
    return handeling == BP_HANDELING_VERWIJDERING ? "verwijdering" : "inschrijving";
}

/* --- a run
 * -------------------------------------------------------------------------------------------------
 */

enum bp_status bp_ledger_run_begin(struct bp_ledger *ledger, struct bp_datum peildatum,
                                   struct bp_error *err)
{
    if (ledger->mode != BP_LEDGER_WRITE || ledger->in_run || ledger->in_step)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a run was begun on a ledger that is open for reading, or twice");
    ledger->run = (struct bp_ledger_run){ .peildatum = peildatum,
                                          .begonnen_ms = ledger->env->now_ms(ledger->env->ctx) };
    enum bp_status st = ledger->ops->run_begin(ledger, err);
    ledger->in_run = st == BP_OK;
    ledger->run_failed = false;
    return st;
}

static enum bp_status need_change(const struct bp_ledger *ledger, bool inside, struct bp_error *err)
{
    if (!inside)
        return bp_error_set(err, BP_E_INTERNAL, NULL, "the ledger was changed outside a run");
    if (ledger->run_failed)
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "an earlier step of this run failed, so that nothing of it can be kept; "
            "solve that and run again");
    return BP_OK;
}

enum bp_status bp_engine_handeling(const char *name, const char *(*name_of)(enum bp_handeling),
                                   struct bp_str body, enum bp_handeling *out, struct bp_error *err)
{
    *out =
        strcmp(name, "verwijdering") == 0 ? BP_HANDELING_VERWIJDERING : BP_HANDELING_INSCHRIJVING;
    return bp_str_filled(body) && strcmp(name, name_of(*out)) == 0
               ? BP_OK
               : bp_error_set(
                     err, BP_E_INTERNAL, NULL,
                     "a message without a body, or of an unknown handeling, was to be staged");
}

enum bp_status bp_engine_need_change(const struct bp_ledger *ledger, struct bp_error *err)
{
    return need_change(ledger, ledger->in_run || ledger->in_step, err);
}

static enum bp_status need_run(const struct bp_ledger *ledger, struct bp_error *err)
{
    return need_change(ledger, ledger->in_run, err);
}

enum bp_status bp_ledger_run_commit(struct bp_ledger *ledger, struct bp_error *err)
{
    enum bp_status st = need_run(ledger, err);
    if (st != BP_OK) {
        bp_ledger_run_abandon(ledger);
        return st;
    }
    ledger->run.klaar_ms = ledger->env->now_ms(ledger->env->ctx);
    ledger->in_run = false;
    return ledger->ops->run_commit(ledger, err);
}

void bp_ledger_run_abandon(struct bp_ledger *ledger)
{
    if (!ledger->in_run)
        return;
    ledger->in_run = false;
    ledger->ops->run_abandon(ledger);
}

void bp_ledger_run_counts(struct bp_ledger *ledger, size_t klaargezet, size_t ongewijzigd)
{
    ledger->run.klaargezet = klaargezet;
    ledger->run.ongewijzigd = ongewijzigd;
}

/* --- enrolments as exports show them -------------------------------------------------------------------- */

enum bp_status bp_ledger_inschrijving_compare(struct bp_ledger *ledger,
                                              const struct bp_ledger_inschrijving *seen,
                                              enum bp_ledger_verschil *out, struct bp_error *err)
{
    struct bp_ledger_bekend bekend = { 0 };
    enum bp_status st = ledger->ops->inschrijving_find(ledger, seen, &bekend, err);
    if (st != BP_OK)
        return st;
    if (!bekend.found || !bp_datum_given(bekend.begin))
        *out = BP_VERSCHIL_NIEUW;
    else if (seen->afgekeurd)
        *out = BP_VERSCHIL_GELIJK;
    else if (!bp_datum_equal(seen->begin, bekend.begin))
        *out = BP_VERSCHIL_ANDER_BEGIN;
    else if (!bp_datum_given(bekend.einde) && bp_datum_given(seen->einde))
        *out = BP_VERSCHIL_BEEINDIGD;
    else
        *out = BP_VERSCHIL_GELIJK;
    return BP_OK;
}

enum bp_status bp_ledger_inschrijving_see(struct bp_ledger *ledger,
                                          const struct bp_ledger_inschrijving *seen,
                                          struct bp_error *err)
{
    enum bp_status st = need_run(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->inschrijving_see(ledger, seen, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_inschrijving_known(struct bp_ledger *ledger, struct bp_str brin,
                                            const char *sector, struct bp_datum peildatum,
                                            size_t *count, struct bp_error *err)
{
    return ledger->ops->inschrijving_known(ledger, brin, sector, peildatum, count, err);
}

enum bp_status bp_ledger_inschrijving_each_known(struct bp_ledger *ledger, struct bp_str brin,
                                                 const char *sector, struct bp_datum peildatum,
                                                 bp_ledger_key_fn *fn, void *ctx,
                                                 struct bp_error *err)
{
    return ledger->ops->inschrijving_each_known(ledger, brin, sector, peildatum, fn, ctx, err);
}

/* --- registrations and the outbox ----------------------------------------------------------------------- */

enum bp_status bp_ledger_lookup(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                struct bp_ledger_stand *out, struct bp_error *err)
{
    return ledger->ops->lookup(ledger, key, out, err);
}

enum bp_status bp_ledger_stage(struct bp_ledger *ledger, const struct bp_ledger_bericht *bericht,
                               struct bp_error *err)
{
    enum bp_status st = bp_engine_need_change(ledger, err);
    if (st != BP_OK)
        return st;
    enum bp_handeling handeling;
    st = bp_engine_handeling(bericht->handeling, bp_handeling_name, bericht->body, &handeling, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->stage(ledger, bericht, handeling, (struct bp_str){ NULL, 0 }, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_knows_instelling(struct bp_ledger *ledger, struct bp_str brin,
                                          const char *contract, bool *out, struct bp_error *err)
{
    return ledger->ops->knows_instelling(ledger, brin, contract, out, err);
}

enum bp_status bp_ledger_each_staged(struct bp_ledger *ledger, bp_ledger_klaar_fn *fn, void *ctx,
                                     struct bp_error *err)
{
    return ledger->ops->each_staged(ledger, fn, ctx, err);
}

enum bp_status bp_ledger_each_registratie(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                          void *ctx, struct bp_error *err)
{
    return ledger->ops->each_registratie(ledger, fn, ctx, err);
}

enum bp_status bp_ledger_each_telling(struct bp_ledger *ledger, bp_ledger_telling_fn *fn, void *ctx,
                                      struct bp_error *err)
{
    unsigned urgent = 0;
    for (unsigned toestand = 0; toestand < BP_TOESTAND_COUNT; toestand++)
        if (bp_toestand_needs_person((enum bp_toestand)toestand))
            urgent |= 1U << toestand;
    return ledger->ops->each_telling(ledger, urgent, fn, ctx, err);
}

enum bp_status bp_ledger_last_run(struct bp_ledger *ledger, bool *found, struct bp_ledger_run *out,
                                  struct bp_error *err)
{
    return ledger->ops->last_run(ledger, found, out, err);
}

/* --- steps and sending ---------------------------------------------------------------------------------- */

enum bp_status bp_ledger_step_begin(struct bp_ledger *ledger, unsigned wait_ms,
                                    struct bp_error *err)
{
    if (ledger->mode != BP_LEDGER_WRITE || ledger->in_run || ledger->in_step)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a step was begun on a ledger that is open for reading, or twice");
    enum bp_status st = ledger->ops->step_begin(ledger, wait_ms, err);
    ledger->in_step = st == BP_OK;
    ledger->run_failed = false;
    return st;
}

enum bp_status bp_engine_need_step(const struct bp_ledger *ledger, struct bp_error *err)
{
    return need_change(ledger, ledger->in_step, err);
}

enum bp_status bp_ledger_step_commit(struct bp_ledger *ledger, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st != BP_OK) {
        bp_ledger_step_abandon(ledger);
        return st;
    }
    ledger->in_step = false;
    return ledger->ops->step_commit(ledger, err);
}

void bp_ledger_step_abandon(struct bp_ledger *ledger)
{
    if (!ledger->in_step)
        return;
    ledger->in_step = false;
    ledger->ops->step_abandon(ledger);
}

enum bp_status bp_ledger_submit_begin(struct bp_ledger *ledger, unsigned wait_ms, size_t *onzeker,
                                      struct bp_error *err)
{
    if (ledger->mode != BP_LEDGER_WRITE || ledger->submitter)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "sending was begun on a ledger that is open for reading, or twice");
    enum bp_status st = ledger->ops->submit_lock(ledger, err);
    if (st != BP_OK)
        return st;
    ledger->submitter = true;
    st = bp_ledger_step_begin(ledger, wait_ms, err);
    if (st == BP_OK)
        st = ledger->ops->submit_recover(ledger, onzeker, err);
    if (st == BP_OK)
        st = bp_ledger_step_commit(ledger, err);
    if (st != BP_OK) {
        bp_ledger_step_abandon(ledger);
        bp_ledger_submit_end(ledger);
    }
    return st;
}

void bp_ledger_submit_end(struct bp_ledger *ledger)
{
    if (!ledger->submitter)
        return;
    ledger->submitter = false;
    ledger->ops->submit_unlock(ledger);
}

/* Without the lock somebody else may be sending the same message. */
enum bp_status bp_engine_need_submitter(const struct bp_ledger *ledger, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st == BP_OK && !ledger->submitter)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a message was sent without the lock for sending");
    return st;
}

enum bp_status bp_ledger_each_wachtrij(struct bp_ledger *ledger, bp_ledger_wachtrij_fn *fn,
                                       void *ctx, struct bp_error *err)
{
    return ledger->ops->each_wachtrij(ledger, fn, ctx, err);
}

enum bp_status bp_ledger_claim(struct bp_ledger *ledger, const struct bp_ledger_vraag *vraag,
                               bp_ledger_zending_fn *fn, void *ctx, enum bp_ledger_claim *out,
                               int64_t *later_ms, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_submitter(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->claim(ledger, vraag, fn, ctx, out, later_ms, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_settle(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *uitkomst,
                                struct bp_error *err)
{
    enum bp_status st = bp_engine_need_submitter(ledger, err);
    if (st != BP_OK)
        return st;
    enum bp_toestand naar = uitkomst->toestand;
    bool known = naar == BP_TOESTAND_ONTVANGEN || naar == BP_TOESTAND_MISLUKT ||
                 naar == BP_TOESTAND_AFGEKEURD || naar == BP_TOESTAND_ONZEKER ||
                 naar == BP_TOESTAND_KLAARGEZET || naar == BP_TOESTAND_GOEDGEKEURD;
    bool again = bp_str_filled(uitkomst->identificatiecode);
    if (!known || (naar != BP_TOESTAND_KLAARGEZET && (again || uitkomst->teruggegeven)))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            "a message cannot come to that state by sending");
    st = ledger->ops->settle(ledger, uitkomst, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_next_geweigerd(struct bp_ledger *ledger, int64_t na, bool *found,
                                        bp_ledger_geweigerd_fn *fn, void *ctx, struct bp_error *err)
{
    return ledger->ops->next_geweigerd(ledger, na, found, fn, ctx, err);
}

enum bp_status bp_ledger_again(struct bp_ledger *ledger, int64_t bericht,
                               struct bp_str identificatiecode, struct bp_str body,
                               struct bp_error *err)
{
    enum bp_status st = bp_engine_need_submitter(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->again(ledger, bericht, identificatiecode, body, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_each_probleem(struct bp_ledger *ledger, bp_ledger_probleem_fn *fn,
                                       void *ctx, struct bp_error *err)
{
    return ledger->ops->each_probleem(ledger, fn, ctx, err);
}

enum bp_status bp_ledger_feedback(struct bp_ledger *ledger,
                                  const struct bp_ledger_feedback *feedback,
                                  enum bp_ledger_feedback_gevolg *out, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st != BP_OK)
        return st;
    if (feedback->oordeel != BP_TOESTAND_GOEDGEKEURD &&
        feedback->oordeel != BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL &&
        feedback->oordeel != BP_TOESTAND_AFGEKEURD)
        return bp_error_set(err, BP_E_INTERNAL, NULL, "feedback does not lead to that state");
    st = ledger->ops->feedback(ledger, feedback, out, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_find(struct bp_ledger *ledger, struct bp_str brin, const char *contract,
                              struct bp_str volgnummer, struct bp_str leerlingnummer,
                              bp_ledger_gevonden_fn *fn, void *ctx, struct bp_error *err)
{
    return ledger->ops->find(ledger, brin, contract, volgnummer, leerlingnummer, fn, ctx, err);
}
