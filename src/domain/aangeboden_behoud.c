/* What RIO has beside the routes outlives a stand; who leads in what: the table in aangeboden.h. */
#include "aangeboden_intern.h"

#include <stdlib.h>

static struct bp_str first_filled(struct bp_str leads, struct bp_str follows)
{
    return bp_str_filled(leads) ? leads : follows;
}

/* --- kenmerken ------------------------------------------------------------------------------------------ */

/* Of a name that does not stand here RIO keeps all. */
enum leider { RIO, ROUTES, RIO_EERST, SAMEN };

static const struct {
    const char *naam;
    enum leider leider;
} leiders[] = {
    { KENMERK_LEERLIJN, ROUTES },
    { KENMERK_INSTROOM, ROUTES },
    { KENMERK_SLEUTEL, RIO_EERST },
    { KENMERK_PARTNER, SAMEN },
};

static enum leider leider_of(struct bp_str naam, bool gesloten)
{
    if (gesloten && bp_str_equal(naam, BP_STR(KENMERK_INSTROOM)))
        return RIO;
    for (size_t i = 0; i < sizeof leiders / sizeof *leiders; i++)
        if (bp_str_equal(naam, bp_str_of(leiders[i].naam)))
            return leiders[i].leider;
    return RIO;
}

int bp_kenmerk_compare(const struct bp_kenmerk *x, const struct bp_kenmerk *y)
{
    int order = bp_str_compare(x->naam, y->naam);
    for (size_t s = 0; order == 0 && s < BP_KENMERK_SOORTEN; s++)
        order = bp_str_compare(x->waarde[s], y->waarde[s]);
    return order;
}

static int by_kenmerk(const void *a, const void *b)
{
    return bp_kenmerk_compare(a, b);
}

bool bp_kenmerken_hold(struct bp_kenmerken list, const struct bp_kenmerk *k)
{
    for (size_t i = 0; i < list.count; i++)
        if (bp_kenmerk_compare(&list.items[i], k) == 0)
            return true;
    return false;
}

static const struct bp_kenmerk *by_name(struct bp_kenmerken list, struct bp_str naam)
{
    const struct bp_kenmerk *end = list.items + list.count;
    for (const struct bp_kenmerk *k = list.items; k < end; k++)
        if (bp_str_equal(k->naam, naam))
            return k;
    return NULL;
}

/* Whether a kenmerk of RIO's comes after ours. */
static bool survives(struct bp_kenmerken ours, const struct bp_kenmerk *k, bool gesloten)
{
    switch (leider_of(k->naam, gesloten)) {
    case ROUTES:
        return false;
    case RIO_EERST: /* stands where ours stood */
        return by_name(ours, k->naam) == NULL;
    case SAMEN:
        return !bp_kenmerken_hold(ours, k);
    case RIO:
        break;
    }
    return true;
}

/* Ours in their order, then what RIO keeps, sorted: the same stand in whatever order RIO shows it. */
static bool keep_kenmerken(struct bp_arena *arena, struct bp_kenmerken ours,
                           struct bp_kenmerken gezien, bool gesloten, struct bp_kenmerken *out)
{
    size_t count = ours.count;
    struct bp_kenmerk *all = bp_arena_array(arena, ours.count + gezien.count, sizeof *all);
    if (!all)
        return false;
    for (size_t i = 0; i < ours.count; i++) {
        const struct bp_kenmerk *was = by_name(gezien, ours.items[i].naam);
        bool his = was && leider_of(was->naam, gesloten) == RIO_EERST;
        all[i] = his ? *was : ours.items[i];
    }
    for (size_t i = 0; i < gezien.count; i++)
        if (survives(ours, &gezien.items[i], gesloten))
            all[count++] = gezien.items[i];
    qsort(all + ours.count, count - ours.count, sizeof *all, by_kenmerk);
    *out = (struct bp_kenmerken){ all, count };
    return true;
}

/* --- when the programme begins -------------------------------------------------------------------------- */

/* RIO's periods. */
struct lijn {
    struct bp_aangeboden_periode *perioden;
    size_t count;
};

static int by_begin(const void *a, const void *b)
{
    const struct bp_aangeboden_periode *x = a, *y = b;
    return bp_datum_before(y->begin, x->begin) - bp_datum_before(x->begin, y->begin);
}

static bool take_lijn(struct bp_arena *arena, const struct bp_aangeboden *gezien, struct lijn *out)
{
    size_t count = gezien->periode_count;
    struct bp_aangeboden_periode *perioden = bp_arena_array(arena, count, sizeof *perioden);
    if (!perioden)
        return false;
    if (count) {
        memcpy(perioden, gezien->perioden, count * sizeof *perioden);
        qsort(perioden, count, sizeof *perioden, by_begin);
    }
    *out = (struct lijn){ perioden, count };
    return true;
}

/* From `begin` on: what is over by then falls away, and what comes first begins there. */
static void cut(struct lijn *lijn, struct bp_datum begin)
{
    while (lijn->count > 1 && !bp_datum_before(begin, lijn->perioden[1].begin)) {
        lijn->perioden++;
        lijn->count--;
    }
    if (lijn->count)
        lijn->perioden[0].begin = begin;
}

/* RIO takes none twice. */
static bool same_kenmerken(struct bp_kenmerken x, struct bp_kenmerken y)
{
    bool same = x.count == y.count;
    for (size_t i = 0; same && i < x.count; i++)
        same = bp_kenmerken_hold(y, &x.items[i]);
    return same;
}

static bool same_content(const struct bp_aangeboden_periode *x,
                         const struct bp_aangeboden_periode *y)
{
    return bp_str_equal(x->eigen_naam, y->eigen_naam) &&
           bp_str_equal(x->internationale_naam, y->internationale_naam) &&
           bp_str_equal(x->omschrijving, y->omschrijving) &&
           same_kenmerken(x->kenmerken, y->kenmerken);
}

/* --- periods -------------------------------------------------------------------------------------------- */

/* Ours and RIO's in force from a day on; either may be NULL. */
struct paar {
    const struct bp_aangeboden_periode *ours, *gezien;
};

static bool compose(struct bp_arena *arena, struct paar paar, struct bp_aangeboden_periode *out)
{
    static const struct bp_aangeboden_periode nothing;
    const struct bp_aangeboden_periode *o = paar.ours ? paar.ours : &nothing;
    const struct bp_aangeboden_periode *g = paar.gezien ? paar.gezien : &nothing;
    out->internationale_naam = g->internationale_naam;
    out->omschrijving = g->omschrijving;
    return keep_kenmerken(arena, o->kenmerken, g->kenmerken, false, &out->kenmerken);
}

/* The first one says a name; a later one when it is another than before. */
static bool renames(const struct bp_aangeboden_periode *perioden, size_t at)
{
    return at == 0 || !bp_str_equal(perioden[at].eigen_naam, perioden[at - 1].eigen_naam);
}

/* Both lines in one: a period on each day on which one of them has one. */
static bool weave(struct bp_arena *arena, struct bp_aangeboden *nieuw, struct lijn gezien)
{
    const struct bp_aangeboden_periode *ours = nieuw->perioden, *his = gezien.perioden;
    size_t n = nieuw->periode_count, i = 0, g = 0, count = 0;
    struct bp_aangeboden_periode *all = bp_arena_array(arena, n + gezien.count, sizeof *all);
    if (!all)
        return false;
    while (i < n || g < gezien.count) {
        bool own = i < n && (g == gezien.count || !bp_datum_before(his[g].begin, ours[i].begin));
        bool seen = g < gezien.count && (i == n || !bp_datum_before(ours[i].begin, his[g].begin));
        struct bp_aangeboden_periode *p = &all[count];
        p->begin = own ? ours[i].begin : his[g].begin;
        if (own && bp_str_filled(ours[i].eigen_naam) && renames(ours, i))
            p->eigen_naam = ours[i].eigen_naam;
        else if (seen && renames(his, g))
            p->eigen_naam = his[g].eigen_naam;
        else if (count)
            p->eigen_naam = all[count - 1].eigen_naam;
        i += own;
        g += seen;
        const struct paar paar = { i ? &ours[i - 1] : NULL, g ? &his[g - 1] : NULL };
        if (!compose(arena, paar, p))
            return false;
        count++;
    }
    nieuw->perioden = all;
    nieuw->periode_count = count;
    return true;
}

/* Whether RIO has, before the routes begin, anything that is not theirs as well. */
static bool has_past(struct bp_arena *arena, const struct bp_aangeboden *nieuw, struct lijn gezien,
                     bool *out)
{
    const struct bp_aangeboden_periode *ours = nieuw->perioden, *now = NULL;
    struct bp_aangeboden_periode first = { .begin = nieuw->begin };
    size_t early = 0;
    *out = false;
    for (size_t i = 0; i < gezien.count; i++) {
        early += bp_datum_before(gezien.perioden[i].begin, nieuw->begin);
        if (!bp_datum_before(nieuw->begin, gezien.perioden[i].begin))
            now = &gezien.perioden[i];
    }
    if (early == 0)
        return true;
    if (!compose(arena, (struct paar){ ours, now }, &first))
        return false;
    first.eigen_naam = first_filled(ours->eigen_naam, now->eigen_naam);
    for (size_t i = 0; i < early; i++)
        *out = *out || !same_content(&gezien.perioden[i], &first);
    return true;
}

static bool keep_periods(struct bp_arena *arena, struct bp_aangeboden *nieuw,
                         const struct bp_aangeboden *gezien)
{
    struct lijn lijn;
    bool past;
    if (!take_lijn(arena, gezien, &lijn) || !has_past(arena, nieuw, lijn, &past))
        return false;
    struct bp_datum begin = past ? lijn.perioden[0].begin : nieuw->begin;
    cut(&lijn, begin);
    nieuw->begin = begin;
    return weave(arena, nieuw, lijn);
}

/* --- the whole ------------------------------------------------------------------------------------------ */

/* One that is the programme's first day moves along with it. */
static struct bp_datum first_intake(const struct bp_aangeboden *nieuw,
                                    const struct bp_aangeboden *gezien)
{
    struct bp_datum was = gezien->eerste_instroom;
    if (!bp_datum_given(was))
        return nieuw->eerste_instroom;
    if (bp_datum_equal(nieuw->begin, gezien->begin))
        return was;
    bool moves = bp_datum_equal(was, gezien->begin) || bp_datum_before(was, nieuw->begin);
    return moves ? nieuw->begin : was;
}

bool bp_aangeboden_keep(struct bp_arena *arena, struct bp_aangeboden *nieuw,
                        const struct bp_aangeboden *gezien)
{
    const struct bp_aangeboden *g = gezien;
    nieuw->onderwijslocatie = first_filled(nieuw->onderwijslocatie, g->onderwijslocatie);
    nieuw->leertraject = first_filled(nieuw->leertraject, g->leertraject);
    nieuw->niveau = first_filled(nieuw->niveau, g->niveau);
    nieuw->toelatingseisen = first_filled(g->toelatingseisen, nieuw->toelatingseisen);
    nieuw->toegankelijkheid = first_filled(g->toegankelijkheid, nieuw->toegankelijkheid);
    nieuw->eind = g->eind;
    nieuw->duur_eenheid = g->duur_eenheid;
    nieuw->duur_omvang = g->duur_omvang;
    nieuw->cohorten = g->cohorten;
    nieuw->cohort_count = g->cohort_count;
    if (!keep_kenmerken(arena, nieuw->kenmerken, g->kenmerken, bp_datum_given(nieuw->gesloten),
                        &nieuw->kenmerken) ||
        !keep_periods(arena, nieuw, g))
        return false;
    nieuw->eerste_instroom = first_intake(nieuw, g);
    return true;
}

/* --- whether it has to go ------------------------------------------------------------------------------- */

static bool same_periods(const struct bp_aangeboden *x, const struct bp_aangeboden *y)
{
    bool same = x->periode_count == y->periode_count;
    for (size_t i = 0; same && i < x->periode_count; i++) {
        bool found = false;
        for (size_t k = 0; !found && k < y->periode_count; k++)
            found = bp_datum_equal(x->perioden[i].begin, y->perioden[k].begin) &&
                    same_content(&x->perioden[i], &y->perioden[k]);
        same = found;
    }
    return same;
}

bool bp_aangeboden_changes(const struct bp_aangeboden *nieuw, const struct bp_aangeboden *gezien)
{
    const struct bp_aangeboden *n = nieuw, *g = gezien;
    const struct bp_str texts[][2] = {
        { n->onderwijslocatie, g->onderwijslocatie },
        { n->duur_eenheid, g->duur_eenheid },
        { n->duur_omvang, g->duur_omvang },
        { n->leertraject, g->leertraject },
        { n->niveau, g->niveau },
        { n->toelatingseisen, g->toelatingseisen },
        { n->toegankelijkheid, g->toegankelijkheid },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!bp_str_equal(texts[i][0], texts[i][1]))
            return true;
    /* Begin is the first period's. */
    return !bp_datum_equal(n->eind, g->eind) ||
           !bp_datum_equal(n->eerste_instroom, g->eerste_instroom) ||
           n->cohort_count != g->cohort_count || n->cohorten != g->cohorten ||
           !same_kenmerken(n->kenmerken, g->kenmerken) || !same_periods(n, g);
}
