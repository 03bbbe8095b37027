/* `bronpost rio` and `bronpost explain` for RIO's codes, as they are typed. */
#include "support/cli_files.h"
#include "support/message_schemas.h"

#include "bronpost/domain/rio_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURES "fixtures/"

static void expect(int code, struct bp_buf *said, const char *arguments)
{
    int got = cli_run(arguments, said);
    if (got != code)
        fail_msg("%s: %d, not %d\n%s", arguments, got, code, said->ptr);
}

/* The arguments with the folder behind them. */
static void expect_in(int code, struct bp_buf *said, const struct cli_folder *folder,
                      const char *arguments)
{
    char line[1024];
    int len = snprintf(line, sizeof line, "%s --out %s", arguments, cli_path(folder, "out"));
    assert_in_range(len, 1, sizeof line - 1);
    expect(code, said, line);
}

static void assert_says(const struct bp_buf *said, const char *text)
{
    if (!strstr(said->ptr, text))
        fail_msg("no '%s' in\n%s", text, said->ptr);
}

static void test_exit_codes_are_those_of_the_document(void **state)
{
    (void)state;
    struct cli_folder folder;
    struct bp_buf said;
    cli_folder_begin(&folder);
    bp_buf_init(&said, 1 << 20);
    expect_in(0, &said, &folder, "rio check --routes " FIXTURES "leerlabs/ottoland/routes.csv");
    assert_says(&said, "6 ready + 0 rejected");
    expect_in(1, &said, &folder, "rio check --routes " FIXTURES "leerlabs/assen/routes.csv");
    assert_says(&said, "10 ready + 4 rejected");
    expect_in(2, &said, &folder, "rio --routes " FIXTURES "bestuur/routes.csv");
    expect_in(2, &said, &folder, "rio chekc --routes " FIXTURES "bestuur/routes.csv");
    expect_in(2, &said, &folder, "rio check");
    expect(2, &said, "rio check --routes " FIXTURES "bestuur/routes.csv");
    expect_in(2, &said, &folder,
              "rio check --leerlingen x --routes " FIXTURES "bestuur/routes.csv");
    expect(2, &said, "rio submit --routes " FIXTURES "bestuur/routes.csv");
    assert_says(&said, "no configuration was found");
    expect_in(3, &said, &folder, "rio check --routes nergens.csv");
    assert_int_not_equal(access(cli_path(&folder, "out/rio.csv"), F_OK), 0);
    bp_buf_free(&said);
    cli_folder_end(&folder);
}

static void test_the_configuration_says_who_sends_and_for_whom(void **state)
{
    (void)state;
    struct cli_folder folder;
    struct bp_buf said;
    cli_folder_begin(&folder);
    bp_buf_init(&said, 1 << 20);
    expect_in(1, &said, &folder,
              "rio check --bodies --config " FIXTURES "vo-school/bronpost.conf --routes " FIXTURES
              "vo-school/routes.csv");
    assert_says(&said, "5 ready + 2 rejected + 7 for the partner school + 2 of regular routes");
    assert_null(strstr(said.ptr, "brin where the OIN belongs"));
    assert_int_equal(cli_count(cli_path(&folder, "out/bodies")), 5);
    expect_in(0, &said, &folder, "rio check --routes " FIXTURES "bestuur/routes.csv");
    assert_says(&said, "6 messages have the brin where the OIN belongs");
    expect_in(0, &said, &folder, "rio check --quiet --routes " FIXTURES "bestuur/routes.csv");
    assert_string_equal(said.ptr, "");
    bp_buf_free(&said);
    cli_folder_end(&folder);
}

static void test_json_and_dutch(void **state)
{
    (void)state;
    struct cli_folder folder;
    struct bp_buf said;
    cli_folder_begin(&folder);
    bp_buf_init(&said, 1 << 20);
    expect_in(1, &said, &folder, "rio check --json --routes " FIXTURES "leerlabs/assen/routes.csv");
    assert_says(&said, "{\"routes\":7,\"unreadable\":0,\"ready\":10,\"rejected\":4,");
    expect_in(1, &said, &folder,
              "rio check --lang nl --routes " FIXTURES "leerlabs/assen/routes.csv");
    assert_says(&said, "10 gereed + 4 afgekeurd");
    expect(0, &said, "explain n10410 --lang nl");
    assert_says(&said, "N10410: RIO kent de onderwijsaanbieder van de partnerschool niet");
    expect(0, &said, "explain INT500 --json");
    assert_says(&said, "\"retry\":\"yes: later, unchanged\"");
    expect(2, &said, "explain N10411");
    assert_says(&said, "those of RIO");
    bp_buf_free(&said);
    cli_folder_end(&folder);
}

static void test_every_code_of_rio_is_explained_in_both_languages(void **state)
{
    size_t count;
    const struct bp_rio_code *codes = bp_rio_code_all(&count);
    struct bp_buf english, dutch;
    (void)state;
    bp_buf_init(&english, 1 << 16);
    bp_buf_init(&dutch, 1 << 16);
    for (size_t i = 0; i < count; i++) {
        char arguments[64];
        (void)snprintf(arguments, sizeof arguments, "explain %s --lang en", codes[i].name);
        expect(0, &english, arguments);
        assert_says(&english, codes[i].title);
        (void)snprintf(arguments, sizeof arguments, "explain %s --lang nl", codes[i].name);
        expect(0, &dutch, arguments);
        if (strstr(dutch.ptr, codes[i].title) || strncmp(dutch.ptr, codes[i].name, 6) != 0)
            fail_msg("%s: %s", codes[i].name, dutch.ptr);
    }
    bp_buf_free(&english);
    bp_buf_free(&dutch);
}

static void test_duos_own_schemas_do_as_well(void **state)
{
    (void)state;
    struct cli_folder folder;
    struct bp_buf said;
    if (access(MESSAGE_DUO_RIO, R_OK) != 0) {
        print_message("DUO's own schemas are not here\n");
        skip();
    }
    cli_folder_begin(&folder);
    bp_buf_init(&said, 1 << 20);
    expect_in(0, &said, &folder,
              "rio check --bodies --schemas rio=" MESSAGE_DUO_RIO " --routes " FIXTURES
              "leerlabs/ottoland/routes.csv");
    assert_int_equal(cli_count(cli_path(&folder, "out/bodies")), 6);
    expect_in(2, &said, &folder,
              "rio check --schemas rio=" MESSAGE_DUO_VO " --routes " FIXTURES
              "leerlabs/ottoland/routes.csv");
    /* All that DUO publishes, as it stands there: each contract in a folder of its own. */
    expect_in(0, &said, &folder,
              "rio check --bodies --schemas rio=" MESSAGE_DUO " --routes " FIXTURES
              "leerlabs/ottoland/routes.csv");
    assert_int_equal(cli_count(cli_path(&folder, "out/bodies")), 6);
    expect_in(2, &said, &folder,
              "rio check --schemas rio=" MESSAGE_DUO_RIO " --schemas rio=" MESSAGE_DUO
              " --routes " FIXTURES "leerlabs/ottoland/routes.csv");
    bp_buf_free(&said);
    cli_folder_end(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit_codes_are_those_of_the_document),
        cmocka_unit_test(test_the_configuration_says_who_sends_and_for_whom),
        cmocka_unit_test(test_json_and_dutch),
        cmocka_unit_test(test_every_code_of_rio_is_explained_in_both_languages),
        cmocka_unit_test(test_duos_own_schemas_do_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
