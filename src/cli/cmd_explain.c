/* cmd_explain.c - what a code means and what to do */
#include "command.h"
#include "json.h"

#include "bronpost/base/text.h"
#include "bronpost/domain/code.h"
#include "bronpost/domain/rio_code.h"
#include "bronpost/transport/fouten.h"

/* What is shown of a code of either kind; all texts translated. */
struct explained {
    const char *name, *kind, *title, *todo;
    const char *retry, *otherwise; /* NULL: does not apply */
};

static const char *ernst_text(enum bp_ernst ernst)
{
    switch (ernst) {
    case BP_ERNST_AFKEURING:
        return bp_text("rejection: nothing of it is registered until this is mended");
    case BP_ERNST_SIGNAAL:
        return bp_text("signal: the registration goes on");
    case BP_ERNST_STOP:
        return bp_text("stop: nothing is staged until somebody confirms");
    }
    return "";
}

static const char *herhaling_text(enum bp_herhaling herhaling)
{
    switch (herhaling) {
    case BP_HERHALING_NEE:
        return bp_text("no: the same message would fail again");
    case BP_HERHALING_JA:
        return bp_text("yes: later, unchanged");
    case BP_HERHALING_KIJK:
        return bp_text("depends on the text of the fault");
    }
    return "";
}

static const char *otherwise_text(enum bp_code code)
{
    const char *text = bp_code_omgekeerd(code);
    return text ? bp_text(text) : NULL;
}

static bool explain(struct bp_str code, struct explained *out)
{
    const struct bp_code_info *own = bp_code_by_name(code);
    const struct bp_fout_info *fault = own ? NULL : bp_fout_by_name(code);
    const struct bp_rio_code *rio = own || fault ? NULL : bp_rio_code_by_name(code);
    if (own)
        *out = (struct explained){
            own->name, ernst_text(own->ernst),   bp_text(own->title), bp_text(own->todo),
            NULL,      otherwise_text(own->code)
        };
    else if (fault)
        *out = (struct explained){
            fault->name,          bp_text("fault from DUO"),        bp_text(fault->title),
            bp_text(fault->todo), herhaling_text(fault->herhaling), NULL
        };
    else if (rio)
        *out = (struct explained){ rio->name,
                                   rio->lokaal ? bp_text("refusal by RIO; `rio check` finds it "
                                                         "before anything is sent")
                                               : bp_text("refusal by RIO"),
                                   bp_text(rio->title),
                                   bp_text(rio->todo),
                                   herhaling_text(rio->herhaalbaar ? BP_HERHALING_JA
                                                                   : BP_HERHALING_NEE),
                                   NULL };
    return own || fault || rio;
}

static void as_json(const struct explained *e, struct bp_buf *out)
{
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_text(out, "code", e->name);
    bp_cli_json_text(out, "kind", e->kind);
    bp_cli_json_text(out, "title", e->title);
    bp_cli_json_text(out, "retry", e->retry);
    bp_cli_json_text(out, "otherwise", e->otherwise);
    bp_cli_json_text(out, "todo", e->todo);
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

static void as_text(const struct bp_invocation *inv, const struct explained *e, struct bp_buf *out)
{
    bp_buf_printf(out, "%s%s%s: %s\n", bp_cli_paint(inv, BP_PAINT_LOOK), e->name,
                  bp_cli_paint(inv, BP_PAINT_PLAIN), e->title);
    bp_buf_printf(out, "  %s\n", e->kind);
    if (e->retry)
        bp_buf_printf(out, "  %s %s\n", bp_text("send again?"), e->retry);
    if (e->otherwise)
        bp_cli_wrap(out, 2, 0, e->otherwise);
    bp_cli_wrap(out, 2, 0, e->todo);
}

int bp_cmd_explain(struct bp_invocation *inv)
{
    struct explained e;
    struct bp_error err = { 0 };
    if (!explain(bp_str_trim(bp_str_of(inv->options.operand)), &e)) {
        (void)bp_error_set(&err, BP_E_USAGE, NULL,
                           N_("there is no code '%s'; known are BP100 to BP602, DK0001 to DK0051, "
                              "EK0020 to EK0031 "
                              "and those of RIO (A01020 to P04410, AUT401, INT500)"),
                           inv->options.operand);
        return bp_cli_fail(inv, &err);
    }
    struct bp_buf out;
    bp_buf_init(&out, 64 * 1024);
    if (inv->options.json)
        as_json(&e, &out);
    else
        as_text(inv, &e, &out);
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return code;
}
