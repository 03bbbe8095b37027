/* ledger_opleiding.c - programmes in RIO: what all engines share */
#include "engine.h"

const char *bp_opleiding_handeling_name(enum bp_handeling handeling)
{
    return handeling == BP_HANDELING_VERWIJDERING ? "verwijdering" : "aanlevering";
}

enum bp_status bp_ledger_opleiding_lookup(struct bp_ledger *ledger,
                                          const struct bp_ledger_opleiding_key *key,
                                          struct bp_ledger_opleiding *out, struct bp_error *err)
{
    return ledger->ops->opleiding_lookup(ledger, key, out, err);
}

bool bp_ledger_opleiding_op(const struct bp_ledger_opleiding *opleiding, struct bp_datum dag)
{
    return opleiding->known && opleiding->bij_rio && !bp_datum_before(dag, opleiding->begin) &&
           (!bp_datum_given(opleiding->eind) || bp_datum_before(dag, opleiding->eind));
}

enum bp_status bp_ledger_each_opleiding(struct bp_ledger *ledger, bp_ledger_opleiding_fn *fn,
                                        void *ctx, struct bp_error *err)
{
    return ledger->ops->each_opleiding(ledger, fn, ctx, err);
}

enum bp_status bp_ledger_opleiding_bind(struct bp_ledger *ledger,
                                        const struct bp_ledger_opleiding_key *key,
                                        struct bp_str code, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->opleiding_bind(ledger, key, code, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_opleiding_stage(struct bp_ledger *ledger,
                                         const struct bp_ledger_opleiding_bericht *bericht,
                                         struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st != BP_OK)
        return st;
    enum bp_handeling handeling;
    st = bp_engine_handeling(bericht->handeling, bp_opleiding_handeling_name, bericht->body,
                             &handeling, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->opleiding_stage(ledger, bericht, handeling, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_opleiding_claim(struct bp_ledger *ledger, struct bp_str code,
                                         struct bp_str message_id, bp_ledger_zending_fn *fn,
                                         void *ctx, bool *found, struct bp_error *err)
{
    enum bp_status st = bp_engine_need_submitter(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->opleiding_claim(ledger, code, message_id, fn, ctx, found, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_opleiding_gezien(struct bp_ledger *ledger, struct bp_str code,
                                          const struct bp_ledger_gezien *gezien,
                                          struct bp_error *err)
{
    enum bp_status st = bp_engine_need_step(ledger, err);
    if (st != BP_OK)
        return st;
    st = ledger->ops->opleiding_gezien(ledger, code, gezien, err);
    ledger->run_failed = st != BP_OK;
    return st;
}

enum bp_status bp_ledger_opleiding_meldingen(struct bp_ledger *ledger, struct bp_str code,
                                             bp_ledger_melding_fn *fn, void *ctx,
                                             struct bp_error *err)
{
    return ledger->ops->opleiding_meldingen(ledger, code, fn, ctx, err);
}
