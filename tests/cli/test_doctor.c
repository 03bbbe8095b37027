/* doctor beside a clock that stands still: the days on which a certificate becomes somebody's business */
#include "../../src/cli/command.h"

#include "support/cli_files.h"
#include "support/pki_folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY_MS INT64_C(86400000)

static int64_t standing_still(void *ctx)
{
    return *(const int64_t *)ctx;
}

static void no_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    (void)ctx;
    out[0] = '\0';
}

/* The exit code of doctor at a moment; what it prints goes nowhere. */
static int doctor_at(const struct bp_config *config, int64_t moment)
{
    const struct bp_env env = { standing_still, no_uuid, &moment };
    struct bp_invocation inv = { .config = config, .env = &env };
    (void)fflush(stdout);
    int kept = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    assert_true(kept >= 0 && nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0);
    int code = bp_cmd_doctor(&inv);
    assert_true(dup2(kept, STDOUT_FILENO) >= 0);
    assert_int_equal(close(kept) | close(nowhere), 0);
    return code;
}

static void test_certificate_is_fine_until_thirty_days_before_its_end(void **state)
{
    struct cli_folder folder;
    struct bp_config *config;
    struct bp_error err = { 0 };
    char pem[PATH_MAX], key[PATH_MAX];
    (void)state;
    cli_folder_begin(&folder);
    pki_path("99XA.pem", pem);
    pki_path("99XA.key", key);
    assert_int_equal(symlink(pem, cli_path(&folder, "a.pem")), 0);
    assert_int_equal(symlink(key, cli_path(&folder, "a.key")), 0);
    assert_int_equal(setenv("BRONPOST_DATA", ".", 1), 0);
    const struct bp_config_opties opties = { .path = cli_put(
                                                 &folder, "b.conf",
                                                 "[ledger]\nurl = sqlite:l.db\n[instelling 99XA]\n"
                                                 "sector = vo\noin = 0000000700099XA00000\n"
                                                 "certificaat = a.pem\nsleutel = a.key\n") };
    if (bp_config_load(&opties, &config, &err) != BP_OK)
        fail_msg("%s", err.detail);
    struct bp_identiteit *identiteit = pki_identiteit("99XA");
    const struct bp_identiteit_feiten *feiten = bp_identiteit_feiten(identiteit);
    const struct {
        const char *name;
        int64_t moment;
        int code;
    } cases[] = {
        { "the moment before it is valid", feiten->not_before_ms - 1, 1 },
        { "the first moment", feiten->not_before_ms, 0 },
        { "thirty days before the end", feiten->not_after_ms - 30 * DAY_MS, 0 },
        { "a moment later", feiten->not_after_ms - 30 * DAY_MS + 1, 1 },
        { "the last moment", feiten->not_after_ms - 1, 1 },
        { "expired", feiten->not_after_ms, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (doctor_at(config, cases[i].moment) != cases[i].code)
            fail_msg("%s: expected exit code %d", cases[i].name, cases[i].code);
    bp_identiteit_close(identiteit);
    bp_config_free(config);
    cli_folder_end(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_certificate_is_fine_until_thirty_days_before_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
