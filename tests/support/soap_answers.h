/* soap_answers.h - signed answers to try the reader on: DUO's recorded ones, and ones that we sign
 * PURPOSE    what tests/security and tests/transport share about envelopes
 * OWNERSHIP  buffers are freed by the caller with bp_buf_free(), a trust with bp_vertrouwen_close()
 * ERRORS     fail the test
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_SOAP_ANSWERS_H
#define BRONPOST_TESTS_SOAP_ANSWERS_H

#include "bronpost/security/envelope.h"
#include "bronpost/security/soap.h"

#define SOAP_RECORDED   "../shared/duo/rio-recorded"
#define SOAP_ANONYMOUS  "http://www.w3.org/2005/08/addressing/anonymous"
#define SOAP_DUO_OIN    "00000001800866472000"
#define SOAP_SCHOOL_OIN "0000000700099XA00000"
#define SOAP_ACTION                                                                                \
    "http://duo.nl/contract/DUO_VOAanlevering_InschrijvingVO_V1/aanleverenInschrijvingVO"
#define SOAP_MESSAGE_ID   "urn:uuid:c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5c"
#define SOAP_UUID         "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01"
#define SOAP_NS           "http://duo.nl/schema/DUO_VOAanlevering_InschrijvingVO_V1"
#define SOAP_RESPONSE     "aanleverenInschrijvingVO_Response"
#define SOAP_NOW_MS       INT64_C(1788458651300) /* 2026-09-03T18:04:11.300Z */
#define SOAP_TOLERANCE_MS INT64_C(60000)

/* Body of a receipt, in exclusive canonical form. */
extern const char soap_receipt[];

/* Header of DUO's answer to SOAP_MESSAGE_ID, made at SOAP_NOW_MS for 300 seconds. */
struct bp_envelope_kop soap_kop(void);

/* Signs with NAME.pem and NAME.key of the test PKI. */
struct bp_buf soap_sign(const char *name, const struct bp_envelope_kop *kop, const char *body);
/* The same with certificate NAME.pem and key KEY.key. */
struct bp_buf soap_sign_as(const char *name, const char *key, const struct bp_envelope_kop *kop,
                           const char *body);

/* Anchors, revocation lists and pinned certificates by file name in the test PKI; NULL: none. */
struct bp_vertrouwen *soap_trust(const char *ankers, const char *crl, const char *vastgezet);

/* --- DUO's recorded answers --- */

/* Names of the files that begin with `prefix` ("ok-"), sorted; 0 when the folder is not there. */
size_t soap_recorded_names(const char *prefix, char names[][32], size_t cap);
struct bp_buf soap_recorded(const char *name);
/* Trusts the certificate in that envelope, and no other. */
struct bp_vertrouwen *soap_recorded_trust(const struct bp_buf *text);
/* When that envelope says that it was made. */
int64_t soap_recorded_moment(const struct bp_buf *text);

/* --- changing texts --- */

/* The first `from` becomes `to`; fails the test when there is none. */
void soap_replace(struct bp_buf *text, const char *from, const char *to);
/* From the first `begin` up to and with the first `end` behind it; fails the test when there is none. */
struct bp_str soap_between(const struct bp_buf *text, const char *begin, const char *end);
/* The same part goes away. */
void soap_remove(struct bp_buf *text, const char *begin, const char *end);
struct bp_buf soap_copy(const struct bp_buf *text);

#endif
