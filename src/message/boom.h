/* boom.h - private to message: a tree whose texts are swapped
 * PURPOSE    libxml2 validates a tree; building one costs more than validating it, so it stays and
 * gets other texts OWNERSHIP  bp_boom_free() ends it; the texts stay the caller's and must outlive
 * each validation UNITS      texts end in NUL THREADS    one owner at a time
 */
#ifndef BRONPOST_MESSAGE_BOOM_H
#define BRONPOST_MESSAGE_BOOM_H

#include "spoor.h"

#include <libxml/tree.h>

struct bp_boom {
    xmlDocPtr doc;
    xmlNode **texts; /* one per leaf, in message order */
    size_t count;
};

/* The tree of a body, without texts. False: memory ran out. */
bool bp_boom_of_spoor(struct bp_boom *boom, const struct bp_plan *plan,
                      const struct bp_spoor *spoor);

/* The tree of a list of leaves, for judging them on their own: types are indices of bladtypen. */
bool bp_boom_of_bladen(struct bp_boom *boom, const size_t *types, size_t count);

void bp_boom_free(struct bp_boom *boom);

#endif
