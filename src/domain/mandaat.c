#include "bronpost/domain/mandaat.h"

const struct bp_instelling *bp_mandaat_find(const struct bp_mandaat *mandaat, struct bp_str brin)
{
    for (size_t i = 0; i < mandaat->count; i++)
        if (bp_str_equal(mandaat->items[i].brin, brin))
            return &mandaat->items[i];
    return NULL;
}

bool bp_mandaat_holds(const struct bp_mandaat *mandaat, struct bp_str brin, enum bp_sector sector)
{
    if (mandaat->alles)
        return true;
    const struct bp_instelling *instelling = bp_mandaat_find(mandaat, brin);
    return instelling && (instelling->sectoren & (unsigned)sector) != 0;
}

unsigned bp_mandaat_sectoren(const struct bp_mandaat *mandaat, const struct bp_routes *routes,
                             struct bp_str brin)
{
    const struct bp_instelling *instelling = bp_mandaat_find(mandaat, brin);
    if (instelling)
        return instelling->sectoren;
    unsigned sectoren = 0;
    for (size_t i = 0; i < routes->count; i++) {
        if (bp_str_equal(routes->items[i].vo_brin, brin))
            sectoren |= BP_SECTOR_VO;
        if (bp_str_equal(routes->items[i].mbo_brin, brin))
            sectoren |= BP_SECTOR_MBO;
    }
    return sectoren;
}
