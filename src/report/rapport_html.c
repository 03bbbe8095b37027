#include "rapport_html.h"
#include "bronpost/base/env.h"
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"

/* Made by scripts/embed. */
extern const char bp_rapport_css[], bp_rapport_css_sha256[];
extern const char bp_rapport_js[], bp_rapport_js_sha256[];

static struct bp_str name_of(const struct bp_rapport_instelling *instelling)
{
    return bp_str_filled(instelling->naam) ? instelling->naam : instelling->brin;
}

/* Names of the institutions whose registrations this run makes, each once; a partner is not named
 * as if the page were its own. */
static void put_names(const struct bp_rapport *rapport, struct bp_buf *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_rapport_instelling *here = &rapport->instellingen[i];
        bool named = here->te_registreren + here->ongewijzigd == 0;
        for (size_t j = 0; j < i && !named; j++)
            named = bp_str_equal(here->brin, rapport->instellingen[j].brin);
        if (named)
            continue;
        if (shown++)
            bp_buf_add_text(out, ", ");
        bp_html_text(out, name_of(here));
    }
    if (shown == 0)
        bp_html_text(out, bp_str_of(bp_text("Registration of students")));
}

static const struct bp_code_info *stop_of(const struct bp_rapport *rapport)
{
    for (size_t i = 0; i < rapport->code_count; i++)
        if (bp_rapport_telling_ernst(&rapport->codes[i]) == BP_ERNST_STOP)
            return bp_code_info(rapport->codes[i].code);
    return NULL;
}

static void put_rows_that_wait(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->rows_rejected)
        bp_html_counted(out, rapport->rows_rejected, bp_text("1 row needs you"),
                        bp_text("{1} rows need you"));
    else
        bp_html_text(out, bp_str_of(bp_text("nothing needs you")));
}

/* One sentence that says what matters. */
static void put_headline(const struct bp_rapport *rapport, struct bp_buf *out)
{
    const struct bp_code_info *stop = stop_of(rapport);
    bool work = rapport->rows_rejected || rapport->rows == 0;
    const char *mood = stop ? "stop" : work ? "work" : "good";
    bp_buf_printf(out, "<p class=\"headline %s\">", mood);
    if (stop) {
        struct bp_str title = bp_str_of(bp_text(stop->title));
        bp_html_template(out, bp_text("Stopped, nothing was changed: {1}."), &title, 1);
    } else if (rapport->rows == 0) {
        bp_html_text(out, bp_str_of(bp_text("The file holds no rows. Is the export complete?")));
    } else {
        bp_html_counted(out, rapport->te_registreren, bp_text("1 registration to make"),
                        bp_text("{1} registrations to make"));
        bp_buf_add_text(out, "; ");
        put_rows_that_wait(rapport, out);
        bp_buf_add_char(out, '.');
    }
    bp_buf_add_text(out, "</p>\n");
}

static void put_head(const struct bp_rapport *rapport, struct bp_buf *out)
{
    bp_buf_printf(
        out,
        "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
        bp_text_language(), bp_rapport_css_sha256, bp_rapport_js_sha256);
    char peildatum[BP_DATUM_TEXT];
    bp_datum_format(rapport->peildatum, peildatum);
    put_names(rapport, out);
    bp_buf_printf(out, ", %s: ", peildatum);
    put_rows_that_wait(rapport, out);
    bp_buf_printf(out, "</title>\n<style>%s</style>\n</head>\n", bp_rapport_css);
}

/* The parts that this report has, for the links at the top: a table that is empty is left out. */
struct part {
    const char *id, *title;
    bool there;
};

static void put_links(const struct bp_rapport *rapport, struct bp_buf *out)
{
    const struct part parts[] = {
        { "counts", N_("Counts"), true },
        { "todo", N_("What needs you"), true },
        { "rejected", N_("Rejected rows"), rapport->afgekeurd_count > 0 },
        { "signals", N_("Signals"), rapport->signaal_regel_count > 0 },
        { "routes", N_("Routes"), rapport->route_count > 0 },
        { "schools", N_("Institutions"), rapport->instelling_count > 0 },
        { "remarks", N_("Remarks"), rapport->opmerking_count > 0 },
    };
    bp_buf_add_text(out, "<nav aria-label=\"");
    bp_html_text(out, bp_str_of(bp_text("On this page")));
    bp_buf_add_text(out, "\"><ul>\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].there)
            continue;
        bp_buf_printf(out, "<li><a href=\"#%s\">", parts[i].id);
        bp_html_text(out, bp_str_of(bp_text(parts[i].title)));
        bp_buf_add_text(out, "</a></li>\n");
    }
    bp_buf_add_text(out, "</ul></nav>\n");
}

static void put_header(const struct bp_rapport *rapport, struct bp_buf *out)
{
    bool dry = strcmp(rapport->command, "check") == 0;
    bp_buf_add_text(out, "<header>\n<p class=\"kicker\">bronpost ");
    bp_html_text(out, bp_str_of(rapport->command));
    bp_buf_add_text(out, " &middot; ");
    bp_html_text(out, bp_str_of(dry ? bp_text("dry run: nothing was sent or changed")
                                    : bp_text("result of the run")));
    bp_buf_add_text(out, "</p>\n<h1>");
    put_names(rapport, out);
    bp_buf_add_text(out, "</h1>\n<p class=\"day\">");
    bp_html_text(out, bp_str_of(bp_text("Reference date")));
    bp_buf_add_text(out, " ");
    bp_html_datum(out, rapport->peildatum);
    bp_buf_add_text(out, "</p>\n");
    put_headline(rapport, out);
    put_links(rapport, out);
    bp_buf_add_text(out, "</header>\n");
}

static void put_remarks(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->opmerking_count == 0)
        return;
    bp_buf_add_text(out, "<section id=\"remarks\">\n");
    bp_html_element(out, "h2", bp_str_of(bp_text("Remarks")));
    bp_buf_add_text(out, "<ul class=\"remarks\">\n");
    for (size_t i = 0; i < rapport->opmerking_count; i++)
        bp_html_element(out, "li", rapport->opmerkingen[i]);
    bp_buf_add_text(out, "</ul>\n</section>\n");
}

static void put_fact(struct bp_buf *out, const char *name, struct bp_str value)
{
    if (!bp_str_filled(value))
        return;
    bp_buf_add_text(out, "<div>");
    bp_html_element(out, "dt", bp_str_of(name));
    bp_html_element(out, "dd", value);
    bp_buf_add_text(out, "</div>\n");
}

static struct bp_str separator_name(char separator)
{
    switch (separator) {
    case '\0':
        return (struct bp_str){ NULL, 0 };
    case ';':
        return bp_str_of(bp_text("semicolon"));
    case ',':
        return bp_str_of(bp_text("comma"));
    case '\t':
        return bp_str_of(bp_text("tab"));
    default:
        return bp_str_of(bp_text("another sign"));
    }
}

/* Where the figures come from. The moment is UTC and says so: the report is read in another zone
 * than it is made. */
static void put_footer(const struct bp_rapport *rapport, struct bp_buf *out)
{
    char moment[BP_MOMENT_TEXT];
    bp_moment_format(rapport->gemaakt_ms, moment);
    struct bp_buf text;
    bp_buf_init(&text, 64);
    bp_buf_printf(&text, "%.10s %.5s UTC", moment, moment + 11);
    bp_buf_add_text(out, "<footer>\n<dl>\n");
    put_fact(out, bp_text("Students"), bp_str_of(rapport->leerlingen_bestand));
    put_fact(out, bp_text("Routes"), bp_str_of(rapport->routes_bestand));
    put_fact(out, bp_text("Character set"), bp_str_of(rapport->charset));
    put_fact(out, bp_text("Separator"), separator_name(rapport->separator));
    put_fact(out, bp_text("Made"), bp_buf_str(&text));
    put_fact(out, bp_text("Version"), bp_str_of(rapport->version));
    bp_buf_add_text(out, "</dl>\n");
    bp_html_element(
        out, "p",
        bp_str_of(
            bp_text("This report holds no bsn and no onderwijsnummer; it does hold student numbers "
                    "(leerlingnummers). Keep it within the school.")));
    bp_buf_add_text(out, "</footer>\n");
    bp_buf_free(&text);
}

enum bp_status bp_rapport_html(const struct bp_rapport *rapport, struct bp_buf *out,
                               struct bp_error *err)
{
    put_head(rapport, out);
    bp_buf_add_text(out, "<body>\n");
    put_header(rapport, out);
    bp_buf_add_text(out, "<main>\n");
    bp_rapport_put_counts(rapport, out);
    bp_rapport_put_todo(rapport, out);
    bp_rapport_put_rows(rapport, out);
    bp_rapport_put_routes(rapport, out);
    bp_rapport_put_schools(rapport, out);
    put_remarks(rapport, out);
    bp_buf_add_text(out, "</main>\n");
    put_footer(rapport, out);
    bp_buf_printf(out, "<script>%s</script>\n</body>\n</html>\n", bp_rapport_js);
    return out->failed ? bp_error_memory(err, "rapport.html") : BP_OK;
}
