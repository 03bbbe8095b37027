/* The sections of rapport.html that come first: the figures, and what needs a person. */
#include "bronpost/base/text.h"
#include "rapport_html.h"

struct figure {
    const char *title, *note, *class;
    size_t value;
};

static void put_figure(const struct figure *figure, struct bp_buf *out)
{
    char text[BP_HTML_NUMBER];
    bp_buf_printf(out, "<div class=\"figure%s%s\"><dt>", *figure->class ? " " : "", figure->class);
    bp_html_text(out, bp_str_of(bp_text(figure->title)));
    bp_buf_add_text(out, "</dt><dd><b>");
    bp_buf_add_str(out, bp_html_number(figure->value, text));
    bp_buf_add_text(out, "</b><small>");
    bp_html_text(out, bp_str_of(bp_text(figure->note)));
    bp_buf_add_text(out, "</small></dd></div>\n");
}

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
    const struct figure figures[] = {
        { N_("To register"), N_("new or changed"), "main", rapport->te_registreren },
        { N_("Rejected rows"), N_("not registered"), rapport->rows_rejected ? "work" : "",
          rapport->rows_rejected },
        { N_("Signals"), N_("went on, deserve a look"), "", rapport->signalen },
        { N_("Unchanged"), N_("the same as last time"), "", rapport->ongewijzigd },
        { N_("For the partner"), N_("to hand over: partner.csv"), "", rapport->partner },
        { N_("Out of scope"), N_("nothing to register on this date"), "", rapport->buiten_bereik },
    };
    bp_buf_add_text(out, "<section id=\"counts\">\n");
    bp_html_element(out, "h2", bp_str_of(bp_text("Counts")));
    bp_buf_add_text(out, "<dl class=\"figures\">\n");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        put_figure(&figures[i], out);
    bp_buf_add_text(out, "</dl>\n");
    put_sum(rapport, out);
    bp_buf_add_text(out, "</section>\n");
}

static bool has_rows(const struct bp_rapport_regel *regels, size_t count,
                     const struct bp_code_info *code)
{
    for (size_t i = 0; i < count && i < BP_RAPPORT_REGELS; i++)
        if (regels[i].code && regels[i].code->code == code->code)
            return true;
    return false;
}

/* With JavaScript the link also narrows the table down to the code. */
static void put_link(const struct bp_rapport *rapport, const struct bp_rapport_telling *telling,
                     const struct bp_code_info *code, struct bp_buf *out)
{
    bool signal = bp_rapport_telling_ernst(telling) == BP_ERNST_SIGNAAL;
    if (!(signal ? has_rows(rapport->signaal_regels, rapport->signaal_regel_count, code)
                 : has_rows(rapport->afgekeurd, rapport->afgekeurd_count, code)))
        return;
    const char *table = signal ? "signal-rows" : "rejected-rows";
    struct bp_str name = bp_str_of(code->name);
    bp_buf_printf(out, " <a href=\"#%s\" data-filter=\"%s\">", table, code->name);
    bp_html_template(out, bp_text("the rows with {1}"), &name, 1);
    bp_buf_add_text(out, "</a>");
}

static const char *mood(enum bp_ernst ernst)
{
    switch (ernst) {
    case BP_ERNST_AFKEURING:
        return "work";
    case BP_ERNST_SIGNAAL:
        return "look";
    case BP_ERNST_STOP:
        return "stop";
    }
    return "";
}

static void put_code(const struct bp_rapport *rapport, const struct bp_rapport_telling *telling,
                     struct bp_buf *out)
{
    const struct bp_code_info *code = bp_code_info(telling->code);
    if (!code)
        return;
    bp_buf_printf(out, "<li class=\"%s\"><h3><code>%s</code> <span>",
                  mood(bp_rapport_telling_ernst(telling)), code->name);
    bp_html_text(out, bp_str_of(bp_text(code->title)));
    bp_buf_add_text(out, "</span></h3>\n<p>");
    bp_html_text(out, bp_str_of(bp_text(code->todo)));
    bp_buf_add_text(out, "</p>\n<p class=\"count\">");
    bp_html_counted(out, telling->inschrijvingen, bp_text("1 enrolment"),
                    bp_text("{1} enrolments"));
    put_link(rapport, telling, code, out);
    bp_buf_add_text(out, "</p></li>\n");
}

/* One list of codes: those that keep something from being registered, or the signals. */
static size_t put_codes(const struct bp_rapport *rapport, bool signals, struct bp_buf *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < rapport->code_count; i++) {
        if ((bp_rapport_telling_ernst(&rapport->codes[i]) == BP_ERNST_SIGNAAL) != signals)
            continue;
        if (shown++ == 0)
            bp_buf_add_text(out, "<ul class=\"codes\">\n");
        put_code(rapport, &rapport->codes[i], out);
    }
    if (shown)
        bp_buf_add_text(out, "</ul>\n");
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
    bp_buf_add_text(out, "<section id=\"todo\">\n");
    bp_html_element(out, "h2", bp_str_of(bp_text("What needs you")));
    if (put_codes(rapport, false, out) == 0)
        bp_html_element(out, "p", bp_str_of(bp_text("Nothing: no row was rejected.")));
    else if (rapport->rows_rejected)
        bp_html_element(out, "p",
                        bp_str_of(bp_text(
                            "Mend the student administration and export again; or mend the rows in "
                            "afgekeurd.csv and feed that file back.")));
    bp_buf_add_text(out, "</section>\n");

    struct bp_buf signals;
    bp_buf_init(&signals, out->max);
    size_t shown = put_codes(rapport, true, &signals);
    put_late(rapport, &signals);
    put_in_rio(rapport, &signals);
    if (shown || signals.len) {
        bp_buf_add_text(out, "<section id=\"look\">\n");
        bp_html_element(out, "h2", bp_str_of(bp_text("Worth a look")));
        bp_buf_add_str(out, bp_buf_str(&signals));
        bp_buf_add_text(out, "</section>\n");
    }
    if (signals.failed)
        out->failed = true;
    bp_buf_free(&signals);
}
