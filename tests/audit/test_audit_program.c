/* `bronpost audit` as somebody types it: before and after sending to DUO in a box, and when somebody tampered. */
#include "bronpost/base/arena.h"
#include "bronpost/base/env.h"
#include "support/e2e_csv.h"
#include "support/ledger_schemas.h"
#include "support/message_schemas.h"
#include "support/pki_folder.h"
#include "support/report_schema.h"
#include "support/submit_school.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define PUPILS 6

static struct submit_place place;

/* A school with six pupils, staged and not sent. */
static int begin(void **state)
{
    (void)state;
    submit_place_make(&place, "no");
    rehearsal_start(&place.server, (char *)NULL);
    submit_configure(&place, "", "");
    submit_stage(&place, 1, PUPILS);
    return 0;
}

static int end(void **state)
{
    (void)state;
    submit_place_end(&place);
    return 0;
}

static void assert_said(const char *what)
{
    if (!strstr(place.said, what))
        fail_msg("'%s' is not in: %s", what, place.said);
}

static size_t lines_with(const char *what)
{
    struct e2e_text csv = e2e_read(&place.folder, "uit/audit.csv");
    size_t n = e2e_count(csv, what);
    e2e_text_free(&csv);
    return n;
}

/* The day in the Netherlands, so many days from today. */
static const char *day_from_now(int days)
{
    static char text[BP_DATUM_TEXT];
    int64_t ms = (int64_t)time(NULL) * 1000;
    bp_datum_format(bp_datum_add_days(bp_moment_to_dutch_day(ms), days), text);
    return text;
}

/* --- before and after ------------------------------------------------------------------------------------------- */

static void test_registered_is_what_duo_received(void **state)
{
    (void)state;
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--out", "uit", (char *)NULL);
    assert_said("6 = 0 registered + 0 ended before + 0 begin later + 6 not at DUO");
    assert_int_equal(lines_with(";niet_bij_duo;"), PUPILS);
    assert_int_equal(lines_with(";klaargezet;"), PUPILS + 1); /* and the name of a column */
    submit_expect(&place, 0, "submit", "--limit", "4", (char *)NULL);
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--out", "uit", (char *)NULL);
    assert_said("6 = 4 registered + 0 ended before + 0 begin later + 2 not at DUO");
    assert_said("99XA vo");
    assert_int_equal(lines_with(";99XA/vo;zelf;ontvangen;"), 4);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_expect(&place, 0, "audit", "--on", "2026-07-31", (char *)NULL);
    assert_said("6 = 0 registered + 0 ended before + 6 begin later + 0 not at DUO");
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--as-known-on", day_from_now(-2),
                  (char *)NULL);
    assert_said("0 = 0 registered");
    assert_said("This ledger begins on ");
    assert_said("before that day it knew of nothing");
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--as-known-on", day_from_now(0),
                  (char *)NULL);
    assert_said("6 = 6 registered");
    submit_expect(&place, 0, "audit", "--on", "2099-10-01", "--lang", "nl", (char *)NULL);
    assert_said("die dag is later dan wat bekend is");
}

/* The proof of a line is the message that DUO in a box has. */
static void test_the_proof_of_each_line_is_in_what_duo_has(void **state)
{
    (void)state;
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--out", "uit", (char *)NULL);
    struct e2e_text csv = e2e_read(&place.folder, "uit/audit.csv");
    size_t lines = 0;
    for (char *line = strchr(csv.ptr, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        char uuid[BP_UUID_TEXT] = "", *at = line;
        for (int cell = 0; cell < 14; cell++) {
            at = strchr(at + 1, ';');
            assert_non_null(at);
        }
        (void)snprintf(uuid, sizeof uuid, "%.36s", at + 1);
        assert_int_equal(submit_recorded(&place, uuid), 1);
        lines++;
    }
    assert_int_equal(lines, PUPILS);
    e2e_text_free(&csv);
}

static void test_a_refusal_by_content_is_not_registered(void **state)
{
    (void)state;
    char uuid[64], line[160];
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_text(&place, "SELECT lower(hex(identificatiecode)) FROM bericht WHERE id = 1", uuid, 64);
    int len = snprintf(line, sizeof line,
                       "identificatiecode;oordeel;code;tekst;sleutelgegevens\n"
                       "%.8s-%.4s-%.4s-%.4s-%.12s;afgekeurd;F7;onbekend;\n",
                       uuid, uuid + 8, uuid + 12, uuid + 16, uuid + 20);
    e2e_write(&place.folder, "terug.csv", line, (size_t)len);
    (void)submit_run(&place, "feedback", "terug.csv", (char *)NULL);
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--out", "uit", (char *)NULL);
    assert_said("6 = 5 registered");
    assert_int_equal(lines_with(";niet_bij_duo;"), 1);
    assert_int_equal(lines_with(";afgekeurd;"), 1);
}

/* --- two schools ------------------------------------------------------------------------------------------------ */

/* The board of fixtures/bestuur, vo and mbo, under the institutions that the test PKI knows; a ledger of its own for each
 * `number`. */
static void board(size_t number)
{
    char pki[PATH_MAX], conf[8 * PATH_MAX];
    static const char *const files[] = { "leerlingen.csv", "routes.csv" };
    assert_non_null(realpath(pki_folder(), pki));
    e2e_copy_fixture(&place.folder, "bestuur");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        e2e_replace(&place.folder, files[i], "99YA", "99XA");
        e2e_replace(&place.folder, files[i], "99YB", "99XB");
    }
    int n = snprintf(conf, sizeof conf,
                     "[ledger]\nurl = sqlite:bestuur%zu.db\n"
                     "[instelling 99XA]\nsector = vo\noin = 0000000700099XA00000\n"
                     "certificaat = %s/99XA.pem\nsleutel = %s/99XA.key\n"
                     "[instelling 99XB]\nsector = mbo\noin = 0000000700099XB00000\n"
                     "certificaat = %s/99XB.pem\nsleutel = %s/99XB.key\n"
                     "[duo]\nvo = https://localhost:%u/vo/\nmbo = https://localhost:%u/mbo/\n"
                     "vertrouw = %s/chain.pem\n",
                     number, pki, pki, pki, pki, place.server.port, place.server.port, pki);
    assert_true(n > 0 && (size_t)n < sizeof conf);
    e2e_write(&place.folder, "bronpost.conf", conf, (size_t)n);
}

/* "leerlingnummer sector volgnummer" to what the line says of the day. */
struct said_of {
    char who[48], what[40];
};

#define LINES 64
static size_t read_lines(const char *name, const char *const columns[6], struct said_of *out)
{
    struct e2e_records csv = e2e_records_read(&place.folder, name);
    size_t count = 0, numbers[6];
    for (size_t i = 0; i < 6; i++)
        numbers[i] = e2e_column(&csv, columns[i]);
    for (size_t item = csv.header + 1; item < csv.count; item++) {
        static char cells[6][E2E_CELL];
        for (size_t i = 0; i < 6; i++)
            e2e_cell(&csv, item, numbers[i], cells[i]);
        assert_true(count < LINES);
        (void)snprintf(out[count].who, sizeof out->who, "%.16s %.3s %.20s", cells[0], cells[1],
                       cells[2]);
        (void)snprintf(out[count++].what, sizeof out->what, "%.3s %.3s %.8s", cells[3], cells[4],
                       cells[5]);
    }
    e2e_records_free(&csv);
    return count;
}

/* From the stands alone the audit comes to the same as the run did with the export and the routes at hand. */
static void test_route_phase_and_funding_agree_with_the_run_on_that_day(void **state)
{
    (void)state;
    static const char *const days[] = { "2026-09-03", "2027-07-31", "2027-08-01", "2028-02-01" };
    static const char *const columns[6] = { "leerlingnummer",         "sector",
                                            "inschrijvingvolgnummer", "leerroute",
                                            "leerroutefase",          "bekostigd_door" };
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        struct said_of run[LINES], audit[LINES];
        size_t agreed = 0;
        board(d);
        (void)submit_run(&place, "run", "--submit", "--confirm", "--on", days[d], "--leerlingen",
                         "leerlingen.csv", "--routes", "routes.csv", "--out", "out", (char *)NULL);
        (void)submit_run(&place, "audit", "--on", days[d], "--leerlingnummers", "--out", "uit",
                         (char *)NULL);
        size_t runs = read_lines("out/registraties.csv", columns, run);
        size_t audits = read_lines("uit/audit.csv", columns, audit);
        for (size_t i = 0; i < audits; i++) {
            size_t at = 0;
            while (at < runs && strcmp(run[at].who, audit[i].who) != 0)
                at++;
            if (at == runs)
                fail_msg("%s: the run has no line %s", days[d], audit[i].who);
            if (strcmp(run[at].what, audit[i].what) != 0)
                fail_msg("%s: %s: '%s' by the run, '%s' by the audit", days[d], audit[i].who,
                         run[at].what, audit[i].what);
            agreed++;
        }
        assert_true(agreed >= 20);
    }
}

/* --- what is written -------------------------------------------------------------------------------------------- */

static void test_no_person_number_is_written_or_said(void **state)
{
    (void)state;
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_expect(&place, 0, "audit", "--on", "2026-10-01", "--out", "uit", "--leerlingnummers",
                  "--verbose", (char *)NULL);
    e2e_write(&place.folder, "e2e.stdout", place.said, strlen(place.said));
    e2e_write(&place.folder, "e2e.stderr", "", 0);
    assert_int_equal(e2e_count_files(&place.folder, "uit"), 3);
    e2e_no_numbers(&place.folder, "leerlingen.csv", "uit");
}

static void test_what_the_program_writes_follows_the_schema(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    struct e2e_text schema = e2e_read_path("schemas/report/audit.schema.json");
    char why[300];
    submit_expect(&place, 0, "audit", "--out", "uit", "--lang", "nl", (char *)NULL);
    struct e2e_text json = e2e_read(&place.folder, "uit/rapport.json");
    const struct report_json *rules =
        report_json_parse(arena, (struct bp_str){ schema.ptr, schema.len });
    const struct report_json *document =
        report_json_parse(arena, (struct bp_str){ json.ptr, json.len });
    assert_true(rules && document);
    if (!report_schema_accepts(rules, document, why, sizeof why))
        fail_msg("%s", why);
    submit_expect(&place, 0, "audit", "--json", (char *)NULL);
    assert_memory_equal(place.said, "{\n  \"format\": \"bronpost-audit-1\",", 33);
    e2e_text_free(&schema);
    e2e_text_free(&json);
    bp_arena_free(arena);
}

/* --- DUO's decisions beside it ---------------------------------------------------------------------------------- */

#define SAMPLE MESSAGE_DUO "/registratieoverzicht/TBGI_25LX_2027_20251124.XML"

static void test_decisions_of_duo_beside_the_ledger(void **state)
{
    (void)state;
    char sample[PATH_MAX];
    static const char none[] = "<Bekostigingsgrondslagen/>";
    assert_non_null(realpath(SAMPLE, sample));
    submit_expect(&place, 1, "audit", "--on", "2026-10-01", "--tbgi", sample, "--excerpt", "--out",
                  "uit", (char *)NULL);
    assert_said("TBG-i of 25LX   1 enrolments, of which 0 count on no date; 1 diplomas");
    assert_said(
        "on 2025-10-01   1 open at DUO = 1 funded + 0 not funded + 0 undecided; 0 of these");
    assert_said("- 1: in DUO's file, and not in the ledger");
    assert_true(e2e_exists(&place.folder, "uit/tbgi.csv"));
    submit_expect(&place, 1, "audit", "--tbgi", sample, "--excerpt", "--json", (char *)NULL);
    assert_memory_equal(place.said, "{\n  \"format\": \"bronpost-audit-1\",", 33);
    e2e_write(&place.folder, "leeg.xml", none, strlen(none));
    submit_expect(&place, 0, "audit", "--tbgi", "leeg.xml", "--lang", "nl", (char *)NULL);
    assert_said("TBG-i van -  0 inschrijvingen");
}

static void test_a_file_that_is_no_tbgi_is_refused_as_a_whole(void **state)
{
    (void)state;
    char sample[PATH_MAX];
    static const char cut[] = "<Bekostigingsgrondslagen>\n<Inschrijving>";
    assert_non_null(realpath(SAMPLE, sample));
    submit_expect(&place, 3, "audit", "--tbgi", sample, "--out", "uit", (char *)NULL);
    assert_said("TBGI_25LX_2027_20251124.XML:5: ");
    assert_said("an extract with pseudonyms needs --excerpt");
    e2e_write(&place.folder, "half.xml", cut, strlen(cut));
    submit_expect(&place, 3, "audit", "--tbgi", "half.xml", "--out", "uit", "--lang", "nl",
                  (char *)NULL);
    assert_said("half.xml:2: dit is geen correcte XML, of het houdt halverwege op");
    submit_expect(&place, 3, "audit", "--tbgi", "out/registraties.csv", "--out", "uit",
                  (char *)NULL);
    assert_said("this is not well-formed XML");
    assert_false(e2e_exists(&place.folder, "uit/audit.csv"));
}

/* --- the chain -------------------------------------------------------------------------------------------------- */

static void tamper(const char *sql)
{
    char path[PATH_MAX];
    sqlite3 *db = NULL;
    e2e_path(&place.folder, "ledger.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    ledger_sql(db, sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* "bronpost seal, link 7 of MOMENT: 0123 4567 ...\n": the head as somebody would copy it. */
static void head_of(char out[100])
{
    submit_expect(&place, 0, "audit", "--seal", (char *)NULL);
    const char *at = strstr(place.said, "Z: ");
    assert_non_null(at);
    (void)snprintf(out, 100, "%s", at + 3);
    assert_int_equal(strlen(out), 64 + 15 + 1);
    out[strlen(out) - 1] = '\0';
}

static void test_a_seal_is_found_again_with_and_without_blanks(void **state)
{
    (void)state;
    char head[100], plain[100], *to = plain;
    head_of(head);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_expect(&place, 0, "audit", "--verify", "--head", head, (char *)NULL);
    assert_said("whole");
    assert_said("the head that was written down is link ");
    for (const char *from = head; *from; from++)
        if (*from != ' ')
            *to++ = *from >= 'a' ? (char)(*from - 'a' + 'A') : *from;
    *to = '\0';
    submit_expect(&place, 0, "audit", "--verify", "--head", plain, (char *)NULL);
    plain[63] = plain[63] == '0' ? '1' : '0';
    submit_expect(&place, 1, "audit", "--verify", "--head", plain, (char *)NULL);
    assert_said("BROKEN");
    assert_said("the head that was written down is not in it");
    submit_expect(&place, 1, "audit", "--verify", "--head", plain, "--json", (char *)NULL);
    assert_said("\"whole\":false,\"break\":\"head\",\"link\":null");
}

static void test_without_a_head_it_says_what_is_not_proven(void **state)
{
    (void)state;
    submit_expect(&place, 0, "audit", "--verify", (char *)NULL);
    assert_said("Not proven: that it was not made anew");
    submit_expect(&place, 0, "audit", "--verify", "--quiet", (char *)NULL);
    assert_string_equal(place.said, "");
    submit_expect(&place, 0, "audit", "--verify", "--json", (char *)NULL);
    assert_said("\"whole\":true,\"break\":\"none\",\"link\":null,\"moment\":null,\"table\":null");
}

static void test_the_first_broken_link_is_named(void **state)
{
    (void)state;
    submit_expect(&place, 0, "submit", (char *)NULL);
    tamper("UPDATE bericht SET leerlingnummer = 'L9999' WHERE id = 3");
    submit_expect(&place, 1, "audit", "--verify", (char *)NULL);
    assert_said("BROKEN");
    assert_said("table           bericht, row 3");
    assert_said("what this link is about is not what it was then");
    assert_said("backup");
    tamper("DROP TRIGGER overgang_blijft; UPDATE overgang SET moment = moment - 1 WHERE id = 2");
    submit_expect(&place, 1, "audit", "--verify", "--lang", "nl", "--quiet", (char *)NULL);
    assert_said("GEBROKEN");
    assert_said("schakel                2 van ");
    submit_expect(&place, 1, "audit", "--verify", "--json", (char *)NULL);
    assert_said("\"whole\":false,\"break\":\"link\",\"link\":2,\"moment\":\"");
}

/* What a trigger makes of a row is linked as if bronpost had written it: the hashes agree with what is stored. */
static void test_a_trigger_of_somebody_else_is_found(void **state)
{
    (void)state;
    tamper("CREATE TRIGGER zomaar AFTER INSERT ON bericht BEGIN"
           " UPDATE bericht SET leerlingnummer = 'L9999' WHERE id = NEW.id; END");
    submit_stage(&place, PUPILS + 1, PUPILS + 1);
    assert_int_equal(
        submit_number(&place, "SELECT count(*) FROM bericht WHERE leerlingnummer = 'L9999'"), 1);
    submit_expect(&place, 1, "audit", "--verify", (char *)NULL);
    assert_said("somebody put a trigger in the ledger");
    submit_expect(&place, 1, "audit", "--verify", "--json", (char *)NULL);
    assert_said("\"break\":\"trigger\",\"link\":null,\"moment\":null,\"table\":\"sqlite_schema\"");
    tamper("DROP TRIGGER zomaar");
    submit_expect(&place, 0, "audit", "--verify", (char *)NULL);
    /* one of ours that was made to do nothing is none of ours */
    tamper("DROP TRIGGER overgang_blijft; CREATE TRIGGER overgang_blijft BEFORE UPDATE ON overgang"
           " BEGIN SELECT 1; END");
    submit_expect(&place, 1, "audit", "--verify", (char *)NULL);
}

/* Made, and nothing staged yet: somebody may have put it in the place of the real one. */
static void test_an_empty_ledger_proves_nothing(void **state)
{
    (void)state;
    char head[100];
    head_of(head);
    e2e_replace(&place.folder, "bronpost.conf", "sqlite:ledger.db", "sqlite:leeg.db");
    submit_expect(&place, 3, "run", "--leerlingen", "nergens.csv", "--routes", "routes.csv",
                  "--out", "out", (char *)NULL);
    submit_expect(&place, 0, "audit", "--verify", (char *)NULL);
    assert_said("the ledger is empty: there is nothing to prove");
    assert_null(strstr(place.said, "nothing was changed"));
    submit_expect(&place, 0, "audit", "--seal", (char *)NULL);
    assert_said("there is nothing to seal");
    submit_expect(&place, 1, "audit", "--verify", "--head", head, (char *)NULL);
    assert_said("BROKEN");
}

/* --- wrong use -------------------------------------------------------------------------------------------------- */

static void test_wrong_use_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *args[4], *says;
    } cases[] = {
        { { "--verify", "--seal" }, "--verify and --seal do not go together" },
        { { "--verify", "--on", "2026-10-01" }, "--verify and --on do not go together" },
        { { "--seal", "--out", "uit" }, "--seal and --out do not go together" },
        { { "--seal", "--leerlingnummers" }, "--seal and --leerlingnummers do not go together" },
        { { "--head", "00" }, "--head goes with --verify" },
        { { "--verify", "--head", "00" }, "--head: expected 64 hex digits" },
        { { "--verify", "--head",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg" },
          "--head: expected 64 hex digits" },
        { { "--verify", "--head",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0" },
          "--head: expected 64 hex digits" },
        { { "--seal", "--tbgi", "x.xml" }, "--seal and --tbgi do not go together" },
        { { "--verify", "--excerpt" }, "--verify and --excerpt do not go together" },
        { { "--excerpt" }, "--excerpt goes with --tbgi" },
        { { "--as-known-on", "2099-01-01" }, "expected today or a day before it" },
        { { "--as-known-on", "2026-02-30" }, "expected a day that exists" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *a = cases[i].args;
        submit_expect(&place, 2, "audit", a[0], a[1], a[2], a[3], (char *)NULL);
        assert_said(cases[i].says);
    }
    submit_expect(&place, 2, "status", "--verify", (char *)NULL);
    assert_said("--verify does not go with status");
}

static void test_the_folder_of_another_command_is_left_alone(void **state)
{
    (void)state;
    struct e2e_text before = e2e_read(&place.folder, "out/rapport.html");
    submit_expect(&place, 2, "audit", "--out", "out", (char *)NULL);
    assert_said("holds the result of another command (registraties.csv)");
    assert_false(e2e_exists(&place.folder, "out/audit.csv"));
    struct e2e_text after = e2e_read(&place.folder, "out/rapport.html");
    e2e_same("out/rapport.html", before, after);
    e2e_text_free(&before);
    e2e_text_free(&after);
    submit_expect(&place, 0, "audit", "--out", "uit", (char *)NULL);
    submit_expect(&place, 0, "audit", "--out", "uit", (char *)NULL); /* its own it replaces */
}

/* A night does not fail because somebody wrote there by day; and what a refused input takes away is its own. */
static void test_a_run_takes_the_folder_of_an_audit_but_removes_nothing_of_it(void **state)
{
    (void)state;
    static const char *const commands[] = { "check", "run" };
    submit_expect(&place, 0, "audit", "--out", "uit", (char *)NULL);
    struct e2e_text before = e2e_read(&place.folder, "uit/rapport.html");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        submit_expect(&place, 3, commands[i], "--leerlingen", "nergens.csv", "--routes",
                      "routes.csv", "--out", "uit", (char *)NULL);
    struct e2e_text after = e2e_read(&place.folder, "uit/rapport.html");
    e2e_same("uit/rapport.html", before, after);
    e2e_text_free(&before);
    e2e_text_free(&after);
    submit_expect(&place, 0, "check", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
                  "--out", "uit", (char *)NULL);
    assert_true(e2e_exists(&place.folder, "uit/registraties.csv"));
    submit_expect(&place, 2, "audit", "--out", "uit", (char *)NULL);
    submit_expect(&place, 3, "check", "--leerlingen", "nergens.csv", "--routes", "routes.csv",
                  "--out", "uit", (char *)NULL);
    assert_false(e2e_exists(&place.folder, "uit/rapport.html"));
}

static void test_without_a_ledger_nothing_is_proven(void **state)
{
    (void)state;
    static const char *const what[] = { "--verify", "--seal", "--json" };
    e2e_replace(&place.folder, "bronpost.conf", "sqlite:ledger.db", "sqlite:elders.db");
    for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
        submit_expect(&place, 2, "audit", what[i], (char *)NULL);
        assert_said("there is no ledger at sqlite:");
        assert_said("elders.db");
    }
    assert_false(e2e_exists(&place.folder, "elders.db"));
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_registered_is_what_duo_received),
        T(test_the_proof_of_each_line_is_in_what_duo_has),
        T(test_a_refusal_by_content_is_not_registered),
        T(test_route_phase_and_funding_agree_with_the_run_on_that_day),
        T(test_no_person_number_is_written_or_said),
        T(test_what_the_program_writes_follows_the_schema),
        T(test_decisions_of_duo_beside_the_ledger),
        T(test_a_file_that_is_no_tbgi_is_refused_as_a_whole),
        T(test_a_seal_is_found_again_with_and_without_blanks),
        T(test_without_a_head_it_says_what_is_not_proven),
        T(test_the_first_broken_link_is_named),
        T(test_a_trigger_of_somebody_else_is_found),
        T(test_an_empty_ledger_proves_nothing),
        T(test_wrong_use_says_what_is_wrong),
        T(test_the_folder_of_another_command_is_left_alone),
        T(test_a_run_takes_the_folder_of_an_audit_but_removes_nothing_of_it),
        T(test_without_a_ledger_nothing_is_proven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
