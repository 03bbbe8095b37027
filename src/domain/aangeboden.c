#include "aangeboden_intern.h"

#include "bronpost/base/text.h"

struct bp_route_zijde bp_route_zijde(const struct bp_route *route, enum bp_sector sector)
{
    if (sector == BP_SECTOR_VO)
        return (struct bp_route_zijde){
            .brin = route->vo_brin,
            .onderwijsaanbieder = route->vo_onderwijsaanbieder,
            .onderwijslocatie = route->vo_onderwijslocatie,
            .opleidingcode = route->opleidingcode_vo,
            .rio = route->rio_vo,
            .partner = route->mbo_onderwijsaanbieder,
            .kolom_brin = BP_ROUTE_KOLOM_VO_BRIN,
            .kolom_aanbieder = BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER,
            .kolom_locatie = BP_ROUTE_KOLOM_VO_ONDERWIJSLOCATIE,
            .kolom_opleidingcode = BP_ROUTE_KOLOM_OPLEIDINGCODE_VO,
            .kolom_rio = BP_ROUTE_KOLOM_RIO_AANGEBODEN_OPLEIDING_VO,
            .kolom_partner = BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER,
        };
    return (struct bp_route_zijde){
        .brin = route->mbo_brin,
        .onderwijsaanbieder = route->mbo_onderwijsaanbieder,
        .onderwijslocatie = route->mbo_onderwijslocatie,
        .opleidingcode = route->opleidingcode_mbo,
        .rio = route->rio_mbo,
        .partner = route->vo_onderwijsaanbieder,
        .kolom_brin = BP_ROUTE_KOLOM_MBO_BRIN,
        .kolom_aanbieder = BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER,
        .kolom_locatie = BP_ROUTE_KOLOM_MBO_ONDERWIJSLOCATIE,
        .kolom_opleidingcode = BP_ROUTE_KOLOM_OPLEIDINGCODE_MBO,
        .kolom_rio = BP_ROUTE_KOLOM_RIO_AANGEBODEN_OPLEIDING_MBO,
        .kolom_partner = BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER,
    };
}

/* --- periods and kenmerken ------------------------------------------------------------------------------ */

static struct bp_kenmerk kenmerk(const char *naam, enum bp_kenmerksoort soort, struct bp_str waarde)
{
    struct bp_kenmerk k = { .naam = bp_str_of(naam) };
    k.waarde[soort] = waarde;
    return k;
}

struct bp_str bp_kenmerk_value(struct bp_kenmerken kenmerken, const char *naam)
{
    for (size_t i = 0; i < kenmerken.count; i++) {
        if (!bp_str_equal(kenmerken.items[i].naam, bp_str_of(naam)))
            continue;
        for (size_t s = 0; s < BP_KENMERK_SOORTEN; s++)
            if (bp_str_filled(kenmerken.items[i].waarde[s]))
                return kenmerken.items[i].waarde[s];
    }
    return (struct bp_str){ NULL, 0 };
}

struct bp_str bp_aangeboden_leerlijn(const struct bp_aangeboden *aangeboden)
{
    return bp_kenmerk_value(aangeboden->kenmerken, KENMERK_LEERLIJN);
}

const struct bp_aangeboden_periode *bp_aangeboden_op(const struct bp_aangeboden *aangeboden,
                                                     struct bp_datum dag)
{
    const struct bp_aangeboden_periode *found = NULL;
    if (bp_datum_given(aangeboden->eind) && !bp_datum_before(dag, aangeboden->eind))
        return NULL;
    for (size_t i = 0; i < aangeboden->periode_count; i++)
        if (!bp_datum_before(dag, aangeboden->perioden[i].begin))
            found = &aangeboden->perioden[i];
    return found;
}

/* The partners of the routes that have begun on the period's first day. A partner whose own intake has
 * closed stays: a running cohort goes on. */
static bool fill_period(struct bp_arena *arena, const struct bp_route *const *routes, size_t count,
                        enum bp_sector sector, struct bp_aangeboden_periode *periode)
{
    struct bp_kenmerk *partners = bp_arena_array(arena, count, sizeof *partners);
    if (!partners)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct bp_route_zijde zijde = bp_route_zijde(routes[i], sector);
        if (bp_datum_before(periode->begin, routes[i]->begindatum))
            continue;
        if (!bp_str_filled(periode->eigen_naam))
            periode->eigen_naam = routes[i]->naam;
        if (bp_str_filled(zijde.partner))
            partners[periode->kenmerken.count++] =
                kenmerk(KENMERK_PARTNER, BP_KENMERK_TEKST, zijde.partner);
    }
    periode->kenmerken.items = partners;
    return true;
}

/* A period for each day on which a route begins. */
static bool fill_periods(struct bp_arena *arena, const struct bp_route *const *routes, size_t count,
                         struct bp_aangeboden *a)
{
    struct bp_aangeboden_periode *perioden = bp_arena_array(arena, count, sizeof *perioden);
    if (!perioden)
        return false;
    a->perioden = perioden;
    for (size_t i = 0; i < count; i++) {
        if (i && bp_datum_equal(routes[i]->begindatum, routes[i - 1]->begindatum))
            continue;
        struct bp_aangeboden_periode *p = &perioden[a->periode_count++];
        p->begin = routes[i]->begindatum;
        if (!fill_period(arena, routes, count, a->sector, p))
            return false;
    }
    return true;
}

/* Last day on which a student may begin in any of them; none as long as one of them is open. */
static struct bp_datum laatste_instroom(const struct bp_route *const *routes, size_t count)
{
    struct bp_datum last = BP_DATUM_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!bp_datum_given(routes[i]->einddatum))
            return BP_DATUM_NONE;
        if (bp_datum_before(last, routes[i]->einddatum))
            last = routes[i]->einddatum;
    }
    return last;
}

/* routes.csv's einddatum closes the intake and lets a running cohort go on. That is laatsteInstroomdatum;
 * RIO's einddatum would end the programme under the feet of who is in it. */
static bool fill_kenmerken(struct bp_arena *arena, const struct bp_route *const *routes,
                           size_t count, struct bp_aangeboden *a)
{
    const struct bp_route *route = routes[0];
    struct bp_str brin = bp_route_zijde(route, a->sector).brin;
    struct bp_kenmerk *k = bp_arena_array(arena, 3, sizeof *k);
    struct bp_str sleutel = bp_arena_printf(
        arena, "%s-%.*s-%.*s", bp_sector_name(a->sector), (int)brin.len, brin.ptr ? brin.ptr : "",
        (int)route->leerroute.len, route->leerroute.ptr ? route->leerroute.ptr : "");
    if (!k || !sleutel.ptr)
        return false;
    a->kenmerken.items = k;
    if (bp_route_telt(route))
        k[a->kenmerken.count++] =
            kenmerk(KENMERK_LEERLIJN, BP_KENMERK_ENUMERATIE,
                    route->soort == BP_ROUTE_GLR ? BP_STR("GLR_VMBO_MBO") : BP_STR("DLR_VMBO_MBO"));
    k[a->kenmerken.count++] = kenmerk(KENMERK_SLEUTEL, BP_KENMERK_TEKST, sleutel);
    struct bp_datum last = laatste_instroom(routes, count);
    if (bp_datum_given(last) && bp_datum_before(last, BP_LAATSTE_INSTROOM_VANAF)) {
        a->gesloten = last;
    } else if (bp_datum_given(last)) {
        char text[BP_DATUM_TEXT];
        bp_datum_format(last, text);
        struct bp_str day = bp_arena_str(arena, bp_str_of(text));
        if (!day.ptr)
            return false;
        k[a->kenmerken.count++] = kenmerk(KENMERK_INSTROOM, BP_KENMERK_DATUM, day);
    }
    return true;
}

struct bp_aangeboden *bp_aangeboden_make(struct bp_arena *arena,
                                         const struct bp_route *const *routes, size_t count,
                                         enum bp_sector sector, struct bp_str code)
{
    const struct bp_route *route = routes[0];
    struct bp_route_zijde zijde = bp_route_zijde(route, sector);
    struct bp_aangeboden *a = bp_arena_alloc(arena, sizeof *a);
    if (!a)
        return NULL;
    *a = (struct bp_aangeboden){
        .sector = sector,
        .code = code,
        .onderwijsaanbieder = zijde.onderwijsaanbieder,
        .onderwijslocatie = zijde.onderwijslocatie,
        .begin = route->begindatum,
        .stelsel = sector == BP_SECTOR_VO ? BP_STR("ILT") : BP_STR("CREBO"),
        .opleidingcode = zijde.opleidingcode,
    };
    if (sector == BP_SECTOR_VO) {
        a->eerste_instroom = route->begindatum;
    } else {
        /* Of mbo the sources leave open whether students are enrolled from the first day or from the
         * mbo-fase on. */
        a->leertraject = route->leertraject;
        a->niveau = bp_arena_printf(arena, "MBO-%u", route->niveau);
        a->toelatingseisen = BP_STR("JA");
        a->toegankelijkheid = BP_STR("SPEC"); /* who is in the vmbo part of the route */
        if (!a->niveau.ptr)
            return NULL;
    }
    return fill_periods(arena, routes, count, a) && fill_kenmerken(arena, routes, count, a) ? a
                                                                                            : NULL;
}

/* --- beside what RIO has -------------------------------------------------------------------------------- */

bool bp_aangeboden_erkent(const struct bp_aangeboden *gezien, const struct bp_aangeboden *wij)
{
    for (size_t i = 0; i < gezien->erkenning_count; i++)
        if (bp_str_equal(gezien->erkenningen[i].stelsel, wij->stelsel) &&
            bp_str_equal(gezien->erkenningen[i].code, wij->opleidingcode))
            return true;
    return bp_str_equal(gezien->stelsel, wij->stelsel) &&
           bp_str_equal(gezien->opleidingcode, wij->opleidingcode);
}

const char *bp_aangeboden_differs(const struct bp_aangeboden *gezien,
                                  const struct bp_aangeboden *verwacht, struct bp_datum dag)
{
    const struct bp_aangeboden_periode *now = bp_aangeboden_op(gezien, dag);
    const struct bp_aangeboden_periode *want = bp_aangeboden_op(verwacht, dag);
    if (gezien->sector != verwacht->sector ||
        !bp_str_equal(gezien->onderwijsaanbieder, verwacht->onderwijsaanbieder))
        return N_("it belongs to another onderwijsaanbieder");
    if (!now)
        return N_("it is not in force on that day");
    if (!bp_aangeboden_erkent(gezien, verwacht))
        return N_("it is offered under another opleidingcode");
    if (!bp_str_equal(bp_aangeboden_leerlijn(gezien), bp_aangeboden_leerlijn(verwacht)))
        return N_("it is not marked as this kind of route");
    for (size_t i = 0; want && i < want->kenmerken.count; i++) {
        const struct bp_kenmerk *k = &want->kenmerken.items[i];
        if (bp_str_equal(k->naam, BP_STR(KENMERK_PARTNER)) && !bp_kenmerken_hold(now->kenmerken, k))
            return N_("it does not name the partner school");
    }
    return NULL;
}
