/* Opening a contract: what is found, what is reported, and what a broken folder says. */
#include "support/message_schemas.h"

#include "bronpost/base/file.h"
#include "bronpost/message/maker.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct bp_contract *open_contract(const char *name, const char *folder, const char *schemas)
{
    struct bp_contract *contract;
    struct bp_error err = { .detail = "" };
    if (bp_contract_open(name, folder, schemas, &contract, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return contract;
}

static void test_vo_names_what_is_provisional_in_it(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract("vo", "schemas/vo", NULL);
    const struct bp_contract_feiten *f = bp_contract_feiten(c);
    assert_string_equal(f->name, "vo");
    assert_string_equal(f->title, "DUO_VOAanlevering_InschrijvingVO_V1");
    assert_string_equal(f->schema_dir, "schemas/vo");
    assert_false(f->uuid_refusal_is_receipt);
    assert_false(f->wholly_provisional);
    assert_int_equal(f->provisional_count, 2);
    assert_string_equal(f->provisional[0], "leerroute");
    assert_string_equal(f->provisional[1], "leerroutefase");
    assert_int_equal(f->elements_without_field_count, 1);
    assert_string_equal(f->elements_without_field[0], "inschrijvingPeriodeVO/aanvullendeOpleiding");
    assert_int_equal(f->fields_without_element_count, 0);
    bp_contract_close(c);
}

static void test_operations_are_those_of_the_contract(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract("vo", "schemas/vo", NULL);
    const struct bp_operatie *in = bp_contract_operatie(c, BP_HANDELING_INSCHRIJVING);
    const struct bp_operatie *out = bp_contract_operatie(c, BP_HANDELING_VERWIJDERING);
    assert_string_equal(in->name, "aanleverenInschrijvingVO");
    assert_string_equal(in->request, "aanleverenInschrijvingVO_Request");
    assert_string_equal(in->response, "aanleverenInschrijvingVO_Response");
    assert_string_equal(in->namespace_uri,
                        "http://duo.nl/schema/DUO_VOAanlevering_InschrijvingVO_V1");
    assert_string_equal(
        in->soap_action,
        "http://duo.nl/contract/DUO_VOAanlevering_InschrijvingVO_V1/aanleverenInschrijvingVO");
    assert_string_equal(out->request, "aanleverenVerwijderingInschrijvingVO_Request");
    bp_contract_close(c);
}

static void test_mbo_is_wholly_provisional(void **state)
{
    (void)state;
    struct bp_contract *c = open_contract("mbo", "schemas/mbo", NULL);
    const struct bp_contract_feiten *f = bp_contract_feiten(c);
    assert_true(f->wholly_provisional);
    assert_int_equal(f->elements_without_field_count, 2);
    assert_string_equal(f->elements_without_field[0], "extraOndersteuning");
    assert_string_equal(f->elements_without_field[1], "bpv");
    assert_int_equal(f->fields_without_element_count, 0);
    bp_contract_close(c);
}

/* An mbo schema in another namespace than ours is no longer ours to call provisional. */
static void test_a_schema_in_another_namespace_is_not_provisional(void **state)
{
    (void)state;
    char folder[MESSAGE_PATH];
    message_folder_make(folder);
    message_folder_copy("schemas/mbo", folder);
    message_file_edit(folder, "inschrijving-mbo.xsd", "urn:bronpost:provisional:mbo-inschrijving:1",
                      "http://duo.nl/schema/wat-ooit-komt");
    struct bp_contract *c = open_contract("mbo", folder, NULL);
    assert_false(bp_contract_feiten(c)->wholly_provisional);
    assert_int_equal(bp_contract_feiten(c)->provisional_count, 0);
    assert_string_equal(bp_contract_operatie(c, BP_HANDELING_INSCHRIJVING)->namespace_uri,
                        "http://duo.nl/schema/wat-ooit-komt");
    bp_contract_close(c);
    message_folder_remove(folder);
}

static void test_duos_own_folder_needs_no_description(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here\n");
        skip();
    }
    struct bp_contract *c = open_contract("vo", "schemas/vo", MESSAGE_DUO_VO);
    const struct bp_contract_feiten *f = bp_contract_feiten(c);
    assert_string_equal(f->schema_dir, MESSAGE_DUO_VO);
    assert_int_equal(f->provisional_count, 0);
    assert_int_equal(f->fields_without_element_count, 2);
    assert_string_equal(f->fields_without_element[0], "leerroute");
    assert_string_equal(f->fields_without_element[1], "leerroutefase");
    bp_contract_close(c);
}

static void test_a_folder_may_have_blanks_and_percent_signs(void **state)
{
    (void)state;
    char outer[MESSAGE_PATH], folder[MESSAGE_PATH];
    struct bp_error err;
    message_folder_make(outer);
    assert_int_equal(bp_str_copy(folder, sizeof folder, bp_str_of(outer)), true);
    strncat(folder, "/mijn 100% schema's", sizeof folder - strlen(folder) - 1);
    assert_int_equal(bp_directory_make(folder, &err), BP_OK);
    message_folder_copy("schemas/vo", folder);
    bp_contract_close(open_contract("vo", folder, NULL));
    message_folder_remove(folder);
    message_folder_remove(outer);
}

static void subfolder(char out[MESSAGE_PATH], const char *outer, const char *name)
{
    struct bp_error err;
    assert_in_range(snprintf(out, MESSAGE_PATH, "%s/%s", outer, name), 1, MESSAGE_PATH - 1);
    assert_int_equal(bp_directory_make(out, &err), BP_OK);
    message_folder_copy("schemas/rio", out);
}

/* DUO publishes managing and consulting apart, each in a folder of its own. */
static void test_two_contracts_may_stand_in_two_folders(void **state)
{
    (void)state;
    char outer[MESSAGE_PATH], manage[MESSAGE_PATH], consult[MESSAGE_PATH];
    struct bp_error err;
    struct bp_contract *c = NULL;
    message_folder_make(outer);
    subfolder(manage, outer, "beheren");
    subfolder(consult, outer, "raadplegen");
    message_file_remove(manage, "rio-raadplegen.xsd");
    message_file_remove(consult, "rio-beheren.xsd");
    c = open_contract("rio", "schemas/rio", outer);
    assert_non_null(bp_contract_operatie(c, BP_HANDELING_AANLEVERING));
    assert_non_null(bp_contract_operatie(c, BP_HANDELING_OPVRAGING));
    bp_contract_close(c);

    /* One of the two alone: there is no looking up, and the other way round no contract. */
    c = open_contract("rio", "schemas/rio", manage);
    assert_non_null(bp_contract_operatie(c, BP_HANDELING_AANLEVERING));
    assert_null(bp_contract_operatie(c, BP_HANDELING_OPVRAGING));
    bp_contract_close(c);
    assert_int_equal(bp_contract_open("rio", "schemas/rio", consult, &c, &err), BP_E_USAGE);

    /* Two of the same: which one is meant? */
    message_folder_copy(manage, consult);
    assert_int_equal(bp_contract_open("rio", "schemas/rio", outer, &c, &err), BP_E_USAGE);
    assert_non_null(strstr(err.detail, "both"));

    /* What the folder itself declares is not looked for further. */
    message_folder_copy("schemas/rio", outer);
    bp_contract_close(open_contract("rio", "schemas/rio", outer));
    message_folder_remove(manage);
    message_folder_remove(consult);
    message_folder_remove(outer);
}

/* A next revision with an element that we have a field for, and one that we have none for. */
static void test_a_new_element_is_used_or_reported_by_name(void **state)
{
    (void)state;
    char folder[MESSAGE_PATH];
    message_folder_make(folder);
    message_folder_copy("schemas/vo", folder);
    message_file_edit(
        folder, "basis-inschrijving.xsd",
        "<xsd:element name=\"datumUitschrijving\" type=\"t:DatumUitschrijving\" minOccurs=\"0\"/>",
        "<xsd:element name=\"datumUitschrijvingGepland\" type=\"t:DatumUitschrijving\" "
        "minOccurs=\"0\"/>"
        "<xsd:element name=\"kleurJas\" type=\"xsd:string\" minOccurs=\"0\"/>");
    struct bp_contract *c = open_contract("vo", folder, NULL);
    const struct bp_contract_feiten *f = bp_contract_feiten(c);
    assert_int_equal(f->elements_without_field_count, 2);
    assert_string_equal(f->elements_without_field[0], "kleurJas");
    assert_int_equal(f->fields_without_element_count, 1);
    assert_string_equal(f->fields_without_element[0], "datum_uitschrijving");
    bp_contract_close(c);
    message_folder_remove(folder);
}

/* --- broken folders ---------------------------------------------------------------------------------------- */

#define XSD      "inschrijving-vo.xsd"
#define OPEN_TAG "<xsd:element name=\"aanleverenInschrijvingVO_Request\""

static void nothing(const char *folder)
{
    (void)folder;
}

static void not_well_formed(const char *folder)
{
    message_file_edit(folder, XSD, "</xsd:schema>", "");
}

static void no_import(const char *folder)
{
    message_file_remove(folder, "kerntypen.xsd");
}

static void over_the_network(const char *folder)
{
    message_file_edit(folder, XSD, "schemaLocation=\"basistypen.xsd\"",
                      "schemaLocation=\"http://localhost:9/basistypen.xsd\"");
}

static void other_namespace(const char *folder)
{
    message_file_edit(folder, "kerntypen.xsd", "NL:OCW:GWB:CORE", "NL:OCW:GWB:KERN");
}

static void twice(const char *folder)
{
    message_file_write(folder, "kopie.xsd",
                       "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">" OPEN_TAG
                       "/></xsd:schema>");
}

static void no_request(const char *folder)
{
    message_file_edit(folder, XSD, OPEN_TAG, "<xsd:element name=\"anders\"");
}

static void no_removal(const char *folder)
{
    message_file_edit(folder, XSD,
                      "<xsd:element name=\"aanleverenVerwijderingInschrijvingVO_Request\"",
                      "<xsd:element name=\"anders\"");
}

static void no_response(const char *folder)
{
    message_file_edit(folder, XSD, "<xsd:element name=\"aanleverenInschrijvingVO_Response\"",
                      "<xsd:element name=\"anders\"");
}

static void doctype(const char *folder)
{
    message_file_edit(folder, "kerntypen.xsd", "<xsd:schema ",
                      "<!DOCTYPE s [<!ENTITY e SYSTEM \"/etc/hostname\">]><xsd:schema ");
}

static void no_schema(const char *folder)
{
    message_file_write(folder, "los.xsd", "<html/>");
}

static void any_element(const char *folder)
{
    message_file_edit(folder, XSD, "<xsd:element name=\"naam\" type=\"t:Experimentnaam-v01\"/>",
                      "<xsd:any/>");
}

static void unknown_type(const char *folder)
{
    message_file_edit(folder, XSD, "type=\"t:Experimentnaam-v01\"", "type=\"t:Onbekend\"");
}

/* Nothing that the plan compiler looks at: libxml2 finds it. */
static void wrong_facet(const char *folder)
{
    message_file_edit(folder, "basistypen.xsd", "value=\"\\d{1,2}\"", "value=\"\\d{1,2\"");
}

static void no_description(const char *folder)
{
    message_file_remove(folder, "contract.ini");
}

static void unknown_key(const char *folder)
{
    message_file_edit(folder, "contract.ini", "sector = vo", "sektor = vo");
}

static void unknown_sector(const char *folder)
{
    message_file_edit(folder, "contract.ini", "sector = vo", "sector = po");
}

static void no_soap_action(const char *folder)
{
    message_file_edit(folder, "contract.ini", "soapAction = ", "# ");
}

static void neither_yes_nor_no(const char *folder)
{
    message_file_edit(folder, "contract.ini", "receipt = no", "receipt = misschien");
}

static const struct {
    const char *name;
    void (*breaks)(const char *folder);
    enum bp_status want;
    const char *says;
} broken[] = {
    { "nothing broken", nothing, BP_OK, "" },
    { "not well-formed", not_well_formed, BP_E_XML, "inschrijving-vo.xsd:" },
    { "an import that is not there", no_import, BP_E_USAGE, "kerntypen.xsd" },
    { "an import over the network", over_the_network, BP_E_XML, "network" },
    { "an import in another namespace", other_namespace, BP_E_XML, "kerntypen.xsd" },
    { "the request twice", twice, BP_E_USAGE, "kopie.xsd" },
    { "no request", no_request, BP_E_USAGE, "aanleverenInschrijvingVO_Request" },
    { "no removal", no_removal, BP_E_XML, "aanleverenVerwijderingInschrijvingVO_Request" },
    { "no response", no_response, BP_E_XML, "aanleverenInschrijvingVO_Response" },
    { "a DOCTYPE", doctype, BP_E_XML, "DOCTYPE" },
    { "a file that is no schema", no_schema, BP_E_XML, "los.xsd" },
    { "a construct that is not known", any_element, BP_E_XML, "xsd:any" },
    { "a type that is not there", unknown_type, BP_E_XML, "inschrijving-vo.xsd:" },
    { "a facet that libxml2 refuses", wrong_facet, BP_E_XML, "basistypen.xsd" },
    { "no description", no_description, BP_E_USAGE, "contract.ini" },
    { "a key that is not known", unknown_key, BP_E_USAGE, "contract.ini:4" },
    { "a sector that is not known", unknown_sector, BP_E_USAGE, "contract.ini:4" },
    { "no soapAction", no_soap_action, BP_E_USAGE, "soapAction" },
    { "neither yes nor no", neither_yes_nor_no, BP_E_USAGE, "contract.ini:6" },
};

static void test_a_broken_folder_says_what_is_broken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        char folder[MESSAGE_PATH];
        struct bp_contract *contract;
        struct bp_error err = { .detail = "" };
        message_folder_make(folder);
        message_folder_copy("schemas/vo", folder);
        broken[i].breaks(folder);
        enum bp_status st = bp_contract_open("vo", folder, NULL, &contract, &err);
        if (st != broken[i].want || !strstr(err.detail, broken[i].says))
            fail_msg("%s: status %d, %s", broken[i].name, st, err.detail);
        if (st != BP_OK)
            assert_null(contract);
        bp_contract_close(contract);
        message_folder_remove(folder);
    }
}

static void test_a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct bp_contract *contract;
    struct bp_error err;
    assert_int_equal(bp_contract_open("vo", "schemas/vo", "schemas/weg", &contract, &err),
                     BP_E_USAGE);
    assert_non_null(strstr(err.detail, "schemas/weg"));
    /* Who does not want to know why still gets a status. */
    assert_int_equal(bp_contract_open("vo", "schemas/weg", NULL, &contract, NULL), BP_E_USAGE);
    bp_contract_close(NULL);
    bp_maker_free(NULL);
}

static void test_an_answer_is_judged_by_the_schemas_of_the_contract(void **state)
{
    (void)state;
#define ANSWER(ns, code, j)                                                                        \
    "<a:aanleverenInschrijvingVO_Response xmlns:a='http://duo.nl/schema/"                          \
    "DUO_VOAanlevering_InschrijvingVO_V1' xmlns:b='" ns                                            \
    "'><b:identificatiecodeBedrijfsdocument>" code                                                 \
    "</b:identificatiecodeBedrijfsdocument><b:verzendendeInstantie>DUO"                            \
    "</b:verzendendeInstantie><b:ontvangendeInstantie>99XA</b:ontvangendeInstantie>"               \
    "<b:datumTijdBedrijfsdocument>2026-09-03T18:04:11.250Z</b:datumTijdBedrijfsdocument>" j        \
    "</a:aanleverenInschrijvingVO_Response>"
#define B    "http://duo.nl/schema/DUO_VOBasisschema_Inschrijving_V1"
#define UUID "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01"
#define J    "<b:ontvangstBevestiging>J</b:ontvangstBevestiging>"
    static const struct {
        const char *name, *document;
        enum bp_status status;
        const char *says;
    } cases[] = {
        { "a receipt", ANSWER(B, UUID, J), BP_OK, "" },
        { "without the receipt", ANSWER(B, UUID, ""), BP_E_XML, "Response" },
        { "twice", ANSWER(B, UUID, J J), BP_E_XML, "ontvangstBevestiging" },
        { "no UUID", ANSWER(B, "999990019", J), BP_E_XML, "identificatiecodeBedrijfsdocument" },
        { "another namespace", ANSWER("urn:x", UUID, J), BP_E_XML, "element" },
        { "another document", "<a/>", BP_E_XML, "element a" },
        { "a document type", "<!DOCTYPE a []>" ANSWER(B, UUID, J), BP_E_XML, "document type" },
        { "cut off", "<a>", BP_E_XML, "not XML" },
    };
    struct bp_contract *c = open_contract("vo", "schemas/vo", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_error err = { .detail = "" };
        enum bp_status st = bp_contract_validate(c, bp_str_of(cases[i].document), &err);
        if (st != cases[i].status || !strstr(err.detail, cases[i].says))
            fail_msg("%s: %d, %s", cases[i].name, st, err.detail);
        assert_null(strstr(err.detail, "999990019"));
    }
    bp_contract_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vo_names_what_is_provisional_in_it),
        cmocka_unit_test(test_operations_are_those_of_the_contract),
        cmocka_unit_test(test_mbo_is_wholly_provisional),
        cmocka_unit_test(test_a_schema_in_another_namespace_is_not_provisional),
        cmocka_unit_test(test_duos_own_folder_needs_no_description),
        cmocka_unit_test(test_two_contracts_may_stand_in_two_folders),
        cmocka_unit_test(test_a_folder_may_have_blanks_and_percent_signs),
        cmocka_unit_test(test_a_new_element_is_used_or_reported_by_name),
        cmocka_unit_test(test_a_broken_folder_says_what_is_broken),
        cmocka_unit_test(test_a_folder_that_is_not_there_is_named),
        cmocka_unit_test(test_an_answer_is_judged_by_the_schemas_of_the_contract),
    };
    xmlInitParser();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
