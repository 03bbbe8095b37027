/* json.h - JSON into a buffer
 * PURPOSE    `--json` of the commands; RFC 8259
 * OWNERSHIP  the caller's buffer; its sticky failure tells of memory
 * THREADS    any
 *
 * Commas set themselves: bp_cli_json_open() to bp_cli_json_close() nest, each value names its key, or NULL
 * inside an array.
 */
#ifndef BRONPOST_CLI_JSON_H
#define BRONPOST_CLI_JSON_H

#include "bronpost/base/buf.h"

void bp_cli_json_open(struct bp_buf *out, const char *key, char bracket);      /* '{' or '[' */
void bp_cli_json_close(struct bp_buf *out, char bracket);                      /* '}' or ']' */
void bp_cli_json_text(struct bp_buf *out, const char *key, const char *value); /* NULL: null */
void bp_cli_json_str(struct bp_buf *out, const char *key, struct bp_str value);
void bp_cli_json_number(struct bp_buf *out, const char *key, uint64_t value);
void bp_cli_json_bool(struct bp_buf *out, const char *key, bool value);
void bp_cli_json_null(struct bp_buf *out, const char *key);

#endif
