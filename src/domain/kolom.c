#include "bronpost/domain/kolom.h"

static const struct {
    const char *name;
    bool of_inschrijving;
} kolommen[] = {
#define ROW(id, name, of_inschrijving) { name, of_inschrijving },
    BP_KOLOMMEN(ROW)
#undef ROW
        { "", false }, /* BP_KOLOM_GEEN */
};

const char *bp_kolom_name(enum bp_kolom kolom)
{
    return kolommen[kolom].name;
}

bool bp_kolom_of_inschrijving(enum bp_kolom kolom)
{
    return kolommen[kolom].of_inschrijving;
}

static const struct {
    const char *name;
    bool required;
} route_kolommen[] = {
#define ROW(id, name, required) { name, required },
    BP_ROUTE_KOLOMMEN(ROW)
#undef ROW
};

const char *bp_route_kolom_name(enum bp_route_kolom kolom)
{
    return route_kolommen[kolom].name;
}

bool bp_route_kolom_required(enum bp_route_kolom kolom)
{
    return route_kolommen[kolom].required;
}
