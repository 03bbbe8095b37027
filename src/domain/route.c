#include "bronpost/domain/route.h"

#include "bronpost/base/text.h"

const struct bp_route *bp_routes_find(const struct bp_routes *routes, struct bp_str leerroute)
{
    size_t low = 0, high = routes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = bp_str_compare(routes->items[middle].leerroute, leerroute);
        if (order == 0)
            return &routes->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void bp_route_fout_add(struct bp_route *route, struct bp_route_fout fout)
{
    size_t at = route->fout_count < BP_ROUTE_FOUTEN ? route->fout_count : BP_ROUTE_FOUTEN;
    while (at > 0 && route->fouten[at - 1].code > fout.code) {
        if (at < BP_ROUTE_FOUTEN)
            route->fouten[at] = route->fouten[at - 1];
        at--;
    }
    if (at < BP_ROUTE_FOUTEN)
        route->fouten[at] = fout;
    if (route->fout_count < BP_ROUTE_FOUTEN)
        route->fout_count++;
}

static void fout(struct bp_route *route, enum bp_code code, enum bp_route_kolom kolom,
                 const char *text)
{
    bp_route_fout_add(route, (struct bp_route_fout){ .code = code, .kolom = kolom, .text = text });
}

void bp_route_check(struct bp_route *route)
{
    if (route->soort != BP_ROUTE_REGULIER && route->niveau == 1)
        fout(route, BP202, BP_ROUTE_KOLOM_NIVEAU,
             N_("a DLR or GLR leads to level 2, 3 or 4; level 1 (entree) is never part of one"));
    if (route->soort == BP_ROUTE_GLR && route->niveau != 0 && route->niveau != 2)
        fout(route, BP203, BP_ROUTE_KOLOM_NIVEAU, N_("a GLR leads to level 2"));
    if (route->soort == BP_ROUTE_GLR && bp_str_filled(route->leerweg) &&
        !bp_str_equal(route->leerweg, BP_STR("BB")))
        fout(route, BP203, BP_ROUTE_KOLOM_LEERWEG, N_("a GLR starts from leerweg BB"));
    if (bp_str_filled(route->vo_vestiging) && bp_str_filled(route->vo_brin) &&
        !bp_str_starts_with(route->vo_vestiging, route->vo_brin))
        fout(route, BP210, BP_ROUTE_KOLOM_VO_VESTIGING,
             N_("the vestiging does not start with the brin of the vo school"));
}

const char *bp_route_soort_name(enum bp_route_soort soort)
{
    static const char *const names[] = { "", "DLR", "GLR" };
    return names[soort];
}

const char *bp_fase_name(enum bp_leerroutefase fase)
{
    static const char *const names[] = { "", "VO", "MBO" };
    return names[fase];
}

const char *bp_sector_name(enum bp_sector sector)
{
    return sector == BP_SECTOR_MBO ? "mbo" : "vo";
}

struct bp_datum bp_route_switch(const struct bp_route *route, struct bp_datum route_begin,
                                unsigned doublures_vo)
{
    int year = bp_datum_schoolyear(route_begin) + (int)route->vo_jaren + (int)doublures_vo;
    return BP_DATUM(year, 8, 1);
}

enum bp_leerroutefase bp_route_fase(struct bp_datum switch_date, struct bp_datum d)
{
    return bp_datum_before(d, switch_date) ? BP_FASE_VO : BP_FASE_MBO;
}

struct bp_routejaren bp_route_jaren(const struct bp_route *route, struct bp_datum route_begin,
                                    unsigned doublures_vo, struct bp_datum d)
{
    int elapsed = bp_datum_schoolyear(d) - bp_datum_schoolyear(route_begin) + 1;
    int counted = elapsed - (int)doublures_vo;
    struct bp_datum switch_date = bp_route_switch(route, route_begin, doublures_vo);
    if (bp_route_fase(switch_date, d) == BP_FASE_MBO)
        return (struct bp_routejaren){ counted, counted };
    int vo_jaren = (int)route->vo_jaren;
    return (struct bp_routejaren){ counted > 1 ? counted : 1,
                                   elapsed < vo_jaren ? elapsed : vo_jaren };
}
