#include "boom.h"

#include "contract_intern.h"

#include <stdio.h>
#include <stdlib.h>

static const xmlChar *chars(const char *s)
{
    return (const xmlChar *)s;
}

static bool begin(struct bp_boom *boom, const char *name, size_t leaves)
{
    *boom = (struct bp_boom){ .doc = xmlNewDoc(chars("1.0")),
                              .texts = calloc(leaves ? leaves : 1, sizeof(xmlNode *)) };
    xmlNode *root = boom->doc ? xmlNewDocNode(boom->doc, NULL, chars(name), NULL) : NULL;
    if (root)
        xmlDocSetRootElement(boom->doc, root);
    if (root && boom->texts)
        return true;
    bp_boom_free(boom);
    return false;
}

static bool add_text(struct bp_boom *boom, xmlNode *element)
{
    xmlNode *text = xmlNewDocText(boom->doc, NULL);
    if (!text || !xmlAddChild(element, text)) {
        xmlFreeNode(text);
        return false;
    }
    boom->texts[boom->count++] = text;
    return true;
}

static xmlNode *add_element(xmlNode *parent, xmlNsPtr ns, const char *name)
{
    xmlNode *node = xmlNewDocNode(parent->doc, ns, chars(name), NULL);
    if (node && !xmlAddChild(parent, node)) {
        xmlFreeNode(node);
        return NULL;
    }
    return node;
}

bool bp_boom_of_spoor(struct bp_boom *boom, const struct bp_plan *plan,
                      const struct bp_spoor *spoor)
{
    xmlNsPtr spaces[BP_PLAN_PREFIXES] = { NULL };
    if (!begin(boom, plan->root->name, spoor->count))
        return false;
    xmlNode *root = xmlDocGetRootElement(boom->doc);
    for (size_t i = 0; i < plan->uri_count; i++) {
        const char prefix[2] = { (char)('a' + i), '\0' };
        spaces[i] = xmlNewNs(root, chars(plan->uris[i]), chars(prefix));
        if (!spaces[i])
            goto fail;
    }
    if (plan->root->prefix)
        root->ns = spaces[plan->root->prefix - 'a'];
    const struct bp_knoop *open = plan->root; /* the innermost open group */
    xmlNode *parent = root;
    for (size_t i = 0; i < spoor->count; i++) {
        const struct bp_stap *stap = &spoor->items[i];
        for (; open != stap->knoop->ouder; open = open->ouder)
            parent = parent->parent;
        xmlNsPtr ns = stap->knoop->prefix ? spaces[stap->knoop->prefix - 'a'] : NULL;
        xmlNode *node = add_element(parent, ns, stap->knoop->name);
        if (!node || (stap->value.ptr && !add_text(boom, node)))
            goto fail;
        if (!stap->value.ptr) {
            open = stap->knoop;
            parent = node;
        }
    }
    return true;
fail:
    bp_boom_free(boom);
    return false;
}

bool bp_boom_of_bladen(struct bp_boom *boom, const size_t *types, size_t count)
{
    if (!begin(boom, BP_BLADEN_ROOT, count))
        return false;
    xmlNode *root = xmlDocGetRootElement(boom->doc);
    xmlNsPtr ns = xmlNewNs(root, chars(BP_BLADEN_NAMESPACE), chars("own"));
    root->ns = ns;
    for (size_t i = 0; ns && i < count; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "l%zu", types[i]);
        xmlNode *node = add_element(root, ns, name);
        if (!node || !add_text(boom, node)) {
            bp_boom_free(boom);
            return false;
        }
    }
    if (!ns)
        bp_boom_free(boom);
    return ns != NULL;
}

void bp_boom_free(struct bp_boom *boom)
{
    for (size_t i = 0; i < boom->count; i++)
        boom->texts[i]->content = NULL; /* the caller's */
    xmlFreeDoc(boom->doc);
    free(boom->texts);
    *boom = (struct bp_boom){ NULL, NULL, 0 };
}
