#include "rapport_html.h"
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"

static struct bp_str name_of(const struct bp_rapport_instelling *instelling)
{
    return bp_str_filled(instelling->naam) ? instelling->naam : instelling->brin;
}

/* Names of the institutions whose registrations this run makes, each once; a partner is not named
 * as if the page were its own. */
static void add_names(const struct bp_rapport *rapport, struct bp_buf *text)
{
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_rapport_instelling *here = &rapport->instellingen[i];
        bool named = here->te_registreren + here->ongewijzigd == 0;
        for (size_t j = 0; j < i && !named; j++)
            named = bp_str_equal(here->brin, rapport->instellingen[j].brin);
        if (named)
            continue;
        if (text->len)
            bp_buf_add_text(text, ", ");
        bp_buf_add_str(text, name_of(here));
    }
    if (text->len == 0)
        bp_buf_add_text(text, bp_text("Registration of students"));
}

static const struct bp_code_info *stop_of(const struct bp_rapport *rapport)
{
    for (size_t i = 0; i < rapport->code_count; i++)
        if (bp_rapport_telling_ernst(&rapport->codes[i]) == BP_ERNST_STOP)
            return bp_code_info(rapport->codes[i].code);
    return NULL;
}

/* One sentence that says what matters. */
static enum bp_html_mood add_headline(const struct bp_rapport *rapport, struct bp_buf *text)
{
    const struct bp_code_info *stop = stop_of(rapport);
    if (stop) {
        struct bp_str title = bp_str_of(bp_text(stop->title));
        bp_text_fill(text, bp_text("Stopped, nothing was changed: {1}."), &title, 1);
        return BP_HTML_STOP;
    }
    if (rapport->rows == 0) {
        bp_buf_add_text(text, bp_text("The file holds no rows. Is the export complete?"));
        return BP_HTML_WORK;
    }
    bp_text_counted(text, rapport->te_registreren, bp_text("1 registration to make"),
                    bp_text("{1} registrations to make"));
    bp_buf_add_text(text, "; ");
    if (rapport->rows_rejected)
        bp_text_counted(text, rapport->rows_rejected, bp_text("1 row needs you"),
                        bp_text("{1} rows need you"));
    else
        bp_buf_add_text(text, bp_text("nothing needs you"));
    bp_buf_add_char(text, '.');
    return rapport->rows_rejected ? BP_HTML_WORK : BP_HTML_GOOD;
}

static void put_remarks(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->opmerking_count == 0)
        return;
    bp_html_section_open(out, "remarks", N_("Remarks"));
    bp_html_list(out, rapport->opmerkingen, rapport->opmerking_count);
    bp_html_section_close(out);
}

static void put_sections(const struct bp_rapport *rapport, struct bp_buf *out)
{
    bp_rapport_put_counts(rapport, out);
    bp_rapport_put_todo(rapport, out);
    bp_rapport_put_rows(rapport, out);
    bp_rapport_put_routes(rapport, out);
    bp_rapport_put_schools(rapport, out);
    put_remarks(rapport, out);
}

static void put_page(const struct bp_rapport *rapport, struct bp_str names, struct bp_str headline,
                     enum bp_html_mood mood, struct bp_buf *out)
{
    bool dry = strcmp(rapport->command, "check") == 0;
    const struct bp_html_part parts[] = {
        { "counts", N_("Counts"), true },
        { "todo", N_("What needs you"), true },
        { "rejected", N_("Rejected rows"), rapport->afgekeurd_count > 0 },
        { "signals", N_("Signals"), rapport->signaal_regel_count > 0 },
        { "routes", N_("Routes"), rapport->route_count > 0 },
        { "schools", N_("Institutions"), rapport->instelling_count > 0 },
        { "remarks", N_("Remarks"), rapport->opmerking_count > 0 },
    };
    const struct bp_html_day day = { N_("Reference date"), rapport->peildatum };
    const struct bp_html_page page = {
        .command = rapport->command,
        .what = dry ? N_("dry run: nothing was sent or changed") : N_("result of the run"),
        .title = names,
        .days = &day,
        .day_count = 1,
        .mood = mood,
        .headline = headline,
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .gemaakt_ms = rapport->gemaakt_ms,
        .version = rapport->version,
        .leerlingnummers = true,
    };
    const struct bp_html_fact facts[] = {
        { N_("Students"), bp_str_of(rapport->leerlingen_bestand) },
        { N_("Routes"), bp_str_of(rapport->routes_bestand) },
        { N_("Character set"), bp_str_of(rapport->charset) },
        { N_("Separator"), bp_html_separator(rapport->separator) },
    };
    bp_html_page_open(out, &page);
    put_sections(rapport, out);
    bp_html_page_close(out, &page, facts, sizeof facts / sizeof *facts);
}

enum bp_status bp_rapport_html(const struct bp_rapport *rapport, struct bp_buf *out,
                               struct bp_error *err)
{
    struct bp_buf names, headline;
    bp_buf_init(&names, out->max);
    bp_buf_init(&headline, BP_HTML_HEADLINE);
    add_names(rapport, &names);
    enum bp_html_mood mood = add_headline(rapport, &headline);
    put_page(rapport, bp_buf_str(&names), bp_buf_str(&headline), mood, out);
    bool failed = out->failed || names.failed || headline.failed;
    bp_buf_free(&names);
    bp_buf_free(&headline);
    return failed ? bp_error_memory(err, "rapport.html") : BP_OK;
}
