/* cmd_rio_submit.c - the routes to RIO, and what came of it */
#include "json.h"
#include "progress.h"
#include "rio.h"

#include "bronpost/base/text.h"

#define MOST_LINES 20

static void route_json(const struct bp_rio_genoemd *route, struct bp_buf *out)
{
    bp_cli_json_text(out, "brin", route->brin);
    bp_cli_json_text(out, "sector", route->sector);
    bp_cli_json_text(out, "leerroute", route->leerroute);
    bp_cli_json_text(out, "code", route->code);
}

static void as_json(const struct bp_rio_submit_uitslag *u, struct bp_buf *out)
{
    const struct {
        const char *key;
        size_t count;
    } counts[] = {
        { "routes", u->routes.routes },
        { "unreadable", u->routes.onleesbaar },
        { "ready", u->routes.gereed },
        { "rejected", u->routes.afgekeurd },
        { "partner", u->routes.partner },
        { "no_route", u->routes.geen_leerroute },
        { "registered", u->geregistreerd },
        { "unchanged", u->ongewijzigd },
        { "refused", u->geweigerd },
        { "failed", u->mislukt },
        { "withdrawn", u->verwijderd },
        { "waiting", u->wacht },
        { "sent", u->verzonden },
        { "tried_again", u->opnieuw },
        { "renumbered", u->hernummerd },
        { "resumed", u->hervat },
        { "with_signal", u->routes.met_signaal },
    };
    bp_cli_json_open(out, NULL, '{');
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        bp_cli_json_number(out, counts[i].key, counts[i].count);
    bp_cli_json_bool(out, "interrupted", u->gestopt);
    bp_cli_json_open(out, "not_in_routes", '[');
    for (size_t i = 0; i < u->verdwenen_count; i++) {
        bp_cli_json_open(out, NULL, '{');
        route_json(&u->verdwenen[i], out);
        bp_cli_json_close(out, '}');
    }
    bp_cli_json_close(out, ']');
    bp_cli_json_open(out, "needs_person", '[');
    for (size_t i = 0; i < u->weigering_count; i++) {
        bp_cli_json_open(out, NULL, '{');
        route_json(&u->weigeringen[i].route, out);
        bp_cli_json_text(out, "why", u->weigeringen[i].waarom);
        bp_cli_json_close(out, '}');
    }
    bp_cli_json_close(out, ']');
    bp_cli_json_open(out, "halted", '[');
    for (size_t i = 0; i < u->halt_count; i++)
        bp_cli_halt_json(out, &u->halten[i]);
    bp_cli_json_close(out, ']');
    bp_cli_json_text(out, "file", *u->routes.pad ? u->routes.pad : NULL);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void say_route(const struct bp_rio_genoemd *route, struct bp_buf *out)
{
    bp_buf_printf(out, "  %s %-3s %s (%s)\n", route->brin, route->sector, route->leerroute,
                  route->code);
}

static void say_refused(const struct bp_invocation *inv, const struct bp_rio_submit_uitslag *u,
                        struct bp_buf *out)
{
    size_t shown = u->weigering_count;
    if (shown > MOST_LINES && !inv->options.verbose)
        shown = MOST_LINES;
    for (size_t i = 0; i < shown; i++) {
        say_route(&u->weigeringen[i].route, out);
        bp_cli_wrap(out, 4, 0, u->weigeringen[i].waarom);
    }
    if (shown < u->weigering_count)
        bp_buf_printf(out, bp_text("  and %zu more: --verbose shows all\n"),
                      u->weigering_count - shown);
}

static void say_gone(const struct bp_rio_submit_uitslag *u, struct bp_buf *out)
{
    for (size_t i = 0; i < u->verdwenen_count; i++)
        say_route(&u->verdwenen[i], out);
    if (u->verdwenen_count)
        bp_cli_wrap(out, 4, 0, bp_rio_verdwenen_tekst());
}

static void as_text(const struct bp_invocation *inv, const struct bp_rio_submit_uitslag *u,
                    struct bp_buf *out)
{
    bp_buf_printf(out,
                  bp_text("bronpost rio submit: %zu registered, %zu unchanged, %zu refused, %zu "
                          "failed; %zu still wait\n"),
                  u->geregistreerd, u->ongewijzigd, u->geweigerd, u->mislukt, u->wacht);
    if (u->routes.afgekeurd || u->routes.onleesbaar)
        bp_buf_printf(out,
                      bp_text("  %zu sides rejected before sending, %zu rows without a readable "
                              "key: bronpost rio check shows why\n"),
                      u->routes.afgekeurd, u->routes.onleesbaar);
    if (u->routes.met_signaal)
        bp_buf_printf(
            out, bp_text("  %zu sides with a signal, which go on: rio.csv says what (--out DIR)\n"),
            u->routes.met_signaal);
    if (u->verwijderd)
        bp_buf_printf(out, bp_text("  %zu withdrawals that were asked for came to their end\n"),
                      u->verwijderd);
    if (u->hervat)
        bp_buf_printf(out, bp_text("  %zu were under way when an earlier submit broke off\n"),
                      u->hervat);
    if (u->opnieuw || u->hernummerd)
        bp_buf_printf(
            out, bp_text("  %zu attempts without success, %zu under a new identificatiecode\n"),
            u->opnieuw, u->hernummerd);
    say_refused(inv, u, out);
    say_gone(u, out);
    if (u->gestopt)
        bp_buf_add_text(out, bp_text("  interrupted: the rest waits for the next submit\n"));
    if (*u->routes.pad)
        bp_buf_printf(out, bp_text("  per route       %s\n"), u->routes.pad);
}

/* The most urgent of what happened. */
static int exit_of(const struct bp_rio_submit_uitslag *u)
{
    struct bp_cli_halten h = bp_cli_weigh_halten(u->halten, u->halt_count);
    bool trouble = h.storing || (u->gestopt && u->wacht);
    size_t done = u->geregistreerd + u->ongewijzigd + u->geweigerd + u->mislukt + u->verwijderd;
    if (h.fout || (h.gelaten && done == 0 && !trouble && u->opnieuw == 0))
        return BP_EXIT_USAGE;
    if (trouble || u->uitgesteld)
        return BP_EXIT_DUO;
    bool some = h.gelaten || h.geweigerd || u->geweigerd || u->mislukt || u->verdwenen_count ||
                u->routes.afgekeurd || u->routes.onleesbaar;
    return some ? BP_EXIT_SOME : BP_EXIT_OK;
}

static int report(const struct bp_invocation *inv, const struct bp_cli_rio *rio,
                  const struct bp_rio_submit_uitslag *u)
{
    struct bp_buf out;
    int code = exit_of(u);
    bp_buf_init(&out, BP_MIB);
    for (size_t i = 0; i < u->halt_count; i++)
        bp_cli_say_halt(inv, &rio->instellingen, &u->halten[i]);
    bp_cli_say_clock(inv, u->klok_bekend, u->klok_verschil_ms);
    /* Under cron it says something only when somebody has to do something. */
    bool wanted = inv->out_tty || inv->options.verbose || code != BP_EXIT_OK;
    if (inv->options.json)
        as_json(u, &out);
    else if (wanted && !inv->options.quiet)
        as_text(inv, u, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cli_rio_submit(const struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_cli_rio rio = { .arena = NULL };
    struct bp_progress progress;
    struct bp_rio_submit_opdracht opdracht = { .limit = inv->options.limit,
                                               .retry_failed = inv->options.retry_failed,
                                               .progress = bp_progress_show,
                                               .progress_ctx = &progress };
    struct bp_rio_submit_uitslag uitslag = { 0 };
    bp_cli_catch_signals();
    enum bp_status st = bp_cli_rio_open(inv, BP_CLI_LEDGER_MAKE, &rio, &err);
    if (st == BP_OK)
        st = bp_cli_rio_routes(inv, &rio, &opdracht.routes, &err);
    if (st == BP_OK)
        st = bp_cli_rio_verbinding(inv, &rio, &opdracht.verbinding, &err);
    bp_progress_begin(&progress, inv, bp_text("routes"));
    if (st == BP_OK)
        st = bp_rio_submit(&opdracht, &uitslag, &err);
    bp_progress_end(&progress);
    int code = st == BP_OK ? report(inv, &rio, &uitslag) : bp_cli_fail(inv, &err);
    bp_rio_submit_uitslag_free(&uitslag);
    bp_cli_rio_close(&rio);
    return code;
}
