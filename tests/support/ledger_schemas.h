/* ledger_schemas.h - ledgers as older programs made them
 * PURPOSE    what a migration starts from; frozen copies, so that a released step that is changed comes to light
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_LEDGER_SCHEMAS_H
#define BRONPOST_TESTS_LEDGER_SCHEMAS_H

#include <sqlite3.h>

/* Versions 0 (an empty file) to this have a generator; it is that of the program at hand. */
#define LEDGER_SCHEMA_NEWEST 3

/* Makes the file as version `version` left it: one run, one pupil (number 0 of ledger_pupil()) with one message. */
void ledger_schema_make(const char *file, int version);

/* Runs SQL and aborts the test program when that fails. */
void ledger_sql(sqlite3 *db, const char *sql);
/* A text that `sql` gives, at most cap - 1 characters of it; "" for none. */
void ledger_sql_text(const char *file, const char *sql, char *out, int cap);

#endif
