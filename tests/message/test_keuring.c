/* Three ways to prove a body valid, one verdict; and every body is its own exclusive canonical
 * form. */
#include "support/message_registraties.h"
#include "support/message_schemas.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ROUNDS     12000
#define BODY_BYTES ((size_t)1024 * 1024)

static struct bp_contract *open_contract(const char *name, const char *folder, const char *schemas)
{
    struct bp_contract *contract;
    struct bp_error err = { .detail = "" };
    if (bp_contract_open(name, folder, schemas, &contract, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return contract;
}

static void assert_canonical(struct bp_str body)
{
    xmlChar *canonical = NULL;
    xmlDocPtr doc = xmlReadMemory(body.ptr, (int)body.len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    int len = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &canonical);
    assert_int_equal(len, body.len);
    assert_memory_equal(canonical, body.ptr, body.len);
    xmlFree(canonical);
    xmlFreeDoc(doc);
}

struct jury {
    struct bp_maker *makers[3];
    struct bp_buf bodies[3], stands[3];
    size_t accepted, refused;
};

static void jury_init(struct jury *jury, const struct bp_contract *contract)
{
    *jury = (struct jury){ .accepted = 0 };
    for (int k = 0; k < 3; k++) {
        struct bp_error err;
        jury->makers[k] = bp_maker_new(contract, (enum bp_keuring)k, &err);
        assert_non_null(jury->makers[k]);
        bp_buf_init(&jury->bodies[k], BODY_BYTES);
        bp_buf_init(&jury->stands[k], BODY_BYTES);
    }
}

static void jury_free(struct jury *jury)
{
    for (int k = 0; k < 3; k++) {
        bp_maker_free(jury->makers[k]);
        bp_buf_free(&jury->bodies[k]);
        bp_buf_free(&jury->stands[k]);
    }
}

/* A message must never show a value: none of ours has these characters in a row. */
static void assert_silent(const struct message_registratie *m, const struct bp_error *err)
{
    char digits[10] = "";
    memcpy(digits, m->registratie.persoon.digits, 9);
    assert_null(digits[0] ? strstr(err->detail, digits) : NULL);
    assert_null(strstr(err->detail, "A_VALUE_OF"));
    assert_null(strstr(err->detail, "3f6c1c52"));
}

static void judge(struct jury *jury, const struct message_registratie *m, bool removal)
{
    enum bp_status st[3];
    struct bp_error err[3];
    for (int k = 0; k < 3; k++) {
        err[k] = (struct bp_error){ .status = BP_OK };
        st[k] = removal ? bp_maker_verwijdering(jury->makers[k], &m->registratie, &m->kop,
                                                &jury->bodies[k], &err[k])
                        : bp_maker_inschrijving(jury->makers[k], &m->registratie, &m->kop,
                                                &jury->bodies[k], &jury->stands[k], &err[k]);
    }
    for (int k = 0; k < 2; k++)
        if (st[k] != st[2])
            fail_msg("way %d says %d (%s), the reference %d (%s)", k, st[k], err[k].detail, st[2],
                     err[2].detail);
    if (st[2] == BP_OK) {
        assert_canonical(bp_buf_str(&jury->bodies[2]));
        for (int k = 0; k < 2; k++)
            assert_true(bp_str_equal(bp_buf_str(&jury->bodies[k]), bp_buf_str(&jury->bodies[2])));
        jury->accepted++;
    } else {
        for (int k = 0; k < 3; k++) {
            assert_int_equal(st[k], BP_E_XML);
            assert_string_equal(err[k].code, "BP501");
            assert_int_equal(jury->bodies[k].len, 0);
            assert_silent(m, &err[k]);
        }
        jury->refused++;
    }
}

static void compare_verdicts(const char *name, const char *folder, const char *schemas,
                             enum bp_sector sector)
{
    struct bp_contract *contract = open_contract(name, folder, schemas);
    struct jury jury;
    uint64_t state = 20260801;
    jury_init(&jury, contract);
    for (size_t i = 0; i < ROUNDS; i++) {
        struct message_registratie m;
        message_make(&m, sector, &state);
        /* Values that are refused come between values that are remembered. */
        for (uint32_t changes = message_random(&state, 3); changes; changes--)
            message_mutate(&m, &state);
        judge(&jury, &m, message_random(&state, 8) == 0);
    }
    print_message("%s: %zu accepted, %zu refused\n", name, jury.accepted, jury.refused);
    assert_true(jury.accepted > ROUNDS / 5);
    assert_true(jury.refused > ROUNDS / 5);
    jury_free(&jury);
    bp_contract_close(contract);
}

static void test_three_ways_agree_about_vo(void **state)
{
    (void)state;
    compare_verdicts("vo", "schemas/vo", NULL, BP_SECTOR_VO);
}

static void test_three_ways_agree_about_mbo(void **state)
{
    (void)state;
    compare_verdicts("mbo", "schemas/mbo", NULL, BP_SECTOR_MBO);
}

static void test_three_ways_agree_under_duos_own_schema(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here: not compared\n");
        skip();
    }
    compare_verdicts("vo", "schemas/vo", MESSAGE_DUO_VO, BP_SECTOR_VO);
}

/* --- schemas in which a value may not be judged on its own ---------------------------------------------- */

static const struct {
    const char *name, *file, *from, *to;
} inseparable[] = {
    { "a fixed value", "inschrijving-mbo.xsd",
      "<xsd:element name=\"datumUitschrijvingGepland\" type=\"xsd:date\"/>",
      "<xsd:element name=\"datumUitschrijvingGepland\" type=\"xsd:date\" fixed=\"2028-07-31\"/>" },
    { "a key", "inschrijving-mbo.xsd",
      "<xsd:element name=\"aanleverenInschrijvingMBO_Request\" "
      "type=\"AanleverenInschrijvingMBO_Request\"/>",
      "<xsd:element name=\"aanleverenInschrijvingMBO_Request\" "
      "type=\"AanleverenInschrijvingMBO_Request\">"
      "<xsd:unique name=\"u\" xmlns:p=\"urn:bronpost:provisional:mbo-inschrijving:1\">"
      "<xsd:selector xpath=\"p:inschrijvingPeriodeMBO\"/><xsd:field xpath=\"p:datumBegin\"/>"
      "</xsd:unique></xsd:element>" },
};

/* Each refuses some registrations for a reason that no value has in itself. */
static void test_three_ways_agree_where_values_depend_on_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inseparable / sizeof inseparable[0]; i++) {
        char folder[MESSAGE_PATH];
        struct jury jury;
        uint64_t random = 7;
        message_folder_make(folder);
        message_folder_copy("schemas/mbo", folder);
        message_file_edit(folder, inseparable[i].file, inseparable[i].from, inseparable[i].to);
        struct bp_contract *contract = open_contract("mbo", folder, NULL);
        jury_init(&jury, contract);
        for (int n = 0; n < 600; n++) {
            struct message_registratie m;
            message_make(&m, BP_SECTOR_MBO, &random);
            m.registratie.datum_uitschrijving_gepland.year =
                (int16_t)(2027 + message_random(&random, 2));
            for (size_t p = 0; p < m.registratie.periode_count; p++)
                m.perioden[p].begin = BP_DATUM(2024, 8, 1 + message_random(&random, 3));
            judge(&jury, &m, false);
        }
        if (jury.accepted < 60 || jury.refused < 60)
            fail_msg("%s: %zu accepted, %zu refused", inseparable[i].name, jury.accepted,
                     jury.refused);
        jury_free(&jury);
        bp_contract_close(contract);
        message_folder_remove(folder);
    }
}

/* --- full caches ---------------------------------------------------------------------------------------- */

/* More shapes and more values than are remembered: verdicts stay the reference's. */
static void test_verdicts_are_the_same_when_nothing_more_is_remembered(void **state)
{
    (void)state;
    struct bp_contract *contract = open_contract("vo", "schemas/vo", NULL);
    struct jury jury;
    struct message_registratie m;
    static struct bp_str experimenten[100];
    char brin[5], vestiging[7];
    jury_init(&jury, contract);
    for (size_t i = 0; i < 100; i++)
        experimenten[i] = BP_STR("EXP");
    for (uint32_t i = 0; i < 5000; i++) {
        message_fixed(&m, BP_SECTOR_VO);
        const uint32_t shape = i * 7 % 9999;
        m.perioden[0].experimenten = experimenten;
        m.perioden[1].experimenten = experimenten;
        m.perioden[0].experiment_count = shape % 100;
        m.perioden[1].experiment_count = shape / 100;
        (void)snprintf(brin, sizeof brin, "%02u%c%c", i % 100, 'A' + i / 100 % 26,
                       'A' + i / 2600 % 26);
        (void)snprintf(vestiging, sizeof vestiging, "%s0%c", brin, i % 9 ? '1' : 'x');
        m.registratie.brin = bp_str_of(brin);
        m.perioden[0].vestiging = bp_str_of(vestiging);
        judge(&jury, &m, false);
    }
    assert_int_equal(jury.refused, 5000 / 9 + 1);
    jury_free(&jury);
    bp_contract_close(contract);
}

/* --- threads
 * -----------------------------------------------------------------------------------------------
 */

struct thread_work {
    const struct bp_contract *contract;
    uint64_t seed;
    size_t accepted;
};

static void *make_many(void *arg)
{
    struct thread_work *work = arg;
    struct bp_error err;
    struct bp_buf body;
    struct bp_maker *maker = bp_maker_new(work->contract, BP_KEURING_ONTHOUDEN, &err);
    bp_buf_init(&body, BODY_BYTES);
    for (int i = 0; maker && i < 2000; i++) {
        struct message_registratie m;
        message_make(&m, BP_SECTOR_VO, &work->seed);
        work->accepted +=
            bp_maker_inschrijving(maker, &m.registratie, &m.kop, &body, NULL, &err) == BP_OK;
    }
    bp_maker_free(maker);
    bp_buf_free(&body);
    return NULL;
}

static void test_makers_share_a_contract_between_threads(void **state)
{
    (void)state;
    struct bp_contract *contract = open_contract("vo", "schemas/vo", NULL);
    struct thread_work work[3];
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++) {
        work[i] = (struct thread_work){ contract, 99 + i, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, make_many, &work[i]), 0);
    }
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(work[i].accepted, 2000);
    }
    bp_contract_close(contract);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_ways_agree_about_vo),
        cmocka_unit_test(test_three_ways_agree_about_mbo),
        cmocka_unit_test(test_three_ways_agree_under_duos_own_schema),
        cmocka_unit_test(test_three_ways_agree_where_values_depend_on_each_other),
        cmocka_unit_test(test_verdicts_are_the_same_when_nothing_more_is_remembered),
        cmocka_unit_test(test_makers_share_a_contract_between_threads),
    };
    xmlInitParser();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
