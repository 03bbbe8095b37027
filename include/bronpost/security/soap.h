/* soap.h - an envelope that somebody else made: parse, verify, and read only what the signature covers
 * PURPOSE    DUO's answers (and, in the rehearsal server, a school's requests): no part of an envelope is believed
 *            before its signature, certificate and moment are
 * OWNERSHIP  bp_vertrouwen_open() and bp_soap_parse() make, _close() and _free() end; texts live as long as their soap
 * UNITS      moments in Unix milliseconds, UTC; at most 8 MiB of envelope, 64 elements deep
 * SOURCE     edukoppeling.md sections 5, 6, 8 and 9; architecture.md decision 5
 * ERRORS     BP_E_XML: not an envelope (not well-formed, DTD, entity, processing instruction, comment, not UTF-8, not
 *            SOAP 1.1, not one Body with one child, an id twice, too big or too deep). BP_E_CRYPTO: does not verify;
 *            `detail` says what is wrong, bp_soap_failed_check() which check of section 8 it is
 * THREADS    bp_vertrouwen is read-only once open: any; a soap belongs to one thread
 *
 * There is no switch that turns verification off.
 */
#ifndef BRONPOST_SECURITY_SOAP_H
#define BRONPOST_SECURITY_SOAP_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"

/* libxml2 and libxmlsec1 keep library-wide tables: once in main, before the first thread, and after the last. */
enum bp_status bp_soap_library_init(struct bp_error *err);
void bp_soap_library_cleanup(void);

/* Whom we believe: trust anchors (PEM, one or more; an intermediate may be one), revocation lists (PEM, of every
 * authority in the chain; NULL: none, then revocation is not checked), and certificates of which the signer must have
 * one (PEM; NULL: any that leads to an anchor). The system's own trust anchors are never used. */
struct bp_vertrouwen;
struct bp_vertrouwen_bron {
    const char *ankers, *crl, *vastgezet;
};
enum bp_status bp_vertrouwen_open(const struct bp_vertrouwen_bron *bron, struct bp_vertrouwen **out,
                                  struct bp_error *err);
void bp_vertrouwen_close(struct bp_vertrouwen *vertrouwen); /* NULL is fine */

struct bp_soap;

/* Keeps no hold on `bytes`. */
enum bp_status bp_soap_parse(struct bp_str bytes, struct bp_soap **out, struct bp_error *err);
void bp_soap_free(struct bp_soap *soap); /* NULL is fine */

/* A fault may be unsigned: it is shown, and never moves a registration to a final state. */
bool bp_soap_is_fault(const struct bp_soap *soap);
struct bp_str
bp_soap_fault_code(const struct bp_soap *soap); /* as it stands there, with its prefix */
struct bp_str bp_soap_fault_string(const struct bp_soap *soap);

/* Whether there is such a WS-Addressing header ("To", "MessageID"), signed or not; its value is another matter. */
bool bp_soap_has_header(const struct bp_soap *soap, const char *local_name);
/* Whether there is a header block that is neither WS-Addressing nor WS-Security. */
bool bp_soap_has_foreign_header(const struct bp_soap *soap);

struct bp_soap_eis {
    int64_t now_ms;        /* the moment on which certificate and Timestamp are judged */
    int64_t tolerantie_ms; /* clock skew, both sides; certificates get none */
};

/* Signature valid over Body, Timestamp and every WS-Addressing header in the message, each reference resolving to exactly
 * the element that is used; algorithms from the allowed list; signer's certificate valid on that moment, leading to an
 * anchor, pinned where asked; Created and Expires. After BP_OK the functions below give what is covered. */
enum bp_status bp_soap_verify(struct bp_soap *soap, const struct bp_vertrouwen *vertrouwen,
                              const struct bp_soap_eis *eis, struct bp_error *err);

/* The row of section 8 at which bp_soap_verify() stopped: 4 signature and what it covers, 5 algorithms, 6 certificate,
 * 7 Timestamp; 0 after BP_OK and before the first call. */
int bp_soap_failed_check(const struct bp_soap *soap);

/* ptr NULL: not in the message, or the message is not verified. */
struct bp_str bp_soap_to(const struct bp_soap *soap);
struct bp_str bp_soap_action(const struct bp_soap *soap);
struct bp_str bp_soap_message_id(const struct bp_soap *soap);
struct bp_str bp_soap_relates_to(const struct bp_soap *soap);
struct bp_str bp_soap_from(const struct bp_soap *soap); /* its wsa:Address */
int64_t bp_soap_created_ms(const struct bp_soap *soap); /* of the Timestamp; 0: not verified */
const char *
bp_soap_signer_oin(const struct bp_soap *soap); /* of the certificate's subject; "" without */

/* The child of the Body: local name, namespace, and the text of its first child element of that local name (for the
 * elements of the bedrijfsdocument, ontvangstBevestiging, requestGoedgekeurd); ptr NULL for one with elements in it. */
struct bp_str bp_soap_body_name(const struct bp_soap *soap);
struct bp_str bp_soap_body_namespace(const struct bp_soap *soap);
struct bp_str bp_soap_body_value(const struct bp_soap *soap, const char *local_name);
/* The child of the Body as a document of its own (exclusive canonical form), for validation or a closer look. Clears
 * `out` first; BP_E_INTERNAL when the message is not verified, BP_E_MEMORY when it does not fit. */
enum bp_status bp_soap_body_bytes(const struct bp_soap *soap, struct bp_buf *out,
                                  struct bp_error *err);

/* The OIN in an address ("...?oin=..."; the name in any case); ptr NULL: none, or not of the form [0-9A-Z]{20}. */
struct bp_str bp_soap_oin_of(struct bp_str address);

#endif
