/* envelope.h - the signed envelope around a body
 * PURPOSE    SOAP 1.1, WS-Addressing and WS-Security as DUO wants them; every signed part is
 *            written in exclusive canonical form from the start, so that digests are taken over
 *            the bytes as written
 * OWNERSHIP  a signer copies what it needs of its identity; the envelope goes to the caller's
 *            buffer
 * UNITS      moments in Unix milliseconds, UTC
 * SOURCE     edukoppeling.md sections 3 to 7; PvE RIO webservices 1.2, 6.4; Digikoppeling WUS
 *            WB004-WB010
 * ERRORS     BP_E_CRYPTO, also for a header value that is no address (ASCII without blanks);
 *            BP_E_MEMORY when the envelope does not fit `out`; BP_E_INTERNAL when the body is no
 *            bare element; `out` is empty after a failure
 * THREADS    a signer belongs to one thread
 */
#ifndef BRONPOST_SECURITY_ENVELOPE_H
#define BRONPOST_SECURITY_ENVELOPE_H

#include "bronpost/base/buf.h"
#include "bronpost/security/identiteit.h"

struct bp_signer;

struct bp_signer *bp_signer_new(const struct bp_identiteit *identiteit,
                                struct bp_error *err); /* NULL: see err */
void bp_signer_free(struct bp_signer *signer);         /* NULL is fine */

struct bp_envelope_kop {
    struct bp_str to;         /* address with ?oin= of the receiver */
    struct bp_str action;     /* equal to SOAPAction, without quotes */
    struct bp_str message_id; /* "urn:uuid:..." */
    struct bp_str
        relates_to;     /* the MessageID that this answers; empty: no such header (requests) */
    struct bp_str from; /* address with ?oin= of the institution */
    int64_t created_ms, expires_ms;
};

/* `body`: one element in exclusive canonical form that does not use the prefixes soapenv, wsa, wsu,
 * wsse, ds. Clears and fills `out` with the whole XML document. */
enum bp_status bp_envelope_sign(struct bp_signer *signer, const struct bp_envelope_kop *kop,
                                struct bp_str body, struct bp_buf *out, struct bp_error *err);

#endif
