/* `bronpost reconcile` as somebody types it, before there is a ledger: exit codes and what is said */
#include "bronpost/base/file.h"
#include "support/cli_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FIXTURES "fixtures/registratieoverzicht/"
#define OWN      FIXTURES "RO_99XB_20260801_20271015.CSV"
#define EXTRACT  FIXTURES "RO_99YB_20260801_20270801_uittreksel.csv"

struct fixture {
    struct cli_folder folder;
    struct bp_buf said;
};

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    cli_folder_begin(&f->folder);
    bp_buf_init(&f->said, 1 << 20);
    assert_int_equal(setenv("XDG_STATE_HOME", cli_path(&f->folder, "state"), 1), 0);
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

/* The ledger's place is the test's own; whatever configuration lies about is not asked. */
static int reconcile(struct fixture *f, const char *options)
{
    char line[1024];
    const char *conf = cli_put(&f->folder, "b.conf",
                               "[ledger]\nurl = sqlite:nowhere.db\n"
                               "[instelling 99XB]\nnaam = De Proeftuin\nsector = mbo\n");
    (void)snprintf(line, sizeof line, "reconcile --config %s %s", conf, options);
    return cli_run(line, &f->said);
}

static void test_exit_code_tells_what_was_found(void **state)
{
    static const struct {
        const char *options, *says;
        int code;
    } cases[] = {
        { "--registratieoverzicht " OWN, "there is no ledger yet", 1 },
        { "--registratieoverzicht " OWN, "totals match", 1 },
        { "--registratieoverzicht " OWN " --lang nl", "hier onbekend         21", 1 },
        { "--registratieoverzicht " EXTRACT " --excerpt", "no [instelling 99YB]", 1 },
        { "--registratieoverzicht " EXTRACT " --excerpt", "not judged", 1 },
        { "--registratieoverzicht " EXTRACT, "counts 420 records PER, the file has 4", 3 },
        { "--registratieoverzicht " EXTRACT " --lang nl", "telt 420 records PER", 3 },
        { "--registratieoverzicht nowhere.csv", "nowhere.csv", 3 },
        { "--registratieoverzicht README.md", "README.md:1:1: the first line is no record", 3 },
        { "", "--registratieoverzicht FILE", 2 },
        { "--registratieoverzicht " OWN " --on 2027-01-01", "does not go with reconcile", 2 },
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int code = reconcile(f, cases[i].options);
        if (code != cases[i].code || !strstr(f->said.ptr, cases[i].says))
            fail_msg("%s: exit %d: %s", cases[i].options, code, f->said.ptr);
    }
}

static void test_lines_stand_in_the_folder(void **state)
{
    struct fixture *f = *state;
    char options[512];
    struct bp_buf file;
    struct bp_error err = { .status = BP_OK };
    (void)snprintf(options, sizeof options, "--registratieoverzicht %s --excerpt --out %s", EXTRACT,
                   cli_path(&f->folder, "uit"));
    assert_int_equal(reconcile(f, options), 1);
    bp_buf_init(&file, 1 << 20);
    assert_int_equal(bp_file_get(cli_path(&f->folder, "uit/reconcile.csv"), 1 << 20, &file, &err),
                     BP_OK);
    bp_buf_add_char(&file, '\0');
    assert_ptr_equal(strstr(file.ptr, "soort;brin;inschrijvingvolgnummer;leerlingnummer;regel_duo;"
                                      "toestand;veld;op;duo;bronpost;uitleg\nonbekend_hier;99YB;"),
                     file.ptr);
    bp_buf_clear(&file);
    assert_int_equal(bp_file_get(cli_path(&f->folder, "uit/herstel.csv"), 1 << 20, &file, &err),
                     BP_OK);
    bp_buf_add_char(&file, '\0');
    assert_string_equal(
        file.ptr, "regel_duo;record;veld;herstel;aantal\n"
                  "1;ISG;reden_uitschrijving;leading zeros restored;1\n"
                  ";;;another separator than DUO's |;\n"
                  ";;;dates as 1-8-2026 instead of 2026-08-01;\n"
                  ";;;all records made equally wide with empty fields;\n"
                  ";;;records in another order than DUO's;\n"
                  ";ISP;;the last columns were cut off: what stood in them is not known, and not "
                  "compared;1\n");
    bp_buf_free(&file);
}

static void test_json_has_the_counts(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(reconcile(f, "--registratieoverzicht " OWN " --json"), 1);
    static const char *const parts[] = { "{\"brin\":\"99XB\",\"from\":\"2026-08-01\"",
                                         "\"excerpt\":false",
                                         "\"totals_match\":true",
                                         "\"ISG\":21",
                                         "\"ledger\":false",
                                         "\"missing_at_duo\":0",
                                         "\"unknown_here\":21",
                                         "\"folder\":null}" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(f->said.ptr, parts[i]))
            fail_msg("%s is not in %s", parts[i], f->said.ptr);
    assert_int_equal(reconcile(f, "--registratieoverzicht " EXTRACT " --excerpt --json"), 1);
    assert_non_null(strstr(f->said.ptr, "\"missing_at_duo\":null"));
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_exit_code_tells_what_was_found),
        T(test_lines_stand_in_the_folder),
        T(test_json_has_the_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
