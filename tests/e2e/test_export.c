/* bronpost export: what a run staged, as signed envelopes that somebody else's program accepts. */
#include "support/e2e_scenario.h"
#include "support/pki_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct e2e_scenario bestuur = { "", "bestuur", "2027-08-01", NULL, true };

#define INPUT                                                                                      \
    "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",       \
        "--on", "2027-08-01"
#define EXPORT "export", "--config", "bronpost.conf", "--out", "env"

/* The board's export under the BRINs for which the test PKI has certificates: 99XA RSA-2048, 99XB
 * RSA-4096. */
static struct e2e_folder board(void)
{
    static const char *const files[] = { "leerlingen.csv", "routes.csv", "bronpost.conf" };
    static const char *const keys[] = { "99XA.pem", "99XA.key", "99XB.pem", "99XB.key" };
    struct e2e_folder folder;
    char path[PATH_MAX];
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    for (size_t i = 0; i < 3; i++) {
        e2e_replace(&folder, files[i], "99YA", "99XA");
        e2e_replace(&folder, files[i], "99YB", "99XB");
    }
    e2e_path(&folder, "pki", path);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < 4; i++) {
        char name[32];
        pki_path(keys[i], path);
        (void)snprintf(name, sizeof name, "pki/%s", keys[i]);
        e2e_copy_file(&folder, path, name);
        e2e_path(&folder, name, path);
        assert_int_equal(chmod(path, 0600), 0);
    }
    return folder;
}

/* --- verified by xmlsec1 -------------------------------------------------------------------------------- */

#define OASIS "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define WSA   "http://www.w3.org/2005/08/addressing:"
#define WSU   OASIS "wssecurity-utility-1.0.xsd:Timestamp"
#define WSSE  OASIS "wssecurity-secext-1.0.xsd:BinarySecurityToken"
#define SOAP  "http://schemas.xmlsoap.org/soap/envelope/:Body"

static void verify(void *ctx, const struct e2e_folder *folder, const char *name)
{
    struct e2e_text text = e2e_read(folder, name);
    const char *pem = strstr(name, "-99XB-") ? "pki/99XB.pem" : "pki/99XA.pem";
    const char *const argv[] = { "xmlsec1",           "--verify",   "--id-attr:Id", WSA "To",
                                 "--id-attr:Id",      WSA "Action", "--id-attr:Id", WSA "MessageID",
                                 "--id-attr:Id",      WSA "From",   "--id-attr:Id", WSU,
                                 "--id-attr:Id",      WSSE,         "--id-attr:Id", SOAP,
                                 "--pubkey-cert-pem", pem,          name,           NULL };
    struct e2e_result result = e2e_run_program(folder, argv);
    if (result.exit_code != 0)
        fail_msg("xmlsec1 refuses %s: %s", name, result.err.ptr);
    e2e_result_free(&result);
    /* xmlsec1 says that what is referred to is unchanged, not what is referred to. */
    assert_int_equal(e2e_count(text, "<ds:Reference URI=\"#"), 7);
    e2e_text_free(&text);
    ++*(size_t *)ctx;
}

static void test_every_envelope_verifies_with_xmlsec1(void **state)
{
    (void)state;
    struct e2e_folder folder = board();
    e2e_expect(&folder, 1, "run", INPUT, "--out", "out", (char *)NULL);
    e2e_expect(&folder, 0, EXPORT, "--jobs", "2", (char *)NULL);
    size_t verified = 0;
    e2e_each_file(&folder, "env", verify, &verified);
    assert_int_equal(verified, e2e_json_count(&folder, "out/rapport.json", "klaargezet"));
    assert_true(verified > 20);
    e2e_folder_remove(&folder);
}

/* --- what is in them
 * -------------------------------------------------------------------------------------------------
 */

static struct e2e_text body_of(struct e2e_text envelope)
{
    const char *open = strstr(envelope.ptr, "<soapenv:Body");
    assert_non_null(open);
    const char *start = strchr(open, '>') + 1;
    const char *end = strstr(start, "</soapenv:Body>");
    assert_non_null(end);
    struct e2e_text body = { strndup(start, (size_t)(end - start)), (size_t)(end - start) };
    assert_non_null(body.ptr);
    e2e_mask_body(body);
    return body;
}

struct bodies {
    struct e2e_text items[64];
    size_t count;
};

static void collect_body(void *ctx, const struct e2e_folder *folder, const char *name)
{
    struct bodies *bodies = ctx;
    assert_true(bodies->count < sizeof bodies->items / sizeof *bodies->items);
    struct e2e_text text = e2e_read(folder, name);
    e2e_mask_body(text);
    bodies->items[bodies->count++] = text;
}

/* Finds the body of the envelope among those of the dry run, and takes it out. */
static void match_envelope(void *ctx, const struct e2e_folder *folder, const char *name)
{
    struct bodies *bodies = ctx;
    struct e2e_text envelope = e2e_read(folder, name), body = body_of(envelope);
    size_t i = 0;
    while (i < bodies->count && (bodies->items[i].len != body.len ||
                                 memcmp(bodies->items[i].ptr, body.ptr, body.len) != 0))
        i++;
    if (i == bodies->count)
        fail_msg("check --bodies wrote no body like that in %s", name);
    e2e_text_free(&bodies->items[i]);
    bodies->items[i] = bodies->items[--bodies->count];
    e2e_text_free(&envelope);
    e2e_text_free(&body);
}

static void test_an_envelope_holds_the_body_that_check_showed(void **state)
{
    (void)state;
    struct e2e_folder folder = board();
    e2e_expect(&folder, 1, "check", INPUT, "--bodies", "--out", "dry", (char *)NULL);
    e2e_expect(&folder, 1, "run", INPUT, "--out", "out", (char *)NULL);
    e2e_expect(&folder, 0, EXPORT, (char *)NULL);
    struct bodies bodies = { .count = 0 };
    e2e_each_file(&folder, "dry/bodies", collect_body, &bodies);
    assert_true(bodies.count > 20);
    e2e_each_file(&folder, "env", match_envelope, &bodies);
    assert_int_equal(bodies.count, 0);
    e2e_folder_remove(&folder);
}

static void check_name(void *ctx, const struct e2e_folder *folder, const char *name)
{
    (void)ctx;
    struct e2e_text text = e2e_read(folder, name);
    const char *at = strstr(text.ptr, "identificatiecodeBedrijfsdocument");
    assert_non_null(at);
    char expected[64];
    (void)snprintf(expected, sizeof expected, "-%.36s.xml", strchr(at, '>') + 1);
    if (!strstr(name, expected))
        fail_msg("%s does not end in %s", name, expected);
    assert_true(strncmp(name, "env/vo-99XA-", 12) == 0 || strncmp(name, "env/mbo-99XB-", 13) == 0);
    e2e_text_free(&text);
}

static void test_envelopes_are_named_after_what_is_in_them_and_by_no_number(void **state)
{
    (void)state;
    struct e2e_folder folder = board();
    e2e_expect(&folder, 1, "run", INPUT, "--out", "out", (char *)NULL);
    e2e_expect(&folder, 0, EXPORT, (char *)NULL);
    e2e_each_file(&folder, "env", check_name, NULL);
    /* An export is no delivery: it can be repeated, with the same messages. */
    size_t first = e2e_count_files(&folder, "env");
    e2e_expect(&folder, 0, EXPORT, (char *)NULL);
    assert_int_equal(e2e_count_files(&folder, "env"), first);
    e2e_each_file(&folder, "env", check_name, NULL);
    e2e_no_numbers(&folder, "leerlingen.csv", "state");
    e2e_folder_remove(&folder);
}

static void count_sector(void *ctx, const struct e2e_folder *folder, const char *name)
{
    (void)folder;
    size_t *counts = ctx;
    counts[strncmp(name, "env/mbo-", 8) == 0]++;
}

static void test_an_institution_without_certificate_keeps_its_messages(void **state)
{
    (void)state;
    struct e2e_folder folder = board();
    e2e_expect(&folder, 1, "run", INPUT, "--out", "out", (char *)NULL);
    e2e_replace(&folder, "bronpost.conf", "certificaat = pki/99XB.pem\n", "");
    e2e_replace(&folder, "bronpost.conf", "sleutel = pki/99XB.key\n", "");
    struct e2e_result result = e2e_run(&folder, EXPORT, (char *)NULL);
    assert_true(result.exit_code == 1 || result.exit_code == 2);
    assert_non_null(strstr(result.err.ptr, "99XB"));
    size_t counts[2] = { 0, 0 };
    e2e_each_file(&folder, "env", count_sector, counts);
    assert_true(counts[0] > 0);
    assert_int_equal(counts[1], 0);
    e2e_result_free(&result);
    e2e_folder_remove(&folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_envelope_verifies_with_xmlsec1),
        cmocka_unit_test(test_an_envelope_holds_the_body_that_check_showed),
        cmocka_unit_test(test_envelopes_are_named_after_what_is_in_them_and_by_no_number),
        cmocka_unit_test(test_an_institution_without_certificate_keeps_its_messages),
    };
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
