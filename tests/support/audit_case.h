/* audit_case.h - a ledger with a history, step by step, for audits
 * PURPOSE    a test says what was registered, sent, answered and removed, and on which day; the ledger, its bodies and
 *            their encryption are real
 * OWNERSHIP  audit_case_begin() makes a folder below /tmp, audit_case_end() removes it with all that was opened
 * UNITS      the clock stands at noon UTC of a day; each question moves it by a millisecond
 * ERRORS     what should not happen is a failed test (fail_msg)
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_AUDIT_CASE_H
#define BRONPOST_TESTS_AUDIT_CASE_H

#include "bronpost/base/buf.h"
#include "bronpost/pipeline/audit.h"
#include "support/cli_files.h"

/* Fictitious numbers: rod-vo.md section 4. */
#define AUDIT_BSN  "999990019"
#define AUDIT_BSN2 "999990020"
#define AUDIT_BSN3 "999990032"

struct audit_case {
    struct cli_folder folder;
    char file[128], url[160];
    struct bp_env env;
    struct bp_ledger *ledger; /* open for writing */
    struct bp_kluis *kluis;
    struct bp_audit *audit; /* of the latest audit_case_make() */
    struct bp_buf text;     /* of the latest audit_case_read() */
    unsigned identificatie; /* number of the latest message */
    const char *tbgi;       /* beside it from now on: a TBG-i; NULL: none */
    bool uittreksel;        /* it is an extract */
};

void audit_case_begin(struct audit_case *c);
void audit_case_end(struct audit_case *c);

/* From now on it is noon of that day. */
void audit_case_day(struct audit_case *c, const char *day);
/* From now on it is so many milliseconds after the beginning of that day in UTC. */
void audit_case_moment(struct audit_case *c, const char *day, int64_t ms);

/* A registration: "vo 99XA V1" of a person with this bsn; the leerlingnummer is "L" and the last four digits of it. */
struct audit_reg {
    const char *contract, *brin, *volgnummer, *bsn;
};

/* Stages a stand: "2023-08-01 2028-06-14 2023-08-01:-- 2025-08-01:DV 2027-08-01:DM": begin, end ('-' while open), periods
 * with route (-, D, G) and phase (-, V, M), "n" behind them when not fundable. NULL: a verwijdering. */
void audit_case_stage(struct audit_case *c, const struct audit_reg *reg, const char *stand);

/* Takes the stand from DUO's overview `herkomst`. */
void audit_case_adopt(struct audit_case *c, const struct audit_reg *reg, const char *stand,
                      const char *herkomst);

/* Sends all that waits; each comes to this state. */
void audit_case_send(struct audit_case *c, enum bp_toestand becomes);

/* The identificatiecode of message `n` (from 1, in the order of staging and adopting). */
const char *audit_case_uuid(unsigned n);

/* Functional feedback on message `n`. */
void audit_case_feedback(struct audit_case *c, unsigned n, enum bp_toestand oordeel);

/* An audit; its files are in "uit". `known`: as known at the end of that day; NULL: now. */
const struct bp_audit_rapport *audit_case_make(struct audit_case *c, const char *day,
                                               const char *known, bool numbers);

/* The same, which may fail: the error lives until the next call. */
enum bp_status audit_case_try(struct audit_case *c, const char *day, const char *known,
                              bool numbers, const struct bp_error **error);

/* A file of "uit", NUL-terminated; valid until the next call. */
const char *audit_case_read(struct audit_case *c, const char *name);

/* Columns `columns` ("brin;sector") of audit.csv, a line each, a line "-" for none. Valid until the next call. */
const char *audit_case_columns(struct audit_case *c, const char *columns);
/* Likewise of another file, such as "tbgi.csv". */
const char *audit_case_columns_of(struct audit_case *c, const char *name, const char *columns);

#endif
