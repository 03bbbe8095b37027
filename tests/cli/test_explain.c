/* explain: every code has a meaning and something to do, in both languages; JSON of the answers */
#include "../../src/cli/json.h"

#include "bronpost/base/text.h"
#include "bronpost/domain/code.h"
#include "bronpost/transport/fouten.h"
#include "support/cli_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Section 10 of edukoppeling.md: what may be sent again. */
static const struct {
    const char *name;
    enum bp_herhaling herhaling;
} faults[] = {
    { "DK0001", BP_HERHALING_NEE }, { "DK0002", BP_HERHALING_NEE }, { "DK0003", BP_HERHALING_NEE },
    { "DK0004", BP_HERHALING_NEE }, { "DK0005", BP_HERHALING_NEE }, { "DK0006", BP_HERHALING_NEE },
    { "DK0007", BP_HERHALING_NEE }, { "DK0008", BP_HERHALING_NEE }, { "DK0009", BP_HERHALING_NEE },
    { "DK0010", BP_HERHALING_NEE }, { "DK0011", BP_HERHALING_NEE }, { "EK0020", BP_HERHALING_NEE },
    { "EK0021", BP_HERHALING_NEE }, { "EK0022", BP_HERHALING_NEE }, { "EK0023", BP_HERHALING_NEE },
    { "EK0030", BP_HERHALING_NEE }, { "EK0031", BP_HERHALING_NEE }, { "DK0050", BP_HERHALING_KIJK },
    { "DK0051", BP_HERHALING_JA },
};

static void test_every_fault_of_the_gateway_is_known(void **state)
{
    size_t count;
    (void)state;
    (void)bp_fout_all(&count);
    assert_int_equal(count, sizeof faults / sizeof *faults);
    for (size_t i = 0; i < count; i++) {
        const struct bp_fout_info *info = bp_fout_by_name(bp_str_of(faults[i].name));
        if (!info || strcmp(info->name, faults[i].name) != 0 ||
            info->herhaling != faults[i].herhaling)
            fail_msg("%s", faults[i].name);
    }
}

static void test_fault_is_found_however_it_is_written(void **state)
{
    static const struct {
        const char *typed, *want;
    } cases[] = { { "dk0004", "DK0004" },
                  { "Client.DK0004", "DK0004" },
                  { "soapenv:Client.DK0004", "DK0004" },
                  { "Server.DK0050", "DK0050" },
                  { "XDK0004", NULL },
                  { "DK004", NULL },
                  { "DK00044", NULL },
                  { "DK0012", NULL },
                  { "EK0004", NULL },
                  { "Client", NULL },
                  { "", NULL } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_fout_info *info = bp_fout_by_name(bp_str_of(cases[i].typed));
        if (cases[i].want ? !info || strcmp(info->name, cases[i].want) != 0 : info != NULL)
            fail_msg("'%s'", cases[i].typed);
    }
}

/* Runs `explain CODE`; the answer must hold the code and more than a heading. */
static void expect_explained(const char *name, const char *language, struct bp_buf *said)
{
    char arguments[64];
    (void)snprintf(arguments, sizeof arguments, "explain %s --lang %s", name, language);
    if (cli_run(arguments, said) != 0)
        fail_msg("%s: %s", name, said->ptr);
    size_t lines = 0;
    for (const char *p = said->ptr; *p; p++)
        lines += *p == '\n';
    if (strncmp(said->ptr, name, strlen(name)) != 0 || lines < 3)
        fail_msg("%s: %s", name, said->ptr);
}

static void test_every_code_is_explained_in_both_languages(void **state)
{
    size_t code_count, fault_count;
    const struct bp_code_info *codes = bp_code_all(&code_count);
    const struct bp_fout_info *all = bp_fout_all(&fault_count);
    struct bp_buf english, dutch;
    (void)state;
    assert_true(code_count >= 40);
    bp_buf_init(&english, 1 << 16);
    bp_buf_init(&dutch, 1 << 16);
    for (size_t i = 0; i < code_count + fault_count; i++) {
        const char *name = i < code_count ? codes[i].name : all[i - code_count].name;
        expect_explained(name, "en", &english);
        expect_explained(name, "nl", &dutch);
        assert_string_not_equal(english.ptr, dutch.ptr);
    }
    bp_buf_free(&english);
    bp_buf_free(&dutch);
}

/* A text that somebody forgot to translate comes back in English. */
static void test_titles_and_advice_have_their_dutch(void **state)
{
    const char *build = getenv("BRONPOST_BUILD");
    char locale[512];
    size_t code_count, fault_count;
    const struct bp_code_info *codes = bp_code_all(&code_count);
    const struct bp_fout_info *all = bp_fout_all(&fault_count);
    (void)state;
    char *real = realpath(build ? build : "build", NULL);
    assert_non_null(real);
    (void)snprintf(locale, sizeof locale, "%s/locale", real);
    free(real);
    bp_text_init(locale, "nl");
    for (size_t i = 0; i < code_count; i++)
        if (strcmp(bp_text(codes[i].title), codes[i].title) == 0 ||
            strcmp(bp_text(codes[i].todo), codes[i].todo) == 0)
            fail_msg("%s", codes[i].name);
    for (size_t i = 0; i < fault_count; i++)
        if (strcmp(bp_text(all[i].title), all[i].title) == 0 ||
            strcmp(bp_text(all[i].todo), all[i].todo) == 0)
            fail_msg("%s", all[i].name);
    bp_text_init(locale, "en");
}

static void test_json_sets_commas_and_escapes(void **state)
{
    struct bp_buf out;
    (void)state;
    bp_buf_init(&out, 1024);
    bp_cli_json_open(&out, NULL, '{');
    bp_cli_json_text(&out, "a", "x\"\\\n\x1f\xC3\xA9");
    bp_cli_json_text(&out, "b", NULL);
    bp_cli_json_open(&out, "c", '[');
    bp_cli_json_number(&out, NULL, 0);
    bp_cli_json_number(&out, NULL, UINT64_MAX);
    bp_cli_json_open(&out, NULL, '{');
    bp_cli_json_close(&out, '}');
    bp_cli_json_close(&out, ']');
    bp_cli_json_bool(&out, "d", true);
    bp_cli_json_bool(&out, "e", false);
    bp_cli_json_null(&out, "f");
    bp_cli_json_close(&out, '}');
    bp_buf_add_char(&out, '\0');
    assert_string_equal(out.ptr,
                        "{\"a\":\"x\\\"\\\\\\u000a\\u001f\xC3\xA9\",\"b\":null,"
                        "\"c\":[0,18446744073709551615,{}],\"d\":true,\"e\":false,\"f\":null}");
    bp_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fault_of_the_gateway_is_known),
        cmocka_unit_test(test_fault_is_found_however_it_is_written),
        cmocka_unit_test(test_every_code_is_explained_in_both_languages),
        cmocka_unit_test(test_titles_and_advice_have_their_dutch),
        cmocka_unit_test(test_json_sets_commas_and_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
