#include "soap_intern.h"

/* libxml2 speaks of unsigned characters. */
static struct bp_str view(const xmlChar *text)
{
    return bp_str_of((const char *)text);
}

static bool same(const xmlChar *a, const char *b)
{
    return strcmp((const char *)a, b) == 0;
}

bool soap_is(const xmlNode *node, const char *ns, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && node->ns && same(node->ns->href, ns) &&
           (!name || same(node->name, name));
}

static xmlNodePtr element_from(xmlNodePtr node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNodePtr soap_first(const xmlNode *parent)
{
    return element_from(parent->children);
}

xmlNodePtr soap_next(const xmlNode *node)
{
    return element_from(node->next);
}

xmlNodePtr soap_only(const xmlNode *parent, const char *ns, const char *name, size_t *count)
{
    xmlNodePtr found = NULL;
    *count = 0;
    for (xmlNodePtr n = soap_first(parent); n; n = soap_next(n)) {
        if (!soap_is(n, ns, name))
            continue;
        found = n;
        (*count)++;
    }
    return *count == 1 ? found : NULL;
}

/* Comments and CDATA are gone after parsing, so what is text stands in one node. A value that came
 * in two would be read in half; it counts as absent. */
static struct bp_str only_text(const xmlNode *first)
{
    if (!first)
        return BP_STR("");
    if (first->type != XML_TEXT_NODE || first->next || !first->content)
        return (struct bp_str){ NULL, 0 };
    return view(first->content);
}

struct bp_str soap_text(const xmlNode *node)
{
    return only_text(node->children);
}

xmlAttrPtr soap_attribute_node(const xmlNode *node, const char *ns, const char *name)
{
    for (xmlAttrPtr a = node->properties; a; a = a->next)
        if (same(a->name, name) && (ns ? a->ns && same(a->ns->href, ns) : !a->ns))
            return a;
    return NULL;
}

struct bp_str soap_attribute(const xmlNode *node, const char *ns, const char *name)
{
    const xmlAttr *a = soap_attribute_node(node, ns, name);
    return a ? only_text(a->children) : (struct bp_str){ NULL, 0 };
}
