/* rio.h - what the commands of `rio` share
 * PURPOSE    opens what they need, and fills the orders from configuration and options
 * OWNERSHIP  bp_cli_rio_close() ends what was opened, also of a zeroed struct; orders borrow from it
 * ERRORS     as the commands: cli.md
 * THREADS    call from the main thread
 */
#ifndef BRONPOST_CLI_RIO_H
#define BRONPOST_CLI_RIO_H

#include "sending.h"

#include "bronpost/pipeline/rio_submit.h"

struct bp_cli_rio {
    struct bp_arena *arena;
    struct bp_contract *contract;
    struct bp_ledger *ledger;
    struct bp_kluis *kluis;
    struct bp_vertrouwen *vertrouwen;
    struct bp_cli_instellingen instellingen;
    struct bp_mandaat mandaat;
};

/* Arena, contract, ledger. */
enum bp_status bp_cli_rio_open(const struct bp_invocation *inv, enum bp_cli_ledger how,
                               struct bp_cli_rio *rio, struct bp_error *err);
void bp_cli_rio_close(struct bp_cli_rio *rio);

enum bp_status bp_cli_rio_routes(const struct bp_invocation *inv, struct bp_cli_rio *rio,
                                 struct bp_rio_opdracht *out, struct bp_error *err);
/* Opens certificates and trust too. */
enum bp_status bp_cli_rio_verbinding(const struct bp_invocation *inv, struct bp_cli_rio *rio,
                                     struct bp_rio_verbinding *out, struct bp_error *err);

int bp_cli_rio_submit(const struct bp_invocation *inv);
int bp_cli_rio_status(const struct bp_invocation *inv);
int bp_cli_rio_remove(const struct bp_invocation *inv);

#endif
