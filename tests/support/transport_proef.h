/* transport_proef.h - one exchange with a server on this machine, and how it ended
 * PURPOSE    what the tests of the transport share
 * OWNERSHIP  a transport is closed by the caller; proef_close() ends the identity
 * ERRORS     fail the test
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_TRANSPORT_PROEF_H
#define BRONPOST_TESTS_TRANSPORT_PROEF_H

#include "support/transport_server.h"

#include "bronpost/transport/transport.h"

#define PROEF_ENVELOPE "<e>envelope</e>"
#define PROEF_ACTION   "http://duo.nl/contract/test/aanleveren"

/* One exchange, and a copy of how it ended. */
struct proef {
    unsigned to_send, sent, done;
    struct bp_str envelope;
    enum bp_transport_uitkomst uitkomst;
    long http_status;
    char type[64], body[256], why[1100];
    size_t body_len;
    bool configuratie;
    int64_t duur_ms;
};

/* A server that asks for a client certificate; `answer` is still to be filled. */
extern const struct server_opties proef_mutual;

/* 99XA's, unless another one was set (which the caller closes). */
struct bp_identiteit *proef_identity(void);
void proef_set_identity(struct bp_identiteit *identity); /* NULL: 99XA's again */
void proef_close(void);

/* What `more` leaves 0 gets a sensible value; more NULL: all. `anchors`: a file of the test PKI. */
struct bp_transport *proef_open(unsigned port, const char *host, const char *anchors,
                                const struct bp_transport_opties *more);
struct proef proef_run(struct bp_transport *t, unsigned count, struct bp_str envelope);
/* To localhost, trusting the test PKI, one envelope. */
struct proef proef_one(const struct server *server, const struct bp_transport_opties *more);

/* For a server: keeps the request in `ctx` (NULL, or 4096 bytes), answers <ok/>. */
bool proef_echo(struct verbinding *v, void *ctx);

#endif
