/* plan_intern.h - private to plan*.c: a compilation in progress
 * PURPOSE    what the parts of the plan compiler share: particles (plan.c), types (plan_type.c),
 * tags and reports (plan_tags.c) OWNERSHIP  all borrowed; what is made lives in the arena THREADS
 * one owner at a time
 */
#ifndef BRONPOST_MESSAGE_PLAN_INTERN_H
#define BRONPOST_MESSAGE_PLAN_INTERN_H

#include "plan.h"

struct bp_planner {
    struct bp_arena *arena;
    const struct bp_xsd *xsd;
    const struct bp_velden *velden;
    struct bp_bladtypen *typen;
    struct bp_plan *plan;
    enum bp_groep groep; /* in which the elements now stand */
    size_t depth;
    struct bp_error *err;
};

/* BP_E_XML: a construct that the compiler does not know; and one that it knows but cannot use, with
 * an English message id. */
enum bp_status bp_plan_unknown(struct bp_planner *p, const xmlNode *node);
enum bp_status bp_plan_refuse(struct bp_planner *p, const xmlNode *node, const char *what);

/* Notes the first reason why values may not be judged on their own. */
void bp_plan_inseparable(struct bp_planner *p, const xmlNode *node, const char *what);

/* A node at the end of what `boven` holds (NULL: the root); NULL when memory or ids ran out. */
struct bp_knoop *bp_plan_knoop(struct bp_planner *p, enum bp_knoopsoort soort,
                               struct bp_knoop *boven);

/* An element, compositor, group or wildcard of a content model. */
enum bp_status bp_plan_particle(struct bp_planner *p, xmlNode *node, struct bp_knoop *boven);

/* Makes `k` a leaf or a group by the type of its declaration, and fills the group. */
enum bp_status bp_plan_element_type(struct bp_planner *p, xmlNode *element, struct bp_knoop *k);

/* Tags, prefixes, and what has no counterpart. */
enum bp_status bp_plan_finish(struct bp_planner *p, const struct bp_planvraag *vraag);

#endif
