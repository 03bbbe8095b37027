/* Our schemas/vo without its provisional part accepts and refuses what DUO's own files accept and
 * refuse. */
#include "support/message_schemas.h"

#include "bronpost/base/buf.h"
#include "bronpost/message/contract.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NS_A "http://duo.nl/schema/DUO_VOAanlevering_InschrijvingVO_V1"
#define NS_B "http://duo.nl/schema/DUO_VOBasisschema_Inschrijving_V1"

#define ROOT(name, body)                                                                           \
    "<a:" name " xmlns:a=\"" NS_A "\" xmlns:b=\"" NS_B "\">" HEAD body "</a:" name ">"
#define HEAD                                                                                       \
    "<b:identificatiecodeBedrijfsdocument>3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01"                    \
    "</b:identificatiecodeBedrijfsdocument>"                                                       \
    "<b:verzendendeInstantie>99XA</b:verzendendeInstantie>"                                        \
    "<b:ontvangendeInstantie>DUO</b:ontvangendeInstantie>"                                         \
    "<b:datumTijdBedrijfsdocument>2026-09-03T18:04:11.250Z</b:datumTijdBedrijfsdocument>"
#define KEY(number)                                                                                \
    number "<b:brin>99XA</b:brin><b:inschrijvingvolgnummer>V0001</b:inschrijvingvolgnummer>"
#define BSN "<b:burgerservicenummer>999990019</b:burgerservicenummer>"
#define OND "<b:onderwijsnummer>101234540</b:onderwijsnummer>"
#define SMALL_PERIOD                                                                               \
    "<a:inschrijvingPeriodeVO><b:datumBegin>2023-08-01</b:datumBegin>"                             \
    "<b:opleidingcode>0023</b:opleidingcode><a:vestiging>99XA00</a:vestiging>"                     \
    "<a:indicatieBekostigbaar>true</a:indicatieBekostigbaar></a:inschrijvingPeriodeVO>"
#define FULL_PERIOD                                                                                \
    "<a:inschrijvingPeriodeVO><b:datumBegin>2025-08-01</b:datumBegin>"                             \
    "<b:onderwijsaanbieder>199A001</b:onderwijsaanbieder>"                                         \
    "<b:onderwijslocatie>199X001</b:onderwijslocatie><b:opleidingcode>6611</b:opleidingcode>"      \
    "<b:aanvullendeOpleiding><b:opleidingcode>0400</b:opleidingcode></b:aanvullendeOpleiding>"     \
    "<a:vestiging>99XA00</a:vestiging><a:leerjaar>3</a:leerjaar>"                                  \
    "<a:indicatieBekostigbaar>1</a:indicatieBekostigbaar>"                                         \
    "<a:experiment><a:naam>EXP_1</a:naam></a:experiment></a:inschrijvingPeriodeVO>"

static const char *const seeds[] = {
    ROOT("aanleverenInschrijvingVO_Request",
         KEY(BSN) "<b:datumInschrijving>2023-08-01</b:datumInschrijving>" SMALL_PERIOD),
    ROOT("aanleverenInschrijvingVO_Request",
         KEY(OND) "<b:datumInschrijving>2023-08-01</b:datumInschrijving>"
                  "<b:datumUitschrijving>2026-07-31</b:datumUitschrijving>" SMALL_PERIOD FULL_PERIOD
                  "<a:ontwikkelingsperspectief><a:datumBegin>2023-09-01</a:datumBegin>"
                  "<a:datumEind>2024-01-31</a:datumEind></a:ontwikkelingsperspectief>"
                  "<a:verblijfAndereInstelling><a:datumBegin>2023-09-01</a:datumBegin>"
                  "<a:datumEind>2024-01-31</a:datumEind><a:brin>99XB</a:brin>"
                  "<a:vestiging>99XB00</a:vestiging><a:verblijfsoort>SYMBIOSE</a:verblijfsoort>"
                  "</a:verblijfAndereInstelling>"),
    ROOT("aanleverenVerwijderingInschrijvingVO_Request", KEY(BSN)),
    ROOT("aanleverenVerwijderingInschrijvingVO_Request", KEY(OND)),
    ROOT("aanleverenInschrijvingVO_Response", "<b:ontvangstBevestiging>J</b:ontvangstBevestiging>"),
    ROOT("aanleverenVerwijderingInschrijvingVO_Response",
         "<b:ontvangstBevestiging>J</b:ontvangstBevestiging>"),
};

/* Tried on every leaf: for each type of the contract both sides of each of its boundaries. */
static const char *const values[] = {
    "",
    " ",
    "J",
    "j",
    "N",
    " J ",
    "J\n",
    "0",
    "1",
    "12",
    "99",
    "123",
    "1a",
    "true",
    "false",
    "TRUE",
    "0023",
    "023",
    "00231",
    "ABCD",
    "a b",
    "12345678",
    "123456789",
    "12345678A",
    "1234567890",
    "\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6\xD9\xA7\xD9\xA8\xD9\xA9",
    "99XA",
    "99xa",
    "9XAA",
    "99XA ",
    "99XA0",
    "99XA00",
    "99XA000",
    "99XA0A",
    "199A001",
    "199a001",
    "199X001",
    "19A0001",
    "1199A001",
    "199A01",
    "12345678901234567890",
    "123456789012345678901",
    "V-0 1",
    "1234567890123456789012",
    "12345678901234567890123",
    "2023-08-01",
    "2023-8-1",
    "2023-02-29",
    "2024-02-29",
    "2023-13-01",
    "2023-08-01Z",
    "2023-08-01+02:00",
    " 2023-08-01 ",
    "2026-09-03T18:04:11.250Z",
    "2026-09-03T18:04:11",
    "2026-09-03T24:00:00Z",
    "2026-09-03T24:00:01Z",
    "2026-09-03 18:04:11Z",
    "EXP_1",
    "EXP-1",
    "Exp_1",
    " EXP_1 ",
    "EXP__ 1",
    "A_VALUE_OF_SEVENTY_CHARACTERS_IS_AS_LONG_AS_A_VALUE_OF_A_LIST_MAY_BE__",
    "A_VALUE_OF_SEVENTY_ONE_CHARACTERS_IS_ONE_MORE_THAN_A_VALUE_MAY_HAVE_IT_",
    "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01",
    "3F6C1C52-7F0E-4F5A-9F3B-2F4F0B6F1A01",
    "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0g",
    "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0",
    "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a011",
    "3f6c1c527f0e-4f5a-9f3b-2f4f0b6f1a01-",
};

struct comparison {
    xmlSchemaPtr ours, theirs;
    size_t valid, refused;
};

static void compare(struct comparison *c, xmlDocPtr doc, const char *what, const xmlNode *where)
{
    bool ours = message_schema_accepts(c->ours, doc);
    bool theirs = message_schema_accepts(c->theirs, doc);
    if (ours != theirs)
        fail_msg("%s at %s: ours %s, DUO's %s", what,
                 where ? (const char *)where->name : "the root", ours ? "accepts" : "refuses",
                 theirs ? "accepts" : "refuses");
    c->valid += ours;
    c->refused += !ours;
}

/* The element that is number `n` in document order; NULL when there are fewer. */
static xmlNode *element_at(xmlNode *node, size_t *n)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if ((*n)-- == 0)
            return node;
        xmlNode *found = element_at(node->children, n);
        if (found)
            return found;
    }
    return NULL;
}

static bool is_leaf(xmlNode *node)
{
    return !node->children || !xmlFirstElementChild(node);
}

enum mutation {
    REMOVE,
    DOUBLE,
    SWAP,
    RENAME,
    OTHER_NAMESPACE,
    NO_NAMESPACE,
    ATTRIBUTE,
    NIL,
    EMPTY,
    CHILD,
    TEXT,
    STRANGER_BEHIND,
    HUNDRED,
    HUNDRED_AND_ONE,
    MUTATIONS
};

static void repeat(xmlNode *node, int times)
{
    for (int i = 1; i < times; i++)
        (void)xmlAddNextSibling(node, xmlCopyNode(node, 1));
}

static void mutate(xmlDocPtr doc, xmlNode *node, enum mutation how)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlNsPtr a = xmlSearchNsByHref(doc, root, (const xmlChar *)NS_A);
    xmlNsPtr b = xmlSearchNsByHref(doc, root, (const xmlChar *)NS_B);
    xmlNode *next = xmlNextElementSibling(node);
    switch (how) {
    case REMOVE:
        xmlUnlinkNode(node);
        xmlFreeNode(node);
        break;
    case DOUBLE:
        repeat(node, 2);
        break;
    case SWAP:
        if (next)
            (void)xmlAddNextSibling(next, node);
        break;
    case RENAME:
        xmlNodeSetName(node, (const xmlChar *)"onbekend");
        break;
    case OTHER_NAMESPACE:
        node->ns = node->ns == a ? b : a;
        break;
    case NO_NAMESPACE:
        node->ns = NULL;
        break;
    case ATTRIBUTE:
        (void)xmlNewProp(node, (const xmlChar *)"soort", (const xmlChar *)"x");
        break;
    case NIL:
        (void)xmlNewNsProp(node,
                           xmlNewNs(root,
                                    (const xmlChar *)"http://www.w3.org/2001/XMLSchema-instance",
                                    (const xmlChar *)"xsi"),
                           (const xmlChar *)"nil", (const xmlChar *)"true");
        break;
    case EMPTY:
        xmlNodeSetContent(node, NULL);
        break;
    case CHILD:
        (void)xmlNewChild(node, a, (const xmlChar *)"datumBegin", (const xmlChar *)"2023-08-01");
        break;
    case TEXT:
        (void)xmlNodeAddContent(node, (const xmlChar *)"x");
        break;
    case STRANGER_BEHIND:
        (void)xmlAddNextSibling(
            node, xmlNewDocNode(doc, a, (const xmlChar *)"leerroute", (const xmlChar *)"DLR"));
        break;
    case HUNDRED:
        repeat(node, 100);
        break;
    case HUNDRED_AND_ONE:
        repeat(node, 101);
        break;
    case MUTATIONS:
        break;
    }
}

static xmlDocPtr parse(const char *text)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "seed.xml", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

static void vary(struct comparison *c, const char *seed, size_t at)
{
    for (int how = 0; how < MUTATIONS; how++) {
        char what[32];
        size_t n = at;
        xmlDocPtr doc = parse(seed);
        xmlNode *node = element_at(xmlDocGetRootElement(doc), &n);
        assert_non_null(node);
        (void)snprintf(what, sizeof what, "mutation %d", how);
        mutate(doc, node, (enum mutation)how);
        compare(c, doc, what, how == REMOVE ? NULL : node);
        xmlFreeDoc(doc);
    }
    xmlDocPtr doc = parse(seed);
    size_t n = at;
    xmlNode *node = element_at(xmlDocGetRootElement(doc), &n);
    for (size_t v = 0; is_leaf(node) && v < sizeof values / sizeof values[0]; v++) {
        xmlNodeSetContent(node, NULL);
        xmlNodeAddContent(node, (const xmlChar *)values[v]);
        compare(c, doc, values[v], node);
    }
    xmlFreeDoc(doc);
}

static size_t elements_in(const char *seed)
{
    size_t count = 0;
    for (const char *at = seed; (at = strstr(at, "</")) != NULL; at += 2)
        count++;
    return count;
}

static void test_without_the_provisional_part_verdicts_are_those_of_duo(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here: not compared\n");
        skip();
    }
    const char *const names[] = { "leerroute", "leerroutefase" };
    char folder[MESSAGE_PATH], path[MESSAGE_PATH + 32];
    message_folder_make(folder);
    message_folder_copy("schemas/vo", folder);
    assert_int_equal(message_folder_strip(folder, names, 2), 4);
    (void)snprintf(path, sizeof path, "%s/inschrijving-vo.xsd", folder);
    struct comparison c = { .ours = message_schema_read(path),
                            .theirs = message_schema_read(
                                MESSAGE_DUO_VO "/DUO_VOAanlevering_InschrijvingVO_V1.xsd") };
    for (size_t s = 0; s < sizeof seeds / sizeof seeds[0]; s++) {
        xmlDocPtr doc = parse(seeds[s]);
        size_t before = c.valid;
        compare(&c, doc, "seed", NULL);
        assert_int_equal(c.valid, before + 1);
        xmlFreeDoc(doc);
        size_t count = elements_in(seeds[s]);
        for (size_t at = 1; at < count; at++)
            vary(&c, seeds[s], at);
    }
    print_message("compared with DUO's: %zu accepted, %zu refused\n", c.valid, c.refused);
    assert_true(c.valid + c.refused >= 500);
    assert_true(c.valid >= 250 && c.refused >= 250);
    xmlSchemaFree(c.ours);
    xmlSchemaFree(c.theirs);
    message_folder_remove(folder);
}

/* The comparison can only mean something when a difference is seen. */
static void test_the_provisional_part_is_what_duo_refuses(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here: not compared\n");
        skip();
    }
    xmlSchemaPtr ours = message_schema_read("schemas/vo/inschrijving-vo.xsd");
    xmlSchemaPtr theirs =
        message_schema_read(MESSAGE_DUO_VO "/DUO_VOAanlevering_InschrijvingVO_V1.xsd");
    xmlDocPtr doc = parse(seeds[0]);
    size_t n = 13; /* the last element: indicatieBekostigbaar */
    xmlNode *last = element_at(xmlDocGetRootElement(doc), &n);
    assert_string_equal((const char *)last->name, "indicatieBekostigbaar");
    mutate(doc, last, STRANGER_BEHIND);
    assert_true(message_schema_accepts(ours, doc));
    assert_false(message_schema_accepts(theirs, doc));
    xmlFreeDoc(doc);
    xmlSchemaFree(ours);
    xmlSchemaFree(theirs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_the_provisional_part_verdicts_are_those_of_duo),
        cmocka_unit_test(test_the_provisional_part_is_what_duo_refuses),
    };
    xmlInitParser();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
