/* overzicht_case.h - overviews of DUO, and what the ledger has, out of texts in a test
 * PURPOSE    a test of reading is a row: what stands in the file, what comes out
 * OWNERSHIP  overzicht_begin() makes a folder below /tmp, overzicht_end() removes it with all that was opened
 * ERRORS     what should not happen is a failed test (fail_msg)
 * THREADS    one
 *
 * SUMMARY    persons in the order in which they come, each with the lines of its records:
 *            "P2 b I3:V1[4 5]e1b2r0" is PER on line 2 with a bsn (o onderwijsnummer, ? pseudonym), enrolment V1 on
 *            line 3 with periods on 4 and 5, one extra support, two bpv, and no results
 */
#ifndef TESTS_SUPPORT_OVERZICHT_CASE_H
#define TESTS_SUPPORT_OVERZICHT_CASE_H

#include "bronpost/base/buf.h"
#include "bronpost/pipeline/reconcile.h"
#include "support/cli_files.h"

/* Fictitious numbers: rod-vo.md section 4. */
#define OVZ_BSN  "999990019"
#define OVZ_BSN2 "999990020"
#define OVZ_BSN3 "999990032"
#define OVZ_ONR  "101234540"

#define OVZ_VLP "VLP|99XB|2026-08-01|2027-07-31|2027-08-15\r\n"

struct overzicht_case {
    struct cli_folder folder;
    struct bp_overzicht *overzicht;
    struct bp_buf text;
    struct bp_error err;
    bool uittreksel;
};

void overzicht_begin(struct overzicht_case *c);
void overzicht_end(struct overzicht_case *c);

/* These replace what was open; false: see c->err. */
bool overzicht_open(struct overzicht_case *c, struct bp_str bytes);
bool overzicht_open_file(struct overzicht_case *c, const char *path);
/* `middle` between VLP and an SLR with its totals, all with '|'. */
bool overzicht_open_records(struct overzicht_case *c, const char *middle);

/* All persons, see SUMMARY; "! " and the message when reading them is refused. Valid until the next call. */
const char *overzicht_summary(struct overzicht_case *c);
/* Every mend, "3 ISG reden_uitschrijving; " each. */
const char *overzicht_mends(struct overzicht_case *c);

/* A CSV file of a result ("uit/reconcile.csv") without its header, and without the last cell of each line unless
 * `uitleg` is wanted; valid until the next call. */
const char *overzicht_lines(struct overzicht_case *c, const char *name, bool uitleg);

/* --- what the ledger has --------------------------------------------------------------------------------------- */

/* A registration with the body of its last message, in the clear; a test's ledger is an array of them. */
struct overzicht_registratie {
    const char *contract, *brin, *volgnummer, *leerlingnummer;
    const char *bsn;
    const char *body; /* NULL: a verwijdering */
    enum bp_toestand toestand;
    const char *moment; /* the day of sending */
};

struct overzicht_ledger {
    const struct bp_kluis *kluis;
    const struct overzicht_registratie *items;
    size_t count;
};

/* As the handle of a ledger, for overzicht_walk() only. */
struct bp_ledger *overzicht_ledger_handle(struct overzicht_ledger *ledger);
bp_reconcile_walk overzicht_walk;

/* A body with its periods: MBO_BODY("V1", DAYS, PERIOD...). */
#define OVZ_MBO(volgnummer, dates, perioden)                                                       \
    "<m:aanleverenInschrijvingMBO_Request xmlns:m=\"urn:t\"><m:brin>99XB</m:brin>"                 \
    "<m:inschrijvingvolgnummer>" volgnummer "</m:inschrijvingvolgnummer>" dates perioden           \
    "</m:aanleverenInschrijvingMBO_Request>"
#define OVZ_DATES(begin, gepland)                                                                  \
    "<m:datumInschrijving>" begin "</m:datumInschrijving>"                                         \
    "<m:datumUitschrijvingGepland>" gepland "</m:datumUitschrijvingGepland>"
#define OVZ_EINDE(einde, reden)                                                                    \
    "<m:datumUitschrijvingWerkelijk>" einde "</m:datumUitschrijvingWerkelijk>"                     \
    "<m:redenUitschrijving>" reden "</m:redenUitschrijving>"
#define OVZ_PERIODE(begin, code, route)                                                            \
    "<m:inschrijvingPeriodeMBO><m:datumBegin>" begin "</m:datumBegin>"                             \
    "<m:onderwijsaanbieder>199A002</m:onderwijsaanbieder>"                                         \
    "<m:onderwijslocatie>199X002</m:onderwijslocatie><m:opleidingcode>" code                       \
    "</m:opleidingcode><m:leertraject>BOL</m:leertraject>"                                         \
    "<m:indicatieBekostigbaar>true</m:indicatieBekostigbaar>" route "</m:inschrijvingPeriodeMBO>"
#define OVZ_ROUTE(leerroute, fase)                                                                 \
    "<m:leerroute>" leerroute "</m:leerroute><m:leerroutefase>" fase "</m:leerroutefase>"
#define OVZ_VO(volgnummer, einde, perioden)                                                        \
    "<v:aanleverenInschrijvingVO_Request xmlns:v=\"urn:v\" xmlns:m=\"urn:t\">"                     \
    "<m:inschrijvingvolgnummer>" volgnummer "</m:inschrijvingvolgnummer>"                          \
    "<m:datumInschrijving>2024-08-01</m:datumInschrijving>" einde perioden                         \
    "</v:aanleverenInschrijvingVO_Request>"
#define OVZ_VO_PERIODE(begin, route)                                                               \
    "<v:inschrijvingPeriodeVO><m:datumBegin>" begin "</m:datumBegin>"                              \
    "<m:opleidingcode>6611</m:opleidingcode><v:leerjaar>3</v:leerjaar>"                            \
    "<v:indicatieBekostigbaar>true</v:indicatieBekostigbaar>" route "</v:inschrijvingPeriodeVO>"

#endif
