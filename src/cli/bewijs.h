/* bewijs.h - the evidence chain, as somebody asks for it
 * PURPOSE    audit --seal and audit --verify
 * OWNERSHIP  borrows the ledger
 * ERRORS     the exit code; what went wrong is said on stderr
 * THREADS    call from the main thread
 */
#ifndef BRONPOST_CLI_BEWIJS_H
#define BRONPOST_CLI_BEWIJS_H

#include "bronpost/ledger/bewijs.h"
#include "command.h"

/* One line: how many links, the moment of the last one, and the head in groups of four digits. */
int bp_cli_seal(const struct bp_invocation *inv, struct bp_ledger *ledger);

/* BP_EXIT_OK: whole; BP_EXIT_SOME: broken, and where. */
int bp_cli_verify(const struct bp_invocation *inv, struct bp_ledger *ledger);

/* A head as it was written down: 64 hex digits, blanks between them do not matter. */
bool bp_cli_head_parse(const char *text, unsigned char out[BP_LEDGER_HASH]);
/* In groups of four: HEAD_TEXT characters and a NUL. */
#define BP_CLI_HEAD_TEXT (2 * BP_LEDGER_HASH + BP_LEDGER_HASH / 2)
void bp_cli_head_format(const unsigned char head[BP_LEDGER_HASH], char out[BP_CLI_HEAD_TEXT]);

#endif
