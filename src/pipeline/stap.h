/* stap.h - private to pipeline: what everybody who sends does with the ledger
 * PURPOSE    waits for a run that stages, gives a message another identificatiecode, draws the chance in a delay
 * OWNERSHIP  struct hernummer is ended by hernummer_end(), also one that is zeroed
 * UNITS      milliseconds
 * ERRORS     the ledger's; BP_E_CRYPTO: a sealed body does not open; BP_E_LEDGER: it is none of ours
 * THREADS    call from the thread that owns the ledger handle
 */
#ifndef BRONPOST_PIPELINE_STAP_H
#define BRONPOST_PIPELINE_STAP_H

#include "bronpost/base/env.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/security/kluis.h"

#define STAP_GRACE_MS 20000 /* for a run that stages, when nobody waits any longer */

/* Begins a step; waits for a run that stages, half an hour at most, and STAP_GRACE_MS once stop() says so. */
enum bp_status stap_begin(struct bp_ledger *ledger, const struct bp_env *env,
                          bool (*stop)(void *ctx), void *stop_ctx, struct bp_error *err);
/* Commits when `st` is BP_OK; abandons otherwise, and answers `st`. */
enum bp_status stap_end(struct bp_ledger *ledger, enum bp_status st, struct bp_error *err);

/* 0..65535 */
unsigned stap_kans(const struct bp_env *env);

struct hernummer {
    struct bp_buf body, nieuw;
    char uuid[BP_UUID_TEXT]; /* the new identificatiecode */
    struct bp_buf sealed;    /* the same stand, bound to it */
};
void hernummer_begin(struct hernummer *h);
void hernummer_end(struct hernummer *h);
enum bp_status hernummer_maak(struct hernummer *h, const struct bp_kluis *kluis,
                              const struct bp_env *env, struct bp_str code, struct bp_str sealed,
                              struct bp_error *err);

#endif
