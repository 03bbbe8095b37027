/* problemen.h - registrations that wait for a person or for an answer, with what to do
 * PURPOSE    the part of `status` that says why
 * OWNERSHIP  borrows
 * THREADS    call from the thread that owns the ledger handle
 */
#ifndef BRONPOST_CLI_PROBLEMEN_H
#define BRONPOST_CLI_PROBLEMEN_H

#include "bronpost/ledger/ledger.h"
#include "command.h"

/* As text: the first twenty, or all with --verbose; as JSON: a member "problems". */
enum bp_status bp_cli_problemen(const struct bp_invocation *inv, struct bp_ledger *ledger,
                                struct bp_buf *out, struct bp_error *err);

#endif
