/* vergelijking_html.c - rapport.html of reconcile */
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"
#include "bronpost/report/vergelijking.h"
#include "html.h"

/* --- what there is of each kind --------------------------------------------------------------------------------- */

/* `title` stands in the table too, and narrows it: it occurs in no explanation. */
static const struct {
    const char *title, *what;
    const char *one, *many;
    enum bp_html_mood mood;
} soorten[BP_VERGELIJKING_SOORTEN] = {
    [BP_VERGELIJKING_ONTBREEKT] = { N_("Missing at DUO"),
                                    N_("See with `bronpost status` whether each of these was sent "
                                       "and what DUO answered; mend what was refused, and run "
                                       "again."),
                                    N_("1 enrolment"), N_("{1} enrolments"), BP_HTML_WORK },
    [BP_VERGELIJKING_ONBEKEND] = { N_("Unknown here"),
                                   N_("Look the student up in DUO's file by the number of the "
                                      "line. Register from the export, or have DUO remove what "
                                      "never was."),
                                   N_("1 enrolment"), N_("{1} enrolments"), BP_HTML_WORK },
    [BP_VERGELIJKING_VERSCHIL] = { N_("Another value"),
                                   N_("Find out which of the two is right. Mend the student "
                                      "administration, or have the stand delivered again: it "
                                      "replaces what DUO has."),
                                   N_("1 enrolment"), N_("{1} enrolments"), BP_HTML_WORK },
    [BP_VERGELIJKING_SECTOR] = { N_("Vo against mbo"),
                                 N_("Have the two schools agree on leerroute and leerroutefase: "
                                    "DUO checks this too."),
                                 N_("1 line"), N_("{1} lines"), BP_HTML_WORK },
    [BP_VERGELIJKING_NIET] = { N_("Not comparable"),
                               N_("Compare again with a newer overview; what an extract has under "
                                  "a pseudonym, with a complete one."),
                               N_("1 enrolment"), N_("{1} enrolments"), BP_HTML_LOOK },
};

static size_t count_of(const struct bp_vergelijking *v, enum bp_vergelijking_soort soort)
{
    switch (soort) {
    case BP_VERGELIJKING_ONTBREEKT:
        return v->ontbreekt;
    case BP_VERGELIJKING_ONBEKEND:
        return v->onbekend;
    case BP_VERGELIJKING_VERSCHIL:
        return v->verschillend;
    case BP_VERGELIJKING_SECTOR:
        return v->sector;
    case BP_VERGELIJKING_NIET:
        return v->niet_vergelijkbaar;
    case BP_VERGELIJKING_SOORTEN:
        break;
    }
    return 0;
}

/* --- counts first ----------------------------------------------------------------------------------------------- */

static enum bp_html_mood work_when(size_t count)
{
    return count ? BP_HTML_WORK : BP_HTML_PLAIN;
}

static void put_sum(const struct bp_vergelijking *v, struct bp_buf *out)
{
    bp_buf_add_text(out, "<p class=\"sum\">");
    if (v->grootboek) {
        bp_html_counted(out, v->hier,
                        bp_text("The ledger has 1 enrolment that is valid in the period of the "
                                "overview."),
                        bp_text("The ledger has {1} enrolments that are valid in the period of the "
                                "overview."));
        if (v->andere_instelling) {
            bp_buf_add_char(out, ' ');
            bp_html_counted(
                out, v->andere_instelling,
                bp_text("1 registration is at another institution: only its route and phase "
                        "count here."),
                bp_text("{1} registrations are at other institutions: only their route "
                        "and phase count here."));
        }
    } else {
        bp_html_text(out, bp_str_of(bp_text("There is no ledger yet: nothing is known here.")));
    }
    bp_buf_add_text(out, "</p>\n");
}

static void put_counts(const struct bp_vergelijking *v, struct bp_buf *out)
{
    const struct bp_html_figure figures[] = {
        { N_("Equal"), N_("on both sides"), BP_HTML_GOOD, v->gelijk, false },
        { N_("Different"), N_("one value or more"), work_when(v->verschillend), v->verschillend,
          false },
        { N_("Missing at DUO"),
          v->uittreksel ? N_("not judged: an extract") : N_("the ledger has it"),
          work_when(v->uittreksel ? 0 : v->ontbreekt), v->ontbreekt, v->uittreksel },
        { N_("Unknown here"), N_("only DUO has it"), work_when(v->onbekend), v->onbekend, false },
        { N_("Vo against mbo"), N_("another route or phase"), work_when(v->sector), v->sector,
          false },
        { N_("Not comparable"), N_("too new, or a pseudonym"), BP_HTML_PLAIN, v->niet_vergelijkbaar,
          false },
        { N_("Fields mended"), N_("in what was read, not in the file"), BP_HTML_PLAIN, v->hersteld,
          false },
    };
    bp_html_section_open(out, "counts", N_("Counts"));
    bp_html_figures(out, figures, sizeof figures / sizeof *figures);
    put_sum(v, out);
    bp_html_section_close(out);
}

/* --- then what needs a person ----------------------------------------------------------------------------------- */

static bool has_lines(const struct bp_vergelijking *v, enum bp_vergelijking_soort soort)
{
    for (size_t i = 0; i < v->regel_count; i++)
        if (v->regels[i].soort == soort)
            return true;
    return false;
}

static size_t put_kinds(const struct bp_vergelijking *v, enum bp_html_mood mood, struct bp_buf *out)
{
    size_t shown = 0;
    for (unsigned s = 0; s < BP_VERGELIJKING_SOORTEN; s++) {
        enum bp_vergelijking_soort soort = (enum bp_vergelijking_soort)s;
        if (soorten[s].mood != mood || count_of(v, soort) == 0)
            continue;
        const struct bp_html_todo item = {
            .mood = mood,
            .title = soorten[s].title,
            .what = soorten[s].what,
            .count = count_of(v, soort),
            .one = soorten[s].one,
            .many = soorten[s].many,
            .table = has_lines(v, soort) ? "difference-rows" : NULL,
            .filter = soorten[s].title,
            .link = N_("show these lines"),
        };
        if (shown++ == 0)
            bp_html_todo_open(out);
        bp_html_todo_item(out, &item);
    }
    if (shown)
        bp_html_todo_close(out);
    return shown;
}

static void put_todo(const struct bp_vergelijking *v, struct bp_buf *out)
{
    bp_html_section_open(out, "todo", N_("What needs you"));
    if (put_kinds(v, BP_HTML_WORK, out) == 0)
        bp_html_element(out, "p", bp_str_of(bp_text("Nothing: what could be compared is equal.")));
    bp_html_section_close(out);
    if (v->niet_vergelijkbaar == 0)
        return;
    bp_html_section_open(out, "look", N_("Worth a look"));
    (void)put_kinds(v, BP_HTML_LOOK, out);
    bp_html_section_close(out);
}

/* --- every difference ------------------------------------------------------------------------------------------- */

enum { SOORT, LEERLING, VOLGNUMMER, VELD, OP, DUO, HIER, WAT, TOESTAND, LINE, COLUMNS };

static const struct bp_html_column columns[COLUMNS] = {
    [SOORT] = { N_("Kind"), "name", BP_HTML_SORT_TEXT },
    [LEERLING] = { N_("Student"), "student", BP_HTML_SORT_TEXT },
    [VOLGNUMMER] = { N_("Volgnummer"), "student", BP_HTML_SORT_TEXT },
    [VELD] = { N_("Field"), "column", BP_HTML_SORT_TEXT },
    [OP] = { N_("From"), "day", BP_HTML_SORT_TEXT },
    [DUO] = { N_("At DUO"), "value", BP_HTML_SORT_TEXT },
    [HIER] = { N_("Here"), "value", BP_HTML_SORT_TEXT },
    [WAT] = { N_("What to do"), "text", BP_HTML_SORT_TEXT },
    [TOESTAND] = { N_("State"), "state", BP_HTML_SORT_TEXT },
    [LINE] = { N_("Line at DUO"), "line", BP_HTML_SORT_NUMBER },
};

/* Where a field differs an empty value says something; elsewhere there is none. */
static void put_value(const struct bp_vergelijking_regel *regel,
                      const struct bp_html_column *column, struct bp_str value, struct bp_buf *out)
{
    bp_html_cell_open(out, column);
    if (regel->veld && value.len == 0)
        bp_html_element(out, "small", bp_str_of(bp_text("not stated")));
    else
        bp_html_cell(out, value);
    bp_html_cell_close(out);
}

static void put_regel(const struct bp_vergelijking_regel *regel, struct bp_buf *out)
{
    bp_html_row_open(out);
    bp_html_cell_value(out, &columns[SOORT], bp_str_of(bp_text(soorten[regel->soort].title)));
    bp_html_cell_value(out, &columns[LEERLING], regel->leerlingnummer);
    bp_html_cell_value(out, &columns[VOLGNUMMER], regel->volgnummer);
    bp_html_cell_name(out, &columns[VELD], regel->veld);
    bp_html_cell_datum(out, &columns[OP], regel->op);
    put_value(regel, &columns[DUO], regel->duo, out);
    put_value(regel, &columns[HIER], regel->hier, out);
    bp_html_cell_value(out, &columns[WAT], regel->uitleg);
    bp_html_cell_value(out, &columns[TOESTAND], bp_str_of(regel->toestand));
    bp_html_cell_line(out, &columns[LINE], regel->line);
    bp_html_row_close(out);
}

static void put_regels(const struct bp_vergelijking *v, struct bp_buf *out)
{
    if (v->regel_count == 0)
        return;
    bp_html_section_open(out, "differences", N_("Differences"));
    bp_html_more(out, v->regel_count, bp_vergelijking_lines(v), "reconcile.csv");
    bp_html_table_open(out, "difference-rows",
                       bp_text("Every difference; line at DUO is the line in DUO's file"), columns,
                       COLUMNS);
    for (size_t i = 0; i < v->regel_count; i++)
        put_regel(&v->regels[i], out);
    bp_html_table_close(out);
    bp_html_section_close(out);
}

/* --- the mends, and what the overview is ------------------------------------------------------------------------ */

enum { MEND_WAT, MEND_RECORD, MEND_VELD, MEND_AANTAL, MEND_LINE, MEND_COLUMNS };

static const struct bp_html_column mend_columns[MEND_COLUMNS] = {
    [MEND_WAT] = { N_("What"), "text", BP_HTML_SORT_TEXT },
    [MEND_RECORD] = { N_("Record"), "code", BP_HTML_SORT_TEXT },
    [MEND_VELD] = { N_("Field"), "column", BP_HTML_SORT_TEXT },
    [MEND_AANTAL] = { N_("Times"), "number", BP_HTML_SORT_NUMBER },
    [MEND_LINE] = { N_("First at line"), "line", BP_HTML_SORT_NUMBER },
};

static void put_herstel(const struct bp_vergelijking *v, struct bp_buf *out)
{
    if (v->herstel_count == 0)
        return;
    bp_html_section_open(out, "mends", N_("Mends of the file"));
    bp_html_table_open(
        out, "mend-rows",
        bp_text("How the file was read otherwise than it stands; each mend stands in herstel.csv"),
        mend_columns, MEND_COLUMNS);
    for (size_t i = 0; i < v->herstel_count; i++) {
        const struct bp_vergelijking_herstel *mend = &v->herstel[i];
        bp_html_row_open(out);
        bp_html_cell_value(out, &mend_columns[MEND_WAT], bp_str_of(bp_text(mend->wat)));
        bp_html_cell_value(out, &mend_columns[MEND_RECORD], bp_str_of(mend->record));
        bp_html_cell_name(out, &mend_columns[MEND_VELD], mend->veld);
        if (mend->aantal)
            bp_html_cell_number(out, &mend_columns[MEND_AANTAL], mend->aantal);
        else
            bp_html_cell_value(out, &mend_columns[MEND_AANTAL], BP_STR(""));
        bp_html_cell_line(out, &mend_columns[MEND_LINE], mend->line);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}

enum { REC_NAME, REC_WAT, REC_GELEZEN, REC_TOTAAL, REC_COLUMNS };

static const struct bp_html_column record_columns[REC_COLUMNS] = {
    [REC_NAME] = { N_("Record"), "code", BP_HTML_SORT_TEXT },
    [REC_WAT] = { N_("What"), "name", BP_HTML_SORT_TEXT },
    [REC_GELEZEN] = { N_("In the file"), "number", BP_HTML_SORT_NUMBER },
    [REC_TOTAAL] = { N_("Total of DUO"), "number", BP_HTML_SORT_NUMBER },
};

static const struct {
    const char *name, *wat;
} records[] = {
    { "PER", N_("persons") },
    { "ISG", N_("enrolments, compared") },
    { "ISP", N_("periods of enrolments, compared") },
    { "ISE", N_("extra support, not compared") },
    { "BPV", N_("bpv, not compared") },
    { "DIP", N_("diplomas, not compared") },
    { "AMO", N_("AMvB parts, not compared") },
    { "GEO", N_("generic exam parts, not compared") },
    { "KZD", N_("electives (keuzedelen), not compared") },
};

static const char *record_wat(const char *name)
{
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (strcmp(records[i].name, name) == 0)
            return bp_text(records[i].wat);
    return "";
}

static void put_overzicht(const struct bp_vergelijking *v, struct bp_buf *out)
{
    bp_html_section_open(out, "overview", N_("DUO's overview"));
    bp_html_element(
        out, "p",
        bp_str_of(v->totalen_kloppen
                      ? bp_text("The totals of DUO are the numbers of records in the file: nothing "
                                "is missing from it.")
                      : bp_text("The totals of DUO are not the numbers of records in the file: it "
                                "is an extract, and what it lacks says nothing.")));
    bp_html_table_open(out, "record-rows", bp_text("Records of the overview"), record_columns,
                       REC_COLUMNS);
    for (size_t i = 0; i < v->record_count; i++) {
        const struct bp_vergelijking_record *record = &v->records[i];
        if (record->gelezen + record->totaal == 0)
            continue;
        bp_html_row_open(out);
        bp_html_cell_value(out, &record_columns[REC_NAME], bp_str_of(record->name));
        bp_html_cell_value(out, &record_columns[REC_WAT], bp_str_of(record_wat(record->name)));
        bp_html_cell_number(out, &record_columns[REC_GELEZEN], record->gelezen);
        bp_html_cell_number(out, &record_columns[REC_TOTAAL], record->totaal);
        bp_html_row_close(out);
    }
    bp_html_table_close(out);
    bp_html_section_close(out);
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static enum bp_html_mood add_headline(const struct bp_vergelijking *v, struct bp_buf *text)
{
    size_t work = bp_vergelijking_werk(v);
    if (!v->grootboek) {
        bp_buf_add_text(text, bp_text("There is no ledger yet: nothing is known here."));
        return BP_HTML_WORK;
    }
    if (work + v->gelijk == 0 && v->niet_vergelijkbaar) {
        bp_buf_add_text(text, bp_text("Nothing could be compared; see why below."));
        return BP_HTML_WORK;
    }
    bp_text_counted(text, v->gelijk, bp_text("1 enrolment is the same at DUO and here"),
                    bp_text("{1} enrolments are the same at DUO and here"));
    bp_buf_add_text(text, "; ");
    if (work)
        bp_text_counted(text, work, bp_text("1 difference needs you"),
                        bp_text("{1} differences need you"));
    else
        bp_buf_add_text(text, bp_text("nothing needs you"));
    bp_buf_add_char(text, '.');
    return work ? BP_HTML_WORK : BP_HTML_GOOD;
}

static void put_page(const struct bp_vergelijking *v, enum bp_html_mood mood,
                     struct bp_str headline, struct bp_buf *out)
{
    const struct bp_html_part parts[] = {
        { "counts", N_("Counts"), true },
        { "todo", N_("What needs you"), true },
        { "differences", N_("Differences"), v->regel_count > 0 },
        { "mends", N_("Mends of the file"), v->herstel_count > 0 },
        { "overview", N_("DUO's overview"), true },
    };
    const struct bp_html_day days[] = {
        { N_("From"), v->begin },
        { N_("Up to and including"), v->einde },
        { N_("Made by DUO on"), v->aanmaak },
    };
    const struct bp_html_page page = {
        .command = "reconcile",
        .what = v->uittreksel ? N_("an extract of DUO's overview beside the ledger")
                              : N_("DUO's overview beside the ledger"),
        .title = bp_str_filled(v->naam) ? v->naam : v->brin,
        .days = days,
        .day_count = sizeof days / sizeof *days,
        .mood = mood,
        .headline = headline,
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .gemaakt_ms = v->gemaakt_ms,
        .version = v->version,
        .leerlingnummers = true,
    };
    const struct bp_html_fact facts[] = {
        { N_("Overview"), bp_str_of(v->bestand) },
        { N_("Brin"), v->brin },
        { N_("Form"), bp_str_of(v->spreadsheet ? bp_text("went through a spreadsheet")
                                               : bp_text("as DUO writes it")) },
        { N_("Separator"), bp_html_separator(v->separator) },
    };
    bp_html_page_open(out, &page);
    put_counts(v, out);
    put_todo(v, out);
    put_regels(v, out);
    put_herstel(v, out);
    put_overzicht(v, out);
    bp_html_page_close(out, &page, facts, sizeof facts / sizeof *facts);
}

enum bp_status bp_vergelijking_html(const struct bp_vergelijking *vergelijking, struct bp_buf *out,
                                    struct bp_error *err)
{
    struct bp_buf headline;
    bp_buf_init(&headline, BP_HTML_HEADLINE);
    enum bp_html_mood mood = add_headline(vergelijking, &headline);
    put_page(vergelijking, mood, bp_buf_str(&headline), out);
    bool failed = out->failed || headline.failed;
    bp_buf_free(&headline);
    return failed ? bp_error_memory(err, "rapport.html") : BP_OK;
}
