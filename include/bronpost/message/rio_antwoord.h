/* rio_antwoord.h - what RIO answers: the verdict, its errors, and the programme that was looked up
 * PURPOSE    RIO is synchronous: the response is the functional verdict; here it becomes facts and plain
 *            words
 * OWNERSHIP  everything lives in the arena that is handed in
 * SOURCE     rio.md sections 4.5, 5, 6, 7 and 9; recorded answers of DUO's test service
 * ERRORS     BP_E_XML: not an answer of RIO (another root or namespace, no verdict, a DTD, more errors or
 *            keys than the schema allows). BP_E_MEMORY
 * THREADS    any
 *
 * SECURITY: hand in only what a verified signature covers (bp_soap_body_bytes()). Texts of RIO's own are
 * shown without control characters.
 */
#ifndef BRONPOST_MESSAGE_RIO_ANTWOORD_H
#define BRONPOST_MESSAGE_RIO_ANTWOORD_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/aangeboden.h"

#define BP_RIO_FOUTEN   99
#define BP_RIO_SLEUTELS 5

struct bp_rio_sleutel {
    struct bp_str naam, waarde; /* longer than 25 characters: see bp_rio_sleutel_equal() */
};

struct bp_rio_fout {
    struct bp_str code, tekst;
    struct bp_rio_sleutel sleutels[BP_RIO_SLEUTELS];
    size_t sleutel_count;
};

struct bp_rio_antwoord {
    struct bp_str operatie; /* "aanleveren_aangebodenOpleiding" */
    struct bp_str identificatiecode;
    bool goedgekeurd;
    const struct bp_rio_fout *fouten;
    size_t fout_count;
    const struct bp_aangeboden
        *opleiding; /* looked up, of vo or mbo; NULL: none, or of another sector */
};

enum bp_status bp_rio_antwoord_read(struct bp_arena *arena, struct bp_str body,
                                    struct bp_rio_antwoord *out, struct bp_error *err);

/* True when it is a refusal of which every error may be gone later: the same message may go again. */
bool bp_rio_antwoord_herhaalbaar(const struct bp_rio_antwoord *antwoord);

/* The keys of an error as one text, "naam=waarde, naam=waarde", as the ledger keeps them; and an error back from what
 * the ledger kept (texts are copied; false: the arena is full). */
void bp_rio_sleutels_text(const struct bp_rio_fout *fout, struct bp_buf *out);
bool bp_rio_melding_read(struct bp_arena *arena, struct bp_str code, struct bp_str tekst,
                         struct bp_str sleutelgegevens, struct bp_rio_fout *out);

/* Appends one error in the language of the run: code, what it means, RIO's own text, what it is about, what
 * to do. */
void bp_rio_fout_explain(const struct bp_rio_fout *fout, struct bp_buf *out);

#endif
