/* Every check of DUO with its fault code: a valid signed request, spoilt in one place. */
#include "support/pki_folder.h"
#include "support/rehearsal_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* `before` changes what will be signed, `after` the signed bytes or the way they go out. */
typedef void change_fn(struct rehearsal_verzoek *v);

struct spoilt {
    const char *name;
    change_fn *before, *after;
    const char *want;
};

#define SET(field, text) (void)snprintf(v->field, sizeof v->field, "%s", text)
#define CHANGE(name, ...)                                                                          \
    static void name(struct rehearsal_verzoek *v)                                                  \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }

/* --- HTTP --- */
CHANGE(method_get, v->method = "GET")
CHANGE(method_put, v->method = "PUT")
CHANGE(chunked, v->chunked = true)
CHANGE(type_soap12, v->content_type = "application/soap+xml;charset=UTF-8")
CHANGE(type_none, v->content_type = NULL)
CHANGE(charset_latin1, v->content_type = "text/xml;charset=ISO-8859-1")
CHANGE(charset_none, v->content_type = "text/xml")
CHANGE(charset_quoted, v->content_type = "Text/XML; Charset=\"utf-8\"")
CHANGE(action_none, v->soap_action = NULL)
CHANGE(action_unknown, v->soap_action = "\"urn:bronpost:iets-anders\"")
CHANGE(action_unquoted, v->soap_action = v->action)

/* --- bytes and envelope --- */
#define ENVELOPE_NS "http://schemas.xmlsoap.org/soap/envelope/"
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
CHANGE(bom, rehearsal_replace(&v->envelope, "<?xml", "\xEF\xBB\xBF<?xml"))
CHANGE(latin1_byte, rehearsal_replace(&v->envelope, "V0001",
                                      "V\xE9"
                                      "001"))
CHANGE(latin1_declared,
       rehearsal_replace(&v->envelope, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""))
CHANGE(no_declaration, rehearsal_replace(&v->envelope, DECLARATION, ""))
CHANGE(soap12,
       rehearsal_replace(&v->envelope, ENVELOPE_NS, "http://www.w3.org/2003/05/soap-envelope"))
CHANGE(other_root, bp_buf_clear(&v->envelope); bp_buf_add_text(&v->envelope, "<a/>"))
CHANGE(not_closed, v->envelope.len -= 5)
CHANGE(dtd,
       rehearsal_replace(&v->envelope, DECLARATION, DECLARATION "<!DOCTYPE a [<!ENTITY b \"c\">]>"))
CHANGE(instruction, rehearsal_replace(&v->envelope, "<soapenv:Body", "<?a b?><soapenv:Body"))
CHANGE(two_bodies, rehearsal_replace(&v->envelope, "</soapenv:Envelope>",
                                     "<soapenv:Body><a/></soapenv:Body></soapenv:Envelope>"))

/* --- header blocks --- */
#define WSA          " xmlns:wsa=\"http://www.w3.org/2005/08/addressing\""
#define INSERT(text) rehearsal_replace(&v->envelope, "<soapenv:Header>", "<soapenv:Header>" text)
CHANGE(other_header, INSERT("<x:Iets xmlns:x=\"urn:x\"/>"))
CHANGE(no_to, rehearsal_cut(&v->envelope, "<wsa:To ", "</wsa:To>"))
CHANGE(no_action, rehearsal_cut(&v->envelope, "<wsa:Action ", "</wsa:Action>"))
CHANGE(no_message_id, rehearsal_cut(&v->envelope, "<wsa:MessageID ", "</wsa:MessageID>"))
CHANGE(no_from, rehearsal_cut(&v->envelope, "<wsa:From ", "</wsa:From>"))
CHANGE(no_header, rehearsal_cut(&v->envelope, "<soapenv:Header>", "</soapenv:Header>"))
CHANGE(two_to, INSERT("<wsa:To" WSA ">" REHEARSAL_ANONYMOUS "?oin=" REHEARSAL_DUO "</wsa:To>"))
CHANGE(unknown_wsa, INSERT("<wsa:Iets" WSA ">a</wsa:Iets>"))
CHANGE(relates_to, SET(relates_to, "urn:uuid:c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5c"))
CHANGE(reply_elsewhere,
       INSERT("<wsa:ReplyTo" WSA "><wsa:Address>https://x.example/</wsa:Address></wsa:ReplyTo>"))
CHANGE(reply_anonymous_unsigned, INSERT("<wsa:ReplyTo" WSA "><wsa:Address>" REHEARSAL_ANONYMOUS
                                        "</wsa:Address></wsa:ReplyTo>"))

/* --- OINs and identities --- */
#define OIN_99XA "0000000700099XA00000"
CHANGE(from_no_oin, SET(from, REHEARSAL_ANONYMOUS))
CHANGE(from_19, SET(from, REHEARSAL_ANONYMOUS "?oin=0000000700099XA0000"))
CHANGE(from_21, SET(from, REHEARSAL_ANONYMOUS "?oin=0000000700099XA000000"))
CHANGE(from_small, SET(from, REHEARSAL_ANONYMOUS "?oin=0000000700099xa00000"))
CHANGE(from_upper_name, SET(from, REHEARSAL_ANONYMOUS "?OIN=" OIN_99XA))
CHANGE(from_other, SET(from, REHEARSAL_ANONYMOUS "?oin=0000000700099XB00000"))
CHANGE(to_no_oin, SET(to, REHEARSAL_ANONYMOUS))
CHANGE(to_other_oin, SET(to, REHEARSAL_ANONYMOUS "?oin=00000001800866472001"))
CHANGE(to_https, SET(to, "https://localhost/vo-webservices/?oin=" REHEARSAL_DUO))
CHANGE(id_no_uuid, SET(message_id, "urn:uuid:c8b5a0f2-5a0e-4c55-8a53-0d1e2f3a4b5"))
CHANGE(id_text, SET(message_id, "bericht-1"))
CHANGE(id_bare, memmove(v->message_id, v->message_id + 9, 37))
CHANGE(action_differs, SET(action, "urn:bronpost:iets-anders"))
CHANGE(no_certificate, v->tls = NULL)
CHANGE(tls_expired, v->tls = "expired")
CHANGE(tls_future, v->tls = "future")
CHANGE(tls_no_oin, v->tls = "no-oin")
CHANGE(tls_long, v->tls = "oin-long")
CHANGE(tls_small, v->tls = "oin-lower")
CHANGE(tls_other_ca, v->tls = "other")
CHANGE(tls_other_school, v->tls = v->tls_key = "99XB")
CHANGE(signer_other_school, v->signer = "99XB")

/* --- Timestamp and signature --- */
static void times(struct rehearsal_verzoek *v, int from_s, int to_s)
{
    v->created_ms = rehearsal_now_ms() + from_s * 1000;
    v->expires_ms = rehearsal_now_ms() + to_s * 1000;
}
CHANGE(expired_now, times(v, -400, -100))
CHANGE(expired_within_tolerance, times(v, -300, -30))
CHANGE(created_later, times(v, 100, 400))
CHANGE(created_within_tolerance, times(v, 30, 330))
CHANGE(no_security, rehearsal_cut(&v->envelope, "<wsse:Security ", "</wsse:Security>"))
CHANGE(no_signature, rehearsal_cut(&v->envelope, "<ds:Signature ", "</ds:Signature>"))
CHANGE(no_timestamp, rehearsal_cut(&v->envelope, "<wsu:Timestamp ", "</wsu:Timestamp>"))
CHANGE(changed_body, rehearsal_replace(&v->envelope, "V0001", "V0002"))
CHANGE(changed_id, rehearsal_replace(&v->envelope, "urn:uuid:", "urn:uuid:");
       char *at = memmem(v->envelope.ptr, v->envelope.len, "urn:uuid:", 9);
       at[9] = at[9] == 'a' ? 'b' : 'a')
CHANGE(changed_created, rehearsal_replace(&v->envelope, "<wsu:Created>20", "<wsu:Created>19"))
CHANGE(sha1, rehearsal_replace(&v->envelope, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                               "http://www.w3.org/2000/09/xmldsig#rsa-sha1"))

/* --- body --- */
CHANGE(body_pattern, rehearsal_replace(&v->body, "99XA00", "99XA0A"))
CHANGE(body_missing, rehearsal_cut(&v->body, "<a:vestiging>", "</a:vestiging>"))
CHANGE(body_unknown,
       rehearsal_replace(&v->body, "<a:vestiging>", "<a:iets>1</a:iets><a:vestiging>"))
CHANGE(body_bsn, rehearsal_replace(&v->body, "999990019", "99999001"))
CHANGE(body_code, rehearsal_replace(&v->body, v->identificatiecode, "geen-uuid"))
CHANGE(body_removal, rehearsal_replace(&v->body, "<a:aanleverenInschrijvingVO_Request",
                                       "<a:aanleverenVerwijderingInschrijvingVO_Request");
       rehearsal_replace(&v->body, "</a:aanleverenInschrijvingVO_Request",
                         "</a:aanleverenVerwijderingInschrijvingVO_Request"))
CHANGE(body_namespace, rehearsal_replace(&v->body, "DUO_VOAanlevering", "DUO_VAVOAanlevering"))

static const struct spoilt cases[] = {
    { "nothing", NULL, NULL, "J" },
    { "GET", NULL, method_get, "HTTP 405" },
    { "PUT", NULL, method_put, "HTTP 405" },
    { "chunked", NULL, chunked, "HTTP 411" },
    { "SOAP 1.2's media type", NULL, type_soap12, "HTTP 415" },
    { "no Content-Type", NULL, type_none, "HTTP 415" },
    { "another charset", NULL, charset_latin1, "DK0009" },
    { "no charset", NULL, charset_none, "DK0009" },
    { "charset in quotes and small letters", NULL, charset_quoted, "J" },
    { "no SOAPAction", NULL, action_none, "DK0003" },
    { "unknown SOAPAction", NULL, action_unknown, "DK0003" },
    { "SOAPAction without quotes", NULL, action_unquoted, "J" },
    { "byte order mark", NULL, bom, "DK0009" },
    { "a byte that is not UTF-8", NULL, latin1_byte, "DK0009" },
    { "another encoding in the declaration", NULL, latin1_declared, "DK0009" },
    { "no declaration", NULL, no_declaration, "J" },
    { "SOAP 1.2", NULL, soap12, "DK0001" },
    { "another root", NULL, other_root, "DK0001" },
    { "not well-formed", NULL, not_closed, "DK0001" },
    { "DTD", NULL, dtd, "DK0001" },
    { "processing instruction", NULL, instruction, "DK0001" },
    { "two bodies", NULL, two_bodies, "DK0001" },
    { "another header block", NULL, other_header, "DK0010" },
    { "no To", NULL, no_to, "DK0005" },
    { "no Action", NULL, no_action, "DK0006" },
    { "no MessageID", NULL, no_message_id, "DK0007" },
    { "no From", NULL, no_from, "EK0020" },
    { "no Header", NULL, no_header, "DK0005" },
    { "To twice", NULL, two_to, "DK0011" },
    { "unknown addressing field", NULL, unknown_wsa, "DK0011" },
    { "RelatesTo in a request", relates_to, NULL, "DK0011" },
    { "ReplyTo elsewhere", NULL, reply_elsewhere, "DK0011" },
    { "ReplyTo anonymous but not signed", NULL, reply_anonymous_unsigned, "EK0031" },
    { "Action is not SOAPAction", action_differs, NULL, "DK0011" },
    { "From without OIN", from_no_oin, NULL, "EK0021" },
    { "From with 19 characters", from_19, NULL, "EK0021" },
    { "From with 21 characters", from_21, NULL, "EK0021" },
    { "From with small letters", from_small, NULL, "EK0021" },
    { "From with OIN= in capitals", from_upper_name, NULL, "J" },
    { "To without OIN", to_no_oin, NULL, "EK0022" },
    { "To with another OIN", to_other_oin, NULL, "EK0022" },
    { "To with another address before the OIN", to_https, NULL, "J" },
    { "MessageID with a UUID that is too short", id_no_uuid, NULL, "EK0023" },
    { "MessageID that is no UUID", id_text, NULL, "EK0023" },
    { "MessageID that is a bare UUID", id_bare, NULL, "J" },
    { "no client certificate", NULL, no_certificate, "EK0030" },
    { "client certificate expired", NULL, tls_expired, "EK0030" },
    { "client certificate not valid yet", NULL, tls_future, "EK0030" },
    { "client certificate without OIN", NULL, tls_no_oin, "EK0030" },
    { "client certificate with 21 characters", NULL, tls_long, "EK0030" },
    { "client certificate with small letters", NULL, tls_small, "EK0030" },
    { "client certificate of another root", NULL, tls_other_ca, "EK0030" },
    { "TLS by another school", NULL, tls_other_school, "DK0002" },
    { "signed by another school", signer_other_school, NULL, "DK0002" },
    { "From of another school", from_other, NULL, "DK0002" },
    { "Timestamp expired", expired_now, NULL, "EK0031" },
    { "Timestamp expired within the tolerance", expired_within_tolerance, NULL, "J" },
    { "Timestamp of later", created_later, NULL, "EK0031" },
    { "Timestamp of later within the tolerance", created_within_tolerance, NULL, "J" },
    { "no Security", NULL, no_security, "EK0031" },
    { "no signature", NULL, no_signature, "EK0031" },
    { "no Timestamp", NULL, no_timestamp, "EK0031" },
    { "changed Body", NULL, changed_body, "EK0031" },
    { "changed MessageID", NULL, changed_id, "EK0031" },
    { "changed Created", NULL, changed_created, "EK0031" },
    { "SHA-1", NULL, sha1, "EK0031" },
    { "a value of the wrong form", body_pattern, NULL, "DK0004" },
    { "an element too few", body_missing, NULL, "DK0004" },
    { "an element too many", body_unknown, NULL, "DK0004" },
    { "a number too short", body_bsn, NULL, "DK0004" },
    { "an identificatiecode that is no UUID", body_code, NULL, "DK0004" },
    { "another operation's body", body_removal, NULL, "DK0004" },
    { "another namespace", body_namespace, NULL, "DK0004" },
};

static struct rehearsal server;

static void spoil_and_send(const struct rehearsal *r, const struct spoilt *s, enum bp_sector sector,
                           struct rehearsal_antwoord *a)
{
    struct rehearsal_verzoek v;
    rehearsal_verzoek_make(&v, sector);
    if (s->before)
        s->before(&v);
    rehearsal_verzoek_sign(&v);
    if (s->after)
        s->after(&v);
    rehearsal_post(r, &v, 0, a);
    rehearsal_verzoek_free(&v);
}

static void expect(const struct rehearsal *r, const struct spoilt *s, enum bp_sector sector)
{
    struct rehearsal_antwoord a;
    char uitkomst[32];
    spoil_and_send(r, s, sector, &a);
    rehearsal_uitkomst(&a, uitkomst);
    if (strcmp(uitkomst, s->want) != 0)
        fail_msg("%s: %s, expected %s\n%.*s", s->name, uitkomst, s->want, (int)a.body.len,
                 a.body.ptr);
    bool fault = s->want[0] == 'D' || s->want[0] == 'E';
    if (fault && (a.status != 500 || strncmp(a.type, "text/xml", 8) != 0))
        fail_msg("%s: a fault with status %ld and type %s", s->name, a.status, a.type);
    if (a.body.len && memmem(a.body.ptr, a.body.len, "99999001", 8))
        fail_msg("%s: the answer holds a person number", s->name);
    rehearsal_antwoord_free(&a);
}

static void test_each_thing_that_is_wrong_has_its_own_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(&server, &cases[i], BP_SECTOR_VO);
}

static void test_what_was_refused_is_not_in_the_record(void **state)
{
    (void)state;
    size_t accepted = 0, lines = 0;
    for (size_t i = 0; i < COUNT(cases); i++)
        accepted += strcmp(cases[i].want, "J") == 0;
    char *record = rehearsal_read(&server, "record.csv");
    for (const char *p = record; *p; p++)
        lines += *p == '\n';
    free(record);
    assert_int_equal(lines, accepted + 1);
}

static void test_mbo_is_judged_by_its_own_schema(void **state)
{
    (void)state;
    const struct spoilt good = { "mbo", NULL, NULL, "J" };
    expect(&server, &good, BP_SECTOR_MBO);
}

/* EK0022 and DK0011 are both there; the specific code goes first. So does the certificate, before all else.
 * */
static void to_without_oin_and_other_action(struct rehearsal_verzoek *v)
{
    to_no_oin(v);
    action_differs(v);
}

static void expired_and_latin1(struct rehearsal_verzoek *v)
{
    tls_expired(v);
    charset_latin1(v);
}

static void other_school_and_changed(struct rehearsal_verzoek *v)
{
    tls_other_school(v);
    changed_body(v);
}

static void test_of_two_things_the_first_in_duos_order_is_told(void **state)
{
    static const struct spoilt both[] = {
        { "a specific and a general code", to_without_oin_and_other_action, NULL, "EK0022" },
        { "certificate and charset", NULL, expired_and_latin1, "EK0030" },
        { "authorisation and signature", NULL, other_school_and_changed, "DK0002" },
        { "signature and schema", body_missing, changed_created, "EK0031" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(both); i++)
        expect(&server, &both[i], BP_SECTOR_VO);
}

static void test_relates_to_is_asked_for_where_the_service_needs_it(void **state)
{
    static const struct spoilt both[] = { { "without RelatesTo", NULL, NULL, "DK0008" },
                                          { "with RelatesTo", relates_to, NULL, "J" } };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, "--require-relates-to", NULL);
    for (size_t i = 0; i < COUNT(both); i++)
        expect(&r, &both[i], BP_SECTOR_VO);
    rehearsal_end(&r);
}

static void test_a_mandate_lets_one_certificate_deliver_for_another(void **state)
{
    static const struct spoilt given[] = { { "for the other", from_other, NULL, "J" },
                                           { "for itself", NULL, NULL, "J" },
                                           { "the other way round", tls_other_school, NULL,
                                             "DK0002" } };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, "--mandate", OIN_99XA "=0000000700099XB00000", NULL);
    for (size_t i = 0; i < COUNT(given); i++)
        expect(&r, &given[i], BP_SECTOR_VO);
    rehearsal_end(&r);
}

static void test_general_codes_are_those_that_duos_gateway_can_give(void **state)
{
    static const struct spoilt general[] = { { "SOAP 1.2", NULL, soap12, "Client" },
                                             { "SOAPAction", NULL, action_none, "Client" },
                                             { "charset", NULL, charset_latin1, "Client" },
                                             { "others stay", NULL, no_to, "DK0005" } };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, "--general-codes", NULL);
    for (size_t i = 0; i < COUNT(general); i++)
        expect(&r, &general[i], BP_SECTOR_VO);
    rehearsal_end(&r);
}

static void test_a_bad_certificate_can_break_the_handshake(void **state)
{
    static const struct spoilt bad[] = { { "none", NULL, no_certificate, "" },
                                         { "expired", NULL, tls_expired, "" },
                                         { "another root", NULL, tls_other_ca, "" } };
    const struct spoilt good = { "good", NULL, NULL, "J" };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, "--refuse-in-handshake", NULL);
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct rehearsal_antwoord a;
        spoil_and_send(&r, &bad[i], BP_SECTOR_VO, &a);
        if (a.code == CURLE_OK)
            fail_msg("%s: is let in", bad[i].name);
        rehearsal_antwoord_free(&a);
    }
    expect(&r, &good, BP_SECTOR_VO);
    rehearsal_end(&r);
}

static int start(void **state)
{
    (void)state;
    rehearsal_start(&server, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    rehearsal_end(&server);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_thing_that_is_wrong_has_its_own_code),
        cmocka_unit_test(test_what_was_refused_is_not_in_the_record),
        cmocka_unit_test(test_mbo_is_judged_by_its_own_schema),
        cmocka_unit_test(test_of_two_things_the_first_in_duos_order_is_told),
        cmocka_unit_test(test_relates_to_is_asked_for_where_the_service_needs_it),
        cmocka_unit_test(test_a_mandate_lets_one_certificate_deliver_for_another),
        cmocka_unit_test(test_general_codes_are_those_that_duos_gateway_can_give),
        cmocka_unit_test(test_a_bad_certificate_can_break_the_handshake),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int failed = cmocka_run_group_tests(tests, start, stop);
    curl_global_cleanup();
    return failed;
}
