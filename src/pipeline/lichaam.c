#include "lichaam.h"

#define PERSON_DIGITS 9

/* "name>" behind '<' or a prefix, and no end tag: where the value begins; NULL when `at` is no start tag
 * of that name. */
static const char *value_of_tag(const char *at, const char *end, const char *name, size_t len)
{
    const char *p = at + 1;
    while (p < end && *p != '>' && *p != ' ' && *p != ':' && *p != '/')
        p++;
    if (p < end && *p == ':')
        at = p;
    p = at + 1;
    if ((size_t)(end - p) <= len || memcmp(p, name, len) != 0)
        return NULL;
    p += len;
    if (*p != '>' && *p != ' ')
        return NULL;
    p = memchr(p, '>', (size_t)(end - p));
    return p ? p + 1 : NULL;
}

struct bp_str lichaam_waarde(struct bp_str body, const char *local_name)
{
    const char *end = body.ptr + body.len, *at = body.ptr;
    size_t len = strlen(local_name);
    while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        const char *value = value_of_tag(at, end, local_name, len);
        const char *stop = value ? memchr(value, '<', (size_t)(end - value)) : NULL;
        if (stop)
            return (struct bp_str){ value, (size_t)(stop - value) };
        at++;
    }
    return (struct bp_str){ NULL, 0 };
}

static void add_between(struct bp_buf *out, const char *from, const char *to)
{
    bp_buf_add(out, from, (size_t)(to - from));
}

bool lichaam_hernummer(struct bp_str body, struct bp_str identificatiecode, struct bp_str moment,
                       struct bp_buf *out)
{
    struct bp_str code = lichaam_waarde(body, "identificatiecodeBedrijfsdocument");
    struct bp_str made = lichaam_waarde(body, "datumTijdBedrijfsdocument");
    bp_buf_clear(out);
    /* the schema has the code in front of the moment */
    if (!code.ptr || !made.ptr || made.ptr < code.ptr)
        return false;
    add_between(out, body.ptr, code.ptr);
    bp_buf_add_str(out, identificatiecode);
    add_between(out, code.ptr + code.len, made.ptr);
    bp_buf_add_str(out, moment);
    add_between(out, made.ptr + made.len, body.ptr + body.len);
    return !out->failed;
}

static bool separates(char c)
{
    return c == '.' || c == ' ' || c == '-';
}

/* How many bytes from `at` on hold a number that could be a person's; 0: none begins here. */
static size_t number_at(struct bp_str text, size_t at)
{
    size_t run = 0, digits = 0, last = at;
    while (at + run < text.len && bp_ascii_digit(text.ptr[at + run]))
        run++;
    if (run == PERSON_DIGITS || run == PERSON_DIGITS - 1)
        return run;
    if (run == 0 || run > PERSON_DIGITS)
        return 0;
    for (size_t i = at; i < text.len; i++) {
        if (bp_ascii_digit(text.ptr[i])) {
            digits++;
            last = i;
        } else if (!separates(text.ptr[i]) || i == 0 || !bp_ascii_digit(text.ptr[i - 1])) {
            break;
        }
    }
    return digits == PERSON_DIGITS ? last - at + 1 : 0;
}

void lichaam_zonder_nummers(struct bp_str text, char *out, size_t cap)
{
    size_t to = 0;
    for (size_t i = 0; i < text.len && to + 4 < cap;) {
        bool begins = bp_ascii_digit(text.ptr[i]) && (i == 0 || !bp_ascii_digit(text.ptr[i - 1]));
        size_t number = begins ? number_at(text, i) : 0;
        unsigned char c = (unsigned char)text.ptr[i];
        if (number) {
            memcpy(out + to, "***", 3);
            to += 3;
            i += number;
        } else {
            out[to++] = c < ' ' || c == 0x7f ? ' ' : (char)c; /* it is shown on terminals */
            i++;
        }
    }
    while (to && ((unsigned char)out[to - 1] & 0xC0) == 0x80 && to + 4 >= cap)
        to--; /* not half a character */
    out[to] = '\0';
}
