/* How an answer leaves: in time, late, in part, or not at all. */
#include "server_intern.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/log.h"

#include <event2/bufferevent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define HUGE_BYTES  (100 * BP_MIB)
#define CHUNK_BYTES (1 * BP_MIB)
#define DRIP_MS     1000

int64_t bp_monotonic_ms(void)
{
    struct timespec ts = { 0 };
    (void)clock_gettime(CLOCK_MONOTONIC, &ts); /* cannot fail for this clock */
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void set_timer(struct bp_uitwisseling *u, event_callback_fn fn, int64_t ms)
{
    const struct timeval wait = { ms / 1000, (suseconds_t)(ms % 1000) * 1000 };
    if (u->timer)
        event_free(u->timer);
    u->timer = evtimer_new(u->server->base, fn, u);
    if (!u->timer || event_add(u->timer, &wait) != 0)
        bp_log(BP_LOG_ERROR, "request %llu gets no answer: no timer",
               (unsigned long long)u->number);
}

/* --- without an answer --- */

static void close_now(struct bp_uitwisseling *u)
{
    struct evhttp_request *request = u->request;
    struct evhttp_connection *connection = evhttp_request_get_connection(request);
    bp_uitwisseling_end(u);
    if (connection)
        evhttp_connection_free(connection); /* and the request with it */
    else
        evhttp_request_free(request);
}

static void close_later(evutil_socket_t fd, short what, void *ctx)
{
    (void)fd;
    (void)what;
    close_now(ctx);
}

/* Through the loop: libevent does not like a connection that goes away inside its callbacks. */
void bp_breek_af(struct bp_uitwisseling *uitwisseling)
{
    set_timer(uitwisseling, close_later, 0);
}

/* --- pieces --- */

/* The connection went while an answer was streaming: libevent has left the request to us. */
static void broken(struct evhttp_connection *connection, void *ctx)
{
    struct bp_uitwisseling *u = ctx;
    (void)connection;
    if (!evhttp_request_get_connection(u->request))
        evhttp_request_free(u->request);
    bp_uitwisseling_end(u);
}

static void start_stream(struct bp_uitwisseling *u, size_t promised)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(u->request);
    char length[32];
    (void)snprintf(length, sizeof length, "%zu", promised);
    (void)evhttp_add_header(evhttp_request_get_output_headers(u->request), "Content-Length",
                            length);
    evhttp_connection_set_closecb(connection, broken, u);
    evhttp_send_reply_start(u->request, 200, "OK");
}

/* False when there is no memory for it. */
static bool send_piece(struct bp_uitwisseling *u, const void *bytes, size_t len,
                       void (*then)(struct evhttp_connection *, void *))
{
    struct evbuffer *piece = evbuffer_new();
    bool ok = piece && evbuffer_add(piece, bytes, len) == 0;
    if (ok) {
        u->sent += len;
        evhttp_send_reply_chunk_with_cb(u->request, piece, then, u);
    }
    if (piece)
        evbuffer_free(piece);
    return ok;
}

static void end_stream(struct bp_uitwisseling *u)
{
    struct evhttp_request *request = u->request;
    evhttp_connection_set_closecb(evhttp_request_get_connection(request), NULL, NULL);
    bp_uitwisseling_end(u);
    evhttp_send_reply_end(request);
}

static void half_is_out(struct evhttp_connection *connection, void *ctx)
{
    struct bp_uitwisseling *u = ctx;
    evhttp_connection_set_closecb(connection, NULL, NULL);
    bp_breek_af(u);
}

static void truncated(struct bp_uitwisseling *u)
{
    start_stream(u, u->antwoord.len);
    if (!send_piece(u, u->antwoord.ptr, u->antwoord.len / 2, half_is_out))
        bp_breek_af(u);
}

static void more(struct evhttp_connection *connection, void *ctx)
{
    struct bp_uitwisseling *u = ctx;
    (void)connection;
    if (u->sent == HUGE_BYTES)
        end_stream(u);
    else if (!send_piece(u, u->antwoord.ptr, CHUNK_BYTES, more))
        bp_breek_af(u);
}

static void huge(struct bp_uitwisseling *u)
{
    bp_buf_clear(&u->antwoord);
    for (size_t i = 0; i < CHUNK_BYTES; i++)
        bp_buf_add_char(&u->antwoord, ' ');
    if (u->antwoord.failed) {
        bp_breek_af(u);
        return;
    }
    start_stream(u, HUGE_BYTES);
    more(NULL, u);
}

static void drip(evutil_socket_t fd, short what, void *ctx)
{
    struct bp_uitwisseling *u = ctx;
    (void)fd;
    (void)what;
    /* The timer first: the connection may break, and take the exchange along. */
    set_timer(u, drip, DRIP_MS);
    (void)send_piece(u, " ", 1, NULL);
}

static void endless(struct bp_uitwisseling *u)
{
    start_stream(u, HUGE_BYTES);
    drip(-1, 0, u);
}

/* --- whole --- */

static void whole(struct bp_uitwisseling *u)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = { { 200, "OK" },
                    { 404, "Not Found" },
                    { 403, "Forbidden" },
                    { 405, "Method Not Allowed" },
                    { 411, "Length Required" },
                    { 415, "Unsupported Media Type" },
                    { 503, "Service Unavailable" } };
    const char *reason = "Internal Server Error";
    struct evhttp_request *request = u->request;
    int status = u->status;
    struct evbuffer *body = evbuffer_new();
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            reason = reasons[i].reason;
    if (!body || evbuffer_add(body, u->antwoord.ptr, u->antwoord.len) != 0) {
        if (body)
            evbuffer_free(body);
        bp_breek_af(u);
        return;
    }
    bp_uitwisseling_end(u);
    evhttp_send_reply(request, status, reason,
                      body); /* also frees a request without a connection */
    evbuffer_free(body);
}

static void deliver(evutil_socket_t fd, short what, void *ctx)
{
    struct bp_uitwisseling *u = ctx;
    (void)fd;
    (void)what;
    bool connected = evhttp_request_get_connection(u->request) != NULL;
    (void)evhttp_add_header(evhttp_request_get_output_headers(u->request), "Content-Type", u->type);
    if (!connected)
        close_now(u);
    else if (u->storing.soort == BP_STORING_DROP_AFTER_ACCEPT && u->kept)
        close_now(u);
    else if (u->storing.soort == BP_STORING_TRUNCATED)
        truncated(u);
    else if (u->storing.soort == BP_STORING_HUGE)
        huge(u);
    else if (u->storing.soort == BP_STORING_ENDLESS)
        endless(u);
    else
        whole(u);
}

void bp_bezorg(struct bp_uitwisseling *uitwisseling)
{
    int64_t wait = uitwisseling->due_ms - bp_monotonic_ms();
    set_timer(uitwisseling, deliver, wait > 0 ? wait : 0);
}
