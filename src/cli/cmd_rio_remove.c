/* cmd_rio_remove.c - withdraws a programme that should never have been registered in RIO */
#include "json.h"
#include "rio.h"

#include "bronpost/base/text.h"

static const char *stand_name(enum bp_rio_remove_stand stand)
{
    static const char *const names[] = { "nothing", "withdrawn", "refused", "failed", "waiting" };
    return names[stand];
}

/* "A, B, C": all that go together. */
static void add_routes(const struct bp_rio_remove_uitslag *u, struct bp_buf *out)
{
    for (size_t i = 0; i < u->route_count; i++) {
        bp_buf_add_text(out, i == 0 ? "" : ", ");
        bp_buf_add_text(out, u->routes[i].leerroute);
    }
}

static void as_json(const struct bp_rio_remove_uitslag *u, struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_text(out, "outcome", stand_name(u->stand));
    bp_cli_json_text(out, "code", u->code);
    bp_cli_json_open(out, "routes", '[');
    for (size_t i = 0; i < u->route_count; i++)
        bp_cli_json_text(out, NULL, u->routes[i].leerroute);
    bp_cli_json_close(out, ']');
    bp_cli_json_text(out, "why", *u->waarom ? u->waarom : NULL);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void as_text(const struct bp_rio_remove_uitslag *u, struct bp_buf *out)
{
    static const char *const texts[] = {
        [BP_RIO_REMOVE_NIETS] =
            N_("nothing was withdrawn at RIO: programme {1} of {2} {3}, leerroute {4}"),
        [BP_RIO_REMOVE_GOED] = N_("RIO withdrew programme {1} of {2} {3}, leerroute {4}"),
        [BP_RIO_REMOVE_GEWEIGERD] =
            N_("RIO refused to withdraw programme {1} of {2} {3}, leerroute {4}"),
        [BP_RIO_REMOVE_MISLUKT] = N_("withdrawing programme {1} of {2} {3} failed, leerroute {4}"),
        [BP_RIO_REMOVE_WACHT] =
            N_("the withdrawal of programme {1} of {2} {3} is staged, leerroute {4}; it goes with "
               "the next `bronpost rio submit`"),
    };
    struct bp_buf routes;
    bp_buf_init(&routes, 64 * 1024);
    add_routes(u, &routes);
    const struct bp_str args[] = { bp_str_of(u->code), bp_str_of(u->routes[0].brin),
                                   bp_str_of(u->routes[0].sector), bp_buf_str(&routes) };
    bp_text_fill(out, bp_text(texts[u->stand]), args, 4);
    bp_buf_add_char(out, '\n');
    if (*u->waarom)
        bp_cli_wrap(out, 2, 0, u->waarom);
    bp_buf_free(&routes);
}

static int exit_of(const struct bp_rio_remove_uitslag *u)
{
    struct bp_cli_halten h = bp_cli_weigh_halten(&u->halt, *u->halt.brin ? 1 : 0);
    switch (u->stand) {
    case BP_RIO_REMOVE_GOED:
        return BP_EXIT_OK;
    case BP_RIO_REMOVE_GEWEIGERD:
    case BP_RIO_REMOVE_MISLUKT:
        return BP_EXIT_SOME;
    case BP_RIO_REMOVE_WACHT:
        return h.fout ? BP_EXIT_USAGE : h.geweigerd ? BP_EXIT_SOME : BP_EXIT_DUO;
    case BP_RIO_REMOVE_NIETS:
        break;
    }
    return BP_EXIT_USAGE;
}

/* What would be done, and how to have it done. */
static int ask(const struct bp_invocation *inv, const struct bp_rio_remove_uitslag *u)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_buf routes;
    bp_buf_init(&routes, 64 * 1024);
    add_routes(u, &routes);
    struct bp_str all = bp_buf_str(&routes);
    if (u->route_count > 1)
        (void)bp_error_set(&err, BP_E_USAGE, NULL,
                           N_("rio remove would withdraw programme %s of %s %s at RIO, which is "
                              "all of these routes, and can only go as a whole: %.*s; look at it "
                              "once more and add --confirm"),
                           u->code, u->routes[0].brin, u->routes[0].sector, (int)all.len, all.ptr);
    else
        (void)bp_error_set(&err, BP_E_USAGE, NULL,
                           N_("rio remove would withdraw programme %s of %s %s at RIO, leerroute "
                              "%.*s; look at it once more and add --confirm"),
                           u->code, u->routes[0].brin, u->routes[0].sector, (int)all.len, all.ptr);
    bp_buf_free(&routes);
    return bp_cli_fail(inv, &err);
}

static int report(const struct bp_invocation *inv, const struct bp_cli_rio *rio,
                  const struct bp_rio_remove_uitslag *u)
{
    struct bp_buf out;
    if (!inv->options.confirm)
        return ask(inv, u);
    int code = exit_of(u);
    bp_buf_init(&out, BP_MIB);
    if (code != BP_EXIT_OK && code != BP_EXIT_SOME)
        bp_cli_say_halt(inv, &rio->instellingen, &u->halt);
    if (inv->options.json)
        as_json(u, &out);
    else if (!inv->options.quiet)
        as_text(u, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cli_rio_remove(const struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_cli_rio rio = { .arena = NULL };
    struct bp_rio_remove_opdracht opdracht = {
        .key = { bp_str_of(inv->options.brin), inv->options.sector,
                 bp_str_of(inv->options.leerroute) },
        .reden = bp_str_of(inv->options.reason),
        .bevestigd = inv->options.confirm,
    };
    struct bp_rio_remove_uitslag uitslag = { .stand = BP_RIO_REMOVE_NIETS };
    bp_cli_catch_signals();
    enum bp_status st = bp_cli_rio_open(inv, BP_CLI_LEDGER_THERE, &rio, &err);
    if (st == BP_OK)
        st = bp_cli_rio_verbinding(inv, &rio, &opdracht.verbinding, &err);
    if (st == BP_OK)
        st = bp_rio_remove(&opdracht, &uitslag, &err);
    int code = st == BP_OK ? report(inv, &rio, &uitslag) : bp_cli_fail(inv, &err);
    bp_rio_remove_uitslag_free(&uitslag);
    bp_cli_rio_close(&rio);
    return code;
}
