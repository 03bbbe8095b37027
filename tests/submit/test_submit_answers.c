/* What DUO answers, or does not, and the state that it leads to: over mutual TLS, with the rehearsal
 * server. */
#include "support/submit_school.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Short, for answers that never end. */
#define DUO "pogingen = 3\ntijd_ms = 3000\n"

static struct submit_place place;

static void begin(const char *refusal)
{
    submit_place_make(&place, refusal);
}

static int end(void **state)
{
    (void)state;
    submit_place_end(&place);
    return 0;
}

static void with_message(const char *trouble)
{
    rehearsal_start(&place.server, "--trouble", trouble, "--slow", "100", (char *)NULL);
    submit_configure(&place, DUO, "");
    submit_stage(&place, 1, 1);
}

/* --- faults --------------------------------------------------------------------------------------------- */

static const struct fault {
    const char *code, *state;
    int exit_code;
    long attempts;
} faults[] = {
    { "DK0001", "mislukt", 1, 1 },
    { "DK0002", "mislukt", 1, 1 },
    { "DK0003", "mislukt", 1, 1 },
    { "DK0004", "mislukt", 1, 1 },
    { "DK0005", "mislukt", 1, 1 },
    { "DK0006", "mislukt", 1, 1 },
    { "DK0007", "mislukt", 1, 1 },
    { "DK0008", "mislukt", 1, 1 },
    { "DK0009", "mislukt", 1, 1 },
    { "DK0010", "mislukt", 1, 1 },
    { "DK0011", "mislukt", 1, 1 },
    { "EK0020", "mislukt", 1, 1 },
    { "EK0021", "mislukt", 1, 1 },
    { "EK0022", "mislukt", 1, 1 },
    { "EK0023", "mislukt", 1, 1 },
    { "EK0030", "mislukt", 1, 1 },
    /* once more with a fresh Timestamp */
    { "EK0031", "mislukt", 1, 2 },
    /* trouble at DUO: goes again at the next submit */
    { "DK0050", "onzeker", 5, 3 },
    { "DK0051", "onzeker", 5, 3 },
};

static void test_every_fault_leads_to_its_state_and_is_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct fault *f = &faults[i];
        char trouble[32], code[16];
        (void)snprintf(trouble, sizeof trouble, "fault:%s", f->code);
        begin("no");
        with_message(trouble);
        int exit_code = submit_run(&place, "submit", (char *)NULL);
        if (exit_code != f->exit_code)
            fail_msg("%s: exit code %d:\n%s", f->code, exit_code, place.said);
        if (submit_in_state(&place, f->state) != 1)
            fail_msg("%s: the message is not %s", f->code, f->state);
        assert_int_equal(submit_number(&place, "SELECT count(*) FROM poging"), f->attempts);
        submit_text(&place, "SELECT code FROM bericht", code, sizeof code);
        assert_string_equal(code, f->code);
        assert_int_equal(submit_recorded(&place, ""), 0);
        /* status names the code, the pupil and what to do; exit code 1 when a person is needed */
        assert_int_equal(submit_run(&place, "status", (char *)NULL),
                         strcmp(f->state, "mislukt") == 0);
        if (!strstr(place.said, f->code) || !strstr(place.said, "leerlingnummer 1 "))
            fail_msg("%s: status does not name it:\n%s", f->code, place.said);
        (void)end(NULL);
    }
}

/* --- every kind of trouble, once ------------------------------------------------------------------------ */

static const struct trouble {
    const char *name;
    bool accepted; /* the first attempt arrived all the same */
    bool known;    /* and its answer was good */
} troubles[] = {
    { "slow", true, true },
    { "drop-before", false, false },
    { "http-500", false, false },
    { "http-503", false, false },
    { "drop-after-accept", true, false },
    { "wrong-signature", true, false },
    { "unsigned", true, false },
    { "wrong-relates-to", true, false },
    { "wrong-identificatiecode", true, false },
    { "wrong-action", true, false },
    { "wrong-to", true, false },
    { "wrong-from", true, false },
    { "not-swapped", true, false },
    { "not-confirmed", true, false },
    { "expired-timestamp", true, false },
    { "future-timestamp", true, false },
    { "other-ca", true, false },
    { "expired-certificate", true, false },
    { "wrapped", true, false },
    { "truncated", true, false },
    { "garbage", true, false },
    { "huge", true, false },
    { "endless", true, false },
    { "html", true, false },
};

static void one_trouble(const struct trouble *t, const char *refusal)
{
    char plan[64], path[PATH_MAX];
    bool yes = refusal[0] == 'y';
    begin(refusal);
    (void)snprintf(plan, sizeof plan, "1 %s\n", t->name);
    e2e_write(&place.folder, "plan", plan, strlen(plan));
    e2e_path(&place.folder, "plan", path);
    rehearsal_start(&place.server, "--trouble-plan", path, "--slow", "100", "--sign-faults",
                    (char *)NULL);
    submit_configure(&place, DUO, "");
    submit_stage(&place, 1, 1);
    int code = submit_run(&place, "submit", (char *)NULL);
    if (code != 0)
        fail_msg("%s, refusal is receipt: %s: exit code %d:\n%s", t->name, refusal, code,
                 place.said);
    /* Not known to be there: sent again; refused as seen before: a receipt, or again under another number. */
    size_t want = t->accepted && !t->known && !yes ? 2 : 1;
    if (submit_recorded(&place, "") != want)
        fail_msg("%s, refusal is receipt: %s: accepted %zu times", t->name, refusal,
                 submit_recorded(&place, ""));
    submit_assert_agreement(&place, 1, want == 1);
    (void)end(NULL);
}

static void test_after_any_trouble_the_stand_arrives(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        one_trouble(&troubles[i], "no");
}

static void test_where_a_refusal_is_a_receipt_it_arrives_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].accepted && strcmp(troubles[i].name, "endless") != 0)
            one_trouble(&troubles[i], "yes");
}

static void test_a_revoked_signer_is_not_believed_where_lists_are_configured(void **state)
{
    (void)state;
    char duo[PATH_MAX + 100], pki[PATH_MAX];
    const char *build = getenv("BRONPOST_BUILD");
    begin("no");
    rehearsal_start(&place.server, "--trouble", "revoked-certificate", (char *)NULL);
    (void)snprintf(pki, sizeof pki, "%.3000s/test-pki/crl.pem", build ? build : "build");
    char *full = realpath(pki, NULL);
    assert_non_null(full);
    (void)snprintf(duo, sizeof duo, "pogingen = 1\ncrl = %.3000s\n", full);
    free(full);
    submit_configure(&place, duo, "");
    submit_stage(&place, 1, 1);
    submit_expect(&place, 5, "submit", (char *)NULL);
    if (submit_in_state(&place, "onzeker") != 1)
        fail_msg("%s", place.said);
}

/* Decision 5: an unsigned fault never says for good that DUO has it. */
static void test_an_unsigned_refusal_is_no_receipt(void **state)
{
    (void)state;
    begin("yes");
    e2e_write(&place.folder, "plan", "1 drop-after-accept\n", 20);
    char path[PATH_MAX];
    e2e_path(&place.folder, "plan", path);
    rehearsal_start(&place.server, "--trouble-plan", path, (char *)NULL);
    submit_configure(&place, DUO, "");
    submit_stage(&place, 1, 1);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 2);
    submit_assert_agreement(&place, 1, false);
}

/* The same number was used by somebody else, or the ledger is an old copy: a person must look. */
static void test_a_number_that_is_refused_at_first_sight_fails(void **state)
{
    (void)state;
    begin("yes");
    rehearsal_start(&place.server, "--sign-faults", (char *)NULL);
    submit_configure(&place, DUO, "");
    submit_stage(&place, 1, 1);
    char ledger[PATH_MAX];
    e2e_path(&place.folder, "ledger.db", ledger);
    e2e_copy_file(&place.folder, ledger, "copy.db");
    submit_expect(&place, 0, "submit", (char *)NULL);
    e2e_path(&place.folder, "copy.db", ledger);
    e2e_copy_file(&place.folder, ledger, "ledger.db");
    submit_expect(&place, 1, "submit", (char *)NULL);
    assert_int_equal(submit_in_state(&place, "mislukt"), 1);
    assert_int_equal(submit_recorded(&place, ""), 1);
}

/* A code that DUO counts as used by a message that ended in a fault. */
static void test_a_number_that_a_fault_used_up_is_replaced(void **state)
{
    (void)state;
    begin("yes");
    e2e_write(&place.folder, "plan", "1 fault:DK0051\n", 15);
    char path[PATH_MAX];
    e2e_path(&place.folder, "plan", path);
    rehearsal_start(&place.server, "--trouble-plan", path, "--uuid-refusal-after-sight",
                    "--sign-faults", (char *)NULL);
    submit_configure(&place, DUO, "");
    submit_stage(&place, 1, 1);
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 1, true);
}

static void test_a_fault_of_the_whole_institution_stops_it(void **state)
{
    (void)state;
    begin("no");
    rehearsal_start(&place.server, "--trouble", "fault:DK0002", (char *)NULL);
    submit_configure(&place, "gelijktijdig = 2\n", "");
    submit_stage(&place, 1, 40);
    submit_expect(&place, 1, "submit", (char *)NULL);
    assert_non_null(strstr(place.said, "DK0002"));
    assert_true(submit_in_state(&place, "mislukt") <= 8);
    assert_int_equal(submit_in_state(&place, "mislukt") + submit_in_state(&place, "klaargezet"),
                     40);
}

static void test_trouble_without_end_keeps_everything_and_ends(void **state)
{
    (void)state;
    begin("no");
    rehearsal_start(&place.server, "--trouble", "http-503", (char *)NULL);
    submit_configure(&place, "gelijktijdig = 2\npogingen = 3\n", "");
    submit_stage(&place, 1, 40);
    submit_expect(&place, 5, "submit", (char *)NULL);
    assert_int_equal(submit_in_state(&place, "onzeker") + submit_in_state(&place, "klaargezet"),
                     40);
    assert_true(submit_number(&place, "SELECT count(*) FROM poging") < 20);
    /* and the next one makes it good */
    (void)rehearsal_stop(&place.server);
    rehearsal_again(&place.server, (char *)NULL);
    submit_configure(&place, "", "");
    submit_expect(&place, 0, "submit", (char *)NULL);
    submit_assert_agreement(&place, 40, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fault_leads_to_its_state_and_is_explained),
        cmocka_unit_test(test_after_any_trouble_the_stand_arrives),
        cmocka_unit_test(test_where_a_refusal_is_a_receipt_it_arrives_once),
        cmocka_unit_test_teardown(test_a_revoked_signer_is_not_believed_where_lists_are_configured,
                                  end),
        cmocka_unit_test_teardown(test_an_unsigned_refusal_is_no_receipt, end),
        cmocka_unit_test_teardown(test_a_number_that_is_refused_at_first_sight_fails, end),
        cmocka_unit_test_teardown(test_a_number_that_a_fault_used_up_is_replaced, end),
        cmocka_unit_test_teardown(test_a_fault_of_the_whole_institution_stops_it, end),
        cmocka_unit_test_teardown(test_trouble_without_end_keeps_everything_and_ends, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
