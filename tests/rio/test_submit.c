/* `rio submit`, `rio status` and `rio remove` against the RIO in a box, over mutual TLS. */
#include "support/ledger_schemas.h"
#include "support/message_schemas.h"
#include "support/rehearsal_rio.h"
#include "support/rio_plaats.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/security/kluis.h"
#include "bronpost/security/soap.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define DUO_BEHEREN MESSAGE_DUO "/rio-beheren-v4/DUO_RIO_Beheren_OnderwijsOrganisatie_V4.xsd"
#define BODY_BYTES  ((size_t)1024 * 1024)
#define BERICHTEN   "SELECT count(*) FROM bericht"

/* Two routes of one board, without codes. */
#define TWEE RIO_RIJ("A", "Zorg", "", "", "") RIO_RIJ("B", "Techniek", "", "", "")

static void begin(struct submit_place *place, const char *rows)
{
    submit_place_make(place, "no");
    rehearsal_start(&place->server, (char *)NULL);
    rio_configure(place, RIO_BEIDE, "");
    rio_routes(place, rows);
}

/* --- registering ---------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    long registered, rejected, partner, none;
    int exit_code;
} fixtures[] = {
    { "leerlabs/assen", 5, 2, 7, 0, 1 },
    { "leerlabs/oost", 7, 0, 1, 0, 0 },
    { "leerlabs/apeldoorn", 1, 0, 1, 0, 0 },
    { "leerlabs/ottoland", 6, 0, 0, 0, 0 },
    { "leerlabs/noord-brabant", 0, 0, 0, 0, 0 },
    { "leerlabs/midden-limburg", 4, 0, 4, 0, 0 },
    { "vo-school", 5, 2, 7, 2, 1 },
    { "bestuur", 6, 0, 0, 0, 0 },
};

/* Every message that the ledger holds, opened, by DUO's own schema. */
static size_t validate_all(const struct submit_place *place, xmlSchemaPtr duo)
{
    static char hex[256 * 1024], code[64];
    char path[PATH_MAX], sql[160];
    struct bp_kluis *kluis;
    struct bp_error err;
    struct bp_buf sealed, body;
    long count = submit_number(place, BERICHTEN " WHERE opleiding IS NOT NULL");
    e2e_path(&place->folder, "installatie.sleutel", path);
    assert_int_equal(bp_kluis_open(path, false, &kluis, &err), BP_OK);
    bp_buf_init(&sealed, BODY_BYTES);
    bp_buf_init(&body, BODY_BYTES);
    for (long i = 0; i < count; i++) {
        (void)snprintf(sql, sizeof sql,
                       "SELECT hex(body) FROM bericht WHERE opleiding IS NOT NULL ORDER BY id "
                       "LIMIT 1 OFFSET %ld",
                       i);
        submit_text(place, sql, hex, sizeof hex);
        (void)snprintf(sql, sizeof sql,
                       "SELECT lower(hex(identificatiecode)) FROM bericht WHERE opleiding IS NOT "
                       "NULL ORDER BY id LIMIT 1 OFFSET %ld",
                       i);
        submit_text(place, sql, code, sizeof code);
        char uuid[BP_UUID_TEXT];
        (void)snprintf(uuid, sizeof uuid, "%.8s-%.4s-%.4s-%.4s-%.12s", code, code + 8, code + 12,
                       code + 16, code + 20);
        bp_buf_clear(&sealed);
        for (const char *at = hex; *at; at += 2) {
            const char two[3] = { at[0], at[1], '\0' };
            bp_buf_add_char(&sealed, (char)strtoul(two, NULL, 16));
        }
        if (bp_kluis_unseal(kluis, bp_str_of(uuid), bp_buf_str(&sealed), &body, &err) != BP_OK)
            fail_msg("%s", err.detail);
        xmlDocPtr doc = xmlReadMemory(body.ptr, (int)body.len, NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        if (!message_schema_accepts(duo, doc))
            fail_msg("refused by DUO's schema: %.*s", (int)body.len, body.ptr);
        xmlFreeDoc(doc);
    }
    bp_buf_free(&sealed);
    bp_buf_free(&body);
    bp_kluis_close(kluis);
    return (size_t)count;
}

static xmlSchemaPtr duo_schema(void)
{
    if (access(DUO_BEHEREN, R_OK) == 0)
        return message_schema_read(DUO_BEHEREN);
    print_message("DUO's own schemas are not here: bodies are judged by ours only\n");
    return NULL;
}

static void test_all_routes_of_the_fixtures_are_registered_and_then_unchanged(void **state)
{
    (void)state;
    xmlSchemaPtr duo = duo_schema();
    for (size_t i = 0; i < COUNT(fixtures); i++) {
        struct submit_place place;
        submit_place_make(&place, "no");
        rio_fixture(&place, fixtures[i].name);
        rio_submit(&place, fixtures[i].exit_code, NULL);
        if (rio_count(&place, "registered") != fixtures[i].registered ||
            rio_count(&place, "rejected") != fixtures[i].rejected ||
            rio_count(&place, "partner") != fixtures[i].partner ||
            rio_count(&place, "no_route") != fixtures[i].none)
            fail_msg("%s: %s", fixtures[i].name, place.said);
        assert_int_equal(submit_recorded(&place, ""), fixtures[i].registered);
        assert_int_equal(submit_in_state(&place, "goedgekeurd"), fixtures[i].registered);
        if (duo)
            assert_int_equal(validate_all(&place, duo), fixtures[i].registered);
        rio_submit(&place, fixtures[i].exit_code, NULL);
        assert_int_equal(rio_count(&place, "unchanged"), fixtures[i].registered);
        assert_int_equal(rio_count(&place, "sent"), 0);
        assert_int_equal(submit_recorded(&place, ""), fixtures[i].registered);
        submit_place_end(&place);
    }
    xmlSchemaFree(duo);
}

static void test_two_institutions_of_one_board_register_each_its_own_side(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 4);
    rio_line(&place, "2;A;Zorg;vo;99XA;", ";aanleveren;geregistreerd;;;Nothing: RIO approved it.");
    rio_line(&place, "3;B;Techniek;mbo;99XB;", ";geregistreerd;");
    submit_expect(&place, 0, "rio", "status", "--routes", "routes.csv", (char *)NULL);
    rio_says(&place, "99XA  vo   A ");
    rio_says(&place, "99XB  mbo  B ");
    rio_says(&place, "at RIO from 2026-08-01");
    submit_expect(&place, 0, "status", (char *)NULL);
    rio_says(&place, "99XA  rio   2 routes, 2 at RIO, 0 wait");
    rio_says(&place, "99XB  rio   2 routes, 2 at RIO, 0 wait");
    submit_place_end(&place);
}

static void test_status_names_what_is_not_registered(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    rio_says(&place, "knows no routes in RIO yet");
    submit_expect(&place, 1, "rio", "status", "--routes", "routes.csv", (char *)NULL);
    rio_says(&place, "99XA  vo   A                         niet_geregistreerd");
    rio_submit(&place, 0, NULL);
    rio_routes(&place, TWEE);
    submit_expect(&place, 1, "rio", "status", "--routes", "routes.csv", "--json", (char *)NULL);
    rio_says(&place, "{\"brin\":\"99XB\",\"sector\":\"mbo\",\"leerroute\":\"B\",\"code\":null,"
                     "\"state\":\"niet_geregistreerd\"");
    submit_place_end(&place);
}

static void test_only_what_changed_is_sent(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, NULL);
    rio_routes(&place,
               RIO_RIJ("A", "Zorg en welzijn", "", "", "") RIO_RIJ("B", "Techniek", "", "", ""));
    submit_expect(&place, 0, "rio", "check", "--routes", "routes.csv", "--out", "out",
                  (char *)NULL);
    rio_line(&place, "2;A;", ";aanleveren;gewijzigd;");
    rio_line(&place, "3;B;", ";;ongewijzigd;");
    rio_says(&place, "0 new, 2 changed, 2 unchanged, 0 refused");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 2);
    assert_int_equal(rio_count(&place, "unchanged"), 2);
    assert_int_equal(submit_recorded(&place, ""), 6);
    submit_place_end(&place);
}

static void test_what_somebody_changed_in_rio_is_put_right(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld v;
    begin(&place, RIO_RIJ("A", "Zorg", "", RIO_CODE_VO, ""));
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_submit(&place, 0, NULL);
    rio_voorbeeld(&v, BP_SECTOR_VO); /* another name, and a GLR */
    rio_lever_aan(&place.server, &v.opleiding, "true");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    rio_verwijder(&place.server, RIO_CODE_VO, "true");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "unchanged"), 1);
    submit_place_end(&place);
}

/* --- what RIO has besides ------------------------------------------------------------------------------- */

static struct bp_kenmerk leerlijn(const char *waarde)
{
    return rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_ENUMERATIE, waarde);
}

/* As a school made it in RIO's screens: intakes, a duration, kenmerken, descriptions, an end. */
static void make_in_screens(struct submit_place *place, struct rio_voorbeeld *v)
{
    rio_voorbeeld_alles(v, BP_SECTOR_MBO);
    v->kenmerken[0] = leerlijn("DLR_VMBO_MBO");
    v->opleiding.begin = v->perioden[0].begin = BP_DATUM(2026, 8, 1);
    v->opleiding.periode_count = 1;
    v->perioden[0].omschrijving = BP_STR("van de school");
    v->cohort_kenmerken[1] = rio_kenmerk("deelnemersplaatsen", BP_KENMERK_GETAL, "24.0");
    v->prijzen[0].bedrag = BP_STR("0.0");
    v->prijzen[1].bedrag = BP_STR("125.5");
    rio_lever_aan(&place->server, &v->opleiding, "true");
}

static void lookup(struct submit_place *place, struct rio_uitwisseling *u)
{
    struct rehearsal_verzoek v;
    rio_aangeboden_code(&v, BP_HANDELING_OPVRAGING, RIO_CODE_MBO);
    rio_wissel_uit(&place->server, &v, u);
    assert_string_equal(u->uitkomst, "true");
    assert_non_null(u->antwoord.opleiding);
}

static void test_what_the_school_set_in_rio_survives_a_change(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld v;
    struct rio_uitwisseling u;
    begin(&place, RIO_RIJ("A", "Een nieuwe naam", "", "", RIO_CODE_MBO));
    make_in_screens(&place, &v);
    rio_submit(&place, 0, NULL);
    lookup(&place, &u);
    const struct bp_aangeboden *a = u.antwoord.opleiding;
    assert_int_equal(a->cohort_count, v.opleiding.cohort_count);
    for (size_t i = 0; i < a->cohort_count; i++)
        assert_true(bp_str_equal(a->cohorten[i].code, v.opleiding.cohorten[i].code));
    assert_true(bp_str_equal(a->duur_omvang, v.opleiding.duur_omvang));
    assert_true(bp_datum_equal(a->eind, v.opleiding.eind));
    assert_true(bp_str_equal(a->onderwijslocatie, v.opleiding.onderwijslocatie));
    assert_true(bp_str_equal(a->perioden[0].omschrijving, BP_STR("van de school")));
    assert_true(bp_str_equal(a->perioden[0].eigen_naam, BP_STR("Een nieuwe naam")));
    rio_uitwisseling_free(&u);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "unchanged"), 2);
    submit_expect(&place, 0, "rio", "check", "--routes", "routes.csv", "--out", "out",
                  (char *)NULL);
    rio_says(&place, "0 new, 0 changed, 2 unchanged");
    char eind[16];
    submit_text(&place, "SELECT eind FROM opleiding WHERE eind IS NOT NULL", eind, sizeof eind);
    assert_int_not_equal(*eind, '\0');
    submit_place_end(&place);
}

static void test_a_code_of_somebody_elses_programme_is_refused_before_sending(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld v;
    begin(&place, RIO_RIJ("A", "Zorg", "", RIO_CODE_VO, RIO_CODE_MBO));
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.onderwijsaanbieder = BP_STR("199A009");
    rio_lever_aan(&place.server, &v.opleiding, "true");
    rio_voorbeeld(&v, BP_SECTOR_MBO);
    v.opleiding.opleidingcode = BP_STR("99002");
    rio_lever_aan(&place.server, &v.opleiding, "true");
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "rejected"), 2);
    rio_line(&place, "2;A;Zorg;vo;", ";afgekeurd;N09450;vo_onderwijsaanbieder;");
    rio_line(&place, "2;A;Zorg;mbo;", ";afgekeurd;N09450;opleidingcode_mbo;");
    assert_int_equal(submit_number(&place, BERICHTEN), 0);
    assert_int_equal(submit_recorded(&place, ""), 2);
    /* It was not kept: without it each side becomes a programme of its own. */
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 2);
    rio_line(&place, "2;A;Zorg;vo;", ";nieuw;");
    assert_int_equal(submit_recorded(&place, ""), 4);
    submit_place_end(&place);
}

/* A regular programme would become a route with all its students; so would a DLR become a GLR. */
static void test_a_code_of_another_kind_of_programme_is_refused_before_sending(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld vo, mbo;
    begin(&place, RIO_RIJ("A", "Zorg", "", RIO_CODE_VO, RIO_CODE_MBO));
    rio_voorbeeld(&vo, BP_SECTOR_VO);
    vo.kenmerken[0] = vo.kenmerken[--vo.opleiding.kenmerken.count];
    rio_lever_aan(&place.server, &vo.opleiding, "true");
    rio_voorbeeld(&mbo, BP_SECTOR_MBO); /* a GLR */
    rio_lever_aan(&place.server, &mbo.opleiding, "true");
    rio_submit(&place, 1, NULL);
    assert_int_equal(submit_number(&place, BERICHTEN), 0);
    rio_line(&place, "2;A;Zorg;vo;", ";afgekeurd;BP220;rio_aangeboden_opleiding_vo;");
    rio_line(&place, "2;A;Zorg;vo;", "it would become a DLR as a whole");
    rio_line(&place, "2;A;Zorg;mbo;", "RIO has GLR_VMBO_MBO under this code, and routes.csv a DLR");
    /* `rio check` cannot know, so that the submit itself says why. */
    rio_says(&place, "\"why\":\"BP220 rio_aangeboden_opleiding_vo: ");
    submit_expect(&place, 1, "rio", "submit", "--routes", "routes.csv", "--lang", "en",
                  (char *)NULL);
    rio_says(&place, "99XA vo  A (" RIO_CODE_VO ")");
    rio_says(&place, "Correct the code, or leave it empty");
    /* Marked in RIO's screens, as BP220 advises: it is the route from now on, whatever happens there. */
    vo.kenmerken[vo.opleiding.kenmerken.count++] = leerlijn("DLR_VMBO_MBO");
    rio_lever_aan(&place.server, &vo.opleiding, "true");
    mbo.kenmerken[0] = leerlijn("DLR_VMBO_MBO");
    rio_lever_aan(&place.server, &mbo.opleiding, "true");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 2);
    mbo.kenmerken[0] = leerlijn("GLR_VMBO_MBO");
    rio_lever_aan(&place.server, &mbo.opleiding, "true");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    submit_place_end(&place);
}

static void test_a_partner_that_rio_keeps_is_signalled(void **state)
{
    (void)state;
    struct submit_place place;
    struct rio_voorbeeld v;
    begin(&place, RIO_RIJ("A", "Zorg", "", RIO_CODE_VO, ""));
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.kenmerken[0] = leerlijn("DLR_VMBO_MBO");
    v.periode_kenmerken[0] =
        rio_kenmerk("samenwerkendeOnderwijsaanbiedercode", BP_KENMERK_TEKST, "199A008");
    rio_lever_aan(&place.server, &v.opleiding, "true");
    for (int night = 0; night < 2; night++) {
        rio_submit(&place, 0, NULL);
        assert_int_equal(rio_count(&place, "with_signal"), 1);
        rio_line(&place, "2;A;Zorg;vo;",
                 night ? ";ongewijzigd;BP221;mbo_onderwijsaanbieder;"
                       : ";geregistreerd;BP221;mbo_onderwijsaanbieder;");
        rio_line(&place, "2;A;Zorg;vo;", "RIO keeps 199A008 as a partner school");
    }
    submit_place_end(&place);
}

/* A new code of a check, or of a route that cannot go, is another one the next time. */
static void test_a_code_that_nobody_keeps_is_not_shown(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_submit(&place, 0, NULL);
    rio_routes(&place, RIO_RIJ("B", "Nieuw", "", "", "") RIO_RIJ(
                           "C", "Te laat", "2100-01-02", "", "") RIO_RIJ("A", "Zorg", "", "", ""));
    submit_expect(&place, 1, "rio", "check", "--routes", "routes.csv", "--out", "out", "--lang",
                  "en", (char *)NULL);
    rio_line(&place, "2;B;Nieuw;vo;", "under a code of its own. When RIO has the route already");
    rio_line(&place, "2;B;Nieuw;vo;", ".\";;nieuw;");
    rio_line(&place, "3;C;Te laat;vo;", "own screens.\";;;");
    submit_expect(&place, 1, "rio", "submit", "--routes", "routes.csv", "--out", "out", "--limit",
                  "1", (char *)NULL);
    rio_line(&place, "2;B;Nieuw;vo;", ";geregistreerd;;;Nothing: RIO approved it.;");
    rio_line(&place, "3;C;Te laat;vo;", "own screens.\";;;");
    char text[64], code[64];
    submit_text(&place, "SELECT lower(hex(code)) FROM opleiding ORDER BY id DESC LIMIT 1", text,
                sizeof text);
    (void)snprintf(code, sizeof code, ";%.8s-%.4s-", text, text + 8);
    rio_line(&place, "2;B;Nieuw;vo;", code);
    submit_place_end(&place);
}

/* --- codes ---------------------------------------------------------------------------------------------- */

static void test_a_code_of_our_own_is_fixed_by_the_first_message(void **state)
{
    (void)state;
    struct submit_place place;
    char first[64], second[64];
    begin(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_submit(&place, 0, NULL);
    submit_text(&place, "SELECT group_concat(hex(code)) FROM opleiding", first, sizeof first);
    rio_line(&place, "2;A;Zorg;vo;", ";nieuw;");
    rio_routes(&place, RIO_RIJ("A", "Anders", "", "", ""));
    rio_submit(&place, 0, NULL);
    rio_line(&place, "2;A;Anders;vo;", ";ledger;");
    submit_text(&place, "SELECT group_concat(hex(code)) FROM opleiding", second, sizeof second);
    assert_string_equal(first, second);
    /* Another code in routes.csv: nothing goes out, and both are named. */
    rio_routes(&place, RIO_RIJ("A", "Weer anders", "", RIO_UUID("77"), ""));
    rio_submit(&place, 1, NULL);
    rio_line(&place, "2;A;Weer anders;vo;", ";afgekeurd;BP219;rio_aangeboden_opleiding_vo;");
    rio_line(&place, "2;A;Weer anders;vo;", "routes.csv says " RIO_UUID("77"));
    rio_line(&place, "2;A;Weer anders;mbo;", ";geregistreerd;");
    /* As BP219 advises. */
    submit_expect(&place, 0, "rio", "remove", "--brin", "99XA", "--sector", "vo", "--leerroute",
                  "A", "--reason", "verkeerde code", "--confirm", (char *)NULL);
    rio_submit(&place, 0, NULL);
    rio_line(&place, "2;A;Weer anders;vo;",
             ";geregistreerd;;;Nothing: RIO approved it.;" RIO_UUID("77") ";routes.csv;");
    submit_place_end(&place);
}

static void test_a_code_of_routes_csv_wins_while_nothing_was_sent(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rehearsal_kill(&place.server);
    rio_submit(&place, 5, NULL); /* a code is fixed, and nobody answers */
    assert_int_equal(submit_number(&place, "SELECT count(*) FROM opleiding"), 1);
    assert_int_equal(submit_number(&place, BERICHTEN), 0);
    submit_expect(&place, 1, "rio", "status", "--routes", "routes.csv", (char *)NULL);
    rio_says(&place, "nothing was sent yet");
    rehearsal_again(&place.server, (char *)NULL);
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", RIO_UUID("01"), ""));
    rio_submit(&place, 0, NULL);
    rio_line(&place, "2;A;Zorg;vo;",
             ";geregistreerd;;;Nothing: RIO approved it.;" RIO_UUID("01") ";routes.csv;");
    submit_place_end(&place);
}

static void test_a_code_is_the_same_in_capitals(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, RIO_RIJ("A", "Zorg", "", "5A1C0000-0000-4000-8000-0000000000AB", ""));
    rio_configure(&place, RIO_ALLEEN_VO, "");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 1);
    rio_submit(&place, 0, NULL);
    rio_line(&place, "2;A;Zorg;vo;", ";ongewijzigd;");
    rio_line(&place, "2;A;Zorg;vo;", ";5a1c0000-0000-4000-8000-0000000000ab;routes.csv;");
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", RIO_UUID("ab"), ""));
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "unchanged"), 1);
    submit_place_end(&place);
}

/* --- withdrawing ---------------------------------------------------------------------------------------- */

#define REMOVE(key)                                                                                \
    "rio", "remove", "--brin", "99XB", "--sector", "mbo", "--leerroute", key, "--reason",          \
        "twee keer geregistreerd"

static void test_a_route_that_is_gone_from_routes_csv_is_named_and_never_removed(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, NULL);
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "sent"), 0);
    rio_says(&place, "\"not_in_routes\":[{\"brin\":\"99XA\",\"sector\":\"vo\",\"leerroute\":\"B\"");
    rio_line(&place, ";B;;vo;99XA;", ";niet_in_routes;;;\"At RIO by the ledger");
    submit_expect(&place, 1, "rio", "status", "--routes", "routes.csv", (char *)NULL);
    rio_says(&place, "and not in routes.csv any more");
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    assert_int_equal(submit_recorded(&place, ""), 4);
    submit_place_end(&place);
}

static void test_a_withdrawal_needs_a_confirmation_and_goes_once(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, NULL);
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    submit_expect(&place, 2, REMOVE("B"), (char *)NULL);
    rio_says(&place, "would withdraw programme");
    assert_int_equal(submit_recorded(&place, "verwijderen"), 0);
    submit_expect(&place, 0, REMOVE("B"), "--confirm", (char *)NULL);
    rio_says(&place, "RIO withdrew programme");
    assert_int_equal(submit_recorded(&place, "verwijderen"), 1);
    submit_expect(&place, 3, REMOVE("B"), "--confirm", (char *)NULL);
    submit_expect(&place, 3, REMOVE("C"), "--confirm", (char *)NULL);
    rio_says(&place, "knows no leerroute C");
    submit_expect(&place, 0, "rio", "status", (char *)NULL);
    rio_says(&place, "99XB  mbo  B                         ingetrokken");
    rio_submit(&place, 1, NULL); /* the vo side is there still */
    assert_int_equal(rio_count(&place, "unchanged"), 2);
    submit_place_end(&place);
}

static void test_a_withdrawal_that_met_trouble_goes_with_the_next_submit(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, NULL);
    rehearsal_kill(&place.server);
    submit_expect(&place, 5, REMOVE("B"), "--confirm", (char *)NULL);
    rio_says(&place, "goes with the next `bronpost rio submit`");
    rio_says(&place, "99XB rio: 1 messages wait: ");
    submit_expect(&place, 0, "rio", "status", "--json", (char *)NULL);
    rio_says(&place, "Its withdrawal waits for RIO");
    rehearsal_again(&place.server, (char *)NULL);
    rio_configure(&place, RIO_BEIDE, "");
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", "", ""));
    rio_submit(&place, 1, NULL);
    assert_int_equal(rio_count(&place, "withdrawn"), 1);
    assert_int_equal(submit_recorded(&place, "verwijderen"), 1);
    submit_place_end(&place);
}

static void test_a_programme_of_several_routes_goes_as_a_whole(void **state)
{
    static const char two[] =
        RIO_RIJ("A", "Zorg", "", RIO_UUID("01"),
                RIO_UUID("09")) "B;Zorg;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A003;199A002;2027-"
                                "08-01;;" RIO_UUID("02") ";" RIO_UUID("09") ";2020-01-01;\n";
    (void)state;
    struct submit_place place;
    begin(&place, two);
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 3);
    submit_expect(&place, 2, REMOVE("B"), (char *)NULL);
    rio_says(&place, "can only go as a whole: A, B;");
    /* One of them gone from routes.csv: a stand without it would withdraw its half. */
    rio_routes(&place, RIO_RIJ("A", "Zorg", "", RIO_UUID("01"), RIO_UUID("09")));
    rio_submit(&place, 1, NULL);
    rio_line(&place, "2;A;Zorg;mbo;", ";afgekeurd;BP219;leerroute;");
    assert_int_equal(submit_recorded(&place, ""), 3);
    submit_expect(&place, 0, REMOVE("B"), "--confirm", (char *)NULL);
    rio_says(&place, "leerroute A, B");
    submit_place_end(&place);
}

/* --- limits --------------------------------------------------------------------------------------------- */

static void test_a_limit_leaves_the_rest_for_the_next_submit(void **state)
{
    (void)state;
    struct submit_place place;
    begin(&place, TWEE);
    rio_submit(&place, 0, "--limit=1");
    assert_int_equal(rio_count(&place, "registered"), 1);
    assert_int_equal(rio_count(&place, "waiting"), 3);
    assert_int_equal(submit_recorded(&place, ""), 1);
    rio_line(&place, "3;B;Techniek;mbo;", ";wacht;;;");
    rio_submit(&place, 0, NULL);
    assert_int_equal(rio_count(&place, "registered"), 3);
    assert_int_equal(submit_recorded(&place, ""), 4);
    submit_place_end(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_routes_of_the_fixtures_are_registered_and_then_unchanged),
        cmocka_unit_test(test_two_institutions_of_one_board_register_each_its_own_side),
        cmocka_unit_test(test_status_names_what_is_not_registered),
        cmocka_unit_test(test_only_what_changed_is_sent),
        cmocka_unit_test(test_what_somebody_changed_in_rio_is_put_right),
        cmocka_unit_test(test_what_the_school_set_in_rio_survives_a_change),
        cmocka_unit_test(test_a_code_of_somebody_elses_programme_is_refused_before_sending),
        cmocka_unit_test(test_a_code_of_another_kind_of_programme_is_refused_before_sending),
        cmocka_unit_test(test_a_partner_that_rio_keeps_is_signalled),
        cmocka_unit_test(test_a_code_that_nobody_keeps_is_not_shown),
        cmocka_unit_test(test_a_code_of_our_own_is_fixed_by_the_first_message),
        cmocka_unit_test(test_a_code_of_routes_csv_wins_while_nothing_was_sent),
        cmocka_unit_test(test_a_code_is_the_same_in_capitals),
        cmocka_unit_test(test_a_route_that_is_gone_from_routes_csv_is_named_and_never_removed),
        cmocka_unit_test(test_a_withdrawal_needs_a_confirmation_and_goes_once),
        cmocka_unit_test(test_a_withdrawal_that_met_trouble_goes_with_the_next_submit),
        cmocka_unit_test(test_a_programme_of_several_routes_goes_as_a_whole),
        cmocka_unit_test(test_a_limit_leaves_the_rest_for_the_next_submit),
    };
    assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), 0);
    assert_int_equal(bp_soap_library_init(NULL), BP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
