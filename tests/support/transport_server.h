/* transport_server.h - a TLS server on 127.0.0.1 that misbehaves as asked
 * PURPOSE    the transport is tried against a real connection, certificate and answer
 * OWNERSHIP  server_start() makes, server_stop() ends
 * ERRORS     fail the test
 * THREADS    a thread accepts, and one per connection answers; `answer` runs in these
 */
#ifndef BRONPOST_TESTS_TRANSPORT_SERVER_H
#define BRONPOST_TESTS_TRANSPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;
struct verbinding; /* one connection, with the request that was just read */

struct server_opties {
    const char *certificaat, *sleutel; /* files of the test PKI; NULL: no TLS at all */
    const char *greeting;              /* sent to whoever connects; NULL: nothing */
    const char *client_ankers; /* asks for a client certificate below these; NULL: asks for none */
    bool tls12;                /* no TLS 1.3 */
    const char *suites;        /* of TLS 1.2; NULL: OpenSSL's default */
    bool (*answer)(struct verbinding *v, void *ctx); /* false: the connection ends */
    void *ctx;
};

struct server *server_start(const struct server_opties *opties);
void server_stop(struct server *server);

unsigned server_port(const struct server *server);
unsigned server_connections(const struct server *server);
unsigned server_requests(const struct server *server); /* read completely */
unsigned server_most_at_once(const struct server *server);

/* A port on which nothing listens. */
unsigned server_closed_port(void);

/* --- in `answer` --- */
const char *verbinding_request(const struct verbinding *v); /* head and body, NUL-terminated */
const char *verbinding_body(const struct verbinding *v);
const char *verbinding_client(const struct verbinding *v); /* common name of its certificate; "" */
unsigned verbinding_chain(const struct verbinding *v);     /* certificates that the client sent */
bool verbinding_send(struct verbinding *v, const char *text);
bool verbinding_reply(struct verbinding *v, const char *status, const char *type, const char *body);
bool verbinding_filler(struct verbinding *v, size_t bytes, unsigned per_write, unsigned pause_ms);
void verbinding_pause(struct verbinding *v, unsigned ms); /* less when the server stops */
void verbinding_reset(struct verbinding *v);              /* RST instead of a proper end */

#endif
