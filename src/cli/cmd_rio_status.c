/* cmd_rio_status.c - where each route stands in RIO, as the ledger knows it, and what to do */
#include "json.h"
#include "rio.h"

#include "bronpost/base/text.h"
#include "bronpost/pipeline/rio_staat.h"
#include "bronpost/transport/fouten.h"

struct status {
    const struct bp_invocation *inv;
    struct bp_buf *out;
    size_t lines, persons, refused;
};

/* Of a route: what a person calls it. */
static const char *state_of(const struct bp_rio_staat *s)
{
    const struct bp_ledger_opleiding *o = s->opleiding;
    if (!o->known)
        return "niet_geregistreerd";
    bool removal = strcmp(o->handeling, "verwijdering") == 0;
    if (removal && o->toestand == BP_TOESTAND_GOEDGEKEURD && !o->bij_rio)
        return "ingetrokken";
    return bp_toestand_name(o->toestand);
}

/* What to do about it besides RIO's errors; NULL: nothing. */
static const char *advice_of(const struct bp_rio_staat *s)
{
    const struct bp_ledger_opleiding *o = s->opleiding;
    if (!o->known)
        return bp_text("In routes.csv, and not registered: `bronpost rio submit` registers it, "
                       "`bronpost rio check` shows what stands in the way.");
    if (s->verdwenen)
        return bp_rio_verdwenen_tekst();
    if (bp_rio_wacht(o) && strcmp(o->handeling, "verwijdering") == 0)
        return bp_text("Its withdrawal waits for RIO: the next `bronpost rio submit` goes on with "
                       "it. While the route stands in routes.csv it is registered again after "
                       "that.");
    if (bp_rio_wacht(o))
        return bp_text("Waits for RIO: the next `bronpost rio submit` goes on with it.");
    if (o->toestand == BP_TOESTAND_NIEUW)
        return bp_text("A code is fixed and nothing was sent yet: `bronpost rio submit` registers "
                       "it, or says what stands in the way.");
    if (o->toestand == BP_TOESTAND_GEWIJZIGD && !o->bij_rio)
        return bp_text("RIO does not have it any more; the next `bronpost rio submit` registers it "
                       "again while it stands in routes.csv.");
    return NULL;
}

/* --- as JSON -------------------------------------------------------------------------------------------- */

static void day_json(struct bp_buf *out, const char *key, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    bp_cli_json_text(out, key, *text ? text : NULL);
}

static void fouten_json(struct bp_buf *out, const struct bp_rio_staat *s)
{
    struct bp_buf words;
    bp_buf_init(&words, 64 * 1024);
    bp_cli_json_open(out, "errors", '[');
    for (size_t i = 0; i < s->fout_count; i++) {
        bp_buf_clear(&words);
        bp_rio_fout_explain(&s->fouten[i], &words);
        bp_cli_json_open(out, NULL, '{');
        bp_cli_json_str(out, "code", s->fouten[i].code);
        bp_cli_json_str(out, "text", s->fouten[i].tekst);
        bp_cli_json_str(out, "explanation", bp_buf_str(&words));
        bp_cli_json_close(out, '}');
    }
    bp_cli_json_close(out, ']');
    out->failed = out->failed || words.failed;
    bp_buf_free(&words);
}

static void one_json(struct status *status, const struct bp_rio_staat *s)
{
    const struct bp_ledger_opleiding *o = s->opleiding;
    struct bp_buf *out = status->out;
    char since[BP_MOMENT_TEXT] = "";
    if (o->known)
        bp_moment_format(o->sinds_ms, since);
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_str(out, "brin", s->key.brin);
    bp_cli_json_text(out, "sector", s->key.sector);
    bp_cli_json_str(out, "leerroute", s->key.leerroute);
    bp_cli_json_text(out, "code", o->known ? o->code : NULL);
    bp_cli_json_text(out, "state", state_of(s));
    bp_cli_json_text(out, "since", *since ? since : NULL);
    bp_cli_json_bool(out, "at_rio", o->bij_rio);
    day_json(out, "begin", o->begin);
    day_json(out, "end", o->eind);
    bp_cli_json_bool(out, "waits", bp_rio_wacht(o));
    bp_cli_json_bool(out, "not_in_routes", s->verdwenen);
    bp_cli_json_bool(out, "needs_person", s->mens);
    bp_cli_json_number(out, "attempts", o->pogingen);
    bp_cli_json_text(out, "fault", o->known && *o->fout_code ? o->fout_code : NULL);
    bp_cli_json_text(out, "fault_text", o->known && *o->fout_tekst ? o->fout_tekst : NULL);
    fouten_json(out, s);
    bp_cli_json_text(out, "todo", advice_of(s));
    bp_cli_json_close(out, '}');
}

/* --- as text -------------------------------------------------------------------------------------------- */

static void fault_text(struct bp_buf *out, const struct bp_ledger_opleiding *o)
{
    const struct bp_fout_info *info = bp_fout_by_name(bp_str_of(o->fout_code));
    struct bp_buf words;
    bp_buf_init(&words, 64 * 1024);
    bp_buf_printf(&words, "%s%s%s", o->fout_code, *o->fout_code ? ": " : "", o->fout_tekst);
    if (info)
        bp_buf_printf(&words, " %s", bp_text(info->todo));
    bp_buf_add_char(&words, '\0');
    if (!words.failed)
        bp_cli_wrap(out, 6, 0, words.ptr);
    bp_buf_free(&words);
}

static void why_text(struct bp_buf *out, const struct bp_rio_staat *s)
{
    const struct bp_ledger_opleiding *o = s->opleiding;
    struct bp_buf words;
    bp_buf_init(&words, 64 * 1024);
    for (size_t i = 0; i < s->fout_count; i++) {
        bp_buf_clear(&words);
        bp_rio_fout_explain(&s->fouten[i], &words);
        bp_buf_add_char(&words, '\0');
        if (!words.failed)
            bp_cli_wrap(out, 6, 0, words.ptr);
    }
    bool fault =
        o->known && *o->fout_tekst && (bp_rio_wacht(o) || bp_toestand_needs_person(o->toestand));
    if (!s->fout_count && fault)
        fault_text(out, o);
    const char *advice = advice_of(s);
    if (advice)
        bp_cli_wrap(out, 6, 0, advice);
    bp_buf_free(&words);
}

static void one_text(struct status *status, const struct bp_rio_staat *s)
{
    const struct bp_ledger_opleiding *o = s->opleiding;
    struct bp_buf *out = status->out;
    char since[BP_DATUM_TEXT] = "", begin[BP_DATUM_TEXT] = "", eind[BP_DATUM_TEXT] = "";
    if (o->known)
        bp_datum_format(bp_moment_to_dutch_day(o->sinds_ms), since);
    if (o->bij_rio) {
        bp_datum_format(o->begin, begin);
        bp_datum_format(o->eind, eind);
    }
    bp_buf_printf(out, "%s%-4.*s  %-3s  %-24.*s  %-18s  %-10s",
                  bp_cli_paint(status->inv, s->mens ? BP_PAINT_BAD : BP_PAINT_PLAIN),
                  (int)s->key.brin.len, s->key.brin.ptr, s->key.sector, (int)s->key.leerroute.len,
                  s->key.leerroute.ptr, state_of(s), since);
    if (*begin)
        bp_buf_printf(out, bp_text("  at RIO from %s"), begin);
    if (*eind)
        bp_buf_printf(out, bp_text(" until %s"), eind);
    if (o->known)
        bp_buf_printf(out, "  %s", o->code);
    bp_buf_printf(out, "%s\n", s->mens ? bp_cli_paint(status->inv, BP_PAINT_PLAIN) : "");
    why_text(out, s);
}

static enum bp_status one(void *ctx, const struct bp_rio_staat *s, struct bp_error *err)
{
    struct status *status = ctx;
    status->lines++;
    status->persons += s->mens;
    status->refused += bp_toestand_needs_person(s->opleiding->toestand) && s->opleiding->known;
    if (status->inv->options.json)
        one_json(status, s);
    else if (s->mens || !status->inv->options.quiet)
        one_text(status, s);
    return status->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

static enum bp_status show(struct status *s, const struct bp_rio_staat_opdracht *opdracht,
                           struct bp_error *err)
{
    bool json = s->inv->options.json;
    if (json) {
        bp_cli_json_open(s->out, NULL, '{');
        bp_cli_json_open(s->out, "routes", '[');
    }
    enum bp_status st = bp_rio_each_staat(opdracht, one, s, err);
    if (json) {
        bp_cli_json_close(s->out, ']');
        bp_cli_json_close(s->out, '}');
        bp_buf_add_char(s->out, '\n');
    } else if (s->lines == 0 && !s->inv->options.quiet) {
        bp_buf_add_text(s->out, bp_text("the ledger knows no routes in RIO yet\n"));
    } else if (s->refused) {
        bp_cli_wrap(s->out, 0, 0,
                    bp_text("What RIO refused or what failed goes again once the route changes; "
                            "or, when the cause is mended, with `bronpost rio submit "
                            "--retry-failed`."));
    }
    return st;
}

int bp_cli_rio_status(const struct bp_invocation *inv)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger *ledger = NULL;
    struct bp_buf out;
    bp_buf_init(&out, 16 * BP_MIB);
    struct status s = { .inv = inv, .out = &out };
    enum bp_status st = BP_OK;
    if (bp_ledger_exists(inv->config->ledger_url))
        st = bp_ledger_open(inv->config->ledger_url, BP_LEDGER_READ, inv->env, &ledger, &err);
    const struct bp_rio_staat_opdracht opdracht = { .ledger = ledger,
                                                    .routes = inv->options.routes,
                                                    .lijsten = &inv->config->lijsten,
                                                    .mandaat = &inv->config->mandaat };
    if (st == BP_OK)
        st = show(&s, &opdracht, &err);
    int code = st == BP_OK ? bp_cli_print(inv, &out) : bp_cli_fail(inv, &err);
    if (code == BP_EXIT_OK && s.persons)
        code = BP_EXIT_SOME;
    bp_ledger_close(ledger);
    bp_buf_free(&out);
    return code;
}
