/* overzicht.h - what a command says of the overview that it read
 * PURPOSE    the same lines, and the same keys of JSON, for every command that reads a registratieoverzicht
 * OWNERSHIP  the caller's buffer; its sticky failure tells of memory
 * THREADS    main thread
 */
#ifndef BRONPOST_CLI_OVERZICHT_H
#define BRONPOST_CLI_OVERZICHT_H

#include "bronpost/base/buf.h"
#include "bronpost/input/overzicht.h"

void bp_cli_overzicht(const char *command, const struct bp_overzicht_feiten *feiten,
                      struct bp_buf *out);
/* Keys of an object that is open. */
void bp_cli_overzicht_json(const struct bp_overzicht_feiten *feiten, struct bp_buf *out);

#endif
