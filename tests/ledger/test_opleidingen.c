/* Programmes in RIO: a code is fixed once, messages go out once, and what RIO shows is believed. */
#include "bronpost/ledger/bewijs.h"
#include "bronpost/ledger/opleidingen.h"
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct bp_error err;

#define CODE_A "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000001"
#define CODE_B "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000002"

static struct bp_ledger_opleiding_key key_of(const char *sector, const char *leerroute)
{
    return (struct bp_ledger_opleiding_key){ BP_STR("99XA"), sector, bp_str_of(leerroute) };
}

static struct bp_ledger_opleiding look(struct bp_ledger *ledger, const char *sector,
                                       const char *leerroute)
{
    struct bp_ledger_opleiding found;
    const struct bp_ledger_opleiding_key key = key_of(sector, leerroute);
    ledger_ok(bp_ledger_opleiding_lookup(ledger, &key, &found, &err), &err);
    return found;
}

static void begin(struct bp_ledger *ledger)
{
    ledger_ok(bp_ledger_step_begin(ledger, 1000, &err), &err);
}

static void commit(struct bp_ledger *ledger)
{
    ledger_ok(bp_ledger_step_commit(ledger, &err), &err);
}

static void bind(struct bp_ledger *ledger, const char *sector, const char *leerroute,
                 const char *code)
{
    const struct bp_ledger_opleiding_key key = key_of(sector, leerroute);
    begin(ledger);
    ledger_ok(bp_ledger_opleiding_bind(ledger, &key, bp_str_of(code), &err), &err);
    commit(ledger);
}

static void fingerprint(unsigned stand, unsigned char out[BP_LEDGER_HASH])
{
    memset(out, 0, BP_LEDGER_HASH);
    out[0] = (unsigned char)stand;
    out[31] = 1;
}

/* Message `n` of the programme, with stand number `stand`. */
static void stage(struct bp_ledger *ledger, const char *code, const char *handeling, unsigned n,
                  unsigned stand)
{
    char uuid[BP_UUID_TEXT];
    (void)snprintf(uuid, sizeof uuid, "5b0d6e5e-1a53-4d0b-8f0e-0000000%05u", n);
    struct bp_ledger_opleiding_bericht bericht = { .code = bp_str_of(code),
                                                   .handeling = handeling,
                                                   .identificatiecode = bp_str_of(uuid),
                                                   .begin = BP_DATUM(2026, 8, 1),
                                                   .eind = BP_DATUM(2030, 8, 1),
                                                   .soort = BP_STR("DLR"),
                                                   .body = BP_STR("sealed") };
    fingerprint(stand, bericht.fingerprint);
    begin(ledger);
    ledger_ok(bp_ledger_opleiding_stage(ledger, &bericht, &err), &err);
    commit(ledger);
}

struct sent {
    int64_t bericht;
    char uuid[BP_UUID_TEXT], handeling[16];
    unsigned poging;
    bool onbeantwoord;
};

static enum bp_status take(void *ctx, const struct bp_ledger_zending *zending, struct bp_error *e)
{
    struct sent *sent = ctx;
    (void)e;
    sent->bericht = zending->bericht;
    sent->poging = zending->poging;
    sent->onbeantwoord = zending->onbeantwoord;
    (void)bp_str_copy(sent->uuid, sizeof sent->uuid, zending->identificatiecode);
    (void)bp_str_copy(sent->handeling, sizeof sent->handeling, bp_str_of(zending->handeling));
    assert_true(bp_str_equal(zending->body, BP_STR("sealed")));
    return BP_OK;
}

static bool claim(struct bp_ledger *ledger, const char *code, struct sent *sent)
{
    bool found = false;
    begin(ledger);
    ledger_ok(bp_ledger_opleiding_claim(ledger, bp_str_of(code),
                                        BP_STR("11111111-2222-4333-8444-555555555555"), take, sent,
                                        &found, &err),
              &err);
    commit(ledger);
    return found;
}

static void settle(struct bp_ledger *ledger, int64_t bericht, enum bp_toestand toestand,
                   const struct bp_ledger_melding *meldingen, size_t count)
{
    const struct bp_ledger_uitkomst u = { .bericht = bericht,
                                          .toestand = toestand,
                                          .code = count ? meldingen[0].code : BP_STR(""),
                                          .meldingen = meldingen,
                                          .melding_count = count };
    begin(ledger);
    ledger_ok(bp_ledger_settle(ledger, &u, &err), &err);
    commit(ledger);
}

static struct bp_ledger *open_submitter(struct ledger_place *place)
{
    size_t onzeker = 0;
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_submit_begin(ledger, 1000, &onzeker, &err), &err);
    return ledger;
}

/* What the evidence chain says of all that was done. */
static void close_whole(struct bp_ledger *ledger)
{
    struct bp_ledger_keuring keuring;
    ledger_ok(bp_ledger_keur(ledger, NULL, &keuring, &err), &err);
    if (keuring.breuk != BP_BREUK_GEEN)
        fail_msg("broken: %d at link %llu, %s %lld", (int)keuring.breuk,
                 (unsigned long long)keuring.schakel, keuring.tabel, (long long)keuring.rij);
    bp_ledger_close(ledger);
}

static void a_code_is_fixed_and_routes_may_share_it(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    assert_false(look(ledger, "vo", "ZW").known);
    bind(ledger, "vo", "ZW", CODE_A);
    bind(ledger, "vo", "ZW-2", CODE_A);
    bind(ledger, "mbo", "ZW", CODE_B);
    assert_string_equal(look(ledger, "vo", "ZW").code, CODE_A);
    assert_string_equal(look(ledger, "vo", "ZW-2").code, CODE_A);
    assert_string_equal(look(ledger, "mbo", "ZW").code, CODE_B);
    assert_int_equal(look(ledger, "vo", "ZW").toestand, BP_TOESTAND_NIEUW);
    assert_string_equal(look(ledger, "vo", "ZW").handeling, "");
    assert_false(look(ledger, "mbo", "ZW-2").known);
    bind(ledger, "vo", "ZW-2", "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000003"); /* its own after all */
    assert_string_equal(look(ledger, "vo", "ZW").code, CODE_A);
    assert_string_equal(look(ledger, "vo", "ZW-2").code, "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000003");
    close_whole(ledger);
}

static void a_code_belongs_to_one_institution_and_side(struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    bind(ledger, "vo", "ZW", CODE_A);
    const struct bp_ledger_opleiding_key others[] = { key_of("mbo", "ZW"),
                                                      { BP_STR("99XB"), "vo", BP_STR("ZW") } };
    for (size_t i = 0; i < 2; i++) {
        begin(ledger);
        assert_int_equal(bp_ledger_opleiding_bind(ledger, &others[i], BP_STR(CODE_A), &err),
                         BP_E_USAGE);
        bp_ledger_step_abandon(ledger);
    }
    close_whole(ledger);
}

static void what_rio_approves_is_at_rio_from_begin_up_to_eind(struct ledger_place *place)
{
    struct sent sent;
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "vo", "ZW", CODE_A);
    assert_false(claim(ledger, CODE_A, &sent));
    stage(ledger, CODE_A, "aanlevering", 1, 1);
    struct bp_ledger_opleiding o = look(ledger, "vo", "ZW");
    assert_int_equal(o.toestand, BP_TOESTAND_KLAARGEZET);
    assert_string_equal(o.handeling, "aanlevering");
    assert_true(claim(ledger, CODE_A, &sent));
    assert_string_equal(sent.handeling, "aanlevering");
    assert_false(claim(ledger, CODE_A, &sent)); /* in flight */
    assert_int_equal(look(ledger, "vo", "ZW").toestand, BP_TOESTAND_AANGEBODEN);
    assert_false(look(ledger, "vo", "ZW").bij_rio);
    settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    o = look(ledger, "vo", "ZW");
    assert_int_equal(o.toestand, BP_TOESTAND_GOEDGEKEURD);
    assert_true(o.bij_rio);
    assert_memory_equal(o.fingerprint, o.fingerprint_rio, BP_LEDGER_HASH);
    assert_int_equal(o.pogingen, 1);
    static const struct {
        struct bp_datum dag;
        bool want;
    } days[] = {
        { { 2026, 7, 31 }, false },
        { { 2026, 8, 1 }, true },
        { { 2030, 7, 31 }, true },
        { { 2030, 8, 1 }, false }, /* exclusive */
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_int_equal(bp_ledger_opleiding_op(&o, days[i].dag), days[i].want);
    close_whole(ledger);
}

static enum bp_status list_melding(void *ctx, const struct bp_ledger_melding *m, struct bp_error *e)
{
    char *text = ctx;
    (void)e;
    (void)snprintf(text + strlen(text), 200 - strlen(text), "%.*s(%.*s) ", (int)m->code.len,
                   m->code.ptr, (int)m->sleutelgegevens.len, m->sleutelgegevens.ptr);
    return BP_OK;
}

static void a_refusal_keeps_what_rio_had_and_every_error(struct ledger_place *place)
{
    static const struct bp_ledger_melding meldingen[] = {
        { BP_STR("N10410"), BP_STR("aanbieder bestaat niet"),
          BP_STR("onderwijsaanbieder=199A009") },
        { BP_STR("A01060"), BP_STR("locatie bestaat niet"), BP_STR("") },
    };
    struct sent sent;
    char text[200] = "";
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "vo", "ZW", CODE_A);
    stage(ledger, CODE_A, "aanlevering", 1, 1);
    assert_true(claim(ledger, CODE_A, &sent));
    settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    stage(ledger, CODE_A, "aanlevering", 2, 2);
    assert_true(claim(ledger, CODE_A, &sent));
    settle(ledger, sent.bericht, BP_TOESTAND_AFGEKEURD, meldingen, 2);
    struct bp_ledger_opleiding o = look(ledger, "vo", "ZW");
    assert_int_equal(o.toestand, BP_TOESTAND_AFGEKEURD);
    assert_true(o.bij_rio);
    assert_int_equal(o.fingerprint[0], 2);
    assert_int_equal(o.fingerprint_rio[0], 1);
    assert_string_equal(o.fout_code, "N10410");
    ledger_ok(bp_ledger_opleiding_meldingen(ledger, BP_STR(CODE_A), list_melding, text, &err),
              &err);
    assert_string_equal(text, "N10410(onderwijsaanbieder=199A009) A01060() ");
    close_whole(ledger);
}

static void a_withdrawal_takes_it_away(struct ledger_place *place)
{
    struct sent sent;
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "mbo", "ZW", CODE_B);
    stage(ledger, CODE_B, "aanlevering", 1, 1);
    assert_true(claim(ledger, CODE_B, &sent));
    settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    stage(ledger, CODE_B, "verwijdering", 2, 9);
    assert_true(claim(ledger, CODE_B, &sent));
    assert_string_equal(sent.handeling, "verwijdering");
    settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    struct bp_ledger_opleiding o = look(ledger, "mbo", "ZW");
    assert_false(o.bij_rio);
    assert_string_equal(o.handeling, "verwijdering");
    assert_false(bp_ledger_opleiding_op(&o, BP_DATUM(2027, 1, 1)));
    close_whole(ledger);
}

static void an_unsent_message_is_replaced_and_an_uncertain_one_followed(struct ledger_place *place)
{
    struct sent first, second;
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "vo", "ZW", CODE_A);
    stage(ledger, CODE_A, "aanlevering", 1, 1);
    stage(ledger, CODE_A, "aanlevering", 2, 2);
    assert_true(claim(ledger, CODE_A, &first));
    assert_string_equal(first.uuid, "5b0d6e5e-1a53-4d0b-8f0e-000000000002");
    settle(ledger, first.bericht, BP_TOESTAND_ONZEKER, NULL, 0);
    stage(ledger, CODE_A, "aanlevering", 3, 3);
    assert_true(claim(ledger, CODE_A, &second)); /* the uncertain one first, under its own code */
    assert_string_equal(second.uuid, first.uuid);
    assert_true(second.onbeantwoord);
    assert_int_equal(second.poging, 2);
    settle(ledger, second.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    assert_int_equal(look(ledger, "vo", "ZW").toestand, BP_TOESTAND_KLAARGEZET);
    assert_int_equal(look(ledger, "vo", "ZW").fingerprint_rio[0], 2);
    assert_true(claim(ledger, CODE_A, &second));
    assert_string_equal(second.uuid, "5b0d6e5e-1a53-4d0b-8f0e-000000000003");
    settle(ledger, second.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    assert_int_equal(look(ledger, "vo", "ZW").fingerprint_rio[0], 3);
    close_whole(ledger);
}

static void a_submitter_that_died_leaves_it_uncertain(struct ledger_place *place)
{
    struct sent sent;
    size_t onzeker = 0;
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "vo", "ZW", CODE_A);
    stage(ledger, CODE_A, "aanlevering", 1, 1);
    assert_true(claim(ledger, CODE_A, &sent));
    bp_ledger_close(ledger);
    ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_submit_begin(ledger, 1000, &onzeker, &err), &err);
    assert_int_equal(onzeker, 1);
    assert_int_equal(look(ledger, "vo", "ZW").toestand, BP_TOESTAND_ONZEKER);
    assert_true(claim(ledger, CODE_A, &sent));
    assert_true(sent.onbeantwoord);
    settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    close_whole(ledger);
}

/* --- consulting --------------------------------------------------------------------------------------------- */

static void seen(struct bp_ledger *ledger, const char *code, unsigned stand)
{
    struct bp_ledger_gezien gezien = { .begin = BP_DATUM(2026, 8, 1) };
    fingerprint(stand, gezien.fingerprint);
    begin(ledger);
    ledger_ok(bp_ledger_opleiding_gezien(ledger, bp_str_of(code), stand ? &gezien : NULL, &err),
              &err);
    commit(ledger);
}

static void what_consulting_shows_settles_what_was_uncertain(struct ledger_place *place)
{
    static const struct {
        const char *name;
        enum bp_toestand before; /* of the message: KLAARGEZET is not sent at all */
        const char *handeling;
        unsigned seen; /* the stand that RIO shows; 0: it does not have the programme */
        enum bp_toestand after;
        bool bij_rio, waits;
    } cases[] = {
        { "the answer was lost, RIO has it", BP_TOESTAND_ONZEKER, "aanlevering", 1,
          BP_TOESTAND_GOEDGEKEURD, true, false },
        { "the message was lost, RIO does not have it", BP_TOESTAND_ONZEKER, "aanlevering", 0,
          BP_TOESTAND_ONZEKER, false, true },
        { "RIO has what the routes ask for now", BP_TOESTAND_ONZEKER, "aanlevering", 2,
          BP_TOESTAND_GOEDGEKEURD, true, false },
        { "somebody registered it by hand", BP_TOESTAND_KLAARGEZET, "aanlevering", 1,
          BP_TOESTAND_GOEDGEKEURD, true, false },
        { "refused, and then registered by hand", BP_TOESTAND_AFGEKEURD, "aanlevering", 1,
          BP_TOESTAND_GOEDGEKEURD, true, false },
        { "the answer to the withdrawal was lost", BP_TOESTAND_ONZEKER, "verwijdering", 0,
          BP_TOESTAND_GOEDGEKEURD, false, false },
        { "approved, and then removed by hand", BP_TOESTAND_GOEDGEKEURD, "aanlevering", 0,
          BP_TOESTAND_GEWIJZIGD, false, false },
    };
    struct bp_ledger *ledger = open_submitter(place);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char leerroute[8], code[BP_UUID_TEXT];
        struct sent sent;
        (void)snprintf(leerroute, sizeof leerroute, "R%u", i);
        (void)snprintf(code, sizeof code, "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f00000%u", i);
        bind(ledger, "vo", leerroute, code);
        stage(ledger, code, cases[i].handeling, 10 + i, 1);
        if (cases[i].before != BP_TOESTAND_KLAARGEZET) {
            assert_true(claim(ledger, code, &sent));
            settle(ledger, sent.bericht, cases[i].before, NULL, 0);
        }
        seen(ledger, code, cases[i].seen);
        seen(ledger, code, cases[i].seen); /* says the same: changes nothing */
        struct bp_ledger_opleiding o = look(ledger, "vo", leerroute);
        if (o.toestand != cases[i].after || o.bij_rio != cases[i].bij_rio ||
            claim(ledger, code, &sent) != cases[i].waits)
            fail_msg("%s: %s, at RIO %d", cases[i].name, bp_toestand_name(o.toestand), o.bij_rio);
        if (cases[i].bij_rio)
            assert_int_equal(o.fingerprint_rio[0], cases[i].seen);
        if (cases[i].waits)
            settle(ledger, sent.bericht, BP_TOESTAND_GOEDGEKEURD, NULL, 0);
    }
    close_whole(ledger);
}

static void consulting_that_shows_the_same_writes_nothing(struct ledger_place *place)
{
    struct bp_ledger_zegel before, after;
    struct bp_ledger *ledger = open_submitter(place);
    bind(ledger, "vo", "ZW", CODE_A);
    seen(ledger, CODE_A, 0); /* never there, still not there */
    ledger_ok(bp_ledger_zegel(ledger, &before, &err), &err);
    seen(ledger, CODE_A, 0);
    ledger_ok(bp_ledger_zegel(ledger, &after, &err), &err);
    assert_int_equal(before.schakels, after.schakels);
    seen(ledger, CODE_A, 1);
    ledger_ok(bp_ledger_zegel(ledger, &before, &err), &err);
    assert_int_equal(before.schakels, after.schakels + 1);
    seen(ledger, CODE_A, 1);
    ledger_ok(bp_ledger_zegel(ledger, &after, &err), &err);
    assert_memory_equal(before.kop, after.kop, BP_LEDGER_HASH);
    close_whole(ledger);
}

static enum bp_status list_route(void *ctx, const struct bp_ledger_opleiding_key *key,
                                 const struct bp_ledger_opleiding *o, struct bp_error *e)
{
    char *text = ctx;
    (void)e;
    (void)snprintf(text + strlen(text), 200 - strlen(text), "%.*s/%s/%.*s=%s ", (int)key->brin.len,
                   key->brin.ptr, key->sector, (int)key->leerroute.len, key->leerroute.ptr,
                   bp_toestand_name(o->toestand));
    return BP_OK;
}

static void routes_come_in_order_and_apart_from_registrations(struct ledger_place *place)
{
    char text[200] = "";
    bool knows = true;
    size_t onzeker = 0;
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, 2, 0);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    ledger_ok(bp_ledger_submit_begin(ledger, 1000, &onzeker, &err), &err);
    bind(ledger, "mbo", "A", CODE_B);
    bind(ledger, "vo", "B", CODE_A);
    bind(ledger, "vo", "A", CODE_A);
    stage(ledger, CODE_A, "aanlevering", 1, 1);
    ledger_ok(bp_ledger_each_opleiding(ledger, list_route, text, &err), &err);
    assert_string_equal(text, "99XA/vo/A=klaargezet 99XA/vo/B=klaargezet 99XA/mbo/A=nieuw ");
    assert_int_equal(ledger_staged(ledger), 2); /* the outbox of export: persons only */
    ledger_ok(bp_ledger_knows_instelling(ledger, BP_STR("99XA"), "rio", &knows, &err), &err);
    assert_false(knows);
    close_whole(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_CASE(a_code_is_fixed_and_routes_may_share_it),
        LEDGER_CASE(a_code_belongs_to_one_institution_and_side),
        LEDGER_CASE(what_rio_approves_is_at_rio_from_begin_up_to_eind),
        LEDGER_CASE(a_refusal_keeps_what_rio_had_and_every_error),
        LEDGER_CASE(a_withdrawal_takes_it_away),
        LEDGER_CASE(an_unsent_message_is_replaced_and_an_uncertain_one_followed),
        LEDGER_CASE(a_submitter_that_died_leaves_it_uncertain),
        LEDGER_CASE(what_consulting_shows_settles_what_was_uncertain),
        LEDGER_CASE(consulting_that_shows_the_same_writes_nothing),
        LEDGER_CASE(routes_come_in_order_and_apart_from_registrations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
