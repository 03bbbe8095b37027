/* cmd_feedback.c - what DUO said of the content of messages */
#include "command.h"
#include "json.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/feedback.h"

#define WAIT_MS   20000 /* for a run that stages */
#define MOST_ROWS 20    /* shown of a file */

static void say_rows(const struct bp_invocation *inv, const char *path,
                     const struct bp_feedback_uitslag *u)
{
    for (size_t i = 0; i < u->open_count && (i < MOST_ROWS || inv->options.verbose); i++) {
        struct bp_error err = { 0 };
        if (u->open[i].gevolg == BP_FEEDBACK_TE_VROEG)
            (void)bp_error_set(
                &err, BP_E_INPUT, NULL,
                N_("this message was not sent yet, or is under way just now; take the "
                   "file in again after the next submit"));
        else
            (void)bp_error_set(
                &err, BP_E_INPUT, NULL,
                N_("no message in this ledger has this identificatiecode; was it sent "
                   "from another installation?"));
        bp_error_at(&err, path, u->open[i].line, 0);
        (void)bp_cli_fail(inv, &err);
    }
}

static void add(struct bp_feedback_uitslag *sum, const struct bp_feedback_uitslag *u)
{
    sum->rijen += u->rijen;
    sum->verwerkt += u->verwerkt;
    sum->bekend += u->bekend;
    sum->achterhaald += u->achterhaald;
    sum->afgekeurd += u->afgekeurd;
    sum->open_count += u->open_count;
}

static int report(const struct bp_invocation *inv, const struct bp_feedback_uitslag *u, int worst)
{
    struct bp_buf out;
    bp_buf_init(&out, BP_MIB);
    int code = worst != BP_EXIT_OK             ? worst
               : u->open_count || u->afgekeurd ? BP_EXIT_SOME
                                               : BP_EXIT_OK;
    if (inv->options.json) {
        bp_cli_json_open(&out, NULL, '{');
        bp_cli_json_number(&out, "rows", u->rijen);
        bp_cli_json_number(&out, "taken_in", u->verwerkt);
        bp_cli_json_number(&out, "rejected", u->afgekeurd);
        bp_cli_json_number(&out, "known_before", u->bekend);
        bp_cli_json_number(&out, "superseded", u->achterhaald);
        bp_cli_json_number(&out, "not_matched", u->open_count);
        bp_cli_json_close(&out, '}');
        bp_buf_add_char(&out, '\n');
    } else if (!inv->options.quiet) {
        bp_buf_printf(
            &out,
            bp_text("bronpost feedback: %zu rows: %zu taken in (%zu rejected), %zu known "
                    "before, %zu about a message that a newer one followed, %zu without a "
                    "message\n"),
            u->rijen, u->verwerkt, u->afgekeurd, u->bekend, u->achterhaald, u->open_count);
        if (u->afgekeurd)
            bp_buf_add_text(&out,
                            bp_text("  what needs a person, and what to do: bronpost status\n"));
    }
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}

int bp_cmd_feedback(struct bp_invocation *inv)
{
    struct bp_ledger *ledger = NULL;
    struct bp_error err = { .status = BP_OK };
    struct bp_feedback_uitslag sum = { 0 };
    int worst = BP_EXIT_OK;
    enum bp_status st = BP_OK;
    if (!bp_ledger_exists(inv->config->ledger_url))
        st = bp_error_set(
            &err, BP_E_USAGE, NULL,
            N_("there is no ledger yet; `bronpost run` makes it, `bronpost config` shows where"));
    if (st == BP_OK)
        st = bp_ledger_open(inv->config->ledger_url, BP_LEDGER_WRITE, inv->env, &ledger, &err);
    if (st != BP_OK)
        return bp_cli_fail(inv, &err);
    for (size_t i = 0; i < inv->options.operand_count; i++) {
        struct bp_feedback_uitslag one = { 0 };
        const char *path = inv->options.operands[i];
        st = bp_feedback_file(ledger, path, WAIT_MS, &one, &err);
        if (st != BP_OK) { /* the other files are taken in all the same */
            int code = bp_cli_fail(inv, &err);
            worst = code > worst ? code : worst;
        } else {
            say_rows(inv, path, &one);
            add(&sum, &one);
        }
        bp_feedback_uitslag_free(&one);
    }
    bp_ledger_close(ledger);
    return report(inv, &sum, worst);
}
