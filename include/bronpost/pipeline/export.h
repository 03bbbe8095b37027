/* export.h - staged messages to signed envelopes in a folder
 * PURPOSE    for a school that uploads through a gateway: one file per message, signed at the moment of
 *            writing. The ledger does not change
 * OWNERSHIP  everything in the assignment is borrowed during the call; the result is freed by
 *            bp_export_uitslag_free()
 * UNITS      an envelope is valid for 300 seconds (edukoppeling.md, section 6)
 * SOURCE     edukoppeling.md sections 5 and 6; cli.md, "export"
 * ERRORS     the ledger's; BP_E_CRYPTO: a sealed body does not open, or signing failed; BP_E_IO; BP_E_MEMORY.
 *            An institution without identity is no error: its messages are left, and counted
 * THREADS    call from the thread that owns the ledger handle; it starts `jobs` signers and joins them
 */
#ifndef BRONPOST_PIPELINE_EXPORT_H
#define BRONPOST_PIPELINE_EXPORT_H

#include "bronpost/base/env.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/message/contract.h"
#include "bronpost/security/identiteit.h"
#include "bronpost/security/kluis.h"

#define BP_EXPORT_GELDIG_MS 300000

struct bp_export_instelling {
    struct bp_str brin;
    struct bp_str oin;                      /* empty: not known, its messages are left */
    const struct bp_identiteit *identiteit; /* NULL: none, its messages are left */
};

/* What an envelope needs to know of a contract. */
struct bp_export_contract {
    const char *name;                            /* "vo", "mbo" */
    const char *soap_action[BP_HANDELING_COUNT]; /* NULL: no such operation */
};

struct bp_export_opdracht {
    struct bp_ledger *ledger;
    const struct bp_kluis *kluis;
    const struct bp_env *env;
    const char *folder; /* is there */
    unsigned jobs;
    const struct bp_export_instelling *instellingen;
    size_t instelling_count;
    const struct bp_export_contract *contracten;
    size_t contract_count;
    struct bp_str duo_address, duo_oin; /* wsa:To is address, "?oin=", oin */
    void (*progress)(void *ctx,
                     size_t written); /* NULL: nobody looks; called from the calling thread */
    void *progress_ctx;
};

/* Messages of an institution that cannot sign. */
struct bp_export_gelaten {
    char brin[5];
    size_t berichten;
};

struct bp_export_uitslag {
    size_t geschreven;
    struct bp_export_gelaten *gelaten;
    size_t gelaten_count;
};

/* Envelopes of an earlier export in the folder are removed first: they have expired, and one of them could
 * bring an older stand back. */
enum bp_status bp_export_run(const struct bp_export_opdracht *opdracht,
                             struct bp_export_uitslag *out, struct bp_error *err);
void bp_export_uitslag_free(struct bp_export_uitslag *uitslag);

/* True when a file name has the form that an export gives. */
bool bp_export_name_ok(const char *name);

#endif
