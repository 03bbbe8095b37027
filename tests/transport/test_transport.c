/* Real connections to a server on this machine: what comes back, what is said when nothing does. */
#include "support/pki_folder.h"
#include "support/transport_proef.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* --- what goes over the line ------------------------------------------------------------------ */

static void test_a_request_is_what_edukoppeling_prescribes(void **state)
{
    char request[4096] = "";
    struct server_opties o = proef_mutual;
    (void)state;
    o.answer = proef_echo;
    o.ctx = request;
    struct server *server = server_start(&o);
    struct proef p = proef_one(server, NULL);
    server_stop(server);
    assert_int_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
    assert_int_equal(p.http_status, 200);
    assert_string_equal(p.type, "text/xml;charset=UTF-8");
    assert_string_equal(p.body, "<ok/>");
    assert_string_equal(p.why, "");
    assert_int_equal(strncmp(request, "POST /vo-webservices/ HTTP/1.1\r\n", 32), 0);
    assert_non_null(strstr(request, "\r\nContent-Type: text/xml;charset=UTF-8\r\n"));
    assert_non_null(strstr(request, "\r\nSOAPAction: \"" PROEF_ACTION "\"\r\n"));
    assert_non_null(strstr(request, "\r\nContent-Length: 15\r\n"));
    assert_non_null(strstr(request, "\r\n\r\n" PROEF_ENVELOPE));
    assert_null(strcasestr(request, "\r\nTransfer-Encoding:"));
    assert_null(strcasestr(request, "\r\nExpect:"));
    assert_null(strcasestr(request, "\r\nAccept-Encoding:"));
}

/* libcurl asks "100-continue" before a long body, and the gateway may never answer that. */
static void test_a_long_request_goes_out_at_once_and_whole(void **state)
{
    char request[4096] = "";
    struct server_opties o = proef_mutual;
    struct bp_buf long_one;
    (void)state;
    bp_buf_init(&long_one, (size_t)3 << 20);
    for (size_t i = 0; i < (size_t)2 << 20; i++)
        bp_buf_add_char(&long_one, 'x');
    o.answer = proef_echo;
    o.ctx = request;
    struct server *server = server_start(&o);
    struct bp_transport *t = proef_open(server_port(server), "localhost", "chain.pem", NULL);
    struct proef p = proef_run(t, 1, bp_buf_str(&long_one));
    assert_int_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
    assert_true(p.duur_ms < 900);
    assert_non_null(strstr(request, "\r\nContent-Length: 2097152\r\n"));
    assert_null(strcasestr(request, "\r\nExpect:"));
    bp_transport_close(t);
    server_stop(server);
    bp_buf_free(&long_one);
}

static bool note_client(struct verbinding *v, void *ctx)
{
    (void)snprintf(ctx, 64, "%s %u", verbinding_client(v), verbinding_chain(v));
    return verbinding_reply(v, "200 OK", "text/xml", "<ok/>");
}

static void
test_the_certificate_of_the_institution_and_what_stands_behind_it_are_shown(void **state)
{
    static const struct {
        const char *certificaat, *sleutel, *want;
    } cases[] = {
        { "99XA.pem", "99XA.key", "99XA.example 1" },
        { "99XA-chain.pem", "99XA.key", "99XA.example 2" },
        { "99XA.p12", NULL, "99XA.example 2" },
        { "99XB.pem", "99XB.key", "99XB.example 1" },
    };
    struct server_opties o = proef_mutual;
    char seen[64] = "";
    (void)state;
    o.answer = note_client;
    o.ctx = seen;
    struct server *server = server_start(&o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_identiteit *identity;
        char pem[PATH_MAX], key[PATH_MAX];
        pki_path(cases[i].certificaat, pem);
        pki_path(cases[i].sleutel ? cases[i].sleutel : "", key);
        const struct bp_identiteit_bron bron = { .certificaat = pem,
                                                 .sleutel = cases[i].sleutel ? key : NULL };
        assert_int_equal(bp_identiteit_open(&bron, &identity, NULL), BP_OK);
        proef_set_identity(identity);
        struct proef p = proef_one(server, NULL);
        assert_int_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
        assert_string_equal(seen, cases[i].want);
        bp_identiteit_close(identity);
    }
    proef_set_identity(NULL);
    server_stop(server);
}

static void test_connections_are_kept_and_no_more_are_in_flight_than_asked(void **state)
{
    struct server_opties o = proef_mutual;
    const struct bp_transport_opties four = { .gelijktijdig = 4 };
    (void)state;
    o.answer = proef_echo;
    struct server *server = server_start(&o);
    struct bp_transport *t = proef_open(server_port(server), "localhost", "chain.pem", &four);
    (void)proef_run(t, 200, BP_STR(PROEF_ENVELOPE));
    (void)proef_run(t, 20, BP_STR(PROEF_ENVELOPE)); /* another loop, the same connections */
    assert_int_equal(server_requests(server), 220);
    assert_true(server_connections(server) <= 4);
    assert_true(server_most_at_once(server) <= 4);
    bp_transport_close(t);
    server_stop(server);
}

static int64_t now_ms(void)
{
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool slow(struct verbinding *v, void *ctx)
{
    (void)ctx;
    verbinding_pause(v, 100);
    return verbinding_reply(v, "200 OK", "text/xml", "<ok/>");
}

static void test_as_many_are_in_flight_as_asked(void **state)
{
    struct server_opties o = proef_mutual;
    const struct bp_transport_opties four = { .gelijktijdig = 4 };
    (void)state;
    o.answer = slow;
    struct server *server = server_start(&o);
    struct bp_transport *t = proef_open(server_port(server), "localhost", "chain.pem", &four);
    int64_t began = now_ms();
    (void)proef_run(t, 12, BP_STR(PROEF_ENVELOPE));
    assert_int_equal(server_most_at_once(server), 4);
    assert_true(now_ms() - began < 900); /* one at a time would take 1,200 */
    bp_transport_close(t);
    server_stop(server);
}

/* --- answers ---------------------------------------------------------------------------------- */

struct script {
    const char *text;
    bool reset; /* break off with RST */
};

static bool play(struct verbinding *v, void *ctx)
{
    const struct script *s = ctx;
    (void)verbinding_send(v, s->text);
    if (s->reset)
        verbinding_reset(v);
    return false;
}

static void test_what_the_server_answers_is_told_apart(void **state)
{
    static const struct {
        const char *name;
        struct script script;
        enum bp_transport_uitkomst want;
        long status;
    } cases[] = {
        { "a redirect is not followed",
          { "HTTP/1.1 302 Found\r\nLocation: https://localhost:1/\r\nContent-Length: 0\r\n\r\n",
            false },
          BP_TRANSPORT_ANTWOORD,
          302 },
        { "a 500",
          { "HTTP/1.1 500 X\r\nContent-Length: 3\r\n\r\n<f>", false },
          BP_TRANSPORT_ANTWOORD,
          500 },
        { "a 404",
          { "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", false },
          BP_TRANSPORT_ANTWOORD,
          404 },
        { "an answer in chunks",
          { "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", false },
          BP_TRANSPORT_ANTWOORD,
          200 },
        { "an answer that ends with the connection",
          { "HTTP/1.0 200 X\r\n\r\nabc", false },
          BP_TRANSPORT_ANTWOORD,
          200 },
        { "a truncated answer",
          { "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nabc", false },
          BP_TRANSPORT_AFGEBROKEN,
          0 },
        { "a truncated chunk",
          { "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc", false },
          BP_TRANSPORT_AFGEBROKEN,
          0 },
        { "half a head", { "HTTP/1.1 200 X\r\nContent-Le", true }, BP_TRANSPORT_AFGEBROKEN, 0 },
        { "garbage", { "\x01\x02 garbage \xFF\r\n\r\n", false }, BP_TRANSPORT_AFGEBROKEN, 0 },
        { "nothing, and a proper end", { "", false }, BP_TRANSPORT_AFGEBROKEN, 0 },
        { "nothing, and a reset", { "", true }, BP_TRANSPORT_AFGEBROKEN, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server_opties o = proef_mutual;
        struct script script = cases[i].script;
        o.answer = play;
        o.ctx = &script;
        struct server *server = server_start(&o);
        struct proef p = proef_one(server, NULL);
        if (p.uitkomst != cases[i].want || p.http_status != cases[i].status)
            fail_msg("%s: outcome %d, status %ld, %s", cases[i].name, (int)p.uitkomst,
                     p.http_status, p.why);
        if ((p.why[0] == '\0') != (cases[i].want == BP_TRANSPORT_ANTWOORD))
            fail_msg("%s: '%s'", cases[i].name, p.why);
        assert_int_equal(server_requests(server), 1);
        server_stop(server);
    }
}

/* The first request of a connection is answered, the second is read and then dropped. */
static bool drop_second(struct verbinding *v, void *ctx)
{
    unsigned *answered = ctx;
    if ((*answered)++ == 0)
        return verbinding_reply(v, "200 OK", "text/xml", "<ok/>");
    verbinding_reset(v);
    return false;
}

/* libcurl would send a request anew when a kept connection breaks before anything came back. */
static void test_a_request_is_never_sent_twice_by_itself(void **state)
{
    unsigned answered = 0;
    struct server_opties o = proef_mutual;
    (void)state;
    o.answer = drop_second;
    o.ctx = &answered;
    struct server *server = server_start(&o);
    struct bp_transport *t = proef_open(server_port(server), "localhost", "chain.pem", NULL);
    struct proef p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
    assert_int_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
    p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
    assert_int_equal(p.uitkomst, BP_TRANSPORT_AFGEBROKEN);
    assert_int_equal(server_requests(server), 2);
    bp_transport_close(t);
    server_stop(server);
}

static bool hundred_megabytes(struct verbinding *v, void *ctx)
{
    const char *head = ctx;
    (void)verbinding_send(v, head);
    (void)verbinding_filler(v, (size_t)100 << 20, 0, 0);
    return false;
}

static void test_an_answer_that_is_too_long_is_cut_off(void **state)
{
    static const char *const heads[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Endless: ",
        "HTTP/1.1 200 OK\r\nX: ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char head[64];
        struct server_opties o = proef_mutual;
        (void)snprintf(head, sizeof head, "%s", heads[i]);
        o.answer = hundred_megabytes;
        o.ctx = head;
        struct server *server = server_start(&o);
        struct proef p = proef_one(server, NULL);
        if (i < 2)
            assert_int_equal(p.uitkomst, BP_TRANSPORT_TE_GROOT);
        else
            assert_int_not_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
        assert_int_equal(p.body_len, 0);
        assert_true(p.duur_ms < 5000);
        assert_non_null(strstr(p.why, "https://localhost"));
        server_stop(server);
    }
}

static bool exactly(struct verbinding *v, void *ctx)
{
    char head[128];
    size_t bytes = *(size_t *)ctx;
    (void)snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", bytes);
    (void)verbinding_send(v, head);
    return verbinding_filler(v, bytes, 0, 0);
}

static void test_the_limit_of_an_answer_counts_to_the_byte(void **state)
{
    size_t bytes = 65536;
    struct server_opties o = proef_mutual;
    (void)state;
    o.answer = exactly;
    o.ctx = &bytes;
    struct server *server = server_start(&o);
    struct proef p = proef_one(server, NULL);
    assert_int_equal(p.uitkomst, BP_TRANSPORT_ANTWOORD);
    assert_int_equal(p.body_len, 65536);
    bytes = 65537;
    p = proef_one(server, NULL);
    assert_int_equal(p.uitkomst, BP_TRANSPORT_TE_GROOT);
    server_stop(server);
}

static bool drip(struct verbinding *v, void *ctx)
{
    const unsigned *pause_ms = ctx;
    (void)verbinding_send(v, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
    (void)verbinding_filler(v, 60000, 1, *pause_ms);
    return false;
}

static void test_an_endless_slow_answer_ends_at_a_limit(void **state)
{
    static const struct {
        unsigned pause_ms;
        struct bp_transport_opties limits;
        const char *says;
    } cases[] = {
        { 20, { .total_ms = 400 }, "within 400 ms" },
        { 4000, { .total_ms = 8000, .stil_ms = 300 }, "for 300 ms" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned pause_ms = cases[i].pause_ms;
        struct server_opties o = proef_mutual;
        o.answer = drip;
        o.ctx = &pause_ms;
        struct server *server = server_start(&o);
        struct proef p = proef_one(server, &cases[i].limits);
        assert_int_equal(p.uitkomst, BP_TRANSPORT_AFGEBROKEN);
        assert_true(p.duur_ms >= 300 && p.duur_ms < 3000);
        assert_false(p.configuratie);
        if (!strstr(p.why, cases[i].says))
            fail_msg("%s", p.why);
        server_stop(server);
    }
}

/* --- waiting ---------------------------------------------------------------------------------- */

struct wachten {
    struct bp_transport *transport;
    unsigned asked, wait_ms, done;
    bool woken;
};

static enum bp_next wait_first(void *ctx, struct bp_exchange *exchange, unsigned *wait_ms)
{
    struct wachten *w = ctx;
    (void)exchange;
    *wait_ms = w->wait_ms;
    return w->asked++ ? BP_NEXT_END : BP_NEXT_WAIT;
}

static void *wake_later(void *ctx)
{
    struct wachten *w = ctx;
    (void)usleep(100000);
    bp_transport_wake(w->transport);
    return NULL;
}

static void test_waiting_ends_by_time_or_by_a_wake_of_another_thread(void **state)
{
    const struct bp_transport_handlers base = { .next = wait_first };
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct wachten w = { .wait_ms = i ? 0 : 50 };
        struct bp_transport_handlers handlers = base;
        pthread_t waker;
        w.transport = proef_open(1, "localhost", "chain.pem", NULL);
        handlers.ctx = &w;
        if (i)
            assert_int_equal(pthread_create(&waker, NULL, wake_later, &w), 0);
        assert_int_equal(bp_transport_loop(w.transport, &handlers, NULL), BP_OK);
        assert_int_equal(w.asked, 2);
        if (i)
            assert_int_equal(pthread_join(waker, NULL), 0);
        bp_transport_close(w.transport);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_request_is_what_edukoppeling_prescribes),
        cmocka_unit_test(test_a_long_request_goes_out_at_once_and_whole),
        cmocka_unit_test(
            test_the_certificate_of_the_institution_and_what_stands_behind_it_are_shown),
        cmocka_unit_test(test_connections_are_kept_and_no_more_are_in_flight_than_asked),
        cmocka_unit_test(test_as_many_are_in_flight_as_asked),
        cmocka_unit_test(test_what_the_server_answers_is_told_apart),
        cmocka_unit_test(test_a_request_is_never_sent_twice_by_itself),
        cmocka_unit_test(test_an_answer_that_is_too_long_is_cut_off),
        cmocka_unit_test(test_the_limit_of_an_answer_counts_to_the_byte),
        cmocka_unit_test(test_an_endless_slow_answer_ends_at_a_limit),
        cmocka_unit_test(test_waiting_ends_by_time_or_by_a_wake_of_another_thread),
    };
    (void)pki_folder();
    if (bp_transport_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    proef_close();
    bp_transport_library_cleanup();
    return failed;
}
