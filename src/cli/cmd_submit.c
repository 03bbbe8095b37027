/* cmd_submit.c - what waits in the ledger to DUO */
#include "instellingen.h"
#include "json.h"
#include "progress.h"
#include "submit.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/submit.h"

#include <signal.h>
#include <stdio.h>

#define CONTRACTS  2
#define CONNECT_MS 15000
#define TOLERANTIE 60000 /* ours for reading; DUO's own is not known (edukoppeling.md, section 6) */
#define IN_FLIGHT  4     /* vo and mbo; architecture.md, decision 4 */
#define CLOCK_LOOK 30000 /* a clock that is further off is worth a word */

struct submitting {
    struct bp_ledger *ledger;
    struct bp_kluis *kluis;
    struct bp_arena *arena;
    struct bp_vertrouwen *vertrouwen;
    struct bp_contract *contracts[CONTRACTS];
    struct bp_submit_contract sends[CONTRACTS];
    struct bp_cli_instellingen instellingen;
    struct bp_progress progress;
    size_t total;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

/* Once: who insists ends the program the hard way, which loses nothing either. */
static void catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
}

static bool asked_to_stop(void *ctx)
{
    (void)ctx;
    return interrupted != 0;
}

static void show_progress(void *ctx, size_t done)
{
    struct submitting *s = ctx;
    bp_progress_show(&s->progress, done, s->total);
}

/* --- opening -------------------------------------------------------------------------------------------- */

static enum bp_status open_contracts(const struct bp_invocation *inv, struct submitting *s,
                                     struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < CONTRACTS; i++) {
        const struct bp_config_contract *c = &config->contracten[i];
        st = bp_cli_open_contract(inv, c->name, &s->contracts[i], err);
        if (st != BP_OK)
            return st;
        const struct bp_contract_feiten *feiten = bp_contract_feiten(s->contracts[i]);
        bool provisional = feiten->wholly_provisional || feiten->provisional_count > 0;
        s->sends[i] = (struct bp_submit_contract){
            .name = c->name,
            .contract = s->contracts[i],
            .endpoint = c->endpoint,
            .gelijktijdig = config->gelijktijdig ? config->gelijktijdig : IN_FLIGHT,
            .gelaten = provisional && c->endpoint && !inv->options.accept_provisional &&
                       !bp_cli_is_test(config, c->endpoint),
        };
    }
    return st;
}

static enum bp_status open_trust(const struct bp_invocation *inv, struct submitting *s,
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
    enum bp_status st = bp_vertrouwen_open(&bron, &s->vertrouwen, err);
    if (st == BP_E_CRYPTO) /* the configuration named it */
        err->status = st = BP_E_USAGE;
    return st;
}

static enum bp_status count_queue(void *ctx, const struct bp_ledger_wachtrij *queue,
                                  struct bp_error *err)
{
    struct submitting *s = ctx;
    (void)err;
    s->total += queue->count;
    return BP_OK;
}

static enum bp_status open_all(const struct bp_invocation *inv, struct submitting *s,
                               struct bp_error *err)
{
    s->arena = bp_arena_new(64 * BP_MIB);
    if (!s->arena)
        return bp_error_memory(err, bp_text("sending"));
    if (!bp_ledger_exists(inv->config->ledger_url))
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("there is no ledger yet; `bronpost run` makes it, `bronpost config` shows where"));
    enum bp_status st =
        bp_ledger_open(inv->config->ledger_url, BP_LEDGER_WRITE, inv->env, &s->ledger, err);
    if (st == BP_OK)
        st = bp_cli_open_kluis(inv, false, &s->kluis, err);
    if (st == BP_OK)
        st = open_contracts(inv, s, err);
    if (st == BP_OK)
        st = bp_cli_instellingen_open(inv, true, s->arena, &s->instellingen, err);
    if (st == BP_OK)
        st = open_trust(inv, s, err);
    if (st == BP_OK)
        st = bp_ledger_each_wachtrij(s->ledger, count_queue, s, err);
    return st;
}

static void close_all(struct submitting *s)
{
    bp_vertrouwen_close(s->vertrouwen);
    bp_cli_instellingen_close(&s->instellingen);
    for (size_t i = 0; i < CONTRACTS; i++)
        bp_contract_close(s->contracts[i]);
    bp_kluis_close(s->kluis);
    bp_ledger_close(s->ledger);
    bp_arena_free(s->arena);
}

/* --- what is said of it --------------------------------------------------------------------------------- */

static const char *reden_name(enum bp_submit_reden reden)
{
    static const char *const names[] = { "no_identity",   "no_endpoint", "provisional",
                                         "configuration", "unreachable", "refused" };
    return names[reden];
}

static void say_halt(const struct bp_invocation *inv, const struct submitting *s,
                     const struct bp_submit_halt *halt)
{
    struct bp_error err = { 0 };
    const char *why = halt->waarom;
    switch (halt->reden) {
    case BP_SUBMIT_GEEN_IDENTITEIT:
        why = bp_cli_instelling_trouble(inv, &s->instellingen, bp_str_of(halt->brin));
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

static void say_json(const struct bp_submit_uitslag *u, struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_number(out, "received", u->ontvangen);
    bp_cli_json_number(out, "rejected", u->afgekeurd);
    bp_cli_json_number(out, "failed", u->mislukt);
    bp_cli_json_number(out, "waiting", u->wacht);
    bp_cli_json_number(out, "tried_again", u->opnieuw);
    bp_cli_json_number(out, "renumbered", u->hernummerd);
    bp_cli_json_number(out, "resumed", u->hervat);
    bp_cli_json_number(out, "put_back", u->teruggezet);
    bp_cli_json_bool(out, "interrupted", u->gestopt);
    bp_cli_json_open(out, "halted", '[');
    for (size_t i = 0; i < u->halt_count; i++) {
        const struct bp_submit_halt *halt = &u->halten[i];
        bp_cli_json_open(out, NULL, '{');
        bp_cli_json_text(out, "brin", halt->brin);
        bp_cli_json_text(out, "contract", halt->contract);
        bp_cli_json_text(out, "why", reden_name(halt->reden));
        bp_cli_json_text(out, "code", *halt->code ? halt->code : NULL);
        bp_cli_json_number(out, "waiting", halt->berichten);
        bp_cli_json_close(out, '}');
    }
    bp_cli_json_close(out, ']');
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void say_text(const struct bp_submit_uitslag *u, struct bp_buf *out)
{
    bp_buf_printf(
        out, bp_text("bronpost submit: %zu received, %zu rejected, %zu failed; %zu still wait\n"),
        u->ontvangen, u->afgekeurd, u->mislukt, u->wacht);
    if (u->hervat)
        bp_buf_printf(out, bp_text("  %zu were under way when an earlier submit broke off\n"),
                      u->hervat);
    if (u->teruggezet)
        bp_buf_printf(out, bp_text("  %zu that were refused or failed were put back first\n"),
                      u->teruggezet);
    if (u->opnieuw || u->hernummerd)
        bp_buf_printf(
            out, bp_text("  %zu attempts without success, %zu under a new identificatiecode\n"),
            u->opnieuw, u->hernummerd);
    if (u->afgekeurd || u->mislukt)
        bp_buf_add_text(out, bp_text("  what needs a person, and what to do: bronpost status\n"));
    if (u->gestopt)
        bp_buf_add_text(out, bp_text("  interrupted: the rest waits for the next submit\n"));
}

static void say_clock(const struct bp_invocation *inv, const struct bp_submit_uitslag *u)
{
    char line[200];
    if (!u->klok_bekend || (u->klok_verschil_ms < CLOCK_LOOK && u->klok_verschil_ms > -CLOCK_LOOK))
        return;
    (void)snprintf(
        line, sizeof line,
        bp_text("the clocks of this machine and of DUO differ by %lld seconds; set this one right"),
        (long long)(u->klok_verschil_ms / 1000));
    bp_cli_note(inv, line);
}

/* The most urgent of what happened. */
static int exit_of(const struct bp_submit_uitslag *u)
{
    bool wrong = false, left = false, trouble = u->gestopt && u->wacht;
    for (size_t i = 0; i < u->halt_count; i++) {
        enum bp_submit_reden reden = u->halten[i].reden;
        wrong = wrong || reden == BP_SUBMIT_CONFIGURATIE;
        trouble = trouble || reden == BP_SUBMIT_ONBEREIKBAAR;
        left = left || reden < BP_SUBMIT_CONFIGURATIE;
    }
    size_t done = u->ontvangen + u->afgekeurd + u->mislukt;
    if (wrong || (left && done == 0 && !trouble && u->opnieuw == 0))
        return BP_EXIT_USAGE;
    if (trouble || u->uitgesteld)
        return BP_EXIT_DUO;
    return left || u->afgekeurd || u->mislukt ? BP_EXIT_SOME : BP_EXIT_OK;
}

static int report(const struct bp_invocation *inv, const struct submitting *s,
                  const struct bp_submit_uitslag *u)
{
    struct bp_buf out;
    int code = exit_of(u);
    bp_buf_init(&out, BP_MIB);
    for (size_t i = 0; i < u->halt_count; i++)
        say_halt(inv, s, &u->halten[i]);
    say_clock(inv, u);
    /* Under cron it says something only when somebody has to do something. */
    bool wanted = inv->out_tty || inv->options.verbose || code != BP_EXIT_OK;
    if (inv->options.json)
        say_json(u, &out);
    else if (wanted && !inv->options.quiet)
        say_text(u, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cli_submit(struct bp_invocation *inv)
{
    const struct bp_config *config = inv->config;
    struct submitting s = { .ledger = NULL };
    struct bp_submit_uitslag uitslag = { 0 };
    struct bp_error err = { .status = BP_OK };
    catch_signals();
    enum bp_status st = open_all(inv, &s, &err);
    bp_progress_begin(&s.progress, inv, bp_text("messages"));
    if (st == BP_OK) {
        const struct bp_submit_opdracht opdracht = {
            .ledger = s.ledger,
            .kluis = s.kluis,
            .env = inv->env,
            .jobs = config->jobs,
            .instellingen = s.instellingen.items,
            .instelling_count = s.instellingen.count,
            .contracten = s.sends,
            .contract_count = CONTRACTS,
            .duo_address = bp_str_of(config->duo_address),
            .duo_oin = bp_str_of(config->duo_oin),
            .vertrouw = config->vertrouw,
            .crl = config->crl,
            .proxy = config->proxy,
            .vertrouwen = s.vertrouwen,
            .connect_ms = config->tijd_ms < CONNECT_MS ? config->tijd_ms : CONNECT_MS,
            .total_ms = config->tijd_ms,
            .pogingen = config->pogingen,
            .wacht_ms = config->wacht_ms,
            .tolerantie_ms = TOLERANTIE,
            .limit = inv->options.limit,
            .retry_failed = inv->options.retry_failed,
            .stop = asked_to_stop,
            .progress = show_progress,
            .progress_ctx = &s,
        };
        st = bp_submit_run(&opdracht, &uitslag, &err);
    }
    bp_progress_end(&s.progress);
    int code = st == BP_OK ? report(inv, &s, &uitslag) : bp_cli_fail(inv, &err);
    bp_submit_uitslag_free(&uitslag);
    close_all(&s);
    return code;
}

int bp_cmd_submit(struct bp_invocation *inv)
{
    return bp_cli_submit(inv);
}
