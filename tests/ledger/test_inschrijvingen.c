/* What exports showed: known, ended, vanished; on every engine. */
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#define NONE      BP_DATUM_NONE
#define AUG(y)    BP_DATUM(y, 8, 1)
#define PEILDATUM BP_DATUM(2026, 10, 1)

static struct bp_error err;

static struct bp_ledger_inschrijving pupil(struct ledger_pupil *p, unsigned n,
                                           struct bp_datum begin, struct bp_datum einde)
{
    ledger_pupil(p, n, 0);
    p->inschrijving.begin = begin;
    p->inschrijving.einde = einde;
    return p->inschrijving;
}

static void see(struct bp_ledger *ledger, unsigned n, struct bp_datum begin, struct bp_datum einde,
                bool afgekeurd)
{
    struct ledger_pupil p;
    struct bp_ledger_inschrijving seen = pupil(&p, n, begin, einde);
    seen.afgekeurd = afgekeurd;
    ledger_ok(bp_ledger_inschrijving_see(ledger, &seen, &err), &err);
}

static enum bp_ledger_verschil compare(struct bp_ledger *ledger, unsigned n, struct bp_datum begin,
                                       struct bp_datum einde, bool afgekeurd)
{
    struct ledger_pupil p;
    enum bp_ledger_verschil verschil = BP_VERSCHIL_NIEUW;
    struct bp_ledger_inschrijving seen = pupil(&p, n, begin, einde);
    seen.afgekeurd = afgekeurd;
    ledger_ok(bp_ledger_inschrijving_compare(ledger, &seen, &verschil, &err), &err);
    return verschil;
}

static size_t known(struct bp_ledger *ledger, struct bp_datum peildatum)
{
    size_t count = 99;
    ledger_ok(bp_ledger_inschrijving_known(ledger, BP_STR("99XA"), "vo", peildatum, &count, &err),
              &err);
    return count;
}

static void next_run(struct bp_ledger *ledger)
{
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    ledger_ok(bp_ledger_run_begin(ledger, PEILDATUM, &err), &err);
}

static void what_is_seen_is_compared_with_what_was_known(struct ledger_place *place)
{
    const struct {
        const char *name;
        struct bp_datum begin0, einde0, begin, einde;
        bool afgekeurd;
        enum bp_ledger_verschil want;
    } cases[] = {
        { "as it was", AUG(2025), NONE, AUG(2025), NONE, false, BP_VERSCHIL_GELIJK },
        { "ended now", AUG(2025), NONE, AUG(2025), PEILDATUM, false, BP_VERSCHIL_BEEINDIGD },
        { "ended already", AUG(2025), PEILDATUM, AUG(2025), PEILDATUM, false, BP_VERSCHIL_GELIJK },
        { "another end", AUG(2025), PEILDATUM, AUG(2025), AUG(2026), false, BP_VERSCHIL_GELIJK },
        { "open again", AUG(2025), PEILDATUM, AUG(2025), NONE, false, BP_VERSCHIL_GELIJK },
        { "a day later", AUG(2025), NONE, BP_DATUM(2025, 8, 2), NONE, false,
          BP_VERSCHIL_ANDER_BEGIN },
        { "another begin and ended", AUG(2025), NONE, AUG(2024), PEILDATUM, false,
          BP_VERSCHIL_ANDER_BEGIN },
        { "rejected", AUG(2025), NONE, AUG(2024), PEILDATUM, true, BP_VERSCHIL_GELIJK },
        { "rejected without dates", AUG(2025), NONE, NONE, NONE, true, BP_VERSCHIL_GELIJK },
    };
    struct bp_ledger *ledger = ledger_open_run(place);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (compare(ledger, i, cases[i].begin, cases[i].einde, cases[i].afgekeurd) !=
            BP_VERSCHIL_NIEUW)
            fail_msg("%s: known before it was seen", cases[i].name);
        see(ledger, i, cases[i].begin0, cases[i].einde0, false);
    }
    next_run(ledger);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum bp_ledger_verschil found =
            compare(ledger, i, cases[i].begin, cases[i].einde, cases[i].afgekeurd);
        if (found != cases[i].want)
            fail_msg("%s: %d instead of %d", cases[i].name, (int)found, (int)cases[i].want);
        see(ledger, i, cases[i].begin, cases[i].einde, cases[i].afgekeurd);
    }
    next_run(ledger);
    /* now the second showing is what is known; of a rejected one the first still is */
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_datum begin = cases[i].afgekeurd ? cases[i].begin0 : cases[i].begin;
        struct bp_datum einde = cases[i].afgekeurd ? cases[i].einde0 : cases[i].einde;
        if (compare(ledger, i, begin, einde, false) != BP_VERSCHIL_GELIJK)
            fail_msg("%s: not remembered", cases[i].name);
        if (!bp_datum_given(einde) &&
            compare(ledger, i, begin, AUG(2026), false) != BP_VERSCHIL_BEEINDIGD)
            fail_msg("%s: not open", cases[i].name);
    }
    bp_ledger_close(ledger);
}

static void what_is_rejected_at_first_sight_is_not_known(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    see(ledger, 1, AUG(2025), NONE, true);
    next_run(ledger);
    assert_int_equal(known(ledger, PEILDATUM), 0);
    assert_int_equal(compare(ledger, 1, AUG(2025), NONE, false), BP_VERSCHIL_NIEUW);
    bp_ledger_close(ledger);
}

static void known_are_those_not_ended_before_the_reference_date(struct ledger_place *place)
{
    static const struct {
        struct bp_datum einde;
        size_t want;
    } cases[] = {
        { { 0, 0, 0 }, 1 },
        { { 2026, 9, 30 }, 0 },
        { { 2026, 10, 1 }, 1 },
        { { 2026, 10, 2 }, 1 },
    };
    struct bp_ledger *ledger = ledger_open_run(place);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        see(ledger, 1, AUG(2025), cases[i].einde, false);
        next_run(ledger);
        if (known(ledger, PEILDATUM) != cases[i].want)
            fail_msg("case %zu", i);
    }
    size_t count = 99;
    ledger_ok(bp_ledger_inschrijving_known(ledger, BP_STR("99XA"), "mbo", PEILDATUM, &count, &err),
              &err);
    assert_int_equal(count, 0);
    ledger_ok(bp_ledger_inschrijving_known(ledger, BP_STR("99XB"), "vo", PEILDATUM, &count, &err),
              &err);
    assert_int_equal(count, 0);
    bp_ledger_close(ledger);
}

static void
the_whole_is_that_of_before_the_run_also_when_asked_inside_it(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    for (unsigned n = 0; n < 30; n++)
        see(ledger, n, AUG(2025), NONE, false);
    assert_int_equal(known(ledger, PEILDATUM), 0);
    next_run(ledger);
    for (unsigned n = 20; n < 50; n++)
        see(ledger, n, AUG(2025), n < 25 ? AUG(2026) : NONE, false);
    assert_int_equal(known(ledger, PEILDATUM), 30);
    next_run(ledger);
    assert_int_equal(known(ledger, PEILDATUM), 45);
    bp_ledger_close(ledger);
}

static enum bp_status note(void *ctx, const struct bp_ledger_inschrijving_key *key,
                           struct bp_error *e)
{
    struct ledger_pupil p;
    char *list = ctx;
    unsigned n = 0;
    (void)e;
    assert_int_equal(sscanf(key->leerlingnummer.ptr, "L%u", &n), 1);
    ledger_pupil(&p, n, 0);
    assert_string_equal(key->sector, "vo");
    assert_true(bp_str_equal(key->brin, BP_STR("99XA")));
    assert_true(bp_str_equal(key->volgnummer, bp_str_of(p.volgnummer)));
    assert_memory_equal(key->persoon, p.inschrijving.persoon, BP_LEDGER_HASH);
    (void)snprintf(list + strlen(list), 100 - strlen(list), key->al_gemist ? "(%u) " : "%u ", n);
    return BP_OK;
}

static void assert_missing(struct bp_ledger *ledger, const char *want)
{
    char list[100] = "";
    ledger_ok(bp_ledger_inschrijving_each_known(ledger, BP_STR("99XA"), "vo", PEILDATUM, note, list,
                                                &err),
              &err);
    assert_string_equal(list, want);
}

static void a_run_shows_those_that_it_has_not_seen(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    for (unsigned n = 0; n < 6; n++)
        see(ledger, n, AUG(2025), n == 1 ? AUG(2026) : NONE, false);
    assert_missing(ledger, "");
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    assert_missing(ledger, "0 2 3 4 5 ");
    ledger_ok(bp_ledger_run_begin(ledger, PEILDATUM, &err), &err);
    assert_missing(ledger, "0 2 3 4 5 ");
    see(ledger, 2, AUG(2025), NONE, false);
    see(ledger, 3, AUG(2025), NONE, true); /* rejected is seen */
    see(ledger, 4, AUG(2025), AUG(2026), false);
    see(ledger, 9, AUG(2026), NONE, false);
    assert_missing(ledger, "0 5 ");
    bp_ledger_run_abandon(ledger);
    assert_missing(ledger, "0 2 3 4 5 ");
    bp_ledger_close(ledger);
}

/* BP601 counts who vanished since the last run: once confirmed, the same absence is no news. */
static void who_was_missed_by_the_last_run_too_is_marked(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    for (unsigned n = 0; n < 5; n++)
        see(ledger, n, AUG(2025), NONE, false);
    next_run(ledger);
    see(ledger, 0, AUG(2025), NONE, false);
    assert_missing(ledger, "1 2 3 4 ");
    assert_missing(ledger, "1 2 3 4 "); /* asking twice in one run makes no difference */
    bp_ledger_run_abandon(ledger);
    assert_missing(ledger, "0 1 2 3 4 "); /* a run that was stopped missed nobody */
    ledger_ok(bp_ledger_run_begin(ledger, PEILDATUM, &err), &err);
    see(ledger, 0, AUG(2025), NONE, false);
    assert_missing(ledger, "1 2 3 4 ");
    next_run(ledger);
    see(ledger, 2, AUG(2025), NONE, false);
    see(ledger, 3, AUG(2025), NONE, true);
    see(ledger, 4, AUG(2024), NONE, false);
    assert_missing(ledger, "0 (1) ");
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    assert_missing(ledger, "(0) (1) 2 3 4 ");
    bp_ledger_close(ledger);
}

static void an_enrolment_that_was_withdrawn_is_known_no_more(struct ledger_place *place)
{
    struct ledger_pupil p;
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 3, 0);
    ledger_pupil(&p, 1, 1);
    p.bericht.handeling = "verwijdering";
    ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    next_run(ledger);
    assert_int_equal(known(ledger, PEILDATUM), 2);
    assert_missing(ledger, "0 2 ");
    assert_int_equal(compare(ledger, 1, AUG(2025), NONE, false), BP_VERSCHIL_NIEUW);
    see(ledger, 1, AUG(2025), NONE, false); /* the export shows it again */
    next_run(ledger);
    assert_int_equal(known(ledger, PEILDATUM), 3);
    bp_ledger_close(ledger);
}

static void a_dry_run_compares_and_changes_nothing(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    see(ledger, 1, AUG(2025), NONE, false);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_READ);
    assert_int_equal(compare(ledger, 1, AUG(2025), AUG(2026), false), BP_VERSCHIL_BEEINDIGD);
    assert_int_equal(compare(ledger, 2, AUG(2025), NONE, false), BP_VERSCHIL_NIEUW);
    assert_int_equal(known(ledger, PEILDATUM), 1);
    assert_missing(ledger, "1 ");
    bp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_CASE(what_is_seen_is_compared_with_what_was_known),
        LEDGER_CASE(what_is_rejected_at_first_sight_is_not_known),
        LEDGER_CASE(known_are_those_not_ended_before_the_reference_date),
        LEDGER_CASE(the_whole_is_that_of_before_the_run_also_when_asked_inside_it),
        LEDGER_CASE(a_run_shows_those_that_it_has_not_seen),
        LEDGER_CASE(who_was_missed_by_the_last_run_too_is_marked),
        LEDGER_CASE(an_enrolment_that_was_withdrawn_is_known_no_more),
        LEDGER_CASE(a_dry_run_compares_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
