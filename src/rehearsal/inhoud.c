#include "inhoud.h"

#include <libxml/tree.h>

#define KOP_ELEMENTS 4 /* of the bedrijfsdocument: once in every body, and no part of the stand */

enum veld { CODE, VERZENDER, ONTVANGER, DATUM_TIJD, BRIN, VOLGNUMMER, BEGIN, EIND, BSN, NUMMER };

/* The first of these names that a message has: what ends an enrolment is called otherwise in vo and mbo. */
static const struct {
    const char *name;
    enum veld veld;
} velden[] = {
    { "identificatiecodeBedrijfsdocument", CODE },
    { "verzendendeInstantie", VERZENDER },
    { "ontvangendeInstantie", ONTVANGER },
    { "datumTijdBedrijfsdocument", DATUM_TIJD },
    { "brin", BRIN },
    { "inschrijvingvolgnummer", VOLGNUMMER },
    { "datumInschrijving", BEGIN },
    { "datumUitschrijving", EIND },
    { "datumUitschrijvingWerkelijk", EIND },
    { "burgerservicenummer", BSN },
    { "onderwijsnummer", NUMMER },
};

static xmlNodePtr first_element(xmlNodePtr node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

/* --- stand: "element=value" lines, groups as "element=" and "/element=" --- */

static void add_value(struct bp_buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            bp_buf_add_text(out, "&amp;");
            break;
        case '<':
            bp_buf_add_text(out, "&lt;");
            break;
        case '>':
            bp_buf_add_text(out, "&gt;");
            break;
        case '\n':
            bp_buf_add_text(out, "&#xA;");
            break;
        case '\r':
            bp_buf_add_text(out, "&#xD;");
            break;
        default:
            bp_buf_add_char(out, *text);
        }
    }
}

static bool add_stand(struct bp_buf *out, xmlNodePtr node)
{
    const char *name = (const char *)node->name;
    xmlNodePtr child = first_element(node->children);
    if (child) {
        bool ok = true;
        bp_buf_printf(out, "%s=\n", name);
        for (; ok && child; child = first_element(child->next))
            ok = add_stand(out, child);
        bp_buf_printf(out, "/%s=\n", name);
        return ok;
    }
    xmlChar *text = xmlNodeGetContent(node);
    bp_buf_printf(out, "%s=", name);
    add_value(out, text ? (const char *)text : "");
    bp_buf_add_char(out, '\n');
    if (text)
        explicit_bzero(text, strlen((const char *)text));
    xmlFree(text);
    return text && !out->failed;
}

/* --- fields --- */

static bool set_persoon(struct bp_oordeel *o, enum bp_persoonsoort soort, struct bp_str value)
{
    struct bp_persoonsnummer *p = &o->regel.persoon;
    value = bp_str_trim(value);
    if (value.len != sizeof p->digits)
        return false; /* the schema found nine digits */
    p->soort = soort;
    memcpy(p->digits, value.ptr, sizeof p->digits);
    return true;
}

static bool set(struct bp_oordeel *o, enum veld veld, struct bp_str value)
{
    struct bp_str *const where[] = {
        [CODE] = &o->regel.identificatiecode,
        [VERZENDER] = &o->verzender,
        [ONTVANGER] = &o->ontvanger,
        [DATUM_TIJD] = &o->datum_tijd,
        [BRIN] = &o->regel.brin,
        [VOLGNUMMER] = &o->regel.volgnummer,
        [BEGIN] = &o->regel.begin,
        [EIND] = &o->regel.eind,
    };
    if (veld == BSN || veld == NUMMER)
        return set_persoon(o, veld == BSN ? BP_PERSOON_BSN : BP_PERSOON_ONDERWIJSNUMMER, value);
    *where[veld] = value;
    return true;
}

/* The value of an element that the table knows, kept in the verdict. */
static bool take(struct bp_oordeel *o, xmlNodePtr node)
{
    for (size_t i = 0; i < sizeof velden / sizeof *velden; i++) {
        if (strcmp((const char *)node->name, velden[i].name) != 0)
            continue;
        xmlChar *text = xmlNodeGetContent(node);
        if (!text)
            return false;
        size_t at = o->waarden.len;
        bp_buf_add_text(&o->waarden, (const char *)text);
        explicit_bzero(text, strlen((const char *)text));
        xmlFree(text);
        return !o->waarden.failed &&
               set(o, velden[i].veld, (struct bp_str){ o->waarden.ptr + at, o->waarden.len - at });
    }
    return true;
}

bool bp_inhoud_lees(struct bp_oordeel *oordeel)
{
    struct bp_oordeel *o = oordeel;
    xmlNodePtr root = xmlDocGetRootElement(o->body_doc);
    size_t seen = 0;
    bool ok = true;
    /* All values are pieces of the body: with that much room the buffer never moves under the views. */
    for (size_t i = 0; i < o->body.len; i++)
        bp_buf_add_char(&o->waarden, ' ');
    ok = !o->waarden.failed;
    o->waarden.len = 0;
    o->regel.contract = o->operatie->contract;
    o->regel.operatie = o->operatie->name;
    for (xmlNodePtr n = first_element(root->children); ok && n; n = first_element(n->next)) {
        if (seen == 0)
            o->kop_namespace = n->ns ? (const char *)n->ns->href : "";
        ok = take(o, n) && (seen++ < KOP_ELEMENTS || add_stand(&o->stand, n));
    }
    o->regel.stand = bp_buf_str(&o->stand);
    return ok;
}
