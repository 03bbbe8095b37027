/* The ledger as its interface promises it, on every engine. */
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#define DAY BP_DATUM(2026, 8, 1)

static struct bp_error err;

static void commit(struct bp_ledger *ledger)
{
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
}

static struct bp_ledger_stand stand_of(struct bp_ledger *ledger, unsigned n)
{
    struct bp_ledger_stand stand;
    struct ledger_pupil p;
    ledger_pupil(&p, n, 0);
    ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    return stand;
}

static void stage_one(struct bp_ledger *ledger, unsigned n, unsigned version, const char *handeling)
{
    struct ledger_pupil p;
    ledger_pupil(&p, n, version);
    p.bericht.handeling = handeling;
    ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
}

/* --- staging ----------------------------------------------------------------------------------------------- */

static void what_was_staged_is_known_with_its_fingerprint(struct ledger_place *place)
{
    struct ledger_pupil p;
    ledger_pupil(&p, 7, 0);
    struct bp_ledger *ledger = ledger_open_run(place);
    assert_false(stand_of(ledger, 7).known);
    stage_one(ledger, 7, 0, "inschrijving");
    assert_true(stand_of(ledger, 7).known);
    commit(ledger);
    bp_ledger_close(ledger);

    ledger = ledger_open(place, BP_LEDGER_READ);
    struct bp_ledger_stand stand = stand_of(ledger, 7);
    assert_true(stand.known);
    assert_int_equal(stand.toestand, BP_TOESTAND_KLAARGEZET);
    assert_memory_equal(stand.fingerprint, p.bericht.fingerprint, BP_LEDGER_HASH);
    assert_false(stand_of(ledger, 8).known);
    assert_int_equal(ledger_staged(ledger), 1);
    bp_ledger_close(ledger);
}

static void every_part_of_the_key_counts(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    stage_one(ledger, 1, 0, "inschrijving");
    for (int part = 0; part < 4; part++) {
        struct bp_ledger_stand stand;
        struct ledger_pupil p;
        ledger_pupil(&p, 1, 0);
        if (part == 0)
            p.bericht.key.contract = "mbo";
        if (part == 1)
            p.bericht.key.brin = BP_STR("99XB");
        if (part == 2)
            p.bericht.key.volgnummer = BP_STR("22");
        if (part == 3)
            p.bericht.key.persoon[31] ^= 1;
        ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
        if (stand.known)
            fail_msg("part %d of the key makes no difference", part);
    }
    bp_ledger_close(ledger);
}

static enum bp_status first_uuid(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *e)
{
    (void)e;
    char *list = ctx;
    (void)strncat(list, k->handeling[0] == 'v' ? "V" : "I", 2);
    (void)strncat(list, k->identificatiecode.ptr, 4);
    (void)strncat(list, " ", 2);
    return BP_OK;
}

/* "I" or "V" and the first characters of the UUID, per staged message in order. */
static void assert_outbox(struct bp_ledger *ledger, const char *steps)
{
    char want[200] = "", found[200] = "";
    for (const char *p = steps; *p; p += 2) {
        struct ledger_pupil pupil;
        ledger_pupil(&pupil, 5, (unsigned)(p[1] - '0'));
        (void)snprintf(want + strlen(want), sizeof want - strlen(want), "%c%.4s ", p[0],
                       pupil.uuid);
    }
    ledger_ok(bp_ledger_each_staged(ledger, first_uuid, found, &err), &err);
    assert_string_equal(found, want);
}

/* Each step is a letter (handeling) and a digit (version); `left` is what waits to be sent afterwards. */
static void an_unsent_message_is_replaced_but_a_verwijdering_goes_first(struct ledger_place *place)
{
    static const struct {
        const char *steps, *left;
    } cases[] = {
        { "I0", "I0" },       { "I0I1", "I1" },         { "I0I1I2", "I2" }, { "V0", "V0" },
        { "I0V1", "V1" },     { "V0V1", "V1" },         { "V0I1", "V0I1" }, { "V0I1I2", "V0I2" },
        { "V0I1I2V3", "V3" }, { "I0V1I2I3I4", "V1I4" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_ledger *ledger = ledger_open_run(place);
        struct ledger_pupil last;
        for (const char *p = cases[i].steps; *p; p += 2) {
            stage_one(ledger, 5, (unsigned)(p[1] - '0'),
                      p[0] == 'V' ? "verwijdering" : "inschrijving");
            ledger_pupil(&last, 5, (unsigned)(p[1] - '0'));
        }
        assert_outbox(ledger, cases[i].left);
        struct bp_ledger_stand stand = stand_of(ledger, 5);
        assert_memory_equal(stand.fingerprint, last.bericht.fingerprint, BP_LEDGER_HASH);
        bp_ledger_close(ledger); /* without a commit: the next case starts afresh */
    }
}

static void
a_replaced_message_is_gone_from_the_outbox_for_every_later_run(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 3, 0);
    commit(ledger);
    ledger_ok(bp_ledger_run_begin(ledger, DAY, &err), &err);
    ledger_stage_pupils(ledger, 1, 2, 1);
    commit(ledger);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_READ);
    assert_int_equal(ledger_staged(ledger), 3);
    bp_ledger_close(ledger);
}

static enum bp_status keep_order(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *e)
{
    struct ledger_pupil p;
    unsigned *n = ctx;
    (void)e;
    ledger_pupil(&p, *n, 0);
    assert_string_equal(k->identificatiecode.ptr, p.uuid);
    assert_string_equal(k->key.contract, "vo");
    assert_true(bp_str_equal(k->key.brin, BP_STR("99XA")));
    assert_true(bp_str_equal(k->key.volgnummer, bp_str_of(p.volgnummer)));
    assert_memory_equal(k->key.persoon, p.bericht.key.persoon, BP_LEDGER_HASH);
    assert_string_equal(k->handeling, "inschrijving");
    assert_true(k->klaargezet_ms >= LEDGER_START_MS);
    assert_memory_equal(k->body.ptr, p.body, sizeof p.body);
    *n += 1;
    return *n == 150 ? BP_E_STOP : BP_OK;
}

static void the_outbox_keeps_the_order_and_a_callback_can_end_the_walk(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 200, 0);
    commit(ledger);
    unsigned n = 0;
    assert_int_equal(bp_ledger_each_staged(ledger, keep_order, &n, &err), BP_E_STOP);
    assert_int_equal(n, 150);
    bp_ledger_close(ledger);
}

static enum bp_status look_meanwhile(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *e)
{
    struct bp_ledger_stand stand;
    struct bp_ledger *ledger = ctx;
    struct bp_ledger_key key = k->key;
    enum bp_status st = bp_ledger_lookup(ledger, &key, &stand, e);
    assert_true(st != BP_OK || stand.known);
    assert_int_equal(ledger_staged(ledger), 5);
    return st;
}

static void a_callback_may_ask_the_ledger(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 5, 0);
    ledger_ok(bp_ledger_each_staged(ledger, look_meanwhile, ledger, &err), &err);
    bp_ledger_close(ledger);
}

static void texts_come_back_byte_by_byte(struct ledger_place *place)
{
    static const struct bp_str texts[] = {
        { "", 0 },
        { "'; DROP TABLE run; --", 21 },
        { "a\0b", 3 },
        { "a\0c", 3 },
        { "\xff\xfe", 2 },
        { "\xc3\xa9\xe2\x82\xac", 5 },
        { "001", 3 },
        { "1", 1 },
        { "1.0", 3 },
        { "NULL", 4 },
        { "a", 1 },
        { "A", 1 },
        { "99XAtoolong12", 13 },
    };
    size_t count = sizeof texts / sizeof texts[0], staged = 0;
    struct bp_ledger *ledger = ledger_open_run(place);
    for (size_t b = 0; b < count; b++) {
        for (size_t v = 0; v < count; v++) {
            struct ledger_pupil p;
            struct bp_ledger_stand stand;
            ledger_pupil(&p, 3, (unsigned)(b * count + v));
            p.bericht.key.brin = texts[b];
            p.bericht.key.volgnummer = texts[v];
            ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
            if (stand.known)
                fail_msg("texts %zu and %zu are taken for others", b, v);
            ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
            ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
            assert_true(stand.known);
            assert_memory_equal(stand.fingerprint, p.bericht.fingerprint, BP_LEDGER_HASH);
            assert_int_equal(ledger_staged(ledger), ++staged);
        }
    }
    bp_ledger_close(ledger);
}

static void what_cannot_be_a_message_is_refused(struct ledger_place *place)
{
    static const char *const codes[] = {
        "",
        "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0",
        "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a011",
        "3F6C1C52-7F0E-4F5A-9F3B-2F4F0B6F1A01",
        "3f6c1c5207f0e-4f5a-9f3b-2f4f0b6f1a01",
        "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0g",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0] + 3; i++) {
        struct bp_ledger *ledger = ledger_open_run(place);
        struct ledger_pupil p;
        ledger_pupil(&p, 1, 0);
        size_t more = i - sizeof codes / sizeof codes[0];
        if (i < sizeof codes / sizeof codes[0])
            p.bericht.identificatiecode = bp_str_of(codes[i]);
        else if (more == 0)
            p.bericht.body = BP_STR("");
        else
            p.bericht.handeling = more == 1 ? "uitschrijving" : "";
        assert_int_equal(bp_ledger_stage(ledger, &p.bericht, &err), BP_E_INTERNAL);
        bp_ledger_close(ledger);
    }
}

static void one_uuid_serves_one_message(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    struct ledger_pupil p, q;
    ledger_pupil(&p, 1, 0);
    ledger_pupil(&q, 2, 0);
    q.bericht.identificatiecode = p.bericht.identificatiecode;
    ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    assert_int_equal(bp_ledger_stage(ledger, &q.bericht, &err), BP_E_LEDGER);
    /* and after a failure nothing of the run is kept, whatever is tried */
    assert_int_equal(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), BP_E_LEDGER);
    assert_int_equal(bp_ledger_run_commit(ledger, &err), BP_E_LEDGER);
    assert_int_equal(ledger_staged(ledger), 0);
    ledger_ok(bp_ledger_run_begin(ledger, DAY, &err), &err);
    q.bericht.identificatiecode = bp_str_of(q.uuid);
    ledger_ok(bp_ledger_stage(ledger, &q.bericht, &err), &err);
    commit(ledger);
    assert_int_equal(ledger_staged(ledger), 1);
    bp_ledger_close(ledger);
}

/* --- runs -------------------------------------------------------------------------------------------------- */

static void an_abandoned_run_leaves_nothing(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 10, 0);
    commit(ledger);
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2027, 1, 1), &err), &err);
    struct ledger_pupil p;
    ledger_pupil(&p, 30, 0);
    p.bericht.key.brin = p.inschrijving.brin = BP_STR("99XQ");
    ledger_ok(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
    ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    ledger_stage_pupils(ledger, 5, 20, 1);
    bp_ledger_run_abandon(ledger);

    bool found = false;
    struct bp_ledger_run run;
    ledger_ok(bp_ledger_last_run(ledger, &found, &run, &err), &err);
    assert_true(found && bp_datum_equal(run.peildatum, DAY));
    assert_int_equal(ledger_staged(ledger), 10);
    assert_false(stand_of(ledger, 15).known);
    /* what was remembered of persons and institutions of that run is forgotten too */
    ledger_ok(bp_ledger_run_begin(ledger, DAY, &err), &err);
    ledger_ok(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
    ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    ledger_stage_pupils(ledger, 15, 16, 1);
    commit(ledger);
    assert_int_equal(ledger_staged(ledger), 12);
    bp_ledger_close(ledger);
}

static void closing_abandons_an_open_run(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 10, 0);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_READ);
    assert_int_equal(ledger_staged(ledger), 0);
    bp_ledger_close(ledger);
    bp_ledger_close(NULL);
}

static void nothing_is_changed_outside_a_run_or_by_a_reader(struct ledger_place *place)
{
    struct ledger_pupil p;
    ledger_pupil(&p, 1, 0);
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    assert_int_equal(bp_ledger_stage(ledger, &p.bericht, &err), BP_E_INTERNAL);
    assert_int_equal(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), BP_E_INTERNAL);
    assert_int_equal(bp_ledger_run_commit(ledger, &err), BP_E_INTERNAL);
    ledger_ok(bp_ledger_run_begin(ledger, DAY, &err), &err);
    assert_int_equal(bp_ledger_run_begin(ledger, DAY, &err), BP_E_INTERNAL);
    commit(ledger);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_READ);
    assert_int_equal(bp_ledger_run_begin(ledger, DAY, &err), BP_E_INTERNAL);
    assert_int_equal(bp_ledger_stage(ledger, &p.bericht, &err), BP_E_INTERNAL);
    bp_ledger_close(ledger);
}

static void a_second_run_is_locked_out_at_once_and_welcome_afterwards(struct ledger_place *place)
{
    struct bp_ledger *one = ledger_open_run(place);
    struct bp_ledger *two = ledger_open(place, BP_LEDGER_WRITE);
    struct bp_env env = ledger_env;
    ledger_stage_pupils(one, 0, 5, 0);
    for (int how = 0; how < 2; how++) {
        int64_t before = env.now_ms(env.ctx);
        assert_int_equal(bp_ledger_run_begin(two, DAY, &err), BP_E_LOCKED);
        assert_non_null(strstr(err.detail, "another run"));
        assert_true(env.now_ms(env.ctx) - before < 10);
        assert_int_equal(ledger_staged(two), 0);
    }
    commit(one);
    ledger_ok(bp_ledger_run_begin(two, DAY, &err), &err);
    assert_int_equal(ledger_staged(two), 5);
    assert_int_equal(bp_ledger_run_begin(one, DAY, &err), BP_E_LOCKED);
    bp_ledger_close(one); /* closing one handle takes no lock away from the other */
    one = ledger_open(place, BP_LEDGER_WRITE);
    assert_int_equal(bp_ledger_run_begin(one, DAY, &err), BP_E_LOCKED);
    ledger_stage_pupils(two, 5, 6, 0);
    bp_ledger_run_abandon(two);
    ledger_ok(bp_ledger_run_begin(one, DAY, &err), &err);
    bp_ledger_close(one);
    bp_ledger_close(two);
}

static void a_reader_sees_the_old_state_until_the_commit(struct ledger_place *place)
{
    struct bp_ledger *writer = ledger_open_run(place);
    ledger_stage_pupils(writer, 0, 5, 0);
    commit(writer);
    ledger_ok(bp_ledger_run_begin(writer, DAY, &err), &err);
    ledger_stage_pupils(writer, 3, 9, 1);
    struct bp_ledger *reader = ledger_open(place, BP_LEDGER_READ);
    assert_int_equal(ledger_staged(reader), 5);
    assert_false(stand_of(reader, 8).known);
    commit(writer);
    assert_int_equal(ledger_staged(reader), 9);
    assert_true(stand_of(reader, 8).known);
    bp_ledger_close(writer);
    assert_int_equal(ledger_staged(reader), 9);
    bp_ledger_close(reader);
}

static void the_last_run_is_the_last_that_was_committed(struct ledger_place *place)
{
    bool found = true;
    struct bp_ledger_run run;
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_last_run(ledger, &found, &run, &err), &err);
    assert_false(found);
    for (int day = 1; day <= 2; day++) {
        ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 9, day), &err), &err);
        bp_ledger_run_counts(ledger, (size_t)day * 100, 7);
        ledger_ok(bp_ledger_last_run(ledger, &found, &run, &err), &err);
        assert_int_equal(found, day == 2);
        commit(ledger);
    }
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 9, 3), &err), &err);
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_READ);
    ledger_ok(bp_ledger_last_run(ledger, &found, &run, &err), &err);
    assert_true(found);
    assert_true(bp_datum_equal(run.peildatum, BP_DATUM(2026, 9, 2)));
    assert_int_equal(run.klaargezet, 200);
    assert_int_equal(run.ongewijzigd, 7);
    assert_true(run.begonnen_ms >= LEDGER_START_MS && run.klaar_ms > run.begonnen_ms);
    bp_ledger_close(ledger);
}

/* --- overviews --------------------------------------------------------------------------------------------- */

static enum bp_status list_telling(void *ctx, const struct bp_ledger_telling *t, struct bp_error *e)
{
    char *out = ctx;
    (void)e;
    assert_true(t->oldest_ms >= LEDGER_START_MS);
    (void)snprintf(out + strlen(out), 200 - strlen(out), "%.*s/%s/%s:%zu ", (int)t->brin.len,
                   t->brin.ptr, t->contract, bp_toestand_name(t->toestand), t->count);
    return BP_OK;
}

static void registrations_are_counted_per_institution_in_order(struct ledger_place *place)
{
    static const struct {
        const char *contract, *brin;
        unsigned count;
    } groups[] = { { "vo", "99XB", 3 }, { "mbo", "99XB", 2 }, { "vo", "99XA", 4 } };
    char list[200] = "";
    bool knows = true;
    struct bp_ledger *ledger = ledger_open_run(place);
    for (size_t i = 0; i < 3; i++) {
        for (unsigned n = 0; n < groups[i].count; n++) {
            struct ledger_pupil p;
            ledger_pupil(&p, (unsigned)i * 100 + n, 0);
            p.bericht.key.contract = groups[i].contract;
            p.bericht.key.brin = bp_str_of(groups[i].brin);
            ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
        }
    }
    ledger_stage_pupils(ledger, 200, 201, 1); /* known already: replaced, not counted twice */
    ledger_ok(bp_ledger_each_telling(ledger, list_telling, list, &err), &err);
    assert_string_equal(list, "99XA/vo/klaargezet:4 99XB/mbo/klaargezet:2 99XB/vo/klaargezet:3 ");
    ledger_ok(bp_ledger_knows_instelling(ledger, BP_STR("99XB"), "mbo", &knows, &err), &err);
    assert_false(knows); /* not before this run */
    commit(ledger);
    ledger_ok(bp_ledger_run_begin(ledger, DAY, &err), &err);
    ledger_ok(bp_ledger_knows_instelling(ledger, BP_STR("99XB"), "mbo", &knows, &err), &err);
    assert_true(knows);
    ledger_ok(bp_ledger_knows_instelling(ledger, BP_STR("99XA"), "mbo", &knows, &err), &err);
    assert_false(knows);
    bp_ledger_close(ledger);
}

static void an_institution_of_which_only_exports_are_known_is_not_known(struct ledger_place *place)
{
    struct ledger_pupil p;
    bool knows = true;
    ledger_pupil(&p, 1, 0);
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_ok(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
    ledger_ok(bp_ledger_knows_instelling(ledger, BP_STR("99XA"), "vo", &knows, &err), &err);
    assert_false(knows);
    bp_ledger_close(ledger);
}

static void every_state_has_a_name_and_two_need_a_person(void **state)
{
    (void)state;
    size_t need = 0;
    for (int t = 0; t < BP_TOESTAND_COUNT; t++) {
        assert_true(strlen(bp_toestand_name((enum bp_toestand)t)) > 4);
        need += bp_toestand_needs_person((enum bp_toestand)t);
    }
    assert_int_equal(need, 2);
    assert_true(bp_toestand_needs_person(BP_TOESTAND_AFGEKEURD));
    assert_true(bp_toestand_needs_person(BP_TOESTAND_MISLUKT));
    assert_string_equal(bp_toestand_name(BP_TOESTAND_KLAARGEZET), "klaargezet");
    assert_string_equal(bp_toestand_name(BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL),
                        "goedgekeurd_met_signaal");
    assert_string_equal(bp_toestand_name((enum bp_toestand)99), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_CASE(what_was_staged_is_known_with_its_fingerprint),
        LEDGER_CASE(every_part_of_the_key_counts),
        LEDGER_CASE(an_unsent_message_is_replaced_but_a_verwijdering_goes_first),
        LEDGER_CASE(a_replaced_message_is_gone_from_the_outbox_for_every_later_run),
        LEDGER_CASE(the_outbox_keeps_the_order_and_a_callback_can_end_the_walk),
        LEDGER_CASE(a_callback_may_ask_the_ledger),
        LEDGER_CASE(texts_come_back_byte_by_byte),
        LEDGER_CASE(what_cannot_be_a_message_is_refused),
        LEDGER_CASE(one_uuid_serves_one_message),
        LEDGER_CASE(an_abandoned_run_leaves_nothing),
        LEDGER_CASE(closing_abandons_an_open_run),
        LEDGER_CASE(nothing_is_changed_outside_a_run_or_by_a_reader),
        LEDGER_CASE(a_second_run_is_locked_out_at_once_and_welcome_afterwards),
        LEDGER_CASE(a_reader_sees_the_old_state_until_the_commit),
        LEDGER_CASE(the_last_run_is_the_last_that_was_committed),
        LEDGER_CASE(registrations_are_counted_per_institution_in_order),
        LEDGER_CASE(an_institution_of_which_only_exports_are_known_is_not_known),
        cmocka_unit_test(every_state_has_a_name_and_two_need_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
