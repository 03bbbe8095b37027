#include "bronpost/domain/levering.h"

#include "bronpost/base/text.h"

bool bp_levering_sends(const struct bp_mandaat *mandaat, const struct bp_registratie *registratie)
{
    if (registratie->afgeleid && !bp_str_filled(registratie->inschrijvingvolgnummer))
        return false;
    return bp_mandaat_holds(mandaat, registratie->brin, registratie->sector);
}

/* A derived registration may state the periods of an earlier enrolment too, but a finding stands on a row of
 * its own enrolment. */
static uint32_t eigen_line(const struct bp_inschrijving *inschrijving, uint32_t line)
{
    for (size_t i = 0; i < inschrijving->rij_count; i++)
        if (inschrijving->rijen[i].line == line)
            return line;
    return inschrijving->rijen[0].line;
}

static void mist(struct bp_inschrijving *inschrijving, uint32_t line, enum bp_kolom kolom,
                 const char *text, struct bp_str brin)
{
    struct bp_bevinding *b =
        bp_inschrijving_find(inschrijving, eigen_line(inschrijving, line), BP106, kolom, text);
    bp_bevinding_arg(&inschrijving->bevindingen, b, 1, bp_str_of(bp_kolom_name(kolom)));
    bp_bevinding_arg(&inschrijving->bevindingen, b, 2, brin);
}

static void check_registratie(const struct bp_regels *regels, struct bp_inschrijving *inschrijving,
                              const struct bp_registratie *reg)
{
    uint32_t first = inschrijving->rijen[0].line;
    if (!bp_levering_sends(regels->mandaat, reg)) {
        if (!bp_str_filled(reg->leerlingnummer))
            mist(inschrijving, first, BP_KOLOM_LEERLINGNUMMER,
                 N_("{1} is required: the registration at {2} is handed to the partner school"),
                 reg->brin);
        return;
    }
    if (reg->sector == BP_SECTOR_MBO && !bp_datum_given(reg->datum_uitschrijving_gepland))
        mist(inschrijving, first, BP_KOLOM_DATUM_UITSCHRIJVING_GEPLAND,
             N_("{1} is required for the mbo message of {2}"), reg->brin);
    for (size_t i = 0; i < reg->periode_count; i++) {
        const struct bp_periode *p = &reg->perioden[i];
        if (i > 0 && p->line == p[-1].line)
            continue; /* split at the switch date: the same row */
        if (reg->sector == BP_SECTOR_VO && !bp_str_filled(p->leerjaar))
            mist(inschrijving, p->line, BP_KOLOM_LEERJAAR,
                 N_("{1} is required for the vo message of {2}"), reg->brin);
        if (reg->sector == BP_SECTOR_VO && !bp_str_filled(p->vestiging))
            mist(inschrijving, p->line, BP_KOLOM_VESTIGING,
                 N_("{1} is required for the vo message of {2}"), reg->brin);
        if (reg->sector == BP_SECTOR_MBO && !bp_str_filled(p->leertraject))
            mist(inschrijving, p->line, BP_KOLOM_LEERTRAJECT,
                 N_("{1} is required for the mbo message of {2}"), reg->brin);
    }
}

/* --- BP216 ---------------------------------------------------------------------------------------------- */

/* What is wanting over all registrations of an enrolment. */
struct rio_gemis {
    const struct bp_periode *periode; /* of the first that lacks its route; NULL: none does */
    struct bp_str zijden;             /* "99XA vo, 99XB mbo" */
    bool geteld;
};

static void zoek_rio(const struct bp_regels *regels, struct bp_inschrijving *inschrijving,
                     const struct bp_registratie *reg, struct rio_gemis *gemis)
{
    const struct bp_periode *periode = bp_registratie_op(reg, regels->peildatum);
    if (!periode || !bp_route_telt(periode->route) || !bp_levering_sends(regels->mandaat, reg))
        return;
    const struct bp_route_in_rio *route = &regels->in_rio[periode->route - regels->routes->items];
    enum bp_in_rio stand = reg->sector == BP_SECTOR_VO ? route->vo : route->mbo;
    gemis->geteld = gemis->geteld || stand == BP_RIO_GETELD;
    if (stand != BP_NIET_IN_RIO)
        return;
    struct bp_bevindingen *list = &inschrijving->bevindingen;
    struct bp_str before = gemis->zijden;
    gemis->zijden = bp_arena_printf(list->arena, "%.*s%s%.*s %s", (int)before.len,
                                    before.len ? before.ptr : "", before.len ? ", " : "",
                                    (int)reg->brin.len, reg->brin.ptr, bp_sector_name(reg->sector));
    list->failed = list->failed || !gemis->zijden.ptr;
    if (!gemis->periode)
        gemis->periode = periode;
}

static void meld_rio(const struct bp_regels *regels, struct bp_inschrijving *inschrijving,
                     const struct rio_gemis *gemis)
{
    struct bp_bevindingen *list = &inschrijving->bevindingen;
    inschrijving->rio_geteld = gemis->geteld && !gemis->periode;
    if (!gemis->periode)
        return;
    struct bp_bevinding *b = bp_inschrijving_find(
        inschrijving, eigen_line(inschrijving, gemis->periode->line), BP216, BP_KOLOM_LEERROUTE,
        N_("leerroute {1} is not known as registered in RIO on {2} for {3}"));
    bp_bevinding_arg(list, b, 1, gemis->periode->route->leerroute);
    bp_bevinding_arg_datum(list, b, 2, regels->peildatum);
    bp_bevinding_arg(list, b, 3, gemis->zijden);
    if (b && regels->rio_verplicht)
        b->omgekeerd = inschrijving->afgekeurd = true;
}

/* --- a whole enrolment ---------------------------------------------------------------------------------- */

static void check_een(const struct bp_regels *regels, struct bp_inschrijving *inschrijving,
                      const struct bp_registratie *reg, struct rio_gemis *gemis)
{
    check_registratie(regels, inschrijving, reg);
    if (regels->in_rio)
        zoek_rio(regels, inschrijving, reg, gemis);
}

void bp_levering_check(const struct bp_regels *regels, struct bp_inschrijving *inschrijving)
{
    struct rio_gemis gemis = { .periode = NULL };
    if (inschrijving->afgekeurd)
        return;
    if (inschrijving->heeft_eigen)
        check_een(regels, inschrijving, &inschrijving->eigen, &gemis);
    for (size_t i = 0; i < inschrijving->afgeleide_count; i++)
        check_een(regels, inschrijving, &inschrijving->afgeleiden[i].registratie, &gemis);
    meld_rio(regels, inschrijving, &gemis);
}

bool bp_levering_late(const struct bp_registratie *registratie, struct bp_datum peildatum)
{
    struct bp_datum begin = registratie->datum_inschrijving;
    return bp_datum_schoolyear(begin) == bp_datum_schoolyear(peildatum) &&
           bp_datum_before(begin, bp_datum_add_days(peildatum, -7));
}

bool bp_levering_after_count(const struct bp_registratie *registratie, struct bp_datum peildatum)
{
    int year = bp_datum_schoolyear(peildatum);
    return !bp_datum_before(peildatum, BP_DATUM(year, 10, 16)) &&
           bp_registratie_op(registratie, BP_DATUM(year, 10, 1)) != NULL;
}

bool bp_levering_mass_change(size_t changed, size_t known)
{
    return changed >= 25 && changed * 5 > known;
}
