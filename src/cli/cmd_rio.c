/* cmd_rio.c - the routes themselves in RIO: which command it is, and the dry run */
#include "json.h"
#include "rio.h"

#include "bronpost/base/text.h"

/* --- opening -------------------------------------------------------------------------------------------- */

enum bp_status bp_cli_rio_open(const struct bp_invocation *inv, enum bp_cli_ledger how,
                               struct bp_cli_rio *rio, struct bp_error *err)
{
    if (how != BP_CLI_LEDGER_LOOK && !inv->config->path)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("no configuration was found, and it says for whom and to where: name "
               "it with --config; `bronpost rio check` works without one"));
    rio->arena = bp_arena_new(64 * BP_MIB);
    if (!rio->arena)
        return bp_error_memory(err, bp_text("the list of institutions"));
    enum bp_status st = bp_cli_open_contract(inv, "rio", &rio->contract, err);
    return st == BP_OK ? bp_cli_open_ledger(inv, how, &rio->ledger, &rio->kluis, err) : st;
}

void bp_cli_rio_close(struct bp_cli_rio *rio)
{
    bp_vertrouwen_close(rio->vertrouwen);
    bp_cli_instellingen_close(&rio->instellingen);
    bp_kluis_close(rio->kluis);
    bp_ledger_close(rio->ledger);
    bp_contract_close(rio->contract);
    bp_arena_free(rio->arena);
}

enum bp_status bp_cli_rio_routes(const struct bp_invocation *inv, struct bp_cli_rio *rio,
                                 struct bp_rio_opdracht *out, struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    const struct bp_config_contract *known = bp_config_contract(config, "rio");
    struct bp_rio_instelling *senders =
        bp_arena_array(rio->arena, config->instelling_count, sizeof *senders);
    if (!senders)
        return bp_error_memory(err, bp_text("the list of institutions"));
    for (size_t i = 0; i < config->instelling_count; i++)
        senders[i] =
            (struct bp_rio_instelling){ config->instellingen[i].brin, config->instellingen[i].oin };
    rio->mandaat = config->mandaat;
    rio->mandaat.alles = !config->path; /* a dry run without configuration */
    *out = (struct bp_rio_opdracht){
        .routes = inv->options.routes,
        .out = inv->options.out,
        .peildatum = bp_datum_given(inv->options.on)
                         ? inv->options.on
                         : bp_moment_to_dutch_day(inv->env->now_ms(inv->env->ctx)),
        .bodies = inv->options.bodies,
        .lijsten = &config->lijsten,
        .mandaat = &rio->mandaat,
        .contract = rio->contract,
        .verzender = known->verzender,
        .ontvanger = known->ontvanger,
        .instellingen = senders,
        .instelling_count = config->instelling_count,
        .env = inv->env,
        .ledger = rio->ledger,
        .kluis = rio->kluis,
    };
    return BP_OK;
}

enum bp_status bp_cli_rio_verbinding(const struct bp_invocation *inv, struct bp_cli_rio *rio,
                                     struct bp_rio_verbinding *out, struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    const struct bp_config_contract *known = bp_config_contract(config, "rio");
    enum bp_status st = bp_cli_instellingen_open(inv, true, rio->arena, &rio->instellingen, err);
    if (st == BP_OK)
        st = bp_cli_open_vertrouwen(inv, &rio->vertrouwen, err);
    *out = (struct bp_rio_verbinding){
        .ledger = rio->ledger,
        .kluis = rio->kluis,
        .env = inv->env,
        .contract = rio->contract,
        .verzender = known->verzender,
        .ontvanger = known->ontvanger,
        .instellingen = rio->instellingen.items,
        .instelling_count = rio->instellingen.count,
        .beheren = known->endpoint,
        .raadplegen = config->rio_raadplegen,
        .duo_address = bp_str_of(config->duo_address),
        .duo_oin = bp_str_of(config->duo_oin),
        .vertrouw = config->vertrouw,
        .crl = config->crl,
        .proxy = config->proxy,
        .vertrouwen = rio->vertrouwen,
        .connect_ms = bp_cli_connect_ms(config),
        .total_ms = config->tijd_ms,
        .pogingen = config->pogingen,
        .wacht_ms = config->wacht_ms,
        .tolerantie_ms = BP_SENDING_TOLERANTIE_MS,
        .stop = bp_cli_asked_to_stop,
    };
    return st;
}

/* --- check ---------------------------------------------------------------------------------------------- */

static void as_json(const struct bp_rio_uitslag *u, struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_number(out, "routes", u->routes);
    bp_cli_json_number(out, "unreadable", u->onleesbaar);
    bp_cli_json_number(out, "ready", u->gereed);
    bp_cli_json_number(out, "rejected", u->afgekeurd);
    bp_cli_json_number(out, "partner", u->partner);
    bp_cli_json_number(out, "no_route", u->geen_leerroute);
    bp_cli_json_number(out, "with_signal", u->met_signaal);
    bp_cli_json_number(out, "messages", u->berichten);
    bp_cli_json_number(out, "new_codes", u->nieuwe_codes);
    bp_cli_json_number(out, "without_oin", u->zonder_oin);
    bp_cli_json_number(out, "new", u->nieuw);
    bp_cli_json_number(out, "changed", u->gewijzigd);
    bp_cli_json_number(out, "unchanged", u->ongewijzigd);
    bp_cli_json_number(out, "refused", u->geweigerd);
    bp_cli_json_number(out, "not_in_routes", u->verdwenen);
    bp_cli_json_text(out, "file", u->pad);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void beside_ledger(const struct bp_rio_uitslag *u, struct bp_buf *out)
{
    bp_buf_printf(out,
                  bp_text("  ledger          %8zu new, %zu changed, %zu unchanged, %zu refused by "
                          "RIO as they are\n"),
                  u->nieuw, u->gewijzigd, u->ongewijzigd, u->geweigerd);
    if (u->verdwenen)
        bp_buf_printf(out,
                      bp_text("  not in routes   %8zu at RIO, and not in routes.csv any more\n"),
                      u->verdwenen);
}

static void as_text(const struct bp_invocation *inv, const struct bp_rio_uitslag *u, bool ledger,
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
    if (u->met_signaal)
        bp_buf_printf(out, bp_text("  signals         %8zu sides: look at them, they go on\n"),
                      u->met_signaal);
    if (ledger)
        beside_ledger(u, out);
    if (u->zonder_oin)
        bp_buf_printf(
            out,
            bp_text("  sender          %8zu messages have the brin where the OIN belongs: "
                    "fill in oin in [instelling BRIN]\n"),
            u->zonder_oin);
    bp_buf_printf(out, bp_text("  per route       %s\n"), u->pad);
}

static int show(const struct bp_invocation *inv, const struct bp_rio_uitslag *u, bool ledger)
{
    bool some = u->afgekeurd || u->onleesbaar || u->geweigerd || u->verdwenen;
    struct bp_buf out;
    bp_buf_init(&out, 64 * 1024);
    if (inv->options.json)
        as_json(u, &out);
    else if (!inv->options.quiet)
        as_text(inv, u, ledger, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed != BP_EXIT_OK ? printed : some ? BP_EXIT_SOME : BP_EXIT_OK;
}

static int check(const struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_cli_rio rio = { .arena = NULL };
    struct bp_rio_opdracht opdracht;
    struct bp_rio_uitslag uitslag;
    enum bp_status st = bp_cli_rio_open(inv, BP_CLI_LEDGER_LOOK, &rio, &err);
    if (st == BP_OK)
        st = bp_cli_rio_routes(inv, &rio, &opdracht, &err);
    if (st == BP_OK)
        st = bp_rio_check(&opdracht, &uitslag, &err);
    int code = st == BP_OK ? show(inv, &uitslag, rio.ledger != NULL) : bp_cli_fail(inv, &err);
    bp_cli_rio_close(&rio);
    return code;
}

/* --- which of them -------------------------------------------------------------------------------------- */

enum { CHECK = 1, SUBMIT = 2, STATUS = 4, REMOVE = 8, EVERY = 15 };

static const struct rio_command {
    const char *name, *full;
    unsigned bit;
    int (*run)(const struct bp_invocation *inv);
} commands[] = {
    { "check", "rio check", CHECK, check },
    { "submit", "rio submit", SUBMIT, bp_cli_rio_submit },
    { "status", "rio status", STATUS, bp_cli_rio_status },
    { "remove", "rio remove", REMOVE, bp_cli_rio_remove },
};

/* What this command cannot do without, and what it has no use for. */
static enum bp_status check_options(const struct rio_command *command, const struct bp_options *o,
                                    struct bp_error *err)
{
    const struct {
        const char *name, *value;
        bool given;
        unsigned may, must;
    } rows[] = {
        { "--routes", "FILE", o->routes != NULL, CHECK | SUBMIT | STATUS, CHECK | SUBMIT },
        { "--out", "DIR", o->out != NULL, CHECK | SUBMIT, CHECK },
        { "--on", "DATE", bp_datum_given(o->on), CHECK | SUBMIT, 0 },
        { "--bodies", "", o->bodies, CHECK, 0 },
        { "--limit", "N", o->limit > 0, SUBMIT, 0 },
        { "--retry-failed", "", o->retry_failed, SUBMIT, 0 },
        { "--brin", "BRIN", o->brin != NULL, EVERY, REMOVE },
        { "--sector", "SECTOR", o->sector != NULL, REMOVE, REMOVE },
        { "--leerroute", "KEY", o->leerroute != NULL, REMOVE, REMOVE },
        { "--reason", "TEXT", o->reason != NULL, REMOVE, REMOVE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].given && !(rows[i].may & command->bit))
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s does not go with %s; see: bronpost help %s"), rows[i].name,
                                command->full, "rio");
        if (!rows[i].given && (rows[i].must & command->bit))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("%s needs %s %s; see: bronpost help %s"),
                                command->full, rows[i].name, rows[i].value, "rio");
    }
    return BP_OK;
}

int bp_cmd_rio(struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(inv->options.operand, commands[i].name) != 0)
            continue;
        return check_options(&commands[i], &inv->options, &err) == BP_OK ? commands[i].run(inv)
                                                                         : bp_cli_fail(inv, &err);
    }
    (void)bp_error_set(&err, BP_E_USAGE, NULL, N_("rio has no '%s'; see: bronpost help rio"),
                       inv->options.operand);
    return bp_cli_fail(inv, &err);
}
