/* html_page.c - the frame of a page, its counts and what is to be done */
#include "bronpost/base/env.h"
#include "bronpost/base/text.h"
#include "html.h"

/* Made by scripts/embed. */
extern const char bp_rapport_css[], bp_rapport_css_sha256[];
extern const char bp_rapport_js[], bp_rapport_js_sha256[];

static const char *mood_class(enum bp_html_mood mood)
{
    switch (mood) {
    case BP_HTML_PLAIN:
        return "";
    case BP_HTML_MAIN:
        return "main";
    case BP_HTML_GOOD:
        return "good";
    case BP_HTML_WORK:
        return "work";
    case BP_HTML_LOOK:
        return "look";
    case BP_HTML_STOP:
        return "stop";
    }
    return "";
}

static void put_head(struct bp_buf *out, const struct bp_html_page *page)
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
    bp_html_text(out, page->title);
    if (page->day_count) {
        char day[BP_DATUM_TEXT];
        bp_datum_format(page->days[0].day, day);
        bp_buf_printf(out, ", %s", day);
    }
    bp_buf_add_text(out, ": ");
    bp_html_text(out, page->headline);
    bp_buf_printf(out, "</title>\n<style>%s</style>\n</head>\n", bp_rapport_css);
}

static void put_links(struct bp_buf *out, const struct bp_html_page *page)
{
    bp_buf_add_text(out, "<nav aria-label=\"");
    bp_html_text(out, bp_str_of(bp_text("On this page")));
    bp_buf_add_text(out, "\"><ul>\n");
    for (size_t i = 0; i < page->part_count; i++) {
        if (!page->parts[i].there)
            continue;
        bp_buf_printf(out, "<li><a href=\"#%s\">", page->parts[i].id);
        bp_html_text(out, bp_str_of(bp_text(page->parts[i].title)));
        bp_buf_add_text(out, "</a></li>\n");
    }
    bp_buf_add_text(out, "</ul></nav>\n");
}

static void put_days(struct bp_buf *out, const struct bp_html_page *page)
{
    if (page->day_count == 0)
        return;
    bp_buf_add_text(out, "<p class=\"day\">");
    for (size_t i = 0; i < page->day_count; i++) {
        bp_buf_add_text(out, i ? " <span>" : "<span>");
        bp_html_text(out, bp_str_of(bp_text(page->days[i].label)));
        bp_buf_add_char(out, ' ');
        bp_html_datum(out, page->days[i].day);
        bp_buf_add_text(out, "</span>");
    }
    bp_buf_add_text(out, "</p>\n");
}

void bp_html_page_open(struct bp_buf *out, const struct bp_html_page *page)
{
    put_head(out, page);
    bp_buf_add_text(out, "<body>\n<a class=\"skip\" href=\"#main\">");
    bp_html_text(out, bp_str_of(bp_text("To the figures")));
    bp_buf_add_text(out, "</a>\n<header>\n<p class=\"kicker\">bronpost ");
    bp_html_text(out, bp_str_of(page->command));
    bp_buf_add_text(out, " &middot; ");
    bp_html_text(out, bp_str_of(bp_text(page->what)));
    bp_buf_add_text(out, "</p>\n");
    bp_html_element(out, "h1", page->title);
    put_days(out, page);
    bp_buf_printf(out, "<p class=\"headline %s\">", mood_class(page->mood));
    bp_html_text(out, page->headline);
    bp_buf_add_text(out, "</p>\n");
    put_links(out, page);
    bp_buf_add_text(out, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

static void put_fact(struct bp_buf *out, const struct bp_html_fact *fact)
{
    if (!bp_str_filled(fact->value))
        return;
    bp_buf_add_text(out, "<div>");
    bp_html_element(out, "dt", bp_str_of(bp_text(fact->name)));
    bp_html_element(out, "dd", fact->value);
    bp_buf_add_text(out, "</div>\n");
}

/* The moment is UTC and says so: the report is read in another zone than it is made. */
static void put_moment(struct bp_buf *out, int64_t moment_ms)
{
    char iso[BP_MOMENT_TEXT];
    bp_moment_format(moment_ms, iso);
    struct bp_buf moment;
    bp_buf_init(&moment, 64);
    bp_buf_printf(&moment, "%.10s %.5s UTC", iso, iso + 11);
    const struct bp_html_fact made = { N_("Made"), bp_buf_str(&moment) };
    put_fact(out, &made);
    bp_buf_free(&moment);
}

void bp_html_page_close(struct bp_buf *out, const struct bp_html_page *page,
                        const struct bp_html_fact *facts, size_t fact_count)
{
    const struct bp_html_fact version = { N_("Version"), bp_str_of(page->version) };
    bp_buf_add_text(out, "</main>\n<footer>\n<dl>\n");
    for (size_t i = 0; i < fact_count; i++)
        put_fact(out, &facts[i]);
    put_moment(out, page->gemaakt_ms);
    put_fact(out, &version);
    bp_buf_add_text(out, "</dl>\n");
    bp_html_element(
        out, "p",
        bp_str_of(
            page->leerlingnummers
                ? bp_text("This report holds no bsn and no onderwijsnummer; it does hold student "
                          "numbers (leerlingnummers). Keep it within the school.")
                : bp_text("This report holds no bsn, no onderwijsnummer and no leerlingnummer.")));
    bp_buf_printf(out, "</footer>\n<script>%s</script>\n</body>\n</html>\n", bp_rapport_js);
}

void bp_html_section_open(struct bp_buf *out, const char *id, const char *title)
{
    bp_buf_printf(out, "<section id=\"%s\">\n", id);
    bp_html_element(out, "h2", bp_str_of(bp_text(title)));
}

void bp_html_section_close(struct bp_buf *out)
{
    bp_buf_add_text(out, "</section>\n");
}

void bp_html_list(struct bp_buf *out, const struct bp_str *items, size_t count)
{
    if (count == 0)
        return;
    bp_buf_add_text(out, "<ul class=\"remarks\">\n");
    for (size_t i = 0; i < count; i++)
        bp_html_element(out, "li", items[i]);
    bp_buf_add_text(out, "</ul>\n");
}

/* --- counts --- */

static void put_figure(struct bp_buf *out, const struct bp_html_figure *figure)
{
    char text[BP_HTML_NUMBER];
    const char *class = mood_class(figure->mood);
    bp_buf_printf(out, "<div class=\"figure%s%s\"><dt>", *class ? " " : "", class);
    bp_html_text(out, bp_str_of(bp_text(figure->title)));
    bp_buf_add_text(out, "</dt><dd><b>");
    if (figure->unknown)
        bp_buf_add_text(out, "&ndash;");
    else
        bp_buf_add_str(out, bp_html_number(figure->value, text));
    bp_buf_add_text(out, "</b> <small>");
    bp_html_text(out, bp_str_of(bp_text(figure->note)));
    bp_buf_add_text(out, "</small></dd></div>\n");
}

void bp_html_figures(struct bp_buf *out, const struct bp_html_figure *figures, size_t count)
{
    bp_buf_add_text(out, "<dl class=\"figures\">\n");
    for (size_t i = 0; i < count; i++)
        put_figure(out, &figures[i]);
    bp_buf_add_text(out, "</dl>\n");
}

/* --- what is to be done --- */

void bp_html_todo_open(struct bp_buf *out)
{
    bp_buf_add_text(out, "<ul class=\"codes\">\n");
}

/* With JavaScript the link also narrows the table down; several words in quotes are looked for as they stand. */
static void put_link(struct bp_buf *out, const struct bp_html_todo *item)
{
    const struct bp_str filter = bp_str_of(bp_text(item->filter));
    const char *quote = memchr(filter.ptr, ' ', filter.len) ? "&quot;" : "";
    bp_buf_printf(out, " <a href=\"#%s\" data-filter=\"%s", item->table, quote);
    bp_html_text(out, filter);
    bp_buf_printf(out, "%s\">", quote);
    bp_html_template(out, bp_text(item->link), &filter, 1);
    bp_buf_add_text(out, "</a>");
}

void bp_html_todo_item(struct bp_buf *out, const struct bp_html_todo *item)
{
    bp_buf_printf(out, "<li class=\"%s\"><h3>", mood_class(item->mood));
    if (item->code)
        bp_buf_printf(out, "<code>%s</code> ", item->code);
    bp_buf_add_text(out, "<span>");
    bp_html_text(out, bp_str_of(bp_text(item->title)));
    bp_buf_add_text(out, "</span></h3>\n<p>");
    bp_html_text(out, bp_str_of(bp_text(item->what)));
    bp_buf_add_text(out, "</p>\n<p class=\"count\">");
    bp_html_counted(out, item->count, bp_text(item->one), bp_text(item->many));
    if (item->table)
        put_link(out, item);
    bp_buf_add_text(out, "</p></li>\n");
}

void bp_html_todo_close(struct bp_buf *out)
{
    bp_buf_add_text(out, "</ul>\n");
}
