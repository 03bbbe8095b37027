/* cmd_status.c - what is in the ledger */
#include "command.h"
#include "json.h"
#include "problemen.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/pipeline/rio_staat.h"

#define CONTRACTS 2
#define DAY_MS    INT64_C(86400000)

struct status {
    const struct bp_invocation *inv;
    struct bp_buf *out;
    size_t lines, persons;               /* lines shown; registrations that need a person */
    bool provisional[CONTRACTS];         /* something in the schema is provisional */
    struct bp_error troubles[CONTRACTS]; /* status BP_OK: the contract could be read */
};

static void look_at_contracts(struct status *s)
{
    for (size_t i = 0; i < CONTRACTS; i++) {
        struct bp_contract *contract = NULL;
        const char *name = s->inv->config->contracten[i].name;
        if (bp_cli_open_contract(s->inv, name, &contract, &s->troubles[i]) == BP_OK) {
            const struct bp_contract_feiten *feiten = bp_contract_feiten(contract);
            s->provisional[i] = feiten->wholly_provisional || feiten->provisional_count > 0;
        }
        bp_contract_close(contract);
    }
}

static bool provisional(const struct status *s, const char *contract)
{
    for (size_t i = 0; i < CONTRACTS; i++)
        if (strcmp(s->inv->config->contracten[i].name, contract) == 0)
            return s->provisional[i];
    return false;
}

static const char *name_of(const struct status *s, struct bp_str brin)
{
    const struct bp_config_instelling *in = bp_config_instelling(s->inv->config, brin);
    return in && in->naam ? in->naam : NULL;
}

static enum bp_status line_json(void *ctx, const struct bp_ledger_telling *t, struct bp_error *err)
{
    struct status *s = ctx;
    char since[BP_MOMENT_TEXT];
    bp_moment_format(t->oldest_ms, since);
    bp_cli_json_open(s->out, NULL, '{');
    bp_cli_json_str(s->out, "brin", t->brin);
    bp_cli_json_text(s->out, "name", name_of(s, t->brin));
    bp_cli_json_text(s->out, "contract", t->contract);
    bp_cli_json_bool(s->out, "provisional", provisional(s, t->contract));
    bp_cli_json_text(s->out, "state", bp_toestand_name(t->toestand));
    bp_cli_json_bool(s->out, "needs_person", bp_toestand_needs_person(t->toestand));
    bp_cli_json_number(s->out, "count", t->count);
    bp_cli_json_text(s->out, "since", since);
    bp_cli_json_close(s->out, '}');
    s->lines++;
    s->persons += bp_toestand_needs_person(t->toestand) ? t->count : 0;
    return s->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

static enum bp_status line_text(void *ctx, const struct bp_ledger_telling *t, struct bp_error *err)
{
    struct status *s = ctx;
    bool person = bp_toestand_needs_person(t->toestand);
    const char *name = name_of(s, t->brin);
    char day[BP_DATUM_TEXT];
    bp_datum_format(bp_moment_to_dutch_day(t->oldest_ms), day);
    bp_buf_printf(s->out, "%s%-4.*s  %-3s%s  %-24s %8zu  %s %s%s%s%s%s\n",
                  bp_cli_paint(s->inv, person ? BP_PAINT_BAD : BP_PAINT_PLAIN), (int)t->brin.len,
                  t->brin.ptr, t->contract, provisional(s, t->contract) ? "*" : " ",
                  bp_toestand_name(t->toestand), t->count, bp_text("since"), day,
                  person ? "  " : "", person ? bp_text("needs a person") : "", name ? "  " : "",
                  name ? name : "");
    if (person && !s->out->failed)
        bp_buf_add_text(s->out, bp_cli_paint(s->inv, BP_PAINT_PLAIN));
    s->lines++;
    s->persons += person ? t->count : 0;
    return s->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

/* The routes of one institution in RIO. */
struct rio {
    struct status *status;
    char brin[5]; /* "": none yet */
    size_t routes, bij_rio, mensen, wachten;
};

static void rio_line(struct rio *r)
{
    struct status *s = r->status;
    if (!*r->brin)
        return;
    if (s->inv->options.json) {
        bp_cli_json_open(s->out, NULL, '{');
        bp_cli_json_text(s->out, "brin", r->brin);
        bp_cli_json_number(s->out, "routes", r->routes);
        bp_cli_json_number(s->out, "at_rio", r->bij_rio);
        bp_cli_json_number(s->out, "need_person", r->mensen);
        bp_cli_json_number(s->out, "waiting", r->wachten);
        bp_cli_json_close(s->out, '}');
        return;
    }
    bp_buf_printf(s->out, bp_text("%s%-4s  rio   %zu routes, %zu at RIO, %zu wait"),
                  bp_cli_paint(s->inv, r->mensen ? BP_PAINT_BAD : BP_PAINT_PLAIN), r->brin,
                  r->routes, r->bij_rio, r->wachten);
    if (r->mensen)
        bp_buf_printf(s->out, bp_text(", %zu need a person: bronpost rio status"), r->mensen);
    bp_buf_printf(s->out, "%s\n", r->mensen ? bp_cli_paint(s->inv, BP_PAINT_PLAIN) : "");
}

static enum bp_status rio_route(void *ctx, const struct bp_ledger_opleiding_key *key,
                                const struct bp_ledger_opleiding *o, struct bp_error *err)
{
    struct rio *r = ctx;
    if (!bp_str_equal(bp_str_of(r->brin), key->brin)) { /* they come by brin */
        rio_line(r);
        *r = (struct rio){ .status = r->status };
        (void)bp_str_copy(r->brin, sizeof r->brin, key->brin);
    }
    r->routes++;
    r->bij_rio += o->bij_rio;
    r->mensen += bp_toestand_needs_person(o->toestand);
    r->wachten += bp_rio_wacht(o);
    r->status->lines++;
    r->status->persons += bp_toestand_needs_person(o->toestand);
    return r->status->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

static enum bp_status rio_routes(struct status *s, struct bp_ledger *ledger, struct bp_error *err)
{
    struct rio r = { .status = s };
    bool json = s->inv->options.json;
    if (json)
        bp_cli_json_open(s->out, "rio", '[');
    enum bp_status st = bp_ledger_each_opleiding(ledger, rio_route, &r, err);
    if (st == BP_OK)
        rio_line(&r);
    if (json)
        bp_cli_json_close(s->out, ']');
    return st;
}

static enum bp_status last_run(struct status *s, struct bp_ledger *ledger, struct bp_error *err)
{
    struct bp_ledger_run run = { 0 };
    bool found = false;
    enum bp_status st = bp_ledger_last_run(ledger, &found, &run, err);
    char day[BP_DATUM_TEXT], done[BP_MOMENT_TEXT];
    if (st != BP_OK)
        return st;
    bp_datum_format(run.peildatum, day);
    bp_moment_format(run.klaar_ms, done);
    if (s->inv->options.json && found) {
        bp_cli_json_open(s->out, "last_run", '{');
        bp_cli_json_text(s->out, "reference_date", day);
        bp_cli_json_text(s->out, "finished", done);
        bp_cli_json_number(s->out, "staged", run.klaargezet);
        bp_cli_json_number(s->out, "unchanged", run.ongewijzigd);
        bp_cli_json_close(s->out, '}');
    } else if (s->inv->options.json) {
        bp_cli_json_null(s->out, "last_run");
    } else if (found) {
        bp_buf_printf(
            s->out,
            bp_text("last run: reference date %s, finished %s, %zu staged, %zu unchanged\n"), day,
            done, run.klaargezet, run.ongewijzigd);
    } else {
        bp_buf_add_text(s->out, bp_text("no run has been finished yet\n"));
    }
    return BP_OK;
}

static void remarks_text(struct status *s)
{
    bool any = false;
    for (size_t i = 0; i < CONTRACTS; i++) {
        any = any || s->provisional[i];
        if (s->troubles[i].status != BP_OK)
            bp_buf_printf(s->out, bp_text("contract %s cannot be read: %s\n"),
                          s->inv->config->contracten[i].name, s->troubles[i].detail);
    }
    if (s->lines == 0)
        bp_buf_add_text(s->out, bp_text("nothing is registered in the ledger\n"));
    else if (any)
        bp_buf_add_text(s->out,
                        bp_text("* contract with provisional parts: not DUO's own schema; see "
                                "`bronpost doctor`\n"));
}

static enum bp_status show(struct status *s, struct bp_ledger *ledger, struct bp_error *err)
{
    bool json = s->inv->options.json;
    look_at_contracts(s);
    if (json) {
        bp_cli_json_open(s->out, NULL, '{');
        bp_cli_json_number(s->out, "ledger_version", (uint64_t)bp_ledger_version(ledger));
        bp_cli_json_open(s->out, "registrations", '[');
    }
    enum bp_status st = bp_ledger_each_telling(ledger, json ? line_json : line_text, s, err);
    if (json)
        bp_cli_json_close(s->out, ']');
    if (st == BP_OK)
        st = rio_routes(s, ledger, err);
    if (!json)
        remarks_text(s);
    if (st == BP_OK)
        st = last_run(s, ledger, err);
    if (st == BP_OK)
        st = bp_cli_problemen(s->inv, ledger, s->out, err);
    if (json) {
        bp_cli_json_close(s->out, '}');
        bp_buf_add_char(s->out, '\n');
    }
    return st;
}

/* No ledger is the state before the first run: nothing is wrong. */
static int no_ledger(const struct bp_invocation *inv, struct bp_buf *out)
{
    if (inv->options.json)
        bp_buf_add_text(out, "{\"ledger_version\":null,\"registrations\":[],\"rio\":[],\"last_"
                             "run\":null,\"problems\":[]}\n");
    else
        bp_buf_add_text(out, bp_text("there is no ledger yet: nothing has been staged\n"));
    return bp_cli_print(inv, out);
}

int bp_cmd_status(struct bp_invocation *inv)
{
    struct bp_error err = { 0 };
    struct bp_ledger *ledger = NULL;
    struct bp_buf out;
    int code;
    bp_buf_init(&out, 16 * BP_MIB);
    struct status s = { .inv = inv, .out = &out };
    if (!bp_ledger_exists(inv->config->ledger_url)) {
        code = no_ledger(inv, &out);
    } else if (bp_ledger_open(inv->config->ledger_url, BP_LEDGER_READ, inv->env, &ledger, &err) !=
                   BP_OK ||
               show(&s, ledger, &err) != BP_OK) {
        code = bp_cli_fail(inv, &err);
    } else {
        code = bp_cli_print(inv, &out);
        if (code == BP_EXIT_OK && s.persons)
            code = BP_EXIT_SOME;
    }
    bp_ledger_close(ledger);
    bp_buf_free(&out);
    return code;
}
