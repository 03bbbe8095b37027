/* Sending, as the ledger's interface promises it, on every engine: who may send, what goes next, what becomes of it. */
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct bp_error err;

#define MESSAGE_ID "11111111-2222-4333-8444-555555555555"

/* --- a story in steps -------------------------------------------------------------------------------------- */

/* A step: 'I' or 'V', the person ('a'.. of vo; 'A'.. the same persons, of mbo), the registration. */
static void fill(struct ledger_pupil *p, const char *step, unsigned version)
{
    bool mbo = step[1] >= 'A' && step[1] <= 'Z';
    unsigned person = (unsigned)(mbo ? step[1] - 'A' : step[1] - 'a') * 3;
    ledger_pupil(p, person, version);
    p->volgnummer[0] = step[2];
    p->volgnummer[1] = '\0';
    p->bericht.key.volgnummer.len = 1;
    p->bericht.key.contract = mbo ? "mbo" : "vo";
    p->bericht.handeling = step[0] == 'V' ? "verwijdering" : "inschrijving";
}

/* "Ia1 Va1 Ib1": staged in one run; the n-th message (from 0) has version n. */
static void stage_story(struct bp_ledger *ledger, const char *story, unsigned from)
{
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
    for (const char *step = story; *step; step += step[3] ? 4 : 3) {
        struct ledger_pupil p;
        fill(&p, step, from++);
        ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    }
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
}

struct claimed {
    int64_t bericht;
    char uuid[BP_UUID_TEXT];
    bool onbeantwoord, fout_beantwoord;
    unsigned poging;
};

static enum bp_status take(void *ctx, const struct bp_ledger_zending *z, struct bp_error *e)
{
    struct claimed *c = ctx;
    (void)e;
    c->bericht = z->bericht;
    c->onbeantwoord = z->onbeantwoord;
    c->fout_beantwoord = z->fout_beantwoord;
    c->poging = z->poging;
    (void)bp_str_copy(c->uuid, sizeof c->uuid, z->identificatiecode);
    assert_true(z->body.len > 0);
    return BP_OK;
}

static enum bp_ledger_claim claim_of(struct bp_ledger *ledger, const char *contract,
                                     unsigned pogingen, struct claimed *c)
{
    enum bp_ledger_claim got = BP_CLAIM_GEEN;
    int64_t later = 0;
    const struct bp_ledger_vraag vraag = { .contract = contract,
                                           .brin = BP_STR("99XA"),
                                           .pogingen = pogingen,
                                           .message_id = BP_STR(MESSAGE_ID) };
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    ledger_ok(bp_ledger_claim(ledger, &vraag, take, c, &got, &later, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
    return got;
}

static void settle(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *u)
{
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    ledger_ok(bp_ledger_settle(ledger, u, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
}

static struct bp_ledger *open_submitter(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    size_t onzeker = 0;
    ledger_ok(bp_ledger_submit_begin(ledger, 0, &onzeker, &err), &err);
    return ledger;
}

static enum bp_toestand state_of(struct bp_ledger *ledger, const char *step,
                                 struct bp_ledger_stand *out)
{
    struct bp_ledger_stand stand;
    struct ledger_pupil p;
    fill(&p, step, 0);
    ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    assert_true(stand.known);
    if (out)
        *out = stand;
    return stand.toestand;
}

/* Which message of the story has this identificatiecode. */
static unsigned number_of(const char *story, const char *uuid)
{
    unsigned n = 0;
    for (const char *step = story; *step; step += step[3] ? 4 : 3, n++) {
        struct ledger_pupil p;
        fill(&p, step, n);
        if (strcmp(p.uuid, uuid) == 0)
            return n;
    }
    fail_msg("%s is not of the story", uuid);
    return n;
}

/* --- order ------------------------------------------------------------------------------------------------- */

/* Rounds: each claims all that may go at once, of vo and then of mbo, and then receives all of it. */
static void what_goes_together_and_what_waits(struct ledger_place *place)
{
    static const struct {
        const char *name, *story, *rounds;
    } cases[] = {
        { "different persons go together", "Ia1 Ib1 Ic1", "012" },
        { "one at a time per person", "Ia1 Ia2 Ib1", "02 1" },
        { "also in another contract of the institution", "Ia1 IA1 Ib1", "02 1" },
        { "a withdrawal goes before the stand behind it", "Va1 Ia1", "0 1" },
        { "and before an earlier stand of another registration", "Ia1 Va2", "1 0" },
        { "but not before what it follows", "Ia1 VA2 IA2", "1 0 2" },
        { "of two registrations with withdrawals both come to an end", "Va1 Ia1 Va2 Ia2",
          "0 2 1 3" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ledger_place own;
        char seen[64] = "";
        ledger_place_make(&own, place->engine);
        struct bp_ledger *ledger = open_submitter(&own);
        stage_story(ledger, cases[i].story, 0);
        for (bool any = true; any;) {
            struct claimed c[8];
            size_t n = 0;
            for (int contract = 0; contract < 2; contract++)
                while (claim_of(ledger, contract ? "mbo" : "vo", 9, &c[n]) == BP_CLAIM_ZENDING)
                    n++;
            any = n > 0;
            if (any && *seen)
                (void)strcat(seen, " ");
            for (size_t k = 0; k < n; k++) {
                char digit[2] = { (char)('0' + number_of(cases[i].story, c[k].uuid)), '\0' };
                (void)strcat(seen, digit);
                settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c[k].bericht,
                                                             .toestand = BP_TOESTAND_ONTVANGEN });
            }
        }
        if (strcmp(seen, cases[i].rounds) != 0)
            fail_msg("%s: went in rounds \"%s\", expected \"%s\"", cases[i].name, seen,
                     cases[i].rounds);
        bp_ledger_close(ledger);
        ledger_place_remove(&own);
    }
}

static void a_refused_message_does_not_hold_up_the_person(struct ledger_place *place)
{
    struct claimed c;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1 Ia2", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    settle(ledger,
           &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                         .toestand = BP_TOESTAND_AFGEKEURD,
                                         .code = BP_STR("DK0050"),
                                         .tekst = BP_STR("Ongeldige waarde voor leerjaar") });
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_AFGEKEURD);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    bp_ledger_close(ledger);
}

static void a_change_follows_what_is_in_flight_or_unanswered(struct ledger_place *place)
{
    struct claimed c;
    struct bp_ledger_stand stand;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    stage_story(ledger, "Ia1", 1);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_KLAARGEZET);
    settle(ledger,
           &(struct bp_ledger_uitkomst){ .bericht = c.bericht, .toestand = BP_TOESTAND_ONZEKER });
    stage_story(ledger, "Ia1", 2); /* replaces the second, not the first */
    int64_t first = c.bericht;
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_int_equal(c.bericht, first);
    assert_true(c.onbeantwoord);
    settle(ledger,
           &(struct bp_ledger_uitkomst){ .bericht = first, .toestand = BP_TOESTAND_ONTVANGEN });
    assert_int_equal(state_of(ledger, "Ia1", &stand), BP_TOESTAND_KLAARGEZET);
    /* what DUO has is the first stand, what was last staged the third */
    struct ledger_pupil p;
    fill(&p, "Ia1", 0);
    assert_true(stand.bij_duo);
    assert_memory_equal(stand.fingerprint_duo, p.bericht.fingerprint, BP_LEDGER_HASH);
    fill(&p, "Ia1", 2);
    assert_memory_equal(stand.fingerprint, p.bericht.fingerprint, BP_LEDGER_HASH);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_string_equal(c.uuid, p.uuid);
    bp_ledger_close(ledger);
}

/* --- one submitter ----------------------------------------------------------------------------------------- */

static void only_one_submitter_works_at_a_time(struct ledger_place *place)
{
    size_t onzeker = 9;
    struct bp_ledger *one = open_submitter(place), *two = ledger_open(place, BP_LEDGER_WRITE);
    assert_int_equal(bp_ledger_submit_begin(two, 0, &onzeker, &err), BP_E_LOCKED);
    ledger_ok(bp_ledger_run_begin(two, BP_DATUM(2026, 8, 1), &err),
              &err); /* a run is another matter */
    bp_ledger_run_abandon(two);
    bp_ledger_close(one);
    ledger_ok(bp_ledger_submit_begin(two, 0, &onzeker, &err), &err);
    assert_int_equal(onzeker, 0);
    bp_ledger_submit_end(two);
    one = open_submitter(place);
    bp_ledger_close(one);
    bp_ledger_close(two);
}

static void what_a_dead_submitter_left_in_flight_is_uncertain(struct ledger_place *place)
{
    struct claimed c;
    size_t onzeker = 0;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1 Ib1 Ic1", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_AANGEBODEN);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_submit_begin(ledger, 0, &onzeker, &err), &err);
    assert_int_equal(onzeker, 2);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_ONZEKER);
    assert_int_equal(state_of(ledger, "Ic1", NULL), BP_TOESTAND_KLAARGEZET);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    struct ledger_pupil p;
    fill(&p, "Ia1", 0);
    assert_string_equal(c.uuid, p.uuid); /* the same number */
    assert_true(c.onbeantwoord);
    assert_int_equal(c.poging, 1);
    bp_ledger_close(ledger);
}

static void nothing_is_sent_without_the_lock_or_outside_a_step(struct ledger_place *place)
{
    struct claimed c;
    enum bp_ledger_claim got = BP_CLAIM_GEEN;
    int64_t later = 0;
    const struct bp_ledger_vraag vraag = { "vo", BP_STR("99XA"), 9, false, BP_STR(MESSAGE_ID) };
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    stage_story(ledger, "Ia1", 0);
    assert_int_equal(bp_ledger_claim(ledger, &vraag, take, &c, &got, &later, &err), BP_E_INTERNAL);
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    assert_int_equal(bp_ledger_claim(ledger, &vraag, take, &c, &got, &later, &err), BP_E_INTERNAL);
    bp_ledger_step_abandon(ledger);
    bp_ledger_close(ledger);
}

static void a_step_that_is_abandoned_claims_nothing(struct ledger_place *place)
{
    struct claimed c;
    enum bp_ledger_claim got = BP_CLAIM_GEEN;
    int64_t later = 0;
    const struct bp_ledger_vraag vraag = { "vo", BP_STR("99XA"), 9, false, BP_STR(MESSAGE_ID) };
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1", 0);
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    ledger_ok(bp_ledger_claim(ledger, &vraag, take, &c, &got, &later, &err), &err);
    assert_int_equal(got, BP_CLAIM_ZENDING);
    bp_ledger_step_abandon(ledger);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_KLAARGEZET);
    bp_ledger_close(ledger);
}

/* --- attempts ---------------------------------------------------------------------------------------------- */

static void attempts_are_counted_and_wait(struct ledger_place *place)
{
    struct claimed c;
    size_t onzeker = 0;
    int64_t far = INT64_C(4102444800000);
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1", 0);
    assert_int_equal(claim_of(ledger, "vo", 2, &c), BP_CLAIM_ZENDING);
    settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                 .toestand = BP_TOESTAND_KLAARGEZET });
    assert_int_equal(claim_of(ledger, "vo", 2, &c), BP_CLAIM_ZENDING);
    assert_int_equal(c.poging, 2);
    settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                 .toestand = BP_TOESTAND_KLAARGEZET });
    assert_int_equal(claim_of(ledger, "vo", 2, &c), BP_CLAIM_GEEN);
    assert_int_equal(claim_of(ledger, "vo", 3, &c), BP_CLAIM_ZENDING);
    settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                 .toestand = BP_TOESTAND_KLAARGEZET,
                                                 .niet_voor_ms = far });
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_LATER);
    /* given back untried: it does not count */
    bp_ledger_submit_end(ledger);
    ledger_ok(bp_ledger_submit_begin(ledger, 0, &onzeker, &err), &err);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(claim_of(ledger, "vo", 1, &c), BP_CLAIM_ZENDING);
        assert_int_equal(c.poging, 1);
        settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                     .toestand = BP_TOESTAND_KLAARGEZET,
                                                     .teruggegeven = true });
    }
    bp_ledger_close(ledger);
}

static void once_uncertain_it_stays_so_until_it_is_answered(struct ledger_place *place)
{
    struct claimed c;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_false(c.onbeantwoord || c.fout_beantwoord);
    settle(ledger, &(struct bp_ledger_uitkomst){
                       .bericht = c.bericht, .toestand = BP_TOESTAND_ONZEKER, .fout = true });
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_false(c.onbeantwoord); /* a fault is an answer */
    assert_true(c.fout_beantwoord);
    settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                 .toestand = BP_TOESTAND_KLAARGEZET });
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_ONZEKER);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    settle(ledger,
           &(struct bp_ledger_uitkomst){ .bericht = c.bericht, .toestand = BP_TOESTAND_ONZEKER });
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_true(c.onbeantwoord);
    bp_ledger_close(ledger);
}

#define NEW_UUID "99999999-aaaa-4bbb-8ccc-dddddddddddd"

static void
under_a_new_number_it_keeps_its_place_and_the_old_one_is_known(struct ledger_place *place)
{
    struct claimed c;
    struct ledger_pupil p;
    enum bp_ledger_feedback_gevolg gevolg;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Va1 Ia1", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    int64_t first = c.bericht;
    settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = first,
                                                 .toestand = BP_TOESTAND_KLAARGEZET,
                                                 .identificatiecode = BP_STR(NEW_UUID),
                                                 .body = BP_STR("another body") });
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    assert_int_equal(c.bericht, first);
    assert_string_equal(c.uuid, NEW_UUID);
    assert_false(c.onbeantwoord);
    settle(ledger,
           &(struct bp_ledger_uitkomst){ .bericht = first, .toestand = BP_TOESTAND_ONTVANGEN });
    fill(&p, "Va1", 0);
    const struct bp_ledger_feedback old = { .identificatiecode = bp_str_of(p.uuid),
                                            .oordeel = BP_TOESTAND_AFGEKEURD };
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    ledger_ok(bp_ledger_feedback(ledger, &old, &gevolg, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
    assert_int_equal(gevolg, BP_FEEDBACK_ACHTERHAALD);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_KLAARGEZET);
    bp_ledger_close(ledger);
}

static enum bp_status note(void *ctx, const struct bp_ledger_geweigerd *g, struct bp_error *e)
{
    (void)e;
    *(int64_t *)ctx = g->bericht;
    return BP_OK;
}

static void what_was_refused_goes_again_when_asked(struct ledger_place *place)
{
    struct claimed c;
    int64_t refused = 0;
    bool found = false;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1 Ib1", 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
        settle(ledger, &(struct bp_ledger_uitkomst){ .bericht = c.bericht,
                                                     .toestand = BP_TOESTAND_MISLUKT });
    }
    stage_story(ledger, "Ib1", 2); /* its data changed: the old message is history */
    ledger_ok(bp_ledger_next_geweigerd(ledger, 0, &found, note, &refused, &err), &err);
    assert_true(found);
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    ledger_ok(bp_ledger_again(ledger, refused, BP_STR(NEW_UUID), BP_STR("body"), &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
    assert_int_equal(state_of(ledger, "Ia1", NULL), BP_TOESTAND_KLAARGEZET);
    ledger_ok(bp_ledger_next_geweigerd(ledger, 0, &found, note, &refused, &err), &err);
    assert_false(found);
    bp_ledger_close(ledger);
}

static void a_second_answer_to_one_attempt_is_refused(struct ledger_place *place)
{
    struct claimed c;
    struct bp_ledger *ledger = open_submitter(place);
    stage_story(ledger, "Ia1", 0);
    assert_int_equal(claim_of(ledger, "vo", 9, &c), BP_CLAIM_ZENDING);
    const struct bp_ledger_uitkomst u = { .bericht = c.bericht, .toestand = BP_TOESTAND_ONTVANGEN };
    settle(ledger, &u);
    ledger_ok(bp_ledger_step_begin(ledger, 0, &err), &err);
    assert_int_equal(bp_ledger_settle(ledger, &u, &err), BP_E_INTERNAL);
    assert_int_not_equal(bp_ledger_step_commit(ledger, &err), BP_OK);
    bp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_CASE(what_goes_together_and_what_waits),
        LEDGER_CASE(a_refused_message_does_not_hold_up_the_person),
        LEDGER_CASE(a_change_follows_what_is_in_flight_or_unanswered),
        LEDGER_CASE(only_one_submitter_works_at_a_time),
        LEDGER_CASE(what_a_dead_submitter_left_in_flight_is_uncertain),
        LEDGER_CASE(nothing_is_sent_without_the_lock_or_outside_a_step),
        LEDGER_CASE(a_step_that_is_abandoned_claims_nothing),
        LEDGER_CASE(attempts_are_counted_and_wait),
        LEDGER_CASE(once_uncertain_it_stays_so_until_it_is_answered),
        LEDGER_CASE(under_a_new_number_it_keeps_its_place_and_the_old_one_is_known),
        LEDGER_CASE(what_was_refused_goes_again_when_asked),
        LEDGER_CASE(a_second_answer_to_one_attempt_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
