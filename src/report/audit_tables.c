/* audit_tables.c - the sections of an audit's page that are tables */
#include "audit_html.h"
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"

/* --- per sector and phase ------------------------------------------------------------------------------------- */

static const char *const groep_titles[BP_AUDIT_GROEPEN] = {
    [BP_AUDIT_REGULIER] = N_("regular"),      [BP_AUDIT_DLR_VO] = N_("DLR, vo-fase"),
    [BP_AUDIT_DLR_MBO] = N_("DLR, mbo-fase"), [BP_AUDIT_GLR_VO] = N_("GLR, vo-fase"),
    [BP_AUDIT_GLR_MBO] = N_("GLR, mbo-fase"),
};

enum { FASE_GROEP, FASE_VO, FASE_MBO, FASE_CHART, FASE_COLUMNS };

static const struct bp_html_column fase_columns[FASE_COLUMNS] = {
    [FASE_GROEP] = { N_("Route and phase"), "name", BP_HTML_SORT_TEXT },
    [FASE_VO] = { N_("vo"), "number vo", BP_HTML_SORT_NUMBER },
    [FASE_MBO] = { N_("mbo"), "number mbo", BP_HTML_SORT_NUMBER },
    [FASE_CHART] = { N_("Registrations"), "chart", BP_HTML_SORT_NOT },
};

static size_t groep_sum(const struct bp_audit_rapport *r, size_t groep)
{
    return r->sectoren[0].groepen[groep] + r->sectoren[1].groepen[groep];
}

void bp_audit_put_fasen(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    size_t largest = 0;
    if (rapport->geregistreerd == 0)
        return;
    for (size_t g = 0; g < BP_AUDIT_GROEPEN; g++)
        if (groep_sum(rapport, g) > largest)
            largest = groep_sum(rapport, g);
    bp_html_section_open(out, "phases", N_("Per sector and phase"));
    bp_html_table_open(out, "phase-rows",
                       bp_text("Registrations that DUO has and that are open on the day"),
                       fase_columns, FASE_COLUMNS);
    for (size_t g = 0; g < BP_AUDIT_GROEPEN; g++) {
        const struct bp_html_piece pieces[] = { { "vo", rapport->sectoren[0].groepen[g] },
                                                { "mbo", rapport->sectoren[1].groepen[g] } };
        bp_html_row_open(out);
        bp_html_cell_value(out, &fase_columns[FASE_GROEP], bp_str_of(bp_text(groep_titles[g])));
        bp_html_cell_number(out, &fase_columns[FASE_VO], pieces[0].value);
        bp_html_cell_number(out, &fase_columns[FASE_MBO], pieces[1].value);
        bp_html_cell_open(out, &fase_columns[FASE_CHART]);
        bp_html_bar(out, pieces, 2, largest);
        bp_html_cell_close(out);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}

/* --- counting dates ------------------------------------------------------------------------------------------- */

enum {
    TEL_DAG,
    TEL_SECTOR,
    TEL_GEREGISTREERD,
    TEL_BEKOSTIGD,
    TEL_DUBBEL,
    TEL_NERGENS,
    TEL_COLUMNS
};

static const struct bp_html_column tel_columns[TEL_COLUMNS] = {
    [TEL_DAG] = { N_("Counting date"), "day", BP_HTML_SORT_TEXT },
    [TEL_SECTOR] = { N_("Sector"), "value", BP_HTML_SORT_TEXT },
    [TEL_GEREGISTREERD] = { N_("Registered"), "number", BP_HTML_SORT_NUMBER },
    [TEL_BEKOSTIGD] = { N_("Funded"), "number", BP_HTML_SORT_NUMBER },
    [TEL_DUBBEL] = { N_("Funded twice"), "number", BP_HTML_SORT_NUMBER },
    [TEL_NERGENS] = { N_("Funded nowhere"), "number", BP_HTML_SORT_NUMBER },
};

static void put_teldatum(const struct bp_audit_rapport *r, const struct bp_audit_teldatum *t,
                         size_t sector, struct bp_buf *out)
{
    bp_html_row_open(out);
    bp_html_cell_datum(out, &tel_columns[TEL_DAG], t->dag);
    bp_html_cell_value(out, &tel_columns[TEL_SECTOR],
                       bp_str_of(bp_sector_name(r->sectoren[sector].sector)));
    bp_html_cell_number(out, &tel_columns[TEL_GEREGISTREERD], t->geregistreerd[sector]);
    bp_html_cell_number(out, &tel_columns[TEL_BEKOSTIGD], t->bekostigd[sector]);
    bp_html_cell_number(out, &tel_columns[TEL_DUBBEL], t->dubbel);
    bp_html_cell_number(out, &tel_columns[TEL_NERGENS], t->nergens);
    bp_html_row_close(out);
}

void bp_audit_put_teldata(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    bool toekomst = false;
    bp_html_section_open(out, "counting", N_("Counting dates"));
    bp_html_table_open(out, "counting-rows",
                       bp_text("Twice and nowhere: students of both sectors together, on 1 "
                               "February those of mbo, as far as this ledger shows"),
                       tel_columns, TEL_COLUMNS);
    for (size_t i = 0; i < BP_TELDATA; i++) {
        for (size_t s = 0; s < BP_AUDIT_SECTOREN; s++)
            if (rapport->teldata[i].sectoren & rapport->sectoren[s].sector)
                put_teldatum(rapport, &rapport->teldata[i], s, out);
        toekomst = toekomst || rapport->teldata[i].toekomst;
    }
    bp_html_table_close(out);
    if (toekomst)
        bp_html_element(out, "p",
                        bp_str_of(bp_text("A counting date that is still to come shows what it "
                                          "would be when nothing changes.")));
    bp_html_section_close(out);
}

/* --- over time ------------------------------------------------------------------------------------------------ */

void bp_audit_put_momenten(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    struct bp_html_moment momenten[BP_AUDIT_MOMENTEN];
    if (rapport->moment_count == 0)
        return;
    for (size_t i = 0; i < rapport->moment_count; i++)
        momenten[i] = (struct bp_html_moment){ .op = rapport->momenten[i].op,
                                               .vo = rapport->momenten[i].leerlingen[0],
                                               .mbo = rapport->momenten[i].leerlingen[1] };
    bp_html_section_open(out, "time", N_("Students per sector over time"));
    bp_html_timeline(out, "time-rows",
                     bp_text("Students registered in each sector, by what is known of each day"),
                     momenten, rapport->moment_count);
    bp_audit_put_begin(rapport, momenten[0].op, out);
    bp_html_section_close(out);
}

/* --- institutions --------------------------------------------------------------------------------------------- */

enum {
    IN_BRIN,
    IN_NAAM,
    IN_SECTOR,
    IN_LEERLINGEN,
    IN_GEREGISTREERD,
    IN_BEKOSTIGD,
    IN_NIET,
    IN_WEG,
    IN_COLUMNS
};

static const struct bp_html_column in_columns[IN_COLUMNS] = {
    [IN_BRIN] = { N_("Brin"), "brin", BP_HTML_SORT_TEXT },
    [IN_NAAM] = { N_("Name"), "name", BP_HTML_SORT_TEXT },
    [IN_SECTOR] = { N_("Sector"), "value", BP_HTML_SORT_TEXT },
    [IN_LEERLINGEN] = { N_("Students"), "number", BP_HTML_SORT_NUMBER },
    [IN_GEREGISTREERD] = { N_("Registered"), "number", BP_HTML_SORT_NUMBER },
    [IN_BEKOSTIGD] = { N_("Funded"), "number", BP_HTML_SORT_NUMBER },
    [IN_NIET] = { N_("Not at DUO"), "number", BP_HTML_SORT_NUMBER },
    [IN_WEG] = { N_("Removed"), "number", BP_HTML_SORT_NUMBER },
};

void bp_audit_put_instellingen(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    if (rapport->instelling_count == 0)
        return;
    bp_html_section_open(out, "schools", N_("Institutions"));
    bp_html_table_open(out, "school-rows", bp_text("Registrations per institution and sector"),
                       in_columns, IN_COLUMNS);
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_audit_telling *t = &rapport->instellingen[i];
        bp_html_row_open(out);
        bp_html_cell_value(out, &in_columns[IN_BRIN], bp_str_of(t->brin));
        bp_html_cell_value(out, &in_columns[IN_NAAM], t->naam);
        bp_html_cell_value(out, &in_columns[IN_SECTOR], bp_str_of(bp_sector_name(t->sector)));
        bp_html_cell_number(out, &in_columns[IN_LEERLINGEN], t->leerlingen);
        bp_html_cell_number(out, &in_columns[IN_GEREGISTREERD], t->geregistreerd);
        bp_html_cell_number(out, &in_columns[IN_BEKOSTIGD], t->bekostigd);
        bp_html_cell_number(out, &in_columns[IN_NIET], t->niet_bij_duo);
        bp_html_cell_number(out, &in_columns[IN_WEG], t->verwijderd);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}

/* --- registrations -------------------------------------------------------------------------------------------- */

enum shown_where { ALTIJD, MET_NUMMERS, BIJ_SIGNALEN, BIJ_REGISTRATIES };

/* What a page shows of a line; the rest stands in audit.csv. */
static const struct {
    enum bp_audit_kolom kolom;
    struct bp_html_column column;
    enum shown_where where; /* when the school's numbers are asked for; in one of the tables */
} shown[] = {
    { BP_AUDIT_PSEUDONIEM, { N_("Student"), "student", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_LEERLINGNUMMER,
      { N_("Student number"), "student", BP_HTML_SORT_TEXT },
      MET_NUMMERS },
    { BP_AUDIT_VOLGNUMMER, { N_("Volgnummer"), "student", BP_HTML_SORT_TEXT }, MET_NUMMERS },
    { BP_AUDIT_BRIN, { N_("Brin"), "brin", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_SECTOR, { N_("Sector"), "state", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_STAND, { N_("Stand"), "state", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_LEERROUTE, { N_("Route"), "kind", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_LEERROUTEFASE, { N_("Phase"), "kind", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_BEKOSTIGD_DOOR, { N_("Funded by"), "state", BP_HTML_SORT_TEXT }, ALTIJD },
    { BP_AUDIT_SIGNALEN, { N_("Signals"), "code", BP_HTML_SORT_TEXT }, BIJ_SIGNALEN },
    { BP_AUDIT_TOESTAND, { N_("State"), "state", BP_HTML_SORT_TEXT }, BIJ_REGISTRATIES },
    { BP_AUDIT_IDENTIFICATIECODE, { N_("Proof"), "code", BP_HTML_SORT_TEXT }, ALTIJD },
};

#define SHOWN (sizeof shown / sizeof *shown)

struct regels {
    const char *section, *table, *title; /* ids; message id */
    const char *caption;                 /* translated */
    const struct bp_audit_regel *items;
    size_t count, total;
    bool signalen;
};

static void put_regels(const struct bp_audit_rapport *rapport, const struct regels *part,
                       struct bp_buf *out)
{
    struct bp_html_column columns[SHOWN];
    size_t which[SHOWN], count = 0;
    char scratch[BP_AUDIT_WAARDE];
    if (part->count == 0)
        return;
    for (size_t i = 0; i < SHOWN; i++) {
        if ((shown[i].where == MET_NUMMERS && !rapport->leerlingnummers) ||
            shown[i].where == (part->signalen ? BIJ_REGISTRATIES : BIJ_SIGNALEN))
            continue;
        columns[count] = shown[i].column;
        which[count++] = i;
    }
    bp_html_section_open(out, part->section, part->title);
    bp_html_more(out, part->count, part->total, "audit.csv");
    bp_html_table_open(out, part->table, part->caption, columns, count);
    for (size_t r = 0; r < part->count; r++) {
        bp_html_row_open(out);
        for (size_t c = 0; c < count; c++)
            bp_html_cell_value(out, &columns[c],
                               bp_audit_waarde(&part->items[r], shown[which[c]].kolom, scratch));
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}

void bp_audit_put_signalen(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    const struct regels part = {
        .section = "signals",
        .table = "signal-rows",
        .title = N_("Signals"),
        .caption = bp_text("Registrations that somebody should look at"),
        .items = rapport->gemerkt,
        .count = rapport->gemerkt_count,
        .total = rapport->signaal_regels,
        .signalen = true,
    };
    put_regels(rapport, &part, out);
}

void bp_audit_put_registraties(const struct bp_audit_rapport *rapport, struct bp_buf *out)
{
    const struct regels part = {
        .section = "registrations",
        .table = "registration-rows",
        .title = N_("Registrations"),
        .caption = bp_text("Registered on the day, and what DUO does not have or took back; the "
                           "proof is the identificatiecode of the message"),
        .items = rapport->regels,
        .count = rapport->regel_count,
        .total = rapport->regel_totaal,
    };
    put_regels(rapport, &part, out);
}
