/* Who is registered on a day, as known now and as known then: from a real ledger to lines and totals. */
#include "bronpost/base/file.h"
#include "bronpost/report/rapport.h"
#include "support/audit_case.h"
#include "support/ledger_schemas.h"
#include "support/report_schema.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

static struct audit_case c;

static int begin(void **state)
{
    (void)state;
    audit_case_begin(&c);
    return 0;
}

static int end(void **state)
{
    (void)state;
    audit_case_end(&c);
    return 0;
}

static const struct audit_reg vo = { "vo", "99XA", "V1", AUDIT_BSN };
static const struct audit_reg mbo = { "mbo", "99XB", "M1", AUDIT_BSN };
static const struct audit_reg vo2 = { "vo", "99XA", "V2", AUDIT_BSN2 };
static const struct audit_reg mbo3 = { "mbo", "99YB", "M3", AUDIT_BSN3 };

/* leerroutes.md section 5.4 */
#define VO  "2023-08-01 2028-06-14 2023-08-01:-- 2025-08-01:DV 2027-08-01:DM"
#define MBO "2027-08-01 - 2027-08-01:DM"

static void check_columns(const char *columns, const char *want, const char *name)
{
    const char *got = audit_case_columns(&c, columns);
    if (strcmp(got, want) != 0)
        fail_msg("%s:\n%sinstead of\n%s", name, got, want);
}

/* --- what a line says ----------------------------------------------------------------------------------------- */

static void test_both_registrations_of_a_student_day_by_day(void **state)
{
    (void)state;
    static const struct {
        const char *day, *want;
    } cases[] = {
        { "2023-07-31", "-\n" },
        { "2023-08-01", "vo;geregistreerd;;;99XA/vo;zelf\n" },
        { "2025-08-01", "vo;geregistreerd;DLR;VO;99XA/vo;zelf\n" },
        { "2027-07-31", "vo;geregistreerd;DLR;VO;99XA/vo;zelf\n" },
        { "2027-08-01", "vo;geregistreerd;DLR;MBO;99XB/mbo;andere_instelling\n"
                        "mbo;geregistreerd;DLR;MBO;99XB/mbo;zelf\n" },
        { "2028-06-14", "vo;geregistreerd;DLR;MBO;99XB/mbo;andere_instelling\n"
                        "mbo;geregistreerd;DLR;MBO;99XB/mbo;zelf\n" },
        { "2028-06-15", "mbo;geregistreerd;DLR;MBO;99XB/mbo;zelf\n" },
    };
    audit_case_stage(&c, &vo, VO);
    audit_case_stage(&c, &mbo, MBO);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)audit_case_make(&c, cases[i].day, NULL, false);
        check_columns("sector;stand;leerroute;leerroutefase;bekostigd_door;bekostiging",
                      cases[i].want, cases[i].day);
    }
}

/* Each step on a day of its own; then the same day is asked about as known at the end of each of them. */
static void test_as_known_on_a_day_is_what_was_known_at_its_end(void **state)
{
    (void)state;
    static const struct {
        const char *known, *want;
    } cases[] = {
        { "2026-09-02", "-\n" },
        { "2026-09-03", "niet_bij_duo;klaargezet;1\n" },
        { "2026-09-04", "geregistreerd;ontvangen;1\n" },
        { "2026-09-05",
          "geregistreerd;klaargezet;1\n" }, /* a newer stand waits; DUO has the first */
        { "2026-09-06", "geregistreerd;ontvangen;2\n" },
        { "2026-09-07", "geregistreerd;afgekeurd;1\n" },  /* DUO refused it: the first one holds */
        { "2026-09-08", "geregistreerd;klaargezet;1\n" }, /* the removal waits */
        { "2026-09-09", "verwijderd;ontvangen;3\n" },
        { NULL, "verwijderd;ontvangen;3\n" },
    };
    audit_case_stage(&c, &vo, VO);
    audit_case_day(&c, "2026-09-04");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    audit_case_day(&c, "2026-09-05");
    audit_case_stage(&c, &vo, "2023-08-01 2028-06-14 2023-08-01:-- 2025-08-01:GV");
    audit_case_day(&c, "2026-09-06");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    audit_case_day(&c, "2026-09-07");
    audit_case_feedback(&c, 2, BP_TOESTAND_AFGEKEURD);
    audit_case_day(&c, "2026-09-08");
    audit_case_stage(&c, &vo, NULL);
    audit_case_day(&c, "2026-09-09");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char want[128];
        (void)audit_case_make(&c, "2026-10-01", cases[i].known, false);
        const char *n = strrchr(cases[i].want, ';');
        (void)snprintf(want, sizeof want, "%s", cases[i].want);
        if (n) /* the number of the message that proves it */
            (void)snprintf(want, sizeof want, "%.*s;%s\n", (int)(n - cases[i].want), cases[i].want,
                           audit_case_uuid((unsigned)(n[1] - '0')));
        check_columns("stand;toestand;identificatiecode", want,
                      cases[i].known ? cases[i].known : "now");
    }
}

/* The day ends at midnight in the Netherlands: 22:00 UTC in summer. */
static void test_the_end_of_a_day_is_that_of_the_netherlands(void **state)
{
    (void)state;
    audit_case_stage(&c, &vo, VO);
    audit_case_day(&c, "2026-09-04"); /* noon UTC */
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-09-03", "2026-09-03", false);
    assert_int_equal(r->geregistreerd, 0);
    assert_int_equal(r->niet_bij_duo, 1);
    check_columns("verzonden;beantwoord", ";\n", "not sent yet");
    r = audit_case_make(&c, "2026-09-03", "2026-09-04", false);
    assert_int_equal(r->geregistreerd, 1);
    assert_int_equal(r->niet_bij_duo, 0);
    check_columns("klaargezet", "2026-09-03T12:00:00.000Z\n", "the moment of staging");
    const char *sent = audit_case_columns(&c, "verzonden;beantwoord");
    assert_memory_equal(sent, "2026-09-04T12:00:00.", 20);
    assert_non_null(strstr(sent, "Z;2026-09-04T12:00:00."));
}

/* No answer on the first day, and again on the third: on the first it had been sent all the same. */
static void test_a_message_that_went_again_was_sent_the_first_time_too(void **state)
{
    (void)state;
    static const struct {
        const char *known, *toestand, *verzonden, *beantwoord;
    } cases[] = {
        { "2026-09-03", "klaargezet", "", "" },
        { "2026-09-04", "onzeker", "2026-09-04", "" },
        { "2026-09-05", "onzeker", "2026-09-04", "" },
        { "2026-09-06", "ontvangen", "2026-09-06", "2026-09-06" },
        { NULL, "ontvangen", "2026-09-06", "2026-09-06" },
    };
    audit_case_stage(&c, &vo, VO);
    audit_case_day(&c, "2026-09-04");
    audit_case_send(&c, BP_TOESTAND_ONZEKER);
    audit_case_day(&c, "2026-09-06");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char toestand[20] = "", verzonden[11] = "", beantwoord[11] = "";
        (void)audit_case_make(&c, "2026-10-01", cases[i].known, false);
        const char *line = audit_case_columns(&c, "toestand;verzonden;beantwoord");
        const char *first = strchr(line, ';');
        const char *second = first ? strchr(first + 1, ';') : NULL;
        assert_non_null(second);
        (void)snprintf(toestand, sizeof toestand, "%.*s", (int)(first - line), line);
        if (second > first + 1)
            (void)snprintf(verzonden, sizeof verzonden, "%.10s", first + 1);
        if (second[1] != '\n')
            (void)snprintf(beantwoord, sizeof beantwoord, "%.10s", second + 1);
        if (strcmp(toestand, cases[i].toestand) != 0 ||
            strcmp(verzonden, cases[i].verzonden) != 0 ||
            strcmp(beantwoord, cases[i].beantwoord) != 0)
            fail_msg("%s: %s", cases[i].known ? cases[i].known : "now", line);
    }
}

/* On days with a change of the clock too: they are 23 and 25 hours long. */
static void test_the_last_millisecond_of_a_day_is_known_and_the_next_is_not(void **state)
{
    (void)state;
    static const struct {
        const char *name, *day, *next;
        int end; /* hour in UTC */
    } cases[] = {
        { "in summer", "2026-09-10", "2026-09-11", 22 },
        { "the evening before the change in autumn", "2026-10-24", "2026-10-25", 22 },
        { "the day of the change in autumn", "2026-10-25", "2026-10-26", 23 },
        { "in winter", "2027-01-10", "2027-01-11", 23 },
        { "the evening before the change in spring", "2027-03-27", "2027-03-28", 23 },
        { "the day of the change in spring", "2027-03-28", "2027-03-29", 22 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char v1[8], v2[8];
        (void)snprintf(v1, sizeof v1, "V%zu", 2 * i);
        (void)snprintf(v2, sizeof v2, "V%zu", 2 * i + 1);
        /* a step reads the clock a few times */
        const int64_t midnight = cases[i].end * INT64_C(3600000);
        audit_case_moment(&c, cases[i].day, midnight - 100);
        audit_case_stage(&c, &(struct audit_reg){ "vo", "99XA", v1, AUDIT_BSN }, VO);
        audit_case_moment(&c, cases[i].day, midnight);
        audit_case_stage(&c, &(struct audit_reg){ "vo", "99XA", v2, AUDIT_BSN }, VO);
        size_t known = audit_case_make(&c, "2026-10-01", cases[i].day, false)->registraties;
        size_t next = audit_case_make(&c, "2026-10-01", cases[i].next, false)->registraties;
        if (known != 2 * i + 1 || next != 2 * i + 2)
            fail_msg("%s: %zu known, %zu on the next day", cases[i].name, known, next);
    }
}

/* --- before the ledger ------------------------------------------------------------------------------------------ */

/* The ledger begins on 3 September 2026. */
static void test_a_day_before_the_ledger_begins_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *day, *known, *says;
        bool nothing;
    } cases[] = {
        { "2026-10-01", "2026-09-02", "2026-09-03: before that day it knew of nothing", true },
        { "2020-10-01", "2020-10-01", "2026-09-03: before that day it knew of nothing", true },
        { "2026-10-01", "2026-09-03", NULL, false },
        { "2026-09-02", "2026-09-03", "2026-09-03: who had left before", false },
        { "2026-09-02", NULL, "2026-09-03: who had left before", false },
        { "2026-09-03", NULL, NULL, false },
    };
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-10-01", NULL, false);
    assert_true(bp_audit_niets_bekend(r));
    assert_non_null(strstr(audit_case_read(&c, "rapport.html"), "The ledger is empty"));
    audit_case_stage(&c, &vo, "2026-09-03 - 2026-09-03:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        r = audit_case_make(&c, cases[i].day, cases[i].known, false);
        const char *html = audit_case_read(&c, "rapport.html");
        const char *headline = strstr(html, "class=\"headline");
        const char *begins = strstr(html, "This ledger begins on ");
        if (bp_audit_niets_bekend(r) != cases[i].nothing)
            fail_msg("%zu: nothing known", i);
        if (cases[i].says ? !strstr(html, cases[i].says) : begins != NULL)
            fail_msg("%zu: %s", i, cases[i].says ? cases[i].says : "nothing to say");
        /* in the headline too when nothing was known: it is no "0 students" that could be an answer */
        assert_non_null(headline);
        if (cases[i].nothing != !strstr(headline, "registered; nothing needs you"))
            fail_msg("%zu: the headline", i);
    }
}

/* The series begins when the enrolments began, years before the ledger may have. */
static void test_a_series_from_before_the_ledger_is_told(void **state)
{
    (void)state;
    static const char said[] = "2026-09-03: who had left before that day may be missing";
    audit_case_stage(&c, &vo, VO);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    (void)audit_case_make(&c, "2026-10-01", NULL, false);
    const char *html = audit_case_read(&c, "rapport.html");
    assert_non_null(strstr(strstr(html, "id=\"time\""), said));
    assert_null(strstr(strstr(html, said) + 1, said)); /* there only: the day itself is later */
}

static void test_an_adopted_stand_names_the_overview_it_was_taken_from(void **state)
{
    (void)state;
    audit_case_adopt(&c, &mbo, MBO, "RO_99XB_20260801_20270731.CSV");
    (void)audit_case_make(&c, "2027-08-01", NULL, false);
    check_columns("stand;toestand;herkomst;leerroute;verzonden",
                  "geregistreerd;goedgekeurd;RO_99XB_20260801_20270731.CSV;DLR;\n", "adopted");
    audit_case_stage(&c, &mbo, "2027-08-01 - 2027-08-01:GM");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    (void)audit_case_make(&c, "2027-08-01", NULL, false);
    check_columns("stand;toestand;herkomst;leerroute", "geregistreerd;ontvangen;;GLR\n", "our own");
}

/* Somebody emptied the column of bodies to win room: what DUO has is then not known, and not guessed. */
static void test_a_stand_that_is_no_longer_kept_is_told_apart(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    audit_case_stage(&c, &vo, VO);
    audit_case_stage(&c, &mbo, "2025-08-01 - 2025-08-01:DV");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    assert_int_equal(sqlite3_open(c.file, &db), SQLITE_OK);
    ledger_sql(db, "UPDATE bericht SET body = NULL WHERE id = 1");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-10-01", NULL, false);
    assert_int_equal(r->registraties, 2);
    assert_int_equal(r->geregistreerd, 1);
    assert_int_equal(r->onbekend, 1);
    assert_int_equal(r->signaal_regels, 0); /* whether anybody is funded is not known either */
    check_columns("sector;stand;datum_inschrijving;bekostiging;toestand",
                  "vo;onbekend;;;ontvangen\n"
                  "mbo;geregistreerd;2025-08-01;niet_in_grootboek;ontvangen\n",
                  "not kept");
    assert_non_null(strstr(audit_case_read(&c, "rapport.html"),
                           "+ 1 of which what it states is no longer kept."));
}

/* --- totals --------------------------------------------------------------------------------------------------- */

/* One student in both sectors, one that DUO does not have, one in mbo alone whose route begins later. */
static void three_students(void)
{
    audit_case_stage(&c, &vo, VO);
    audit_case_stage(&c, &mbo, MBO);
    audit_case_stage(&c, &mbo3, "2026-08-01 2027-10-01 2026-08-01:-- 2027-10-01:--n");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    audit_case_stage(&c, &vo2, "2026-08-01 - 2026-08-01:--");
}

static void test_the_sum_is_right_on_every_day(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        size_t geregistreerd, beeindigd, niet_begonnen, leerlingen, vo, mbo;
    } cases[] = {
        { "2023-07-31", 0, 0, 3, 0, 0, 0 }, { "2023-08-01", 1, 0, 2, 1, 1, 0 },
        { "2026-07-31", 1, 0, 2, 1, 1, 0 }, { "2026-08-01", 2, 0, 1, 2, 1, 1 },
        { "2027-08-01", 3, 0, 0, 2, 1, 2 }, { "2027-10-01", 3, 0, 0, 2, 1, 2 },
        { "2027-10-02", 2, 1, 0, 1, 1, 1 }, { "2028-06-14", 2, 1, 0, 1, 1, 1 },
        { "2028-06-15", 1, 2, 0, 1, 0, 1 },
    };
    three_students();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bp_audit_rapport *r = audit_case_make(&c, cases[i].day, NULL, false);
        if (r->geregistreerd != cases[i].geregistreerd || r->beeindigd != cases[i].beeindigd ||
            r->niet_begonnen != cases[i].niet_begonnen || r->leerlingen != cases[i].leerlingen ||
            r->sectoren[0].leerlingen != cases[i].vo || r->sectoren[1].leerlingen != cases[i].mbo)
            fail_msg("%s: %zu registered, %zu ended, %zu begin later; %zu students, %zu in vo, %zu "
                     "in mbo",
                     cases[i].day, r->geregistreerd, r->beeindigd, r->niet_begonnen, r->leerlingen,
                     r->sectoren[0].leerlingen, r->sectoren[1].leerlingen);
        assert_int_equal(r->registraties, 4);
        assert_int_equal(r->niet_bij_duo, 1);
        assert_int_equal(r->registraties, r->geregistreerd + r->beeindigd + r->niet_begonnen +
                                              r->niet_bij_duo + r->verwijderd + r->onbekend);
        assert_int_equal(r->regel_totaal, r->geregistreerd + r->niet_bij_duo);
    }
}

static void check_instelling(const struct bp_audit_telling *t, const char *want)
{
    char got[160];
    (void)snprintf(got, sizeof got,
                   "%s %s %.*s: %zu registered, %zu students, %zu regular, %zu vo, %zu mbo, %zu "
                   "funded, %zu not at DUO",
                   t->brin, bp_sector_name(t->sector), (int)t->naam.len, t->naam.ptr,
                   t->geregistreerd, t->leerlingen, t->groepen[BP_AUDIT_REGULIER],
                   t->groepen[BP_AUDIT_DLR_VO], t->groepen[BP_AUDIT_DLR_MBO], t->bekostigd,
                   t->niet_bij_duo);
    assert_string_equal(got, want);
}

static void test_totals_per_institution_and_counting_date(void **state)
{
    (void)state;
    three_students();
    const struct bp_audit_rapport *r = audit_case_make(&c, "2027-09-01", NULL, false);
    assert_int_equal(r->instelling_count, 3);
    check_instelling(&r->instellingen[0], "99XA vo De School: 1 registered, 1 students, 0 regular, "
                                          "0 vo, 1 mbo, 0 funded, 1 not at DUO");
    check_instelling(&r->instellingen[1], "99XB mbo : 1 registered, 1 students, 0 regular, 0 vo, 1 "
                                          "mbo, 1 funded, 0 not at DUO");
    check_instelling(&r->instellingen[2], "99YB mbo : 1 registered, 1 students, 1 regular, 0 vo, 0 "
                                          "mbo, 1 funded, 0 not at DUO");
    const struct bp_audit_teldatum *oktober = &r->teldata[0], *februari = &r->teldata[1];
    assert_true(bp_datum_equal(oktober->dag, BP_DATUM(2027, 10, 1)) && oktober->toekomst);
    assert_true(bp_datum_equal(februari->dag, BP_DATUM(2028, 2, 1)) && februari->toekomst);
    assert_int_equal(oktober->geregistreerd[0], 1);
    assert_int_equal(oktober->bekostigd[0], 0);
    assert_int_equal(oktober->geregistreerd[1], 2);  /* its last day counts */
    assert_int_equal(oktober->bekostigd[1], 1);      /* not fundable on that day */
    assert_int_equal(februari->geregistreerd[0], 0); /* vo does not count then */
    assert_int_equal(februari->geregistreerd[1], 1);
    assert_int_equal(februari->bekostigd[1], 1);
    r = audit_case_make(&c, "2026-01-01", NULL, false);
    assert_false(r->teldata[0].toekomst);
    assert_int_equal(r->teldata[0].bekostigd[0], 1);
}

static void test_twice_funded_on_a_counting_date_is_counted_by_student(void **state)
{
    (void)state;
    static const struct audit_reg other = { "mbo", "99YB", "M9", AUDIT_BSN };
    audit_case_stage(&c, &mbo, "2026-08-01 2027-01-31 2026-08-01:--");
    audit_case_stage(&c, &other, "2026-10-01 - 2026-10-01:--");
    audit_case_stage(&c, &vo, "2023-08-01 - 2023-08-01:--n 2027-02-01:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-09-30", NULL, false);
    assert_int_equal(r->signaal_regels, 0);
    assert_int_equal(r->teldata[0].dubbel, 1);
    assert_int_equal(r->teldata[1].dubbel, 0); /* vo is fundable then, and does not count */
    r = audit_case_make(&c, "2026-10-01", NULL, false);
    assert_int_equal(r->signalen[0], 2);
    assert_int_equal(r->signaal_regels, 2);
    assert_int_equal(r->gemerkt_count, 2);
    check_columns("sector;brin;signalen",
                  "vo;99XA;\n"
                  "mbo;99XB;dubbel_bekostigd\n"
                  "mbo;99YB;dubbel_bekostigd\n",
                  "1 October");
}

/* --- over time ------------------------------------------------------------------------------------------------ */

static void test_the_series_follows_students_per_sector(void **state)
{
    (void)state;
    static const struct audit_reg second = { "vo", "99XC", "V7", AUDIT_BSN };
    audit_case_stage(&c, &vo, "2026-07-15 2026-08-31 2026-07-15:--");
    audit_case_stage(&c, &second, "2026-08-01 - 2026-08-01:--"); /* the same student */
    audit_case_stage(&c, &mbo3, "2026-09-01 - 2026-09-01:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    audit_case_stage(&c, &vo2, "2026-08-01 - 2026-08-01:--"); /* not at DUO */
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-10-01", NULL, false);
    static const struct {
        struct bp_datum day;
        size_t vo, mbo;
    } want[] = {
        { { 2026, 8, 1 }, 1, 0 },
        { { 2026, 9, 1 }, 1, 1 },
        { { 2026, 10, 1 }, 1, 1 },
    };
    assert_int_equal(r->moment_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(bp_datum_equal(r->momenten[i].op, want[i].day));
        assert_int_equal(r->momenten[i].leerlingen[0], want[i].vo);
        assert_int_equal(r->momenten[i].leerlingen[1], want[i].mbo);
    }
}

/* From begin to the day asked about: so many moments, the first and the last of them. */
static void test_the_series_has_a_few_dozen_points_at_most(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *day;
        size_t count;
        struct bp_datum first, last;
    } cases[] = {
        { "2023-11-02", "2026-10-31", 35, { 2023, 12, 1 }, { 2026, 10, 1 } },
        { "2023-11-01", "2026-10-31", 36, { 2023, 11, 1 }, { 2026, 10, 1 } },
        { "2023-11-01", "2026-11-01", 6, { 2024, 2, 1 }, { 2026, 10, 1 } },
        { "2009-02-01", "2026-10-01", 36, { 2009, 2, 1 }, { 2026, 10, 1 } },
        { "2008-10-01", "2026-10-01", 19, { 2008, 10, 1 }, { 2026, 10, 1 } },
        { "1950-10-01", "2026-10-01", 36, { 1991, 10, 1 }, { 2026, 10, 1 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char stand[64];
        struct audit_case own;
        audit_case_begin(&own);
        (void)snprintf(stand, sizeof stand, "%s - %s:--", cases[i].begin, cases[i].begin);
        audit_case_stage(&own, &vo, stand);
        audit_case_send(&own, BP_TOESTAND_ONTVANGEN);
        const struct bp_audit_rapport *r = audit_case_make(&own, cases[i].day, NULL, false);
        if (r->moment_count != cases[i].count ||
            !bp_datum_equal(r->momenten[0].op, cases[i].first) ||
            !bp_datum_equal(r->momenten[r->moment_count - 1].op, cases[i].last))
            fail_msg("%s to %s: %zu moments", cases[i].begin, cases[i].day, r->moment_count);
        audit_case_end(&own);
    }
}

/* --- persons -------------------------------------------------------------------------------------------------- */

static void test_numbers_of_the_school_are_shown_on_demand_only(void **state)
{
    (void)state;
    static const struct audit_reg formula = { "vo", "99XA", "=1+1", AUDIT_BSN };
    audit_case_stage(&c, &formula, VO);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    (void)audit_case_make(&c, "2026-10-01", NULL, false);
    check_columns("leerlingnummer;inschrijvingvolgnummer", ";\n", "pseudonymous");
    assert_null(strstr(audit_case_read(&c, "rapport.html"), "L0019"));
    assert_null(strstr(audit_case_read(&c, "rapport.json"), "L0019"));
    (void)audit_case_make(&c, "2026-10-01", NULL, true);
    check_columns("leerlingnummer;inschrijvingvolgnummer", "L0019;'=1+1\n", "asked for");
    assert_non_null(strstr(audit_case_read(&c, "rapport.html"), "L0019"));
    assert_non_null(strstr(audit_case_read(&c, "rapport.json"),
                           "\"leerlingnummer\": \"L0019\",\n        \"inschrijvingvolgnummer\": "
                           "\"=1+1\""));
}

static void test_no_person_number_is_in_any_file(void **state)
{
    (void)state;
    static const char *const files[] = { "audit.csv", "rapport.json", "rapport.html" };
    three_students();
    for (int numbers = 0; numbers < 2; numbers++) {
        (void)audit_case_make(&c, "2027-09-01", NULL, numbers);
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            const char *text = audit_case_read(&c, files[i]);
            if (strstr(text, AUDIT_BSN) || strstr(text, AUDIT_BSN2) || strstr(text, AUDIT_BSN3))
                fail_msg("%s has a person number", files[i]);
        }
    }
}

static void test_a_pseudonym_is_one_student_in_both_sectors_and_in_every_audit(void **state)
{
    (void)state;
    char first[32];
    audit_case_stage(&c, &vo, VO);
    audit_case_stage(&c, &mbo, MBO);
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    (void)audit_case_make(&c, "2027-09-01", NULL, false);
    const char *both = audit_case_columns(&c, "pseudoniem");
    assert_int_equal(strlen(both), 28);
    assert_memory_equal(both, both + 14, 14);
    (void)snprintf(first, sizeof first, "%.14s", both);
    audit_case_stage(&c, &vo2, "2026-08-01 - 2026-08-01:--");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    (void)audit_case_make(&c, "2026-09-01", "2026-09-03", true);
    const char *later = audit_case_columns(&c, "pseudoniem");
    assert_int_equal(strlen(later), 28);
    assert_memory_not_equal(later, later + 14, 14);
    assert_non_null(strstr(later, first));
}

static void test_a_pseudonym_is_the_head_of_the_hmac(void **state)
{
    (void)state;
    static const struct {
        unsigned char bytes[8];
        const char *want;
    } cases[] = {
        { { 0, 0, 0, 0, 0, 0, 0, 0 }, "P000000000000" },
        { { 0, 0, 0, 0, 0, 0, 0, 0x0f }, "P000000000000" }, /* the 61st bit is not in it */
        { { 0, 0, 0, 0, 0, 0, 0, 0x10 }, "P000000000001" },
        { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "PZZZZZZZZZZZZ" },
        { { 0x08, 0x42, 0x10, 0x84, 0x21, 0x08, 0x42, 0x10 }, "P111111111111" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char persoon[BP_LEDGER_HASH] = { 0 };
        char out[BP_PSEUDONIEM_TEXT];
        memcpy(persoon, cases[i].bytes, 8);
        bp_audit_pseudoniem(persoon, out);
        assert_string_equal(out, cases[i].want);
    }
}

/* --- the report ----------------------------------------------------------------------------------------------- */

static const struct report_json *parse(struct bp_arena *arena, const char *text)
{
    const struct report_json *document = report_json_parse(arena, bp_str_of(text));
    assert_non_null(document);
    return document;
}

static void test_json_follows_its_published_schema(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    struct bp_buf schema;
    char why[300];
    bp_buf_init(&schema, BP_MIB);
    assert_int_equal(bp_file_get("schemas/report/audit.schema.json", BP_MIB, &schema, NULL), BP_OK);
    const struct report_json *rules = report_json_parse(arena, bp_buf_str(&schema));
    assert_non_null(rules);
    static const char *const days[] = { "1999-01-01", "2026-09-03", "2027-10-01", "2030-01-01" };
    for (int filled = 0; filled < 2; filled++) {
        for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
            (void)audit_case_make(&c, days[i], i % 2 ? NULL : "2026-09-03", filled);
            if (!report_schema_accepts(rules, parse(arena, audit_case_read(&c, "rapport.json")),
                                       why, sizeof why))
                fail_msg("%s, %d: %s", days[i], filled, why);
        }
        if (filled)
            break;
        three_students();
        audit_case_adopt(&c, &(struct audit_reg){ "mbo", "99XB", "M8", AUDIT_BSN2 },
                         "2026-08-01 - 2026-08-01:--", "RO.CSV");
        audit_case_stage(&c, &mbo3, NULL);
    }
    bp_buf_free(&schema);
    bp_arena_free(arena);
}

static void test_json_and_page_say_what_the_lines_say(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(16 * BP_MIB);
    audit_case_stage(&c, &vo, "2025-08-01 - 2025-08-01:DV");
    audit_case_stage(&c, &mbo, "2026-08-01 - 2026-08-01:GM");
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-10-01", NULL, false);
    const struct report_json *d = parse(arena, audit_case_read(&c, "rapport.json"));
    static const struct {
        const char *path, *want;
    } cases[] = {
        { "peildatum", "2026-10-01" },
        { "gesignaleerd.rows.0.signalen.0", "dubbel_bekostigd" },
        { "gesignaleerd.rows.0.signalen.1", "leerroute_verschilt" },
        { "registraties.rows.1.leerroute", "GLR" },
        { "registraties.rows.1.bekostigd_door", "99XB/mbo" },
        { "registraties.rows.1.bekostigbaar", "J" },
        { "signalen.0.signaal", "dubbel_bekostigd" },
        { "instellingen.0.naam", "De School" },
        { "zegel.kop", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct report_json *node = report_json_at(d, cases[i].path);
        const char *want = cases[i].want ? cases[i].want : r->kop;
        if (!node || !bp_str_equal(node->text, bp_str_of(want)))
            fail_msg("%s is not %s", cases[i].path, want);
    }
    assert_true(report_json_at(d, "zegel.schakels")->number == (double)r->schakels);
    const char *html = audit_case_read(&c, "rapport.html");
    assert_non_null(strstr(html, r->kop));
    assert_non_null(strstr(html, audit_case_uuid(1)));
    assert_non_null(strstr(html, "more than one registration would be funded"));
    assert_non_null(strstr(html, "id=\"time-rows\""));
    bp_arena_free(arena);
}

static void test_the_report_keeps_a_thousand_rows_and_the_lines_are_all(void **state)
{
    (void)state;
    struct bp_arena *arena = bp_arena_new(16 * BP_MIB);
    const size_t all = BP_RAPPORT_REGELS + 1;
    for (unsigned i = 0; i < all; i++) {
        char bsn[12], brin[5];
        (void)snprintf(bsn, sizeof bsn, "99999%04u", i);
        (void)snprintf(brin, sizeof brin, "99X%c", (char)('A' + i % 6));
        audit_case_stage(&c, &(struct audit_reg){ "vo", brin, "V1", bsn },
                         "2025-08-01 - 2025-08-01:--");
    }
    const struct bp_audit_rapport *r = audit_case_make(&c, "2026-10-01", NULL, false);
    assert_int_equal(r->niet_bij_duo, all);
    assert_int_equal(r->regel_totaal, all);
    const struct report_json *d = parse(arena, audit_case_read(&c, "rapport.json"));
    assert_true(report_json_at(d, "registraties.total")->number == (double)all);
    assert_int_equal(report_json_length(report_json_at(d, "registraties.rows")), BP_RAPPORT_REGELS);
    const char *html = audit_case_read(&c, "rapport.html");
    assert_non_null(strstr(html, "The first 1,000 of 1,001 rows; all of them stand in audit.csv."));
    assert_non_null(strstr(html, "<h1>De School, 99XB, 99XC, 99XD and 2 more</h1>"));
    size_t lines = 0;
    for (const char *at = audit_case_read(&c, "audit.csv"); (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, all + 1);
    bp_arena_free(arena);
}

static void test_what_does_not_open_is_an_error_and_leaves_no_result(void **state)
{
    (void)state;
    struct bp_error err = { .status = BP_OK };
    struct bp_kluis *other = NULL;
    struct bp_audit *audit = NULL;
    struct bp_ledger_zegel zegel = { .schakels = 0 };
    audit_case_stage(&c, &vo, VO);
    assert_int_equal(bp_kluis_open(cli_path(&c.folder, "other.key"), true, &other, &err), BP_OK);
    const struct bp_audit_opdracht opdracht = {
        .ledger = c.ledger,
        .walk = bp_ledger_each_bewijs,
        .kluis = other,
        .zegel = &zegel,
        .mandaat = &(struct bp_mandaat){ .count = 0 },
        .dag = BP_DATUM(2026, 10, 1),
        .nu_ms = 1,
        .version = "0.0.0",
        .out = cli_path(&c.folder, "uit"),
    };
    assert_int_equal(bp_audit_make(&opdracht, &audit, &err), BP_E_CRYPTO);
    assert_null(audit);
    assert_int_equal(cli_count(cli_path(&c.folder, "uit")), 0);
    bp_kluis_close(other);
}

/* A report of one audit beside the lines of another would be no proof of anything. */
static void test_a_full_disk_leaves_the_whole_result_of_before(void **state)
{
    (void)state;
    static const char *const files[] = { "audit.csv", "rapport.json", "rapport.html" };
    struct bp_buf before[3];
    struct bp_error err = { .status = BP_OK };
    struct bp_audit *audit = NULL;
    struct bp_ledger_zegel zegel;
    struct rlimit limit, small;
    audit_case_stage(&c, &vo, VO);
    (void)audit_case_make(&c, "2026-10-01", NULL, false);
    for (size_t i = 0; i < 3; i++) {
        bp_buf_init(&before[i], BP_MIB);
        bp_buf_add_text(&before[i], audit_case_read(&c, files[i]));
    }
    audit_case_send(&c, BP_TOESTAND_ONTVANGEN);
    assert_int_equal(bp_ledger_zegel(c.ledger, &zegel, &err), BP_OK);
    const struct bp_audit_opdracht opdracht = {
        .ledger = c.ledger,
        .walk = bp_ledger_each_bewijs,
        .kluis = c.kluis,
        .zegel = &zegel,
        .mandaat = &(struct bp_mandaat){ .count = 0 },
        .dag = BP_DATUM(2026, 10, 1),
        .nu_ms = 1,
        .version = "0.0.0",
        .out = cli_path(&c.folder, "uit"),
    };
    /* the lines fit, the page does not */
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = (struct rlimit){ .rlim_cur = 8 * BP_KIB, .rlim_max = limit.rlim_max };
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum bp_status st = bp_audit_make(&opdracht, &audit, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    (void)signal(SIGXFSZ, old);
    assert_int_equal(st, BP_E_IO);
    assert_non_null(strstr(err.detail, "rapport.html"));
    for (size_t i = 0; i < 3; i++) {
        bp_buf_add_char(&before[i], '\0');
        if (strcmp(before[i].ptr, audit_case_read(&c, files[i])) != 0)
            fail_msg("%s is of the audit that failed", files[i]);
        bp_buf_free(&before[i]);
    }
    assert_int_equal(cli_count(cli_path(&c.folder, "uit")), 3); /* and nothing temporary */
}

int main(void)
{
    xmlInitParser();
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_both_registrations_of_a_student_day_by_day),
        T(test_as_known_on_a_day_is_what_was_known_at_its_end),
        T(test_the_end_of_a_day_is_that_of_the_netherlands),
        T(test_a_message_that_went_again_was_sent_the_first_time_too),
        T(test_the_last_millisecond_of_a_day_is_known_and_the_next_is_not),
        T(test_a_day_before_the_ledger_begins_is_told),
        T(test_a_series_from_before_the_ledger_is_told),
        T(test_an_adopted_stand_names_the_overview_it_was_taken_from),
        T(test_a_stand_that_is_no_longer_kept_is_told_apart),
        T(test_the_sum_is_right_on_every_day),
        T(test_totals_per_institution_and_counting_date),
        T(test_twice_funded_on_a_counting_date_is_counted_by_student),
        T(test_the_series_follows_students_per_sector),
        T(test_the_series_has_a_few_dozen_points_at_most),
        T(test_numbers_of_the_school_are_shown_on_demand_only),
        T(test_no_person_number_is_in_any_file),
        T(test_a_pseudonym_is_one_student_in_both_sectors_and_in_every_audit),
        T(test_a_pseudonym_is_the_head_of_the_hmac),
        T(test_json_follows_its_published_schema),
        T(test_json_and_page_say_what_the_lines_say),
        T(test_the_report_keeps_a_thousand_rows_and_the_lines_are_all),
        T(test_what_does_not_open_is_an_error_and_leaves_no_result),
        T(test_a_full_disk_leaves_the_whole_result_of_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
