#include "bronpost/domain/levering.h"

#include "bronpost/base/text.h"

bool bp_levering_sends(const struct bp_mandaat *mandaat, const struct bp_registratie *registratie)
{
    if (registratie->afgeleid && !bp_str_filled(registratie->inschrijvingvolgnummer))
        return false;
    return bp_mandaat_holds(mandaat, registratie->brin, registratie->sector);
}

static void mist(struct bp_inschrijving *inschrijving, uint32_t line, enum bp_kolom kolom,
                 const char *text, struct bp_str brin)
{
    struct bp_bevinding *b = bp_inschrijving_find(inschrijving, line, BP106, kolom, text);
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

void bp_levering_check(const struct bp_regels *regels, struct bp_inschrijving *inschrijving)
{
    if (inschrijving->afgekeurd)
        return;
    if (inschrijving->heeft_eigen)
        check_registratie(regels, inschrijving, &inschrijving->eigen);
    for (size_t i = 0; i < inschrijving->afgeleide_count; i++)
        check_registratie(regels, inschrijving, &inschrijving->afgeleiden[i].registratie);
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
