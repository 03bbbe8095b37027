/* The messages to RIO: through the plan of our schema and of DUO's own, byte by byte, and proved three
 * ways. */
#include "support/message_schemas.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/base/file.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define BODY_BYTES     ((size_t)1024 * 1024)
#define DUO_BEHEREN    MESSAGE_DUO "/rio-beheren-v4"
#define DUO_RAADPLEGEN MESSAGE_DUO "/rio-raadplegen-v4"

static bool duo_there(void)
{
    struct bp_buf text;
    struct bp_error err;
    bp_buf_init(&text, BODY_BYTES);
    bool there = bp_file_get(DUO_BEHEREN "/DUO_RIO_Beheren_OnderwijsOrganisatie_V4.xsd", BODY_BYTES,
                             &text, &err) == BP_OK;
    bp_buf_free(&text);
    if (!there)
        print_message("DUO's own schemas are not here\n");
    return there;
}

static struct bp_contract *open_contract(const char *schemas)
{
    struct bp_contract *c;
    struct bp_error err = { .detail = "" };
    if (bp_contract_open("rio", "schemas/rio", schemas, &c, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return c;
}

/* DUO's two contracts in one folder, as a school would unpack them. */
static void duo_folder(char folder[MESSAGE_PATH])
{
    message_folder_make(folder);
    message_folder_copy(DUO_BEHEREN, folder);
    message_folder_copy(DUO_RAADPLEGEN, folder);
}

/* --- cases ---------------------------------------------------------------------------------------------- */

enum wat { AANLEVEREN, VERWIJDEREN, OPVRAGEN, RELATIE };

static const struct {
    const char *name;
    enum wat wat;
    enum bp_sector sector;
    bool alles, cohort;
} cases[] = {
    { "aanlevering-vo", AANLEVEREN, BP_SECTOR_VO, false, false },
    { "aanlevering-mbo", AANLEVEREN, BP_SECTOR_MBO, false, true },
    { "aanlevering-vo-alles", AANLEVEREN, BP_SECTOR_VO, true, false },
    { "aanlevering-mbo-alles", AANLEVEREN, BP_SECTOR_MBO, true, false },
    { "verwijdering", VERWIJDEREN, BP_SECTOR_VO, false, false },
    { "opvraging", OPVRAGEN, BP_SECTOR_VO, false, false },
    { "relatie", RELATIE, BP_SECTOR_VO, false, false },
};
#define CASES (sizeof cases / sizeof *cases)

static enum bp_status make(struct bp_maker *maker, size_t at, struct bp_buf *body,
                           struct bp_buf *stand, struct bp_error *err)
{
    const struct bp_bericht_kop kop = rio_kop();
    const struct bp_opleidingsrelatie relatie = { BP_DATUM(2026, 8, 1),
                                                  BP_DATUM(2030, 8, 1),
                                                  { BP_STR("1010O6466"), BP_STR("1011O5055") } };
    struct rio_voorbeeld v;
    switch (cases[at].wat) {
    case AANLEVEREN:
        if (cases[at].alles)
            rio_voorbeeld_alles(&v, cases[at].sector);
        else
            rio_voorbeeld(&v, cases[at].sector);
        if (cases[at].cohort)
            rio_voorbeeld_cohort(&v);
        return bp_maker_aanlevering(maker, &v.opleiding, &kop, body, stand, err);
    case VERWIJDEREN:
        return bp_maker_aangeboden_code(maker, BP_HANDELING_VERWIJDERING, BP_STR(RIO_CODE_VO), &kop,
                                        body, err);
    case OPVRAGEN:
        return bp_maker_aangeboden_code(maker, BP_HANDELING_OPVRAGING, BP_STR(RIO_CODE_VO), &kop,
                                        body, err);
    case RELATIE:
        break;
    }
    return bp_maker_relatie(maker, &relatie, &kop, body, err);
}

static void must_make(struct bp_maker *maker, size_t at, struct bp_buf *body)
{
    struct bp_error err = { .detail = "" };
    if (make(maker, at, body, NULL, &err) != BP_OK)
        fail_msg("%s: %s", cases[at].name, err.detail);
}

static void assert_golden(const char *name, struct bp_str made)
{
    char path[128];
    struct bp_error err;
    struct bp_buf want;
    (void)snprintf(path, sizeof path, "tests/golden/rio/%s.xml", name);
    const char *update = getenv("BRONPOST_GOLDEN_UPDATE");
    if (update && *update) {
        assert_int_equal(bp_file_put(path, made, BP_DURABLE_LATER, &err), BP_OK);
        return;
    }
    bp_buf_init(&want, BODY_BYTES);
    if (bp_file_get(path, BODY_BYTES, &want, &err) != BP_OK)
        fail_msg("%s", err.detail);
    if (!bp_str_equal(made, bp_buf_str(&want)))
        fail_msg("%s is not what is made now:\n%.*s", path, (int)made.len, made.ptr);
    bp_buf_free(&want);
}

/* --- tests ---------------------------------------------------------------------------------------------- */

static void test_the_contract_says_what_rio_is(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract(NULL);
    const struct bp_contract_feiten *f = bp_contract_feiten(c);
    assert_string_equal(f->title, "DUO_RIO_Beheren_OnderwijsOrganisatie_V4");
    assert_true(f->uuid_refusal_is_receipt);
    assert_int_equal(f->in_flight, 1);
    assert_int_equal(f->provisional_count, 0);
    assert_int_equal(f->fields_without_element_count, 0);
    assert_null(bp_contract_operatie(c, BP_HANDELING_INSCHRIJVING));
    const struct bp_operatie *in = bp_contract_operatie(c, BP_HANDELING_AANLEVERING);
    const struct bp_operatie *look = bp_contract_operatie(c, BP_HANDELING_OPVRAGING);
    assert_string_equal(in->namespace_uri,
                        "http://duo.nl/schema/DUO_RIO_Beheren_OnderwijsOrganisatie_V4");
    assert_string_equal(look->namespace_uri,
                        "http://duo.nl/schema/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4");
    assert_string_equal(look->soap_action,
                        "http://duo.nl/contract/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4/"
                        "opvragen_aangebodenOpleiding");
    bp_contract_close(c);
}

/* What an XSD cannot say is said in contract.ini, in words that are known. */
static void test_a_description_with_an_unknown_word_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
        enum bp_status want;
    } words[] = {
        { "in_flight = 1", "in_flight = 9", BP_OK },
        { "in_flight = 1", "in_flight = 0", BP_E_USAGE },
        { "in_flight = 1", "in_flight = 10", BP_E_USAGE },
        { "in_flight = 1", "in_flight = one", BP_E_USAGE },
        { "record = aangebodenOpleiding", "record = opleiding", BP_E_USAGE },
        { "record = aangebodenOpleiding", "record = inschrijving", BP_E_USAGE },
        { "optional = yes", "optional = maybe", BP_E_USAGE },
        { "[operatie opvraging]", "[operatie zoeken]", BP_E_USAGE },
        { "[operatie aanlevering]", "[operatie relatie]", BP_E_USAGE },
    };
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char folder[MESSAGE_PATH];
        struct bp_contract *c;
        struct bp_error err;
        message_folder_make(folder);
        message_folder_copy("schemas/rio", folder);
        message_file_edit(folder, "contract.ini", words[i].from, words[i].to);
        if (bp_contract_open("rio", folder, NULL, &c, &err) != words[i].want)
            fail_msg("%s: %s", words[i].to, err.detail);
        bp_contract_close(c);
        message_folder_remove(folder);
    }
}

static void test_vo_and_mbo_say_nothing_of_flight_or_rio(void **state)
{
    (void)state;
    struct bp_contract *c;
    struct bp_error err;
    assert_int_equal(bp_contract_open("vo", "schemas/vo", NULL, &c, &err), BP_OK);
    assert_int_equal(bp_contract_feiten(c)->in_flight, 0);
    assert_null(bp_contract_operatie(c, BP_HANDELING_AANLEVERING));
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_VOLUIT, &err);
    struct bp_buf body;
    bp_buf_init(&body, BODY_BYTES);
    assert_int_equal(make(maker, 0, &body, NULL, &err), BP_E_INTERNAL);
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
}

static void test_bodies_are_the_golden_ones_whatever_proves_them(void **state)
{
    static const enum bp_keuring ways[] = { BP_KEURING_ONTHOUDEN, BP_KEURING_STAAND,
                                            BP_KEURING_VOLUIT };
    (void)state;
    struct bp_contract *c = open_contract(NULL);
    struct bp_error err;
    struct bp_buf body;
    bp_buf_init(&body, BODY_BYTES);
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        struct bp_maker *maker = bp_maker_new(c, ways[w], &err);
        assert_non_null(maker);
        for (size_t twice = 0; twice < 2; twice++)
            for (size_t i = 0; i < CASES; i++) {
                must_make(maker, i, &body);
                assert_golden(cases[i].name, bp_buf_str(&body));
            }
        bp_maker_free(maker);
    }
    bp_buf_free(&body);
    bp_contract_close(c);
}

/* What is signed is what stands there: exclusive canonicalisation gives the same bytes. */
static void test_bodies_are_canonical(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract(NULL);
    struct bp_error err;
    struct bp_buf body;
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    for (size_t i = 0; i < CASES; i++) {
        must_make(maker, i, &body);
        xmlDocPtr doc = xmlReadMemory(body.ptr, (int)body.len, NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        xmlChar *canonical = NULL;
        int len = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &canonical);
        assert_int_equal(len, body.len);
        assert_memory_equal(canonical, body.ptr, body.len);
        xmlFree(canonical);
        xmlFreeDoc(doc);
    }
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
}

/* Every message that we build with our own schema is valid by DUO's. */
static void test_bodies_validate_against_duos_own_schemas(void **state)
{
    (void)state;
    if (!duo_there())
        skip();
    xmlSchemaPtr beheren =
        message_schema_read(DUO_BEHEREN "/DUO_RIO_Beheren_OnderwijsOrganisatie_V4.xsd");
    xmlSchemaPtr raadplegen =
        message_schema_read(DUO_RAADPLEGEN "/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4.xsd");
    struct bp_contract *c = open_contract(NULL);
    struct bp_error err;
    struct bp_buf body;
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    for (size_t i = 0; i < CASES; i++) {
        must_make(maker, i, &body);
        xmlDocPtr doc = xmlReadMemory(body.ptr, (int)body.len, NULL, NULL, XML_PARSE_NONET);
        bool lookup = cases[i].wat == OPVRAGEN;
        if (!message_schema_accepts(lookup ? raadplegen : beheren, doc))
            fail_msg("%s is refused by DUO's schema", cases[i].name);
        if (message_schema_accepts(lookup ? beheren : raadplegen, doc))
            fail_msg("%s is accepted by the wrong schema", cases[i].name);
        xmlFreeDoc(doc);
    }
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
    xmlSchemaFree(beheren);
    xmlSchemaFree(raadplegen);
}

/* DUO's own files lead to the same bytes: abstract elements, substitution groups and choices come from the
 * schema. */
static void test_duos_own_folder_builds_the_same_bodies(void **state)
{
    (void)state;
    if (!duo_there())
        skip();
    char folder[MESSAGE_PATH];
    duo_folder(folder);
    struct bp_contract *c = open_contract(folder);
    assert_int_equal(bp_contract_feiten(c)->fields_without_element_count, 0);
    struct bp_error err;
    struct bp_buf body;
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    for (size_t i = 0; i < CASES; i++) {
        must_make(maker, i, &body);
        assert_golden(cases[i].name, bp_buf_str(&body));
    }
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
    message_folder_remove(folder);
}

static void test_without_the_consult_schema_there_is_no_looking_up(void **state)
{
    (void)state;
    char folder[MESSAGE_PATH];
    struct bp_error err;
    struct bp_buf body;
    message_folder_make(folder);
    message_folder_copy("schemas/rio", folder);
    message_file_remove(folder, "rio-raadplegen.xsd");
    struct bp_contract *c = open_contract(folder);
    assert_null(bp_contract_operatie(c, BP_HANDELING_OPVRAGING));
    assert_non_null(bp_contract_operatie(c, BP_HANDELING_VERWIJDERING));
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    assert_int_equal(make(maker, 5, &body, NULL, &err), BP_E_INTERNAL);
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
    message_file_remove(folder, "rio-beheren.xsd");
    assert_int_equal(bp_contract_open("rio", "schemas/rio", folder, &c, &err), BP_E_USAGE);
    message_folder_remove(folder);
}

/* The stand is what makes two runs equal: not the head, but everything else. */
static void test_the_stand_has_the_programme_and_not_the_head(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract(NULL);
    struct bp_error err;
    struct bp_buf body, stand;
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    bp_buf_init(&stand, BODY_BYTES);
    assert_int_equal(make(maker, 0, &body, &stand, &err), BP_OK);
    bp_buf_add_char(&stand, '\0');
    assert_null(strstr(stand.ptr, "5b0d6e5e"));
    assert_null(strstr(stand.ptr, "2026-06-01"));
    assert_non_null(strstr(stand.ptr, "aangebodenOpleidingCode=" RIO_CODE_VO "\n"));
    assert_non_null(strstr(stand.ptr, "kenmerkwaardeTekst=199A002\n"));
    bp_buf_free(&body);
    bp_buf_free(&stand);
    bp_maker_free(maker);
    bp_contract_close(c);
}

static void no_code(struct rio_voorbeeld *v)
{
    v->opleiding.code = (struct bp_str){ NULL, 0 };
}
static void code_of_another_form(struct rio_voorbeeld *v)
{
    v->opleiding.code = BP_STR("7d0c2a44");
}
static void no_provider(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijsaanbieder = BP_STR("");
}
static void location_as_provider(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijsaanbieder = BP_STR("199X002");
}
static void no_period(struct rio_voorbeeld *v)
{
    v->opleiding.periode_count = 0;
}
static void two_keys(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingseenheid = BP_STR("1010O6466");
}
static void no_key(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingcode = BP_STR("");
}
static void two_values(struct rio_voorbeeld *v)
{
    v->kenmerken[0].waarde[BP_KENMERK_TEKST] = BP_STR("x");
}
static void no_value(struct rio_voorbeeld *v)
{
    v->kenmerken[0].waarde[BP_KENMERK_ENUMERATIE] = BP_STR("");
}
static void hyphen_in_an_enumeration(struct rio_voorbeeld *v)
{
    v->kenmerken[0].waarde[BP_KENMERK_ENUMERATIE] = BP_STR("MBO-2");
}
static void no_track(struct rio_voorbeeld *v)
{
    v->opleiding.leertraject = BP_STR("");
}
static void target_group_too_long(struct rio_voorbeeld *v)
{
    v->opleiding.toegankelijkheid = BP_STR("IEDER");
}

/* Whatever slips through the checks of the domain still cannot leave: BP501 names the element. */
static void test_what_the_schema_refuses_is_never_made(void **state)
{
    static const struct {
        void (*change)(struct rio_voorbeeld *v);
        const char *says;
    } broken[] = {
        { no_code, "aangebodenMboOpleiding/aangebodenOpleidingCode is missing" },
        { code_of_another_form, "aangebodenOpleidingCode does not have the form" },
        { no_provider, "onderwijsaanbiedercode is missing" },
        { location_as_provider, "onderwijsaanbiedercode does not have the form" },
        { no_period, "aangebodenVOOpleidingPeriode is missing" },
        { two_keys, "opleidingseenheidSleutel are both filled" },
        { no_key, "voVakerkenningSleutel is missing" },
        { two_values, "are both filled" },
        { no_value, "kenmerkwaardeDatum is missing" },
        { hyphen_in_an_enumeration, "kenmerkwaardeEnumeratiewaarde does not have the form" },
        { no_track, "leertrajectMBO is missing" },
        { target_group_too_long, "toegankelijkheid is longer" },
    };
    (void)state;
    struct bp_contract *c = open_contract(NULL);
    struct bp_error err;
    struct bp_buf body;
    const struct bp_bericht_kop kop = rio_kop();
    struct bp_maker *maker = bp_maker_new(c, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct rio_voorbeeld v;
        rio_voorbeeld(&v, BP_SECTOR_MBO);
        assert_int_equal(bp_maker_aanlevering(maker, &v.opleiding, &kop, &body, NULL, &err), BP_OK);
        broken[i].change(&v);
        enum bp_status st = bp_maker_aanlevering(maker, &v.opleiding, &kop, &body, NULL, &err);
        if (st != BP_E_XML || !strstr(err.detail, broken[i].says) || body.len)
            fail_msg("'%s' but: %s", broken[i].says, st == BP_OK ? "made" : err.detail);
        assert_string_equal(err.code, "BP501");
    }
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_contract_says_what_rio_is),
        cmocka_unit_test(test_a_description_with_an_unknown_word_is_refused),
        cmocka_unit_test(test_vo_and_mbo_say_nothing_of_flight_or_rio),
        cmocka_unit_test(test_bodies_are_the_golden_ones_whatever_proves_them),
        cmocka_unit_test(test_bodies_are_canonical),
        cmocka_unit_test(test_bodies_validate_against_duos_own_schemas),
        cmocka_unit_test(test_duos_own_folder_builds_the_same_bodies),
        cmocka_unit_test(test_without_the_consult_schema_there_is_no_looking_up),
        cmocka_unit_test(test_the_stand_has_the_programme_and_not_the_head),
        cmocka_unit_test(test_what_the_schema_refuses_is_never_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
