/* html_table.c - tables that sort and filter */
#include "bronpost/base/text.h"
#include "html.h"

static const char *sort_attribute(enum bp_html_sort sort)
{
    switch (sort) {
    case BP_HTML_SORT_TEXT:
        return " data-sort=\"text\"";
    case BP_HTML_SORT_NUMBER:
        return " data-sort=\"number\"";
    case BP_HTML_SORT_NOT:
        break;
    }
    return "";
}

void bp_html_more(struct bp_buf *out, size_t shown, size_t total, const char *file)
{
    char first[BP_HTML_NUMBER], all[BP_HTML_NUMBER];
    const struct bp_str args[] = { bp_html_number(shown, first), bp_html_number(total, all),
                                   bp_str_of(file) };
    if (total <= shown)
        return;
    bp_buf_add_text(out, "<p class=\"more\">");
    bp_html_template(out, bp_text("The first {1} of {2} rows; all of them stand in {3}."), args, 3);
    bp_buf_add_text(out, "</p>\n");
}

/* Shown by the script only: without it nothing would happen. */
static void put_filter(struct bp_buf *out, const char *id)
{
    bp_buf_printf(out, "<div class=\"filter\" hidden><label for=\"%s-filter\">", id);
    bp_html_text(out, bp_str_of(bp_text("Show only rows with")));
    bp_buf_printf(out,
                  "</label>\n<input id=\"%s-filter\" type=\"search\" autocomplete=\"off\" "
                  "spellcheck=\"false\">"
                  "<output for=\"%s-filter\" aria-live=\"polite\" data-all=\"",
                  id, id);
    bp_html_text(out, bp_str_of(bp_text("{1} rows")));
    bp_buf_add_text(out, "\" data-some=\"");
    bp_html_text(out, bp_str_of(bp_text("{1} of {2} rows shown")));
    bp_buf_add_text(out, "\"></output></div>\n");
}

void bp_html_table_open(struct bp_buf *out, const char *id, const char *caption,
                        const struct bp_html_column *columns, size_t count)
{
    bp_buf_printf(out, "<div class=\"sheet\" id=\"%s\">\n", id);
    put_filter(out, id);
    bp_buf_printf(out, "<div class=\"scroll\">\n<table role=\"table\"><caption id=\"%s-caption\">",
                  id);
    bp_html_text(out, bp_str_of(caption));
    bp_buf_add_text(out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < count; i++) {
        bp_buf_printf(out, "<th role=\"columnheader\" scope=\"col\" class=\"%s\"%s>",
                      columns[i].class, sort_attribute(columns[i].sort));
        bp_html_text(out, bp_str_of(bp_text(columns[i].title)));
        bp_buf_add_text(out, "</th>");
    }
    bp_buf_add_text(out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

void bp_html_row_open(struct bp_buf *out)
{
    bp_buf_add_text(out, "<tr role=\"row\">");
}

void bp_html_cell_open(struct bp_buf *out, const struct bp_html_column *column)
{
    bp_buf_printf(out, "<td role=\"cell\" class=\"%s\" data-label=\"", column->class);
    bp_html_text(out, bp_str_of(bp_text(column->title)));
    bp_buf_add_text(out, "\">");
}

void bp_html_cell_close(struct bp_buf *out)
{
    bp_buf_add_text(out, "</td>");
}

void bp_html_cell_value(struct bp_buf *out, const struct bp_html_column *column,
                        struct bp_str value)
{
    bp_html_cell_open(out, column);
    bp_html_cell(out, value);
    bp_html_cell_close(out);
}

void bp_html_cell_number(struct bp_buf *out, const struct bp_html_column *column, size_t value)
{
    char text[BP_HTML_NUMBER];
    bp_html_cell_open(out, column);
    bp_buf_add_str(out, bp_html_number(value, text));
    bp_html_cell_close(out);
}

void bp_html_cell_name(struct bp_buf *out, const struct bp_html_column *column, const char *name)
{
    bp_html_cell_open(out, column);
    name = name ? name : "";
    while (*name) {
        size_t part = strcspn(name, "_");
        part += name[part] == '_';
        bp_html_text(out, (struct bp_str){ name, part });
        name += part;
        if (*name)
            bp_buf_add_text(out, "<wbr>");
    }
    bp_html_cell_close(out);
}

void bp_html_cell_line(struct bp_buf *out, const struct bp_html_column *column, uint32_t line)
{
    bp_html_cell_open(out, column);
    if (line)
        bp_buf_add_u64(out, line);
    bp_html_cell_close(out);
}

void bp_html_cell_datum(struct bp_buf *out, const struct bp_html_column *column, struct bp_datum d)
{
    char iso[BP_DATUM_TEXT];
    bp_datum_format(d, iso);
    bp_html_cell_value(out, column, bp_str_of(iso));
}

void bp_html_row_close(struct bp_buf *out)
{
    bp_buf_add_text(out, "</tr>\n");
}

void bp_html_table_close(struct bp_buf *out)
{
    bp_buf_add_text(out, "</tbody></table></div></div>\n");
}
