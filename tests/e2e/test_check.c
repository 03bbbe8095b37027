/* bronpost check on whole exports: the schools' fixtures, and what must hold for any export. */
#include "support/e2e_scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct e2e_scenario scenarios[] = {
    { "vo school, the day before the switch", "vo-school", "2027-07-31", NULL, false },
    { "vo school, the day of the switch", "vo-school", "2027-08-01", NULL, false },
    { "vo school, a year later", "vo-school", "2028-09-15", NULL, false },
    { "mbo institution, from a spreadsheet", "mbo-instelling", "2027-10-15", "tab-spreadsheet.ini",
      false },
    { "board, the day before the switch", "bestuur", "2027-07-31", NULL, true },
    { "board, the day of the switch", "bestuur", "2027-08-01", NULL, true },
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static const struct e2e_scenario *const vo_school = &scenarios[1], *const bestuur = &scenarios[5];
static const struct e2e_scenario limburg = { "", "leerlabs/midden-limburg", "2023-08-01",
                                             "komma-utf8.ini", false };
static const struct e2e_scenario brabant = { "", "leerlabs/noord-brabant", "2021-10-15", NULL,
                                             false };

static const char *const results[] = { "registraties.csv", "afgekeurd.csv", "signalen.csv",
                                       "partner.csv" };
enum { RESULTS = sizeof results / sizeof *results };

/* --- any number of jobs --------------------------------------------------------------------------------- */

static void same_body(void *ctx, const struct e2e_folder *folder, const char *name)
{
    char other[PATH_MAX];
    (void)snprintf(other, sizeof other, "%s/%s", (const char *)ctx, strchr(name, '/') + 1);
    struct e2e_text a = e2e_read(folder, name), b = e2e_read(folder, other);
    e2e_mask_body(a);
    e2e_mask_body(b);
    e2e_same(name, a, b);
    e2e_text_free(&a);
    e2e_text_free(&b);
}

static void test_one_job_and_four_give_the_same_bytes(void **state)
{
    (void)state;
    const struct e2e_scenario *const both[] = { vo_school, bestuur };
    for (size_t s = 0; s < 2; s++) {
        struct e2e_folder folder;
        e2e_folder_make(&folder);
        e2e_scenario_copy(&folder, both[s]);
        assert_int_equal(e2e_scenario_check(&folder, both[s], "1", "one"), 1);
        assert_int_equal(e2e_scenario_check(&folder, both[s], "4", "four"), 1);
        for (size_t i = 0; i < RESULTS; i++) {
            char one[64], four[64];
            (void)snprintf(one, sizeof one, "one/%s", results[i]);
            (void)snprintf(four, sizeof four, "four/%s", results[i]);
            struct e2e_text a = e2e_read(&folder, one), b = e2e_read(&folder, four);
            e2e_same(results[i], a, b);
            e2e_text_free(&a);
            e2e_text_free(&b);
        }
        assert_int_equal(e2e_count_files(&folder, "one/bodies"),
                         e2e_count_files(&folder, "four/bodies"));
        e2e_each_file(&folder, "one/bodies", same_body, (char[]){ "four" });
        e2e_folder_remove(&folder);
    }
}

static void test_bodies_are_written_for_what_is_sent_and_named_in_registraties(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, bestuur);
    assert_int_equal(e2e_scenario_check(&folder, bestuur, "2", "out"), 1);
    struct e2e_records r = e2e_records_read(&folder, "out/registraties.csv");
    size_t bestand = e2e_column(&r, "bestand"), brin = e2e_column(&r, "brin"), named = 0;
    for (size_t i = r.header + 1; i < r.count; i++) {
        char cell[E2E_CELL], school[E2E_CELL], name[E2E_CELL + 16], element[E2E_CELL + 16];
        e2e_cell(&r, i, bestand, cell);
        e2e_cell(&r, i, brin, school);
        if (!*cell)
            continue;
        named++;
        (void)snprintf(name, sizeof name, "out/bodies/%s", cell);
        (void)snprintf(element, sizeof element, ">%s</", school);
        struct e2e_text body = e2e_read(&folder, name);
        assert_true(body.ptr[0] == '<');
        assert_int_equal(e2e_count(body, element), 2); /* verzendendeInstantie and brin */
        e2e_text_free(&body);
    }
    assert_true(named > 0);
    assert_int_equal(named, e2e_count_files(&folder, "out/bodies"));
    e2e_records_free(&r);
    e2e_folder_remove(&folder);
}

/* --- the order of the rows ------------------------------------------------------------------------------ */

static char *add(char *out, const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return out + n;
}

/* The rows without the columns that say where they stood. */
static struct e2e_text without(const struct e2e_folder *folder, const char *name,
                               const char *const *left_out)
{
    struct e2e_records r = e2e_records_read(folder, name);
    struct e2e_text out = { .ptr = malloc(r.text.len + r.count + 1) };
    assert_non_null(out.ptr);
    char *end = out.ptr, cell[E2E_CELL];
    size_t skip[4] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX }, columns = 1;
    for (size_t i = 0; left_out[i]; i++)
        skip[i] = e2e_column(&r, left_out[i]);
    for (size_t i = 0; i < r.items[r.header].len; i++)
        columns += r.items[r.header].ptr[i] == r.separator;
    for (size_t i = r.header + 1; i < r.count; i++) {
        for (size_t c = 0; c < columns; c++) {
            if (c == skip[0] || c == skip[1] || c == skip[2] || c == skip[3])
                continue;
            e2e_cell(&r, i, c, cell);
            end = add(add(end, cell), "|");
        }
        end = add(end, "\n");
    }
    out.len = (size_t)(end - out.ptr);
    *end = '\0';
    e2e_records_free(&r);
    return out;
}

static const char *const places[] = { "rij", "bestand", NULL };
static const char *const partner_places[] = { "rij", NULL };
/* Of two rows that contradict each other the later one carries the code. */
static const char *const findings[] = { "rij", "code", "kolom", "uitleg", NULL };

static void compare_without(const struct e2e_folder *folder, const char *name,
                            const char *const *left_out)
{
    char a[64], b[64];
    (void)snprintf(a, sizeof a, "straight/%s", name);
    (void)snprintf(b, sizeof b, "shuffled/%s", name);
    struct e2e_text wanted = without(folder, a, left_out), got = without(folder, b, left_out);
    assert_true(wanted.len > 0);
    e2e_same_lines(name, wanted, got);
    e2e_text_free(&wanted);
    e2e_text_free(&got);
}

static void shuffle(struct e2e_folder *folder)
{
    struct e2e_records r = e2e_records_read(folder, "leerlingen.csv");
    struct e2e_text out = { .ptr = malloc(r.text.len + 2) };
    assert_non_null(out.ptr);
    unsigned seed = 20270801;
    for (size_t i = r.count - 1; i > r.header + 1; i--) {
        seed = seed * 1664525u + 1013904223u;
        size_t j = r.header + 1 + (seed >> 8) % (i - r.header);
        struct e2e_record swap = r.items[i];
        r.items[i] = r.items[j];
        r.items[j] = swap;
    }
    for (size_t i = 0; i < r.count; i++) {
        memcpy(out.ptr + out.len, r.items[i].ptr, r.items[i].len);
        out.len += r.items[i].len;
        out.ptr[out.len++] = '\n';
    }
    e2e_write(folder, "leerlingen.csv", out.ptr, out.len);
    e2e_text_free(&out);
    e2e_records_free(&r);
}

static void test_the_order_of_the_rows_decides_nothing(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, vo_school);
    assert_int_equal(e2e_scenario_check(&folder, vo_school, "2", "straight"), 1);
    shuffle(&folder);
    assert_int_equal(e2e_scenario_check(&folder, vo_school, "2", "shuffled"), 1);
    e2e_sum_rule(&folder, "leerlingen.csv", "shuffled");
    compare_without(&folder, "registraties.csv", places);
    compare_without(&folder, "partner.csv", partner_places);
    compare_without(&folder, "afgekeurd.csv", findings);
    e2e_folder_remove(&folder);
}

/* --- the round trip
 * -----------------------------------------------------------------------------------------------
 */

static const struct {
    const struct e2e_scenario *scenario;
    const char *right, *wrong; /* a value that many rows have, and a form that no row may have */
    const char *surplus;       /* a field too many is not handed back, and so mended already */
} trips[] = {
    { &scenarios[1], "99XA01", "99X01", ";extra" },
    { &scenarios[3], "99004", "99Q04", NULL },
    { &limburg, "6611", "66Q1", NULL },
    { &brabant, "6111", "61Q1", NULL },
};

static struct e2e_text joined(struct e2e_text a, struct e2e_text b)
{
    struct e2e_text out = { malloc(a.len + b.len + 1), a.len + b.len };
    assert_non_null(out.ptr);
    memcpy(out.ptr, a.ptr, a.len);
    memcpy(out.ptr + a.len, b.ptr, b.len);
    out.ptr[out.len] = '\0';
    return out;
}

/* Also where afgekeurd.csv has a BOM, CRLF, tabs, commas, a sep= line: what it needs is in it. */
static void test_what_was_rejected_can_be_mended_and_fed_back(void **state)
{
    (void)state;
    for (size_t t = 0; t < sizeof trips / sizeof *trips; t++) {
        struct e2e_folder folder;
        e2e_folder_make(&folder);
        e2e_scenario_copy(&folder, trips[t].scenario);
        if (trips[t].surplus)
            e2e_replace(&folder, "leerlingen.csv", trips[t].surplus, "");
        (void)e2e_scenario_check(&folder, trips[t].scenario, "2", "clean");
        e2e_replace(&folder, "leerlingen.csv", trips[t].right, trips[t].wrong);
        assert_int_equal(e2e_scenario_check(&folder, trips[t].scenario, "2", "damaged"), 1);
        struct e2e_text rejected = e2e_read(&folder, "damaged/afgekeurd.csv");
        struct e2e_text mended = e2e_replaced(rejected, trips[t].wrong, trips[t].right);
        assert_true(e2e_count(rejected, trips[t].wrong) > 0);
        e2e_write(&folder, "leerlingen.csv", mended.ptr, mended.len);
        (void)e2e_scenario_check(&folder, trips[t].scenario, "2", "mended");
        e2e_sum_rule(&folder, "leerlingen.csv", "mended");

        struct e2e_text wanted = without(&folder, "clean/registraties.csv", places);
        struct e2e_text first = without(&folder, "damaged/registraties.csv", places);
        struct e2e_text second = without(&folder, "mended/registraties.csv", places);
        struct e2e_text both = joined(first, second);
        assert_true(first.len > 0 && second.len > 0);
        e2e_same_lines(trips[t].scenario->fixture, wanted, both);
        e2e_text_free(&wanted);
        e2e_text_free(&first);
        e2e_text_free(&second);
        e2e_text_free(&both);

        /* The program's own four columns are recognised and not repeated. */
        struct e2e_records again = e2e_records_read(&folder, "mended/afgekeurd.csv");
        struct e2e_text header = { strndup(again.items[again.header].ptr,
                                           again.items[again.header].len),
                                   again.items[again.header].len };
        assert_int_equal(e2e_count(header, "uitleg"), 1);
        e2e_text_free(&header);
        e2e_records_free(&again);
        e2e_text_free(&rejected);
        e2e_text_free(&mended);
        e2e_folder_remove(&folder);
    }
}

/* --- the dress of the input ----------------------------------------------------------------------------- */

static void test_bom_line_ends_and_sep_line_come_back(void **state)
{
    (void)state;
    static const char *const starts[] = { "", "\xEF\xBB\xBF", "sep=;\r\n",
                                          "\xEF\xBB\xBFsep=;\r\n" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct e2e_folder folder;
        e2e_folder_make(&folder);
        e2e_scenario_copy(&folder, vo_school);
        struct e2e_text plain = e2e_read(&folder, "leerlingen.csv");
        struct e2e_text crlf = e2e_replaced(plain, "\n", "\r\n");
        struct e2e_text start = { strdup(starts[i]), strlen(starts[i]) };
        struct e2e_text whole = joined(start, crlf);
        e2e_write(&folder, "leerlingen.csv", whole.ptr, whole.len);
        assert_int_equal(e2e_scenario_check(&folder, vo_school, "1", "out"), 1);
        static const char *const handed_back[] = { "out/afgekeurd.csv", "out/signalen.csv" };
        for (size_t f = 0; f < 2; f++) {
            struct e2e_text got = e2e_read(&folder, handed_back[f]);
            assert_true(got.len > start.len);
            assert_memory_equal(got.ptr, start.ptr, start.len);
            assert_memory_equal(got.ptr + start.len, "bsn;", 4);
            assert_int_equal(e2e_count(got, "\n"), e2e_count(got, "\r\n"));
            e2e_text_free(&got);
        }
        e2e_text_free(&plain);
        e2e_text_free(&crlf);
        e2e_text_free(&start);
        e2e_text_free(&whole);
        e2e_folder_remove(&folder);
    }
}

static void test_windows_1252_comes_back_as_its_own_bytes(void **state)
{
    (void)state;
    static const struct e2e_scenario apeldoorn = { "", "leerlabs/apeldoorn", "2021-08-01",
                                                   "puntkomma-1252.ini", false };
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, &apeldoorn);
    e2e_replace(&folder, "leerlingen.csv", ";V8004;", ";V/8004;"); /* not of the form */
    assert_int_equal(e2e_scenario_check(&folder, &apeldoorn, "1", "out"), 1);
    struct e2e_text got = e2e_read(&folder, "out/afgekeurd.csv");
    assert_int_equal(e2e_count(got, "\xC9-8004"), 1);
    assert_int_equal(e2e_count(got, "\xC3\x89-8004"), 0);
    e2e_text_free(&got);
    e2e_folder_remove(&folder);
}

/* --- what a spreadsheet would run ----------------------------------------------------------------------------------- */

/* Every cell of the file from column `first` on, seen from the right when it is negative, is text. */
static void expect_text_only(const struct e2e_folder *folder, const char *name, int first)
{
    struct e2e_records records = e2e_records_read(folder, name);
    char cell[E2E_CELL];
    const struct e2e_record *head = &records.items[records.header];
    size_t columns = 1;
    for (size_t at = 0; at < head->len; at++)
        columns += head->ptr[at] == records.separator;
    for (size_t i = records.header; i < records.count; i++) {
        for (size_t c = first < 0 ? columns - (size_t)-first : (size_t)first; c < columns; c++) {
            e2e_cell(&records, i, c, cell);
            if (*cell && strchr("=+-@\t\r\n", *cell))
                fail_msg("%s, record %zu, column %zu: %s", name, i, c, cell);
        }
    }
    e2e_records_free(&records);
}

static void test_no_cell_of_ours_is_run_by_a_spreadsheet(void **state)
{
    (void)state;
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, vo_school);
    e2e_replace(&folder, "leerlingen.csv", ";1021;", ";=1+1;"); /* has a part for the partner */
    e2e_replace(&folder, "leerlingen.csv", ";1001;", ";@SUM(A1);");
    e2e_replace(&folder, "leerlingen.csv", ";1050;", ";+31;"); /* is rejected */
    e2e_replace(&folder, "leerlingen.csv", ";1012;", ";-1;");  /* has a signal */
    e2e_replace(&folder, "routes.csv", ";PIE: basis naar mbo 2, doorlopend;", ";=PIE;");
    e2e_replace(&folder, "bronpost.conf", "naam = Vmbo De Voorbeeldschool", "naam = @Vmbo");
    e2e_expect(&folder, 1, "check", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv",
               "--routes", "routes.csv", "--on", vo_school->on, "--out", "out", (char *)NULL);
    static const struct {
        const char *file, *says;
        int first; /* the cells before are the school's own, to the byte */
    } cases[] = {
        { "out/registraties.csv", ";'=1+1;", 0 }, { "out/registraties.csv", ";'@SUM(A1);", 0 },
        { "out/partner.csv", ";'=1+1;", 0 },      { "out/partner.csv", ";'@Vmbo;'=PIE", 0 },
        { "out/afgekeurd.csv", ";+31;", -4 },     { "out/signalen.csv", ";-1;", -4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct e2e_text text = e2e_read(&folder, cases[i].file);
        if (e2e_count(text, cases[i].says) == 0)
            fail_msg("%s has no %s:\n%s", cases[i].file, cases[i].says, text.ptr);
        e2e_text_free(&text);
        expect_text_only(&folder, cases[i].file, cases[i].first);
    }
    struct e2e_text page = e2e_read(&folder, "out/rapport.html");
    assert_int_equal(e2e_count(page, ">=PIE"), 0);
    assert_true(e2e_count(page, ">&#39;=PIE") > 0 && e2e_count(page, ">&#39;+31<") > 0);
    e2e_text_free(&page);
    e2e_folder_remove(&folder);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(test_one_job_and_four_give_the_same_bytes),
        cmocka_unit_test(test_bodies_are_written_for_what_is_sent_and_named_in_registraties),
        cmocka_unit_test(test_the_order_of_the_rows_decides_nothing),
        cmocka_unit_test(test_what_was_rejected_can_be_mended_and_fed_back),
        cmocka_unit_test(test_bom_line_ends_and_sep_line_come_back),
        cmocka_unit_test(test_no_cell_of_ours_is_run_by_a_spreadsheet),
        cmocka_unit_test(test_windows_1252_comes_back_as_its_own_bytes),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    struct CMUnitTest tests[SCENARIOS + OTHERS];
    for (size_t i = 0; i < SCENARIOS; i++)
        tests[i] =
            (struct CMUnitTest){ scenarios[i].name, e2e_scenario_test, NULL, NULL, &scenarios[i] };
    memcpy(tests + SCENARIOS, others, sizeof others);
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
