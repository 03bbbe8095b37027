#include "support/pki_folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define VARIABLE "BRONPOST_TEST_PASSPHRASE"
#define RIGHT    "correct horse battery staple"
#define WRONG    "wrong donkey"

/* Files by their name in the PKI; `variable` is what the environment holds, "-" that it is asked
 * for but not set. */
struct attempt {
    const char *name, *certificaat, *sleutel, *wachtwoord, *variable;
    const char *expect; /* a part of the message; NULL: it opens */
};

static const char *path_of(const char *name, char out[PATH_MAX])
{
    if (!name)
        return NULL;
    pki_path(name, out);
    return out;
}

static enum bp_status open_attempt(const struct attempt *a, struct bp_identiteit **out,
                                   struct bp_error *err)
{
    char certificaat[PATH_MAX], sleutel[PATH_MAX], wachtwoord[PATH_MAX];
    const struct bp_identiteit_bron bron = {
        .certificaat = path_of(a->certificaat, certificaat),
        .sleutel = path_of(a->sleutel, sleutel),
        .wachtwoord_bestand = path_of(a->wachtwoord, wachtwoord),
        .wachtwoord_omgeving = a->variable ? VARIABLE : NULL,
    };
    (void)unsetenv(VARIABLE);
    if (a->variable && strcmp(a->variable, "-") != 0)
        (void)setenv(VARIABLE, a->variable, 1);
    return bp_identiteit_open(&bron, out, err);
}

static const struct attempt openings[] = {
    { "PEM", "99XA.pem", "99XA.key", NULL, NULL, NULL },
    { "PEM with a chain behind the certificate", "99XA-chain.pem", "99XA.key", NULL, NULL, NULL },
    { "certificate and key in one PEM file", "99XA-both.pem", NULL, NULL, NULL, NULL },
    { "encrypted PEM", "99XA.pem", "99XA-secret.key", "passphrase.txt", NULL, NULL },
    { "encrypted PEM, environment", "99XA.pem", "99XA-secret.key", NULL, RIGHT, NULL },
    { "old encrypted PEM", "99XA.pem", "99XA-secret-old.key", "passphrase.txt", NULL, NULL },
    { "PEM, passphrase not needed", "99XA.pem", "99XA.key", "passphrase.txt", NULL, NULL },
    { "PKCS#12", "99XA.p12", NULL, NULL, NULL, NULL },
    { "PKCS#12 with passphrase", "99XA-secret.p12", NULL, "passphrase.txt", NULL, NULL },
    { "PKCS#12, environment", "99XA-secret.p12", NULL, NULL, RIGHT, NULL },
};

static void test_every_form_of_the_same_identity_opens(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        struct bp_identiteit *id = NULL;
        struct bp_error err = { 0 };
        if (open_attempt(&openings[i], &id, &err) != BP_OK)
            fail_msg("%s: %s", openings[i].name, err.detail);
        assert_string_equal(bp_identiteit_feiten(id)->oin, "0000000700099XA00000");
        assert_int_equal(bp_identiteit_feiten(id)->key_bits, 2048);
        bp_identiteit_close(id);
    }
}

static const struct attempt refusals[] = {
    { "no certificate configured", NULL, "99XA.key", NULL, NULL, "no certificate is configured" },
    { "certificate not there", "absent.pem", "99XA.key", NULL, NULL, "correct 'certificaat'" },
    { "key not there", "99XA.pem", "absent.key", NULL, NULL, "correct 'sleutel'" },
    { "passphrase file not there", "99XA.pem", "99XA-secret.key", "absent.txt", NULL,
      "correct 'wachtwoord_bestand'" },
    { "below a file instead of a folder", "99XA.pem/x", "99XA.key", NULL, NULL, "is not there" },
    { "a folder", ".", "99XA.key", NULL, NULL, "cannot be read" },
    { "no key behind the certificate", "99XA.pem", NULL, NULL, NULL, "holds no private key" },
    { "no certificate, a key", "99XA.key", "99XA.key", NULL, NULL, "holds no certificate" },
    { "no key, a certificate", "99XA.pem", "99XB.pem", NULL, NULL, "holds no private key" },
    { "DER", "99XA.der", "99XA.key", NULL, NULL, "neither PEM nor PKCS#12" },
    { "another kind of file", "passphrase.txt", "99XA.key", NULL, NULL, "neither PEM nor PKCS#12" },
    { "PEM, passphrase needed", "99XA.pem", "99XA-secret.key", NULL, NULL,
      "no passphrase is given" },
    { "old PEM, passphrase needed", "99XA.pem", "99XA-secret-old.key", NULL, NULL,
      "no passphrase is given" },
    { "PEM, wrong passphrase", "99XA.pem", "99XA-secret.key", "passphrase-wrong.txt", NULL,
      "does not open" },
    { "old PEM, wrong passphrase", "99XA.pem", "99XA-secret-old.key", NULL, WRONG,
      "does not open" },
    { "PKCS#12, passphrase needed", "99XA-secret.p12", NULL, NULL, NULL, "no passphrase is given" },
    { "PKCS#12, wrong passphrase", "99XA-secret.p12", NULL, "passphrase-wrong.txt", NULL,
      "does not open" },
    { "PKCS#12, wrong environment", "99XA-secret.p12", NULL, NULL, WRONG, "does not open" },
    { "passphrase file empty", "99XA.pem", "99XA-secret.key", "passphrase-empty.txt", NULL,
      "is empty" },
    { "variable not set", "99XA.pem", "99XA-secret.key", NULL, "-", "is not set" },
    { "variable empty", "99XA.pem", "99XA-secret.key", NULL, "", "is empty" },
    { "two sources", "99XA.pem", "99XA-secret.key", "passphrase.txt", RIGHT, "two sources" },
    { "PKCS#12 and a key", "99XA.p12", "99XA.key", NULL, NULL, "leave 'sleutel' out" },
    { "PKCS#12 without a key", "99XA-no-key.p12", NULL, "passphrase.txt", NULL,
      "holds no private key with its certificate" },
    { "PKCS#12 of the nineties", "99XA-rc2.p12", NULL, "passphrase.txt", NULL, "-legacy" },
    { "key of another certificate", "99XA.pem", "duo.key", NULL, NULL, "does not belong" },
    { "elliptic curve", "ec.pem", "ec.key", NULL, NULL, "not an RSA key but EC" },
    { "1024 bits", "bits-1024.pem", "bits-1024.key", NULL, NULL, "1024 bits" },
    { "just below 2048 bits", "bits-2040.pem", "bits-2040.key", NULL, NULL, "2040 bits" },
    { "just above 4096 bits", "bits-4104.pem", "bits-4104.key", NULL, NULL, "4104 bits" },
};

static void test_refusals_say_why_and_betray_no_passphrase(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct attempt *a = &refusals[i];
        struct bp_identiteit *id = (struct bp_identiteit *)1;
        struct bp_error err = { 0 };
        if (open_attempt(a, &id, &err) != BP_E_CRYPTO || err.status != BP_E_CRYPTO || id)
            fail_msg("%s: not refused, or not as BP_E_CRYPTO", a->name);
        if (!strstr(err.detail, a->expect))
            fail_msg("%s: \"%s\" lacks \"%s\"", a->name, err.detail, a->expect);
        if (strstr(err.detail, "horse") || strstr(err.detail, "donkey"))
            fail_msg("%s: the passphrase is in the message", a->name);
        /* What to do stands behind a semicolon; a cut message would lose it. */
        if (!strchr(err.detail, ';') || strlen(err.detail) == sizeof err.detail - 1)
            fail_msg("%s: does not say what to do: %s", a->name, err.detail);
    }
}

static void test_passphrase_in_the_place_of_a_name_is_not_repeated(void **state)
{
    char certificaat[PATH_MAX];
    struct bp_identiteit *id = NULL;
    struct bp_error err = { 0 };
    (void)state;
    pki_path("99XA-secret.p12", certificaat);
    struct bp_identiteit_bron bron = { .certificaat = certificaat, .wachtwoord_omgeving = WRONG };
    assert_int_equal(bp_identiteit_open(&bron, &id, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "is not set"));
    assert_null(strstr(err.detail, "donkey"));
    bron.wachtwoord_bestand = certificaat;
    assert_int_equal(bp_identiteit_open(&bron, &id, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "two sources"));
    assert_null(strstr(err.detail, "donkey"));
}

static void test_bits_at_both_ends_of_the_range_are_fine(void **state)
{
    static const struct {
        const char *name, *oin;
        int bits;
    } cases[] = {
        { "99XA", "0000000700099XA00000", 2048 },
        { "99XB", "0000000700099XB00000", 4096 },
        { "99XC", "0000000700099XC00000", 3072 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_identiteit *id = pki_identiteit(cases[i].name);
        assert_int_equal(bp_identiteit_feiten(id)->key_bits, cases[i].bits);
        assert_string_equal(bp_identiteit_feiten(id)->oin, cases[i].oin);
        bp_identiteit_close(id);
    }
}

static void test_facts_come_from_the_certificate(void **state)
{
    (void)state;
    struct bp_identiteit *id = pki_identiteit("99XA");
    const struct bp_identiteit_feiten *f = bp_identiteit_feiten(id);
    assert_string_equal(f->subject, "C=NL, O=School 99XA, serialNumber=0000000700099XA00000, "
                                    "CN=99XA.example");
    assert_string_equal(f->issuer, "C=NL, O=Bronpost test, CN=Bronpost Test Intermediate");
    assert_int_equal(f->not_before_ms, INT64_C(1577836800000)); /* 2020-01-01T00:00:00Z */
    assert_int_equal(f->not_after_ms, INT64_C(2524607999000));  /* 2049-12-31T23:59:59Z */
    bp_identiteit_close(id);
}

/* Validity and OIN are facts for whoever decides (doctor, transport), not reasons to refuse the
 * key. */
static void test_expired_early_and_nameless_certificates_open_with_their_facts(void **state)
{
    static const struct attempt cases[] = {
        { "expired", "expired.pem", "99XA.key", NULL, NULL, NULL },
        { "not yet valid", "future.pem", "99XA.key", NULL, NULL, NULL },
        { "serialNumber of 5 digits", "no-oin.pem", "99XA.key", NULL, NULL, NULL },
        { "serialNumber of 21 characters", "oin-long.pem", "99XA.key", NULL, NULL, NULL },
        { "serialNumber with small letters", "oin-lower.pem", "99XA.key", NULL, NULL, NULL },
    };
    static const struct {
        int64_t not_before_ms, not_after_ms;
        const char *oin;
    } facts[] = {
        { INT64_C(1577836800000), INT64_C(1609459200000), "0000000700099XA00000" },
        { INT64_C(2461449600000), INT64_C(2524607999000), "0000000700099XA00000" },
        { INT64_C(1577836800000), INT64_C(2524607999000), "" },
        { INT64_C(1577836800000), INT64_C(2524607999000), "" },
        { INT64_C(1577836800000), INT64_C(2524607999000), "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_identiteit *id = NULL;
        struct bp_error err = { 0 };
        if (open_attempt(&cases[i], &id, &err) != BP_OK)
            fail_msg("%s: %s", cases[i].name, err.detail);
        assert_int_equal(bp_identiteit_feiten(id)->not_before_ms, facts[i].not_before_ms);
        assert_int_equal(bp_identiteit_feiten(id)->not_after_ms, facts[i].not_after_ms);
        assert_string_equal(bp_identiteit_feiten(id)->oin, facts[i].oin);
        bp_identiteit_close(id);
    }
}

static void write_file(const char *path, const char *text, size_t len)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* Opens 99XA-secret.key with a passphrase file of these bytes. */
static enum bp_status open_with_passphrase(const char *text, size_t len, struct bp_error *err)
{
    char folder[] = "/tmp/bronpost-identiteit-XXXXXX", file[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(file, sizeof file, "%s/passphrase", folder);
    write_file(file, text, len);
    char certificaat[PATH_MAX], sleutel[PATH_MAX];
    pki_path("99XA.pem", certificaat);
    pki_path("99XA-secret.key", sleutel);
    const struct bp_identiteit_bron bron = { .certificaat = certificaat,
                                             .sleutel = sleutel,
                                             .wachtwoord_bestand = file };
    struct bp_identiteit *id = NULL;
    enum bp_status st = bp_identiteit_open(&bron, &id, err);
    bp_identiteit_close(id);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0);
    return st;
}

static void test_passphrase_is_the_first_line_as_it_stands(void **state)
{
    static const struct {
        const char *name, *text;
        enum bp_status want;
    } cases[] = {
        { "without a line end", RIGHT, BP_OK },
        { "with a line end", RIGHT "\n", BP_OK },
        { "with a line end of Windows", RIGHT "\r\n", BP_OK },
        { "more lines below", RIGHT "\nanother\n", BP_OK },
        { "a blank behind it belongs to it", RIGHT " \n", BP_E_CRYPTO },
        { "on the second line", "\n" RIGHT "\n", BP_E_CRYPTO },
        { "nothing at all", "", BP_E_CRYPTO },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_error err = { 0 };
        if (open_with_passphrase(cases[i].text, strlen(cases[i].text), &err) != cases[i].want)
            fail_msg("%s: %s", cases[i].name, err.detail);
    }
}

static void test_passphrase_longer_than_openssl_takes_is_refused_not_cut(void **state)
{
    static const struct {
        size_t len;
        const char *expect;
    } cases[] = { { 1024, "does not open" }, { 1025, "longer than 1024 bytes" } };
    char text[1025];
    (void)state;
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bp_error err = { 0 };
        assert_int_equal(open_with_passphrase(text, cases[i].len, &err), BP_E_CRYPTO);
        if (!strstr(err.detail, cases[i].expect))
            fail_msg("%zu bytes: %s", cases[i].len, err.detail);
    }
}

static void test_file_that_is_too_large_is_refused(void **state)
{
    static char text[256 * 1024 + 1];
    struct bp_error err = { 0 };
    (void)state;
    memset(text, 'x', sizeof text);
    assert_int_equal(open_with_passphrase(text, sizeof text, &err), BP_E_CRYPTO);
    assert_non_null(strstr(err.detail, "is larger than"));
    assert_int_equal(open_with_passphrase(text, sizeof text - 1, &err), BP_E_CRYPTO);
    assert_null(strstr(err.detail, "is larger than"));
}

/* root reads everything, so the attempt is made by a child that is nobody. */
static int open_as_nobody(const char *certificaat)
{
    pid_t child = fork();
    if (child == 0) {
        struct bp_identiteit *id = NULL;
        struct bp_error err = { 0 };
        const struct bp_identiteit_bron bron = { .certificaat = certificaat };
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        bool ok = bp_identiteit_open(&bron, &id, &err) == BP_E_CRYPTO &&
                  strstr(err.detail, "may not be read by this user");
        _exit(ok ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_file_of_another_user_is_said_to_be_unreadable(void **state)
{
    char folder[] = "/tmp/bronpost-identiteit-XXXXXX", file[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chmod(folder, 0755), 0);
    (void)snprintf(file, sizeof file, "%s/99XA.pem", folder);
    write_file(file, "x", 1);
    assert_int_equal(chmod(file, 0), 0);
    int result = open_as_nobody(file);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(result, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_form_of_the_same_identity_opens),
        cmocka_unit_test(test_refusals_say_why_and_betray_no_passphrase),
        cmocka_unit_test(test_passphrase_in_the_place_of_a_name_is_not_repeated),
        cmocka_unit_test(test_bits_at_both_ends_of_the_range_are_fine),
        cmocka_unit_test(test_facts_come_from_the_certificate),
        cmocka_unit_test(test_expired_early_and_nameless_certificates_open_with_their_facts),
        cmocka_unit_test(test_passphrase_is_the_first_line_as_it_stands),
        cmocka_unit_test(test_passphrase_longer_than_openssl_takes_is_refused_not_cut),
        cmocka_unit_test(test_file_that_is_too_large_is_refused),
        cmocka_unit_test(test_file_of_another_user_is_said_to_be_unreadable),
    };
    (void)pki_folder();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
