#include "tekens.h"

enum need { NOTHING, ESCAPE, LOOK };

static enum need need(char c, bool line)
{
    if (c == '&' || c == '<' || c == '>' || c == '\r' || (line && c == '\n'))
        return ESCAPE;
    return (unsigned char)c >= 0x80 || ((unsigned char)c < 0x20 && c != '\t' && c != '\n')
               ? LOOK
               : NOTHING;
}

static const char *escape(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\n':
        return "&#xA;";
    default:
        return "&#xD;";
    }
}

/* Length of the character at `p`, or 0 when it is none that XML holds: RFC 3629, without
 * surrogates, U+FFFE and U+FFFF; shorter forms than needed are refused. */
static size_t character(const unsigned char *p, size_t left)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t lowest;
    } forms[] = { { 0xE0, 0xC0, 0x80 }, { 0xF0, 0xE0, 0x800 }, { 0xF8, 0xF0, 0x10000 } };
    for (size_t f = 0; f < 3; f++) {
        if ((p[0] & forms[f].mask) != forms[f].lead)
            continue;
        size_t len = f + 2;
        if (left < len)
            return 0;
        uint32_t c = p[0] & (unsigned char)~forms[f].mask;
        for (size_t i = 1; i < len; i++) {
            if ((p[i] & 0xC0) != 0x80)
                return 0;
            c = c << 6 | (p[i] & 0x3Fu);
        }
        bool allowed = c >= forms[f].lowest && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF) &&
                       c != 0xFFFE && c != 0xFFFF;
        return allowed ? len : 0;
    }
    return 0;
}

static bool add(struct bp_buf *out, struct bp_str value, bool line)
{
    size_t done = 0, at = 0;
    while (at < value.len) {
        enum need what = need(value.ptr[at], line);
        if (what == NOTHING) {
            at++;
        } else if (what == ESCAPE) {
            bp_buf_add(out, value.ptr + done, at - done);
            bp_buf_add_text(out, escape(value.ptr[at]));
            done = ++at;
        } else {
            size_t len = character((const unsigned char *)value.ptr + at, value.len - at);
            if (len == 0)
                return false;
            at += len;
        }
    }
    bp_buf_add(out, value.ptr + done, at - done);
    return true;
}

bool bp_tekens_add(struct bp_buf *out, struct bp_str value)
{
    return add(out, value, false);
}

bool bp_tekens_add_line(struct bp_buf *out, struct bp_str value)
{
    return add(out, value, true);
}
