/* cmd_adopt.c - DUO's overview becomes the ledger's opening stand */
#include "command.h"
#include "json.h"
#include "overzicht.h"
#include "progress.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/adopt.h"

#define WAIT_MS 20000 /* for a run that stages */

/* What is only shown reads the ledger when there is one; what is done makes it, as a run does. */
static enum bp_status open_ledger(const struct bp_invocation *inv, struct bp_ledger **ledger,
                                  struct bp_kluis **kluis, struct bp_error *err)
{
    return bp_cli_open_ledger(inv, inv->options.confirm ? BP_CLI_LEDGER_MAKE : BP_CLI_LEDGER_LOOK,
                              ledger, kluis, err);
}

static void print_summary(const struct bp_adopt_opdracht *opdracht,
                          const struct bp_adopt_uitslag *u, struct bp_buf *out)
{
    bp_cli_overzicht("adopt", &u->overzicht, out);
    bp_buf_printf(out,
                  opdracht->bevestigd ? bp_text("  adopted         %8zu\n")
                                      : bp_text("  to adopt        %8zu\n"),
                  u->overnemen);
    bp_buf_printf(out, bp_text("  known already   %8zu, left as they are\n"), u->bekend);
    bp_buf_printf(out, bp_text("  left out        %8zu, which the next run sends\n"),
                  u->overgeslagen);
    bp_buf_printf(out, bp_text("  fields mended   %8zu\n"), u->hersteld);
    bp_buf_add_text(out, bp_text("  - of what was not valid in that period nothing is known: the "
                                 "next run counts it as new\n"));
    if (u->overzicht.isp_velden == BP_OVERZICHT_ISP_VELDEN - 1)
        bp_buf_add_text(out, bp_text("  - the column leerroutefase was cut off: enrolments in a "
                                     "route are left out; ask DUO for the overview again\n"));
    if (u->met_meer)
        bp_buf_printf(out,
                      bp_text("  - %zu enrolments have extra support or bpv at DUO, which bronpost "
                              "does not register: look at them before one of them is sent anew\n"),
                      u->met_meer);
    if (opdracht->out)
        bp_buf_printf(out, bp_text("  lines           %s/adopt.csv\n"), opdracht->out);
    else if (u->overgeslagen)
        bp_buf_add_text(out, bp_text("  - name a folder with --out to see each line\n"));
    if (!opdracht->bevestigd && u->overnemen)
        bp_buf_add_text(out, bp_text("  - nothing was changed yet: look at it, then repeat with "
                                     "--confirm\n"));
}

static void print_json(const struct bp_adopt_opdracht *opdracht, const struct bp_adopt_uitslag *u,
                       struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_overzicht_json(&u->overzicht, out);
    bp_cli_json_bool(out, "confirmed", opdracht->bevestigd);
    bp_cli_json_number(out, opdracht->bevestigd ? "adopted" : "to_adopt", u->overnemen);
    bp_cli_json_number(out, "known_here", u->bekend);
    bp_cli_json_number(out, "left_out", u->overgeslagen);
    bp_cli_json_number(out, "with_support_or_bpv", u->met_meer);
    bp_cli_json_number(out, "mended", u->hersteld);
    bp_cli_json_text(out, "folder", opdracht->out);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static int finish(const struct bp_invocation *inv, const struct bp_adopt_opdracht *opdracht,
                  const struct bp_adopt_uitslag *uitslag)
{
    int code = uitslag->overgeslagen ? BP_EXIT_SOME : BP_EXIT_OK;
    struct bp_buf out;
    bp_buf_init(&out, BP_MIB);
    if (inv->options.json)
        print_json(opdracht, uitslag, &out);
    else if (!inv->options.quiet || code != BP_EXIT_OK)
        print_summary(opdracht, uitslag, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cmd_adopt(struct bp_invocation *inv)
{
    const struct bp_config_contract *mbo =
        bp_config_contract(inv->config, bp_sector_name(BP_SECTOR_MBO));
    struct bp_progress progress;
    struct bp_ledger *ledger = NULL;
    struct bp_kluis *kluis = NULL;
    struct bp_contract *contract = NULL;
    struct bp_adopt_uitslag uitslag;
    struct bp_error err = { .status = BP_OK };
    struct bp_adopt_opdracht opdracht = {
        .overzicht = inv->options.registratieoverzicht,
        .out = inv->options.out,
        .bevestigd = inv->options.confirm,
        .mandaat = &inv->config->mandaat,
        .contract = { NULL, mbo->verzender, mbo->ontvanger },
        .env = inv->env,
        .wait_ms = WAIT_MS,
        .progress = bp_progress_show,
        .progress_ctx = &progress,
    };
    enum bp_status st = bp_cli_open_contract(inv, bp_sector_name(BP_SECTOR_MBO), &contract, &err);
    if (st == BP_OK)
        st = open_ledger(inv, &ledger, &kluis, &err);
    opdracht.contract.contract = contract;
    opdracht.ledger = ledger;
    opdracht.kluis = kluis;
    if (st == BP_OK) {
        bp_progress_begin(&progress, inv, bp_text("persons"));
        st = bp_adopt_run(&opdracht, &uitslag, &err);
        bp_progress_end(&progress);
    }
    int code = st == BP_OK ? finish(inv, &opdracht, &uitslag) : bp_cli_fail(inv, &err);
    bp_kluis_close(kluis);
    bp_ledger_close(ledger);
    bp_contract_close(contract);
    return code;
}
