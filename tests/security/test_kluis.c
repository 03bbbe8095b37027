#include "bronpost/security/kluis.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define KEY_TEXT  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define PROCESSES 6
#define ROUNDS    10

static char folder[64], key_file[80];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/bronpost-kluis-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(key_file, sizeof key_file, "%s/key", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)chmod(folder, 0700);
    (void)unlink(key_file);
    return rmdir(folder); /* fails when a temporary file was left behind */
}

static void write_key(const char *text, mode_t mode)
{
    (void)unlink(key_file);
    int fd = open(key_file, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(close(fd), 0);
}

static struct bp_kluis *open_kluis(bool create)
{
    struct bp_kluis *kluis = NULL;
    struct bp_error err = { 0 };
    if (bp_kluis_open(key_file, create, &kluis, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return kluis;
}

static struct bp_persoonsnummer persoon(enum bp_persoonsoort soort, const char *digits)
{
    struct bp_persoonsnummer p = { .soort = soort };
    memcpy(p.digits, digits, sizeof p.digits);
    return p;
}

static void from_hex(const char *hex, unsigned char *out, size_t len)
{
    assert_int_equal(strlen(hex), 2 * len);
    for (size_t i = 0; i < len; i++) {
        const char pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };
        out[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
}

static void test_first_run_makes_a_key_file_that_only_its_owner_reads(void **state)
{
    struct stat st;
    (void)state;
    mode_t was = umask(0);
    bp_kluis_close(open_kluis(true));
    (void)umask(was);
    assert_int_equal(stat(key_file, &st), 0);
    assert_int_equal(st.st_mode, S_IFREG | 0600);
    int fd = open(key_file, O_RDONLY);
    char bytes[128];
    assert_int_equal(read(fd, bytes, sizeof bytes), 65);
    assert_int_equal(close(fd), 0);
    assert_int_equal(bytes[64], '\n');
    for (size_t i = 0; i < 64; i++)
        assert_non_null(strchr("0123456789abcdef", bytes[i]));
}

static void pseudonym(const struct bp_kluis *kluis, unsigned char out[BP_HASH_BYTES])
{
    assert_int_equal(bp_kluis_persoon(kluis, persoon(BP_PERSOON_BSN, "999990019"), out, NULL),
                     BP_OK);
}

static void test_a_second_run_reads_the_same_key_and_another_installation_has_another(void **state)
{
    unsigned char first[BP_HASH_BYTES], second[BP_HASH_BYTES], other[BP_HASH_BYTES];
    (void)state;
    struct bp_kluis *kluis = open_kluis(true);
    pseudonym(kluis, first);
    bp_kluis_close(kluis);
    kluis = open_kluis(true);
    pseudonym(kluis, second);
    bp_kluis_close(kluis);
    assert_int_equal(unlink(key_file), 0);
    kluis = open_kluis(true);
    pseudonym(kluis, other);
    bp_kluis_close(kluis);
    assert_memory_equal(first, second, sizeof first);
    assert_memory_not_equal(first, other, sizeof first);
}

/* What each of several processes finds when all open at once: one pseudonym, one line in the pipe.
 */
static void child_opens(int start, int report)
{
    char go;
    unsigned char out[BP_HASH_BYTES];
    struct bp_kluis *kluis = NULL;
    if (read(start, &go, 1) != 0 || bp_kluis_open(key_file, true, &kluis, NULL) != BP_OK ||
        bp_kluis_persoon(kluis, persoon(BP_PERSOON_BSN, "999990019"), out, NULL) != BP_OK ||
        write(report, out, sizeof out) != (ssize_t)sizeof out)
        _exit(1);
    bp_kluis_close(kluis);
    _exit(0);
}

static void open_all_at_once(void)
{
    int start[2], report[2];
    unsigned char first[BP_HASH_BYTES], next[BP_HASH_BYTES];
    assert_int_equal(pipe(start), 0);
    assert_int_equal(pipe(report), 0);
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)close(start[1]);
            child_opens(start[0], report[1]);
        }
    }
    (void)close(start[0]);
    (void)close(start[1]); /* all of them go */
    (void)close(report[1]);
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
        assert_int_equal(read(report[0], i ? next : first, sizeof first), sizeof first);
        if (i)
            assert_memory_equal(first, next, sizeof first);
    }
    (void)close(report[0]);
}

static void test_processes_that_create_at_once_agree_on_one_key(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        open_all_at_once();
        assert_int_equal(unlink(key_file), 0);
    }
}

static void test_key_files_that_are_none_are_refused(void **state)
{
    static const struct {
        const char *name, *text;
        mode_t mode;
        const char *expect; /* NULL: it opens */
    } cases[] = {
        { "as made", KEY_TEXT "\n", 0600, NULL },
        { "read-only", KEY_TEXT "\n", 0400, NULL },
        { "capitals", "ABCDEFABCDEFABCDABCDEFABCDEFABCDABCDEFABCDEFABCDABCDEFABCDEFABCD\n", 0600,
          NULL },
        { "without a line end", KEY_TEXT, 0600, NULL },
        { "line end of Windows", KEY_TEXT "\r\n", 0600, NULL },
        { "a digit short", "00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
          0600, "is not a key file" },
        { "a digit more", "0" KEY_TEXT "\n", 0600, "is not a key file" },
        { "no digit", "g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600,
          "is not a key file" },
        { "two lines", KEY_TEXT "\n\n", 0600, "is not a key file" },
        { "empty", "", 0600, "is not a key file" },
        { "much longer", KEY_TEXT KEY_TEXT "\n", 0600, "is larger than" },
        { "readable by the group", KEY_TEXT "\n", 0640, "open to other users (mode 640)" },
        { "readable by all", KEY_TEXT "\n", 0604, "open to other users (mode 604)" },
        { "writable by the group", KEY_TEXT "\n", 0620, "open to other users (mode 620)" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_kluis *kluis = NULL;
        struct bp_error err = { 0 };
        write_key(cases[i].text, cases[i].mode);
        enum bp_status st = bp_kluis_open(key_file, true, &kluis, &err);
        if (st != (cases[i].expect ? BP_E_CRYPTO : BP_OK))
            fail_msg("%s: status %d, %s", cases[i].name, (int)st, err.detail);
        if (cases[i].expect && (kluis || !strstr(err.detail, cases[i].expect)))
            fail_msg("%s: %s", cases[i].name, err.detail);
        if (strstr(err.detail, "0d0e0f"))
            fail_msg("%s: the key is in the message", cases[i].name);
        bp_kluis_close(kluis);
    }
}

static void test_an_absent_key_file_is_made_only_when_asked(void **state)
{
    struct bp_kluis *kluis = NULL;
    struct bp_error err = { 0 };
    char lost[128];
    (void)state;
    assert_int_equal(bp_kluis_open(key_file, false, &kluis, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "is not there"));
    assert_null(kluis);
    assert_int_not_equal(access(key_file, F_OK), 0);
    (void)snprintf(lost, sizeof lost, "%s/no-folder/key", folder);
    assert_int_equal(bp_kluis_open(lost, true, &kluis, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "cannot be made"));
    assert_int_equal(bp_kluis_open(folder, true, &kluis, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "not an ordinary file"));
}

/* Computed by another program from RFC 5869 and RFC 2104: what is stored today must be found after
 * an update. */
static void test_pseudonyms_and_fingerprints_keep_their_form(void **state)
{
    static const struct {
        enum bp_persoonsoort soort;
        const char *digits, *want;
    } cases[] = {
        { BP_PERSOON_BSN, "999990019",
          "dda669d65fd21bde0f965408724674fa5912091f7984ba9d5956389516184c59" },
        { BP_PERSOON_ONDERWIJSNUMMER, "101234540",
          "70d3810c44540163902722d4fd97d5af7693c613a98b7d7fecf0020d1683d1d2" },
    };
    unsigned char got[BP_HASH_BYTES], want[BP_HASH_BYTES];
    (void)state;
    write_key(KEY_TEXT "\n", 0600);
    struct bp_kluis *kluis = open_kluis(false);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        from_hex(cases[i].want, want, sizeof want);
        assert_int_equal(
            bp_kluis_persoon(kluis, persoon(cases[i].soort, cases[i].digits), got, NULL), BP_OK);
        assert_memory_equal(got, want, sizeof want);
    }
    from_hex("795e57a8ed0d90b3b5f946dd3f5b08317e7ec3663c1fb8f52102baa710b72067", want, sizeof want);
    assert_int_equal(bp_kluis_fingerprint(kluis, BP_STR("stand"), got, NULL), BP_OK);
    assert_memory_equal(got, want, sizeof want);
    assert_int_equal(bp_kluis_persoon(kluis, persoon(BP_PERSOON_GEEN, "000000000"), got, NULL),
                     BP_E_INTERNAL);
    bp_kluis_close(kluis);
}

static void test_a_bsn_and_an_onderwijsnummer_of_the_same_digits_differ(void **state)
{
    unsigned char bsn[BP_HASH_BYTES], onderwijsnummer[BP_HASH_BYTES];
    (void)state;
    struct bp_kluis *kluis = open_kluis(true);
    pseudonym(kluis, bsn);
    assert_int_equal(bp_kluis_persoon(kluis, persoon(BP_PERSOON_ONDERWIJSNUMMER, "999990019"),
                                      onderwijsnummer, NULL),
                     BP_OK);
    assert_memory_not_equal(bsn, onderwijsnummer, sizeof bsn);
    bp_kluis_close(kluis);
}

static void test_a_body_sealed_by_another_implementation_opens(void **state)
{
    unsigned char sealed[35];
    struct bp_buf out;
    (void)state;
    from_hex("000102030405060708090a0b805a4c130dca344b61c66f06f894bdfa603724902f98c1", sealed,
             sizeof sealed);
    write_key(KEY_TEXT "\n", 0600);
    struct bp_kluis *kluis = open_kluis(false);
    bp_buf_init(&out, 1024);
    assert_int_equal(bp_kluis_unseal(kluis, BP_STR("message 1"),
                                     (struct bp_str){ (char *)sealed, sizeof sealed }, &out, NULL),
                     BP_OK);
    assert_int_equal(out.len, 7);
    assert_memory_equal(out.ptr, "<a></a>", 7);
    bp_buf_free(&out);
    bp_kluis_close(kluis);
}

static void test_sealed_texts_open_again_and_never_look_the_same(void **state)
{
    static const struct {
        struct bp_str bound, plain;
    } cases[] = {
        { { "message 1", 9 }, { "<a>999990019</a>", 16 } },
        { { "message 1", 9 }, { "", 0 } },
        { { "", 0 }, { "a\0b", 3 } },
        { { NULL, 0 }, { NULL, 0 } },
    };
    struct bp_kluis *kluis = open_kluis(true);
    struct bp_buf sealed, again, out;
    (void)state;
    bp_buf_init(&sealed, 1024);
    bp_buf_init(&again, 1024);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_str bound = cases[i].bound, plain = cases[i].plain;
        bp_buf_init(&out, 1024);
        assert_int_equal(bp_kluis_seal(kluis, bound, plain, &sealed, NULL), BP_OK);
        assert_int_equal(bp_kluis_seal(kluis, bound, plain, &again, NULL), BP_OK);
        assert_int_equal(sealed.len, plain.len + 28);
        assert_memory_not_equal(sealed.ptr, again.ptr, sealed.len);
        if (plain.len > 3)
            assert_null(memmem(sealed.ptr, sealed.len, plain.ptr, plain.len));
        assert_int_equal(bp_kluis_unseal(kluis, bound, bp_buf_str(&sealed), &out, NULL), BP_OK);
        assert_true(bp_str_equal(bp_buf_str(&out), plain));
        bp_buf_free(&out);
    }
    bp_buf_free(&again);
    bp_buf_free(&sealed);
    bp_kluis_close(kluis);
}

static void test_any_changed_bit_or_other_length_keeps_a_text_shut(void **state)
{
    struct bp_kluis *kluis = open_kluis(true);
    struct bp_str bound = BP_STR("message 1");
    struct bp_buf sealed, out;
    (void)state;
    bp_buf_init(&sealed, 1024);
    bp_buf_init(&out, 1024);
    assert_int_equal(bp_kluis_seal(kluis, bound, BP_STR("<a>7</a>"), &sealed, NULL), BP_OK);
    for (size_t i = 0; i < sealed.len; i++) {
        struct bp_error err = { 0 };
        sealed.ptr[i] ^= 1;
        assert_int_equal(bp_kluis_unseal(kluis, bound, bp_buf_str(&sealed), &out, &err),
                         BP_E_CRYPTO);
        assert_non_null(strstr(err.detail, "does not open"));
        assert_int_equal(out.len, 0);
        sealed.ptr[i] ^= 1;
    }
    for (size_t len = 0; len < sealed.len; len++)
        assert_int_equal(
            bp_kluis_unseal(kluis, bound, (struct bp_str){ sealed.ptr, len }, &out, NULL),
            BP_E_CRYPTO);
    assert_int_equal(bp_kluis_unseal(kluis, bound, bp_buf_str(&sealed), &out, NULL), BP_OK);
    bp_buf_free(&out);
    bp_buf_free(&sealed);
    bp_kluis_close(kluis);
}

static void test_a_text_opens_neither_for_another_message_nor_under_another_key(void **state)
{
    struct bp_kluis *kluis = open_kluis(true);
    struct bp_buf sealed, out;
    (void)state;
    bp_buf_init(&sealed, 1024);
    bp_buf_init(&out, 1024);
    assert_int_equal(bp_kluis_seal(kluis, BP_STR("message 1"), BP_STR("<a>7</a>"), &sealed, NULL),
                     BP_OK);
    struct bp_str text = bp_buf_str(&sealed);
    assert_int_equal(bp_kluis_unseal(kluis, BP_STR("message 2"), text, &out, NULL), BP_E_CRYPTO);
    assert_int_equal(bp_kluis_unseal(kluis, BP_STR(""), text, &out, NULL), BP_E_CRYPTO);
    bp_kluis_close(kluis);
    write_key(KEY_TEXT "\n", 0600);
    kluis = open_kluis(false);
    assert_int_equal(bp_kluis_unseal(kluis, BP_STR("message 1"), text, &out, NULL), BP_E_CRYPTO);
    assert_int_equal(out.len, 0);
    bp_buf_free(&out);
    bp_buf_free(&sealed);
    bp_kluis_close(kluis);
}

static void test_a_buffer_that_is_too_small_stays_empty(void **state)
{
    struct bp_kluis *kluis = open_kluis(true);
    struct bp_str bound = BP_STR("message 1"), plain = BP_STR("<a>7</a>");
    struct bp_buf small, sealed;
    (void)state;
    bp_buf_init(&small, plain.len + 27);
    bp_buf_init(&sealed, plain.len + 28);
    assert_int_equal(bp_kluis_seal(kluis, bound, plain, &small, NULL), BP_E_MEMORY);
    assert_int_equal(small.len, 0);
    bp_buf_free(&small);
    assert_int_equal(bp_kluis_seal(kluis, bound, plain, &sealed, NULL), BP_OK);
    bp_buf_init(&small, plain.len - 1);
    assert_int_equal(bp_kluis_unseal(kluis, bound, bp_buf_str(&sealed), &small, NULL), BP_E_MEMORY);
    assert_int_equal(small.len, 0);
    bp_buf_free(&small);
    bp_buf_free(&sealed);
    bp_kluis_close(kluis);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_first_run_makes_a_key_file_that_only_its_owner_reads),
        WITH_FOLDER(test_a_second_run_reads_the_same_key_and_another_installation_has_another),
        WITH_FOLDER(test_processes_that_create_at_once_agree_on_one_key),
        WITH_FOLDER(test_key_files_that_are_none_are_refused),
        WITH_FOLDER(test_an_absent_key_file_is_made_only_when_asked),
        WITH_FOLDER(test_pseudonyms_and_fingerprints_keep_their_form),
        WITH_FOLDER(test_a_bsn_and_an_onderwijsnummer_of_the_same_digits_differ),
        WITH_FOLDER(test_a_body_sealed_by_another_implementation_opens),
        WITH_FOLDER(test_sealed_texts_open_again_and_never_look_the_same),
        WITH_FOLDER(test_any_changed_bit_or_other_length_keeps_a_text_shut),
        WITH_FOLDER(test_a_text_opens_neither_for_another_message_nor_under_another_key),
        WITH_FOLDER(test_a_buffer_that_is_too_small_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
