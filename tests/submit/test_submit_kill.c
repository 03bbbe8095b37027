/* Killed at any moment, with a server that loses answers: nothing is lost, and nothing is there twice. */
#include "support/submit_school.h"
#include "support/toeval.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The issue asks for 200 moments and 500 messages: BRONPOST_KILLS=200 BRONPOST_MESSAGES=500, or more of
 * either. Of the moments each test takes half. */

struct figures {
    size_t kills, rounds, lines, resumed;
};

/* One ledger of `messages`, killed again and again until nothing waits any more. */
static void one_round(const char *refusal, uint64_t *state, size_t messages, size_t *left,
                      struct figures *f)
{
    struct submit_place place;
    submit_place_make(&place, refusal);
    char seed[24];
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)(toeval(state) % 100000));
    rehearsal_start(&place.server, "--sign-faults", "--trouble",
                    "drop-after-accept=8%,drop-before=4%,wrong-signature=2%,http-503=2%", "--seed",
                    seed, (char *)NULL);
    submit_configure(&place, "gelijktijdig = 8\npogingen = 20\n", "");
    submit_stage(&place, 1, messages);
    while (*left &&
           submit_number(&place, "SELECT count(*) FROM bericht WHERE toestand IN (2, 3, 9)")) {
        pid_t pid = submit_start(&place, "submit", (char *)NULL);
        toeval_slaap(state, 120000);
        (void)kill(pid, SIGKILL);
        int code = submit_wait(&place, pid);
        if (code != 128 + SIGKILL && code != 0 && code != 5)
            fail_msg("a submit ended with %d: %s", code, place.said);
        f->kills += code == 128 + SIGKILL;
        *left -= 1;
    }
    for (int i = 0; i < 20 && submit_run(&place, "submit", (char *)NULL) == 5; i++)
        continue;
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_in_state(&place, "ontvangen"), (long)messages);
    submit_assert_agreement(&place, messages, refusal[0] == 'y');
    f->lines += submit_recorded(&place, "");
    f->resumed += (size_t)submit_number(&place, "SELECT count(*) FROM poging WHERE klaar IS NULL");
    f->rounds++;
    submit_place_end(&place);
}

static void kill_often(const char *refusal, uint64_t seed)
{
    size_t messages = toeval_aantal("BRONPOST_MESSAGES", 500),
           left = toeval_aantal("BRONPOST_KILLS", 200) / 2;
    struct figures f = { 0 };
    uint64_t state = seed;
    while (left)
        one_round(refusal, &state, messages, &left, &f);
    print_message(
        "refusal is receipt: %s: %zu ledgers of %zu messages, killed %zu times; %zu attempts were "
        "cut off; the server accepted %zu lines\n",
        refusal, f.rounds, messages, f.kills, f.resumed, f.lines);
    assert_true(f.kills > 0 && f.resumed > 0);
}

static void test_where_a_refusal_is_a_receipt_each_stand_is_there_once(void **state)
{
    (void)state;
    kill_often("yes", 20261121);
}

static void test_where_it_is_none_the_last_stand_of_each_is_ours(void **state)
{
    (void)state;
    kill_often("no", 20270801);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_a_refusal_is_a_receipt_each_stand_is_there_once),
        cmocka_unit_test(test_where_it_is_none_the_last_stand_of_each_is_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
