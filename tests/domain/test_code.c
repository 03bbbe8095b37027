/* The table of rules.md, "Checks", beside the table in the program. */
#include "bronpost/domain/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* As the document has them: code, severity, layer. */
static const struct {
    unsigned code;
    char ernst, layer;
} contract[] = {
    { 100, 'E', 'e' }, { 101, 'E', 'e' }, { 102, 'E', 'e' }, { 103, 'E', 'e' }, { 104, 'E', 'e' },
    { 105, 'E', 'e' }, { 106, 'E', 'e' }, { 107, 'E', 'e' }, { 108, 'W', 'e' }, { 109, 'E', 'e' },
    { 110, 'E', 'e' }, { 201, 'E', 'e' }, { 202, 'E', 'e' }, { 203, 'E', 'e' }, { 204, 'E', 'e' },
    { 205, 'E', 'e' }, { 206, 'E', 'e' }, { 207, 'E', 'e' }, { 208, 'W', 'e' }, { 209, 'W', 'e' },
    { 210, 'E', 'e' }, { 211, 'W', 'e' }, { 212, 'W', 'e' }, { 213, 'W', 'e' }, { 214, 'W', 'e' },
    { 216, 'W', 'r' }, { 217, 'W', 'e' }, { 218, 'W', 'e' }, { 219, 'E', 'r' }, { 220, 'E', 'r' },
    { 221, 'W', 'r' }, { 301, 'E', 'e' }, { 302, 'E', 'e' }, { 303, 'E', 'e' }, { 304, 'W', 'r' },
    { 305, 'W', 'r' }, { 306, 'W', 'e' }, { 401, 'E', 'p' }, { 402, 'W', 'p' }, { 403, 'W', 'p' },
    { 404, 'W', 'p' }, { 501, 'E', 'e' }, { 601, 'S', 'r' }, { 602, 'W', 'r' },
};

#define CONTRACT_COUNT (sizeof contract / sizeof *contract)

static char letter(enum bp_ernst ernst)
{
    switch (ernst) {
    case BP_ERNST_AFKEURING:
        return 'E';
    case BP_ERNST_SIGNAAL:
        return 'W';
    case BP_ERNST_STOP:
        return 'S';
    }
    return '?';
}

static void test_every_code_of_the_contract_has_its_severity_layer_and_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONTRACT_COUNT; i++) {
        const struct bp_code_info *info = bp_code_info(contract[i].code);
        if (!info)
            fail_msg("BP%u is missing", contract[i].code);
        char name[8];
        (void)snprintf(name, sizeof name, "BP%u", contract[i].code);
        assert_string_equal(info->name, name);
        assert_int_equal(info->code, contract[i].code);
        if (letter(info->ernst) != contract[i].ernst || info->layer != contract[i].layer)
            fail_msg("%s is %c, layer %c", name, letter(info->ernst), info->layer);
        if (!info->title || strlen(info->title) < 10 || !info->todo || strlen(info->todo) < 10)
            fail_msg("%s has no title or nothing to do", name);
    }
}

static void test_the_table_is_in_order_and_holds_nothing_else(void **state)
{
    (void)state;
    size_t count = 0;
    const struct bp_code_info *all = bp_code_all(&count);
    assert_int_equal(count, CONTRACT_COUNT);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(all[i].code, contract[i].code);
}

static void test_titles_differ(void **state)
{
    (void)state;
    size_t count = 0;
    const struct bp_code_info *all = bp_code_all(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (strcmp(all[i].title, all[j].title) == 0)
                fail_msg("%s and %s", all[i].name, all[j].name);
}

static void test_numbers_that_are_no_codes(void **state)
{
    (void)state;
    static const unsigned numbers[] = { 0, 99, 111, 200, 215, 222, 300, 307, 400, 405, 502, 603 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (bp_code_info(numbers[i]))
            fail_msg("%u", numbers[i]);
}

static void test_codes_are_found_by_name_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned code; /* 0: none */
    } cases[] = {
        { "BP104", 104 }, { "bp104", 104 }, { "Bp602", 602 }, { "BP100", 100 }, { "104", 0 },
        { "BP1040", 0 },  { "BP10", 0 },    { "BP215", 0 },   { "", 0 },        { "XP104", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_code_info *info = bp_code_by_name(bp_str_of(cases[i].name));
        if ((info ? (unsigned)info->code : 0) != cases[i].code)
            fail_msg("'%s'", cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_of_the_contract_has_its_severity_layer_and_texts),
        cmocka_unit_test(test_the_table_is_in_order_and_holds_nothing_else),
        cmocka_unit_test(test_titles_differ),
        cmocka_unit_test(test_numbers_that_are_no_codes),
        cmocka_unit_test(test_codes_are_found_by_name_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
