#include "overgenomen.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/reconcile.h"

/* Ceilings, not needs. */
#define BODY_MAX    (8 * BP_MIB)
#define ARENA_BYTES (2 * BODY_MAX)

struct vergelijking {
    const struct bp_kluis *kluis;
    struct bp_buf open;
    struct bp_arena *arena;
    struct bp_stand duo;
};

static enum bp_status take(void *ctx, struct bp_str identificatiecode, struct bp_str body,
                           struct bp_error *err)
{
    struct vergelijking *v = ctx;
    enum bp_status st = bp_kluis_unseal(v->kluis, identificatiecode, body, &v->open, err);
    return st == BP_OK ? bp_stand_of_body(bp_buf_str(&v->open), v->arena, &v->duo, err) : st;
}

enum bp_status overgenomen_gelijk(struct bp_ledger *ledger, const struct bp_kluis *kluis,
                                  const struct bp_ledger_key *key, struct bp_str body, bool *gelijk,
                                  struct bp_error *err)
{
    struct vergelijking v = { .kluis = kluis, .arena = bp_arena_new(ARENA_BYTES) };
    struct bp_stand hier;
    struct bp_verschillen verschillen = { .count = 1 };
    bp_buf_init(&v.open, BODY_MAX);
    enum bp_status st = v.arena ? bp_stand_of_body(body, v.arena, &hier, err)
                                : bp_error_memory(err, N_("a message"));
    if (st == BP_OK)
        st = bp_ledger_overgenomen(ledger, key, take, &v, err);
    if (st == BP_OK)
        bp_stand_vergelijk(&v.duo, &hier, BP_OVERZICHT_ISP_VELDEN, &verschillen);
    *gelijk = verschillen.count == 0;
    bp_buf_free(&v.open);
    bp_arena_free(v.arena);
    return st;
}
