/* persoon.c - layer p: what one enrolment cannot know */
#include "bronpost/domain/persoon.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

struct persoon {
    const struct bp_regels *regels;
    struct bp_inschrijving *items;
    size_t count;
    struct bp_arena *arena;
    bool geheugen_op;
};

/* Runs over all registrations of the person: own and derived, of enrolments that are not rejected. */
struct loper {
    size_t item, at;
};

static const struct bp_registratie *volgende(const struct persoon *p, struct loper *l, size_t *item)
{
    for (; l->item < p->count; l->item++, l->at = 0) {
        const struct bp_inschrijving *i = &p->items[l->item];
        if (i->afgekeurd)
            continue;
        *item = l->item;
        if (l->at == 0 && i->heeft_eigen) {
            l->at = 1;
            return &i->eigen;
        }
        if (l->at == 0)
            l->at = 1;
        if (l->at - 1 < i->afgeleide_count)
            return &i->afgeleiden[l->at++ - 1].registratie;
    }
    return NULL;
}

/* A rejected enrolment of which the origin is not known may be the one that is looked for. */
static bool van(const struct bp_inschrijving *i, enum bp_sector herkomst, struct bp_str brin)
{
    bool sector = i->herkomst_bekend ? i->herkomst == herkomst : i->afgekeurd;
    return sector && bp_str_equal(i->samen.brin, brin);
}

/* --- one derived registration per person, institution and number --------------------------------------- */

/* Fine print 2: an enrolment of their own there, also a rejected or a future one; not one that ended before. */
static bool eigen_daar(const struct persoon *p, const struct bp_registratie *afgeleide)
{
    for (size_t i = 0; i < p->count; i++) {
        struct bp_datum einde = p->items[i].samen.datum_uitschrijving;
        bool voorbij =
            bp_datum_given(einde) && bp_datum_before(einde, afgeleide->datum_inschrijving);
        if (van(&p->items[i], BP_SECTOR_MBO, afgeleide->brin) && !voorbij)
            return true;
    }
    return false;
}

static void verwijder_afgeleide(struct bp_inschrijving *i, size_t at)
{
    memmove(&i->afgeleiden[at], &i->afgeleiden[at + 1],
            (i->afgeleide_count - at - 1) * sizeof *i->afgeleiden);
    i->afgeleide_count--;
}

/* What is suppressed was not there, so that its end is no signal either. */
static void verwijder_bp218(struct bp_inschrijving *i, struct bp_str brin)
{
    size_t kept = 0;
    struct bp_bevindingen *list = &i->bevindingen;
    for (size_t b = 0; b < list->count; b++)
        if (list->items[b].code != BP218 || !bp_str_equal(list->items[b].args[0], brin))
            list->items[kept++] = list->items[b];
    list->count = kept;
}

static void onderdruk(struct persoon *p)
{
    for (size_t i = 0; i < p->count; i++) {
        struct bp_inschrijving *item = &p->items[i];
        for (size_t a = item->afgeleide_count; a-- > 0;) {
            struct bp_str brin = item->afgeleiden[a].registratie.brin;
            if (!eigen_daar(p, &item->afgeleiden[a].registratie))
                continue;
            verwijder_afgeleide(item, a);
            verwijder_bp218(item, brin);
        }
    }
}

static bool later(const struct bp_inschrijving *a, const struct bp_inschrijving *b)
{
    int order = bp_datum_compare(a->samen.datum_inschrijving, b->samen.datum_inschrijving);
    return order ? order > 0 : a->rijen[0].line > b->rijen[0].line;
}

static int periode_order(const void *a, const void *b)
{
    const struct bp_periode *x = a, *y = b;
    int order = bp_datum_compare(x->begin, y->begin);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* All periods of both; on a day that both begin, the latest enrolment's word counts. */
static bool voeg_perioden_samen(struct persoon *p, struct bp_registratie *latest,
                                const struct bp_registratie *earlier)
{
    size_t count = latest->periode_count + earlier->periode_count;
    struct bp_periode *items = bp_arena_array(p->arena, count, sizeof *items);
    if (!items)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < latest->periode_count; i++)
        items[n++] = latest->perioden[i];
    for (size_t i = 0; i < earlier->periode_count; i++) {
        bool taken = false;
        for (size_t j = 0; j < latest->periode_count; j++)
            taken = taken || bp_datum_equal(latest->perioden[j].begin, earlier->perioden[i].begin);
        if (!taken)
            items[n++] = earlier->perioden[i];
    }
    qsort(items, n, sizeof *items, periode_order);
    latest->perioden = items;
    latest->periode_count = n;
    if (bp_datum_before(earlier->datum_inschrijving, latest->datum_inschrijving))
        latest->datum_inschrijving = earlier->datum_inschrijving;
    return true;
}

/* The last stay of another enrolment that derives the same registration; NULL when there is none. */
static struct bp_afgeleide *zelfde(struct bp_inschrijving *other, const struct bp_afgeleide *a)
{
    for (size_t i = 0; i < other->afgeleide_count; i++) {
        struct bp_afgeleide *b = &other->afgeleiden[i];
        if (b->laatste && a->laatste && bp_str_equal(a->registratie.brin, b->registratie.brin) &&
            bp_str_equal(a->registratie.inschrijvingvolgnummer,
                         b->registratie.inschrijvingvolgnummer))
            return b;
    }
    return NULL;
}

/* Fine print 4: the registration stays with the latest enrolment. */
static void voeg_afgeleiden_samen(struct persoon *p)
{
    for (size_t i = 0; i < p->count; i++) {
        for (size_t j = 0; j < p->count; j++) {
            struct bp_inschrijving *earlier = &p->items[i], *latest = &p->items[j];
            if (i == j || earlier->afgekeurd || latest->afgekeurd || !later(latest, earlier))
                continue;
            for (size_t a = earlier->afgeleide_count; a-- > 0;) {
                struct bp_afgeleide *same = zelfde(latest, &earlier->afgeleiden[a]);
                if (!same)
                    continue;
                if (!voeg_perioden_samen(p, &same->registratie,
                                         &earlier->afgeleiden[a].registratie))
                    p->geheugen_op = true;
                verwijder_afgeleide(earlier, a);
            }
        }
    }
}

/* --- vo and mbo beside each other ----------------------------------------------------------------------- */

static struct bp_datum einde_periode(const struct bp_registratie *reg, size_t at)
{
    if (at + 1 < reg->periode_count)
        return bp_datum_add_days(reg->perioden[at + 1].begin, -1);
    return reg->datum_uitschrijving;
}

static bool overlappen(const struct bp_registratie *a, size_t i, const struct bp_registratie *b,
                       size_t j)
{
    struct bp_datum einde_a = einde_periode(a, i), einde_b = einde_periode(b, j);
    bool a_voor_b = bp_datum_given(einde_a) && bp_datum_before(einde_a, b->perioden[j].begin);
    bool b_voor_a = bp_datum_given(einde_b) && bp_datum_before(einde_b, a->perioden[i].begin);
    return !a_voor_b && !b_voor_a;
}

/* BP401: do these two periods, on a common day, say different things? */
static bool spreken_tegen(const struct bp_registratie *vo, const struct bp_periode *v,
                          const struct bp_registratie *mbo, const struct bp_periode *m)
{
    bool vo_noemt = v->leerroute != BP_ROUTE_REGULIER,
         mbo_noemt = m->leerroute != BP_ROUTE_REGULIER;
    if (vo_noemt && mbo_noemt)
        return v->leerroute != m->leerroute || v->fase != m->fase;
    if (vo_noemt)
        return bp_str_equal(v->route->mbo_brin, mbo->brin);
    return mbo_noemt && bp_str_equal(m->route->vo_brin, vo->brin);
}

static void meld_bp401(struct bp_inschrijving *item, uint32_t line, uint32_t other,
                       struct bp_datum dag)
{
    if (bp_bevindingen_has(&item->bevindingen, BP401, BP_KOLOM_LEERROUTE))
        return;
    struct bp_bevinding *b = bp_inschrijving_find(
        item, line, BP401, BP_KOLOM_LEERROUTE,
        N_("line {1}, of the other sector, says something else of leerroute or phase on {2}"));
    bp_bevinding_arg_number(&item->bevindingen, b, 1, other);
    bp_bevinding_arg_datum(&item->bevindingen, b, 2, dag);
}

static void vergelijk(struct bp_inschrijving *vo_item, struct bp_inschrijving *mbo_item,
                      const struct bp_registratie *mbo)
{
    const struct bp_registratie *vo = &vo_item->eigen;
    for (size_t i = 0; i < vo->periode_count; i++) {
        for (size_t j = 0; j < mbo->periode_count; j++) {
            const struct bp_periode *v = &vo->perioden[i], *m = &mbo->perioden[j];
            if (!overlappen(vo, i, mbo, j) || !spreken_tegen(vo, v, mbo, m))
                continue;
            struct bp_datum dag = bp_datum_before(v->begin, m->begin) ? m->begin : v->begin;
            meld_bp401(vo_item, v->line, m->line, dag);
            meld_bp401(mbo_item, m->line, v->line, dag);
            return;
        }
    }
}

/* All pairs are compared before any is rejected for it: the third enrolment must be named too. What is derived from
 * an enrolment agrees with it by construction; with another vo enrolment of the person it need not. */
static void controleer_bp401(struct persoon *p, const bool *heeft_eigen, const bool *goed)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!heeft_eigen[i] || p->items[i].herkomst != BP_SECTOR_VO)
            continue;
        for (size_t j = 0; j < p->count; j++) {
            struct bp_inschrijving *other = &p->items[j];
            if (heeft_eigen[j] && other->herkomst == BP_SECTOR_MBO)
                vergelijk(&p->items[i], other, &other->eigen);
            for (size_t a = 0; i != j && goed[j] && a < other->afgeleide_count; a++)
                vergelijk(&p->items[i], other, &other->afgeleiden[a].registratie);
        }
    }
}

/* --- signals -------------------------------------------------------------------------------------------- */

static bool ergens_open(const struct persoon *p, struct bp_datum d)
{
    struct loper l = { 0, 0 };
    size_t item;
    for (const struct bp_registratie *reg; (reg = volgende(p, &l, &item));)
        if (bp_registratie_op(reg, d))
            return true;
    /* What has not begun on the reference date, but is announced for that day. */
    for (size_t i = 0; i < p->count; i++) {
        const struct bp_inschrijving *other = &p->items[i];
        struct bp_datum begin = other->samen.datum_inschrijving;
        struct bp_datum mbo = other->samen.mbo_datum_inschrijving;
        if (!other->begonnen && !other->afgekeurd && bp_datum_given(begin) &&
            !bp_datum_before(d, begin))
            return true;
        if (!other->afgekeurd && bp_datum_given(mbo) && !bp_datum_before(d, mbo) &&
            bp_route_telt(other->route))
            return true;
    }
    return false;
}

static uint32_t line_met(const struct bp_inschrijving *item, enum bp_kolom kolom)
{
    for (size_t i = 0; i < item->rij_count; i++)
        if (bp_rij_filled(&item->rijen[i], kolom))
            return item->rijen[i].line;
    return item->rijen[0].line;
}

static void controleer_bp402(const struct persoon *p, struct bp_inschrijving *item)
{
    struct bp_datum diploma = item->samen.vmbo_diploma_datum, peildatum = p->regels->peildatum;
    if (!item->heeft_eigen || item->herkomst != BP_SECTOR_VO || !bp_datum_given(diploma) ||
        bp_datum_before(peildatum, diploma) || bp_datum_given(item->eigen.datum_uitschrijving) ||
        bp_datum_before(peildatum, item->switch_date))
        return;
    struct bp_bevinding *b = bp_inschrijving_find(
        item, line_met(item, BP_KOLOM_VMBO_DIPLOMA_DATUM), BP402, BP_KOLOM_VMBO_DIPLOMA_DATUM,
        N_("the vmbo diploma is of {1}, and the vo registration has no end"));
    bp_bevinding_arg_datum(&item->bevindingen, b, 1, diploma);
}

static void controleer_bp403(const struct persoon *p, struct bp_inschrijving *item)
{
    const struct bp_rij *s = &item->samen;
    struct bp_datum einde = s->datum_uitschrijving;
    struct bp_datum werk =
        bp_datum_given(s->vo_afgerond_datum) ? s->vo_afgerond_datum : s->vmbo_diploma_datum;
    if (item->herkomst != BP_SECTOR_VO || !bp_datum_given(item->switch_date) ||
        !bp_datum_given(einde) || !bp_datum_given(werk) || bp_datum_before(einde, werk) ||
        !bp_datum_before(p->regels->peildatum, item->switch_date) ||
        !bp_datum_before(einde, bp_datum_add_days(item->switch_date, -1)))
        return;
    struct bp_datum dag = bp_datum_add_days(einde, 1);
    if (ergens_open(p, dag))
        return;
    struct bp_bevinding *b = bp_inschrijving_find(
        item, line_met(item, BP_KOLOM_DATUM_UITSCHRIJVING), BP403, BP_KOLOM_DATUM_UITSCHRIJVING,
        N_("from {1} to the day before {2} the student is registered nowhere"));
    bp_bevinding_arg_datum(&item->bevindingen, b, 1, dag);
    bp_bevinding_arg_datum(&item->bevindingen, b, 2, item->switch_date);
}

/* --- funding -------------------------------------------------------------------------------------------- */

/* DUO funds by phase: vo and the vo-fase in vo, mbo and the mbo-fase in mbo. */
static bool sector_past(enum bp_sector sector, const struct bp_periode *periode)
{
    if (periode->leerroute == BP_ROUTE_REGULIER)
        return true;
    return (periode->fase == BP_FASE_VO) == (sector == BP_SECTOR_VO);
}

/* True when the school that DUO would fund for this period is outside what the run can judge: the vo school of a
 * row of mbo origin, or an mbo enrolment that is rejected or has not begun (then taken to be open). */
static bool elders(const struct persoon *p, const struct bp_inschrijving *item,
                   const struct bp_periode *periode)
{
    if (periode->leerroute == BP_ROUTE_REGULIER)
        return false;
    enum bp_sector sector = periode->fase == BP_FASE_VO ? BP_SECTOR_VO : BP_SECTOR_MBO;
    struct bp_str brin =
        sector == BP_SECTOR_VO ? periode->route->vo_brin : periode->route->mbo_brin;
    bool in_run = false;
    for (size_t i = 0; i < p->count; i++) {
        if (!van(&p->items[i], sector, brin))
            continue;
        in_run = true;
        if (p->items[i].afgekeurd || !p->items[i].begonnen)
            return true;
    }
    return !in_run && sector == BP_SECTOR_VO && item->herkomst == BP_SECTOR_MBO;
}

static void meld_bp404(struct persoon *p, size_t i, const char *text, struct bp_datum teldatum)
{
    struct bp_inschrijving *item = &p->items[i];
    if (bp_bevindingen_has(&item->bevindingen, BP404, BP_KOLOM_BEKOSTIGBAAR))
        return;
    struct bp_bevinding *b =
        bp_inschrijving_find(item, item->rijen[0].line, BP404, BP_KOLOM_BEKOSTIGBAAR, text);
    bp_bevinding_arg_datum(&item->bevindingen, b, 1, teldatum);
}

/* The administration has the student enrolled and fundable on that day, but the table has ended the vo registration
 * before it and nothing else may be open. Fills what the day would have been in the route. */
static bool tussen_wal_en_schip(const struct bp_inschrijving *item, struct bp_datum teldatum,
                                struct bp_periode *dag)
{
    struct bp_datum einde = item->samen.datum_uitschrijving;
    if (item->afgekeurd || !item->begonnen || item->herkomst != BP_SECTOR_VO ||
        !bp_datum_given(item->switch_date) || !item->bekostigbaar ||
        bp_datum_before(teldatum, item->switch_date) ||
        bp_datum_before(teldatum, item->samen.datum_inschrijving) ||
        (bp_datum_given(einde) && bp_datum_before(einde, teldatum)))
        return false;
    *dag = (struct bp_periode){ .leerroute = item->leerroute,
                                .fase = BP_FASE_MBO,
                                .route = item->route };
    return true;
}

/* BP404 on one counting date; on 1 February mbo registrations are judged among themselves. */
static void controleer_teldatum(struct persoon *p, struct bp_datum teldatum, bool alleen_mbo)
{
    bool ergens_anders = false;
    size_t bekostigd = 0, open = 0;
    struct loper l = { 0, 0 };
    size_t item;
    for (const struct bp_registratie *reg; (reg = volgende(p, &l, &item));) {
        const struct bp_periode *periode = bp_registratie_op(reg, teldatum);
        if (!periode || !periode->bekostigbaar || (alleen_mbo && reg->sector != BP_SECTOR_MBO))
            continue;
        open++;
        bekostigd += sector_past(reg->sector, periode);
        ergens_anders = ergens_anders || elders(p, &p->items[item], periode);
    }
    for (size_t i = 0; !alleen_mbo && bekostigd == 0 && i < p->count; i++) {
        struct bp_periode dag;
        if (!tussen_wal_en_schip(&p->items[i], teldatum, &dag))
            continue;
        open++;
        ergens_anders = ergens_anders || elders(p, &p->items[i], &dag);
    }
    bool nergens = open > 0 && bekostigd == 0 && !ergens_anders && !alleen_mbo;
    if (bekostigd < 2 && !nergens)
        return;
    l = (struct loper){ 0, 0 };
    for (const struct bp_registratie *reg; (reg = volgende(p, &l, &item));) {
        const struct bp_periode *periode = bp_registratie_op(reg, teldatum);
        if (!periode || !periode->bekostigbaar || (alleen_mbo && reg->sector != BP_SECTOR_MBO))
            continue;
        if (nergens)
            meld_bp404(p, item, N_("on counting date {1} no registration would be funded"),
                       teldatum);
        else if (sector_past(reg->sector, periode))
            meld_bp404(p, item,
                       N_("on counting date {1} more than one registration would be funded"),
                       teldatum);
    }
    for (size_t i = 0; nergens && i < p->count; i++) {
        struct bp_periode dag;
        if (tussen_wal_en_schip(&p->items[i], teldatum, &dag))
            meld_bp404(p, i, N_("on counting date {1} no registration would be funded"), teldatum);
    }
}

static void controleer_bp404(struct persoon *p)
{
    struct bp_datum peildatum = p->regels->peildatum;
    struct bp_datum oktober = BP_DATUM(peildatum.year, 10, 1);
    if (bp_datum_before(peildatum, oktober))
        oktober = BP_DATUM(peildatum.year - 1, 10, 1);
    controleer_teldatum(p, oktober, false);
    struct bp_datum februari = BP_DATUM(oktober.year + 1, 2, 1);
    if (!bp_datum_before(peildatum, februari))
        controleer_teldatum(p, februari, true);
}

static bool bekostigd_op(const struct bp_registratie *reg, struct bp_datum d)
{
    const struct bp_periode *periode = bp_registratie_op(reg, d);
    return periode && periode->bekostigbaar;
}

/* Would a registration of the person at (sector, brin) be funded on the reference date? `daar`: is there any, or
 * one that is taken to be there? */
static bool bekostigd_bij(const struct persoon *p, const struct bp_inschrijving *item,
                          enum bp_sector sector, struct bp_str brin, bool *daar)
{
    bool bekostigd = false;
    *daar = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct bp_inschrijving *other = &p->items[i];
        if (van(other, sector, brin)) {
            *daar = true;
            if (other->afgekeurd || !other->begonnen)
                bekostigd = bekostigd || item->bekostigbaar;
            else
                bekostigd = bekostigd || (other->heeft_eigen &&
                                          bekostigd_op(&other->eigen, p->regels->peildatum));
        }
        for (size_t a = 0; !other->afgekeurd && a < other->afgeleide_count; a++) {
            const struct bp_registratie *reg = &other->afgeleiden[a].registratie;
            if (sector == BP_SECTOR_MBO && bp_str_equal(reg->brin, brin))
                bekostigd = bekostigd || bekostigd_op(reg, p->regels->peildatum);
        }
    }
    return bekostigd;
}

static void bepaal_bekostigd_door(const struct persoon *p, struct bp_inschrijving *item)
{
    enum bp_sector sector = item->herkomst;
    struct bp_str brin = item->samen.brin;
    bool regulier = item->leerroute == BP_ROUTE_REGULIER;
    if (!regulier) {
        sector = item->fase == BP_FASE_VO ? BP_SECTOR_VO : BP_SECTOR_MBO;
        brin = sector == BP_SECTOR_VO ? item->route->vo_brin : item->route->mbo_brin;
    }
    bool bekostigd, daar = true;
    if (sector == item->herkomst)
        bekostigd = item->heeft_eigen && bekostigd_op(&item->eigen, p->regels->peildatum);
    else
        bekostigd = bekostigd_bij(p, item, sector, brin, &daar);
    /* Fine print 11: the vo school is not in this run, and is taken to be there. */
    if (!daar && sector == BP_SECTOR_VO)
        bekostigd = item->bekostigbaar;
    if (!bekostigd)
        return;
    item->bekostigd_door_brin = brin;
    item->bekostigd_door_sector = sector;
}

enum bp_status bp_persoon_judge(const struct bp_regels *regels, struct bp_inschrijving *items,
                                size_t count, struct bp_arena *arena, struct bp_error *err)
{
    struct persoon p = { .regels = regels, .items = items, .count = count, .arena = arena };
    bool *heeft_eigen = bp_arena_array(arena, count, sizeof *heeft_eigen);
    bool *goed = bp_arena_array(arena, count, sizeof *goed);
    if (!heeft_eigen || !goed)
        return bp_error_memory(err, N_("a person's enrolments"));
    for (size_t i = 0; i < count; i++) {
        goed[i] = !items[i].afgekeurd;
        heeft_eigen[i] = goed[i] && items[i].heeft_eigen;
    }
    onderdruk(&p);
    controleer_bp401(&p, heeft_eigen, goed);
    voeg_afgeleiden_samen(&p);
    for (size_t i = 0; i < count; i++) {
        if (items[i].afgekeurd || !items[i].begonnen)
            continue;
        controleer_bp402(&p, &items[i]);
        controleer_bp403(&p, &items[i]);
        bepaal_bekostigd_door(&p, &items[i]);
    }
    controleer_bp404(&p);
    bool failed = p.geheugen_op;
    for (size_t i = 0; i < count; i++)
        failed = failed || items[i].bevindingen.failed;
    return failed ? bp_error_memory(err, N_("a person's enrolments")) : BP_OK;
}
