/* cmd_check.c - the main job: `check` (dry run) and `run` (stages in the ledger) */
#include "command.h"
#include "progress.h"
#include "submit.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/verwerking.h"

/* What both commands open, and close again. */
struct werkplaats {
    struct bp_contract *vo, *mbo;
    struct bp_ledger *ledger;
    struct bp_kluis *kluis;
};

static enum bp_status open_contract(const struct bp_invocation *inv, const char *name,
                                    struct bp_contract **contract, struct bp_verwerk_contract *out,
                                    struct bp_error *err)
{
    const struct bp_config_contract *known = bp_config_contract(inv->config, name);
    *out = (struct bp_verwerk_contract){ .verzender = known->verzender,
                                         .ontvanger = known->ontvanger };
    enum bp_status st = bp_cli_open_contract(inv, name, contract, err);
    out->contract = *contract;
    return st;
}

static struct bp_str default_brin(const struct bp_invocation *inv)
{
    if (inv->options.brin)
        return bp_str_of(inv->options.brin);
    if (inv->config->instelling_count == 1)
        return inv->config->instellingen[0].brin;
    return (struct bp_str){ NULL, 0 };
}

static void print_summary(const struct bp_invocation *inv, const struct bp_uitslag *uitslag,
                          struct bp_buf *out)
{
    const struct bp_rapport *r = &uitslag->rapport;
    char peildatum[BP_DATUM_TEXT];
    bp_datum_format(r->peildatum, peildatum);
    bp_buf_printf(out, bp_text("bronpost %s on %s: %s, %s (%s)\n"), r->command, peildatum,
                  r->leerlingen_bestand, r->routes_bestand, r->charset);
    bp_buf_printf(out,
                  bp_text("  rows read       %8zu = %zu registered + %zu rejected; %zu blank\n"),
                  r->rows, r->rows_registered, r->rows_rejected, r->blank_rows);
    bp_buf_printf(out,
                  bp_text("  enrolments      %8zu, of which %zu rejected and %zu out of range\n"),
                  r->inschrijvingen, r->inschrijvingen_afgekeurd, r->buiten_bereik);
    bp_buf_printf(out,
                  bp_text("  registrations   %8zu = %zu to register + %zu unchanged + %zu for the "
                          "partner school\n"),
                  r->te_registreren + r->ongewijzigd + r->partner, r->te_registreren,
                  r->ongewijzigd, r->partner);
    bp_buf_printf(out,
                  bp_text("  messages        %8zu built and valid; %zu staged in the ledger\n"),
                  r->berichten, r->klaargezet);
    bp_buf_printf(out, bp_text("  signals         %8zu\n"), r->signalen);
    if (r->laat_aangemeld || r->laat_teldatum)
        bp_buf_printf(
            out,
            bp_text(
                "  late            %8zu after 7 days, %zu after 15 October (new in the ledger)\n"),
            r->laat_aangemeld, r->laat_teldatum);
    if (r->rio_onbekend)
        bp_buf_printf(out,
                      bp_text("  not in RIO      %8zu enrolments in a route that is not known here "
                              "as registered (BP216)\n"),
                      r->rio_onbekend);
    for (size_t i = 0; inv->options.verbose && i < r->opmerking_count; i++)
        bp_buf_printf(out, "  - %.*s\n", (int)r->opmerkingen[i].len, r->opmerkingen[i].ptr);
    bp_buf_printf(out, bp_text("  report          %s\n"), uitslag->rapport_path);
}

/* A dry run is looked at; a run under cron says something only when somebody has to do something. */
static int show(const struct bp_invocation *inv, bool run, const struct bp_uitslag *uitslag,
                int code)
{
    struct bp_buf out;
    struct bp_error err = { .status = BP_OK };
    bp_buf_init(&out, 64 * 1024 * 1024);
    bool wanted = !run || inv->out_tty || inv->options.verbose || code != BP_EXIT_OK;
    if (inv->options.json)
        (void)bp_rapport_json(&uitslag->rapport, &out, &err);
    else if (wanted && !inv->options.quiet)
        print_summary(inv, uitslag, &out);
    int printed = err.status != BP_OK ? bp_cli_fail(inv, &err) : bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

static int finish(const struct bp_invocation *inv, bool run, const struct bp_uitslag *uitslag)
{
    if (uitslag->massa_stop) { /* only a dry run comes here with it */
        struct bp_error err = { .status = BP_OK };
        (void)bp_error_set(&err, BP_E_STOP, "BP601",
                           N_("a run with this export would stop: of %zu known enrolments %zu are "
                              "missing, %zu ended "
                              "and %zu have another begin"),
                           uitslag->bekend, uitslag->verdwenen, uitslag->beeindigd,
                           uitslag->ander_begin);
        return show(inv, run, uitslag, bp_cli_fail(inv, &err));
    }
    return show(inv, run, uitslag, uitslag->rapport.rows_rejected ? BP_EXIT_SOME : BP_EXIT_OK);
}

static int verwerk(struct bp_invocation *inv, bool run)
{
    const struct bp_config *config = inv->config;
    struct werkplaats w = { .vo = NULL };
    struct bp_progress progress;
    struct bp_uitslag uitslag = { .arena = NULL };
    struct bp_error err = { .status = BP_OK };
    struct bp_mandaat mandaat = config->mandaat;
    mandaat.alles = !config->path; /* a dry run without configuration */
    struct bp_opdracht opdracht = {
        .command = run ? "run" : "check",
        .leerlingen = inv->options.leerlingen,
        .routes = inv->options.routes,
        .profiel = inv->options.profile,
        .out = inv->options.out,
        .peildatum = inv->options.on,
        .brin = default_brin(inv),
        .bodies = inv->options.bodies,
        .confirm = inv->options.confirm,
        .require_rio = inv->options.require_rio,
        .jobs = config->jobs,
        .keuring = BP_KEURING_ONTHOUDEN,
        .lijsten = &config->lijsten,
        .mandaat = &mandaat,
        .klaarzetten = run,
        .env = inv->env,
        .progress = bp_progress_show,
        .progress_ctx = &progress,
    };
    if (!bp_datum_given(opdracht.peildatum))
        opdracht.peildatum = bp_moment_to_dutch_day(inv->env->now_ms(inv->env->ctx));
    enum bp_status st = BP_OK;
    if (run && !config->path)
        st = bp_error_set(&err, BP_E_USAGE, NULL,
                          N_("run needs a configuration that says for which institutions it may "
                             "register; name it "
                             "with --config, or use check"));
    if (st == BP_OK)
        st = open_contract(inv, "vo", &w.vo, &opdracht.vo, &err);
    if (st == BP_OK)
        st = open_contract(inv, "mbo", &w.mbo, &opdracht.mbo, &err);
    if (st == BP_OK)
        st = bp_cli_open_ledger(inv, run ? BP_CLI_LEDGER_MAKE : BP_CLI_LEDGER_LOOK, &w.ledger,
                                &w.kluis, &err);
    opdracht.ledger = w.ledger;
    opdracht.kluis = w.kluis;
    if (st == BP_OK) {
        bp_progress_begin(&progress, inv, bp_text("rows"));
        st = bp_verwerk(&opdracht, &uitslag, &err);
        bp_progress_end(&progress);
    }
    int code = st == BP_OK ? finish(inv, run, &uitslag) : bp_cli_fail(inv, &err);
    bp_uitslag_clear(&uitslag);
    bp_kluis_close(w.kluis);
    bp_ledger_close(w.ledger);
    bp_contract_close(w.mbo);
    bp_contract_close(w.vo);
    return code;
}

int bp_cmd_check(struct bp_invocation *inv)
{
    return verwerk(inv, false);
}

/* What the run ends with counts, unless sending has something more urgent to say; that somebody else is
 * sending is no news. */
int bp_cmd_run(struct bp_invocation *inv)
{
    int code = verwerk(inv, true);
    if (!inv->options.submit || (code != BP_EXIT_OK && code != BP_EXIT_SOME))
        return code;
    int sent = bp_cli_submit(inv);
    return sent == BP_EXIT_OK || (sent == BP_EXIT_LOCKED && code != BP_EXIT_OK) ? code : sent;
}
