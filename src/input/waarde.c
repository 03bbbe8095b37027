#include "waarde.h"

#include "bronpost/base/text.h"

#include <stdio.h>

/* --- the class of a value --------------------------------------------------------------------------- */

static size_t characters(struct bp_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

struct bp_str bp_waarde_klasse(struct bp_str s, char out[BP_WAARDE_KLASSE])
{
    static const char *const one[] = { N_("1 digit"), N_("1 letter"), N_("1 character"),
                                       N_("1 character") };
    static const char *const many[] = { N_("{1} digits"), N_("{1} letters"),
                                        N_("{1} letters and digits"), N_("{1} characters") };
    size_t digits = 0, letters = 0, n = characters(s);
    for (size_t i = 0; i < s.len; i++) {
        digits += bp_ascii_digit(s.ptr[i]);
        letters += bp_ascii_upper(s.ptr[i]) || bp_ascii_lower(s.ptr[i]);
    }
    size_t class = digits == n ? 0 : letters == n ? 1 : digits + letters == n ? 2 : 3;
    char count[24];
    (void)snprintf(count, sizeof count, "%zu", n);
    struct bp_str number = bp_str_of(count);
    struct bp_buf text;
    bp_buf_init(&text, BP_WAARDE_KLASSE - 1);
    bp_text_fill(&text, bp_text(n == 1 ? one[class] : many[class]), &number, 1);
    (void)bp_str_copy(out, BP_WAARDE_KLASSE, bp_buf_str(&text));
    bp_buf_free(&text);
    return bp_str_of(out);
}

/* --- forms ------------------------------------------------------------------------------------------ */

bool bp_waarde_vorm_ok(struct bp_str s, const char *patterns)
{
    size_t at = 0;
    bool fits = true;
    for (const char *p = patterns;; p++) {
        if (*p == '|' || *p == '\0') {
            if (fits && at == s.len)
                return true;
            if (*p == '\0')
                return false;
            at = 0;
            fits = true;
            continue;
        }
        char c = at < s.len ? s.ptr[at] : '\0';
        fits = fits && (*p == '#' ? bp_ascii_digit(c) : *p == '@' ? bp_ascii_upper(c) : c == *p);
        at++;
    }
}

bool bp_waarde_naam_ok(struct bp_str s, const char *more)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!bp_ascii_upper(c) && !bp_ascii_digit(c) && c != '_' && (c == '\0' || !strchr(more, c)))
            return false;
    }
    return s.len >= 1 && s.len <= 70;
}

bool bp_waarde_namen_ok(struct bp_str s)
{
    for (size_t at = 0; at < s.len;) {
        const char *blank = memchr(s.ptr + at, ' ', s.len - at);
        size_t len = blank ? (size_t)(blank - s.ptr) - at : s.len - at;
        if (len > 0 && !bp_waarde_naam_ok((struct bp_str){ s.ptr + at, len }, ""))
            return false;
        at += len + 1;
    }
    return s.len > 0;
}

bool bp_waarde_tekst_ok(struct bp_str s, size_t max)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7F)
            return false;
    return s.len > 0 && characters(s) <= max;
}

bool bp_waarde_volgnummer_ok(struct bp_str s, size_t max)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bp_ascii_alnum(s.ptr[i]))
            return false;
    return s.len >= 1 && s.len <= max;
}

bool bp_waarde_getal_ok(struct bp_str s, size_t digits, unsigned lowest, unsigned *out)
{
    if (!bp_str_all_digits(s) || s.len > digits)
        return false;
    unsigned n = 0;
    for (size_t i = 0; i < s.len; i++)
        n = n * 10 + (unsigned)(s.ptr[i] - '0');
    *out = n;
    return n >= lowest;
}

bool bp_waarde_uuid_ok(struct bp_str s)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (s.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool hex = bp_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (form[i] == 'x' ? !hex : c != '-')
            return false;
    }
    return true;
}

enum bp_ja_nee bp_waarde_ja_nee(struct bp_str s)
{
    static const struct {
        const char *word;
        enum bp_ja_nee value;
    } words[] = {
        { "J", BP_JA }, { "N", BP_NEE }, { "Ja", BP_JA },   { "Nee", BP_NEE },
        { "1", BP_JA }, { "0", BP_NEE }, { "true", BP_JA }, { "false", BP_NEE },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (bp_str_equal_nocase(s, bp_str_of(words[i].word)))
            return words[i].value;
    return BP_ONBEKEND;
}

/* --- dates ------------------------------------------------------------------------------------------ */

bool bp_datumvorm_parse(struct bp_str s, struct bp_datumvorm *out)
{
    bool apart = s.len == 5;
    *out = (struct bp_datumvorm){ .separator = apart ? s.ptr[1] : '\0' };
    if (s.len != 3 && !apart)
        return false;
    if (apart && (s.ptr[1] != s.ptr[3] || bp_ascii_alnum(s.ptr[1])))
        return false;
    for (size_t i = 0; i < 3; i++) {
        char c = s.ptr[apart ? 2 * i : i];
        if ((c != 'd' && c != 'm' && c != 'Y') || strchr(out->order, c))
            return false;
        out->order[i] = c;
    }
    return true;
}

struct bp_str bp_datumvorm_text(const struct bp_datumvorm *vorm, char out[BP_DATUMVORM_TEXT])
{
    size_t n = 0;
    for (size_t i = 0; i < 3 && vorm->order[i]; i++) {
        if (i > 0 && vorm->separator)
            out[n++] = vorm->separator;
        out[n++] = vorm->order[i];
    }
    out[n] = '\0';
    return (struct bp_str){ out, n };
}

/* Up to `most` digits at *at, at least `least`; -1 when there are fewer. */
static int digits(struct bp_str s, size_t *at, size_t least, size_t most)
{
    int n = 0;
    size_t seen = 0;
    for (; seen < most && *at < s.len && bp_ascii_digit(s.ptr[*at]); seen++, (*at)++)
        n = n * 10 + (s.ptr[*at] - '0');
    return seen >= least ? n : -1;
}

struct dag {
    int year, month, day;
};

/* `strict`: month and day have two digits although they stand apart. */
static bool read_form(struct bp_str s, const struct bp_datumvorm *vorm, bool strict,
                      struct dag *dag)
{
    size_t at = 0, least = strict || !vorm->separator ? 2 : 1;
    for (size_t i = 0; i < 3; i++) {
        if (i > 0 && vorm->separator) {
            if (at >= s.len || s.ptr[at] != vorm->separator)
                return false;
            at++;
        }
        bool year = vorm->order[i] == 'Y';
        int n = digits(s, &at, year ? 4 : least, year ? 4 : 2);
        if (n < 0)
            return false;
        *(year ? &dag->year : vorm->order[i] == 'm' ? &dag->month : &dag->day) = n;
    }
    return at == s.len;
}

static bool read_usual(struct bp_str s, struct dag *dag)
{
    static const struct bp_datumvorm iso = { "Ymd", '-' }, dutch = { "dmY", '-' },
                                     packed = { "Ymd", '\0' };
    return read_form(s, &iso, true, dag) || read_form(s, &dutch, false, dag) ||
           read_form(s, &packed, false, dag);
}

enum bp_datum_oordeel bp_waarde_datum(struct bp_str s, const struct bp_datumvorm *vorm,
                                      bool onvolledig, struct bp_datum *out)
{
    struct dag dag = { 0, 0, 0 };
    if (vorm && vorm->order[0] ? !read_form(s, vorm, false, &dag) : !read_usual(s, &dag))
        return BP_DATUM_GEEN_DATUM;
    bool exists = bp_datum_exists(dag.year, dag.month, dag.day);
    if (!exists && onvolledig)
        exists = dag.day == 0 && dag.month >= 0 && dag.month <= 12;
    if (!exists)
        return BP_DATUM_BESTAAT_NIET;
    if (dag.year < 1900 || dag.year > 2100)
        return BP_DATUM_BUITEN;
    *out = BP_DATUM(dag.year, dag.month, dag.day);
    return BP_DATUM_GOED;
}

const char *bp_datum_uitleg(enum bp_datum_oordeel oordeel, const struct bp_datumvorm *vorm)
{
    switch (oordeel) {
    case BP_DATUM_BESTAAT_NIET:
        return N_("this day does not exist in the calendar: look up the right date");
    case BP_DATUM_BUITEN:
        return N_("expected a year from 1900 to 2100: look up the right date");
    case BP_DATUM_GOED:
    case BP_DATUM_GEEN_DATUM:
        break;
    }
    if (vorm && vorm->order[0])
        return N_("expected a date in the form {2} that the profile gives, found {1}");
    return N_("expected a date such as 2026-08-01 or 01-08-2026, found {1}");
}
