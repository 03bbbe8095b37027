/* What RIO would refuse, each with RIO's own code: a record without a mistake, one change, the codes that follow. */
#include "bronpost/domain/aangeboden.h"

#include "support/rio_voorbeelden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define CODES 200

/* "N09010 K01051", signals between brackets. */
static void codes_of(const struct bp_rio_bevindingen *found, char out[CODES])
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < found->count; i++) {
        const struct bp_rio_bevinding *b = &found->items[i];
        int n =
            snprintf(out + at, CODES - at, b->signaal ? "%s(%s)" : "%s%s", at ? " " : "", b->code);
        assert_in_range(n, 1, CODES - at - 1);
        at += (size_t)n;
    }
}

/* --- a record ------------------------------------------------------------------------------------------- */

#define CHANGE(name) static void name(struct rio_voorbeeld *v)
#define A            v->opleiding

CHANGE(nothing)
{
    (void)v;
}
CHANGE(one_day)
{
    A.eerste_instroom = A.begin;
    A.eind = bp_datum_add_days(A.begin, 1);
}
CHANGE(no_day)
{
    A.eerste_instroom = BP_DATUM_NONE;
    A.eind = A.begin;
}
CHANGE(first_intake_on_the_end)
{
    A.eind = BP_DATUM(2030, 8, 1);
    A.eerste_instroom = A.eind;
}
CHANGE(first_intake_on_the_last_day)
{
    A.eind = BP_DATUM(2030, 8, 1);
    A.eerste_instroom = BP_DATUM(2030, 7, 31);
}
CHANGE(day_of_the_law)
{
    v->perioden[0].begin = A.begin = A.eerste_instroom = BP_DATUM(2020, 8, 1);
}
CHANGE(day_before_the_law)
{
    v->perioden[0].begin = A.begin = A.eerste_instroom = BP_DATUM(2020, 7, 31);
}
CHANGE(day_before_the_law_and_no_route)
{
    day_before_the_law(v);
    v->kenmerken[0] = rio_kenmerk("laatsteInstroomdatum", BP_KENMERK_DATUM, "2026-07-31");
}
static void periods(struct rio_voorbeeld *v, struct bp_datum first, struct bp_datum second)
{
    v->perioden[1] = v->perioden[0];
    v->perioden[0].begin = first;
    v->perioden[1].begin = second;
    A.periode_count = 2;
}
CHANGE(two_periods)
{
    periods(v, A.begin, bp_datum_add_days(A.begin, 1));
}
CHANGE(same_period_twice)
{
    periods(v, A.begin, A.begin);
}
CHANGE(periods_in_reverse)
{
    periods(v, A.begin, BP_DATUM(2028, 8, 1));
    v->perioden[2] = v->perioden[1];
    v->perioden[2].begin = BP_DATUM(2027, 8, 1);
    A.periode_count = 3;
}
CHANGE(first_period_later)
{
    v->perioden[0].begin = bp_datum_add_days(A.begin, 1);
}
CHANGE(first_period_earlier)
{
    v->perioden[0].begin = bp_datum_add_days(A.begin, -1);
}
CHANGE(no_period)
{
    A.periode_count = 0;
}
CHANGE(period_on_the_last_day)
{
    A.eind = BP_DATUM(2030, 8, 1);
    periods(v, A.begin, BP_DATUM(2030, 7, 31));
}
CHANGE(period_on_the_end)
{
    A.eind = BP_DATUM(2030, 8, 1);
    periods(v, A.begin, A.eind);
}
static void second_partner(struct rio_voorbeeld *v, const char *code)
{
    v->periode_kenmerken[1] =
        rio_kenmerk("samenwerkendeOnderwijsaanbiedercode", BP_KENMERK_TEKST, code);
    v->perioden[0].kenmerken.count = 2;
}
CHANGE(two_partners)
{
    second_partner(v, "199A003");
}
CHANGE(partner_twice)
{
    v->perioden[0].kenmerken.count = 2;
    v->periode_kenmerken[1] = v->periode_kenmerken[0];
}
static void another_kenmerk(struct rio_voorbeeld *v, struct bp_kenmerk k)
{
    v->kenmerken[A.kenmerken.count++] = k;
}
CHANGE(dlr_and_glr)
{
    another_kenmerk(
        v, rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_ENUMERATIE, "DLR_VMBO_MBO"));
}
CHANGE(unknown_kenmerk)
{
    another_kenmerk(v, rio_kenmerk("toestemmingDeelnameSTAP", BP_KENMERK_ENUMERATIE, "NEE"));
}
CHANGE(kenmerk_of_the_other_sector)
{
    bool vo = A.sector == BP_SECTOR_VO;
    another_kenmerk(v, rio_kenmerk(vo ? "voertaal" : "opleidingskenmerk", BP_KENMERK_ENUMERATIE,
                                   vo ? "NLD" : "PRAKTIJKGERICHT_PROGRAMMA"));
}
CHANGE(same_value_twice)
{
    another_kenmerk(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "EEN"));
    another_kenmerk(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "TWEE"));
    another_kenmerk(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "EEN"));
}
CHANGE(two_values_of_one_kenmerk)
{
    another_kenmerk(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "EEN"));
    another_kenmerk(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "TWEE"));
}
CHANGE(unknown_route)
{
    v->kenmerken[0].waarde[BP_KENMERK_ENUMERATIE] = BP_STR("VM2");
}
CHANGE(route_as_text)
{
    v->kenmerken[0] = rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_TEKST, "GLR_VMBO_MBO");
}
static void last_intake(struct rio_voorbeeld *v, const char *day)
{
    another_kenmerk(v, rio_kenmerk("laatsteInstroomdatum", BP_KENMERK_DATUM, day));
}
CHANGE(last_intake_first_day)
{
    last_intake(v, "2025-01-01");
}
CHANGE(last_intake_too_early)
{
    last_intake(v, "2024-12-31");
}
CHANGE(last_intake_last_day)
{
    last_intake(v, "2100-01-01");
}
CHANGE(last_intake_too_late)
{
    last_intake(v, "2100-01-02");
}
CHANGE(unit_of_duration)
{
    A.duur_eenheid = BP_STR("U");
    A.duur_omvang = BP_STR("2");
}
CHANGE(unknown_unit)
{
    A.duur_eenheid = BP_STR("X");
    A.duur_omvang = BP_STR("2");
}
CHANGE(unknown_track)
{
    A.leertraject = BP_STR("BOLL");
}
CHANGE(track_that_ended)
{
    A.leertraject = BP_STR("BOL_DT");
    v->perioden[0].begin = A.begin = BP_DATUM(2022, 8, 1);
}
CHANGE(track_until_its_end)
{
    track_that_ended(v);
    A.eind = BP_DATUM(2023, 8, 1); /* exclusive: 31 July is its last day, and the track's */
}
CHANGE(track_a_day_too_long)
{
    track_that_ended(v);
    A.eind = BP_DATUM(2023, 8, 2);
}
CHANGE(level_4)
{
    A.niveau = BP_STR("MBO-4");
}
CHANGE(level_5)
{
    A.niveau = BP_STR("MBO-5");
}
CHANGE(no_level)
{
    A.niveau = BP_STR("");
}
CHANGE(requirements)
{
    A.toelatingseisen = BP_STR("ja");
}
CHANGE(access)
{
    A.toegankelijkheid = BP_STR("IEDEREEN");
}

/* Cohorts: the example's is open, with a fixed day. */
#define K v->cohorten[0]
CHANGE(cohort)
{
    rio_voorbeeld_cohort(v);
}
CHANGE(cohort_without_form)
{
    cohort(v);
    K.kenmerken.count = 0;
}
CHANGE(cohort_with_two_forms)
{
    cohort(v);
    v->cohort_kenmerken[1] = rio_kenmerk("opleidingsvorm", BP_KENMERK_ENUMERATIE, "ONLINE");
    K.kenmerken.count = 2;
}
static void places(struct rio_voorbeeld *v, const char *number)
{
    cohort(v);
    v->cohort_kenmerken[1] = rio_kenmerk("deelnemersplaatsen", BP_KENMERK_GETAL, number);
    K.kenmerken.count = 2;
}
#define PLACES(name, number)                                                                       \
    CHANGE(name)                                                                                   \
    {                                                                                              \
        places(v, number);                                                                         \
    }
PLACES(no_place, "0")
PLACES(one_place, "1")
PLACES(most_places, "32000")
PLACES(places_as_rio_writes_them, "32000.0")
PLACES(too_many_places, "32001")
PLACES(too_many_places_to_count, "4294967297")
PLACES(half_a_place, "1.5")
PLACES(places_below_none, "-1")
PLACES(places_without_number, ".")
CHANGE(closed_too_early_to_state)
{
    A.gesloten = BP_DATUM(2024, 12, 31);
}
CHANGE(application_ends_a_day_later)
{
    cohort(v);
    K.eind_aanmelding = bp_datum_add_days(K.begin_aanmelding, 1);
}
CHANGE(application_ends_at_once)
{
    cohort(v);
    K.eind_aanmelding = K.begin_aanmelding;
}
static void flexible(struct rio_voorbeeld *v, int32_t days)
{
    cohort(v);
    K.instroommoment = BP_DATUM_NONE;
    K.begin_instroom = BP_DATUM(2028, 8, 1);
    K.eind_instroom = bp_datum_add_days(K.begin_instroom, days);
}
CHANGE(intake_of_two_days)
{
    flexible(v, 1);
}
CHANGE(intake_of_no_days)
{
    flexible(v, 0);
}
CHANGE(cohort_ends_after_intake)
{
    cohort(v);
    K.eind = bp_datum_add_days(K.instroommoment, 1);
}
CHANGE(cohort_ends_on_intake)
{
    cohort(v);
    K.eind = K.instroommoment;
}
CHANGE(cohort_ends_on_flexible_intake)
{
    flexible(v, 30);
    K.eind = K.begin_instroom;
}
CHANGE(everything_at_the_end)
{
    flexible(v, 30);
    A.eind = K.eind_instroom;
    K.eind_aanmelding = A.eind;
}
CHANGE(application_beyond)
{
    everything_at_the_end(v);
    K.eind_aanmelding = bp_datum_add_days(A.eind, 1);
}
CHANGE(intake_beyond)
{
    everything_at_the_end(v);
    K.eind_instroom = bp_datum_add_days(A.eind, 1);
}
CHANGE(day_of_intake_at_the_end)
{
    cohort(v);
    A.eind = K.instroommoment;
}
CHANGE(day_of_intake_beyond)
{
    cohort(v);
    A.eind = bp_datum_add_days(K.instroommoment, -1);
}
CHANGE(same_cohort_twice)
{
    cohort(v);
    v->cohorten[1] = K;
    A.cohort_count = 2;
}
CHANGE(status)
{
    cohort(v);
    K.status = BP_STR("OPEN");
}
CHANGE(permission)
{
    cohort(v);
    K.toestemming = BP_STR("");
}

#define VO    BP_SECTOR_VO
#define MBO   BP_SECTOR_MBO
#define BEIDE (BP_SECTOR_VO | BP_SECTOR_MBO)

static const struct {
    const char *name;
    unsigned sectors;
    void (*change)(struct rio_voorbeeld *v);
    const char *want;
} records[] = {
    { "the examples of the document have no mistake", BEIDE, nothing, "" },
    { "a programme of one day is one", BEIDE, one_day, "" },
    { "a programme that ends on its first day is none", BEIDE, no_day, "N09010 N10020" },
    { "eersteInstroomDatum on the last day", BEIDE, first_intake_on_the_last_day, "" },
    { "eersteInstroomDatum on the exclusive end", BEIDE, first_intake_on_the_end, "N09090" },
    { "a route on the day of the law", BEIDE, day_of_the_law, "" },
    { "a route before the law", BEIDE, day_before_the_law, "K01051" },
    { "no route before the law", BEIDE, day_before_the_law_and_no_route, "" },
    { "two periods in order", BEIDE, two_periods, "" },
    { "the same period twice", BEIDE, same_period_twice, "N10040" },
    { "periods in reverse", BEIDE, periods_in_reverse, "N10040" },
    { "a first period that begins later", BEIDE, first_period_later, "N10050" },
    { "a first period that begins earlier", BEIDE, first_period_earlier, "N10050 N10020" },
    { "no period at all", BEIDE, no_period, "N10050" },
    { "a period on the last day", BEIDE, period_on_the_last_day, "" },
    { "a period on the exclusive end", BEIDE, period_on_the_end, "N10020" },
    { "two partners", BEIDE, two_partners, "" },
    { "a partner twice", BEIDE, partner_twice, "N10060" },
    { "a DLR and a GLR in one", BEIDE, dlr_and_glr, "K01020" },
    { "a kenmerk that ended", BEIDE, unknown_kenmerk, "K01030" },
    { "a kenmerk of the other sector", BEIDE, kenmerk_of_the_other_sector, "K01030" },
    { "two values of one kenmerk", VO, two_values_of_one_kenmerk, "" },
    { "the same value twice", VO, same_value_twice, "K01040" },
    { "a route that RIO has no word for", BEIDE, unknown_route, "K01050" },
    { "a value in the element of another type", BEIDE, route_as_text, "K01060" },
    { "laatsteInstroomdatum on its first day", BEIDE, last_intake_first_day, "" },
    { "laatsteInstroomdatum a day too early", BEIDE, last_intake_too_early, "K01050" },
    { "laatsteInstroomdatum on its last day", BEIDE, last_intake_last_day, "" },
    { "laatsteInstroomdatum a day too late", BEIDE, last_intake_too_late, "K01050" },
    { "a unit of duration", BEIDE, unit_of_duration, "" },
    { "a unit that is none", BEIDE, unknown_unit, "N09050" },
    { "a leertraject that is none", MBO, unknown_track, "N09030" },
    { "a leertraject that ends before the programme", MBO, track_that_ended, "N09030" },
    { "a leertraject that ends with the programme", MBO, track_until_its_end, "" },
    { "a leertraject that ends a day before", MBO, track_a_day_too_long, "N09030" },
    { "level 4", MBO, level_4, "" },
    { "level 5", MBO, level_5, "N09060" },
    { "no level", MBO, no_level, "" },
    { "toelatingseisen in small letters", MBO, requirements, "N09070" },
    { "toegankelijkheid that is none", MBO, access, "N09080" },
    { "a cohort", MBO, cohort, "" },
    { "a cohort without opleidingsvorm", MBO, cohort_without_form, "K01010" },
    { "a cohort with two of them", MBO, cohort_with_two_forms, "K01020" },
    { "a cohort of no places", MBO, no_place, "K01050" },
    { "a cohort of one place", MBO, one_place, "" },
    { "a cohort of as many places as RIO takes", MBO, most_places, "" },
    { "the same as RIO writes it", MBO, places_as_rio_writes_them, "" },
    { "a cohort of one more", MBO, too_many_places, "K01050" },
    { "a cohort of more than a number holds", MBO, too_many_places_to_count, "K01050" },
    { "a cohort of a place and a half", MBO, half_a_place, "K01050" },
    { "a cohort of less than nothing", MBO, places_below_none, "K01050" },
    { "places without a digit", MBO, places_without_number, "K01050" },
    { "an intake that closed before RIO can be told", BEIDE, closed_too_early_to_state,
      "(K01050)" },
    { "an application period of two days", MBO, application_ends_a_day_later, "" },
    { "an application period of none", MBO, application_ends_at_once, "N11020" },
    { "an intake of two days", MBO, intake_of_two_days, "" },
    { "an intake of none", MBO, intake_of_no_days, "N11030" },
    { "a cohort that ends after its intake", MBO, cohort_ends_after_intake, "" },
    { "a cohort that ends on its intake", MBO, cohort_ends_on_intake, "N11040" },
    { "a cohort that ends where a period begins", MBO, cohort_ends_on_flexible_intake, "N11040" },
    { "a cohort as long as the programme", MBO, everything_at_the_end, "" },
    { "an application beyond the programme", MBO, application_beyond, "N11410" },
    { "an intake beyond the programme", MBO, intake_beyond, "N11430" },
    { "a day of intake at the end", MBO, day_of_intake_at_the_end, "" },
    { "a day of intake beyond the end", MBO, day_of_intake_beyond, "N11460" },
    { "a cohortcode twice", MBO, same_cohort_twice, "N11420" },
    { "a status that is none", MBO, status, "N11440" },
    { "no word on permission", MBO, permission, "N11450" },
};

static void judge_record(size_t at, enum bp_sector sector)
{
    struct rio_voorbeeld v;
    char got[CODES];
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_rio_bevindingen found = { .arena = arena };
    rio_voorbeeld(&v, sector);
    records[at].change(&v);
    bp_aangeboden_check(&v.opleiding, bp_waardenlijsten_shipped(), &found);
    assert_false(found.failed);
    codes_of(&found, got);
    if (strcmp(got, records[at].want) != 0)
        fail_msg("%s, %s: '%s', not '%s'", bp_sector_name(sector), records[at].name, got,
                 records[at].want);
    bool rejected = records[at].want[0] != '\0' && records[at].want[0] != '(';
    assert_int_equal(bp_rio_bevindingen_reject(&found), rejected);
    bp_arena_free(arena);
}

static void test_a_record_is_refused_for_what_rio_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        if (records[i].sectors & BP_SECTOR_VO)
            judge_record(i, BP_SECTOR_VO);
        if (records[i].sectors & BP_SECTOR_MBO)
            judge_record(i, BP_SECTOR_MBO);
    }
}

/* Whoever says that a code is checked here must be able to find it. */
static void test_every_code_that_is_called_local_is_found_by_some_case(void **state)
{
    size_t count;
    const struct bp_rio_code *codes = bp_rio_code_all(&count);
    (void)state;
    for (size_t c = 0; c < count; c++) {
        bool found = strcmp(codes[c].name, "N09450") == 0; /* between routes: below */
        for (size_t i = 0; i < sizeof records / sizeof *records; i++)
            found = found || strstr(records[i].want, codes[c].name) != NULL;
        if (found != codes[c].lokaal)
            fail_msg("%s", codes[c].name);
    }
}

/* --- routes --------------------------------------------------------------------------------------------- */

#define ROUTE(name) static void name(struct bp_route *x, struct bp_route *y)

ROUTE(as_is)
{
    (void)x;
    (void)y;
}
ROUTE(no_own_provider)
{
    (void)y;
    x->vo_onderwijsaanbieder = BP_STR("");
}
ROUTE(no_partner)
{
    (void)y;
    x->mbo_onderwijsaanbieder = BP_STR("");
}
ROUTE(provider_of_another_form)
{
    no_own_provider(x, y);
    bp_route_fout_add(x, (struct bp_route_fout){ .code = BP104,
                                                 .kolom = BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER,
                                                 .text = "expected {1}, found {2}" });
}
ROUTE(closes_on_its_first_day)
{
    (void)y;
    x->einddatum = x->begindatum;
}
ROUTE(closes_before_its_first_day)
{
    (void)y;
    x->einddatum = bp_datum_add_days(x->begindatum, -1);
}
ROUTE(agreement_on_the_first_day)
{
    (void)y;
    x->samenwerkingsovereenkomst = x->begindatum;
}
ROUTE(agreement_the_day_before)
{
    (void)y;
    x->samenwerkingsovereenkomst = bp_datum_add_days(x->begindatum, -1);
}
ROUTE(no_agreement)
{
    (void)y;
    x->samenwerkingsovereenkomst = BP_DATUM_NONE;
}
ROUTE(level_1)
{
    (void)y;
    x->niveau = 1;
    bp_route_check(x);
}
ROUTE(glr_from_kb)
{
    (void)y;
    x->leerweg = BP_STR("KB");
    bp_route_check(x);
}
ROUTE(level_that_is_none)
{
    (void)y;
    bp_route_fout_add(x, (struct bp_route_fout){ .code = BP104, .kolom = BP_ROUTE_KOLOM_NIVEAU });
}
ROUTE(track_that_is_none)
{
    (void)y;
    bp_route_fout_add(x,
                      (struct bp_route_fout){ .code = BP110, .kolom = BP_ROUTE_KOLOM_LEERTRAJECT });
}
ROUTE(second_partner_school)
{
    (void)x;
    y->mbo_onderwijsaanbieder = BP_STR("199A009");
    y->mbo_brin = BP_STR("99XC");
}
ROUTE(other_provider)
{
    second_partner_school(x, y);
    y->vo_onderwijsaanbieder = BP_STR("199A008");
}
ROUTE(other_code)
{
    second_partner_school(x, y);
    y->opleidingcode_vo = BP_STR("6612");
}
ROUTE(other_location)
{
    second_partner_school(x, y);
    y->vo_onderwijslocatie = BP_STR("199X008");
}
ROUTE(other_institution)
{
    (void)x;
    y->vo_brin = BP_STR("99XZ");
    y->vo_vestiging = BP_STR("99XZ00");
}
ROUTE(other_kind)
{
    second_partner_school(x, y);
    y->soort = BP_ROUTE_DLR;
}
ROUTE(other_track_of_the_other_side)
{
    second_partner_school(x, y);
    y->leertraject = BP_STR("BBL");
    y->niveau = 3;
}
ROUTE(other_track)
{
    y->leertraject = BP_STR("BBL");
    y->vo_onderwijsaanbieder = x->vo_onderwijsaanbieder;
}
ROUTE(other_level)
{
    (void)x;
    y->niveau = 3;
}

static const struct {
    const char *name;
    enum bp_sector sector;
    size_t count;
    void (*change)(struct bp_route *x, struct bp_route *y);
    const char *want;
    enum bp_route_kolom kolom; /* of the first */
} routes[] = {
    { "a route without a mistake", VO, 1, as_is, "", BP_ROUTE_KOLOM_COUNT },
    { "the own onderwijsaanbieder is missing", VO, 1, no_own_provider, "BP106",
      BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER },
    { "the same, seen from the other side", MBO, 1, no_own_provider, "BP106",
      BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER },
    { "the partner's is missing", VO, 1, no_partner, "BP106",
      BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER },
    { "one of the wrong form is said once", VO, 1, provider_of_another_form, "BP104",
      BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER },
    { "an intake of one day", VO, 1, closes_on_its_first_day, "", BP_ROUTE_KOLOM_COUNT },
    { "an intake that closes before it opens", VO, 1, closes_before_its_first_day, "N09010",
      BP_ROUTE_KOLOM_EINDDATUM },
    { "an agreement the day before the first", VO, 1, agreement_the_day_before, "",
      BP_ROUTE_KOLOM_COUNT },
    { "an agreement on the first day: not before it", VO, 1, agreement_on_the_first_day, "(BP214)",
      BP_ROUTE_KOLOM_SAMENWERKINGSOVEREENKOMST },
    { "no agreement", VO, 1, no_agreement, "(BP214)", BP_ROUTE_KOLOM_SAMENWERKINGSOVEREENKOMST },
    { "GLR to level 1", VO, 1, level_1, "BP202 BP203", BP_ROUTE_KOLOM_NIVEAU },
    { "GLR from KB", VO, 1, glr_from_kb, "BP203", BP_ROUTE_KOLOM_LEERWEG },
    { "a level that is none has RIO's code", VO, 1, level_that_is_none, "N09060",
      BP_ROUTE_KOLOM_NIVEAU },
    { "a leertraject that is none has RIO's code", VO, 1, track_that_is_none, "N09030",
      BP_ROUTE_KOLOM_LEERTRAJECT },
    { "two routes, one code, two partners", VO, 2, second_partner_school, "",
      BP_ROUTE_KOLOM_COUNT },
    { "one code, two onderwijsaanbieders", VO, 2, other_provider, "N09450",
      BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER },
    { "one code, two institutions", VO, 2, other_institution, "N09450", BP_ROUTE_KOLOM_VO_BRIN },
    { "one code, two institutions of the other side", MBO, 2, other_institution, "",
      BP_ROUTE_KOLOM_COUNT },
    { "one code, two opleidingcodes", VO, 2, other_code, "N09450",
      BP_ROUTE_KOLOM_OPLEIDINGCODE_VO },
    { "one code, two locations", VO, 2, other_location, "N09450",
      BP_ROUTE_KOLOM_VO_ONDERWIJSLOCATIE },
    { "one code, a DLR and a GLR", VO, 2, other_kind, "K01020", BP_ROUTE_KOLOM_SOORT },
    { "leertraject and level are not of the vo side", VO, 2, other_track_of_the_other_side, "",
      BP_ROUTE_KOLOM_COUNT },
    { "one code, two leertrajecten", MBO, 2, other_track, "N09450", BP_ROUTE_KOLOM_LEERTRAJECT },
    { "one code, two levels", MBO, 2, other_level, "N09450", BP_ROUTE_KOLOM_NIVEAU },
};

static void test_routes_are_refused_before_a_record_is_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        struct bp_route x = rio_route(), y = rio_route();
        const struct bp_route *const both[] = { &x, &y };
        char got[CODES];
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_rio_bevindingen found = { .arena = arena };
        y.leerroute = BP_STR("GLR-ZW-BB2-B");
        routes[i].change(&x, &y);
        bp_aangeboden_check_routes(both, routes[i].count, routes[i].sector, &found);
        assert_false(found.failed);
        codes_of(&found, got);
        enum bp_route_kolom kolom = found.count ? found.items[0].kolom : BP_ROUTE_KOLOM_COUNT;
        if (strcmp(got, routes[i].want) != 0 || kolom != routes[i].kolom)
            fail_msg("%s: '%s' in %d, not '%s' in %d", routes[i].name, got, kolom, routes[i].want,
                     routes[i].kolom);
        bp_arena_free(arena);
    }
}

static void test_a_full_arena_is_said(void **state)
{
    (void)state;
    struct bp_route x = rio_route();
    const struct bp_route *const one[] = { &x };
    struct bp_arena *arena = bp_arena_new(16);
    struct bp_rio_bevindingen found = { .arena = arena };
    x.vo_onderwijsaanbieder = BP_STR("");
    bp_aangeboden_check_routes(one, 1, BP_SECTOR_VO, &found);
    assert_true(found.failed);
    bp_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_record_is_refused_for_what_rio_refuses),
        cmocka_unit_test(test_every_code_that_is_called_local_is_found_by_some_case),
        cmocka_unit_test(test_routes_are_refused_before_a_record_is_made),
        cmocka_unit_test(test_a_full_arena_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
