/* feedback.h - functional feedback from a file into the ledger
 * PURPOSE    what DUO said of the content of a message: goedgekeurd, goedgekeurd_met_signaal or afgekeurd
 * OWNERSHIP  borrows during the call; the result is freed by bp_feedback_uitslag_free()
 * UNITS      rows of the file; lines from 1
 * SOURCE     the project's own form, because DUO's is not public: CSV in UTF-8, separated by `;`, with the columns
 *            identificatiecode;oordeel;code;tekst;sleutelgegevens in any order (the last three may be missing)
 * ERRORS     BP_E_INPUT with file and line: not there, not of this form; nothing of the file is taken in. The ledger's;
 *            BP_E_MEMORY
 * THREADS    call from the thread that owns the ledger handle
 *
 * SECURITY: numbers that could be a person's are blotted out before anything is stored.
 */
#ifndef BRONPOST_PIPELINE_FEEDBACK_H
#define BRONPOST_PIPELINE_FEEDBACK_H

#include "bronpost/ledger/ledger.h"

struct bp_feedback_rij {
    uint32_t line;
    enum bp_ledger_feedback_gevolg gevolg; /* ONBEKEND or TE_VROEG: it led to nothing */
};

struct bp_feedback_uitslag {
    size_t rijen, verwerkt, bekend, achterhaald;
    size_t afgekeurd; /* of verwerkt */
    struct bp_feedback_rij *open;
    size_t open_count;
};

/* All of the file or nothing of it. Adds to `out`, which starts zeroed. `wait_ms` for a run that stages. */
enum bp_status bp_feedback_file(struct bp_ledger *ledger, const char *path, unsigned wait_ms,
                                struct bp_feedback_uitslag *out, struct bp_error *err);
void bp_feedback_uitslag_free(struct bp_feedback_uitslag *uitslag);

#endif
