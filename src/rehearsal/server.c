#include "server.h"

#include "server_intern.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/file.h"
#include "bronpost/base/log.h"
#include "bronpost/base/text.h"

#include <arpa/inet.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <limits.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define HEADER_BYTES (64 * 1024)
#define BODY_BYTES   (8 * BP_MIB)
#define ANSWER_BYTES (64 * BP_MIB)
#define IDLE_SECONDS 120
#define STOP_SECONDS 2

#define XML_TYPE  "text/xml;charset=UTF-8"
#define HTML_TYPE "text/html;charset=UTF-8"
#define TEXT_TYPE "text/plain;charset=UTF-8"
#define CSV_TYPE  "text/csv;charset=UTF-8"

/* --- exchanges --- */

static struct bp_uitwisseling *uitwisseling_new(struct bp_server *s, struct evhttp_request *request)
{
    struct bp_uitwisseling *u = calloc(1, sizeof *u);
    if (!u)
        return NULL;
    *u = (struct bp_uitwisseling){ .server = s,
                                   .next = s->first,
                                   .request = request,
                                   .due_ms = bp_monotonic_ms(),
                                   .status = 200,
                                   .type = XML_TYPE };
    bp_buf_init(&u->antwoord, ANSWER_BYTES);
    if (u->next)
        u->next->previous = u;
    s->first = u;
    return u;
}

void bp_uitwisseling_end(struct bp_uitwisseling *uitwisseling)
{
    struct bp_uitwisseling *u = uitwisseling;
    struct bp_server *s = u->server;
    if (u->previous)
        u->previous->next = u->next;
    else
        s->first = u->next;
    if (u->next)
        u->next->previous = u->previous;
    if (u->timer)
        event_free(u->timer);
    bp_oordeel_free(&u->oordeel);
    bp_buf_free(&u->antwoord);
    free(u);
}

static void plain(struct bp_uitwisseling *u, int status, const char *type, const char *text)
{
    u->status = status;
    u->type = type;
    bp_buf_clear(&u->antwoord);
    bp_buf_add_text(&u->antwoord, text);
}

/* --- answers --- */

static void answer_fault(struct bp_uitwisseling *u)
{
    struct bp_error err = { 0 };
    u->status = 500; /* SOAP 1.1: a fault comes with a status in the 500 range */
    if (bp_antwoord_fout(&u->server->antwoorder, &u->oordeel, &u->antwoord, &err) != BP_OK)
        plain(u, 500, TEXT_TYPE, "");
}

/* What is sent instead of the receipt, of a kind that has nothing to do with SOAP. */
static void answer_otherwise(struct bp_uitwisseling *u)
{
    if (u->storing.soort == BP_STORING_HTML) {
        plain(u, 200, HTML_TYPE,
              "<!DOCTYPE html><html><head><title>Inloggen</title></head><body>"
              "<form><input name=\"naam\"></form></body></html>");
        return;
    }
    plain(u, 200, XML_TYPE, "");
    for (uint64_t i = 0; i < 2048; i++)
        bp_buf_add_char(&u->antwoord, (char)(unsigned char)(256 * bp_kans(u->number, i, 3)));
}

static void answer(struct bp_uitwisseling *u)
{
    struct bp_error err = { 0 };
    enum bp_storing soort = u->storing.soort;
    if (u->oordeel.fout != BP_FOUT_GEEN)
        answer_fault(u);
    else if (soort == BP_STORING_HTML || soort == BP_STORING_GARBAGE)
        answer_otherwise(u);
    else if (bp_antwoord_ontvangst(&u->server->antwoorder, &u->oordeel, soort, &u->antwoord,
                                   &err) != BP_OK)
        plain(u, 500, TEXT_TYPE, "");
}

static void refuse(struct bp_uitwisseling *u, enum bp_fout fout)
{
    u->oordeel.fout = fout;
    u->oordeel.tekst = NULL;
    bp_buf_clear(&u->oordeel.detail);
}

/* All that was accepted since the last time goes to disk at once; then the answers leave. */
static void keep(evutil_socket_t fd, short what, void *ctx)
{
    struct bp_server *s = ctx;
    struct bp_error err = { 0 };
    (void)fd;
    (void)what;
    bool kept = bp_boek_bewaar(s->boek, &err) == BP_OK;
    if (!kept)
        bp_log(BP_LOG_ERROR, "%s", err.detail);
    for (struct bp_uitwisseling *u = s->first, *next; u; u = next) {
        next = u->next;
        if (u->status)
            continue; /* has its answer */
        u->kept = kept && bp_oordeel_wijzigt(&u->oordeel);
        u->status = 200;
        if (!kept)
            refuse(u, BP_FOUT_DK0051);
        answer(u);
        bp_bezorg(u);
    }
}

/* --- requests --- */

static void judge(struct bp_uitwisseling *u, const struct bp_client *client)
{
    struct bp_server *s = u->server;
    struct evhttp_request *request = u->request;
    struct evkeyvalq *headers = evhttp_request_get_input_headers(request);
    struct evbuffer *body = evhttp_request_get_input_buffer(request);
    size_t len = evbuffer_get_length(body);
    const unsigned char *bytes = len ? evbuffer_pullup(body, -1) : NULL;
    const struct bp_aanvraag aanvraag = {
        .post = evhttp_request_get_command(request) == EVHTTP_REQ_POST,
        .length_given = evhttp_find_header(headers, "Content-Length") != NULL,
        .content_type = evhttp_find_header(headers, "Content-Type"),
        .soap_action = evhttp_find_header(headers, "SOAPAction"),
        .body = { bytes ? (const char *)bytes : "", bytes ? len : 0 },
        .tls_oin = client->oin,
        .tls_waarom = client->waarom,
        .now_ms = s->env->now_ms(s->env->ctx),
    };
    bp_opleidingen_ruim_op(s->rio.opleidingen, aanvraag.now_ms);
    bp_keur(&s->keuring, &aanvraag, &u->oordeel);
    if (u->storing.soort == BP_STORING_FAULT && !u->oordeel.http_status)
        refuse(u, u->storing.fout);
    if (u->storing.soort == BP_STORING_INT500 && bp_oordeel_is_rio(&u->oordeel))
        bp_rio_meld_alleen(&u->oordeel.rio, "INT500");
}

/* What goes with a line of the record is what this RIO has from now on. */
static bool take_stand(void *ctx, const struct bp_boek_bijlage *bijlage)
{
    struct bp_server *s = ctx;
    return bp_opleidingen_zet(s->rio.opleidingen, bijlage->sleutel, bijlage->stand);
}

static enum bp_status keep_changes(struct bp_uitwisseling *u, struct bp_error *err)
{
    struct bp_server *s = u->server;
    const struct bp_boek_regel *regel = &u->oordeel.regel;
    enum bp_status st = bp_boek_schrijf(s->boek, regel, err);
    if (st != BP_OK || !regel->bijlage.sleutel.ptr)
        return st;
    if (u->storing.soort == BP_STORING_SLOW_REMOVAL && !bp_str_filled(regel->bijlage.stand))
        bp_opleidingen_verdwijnt(s->rio.opleidingen, regel->bijlage.sleutel,
                                 regel->moment_ms + s->opties->slow_ms);
    else if (!take_stand(s, &regel->bijlage))
        st = bp_error_memory(err, N_("the programmes of RIO"));
    return st;
}

/* True when the answer has to wait for the record: there is something new to keep, or what RIO answers may
 * rest on something that is not on disk yet. */
static bool enter(struct bp_uitwisseling *u)
{
    struct bp_server *s = u->server;
    struct bp_error err = { 0 };
    enum bp_status st = BP_OK;
    const struct bp_oordeel *o = &u->oordeel;
    bool judged = bp_oordeel_is_rio(o), changes = bp_oordeel_wijzigt(o);
    bool refused = judged ? !o->rio.goedgekeurd : !changes;
    bool seen = refused && s->opties->after_sight && bp_str_filled(o->regel.identificatiecode);
    if (changes)
        st = keep_changes(u, &err);
    else if (seen)
        st = bp_boek_verbruik(s->boek, o->regel.identificatiecode, &err);
    if (st != BP_OK) {
        bp_log(BP_LOG_ERROR, "%s", err.detail);
        refuse(u, BP_FOUT_DK0051);
    }
    return st == BP_OK && (judged || changes || seen);
}

/* The troubles that leave the request unread. False: read it. */
static bool unread(struct bp_uitwisseling *u)
{
    switch (u->storing.soort) {
    case BP_STORING_DROP_BEFORE:
        bp_breek_af(u);
        return true;
    case BP_STORING_HTTP_500:
        plain(u, 500, TEXT_TYPE, "interne fout");
        break;
    case BP_STORING_HTTP_503:
        plain(u, 503, HTML_TYPE,
              "<!DOCTYPE html><html><body><h1>Onderhoud</h1><p>Wegens onderhoud zijn wij tijdelijk "
              "niet bereikbaar.</p></body></html>");
        (void)evhttp_add_header(evhttp_request_get_output_headers(u->request), "Retry-After",
                                "120");
        break;
    default:
        return false;
    }
    bp_bezorg(u);
    return true;
}

static void log_verdict(const struct bp_uitwisseling *u)
{
    const struct bp_oordeel *o = &u->oordeel;
    const char *answer = bp_oordeel_is_rio(o) && o->rio.eerste ? o->rio.eerste : "J";
    bp_log(BP_LOG_INFO, "request=%llu contract=%s operatie=%s http=%d answer=%s trouble=%d",
           (unsigned long long)u->number, o->operatie ? o->operatie->contract : "-",
           o->operatie ? o->operatie->name : "-", o->http_status,
           o->fout == BP_FOUT_GEEN ? answer : bp_fout_code(o->fout, false), (int)u->storing.soort);
}

static void receive(struct bp_uitwisseling *u, const struct bp_client *client)
{
    static const struct timeval now = { 0, 0 };
    struct bp_server *s = u->server;
    const struct bp_rehearsal_opties *o = s->opties;
    u->number = ++s->number;
    u->storing = bp_storing_kies(&o->storingen, u->number);
    u->due_ms += bp_vertraging_ms(&o->vertraging, o->storingen.seed, u->number);
    if (u->storing.soort == BP_STORING_SLOW)
        u->due_ms += o->slow_ms;
    if (unread(u))
        return;
    judge(u, client);
    log_verdict(u);
    if (u->oordeel.http_status) {
        plain(u, u->oordeel.http_status, TEXT_TYPE, "alleen POST van text/xml met Content-Length");
        bp_bezorg(u);
    } else if (enter(u)) {
        u->status = 0; /* no answer yet: keep() makes it */
        (void)event_add(s->keep, &now);
    } else {
        answer(u);
        bp_bezorg(u);
    }
}

static void show_record(struct bp_uitwisseling *u, const struct bp_client *client)
{
    struct bp_error err = { 0 };
    const char *path = u->server->opties->record;
    if (client->waarom)
        plain(u, 403, TEXT_TYPE, client->waarom);
    else if (!path)
        plain(u, 404, TEXT_TYPE, "deze server houdt geen bestand bij (--record)");
    else if (bp_boek_csv(path, &u->antwoord, &err) != BP_OK)
        plain(u, 500, TEXT_TYPE, "");
    else
        u->type = CSV_TYPE;
    bp_bezorg(u);
}

static void on_request(struct evhttp_request *request, void *ctx)
{
    struct bp_server *s = ctx;
    struct evhttp_connection *connection = evhttp_request_get_connection(request);
    struct bp_client client = { .waarom = "geen TLS" };
    struct bp_uitwisseling *u = uitwisseling_new(s, request);
    if (!u) {
        evhttp_send_error(request, 503, NULL);
        return;
    }
    SSL *ssl = bufferevent_openssl_get_ssl(evhttp_connection_get_bufferevent(connection));
    if (ssl)
        bp_tls_client(ssl, &client);
    bool record = evhttp_request_get_command(request) == EVHTTP_REQ_GET &&
                  strcmp(evhttp_request_get_uri(request), "/record.csv") == 0;
    if (record)
        show_record(u, &client);
    else
        receive(u, &client);
}

/* --- opening and closing --- */

static struct bufferevent *on_connection(struct event_base *base, void *ctx)
{
    const struct bp_server *s = ctx;
    SSL *ssl = SSL_new(s->tls);
    struct bufferevent *bev =
        ssl ? bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING,
                                             BEV_OPT_CLOSE_ON_FREE)
            : NULL;
    if (bev)
        bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
    else
        SSL_free(ssl);
    return bev;
}

/* Nothing new comes in; what is under way gets a moment to end. */
static void on_signal(evutil_socket_t number, short what, void *ctx)
{
    struct bp_server *s = ctx;
    const struct timeval wait = { s->first && !s->stopping ? STOP_SECONDS : 0, 200000 };
    (void)number;
    (void)what;
    if (s->socket)
        evhttp_del_accept_socket(s->http, s->socket);
    s->socket = NULL;
    s->stopping = true;
    (void)event_base_loopexit(s->base, &wait);
}

static enum bp_status open_contracts(struct bp_server *s, struct bp_error *err)
{
    static const char *const shipped[] = { "vo", "mbo", "rio" };
    const struct bp_rehearsal_opties *o = s->opties;
    bool given[COUNT(shipped)] = { false };
    enum bp_status st = BP_OK;
    s->contracten = bp_contracten_new(err);
    if (!s->contracten)
        return BP_E_MEMORY;
    for (size_t i = 0; st == BP_OK && i < o->schemas_count; i++) {
        char name[64], own[PATH_MAX];
        const char *sign = strchr(o->schemas[i], '=');
        if (!bp_str_copy(name, sizeof name,
                         (struct bp_str){ o->schemas[i], (size_t)(sign - o->schemas[i]) }))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: expected %s"), "--schemas",
                                bp_text("a contract and its folder, such as vo=schemas/vo"));
        (void)snprintf(own, sizeof own, "%s/contract.ini", sign + 1);
        bool described = access(own, R_OK) == 0; /* DUO's own folder has no description of ours */
        (void)snprintf(own, sizeof own, "%s/schemas/%s", o->data, name);
        st = bp_contracten_add(s->contracten, name, described ? sign + 1 : own, sign + 1, err);
        for (size_t k = 0; k < COUNT(shipped); k++)
            given[k] = given[k] || strcmp(name, shipped[k]) == 0;
    }
    for (size_t k = 0; st == BP_OK && k < COUNT(shipped); k++) {
        char own[PATH_MAX];
        (void)snprintf(own, sizeof own, "%s/schemas/%s", o->data, shipped[k]);
        if (!given[k])
            st = bp_contracten_add(s->contracten, shipped[k], own, NULL, err);
    }
    return st;
}

static enum bp_status open_trust(struct bp_server *s, struct bp_error *err)
{
    char ankers[PATH_MAX], crl[PATH_MAX];
    (void)snprintf(ankers, sizeof ankers, "%s/chain.pem", s->opties->pki);
    (void)snprintf(crl, sizeof crl, "%s/crl.pem", s->opties->pki);
    const struct bp_vertrouwen_bron bron = { .ankers = ankers,
                                             .crl = access(crl, F_OK) == 0 ? crl : NULL };
    enum bp_status st = bp_vertrouwen_open(&bron, &s->vertrouwen, err);
    if (st == BP_OK)
        st = bp_tls_open(s->opties->pki, s->opties->refuse_in_handshake, &s->tls, err);
    if (st == BP_OK)
        st = bp_ondertekenaar_open(s->opties->pki, &s->antwoorder.ondertekenaar, err);
    return st;
}

static enum bp_status open_loop(struct bp_server *s, struct bp_error *err)
{
    s->base = event_base_new();
    s->http = s->base ? evhttp_new(s->base) : NULL;
    s->keep = s->base ? evtimer_new(s->base, keep, s) : NULL;
    s->signals[0] = s->base ? evsignal_new(s->base, SIGTERM, on_signal, s) : NULL;
    s->signals[1] = s->base ? evsignal_new(s->base, SIGINT, on_signal, s) : NULL;
    if (!s->http || !s->keep || !s->signals[0] || !s->signals[1] ||
        event_add(s->signals[0], NULL) != 0 || event_add(s->signals[1], NULL) != 0)
        return bp_error_memory(err, N_("the server"));
    evhttp_set_bevcb(s->http, on_connection, s);
    evhttp_set_gencb(s->http, on_request, s);
    /* All methods come to us: what is not POST gets our answer and not libevent's. */
    evhttp_set_allowed_methods(s->http, UINT16_MAX);
    evhttp_set_max_headers_size(s->http, HEADER_BYTES);
    evhttp_set_max_body_size(s->http, (ev_ssize_t)BODY_BYTES);
    evhttp_set_timeout(s->http, IDLE_SECONDS);
    return BP_OK;
}

static uint16_t port_of(evutil_socket_t fd)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port);
    return ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port);
}

static enum bp_status start_listening(struct bp_server *s, void (*listening)(const char *address),
                                      struct bp_error *err)
{
    const struct bp_rehearsal_opties *o = s->opties;
    char address[300], port[8];
    s->socket = evhttp_bind_socket_with_handle(s->http, o->host, o->port);
    if (!s->socket)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("cannot listen on %s, port %u; choose an address of this machine "
                               "and a port that is free (0: any)"),
                            o->host, (unsigned)o->port);
    const int on = 1;
    evutil_socket_t fd = evhttp_bound_socket_get_fd(s->socket);
    /* Connections inherit it. Header and body leave in two writes, and the second would wait 40 ms for an
     * ACK. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    unsigned chosen = port_of(fd);
    bool v6 = strchr(o->host, ':') != NULL;
    (void)snprintf(address, sizeof address, "%s%s%s:%u", v6 ? "[" : "", o->host, v6 ? "]" : "",
                   chosen);
    (void)snprintf(port, sizeof port, "%u\n", chosen);
    if (o->port_file) {
        enum bp_status st = bp_file_put(o->port_file, bp_str_of(port), BP_DURABLE_LATER, err);
        if (st != BP_OK)
            return st;
    }
    listening(address);
    return BP_OK;
}

static enum bp_status server_open(struct bp_server *s, struct bp_error *err)
{
    const struct bp_rehearsal_opties *o = s->opties;
    enum bp_status st = open_contracts(s, err);
    if (st == BP_OK)
        st = open_trust(s, err);
    if (st == BP_OK)
        st = bp_register_open(o->register_file, &s->rio.bekend, err);
    if (st == BP_OK && !(s->rio.opleidingen = bp_opleidingen_new(err)))
        st = BP_E_MEMORY;
    if (st == BP_OK)
        st = bp_boek_open(o->record, take_stand, s, &s->boek, err);
    if (st == BP_OK)
        st = open_loop(s, err);
    s->antwoorder.env = s->env;
    s->antwoorder.duo_oin = o->oin;
    s->antwoorder.sign_faults = o->sign_faults;
    s->antwoorder.general_codes = o->general_codes;
    s->keuring = (struct bp_keuring){ .contracten = s->contracten,
                                      .vertrouwen = s->vertrouwen,
                                      .boek = s->boek,
                                      .rio = s->rio,
                                      .duo_oin = o->oin,
                                      .machtigingen = o->machtigingen,
                                      .machtiging_count = o->machtiging_count,
                                      .tolerantie_ms = (int64_t)o->tolerantie_s * 1000,
                                      .relates_to = o->relates_to };
    return st;
}

static void server_close(struct bp_server *s)
{
    while (s->first) {
        struct evhttp_request *request = s->first->request;
        struct evhttp_connection *connection = evhttp_request_get_connection(request);
        if (connection)
            evhttp_connection_set_closecb(connection, NULL, NULL);
        bp_uitwisseling_end(s->first);
        if (!connection)
            evhttp_request_free(request); /* evhttp_free() knows only those with a connection */
    }
    if (s->http)
        evhttp_free(s->http);
    for (size_t i = 0; i < 2; i++)
        if (s->signals[i])
            event_free(s->signals[i]);
    if (s->keep)
        event_free(s->keep);
    if (s->base)
        event_base_free(s->base);
    bp_boek_close(s->boek);
    bp_opleidingen_free(s->rio.opleidingen);
    bp_register_close(s->rio.bekend);
    bp_ondertekenaar_close(s->antwoorder.ondertekenaar);
    bp_vertrouwen_close(s->vertrouwen);
    bp_contracten_free(s->contracten);
    SSL_CTX_free(s->tls);
}

enum bp_status bp_server_run(const struct bp_rehearsal_opties *opties, const struct bp_env *env,
                             void (*listening)(const char *address), struct bp_error *err)
{
    struct bp_server s = { .opties = opties, .env = env };
    enum bp_status st = server_open(&s, err);
    if (st == BP_OK)
        st = start_listening(&s, listening, err);
    if (st == BP_OK && event_base_dispatch(s.base) < 0)
        st = bp_error_set(err, BP_E_INTERNAL, NULL, N_("the server's loop ended by itself"));
    server_close(&s);
    libevent_global_shutdown();
    return st;
}
