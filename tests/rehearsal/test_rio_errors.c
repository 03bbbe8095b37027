/* Each error of RIO that the server can know: refused, and told under its code. */
#include "support/pki_folder.h"
#include "support/rehearsal_rio.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/security/soap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define NIETS       ((struct bp_str){ NULL, 0 })

static struct rehearsal server;

static int start_server(void **state)
{
    (void)state;
    rehearsal_start(&server, NULL);
    return 0;
}

static int end_server(void **state)
{
    (void)state;
    rehearsal_end(&server);
    return 0;
}

/* --- what a message states on its own ------------------------------------------------------------------- */

static void eind_op_begin(struct rio_voorbeeld *v)
{
    v->opleiding.eind = v->opleiding.begin;
    v->opleiding.eerste_instroom = BP_DATUM_NONE;
}
static void eind_dag_na_begin(struct rio_voorbeeld *v)
{
    v->opleiding.eind = BP_DATUM(2026, 8, 2);
}
static void instroom_op_eind(struct rio_voorbeeld *v)
{
    v->opleiding.eerste_instroom = v->opleiding.eind = BP_DATUM(2030, 8, 1);
}
static void leertraject_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.leertraject = BP_STR("BXL");
}
static void leertraject_voorbij(struct rio_voorbeeld *v)
{
    v->opleiding.leertraject = BP_STR("BOL_DT"); /* to 2023-07-31 */
}
static void duur_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.duur_eenheid = BP_STR("Q");
    v->opleiding.duur_omvang = BP_STR("3");
}
static void niveau_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.niveau = BP_STR("MBO-5");
}
static void toelatingseisen_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.toelatingseisen = BP_STR("MISSCHIEN");
}
static void toegankelijkheid_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.toegankelijkheid = BP_STR("WIE");
}
static void periode_na_eind(struct rio_voorbeeld *v)
{
    v->opleiding.eind = BP_DATUM(2030, 8, 1);
    v->perioden[1] = v->perioden[0];
    v->perioden[1].begin = BP_DATUM(2030, 8, 1);
    v->opleiding.periode_count = 2;
}
static void perioden_dezelfde_dag(struct rio_voorbeeld *v)
{
    v->perioden[1] = v->perioden[0];
    v->opleiding.periode_count = 2;
}
static void eerste_periode_later(struct rio_voorbeeld *v)
{
    v->perioden[0].begin = BP_DATUM(2026, 8, 2);
}
static void partner_twee_keer(struct rio_voorbeeld *v)
{
    v->periode_kenmerken[1] = v->periode_kenmerken[0];
    v->perioden[0].kenmerken.count = 2;
}
static void leerroute_voor_de_wet(struct rio_voorbeeld *v)
{
    v->opleiding.begin = v->perioden[0].begin = BP_DATUM(2020, 7, 31);
    v->opleiding.eerste_instroom = BP_DATUM_NONE;
}

static void meer_kenmerken(struct rio_voorbeeld *v, struct bp_kenmerk k)
{
    v->kenmerken[v->opleiding.kenmerken.count++] = k;
}
static void kenmerk_te_vaak(struct rio_voorbeeld *v)
{
    meer_kenmerken(
        v, rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_ENUMERATIE, "DLR_VMBO_MBO"));
}
static void kenmerk_bestaat_niet(struct rio_voorbeeld *v)
{
    meer_kenmerken(v, rio_kenmerk("schoolkleur", BP_KENMERK_TEKST, "blauw"));
}
static void zelfde_waarde(struct rio_voorbeeld *v)
{
    meer_kenmerken(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "LOOT"));
    meer_kenmerken(v, rio_kenmerk("opleidingskenmerk", BP_KENMERK_ENUMERATIE, "LOOT"));
}
static void kenmerk_waarde_onbekend(struct rio_voorbeeld *v)
{
    v->kenmerken[0] =
        rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_ENUMERATIE, "XLR_VMBO_MBO");
}
static void kenmerk_ander_type(struct rio_voorbeeld *v)
{
    v->kenmerken[0] = rio_kenmerk("doorlopendeLeerlijnVmboMbo", BP_KENMERK_TEKST, "GLR_VMBO_MBO");
}

static struct bp_cohort *cohort(struct rio_voorbeeld *v)
{
    rio_voorbeeld_cohort(v);
    v->opleiding.eind = BP_DATUM(2030, 8, 1);
    return &v->cohorten[0];
}
static void cohort_goed(struct rio_voorbeeld *v)
{
    struct bp_cohort *k = cohort(v);
    k->eind_aanmelding = BP_DATUM(2026, 10, 2);
    k->instroommoment = BP_DATUM(2030, 8, 1);
}
static void cohort_zonder_vorm(struct rio_voorbeeld *v)
{
    cohort(v)->kenmerken.count = 0;
}
static void aanmelding_eindigt_op_begin(struct rio_voorbeeld *v)
{
    struct bp_cohort *k = cohort(v);
    k->eind_aanmelding = k->begin_aanmelding;
}
static void flexibel(struct bp_cohort *k, struct bp_datum begin, struct bp_datum eind)
{
    k->instroommoment = BP_DATUM_NONE;
    k->begin_instroom = begin;
    k->eind_instroom = eind;
}
static void instroom_eindigt_op_begin(struct rio_voorbeeld *v)
{
    flexibel(cohort(v), BP_DATUM(2028, 8, 1), BP_DATUM(2028, 8, 1));
}
static void cohort_eindigt_op_instroom(struct rio_voorbeeld *v)
{
    cohort(v)->eind = BP_DATUM(2028, 8, 1);
}
static void aanmelding_na_eind(struct rio_voorbeeld *v)
{
    cohort(v)->eind_aanmelding = BP_DATUM(2030, 8, 2);
}
static void cohort_twee_keer(struct rio_voorbeeld *v)
{
    cohort(v);
    v->cohorten[1] = v->cohorten[0];
    v->opleiding.cohort_count = 2;
}
static void instroom_na_eind(struct rio_voorbeeld *v)
{
    flexibel(cohort(v), BP_DATUM(2028, 8, 1), BP_DATUM(2030, 8, 2));
}
static void status_onbekend(struct rio_voorbeeld *v)
{
    cohort(v)->status = BP_STR("X");
}
static void toestemming_onbekend(struct rio_voorbeeld *v)
{
    cohort(v)->toestemming = BP_STR("X");
}
static void instroommoment_na_eind(struct rio_voorbeeld *v)
{
    cohort(v)->instroommoment = BP_DATUM(2030, 8, 2);
}

#define VO  BP_SECTOR_VO
#define MBO BP_SECTOR_MBO

static const struct {
    void (*spoil)(struct rio_voorbeeld *);
    enum bp_sector sector;
    const char *uitkomst;
} alone[] = {
    { eind_dag_na_begin, VO, "true" },
    { cohort_goed, MBO, "true" },
    { eind_op_begin, VO, "N09010 N10020" },
    { instroom_op_eind, VO, "N09090" },
    { leertraject_onbekend, MBO, "N09030" },
    { leertraject_voorbij, MBO, "N09030" },
    { duur_onbekend, VO, "N09050" },
    { niveau_onbekend, MBO, "N09060" },
    { toelatingseisen_onbekend, MBO, "N09070" },
    { toegankelijkheid_onbekend, MBO, "N09080" },
    { periode_na_eind, VO, "N10020" },
    { perioden_dezelfde_dag, MBO, "N10040" },
    { eerste_periode_later, VO, "N10050" },
    { partner_twee_keer, VO, "N10060" },
    { leerroute_voor_de_wet, VO, "K01051" },
    { cohort_zonder_vorm, MBO, "K01010" },
    { kenmerk_te_vaak, VO, "K01020" },
    { kenmerk_bestaat_niet, VO, "K01030" },
    { zelfde_waarde, VO, "K01040" },
    { kenmerk_waarde_onbekend, MBO, "K01050" },
    { kenmerk_ander_type, MBO, "K01060" },
    { aanmelding_eindigt_op_begin, MBO, "N11020" },
    { instroom_eindigt_op_begin, MBO, "N11030" },
    { cohort_eindigt_op_instroom, MBO, "N11040" },
    { aanmelding_na_eind, MBO, "N11410" },
    { cohort_twee_keer, MBO, "N11420" },
    { instroom_na_eind, MBO, "N11430" },
    { status_onbekend, MBO, "N11440" },
    { toestemming_onbekend, MBO, "N11450" },
    { instroommoment_na_eind, MBO, "N11460" },
};

static void test_what_is_wrong_in_the_message_itself_is_refused_by_its_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(alone); i++) {
        struct rio_voorbeeld v;
        rio_voorbeeld(&v, alone[i].sector);
        alone[i].spoil(&v);
        rio_lever_aan(&server, &v.opleiding, alone[i].uitkomst);
    }
}

/* In the opening tag and in the closing one. */
static void rename_element(struct bp_buf *body, const char *from, const char *to)
{
    rehearsal_replace(body, from, to);
    rehearsal_replace(body, from, to);
}

/* The schema lets any period and cohort into any programme. */
static void test_a_period_of_another_kind_is_refused(void **state)
{
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    (void)state;
    rio_voorbeeld(&v, MBO);
    rio_aanlevering(&verzoek, &v.opleiding);
    rename_element(&verzoek.body, "aangebodenMboOpleidingPeriode>",
                   "aangebodenVOOpleidingPeriode>");
    rio_verwacht(&server, &verzoek, "N10030 N10050"); /* and there is no period of its own kind */
}

static void test_a_programme_of_vo_has_no_cohorts(void **state)
{
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    (void)state;
    rio_voorbeeld(&v, MBO);
    rio_voorbeeld_cohort(&v);
    rio_aanlevering(&verzoek, &v.opleiding);
    rename_element(&verzoek.body, "aangebodenMboOpleiding>", "aangebodenVOOpleiding>");
    rename_element(&verzoek.body, "aangebodenMboOpleidingPeriode>",
                   "aangebodenVOOpleidingPeriode>");
    rehearsal_cut(&verzoek.body, "<a:leertrajectMBO>", "</a:toegankelijkheid>");
    rio_verwacht(&server, &verzoek, "N10030");
}

static void test_an_existing_programme_keeps_its_unit_and_its_school(void **state)
{
    struct rio_voorbeeld v;
    (void)state;
    rio_voorbeeld(&v, BP_SECTOR_VO);
    v.opleiding.code = BP_STR("7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000010");
    rio_lever_aan(&server, &v.opleiding, "true");
    v.opleiding.opleidingcode = BP_STR("6612");
    rio_lever_aan(&server, &v.opleiding, "N09450");
    v.opleiding.opleidingcode = BP_STR("6611");
    v.opleiding.onderwijsaanbieder = BP_STR("199A009");
    rio_lever_aan(&server, &v.opleiding, "N09450");
    v.opleiding.onderwijsaanbieder = BP_STR("199A001");
    v.opleiding.onderwijslocatie = BP_STR("199X009");
    rio_lever_aan(&server, &v.opleiding, "true");
}

/* --- beside the register -------------------------------------------------------------------------------- */

#define REGISTER                                                                                   \
    "[onderwijsaanbieder]\n"                                                                       \
    "199A001 = 2000-08-01 2031-08-01\n"                                                            \
    "199A002 = 2026-08-01\n"                                                                       \
    "199A003 =\n"                                                                                  \
    "[onderwijslocatie]\n199X001 =\n199X002 =\n"                                                   \
    "[opleidingseenheid]\n"                                                                        \
    "0100O0001 = 2027-08-01\n"                                                                     \
    "9900O0002 = 2026-08-01 2031-08-01\n"                                                          \
    "9900O0003 =\n9900O0004 =\n"                                                                   \
    "[opleidingserkenning]\n"                                                                      \
    "ILT 6611 = 0100O0001\nILT  6612 = 9900O0002\nILT 6613 = 9900O0003 199A003\n"                  \
    "CREBO 99001 = 9900O0004\n"                                                                    \
    "[vakerkenning]\nILT 2000 VMBO-BB = 9900O0003\n"                                               \
    "[opleidingsrelatie]\n"                                                                        \
    "9900O0002 9900O0003 = VERWANT\n9900O0003 9900O0004 = OVERGANG\n"                              \
    "[afzender]\n"                                                                                 \
    "0000000700099XA00000 = 199A001 199A003\n0000000700099XA00000 = 199A009\n"                     \
    "0000000700099XB00000 = 199A002\n"

static int start_with_register(void **state)
{
    char path[PATH_MAX];
    (void)state;
    rehearsal_start(&server, NULL);
    assert_int_equal(rehearsal_stop(&server), 0);
    rehearsal_write(&server, "register.ini", REGISTER);
    rehearsal_path(&server, "register.ini", path);
    rehearsal_again(&server, "--register", path, NULL);
    return 0;
}

static void partner(struct rio_voorbeeld *v, const char *code)
{
    v->periode_kenmerken[0] =
        rio_kenmerk("samenwerkendeOnderwijsaanbiedercode", BP_KENMERK_TEKST, code);
}
static void niets(struct rio_voorbeeld *v)
{
    (void)v;
}
static void andere_aanbieder(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijsaanbieder = BP_STR("199A002");
}
static void aanbieder_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijsaanbieder = BP_STR("199A009");
}
static void locatie_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijslocatie = BP_STR("199X009");
}
static void zonder_locatie(struct rio_voorbeeld *v)
{
    v->opleiding.onderwijslocatie = NIETS;
}
static void erkenning_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingcode = BP_STR("6619");
}
static void erkenning_van_ander_bestuur(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingcode = BP_STR("6613");
}
static void erkenning_van_eigen_bestuur(struct rio_voorbeeld *v)
{
    erkenning_van_ander_bestuur(v);
    v->opleiding.onderwijsaanbieder = BP_STR("199A003");
}
static void eenheid_onbekend(struct rio_voorbeeld *v)
{
    v->opleiding.stelsel = v->opleiding.opleidingcode = NIETS;
    v->opleiding.opleidingseenheid = BP_STR("9900O0009");
}
static void partner_onbekend(struct rio_voorbeeld *v)
{
    partner(v, "199A008");
}
static void tot_het_eind_van_de_school(struct rio_voorbeeld *v)
{
    v->opleiding.eind = BP_DATUM(2031, 8, 1);
}
static void langer_dan_de_school(struct rio_voorbeeld *v)
{
    v->opleiding.eind = BP_DATUM(2031, 8, 2);
}
static void voor_de_school(struct rio_voorbeeld *v)
{
    v->opleiding.begin = v->perioden[0].begin = BP_DATUM(2026, 7, 31);
}
static void instroom_zodra_de_school_er_is(struct rio_voorbeeld *v)
{
    voor_de_school(v);
    v->opleiding.eerste_instroom = BP_DATUM(2026, 8, 1);
}
static void eenheid_met_eind(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingcode = BP_STR("6612");
}
static void zonder_eind(struct rio_voorbeeld *v)
{
    v->opleiding.opleidingcode = BP_STR("6612");
    v->opleiding.onderwijsaanbieder = BP_STR("199A003");
    v->opleiding.eind = BP_DATUM_NONE;
}
static void eenheid_te_kort(struct rio_voorbeeld *v)
{
    zonder_eind(v);
    v->opleiding.eind = BP_DATUM(2031, 8, 2);
}
static void van_alles(struct rio_voorbeeld *v)
{
    locatie_onbekend(v);
    partner_onbekend(v);
    v->opleiding.eind = v->opleiding.begin;
    v->opleiding.eerste_instroom = BP_DATUM_NONE;
}

static const struct {
    void (*spoil)(struct rio_voorbeeld *);
    enum bp_sector sector;
    const char *uitkomst;
} registered[] = {
    { niets, VO, "true" }, /* its unit begins later: not checked of 0100 */
    { niets, MBO, "true" },
    { zonder_locatie, VO, "true" },
    { andere_aanbieder, VO, "AUT401" },
    { aanbieder_onbekend, VO, "N09440" },
    { locatie_onbekend, VO, "A01060" },
    { erkenning_onbekend, VO, "A01080" },
    { erkenning_onbekend, MBO, "A01080" },
    { erkenning_van_ander_bestuur, VO, "A01081" },
    { erkenning_van_eigen_bestuur, VO, "true" },
    { eenheid_onbekend, VO, "A01070" },
    { partner_onbekend, VO, "N10410" },
    { tot_het_eind_van_de_school, VO, "true" },
    { langer_dan_de_school, VO, "N09430" },
    { voor_de_school, MBO, "N09430" },
    { instroom_zodra_de_school_er_is, MBO, "true" },
    { eenheid_met_eind, VO, "true" },
    { zonder_eind, VO, "N09410" },
    { eenheid_te_kort, VO, "N09410" },
    { van_alles, VO, "N09010 N10020 A01060 N10410" },
};

static void test_what_the_register_does_not_allow_is_refused_by_its_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(registered); i++) {
        struct rio_voorbeeld v;
        char code[BP_UUID_TEXT];
        rehearsal_uuid(code);
        rio_voorbeeld(&v, registered[i].sector);
        v.opleiding.code = bp_str_of(code);
        if (registered[i].sector == VO)
            v.opleiding.eind = BP_DATUM(2030, 8, 1); /* 199A001 has an end */
        registered[i].spoil(&v);
        rio_lever_aan(&server, &v.opleiding, registered[i].uitkomst);
    }
}

static void test_a_subject_is_looked_up_with_its_niveau(void **state)
{
    static const struct {
        const char *niveau, *uitkomst;
    } cases[] = { { "VMBO-BB", "true" }, { "VMBO-KB", "A01090" } };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rio_voorbeeld v;
        struct rehearsal_verzoek verzoek;
        char code[BP_UUID_TEXT], niveau[128];
        rehearsal_uuid(code);
        rio_voorbeeld(&v, VO);
        v.opleiding.code = bp_str_of(code);
        v.opleiding.eind = BP_DATUM(2030, 8, 1);
        v.opleiding.opleidingcode = BP_STR("2000");
        rio_aanlevering(&verzoek, &v.opleiding);
        rename_element(&verzoek.body, "opleidingserkenningSleutel>", "voVakerkenningSleutel>");
        (void)snprintf(niveau, sizeof niveau, "<a:opleidingsniveau>%s</a:opleidingsniveau>%s",
                       cases[i].niveau, "</a:voVakerkenningSleutel>");
        rehearsal_replace(&verzoek.body, "</a:voVakerkenningSleutel>", niveau);
        rio_verwacht(&server, &verzoek, cases[i].uitkomst);
    }
}

static void test_only_who_may_deliver_for_a_school_may_remove_its_programme(void **state)
{
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    (void)state;
    rio_voorbeeld(&v, MBO);
    v.opleiding.code = BP_STR("7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000020");
    rio_lever_aan(&server, &v.opleiding, "true");
    rio_verwijder(&server, "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000020", "AUT401"); /* 99XA */
    rio_is(&server, &v.opleiding); /* consulting is for everybody */
    rio_aangeboden_code(&verzoek, BP_HANDELING_VERWIJDERING,
                        "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000020");
    rehearsal_replace(&verzoek.body, "99XA", "99XB");
    verzoek.tls = verzoek.tls_key = verzoek.signer = "99XB";
    (void)snprintf(verzoek.from, sizeof verzoek.from,
                   REHEARSAL_ANONYMOUS "?oin=0000000700099XB00000");
    rio_verwacht(&server, &verzoek, "true");
}

static void test_an_error_names_what_it_is_about_in_25_characters(void **state)
{
    static const struct {
        const char *naam, *waarde;
    } want[] = { { "aangebodenOpleidingCode", "7d0c2a44-9a...f1c1f000001" },
                 { "samenwerken...nbiedercode", "199A008" },
                 { "begindatum", "2026-08-01" } };
    struct rio_voorbeeld v;
    struct rehearsal_verzoek verzoek;
    struct rio_uitwisseling u;
    (void)state;
    rio_voorbeeld(&v, VO);
    v.opleiding.eind = BP_DATUM(2030, 8, 1);
    partner_onbekend(&v);
    rio_aanlevering(&verzoek, &v.opleiding);
    rio_wissel_uit(&server, &verzoek, &u);
    assert_string_equal(u.uitkomst, "N10410");
    const struct bp_rio_fout *fout = &u.antwoord.fouten[0];
    assert_int_equal(fout->sleutel_count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        if (!bp_rio_sleutel_equal(fout->sleutels[i].waarde, bp_str_of(want[i].waarde)) ||
            !bp_str_equal(fout->sleutels[i].naam, bp_str_of(want[i].naam)))
            fail_msg("%.*s = %.*s", (int)fout->sleutels[i].naam.len, fout->sleutels[i].naam.ptr,
                     (int)fout->sleutels[i].waarde.len, fout->sleutels[i].waarde.ptr);
    rio_uitwisseling_free(&u);
}

/* --- relations ------------------------------------------------------------------------------------------ */

/* One after another: what was approved before counts. */
static void test_a_relation_is_checked_beside_the_register_and_the_others(void **state)
{
    static const struct {
        const char *een, *ander;
        struct bp_datum begin, eind;
        const char *uitkomst;
    } cases[] = {
        { "9900O0002", "9900O0003", { 2027, 8, 1 }, { 2028, 8, 1 }, "true" },
        { "9900O0002", "9900O0003", { 2027, 8, 1 }, { 2028, 7, 1 }, "true" }, /* replaces */
        { "9900O0003", "9900O0002", { 2028, 7, 1 }, { 2029, 8, 1 }, "true" }, /* follows */
        { "9900O0003", "9900O0002", { 2028, 6, 30 }, { 2028, 7, 1 }, "P04050" },
        { "9900O0002", "9900O0003", { 2029, 7, 31 }, { 2030, 8, 1 }, "P04050" },
        { "9900O0002", "9900O0003", { 2027, 1, 1 }, { 2027, 8, 1 }, "true" }, /* comes before */
        { "9900O0002", "9900O0003", { 2027, 1, 1 }, { 2027, 1, 1 }, "P04010" },
        { "9900O0003", "9900O0003", { 2027, 1, 1 }, { 2027, 8, 1 }, "P04030" },
        { "9900O0002", "9900O0004", { 2027, 1, 1 }, { 2027, 8, 1 }, "A01072" },
        { "9900O0004", "9900O0003", { 2027, 1, 1 }, { 2027, 8, 1 }, "P04020" },
        { "9900O0004", "9900O0003", { 2027, 1, 1 }, { 0, 0, 0 }, "true" },
        { "9900O0004", "9900O0003", { 2026, 1, 1 }, { 0, 0, 0 }, "P04050" }, /* that has no end */
        { "9900O0002", "9900O0003", { 2030, 8, 1 }, { 2031, 8, 2 }, "P04410" },
        { "9900O0002", "9900O0003", { 2030, 8, 1 }, { 2031, 8, 1 }, "true" },
        { "9900O0002", "9900O0009", { 2027, 1, 1 }, { 2027, 8, 1 }, "A01072 A01070" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rehearsal_verzoek v;
        const struct bp_opleidingsrelatie relatie = {
            cases[i].begin, cases[i].eind, { bp_str_of(cases[i].een), bp_str_of(cases[i].ander) }
        };
        rio_relatie(&v, &relatie);
        rio_verwacht(&server, &v, cases[i].uitkomst);
    }
}

static void test_a_sender_that_the_register_does_not_know_may_relate_nothing(void **state)
{
    struct rehearsal_verzoek v;
    const struct bp_opleidingsrelatie relatie = { BP_DATUM(2026, 8, 1),
                                                  BP_DATUM(2027, 8, 1),
                                                  { BP_STR("9900O0002"), BP_STR("9900O0003") } };
    (void)state;
    rio_relatie(&v, &relatie);
    rehearsal_replace(&v.body, "99XA", "99XC");
    v.tls = v.tls_key = v.signer = "99XC";
    (void)snprintf(v.from, sizeof v.from, REHEARSAL_ANONYMOUS "?oin=0000000700099XC00000");
    rio_verwacht(&server, &v, "AUT401");
}

int main(void)
{
    const struct CMUnitTest without[] = {
        cmocka_unit_test(test_what_is_wrong_in_the_message_itself_is_refused_by_its_code),
        cmocka_unit_test(test_a_period_of_another_kind_is_refused),
        cmocka_unit_test(test_a_programme_of_vo_has_no_cohorts),
        cmocka_unit_test(test_an_existing_programme_keeps_its_unit_and_its_school),
    };
    const struct CMUnitTest with[] = {
        cmocka_unit_test(test_what_the_register_does_not_allow_is_refused_by_its_code),
        cmocka_unit_test(test_a_subject_is_looked_up_with_its_niveau),
        cmocka_unit_test(test_only_who_may_deliver_for_a_school_may_remove_its_programme),
        cmocka_unit_test(test_an_error_names_what_it_is_about_in_25_characters),
        cmocka_unit_test(test_a_relation_is_checked_beside_the_register_and_the_others),
        cmocka_unit_test(test_a_sender_that_the_register_does_not_know_may_relate_nothing),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    assert_int_equal(bp_soap_library_init(NULL), BP_OK);
    int failed = cmocka_run_group_tests(without, start_server, end_server);
    failed += cmocka_run_group_tests(with, start_with_register, end_server);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
