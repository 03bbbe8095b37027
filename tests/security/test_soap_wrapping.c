/* Signed parts moved, doubled and hidden: whatever a signature can be made to cover, only what it
 * covers is used. Each row of the first table passes a plain verification, so that it is our own
 * check that refuses it; the rows of the second are signed by the right key in a form that
 * Edukoppeling does not have. */
#include "support/pki_folder.h"
#include "support/soap_answers.h"
#include "support/soap_xmlsec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define WSA  "http://www.w3.org/2005/08/addressing"
#define WSU  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
#define WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define DS   "http://www.w3.org/2000/09/xmldsig#"
#define EXC  "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SOAP "http://schemas.xmlsoap.org/soap/envelope/"

#define BODY_END     "</soapenv:Body>"
#define HEADER_START "<soapenv:Header>"
#define HEADER_END   "</soapenv:Header>"
#define EVIL_BODY    "<soapenv:Body><a:evil xmlns:a=\"urn:a\">J</a:evil></soapenv:Body>"
#define EVIL_BODY_ID                                                                               \
    "<soapenv:Body xmlns:wsu=\"" WSU "\" wsu:Id=\"id-Evil\"><evil></evil></soapenv:Body>"
#define EVIL_TIME                                                                                  \
    "<wsu:Timestamp xmlns:wsu=\"" WSU "\"><wsu:Created>2030-01-01T00:00:00Z</wsu:Created>"         \
    "<wsu:Expires>2031-01-01T00:00:00Z</wsu:Expires></wsu:Timestamp>"
#define EVIL_WSA(name, value) "<wsa:" name " xmlns:wsa=\"" WSA "\">" value "</wsa:" name ">"

/* One step: with `end`, what lies from `from` to `end` goes to the place before `to` (kept where it
 * was when `copy`), put between `open` and `close`, and `left` stays behind; without `end`, `from`
 * becomes `to`. */
struct step {
    const char *from, *end, *to, *open, *close, *left;
    bool copy;
};

static void take(struct bp_buf *text, const struct step *s)
{
    struct bp_str part = soap_between(text, s->from, s->end);
    struct bp_buf moved, left;
    bp_buf_init(&moved, 1 << 20);
    bp_buf_init(&left, 1 << 20);
    bp_buf_printf(&moved, "%s%.*s%s", s->open ? s->open : "", (int)part.len, part.ptr,
                  s->close ? s->close : "");
    size_t at = (size_t)(part.ptr - text->ptr);
    bp_buf_add(&left, text->ptr, s->copy ? at + part.len : at);
    bp_buf_add_text(&left, s->left ? s->left : "");
    bp_buf_add(&left, text->ptr + at + part.len, text->len - at - part.len);
    bp_buf_free(text);
    *text = left;
    bp_buf_add_text(&moved, s->to);
    bp_buf_add_char(&moved, '\0');
    soap_replace(text, s->to, moved.ptr);
    bp_buf_free(&moved);
}

static void apply(struct bp_buf *text, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count && steps[i].from; i++) {
        if (steps[i].end)
            take(text, &steps[i]);
        else
            soap_replace(text, steps[i].from, steps[i].to);
    }
}

/* What our reader says: 0 verified, 2 no envelope, or the check that failed. */
static int verdict(const struct bp_buf *text, const struct bp_vertrouwen *trust,
                   struct bp_error *err)
{
    const struct bp_soap_eis eis = { SOAP_NOW_MS, SOAP_TOLERANCE_MS };
    struct bp_soap *soap;
    *err = (struct bp_error){ 0 };
    if (bp_soap_parse(bp_buf_str(text), &soap, err) != BP_OK)
        return 2;
    enum bp_status st = bp_soap_verify(soap, trust, &eis, err);
    int check = bp_soap_failed_check(soap);
    assert_int_equal(st == BP_OK, check == 0);
    assert_int_equal(bp_soap_to(soap).ptr != NULL, check == 0);
    bp_soap_free(soap);
    return check;
}

static const struct {
    const char *name;
    struct step steps[3];
    int want;
} moved[] = {
    { "nothing is changed", { { .from = NULL } }, 0 },
    { "the Body is hidden in the Header, another one takes its place",
      { { "<soapenv:Body", BODY_END, HEADER_END, "<x>", "</x>", EVIL_BODY, false } },
      2 },
    { "the same, with an id of its own",
      { { "<soapenv:Body", BODY_END, HEADER_END, "<x>", "</x>", EVIL_BODY_ID, false } },
      2 },
    { "the Body is hidden in the new Body",
      { { "<soapenv:Body", BODY_END, "</soapenv:Envelope>", "<soapenv:Body><evil>",
          "</evil></soapenv:Body>", NULL, false } },
      2 },
    { "the Body is hidden in the Security header",
      { { "<soapenv:Body", BODY_END, "</wsse:Security>", NULL, NULL, EVIL_BODY, false } },
      2 },
    { "the Body is hidden in an Object of the signature",
      { { "<soapenv:Body", BODY_END, "</ds:Signature>", "<ds:Object>", "</ds:Object>", EVIL_BODY,
          false } },
      2 },
    { "a second Body stands behind the signed one",
      { { "</soapenv:Envelope>", NULL, EVIL_BODY "</soapenv:Envelope>", NULL, NULL, NULL, false } },
      2 },
    { "a second Body stands before the signed one",
      { { HEADER_END, NULL, HEADER_END EVIL_BODY, NULL, NULL, NULL, false } },
      2 },
    { "the whole Envelope is hidden in the Body of another",
      { { "<soapenv:Envelope", "</soapenv:Envelope>", "</E>",
          "<soapenv:Envelope xmlns:soapenv=\"" SOAP "\"><soapenv:Body>",
          "</soapenv:Body></soapenv:Envelope>", "</E>", false },
        { "</E>", NULL, "", NULL, NULL, NULL, false } },
      2 },
    { "a second Header",
      { { HEADER_START, NULL, HEADER_START HEADER_END HEADER_START, NULL, NULL, NULL, false } },
      2 },
    { "the Timestamp is hidden in the Header, a later one takes its place",
      { { "<wsu:Timestamp", "</wsu:Timestamp>", HEADER_END, "<x>", "</x>", EVIL_TIME, false } },
      4 },
    { "the Timestamp stands in the Header itself, a later one takes its place",
      { { "<wsu:Timestamp", "</wsu:Timestamp>", HEADER_END, NULL, NULL, EVIL_TIME, false } },
      4 },
    { "a second Timestamp stands before the signed one",
      { { "<wsu:Timestamp", NULL, EVIL_TIME "<wsu:Timestamp", NULL, NULL, NULL, false } },
      4 },
    { "a second wsa:To",
      { { HEADER_START, NULL, HEADER_START EVIL_WSA("To", "urn:evil"), NULL, NULL, NULL, false } },
      2 },
    { "the wsa:To is hidden, another one takes its place",
      { { "<wsa:To", "</wsa:To>", HEADER_END, "<x>", "</x>", EVIL_WSA("To", "urn:evil"), false } },
      4 },
    { "the wsa:RelatesTo is hidden, that of another request takes its place",
      { { "<wsa:RelatesTo", "</wsa:RelatesTo>", HEADER_END, "<x>", "</x>",
          EVIL_WSA("RelatesTo", "urn:uuid:evil"), false } },
      4 },
    { "the wsa:From stands in Security, another one takes its place",
      { { "<wsa:From", "</wsa:From>", "</wsse:Security>", NULL, NULL,
          EVIL_WSA("From", EVIL_WSA("Address", "urn:evil")), false } },
      4 },
    { "an unsigned wsa:ReplyTo",
      { { HEADER_END, NULL, EVIL_WSA("ReplyTo", EVIL_WSA("Address", "urn:evil")) HEADER_END, NULL,
          NULL, NULL, false } },
      4 },
    { "an unsigned header of WS-Addressing that nobody knows",
      { { HEADER_END, NULL, EVIL_WSA("Evil", "") HEADER_END, NULL, NULL, NULL, false } },
      4 },
    { "a second Security",
      { { HEADER_END, NULL,
          "<wsse:Security xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
          "oasis-200401-wss-wssecurity-secext-1.0.xsd\"/>" HEADER_END,
          NULL, NULL, NULL, false } },
      4 },
    { "a second Signature",
      { { "</wsse:Security>", NULL, "<ds:Signature xmlns:ds=\"" DS "\"/></wsse:Security>", NULL,
          NULL, NULL, false } },
      4 },
    { "the Signature stands outside Security",
      { { "<ds:Signature ", "</ds:Signature>", HEADER_END, "<x xmlns:wsse=\"" WSSE "\">", "</x>",
          NULL, false } },
      4 },
    { "a second token",
      { { "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>", "</wsse:Security>", NULL,
          NULL, NULL, true } },
      2 },
    { "the id of wsa:To also as plain Id of another element",
      { { HEADER_END, NULL, "<x Id=\"id-To\"/>" HEADER_END, NULL, NULL, NULL, false } },
      2 },
    { "the id of wsa:To also as ID of another element",
      { { HEADER_END, NULL, "<x ID=\"id-To\"/>" HEADER_END, NULL, NULL, NULL, false } },
      2 },
    { "the id of wsa:To also as id of another element",
      { { HEADER_END, NULL, "<x id=\"id-To\"/>" HEADER_END, NULL, NULL, NULL, false } },
      2 },
    { "a comment before the document",
      { { "<soapenv:Envelope", NULL, "<!-- --><soapenv:Envelope", NULL, NULL, NULL, false } },
      2 },
    { "a comment that cuts the OIN in wsa:To",
      { { "?oin=00000007", NULL, "?oin=00000007<!-- -->", NULL, NULL, NULL, false } },
      2 },
    { "a comment that cuts a value of the Body",
      { { ">J</b:ontvangst", NULL, ">J<!--N--></b:ontvangst", NULL, NULL, NULL, false } },
      2 },
    { "a comment that cuts Created",
      { { "<wsu:Created>", NULL, "<wsu:Created><!-- -->", NULL, NULL, NULL, false } },
      2 },
};

static void test_moved_doubled_and_hidden_parts_are_refused(void **state)
{
    struct bp_vertrouwen *trust = soap_trust("chain.pem", NULL, NULL);
    const struct bp_envelope_kop kop = soap_kop();
    struct bp_buf signed_text = soap_sign("duo", &kop, soap_receipt);
    (void)state;
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        struct bp_error err;
        struct bp_buf text = soap_copy(&signed_text);
        apply(&text, moved[i].steps, 3);
        if (!soap_plain_verify(&text, "duo.pem"))
            fail_msg("%s: this is no attack, libxmlsec1 refuses it", moved[i].name);
        int got = verdict(&text, trust, &err);
        if (got != moved[i].want)
            fail_msg("%s: check %d, expected %d: %s", moved[i].name, got, moved[i].want,
                     err.detail);
        bp_buf_free(&text);
    }
    bp_buf_free(&signed_text);
    bp_vertrouwen_close(trust);
}

#define TRANSFORM    "<ds:Transform Algorithm=\"" EXC "\"></ds:Transform>"
#define IN_TRANSFORM "<ds:Transform Algorithm=\"" EXC "\">"
#define LAST_URI     "<ds:Reference URI=\"#id-Body\">"
#define NEW_REFERENCE(uri)                                                                         \
    "<ds:Reference" uri "><ds:Transforms>" TRANSFORM "</ds:Transforms>"                            \
    "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>"    \
    "<ds:DigestValue></ds:DigestValue></ds:Reference>"
#define SHA256_DIGEST "http://www.w3.org/2001/04/xmlenc#sha256"
#define RSA_SHA256    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

static const struct {
    const char *name, *from, *to;
    int want; /* below 0: covers its own value, so that no signature of this form can hold */
} forms[] = {
    { "as it was", "", "", 0 },
    { "SHA-384 digests", SHA256_DIGEST, "http://www.w3.org/2001/04/xmldsig-more#sha384", 0 },
    { "SHA-512 digests", SHA256_DIGEST, "http://www.w3.org/2001/04/xmlenc#sha512", 0 },
    { "a signature over SHA-384", RSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
      0 },
    { "a signature over SHA-512", RSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
      0 },
    { "a prefix list", TRANSFORM,
      IN_TRANSFORM "<ec:InclusiveNamespaces xmlns:ec=\"" EXC
                   "\" PrefixList=\"wsse soapenv\"/></ds:Transform>",
      0 },
    { "a SHA-1 digest", SHA256_DIGEST, DS "sha1", 5 },
    { "a SHA-224 digest", SHA256_DIGEST, "http://www.w3.org/2001/04/xmldsig-more#sha224", 5 },
    { "a signature over SHA-1", RSA_SHA256, DS "rsa-sha1", 5 },
    { "a signature over SHA-224", RSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
      5 },
    { "inclusive canonicalisation of SignedInfo",
      "<ds:CanonicalizationMethod Algorithm=\"" EXC "\">",
      "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">",
      5 },
    { "canonicalisation with comments of SignedInfo",
      "<ds:CanonicalizationMethod Algorithm=\"" EXC "\">",
      "<ds:CanonicalizationMethod Algorithm=\"" EXC "WithComments\">", 5 },
    { "canonicalisation with comments of a part", IN_TRANSFORM,
      "<ds:Transform Algorithm=\"" EXC "WithComments\">", 5 },
    { "inclusive canonicalisation of a part", IN_TRANSFORM,
      "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">", 5 },
    { "the enveloped-signature transform", IN_TRANSFORM,
      "<ds:Transform Algorithm=\"" DS "enveloped-signature\">", 5 },
    { "two transforms", TRANSFORM, TRANSFORM TRANSFORM, 4 },
    { "enveloped-signature before the canonicalisation", TRANSFORM,
      "<ds:Transform Algorithm=\"" DS "enveloped-signature\"/>" TRANSFORM, 4 },
    { "an XPath transform that leaves all out", TRANSFORM,
      "<ds:Transform "
      "Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>false()</ds:XPath>"
      "</ds:Transform>",
      5 },
    { "an XPath transform before the canonicalisation", TRANSFORM,
      "<ds:Transform "
      "Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>false()</ds:XPath>"
      "</ds:Transform>" TRANSFORM,
      4 },
    { "an XSLT transform", TRANSFORM,
      "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><x:stylesheet "
      "xmlns:x=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"><x:template "
      "match=\"/\"><a/></x:template>"
      "</x:stylesheet></ds:Transform>" TRANSFORM,
      4 },
    { "no transforms", "<ds:Transforms>" TRANSFORM "</ds:Transforms>", "", 4 },
    { "an empty URI", LAST_URI, "<ds:Reference URI=\"\">", -4 },
    { "a URI with an XPointer to the Body", LAST_URI,
      "<ds:Reference URI=\"#xpointer(id('id-Body'))\">", 4 },
    { "a URI with an XPointer to the document", LAST_URI, "<ds:Reference URI=\"#xpointer(/)\">",
      -4 },
    { "an empty URI more", LAST_URI, NEW_REFERENCE(" URI=\"\"") LAST_URI, -4 },
    { "the Body twice", LAST_URI, NEW_REFERENCE(" URI=\"#id-Body\"") LAST_URI, 4 },
    { "a reference to the Header as a whole", LAST_URI,
      NEW_REFERENCE(" URI=\"#id-Whole\"") LAST_URI, -4 },
    { "a reference to the signature's own key information", LAST_URI,
      NEW_REFERENCE(" URI=\"#id-Key\"") LAST_URI, 4 },
    { "a reference with a Type", "<ds:Reference URI=\"#id-To\">",
      "<ds:Reference URI=\"#id-To\" Type=\"" DS "Manifest\">", 4 },
    { "the Body is not signed", "<ds:Reference URI=\"#id-Body\"", "</ds:Reference>", 4 },
    { "the Timestamp is not signed", "<ds:Reference URI=\"#id-Timestamp\"", "</ds:Reference>", 4 },
    { "wsa:To is not signed", "<ds:Reference URI=\"#id-To\"", "</ds:Reference>", 4 },
    { "wsa:RelatesTo is not signed", "<ds:Reference URI=\"#id-RelatesTo\"", "</ds:Reference>", 4 },
    { "the token is not signed, as with DUO", "<ds:Reference URI=\"#id-Token\"", "</ds:Reference>",
      0 },
    { "an Object in the signature", "</ds:Signature>", "<ds:Object>x</ds:Object></ds:Signature>",
      4 },
    { "a Manifest in the signature", "</ds:Signature>",
      "<ds:Object><ds:Manifest>" NEW_REFERENCE(
          " URI=\"#id-To\"") "</ds:Manifest></ds:Object></ds:Signature>",
      4 },
    { "a key beside the token", "<wsse:SecurityTokenReference>",
      "<ds:KeyName>duo</ds:KeyName><wsse:SecurityTokenReference>", 4 },
    { "a reference to another token", "<wsse:Reference URI=\"#id-Token\"",
      "<wsse:Reference URI=\"#id-To\"", 4 },
    { "a token that says to be something else", "x509-token-profile-1.0#X509v3\" wsu:Id",
      "x509-token-profile-1.0#X509PKIPathv1\" wsu:Id", 4 },
    { "a Created without Z", "Z</wsu:Created>", "</wsu:Created>", 7 },
    { "a Created with an offset", "Z</wsu:Created>", "+00:00</wsu:Created>", 7 },
    { "a Created that is no moment", "T18:04:11.300Z</wsu:Created>", "T24:00:00Z</wsu:Created>",
      7 },
    { "a Created without a fraction", "11.300Z</wsu:Created>", "11Z</wsu:Created>", 0 },
    { "an Expires before Created", "18:09:11.300Z</wsu:Expires>", "18:04:11.299Z</wsu:Expires>",
      7 },
    { "two Created", "<wsu:Created>",
      "<wsu:Created>2026-09-03T18:04:11Z</wsu:Created><wsu:Created>", 7 },
};

/* `to` "</ds:Reference>" takes the whole reference out. */
static void change_form(struct bp_buf *text, size_t i)
{
    if (strcmp(forms[i].to, "</ds:Reference>") == 0)
        soap_remove(text, forms[i].from, forms[i].to);
    else if (forms[i].from[0])
        soap_replace(text, forms[i].from, forms[i].to);
}

static void test_only_the_prescribed_form_of_signature_is_taken_from_the_right_key_too(void **state)
{
    struct bp_vertrouwen *trust = soap_trust("chain.pem", NULL, NULL);
    const struct bp_envelope_kop kop = soap_kop();
    struct bp_buf signed_text = soap_sign("duo", &kop, soap_receipt);
    (void)state;
    soap_replace(&signed_text, HEADER_START,
                 "<soapenv:Header xmlns:wsu=\"" WSU "\" wsu:Id=\"id-Whole\">");
    soap_replace(&signed_text, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"id-Key\">");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct bp_error err;
        struct bp_buf text = soap_copy(&signed_text);
        change_form(&text, i);
        soap_sign_anew(&text, "duo.key");
        if (forms[i].want >= 0 && !soap_plain_verify(&text, "duo.pem"))
            fail_msg("%s: libxmlsec1 refuses it", forms[i].name);
        int got = verdict(&text, trust, &err);
        if (got != abs(forms[i].want))
            fail_msg("%s: check %d, expected %d: %s", forms[i].name, got, forms[i].want,
                     err.detail);
        bp_buf_free(&text);
    }
    bp_buf_free(&signed_text);
    bp_vertrouwen_close(trust);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved_doubled_and_hidden_parts_are_refused),
        cmocka_unit_test(
            test_only_the_prescribed_form_of_signature_is_taken_from_the_right_key_too),
    };
    (void)pki_folder();
    if (bp_soap_library_init(NULL) != BP_OK)
        return EXIT_FAILURE;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    return failed;
}
