/* inschrijving.c - rows to one enrolment; the order of the parts of layer e */
#include "bronpost/domain/inschrijving.h"

#include "bronpost/base/text.h"
#include "inschrijving_intern.h"

#include <stdlib.h>

enum soort_waarde { TEKST, DATUM, GETAL };

/* What belongs to the enrolment and must not differ between its rows. The person, the number and the brin are
 * the key: by grouping they cannot differ. */
static const struct {
    enum bp_kolom kolom;
    enum soort_waarde soort;
    size_t offset;
} samen_velden[] = {
#define VELD(id, soort, member)                                                                    \
    {                                                                                              \
        BP_KOLOM_##id, soort, offsetof(struct bp_rij, member)                                      \
    }
    VELD(LEERLINGNUMMER, TEKST, leerlingnummer),
    VELD(GEBOORTEDATUM, DATUM, geboortedatum),
    VELD(GESLACHT, TEKST, geslacht),
    VELD(INSCHRIJVINGVOLGNUMMER, TEKST, inschrijvingvolgnummer),
    VELD(BRIN, TEKST, brin),
    VELD(DATUM_INSCHRIJVING, DATUM, datum_inschrijving),
    VELD(DATUM_UITSCHRIJVING, DATUM, datum_uitschrijving),
    VELD(DATUM_UITSCHRIJVING_GEPLAND, DATUM, datum_uitschrijving_gepland),
    VELD(REDEN_UITSCHRIJVING, TEKST, reden_uitschrijving),
    VELD(ROUTE_BEGIN, DATUM, route_begin),
    VELD(DOUBLURES_VO, GETAL, doublures_vo),
    VELD(VMBO_DIPLOMA_DATUM, DATUM, vmbo_diploma_datum),
    VELD(VO_AFGEROND_DATUM, DATUM, vo_afgerond_datum),
    VELD(MBO_INSCHRIJVINGVOLGNUMMER, TEKST, mbo_inschrijvingvolgnummer),
    VELD(MBO_DATUM_INSCHRIJVING, DATUM, mbo_datum_inschrijving),
    VELD(MBO_DATUM_UITSCHRIJVING, DATUM, mbo_datum_uitschrijving),
    VELD(OPP_BEGIN, DATUM, opp_begin),
    VELD(OPP_EIND, DATUM, opp_eind),
    VELD(VERBLIJF_BRIN, TEKST, verblijf_brin),
    VELD(VERBLIJF_VESTIGING, TEKST, verblijf_vestiging),
    VELD(VERBLIJF_SOORT, TEKST, verblijf_soort),
    VELD(VERBLIJF_BEGIN, DATUM, verblijf_begin),
    VELD(VERBLIJF_EIND, DATUM, verblijf_eind),
#undef VELD
};

#define SAMEN_COUNT (sizeof samen_velden / sizeof samen_velden[0])

static const void *veld(const struct bp_rij *rij, size_t offset)
{
    return (const char *)rij + offset;
}

static bool veld_gelijk(enum soort_waarde soort, const void *a, const void *b)
{
    if (soort == TEKST)
        return bp_str_equal(*(const struct bp_str *)a, *(const struct bp_str *)b);
    if (soort == DATUM)
        return bp_datum_equal(*(const struct bp_datum *)a, *(const struct bp_datum *)b);
    return *(const unsigned *)a == *(const unsigned *)b;
}

/* True when the row says something that could be read. */
static bool veld_gegeven(const struct bp_rij *rij, enum bp_kolom kolom, enum soort_waarde soort,
                         const void *waarde)
{
    if (soort == TEKST)
        return bp_str_filled(*(const struct bp_str *)waarde);
    if (soort == DATUM)
        return bp_datum_given(*(const struct bp_datum *)waarde);
    return bp_rij_filled(rij, kolom);
}

static void veld_kopieer(enum soort_waarde soort, void *naar, const void *van)
{
    static const size_t sizes[] = { sizeof(struct bp_str), sizeof(struct bp_datum),
                                    sizeof(unsigned) };
    memcpy(naar, van, sizes[soort]);
}

/* One value per enrolment column: the first that a row states; who disagrees is BP107. */
static void voeg_samen(struct werk *w)
{
    struct bp_inschrijving *uit = w->uit;
    uit->samen.line = uit->rijen[0].line;
    uit->samen.persoon = uit->rijen[0].persoon;
    for (size_t i = 0; i < uit->rij_count; i++) {
        const struct bp_rij *rij = &uit->rijen[i];
        uit->samen.filled |= rij->filled;
        for (size_t v = 0; v < SAMEN_COUNT; v++) {
            enum bp_kolom kolom = samen_velden[v].kolom;
            const void *waarde = veld(rij, samen_velden[v].offset);
            void *samen = (char *)&uit->samen + samen_velden[v].offset;
            if (!veld_gegeven(rij, kolom, samen_velden[v].soort, waarde))
                continue;
            if (!w->lines[kolom]) {
                veld_kopieer(samen_velden[v].soort, samen, waarde);
                w->lines[kolom] = rij->line;
            } else if (!veld_gelijk(samen_velden[v].soort, samen, waarde)) {
                struct bp_bevinding *b =
                    bp_bevinding_add(&uit->bevindingen, rij->line, BP107, kolom,
                                     N_("{1} differs from line {2} of the same enrolment"));
                bp_bevinding_arg(&uit->bevindingen, b, 1, bp_str_of(bp_kolom_name(kolom)));
                bp_bevinding_arg_number(&uit->bevindingen, b, 2, w->lines[kolom]);
            }
        }
    }
}

uint32_t line_of(const struct werk *w, enum bp_kolom kolom)
{
    return w->lines[kolom] ? w->lines[kolom] : w->uit->rijen[0].line;
}

struct bp_datum switch_of(const struct werk *w, const struct stap *stap)
{
    const struct bp_rij *samen = &w->uit->samen;
    if (!telt(stap) || !bp_datum_given(samen->route_begin))
        return BP_DATUM_NONE;
    return bp_route_switch(stap->route, samen->route_begin, samen->doublures_vo);
}

struct bp_datum einde_vo_werk(const struct bp_inschrijving *inschrijving)
{
    const struct bp_rij *samen = &inschrijving->samen;
    return bp_datum_given(samen->vo_afgerond_datum) ? samen->vo_afgerond_datum
                                                    : samen->vmbo_diploma_datum;
}

bool route_verlaten(const struct bp_inschrijving *inschrijving)
{
    struct bp_datum einde = inschrijving->samen.datum_uitschrijving;
    struct bp_datum werk = einde_vo_werk(inschrijving);
    if (!bp_datum_given(einde) || !bp_datum_given(inschrijving->switch_date) ||
        inschrijving->herkomst != BP_SECTOR_VO)
        return false;
    bool binnen_vo_fase = bp_datum_before(einde, bp_datum_add_days(inschrijving->switch_date, -1));
    bool werk_klaar = bp_datum_given(werk) && !bp_datum_before(einde, werk);
    return binnen_vo_fase && !werk_klaar;
}

static int stap_order(const void *a, const void *b)
{
    const struct stap *x = a, *y = b;
    int order = bp_datum_compare(x->begin, y->begin);
    return order ? order : (x->rij->line > y->rij->line) - (x->rij->line < y->rij->line);
}

static bool periode_gelijk(const struct bp_rij *a, const struct bp_rij *b)
{
    return bp_str_equal(a->opleidingcode, b->opleidingcode) &&
           bp_str_equal(a->leerjaar, b->leerjaar) && bp_str_equal(a->leertraject, b->leertraject) &&
           bp_str_equal(a->niveau, b->niveau) && bp_str_equal(a->vestiging, b->vestiging) &&
           bp_str_equal(a->onderwijsaanbieder, b->onderwijsaanbieder) &&
           bp_str_equal(a->onderwijslocatie, b->onderwijslocatie) &&
           (a->bekostigbaar == BP_NEE) == (b->bekostigbaar == BP_NEE) &&
           bp_str_equal(a->leerroute, b->leerroute) && a->routejaar == b->routejaar &&
           bp_str_equal(a->experiment, b->experiment);
}

/* The same begin twice: equal content is said once and goes on, other content is an error. */
static void verwijder_dubbele(struct werk *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->stap_count; i++) {
        struct stap *stap = &w->stappen[i];
        struct stap *vorige = kept ? &w->stappen[kept - 1] : NULL;
        if (!vorige || !bp_datum_given(stap->begin) ||
            !bp_datum_equal(vorige->begin, stap->begin)) {
            w->stappen[kept++] = *stap;
            continue;
        }
        bool gelijk = periode_gelijk(vorige->rij, stap->rij);
        struct bp_bevindingen *list = &w->uit->bevindingen;
        /* A warning is said once per enrolment, code and column; an error on every row that causes it. */
        if (gelijk && bp_bevindingen_has(list, BP109, BP_KOLOM_PERIODE_BEGIN))
            continue;
        struct bp_bevinding *b = bp_bevinding_add(
            list, stap->rij->line, BP109, BP_KOLOM_PERIODE_BEGIN,
            gelijk ? N_("the period that begins on {1} also stands on line {2}, the same in "
                        "every column; it is stated once")
                   : N_("the period that begins on {1} also stands on line {2}, with other "
                        "content"));
        if (b)
            b->omgekeerd = gelijk;
        bp_bevinding_arg_datum(list, b, 1, stap->begin);
        bp_bevinding_arg_number(list, b, 2, vorige->rij->line);
    }
    w->stap_count = kept;
}

static bool maak_stappen(struct werk *w)
{
    struct bp_inschrijving *uit = w->uit;
    w->stappen = bp_arena_array(w->arena, uit->rij_count, sizeof *w->stappen);
    if (!w->stappen)
        return false;
    w->stap_count = uit->rij_count;
    for (size_t i = 0; i < uit->rij_count; i++) {
        const struct bp_rij *rij = &uit->rijen[i];
        bool own_begin = bp_rij_filled(rij, BP_KOLOM_PERIODE_BEGIN);
        w->stappen[i] = (struct stap){
            .rij = rij,
            .begin = own_begin ? rij->periode_begin : uit->samen.datum_inschrijving,
            .route = bp_str_filled(rij->leerroute)
                         ? bp_routes_find(w->regels->routes, rij->leerroute)
                         : NULL,
        };
    }
    if (w->stap_count > 1)
        qsort(w->stappen, w->stap_count, sizeof *w->stappen, stap_order);
    verwijder_dubbele(w);
    while (w->begonnen < w->stap_count &&
           !bp_datum_before(w->regels->peildatum, w->stappen[w->begonnen].begin))
        w->begonnen++;
    return true;
}

/* Nothing more can be said of a row that could not be read. */
static bool onleesbaar(const struct bp_bevindingen *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].code == BP100)
            return true;
    return false;
}

static bool verworpen(const struct bp_bevindingen *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (bp_bevinding_rejects(&list->items[i]))
            return true;
    return false;
}

enum bp_status bp_inschrijving_judge(const struct bp_regels *regels, const struct bp_rij *rijen,
                                     size_t rij_count, const struct bp_bevindingen *bevindingen,
                                     struct bp_arena *arena, struct bp_inschrijving *out,
                                     struct bp_error *err)
{
    *out = (struct bp_inschrijving){ .rijen = rijen, .rij_count = rij_count };
    struct werk w = { .regels = regels, .arena = arena, .uit = out };
    bp_bevindingen_init(&out->bevindingen, arena);
    for (size_t i = 0; bevindingen && i < bevindingen->count; i++) {
        const struct bp_bevinding *from = &bevindingen->items[i];
        struct bp_bevinding *b =
            bp_bevinding_add(&out->bevindingen, from->line, from->code, from->kolom, from->text);
        if (b)
            *b = *from;
    }
    voeg_samen(&w);
    if (!onleesbaar(&out->bevindingen)) {
        if (!maak_stappen(&w))
            return bp_error_memory(err, N_("an enrolment"));
        controleer(&w);
    }
    out->afgekeurd = verworpen(&out->bevindingen);
    if (out->bevindingen.failed)
        return bp_error_memory(err, N_("an enrolment"));
    return out->afgekeurd ? BP_OK : beslis(&w, err);
}

struct bp_bevinding *bp_inschrijving_find(struct bp_inschrijving *inschrijving, uint32_t line,
                                          enum bp_code code, enum bp_kolom kolom, const char *text)
{
    struct bp_bevinding *b = bp_bevinding_add(&inschrijving->bevindingen, line, code, kolom, text);
    if (b && bp_bevinding_rejects(b))
        inschrijving->afgekeurd = true;
    return b;
}
