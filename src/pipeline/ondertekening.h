/* ondertekening.h - private to pipeline: from a sealed body to a signed envelope, for export and for submit
 * PURPOSE    one place that knows how From, To, Action and the moments of an envelope are filled
 * OWNERSHIP  struct ondertekening borrows; the addresses live in the caller's arena. An ondertekenaar is ended by
 *            ondertekenaar_end(), also one that is zeroed
 * UNITS      an envelope is valid for BP_EXPORT_GELDIG_MS
 * ERRORS     BP_E_CRYPTO: the sealed body does not open, or signing failed; BP_E_MEMORY
 * THREADS    struct ondertekening is read-only once made; an ondertekenaar belongs to one thread
 */
#ifndef BRONPOST_PIPELINE_ONDERTEKENING_H
#define BRONPOST_PIPELINE_ONDERTEKENING_H

#include "bronpost/base/arena.h"
#include "bronpost/pipeline/export.h"
#include "bronpost/security/envelope.h"

#define ENVELOPE_BYTES ((size_t)4 * 1024 * 1024)

struct ondertekening {
    const struct bp_kluis *kluis;
    const struct bp_env *env;
    const struct bp_export_instelling *instellingen;
    size_t instelling_count;
    struct bp_str to;
    const struct bp_str *from; /* per institution; empty: it cannot sign */
};

/* Fills `to` and `from`; the rest is there. */
enum bp_status ondertekening_adres(struct ondertekening *o, struct bp_arena *arena,
                                   struct bp_str duo_address, struct bp_str duo_oin,
                                   struct bp_error *err);

struct ondertekenaar {
    const struct ondertekening *wat;
    struct bp_signer **signers; /* per institution, made when needed */
    struct bp_buf body, envelope;
};

enum bp_status ondertekenaar_begin(struct ondertekenaar *s, const struct ondertekening *wat,
                                   struct bp_error *err);
void ondertekenaar_end(struct ondertekenaar *s);

struct te_ondertekenen {
    size_t instelling;
    const char *action;
    struct bp_str identificatiecode, sealed;
    const char *message_id; /* a UUID, without "urn:uuid:" */
};
/* Leaves the opened body in s->body and the envelope in s->envelope, until the next call. */
enum bp_status ondertekenaar_maak(struct ondertekenaar *s, const struct te_ondertekenen *te,
                                  struct bp_error *err);
/* The same of a body that is open: `sealed` is not looked at, s->body stays as it was. */
enum bp_status ondertekenaar_teken(struct ondertekenaar *s, const struct te_ondertekenen *te,
                                   struct bp_str body, struct bp_error *err);

#endif
