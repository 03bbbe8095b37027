/* cmd_remove.c - withdraws a registration that should never have been */
#include "command.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/remove.h"

#define WAIT_MS 20000 /* for a run that stages */

static enum bp_status check(const struct bp_invocation *inv, struct bp_error *err)
{
    if (!inv->options.brin)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("remove needs --brin BRIN; see: bronpost help remove"));
    if (!inv->options.confirm)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("remove withdraws at DUO what was registered; look at it once more and "
               "add --confirm"));
    if (!bp_config_instelling(inv->config, bp_str_of(inv->options.brin)))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("no section [instelling %s]: there is no mandate"),
                            inv->options.brin);
    if (!bp_ledger_exists(inv->config->ledger_url))
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("there is no ledger yet; `bronpost run` makes it, `bronpost config` shows where"));
    return BP_OK;
}

int bp_cmd_remove(struct bp_invocation *inv)
{
    const struct bp_options *options = &inv->options;
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger *ledger = NULL;
    struct bp_kluis *kluis = NULL;
    struct bp_contract *contract = NULL;
    enum bp_status st = check(inv, &err);
    if (st == BP_OK)
        st = bp_cli_open_contract(inv, options->sector, &contract, &err);
    if (st == BP_OK)
        st = bp_ledger_open(inv->config->ledger_url, BP_LEDGER_WRITE, inv->env, &ledger, &err);
    if (st == BP_OK)
        st = bp_cli_open_kluis(inv, false, &kluis, &err);
    if (st == BP_OK) {
        const struct bp_config_contract *known = bp_config_contract(inv->config, options->sector);
        const struct bp_remove_opdracht opdracht = {
            .ledger = ledger,
            .kluis = kluis,
            .env = inv->env,
            .sector = strcmp(options->sector, "vo") == 0 ? BP_SECTOR_VO : BP_SECTOR_MBO,
            .contract = { contract, known->verzender, known->ontvanger },
            .brin = bp_str_of(options->brin),
            .volgnummer = bp_str_of(options->volgnummer),
            .leerlingnummer = bp_str_of(options->leerling),
            .reden = bp_str_of(options->reason),
            .wait_ms = WAIT_MS,
        };
        st = bp_remove_run(&opdracht, &err);
    }
    int code = st == BP_OK ? BP_EXIT_OK : bp_cli_fail(inv, &err);
    bp_contract_close(contract);
    bp_kluis_close(kluis);
    bp_ledger_close(ledger);
    if (code == BP_EXIT_OK && !options->quiet) {
        struct bp_buf out;
        bp_buf_init(&out, BP_MIB);
        bp_buf_printf(
            &out,
            bp_text(
                "the withdrawal of %s %s volgnummer %s is staged; `bronpost submit` sends it\n"),
            options->brin, options->sector, options->volgnummer);
        code = bp_cli_print(inv, &out);
        bp_buf_free(&out);
    }
    return code;
}
