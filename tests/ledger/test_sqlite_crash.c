/* A run that is killed, or whose disk fails, at every point at which it writes: afterwards the ledger is in the former
 * state or in the next, and whole. */
#include "support/ledger_faults.h"
#include "support/ledger_schemas.h"
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define BEFORE 50u  /* registrations that are there already; half of them change in the run */
#define RUN    200u /* registrations of the run */

static struct bp_error err;

static void first_night(const struct ledger_place *place)
{
    struct bp_ledger *ledger = ledger_open_run(place);
    ledger_stage_pupils(ledger, 0, BEFORE, 0);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    bp_ledger_close(ledger);
}

/* The run under test; ends early with the status of what failed, as the pipeline does. */
static enum bp_status second_night(const struct ledger_place *place, unsigned stop_at)
{
    struct bp_ledger *ledger = NULL;
    struct ledger_pupil p;
    enum bp_status st = bp_ledger_open(place->url, BP_LEDGER_WRITE, &ledger_env, &ledger, &err);
    if (st == BP_OK)
        st = bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 2), &err);
    for (unsigned n = BEFORE / 2; st == BP_OK && n < BEFORE / 2 + RUN; n++) {
        if (n == stop_at)
            (void)kill(getpid(), SIGKILL);
        ledger_pupil(&p, n, 1);
        st = bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err);
        if (st == BP_OK)
            st = bp_ledger_stage(ledger, &p.bericht, &err);
    }
    if (st == BP_OK)
        st = bp_ledger_run_commit(ledger, &err);
    bp_ledger_close(ledger);
    return st;
}

/* True for the new state, false for the old one; anything else fails. */
static bool is_new(const struct ledger_place *place, unsigned point)
{
    struct bp_ledger_run run;
    bool found = false;
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_READ);
    ledger_ok(bp_ledger_last_run(ledger, &found, &run, &err), &err);
    assert_true(found);
    bool new = bp_datum_equal(run.peildatum, BP_DATUM(2026, 8, 2));
    size_t staged = ledger_staged(ledger), count = 0;
    if (staged != (new ? BEFORE / 2 + RUN : BEFORE))
        fail_msg("killed at %u: %zu messages", point, staged);
    ledger_ok(bp_ledger_inschrijving_known(ledger, BP_STR("99XA"), "vo", BP_DATUM(2026, 8, 2),
                                           &count, &err),
              &err);
    assert_int_equal(count, staged);
    for (unsigned n = 0; n < BEFORE / 2 + RUN; n++) {
        struct ledger_pupil p;
        struct bp_ledger_stand stand;
        ledger_pupil(&p, n, new &&n >= BEFORE / 2);
        ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
        assert_int_equal(stand.known, new || n < BEFORE);
        if (stand.known)
            assert_memory_equal(stand.fingerprint, p.bericht.fingerprint, BP_LEDGER_HASH);
    }
    bp_ledger_close(ledger);
    char text[100];
    ledger_sql_text(place->file, "PRAGMA integrity_check", text, sizeof text);
    assert_string_equal(text, "ok");
    ledger_sql_text(place->file, "PRAGMA foreign_key_check", text, sizeof text);
    assert_string_equal(text, "");
    return new;
}

/* Runs the second night in a child that is killed at the call `at`, or before pupil `stop_at`. True: it was killed. */
static bool killed(const struct ledger_place *place, unsigned at, unsigned stop_at)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ledger_faults_kill(at);
        _exit(second_night(place, stop_at) == BP_OK ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return true;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    return false;
}

static void restart(struct ledger_place *place)
{
    ledger_place_remove(place);
    ledger_place_make(place, &ledger_engines[0]);
    first_night(place);
}

static void a_kill_at_any_write_leaves_the_old_state_or_the_new(void **state)
{
    (void)state;
    struct ledger_place place;
    ledger_place_make(&place, &ledger_engines[0]);
    first_night(&place);
    unsigned old = 0, new = 0;
    /* after the commit only every fifth write: each costs a fresh ledger */
    for (unsigned at = 1;; at += new ? 5 : 1) {
        bool was_killed = killed(&place, at, 0);
        if (!is_new(&place, at)) {
            old++;
            assert_int_equal(new, 0); /* once committed, later kills find it committed */
        } else {
            new += was_killed;
            if (!was_killed)
                break;
            restart(&place);
        }
    }
    /* the log and the fold into the file: both were struck many times */
    assert_true(old > 20);
    assert_true(new > 5);
    ledger_place_remove(&place);
}

static void a_kill_between_registrations_leaves_the_old_state(void **state)
{
    (void)state;
    struct ledger_place place;
    ledger_place_make(&place, &ledger_engines[0]);
    first_night(&place);
    for (unsigned n = BEFORE / 2; n < BEFORE / 2 + RUN; n += 7) {
        assert_true(killed(&place, 0, n));
        assert_false(is_new(&place, n));
    }
    /* and the next run, over what the killed ones left behind, does all its work */
    assert_false(killed(&place, 0, 0));
    assert_true(is_new(&place, 0));
    ledger_place_remove(&place);
}

static void a_kill_while_the_ledger_is_made_leaves_one_that_can_be_made(void **state)
{
    (void)state;
    struct ledger_place place;
    ledger_place_make(&place, &ledger_engines[0]);
    unsigned kills = 0;
    for (unsigned at = 1;; at++) {
        if (!killed(&place, at, 0))
            break;
        kills++;
        struct bp_ledger *ledger = ledger_open(&place, BP_LEDGER_WRITE);
        assert_true(ledger_staged(ledger) == 0 || ledger_staged(ledger) == RUN);
        bp_ledger_close(ledger);
        ledger_place_remove(&place);
        ledger_place_make(&place, &ledger_engines[0]);
    }
    assert_true(kills > 20);
    ledger_place_remove(&place);
}

/* Every write fails once: for good (a full disk), or a single time (a loose cable). */
static void disk_fails(int error, bool lasting, const char *words)
{
    unsigned done = 0;
    struct ledger_place place;
    ledger_place_make(&place, &ledger_engines[0]);
    first_night(&place);
    unsigned failed = 0;
    for (unsigned at = 1;; at += done ? 5 : 1) {
        ledger_faults_fail(at, error, lasting);
        enum bp_status st = second_night(&place, 0);
        unsigned calls = ledger_faults_off();
        if (st != BP_OK) {
            failed++;
            assert_int_equal(st, BP_E_LEDGER);
            /* of the -shm, written first, SQLite does not say why it cannot grow: taken for a full disk */
            bool said = strstr(err.detail, words) || (at < 12 && strstr(err.detail, "no room"));
            if (!said || !strstr(err.detail, place.file))
                fail_msg("at write %u: %s", at, err.detail);
            assert_false(is_new(&place, at));
        } else {
            /* a fold that fails after the commit loses nothing: the log holds it */
            assert_true(is_new(&place, at));
            done++;
            if (calls < at)
                break;
            restart(&place);
        }
    }
    assert_true(failed > 20);
    ledger_place_remove(&place);
}

static void a_full_disk_keeps_nothing_of_the_run_and_says_so(void **state)
{
    (void)state;
    disk_fails(ENOSPC, true, "no room");
}

static void a_failing_disk_keeps_nothing_of_the_run_and_says_so(void **state)
{
    (void)state;
    disk_fails(EIO, false, "I/O error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kill_at_any_write_leaves_the_old_state_or_the_new),
        cmocka_unit_test(a_kill_between_registrations_leaves_the_old_state),
        cmocka_unit_test(a_kill_while_the_ledger_is_made_leaves_one_that_can_be_made),
        cmocka_unit_test(a_full_disk_keeps_nothing_of_the_run_and_says_so),
        cmocka_unit_test(a_failing_disk_keeps_nothing_of_the_run_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
