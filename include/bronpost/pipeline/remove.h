/* remove.h - a registration that should never have been
 * PURPOSE    finds it by the school's own numbers and stages a verwijdering, in front of what else waits for it
 * OWNERSHIP  borrows during the call
 * SOURCE     rod-vo.md, rod-mbo.md: verwijdering; the person's number comes out of the sealed body of the last message
 * ERRORS     BP_E_INPUT: not known, not unique, or withdrawn already; nothing changed. BP_E_USAGE: the contract has no
 *            such operation; BP_E_XML: the message does not validate; the ledger's; BP_E_CRYPTO; BP_E_MEMORY
 * THREADS    call from the thread that owns the ledger handle
 */
#ifndef BRONPOST_PIPELINE_REMOVE_H
#define BRONPOST_PIPELINE_REMOVE_H

#include "bronpost/pipeline/verwerking.h"

struct bp_remove_opdracht {
    struct bp_ledger *ledger;
    const struct bp_kluis *kluis;
    const struct bp_env *env;
    enum bp_sector sector;
    struct bp_verwerk_contract contract;
    struct bp_str brin, volgnummer, leerlingnummer, reden;
    unsigned wait_ms; /* for a run that stages */
};

enum bp_status bp_remove_run(const struct bp_remove_opdracht *opdracht, struct bp_error *err);

#endif
