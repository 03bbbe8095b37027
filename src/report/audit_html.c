/* audit_html.c - the page of an audit: its frame, the figures, and what somebody should look at */
#include "audit_html.h"
#include "bronpost/base/text.h"

#include <stdio.h>

/* Names in the heading; more are a number. */
#define NAMES 4

static void add_names(const struct bp_audit_rapport *rapport, struct bp_buf *text)
{
    size_t named = 0;
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_audit_telling *here = &rapport->instellingen[i];
        if (i && strcmp(here->brin, here[-1].brin) == 0)
            continue; /* the same institution in its other sector */
        if (named++ >= NAMES)
            continue;
        if (text->len)
            bp_buf_add_text(text, ", ");
        bp_buf_add_str(text, bp_str_filled(here->naam) ? here->naam : bp_str_of(here->brin));
    }
    if (named > NAMES)
        bp_text_counted(text, named - NAMES, bp_text(" and 1 more"), bp_text(" and {1} more"));
    if (named == 0)
        bp_buf_add_text(text, bp_text("Registration of students"));
}

static size_t tbgi_regels(const struct bp_audit_rapport *rapport)
{
    return rapport->tbgi ? rapport->tbgi->regel_totaal : 0;
}

static enum bp_html_mood add_headline(const struct bp_audit_rapport *rapport, struct bp_buf *text)
{
    if (bp_audit_niets_bekend(rapport)) {
        char begin[BP_DATUM_TEXT];
        const char *message = bp_audit_begin(rapport, rapport->dag, begin);
        const struct bp_str day = bp_str_of(begin);
        bp_text_fill(text, bp_text(message), &day, 1);
        return BP_HTML_WORK;
    }
    bp_text_counted(text, rapport->leerlingen, bp_text("1 student registered"),
                    bp_text("{1} students registered"));
    bp_buf_add_text(text, "; ");
    if (rapport->signaal_regels)
        bp_text_counted(text, rapport->signaal_regels, bp_text("1 registration needs a look"),
                        bp_text("{1} registrations need a look"));
    else if (tbgi_regels(rapport) == 0)
        bp_buf_add_text(text, bp_text("nothing needs you"));
    if (tbgi_regels(rapport)) {
        bp_buf_add_text(text, rapport->signaal_regels ? "; " : "");
        bp_text_counted(text, tbgi_regels(rapport),
                        bp_text("1 decision of DUO on funding needs a look"),
                        bp_text("{1} decisions of DUO on funding need a look"));
    }
    bp_buf_add_char(text, '.');
    return rapport->signaal_regels + tbgi_regels(rapport) ? BP_HTML_WORK : BP_HTML_GOOD;
}

/* --- figures -------------------------------------------------------------------------------------------------- */

static void put_sum(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    const size_t numbers[] = { r->registraties,  r->geregistreerd, r->beeindigd,
                               r->niet_begonnen, r->niet_bij_duo,  r->verwijderd };
    char texts[6][BP_HTML_NUMBER];
    struct bp_str args[6];
    for (size_t i = 0; i < 6; i++)
        args[i] = bp_html_number(numbers[i], texts[i]);
    bp_buf_add_text(out, "<p class=\"sum\">");
    bp_html_template(out,
                     bp_text("Registrations in the ledger: {1} = {2} registered + {3} ended before "
                             "the day + {4} begin after it + {5} not at DUO + {6} removed"),
                     args, 6);
    if (r->onbekend)
        bp_html_counted(out, r->onbekend, bp_text(" + 1 of which what it states is no longer kept"),
                        bp_text(" + {1} of which what they state is no longer kept"));
    bp_buf_add_text(out, ".</p>\n");
    if (r->niet_in_grootboek == 0)
        return;
    bp_buf_add_text(out, "<p class=\"sum\">");
    bp_html_counted(out, r->niet_in_grootboek,
                    bp_text("Of 1 of these the school that DUO funds is not in this ledger: who "
                            "that is, is not told here."),
                    bp_text("Of {1} of these the school that DUO funds is not in this ledger: who "
                            "that is, is not told here."));
    bp_buf_add_text(out, "</p>\n");
}

void bp_audit_put_begin(const struct bp_audit_rapport *r, struct bp_datum dag, struct bp_buf *out)
{
    char begin[BP_DATUM_TEXT];
    const char *message = bp_audit_begin(r, dag, begin);
    const struct bp_str day = bp_str_of(begin);
    if (!message)
        return;
    bp_buf_add_text(out, "<p class=\"sum\">");
    bp_html_template(out, bp_text(message), &day, 1);
    bp_buf_add_text(out, "</p>\n");
}

void bp_audit_put_counts(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    const struct bp_html_figure figures[] = {
        { N_("Students"), N_("registered on the day"), BP_HTML_MAIN, r->leerlingen, false },
        { N_("In vo"), N_("students"), BP_HTML_PLAIN, r->sectoren[0].leerlingen, false },
        { N_("In mbo"), N_("students"), BP_HTML_PLAIN, r->sectoren[1].leerlingen, false },
        { N_("To look at"), N_("registrations with a signal"),
          r->signaal_regels ? BP_HTML_WORK : BP_HTML_PLAIN, r->signaal_regels, false },
        { N_("Not at DUO"), N_("registrations: nothing received, or refused"), BP_HTML_PLAIN,
          r->niet_bij_duo, false },
        { N_("Removed"), N_("registrations that DUO took back"), BP_HTML_PLAIN, r->verwijderd,
          false },
    };
    bp_html_section_open(out, "counts", N_("Counts"));
    bp_html_figures(out, figures, sizeof figures / sizeof *figures);
    put_sum(r, out);
    bp_audit_put_begin(r, r->dag, out);
    bp_html_section_close(out);
}

void bp_audit_put_todo(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    bp_html_section_open(out, "todo", N_("What needs you"));
    if (rapport->signaal_regels + tbgi_regels(rapport) == 0) {
        bp_html_element(
            out, "p",
            bp_str_of(bp_audit_niets_bekend(rapport)
                          ? bp_text("Nothing: there is nothing yet to judge.")
                          : bp_text("Nothing: as far as this ledger shows no student is "
                                    "funded twice or nowhere, and vo and mbo say the "
                                    "same.")));
        bp_html_section_close(out);
        return;
    }
    bp_html_todo_open(out);
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++) {
        const struct bp_html_todo item = {
            .mood = BP_HTML_WORK,
            .title = bp_audit_signaal_title(s),
            .what = bp_audit_signaal_todo(s),
            .count = rapport->signalen[s],
            .one = N_("1 registration"),
            .many = N_("{1} registrations"),
            .table = "signal-rows",
            .filter = bp_dag_signaal_name(s),
            .link = N_("the rows with {1}"),
        };
        if (rapport->signalen[s])
            bp_html_todo_item(out, &item);
    }
    if (rapport->tbgi)
        bp_tbgi_put_todo(rapport->tbgi, out);
    bp_html_todo_close(out);
    bp_html_section_close(out);
}

/* --- what holds for all of it --------------------------------------------------------------------------------- */

static void put_remarks(const struct bp_audit_rapport *r, struct bp_buf *out)
{
    struct bp_str items[5];
    size_t count = 0;
    if (bp_audit_toekomst(r) && !bp_audit_niets_bekend(r))
        items[count++] = bp_str_of(bp_text("The day is later than what is known: this is how it "
                                           "would be when nothing changes."));
    if (bp_datum_given(r->bekend_op))
        items[count++] = bp_str_of(
            bp_text("What was sent, received or removed after the day as known does not count."));
    if (!r->leerlingnummers)
        items[count++] = bp_str_of(
            bp_text("A student is a pseudonym here, the same in every audit of this installation; "
                    "bronpost audit --leerlingnummers shows the school's own numbers."));
    items[count++] = bp_str_of(
        bp_text("Who is funded follows from the registrations in this ledger and the phase on the "
                "day; DUO decides."));
    items[count++] = bp_str_of(
        bp_text("This is what the ledger says; that it was not changed afterwards is proven by "
                "bronpost audit --verify."));
    bp_html_section_open(out, "remarks", N_("Remarks"));
    bp_html_list(out, items, count);
    bp_html_section_close(out);
}

/* --- the page ------------------------------------------------------------------------------------------------- */

static void put_sections(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    bp_audit_put_counts(rapport, out);
    bp_audit_put_todo(rapport, out);
    bp_audit_put_signalen(rapport, out);
    bp_tbgi_put_section(rapport->tbgi, rapport->leerlingnummers, out);
    bp_audit_put_fasen(rapport, out);
    bp_audit_put_teldata(rapport, out);
    bp_audit_put_momenten(rapport, out);
    bp_audit_put_instellingen(rapport, out);
    bp_audit_put_registraties(rapport, out);
    put_remarks(rapport, out);
}

static void put_page(const struct bp_audit_rapport *r, const struct bp_html_page *page,
                     struct bp_buf *out)
{
    char schakels[24], moment[BP_MOMENT_TEXT];
    (void)snprintf(schakels, sizeof schakels, "%llu", (unsigned long long)r->schakels);
    bp_moment_format(r->kop_ms, moment);
    const struct bp_str none = { "", 0 };
    bool chain = r->schakels > 0;
    const struct bp_html_fact facts[] = {
        { N_("Links in the evidence chain"), chain ? bp_str_of(schakels) : none },
        { N_("Head of the chain"), chain ? bp_str_of(r->kop) : none },
        { N_("Moment of the head"), chain ? bp_str_of(moment) : none },
    };
    bp_html_page_open(out, page);
    put_sections(r, out);
    bp_html_page_close(out, page, facts, sizeof facts / sizeof *facts);
}

static void put_frame(const struct bp_audit_rapport *r, struct bp_str names, struct bp_str headline,
                      enum bp_html_mood mood, struct bp_buf *out)
{
    const struct bp_html_part parts[] = {
        { "counts", N_("Counts"), true },
        { "todo", N_("What needs you"), true },
        { "signals", N_("Signals"), r->gemerkt_count > 0 },
        { "tbgi", N_("Funding as DUO decided"), r->tbgi != NULL },
        { "phases", N_("Per sector and phase"), r->geregistreerd > 0 },
        { "counting", N_("Counting dates"), true },
        { "time", N_("Over time"), r->moment_count > 0 },
        { "schools", N_("Institutions"), r->instelling_count > 0 },
        { "registrations", N_("Registrations"), r->regel_count > 0 },
        { "remarks", N_("Remarks"), true },
    };
    const struct bp_html_day days[] = {
        { N_("Registered on"), r->dag },
        { N_("as known at the end of"), r->bekend_op },
    };
    const struct bp_html_page page = {
        .command = "audit",
        .what = N_("who is registered, as the ledger knows it"),
        .title = names,
        .days = days,
        .day_count = bp_datum_given(r->bekend_op) ? 2 : 1,
        .mood = mood,
        .headline = headline,
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .gemaakt_ms = r->gemaakt_ms,
        .version = r->version,
        .leerlingnummers = r->leerlingnummers,
    };
    put_page(r, &page, out);
}

enum bp_status bp_audit_html(const struct bp_audit_rapport *rapport, struct bp_buf *out,
                             struct bp_error *err)
{
    struct bp_buf names, headline;
    bp_buf_init(&names, BP_HTML_HEADLINE * 16);
    bp_buf_init(&headline, BP_HTML_HEADLINE);
    add_names(rapport, &names);
    enum bp_html_mood mood = add_headline(rapport, &headline);
    put_frame(rapport, bp_buf_str(&names), bp_buf_str(&headline), mood, out);
    bool failed = out->failed || names.failed || headline.failed;
    bp_buf_free(&names);
    bp_buf_free(&headline);
    return failed ? bp_error_memory(err, "rapport.html") : BP_OK;
}
