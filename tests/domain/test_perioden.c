/* Periods: where they are split, and what a change of route or institution does. The usual student is that of
 * test_decision_table.c. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DLR  "vo leerroute=D1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define GLR  "vo leerroute=G1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define A    " mbo_datum_inschrijving=2025-08-01" /* pattern A: at both from the first day */
#define MDLR "mbo leerroute=D1 route_begin=2025-08-01"
#define MGLR "mbo leerroute=G1 route_begin=2025-08-01"

#define D_VO   "2025-08-01/6611/DLR.VO"
#define D_BOTH D_VO " 2027-08-01/6611/DLR.MBO"
#define G_VO   "2025-08-01/6611/GLR.VO"
#define G_BOTH G_VO " 2027-08-01/6611/GLR.MBO"

static void test_doublures_and_vo_years_move_the_switch_date(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "one doublure: a year later, the day before", "2028-07-31", DLR " doublures_vo=1\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "one doublure: a year later", "2028-08-01", DLR " doublures_vo=1\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_VO " 2028-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=4 2028-08-01.. [2028-08-01/99001/DLR.MBO]\n",
          NULL },
        { "three vo years", "2028-08-01",
          "vo leerroute=D3 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_VO " 2028-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=4 2028-08-01.. [2028-08-01/99001/DLR.MBO]\n",
          NULL },
        { "mbo origin, one doublure", "2028-08-01", MDLR " doublures_vo=1\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [2025-08-01/99001/DLR.VO 2028-08-01/99001/DLR.MBO]\n",
          NULL },
        { "route begun in the course of a year", "2027-08-01",
          "vo datum_inschrijving=2025-10-06 leerroute=D1 route_begin=2025-10-06\n",
          "vo 99XA V1 regel=4 2025-10-06.. [2025-10-06/6611/DLR.VO 2027-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB - regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_periods_are_split_at_the_switch_date_only(void **state)
{
    (void)state;
#define NEXT DLR " periode_begin="
    static const struct domain_case cases[] = {
        { "a period that crosses it", "2027-10-01",
          DLR "\n" NEXT "2027-06-01\n" NEXT "2027-09-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_VO " 2027-06-01/6611/DLR.VO "
          "2027-08-01/6611/DLR.MBO 2027-09-01/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO 2027-09-01/99001/DLR.MBO]\n",
          NULL },
        { "a period that begins on it is not split", "2027-10-01", DLR "\n" NEXT "2027-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "periods that differ in nothing are not merged", "2026-09-01",
          DLR A "\n" NEXT "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/DLR.VO]\n",
          NULL },
        { "a derived registration that begins inside a period", "2026-09-01",
          DLR " mbo_datum_inschrijving=2026-02-01\n" NEXT "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n"
          "mbo+ 99XB M1 regel=3 2026-02-01.. [2026-02-01/99001/DLR.VO 2026-08-01/99001/DLR.VO]\n",
          NULL },
        { "a period that has not begun is not stated", "2026-07-31", DLR "\n" NEXT "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "it is on its first day", "2026-08-01", DLR "\n" NEXT "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n", NULL },
        { "rows in any order give the periods in order", "2026-08-01", NEXT "2026-08-01\n" DLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n", NULL },
        { "a regular period is not split", "2027-10-01",
          DLR "\nvo periode_begin=2027-06-01 opleidingcode=6611 leerjaar=4\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" D_VO " 2027-06-01/6611/-]\n", NULL },
        { "a vo period after a derived end is not stated", "2028-09-01",
          DLR " vmbo_diploma_datum=2028-06-14\n" NEXT "2028-08-01\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-06-14 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO 2028-08-01/99001/DLR.MBO]\n",
          NULL },
        { "mbo origin, a period that crosses it", "2027-10-01",
          MDLR "\n" MDLR " periode_begin=2027-02-01\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-02-01/99001/DLR.VO "
          "2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "before the route nothing has a leerroute", "2027-10-01",
          "vo datum_inschrijving=2023-08-01 opleidingcode=0031 leerjaar=1\n" DLR
          " datum_inschrijving=2023-08-01 periode_begin=2025-08-01\n",
          "vo 99XA V1 regel=4 2023-08-01.. [2023-08-01/0031/- " D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
    };
#undef NEXT
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_a_change_between_dlr_and_glr(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "DLR to GLR in the vo-fase, one mbo registration", "2027-08-01",
          DLR A "\n" GLR A " periode_begin=2026-08-01\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-07-31 [" D_VO " 2026-08-01/6611/GLR.VO]\n"
          "mbo+ 99XB M1 regel=7 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/GLR.VO "
          "2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "the day before the change the DLR decides", "2026-07-31",
          DLR "\n" GLR " periode_begin=2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "GLR to DLR in the mbo-fase, with vo work left", "2027-10-01",
          GLR "\n" DLR " periode_begin=2027-09-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" G_BOTH " 2027-09-01/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/GLR.MBO 2027-09-01/99001/DLR.MBO]\n",
          NULL },
        { "to a route with three vo years: each period has its own phase", "2027-08-01",
          DLR "\nvo leerroute=D3 route_begin=2025-08-01 periode_begin=2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n", NULL },
        { "mbo origin", "2026-09-01", MDLR "\n" MGLR " periode_begin=2026-08-01\n",
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/GLR.VO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_a_student_who_goes_on_without_a_route(void **state)
{
    (void)state;
#define REGULAR "vo periode_begin=2026-08-01 leerjaar=4"
    static const struct domain_case cases[] = {
        { "A: the derived registration ends on the day before, BP218", "2026-08-01",
          DLR A "\n" REGULAR "\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" D_VO " 2026-08-01/6611/-]\n"
          "mbo+ 99XB M1 regel=1 2025-08-01..2026-07-31 [2025-08-01/99001/DLR.VO]\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "A: the day before nothing has ended", "2026-07-31", DLR A "\n" REGULAR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "B: there was none, so none ends", "2026-08-01", DLR "\n" REGULAR "\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" D_VO " 2026-08-01/6611/-]\n", NULL },
        { "to a regular route is the same", "2026-08-01",
          DLR A "\nvo leerroute=R1 periode_begin=2026-08-01 leerjaar=4\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" D_VO " 2026-08-01/6611/-]\n"
          "mbo+ 99XB M1 regel=1 2025-08-01..2026-07-31 [2025-08-01/99001/DLR.VO]\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "in the mbo-fase", "2028-02-01", DLR "\nvo periode_begin=2028-01-10 leerjaar=4\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" D_BOTH " 2028-01-10/6611/-]\n"
          "mbo+ 99XB M1 regel=1 2027-08-01..2028-01-09 [2027-08-01/99001/DLR.MBO]\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "mbo origin: its own registration goes on", "2026-09-01",
          MDLR "\nmbo periode_begin=2026-08-01\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/-]\n", NULL },
    };
#undef REGULAR
    DOMAIN_CASES(cases, DOMAIN_ALL);
}

static void test_a_change_of_mbo_institution(void **state)
{
    (void)state;
#define OTHER                                                                                      \
    "vo leerroute=DC route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1 leerjaar=4 "             \
    "periode_begin="
    static const struct domain_case cases[] = {
        { "in the vo-fase, B: only the last stay leads to something", "2027-08-01",
          DLR "\n" OTHER "2026-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO "
          "2027-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XC M1 regel=4 2027-08-01.. [2027-08-01/99003/DLR.MBO]\n",
          NULL },
        { "in the vo-fase, A: the dates belong to the last stay", "2026-09-01",
          DLR A "\n" OTHER "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO " 2026-08-01/6611/DLR.VO]\n"
          "mbo+ 99XC M1 regel=3 2026-08-01.. [2026-08-01/99003/DLR.VO]\n",
          NULL },
        { "the day before the change", "2026-07-31", DLR "\n" OTHER "2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "in the mbo-fase: the earlier stay has no number and ends on the day before",
          "2028-09-01", DLR "\n" OTHER "2028-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH " 2028-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB - regel=4 2027-08-01..2028-07-31 [2027-08-01/99001/DLR.MBO]\n"
          "mbo+ 99XC M1 regel=4 2028-08-01.. [2028-08-01/99003/DLR.MBO]\n"
          "W BP213 2 vmbo_diploma_datum\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "the end of the mbo enrolment belongs to the last stay", "2029-09-01",
          DLR " mbo_datum_uitschrijving=2029-06-20\n" OTHER "2028-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH " 2028-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB - regel=4 2027-08-01..2028-07-31 [2027-08-01/99001/DLR.MBO]\n"
          "mbo+ 99XC M1 regel=4 2028-08-01..2029-06-20 [2028-08-01/99003/DLR.MBO]\n"
          "W BP213 2 vmbo_diploma_datum\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "an end before the last stay begins says nothing of the earlier one", "2028-09-01",
          DLR " mbo_datum_uitschrijving=2028-03-01\n" OTHER "2028-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH " 2028-08-01/6611/DLR.MBO]\n"
          "mbo+ 99XB - regel=4 2027-08-01..2028-07-31 [2027-08-01/99001/DLR.MBO]\n"
          "W BP213 2 vmbo_diploma_datum\n"
          "W BP218 3 leerroute\n",
          NULL },
        { "regel is that of the row that decides now", "2028-09-01",
          DLR "\nvo leerroute=GC route_begin=2025-08-01 periode_begin=2028-08-01 "
              "mbo_inschrijvingvolgnummer=M1 vo_afgerond_datum=2029-05-20\n",
          "vo 99XA V1 regel=6 2025-08-01.. [" D_BOTH " 2028-08-01/6611/GLR.MBO]\n"
          "mbo+ 99XB - regel=6 2027-08-01..2028-07-31 [2027-08-01/99001/DLR.MBO]\n"
          "mbo+ 99XC M1 regel=6 2028-08-01.. [2028-08-01/99003/GLR.MBO]\n"
          "W BP218 3 leerroute\n",
          NULL },
    };
#undef OTHER
    DOMAIN_CASES(cases, DOMAIN_ALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doublures_and_vo_years_move_the_switch_date),
        cmocka_unit_test(test_periods_are_split_at_the_switch_date_only),
        cmocka_unit_test(test_a_change_between_dlr_and_glr),
        cmocka_unit_test(test_a_student_who_goes_on_without_a_route),
        cmocka_unit_test(test_a_change_of_mbo_institution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
