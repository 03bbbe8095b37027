/* Layer p: all enrolments of one person; rules.md fine print 2, 4, 9, 11, 12, and who is funded. */
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DLR  "vo leerroute=D1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define GLR  "vo leerroute=G1 route_begin=2025-08-01 mbo_inschrijvingvolgnummer=M1"
#define A    " mbo_datum_inschrijving=2025-08-01"
#define MDLR "mbo leerroute=D1 route_begin=2025-08-01"
#define MGLR "mbo leerroute=G1 route_begin=2025-08-01"

#define VO_D   "2025-08-01/6611/DLR.VO"
#define VO_DD  VO_D " 2027-08-01/6611/DLR.MBO"
#define VO_G   "2025-08-01/6611/GLR.VO"
#define MBO_DD "2025-08-01/99001/DLR.VO 2027-08-01/99001/DLR.MBO"
#define MBO_D  "2027-08-01/99001/DLR.MBO"

static void test_who_is_funded_in_every_row_for_vo_origin(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "1", "2025-09-01", "vo\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-] door=99XA/vo\n", NULL },
        { "1, not fundable", "2025-09-01", "vo bekostigbaar=N\n",
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-] door=-\n", NULL },
        { "1, on the last day", "2026-07-31", "vo datum_uitschrijving=2026-07-31\n",
          "vo 99XA V1 regel=1 2025-08-01..2026-07-31 [2025-08-01/6611/-] door=99XA/vo\n", NULL },
        { "1, the day after", "2026-08-01", "vo datum_uitschrijving=2026-07-31\n",
          "vo 99XA V1 regel=1 2025-08-01..2026-07-31 [2025-08-01/6611/-] door=-\n", NULL },
        { "3 B", "2027-07-31", DLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n", NULL },
        { "3 A: the vo school on both lines", "2027-07-31", DLR A "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
        { "3 A, not fundable", "2027-07-31", DLR A " bekostigbaar=N\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=-\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=-\n",
          NULL },
        { "4", "2027-08-01", DLR "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "4, the mbo registration has not begun", "2027-08-31",
          DLR " mbo_datum_inschrijving=2027-09-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=-\n", NULL },
        { "4, not fundable", "2027-08-01", DLR " bekostigbaar=N\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=-\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=-\n",
          NULL },
        { "4, without a number: handed to the partner, funded all the same", "2027-08-01",
          DLR " mbo_inschrijvingvolgnummer=\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB - regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "4, after the end of the mbo registration", "2028-07-01",
          DLR " mbo_datum_uitschrijving=2028-06-30\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=-\n"
          "mbo+ 99XB M1 regel=4 2027-08-01..2028-06-30 [" MBO_D "] door=-\n",
          NULL },
        { "5", "2027-09-01", DLR " vmbo_diploma_datum=2027-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-07-31 [" VO_D "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "6", "2027-09-01", GLR " vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=6 2025-08-01.. [" VO_G " 2027-08-01/6611/GLR.MBO] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO] door=99XB/mbo\n",
          NULL },
        { "7", "2027-09-01", GLR "\n",
          "vo 99XA V1 regel=7 2025-08-01..2027-07-31 [" VO_G "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=7 2027-08-01.. [2027-08-01/99001/GLR.MBO] door=99XB/mbo\n",
          NULL },
        { "left the route, on the last day", "2026-02-28",
          DLR A " datum_uitschrijving=2026-02-28\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" VO_D "] door=99XA/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-02-28 [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
        { "left the route, the day after", "2026-03-01", DLR A " datum_uitschrijving=2026-02-28\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" VO_D "] door=-\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-02-28 [2025-08-01/99001/DLR.VO] door=-\n",
          NULL },
        { "not begun", "2025-07-31", DLR "\n", "geen\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_who_is_funded_in_every_row_for_mbo_origin(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "2", "2025-09-01", "mbo\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=99XB/mbo\n", NULL },
        { "2, not fundable", "2025-09-01", "mbo bekostigbaar=N\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=-\n", NULL },
        { "3: the vo school is not in this run and taken to be there", "2027-07-31", MDLR "\n",
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n", NULL },
        { "3, not fundable", "2027-07-31", MDLR " bekostigbaar=N\n",
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=-\n", NULL },
        { "4", "2027-08-01", MDLR "\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n", NULL },
        { "5", "2028-06-14", MDLR " vmbo_diploma_datum=2028-06-14\n",
          "mbo 99XB M1 regel=5 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n", NULL },
        { "6", "2027-09-01", MGLR " vo_afgerond_datum=2028-05-20\n",
          "mbo 99XB M1 regel=6 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO] "
          "door=99XB/mbo\n",
          NULL },
        { "7", "2027-08-01", MGLR "\n",
          "mbo 99XB M1 regel=7 2025-08-01.. [2025-08-01/99001/GLR.VO 2027-08-01/99001/GLR.MBO] "
          "door=99XB/mbo\n",
          NULL },
        { "4, the day after its end", "2028-07-01", MDLR " datum_uitschrijving=2028-06-30\n",
          "mbo 99XB M1 regel=4 2025-08-01..2028-06-30 [" MBO_DD "] door=-\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_vo_and_mbo_of_one_person_in_one_run(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "vo-fase: nothing is derived, the vo school is funded", "2027-07-31",
          DLR A "\n\n" MDLR "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n"
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
        { "mbo-fase: the mbo institution is, on both", "2027-10-01", DLR "\n\n" MDLR "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo 99XB M1 regel=4 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n",
          NULL },
        { "the order of the rows does not matter", "2027-10-01", MDLR "\n\n" DLR "\n",
          "mbo 99XB M1 regel=4 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n"
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n",
          NULL },
        { "vo-fase, the vo enrolment in the run has ended", "2026-03-01",
          DLR " datum_uitschrijving=2026-02-28\n\n" MDLR "\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-02-28 [" VO_D "] door=-\n"
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=-\n",
          NULL },
        { "another number at the mbo institution is still an enrolment of their own", "2027-09-01",
          DLR "\n\n" MDLR " inschrijvingvolgnummer=M9\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo 99XB M9 regel=4 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n",
          NULL },
        { "an enrolment at another mbo institution is not", "2026-09-01",
          DLR A "\n\nmbo brin=99XC inschrijvingvolgnummer=C1 datum_uitschrijving=2025-08-31\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n"
          "mbo 99XC C1 regel=2 2025-08-01..2025-08-31 [2025-08-01/99001/-] door=-\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

/* Fine print 2. */
static void test_an_enrolment_of_their_own_at_the_mbo_institution(void **state)
{
    (void)state;
#define OWN(rest) "mbo leerroute=D1 route_begin=2025-08-01 inschrijvingvolgnummer=M9 " rest "\n"
    static const struct domain_case cases[] = {
        { "rejected: nothing derived, taken to be open", "2027-09-01",
          DLR "\n\n" OWN("niveau=MBO-9"),
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "afgekeurd\nE BP110 3 niveau\n",
          NULL },
        { "rejected, and nothing tells its sector", "2027-09-01",
          DLR "\n\nmbo leerroute=D9 opleidingcode= inschrijvingvolgnummer=M9\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "afgekeurd\nE BP201 3 leerroute\n",
          NULL },
        { "rejected on the counting date: no BP404", "2027-10-01", DLR "\n\n" OWN("niveau=MBO-9"),
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "afgekeurd\nE BP110 3 niveau\n",
          NULL },
        { "not begun: nothing derived, taken to be open", "2027-09-01",
          DLR "\n\n" OWN("datum_inschrijving=2027-09-02"),
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\ngeen\n", NULL },
        { "ended the day before the derived one begins: derived", "2027-09-01",
          DLR "\n\n" OWN("datum_uitschrijving=2027-07-31"),
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n"
          "mbo 99XB M9 regel=4 2025-08-01..2027-07-31 [2025-08-01/99001/DLR.VO] door=-\n",
          NULL },
        { "ended on that day: not derived, nobody is funded after it", "2027-09-01",
          DLR "\n\n" OWN("datum_uitschrijving=2027-08-01"),
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=-\n"
          "mbo 99XB M9 regel=4 2025-08-01..2027-08-01 [" MBO_DD "] door=-\n",
          NULL },
        { "an enrolment of vo origin is none", "2027-09-01",
          DLR "\n\nvo brin=99XB vestiging=99XB00 inschrijvingvolgnummer=V9 "
              "datum_uitschrijving=2025-08-31\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n"
          "vo 99XB V9 regel=1 2025-08-01..2025-08-31 [2025-08-01/6611/-] door=-\n",
          NULL },
        { "what was never there does not end: no BP218", "2026-09-01",
          DLR A "\nvo periode_begin=2026-08-01 leerjaar=4\n\n"
                "mbo leerroute=D1 route_begin=2025-08-01 inschrijvingvolgnummer=M9 "
                "datum_uitschrijving=2026-07-31\n",
          "vo 99XA V1 regel=1 2025-08-01.. [" VO_D " 2026-08-01/6611/-] door=99XA/vo\n"
          "mbo 99XB M9 regel=3 2025-08-01..2026-07-31 [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
    };
#undef OWN
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

/* Fine print 4: a pupil who changes to another vo school of the same mbo institution. */
static void test_several_vo_enrolments_derive_one_mbo_registration(void **state)
{
    (void)state;
#define SECOND                                                                                     \
    "vo brin=99XD vestiging=99XD00 inschrijvingvolgnummer=V2 datum_inschrijving=2026-08-01 "       \
    "leerroute=DV route_begin=2025-08-01 leerjaar=4 mbo_inschrijvingvolgnummer="
    static const struct domain_case cases[] = {
        { "the same number: earliest begin, all periods, with the latest enrolment", "2026-09-01",
          DLR A " datum_uitschrijving=2026-07-31\n\n" SECOND
                "M1 mbo_datum_inschrijving=2025-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-07-31 [" VO_D "] door=-\n"
          "vo 99XD V2 regel=3 2026-08-01.. [2026-08-01/6611/DLR.VO] door=99XD/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/DLR.VO] "
          "door=99XD/vo\n",
          NULL },
        { "in the file the other way round", "2026-09-01",
          SECOND "M1 mbo_datum_inschrijving=2025-08-01\n\n" DLR A
                 " datum_uitschrijving=2026-07-31\n",
          "vo 99XD V2 regel=3 2026-08-01.. [2026-08-01/6611/DLR.VO] door=99XD/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO 2026-08-01/99001/DLR.VO] "
          "door=99XD/vo\n"
          "vo 99XA V1 regel=3 2025-08-01..2026-07-31 [" VO_D "] door=-\n",
          NULL },
        { "another number is another registration", "2026-09-01",
          DLR A " datum_uitschrijving=2026-07-31\n\n" SECOND
                "M2 mbo_datum_inschrijving=2026-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-07-31 [" VO_D "] door=-\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-07-31 [2025-08-01/99001/DLR.VO] door=-\n"
          "vo 99XD V2 regel=3 2026-08-01.. [2026-08-01/6611/DLR.VO] door=99XD/vo\n"
          "mbo+ 99XB M2 regel=3 2026-08-01.. [2026-08-01/99001/DLR.VO] door=99XD/vo\n",
          NULL },
        { "two at once: what both begin on one day is said once", "2025-09-01",
          DLR A "\n\n" SECOND
                "M1 mbo_datum_inschrijving=2025-08-01 datum_inschrijving=2025-08-01 leerjaar=3 "
                "niveau=MBO-2\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n"
          "vo 99XD V2 regel=3 2025-08-01.. [2025-08-01/6611/DLR.VO] door=99XD/vo\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XD/vo\n",
          NULL },
        { "a rejected enrolment derives nothing", "2026-09-01",
          DLR A " datum_uitschrijving=2026-07-31\n\n" SECOND
                "M1 mbo_datum_inschrijving=2025-08-01 niveau=MBO-9\n",
          "vo 99XA V1 regel=3 2025-08-01..2026-07-31 [" VO_D "] door=-\n"
          "mbo+ 99XB M1 regel=3 2025-08-01..2026-07-31 [2025-08-01/99001/DLR.VO] door=-\n"
          "afgekeurd\nE BP110 3 niveau\n",
          NULL },
    };
#undef SECOND
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

/* Fine print 9. */
static void test_bp401_vo_and_mbo_contradict_each_other(void **state)
{
    (void)state;
#define REGULAR_MBO "mbo inschrijvingvolgnummer=M9 datum_inschrijving=2027-08-01"
    static const struct domain_case cases[] = {
        { "vo names a route, the own mbo enrolment there does not", "2027-09-01",
          DLR "\n\n" REGULAR_MBO "\n",
          "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n", NULL },
        { "at another institution it may", "2027-09-01", DLR "\n\n" REGULAR_MBO " brin=99XC\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n"
          "mbo 99XC M9 regel=2 2027-08-01.. [2027-08-01/99001/-] door=99XC/mbo\n",
          NULL },
        { "mbo names a route, the own vo enrolment there does not", "2026-09-01",
          "vo\n\n" MDLR "\n", "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n",
          NULL },
        { "at another vo school it may", "2026-09-01",
          "vo brin=99XD vestiging=99XD00 bekostigbaar=N\n\n" MDLR "\n",
          "vo 99XD V1 regel=1 2025-08-01.. [2025-08-01/6611/-] door=-\n"
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
        { "DLR and GLR", "2026-09-01", DLR "\n\n" MGLR "\n",
          "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n", NULL },
        { "another cohort, so another phase", "2026-09-01",
          DLR "\n\nmbo leerroute=D1 route_begin=2024-08-01\n",
          "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n", NULL },
        { "another cohort, the phases do not differ yet", "2026-07-31",
          DLR " route_begin=2025-08-01\n\nmbo leerroute=D1 route_begin=2024-08-01\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n"
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n",
          NULL },
        { "no common day: the vo enrolment ended the day before", "2027-09-01",
          DLR " datum_uitschrijving=2027-07-31\n\n" REGULAR_MBO "\n",
          "vo 99XA V1 regel=4 2025-08-01..2027-07-31 [" VO_D "] door=99XB/mbo\n"
          "mbo 99XB M9 regel=2 2027-08-01.. [2027-08-01/99001/-] door=99XB/mbo\n",
          NULL },
        { "one common day", "2027-09-01",
          DLR " datum_uitschrijving=2027-08-01\n\n" REGULAR_MBO "\n",
          "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n", NULL },
        { "on the line of the period that contradicts", "2027-09-01",
          "vo datum_inschrijving=2024-08-01 opleidingcode=0031 leerjaar=2\n" DLR
          " datum_inschrijving=2024-08-01 periode_begin=2025-08-01\n\n"
          "mbo inschrijvingvolgnummer=M9 datum_inschrijving=2024-08-01\n"
          "mbo inschrijvingvolgnummer=M9 datum_inschrijving=2024-08-01 "
          "periode_begin=2025-08-01\n",
          "afgekeurd\nE BP401 3 leerroute\nafgekeurd\nE BP401 5 leerroute\n", NULL },
        { "a derived registration counts like an own one", "2026-09-01",
          DLR "\n\nvo brin=99XD vestiging=99XD00 inschrijvingvolgnummer=V2 leerroute=DV leerjaar=4 "
              "route_begin=2024-08-01 mbo_inschrijvingvolgnummer=M1 bekostigbaar=N\n",
          "afgekeurd\nE BP401 2 leerroute\nafgekeurd\nE BP401 3 leerroute\n", NULL },
        { "a rejected enrolment contradicts nobody", "2027-09-01",
          DLR "\n\n" REGULAR_MBO " niveau=MBO-9\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "afgekeurd\nE BP110 3 niveau\n",
          NULL },
    };
#undef REGULAR_MBO
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

/* Fine print 12. */
static void test_bp402_still_open_after_the_diploma(void **state)
{
    (void)state;
#define LONG DLR " vmbo_diploma_datum=2027-06-14 vo_afgerond_datum=2028-05-20"
    static const struct domain_case cases[] = {
        { "on the switch date", "2027-08-01", LONG "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n"
          "W BP402 2 vmbo_diploma_datum\n",
          NULL },
        { "not before it", "2027-07-31", LONG "\n",
          "vo 99XA V1 regel=3 2025-08-01.. [" VO_D "] door=99XA/vo\n", NULL },
        { "not when the rules close it", "2028-05-20", LONG "\n",
          "vo 99XA V1 regel=5 2025-08-01..2028-05-20 [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "not before the diploma", "2028-01-09",
          DLR " vmbo_diploma_datum=2028-01-10 vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "on the day of the diploma", "2028-01-10",
          DLR " vmbo_diploma_datum=2028-01-10 vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-08-01.. [" MBO_D "] door=99XB/mbo\n"
          "W BP402 2 vmbo_diploma_datum\n",
          NULL },
        { "GLR with a diploma and vo work left", "2027-09-01",
          GLR " vmbo_diploma_datum=2027-06-14 vo_afgerond_datum=2028-05-20\n",
          "vo 99XA V1 regel=6 2025-08-01.. [" VO_G " 2027-08-01/6611/GLR.MBO] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=6 2027-08-01.. [2027-08-01/99001/GLR.MBO] door=99XB/mbo\n"
          "W BP402 2 vmbo_diploma_datum\n",
          NULL },
    };
#undef LONG
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_bp403_registered_nowhere_until_the_switch_date(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "closed on the day of the diploma", "2027-06-20",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-14\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=-\n"
          "W BP403 2 datum_uitschrijving\n",
          NULL },
        { "the last day before the switch date", "2027-07-31",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-07-30\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-07-30 [" VO_D "] door=-\n"
          "W BP403 2 datum_uitschrijving\n",
          NULL },
        { "closed on the last day of the vo-fase: no gap", "2027-07-31",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-07-31\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-07-31 [" VO_D "] door=99XA/vo\n", NULL },
        { "the switch date is reached", "2027-08-01",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-14\n",
          "vo 99XA V1 regel=5 2025-08-01..2027-06-14 [" VO_D "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=5 2027-08-01.. [" MBO_D "] door=99XB/mbo\n",
          NULL },
        { "no end of vo work known: left the route", "2027-06-20",
          DLR " datum_uitschrijving=2027-06-14\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=-\n", NULL },
        { "the day before the end of vo work: left the route", "2027-06-20",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-13\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-13 [" VO_D "] door=-\n"
          "W BP306 2 datum_uitschrijving\n",
          NULL },
        { "announced at the mbo institution for the next day", "2027-06-14",
          DLR " mbo_datum_inschrijving=2027-06-15 vmbo_diploma_datum=2027-06-14 "
              "datum_uitschrijving=2027-06-14\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=99XA/vo\n", NULL },
        { "announced at another school for the next day", "2027-06-14",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-14\n\n"
              "vo brin=99XD vestiging=99XD00 inschrijvingvolgnummer=V2 "
              "datum_inschrijving=2027-06-15\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=99XA/vo\ngeen\n", NULL },
        { "enrolled at the mbo institution in between", "2027-06-20",
          DLR A " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-14\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=-\n"
          "mbo+ 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=-\n",
          NULL },
        { "enrolled elsewhere in between", "2027-06-20",
          DLR " vmbo_diploma_datum=2027-06-14 datum_uitschrijving=2027-06-14\n\n"
              "vo brin=99XD vestiging=99XD00 inschrijvingvolgnummer=V2 "
              "datum_inschrijving=2027-06-15\n",
          "vo 99XA V1 regel=3 2025-08-01..2027-06-14 [" VO_D "] door=-\n"
          "vo 99XD V2 regel=1 2027-06-15.. [2027-06-15/6611/-] door=99XD/vo\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

#define OTHER "vo brin=99XD vestiging=99XD00 inschrijvingvolgnummer=V2 "
#define V1    "vo 99XA V1 regel=1 2025-08-01.."
#define V2    "vo 99XD V2 regel=1 "

static void test_bp404_funded_twice_or_nowhere_on_1_october(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "two vo schools on 1 October", "2025-10-01", "vo\n\n" OTHER "\n",
          V1 " [2025-08-01/6611/-] door=99XA/vo\nW BP404 2 bekostigbaar\n" V2
             "2025-08-01.. [2025-08-01/6611/-] door=99XD/vo\nW BP404 3 bekostigbaar\n",
          NULL },
        { "the counting date is still to come", "2025-09-30", "vo\n\n" OTHER "\n",
          V1 " [2025-08-01/6611/-] door=99XA/vo\n" V2
             "2025-08-01.. [2025-08-01/6611/-] door=99XD/vo\n",
          NULL },
        { "one of them is not fundable", "2025-10-01", "vo\n\n" OTHER "bekostigbaar=N\n",
          V1 " [2025-08-01/6611/-] door=99XA/vo\n" V2 "2025-08-01.. [2025-08-01/6611/-] door=-\n",
          NULL },
        { "the first ended on 30 September", "2025-11-01",
          "vo datum_uitschrijving=2025-09-30\n\n" OTHER "datum_inschrijving=2025-10-01\n",
          V1 "2025-09-30 [2025-08-01/6611/-] door=-\n" V2
             "2025-10-01.. [2025-10-01/6611/-] door=99XD/vo\n",
          NULL },
        { "the first ended on 1 October", "2025-11-01",
          "vo datum_uitschrijving=2025-10-01\n\n" OTHER "datum_inschrijving=2025-10-01\n",
          V1 "2025-10-01 [2025-08-01/6611/-] door=-\nW BP404 2 bekostigbaar\n" V2
             "2025-10-01.. [2025-10-01/6611/-] door=99XD/vo\nW BP404 3 bekostigbaar\n",
          NULL },
        { "the second began on 2 October", "2025-11-01",
          "vo\n\n" OTHER "datum_inschrijving=2025-10-02\n",
          V1 " [2025-08-01/6611/-] door=99XA/vo\n" V2
             "2025-10-02.. [2025-10-02/6611/-] door=99XD/vo\n",
          NULL },
        { "enrolled at both in a route is funded once", "2027-10-01", DLR A "\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2025-08-01.. [" MBO_DD "] door=99XB/mbo\n",
          NULL },
        { "nowhere: the mbo enrolment begins after 1 October", "2027-10-20",
          DLR " mbo_datum_inschrijving=2027-10-15\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-10-15.. [2027-10-15/99001/DLR.MBO] door=99XB/mbo\n"
          "W BP404 2 bekostigbaar\n",
          NULL },
        { "it begins on 1 October", "2027-10-20", DLR " mbo_datum_inschrijving=2027-10-01\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=99XB/mbo\n"
          "mbo+ 99XB M1 regel=4 2027-10-01.. [2027-10-01/99001/DLR.MBO] door=99XB/mbo\n",
          NULL },
        { "nowhere, but the administration says not fundable", "2027-10-20",
          DLR " mbo_datum_inschrijving=2027-10-15 bekostigbaar=N\n",
          "vo 99XA V1 regel=4 2025-08-01.. [" VO_DD "] door=-\n"
          "mbo+ 99XB M1 regel=4 2027-10-15.. [2027-10-15/99001/DLR.MBO] door=-\n",
          NULL },
        { "mbo origin in the vo-fase: the other school is not in this run", "2025-10-01", MDLR "\n",
          "mbo 99XB M1 regel=3 2025-08-01.. [2025-08-01/99001/DLR.VO] door=99XA/vo\n", NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_bp404_on_1_february_mbo_counts_among_itself(void **state)
{
    (void)state;
    static const struct domain_case cases[] = {
        { "twice on 1 February, once on 1 October", "2026-02-01",
          "mbo\n\nmbo brin=99XC inschrijvingvolgnummer=C1 datum_inschrijving=2026-01-15\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=99XB/mbo\n"
          "W BP404 2 bekostigbaar\n"
          "mbo 99XC C1 regel=2 2026-01-15.. [2026-01-15/99001/-] door=99XC/mbo\n"
          "W BP404 3 bekostigbaar\n",
          NULL },
        { "the day before 1 February", "2026-01-31",
          "mbo\n\nmbo brin=99XC inschrijvingvolgnummer=C1 datum_inschrijving=2026-01-15\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=99XB/mbo\n"
          "mbo 99XC C1 regel=2 2026-01-15.. [2026-01-15/99001/-] door=99XC/mbo\n",
          NULL },
        { "on 1 February vo does not count", "2026-02-01",
          "mbo\n\nvo inschrijvingvolgnummer=V2 datum_inschrijving=2026-01-15\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=99XB/mbo\n"
          "vo 99XA V2 regel=1 2026-01-15.. [2026-01-15/6611/-] door=99XA/vo\n",
          NULL },
        { "nor do two vo schools", "2026-02-01", "vo\n\n" OTHER "datum_inschrijving=2026-01-15\n",
          V1 " [2025-08-01/6611/-] door=99XA/vo\n" V2
             "2026-01-15.. [2026-01-15/6611/-] door=99XD/vo\n",
          NULL },
        { "on 1 October vo and mbo count together", "2025-10-01", "mbo\n\nvo\n",
          "mbo 99XB M1 regel=2 2025-08-01.. [2025-08-01/99001/-] door=99XB/mbo\n"
          "W BP404 2 bekostigbaar\n"
          "vo 99XA V1 regel=1 2025-08-01.. [2025-08-01/6611/-] door=99XA/vo\n"
          "W BP404 3 bekostigbaar\n",
          NULL },
        { "an enrolment that is over on the counting date is nowhere to be missed", "2026-10-01",
          "vo datum_uitschrijving=2026-07-31\n", V1 "2026-07-31 [2025-08-01/6611/-] door=-\n",
          NULL },
    };
    DOMAIN_CASES(cases, DOMAIN_PERSON);
}

static void test_a_person_without_enrolments_is_no_trouble(void **state)
{
    (void)state;
    struct domain_run *run = domain_new("2025-10-01", NULL, "");
    struct bp_error err;
    assert_int_equal(bp_persoon_judge(&run->regels, run->items, 0, run->arena, &err), BP_OK);
    domain_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_funded_in_every_row_for_vo_origin),
        cmocka_unit_test(test_who_is_funded_in_every_row_for_mbo_origin),
        cmocka_unit_test(test_vo_and_mbo_of_one_person_in_one_run),
        cmocka_unit_test(test_an_enrolment_of_their_own_at_the_mbo_institution),
        cmocka_unit_test(test_several_vo_enrolments_derive_one_mbo_registration),
        cmocka_unit_test(test_bp401_vo_and_mbo_contradict_each_other),
        cmocka_unit_test(test_bp402_still_open_after_the_diploma),
        cmocka_unit_test(test_bp403_registered_nowhere_until_the_switch_date),
        cmocka_unit_test(test_bp404_funded_twice_or_nowhere_on_1_october),
        cmocka_unit_test(test_bp404_on_1_february_mbo_counts_among_itself),
        cmocka_unit_test(test_a_person_without_enrolments_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
