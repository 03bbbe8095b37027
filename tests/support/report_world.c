#include "support/report_world.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "support/report_facts.h"
#include "support/report_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const struct report_json *report_json_file(struct bp_arena *arena, const char *path)
{
    struct bp_buf text;
    bp_buf_init(&text, 64 * BP_MIB);
    bool there = bp_file_get(path, 64 * BP_MIB, &text, NULL) == BP_OK;
    struct bp_str kept = bp_arena_str(arena, bp_buf_str(&text));
    bp_buf_free(&text);
    return there ? report_json_parse(arena, kept) : NULL;
}

int report_world_open(void **state, const char *schema)
{
    struct report_world *world = calloc(1, sizeof *world);
    char path[200], locale[300];
    world->arena = bp_arena_new(512 * BP_MIB);
    bp_buf_init(&world->json, 32 * BP_MIB);
    bp_buf_init(&world->html, 32 * BP_MIB);
    *state = world;
    (void)snprintf(path, sizeof path, "schemas/report/%s", schema);
    world->schema = report_json_file(world->arena, path);
    bp_text_init(report_facts_build("locale", locale), "en");
    return world->schema ? 0 : -1;
}

int report_world_close(void **state)
{
    struct report_world *world = *state;
    bp_buf_free(&world->json);
    bp_buf_free(&world->html);
    bp_arena_free(world->arena);
    free(world);
    return 0;
}

void report_world_clear(struct report_world *world)
{
    bp_buf_clear(&world->json);
    bp_buf_clear(&world->html);
}

const struct report_json *report_world_written(struct report_world *world)
{
    bp_buf_add_char(&world->html, '\0');
    assert_false(world->html.failed);
    const struct report_json *document = report_json_parse(world->arena, bp_buf_str(&world->json));
    assert_non_null(document);
    return document;
}

void report_says(const struct report_world *world, const char *text)
{
    if (!strstr(world->html.ptr, text))
        fail_msg("the report does not say '%s'", text);
}

void report_silent(const struct report_world *world, const char *text)
{
    if (strstr(world->html.ptr, text))
        fail_msg("the report says '%s'", text);
}

void report_follows_schema(const struct report_world *world, const struct report_json *document)
{
    char why[200];
    if (!report_schema_accepts(world->schema, document, why, sizeof why))
        fail_msg("%s", why);
}

void report_has(const struct report_json *document, const struct report_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct report_json *value = report_json_at(document, values[i].path);
        if (!value || !bp_str_equal(value->text, bp_str_of(values[i].want)))
            fail_msg("%s is '%.*s'", values[i].path, value ? (int)value->text.len : 0,
                     value ? value->text.ptr : "");
    }
}

void report_refuses(const struct report_world *world, const struct report_spoilt *spoilt,
                    size_t count)
{
    struct bp_str good = bp_buf_str(&world->json);
    for (size_t i = 0; i < count; i++) {
        const char *at = memmem(good.ptr, good.len, spoilt[i].from, strlen(spoilt[i].from));
        if (!at)
            fail_msg("%s: '%s' does not occur", spoilt[i].name, spoilt[i].from);
        struct bp_buf bad;
        bp_buf_init(&bad, BP_MIB);
        bp_buf_add(&bad, good.ptr, (size_t)(at - good.ptr));
        bp_buf_add_text(&bad, spoilt[i].to);
        at += strlen(spoilt[i].from);
        bp_buf_add(&bad, at, (size_t)(good.ptr + good.len - at));
        const struct report_json *document = report_json_parse(world->arena, bp_buf_str(&bad));
        char why[200];
        if (!document || report_schema_accepts(world->schema, document, why, sizeof why))
            fail_msg("%s: accepted, or no JSON any more", spoilt[i].name);
        bp_buf_free(&bad);
    }
}
