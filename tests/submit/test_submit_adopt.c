/* After adopt, against DUO in a box: only what differs goes out, and what was adopted can be withdrawn */
#include "support/pki_folder.h"
#include "support/submit_school.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define OVERVIEW "fixtures/registratieoverzicht/RO_99XB_20260801_20271014.CSV"
#define RUN                                                                                        \
    "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv", "--profile", "profiel.ini", \
        "--on", "2027-10-15", "--brin", "99XB", "--out", "uit"

/* The mbo institution of the fixtures beside the vo school that every such place has. */
static void place_make(struct submit_place *place)
{
    char pki[PATH_MAX], duo[128], instelling[6 * PATH_MAX];
    submit_place_make(place, "no");
    rehearsal_start(&place->server, (char *)NULL);
    e2e_copy_fixture(&place->folder, "mbo-instelling");
    e2e_copy_file(&place->folder, "fixtures/profiles/tab-spreadsheet.ini", "profiel.ini");
    e2e_copy_file(&place->folder, OVERVIEW, "ro.csv");
    if (!realpath(pki_folder(), pki))
        fail_msg("there is no test PKI");
    (void)snprintf(duo, sizeof duo, "mbo = https://localhost:%u/mbo/\n", place->server.port);
    (void)snprintf(instelling, sizeof instelling,
                   "certificaat = %s/99XA.pem\nsleutel = %s/99XA.key\n"
                   "[instelling 99XB]\nsector = mbo\noin = 0000000700099XB00000\n"
                   "certificaat = %s/99XB.pem\nsleutel = %s/99XB.key\n",
                   pki, pki, pki, pki);
    submit_configure(place, duo, instelling);
    submit_expect(place, 0, "adopt", "--registratieoverzicht", "ro.csv", "--confirm", (char *)NULL);
}

static void test_only_what_differs_goes_out(void **state)
{
    struct submit_place place;
    (void)state;
    place_make(&place);
    submit_expect(&place, 1, RUN, (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ";mbo;"), 0);
    e2e_replace(&place.folder, "leerlingen.csv", "1-8-2026\t99102\tbbl",
                "1-8-2026\t99102\tbol voltijd");
    submit_expect(&place, 1, RUN, (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ";mbo;"), 1);
    assert_int_equal(submit_recorded(&place, ";M0002;"), 1);
    assert_int_equal(submit_in_state(&place, "ontvangen"), 1);
    assert_int_equal(submit_in_state(&place, "goedgekeurd"), 20); /* what was adopted stays known */
    submit_expect(&place, 1, RUN, (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ";mbo;"), 1);
    submit_place_end(&place);
}

static void test_what_was_adopted_can_be_withdrawn(void **state)
{
    struct submit_place place;
    (void)state;
    place_make(&place);
    submit_expect(&place, 1, RUN, (char *)NULL);
    submit_expect(&place, 0, "remove", "--brin", "99XB", "--sector", "mbo", "--volgnummer", "M0001",
                  "--leerling", "20001", "--reason", "never began", "--confirm", (char *)NULL);
    submit_expect(&place, 0, "submit", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ";mbo;"), 1);
    assert_int_equal(submit_recorded(&place, "Verwijdering"), 1);
    submit_place_end(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_what_differs_goes_out),
        cmocka_unit_test(test_what_was_adopted_can_be_withdrawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
