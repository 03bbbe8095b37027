/* What RIO would refuse afterwards, as far as it can be known here: rio.md section 7. */
#include "aangeboden_intern.h"

#include "bronpost/base/text.h"

#define FIRST_FINDINGS ((size_t)8)
/* For "valid as long as the programme lasts" of one without an end: the last year that dates may have. */
#define ALTIJD BP_DATUM(2100, 12, 31)

void bp_rio_bevinding_add(struct bp_rio_bevindingen *list, struct bp_rio_bevinding bevinding)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : FIRST_FINDINGS;
        struct bp_rio_bevinding *items = bp_arena_array(list->arena, cap, sizeof *items);
        if (!items) {
            list->failed = true;
            return;
        }
        if (list->count)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    list->items[list->count++] = bevinding;
}

bool bp_rio_bevindingen_reject(const struct bp_rio_bevindingen *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].signaal)
            return true;
    return false;
}

/* --- a check in progress -------------------------------------------------------------------------------- */

struct controle {
    const struct bp_aangeboden *a;
    const struct bp_waardenlijsten *lijsten;
    struct bp_rio_bevindingen *out;
};

static const struct bp_str NOTHING = { NULL, 0 };

static void meld(struct controle *c, const char *code, enum bp_route_kolom kolom, const char *text,
                 struct bp_str first, struct bp_str second)
{
    bp_rio_bevinding_add(c->out, (struct bp_rio_bevinding){ .code = code,
                                                            .kolom = kolom,
                                                            .text = text,
                                                            .args = { first, second, NOTHING } });
}

/* Goes on, and is shown. */
static void signaleer(struct controle *c, const char *code, enum bp_route_kolom kolom,
                      const char *text, struct bp_str first, struct bp_str second)
{
    size_t before = c->out->count;
    meld(c, code, kolom, text, first, second);
    if (c->out->count > before)
        c->out->items[before].signaal = true;
}

static struct bp_str day(struct controle *c, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    struct bp_str s = bp_arena_str(c->out->arena, bp_str_of(text));
    c->out->failed = c->out->failed || !s.ptr;
    return s;
}

/* Both days given, and not in this order. */
static bool not_after(struct bp_datum first, struct bp_datum second)
{
    return bp_datum_given(first) && bp_datum_given(second) && !bp_datum_before(first, second);
}

/* Ends later than the programme, whose end is the first day after it. */
static bool beyond(const struct bp_aangeboden *a, struct bp_datum d)
{
    return bp_datum_given(a->eind) && bp_datum_given(d) && bp_datum_before(a->eind, d);
}

static bool one_of(struct bp_str value, const char *words)
{
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, " ");
        if (bp_str_equal(value, (struct bp_str){ at, len }))
            return true;
        at += len;
        at += strspn(at, " ");
    }
    return false;
}

/* --- kenmerken ------------------------------------------------------------------------------------------ */

enum plaats { VO_OPLEIDING = 1, MBO_OPLEIDING = 2, VO_PERIODE = 4, MBO_PERIODE = 8, COHORT = 16 };

struct kenmerksoort {
    const char *naam;
    unsigned plaatsen;
    enum bp_kenmerksoort soort;
    unsigned least, most;
    const char *waarden; /* NULL: RIO knows the list, we do not */
};

#define BEIDE_OPLEIDINGEN (VO_OPLEIDING | MBO_OPLEIDING)

static const struct kenmerksoort kenmerksoorten[] = {
    { KENMERK_LEERLIJN, BEIDE_OPLEIDINGEN, BP_KENMERK_ENUMERATIE, 0, 1,
      "DLR_VMBO_MBO GLR_VMBO_MBO" },
    { "doorlopendeLeerlijnBoVo", VO_OPLEIDING, BP_KENMERK_ENUMERATIE, 0, 1,
      "SCHAKELKLAS_PO_VO TIENERSCHOOL" },
    { "opleidingskenmerk", VO_OPLEIDING, BP_KENMERK_ENUMERATIE, 0, 99, NULL },
    { "voertaal", MBO_OPLEIDING, BP_KENMERK_ENUMERATIE, 0, 1, NULL },
    { KENMERK_SLEUTEL, BEIDE_OPLEIDINGEN, BP_KENMERK_TEKST, 0, 1, NULL },
    { KENMERK_INSTROOM, BEIDE_OPLEIDINGEN, BP_KENMERK_DATUM, 0, 1, NULL },
    { KENMERK_PARTNER, VO_PERIODE | MBO_PERIODE, BP_KENMERK_TEKST, 0, 99, NULL },
    { "website", MBO_PERIODE, BP_KENMERK_TEKST, 0, 1, NULL },
    { "opleidingsvorm", COHORT, BP_KENMERK_ENUMERATIE, 1, 1,
      "KLASSIKAAL ONLINE KLASSIKAAL_EN_ONLINE COACHING LEZING ZELFSTUDIE" },
    { "deelnemersplaatsen", COHORT, BP_KENMERK_GETAL, 0, 1, NULL },
};

#define GEEN_KOLOM BP_ROUTE_KOLOM_COUNT

static const struct kenmerksoort *soort_of(const struct bp_kenmerk *k)
{
    for (size_t i = 0; i < sizeof kenmerksoorten / sizeof *kenmerksoorten; i++)
        if (bp_str_equal(bp_str_of(kenmerksoorten[i].naam), k->naam))
            return &kenmerksoorten[i];
    return NULL;
}

/* Exactly one value, in the element of its type. */
static bool type_ok(const struct bp_kenmerk *k, enum bp_kenmerksoort soort)
{
    for (size_t s = 0; s < BP_KENMERK_SOORTEN; s++)
        if (bp_str_filled(k->waarde[s]) != (s == (size_t)soort))
            return false;
    return true;
}

/* A whole number, written as a decimal as RIO writes all of them: 24, 024, 24.0. */
static bool places_ok(struct bp_str value)
{
    unsigned n = 0;
    struct bp_str s = bp_str_trim(value);
    size_t at = 0;
    for (; at < s.len && bp_ascii_digit(s.ptr[at]); at++)
        if (n <= BP_DEELNEMERSPLAATSEN_MAX)
            n = 10 * n + (unsigned)(s.ptr[at] - '0');
    if (at < s.len && s.ptr[at++] != '.')
        return false;
    while (at < s.len && s.ptr[at] == '0')
        at++;
    return at == s.len && n >= BP_DEELNEMERSPLAATSEN_MIN && n <= BP_DEELNEMERSPLAATSEN_MAX;
}

static bool value_ok(const struct bp_kenmerk *k, const struct kenmerksoort *soort)
{
    struct bp_str value = k->waarde[soort->soort];
    struct bp_datum d;
    if (soort->waarden)
        return one_of(value, soort->waarden);
    if (soort->soort == BP_KENMERK_DATUM) /* laatsteInstroomdatum, the only one */
        return bp_datum_parse_iso(value, &d) && !bp_datum_before(d, BP_LAATSTE_INSTROOM_VANAF) &&
               !bp_datum_before(BP_LAATSTE_INSTROOM_TOT_EN_MET, d);
    return soort->soort != BP_KENMERK_GETAL || places_ok(value); /* deelnemersplaatsen: likewise */
}

/* A partner that stands there twice has a code of its own. */
static void check_twice(struct controle *c, struct bp_kenmerken kenmerken, size_t at,
                        const struct kenmerksoort *soort)
{
    const struct bp_kenmerk *k = &kenmerken.items[at];
    bool partner = (soort->plaatsen & VO_PERIODE) != 0;
    for (size_t i = 0; i < at; i++) {
        if (bp_kenmerk_compare(&kenmerken.items[i], k) != 0)
            continue;
        if (partner)
            meld(c, "N10060",
                 c->a->sector == BP_SECTOR_VO ? BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER
                                              : BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER,
                 N_("the partner school {1} stands twice in one period"),
                 k->waarde[BP_KENMERK_TEKST], NOTHING);
        else if (soort->most > 1)
            meld(c, "K01040", GEEN_KOLOM, N_("the kenmerk {1} has the same value twice"), k->naam,
                 NOTHING);
        return;
    }
}

/* The only value that comes from a cell that somebody types freely: routes.csv's einddatum. The other ones are ours
 * or RIO's own. */
static void meld_value(struct controle *c, const struct bp_kenmerk *k,
                       const struct kenmerksoort *soort)
{
    if (soort->soort == BP_KENMERK_DATUM)
        meld(c, "K01050", BP_ROUTE_KOLOM_EINDDATUM,
             N_("RIO takes a last day of intake from {1} to {2}, and this is another one"),
             day(c, BP_LAATSTE_INSTROOM_VANAF), day(c, BP_LAATSTE_INSTROOM_TOT_EN_MET));
    else
        meld(c, "K01050", GEEN_KOLOM, N_("the value of the kenmerk {1} is not one that RIO knows"),
             k->naam, NOTHING);
}

static void check_kenmerk(struct controle *c, struct bp_kenmerken kenmerken, size_t at,
                          enum plaats plaats)
{
    const struct bp_kenmerk *k = &kenmerken.items[at];
    const struct kenmerksoort *soort = soort_of(k);
    if (!soort || !(soort->plaatsen & (unsigned)plaats)) {
        meld(c, "K01030", GEEN_KOLOM, N_("RIO has no kenmerk {1} here"), k->naam, NOTHING);
        return;
    }
    if (!type_ok(k, soort->soort))
        meld(c, "K01060", GEEN_KOLOM, N_("the kenmerk {1} holds another type of value"), k->naam,
             NOTHING);
    else if (!value_ok(k, soort))
        meld_value(c, k, soort);
    check_twice(c, kenmerken, at, soort);
}

static void check_kenmerken(struct controle *c, struct bp_kenmerken kenmerken, enum plaats plaats)
{
    for (size_t i = 0; i < kenmerken.count; i++)
        check_kenmerk(c, kenmerken, i, plaats);
    for (size_t i = 0; i < sizeof kenmerksoorten / sizeof *kenmerksoorten; i++) {
        const struct kenmerksoort *soort = &kenmerksoorten[i];
        size_t found = 0;
        for (size_t k = 0; k < kenmerken.count; k++)
            found += bp_str_equal(kenmerken.items[k].naam, bp_str_of(soort->naam));
        if (!(soort->plaatsen & (unsigned)plaats))
            continue;
        if (found < soort->least)
            meld(c, "K01010", GEEN_KOLOM, N_("the kenmerk {1} is missing"), bp_str_of(soort->naam),
                 NOTHING);
        if (found > soort->most)
            meld(c, "K01020", GEEN_KOLOM, N_("the kenmerk {1} occurs too often"),
                 bp_str_of(soort->naam), NOTHING);
    }
}

/* --- the programme and its periods ---------------------------------------------------------------------- */

static void check_dates(struct controle *c)
{
    const struct bp_aangeboden *a = c->a;
    if (not_after(a->begin, a->eind))
        meld(c, "N09010", BP_ROUTE_KOLOM_EINDDATUM,
             N_("einddatum {1} does not lie after begindatum {2}"), day(c, a->eind),
             day(c, a->begin));
    if (not_after(a->eerste_instroom, a->eind))
        meld(c, "N09090", BP_ROUTE_KOLOM_EINDDATUM,
             N_("eersteInstroomDatum {1} does not lie before einddatum {2}"),
             day(c, a->eerste_instroom), day(c, a->eind));
    /* Both values of the kenmerk are valid from the day on which the law came into force. */
    if (bp_str_filled(bp_aangeboden_leerlijn(a)) && bp_datum_before(a->begin, BP_LEERROUTE_VANAF))
        meld(c, "K01051", BP_ROUTE_KOLOM_BEGINDATUM,
             N_("begindatum {1} lies before {2}: there was no DLR or GLR then"), day(c, a->begin),
             day(c, BP_LEERROUTE_VANAF));
}

/* The record leaves it out, so that nothing refuses it, and RIO goes on showing an open intake. */
static void check_gesloten(struct controle *c)
{
    if (!bp_datum_given(c->a->gesloten))
        return;
    signaleer(c, "K01050", BP_ROUTE_KOLOM_EINDDATUM,
              N_("the intake closed on {1}, and RIO takes a last day of intake from {2} on: RIO is "
                 "not told that it is closed. Fill in {2} when nobody began after {1}"),
              day(c, c->a->gesloten), day(c, BP_LAATSTE_INSTROOM_VANAF));
}

static void check_periods(struct controle *c)
{
    const struct bp_aangeboden *a = c->a;
    if (a->periode_count == 0 || !bp_datum_equal(a->perioden[0].begin, a->begin))
        meld(c, "N10050", BP_ROUTE_KOLOM_BEGINDATUM,
             N_("the first period does not begin on {1}, the programme's begindatum"),
             day(c, a->begin), NOTHING);
    for (size_t i = 0; i < a->periode_count; i++) {
        struct bp_datum begin = a->perioden[i].begin;
        if (i && !bp_datum_before(a->perioden[i - 1].begin, begin))
            meld(c, "N10040", BP_ROUTE_KOLOM_BEGINDATUM,
                 N_("the period of {1} does not come after the one of {2}"), day(c, begin),
                 day(c, a->perioden[i - 1].begin));
        if (bp_datum_before(begin, a->begin) || not_after(begin, a->eind))
            meld(c, "N10020", BP_ROUTE_KOLOM_BEGINDATUM,
                 N_("the period of {1} begins outside the life of the programme"), day(c, begin),
                 NOTHING);
        check_kenmerken(c, a->perioden[i].kenmerken,
                        a->sector == BP_SECTOR_VO ? VO_PERIODE : MBO_PERIODE);
    }
}

static bool listed(const struct controle *c, enum bp_lijst lijst, struct bp_str value)
{
    struct bp_datum last = bp_datum_given(c->a->eind) ? bp_datum_add_days(c->a->eind, -1) : ALTIJD;
    return bp_waarde_geldig_op(c->lijsten, lijst, value, c->a->begin) == BP_WAARDE_GELDIG &&
           bp_waarde_geldig_op(c->lijsten, lijst, value, last) == BP_WAARDE_GELDIG;
}

static void check_lists(struct controle *c)
{
    const struct bp_aangeboden *a = c->a;
    if (bp_str_filled(a->duur_eenheid) && !one_of(a->duur_eenheid, "J M W D U"))
        meld(c, "N09050", GEEN_KOLOM,
             N_("the unit of the deviating duration is not J, M, W, D or U"), NOTHING, NOTHING);
    if (a->sector != BP_SECTOR_MBO)
        return;
    if (!listed(c, BP_LIJST_LEERTRAJECT, a->leertraject))
        meld(c, "N09030", BP_ROUTE_KOLOM_LEERTRAJECT,
             N_("leertraject {1} is not in the list, or not valid from {2} as long as the route "
                "lasts"),
             a->leertraject, day(c, a->begin));
    if (bp_str_filled(a->niveau) && !listed(c, BP_LIJST_NIVEAU, a->niveau))
        meld(c, "N09060", BP_ROUTE_KOLOM_NIVEAU, N_("the mbo level {1} is not in the list"),
             a->niveau, NOTHING);
    if (!one_of(a->toelatingseisen, "JA NEE"))
        meld(c, "N09070", GEEN_KOLOM, N_("toelatingseisen is not JA or NEE"), NOTHING, NOTHING);
    if (!one_of(a->toegankelijkheid, "ALL SPEC"))
        meld(c, "N09080", GEEN_KOLOM, N_("toegankelijkheid is not ALL or SPEC"), NOTHING, NOTHING);
}

/* --- cohorts -------------------------------------------------------------------------------------------- */

static void check_cohort(struct controle *c, size_t at)
{
    const struct bp_aangeboden *a = c->a;
    const struct bp_cohort *k = &a->cohorten[at];
    const struct {
        bool wrong;
        const char *code, *text;
    } rules[] = {
        { not_after(k->begin_aanmelding, k->eind_aanmelding), "N11020",
          N_("cohort {1}: eindeAanmeldperiode does not lie after beginAanmeldperiode") },
        { not_after(k->begin_instroom, k->eind_instroom), "N11030",
          N_("cohort {1}: eindeInstroomperiode does not lie after beginInstroomperiode") },
        { not_after(k->instroommoment, k->eind) || not_after(k->begin_instroom, k->eind), "N11040",
          N_("cohort {1}: einddatum does not lie after the intake") },
        { beyond(a, k->eind_aanmelding), "N11410",
          N_("cohort {1}: the application period ends after the programme") },
        { beyond(a, k->eind_instroom), "N11430",
          N_("cohort {1}: the intake period ends after the programme") },
        { beyond(a, k->instroommoment), "N11460",
          N_("cohort {1}: instroommoment lies after the end of the programme") },
        { !one_of(k->status, "O G"), "N11440", N_("cohort {1}: cohortstatus is not O or G") },
        { !one_of(k->toestemming, "JA NEE"), "N11450",
          N_("cohort {1}: toestemmingVereistVoorAanmelding is not JA or NEE") },
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].wrong)
            meld(c, rules[i].code, GEEN_KOLOM, rules[i].text, k->code, NOTHING);
    for (size_t i = 0; i < at; i++) {
        if (!bp_str_equal(a->cohorten[i].code, k->code))
            continue;
        meld(c, "N11420", GEEN_KOLOM, N_("the cohortcode {1} stands there twice"), k->code,
             NOTHING);
        break;
    }
    check_kenmerken(c, k->kenmerken, COHORT);
}

void bp_aangeboden_check(const struct bp_aangeboden *aangeboden,
                         const struct bp_waardenlijsten *lijsten, struct bp_rio_bevindingen *out)
{
    struct controle c = { aangeboden, lijsten, out };
    check_dates(&c);
    check_gesloten(&c);
    check_periods(&c);
    check_lists(&c);
    check_kenmerken(&c, aangeboden->kenmerken,
                    aangeboden->sector == BP_SECTOR_VO ? VO_OPLEIDING : MBO_OPLEIDING);
    for (size_t i = 0; i < aangeboden->cohort_count; i++)
        check_cohort(&c, i);
}

/* --- what RIO keeps -------------------------------------------------------------------------------------- */

static bool names_partner(const struct bp_route *const *routes, size_t count, enum bp_sector sector,
                          struct bp_str partner)
{
    for (size_t i = 0; i < count; i++)
        if (bp_str_equal(bp_route_zijde(routes[i], sector).partner, partner))
            return true;
    return false;
}

static bool signalled(const struct bp_rio_bevindingen *list, struct bp_str first)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].code, "BP221") == 0 &&
            bp_str_equal(list->items[i].args[0], first))
            return true;
    return false;
}

static void check_partners(struct controle *c, const struct bp_aangeboden_periode *periode,
                           const struct bp_route *const *routes, size_t count)
{
    enum bp_sector sector = c->a->sector;
    for (size_t i = 0; i < periode->kenmerken.count; i++) {
        const struct bp_kenmerk *k = &periode->kenmerken.items[i];
        struct bp_str partner = k->waarde[BP_KENMERK_TEKST];
        if (!bp_str_equal(k->naam, BP_STR(KENMERK_PARTNER)) ||
            names_partner(routes, count, sector, partner) || signalled(c->out, partner))
            continue;
        signaleer(c, "BP221", bp_route_zijde(routes[0], sector).kolom_partner,
                  N_("RIO keeps {1} as a partner school, which routes.csv does not name: when it "
                     "takes part no longer, take it out in RIO's own screens"),
                  partner, NOTHING);
    }
}

void bp_aangeboden_check_kept(const struct bp_aangeboden *nieuw,
                              const struct bp_route *const *routes, size_t count,
                              struct bp_datum dag, struct bp_rio_bevindingen *out)
{
    struct controle c = { nieuw, NULL, out };
    if (bp_datum_before(nieuw->begin, routes[0]->begindatum))
        signaleer(&c, "BP221", BP_ROUTE_KOLOM_BEGINDATUM,
                  N_("RIO has a history of this programme from {1} on and keeps it, while "
                     "routes.csv begins on {2}: when it is not of this route, correct it in RIO's "
                     "own screens"),
                  day(&c, nieuw->begin), day(&c, routes[0]->begindatum));
    for (size_t i = 0; i < nieuw->periode_count; i++) {
        bool over =
            i + 1 < nieuw->periode_count && !bp_datum_before(dag, nieuw->perioden[i + 1].begin);
        if (!over)
            check_partners(&c, &nieuw->perioden[i], routes, count);
    }
}

/* --- the routes behind it ------------------------------------------------------------------------------- */

/* What the reader of routes.csv found, under RIO's own code where RIO has one for it. */
static const char *code_of(const struct bp_route_fout *fout)
{
    if (fout->kolom == BP_ROUTE_KOLOM_LEERTRAJECT && fout->code == BP110)
        return "N09030";
    if (fout->kolom == BP_ROUTE_KOLOM_NIVEAU && fout->code == BP104)
        return "N09060";
    return bp_code_info(fout->code)->name;
}

static bool said(const struct bp_route *route, enum bp_route_kolom kolom)
{
    for (size_t i = 0; i < route->fout_count; i++)
        if (route->fouten[i].kolom == kolom)
            return true;
    return false;
}

static void check_route(struct controle *c, const struct bp_route *route, enum bp_sector sector)
{
    struct bp_route_zijde zijde = bp_route_zijde(route, sector);
    for (size_t i = 0; i < route->fout_count; i++)
        meld(c, code_of(&route->fouten[i]), route->fouten[i].kolom, route->fouten[i].text,
             route->fouten[i].args[0], route->fouten[i].args[1]);
    if (!bp_str_filled(zijde.onderwijsaanbieder) && !said(route, zijde.kolom_aanbieder))
        meld(c, "BP106", zijde.kolom_aanbieder,
             N_("RIO needs the onderwijsaanbieder of this school: fill it in"), NOTHING, NOTHING);
    if (!bp_str_filled(zijde.partner) && !said(route, zijde.kolom_partner))
        meld(c, "BP106", zijde.kolom_partner,
             N_("RIO needs the onderwijsaanbieder of the partner school, which the route names: "
                "fill it in"),
             NOTHING, NOTHING);
    if (bp_datum_given(route->einddatum) && bp_datum_given(route->begindatum) &&
        bp_datum_before(route->einddatum, route->begindatum))
        meld(c, "N09010", BP_ROUTE_KOLOM_EINDDATUM,
             N_("einddatum {1} does not lie after begindatum {2}"), day(c, route->einddatum),
             day(c, route->begindatum));
}

/* One code in RIO is one programme: what never changes in one must be equal in all its routes. */
static void check_together(struct controle *c, const struct bp_route *first,
                           const struct bp_route *other, enum bp_sector sector)
{
    struct bp_route_zijde x = bp_route_zijde(first, sector), y = bp_route_zijde(other, sector);
    bool mbo = sector == BP_SECTOR_MBO;
    const struct {
        bool differ;
        enum bp_route_kolom kolom;
    } parts[] = {
        { !bp_str_equal(x.brin, y.brin), y.kolom_brin },
        { !bp_str_equal(x.onderwijsaanbieder, y.onderwijsaanbieder), y.kolom_aanbieder },
        { !bp_str_equal(x.opleidingcode, y.opleidingcode), y.kolom_opleidingcode },
        { !bp_str_equal(x.onderwijslocatie, y.onderwijslocatie), y.kolom_locatie },
        { mbo && !bp_str_equal(first->leertraject, other->leertraject),
          BP_ROUTE_KOLOM_LEERTRAJECT },
        { mbo && first->niveau != other->niveau, BP_ROUTE_KOLOM_NIVEAU },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].differ)
            meld(c, "N09450", parts[i].kolom,
                 N_("the routes {1} and {2} share one code in RIO and differ here: give each its "
                    "own code"),
                 first->leerroute, other->leerroute);
    if (first->soort != other->soort)
        meld(c, "K01020", BP_ROUTE_KOLOM_SOORT,
             N_("the routes {1} and {2} share one code in RIO, and a programme is a DLR or a GLR: "
                "give each its own code"),
             first->leerroute, other->leerroute);
}

static void check_agreement(struct controle *c, const struct bp_route *route)
{
    if (bp_datum_given(route->samenwerkingsovereenkomst) &&
        bp_datum_before(route->samenwerkingsovereenkomst, route->begindatum))
        return;
    signaleer(c, "BP214", BP_ROUTE_KOLOM_SAMENWERKINGSOVEREENKOMST,
              N_("no agreement between the schools dated before begindatum {1}; it is obligatory "
                 "before the route begins"),
              day(c, route->begindatum), NOTHING);
}

void bp_aangeboden_check_routes(const struct bp_route *const *routes, size_t count,
                                enum bp_sector sector, struct bp_rio_bevindingen *out)
{
    struct controle c = { NULL, NULL, out };
    for (size_t i = 0; i < count; i++) {
        check_route(&c, routes[i], sector);
        if (i)
            check_together(&c, routes[0], routes[i], sector);
        if (bp_datum_given(routes[i]->begindatum))
            check_agreement(&c, routes[i]);
    }
}
