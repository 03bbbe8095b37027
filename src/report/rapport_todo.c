/* The sections of rapport.html that come first: the figures, and what needs a person. */
#include "bronpost/base/text.h"
#include "rapport_html.h"

/* Rows read = rows accepted + rows rejected: nothing got lost on the way. */
static void put_sum(const struct bp_rapport *rapport, struct bp_buf *out)
{
    char rows[BP_HTML_NUMBER], accepted[BP_HTML_NUMBER], rejected[BP_HTML_NUMBER];
    const struct bp_str args[] = { bp_html_number(rapport->rows, rows),
                                   bp_html_number(rapport->rows_registered, accepted),
                                   bp_html_number(rapport->rows_rejected, rejected) };
    bp_buf_add_text(out, "<p class=\"sum\">");
    bp_html_template(out, bp_text("Rows read: {1} = {2} accepted + {3} rejected."), args, 3);
    if (rapport->blank_rows) {
        bp_buf_add_char(out, ' ');
        bp_html_counted(out, rapport->blank_rows, bp_text("1 empty row was skipped."),
                        bp_text("{1} empty rows were skipped."));
    }
    bp_buf_add_text(out, "</p>\n<p class=\"sum\">");
    bp_html_counted(out, rapport->inschrijvingen, bp_text("They make 1 enrolment."),
                    bp_text("They make {1} enrolments."));
    bp_buf_add_char(out, ' ');
    if (rapport->inschrijvingen_afgekeurd) {
        bp_html_counted(out, rapport->inschrijvingen_afgekeurd, bp_text("1 of these is rejected."),
                        bp_text("{1} of these are rejected."));
        bp_buf_add_char(out, ' ');
    }
    bp_html_counted(out, rapport->berichten, bp_text("1 message was built and found valid."),
                    bp_text("{1} messages were built and found valid."));
    if (rapport->klaargezet) {
        bp_buf_add_char(out, ' ');
        bp_html_counted(out, rapport->klaargezet, bp_text("1 message is staged, ready to be sent."),
                        bp_text("{1} messages are staged, ready to be sent."));
    }
    bp_buf_add_text(out, "</p>\n");
}

void bp_rapport_put_counts(const struct bp_rapport *rapport, struct bp_buf *out)
{
    const struct bp_html_figure figures[] = {
        { N_("To register"), N_("new or changed"), BP_HTML_MAIN, rapport->te_registreren, false },
        { N_("Rejected rows"), N_("not registered"),
          rapport->rows_rejected ? BP_HTML_WORK : BP_HTML_PLAIN, rapport->rows_rejected, false },
        { N_("Signals"), N_("went on, deserve a look"), BP_HTML_PLAIN, rapport->signalen, false },
        { N_("Unchanged"), N_("the same as last time"), BP_HTML_PLAIN, rapport->ongewijzigd,
          false },
        { N_("For the partner"), N_("to hand over: partner.csv"), BP_HTML_PLAIN, rapport->partner,
          false },
        { N_("Out of scope"), N_("nothing to register on this date"), BP_HTML_PLAIN,
          rapport->buiten_bereik, false },
    };
    bp_html_section_open(out, "counts", N_("Counts"));
    bp_html_figures(out, figures, sizeof figures / sizeof *figures);
    put_sum(rapport, out);
    bp_html_section_close(out);
}

static bool has_rows(const struct bp_rapport_regel *regels, size_t count,
                     const struct bp_code_info *code)
{
    for (size_t i = 0; i < count && i < BP_RAPPORT_REGELS; i++)
        if (regels[i].code && regels[i].code->code == code->code)
            return true;
    return false;
}

static enum bp_html_mood mood(enum bp_ernst ernst)
{
    switch (ernst) {
    case BP_ERNST_AFKEURING:
        return BP_HTML_WORK;
    case BP_ERNST_SIGNAAL:
        return BP_HTML_LOOK;
    case BP_ERNST_STOP:
        return BP_HTML_STOP;
    }
    return BP_HTML_PLAIN;
}

static void put_code(const struct bp_rapport *rapport, const struct bp_rapport_telling *telling,
                     struct bp_buf *out)
{
    const struct bp_code_info *code = bp_code_info(telling->code);
    if (!code)
        return;
    bool signal = bp_rapport_telling_ernst(telling) == BP_ERNST_SIGNAAL;
    bool listed = signal ? has_rows(rapport->signaal_regels, rapport->signaal_regel_count, code)
                         : has_rows(rapport->afgekeurd, rapport->afgekeurd_count, code);
    const struct bp_html_todo item = {
        .mood = mood(bp_rapport_telling_ernst(telling)),
        .code = code->name,
        .title = code->title,
        .what = code->todo,
        .count = telling->inschrijvingen,
        .one = N_("1 enrolment"),
        .many = N_("{1} enrolments"),
        .table = !listed  ? NULL
                 : signal ? "signal-rows"
                          : "rejected-rows",
        .filter = code->name,
        .link = N_("the rows with {1}"),
    };
    bp_html_todo_item(out, &item);
}

/* One list of codes: those that keep something from being registered, or the signals. */
static size_t put_codes(const struct bp_rapport *rapport, bool signals, struct bp_buf *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < rapport->code_count; i++) {
        if ((bp_rapport_telling_ernst(&rapport->codes[i]) == BP_ERNST_SIGNAAL) != signals)
            continue;
        if (shown++ == 0)
            bp_html_todo_open(out);
        put_code(rapport, &rapport->codes[i], out);
    }
    if (shown)
        bp_html_todo_close(out);
    return shown;
}

/* BP304 and BP305 that are a count only. */
static void put_late(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->laat_aangemeld + rapport->laat_teldatum == 0)
        return;
    bp_buf_add_text(out, "<p class=\"late\">");
    if (rapport->laat_aangemeld)
        bp_html_counted(
            out, rapport->laat_aangemeld,
            bp_text("1 enrolment began more than 7 days ago and is not known here (BP304)."),
            bp_text("{1} enrolments began more than 7 days ago and are not known here (BP304)."));
    if (rapport->laat_aangemeld && rapport->laat_teldatum)
        bp_buf_add_char(out, ' ');
    if (rapport->laat_teldatum)
        bp_html_counted(
            out, rapport->laat_teldatum,
            bp_text("1 enrolment was open on the last 1 October and is not known here (BP305)."),
            bp_text(
                "{1} enrolments were open on the last 1 October and are not known here (BP305)."));
    bp_buf_add_char(out, ' ');
    bp_html_text(out,
                 bp_str_of(bp_text(
                     "The ledger holds nothing of these institutions yet, so this is counted and "
                     "not listed.")));
    bp_buf_add_text(out, "</p>\n");
}

/* BP216 that is a count only. */
static void put_in_rio(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->rio_onbekend == 0)
        return;
    bp_buf_add_text(out, "<p class=\"late\">");
    bp_html_counted(
        out, rapport->rio_onbekend,
        bp_text("1 enrolment is in a route that is not known here as registered in RIO (BP216)."),
        bp_text("{1} enrolments are in a route that is not known here as registered in RIO "
                "(BP216)."));
    bp_buf_add_char(out, ' ');
    bp_html_text(
        out, bp_str_of(bp_text("The ledger knows no route of these institutions in RIO, so this is "
                               "counted and not listed; --require-rio lists and rejects them.")));
    bp_buf_add_text(out, "</p>\n");
}

void bp_rapport_put_todo(const struct bp_rapport *rapport, struct bp_buf *out)
{
    bp_html_section_open(out, "todo", N_("What needs you"));
    if (put_codes(rapport, false, out) == 0)
        bp_html_element(out, "p", bp_str_of(bp_text("Nothing: no row was rejected.")));
    else if (rapport->rows_rejected)
        bp_html_element(out, "p",
                        bp_str_of(bp_text(
                            "Mend the student administration and export again; or mend the rows in "
                            "afgekeurd.csv and feed that file back.")));
    bp_html_section_close(out);

    struct bp_buf signals;
    bp_buf_init(&signals, out->max);
    size_t shown = put_codes(rapport, true, &signals);
    put_late(rapport, &signals);
    put_in_rio(rapport, &signals);
    if (shown || signals.len) {
        bp_html_section_open(out, "look", N_("Worth a look"));
        bp_buf_add_str(out, bp_buf_str(&signals));
        bp_html_section_close(out);
    }
    if (signals.failed)
        out->failed = true;
    bp_buf_free(&signals);
}
