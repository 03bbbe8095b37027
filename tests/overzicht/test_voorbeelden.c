/* DUO's own examples of an overview: what the description of them says is what is read, and no more is made of it */
#include "bronpost/domain/mandaat.h"
#include "bronpost/pipeline/adopt.h"
#include "support/ledger_support.h"
#include "support/message_schemas.h"
#include "support/overzicht_case.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define EXAMPLES MESSAGE_DUO "/registratieoverzicht/"

static const struct {
    const char *name;
    size_t records[BP_OVERZICHT_SOORTEN]; /* PER ISG ISP ISE BPV DIP AMO GEO KZD */
    unsigned long long personen;          /* the first total of the whole file */
    char separator;
    bool spreadsheet, andere_orde;
    size_t isp_velden;
    const char *mends; /* herstel.csv without header and last cell */
} examples[] = {
    { "RO_27DV_20240731_20260324.csv",
      { 10, 12, 19, 0, 17, 4, 0, 11, 9 },
      16616,
      '|',
      false,
      false,
      14,
      "" },
    { "RO_21CY_20250730_20250731.csv",
      { 4, 4, 5, 1, 11, 1, 1, 3, 3 },
      636,
      ';',
      true,
      true,
      16, /* padded */
      "10;ISG;reden_uitschrijving;leading zeros restored;\n"
      "31;ISG;reden_uitschrijving;leading zeros restored;\n"
      ";;;another separator than DUO's |;\n"
      ";;;dates as 1-8-2026 instead of 2026-08-01;\n"
      ";;;all records made equally wide with empty fields;\n"
      ";;;records in another order than DUO's;\n" },
    { "RO_25LX_20250101_20251231.csv",
      { 3, 3, 3, 1, 2, 1, 1, 3, 2 },
      19746,
      ';',
      true,
      false,
      13,
      "3;ISG;reden_uitschrijving;leading zeros restored;\n"
      "6;ISG;reden_uitschrijving;leading zeros restored;\n"
      "17;ISG;reden_uitschrijving;leading zeros restored;\n"
      ";;;another separator than DUO's |;\n"
      ";;;dates as 1-8-2026 instead of 2026-08-01;\n"
      ";;;all records made equally wide with empty fields;\n"
      ";ISP;;the last columns were cut off: what stood in them is not known, and not compared;\n"
      ";GEO;;the last columns were cut off: what stood in them is not known;\n" },
};
enum { EXAMPLE_COUNT = sizeof examples / sizeof *examples };

static void path_of(size_t example, char out[MESSAGE_PATH])
{
    (void)snprintf(out, MESSAGE_PATH, EXAMPLES "%s", examples[example].name);
}

static void test_counts_and_form_are_those_of_the_description(void **state)
{
    struct overzicht_case c;
    char path[MESSAGE_PATH];
    (void)state;
    if (!message_duo_there())
        skip();
    overzicht_begin(&c);
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        path_of(i, path);
        c.uittreksel = false;
        assert_false(overzicht_open_file(&c, path)); /* pseudonyms, and totals of the whole file */
        c.uittreksel = true;
        if (!overzicht_open_file(&c, path))
            fail_msg("%s: %s", path, c.err.detail);
        const struct bp_overzicht_feiten *f = bp_overzicht_feiten(c.overzicht);
        assert_memory_equal(f->records, examples[i].records, sizeof f->records);
        assert_true(f->totalen[BP_OVERZICHT_PER] == examples[i].personen && !f->totalen_kloppen);
        assert_int_equal(f->separator, examples[i].separator);
        assert_int_equal(f->spreadsheet, examples[i].spreadsheet);
        assert_int_equal(f->andere_orde, examples[i].andere_orde);
        assert_int_equal(f->isp_velden, examples[i].isp_velden);
        assert_int_not_equal(overzicht_summary(&c)[0], '!');
    }
    overzicht_end(&c);
}

static void test_reconcile_lists_every_mend_and_compares_no_pseudonym(void **state)
{
    struct overzicht_case c;
    char path[MESSAGE_PATH];
    (void)state;
    if (!message_duo_there())
        skip();
    overzicht_begin(&c);
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        struct bp_reconcile_uitslag u;
        path_of(i, path);
        const struct bp_reconcile_opdracht opdracht = { .overzicht = path,
                                                        .uittreksel = true,
                                                        .out = cli_path(&c.folder, "uit"),
                                                        .env = &ledger_env };
        if (bp_reconcile_run(&opdracht, &u, &c.err) != BP_OK)
            fail_msg("%s: %s", path, c.err.detail);
        assert_int_equal(u.niet_vergelijkbaar, examples[i].records[BP_OVERZICHT_ISG]);
        assert_false(bp_reconcile_verschilt(&u));
        assert_string_equal(overzicht_lines(&c, "uit/herstel.csv", false), examples[i].mends);
    }
    overzicht_end(&c);
}

static void test_adopt_takes_no_extract(void **state)
{
    struct overzicht_case c;
    char path[MESSAGE_PATH];
    (void)state;
    if (!message_duo_there())
        skip();
    overzicht_begin(&c);
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        struct bp_adopt_uitslag u;
        const struct bp_mandaat mandaat = { .alles = true };
        path_of(i, path);
        const struct bp_adopt_opdracht opdracht = { .overzicht = path, .mandaat = &mandaat };
        assert_int_equal(bp_adopt_run(&opdracht, &u, &c.err), BP_E_INPUT);
        assert_non_null(strstr(c.err.detail, "it is an extract or damaged"));
    }
    overzicht_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_and_form_are_those_of_the_description),
        cmocka_unit_test(test_reconcile_lists_every_mend_and_compares_no_pseudonym),
        cmocka_unit_test(test_adopt_takes_no_extract),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
