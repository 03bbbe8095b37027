/* rio.h - the routes themselves: from routes.csv to validated messages for RIO
 * PURPOSE    `rio check`, the dry run: each route and side is judged as RIO would judge it, built and
 *            proved valid, and put beside the ledger when there is one; sends and changes nothing
 * OWNERSHIP  everything in the order is borrowed during the call; the result is plain
 * UNITS      counts of sides: a route has two, vo and mbo
 * SOURCE     rio.md; cli.md, "rio"; issue 4
 * ERRORS     BP_E_INPUT: routes.csv refused as a whole, an older result in the folder is removed;
 *            BP_E_USAGE; BP_E_IO; BP_E_MEMORY. A route that RIO would refuse is no error: it stands in
 *            rio.csv
 * THREADS    one
 *
 * What is written: `rio.csv`, a line per route and side in the order of the input, vo before mbo, and with
 * `bodies` `bodies/rio-SECTOR-BRIN-LEERROUTE.xml` for each message. Characters of a leerroute that do not
 * go into the name of a file stand there as ~ and two hexadecimal digits. Routes that share a code on one
 * side are one offered programme: one body, named after the first of them.
 *
 * A code of routes.csv holds as long as RIO cannot have the route under that of the ledger; from then on, until it is
 * withdrawn, the code of the ledger stays, and a routes.csv that names another one rejects the route (BP219). Routes that are at RIO by the
 * ledger and do not stand in routes.csv any more are named, for the institutions that routes.csv names.
 */
#ifndef BRONPOST_PIPELINE_RIO_H
#define BRONPOST_PIPELINE_RIO_H

#include "bronpost/base/env.h"
#include "bronpost/domain/mandaat.h"
#include "bronpost/ledger/opleidingen.h"
#include "bronpost/message/maker.h"
#include "bronpost/security/kluis.h"

struct bp_rio_instelling {
    struct bp_str brin;
    const char *oin; /* NULL: not known */
};

struct bp_rio_opdracht {
    const char *routes, *out; /* paths; `out` NULL: nothing is written */
    struct bp_datum peildatum;
    bool bodies;
    const struct bp_waardenlijsten *lijsten;
    const struct bp_mandaat *mandaat;
    const struct bp_contract *contract;
    const char
        *verzender; /* "oin", "brin", or a fixed text; without an OIN the brin stands in for it */
    const char *ontvanger;
    const struct bp_rio_instelling *instellingen;
    size_t instelling_count;
    const struct bp_env *env;
    struct bp_ledger *ledger;     /* NULL: there is none */
    const struct bp_kluis *kluis; /* with a ledger */
};

struct bp_rio_uitslag {
    size_t routes;                                     /* rows with a key */
    size_t onleesbaar;                                 /* rows without one */
    size_t gereed, afgekeurd, partner, geen_leerroute; /* sides */
    size_t met_signaal;  /* sides of which rio.csv says something that goes on all the same */
    size_t berichten;    /* programmes: sides that share a code are one */
    size_t nieuwe_codes; /* programmes of which nobody has a code yet */
    size_t zonder_oin;   /* programmes with the brin as their sender */
    size_t nieuw, gewijzigd, ongewijzigd, geweigerd; /* programmes, beside the ledger */
    size_t verdwenen; /* routes at RIO that routes.csv does not have any more */
    char pad[4096];   /* out/rio.csv; "" when nothing is written */
};

enum bp_status bp_rio_check(const struct bp_rio_opdracht *opdracht, struct bp_rio_uitslag *uitslag,
                            struct bp_error *err);

/* What to do about a route that is at RIO and does not stand in routes.csv any more; translated. */
const char *bp_rio_verdwenen_tekst(void);

#endif
