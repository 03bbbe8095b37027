#include "plan_intern.h"

#include "bronpost/base/text.h"

enum bp_status bp_plan_unknown(struct bp_planner *p, const xmlNode *node)
{
    return bp_error_set(p->err, BP_E_XML, NULL, N_("%s: xsd:%s is not known to bronpost"),
                        bp_xsd_place(p->xsd, node), (const char *)node->name);
}

enum bp_status bp_plan_refuse(struct bp_planner *p, const xmlNode *node, const char *what)
{
    return bp_error_set(p->err, BP_E_XML, NULL, "%s: %s", bp_xsd_place(p->xsd, node),
                        bp_text(what));
}

void bp_plan_inseparable(struct bp_planner *p, const xmlNode *node, const char *what)
{
    if (!p->plan->scheidbaar)
        return;
    p->plan->scheidbaar = false;
    const char *why =
        bp_arena_printf(p->arena, "%s: %s", bp_xsd_place(p->xsd, node), bp_text(what)).ptr;
    p->plan->onscheidbaar_door = why ? why : what;
}

struct bp_knoop *bp_plan_knoop(struct bp_planner *p, enum bp_knoopsoort soort,
                               struct bp_knoop *boven)
{
    if (p->plan->knoop_count == BP_PLAN_NODES)
        return NULL;
    struct bp_knoop *k = bp_arena_alloc(p->arena, sizeof *k);
    if (!k)
        return NULL;
    k->soort = soort;
    k->id = (uint16_t)++p->plan->knoop_count;
    if (!boven)
        return k;
    k->ouder = boven->name ? boven : boven->ouder;
    if (boven->last)
        boven->last->next = k;
    else
        boven->first = k;
    boven->last = k;
    return k;
}

/* maxOccurs="0" takes the particle out altogether. */
static bool never(const xmlNode *node)
{
    return bp_xsd_attribute_is(node, "maxOccurs", "0");
}

static bool optional(const xmlNode *node)
{
    return bp_xsd_attribute_is(node, "minOccurs", "0");
}

static bool repeats(const struct bp_planner *p, const xmlNode *node)
{
    const char *max = bp_xsd_attribute(p->xsd, node, "maxOccurs");
    return max && strcmp(max, "1") != 0;
}

/* --- elements ------------------------------------------------------------------------------------------- */

static const char *namespace_of(const struct bp_planner *p, xmlNode *node, bool global)
{
    const xmlNode *schema = xmlDocGetRootElement(node->doc);
    bool qualified = bp_xsd_attribute_is(schema, "elementFormDefault", "qualified");
    const char *form = bp_xsd_attribute(p->xsd, node, "form");
    if (form)
        qualified = strcmp(form, "qualified") == 0;
    return global || qualified ? bp_xsd_target(p->xsd, node) : "";
}

/* Constraints on an element rather than on its type: a leaf judged by its type alone would not meet
 * them. */
static void note_constraints(struct bp_planner *p, xmlNode *node)
{
    if (xmlHasProp(node, (const xmlChar *)"fixed") || xmlHasProp(node, (const xmlChar *)"default"))
        bp_plan_inseparable(p, node, N_("an element has a fixed or default value"));
    for (xmlNode *n = bp_xsd_first(node); n; n = bp_xsd_next(n))
        if (bp_xsd_is(n, "key") || bp_xsd_is(n, "keyref") || bp_xsd_is(n, "unique"))
            bp_plan_inseparable(p, n, N_("an identity constraint"));
}

/* A path for messages: without the root, which says nothing. */
static const char *place_of(struct bp_planner *p, const struct bp_knoop *k)
{
    if (!k->ouder || !k->ouder->ouder)
        return k->name;
    return bp_arena_printf(p->arena, "%s/%s", k->ouder->plaats, k->name).ptr;
}

static enum bp_status declare_element(struct bp_planner *p, xmlNode *node, bool global,
                                      bool verplicht, struct bp_knoop *boven, struct bp_knoop **out)
{
    if (bp_xsd_attribute_is(node, "abstract", "true"))
        return bp_plan_refuse(p, node,
                              N_("an abstract element that no other element stands in for"));
    struct bp_knoop *k = bp_plan_knoop(p, BP_KNOOP_GROEP, boven);
    if (!k)
        return bp_error_memory(p->err, "a message plan");
    k->verplicht = verplicht;
    k->name = bp_xsd_attribute(p->xsd, node, "name");
    if (!k->name)
        return bp_plan_refuse(p, node, N_("an element without a name"));
    k->uri = namespace_of(p, node, global);
    k->plaats = place_of(p, k);
    if (!k->plaats)
        return bp_error_memory(p->err, "a message plan");
    enum bp_groep groep = p->groep;
    if (boven) {
        k->veld = groep == BP_GROEP_GEEN ? NULL : bp_veld_find(p->velden, groep, k->name);
        p->groep = k->veld ? k->veld->opent : BP_GROEP_GEEN;
    }
    note_constraints(p, node);
    enum bp_status st = bp_plan_element_type(p, node, k);
    p->groep = groep;
    if (st == BP_OK && k->veld && (k->veld->opent == BP_GROEP_GEEN) != (k->soort == BP_KNOOP_BLAD))
        k->veld = NULL; /* a name that we know, but another kind of thing than the field */
    if (out)
        *out = k;
    return st;
}

/* A reference to a head is a choice between the head, unless it is abstract, and everything that
 * can stand in. */
static enum bp_status substitutes(struct bp_planner *p, struct bp_xsd_name head,
                                  struct bp_knoop *keuze)
{
    if (++p->depth > BP_PLAN_DEPTH)
        return bp_error_set(p->err, BP_E_XML, NULL,
                            N_("the schema nests deeper than %d types at %s"), BP_PLAN_DEPTH,
                            head.local);
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < p->xsd->count; i++) {
        xmlNode *root = xmlDocGetRootElement(p->xsd->files[i].doc);
        for (xmlNode *n = bp_xsd_first(root); st == BP_OK && n; n = bp_xsd_next(n)) {
            struct bp_xsd_name name;
            if (!bp_xsd_is(n, "element") || !bp_xsd_qname(p->xsd, n, "substitutionGroup", &name) ||
                strcmp(name.local, head.local) != 0 || strcmp(name.uri, head.uri) != 0)
                continue;
            if (!bp_xsd_attribute_is(n, "abstract", "true"))
                st = declare_element(p, n, true, true, keuze, NULL);
            const char *own = bp_xsd_attribute(p->xsd, n, "name");
            if (st == BP_OK && own)
                st = substitutes(p, (struct bp_xsd_name){ bp_xsd_target(p->xsd, n), own }, keuze);
        }
    }
    p->depth--;
    return st;
}

static bool is_head(const struct bp_planner *p, struct bp_xsd_name head)
{
    for (size_t i = 0; i < p->xsd->count; i++) {
        xmlNode *root = xmlDocGetRootElement(p->xsd->files[i].doc);
        for (xmlNode *n = bp_xsd_first(root); n; n = bp_xsd_next(n)) {
            struct bp_xsd_name name;
            if (bp_xsd_is(n, "element") && bp_xsd_qname(p->xsd, n, "substitutionGroup", &name) &&
                strcmp(name.local, head.local) == 0 && strcmp(name.uri, head.uri) == 0)
                return true;
        }
    }
    return false;
}

static enum bp_status reference(struct bp_planner *p, xmlNode *node, struct bp_knoop *boven)
{
    struct bp_xsd_name name;
    xmlNode *global = NULL;
    if (bp_xsd_qname(p->xsd, node, "ref", &name))
        global = bp_xsd_find(p->xsd, "element", name);
    if (!global)
        return bp_plan_refuse(p, node, N_("refers to an element that is not declared"));
    if (!is_head(p, name))
        return declare_element(p, global, true, !optional(node), boven, NULL);
    struct bp_knoop *keuze = bp_plan_knoop(p, BP_KNOOP_KEUZE, boven);
    if (!keuze)
        return bp_error_memory(p->err, "a message plan");
    keuze->verplicht = !optional(node);
    enum bp_status st = BP_OK;
    if (!bp_xsd_attribute_is(global, "abstract", "true"))
        st = declare_element(p, global, true, true, keuze, NULL);
    return st == BP_OK ? substitutes(p, name, keuze) : st;
}

/* --- particles ------------------------------------------------------------------------------------------ */

static enum bp_status compositor(struct bp_planner *p, xmlNode *node, struct bp_knoop *boven)
{
    struct bp_knoop *k = boven;
    bool choice = bp_xsd_is(node, "choice");
    /* A plain sequence that stands once says nothing of its own: its elements move up. But not into
     * a choice. */
    if (choice || optional(node) || repeats(p, node) || boven->soort == BP_KNOOP_KEUZE)
        k = bp_plan_knoop(p, choice ? BP_KNOOP_KEUZE : BP_KNOOP_REEKS, boven);
    if (!k)
        return bp_error_memory(p->err, "a message plan");
    if (k != boven)
        k->verplicht = !optional(node);
    enum bp_status st = BP_OK;
    for (xmlNode *n = bp_xsd_first(node); st == BP_OK && n; n = bp_xsd_next(n))
        st = bp_plan_particle(p, n, k);
    return st;
}

static enum bp_status named_group(struct bp_planner *p, xmlNode *node, struct bp_knoop *boven)
{
    struct bp_xsd_name name;
    xmlNode *global = NULL;
    if (bp_xsd_qname(p->xsd, node, "ref", &name))
        global = bp_xsd_find(p->xsd, "group", name);
    if (!global)
        return bp_plan_refuse(p, node, N_("refers to a group that is not declared"));
    struct bp_knoop *k = boven;
    if (optional(node) || repeats(p, node) || boven->soort == BP_KNOOP_KEUZE) {
        k = bp_plan_knoop(p, BP_KNOOP_REEKS, boven);
        if (!k)
            return bp_error_memory(p->err, "a message plan");
        k->verplicht = !optional(node);
    }
    enum bp_status st = BP_OK;
    for (xmlNode *n = bp_xsd_first(global); st == BP_OK && n; n = bp_xsd_next(n))
        st = bp_plan_particle(p, n, k);
    return st;
}

enum bp_status bp_plan_particle(struct bp_planner *p, xmlNode *node, struct bp_knoop *boven)
{
    enum bp_status st;
    if (never(node))
        return BP_OK;
    if (++p->depth > BP_PLAN_DEPTH)
        return bp_error_set(p->err, BP_E_XML, NULL,
                            N_("the schema nests deeper than %d types at %s"), BP_PLAN_DEPTH,
                            bp_xsd_place(p->xsd, node));
    if (bp_xsd_is(node, "element") && xmlHasProp(node, (const xmlChar *)"ref"))
        st = reference(p, node, boven);
    else if (bp_xsd_is(node, "element"))
        st = declare_element(p, node, false, !optional(node), boven, NULL);
    else if (bp_xsd_is(node, "sequence") || bp_xsd_is(node, "choice") || bp_xsd_is(node, "all"))
        st = compositor(p, node, boven);
    else if (bp_xsd_is(node, "group"))
        st = named_group(p, node, boven);
    else if (bp_xsd_is(node, "any") && optional(node))
        st = BP_OK; /* room for others; nothing of ours goes there */
    else
        st = bp_plan_unknown(p, node);
    p->depth--;
    return st;
}

enum bp_status bp_plan_compile(struct bp_arena *arena, const struct bp_planvraag *vraag,
                               struct bp_plan *out, struct bp_error *err)
{
    *out = (struct bp_plan){ .scheidbaar = true };
    struct bp_planner p = { .arena = arena,
                            .xsd = vraag->xsd,
                            .velden = vraag->velden,
                            .typen = vraag->typen,
                            .plan = out,
                            .groep = BP_GROEP_VERZOEK,
                            .err = err };
    xmlNode *node = NULL;
    for (size_t i = 0; !node && i < vraag->xsd->count; i++)
        node = bp_xsd_find(vraag->xsd, "element",
                           (struct bp_xsd_name){ vraag->xsd->files[i].target, vraag->request });
    if (!node)
        return bp_error_set(err, BP_E_XML, NULL,
                            N_("%s does not declare the element %s; check the schema folder"),
                            vraag->xsd->files[0].path, vraag->request);
    enum bp_status st = declare_element(&p, node, true, true, NULL, &out->root);
    if (st == BP_OK && out->root->soort != BP_KNOOP_GROEP)
        st = bp_plan_refuse(&p, node, N_("a request must hold elements"));
    if (st == BP_OK)
        st = bp_plan_finish(&p, vraag);
    return st;
}
