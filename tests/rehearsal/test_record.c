/* The record: durable before the answer, the same after a restart, and nobody's number in it. */
#include "support/message_registraties.h"
#include "support/pki_folder.h"
#include "support/rehearsal_client.h"

#include "bronpost/message/maker.h"
#include "bronpost/security/kluis.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#define HEADER                                                                                     \
    "moment;contract;operatie;identificatiecode;brin;inschrijvingvolgnummer;persoon;begin;eind;"   \
    "vingerafdruk\n"
#define BODY_BYTES ((size_t)1024 * 1024)

static void deliver(const struct rehearsal *r, enum bp_sector sector, char code[BP_UUID_TEXT])
{
    char uitkomst[32];
    rehearsal_deliver(r, sector, code, uitkomst);
    assert_string_equal(uitkomst, "J");
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

/* Field `n` of the line that holds `code`, copied. */
static void field(const char *record, const char *code, size_t n, char out[80])
{
    const char *at = strstr(record, code);
    if (!at)
        fail_msg("%s is not in the record", code);
    while (at > record && at[-1] != '\n')
        at--;
    for (; n; n--) {
        at += strcspn(at, ";\n");
        assert_int_equal(*at++, ';');
    }
    assert_true(bp_str_copy(out, 80, (struct bp_str){ at, strcspn(at, ";\n") }));
}

static void assert_field(const char *record, const char *code, size_t n, const char *want)
{
    char found[80];
    field(record, code, n, found);
    if (strcmp(found, want) != 0)
        fail_msg("field %zu is '%s', expected '%s'", n, found, want);
}

static void test_a_line_says_what_was_accepted(void **state)
{
    struct rehearsal r;
    char vo[BP_UUID_TEXT], mbo[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    deliver(&r, BP_SECTOR_VO, vo);
    deliver(&r, BP_SECTOR_MBO, mbo);
    char *record = rehearsal_read(&r, "record.csv");
    assert_memory_equal(record, HEADER, sizeof HEADER - 1);
    assert_int_equal(count_lines(record), 3);
    static const char *const vo_fields[] = {
        "vo", "aanleverenInschrijvingVO", NULL, "99XA", "V0001", NULL, "2023-08-01", ""
    };
    static const char *const mbo_fields[] = {
        "mbo", "aanleverenInschrijvingMBO", NULL, "99XB", "M0001", NULL, "2025-08-01", ""
    };
    for (size_t i = 0; i < 8; i++) {
        if (!vo_fields[i])
            continue;
        assert_field(record, vo, i + 1, vo_fields[i]);
        assert_field(record, mbo, i + 1, mbo_fields[i]);
    }
    char persoon[80], same[80], stand[80], other[80];
    field(record, vo, 6, persoon);
    field(record, mbo, 6, same);
    assert_int_equal(strlen(persoon), 64);
    assert_string_equal(persoon, same); /* one person in both */
    field(record, vo, 9, stand);
    field(record, mbo, 9, other);
    assert_int_equal(strlen(stand), 64);
    assert_string_not_equal(stand, other);
    free(record);
    rehearsal_end(&r);
}

static void hex(const unsigned char bytes[BP_HASH_BYTES], char out[80])
{
    for (size_t i = 0; i < BP_HASH_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void expected(enum bp_sector sector, const struct bp_kluis *kluis, char persoon[80],
                     char stand[80])
{
    bool vo = sector == BP_SECTOR_VO;
    struct message_registratie m;
    struct bp_contract *contract;
    struct bp_error err = { 0 };
    struct bp_buf body, text;
    unsigned char hash[BP_HASH_BYTES];
    message_fixed(&m, sector);
    bp_buf_init(&body, BODY_BYTES);
    bp_buf_init(&text, BODY_BYTES);
    assert_int_equal(bp_contract_open(vo ? "vo" : "mbo", vo ? "schemas/vo" : "schemas/mbo", NULL,
                                      &contract, &err),
                     BP_OK);
    struct bp_maker *maker = bp_maker_new(contract, BP_KEURING_VOLUIT, &err);
    assert_non_null(maker);
    assert_int_equal(bp_maker_inschrijving(maker, &m.registratie, &m.kop, &body, &text, &err),
                     BP_OK);
    assert_int_equal(bp_kluis_fingerprint(kluis, bp_buf_str(&text), hash, &err), BP_OK);
    hex(hash, stand);
    assert_int_equal(bp_kluis_persoon(kluis, m.registratie.persoon, hash, &err), BP_OK);
    hex(hash, persoon);
    bp_buf_free(&text);
    bp_buf_free(&body);
    bp_maker_free(maker);
    bp_contract_close(contract);
}

static void test_a_ledger_can_be_compared_with_the_record_under_its_key(void **state)
{
    static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };
    struct rehearsal r;
    struct bp_kluis *kluis;
    struct bp_error err = { 0 };
    struct stat info;
    char path[PATH_MAX];
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_path(&r, "record.csv.key", path);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(bp_kluis_open(path, false, &kluis, &err), BP_OK);
    for (size_t i = 0; i < 2; i++) {
        char code[BP_UUID_TEXT], persoon[80], stand[80];
        deliver(&r, sectors[i], code);
        expected(sectors[i], kluis, persoon, stand);
        char *record = rehearsal_read(&r, "record.csv");
        assert_field(record, code, 6, persoon);
        assert_field(record, code, 9, stand);
        free(record);
    }
    bp_kluis_close(kluis);
    rehearsal_end(&r);
}

static void test_no_person_number_is_on_disk_or_in_the_log(void **state)
{
    static const char *const names[] = { "record.csv", "stdout", "stderr" };
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, "--verbose", NULL);
    deliver(&r, BP_SECTOR_VO, NULL);
    deliver(&r, BP_SECTOR_MBO, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    for (size_t i = 0; i < 3; i++) {
        char *text = rehearsal_read(&r, names[i]);
        if (strstr(text, "999990019"))
            fail_msg("%s holds a person number", names[i]);
        if (i == 2)
            assert_non_null(strstr(text, "operatie=aanleverenInschrijvingMBO"));
        free(text);
    }
    rehearsal_end(&r);
}

static void test_the_record_can_be_asked_for_with_a_certificate(void **state)
{
    struct rehearsal r;
    struct rehearsal_antwoord a;
    char code[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    deliver(&r, BP_SECTOR_VO, code);
    rehearsal_get(&r, "record.csv", "99XA", &a);
    assert_int_equal(a.status, 200);
    assert_memory_equal(a.type, "text/csv", 8);
    assert_memory_equal(a.body.ptr, HEADER, sizeof HEADER - 1);
    assert_non_null(memmem(a.body.ptr, a.body.len, code, strlen(code)));
    rehearsal_antwoord_free(&a);
    rehearsal_get(&r, "record.csv", NULL, &a);
    assert_int_equal(a.status, 403);
    rehearsal_antwoord_free(&a);
    rehearsal_end(&r);
}

static void test_print_record_shows_whole_lines_only(void **state)
{
    struct rehearsal r;
    char path[PATH_MAX], code[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    deliver(&r, BP_SECTOR_VO, code);
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_path(&r, "record.csv", path);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    (void)fputs("#verbruikt;11111111-1111-4111-8111-111111111111\n2026-09-03T18:0", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rehearsal_run(&r, "--print-record", path, NULL), 0);
    char *out = rehearsal_read(&r, "stdout");
    assert_int_equal(count_lines(out), 2);
    assert_non_null(strstr(out, code));
    assert_null(strstr(out, "11111111"));
    free(out);
    rehearsal_end(&r);
}

static void deliver_code(const struct rehearsal *r, const char *code, const char *want)
{
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    char uitkomst[32];
    rehearsal_verzoek_make(&v, BP_SECTOR_VO);
    rehearsal_replace(&v.body, v.identificatiecode, code);
    rehearsal_verzoek_sign(&v);
    rehearsal_post(r, &v, 0, &a);
    rehearsal_uitkomst(&a, uitkomst);
    assert_string_equal(uitkomst, want);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
}

static void test_codes_stay_used_after_a_restart_and_after_a_kill(void **state)
{
    struct rehearsal r;
    char first[BP_UUID_TEXT], second[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    deliver(&r, BP_SECTOR_VO, first);
    assert_int_equal(rehearsal_stop(&r), 0);
    rehearsal_again(&r, NULL);
    deliver_code(&r, first, "DK0050");
    deliver(&r, BP_SECTOR_VO, second);
    rehearsal_kill(&r);
    rehearsal_again(&r, NULL);
    deliver_code(&r, first, "DK0050");
    deliver_code(&r, second, "DK0050");
    deliver(&r, BP_SECTOR_VO, NULL);
    char *record = rehearsal_read(&r, "record.csv");
    assert_int_equal(count_lines(record), 4);
    free(record);
    rehearsal_end(&r);
}

static void test_a_torn_tail_is_cut_off_and_its_code_is_free(void **state)
{
    struct rehearsal r;
    char path[PATH_MAX], code[BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    deliver(&r, BP_SECTOR_VO, NULL);
    rehearsal_kill(&r);
    rehearsal_uuid(code);
    rehearsal_path(&r, "record.csv", path);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    (void)fprintf(file, "2026-09-03T18:04:11.250Z;vo;aanleverenInschrijvingVO;%s;99XA;V", code);
    assert_int_equal(fclose(file), 0);
    rehearsal_again(&r, NULL);
    deliver_code(&r, code, "J");
    char *record = rehearsal_read(&r, "record.csv");
    assert_int_equal(count_lines(record), 3);
    free(record);
    rehearsal_end(&r);
}

static void test_a_killed_server_has_each_accepted_message_whole(void **state)
{
    struct rehearsal r;
    char codes[12][BP_UUID_TEXT];
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < 12; i++) {
        deliver(&r, i % 2 ? BP_SECTOR_MBO : BP_SECTOR_VO, codes[i]);
        rehearsal_kill(&r);
        rehearsal_again(&r, NULL);
    }
    char *record = rehearsal_read(&r, "record.csv");
    assert_int_equal(count_lines(record), 13);
    for (size_t i = 0; i < 12; i++)
        assert_non_null(strstr(record, codes[i]));
    free(record);
    rehearsal_end(&r);
}

static void test_a_file_that_is_no_record_is_left_alone(void **state)
{
    static const char *const texts[] = { "moment;iets;anders\n", HEADER "geen;regel\n" };
    struct rehearsal r;
    char path[PATH_MAX];
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_path(&r, "other.csv", path);
    for (size_t i = 0; i < 2; i++) {
        rehearsal_write(&r, "other.csv", texts[i]);
        assert_int_equal(rehearsal_run(&r, "--listen", "127.0.0.1:0", "--pki", pki_folder(),
                                       "--record", path, NULL),
                         3);
        char *said = rehearsal_read(&r, "stderr");
        assert_non_null(strstr(said, i ? "other.csv:2: " : "other.csv:1: "));
        free(said);
        char *text = rehearsal_read(&r, "other.csv");
        assert_string_equal(text, texts[i]);
        free(text);
    }
    rehearsal_end(&r);
}

static void test_a_record_has_one_server_at_a_time(void **state)
{
    struct rehearsal r;
    char path[PATH_MAX];
    (void)state;
    rehearsal_start(&r, NULL);
    rehearsal_path(&r, "record.csv", path);
    assert_int_equal(
        rehearsal_run(&r, "--listen", "127.0.0.1:0", "--pki", pki_folder(), "--record", path, NULL),
        4);
    rehearsal_end(&r);
}

/* A file may grow to 700 bytes: the header and two lines, and a part of the third. */
static void test_what_cannot_be_kept_is_not_accepted(void **state)
{
    static const char *const want[] = { "J", "J", "DK0051", "DK0051" };
    struct rehearsal r;
    struct rlimit before, small;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 700;
    (void)signal(SIGXFSZ, SIG_IGN); /* a write that fails, in the server too */
    rehearsal_start(&r, NULL);
    assert_int_equal(rehearsal_stop(&r), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    rehearsal_again(&r, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    for (size_t i = 0; i < 4; i++) {
        char uitkomst[32];
        rehearsal_deliver(&r, BP_SECTOR_VO, NULL, uitkomst);
        assert_string_equal(uitkomst, want[i]);
    }
    char *record = rehearsal_read(&r, "record.csv");
    assert_int_equal(count_lines(record), 3);
    assert_int_equal(record[strlen(record) - 1], '\n');
    free(record);
    rehearsal_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_says_what_was_accepted),
        cmocka_unit_test(test_a_ledger_can_be_compared_with_the_record_under_its_key),
        cmocka_unit_test(test_no_person_number_is_on_disk_or_in_the_log),
        cmocka_unit_test(test_the_record_can_be_asked_for_with_a_certificate),
        cmocka_unit_test(test_print_record_shows_whole_lines_only),
        cmocka_unit_test(test_codes_stay_used_after_a_restart_and_after_a_kill),
        cmocka_unit_test(test_a_torn_tail_is_cut_off_and_its_code_is_free),
        cmocka_unit_test(test_a_killed_server_has_each_accepted_message_whole),
        cmocka_unit_test(test_a_file_that_is_no_record_is_left_alone),
        cmocka_unit_test(test_a_record_has_one_server_at_a_time),
        cmocka_unit_test(test_what_cannot_be_kept_is_not_accepted),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    curl_global_cleanup();
    return failed;
}
