/* Who is registered and who is funded on a day, from the stands alone: both sides of every boundary. */
#include "bronpost/domain/dagstand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MOST 4 /* registrations of a case, and periods of each */

/* A registration as text: "vo 99XA duo 2023-08-01 2028-06-14 2023-08-01:-- 2025-08-01:DV 2027-08-01:DM". State: duo, niet,
 * weg or onbekend; the end is '-' while open. A period: begin, then '-' regular, D or G, then the phase '-', V or M; with
 * "n" behind it: not fundable. Several are separated by '|'. */
struct person {
    struct bp_dag_registratie regs[MOST];
    struct bp_dag_periode perioden[MOST][MOST];
    const struct bp_dag_registratie *alle[MOST];
    struct bp_dag_uitkomst uit[MOST];
    size_t count;
};

static struct bp_datum day(const char *text)
{
    struct bp_datum d = BP_DATUM_NONE;
    if (strcmp(text, "-") != 0 && !bp_datum_parse_iso(bp_str_of(text), &d))
        fail_msg("no day: %s", text);
    return d;
}

static void parse_period(const char *word, struct bp_dag_periode *out)
{
    char begin[11] = "";
    (void)snprintf(begin, sizeof begin, "%.10s", word);
    assert_true(strlen(word) >= 13);
    out->van = day(begin);
    out->soort = word[11] == 'D'   ? BP_ROUTE_DLR
                 : word[11] == 'G' ? BP_ROUTE_GLR
                                   : BP_ROUTE_REGULIER;
    out->fase = word[12] == 'V' ? BP_FASE_VO : word[12] == 'M' ? BP_FASE_MBO : BP_FASE_GEEN;
    out->bekostigbaar = word[13] != 'n';
}

static void parse_registration(char *text, struct person *p)
{
    static const char *const staten[BP_DAG_STATEN] = { "duo", "niet", "weg", "onbekend" };
    size_t at = p->count++;
    struct bp_dag_registratie *reg = &p->regs[at];
    char *rest = NULL, *words[5 + MOST];
    size_t n = 0;
    assert_true(at < MOST);
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        assert_true(n < sizeof words / sizeof *words);
        words[n++] = word;
    }
    assert_true(n >= 5);
    reg->sector = strcmp(words[0], "vo") == 0 ? BP_SECTOR_VO : BP_SECTOR_MBO;
    (void)snprintf(reg->brin, sizeof reg->brin, "%.4s", words[1]);
    while (reg->staat < BP_DAG_STATEN && strcmp(words[2], staten[reg->staat]) != 0)
        reg->staat++;
    assert_true(reg->staat < BP_DAG_STATEN);
    reg->begin = day(words[3]);
    reg->einde = day(words[4]);
    for (size_t i = 5; i < n; i++)
        parse_period(words[i], &p->perioden[at][reg->periode_count++]);
    reg->perioden = p->perioden[at];
    p->alle[at] = reg;
}

static void parse(const char *text, struct person *p)
{
    char copy[600], *rest = NULL;
    *p = (struct person){ .count = 0 };
    assert_true(strlen(text) < sizeof copy);
    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *one = strtok_r(copy, "|", &rest); one; one = strtok_r(NULL, "|", &rest))
        parse_registration(one, p);
}

/* Of each registration: route and phase in force ('.' when not open), who is funded and why, signals; separated by '|'. */
static const char *judge(const char *text, const char *on)
{
    static char said[600];
    struct person p;
    parse(text, &p);
    bp_dag_oordeel(p.alle, p.count, day(on), p.uit);
    said[0] = '\0';
    for (size_t i = 0; i < p.count; i++) {
        const struct bp_dag_uitkomst *u = &p.uit[i];
        char *end = said + strlen(said);
        size_t room = sizeof said - strlen(said);
        int n = snprintf(
            end, room, "%s%s%s %s %s", i ? " | " : "",
            u->periode ? bp_route_soort_name((enum bp_route_soort)u->periode->soort) : ".",
            u->periode ? bp_fase_name((enum bp_leerroutefase)u->periode->fase) : "",
            u->bekostigd ? u->bekostigd->brin : "-", bp_dag_bekostiging_name(u->bekostiging));
        assert_true(n > 0 && (size_t)n < room);
        for (size_t s = 0; s < BP_DAG_SIGNALEN; s++)
            if (u->signalen & 1u << s)
                (void)snprintf(said + strlen(said), sizeof said - strlen(said), " !%s",
                               bp_dag_signaal_name(s));
    }
    return said;
}

struct judgement {
    const char *name, *on, *registrations, *want;
};

static void check(const struct judgement *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *said = judge(cases[i].registrations, cases[i].on);
        if (strcmp(said, cases[i].want) != 0)
            fail_msg("%s: '%s' instead of '%s'", cases[i].name, said, cases[i].want);
    }
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

/* leerroutes.md section 5.4, pattern B: what both schools end up stating. */
#define VO                                                                                         \
    "vo 99XA duo 2023-08-01 2028-06-14 2023-08-01:-- 2025-08-01:DV 2026-08-01:DV 2027-08-01:DM"
#define MBO "mbo 99XB duo 2027-08-01 2029-06-20 2027-08-01:DM"

static void test_the_worked_example_day_by_day(void **state)
{
    (void)state;
    static const struct judgement cases[] = {
        { "the day before the enrolment", "2023-07-31", VO "|" MBO, ". -  | . - " },
        { "the first day", "2023-08-01", VO "|" MBO, " 99XA zelf | . - " },
        { "the last day before the route", "2025-07-31", VO "|" MBO, " 99XA zelf | . - " },
        { "the first day in the route", "2025-08-01", VO "|" MBO, "DLRVO 99XA zelf | . - " },
        { "the last day of the vo-fase", "2027-07-31", VO "|" MBO, "DLRVO 99XA zelf | . - " },
        { "the switch date", "2027-08-01", VO "|" MBO,
          "DLRMBO 99XB andere_instelling | DLRMBO 99XB zelf" },
        { "1 October, two enrolments, one is funded", "2027-10-01", VO "|" MBO,
          "DLRMBO 99XB andere_instelling | DLRMBO 99XB zelf" },
        { "the last day in vo", "2028-06-14", VO "|" MBO,
          "DLRMBO 99XB andere_instelling | DLRMBO 99XB zelf" },
        { "the day after", "2028-06-15", VO "|" MBO, ". -  | DLRMBO 99XB zelf" },
        { "the last day in mbo", "2029-06-20", VO "|" MBO, ". -  | DLRMBO 99XB zelf" },
        { "afterwards", "2029-06-21", VO "|" MBO, ". -  | . - " },
    };
    CHECK(cases);
}

static void test_funding_follows_phase_and_what_the_ledger_has(void **state)
{
    (void)state;
#define BOTH_VO "vo 99XA duo 2025-08-01 - 2025-08-01:DV|mbo 99XB duo 2025-08-01 - 2025-08-01:DV"
    static const struct judgement cases[] = {
        { "pattern A, vo-fase: the vo school", "2026-10-01", BOTH_VO,
          "DLRVO 99XA zelf | DLRVO 99XA andere_instelling" },
        { "the mbo side alone cannot tell", "2026-10-01", "mbo 99XB duo 2025-08-01 - 2025-08-01:DV",
          "DLRVO - niet_in_grootboek" },
        { "the vo side alone cannot tell", "2027-10-01", "vo 99XA duo 2025-08-01 - 2027-08-01:DM",
          "DLRMBO - niet_in_grootboek" },
        { "vo says not fundable, regular", "2026-10-01", "vo 99XA duo 2025-08-01 - 2025-08-01:--n",
          " - niet_bekostigbaar" },
        { "vo says not fundable in the vo-fase", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DVn|mbo 99XB duo 2025-08-01 - 2025-08-01:DV",
          "DLRVO - niet_bekostigbaar | DLRVO - niet_bekostigbaar !nergens_bekostigd" },
        { "what the other side says of itself does not matter", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|mbo 99XB duo 2025-08-01 - 2025-08-01:DVn",
          "DLRVO 99XA zelf | DLRVO 99XA andere_instelling" },
        { "no longer fundable from the second period on", "2026-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:-- 2026-08-01:--n", " - niet_bekostigbaar" },
        { "the day before", "2026-07-31", "vo 99XA duo 2025-08-01 - 2025-08-01:-- 2026-08-01:--n",
          " 99XA zelf" },
        { "GLR as DLR", "2027-10-01",
          "vo 99XA duo 2025-08-01 - 2027-08-01:GM|mbo 99XB duo 2025-08-01 - 2027-08-01:GM",
          "GLRMBO 99XB andere_instelling | GLRMBO 99XB zelf" },
        { "not received: DUO funds nothing", "2026-10-01",
          "vo 99XA niet 2025-08-01 - 2025-08-01:--", " - " },
        { "the mbo side was not received", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2026-08-01:DM|"
          "mbo 99XB niet 2026-08-01 - 2026-08-01:DM",
          "DLRMBO - niet_geregistreerd !nergens_bekostigd | DLRMBO - " },
        { "the mbo side was removed", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2026-08-01:DM|mbo 99XB weg - -",
          "DLRMBO - niet_geregistreerd !nergens_bekostigd | . - " },
        { "the stand of the mbo side is not kept", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2026-08-01:DM|mbo 99XB onbekend - -",
          "DLRMBO - niet_in_grootboek | . - " },
        { "the mbo side ended the day before", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2026-08-01:DM|"
          "mbo 99XB duo 2026-08-01 2026-09-30 2026-08-01:DM",
          "DLRMBO - niet_geregistreerd !nergens_bekostigd | . - " },
        { "the mbo side ends that day", "2026-10-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2026-08-01:DM|"
          "mbo 99XB duo 2026-08-01 2026-10-01 2026-08-01:DM",
          "DLRMBO 99XB andere_instelling | DLRMBO 99XB zelf" },
    };
    CHECK(cases);
}

static void test_twice_and_nowhere(void **state)
{
    (void)state;
#define TWO_VO                                                                                     \
    "vo 99XA duo 2025-08-01 2026-03-31 2025-08-01:--|vo 99XC duo 2026-03-31 - 2026-03-31:--"
    static const struct judgement cases[] = {
        { "the last day of one alone", "2026-03-30", TWO_VO, " 99XA zelf | . - " },
        { "one day in both", "2026-03-31", TWO_VO,
          " 99XA zelf !dubbel_bekostigd |  99XC zelf !dubbel_bekostigd" },
        { "the other alone", "2026-04-01", TWO_VO, ". -  |  99XC zelf" },
        { "one of the two is not fundable", "2026-03-31",
          "vo 99XA duo 2025-08-01 - 2025-08-01:--n|vo 99XC duo 2026-03-31 - 2026-03-31:--",
          " - niet_bekostigbaar |  99XC zelf" },
        { "one of the two was not received", "2026-03-31",
          "vo 99XA niet 2025-08-01 - 2025-08-01:--|vo 99XC duo 2026-03-31 - 2026-03-31:--",
          " -  |  99XC zelf" },
        { "regular in both sectors", "2026-09-01",
          "vo 99XA duo 2022-08-01 - 2022-08-01:--|mbo 99XB duo 2026-08-01 - 2026-08-01:--",
          " 99XA zelf !dubbel_bekostigd |  99XB zelf !dubbel_bekostigd" },
        { "nobody says fundable: nowhere is right", "2026-09-01",
          "vo 99XA duo 2022-08-01 - 2022-08-01:--n|mbo 99XB duo 2026-08-01 - 2026-08-01:--n",
          " - niet_bekostigbaar |  - niet_bekostigbaar" },
    };
    CHECK(cases);
}

static void test_vo_and_mbo_name_another_route_or_phase(void **state)
{
    (void)state;
    static const struct judgement cases[] = {
        { "phases apart on the switch date", "2027-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|"
          "mbo 99XB duo 2025-08-01 - 2025-08-01:DV 2027-08-01:DM",
          "DLRVO 99XA zelf !dubbel_bekostigd !fase_verschilt | "
          "DLRMBO 99XB zelf !dubbel_bekostigd !fase_verschilt" },
        { "the day before they agree", "2027-07-31",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|"
          "mbo 99XB duo 2025-08-01 - 2025-08-01:DV 2027-08-01:DM",
          "DLRVO 99XA zelf | DLRVO 99XA andere_instelling" },
        { "DLR and GLR", "2026-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|mbo 99XB duo 2025-08-01 - 2025-08-01:GV",
          "DLRVO 99XA zelf !leerroute_verschilt | "
          "GLRVO 99XA andere_instelling !leerroute_verschilt" },
        { "mbo names no route", "2027-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2027-08-01:DM|"
          "mbo 99XB duo 2027-08-01 - 2027-08-01:--",
          "DLRMBO 99XB andere_instelling !leerroute_verschilt |  99XB zelf !leerroute_verschilt" },
        { "another mbo enrolment names it", "2027-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV 2027-08-01:DM|"
          "mbo 99XB duo 2027-08-01 - 2027-08-01:--n|mbo 99YB duo 2027-08-01 - 2027-08-01:DM",
          "DLRMBO 99YB andere_instelling |  - niet_bekostigbaar | DLRMBO 99YB zelf" },
        { "DUO does not have the other side", "2027-08-01",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|mbo 99XB niet 2027-08-01 - 2027-08-01:--",
          "DLRVO 99XA zelf |  - " },
        { "the other side is not open", "2027-07-31",
          "vo 99XA duo 2025-08-01 - 2025-08-01:DV|mbo 99XB duo 2027-08-01 - 2027-08-01:GM",
          "DLRVO 99XA zelf | . - " },
    };
    CHECK(cases);
}

static void test_vo_may_go_on_through_the_third_route_year(void **state)
{
    (void)state;
#define OPEN "vo 99XA duo 2023-08-01 - 2023-08-01:-- 2025-08-01:DV 2027-08-01:DM 2028-01-01:DM"
    static const struct judgement cases[] = {
        { "the last day of it", "2028-07-31", OPEN, "DLRMBO - niet_in_grootboek" },
        { "the day after", "2028-08-01", OPEN, "DLRMBO - niet_in_grootboek !vo_na_derde_jaar" },
        { "an mbo enrolment goes on", "2028-08-01", "mbo 99XB duo 2027-08-01 - 2027-08-01:DM",
          "DLRMBO 99XB zelf" },
        { "not at DUO", "2028-08-01", "vo 99XA niet 2023-08-01 - 2027-08-01:DM", "DLRMBO - " },
    };
    CHECK(cases);
}

static void test_counting_dates_are_those_of_the_school_year(void **state)
{
    (void)state;
    static const struct {
        const char *on, *october, *february;
    } cases[] = {
        { "2026-07-31", "2025-10-01", "2026-02-01" },
        { "2026-08-01", "2026-10-01", "2027-02-01" },
        { "2026-12-31", "2026-10-01", "2027-02-01" },
        { "2027-02-01", "2026-10-01", "2027-02-01" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_teldatum t[BP_TELDATA];
        bp_teldata(day(cases[i].on), t);
        if (!bp_datum_equal(t[0].dag, day(cases[i].october)) ||
            !bp_datum_equal(t[1].dag, day(cases[i].february)))
            fail_msg("%s: other counting dates", cases[i].on);
        assert_int_equal(t[0].sectoren, BP_SECTOR_VO | BP_SECTOR_MBO);
        assert_int_equal(t[1].sectoren, BP_SECTOR_MBO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_worked_example_day_by_day),
        cmocka_unit_test(test_funding_follows_phase_and_what_the_ledger_has),
        cmocka_unit_test(test_twice_and_nowhere),
        cmocka_unit_test(test_vo_and_mbo_name_another_route_or_phase),
        cmocka_unit_test(test_vo_may_go_on_through_the_third_route_year),
        cmocka_unit_test(test_counting_dates_are_those_of_the_school_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
