/* The types of the plan compiler: what an element holds, and whether a leaf's value can be judged
 * on its own. */
#include "plan_intern.h"

#include "bronpost/base/text.h"

static enum bp_status complex_content(struct bp_planner *p, xmlNode *type, struct bp_knoop *k);

static enum bp_status too_deep(struct bp_planner *p, const xmlNode *node)
{
    return bp_error_set(p->err, BP_E_XML, NULL, N_("the schema nests deeper than %d types at %s"),
                        BP_PLAN_DEPTH, bp_xsd_place(p->xsd, node));
}

static bool builtin(struct bp_xsd_name name)
{
    return strcmp(name.uri, BP_XSD_NAMESPACE) == 0;
}

/* --- leaves
 * ------------------------------------------------------------------------------------------------
 */

/* Built-in types whose values mean something only together with the rest of the document. */
static bool depends_on_document(const char *name)
{
    static const char *const names[] = { "ID",       "IDREF",    "IDREFS", "ENTITY",
                                         "ENTITIES", "NOTATION", "QName" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static enum bp_status judge_simple(struct bp_planner *p, xmlNode *type);

static enum bp_status judge_name(struct bp_planner *p, const xmlNode *from, struct bp_xsd_name name)
{
    if (builtin(name)) {
        if (depends_on_document(name.local))
            bp_plan_inseparable(p, from,
                                N_("a type whose values refer to the rest of the document"));
        return BP_OK;
    }
    xmlNode *type = bp_xsd_find(p->xsd, "simpleType", name);
    if (!type)
        return bp_plan_refuse(p, from, N_("refers to a simple type that is not declared"));
    return judge_simple(p, type);
}

static enum bp_status judge_members(struct bp_planner *p, xmlNode *node)
{
    const char *list = bp_xsd_attribute(p->xsd, node, "memberTypes");
    enum bp_status st = BP_OK;
    for (const char *at = list; st == BP_OK && at && *at;) {
        size_t len = strcspn(at, " \t\r\n");
        const char *one = bp_arena_str(p->arena, (struct bp_str){ at, len }).ptr;
        struct bp_xsd_name name;
        if (!one)
            return bp_error_memory(p->err, "a message plan");
        st = bp_xsd_resolve(p->xsd, node, one, &name)
                 ? judge_name(p, node, name)
                 : bp_plan_refuse(p, node, N_("refers to a simple type that is not declared"));
        at += len;
        at += strspn(at, " \t\r\n");
    }
    return st;
}

/* Follows restriction, list and union down to the built-in types. */
static enum bp_status judge_simple(struct bp_planner *p, xmlNode *type)
{
    xmlNode *how = bp_xsd_first(type);
    struct bp_xsd_name name;
    enum bp_status st = BP_OK;
    if (++p->depth > BP_PLAN_DEPTH)
        return too_deep(p, type);
    if (!how)
        return bp_plan_refuse(p, type, N_("a simple type without a content"));
    if (bp_xsd_is(how, "restriction")) {
        if (bp_xsd_qname(p->xsd, how, "base", &name))
            st = judge_name(p, how, name);
    } else if (bp_xsd_is(how, "list")) {
        if (bp_xsd_qname(p->xsd, how, "itemType", &name))
            st = judge_name(p, how, name);
    } else if (bp_xsd_is(how, "union")) {
        st = judge_members(p, how);
    } else {
        st = bp_plan_unknown(p, how);
    }
    for (xmlNode *n = bp_xsd_first(how); st == BP_OK && n; n = bp_xsd_next(n))
        if (bp_xsd_is(n, "simpleType"))
            st = judge_simple(p, n);
    p->depth--;
    return st;
}

/* Gives the leaf its place in the contract's list of types. */
static enum bp_status leaf(struct bp_planner *p, const xmlNode *from, struct bp_xsd_name name,
                           xmlNode *anoniem, struct bp_knoop *k)
{
    k->soort = BP_KNOOP_BLAD;
    for (size_t i = 0; i < p->typen->count; i++) {
        const struct bp_bladtype *t = &p->typen->items[i];
        bool same = anoniem ? t->anoniem == anoniem
                            : !t->anoniem && strcmp(t->name.local, name.local) == 0 &&
                                  strcmp(t->name.uri, name.uri) == 0;
        if (same) {
            k->type = i;
            return BP_OK;
        }
    }
    if (p->typen->count == BP_PLAN_TYPES)
        return bp_plan_refuse(p, from, N_("more different types than bronpost has room for"));
    k->type = p->typen->count;
    p->typen->items[p->typen->count++] = (struct bp_bladtype){ name, anoniem };
    return BP_OK;
}

/* --- complex types -------------------------------------------------------------------------------------- */

/* Bodies carry no attributes: an optional one is left out, a required one cannot be. */
static enum bp_status attributes(struct bp_planner *p, xmlNode *node)
{
    if (bp_xsd_is(node, "attribute") && bp_xsd_attribute_is(node, "use", "required"))
        return bp_plan_refuse(p, node, N_("a required attribute, which bronpost cannot fill"));
    if (!bp_xsd_is(node, "attributeGroup"))
        return BP_OK;
    struct bp_xsd_name name;
    xmlNode *group = NULL;
    if (bp_xsd_qname(p->xsd, node, "ref", &name))
        group = bp_xsd_find(p->xsd, "attributeGroup", name);
    if (!group)
        return bp_plan_refuse(p, node, N_("refers to an attribute group that is not declared"));
    if (++p->depth > BP_PLAN_DEPTH)
        return too_deep(p, node);
    enum bp_status st = BP_OK;
    for (xmlNode *n = bp_xsd_first(group); st == BP_OK && n; n = bp_xsd_next(n))
        st = attributes(p, n);
    p->depth--;
    return st;
}

static bool is_attribute(const xmlNode *node)
{
    return bp_xsd_is(node, "attribute") || bp_xsd_is(node, "attributeGroup") ||
           bp_xsd_is(node, "anyAttribute");
}

/* What stands in a complex type, an extension or a restriction: at most one model group, then
 * attributes. */
static enum bp_status body(struct bp_planner *p, xmlNode *node, struct bp_knoop *k)
{
    enum bp_status st = BP_OK;
    for (xmlNode *n = bp_xsd_first(node); st == BP_OK && n; n = bp_xsd_next(n))
        st = is_attribute(n) ? attributes(p, n) : bp_plan_particle(p, n, k);
    return st;
}

/* Inherited elements come first and keep the namespace of the file that declares them. */
static enum bp_status derived(struct bp_planner *p, xmlNode *content, struct bp_knoop *k)
{
    xmlNode *how = bp_xsd_first(content);
    struct bp_xsd_name name;
    if (!how || !bp_xsd_qname(p->xsd, how, "base", &name))
        return bp_plan_refuse(p, content, N_("a type that is derived from nothing"));
    if (bp_xsd_is(how, "restriction"))
        return body(p, how, k); /* a restriction repeats what it keeps */
    if (!bp_xsd_is(how, "extension"))
        return bp_plan_unknown(p, how);
    xmlNode *base = bp_xsd_find(p->xsd, "complexType", name);
    if (!base)
        return bp_plan_refuse(p, how, N_("extends a type that is not declared"));
    enum bp_status st = complex_content(p, base, k);
    return st == BP_OK ? body(p, how, k) : st;
}

/* Text with attributes: a leaf, judged by the simple type below it. */
static enum bp_status simple_content(struct bp_planner *p, xmlNode *content, struct bp_knoop *k)
{
    xmlNode *how = bp_xsd_first(content);
    struct bp_xsd_name name;
    if (!how || !bp_xsd_is(how, "extension") || !bp_xsd_qname(p->xsd, how, "base", &name))
        return bp_plan_refuse(p, content, N_("simple content that is no extension"));
    enum bp_status st = BP_OK;
    for (xmlNode *n = bp_xsd_first(how); st == BP_OK && n; n = bp_xsd_next(n))
        st = attributes(p, n);
    xmlNode *base = builtin(name) ? NULL : bp_xsd_find(p->xsd, "complexType", name);
    if (st == BP_OK && base)
        return complex_content(p, base, k);
    if (st == BP_OK)
        st = judge_name(p, how, name);
    return st == BP_OK ? leaf(p, how, name, NULL, k) : st;
}

static enum bp_status complex_content(struct bp_planner *p, xmlNode *type, struct bp_knoop *k)
{
    if (++p->depth > BP_PLAN_DEPTH)
        return too_deep(p, type);
    xmlNode *first = bp_xsd_first(type);
    enum bp_status st = BP_OK;
    if (bp_xsd_attribute_is(type, "mixed", "true") ||
        (first && bp_xsd_attribute_is(first, "mixed", "true")))
        bp_plan_inseparable(p, type, N_("mixed content"));
    if (first && bp_xsd_is(first, "simpleContent"))
        st = simple_content(p, first, k);
    else if (first && bp_xsd_is(first, "complexContent"))
        st = derived(p, first, k);
    else
        st = body(p, type, k);
    p->depth--;
    return st;
}

/* --- the type of an element ----------------------------------------------------------------------------- */

static enum bp_status named_type(struct bp_planner *p, xmlNode *element, struct bp_xsd_name name,
                                 struct bp_knoop *k)
{
    if (builtin(name) && strcmp(name.local, "anyType") == 0)
        return bp_plan_refuse(p, element, N_("an element of any type"));
    xmlNode *type = builtin(name) ? NULL : bp_xsd_find(p->xsd, "complexType", name);
    if (type && bp_xsd_attribute_is(type, "abstract", "true"))
        return bp_plan_refuse(p, element, N_("an abstract type, which would need an xsi:type"));
    if (type)
        return complex_content(p, type, k);
    enum bp_status st = judge_name(p, element, name);
    return st == BP_OK ? leaf(p, element, name, NULL, k) : st;
}

enum bp_status bp_plan_element_type(struct bp_planner *p, xmlNode *element, struct bp_knoop *k)
{
    struct bp_xsd_name name;
    if (bp_xsd_qname(p->xsd, element, "type", &name))
        return named_type(p, element, name, k);
    for (xmlNode *n = bp_xsd_first(element); n; n = bp_xsd_next(n)) {
        if (bp_xsd_is(n, "complexType"))
            return complex_content(p, n, k);
        if (bp_xsd_is(n, "simpleType")) {
            enum bp_status st = judge_simple(p, n);
            return st == BP_OK ? leaf(p, n, (struct bp_xsd_name){ "", "" }, n, k) : st;
        }
    }
    /* A member of a substitution group without a type has that of its head. */
    xmlNode *head = NULL;
    if (bp_xsd_qname(p->xsd, element, "substitutionGroup", &name))
        head = bp_xsd_find(p->xsd, "element", name);
    if (!head)
        return bp_plan_refuse(p, element, N_("an element of any type"));
    if (++p->depth > BP_PLAN_DEPTH)
        return too_deep(p, element);
    enum bp_status st = bp_plan_element_type(p, head, k);
    p->depth--;
    return st;
}
