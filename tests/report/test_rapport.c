/* rapport.json follows its published schema, and both reports say the same and leave nothing out in
 * silence. */
#include "support/report_facts.h"
#include "support/report_schema.h"
#include "support/report_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int open_world(void **state)
{
    return report_world_open(state, "rapport.schema.json");
}

/* Both reports of `facts`; the document is what rapport.json says. */
static const struct report_json *write_both(struct report_world *world,
                                            const struct bp_rapport *facts)
{
    report_world_clear(world);
    assert_int_equal(bp_rapport_json(facts, &world->json, NULL), BP_OK);
    assert_int_equal(bp_rapport_html(facts, &world->html, NULL), BP_OK);
    return report_world_written(world);
}

static void test_every_rapport_json_follows_the_schema(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport night = report_facts_night(), nothing = report_facts_nothing(),
                      biggest = report_facts_biggest(world->arena);
    report_follows_schema(world, write_both(world, &night));
    report_follows_schema(world, write_both(world, &biggest));
    report_follows_schema(world, write_both(world, &nothing));
}

static const struct report_spoilt spoilt[] = {
    { "another format", "\"bronpost-rapport-1\"", "\"bronpost-rapport-2\"" },
    { "a member that is missing", "\"rows\": 1606,", "" },
    { "a member that nobody knows", "\"rows\": 1606,", "\"rows\": 1606, \"bsn\": 1," },
    { "a count below zero", "\"rows\": 1606,", "\"rows\": -1," },
    { "a count in parts", "\"rows\": 1606,", "\"rows\": 0.5," },
    { "a count as text", "\"rows\": 1606,", "\"rows\": \"1606\"," },
    { "a date with a time", "\"2026-09-01\"", "\"2026-09-01T00:00\"" },
    { "a moment without a zone", ".000Z", ".000" },
    { "a language that we do not speak", "\"language\": \"en\"", "\"language\": \"fr\"" },
    { "two separators", "\"separator\": \";\"", "\"separator\": \";;\"" },
    { "an empty version", "\"version\": \"0.1.0\"", "\"version\": \"\"" },
    { "a sector that does not exist", "\"sector\": \"vo\"", "\"sector\": \"po\"" },
    { "a brin of another form", "\"brin\": \"99XA\"", "\"brin\": \"9XA\"" },
    { "a route of another form", "\"soort\": \"GLR\"", "\"soort\": \"VM2\"" },
    { "a code of another form", "\"code\": \"BP105\",\n      \"ernst\"",
      "\"code\": \"105\",\n      \"ernst\"" },
    { "a row with a code of another form", "\"code\": null", "\"code\": \"\"" },
    { "a severity that does not exist", "\"ernst\": \"signaal\"", "\"ernst\": \"W\"" },
    { "line 0", "\"rij\": 17,", "\"rij\": 0," },
    { "a remark that is no text", "\"routes.csv: route OUD-1 is used by no student\"", "1" },
};

static void test_the_schema_refuses_what_is_not_a_report(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport night = report_facts_night();
    (void)write_both(world, &night);
    report_refuses(world, spoilt, sizeof spoilt / sizeof *spoilt);
}

static void test_more_rows_than_the_schema_allows_are_refused(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport biggest = report_facts_biggest(world->arena);
    const struct report_json *document = write_both(world, &biggest);
    const struct report_json *rows = report_json_at(document, "afgekeurd.rows");
    assert_int_equal(report_json_length(rows), BP_RAPPORT_REGELS);
    struct report_json *one = bp_arena_alloc(world->arena, sizeof *one);
    *one = *rows->first;
    struct report_json *many = bp_arena_alloc(world->arena, sizeof *many);
    *many = *rows;
    one->next = rows->first;
    many->first = one;
    char why[200];
    /* Only the keyword at hand: what the items refer to is not below this node. */
    struct report_json limit =
        *report_json_at(world->schema, "$defs.regels.properties.rows.maxItems");
    limit.next = NULL;
    struct report_json whole = { .type = REPORT_JSON_OBJECT, .first = &limit };
    assert_true(report_schema_accepts(&whole, rows, why, sizeof why));
    assert_false(report_schema_accepts(&whole, many, why, sizeof why));
}

static void test_a_keyword_that_the_check_does_not_know_is_refused(void **state)
{
    struct report_world *world = *state;
    char why[200];
    const struct report_json *value = report_json_parse(world->arena, BP_STR("3"));
    const struct report_json *known = report_json_parse(world->arena, BP_STR("{\"minimum\": 2}"));
    const struct report_json *unknown =
        report_json_parse(world->arena, BP_STR("{\"multipleOf\": 2}"));
    assert_true(report_schema_accepts(known, value, why, sizeof why));
    assert_false(report_schema_accepts(unknown, value, why, sizeof why));
    assert_non_null(strstr(why, "multipleOf"));
}

static void test_json_gives_the_values_as_they_are(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport night = report_facts_night();
    const struct report_json *document = write_both(world, &night);
    static const struct report_value values[] = {
        { "counts.rows", "1606" },
        { "counts.laat_teldatum", "1" },
        { "counts.rio_onbekend", "86" },
        { "counts.inschrijvingen_afgekeurd", "4" },
        { "gemaakt", "2026-09-01T03:17:20.000Z" },
        { "afgekeurd.total", "5" },
        { "afgekeurd.rows.3.leerlingnummer", "=20807" },
        { "afgekeurd.rows.2.code", "null" },
        { "afgekeurd.rows.2.kolom", "" },
        { "signalen.rows.0.kolom", "vestiging" },
        { "routes.3.naam", "Groen, geïntegreerd" },
        { "codes.4.ernst", "signaal" },
        { "instellingen.2.sector", "mbo" },
    };
    report_has(document, values, sizeof values / sizeof *values);
}

static void test_the_headline_counts_one_and_many(void **state)
{
    struct report_world *world = *state;
    static const struct {
        size_t rows, rejected, to_register;
        const char *mood, *text;
    } cases[] = {
        { 0, 0, 0, "work", "The file holds no rows. Is the export complete?" },
        { 9, 0, 0, "good", "0 registrations to make; nothing needs you." },
        { 9, 0, 1, "good", "1 registration to make; nothing needs you." },
        { 9, 1, 2, "work", "2 registrations to make; 1 row needs you." },
        { 9, 2, 1000, "work", "1,000 registrations to make; 2 rows need you." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_rapport facts = report_facts_nothing();
        facts.rows = cases[i].rows, facts.rows_rejected = cases[i].rejected;
        facts.te_registreren = cases[i].to_register;
        (void)write_both(world, &facts);
        char want[200];
        (void)snprintf(want, sizeof want, "<p class=\"headline %s\">%s</p>", cases[i].mood,
                       cases[i].text);
        report_says(world, want);
    }
}

static void test_a_stopped_run_says_so_first(void **state)
{
    struct report_world *world = *state;
    static const struct bp_rapport_telling stop[] = { { BP104, 1, false }, { BP601, 40, false } };
    struct bp_rapport facts = report_facts_nothing();
    facts.rows = 100, facts.rows_rejected = 1;
    facts.codes = stop, facts.code_count = 1;
    (void)write_both(world, &facts);
    report_silent(world, "Stopped, nothing was changed");
    facts.code_count = 2;
    (void)write_both(world, &facts);
    report_says(world, "<p class=\"headline stop\">Stopped, nothing was changed: ");
    report_says(world, "<li class=\"stop\"><h3><code>BP601</code>");
}

static void test_what_rejects_and_what_signals_stand_apart(void **state)
{
    struct report_world *world = *state;
    static const struct bp_rapport_telling both[] = { { BP109, 1, false }, { BP109, 2, true } };
    struct bp_rapport facts = report_facts_nothing();
    facts.codes = both;
    (void)write_both(world, &facts);
    report_says(world, "Nothing: no row was rejected.");
    report_silent(world, "id=\"look\"");
    facts.code_count = 1;
    (void)write_both(world, &facts);
    report_silent(world, "Nothing: no row was rejected.");
    report_silent(world, "id=\"look\"");
    facts.code_count = 2;
    (void)write_both(world, &facts);
    report_says(world, "<li class=\"work\"><h3><code>BP109</code>");
    report_says(world, "<li class=\"look\"><h3><code>BP109</code>");
    report_says(world, "id=\"look\"");
}

static void test_a_code_is_taken_as_the_table_says_or_the_other_way(void **state)
{
    (void)state;
    static const struct {
        struct bp_rapport_telling telling;
        enum bp_ernst want;
    } cases[] = {
        { { BP109, 1, false }, BP_ERNST_AFKEURING }, { { BP109, 1, true }, BP_ERNST_SIGNAAL },
        { { BP216, 1, false }, BP_ERNST_SIGNAAL },   { { BP216, 1, true }, BP_ERNST_AFKEURING },
        { { BP601, 1, false }, BP_ERNST_STOP },      { { BP601, 1, true }, BP_ERNST_STOP },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bp_rapport_telling_ernst(&cases[i].telling) != cases[i].want)
            fail_msg("BP%d, %d", (int)cases[i].telling.code, cases[i].telling.omgekeerd);
}

static void test_the_report_says_where_the_rest_of_the_rows_is(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport biggest = report_facts_biggest(world->arena);
    (void)write_both(world, &biggest);
    report_says(world, "The first 1,000 of 1,204 rows; all of them stand in afgekeurd.csv.");
    report_says(world, "The first 1,000 of 12,345 rows; all of them stand in signalen.csv.");
    biggest.rows_rejected = biggest.signalen = BP_RAPPORT_REGELS;
    (void)write_both(world, &biggest);
    report_silent(world, "all of them stand in");
}

static void test_empty_parts_are_left_out(void **state)
{
    struct report_world *world = *state;
    static const char *const parts[] = { "rejected", "signals", "routes", "schools", "remarks" };
    struct bp_rapport night = report_facts_night(), nothing = report_facts_nothing();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char section[40], link[40];
        (void)snprintf(section, sizeof section, "<section id=\"%s\">", parts[i]);
        (void)snprintf(link, sizeof link, "href=\"#%s\"", parts[i]);
        (void)write_both(world, &night);
        report_says(world, section);
        report_says(world, link);
        (void)write_both(world, &nothing);
        report_silent(world, section);
        report_silent(world, link);
    }
}

static void test_a_partner_is_not_named_as_if_the_report_were_its_own(void **state)
{
    struct report_world *world = *state;
    static const struct bp_rapport_instelling schools[] = {
        { { "99XA", 4 }, { "School A", 8 }, BP_SECTOR_VO, 1, 0, 0 },
        { { "99XA", 4 }, { "School A", 8 }, BP_SECTOR_MBO, 0, 1, 0 },
        { { "99XB", 4 }, { "School B", 8 }, BP_SECTOR_MBO, 0, 0, 7 },
        { { "99XC", 4 }, { NULL, 0 }, BP_SECTOR_VO, 0, 1, 0 },
    };
    struct bp_rapport facts = report_facts_nothing();
    facts.instellingen = schools, facts.instelling_count = 4;
    (void)write_both(world, &facts);
    report_says(world, "<h1>School A, 99XC</h1>");
}

/* Neither the page nor its script may reach for anything. */
static void test_the_page_names_no_address(void **state)
{
    struct report_world *world = *state;
    struct bp_rapport night = report_facts_night();
    (void)write_both(world, &night);
    static const char *const never[] = { "http:",   "https:", "//www",     "src=",
                                         "@import", "url(",   " style=\"", "onclick" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        report_silent(world, never[i]);
    report_says(world, "default-src 'none'");
    report_silent(world, "unsafe-inline");
}

static void test_a_full_buffer_is_reported_and_not_half_a_report(void **state)
{
    (void)state;
    struct bp_rapport night = report_facts_night();
    enum bp_status (*const writers[])(const struct bp_rapport *, struct bp_buf *,
                                      struct bp_error *) = { bp_rapport_json, bp_rapport_html };
    for (size_t i = 0; i < 2; i++) {
        struct bp_buf whole, small;
        bp_buf_init(&whole, BP_MIB);
        assert_int_equal(writers[i](&night, &whole, NULL), BP_OK);
        bp_buf_init(&small, whole.len - 1);
        struct bp_error err = { 0 };
        assert_int_equal(writers[i](&night, &small, &err), BP_E_MEMORY);
        assert_int_equal(err.status, BP_E_MEMORY);
        bp_buf_free(&small);
        bp_buf_init(&small, whole.len + 1); /* printf needs a byte for its NUL */
        assert_int_equal(writers[i](&night, &small, &err), BP_OK);
        bp_buf_free(&small);
        bp_buf_free(&whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rapport_json_follows_the_schema),
        cmocka_unit_test(test_the_schema_refuses_what_is_not_a_report),
        cmocka_unit_test(test_more_rows_than_the_schema_allows_are_refused),
        cmocka_unit_test(test_a_keyword_that_the_check_does_not_know_is_refused),
        cmocka_unit_test(test_json_gives_the_values_as_they_are),
        cmocka_unit_test(test_the_headline_counts_one_and_many),
        cmocka_unit_test(test_a_stopped_run_says_so_first),
        cmocka_unit_test(test_what_rejects_and_what_signals_stand_apart),
        cmocka_unit_test(test_a_code_is_taken_as_the_table_says_or_the_other_way),
        cmocka_unit_test(test_the_report_says_where_the_rest_of_the_rows_is),
        cmocka_unit_test(test_empty_parts_are_left_out),
        cmocka_unit_test(test_a_partner_is_not_named_as_if_the_report_were_its_own),
        cmocka_unit_test(test_the_page_names_no_address),
        cmocka_unit_test(test_a_full_buffer_is_reported_and_not_half_a_report),
    };
    return cmocka_run_group_tests_name("report/rapport", tests, open_world, report_world_close);
}
