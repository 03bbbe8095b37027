#include "overzicht.h"

#include "json.h"

#include "bronpost/base/text.h"

static const char *separator_name(char separator, char out[2])
{
    out[0] = separator;
    out[1] = '\0';
    return separator == '\t' ? "tab" : out;
}

void bp_cli_overzicht(const char *command, const struct bp_overzicht_feiten *f, struct bp_buf *out)
{
    char begin[BP_DATUM_TEXT], einde[BP_DATUM_TEXT], aanmaak[BP_DATUM_TEXT], separator[2];
    bp_datum_format(f->begin, begin);
    bp_datum_format(f->einde, einde);
    bp_datum_format(f->aanmaak, aanmaak);
    bp_buf_printf(out, bp_text("bronpost %s: %s, %s to %s, made %s\n"), command, f->brin, begin,
                  einde, aanmaak);
    bp_buf_printf(out, bp_text("  form            %s, separator %s\n"),
                  f->spreadsheet ? bp_text("went through a spreadsheet") : bp_text("DUO's own"),
                  separator_name(f->separator, separator));
    bp_buf_printf(
        out, bp_text("  records         %zu persons, %zu enrolments, %zu periods; %s\n"),
        f->records[BP_OVERZICHT_PER], f->records[BP_OVERZICHT_ISG], f->records[BP_OVERZICHT_ISP],
        f->totalen_kloppen ? bp_text("totals match") : bp_text("totals do not match: an extract"));
}

static void add_datum(struct bp_buf *out, const char *key, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    bp_cli_json_text(out, key, text);
}

void bp_cli_overzicht_json(const struct bp_overzicht_feiten *f, struct bp_buf *out)
{
    bp_cli_json_text(out, "brin", f->brin);
    add_datum(out, "from", f->begin);
    add_datum(out, "to", f->einde);
    add_datum(out, "made", f->aanmaak);
    bp_cli_json_bool(out, "spreadsheet", f->spreadsheet);
    bp_cli_json_bool(out, "totals_match", f->totalen_kloppen);
    bp_cli_json_open(out, "records", '{');
    for (unsigned s = 0; s < BP_OVERZICHT_SOORTEN; s++)
        bp_cli_json_number(out, bp_overzicht_soort_name((enum bp_overzicht_soort)s), f->records[s]);
    bp_cli_json_close(out, '}');
}
