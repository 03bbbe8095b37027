#include "message_registraties.h"

#include <stdio.h>

uint32_t message_random(uint64_t *state, uint32_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % below;
}

static struct bp_str pick(uint64_t *state, const struct bp_str *list, size_t count)
{
    return list[message_random(state, (uint32_t)count)];
}

#define PICK(state, list) pick(state, list, sizeof(list) / sizeof((list)[0]))

static bool chance(uint64_t *state, uint32_t one_in)
{
    return message_random(state, one_in) == 0;
}

static void set_persoon(struct bp_persoonsnummer *p, enum bp_persoonsoort soort, const char *digits)
{
    p->soort = soort;
    memcpy(p->digits, digits, sizeof p->digits);
}

static void random_person(struct bp_persoonsnummer *p, uint64_t *state)
{
    static const char *const bsn[] = { "999990019", "999990020", "999990007", "999990032",
                                       "999990044", "999990056", "999990068", "999990081",
                                       "999990093", "999990111" };
    static const char *const ond[] = { "101234540", "101234552", "101234515", "101234503",
                                       "101234564" };
    if (chance(state, 5))
        set_persoon(p, BP_PERSOON_ONDERWIJSNUMMER, ond[message_random(state, 5)]);
    else
        set_persoon(p, BP_PERSOON_BSN, bsn[message_random(state, 10)]);
}

static void random_head(struct message_registratie *r, uint64_t *state)
{
    uint32_t a = message_random(state, 0x7fffffff), b = message_random(state, 0x7fffffff);
    (void)snprintf(r->teksten[0], sizeof r->teksten[0], "%08x-%04x-4%03x-9%03x-%08x%04x", a,
                   b >> 16, b & 0xfff, a & 0xfff, b, a >> 16);
    (void)snprintf(r->teksten[1], sizeof r->teksten[1], "2026-09-%02uT%02u:%02u:%02u.%03uZ",
                   1 + a % 28, a % 24, b % 60, a % 60, b % 1000);
    (void)snprintf(r->teksten[2], sizeof r->teksten[2], "V%u", a);
    r->kop = (struct bp_bericht_kop){ bp_str_of(r->teksten[0]), BP_STR("99XA"), BP_STR("DUO"),
                                      bp_str_of(r->teksten[1]) };
    r->registratie.inschrijvingvolgnummer = bp_str_of(r->teksten[2]);
}

static struct bp_datum random_day(uint64_t *state)
{
    return bp_datum_add_days(BP_DATUM(2021, 8, 1), (int32_t)message_random(state, 1500));
}

static void random_period(struct message_registratie *r, struct bp_periode *p,
                          enum bp_sector sector, uint64_t *state)
{
    static const struct bp_str ilt[] = {
        { "0023", 4 }, { "6611", 4 }, { "0400", 4 }, { "2711", 4 }
    };
    static const struct bp_str crebo[] = { { "99001", 5 }, { "25655", 5 }, { "23301", 5 } };
    static const struct bp_str vestigingen[] = { { "99XA00", 6 },
                                                 { "99XA01", 6 },
                                                 { "99XA12", 6 } };
    static const struct bp_str jaren[] = {
        { "1", 1 }, { "2", 1 }, { "3", 1 }, { "4", 1 }, { "10", 2 }
    };
    static const struct bp_str trajecten[] = { { "BOL", 3 }, { "BBL", 3 }, { "OVO", 3 } };
    static const struct bp_str niveaus[] = { { "MBO-2", 5 }, { "MBO-4", 5 } };
    bool vo = sector == BP_SECTOR_VO;
    *p = (struct bp_periode){ .begin = random_day(state) };
    /* Never two draws in one expression: their order would be the compiler's. */
    p->bekostigbaar = !chance(state, 6);
    p->opleidingcode = vo ? PICK(state, ilt) : PICK(state, crebo);
    if (vo) {
        p->vestiging = PICK(state, vestigingen);
        if (!chance(state, 10))
            p->leerjaar = PICK(state, jaren);
    } else {
        p->leertraject = PICK(state, trajecten);
        if (chance(state, 3))
            p->niveau = PICK(state, niveaus);
    }
    if (chance(state, 2)) {
        p->onderwijsaanbieder = BP_STR("199A001");
        p->onderwijslocatie = BP_STR("199X001");
    }
    if (vo && chance(state, 8)) {
        p->experimenten = r->experimenten;
        p->experiment_count = 1 + message_random(state, MESSAGE_EXPERIMENTEN);
    }
    if (chance(state, 3)) {
        p->leerroute = chance(state, 2) ? BP_ROUTE_DLR : BP_ROUTE_GLR;
        p->fase = chance(state, 2) ? BP_FASE_VO : BP_FASE_MBO;
    }
}

void message_make(struct message_registratie *out, enum bp_sector sector, uint64_t *state)
{
    *out = (struct message_registratie){ .registratie = { .sector = sector } };
    struct bp_registratie *r = &out->registratie;
    random_person(&r->persoon, state);
    random_head(out, state);
    out->experimenten[0] = BP_STR("EXP_1");
    out->experimenten[1] = BP_STR("EXP_2");
    out->experimenten[2] = BP_STR("A_NAME_THAT_IS_LONGER_THAN_WHAT_IS_REMEMBERED_0123456789");
    r->brin = BP_STR("99XA");
    r->datum_inschrijving = random_day(state);
    if (chance(state, 4)) {
        r->datum_uitschrijving = random_day(state);
        r->reden_uitschrijving = chance(state, 2) ? BP_STR("08") : BP_STR("");
    }
    if (sector == BP_SECTOR_MBO)
        r->datum_uitschrijving_gepland = BP_DATUM(2028, 7, 31);
    r->perioden = out->perioden;
    r->periode_count = 1 + message_random(state, 4);
    for (size_t i = 0; i < r->periode_count; i++)
        random_period(out, &out->perioden[i], sector, state);
    if (sector != BP_SECTOR_VO)
        return;
    if (chance(state, 10))
        r->opp_begin = random_day(state);
    if (bp_datum_given(r->opp_begin) && chance(state, 2))
        r->opp_eind = random_day(state);
    if (chance(state, 10)) {
        r->verblijf.begin = random_day(state);
        r->verblijf.brin = BP_STR("99XB");
        r->verblijf.vestiging = chance(state, 2) ? BP_STR("99XB00") : BP_STR("");
        r->verblijf.soort = BP_STR("SYMBIOSE");
    }
}

/* Values on both sides of the boundaries of every type of leaf, and characters that have to be
 * escaped. */
static const struct bp_str odd[] = {
    { "", 0 },
    { " ", 1 },
    { "A", 1 },
    { "0", 1 },
    { "12", 2 },
    { "123", 3 },
    { "0023", 4 },
    { "00231", 5 },
    { "99XA", 4 },
    { "99xa", 4 },
    { " 99XA", 5 },
    { "99XA0", 5 },
    { "99XA00", 6 },
    { "99XA000", 7 },
    { "99XA0a", 6 },
    { "199A001", 7 },
    { "199X001", 7 },
    { "199B001", 7 },
    { "19A0001", 7 },
    { "a&b<c>d\r", 8 },
    { "a&b", 3 },
    { "\xC3\xA9", 2 },
    { "\xC3", 1 },
    { "\x01", 1 },
    { "a\nb", 3 },
    { "BOL", 3 },
    { "BOL ", 4 },
    { "bol", 3 },
    { "MBO-5", 5 },
    { "MBO-1", 5 },
    { "EXP 1", 5 },
    { "\tEXP_1\n", 7 },
    { "K_1", 3 },
    { "1a", 2 },
    { "-1", 2 },
    { "\xD9\xA1", 2 },
    { "1234567890123456789", 19 },
    { "12345678901234567890", 20 },
    { "123456789012345678901", 21 },
    { "1234567890123456789012", 22 },
    { "12345678901234567890123", 23 },
    { "\xEF\xBF\xBE", 3 },
    { "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01", 36 },
    { "3F6C1C52-7F0E-4F5A-9F3B-2F4F0B6F1A01", 36 },
    { "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0g", 36 },
    { "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0", 35 },
    { "2026-09-03T18:04:11.250Z", 24 },
    { "2026-09-03T24:00:00Z", 20 },
    { "2026-09-03T25:00:00Z", 20 },
    { "2026-02-29T18:04:11Z", 20 },
    { "2026-09-03T18:04:11", 19 },
    { "2026-09-03", 10 },
    { "A_VALUE_OF_SEVENTY_CHARACTERS_IS_AS_LONG_AS_A_VALUE_OF_A_LIST_MAY_BE__", 70 },
    { "A_VALUE_OF_SEVENTY_ONE_CHARACTERS_IS_ONE_MORE_THAN_A_VALUE_MAY_HAVE_IT_", 71 },
};

static void mutate_date(struct bp_datum *d, uint64_t *state)
{
    static const struct bp_datum days[] = { { 2024, 2, 29 }, { 2023, 2, 29 }, { 2023, 2, 28 },
                                            { 2023, 4, 31 }, { 2023, 13, 1 }, { 2023, 0, 10 },
                                            { 2023, 1, 0 },  { 0, 0, 0 },     { 1, 1, 1 },
                                            { 9999, 12, 31 } };
    *d = days[message_random(state, sizeof days / sizeof days[0])];
}

static void mutate_period(struct message_registratie *r, uint64_t *state)
{
    struct bp_periode *p =
        &r->perioden[message_random(state, (uint32_t)r->registratie.periode_count)];
    struct bp_str *const texts[] = {
        &p->opleidingcode, &p->onderwijsaanbieder, &p->onderwijslocatie,
        &p->vestiging,     &p->leerjaar,           &p->leertraject,
        &p->niveau
    };
    uint32_t which = message_random(state, 9);
    if (which < 7)
        *texts[which] = PICK(state, odd);
    else if (which == 7)
        mutate_date(&p->begin, state);
    else {
        p->leerroute = BP_ROUTE_DLR;
        p->fase = (enum bp_leerroutefase)message_random(state, 3);
    }
}

static void mutate_person(struct bp_persoonsnummer *p, uint64_t *state)
{
    static const char *const digits[] = { "999990019", "99999001A", "99999001 ", "000000000" };
    enum bp_persoonsoort soort = (enum bp_persoonsoort)message_random(state, 3);
    set_persoon(p, soort, digits[message_random(state, 4)]);
}

void message_mutate(struct message_registratie *m, uint64_t *state)
{
    struct bp_registratie *r = &m->registratie;
    struct bp_str *const texts[] = { &r->brin,
                                     &r->inschrijvingvolgnummer,
                                     &r->reden_uitschrijving,
                                     &r->verblijf.brin,
                                     &r->verblijf.vestiging,
                                     &r->verblijf.soort,
                                     &m->kop.identificatiecode,
                                     &m->kop.verzender,
                                     &m->kop.ontvanger,
                                     &m->kop.datum_tijd,
                                     &m->experimenten[0] };
    struct bp_datum *const dates[] = { &r->datum_inschrijving,
                                       &r->datum_uitschrijving,
                                       &r->datum_uitschrijving_gepland,
                                       &r->opp_begin,
                                       &r->opp_eind,
                                       &r->verblijf.begin,
                                       &r->verblijf.eind };
    uint32_t which;
    const uint32_t text_count = sizeof texts / sizeof texts[0];
    switch (message_random(state, 6)) {
    case 0:
        mutate_date(dates[message_random(state, sizeof dates / sizeof dates[0])], state);
        break;
    case 1:
        mutate_person(&r->persoon, state);
        break;
    case 2:
        r->periode_count = message_random(state, MESSAGE_PERIODEN);
        for (size_t i = 0; i < r->periode_count; i++)
            random_period(m, &m->perioden[i], r->sector, state);
        break;
    case 3:
    case 4:
        which = message_random(state, text_count);
        *texts[which] = PICK(state, odd);
        break;
    default:
        if (r->periode_count)
            mutate_period(m, state);
        break;
    }
}

void message_fixed(struct message_registratie *out, enum bp_sector sector)
{
    bool vo = sector == BP_SECTOR_VO;
    *out = (struct message_registratie){
        .registratie = { .sector = sector,
                         .brin = vo ? BP_STR("99XA") : BP_STR("99XB"),
                         .inschrijvingvolgnummer = vo ? BP_STR("V0001") : BP_STR("M0001"),
                         .datum_inschrijving = vo ? BP_DATUM(2023, 8, 1) : BP_DATUM(2025, 8, 1),
                         .periode_count = 2 },
        .kop = { BP_STR("3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01"),
                 vo ? BP_STR("99XA") : BP_STR("99XB"), BP_STR("DUO"),
                 BP_STR("2026-09-03T18:04:11.250Z") },
    };
    set_persoon(&out->registratie.persoon, BP_PERSOON_BSN, "999990019");
    out->registratie.perioden = out->perioden;
    for (size_t i = 0; i < 2; i++) {
        struct bp_periode *p = &out->perioden[i];
        *p = (struct bp_periode){ .begin = BP_DATUM(vo ? 2023 + 2 * i : 2025 + 2 * i, 8, 1),
                                  .onderwijsaanbieder = vo ? BP_STR("199A001") : BP_STR("199A002"),
                                  .onderwijslocatie = vo ? BP_STR("199X001") : BP_STR("199X002"),
                                  .bekostigbaar = true };
        p->opleidingcode = !vo ? BP_STR("99001") : i ? BP_STR("6611") : BP_STR("0023");
        p->vestiging = vo ? BP_STR("99XA00") : BP_STR("");
        p->leerjaar = !vo ? BP_STR("") : i ? BP_STR("3") : BP_STR("1");
        p->leertraject = vo ? BP_STR("") : BP_STR("BOL");
    }
    if (!vo)
        out->registratie.datum_uitschrijving_gepland = BP_DATUM(2028, 7, 31);
}
