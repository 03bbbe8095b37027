/* The command line: what is taken, what is refused, and what the hint says */
#include "../../src/cli/command.h"
#include "../../src/cli/options.h"
#include "../../src/cli/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MOST 24

/* Words separated by one blank; "" inside is written as ''. */
static enum bp_status parse(const char *line, struct bp_options *out, struct bp_error *err)
{
    static char words[512];
    char *argv[MOST] = { words };
    int argc = 1;
    (void)snprintf(words, sizeof words, "bronpost %s", line);
    for (char *p = words; *p; p++) {
        if (*p == ' ') {
            *p = '\0';
            argv[argc++] = strcmp(p + 1, "''") == 0 ? p + 3 : p + 1;
        }
    }
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "''", 2) == 0)
            argv[i] += 2;
    *err = (struct bp_error){ 0 };
    return bp_options_parse(*line ? argc : 1, argv, out, err);
}

#define RUN "--leerlingen l.csv --routes r.csv --out uit"

static void test_every_option_reaches_its_place(void **state)
{
    struct bp_options o;
    struct bp_error err;
    (void)state;
    assert_int_equal(parse("--config c.conf check " RUN
                           " --on 2026-09-03 --profile p.ini --bodies --brin 99XA "
                           "--schemas vo=a --schemas=mbo=b --jobs 3",
                           &o, &err),
                     BP_OK);
    assert_int_equal(o.command, BP_COMMAND_CHECK);
    assert_string_equal(o.leerlingen, "l.csv");
    assert_string_equal(o.routes, "r.csv");
    assert_string_equal(o.out, "uit");
    assert_true(bp_datum_equal(o.on, BP_DATUM(2026, 9, 3)));
    assert_string_equal(o.profile, "p.ini");
    assert_true(o.bodies);
    assert_string_equal(o.config.path, "c.conf");
    assert_string_equal(o.brin, "99XA");
    assert_int_equal(o.config.schemas_count, 2);
    assert_string_equal(o.config.schemas[0], "vo=a");
    assert_string_equal(o.config.schemas[1], "mbo=b");
    assert_int_equal(o.config.jobs, 3);
    assert_false(o.json || o.quiet || o.verbose || o.no_progress || o.confirm || o.help);

    assert_int_equal(
        parse("status --json --quiet --no-progress --color=always --confirm --lang nl", &o, &err),
        BP_OK);
    assert_true(o.json && o.quiet && o.no_progress && o.confirm && !o.verbose);
    assert_int_equal(o.color, BP_COLOR_ALWAYS);
    assert_string_equal(o.lang, "nl");
    assert_int_equal(
        parse("audit --on 2026-10-01 --as-known-on 2026-10-15 --leerlingnummers", &o, &err), BP_OK);
    assert_true(bp_datum_equal(o.on, BP_DATUM(2026, 10, 1)));
    assert_true(bp_datum_equal(o.as_known_on, BP_DATUM(2026, 10, 15)));
    assert_true(o.leerlingnummers && !o.verify && !o.seal && !o.head);
    assert_int_equal(parse("audit --verify --head 0f --seal", &o, &err), BP_OK);
    assert_true(o.verify && o.seal && !o.leerlingnummers);
    assert_string_equal(o.head, "0f");

    assert_int_equal(parse("doctor --verbose --color never", &o, &err), BP_OK);
    assert_true(o.verbose);
    assert_int_equal(o.color, BP_COLOR_NEVER);
}

static const struct {
    const char *line;
    enum bp_command_id command;
    const char *operand;
    bool help;
} taken[] = {
    { "run " RUN, BP_COMMAND_RUN, NULL, false },
    { "export --out uit", BP_COMMAND_EXPORT, NULL, false },
    { "audit", BP_COMMAND_AUDIT, NULL, false },
    { "explain BP104", BP_COMMAND_EXPLAIN, "BP104", false },
    { "explain -- --odd", BP_COMMAND_EXPLAIN, "--odd", false },
    { "config", BP_COMMAND_CONFIG, NULL, false },
    { "version", BP_COMMAND_VERSION, NULL, false },
    { "--version", BP_COMMAND_VERSION, NULL, false },
    { "help", BP_COMMAND_HELP, NULL, false },
    { "help check", BP_COMMAND_HELP, "check", false },
    { "--help", BP_COMMAND_HELP, NULL, true },
    { "-h", BP_COMMAND_HELP, NULL, true },
    { "check --help", BP_COMMAND_CHECK, NULL, true },
    { "--jobs 256 status", BP_COMMAND_STATUS, NULL, false },
    { "status --jobs 1", BP_COMMAND_STATUS, NULL, false },
    { "run --out=--odd --leerlingen l --routes r", BP_COMMAND_RUN, NULL, false },
};

static void test_right_lines_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct bp_options o;
        struct bp_error err;
        if (parse(taken[i].line, &o, &err) != BP_OK)
            fail_msg("%s: %s", taken[i].line, err.detail);
        bool same =
            taken[i].operand ? o.operand && strcmp(o.operand, taken[i].operand) == 0 : !o.operand;
        if (o.command != taken[i].command || o.help != taken[i].help || !same)
            fail_msg("%s: read as something else", taken[i].line);
    }
}

static const struct {
    const char *line, *says;
} refused[] = {
    { "", "which command" },
    { "--json", "which command" },
    { "chek " RUN, "'check'" },
    { "zzzz", "bronpost help" },
    { "submit now", "too many" },
    { "submit --limit 0", "--limit" },
    { "submit --limit -1", "--limit" },
    { "status --limit 5", "does not go with status" },
    { "check " RUN " --submit", "does not go with check" },
    { "feedback", "FILE" },
    { "remove --sector vo --volgnummer 1 --leerling 2", "--reason TEXT" },
    { "remove --sector po", "vo or mbo" },
    { "audits", "did you mean 'audit'" },
    { "audit --as-known-on 2026-02-29", "--as-known-on" },
    { "audit --head", "HEX is missing" },
    { "audit --limit 5", "does not go with audit" },
    { "status --leerlingnummers", "does not go with status" },
    { "run " RUN " --plan p", "--plan" },
    { "check --leerlinge l.csv", "--leerlingen" },
    { "check --LEERLINGEN l.csv", "no option" },
    { "check -x", "-x" },
    { "check --leerlingen l --routes r", "--out DIR" },
    { "check --leerlingen l --out uit", "--routes FILE" },
    { "check --routes r --out uit", "--leerlingen FILE" },
    { "export", "--out DIR" },
    { "explain", "CODE" },
    { "explain BP104 BP105", "too many" },
    { "status now", "too many" },
    { "status --out uit", "does not go with status" },
    { "export --out uit --on 2026-01-01", "does not go with export" },
    { "check " RUN " --out ander", "twice" },
    { "check " RUN " --jobs 2 --jobs 2", "twice" },
    { "check --out --quiet", "DIR is missing" },
    { "check --out", "DIR is missing" },
    { "check --out= --leerlingen l --routes r", "empty" },
    { "check --out '' --leerlingen l --routes r", "empty" },
    { "check " RUN " --on 2026-02-29", "--on" },
    { "check " RUN " --on 1-8-2026", "2026-08-01" },
    { "status --jobs 0", "1 to 256" },
    { "status --jobs 257", "1 to 256" },
    { "status --jobs 1000", "1 to 256" },
    { "status --jobs -1", "1 to 256" },
    { "status --jobs 2x", "1 to 256" },
    { "status --brin 99xa", "capitals" },
    { "status --brin 99XAA", "capitals" },
    { "status --color sometimes", "auto" },
    { "status --lang fr", "nl or en" },
    { "status --json=yes", "no value" },
    { "status --quiet --verbose", "together" },
};

static void test_wrong_lines_are_refused_with_a_hint(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct bp_options o;
        struct bp_error err;
        if (parse(refused[i].line, &o, &err) != BP_E_USAGE)
            fail_msg("'%s' was taken", refused[i].line);
        if (!strstr(err.detail, refused[i].says))
            fail_msg("'%s': %s", refused[i].line, err.detail);
    }
}

static void test_ninth_schemas_is_refused(void **state)
{
    struct bp_options o;
    struct bp_error err;
    char line[512] = "status";
    (void)state;
    for (int i = 1; i <= 9; i++) {
        (void)strncat(line, " --schemas=vo=a", sizeof line - strlen(line) - 1);
        if (parse(line, &o, &err) != (i <= BP_CONFIG_SCHEMAS ? BP_OK : BP_E_USAGE))
            fail_msg("%d times --schemas", i);
    }
}

static void test_commands_stand_in_the_order_of_their_numbers(void **state)
{
    size_t count;
    const struct bp_command *commands = bp_commands(&count);
    (void)state;
    assert_int_equal(count, BP_COMMAND_COUNT);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(commands[i].id, i);
        assert_ptr_equal(bp_command_find(commands[i].name), &commands[i]);
        assert_non_null(commands[i].run);
    }
    assert_null(bp_command_find("send"));
    assert_null(bp_command_find("Check"));
}

static void test_every_status_has_its_exit_code(void **state)
{
    static const struct {
        enum bp_status status;
        int code;
    } cases[] = { { BP_OK, 0 },       { BP_E_USAGE, 2 },  { BP_E_INPUT, 3 },   { BP_E_STOP, 3 },
                  { BP_E_LOCKED, 4 }, { BP_E_XML, 2 },    { BP_E_CRYPTO, 6 },  { BP_E_LEDGER, 6 },
                  { BP_E_IO, 6 },     { BP_E_MEMORY, 6 }, { BP_E_INTERNAL, 6 } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(bp_exit_code(cases[i].status), cases[i].code);
}

static void test_nearest_name_is_suggested_and_far_ones_are_not(void **state)
{
    static const char *const names[] = { "check", "run", "status", "leerlingen" };
    static const struct {
        const char *word, *want;
    } cases[] = { { "chekc", "check" },
                  { "check", "check" },
                  { "cehck", "check" },
                  { "statsu", "status" },
                  { "leerling", "leerlingen" },
                  { "rnu", "run" },
                  { "ru", "run" },
                  { "zzz", NULL },
                  { "", NULL },
                  { "r", NULL },
                  { "chopin", NULL } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = bp_suggest(cases[i].word, names, 4);
        if (cases[i].want ? !got || strcmp(got, cases[i].want) != 0 : got != NULL)
            fail_msg("'%s': %s", cases[i].word, got ? got : "nothing");
    }
    char longer[200];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_null(bp_suggest(longer, names, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_option_reaches_its_place),
        cmocka_unit_test(test_right_lines_are_taken),
        cmocka_unit_test(test_wrong_lines_are_refused_with_a_hint),
        cmocka_unit_test(test_ninth_schemas_is_refused),
        cmocka_unit_test(test_commands_stand_in_the_order_of_their_numbers),
        cmocka_unit_test(test_every_status_has_its_exit_code),
        cmocka_unit_test(test_nearest_name_is_suggested_and_far_ones_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
