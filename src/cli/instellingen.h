/* instellingen.h - the institutions of the configuration, ready to sign
 * PURPOSE    opens certificates and keys, and says why an institution cannot sign or send
 * OWNERSHIP  bp_cli_instellingen_close() ends what open made; the rest lives in the arena
 * ERRORS     only BP_E_MEMORY: one institution does not stand in the way of the others
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_CLI_INSTELLINGEN_H
#define BRONPOST_CLI_INSTELLINGEN_H

#include "bronpost/base/arena.h"
#include "bronpost/pipeline/export.h"
#include "command.h"

struct bp_cli_instellingen {
    struct bp_export_instelling *items; /* identity NULL: see its trouble */
    struct bp_identiteit **identiteiten;
    struct bp_error *troubles; /* status BP_OK: none */
    size_t count;
};

/* `sending`: what DUO would refuse is a trouble too: a certificate that is not valid today, or with
 * another OIN than the institution's without a mandate. */
enum bp_status bp_cli_instellingen_open(const struct bp_invocation *inv, bool sending,
                                        struct bp_arena *arena, struct bp_cli_instellingen *out,
                                        struct bp_error *err);
void bp_cli_instellingen_close(struct bp_cli_instellingen *instellingen); /* zeroed is fine */

/* Why this brin cannot sign; translated. */
const char *bp_cli_instelling_trouble(const struct bp_invocation *inv,
                                      const struct bp_cli_instellingen *instellingen,
                                      struct bp_str brin);

/* What DUO would refuse of this certificate for this institution; BP_OK: nothing. */
enum bp_status bp_cli_check_identiteit(const struct bp_config_instelling *in,
                                       const struct bp_identiteit_feiten *feiten, int64_t now_ms,
                                       struct bp_error *err);

/* Host of a test: this machine, or an environment that the configuration calls a test. */
bool bp_cli_is_test(const struct bp_config *config, const char *endpoint);

#endif
