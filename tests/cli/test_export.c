/* Staged messages to signed envelopes: files, addresses, who is left, and what breaks it off */
#include "bronpost/pipeline/export.h"

#include "bronpost/base/file.h"
#include "support/cli_files.h"
#include "support/pki_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW  INT64_C(1788458651300) /* 2026-09-03T18:04:11.300Z */
#define TO   "http://www.w3.org/2005/08/addressing/anonymous?oin=00000001800866472000"
#define FROM "http://www.w3.org/2005/08/addressing/anonymous?oin=0000000700099XA00000"
#define MANY 60

struct fixture {
    struct cli_folder folder;
    struct bp_kluis *kluis;
    struct bp_identiteit *identiteit;
    struct bp_ledger *ledger;
    struct bp_export_instelling instellingen[2];
};

static atomic_uint uuids;

static int64_t frozen_now(void *ctx)
{
    (void)ctx;
    return NOW;
}

static void counted_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    (void)ctx;
    (void)snprintf(out, BP_UUID_TEXT, "00000000-0000-4000-8000-%012u", atomic_fetch_add(&uuids, 1));
}

static const struct bp_env frozen = { frozen_now, counted_uuid, NULL };

static const struct bp_export_contract contracten[] = {
    { "vo", { "urn:test/aanleverenVO", "urn:test/verwijderenVO" } },
    { "mbo", { "urn:test/aanleverenMBO", NULL } },
};

static void identificatiecode(unsigned number, char out[BP_UUID_TEXT])
{
    (void)snprintf(out, BP_UUID_TEXT, "3f6c1c52-7f0e-4f5a-9f3b-%012u", number);
}

/* Stages message `number` of an institution; the body is sealed for `bound`. */
static void stage(struct fixture *f, unsigned number, const char *contract, const char *brin,
                  const char *handeling, const char *bound)
{
    struct bp_error err = { 0 };
    struct bp_buf sealed;
    char uuid[BP_UUID_TEXT], volgnummer[16], body[256];
    identificatiecode(number, uuid);
    (void)snprintf(volgnummer, sizeof volgnummer, "V%04u", number);
    (void)snprintf(body, sizeof body, "<a:verzoek xmlns:a=\"urn:test:a\">body %u</a:verzoek>",
                   number);
    bp_buf_init(&sealed, 4096);
    assert_int_equal(
        bp_kluis_seal(f->kluis, bp_str_of(bound ? bound : uuid), bp_str_of(body), &sealed, &err),
        BP_OK);
    struct bp_ledger_bericht bericht = {
        .key = { .contract = contract,
                 .brin = bp_str_of(brin),
                 .volgnummer = bp_str_of(volgnummer) },
        .handeling = handeling,
        .identificatiecode = bp_str_of(uuid),
        .begin = BP_DATUM(2026, 8, 1),
        .body = bp_buf_str(&sealed),
    };
    bericht.key.persoon[0] = (unsigned char)number;
    bericht.fingerprint[0] = (unsigned char)number;
    if (bp_ledger_stage(f->ledger, &bericht, &err) != BP_OK)
        fail_msg("stage: %s", err.detail);
    bp_buf_free(&sealed);
}

static void open_ledger(struct fixture *f, enum bp_ledger_mode mode)
{
    struct bp_error err = { 0 };
    char url[600];
    (void)snprintf(url, sizeof url, "sqlite:%s", cli_path(&f->folder, "ledger.db"));
    if (bp_ledger_open(url, mode, &frozen, &f->ledger, &err) != BP_OK)
        fail_msg("ledger: %s", err.detail);
}

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct bp_error err = { 0 };
    assert_non_null(f);
    cli_folder_begin(&f->folder);
    f->identiteit = pki_identiteit("99XA");
    f->instellingen[0] =
        (struct bp_export_instelling){ BP_STR("99XA"), BP_STR("0000000700099XA00000"),
                                       f->identiteit };
    f->instellingen[1] =
        (struct bp_export_instelling){ BP_STR("99XB"), BP_STR("0000000700099XB00000"), NULL };
    assert_int_equal(bp_kluis_open(cli_path(&f->folder, "key"), true, &f->kluis, &err), BP_OK);
    assert_int_equal(bp_directory_make(cli_path(&f->folder, "out"), &err), BP_OK);
    open_ledger(f, BP_LEDGER_WRITE);
    assert_int_equal(bp_ledger_run_begin(f->ledger, BP_DATUM(2026, 9, 3), &err), BP_OK);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    bp_ledger_close(f->ledger);
    bp_kluis_close(f->kluis);
    bp_identiteit_close(f->identiteit);
    cli_folder_end(&f->folder);
    free(f);
    return 0;
}

/* Commits what was staged and opens the ledger for reading. */
static void staged(struct fixture *f)
{
    struct bp_error err = { 0 };
    assert_int_equal(bp_ledger_run_commit(f->ledger, &err), BP_OK);
    bp_ledger_close(f->ledger);
    f->ledger = NULL;
    open_ledger(f, BP_LEDGER_READ);
}

static size_t progress_calls;

static void count_progress(void *ctx, size_t written)
{
    (void)ctx;
    assert_true(written <= MANY);
    progress_calls++;
}

static enum bp_status export_all(struct fixture *f, unsigned jobs, struct bp_export_uitslag *out,
                                 struct bp_error *err)
{
    const struct bp_export_opdracht opdracht = {
        .ledger = f->ledger,
        .kluis = f->kluis,
        .env = &frozen,
        .folder = cli_path(&f->folder, "out"),
        .jobs = jobs,
        .instellingen = f->instellingen,
        .instelling_count = 2,
        .contracten = contracten,
        .contract_count = 2,
        .duo_address = BP_STR("http://www.w3.org/2005/08/addressing/anonymous"),
        .duo_oin = BP_STR("00000001800866472000"),
        .progress = count_progress,
    };
    *err = (struct bp_error){ 0 };
    return bp_export_run(&opdracht, out, err);
}

/* The envelope of message `number`, NUL-terminated. */
static void envelope(struct fixture *f, const char *contract, unsigned number, struct bp_buf *out)
{
    struct bp_error err = { 0 };
    char uuid[BP_UUID_TEXT], name[128];
    identificatiecode(number, uuid);
    (void)snprintf(name, sizeof name, "out/%s-99XA-V%04u-%s.xml", contract, number, uuid);
    bp_buf_init(out, 1 << 20);
    if (bp_file_get(cli_path(&f->folder, name), 1 << 20, out, &err) != BP_OK)
        fail_msg("%s: %s", name, err.detail);
    bp_buf_add_char(out, '\0');
}

static void test_each_message_becomes_an_envelope_with_its_addresses(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    struct bp_buf text;
    atomic_store(&uuids, 0);
    stage(f, 1, "vo", "99XA", "inschrijving", NULL);
    staged(f);
    assert_int_equal(export_all(f, 1, &uitslag, &err), BP_OK);
    assert_int_equal(uitslag.geschreven, 1);
    assert_int_equal(uitslag.gelaten_count, 0);
    envelope(f, "vo", 1, &text);
    static const char *const parts[] = { ">" TO "<",
                                         ">" FROM "<",
                                         ">urn:test/aanleverenVO<",
                                         ">urn:uuid:00000000-0000-4000-8000-",
                                         ">2026-09-03T18:04:11.300Z<",
                                         ">2026-09-03T18:09:11.300Z<",
                                         "<a:verzoek xmlns:a=\"urn:test:a\">body 1</a:verzoek>",
                                         "SignatureValue>" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text.ptr, parts[i]))
            fail_msg("not in the envelope: %s", parts[i]);
    bp_buf_free(&text);
    bp_export_uitslag_free(&uitslag);
}

static void test_contract_and_operation_decide_on_the_action(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    struct bp_buf text;
    stage(f, 1, "mbo", "99XA", "inschrijving", NULL);
    stage(f, 2, "vo", "99XA", "verwijdering", NULL);
    staged(f);
    assert_int_equal(export_all(f, 2, &uitslag, &err), BP_OK);
    envelope(f, "mbo", 1, &text);
    assert_non_null(strstr(text.ptr, ">urn:test/aanleverenMBO<"));
    bp_buf_free(&text);
    envelope(f, "vo", 2, &text);
    assert_non_null(strstr(text.ptr, ">urn:test/verwijderenVO<"));
    bp_buf_free(&text);
    bp_export_uitslag_free(&uitslag);
}

static void test_many_messages_by_several_signers_are_all_written(void **state)
{
    struct fixture *f = *state;
    for (unsigned i = 0; i < MANY; i++)
        stage(f, i, "vo", "99XA", "inschrijving", NULL);
    staged(f);
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        struct bp_export_uitslag uitslag;
        struct bp_error err;
        progress_calls = 0;
        assert_int_equal(export_all(f, jobs, &uitslag, &err), BP_OK);
        assert_int_equal(uitslag.geschreven, MANY);
        assert_int_equal(progress_calls, MANY);
        assert_int_equal(cli_count(cli_path(&f->folder, "out")), MANY);
        for (unsigned i = 0; i < MANY; i++) {
            struct bp_buf text;
            char want[64];
            envelope(f, "vo", i, &text);
            (void)snprintf(want, sizeof want, ">body %u<", i);
            assert_non_null(strstr(text.ptr, want));
            bp_buf_free(&text);
        }
        bp_export_uitslag_free(&uitslag);
    }
}

static void test_institution_that_cannot_sign_is_left_and_named(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    stage(f, 1, "vo", "99XA", "inschrijving", NULL);
    stage(f, 2, "vo", "99XB", "inschrijving", NULL);  /* no certificate */
    stage(f, 3, "mbo", "99XC", "inschrijving", NULL); /* not in the configuration */
    stage(f, 4, "mbo", "99XB", "inschrijving", NULL);
    staged(f);
    assert_int_equal(export_all(f, 2, &uitslag, &err), BP_OK);
    assert_int_equal(uitslag.geschreven, 1);
    assert_int_equal(uitslag.gelaten_count, 2);
    assert_string_equal(uitslag.gelaten[0].brin, "99XB");
    assert_int_equal(uitslag.gelaten[0].berichten, 2);
    assert_string_equal(uitslag.gelaten[1].brin, "99XC");
    assert_int_equal(uitslag.gelaten[1].berichten, 1);
    bp_export_uitslag_free(&uitslag);

    f->instellingen[0].oin = (struct bp_str){ NULL, 0 }; /* a certificate alone says not for whom */
    assert_int_equal(export_all(f, 2, &uitslag, &err), BP_OK);
    assert_int_equal(uitslag.geschreven, 0);
    assert_int_equal(uitslag.gelaten_count, 3);
    bp_export_uitslag_free(&uitslag);
}

static void test_earlier_envelopes_go_and_other_files_stay(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    static const char *const names[] = {
        "out/vo-99XA-V0001-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml",
        "out/mbo-99XB-V1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a98.xml"
    };
    for (size_t i = 0; i < 2; i++)
        (void)cli_put(&f->folder, names[i], "old");
    (void)cli_put(&f->folder, "out/notes.xml", "mine");
    stage(f, 1, "vo", "99XA", "inschrijving", NULL);
    staged(f);
    assert_int_equal(export_all(f, 1, &uitslag, &err), BP_OK);
    assert_int_equal(cli_count(cli_path(&f->folder, "out")), 2);
    struct bp_buf text;
    bp_buf_init(&text, 64);
    assert_int_equal(bp_file_get(cli_path(&f->folder, "out/notes.xml"), 64, &text, &err), BP_OK);
    bp_buf_free(&text);
    bp_export_uitslag_free(&uitslag);
}

static const struct {
    const char *name;
    bool ok;
} names[] = {
    { "vo-99XA-V0001-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml", true },
    { "mbo-99XA-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml", true },
    { "po-99XA-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml", false },
    { "vo-99XA-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml", false },
    { "vo-99xa-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.xml", false },
    { "vo-99XA-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a9.xml", false },
    { "vo-99XA-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a9g.xml", false },
    { "vo-99XA-1-3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a99.txt", false },
    { "vo-99XA.xml", false },
    { "vo-", false },
    { "", false },
};

static void test_only_names_of_an_export_are_taken_for_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bp_export_name_ok(names[i].name) != names[i].ok)
            fail_msg("'%s'", names[i].name);
}

static void test_body_that_was_moved_to_another_message_does_not_open(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    stage(f, 0, "vo", "99XA", "inschrijving", "another message");
    for (unsigned i = 1; i < MANY * 3;
         i++) /* more than the queue holds: the reader must be woken */
        stage(f, i, "vo", "99XA", "inschrijving", NULL);
    staged(f);
    assert_int_equal(export_all(f, 2, &uitslag, &err), BP_E_CRYPTO);
    assert_int_equal(err.status, BP_E_CRYPTO);
    assert_true(err.detail[0] != '\0');
    bp_export_uitslag_free(&uitslag);
}

static void test_operation_that_the_contract_lacks_breaks_off(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    stage(f, 1, "mbo", "99XA", "verwijdering", NULL);
    staged(f);
    assert_int_equal(export_all(f, 2, &uitslag, &err), BP_E_LEDGER);
    bp_export_uitslag_free(&uitslag);
}

static void test_folder_that_is_not_there_is_an_error_of_the_disk(void **state)
{
    struct fixture *f = *state;
    struct bp_export_uitslag uitslag;
    struct bp_error err;
    staged(f);
    assert_int_equal(remove(cli_path(&f->folder, "out")), 0);
    assert_int_equal(export_all(f, 1, &uitslag, &err), BP_E_IO);
    bp_export_uitslag_free(&uitslag);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_each_message_becomes_an_envelope_with_its_addresses),
        CASE(test_contract_and_operation_decide_on_the_action),
        CASE(test_many_messages_by_several_signers_are_all_written),
        CASE(test_institution_that_cannot_sign_is_left_and_named),
        CASE(test_earlier_envelopes_go_and_other_files_stay),
        cmocka_unit_test(test_only_names_of_an_export_are_taken_for_one),
        CASE(test_body_that_was_moved_to_another_message_does_not_open),
        CASE(test_operation_that_the_contract_lacks_breaks_off),
        CASE(test_folder_that_is_not_there_is_an_error_of_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
