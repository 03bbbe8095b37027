#include "sending.h"

#include "json.h"

#include "bronpost/base/text.h"

#include <signal.h>
#include <stdio.h>

#define CONNECT_MS 15000
#define CLOCK_LOOK 30000 /* a clock that is further off is worth a word */

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

void bp_cli_catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
}

bool bp_cli_asked_to_stop(void *ctx)
{
    (void)ctx;
    return interrupted != 0;
}

unsigned bp_cli_connect_ms(const struct bp_config *config)
{
    return config->tijd_ms < CONNECT_MS ? config->tijd_ms : CONNECT_MS;
}

enum bp_status bp_cli_open_vertrouwen(const struct bp_invocation *inv, struct bp_vertrouwen **out,
                                      struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    if (!config->vertrouw)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("no vertrouw in [duo]: name the file with the trust anchors "
                               "(PKIoverheid) that DUO's certificates lead to"));
    const struct bp_vertrouwen_bron bron = { .ankers = config->vertrouw,
                                             .crl = config->crl,
                                             .vastgezet = config->vastgezet };
    enum bp_status st = bp_vertrouwen_open(&bron, out, err);
    if (st == BP_E_CRYPTO) /* the configuration named it */
        err->status = st = BP_E_USAGE;
    return st;
}

/* --- what is said of it --------------------------------------------------------------------------------- */

static const char *reden_name(enum bp_submit_reden reden)
{
    static const char *const names[] = { "no_identity",   "no_endpoint", "provisional",
                                         "configuration", "unreachable", "refused" };
    return names[reden];
}

void bp_cli_say_halt(const struct bp_invocation *inv,
                     const struct bp_cli_instellingen *instellingen,
                     const struct bp_submit_halt *halt)
{
    struct bp_error err = { 0 };
    const char *why = halt->waarom;
    switch (halt->reden) {
    case BP_SUBMIT_GEEN_IDENTITEIT:
        why = bp_cli_instelling_trouble(inv, instellingen, bp_str_of(halt->brin));
        break;
    case BP_SUBMIT_GEEN_ENDPOINT:
        why = bp_text("[duo] names no address for this contract");
        break;
    case BP_SUBMIT_GELATEN:
        why = bp_text("the contract is provisional and the address is no test; send with "
                      "--accept-provisional once DUO agreed to it");
        break;
    case BP_SUBMIT_CONFIGURATIE:
    case BP_SUBMIT_ONBEREIKBAAR:
    case BP_SUBMIT_GEWEIGERD:
        break;
    }
    (void)bp_error_set(&err, BP_E_USAGE, *halt->code ? halt->code : NULL,
                       N_("%s %s: %zu messages wait: %s"), halt->brin, halt->contract,
                       halt->berichten, why);
    (void)bp_cli_fail(inv, &err);
}

void bp_cli_halt_json(struct bp_buf *out, const struct bp_submit_halt *halt)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_text(out, "brin", halt->brin);
    bp_cli_json_text(out, "contract", halt->contract);
    bp_cli_json_text(out, "why", reden_name(halt->reden));
    bp_cli_json_text(out, "code", *halt->code ? halt->code : NULL);
    bp_cli_json_number(out, "waiting", halt->berichten);
    bp_cli_json_close(out, '}');
}

void bp_cli_say_clock(const struct bp_invocation *inv, bool known, int64_t difference_ms)
{
    char line[200];
    if (!known || (difference_ms < CLOCK_LOOK && difference_ms > -CLOCK_LOOK))
        return;
    (void)snprintf(
        line, sizeof line,
        bp_text("the clocks of this machine and of DUO differ by %lld seconds; set this one right"),
        (long long)(difference_ms / 1000));
    bp_cli_note(inv, line);
}

struct bp_cli_halten bp_cli_weigh_halten(const struct bp_submit_halt *halten, size_t count)
{
    struct bp_cli_halten h = { .fout = false };
    for (size_t i = 0; i < count; i++) {
        h.fout = h.fout || halten[i].reden == BP_SUBMIT_CONFIGURATIE;
        h.storing = h.storing || halten[i].reden == BP_SUBMIT_ONBEREIKBAAR;
        h.gelaten = h.gelaten || halten[i].reden < BP_SUBMIT_CONFIGURATIE;
        h.geweigerd = h.geweigerd || halten[i].reden == BP_SUBMIT_GEWEIGERD;
    }
    return h;
}
