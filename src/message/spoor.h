/* spoor.h - private to message: what one walk along the plan did
 * PURPOSE    the elements of a body in message order, with their values: its shape (which elements)
 * and its leaves (which values) are what has to be proved OWNERSHIP  bp_spoor_free() ends it and
 * wipes it; values borrow from the registration or from the step itself THREADS    one owner at a
 * time
 */
#ifndef BRONPOST_MESSAGE_SPOOR_H
#define BRONPOST_MESSAGE_SPOOR_H

#include "plan.h"

struct bp_stap {
    const struct bp_knoop *knoop;
    struct bp_str value; /* ptr NULL: a group */
    char text[BP_VELD_TEXT];
};

struct bp_spoor {
    struct bp_stap *items;
    size_t count, cap;
};

/* A step at the end; NULL when memory ran out. Earlier steps may move. */
struct bp_stap *bp_spoor_add(struct bp_spoor *spoor, const struct bp_knoop *knoop);

/* A hash of the elements, not of their values. */
uint64_t bp_spoor_hash(const struct bp_spoor *spoor);

void bp_spoor_free(struct bp_spoor *spoor);

#endif
