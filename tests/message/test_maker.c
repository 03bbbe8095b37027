/* What a maker refuses and how it says so, and what a stand is. */
#include "support/message_registraties.h"
#include "support/message_schemas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define BODY_BYTES ((size_t)1024 * 1024)

struct bench {
    struct bp_contract *contract;
    struct bp_maker *maker;
    struct bp_buf body, stand;
    struct bp_error err;
};

static void bench_init(struct bench *b, const char *name, const char *folder, const char *schemas,
                       enum bp_keuring keuring)
{
    *b = (struct bench){ .contract = NULL };
    if (bp_contract_open(name, folder, schemas, &b->contract, &b->err) != BP_OK)
        fail_msg("%s", b->err.detail);
    b->maker = bp_maker_new(b->contract, keuring, &b->err);
    assert_non_null(b->maker);
    bp_buf_init(&b->body, BODY_BYTES);
    bp_buf_init(&b->stand, BODY_BYTES);
}

static void bench_free(struct bench *b)
{
    bp_maker_free(b->maker);
    bp_contract_close(b->contract);
    bp_buf_free(&b->body);
    bp_buf_free(&b->stand);
}

static enum bp_status enrol(struct bench *b, const struct message_registratie *m)
{
    return bp_maker_inschrijving(b->maker, &m->registratie, &m->kop, &b->body, &b->stand, &b->err);
}

/* --- refusals ---------------------------------------------------------------------------------------------- */

static void no_period(struct message_registratie *m)
{
    m->registratie.periode_count = 0;
}

static void no_person(struct message_registratie *m)
{
    m->registratie.persoon.soort = BP_PERSOON_GEEN;
}

static void no_vestiging(struct message_registratie *m)
{
    m->perioden[1].vestiging = BP_STR("");
}

static void end_of_opp_alone(struct message_registratie *m)
{
    m->registratie.opp_eind = BP_DATUM(2024, 1, 31);
}

static void half_a_stay(struct message_registratie *m)
{
    m->registratie.verblijf = (struct bp_verblijf){ .begin = BP_DATUM(2024, 1, 31) };
}

static void route_without_phase(struct message_registratie *m)
{
    m->perioden[1].leerroute = BP_ROUTE_DLR;
    m->perioden[1].fase = BP_FASE_GEEN;
}

static void short_code(struct message_registratie *m)
{
    m->perioden[0].opleidingcode = BP_STR("661");
}

static void long_code(struct message_registratie *m)
{
    m->perioden[0].opleidingcode = BP_STR("66110");
}

static void small_letters(struct message_registratie *m)
{
    m->registratie.brin = BP_STR("99xa");
}

static void no_day(struct message_registratie *m)
{
    m->registratie.datum_inschrijving = BP_DATUM(2023, 2, 29);
}

static void wrong_head(struct message_registratie *m)
{
    m->kop.identificatiecode = BP_STR("3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0g");
}

static void letter_in_number(struct message_registratie *m)
{
    m->registratie.persoon.digits[8] = 'x';
}

static void control_character(struct message_registratie *m)
{
    m->registratie.inschrijvingvolgnummer = BP_STR("V\x01");
}

static const struct {
    const char *name;
    void (*change)(struct message_registratie *m);
    const char *element, *rule;
} refusals[] = {
    { "without periods", no_period, "inschrijvingPeriodeVO", "missing" },
    { "without a number", no_person, "burgerservicenummer", "missing" },
    { "without a vestiging", no_vestiging, "inschrijvingPeriodeVO/vestiging", "missing" },
    { "an end of the opp alone", end_of_opp_alone, "ontwikkelingsperspectief/datumBegin",
      "missing" },
    { "half a stay", half_a_stay, "verblijfAndereInstelling/brin", "missing" },
    { "a route without its phase", route_without_phase, "leerroutefase", "together" },
    { "a code of 3", short_code, "inschrijvingPeriodeVO/opleidingcode", "shorter" },
    { "a code of 5", long_code, "inschrijvingPeriodeVO/opleidingcode", "longer" },
    { "a brin in small letters", small_letters, "element brin ", "form" },
    { "a day that does not exist", no_day, "datumInschrijving", "type" },
    { "a head that is no uuid", wrong_head, "identificatiecodeBedrijfsdocument", "form" },
    { "a letter in the number", letter_in_number, "burgerservicenummer", "form" },
    { "a control character", control_character, "inschrijvingvolgnummer", "character" },
};

static void test_a_refusal_names_element_and_rule(void **state)
{
    (void)state;
    for (int keuring = 0; keuring < 3; keuring++) {
        struct bench b;
        bench_init(&b, "vo", "schemas/vo", NULL, (enum bp_keuring)keuring);
        /* Twice: before a shape is known to be valid, and after. */
        for (size_t i = 0; i < 2 * sizeof refusals / sizeof refusals[0]; i++) {
            size_t at = i % (sizeof refusals / sizeof refusals[0]);
            struct message_registratie m;
            if (i == sizeof refusals / sizeof refusals[0]) {
                message_fixed(&m, BP_SECTOR_VO);
                assert_int_equal(enrol(&b, &m), BP_OK);
            }
            message_fixed(&m, BP_SECTOR_VO);
            refusals[at].change(&m);
            assert_int_equal(enrol(&b, &m), BP_E_XML);
            assert_string_equal(b.err.code, "BP501");
            if (!strstr(b.err.detail, refusals[at].element) ||
                !strstr(b.err.detail, refusals[at].rule))
                fail_msg("%s, way %d: %s", refusals[at].name, keuring, b.err.detail);
            assert_int_equal(b.body.len, 0);
            assert_int_equal(b.stand.len, 0);
        }
        bench_free(&b);
    }
}

static void test_a_hundred_periods_pass_and_one_more_does_not(void **state)
{
    (void)state;
    struct bp_periode perioden[101];
    for (int keuring = 0; keuring < 3; keuring++) {
        struct bench b;
        struct message_registratie m;
        bench_init(&b, "vo", "schemas/vo", NULL, (enum bp_keuring)keuring);
        message_fixed(&m, BP_SECTOR_VO);
        for (size_t i = 0; i < 101; i++)
            perioden[i] = m.perioden[1];
        m.registratie.perioden = perioden;
        m.registratie.periode_count = 100;
        assert_int_equal(enrol(&b, &m), BP_OK);
        m.registratie.periode_count = 101;
        assert_int_equal(enrol(&b, &m), BP_E_XML);
        assert_non_null(strstr(b.err.detail, "too often"));
        bench_free(&b);
    }
}

static void test_a_contract_is_not_asked_for_another_sectors_message(void **state)
{
    (void)state;
    struct bench b;
    struct message_registratie m;
    bench_init(&b, "vo", "schemas/vo", NULL, BP_KEURING_ONTHOUDEN);
    message_fixed(&m, BP_SECTOR_MBO);
    assert_int_equal(enrol(&b, &m), BP_E_INTERNAL);
    bench_free(&b);
}

static void test_a_body_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct bench b;
    struct message_registratie m;
    bench_init(&b, "vo", "schemas/vo", NULL, BP_KEURING_ONTHOUDEN);
    message_fixed(&m, BP_SECTOR_VO);
    b.body.max = 1000;
    assert_int_equal(enrol(&b, &m), BP_E_MEMORY);
    bench_free(&b);
}

static void test_duos_own_schema_takes_regular_pupils_and_refuses_routes(void **state)
{
    (void)state;
    if (!message_duo_there()) {
        print_message("DUO's own schemas are not here\n");
        skip();
    }
    struct bench b;
    struct message_registratie m;
    bench_init(&b, "vo", "schemas/vo", MESSAGE_DUO_VO, BP_KEURING_ONTHOUDEN);
    message_fixed(&m, BP_SECTOR_VO);
    assert_int_equal(enrol(&b, &m), BP_OK);
    for (int soort = BP_ROUTE_DLR; soort <= BP_ROUTE_GLR; soort++) {
        m.perioden[1].leerroute = (enum bp_route_soort)soort;
        m.perioden[1].fase = BP_FASE_VO;
        assert_int_equal(enrol(&b, &m), BP_E_XML);
        assert_string_equal(b.err.code, "BP501");
        assert_non_null(strstr(b.err.detail, "no element leerroute"));
    }
    /* A removal states no route: it can be sent. */
    assert_int_equal(bp_maker_verwijdering(b.maker, &m.registratie, &m.kop, &b.body, &b.err),
                     BP_OK);
    bench_free(&b);
}

/* --- stand ------------------------------------------------------------------------------------------------- */

static void other_person(struct message_registratie *m)
{
    memcpy(m->registratie.persoon.digits, "999990020", 9);
}

static void other_kind_of_number(struct message_registratie *m)
{
    m->registratie.persoon.soort = BP_PERSOON_ONDERWIJSNUMMER;
}

static void other_brin(struct message_registratie *m)
{
    m->registratie.brin = BP_STR("99XB");
}

static void other_volgnummer(struct message_registratie *m)
{
    m->registratie.inschrijvingvolgnummer = BP_STR("V0002");
}

/* Must not look like the line of another element. */
static void volgnummer_with_a_line_feed(struct message_registratie *m)
{
    m->registratie.inschrijvingvolgnummer = BP_STR("V0001\nbrin=99XA");
}

static void other_begin(struct message_registratie *m)
{
    m->registratie.datum_inschrijving = BP_DATUM(2023, 8, 2);
}

static void an_end(struct message_registratie *m)
{
    m->registratie.datum_uitschrijving = BP_DATUM(2026, 7, 31);
}

static void other_period_begin(struct message_registratie *m)
{
    m->perioden[1].begin = BP_DATUM(2025, 8, 2);
}

static void other_code(struct message_registratie *m)
{
    m->perioden[1].opleidingcode = BP_STR("6621");
}

static void no_aanbieder(struct message_registratie *m)
{
    m->perioden[1].onderwijsaanbieder = BP_STR("");
}

static void other_locatie(struct message_registratie *m)
{
    m->perioden[1].onderwijslocatie = BP_STR("199X002");
}

static void other_vestiging(struct message_registratie *m)
{
    m->perioden[1].vestiging = BP_STR("99XA01");
}

static void no_leerjaar(struct message_registratie *m)
{
    m->perioden[1].leerjaar = BP_STR("");
}

static void not_bekostigbaar(struct message_registratie *m)
{
    m->perioden[1].bekostigbaar = false;
}

static void a_dlr(struct message_registratie *m)
{
    m->perioden[1].leerroute = BP_ROUTE_DLR;
    m->perioden[1].fase = BP_FASE_VO;
}

static void a_glr(struct message_registratie *m)
{
    m->perioden[1].leerroute = BP_ROUTE_GLR;
    m->perioden[1].fase = BP_FASE_VO;
}

static void a_dlr_in_the_mbo_fase(struct message_registratie *m)
{
    m->perioden[1].leerroute = BP_ROUTE_DLR;
    m->perioden[1].fase = BP_FASE_MBO;
}

static void an_experiment(struct message_registratie *m)
{
    m->experimenten[0] = BP_STR("EXP");
    m->perioden[1].experimenten = m->experimenten;
    m->perioden[1].experiment_count = 1;
}

static void one_period_less(struct message_registratie *m)
{
    m->registratie.periode_count = 1;
}

static void an_opp(struct message_registratie *m)
{
    m->registratie.opp_begin = BP_DATUM(2023, 9, 1);
}

static void a_stay(struct message_registratie *m)
{
    m->registratie.verblijf = (struct bp_verblijf){ .begin = BP_DATUM(2023, 9, 1),
                                                    .brin = BP_STR("99XB"),
                                                    .soort = BP_STR("X") };
}

static void nothing(struct message_registratie *m)
{
    (void)m;
}

static void (*const changes[])(struct message_registratie *) = {
    nothing,
    other_person,
    other_kind_of_number,
    other_brin,
    other_volgnummer,
    volgnummer_with_a_line_feed,
    other_begin,
    an_end,
    other_period_begin,
    other_code,
    no_aanbieder,
    other_locatie,
    other_vestiging,
    no_leerjaar,
    not_bekostigbaar,
    a_dlr,
    a_glr,
    a_dlr_in_the_mbo_fase,
    an_experiment,
    one_period_less,
    an_opp,
    a_stay,
};

#define CHANGES (sizeof changes / sizeof changes[0])

static void test_a_stand_differs_when_any_field_differs(void **state)
{
    (void)state;
    struct bench b;
    struct bp_buf stands[CHANGES];
    bench_init(&b, "vo", "schemas/vo", NULL, BP_KEURING_ONTHOUDEN);
    for (size_t i = 0; i < CHANGES; i++) {
        struct message_registratie m;
        message_fixed(&m, BP_SECTOR_VO);
        changes[i](&m);
        bp_buf_init(&stands[i], BODY_BYTES);
        enum bp_status st =
            bp_maker_inschrijving(b.maker, &m.registratie, &m.kop, &b.body, &stands[i], &b.err);
        if (st != BP_OK)
            fail_msg("change %zu: %s", i, b.err.detail);
        for (size_t j = 0; j < i; j++)
            if (bp_str_equal(bp_buf_str(&stands[i]), bp_buf_str(&stands[j])))
                fail_msg("changes %zu and %zu give one stand", i, j);
    }
    for (size_t i = 0; i < CHANGES; i++)
        bp_buf_free(&stands[i]);
    bench_free(&b);
}

static void test_a_stand_does_not_know_the_head(void **state)
{
    (void)state;
    struct bench b;
    struct message_registratie m;
    struct bp_buf other;
    bench_init(&b, "vo", "schemas/vo", NULL, BP_KEURING_ONTHOUDEN);
    bp_buf_init(&other, BODY_BYTES);
    message_fixed(&m, BP_SECTOR_VO);
    assert_int_equal(enrol(&b, &m), BP_OK);
    m.kop = (struct bp_bericht_kop){ BP_STR("aaaaaaaa-7f0e-4f5a-9f3b-2f4f0b6f1a01"),
                                     BP_STR("00000001234567890000"), BP_STR("DUO2"),
                                     BP_STR("2027-01-01T00:00:00.000Z") };
    assert_int_equal(
        bp_maker_inschrijving(b.maker, &m.registratie, &m.kop, &b.body, &other, &b.err), BP_OK);
    assert_true(other.len > 0);
    assert_true(bp_str_equal(bp_buf_str(&b.stand), bp_buf_str(&other)));
    bp_buf_add_char(&b.stand, '\0');
    assert_null(strstr(b.stand.ptr, "Bedrijfsdocument"));
    bp_buf_free(&other);
    bench_free(&b);
}

static void test_a_stand_is_lines_in_message_order(void **state)
{
    (void)state;
    struct bench b;
    struct message_registratie m;
    bench_init(&b, "vo", "schemas/vo", NULL, BP_KEURING_ONTHOUDEN);
    message_fixed(&m, BP_SECTOR_VO);
    m.registratie.periode_count = 1;
    assert_int_equal(enrol(&b, &m), BP_OK);
    const char want[] =
        "burgerservicenummer=999990019\nbrin=99XA\ninschrijvingvolgnummer=V0001\n"
        "datumInschrijving=2023-08-01\ninschrijvingPeriodeVO=\ndatumBegin=2023-08-01\n"
        "onderwijsaanbieder=199A001\nonderwijslocatie=199X001\nopleidingcode=0023\n"
        "vestiging=99XA00\nleerjaar=1\nindicatieBekostigbaar=true\n"
        "/inschrijvingPeriodeVO=\n";
    assert_int_equal(b.stand.len, sizeof want - 1);
    assert_memory_equal(b.stand.ptr, want, sizeof want - 1);
    bench_free(&b);
}

/* Schemas that lost an element: who needs it is refused, who does not goes on. */
static void test_nothing_is_left_out_in_silence(void **state)
{
    (void)state;
    static const struct {
        const char *file, *from, *names;
        void (*change)(struct message_registratie *m);
    } lost[] = {
        { "basis-inschrijving.xsd",
          "<xsd:element name=\"datumUitschrijving\" type=\"t:DatumUitschrijving\" "
          "minOccurs=\"0\"/>",
          "no element datumUitschrijving", an_end },
        { "inschrijving-vo.xsd",
          "<xsd:element name=\"verblijfAndereInstelling\" type=\"VerblijfAndereInstelling\"\n"
          "                       minOccurs=\"0\" maxOccurs=\"100\"/>",
          "no element verblijfAndereInstelling", a_stay },
        { "inschrijving-vo.xsd",
          "<xsd:element name=\"experiment\" type=\"Experiment\" minOccurs=\"0\" "
          "maxOccurs=\"100\"/>",
          "no element experiment", an_experiment },
    };
    for (size_t i = 0; i < sizeof lost / sizeof lost[0]; i++) {
        char folder[MESSAGE_PATH];
        struct bench b;
        struct message_registratie m;
        message_folder_make(folder);
        message_folder_copy("schemas/vo", folder);
        message_file_edit(folder, lost[i].file, lost[i].from, "");
        bench_init(&b, "vo", folder, NULL, BP_KEURING_ONTHOUDEN);
        message_fixed(&m, BP_SECTOR_VO);
        assert_int_equal(enrol(&b, &m), BP_OK);
        lost[i].change(&m);
        assert_int_equal(enrol(&b, &m), BP_E_XML);
        assert_string_equal(b.err.code, "BP501");
        if (!strstr(b.err.detail, lost[i].names))
            fail_msg("%s", b.err.detail);
        bench_free(&b);
        message_folder_remove(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_refusal_names_element_and_rule),
        cmocka_unit_test(test_a_hundred_periods_pass_and_one_more_does_not),
        cmocka_unit_test(test_a_contract_is_not_asked_for_another_sectors_message),
        cmocka_unit_test(test_a_body_that_does_not_fit_is_an_error),
        cmocka_unit_test(test_duos_own_schema_takes_regular_pupils_and_refuses_routes),
        cmocka_unit_test(test_nothing_is_left_out_in_silence),
        cmocka_unit_test(test_a_stand_differs_when_any_field_differs),
        cmocka_unit_test(test_a_stand_does_not_know_the_head),
        cmocka_unit_test(test_a_stand_is_lines_in_message_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
