/* RIO in a box: what is delivered is kept, replaced, shown and removed, over mutual TLS. */
#include "support/message_schemas.h"
#include "support/pki_folder.h"
#include "support/rehearsal_rio.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/security/kluis.h"
#include "bronpost/security/soap.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define BODY_BYTES  ((size_t)1024 * 1024)
#define UNKNOWN     "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f00ffff"

/* Every element, with its numbers in the form in which RIO gives them back. */
static void everything(struct rio_voorbeeld *v, enum bp_sector sector)
{
    rio_voorbeeld_alles(v, sector);
    v->cohort_kenmerken[1] = rio_kenmerk("deelnemersplaatsen", BP_KENMERK_GETAL, "24.0");
    v->prijzen[0].bedrag = BP_STR("0.0");
    v->prijzen[1].bedrag = BP_STR("125.5");
}

/* --- accepted, shown, replaced, removed ----------------------------------------------------------------- */

static void test_what_is_delivered_can_be_looked_up_whole(void **state)
{
    static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < COUNT(sectors); i++) {
        rio_voorbeeld(&v, sectors[i]);
        rio_lever_aan(&r, &v.opleiding, "true");
        rio_is(&r, &v.opleiding);
        everything(&v, sectors[i]);
        rio_lever_aan(&r, &v.opleiding, "true");
        rio_is(&r, &v.opleiding);
    }
    rehearsal_end(&r);
}

/* rio.md, section 9: third element, and in a cohort einddatum before bedrijfsopleiding. */
static void test_what_is_looked_up_has_the_form_of_the_consult_contract(void **state)
{
    static const char *const order[] = { "<ns2:requestGoedgekeurd>true</ns2:requestGoedgekeurd>"
                                         "<ns2:aangebodenMboOpleiding>",
                                         "</ns2:onderwijsaanbiedercode><ns2:opleidingseenheidcode>",
                                         "</ns2:opleidingseenheidcode><ns2:onderwijslocatiecode>",
                                         "<ns2:opleidingserkenningSleutel>",
                                         "</ns2:toelichtingVereisteToestemming><ns2:einddatum>"
                                         "2030-08-01</ns2:einddatum><ns2:bedrijfsopleiding>",
                                         "<ns2:bedrag>125.5</ns2:bedrag>" };
    struct rehearsal r;
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    struct rehearsal_antwoord a;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld_alles(&v, BP_SECTOR_MBO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_aangeboden_code(&verzoek, BP_HANDELING_OPVRAGING, RIO_CODE_MBO);
    rehearsal_verzoek_sign(&verzoek);
    rehearsal_post(&r, &verzoek, 0, &a);
    struct bp_str rest = bp_buf_str(&a.body);
    for (size_t i = 0; i < COUNT(order); i++) {
        const char *hit = memmem(rest.ptr, rest.len, order[i], strlen(order[i]));
        if (!hit)
            fail_msg("no '%s' in %.*s", order[i], (int)rest.len, rest.ptr);
        rest.len -= (size_t)(hit - rest.ptr);
        rest.ptr = hit;
    }
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&verzoek);
    rehearsal_end(&r);
}

static void test_a_programme_of_a_unit_itself_shows_that_unit(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.stelsel = v.opleiding.opleidingcode = (struct bp_str){ NULL, 0 };
    v.opleiding.opleidingseenheid = BP_STR("9900O0042");
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_is(&r, &v.opleiding);
    rehearsal_end(&r);
}

static void test_a_stand_replaces_the_former_one_wholly(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start(&r, NULL);
    everything(&v, BP_SECTOR_MBO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_voorbeeld(&v, BP_SECTOR_MBO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_is(&r, &v.opleiding); /* no cohort, one period, one kenmerk */
    rehearsal_end(&r);
}

static void test_a_refused_stand_leaves_the_former_one(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld good, wrong;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&good, BP_SECTOR_VO);
    rio_voorbeeld(&wrong, BP_SECTOR_VO);
    wrong.opleiding.eind = wrong.opleiding.begin;
    rio_lever_aan(&r, &good.opleiding, "true");
    rio_lever_aan(&r, &wrong.opleiding, "N09010 N09090 N10020");
    rio_is(&r, &good.opleiding);
    rehearsal_end(&r);
}

static void test_what_is_removed_is_gone_and_cannot_be_removed_again(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld vo, mbo;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&vo, BP_SECTOR_VO);
    rio_voorbeeld(&mbo, BP_SECTOR_MBO);
    rio_lever_aan(&r, &vo.opleiding, "true");
    rio_lever_aan(&r, &mbo.opleiding, "true");
    rio_verwijder(&r, RIO_CODE_VO, "true");
    rio_vraag_op(&r, RIO_CODE_VO, "A01020");
    rio_verwijder(&r, RIO_CODE_VO, "A01020");
    rio_is(&r, &mbo.opleiding);
    rio_lever_aan(&r, &vo.opleiding, "true");
    rio_is(&r, &vo.opleiding);
    rehearsal_end(&r);
}

static void test_a_code_is_the_same_in_capitals(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_verwijder(&r, "7D0C2A44-9A3E-4E1E-9A3A-5F1C1F000001", "true");
    rio_vraag_op(&r, RIO_CODE_VO, "A01020");
    rehearsal_end(&r);
}

static void assert_str(struct bp_str got, const char *want)
{
    if (!bp_str_equal(got, bp_str_of(want)))
        fail_msg("'%.*s', not '%s'", (int)got.len, got.ptr ? got.ptr : "", want);
}

/* As in the recorded answers: Dutch, and keys of 25 characters at most. */
static void test_an_error_says_in_dutch_what_it_is_about(void **state)
{
    struct rehearsal r;
    struct rehearsal_verzoek v;
    struct rio_uitwisseling u;
    (void)state;
    rehearsal_start(&r, "--lang", "en", NULL);
    rio_aangeboden_code(&v, BP_HANDELING_OPVRAGING, UNKNOWN);
    rio_wissel_uit(&r, &v, &u);
    assert_int_equal(u.antwoord.fout_count, 1);
    const struct bp_rio_fout *fout = &u.antwoord.fouten[0];
    assert_str(fout->code, "A01020");
    assert_str(fout->tekst, "De aangeboden opleiding komt niet voor in RIO");
    assert_int_equal(fout->sleutel_count, 1);
    assert_str(fout->sleutels[0].naam, "aangebodenOpleidingCode");
    assert_str(fout->sleutels[0].waarde, "7d0c2a44-9a...f1c1f00ffff");
    assert_true(bp_rio_sleutel_equal(BP_STR(UNKNOWN), fout->sleutels[0].waarde));
    rio_uitwisseling_free(&u);
    rehearsal_end(&r);
}

/* --- identificatiecode ---------------------------------------------------------------------------------- */

/* Sends the programme under a code of the caller's choice. */
static void deliver_as(const struct rehearsal *r, const struct bp_aangeboden *a, const char *code,
                       const char *uitkomst)
{
    struct rehearsal_verzoek v;
    rio_aanlevering(&v, a);
    rehearsal_replace(&v.body, v.identificatiecode, code);
    memcpy(v.identificatiecode, code, sizeof v.identificatiecode);
    rio_verwacht(r, &v, uitkomst);
}

static void test_an_identificatiecode_is_used_by_approval_and_not_by_refusal(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char code[BP_UUID_TEXT];
    (void)state;
    rehearsal_uuid(code);
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.eind = v.opleiding.begin;
    deliver_as(&r, &v.opleiding, code, "N09010 N09090 N10020");
    v.opleiding.eind = BP_DATUM_NONE;
    deliver_as(&r, &v.opleiding, code, "true");
    deliver_as(&r, &v.opleiding, code, "DK0050");
    rehearsal_end(&r);
}

static void test_after_sight_a_refusal_uses_the_identificatiecode_too(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char code[BP_UUID_TEXT];
    (void)state;
    rehearsal_uuid(code);
    rehearsal_start(&r, "--uuid-refusal-after-sight", NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.eind = v.opleiding.begin;
    deliver_as(&r, &v.opleiding, code, "N09010 N09090 N10020");
    deliver_as(&r, &v.opleiding, code, "DK0050");
    rehearsal_end(&r);
}

/* --- what lasts ----------------------------------------------------------------------------------------- */

static void test_programmes_stay_after_a_kill(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld vo, mbo, other;
    (void)state;
    rehearsal_start(&r, NULL);
    everything(&vo, BP_SECTOR_VO); /* has a description of two lines */
    everything(&mbo, BP_SECTOR_MBO);
    rio_voorbeeld(&other, BP_SECTOR_VO);
    other.opleiding.code = BP_STR("7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000003");
    other.perioden[0].omschrijving = BP_STR("een \\n die geen regeleinde is,\r\nen een dat het is");
    rio_lever_aan(&r, &vo.opleiding, "true");
    rio_lever_aan(&r, &mbo.opleiding, "true");
    rio_lever_aan(&r, &other.opleiding, "true");
    rehearsal_kill(&r);
    rehearsal_again(&r, NULL);
    rio_is(&r, &vo.opleiding);
    rio_is(&r, &mbo.opleiding);
    rio_is(&r, &other.opleiding);
    rio_verwijder(&r, RIO_CODE_VO, "true");
    rio_voorbeeld(&mbo, BP_SECTOR_MBO);
    rio_lever_aan(&r, &mbo.opleiding, "true");
    rehearsal_kill(&r);
    rehearsal_again(&r, NULL);
    rio_vraag_op(&r, RIO_CODE_VO, "A01020");
    rio_is(&r, &mbo.opleiding);
    rehearsal_end(&r);
}

static void test_without_a_record_they_live_as_long_as_the_server(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start_without_record(&r);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_is(&r, &v.opleiding);
    rio_verwijder(&r, RIO_CODE_VO, "true");
    rio_vraag_op(&r, RIO_CODE_VO, "A01020");
    rehearsal_end(&r);
}

static void append(const struct rehearsal *r, const char *text)
{
    char path[PATH_MAX];
    rehearsal_path(r, "record.csv", path);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The server was killed between a stand and the line that it belongs to. */
static void test_a_stand_without_its_line_was_never_accepted(void **state)
{
    static const char *const tails[] = {
        "#bijlage;" RIO_CODE_VO ";",
        "#bijlage;" RIO_CODE_VO ";\n",
        "#bijlage;" RIO_CODE_VO ";\n2026-09-03T18:04:11.250Z;rio;verwijderen_aangebodenOpl",
    };
    struct rehearsal r;
    struct rio_voorbeeld v;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_lever_aan(&r, &v.opleiding, "true");
    for (size_t i = 0; i < COUNT(tails); i++) {
        rehearsal_kill(&r);
        append(&r, tails[i]);
        rehearsal_again(&r, NULL);
        rio_is(&r, &v.opleiding);
        rio_lever_aan(&r, &v.opleiding, "true");
    }
    rehearsal_end(&r);
}

static void test_a_stand_with_another_line_below_it_is_no_record(void **state)
{
    struct rehearsal r;
    char path[PATH_MAX];
    (void)state;
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    append(&r, "#bijlage;" RIO_CODE_VO ";\n#verbruikt;11111111-1111-4111-8111-111111111111\n");
    rehearsal_path(&r, "record.csv", path);
    assert_int_equal(
        rehearsal_run(&r, "--listen", "127.0.0.1:0", "--pki", pki_folder(), "--record", path, NULL),
        3);
    char *said = rehearsal_read(&r, "stderr");
    assert_non_null(strstr(said, "record.csv:3: "));
    free(said);
    rehearsal_end(&r);
}

/* The line of a programme in the record has the fingerprint of the ledger; what goes with it is not shown. */
static void test_the_record_shows_a_line_for_each_approved_message(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    struct rehearsal_antwoord a;
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_vraag_op(&r, RIO_CODE_VO, "true");
    rio_vraag_op(&r, UNKNOWN, "A01020");
    rio_verwijder(&r, RIO_CODE_VO, "true");
    rehearsal_get(&r, "record.csv", "99XA", &a);
    bp_buf_add_char(&a.body, '\0');
    size_t lines = 0;
    for (const char *p = a.body.ptr; (p = strchr(p, '\n')); p++)
        lines++;
    assert_int_equal(lines, 3);
    assert_non_null(strstr(a.body.ptr, ";rio;aanleveren_aangebodenOpleiding;"));
    assert_non_null(strstr(a.body.ptr, ";rio;verwijderen_aangebodenOpleiding;"));
    assert_null(strchr(a.body.ptr, '#'));
    rehearsal_antwoord_free(&a);
    rehearsal_end(&r);
}

static void hex_of(const struct rehearsal *r, struct bp_str stand, char out[2 * BP_HASH_BYTES + 1])
{
    char path[PATH_MAX];
    struct bp_kluis *kluis;
    struct bp_error err = { 0 };
    unsigned char hash[BP_HASH_BYTES];
    rehearsal_path(r, "record.csv.key", path);
    assert_int_equal(bp_kluis_open(path, false, &kluis, &err), BP_OK);
    assert_int_equal(bp_kluis_fingerprint(kluis, stand, hash, &err), BP_OK);
    for (size_t i = 0; i < BP_HASH_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", hash[i]);
    bp_kluis_close(kluis);
}

static void test_a_ledger_can_be_compared_with_a_programme_in_the_record(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    struct bp_contract *contract;
    struct bp_error err = { 0 };
    struct bp_buf body, stand;
    const struct bp_bericht_kop kop = rio_kop();
    char want[2 * BP_HASH_BYTES + 1];
    (void)state;
    rehearsal_start(&r, NULL);
    rio_voorbeeld_alles(&v, BP_SECTOR_MBO);
    rio_lever_aan(&r, &v.opleiding, "true");
    bp_buf_init(&body, BODY_BYTES);
    bp_buf_init(&stand, BODY_BYTES);
    assert_int_equal(bp_contract_open("rio", "schemas/rio", NULL, &contract, &err), BP_OK);
    struct bp_maker *maker = bp_maker_new(contract, BP_KEURING_VOLUIT, &err);
    assert_non_null(maker);
    assert_int_equal(bp_maker_aanlevering(maker, &v.opleiding, &kop, &body, &stand, &err), BP_OK);
    hex_of(&r, bp_buf_str(&stand), want);
    char *record = rehearsal_read(&r, "record.csv");
    assert_non_null(strstr(record, want));
    free(record);
    bp_maker_free(maker);
    bp_contract_close(contract);
    bp_buf_free(&body);
    bp_buf_free(&stand);
    rehearsal_end(&r);
}

/* A file may grow to 2500 bytes: the first programme, and not the second one. */
static void test_what_cannot_be_kept_is_not_accepted_and_nothing_is_shown(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld first, second;
    struct rlimit before, small;
    (void)state;
    rio_voorbeeld(&first, BP_SECTOR_VO);
    everything(&second, BP_SECTOR_MBO);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 2500;
    (void)signal(SIGXFSZ, SIG_IGN); /* a write that fails, in the server too */
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    rehearsal_again(&r, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    rio_lever_aan(&r, &first.opleiding, "true");
    rio_lever_aan(&r, &second.opleiding, "DK0051");
    rio_vraag_op(&r, RIO_CODE_MBO, "DK0051");
    rio_verwijder(&r, RIO_CODE_VO, "DK0051");
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_again(&r, NULL);
    rio_is(&r, &first.opleiding);
    rio_vraag_op(&r, RIO_CODE_MBO, "A01020");
    rehearsal_end(&r);
}

/* --- trouble -------------------------------------------------------------------------------------------- */

static void test_int500_changes_nothing_and_may_be_sent_again_unchanged(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char plan[PATH_MAX], code[BP_UUID_TEXT], uitkomst[32];
    (void)state;
    rehearsal_uuid(code);
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_write(&r, "plan", "1-3 int500\n5 int500\n");
    rehearsal_path(&r, "plan", plan);
    rehearsal_again(&r, "--trouble-plan", plan, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    deliver_as(&r, &v.opleiding, code, "INT500");
    deliver_as(&r, &v.opleiding, code, "INT500");
    rio_vraag_op(&r, RIO_CODE_VO, "INT500");
    deliver_as(&r, &v.opleiding, code, "true");
    /* A message of ROD has no trouble of it. */
    rehearsal_deliver(&r, BP_SECTOR_VO, NULL, uitkomst);
    assert_string_equal(uitkomst, "J");
    rio_is(&r, &v.opleiding);
    rehearsal_end(&r);
}

/* RIO was seen to carry out removals with some delay. */
static void test_a_slow_removal_is_approved_and_carried_out_later(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld vo, mbo;
    (void)state;
    rehearsal_start(&r, "--trouble", "slow-removal", "--slow", "3600000", NULL);
    rio_voorbeeld(&vo, BP_SECTOR_VO);
    rio_voorbeeld(&mbo, BP_SECTOR_MBO);
    rio_lever_aan(&r, &vo.opleiding, "true");
    rio_lever_aan(&r, &mbo.opleiding, "true");
    rio_verwijder(&r, RIO_CODE_VO, "true");
    rio_is(&r, &vo.opleiding);
    rehearsal_kill(&r);
    rehearsal_again(&r, "--trouble", "slow-removal", "--slow", "0", NULL);
    rio_vraag_op(&r, RIO_CODE_VO, "A01020");
    rio_verwijder(&r, RIO_CODE_MBO, "true");
    rio_vraag_op(&r, RIO_CODE_MBO, "A01020");
    rehearsal_end(&r);
}

static void test_a_lost_answer_leaves_the_programme_accepted(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char plan[PATH_MAX], code[BP_UUID_TEXT];
    (void)state;
    rehearsal_uuid(code);
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_write(&r, "plan", "1 drop-after-accept\n");
    rehearsal_path(&r, "plan", plan);
    rehearsal_again(&r, "--trouble-plan", plan, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    deliver_as(&r, &v.opleiding, code, "curl 52");
    deliver_as(&r, &v.opleiding, code, "DK0050");
    rio_is(&r, &v.opleiding);
    rehearsal_end(&r);
}

/* What is spoilt in an answer is spoilt in a verdict too, and the programme stays accepted. */
static void test_a_spoilt_verdict_is_spoilt_where_it_says(void **state)
{
    static const struct {
        const char *kind, *shows;
    } cases[] = {
        { "not-confirmed", "<ns2:requestGoedgekeurd>N</ns2:requestGoedgekeurd>" },
        { "not-swapped", "<ns2:verzendendeInstantie>0000000700099XA00000<" },
        { "wrong-action", "/aanleveren_aangebodenOpleidingAnders</wsa:Action>" },
        { "html", "<title>Inloggen</title>" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rehearsal r;
        struct rio_voorbeeld v;
        struct rehearsal_verzoek verzoek;
        struct rehearsal_antwoord a;
        rehearsal_start(&r, "--trouble", cases[i].kind, NULL);
        rio_voorbeeld(&v, BP_SECTOR_VO);
        rio_aanlevering(&verzoek, &v.opleiding);
        rehearsal_verzoek_sign(&verzoek);
        rehearsal_post(&r, &verzoek, 0, &a);
        assert_int_equal(a.status, 200);
        if (!memmem(a.body.ptr, a.body.len, cases[i].shows, strlen(cases[i].shows)))
            fail_msg("%s: %.*s", cases[i].kind, (int)a.body.len, a.body.ptr);
        rehearsal_antwoord_free(&a);
        rehearsal_verzoek_free(&verzoek);
        assert_int_equal(rehearsal_stop(&r), 0);
        rehearsal_again(&r, NULL);
        rio_is(&r, &v.opleiding);
        rehearsal_end(&r);
    }
}

/* --- schemas -------------------------------------------------------------------------------------------- */

static void test_duos_own_schemas_serve_the_same(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char folder[MESSAGE_PATH], option[MESSAGE_PATH + 8];
    (void)state;
    if (!message_duo_there())
        skip();
    message_folder_make(folder); /* both contracts in one, as a school would unpack them */
    message_folder_copy(MESSAGE_DUO_RIO, folder);
    message_folder_copy(MESSAGE_DUO "/rio-raadplegen-v4", folder);
    (void)snprintf(option, sizeof option, "rio=%s", folder);
    rehearsal_start(&r, "--schemas", option, NULL);
    everything(&v, BP_SECTOR_MBO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_is(&r, &v.opleiding);
    rio_verwijder(&r, RIO_CODE_MBO, "true");
    rehearsal_end(&r);
    message_folder_remove(folder);
}

/* DUO's schema has more kinds of programme than this server knows. */
static void test_a_programme_of_another_sector_is_a_fault_that_says_so(void **state)
{
    static const char says[] = "deze server kent alleen aangebodenVOOpleiding en "
                               "aangebodenMboOpleiding";
    struct rehearsal r;
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    struct rehearsal_antwoord a;
    (void)state;
    if (!message_duo_there())
        skip();
    rehearsal_start(&r, "--schemas", "rio=" MESSAGE_DUO_RIO, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_aanlevering(&verzoek, &v.opleiding);
    for (size_t i = 0; i < 2; i++) {
        rehearsal_replace(&verzoek.body, "aangebodenVOOpleiding>", "aangebodenVSOOpleiding>");
        rehearsal_replace(&verzoek.body, "aangebodenVOOpleidingPeriode>",
                          "aangebodenVSOOpleidingPeriode>");
    }
    rehearsal_verzoek_sign(&verzoek);
    rehearsal_post(&r, &verzoek, 0, &a);
    if (!memmem(a.body.ptr, a.body.len, says, sizeof says - 1))
        fail_msg("%.*s", (int)a.body.len, a.body.ptr);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&verzoek);
    rehearsal_end(&r);
}

static void test_without_the_schema_of_consulting_there_is_no_looking_up(void **state)
{
    struct rehearsal r;
    struct rio_voorbeeld v;
    char folder[MESSAGE_PATH], option[MESSAGE_PATH + 8];
    (void)state;
    message_folder_make(folder);
    message_folder_copy("schemas/rio", folder);
    message_file_remove(folder, "rio-raadplegen.xsd");
    (void)snprintf(option, sizeof option, "rio=%s", folder);
    rehearsal_start(&r, "--schemas", option, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO);
    rio_lever_aan(&r, &v.opleiding, "true");
    rio_vraag_op(&r, RIO_CODE_VO, "DK0003");
    rehearsal_end(&r);
    message_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_delivered_can_be_looked_up_whole),
        cmocka_unit_test(test_what_is_looked_up_has_the_form_of_the_consult_contract),
        cmocka_unit_test(test_a_programme_of_a_unit_itself_shows_that_unit),
        cmocka_unit_test(test_a_stand_replaces_the_former_one_wholly),
        cmocka_unit_test(test_a_refused_stand_leaves_the_former_one),
        cmocka_unit_test(test_what_is_removed_is_gone_and_cannot_be_removed_again),
        cmocka_unit_test(test_a_code_is_the_same_in_capitals),
        cmocka_unit_test(test_an_error_says_in_dutch_what_it_is_about),
        cmocka_unit_test(test_an_identificatiecode_is_used_by_approval_and_not_by_refusal),
        cmocka_unit_test(test_after_sight_a_refusal_uses_the_identificatiecode_too),
        cmocka_unit_test(test_programmes_stay_after_a_kill),
        cmocka_unit_test(test_without_a_record_they_live_as_long_as_the_server),
        cmocka_unit_test(test_a_stand_without_its_line_was_never_accepted),
        cmocka_unit_test(test_a_stand_with_another_line_below_it_is_no_record),
        cmocka_unit_test(test_the_record_shows_a_line_for_each_approved_message),
        cmocka_unit_test(test_a_ledger_can_be_compared_with_a_programme_in_the_record),
        cmocka_unit_test(test_what_cannot_be_kept_is_not_accepted_and_nothing_is_shown),
        cmocka_unit_test(test_int500_changes_nothing_and_may_be_sent_again_unchanged),
        cmocka_unit_test(test_a_slow_removal_is_approved_and_carried_out_later),
        cmocka_unit_test(test_a_lost_answer_leaves_the_programme_accepted),
        cmocka_unit_test(test_a_spoilt_verdict_is_spoilt_where_it_says),
        cmocka_unit_test(test_duos_own_schemas_serve_the_same),
        cmocka_unit_test(test_a_programme_of_another_sector_is_a_fault_that_says_so),
        cmocka_unit_test(test_without_the_schema_of_consulting_there_is_no_looking_up),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    assert_int_equal(bp_soap_library_init(NULL), BP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
