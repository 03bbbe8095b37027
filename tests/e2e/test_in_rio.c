/* BP216 through the program: what check and run say of a route that the ledger does, or does not, know in RIO. */
#include "support/e2e_csv.h"

#include "bronpost/ledger/opleidingen.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* --- a vo school and an mbo institution, students in routes A and B, one in none -------------------------- */

static const char conf[] = "[ledger]\nurl = sqlite:state/ledger.db\n"
                           "[instelling 99XA]\nsector = vo\noin = 0000000700099XA00000\n"
                           "certificaat = pki/99XA.pem\nsleutel = pki/99XA.key\n"
                           "[instelling 99XB]\nsector = mbo\noin = 0000000700099XB00000\n"
                           "certificaat = pki/99XB.pem\nsleutel = pki/99XB.key\n";
static const char routes[] =
    "leerroute;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;vo_brin;vo_vestiging;"
    "mbo_brin;begindatum;samenwerkingsovereenkomst\n"
    "A;DLR;BB;2;6611;99001;99XA;99XA00;99XB;2024-08-01;2024-01-01\n"
    "B;DLR;BB;2;6511;99005;99XA;99XA00;99XB;2024-08-01;2024-01-01\n";
static const char header[] =
    "brin;bsn;leerlingnummer;inschrijvingvolgnummer;datum_inschrijving;"
    "datum_uitschrijving_gepland;periode_begin;opleidingcode;leerjaar;leertraject;vestiging;"
    "leerroute;route_begin;mbo_inschrijvingvolgnummer\n";
#define VO(bsn, n, code, route, begin, mbo)                                                        \
    "99XA;" bsn ";" n ";V" n ";" begin ";2030-07-31;" begin ";" code ";3;BOL;99XA00;" route        \
    ";" begin ";" mbo "\n"
#define MBO(bsn, n, code, route)                                                                   \
    "99XB;" bsn ";" n ";M" n ";2026-08-01;2030-07-31;2026-08-01;" code ";;BOL;;" route             \
    ";2026-08-01;\n"
static const char students[] = VO("999990007", "1", "6611", "A", "2026-08-01", "")
    VO("999990019", "2", "6511", "B", "2026-08-01", "")
        MBO("999990020", "3", "99001",
            "A") "99XA;999990032;4;V4;2026-08-01;;2026-08-01;0031;1;;99XA00;;;\n"; /* in no route */

static void write_text(const struct e2e_folder *folder, const char *name, const char *text)
{
    e2e_write(folder, name, text, strlen(text));
}

static struct e2e_folder school(const char *rows)
{
    struct e2e_folder folder;
    char text[4096];
    e2e_folder_make(&folder);
    assert_in_range(snprintf(text, sizeof text, "%s%s", header, rows), 1, sizeof text - 1);
    write_text(&folder, "leerlingen.csv", text);
    write_text(&folder, "routes.csv", routes);
    write_text(&folder, "bronpost.conf", conf);
    return folder;
}

#define INPUT "--leerlingen", "leerlingen.csv", "--routes", "routes.csv", "--out", "out"
#define WITH  "--config", "bronpost.conf", INPUT, "--on"

/* --- what is in the ledger ---------------------------------------------------------------------------------- */

struct stap {
    const char *brin, *sector, *leerroute;
    const char *handeling;     /* NULL: the code is fixed, and nothing staged */
    enum bp_toestand toestand; /* KLAARGEZET: staged and not sent */
    struct bp_datum begin, eind;
};

static int64_t real_now(void *ctx)
{
    struct timespec now;
    (void)ctx;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void next_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    unsigned *n = ctx;
    (void)snprintf(out, BP_UUID_TEXT, "7d0c2a44-0000-4000-8000-%012u", ++*n % 1000000u);
}

static void done(enum bp_status st, const struct bp_error *err)
{
    if (st != BP_OK)
        fail_msg("the ledger: %s", err->detail);
}

static enum bp_status take(void *ctx, const struct bp_ledger_zending *zending, struct bp_error *err)
{
    (void)err;
    *(int64_t *)ctx = zending->bericht;
    return BP_OK;
}

/* RIO's answer on what was staged under the code. */
static void answer(struct bp_ledger *ledger, struct bp_str code, enum bp_toestand toestand,
                   const struct bp_env *env)
{
    struct bp_error err;
    char message_id[BP_UUID_TEXT];
    size_t onzeker;
    bool found = false;
    struct bp_ledger_uitkomst uitkomst = { .toestand = toestand };
    env->uuid(env->ctx, message_id);
    done(bp_ledger_submit_begin(ledger, 1000, &onzeker, &err), &err);
    done(bp_ledger_step_begin(ledger, 1000, &err), &err);
    done(bp_ledger_opleiding_claim(ledger, code, bp_str_of(message_id), take, &uitkomst.bericht,
                                   &found, &err),
         &err);
    done(bp_ledger_step_commit(ledger, &err), &err);
    assert_true(found);
    done(bp_ledger_step_begin(ledger, 1000, &err), &err);
    done(bp_ledger_settle(ledger, &uitkomst, &err), &err);
    done(bp_ledger_step_commit(ledger, &err), &err);
    bp_ledger_submit_end(ledger);
}

static void take_step(struct bp_ledger *ledger, const struct stap *s, const struct bp_env *env)
{
    struct bp_error err;
    char code[BP_UUID_TEXT], uuid[BP_UUID_TEXT];
    struct bp_ledger_opleiding_key key = { bp_str_of(s->brin), s->sector, bp_str_of(s->leerroute) };
    (void)snprintf(code, sizeof code, "5a1c0000-0000-4000-8000-00000000%c%c%c%c",
                   s->sector[0] == 'v' ? 'a' : 'b', s->leerroute[0] == 'A' ? 'a' : 'b', '0',
                   s->brin[3] == 'Z' ? '1' : '0');
    done(bp_ledger_step_begin(ledger, 1000, &err), &err);
    done(bp_ledger_opleiding_bind(ledger, &key, bp_str_of(code), &err), &err);
    if (s->handeling) {
        struct bp_ledger_opleiding_bericht bericht = { .code = bp_str_of(code),
                                                       .handeling = s->handeling,
                                                       .begin = s->begin,
                                                       .eind = s->eind,
                                                       .soort = BP_STR("DLR"),
                                                       .body = BP_STR("sealed") };
        env->uuid(env->ctx, uuid);
        memcpy(bericht.fingerprint, uuid, sizeof bericht.fingerprint);
        bericht.identificatiecode = bp_str_of(uuid);
        done(bp_ledger_opleiding_stage(ledger, &bericht, &err), &err);
    }
    done(bp_ledger_step_commit(ledger, &err), &err);
    if (s->handeling && s->toestand != BP_TOESTAND_KLAARGEZET)
        answer(ledger, bp_str_of(code), s->toestand, env);
}

static void fill(const struct e2e_folder *folder, const struct stap *stappen, size_t count)
{
    static unsigned uuids;
    const struct bp_env env = { real_now, next_uuid, &uuids };
    struct bp_ledger *ledger;
    struct bp_error err;
    char path[PATH_MAX], url[PATH_MAX + 16];
    e2e_path(folder, "state/ledger.db", path);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    done(bp_ledger_open(url, BP_LEDGER_WRITE, &env, &ledger, &err), &err);
    for (size_t i = 0; i < count; i++)
        take_step(ledger, &stappen[i], &env);
    bp_ledger_close(ledger);
}

/* --- what the program says ---------------------------------------------------------------------------------- */

static size_t signals(const struct e2e_folder *folder)
{
    return e2e_count_rows(folder, "out/signalen.csv", "code", "BP216");
}

static size_t rejections(const struct e2e_folder *folder)
{
    return e2e_count_rows(folder, "out/afgekeurd.csv", "code", "BP216");
}

static size_t counted(const struct e2e_folder *folder)
{
    return e2e_json_count(folder, "out/rapport.json", "rio_onbekend");
}

static size_t ready(const struct e2e_folder *folder)
{
    return e2e_count_rows(folder, "out/registraties.csv", "status", "te_registreren");
}

#define LEVERING "aanlevering"
#define OPEN                                                                                       \
    { 2024, 8, 1 },                                                                                \
    {                                                                                              \
        0, 0, 0                                                                                    \
    }
#define NO_DATES                                                                                   \
    { 0, 0, 0 },                                                                                   \
    {                                                                                              \
        0, 0, 0                                                                                    \
    }
#define GOED  BP_TOESTAND_GOEDGEKEURD
#define NIETS BP_TOESTAND_NIEUW

/* On 2026-09-03; students 1 (vo, A), 2 (vo, B) and 3 (mbo, A) are each in a line, in the count, or in neither. */
static const struct {
    const char *name;
    struct stap stappen[3];
    size_t lines, counted;
} cases[] = {
    { "nothing of RIO is known: a count", { { NULL, NULL, NULL, NULL, NIETS, NO_DATES } }, 0, 3 },
    { "RIO has A on the vo side",
      { { "99XA", "vo", "A", LEVERING, GOED, OPEN } },
      1, /* student 2 */
      1 },
    { "RIO has A on both sides",
      { { "99XA", "vo", "A", LEVERING, GOED, OPEN }, { "99XB", "mbo", "A", LEVERING, GOED, OPEN } },
      1,
      0 },
    { "RIO has all of it",
      { { "99XA", "vo", "A", LEVERING, GOED, OPEN },
        { "99XB", "mbo", "A", LEVERING, GOED, OPEN },
        { "99XA", "vo", "B", LEVERING, GOED, OPEN } },
      0,
      0 },
    { "the mbo side alone", { { "99XB", "mbo", "A", LEVERING, GOED, OPEN } }, 0, 2 },
    { "of another institution", { { "99XZ", "vo", "A", LEVERING, GOED, OPEN } }, 0, 3 },
    { "an institution with both sides",
      { { "99XA", "mbo", "A", LEVERING, GOED, OPEN },
        { "99XA", "vo", "A", NULL, NIETS, NO_DATES } },
      2,
      1 },
    { "likewise, asked for the other side",
      { { "99XB", "vo", "A", LEVERING, GOED, OPEN },
        { "99XB", "mbo", "A", NULL, NIETS, NO_DATES } },
      1, /* student 3 */
      2 },
    { "a code, and nothing staged", { { "99XA", "vo", "A", NULL, NIETS, NO_DATES } }, 2, 1 },
    { "staged, not sent", { { "99XA", "vo", "A", LEVERING, BP_TOESTAND_KLAARGEZET, OPEN } }, 2, 1 },
    { "sent, and no answer", { { "99XA", "vo", "A", LEVERING, BP_TOESTAND_ONZEKER, OPEN } }, 2, 1 },
    { "refused", { { "99XA", "vo", "A", LEVERING, BP_TOESTAND_AFGEKEURD, OPEN } }, 2, 1 },
    { "approved, and a change refused: RIO has what it had",
      { { "99XA", "vo", "A", LEVERING, GOED, OPEN },
        { "99XA", "vo", "A", LEVERING, BP_TOESTAND_AFGEKEURD, OPEN } },
      1,
      1 },
    { "approved, then withdrawn",
      { { "99XA", "vo", "A", LEVERING, GOED, OPEN },
        { "99XA", "vo", "A", "verwijdering", GOED, OPEN } },
      2,
      1 },
    { "begins on the reference date",
      { { "99XA", "vo", "A", LEVERING, GOED, { 2026, 9, 3 }, { 0, 0, 0 } } },
      1,
      1 },
    { "begins a day later",
      { { "99XA", "vo", "A", LEVERING, GOED, { 2026, 9, 4 }, { 0, 0, 0 } } },
      2,
      1 },
    { "ends, exclusively, on the reference date",
      { { "99XA", "vo", "A", LEVERING, GOED, { 2024, 8, 1 }, { 2026, 9, 3 } } },
      2,
      1 },
    { "ends a day later",
      { { "99XA", "vo", "A", LEVERING, GOED, { 2024, 8, 1 }, { 2026, 9, 4 } } },
      1,
      1 },
};

static void test_a_route_that_the_ledger_does_not_know_in_rio(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct e2e_folder folder = school(students);
        e2e_expect(&folder, 0, "run", WITH, "2026-09-03", (char *)NULL);
        size_t count = 0;
        while (count < 3 && cases[i].stappen[count].brin)
            count++;
        fill(&folder, cases[i].stappen, count);
        e2e_expect(&folder, 0, "check", WITH, "2026-09-03", (char *)NULL);
        if (signals(&folder) != cases[i].lines || counted(&folder) != cases[i].counted)
            fail_msg("%s: %zu lines and %zu counted, not %zu and %zu", cases[i].name,
                     signals(&folder), counted(&folder), cases[i].lines, cases[i].counted);
        assert_int_equal(rejections(&folder), 0);
        e2e_sum_rule(&folder, "leerlingen.csv", "out");
        /* Required: each of them is a line, and rejects. */
        bool lacks = cases[i].lines + cases[i].counted > 0;
        e2e_expect(&folder, lacks, "check", "--require-rio", WITH, "2026-09-03", (char *)NULL);
        assert_int_equal(rejections(&folder), cases[i].lines + cases[i].counted);
        assert_int_equal(signals(&folder) + counted(&folder), 0);
        e2e_sum_rule(&folder, "leerlingen.csv", "out");
        e2e_no_numbers(&folder, "leerlingen.csv", "out");
        e2e_folder_remove(&folder);
    }
}

static void test_without_any_ledger_it_is_a_count_or_required(void **state)
{
    (void)state;
    struct e2e_folder folder = school(students);
    e2e_expect(&folder, 0, "check", INPUT, "--on", "2026-09-03", (char *)NULL);
    assert_int_equal(signals(&folder), 0);
    assert_int_equal(counted(&folder), 3);
    assert_int_equal(ready(&folder), 4);
    e2e_expect(&folder, 1, "check", INPUT, "--on", "2026-09-03", "--require-rio", (char *)NULL);
    assert_int_equal(rejections(&folder), 3);
    assert_int_equal(counted(&folder), 0);
    assert_int_equal(ready(&folder), 1);
    /* What is counted is said in words too, on the page and on the terminal. */
    struct e2e_result said = e2e_run(&folder, "check", INPUT, "--on", "2026-09-03", (char *)NULL);
    assert_non_null(strstr(said.out.ptr, "not in RIO             3 enrolments"));
    struct e2e_text page = e2e_read(&folder, "out/rapport.html");
    assert_non_null(strstr(page.ptr, "3 enrolments are in a route that is not known here"));
    e2e_text_free(&page);
    e2e_result_free(&said);
    e2e_folder_remove(&folder);
}

static void test_a_rejected_enrolment_is_not_counted(void **state)
{
    (void)state;
    struct e2e_folder folder = school(students);
    e2e_replace(&folder, "leerlingen.csv", ";6611;3;", ";6611;;"); /* no leerjaar: BP106 */
    e2e_expect(&folder, 1, "check", INPUT, "--on", "2026-09-03", (char *)NULL);
    assert_int_equal(e2e_count_rows(&folder, "out/afgekeurd.csv", "code", "BP106"), 1);
    assert_int_equal(counted(&folder), 2);
    e2e_folder_remove(&folder);
}

/* A derived mbo registration is judged by its own side; one line names both that lack. */
static void test_one_line_names_both_sides_and_rejects_all_of_the_enrolment(void **state)
{
    (void)state;
    struct e2e_folder folder = school(VO(
        "999990007", "1", "6611", "A", "2024-08-01",
        "M1") "99XA;999990007;1;V1;2024-08-01;"
              "2030-07-31;2025-08-01;6611;4;BOL;99XA00;A;2024-08-01;M1\n"
              "99XA;999990007;1;V1;2024-08-01;2030-07-31;2026-08-01;6611;4;BOL;99XA00;A;2024-08-01;"
              "M1\n");
    static const struct stap others[] = { { "99XA", "vo", "B", LEVERING, GOED, OPEN },
                                          { "99XB", "mbo", "B", LEVERING, GOED, OPEN } };
    e2e_expect(&folder, 0, "run", WITH, "2026-09-03", (char *)NULL);
    fill(&folder, others, 2);
    e2e_expect(&folder, 0, "check", WITH, "2026-09-03", (char *)NULL);
    assert_int_equal(signals(&folder), 1);
    struct e2e_text text = e2e_read(&folder, "out/signalen.csv");
    assert_non_null(strstr(text.ptr, ";4;BP216;leerroute;"));
    assert_non_null(strstr(text.ptr, "leerroute A is not known as registered in RIO on 2026-09-03 "
                                     "for 99XA vo, 99XB mbo."));
    e2e_text_free(&text);
    e2e_expect(&folder, 1, "check", "--require-rio", WITH, "2026-09-03", (char *)NULL);
    assert_int_equal(rejections(&folder), 1);
    assert_int_equal(e2e_count_rows(&folder, "out/afgekeurd.csv", "uitleg", "rejected with line 4"),
                     2);
    assert_int_equal(ready(&folder), 0);
    e2e_sum_rule(&folder, "leerlingen.csv", "out");
    e2e_folder_remove(&folder);
}

/* Rejected in a run: nothing of it is staged, and what was staged before stays. */
static void test_a_run_stages_nothing_of_what_rio_lacks(void **state)
{
    (void)state;
    static const struct stap a[] = { { "99XA", "vo", "A", LEVERING, GOED, OPEN } };
    struct e2e_folder folder = school(students);
    e2e_expect(&folder, 1, "run", "--require-rio", WITH, "2026-09-03", (char *)NULL);
    assert_int_equal(e2e_json_count(&folder, "out/rapport.json", "klaargezet"), 1);
    fill(&folder, a, 1);
    e2e_expect(&folder, 1, "run", "--require-rio", WITH, "2026-09-04", (char *)NULL);
    assert_int_equal(rejections(&folder), 2);
    assert_int_equal(e2e_json_count(&folder, "out/rapport.json", "klaargezet"), 1);
    e2e_expect(&folder, 0, "run", WITH, "2026-09-05", (char *)NULL);
    assert_int_equal(e2e_json_count(&folder, "out/rapport.json", "klaargezet"), 2);
    e2e_folder_remove(&folder);
}

static void test_the_option_is_one_of_check_and_run_and_explained(void **state)
{
    (void)state;
    struct e2e_folder folder = school(students);
    e2e_expect(&folder, 2, "rio", "check", "--require-rio", "--routes", "routes.csv", "--out",
               "out", (char *)NULL);
    e2e_expect(&folder, 2, "submit", "--require-rio", (char *)NULL);
    struct e2e_result said = e2e_run(&folder, "explain", "BP216", (char *)NULL);
    assert_int_equal(said.exit_code, 0);
    assert_non_null(strstr(said.out.ptr, "the route is not known as registered in RIO"));
    assert_non_null(strstr(said.out.ptr, "--require-rio"));
    e2e_result_free(&said);
    e2e_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_route_that_the_ledger_does_not_know_in_rio),
        cmocka_unit_test(test_without_any_ledger_it_is_a_count_or_required),
        cmocka_unit_test(test_a_rejected_enrolment_is_not_counted),
        cmocka_unit_test(test_one_line_names_both_sides_and_rejects_all_of_the_enrolment),
        cmocka_unit_test(test_a_run_stages_nothing_of_what_rio_lacks),
        cmocka_unit_test(test_the_option_is_one_of_check_and_run_and_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
