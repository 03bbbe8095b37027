#include "support/transport_server.h"

#include "support/pki_folder.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define REQUEST_MAX     ((size_t)4 * 1024 * 1024)
#define CONNECTIONS_MAX 256

struct verbinding {
    struct server *server;
    int fd;
    SSL *tls; /* NULL: none */
    char *request;
    size_t len;
    char client[128];
};

struct server {
    struct server_opties opties;
    SSL_CTX *tls;
    int fd;
    unsigned port;
    atomic_bool stopping;
    atomic_uint connections, requests, now, most;
    pthread_t acceptor;
    pthread_t threads[CONNECTIONS_MAX];
    unsigned thread_count;
};

static bool read_some(struct verbinding *v)
{
    if (v->len + 1 >= REQUEST_MAX)
        return false;
    size_t room = REQUEST_MAX - v->len - 1;
    long n = v->tls ? SSL_read(v->tls, v->request + v->len, (int)room)
                    : read(v->fd, v->request + v->len, room);
    if (n <= 0)
        return false;
    v->len += (size_t)n;
    v->request[v->len] = '\0';
    return true;
}

const char *verbinding_body(const struct verbinding *v)
{
    const char *end = strstr(v->request, "\r\n\r\n");
    return end ? end + 4 : "";
}

static bool read_request(struct verbinding *v)
{
    v->len = 0;
    v->request[0] = '\0';
    while (!strstr(v->request, "\r\n\r\n"))
        if (!read_some(v))
            return false;
    const char *length = strcasestr(v->request, "\r\nContent-Length:");
    size_t want = length ? strtoul(length + 17, NULL, 10) : 0;
    while (v->len - (size_t)(verbinding_body(v) - v->request) < want)
        if (!read_some(v))
            return false;
    return true;
}

const char *verbinding_request(const struct verbinding *v)
{
    return v->request;
}

const char *verbinding_client(const struct verbinding *v)
{
    return v->client;
}

unsigned verbinding_chain(const struct verbinding *v)
{
    int n = v->tls ? sk_X509_num(SSL_get_peer_cert_chain(v->tls)) : 0;
    return n > 0 ? (unsigned)n + 1 : SSL_get0_peer_certificate(v->tls) != NULL;
}

static bool send_bytes(struct verbinding *v, const char *bytes, size_t len)
{
    while (len) {
        long n = v->tls ? SSL_write(v->tls, bytes, (int)len) : write(v->fd, bytes, len);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

bool verbinding_send(struct verbinding *v, const char *text)
{
    return send_bytes(v, text, strlen(text));
}

bool verbinding_reply(struct verbinding *v, const char *status, const char *type, const char *body)
{
    char head[512];
    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", status, type,
                   strlen(body));
    return verbinding_send(v, head) && verbinding_send(v, body);
}

void verbinding_pause(struct verbinding *v, unsigned ms)
{
    for (; ms && !v->server->stopping; ms -= ms < 10 ? ms : 10)
        (void)usleep(ms < 10 ? ms * 1000 : 10000);
}

bool verbinding_filler(struct verbinding *v, size_t bytes, unsigned per_write, unsigned pause_ms)
{
    char chunk[16384];
    memset(chunk, 'x', sizeof chunk);
    while (bytes && !v->server->stopping) {
        size_t n = per_write && per_write < sizeof chunk ? per_write : sizeof chunk;
        n = n < bytes ? n : bytes;
        if (!send_bytes(v, chunk, n))
            return false;
        bytes -= n;
        if (pause_ms)
            verbinding_pause(v, pause_ms);
    }
    return true;
}

void verbinding_reset(struct verbinding *v)
{
    const struct linger hard = { .l_onoff = 1, .l_linger = 0 };
    (void)setsockopt(v->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    if (v->tls)
        SSL_set_quiet_shutdown(v->tls, 1);
}

static bool greet(struct verbinding *v)
{
    if (v->server->opties.greeting && !verbinding_send(v, v->server->opties.greeting))
        return false;
    if (!v->server->tls)
        return true;
    v->tls = SSL_new(v->server->tls);
    if (!v->tls || SSL_set_fd(v->tls, v->fd) != 1 || SSL_accept(v->tls) != 1)
        return false;
    X509 *client = SSL_get0_peer_certificate(v->tls);
    if (client)
        (void)X509_NAME_get_text_by_NID(X509_get_subject_name(client), NID_commonName, v->client,
                                        sizeof v->client);
    return true;
}

static void count_most(struct server *s, unsigned now)
{
    unsigned most = s->most;
    while (now > most && !atomic_compare_exchange_weak(&s->most, &most, now))
        ;
}

/* Closing with bytes unread resets the connection, and the client would miss the alert. */
static void drain(const struct verbinding *v)
{
    char nothing[4096];
    (void)shutdown(v->fd, SHUT_WR);
    while (read(v->fd, nothing, sizeof nothing) > 0)
        ;
}

static void *serve(void *user)
{
    struct verbinding *v = user;
    struct server *s = v->server;
    bool more = greet(v);
    while (more && !s->stopping && read_request(v)) {
        s->requests++;
        count_most(s, ++s->now);
        more = s->opties.answer(v, s->opties.ctx);
        s->now--;
    }
    if (v->tls && SSL_is_init_finished(v->tls))
        (void)SSL_shutdown(v->tls);
    else
        drain(v);
    SSL_free(v->tls);
    (void)close(v->fd);
    free(v->request);
    free(v);
    return NULL;
}

static void accept_one(struct server *s)
{
    struct verbinding *v = calloc(1, sizeof *v);
    v->server = s;
    v->fd = accept(s->fd, NULL, NULL);
    v->request = malloc(REQUEST_MAX);
    const int at_once = 1; /* or each answer waits for the acknowledgement of its head */
    (void)setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    const struct timeval patience = { .tv_sec = 5 };
    (void)setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    s->connections++;
    if (v->fd < 0 || s->thread_count == CONNECTIONS_MAX ||
        pthread_create(&s->threads[s->thread_count++], NULL, serve, v) != 0)
        abort();
}

static void *accept_all(void *user)
{
    struct server *s = user;
    while (!s->stopping) {
        struct pollfd waiting = { .fd = s->fd, .events = POLLIN };
        if (poll(&waiting, 1, 20) == 1)
            accept_one(s);
    }
    return NULL;
}

static void prepare_tls(struct server *s)
{
    const struct server_opties *o = &s->opties;
    char path[PATH_MAX];
    s->tls = SSL_CTX_new(TLS_server_method());
    assert_non_null(s->tls);
    pki_path(o->certificaat, path);
    assert_int_equal(SSL_CTX_use_certificate_chain_file(s->tls, path), 1);
    pki_path(o->sleutel, path);
    assert_int_equal(SSL_CTX_use_PrivateKey_file(s->tls, path, SSL_FILETYPE_PEM), 1);
    if (o->tls12)
        assert_int_equal(SSL_CTX_set_max_proto_version(s->tls, TLS1_2_VERSION), 1);
    if (o->suites)
        assert_int_equal(SSL_CTX_set_cipher_list(s->tls, o->suites), 1);
    if (!o->client_ankers)
        return;
    pki_path(o->client_ankers, path);
    assert_int_equal(SSL_CTX_load_verify_locations(s->tls, path, NULL), 1);
    SSL_CTX_set_verify(s->tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

static int listen_anywhere(unsigned *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 64), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

unsigned server_closed_port(void)
{
    unsigned port;
    int fd = listen_anywhere(&port);
    assert_int_equal(close(fd), 0);
    return port;
}

struct server *server_start(const struct server_opties *opties)
{
    struct server *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->opties = *opties;
    (void)signal(SIGPIPE, SIG_IGN);
    if (opties->certificaat)
        prepare_tls(s);
    s->fd = listen_anywhere(&s->port);
    assert_int_equal(pthread_create(&s->acceptor, NULL, accept_all, s), 0);
    return s;
}

void server_stop(struct server *server)
{
    server->stopping = true;
    (void)pthread_join(server->acceptor, NULL);
    for (unsigned i = 0; i < server->thread_count; i++)
        (void)pthread_join(server->threads[i], NULL);
    (void)close(server->fd);
    SSL_CTX_free(server->tls);
    free(server);
}

unsigned server_port(const struct server *server)
{
    return server->port;
}

unsigned server_connections(const struct server *server)
{
    return server->connections;
}

unsigned server_requests(const struct server *server)
{
    return server->requests;
}

unsigned server_most_at_once(const struct server *server)
{
    return server->most;
}
