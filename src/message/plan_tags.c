/* The last pass of the plan compiler: tags in exclusive canonical form, and what has no
 * counterpart. */
#include "plan_intern.h"

#include "bronpost/base/text.h"

/* 'a', 'b' ...: one letter each, so they can never be soapenv, wsa, wsu, wsse or ds. */
static enum bp_status prefix_of(struct bp_planner *p, struct bp_knoop *k)
{
    struct bp_plan *plan = p->plan;
    if (k->uri[0] == '\0')
        return BP_OK;
    size_t i = 0;
    while (i < plan->uri_count && strcmp(plan->uris[i], k->uri) != 0)
        i++;
    if (i == BP_PLAN_PREFIXES)
        return bp_error_set(p->err, BP_E_XML, NULL, N_("a message of more than %d namespaces"),
                            BP_PLAN_PREFIXES);
    if (i == plan->uri_count)
        plan->uris[plan->uri_count++] = k->uri;
    k->prefix = (char)('a' + i);
    return BP_OK;
}

/* Exclusive canonicalisation declares a prefix on the element that uses it, unless an element
 * around it did. An element without a namespace declares nothing: no prefixless binding is ever in
 * force here. */
static bool declared_around(const struct bp_knoop *k)
{
    for (const struct bp_knoop *o = k->ouder; o; o = o->ouder)
        if (o->prefix == k->prefix)
            return true;
    return false;
}

static void add_attribute_value(struct bp_buf *out, const char *value)
{
    for (const char *c = value; *c; c++) {
        if (*c == '&')
            bp_buf_add_text(out, "&amp;");
        else if (*c == '<')
            bp_buf_add_text(out, "&lt;");
        else if (*c == '"')
            bp_buf_add_text(out, "&quot;");
        else
            bp_buf_add_char(out, *c);
    }
}

static struct bp_str keep(struct bp_planner *p, struct bp_buf *made)
{
    struct bp_str s = { NULL, 0 };
    if (!made->failed)
        s = bp_arena_str(p->arena, bp_buf_str(made));
    bp_buf_clear(made);
    return s;
}

static void add_name(struct bp_buf *out, const struct bp_knoop *k)
{
    if (k->prefix) {
        bp_buf_add_char(out, k->prefix);
        bp_buf_add_char(out, ':');
    }
    bp_buf_add_text(out, k->name);
}

static enum bp_status tags(struct bp_planner *p, struct bp_knoop *k, struct bp_buf *made)
{
    enum bp_status st = prefix_of(p, k);
    if (st != BP_OK)
        return st;
    bp_buf_add_char(made, '<');
    add_name(made, k);
    if (k->prefix && !declared_around(k)) {
        bp_buf_add_text(made, " xmlns:");
        bp_buf_add_char(made, k->prefix);
        bp_buf_add_text(made, "=\"");
        add_attribute_value(made, k->uri);
        bp_buf_add_char(made, '"');
    }
    bp_buf_add_char(made, '>');
    k->open = keep(p, made);
    bp_buf_add_text(made, "</");
    add_name(made, k);
    bp_buf_add_char(made, '>');
    k->close = keep(p, made);
    bp_buf_add_text(made, k->name);
    bp_buf_add_text(made, k->soort == BP_KNOOP_BLAD ? "=" : "=\n");
    k->stand = keep(p, made);
    bp_buf_add_char(made, '/');
    bp_buf_add_text(made, k->name);
    bp_buf_add_text(made, "=\n");
    k->stand_close = keep(p, made);
    return k->open.ptr && k->close.ptr && k->stand.ptr && k->stand_close.ptr
               ? BP_OK
               : bp_error_memory(p->err, "a message plan");
}

/* In document order, so that prefixes are given out in the order in which they are met. */
static enum bp_status tag_all(struct bp_planner *p, struct bp_knoop *k, struct bp_buf *made)
{
    enum bp_status st = k->name ? tags(p, k, made) : BP_OK;
    for (struct bp_knoop *n = k->first; st == BP_OK && n; n = n->next)
        st = tag_all(p, n, made);
    return st;
}

/* --- what has no counterpart ---------------------------------------------------------------------------- */

/* Marks the fields that some element states; lists the elements that state none, but not what is
 * below them. */
static void compare(struct bp_planner *p, const struct bp_knoop *k, bool *stated)
{
    struct bp_plan *plan = p->plan;
    if (k->name && k->ouder && !k->veld) {
        plan->zonder_veld[plan->zonder_veld_count++] = k->plaats;
        return;
    }
    for (size_t i = 0; k->veld && i < p->velden->count; i++)
        if (p->velden->items[i].groep == k->veld->groep &&
            strcmp(p->velden->items[i].naam, k->veld->naam) == 0)
            stated[i] = true;
    for (const struct bp_knoop *n = k->first; n; n = n->next)
        compare(p, n, stated);
}

/* A field of a group that the schema does not have is missed through the group. */
static bool group_stated(const struct bp_velden *velden, const bool *stated, enum bp_groep groep)
{
    if (groep == BP_GROEP_VERZOEK)
        return true;
    for (size_t i = 0; i < velden->count; i++)
        if (velden->items[i].opent == groep && stated[i])
            return true;
    return false;
}

static bool listed(const struct bp_plan *plan, const struct bp_veld *veld)
{
    for (size_t i = 0; i < plan->zonder_element_count; i++)
        if (plan->zonder_element[i]->groep == veld->groep &&
            strcmp(plan->zonder_element[i]->naam, veld->naam) == 0)
            return true;
    return false;
}

enum bp_status bp_plan_finish(struct bp_planner *p, const struct bp_planvraag *vraag)
{
    struct bp_plan *plan = p->plan;
    struct bp_buf made;
    bp_buf_init(&made, BP_MIB);
    enum bp_status st = tag_all(p, plan->root, &made);
    bp_buf_free(&made);
    if (st != BP_OK)
        return st;
    bool *stated = bp_arena_array(p->arena, p->velden->count, sizeof *stated);
    plan->zonder_veld = bp_arena_array(p->arena, plan->knoop_count, sizeof(const char *));
    plan->zonder_element =
        bp_arena_array(p->arena, p->velden->count, sizeof(const struct bp_veld *));
    if (!stated || !plan->zonder_veld || !plan->zonder_element)
        return bp_error_memory(p->err, "a message plan");
    compare(p, plan->root, stated);
    for (size_t i = 0; i < p->velden->count; i++) {
        const struct bp_veld *v = &p->velden->items[i];
        if (!stated[i] && (v->sectoren & vraag->sectoren) &&
            (v->handelingen & (1u << vraag->handeling)) &&
            group_stated(p->velden, stated, v->groep) && !listed(plan, v))
            plan->zonder_element[plan->zonder_element_count++] = v;
    }
    return BP_OK;
}
