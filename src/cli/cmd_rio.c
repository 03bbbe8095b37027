/* cmd_rio.c - registers the routes themselves in RIO: for now the dry run */
#include "command.h"
#include "json.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/rio.h"

static void as_json(const struct bp_rio_uitslag *u, struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_number(out, "routes", u->routes);
    bp_cli_json_number(out, "unreadable", u->onleesbaar);
    bp_cli_json_number(out, "ready", u->gereed);
    bp_cli_json_number(out, "rejected", u->afgekeurd);
    bp_cli_json_number(out, "partner", u->partner);
    bp_cli_json_number(out, "no_route", u->geen_leerroute);
    bp_cli_json_number(out, "messages", u->berichten);
    bp_cli_json_number(out, "new_codes", u->nieuwe_codes);
    bp_cli_json_number(out, "without_oin", u->zonder_oin);
    bp_cli_json_text(out, "file", u->pad);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void as_text(const struct bp_invocation *inv, const struct bp_rio_uitslag *u,
                    struct bp_buf *out)
{
    bp_buf_printf(out, bp_text("bronpost rio check: %s\n"), inv->options.routes);
    bp_buf_printf(out, bp_text("  routes          %8zu; %zu rows without a readable key\n"),
                  u->routes, u->onleesbaar);
    bp_buf_printf(out,
                  bp_text("  sides           %8zu = %zu ready + %zu rejected + %zu for the partner "
                          "school + %zu of regular routes\n"),
                  u->gereed + u->afgekeurd + u->partner + u->geen_leerroute, u->gereed,
                  u->afgekeurd, u->partner, u->geen_leerroute);
    bp_buf_printf(out,
                  bp_text("  messages        %8zu built and valid; %zu with a new code of RIO\n"),
                  u->berichten, u->nieuwe_codes);
    if (u->zonder_oin)
        bp_buf_printf(
            out,
            bp_text("  sender          %8zu messages have the brin where the OIN belongs: "
                    "fill in oin in [instelling BRIN]\n"),
            u->zonder_oin);
    bp_buf_printf(out, bp_text("  per route       %s\n"), u->pad);
}

static int show(const struct bp_invocation *inv, const struct bp_rio_uitslag *u)
{
    int code = u->afgekeurd || u->onleesbaar ? BP_EXIT_SOME : BP_EXIT_OK;
    struct bp_buf out;
    bp_buf_init(&out, 64 * 1024);
    if (inv->options.json)
        as_json(u, &out);
    else if (!inv->options.quiet)
        as_text(inv, u, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

static enum bp_status check(const struct bp_invocation *inv, struct bp_contract **contract,
                            struct bp_arena *arena, struct bp_rio_uitslag *uitslag,
                            struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    const struct bp_config_contract *known = bp_config_contract(config, "rio");
    struct bp_rio_instelling *senders =
        bp_arena_array(arena, config->instelling_count, sizeof *senders);
    struct bp_mandaat mandaat = config->mandaat;
    mandaat.alles = !config->path; /* a dry run without configuration */
    if (config->instelling_count && !senders)
        return bp_error_memory(err, bp_text("the list of institutions"));
    for (size_t i = 0; i < config->instelling_count; i++)
        senders[i] =
            (struct bp_rio_instelling){ config->instellingen[i].brin, config->instellingen[i].oin };
    enum bp_status st = bp_cli_open_contract(inv, "rio", contract, err);
    if (st != BP_OK)
        return st;
    const struct bp_rio_opdracht opdracht = {
        .routes = inv->options.routes,
        .out = inv->options.out,
        .peildatum = bp_datum_given(inv->options.on)
                         ? inv->options.on
                         : bp_moment_to_dutch_day(inv->env->now_ms(inv->env->ctx)),
        .bodies = inv->options.bodies,
        .lijsten = &config->lijsten,
        .mandaat = &mandaat,
        .contract = *contract,
        .verzender = known->verzender,
        .ontvanger = known->ontvanger,
        .instellingen = senders,
        .instelling_count = config->instelling_count,
        .env = inv->env,
    };
    return bp_rio_check(&opdracht, uitslag, err);
}

int bp_cmd_rio(struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_contract *contract = NULL;
    struct bp_rio_uitslag uitslag;
    if (strcmp(inv->options.operand, "check") != 0) {
        (void)bp_error_set(&err, BP_E_USAGE, NULL, N_("rio has no '%s'; see: bronpost help rio"),
                           inv->options.operand);
        return bp_cli_fail(inv, &err);
    }
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    enum bp_status st = arena ? check(inv, &contract, arena, &uitslag, &err)
                              : bp_error_memory(&err, bp_text("the list of institutions"));
    int code = st == BP_OK ? show(inv, &uitslag) : bp_cli_fail(inv, &err);
    bp_contract_close(contract);
    bp_arena_free(arena);
    return code;
}
