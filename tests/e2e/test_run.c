/* bronpost run: the ledger remembers, a second run stages nothing, and nothing gets lost. */
#include "support/e2e_scenario.h"
#include "support/e2e_school.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define RUN(on)                                                                                    \
    "run", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv", "--routes",              \
        "routes.csv", "--out", "out", "--on", on

static const struct e2e_scenario bestuur = { "", "bestuur", "2027-08-01", NULL, true };

static size_t staged(const struct e2e_folder *folder)
{
    return e2e_json_count(folder, "out/rapport.json", "klaargezet");
}

static size_t with_status(const struct e2e_folder *folder, const char *status)
{
    return e2e_count_rows(folder, "out/registraties.csv", "status", status);
}

static size_t warned(const struct e2e_folder *folder, const char *code)
{
    struct e2e_text text = e2e_read(folder, "out/rapport.json");
    size_t n = e2e_count(text, code);
    e2e_text_free(&text);
    return n;
}

static struct e2e_folder school_of(size_t first, size_t last)
{
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_school_write(&folder, &(struct e2e_school){ .first = first, .last = last });
    return folder;
}

/* --- new, unchanged, changed ---------------------------------------------------------------------------- */

static void test_the_first_run_stages_the_second_nothing_a_change_one(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    e2e_sum_rule(&folder, "leerlingen.csv", "out");
    e2e_no_numbers(&folder, "leerlingen.csv", "out");
    size_t due = with_status(&folder, "te_registreren"), partner = with_status(&folder, "partner");
    assert_true(due > 20);
    assert_int_equal(staged(&folder), due);

    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    assert_int_equal(staged(&folder), 0);
    assert_int_equal(with_status(&folder, "te_registreren"), 0);
    assert_int_equal(with_status(&folder, "ongewijzigd"), due);
    assert_int_equal(with_status(&folder, "partner"), partner);

    /* Pupil 3001 changes to another onderwijslocatie of no other consequence: one message. */
    e2e_replace(&folder, "leerlingen.csv", ";99YA00;199A011;199X011;", ";99YA00;199A011;199X013;");
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    assert_int_equal(staged(&folder), 1);
    assert_int_equal(with_status(&folder, "te_registreren"), 1);
    assert_int_equal(with_status(&folder, "ongewijzigd"), due - 1);
    e2e_folder_remove(&folder);
}

static void test_the_day_of_the_switch_stages_what_the_day_before_did_not(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_expect(&folder, 1, RUN("2027-07-31"), (char *)NULL);
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    assert_int_equal(staged(&folder), with_status(&folder, "te_registreren"));
    /* 3001 has no period that begins on that day; 3101 ends in vo and begins in mbo. */
    assert_true(with_status(&folder, "ongewijzigd") > 0);
    struct e2e_records r = e2e_records_read(&folder, "out/registraties.csv");
    size_t nr = e2e_column(&r, "leerlingnummer"), status = e2e_column(&r, "status"), changed = 0;
    for (size_t i = r.header + 1; i < r.count; i++) {
        char who[E2E_CELL], cell[E2E_CELL];
        e2e_cell(&r, i, nr, who);
        e2e_cell(&r, i, status, cell);
        if (strcmp(who, "3101") == 0)
            changed += strcmp(cell, "te_registreren") == 0;
        if (strcmp(who, "4001") == 0)
            assert_string_equal(cell, "ongewijzigd");
    }
    assert_int_equal(changed, 2);
    e2e_records_free(&r);
    e2e_folder_remove(&folder);
}

static void test_a_dry_run_beside_a_ledger_changes_nothing_in_it(void **state)
{
    (void)state;
    struct e2e_folder folder = school_of(1, 30);
    e2e_expect(&folder, 0, RUN("2026-09-01"), (char *)NULL);
    e2e_school_write(&folder, &(struct e2e_school){ .first = 1, .last = 30, .later_period = 4 });
    for (int i = 0; i < 2; i++) {
        e2e_expect(&folder, 0, "check", "--config", "bronpost.conf", "--leerlingen",
                   "leerlingen.csv", "--routes", "routes.csv", "--out", "out", "--on", "2027-01-04",
                   (char *)NULL);
        assert_int_equal(with_status(&folder, "te_registreren"), 4);
        assert_int_equal(with_status(&folder, "ongewijzigd"), 26);
        assert_int_equal(staged(&folder), 0);
    }
    e2e_expect(&folder, 0, RUN("2027-01-04"), (char *)NULL);
    assert_int_equal(staged(&folder), 4);
    e2e_folder_remove(&folder);
}

/* --- vanished, and mass changes ------------------------------------------------------------------------- */

static void test_who_vanishes_is_reported_and_never_ended(void **state)
{
    (void)state;
    struct e2e_folder folder = school_of(1, 40);
    e2e_expect(&folder, 0, RUN("2026-09-01"), (char *)NULL);
    assert_int_equal(warned(&folder, "BP602"), 0);
    e2e_school_write(&folder, &(struct e2e_school){ .first = 1, .last = 39 });
    e2e_expect(&folder, 0, RUN("2026-09-02"), (char *)NULL);
    assert_true(warned(&folder, "BP602") > 0);
    assert_int_equal(staged(&folder), 0);
    assert_int_equal(with_status(&folder, "ongewijzigd"), 39);
    e2e_folder_remove(&folder);
}

static const struct {
    const char *name;
    struct e2e_school before, after;
    bool stops;
} changes[] = {
    { "24 of 60 vanish: more than a fifth, but fewer than 25",
      { 1, 60, 0, 0 },
      { 25, 60, 0, 0 },
      false },
    { "25 of 60 vanish", { 1, 60, 0, 0 }, { 26, 60, 0, 0 }, true },
    { "25 of 125 vanish: a fifth, not more", { 1, 125, 0, 0 }, { 26, 125, 0, 0 }, false },
    { "26 of 129 vanish: more than a fifth", { 1, 129, 0, 0 }, { 27, 129, 0, 0 }, true },
    { "30 of 60 ended", { 1, 60, 0, 0 }, { 1, 60, 30, 0 }, true },
    { "30 of 60 have a later period", { 1, 60, 0, 0 }, { 1, 60, 0, 30 }, false },
    { "60 new ones", { 1, 60, 0, 0 }, { 1, 120, 0, 0 }, false },
};

static void test_a_mass_change_stops_until_it_is_confirmed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct e2e_folder folder;
        e2e_folder_make(&folder);
        e2e_school_write(&folder, &changes[i].before);
        e2e_expect(&folder, 0, RUN("2027-01-04"), (char *)NULL);
        e2e_school_write(&folder, &changes[i].after);
        struct e2e_result result = e2e_run(&folder, RUN("2027-01-05"), (char *)NULL);
        if (result.exit_code != (changes[i].stops ? 3 : 0))
            fail_msg("%s: exit code %d: %s", changes[i].name, result.exit_code, result.err.ptr);
        if (changes[i].stops) {
            assert_non_null(strstr(result.err.ptr, "BP601"));
            assert_non_null(strstr(result.err.ptr, "--confirm"));
            /* Nothing was staged or remembered: the same again stops again. */
            e2e_expect(&folder, 3, RUN("2027-01-06"), (char *)NULL);
            e2e_expect(&folder, 0, RUN("2027-01-06"), "--confirm", (char *)NULL);
            assert_int_equal(staged(&folder), changes[i].after.ended);
            e2e_expect(&folder, 0, RUN("2027-01-07"), (char *)NULL);
        }
        e2e_result_free(&result);
        e2e_folder_remove(&folder);
    }
}

/* A school that ruins a column overnight has rejected rows, not vanished pupils; what DUO has stays as it was. */
static void test_rejected_rows_are_not_a_mass_change(void **state)
{
    (void)state;
    struct e2e_folder folder = school_of(1, 60);
    e2e_expect(&folder, 0, RUN("2026-09-01"), (char *)NULL);
    e2e_replace(&folder, "leerlingen.csv", ";0031;", ";00X1;");
    e2e_expect(&folder, 1, RUN("2026-09-02"), (char *)NULL);
    assert_int_equal(staged(&folder), 0);
    assert_int_equal(warned(&folder, "BP602"), 0);
    e2e_sum_rule(&folder, "leerlingen.csv", "out");
    e2e_replace(&folder, "leerlingen.csv", ";00X1;", ";0031;");
    e2e_expect(&folder, 0, RUN("2026-09-03"), (char *)NULL);
    assert_int_equal(staged(&folder), 0);
    assert_int_equal(with_status(&folder, "ongewijzigd"), 60);
    e2e_folder_remove(&folder);
}

/* --- one run at a time
 * ------------------------------------------------------------------------------------------------
 */

static void ledger_path(const struct e2e_folder *folder, char out[PATH_MAX])
{
    e2e_path(folder, "state/ledger.db", out);
}

static void test_another_run_at_work_is_exit_4_and_changes_nothing(void **state)
{
    (void)state;
    struct e2e_folder folder = school_of(1, 10);
    e2e_expect(&folder, 0, RUN("2026-09-01"), (char *)NULL);
    e2e_school_write(&folder, &(struct e2e_school){ .first = 1, .last = 12 });

    char path[PATH_MAX];
    sqlite3 *db;
    ledger_path(&folder, path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    e2e_expect(&folder, 4, RUN("2026-09-02"), (char *)NULL);
    /* Looking is always allowed. */
    e2e_expect(&folder, 0, "status", "--config", "bronpost.conf", (char *)NULL);
    e2e_expect(&folder, 0, "check", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv",
               "--routes", "routes.csv", "--out", "dry", "--on", "2026-09-02", (char *)NULL);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);

    e2e_expect(&folder, 0, RUN("2026-09-02"), (char *)NULL);
    assert_int_equal(staged(&folder), 2);
    e2e_folder_remove(&folder);
}

/* --- what is kept, and for whom ------------------------------------------------------------------------- */

static void test_the_ledger_holds_no_number_in_the_clear_and_the_key_is_for_its_owner(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_expect(&folder, 1, RUN("2027-08-01"), "--verbose", (char *)NULL);
    assert_true(e2e_count_files(&folder, "state") >= 2); /* the ledger and the key */
    e2e_no_numbers(&folder, "leerlingen.csv", "state");
    e2e_no_numbers(&folder, "leerlingen.csv", "out");

    static const char *const kept[] = { "state/ledger.db", "state/installatie.sleutel" };
    for (size_t i = 0; i < 2; i++) {
        char path[PATH_MAX];
        struct stat info;
        e2e_path(&folder, kept[i], path);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
    e2e_folder_remove(&folder);
}

/* Under a new key every registration would count as new, and go to DUO once more. */
static void test_a_ledger_whose_key_is_lost_gets_no_new_one(void **state)
{
    (void)state;
    struct e2e_folder folder;
    char key[PATH_MAX], aside[PATH_MAX];
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    e2e_path(&folder, "state/installatie.sleutel", key);
    e2e_path(&folder, "state/elders", aside);
    assert_int_equal(rename(key, aside), 0);
    e2e_expect(&folder, 2, RUN("2027-08-02"), (char *)NULL);
    assert_false(e2e_exists(&folder, "state/installatie.sleutel"));
    assert_int_equal(rename(aside, key), 0);
    e2e_expect(&folder, 1, RUN("2027-08-02"), (char *)NULL);
    e2e_folder_remove(&folder);
}

/* A run that was killed between the two made a ledger that has nothing yet. */
static void test_an_empty_ledger_gets_its_key(void **state)
{
    (void)state;
    struct e2e_folder folder;
    char path[PATH_MAX];
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_path(&folder, "state", path);
    assert_int_equal(mkdir(path, 0700), 0);
    e2e_path(&folder, "state/ledger.db", path);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    assert_true(e2e_exists(&folder, "state/installatie.sleutel"));
    e2e_folder_remove(&folder);
}

static void test_status_counts_what_is_staged(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &bestuur);
    e2e_expect(&folder, 1, RUN("2027-08-01"), (char *)NULL);
    size_t vo = 0, mbo = 0;
    struct e2e_records r = e2e_records_read(&folder, "out/registraties.csv");
    for (size_t i = r.header + 1; i < r.count; i++) {
        char sector[E2E_CELL], status[E2E_CELL];
        e2e_cell(&r, i, e2e_column(&r, "sector"), sector);
        e2e_cell(&r, i, e2e_column(&r, "status"), status);
        if (strcmp(status, "te_registreren") == 0) {
            vo += strcmp(sector, "vo") == 0;
            mbo += strcmp(sector, "mbo") == 0;
        }
    }
    e2e_records_free(&r);
    char vo_text[32], mbo_text[32];
    (void)snprintf(vo_text, sizeof vo_text, "%zu", vo);
    (void)snprintf(mbo_text, sizeof mbo_text, "%zu", mbo);

    struct e2e_result text = e2e_run(&folder, "status", "--config", "bronpost.conf", (char *)NULL);
    assert_int_equal(text.exit_code, 0);
    static const char *const said[] = { "99YA", "99YB", "klaargezet" };
    for (size_t i = 0; i < 3; i++)
        if (!strstr(text.out.ptr, said[i]))
            fail_msg("status does not say %s: %s", said[i], text.out.ptr);
    assert_non_null(strstr(text.out.ptr, vo_text));
    assert_non_null(strstr(text.out.ptr, mbo_text));
    e2e_no_numbers(&folder, "leerlingen.csv", "out");
    e2e_result_free(&text);

    struct e2e_result json =
        e2e_run(&folder, "status", "--json", "--config", "bronpost.conf", (char *)NULL);
    assert_int_equal(json.exit_code, 0);
    assert_true(json.out.len > 0 && json.out.ptr[0] == '{');
    e2e_result_free(&json);
    e2e_folder_remove(&folder);
}

/* --- killed at any moment
 * ------------------------------------------------------------------------------------------------
 */

static void integrity_ok(const struct e2e_folder *folder)
{
    char path[PATH_MAX];
    sqlite3 *db;
    sqlite3_stmt *stmt;
    ledger_path(folder, path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#define KILLS 24

/* Each time: all of the run or nothing of it, whatever instruction it was at. */
static void test_a_killed_run_leaves_the_former_state_or_the_next(void **state)
{
    (void)state;
    struct e2e_folder folder = school_of(1, 10);
    e2e_expect(&folder, 0, RUN("2026-09-01"), (char *)NULL);
    e2e_school_write(&folder, &(struct e2e_school){ .first = 1, .last = 400 });
    size_t left = 0, done = 0;
    for (long i = 0; i < KILLS; i++) {
        pid_t pid = e2e_start(&folder, RUN("2026-09-02"), (char *)NULL);
        nanosleep(&(struct timespec){ 0, i * 4000000L }, NULL);
        e2e_stop(pid);
        integrity_ok(&folder);
        e2e_expect(&folder, 0, "check", "--config", "bronpost.conf", "--leerlingen",
                   "leerlingen.csv", "--routes", "routes.csv", "--out", "dry", "--on", "2026-09-02",
                   (char *)NULL);
        size_t due = e2e_count_rows(&folder, "dry/registraties.csv", "status", "te_registreren");
        if (due != 0 && due != 390)
            fail_msg("killed after %ld ms: %zu registrations are due, neither all nor none", i * 4,
                     due);
        left += due == 390;
        done += due == 0;
        if (due == 0)
            break;
    }
    assert_true(left > 0); /* the first was killed at once */
    e2e_expect(&folder, 0, RUN("2026-09-03"), (char *)NULL);
    assert_int_equal(staged(&folder), done ? 0 : 390);
    e2e_expect(&folder, 0, RUN("2026-09-04"), (char *)NULL);
    assert_int_equal(with_status(&folder, "ongewijzigd"), 400);
    e2e_folder_remove(&folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_run_stages_the_second_nothing_a_change_one),
        cmocka_unit_test(test_the_day_of_the_switch_stages_what_the_day_before_did_not),
        cmocka_unit_test(test_a_dry_run_beside_a_ledger_changes_nothing_in_it),
        cmocka_unit_test(test_who_vanishes_is_reported_and_never_ended),
        cmocka_unit_test(test_a_mass_change_stops_until_it_is_confirmed),
        cmocka_unit_test(test_rejected_rows_are_not_a_mass_change),
        cmocka_unit_test(test_another_run_at_work_is_exit_4_and_changes_nothing),
        cmocka_unit_test(test_the_ledger_holds_no_number_in_the_clear_and_the_key_is_for_its_owner),
        cmocka_unit_test(test_a_ledger_whose_key_is_lost_gets_no_new_one),
        cmocka_unit_test(test_an_empty_ledger_gets_its_key),
        cmocka_unit_test(test_status_counts_what_is_staged),
        cmocka_unit_test(test_a_killed_run_leaves_the_former_state_or_the_next),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
