/* overgenomen.h - a stand that was adopted from DUO's overview beside what the school states. Private to pipeline
 * PURPOSE    the overview does not have every field, so that a fingerprint alone cannot tell whether both say the same
 * OWNERSHIP  borrows during the call
 * SOURCE     ledger/bewijs.h, "the opening stand"; domain/registratieoverzicht.md section 4
 * ERRORS     BP_E_CRYPTO, BP_E_LEDGER: the body in the ledger does not open or is none of ours; BP_E_MEMORY
 * THREADS    the thread that owns the ledger handle
 */
#ifndef BRONPOST_PIPELINE_OVERGENOMEN_H
#define BRONPOST_PIPELINE_OVERGENOMEN_H

#include "bronpost/ledger/bewijs.h"
#include "bronpost/security/kluis.h"

/* *gelijk: the adopted stand of this registration is the one that `body` states. */
enum bp_status overgenomen_gelijk(struct bp_ledger *ledger, const struct bp_kluis *kluis,
                                  const struct bp_ledger_key *key, struct bp_str body, bool *gelijk,
                                  struct bp_error *err);

#endif
