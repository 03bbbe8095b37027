/* report_schema.h - does a document follow its JSON Schema?
 * PURPOSE    the published schema is proven against what the program writes, without another
 * package SOURCE     JSON Schema draft 2020-12, as far as our schema uses it; a keyword that is not
 * known here is refused, so that no rule of the schema goes unchecked in silence
 */
#ifndef BRONPOST_TESTS_REPORT_SCHEMA_H
#define BRONPOST_TESTS_REPORT_SCHEMA_H

#include "support/report_json.h"

/* False: `why` says where and which keyword. Patterns are POSIX extended regular expressions. */
bool report_schema_accepts(const struct report_json *schema, const struct report_json *document,
                           char *why, size_t cap);

#endif
