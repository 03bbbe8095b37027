/* rio_uitslag.h - private to rehearsal: RIO's verdict on a message
 * PURPOSE    what the answer says, and what is kept when it is approval
 * OWNERSHIP  bp_rio_uitslag_init() and bp_rio_uitslag_free() go with the verdict (keuring.h) that holds it
 * UNITS      names and values of keys have at most 25 characters: of longer ones RIO shows the first and the
 *            last 11 with "..." between them
 * SOURCE     rio.md, sections 4.5 and 7; recorded answers of DUO's test service. The codes are RIO's, the
 *            words are ours: Dutch whatever the operator's language is, for they go over the wire
 * ERRORS     sticky in the buffers
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_RIO_UITSLAG_H
#define BRONPOST_REHEARSAL_RIO_UITSLAG_H

#include "bronpost/base/buf.h"

#define BP_RIO_VASTE_SLEUTELS 2 /* what a message is about */
#define BP_RIO_SLEUTELTEKST   40

struct bp_rio_sleutelgegeven {
    const char *naam;
    struct bp_str waarde; /* empty: not shown */
};

struct bp_rio_uitslag {
    bool goedgekeurd;
    size_t fout_count;
    const char *eerste; /* the code of the first error; NULL: none */
    struct bp_buf
        xml; /* what follows requestGoedgekeurd, with prefix ns2: errors, or the programme */
    struct bp_buf sleutel; /* approved, and something changes: the key, */
    struct bp_buf stand;   /* and what stands under it from now on; empty: nothing any more */
    struct {
        const char *naam;
        char waarde[BP_RIO_SLEUTELTEKST];
    } vast[BP_RIO_VASTE_SLEUTELS]; /* shown with every error; naam NULL: none */
};

void bp_rio_uitslag_init(struct bp_rio_uitslag *uitslag, size_t max);
void bp_rio_uitslag_free(struct bp_rio_uitslag *uitslag);

/* What the message is about: shown with every error from here on. */
void bp_rio_vast(struct bp_rio_uitslag *uitslag, const char *naam, struct bp_str waarde);

/* One more error; beyond the 99 that an answer can hold there are none. The arguments are those of the check that
 * found it, under the names that the table of codes has for them; ptr NULL: none. */
void bp_rio_meld(struct bp_rio_uitslag *uitslag, const char *code, struct bp_str een,
                 struct bp_str twee);

/* Takes back everything, and says this instead. */
void bp_rio_meld_alleen(struct bp_rio_uitslag *uitslag, const char *code);

/* The Dutch of a code; NULL when there is no such code here. */
const char *bp_rio_fouttekst(const char *code);

/* Appends a name or value of a key as RIO shows it, escaped for XML. */
void bp_rio_toon(struct bp_buf *out, struct bp_str sleutel);

#endif
