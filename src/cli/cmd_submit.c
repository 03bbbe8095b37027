/* cmd_submit.c - what waits in the ledger to DUO */
#include "json.h"
#include "progress.h"
#include "sending.h"
#include "submit.h"

#include "bronpost/base/text.h"

#define CONTRACTS 2
#define IN_FLIGHT 4 /* vo and mbo; architecture.md, decision 4 */

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

static enum bp_status count_queue(void *ctx, const struct bp_ledger_wachtrij *queue,
                                  struct bp_error *err)
{
    struct submitting *s = ctx;
    (void)err;
    if (strcmp(queue->contract, "rio") != 0) /* `rio submit` sends those */
        s->total += queue->count;
    return BP_OK;
}

static enum bp_status open_all(const struct bp_invocation *inv, struct submitting *s,
                               struct bp_error *err)
{
    s->arena = bp_arena_new(64 * BP_MIB);
    if (!s->arena)
        return bp_error_memory(err, bp_text("sending"));
    enum bp_status st = bp_cli_open_ledger(inv, BP_CLI_LEDGER_THERE, &s->ledger, &s->kluis, err);
    if (st == BP_OK)
        st = open_contracts(inv, s, err);
    if (st == BP_OK)
        st = bp_cli_instellingen_open(inv, true, s->arena, &s->instellingen, err);
    if (st == BP_OK)
        st = bp_cli_open_vertrouwen(inv, &s->vertrouwen, err);
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
    for (size_t i = 0; i < u->halt_count; i++)
        bp_cli_halt_json(out, &u->halten[i]);
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

/* The most urgent of what happened. */
static int exit_of(const struct bp_submit_uitslag *u)
{
    struct bp_cli_halten h = bp_cli_weigh_halten(u->halten, u->halt_count);
    bool trouble = h.storing || (u->gestopt && u->wacht);
    size_t done = u->ontvangen + u->afgekeurd + u->mislukt;
    if (h.fout || (h.gelaten && done == 0 && !trouble && u->opnieuw == 0))
        return BP_EXIT_USAGE;
    if (trouble || u->uitgesteld)
        return BP_EXIT_DUO;
    return h.gelaten || u->afgekeurd || u->mislukt ? BP_EXIT_SOME : BP_EXIT_OK;
}

static int report(const struct bp_invocation *inv, const struct submitting *s,
                  const struct bp_submit_uitslag *u)
{
    struct bp_buf out;
    int code = exit_of(u);
    bp_buf_init(&out, BP_MIB);
    for (size_t i = 0; i < u->halt_count; i++)
        bp_cli_say_halt(inv, &s->instellingen, &u->halten[i]);
    bp_cli_say_clock(inv, u->klok_bekend, u->klok_verschil_ms);
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
    bp_cli_catch_signals();
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
            .connect_ms = bp_cli_connect_ms(config),
            .total_ms = config->tijd_ms,
            .pogingen = config->pogingen,
            .wacht_ms = config->wacht_ms,
            .tolerantie_ms = BP_SENDING_TOLERANTIE_MS,
            .limit = inv->options.limit,
            .retry_failed = inv->options.retry_failed,
            .stop = bp_cli_asked_to_stop,
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
