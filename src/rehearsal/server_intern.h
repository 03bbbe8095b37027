/* server_intern.h - private to rehearsal: what server.c and bezorging.c share
 * PURPOSE    one exchange: from the request that came in to the answer that went out, or did not
 * OWNERSHIP  the server owns its exchanges; an exchange owns its answer and its timer. libevent owns the
 *            request until the connection breaks under it, from then on the exchange
 * THREADS    the loop's
 */
#ifndef BRONPOST_REHEARSAL_SERVER_INTERN_H
#define BRONPOST_REHEARSAL_SERVER_INTERN_H

#include "antwoord.h"
#include "opties.h"
#include "tls.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

struct bp_server {
    const struct bp_rehearsal_opties *opties;
    const struct bp_env *env;
    struct event_base *base;
    struct evhttp *http;
    struct evhttp_bound_socket *socket;
    struct event *signals[2], *keep;
    SSL_CTX *tls;
    struct bp_contracten *contracten;
    struct bp_vertrouwen *vertrouwen;
    struct bp_boek *boek;
    struct bp_rio rio;
    struct bp_antwoorder antwoorder;
    struct bp_keuring keuring;
    struct bp_uitwisseling *first; /* all that are under way */
    uint64_t number;
    bool stopping;
};

struct bp_uitwisseling {
    struct bp_server *server;
    struct bp_uitwisseling *next, *previous;
    struct evhttp_request *request; /* NULL: not ours any more */
    uint64_t number;
    struct bp_storing_keus storing;
    int64_t due_ms; /* monotonic: not before */
    bool kept;      /* accepted, and the record of it is on disk */
    struct bp_oordeel oordeel;
    int status; /* of HTTP; 0 while the record is not on disk yet */
    const char *type;
    struct bp_buf antwoord;
    struct event *timer;
    size_t sent;
};

int64_t bp_monotonic_ms(void);

/* Sends the answer when it is due, as the exchange's trouble has it. Ends the exchange, at once or later. */
void bp_bezorg(struct bp_uitwisseling *uitwisseling);

/* Closes the connection without an answer. */
void bp_breek_af(struct bp_uitwisseling *uitwisseling);

/* Takes the exchange out of the server and frees it; the request is left alone. */
void bp_uitwisseling_end(struct bp_uitwisseling *uitwisseling);

#endif
