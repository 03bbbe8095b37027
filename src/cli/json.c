#include "json.h"

static void quoted(struct bp_buf *out, struct bp_str s)
{
    static const char hex[] = "0123456789abcdef";
    bp_buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\') {
            bp_buf_add_char(out, '\\');
            bp_buf_add_char(out, (char)c);
        } else if (c < ' ') {
            bp_buf_add_text(out, "\\u00");
            bp_buf_add_char(out, hex[c >> 4]);
            bp_buf_add_char(out, hex[c & 15]);
        } else {
            bp_buf_add_char(out, (char)c);
        }
    }
    bp_buf_add_char(out, '"');
}

/* A comma unless this is the first thing inside its bracket, then the key. */
static void lead(struct bp_buf *out, const char *key)
{
    char last = out->len ? out->ptr[out->len - 1] : '{';
    if (last != '{' && last != '[')
        bp_buf_add_char(out, ',');
    if (key) {
        quoted(out, bp_str_of(key));
        bp_buf_add_char(out, ':');
    }
}

void bp_cli_json_open(struct bp_buf *out, const char *key, char bracket)
{
    lead(out, key);
    bp_buf_add_char(out, bracket);
}

void bp_cli_json_close(struct bp_buf *out, char bracket)
{
    bp_buf_add_char(out, bracket);
}

void bp_cli_json_text(struct bp_buf *out, const char *key, const char *value)
{
    bp_cli_json_str(out, key, bp_str_of(value));
}

void bp_cli_json_str(struct bp_buf *out, const char *key, struct bp_str value)
{
    lead(out, key);
    if (value.ptr)
        quoted(out, value);
    else
        bp_buf_add_text(out, "null");
}

void bp_cli_json_number(struct bp_buf *out, const char *key, uint64_t value)
{
    lead(out, key);
    bp_buf_add_u64(out, value);
}

void bp_cli_json_bool(struct bp_buf *out, const char *key, bool value)
{
    lead(out, key);
    bp_buf_add_text(out, value ? "true" : "false");
}

void bp_cli_json_null(struct bp_buf *out, const char *key)
{
    lead(out, key);
    bp_buf_add_text(out, "null");
}
