/* One row: values, forms, dates, lost zeros, persons. */
#include "support/input_case.h"

#include "bronpost/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* A file of one row with one column more; the summary without the line. */
static const char *judge(struct input_case *c, const char *column, const char *value)
{
    struct bp_buf csv;
    bp_buf_init(&csv, BP_MIB);
    bp_buf_printf(&csv, INPUT_HEAD ";%s\n" INPUT_ROW ";%s\n", column, value);
    if (!input_open(c, bp_buf_str(&csv)))
        fail_msg("%s=%s: refused: %s", column, value, c->err.detail);
    bp_buf_free(&csv);
    return input_summary(c) + 1;
}

#define W104(column) "[2 BP104 " column "]"
#define W105(column) "[2 BP105 " column "]"
#define TEXT40       "abcdefghijabcdefghijabcdefghijabcdefghij"
#define NAME70       TEXT40 "ABCDEFGHIJABCDEFGHIJABCDEFGHIJ"

static const struct {
    const char *column, *value, *want;
} forms[] = {
    { "leerlingnummer", "L 1/a", "" },
    { "leerlingnummer", TEXT40, "" },
    { "leerlingnummer",
      "\xC3\xA9"
      "bcdefghijabcdefghijabcdefghijabcdefghij",
      "" },
    { "leerlingnummer", TEXT40 "k", W104("leerlingnummer") },
    { "leerlingnummer", "\"a\nb\"", W104("leerlingnummer") },
    { "geslacht", "M", "" },
    { "geslacht", "m", W104("geslacht") },
    { "reden_uitschrijving", "01", "" },
    { "reden_uitschrijving", "A1", "" },
    { "reden_uitschrijving", "1", "[2 BP108 reden_uitschrijving]" },
    { "reden_uitschrijving", "A", W104("reden_uitschrijving") },
    { "reden_uitschrijving", "011", W104("reden_uitschrijving") },
    { "opleidingcode", "6611", "" },
    { "opleidingcode", "25655", "" },
    { "opleidingcode", "23", "[2 BP108 opleidingcode]" },
    { "opleidingcode", "1", "[2 BP108 opleidingcode]" },
    { "opleidingcode", "256551", W104("opleidingcode") },
    { "opleidingcode", "66x", W104("opleidingcode") },
    { "leerjaar", "3", "" },
    { "leerjaar", "12", "" },
    { "leerjaar", "123", W104("leerjaar") },
    { "leerjaar", "3b", W104("leerjaar") },
    { "leertraject", "BOL_DT", "" },
    { "leertraject", "bol", W104("leertraject") },
    { "niveau", "MBO-2", "" },
    { "niveau", "MBO 2", W104("niveau") },
    { "vestiging", "99XA00", "" },
    { "vestiging", "99XA0", W104("vestiging") },
    { "vestiging", "99xa00", W104("vestiging") },
    { "vestiging", "00", W104("vestiging") },
    { "onderwijsaanbieder", "199A001", "" },
    { "onderwijsaanbieder", "199X001", W104("onderwijsaanbieder") },
    { "onderwijslocatie", "199X001", "" },
    { "onderwijslocatie", "199A001", W104("onderwijslocatie") },
    { "onderwijslocatie", "199X0011", W104("onderwijslocatie") },
    { "bekostigbaar", "J", "" },
    { "bekostigbaar", "NEE", "" },
    { "bekostigbaar", "True", "" },
    { "bekostigbaar", "0", "" },
    { "bekostigbaar", "yes", W104("bekostigbaar") },
    { "bekostigbaar", "2", W104("bekostigbaar") },
    { "leerroute", TEXT40, "" },
    { "leerroute", TEXT40 "k", W104("leerroute") },
    { "routejaar", "1", "" },
    { "routejaar", "99", "" },
    { "routejaar", "0", W104("routejaar") },
    { "routejaar", "100", W104("routejaar") },
    { "doublures_vo", "0", "" },
    { "doublures_vo", "9", "" },
    { "doublures_vo", "10", W104("doublures_vo") },
    { "doublures_vo", "-1", W104("doublures_vo") },
    { "mbo_inschrijvingvolgnummer", "M1", "" },
    { "mbo_inschrijvingvolgnummer", "M-1", W104("mbo_inschrijvingvolgnummer") },
    { "experiment", "A_1 B2", "" },
    { "experiment", "a_1", W104("experiment") },
    { "experiment", "A,B", W104("experiment") },
    { "verblijf_brin", "99XC", "" },
    { "verblijf_brin", "9XXC", W104("verblijf_brin") },
    { "verblijf_vestiging", "99XC01", "" },
    { "verblijf_vestiging", "99XC", W104("verblijf_vestiging") },
    { "verblijf_soort", "VAVO", "" },
    { "verblijf_soort", "VA VO", W104("verblijf_soort") },
    { "verblijf_soort", NAME70, W104("verblijf_soort") },
};

static void test_forms(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const char *got = judge(&c, forms[i].column, forms[i].value);
        if (strcmp(got, forms[i].want) != 0)
            fail_msg("%s=%s: got '%s', want '%s'", forms[i].column, forms[i].value, got,
                     forms[i].want);
    }
    input_end(&c);
}

static void test_key_columns(void **state)
{
    (void)state;
    static const struct {
        const char *name, *row, *want;
    } cases[] = {
        { "volgnummer of 20", INPUT_BSN ";A2345678901234567890;99XA;2025-08-01", "2" },
        { "volgnummer of 21", INPUT_BSN ";A23456789012345678901;99XA;2025-08-01",
          "2[2 BP104 inschrijvingvolgnummer]" },
        { "volgnummer with a sign", INPUT_BSN ";V/1;99XA;2025-08-01",
          "2[2 BP104 inschrijvingvolgnummer]" },
        { "brin in small letters", INPUT_BSN ";V1;99xa;2025-08-01", "2[2 BP104 brin]" },
        { "no date", INPUT_BSN ";V1;99XA;morgen", "2[2 BP105 datum_inschrijving]" },
        { "an empty row of its own gets what reading finds", ";V1;99XA;2025-08-01",
          "2[2 BP101 bsn]" },
        { "bsn of 8 digits with a lost zero", "00000012;V1;99XA;2025-08-01", "2[2 BP108 bsn]" },
        { "bsn of 8 digits that fails", "00000013;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "bsn of 7 digits", "1234567;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "bsn of 10 digits", "9999900190;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "bsn that fails", "999990018;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "bsn of zeros", "000000000;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "bsn with points", "999.990.019;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "an onderwijsnummer as bsn", "101234540;V1;99XA;2025-08-01", "2[2 BP102 bsn]" },
        { "no-break spaces around all of it",
          "\xC2\xA0" INPUT_BSN "\xC2\xA0;\xC2\xA0 V1 ;99XA\xC2\xA0;\t2025-08-01", "2" },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_buf csv;
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(&csv, INPUT_HEAD "\n%s\n", cases[i].row);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        bp_buf_free(&csv);
        const char *got = input_summary(&c);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: got '%s', want '%s'", cases[i].name, got, cases[i].want);
    }
    input_end(&c);
}

static void test_persons_by_either_number(void **state)
{
    (void)state;
    static const struct {
        const char *bsn, *onderwijsnummer, *want;
        enum bp_persoonsoort soort;
    } cases[] = {
        { INPUT_BSN, "", "", BP_PERSOON_BSN },
        { "", "101234540", "", BP_PERSOON_ONDERWIJSNUMMER },
        { "", "101234503", "", BP_PERSOON_ONDERWIJSNUMMER },
        { "", "101234515", "", BP_PERSOON_ONDERWIJSNUMMER },
        { "", "101234541", "[2 BP103 onderwijsnummer]", BP_PERSOON_GEEN },
        { "", "10123454", "[2 BP103 onderwijsnummer]", BP_PERSOON_GEEN },
        { "", INPUT_BSN, "[2 BP103 onderwijsnummer]", BP_PERSOON_GEEN },
        { INPUT_BSN, "101234540", "[2 BP101 bsn]", BP_PERSOON_GEEN },
        { "", "", "[2 BP101 bsn]", BP_PERSOON_GEEN },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_buf csv;
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(&csv, "onderwijsnummer;" INPUT_HEAD "\n%s;%s;V1;99XA;2025-08-01\n",
                      cases[i].onderwijsnummer, cases[i].bsn);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        bp_buf_free(&csv);
        assert_string_equal(input_summary(&c) + 1, cases[i].want);
        assert_int_equal(input_row(&c)->persoon.soort, cases[i].soort);
    }
    input_end(&c);
}

static void test_a_missing_person_is_told_in_a_column_that_is_there(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(
        input_open(&c, BP_STR("onderwijsnummer;inschrijvingvolgnummer;brin;datum_inschrijving\n"
                              ";V1;99XA;2025-08-01\n")));
    assert_string_equal(input_summary(&c), "2[2 BP101 onderwijsnummer]");
    input_end(&c);
}

static void test_a_number_beyond_the_strict_reading_is_accepted(void **state)
{
    /* rod-vo.md section 4: p9 of 6 to 9 passes the congruence only, and nobody is rejected on the difference. */
    (void)state;
    struct input_case c;
    size_t passed = 0;
    input_begin(&c);
    for (unsigned n = 101234500; n < 101234700; n++) {
        char digits[10];
        (void)snprintf(digits, sizeof digits, "%u", n);
        if (n % 10 < 6 || !bp_onderwijsnummer_ok((struct bp_str){ digits, 9 }))
            continue;
        struct bp_buf csv;
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(&csv,
                      "onderwijsnummer;inschrijvingvolgnummer;brin;datum_inschrijving\n"
                      "%u;V1;99XA;2025-08-01\n",
                      n);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        bp_buf_free(&csv);
        assert_string_equal(input_summary(&c), "2");
        passed++;
    }
    assert_true(passed > 0);
    input_end(&c);
}

static void test_leerlingnummer_may_not_be_the_persons_number(void **state)
{
    (void)state;
    static const struct {
        const char *bsn, *onderwijsnummer, *leerlingnummer, *want;
    } cases[] = {
        { INPUT_BSN, "", INPUT_BSN, "[2 BP104 leerlingnummer]" },
        { INPUT_BSN, "", INPUT_BSN2, "" },
        { "00000012", "", "000000012", "[2 BP104 leerlingnummer][2 BP108 bsn]" },
        { "000000012", "", "12", "[2 BP104 leerlingnummer]" },
        { "00000012", "", "00000012", "[2 BP104 leerlingnummer][2 BP108 bsn]" },
        { "", "101234540", "101234540", "[2 BP104 leerlingnummer]" },
        { "999990018", "", "999990018", "[2 BP102 bsn][2 BP104 leerlingnummer]" },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_buf csv;
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(
            &csv, "onderwijsnummer;leerlingnummer;" INPUT_HEAD "\n%s;%s;%s;V1;99XA;2025-08-01\n",
            cases[i].onderwijsnummer, cases[i].leerlingnummer, cases[i].bsn);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        bp_buf_free(&csv);
        const char *got = input_summary(&c) + 1;
        /* The order of findings within a row is no promise. */
        assert_int_equal(strlen(got), strlen(cases[i].want));
        bool lln = strstr(cases[i].want, "leerlingnummer") != NULL;
        assert_int_equal(strstr(got, "[2 BP104 leerlingnummer]") != NULL, lln);
        assert_int_equal(bp_str_filled(input_row(&c)->leerlingnummer), !lln);
    }
    input_end(&c);
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *value, *want; /* ISO, or the findings */
    } cases[] = {
        { "2026-08-01", "2026-08-01" },
        { "01-08-2026", "2026-08-01" },
        { "1-8-2026", "2026-08-01" },
        { "1-08-2026", "2026-08-01" },
        { "20260801", "2026-08-01" },
        { "1900-01-01", "1900-01-01" },
        { "31-12-2100", "2100-12-31" },
        { "29-2-2028", "2028-02-29" },
        { "1899-12-31", W105("periode_begin") },
        { "1-1-2101", W105("periode_begin") },
        { "29-2-2026", W105("periode_begin") },
        { "29-2-2100", W105("periode_begin") },
        { "2026-02-30", W105("periode_begin") },
        { "31-4-2026", W105("periode_begin") },
        { "2026-13-01", W105("periode_begin") },
        { "2026-00-01", W105("periode_begin") },
        { "00-08-2026", W105("periode_begin") },
        { "2026-8-1", W105("periode_begin") },
        { "1/8/2026", W105("periode_begin") },
        { "01.08.2026", W105("periode_begin") },
        { "1-8-26", W105("periode_begin") },
        { "2026-08-01 00:00", W105("periode_begin") },
        { "2026-08-01T00:00:00", W105("periode_begin") },
        { "202608011", W105("periode_begin") },
        { "46235", W105("periode_begin") },
        { "2026-08", W105("periode_begin") },
        { "-1-8-2026", W105("periode_begin") },
        { "1 aug 2026", W105("periode_begin") },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char iso[BP_DATUM_TEXT];
        const char *got = judge(&c, "periode_begin", cases[i].value);
        if (*got == '\0') {
            bp_datum_format(input_row(&c)->periode_begin, iso);
            got = iso;
        }
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: got '%s', want '%s'", cases[i].value, got, cases[i].want);
    }
    input_end(&c);
}

static void test_a_birth_date_may_lack_day_and_month(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        struct bp_datum want; /* year 0: BP105 */
    } cases[] = {
        { "2010-05-00", { 2010, 5, 0 } }, { "00-05-2010", { 2010, 5, 0 } },
        { "2010-00-00", { 2010, 0, 0 } }, { "00-00-2010", { 2010, 0, 0 } },
        { "20100500", { 2010, 5, 0 } },   { "0-5-2010", { 2010, 5, 0 } },
        { "2010-05-01", { 2010, 5, 1 } }, { "2010-00-15", { 0, 0, 0 } },
        { "2010-13-00", { 0, 0, 0 } },    { "0000-00-00", { 0, 0, 0 } },
        { "2010-02-30", { 0, 0, 0 } },    { "1899-00-00", { 0, 0, 0 } },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *got = judge(&c, "geboortedatum", cases[i].value);
        bool ok = *got == '\0';
        if (ok != (cases[i].want.year != 0) ||
            !bp_datum_equal(input_row(&c)->geboortedatum, cases[i].want))
            fail_msg("%s: '%s'", cases[i].value, got);
    }
    input_end(&c);
}

static void test_lost_zeros_of_a_code_count_in_vo_only(void **state)
{
    (void)state;
    static const struct {
        const char *brin, *leerroute, *code, *want;
    } cases[] = {
        { "99XA", "", "23", "0023" },
        { "99XB", "", "23", "0023" }, /* without a route it counts as vo */
        { "99XA", "R1", "611", "0611" },
        { "99XB", "R1", "611", NULL },
        { "99XM", "R2", "611", "0611" }, /* both sides the same brin: by the form */
        { "99XA", "nergens", "611", "0611" },
    };
    struct input_case c;
    input_begin(&c);
    input_standard_routes(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_buf csv;
        bp_buf_init(&csv, BP_MIB);
        bp_buf_printf(&csv,
                      INPUT_HEAD ";leerroute;opleidingcode\n" INPUT_BSN ";V1;%s;2025-08-01;%s;%s\n",
                      cases[i].brin, cases[i].leerroute, cases[i].code);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        bp_buf_free(&csv);
        assert_string_equal(input_summary(&c) + 1,
                            cases[i].want ? "[2 BP108 opleidingcode]" : W104("opleidingcode"));
        struct bp_str code = input_row(&c)->opleidingcode;
        assert_true(bp_str_equal(code, cases[i].want ? bp_str_of(cases[i].want) : BP_STR("")));
    }
    input_end(&c);
}

static const char full_row[] =
    "bsn;onderwijsnummer;leerlingnummer;geboortedatum;geslacht;inschrijvingvolgnummer;brin;"
    "datum_inschrijving;datum_uitschrijving;datum_uitschrijving_gepland;"
    "reden_uitschrijving;periode_begin;opleidingcode;leerjaar;leertraject;niveau;"
    "vestiging;onderwijsaanbieder;onderwijslocatie;bekostigbaar;leerroute;route_begin;"
    "routejaar;doublures_vo;vmbo_diploma_datum;vo_afgerond_datum;"
    "mbo_inschrijvingvolgnummer;mbo_datum_inschrijving;mbo_datum_uitschrijving;"
    "experiment;opp_begin;opp_eind;verblijf_brin;verblijf_vestiging;verblijf_soort;"
    "verblijf_begin;verblijf_eind\n" INPUT_BSN
    ";;L1;2010-01-01;V;V1;99XA;2025-08-01;2026-07-31;2026-08-01;04;"
    "2025-08-02;6611;3;BOL;MBO-2;99XA00;199A001;199X001;nee;R1;2025-08-03;2;1;2026-06-01;"
    "2026-06-02;M1;2026-08-03;2027-08-04;EXP_A;2025-09-01;2025-09-02;99XC;99XC01;VAVO;"
    "2025-10-01;2025-10-02\n";

static void test_all_columns_arrive(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_open(&c, (struct bp_str){ full_row, sizeof full_row - 1 }));
    assert_string_equal(input_summary(&c), "2");
    const struct bp_rij *r = input_row(&c);
    assert_true(r->filled == (((UINT64_C(1) << BP_KOLOM_COUNT) - 1) &
                              ~(UINT64_C(1) << BP_KOLOM_ONDERWIJSNUMMER)));
    assert_int_equal(r->line, 2);
    assert_int_equal(memcmp(r->persoon.digits, INPUT_BSN, 9), 0);
    const struct {
        struct bp_str got;
        const char *want;
    } texts[] = {
        { r->leerlingnummer, "L1" },
        { r->geslacht, "V" },
        { r->inschrijvingvolgnummer, "V1" },
        { r->brin, "99XA" },
        { r->reden_uitschrijving, "04" },
        { r->opleidingcode, "6611" },
        { r->leerjaar, "3" },
        { r->leertraject, "BOL" },
        { r->niveau, "MBO-2" },
        { r->vestiging, "99XA00" },
        { r->onderwijsaanbieder, "199A001" },
        { r->onderwijslocatie, "199X001" },
        { r->leerroute, "R1" },
        { r->experiment, "EXP_A" },
        { r->mbo_inschrijvingvolgnummer, "M1" },
        { r->verblijf_brin, "99XC" },
        { r->verblijf_vestiging, "99XC01" },
        { r->verblijf_soort, "VAVO" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!bp_str_equal(texts[i].got, bp_str_of(texts[i].want)))
            fail_msg("text %zu is not %s", i, texts[i].want);
    const struct {
        struct bp_datum got;
        int32_t want;
    } dates[] = {
        { r->geboortedatum, 20100101 },
        { r->datum_inschrijving, 20250801 },
        { r->datum_uitschrijving, 20260731 },
        { r->datum_uitschrijving_gepland, 20260801 },
        { r->periode_begin, 20250802 },
        { r->route_begin, 20250803 },
        { r->vmbo_diploma_datum, 20260601 },
        { r->vo_afgerond_datum, 20260602 },
        { r->mbo_datum_inschrijving, 20260803 },
        { r->mbo_datum_uitschrijving, 20270804 },
        { r->opp_begin, 20250901 },
        { r->opp_eind, 20250902 },
        { r->verblijf_begin, 20251001 },
        { r->verblijf_eind, 20251002 },
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        assert_int_equal(bp_datum_key(dates[i].got), dates[i].want);
    assert_int_equal(r->bekostigbaar, BP_NEE);
    assert_int_equal(r->routejaar, 2);
    assert_int_equal(r->doublures_vo, 1);
    input_end(&c);
}

static void test_explanations_name_form_and_class_and_never_the_value(void **state)
{
    (void)state;
    static const struct {
        const char *column, *value, *says;
    } cases[] = {
        { "opleidingcode", "abc", "expected 4 or 5 digits, found 3 letters" },
        { "opleidingcode", "256551", "expected 4 or 5 digits, found 6 digits" },
        { "leerjaar", "q", "expected 1 or 2 digits, found 1 letter" },
        { "vestiging", "ab12", "found 4 letters and digits" },
        { "leerjaar", "3e jaar", "found 7 characters" },
        { "periode_begin", "1/8/2026", "found 8 characters" },
    };
    struct input_case c;
    input_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)judge(&c, cases[i].column, cases[i].value);
        size_t count;
        const struct bp_gelezen *items = input_read(&c, 0, &count);
        assert_int_equal(items[0].bevindingen.count, 1);
        const struct bp_bevinding *b = &items[0].bevindingen.items[0];
        struct bp_buf text;
        bp_buf_init(&text, BP_MIB);
        bp_text_fill(&text, b->text, b->args, BP_BEVINDING_ARGS);
        bp_buf_add(&text, "", 1);
        if (!strstr(text.ptr, cases[i].says))
            fail_msg("%s=%s: '%s'", cases[i].column, cases[i].value, text.ptr);
        assert_null(strstr(text.ptr, cases[i].value));
        bp_buf_free(&text);
    }
    input_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_key_columns),
        cmocka_unit_test(test_persons_by_either_number),
        cmocka_unit_test(test_a_missing_person_is_told_in_a_column_that_is_there),
        cmocka_unit_test(test_a_number_beyond_the_strict_reading_is_accepted),
        cmocka_unit_test(test_leerlingnummer_may_not_be_the_persons_number),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_a_birth_date_may_lack_day_and_month),
        cmocka_unit_test(test_lost_zeros_of_a_code_count_in_vo_only),
        cmocka_unit_test(test_all_columns_arrive),
        cmocka_unit_test(test_explanations_name_form_and_class_and_never_the_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
