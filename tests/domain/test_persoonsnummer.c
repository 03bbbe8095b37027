/* The elfproeven of rod-vo.md section 4; every number here is fictitious. */
#include "bronpost/domain/persoonsnummer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* Each by its place in this table: a test never names a number in a message. */
static const struct {
    const char *digits;
    bool bsn, onderwijsnummer;
} cases[] = {
    { "999990019", true, false },   { "999990020", true, false },  { "999990007", true, false },
    { "999990032", true, false },   { "999990044", true, false },  { "999990056", true, false },
    { "999990068", true, false },   { "999990081", true, false },  { "999990093", true, false },
    { "999990111", true, false },   { "999990018", false, false }, { "000000000", false, false },
    { "101234540", false, true },   { "101234552", false, true },  { "101234515", false, true },
    { "101234503", false, true },   { "101234564", false, true },  { "101234631", false, true },
    { "101234643", false, true },   { "101234655", false, true },  { "101234680", false, true },
    { "101234692", false, true },   { "101234541", false, false }, { "99999001", false, false },
    { "9999900190", false, false }, { "10123454", false, false },  { "99999001x", false, false },
    { "99999001/", false, false },  { " 99990019", false, false }, { "10123454 ", false, false },
    { "", false, false },
};

static void test_numbers_of_the_domain_document(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (bp_bsn_ok(bp_str_of(cases[i].digits)) != cases[i].bsn)
            fail_msg("bsn, case %zu", i);
        if (bp_onderwijsnummer_ok(bp_str_of(cases[i].digits)) != cases[i].onderwijsnummer)
            fail_msg("onderwijsnummer, case %zu", i);
    }
    assert_false(bp_bsn_ok((struct bp_str){ NULL, 0 }));
    assert_false(bp_onderwijsnummer_ok((struct bp_str){ NULL, 0 }));
}

static void test_a_leading_zero_belongs_to_the_number(void **state)
{
    (void)state;
    /* 1*2 - 2 = 0: zeros in front, and not all of them */
    assert_true(bp_bsn_ok(BP_STR("000000012")));
    assert_false(bp_bsn_ok(BP_STR("12")));
}

/* sum - p9 = 5 (mod 11) is the wider of two readings: 6 to 9 as last digit are let through as well.
 */
static void test_an_onderwijsnummer_may_end_in_six_to_nine(void **state)
{
    (void)state;
    size_t found = 0;
    for (unsigned n = 101234500; n < 101235500; n++) {
        char digits[10];
        (void)snprintf(digits, sizeof digits, "%u", n);
        if (digits[8] >= '6' && bp_onderwijsnummer_ok(bp_str_of(digits)))
            found++;
    }
    /* of 1000 numbers one in eleven fits, four digits of ten: 36 */
    assert_in_range(found, 30, 42);
}

static unsigned sum_of(const char *digits)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 8; i++)
        sum += (9 - i) * (unsigned)(digits[i] - '0');
    return sum + 11 - (unsigned)(digits[8] - '0'); /* + 11: never below zero */
}

static void test_a_thousand_numbers_against_the_formula(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 1000; n++) {
        char digits[10];
        (void)snprintf(digits, sizeof digits, "%09u", n * 999983u % 1000000000u);
        struct bp_str s = bp_str_of(digits);
        unsigned rest = sum_of(digits) % 11;
        assert_int_equal(bp_bsn_ok(s), rest == 0 && n != 0);
        assert_int_equal(bp_onderwijsnummer_ok(s), rest == 5);
    }
}

/* Otherwise a number in the wrong column could pass. */
static void test_no_number_passes_both(void **state)
{
    (void)state;
    for (unsigned n = 101230000; n < 101240000; n++) {
        char digits[10];
        (void)snprintf(digits, sizeof digits, "%u", n);
        assert_false(bp_bsn_ok(bp_str_of(digits)) && bp_onderwijsnummer_ok(bp_str_of(digits)));
    }
}

static struct bp_persoonsnummer number(enum bp_persoonsoort soort, const char *digits)
{
    struct bp_persoonsnummer p = { soort, "" };
    memcpy(p.digits, digits, 9);
    return p;
}

static void test_persons_are_the_same_by_kind_and_digits(void **state)
{
    (void)state;
    struct bp_persoonsnummer a = number(BP_PERSOON_BSN, "999990019");
    struct bp_persoonsnummer b = number(BP_PERSOON_BSN, "999990020");
    struct bp_persoonsnummer c = number(BP_PERSOON_ONDERWIJSNUMMER, "999990019");
    assert_true(bp_persoonsnummer_equal(a, a));
    assert_false(bp_persoonsnummer_equal(a, b));
    assert_false(bp_persoonsnummer_equal(a, c));
    assert_int_equal(bp_persoonsnummer_key(a), bp_persoonsnummer_key(a));
    assert_int_not_equal(bp_persoonsnummer_key(a), bp_persoonsnummer_key(b));
    assert_int_not_equal(bp_persoonsnummer_key(a), bp_persoonsnummer_key(c));
}

static void test_a_key_is_the_number_and_its_kind_in_the_highest_bit(void **state)
{
    (void)state;
    static const char *const digits[] = { "000000012", "101234540", "999999999" };
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        uint32_t bsn = bp_persoonsnummer_key(number(BP_PERSOON_BSN, digits[i]));
        uint32_t own = bp_persoonsnummer_key(number(BP_PERSOON_ONDERWIJSNUMMER, digits[i]));
        assert_int_not_equal(bsn, 0);
        assert_int_not_equal(own, 0);
        assert_int_not_equal(bsn, own);
        assert_int_equal(bsn >> 31, 0);
        assert_int_equal(own >> 31, 1);
        assert_int_equal(bsn, own & 0x7FFFFFFF);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_of_the_domain_document),
        cmocka_unit_test(test_a_leading_zero_belongs_to_the_number),
        cmocka_unit_test(test_an_onderwijsnummer_may_end_in_six_to_nine),
        cmocka_unit_test(test_a_thousand_numbers_against_the_formula),
        cmocka_unit_test(test_no_number_passes_both),
        cmocka_unit_test(test_persons_are_the_same_by_kind_and_digits),
        cmocka_unit_test(test_a_key_is_the_number_and_its_kind_in_the_highest_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
