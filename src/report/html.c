#include "html.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "cell.h"
#include "utf8.h"

static const char *entity(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default:
        return c < 0x20 || c == 0x7F ? BP_UTF8_REPLACEMENT : NULL;
    }
}

void bp_html_text(struct bp_buf *out, struct bp_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t length = bp_utf8_length((struct bp_str){ s.ptr + at, s.len - at });
        const char *instead = length ? entity((unsigned char)s.ptr[at]) : BP_UTF8_REPLACEMENT;
        if (instead)
            bp_buf_add_text(out, instead);
        else
            bp_buf_add(out, s.ptr + at, length);
        at += length ? length : 1;
    }
}

void bp_html_cell(struct bp_buf *out, struct bp_str s)
{
    if (bp_cell_runs(s))
        bp_html_text(out, BP_STR("'"));
    bp_html_text(out, s);
}

void bp_html_element(struct bp_buf *out, const char *name, struct bp_str text)
{
    bp_buf_printf(out, "<%s>", name);
    bp_html_text(out, text);
    bp_buf_printf(out, "</%s>\n", name);
}

void bp_html_template(struct bp_buf *out, const char *template, const struct bp_str *args,
                      size_t arg_count)
{
    struct bp_buf filled;
    bp_buf_init(&filled, 64 * BP_KIB);
    bp_text_fill(&filled, template, args, arg_count);
    bp_html_text(out, bp_buf_str(&filled));
    if (filled.failed)
        out->failed = true;
    bp_buf_free(&filled);
}

struct bp_str bp_html_number(size_t n, char text[BP_HTML_NUMBER])
{
    char separator = bp_text_language()[0] == 'n' ? '.' : ',';
    size_t at = BP_HTML_NUMBER, digits = 0;
    do {
        if (digits && digits % 3 == 0)
            text[--at] = separator;
        text[--at] = (char)('0' + n % 10);
        digits++;
        n /= 10;
    } while (n);
    return (struct bp_str){ text + at, BP_HTML_NUMBER - at };
}

void bp_html_counted(struct bp_buf *out, size_t n, const char *one, const char *many)
{
    char text[BP_HTML_NUMBER];
    struct bp_str number = bp_html_number(n, text);
    bp_html_template(out, n == 1 ? one : many, &number, 1);
}

void bp_text_counted(struct bp_buf *text, size_t n, const char *one, const char *many)
{
    char digits[BP_HTML_NUMBER];
    struct bp_str number = bp_html_number(n, digits);
    bp_text_fill(text, n == 1 ? one : many, &number, 1);
}

void bp_html_datum(struct bp_buf *out, struct bp_datum d)
{
    static const char *const months[12] = {
        N_("January"),   N_("February"), N_("March"),    N_("April"),
        N_("May"),       N_("June"),     N_("July"),     N_("August"),
        N_("September"), N_("October"),  N_("November"), N_("December"),
    };
    char iso[BP_DATUM_TEXT];
    bp_datum_format(d, iso);
    if (d.month < 1 || d.month > 12) {
        bp_html_text(out, bp_str_of(iso));
        return;
    }
    bp_buf_printf(out, "<time datetime=\"%s\">%u ", iso, (unsigned)d.day);
    bp_html_text(out, bp_str_of(bp_text(months[d.month - 1])));
    bp_buf_printf(out, " %d</time>", d.year);
}

struct bp_str bp_html_separator(char separator)
{
    switch (separator) {
    case '\0':
        return (struct bp_str){ NULL, 0 };
    case ';':
        return bp_str_of(bp_text("semicolon"));
    case ',':
        return bp_str_of(bp_text("comma"));
    case '|':
        return bp_str_of(bp_text("vertical bar"));
    case '\t':
        return bp_str_of(bp_text("tab"));
    default:
        return bp_str_of(bp_text("another sign"));
    }
}
