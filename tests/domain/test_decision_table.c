/* The decision table of rules.md: every row, both origins, both patterns, both sides of every date.
 * The usual student: in the vmbo since 2025-08-01, in route D1 (or G1) from that day, so that the
 * vo-fase ends on 2027-07-31 and the switch date is 2027-08-01. Findings are test_checks.c's. */
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

static void test_rows_1_and_2_without_a_route(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "vo", "2025-09-01", "vo opleidingcode=0031\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/0031/-]\n", NULL },
        { "vo in a regular route takes the route's code", "2025-09-01",
          "vo opleidingcode= vestiging= leerroute=R1 route_begin=2025-08-01\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-]\n", NULL },
        { "a regular route has no phase: nothing changes on the switch date", "2027-08-01",
          "vo leerroute=R1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1 "
          "mbo_datum_inschrijving=2025-08-01\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-]\n", NULL },
        { "mbo", "2025-09-01", "mbo\n", "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-]\n",
          NULL },
        { "mbo in a regular route takes the route's code", "2025-09-01",
          "mbo opleidingcode= leertraject= leerroute=R1 route_begin=2025-08-01\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-]\n", NULL },
        { "an explicit end is stated also before it is there", "2025-09-01",
          "vo datum_uitschrijving=2026-07-31\n",
          "vo 99XA V1 regel=1 2025-08-01..2026-07-31 [2025-08-01/6611/-]\n", NULL },
        { "a diploma ends nothing without a route", "2027-09-01",
          "vo vmbo_diploma_datum=2027-06-14\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-]\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_row_3_the_vo_fase(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "B: no mbo registration", "2025-08-01", DLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "B: last day of the vo-fase", "2027-07-31", DLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "A: both, with the same phase", "2025-08-01", DLR A "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "A later: the day before", "2026-01-31", DLR " mbo_datum_inschrijving=2026-02-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n", NULL },
        { "A later: the day itself", "2026-02-01", DLR " mbo_datum_inschrijving=2026-02-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2026-02-01.. [2026-02-01/99001/DLR.VO]\n",
          NULL },
        { "A later: the day after", "2026-02-02", DLR " mbo_datum_inschrijving=2026-02-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2026-02-01.. [2026-02-01/99001/DLR.VO]\n",
          NULL },
        { "A: last day of the vo-fase", "2027-07-31", GLR A "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" G_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/GLR.VO]\n",
          NULL },
        { "the vmbo diploma in the vo-fase ends nothing yet", "2027-07-31",
          DLR " vmbo_diploma_datum=2027-06-14\n", "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n",
          NULL },
        { "mbo origin", "2027-07-31", MDLR "\n",
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO]\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_row_4_dlr_whose_vo_work_goes_on(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "B: switch date", "2027-08-01", DLR "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "A: switch date", "2027-08-01", DLR A "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "the day after", "2027-08-02", DLR "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "without a number it is derived all the same", "2027-08-01",
          "vo leerroute=D1 route_begin=2025-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB - regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "a diploma that is to come", "2028-06-13", DLR " vmbo_diploma_datum=2028-06-14\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "diploma obtained, vo work goes on: vo_afgerond_datum decides", "2028-06-13",
          DLR " vmbo_diploma_datum=2027-06-14 vo_afgerond_datum=2028-06-14\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "an explicit end in the mbo-fase is stated at once", "2027-09-01",
          DLR " datum_uitschrijving=2028-07-31\n",
          "vo 99XA V1 regel=4 2025-08-01..2028-07-31 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "mbo origin", "2027-08-01", MDLR "\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_row_5_dlr_after_the_vo_work(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "diploma in the vo-fase: vo ends on its last day", "2027-08-01",
          DLR " vmbo_diploma_datum=2027-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-07-31 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "diploma on the last day of the vo-fase", "2027-08-01",
          DLR " vmbo_diploma_datum=2027-07-31\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-07-31 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "diploma on the switch date: one day in the mbo-fase", "2027-08-01",
          DLR " vmbo_diploma_datum=2027-08-01\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-08-01 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "diploma in route year 3, on the day", "2028-06-14",
          DLR " vmbo_diploma_datum=2028-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-06-14 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "diploma in route year 3, the day after", "2028-06-15",
          DLR A " vmbo_diploma_datum=2028-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-06-14 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "vo_afgerond_datum goes before the diploma", "2028-01-20",
          DLR " vo_afgerond_datum=2028-01-20 vmbo_diploma_datum=2028-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-01-20 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "an earlier explicit end wins", "2028-06-14",
          DLR " vmbo_diploma_datum=2028-06-14 datum_uitschrijving=2028-05-31\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-05-31 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "a later explicit end does not", "2028-06-14",
          DLR " vmbo_diploma_datum=2028-06-14 datum_uitschrijving=2028-07-31\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-06-14 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "a later explicit end stands until the derived one is there", "2028-06-13",
          DLR " vmbo_diploma_datum=2028-06-14 datum_uitschrijving=2028-07-31\n",
          "vo 99XA V1 regel=4 2025-08-01..2028-07-31 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "mbo origin: the end of vo work is not its end", "2028-06-14",
          MDLR " vmbo_diploma_datum=2028-06-14\n",
          "mbo 99XB M1 regel=5 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "mbo origin: the day before", "2028-06-13", MDLR " vmbo_diploma_datum=2028-06-14\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_row_6_glr_with_vo_work_left(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "vo work until the switch date itself", "2027-08-01",
          GLR " vo_afgerond_datum=2027-08-01\n",
          "vo 99XA V1 regel=6 2025-08-01..2027-08-01 [" G_BOTH "]\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "before its end the end is not stated", "2028-05-19",
          GLR " vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=6 2025-08-01.. [" G_BOTH "]\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "on its end it is", "2028-05-20", GLR A " vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=6 2025-08-01..2028-05-20 [" G_BOTH "]\n"
          "mbo+ 99XB M1 regel=6 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "an explicit end wins when it is earlier", "2028-05-20",
          GLR " vo_afgerond_datum=2028-05-20 datum_uitschrijving=2028-04-30\n",
          "vo 99XA V1 regel=6 2025-08-01..2028-04-30 [" G_BOTH "]\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "a diploma counts as the end of vo work too", "2027-09-01",
          GLR " vmbo_diploma_datum=2028-06-14\n",
          "vo 99XA V1 regel=6 2025-08-01.. [" G_BOTH "]\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "mbo origin", "2028-05-20", MGLR " vo_afgerond_datum=2028-05-20\n",
          "mbo 99XB M1 regel=6 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_row_7_glr_otherwise(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "no vo work known: the day before the switch date is still row 3", "2027-07-31", GLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" G_VO "]\n", NULL },
        { "no vo work known", "2027-08-01", GLR "\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-07-31 [" G_VO "]\n"
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "vo work until the last day of the vo-fase", "2027-08-01",
          GLR A " vo_afgerond_datum=2027-07-31\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-07-31 [" G_VO "]\n"
          "mbo+ 99XB M1 regel=7 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "an explicit later end does not keep it open", "2027-09-01",
          GLR " datum_uitschrijving=2027-12-31\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-07-31 [" G_VO "]\n"
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "in the vo-fase the explicit end is stated", "2027-07-31",
          GLR " datum_uitschrijving=2027-12-31\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-12-31 [" G_VO "]\n", NULL },
        { "mbo origin", "2027-08-01", MGLR "\n",
          "mbo 99XB M1 regel=7 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_no_vo_registration_when_its_end_lies_before_its_begin(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "GLR, enrolled on the last day of the vo-fase", "2027-09-01",
          GLR " datum_inschrijving=2027-07-31\n",
          "vo 99XA V1 regel=7 2027-07-31..2027-07-31 [2027-07-31/6611/GLR.VO]\n"
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "GLR, enrolled on the switch date", "2027-09-01", GLR " datum_inschrijving=2027-08-01\n",
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n", NULL },
        { "GLR, enrolled later: the mbo registration begins no earlier", "2027-09-01",
          GLR " datum_inschrijving=2027-08-20\n",
          "mbo+ 99XB M1 regel=7 2027-08-20.. [2027-08-20/99001/GLR.MBO]\n", NULL },
        { "DLR, diploma before the enrolment", "2027-09-01",
          DLR " datum_inschrijving=2027-08-20 vmbo_diploma_datum=2027-08-19\n",
          "mbo+ 99XB M1 regel=5 2027-08-20.. [2027-08-20/99001/DLR.MBO]\n", NULL },
        { "DLR, diploma on the day of the enrolment", "2027-09-01",
          DLR " datum_inschrijving=2027-08-20 vmbo_diploma_datum=2027-08-20\n",
          "vo 99XA V1 regel=5 2027-08-20..2027-08-20 [2027-08-20/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=5 2027-08-20.. [2027-08-20/99001/DLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_the_begin_of_the_derived_registration(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "later than the switch date: the day before", "2027-08-31",
          DLR " mbo_datum_inschrijving=2027-09-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n", NULL },
        { "later than the switch date: the day itself", "2027-09-01",
          DLR " mbo_datum_inschrijving=2027-09-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-09-01.. [2027-09-01/99001/DLR.MBO]\n",
          NULL },
        { "in the vo-fase, seen from the mbo-fase", "2027-09-01",
          DLR " mbo_datum_inschrijving=2027-07-31\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-07-31.. [2027-07-31/99001/DLR.VO 2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "never before datum_inschrijving", "2025-09-01",
          DLR " mbo_datum_inschrijving=2025-07-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "never before the first period in the route", "2025-09-01",
          "vo datum_inschrijving=2024-08-01 opleidingcode=0031 leerjaar=2\n" DLR
          " datum_inschrijving=2024-08-01 periode_begin=2025-08-01 "
          "mbo_datum_inschrijving=2025-02-01\n",
          "vo 99XA V1 regel=3 2024-08-01.. [2024-08-01/0031/- " D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "given, but the route has not begun", "2025-07-31",
          "vo datum_inschrijving=2024-08-01 opleidingcode=0031 leerjaar=2\n" DLR
          " datum_inschrijving=2024-08-01 periode_begin=2025-08-01 "
          "mbo_datum_inschrijving=2025-02-01\n",
          "vo 99XA V1 regel=1 2024-08-01.. [2024-08-01/0031/-]\n", NULL },
        { "joined the cohort in the mbo-fase", "2027-12-01",
          "vo datum_inschrijving=2024-08-01 opleidingcode=0031 leerjaar=2\n" DLR
          " datum_inschrijving=2024-08-01 periode_begin=2027-11-01\n",
          "vo 99XA V1 regel=4 2024-08-01.. [2024-08-01/0031/- 2027-11-01/6611/DLR.MBO]\n"
          "mbo+ 99XB M1 regel=4 2027-11-01.. [2027-11-01/99001/DLR.MBO]\n",
          NULL },
        { "joined the cohort in its second year", "2026-09-01",
          DLR A " datum_inschrijving=2026-08-01 leerjaar=4\n",
          "vo 99XA V1 regel=3 2026-08-01.. [2026-08-01/6611/DLR.VO]\n"
          "mbo+ 99XB M1 regel=3 2026-08-01.. [2026-08-01/99001/DLR.VO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_the_end_of_the_derived_registration(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "mbo_datum_uitschrijving", "2029-07-01",
          DLR " vmbo_diploma_datum=2028-06-14 mbo_datum_uitschrijving=2029-06-20\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-06-14 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01..2029-06-20 [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "A, ended before the switch date: no period after it", "2027-09-01",
          DLR A " mbo_datum_uitschrijving=2027-07-31\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2025-08-01..2027-07-31 [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "A, ended on the switch date", "2027-09-01",
          DLR A " mbo_datum_uitschrijving=2027-08-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2025-08-01..2027-08-01 [2025-08-01/99001/DLR.VO "
          "2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "the end of the vo enrolment in the mbo-fase is not that of the mbo's", "2028-02-01",
          DLR " datum_uitschrijving=2028-01-15\n",
          "vo 99XA V1 regel=4 2025-08-01..2028-01-15 [" D_BOTH "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_left_the_route(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "B, last day but one of the vo-fase: no mbo registration", "2027-09-01",
          DLR " datum_uitschrijving=2027-07-30\n",
          "vo 99XA V1 regel=4 2025-08-01..2027-07-30 [" D_VO "]\n", NULL },
        { "B, last day of the vo-fase: not left", "2027-09-01",
          DLR " datum_uitschrijving=2027-07-31\n",
          "vo 99XA V1 regel=4 2025-08-01..2027-07-31 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "A: the mbo registration ends on the same day", "2026-03-01",
          DLR A " datum_uitschrijving=2026-02-28\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-02-28 [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "A: stated at once, because it is explicit", "2026-01-01",
          DLR A " datum_uitschrijving=2026-02-28\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-02-28 [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "A: an earlier end of its own stays", "2026-03-01",
          DLR A " datum_uitschrijving=2026-02-28 mbo_datum_uitschrijving=2026-01-15\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-01-15 [2025-08-01/99001/DLR.VO]\n",
          NULL },
        { "A: seen from the mbo-fase nothing is stated there", "2027-09-01",
          GLR A " datum_uitschrijving=2026-02-28\n",
          "vo 99XA V1 regel=7 2025-08-01..2026-02-28 [" G_VO "]\n"
          "mbo+ 99XB M1 regel=7 2025-08-01..2026-02-28 [2025-08-01/99001/GLR.VO]\n",
          NULL },
        { "left before the mbo enrolment would begin", "2026-03-01",
          DLR " datum_uitschrijving=2026-01-31 mbo_datum_inschrijving=2026-02-01\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-01-31 [" D_VO "]\n", NULL },
        { "left on the day on which it begins", "2026-03-01",
          DLR " datum_uitschrijving=2026-02-01 mbo_datum_inschrijving=2026-02-01\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-01 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=3 2026-02-01..2026-02-01 [2026-02-01/99001/DLR.VO]\n",
          NULL },
        { "end of vo work on the same day: not left", "2027-09-01",
          DLR " datum_uitschrijving=2027-06-14 vmbo_diploma_datum=2027-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-06-14 [" D_VO "]\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [2027-08-01/99001/DLR.MBO]\n",
          NULL },
        { "end of vo work the day after: left", "2027-09-01",
          DLR " datum_uitschrijving=2027-06-14 vmbo_diploma_datum=2027-06-15\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-06-14 [" D_VO "]\n", NULL },
        { "end of vo work the day before: not left", "2027-09-01",
          GLR " datum_uitschrijving=2027-06-14 vo_afgerond_datum=2027-06-13\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-06-14 [" G_VO "]\n"
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO]\n",
          NULL },
        { "mbo origin does not leave by its own end", "2027-09-01",
          MDLR " datum_uitschrijving=2026-02-28\n",
          "mbo 99XB M1 regel=4 2025-08-01..2026-02-28 [2025-08-01/99001/DLR.VO]\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_REGISTRATIONS);
}

static void test_nothing_begun(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "the day before", "2025-07-31", "vo\n", "geen\n", NULL },
        { "the day itself", "2025-08-01", "vo\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-]\n", NULL },
        { "in a route", "2025-07-31", DLR A "\n", "geen\n", NULL },
        { "mbo origin", "2025-07-31", MDLR "\n", "geen\n", NULL },
        { "an mbo date in the past begins nothing", "2025-07-31",
          DLR " mbo_datum_inschrijving=2025-07-01\n", "geen\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_ALL);
    struct domain_run *run = domain_new("2025-07-31", NULL, DLR "\n");
    domain_judge(run, false);
    assert_false(run->items[0].begonnen);
    assert_false(run->items[0].afgekeurd);
    assert_int_equal(run->items[0].regel, 0);
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_1_and_2_without_a_route),
        cmocka_unit_test(test_row_3_the_vo_fase),
        cmocka_unit_test(test_row_4_dlr_whose_vo_work_goes_on),
        cmocka_unit_test(test_row_5_dlr_after_the_vo_work),
        cmocka_unit_test(test_row_6_glr_with_vo_work_left),
        cmocka_unit_test(test_row_7_glr_otherwise),
        cmocka_unit_test(test_no_vo_registration_when_its_end_lies_before_its_begin),
        cmocka_unit_test(test_the_begin_of_the_derived_registration),
        cmocka_unit_test(test_the_end_of_the_derived_registration),
        cmocka_unit_test(test_left_the_route),
        cmocka_unit_test(test_nothing_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
