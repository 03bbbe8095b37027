#include "support/audit_geschiedenis.h"

#include "bronpost/ledger/opleidingen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define CODE_A     "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000001"
#define CODE_B     "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000002"
#define MESSAGE_ID "11111111-2222-4333-8444-555555555555"

static struct bp_error err;

static void ok(enum bp_status st)
{
    if (st != BP_OK)
        fail_msg("status %d: %s", (int)st, err.detail);
}

/* --- runs ----------------------------------------------------------------------------------------------------- */

static void see(struct audit_case *c, unsigned n, struct bp_datum einde)
{
    struct bp_persoonsnummer persoon = { .soort = BP_PERSOON_BSN };
    char volgnummer[8], digits[12];
    (void)snprintf(volgnummer, sizeof volgnummer, "V%u", n);
    (void)snprintf(digits, sizeof digits, "99999%04u", n);
    memcpy(persoon.digits, digits, sizeof persoon.digits);
    struct bp_ledger_inschrijving seen = { .sector = "vo",
                                           .brin = BP_STR("99XA"),
                                           .volgnummer = bp_str_of(volgnummer),
                                           .leerlingnummer = BP_STR("L1"),
                                           .begin = BP_DATUM(2025, 8, 1),
                                           .einde = einde };
    ok(bp_kluis_persoon(c->kluis, persoon, seen.persoon, &err));
    ok(bp_ledger_inschrijving_see(c->ledger, &seen, &err));
}

static enum bp_status ignore(void *ctx, const struct bp_ledger_inschrijving_key *key,
                             struct bp_error *e)
{
    (void)key;
    (void)e;
    ++*(size_t *)ctx;
    return BP_OK;
}

/* Enrolments 1 to `last` are in the export; the others known are missed. */
static void run(struct audit_case *c, unsigned last, struct bp_datum einde_van_1)
{
    size_t missed = 0;
    ok(bp_ledger_run_begin(c->ledger, BP_DATUM(2026, 9, 3), &err));
    for (unsigned n = 1; n <= last; n++)
        see(c, n, n == 1 ? einde_van_1 : BP_DATUM_NONE);
    ok(bp_ledger_inschrijving_each_known(c->ledger, BP_STR("99XA"), "vo", BP_DATUM(2026, 9, 3),
                                         ignore, &missed, &err));
    bp_ledger_run_counts(c->ledger, last, missed);
    ok(bp_ledger_run_commit(c->ledger, &err));
}

/* --- sending that does not go well ---------------------------------------------------------------------------- */

static enum bp_status take_number(void *ctx, const struct bp_ledger_zending *z, struct bp_error *e)
{
    (void)e;
    *(int64_t *)ctx = z->bericht;
    return BP_OK;
}

static int64_t claim(struct audit_case *c)
{
    const struct bp_ledger_vraag vraag = {
        .contract = "vo", .brin = BP_STR("99XA"), .pogingen = 9, .message_id = BP_STR(MESSAGE_ID)
    };
    enum bp_ledger_claim claim = BP_CLAIM_GEEN;
    int64_t later = 0, bericht = 0;
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_claim(c->ledger, &vraag, take_number, &bericht, &claim, &later, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    assert_int_equal(claim, BP_CLAIM_ZENDING);
    return bericht;
}

static void settle(struct audit_case *c, const struct bp_ledger_uitkomst *uitkomst)
{
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_settle(c->ledger, uitkomst, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
}

static void seal(struct audit_case *c, struct bp_str uuid, struct bp_buf *sealed)
{
    bp_buf_init(sealed, BP_MIB);
    ok(bp_kluis_seal(c->kluis, uuid, BP_STR("<m:a xmlns:m=\"urn:t\"/>"), sealed, &err));
}

/* No answer, then one to wait for; refused as used before, so that it goes again under another code; then unanswered. */
static void send_with_trouble(struct audit_case *c)
{
    const struct bp_str again = BP_STR("5b0d6e5e-1a53-4d0b-8f0e-000000000077");
    struct bp_buf sealed;
    size_t onzeker = 0;
    ok(bp_ledger_submit_begin(c->ledger, 0, &onzeker, &err));
    settle(c, &(struct bp_ledger_uitkomst){ .bericht = claim(c), .toestand = BP_TOESTAND_ONZEKER });
    seal(c, again, &sealed);
    settle(c, &(struct bp_ledger_uitkomst){ .bericht = claim(c),
                                            .toestand = BP_TOESTAND_KLAARGEZET,
                                            .fout = true,
                                            .code = BP_STR("DK0010"),
                                            .tekst = BP_STR("used before"),
                                            .identificatiecode = again,
                                            .body = bp_buf_str(&sealed) });
    settle(c, &(struct bp_ledger_uitkomst){ .bericht = claim(c),
                                            .toestand = BP_TOESTAND_ONZEKER,
                                            .niet_voor_ms = INT64_C(1999999999999) });
    bp_ledger_submit_end(c->ledger);
    bp_buf_free(&sealed);
}

static enum bp_status take_refused(void *ctx, const struct bp_ledger_geweigerd *geweigerd,
                                   struct bp_error *e)
{
    (void)e;
    *(int64_t *)ctx = geweigerd->bericht;
    return BP_OK;
}

/* The first message that failed goes again under another identificatiecode. */
static void retry(struct audit_case *c)
{
    const struct bp_str again = BP_STR("5b0d6e5e-1a53-4d0b-8f0e-000000000078");
    struct bp_buf sealed;
    size_t onzeker = 0;
    int64_t bericht = 0;
    bool found = false;
    ok(bp_ledger_submit_begin(c->ledger, 0, &onzeker, &err));
    ok(bp_ledger_next_geweigerd(c->ledger, 0, &found, take_refused, &bericht, &err));
    assert_true(found);
    seal(c, again, &sealed);
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_again(c->ledger, bericht, again, bp_buf_str(&sealed), &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    bp_ledger_submit_end(c->ledger);
    bp_buf_free(&sealed);
}

/* --- routes in RIO -------------------------------------------------------------------------------------------- */

static void bind(struct audit_case *c, const char *leerroute, const char *code)
{
    const struct bp_ledger_opleiding_key key = { BP_STR("99XA"), "vo", bp_str_of(leerroute) };
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_opleiding_bind(c->ledger, &key, bp_str_of(code), &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
}

static void programme(struct audit_case *c, const char *code, unsigned n, const char *handeling)
{
    char uuid[BP_UUID_TEXT];
    struct bp_buf sealed;
    (void)snprintf(uuid, sizeof uuid, "5b0d6e5e-1a53-4d0b-8f0e-0000000%05u", n);
    seal(c, bp_str_of(uuid), &sealed);
    const struct bp_ledger_opleiding_bericht bericht = { .code = bp_str_of(code),
                                                         .handeling = handeling,
                                                         .fingerprint = { (unsigned char)n, 1 },
                                                         .identificatiecode = bp_str_of(uuid),
                                                         .begin = BP_DATUM(2026, 8, 1),
                                                         .eind = BP_DATUM(2030, 8, 1),
                                                         .soort = BP_STR("DLR"),
                                                         .body = bp_buf_str(&sealed),
                                                         .reden = BP_STR("why") };
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_opleiding_stage(c->ledger, &bericht, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    bp_buf_free(&sealed);
}

static void send_programme(struct audit_case *c, const char *code, enum bp_toestand becomes)
{
    static const struct bp_ledger_melding melding = { { "N10410", 6 },
                                                      { "begindatum", 10 },
                                                      { "code", 4 } };
    int64_t bericht = 0;
    bool found = false;
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_opleiding_claim(c->ledger, bp_str_of(code), BP_STR(MESSAGE_ID), take_number,
                                 &bericht, &found, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    assert_true(found);
    settle(c, &(struct bp_ledger_uitkomst){ .bericht = bericht,
                                            .toestand = becomes,
                                            .code = melding.code,
                                            .tekst = melding.tekst,
                                            .meldingen = &melding,
                                            .melding_count = 1 });
}

static void programmes(struct audit_case *c)
{
    size_t onzeker = 0;
    ok(bp_ledger_submit_begin(c->ledger, 0, &onzeker, &err));
    bind(c, "D1", CODE_A);
    bind(c, "D2", CODE_A);
    bind(c, "G1", CODE_B);
    programme(c, CODE_A, 901, "aanlevering");
    send_programme(c, CODE_A, BP_TOESTAND_GOEDGEKEURD);
    programme(c, CODE_A, 902, "verwijdering");
    programme(c, CODE_B, 903, "aanlevering");
    send_programme(c, CODE_B, BP_TOESTAND_AFGEKEURD);
    const struct bp_ledger_gezien gezien = { .fingerprint = { 7 },
                                             .begin = BP_DATUM(2026, 8, 1),
                                             .eind = BP_DATUM(2031, 8, 1) };
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_opleiding_gezien(c->ledger, bp_str_of(CODE_B), &gezien, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    bp_ledger_submit_end(c->ledger);
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

static void adopt_and_recognise(struct audit_case *c, const struct audit_reg *reg)
{
    struct bp_persoonsnummer persoon = { .soort = BP_PERSOON_BSN };
    struct bp_ledger_key key = { .contract = reg->contract,
                                 .brin = bp_str_of(reg->brin),
                                 .volgnummer = bp_str_of(reg->volgnummer) };
    const unsigned char fingerprint[BP_LEDGER_HASH] = { 9, 9 };
    audit_case_adopt(c, reg, "2026-08-01 - 2026-08-01:--", "RO_99XB_20260801_20270731.CSV");
    memcpy(persoon.digits, reg->bsn, sizeof persoon.digits);
    ok(bp_kluis_persoon(c->kluis, persoon, key.persoon, &err));
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_erken(c->ledger, &key, fingerprint, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
}

void audit_geschiedenis(struct audit_case *c)
{
    static const struct audit_reg a = { "vo", "99XA", "V1", "999990019" };
    static const struct audit_reg b = { "mbo", "99XB", "M1", "999990019" };
    static const struct audit_reg d = { "vo", "99XA", "V2", "999990020" };
    static const struct audit_reg e = { "mbo", "99XB", "M2", "999990032" };
    static const struct audit_reg f = { "vo", "99XA", "V3", "999990044" };
    static const struct audit_reg g = { "mbo", "99XB", "M9", "999990044" };
    run(c, 3, BP_DATUM_NONE);
    audit_case_stage(c, &a, "2023-08-01 - 2023-08-01:--");               /* 1 */
    audit_case_stage(c, &a, "2023-08-01 - 2023-08-01:-- 2025-08-01:DV"); /* 2 replaces it */
    audit_case_stage(c, &b, "2026-08-01 2028-06-14 2026-08-01:DV");      /* 3 */
    audit_case_send(c, BP_TOESTAND_ONTVANGEN);
    audit_case_day(c, "2026-09-04");
    audit_case_feedback(c, 2, BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL);
    audit_case_feedback(c, 3, BP_TOESTAND_AFGEKEURD);
    audit_case_stage(c, &d, "2025-08-01 - 2025-08-01:GV"); /* 4 */
    audit_case_stage(c, &e, "2025-08-01 - 2025-08-01:--"); /* 5 */
    audit_case_send(c, BP_TOESTAND_MISLUKT);
    audit_case_day(c, "2026-09-05");
    run(c, 2, BP_DATUM(2027, 3, 31)); /* misses 3; 1 has an end now */
    audit_case_stage(c, &a, NULL);    /* 6 */
    audit_case_send(c, BP_TOESTAND_ONTVANGEN);
    adopt_and_recognise(c, &g);                            /* 7 */
    audit_case_stage(c, &f, "2025-08-01 - 2025-08-01:--"); /* 8 */
    send_with_trouble(c);
    audit_case_stage(c, &g, "2026-08-01 - 2026-08-01:DV"); /* 9 waits */
    programmes(c);
    retry(c);
}
