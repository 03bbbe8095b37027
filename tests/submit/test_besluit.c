/* What a verdict means for a message, every row; waiting times; and single values of a body. */
#include "../../src/pipeline/lichaam.h"
#include "../../src/pipeline/submit_intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct bp_fout_info some_fault = { .name = "DK0050" };

enum {
    YES = 1,
    UNANSWERED = 2,
    FAULTED = 4,
    SIGNED = 8,
    DOUBLE = 16,
    MAYBE = 32,
    FRESH = 64,
    STOPS = 128,
    CONFIG = 256,
    FAULT = 512
};

static const struct {
    const char *name;
    enum bp_oordeel_uitslag uitslag;
    const char *code;
    unsigned facts, poging;
    enum bp_toestand toestand;
    bool renumber;
    enum stoor stoor;
} rows[] = {
    { "receipt", BP_OORDEEL_ONTVANGEN, "", 0, 1, BP_TOESTAND_ONTVANGEN, false, STOOR_NIET },
    { "fault, our side", BP_OORDEEL_AFGEWEZEN, "DK0004", FAULT, 1, BP_TOESTAND_MISLUKT, false,
      STOOR_NIET },
    { "of the whole institution", BP_OORDEEL_AFGEWEZEN, "DK0002", FAULT | STOPS, 1,
      BP_TOESTAND_MISLUKT, false, STOOR_INSTELLING },
    { "value refused, signed", BP_OORDEEL_AFGEWEZEN, "DK0050", FAULT | SIGNED, 1,
      BP_TOESTAND_AFGEKEURD, false, STOOR_NIET },
    { "value refused, unsigned", BP_OORDEEL_AFGEWEZEN, "DK0050", FAULT, 1, BP_TOESTAND_MISLUKT,
      false, STOOR_NIET },
    { "code used, never sent", BP_OORDEEL_AFGEWEZEN, "DK0050", FAULT | SIGNED | DOUBLE | YES, 1,
      BP_TOESTAND_MISLUKT, false, STOOR_NIET },
    { "code used after silence, a receipt", BP_OORDEEL_AFGEWEZEN, "DK0050",
      FAULT | SIGNED | DOUBLE | YES | UNANSWERED, 2, BP_TOESTAND_ONTVANGEN, false, STOOR_NIET },
    { "the same unsigned", BP_OORDEEL_AFGEWEZEN, "DK0050", FAULT | DOUBLE | YES | UNANSWERED, 2,
      BP_TOESTAND_KLAARGEZET, true, STOOR_NIET },
    { "code used after silence, no receipt", BP_OORDEEL_AFGEWEZEN, "DK0050",
      FAULT | SIGNED | DOUBLE | UNANSWERED, 2, BP_TOESTAND_KLAARGEZET, true, STOOR_NIET },
    { "code used after a fault", BP_OORDEEL_AFGEWEZEN, "DK0050",
      FAULT | SIGNED | DOUBLE | YES | FAULTED, 2, BP_TOESTAND_KLAARGEZET, true, STOOR_NIET },
    { "signature refused once", BP_OORDEEL_AFGEWEZEN, "EK0031", FAULT | FRESH, 1,
      BP_TOESTAND_KLAARGEZET, false, STOOR_NIET },
    { "and twice", BP_OORDEEL_AFGEWEZEN, "EK0031", FAULT | FRESH | FAULTED, 2, BP_TOESTAND_MISLUKT,
      false, STOOR_NIET },
    { "HTTP 404", BP_OORDEEL_AFGEWEZEN, "HTTP 404", 0, 1, BP_TOESTAND_KLAARGEZET, false,
      STOOR_CONFIGURATIE },
    { "trouble at DUO", BP_OORDEEL_OPNIEUW, "DK0051", FAULT | MAYBE, 1, BP_TOESTAND_ONZEKER, false,
      STOOR_KANAAL },
    { "not reached", BP_OORDEEL_OPNIEUW, "", 0, 1, BP_TOESTAND_KLAARGEZET, false, STOOR_KANAAL },
    { "broken off", BP_OORDEEL_OPNIEUW, "", MAYBE, 1, BP_TOESTAND_ONZEKER, false, STOOR_KANAAL },
    { "cannot be reached as configured", BP_OORDEEL_OPNIEUW, "", CONFIG, 1, BP_TOESTAND_KLAARGEZET,
      false, STOOR_CONFIGURATIE },
    { "an answer that does not hold", BP_OORDEEL_ONGELDIG, "", 0, 1, BP_TOESTAND_ONZEKER, false,
      STOOR_KANAAL },
};

static void test_every_verdict_leads_to_its_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned f = rows[i].facts;
        struct bp_oordeel oordeel = { .uitslag = rows[i].uitslag,
                                      .misschien_aangekomen = f & MAYBE,
                                      .fout = f & FAULT ? &some_fault : NULL,
                                      .getekend = f & SIGNED,
                                      .stopt = f & STOPS,
                                      .dubbel = f & DOUBLE,
                                      .verse_tijdstempel = f & FRESH };
        const struct omstandigheid o = { .poging = rows[i].poging,
                                         .onbeantwoord = f & UNANSWERED,
                                         .fout_beantwoord = f & FAULTED,
                                         .weigering_is_ontvangst = f & YES,
                                         .configuratie = f & CONFIG };
        (void)bp_str_copy(oordeel.code, sizeof oordeel.code, bp_str_of(rows[i].code));
        struct besluit b = besluit_neem(&oordeel, &o);
        if (b.toestand != rows[i].toestand || b.hernummer != rows[i].renumber ||
            b.stoor != rows[i].stoor)
            fail_msg("%s: %s, renumbered %d, trouble %d", rows[i].name,
                     bp_toestand_name(b.toestand), b.hernummer, (int)b.stoor);
    }
}

static void test_waits_double_up_to_a_minute_and_half_is_chance(void **state)
{
    static const struct {
        unsigned base, n;
        int64_t least, most;
    } cases[] = {
        { 2000, 1, 1000, 2000 },     { 2000, 2, 2000, 4000 },    { 2000, 5, 16000, 32000 },
        { 2000, 6, 30000, 60000 },   { 2000, 99, 30000, 60000 }, { 1, 1, 1, 1 },
        { 600000, 1, 30000, 60000 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(besluit_wachttijd(cases[i].base, cases[i].n, 0), cases[i].least);
        assert_int_equal(besluit_wachttijd(cases[i].base, cases[i].n, 0xffff), cases[i].most);
    }
}

#define HEAD "<a:x xmlns:a=\"u\"><b:identificatiecodeBedrijfsdocument xmlns:b=\"v\">"

static void test_a_stand_gets_another_number_and_moment_and_nothing_else(void **state)
{
    static const char body[] =
        HEAD "old</b:identificatiecodeBedrijfsdocument><b:datumTijdBedrijfsdocument"
             " xmlns:b=\"v\">then</b:datumTijdBedrijfsdocument><b:brin>99XA</b:brin></a:x>";
    static const char want[] =
        HEAD "new</b:identificatiecodeBedrijfsdocument><b:datumTijdBedrijfsdocument"
             " xmlns:b=\"v\">now</b:datumTijdBedrijfsdocument><b:brin>99XA</b:brin></a:x>";
    struct bp_buf out;
    (void)state;
    bp_buf_init(&out, 4096);
    assert_true(lichaam_hernummer(bp_str_of(body), BP_STR("new"), BP_STR("now"), &out));
    assert_true(bp_str_equal(bp_buf_str(&out), bp_str_of(want)));
    assert_false(lichaam_hernummer(BP_STR("<a>b</a>"), BP_STR("new"), BP_STR("now"), &out));
    bp_buf_free(&out);
    assert_true(bp_str_equal(lichaam_waarde(bp_str_of(body), "brin"), BP_STR("99XA")));
    assert_null(lichaam_waarde(bp_str_of(body), "rin").ptr);
    assert_null(lichaam_waarde(BP_STR("<brin"), "brin").ptr);
}

static void test_what_could_be_a_persons_number_is_blotted_out(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        { "bsn 999000016.", "bsn ***." },
        { "999.000.016", "***" },
        { "999 000 016 en meer", "*** en meer" },
        { "99900016", "***" },
        { "op 2026-08-01 om 12", "op 2026-08-01 om 12" },
        { "OIN 00000001800866472000", "OIN 00000001800866472000" },
        { "1234567", "1234567" },
        { "a\nb\x1b[31m", "a b [31m" },
        { "", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[100];
        lichaam_zonder_nummers(bp_str_of(cases[i].in), out, sizeof out);
        assert_string_equal(out, cases[i].out);
    }
    char small[12];
    lichaam_zonder_nummers(BP_STR("abcdefghijklmnop"), small, sizeof small);
    assert_true(strlen(small) < sizeof small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_verdict_leads_to_its_state),
        cmocka_unit_test(test_waits_double_up_to_a_minute_and_half_is_chance),
        cmocka_unit_test(test_a_stand_gets_another_number_and_moment_and_nothing_else),
        cmocka_unit_test(test_what_could_be_a_persons_number_is_blotted_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
