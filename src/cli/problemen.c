#include "problemen.h"

#include "json.h"

#include "bronpost/base/text.h"
#include "bronpost/transport/fouten.h"

#define MOST_LINES 20
#define MOST_CODES 24

struct problemen {
    const struct bp_invocation *inv;
    struct bp_buf *out;
    size_t shown, hidden;
    size_t refused;                               /* that go again only when asked */
    const struct bp_fout_info *codes[MOST_CODES]; /* that were met */
    size_t code_count;
};

static void remember(struct problemen *p, struct bp_str code)
{
    const struct bp_fout_info *info = bp_fout_by_name(code);
    for (size_t i = 0; i < p->code_count; i++)
        if (p->codes[i] == info)
            return;
    if (info && p->code_count < MOST_CODES)
        p->codes[p->code_count++] = info;
}

static enum bp_status one_json(void *ctx, const struct bp_ledger_probleem *q, struct bp_error *err)
{
    struct problemen *p = ctx;
    const struct bp_fout_info *info = bp_fout_by_name(q->code);
    char since[BP_MOMENT_TEXT];
    bp_moment_format(q->sinds_ms, since);
    bp_cli_json_open(p->out, NULL, '{');
    bp_cli_json_str(p->out, "brin", q->brin);
    bp_cli_json_text(p->out, "contract", q->contract);
    bp_cli_json_str(p->out, "volgnummer", q->volgnummer);
    bp_cli_json_str(p->out, "leerlingnummer", q->leerlingnummer);
    bp_cli_json_text(p->out, "state", bp_toestand_name(q->toestand));
    bp_cli_json_text(p->out, "since", since);
    bp_cli_json_number(p->out, "attempts", q->pogingen);
    bp_cli_json_str(p->out, "code", q->code);
    bp_cli_json_str(p->out, "text", q->tekst);
    bp_cli_json_text(p->out, "todo", info ? bp_text(info->todo) : NULL);
    bp_cli_json_close(p->out, '}');
    return p->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

static enum bp_status one_text(void *ctx, const struct bp_ledger_probleem *q, struct bp_error *err)
{
    struct problemen *p = ctx;
    remember(p, q->code);
    p->refused += bp_toestand_needs_person(q->toestand);
    if (p->shown == MOST_LINES && !p->inv->options.verbose) {
        p->hidden++;
        return BP_OK;
    }
    if (p->shown++ == 0)
        bp_buf_printf(p->out, "\n%s\n", bp_text("What waits for a person or for an answer:"));
    bp_buf_printf(p->out,
                  bp_text("  %.*s %s leerlingnummer %.*s volgnummer %.*s: %s, %zu attempts"),
                  (int)q->brin.len, q->brin.ptr, q->contract, (int)q->leerlingnummer.len,
                  q->leerlingnummer.ptr, (int)q->volgnummer.len, q->volgnummer.ptr,
                  bp_toestand_name(q->toestand), q->pogingen);
    if (bp_str_filled(q->code))
        bp_buf_printf(p->out, ", %.*s", (int)q->code.len, q->code.ptr);
    if (bp_str_filled(q->tekst))
        bp_buf_printf(p->out, ": %.*s", (int)q->tekst.len, q->tekst.ptr);
    bp_buf_add_char(p->out, '\n');
    return p->out->failed ? bp_error_memory(err, bp_text("the answer")) : BP_OK;
}

static void advice(const struct problemen *p)
{
    if (p->hidden)
        bp_buf_printf(p->out, bp_text("  and %zu more: status --verbose shows all\n"), p->hidden);
    for (size_t i = 0; i < p->code_count; i++) {
        size_t before = p->out->len;
        bp_buf_printf(p->out, "  %s ", p->codes[i]->name);
        bp_cli_wrap(p->out, 9, p->out->len - before, bp_text(p->codes[i]->todo));
    }
    if (p->refused)
        bp_cli_wrap(
            p->out, 2, 0,
            bp_text("What was refused or failed goes again once its data change; or, when the "
                    "cause is mended, with `bronpost submit --retry-failed`."));
}

enum bp_status bp_cli_problemen(const struct bp_invocation *inv, struct bp_ledger *ledger,
                                struct bp_buf *out, struct bp_error *err)
{
    struct problemen p = { .inv = inv, .out = out };
    if (!inv->options.json) {
        enum bp_status st = bp_ledger_each_probleem(ledger, one_text, &p, err);
        advice(&p);
        return st;
    }
    bp_cli_json_open(out, "problems", '[');
    enum bp_status st = bp_ledger_each_probleem(ledger, one_json, &p, err);
    bp_cli_json_close(out, ']');
    return st;
}
