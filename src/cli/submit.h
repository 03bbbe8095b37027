/* submit.h - sending, for `submit` and for `run --submit`
 * PURPOSE    opens what sending needs, sends, and says what came of it
 * OWNERSHIP  opens and closes the ledger itself
 * ERRORS     the exit code; what went wrong is said on stderr
 * THREADS    call from the main thread; it catches SIGTERM and SIGINT once
 */
#ifndef BRONPOST_CLI_SUBMIT_H
#define BRONPOST_CLI_SUBMIT_H

#include "command.h"

int bp_cli_submit(struct bp_invocation *inv);

#endif
