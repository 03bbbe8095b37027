/* controles.c - the checks of layer e that need one enrolment and its routes */
#include "bronpost/base/text.h"
#include "inschrijving_intern.h"

static struct bp_bevinding *vind(struct werk *w, uint32_t line, enum bp_code code,
                                 enum bp_kolom kolom, const char *text)
{
    return bp_bevinding_add(&w->uit->bevindingen, line, code, kolom, text);
}

static void arg(struct werk *w, struct bp_bevinding *b, size_t at, struct bp_str value)
{
    bp_bevinding_arg(&w->uit->bevindingen, b, at, value);
}

static void arg_datum(struct werk *w, struct bp_bevinding *b, size_t at, struct bp_datum value)
{
    bp_bevinding_arg_datum(&w->uit->bevindingen, b, at, value);
}

static void arg_getal(struct werk *w, struct bp_bevinding *b, size_t at, unsigned long value)
{
    bp_bevinding_arg_number(&w->uit->bevindingen, b, at, value);
}

/* Warnings are said once per enrolment, code and column. */
static bool al_gezegd(const struct werk *w, enum bp_code code, enum bp_kolom kolom)
{
    return bp_bevindingen_has(&w->uit->bevindingen, code, kolom);
}

/* --- what must be there -------------------------------------------------------------------------------- */

static void verplicht(struct werk *w, enum bp_kolom kolom)
{
    /* A cell that is filled but could not be read has its own finding. */
    if (bp_rij_filled(&w->uit->samen, kolom))
        return;
    struct bp_bevinding *b =
        vind(w, w->uit->rijen[0].line, BP106, kolom, N_("{1} is required and empty"));
    arg(w, b, 1, bp_str_of(bp_kolom_name(kolom)));
}

/* A group of columns of which some are filled: those that may not be missing then. */
static void niet_half(struct werk *w, const enum bp_kolom *any, size_t any_count,
                      const enum bp_kolom *needed, size_t needed_count)
{
    enum bp_kolom seen = BP_KOLOM_GEEN;
    for (size_t i = 0; i < any_count && seen == BP_KOLOM_GEEN; i++)
        if (bp_rij_filled(&w->uit->samen, any[i]))
            seen = any[i];
    if (seen == BP_KOLOM_GEEN)
        return;
    for (size_t i = 0; i < needed_count; i++) {
        if (bp_rij_filled(&w->uit->samen, needed[i]))
            continue;
        struct bp_bevinding *b =
            vind(w, line_of(w, seen), BP106, needed[i], N_("{1} is empty while {2} is filled in"));
        arg(w, b, 1, bp_str_of(bp_kolom_name(needed[i])));
        arg(w, b, 2, bp_str_of(bp_kolom_name(seen)));
    }
}

static void controleer_verplicht(struct werk *w)
{
    static const enum bp_kolom opp[] = { BP_KOLOM_OPP_EIND };
    static const enum bp_kolom opp_needed[] = { BP_KOLOM_OPP_BEGIN };
    static const enum bp_kolom verblijf[] = { BP_KOLOM_VERBLIJF_BRIN, BP_KOLOM_VERBLIJF_VESTIGING,
                                              BP_KOLOM_VERBLIJF_SOORT, BP_KOLOM_VERBLIJF_BEGIN,
                                              BP_KOLOM_VERBLIJF_EIND };
    static const enum bp_kolom verblijf_needed[] = { BP_KOLOM_VERBLIJF_BRIN,
                                                     BP_KOLOM_VERBLIJF_SOORT,
                                                     BP_KOLOM_VERBLIJF_BEGIN };
    verplicht(w, BP_KOLOM_INSCHRIJVINGVOLGNUMMER);
    verplicht(w, BP_KOLOM_DATUM_INSCHRIJVING);
    niet_half(w, opp, 1, opp_needed, 1);
    niet_half(w, verblijf, 5, verblijf_needed, 3);
    for (size_t i = 0; i < w->begonnen; i++) {
        const struct bp_rij *rij = w->stappen[i].rij;
        if (!bp_rij_filled(rij, BP_KOLOM_OPLEIDINGCODE) && !bp_rij_filled(rij, BP_KOLOM_LEERROUTE))
            vind(w, rij->line, BP106, BP_KOLOM_OPLEIDINGCODE,
                 N_("opleidingcode is required for a period without leerroute"));
    }
}

/* --- value lists ---------------------------------------------------------------------------------------- */

static void in_lijst(struct werk *w, uint32_t line, enum bp_lijst lijst, enum bp_kolom kolom,
                     struct bp_str waarde, struct bp_datum op)
{
    if (!bp_str_filled(waarde))
        return;
    enum bp_geldigheid geldig = bp_waarde_geldig_op(w->regels->lijsten, lijst, waarde, op);
    if (geldig == BP_WAARDE_GELDIG)
        return;
    struct bp_bevinding *b =
        vind(w, line, BP110, kolom,
             geldig == BP_WAARDE_ONBEKEND ? N_("the value is not in the list of {1}")
                                          : N_("the value of {1} is not valid on {2}"));
    arg(w, b, 1, bp_str_of(bp_lijst_name(lijst)));
    arg_datum(w, b, 2, op);
}

/* Takes the next word off `rest`; false when there is none. */
static bool next_word(struct bp_str *rest, struct bp_str *word)
{
    *rest = bp_str_trim(*rest);
    size_t n = 0;
    while (n < rest->len && rest->ptr[n] != ' ')
        n++;
    *word = (struct bp_str){ rest->ptr, n };
    rest->ptr += n;
    rest->len -= n;
    return n > 0;
}

static void controleer_lijsten(struct werk *w)
{
    const struct bp_rij *samen = &w->uit->samen;
    in_lijst(w, line_of(w, BP_KOLOM_GESLACHT), BP_LIJST_GESLACHT, BP_KOLOM_GESLACHT,
             samen->geslacht, samen->datum_inschrijving);
    in_lijst(w, line_of(w, BP_KOLOM_REDEN_UITSCHRIJVING), BP_LIJST_REDEN_UITSCHRIJVING,
             BP_KOLOM_REDEN_UITSCHRIJVING, samen->reden_uitschrijving, samen->datum_uitschrijving);
    in_lijst(w, line_of(w, BP_KOLOM_VERBLIJF_SOORT), BP_LIJST_VERBLIJF_SOORT,
             BP_KOLOM_VERBLIJF_SOORT, samen->verblijf_soort, samen->verblijf_begin);
    for (size_t i = 0; i < w->stap_count; i++) {
        const struct bp_rij *rij = w->stappen[i].rij;
        struct bp_datum op = w->stappen[i].begin;
        in_lijst(w, rij->line, BP_LIJST_LEERTRAJECT, BP_KOLOM_LEERTRAJECT, rij->leertraject, op);
        in_lijst(w, rij->line, BP_LIJST_NIVEAU, BP_KOLOM_NIVEAU, rij->niveau, op);
        struct bp_str rest = rij->experiment, word;
        while (next_word(&rest, &word))
            in_lijst(w, rij->line, BP_LIJST_EXPERIMENT, BP_KOLOM_EXPERIMENT, word, op);
    }
}

/* --- brin, route and origin ----------------------------------------------------------------------------- */

static void controleer_route_zelf(struct werk *w, const struct stap *stap)
{
    const struct bp_route *route = stap->route;
    for (size_t i = 0; i < route->fout_count; i++) {
        const struct bp_route_fout *fout = &route->fouten[i];
        struct bp_bevinding *b = vind(w, stap->rij->line, fout->code, BP_KOLOM_LEERROUTE,
                                      N_("line {1} of routes.csv is wrong, column {2}"));
        arg_getal(w, b, 1, route->line);
        arg(w, b, 2, bp_str_of(bp_route_kolom_name(fout->kolom)));
        if (b)
            b->route_fout = fout;
    }
}

/* The sector of each row; the first that tells is the enrolment's, another one is BP210. */
static void bepaal_herkomst(struct werk *w, const struct stap *stap)
{
    struct bp_inschrijving *uit = w->uit;
    const struct bp_rij *rij = stap->rij;
    if (bp_rij_filled(rij, BP_KOLOM_LEERROUTE) && !stap->route)
        return; /* BP201, or a key that could not be read */
    enum bp_sector sector;
    enum bp_herkomst_uitslag uitslag =
        bp_herkomst(uit->samen.brin, rij->opleidingcode, stap->route, &sector);
    if (uitslag == BP_HERKOMST_GEEN_DEEL) {
        struct bp_bevinding *b = vind(w, rij->line, BP210, BP_KOLOM_LEERROUTE,
                                      N_("brin {1} has no part in this route of {2} and {3}"));
        arg(w, b, 1, uit->samen.brin);
        arg(w, b, 2, stap->route->vo_brin);
        arg(w, b, 3, stap->route->mbo_brin);
    }
    if (uitslag != BP_HERKOMST_BEKEND)
        return;
    const struct bp_instelling *instelling = bp_mandaat_find(w->regels->mandaat, uit->samen.brin);
    if (!stap->route && instelling && (instelling->sectoren & (unsigned)sector) == 0) {
        struct bp_bevinding *b =
            vind(w, rij->line, BP210, BP_KOLOM_OPLEIDINGCODE,
                 N_("a code of this form belongs to {1}, and {2} has no {1} in the configuration"));
        arg(w, b, 1, bp_str_of(bp_sector_name(sector)));
        arg(w, b, 2, uit->samen.brin);
        return;
    }
    if (!uit->herkomst_bekend) {
        uit->herkomst = sector;
        uit->herkomst_bekend = true;
    } else if (uit->herkomst != sector) {
        struct bp_bevinding *b =
            vind(w, rij->line, BP210, stap->route ? BP_KOLOM_LEERROUTE : BP_KOLOM_OPLEIDINGCODE,
                 N_("this row belongs to {1}, another row of the same enrolment to {2}"));
        arg(w, b, 1, bp_str_of(bp_sector_name(sector)));
        arg(w, b, 2, bp_str_of(bp_sector_name(uit->herkomst)));
    }
}

static void controleer_plaats(struct werk *w, const struct stap *stap)
{
    const struct bp_rij *rij = stap->rij;
    if (bp_str_filled(rij->leerroute) && !stap->route)
        vind(w, rij->line, BP201, BP_KOLOM_LEERROUTE,
             N_("this leerroute does not stand in routes.csv"));
    if (stap->route)
        controleer_route_zelf(w, stap);
    bepaal_herkomst(w, stap);
    if (bp_str_filled(rij->vestiging) && bp_str_filled(w->uit->samen.brin) &&
        !bp_str_starts_with(rij->vestiging, w->uit->samen.brin)) {
        struct bp_bevinding *b = vind(w, rij->line, BP210, BP_KOLOM_VESTIGING,
                                      N_("the vestiging does not start with brin {1}"));
        arg(w, b, 1, w->uit->samen.brin);
    }
}

/* --- a period in a DLR or GLR --------------------------------------------------------------------------- */

static void controleer_niveau(struct werk *w, const struct stap *stap)
{
    struct bp_str niveau = stap->rij->niveau;
    if (!bp_str_filled(niveau))
        return;
    if (bp_str_equal(niveau, BP_STR("MBO-1")))
        vind(w, stap->rij->line, BP202, BP_KOLOM_NIVEAU,
             N_("a DLR or GLR leads to level 2, 3 or 4; level 1 (entree) is never part of one"));
    else if (stap->route->soort == BP_ROUTE_GLR && !bp_str_equal(niveau, BP_STR("MBO-2")))
        vind(w, stap->rij->line, BP203, BP_KOLOM_NIVEAU, N_("a GLR leads to level 2"));
}

static bool eerste_in_route(const struct werk *w, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (w->stappen[i].route == w->stappen[at].route)
            return false;
    return true;
}

static void controleer_looptijd(struct werk *w, size_t at)
{
    const struct stap *stap = &w->stappen[at];
    const struct bp_route *route = stap->route;
    if (bp_datum_before(stap->begin, BP_LEERROUTE_VANAF)) {
        struct bp_bevinding *b = vind(w, stap->rij->line, BP204, BP_KOLOM_PERIODE_BEGIN,
                                      N_("the period begins on {1}; a leerroute exists from {2}, "
                                         "when the law came into force"));
        arg_datum(w, b, 1, stap->begin);
        arg_datum(w, b, 2, BP_LEERROUTE_VANAF);
    }
    bool te_vroeg =
        bp_datum_given(route->begindatum) && bp_datum_before(stap->begin, route->begindatum);
    bool te_laat = bp_datum_given(route->einddatum) && eerste_in_route(w, at) &&
                   bp_datum_before(route->einddatum, stap->begin);
    if (!te_vroeg && !te_laat)
        return;
    struct bp_bevinding *b =
        vind(w, stap->rij->line, BP205, BP_KOLOM_PERIODE_BEGIN,
             te_vroeg ? N_("the period begins on {1}, the route exists from {2}")
                      : N_("the period begins on {1}, {2} was the last day to begin in the route"));
    arg_datum(w, b, 1, stap->begin);
    arg_datum(w, b, 2, te_vroeg ? route->begindatum : route->einddatum);
}

/* BP206; true when the calendar of the student can be known. */
static bool controleer_route_begin(struct werk *w, const struct stap *stap)
{
    const struct bp_rij *samen = &w->uit->samen;
    if (!bp_rij_filled(samen, BP_KOLOM_ROUTE_BEGIN)) {
        vind(w, stap->rij->line, BP206, BP_KOLOM_ROUTE_BEGIN,
             N_("route_begin is required with a leerroute: the first day of route year 1 of the "
                "cohort"));
        return false;
    }
    if (!bp_datum_given(samen->route_begin))
        return false;
    if (!bp_datum_before(stap->begin, samen->route_begin))
        return true;
    struct bp_bevinding *b =
        vind(w, stap->rij->line, BP206, BP_KOLOM_ROUTE_BEGIN,
             N_("route_begin {1} lies after this period, which begins on {2}"));
    arg_datum(w, b, 1, samen->route_begin);
    arg_datum(w, b, 2, stap->begin);
    return false;
}

/* BP207 and BP208; true when a stated route year is right. */
static bool controleer_routejaar(struct werk *w, const struct stap *stap,
                                 enum bp_leerroutefase fase, struct bp_routejaren jaren)
{
    unsigned stated = stap->rij->routejaar;
    if (stated == 0 || ((int)stated >= jaren.lowest && (int)stated <= jaren.highest))
        return stated != 0;
    enum bp_leerroutefase stated_fase = stated <= stap->route->vo_jaren ? BP_FASE_VO : BP_FASE_MBO;
    bool andere_fase = stated_fase != fase;
    if (!andere_fase && al_gezegd(w, BP208, BP_KOLOM_ROUTEJAAR))
        return false;
    struct bp_bevinding *b =
        vind(w, stap->rij->line, andere_fase ? BP207 : BP208, BP_KOLOM_ROUTEJAAR,
             andere_fase
                 ? N_("routejaar {1} is phase {2}, but on {3} the student is in phase {4}")
                 : N_("routejaar {1} differs from route year {2} on {3}; the phase is the same"));
    arg_getal(w, b, 1, stated);
    if (andere_fase)
        arg(w, b, 2, bp_str_of(bp_fase_name(stated_fase)));
    else
        arg_getal(w, b, 2, (unsigned long)jaren.lowest);
    arg_datum(w, b, 3, stap->begin);
    arg(w, b, 4, bp_str_of(bp_fase_name(fase)));
    return false;
}

static void controleer_leerjaar(struct werk *w, const struct stap *stap, struct bp_routejaren jaren,
                                bool stated_right)
{
    struct bp_str leerjaar = stap->rij->leerjaar;
    if (!bp_str_filled(leerjaar) || w->uit->herkomst != BP_SECTOR_VO ||
        al_gezegd(w, BP209, BP_KOLOM_LEERJAAR))
        return;
    int value = leerjaar.ptr[0] - '0';
    if (leerjaar.len == 2)
        value = value * 10 + leerjaar.ptr[1] - '0';
    /* Route year 1 is leerjaar 3. */
    int lowest = (stated_right ? (int)stap->rij->routejaar : jaren.lowest) + 2;
    int highest = (stated_right ? (int)stap->rij->routejaar : jaren.highest) + 2;
    if (value >= lowest && value <= highest)
        return;
    struct bp_bevinding *b = vind(w, stap->rij->line, BP209, BP_KOLOM_LEERJAAR,
                                  N_("leerjaar {1} in route year {2}; route year 1 is leerjaar 3"));
    arg_getal(w, b, 1, (unsigned long)value);
    arg_getal(w, b, 2, (unsigned long)(lowest - 2));
}

static void controleer_kalender(struct werk *w, const struct stap *stap)
{
    if (!controleer_route_begin(w, stap))
        return;
    const struct bp_rij *samen = &w->uit->samen;
    enum bp_leerroutefase fase = bp_route_fase(switch_of(w, stap), stap->begin);
    struct bp_routejaren jaren =
        bp_route_jaren(stap->route, samen->route_begin, samen->doublures_vo, stap->begin);
    bool stated_right = controleer_routejaar(w, stap, fase, jaren);
    if (fase == BP_FASE_VO)
        controleer_leerjaar(w, stap, jaren, stated_right);
    unsigned jaren_vo = stap->route->vo_jaren + samen->doublures_vo;
    enum bp_kolom kolom = samen->doublures_vo ? BP_KOLOM_DOUBLURES_VO : BP_KOLOM_LEERROUTE;
    if (jaren_vo != 2 && !al_gezegd(w, BP212, kolom)) {
        struct bp_bevinding *b =
            vind(w, samen->doublures_vo ? line_of(w, kolom) : stap->rij->line, BP212, kolom,
                 N_("the mbo-fase begins on {1}, {2} years after the school year of route_begin"));
        arg_datum(w, b, 1, switch_of(w, stap));
        arg_getal(w, b, 2, jaren_vo);
    }
    struct bp_datum overeenkomst = stap->route->samenwerkingsovereenkomst;
    bool op_tijd =
        bp_datum_given(overeenkomst) && bp_datum_before(overeenkomst, samen->route_begin);
    if (!op_tijd && !al_gezegd(w, BP214, BP_KOLOM_LEERROUTE)) {
        struct bp_bevinding *b = vind(w, stap->rij->line, BP214, BP_KOLOM_LEERROUTE,
                                      N_("routes.csv has no samenwerkingsovereenkomst before {1}"));
        arg_datum(w, b, 1, samen->route_begin);
    }
}

/* What the elementcode says: another leerweg, or an experiment beside the leerroute. */
static void controleer_elementcode(struct werk *w, const struct stap *stap)
{
    struct bp_str own = stap->rij->opleidingcode;
    bool experiment = bp_str_filled(stap->rij->experiment);
    enum bp_kolom kolom = experiment ? BP_KOLOM_EXPERIMENT : BP_KOLOM_OPLEIDINGCODE;
    if (w->uit->herkomst == BP_SECTOR_VO) {
        struct bp_str code = own.len == 4 ? own : stap->route->opleidingcode_vo;
        const struct bp_elementcode *known = bp_elementcode_find(w->regels->lijsten, code);
        experiment = experiment || (known && known->experiment);
        if (known && known->leerweg && bp_str_filled(stap->route->leerweg) &&
            !bp_str_equal(bp_str_of(known->leerweg), stap->route->leerweg) &&
            !al_gezegd(w, BP211, BP_KOLOM_OPLEIDINGCODE)) {
            struct bp_bevinding *b =
                vind(w, stap->rij->line, BP211, BP_KOLOM_OPLEIDINGCODE,
                     N_("elementcode {1} is leerweg {2}, the route is leerweg {3}"));
            arg(w, b, 1, code);
            arg(w, b, 2, bp_str_of(known->leerweg));
            arg(w, b, 3, stap->route->leerweg);
        }
    }
    if (experiment && !al_gezegd(w, BP217, kolom))
        vind(w, stap->rij->line, BP217, kolom,
             N_("a student is in an experiment or in a leerroute, not in both"));
}

/* --- dates of the enrolment ----------------------------------------------------------------------------- */

static void eind_voor_begin(struct werk *w, enum bp_kolom kolom, struct bp_datum eind,
                            enum bp_kolom begin_kolom, struct bp_datum begin)
{
    if (!bp_datum_given(eind) || !bp_datum_given(begin) || !bp_datum_before(eind, begin))
        return;
    struct bp_bevinding *b =
        vind(w, line_of(w, kolom), BP303, kolom, N_("{1} {2} lies before {3} {4}"));
    arg(w, b, 1, bp_str_of(bp_kolom_name(kolom)));
    arg_datum(w, b, 2, eind);
    arg(w, b, 3, bp_str_of(bp_kolom_name(begin_kolom)));
    arg_datum(w, b, 4, begin);
}

static void controleer_perioden(struct werk *w)
{
    const struct bp_rij *samen = &w->uit->samen;
    struct bp_datum begin = samen->datum_inschrijving, eind = samen->datum_uitschrijving;
    if (!bp_datum_given(begin))
        return;
    for (size_t i = 0; i < w->stap_count; i++) {
        const struct stap *stap = &w->stappen[i];
        if (!bp_datum_given(stap->begin))
            continue;
        const char *text = NULL;
        enum bp_code code = BP302;
        struct bp_datum grens = begin;
        if (bp_datum_before(stap->begin, begin)) {
            text = N_("the period begins on {1}, before datum_inschrijving {2}");
        } else if (bp_datum_given(eind) && bp_datum_before(eind, stap->begin)) {
            text = N_("the period begins on {1}, after datum_uitschrijving {2}");
            grens = eind;
        } else if (i == 0 && bp_datum_before(begin, stap->begin)) {
            code = BP301;
            text = N_("the first period begins on {1}, datum_inschrijving is {2}");
        }
        if (!text)
            continue;
        struct bp_bevinding *b = vind(w, stap->rij->line, code, BP_KOLOM_PERIODE_BEGIN, text);
        arg_datum(w, b, 1, stap->begin);
        arg_datum(w, b, 2, grens);
    }
}

/* BP306: a date that should not lie before another one. */
static void tegenstrijdig(struct werk *w, enum bp_kolom kolom, struct bp_datum datum,
                          enum bp_kolom grens_kolom, struct bp_datum grens)
{
    if (!bp_datum_given(datum) || !bp_datum_given(grens) || !bp_datum_before(datum, grens) ||
        al_gezegd(w, BP306, kolom))
        return;
    struct bp_bevinding *b =
        vind(w, line_of(w, kolom), BP306, kolom, N_("{1} {2} lies before {3} {4}"));
    arg(w, b, 1, bp_str_of(bp_kolom_name(kolom)));
    arg_datum(w, b, 2, datum);
    arg(w, b, 3, bp_str_of(bp_kolom_name(grens_kolom)));
    arg_datum(w, b, 4, grens);
}

static void na_uitschrijving(struct werk *w, enum bp_kolom kolom, struct bp_datum datum)
{
    struct bp_datum eind = w->uit->samen.datum_uitschrijving;
    if (!bp_datum_given(datum) || !bp_datum_given(eind) || !bp_datum_before(eind, datum) ||
        al_gezegd(w, BP306, kolom))
        return;
    struct bp_bevinding *b =
        vind(w, line_of(w, kolom), BP306, kolom, N_("{1} {2} lies after datum_uitschrijving {3}"));
    arg(w, b, 1, bp_str_of(bp_kolom_name(kolom)));
    arg_datum(w, b, 2, datum);
    arg_datum(w, b, 3, eind);
}

static void controleer_datums(struct werk *w)
{
    const struct bp_rij *s = &w->uit->samen;
    eind_voor_begin(w, BP_KOLOM_DATUM_UITSCHRIJVING, s->datum_uitschrijving,
                    BP_KOLOM_DATUM_INSCHRIJVING, s->datum_inschrijving);
    eind_voor_begin(w, BP_KOLOM_DATUM_UITSCHRIJVING_GEPLAND, s->datum_uitschrijving_gepland,
                    BP_KOLOM_DATUM_INSCHRIJVING, s->datum_inschrijving);
    eind_voor_begin(w, BP_KOLOM_MBO_DATUM_UITSCHRIJVING, s->mbo_datum_uitschrijving,
                    BP_KOLOM_MBO_DATUM_INSCHRIJVING, s->mbo_datum_inschrijving);
    controleer_perioden(w);
    tegenstrijdig(w, BP_KOLOM_OPP_BEGIN, s->opp_begin, BP_KOLOM_DATUM_INSCHRIJVING,
                  s->datum_inschrijving);
    tegenstrijdig(w, BP_KOLOM_OPP_EIND, s->opp_eind, BP_KOLOM_OPP_BEGIN, s->opp_begin);
    na_uitschrijving(w, BP_KOLOM_OPP_BEGIN, s->opp_begin);
    na_uitschrijving(w, BP_KOLOM_OPP_EIND, s->opp_eind);
    tegenstrijdig(w, BP_KOLOM_VERBLIJF_BEGIN, s->verblijf_begin, BP_KOLOM_DATUM_INSCHRIJVING,
                  s->datum_inschrijving);
    tegenstrijdig(w, BP_KOLOM_VERBLIJF_EIND, s->verblijf_eind, BP_KOLOM_VERBLIJF_BEGIN,
                  s->verblijf_begin);
    na_uitschrijving(w, BP_KOLOM_VERBLIJF_BEGIN, s->verblijf_begin);
    na_uitschrijving(w, BP_KOLOM_VERBLIJF_EIND, s->verblijf_eind);
    tegenstrijdig(w, BP_KOLOM_VMBO_DIPLOMA_DATUM, s->vmbo_diploma_datum, BP_KOLOM_GEBOORTEDATUM,
                  s->geboortedatum);
    tegenstrijdig(w, BP_KOLOM_VO_AFGEROND_DATUM, s->vo_afgerond_datum, BP_KOLOM_GEBOORTEDATUM,
                  s->geboortedatum);
}

void controleer(struct werk *w)
{
    controleer_verplicht(w);
    controleer_lijsten(w);
    for (size_t i = 0; i < w->stap_count; i++)
        controleer_plaats(w, &w->stappen[i]);
    /* A period that has not begun is no error for lacking what its message will need. */
    for (size_t i = 0; i < w->begonnen; i++) {
        if (!telt(&w->stappen[i]))
            continue;
        controleer_niveau(w, &w->stappen[i]);
        controleer_looptijd(w, i);
        controleer_kalender(w, &w->stappen[i]);
        controleer_elementcode(w, &w->stappen[i]);
    }
    controleer_datums(w);
}
