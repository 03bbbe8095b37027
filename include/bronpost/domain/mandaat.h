/* mandaat.h - for which institutions may this run register?
 * PURPOSE    the [instelling] sections of the configuration, as far as the rules need them
 * OWNERSHIP  strings and the array are borrowed from the configuration
 * THREADS    read-only once built
 */
#ifndef BRONPOST_DOMAIN_MANDAAT_H
#define BRONPOST_DOMAIN_MANDAAT_H

#include "bronpost/domain/route.h"

struct bp_instelling {
    struct bp_str brin; /* 2 digits, 2 capitals */
    struct bp_str naam;
    unsigned sectoren; /* bits of enum bp_sector */
};

struct bp_mandaat {
    const struct bp_instelling *items;
    size_t count;
    bool alles; /* a dry run without configuration: every brin and sector counts as mandated */
};

/* NULL when the configuration has no section for this brin. */
const struct bp_instelling *bp_mandaat_find(const struct bp_mandaat *mandaat, struct bp_str brin);

bool bp_mandaat_holds(const struct bp_mandaat *mandaat, struct bp_str brin, enum bp_sector sector);

/* Which sectors has this brin: by its section, else by the part it has in the routes; 0 when nothing tells. */
unsigned bp_mandaat_sectoren(const struct bp_mandaat *mandaat, const struct bp_routes *routes,
                             struct bp_str brin);

#endif
