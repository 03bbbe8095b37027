#include "bronpost/report/rapport.h"

enum bp_ernst bp_rapport_telling_ernst(const struct bp_rapport_telling *telling)
{
    const struct bp_code_info *info = bp_code_info(telling->code);
    enum bp_ernst ernst = info ? info->ernst : BP_ERNST_SIGNAAL;
    if (!telling->omgekeerd || ernst == BP_ERNST_STOP)
        return ernst;
    return ernst == BP_ERNST_AFKEURING ? BP_ERNST_SIGNAAL : BP_ERNST_AFKEURING;
}
