/* The built program from outside: answers and exit codes */
#include "support/cli_files.h"
#include "support/pki_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct cli_folder folder;
    struct bp_buf said;
};

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    cli_folder_begin(&f->folder);
    bp_buf_init(&f->said, 1 << 22);
    char url[128];
    (void)snprintf(url, sizeof url, "sqlite:%s", cli_path(&f->folder, "ledger.db"));
    assert_int_equal(setenv("BRONPOST_LEDGER", url, 1), 0);
    assert_int_equal(setenv("BRONPOST_DATA", ".", 1), 0);
    assert_int_equal(unsetenv("BRONPOST_CONF"), 0);
    assert_int_equal(setenv("LC_ALL", "C", 1), 0);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    bp_buf_free(&f->said);
    cli_folder_end(&f->folder);
    free(f);
    return 0;
}

static const struct {
    const char *arguments;
    int code;
    const char *says;
} simple[] = {
    { "", 2, "which command" },
    { "help", 0, "Exit codes:" },
    { "--help", 0, "Exit codes:" },
    { "help check", 0, "--leerlingen FILE" },
    { "check --help", 0, "--leerlingen FILE" },
    { "help nothing", 2, "nothing" },
    { "version", 0, "EUPL-1.2" },
    { "version --json", 0, "{\"bronpost\":\"" },
    { "--version", 0, "OpenSSL" },
    { "explain bp104", 0, "BP104" },
    { "explain BP999", 2, "BP999" },
    { "explain dk0050 --json", 0, "\"code\":\"DK0050\"" },
    { "explain BP104 --lang nl --color always", 0, "\x1b[33mBP104" },
    { "status", 0, "no ledger yet" },
    { "status --json", 0, "\"registrations\":[]" },
    { "status --config /none/bronpost.conf", 2, "/none/bronpost.conf" },
    { "status --lang nl --send", 2, "optie --send bestaat niet" },
    { "status --lang nl --submit", 2, "--submit hoort niet bij status" },
    { "config", 0, "[ledger]" },
    { "config --json", 0, "\"origin\":\"BRONPOST_LEDGER\"" },
    { "doctor", 0, "ok     contract vo" },
    { "doctor --json", 0, "\"level\":\"ok\"" },
    { "export --out x", 2, "there is no ledger yet" },
};

static void test_answers_and_exit_codes(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        int code = cli_run(simple[i].arguments, &f->said);
        if (code != simple[i].code || !strstr(f->said.ptr, simple[i].says))
            fail_msg("bronpost %s: %d, %s", simple[i].arguments, code, f->said.ptr);
    }
}

static void test_colour_goes_into_a_pipe_only_when_asked_for(void **state)
{
    static const struct {
        const char *arguments;
        bool color;
    } cases[] = { { "doctor", false },
                  { "doctor --color auto", false },
                  { "doctor --color never", false },
                  { "doctor --color always", true } };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cli_run(cases[i].arguments, &f->said), 0);
        assert_int_equal(strstr(f->said.ptr, "\x1b") != NULL, cases[i].color);
    }
}

static void test_help_names_what_sends_and_what_comes_back(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(cli_run("help", &f->said), 0);
    static const char *const there[] = { "submit", "feedback", "remove" };
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        assert_non_null(strstr(f->said.ptr, there[i]));
}

static void test_configuration_that_is_wrong_is_named_with_its_line(void **state)
{
    struct fixture *f = *state;
    char arguments[256];
    (void)snprintf(arguments, sizeof arguments, "doctor --config %s",
                   cli_put(&f->folder, "bad.conf", "[duo]\noin = 12\n"));
    assert_int_equal(cli_run(arguments, &f->said), 2);
    assert_non_null(strstr(f->said.ptr, "bad.conf:2: oin"));
}

static void test_doctor_tells_what_needs_a_person(void **state)
{
    struct fixture *f = *state;
    char arguments[256], pem[PATH_MAX], key[PATH_MAX], expired[PATH_MAX], text[4 * PATH_MAX];
    pki_path("99XA.pem", pem);
    pki_path("99XA.key", key);
    pki_path("expired.pem", expired);
    /* Links, because a line of the configuration holds less than a path may. */
    assert_int_equal(symlink(pem, cli_path(&f->folder, "a.pem")), 0);
    assert_int_equal(symlink(key, cli_path(&f->folder, "a.key")), 0);
    assert_int_equal(symlink(expired, cli_path(&f->folder, "old.pem")), 0);
    static const struct {
        const char *keys;
        int code;
        const char *says;
    } cases[] = {
        { "oin = 0000000700099XA00000\ncertificaat = a.pem\nsleutel = a.key\n", 0,
          "ok     certificate 99XA" },
        { "oin = 0000000700099XB00000\ncertificaat = a.pem\nsleutel = a.key\n", 1,
          "fault  certificate 99XA" },
        { "oin = 0000000700099XB00000\nmandaat = yes\ncertificaat = a.pem\nsleutel = a.key\n", 0,
          "ok     certificate 99XA" },
        { "certificaat = a.pem\nsleutel = a.key\n", 1, "fill in oin" },
        { "oin = 0000000700099XA00000\ncertificaat = old.pem\nsleutel = a.key\n", 1,
          "expired on 2021" },
        { "oin = 0000000700099XA00000\ncertificaat = none.pem\nsleutel = a.key\n", 1,
          "fault  certificate 99XA" },
        { "oin = 0000000700099XA00000\n", 1, "look   certificate 99XA" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(text, sizeof text, "[instelling 99XA]\nsector = vo\n%s", cases[i].keys);
        (void)snprintf(arguments, sizeof arguments, "doctor --config %s",
                       cli_put(&f->folder, "b.conf", text));
        int code = cli_run(arguments, &f->said);
        if (code != cases[i].code || !strstr(f->said.ptr, cases[i].says))
            fail_msg("case %zu: %d\n%s", i, code, f->said.ptr);
    }
}

/* The way of a school that uploads by itself: run, status, export. */
static void test_what_a_run_staged_is_shown_and_exported(void **state)
{
    struct fixture *f = *state;
    char arguments[1024], pem[PATH_MAX], key[PATH_MAX];
    pki_path("99XA.pem", pem);
    pki_path("99XA.key", key);
    assert_int_equal(symlink(pem, cli_path(&f->folder, "a.pem")), 0);
    assert_int_equal(symlink(key, cli_path(&f->folder, "a.key")), 0);
    const char *config =
        cli_put(&f->folder, "b.conf",
                "[instelling 99YA]\nsector = vo\nnaam = Vmbo\noin = 0000000700099YA00000\n"
                "certificaat = a.pem\nsleutel = a.key\n[instelling 99YB]\nsector = mbo\n");
    (void)snprintf(arguments, sizeof arguments,
                   "run --config %s --on 2026-09-03 --leerlingen fixtures/bestuur/leerlingen.csv "
                   "--routes fixtures/bestuur/routes.csv --out %s",
                   config, cli_path(&f->folder, "uit"));
    int code = cli_run(arguments, &f->said);
    if (code > 1)
        fail_msg("run: %d, %s", code, f->said.ptr);

    (void)snprintf(arguments, sizeof arguments, "status --config %s", config);
    assert_int_equal(cli_run(arguments, &f->said), 0);
    assert_non_null(strstr(f->said.ptr, "99YA  vo *  klaargezet"));
    assert_non_null(strstr(f->said.ptr, "last run: reference date 2026-09-03"));

    const char *out = cli_path(&f->folder, "enveloppen");
    (void)snprintf(arguments, sizeof arguments, "export --config %s --out %s --jobs 2", config,
                   out);
    code = cli_run(arguments, &f->said);
    if (code != 1) /* 99YB has no certificate */
        fail_msg("export: %d, %s", code, f->said.ptr);
    assert_non_null(strstr(f->said.ptr, "no certificaat in [instelling 99YB]"));
    assert_true(cli_count(out) > 5);
    assert_non_null(strstr(f->said.ptr, "envelopes written to"));
    assert_null(strstr(f->said.ptr, "99999")); /* no person number, whatever it says */
}

static void test_key_file_that_cannot_be_used_is_wrong_use(void **state)
{
    struct fixture *f = *state;
    char arguments[1024];
    const char *config = cli_put(
        &f->folder, "b.conf", "[instelling 99YA]\nsector = vo\n[instelling 99YB]\nsector = mbo\n");
    (void)snprintf(arguments, sizeof arguments,
                   "run --config %s --on 2026-09-03 --leerlingen fixtures/bestuur/leerlingen.csv "
                   "--routes fixtures/bestuur/routes.csv --out %s",
                   config, cli_path(&f->folder, "uit"));
    assert_true(cli_run(arguments, &f->said) <= 1);
    (void)cli_put(&f->folder, "installatie.sleutel", "no key\n");
    (void)snprintf(arguments, sizeof arguments, "export --config %s --out %s", config,
                   cli_path(&f->folder, "e"));
    assert_int_equal(cli_run(arguments, &f->said), 2);
    assert_non_null(strstr(f->said.ptr, "installatie.sleutel"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_answers_and_exit_codes),
        CASE(test_colour_goes_into_a_pipe_only_when_asked_for),
        CASE(test_help_names_what_sends_and_what_comes_back),
        CASE(test_configuration_that_is_wrong_is_named_with_its_line),
        CASE(test_doctor_tells_what_needs_a_person),
        CASE(test_what_a_run_staged_is_shown_and_exported),
        CASE(test_key_file_that_cannot_be_used_is_wrong_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
