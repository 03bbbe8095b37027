/* The report of reconcile: rapport.json follows its published schema, and the page says the same. */
#include "support/report_vergelijking.h"
#include "support/report_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static int open_world(void **state)
{
    return report_world_open(state, "reconcile.schema.json");
}

/* Both reports of `facts`; the document is what rapport.json says. */
static const struct report_json *write_both(struct report_world *world,
                                            const struct bp_vergelijking *facts)
{
    report_world_clear(world);
    assert_int_equal(bp_vergelijking_json(facts, &world->json, NULL), BP_OK);
    assert_int_equal(bp_vergelijking_html(facts, &world->html, NULL), BP_OK);
    return report_world_written(world);
}

static void test_every_rapport_json_follows_the_schema(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking some = report_facts_vergelijking(), equal = report_facts_gelijk(),
                           biggest = report_facts_grootste(world->arena);
    report_follows_schema(world, write_both(world, &some));
    report_follows_schema(world, write_both(world, &equal));
    report_follows_schema(world, write_both(world, &biggest));
    some.uittreksel = true, some.grootboek = false;
    report_follows_schema(world, write_both(world, &some));
}

static const struct report_spoilt spoilt[] = {
    { "another format", "\"bronpost-reconcile-1\"", "\"bronpost-rapport-1\"" },
    { "another command", "\"command\": \"reconcile\"", "\"command\": \"check\"" },
    { "a member that is missing", "\"grootboek\": true,", "" },
    { "a member that nobody knows", "\"grootboek\": true,", "\"grootboek\": true, \"bsn\": 1," },
    { "a truth as text", "\"grootboek\": true,", "\"grootboek\": \"true\"," },
    { "a brin of another form", "\"brin\": \"99XB\"", "\"brin\": \"9XB\"" },
    { "a day of another form", "\"begin\": \"2026-08-01\"", "\"begin\": \"1-8-2026\"" },
    { "a day that is missing", "\"einde\": \"2027-10-15\"", "\"einde\": \"\"" },
    { "no separator", "\"separator\": \";\"", "\"separator\": \"\"" },
    { "a record that does not exist", "\"record\": \"PER\"", "\"record\": \"SLR\"" },
    { "a count below zero", "\"gelijk\": 1297", "\"gelijk\": -1" },
    { "a count that may not be unknown", "\"gelijk\": 1297", "\"gelijk\": null" },
    { "a kind that does not exist", "\"soort\": \"verschil\"", "\"soort\": \"anders\"" },
    { "line 0", "\"regel_duo\": 67", "\"regel_duo\": 0" },
    { "half a day", "\"op\": \"2026-08-01\"", "\"op\": \"2026-08\"" },
    { "a field that is no name", "\"veld\": \"leertraject\"", "\"veld\": \"Leer traject\"" },
    { "nothing to do", "\"uitleg\": \"find out which of the two is right\"", "\"uitleg\": \"\"" },
    { "a mend that is nothing", "\"herstel\": \"leading zeros restored\"", "\"herstel\": \"\"" },
};

static void test_the_schema_refuses_what_is_not_a_report(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking some = report_facts_vergelijking();
    (void)write_both(world, &some);
    report_refuses(world, spoilt, sizeof spoilt / sizeof *spoilt);
}

static void test_json_gives_the_values_as_they_are(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking some = report_facts_vergelijking();
    const struct report_json *document = write_both(world, &some);
    static const struct report_value values[] = {
        { "gemaakt", "2027-10-16T04:05:06.000Z" },
        { "overzicht.naam", "Mbo Proefcollege & <zoon>" },
        { "overzicht.records.4.record", "BPV" },
        { "counts.ontbreekt_bij_duo", "1" },
        { "counts.verschillen", "2" },
        { "regels.total", "7" },
        { "regels.rows.1.leerlingnummer", "=20005" },
        { "regels.rows.1.duo", "" },
        { "regels.rows.1.op", "" },
        { "regels.rows.2.op", "2027-08-01" },
        { "regels.rows.3.toestand", "" },
        { "regels.rows.4.inschrijvingvolgnummer", "M0909<b>" },
        { "regels.rows.6.regel_duo", "null" },
        { "herstel.0.aantal", "1204" },
        { "herstel.1.regel_duo", "null" },
    };
    report_has(document, values, sizeof values / sizeof *values);
}

static void test_an_extract_does_not_say_what_is_missing(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking some = report_facts_vergelijking();
    some.ontbreekt = 0, some.uittreksel = true;
    const struct report_json *document = write_both(world, &some);
    assert_int_equal(report_json_at(document, "counts.ontbreekt_bij_duo")->type, REPORT_JSON_NULL);
    report_says(world, "<dt>Missing at DUO</dt><dd><b>&ndash;</b> <small>not judged: an extract");
    some.uittreksel = false;
    document = write_both(world, &some);
    assert_int_equal(report_json_at(document, "counts.ontbreekt_bij_duo")->type,
                     REPORT_JSON_NUMBER);
    report_says(world, "<dt>Missing at DUO</dt><dd><b>0</b> <small>the ledger has it");
}

static void test_the_headline_counts_one_and_many(void **state)
{
    struct report_world *world = *state;
    static const struct {
        bool ledger;
        size_t equal, different, missing, unknown, sector;
        const char *mood, *text;
    } cases[] = {
        { true, 0, 0, 0, 0, 0, "good",
          "0 enrolments are the same at DUO and here; nothing needs you." },
        { true, 1, 0, 0, 0, 0, "good",
          "1 enrolment is the same at DUO and here; nothing needs you." },
        { true, 1000, 1, 0, 0, 0, "work",
          "1,000 enrolments are the same at DUO and here; 1 difference needs you." },
        { true, 0, 0, 1, 0, 0, "work",
          "0 enrolments are the same at DUO and here; 1 difference needs you." },
        { true, 0, 0, 0, 1, 0, "work",
          "0 enrolments are the same at DUO and here; 1 difference needs you." },
        { true, 0, 0, 0, 0, 1, "work",
          "0 enrolments are the same at DUO and here; 1 difference needs you." },
        { true, 2, 1, 2, 3, 4, "work",
          "2 enrolments are the same at DUO and here; 10 differences need you." },
        { false, 0, 0, 0, 9, 0, "work", "There is no ledger yet: nothing is known here." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_vergelijking facts = report_facts_gelijk();
        facts.grootboek = cases[i].ledger, facts.gelijk = cases[i].equal;
        facts.verschillend = cases[i].different, facts.ontbreekt = cases[i].missing;
        facts.onbekend = cases[i].unknown, facts.sector = cases[i].sector;
        (void)write_both(world, &facts);
        char want[200];
        (void)snprintf(want, sizeof want, "<p class=\"headline %s\">%s</p>", cases[i].mood,
                       cases[i].text);
        report_says(world, want);
    }
}

static void test_where_nothing_could_be_compared_all_is_not_called_well(void **state)
{
    struct report_world *world = *state;
    static const struct {
        size_t equal, not_comparable;
        const char *says;
    } cases[] = {
        { 0, 1, "<p class=\"headline work\">Nothing could be compared; see why below.</p>" },
        { 1, 1, "<p class=\"headline good\">1 enrolment is the same" },
        { 0, 0, "<p class=\"headline good\">0 enrolments are the same" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_vergelijking facts = report_facts_gelijk();
        facts.gelijk = cases[i].equal, facts.niet_vergelijkbaar = cases[i].not_comparable;
        (void)write_both(world, &facts);
        report_says(world, cases[i].says);
    }
}

static void test_what_needs_a_person_leads_to_its_lines(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking some = report_facts_vergelijking();
    (void)write_both(world, &some);
    static const char *const links[] = { "data-filter=\"&quot;Missing at DUO&quot;\"",
                                         "data-filter=\"&quot;Unknown here&quot;\"",
                                         "data-filter=\"&quot;Another value&quot;\"",
                                         "data-filter=\"&quot;Vo against mbo&quot;\"",
                                         "data-filter=\"&quot;Not comparable&quot;\"" };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        report_says(world, links[i]);
    some.onbekend = 0;
    (void)write_both(world, &some);
    report_silent(world, links[1]);
    report_says(world, links[0]);
}

static void test_empty_parts_are_left_out(void **state)
{
    struct report_world *world = *state;
    static const char *const parts[] = { "differences", "mends" };
    struct bp_vergelijking some = report_facts_vergelijking(), equal = report_facts_gelijk();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char section[40], link[40];
        (void)snprintf(section, sizeof section, "<section id=\"%s\">", parts[i]);
        (void)snprintf(link, sizeof link, "href=\"#%s\"", parts[i]);
        (void)write_both(world, &some);
        report_says(world, section);
        report_says(world, link);
        (void)write_both(world, &equal);
        report_silent(world, section);
        report_silent(world, link);
    }
    report_says(world, "Nothing: what could be compared is equal.");
    report_silent(world, "id=\"look\"");
    report_says(world, "<h1>99XB</h1>"); /* no name is known */
}

static void test_the_report_says_where_the_rest_of_the_lines_is(void **state)
{
    struct report_world *world = *state;
    struct bp_vergelijking biggest = report_facts_grootste(world->arena);
    (void)write_both(world, &biggest);
    report_says(world, "The first 5,000 of 160,691 rows; all of them stand in reconcile.csv.");
    struct bp_vergelijking some = report_facts_vergelijking();
    (void)write_both(world, &some);
    report_silent(world, "all of them stand in");
}

static void test_a_full_buffer_is_reported_and_not_half_a_report(void **state)
{
    (void)state;
    struct bp_vergelijking some = report_facts_vergelijking();
    enum bp_status (*const writers[])(const struct bp_vergelijking *, struct bp_buf *,
                                      struct bp_error *) = { bp_vergelijking_json,
                                                             bp_vergelijking_html };
    for (size_t i = 0; i < 2; i++) {
        struct bp_buf whole, small;
        bp_buf_init(&whole, BP_MIB);
        assert_int_equal(writers[i](&some, &whole, NULL), BP_OK);
        bp_buf_init(&small, whole.len - 1);
        struct bp_error err = { 0 };
        assert_int_equal(writers[i](&some, &small, &err), BP_E_MEMORY);
        bp_buf_free(&small);
        bp_buf_free(&whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rapport_json_follows_the_schema),
        cmocka_unit_test(test_the_schema_refuses_what_is_not_a_report),
        cmocka_unit_test(test_json_gives_the_values_as_they_are),
        cmocka_unit_test(test_an_extract_does_not_say_what_is_missing),
        cmocka_unit_test(test_the_headline_counts_one_and_many),
        cmocka_unit_test(test_where_nothing_could_be_compared_all_is_not_called_well),
        cmocka_unit_test(test_what_needs_a_person_leads_to_its_lines),
        cmocka_unit_test(test_empty_parts_are_left_out),
        cmocka_unit_test(test_the_report_says_where_the_rest_of_the_lines_is),
        cmocka_unit_test(test_a_full_buffer_is_reported_and_not_half_a_report),
    };
    return cmocka_run_group_tests_name("report/vergelijking", tests, open_world,
                                       report_world_close);
}
