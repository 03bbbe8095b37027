/* The sections of rapport.html that are tables. */
#include "bronpost/base/text.h"
#include "rapport_html.h"

enum { RIJ, LEERLING, CODE, KOLOM, UITLEG, REGEL_COLUMNS };

static const struct bp_html_column regel_columns[REGEL_COLUMNS] = {
    [RIJ] = { N_("Line"), "line", BP_HTML_SORT_NUMBER },
    [LEERLING] = { N_("Student"), "student", BP_HTML_SORT_TEXT },
    [CODE] = { N_("Code"), "code", BP_HTML_SORT_TEXT },
    [KOLOM] = { N_("Column"), "column", BP_HTML_SORT_TEXT },
    [UITLEG] = { N_("Explanation"), "text", BP_HTML_SORT_TEXT },
};

static void put_regel(const struct bp_rapport_regel *regel, struct bp_buf *out)
{
    bp_html_row_open(out);
    bp_html_cell_line(out, &regel_columns[RIJ], regel->line);
    bp_html_cell_value(out, &regel_columns[LEERLING], regel->leerlingnummer);
    bp_html_cell_value(out, &regel_columns[CODE], bp_str_of(regel->code ? regel->code->name : ""));
    bp_html_cell_name(out, &regel_columns[KOLOM], bp_kolom_name(regel->kolom));
    bp_html_cell_value(out, &regel_columns[UITLEG], regel->uitleg);
    bp_html_row_close(out);
}

struct regel_table {
    const char *section, *table; /* ids */
    const char *title;           /* message id */
    const char *caption, *file;
    const struct bp_rapport_regel *regels;
    size_t count, total;
};

static void put_regels(const struct regel_table *part, struct bp_buf *out)
{
    size_t count = part->count < BP_RAPPORT_REGELS ? part->count : BP_RAPPORT_REGELS;
    if (count == 0)
        return;
    bp_html_section_open(out, part->section, part->title);
    bp_html_more(out, count, part->total, part->file);
    bp_html_table_open(out, part->table, part->caption, regel_columns, REGEL_COLUMNS);
    for (size_t i = 0; i < count; i++)
        put_regel(&part->regels[i], out);
    bp_html_table_close(out);
    bp_html_section_close(out);
}

void bp_rapport_put_rows(const struct bp_rapport *rapport, struct bp_buf *out)
{
    const struct regel_table rejected = {
        .section = "rejected",
        .table = "rejected-rows",
        .title = N_("Rejected rows"),
        .caption =
            bp_text("Rows that were not registered; line is the line in the file with students"),
        .file = "afgekeurd.csv",
        .regels = rapport->afgekeurd,
        .count = rapport->afgekeurd_count,
        .total = rapport->rows_rejected,
    };
    const struct regel_table signals = {
        .section = "signals",
        .table = "signal-rows",
        .title = N_("Signals"),
        .caption = bp_text("Rows that went on, but deserve a look"),
        .file = "signalen.csv",
        .regels = rapport->signaal_regels,
        .count = rapport->signaal_regel_count,
        .total = rapport->signalen,
    };
    put_regels(&rejected, out);
    put_regels(&signals, out);
}

enum { ROUTE, SOORT, VO_FASE, MBO_FASE, REGULIER, CHART, ROUTE_COLUMNS };

static const struct bp_html_column route_columns[ROUTE_COLUMNS] = {
    [ROUTE] = { N_("Route"), "route", BP_HTML_SORT_TEXT },
    [SOORT] = { N_("Form"), "kind", BP_HTML_SORT_TEXT },
    [VO_FASE] = { N_("vo-fase"), "number vo", BP_HTML_SORT_NUMBER },
    [MBO_FASE] = { N_("mbo-fase"), "number mbo", BP_HTML_SORT_NUMBER },
    [REGULIER] = { N_("regular"), "number regular", BP_HTML_SORT_NUMBER },
    [CHART] = { N_("Students"), "chart", BP_HTML_SORT_NOT },
};

static size_t students(const struct bp_rapport_route *route)
{
    return route->vo_fase + route->mbo_fase + route->regulier;
}

/* The longest bar. Students without a leerroute have none: they are so many that the routes would
 * vanish. */
static size_t largest_route(const struct bp_rapport *rapport)
{
    size_t largest = 0;
    for (size_t i = 0; i < rapport->route_count; i++)
        if (bp_str_filled(rapport->routes[i].leerroute) && students(&rapport->routes[i]) > largest)
            largest = students(&rapport->routes[i]);
    return largest;
}

static void put_chart(const struct bp_rapport_route *route, size_t largest, struct bp_buf *out)
{
    const struct bp_html_piece pieces[] = { { "vo", route->vo_fase },
                                            { "mbo", route->mbo_fase },
                                            { "regular", route->regulier } };
    bp_html_cell_open(out, &route_columns[CHART]);
    if (bp_str_filled(route->leerroute))
        bp_html_bar(out, pieces, 3, largest);
    bp_html_cell_close(out);
}

static void put_route(const struct bp_rapport_route *route, size_t largest, struct bp_buf *out)
{
    bp_html_row_open(out);
    bp_html_cell_open(out, &route_columns[ROUTE]);
    if (!bp_str_filled(route->leerroute)) {
        bp_html_text(out, bp_str_of(bp_text("without a leerroute")));
    } else {
        bp_html_cell(out, bp_str_filled(route->naam) ? route->naam : route->leerroute);
        if (bp_str_filled(route->naam)) {
            bp_buf_add_text(out, " <small>");
            bp_html_cell(out, route->leerroute);
            bp_buf_add_text(out, "</small>");
        }
    }
    bp_html_cell_close(out);
    bp_html_cell_value(out, &route_columns[SOORT], bp_str_of(bp_route_soort_name(route->soort)));
    bp_html_cell_number(out, &route_columns[VO_FASE], route->vo_fase);
    bp_html_cell_number(out, &route_columns[MBO_FASE], route->mbo_fase);
    bp_html_cell_number(out, &route_columns[REGULIER], route->regulier);
    put_chart(route, largest, out);
    bp_html_row_close(out);
}

void bp_rapport_put_routes(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->route_count == 0)
        return;
    size_t largest = largest_route(rapport);
    bp_html_section_open(out, "routes", N_("Students per route and phase"));
    bp_html_table_open(out, "route-rows",
                       bp_text("Students on the reference date, per route and phase"),
                       route_columns, ROUTE_COLUMNS);
    for (size_t i = 0; i < rapport->route_count; i++)
        put_route(&rapport->routes[i], largest, out);
    bp_html_table_close(out);
    bp_html_section_close(out);
}

enum { BRIN, NAAM, SECTOR, TE_REGISTREREN, ONGEWIJZIGD, PARTNER, SCHOOL_COLUMNS };

static const struct bp_html_column school_columns[SCHOOL_COLUMNS] = {
    [BRIN] = { N_("Brin"), "brin", BP_HTML_SORT_TEXT },
    [NAAM] = { N_("Name"), "name", BP_HTML_SORT_TEXT },
    [SECTOR] = { N_("Sector"), "sector", BP_HTML_SORT_TEXT },
    [TE_REGISTREREN] = { N_("To register"), "number", BP_HTML_SORT_NUMBER },
    [ONGEWIJZIGD] = { N_("Unchanged"), "number", BP_HTML_SORT_NUMBER },
    [PARTNER] = { N_("For the partner"), "number", BP_HTML_SORT_NUMBER },
};

void bp_rapport_put_schools(const struct bp_rapport *rapport, struct bp_buf *out)
{
    if (rapport->instelling_count == 0)
        return;
    bp_html_section_open(out, "schools", N_("Institutions"));
    bp_html_table_open(out, "school-rows", bp_text("Registrations per institution and sector"),
                       school_columns, SCHOOL_COLUMNS);
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_rapport_instelling *school = &rapport->instellingen[i];
        bp_html_row_open(out);
        bp_html_cell_value(out, &school_columns[BRIN], school->brin);
        bp_html_cell_value(out, &school_columns[NAAM], school->naam);
        bp_html_cell_value(out, &school_columns[SECTOR], bp_str_of(bp_sector_name(school->sector)));
        bp_html_cell_number(out, &school_columns[TE_REGISTREREN], school->te_registreren);
        bp_html_cell_number(out, &school_columns[ONGEWIJZIGD], school->ongewijzigd);
        bp_html_cell_number(out, &school_columns[PARTNER], school->partner);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}
