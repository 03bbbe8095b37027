/* Which rows are one enrolment, which enrolments one person, and what goes with a row that cannot be used. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "leerlingnummer;bsn;onderwijsnummer;inschrijvingvolgnummer;brin;datum_inschrijving;"           \
    "opleidingcode;leerroute"
#define P INPUT_BSN
#define Q INPUT_BSN2

struct grouping {
    const char *name, *rows, *want;
};

static void group_all(const struct grouping *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct input_case c;
        struct bp_buf csv;
        input_begin(&c);
        input_standard_routes(&c);
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(&csv, HEAD "\n%s", cases[i].rows);
        if (!input_open(&c, bp_buf_str(&csv)))
            fail_msg("%s: refused: %s", cases[i].name, c.err.detail);
        bp_buf_free(&csv);
        const char *got = input_summary(&c);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", cases[i].name, got, cases[i].want);
        input_end(&c);
    }
}

static void test_rows_of_one_enrolment(void **state)
{
    (void)state;
    static const struct grouping cases[] = {
        { "adjacent", "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;99XA;2025-08-01;6612;\n",
          "2+3" },
        { "far apart and interleaved",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL2;" Q ";;V1;99XA;2025-08-01;6611;\n"
          "L1;" P ";;V1;99XA;2025-08-01;6612;\nL2;" Q ";;V1;99XA;2025-08-01;6611;\n"
          "L1;" P ";;V1;99XA;2025-08-01;6613;\n",
          "2+4+6 3+5" },
        { "another volgnummer, another brin",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V2;99XA;2025-08-01;6611;\n"
          "L1;" P ";;V1;99XC;2025-08-01;6611;\n",
          "2 3 4" },
        { "two persons with the same volgnummer",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL2;;" INPUT_ONR ";V1;99XA;2025-08-01;6611;\n",
          "2 3" },
        { "a lost zero makes no other person",
          "L1;000000012;;V1;99XA;2025-08-01;6611;\nL1;00000012;;V1;99XA;2025-08-01;6612;\n",
          "2+3[3 BP108 bsn]" },
        { "capitals are not mended",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;v1;99XA;2025-08-01;6611;\n", "2 3" },
        { "without a volgnummer",
          "L1;" P ";;;99XA;2025-08-01;6611;\nL1;" P ";;;99XA;2025-08-01;6611;\n", "2+3" },
        { "a brin with both sectors: the code decides",
          "L1;" P ";;V1;99XM;2025-08-01;6611;\nL1;" P ";;V1;99XM;2025-08-01;25655;\n"
          "L1;" P ";;V1;99XM;2025-08-01;6612;\n",
          "2+4 3" },
        { "a brin with both sectors, lost zeros",
          "L1;" P ";;V1;99XM;2025-08-01;6611;\nL1;" P ";;V1;99XM;2025-08-01;23;\n",
          "2+3[3 BP108 opleidingcode]" },
        { "a brin with one sector: the code does not divide",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;99XA;2025-08-01;25655;\n", "2+3" },
        { "a brin with both sectors in a route: the code decides",
          "L1;" P ";;V1;99XM;2025-08-01;6611;R2\nL1;" P ";;V1;99XM;2025-08-01;25655;R2\n", "2 3" },
        { "rows without a person stand alone",
          "L1;;;V1;99XA;2025-08-01;6611;\nL1;;;V1;99XA;2025-08-01;6611;\n",
          "2[2 BP101 bsn] 3[3 BP101 bsn]" },
    };
    group_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_a_row_that_cannot_be_used_takes_its_enrolment_with_it(void **state)
{
    (void)state;
    static const struct grouping cases[] = {
        { "BP100 with person and volgnummer before the break",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL9;" P ";;V1;99XA;20\"25;6611;\nL1;" P
          ";;V1;99XA;2025-08-01;6612;\n",
          "2+4[2 BP107*][4 BP107*] 3[3 BP100 datum_inschrijving]" },
        { "BP100 with leerlingnummer and volgnummer, another number",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;;;V1;99XA;20\"25;6611;\n",
          "2[2 BP107*] 3[3 BP100 datum_inschrijving]" },
        { "BP100 where the brin is not shown: any brin",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;\"99XA\"x;2025;6611;\n",
          "2[2 BP107*] 3[3 BP100 brin]" },
        { "BP100 where the volgnummer is not shown: nothing to go by",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V\"1;99XA;2025;6611;\n",
          "2 3[3 BP100 inschrijvingvolgnummer]" },
        { "BP100 of another volgnummer",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V2;99XA;20\"25;6611;\n",
          "2 3[3 BP100 datum_inschrijving]" },
        { "BP100 of another brin",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;99XC;20\"25;6611;\n",
          "2 3[3 BP100 datum_inschrijving]" },
        { "BP100 with too many cells: all of them count",
          "L1;" P ";;V1;99XA;2025-08-01;6611;;x\nL1;" P ";;V1;99XA;2025-08-01;6611;\n",
          "2[2 BP100] 3[3 BP107*]" },
        { "a wrong person with the same leerlingnummer, volgnummer and brin",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;999990018;;V1;99XA;2025-08-01;6612;\n",
          "2[2 BP107*] 3[3 BP102 bsn]" },
        { "no person, the same leerlingnummer",
          "L1;;;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;99XA;2025-08-01;6612;\n",
          "2[2 BP101 bsn] 3[3 BP107*]" },
        { "a wrong person, another leerlingnummer",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL2;999990018;;V1;99XA;2025-08-01;6612;\n",
          "2 3[3 BP102 bsn]" },
        { "a wrong person, another brin",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;999990018;;V1;99XC;2025-08-01;6612;\n",
          "2 3[3 BP102 bsn]" },
        { "a wrong person without leerlingnummer",
          ";" P ";;V1;99XA;2025-08-01;6611;\n;999990018;;V1;99XA;2025-08-01;6612;\n",
          "2 3[3 BP102 bsn]" },
        { "both numbers filled in: by either",
          ";" P ";;V1;99XA;2025-08-01;6611;\n;" P ";" INPUT_ONR ";V1;99XA;2025-08-01;6612;\n",
          "2[2 BP107*] 3[3 BP101 bsn]" },
        { "the person is known but the brin is not",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;" P ";;V1;99xa;2025-08-01;6612;\n",
          "2[2 BP107*] 3[3 BP104 brin]" },
        { "the brin has both sectors and the row does not tell which",
          "L1;" P ";;V1;99XM;2025-08-01;6611;\nL1;" P ";;V1;99XM;2025-08-01;;\n", "2[2 BP107*] 3" },
        { "two such rows: the first is named, each row once",
          "L1;" P ";;V1;99XA;2025-08-01;6611;\nL1;;;V1;99XA;2025-08-01;6611;\nL1;;;V1;99XA;2025-08-"
          "01;6611;\n",
          "2[2 BP107*] 3[3 BP101 bsn] 4[4 BP101 bsn]" },
    };
    group_all(cases, sizeof cases / sizeof cases[0]);
}

static void test_the_line_that_cannot_be_used_is_named(void **state)
{
    (void)state;
    struct input_case c;
    size_t count;
    input_begin(&c);
    assert_true(input_open(&c, BP_STR(HEAD "\nL1;" P ";;V1;99XA;2025-08-01;6611;\n\n"
                                           "L1;;;V1;99XA;2025-08-01;6611;\nL1;" P
                                           ";;V1;99XA;2025\"-08-01;6611;\n")));
    struct bp_gelezen *items = input_read(&c, 0, &count);
    assert_int_equal(count, 1);
    assert_int_equal(items[0].bevindingen.count, 1);
    assert_true(items[0].bevindingen.items[0].gevolg);
    assert_true(bp_str_equal(items[0].bevindingen.items[0].args[0], BP_STR("4")));
    input_end(&c);
}

static void test_enrolments_of_a_person_are_chained_in_order(void **state)
{
    (void)state;
    struct input_case c;
    size_t count;
    input_begin(&c);
    assert_true(input_open(&c, BP_STR(HEAD "\nL1;" P ";;V1;99XA;2025-08-01;6611;\n"
                                           "L2;" Q ";;V1;99XA;2025-08-01;6611;\n"
                                           "L1;" P ";;V2;99XA;2025-08-01;6611;\n"
                                           "L3;;;V1;99XA;2025-08-01;6611;\n"
                                           "L1;" P ";;M1;99XB;2025-08-01;25655;\n")));
    assert_int_equal(bp_leerlingen_next_of_persoon(c.leerlingen, 0), 2);
    assert_int_equal(bp_leerlingen_next_of_persoon(c.leerlingen, 2), 4);
    assert_true(bp_leerlingen_next_of_persoon(c.leerlingen, 4) == SIZE_MAX);
    assert_true(bp_leerlingen_next_of_persoon(c.leerlingen, 1) == SIZE_MAX);
    assert_true(bp_leerlingen_next_of_persoon(c.leerlingen, 3) == SIZE_MAX);
    for (size_t i = 0; i < 5; i += 2) {
        assert_int_equal(bp_leerlingen_first_of_persoon(c.leerlingen, i), 0);
        struct bp_gelezen *items = input_read(&c, i, &count);
        assert_int_equal(count, 3);
        assert_int_equal(items[0].inschrijving, 0);
        assert_int_equal(items[1].inschrijving, 2);
        assert_int_equal(items[2].inschrijving, 4);
        assert_int_equal(items[2].rijen[0].line, 6);
    }
    assert_int_equal(bp_leerlingen_first_of_persoon(c.leerlingen, 3), 3);
    (void)input_read(&c, 3, &count);
    assert_int_equal(count, 1);
    input_end(&c);
}

static void test_a_section_with_both_sectors_divides_a_brin(void **state)
{
    (void)state;
    static const struct bp_str csv = { HEAD "\nL1;" P ";;V1;99XD;2025-08-01;6611;\nL1;" P
                                            ";;V1;99XD;2025-08-01;25655;\n",
                                       sizeof HEAD "\nL1;" P ";;V1;99XD;2025-08-01;6611;\nL1;" P
                                                   ";;V1;99XD;2025-08-01;25655;\n" -
                                           1 };
    struct input_case c;
    input_begin(&c);
    c.mandaat.alles = false;
    c.mandaat.count = 1;
    c.instellingen[0] = (struct bp_instelling){ .brin = BP_STR("99XD"), .sectoren = BP_SECTOR_VO };
    assert_true(input_open(&c, csv));
    assert_string_equal(input_summary(&c), "2+3");
    c.instellingen[0].sectoren = (unsigned)BP_SECTOR_VO | (unsigned)BP_SECTOR_MBO;
    assert_true(input_open(&c, csv));
    assert_string_equal(input_summary(&c), "2 3");
    input_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_of_one_enrolment),
        cmocka_unit_test(test_a_row_that_cannot_be_used_takes_its_enrolment_with_it),
        cmocka_unit_test(test_the_line_that_cannot_be_used_is_named),
        cmocka_unit_test(test_enrolments_of_a_person_are_chained_in_order),
        cmocka_unit_test(test_a_section_with_both_sectors_divides_a_brin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
