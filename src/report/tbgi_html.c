/* tbgi_html.c - DUO's decisions beside the ledger, on the page of an audit */
#include "audit_html.h"
#include "bronpost/base/text.h"

/* --- what is to be done -------------------------------------------------------------------------------------------- */

void bp_tbgi_put_todo(const struct bp_tbgi_rapport *rapport, struct bp_buf *out)
{
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++) {
        const struct bp_html_todo item = {
            .mood = BP_HTML_WORK,
            .title = bp_tbgi_signaal_title(s),
            .what = bp_tbgi_signaal_todo(s),
            .count = rapport->signalen[s],
            .one = N_("1 line"),
            .many = N_("{1} lines"),
            .table = "tbgi-rows",
            .filter = bp_tbgi_signaal_name(s),
            .link = N_("the rows with {1}"),
        };
        if (rapport->signalen[s])
            bp_html_todo_item(out, &item);
    }
}

/* --- counting dates ------------------------------------------------------------------------------------------------ */

enum { DAG, GROEPEN, WEL, NIET, ONBESLIST, VERWACHT, EENS, ONEENS, BEPAALD, DAG_COLUMNS };

static const struct bp_html_column dag_columns[DAG_COLUMNS] = {
    [DAG] = { N_("Counting date"), "day", BP_HTML_SORT_TEXT },
    [GROEPEN] = { N_("Open at DUO"), "number", BP_HTML_SORT_NUMBER },
    [WEL] = { N_("Funded by DUO"), "number", BP_HTML_SORT_NUMBER },
    [NIET] = { N_("Not funded"), "number", BP_HTML_SORT_NUMBER },
    [ONBESLIST] = { N_("Undecided"), "number", BP_HTML_SORT_NUMBER },
    [VERWACHT] = { N_("Funded by the ledger"), "number", BP_HTML_SORT_NUMBER },
    [EENS] = { N_("The same"), "number", BP_HTML_SORT_NUMBER },
    [ONEENS] = { N_("Not the same"), "number", BP_HTML_SORT_NUMBER },
    [BEPAALD] = { N_("Last decision"), "day", BP_HTML_SORT_TEXT },
};

static void put_dag(const struct bp_tbgi_telling *t, struct bp_buf *out)
{
    const size_t numbers[DAG_COLUMNS] = {
        [GROEPEN] = t->groepen,     [WEL] = t->bekostigd,     [NIET] = t->niet_bekostigd,
        [ONBESLIST] = t->onbeslist, [VERWACHT] = t->verwacht, [EENS] = t->eens,
        [ONEENS] = t->oneens,
    };
    bp_html_row_open(out);
    bp_html_cell_datum(out, &dag_columns[DAG], t->dag);
    for (size_t c = GROEPEN; c < BEPAALD; c++)
        bp_html_cell_number(out, &dag_columns[c], numbers[c]);
    bp_html_cell_value(out, &dag_columns[BEPAALD], bp_str_of(t->bepaald_op));
    bp_html_row_close(out);
}

static void put_dagen(const struct bp_tbgi_rapport *r, struct bp_buf *out)
{
    if (r->dag_count == 0)
        return;
    bp_html_table_open(
        out, "tbgi-days",
        bp_text("Enrolments of the institution on the counting dates of the file; "
                "the same or not: funded, as DUO decided and as the ledger comes to"),
        dag_columns, DAG_COLUMNS);
    for (size_t d = 0; d < r->dag_count; d++)
        put_dag(&r->dagen[d], out);
    bp_html_table_close(out);
}

/* --- lines --------------------------------------------------------------------------------------------------------- */

/* What a page shows of a line; the rest stands in tbgi.csv. */
static const struct {
    enum bp_tbgi_kolom kolom;
    struct bp_html_column column;
    bool nummers; /* when the school's numbers are asked for */
} shown[] = {
    { BP_TBGI_LEERLING, { N_("Student"), "student", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_LEERLINGNUMMER, { N_("Student number"), "student", BP_HTML_SORT_TEXT }, true },
    { BP_TBGI_INSCHRIJVINGVOLGNUMMER, { N_("Volgnummer"), "student", BP_HTML_SORT_TEXT }, true },
    { BP_TBGI_TELDATUM, { N_("Counting date"), "day", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_DUO_BEKOSTIGD, { N_("Funded by DUO"), "kind", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_DUO_LEERROUTEFASE, { N_("Phase at DUO"), "kind", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_BEKOSTIGING, { N_("Funded by the ledger"), "state", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_LEERROUTEFASE, { N_("Phase here"), "kind", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_SIGNAALNAMEN, { N_("Signals"), "column", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_DUO_SIGNALEN, { N_("Signals of DUO"), "text", BP_HTML_SORT_TEXT }, false },
    { BP_TBGI_REGEL, { N_("Line"), "line", BP_HTML_SORT_NUMBER }, false },
};

#define SHOWN (sizeof shown / sizeof *shown)

static void put_regels(const struct bp_tbgi_rapport *r, bool nummers, struct bp_buf *out)
{
    struct bp_html_column columns[SHOWN];
    enum bp_tbgi_kolom which[SHOWN];
    size_t count = 0;
    char scratch[BP_TBGI_WAARDE];
    if (r->regel_count == 0)
        return;
    for (size_t i = 0; i < SHOWN; i++) {
        if (shown[i].nummers && !nummers)
            continue;
        columns[count] = shown[i].column;
        which[count++] = shown[i].kolom;
    }
    bp_html_more(out, r->regel_count, r->regel_totaal, "tbgi.csv");
    bp_html_table_open(out, "tbgi-rows",
                       bp_text("Enrolments on a counting date that somebody should look at; line: "
                               "in DUO's file"),
                       columns, count);
    for (size_t i = 0; i < r->regel_count; i++) {
        bp_html_row_open(out);
        for (size_t c = 0; c < count; c++)
            bp_html_cell_value(out, &columns[c], bp_tbgi_waarde(&r->regels[i], which[c], scratch));
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
}

/* --- the section --------------------------------------------------------------------------------------------------- */

static void put_file(const struct bp_tbgi_rapport *r, struct bp_buf *out)
{
    char texts[3][BP_HTML_NUMBER];
    const struct bp_str args[] = {
        bp_str_of(*r->brin ? r->brin : "-"),
        bp_html_number(r->inschrijvingen, texts[0]),
        bp_html_number(r->zonder_groep, texts[1]),
        bp_html_number(r->diplomas, texts[2]),
    };
    bp_buf_add_text(out, "<p class=\"sum\">");
    bp_html_template(out,
                     bp_text("TBG-i of {1}: enrolments {2}, of which {3} count on no date; "
                             "diplomas {4}, not compared."),
                     args, 4);
    bp_buf_add_text(out, "</p>\n");
    if (r->niet_vergeleken) {
        bp_buf_add_text(out, "<p class=\"sum\">");
        bp_html_counted(out, r->niet_vergeleken,
                        bp_text("Of 1 enrolment on a counting date funding could not be compared: "
                                "DUO has not decided, or what it states is no longer kept here."),
                        bp_text("Of {1} enrolments on a counting date funding could not be "
                                "compared: DUO has not decided, or what they state is no longer "
                                "kept here."));
        bp_buf_add_text(out, "</p>\n");
    }
    if (r->uittreksel)
        bp_html_element(out, "p",
                        bp_str_of(bp_text("The file is an extract: what it lacks is not "
                                          "missing.")));
}

void bp_tbgi_put_section(const struct bp_tbgi_rapport *rapport, bool nummers, struct bp_buf *out)
{
    if (!rapport)
        return;
    bp_html_section_open(out, "tbgi", N_("Funding as DUO decided"));
    put_file(rapport, out);
    put_dagen(rapport, out);
    put_regels(rapport, nummers, out);
    bp_html_section_close(out);
}
