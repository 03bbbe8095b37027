/* rehearsal_client.h - a client for the rehearsal server, with nothing of our transport in it
 * PURPOSE    valid requests, and requests that are spoilt in one place; what came back
 * OWNERSHIP  buffers are freed with rehearsal_verzoek_free() and rehearsal_antwoord_free()
 * ERRORS     a helper that cannot do its work fails the test
 * THREADS    a request and an answer belong to one thread; making requests: one thread
 */
#ifndef BRONPOST_TESTS_REHEARSAL_CLIENT_H
#define BRONPOST_TESTS_REHEARSAL_CLIENT_H

#include "support/rehearsal_server.h"

#include "bronpost/base/buf.h"
#include "bronpost/base/env.h"
#include "bronpost/domain/registratie.h"

#include <curl/curl.h>

#define REHEARSAL_ANONYMOUS "http://www.w3.org/2005/08/addressing/anonymous"
#define REHEARSAL_DUO       "00000001800866472000"

struct rehearsal_verzoek {
    const char *method;                     /* "POST" */
    const char *content_type, *soap_action; /* NULL: no such header; soap_action with its quotes */
    const char *tls, *tls_key;              /* name of certificate and key in the PKI; NULL: none */
    const char *signer;                     /* name of the identity that signs */
    bool chunked;
    char action[200], quoted[210];
    char to[200], from[200], message_id[100], relates_to[100];
    char identificatiecode[BP_UUID_TEXT];
    int64_t created_ms, expires_ms;
    struct bp_buf body, envelope;
};

/* All but body and action of a request of a school (99XA, 99XB, 99XC). */
void rehearsal_verzoek_begin(struct rehearsal_verzoek *v, const char *brin);
/* wsa:Action and SOAPAction. */
void rehearsal_verzoek_action(struct rehearsal_verzoek *v, const char *action);

/* A valid registration of vo (99XA) or mbo (99XB), not yet signed: change what has to be wrong, then sign. */
void rehearsal_verzoek_make(struct rehearsal_verzoek *v, enum bp_sector sector);
void rehearsal_verzoek_sign(struct rehearsal_verzoek *v);
void rehearsal_verzoek_free(struct rehearsal_verzoek *v);

/* Replaces the first `from` in a buffer; fails the test when it is not there. */
void rehearsal_replace(struct bp_buf *text, const char *from, const char *to);
/* Takes out everything from the first `from` up to and including the next `to`. */
void rehearsal_cut(struct bp_buf *text, const char *from, const char *to);

struct rehearsal_antwoord {
    CURLcode code;
    long status;
    char type[128];
    struct bp_buf body;
    double seconds;
};

/* Sends what is in the envelope. `most_bytes` 0: all of the answer, else the client hangs up behind it. */
void rehearsal_post(const struct rehearsal *r, const struct rehearsal_verzoek *v, size_t most_bytes,
                    struct rehearsal_antwoord *out);
void rehearsal_get(const struct rehearsal *r, const char *path, const char *tls,
                   struct rehearsal_antwoord *out);
void rehearsal_antwoord_free(struct rehearsal_antwoord *a);

/* "J", the code of a fault ("DK0004", "Client"), or "HTTP 405": what an answer comes down to. */
void rehearsal_uitkomst(const struct rehearsal_antwoord *a, char out[32]);

/* Makes, signs and sends a valid request; `code` (NULL: not wanted) gets its identificatiecode. */
void rehearsal_deliver(const struct rehearsal *r, enum bp_sector sector, char code[BP_UUID_TEXT],
                       char uitkomst[32]);

/* A curl handle for a request, for who runs many at once; `sink` gets the body, `headers` is freed by the
 * caller. */
CURL *rehearsal_curl(const struct rehearsal *r, const struct rehearsal_verzoek *v,
                     struct rehearsal_antwoord *sink, struct curl_slist **headers);

int64_t rehearsal_now_ms(void);
void rehearsal_uuid(char out[BP_UUID_TEXT]);

#endif
