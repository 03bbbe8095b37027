/* What DUO's RIO test service really sent: its answers verify, and nothing that differs from them
 * in one byte. */
#include "support/soap_answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FILES_MAX 64

static char names[FILES_MAX][32];

/* The data is not ours to keep in the tree; where it is not there, these tests say so. */
static size_t recorded(const char *prefix)
{
    size_t count = soap_recorded_names(prefix, names, FILES_MAX);
    if (count == 0) {
        print_message("%s is not there\n", SOAP_RECORDED);
        skip();
    }
    return count;
}

static enum bp_status verify_bytes(struct bp_str bytes, const struct bp_vertrouwen *trust,
                                   int64_t now_ms, struct bp_soap **soap, struct bp_error *err)
{
    const struct bp_soap_eis eis = { .now_ms = now_ms, .tolerantie_ms = 0 };
    enum bp_status st = bp_soap_parse(bytes, soap, err);
    return st == BP_OK ? bp_soap_verify(*soap, trust, &eis, err) : st;
}

static void assert_text(struct bp_str got, const char *want)
{
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("expected %s, found %.*s", want, (int)got.len, got.ptr ? got.ptr : "");
}

static void test_each_answer_of_duo_verifies_at_its_time_of_signing(void **state)
{
    (void)state;
    size_t count = recorded("ok-");
    assert_int_equal(count, 20);
    for (size_t i = 0; i < count; i++) {
        struct bp_error err = { 0 };
        struct bp_soap *soap;
        struct bp_buf text = soap_recorded(names[i]);
        struct bp_vertrouwen *trust = soap_recorded_trust(&text);
        int64_t made = soap_recorded_moment(&text);
        if (verify_bytes(bp_buf_str(&text), trust, made, &soap, &err) != BP_OK)
            fail_msg("%s: %s", names[i], err.detail);
        assert_int_equal(bp_soap_failed_check(soap), 0);
        assert_int_equal(bp_soap_created_ms(soap), made);
        assert_text(bp_soap_oin_of(bp_soap_to(soap)), "0000000700025BE00000");
        assert_text(bp_soap_oin_of(bp_soap_from(soap)), "00000001800866472000");
        assert_string_equal(bp_soap_signer_oin(soap), "00000099800866472000");
        assert_int_equal(bp_soap_relates_to(soap).len, 36);
        assert_int_equal(bp_soap_message_id(soap).len, 45);
        assert_int_equal(bp_soap_body_value(soap, "identificatiecodeBedrijfsdocument").len, 36);
        assert_text(bp_soap_body_value(soap, "verzendendeInstantie"), "00000001800866472000");
        assert_true(bp_soap_body_value(soap, "requestGoedgekeurd").len >= 4);
        assert_false(bp_soap_has_foreign_header(soap));
        bp_soap_free(soap);
        bp_vertrouwen_close(trust);
        bp_buf_free(&text);
    }
}

static void test_each_answer_that_was_changed_afterwards_is_refused(void **state)
{
    (void)state;
    size_t count = recorded("bad-");
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        struct bp_error err = { 0 };
        struct bp_soap *soap;
        struct bp_buf text = soap_recorded(names[i]);
        struct bp_vertrouwen *trust = soap_recorded_trust(&text);
        assert_int_equal(
            verify_bytes(bp_buf_str(&text), trust, soap_recorded_moment(&text), &soap, &err),
            BP_E_CRYPTO);
        assert_int_equal(bp_soap_failed_check(soap), 4);
        assert_null(bp_soap_body_value(soap, "requestGoedgekeurd").ptr);
        bp_soap_free(soap);
        bp_vertrouwen_close(trust);
        bp_buf_free(&text);
    }
}

/* Another client's: prefix lists that differ per reference, Security first, Timestamp behind the
 * Signature. */
static void test_a_request_of_another_client_with_prefix_lists_verifies(void **state)
{
    struct bp_error err = { 0 };
    struct bp_soap *soap;
    (void)state;
    (void)recorded("request-");
    struct bp_buf text = soap_recorded("request-01.xml");
    struct bp_vertrouwen *trust = soap_recorded_trust(&text);
    if (verify_bytes(bp_buf_str(&text), trust, soap_recorded_moment(&text) + 1000, &soap, &err) !=
        BP_OK)
        fail_msg("%s", err.detail);
    assert_text(bp_soap_message_id(soap), "114a0b5c-a8d5-4950-854a-9d21e55a91ae");
    assert_null(bp_soap_relates_to(soap).ptr);
    assert_int_equal(bp_soap_created_ms(soap) % 1000, 802);
    bp_soap_free(soap);
    bp_vertrouwen_close(trust);
    bp_buf_free(&text);
}

static void test_an_answer_holds_from_created_to_expires_and_no_longer(void **state)
{
    static const struct {
        int64_t after_ms, tolerance_ms;
        int check;
    } cases[] = {
        { 0, 0, 0 },          { -1, 0, 7 },         { -1, 1, 0 },
        { -60000, 60000, 0 }, { -60001, 60000, 7 }, { 300000, 0, 0 },
        { 300001, 0, 7 },     { 360000, 60000, 0 }, { 360001, 60000, 7 },
    };
    (void)state;
    (void)recorded("ok-01");
    struct bp_buf text = soap_recorded("ok-01.xml");
    struct bp_vertrouwen *trust = soap_recorded_trust(&text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_soap *soap;
        const struct bp_soap_eis eis = { soap_recorded_moment(&text) + cases[i].after_ms,
                                         cases[i].tolerance_ms };
        assert_int_equal(bp_soap_parse(bp_buf_str(&text), &soap, NULL), BP_OK);
        (void)bp_soap_verify(soap, trust, &eis, NULL);
        if (bp_soap_failed_check(soap) != cases[i].check)
            fail_msg("case %zu stops at check %d", i, bp_soap_failed_check(soap));
        bp_soap_free(soap);
    }
    bp_vertrouwen_close(trust);
    bp_buf_free(&text);
}

/* DUO's test certificate ended on 2024-11-24. */
static void test_an_answer_of_duo_no_longer_verifies_today(void **state)
{
    struct bp_soap *soap;
    (void)state;
    (void)recorded("ok-01");
    struct bp_buf text = soap_recorded("ok-01.xml");
    struct bp_vertrouwen *trust = soap_recorded_trust(&text);
    assert_int_equal(verify_bytes(bp_buf_str(&text), trust, SOAP_NOW_MS, &soap, NULL), BP_E_CRYPTO);
    assert_int_equal(bp_soap_failed_check(soap), 6);
    bp_soap_free(soap);
    bp_vertrouwen_close(trust);
    bp_buf_free(&text);
}

/* --- one byte --------------------------------------------------------------------------------- */

struct values {
    struct bp_str texts[8];
    struct bp_buf body;
};

static void read_values(const struct bp_soap *soap, struct values *v)
{
    const struct bp_str texts[8] = {
        bp_soap_to(soap),
        bp_soap_action(soap),
        bp_soap_message_id(soap),
        bp_soap_relates_to(soap),
        bp_soap_from(soap),
        bp_soap_body_name(soap),
        bp_soap_body_namespace(soap),
        bp_str_of(bp_soap_signer_oin(soap)),
    };
    memcpy(v->texts, texts, sizeof texts);
    bp_buf_init(&v->body, 1 << 20);
    assert_int_equal(bp_soap_body_bytes(soap, &v->body, NULL), BP_OK);
}

static bool same_values(const struct values *a, const struct values *b)
{
    bool same = bp_str_equal(bp_buf_str(&a->body), bp_buf_str(&b->body));
    for (size_t i = 0; i < 8; i++)
        same = same && bp_str_equal(a->texts[i], b->texts[i]);
    return same;
}

struct flipping {
    struct bp_buf text;
    struct bp_vertrouwen *trust;
    int64_t made;
    struct values values; /* of the text as it came */
    struct bp_soap *soap;
    size_t tried;
};

static void flipping_begin(struct flipping *f, const char *name)
{
    *f = (struct flipping){ .text = soap_recorded(name) };
    f->trust = soap_recorded_trust(&f->text);
    f->made = soap_recorded_moment(&f->text);
    assert_int_equal(verify_bytes(bp_buf_str(&f->text), f->trust, f->made, &f->soap, NULL), BP_OK);
    read_values(f->soap, &f->values);
}

static void flipping_end(struct flipping *f)
{
    bp_soap_free(f->soap);
    bp_vertrouwen_close(f->trust);
    bp_buf_free(&f->values.body);
    bp_buf_free(&f->text);
}

/* One byte changed: refused, or (where the byte is not signed) all that is used is as it was. */
static bool verifies_with(struct flipping *f, size_t at, char to)
{
    struct bp_soap *soap;
    char from = f->text.ptr[at];
    f->text.ptr[at] = to;
    bool ok = verify_bytes(bp_buf_str(&f->text), f->trust, f->made, &soap, NULL) == BP_OK;
    f->tried++;
    if (ok) {
        struct values values;
        read_values(soap, &values);
        if (!same_values(&values, &f->values))
            fail_msg("byte %zu: '%c' instead of '%c' gives other values that verify", at, to, from);
        bp_buf_free(&values.body);
    }
    bp_soap_free(soap);
    f->text.ptr[at] = from;
    return ok;
}

static void flip_part(struct flipping *f, const char *begin, const char *end)
{
    struct bp_str part = soap_between(&f->text, begin, end);
    size_t from = (size_t)(part.ptr - f->text.ptr);
    for (size_t i = 0; i < 2 * part.len; i++) {
        size_t at = from + i / 2;
        char to = (char)(f->text.ptr[at] ^ (i % 2 ? 0x20 : 1));
        if (verifies_with(f, at, to))
            fail_msg("byte %zu: '%c' instead of '%c' verifies", at, to, f->text.ptr[at]);
    }
}

static void test_each_change_of_one_byte_in_a_signed_part_is_refused(void **state)
{
    static const char *const files[] = { "ok-24.xml", "ok-11.xml", "ok-52.xml" };
    (void)state;
    (void)recorded("ok-");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct flipping f;
        flipping_begin(&f, files[i]);
        flip_part(&f, "<wsa:To ", "</wsa:To>");
        flip_part(&f, "<wsa:Action ", "</wsa:Action>");
        flip_part(&f, "<wsa:MessageID ", "</wsa:MessageID>");
        flip_part(&f, "<wsa:RelatesTo ", "</wsa:RelatesTo>");
        flip_part(&f, "<wsa:From ", "</wsa:From>");
        flip_part(&f, "<wsu:Timestamp ", "</wsu:Timestamp>");
        flip_part(&f, "<SignedInfo>", "</SignedInfo>");
        flip_part(&f, "<SOAP-ENV:Body ", "</SOAP-ENV:Body>");
        assert_true(f.tried > 8000);
        flipping_end(&f);
    }
}

static void test_other_changes_of_one_byte_never_change_what_is_used(void **state)
{
    uint64_t seed = 20261121;
    (void)state;
    size_t count = recorded("ok-");
    for (size_t i = 0; i < count; i++) {
        struct flipping f;
        flipping_begin(&f, names[i]);
        for (size_t k = 0; k < 150; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            size_t at = (size_t)(seed >> 33) % f.text.len;
            char to = (char)(seed >> 20);
            if (f.text.ptr[at] != to)
                (void)verifies_with(&f, at, to);
        }
        assert_true(f.tried > 100);
        flipping_end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_answer_of_duo_verifies_at_its_time_of_signing),
        cmocka_unit_test(test_each_answer_that_was_changed_afterwards_is_refused),
        cmocka_unit_test(test_a_request_of_another_client_with_prefix_lists_verifies),
        cmocka_unit_test(test_an_answer_holds_from_created_to_expires_and_no_longer),
        cmocka_unit_test(test_an_answer_of_duo_no_longer_verifies_today),
        cmocka_unit_test(test_each_change_of_one_byte_in_a_signed_part_is_refused),
        cmocka_unit_test(test_other_changes_of_one_byte_never_change_what_is_used),
    };
    if (bp_soap_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    return failed;
}
