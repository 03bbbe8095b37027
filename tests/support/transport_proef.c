#include "support/transport_proef.h"

#include "support/pki_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct bp_identiteit *usual, *other;

struct bp_identiteit *proef_identity(void)
{
    if (!usual)
        usual = pki_identiteit("99XA");
    return other ? other : usual;
}

void proef_set_identity(struct bp_identiteit *identity)
{
    other = identity;
}

void proef_close(void)
{
    bp_identiteit_close(usual);
    usual = NULL;
}

static enum bp_next give(void *ctx, struct bp_exchange *exchange, unsigned *wait_ms)
{
    struct proef *p = ctx;
    (void)wait_ms;
    if (p->sent == p->to_send)
        return BP_NEXT_END;
    *exchange = (struct bp_exchange){ p->envelope, PROEF_ACTION, &p->sent };
    p->sent++;
    return BP_NEXT_SEND;
}

static void take(void *ctx, void *exchange_ctx, const struct bp_transport_resultaat *r)
{
    struct proef *p = ctx;
    assert_ptr_equal(exchange_ctx, &p->sent);
    p->done++;
    p->uitkomst = r->uitkomst;
    p->http_status = r->http_status;
    p->body_len = r->body.len;
    p->configuratie = r->configuratie;
    p->duur_ms = r->duur_ms;
    (void)snprintf(p->type, sizeof p->type, "%s", r->content_type);
    (void)snprintf(p->body, sizeof p->body, "%.*s", (int)(r->body.len < 200 ? r->body.len : 200),
                   r->body.ptr ? r->body.ptr : "");
    (void)snprintf(p->why, sizeof p->why, "%s", r->why);
}

const struct server_opties proef_mutual = { .certificaat = "server.pem",
                                            .sleutel = "server.key",
                                            .client_ankers = "chain.pem" };

struct bp_transport *proef_open(unsigned port, const char *host, const char *anchors,
                                const struct bp_transport_opties *more)
{
    char endpoint[128], path[PATH_MAX];
    struct bp_error err = { 0 };
    struct bp_transport *t;
    (void)snprintf(endpoint, sizeof endpoint, "https://%s:%u/vo-webservices/", host, port);
    pki_path(anchors, path);
    struct bp_transport_opties o = more ? *more : (struct bp_transport_opties){ 0 };
    o.endpoint = endpoint;
    o.identiteit = proef_identity();
    o.vertrouw = path;
    o.gelijktijdig = o.gelijktijdig ? o.gelijktijdig : 1;
    o.connect_ms = o.connect_ms ? o.connect_ms : 3000;
    o.total_ms = o.total_ms ? o.total_ms : 10000;
    o.answer_bytes = o.answer_bytes ? o.answer_bytes : 65536;
    if (bp_transport_open(&o, &t, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return t;
}

struct proef proef_run(struct bp_transport *t, unsigned count, struct bp_str envelope)
{
    struct proef p = { .to_send = count, .envelope = envelope };
    struct bp_error err = { 0 };
    const struct bp_transport_handlers handlers = { give, take, &p };
    if (bp_transport_loop(t, &handlers, &err) != BP_OK)
        fail_msg("%s", err.detail);
    assert_int_equal(p.done, count);
    return p;
}

struct proef proef_one(const struct server *server, const struct bp_transport_opties *more)
{
    struct bp_transport *t = proef_open(server_port(server), "localhost", "chain.pem", more);
    struct proef p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
    bp_transport_close(t);
    return p;
}

bool proef_echo(struct verbinding *v, void *ctx)
{
    char *request = ctx;
    if (request)
        (void)snprintf(request, 4096, "%s", verbinding_request(v));
    return verbinding_reply(v, "200 OK", "text/xml;charset=UTF-8", "<ok/>");
}
