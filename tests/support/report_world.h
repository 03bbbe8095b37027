/* report_world.h - both reports of some facts, looked at
 * PURPOSE    what the tests of every kind of report share: the published schema, the JSON and the page that were written
 * OWNERSHIP  report_world_open() makes, report_world_close() frees; both as a group's set-up and tear-down
 * ERRORS     what should not be is a failed test (fail_msg)
 */
#ifndef BRONPOST_TESTS_REPORT_WORLD_H
#define BRONPOST_TESTS_REPORT_WORLD_H

#include "bronpost/base/buf.h"
#include "support/report_json.h"

struct report_world {
    struct bp_arena *arena;
    const struct report_json *schema;
    struct bp_buf json, html;
};

/* In English; `schema` is a name in schemas/report. Not 0: it is not there, or no JSON. */
int report_world_open(void **state, const char *schema);
int report_world_close(void **state);

/* A file of JSON, which lives in the arena; NULL: it is not there, or no JSON. */
const struct report_json *report_json_file(struct bp_arena *arena, const char *path);

/* Whoever writes the reports empties both first, and calls this after: it puts a NUL behind the page, and gives what
 * rapport.json says. */
void report_world_clear(struct report_world *world);
const struct report_json *report_world_written(struct report_world *world);

void report_says(const struct report_world *world, const char *text);
void report_silent(const struct report_world *world, const char *text);
void report_follows_schema(const struct report_world *world, const struct report_json *document);

/* The document has these values: a path as of report_json_at(), and what it gives. */
struct report_value {
    const char *path, *want;
};
void report_has(const struct report_json *document, const struct report_value *values,
                size_t count);

/* One change each of the JSON that was written last, after which the schema must refuse what it accepted before. */
struct report_spoilt {
    const char *name, *from, *to;
};
void report_refuses(const struct report_world *world, const struct report_spoilt *spoilt,
                    size_t count);

#endif
