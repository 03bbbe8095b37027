/* The six leerlabs of leerroutes.md section 9, each on the dates on which it says something. */
#include "support/e2e_scenario.h"

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct e2e_scenario scenarios[] = {
    { "Assen, the day before the switch", "leerlabs/assen", "2023-07-31", NULL, false },
    { "Assen, the day of the switch", "leerlabs/assen", "2023-08-01", NULL, false },
    { "Oost, eleven pilots in one export", "leerlabs/oost", "2022-10-15", NULL, false },
    { "Apeldoorn, the day before the law", "leerlabs/apeldoorn", "2020-07-31", "puntkomma-1252.ini",
      false },
    { "Apeldoorn, switch of who began in 2019", "leerlabs/apeldoorn", "2021-08-01",
      "puntkomma-1252.ini", false },
    { "Apeldoorn, switch of who began in 2020", "leerlabs/apeldoorn", "2022-08-01",
      "puntkomma-1252.ini", false },
    { "Ottoland, the day before the switch", "leerlabs/ottoland", "2021-07-31", NULL, true },
    { "Ottoland, the day of the switch", "leerlabs/ottoland", "2021-08-01", NULL, true },
    { "Noord-Brabant, no routes at all", "leerlabs/noord-brabant", "2021-10-15", NULL, false },
    { "Midden-Limburg, routes of two cohorts", "leerlabs/midden-limburg", "2022-10-01",
      "komma-utf8.ini", false },
    { "Midden-Limburg, switch of cohort 2021", "leerlabs/midden-limburg", "2023-08-01",
      "komma-utf8.ini", false },
    { "Midden-Limburg, switch of cohort 2022", "leerlabs/midden-limburg", "2024-08-01",
      "komma-utf8.ini", false },
};

/* leerroutes.md 9, Ottoland: a year longer on the vmbo site, so the mbo enrolment's
 * onderwijslocatie is that site; institution and brin are mbo, and the leertraject is BBL. */
static void test_ottoland_teaches_mbo_on_the_vmbo_site(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    const struct e2e_scenario *scenario = &scenarios[7];
    e2e_scenario_copy(&folder, scenario);
    assert_int_equal(e2e_scenario_check(&folder, scenario, "1", "out"), 1);
    struct e2e_text body = e2e_read(&folder, "out/bodies/mbo-99TB-T9101-9.xml");
    assert_true(e2e_count(body, "onderwijslocatie>199X051<") > 0);
    assert_true(e2e_count(body, "onderwijsaanbieder>199A052<") > 0);
    assert_true(e2e_count(body, "brin>99TB<") > 0);
    assert_true(e2e_count(body, "leertraject>BBL<") > 0);
    assert_true(e2e_count(body, "leerroutefase>MBO<") > 0);
    e2e_text_free(&body);
    e2e_folder_remove(&folder);
}

int main(void)
{
    enum { COUNT = sizeof scenarios / sizeof *scenarios };
    struct CMUnitTest tests[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] =
            (struct CMUnitTest){ scenarios[i].name, e2e_scenario_test, NULL, NULL, &scenarios[i] };
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(test_ottoland_teaches_mbo_on_the_vmbo_site);
    return cmocka_run_group_tests_name("leerlabs", tests, NULL, NULL);
}
