/* beslissing.c - the decision table: which registrations follow from an enrolment
 *
 * rules.md, "Decision table". The vo registration is the row's own; the mbo registration is derived from a row of
 * vo origin, and the row's own for a row of mbo origin.
 */
#include "bronpost/base/text.h"
#include "inschrijving_intern.h"

/* The row of the table, for the route and phase that decide on the reference date. */
static unsigned regel_van(const struct bp_inschrijving *uit, struct bp_datum peildatum)
{
    if (uit->leerroute == BP_ROUTE_REGULIER)
        return uit->herkomst == BP_SECTOR_VO ? 1 : 2;
    if (uit->fase == BP_FASE_VO)
        return 3;
    struct bp_datum werk = einde_vo_werk(uit);
    if (uit->leerroute == BP_ROUTE_DLR)
        return bp_datum_given(werk) && !bp_datum_before(peildatum, werk) ? 5 : 4;
    return bp_datum_given(werk) && !bp_datum_before(werk, uit->switch_date) ? 6 : 7;
}

/* The end that the table gives to the vo registration; absent for rows that give none. */
static struct bp_datum afgeleid_einde(const struct bp_inschrijving *uit)
{
    struct bp_datum werk = einde_vo_werk(uit);
    struct bp_datum laatste_vo_dag = BP_DATUM_NONE;
    if (bp_datum_given(uit->switch_date))
        laatste_vo_dag = bp_datum_add_days(uit->switch_date, -1);
    switch (uit->regel) {
    case 5:
        return bp_datum_before(werk, laatste_vo_dag) ? laatste_vo_dag : werk;
    case 6:
        return werk;
    case 7:
        return laatste_vo_dag;
    default:
        return BP_DATUM_NONE;
    }
}

static struct bp_datum vroegste(struct bp_datum a, struct bp_datum b)
{
    if (!bp_datum_given(a))
        return b;
    return bp_datum_given(b) && bp_datum_before(b, a) ? b : a;
}

static struct bp_datum laatste(struct bp_datum a, struct bp_datum b)
{
    return bp_datum_before(a, b) ? b : a;
}

static struct bp_str eerste_gevulde(struct bp_str a, struct bp_str b)
{
    return bp_str_filled(a) ? a : b;
}

/* --- periods -------------------------------------------------------------------------------------------- */

static bool lees_experimenten(struct werk *w, struct bp_str names, struct bp_periode *periode)
{
    size_t count = 0;
    for (size_t i = 0; i < names.len; i++)
        count += names.ptr[i] != ' ' && (i == 0 || names.ptr[i - 1] == ' ');
    if (count == 0)
        return true;
    struct bp_str *items = bp_arena_array(w->arena, count, sizeof *items);
    if (!items)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < names.len; i++) {
        if (names.ptr[i] == ' ')
            continue;
        if (i == 0 || names.ptr[i - 1] == ' ')
            items[at++] = (struct bp_str){ names.ptr + i, 0 };
        items[at - 1].len++;
    }
    periode->experimenten = items;
    periode->experiment_count = count;
    return true;
}

/* One row as a period in `sector`; a value that the row does not say, or not in this sector's form, is the
 * route's. */
static bool maak_periode(struct werk *w, const struct stap *stap, enum bp_sector sector,
                         bool afgeleid, struct bp_periode *uit)
{
    static const struct bp_route geen = { .leerroute = { NULL, 0 } };
    const struct bp_rij *rij = stap->rij;
    const struct bp_route *route = stap->route ? stap->route : &geen;
    bool vo = sector == BP_SECTOR_VO;
    bool own_form = rij->opleidingcode.len == (vo ? 4u : 5u);
    struct bp_str none = { NULL, 0 };
    *uit = (struct bp_periode){
        .begin = stap->begin,
        .opleidingcode = own_form ? rij->opleidingcode
                                  : (vo ? route->opleidingcode_vo : route->opleidingcode_mbo),
        .onderwijsaanbieder =
            eerste_gevulde(afgeleid ? none : rij->onderwijsaanbieder,
                           vo ? route->vo_onderwijsaanbieder : route->mbo_onderwijsaanbieder),
        .onderwijslocatie =
            eerste_gevulde(afgeleid ? none : rij->onderwijslocatie,
                           vo ? route->vo_onderwijslocatie : route->mbo_onderwijslocatie),
        .bekostigbaar = rij->bekostigbaar != BP_NEE,
        .leerroute = route->soort,
        .route = stap->route,
        .line = rij->line,
    };
    if (!vo) {
        uit->leertraject = eerste_gevulde(rij->leertraject, route->leertraject);
        uit->niveau = rij->niveau;
        return true;
    }
    uit->vestiging = eerste_gevulde(rij->vestiging, route->vo_vestiging);
    uit->leerjaar = rij->leerjaar;
    return lees_experimenten(w, rij->experiment, uit);
}

/* What the registration states of the steps [from, to): those that begin on or before `einde`, the first from
 * `begin` on, split at the switch date, nothing after the reference date. */
static bool maak_perioden(struct werk *w, size_t from, size_t to, struct bp_registratie *reg,
                          struct bp_datum begin, struct bp_datum einde)
{
    struct bp_periode *items = bp_arena_array(w->arena, 2 * (to - from), sizeof *items);
    if (!items)
        return false;
    struct bp_datum grens = vroegste(einde, w->regels->peildatum);
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        const struct stap *stap = &w->stappen[i];
        struct bp_datum tot = grens; /* the last day on which this step can state something */
        if (i + 1 < to)
            tot = vroegste(tot, bp_datum_add_days(w->stappen[i + 1].begin, -1));
        struct bp_datum van = laatste(stap->begin, begin);
        if (bp_datum_before(tot, van))
            continue;
        struct bp_periode *p = &items[count++];
        if (!maak_periode(w, stap, reg->sector, reg->afgeleid, p))
            return false;
        p->begin = van;
        struct bp_datum overgang = switch_of(w, stap);
        if (!bp_datum_given(overgang))
            continue;
        p->fase = bp_route_fase(overgang, van);
        if (bp_datum_before(van, overgang) && !bp_datum_before(tot, overgang)) {
            items[count] = *p;
            items[count].begin = overgang;
            items[count++].fase = BP_FASE_MBO;
        }
    }
    reg->perioden = items;
    reg->periode_count = count;
    return true;
}

/* --- the registrations ---------------------------------------------------------------------------------- */

static struct bp_registratie nieuwe(const struct bp_inschrijving *uit, enum bp_sector sector)
{
    return (struct bp_registratie){
        .sector = sector,
        .persoon = uit->samen.persoon,
        .leerlingnummer = uit->samen.leerlingnummer,
        .regel = uit->regel,
    };
}

static bool maak_eigen(struct werk *w)
{
    struct bp_inschrijving *uit = w->uit;
    const struct bp_rij *s = &uit->samen;
    struct bp_datum einde = s->datum_uitschrijving;
    if (uit->herkomst == BP_SECTOR_VO) {
        struct bp_datum derived = afgeleid_einde(uit);
        /* A derived end is stated once it lies on or before the reference date. */
        if (bp_datum_given(derived) && !bp_datum_before(w->regels->peildatum, derived))
            einde = vroegste(einde, derived);
        if (bp_datum_given(einde) && bp_datum_before(einde, s->datum_inschrijving))
            return true; /* no vo registration */
    }
    struct bp_registratie *reg = &uit->eigen;
    *reg = nieuwe(uit, uit->herkomst);
    reg->brin = s->brin;
    reg->inschrijvingvolgnummer = s->inschrijvingvolgnummer;
    reg->datum_inschrijving = s->datum_inschrijving;
    reg->datum_uitschrijving = einde;
    if (uit->herkomst == BP_SECTOR_VO) {
        reg->opp_begin = s->opp_begin;
        reg->opp_eind = s->opp_eind;
        reg->verblijf = (struct bp_verblijf){ .begin = s->verblijf_begin,
                                              .eind = s->verblijf_eind,
                                              .brin = s->verblijf_brin,
                                              .vestiging = s->verblijf_vestiging,
                                              .soort = s->verblijf_soort };
    } else {
        reg->datum_uitschrijving_gepland = s->datum_uitschrijving_gepland;
        if (bp_datum_given(einde))
            reg->reden_uitschrijving = s->reden_uitschrijving;
    }
    uit->heeft_eigen = true;
    return maak_perioden(w, 0, w->begonnen, reg, s->datum_inschrijving, einde);
}

/* The mbo registration of one stay: the steps [from, to), all in routes of one mbo institution. */
static bool maak_afgeleide(struct werk *w, size_t from, size_t to, bool last)
{
    struct bp_inschrijving *uit = w->uit;
    const struct bp_rij *s = &uit->samen;
    struct bp_datum begin = switch_of(w, &w->stappen[to - 1]);
    if (last && bp_datum_given(s->mbo_datum_inschrijving))
        begin = s->mbo_datum_inschrijving;
    begin = laatste(laatste(begin, s->datum_inschrijving), w->stappen[from].begin);
    struct bp_datum einde = last ? s->mbo_datum_uitschrijving : BP_DATUM_NONE;
    if (to == w->begonnen && route_verlaten(uit))
        einde = vroegste(einde, s->datum_uitschrijving);
    struct bp_datum vertrek = BP_DATUM_NONE;
    if (to < w->begonnen)
        vertrek = bp_datum_add_days(w->stappen[to].begin, -1);
    bool door_vertrek =
        bp_datum_given(vertrek) && (!bp_datum_given(einde) || bp_datum_before(vertrek, einde));
    einde = vroegste(einde, vertrek);
    if (bp_datum_before(w->regels->peildatum, begin) ||
        (bp_datum_given(einde) && bp_datum_before(einde, begin)))
        return true; /* not there yet, or never there */

    struct bp_afgeleide *a = &uit->afgeleiden[uit->afgeleide_count++];
    struct bp_registratie *reg = &a->registratie;
    a->laatste = last;
    *reg = nieuwe(uit, BP_SECTOR_MBO);
    reg->afgeleid = true;
    reg->brin = w->stappen[from].route->mbo_brin;
    reg->datum_inschrijving = begin;
    reg->datum_uitschrijving = einde;
    if (last) {
        reg->inschrijvingvolgnummer = s->mbo_inschrijvingvolgnummer;
        reg->datum_uitschrijving_gepland = s->datum_uitschrijving_gepland;
        if (bp_datum_given(einde))
            reg->reden_uitschrijving = s->reden_uitschrijving;
    }
    if (door_vertrek) {
        struct bp_bevinding *b = bp_inschrijving_find(
            uit, w->stappen[to].rij->line, BP218, BP_KOLOM_LEERROUTE,
            N_("the mbo registration at {1} ends on {2}: from {3} on the student is not in "
               "a route of that institution"));
        bp_bevinding_arg(&uit->bevindingen, b, 1, reg->brin);
        bp_bevinding_arg_datum(&uit->bevindingen, b, 2, einde);
        bp_bevinding_arg_datum(&uit->bevindingen, b, 3, w->stappen[to].begin);
    }
    return maak_perioden(w, from, to, reg, begin, einde);
}

/* Stays: the longest runs of periods in routes of one mbo institution. */
static bool maak_afgeleiden(struct werk *w)
{
    struct bp_inschrijving *uit = w->uit;
    size_t laatste_stap = w->begonnen;
    while (laatste_stap > 0 && !telt(&w->stappen[laatste_stap - 1]))
        laatste_stap--;
    if (laatste_stap == 0)
        return true;
    uit->afgeleiden = bp_arena_array(w->arena, laatste_stap, sizeof *uit->afgeleiden);
    if (!uit->afgeleiden)
        return false;
    for (size_t from = 0, to; from < laatste_stap; from = to) {
        to = from + 1;
        if (!telt(&w->stappen[from]))
            continue;
        while (to < laatste_stap && telt(&w->stappen[to]) &&
               bp_str_equal(w->stappen[to].route->mbo_brin, w->stappen[from].route->mbo_brin))
            to++;
        if (!maak_afgeleide(w, from, to, to == laatste_stap))
            return false;
    }
    return true;
}

/* --- signals that need the decision --------------------------------------------------------------------- */

static void signaleer(struct werk *w)
{
    struct bp_inschrijving *uit = w->uit;
    const struct bp_rij *s = &uit->samen;
    struct bp_bevindingen *list = &uit->bevindingen;
    struct bp_datum werk = einde_vo_werk(uit);
    struct bp_datum peildatum = w->regels->peildatum;
    enum bp_kolom werk_kolom = bp_datum_given(s->vo_afgerond_datum) ? BP_KOLOM_VO_AFGEROND_DATUM
                                                                    : BP_KOLOM_VMBO_DIPLOMA_DATUM;
    if (uit->leerroute == BP_ROUTE_DLR && uit->herkomst == BP_SECTOR_VO) {
        bool open = !bp_datum_given(werk) && uit->heeft_eigen &&
                    bp_registratie_op(&uit->eigen, peildatum) != NULL;
        struct bp_datum tot = bp_datum_given(werk) ? werk : (open ? peildatum : BP_DATUM_NONE);
        struct bp_routejaren jaren = { 0, 0 };
        if (bp_datum_given(tot))
            jaren = bp_route_jaren(uit->route, s->route_begin, s->doublures_vo, tot);
        if (jaren.lowest > 3) {
            struct bp_bevinding *b = bp_inschrijving_find(
                uit, line_of(w, werk_kolom), BP213, werk_kolom,
                N_("vo work goes on until {1}, in route year {2}; it may be spread over three"));
            bp_bevinding_arg_datum(list, b, 1, tot);
            bp_bevinding_arg_number(list, b, 2, (unsigned long)jaren.lowest);
        }
    }
    struct bp_datum einde = s->datum_uitschrijving, diploma = s->vmbo_diploma_datum;
    if (route_verlaten(uit) && bp_datum_given(diploma) && bp_datum_before(einde, diploma) &&
        bp_datum_to_days(diploma) - bp_datum_to_days(einde) < 14) {
        struct bp_bevinding *b = bp_inschrijving_find(
            uit, line_of(w, BP_KOLOM_DATUM_UITSCHRIJVING), BP306, BP_KOLOM_DATUM_UITSCHRIJVING,
            N_("datum_uitschrijving {1} lies just before the diploma of {2}, so the student counts "
               "as having left "
               "the route"));
        bp_bevinding_arg_datum(list, b, 1, einde);
        bp_bevinding_arg_datum(list, b, 2, diploma);
    }
}

enum bp_status beslis(struct werk *w, struct bp_error *err)
{
    struct bp_inschrijving *uit = w->uit;
    uit->begonnen = w->begonnen > 0;
    if (!uit->begonnen)
        return BP_OK;
    const struct stap *nu = &w->stappen[w->begonnen - 1];
    uit->route = nu->route;
    uit->leerroute = telt(nu) ? nu->route->soort : BP_ROUTE_REGULIER;
    uit->switch_date = switch_of(w, nu);
    if (uit->leerroute != BP_ROUTE_REGULIER)
        uit->fase = bp_route_fase(uit->switch_date, w->regels->peildatum);
    uit->regel = regel_van(uit, w->regels->peildatum);
    uit->bekostigbaar = nu->rij->bekostigbaar != BP_NEE;
    bool ok = maak_eigen(w);
    if (ok && uit->herkomst == BP_SECTOR_VO)
        ok = maak_afgeleiden(w);
    if (ok)
        signaleer(w);
    return ok && !uit->bevindingen.failed ? BP_OK : bp_error_memory(err, N_("a registration"));
}
