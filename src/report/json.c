#include "json.h"

#include "bronpost/base/env.h"
#include "bronpost/base/text.h"
#include "utf8.h"

#include <assert.h>

void bp_json_init(struct bp_json *json, struct bp_buf *out)
{
    *json = (struct bp_json){ .out = out };
}

static void add_escaped(struct bp_buf *out, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *at = c ? strchr(plain, c) : NULL;
    if (at) {
        bp_buf_add_char(out, '\\');
        bp_buf_add_char(out, letters[at - plain]);
    } else {
        bp_buf_printf(out, "\\u%04x", (unsigned)c);
    }
}

static void add_string(struct bp_buf *out, struct bp_str s)
{
    bp_buf_add_char(out, '"');
    for (size_t at = 0; at < s.len;) {
        unsigned char c = (unsigned char)s.ptr[at];
        size_t length = bp_utf8_length((struct bp_str){ s.ptr + at, s.len - at });
        if (length == 0) {
            bp_buf_add_text(out, BP_UTF8_REPLACEMENT);
            at++;
            continue;
        }
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
            add_escaped(out, c);
        else
            bp_buf_add(out, s.ptr + at, length);
        at += length;
    }
    bp_buf_add_char(out, '"');
}

static void new_line(struct bp_json *json)
{
    bp_buf_add_char(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        bp_buf_add_text(json->out, "  ");
}

/* Everything that stands before a value. */
static void begin_value(struct bp_json *json, const char *key)
{
    if (json->filled)
        bp_buf_add_char(json->out, ',');
    if (json->depth)
        new_line(json);
    if (key) {
        add_string(json->out, bp_str_of(key));
        bp_buf_add_text(json->out, ": ");
    }
    json->filled = true;
}

static void open_with(struct bp_json *json, const char *key, char opener, char closer)
{
    assert(json->depth < BP_JSON_DEPTH);
    begin_value(json, key);
    bp_buf_add_char(json->out, opener);
    json->closers[json->depth++] = closer;
    json->filled = false;
}

void bp_json_open_object(struct bp_json *json, const char *key)
{
    open_with(json, key, '{', '}');
}

void bp_json_open_list(struct bp_json *json, const char *key)
{
    open_with(json, key, '[', ']');
}

void bp_json_close(struct bp_json *json)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->filled)
        new_line(json);
    bp_buf_add_char(json->out, json->closers[json->depth]);
    json->filled = true;
    if (json->depth == 0)
        bp_buf_add_char(json->out, '\n');
}

void bp_json_str(struct bp_json *json, const char *key, struct bp_str value)
{
    begin_value(json, key);
    add_string(json->out, value);
}

void bp_json_text(struct bp_json *json, const char *key, const char *value)
{
    begin_value(json, key);
    if (value)
        add_string(json->out, bp_str_of(value));
    else
        bp_buf_add_text(json->out, "null");
}

void bp_json_count(struct bp_json *json, const char *key, uint64_t value)
{
    begin_value(json, key);
    bp_buf_add_u64(json->out, value);
}

void bp_json_bool(struct bp_json *json, const char *key, bool value)
{
    begin_value(json, key);
    bp_buf_add_text(json->out, value ? "true" : "false");
}

void bp_json_datum(struct bp_json *json, const char *key, struct bp_datum value)
{
    char iso[BP_DATUM_TEXT];
    bp_datum_format(value, iso);
    bp_json_text(json, key, iso);
}

void bp_json_open_rapport(struct bp_json *json, const char *format, const char *version,
                          const char *command, int64_t gemaakt_ms)
{
    char moment[BP_MOMENT_TEXT];
    bp_moment_format(gemaakt_ms, moment);
    bp_json_open_object(json, NULL);
    bp_json_text(json, "format", format);
    bp_json_text(json, "version", version);
    bp_json_text(json, "command", command);
    bp_json_text(json, "language", bp_text_language());
    bp_json_text(json, "gemaakt", moment);
}
