/* The server itself: many connections, keep-alive, stopping, options. */
#include "support/pki_folder.h"
#include "support/rehearsal_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define PARALLEL    64

struct many {
    struct rehearsal_verzoek verzoeken[PARALLEL];
    struct rehearsal_antwoord antwoorden[PARALLEL];
    struct curl_slist *headers[PARALLEL];
    CURL *curls[PARALLEL];
};

static void many_start(struct many *m, const struct rehearsal *r, CURLM *multi)
{
    for (size_t i = 0; i < PARALLEL; i++) {
        rehearsal_verzoek_make(&m->verzoeken[i], i % 2 ? BP_SECTOR_MBO : BP_SECTOR_VO);
        rehearsal_verzoek_sign(&m->verzoeken[i]);
        m->curls[i] = rehearsal_curl(r, &m->verzoeken[i], &m->antwoorden[i], &m->headers[i]);
        assert_int_equal(curl_multi_add_handle(multi, m->curls[i]), CURLM_OK);
    }
}

static void many_wait(CURLM *multi)
{
    int running = 1;
    while (running) {
        assert_int_equal(curl_multi_perform(multi, &running), CURLM_OK);
        if (running)
            assert_int_equal(curl_multi_poll(multi, NULL, 0, 1000, NULL), CURLM_OK);
    }
}

static void test_64_connections_at_once_are_all_answered(void **state)
{
    static struct many m;
    struct rehearsal r;
    CURLM *multi = curl_multi_init();
    (void)state;
    assert_non_null(multi);
    /* With an answer that waits, all connections are open at the same time. */
    rehearsal_start(&r, "--latency", "1500", NULL);
    many_start(&m, &r, multi);
    many_wait(multi);
    char *record = rehearsal_read(&r, "record.csv");
    for (size_t i = 0; i < PARALLEL; i++) {
        char uitkomst[32];
        long connects = 0;
        curl_easy_getinfo(m.curls[i], CURLINFO_RESPONSE_CODE, &m.antwoorden[i].status);
        rehearsal_uitkomst(&m.antwoorden[i], uitkomst);
        if (strcmp(uitkomst, "J") != 0)
            fail_msg("connection %zu: %s", i, uitkomst);
        curl_easy_getinfo(m.curls[i], CURLINFO_NUM_CONNECTS, &connects);
        assert_int_equal(connects, 1);
        assert_non_null(strstr(record, m.verzoeken[i].identificatiecode));
        assert_non_null(memmem(m.antwoorden[i].body.ptr, m.antwoorden[i].body.len,
                               m.verzoeken[i].identificatiecode, 36));
        curl_multi_remove_handle(multi, m.curls[i]);
        curl_easy_cleanup(m.curls[i]);
        curl_slist_free_all(m.headers[i]);
        rehearsal_antwoord_free(&m.antwoorden[i]);
        rehearsal_verzoek_free(&m.verzoeken[i]);
    }
    free(record);
    curl_multi_cleanup(multi);
    rehearsal_end(&r);
}

static void test_one_connection_serves_many_requests(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    struct curl_slist *headers;
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    rehearsal_verzoek_sign(&v);
    CURL *curl = rehearsal_curl(&r, &v, &a, &headers);
    for (size_t i = 0; i < 5; i++) {
        long connects = -1;
        char uitkomst[32];
        bp_buf_clear(&a.body);
        assert_int_equal(curl_easy_perform(curl), CURLE_OK);
        curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &a.status);
        rehearsal_uitkomst(&a, uitkomst);
        assert_int_equal(connects, i == 0);
        assert_string_equal(uitkomst, i == 0 ? "J" : "DK0050");
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_old_tls_is_refused(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    struct curl_slist *headers;
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    rehearsal_verzoek_sign(&v);
    CURL *curl = rehearsal_curl(&r, &v, &a, &headers);
    curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION,
                     (long)(CURL_SSLVERSION_TLSv1_1 | CURL_SSLVERSION_MAX_TLSv1_1));
    assert_int_equal(curl_easy_perform(curl), CURLE_SSL_CONNECT_ERROR);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION,
                     (long)(CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2));
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_the_first_line_is_the_address(void **state)
{
    struct rehearsal r;
    char want[32];
    (void)state;
    rehearsal_start(&r, NULL);
    char *out = rehearsal_read(&r, "stdout");
    (void)snprintf(want, sizeof want, "127.0.0.1:%u\n", r.port);
    assert_string_equal(out, want);
    free(out);
    rehearsal_end(&r);
}

static void test_sigterm_ends_it_well_while_an_answer_waits(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    struct curl_slist *headers;
    int running = 1;
    (void)state;
    rehearsal_start(&r, "--latency", "60000", NULL);
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    rehearsal_verzoek_sign(&v);
    CURL *curl = rehearsal_curl(&r, &v, &a, &headers);
    CURLM *multi = curl_multi_init();
    assert_int_equal(curl_multi_add_handle(multi, curl), CURLM_OK);
    for (bool accepted = false; !accepted && running;) {
        assert_int_equal(curl_multi_perform(multi, &running), CURLM_OK);
        (void)curl_multi_poll(multi, NULL, 0, 10, NULL);
        char *record = rehearsal_read(&r, "record.csv");
        accepted = strstr(record, v.identificatiecode) != NULL;
        free(record);
    }
    assert_int_equal(running, 1); /* accepted, and not answered */
    assert_int_equal(rehearsal_stop(&r), 0);
    curl_multi_remove_handle(multi, curl);
    curl_easy_cleanup(curl);
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_wrong_use_is_named(void **state)
{
    static const struct {
        const char *option, *value, *says;
    } cases[] = {
        { "--listen", "8443", "--listen: expected host and port" },
        { "--listen", "localhost:65536", "--listen: expected host and port" },
        { "--pki", "/nowhere", "/nowhere" },
        { "--mandate", "1=2", "--mandate: expected two OINs" },
        { "--oin", "12", "--oin: expected an OIN" },
        { "--latency", "p50=10,p90=5,max=20", "--latency: expected" },
        { "--latency", "-1", "--latency: expected" },
        { "--trouble", "slow,iets", "'iets' is not a kind of trouble" },
        { "--trouble", "slow=1.5", "'slow=1.5' is not a kind of trouble" },
        { "--trouble", "fault:DK9999", "'fault:DK9999' is not a kind of trouble" },
        { "--trouble-plan", "/nowhere", "/nowhere" },
        { "--schemas", "vo", "--schemas: expected a contract and its folder" },
        { "--schemas", "vo=/nowhere", "/nowhere" },
        { "--register", "/nowhere", "/nowhere" },
        { "--lang", "de", "--lang: expected nl or en" },
        { "--iets", "1", "--iets is not an option" },
        { "--seed", "x", "--seed: expected a number" },
    };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int code = rehearsal_run(&r, "--listen", "127.0.0.1:0", "--pki", pki_folder(),
                                 cases[i].option, cases[i].value, NULL);
        char *said = rehearsal_read(&r, "stderr");
        if (!strstr(said, cases[i].says) || (code != 2 && code != 6))
            fail_msg("%s %s: exit code %d and '%s'", cases[i].option, cases[i].value, code, said);
        free(said);
    }
    rehearsal_end(&r);
}

static void test_help_names_every_option_and_kind(void **state)
{
    static const char *const words[] = { "--listen",
                                         "--pki",
                                         "--record",
                                         "--trouble-plan",
                                         "--uuid-refusal-after-sight",
                                         "drop-after-accept",
                                         "int500",
                                         "slow-removal",
                                         "--register" };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_run(&r, "--help", NULL), 0);
    char *out = rehearsal_read(&r, "stdout");
    for (size_t i = 0; i < COUNT(words); i++)
        assert_non_null(strstr(out, words[i]));
    free(out);
    rehearsal_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_64_connections_at_once_are_all_answered),
        cmocka_unit_test(test_one_connection_serves_many_requests),
        cmocka_unit_test(test_old_tls_is_refused),
        cmocka_unit_test(test_the_first_line_is_the_address),
        cmocka_unit_test(test_sigterm_ends_it_well_while_an_answer_waits),
        cmocka_unit_test(test_wrong_use_is_named),
        cmocka_unit_test(test_help_names_every_option_and_kind),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    curl_global_cleanup();
    return failed;
}
