/* DUO's overview as the opening stand: what is taken over, what is left out and why, all of it or nothing */
#include "bronpost/base/file.h"
#include "bronpost/ledger/bewijs.h"
#include "bronpost/pipeline/adopt.h"
#include "support/overzicht_case.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define A OVZ_BSN
#define B OVZ_BSN2
#define C OVZ_BSN3

#define PER(p)             "PER|" p "||2010-05-01|V\r\n"
#define ISG_ENDS(p, v, e)  "ISG|" p "||" v "|2026-08-01|2029-07-31|" e "\r\n"
#define ISG(p, v)          ISG_ENDS(p, v, "|")
#define ISP_ALL(p, v, all) "ISP|" p "||" v "|" all "\r\n"
#define ISP(p, v, route)   ISP_ALL(p, v, "2026-08-01|99001|BOL||J||199A002|199X002|" route)
#define DUO(p, v, route)   PER(p) ISG(p, v) ISP(p, v, route)

/* --- a place ---------------------------------------------------------------------------------------------------- */

struct fixture {
    struct overzicht_case c;
    struct bp_kluis *kluis;
    struct bp_contract *contract;
    struct bp_ledger *ledger;
    char url[160];
    unsigned uuids;
};

/* Noon of 20 August 2027. */
static int64_t now(void *ctx)
{
    (void)ctx;
    return (int64_t)bp_datum_to_days(BP_DATUM(2027, 8, 20)) * 86400000 + 12 * 3600000;
}

static void uuid(void *ctx, char out[BP_UUID_TEXT])
{
    struct fixture *f = ctx;
    (void)snprintf(out, BP_UUID_TEXT, "3f6c1c52-7f0e-4f5a-9f3b-%012u", ++f->uuids);
}

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    overzicht_begin(&f->c);
    assert_int_equal(bp_kluis_open(cli_path(&f->c.folder, "key"), true, &f->kluis, &f->c.err),
                     BP_OK);
    assert_int_equal(bp_contract_open("mbo", "schemas/mbo", NULL, &f->contract, &f->c.err), BP_OK);
    (void)snprintf(f->url, sizeof f->url, "sqlite:%s/ledger.db", f->c.folder.path);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    bp_ledger_close(f->ledger);
    bp_contract_close(f->contract);
    bp_kluis_close(f->kluis);
    overzicht_end(&f->c);
    free(f);
    return 0;
}

static struct bp_env env_of(struct fixture *f)
{
    return (struct bp_env){ now, uuid, f };
}

static void open_ledger(struct fixture *f, const struct bp_env *env)
{
    if (bp_ledger_open(f->url, BP_LEDGER_WRITE, env, &f->ledger, &f->c.err) != BP_OK)
        fail_msg("%s", f->c.err.detail);
}

static enum bp_status adopt_file(struct fixture *f, const char *path, bool bevestigd,
                                 struct bp_adopt_uitslag *uitslag)
{
    static const struct bp_instelling schools[] = {
        { BP_STR("99XA"), BP_STR("Vmbo De Brug"), BP_SECTOR_VO },
        { BP_STR("99XB"), BP_STR("Mbo De Proeftuin"), BP_SECTOR_MBO },
    };
    static const struct bp_mandaat mandaat = { schools, 2, false };
    const struct bp_env env = env_of(f);
    const struct bp_adopt_opdracht opdracht = {
        .overzicht = path,
        .out = cli_path(&f->c.folder, "uit"),
        .bevestigd = bevestigd,
        .ledger = f->ledger,
        .kluis = f->ledger ? f->kluis : NULL,
        .mandaat = &mandaat,
        .contract = { f->contract, "brin", "DUO" },
        .env = &env,
    };
    f->c.err = (struct bp_error){ .status = BP_OK };
    return bp_adopt_run(&opdracht, uitslag, &f->c.err);
}

/* With `middle` between an opening record and a closing record that counts it; 'sheet' has ';' for '|'. */
static enum bp_status adopt(struct fixture *f, const char *middle, bool sheet, bool bevestigd,
                            struct bp_adopt_uitslag *uitslag)
{
    struct bp_buf file;
    struct bp_error err = { .status = BP_OK };
    const char *path = cli_path(&f->c.folder, "ro.csv");
    (void)overzicht_open_records(&f->c,
                                 middle); /* writes the file; whether it is taken is judged below */
    bp_buf_init(&file, BP_MIB);
    assert_int_equal(bp_file_get(path, BP_MIB, &file, &err), BP_OK);
    for (size_t i = 0; sheet && i < file.len; i++)
        if (file.ptr[i] == '|')
            file.ptr[i] = ';';
    assert_int_equal(bp_file_put(path, bp_buf_str(&file), BP_DURABLE_LATER, &err), BP_OK);
    bp_buf_free(&file);
    return adopt_file(f, path, bevestigd, uitslag);
}

/* --- what is taken over and what is left out ---------------------------------------------------------------------- */

#define TAKE(v, line, eind, route) "overnemen;99XB;" v ";" line ";2026-08-01;" eind ";" route ";;\n"
#define LEAVE(v, line, eind, route, veld)                                                          \
    "overgeslagen;99XB;" v ";" line ";2026-08-01;" eind ";" route ";" veld ";\n"

static const struct {
    const char *name, *middle;
    bool sheet;
    const char *want;
} cases[] = {
    { "a regular enrolment", DUO(A, "M1", "|"), false, TAKE("M1", "3", "", ";") },
    { "a route", DUO(A, "M1", "DLR|VO"), false, TAKE("M1", "3", "", "DLR;VO") },
    { "the phase on the day that DUO made the overview",
      PER(A) ISG(A, "M1") ISP(A, "M1", "GLR|VO")
          ISP_ALL(A, "M1", "2027-08-15|99001|BOL||J||199A002|199X002|GLR|MBO")
              ISP_ALL(A, "M1", "2027-08-16|99001|BOL||J||199A002|199X002||"),
      false, TAKE("M1", "3", "", "GLR;MBO") },
    { "ended before that day", PER(A) ISG_ENDS(A, "M1", "2027-07-09|08") ISP(A, "M1", "GLR|MBO"),
      false, TAKE("M1", "3", "2027-07-09", ";") },
    { "two enrolments of one student, and one of another",
      PER(A) ISG(A, "M1") ISG(A, "M2") ISP(A, "M2", "|") ISP(A, "M1", "|") DUO(B, "M1", "|"), false,
      TAKE("M1", "3", "", ";") TAKE("M2", "4", "", ";") TAKE("M1", "8", "", ";") },
    { "an onderwijsnummer",
      "PER||" OVZ_ONR "|2010-05-01|V\r\nISG||" OVZ_ONR
      "|M1|2026-08-01|2029-07-31||\r\nISP||" OVZ_ONR
      "|M1|2026-08-01|99001|BOL||J||199A002|199X002||\r\n",
      false, TAKE("M1", "3", "", ";") },
    { "a niveau", PER(A) ISG(A, "M1") ISP_ALL(A, "M1", "2026-08-01|99001|BOL|MBO-2|N||||DLR|VO"),
      false, TAKE("M1", "3", "", "DLR;VO") },
    { "a number that fails, beside one that does not",
      DUO("999990018", "M1", "|") DUO(A, "M2", "|"), false,
      LEAVE("M1", "3", "", ";", "burgerservicenummer") TAKE("M2", "6", "", ";") },
    { "a pseudonym", DUO("BSN1", "M1", "|"), false,
      LEAVE("M1", "3", "", ";", "burgerservicenummer") },
    { "a route without phase", DUO(A, "M1", "DLR|"), false,
      LEAVE("M1", "3", "", "DLR;", "leerroutefase") },
    { "a phase without route", DUO(A, "M1", "|VO"), false,
      LEAVE("M1", "3", "", ";VO", "leerroutefase") },
    { "half a route in an earlier period",
      PER(A) ISG(A, "M1") ISP(A, "M1", "DLR|")
          ISP_ALL(A, "M1", "2027-08-01|99001|BOL||J||199A002|199X002|DLR|MBO"),
      false, LEAVE("M1", "3", "", "DLR;MBO", "leerroutefase") },
    { "a route that nobody knows", DUO(A, "M1", "DLP|VO"), false,
      LEAVE("M1", "3", "", ";VO", "leerroute") },
    { "a phase that nobody knows", DUO(A, "M1", "DLR|HBO"), false,
      LEAVE("M1", "3", "", "DLR;", "leerroutefase") },
    { "a reason without an end", PER(A) ISG_ENDS(A, "M1", "|04") ISP(A, "M1", "|"), false,
      LEAVE("M1", "3", "", ";", "reden_uitschrijving") },
    { "a leertraject that the contract does not have",
      PER(A) ISG(A, "M1") ISP_ALL(A, "M1", "2026-08-01|99001|XYZ||J|||||"), false,
      LEAVE("M1", "3", "", ";", "") },
    { "an opleidingcode of four digits",
      PER(A) ISG(A, "M1") ISP_ALL(A, "M1", "2026-08-01|9900|BOL||J|||||"), false,
      LEAVE("M1", "3", "", ";", "") },
    { "digits alone, in DUO's own form", DUO(A, "2", "|"), false, TAKE("2", "3", "", ";") },
    { "digits alone, after a spreadsheet", DUO(A, "2", "|"), true,
      LEAVE("2", "3", "", ";", "inschrijvingvolgnummer") "hersteld;99XB;;;;;;;;\n" },
    { "a zero that is still there, after a spreadsheet", DUO(A, "002", "|"), true,
      TAKE("002", "3", "", ";") "hersteld;99XB;;;;;;;;\n" },
    { "a letter in it, after a spreadsheet", DUO(A, "M2", "|"), true,
      TAKE("M2", "3", "", ";") "hersteld;99XB;;;;;;;;\n" },
    { "nineteen digits, after a spreadsheet", DUO(A, "1234567890123456789", "|"), true,
      LEAVE("1234567890123456789", "3", "", ";",
            "inschrijvingvolgnummer") "hersteld;99XB;;;;;;;;\n" },
    { "twenty digits, after a spreadsheet", DUO(A, "12345678901234567890", "|"), true,
      TAKE("12345678901234567890", "3", "", ";") "hersteld;99XB;;;;;;;;\n" },
    { "a lost zero of the reason", PER(A) ISG_ENDS(A, "M1", "2027-07-09|8") ISP(A, "M1", "|"),
      false, "hersteld;99XB;;3;;;;;reden_uitschrijving;\n" TAKE("M1", "3", "2027-07-09", ";") },
    { "the phase was cut off: a route is left out, what has none is taken over",
      DUO(A, "M1", "DLR") PER(B) ISG(B, "M2")
          ISP_ALL(B, "M2", "2026-08-01|99001|BOL||J||199A002|199X002"),
      false,
      LEAVE("M1", "3", "", "DLR;", "leerroutefase")
          TAKE("M2", "6", "", ";") "hersteld;99XB;;;;;;;ISP;\n" },
    { "nobody", "", false, "" },
};

static void test_each_enrolment_is_taken_over_or_left_out_with_its_line(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bp_adopt_uitslag u;
        if (adopt(f, cases[i].middle, cases[i].sheet, false, &u) != BP_OK)
            fail_msg("%s: %s", cases[i].name, f->c.err.detail);
        const char *got = overzicht_lines(&f->c, "uit/adopt.csv", false);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, got);
    }
}

static void test_what_is_left_out_is_explained_without_a_number(void **state)
{
    struct fixture *f = *state;
    struct bp_adopt_uitslag u;
    assert_int_equal(adopt(f,
                           DUO("999990018", "M1", "|") PER(A) ISG(A, "M2")
                               ISP_ALL(A, "M2", "2026-08-01|99001|XYZ||J|||||"),
                           false, false, &u),
                     BP_OK);
    const char *got = overzicht_lines(&f->c, "uit/adopt.csv", true);
    assert_non_null(strstr(got, "no valid bsn or onderwijsnummer"));
    assert_non_null(strstr(got, "no valid message can be made of what DUO has: "));
    assert_non_null(strstr(got, "leertraject"));
    assert_null(strstr(got, "99999"));
    assert_null(strstr(got, "XYZ"));
    assert_int_equal(u.overgeslagen, 2);
    assert_int_equal(u.overnemen, 0);
}

static void test_what_duo_has_beyond_a_message_is_counted(void **state)
{
    struct fixture *f = *state;
    struct bp_adopt_uitslag u;
    const char *const bpv =
        DUO(A, "M1", "|") "BPV|" A "||M1|1|2026-08-20|2026-09-01|2027-07-31||1280|100000001||\r\n";
    const char *const support = DUO(A, "M1", "|") "ISE|" A "||M1|2026-09-01|\r\n" DUO(B, "M1", "|");
    assert_int_equal(adopt(f, bpv, false, false, &u), BP_OK);
    assert_int_equal(u.met_meer, 1);
    assert_int_equal(adopt(f, support, false, false, &u), BP_OK);
    assert_int_equal(u.met_meer, 1);
    assert_int_equal(u.overnemen, 2);
}

/* --- overviews that are refused as a whole ------------------------------------------------------------------------ */

static const struct {
    const char *name, *bytes, *says;
    enum bp_status want;
} refusals[] = {
    { "an extract", OVZ_VLP DUO(A, "M1", "|") "SLR|420|431|640|3|590|88|0|120|77\r\n",
      "counts 420 records PER, the file has 1: it is an extract or damaged", BP_E_INPUT },
    { "one result too few", OVZ_VLP DUO(A, "M1", "|") "SLR|1|1|1|0|0|0|0|0|1\r\n",
      "counts 1 records KZD, the file has 0", BP_E_INPUT },
    { "another institution",
      "VLP|99XC|2026-08-01|2027-07-31|2027-08-15\r\n" DUO(A, "M1", "|") "SLR|1|1|1|0|0|0|0|0|0\r\n",
      "no [instelling 99XC] with sector mbo", BP_E_USAGE },
    { "an institution with a mandate for vo alone",
      "VLP|99XA|2026-08-01|2027-07-31|2027-08-15\r\n" DUO(A, "M1", "|") "SLR|1|1|1|0|0|0|0|0|0\r\n",
      "no [instelling 99XA] with sector mbo", BP_E_USAGE },
    { "the routes were cut off",
      OVZ_VLP PER(A) ISG(A, "M1")
          ISP_ALL(A, "M1", "2026-08-01|99001|BOL||J||199A002|199X002") "SLR|1|1|1|0|0|0|0|0|0\r\n",
      "leerroute and leerroutefase were cut off", BP_E_INPUT },
    { "a person whose record is missing",
      OVZ_VLP DUO(A, "M1", "|") ISG(B, "M1") ISP(B, "M1", "|") "SLR|1|2|2|0|0|0|0|0|0\r\n",
      "0 records PER", BP_E_INPUT },
};

static size_t known(struct fixture *f);

static void test_a_refused_overview_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_adopt_uitslag u;
    open_ledger(f, &env);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const char *old = cli_put(&f->c.folder, "uit/adopt.csv", "an older result\n");
        const char *path = cli_put(&f->c.folder, "ro.csv", refusals[i].bytes);
        enum bp_status st = adopt_file(f, path, true, &u);
        if (st != refusals[i].want || !strstr(f->c.err.detail, refusals[i].says))
            fail_msg("%s: %s", refusals[i].name, f->c.err.detail);
        struct bp_buf file;
        struct bp_error err = { .status = BP_OK };
        bp_buf_init(&file, BP_MIB);
        bool there = bp_file_get(old, BP_MIB, &file, &err) == BP_OK;
        bp_buf_free(&file);
        if (there != (st == BP_E_USAGE) || known(f) != 0)
            fail_msg("%s: the older result %s, %zu in the ledger", refusals[i].name,
                     there ? "is there" : "is gone", known(f));
    }
}

static void test_the_overview_is_never_its_own_result(void **state)
{
    struct fixture *f = *state;
    struct bp_adopt_uitslag u;
    const char *path = cli_put(&f->c.folder, "uit/adopt.csv", OVZ_VLP "SLR|0|0|0|0|0|0|0|0|0\r\n");
    assert_int_equal(adopt_file(f, path, false, &u), BP_E_USAGE);
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 1);
}

/* --- in the ledger ------------------------------------------------------------------------------------------------ */

struct seen {
    struct fixture *f;
    size_t count;
};

static enum bp_status see(void *ctx, const struct bp_ledger_registratie *r, struct bp_error *err)
{
    struct seen *seen = ctx;
    struct bp_buf body;
    seen->count++;
    assert_string_equal(r->key.contract, "mbo");
    assert_string_equal(r->handeling, "inschrijving");
    assert_int_equal(r->toestand, BP_TOESTAND_GOEDGEKEURD);
    bp_buf_init(&body, BP_MIB);
    assert_int_equal(bp_kluis_unseal(seen->f->kluis, r->identificatiecode, r->body, &body, err),
                     BP_OK);
    bp_buf_add(&body, "", 1);
    assert_non_null(strstr(body.ptr, "<a:brin>99XB</a:brin>"));
    bp_buf_free(&body);
    return BP_OK;
}

static size_t known(struct fixture *f)
{
    struct seen seen = { .f = f };
    struct bp_error err = { .status = BP_OK };
    assert_int_equal(bp_ledger_each_registratie(f->ledger, see, &seen, &err), BP_OK);
    return seen.count;
}

static void lookup(struct fixture *f, const char *bsn, const char *volgnummer,
                   struct bp_ledger_stand *out)
{
    struct bp_persoonsnummer persoon = { .soort = BP_PERSOON_BSN };
    struct bp_ledger_key key = { .contract = "mbo",
                                 .brin = BP_STR("99XB"),
                                 .volgnummer = bp_str_of(volgnummer) };
    struct bp_error err = { .status = BP_OK };
    memcpy(persoon.digits, bsn, sizeof persoon.digits);
    assert_int_equal(bp_kluis_persoon(f->kluis, persoon, key.persoon, &err), BP_OK);
    assert_int_equal(bp_ledger_lookup(f->ledger, &key, out, &err), BP_OK);
}

static void test_adopted_is_approved_and_a_second_time_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_adopt_uitslag u;
    struct bp_ledger_stand stand, again;
    open_ledger(f, &env);
    const char *const middle = DUO(A, "M1", "DLR|VO") DUO(B, "M1", "DLR|") DUO(C, "M3", "|");
    assert_int_equal(adopt(f, middle, false, false, &u), BP_OK);
    assert_int_equal(u.overnemen, 2);
    assert_int_equal(known(f), 0); /* it was only shown */
    assert_int_equal(adopt(f, middle, false, true, &u), BP_OK);
    assert_int_equal(u.overnemen, 2);
    assert_int_equal(u.overgeslagen, 1);
    assert_int_equal(known(f), 2);
    lookup(f, A, "M1", &stand);
    assert_true(stand.known && stand.overgenomen && stand.bij_duo);
    assert_int_equal(stand.toestand, BP_TOESTAND_GOEDGEKEURD);
    assert_memory_equal(stand.fingerprint, stand.fingerprint_duo, BP_LEDGER_HASH);
    lookup(f, B, "M1", &again);
    assert_false(again.known);
    assert_int_equal(adopt(f, middle, false, true, &u), BP_OK);
    assert_int_equal(u.overnemen, 0);
    assert_int_equal(u.bekend, 2);
    assert_int_equal(u.overgeslagen, 1);
    assert_int_equal(known(f), 2);
    lookup(f, A, "M1", &again);
    assert_memory_equal(&stand, &again, sizeof stand);
    struct bp_ledger_keuring keuring;
    assert_int_equal(bp_ledger_keur(f->ledger, NULL, &keuring, &f->c.err), BP_OK);
    assert_int_equal(keuring.breuk, BP_BREUK_GEEN);
    assert_int_equal(keuring.registraties, 2);
    assert_string_equal(
        overzicht_lines(&f->c, "uit/adopt.csv", false),
        "bekend;99XB;M1;3;2026-08-01;;DLR;VO;;\n" LEAVE(
            "M1", "6", "", "DLR;", "leerroutefase") "bekend;99XB;M3;9;2026-08-01;;;;;\n");
}

/* A later overview says otherwise: what is known stays, that is a matter of reconcile. */
static void test_what_the_ledger_knows_is_left_alone(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_adopt_uitslag u;
    struct bp_ledger_stand before, after;
    open_ledger(f, &env);
    assert_int_equal(adopt(f, DUO(A, "M1", "|"), false, true, &u), BP_OK);
    lookup(f, A, "M1", &before);
    assert_int_equal(adopt(f, DUO(A, "M1", "DLR|VO") DUO(B, "M1", "|"), false, true, &u), BP_OK);
    assert_int_equal(u.bekend, 1);
    assert_int_equal(u.overnemen, 1);
    lookup(f, A, "M1", &after);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(known(f), 2);
}

/* The last person is damaged, which shows only when all before it were taken in. */
static void test_nothing_remains_of_an_overview_that_is_refused_half_way(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_adopt_uitslag u;
    open_ledger(f, &env);
    assert_int_equal(
        adopt(f, DUO(A, "M1", "|") DUO(B, "M2", "|") PER(C) ISG(C, "M3"), false, true, &u),
        BP_E_INPUT);
    assert_int_equal(known(f), 0);
    assert_int_equal(cli_count(cli_path(&f->c.folder, "uit")), 0);
    assert_int_equal(adopt(f, DUO(A, "M1", "|"), false, true, &u), BP_OK); /* the lock is free */
    assert_int_equal(known(f), 1);
}

static void test_a_run_that_is_busy_is_not_disturbed(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_ledger *other = NULL;
    struct bp_adopt_uitslag u;
    struct bp_error err = { .status = BP_OK };
    open_ledger(f, &env);
    assert_int_equal(bp_ledger_open(f->url, BP_LEDGER_WRITE, &env, &other, &err), BP_OK);
    assert_int_equal(bp_ledger_run_begin(other, BP_DATUM(2027, 8, 20), &err), BP_OK);
    assert_int_equal(adopt(f, DUO(A, "M1", "|"), false, true, &u), BP_E_LOCKED);
    assert_int_equal(adopt(f, DUO(A, "M1", "|"), false, false, &u),
                     BP_OK); /* showing needs no lock */
    bp_ledger_run_abandon(other);
    bp_ledger_close(other);
    assert_int_equal(known(f), 0);
}

static enum bp_status see_herkomst(void *ctx, const struct bp_ledger_bewijs *b,
                                   struct bp_error *err)
{
    (void)err;
    (*(size_t *)ctx)++;
    assert_true(bp_str_equal(b->herkomst, BP_STR("RO_99XB_20260801_20270731 2027-08-15")));
    assert_int_equal(b->leerlingnummer.len, 0);
    return BP_OK;
}

static void test_the_ledger_says_which_overview_showed_it(void **state)
{
    struct fixture *f = *state;
    const struct bp_env env = env_of(f);
    struct bp_adopt_uitslag u;
    size_t count = 0;
    open_ledger(f, &env);
    assert_int_equal(adopt(f, DUO(A, "M1", "|"), false, true, &u), BP_OK);
    assert_int_equal(bp_ledger_each_bewijs(f->ledger, INT64_MAX, see_herkomst, &count, &f->c.err),
                     BP_OK);
    assert_int_equal(count, 1);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_each_enrolment_is_taken_over_or_left_out_with_its_line),
        T(test_what_is_left_out_is_explained_without_a_number),
        T(test_what_duo_has_beyond_a_message_is_counted),
        T(test_a_refused_overview_changes_nothing),
        T(test_the_overview_is_never_its_own_result),
        T(test_adopted_is_approved_and_a_second_time_changes_nothing),
        T(test_what_the_ledger_knows_is_left_alone),
        T(test_nothing_remains_of_an_overview_that_is_refused_half_way),
        T(test_a_run_that_is_busy_is_not_disturbed),
        T(test_the_ledger_says_which_overview_showed_it),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
