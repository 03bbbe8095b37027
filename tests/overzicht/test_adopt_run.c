/* adopt, and the nights after it: what stands at DUO is not sent again, what differs is */
#include "support/e2e_run.h"

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OVERVIEWS "fixtures/registratieoverzicht/"
#define AGREES    OVERVIEWS "RO_99XB_20260801_20271014.CSV"
#define DIFFERS   OVERVIEWS "RO_99XB_20260801_20271015.CSV"
#define SHEET     OVERVIEWS "RO_99YB_20260801_20270801.csv"

#define ADOPT                                                                                      \
    "adopt", "--config", "bronpost.conf", "--registratieoverzicht", "ro.csv", "--out", "adopt"
#define EXPORT                                                                                     \
    "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",       \
        "--out", "uit"
#define MBO(command) command, EXPORT, "--on", "2027-10-15", "--profile", "profiel.ini"

static void mbo_school(struct e2e_folder *folder, const char *overview)
{
    e2e_folder_make(folder);
    e2e_copy_fixture(folder, "mbo-instelling");
    e2e_copy_file(folder, "fixtures/profiles/tab-spreadsheet.ini", "profiel.ini");
    e2e_copy_file(folder, overview, "ro.csv");
}

/* Lines of registraties.csv that end in this status (and the name of no body); each with this volgnummer when one is given. */
static size_t with_status(const struct e2e_folder *folder, const char *status,
                          const char *volgnummer)
{
    char end[64], key[64];
    struct e2e_text text = e2e_read(folder, "uit/registraties.csv");
    size_t found = 0;
    (void)snprintf(end, sizeof end, ";%s;", status);
    (void)snprintf(key, sizeof key, ";%s;", volgnummer ? volgnummer : "");
    for (const char *at = text.ptr; *at; at += strcspn(at, "\n") + 1) {
        char line[1024];
        (void)snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        found += strstr(line, end) && (!volgnummer || strstr(line, key));
    }
    e2e_text_free(&text);
    return found;
}

static void count_line(struct e2e_text text, const char *line)
{
    if (e2e_count(text, line) != 1)
        fail_msg("%s is not there once:\n%s", line, text.ptr);
}

/* --- an overview that agrees ------------------------------------------------------------------------------------- */

static void test_shown_first_and_done_when_it_is_confirmed(void **state)
{
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, AGREES);
    struct e2e_result shown = e2e_run(&folder, ADOPT, (char *)NULL);
    assert_int_equal(shown.exit_code, 0);
    count_line(shown.out, "to adopt              20\n");
    count_line(shown.out, "then repeat with --confirm\n");
    e2e_result_free(&shown);
    assert_false(e2e_exists(&folder, "state/ledger.db"));
    struct e2e_result done = e2e_run(&folder, ADOPT, "--confirm", (char *)NULL);
    assert_int_equal(done.exit_code, 0);
    count_line(done.out, "adopted               20\n");
    e2e_result_free(&done);
    struct e2e_text lines = e2e_read(&folder, "adopt/adopt.csv");
    assert_int_equal(e2e_count(lines, "overgenomen;99XB;M"), 20);
    assert_int_equal(e2e_count(lines, "99999"), 0);
    assert_int_equal(e2e_count(lines, "10123"), 0);
    e2e_text_free(&lines);
    struct e2e_text ledger = e2e_read(&folder, "state/ledger.db");
    assert_int_equal(e2e_count(ledger, "99999"), 0);
    assert_int_equal(e2e_count(ledger, "10123"), 0);
    e2e_text_free(&ledger);
    struct e2e_result again = e2e_run(&folder, ADOPT, "--confirm", "--json", (char *)NULL);
    assert_int_equal(again.exit_code, 0);
    count_line(again.out, "\"confirmed\":true,\"adopted\":0,\"known_here\":20,\"left_out\":0,");
    e2e_result_free(&again);
    struct e2e_result status =
        e2e_run(&folder, "status", "--config", "bronpost.conf", "--json", (char *)NULL);
    assert_int_equal(status.exit_code, 0);
    count_line(status.out, "goedgekeurd");
    e2e_result_free(&status);
    e2e_folder_remove(&folder);
}

/* A niveau that DUO leaves empty (M0003), a period that changes nothing (M0102), routes, ends, an onderwijsnummer. */
static void test_the_run_after_it_stages_nothing(void **state)
{
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, AGREES);
    e2e_expect(&folder, 0, ADOPT, "--confirm", (char *)NULL);
    e2e_expect(&folder, 1, MBO("check"), (char *)NULL);
    assert_int_equal(with_status(&folder, "ongewijzigd", NULL), 20);
    for (int night = 0; night < 2; night++) {
        e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
        assert_int_equal(with_status(&folder, "ongewijzigd", NULL), 20);
        assert_int_equal(with_status(&folder, "te_registreren", NULL), 0);
    }
    /* DUO's overview of today says the same, and the students have the school's numbers now. */
    e2e_expect(&folder, 0, "reconcile", "--config", "bronpost.conf", "--registratieoverzicht",
               "ro.csv", "--out", "rec", (char *)NULL);
    e2e_folder_remove(&folder);
}

static void test_what_changed_is_the_only_thing_staged(void **state)
{
    static const struct {
        const char *from, *to, *volgnummer;
    } changes[] = {
        { "1-8-2026\t99102\tbbl", "1-8-2026\t99102\tbol voltijd", "M0002" },
        { "1-8-2027\t99001\tbol voltijd\tMBO-2", "1-8-2027\t99004\tbol voltijd\tMBO-2", "M0003" },
        { "M0001\t1-8-2026\t\t31-7-2029", "M0001\t1-8-2026\t\t31-7-2030", "M0001" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct e2e_folder folder;
        mbo_school(&folder, AGREES);
        e2e_expect(&folder, 0, ADOPT, "--confirm", (char *)NULL);
        e2e_replace(&folder, "leerlingen.csv", changes[i].from, changes[i].to);
        e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
        if (with_status(&folder, "te_registreren", NULL) != 1 ||
            with_status(&folder, "te_registreren", changes[i].volgnummer) != 1)
            fail_msg("%s: %zu to register", changes[i].volgnummer,
                     with_status(&folder, "te_registreren", NULL));
        e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
        assert_int_equal(with_status(&folder, "te_registreren", NULL), 0);
        e2e_folder_remove(&folder);
    }
}

/* Recognised once: from then on a niveau counts, which DUO's overview could not tell. */
static void test_after_the_first_run_a_niveau_is_a_change(void **state)
{
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, AGREES);
    e2e_expect(&folder, 0, ADOPT, "--confirm", (char *)NULL);
    e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
    e2e_replace(&folder, "leerlingen.csv", "1-8-2027\t99001\tbol voltijd\tMBO-2",
                "1-8-2027\t99001\tbol voltijd\tMBO-3");
    e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
    assert_int_equal(with_status(&folder, "te_registreren", NULL), 1);
    assert_int_equal(with_status(&folder, "te_registreren", "M0003"), 1);
    e2e_folder_remove(&folder);
}

/* The overview has no leerlingnummer; the run knows it. */
static void test_a_removal_finds_what_was_adopted_after_a_run(void **state)
{
    static const char reason[] = "never began";
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, AGREES);
    e2e_expect(&folder, 0, ADOPT, "--confirm", (char *)NULL);
#define REMOVE                                                                                     \
    "remove", "--config", "bronpost.conf", "--brin", "99XB", "--sector", "mbo", "--volgnummer",    \
        "M0001", "--leerling", "20001", "--reason", reason, "--confirm"
    e2e_expect(&folder, 3, REMOVE, (char *)NULL);
    e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
    e2e_expect(&folder, 0, REMOVE, (char *)NULL);
    e2e_folder_remove(&folder);
}

/* --- overviews that differ ----------------------------------------------------------------------------------------- */

/* fixtures/registratieoverzicht/README.md: M0002, M0005 and M0103 are otherwise at DUO, M0003 is missing there. */
static void test_what_duo_has_otherwise_or_not_is_staged(void **state)
{
    static const char *const staged[] = { "M0002", "M0003", "M0005", "M0103" };
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, DIFFERS);
    e2e_expect(&folder, 0, ADOPT, "--confirm", (char *)NULL);
    e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
    for (size_t i = 0; i < sizeof staged / sizeof *staged; i++)
        if (with_status(&folder, "te_registreren", staged[i]) != 1)
            fail_msg("%s is not staged", staged[i]);
    assert_int_equal(with_status(&folder, "te_registreren", NULL), 4);
    assert_int_equal(with_status(&folder, "ongewijzigd", NULL), 16);
    e2e_folder_remove(&folder);
}

/* The board has both sectors: the overview is of mbo, and nothing is known of vo. */
static void test_the_vo_side_is_as_it_would_be_without(void **state)
{
    struct e2e_folder folder, plain;
    struct e2e_folder *const both[] = { &folder, &plain };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        e2e_folder_make(both[i]);
        e2e_copy_fixture(both[i], "bestuur");
        e2e_copy_file(both[i], SHEET, "ro.csv");
        if (i == 0)
            e2e_expect(both[i], 0, ADOPT, "--confirm", (char *)NULL);
        e2e_expect(both[i], 1, "run", EXPORT, "--on", "2027-08-01", (char *)NULL);
    }
    assert_int_equal(with_status(&plain, "te_registreren", "vo"), 16);
    assert_int_equal(with_status(&plain, "te_registreren", "mbo"), 14);
    assert_int_equal(with_status(&folder, "te_registreren", "vo"), 16);
    /* of mbo M4006, M3102, M3103, M3105 differ and M4002 is missing; see the fixtures */
    assert_int_equal(with_status(&folder, "te_registreren", "mbo"), 5);
    e2e_folder_remove(&folder);
    e2e_folder_remove(&plain);
}

/* --- wrong use ------------------------------------------------------------------------------------------------------ */

static void test_exit_codes_say_why_nothing_was_done(void **state)
{
    struct e2e_folder folder;
    (void)state;
    mbo_school(&folder, SHEET);
    struct e2e_result other = e2e_run(&folder, ADOPT, "--confirm", (char *)NULL);
    assert_int_equal(other.exit_code, 2);
    count_line(other.err, "no [instelling 99YB] with sector mbo");
    e2e_result_free(&other);
    e2e_expect(&folder, 2, ADOPT, "--excerpt", (char *)NULL);
    e2e_expect(&folder, 2, "adopt", "--config", "bronpost.conf", (char *)NULL);
    e2e_copy_file(&folder, AGREES, "ro.csv");
    e2e_replace(&folder, "ro.csv", "SLR|20|", "SLR|200|");
    struct e2e_result extract = e2e_run(&folder, ADOPT, "--confirm", "--lang", "nl", (char *)NULL);
    assert_int_equal(extract.exit_code, 3);
    count_line(extract.err, "telt 200 records PER, het bestand heeft er 20");
    e2e_result_free(&extract);
    assert_false(e2e_exists(&folder, "adopt/adopt.csv"));
    /* Left out is something for a person: M0103 without its phase. */
    e2e_copy_file(&folder, AGREES, "ro.csv");
    e2e_replace(&folder, "ro.csv", "|M0103|2027-08-01|99001|BOL||J||199A002|199X002|DLR|MBO",
                "|M0103|2027-08-01|99001|BOL||J||199A002|199X002|DLR|");
    e2e_expect(&folder, 1, ADOPT, "--confirm", (char *)NULL);
    e2e_expect(&folder, 1, MBO("run"), (char *)NULL);
    assert_int_equal(with_status(&folder, "te_registreren", NULL), 1);
    assert_int_equal(with_status(&folder, "te_registreren", "M0103"), 1);
    e2e_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown_first_and_done_when_it_is_confirmed),
        cmocka_unit_test(test_the_run_after_it_stages_nothing),
        cmocka_unit_test(test_what_changed_is_the_only_thing_staged),
        cmocka_unit_test(test_after_the_first_run_a_niveau_is_a_change),
        cmocka_unit_test(test_a_removal_finds_what_was_adopted_after_a_run),
        cmocka_unit_test(test_what_duo_has_otherwise_or_not_is_staged),
        cmocka_unit_test(test_the_vo_side_is_as_it_would_be_without),
        cmocka_unit_test(test_exit_codes_say_why_nothing_was_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
