#include "stap.h"

#include "bronpost/base/text.h"
#include "lichaam.h"
#include "ondertekening.h"

#include <stdlib.h>

#define STEP_WAIT_MS   250     /* for a run that stages, before stop() is asked again */
#define LEDGER_WAIT_MS 1800000 /* for the whole of such a run */

enum bp_status stap_begin(struct bp_ledger *ledger, const struct bp_env *env,
                          bool (*stop)(void *ctx), void *stop_ctx, struct bp_error *err)
{
    int64_t since = env->now_ms(env->ctx);
    for (;;) {
        enum bp_status st = bp_ledger_step_begin(ledger, STEP_WAIT_MS, err);
        int64_t most = stop && stop(stop_ctx) ? STAP_GRACE_MS : LEDGER_WAIT_MS;
        if (st != BP_E_LOCKED || env->now_ms(env->ctx) - since > most)
            return st;
    }
}

enum bp_status stap_end(struct bp_ledger *ledger, enum bp_status st, struct bp_error *err)
{
    if (st == BP_OK)
        return bp_ledger_step_commit(ledger, err);
    bp_ledger_step_abandon(ledger);
    return st;
}

unsigned stap_kans(const struct bp_env *env)
{
    char uuid[BP_UUID_TEXT];
    env->uuid(env->ctx, uuid);
    uuid[4] = '\0';
    return (unsigned)strtoul(uuid, NULL, 16);
}

void hernummer_begin(struct hernummer *h)
{
    bp_buf_init(&h->body, ENVELOPE_BYTES);
    bp_buf_init(&h->nieuw, ENVELOPE_BYTES);
    bp_buf_init(&h->sealed, ENVELOPE_BYTES);
}

void hernummer_end(struct hernummer *h)
{
    bp_buf_free(&h->body);
    bp_buf_free(&h->nieuw);
    bp_buf_free(&h->sealed);
}

enum bp_status hernummer_maak(struct hernummer *h, const struct bp_kluis *kluis,
                              const struct bp_env *env, struct bp_str code, struct bp_str sealed,
                              struct bp_error *err)
{
    char moment[BP_MOMENT_TEXT];
    env->uuid(env->ctx, h->uuid);
    bp_moment_format(env->now_ms(env->ctx), moment);
    enum bp_status st = bp_kluis_unseal(kluis, code, sealed, &h->body, err);
    if (st == BP_OK &&
        !lichaam_hernummer(bp_buf_str(&h->body), bp_str_of(h->uuid), bp_str_of(moment), &h->nieuw))
        st = bp_error_set(err, BP_E_LEDGER, NULL,
                          N_("the ledger holds a message that this program did not write"));
    return st == BP_OK
               ? bp_kluis_seal(kluis, bp_str_of(h->uuid), bp_buf_str(&h->nieuw), &h->sealed, err)
               : st;
}
