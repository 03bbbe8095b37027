/* What RIO knows besides programmes: the file and what it answers; how RIO words and cuts what it says. */
#include "../../src/rehearsal/rio_opleidingen.h"
#include "../../src/rehearsal/rio_register.h"
#include "../../src/rehearsal/rio_uitslag.h"

#include "bronpost/base/file.h"
#include "bronpost/domain/rio_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* --- the file ------------------------------------------------------------------------------------------- */

static enum bp_status open_text(const char *text, struct bp_register **out, struct bp_error *err)
{
    char folder[] = "/tmp/bronpost-register-XXXXXX", path[64];
    *err = (struct bp_error){ 0 };
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/register", folder);
    assert_int_equal(bp_file_put(path, bp_str_of(text), BP_DURABLE_LATER, err), BP_OK);
    enum bp_status st = bp_register_open(path, out, err);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return st;
}

static struct bp_register *must_open(const char *text)
{
    struct bp_register *r;
    struct bp_error err;
    if (open_text(text, &r, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return r;
}

static void test_a_line_that_is_none_is_named(void **state)
{
    static const struct {
        const char *text;
        size_t row; /* 0: it is a register */
    } cases[] = {
        { "", 0 },
        { "# niets\n\n[onderwijsaanbieder]\n", 0 },
        { "[onderwijsaanbieder]\n199A001 =\n199A002 = 2026-08-01\n", 0 },
        { "[onderwijsaanbieder]\n199A001 = 2026-08-01 2027-08-01\n", 0 },
        { "[onderwijsaanbieder]\n199A001 = 2026-08-01 2027-08-01 2028-08-01\n", 2 },
        { "[onderwijsaanbieder]\n199A001 = 1 augustus\n", 2 },
        { "[onderwijsaanbieder]\n199A001 = 2026-02-29\n", 2 },
        { "[onderwijsaanbieder]\n199A001 =\n199X002 =\n", 3 },
        { "[onderwijslocatie]\n199X001 =\n", 0 },
        { "[onderwijslocatie]\n199X001 = 2026-08-01\n", 2 },
        { "[onderwijslocatie]\n99XA00 =\n", 2 },
        { "[opleidingserkenning]\nILT 6611 =\nCREBO 99001 = 9900O0001 199A001 199A002\n", 0 },
        { "[opleidingserkenning]\nILT =\n", 2 },
        { "[opleidingserkenning]\nILT 6611 = 199A001\n", 2 },
        { "[vakerkenning]\nILT 2000 VMBO-BB =\n", 0 },
        { "[vakerkenning]\nILT 2000 =\n", 2 },
        { "[opleidingsrelatie]\n9900O0001 9900O0002 = VERWANT\n9900O0001 9900O0003 =\n", 0 },
        { "[opleidingsrelatie]\n9900O0001 =\n", 2 },
        { "[opleidingsrelatie]\n9900O0001 9900O0002 = A B\n", 2 },
        { "[afzender]\n0000000700099XA00000 = 199A001 199A002\n", 0 },
        { "[afzender]\n99XA = 199A001\n", 2 },
        { "[scholen]\n199A001 =\n", 2 },
        { "199A001 =\n", 1 },
        { "[onderwijsaanbieder]\nniets\n", 2 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bp_register *r = NULL;
        struct bp_error err;
        enum bp_status st = open_text(cases[i].text, &r, &err);
        if (st != (cases[i].row ? BP_E_USAGE : BP_OK) || err.row != cases[i].row)
            fail_msg("case %zu: status %d, row %zu, expected %zu", i, (int)st, err.row,
                     cases[i].row);
        assert_int_equal(r == NULL, cases[i].row != 0);
        bp_register_close(r);
    }
}

static void test_without_a_register_everything_exists_and_is_allowed(void **state)
{
    struct bp_register *r;
    struct bp_error err = { 0 };
    (void)state;
    assert_int_equal(bp_register_open(NULL, &r, &err), BP_OK);
    for (size_t i = 0; i < BP_REGISTER_SOORTEN; i++) {
        enum bp_register_soort soort = (enum bp_register_soort)i;
        assert_true(bp_register_kent(r, soort, BP_STR("199A001")));
        assert_true(
            bp_register_leeft(r, soort, BP_STR("199A001"), BP_DATUM(1900, 1, 1), BP_DATUM_NONE));
    }
    assert_true(bp_register_mag(r, BP_STR("0000000700099XA00000"), BP_STR("199A001")));
    assert_non_null(bp_register_relatie(r, BP_STR("9900O0001"), BP_STR("9900O0002")).ptr);
    bp_register_close(r);
}

static void test_a_kind_that_is_listed_has_what_is_listed_and_no_more(void **state)
{
    struct bp_register *r = must_open("[onderwijsaanbieder]\n199A001 =\n");
    (void)state;
    assert_true(bp_register_kent(r, BP_REGISTER_ONDERWIJSAANBIEDER, BP_STR("199A001")));
    assert_false(bp_register_kent(r, BP_REGISTER_ONDERWIJSAANBIEDER, BP_STR("199A002")));
    assert_true(bp_register_kent(r, BP_REGISTER_ONDERWIJSLOCATIE, BP_STR("199X002")));
    bp_register_close(r);
}

static void test_a_life_has_its_first_day_and_ends_before_its_end(void **state)
{
    static const struct {
        const char *code;
        struct bp_datum van, tot;
        bool within;
    } cases[] = {
        { "199A001", { 2026, 8, 1 }, { 2030, 8, 1 }, true },
        { "199A001", { 2026, 7, 31 }, { 2030, 8, 1 }, false },
        { "199A001", { 2026, 8, 1 }, { 2030, 8, 2 }, false },
        { "199A001", { 2026, 8, 1 }, { 0, 0, 0 }, false },
        { "199A002", { 2026, 8, 1 }, { 0, 0, 0 }, true },
        { "199A002", { 2026, 7, 31 }, { 0, 0, 0 }, false },
        { "199A003", { 1990, 1, 1 }, { 0, 0, 0 }, true },
    };
    struct bp_register *r = must_open("[onderwijsaanbieder]\n199A001 = 2026-08-01 2030-08-01\n"
                                      "199A002 = 2026-08-01\n199A003 =\n");
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (bp_register_leeft(r, BP_REGISTER_ONDERWIJSAANBIEDER, bp_str_of(cases[i].code),
                              cases[i].van, cases[i].tot) != cases[i].within)
            fail_msg("case %zu", i);
    bp_register_close(r);
}

static void test_a_unit_is_the_one_named_or_always_the_same_one(void **state)
{
    struct bp_register *r = must_open("[opleidingserkenning]\nILT  6611 = 0100O0001\nILT 6612 =\n");
    char first[BP_EENHEID_TEXT], again[BP_EENHEID_TEXT], other[BP_EENHEID_TEXT];
    (void)state;
    bp_register_eenheid(r, BP_REGISTER_OPLEIDINGSERKENNING, BP_STR("ILT 6611"), first);
    assert_string_equal(first, "0100O0001");
    bp_register_eenheid(r, BP_REGISTER_OPLEIDINGSERKENNING, BP_STR("ILT 6612"), first);
    bp_register_eenheid(r, BP_REGISTER_OPLEIDINGSERKENNING, BP_STR("ILT 6612"), again);
    bp_register_eenheid(r, BP_REGISTER_OPLEIDINGSERKENNING, BP_STR("ILT 6613"), other);
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    assert_int_equal(strlen(first), 9);
    for (size_t i = 0; i < 9; i++)
        assert_true(i == 4 ? first[i] == 'O' : bp_ascii_digit(first[i]));
    bp_register_close(r);
}

static void test_the_rights_of_a_sender_may_take_several_lines(void **state)
{
    static const struct {
        const char *oin, *aanbieder;
        bool may;
    } cases[] = {
        { "0000000700099XA00000", "199A001", true },  { "0000000700099XA00000", "199A002", true },
        { "0000000700099XA00000", "199A003", true },  { "0000000700099XA00000", "199A004", false },
        { "0000000700099XB00000", "199A001", false }, { "0000000700099XB00000", NULL, true },
        { "0000000700099XC00000", NULL, false },
    };
    struct bp_register *r = must_open("[afzender]\n0000000700099XA00000 = 199A001 199A002\n"
                                      "0000000700099XB00000 =\n0000000700099XA00000 = 199A003\n");
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (bp_register_mag(r, bp_str_of(cases[i].oin), bp_str_of(cases[i].aanbieder)) !=
            cases[i].may)
            fail_msg("case %zu", i);
    bp_register_close(r);
}

static void test_a_relation_is_the_same_in_either_order(void **state)
{
    struct bp_register *r = must_open("[opleidingsrelatie]\n9900O0001 9900O0002 = VERWANT\n");
    (void)state;
    assert_true(bp_str_equal(bp_register_relatie(r, BP_STR("9900O0002"), BP_STR("9900O0001")),
                             BP_STR("VERWANT")));
    assert_null(bp_register_relatie(r, BP_STR("9900O0001"), BP_STR("9900O0003")).ptr);
    bp_register_close(r);
}

/* --- what RIO has --------------------------------------------------------------------------------------- */

static void test_stands_are_found_by_key_and_in_order(void **state)
{
    static const char *const keys[] = { "m", "b 2", "z", "b 1", "a", "b 3" };
    static const char *const order[] = { "b 1", "b 2", "b 3" };
    struct bp_opleidingen *o = bp_opleidingen_new(NULL);
    struct bp_str key = { NULL, 0 };
    (void)state;
    assert_non_null(o);
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_true(bp_opleidingen_zet(o, bp_str_of(keys[i]), bp_str_of(keys[i])));
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_true(bp_str_equal(bp_opleidingen_zoek(o, bp_str_of(keys[i])), bp_str_of(keys[i])));
    for (size_t i = 0; i < COUNT(order); i++) {
        key = bp_opleidingen_volgende(o, BP_STR("b "), key);
        assert_true(bp_str_equal(key, bp_str_of(order[i])));
    }
    assert_null(bp_opleidingen_volgende(o, BP_STR("b "), key).ptr);
    assert_true(bp_opleidingen_zet(o, BP_STR("b 2"), BP_STR("")));
    assert_true(bp_opleidingen_zet(o, BP_STR("b 2"), BP_STR("")));
    assert_null(bp_opleidingen_zoek(o, BP_STR("b 2")).ptr);
    assert_true(bp_str_equal(bp_opleidingen_zoek(o, BP_STR("b 3")), BP_STR("b 3")));
    bp_opleidingen_free(o);
}

static void test_what_will_vanish_is_there_until_its_moment_unless_it_comes_again(void **state)
{
    struct bp_opleidingen *o = bp_opleidingen_new(NULL);
    (void)state;
    assert_non_null(o);
    assert_true(bp_opleidingen_zet(o, BP_STR("a"), BP_STR("1")));
    assert_true(bp_opleidingen_zet(o, BP_STR("b"), BP_STR("1")));
    bp_opleidingen_verdwijnt(o, BP_STR("a"), 1000);
    bp_opleidingen_verdwijnt(o, BP_STR("b"), 1000);
    bp_opleidingen_verdwijnt(o, BP_STR("c"), 1000);
    bp_opleidingen_ruim_op(o, 999);
    assert_non_null(bp_opleidingen_zoek(o, BP_STR("a")).ptr);
    assert_true(bp_opleidingen_zet(o, BP_STR("b"), BP_STR("2")));
    bp_opleidingen_ruim_op(o, 1000);
    assert_null(bp_opleidingen_zoek(o, BP_STR("a")).ptr);
    assert_true(bp_str_equal(bp_opleidingen_zoek(o, BP_STR("b")), BP_STR("2")));
    bp_opleidingen_free(o);
}

/* --- words ---------------------------------------------------------------------------------------------- */

static void test_a_long_key_is_shown_as_its_first_and_last_eleven_characters(void **state)
{
    static const struct {
        const char *key, *shown;
    } cases[] = {
        { "kort", "kort" },
        { "precies 25 tekens, en ok.", "precies 25 tekens, en ok." },
        { "eentje meer dan 25 tekens.", "eentje meer... 25 tekens." },
        { "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000001", "7d0c2a44-9a...f1c1f000001" },
        { "fddec347-8c11-4111-8111-1a85d09c0004", "fddec347-8c...a85d09c0004" },
        { "a&b", "a&amp;b" },
        { "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n \xC3\xA9",
          "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n \xC3\xA9" }, /* 25 characters in 38 bytes */
        { "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xAB",
          "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xA9n... \xC3\xA9\xC3\xA9n "
          "\xC3\xA9\xC3\xA9n \xC3\xA9\xC3\xAB" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bp_buf out;
        bp_buf_init(&out, 1024);
        bp_rio_toon(&out, bp_str_of(cases[i].key));
        if (!bp_str_equal(bp_buf_str(&out), bp_str_of(cases[i].shown)))
            fail_msg("'%.*s', expected '%s'", (int)out.len, out.ptr, cases[i].shown);
        bp_buf_free(&out);
    }
}

/* Codes without a check here: N10010 (a period has no end), N11421 (STAP has ended), P04040 (the kinds of
 * relation are not public), and four of other operations. */
static void test_every_code_that_can_be_given_has_a_text_that_fits(void **state)
{
    static const char *const others[] = { "N10010", "N11421", "P04040", "A01160",
                                          "A01161", "A09999", "P01081" };
    size_t count;
    const struct bp_rio_code *codes = bp_rio_code_all(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        const char *text = bp_rio_fouttekst(codes[i].name);
        bool other = false;
        for (size_t k = 0; k < COUNT(others); k++)
            other = other || strcmp(others[k], codes[i].name) == 0;
        if ((text != NULL) == other || (text && strlen(text) > 200))
            fail_msg("%s", codes[i].name);
    }
}

static void test_an_answer_holds_99_errors_and_no_more(void **state)
{
    struct bp_rio_uitslag u;
    struct bp_str rest;
    size_t found = 0;
    (void)state;
    bp_rio_uitslag_init(&u, 1024 * 1024);
    bp_buf_add_text(&u.xml, "<weg/>");
    for (size_t i = 0; i < 120; i++)
        bp_rio_meld(&u, "A01060", BP_STR("199X001"), BP_STR(""));
    assert_false(u.goedgekeurd);
    rest = bp_buf_str(&u.xml);
    assert_true(bp_str_starts_with(rest, BP_STR("<ns2:foutmelding>")));
    for (const char *at; (at = memmem(rest.ptr, rest.len, "<ns2:foutcode>", 14)); found++) {
        rest.len -= (size_t)(at - rest.ptr) + 14;
        rest.ptr = at + 14;
    }
    assert_int_equal(found, 99);
    bp_rio_uitslag_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_that_is_none_is_named),
        cmocka_unit_test(test_without_a_register_everything_exists_and_is_allowed),
        cmocka_unit_test(test_a_kind_that_is_listed_has_what_is_listed_and_no_more),
        cmocka_unit_test(test_a_life_has_its_first_day_and_ends_before_its_end),
        cmocka_unit_test(test_a_unit_is_the_one_named_or_always_the_same_one),
        cmocka_unit_test(test_the_rights_of_a_sender_may_take_several_lines),
        cmocka_unit_test(test_a_relation_is_the_same_in_either_order),
        cmocka_unit_test(test_stands_are_found_by_key_and_in_order),
        cmocka_unit_test(test_what_will_vanish_is_there_until_its_moment_unless_it_comes_again),
        cmocka_unit_test(test_a_long_key_is_shown_as_its_first_and_last_eleven_characters),
        cmocka_unit_test(test_every_code_that_can_be_given_has_a_text_that_fits),
        cmocka_unit_test(test_an_answer_holds_99_errors_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
