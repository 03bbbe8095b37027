/* ledger_bewijs.c - evidence and the opening stand: what all engines share */
#include "engine.h"

static enum bp_status need_idle(const struct bp_ledger *ledger, struct bp_error *err)
{
    return ledger->in_run || ledger->in_step
               ? bp_error_set(err, BP_E_INTERNAL, NULL,
                              "the evidence was asked for while the ledger was being changed")
               : BP_OK;
}

enum bp_status bp_ledger_each_bewijs(struct bp_ledger *ledger, int64_t moment_ms,
                                     bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err)
{
    enum bp_status st = need_idle(ledger, err);
    return st == BP_OK ? ledger->ops->each_bewijs(ledger, moment_ms, fn, ctx, err) : st;
}

enum bp_status bp_ledger_zegel(struct bp_ledger *ledger, struct bp_ledger_zegel *out,
                               struct bp_error *err)
{
    return ledger->ops->zegel(ledger, out, err);
}

enum bp_status bp_ledger_keur(struct bp_ledger *ledger, const unsigned char *zegel,
                              struct bp_ledger_keuring *out, struct bp_error *err)
{
    enum bp_status st = need_idle(ledger, err);
    return st == BP_OK ? ledger->ops->keur(ledger, zegel, out, err) : st;
}

enum bp_status bp_ledger_adopt(struct bp_ledger *ledger, const struct bp_ledger_bericht *stand,
                               struct bp_str herkomst, struct bp_error *err)
{
    struct bp_ledger_stand known;
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st == BP_OK)
        st = ledger->ops->lookup(ledger, &stand->key, &known, err);
    if (st == BP_OK && (known.known || !bp_str_filled(herkomst) || !bp_str_filled(stand->body)))
        st = bp_error_set(err, BP_E_INTERNAL, NULL,
                          "a stand was to be adopted that is known already, or that says not "
                          "where it comes from");
    if (st == BP_OK)
        st = ledger->ops->stage(ledger, stand, BP_HANDELING_INSCHRIJVING, herkomst, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_overgenomen(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                     bp_ledger_overgenomen_fn *fn, void *ctx, struct bp_error *err)
{
    return ledger->ops->overgenomen(ledger, key, fn, ctx, err);
}

enum bp_status bp_ledger_erken(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                               const unsigned char fingerprint[BP_LEDGER_HASH],
                               struct bp_error *err)
{
    enum bp_status st = bp_engine_need_change(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->erken(ledger, key, fingerprint, err);
    ledger->run_failed = st != BP_OK;
    return st;
}
