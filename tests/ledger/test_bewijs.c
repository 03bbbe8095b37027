/* Who was registered as known at a moment, what the head proves, and stands that were adopted. */
#include "bronpost/ledger/bewijs.h"
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct bp_error err;

static int64_t now(void)
{
    return ledger_env.now_ms(ledger_env.ctx);
}

/* --- a story of one pupil, and what was known at each moment of it ------------------------------------------ */

struct known {
    size_t count;
    enum bp_toestand toestand;
    bool bij_duo;
    char uuid[BP_UUID_TEXT], handeling[16], herkomst[40];
    size_t body;
    int64_t klaargezet, aangeboden, beantwoord;
};

static enum bp_status note(void *ctx, const struct bp_ledger_bewijs *b, struct bp_error *e)
{
    struct known *k = ctx;
    (void)e;
    k->count++;
    k->toestand = b->toestand;
    k->bij_duo = b->bij_duo;
    k->body = b->body.len;
    k->klaargezet = b->klaargezet_ms;
    k->aangeboden = b->aangeboden_ms;
    k->beantwoord = b->beantwoord_ms;
    (void)bp_str_copy(k->uuid, sizeof k->uuid, b->identificatiecode);
    (void)bp_str_copy(k->handeling, sizeof k->handeling, bp_str_of(b->handeling));
    (void)bp_str_copy(k->herkomst, sizeof k->herkomst, b->herkomst);
    return BP_OK;
}

static struct known known_at(struct bp_ledger *ledger, int64_t moment)
{
    struct known k = { .count = 0 };
    ledger_ok(bp_ledger_each_bewijs(ledger, moment, note, &k, &err), &err);
    return k;
}

static enum bp_status take(void *ctx, const struct bp_ledger_zending *zending, struct bp_error *e)
{
    (void)e;
    *(int64_t *)ctx = zending->bericht;
    return BP_OK;
}

/* Stages pupil 0 as of `version`. */
static void stage(struct bp_ledger *ledger, unsigned version)
{
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
    ledger_stage_pupils(ledger, 0, 1, version);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
}

static int64_t claim(struct bp_ledger *ledger)
{
    const struct bp_ledger_vraag vraag = { .contract = "vo",
                                           .brin = BP_STR("99XA"),
                                           .pogingen = 9,
                                           .message_id =
                                               BP_STR("11111111-2222-4333-8444-555555555555") };
    enum bp_ledger_claim got = BP_CLAIM_GEEN;
    int64_t bericht = 0, later = 0;
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
    ledger_ok(bp_ledger_claim(ledger, &vraag, take, &bericht, &got, &later, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
    assert_int_equal(got, BP_CLAIM_ZENDING);
    return bericht;
}

static void settle(struct bp_ledger *ledger, int64_t bericht, enum bp_toestand toestand)
{
    const struct bp_ledger_uitkomst u = { .bericht = bericht, .toestand = toestand };
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
    ledger_ok(bp_ledger_settle(ledger, &u, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
}

static void feedback(struct bp_ledger *ledger, const char *uuid, enum bp_toestand oordeel)
{
    enum bp_ledger_feedback_gevolg gevolg;
    const struct bp_ledger_feedback f = { .identificatiecode = bp_str_of(uuid),
                                          .oordeel = oordeel };
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
    ledger_ok(bp_ledger_feedback(ledger, &f, &gevolg, &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
    assert_true(gevolg == BP_FEEDBACK_VERWERKT || gevolg == BP_FEEDBACK_ACHTERHAALD);
}

static void a_past_moment_is_shown_as_it_was_known_then(struct ledger_place *place)
{
    size_t onzeker = 0;
    int64_t at[8];
    struct ledger_pupil first, second;
    ledger_pupil(&first, 0, 0);
    ledger_pupil(&second, 0, 1);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_submit_begin(ledger, 1000, &onzeker, &err), &err);
    at[0] = now();
    stage(ledger, 0);
    at[1] = now();
    int64_t bericht = claim(ledger);
    at[2] = now();
    settle(ledger, bericht, BP_TOESTAND_ONTVANGEN);
    at[3] = now();
    feedback(ledger, first.uuid, BP_TOESTAND_GOEDGEKEURD);
    at[4] = now();
    stage(ledger, 1); /* something changed */
    at[5] = now();
    bericht = claim(ledger);
    settle(ledger, bericht, BP_TOESTAND_ONTVANGEN);
    at[6] = now();
    feedback(ledger, second.uuid, BP_TOESTAND_AFGEKEURD);
    at[7] = now();
    const struct {
        size_t count;
        enum bp_toestand toestand;
        bool bij_duo;
        const char *uuid;
    } want[] = {
        { 0, 0, false, "" },
        { 1, BP_TOESTAND_KLAARGEZET, false, first.uuid },
        { 1, BP_TOESTAND_AANGEBODEN, false, first.uuid },
        { 1, BP_TOESTAND_ONTVANGEN, true, first.uuid },
        { 1, BP_TOESTAND_GOEDGEKEURD, true, first.uuid },
        { 1, BP_TOESTAND_KLAARGEZET, true, first.uuid }, /* DUO still has the former stand */
        { 1, BP_TOESTAND_ONTVANGEN, true, second.uuid },
        { 1, BP_TOESTAND_AFGEKEURD, true, first.uuid }, /* and has it again */
    };
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        struct known k = known_at(ledger, at[i]);
        if (k.count != want[i].count || k.toestand != want[i].toestand ||
            k.bij_duo != want[i].bij_duo || strcmp(k.uuid, want[i].uuid) != 0)
            fail_msg("moment %zu: %zu known, %s, at DUO %d, %s", i, k.count,
                     bp_toestand_name(k.toestand), k.bij_duo, k.uuid);
        if (k.count)
            assert_int_equal(k.body, LEDGER_BODY_BYTES);
        assert_true(k.aangeboden <= at[i] && k.beantwoord <= at[i]);
    }
    struct known k = known_at(ledger, INT64_MAX);
    assert_int_equal(k.toestand, BP_TOESTAND_AFGEKEURD);
    assert_string_equal(k.uuid, first.uuid);
    bp_ledger_close(ledger);
}

static void what_was_replaced_unsent_was_known_while_it_waited(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    struct ledger_pupil first, second;
    ledger_pupil(&first, 0, 0);
    ledger_pupil(&second, 0, 1);
    stage(ledger, 0);
    int64_t between = now();
    stage(ledger, 1);
    assert_string_equal(known_at(ledger, between).uuid, first.uuid);
    assert_int_equal(known_at(ledger, between).body, 0); /* replaced: its body is gone */
    assert_string_equal(known_at(ledger, INT64_MAX).uuid, second.uuid);
    bp_ledger_close(ledger);
}

/* --- the head ------------------------------------------------------------------------------------------------ */

static struct bp_ledger_keuring judge(struct bp_ledger *ledger, const unsigned char *zegel)
{
    struct bp_ledger_keuring keuring;
    ledger_ok(bp_ledger_keur(ledger, zegel, &keuring, &err), &err);
    return keuring;
}

static void a_head_that_was_written_down_stays_in_the_chain(struct ledger_place *place)
{
    struct bp_ledger_zegel none, early, late;
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_zegel(ledger, &none, &err), &err);
    assert_int_equal(none.schakels, 0);
    assert_int_equal(none.begin_ms, 0);
    assert_int_equal(judge(ledger, none.kop).breuk, BP_BREUK_GEEN);
    stage(ledger, 0);
    ledger_ok(bp_ledger_zegel(ledger, &early, &err), &err);
    stage(ledger, 1);
    ledger_ok(bp_ledger_zegel(ledger, &late, &err), &err);
    assert_int_equal(early.schakels, 2);
    assert_true(late.schakels > early.schakels && late.moment_ms > early.moment_ms);
    assert_true(early.begin_ms > 0 && early.begin_ms <= early.moment_ms);
    assert_int_equal(late.begin_ms, early.begin_ms);
    assert_int_equal(judge(ledger, early.kop).zegel_schakel, early.schakels);
    assert_int_equal(judge(ledger, late.kop).zegel_schakel, late.schakels);
    early.kop[5] ^= 1;
    assert_int_equal(judge(ledger, early.kop).breuk, BP_BREUK_ZEGEL);
    assert_int_equal(judge(ledger, NULL).breuk, BP_BREUK_GEEN);
    assert_int_equal(judge(ledger, NULL).berichten, 2);
    assert_int_equal(judge(ledger, NULL).registraties, 1);
    assert_int_equal(judge(ledger, NULL).zonder, 0); /* it had its chain from the first link on */
    assert_int_equal(judge(ledger, NULL).keten_ms, 0);
    bp_ledger_close(ledger);
}

static void a_run_that_is_abandoned_leaves_the_head_as_it_was(struct ledger_place *place)
{
    struct bp_ledger_zegel before, after;
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    stage(ledger, 0);
    ledger_ok(bp_ledger_zegel(ledger, &before, &err), &err);
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 2), &err), &err);
    ledger_stage_pupils(ledger, 0, 5, 1);
    bp_ledger_run_abandon(ledger);
    ledger_ok(bp_ledger_zegel(ledger, &after, &err), &err);
    assert_memory_equal(before.kop, after.kop, BP_LEDGER_HASH);
    stage(ledger, 2);
    assert_int_equal(judge(ledger, before.kop).breuk, BP_BREUK_GEEN);
    bp_ledger_close(ledger);
}

/* --- the opening stand ---------------------------------------------------------------------------------------- */

static void adopt(struct bp_ledger *ledger, struct ledger_pupil *p)
{
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
    ledger_ok(bp_ledger_adopt(ledger, &p->bericht, BP_STR("RO_99XA_20260801.csv"), &err), &err);
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
}

static enum bp_status see_body(void *ctx, struct bp_str uuid, struct bp_str body,
                               struct bp_error *e)
{
    (void)e;
    (void)uuid;
    *(size_t *)ctx = body.len;
    return BP_OK;
}

static size_t adopted_body(struct bp_ledger *ledger, const struct bp_ledger_key *key)
{
    size_t len = 0;
    ledger_ok(bp_ledger_overgenomen(ledger, key, see_body, &len, &err), &err);
    return len;
}

static void an_adopted_stand_is_at_duo_and_never_goes_out(struct ledger_place *place)
{
    struct ledger_pupil p;
    struct bp_ledger_stand stand;
    ledger_pupil(&p, 0, 0);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    assert_int_equal(adopted_body(ledger, &p.bericht.key), 0);
    adopt(ledger, &p);
    ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    assert_true(stand.known && stand.bij_duo && stand.overgenomen);
    assert_int_equal(stand.toestand, BP_TOESTAND_GOEDGEKEURD);
    assert_memory_equal(stand.fingerprint_duo, p.bericht.fingerprint, BP_LEDGER_HASH);
    assert_int_equal(ledger_staged(ledger), 0);
    assert_int_equal(adopted_body(ledger, &p.bericht.key), LEDGER_BODY_BYTES);
    struct known k = known_at(ledger, INT64_MAX);
    assert_true(k.bij_duo);
    assert_string_equal(k.herkomst, "RO_99XA_20260801.csv");
    assert_int_equal(k.aangeboden, 0);
    assert_int_equal(judge(ledger, NULL).breuk, BP_BREUK_GEEN);
    bp_ledger_close(ledger);
}

static void what_is_known_is_not_adopted(struct ledger_place *place)
{
    struct ledger_pupil p;
    ledger_pupil(&p, 0, 7);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    stage(ledger, 0);
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
    assert_int_equal(bp_ledger_adopt(ledger, &p.bericht, BP_STR("RO"), &err), BP_E_INTERNAL);
    bp_ledger_step_abandon(ledger);
    assert_int_equal(ledger_staged(ledger), 1);
    bp_ledger_close(ledger);
}

static void a_recognised_stand_is_known_by_its_fingerprint_alone(struct ledger_place *place)
{
    struct ledger_pupil p, later;
    struct bp_ledger_stand stand;
    ledger_pupil(&p, 0, 0);
    ledger_pupil(&later, 0, 1);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    adopt(ledger, &p);
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
    ledger_ok(bp_ledger_erken(ledger, &p.bericht.key, later.bericht.fingerprint, &err), &err);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    assert_false(stand.overgenomen);
    assert_memory_equal(stand.fingerprint, later.bericht.fingerprint, BP_LEDGER_HASH);
    assert_memory_equal(stand.fingerprint_duo, later.bericht.fingerprint, BP_LEDGER_HASH);
    assert_int_equal(ledger_staged(ledger), 0);
    assert_int_equal(judge(ledger, NULL).breuk, BP_BREUK_GEEN);
    bp_ledger_close(ledger);
}

static void a_change_follows_an_adopted_stand(struct ledger_place *place)
{
    struct ledger_pupil p;
    struct bp_ledger_stand stand;
    ledger_pupil(&p, 0, 0);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    adopt(ledger, &p);
    stage(ledger, 1);
    ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    assert_int_equal(stand.toestand, BP_TOESTAND_KLAARGEZET);
    assert_true(stand.bij_duo);
    assert_false(stand.overgenomen);
    assert_int_equal(ledger_staged(ledger), 1);
    struct known k = known_at(ledger, INT64_MAX);
    assert_string_equal(k.herkomst, "RO_99XA_20260801.csv"); /* what DUO has */
    assert_int_equal(judge(ledger, NULL).breuk, BP_BREUK_GEEN);
    bp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_CASE(a_past_moment_is_shown_as_it_was_known_then),
        LEDGER_CASE(what_was_replaced_unsent_was_known_while_it_waited),
        LEDGER_CASE(a_head_that_was_written_down_stays_in_the_chain),
        LEDGER_CASE(a_run_that_is_abandoned_leaves_the_head_as_it_was),
        LEDGER_CASE(an_adopted_stand_is_at_duo_and_never_goes_out),
        LEDGER_CASE(what_is_known_is_not_adopted),
        LEDGER_CASE(a_recognised_stand_is_known_by_its_fingerprint_alone),
        LEDGER_CASE(a_change_follows_an_adopted_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
