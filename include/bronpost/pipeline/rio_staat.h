/* rio_staat.h - where the routes stand in RIO, as the ledger knows it
 * PURPOSE    `rio status`: every route with its state, what RIO had against it, and what routes.csv has that is not
 *            registered
 * OWNERSHIP  what a callback is shown lives during the call
 * UNITS      as in ledger/opleidingen.h: `eind` is exclusive
 * SOURCE     rio.md sections 3, 7 and 9
 * ERRORS     BP_E_INPUT: routes.csv refused as a whole; the ledger's; BP_E_MEMORY
 * THREADS    call from the thread that owns the ledger handle
 */
#ifndef BRONPOST_PIPELINE_RIO_STAAT_H
#define BRONPOST_PIPELINE_RIO_STAAT_H

#include "bronpost/domain/mandaat.h"
#include "bronpost/domain/waardenlijst.h"
#include "bronpost/ledger/opleidingen.h"
#include "bronpost/message/rio_antwoord.h"

struct bp_rio_staat_opdracht {
    struct bp_ledger *ledger; /* NULL: there is none yet */
    const char *routes;       /* NULL: the ledger alone */
    const struct bp_waardenlijsten *lijsten;
    const struct bp_mandaat *mandaat;
};

struct bp_rio_staat {
    struct bp_ledger_opleiding_key key;
    const struct bp_ledger_opleiding
        *opleiding;                   /* known false: routes.csv has it, the ledger not */
    const struct bp_rio_fout *fouten; /* RIO's, of one that it refused */
    size_t fout_count;
    bool verdwenen; /* at RIO, and not in routes.csv any more */
    bool mens; /* somebody has to do something; with routes.csv also when it was never registered */
};
typedef enum bp_status bp_rio_staat_fn(void *ctx, const struct bp_rio_staat *staat,
                                       struct bp_error *err);

/* By brin, sector and leerroute; then what routes.csv has and the ledger does not, by key. */
enum bp_status bp_rio_each_staat(const struct bp_rio_staat_opdracht *opdracht, bp_rio_staat_fn *fn,
                                 void *ctx, struct bp_error *err);

/* Something waits for an answer, or for the next `rio submit`. */
bool bp_rio_wacht(const struct bp_ledger_opleiding *opleiding);

#endif
