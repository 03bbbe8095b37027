/* json.h - writing JSON
 * PURPOSE    objects and lists with the commas, the indents and the escapes in one place
 * OWNERSHIP  borrows the buffer; no memory of its own
 * SOURCE     RFC 8259; always valid UTF-8: bytes that are no character become U+FFFD
 * ERRORS     the buffer's own `failed`
 * THREADS    one owner at a time
 *
 * Written by hand: the report only writes, and a library that builds a tree first would need the
 * memory of all rows twice and an error path at every call.
 */
#ifndef BRONPOST_SRC_REPORT_JSON_H
#define BRONPOST_SRC_REPORT_JSON_H

#include "bronpost/base/buf.h"
#include "bronpost/base/datum.h"

#define BP_JSON_DEPTH 8

struct bp_json {
    struct bp_buf *out;
    unsigned depth;
    char closers[BP_JSON_DEPTH];
    bool filled; /* something stands already at this depth */
};

void bp_json_init(struct bp_json *json, struct bp_buf *out);

/* `key` is NULL inside a list and for the outermost value. */
void bp_json_open_object(struct bp_json *json, const char *key);
void bp_json_open_list(struct bp_json *json, const char *key);
void bp_json_close(struct bp_json *json);

void bp_json_str(struct bp_json *json, const char *key, struct bp_str value);
void bp_json_text(struct bp_json *json, const char *key, const char *value); /* NULL: null */
void bp_json_count(struct bp_json *json, const char *key, uint64_t value);
void bp_json_bool(struct bp_json *json, const char *key, bool value);
void bp_json_datum(struct bp_json *json, const char *key, struct bp_datum value); /* none: "" */

/* Opens the document; what every report begins with. */
void bp_json_open_rapport(struct bp_json *json, const char *format, const char *version,
                          const char *command, int64_t gemaakt_ms);

#endif
