/* RIO's answers: recorded ones of DUO's test service, and what is no answer. */
#include "support/message_schemas.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/base/text.h"
#include "bronpost/message/rio_antwoord.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define RECORDED   "../shared/duo/rio-recorded"
#define BEHEREN    "http://duo.nl/schema/DUO_RIO_Beheren_OnderwijsOrganisatie_V4"
#define RAADPLEGEN "http://duo.nl/schema/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4"
#define TEXT       4096

static void assert_str(struct bp_str got, const char *want)
{
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("'%.*s', not '%s'", (int)got.len, got.ptr ? got.ptr : "", want);
}

/* The child of the Body of a recorded envelope, as a document of its own. */
static xmlChar *recorded_body(const char *name, int *len)
{
    char path[256];
    xmlChar *bytes = NULL;
    (void)snprintf(path, sizeof path, RECORDED "/%s.xml", name);
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlNode *node = xmlDocGetRootElement(doc)->children;
    while (node && strcmp((const char *)node->name, "Body") != 0)
        node = node->next;
    assert_non_null(node);
    for (node = node->children; node->type != XML_ELEMENT_NODE;)
        node = node->next;
    xmlDocPtr own = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *copy = xmlDocCopyNode(node, own, 1);
    xmlDocSetRootElement(own, copy);
    assert_true(xmlReconciliateNs(own, copy) >= 0);
    xmlDocDumpMemory(own, &bytes, len);
    xmlFreeDoc(own);
    xmlFreeDoc(doc);
    return bytes;
}

static void test_recorded_answers_are_read(void **state)
{
    static const struct {
        const char *file, *operatie;
        bool goedgekeurd;
        const char *code, *tekst, *naam, *waarde; /* of the only error; NULL: none */
    } cases[] = {
        { "ok-11", "aanleveren_aangebodenOpleiding", true, NULL, NULL, NULL, NULL },
        { "ok-24", "aanleveren_opleidingsrelatie", true, NULL, NULL, NULL, NULL },
        { "ok-38", "verwijderen_opleidingseenheid", true, NULL, NULL, NULL, NULL },
        { "ok-45", "opvragen_rioIdentificatiecode", true, NULL, NULL, NULL, NULL },
        { "ok-01", "opvragen_aangebodenOpleiding", true, NULL, NULL, NULL, NULL },
        { "ok-18", "opvragen_rioIdentificatiecode", false, "A01161",
          "De externe identificatie komt niet voor in RIO", "eigenOpleid...heidSleutel",
          "afb435cc-53...1c9dfd60002" },
        { "ok-52", "opvragen_rioIdentificatiecode", false, "A01161",
          "De externe identificatie komt niet voor in RIO", "eigenOpleid...heidSleutel",
          "fddec347-8c...a85d09c0004" },
    };
    (void)state;
    if (access(RECORDED, R_OK) != 0) {
        print_message("DUO's recorded answers are not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_antwoord a;
        struct bp_error err = { .detail = "" };
        int len;
        xmlChar *bytes = recorded_body(cases[i].file, &len);
        const struct bp_str body = { (const char *)bytes, (size_t)len };
        if (bp_rio_antwoord_read(arena, body, &a, &err) != BP_OK)
            fail_msg("%s: %s", cases[i].file, err.detail);
        assert_str(a.operatie, cases[i].operatie);
        assert_int_equal(a.identificatiecode.len, 36);
        assert_int_equal(a.goedgekeurd, cases[i].goedgekeurd);
        assert_int_equal(a.fout_count, cases[i].code ? 1 : 0);
        assert_null(a.opleiding); /* ok-01 is of higher education */
        if (cases[i].code) {
            assert_str(a.fouten[0].code, cases[i].code);
            assert_str(a.fouten[0].tekst, cases[i].tekst);
            assert_int_equal(a.fouten[0].sleutel_count, 1);
            assert_str(a.fouten[0].sleutels[0].naam, cases[i].naam);
            assert_str(a.fouten[0].sleutels[0].waarde, cases[i].waarde);
            assert_false(bp_rio_antwoord_herhaalbaar(&a));
        }
        xmlFree(bytes);
        bp_arena_free(arena);
    }
}

/* Our own schema of the responses accepts what RIO really answers. */
static void test_recorded_answers_validate_against_our_own_schema(void **state)
{
    static const char *const files[] = { "ok-11", "ok-24" };
    (void)state;
    if (access(RECORDED, R_OK) != 0) {
        print_message("DUO's recorded answers are not here\n");
        skip();
    }
    xmlSchemaPtr schema = message_schema_read("schemas/rio/rio-beheren.xsd");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int len;
        xmlChar *bytes = recorded_body(files[i], &len);
        xmlDocPtr doc = xmlReadMemory((const char *)bytes, len, NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        if (!message_schema_accepts(schema, doc))
            fail_msg("%s", files[i]);
        xmlFreeDoc(doc);
        xmlFree(bytes);
    }
    xmlSchemaFree(schema);
}

/* --- answers of our own --------------------------------------------------------------------------------- */

#define KOP                                                                                        \
    "<r:identificatiecodeBedrijfsdocument>5b0d6e5e-1a53-4d0b-8f0e-0c9d2b7d1001"                    \
    "</r:identificatiecodeBedrijfsdocument>"
#define ANTWOORD(ns, op, inside)                                                                   \
    "<r:" op "_response xmlns:r=\"" ns "\">" KOP inside "</r:" op "_response>"
#define AANLEVEREN(inside) ANTWOORD(BEHEREN, "aanleveren_aangebodenOpleiding", inside)
#define OORDEEL(word)      "<r:requestGoedgekeurd>" word "</r:requestGoedgekeurd>"
#define SLEUTEL(n, w)                                                                              \
    "<r:sleutelgegeven><r:sleutelnaam>" n "</r:sleutelnaam><r:sleutelwaarde>" w                    \
    "</r:sleutelwaarde></r:sleutelgegeven>"
#define FOUT(code, text, keys)                                                                     \
    "<r:foutmelding><r:foutcode>" code "</r:foutcode><r:fouttekst>" text "</r:fouttekst>" keys     \
    "</r:foutmelding>"
#define EEN_SLEUTEL SLEUTEL("aangebodenOpleidingCode", "7d0c2a44-9a...c1f1c1f000001")

static enum bp_status lees(struct bp_arena *arena, const char *body, struct bp_rio_antwoord *out,
                           struct bp_error *err)
{
    return bp_rio_antwoord_read(arena, bp_str_of(body), out, err);
}

static void test_what_is_no_answer_of_rio_is_never_a_verdict(void **state)
{
    static const char *const bodies[] = {
        "",
        "approved",
        AANLEVEREN(OORDEEL("true")) "<x/>",
        AANLEVEREN(""),
        AANLEVEREN(OORDEEL("")),
        AANLEVEREN(OORDEEL("J")),
        AANLEVEREN(OORDEEL("TRUE")),
        AANLEVEREN(OORDEEL("true") OORDEEL("true")),
        AANLEVEREN("<x:requestGoedgekeurd xmlns:x=\"urn:x\">true</x:requestGoedgekeurd>"),
        AANLEVEREN("<r:hidden>" OORDEEL("true") "</r:hidden>"),
        AANLEVEREN(OORDEEL("false") FOUT("", "tekst", EEN_SLEUTEL)),
        AANLEVEREN(OORDEEL("false") FOUT(
            "N10410", "tekst",
            EEN_SLEUTEL EEN_SLEUTEL EEN_SLEUTEL EEN_SLEUTEL EEN_SLEUTEL EEN_SLEUTEL)),
        ANTWOORD("urn:other", "aanleveren_aangebodenOpleiding", OORDEEL("true")),
        "<r:aanleveren_aangebodenOpleiding_request xmlns:r=\"" BEHEREN
        "\">" OORDEEL("true") "</r:aanleveren_aangebodenOpleiding_request>",
        "<r:_response xmlns:r=\"" BEHEREN "\">" OORDEEL("true") "</r:_response>",
        "<aanleveren_aangebodenOpleiding_response><requestGoedgekeurd>true</requestGoedgekeurd>"
        "</aanleveren_aangebodenOpleiding_response>",
        "<!DOCTYPE x [<!ENTITY t \"true\">]>" AANLEVEREN(OORDEEL("&t;")),
    };
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_antwoord a = { .goedgekeurd = true };
        struct bp_error err = { .detail = "" };
        if (lees(arena, bodies[i], &a, &err) != BP_E_XML || !err.detail[0] || a.goedgekeurd)
            fail_msg("%s", bodies[i]);
        bp_arena_free(arena);
    }
}

static void test_a_verdict_is_what_it_says(void **state)
{
    static const struct {
        const char *body;
        bool goedgekeurd, herhaalbaar;
        size_t fouten;
    } cases[] = {
        { AANLEVEREN(OORDEEL("true")), true, false, 0 },
        { AANLEVEREN(OORDEEL(" 1 ")), true, false, 0 },
        { AANLEVEREN(OORDEEL("false")), false, false, 0 },
        { AANLEVEREN(OORDEEL("0")), false, false, 0 },
        { AANLEVEREN(OORDEEL("true") FOUT("N10410", "", EEN_SLEUTEL)), true, false, 1 },
        { AANLEVEREN(OORDEEL("false") FOUT("INT500", "", EEN_SLEUTEL)), false, true, 1 },
        { AANLEVEREN(OORDEEL("true") FOUT("INT500", "", EEN_SLEUTEL)), true, false, 1 },
        { AANLEVEREN(OORDEEL("false") FOUT("INT500", "", "") FOUT("N10410", "", "")), false, false,
          2 },
        { AANLEVEREN(OORDEEL("false") FOUT("Z99999", "", EEN_SLEUTEL)), false, false, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_antwoord a;
        struct bp_error err = { .detail = "" };
        if (lees(arena, cases[i].body, &a, &err) != BP_OK)
            fail_msg("%s: %s", cases[i].body, err.detail);
        if (a.goedgekeurd != cases[i].goedgekeurd || a.fout_count != cases[i].fouten ||
            bp_rio_antwoord_herhaalbaar(&a) != cases[i].herhaalbaar)
            fail_msg("%s", cases[i].body);
        bp_arena_free(arena);
    }
}

static void test_more_errors_than_agreed_are_no_answer(void **state)
{
    (void)state;
    for (size_t count = BP_RIO_FOUTEN; count <= BP_RIO_FOUTEN + 1; count++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_antwoord a;
        struct bp_error err;
        struct bp_buf body;
        bp_buf_init(&body, BP_MIB);
        bp_buf_add_text(&body, "<r:aanleveren_aangebodenOpleiding_response xmlns:r=\"" BEHEREN
                               "\">" OORDEEL("false"));
        for (size_t i = 0; i < count; i++)
            bp_buf_add_text(&body, FOUT("N10410", "t", EEN_SLEUTEL));
        bp_buf_add_text(&body, "</r:aanleveren_aangebodenOpleiding_response>");
        assert_int_equal(bp_rio_antwoord_read(arena, bp_buf_str(&body), &a, &err),
                         count == BP_RIO_FOUTEN ? BP_OK : BP_E_XML);
        bp_buf_free(&body);
        bp_arena_free(arena);
    }
}

/* --- a programme that was looked up --------------------------------------------------------------------- */

#define KENMERK(naam, soort, waarde)                                                               \
    "<r:kenmerken><r:kenmerknaam>" naam "</r:kenmerknaam><r:kenmerkwaarde" soort ">" waarde        \
    "</r:kenmerkwaarde" soort "></r:kenmerken>"

#define EL(name, text) "<r:" name ">" text "</r:" name ">"

static const char gevonden[] =
    /* clang-format off */
    ANTWOORD(RAADPLEGEN, "opvragen_aangebodenOpleiding", OORDEEL("true")
    EL("aangebodenMboOpleiding",
        EL("aangebodenOpleidingCode", RIO_CODE_MBO)
        EL("onderwijsaanbiedercode", "199A002")
        EL("opleidingseenheidcode", "1010O6466")
        EL("onderwijslocatiecode", "199X002")
        EL("begindatum", "2026-08-01")
        EL("einddatum", "2031-08-01")
        EL("opleidingserkenningSleutel",
            EL("opleidingsstelsel", "CREBO") EL("opleidingscode", "99001"))
        EL("opleidingserkenningSleutel",
            EL("opleidingsstelsel", "CREBO") EL("opleidingscode", "99008"))
        EL("aangebodenMboOpleidingPeriode",
            EL("begindatum", "2026-08-01")
            EL("eigenOmschrijving", " twee\nregels ")
            KENMERK("samenwerkendeOnderwijsaanbiedercode", "Tekst", "199A001"))
        EL("aangebodenMboOpleidingCohort",
            EL("cohortcode", "C1") EL("cohortstatus", "O")
            KENMERK("opleidingsvorm", "Enumeratiewaarde", "KLASSIKAAL")
            EL("beginAanmeldperiode", "2026-10-01")
            EL("flexibeleInstroom", EL("beginInstroomperiode", "2028-08-01"))
            EL("toestemmingVereistVoorAanmelding", "JA")
            EL("einddatum", "2030-08-01")
            EL("bedrijfsopleiding", EL("toegangscodeCohort", "abc"))
            EL("prijs", EL("soort", "S") EL("bedrag", "1.50")))
        KENMERK("doorlopendeLeerlijnVmboMbo", "Enumeratiewaarde", "GLR_VMBO_MBO")
        KENMERK("voertaal", "Enumeratiewaarde", "NLD")
        EL("leertrajectMBO", "BOL") EL("mboNiveau", "MBO-2")
        EL("toelatingseisen", "JA") EL("toegankelijkheid", "SPEC")));
/* clang-format on */

static void test_a_consulted_programme_is_the_route_that_was_asked_for(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_rio_antwoord a;
    struct bp_error err = { .detail = "" };
    if (lees(arena, gevonden, &a, &err) != BP_OK)
        fail_msg("%s", err.detail);
    assert_non_null(a.opleiding);
    assert_str(a.opleiding->code, RIO_CODE_MBO);
    assert_int_equal(a.opleiding->cohort_count, 1);
    assert_int_equal(bp_datum_key(a.opleiding->cohorten[0].eind), 20300801);
    assert_str(a.opleiding->perioden[0].omschrijving, " twee\nregels ");
    assert_false(bp_str_filled(a.opleiding->opleidingseenheid));
    assert_str(a.opleiding->opleidingcode, "99001");
    assert_int_equal(a.opleiding->erkenning_count, 2);
    assert_str(a.opleiding->erkenningen[1].code, "99008");
    struct bp_route route = rio_route();
    const struct bp_route *const one[] = { &route };
    struct bp_aangeboden *want =
        bp_aangeboden_make(arena, one, 1, BP_SECTOR_MBO, BP_STR(RIO_CODE_MBO));
    assert_null(bp_aangeboden_differs(a.opleiding, want, BP_DATUM(2028, 8, 1)));
    assert_non_null(bp_aangeboden_differs(a.opleiding, want, BP_DATUM(2031, 8, 1)));
    bp_arena_free(arena);
}

static void test_errors_come_back_from_the_ledger_as_they_went_in(void **state)
{
    static const struct {
        const char *name;
        struct bp_rio_sleutel sleutels[3];
        size_t count;
        const char *text;
    } cases[] = {
        { "none", { { { NULL, 0 }, { NULL, 0 } } }, 0, "" },
        { "one", { { { "code", 4 }, { "199A001", 7 } } }, 1, "code=199A001" },
        { "an empty value", { { { "a", 1 }, { "", 0 } } }, 1, "a=" },
        { "three, with commas and signs in the values",
          { { { "a", 1 }, { "x, y", 4 } },
            { { "b", 1 }, { "p=q", 3 } },
            { { "c", 1 }, { "z", 1 } } },
          3,
          "a=x, y, b=p=q, c=z" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_fout in = { .code = BP_STR("N10410"), .tekst = BP_STR("tekst") }, out;
        struct bp_buf text;
        memcpy(in.sleutels, cases[i].sleutels, sizeof cases[i].sleutels);
        in.sleutel_count = cases[i].count;
        bp_buf_init(&text, BP_KIB);
        bp_rio_sleutels_text(&in, &text);
        if (!bp_str_equal(bp_buf_str(&text), bp_str_of(cases[i].text)))
            fail_msg("%s: %.*s", cases[i].name, (int)text.len, text.ptr);
        assert_true(bp_rio_melding_read(arena, in.code, in.tekst, bp_buf_str(&text), &out));
        assert_str(out.code, "N10410");
        assert_str(out.tekst, "tekst");
        if (out.sleutel_count != in.sleutel_count)
            fail_msg("%s: %zu", cases[i].name, out.sleutel_count);
        for (size_t k = 0; k < out.sleutel_count; k++)
            if (!bp_str_equal(out.sleutels[k].naam, in.sleutels[k].naam) ||
                !bp_str_equal(out.sleutels[k].waarde, in.sleutels[k].waarde))
                fail_msg("%s: key %zu", cases[i].name, k);
        bp_buf_free(&text);
        bp_arena_free(arena);
    }
}

/* The other order of a cohort's elements comes out right, because the plan writes and not a copy. */
static void test_what_was_consulted_goes_back_in_the_order_of_managing(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_rio_antwoord a;
    struct bp_error err = { .detail = "" };
    struct bp_contract *c;
    struct bp_buf body;
    const struct bp_bericht_kop kop = rio_kop();
    struct bp_route route = rio_route();
    const struct bp_route *const one[] = { &route };
    struct bp_aangeboden *want =
        bp_aangeboden_make(arena, one, 1, BP_SECTOR_MBO, BP_STR(RIO_CODE_MBO));
    assert_int_equal(lees(arena, gevonden, &a, &err), BP_OK);
    assert_true(bp_aangeboden_keep(arena, want, a.opleiding));
    assert_int_equal(bp_contract_open("rio", "schemas/rio", NULL, &c, &err), BP_OK);
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BP_MIB);
    if (bp_maker_aanlevering(maker, want, &kop, &body, NULL, &err) != BP_OK)
        fail_msg("%s", err.detail);
    bp_buf_add_char(&body, '\0');
    const char *cohort = strstr(body.ptr, "toestemmingVereistVoorAanmelding>JA");
    assert_non_null(cohort);
    const char *company = strstr(cohort, "bedrijfsopleiding>"), *end = strstr(cohort, "einddatum>");
    assert_true(company && end && company < end);
    assert_non_null(strstr(body.ptr, "NLD"));
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
    bp_arena_free(arena);
}

/* --- in words ------------------------------------------------------------------------------------------- */

static void test_an_error_is_explained_with_its_keys_and_what_to_do(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_rio_antwoord a;
    struct bp_error err;
    struct bp_buf said;
    bp_buf_init(&said, TEXT);
    const char *body =
        AANLEVEREN(OORDEEL("false") FOUT("N10410", "Onbekende aanbieder\xC2\x9B\x31m\nx",
                                         EEN_SLEUTEL SLEUTEL("onderwijsaanbiedercode", "199A009"))
                       FOUT("Z99999", "Iets nieuws", EEN_SLEUTEL));
    assert_int_equal(lees(arena, body, &a, &err), BP_OK);
    bp_rio_fout_explain(&a.fouten[0], &said);
    bp_buf_add_char(&said, '\0');
    assert_string_equal(said.ptr,
                        "N10410: RIO does not know the onderwijsaanbieder of the partner school "
                        "(aangebodenOpleidingCode 7d0c2a44-9a...c1f1c1f000001, "
                        "onderwijsaanbiedercode 199A009). RIO: \"Onbekende aanbieder  1m x\". "
                        "Ask the partner school for its onderwijsaanbieder in RIO (3 digits, an A "
                        "and 3 digits) and correct it in routes.csv.");
    bp_buf_clear(&said);
    bp_rio_fout_explain(&a.fouten[1], &said);
    bp_buf_add_char(&said, '\0');
    assert_non_null(strstr(said.ptr, "Z99999: RIO refused this for a reason"));
    assert_non_null(strstr(said.ptr, "\"Iets nieuws\""));
    bp_buf_free(&said);
    bp_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded_answers_are_read),
        cmocka_unit_test(test_recorded_answers_validate_against_our_own_schema),
        cmocka_unit_test(test_what_is_no_answer_of_rio_is_never_a_verdict),
        cmocka_unit_test(test_a_verdict_is_what_it_says),
        cmocka_unit_test(test_more_errors_than_agreed_are_no_answer),
        cmocka_unit_test(test_a_consulted_programme_is_the_route_that_was_asked_for),
        cmocka_unit_test(test_errors_come_back_from_the_ledger_as_they_went_in),
        cmocka_unit_test(test_what_was_consulted_goes_back_in_the_order_of_managing),
        cmocka_unit_test(test_an_error_is_explained_with_its_keys_and_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
