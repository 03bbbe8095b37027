/* cmd_audit.c - who is registered on a day, and the proof that the ledger was not changed */
#include "bewijs.h"
#include "command.h"
#include "progress.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/audit.h"

/* --- options that need each other ----------------------------------------------------------------------------- */

static enum bp_status not_together(const char *a, const char *b, struct bp_error *err)
{
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("%s and %s do not go together; see: bronpost help audit"), a, b);
}

static enum bp_status check_chain_options(const struct bp_options *o, struct bp_error *err)
{
    const char *which = o->verify ? "--verify" : "--seal";
    const struct {
        const char *name;
        bool given;
    } others[] = {
        { "--seal", o->verify && o->seal },
        { "--on", bp_datum_given(o->on) },
        { "--as-known-on", bp_datum_given(o->as_known_on) },
        { "--leerlingnummers", o->leerlingnummers },
        { "--tbgi", o->tbgi != NULL },
        { "--excerpt", o->excerpt },
        { "--out", o->out != NULL },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].given)
            return not_together(which, others[i].name, err);
    return BP_OK;
}

static enum bp_status check_options(const struct bp_invocation *inv, struct bp_error *err)
{
    const struct bp_options *o = &inv->options;
    struct bp_datum today = bp_moment_to_dutch_day(inv->env->now_ms(inv->env->ctx));
    if (o->head && !o->verify)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("--head goes with --verify"));
    if (o->excerpt && !o->tbgi && !o->verify && !o->seal)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("--excerpt goes with --tbgi"));
    if (bp_datum_before(today, o->as_known_on))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("--as-known-on: expected today or a day before it"));
    if (o->verify || o->seal)
        return check_chain_options(o, err);
    return BP_OK;
}

/* --- what is said ---------------------------------------------------------------------------------------------- */

/* From when on the ledger can answer. */
static void print_begin(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    char begin[BP_DATUM_TEXT];
    const char *message = bp_audit_begin(r, r->dag, begin);
    const struct bp_str day = bp_str_of(begin);
    if (!message)
        return;
    bp_buf_add_text(out, "  - ");
    bp_text_fill(out, bp_text(message), &day, 1);
    bp_buf_add_char(out, '\n');
}

static void print_head(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    char day[BP_DATUM_TEXT], known[BP_DATUM_TEXT];
    bp_datum_format(r->dag, day);
    bp_datum_format(r->bekend_op, known);
    if (bp_datum_given(r->bekend_op))
        bp_buf_printf(out, bp_text("bronpost audit: registered on %s, as known at the end of %s\n"),
                      day, known);
    else
        bp_buf_printf(out, bp_text("bronpost audit: registered on %s, as known now\n"), day);
    if (bp_audit_toekomst(r) && !bp_audit_niets_bekend(r))
        bp_buf_add_text(out, bp_text("  - that day is later than what is known: this is how it "
                                     "would be when nothing changes\n"));
    print_begin(r, out);
}

static void print_counts(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    bp_buf_printf(out, bp_text("  students        %8zu: %zu in vo, %zu in mbo\n"), r->leerlingen,
                  r->sectoren[0].leerlingen, r->sectoren[1].leerlingen);
    bp_buf_printf(out,
                  bp_text("  in the ledger   %8zu = %zu registered + %zu ended before + %zu begin "
                          "later + %zu not at DUO + %zu removed + %zu not kept\n"),
                  r->registraties, r->geregistreerd, r->beeindigd, r->niet_begonnen,
                  r->niet_bij_duo, r->verwijderd, r->onbekend);
    bp_buf_printf(out, bp_text("  funded          %8zu\n"),
                  r->sectoren[0].bekostigd + r->sectoren[1].bekostigd);
    if (r->niet_in_grootboek)
        bp_buf_printf(out,
                      bp_text("  not known here  %8zu: the school that DUO funds in their phase is "
                              "not in this ledger\n"),
                      r->niet_in_grootboek);
}

static void print_instelling(const struct bp_audit_telling *t, struct bp_buf *out)
{
    bp_buf_printf(out,
                  bp_text("  %-4s %-3s        %8zu registered: %zu regular, %zu in the vo-fase, "
                          "%zu in the mbo-fase; %zu funded; %zu not at DUO, %zu removed"),
                  t->brin, bp_sector_name(t->sector), t->geregistreerd,
                  t->groepen[BP_AUDIT_REGULIER],
                  t->groepen[BP_AUDIT_DLR_VO] + t->groepen[BP_AUDIT_GLR_VO],
                  t->groepen[BP_AUDIT_DLR_MBO] + t->groepen[BP_AUDIT_GLR_MBO], t->bekostigd,
                  t->niet_bij_duo, t->verwijderd);
    if (bp_str_filled(t->naam))
        bp_buf_printf(out, "  %.*s", (int)t->naam.len, t->naam.ptr);
    bp_buf_add_char(out, '\n');
}

static void print_teldatum(const struct bp_audit_rapport *r, const struct bp_audit_teldatum *t,
                           struct bp_buf *out)
{
    char day[BP_DATUM_TEXT];
    bp_datum_format(t->dag, day);
    bp_buf_printf(out, bp_text("  on %s  "), day);
    for (size_t s = 0; s < BP_AUDIT_SECTOREN; s++)
        if (t->sectoren & r->sectoren[s].sector)
            bp_buf_printf(out, bp_text("%s %zu registered, %zu funded; "),
                          bp_sector_name(r->sectoren[s].sector), t->geregistreerd[s],
                          t->bekostigd[s]);
    bp_buf_printf(out, bp_text("%zu students funded twice, %zu nowhere in this ledger%s\n"),
                  t->dubbel, t->nergens, t->toekomst ? bp_text(" (still to come)") : "");
}

static void print_signalen(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    bp_buf_printf(out, bp_text("  to look at      %8zu\n"), r->signaal_regels);
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++) {
        if (r->signalen[s] == 0)
            continue;
        bp_buf_printf(out, "  - %zu: %s\n", r->signalen[s], bp_text(bp_audit_signaal_title(s)));
        bp_cli_wrap(out, 4, 0, bp_text(bp_audit_signaal_todo(s)));
    }
}

static void print_tbgi_dag(const struct bp_tbgi_telling *t, struct bp_buf *out)
{
    char day[BP_DATUM_TEXT];
    bp_datum_format(t->dag, day);
    bp_buf_printf(out,
                  bp_text("  on %s   %zu open at DUO = %zu funded + %zu not funded + %zu "
                          "undecided; %zu of these final; by the ledger %zu funded; of what both "
                          "have %zu the same, %zu not\n"),
                  day, t->groepen, t->bekostigd, t->niet_bekostigd, t->onbeslist, t->definitief,
                  t->verwacht, t->eens, t->oneens);
}

static void print_tbgi(const struct bp_tbgi_rapport *r, struct bp_buf *out)
{
    bp_buf_printf(out,
                  bp_text("  TBG-i of %s   %zu enrolments, of which %zu count on no date; %zu "
                          "diplomas, not compared\n"),
                  *r->brin ? r->brin : "-", r->inschrijvingen, r->zonder_groep, r->diplomas);
    if (r->uittreksel)
        bp_buf_add_text(out, bp_text("  - an extract: what it lacks is not missing\n"));
    for (size_t d = 0; d < r->dag_count; d++)
        print_tbgi_dag(&r->dagen[d], out);
    if (r->niet_vergeleken)
        bp_buf_printf(out,
                      bp_text("  - %zu not compared: DUO has not decided, or what they state is no "
                              "longer kept here\n"),
                      r->niet_vergeleken);
    bp_buf_printf(out, bp_text("  beside DUO      %8zu lines to look at\n"), r->regel_totaal);
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++) {
        if (r->signalen[s] == 0)
            continue;
        bp_buf_printf(out, "  - %zu: %s\n", r->signalen[s], bp_text(bp_tbgi_signaal_title(s)));
        bp_cli_wrap(out, 4, 0, bp_text(bp_tbgi_signaal_todo(s)));
    }
}

/* How much somebody should look at. */
static size_t te_bekijken(const struct bp_audit_rapport *r)
{
    return r->signaal_regels + (r->tbgi ? r->tbgi->regel_totaal : 0);
}

static void print_summary(const struct bp_invocation *inv, const struct bp_audit_rapport *r,
                          struct bp_buf *out)
{
    print_head(r, out);
    print_counts(r, out);
    for (size_t i = 0; i < r->instelling_count; i++)
        print_instelling(&r->instellingen[i], out);
    for (size_t i = 0; i < BP_TELDATA; i++)
        print_teldatum(r, &r->teldata[i], out);
    print_signalen(r, out);
    if (r->tbgi)
        print_tbgi(r->tbgi, out);
    if (inv->options.out)
        bp_buf_printf(out, bp_text("  report          %s/rapport.html\n"), inv->options.out);
    else if (te_bekijken(r))
        bp_buf_add_text(out, bp_text("  - name a folder with --out to see each line\n"));
}

static int finish(const struct bp_invocation *inv, const struct bp_audit_rapport *rapport)
{
    int code = te_bekijken(rapport) ? BP_EXIT_SOME : BP_EXIT_OK;
    struct bp_error err = { .status = BP_OK };
    struct bp_buf out;
    bp_buf_init(&out, 64 * BP_MIB);
    enum bp_status st = BP_OK;
    if (inv->options.json)
        st = bp_audit_json(rapport, &out, &err);
    else if (!inv->options.quiet || code != BP_EXIT_OK)
        print_summary(inv, rapport, &out);
    int printed = st == BP_OK ? bp_cli_print(inv, &out) : bp_cli_fail(inv, &err);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

/* --- the command ------------------------------------------------------------------------------------------------ */

static int audit(struct bp_invocation *inv, struct bp_ledger *ledger, struct bp_error *err)
{
    struct bp_progress progress;
    struct bp_kluis *kluis = NULL;
    struct bp_audit *result = NULL;
    struct bp_ledger_zegel zegel = { .schakels = 0 };
    int64_t now = inv->env->now_ms(inv->env->ctx);
    struct bp_audit_opdracht opdracht = {
        .ledger = ledger,
        .walk = bp_ledger_each_bewijs,
        .zegel = &zegel,
        .mandaat = &inv->config->mandaat,
        .dag = bp_datum_given(inv->options.on) ? inv->options.on : bp_moment_to_dutch_day(now),
        .bekend_op = inv->options.as_known_on,
        .nu_ms = now,
        .leerlingnummers = inv->options.leerlingnummers,
        .tbgi = inv->options.tbgi,
        .uittreksel = inv->options.excerpt,
        .version = BRONPOST_VERSION,
        .out = inv->options.out,
        .progress = bp_progress_show,
        .progress_ctx = &progress,
    };
    enum bp_status st = bp_cli_open_kluis(inv, false, &kluis, err);
    opdracht.kluis = kluis;
    if (st == BP_OK)
        st = bp_ledger_zegel(ledger, &zegel, err);
    if (st == BP_OK) {
        bp_progress_begin(&progress, inv, bp_text("registrations"));
        st = bp_audit_make(&opdracht, &result, err);
        bp_progress_end(&progress);
    }
    int code = st == BP_OK ? finish(inv, bp_audit_rapport(result)) : bp_cli_fail(inv, err);
    bp_audit_close(result);
    bp_kluis_close(kluis);
    return code;
}

static enum bp_status open_ledger(const struct bp_invocation *inv, struct bp_ledger **ledger,
                                  struct bp_error *err)
{
    const char *url = inv->config->ledger_url;
    if (!bp_ledger_exists(url))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("there is no ledger at %s: nothing is known, and nothing can be "
                               "proven; check [ledger] url in the configuration"),
                            url);
    return bp_ledger_open(url, BP_LEDGER_READ, inv->env, ledger, err);
}

int bp_cmd_audit(struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger *ledger = NULL;
    int code;
    enum bp_status st = check_options(inv, &err);
    if (st == BP_OK)
        st = open_ledger(inv, &ledger, &err);
    if (st != BP_OK)
        code = bp_cli_fail(inv, &err);
    else if (inv->options.verify)
        code = bp_cli_verify(inv, ledger);
    else if (inv->options.seal)
        code = bp_cli_seal(inv, ledger);
    else
        code = audit(inv, ledger, &err);
    bp_ledger_close(ledger);
    return code;
}
