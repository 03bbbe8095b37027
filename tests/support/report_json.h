/* report_json.h - reading JSON, for tests
 * PURPOSE    what the report wrote must mean what went in; a reader of its own, so that writer and
 * reader do not share a mistake OWNERSHIP  nodes live in the arena; strings are decoded copies in
 * it SOURCE     RFC 8259 ERRORS     NULL for anything that is not JSON from the first to the last
 * byte
 */
#ifndef BRONPOST_TESTS_REPORT_JSON_H
#define BRONPOST_TESTS_REPORT_JSON_H

#include "bronpost/base/arena.h"

enum report_json_type {
    REPORT_JSON_NULL,
    REPORT_JSON_BOOL,
    REPORT_JSON_NUMBER,
    REPORT_JSON_STRING,
    REPORT_JSON_LIST,
    REPORT_JSON_OBJECT,
};

struct report_json {
    enum report_json_type type;
    struct bp_str key;  /* of a member */
    struct bp_str text; /* of a string, decoded; of anything else the bytes as written */
    double number;
    struct report_json *first, *next; /* items or members */
};

struct report_json *report_json_parse(struct bp_arena *arena, struct bp_str text);

/* NULL when there is no such member, also when `node` is NULL. */
const struct report_json *report_json_get(const struct report_json *node, const char *key);
/* By a path of members and positions: "afgekeurd.rows.0.uitleg". */
const struct report_json *report_json_at(const struct report_json *node, const char *path);
size_t report_json_length(const struct report_json *node);

#endif
