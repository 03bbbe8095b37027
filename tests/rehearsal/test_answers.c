/* What a receipt looks like, and what every kind of trouble does to it, as a raw client sees it. */
#include "support/pki_folder.h"
#include "support/rehearsal_client.h"

#include "bronpost/security/soap.h"

#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list)  (sizeof(list) / sizeof *(list))
#define OASIS        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define NS_WSU       OASIS "wssecurity-utility-1.0.xsd"
#define NS_SOAP      "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_WSA       "http://www.w3.org/2005/08/addressing"
#define TOLERANCE_MS 60000

extern char **environ;

static struct bp_vertrouwen *trust(bool crl)
{
    char ankers[PATH_MAX], lists[PATH_MAX];
    struct bp_vertrouwen *v = NULL;
    struct bp_error err = { 0 };
    pki_path("chain.pem", ankers);
    pki_path("crl.pem", lists);
    const struct bp_vertrouwen_bron bron = { .ankers = ankers, .crl = crl ? lists : NULL };
    if (bp_vertrouwen_open(&bron, &v, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return v;
}

static void exchange(const struct rehearsal *r, struct rehearsal_verzoek *v, enum bp_sector sector,
                     size_t most, struct rehearsal_antwoord *a)
{
    rehearsal_verzoek_make(v, sector);
    rehearsal_verzoek_sign(v);
    rehearsal_post(r, v, most, a);
}

static void assert_view(struct bp_str found, const char *want)
{
    if (!bp_str_equal(found, bp_str_of(want)))
        fail_msg("'%.*s', expected '%s'", (int)found.len, found.ptr ? found.ptr : "", want);
}

/* --- receipts --- */

static void assert_receipt(const struct bp_soap *soap, const struct rehearsal_verzoek *v,
                           enum bp_sector sector)
{
    bool vo = sector == BP_SECTOR_VO;
    struct bp_str id = bp_soap_message_id(soap);
    assert_view(bp_soap_to(soap), v->from);
    assert_view(bp_soap_from(soap), v->to);
    assert_view(bp_soap_action(soap), v->action);
    assert_view(bp_soap_relates_to(soap), v->message_id);
    assert_true(bp_str_starts_with(id, BP_STR("urn:uuid:")));
    assert_false(bp_str_equal(id, bp_str_of(v->message_id)));
    assert_string_equal(bp_soap_signer_oin(soap), "00000099800866472000");
    assert_view(bp_soap_body_name(soap),
                vo ? "aanleverenInschrijvingVO_Response" : "aanleverenInschrijvingMBO_Response");
    assert_view(bp_soap_body_namespace(soap),
                vo ? "http://duo.nl/schema/DUO_VOAanlevering_InschrijvingVO_V1"
                   : "urn:bronpost:provisional:mbo-inschrijving:1");
    assert_view(bp_soap_body_value(soap, "identificatiecodeBedrijfsdocument"),
                v->identificatiecode);
    assert_view(bp_soap_body_value(soap, "verzendendeInstantie"), "DUO");
    assert_view(bp_soap_body_value(soap, "ontvangendeInstantie"), vo ? "99XA" : "99XB");
    assert_view(bp_soap_body_value(soap, "ontvangstBevestiging"), "J");
}

static void test_a_receipt_is_signed_and_relates_to_its_request(void **state)
{
    static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };
    struct bp_vertrouwen *v = trust(false);
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < 2; i++) {
        struct rehearsal_verzoek verzoek;
        struct rehearsal_antwoord a;
        struct bp_soap *soap;
        struct bp_error err = { 0 };
        exchange(&r, &verzoek, sectors[i], 0, &a);
        assert_int_equal(a.status, 200);
        assert_string_equal(a.type, "text/xml;charset=UTF-8");
        assert_int_equal(bp_soap_parse(bp_buf_str(&a.body), &soap, &err), BP_OK);
        const struct bp_soap_eis eis = { rehearsal_now_ms(), TOLERANCE_MS };
        if (bp_soap_verify(soap, v, &eis, &err) != BP_OK)
            fail_msg("%s\n%.*s", err.detail, (int)a.body.len, a.body.ptr);
        assert_receipt(soap, &verzoek, sectors[i]);
        bp_soap_free(soap);
        rehearsal_antwoord_free(&a);
        rehearsal_verzoek_free(&verzoek);
    }
    bp_vertrouwen_close(v);
    rehearsal_end(&r);
}

/* The exit code of the xmlsec1 program on an answer. */
static int xmlsec1(const struct rehearsal *r, const struct bp_buf *text, const char *certificate)
{
    static const char *const ids[] = { NS_WSA ":To",        NS_WSA ":Action", NS_WSA ":MessageID",
                                       NS_WSA ":RelatesTo", NS_WSA ":From",   NS_SOAP ":Body",
                                       NS_WSU ":Timestamp" };
    char file[PATH_MAX], pem[PATH_MAX];
    const char *argv[2 * COUNT(ids) + 6] = { "xmlsec1", "--verify" };
    size_t n = 2;
    for (size_t i = 0; i < COUNT(ids); i++) {
        argv[n++] = "--id-attr:Id";
        argv[n++] = ids[i];
    }
    struct bp_buf copy;
    bp_buf_init(&copy, text->len + 1);
    bp_buf_add_str(&copy, bp_buf_str(text));
    bp_buf_add_char(&copy, '\0');
    rehearsal_write(r, "answer.xml", copy.ptr);
    bp_buf_free(&copy);
    pki_path(certificate, pem);
    rehearsal_path(r, "answer.xml", file);
    argv[n++] = "--pubkey-cert-pem";
    argv[n++] = pem;
    argv[n++] = file;
    posix_spawn_file_actions_t quiet;
    char *mutable_argv[COUNT(argv)];
    memcpy(mutable_argv, argv, sizeof argv);
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    int status = -1;
    assert_int_equal(posix_spawnp(&pid, "xmlsec1", &quiet, NULL, mutable_argv, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    posix_spawn_file_actions_destroy(&quiet);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_the_xmlsec1_program_accepts_a_receipt_and_refuses_a_changed_one(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek verzoek;
    struct rehearsal_antwoord a;
    (void)state;
    rehearsal_start(&r, NULL);
    exchange(&r, &verzoek, BP_SECTOR_VO, 0, &a);
    assert_int_equal(xmlsec1(&r, &a.body, "duo.pem"), 0);
    assert_int_not_equal(xmlsec1(&r, &a.body, "99XA.pem"), 0);
    rehearsal_replace(&a.body, ">99XA<", ">99XB<");
    assert_int_not_equal(xmlsec1(&r, &a.body, "duo.pem"), 0);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&verzoek);
    rehearsal_end(&r);
}

static void test_a_signature_has_the_fingerprint_of_duos_own(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek verzoek;
    struct rehearsal_antwoord a;
    size_t references = 0;
    (void)state;
    rehearsal_start(&r, NULL);
    exchange(&r, &verzoek, BP_SECTOR_VO, 0, &a);
    bp_buf_add_char(&a.body, '\0');
    for (const char *p = a.body.ptr; (p = strstr(p, "<Reference URI=\"#")) != NULL; p++)
        references++;
    assert_int_equal(references, 7);
    assert_null(strstr(a.body.ptr, "URI=\"#SecurityToken\"><Transforms"));
    assert_non_null(strstr(a.body.ptr, "<wsse:SecurityTokenReference xmlns=\"\">"));
    assert_null(strstr(a.body.ptr, "PrefixList"));
    const char *created = strstr(a.body.ptr, "<wsu:Created>");
    assert_non_null(created);
    assert_int_equal(created[13 + 19], 'Z'); /* no milliseconds */
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&verzoek);
    rehearsal_end(&r);
}

/* --- identificatiecode --- */

static void send_again(const struct rehearsal *r, struct rehearsal_verzoek *v, const char *want,
                       const char *text)
{
    struct rehearsal_antwoord a;
    char uitkomst[32], uuid[BP_UUID_TEXT];
    rehearsal_uuid(uuid);
    (void)snprintf(v->message_id, sizeof v->message_id, "urn:uuid:%s", uuid);
    rehearsal_verzoek_sign(v);
    rehearsal_post(r, v, 0, &a);
    rehearsal_uitkomst(&a, uitkomst);
    assert_string_equal(uitkomst, want);
    if (text)
        assert_non_null(memmem(a.body.ptr, a.body.len, text, strlen(text)));
    rehearsal_antwoord_free(&a);
}

static void test_a_code_that_was_accepted_is_refused_in_either_case(void **state)
{
    static const char text[] =
        "<faultstring>Ongeldige waarde voor identificatiecodeBedrijfsdocument</faultstring>";
    struct rehearsal r;
    struct rehearsal_verzoek v;
    char upper[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    send_again(&r, &v, "J", NULL);
    send_again(&r, &v, "DK0050", text);
    for (size_t i = 0; i < BP_UUID_TEXT; i++) {
        char c = v.identificatiecode[i];
        upper[i] = bp_ascii_lower(c) ? (char)(c - 'a' + 'A') : c;
    }
    rehearsal_replace(&v.body, v.identificatiecode, upper);
    send_again(&r, &v, "DK0050", text);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_whether_a_fault_uses_up_a_code_is_an_option(void **state)
{
    static const struct {
        const char *option, *want;
    } ways[] = { { "--uuid-refusal-after-accept", "J" },
                 { "--uuid-refusal-after-sight", "DK0050" } };
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct rehearsal r;
        struct rehearsal_verzoek v;
        char plan[PATH_MAX];
        rehearsal_start(&r, NULL);
        rehearsal_write(&r, "plan", "1 fault:DK0051 # the service is not there\n");
        assert_int_equal(rehearsal_stop(&r), 0);
        rehearsal_path(&r, "plan", plan);
        rehearsal_again(&r, ways[i].option, "--trouble-plan", plan, NULL);
        rehearsal_verzoek_make(&v, BP_SECTOR_VO);
        send_again(&r, &v, "DK0051", NULL);
        assert_int_equal(rehearsal_stop(&r), 0);
        rehearsal_again(&r, ways[i].option, NULL); /* remembered over a restart */
        send_again(&r, &v, ways[i].want, NULL);
        rehearsal_verzoek_free(&v);
        rehearsal_end(&r);
    }
}

/* --- faults --- */

static void test_faults_are_signed_when_asked(void **state)
{
    struct bp_vertrouwen *v = trust(false);
    (void)state;
    for (size_t signed_too = 0; signed_too < 2; signed_too++) {
        struct rehearsal r;
        struct rehearsal_verzoek verzoek;
        struct rehearsal_antwoord a;
        struct bp_soap *soap;
        struct bp_error err = { 0 };
        rehearsal_start(&r, "--trouble", "fault:EK0023", signed_too ? "--sign-faults" : NULL, NULL);
        exchange(&r, &verzoek, BP_SECTOR_VO, 0, &a);
        assert_int_equal(a.status, 500);
        assert_int_equal(bp_soap_parse(bp_buf_str(&a.body), &soap, &err), BP_OK);
        assert_true(bp_soap_is_fault(soap));
        assert_view(bp_soap_fault_code(soap), "SOAP-ENV:Client.EK0023");
        assert_view(bp_soap_fault_string(soap), "wsa:MessageID bevat geen UUID");
        const struct bp_soap_eis eis = { rehearsal_now_ms(), TOLERANCE_MS };
        assert_int_equal(bp_soap_verify(soap, v, &eis, &err) == BP_OK, signed_too);
        if (signed_too)
            assert_view(bp_soap_relates_to(soap), verzoek.message_id);
        bp_soap_free(soap);
        rehearsal_antwoord_free(&a);
        rehearsal_verzoek_free(&verzoek);
        rehearsal_end(&r);
    }
    bp_vertrouwen_close(v);
}

/* --- trouble --- */

enum seen {
    GOOD, /* verifies, and all fields are right */
    DOES_NOT_VERIFY,
    NO_ENVELOPE,
    OTHER_VALUE, /* verifies, and one field is wrong */
    BROKEN_OFF,
    STATUS_ONLY,
};

static const struct {
    const char *kind;
    enum seen seen;
    long status;
    bool accepted; /* in the record, whatever the client saw */
} troubles[] = {
    { "slow", GOOD, 200, true },
    { "drop-before", BROKEN_OFF, 0, false },
    { "drop-after-accept", BROKEN_OFF, 0, true },
    { "http-500", STATUS_ONLY, 500, false },
    { "http-503", STATUS_ONLY, 503, false },
    { "fault:DK0050", STATUS_ONLY, 500, false },
    { "wrong-signature", DOES_NOT_VERIFY, 200, true },
    { "unsigned", DOES_NOT_VERIFY, 200, true },
    { "wrong-relates-to", OTHER_VALUE, 200, true },
    { "wrong-identificatiecode", OTHER_VALUE, 200, true },
    { "wrong-action", OTHER_VALUE, 200, true },
    { "wrong-to", OTHER_VALUE, 200, true },
    { "wrong-from", OTHER_VALUE, 200, true },
    { "not-swapped", OTHER_VALUE, 200, true },
    { "not-confirmed", OTHER_VALUE, 200, true },
    { "expired-timestamp", DOES_NOT_VERIFY, 200, true },
    { "future-timestamp", DOES_NOT_VERIFY, 200, true },
    { "other-ca", DOES_NOT_VERIFY, 200, true },
    { "expired-certificate", DOES_NOT_VERIFY, 200, true },
    { "revoked-certificate", DOES_NOT_VERIFY, 200, true },
    { "wrapped", NO_ENVELOPE, 200, true },
    { "truncated", BROKEN_OFF, 200, true },
    { "garbage", NO_ENVELOPE, 200, true },
    { "html", NO_ENVELOPE, 200, true },
    { "none", GOOD, 200, true },
};

static bool fields_are_right(const struct bp_soap *soap, const struct rehearsal_verzoek *v)
{
    return bp_str_equal(bp_soap_relates_to(soap), bp_str_of(v->message_id)) &&
           bp_str_equal(bp_soap_to(soap), bp_str_of(v->from)) &&
           bp_str_equal(bp_soap_from(soap), bp_str_of(v->to)) &&
           bp_str_equal(bp_soap_action(soap), bp_str_of(v->action)) &&
           bp_str_equal(bp_soap_body_value(soap, "identificatiecodeBedrijfsdocument"),
                        bp_str_of(v->identificatiecode)) &&
           bp_str_equal(bp_soap_body_value(soap, "verzendendeInstantie"), BP_STR("DUO")) &&
           bp_str_equal(bp_soap_body_value(soap, "ontvangstBevestiging"), BP_STR("J"));
}

static enum seen look(const struct rehearsal_antwoord *a, const struct rehearsal_verzoek *v,
                      const struct bp_vertrouwen *trusted)
{
    struct bp_soap *soap;
    struct bp_error err = { 0 };
    const struct bp_soap_eis eis = { rehearsal_now_ms(), TOLERANCE_MS };
    if (a->code != CURLE_OK)
        return BROKEN_OFF;
    if (a->status != 200)
        return STATUS_ONLY;
    if (bp_soap_parse(bp_buf_str(&a->body), &soap, &err) != BP_OK)
        return NO_ENVELOPE;
    enum seen seen = bp_soap_verify(soap, trusted, &eis, &err) != BP_OK ? DOES_NOT_VERIFY
                     : fields_are_right(soap, v)                        ? GOOD
                                                                        : OTHER_VALUE;
    bp_soap_free(soap);
    return seen;
}

static void test_each_kind_of_trouble_does_what_it_says(void **state)
{
    struct bp_vertrouwen *trusted = trust(true);
    struct rehearsal r;
    char plan[PATH_MAX], lines[2048] = "";
    (void)state;
    for (size_t i = 0; i < COUNT(troubles); i++) {
        size_t len = strlen(lines);
        (void)snprintf(lines + len, sizeof lines - len, "%zu %s\n", i + 1, troubles[i].kind);
    }
    rehearsal_start(&r, NULL);
    rehearsal_write(&r, "plan", lines);
    rehearsal_path(&r, "plan", plan);
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_again(&r, "--trouble-plan", plan, "--slow", "300", NULL);
    for (size_t i = 0; i < COUNT(troubles); i++) {
        struct rehearsal_verzoek v;
        struct rehearsal_antwoord a;
        exchange(&r, &v, BP_SECTOR_VO, 0, &a);
        enum seen seen = look(&a, &v, trusted);
        if (seen != troubles[i].seen || a.status != troubles[i].status)
            fail_msg("%s: seen as %d with status %ld\n%.*s", troubles[i].kind, (int)seen, a.status,
                     (int)a.body.len, a.body.ptr ? a.body.ptr : "");
        bool late = a.seconds >= 0.3;
        if (strcmp(troubles[i].kind, "slow") == 0 && !late)
            fail_msg("slow: after %f seconds", a.seconds);
        char *record = rehearsal_read(&r, "record.csv");
        bool recorded = strstr(record, v.identificatiecode) != NULL;
        if (recorded != troubles[i].accepted)
            fail_msg("%s: %s the record", troubles[i].kind, recorded ? "is in" : "is not in");
        free(record);
        rehearsal_antwoord_free(&a);
        rehearsal_verzoek_free(&v);
    }
    bp_vertrouwen_close(trusted);
    rehearsal_end(&r);
}

static void test_huge_is_100_mb_and_may_be_hung_up_on(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    (void)state;
    rehearsal_start(&r, "--trouble", "huge", NULL);
    exchange(&r, &v, BP_SECTOR_VO, 0, &a);
    assert_int_equal(a.code, CURLE_OK);
    assert_int_equal(a.body.len, 100 * 1024 * 1024);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    exchange(&r, &v, BP_SECTOR_VO, 3 * 1024 * 1024, &a);
    assert_int_equal(a.code, CURLE_WRITE_ERROR);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_endless_drips_until_the_client_hangs_up(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    struct curl_slist *headers;
    (void)state;
    rehearsal_start(&r, "--trouble", "endless", NULL);
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    rehearsal_verzoek_sign(&v);
    CURL *curl = rehearsal_curl(&r, &v, &a, &headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 2500L);
    assert_int_equal(curl_easy_perform(curl), CURLE_OPERATION_TIMEDOUT);
    assert_in_range(a.body.len, 2, 4);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
    rehearsal_end(&r);
}

static void test_the_same_seed_gives_the_same_trouble(void **state)
{
    char first[20] = "", second[20] = "", other[20] = "";
    char *const runs[] = { first, second, other };
    (void)state;
    for (size_t run = 0; run < 3; run++) {
        struct rehearsal r;
        rehearsal_start(&r, "--trouble", "http-500=0.3,http-503=30%", "--seed",
                        run == 2 ? "8" : "7", NULL);
        for (size_t i = 0; i < 19; i++) {
            char uitkomst[32];
            rehearsal_deliver(&r, BP_SECTOR_VO, NULL, uitkomst);
            runs[run][i] = uitkomst[0] == 'J' ? 'J' : uitkomst[7];
        }
        rehearsal_end(&r);
    }
    assert_string_equal(first, second);
    assert_string_not_equal(first, other);
    assert_non_null(strchr(first, 'J'));
    assert_non_null(strchr(first, '0'));
    assert_non_null(strchr(first, '3'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_receipt_is_signed_and_relates_to_its_request),
        cmocka_unit_test(test_the_xmlsec1_program_accepts_a_receipt_and_refuses_a_changed_one),
        cmocka_unit_test(test_a_signature_has_the_fingerprint_of_duos_own),
        cmocka_unit_test(test_a_code_that_was_accepted_is_refused_in_either_case),
        cmocka_unit_test(test_whether_a_fault_uses_up_a_code_is_an_option),
        cmocka_unit_test(test_faults_are_signed_when_asked),
        cmocka_unit_test(test_each_kind_of_trouble_does_what_it_says),
        cmocka_unit_test(test_huge_is_100_mb_and_may_be_hung_up_on),
        cmocka_unit_test(test_endless_drips_until_the_client_hangs_up),
        cmocka_unit_test(test_the_same_seed_gives_the_same_trouble),
    };
    struct bp_error err;
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    assert_int_equal(bp_soap_library_init(&err), BP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
