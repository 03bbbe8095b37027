/* cmd_export.c - staged messages to signed envelopes */
#include "command.h"
#include "instellingen.h"
#include "json.h"
#include "progress.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#define CONTRACTS 2

/* Everything that an export opens, so that one function closes it. */
struct exporting {
    struct bp_ledger *ledger;
    struct bp_kluis *kluis;
    struct bp_arena *arena;
    struct bp_contract *contracts[CONTRACTS];
    struct bp_export_contract actions[CONTRACTS];
    struct bp_cli_instellingen instellingen;
    struct bp_progress progress;
    size_t total;
};

static void close_all(struct exporting *e)
{
    bp_cli_instellingen_close(&e->instellingen);
    for (size_t i = 0; i < CONTRACTS; i++)
        bp_contract_close(e->contracts[i]);
    bp_kluis_close(e->kluis);
    bp_ledger_close(e->ledger);
    bp_arena_free(e->arena);
}

static enum bp_status open_contracts(const struct bp_invocation *inv, struct exporting *e,
                                     struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < CONTRACTS; i++) {
        const char *name = inv->config->contracten[i].name;
        st = bp_cli_open_contract(inv, name, &e->contracts[i], err);
        e->actions[i].name = name;
        for (size_t h = 0; st == BP_OK && h < BP_HANDELING_COUNT; h++) {
            const struct bp_operatie *operatie =
                bp_contract_operatie(e->contracts[i], (enum bp_handeling)h);
            e->actions[i].soap_action[h] = operatie ? operatie->soap_action : NULL;
        }
    }
    return st;
}

static enum bp_status count_staged(void *ctx, const struct bp_ledger_telling *telling,
                                   struct bp_error *err)
{
    struct exporting *e = ctx;
    (void)err;
    if (telling->toestand == BP_TOESTAND_KLAARGEZET)
        e->total += telling->count;
    return BP_OK;
}

static enum bp_status open_all(const struct bp_invocation *inv, struct exporting *e,
                               struct bp_error *err)
{
    enum bp_status st = BP_OK;
    e->arena = bp_arena_new(64 * BP_MIB);
    if (!e->arena)
        return bp_error_memory(err, bp_text("the export"));
    if (!bp_ledger_exists(inv->config->ledger_url))
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("there is no ledger yet; `bronpost run` makes it, `bronpost config` shows where"));
    st = bp_ledger_open(inv->config->ledger_url, BP_LEDGER_READ, inv->env, &e->ledger, err);
    if (st == BP_OK)
        st = bp_cli_open_kluis(inv, false, &e->kluis, err);
    if (st == BP_OK)
        st = open_contracts(inv, e, err);
    if (st == BP_OK)
        st = bp_cli_instellingen_open(inv, false, e->arena, &e->instellingen, err);
    if (st == BP_OK)
        st = bp_ledger_each_telling(e->ledger, count_staged, e, err);
    if (st == BP_OK)
        st = bp_directory_make(inv->options.out, err);
    return st;
}

static void show_progress(void *ctx, size_t written)
{
    struct exporting *e = ctx;
    bp_progress_show(&e->progress, written, e->total);
}

static int report(const struct bp_invocation *inv, const struct exporting *e,
                  const struct bp_export_uitslag *uitslag)
{
    struct bp_buf out;
    bp_buf_init(&out, BP_MIB);
    for (size_t i = 0; i < uitslag->gelaten_count; i++) {
        const struct bp_export_gelaten *left = &uitslag->gelaten[i];
        struct bp_error err = { 0 };
        (void)bp_error_set(&err, BP_E_USAGE, NULL, N_("%s: %zu messages are left: %s"), left->brin,
                           left->berichten,
                           bp_cli_instelling_trouble(inv, &e->instellingen, bp_str_of(left->brin)));
        (void)bp_cli_fail(inv, &err);
    }
    if (inv->options.json) {
        bp_cli_json_open(&out, NULL, '{');
        bp_cli_json_number(&out, "written", uitslag->geschreven);
        bp_cli_json_text(&out, "folder", inv->options.out);
        bp_cli_json_open(&out, "left", '{');
        for (size_t i = 0; i < uitslag->gelaten_count; i++)
            bp_cli_json_number(&out, uitslag->gelaten[i].brin, uitslag->gelaten[i].berichten);
        bp_cli_json_close(&out, '}');
        bp_cli_json_close(&out, '}');
        bp_buf_add_char(&out, '\n');
    } else if (!inv->options.quiet) {
        bp_buf_printf(&out, bp_text("%zu envelopes written to %s\n"), uitslag->geschreven,
                      inv->options.out);
    }
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    if (code != BP_EXIT_OK || uitslag->gelaten_count == 0)
        return code;
    /* Nothing could be signed at all: the configuration is not ready for this command. */
    return uitslag->geschreven ? BP_EXIT_SOME : BP_EXIT_USAGE;
}

int bp_cmd_export(struct bp_invocation *inv)
{
    struct exporting e = { 0 };
    struct bp_export_uitslag uitslag = { 0 };
    struct bp_error err = { 0 };
    const struct bp_config *config = inv->config;
    enum bp_status st = open_all(inv, &e, &err);
    bp_progress_begin(&e.progress, inv, bp_text("messages"));
    if (st == BP_OK) {
        const struct bp_export_opdracht opdracht = {
            .ledger = e.ledger,
            .kluis = e.kluis,
            .env = inv->env,
            .folder = inv->options.out,
            .jobs = config->jobs,
            .instellingen = e.instellingen.items,
            .instelling_count = e.instellingen.count,
            .contracten = e.actions,
            .contract_count = CONTRACTS,
            .duo_address = bp_str_of(config->duo_address),
            .duo_oin = bp_str_of(config->duo_oin),
            .progress = show_progress,
            .progress_ctx = &e,
        };
        st = bp_export_run(&opdracht, &uitslag, &err);
    }
    bp_progress_end(&e.progress);
    int code = st == BP_OK ? report(inv, &e, &uitslag) : bp_cli_fail(inv, &err);
    bp_export_uitslag_free(&uitslag);
    close_all(&e);
    return code;
}
