/* cmd_reconcile.c - DUO's overview beside the ledger */
#include "command.h"
#include "json.h"
#include "overzicht.h"
#include "progress.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/reconcile.h"

static enum bp_status open_ledger(const struct bp_invocation *inv,
                                  struct bp_reconcile_opdracht *opdracht, struct bp_kluis **kluis,
                                  struct bp_error *err)
{
    const char *url = inv->config->ledger_url;
    if (!bp_ledger_exists(url))
        return BP_OK;
    opdracht->walk = bp_ledger_each_registratie;
    enum bp_status st = bp_ledger_open(url, BP_LEDGER_READ, inv->env, &opdracht->ledger, err);
    return st == BP_OK ? bp_cli_open_kluis(inv, false, kluis, err) : st;
}

static void print_overzicht(const struct bp_invocation *inv, const struct bp_overzicht_feiten *f,
                            struct bp_buf *out)
{
    bp_cli_overzicht("reconcile", f, out);
    size_t rest = f->records[BP_OVERZICHT_ISE] + f->records[BP_OVERZICHT_BPV];
    for (unsigned s = BP_OVERZICHT_DIP; s < BP_OVERZICHT_SOORTEN; s++)
        rest += f->records[s];
    bp_buf_printf(out,
                  bp_text("  not compared    %zu records: extra support, bpv and results, which "
                          "bronpost does not register\n"),
                  rest);
    const struct bp_config_instelling *in = bp_config_instelling(inv->config, bp_str_of(f->brin));
    if (inv->config->path && (!in || !(in->sectoren & BP_SECTOR_MBO)))
        bp_buf_printf(out,
                      bp_text("  - the configuration has no [instelling %s] with sector mbo\n"),
                      f->brin);
}

static void print_summary(const struct bp_invocation *inv,
                          const struct bp_reconcile_opdracht *opdracht,
                          const struct bp_reconcile_uitslag *u, struct bp_buf *out)
{
    print_overzicht(inv, &u->overzicht, out);
    if (!opdracht->ledger)
        bp_buf_add_text(out, bp_text("  - there is no ledger yet: nothing is known here\n"));
    bp_buf_printf(out,
                  bp_text("  in the ledger   %zu valid in that period; %zu registrations at other "
                          "institutions\n"),
                  u->hier, u->andere_instelling);
    bp_buf_printf(out, bp_text("  equal           %8zu\n"), u->gelijk);
    bp_buf_printf(out, bp_text("  different       %8zu, in %zu fields\n"), u->verschillend,
                  u->verschillen);
    if (opdracht->uittreksel)
        bp_buf_add_text(out, bp_text("  missing at DUO  not judged: an extract\n"));
    else
        bp_buf_printf(out, bp_text("  missing at DUO  %8zu\n"), u->ontbreekt);
    bp_buf_printf(out, bp_text("  unknown here    %8zu\n"), u->onbekend);
    bp_buf_printf(out, bp_text("  vo against mbo  %8zu\n"), u->sector);
    bp_buf_printf(out, bp_text("  not comparable  %8zu\n"), u->niet_vergelijkbaar);
    bp_buf_printf(out, bp_text("  fields mended   %8zu\n"), u->hersteld);
    if (opdracht->out)
        bp_buf_printf(out, bp_text("  report          %s/rapport.html; lines in reconcile.csv\n"),
                      opdracht->out);
    else if (bp_reconcile_verschilt(u))
        bp_buf_add_text(out, bp_text("  - name a folder with --out to see each line\n"));
}

static void print_json(const struct bp_reconcile_opdracht *opdracht,
                       const struct bp_reconcile_uitslag *u, struct bp_buf *out)
{
    const struct bp_overzicht_feiten *f = &u->overzicht;
    bp_cli_json_open(out, NULL, '{');
    bp_cli_overzicht_json(f, out);
    bp_cli_json_bool(out, "excerpt", opdracht->uittreksel);
    bp_cli_json_bool(out, "ledger", opdracht->ledger != NULL);
    bp_cli_json_number(out, "known_here", u->hier);
    bp_cli_json_number(out, "equal", u->gelijk);
    bp_cli_json_number(out, "different", u->verschillend);
    bp_cli_json_number(out, "different_fields", u->verschillen);
    if (opdracht->uittreksel)
        bp_cli_json_null(out, "missing_at_duo");
    else
        bp_cli_json_number(out, "missing_at_duo", u->ontbreekt);
    bp_cli_json_number(out, "unknown_here", u->onbekend);
    bp_cli_json_number(out, "vo_against_mbo", u->sector);
    bp_cli_json_number(out, "not_comparable", u->niet_vergelijkbaar);
    bp_cli_json_number(out, "mended", u->hersteld);
    bp_cli_json_text(out, "folder", opdracht->out);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static int finish(const struct bp_invocation *inv, const struct bp_reconcile_opdracht *opdracht,
                  const struct bp_reconcile_uitslag *uitslag)
{
    int code = bp_reconcile_verschilt(uitslag) ? BP_EXIT_SOME : BP_EXIT_OK;
    struct bp_buf out;
    bp_buf_init(&out, 1024 * 1024);
    if (inv->options.json)
        print_json(opdracht, uitslag, &out);
    else if (!inv->options.quiet || code != BP_EXIT_OK)
        print_summary(inv, opdracht, uitslag, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cmd_reconcile(struct bp_invocation *inv)
{
    struct bp_progress progress;
    struct bp_kluis *kluis = NULL;
    struct bp_reconcile_uitslag uitslag;
    struct bp_error err = { .status = BP_OK };
    struct bp_reconcile_opdracht opdracht = {
        .overzicht = inv->options.registratieoverzicht,
        .uittreksel = inv->options.excerpt,
        .out = inv->options.out,
        .env = inv->env,
        .mandaat = &inv->config->mandaat,
        .progress = bp_progress_show,
        .progress_ctx = &progress,
    };
    enum bp_status st = open_ledger(inv, &opdracht, &kluis, &err);
    opdracht.kluis = kluis;
    if (st == BP_OK) {
        bp_progress_begin(&progress, inv, bp_text("persons"));
        st = bp_reconcile_run(&opdracht, &uitslag, &err);
        bp_progress_end(&progress);
    }
    int code = st == BP_OK ? finish(inv, &opdracht, &uitslag) : bp_cli_fail(inv, &err);
    bp_kluis_close(kluis);
    bp_ledger_close(opdracht.ledger);
    return code;
}
