#include "support/report_json.h"

#include <stdio.h>
#include <stdlib.h>

struct reader {
    struct bp_arena *arena;
    const char *at, *end;
};

static struct report_json *read_value(struct reader *r, unsigned depth);

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && memchr(" \t\r\n", *r->at, 4))
        r->at++;
}

static bool take(struct reader *r, char c)
{
    skip_blanks(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static size_t encode(unsigned long c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
}

/* The part behind a backslash; 0 when it is none. Surrogate pairs are refused: we never write them.
 */
static size_t read_escape(struct reader *r, char *out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = *r->at++;
    const char *found = c ? strchr(letters, c) : NULL;
    if (found) {
        *out = meanings[found - letters];
        return 1;
    }
    if (c != 'u' || r->end - r->at < 4)
        return 0;
    char hex[5] = { r->at[0], r->at[1], r->at[2], r->at[3], '\0' };
    char *stopped;
    unsigned long value = strtoul(hex, &stopped, 16);
    r->at += 4;
    return *stopped || (value >= 0xD800 && value <= 0xDFFF) ? 0 : encode(value, out);
}

static bool read_string(struct reader *r, struct bp_str *out)
{
    if (!take(r, '"'))
        return false;
    const char *end = r->at;
    while (end < r->end && *end != '"')
        end += *end == '\\' ? 2 : 1;
    if (end >= r->end)
        return false;
    /* No escape means more bytes than it is written with. */
    char *text = bp_arena_alloc(r->arena, (size_t)(end - r->at) + 1), *to = text;
    if (!text)
        return false;
    while (r->at < r->end && *r->at != '"') {
        if ((unsigned char)*r->at < 0x20)
            return false;
        if (*r->at != '\\') {
            *to++ = *r->at++;
            continue;
        }
        r->at++;
        size_t length = r->at < r->end ? read_escape(r, to) : 0;
        if (length == 0)
            return false;
        to += length;
    }
    *out = (struct bp_str){ text, (size_t)(to - text) };
    return take(r, '"');
}

static bool read_items(struct reader *r, struct report_json *node, char closer, unsigned depth)
{
    struct report_json **last = &node->first;
    if (take(r, closer))
        return true;
    do {
        struct bp_str key = { NULL, 0 };
        if (closer == '}' && (!read_string(r, &key) || !take(r, ':')))
            return false;
        struct report_json *item = read_value(r, depth + 1);
        if (!item)
            return false;
        item->key = key;
        *last = item;
        last = &item->next;
    } while (take(r, ','));
    return take(r, closer);
}

static bool read_word(struct reader *r, struct report_json *node)
{
    static const struct {
        const char *word;
        enum report_json_type type;
    } words[] = { { "null", REPORT_JSON_NULL },
                  { "true", REPORT_JSON_BOOL },
                  { "false", REPORT_JSON_BOOL } };
    struct bp_str rest = { r->at, (size_t)(r->end - r->at) };
    for (size_t i = 0; i < 3; i++) {
        if (!bp_str_starts_with(rest, bp_str_of(words[i].word)))
            continue;
        node->type = words[i].type;
        node->text = (struct bp_str){ r->at, strlen(words[i].word) };
        r->at += node->text.len;
        return true;
    }
    char number[40];
    size_t length = 0;
    while (length < rest.len && memchr("+-.eE0123456789", rest.ptr[length], 15))
        length++;
    if (!bp_str_copy(number, sizeof number, (struct bp_str){ r->at, length }) || length == 0)
        return false;
    char *stopped;
    node->type = REPORT_JSON_NUMBER;
    node->number = strtod(number, &stopped);
    node->text = (struct bp_str){ r->at, length };
    r->at += length;
    return *stopped == '\0';
}

static struct report_json *read_value(struct reader *r, unsigned depth)
{
    struct report_json *node = bp_arena_alloc(r->arena, sizeof *node);
    skip_blanks(r);
    if (!node || depth > 64 || r->at == r->end)
        return NULL;
    bool ok;
    if (*r->at == '"') {
        node->type = REPORT_JSON_STRING;
        ok = read_string(r, &node->text);
    } else if (*r->at == '[' || *r->at == '{') {
        char closer = *r->at == '[' ? ']' : '}';
        node->type = closer == ']' ? REPORT_JSON_LIST : REPORT_JSON_OBJECT;
        r->at++;
        ok = read_items(r, node, closer, depth);
    } else {
        ok = read_word(r, node);
    }
    return ok ? node : NULL;
}

struct report_json *report_json_parse(struct bp_arena *arena, struct bp_str text)
{
    struct reader r = { arena, text.ptr, text.ptr + text.len };
    struct report_json *node = read_value(&r, 0);
    skip_blanks(&r);
    return r.at == r.end ? node : NULL;
}

const struct report_json *report_json_get(const struct report_json *node, const char *key)
{
    if (!node || node->type != REPORT_JSON_OBJECT)
        return NULL;
    for (const struct report_json *member = node->first; member; member = member->next)
        if (bp_str_equal(member->key, bp_str_of(key)))
            return member;
    return NULL;
}

const struct report_json *report_json_at(const struct report_json *node, const char *path)
{
    while (node && *path) {
        char step[64];
        size_t length = strcspn(path, ".");
        if (!bp_str_copy(step, sizeof step, (struct bp_str){ path, length }))
            return NULL;
        if (node->type == REPORT_JSON_LIST) {
            size_t skip = strtoul(step, NULL, 10);
            for (node = node->first; node && skip; skip--)
                node = node->next;
        } else {
            node = report_json_get(node, step);
        }
        path += length + (path[length] == '.');
    }
    return node;
}

size_t report_json_length(const struct report_json *node)
{
    size_t length = 0;
    for (const struct report_json *item = node ? node->first : NULL; item; item = item->next)
        length++;
    return length;
}
