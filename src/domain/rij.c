#include "bronpost/domain/rij.h"

static enum bp_sector sector_of_code(struct bp_str opleidingcode)
{
    return opleidingcode.len == 5 ? BP_SECTOR_MBO : BP_SECTOR_VO;
}

enum bp_herkomst_uitslag bp_herkomst(struct bp_str brin, struct bp_str opleidingcode,
                                     const struct bp_route *route, enum bp_sector *sector)
{
    if (!route) {
        *sector = sector_of_code(opleidingcode);
        return bp_str_filled(opleidingcode) ? BP_HERKOMST_BEKEND : BP_HERKOMST_ONBEKEND;
    }
    bool vo = bp_str_equal(brin, route->vo_brin), mbo = bp_str_equal(brin, route->mbo_brin);
    if (vo && mbo)
        *sector = sector_of_code(opleidingcode);
    else
        *sector = mbo ? BP_SECTOR_MBO : BP_SECTOR_VO;
    return vo || mbo ? BP_HERKOMST_BEKEND : BP_HERKOMST_GEEN_DEEL;
}
