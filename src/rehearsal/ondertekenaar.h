/* ondertekenaar.h - private to rehearsal: DUO's keys, and the way DUO signs
 * PURPOSE    a signed envelope with the fingerprint of DUO's own answers, which is not that of our
 *            requests: other order, other prefixes, the signature in a default namespace with white space
 *            inside, seven parts without the token
 * OWNERSHIP  bp_ondertekenaar_open() makes, bp_ondertekenaar_close() ends
 * SOURCE     edukoppeling.md, section 6, "The fingerprint of a recorded DUO response"
 * ERRORS     BP_E_CRYPTO: a file of the PKI is not there or does not fit; BP_E_MEMORY
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_ONDERTEKENAAR_H
#define BRONPOST_REHEARSAL_ONDERTEKENAAR_H

#include "bronpost/base/buf.h"
#include "bronpost/base/env.h"
#include "bronpost/base/error.h"

enum bp_certificaat {
    BP_CERTIFICAAT_DUO,
    BP_CERTIFICAAT_ANDERE_CA,
    BP_CERTIFICAAT_VERLOPEN,
    BP_CERTIFICAAT_INGETROKKEN,
    BP_CERTIFICAAT_COUNT
};

struct bp_ondertekenaar;

/* `pki` as scripts/make-test-pki makes it: duo.key, and duo.pem, duo-other.pem, duo-expired.pem,
 * duo-revoked.pem. Only duo.pem must be there. */
enum bp_status bp_ondertekenaar_open(const char *pki, struct bp_ondertekenaar **out,
                                     struct bp_error *err);
void bp_ondertekenaar_close(struct bp_ondertekenaar *ondertekenaar); /* NULL is fine */

struct bp_antwoordkop {
    struct bp_str to, action, message_id, relates_to, from; /* empty: no such header */
    int64_t created_ms, expires_ms;
};

/* The child of the Body in two forms: as it is written, and in exclusive canonical form. */
struct bp_inhoud {
    struct bp_str document, canoniek;
};

struct bp_ondertekening {
    enum bp_certificaat certificaat;
    bool geen;     /* no wsse:Security at all */
    bool bedorven; /* the signature value is changed afterwards */
    struct bp_str
        in_plaats; /* filled: the signed Body moves to a header of its own, this one takes its place */
};

/* Clears and fills `out`. */
enum bp_status bp_onderteken(struct bp_ondertekenaar *ondertekenaar, const struct bp_env *env,
                             const struct bp_antwoordkop *kop, const struct bp_inhoud *inhoud,
                             const struct bp_ondertekening *hoe, struct bp_buf *out,
                             struct bp_error *err);

/* Appends text with the three characters that text escapes. */
void bp_xml_tekst(struct bp_buf *out, struct bp_str text);

#endif
