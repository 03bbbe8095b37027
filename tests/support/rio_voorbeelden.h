/* rio_voorbeelden.h - offered programmes and routes for the tests about RIO; fictitious schools
 * PURPOSE    the two examples of rio.md section 8 as records, with a cohort that has everything, and as a
 *            route
 * OWNERSHIP  the caller owns the struct; the record in it points into it
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_TESTS_RIO_VOORBEELDEN_H
#define BRONPOST_TESTS_RIO_VOORBEELDEN_H

#include "bronpost/domain/aangeboden.h"
#include "bronpost/message/maker.h"

#define RIO_CODE_VO  "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000001"
#define RIO_CODE_MBO "7d0c2a44-9a3e-4e1e-9a3a-5f1c1f000002"

#define RIO_KENMERKEN 6

struct rio_voorbeeld {
    struct bp_aangeboden opleiding;
    struct bp_aangeboden_periode perioden[3];
    struct bp_cohort cohorten[2];
    struct bp_cohortprijs prijzen[2];
    struct bp_kenmerk kenmerken[RIO_KENMERKEN], periode_kenmerken[RIO_KENMERKEN],
        cohort_kenmerken[RIO_KENMERKEN];
};

/* One period, no cohort. */
void rio_voorbeeld(struct rio_voorbeeld *v, enum bp_sector sector);

/* Gives an mbo example a cohort with a fixed day of intake. */
void rio_voorbeeld_cohort(struct rio_voorbeeld *v);

/* Every element that a programme of this sector can have. */
void rio_voorbeeld_alles(struct rio_voorbeeld *v, enum bp_sector sector);

struct bp_kenmerk rio_kenmerk(const char *naam, enum bp_kenmerksoort soort, const char *waarde);

/* The head of a message, the same always. */
struct bp_bericht_kop rio_kop(void);

/* A GLR from BB to level 2 of 199A001 and 199A002, without a mistake in it. */
struct bp_route rio_route(void);

#endif
