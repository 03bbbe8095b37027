/* Connections that do not come about, and options that cannot work: each says what to do. */
#include "support/pki_folder.h"
#include "support/transport_proef.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* --- connections that do not come about ------------------------------------------------------- */

static const struct {
    const char *name;
    struct server_opties server;
    const char *host, *anchors;
    bool sent, configuratie; /* with TLS 1.3 the client's part is out before it is refused */
    const char *says;
} strangers[] = {
    { "the server is of another authority",
      { .certificaat = "duo-other.pem", .sleutel = "duo.key" },
      "localhost",
      "chain.pem",
      false,
      true,
      "anchor" },
    { "we trust another authority",
      { .certificaat = "server.pem", .sleutel = "server.key" },
      "localhost",
      "other-root.pem",
      false,
      true,
      "anchor" },
    { "the server's certificate has expired",
      { .certificaat = "duo-expired.pem", .sleutel = "duo.key" },
      "localhost",
      "chain.pem",
      false,
      true,
      "expired" },
    { "the server's certificate is not valid yet",
      { .certificaat = "duo-future.pem", .sleutel = "duo.key" },
      "localhost",
      "chain.pem",
      false,
      true,
      "not valid yet" },
    { "the server's certificate is for another host",
      { .certificaat = "duo.pem", .sleutel = "duo.key" },
      "localhost",
      "chain.pem",
      false,
      true,
      "another host name" },
    { "the server's certificate is for another address",
      { .certificaat = "duo.pem", .sleutel = "duo.key" },
      "127.0.0.1",
      "chain.pem",
      false,
      true,
      "another host name" },
    { "no TLS",
      { .greeting = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" },
      "localhost",
      "chain.pem",
      false,
      true,
      "no TLS" },
    { "the client's certificate is refused",
      { .certificaat = "server.pem", .sleutel = "server.key", .client_ankers = "other-root.pem" },
      "localhost",
      "chain.pem",
      true,
      true,
      "refuses the certificate" },
    { "the client's certificate is refused in TLS 1.2",
      { .certificaat = "server.pem",
        .sleutel = "server.key",
        .client_ankers = "other-root.pem",
        .tls12 = true },
      "localhost",
      "chain.pem",
      false,
      true,
      "refuses the certificate" },
    { "only suites without forward secrecy",
      { .certificaat = "server.pem",
        .sleutel = "server.key",
        .tls12 = true,
        .suites = "AES256-GCM-SHA384" },
      "localhost",
      "chain.pem",
      false,
      true,
      "refuses the certificate" },
};

static void test_a_connection_that_does_not_come_about_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        struct server_opties o = strangers[i].server;
        o.answer = proef_echo;
        struct server *server = server_start(&o);
        struct bp_transport *t =
            proef_open(server_port(server), strangers[i].host, strangers[i].anchors, NULL);
        struct proef p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
        enum bp_transport_uitkomst want =
            strangers[i].sent ? BP_TRANSPORT_AFGEBROKEN : BP_TRANSPORT_NIET_BEREIKT;
        if (p.uitkomst != want || p.configuratie != strangers[i].configuratie ||
            !strstr(p.why, strangers[i].says) || server_requests(server) != 0)
            fail_msg("%s: outcome %d, %s", strangers[i].name, (int)p.uitkomst, p.why);
        bp_transport_close(t);
        server_stop(server);
    }
}

static void test_old_suites_are_offered_only_when_asked_for(void **state)
{
    const struct server_opties o = { .certificaat = "server.pem",
                                     .sleutel = "server.key",
                                     .tls12 = true,
                                     .suites = "AES256-GCM-SHA384",
                                     .answer = proef_echo };
    const struct bp_transport_opties old = { .oude_suites = true };
    (void)state;
    struct server *server = server_start(&o);
    assert_int_equal(proef_one(server, &old).uitkomst, BP_TRANSPORT_ANTWOORD);
    assert_int_equal(proef_one(server, NULL).uitkomst, BP_TRANSPORT_NIET_BEREIKT);
    server_stop(server);
}

static void test_revocation_of_the_server_is_checked_where_lists_are_given(void **state)
{
    static const struct {
        const char *certificaat, *sleutel, *host, *says;
    } cases[] = {
        { "server.pem", "server.key", "localhost", NULL },
        { "duo-revoked.pem", "duo.key", "localhost", "revoked" },
    };
    char crl[PATH_MAX];
    const struct bp_transport_opties with = { .crl = crl };
    (void)state;
    pki_path("crl.pem", crl);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct server_opties o = { .certificaat = cases[i].certificaat,
                                         .sleutel = cases[i].sleutel,
                                         .answer = proef_echo };
        struct server *server = server_start(&o);
        struct proef p = proef_one(server, &with);
        if (cases[i].says)
            assert_non_null(strstr(p.why, cases[i].says));
        else
            assert_string_equal(p.why, "");
        server_stop(server);
    }
}

static void test_a_port_or_host_that_is_not_there_says_so(void **state)
{
    (void)state;
    struct bp_transport *t = proef_open(server_closed_port(), "127.0.0.1", "chain.pem", NULL);
    struct proef p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
    assert_int_equal(p.uitkomst, BP_TRANSPORT_NIET_BEREIKT);
    assert_false(p.configuratie);
    assert_non_null(strstr(p.why, "nothing answers"));
    bp_transport_close(t);
    t = proef_open(443, "nergens.invalid", "chain.pem", NULL);
    p = proef_run(t, 1, BP_STR(PROEF_ENVELOPE));
    assert_int_equal(p.uitkomst, BP_TRANSPORT_NIET_BEREIKT);
    assert_non_null(strstr(p.why, "not known"));
    bp_transport_close(t);
}

/* A port that takes connections and then says nothing. */
static void test_a_server_that_never_greets_is_left_after_the_connect_time(void **state)
{
    struct server_opties o = { .answer = proef_echo };
    const struct bp_transport_opties limits = { .connect_ms = 300 };
    (void)state;
    struct server *server =
        server_start(&o); /* waits for a plain request, gets half a TLS greeting */
    struct proef p = proef_one(server, &limits);
    assert_int_equal(p.uitkomst, BP_TRANSPORT_NIET_BEREIKT);
    server_stop(server);
}

/* --- proxy ------------------------------------------------------------------------------------ */

static bool refuse_proxy(struct verbinding *v, void *ctx)
{
    (void)ctx;
    (void)verbinding_send(
        v, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    return false;
}

static void test_the_proxy_of_the_options_is_used_and_that_of_the_environment_is_not(void **state)
{
    char proxy[64];
    const struct server_opties p_opties = { .answer = refuse_proxy };
    struct server_opties o = proef_mutual;
    const struct bp_transport_opties with = { .proxy = proxy };
    (void)state;
    o.answer = proef_echo;
    struct server *server = server_start(&o), *through = server_start(&p_opties);
    (void)snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", server_port(through));
    assert_int_equal(setenv("https_proxy", proxy, 1), 0);
    assert_int_equal(proef_one(server, NULL).uitkomst, BP_TRANSPORT_ANTWOORD);
    assert_int_equal(server_requests(through), 0);
    assert_int_equal(setenv("no_proxy", "*", 1), 0);
    struct proef p = proef_one(server, &with);
    assert_int_equal(p.uitkomst, BP_TRANSPORT_NIET_BEREIKT);
    assert_true(p.configuratie);
    assert_non_null(strstr(p.why, "407"));
    assert_int_equal(server_requests(through), 1);
    (void)unsetenv("https_proxy");
    (void)unsetenv("no_proxy");
    server_stop(through);
    server_stop(server);
}

/* --- opening ---------------------------------------------------------------------------------- */

static void test_options_that_cannot_work_are_refused_at_opening(void **state)
{
    char chain[PATH_MAX], key[PATH_MAX], none[PATH_MAX];
    pki_path("chain.pem", chain);
    pki_path("duo.key", key);
    pki_path("not-there.pem", none);
    const struct bp_transport_opties good = { .endpoint = "https://localhost:8443/",
                                              .identiteit = proef_identity(),
                                              .vertrouw = chain,
                                              .gelijktijdig = 4,
                                              .connect_ms = 1,
                                              .total_ms = 1,
                                              .answer_bytes = 1 };
    struct bp_transport_opties bad[14];
    struct bp_transport *t;
    (void)state;
    for (size_t i = 0; i < 14; i++)
        bad[i] = good;
    bad[0].endpoint = "http://localhost/";
    bad[1].endpoint = "localhost";
    bad[2].endpoint = "file:///etc/passwd";
    bad[3].endpoint = "https://user:secret@localhost/";
    bad[4].endpoint = NULL;
    bad[5].vertrouw = NULL;
    bad[6].vertrouw = none;
    bad[7].vertrouw = key;
    bad[8].proxy = "https://localhost:3128";
    bad[9].proxy = "socks5://localhost:3128";
    bad[10].gelijktijdig = 0;
    bad[11].gelijktijdig = 65;
    bad[12].answer_bytes = 0;
    bad[13].total_ms = 0;
    for (size_t i = 0; i < 14; i++) {
        struct bp_error err = { 0 };
        if (bp_transport_open(&bad[i], &t, &err) != BP_E_USAGE || t)
            fail_msg("options %zu are taken", i);
        assert_true(err.detail[0] != '\0');
        assert_null(strstr(err.detail, "secret"));
    }
    assert_int_equal(bp_transport_open(&good, &t, NULL), BP_OK);
    bp_transport_close(t);
    bp_transport_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_connection_that_does_not_come_about_says_why),
        cmocka_unit_test(test_old_suites_are_offered_only_when_asked_for),
        cmocka_unit_test(test_revocation_of_the_server_is_checked_where_lists_are_given),
        cmocka_unit_test(test_a_port_or_host_that_is_not_there_says_so),
        cmocka_unit_test(test_a_server_that_never_greets_is_left_after_the_connect_time),
        cmocka_unit_test(test_the_proxy_of_the_options_is_used_and_that_of_the_environment_is_not),
        cmocka_unit_test(test_options_that_cannot_work_are_refused_at_opening),
    };
    (void)pki_folder();
    if (bp_transport_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    proef_close();
    bp_transport_library_cleanup();
    return failed;
}
