/* Layer r: what this run sends, what only a message needs, what comes late, and when a run stops.
 */
#include "bronpost/domain/levering.h"

#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DLR "vo leerroute=D1 route_begin=2025-08-01 "

static const struct bp_instelling both[] = {
    { { "99XA", 4 }, { "Vmbo", 4 }, BP_SECTOR_VO },
    { { "99XB", 4 }, { "Mbo", 3 }, BP_SECTOR_MBO },
};

enum mandates { NONE, VO_ONLY, MBO_ONLY, BOTH };

static struct bp_mandaat mandate(enum mandates which)
{
    static const size_t counts[] = { 0, 1, 1, 2 };
    return (struct bp_mandaat){ which == MBO_ONLY ? both + 1 : both, counts[which], false };
}

static void test_what_only_a_message_needs_is_required_only_when_it_is_sent(void **state)
{
    (void)state;
    static const struct {
        const char *name, *on, *row;
        enum mandates mandates;
        const char *want;
    } cases[] = {
        { "vo, complete", "2025-09-01", "vo\n", VO_ONLY, "" },
        { "vo, leerjaar", "2025-09-01", "vo leerjaar=\n", VO_ONLY, "E BP106 2 leerjaar\n" },
        { "vo, leerjaar in a route", "2025-09-01", DLR "leerjaar=\n", VO_ONLY,
          "E BP106 2 leerjaar\n" },
        { "vo, leerjaar that only the partner sends", "2025-09-01", "vo leerjaar=\n", NONE, "" },
        { "vo, vestiging", "2025-09-01", "vo vestiging=\n", VO_ONLY, "E BP106 2 vestiging\n" },
        { "vo, the route has the vestiging", "2025-09-01", DLR "vestiging=\n", VO_ONLY, "" },
        { "vo, on the row that lacks it", "2025-09-01",
          "vo\nvo periode_begin=2025-08-15 leerjaar=\n", VO_ONLY, "E BP106 3 leerjaar\n" },
        { "vo, a period that has not begun", "2025-08-14",
          "vo\nvo periode_begin=2025-08-15 leerjaar=\n", VO_ONLY, "" },
        { "vo, once where the switch date splits it", "2027-09-01", DLR "leerjaar=\n", VO_ONLY,
          "E BP106 2 leerjaar\n" },
        { "mbo, planned end", "2025-09-01", "mbo\n", MBO_ONLY,
          "E BP106 2 datum_uitschrijving_gepland\n" },
        { "mbo, complete", "2025-09-01", "mbo datum_uitschrijving_gepland=2029-07-31\n", MBO_ONLY,
          "" },
        { "mbo, leertraject", "2025-09-01",
          "mbo datum_uitschrijving_gepland=2029-07-31 leertraject=\n", MBO_ONLY,
          "E BP106 2 leertraject\n" },
        { "mbo, that the partner sends", "2025-09-01", "mbo leertraject=\n", VO_ONLY, "" },
        { "derived and sent: the mbo message needs its planned end", "2027-09-01",
          DLR "mbo_inschrijvingvolgnummer=M1\n", BOTH, "E BP106 2 datum_uitschrijving_gepland\n" },
        { "derived, sent, complete", "2027-09-01",
          DLR "mbo_inschrijvingvolgnummer=M1 datum_uitschrijving_gepland=2029-07-31\n", BOTH, "" },
        { "derived without a number is never sent", "2027-09-01", DLR "\n", BOTH, "" },
        { "derived without a mandate", "2027-09-01", DLR "mbo_inschrijvingvolgnummer=M1\n", VO_ONLY,
          "" },
        { "leerlingnummer where something goes to a partner", "2027-09-01", DLR "leerlingnummer=\n",
          VO_ONLY, "E BP106 2 leerlingnummer\n" },
        { "also when only the number is missing", "2027-09-01", DLR "leerlingnummer=\n", BOTH,
          "E BP106 2 leerlingnummer\n" },
        { "no leerlingnummer where nothing does", "2025-09-01", "vo leerlingnummer=\n", VO_ONLY,
          "" },
        { "not yet in the vo-fase", "2027-07-31", DLR "leerlingnummer=\n", VO_ONLY, "" },
        { "a rejected enrolment is not asked", "2025-09-01", "vo leerjaar= vestiging=99XB00\n",
          VO_ONLY, "E BP210 2 vestiging\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new(cases[i].on, NULL, cases[i].row);
        run->mandaat = mandate(cases[i].mandates);
        domain_judge(run, true);
        bp_levering_check(&run->regels, &run->items[0]);
        bool rejected = strstr(cases[i].want, "E ") != NULL;
        if (strcmp(domain_findings(run), cases[i].want) != 0 || run->items[0].afgekeurd != rejected)
            fail_msg("%s: %s", cases[i].name, domain_findings(run));
        domain_free(run);
    }
}

static void test_what_this_run_sends(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum mandates mandates;
        const char *row;
        bool vo, mbo;
    } cases[] = {
        { "no mandate", NONE, DLR "mbo_inschrijvingvolgnummer=M1\n", false, false },
        { "vo", VO_ONLY, DLR "mbo_inschrijvingvolgnummer=M1\n", true, false },
        { "mbo", MBO_ONLY, DLR "mbo_inschrijvingvolgnummer=M1\n", false, true },
        { "both", BOTH, DLR "mbo_inschrijvingvolgnummer=M1\n", true, true },
        { "both, but no number", BOTH, DLR "\n", true, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new("2027-09-01", NULL, cases[i].row);
        struct bp_mandaat mandaat = mandate(cases[i].mandates);
        domain_judge(run, false);
        if (bp_levering_sends(&mandaat, domain_registration(run, BP_SECTOR_VO)) != cases[i].vo ||
            bp_levering_sends(&mandaat, domain_registration(run, BP_SECTOR_MBO)) != cases[i].mbo)
            fail_msg("%s", cases[i].name);
        domain_free(run);
    }
}

static void test_bp304_later_than_seven_days(void **state)
{
    (void)state;
    static const struct {
        const char *name, *begin, *on;
        bool late;
    } cases[] = {
        { "the seventh day", "2026-09-01", "2026-09-08", false },
        { "the eighth", "2026-09-01", "2026-09-09", true },
        { "the first day of the school year", "2026-08-01", "2026-08-09", true },
        { "the day before it: another school year", "2026-07-31", "2026-08-09", false },
        { "on the last day of the school year", "2026-08-01", "2027-07-31", true },
        { "on the first of the next", "2026-08-01", "2027-08-01", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_registratie reg = { .datum_inschrijving = domain_datum(cases[i].begin) };
        if (bp_levering_late(&reg, domain_datum(cases[i].on)) != cases[i].late)
            fail_msg("%s", cases[i].name);
    }
}

static void test_bp305_after_the_count_of_1_october(void **state)
{
    (void)state;
    static const struct {
        const char *name, *begin, *end, *on;
        bool after;
    } cases[] = {
        { "15 October is in time", "2026-08-01", "", "2026-10-15", false },
        { "16 October is not", "2026-08-01", "", "2026-10-16", true },
        { "until 31 July", "2026-08-01", "", "2027-07-31", true },
        { "1 August begins anew", "2026-08-01", "", "2027-08-01", false },
        { "15 October a year later", "2026-08-01", "", "2027-10-15", false },
        { "enrolled on 1 October", "2026-10-01", "", "2026-11-01", true },
        { "enrolled on 2 October", "2026-10-02", "", "2026-11-01", false },
        { "until 1 October", "2026-08-01", "2026-10-01", "2026-11-01", true },
        { "until 30 September", "2026-08-01", "2026-09-30", "2026-11-01", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_periode period = { .begin = domain_datum(cases[i].begin) };
        struct bp_registratie reg = { .datum_inschrijving = period.begin,
                                      .datum_uitschrijving = domain_datum(cases[i].end),
                                      .perioden = &period,
                                      .periode_count = 1 };
        if (bp_levering_after_count(&reg, domain_datum(cases[i].on)) != cases[i].after)
            fail_msg("%s", cases[i].name);
    }
}

/* BP601: more than 20 %, and at least 25. */
static void test_bp601_a_mass_change(void **state)
{
    (void)state;
    static const struct {
        size_t changed, known;
        bool stops;
    } cases[] = {
        { 24, 24, false },  { 25, 25, true },          { 25, 124, true },
        { 25, 125, false }, { 26, 129, true },         { 26, 130, false },
        { 24, 50, false },  { 200, 1000, false },      { 201, 1000, true },
        { 0, 0, false },    { 280001, 1400000, true }, { 280000, 1400000, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bp_levering_mass_change(cases[i].changed, cases[i].known) != cases[i].stops)
            fail_msg("%zu of %zu", cases[i].changed, cases[i].known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_only_a_message_needs_is_required_only_when_it_is_sent),
        cmocka_unit_test(test_what_this_run_sends),
        cmocka_unit_test(test_bp304_later_than_seven_days),
        cmocka_unit_test(test_bp305_after_the_count_of_1_october),
        cmocka_unit_test(test_bp601_a_mass_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
