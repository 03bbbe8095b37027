/* rehearsal_rio.h - messages of RIO's contract to the rehearsal server, and what it answers
 * PURPOSE    delivers, removes, relates and looks up; every answer is verified, held against our schema and (where it
 *            is there) DUO's own, and read
 * OWNERSHIP  rio_antwoord_free() ends an answer; requests as in rehearsal_client.h
 * ERRORS     a helper that cannot do its work fails the test, and so does an answer that is not signed or not valid
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_REHEARSAL_RIO_H
#define BRONPOST_TESTS_REHEARSAL_RIO_H

#include "support/rehearsal_client.h"

#include "bronpost/message/maker.h"
#include "bronpost/message/rio_antwoord.h"

struct rio_uitwisseling {
    char uitkomst
        [128]; /* "true", the codes of all errors joined by a blank, the code of a fault, or "HTTP 503" */
    struct bp_arena *arena;
    struct bp_rio_antwoord antwoord; /* when there was a verdict */
    struct bp_buf body;              /* the signed child of the Body */
};
void rio_uitwisseling_free(struct rio_uitwisseling *u);

/* Requests of 99XA (vo) or 99XB (mbo), valid and not yet signed. */
void rio_aanlevering(struct rehearsal_verzoek *v, const struct bp_aangeboden *a);
void rio_aangeboden_code(struct rehearsal_verzoek *v, enum bp_handeling handeling,
                         const char *code);
void rio_relatie(struct rehearsal_verzoek *v, const struct bp_opleidingsrelatie *relatie);

/* Signs, sends, judges the answer, and frees the request. */
void rio_wissel_uit(const struct rehearsal *r, struct rehearsal_verzoek *v,
                    struct rio_uitwisseling *out);

/* The same with an expected outcome; nothing to free. */
void rio_verwacht(const struct rehearsal *r, struct rehearsal_verzoek *v, const char *uitkomst);
void rio_lever_aan(const struct rehearsal *r, const struct bp_aangeboden *a, const char *uitkomst);
void rio_verwijder(const struct rehearsal *r, const char *code, const char *uitkomst);
void rio_vraag_op(const struct rehearsal *r, const char *code, const char *uitkomst);

/* What is looked up under the programme's code is that programme, field by field. */
void rio_is(const struct rehearsal *r, const struct bp_aangeboden *a);

#endif
