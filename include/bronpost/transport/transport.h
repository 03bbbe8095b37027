/* transport.h - exchanges over HTTPS with a client certificate, several in flight
 * PURPOSE    sends signed envelopes and brings back what came; judges nothing of the content
 * OWNERSHIP  bp_transport_open() makes, bp_transport_close() ends; the identity is borrowed and outlives it, texts are
 *            copied
 * UNITS      milliseconds, bytes
 * SOURCE     edukoppeling.md sections 1, 2 and 9: HTTP/1.1 POST, text/xml;charset=UTF-8, SOAPAction in quotes,
 *            Content-Length, TLS 1.2 or newer, server certificate checked against the configured anchors and the host
 *            name, no redirects
 * ERRORS     opening: BP_E_USAGE (endpoint, anchors, proxy, limits), BP_E_CRYPTO (identity). An exchange has no error:
 *            it has a result
 * THREADS    a transport belongs to one thread, which runs the loop; bp_transport_wake() may be called from any
 *
 * An envelope goes over the line once per exchange: where libcurl would send it anew on a fresh connection, because a
 * kept one broke before anything came back, the exchange ends as broken off. Only the caller knows what sending again
 * means.
 */
#ifndef BRONPOST_TRANSPORT_TRANSPORT_H
#define BRONPOST_TRANSPORT_TRANSPORT_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/security/identiteit.h"

/* libcurl keeps library-wide tables: once in main, before the first thread, and after the last. A program that uses a
 * transport ignores SIGPIPE. */
enum bp_status bp_transport_library_init(struct bp_error *err);
void bp_transport_library_cleanup(void);

struct bp_transport;

#define BP_TRANSPORT_GELIJKTIJDIG_MAX 64

struct bp_transport_opties {
    const char *endpoint; /* https://...; anything else is refused */
    const struct bp_identiteit *identiteit;
    const char
        *vertrouw; /* anchors of the server's certificate, PEM; the system's own are not used */
    const char
        *crl; /* revocation lists of all its authorities, PEM; NULL: revocation is not checked */
    const char *proxy; /* http://host:port; NULL: none; the environment's proxies are not used */
    bool
        oude_suites; /* also the six suites without forward secrecy that the PvE names; only when asked for */
    unsigned gelijktijdig; /* in flight at most, 1 to 64 */
    unsigned connect_ms;   /* name, connection and TLS */
    unsigned total_ms;     /* the whole exchange */
    unsigned
        stil_ms; /* nothing moves, in either direction; seen within a second; 0: total_ms alone */
    size_t answer_bytes; /* a longer answer is cut off and useless */
};

enum bp_status bp_transport_open(const struct bp_transport_opties *opties,
                                 struct bp_transport **out, struct bp_error *err);
void bp_transport_close(
    struct bp_transport *transport); /* NULL is fine; what is in flight is broken off */

enum bp_transport_uitkomst {
    BP_TRANSPORT_ANTWOORD,     /* a complete HTTP answer, of whatever status */
    BP_TRANSPORT_NIET_BEREIKT, /* no connection: name, port, TLS; nothing of the request went out */
    BP_TRANSPORT_AFGEBROKEN, /* connected, and then no complete answer: the request may have arrived */
    BP_TRANSPORT_TE_GROOT, /* the answer was longer than answer_bytes: the request has arrived */
};

struct bp_transport_resultaat {
    enum bp_transport_uitkomst uitkomst;
    long http_status;         /* 0 without an answer */
    const char *content_type; /* "" when there was none; lives during the call */
    struct bp_str body;       /* lives during the call */
    const char *why; /* in words, translated: what went wrong and what to do; "" for an answer */
    bool
        configuratie; /* retrying is useless: certificate, host name, anchors, proxy: a person must look */
    int64_t duur_ms;
};

/* The loop: while there is something to send or in flight. `next` is asked whenever a place is free: it fills the exchange
 * and answers BP_NEXT_SEND; or BP_NEXT_WAIT (nothing now; bp_transport_wake(), the end of an exchange or `wait_ms` from
 * now asks again; 0 is a wait until then); or BP_NEXT_END (nothing will come any more). The envelope stays alive until
 * `done` was called with the same ctx; `done` is called once for every exchange, or never when the loop fails. */
enum bp_next { BP_NEXT_SEND, BP_NEXT_WAIT, BP_NEXT_END };
struct bp_exchange {
    struct bp_str envelope;
    const char *soap_action; /* without quotes; copied */
    void *ctx;
};
struct bp_transport_handlers {
    enum bp_next (*next)(void *ctx, struct bp_exchange *exchange, unsigned *wait_ms);
    void (*done)(void *ctx, void *exchange_ctx, const struct bp_transport_resultaat *resultaat);
    void *ctx;
};
enum bp_status bp_transport_loop(struct bp_transport *transport,
                                 const struct bp_transport_handlers *handlers,
                                 struct bp_error *err);
void bp_transport_wake(struct bp_transport *transport);

#endif
