#include "rio_vorm.h"

#include "ondertekenaar.h"

#include <stdio.h>

#define NAME_TEXT 80

xmlNodePtr bp_rio_element(xmlNodePtr node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static bool is(const xmlNode *node, const char *naam)
{
    return strcmp((const char *)node->name, naam) == 0;
}

xmlNodePtr bp_rio_kind(const xmlNode *ouder, const char *naam)
{
    xmlNodePtr n = bp_rio_element(ouder->children);
    while (n && !is(n, naam))
        n = bp_rio_element(n->next);
    return n;
}

/* --- rewriting ----------------------------------------------------------------------------------------- */

static void rewrite_cohort(xmlNodePtr cohort)
{
    xmlNodePtr company = bp_rio_kind(cohort, "bedrijfsopleiding");
    xmlNodePtr end = bp_rio_kind(cohort, "einddatum");
    if (company && end)
        (void)xmlAddPrevSibling(company, end); /* takes it from where it was */
}

static bool rewrite(xmlNodePtr opleiding, const char *eenheid)
{
    xmlNodePtr key = bp_rio_kind(opleiding, "opleidingseenheidSleutel");
    xmlNodePtr fresh = xmlNewDocNode(opleiding->doc, opleiding->ns,
                                     (const xmlChar *)"opleidingseenheidcode", NULL);
    xmlNodePtr text = fresh ? xmlNewDocText(opleiding->doc, (const xmlChar *)eenheid) : NULL;
    if (text)
        (void)xmlAddChild(fresh, text);
    else
        xmlFreeNode(fresh);
    if (!text)
        return false;
    (void)xmlAddNextSibling(bp_rio_kind(opleiding, "onderwijsaanbiedercode"), fresh);
    if (key) {
        xmlUnlinkNode(key);
        xmlFreeNode(key);
    }
    for (xmlNodePtr n = bp_rio_element(opleiding->children); n; n = bp_rio_element(n->next))
        if (is(n, "aangebodenMboOpleidingCohort"))
            rewrite_cohort(n);
    return true;
}

/* --- writing ------------------------------------------------------------------------------------------- */

/* As RIO writes numbers: 137.0, 125.5, 0.0. */
static void write_number(struct bp_buf *out, struct bp_str text)
{
    struct bp_str s = bp_str_trim(text);
    const char *dot = memchr(s.ptr, '.', s.len);
    while (dot && s.ptr[s.len - 1] == '0' && s.ptr + s.len - 2 > dot)
        s.len--;
    bp_buf_add_str(out, s);
    if (!dot)
        bp_buf_add_text(out, ".0");
}

static bool write_leaf(xmlNodePtr node, struct bp_buf *out)
{
    xmlChar *text = xmlNodeGetContent(node);
    if (!text)
        return false;
    struct bp_str value = bp_str_of((const char *)text);
    if (bp_str_filled(value) && (is(node, "kenmerkwaardeGetal") || is(node, "bedrag")))
        write_number(out, value);
    else
        bp_xml_tekst(out, value);
    xmlFree(text);
    return true;
}

static bool write(xmlNodePtr node, struct bp_buf *out)
{
    bool ok = true;
    xmlNodePtr child = bp_rio_element(node->children);
    bp_buf_printf(out, "<ns2:%s>", (const char *)node->name);
    if (!child)
        ok = write_leaf(node, out);
    for (; ok && child; child = bp_rio_element(child->next))
        ok = write(child, out);
    bp_buf_printf(out, "</ns2:%s>", (const char *)node->name);
    return ok && !out->failed;
}

bool bp_rio_vorm(xmlNodePtr opleiding, const char *eenheid, struct bp_buf *out)
{
    return rewrite(opleiding, eenheid) && write(opleiding, out);
}

struct bp_str bp_rio_vorm_waarde(struct bp_str stand, const char *element)
{
    char tag[NAME_TEXT];
    int len = snprintf(tag, sizeof tag, "<ns2:%s>", element);
    const char *hit = stand.len ? memmem(stand.ptr, stand.len, tag, (size_t)len) : NULL;
    struct bp_str value = { hit ? hit + len : NULL, 0 };
    const char *end = stand.ptr + stand.len;
    while (value.ptr && value.ptr + value.len < end && value.ptr[value.len] != '<')
        value.len++;
    return value;
}
