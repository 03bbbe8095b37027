/* Two stands of one enrolment beside each other, and a body back to its stand */
#include "bronpost/base/file.h"
#include "support/overzicht_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ALL 14

/* "begin code leertraject niveau J aanbieder locatie leerroute fase", '-' for empty. */
static struct bp_stand_periode periode(struct bp_arena *arena, const char *text)
{
    struct bp_str cells[9];
    struct bp_stand_periode p = { .line = 0 };
    for (size_t i = 0; i < 9; i++) {
        size_t len = strcspn(text, " /");
        bool empty = len == 1 && *text == '-';
        cells[i] = bp_arena_str(arena, (struct bp_str){ text, empty ? 0 : len });
        text += len + (text[len] == ' ');
    }
    assert_true(bp_datum_parse_iso(cells[0], &p.begin));
    p.opleidingcode = cells[1];
    p.leertraject = cells[2];
    p.niveau = cells[3];
    p.bekostigbaar = cells[4].ptr[0] == 'J';
    p.onderwijsaanbieder = cells[5];
    p.onderwijslocatie = cells[6];
    p.leerroute = cells[7];
    p.leerroutefase = cells[8];
    return p;
}

/* "begin gepland werkelijk reden" and periods, separated by '/'. */
static struct bp_stand stand(struct bp_arena *arena, const char *text)
{
    char dates[3][16] = { "" }, reden[8] = "";
    struct bp_stand s = { .inschrijvingvolgnummer = BP_STR("V1") };
    assert_int_equal(sscanf(text, "%15s %15s %15s %7[^/ ]", dates[0], dates[1], dates[2], reden),
                     4);
    (void)bp_datum_parse_iso(bp_str_of(dates[0]), &s.datum_inschrijving);
    (void)bp_datum_parse_iso(bp_str_of(dates[1]), &s.datum_uitschrijving_gepland);
    (void)bp_datum_parse_iso(bp_str_of(dates[2]), &s.datum_uitschrijving);
    s.reden_uitschrijving = bp_arena_str(arena, bp_str_of(*reden == '-' ? "" : reden));
    struct bp_stand_periode *perioden = bp_arena_array(arena, 8, sizeof *perioden);
    for (const char *at = strchr(text, '/'); at; at = strchr(at + 1, '/'))
        perioden[s.periode_count++] = periode(arena, at + 1);
    s.perioden = perioden;
    return s;
}

#define DATES "2026-08-01 2029-07-31 - -"
#define P1    "/2026-08-01 99001 BOL - J 199A002 199X002 DLR VO"
#define P2    "/2027-08-01 99001 BOL - J 199A002 199X002 DLR MBO"

static const struct {
    const char *name, *duo, *hier;
    size_t velden;
    const char *want; /* "field[@day]=duo|hier" */
} cases[] = {
    { "equal", DATES P1 P2, DATES P1 P2, ALL, "" },
    { "begin", "2026-08-02 2029-07-31 - -" P1, DATES P1, ALL,
      "datum_inschrijving=2026-08-02|2026-08-01 " },
    { "planned end", "2026-08-01 2028-07-31 - -" P1, DATES P1, ALL,
      "datum_uitschrijving_gepland=2028-07-31|2029-07-31 " },
    { "ended here only", DATES P1, "2026-08-01 2029-07-31 2027-06-25 08" P1, ALL,
      "datum_uitschrijving=|2027-06-25 reden_uitschrijving=|08 " },
    { "reason", "2026-08-01 2029-07-31 2027-06-25 04" P1, "2026-08-01 2029-07-31 2027-06-25 08" P1,
      ALL, "reden_uitschrijving=04|08 " },
    { "code", DATES "/2026-08-01 99002 BOL - J 199A002 199X002 DLR VO", DATES P1, ALL,
      "opleidingcode@2026-08-01=99002|99001 " },
    { "leertraject", DATES "/2026-08-01 99001 BBL - J 199A002 199X002 DLR VO", DATES P1, ALL,
      "leertraject@2026-08-01=BBL|BOL " },
    { "bekostigbaar", DATES "/2026-08-01 99001 BOL - N 199A002 199X002 DLR VO", DATES P1, ALL,
      "bekostigbaar@2026-08-01=N|J " },
    { "aanbieder and location", DATES "/2026-08-01 99001 BOL - J 199A003 - DLR VO", DATES P1, ALL,
      "onderwijsaanbieder@2026-08-01=199A003|199A002 onderwijslocatie@2026-08-01=|199X002 " },
    { "route and phase", DATES "/2026-08-01 99001 BOL - J 199A002 199X002 - -", DATES P1, ALL,
      "leerroute@2026-08-01=|DLR leerroutefase@2026-08-01=|VO " },
    { "a route that DUO invents is shown as it is",
      DATES "/2026-08-01 99001 BOL - J 199A002 199X002 DLP VO", DATES P1, ALL,
      "leerroute@2026-08-01=DLP|DLR " },
    { "niveau that DUO leaves empty", DATES P1,
      DATES "/2026-08-01 99001 BOL MBO-2 J 199A002 199X002 DLR VO", ALL, "" },
    { "niveau that only DUO has", DATES "/2026-08-01 99001 BOL MBO-2 J 199A002 199X002 DLR VO",
      DATES P1, ALL, "niveau@2026-08-01=MBO-2| " },
    { "another niveau", DATES "/2026-08-01 99001 BOL MBO-3 J 199A002 199X002 DLR VO",
      DATES "/2026-08-01 99001 BOL MBO-2 J 199A002 199X002 DLR VO", ALL,
      "niveau@2026-08-01=MBO-3|MBO-2 " },
    { "the switch of phase is missing at DUO", DATES P1, DATES P1 P2, ALL,
      "leerroutefase@2027-08-01=VO|MBO " },
    { "the switch of phase is missing here", DATES P1 P2, DATES P1, ALL,
      "leerroutefase@2027-08-01=MBO|VO " },
    { "a period that changes nothing is no difference", DATES P1,
      DATES P1 "/2027-02-01 99001 BOL - J 199A002 199X002 DLR VO", ALL, "" },
    { "a difference that goes on is told once",
      DATES "/2026-08-01 99001 BOL - N 199A002 199X002 DLR VO"
            "/2027-08-01 99001 BOL - N 199A002 199X002 DLR MBO",
      DATES P1 P2, ALL, "bekostigbaar@2026-08-01=N|J " },
    { "a difference that changes is told again",
      DATES "/2026-08-01 99002 BOL - J 199A002 199X002 DLR VO"
            "/2027-08-01 99003 BOL - J 199A002 199X002 DLR MBO",
      DATES P1 P2, ALL,
      "opleidingcode@2026-08-01=99002|99001 opleidingcode@2027-08-01=99003|99001 " },
    { "a switch on another day", DATES P1 "/2027-08-02 99001 BOL - J 199A002 199X002 DLR MBO",
      DATES P1 P2, ALL, "leerroutefase@2027-08-01=VO|MBO " },
    { "phase column was cut off", DATES "/2026-08-01 99001 BOL - J 199A002 199X002 DLR -", DATES P1,
      13, "" },
    { "phase column is there", DATES "/2026-08-01 99001 BOL - J 199A002 199X002 DLR -", DATES P1,
      14, "leerroutefase@2026-08-01=|VO " },
    { "route columns were cut off", DATES "/2026-08-01 99001 BOL - J 199A002 199X002 - -", DATES P1,
      12, "" },
    { "route column is there", DATES "/2026-08-01 99001 BOL - J 199A002 199X002 - -", DATES P1, 13,
      "leerroute@2026-08-01=|DLR " },
    { "location was cut off", DATES "/2026-08-01 99001 BOL - J 199A002 - - -", DATES P1, 11, "" },
    { "all but the obligatory columns were cut off", DATES "/2026-08-01 99001 BOL - J - - - -",
      DATES P1, 9, "" },
    { "before the later begin nothing can be compared",
      "2026-09-01 2029-07-31 - -/2026-09-01 99001 BOL - J 199A002 199X002 DLR VO", DATES P1, ALL,
      "datum_inschrijving=2026-09-01|2026-08-01 " },
    { "days without a period at DUO", DATES "/2026-09-01 99001 BOL - J 199A002 199X002 DLR VO",
      DATES P1, ALL, "periode_begin=2026-09-01|2026-08-01 " },
    { "days without a period here", DATES P1 P2, DATES P2, ALL,
      "periode_begin=2026-08-01|2027-08-01 " },
};

static void test_differences_are_told_by_field_and_day(void **state)
{
    struct bp_buf got;
    (void)state;
    bp_buf_init(&got, 65536);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_stand duo = stand(arena, cases[i].duo), hier = stand(arena, cases[i].hier);
        struct bp_verschillen out;
        bp_buf_clear(&got);
        bp_stand_vergelijk(&duo, &hier, cases[i].velden, &out);
        for (size_t v = 0; v < out.count; v++) {
            char op[BP_DATUM_TEXT];
            bp_datum_format(out.items[v].op, op);
            bp_buf_printf(&got, "%s%s%s=%s|%s ", out.items[v].veld, *op ? "@" : "", op,
                          out.items[v].duo, out.items[v].hier);
        }
        bp_buf_add(&got, "", 1);
        if (strcmp(got.ptr, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, got.ptr);
        bp_arena_free(arena);
    }
    bp_buf_free(&got);
}

/* More than fit are counted. */
static void test_many_differences_are_counted_beyond_those_kept(void **state)
{
    struct bp_stand_periode duo[20], hier[20];
    struct bp_verschillen out;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    (void)state;
    for (size_t i = 0; i < 20; i++) {
        duo[i] = periode(arena, i % 2 ? "2026-08-01 1 B A J 1 1 DLR VO"
                                      : "2026-08-01 2 C A J 2 2 GLR MBO");
        hier[i] = periode(arena, "2026-08-01 3 D - N 3 3 - -");
        duo[i].begin = hier[i].begin = bp_datum_add_days(BP_DATUM(2026, 8, 1), (int32_t)i);
    }
    const struct bp_stand a = { .perioden = duo, .periode_count = 20 };
    const struct bp_stand b = { .perioden = hier, .periode_count = 20 };
    bp_stand_vergelijk(&a, &b, ALL, &out);
    /* eight fields on the first day, then the six that change each day */
    assert_int_equal(out.count, 8 + 19 * 6);
    assert_true(out.count > BP_VERSCHILLEN);
    bp_arena_free(arena);
}

/* --- bodies ----------------------------------------------------------------------------------------------------- */

static void read_golden(const char *name, struct bp_arena *arena, struct bp_stand *out)
{
    char path[256];
    struct bp_buf body;
    struct bp_error err = { .status = BP_OK };
    (void)snprintf(path, sizeof path, "tests/golden/message/%s.xml", name);
    bp_buf_init(&body, BP_MIB);
    if (bp_file_get(path, BP_MIB, &body, &err) != BP_OK)
        fail_msg("%s: %s", path, err.detail);
    if (bp_stand_of_body(bp_buf_str(&body), arena, out, &err) != BP_OK)
        fail_msg("%s: %s", path, err.detail);
    bp_buf_free(&body);
}

static bool is(struct bp_str s, const char *text)
{
    return bp_str_equal(s, bp_str_of(text));
}

static void test_a_body_becomes_the_stand_that_it_was_made_of(void **state)
{
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_stand s;
    (void)state;
    read_golden("mbo-glr", arena, &s);
    assert_true(is(s.inschrijvingvolgnummer, "M0001"));
    assert_true(bp_datum_equal(s.datum_inschrijving, BP_DATUM(2025, 8, 1)));
    assert_true(bp_datum_equal(s.datum_uitschrijving_gepland, BP_DATUM(2028, 7, 31)));
    assert_false(bp_datum_given(s.datum_uitschrijving));
    assert_int_equal(s.periode_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct bp_stand_periode *p = &s.perioden[i];
        assert_true(bp_datum_equal(p->begin, BP_DATUM(i ? 2027 : 2025, 8, 1)));
        assert_true(is(p->opleidingcode, "99001") && is(p->leertraject, "BOL"));
        assert_true(is(p->niveau, "MBO-2") && p->bekostigbaar);
        assert_true(is(p->onderwijsaanbieder, "199A002") && is(p->onderwijslocatie, "199X002"));
        assert_true(is(p->leerroute, "GLR") && is(p->leerroutefase, i ? "MBO" : "VO"));
    }
    read_golden("mbo-uitgeschreven", arena, &s);
    assert_true(bp_datum_equal(s.datum_uitschrijving, BP_DATUM(2026, 1, 31)));
    assert_true(is(s.reden_uitschrijving, "08"));
    assert_false(bp_str_filled(s.perioden[0].leerroute));
    read_golden("vo-dlr-twee-fasen", arena, &s);
    assert_int_equal(s.periode_count, 2);
    assert_true(is(s.perioden[1].leerroute, "DLR") && is(s.perioden[1].leerroutefase, "MBO"));
    assert_true(is(s.perioden[0].opleidingcode, "6611"));
    read_golden("vo-opp-verblijf-experiment", arena, &s); /* groups inside and beside */
    assert_true(s.periode_count > 0);
    read_golden("mbo-verwijdering", arena, &s);
    assert_int_equal(s.periode_count, 0);
    assert_true(is(s.inschrijvingvolgnummer, "M0001"));
    bp_arena_free(arena);
}

static void test_what_is_no_body_of_ours_is_refused(void **state)
{
    static const char *const bodies[] = {
        "",
        "<a",
        "<a/>",
        OVZ_MBO("V1", OVZ_DATES("2026-08-01", "2029-07-31"), ""),
        OVZ_MBO("V1", "", OVZ_PERIODE("2026-08-01", "99001", "")),
        OVZ_MBO("V1", OVZ_DATES("2026-02-29", "2029-07-31"),
                OVZ_PERIODE("2026-08-01", "99001", "")),
        OVZ_MBO("V1", OVZ_DATES("2026-08-01", "2029-07-31"),
                "<m:inschrijvingPeriodeMBO><m:opleidingcode>99001</m:opleidingcode>"
                "</m:inschrijvingPeriodeMBO>"),
        OVZ_MBO("", OVZ_DATES("2026-08-01", "2029-07-31"), OVZ_PERIODE("2026-08-01", "99001", "")),
    };
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_stand s;
        struct bp_error err = { .status = BP_OK };
        if (bp_stand_of_body(bp_str_of(bodies[i]), arena, &s, &err) != BP_E_LEDGER)
            fail_msg("body %zu was taken", i);
        bp_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_differences_are_told_by_field_and_day),
        cmocka_unit_test(test_many_differences_are_counted_beyond_those_kept),
        cmocka_unit_test(test_a_body_becomes_the_stand_that_it_was_made_of),
        cmocka_unit_test(test_what_is_no_body_of_ours_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
