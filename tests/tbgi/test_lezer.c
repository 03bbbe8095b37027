/* Reading a TBG-i: DUO's own sample, the forms that are accepted, and what is refused as a whole */
#include "bronpost/base/file.h"
#include "bronpost/message/tbgi.h"
#include "support/message_schemas.h"
#include "support/tbgi_case.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define SAMPLE MESSAGE_DUO "/registratieoverzicht/TBGI_25LX_2027_20251124.XML"

/* Fictitious numbers: rod-vo.md section 4. */
#define BSN "999990019"
#define ONR "101234540"

static struct cli_folder folder;
static struct bp_error err;

static int begin(void **state)
{
    (void)state;
    cli_folder_begin(&folder);
    return 0;
}

static int end(void **state)
{
    (void)state;
    cli_folder_end(&folder);
    return 0;
}

/* Of each enrolment: line, b bsn, o onderwijsnummer or ? pseudonym, brin, volgnummer, begin, end; of each group: line, day,
 * funded (J, N, -), phase (VO, MBO, - none, ? not in the file), status, fundable, moment, signals. */
static enum bp_status describe(void *ctx, const struct bp_tbgi_inschrijving *ins,
                               struct bp_error *e)
{
    static const char persoon[] = { '?', 'b', 'o' }, ja_nee[] = { '-', 'J', 'N' };
    struct bp_buf *out = ctx;
    char begin_text[BP_DATUM_TEXT], end_text[BP_DATUM_TEXT], day[BP_DATUM_TEXT];
    (void)e;
    bp_datum_format(ins->begin, begin_text);
    bp_datum_format(ins->einde, end_text);
    bp_buf_printf(out, "%lu %c %s %s %s..%s", (unsigned long)ins->line, persoon[ins->persoon.soort],
                  ins->brin, ins->volgnummer, begin_text, end_text);
    for (size_t i = 0; i < ins->groep_count; i++) {
        const struct bp_tbgi_groep *g = &ins->groepen[i];
        bp_datum_format(g->dag, day);
        bp_buf_printf(out, " [%lu %s %c %s %c %c '%s'", (unsigned long)g->line, day,
                      ja_nee[g->stand.bekostigd],
                      !g->stand.fase_bekend           ? "?"
                      : g->stand.fase == BP_FASE_GEEN ? "-"
                                                      : bp_fase_name(g->stand.fase),
                      g->status ? g->status : '-', ja_nee[g->bekostigbaar], g->bepaald);
        for (size_t m = 0; m < g->melding_count; m++)
            bp_buf_printf(out, " %.*s:%.*s", (int)g->meldingen[m].code.len,
                          g->meldingen[m].code.ptr, (int)g->meldingen[m].omschrijving.len,
                          g->meldingen[m].omschrijving.ptr);
        bp_buf_add_text(out, "]");
    }
    bp_buf_add_text(out, "\n");
    return BP_OK;
}

/* "! line: message" when it is refused. Valid until the next call. */
static const char *read_file(const char *path, bool uittreksel)
{
    static struct bp_buf said;
    struct bp_tbgi *tbgi = NULL;
    const struct bp_tbgi_opties opties = { path, uittreksel };
    bp_buf_free(&said);
    bp_buf_init(&said, BP_MIB);
    err = (struct bp_error){ .status = BP_OK };
    enum bp_status st = bp_tbgi_open(&opties, &tbgi, &err);
    if (st == BP_OK)
        st = bp_tbgi_each(tbgi, describe, &said, &err);
    bp_tbgi_close(tbgi);
    if (st != BP_OK) {
        assert_int_equal(st, BP_E_INPUT);
        assert_string_equal(err.file, path);
        bp_buf_clear(&said);
        bp_buf_printf(&said, "! %zu: %s", err.row, err.detail);
    }
    bp_buf_add(&said, "", 1);
    return said.ptr;
}

static const char *read_text(const char *text, bool uittreksel)
{
    return read_file(cli_put(&folder, "t.xml", text), uittreksel);
}

/* --- DUO's sample ------------------------------------------------------------------------------------------------- */

static void test_the_sample_of_duo_reads_as_an_extract(void **state)
{
    struct bp_tbgi *tbgi = NULL;
    (void)state;
    assert_string_equal(
        read_file(SAMPLE, true),
        "3 ? 25LX 002 2024-02-01.. [12 2025-10-01 J - V J '2025-11-21 10:42:29']\n");
    assert_int_equal(bp_tbgi_open(&(struct bp_tbgi_opties){ SAMPLE, true }, &tbgi, &err), BP_OK);
    const struct bp_tbgi_feiten *f = bp_tbgi_feiten(tbgi);
    assert_string_equal(f->brin, "25LX");
    assert_int_equal(f->inschrijvingen, 1);
    assert_int_equal(f->diplomas, 1);
    assert_int_equal(f->zonder_groep, 0);
    assert_int_equal(f->dag_count, 1);
    assert_true(bp_datum_equal(f->dagen[0].teldatum.dag, BP_DATUM(2025, 10, 1)));
    assert_int_equal(f->dagen[0].bekostigd, 1);
    assert_int_equal(f->dagen[0].definitief, 0);
    assert_string_equal(f->dagen[0].bepaald, "2025-11-21 10:42:29");
    bp_tbgi_close(tbgi);
}

/* Its persons are pseudonyms. */
static void test_the_sample_is_no_whole_file(void **state)
{
    (void)state;
    const char *said = read_file(SAMPLE, false);
    assert_memory_equal(said, "! 5: Burgerservicenummer: expected 9 digits", 43);
    assert_non_null(strstr(said, "--excerpt"));
    assert_null(strstr(said, "100000000"));
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

#define XMLNS           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
#define FILE_OF(inside) "<Bekostigingsgrondslagen " XMLNS ">\n" inside "</Bekostigingsgrondslagen>"
#define WHO             "<Burgerservicenummer>" BSN "</Burgerservicenummer>"
#define INS(inside)                                                                                \
    "<Inschrijving><BRIN>99XB</BRIN>" WHO "<Inschrijvingvolgnummer>0V1</Inschrijvingvolgnummer>"   \
    "<DatumInschrijving>2026-08-01</DatumInschrijving>" inside "</Inschrijving>\n"
#define TEL(day, inside) "<Teldatum><Teldatum>" day "</Teldatum>" inside "</Teldatum>"
#define GROEP(inside)    FILE_OF(INS(TEL("2026-10-01", inside)))
#define MOMENT(text)                                                                               \
    GROEP("<DatumTijdBepalingBekostigingsgrondslagen>" text                                        \
          "</DatumTijdBepalingBekostigingsgrondslagen>")

static void test_forms_that_are_read(void **state)
{
    static const struct {
        const char *name, *text, *want;
    } cases[] = {
        { "no enrolments", FILE_OF(""), "" },
        { "no groups, leading zero kept", FILE_OF(INS("")), "2 b 99XB 0V1 2026-08-01..\n" },
        { "an onderwijsnummer; the bsn is nil",
          FILE_OF("<Inschrijving><BRIN>99XB</BRIN><Burgerservicenummer xsi:nil=\"true\"/>"
                  "<Onderwijsnummer>" ONR "</Onderwijsnummer><Inschrijvingvolgnummer>1"
                  "</Inschrijvingvolgnummer><DatumInschrijving>2026-08-01</DatumInschrijving>"
                  "<DatumUitschrijvingWerkelijk>2026-12-31</DatumUitschrijvingWerkelijk>"
                  "</Inschrijving>"),
          "2 o 99XB 1 2026-08-01..2026-12-31\n" },
        { "little is obligatory", GROEP(""),
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 - ? - - '']\n" },
        { "other capitals, another order, empty instead of nil, 1 and 0",
          FILE_OF("<inschrijving><datuminschrijving>2026-08-01</datuminschrijving>"
                  "<teldatum><bekostigingsStatus>0</bekostigingsStatus><LeerrouteFase/>"
                  "<TelDatum> 2027-02-01 </TelDatum>"
                  "<IndicatieBEKOSTIGBAAR>1</IndicatieBEKOSTIGBAAR></teldatum>"
                  "<Inschrijvingvolgnummer>1</Inschrijvingvolgnummer>" WHO
                  "<Brin>99XB</Brin></inschrijving>"),
          "2 b 99XB 1 2026-08-01.. [2 2027-02-01 N - - J '']\n" },
        { "two groups, latest first",
          FILE_OF(INS(TEL("2027-02-01", "<Leerroutefase>MBO</Leerroutefase>") "\n" TEL(
              "2026-10-01", "<Leerroutefase>VO</Leerroutefase>"))),
          "2 b 99XB 0V1 2026-08-01.. [2 2027-02-01 - MBO - - ''] [3 2026-10-01 - VO - - '']\n" },
        { "a namespace, a comment, CDATA and a predefined entity",
          "<Bekostigingsgrondslagen xmlns=\"urn:x\"><!-- x -->\n" INS(
              TEL("2026-10-01",
                  "<Signaal><Signaalcode>7</Signaalcode><Signaalomschrijving>a&amp;b<![CDATA[<c>]]>"
                  "</Signaalomschrijving></Signaal>")) "</Bekostigingsgrondslagen>",
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 - ? - - '' 7:a&b<c>]\n" },
        { "what is not known is passed over, and a nil signal is none",
          FILE_OF(INS("<Nieuw><Teldatum>x</Teldatum></Nieuw>" TEL(
              "2026-10-01",
              "<Bekostigingsstatus>true</Bekostigingsstatus><Nieuw>1</Nieuw>"
              "<Signaal><Signaalcode xsi:nil=\"true\"/></Signaal>"
              "<Signaal><Signaalcode>A1</Signaalcode><Parameter><Signaalcode>X"
              "</Signaalcode></Parameter></Signaal>")) "<Diploma><BRIN>zomaar</BRIN></Diploma>"),
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 J ? - - '' A1:]\n" },
        { "a blank in the moment", MOMENT("2026-11-21 10:42:29"),
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 - ? - - '2026-11-21 10:42:29']\n" },
        { "a T, fractions and an offset", MOMENT("2026-11-21T23:59:59.123+01:00"),
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 - ? - - '2026-11-21 23:59:59']\n" },
        { "control characters become blanks",
          GROEP("<Signaal><Signaalomschrijving>a\tb\xC2\x9B"
                "c</Signaalomschrijving></Signaal>"),
          "2 b 99XB 0V1 2026-08-01.. [2 2026-10-01 - ? - - '' :a b  c]\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = read_text(cases[i].text, false);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s:\n%s instead of\n%s", cases[i].name, got, cases[i].want);
    }
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

#define TEN(x)     x x x x x x x x x x
#define SIGNAAL(x) "<Signaal><Signaalcode>" x "</Signaalcode></Signaal>"

static void test_a_file_that_is_damaged_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        size_t line;
        const char *says;
    } cases[] = {
        { "", 1, "stops halfway" },
        { "no XML\n", 1, "not well-formed XML" },
        { "<Bekostigingsgrondslagen>\n<Inschrijving>\n", 2, "stops halfway" },
        { FILE_OF(INS("")) "<x/>", 3, "not well-formed XML" },
        { "<Bekostigingsgrondslagen>\n<Inschrijving></Inschrijvin></Bekostigingsgrondslagen>", 2,
          "not well-formed XML" },
        { "<a:Bekostigingsgrondslagen/>", 1, "not well-formed XML" },
        { "\n<html></html>", 2, "does not begin with the element Bekostigingsgrondslagen" },
        { FILE_OF("<Anders/>"), 2, "neither Inschrijving nor Diploma" },
        { FILE_OF("tekst"), 2, "a text where only elements belong" },
        { FILE_OF(INS("los")), 2, "a text where only elements belong" },
        { "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY e \"x\">]>\n" FILE_OF(""), 2, "a DTD" },
        { FILE_OF(INS("<BRIN>&e;</BRIN>")), 2, "" },
        { "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n" FILE_OF(""), 1,
          "another character set than UTF-8" },
        { FILE_OF(INS("<Nieuw>\xFF</Nieuw>")), 2, "not well-formed XML" },
        { FILE_OF("<Inschrijving>" WHO "<Inschrijvingvolgnummer>1</Inschrijvingvolgnummer>"
                  "<DatumInschrijving>2026-08-01</DatumInschrijving></Inschrijving>"),
          2, "BRIN: expected 2 digits and 2 capitals" },
        { FILE_OF(INS("<BRIN>99XB</BRIN>")), 2, "BRIN: expected it once in its group" },
        { FILE_OF(INS("<Onderwijsnummer>" ONR "</Onderwijsnummer>")), 2, "exactly one of" },
        { FILE_OF("<Inschrijving>\n<BRIN>99xb</BRIN></Inschrijving>"), 3, "BRIN: expected" },
        { FILE_OF("<Inschrijving><BRIN xsi:nil=\"true\"/></Inschrijving>"), 2, "BRIN: expected" },
        { FILE_OF("<Inschrijving><BRIN xsi:nil=\"true\">99XB</BRIN></Inschrijving>"), 2,
          "BRIN: expected" },
        { FILE_OF("<Inschrijving><BRIN><x/></BRIN></Inschrijving>"), 2,
          "an element inside a value" },
        { FILE_OF("<Inschrijving><BRIN>99XB</BRIN><Inschrijvingvolgnummer>1"
                  "</Inschrijvingvolgnummer><DatumInschrijving>2026-08-01</DatumInschrijving>"
                  "</Inschrijving>"),
          2, "exactly one of" },
        { FILE_OF("<Inschrijving><Burgerservicenummer>999990018</Burgerservicenummer>"
                  "</Inschrijving>"),
          2, "Burgerservicenummer: expected 9 digits" },
        { FILE_OF("<Inschrijving><Onderwijsnummer>" BSN "</Onderwijsnummer></Inschrijving>"), 2,
          "Onderwijsnummer: expected 9 digits" },
        { FILE_OF("<Inschrijving><Inschrijvingvolgnummer>" TEN(
              "12") "3</Inschrijvingvolgnummer></Inschrijving>"),
          2, "Inschrijvingvolgnummer: expected 1 to 20" },
        { FILE_OF("<Inschrijving><Inschrijvingvolgnummer>1 2</Inschrijvingvolgnummer>"
                  "</Inschrijving>"),
          2, "Inschrijvingvolgnummer: expected 1 to 20" },
        { FILE_OF("<Inschrijving><DatumInschrijving>2026-02-29</DatumInschrijving>"
                  "</Inschrijving>"),
          2, "DatumInschrijving: expected a day that exists" },
        { FILE_OF(INS(TEL("2026-10-02", ""))), 2, "neither 1 October nor 1 February" },
        { FILE_OF(INS(TEL("2026-10-01", "") TEL("2026-10-01", ""))), 2, "counting date twice" },
        { FILE_OF(INS(TEL("2026-10-01", "") "\n" TEL("2026-02-01", ""))), 3,
          "more than one study year" },
        { FILE_OF(INS(TEL("2026-10-01", "")) INS(TEL("2027-02-01", "")) INS(TEL("2027-10-01", ""))),
          4, "more than one study year" },
        { FILE_OF(INS(TEL("2026-10-01", "") TEL("2027-02-01", "") TEL("2027-10-01", ""))), 2,
          "more than two counting dates" },
        { FILE_OF(INS("<Teldatum></Teldatum>")), 2, "Teldatum: expected a day" },
        { GROEP("<Bekostigingsstatus>ja</Bekostigingsstatus>"), 2,
          "Bekostigingsstatus: expected true or false" },
        { GROEP("<Leerroutefase>HBO</Leerroutefase>"), 2, "Leerroutefase: expected VO or MBO" },
        { GROEP("<StatusBepalingBekostigingsstatus>X</StatusBepalingBekostigingsstatus>"), 2,
          "expected V or D" },
        { MOMENT("2026-11-21 24:00:00"), 2, "expected day and time" },
        { MOMENT("2026-11-21 23:60:00"), 2, "expected day and time" },
        { MOMENT("2026-11-31 10:42:29"), 2, "expected day and time" },
        { MOMENT("2026-11-21"), 2, "expected day and time" },
        { MOMENT("2026-11-21 10:42:29 zo"), 2, "expected day and time" },
        { GROEP(SIGNAAL("1234")), 2, "Signaalcode: expected 1 to 3" },
        { GROEP(TEN(TEN(SIGNAAL("1")))), 2, "more than 99 signals" },
        { GROEP("<Signaal><Signaalomschrijving>" TEN(
              TEN("0123456789A")) "</Signaalomschrijving></Signaal>"),
          2, "Signaalomschrijving: expected a text" },
        { FILE_OF(TEN("<Diploma>") TEN("<x>") TEN("</x>") TEN("</Diploma>")), 2,
          "nested too deep" },
        { FILE_OF(INS("") "<Inschrijving><BRIN>99YB</BRIN>" WHO "<Inschrijvingvolgnummer>2"
                          "</Inschrijvingvolgnummer><DatumInschrijving>2026-08-01"
                          "</DatumInschrijving></Inschrijving>"),
          3, "more than one institution" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = read_text(cases[i].text, false);
        if (*got != '!' || err.row != cases[i].line || !strstr(got, cases[i].says))
            fail_msg("case %zu: '%s' instead of line %zu, '%s'", i, got, cases[i].line,
                     cases[i].says);
        for (const char *p = got; *p; p++)
            if (strncmp(p, BSN, 9) == 0 || strncmp(p, ONR, 9) == 0)
                fail_msg("case %zu shows a number", i);
    }
}

/* 99 signals are the most that two characters can count. */
static void test_as_many_signals_as_there_are_numbers(void **state)
{
    (void)state;
    static char text[16 * 1024];
    size_t len = 0;
    for (int i = 0; i < 99; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, SIGNAAL("%d"), i);
    char *file = NULL;
    assert_true(asprintf(&file, GROEP("%s"), text) > 0);
    const char *got = read_text(file, false);
    free(file);
    assert_non_null(strstr(got, " 0: 1: 2:"));
    assert_non_null(strstr(got, " 98:]"));
}

static void test_no_file_and_no_ordinary_file(void **state)
{
    (void)state;
    assert_non_null(strstr(read_file(cli_path(&folder, "weg.xml"), false), "cannot be opened"));
    assert_non_null(strstr(read_file(folder.path, false), "not an ordinary file"));
}

static void test_utf16_is_refused(void **state)
{
    (void)state;
    static const char text[] = "\xFF\xFE<\0B\0/\0>\0";
    const char *path = cli_path(&folder, "utf16.xml");
    assert_int_equal(
        bp_file_put(path, (struct bp_str){ text, sizeof text - 1 }, BP_DURABLE_LATER, &err), BP_OK);
    assert_non_null(strstr(read_file(path, false), "another character set than UTF-8"));
}

/* --- an extract --------------------------------------------------------------------------------------------------- */

static void test_pseudonyms_are_for_an_extract(void **state)
{
    static const struct {
        const char *who, *want; /* as an extract */
    } cases[] = {
        { "BSN1", "2 ? 99XB 0V1 2026-08-01..\n" },
        { "123456789", "2 ? 99XB 0V1 2026-08-01..\n" },
        { BSN, "2 b 99XB 0V1 2026-08-01..\n" },
        { "1234567890", "! " },
        { "BSN 1", "! " },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        (void)snprintf(text, sizeof text,
                       FILE_OF("<Inschrijving><BRIN>99XB</BRIN><Burgerservicenummer>%s"
                               "</Burgerservicenummer><Inschrijvingvolgnummer>0V1"
                               "</Inschrijvingvolgnummer><DatumInschrijving>2026-08-01"
                               "</DatumInschrijving></Inschrijving>"),
                       cases[i].who);
        const char *got = read_text(text, true);
        if (strncmp(got, cases[i].want, strlen(cases[i].want)) != 0)
            fail_msg("case %zu: %s", i, got);
        assert_int_equal(*read_text(text, false) == '!', strcmp(cases[i].who, BSN) != 0);
    }
}

/* --- facts -------------------------------------------------------------------------------------------------------- */

static void test_facts_are_those_of_the_whole_file(void **state)
{
    static const struct tbgi_rij rijen[] = {
        { BSN, "99XB", "1", "2027-02-01 N VO V, 2026-10-01 J MBO D", NULL },
        { "999990020", "99XB", "1", "2026-10-01 - - V", NULL },
        { "999990032", "99XB", "1", "2026-10-01 N - D", "401 let op" },
        { "999990044", "99XB", "1", NULL, NULL },
    };
    struct bp_tbgi *tbgi = NULL;
    (void)state;
    const struct bp_tbgi_opties opties = { tbgi_put(&folder, "t.xml", rijen, 4), false };
    assert_int_equal(bp_tbgi_open(&opties, &tbgi, &err), BP_OK);
    const struct bp_tbgi_feiten *f = bp_tbgi_feiten(tbgi);
    assert_int_equal(f->inschrijvingen, 4);
    assert_int_equal(f->zonder_groep, 1);
    assert_int_equal(f->dag_count, 2);
    assert_true(bp_datum_equal(f->dagen[0].teldatum.dag, BP_DATUM(2026, 10, 1)));
    assert_int_equal(f->dagen[0].teldatum.sectoren, BP_SECTOR_VO | BP_SECTOR_MBO);
    assert_int_equal(f->dagen[0].groepen, 3);
    assert_int_equal(f->dagen[0].bekostigd, 1);
    assert_int_equal(f->dagen[0].niet_bekostigd, 1);
    assert_int_equal(f->dagen[0].onbeslist, 1);
    assert_int_equal(f->dagen[0].definitief, 2);
    assert_true(bp_datum_equal(f->dagen[1].teldatum.dag, BP_DATUM(2027, 2, 1)));
    assert_int_equal(f->dagen[1].teldatum.sectoren, BP_SECTOR_MBO);
    assert_int_equal(f->dagen[1].groepen, 1);
    bp_tbgi_close(tbgi);
}

static enum bp_status ignore(void *ctx, const struct bp_tbgi_inschrijving *ins, struct bp_error *e)
{
    (void)ctx, (void)ins, (void)e;
    return BP_OK;
}

static void test_a_file_that_changes_in_between_is_refused(void **state)
{
    struct bp_tbgi *tbgi = NULL;
    (void)state;
    const struct bp_tbgi_opties opties = { cli_put(&folder, "t.xml", FILE_OF(INS(""))), false };
    assert_int_equal(bp_tbgi_open(&opties, &tbgi, &err), BP_OK);
    FILE *file = fopen(opties.path, "ae");
    assert_non_null(file);
    (void)fputs("\n", file);
    assert_int_equal(fclose(file), 0);
    err = (struct bp_error){ .status = BP_OK };
    assert_int_equal(bp_tbgi_each(tbgi, ignore, NULL, &err), BP_E_INPUT);
    assert_non_null(strstr(err.detail, "the file changed while it was being read"));
    bp_tbgi_close(tbgi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample_of_duo_reads_as_an_extract),
        cmocka_unit_test(test_the_sample_is_no_whole_file),
        cmocka_unit_test(test_forms_that_are_read),
        cmocka_unit_test(test_a_file_that_is_damaged_is_refused_with_its_line),
        cmocka_unit_test(test_as_many_signals_as_there_are_numbers),
        cmocka_unit_test(test_no_file_and_no_ordinary_file),
        cmocka_unit_test(test_utf16_is_refused),
        cmocka_unit_test(test_pseudonyms_are_for_an_extract),
        cmocka_unit_test(test_facts_are_those_of_the_whole_file),
        cmocka_unit_test(test_a_file_that_changes_in_between_is_refused),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, begin, end);
    xmlCleanupParser();
    return failed;
}
