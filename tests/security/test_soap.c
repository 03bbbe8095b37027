/* What is no envelope, whom we trust, and what may be read. */
#include "support/pki_folder.h"
#include "support/soap_answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define SOAP     "http://schemas.xmlsoap.org/soap/envelope/"
#define ENVELOPE "<s:Envelope xmlns:s=\"" SOAP "\">"
#define BODY     "<s:Body><a/></s:Body>"
#define END      "</s:Envelope>"

static const struct {
    const char *name, *text;
    bool ok;
} envelopes[] = {
    { "the least that is one", ENVELOPE BODY END, true },
    { "with a declaration of UTF-8", "<?xml version=\"1.0\" encoding=\"utf-8\"?>" ENVELOPE BODY END,
      true },
    { "with a Header", ENVELOPE "<s:Header/>" BODY END, true },
    { "with white space", ENVELOPE "\n  <s:Header/>\n  " BODY "\n" END "\n", true },
    { "with CDATA", ENVELOPE "<s:Body><a><![CDATA[<J>]]></a></s:Body>" END, true },
    { "with predefined entities", ENVELOPE "<s:Body><a>&lt;&#xEB;&amp;</a></s:Body>" END, true },
    { "nothing", "", false },
    { "no XML", "Service Unavailable", false },
    { "a page", "<html><body>503</body></html>", false },
    { "cut off", ENVELOPE "<s:Body><a/>", false },
    { "with something behind it", ENVELOPE BODY END "<x/>", false },
    { "SOAP 1.2", "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">" BODY END,
      false },
    { "without namespace", "<Envelope><Body><a/></Body></Envelope>", false },
    { "with a prefix that is not declared", ENVELOPE "<s:Body><x:a/></s:Body>" END, false },
    { "without Body", ENVELOPE "<s:Header/>" END, false },
    { "with an empty Body", ENVELOPE "<s:Body/>" END, false },
    { "with two elements in the Body", ENVELOPE "<s:Body><a/><b/></s:Body>" END, false },
    { "with the Header behind the Body", ENVELOPE BODY "<s:Header/>" END, false },
    { "with two Bodies", ENVELOPE BODY BODY END, false },
    { "with a DTD", "<!DOCTYPE a>" ENVELOPE BODY END, false },
    { "with an entity",
      "<!DOCTYPE a [<!ENTITY e \"J\">]>" ENVELOPE "<s:Body><a>&e;</a></s:Body>" END, false },
    { "with an external entity",
      "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" ENVELOPE
      "<s:Body><a>&e;</a></s:Body>" END,
      false },
    { "with an entity that nobody declared", ENVELOPE "<s:Body><a>&e;</a></s:Body>" END, false },
    { "with a processing instruction", ENVELOPE "<s:Body><a><?p q?></a></s:Body>" END, false },
    { "with a processing instruction in front", "<?p q?>" ENVELOPE BODY END, false },
    { "with a comment", ENVELOPE "<s:Body><a><!-- --></a></s:Body>" END, false },
    { "with another character set",
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" ENVELOPE "<s:Body><a>\xEB</a></s:Body>" END,
      false },
    { "with a byte that is not UTF-8", ENVELOPE "<s:Body><a>\xEB</a></s:Body>" END, false },
    { "with an id twice", ENVELOPE "<s:Body><a Id=\"x\"><b ID=\"x\"/></a></s:Body>" END, false },
    { "with an attribute twice", ENVELOPE "<s:Body><a b=\"1\" b=\"2\"/></s:Body>" END, false },
    { "with wsa:To twice",
      ENVELOPE
      "<s:Header xmlns:w=\"http://www.w3.org/2005/08/addressing\"><w:To/><w:To/></s:Header>" BODY
          END,
      false },
};

static enum bp_status parse_only(struct bp_str text)
{
    struct bp_soap *soap;
    struct bp_error err = { 0 };
    enum bp_status st = bp_soap_parse(text, &soap, &err);
    assert_int_equal(soap != NULL, st == BP_OK);
    assert_int_equal(err.detail[0] != '\0', st != BP_OK);
    bp_soap_free(soap);
    return st;
}

static void test_what_is_no_envelope_is_refused_while_parsing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++)
        if (parse_only(bp_str_of(envelopes[i].text)) != (envelopes[i].ok ? BP_OK : BP_E_XML))
            fail_msg("an envelope %s is judged wrongly", envelopes[i].name);
}

static void test_utf16_is_refused(void **state)
{
    static const char ascii[] = ENVELOPE BODY END;
    char text[2 + 2 * sizeof ascii] = "\xFF\xFE";
    (void)state;
    for (size_t i = 0; i < sizeof ascii - 1; i++) {
        text[2 + 2 * i] = ascii[i];
        text[3 + 2 * i] = '\0';
    }
    assert_int_equal(parse_only((struct bp_str){ text, 2 * sizeof ascii }), BP_E_XML);
    assert_int_equal(parse_only((struct bp_str){ text + 2, 2 * sizeof ascii - 2 }), BP_E_XML);
}

static struct bp_buf envelope_with(size_t depth, size_t bytes)
{
    struct bp_buf text;
    bp_buf_init(&text, (size_t)16 << 20);
    bp_buf_add_text(&text, ENVELOPE "<s:Body>");
    for (size_t i = 0; i < depth; i++)
        bp_buf_add_text(&text, "<a>");
    while (text.len + depth * 4 + sizeof "</s:Body>" END - 1 < bytes)
        bp_buf_add_char(&text, 'x');
    for (size_t i = 0; i < depth; i++)
        bp_buf_add_text(&text, "</a>");
    bp_buf_add_text(&text, "</s:Body>" END);
    assert_false(text.failed);
    return text;
}

static void test_size_and_depth_have_a_limit(void **state)
{
    static const struct {
        size_t depth, bytes;
        enum bp_status want;
    } cases[] = {
        { 62, 0, BP_OK },
        { 63, 0, BP_E_XML },
        { 100000, 0, BP_E_XML },
        { 1, (size_t)8 << 20, BP_OK },
        { 1, ((size_t)8 << 20) + 1, BP_E_XML },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_buf text = envelope_with(cases[i].depth, cases[i].bytes);
        if (parse_only(bp_buf_str(&text)) != cases[i].want)
            fail_msg("%zu deep, %zu bytes", cases[i].depth, text.len);
        bp_buf_free(&text);
    }
}

/* --- trust ------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *certificaat, *ankers, *crl, *vastgezet;
    int want;
    const char *says;
} trusts[] = {
    { "a chain to the root", "duo", "chain.pem", NULL, NULL, 0, NULL },
    { "an intermediate as anchor", "duo", "intermediate.pem", NULL, NULL, 0, NULL },
    { "the certificate itself as anchor", "duo", "duo.pem", NULL, NULL, 0, NULL },
    { "a root without what stands between", "duo", "root.pem", NULL, NULL, 6, "anchor" },
    { "another root", "duo", "other-root.pem", NULL, NULL, 6, "anchor" },
    { "a certificate of another root", "duo-other", "chain.pem", NULL, NULL, 6, "anchor" },
    { "expired", "duo-expired", "chain.pem", NULL, NULL, 6, "expired" },
    { "not valid yet", "duo-future", "chain.pem", NULL, NULL, 6, "not valid yet" },
    { "with revocation lists", "duo", "chain.pem", "crl.pem", NULL, 0, NULL },
    { "revoked", "duo-revoked", "chain.pem", "crl.pem", NULL, 6, "revoked" },
    { "revoked, with an intermediate as anchor", "duo-revoked", "intermediate.pem", "crl.pem", NULL,
      6, "revoked" },
    { "an intermediate as anchor, with revocation lists", "duo", "intermediate.pem", "crl.pem",
      NULL, 0, NULL },
    { "revoked, and no lists are given", "duo-revoked", "chain.pem", NULL, NULL, 0, NULL },
    { "pinned", "duo", "chain.pem", NULL, "duo.pem", 0, NULL },
    { "pinned to another certificate of the same key", "duo-revoked", "chain.pem", NULL, "duo.pem",
      6, "vastgezet" },
    { "pinned, and another institution signed", "99XA", "chain.pem", NULL, "duo.pem", 6,
      "vastgezet" },
    { "pinned, but it leads to no anchor", "duo", "other-root.pem", NULL, "duo.pem", 6, "anchor" },
};

/* The test PKI's revocation lists begin to count on the day on which it was made. */
#define IN_2040_MS INT64_C(2209032000000)

static void test_the_signers_certificate_leads_to_an_anchor_and_is_the_pinned_one(void **state)
{
    struct bp_envelope_kop kop = soap_kop();
    const struct bp_soap_eis eis = { IN_2040_MS, SOAP_TOLERANCE_MS };
    (void)state;
    kop.created_ms = IN_2040_MS;
    kop.expires_ms = IN_2040_MS + 1000;
    for (size_t i = 0; i < sizeof trusts / sizeof *trusts; i++) {
        struct bp_error err = { 0 };
        struct bp_soap *soap;
        bool duo = strncmp(trusts[i].certificaat, "duo", 3) == 0;
        struct bp_buf text =
            soap_sign_as(trusts[i].certificaat, duo ? "duo" : "99XA", &kop, soap_receipt);
        struct bp_vertrouwen *trust =
            soap_trust(trusts[i].ankers, trusts[i].crl, trusts[i].vastgezet);
        assert_int_equal(bp_soap_parse(bp_buf_str(&text), &soap, NULL), BP_OK);
        (void)bp_soap_verify(soap, trust, &eis, &err);
        if (bp_soap_failed_check(soap) != trusts[i].want ||
            (trusts[i].says && !strstr(err.detail, trusts[i].says)))
            fail_msg("%s: check %d, %s", trusts[i].name, bp_soap_failed_check(soap), err.detail);
        bp_soap_free(soap);
        bp_vertrouwen_close(trust);
        bp_buf_free(&text);
    }
}

static void test_keys_that_are_too_short_are_refused(void **state)
{
    struct bp_vertrouwen *trust = soap_trust("chain.pem", NULL, NULL);
    const struct bp_envelope_kop kop = soap_kop();
    const struct bp_soap_eis eis = { SOAP_NOW_MS, SOAP_TOLERANCE_MS };
    struct bp_buf text = soap_sign("duo", &kop, soap_receipt), pem;
    struct bp_soap *soap;
    char path[PATH_MAX];
    (void)state;
    /* Another certificate in the token: its key is judged before anything is computed with it. */
    pki_path("bits-1024.pem", path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char line[256];
    bp_buf_init(&pem, 1 << 16);
    while (fgets(line, sizeof line, file))
        if (line[0] != '-')
            bp_buf_add_text(&pem, line);
    (void)fclose(file);
    bp_buf_add_char(&pem, '\0');
    struct bp_str old = soap_between(&text, "wsu:Id=\"id-Token\">", "<");
    struct bp_buf token;
    bp_buf_init(&token, 1 << 16);
    bp_buf_add(&token, old.ptr + 18, old.len - 19);
    bp_buf_add_char(&token, '\0');
    soap_replace(&text, token.ptr, pem.ptr);
    assert_int_equal(bp_soap_parse(bp_buf_str(&text), &soap, NULL), BP_OK);
    assert_int_equal(bp_soap_verify(soap, trust, &eis, NULL), BP_E_CRYPTO);
    assert_int_equal(bp_soap_failed_check(soap), 5);
    bp_soap_free(soap);
    bp_vertrouwen_close(trust);
    bp_buf_free(&token);
    bp_buf_free(&pem);
    bp_buf_free(&text);
}

static void test_files_of_trust_that_cannot_be_used_are_named(void **state)
{
    static const struct {
        const char *ankers, *crl, *vastgezet, *says;
    } cases[] = {
        { NULL, NULL, NULL, "vertrouw" },
        { "not-there.pem", NULL, NULL, "not-there.pem" },
        { "duo.key", NULL, NULL, "duo.key" },
        { "99XA.der", NULL, NULL, "99XA.der" },
        { "chain.pem", "chain.pem", NULL, "'crl'" },
        { "chain.pem", NULL, "crl.pem", "'vastgezet'" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char paths[3][PATH_MAX];
        struct bp_vertrouwen *trust;
        struct bp_error err = { 0 };
        const char *const names[3] = { cases[i].ankers, cases[i].crl, cases[i].vastgezet };
        for (size_t k = 0; k < 3; k++)
            pki_path(names[k] ? names[k] : "", paths[k]);
        const struct bp_vertrouwen_bron bron = { names[0] ? paths[0] : NULL,
                                                 names[1] ? paths[1] : NULL,
                                                 names[2] ? paths[2] : NULL };
        assert_int_equal(bp_vertrouwen_open(&bron, &trust, &err), BP_E_CRYPTO);
        assert_null(trust);
        if (!strstr(err.detail, cases[i].says))
            fail_msg("case %zu: %s", i, err.detail);
    }
}

/* --- reading ---------------------------------------------------------------------------------- */

static void assert_str(struct bp_str got, const char *want)
{
    if (got.ptr == NULL || !bp_str_equal(got, bp_str_of(want)))
        fail_msg("expected %s, found %.*s", want, (int)got.len, got.ptr ? got.ptr : "");
}

static void test_nothing_is_read_before_it_is_verified(void **state)
{
    struct bp_vertrouwen *trust = soap_trust("chain.pem", NULL, NULL);
    const struct bp_envelope_kop kop = soap_kop();
    const struct bp_soap_eis eis = { SOAP_NOW_MS, SOAP_TOLERANCE_MS };
    struct bp_buf text = soap_sign("duo", &kop, soap_receipt), body;
    struct bp_soap *soap;
    (void)state;
    bp_buf_init(&body, 1 << 20);
    assert_int_equal(bp_soap_parse(bp_buf_str(&text), &soap, NULL), BP_OK);
    assert_null(bp_soap_to(soap).ptr);
    assert_null(bp_soap_action(soap).ptr);
    assert_null(bp_soap_message_id(soap).ptr);
    assert_null(bp_soap_relates_to(soap).ptr);
    assert_null(bp_soap_from(soap).ptr);
    assert_null(bp_soap_body_name(soap).ptr);
    assert_null(bp_soap_body_namespace(soap).ptr);
    assert_null(bp_soap_body_value(soap, "ontvangstBevestiging").ptr);
    assert_int_equal(bp_soap_created_ms(soap), 0);
    assert_string_equal(bp_soap_signer_oin(soap), "");
    assert_int_equal(bp_soap_body_bytes(soap, &body, NULL), BP_E_INTERNAL);
    assert_int_equal(body.len, 0);

    assert_int_equal(bp_soap_verify(soap, trust, &eis, NULL), BP_OK);
    assert_str(bp_soap_to(soap), SOAP_ANONYMOUS "?oin=" SOAP_SCHOOL_OIN);
    assert_str(bp_soap_action(soap), SOAP_ACTION);
    assert_str(bp_soap_message_id(soap), "urn:uuid:0f0c1c52-7f0e-4f5a-9f3b-2f4f0b6f1aff");
    assert_str(bp_soap_relates_to(soap), SOAP_MESSAGE_ID);
    assert_str(bp_soap_from(soap), SOAP_ANONYMOUS "?oin=" SOAP_DUO_OIN);
    assert_str(bp_soap_body_name(soap), SOAP_RESPONSE);
    assert_str(bp_soap_body_namespace(soap), SOAP_NS);
    assert_str(bp_soap_body_value(soap, "ontvangstBevestiging"), "J");
    assert_null(bp_soap_body_value(soap, "burgerservicenummer").ptr);
    assert_int_equal(bp_soap_created_ms(soap), SOAP_NOW_MS);
    assert_string_equal(bp_soap_signer_oin(soap), "00000099800866472000");
    assert_int_equal(bp_soap_body_bytes(soap, &body, NULL), BP_OK);
    assert_int_equal(body.len, strlen(soap_receipt));
    assert_memory_equal(body.ptr, soap_receipt, body.len);

    /* What verified once does not stay verified when the next judgement is another. */
    const struct bp_soap_eis late = { SOAP_NOW_MS + 3600000, SOAP_TOLERANCE_MS };
    assert_int_equal(bp_soap_verify(soap, trust, &late, NULL), BP_E_CRYPTO);
    assert_null(bp_soap_to(soap).ptr);
    bp_soap_free(soap);
    bp_buf_free(&body);
    bp_buf_free(&text);
    bp_vertrouwen_close(trust);
}

static void test_a_message_without_signature_never_verifies(void **state)
{
    struct bp_vertrouwen *trust = soap_trust("chain.pem", NULL, NULL);
    const struct bp_soap_eis eis = { SOAP_NOW_MS, SOAP_TOLERANCE_MS };
    struct bp_soap *soap;
    (void)state;
    assert_int_equal(bp_soap_parse(BP_STR(ENVELOPE BODY END), &soap, NULL), BP_OK);
    assert_int_equal(bp_soap_verify(soap, trust, &eis, NULL), BP_E_CRYPTO);
    assert_int_equal(bp_soap_failed_check(soap), 4);
    assert_false(bp_soap_is_fault(soap));
    assert_null(bp_soap_fault_code(soap).ptr);
    bp_soap_free(soap);
    bp_vertrouwen_close(trust);
}

static void test_a_fault_is_read_without_signature(void **state)
{
    struct bp_soap *soap;
    (void)state;
    assert_int_equal(
        bp_soap_parse(BP_STR(ENVELOPE
                             "<s:Body><s:Fault><faultcode>s:Client.DK0004</faultcode>"
                             "<faultstring>niet geldig &amp; fout</faultstring><detail><x/>"
                             "</detail></s:Fault></s:Body>" END),
                      &soap, NULL),
        BP_OK);
    assert_true(bp_soap_is_fault(soap));
    assert_str(bp_soap_fault_code(soap), "s:Client.DK0004");
    assert_str(bp_soap_fault_string(soap), "niet geldig & fout");
    assert_null(bp_soap_body_name(soap).ptr);
    bp_soap_free(soap);
}

static void test_presence_of_headers_is_seen_without_signature(void **state)
{
    struct bp_soap *soap;
    (void)state;
    assert_int_equal(
        bp_soap_parse(BP_STR(ENVELOPE "<s:Header xmlns:w=\"http://www.w3.org/2005/08/addressing\">"
                                      "<w:To>x</w:To><n xmlns=\"urn:n\"/></s:Header>" BODY END),
                      &soap, NULL),
        BP_OK);
    assert_true(bp_soap_has_header(soap, "To"));
    assert_false(bp_soap_has_header(soap, "From"));
    assert_true(bp_soap_has_foreign_header(soap));
    bp_soap_free(soap);
}

static void test_the_oin_is_found_in_an_address(void **state)
{
    static const struct {
        const char *address, *want;
    } cases[] = {
        { SOAP_ANONYMOUS "?oin=" SOAP_DUO_OIN, SOAP_DUO_OIN },
        { SOAP_ANONYMOUS "?OIN=" SOAP_SCHOOL_OIN, SOAP_SCHOOL_OIN },
        { "https://duo.nl/x?a=1&Oin=" SOAP_DUO_OIN "&b=2", SOAP_DUO_OIN },
        { SOAP_ANONYMOUS, NULL },
        { SOAP_ANONYMOUS "?oin=", NULL },
        { SOAP_ANONYMOUS "?oin=0000000180086647200", NULL },
        { SOAP_ANONYMOUS "?oin=000000018008664720000", NULL },
        { SOAP_ANONYMOUS "?oin=0000000700099xa00000", NULL },
        { SOAP_ANONYMOUS "?oin=" SOAP_DUO_OIN " ", NULL },
        { SOAP_ANONYMOUS "?xoin=" SOAP_DUO_OIN, NULL },
        { "oin=" SOAP_DUO_OIN, NULL },
        { "", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_str oin = bp_soap_oin_of(bp_str_of(cases[i].address));
        if (!bp_str_equal(oin, bp_str_of(cases[i].want)) || !oin.ptr != !cases[i].want)
            fail_msg("%s", cases[i].address);
    }
    assert_null(bp_soap_oin_of((struct bp_str){ NULL, 0 }).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_no_envelope_is_refused_while_parsing),
        cmocka_unit_test(test_utf16_is_refused),
        cmocka_unit_test(test_size_and_depth_have_a_limit),
        cmocka_unit_test(test_the_signers_certificate_leads_to_an_anchor_and_is_the_pinned_one),
        cmocka_unit_test(test_keys_that_are_too_short_are_refused),
        cmocka_unit_test(test_files_of_trust_that_cannot_be_used_are_named),
        cmocka_unit_test(test_nothing_is_read_before_it_is_verified),
        cmocka_unit_test(test_a_message_without_signature_never_verifies),
        cmocka_unit_test(test_a_fault_is_read_without_signature),
        cmocka_unit_test(test_presence_of_headers_is_seen_without_signature),
        cmocka_unit_test(test_the_oin_is_found_in_an_address),
    };
    (void)pki_folder();
    if (bp_soap_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    return failed;
}
