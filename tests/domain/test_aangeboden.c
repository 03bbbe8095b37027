/* From routes to an offered programme, beside what RIO has, and RIO's way of showing keys. */
#include "bronpost/domain/aangeboden.h"

#include "support/rio_voorbeelden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PARTNER "samenwerkendeOnderwijsaanbiedercode"

static void assert_str(struct bp_str got, const char *want)
{
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("'%.*s', not '%s'", (int)got.len, got.ptr ? got.ptr : "", want);
}

static void assert_day(struct bp_datum got, int year, int month, int day)
{
    assert_int_equal(bp_datum_key(got), bp_datum_key(BP_DATUM(year, month, day)));
}

static struct bp_aangeboden *make(struct bp_arena *arena, const struct bp_route *route,
                                  enum bp_sector sector)
{
    struct bp_aangeboden *a = bp_aangeboden_make(arena, &route, 1, sector, BP_STR(RIO_CODE_VO));
    assert_non_null(a);
    return a;
}

/* --- one route ------------------------------------------------------------------------------------------ */

static void test_the_vo_side_of_a_route(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route route = rio_route();
    const struct bp_aangeboden *a = make(arena, &route, BP_SECTOR_VO);
    assert_str(a->code, RIO_CODE_VO);
    assert_str(a->onderwijsaanbieder, "199A001");
    assert_str(a->onderwijslocatie, "199X001");
    assert_str(a->stelsel, "ILT");
    assert_str(a->opleidingcode, "6611");
    assert_day(a->begin, 2026, 8, 1);
    assert_day(a->eerste_instroom, 2026, 8, 1);
    assert_false(bp_datum_given(a->eind));
    assert_false(bp_str_filled(a->leertraject));
    assert_false(bp_str_filled(a->niveau));
    assert_int_equal(a->periode_count, 1);
    assert_day(a->perioden[0].begin, 2026, 8, 1);
    assert_str(a->perioden[0].eigen_naam, "Zorg en welzijn bb met mbo 2");
    assert_int_equal(a->perioden[0].kenmerken.count, 1);
    assert_str(bp_kenmerk_value(a->perioden[0].kenmerken, PARTNER), "199A002");
    assert_int_equal(a->kenmerken.count, 2);
    assert_str(bp_kenmerk_value(a->kenmerken, "doorlopendeLeerlijnVmboMbo"), "GLR_VMBO_MBO");
    assert_str(bp_kenmerk_value(a->kenmerken, "eigenAangebodenOpleidingSleutel"),
               "vo-99XA-GLR-ZW-BB2");
    bp_arena_free(arena);
}

static void test_the_mbo_side_of_a_route(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route route = rio_route();
    route.soort = BP_ROUTE_DLR;
    route.niveau = 4;
    route.leertraject = BP_STR("BBL");
    const struct bp_aangeboden *a = make(arena, &route, BP_SECTOR_MBO);
    assert_str(a->onderwijsaanbieder, "199A002");
    assert_str(a->onderwijslocatie, "199X002");
    assert_str(a->stelsel, "CREBO");
    assert_str(a->opleidingcode, "99001");
    assert_str(a->leertraject, "BBL");
    assert_str(a->niveau, "MBO-4");
    assert_str(a->toelatingseisen, "JA");
    assert_str(a->toegankelijkheid, "SPEC");
    assert_false(bp_datum_given(a->eerste_instroom));
    assert_int_equal(a->cohort_count, 0);
    assert_str(bp_kenmerk_value(a->perioden[0].kenmerken, PARTNER), "199A001");
    assert_str(bp_kenmerk_value(a->kenmerken, "doorlopendeLeerlijnVmboMbo"), "DLR_VMBO_MBO");
    assert_str(bp_kenmerk_value(a->kenmerken, "eigenAangebodenOpleidingSleutel"),
               "mbo-99XB-GLR-ZW-BB2");
    bp_arena_free(arena);
}

/* routes.csv's einddatum is the last day of intake, not the end of the programme. */
static void test_the_end_of_the_intake_is_inclusive_and_no_end_of_the_programme(void **state)
{
    static const struct {
        struct bp_datum eind;
        const char *want;
        bool signaal;
    } cases[] = {
        { { 2024, 12, 31 }, NULL, true }, /* RIO's type begins on the next day */
        { { 2025, 1, 1 }, "2025-01-01", false },
        { { 2029, 7, 31 }, "2029-07-31", false },
        { { 0, 0, 0 }, NULL, false },
    };
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_route route = rio_route();
        route.begindatum = BP_DATUM(2022, 8, 1);
        route.einddatum = cases[i].eind;
        const struct bp_aangeboden *a = make(arena, &route, BP_SECTOR_VO);
        struct bp_str got = bp_kenmerk_value(a->kenmerken, "laatsteInstroomdatum");
        if (cases[i].want)
            assert_str(got, cases[i].want);
        else
            assert_null(got.ptr);
        assert_false(bp_datum_given(a->eind));
        struct bp_rio_bevindingen found = { .arena = arena };
        bp_aangeboden_check(a, bp_waardenlijsten_shipped(), &found);
        assert_int_equal(found.count, cases[i].signaal);
        if (found.count)
            assert_str(found.items[0].args[0], "2024-12-31");
        assert_false(bp_rio_bevindingen_reject(&found));
    }
    bp_arena_free(arena);
}

static void test_what_is_made_has_nothing_that_rio_refuses(void **state)
{
    static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route route = rio_route();
    struct bp_rio_bevindingen found = { .arena = arena };
    for (size_t i = 0; i < 2; i++)
        bp_aangeboden_check(make(arena, &route, sectors[i]), bp_waardenlijsten_shipped(), &found);
    assert_int_equal(found.count, 0);
    bp_arena_free(arena);
}

static void test_a_full_arena_makes_nothing(void **state)
{
    (void)state;
    struct bp_route route = rio_route();
    const struct bp_route *const one[] = { &route };
    size_t made = 0;
    for (size_t ceiling = 16; !made && ceiling < BP_MIB; ceiling += 64) {
        struct bp_arena *arena = bp_arena_new(ceiling);
        if (bp_aangeboden_make(arena, one, 1, BP_SECTOR_MBO, BP_STR(RIO_CODE_MBO)))
            made = ceiling;
        bp_arena_free(arena);
    }
    assert_in_range(made, 64, BP_MIB);
}

/* --- several routes ------------------------------------------------------------------------------------- */

static void test_a_partner_that_joins_opens_a_period(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route first = rio_route(), second = rio_route(), third = rio_route();
    second.begindatum = BP_DATUM(2027, 8, 1);
    second.vo_onderwijsaanbieder = BP_STR("199A003");
    second.naam = BP_STR("Een andere naam");
    third.begindatum = BP_DATUM(2027, 8, 1);
    third.vo_onderwijsaanbieder = BP_STR("199A004");
    first.einddatum = BP_DATUM(2027, 7, 31);
    const struct bp_route *const all[] = { &first, &second, &third };
    const struct bp_aangeboden *a =
        bp_aangeboden_make(arena, all, 3, BP_SECTOR_MBO, BP_STR(RIO_CODE_MBO));
    assert_int_equal(a->periode_count, 2);
    assert_day(a->perioden[0].begin, 2026, 8, 1);
    assert_int_equal(a->perioden[0].kenmerken.count, 1);
    assert_day(a->perioden[1].begin, 2027, 8, 1);
    assert_int_equal(a->perioden[1].kenmerken.count, 3);
    assert_str(a->perioden[1].kenmerken.items[0].waarde[BP_KENMERK_TEKST], "199A001");
    assert_str(a->perioden[1].kenmerken.items[2].waarde[BP_KENMERK_TEKST], "199A004");
    assert_str(a->perioden[1].eigen_naam, "Zorg en welzijn bb met mbo 2");
    /* The others still take students in. */
    assert_null(bp_kenmerk_value(a->kenmerken, "laatsteInstroomdatum").ptr);
    second.einddatum = BP_DATUM(2029, 7, 31);
    third.einddatum = BP_DATUM(2028, 7, 31);
    a = bp_aangeboden_make(arena, all, 3, BP_SECTOR_MBO, BP_STR(RIO_CODE_MBO));
    assert_str(bp_kenmerk_value(a->kenmerken, "laatsteInstroomdatum"), "2029-07-31");
    bp_arena_free(arena);
}

/* --- beside what RIO has -------------------------------------------------------------------------------- */

static void test_one_of_several_recognitions_is_enough(void **state)
{
    static const struct bp_erkenning several[] = { { { "ILT", 3 }, { "6612", 4 } },
                                                   { { "ILT", 3 }, { "6611", 4 } } };
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route route = rio_route();
    struct bp_aangeboden *wij = make(arena, &route, BP_SECTOR_VO);
    struct rio_voorbeeld v;
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.opleidingcode = several[0].code;
    v.opleiding.erkenningen = several;
    for (size_t count = 0; count <= 2; count++) {
        v.opleiding.erkenning_count = count;
        assert_int_equal(bp_aangeboden_erkent(&v.opleiding, wij), count == 2);
    }
    bp_arena_free(arena);
}

#define CHANGE(name) static void name(struct rio_voorbeeld *v)
CHANGE(same)
{
    (void)v;
}
CHANGE(other_provider)
{
    v->opleiding.onderwijsaanbieder = BP_STR("199A009");
}
CHANGE(other_code)
{
    v->opleiding.opleidingcode = BP_STR("6612");
}
CHANGE(other_system)
{
    v->opleiding.stelsel = BP_STR("CREBO");
}
CHANGE(dlr)
{
    v->kenmerken[0].waarde[BP_KENMERK_ENUMERATIE] = BP_STR("DLR_VMBO_MBO");
}
CHANGE(not_a_route)
{
    v->opleiding.kenmerken.count = 0;
}
CHANGE(other_partner)
{
    v->periode_kenmerken[0].waarde[BP_KENMERK_TEKST] = BP_STR("199A009");
}
CHANGE(partner_among_others)
{
    v->periode_kenmerken[1] = v->periode_kenmerken[0];
    other_partner(v);
    v->perioden[0].kenmerken.count = 2;
}
CHANGE(partner_in_an_earlier_period)
{
    v->perioden[1] = (struct bp_aangeboden_periode){ .begin = BP_DATUM(2027, 1, 1) };
    v->opleiding.periode_count = 2;
}
CHANGE(ends_on_the_day)
{
    v->opleiding.eind = BP_DATUM(2027, 8, 1);
}
CHANGE(ends_after_the_day)
{
    v->opleiding.eind = BP_DATUM(2027, 8, 2);
}
CHANGE(begins_on_the_day)
{
    v->perioden[0].begin = v->opleiding.begin = BP_DATUM(2027, 8, 1);
}
CHANGE(begins_after_the_day)
{
    v->perioden[0].begin = v->opleiding.begin = BP_DATUM(2027, 8, 2);
}

static void test_a_route_counts_as_present_when_rio_says_the_same_of_that_day(void **state)
{
    static const struct {
        const char *name, *want; /* want NULL: present */
        void (*change)(struct rio_voorbeeld *v);
    } cases[] = {
        { "the same", NULL, same },
        { "another onderwijsaanbieder", "another onderwijsaanbieder", other_provider },
        { "another code", "another opleidingcode", other_code },
        { "another system", "another opleidingcode", other_system },
        { "a DLR", "this kind of route", dlr },
        { "no route", "this kind of route", not_a_route },
        { "another partner", "the partner school", other_partner },
        { "one partner more", NULL, partner_among_others },
        { "the partner left", "the partner school", partner_in_an_earlier_period },
        { "einddatum on that day, exclusive", "in force", ends_on_the_day },
        { "einddatum a day later", NULL, ends_after_the_day },
        { "begindatum on that day", NULL, begins_on_the_day },
        { "begindatum a day later", "in force", begins_after_the_day },
    };
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_route route = rio_route();
    const struct bp_aangeboden *want = make(arena, &route, BP_SECTOR_VO);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rio_voorbeeld v;
        rio_voorbeeld(&v, BP_SECTOR_VO);
        cases[i].change(&v);
        const char *got = bp_aangeboden_differs(&v.opleiding, want, BP_DATUM(2027, 8, 1));
        if (cases[i].want ? !got || !strstr(got, cases[i].want) : got != NULL)
            fail_msg("%s: %s", cases[i].name, got ? got : "present");
    }
    bp_arena_free(arena);
}

/* --- codes and keys ------------------------------------------------------------------------------------- */

static void test_every_code_has_a_meaning_and_something_to_do(void **state)
{
    size_t count;
    const struct bp_rio_code *codes = bp_rio_code_all(&count);
    (void)state;
    assert_int_equal(count, 54);
    for (size_t i = 0; i < count; i++) {
        if (i && strcmp(codes[i - 1].name, codes[i].name) >= 0)
            fail_msg("%s is not in its place", codes[i].name);
        assert_true(codes[i].title[0] && codes[i].todo[0]);
        assert_ptr_equal(bp_rio_code_by_name(bp_str_of(codes[i].name)), &codes[i]);
        assert_int_equal(codes[i].herhaalbaar, strcmp(codes[i].name, "INT500") == 0);
    }
    assert_string_equal(bp_rio_code_by_name(BP_STR("n10410"))->name, "N10410");
    assert_null(bp_rio_code_by_name(BP_STR("N10411")));
    assert_null(bp_rio_code_by_name(BP_STR("")));
}

static void test_a_key_that_rio_cut_is_recognised(void **state)
{
    static const struct {
        const char *value, *shown;
        bool equal;
    } cases[] = {
        { "afb435cc-5352-f55f-a548-41c9dfd60002", "afb435cc-53...1c9dfd60002", true },
        { "afb435cc-5352-f55f-a548-41c9dfd60003", "afb435cc-53...1c9dfd60002", false },
        { "bfb435cc-5352-f55f-a548-41c9dfd60002", "afb435cc-53...1c9dfd60002", false },
        { "eigenOpleidingseenheidSleutel", "eigenOpleid...heidSleutel", true },
        { "afb435cc-5352-f55f-a548-41c9dfd60002", "afb435cc-5352-f55f-a548-41c9dfd60002", false },
        { "199A001", "199A001", true },
        { "199A001", "199A002", false },
        { "1234567890123456789012345", "1234567890123456789012345", true },
        { "12345678901234567890123456", "12345678901...67890123456", true },
        { "12345678901234567890123456", "12345678901234567890123456", false },
        { "12345678901234567890123456", "12345678901..67890123456", false },
        { "12345678901234567890123456", "12345678901___67890123456", false },
        { "", "", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bp_rio_sleutel_equal(bp_str_of(cases[i].value), bp_str_of(cases[i].shown)) !=
            cases[i].equal)
            fail_msg("'%s' and '%s'", cases[i].value, cases[i].shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_vo_side_of_a_route),
        cmocka_unit_test(test_the_mbo_side_of_a_route),
        cmocka_unit_test(test_the_end_of_the_intake_is_inclusive_and_no_end_of_the_programme),
        cmocka_unit_test(test_what_is_made_has_nothing_that_rio_refuses),
        cmocka_unit_test(test_a_full_arena_makes_nothing),
        cmocka_unit_test(test_a_partner_that_joins_opens_a_period),
        cmocka_unit_test(test_one_of_several_recognitions_is_enough),
        cmocka_unit_test(test_a_route_counts_as_present_when_rio_says_the_same_of_that_day),
        cmocka_unit_test(test_every_code_has_a_meaning_and_something_to_do),
        cmocka_unit_test(test_a_key_that_rio_cut_is_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
