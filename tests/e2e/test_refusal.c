/* What bronpost check refuses, with which exit code, and what it leaves behind; mandates and
 * languages. */
#include "support/e2e_scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct e2e_scenario vo_school = { "", "vo-school", "2027-08-01", NULL, true };
static const struct e2e_scenario limburg = { "", "leerlabs/midden-limburg", "2023-08-01",
                                             "komma-utf8.ini", false };

static struct e2e_folder fresh(const struct e2e_scenario *scenario)
{
    struct e2e_folder folder;
    e2e_folder_make(&folder);
    e2e_scenario_copy(&folder, scenario);
    return folder;
}

/* --- refused as a whole --------------------------------------------------------------------------------- */

enum damage { GONE, WHOLE, APPEND, CUT, REPLACE };

static const struct {
    const char *name, *file;
    enum damage damage;
    const char *text, *to;
    size_t len; /* of the text where it holds a NUL */
} damages[] = {
    { "leerlingen.csv is not there", "leerlingen.csv", GONE, NULL, NULL, 0 },
    { "leerlingen.csv is empty", "leerlingen.csv", WHOLE, "", NULL, 0 },
    { "leerlingen.csv has no rows", "leerlingen.csv", WHOLE,
      "bsn;inschrijvingvolgnummer;datum_inschrijving\n", NULL, 0 },
    { "leerlingen.csv has no header that is one", "leerlingen.csv", WHOLE, "a;b\n1;2\n", NULL, 0 },
    { "a required column is missing", "leerlingen.csv", REPLACE, ";datum_inschrijving;",
      ";datum_begin;", 0 },
    { "a column stands there twice", "leerlingen.csv", REPLACE, ";leerjaar;", ";opleidingcode;",
      0 },
    { "a NUL byte", "leerlingen.csv", APPEND, "9;\0;\n", NULL, 5 },
    { "the end inside a quoted field", "leerlingen.csv", APPEND, "\"999990019;V1;2027-08-01\n",
      NULL, 0 },
    { "the last record is cut off", "leerlingen.csv", CUT, NULL, NULL, 0 },
    { "routes.csv is not there", "routes.csv", GONE, NULL, NULL, 0 },
    { "routes.csv is empty", "routes.csv", WHOLE, "", NULL, 0 },
    { "routes.csv lacks a required column", "routes.csv", REPLACE, ";begindatum;", ";vanaf;", 0 },
    { "routes.csv has a key twice, and differently", "routes.csv", REPLACE, "PIE-BB2-G;",
      "PIE-BB2-D;", 0 },
};

static void inflict(const struct e2e_folder *folder, size_t i)
{
    char path[PATH_MAX];
    e2e_path(folder, damages[i].file, path);
    const char *text = damages[i].text;
    switch (damages[i].damage) {
    case GONE:
        assert_int_equal(remove(path), 0);
        return;
    case WHOLE:
        e2e_write(folder, damages[i].file, text, strlen(text));
        return;
    case REPLACE:
        e2e_replace(folder, damages[i].file, text, damages[i].to);
        return;
    case APPEND: {
        struct e2e_text old = e2e_read(folder, damages[i].file);
        size_t len = damages[i].len ? damages[i].len : strlen(text);
        char *bigger = realloc(old.ptr, old.len + len);
        assert_non_null(bigger);
        old.ptr = bigger;
        memcpy(old.ptr + old.len, text, len);
        e2e_write(folder, damages[i].file, old.ptr, old.len + len);
        e2e_text_free(&old);
        return;
    }
    case CUT: {
        struct e2e_text old = e2e_read(folder, damages[i].file);
        e2e_write(folder, damages[i].file, old.ptr, old.len - 40);
        e2e_text_free(&old);
        return;
    }
    }
}

static void test_a_refused_input_is_exit_3_and_removes_an_older_result(void **state)
{
    (void)state;
    static const char *const results[] = { "out/registraties.csv", "out/afgekeurd.csv",
                                           "out/signalen.csv",     "out/partner.csv",
                                           "out/rapport.html",     "out/rapport.json" };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct e2e_folder folder = fresh(&vo_school);
        assert_int_equal(e2e_scenario_check(&folder, &vo_school, "1", "out"), 1);
        for (size_t r = 0; r < sizeof results / sizeof *results; r++)
            assert_true(e2e_exists(&folder, results[r]));
        assert_true(e2e_count_files(&folder, "out/bodies") > 0);
        inflict(&folder, i);
        struct e2e_result result =
            e2e_run(&folder, "check", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv",
                    "--routes", "routes.csv", "--on", "2027-08-01", "--out", "out", (char *)NULL);
        if (result.exit_code != 3)
            fail_msg("%s: exit code %d", damages[i].name, result.exit_code);
        if (!strstr(result.err.ptr, damages[i].file))
            fail_msg("%s: the message does not name %s: %s", damages[i].name, damages[i].file,
                     result.err.ptr);
        for (size_t r = 0; r < sizeof results / sizeof *results; r++)
            if (e2e_exists(&folder, results[r]))
                fail_msg("%s: %s of the run before is still there", damages[i].name, results[r]);
        assert_int_equal(e2e_count_files(&folder, "out/bodies"), 0);
        e2e_result_free(&result);
        e2e_folder_remove(&folder);
    }
}

/* --- wrong use
 * ------------------------------------------------------------------------------------------------------
 */

static const struct {
    const char *name, *text, *to;
} profiles[] = {
    { "a renamed column that the export does not have", "= leerling_id", "= leerling_nr" },
    { "a column that nobody knows", "leerjaar = jaarlaag", "leerkring = jaarlaag" },
    { "a separator that is none", "separator = comma", "separator = colon" },
    { "a character set that is none", "charset = utf-8", "charset = utf-99" },
    { "a section that is none", "[columns]", "[kolommen]" },
    { "a line that says nothing", "[columns]", "[columns]\nbsn" },
};

static void test_a_wrong_profile_is_exit_2(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        struct e2e_folder folder = fresh(&limburg);
        e2e_replace(&folder, "profile.ini", profiles[i].text, profiles[i].to);
        struct e2e_result result =
            e2e_run(&folder, "check", "--config", "bronpost.conf", "--leerlingen", "leerlingen.csv",
                    "--routes", "routes.csv", "--profile", "profile.ini", "--on", "2023-08-01",
                    "--out", "out", (char *)NULL);
        if (result.exit_code != 2)
            fail_msg("%s: exit code %d: %s", profiles[i].name, result.exit_code, result.err.ptr);
        assert_true(result.err.len > 0);
        assert_false(e2e_exists(&folder, "out/registraties.csv"));
        e2e_result_free(&result);
        e2e_folder_remove(&folder);
    }
}

#define INPUT "--leerlingen", "leerlingen.csv", "--routes", "routes.csv"

static void test_wrong_use_is_exit_2(void **state)
{
    (void)state;
    struct e2e_folder folder = fresh(&vo_school);
    e2e_expect(&folder, 2, "check", (char *)NULL);
    e2e_expect(&folder, 2, "chekc", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, (char *)NULL); /* no --out */
    e2e_expect(&folder, 2, "check", "--routes", "routes.csv", "--out", "out", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--on", "31-07-2027", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--on", "2027-02-29", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--jobs", "0", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--spectacular", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--config", "none.conf", (char *)NULL);
    e2e_expect(&folder, 2, "check", INPUT, "--out", "out", "--profile", "none.ini", (char *)NULL);
    assert_false(e2e_exists(&folder, "out"));
    e2e_folder_remove(&folder);
}

/* --- mandates
 * -------------------------------------------------------------------------------------------------------
 */

static void test_without_configuration_everything_counts_as_mandated(void **state)
{
    (void)state;
    struct e2e_folder folder = fresh(&vo_school);
    char conf[PATH_MAX];
    e2e_path(&folder, "bronpost.conf", conf);
    assert_int_equal(remove(conf), 0);
    /* Nothing says which school the rows are of. */
    e2e_expect(&folder, 3, "check", INPUT, "--on", "2027-07-31", "--out", "out", (char *)NULL);
    e2e_expect(&folder, 1, "check", INPUT, "--on", "2027-07-31", "--brin", "99XA", "--out", "out",
               (char *)NULL);
    /* On that day no mbo registration has a number yet, so it makes no difference but for the
     * school's name. */
    struct e2e_text got = e2e_read(&folder, "out/registraties.csv");
    struct e2e_text wanted =
        e2e_read_path("tests/golden/e2e/vo-school/2027-07-31/registraties.csv");
    e2e_same("registraties.csv", wanted, got);
    e2e_text_free(&wanted);
    e2e_text_free(&got);
    assert_int_equal(e2e_count_rows(&folder, "out/partner.csv", "school_naam", ""),
                     e2e_count_rows(&folder, "out/partner.csv", "status", "partner"));
    e2e_folder_remove(&folder);
}

static void test_a_configuration_without_institutions_mandates_nothing(void **state)
{
    (void)state;
    struct e2e_folder folder = fresh(&vo_school);
    static const char conf[] = "[ledger]\nurl = sqlite:state/ledger.db\n";
    e2e_write(&folder, "bronpost.conf", conf, sizeof conf - 1);
    e2e_expect(&folder, 1, "check", INPUT, "--on", "2027-08-01", "--brin", "99XA", "--bodies",
               "--out", "out", (char *)NULL);
    assert_int_equal(e2e_count_rows(&folder, "out/registraties.csv", "status", "te_registreren"),
                     0);
    size_t partner = e2e_count_rows(&folder, "out/registraties.csv", "status", "partner");
    assert_true(partner > 40);
    assert_int_equal(e2e_count_rows(&folder, "out/partner.csv", "status", "partner"), partner);
    assert_int_equal(e2e_count_files(&folder, "out/bodies"), 0);
    e2e_folder_remove(&folder);
}

static void test_a_clean_export_is_exit_0_and_leaves_headers_only(void **state)
{
    (void)state;
    static const char rows[] =
        "bsn;leerlingnummer;inschrijvingvolgnummer;datum_inschrijving;opleidingcode;leerjaar;"
        "vestiging\n"
        "999990019;1;V1;2026-08-01;0031;1;99XA00\n";
    struct e2e_folder folder = fresh(&vo_school);
    e2e_write(&folder, "leerlingen.csv", rows, sizeof rows - 1);
    struct e2e_result result = e2e_run(&folder, "check", "--config", "bronpost.conf", INPUT, "--on",
                                       "2027-08-01", "--out", "out", "--quiet", (char *)NULL);
    assert_int_equal(result.exit_code, 0);
    assert_int_equal(result.out.len, 0); /* nothing needs a person, and --quiet */
    assert_int_equal(result.err.len, 0);
    e2e_result_free(&result);
    static const char *const headers_only[] = { "out/afgekeurd.csv", "out/signalen.csv",
                                                "out/partner.csv" };
    for (size_t i = 0; i < 3; i++) {
        struct e2e_text text = e2e_read(&folder, headers_only[i]);
        assert_int_equal(e2e_count(text, "\n"), 1);
        e2e_text_free(&text);
    }
    assert_int_equal(e2e_count_rows(&folder, "out/registraties.csv", "regel", "1"), 1);
    e2e_folder_remove(&folder);
}

/* --- languages
 * --------------------------------------------------------------------------------------------------------
 */

static struct e2e_text explained(const struct e2e_folder *folder, const char *environment,
                                 const char *option)
{
    struct e2e_result result =
        e2e_run_with(folder, environment, "check", "--config", "bronpost.conf", INPUT, "--on",
                     "2027-08-01", "--out", "out", option ? option : "--no-progress", (char *)NULL);
    assert_int_equal(result.exit_code, 1);
    e2e_result_free(&result);
    return e2e_read(folder, "out/afgekeurd.csv");
}

static bool same_text(struct e2e_text a, struct e2e_text b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static void test_explanations_follow_the_locale_and_the_option(void **state)
{
    (void)state;
    struct e2e_folder folder = fresh(&vo_school);
    struct e2e_text english = explained(&folder, "LANG=C", NULL);
    struct e2e_text dutch = explained(&folder, "LANG=nl_NL.UTF-8", NULL);
    struct e2e_text german = explained(&folder, "LANG=de_DE.UTF-8", NULL);
    struct e2e_text asked_dutch = explained(&folder, "LANG=C", "--lang=nl");
    struct e2e_text asked_english = explained(&folder, "LANG=nl_NL.UTF-8", "--lang=en");
    assert_false(same_text(english, dutch));
    assert_true(same_text(english, german));
    assert_true(same_text(dutch, asked_dutch));
    assert_true(same_text(english, asked_english));
    assert_true(e2e_count(english, "rejected with line ") > 0);
    assert_int_equal(e2e_count(dutch, "rejected with line "), 0);
    e2e_text_free(&english);
    e2e_text_free(&dutch);
    e2e_text_free(&german);
    e2e_text_free(&asked_english);

    /* Only the wording: a Dutch run decides the same. */
    e2e_text_free(&asked_dutch);
    asked_dutch = explained(&folder, "LANG=C", "--lang=nl");
    e2e_text_free(&asked_dutch);
    e2e_golden(&folder, "out", "vo-school/2027-08-01");
    e2e_folder_remove(&folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_refused_input_is_exit_3_and_removes_an_older_result),
        cmocka_unit_test(test_a_wrong_profile_is_exit_2),
        cmocka_unit_test(test_wrong_use_is_exit_2),
        cmocka_unit_test(test_without_configuration_everything_counts_as_mandated),
        cmocka_unit_test(test_a_configuration_without_institutions_mandates_nothing),
        cmocka_unit_test(test_a_clean_export_is_exit_0_and_leaves_headers_only),
        cmocka_unit_test(test_explanations_follow_the_locale_and_the_option),
    };
    return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
