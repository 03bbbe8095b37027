/* A registratieoverzicht to typed records: forms met in practice, any order, mends */
#include "support/overzicht_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define PER(p)       "PER|" p "||2010-05-01|V\r\n"
#define ISG(p, v)    "ISG|" p "||" v "|2026-08-01|2029-07-31||\r\n"
#define ISP(p, v, d) "ISP|" p "||" v "|" d "|99001|BOL||J||199A002|199X002|DLR|VO\r\n"
#define A            OVZ_BSN
#define B            OVZ_BSN2

static const struct {
    const char *name, *records, *want;
} cases[] = {
    { "a person without an enrolment", PER(A), "P2 b r0" },
    { "enrolment with its period", PER(A) ISG(A, "V1") ISP(A, "V1", "2026-08-01"),
      "P2 b I3:V1[4]e0b0 r0" },
    { "two persons", PER(A) ISG(A, "V1") ISP(A, "V1", "2026-08-01") PER(B),
      "P2 b I3:V1[4]e0b0 r0 P5 b r0" },
    { "an onderwijsnummer comes after every bsn", PER(A) "PER||" OVZ_ONR "|2010-05-01|V\r\n",
      "P2 b r0 P3 o r0" },
    { "records join by volgnummer, not by neighbourhood",
      PER(A) ISG(A, "V1") ISG(A, "V2") ISP(A, "V2", "2026-08-01")
          ISP(A, "V1", "2026-08-01") "ISE|" A "||V1|2026-09-01|\r\n",
      "P2 b I3:V1[6]e1b0 I4:V2[5]e0b0 r0" },
    { "periods come in the order of their begin",
      PER(A) ISG(A, "V1") ISP(A, "V1", "2027-08-01") ISP(A, "V1", "2026-08-01"),
      "P2 b I3:V1[5 4]e0b0 r0" },
    { "of two periods with one begin the later record counts",
      PER(A) ISG(A, "V1") ISP(A, "V1", "2026-08-01") ISP(A, "V1", "2026-08-01"),
      "P2 b I3:V1[5]e0b0 r0" },
    { "equal periods that begin on another day are both there",
      PER(A) ISG(A, "V1") ISP(A, "V1", "2026-08-01") ISP(A, "V1", "2026-08-02"),
      "P2 b I3:V1[4 5]e0b0 r0" },
    { "a person's records lie apart", PER(A) ISG(A, "V1") PER(B) ISP(A, "V1", "2026-08-01"),
      "P2 b I3:V1[5]e0b0 r0 P4 b r0" },
    { "persons that descend", PER(B) ISG(B, "V1") ISP(B, "V1", "2026-08-01") PER(A),
      "P5 b r0 P2 b I3:V1[4]e0b0 r0" },
    { "sorted by record type",
      ISG(A, "V1") ISG(B, "V1") ISP(A, "V1", "2026-08-01") ISP(B, "V1", "2026-08-01") PER(A) PER(B),
      "P6 b I2:V1[4]e0b0 r0 P7 b I3:V1[5]e0b0 r0" },
    { "results, loose ones and those of a diploma",
      PER(A) "DIP|" A "||1|99001|2027-06-25||J|V1|199A002\r\n"
             "AMO|" A "||||2|C0001|2027-06-25|J|V1|199A002\r\n"
             "GEO|" A "||1|99001|3|3005||7||74||66|||\r\nKZD|" A
             "||1|99001|4|K0001||Behaald|||\r\n",
      "P2 b r4" },
};

static void test_records_become_persons(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!overzicht_open_records(&c, cases[i].records))
            fail_msg("%s: %s", cases[i].name, c.err.detail);
        const char *got = overzicht_summary(&c);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, got);
        assert_string_equal(overzicht_summary(&c), cases[i].want); /* a second time */
    }
    overzicht_end(&c);
}

/* --- values of every field -------------------------------------------------------------------------------------- */

static bool is(struct bp_str s, const char *text)
{
    return bp_str_equal(s, bp_str_of(text));
}

static bool on(struct bp_datum d, int year, int month, int day)
{
    return bp_datum_equal(d, BP_DATUM(year, month, day));
}

static size_t persons;

static enum bp_status look_at_all(void *ctx, const struct bp_overzicht_persoon *p,
                                  struct bp_error *err)
{
    (void)ctx;
    (void)err;
    persons++;
    assert_true(on(p->geboortedatum, 2010, 0, 0));
    assert_true(is(p->geslacht, "O"));
    assert_memory_equal(p->persoon.digits, OVZ_BSN, 9);
    assert_int_equal(p->inschrijving_count, 1);
    const struct bp_overzicht_inschrijving *ins = &p->inschrijvingen[0];
    const struct bp_stand *s = &ins->stand;
    assert_true(is(s->inschrijvingvolgnummer, "V1") && is(s->reden_uitschrijving, "08"));
    assert_true(on(s->datum_inschrijving, 2026, 8, 1));
    assert_true(on(s->datum_uitschrijving_gepland, 2029, 7, 31));
    assert_true(on(s->datum_uitschrijving, 2027, 6, 25));
    const struct bp_stand_periode *ip = &s->perioden[0];
    assert_true(on(ip->begin, 2026, 8, 1) && ip->bekostigbaar);
    assert_true(is(ip->opleidingcode, "99001") && is(ip->leertraject, "BBL"));
    assert_true(is(ip->niveau, "MBO-2") && is(ip->onderwijsaanbieder, "199A002"));
    assert_true(is(ip->onderwijslocatie, "199X002") && is(ip->leerroute, "GLR"));
    assert_true(is(ip->leerroutefase, "MBO"));
    assert_true(on(ins->ondersteuning[0].begin, 2026, 9, 1));
    assert_true(on(ins->ondersteuning[0].eind, 2026, 9, 30));
    const struct bp_overzicht_bpv *b = &ins->bpv[0];
    assert_true(is(b->volgnummer, "C1") && on(b->afsluitdatum, 2026, 8, 2));
    assert_true(on(b->begin, 2026, 8, 3) && on(b->eind_gepland, 2026, 8, 4));
    assert_true(on(b->eind_werkelijk, 2026, 8, 5) && is(b->omvang, "900"));
    assert_true(is(b->leerbedrijf, "100000001") && is(b->opleidingcode, "99002"));
    assert_true(is(b->keuzedeel, "K0009"));
    return BP_OK;
}

static enum bp_status look_at_results(void *ctx, const struct bp_overzicht_persoon *p,
                                      struct bp_error *err)
{
    const struct bp_overzicht_resultaat *r = p->resultaten;
    (void)ctx;
    (void)err;
    persons++;
    assert_int_equal(p->resultaat_count, 5);
    for (size_t i = 0; i < 2; i++) { /* ten fields as seen, nine as the PvE has it */
        assert_int_equal(r[i].soort, BP_OVERZICHT_DIP);
        assert_true(is(r[i].code, "99001") && on(r[i].datum, 2027, 6, 25) && r[i].bekostigbaar);
        assert_true(is(r[i].inschrijvingvolgnummer, "V1") &&
                    is(r[i].onderwijsaanbieder, "199A002"));
    }
    assert_int_equal(r[2].soort, BP_OVERZICHT_AMO);
    assert_true(is(r[2].resultaatvolgnummer, "2") && is(r[2].code, "C0001"));
    assert_true(is(r[2].certificaat, "J") && is(r[2].inschrijvingvolgnummer, "V1"));
    assert_int_equal(r[3].soort, BP_OVERZICHT_GEO);
    assert_true(is(r[3].diploma_volgnummer, "1") && is(r[3].diploma_opleidingcode, "99001"));
    assert_true(is(r[3].eindcijfer, "7") && is(r[3].vrijstelling, "MBO"));
    assert_true(is(r[3].cijfer_ie, "74") && is(r[3].vrijstelling_ie, "X"));
    assert_true(is(r[3].cijfer_ce, "100") && is(r[3].vrijstelling_ce, "Y"));
    assert_int_equal(r[4].soort, BP_OVERZICHT_KZD);
    assert_true(is(r[4].resultaat, "Niet behaald") && is(r[4].certificaat, "N"));
    return BP_OK;
}

static void test_every_field_lands_in_its_place(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_true(overzicht_open_records(
        &c, "PER|" A "||2010-00-00|O\r\nISG|" A "||V1|2026-08-01|2029-07-31|2027-06-25|08\r\n"
            "ISP|" A "||V1|2026-08-01|99001|BBL|MBO-2|J|000000000001|199A002|199X002|GLR|MBO\r\n"
            "ISE|" A "||V1|2026-09-01|2026-09-30\r\n"
            "BPV|" A "||V1|C1|2026-08-02|2026-08-03|2026-08-04|2026-08-05|900|100000001|99002|"
            "K0009\r\n"));
    persons = 0;
    assert_int_equal(bp_overzicht_each(c.overzicht, look_at_all, NULL, NULL, &c.err), BP_OK);
    assert_int_equal(persons, 1);
    assert_true(overzicht_open_records(
        &c, PER(A) "DIP|" A "||1|99001|2027-06-25||J|V1|199A002\r\n"
                   "DIP|" A "||9|99001|2027-06-25|J|V1|199A002\r\n"
                   "AMO|" A "||||2|C0001|2027-06-25|J|V1|199A002\r\n"
                   "GEO|" A "||1|99001|3|3005||7|MBO|74|X|100|Y|V1|199A002\r\n"
                   "KZD|" A "||1|99001|4|K0001|2027-06-01|Niet behaald|N|V1|199A002\r\n"));
    assert_int_equal(bp_overzicht_each(c.overzicht, look_at_results, NULL, NULL, &c.err), BP_OK);
    assert_int_equal(persons, 2);
    overzicht_end(&c);
}

/* --- forms ------------------------------------------------------------------------------------------------------ */

#define SHEET_ISP "ISP;" A ";;V1;1-8-2026;99001;BOL;;J;;199A002;199X002;DLR;VO"
#define SHEET(slr)                                                                                 \
    "SLR;1;1;1;0;0;0;0;0;0;;;;\r\nPER;" A ";;1-5-2010;V;;;;;;;;;\r\n"                              \
    "ISG;" A ";;V1;1-8-2026;31-7-2029;25-6-2027;8;;;;;;\r\n" slr                                   \
    "\r\nVLP;99XB;1-8-2026;31-7-2027;15-8-2027;;;;;;;;;\r\n"

static void test_a_sheet_is_read_like_duos_own_form(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_true(overzicht_open(&c, BP_STR(SHEET(SHEET_ISP))));
    const struct bp_overzicht_feiten *f = bp_overzicht_feiten(c.overzicht);
    assert_string_equal(f->brin, "99XB");
    assert_true(on(f->begin, 2026, 8, 1) && on(f->einde, 2027, 7, 31) &&
                on(f->aanmaak, 2027, 8, 15));
    assert_int_equal(f->separator, ';');
    assert_true(f->spreadsheet && f->andere_orde && f->aangevuld && f->totalen_kloppen);
    assert_int_equal(f->datums_dutch, 3);
    assert_int_equal(f->isp_velden, 14);
    assert_string_equal(overzicht_summary(&c), "P2 b I3:V1[4]e0b0 r0");
    assert_string_equal(overzicht_mends(&c), "3 ISG reden_uitschrijving; ");
    overzicht_end(&c);
}

static void test_duos_own_form_needs_no_mending(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_true(overzicht_open_records(&c, PER(A) ISG(A, "V1") ISP(A, "V1", "2026-08-01")));
    const struct bp_overzicht_feiten *f = bp_overzicht_feiten(c.overzicht);
    assert_int_equal(f->separator, '|');
    assert_false(f->spreadsheet || f->andere_orde || f->aangevuld);
    assert_int_equal(f->datums_dutch, 0);
    assert_int_equal(f->isp_velden, 14);
    assert_string_equal(overzicht_mends(&c), "");
    overzicht_end(&c);
}

/* The form of all dates is said of the file; one in the other form is a mend of its field. */
static void test_a_date_in_the_other_form_is_a_mend(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_true(overzicht_open_records(
        &c, "PER|" A "||1-5-2010|V\r\nISG|" A "||V1|2026-08-01|31-7-2029||\r\n"
            "ISP|" A "||V1|1-8-2026|99001|BOL||J||199A002|199X002|DLR|VO\r\n"));
    assert_string_equal(overzicht_mends(&c), "2 PER geboortedatum; 3 ISG "
                                             "datum_uitschrijving_gepland; 4 ISP periode_begin; ");
    assert_int_equal(bp_overzicht_feiten(c.overzicht)->datums_dutch, 0);
    overzicht_end(&c);
}

static const struct {
    const char *name, *bytes;
} forms[] = {
    { "quoted cells", "\"VLP\";\"99XB\";\"1-8-2026\";\"31-7-2027\";\"15-8-2027\"\n\"PER\";\"" A
                      "\";\"\";\"1-5-2010\";\"V\"\n\"SLR\";1;0;0;0;0;0;0;0;0\n" },
    { "commas",
      "VLP,99XB,1-8-2026,31-7-2027,15-8-2027\nPER," A ",,1-5-2010,V\nSLR,1,0,0,0,0,0,0,0,0\n" },
    { "byte order mark", "\xEF\xBB\xBF" OVZ_VLP PER(A) "SLR|1|0|0|0|0|0|0|0|0\r\n" },
    { "blank lines", "\r\n" OVZ_VLP "\r\n||||\r\n" PER(A) "SLR|1|0|0|0|0|0|0|0|0\r\n\r\n" },
    { "no line end at the end", OVZ_VLP PER(A) "SLR|1|0|0|0|0|0|0|0|0" },
    { "totals of twelve digits", OVZ_VLP PER(A) "SLR|000000000001|0|0|0|0|0|0|0|000000000000\n" },
    { "closing record first", "SLR|1|0|0|0|0|0|0|0|0\r\n" PER(A) OVZ_VLP },
};

static void test_forms_that_files_have(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!overzicht_open(&c, bp_str_of(forms[i].bytes)))
            fail_msg("%s: %s", forms[i].name, c.err.detail);
        if (bp_overzicht_feiten(c.overzicht)->records[BP_OVERZICHT_PER] != 1 ||
            !strstr(overzicht_summary(&c), " b r0"))
            fail_msg("%s: %s", forms[i].name, overzicht_summary(&c));
    }
    overzicht_end(&c);
}

/* The widest ISP decides what the file can know. */
static void test_a_cut_column_is_unknown_and_an_empty_one_is_known(void **state)
{
    static const struct {
        const char *isp;
        size_t velden;
    } rows[] = {
        { SHEET_ISP, 14 },
        { "ISP;" A ";;V1;1-8-2026;99001;BOL;;J;;;;;", 14 },
        { "ISP;" A ";;V1;1-8-2026;99001;BOL;;J;;199A002;199X002;DLR", 13 },
        { "ISP;" A ";;V1;1-8-2026;99001;BOL;;J", 9 },
    };
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bp_buf file;
        bp_buf_init(&file, 4096);
        bp_buf_printf(&file, SHEET("%s"), rows[i].isp);
        assert_true(overzicht_open(&c, bp_buf_str(&file)));
        assert_int_equal(bp_overzicht_feiten(c.overzicht)->isp_velden, rows[i].velden);
        bp_buf_free(&file);
    }
    overzicht_end(&c);
}

static void test_lost_zero_of_a_bsn_is_restored_where_the_elfproef_agrees(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    /* 000000012 passes the elfproef; DUO's order: before all that begin with a 9 */
    assert_true(overzicht_open_records(&c, "PER|00000012||2010-05-01|V\r\n" PER(A)));
    assert_string_equal(overzicht_summary(&c), "P2 b r0 P3 b r0");
    assert_string_equal(overzicht_mends(&c), "2 PER burgerservicenummer; ");
    assert_false(bp_overzicht_feiten(c.overzicht)->andere_orde);
    assert_false(overzicht_open_records(&c, "PER|00000013||2010-05-01|V\r\n"));
    assert_false(overzicht_open_records(&c, "PER|0000012||2010-05-01|V\r\n"));
    assert_false(overzicht_open_records(&c, "PER||10123454|2010-05-01|V\r\n"));
    overzicht_end(&c);
}

/* --- extracts --------------------------------------------------------------------------------------------------- */

#define EXTRACT                                                                                    \
    OVZ_VLP "PER|BSN1||2010-05-01|V\r\nISG|BSN1||V1|2026-08-01|2029-07-31||\r\n" ISP(              \
        "BSN1", "V1", "2026-08-01") "PER||BSN2|2010-05-01|V\r\nPER|" A                             \
                                    "||2010-05-01|V\r\nSLR|420|431|640|3|590|88|0|120|77\r\n"

static void test_an_extract_has_pseudonyms_and_totals_of_the_whole(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_false(overzicht_open(&c, BP_STR(EXTRACT)));
    c.uittreksel = true;
    assert_true(overzicht_open(&c, BP_STR(EXTRACT)));
    assert_false(bp_overzicht_feiten(c.overzicht)->totalen_kloppen);
    assert_int_equal(bp_overzicht_feiten(c.overzicht)->totalen[BP_OVERZICHT_GEO], 120);
    assert_string_equal(overzicht_summary(&c), "P6 b r0 P2 ? I3:V1[4]e0b0 r0 P5 ? r0");
    /* Ten characters are no pseudonym, a number of nine digits that fails is one. */
    assert_false(overzicht_open_records(&c, "PER|BSN1000000||2010-05-01|V\r\n"));
    assert_true(overzicht_open_records(&c, "PER|999990018||2010-05-01|V\r\n"));
    assert_string_equal(overzicht_summary(&c), "P2 ? r0");
    overzicht_end(&c);
}

static void test_pseudonyms_that_only_begin_alike_are_apart(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    c.uittreksel = true;
    assert_true(overzicht_open_records(
        &c, "PER|1||2010-05-01|V\r\nPER|10||2010-05-01|V\r\nPER||1|2010-05-01|V\r\n"
            "PER|a||2010-05-01|V\r\nPER|A||2010-05-01|V\r\n"));
    assert_string_equal(overzicht_summary(&c), "P2 ? r0 P3 ? r0 P6 ? r0 P5 ? r0 P4 ? r0");
    overzicht_end(&c);
}

static enum bp_status refuse_all(void *ctx, const struct bp_overzicht_persoon *p,
                                 struct bp_error *err)
{
    (void)p;
    (*(size_t *)ctx)++;
    return bp_error_set(err, BP_E_IO, NULL, "%s", "full");
}

static void test_what_a_callback_answers_ends_the_reading(void **state)
{
    struct overzicht_case c;
    size_t calls = 0;
    (void)state;
    overzicht_begin(&c);
    assert_true(overzicht_open_records(&c, PER(A) PER(B)));
    assert_int_equal(bp_overzicht_each(c.overzicht, refuse_all, NULL, &calls, &c.err), BP_E_IO);
    assert_int_equal(calls, 1);
    assert_null(c.err.file);
    overzicht_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_become_persons),
        cmocka_unit_test(test_every_field_lands_in_its_place),
        cmocka_unit_test(test_a_sheet_is_read_like_duos_own_form),
        cmocka_unit_test(test_duos_own_form_needs_no_mending),
        cmocka_unit_test(test_a_date_in_the_other_form_is_a_mend),
        cmocka_unit_test(test_forms_that_files_have),
        cmocka_unit_test(test_a_cut_column_is_unknown_and_an_empty_one_is_known),
        cmocka_unit_test(test_lost_zero_of_a_bsn_is_restored_where_the_elfproef_agrees),
        cmocka_unit_test(test_an_extract_has_pseudonyms_and_totals_of_the_whole),
        cmocka_unit_test(test_pseudonyms_that_only_begin_alike_are_apart),
        cmocka_unit_test(test_what_a_callback_answers_ends_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
