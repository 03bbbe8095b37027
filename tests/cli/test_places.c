/* Where the program finds its own files, which language it speaks, and its clock */
#include "../../src/cli/clock.h"
#include "../../src/cli/language.h"
#include "../../src/cli/places.h"

#include "support/cli_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static int begin(void **state)
{
    struct cli_folder *folder = malloc(sizeof *folder);
    assert_non_null(folder);
    assert_int_equal(unsetenv("BRONPOST_DATA"), 0);
    cli_folder_begin(folder);
    *state = folder;
    return 0;
}

static int end(void **state)
{
    cli_folder_end(*state);
    free(*state);
    return 0;
}

#define MO "nl/LC_MESSAGES/bronpost.mo"

static const struct {
    const char *name, *program, *data, *locale;
    const char *files[3];
} cases[] = {
    { "built in the repository",
      "build/bronpost",
      "",
      "build/locale",
      { "schemas/x", "build/locale/" MO } },
    { "built with a sanitizer",
      "build/asan/bronpost",
      "",
      "build/asan/locale",
      { "schemas/x", "build/asan/locale/" MO } },
    { "a test in the build folder", "build/tests/cli/test_x", "", NULL, { "schemas/x" } },
    { "installed",
      "usr/bin/bronpost",
      "usr/share/bronpost",
      "usr/share/locale",
      { "usr/share/bronpost/schemas/x", "usr/share/locale/" MO } },
    { "installed wins over a folder that happens to be called schemas",
      "usr/bin/bronpost",
      "usr/share/bronpost",
      NULL,
      { "usr/share/bronpost/schemas/x", "usr/schemas/x" } },
    { "five folders down is too far", "a/b/c/d/e/bronpost", NULL, NULL, { "schemas/x" } },
    { "nothing there", "usr/bin/bronpost", NULL, NULL, { "other" } },
};

static void expect(const char *name, const struct cli_folder *folder, const char *want,
                   const char *got)
{
    char full[600];
    if (want)
        (void)snprintf(full, sizeof full, "%s%s%s", folder->path, *want ? "/" : "", want);
    if (strcmp(want ? full : "", got) != 0)
        fail_msg("%s: expected '%s', found '%s'", name, want ? full : "", got);
}

static void test_data_and_translations_are_found_beside_the_program(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cli_folder folder;
        struct bp_places places;
        cli_folder_begin(&folder);
        (void)cli_put(&folder, cases[i].program, "");
        for (size_t f = 0; f < 3 && cases[i].files[f]; f++)
            (void)cli_put(&folder, cases[i].files[f], "");
        bp_places_find(cli_path(&folder, cases[i].program), &places);
        expect(cases[i].name, &folder, cases[i].data, places.data);
        expect(cases[i].name, &folder, cases[i].locale, places.locale);
        cli_folder_end(&folder);
    }
}

static void test_variable_wins_over_what_lies_beside_the_program(void **state)
{
    struct bp_places places;
    (void)cli_put(*state, "schemas/x", "");
    (void)cli_put(*state, "build/locale/" MO, "");
    assert_int_equal(setenv("BRONPOST_DATA", cli_path(*state, "elsewhere"), 1), 0);
    bp_places_find(cli_path(*state, "build/bronpost"), &places);
    assert_string_equal(places.data, cli_path(*state, "elsewhere"));
    assert_string_equal(places.locale, cli_path(*state, "build/locale")); /* elsewhere has none */
    (void)cli_put(*state, "elsewhere/locale/" MO, "");
    bp_places_find(cli_path(*state, "build/bronpost"), &places);
    assert_string_equal(places.locale, cli_path(*state, "elsewhere/locale"));
}

static void test_state_is_under_xdg_or_var_lib_for_root(void **state)
{
    struct bp_places places;
    (void)state;
    assert_int_equal(setenv("HOME", "/home/x", 1), 0);
    assert_int_equal(setenv("XDG_STATE_HOME", "/x/state", 1), 0);
    bp_places_here(&places);
    bool root = geteuid() == 0;
    assert_string_equal(places.state, root ? "/var/lib/bronpost" : "/x/state/bronpost");
    assert_int_equal(setenv("XDG_STATE_HOME", "relative", 1), 0);
    bp_places_here(&places);
    assert_string_equal(places.state, root ? "/var/lib/bronpost" : "/home/x/.local/state/bronpost");
}

static const struct {
    const char *option, *lc_all, *lc_messages, *lang, *language, *want;
} languages[] = {
    { NULL, NULL, NULL, NULL, NULL, "en" },
    { NULL, NULL, NULL, "nl_NL.UTF-8", NULL, "nl" },
    { NULL, NULL, NULL, "nl_BE", NULL, "nl" },
    { NULL, NULL, NULL, "nl", NULL, "nl" },
    { NULL, NULL, NULL, "nl_NL@euro", NULL, "nl" },
    { NULL, NULL, NULL, "nlx", NULL, "en" },
    { NULL, NULL, NULL, "de_DE.UTF-8", NULL, "en" },
    { NULL, NULL, "nl_NL", "en_US", NULL, "nl" },
    { NULL, "en_US", "nl_NL", "nl_NL", NULL, "en" },
    { NULL, "C", "nl_NL", "nl_NL", "nl", "en" },
    { NULL, "", "", "nl_NL", NULL, "nl" },
    { NULL, NULL, NULL, "en_US", "nl:en", "nl" },
    { NULL, NULL, NULL, "en_US", "fy:nl", "nl" },
    { NULL, NULL, NULL, "nl_NL", "en", "en" },
    { NULL, NULL, NULL, "nl_NL", "fy", "nl" },
    { NULL, NULL, NULL, NULL, "nl", "en" },
    { "--lang=en", NULL, NULL, "nl_NL", "nl", "en" },
    { "--lang=nl", "C", NULL, NULL, NULL, "nl" },
    { "--lang=fr", NULL, NULL, "nl_NL", NULL, "nl" },
};

static void test_option_then_environment_decide_on_the_language(void **state)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE" };
    (void)state;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const char *const values[] = { languages[i].lc_all, languages[i].lc_messages,
                                       languages[i].lang, languages[i].language };
        for (size_t v = 0; v < 4; v++)
            assert_int_equal(values[v] ? setenv(names[v], values[v], 1) : unsetenv(names[v]), 0);
        char program[] = "bronpost", option[32] = "";
        if (languages[i].option)
            assert_true(bp_str_copy(option, sizeof option, bp_str_of(languages[i].option)));
        char *argv[] = { program, option, NULL };
        const char *got = bp_language_choose(languages[i].option ? 2 : 1, argv);
        if (strcmp(got, languages[i].want) != 0)
            fail_msg("case %zu: %s", i, got);
    }
    char program[] = "bronpost", dashes[] = "--", option[] = "--lang", value[] = "nl";
    char *apart[] = { program, option, value, NULL },
         *after[] = { program, dashes, option, value, NULL };
    for (size_t v = 0; v < 4; v++)
        assert_int_equal(unsetenv(names[v]), 0);
    assert_string_equal(bp_language_choose(3, apart), "nl");
    assert_string_equal(bp_language_choose(4, after), "en");
}

static void test_uuids_have_the_form_of_version_4_and_differ(void **state)
{
    const struct bp_env *env = bp_clock_real();
    static char seen[1000][BP_UUID_TEXT];
    (void)state;
    assert_non_null(env);
    for (size_t i = 0; i < 1000; i++) {
        char *u = seen[i];
        env->uuid(env->ctx, u);
        assert_int_equal(strlen(u), 36);
        assert_int_equal(strspn(u, "0123456789abcdef-"), 36);
        assert_true(u[8] == '-' && u[13] == '-' && u[18] == '-' && u[23] == '-');
        assert_true(u[14] == '4' && strchr("89ab", u[19]) != NULL);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(u, seen[j]);
    }
}

static void test_clock_is_the_time_of_day_in_milliseconds(void **state)
{
    const struct bp_env *env = bp_clock_real();
    int64_t before = (int64_t)time(NULL) * 1000, now = env->now_ms(env->ctx);
    (void)state;
    assert_true(now >= before - 1000 && now < before + 60000);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_data_and_translations_are_found_beside_the_program),
        CASE(test_variable_wins_over_what_lies_beside_the_program),
        CASE(test_state_is_under_xdg_or_var_lib_for_root),
        CASE(test_option_then_environment_decide_on_the_language),
        CASE(test_uuids_have_the_form_of_version_4_and_differ),
        CASE(test_clock_is_the_time_of_day_in_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
