/* sending.h - what `submit` and `rio submit` do alike
 * PURPOSE    opens the trust in answers, stops when asked, and says why something was left
 * OWNERSHIP  what is opened is the caller's to close
 * ERRORS     BP_E_USAGE: the configuration names no anchors, or ones that cannot be used
 * THREADS    call from the main thread
 */
#ifndef BRONPOST_CLI_SENDING_H
#define BRONPOST_CLI_SENDING_H

#include "instellingen.h"

#include "bronpost/pipeline/submit.h"

#define BP_SENDING_TOLERANTIE_MS                                                                   \
    60000 /* ours for reading; DUO's own is not known (edukoppeling.md, section 6) */

/* For a connection, of the whole of an exchange. */
unsigned bp_cli_connect_ms(const struct bp_config *config);

/* SIGTERM and SIGINT once: what is in flight ends. Who insists ends the program the hard way, which loses
 * nothing either. */
void bp_cli_catch_signals(void);
bool bp_cli_asked_to_stop(void *ctx);

enum bp_status bp_cli_open_vertrouwen(const struct bp_invocation *inv, struct bp_vertrouwen **out,
                                      struct bp_error *err);

void bp_cli_say_halt(const struct bp_invocation *inv,
                     const struct bp_cli_instellingen *instellingen,
                     const struct bp_submit_halt *halt);
void bp_cli_halt_json(struct bp_buf *out, const struct bp_submit_halt *halt);
/* A clock that is further off than is good. */
void bp_cli_say_clock(const struct bp_invocation *inv, bool known, int64_t difference_ms);

/* What the halts say of the whole. */
struct bp_cli_halten {
    bool fout;      /* the configuration is wrong */
    bool storing;   /* DUO is not reachable */
    bool gelaten;   /* left before anything was tried */
    bool geweigerd; /* DUO takes nothing of an institution */
};
struct bp_cli_halten bp_cli_weigh_halten(const struct bp_submit_halt *halten, size_t count);

#endif
