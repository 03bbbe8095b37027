/* DUO's decision on one enrolment on one counting date, beside what the ledger comes to: both sides of each comparison */
#include "bronpost/domain/tbgi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define GROEP(funded, phase)                                                                       \
    {                                                                                              \
        .groep = true, .bekostigd = (funded), .fase = (phase), .fase_bekend = true                 \
    }

static const struct bp_tbgi_stand zonder_groep = { .groep = false };

/* Names of the bits, as in tbgi.csv. */
static const char *names_of(unsigned signalen)
{
    static char text[300];
    size_t len = 0;
    text[0] = '\0';
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++)
        if (signalen & 1u << s)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", len ? " " : "",
                                    bp_tbgi_signaal_name(s));
    return text;
}

static void check(unsigned got, const char *want, const char *name)
{
    if (strcmp(names_of(got), want) != 0)
        fail_msg("%s: '%s' instead of '%s'", name, names_of(got), want);
}

static void test_funding_and_phase_of_an_enrolment_on_both_sides(void **state)
{
    static const struct {
        const char *name;
        struct bp_tbgi_stand duo;
        enum bp_dag_bekostiging verwacht;
        enum bp_leerroutefase fase; /* by the ledger */
        const char *want;
    } cases[] = {
        { "regular, funded by both", GROEP(BP_JA, BP_FASE_GEEN), BP_DAG_ZELF, BP_FASE_GEEN, "" },
        { "mbo-fase, funded by both", GROEP(BP_JA, BP_FASE_MBO), BP_DAG_ZELF, BP_FASE_MBO, "" },
        { "vo-fase, funded by none", GROEP(BP_NEE, BP_FASE_VO), BP_DAG_ANDER, BP_FASE_VO, "" },
        { "vo-fase, vo unknown here", GROEP(BP_NEE, BP_FASE_VO), BP_DAG_NIET_BEKEND, BP_FASE_VO,
          "" },
        { "not fundable", GROEP(BP_NEE, BP_FASE_GEEN), BP_DAG_NIET_BEKOSTIGBAAR, BP_FASE_GEEN, "" },
        { "vo-fase and funded", GROEP(BP_JA, BP_FASE_VO), BP_DAG_ANDER, BP_FASE_VO,
          "vo_fase_bekostigd duo_bekostigt_wel" },
        { "vo-fase and funded, vo unknown here", GROEP(BP_JA, BP_FASE_VO), BP_DAG_NIET_BEKEND,
          BP_FASE_VO, "vo_fase_bekostigd duo_bekostigt_wel" },
        { "mbo-fase and not funded", GROEP(BP_NEE, BP_FASE_MBO), BP_DAG_ZELF, BP_FASE_MBO,
          "mbo_fase_niet_bekostigd duo_bekostigt_niet" },
        { "mbo-fase, not fundable", GROEP(BP_NEE, BP_FASE_MBO), BP_DAG_NIET_BEKOSTIGBAAR,
          BP_FASE_MBO, "mbo_fase_niet_bekostigd" },
        { "another phase, funding agrees", GROEP(BP_NEE, BP_FASE_GEEN), BP_DAG_ANDER, BP_FASE_VO,
          "leerroutefase_verschilt" },
        { "VO there, MBO here", GROEP(BP_NEE, BP_FASE_VO), BP_DAG_ZELF, BP_FASE_MBO,
          "leerroutefase_verschilt duo_bekostigt_niet" },
        { "MBO there, VO here", GROEP(BP_JA, BP_FASE_MBO), BP_DAG_ANDER, BP_FASE_VO,
          "leerroutefase_verschilt duo_bekostigt_wel" },
        { "phase there, none here", GROEP(BP_JA, BP_FASE_MBO), BP_DAG_ZELF, BP_FASE_GEEN,
          "leerroutefase_verschilt" },
        { "funded there, not fundable here", GROEP(BP_JA, BP_FASE_GEEN), BP_DAG_NIET_BEKOSTIGBAAR,
          BP_FASE_GEEN, "duo_bekostigt_wel" },
        { "funded there, other not open", GROEP(BP_JA, BP_FASE_GEEN), BP_DAG_NIET_OPEN,
          BP_FASE_GEEN, "duo_bekostigt_wel" },
        { "not funded there, funded here", GROEP(BP_NEE, BP_FASE_GEEN), BP_DAG_ZELF, BP_FASE_GEEN,
          "duo_bekostigt_niet" },
        { "not decided, funded here", GROEP(BP_ONBEKEND, BP_FASE_MBO), BP_DAG_ZELF, BP_FASE_MBO,
          "" },
        { "not decided, vo-fase", GROEP(BP_ONBEKEND, BP_FASE_VO), BP_DAG_ANDER, BP_FASE_VO, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_dag_periode periode = { .fase = (uint8_t)cases[i].fase };
        const struct bp_dag_registratie hier = { .sector = BP_SECTOR_MBO, .staat = BP_DAG_BIJ_DUO };
        const struct bp_dag_uitkomst uit = { .periode = &periode,
                                             .bekostiging = cases[i].verwacht };
        check(bp_tbgi_oordeel(&cases[i].duo, &hier, &uit), cases[i].want, cases[i].name);
    }
}

static void test_without_a_group_it_is_not_funded_on_that_date(void **state)
{
    (void)state;
    const struct bp_dag_periode periode = { .fase = BP_FASE_MBO };
    const struct bp_dag_registratie hier = { .staat = BP_DAG_BIJ_DUO };
    struct bp_dag_uitkomst uit = { .periode = &periode, .bekostiging = BP_DAG_ZELF };
    check(bp_tbgi_oordeel(&zonder_groep, &hier, &uit), "duo_bekostigt_niet", "open here");
    uit.bekostiging = BP_DAG_ANDER;
    check(bp_tbgi_oordeel(&zonder_groep, &hier, &uit), "", "another is funded");
    uit = (struct bp_dag_uitkomst){ .bekostiging = BP_DAG_GEEN };
    check(bp_tbgi_oordeel(&zonder_groep, &hier, &uit), "", "not open here");
}

/* A file without the element says nothing of the phase; one in which it is nil says that there is none. */
static void test_a_phase_that_the_file_does_not_have_is_not_compared(void **state)
{
    (void)state;
    struct bp_tbgi_stand duo = { .groep = true, .bekostigd = BP_JA };
    const struct bp_dag_periode periode = { .fase = BP_FASE_MBO };
    const struct bp_dag_registratie hier = { .staat = BP_DAG_BIJ_DUO };
    const struct bp_dag_uitkomst uit = { .periode = &periode, .bekostiging = BP_DAG_ZELF };
    check(bp_tbgi_oordeel(&duo, &hier, &uit), "", "no element");
    duo.fase_bekend = true;
    check(bp_tbgi_oordeel(&duo, &hier, &uit), "leerroutefase_verschilt", "nil");
}

static void test_what_duo_does_not_have_or_is_not_kept_here(void **state)
{
    (void)state;
    const struct bp_tbgi_stand wel = GROEP(BP_JA, BP_FASE_VO), niet = GROEP(BP_NEE, BP_FASE_VO);
    const struct bp_dag_periode periode = { .fase = BP_FASE_MBO };
    const struct bp_dag_uitkomst open = { .periode = &periode, .bekostiging = BP_DAG_GEEN };
    static const struct {
        enum bp_dag_staat staat;
        const char *wel, *niet;
    } cases[] = {
        { BP_DAG_NIET_BIJ_DUO, "vo_fase_bekostigd duo_bekostigt_wel", "" },
        { BP_DAG_VERWIJDERD, "vo_fase_bekostigd duo_bekostigt_wel", "" },
        { BP_DAG_ONBEKEND, "vo_fase_bekostigd", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_dag_registratie hier = { .staat = (uint8_t)cases[i].staat };
        check(bp_tbgi_oordeel(&wel, &hier, &open), cases[i].wel, "funded");
        check(bp_tbgi_oordeel(&niet, &hier, &open), cases[i].niet, "not funded");
    }
}

static void test_on_one_side_alone(void **state)
{
    (void)state;
    const struct bp_tbgi_stand vo_wel = GROEP(BP_JA, BP_FASE_VO), wel = GROEP(BP_JA, BP_FASE_MBO);
    const struct bp_dag_periode yes = { .bekostigbaar = true }, no = { .bekostigbaar = false };
    struct bp_dag_registratie hier = { .staat = BP_DAG_BIJ_DUO };
    check(bp_tbgi_oordeel_onbekend(&vo_wel), "vo_fase_bekostigd onbekend_in_grootboek", "VO");
    check(bp_tbgi_oordeel_onbekend(&wel), "onbekend_in_grootboek", "MBO");
    check(bp_tbgi_oordeel_onbekend(&zonder_groep), "onbekend_in_grootboek", "no group");
    check(bp_tbgi_oordeel_hier(&hier, &(struct bp_dag_uitkomst){ .periode = &yes }),
          "ontbreekt_in_bestand", "open and fundable");
    check(bp_tbgi_oordeel_hier(&hier, &(struct bp_dag_uitkomst){ .periode = &no }), "",
          "not fundable");
    check(bp_tbgi_oordeel_hier(&hier, &(struct bp_dag_uitkomst){ .periode = NULL }), "",
          "not open");
    hier.staat = BP_DAG_NIET_BIJ_DUO;
    check(bp_tbgi_oordeel_hier(&hier, &(struct bp_dag_uitkomst){ .periode = &yes }), "",
          "not at DUO");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_funding_and_phase_of_an_enrolment_on_both_sides),
        cmocka_unit_test(test_without_a_group_it_is_not_funded_on_that_date),
        cmocka_unit_test(test_a_phase_that_the_file_does_not_have_is_not_compared),
        cmocka_unit_test(test_what_duo_does_not_have_or_is_not_kept_here),
        cmocka_unit_test(test_on_one_side_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
