#include "transport_intern.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <openssl/ssl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ANCHOR_BYTES_MAX ((size_t)1024 * 1024)
/* SECURITY: headers are for us to skip; a server that goes on sending them gets no further. */
#define HEADER_BYTES_MAX ((size_t)64 * 1024)
#define POLL_MS          1000
#define FOREVER_MS       INT64_MAX

/* Forward secrecy first (DK-Bev TLSCIPH001); TLS 1.3 has suites of its own. */
#define SUITES                                                                                     \
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:"       \
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-CHACHA20-POLY1305"
#define OLD_SUITES                                                                                 \
    ":AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-SHA256:AES128-SHA256:AES256-SHA:AES128-SHA"

/* One place in flight; its handle is kept, so that options are set once. */
struct slot {
    struct bp_transport *transport;
    CURL *easy;
    struct curl_slist *headers;
    struct bp_exchange exchange;
    size_t sent; /* of the envelope */
    struct bp_buf answer;
    size_t header_bytes;
    curl_off_t moved; /* bytes in both directions at `moved_ms` */
    int64_t moved_ms;
    bool busy, too_big, silent;
    char text[CURL_ERROR_SIZE];
};

struct bp_transport {
    struct bp_transport_opties opties;
    char *endpoint, *crl, *proxy; /* copies */
    struct bp_buf anchors;
    CURLM *multi;
    struct slot *slots;
    unsigned busy;
    atomic_bool woken;
};

enum bp_status bp_transport_library_init(struct bp_error *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return BP_OK;
    return bp_error_set(
        err, BP_E_INTERNAL, NULL,
        N_("libcurl cannot be started; check that it is installed completely, then run again"));
}

void bp_transport_library_cleanup(void)
{
    curl_global_cleanup();
}

/* --- what libcurl asks and brings ------------------------------------------------------------- */

static size_t give_bytes(char *out, size_t size, size_t count, void *user)
{
    struct slot *s = user;
    size_t room = size * count, left = s->exchange.envelope.len - s->sent;
    size_t n = left < room ? left : room;
    memcpy(out, s->exchange.envelope.ptr + s->sent, n);
    s->sent += n;
    return n;
}

/* Asked when libcurl wants to send the same again on another connection: never, see transport.h. */
static int refuse_rewind(void *user, curl_off_t offset, int origin)
{
    (void)user, (void)offset, (void)origin;
    return CURL_SEEKFUNC_FAIL;
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *user)
{
    struct slot *s = user;
    bp_buf_add(&s->answer, bytes, size * count);
    s->too_big = s->answer.failed;
    return s->too_big ? 0 : size * count;
}

static size_t count_header(char *bytes, size_t size, size_t count, void *user)
{
    struct slot *s = user;
    (void)bytes;
    s->header_bytes += size * count;
    s->too_big = s->header_bytes > HEADER_BYTES_MAX;
    return s->too_big ? 0 : size * count;
}

static int64_t monotonic_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* CURLOPT_LOW_SPEED_TIME would do the same on an average over some seconds, and come as much too
 * late. Counts from the first byte of the body on: before it connect_ms watches. */
static int watch_silence(void *user, curl_off_t total_in, curl_off_t in, curl_off_t total_out,
                         curl_off_t out)
{
    struct slot *s = user;
    unsigned limit_ms = s->transport->opties.stil_ms;
    int64_t now_ms = monotonic_ms();
    (void)total_in, (void)total_out;
    if (in + out != s->moved || in + out == 0) {
        s->moved = in + out;
        s->moved_ms = now_ms;
    }
    s->silent = limit_ms && now_ms - s->moved_ms > limit_ms;
    return s->silent;
}

static CURLcode install_identity(CURL *easy, void *tls, void *user)
{
    const struct slot *s = user;
    (void)easy;
    if (bp_identiteit_install(s->transport->opties.identiteit, tls, NULL) != BP_OK)
        return CURLE_SSL_CERTPROBLEM;
    return CURLE_OK;
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum bp_status check_url(const char *url, const char *scheme, const char *what,
                                struct bp_error *err)
{
    CURLU *parts = curl_url();
    char *found = NULL, *host = NULL, *user = NULL, *fragment = NULL;
    bool ok = parts && url && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
              curl_url_get(parts, CURLUPART_SCHEME, &found, 0) == CURLUE_OK &&
              strcmp(found, scheme) == 0 &&
              curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK && host[0] &&
              curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_NO_USER &&
              curl_url_get(parts, CURLUPART_FRAGMENT, &fragment, 0) == CURLUE_NO_FRAGMENT;
    curl_free(found);
    curl_free(host);
    curl_free(user);
    curl_free(fragment);
    curl_url_cleanup(parts);
    if (ok)
        return BP_OK;
    /* The address itself stays out of the message: it may hold a password. */
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("the %s in the section [duo] is not of the form %s://host:port/path, "
                           "without user and password; correct it"),
                        bp_text(what), scheme);
}

static enum bp_status check_limits(const struct bp_transport_opties *o, struct bp_error *err)
{
    if (o->gelijktijdig >= 1 && o->gelijktijdig <= BP_TRANSPORT_GELIJKTIJDIG_MAX &&
        o->connect_ms > 0 && o->total_ms > 0 && o->answer_bytes > 0)
        return BP_OK;
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("'gelijktijdig' must be 1 to %d, and times and sizes more than 0; "
                           "correct the section [duo]"),
                        BP_TRANSPORT_GELIJKTIJDIG_MAX);
}

/* Read once: what a run trusts does not change under its feet. libcurl alone would say the same
 * about every single exchange. */
static enum bp_status read_anchors(struct bp_transport *t, const char *path, struct bp_error *err)
{
    if (!path)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("no trust anchors are configured for the server's certificate; name "
                               "a PEM file in 'vertrouw' of the section [duo]"));
    if (bp_file_get(path, ANCHOR_BYTES_MAX, &t->anchors, err) != BP_OK)
        return BP_E_USAGE;
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    if (!memmem(t->anchors.ptr ? t->anchors.ptr : "", t->anchors.len, begin, sizeof begin - 1))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("%s ('vertrouw') holds no certificate; it must be a PEM file with "
                               "lines 'BEGIN CERTIFICATE'"),
                            path);
    return BP_OK;
}

#define SET(option, value)                                                                         \
    do {                                                                                           \
        if (ok)                                                                                    \
            ok = curl_easy_setopt(s->easy, (option), (value)) == CURLE_OK;                         \
    } while (0)

static bool set_http(struct slot *s)
{
    const struct bp_transport *t = s->transport;
    bool ok = true;
    SET(CURLOPT_URL, t->endpoint);
    SET(CURLOPT_PROTOCOLS_STR, "https");
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_POST, 1L);
    /* A reader instead of POSTFIELDS: bytes in memory libcurl sends a second time without asking.
     */
    SET(CURLOPT_READFUNCTION, give_bytes);
    SET(CURLOPT_READDATA, s);
    SET(CURLOPT_SEEKFUNCTION, refuse_rewind);
    SET(CURLOPT_WRITEFUNCTION, take_bytes);
    SET(CURLOPT_WRITEDATA, s);
    SET(CURLOPT_HEADERFUNCTION, count_header);
    SET(CURLOPT_HEADERDATA, s);
    SET(CURLOPT_ERRORBUFFER, s->text);
    SET(CURLOPT_PRIVATE, s);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROXY, t->proxy ? t->proxy : ""); /* "": not the environment's either */
    SET(CURLOPT_NOPROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)t->opties.connect_ms);
    SET(CURLOPT_TIMEOUT_MS, (long)t->opties.total_ms);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, watch_silence);
    SET(CURLOPT_XFERINFODATA, s);
    SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->opties.answer_bytes);
    return ok;
}

static bool set_tls(struct slot *s)
{
    const struct bp_transport *t = s->transport;
    struct curl_blob anchors = { t->anchors.ptr, t->anchors.len, CURL_BLOB_NOCOPY };
    bool ok = true;
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_CIPHER_LIST, t->opties.oude_suites ? SUITES OLD_SUITES : SUITES);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_CAINFO, NULL);
    SET(CURLOPT_CAPATH, NULL);
    SET(CURLOPT_CAINFO_BLOB, &anchors);
    SET(CURLOPT_CRLFILE, t->crl);
    SET(CURLOPT_SSL_CTX_FUNCTION, install_identity);
    SET(CURLOPT_SSL_CTX_DATA, s);
    return ok;
}

/* Tried once here, so that an exchange need not say that the key does not fit. */
static enum bp_status check_identity(const struct bp_identiteit *identiteit, struct bp_error *err)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    if (!tls)
        return bp_error_memory(err, N_("a connection"));
    enum bp_status st = bp_identiteit_install(identiteit, tls, err);
    SSL_CTX_free(tls);
    return st;
}

static bool open_slots(struct bp_transport *t)
{
    t->slots = calloc(t->opties.gelijktijdig, sizeof *t->slots);
    t->multi = curl_multi_init();
    if (!t->slots || !t->multi ||
        curl_multi_setopt(t->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)t->opties.gelijktijdig) !=
            CURLM_OK ||
        curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)t->opties.gelijktijdig) != CURLM_OK)
        return false;
    for (unsigned i = 0; i < t->opties.gelijktijdig; i++) {
        struct slot *s = &t->slots[i];
        s->transport = t;
        s->easy = curl_easy_init();
        bp_buf_init(&s->answer, t->opties.answer_bytes);
        if (!s->easy || !set_http(s) || !set_tls(s))
            return false;
    }
    return true;
}

static bool copy_texts(struct bp_transport *t, const struct bp_transport_opties *o)
{
    t->endpoint = strdup(o->endpoint);
    t->crl = o->crl ? strdup(o->crl) : NULL;
    t->proxy = o->proxy ? strdup(o->proxy) : NULL;
    t->opties = *o;
    t->opties.endpoint = t->endpoint;
    t->opties.crl = t->crl;
    t->opties.proxy = t->proxy;
    t->opties.vertrouw = NULL; /* its content is ours, its name is not */
    return t->endpoint && (t->crl || !o->crl) && (t->proxy || !o->proxy);
}

enum bp_status bp_transport_open(const struct bp_transport_opties *opties,
                                 struct bp_transport **out, struct bp_error *err)
{
    *out = NULL;
    enum bp_status st = check_url(opties->endpoint, "https", N_("endpoint"), err);
    if (st == BP_OK && opties->proxy)
        st = check_url(opties->proxy, "http", N_("proxy"), err);
    if (st == BP_OK)
        st = check_limits(opties, err);
    if (st == BP_OK)
        st = check_identity(opties->identiteit, err);
    if (st != BP_OK)
        return st;
    struct bp_transport *t = calloc(1, sizeof *t);
    if (!t)
        return bp_error_memory(err, N_("a connection"));
    bp_buf_init(&t->anchors, ANCHOR_BYTES_MAX);
    st = read_anchors(t, opties->vertrouw, err);
    if (st == BP_OK && (!copy_texts(t, opties) || !open_slots(t)))
        st = bp_error_memory(err, N_("a connection"));
    if (st == BP_OK)
        *out = t; /* owned by the caller now */
    else
        bp_transport_close(t);
    return st;
}

void bp_transport_close(struct bp_transport *transport)
{
    if (!transport)
        return;
    for (unsigned i = 0; transport->slots && i < transport->opties.gelijktijdig; i++) {
        struct slot *s = &transport->slots[i];
        if (s->busy)
            (void)curl_multi_remove_handle(transport->multi, s->easy);
        curl_easy_cleanup(s->easy);
        curl_slist_free_all(s->headers);
        bp_buf_free(&s->answer);
    }
    if (transport->multi)
        (void)curl_multi_cleanup(transport->multi);
    free(transport->slots);
    free(transport->endpoint);
    free(transport->crl);
    free(transport->proxy);
    bp_buf_free(&transport->anchors);
    free(transport);
}

/* --- one exchange ----------------------------------------------------------------------------- */

static bool add_header(struct slot *s, const char *header)
{
    struct curl_slist *longer = curl_slist_append(s->headers, header);
    if (longer)
        s->headers = longer;
    return longer != NULL;
}

static bool set_headers(struct slot *s)
{
    struct bp_buf action;
    curl_slist_free_all(s->headers);
    s->headers = NULL;
    bp_buf_init(&action, 4096);
    bp_buf_printf(&action, "SOAPAction: \"%s\"", s->exchange.soap_action);
    bp_buf_add_char(&action, '\0');
    /* "Expect:" takes away what libcurl asks before a long body: gateways let it wait for nothing.
     */
    bool ok = !action.failed && add_header(s, "Content-Type: text/xml;charset=UTF-8") &&
              add_header(s, action.ptr) && add_header(s, "Accept: text/xml") &&
              add_header(s, "Expect:");
    bp_buf_free(&action);
    return ok;
}

static bool start(struct slot *s)
{
    bool ok = set_headers(s);
    s->sent = s->header_bytes = 0;
    s->too_big = s->silent = false;
    s->moved = 0;
    s->text[0] = '\0';
    bp_buf_clear(&s->answer);
    SET(CURLOPT_HTTPHEADER, s->headers);
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)s->exchange.envelope.len);
    ok = ok && curl_multi_add_handle(s->transport->multi, s->easy) == CURLM_OK;
    s->busy = ok;
    s->transport->busy += ok;
    return ok;
}

static long long_info(CURL *easy, CURLINFO what)
{
    long value = 0;
    (void)curl_easy_getinfo(easy, what, &value);
    return value;
}

static int64_t time_info(CURL *easy, CURLINFO what)
{
    curl_off_t value = 0;
    (void)curl_easy_getinfo(easy, what, &value);
    return (int64_t)value;
}

static void finish(struct slot *s, CURLcode code, const struct bp_transport_handlers *handlers)
{
    struct bp_transport *t = s->transport;
    char why[WHY_TEXT] = "";
    const char *type = NULL;
    (void)curl_easy_getinfo(s->easy, CURLINFO_CONTENT_TYPE, &type);
    struct bp_transport_resultaat r = {
        .content_type = type ? type : "",
        .duur_ms = time_info(s->easy, CURLINFO_TOTAL_TIME_T) / 1000,
        .why = why,
    };
    const struct afloop afloop = {
        .code = code,
        .too_big = s->too_big || code == CURLE_FILESIZE_EXCEEDED,
        .silent = s->silent,
        .sent = s->sent > 0 || time_info(s->easy, CURLINFO_APPCONNECT_TIME_T) > 0 ||
                time_info(s->easy, CURLINFO_PRETRANSFER_TIME_T) > 0,
        .verify = long_info(s->easy, CURLINFO_SSL_VERIFYRESULT),
        .connect_status = long_info(s->easy, CURLINFO_HTTP_CONNECTCODE),
        .text = s->text,
        .endpoint = t->endpoint,
        .opties = &t->opties,
    };
    bp_waarom_fill(&afloop, why, &r);
    if (r.uitkomst == BP_TRANSPORT_ANTWOORD) {
        r.http_status = long_info(s->easy, CURLINFO_RESPONSE_CODE);
        r.body = bp_buf_str(&s->answer);
    }
    (void)curl_multi_remove_handle(t->multi, s->easy);
    s->busy = false;
    t->busy--;
    handlers->done(handlers->ctx, s->exchange.ctx, &r);
}

/* --- the loop --------------------------------------------------------------------------------- */

static struct slot *free_slot(struct bp_transport *t)
{
    for (unsigned i = 0; i < t->opties.gelijktijdig; i++)
        if (!t->slots[i].busy)
            return &t->slots[i];
    return NULL;
}

/* What `next` said last. */
struct asking {
    bool ended;
    int64_t again_ms; /* when to ask again */
};

static enum bp_status fill(struct bp_transport *t, const struct bp_transport_handlers *handlers,
                           struct asking *asking, struct bp_error *err)
{
    struct slot *s;
    while (!asking->ended && monotonic_ms() >= asking->again_ms && (s = free_slot(t)) != NULL) {
        unsigned wait_ms = 0;
        s->exchange = (struct bp_exchange){ 0 };
        switch (handlers->next(handlers->ctx, &s->exchange, &wait_ms)) {
        case BP_NEXT_SEND:
            if (!start(s))
                return bp_error_memory(err, N_("an exchange"));
            break;
        case BP_NEXT_WAIT:
            asking->again_ms = wait_ms ? monotonic_ms() + wait_ms : FOREVER_MS;
            break;
        case BP_NEXT_END:
            asking->ended = true;
            break;
        }
    }
    return BP_OK;
}

static int poll_ms(const struct bp_transport *t, const struct asking *asking)
{
    int64_t left = POLL_MS;
    if (asking->ended && t->busy == 0)
        return 0; /* the poll would wait for nothing */
    if (!asking->ended && t->busy < t->opties.gelijktijdig && asking->again_ms != FOREVER_MS)
        left = asking->again_ms - monotonic_ms();
    return (int)(left < 0 ? 0 : left > POLL_MS ? POLL_MS : left);
}

static bool move(struct bp_transport *t, const struct bp_transport_handlers *handlers,
                 struct asking *asking)
{
    int running, left;
    CURLMsg *message;
    if (curl_multi_perform(t->multi, &running) != CURLM_OK)
        return false;
    while ((message = curl_multi_info_read(t->multi, &left)) != NULL) {
        struct slot *s = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result; /* the message dies with the handle's removal */
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &s) != CURLE_OK || !s)
            return false;
        finish(s, code, handlers);
        asking->again_ms = 0;
    }
    return true;
}

/* After a failure: what is in flight is broken off without `done`. */
static void break_off(struct bp_transport *t)
{
    for (unsigned i = 0; i < t->opties.gelijktijdig; i++) {
        if (t->slots[i].busy)
            (void)curl_multi_remove_handle(t->multi, t->slots[i].easy);
        t->slots[i].busy = false;
    }
    t->busy = 0;
}

enum bp_status bp_transport_loop(struct bp_transport *transport,
                                 const struct bp_transport_handlers *handlers, struct bp_error *err)
{
    struct asking asking = { false, 0 };
    for (;;) {
        if (atomic_exchange(&transport->woken, false))
            asking.again_ms = 0;
        enum bp_status st = fill(transport, handlers, &asking, err);
        if (st == BP_OK && asking.ended && transport->busy == 0)
            return BP_OK;
        if (st == BP_OK && (!move(transport, handlers, &asking) ||
                            curl_multi_poll(transport->multi, NULL, 0, poll_ms(transport, &asking),
                                            NULL) != CURLM_OK))
            st = bp_error_set(err, BP_E_INTERNAL, NULL,
                              N_("libcurl failed between two exchanges; run again, and report this "
                                 "as a mistake in bronpost when it stays so"));
        if (st != BP_OK) {
            break_off(transport);
            return st;
        }
    }
}

void bp_transport_wake(struct bp_transport *transport)
{
    atomic_store(&transport->woken, true);
    (void)curl_multi_wakeup(transport->multi);
}
