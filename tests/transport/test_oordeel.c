/* One verdict per answer: each row of section 8 and each code of section 10 of edukoppeling.md. */
#include "support/pki_folder.h"
#include "support/soap_answers.h"
#include "support/soap_xmlsec.h"

#include "bronpost/transport/oordeel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct bp_vertrouwen *trust;

static struct bp_verwacht expected(void)
{
    return (struct bp_verwacht){
        .message_id = BP_STR(SOAP_MESSAGE_ID),
        .action = BP_STR(SOAP_ACTION),
        .eigen_oin = BP_STR(SOAP_SCHOOL_OIN),
        .duo_oin = BP_STR(SOAP_DUO_OIN),
        .identificatiecode = BP_STR(SOAP_UUID),
        .verzender = BP_STR("99XA"),
        .ontvanger = BP_STR("DUO"),
        .element = BP_STR(SOAP_RESPONSE),
        .namespace_uri = BP_STR(SOAP_NS),
        .vertrouwen = trust,
        .now_ms = SOAP_NOW_MS,
        .tolerantie_ms = SOAP_TOLERANCE_MS,
    };
}

static struct bp_transport_resultaat http(long status, const char *type, struct bp_str body)
{
    return (struct bp_transport_resultaat){
        .uitkomst = BP_TRANSPORT_ANTWOORD,
        .http_status = status,
        .content_type = type,
        .body = body,
        .why = "",
    };
}

static struct bp_oordeel judge(long status, const char *type, struct bp_str body)
{
    struct bp_oordeel o;
    const struct bp_verwacht v = expected();
    const struct bp_transport_resultaat r = http(status, type, body);
    bp_oordeel_make(&r, &v, NULL, &o);
    return o;
}

/* --- a receipt, and one thing wrong with it --------------------------------------------------- */

static const struct {
    const char *name;
    const char *to, *action, *relates_to, *from; /* NULL: as it should be */
    const char *body_from, *body_to;             /* changed before signing */
    const char *text_from, *text_to;             /* changed after signing */
    const char *signer;
    int64_t later_ms;
    long status;
    const char *type;
    enum bp_oordeel_uitslag want;
    int check;
} answers[] = {
    { .name = "a receipt", .want = BP_OORDEEL_ONTVANGEN },
    { .name = "a receipt without charset", .type = "text/xml", .want = BP_OORDEEL_ONTVANGEN },
    { .name = "a receipt with charset in quotes",
      .type = "TEXT/XML; Charset=\"utf-8\"; a=b",
      .want = BP_OORDEEL_ONTVANGEN },
    { .name = "row 1: another type", .type = "text/html", .want = BP_OORDEEL_OPNIEUW, .check = 1 },
    { .name = "row 1: no type", .type = "", .want = BP_OORDEEL_OPNIEUW, .check = 1 },
    { .name = "row 1: another character set",
      .type = "text/xml;charset=iso-8859-1",
      .want = BP_OORDEEL_OPNIEUW,
      .check = 1 },
    { .name = "row 1: 202", .status = 202, .want = BP_OORDEEL_OPNIEUW, .check = 1 },
    { .name = "row 2: cut off",
      .text_from = "</soapenv:Envelope>",
      .text_to = "",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 2 },
    { .name = "row 2: SOAP 1.2",
      .text_from = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">",
      .text_to = "<soapenv:Envelope xmlns:soapenv=\"http://www.w3.org/2003/05/soap-envelope\">",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 2 },
    { .name = "row 4: changed after signing",
      .text_from = "99XA</b:ontvangendeInstantie>",
      .text_to = "99XB</b:ontvangendeInstantie>",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 4 },
    { .name = "row 5: SHA-1",
      .text_from = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
      .text_to = "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 5 },
    { .name = "row 6: another authority",
      .signer = "duo-other",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 6 },
    { .name = "row 6: expired certificate",
      .signer = "duo-expired",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 6 },
    { .name = "row 7: made in the future",
      .later_ms = 60001,
      .want = BP_OORDEEL_ONGELDIG,
      .check = 7 },
    { .name = "row 7: the future within the tolerance",
      .later_ms = 60000,
      .want = BP_OORDEEL_ONTVANGEN },
    { .name = "row 7: expired", .later_ms = -360001, .want = BP_OORDEEL_ONGELDIG, .check = 7 },
    { .name = "row 7: expired within the tolerance",
      .later_ms = -360000,
      .want = BP_OORDEEL_ONTVANGEN },
    { .name = "row 8: answers another message",
      .relates_to = "urn:uuid:00000000-5a0e-4c55-8a53-0d1e2f3a4b5c",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 8 },
    { .name = "row 8: the bare UUID",
      .relates_to = "c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5c",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 8 },
    { .name = "row 8: answers nothing", .relates_to = "", .want = BP_OORDEEL_ONGELDIG, .check = 8 },
    { .name = "row 9: to another institution",
      .to = SOAP_ANONYMOUS "?oin=0000000700099XB00000",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 9 },
    { .name = "row 9: to nobody", .to = SOAP_ANONYMOUS, .want = BP_OORDEEL_ONGELDIG, .check = 9 },
    { .name = "row 9: OIN in capitals",
      .to = SOAP_ANONYMOUS "?OIN=" SOAP_SCHOOL_OIN,
      .want = BP_OORDEEL_ONTVANGEN },
    { .name = "row 9: from somebody else",
      .from = SOAP_ANONYMOUS "?oin=00000099800866472000",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 9 },
    { .name = "row 9: another operation",
      .action = SOAP_ACTION "X",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 9 },
    { .name = "row 10: another element",
      .body_from = "<a:aanleverenInschrijvingVO_Response xmlns",
      .body_to = "<a:evil xmlns",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 10 },
    { .name = "row 10: another namespace",
      .body_from = SOAP_NS,
      .body_to = SOAP_NS "X",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 10 },
    { .name = "row 11: another identificatiecode",
      .body_from = SOAP_UUID,
      .body_to = "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a02",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 11 },
    { .name = "row 11: another verzendendeInstantie",
      .body_from = ">DUO<",
      .body_to = ">99XA<",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 11 },
    { .name = "row 11: another ontvangendeInstantie",
      .body_from = ">99XA<",
      .body_to = ">DUO<",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 11 },
    { .name = "row 12: not received",
      .body_from = ">J<",
      .body_to = ">N<",
      .want = BP_OORDEEL_ONGELDIG,
      .check = 12 },
    { .name = "a receipt with 500", .status = 500, .want = BP_OORDEEL_OPNIEUW, .check = 1 },
    { .name = "a receipt with 404", .status = 404, .want = BP_OORDEEL_AFGEWEZEN, .check = 1 },
};

static struct bp_buf make_answer(size_t i)
{
    struct bp_envelope_kop kop = soap_kop();
    struct bp_buf body;
    bp_buf_init(&body, 1 << 16);
    bp_buf_add_text(&body, soap_receipt);
    if (answers[i].to)
        kop.to = bp_str_of(answers[i].to);
    if (answers[i].action)
        kop.action = bp_str_of(answers[i].action);
    if (answers[i].relates_to)
        kop.relates_to = bp_str_of(answers[i].relates_to);
    if (answers[i].from)
        kop.from = bp_str_of(answers[i].from);
    kop.created_ms += answers[i].later_ms;
    kop.expires_ms += answers[i].later_ms;
    if (answers[i].body_from)
        soap_replace(&body, answers[i].body_from, answers[i].body_to);
    if (answers[i].body_to && strcmp(answers[i].body_to, "<a:evil xmlns") == 0)
        soap_replace(&body, "</a:" SOAP_RESPONSE ">", "</a:evil>");
    bp_buf_add_char(&body, '\0');
    struct bp_buf text =
        soap_sign_as(answers[i].signer ? answers[i].signer : "duo", "duo", &kop, body.ptr);
    if (answers[i].text_from)
        soap_replace(&text, answers[i].text_from, answers[i].text_to);
    bp_buf_free(&body);
    return text;
}

static void test_only_an_answer_that_passes_every_check_is_a_receipt(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct bp_buf text = make_answer(i);
        struct bp_oordeel o =
            judge(answers[i].status ? answers[i].status : 200,
                  answers[i].type ? answers[i].type : "text/xml;charset=UTF-8", bp_buf_str(&text));
        if (o.uitslag != answers[i].want || o.check != answers[i].check)
            fail_msg("%s: %s at check %d: %s", answers[i].name, bp_oordeel_name(o.uitslag), o.check,
                     o.waarom);
        assert_int_equal(o.waarom[0] == '\0', o.uitslag == BP_OORDEEL_ONTVANGEN);
        if (o.uitslag == BP_OORDEEL_ONGELDIG || o.uitslag == BP_OORDEEL_ONTVANGEN)
            assert_true(o.misschien_aangekomen);
        if (o.uitslag == BP_OORDEEL_ONTVANGEN) {
            assert_true(o.klok_bekend);
            assert_int_equal(o.klok_verschil_ms, answers[i].later_ms);
        }
        bp_buf_free(&text);
    }
}

/* Takes a header and its reference out, and signs what is left. */
static struct bp_buf without_header(const char *name)
{
    const struct bp_envelope_kop kop = soap_kop();
    struct bp_buf text = soap_sign("duo", &kop, soap_receipt);
    char begin[64], end[64], reference[64];
    (void)snprintf(begin, sizeof begin, "<wsa:%s ", name);
    (void)snprintf(end, sizeof end, "</wsa:%s>", name);
    (void)snprintf(reference, sizeof reference, "<ds:Reference URI=\"#id-%s\">", name);
    soap_remove(&text, begin, end);
    soap_remove(&text, reference, "</ds:Reference>");
    soap_sign_anew(&text, "duo.key");
    return text;
}

static void test_a_missing_header_fails_its_check_but_for_wsa_to_and_message_id(void **state)
{
    static const struct {
        const char *name;
        int check;
    } cases[] = {
        { "To", 0 }, { "MessageID", 0 }, { "RelatesTo", 8 }, { "From", 9 }, { "Action", 9 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_buf text = without_header(cases[i].name);
        struct bp_oordeel o = judge(200, "text/xml", bp_buf_str(&text));
        if (o.check != cases[i].check || (o.uitslag == BP_OORDEEL_ONTVANGEN) != (o.check == 0))
            fail_msg("%s: check %d, %s", cases[i].name, o.check, o.waarom);
        bp_buf_free(&text);
    }
}

/* --- the schema ------------------------------------------------------------------------------- */

static enum bp_status refuse_body(void *ctx, struct bp_str body, struct bp_error *err)
{
    struct bp_buf *seen = ctx;
    bp_buf_add_str(seen, body);
    return bp_error_set(err, BP_E_XML, NULL, "%s", "element zeventien");
}

static enum bp_status take_body(void *ctx, struct bp_str body, struct bp_error *err)
{
    (void)err;
    bp_buf_add_str(ctx, body);
    return BP_OK;
}

static void test_the_body_is_judged_against_the_schema_and_handed_over(void **state)
{
    const struct bp_envelope_kop kop = soap_kop();
    struct bp_buf text = soap_sign("duo", &kop, soap_receipt), seen, body;
    const struct bp_transport_resultaat r = http(200, "text/xml", bp_buf_str(&text));
    struct bp_verwacht v = expected();
    struct bp_oordeel o;
    (void)state;
    bp_buf_init(&seen, 1 << 16);
    bp_buf_init(&body, 1 << 16);
    v.keuring = refuse_body;
    v.keuring_ctx = &seen;
    bp_oordeel_make(&r, &v, &body, &o);
    assert_int_equal(o.uitslag, BP_OORDEEL_ONGELDIG);
    assert_int_equal(o.check, 10);
    assert_non_null(strstr(o.waarom, "element zeventien"));
    assert_int_equal(body.len, 0);
    assert_int_equal(seen.len, strlen(soap_receipt));
    bp_buf_clear(&seen);
    v.keuring = take_body;
    bp_oordeel_make(&r, &v, &body, &o);
    assert_int_equal(o.uitslag, BP_OORDEEL_ONTVANGEN);
    assert_true(bp_str_equal(bp_buf_str(&body), bp_str_of(soap_receipt)));
    assert_true(bp_str_equal(bp_buf_str(&seen), bp_str_of(soap_receipt)));
    bp_buf_free(&body);
    bp_buf_free(&seen);
    bp_buf_free(&text);
}

/* --- faults ----------------------------------------------------------------------------------- */

#define FAULT(code, text)                                                                          \
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"          \
    "<faultcode>" code "</faultcode><faultstring>" text "</faultstring></s:Fault></s:Body>"        \
    "</s:Envelope>"

static const struct {
    const char *text, *code;
    enum bp_oordeel_uitslag want;
    bool known, stops, again_fresh, duplicate, maybe;
} faults[] = {
    { FAULT("VersionMismatch.DK0001", "x"), "DK0001", BP_OORDEEL_AFGEWEZEN, true, false, false,
      false, false },
    { FAULT("Client.DK0002", "x"), "DK0002", BP_OORDEEL_AFGEWEZEN, true, true, false, false,
      false },
    { FAULT("Client.DK0003", "x"), "DK0003", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("s:Client.DK0004", "x"), "DK0004", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0005", "x"), "DK0005", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0006", "x"), "DK0006", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0007", "x"), "DK0007", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0008", "x"), "DK0008", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0009", "x"), "DK0009", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0010", "x"), "DK0010", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.DK0011", "x"), "DK0011", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.EK0020", "x"), "EK0020", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.EK0021", "x"), "EK0021", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.EK0022", "x"), "EK0022", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.EK0023", "x"), "EK0023", BP_OORDEEL_AFGEWEZEN, true, false, false, false,
      false },
    { FAULT("Client.EK0030", "x"), "EK0030", BP_OORDEEL_AFGEWEZEN, true, true, false, false,
      false },
    { FAULT("Client.EK0031", "x"), "EK0031", BP_OORDEEL_AFGEWEZEN, true, false, true, false,
      false },
    { FAULT("Server.DK0050", "Er ging iets mis"), "DK0050", BP_OORDEEL_OPNIEUW, true, false, false,
      false, true },
    { FAULT("Server.DK0050", "Ongeldige waarde voor naam: ExperimentX"), "DK0050",
      BP_OORDEEL_AFGEWEZEN, true, false, false, false, false },
    { FAULT("Server.DK0050", "\n Ongeldige waarde voor identificatiecodeBedrijfsdocument"),
      "DK0050", BP_OORDEEL_AFGEWEZEN, true, false, false, true, true },
    { FAULT("Server.DK0050", "Fout: Ongeldige waarde voor naam"), "DK0050", BP_OORDEEL_OPNIEUW,
      true, false, false, false, true },
    { FAULT("Server.DK0050", ""), "DK0050", BP_OORDEEL_OPNIEUW, true, false, false, false, true },
    { FAULT("Server.DK0051", "x"), "DK0051", BP_OORDEEL_OPNIEUW, true, false, false, false, true },
    { FAULT("s:Client", "x"), "Client", BP_OORDEEL_OPNIEUW, false, false, false, false, true },
    { FAULT("Server", "x"), "Server", BP_OORDEEL_OPNIEUW, false, false, false, false, true },
    { FAULT("Client.DK9999", "x"), "Client.DK9999", BP_OORDEEL_OPNIEUW, false, false, false, false,
      true },
    { FAULT("", "x"), "", BP_OORDEEL_OPNIEUW, false, false, false, false, true },
};

static void test_each_fault_code_has_its_verdict(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        /* SOAP 1.1 says 500; one with 200 is a fault all the same. */
        struct bp_oordeel o =
            judge(i % 2 ? 500 : 200, "text/xml;charset=UTF-8", bp_str_of(faults[i].text));
        if (o.uitslag != faults[i].want || strcmp(o.code, faults[i].code) != 0 ||
            (o.fout != NULL) != faults[i].known || o.stopt != faults[i].stops ||
            o.verse_tijdstempel != faults[i].again_fresh || o.dubbel != faults[i].duplicate ||
            o.misschien_aangekomen != faults[i].maybe)
            fail_msg("fault %zu, %s: %s, %s", i, faults[i].code, bp_oordeel_name(o.uitslag),
                     o.code);
        assert_int_equal(o.check, 3);
        assert_false(o.getekend);
        assert_false(o.klok_bekend);
        assert_true(o.waarom[0] != '\0');
        if (faults[i].known)
            assert_non_null(strstr(o.waarom, faults[i].code));
    }
}

static void test_every_code_of_the_table_has_a_row_above(void **state)
{
    size_t count;
    const struct bp_fout_info *all = bp_fout_all(&count);
    (void)state;
    assert_int_equal(count, 19);
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof faults / sizeof *faults; k++)
            found = found || strcmp(faults[k].code, all[i].name) == 0;
        if (!found)
            fail_msg("%s", all[i].name);
    }
}

static void test_duos_words_are_shown_without_long_numbers(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { FAULT("Client.DK0004", "nummer 999990019 fout"), "nummer ######### fout" },
        { FAULT("Client.DK0004", "x999990019y0000000700099XA00000"),
          "x#########y##########99XA00000" },
        { FAULT("Client.DK0004", "code 6611 van 2025-08-01, 1234567"),
          "code 6611 van 2025-08-01, 1234567" },
        { FAULT("Client.DK0004", "twee\n\tregels \xC3\xAB"), "twee  regels \xC3\xAB" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_oordeel o = judge(500, "text/xml", bp_str_of(cases[i].text));
        if (i == 1) /* the OIN's first ten digits are a long number too */
            assert_null(strstr(o.fout_tekst, "999990019"));
        else
            assert_string_equal(o.fout_tekst, cases[i].want);
        assert_null(strstr(o.waarom, "999990019"));
    }
}

static void test_a_long_fault_text_is_cut_between_characters_and_before_a_number(void **state)
{
    struct bp_buf text;
    (void)state;
    for (size_t room = 240; room < 262; room++) {
        bp_buf_init(&text, 1 << 16);
        bp_buf_add_text(&text, FAULT("Client.DK0004", "@"));
        struct bp_buf long_one;
        bp_buf_init(&long_one, 1 << 16);
        for (size_t i = 0; i < room; i++)
            bp_buf_add_char(&long_one, 'x');
        bp_buf_add_text(&long_one, "\xC3\xAB"
                                   "999990019\xC3\xAB");
        bp_buf_add_char(&long_one, '\0');
        soap_replace(&text, "@", long_one.ptr);
        struct bp_oordeel o = judge(500, "text/xml", bp_buf_str(&text));
        assert_null(strstr(o.fout_tekst, "9"));
        size_t len = strlen(o.fout_tekst);
        assert_true(len >= 238 && len < BP_OORDEEL_TEKST);
        assert_int_not_equal((unsigned char)o.fout_tekst[len - 1], 0xC3);
        bp_buf_free(&long_one);
        bp_buf_free(&text);
    }
}

static void test_a_fault_counts_as_signed_only_when_it_is_and_answers_us(void **state)
{
    static const char body[] =
        "<s:Fault xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><faultcode>Client.DK0004"
        "</faultcode><faultstring>x</faultstring></s:Fault>";
    static const struct {
        const char *relates_to, *signer;
        bool want;
    } cases[] = {
        { SOAP_MESSAGE_ID, "duo", true },
        { "urn:uuid:other", "duo", false },
        { SOAP_MESSAGE_ID, "duo-other", false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_envelope_kop kop = soap_kop();
        kop.relates_to = bp_str_of(cases[i].relates_to);
        struct bp_buf text = soap_sign_as(cases[i].signer, "duo", &kop, body);
        struct bp_oordeel o = judge(500, "text/xml", bp_buf_str(&text));
        assert_int_equal(o.uitslag, BP_OORDEEL_AFGEWEZEN);
        assert_string_equal(o.code, "DK0004");
        if (o.getekend != cases[i].want)
            fail_msg("case %zu", i);
        bp_buf_free(&text);
    }
}

/* --- HTTP alone ------------------------------------------------------------------------------- */

static void test_a_status_without_soap_is_judged_by_itself(void **state)
{
    static const struct {
        long status;
        const char *body;
        enum bp_oordeel_uitslag want;
        bool stops, maybe;
    } cases[] = {
        { 500, "", BP_OORDEEL_OPNIEUW, false, true },
        { 502, "<html/>", BP_OORDEEL_OPNIEUW, false, true },
        { 503, "Service Unavailable", BP_OORDEEL_OPNIEUW, false, true },
        { 599, "", BP_OORDEEL_OPNIEUW, false, true },
        { 204, "", BP_OORDEEL_OPNIEUW, false, true },
        { 301, "", BP_OORDEEL_AFGEWEZEN, true, false },
        { 400, "", BP_OORDEEL_AFGEWEZEN, false, false },
        { 401, "", BP_OORDEEL_AFGEWEZEN, true, false },
        { 403, "", BP_OORDEEL_AFGEWEZEN, true, false },
        { 404, "", BP_OORDEEL_AFGEWEZEN, true, false },
        { 408, "", BP_OORDEEL_OPNIEUW, false, false },
        { 413, "", BP_OORDEEL_AFGEWEZEN, false, false },
        { 429, "", BP_OORDEEL_OPNIEUW, false, false },
        { 400, FAULT("Server.DK0051", "x"), BP_OORDEEL_AFGEWEZEN, false, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char code[16];
        struct bp_oordeel o = judge(cases[i].status, "text/html", bp_str_of(cases[i].body));
        (void)snprintf(code, sizeof code, "HTTP %ld", cases[i].status);
        if (o.uitslag != cases[i].want || o.stopt != cases[i].stops ||
            o.misschien_aangekomen != cases[i].maybe || strcmp(o.code, code) != 0)
            fail_msg("%s: %s, %s", code, bp_oordeel_name(o.uitslag), o.code);
        assert_non_null(strstr(o.waarom, code));
    }
}

static void
test_trouble_on_the_way_is_tried_again_and_says_whether_it_may_have_arrived(void **state)
{
    static const struct {
        enum bp_transport_uitkomst uitkomst;
        bool configuration, maybe;
    } cases[] = {
        { BP_TRANSPORT_NIET_BEREIKT, false, false },
        { BP_TRANSPORT_NIET_BEREIKT, true, false },
        { BP_TRANSPORT_AFGEBROKEN, false, true },
        { BP_TRANSPORT_TE_GROOT, false, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_verwacht v = expected();
        const struct bp_transport_resultaat r = { .uitkomst = cases[i].uitkomst,
                                                  .content_type = "",
                                                  .body = { NULL, 0 },
                                                  .why = "the cable",
                                                  .configuratie = cases[i].configuration };
        struct bp_oordeel o;
        bp_oordeel_make(&r, &v, NULL, &o);
        assert_int_equal(o.uitslag, BP_OORDEEL_OPNIEUW);
        assert_int_equal(o.misschien_aangekomen, cases[i].maybe);
        assert_int_equal(o.stopt, cases[i].configuration);
        assert_string_equal(o.waarom, "the cable");
    }
}

/* --- DUO's recorded answers ------------------------------------------------------------------- */

/* The namespace and operation of the answer, as the request had them: taken from the recorded text
 * itself. */
static struct bp_str value_of(const struct bp_buf *text, const char *element)
{
    char begin[128], end[128];
    (void)snprintf(begin, sizeof begin, "<ns2:%s>", element);
    (void)snprintf(end, sizeof end, "</ns2:%s>", element);
    struct bp_str s = soap_between(text, begin, end);
    return (struct bp_str){ s.ptr + strlen(begin), s.len - strlen(begin) - strlen(end) };
}

static struct bp_str inside(const struct bp_buf *text, const char *begin, const char *end)
{
    struct bp_str s = soap_between(text, begin, end);
    const char *from = memchr(s.ptr, '>', s.len);
    return (struct bp_str){ from + 1, s.len - (size_t)(from + 1 - s.ptr) - strlen(end) };
}

static struct bp_verwacht expected_of(const struct bp_buf *text, const struct bp_vertrouwen *duo)
{
    struct bp_str element = soap_between(text, "<ns2:", " ");
    struct bp_str ns = soap_between(text, "xmlns:ns2=\"", "\">");
    struct bp_verwacht v = {
        .message_id = inside(text, "<wsa:RelatesTo ", "</wsa:RelatesTo>"),
        .action = inside(text, "<wsa:Action ", "</wsa:Action>"),
        .eigen_oin = BP_STR("0000000700025BE00000"),
        .duo_oin = BP_STR(SOAP_DUO_OIN),
        .identificatiecode = value_of(text, "identificatiecodeBedrijfsdocument"),
        .verzender = BP_STR("0000000700025BE00000"),
        .ontvanger = BP_STR(SOAP_DUO_OIN),
        .element = { element.ptr + 5, element.len - 6 },
        .namespace_uri = { ns.ptr + 11, ns.len - 13 },
        .bewijs = BP_BEWIJS_ANTWOORD,
        .vertrouwen = duo,
        .now_ms = soap_recorded_moment(text) + 700,
        .tolerantie_ms = 0,
    };
    return v;
}

static void test_recorded_answers_of_rio_are_received_and_their_approval_is_seen(void **state)
{
    static char names[64][32];
    size_t count = soap_recorded_names("ok-", names, 64), approved = 0;
    (void)state;
    if (count == 0)
        skip();
    for (size_t i = 0; i < count; i++) {
        struct bp_buf text = soap_recorded(names[i]);
        struct bp_vertrouwen *duo = soap_recorded_trust(&text);
        struct bp_verwacht v = expected_of(&text, duo);
        const struct bp_transport_resultaat r = http(200, "text/xml", bp_buf_str(&text));
        struct bp_oordeel o;
        bp_oordeel_make(&r, &v, NULL, &o);
        if (o.uitslag != BP_OORDEEL_ONTVANGEN)
            fail_msg("%s: check %d, %s", names[i], o.check, o.waarom);
        assert_int_equal(o.klok_verschil_ms, -700);
        assert_int_not_equal(o.goedgekeurd, BP_GOEDGEKEURD_ONBEKEND);
        approved += o.goedgekeurd == BP_GOEDGEKEURD_JA;
        /* The answer of RIO is no ontvangstbevestiging. */
        v.bewijs = BP_BEWIJS_ONTVANGSTBEVESTIGING;
        bp_oordeel_make(&r, &v, NULL, &o);
        assert_int_equal(o.check, 12);
        bp_vertrouwen_close(duo);
        bp_buf_free(&text);
    }
    assert_int_equal(approved, count - 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_an_answer_that_passes_every_check_is_a_receipt),
        cmocka_unit_test(test_a_missing_header_fails_its_check_but_for_wsa_to_and_message_id),
        cmocka_unit_test(test_the_body_is_judged_against_the_schema_and_handed_over),
        cmocka_unit_test(test_each_fault_code_has_its_verdict),
        cmocka_unit_test(test_every_code_of_the_table_has_a_row_above),
        cmocka_unit_test(test_duos_words_are_shown_without_long_numbers),
        cmocka_unit_test(test_a_long_fault_text_is_cut_between_characters_and_before_a_number),
        cmocka_unit_test(test_a_fault_counts_as_signed_only_when_it_is_and_answers_us),
        cmocka_unit_test(test_a_status_without_soap_is_judged_by_itself),
        cmocka_unit_test(
            test_trouble_on_the_way_is_tried_again_and_says_whether_it_may_have_arrived),
        cmocka_unit_test(test_recorded_answers_of_rio_are_received_and_their_approval_is_seen),
    };
    (void)pki_folder();
    if (bp_soap_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    trust = soap_trust("chain.pem", NULL, NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_vertrouwen_close(trust);
    bp_soap_library_cleanup();
    return failed;
}
