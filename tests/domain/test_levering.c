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

/* Words of the form ROUTE.SECTOR: a side that RIO lacks; with a `?` before it, one that is counted. */
static void rio_knows_all_but(const struct domain_run *run, struct bp_route_in_rio *in_rio,
                              const char *lacks)
{
    for (size_t i = 0; i < run->routes.count; i++)
        in_rio[i] = (struct bp_route_in_rio){ BP_IN_RIO, BP_IN_RIO };
    for (const char *at = lacks; *at; at += strspn(at, " ")) {
        enum bp_in_rio stand = *at == '?' ? BP_RIO_GETELD : BP_NIET_IN_RIO;
        at += *at == '?';
        size_t route = strcspn(at, "."), word = strcspn(at, " ");
        const struct bp_route *found = bp_routes_find(&run->routes, (struct bp_str){ at, route });
        assert_non_null(found);
        struct bp_route_in_rio *known = &in_rio[found - run->routes.items];
        *(at[route + 1] == 'v' ? &known->vo : &known->mbo) = stand;
        at += word;
    }
}

#define SENT "mbo_inschrijvingvolgnummer=M1 datum_uitschrijving_gepland=2029-07-31 "
#define MBO  "mbo leerroute=D1 route_begin=2025-08-01 datum_uitschrijving_gepland=2029-07-31 "

static void test_bp216_asks_the_side_of_each_registration_that_is_sent(void **state)
{
    (void)state;
    static const struct {
        const char *name, *on, *row;
        enum mandates mandates;
        const char *lacks, *want;
        bool counted;
    } cases[] = {
        { "both sides known", "2027-09-01", DLR SENT "\n", BOTH, "", "", false },
        { "vo, in the vo-fase", "2025-09-01", DLR "\n", BOTH, "D1.vo", "W BP216 2 leerroute\n",
          false },
        { "the mbo side is not asked before it registers", "2025-09-01", DLR "\n", BOTH, "D1.mbo",
          "", false },
        { "another route that lacks is nothing of this student", "2025-09-01", DLR "\n", BOTH,
          "G1.vo DE.vo", "", false },
        { "derived mbo", "2027-09-01", DLR SENT "\n", BOTH, "D1.mbo", "W BP216 2 leerroute\n",
          false },
        { "both lack: one line", "2027-09-01", DLR SENT "\n", BOTH, "D1.vo D1.mbo",
          "W BP216 2 leerroute\n", false },
        { "derived mbo without a number is the partner's", "2027-09-01", DLR "\n", BOTH, "D1.mbo",
          "", false },
        { "derived mbo without a mandate is the partner's", "2027-09-01", DLR SENT "\n", VO_ONLY,
          "D1.mbo", "", false },
        { "vo without a mandate is the partner's", "2027-09-01", DLR SENT "\n", MBO_ONLY, "D1.vo",
          "", false },
        { "mbo of its own", "2025-09-01", MBO "\n", BOTH, "D1.mbo", "W BP216 2 leerroute\n",
          false },
        { "mbo of its own does not ask the vo side", "2025-09-01", MBO "\n", BOTH, "D1.vo", "",
          false },
        { "a regular route is not in RIO as one", "2025-09-01", "vo leerroute=R1\n", BOTH, "R1.vo",
          "", false },
        { "no route at all", "2025-09-01", "vo\n", BOTH, "D1.vo", "", false },
        { "ended before the reference date", "2025-10-02", DLR "datum_uitschrijving=2025-10-01\n",
          BOTH, "D1.vo", "", false },
        { "on its last day", "2025-10-01", DLR "datum_uitschrijving=2025-10-01\n", BOTH, "D1.vo",
          "W BP216 2 leerroute\n", false },
        { "not begun", "2025-07-31", DLR "\n", BOTH, "D1.vo", "", false },
        { "the row of the period in force", "2025-09-02",
          DLR "\nvo leerroute=DE route_begin=2025-08-01 periode_begin=2025-09-01\n", BOTH, "DE.vo",
          "W BP216 3 leerroute\n", false },
        { "an earlier period is over", "2025-09-02",
          DLR "\nvo leerroute=DE route_begin=2025-08-01 periode_begin=2025-09-01\n", BOTH, "D1.vo",
          "", false },
        { "a later one has not begun", "2025-08-31",
          DLR "\nvo leerroute=DE route_begin=2025-08-01 periode_begin=2025-09-01\n", BOTH, "DE.vo",
          "", false },
        { "counted", "2025-09-01", DLR "\n", BOTH, "?D1.vo", "", true },
        { "counted for the other side alone", "2025-09-01", DLR "\n", BOTH, "?D1.mbo", "", false },
        { "one side in a line, the other one counted: a line", "2027-09-01", DLR SENT "\n", BOTH,
          "?D1.vo D1.mbo", "W BP216 2 leerroute\n", false },
        { "one that was rejected before is not asked", "2025-09-01", DLR "vestiging=99XB00\n", BOTH,
          "?D1.vo", "E BP210 2 vestiging\n", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new(cases[i].on, NULL, cases[i].row);
        struct bp_route_in_rio in_rio[DOMAIN_ROUTES];
        run->mandaat = mandate(cases[i].mandates);
        rio_knows_all_but(run, in_rio, cases[i].lacks);
        run->regels.in_rio = in_rio;
        domain_judge(run, true);
        bp_levering_check(&run->regels, &run->items[0]);
        if (strcmp(domain_findings(run), cases[i].want) != 0 ||
            run->items[0].rio_geteld != cases[i].counted)
            fail_msg("%s: %s%s", cases[i].name, domain_findings(run),
                     run->items[0].rio_geteld ? " counted" : "");
        domain_free(run);
    }
}

static void test_bp216_names_route_day_and_sides(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2027-09-01", NULL, DLR SENT "\n");
    struct bp_route_in_rio in_rio[DOMAIN_ROUTES];
    rio_knows_all_but(run, in_rio, "D1.vo D1.mbo");
    run->regels.in_rio = in_rio;
    domain_judge(run, true);
    bp_levering_check(&run->regels, &run->items[0]);
    const struct bp_bevindingen *list = &run->items[0].bevindingen;
    const struct bp_bevinding *b = &list->items[list->count - 1];
    assert_int_equal(b->code, BP216);
    assert_true(bp_str_equal(b->args[0], BP_STR("D1")));
    assert_true(bp_str_equal(b->args[1], BP_STR("2027-09-01")));
    assert_true(bp_str_equal(b->args[2], BP_STR("99XA vo, 99XB mbo")));
    domain_free(run);
}

static bool has_row(const struct bp_inschrijving *item, uint32_t line)
{
    for (size_t i = 0; i < item->rij_count; i++)
        if (item->rijen[i].line == line)
            return true;
    return false;
}

/* As BP216 below, of what a period lacks. */
static void test_bp106_stands_on_a_row_of_its_own_enrolment(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2027-09-10", NULL,
                   DLR SENT "\n" DLR SENT "periode_begin=2027-09-05 leerjaar=4\n\n" DLR SENT
                            "inschrijvingvolgnummer=V2 datum_inschrijving=2027-09-01\n");
    size_t found = 0;
    for (size_t i = 0; i < DOMAIN_ROUTES; i++)
        run->route_items[i].leertraject = (struct bp_str){ NULL, 0 };
    domain_judge(run, true);
    for (size_t i = 0; i < run->count; i++) {
        const struct bp_inschrijving *item = &run->items[i];
        bp_levering_check(&run->regels, &run->items[i]);
        for (size_t b = 0; b < item->bevindingen.count; b++) {
            found += item->bevindingen.items[b].kolom == BP_KOLOM_LEERTRAJECT;
            assert_true(has_row(item, item->bevindingen.items[b].line));
        }
    }
    assert_in_range(found, 1, run->rij_count);
    domain_free(run);
}

/* The derived registration of two vo enrolments states the periods of both; the line of a finding is one that
 * the enrolment has, or the rejected rows would point at a row that was not rejected. */
static void test_bp216_stands_on_a_row_of_its_own_enrolment(void **state)
{
    (void)state;
    struct domain_run *run =
        domain_new("2027-09-10", NULL,
                   DLR SENT "\n" DLR SENT "periode_begin=2027-09-05 leerjaar=4\n\n" DLR SENT
                            "inschrijvingvolgnummer=V2 datum_inschrijving=2027-09-01\n");
    struct bp_route_in_rio in_rio[DOMAIN_ROUTES];
    rio_knows_all_but(run, in_rio, "D1.mbo");
    run->regels.in_rio = in_rio;
    domain_judge(run, true);
    size_t found = 0;
    assert_int_equal(
        bp_registratie_op(domain_registration(run, BP_SECTOR_MBO), run->regels.peildatum)->line, 3);
    for (size_t i = 0; i < run->count; i++) {
        const struct bp_inschrijving *item = &run->items[i];
        bp_levering_check(&run->regels, &run->items[i]);
        for (size_t b = 0; b < item->bevindingen.count; b++) {
            if (item->bevindingen.items[b].code != BP216)
                continue;
            found++;
            assert_int_equal(item->bevindingen.items[b].line, item->rijen[0].line);
        }
    }
    assert_int_equal(found, 1);
    domain_free(run);
}

static void test_bp216_rejects_where_rio_is_required(void **state)
{
    (void)state;
    static const struct {
        const char *name, *row, *lacks, *want;
    } cases[] = {
        { "known", DLR "\n", "", "" },
        { "not known", DLR "\n", "D1.vo", "E BP216 2 leerroute\n" },
        { "beside what else is missing", DLR "leerjaar=\n", "D1.vo",
          "E BP106 2 leerjaar\nE BP216 2 leerroute\n" },
        { "the partner's side", DLR "\n", "D1.mbo", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct domain_run *run = domain_new("2025-09-01", NULL, cases[i].row);
        struct bp_route_in_rio in_rio[DOMAIN_ROUTES];
        rio_knows_all_but(run, in_rio, cases[i].lacks);
        run->regels.in_rio = in_rio;
        run->regels.rio_verplicht = true;
        domain_judge(run, true);
        bp_levering_check(&run->regels, &run->items[0]);
        if (strcmp(domain_findings(run), cases[i].want) != 0 ||
            run->items[0].afgekeurd != (*cases[i].want != '\0') || run->items[0].rio_geteld)
            fail_msg("%s: %s", cases[i].name, domain_findings(run));
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
        cmocka_unit_test(test_bp216_asks_the_side_of_each_registration_that_is_sent),
        cmocka_unit_test(test_bp216_names_route_day_and_sides),
        cmocka_unit_test(test_bp106_stands_on_a_row_of_its_own_enrolment),
        cmocka_unit_test(test_bp216_stands_on_a_row_of_its_own_enrolment),
        cmocka_unit_test(test_bp216_rejects_where_rio_is_required),
        cmocka_unit_test(test_bp304_later_than_seven_days),
        cmocka_unit_test(test_bp305_after_the_count_of_1_october),
        cmocka_unit_test(test_bp601_a_mass_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
