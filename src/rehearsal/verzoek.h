/* verzoek.h - private to rehearsal: a first look at an envelope that nobody has verified
 * PURPOSE    which fault do its form and its addressing headers give, in DUO's order; and what must be
 *            known of it to answer with a fault
 * OWNERSHIP  bp_verzoek_free() ends what bp_verzoek_lees() filled, also after a fault
 * SOURCE     edukoppeling.md sections 1, 3, 5 and 10
 * ERRORS     none: a fault, with a `waarom` that is static and Dutch
 * THREADS    one owner at a time
 *
 * SECURITY: nothing of this is believed: after the signature is checked, soap.h says what was signed.
 */
#ifndef BRONPOST_REHEARSAL_VERZOEK_H
#define BRONPOST_REHEARSAL_VERZOEK_H

#include "fout.h"

#include <libxml/tree.h>

enum bp_kopveld {
    BP_KOPVELD_TO,
    BP_KOPVELD_ACTION,
    BP_KOPVELD_MESSAGE_ID,
    BP_KOPVELD_RELATES_TO,
    BP_KOPVELD_FROM,
    BP_KOPVELD_REPLY_TO,
    BP_KOPVELD_FAULT_TO,
    BP_KOPVELD_COUNT
};

struct bp_verzoek {
    xmlDocPtr doc;
    xmlChar
        *velden[BP_KOPVELD_COUNT]; /* as they stand there; NULL: absent. From: its wsa:Address */
    bool dubbel, vreemd;           /* a field twice; a WS-Addressing header that is none of these */
    bool andere_header;
    bool security;
    const char *waarom; /* why the fault; NULL when the fault says it all */
};

struct bp_verzoek_eis {
    struct bp_str soap_action;
    const char *duo_oin;
    bool relates_to; /* the service needs one: DK0008 */
};

/* Bytes to tree: DK0009 and DK0001. */
enum bp_fout bp_verzoek_lees(struct bp_str bytes, struct bp_verzoek *out);
void bp_verzoek_free(struct bp_verzoek *verzoek);

/* The header blocks: DK0010, those that are missing (DK0005 to DK0008, EK0020), the specific wrong values
 * (EK0021 to EK0023), then the general DK0011. */
enum bp_fout bp_verzoek_keur(struct bp_verzoek *verzoek, const struct bp_verzoek_eis *eis);

/* ptr NULL: absent. */
struct bp_str bp_verzoek_veld(const struct bp_verzoek *verzoek, enum bp_kopveld veld);

bool bp_oin_ok(struct bp_str oin);   /* [0-9A-Z]{20} */
bool bp_uuid_ok(struct bp_str uuid); /* 8-4-4-4-12 hex digits, either case */

#endif
