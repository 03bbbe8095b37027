/* The plan compiler on constructs that vo and mbo do not have, because the next contract may. */
#include "support/message_schemas.h"

#include "../../src/message/plan.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define SCHEMA(body)                                                                               \
    "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:t\" "        \
    "xmlns=\"urn:t\" elementFormDefault=\"qualified\">" body "</xsd:schema>"
#define REQUEST(content)                                                                           \
    "<xsd:element name=\"r\"><xsd:complexType>" content "</xsd:complexType></xsd:element>"
#define SEQ(content) REQUEST("<xsd:sequence>" content "</xsd:sequence>")
#define EL(name)     "<xsd:element name=\"" name "\" type=\"xsd:string\"/>"
#define OPT(name)    "<xsd:element name=\"" name "\" type=\"xsd:string\" minOccurs=\"0\"/>"

/* A plan on one line: (a b? [c d] {e f}?) is a group, a choice and an optional sequence. */
static void describe(const struct bp_knoop *k, struct bp_buf *out)
{
    static const char opens[] = " ({[", closes[] = " )}]";
    if (k->name)
        bp_buf_add_text(out, k->name);
    if (k->name && !k->uri[0])
        bp_buf_add_char(out, '!');
    if (k->soort != BP_KNOOP_BLAD) {
        bp_buf_add_char(out, opens[k->soort]);
        for (const struct bp_knoop *n = k->first; n; n = n->next) {
            if (n != k->first)
                bp_buf_add_char(out, ' ');
            describe(n, out);
        }
        bp_buf_add_char(out, closes[k->soort]);
    }
    if (!k->verplicht)
        bp_buf_add_char(out, '?');
}

struct compiled {
    struct bp_arena *arena;
    struct bp_xsd xsd;
    struct bp_bladtypen *typen;
    struct bp_plan plan;
    struct bp_error err;
};

static enum bp_status compile(struct compiled *c, const char *folder, const char *request)
{
    *c = (struct compiled){ .arena = bp_arena_new(64 * BP_MIB),
                            .typen = calloc(1, sizeof *c->typen) };
    assert_non_null(c->arena);
    assert_non_null(c->typen);
    enum bp_status st = bp_xsd_open(&c->xsd, c->arena, folder, request, &c->err);
    const struct bp_planvraag vraag = {
        &c->xsd, &bp_velden_registratie, c->typen, request, BP_SECTOR_VO, BP_HANDELING_INSCHRIJVING
    };
    if (st == BP_OK)
        st = bp_plan_compile(c->arena, &vraag, &c->plan, &c->err);
    return st;
}

static void done(struct compiled *c)
{
    bp_xsd_close(&c->xsd);
    bp_arena_free(c->arena);
    free(c->typen);
}

static const struct {
    const char *name, *schema;
    const char *plan; /* NULL: refused */
    const char *says; /* of the refusal; or why values may not be judged on their own */
} cases[] = {
    { "a sequence", SCHEMA(SEQ(EL("a") OPT("b"))), "r(a b?)", NULL },
    { "all, in the order of the schema", SCHEMA(REQUEST("<xsd:all>" EL("a") OPT("b") "</xsd:all>")),
      "r(a b?)", NULL },
    { "a choice", SCHEMA(SEQ("<xsd:choice minOccurs=\"0\">" EL("a") EL("b") "</xsd:choice>")),
      "r([a b]?)", NULL },
    { "sequences in a choice stay together",
      SCHEMA(SEQ("<xsd:choice><xsd:sequence>" EL("a")
                     EL("b") "</xsd:sequence>" EL("c") "</xsd:choice>")),
      "r([{a b} c])", NULL },
    { "a plain sequence in a sequence vanishes",
      SCHEMA(SEQ("<xsd:sequence>" EL("a") "</xsd:sequence>" EL("b"))), "r(a b)", NULL },
    { "an optional one stays",
      SCHEMA(SEQ("<xsd:sequence minOccurs=\"0\">" EL("a") "</xsd:sequence>")), "r({a}?)", NULL },
    { "never is never",
      SCHEMA(SEQ(EL("a") "<xsd:element ref=\"weg\" minOccurs=\"0\" maxOccurs=\"0\"/>")), "r(a)",
      NULL },
    { "a group",
      SCHEMA("<xsd:group name=\"g\"><xsd:sequence>" EL("a")
                 EL("b") "</xsd:sequence></xsd:group>" SEQ("<xsd:group ref=\"g\"/>" EL("c"))),
      "r(a b c)", NULL },
    { "an extension",
      SCHEMA("<xsd:complexType name=\"B\"><xsd:sequence>" EL(
          "a") "</xsd:sequence></xsd:complexType>"
               "<xsd:element name=\"r\"><xsd:complexType><xsd:complexContent><xsd:extension "
               "base=\"B\"><xsd:sequence>" EL(
                   "b") "</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType></"
                        "xsd:element>"),
      "r(a b)", NULL },
    { "a restriction repeats what it keeps",
      SCHEMA("<xsd:complexType name=\"B\"><xsd:sequence>" EL("a") OPT(
          "b") "</xsd:sequence></xsd:complexType>"
               "<xsd:element name=\"r\"><xsd:complexType><xsd:complexContent><xsd:restriction "
               "base=\"B\"><xsd:sequence>" EL(
                   "a") "</xsd:sequence></xsd:restriction></xsd:complexContent></xsd:complexType></"
                        "xsd:element>"),
      "r(a)", NULL },
    { "an unqualified element",
      SCHEMA(SEQ("<xsd:element name=\"a\" form=\"unqualified\" type=\"xsd:string\"/>")), "r(a!)",
      NULL },
    { "a global element", SCHEMA(EL("g") SEQ("<xsd:element ref=\"g\" minOccurs=\"0\"/>")), "r(g?)",
      NULL },
    { "an abstract element is a choice of what stands in for it",
      SCHEMA("<xsd:element name=\"h\" type=\"xsd:string\" abstract=\"true\"/>"
             "<xsd:element name=\"x\" substitutionGroup=\"h\"/><xsd:element name=\"y\" "
             "type=\"xsd:token\" substitutionGroup=\"h\"/>" SEQ("<xsd:element ref=\"h\"/>")),
      "r([x y])", NULL },
    { "a head that is not abstract is one of them",
      SCHEMA(EL("h") "<xsd:element name=\"x\" substitutionGroup=\"h\"/>" SEQ(
          "<xsd:element ref=\"h\"/>")),
      "r([h x])", NULL },
    { "simple content is a leaf",
      SCHEMA(
          SEQ("<xsd:element name=\"a\"><xsd:complexType><xsd:simpleContent><xsd:extension "
              "base=\"xsd:date\">"
              "<xsd:attribute "
              "name=\"z\"/></xsd:extension></xsd:simpleContent></xsd:complexType></xsd:element>")),
      "r(a)", NULL },
    { "room for others is left alone",
      SCHEMA(SEQ(EL("a") "<xsd:any minOccurs=\"0\" namespace=\"##other\"/>")), "r(a)", NULL },
    { "lists and unions judge a value on its own",
      SCHEMA("<xsd:simpleType name=\"U\"><xsd:union memberTypes=\"xsd:date "
             "xsd:int\"><xsd:simpleType><xsd:list "
             "itemType=\"xsd:int\"/></xsd:simpleType></xsd:union></xsd:simpleType>" SEQ(
                 "<xsd:element name=\"a\" type=\"U\"/>")),
      "r(a)", NULL },

    { "a union with an identifier",
      SCHEMA("<xsd:simpleType name=\"U\"><xsd:union memberTypes=\"xsd:date "
             "xsd:IDREF\"/></xsd:simpleType>" SEQ("<xsd:element name=\"a\" type=\"U\"/>")),
      "r(a)", "rest of the document" },
    { "an identifier", SCHEMA(SEQ("<xsd:element name=\"a\" type=\"xsd:ID\"/>")), "r(a)",
      "rest of the document" },
    { "a qualified name",
      SCHEMA(SEQ("<xsd:element name=\"a\"><xsd:simpleType><xsd:restriction "
                 "base=\"xsd:QName\"/></xsd:simpleType></xsd:element>")),
      "r(a)", "rest of the document" },
    { "a fixed value", SCHEMA(SEQ("<xsd:element name=\"a\" type=\"xsd:int\" fixed=\"1\"/>")),
      "r(a)", "fixed" },
    { "mixed content",
      SCHEMA("<xsd:element name=\"r\"><xsd:complexType mixed=\"true\"><xsd:sequence>" EL(
          "a") "</xsd:sequence></xsd:complexType></xsd:element>"),
      "r(a)", "mixed" },
    { "a unique constraint",
      SCHEMA("<xsd:element name=\"r\"><xsd:complexType><xsd:sequence>" EL(
          "a") "</xsd:sequence></xsd:complexType>"
               "<xsd:unique name=\"u\"><xsd:selector xpath=\"a\"/><xsd:field "
               "xpath=\".\"/></xsd:unique></xsd:element>"),
      "r(a)", "identity" },

    { "a required wildcard", SCHEMA(SEQ("<xsd:any/>")), NULL, "xsd:any" },
    { "a required attribute",
      SCHEMA(REQUEST(
          "<xsd:sequence>" EL("a") "</xsd:sequence><xsd:attribute name=\"z\" use=\"required\"/>")),
      NULL, "required attribute" },
    { "an abstract type",
      SCHEMA("<xsd:complexType name=\"T\" abstract=\"true\"/>" SEQ(
          "<xsd:element name=\"a\" type=\"T\"/>")),
      NULL, "xsi:type" },
    { "an abstract element alone",
      SCHEMA("<xsd:element name=\"h\" type=\"xsd:string\" abstract=\"true\"/>" SEQ(
          "<xsd:element ref=\"h\"/>")),
      NULL, "abstract element" },
    { "recursion",
      SCHEMA(
          "<xsd:complexType name=\"T\"><xsd:sequence><xsd:element name=\"a\" type=\"T\" "
          "minOccurs=\"0\"/></xsd:sequence></xsd:complexType><xsd:element name=\"r\" type=\"T\"/>"),
      NULL, "deeper" },
    { "redefine", SCHEMA("<xsd:redefine schemaLocation=\"x.xsd\"/>" SEQ(EL("a"))), NULL,
      "xsd:redefine" },
    { "any type", SCHEMA(SEQ("<xsd:element name=\"a\"/>")), NULL, "any type" },
    { "an element that is not declared", SCHEMA(SEQ("<xsd:element ref=\"weg\"/>")), NULL,
      "not declared" },
    { "a request without elements", SCHEMA("<xsd:element name=\"r\" type=\"xsd:string\"/>"), NULL,
      "hold elements" },
};

static void test_constructs_are_compiled_or_refused_by_name(void **state)
{
    (void)state;
    char folder[MESSAGE_PATH];
    message_folder_make(folder);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct compiled c;
        struct bp_buf text;
        message_file_write(folder, "t.xsd", cases[i].schema);
        enum bp_status st = compile(&c, folder, "r");
        bp_buf_init(&text, BP_MIB);
        if (st == BP_OK)
            describe(c.plan.root, &text);
        bp_buf_add_char(&text, '\0');
        if (!cases[i].plan) {
            if (st != BP_E_XML || !strstr(c.err.detail, cases[i].says) ||
                !strstr(c.err.detail, "t.xsd"))
                fail_msg("%s: status %d, %s", cases[i].name, st, c.err.detail);
        } else {
            if (st != BP_OK || strcmp(text.ptr, cases[i].plan) != 0)
                fail_msg("%s: status %d, %s, %s", cases[i].name, st, c.err.detail, text.ptr);
            const char *why = c.plan.scheidbaar ? "" : c.plan.onscheidbaar_door;
            if (c.plan.scheidbaar != !cases[i].says ||
                (cases[i].says && !strstr(why, cases[i].says)))
                fail_msg("%s: separable %d, %s", cases[i].name, c.plan.scheidbaar, why);
        }
        bp_buf_free(&text);
        done(&c);
    }
    message_file_remove(folder, "t.xsd");
    message_folder_remove(folder);
}

static void test_a_prefix_is_declared_where_canonicalisation_declares_it(void **state)
{
    (void)state;
    struct compiled c;
    assert_int_equal(compile(&c, "schemas/vo", "aanleverenInschrijvingVO_Request"), BP_OK);
    const struct bp_knoop *root = c.plan.root, *period = root->first;
    assert_true(
        bp_str_starts_with(root->open, BP_STR("<a:aanleverenInschrijvingVO_Request xmlns:a=\"")));
    assert_true(bp_str_starts_with(root->first->open,
                                   BP_STR("<b:identificatiecodeBedrijfsdocument xmlns:b=\"")));
    while (!period->name || strcmp(period->name, "inschrijvingPeriodeVO") != 0)
        period = period->next;
    assert_true(bp_str_equal(period->open, BP_STR("<a:inschrijvingPeriodeVO>")));
    const struct bp_knoop *extra = period->first;
    while (strcmp(extra->name, "aanvullendeOpleiding") != 0)
        extra = extra->next;
    assert_true(bp_str_starts_with(extra->open, BP_STR("<b:aanvullendeOpleiding xmlns:b=\"")));
    assert_true(bp_str_equal(extra->first->open, BP_STR("<b:opleidingcode>")));
    assert_true(c.plan.scheidbaar);
    done(&c);
}

/* RIO is not built yet; its schema must not need another compiler. */
static void test_rio_compiles(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here\n");
        skip();
    }
    static const char *const requests[] = {
        "aanleveren_aangebodenOpleiding_request",     "aanleveren_onderwijsaanbieder_request",
        "aanleveren_onderwijslocatiegebruik_request", "aanleveren_opleidingseenheid_request",
        "aanleveren_opleidingsrelatie_request",       "verwijderen_aangebodenOpleiding_request",
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct compiled c;
        if (compile(&c, MESSAGE_DUO_RIO, requests[i]) != BP_OK)
            fail_msg("%s: %s", requests[i], c.err.detail);
        if (!c.plan.scheidbaar)
            fail_msg("%s: %s", requests[i], c.plan.onscheidbaar_door);
        done(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constructs_are_compiled_or_refused_by_name),
        cmocka_unit_test(test_a_prefix_is_declared_where_canonicalisation_declares_it),
        cmocka_unit_test(test_rio_compiles),
    };
    xmlInitParser();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
