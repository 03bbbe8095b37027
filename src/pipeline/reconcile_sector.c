/* reconcile_sector.c - vo against mbo: the same student, another leerroute or leerroutefase on the same day; pure
 *
 * DUO checks this too (PvE MBO 4.8.3, 7.3.1). Only days count on which both are open, and only where one of the two
 * follows a route: a regular enrolment beside a route is explained when the student follows that route elsewhere. */
#include "reconcile_intern.h"

static const struct bp_stand_periode *op(const struct bp_stand *stand, struct bp_datum d)
{
    const struct bp_stand_periode *found = NULL;
    if (bp_datum_before(d, stand->datum_inschrijving) ||
        (bp_datum_given(stand->datum_uitschrijving) &&
         bp_datum_before(stand->datum_uitschrijving, d)))
        return NULL;
    for (size_t i = 0; i < stand->periode_count; i++)
        if (!bp_datum_before(d, stand->perioden[i].begin))
            found = &stand->perioden[i];
    return found;
}

static bool follows(const struct hier *h, struct bp_datum d)
{
    const struct spoor *s = hier_spoor_op(h, d);
    return s && s->soort != BP_ROUTE_REGULIER;
}

/* The mbo side names no route: does another mbo enrolment of this student, at DUO or elsewhere? */
static bool other_mbo(const struct bp_overzicht_persoon *samen, size_t at, const struct hier *alle,
                      size_t alle_count, struct bp_datum d)
{
    for (size_t i = 0; i < samen->inschrijving_count; i++) {
        const struct bp_stand_periode *p = op(&samen->inschrijvingen[i].stand, d);
        if (i != at && p && p->leerroute.len > 0)
            return true;
    }
    for (size_t i = 0; i < alle_count; i++)
        if (alle[i].sector == BP_SECTOR_MBO && !alle[i].eigen && follows(&alle[i], d))
            return true;
    return false;
}

static bool other_vo(const struct hier *alle, size_t alle_count, const struct hier *vo,
                     struct bp_datum d)
{
    for (size_t i = 0; i < alle_count; i++)
        if (alle[i].sector == BP_SECTOR_VO && &alle[i] != vo && follows(&alle[i], d))
            return true;
    return false;
}

struct paar {
    const struct bp_overzicht_persoon *samen;
    size_t at;
    const struct hier *alle;
    size_t alle_count;
    const struct hier *vo;
    size_t isp_velden;
};

static void look(const struct paar *p, struct bp_datum d, struct sector_verschil *out)
{
    const struct bp_stand_periode *mbo = op(&p->samen->inschrijvingen[p->at].stand, d);
    const struct spoor *vo = hier_spoor_op(p->vo, d);
    if (!mbo || !vo || (bp_datum_given(out->op) && !bp_datum_before(d, out->op)))
        return;
    struct bp_str soort = bp_str_of(bp_route_soort_name((enum bp_route_soort)vo->soort));
    struct bp_str fase = bp_str_of(bp_fase_name((enum bp_leerroutefase)vo->fase));
    if (!bp_str_equal(mbo->leerroute, soort)) {
        bool explained = mbo->leerroute.len == 0
                             ? other_mbo(p->samen, p->at, p->alle, p->alle_count, d)
                             : soort.len == 0 && other_vo(p->alle, p->alle_count, p->vo, d);
        if (!explained)
            *out = (struct sector_verschil){ d, "leerroute", mbo->leerroute, soort };
    } else if (p->isp_velden >= 14 && !bp_str_equal(mbo->leerroutefase, fase)) {
        *out = (struct sector_verschil){ d, "leerroutefase", mbo->leerroutefase, fase };
    }
}

/* Something can change only where something begins, on either side or in what explains a difference. */
void sector_vergelijk(const struct bp_overzicht_persoon *samen, size_t at, const struct hier *alle,
                      size_t alle_count, const struct hier *vo, size_t isp_velden,
                      struct sector_verschil *out)
{
    const struct paar p = { samen, at, alle, alle_count, vo, isp_velden };
    *out = (struct sector_verschil){ .op = BP_DATUM_NONE };
    if (isp_velden < 13)
        return; /* the overview was cut: its routes are not known */
    for (size_t i = 0; i < samen->inschrijving_count; i++) {
        const struct bp_stand *stand = &samen->inschrijvingen[i].stand;
        look(&p, stand->datum_inschrijving, out);
        if (bp_datum_given(stand->datum_uitschrijving))
            look(&p, bp_datum_add_days(stand->datum_uitschrijving, 1), out);
        for (size_t j = 0; j < stand->periode_count; j++)
            look(&p, stand->perioden[j].begin, out);
    }
    for (size_t i = 0; i < alle_count; i++) {
        if (alle[i].verwijderd)
            continue;
        look(&p, alle[i].begin, out);
        if (bp_datum_given(alle[i].einde))
            look(&p, bp_datum_add_days(alle[i].einde, 1), out);
        for (size_t j = 0; j < alle[i].spoor_count; j++)
            look(&p, alle[i].sporen[j].van, out);
    }
}
