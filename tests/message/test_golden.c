/* Bodies, byte by byte. BRONPOST_GOLDEN_UPDATE=1 rewrites the files; their diff is reviewed like code. */
#include "support/message_registraties.h"

#include "bronpost/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define BODY_BYTES ((size_t)1024 * 1024)

static void as_is(struct message_registratie *m)
{
    (void)m;
}

/* DLR of the vo school, split at the switch date. */
static void dlr_with_both_phases(struct message_registratie *m)
{
    m->perioden[0] = m->perioden[1];
    m->perioden[0].leerroute = m->perioden[1].leerroute = BP_ROUTE_DLR;
    m->perioden[0].fase = BP_FASE_VO;
    m->perioden[1].fase = BP_FASE_MBO;
    m->perioden[1].begin = BP_DATUM(2027, 8, 1);
    m->registratie.datum_inschrijving = m->perioden[0].begin;
}

static void everything_else(struct message_registratie *m)
{
    struct bp_registratie *r = &m->registratie;
    r->persoon.soort = BP_PERSOON_ONDERWIJSNUMMER;
    memcpy(r->persoon.digits, "101234540", 9);
    r->inschrijvingvolgnummer = BP_STR("A&B<1>");
    r->datum_uitschrijving = BP_DATUM(2026, 7, 31);
    r->opp_begin = BP_DATUM(2023, 9, 1);
    r->opp_eind = BP_DATUM(2024, 1, 31);
    r->verblijf = (struct bp_verblijf){ BP_DATUM(2024, 8, 1), BP_DATUM(2024, 12, 31),
                                        BP_STR("99XB"), BP_STR("99XB00"), BP_STR("SYMBIOSE") };
    m->experimenten[0] = BP_STR("EXP_1");
    m->experimenten[1] = BP_STR("EXP_2");
    m->perioden[1].experimenten = m->experimenten;
    m->perioden[1].experiment_count = 2;
    m->perioden[1].bekostigbaar = false;
    m->perioden[0].leerjaar = BP_STR("");
}

/* What the mbo does not know (vo fields), and a reason without an end, are not stated. */
static void glr_at_the_mbo(struct message_registratie *m)
{
    for (size_t i = 0; i < 2; i++) {
        m->perioden[i].leerroute = BP_ROUTE_GLR;
        m->perioden[i].fase = i ? BP_FASE_MBO : BP_FASE_VO;
        m->perioden[i].niveau = BP_STR("MBO-2");
    }
    m->registratie.reden_uitschrijving = BP_STR("08");
}

static void ended_at_the_mbo(struct message_registratie *m)
{
    m->registratie.periode_count = 1;
    m->registratie.datum_uitschrijving = BP_DATUM(2026, 1, 31);
    m->registratie.reden_uitschrijving = BP_STR("08");
}

static const struct {
    const char *file;
    enum bp_sector sector;
    enum bp_handeling handeling;
    void (*change)(struct message_registratie *m);
} cases[] = {
    { "vo-regulier", BP_SECTOR_VO, BP_HANDELING_INSCHRIJVING, as_is },
    { "vo-dlr-twee-fasen", BP_SECTOR_VO, BP_HANDELING_INSCHRIJVING, dlr_with_both_phases },
    { "vo-opp-verblijf-experiment", BP_SECTOR_VO, BP_HANDELING_INSCHRIJVING, everything_else },
    { "vo-verwijdering", BP_SECTOR_VO, BP_HANDELING_VERWIJDERING, as_is },
    { "vo-verwijdering-onderwijsnummer", BP_SECTOR_VO, BP_HANDELING_VERWIJDERING, everything_else },
    { "mbo-glr", BP_SECTOR_MBO, BP_HANDELING_INSCHRIJVING, glr_at_the_mbo },
    { "mbo-uitgeschreven", BP_SECTOR_MBO, BP_HANDELING_INSCHRIJVING, ended_at_the_mbo },
    { "mbo-verwijdering", BP_SECTOR_MBO, BP_HANDELING_VERWIJDERING, as_is },
};

static void assert_golden(const char *name, struct bp_str made)
{
    char path[128];
    struct bp_error err;
    struct bp_buf want;
    (void)snprintf(path, sizeof path, "tests/golden/message/%s.xml", name);
    const char *update = getenv("BRONPOST_GOLDEN_UPDATE");
    if (update && *update) {
        assert_int_equal(bp_file_put(path, made, BP_DURABLE_LATER, &err), BP_OK);
        return;
    }
    bp_buf_init(&want, BODY_BYTES);
    if (bp_file_get(path, BODY_BYTES, &want, &err) != BP_OK)
        fail_msg("%s", err.detail);
    if (!bp_str_equal(made, bp_buf_str(&want)))
        fail_msg("%s is not what is made now:\n%.*s", path, (int)made.len, made.ptr);
    bp_buf_free(&want);
}

static void test_bodies_are_the_golden_ones(void **state)
{
    (void)state;
    struct bp_contract *vo, *mbo;
    struct bp_error err;
    struct bp_buf body;
    assert_int_equal(bp_contract_open("vo", "schemas/vo", NULL, &vo, &err), BP_OK);
    assert_int_equal(bp_contract_open("mbo", "schemas/mbo", NULL, &mbo, &err), BP_OK);
    bp_buf_init(&body, BODY_BYTES);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct message_registratie m;
        message_fixed(&m, cases[i].sector);
        cases[i].change(&m);
        struct bp_maker *maker =
            bp_maker_new(cases[i].sector == BP_SECTOR_VO ? vo : mbo, BP_KEURING_ONTHOUDEN, &err);
        assert_non_null(maker);
        enum bp_status st =
            cases[i].handeling == BP_HANDELING_VERWIJDERING
                ? bp_maker_verwijdering(maker, &m.registratie, &m.kop, &body, &err)
                : bp_maker_inschrijving(maker, &m.registratie, &m.kop, &body, NULL, &err);
        if (st != BP_OK)
            fail_msg("%s: %s", cases[i].file, err.detail);
        assert_golden(cases[i].file, bp_buf_str(&body));
        bp_maker_free(maker);
    }
    bp_buf_free(&body);
    bp_contract_close(vo);
    bp_contract_close(mbo);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_bodies_are_the_golden_ones) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
