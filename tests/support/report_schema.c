#include "support/report_schema.h"

#include <regex.h>
#include <stdio.h>

struct check {
    const struct report_json *root; /* of the schema, for $ref */
    char *why;
    size_t cap;
};

typedef const struct report_json *node;

static bool accepts(struct check *check, node schema, node value);

static bool refuse(struct check *check, const char *keyword, node value)
{
    (void)snprintf(check->why, check->cap, "%s: '%.*s' = '%.*s'", keyword, (int)value->key.len,
                   value->key.ptr, (int)(value->text.len < 60 ? value->text.len : 60),
                   value->text.ptr);
    return false;
}

static bool is_whole(node value)
{
    return value->type == REPORT_JSON_NUMBER && (double)(long long)value->number == value->number;
}

static bool has_type(struct bp_str name, node value)
{
    static const char *const names[] = { "null", "boolean", "number", "string", "array", "object" };
    if (bp_str_equal(name, BP_STR("integer")))
        return is_whole(value);
    return bp_str_equal(name, bp_str_of(names[value->type]));
}

static bool same(node a, node b)
{
    return a->type == b->type && bp_str_equal(a->text, b->text);
}

static bool check_type(struct check *check, node rule, node value)
{
    (void)check;
    if (rule->type == REPORT_JSON_STRING)
        return has_type(rule->text, value);
    for (node item = rule->first; item; item = item->next)
        if (has_type(item->text, value))
            return true;
    return false;
}

static bool check_enum(struct check *check, node rule, node value)
{
    (void)check;
    for (node item = rule->first; item; item = item->next)
        if (same(item, value))
            return true;
    return false;
}

static bool check_const(struct check *check, node rule, node value)
{
    (void)check;
    return same(rule, value);
}

static bool check_required(struct check *check, node rule, node value)
{
    (void)check;
    for (node name = rule->first; name && value->type == REPORT_JSON_OBJECT; name = name->next) {
        node member = value->first;
        while (member && !bp_str_equal(member->key, name->text))
            member = member->next;
        if (!member)
            return false;
    }
    return true;
}

static bool check_properties(struct check *check, node rule, node value)
{
    for (node property = rule->first; property && value->type == REPORT_JSON_OBJECT;
         property = property->next)
        for (node member = value->first; member; member = member->next)
            if (bp_str_equal(member->key, property->key) && !accepts(check, property, member))
                return false;
    return true;
}

static bool check_items(struct check *check, node rule, node value)
{
    for (node item = value->first; item && value->type == REPORT_JSON_LIST; item = item->next)
        if (!accepts(check, rule, item))
            return false;
    return true;
}

static bool check_any_of(struct check *check, node rule, node value)
{
    for (node choice = rule->first; choice; choice = choice->next)
        if (accepts(check, choice, value))
            return true;
    return false;
}

static bool check_ref(struct check *check, node rule, node value)
{
    static const char prefix[] = "#/$defs/";
    char name[64];
    if (!bp_str_starts_with(rule->text, BP_STR("#/$defs/")) ||
        !bp_str_copy(
            name, sizeof name,
            (struct bp_str){ rule->text.ptr + strlen(prefix), rule->text.len - strlen(prefix) }))
        return false;
    node target = report_json_get(report_json_get(check->root, "$defs"), name);
    return target && accepts(check, target, value);
}

static bool check_minimum(struct check *check, node rule, node value)
{
    (void)check;
    return value->type != REPORT_JSON_NUMBER || value->number >= rule->number;
}

static bool check_max_items(struct check *check, node rule, node value)
{
    (void)check;
    return value->type != REPORT_JSON_LIST || (double)report_json_length(value) <= rule->number;
}

/* In characters: every byte that does not go on with one. */
static double characters(struct bp_str s)
{
    double count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

static bool check_min_length(struct check *check, node rule, node value)
{
    (void)check;
    return value->type != REPORT_JSON_STRING || characters(value->text) >= rule->number;
}

static bool check_max_length(struct check *check, node rule, node value)
{
    (void)check;
    return value->type != REPORT_JSON_STRING || characters(value->text) <= rule->number;
}

static bool check_pattern(struct check *check, node rule, node value)
{
    (void)check;
    char pattern[200], text[200];
    regex_t regex;
    if (value->type != REPORT_JSON_STRING)
        return true;
    if (!bp_str_copy(pattern, sizeof pattern, rule->text) ||
        !bp_str_copy(text, sizeof text, value->text) ||
        regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    bool matches = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return matches;
}

static bool check_nothing(struct check *check, node rule, node value)
{
    (void)check, (void)rule, (void)value;
    return true;
}

static const struct {
    const char *name;
    bool (*check)(struct check *check, node rule, node value);
} keywords[] = {
    { "$schema", check_nothing },
    { "$defs", check_nothing },
    { "title", check_nothing },
    { "description", check_nothing },
    { "$ref", check_ref },
    { "type", check_type },
    { "enum", check_enum },
    { "const", check_const },
    { "required", check_required },
    { "properties", check_properties },
    { "items", check_items },
    { "anyOf", check_any_of },
    { "minimum", check_minimum },
    { "maxItems", check_max_items },
    { "minLength", check_min_length },
    { "maxLength", check_max_length },
    { "pattern", check_pattern },
    { "additionalProperties", check_nothing },
};

static bool is_known(node schema, struct bp_str key)
{
    for (node member = report_json_get(schema, "properties")->first; member; member = member->next)
        if (bp_str_equal(member->key, key))
            return true;
    return false;
}

/* Only "additionalProperties": false, beside "properties". */
static bool check_additional(node schema, node value)
{
    if (!report_json_get(schema, "additionalProperties") || value->type != REPORT_JSON_OBJECT)
        return true;
    for (node member = value->first; member; member = member->next)
        if (!is_known(schema, member->key))
            return false;
    return true;
}

static bool accepts(struct check *check, node schema, node value)
{
    for (node rule = schema->first; rule; rule = rule->next) {
        size_t i = 0;
        while (i < sizeof keywords / sizeof *keywords &&
               !bp_str_equal(rule->key, bp_str_of(keywords[i].name)))
            i++;
        if (i == sizeof keywords / sizeof *keywords)
            return refuse(check, "unknown keyword in the schema", rule);
        check->why[0] = '\0';
        if (!keywords[i].check(check, rule, value))
            return check->why[0] ? false : refuse(check, keywords[i].name, value);
    }
    return check_additional(schema, value) || refuse(check, "additionalProperties", value);
}

bool report_schema_accepts(const struct report_json *schema, const struct report_json *document,
                           char *why, size_t cap)
{
    struct check check = { schema, why, cap };
    return accepts(&check, schema, document);
}
