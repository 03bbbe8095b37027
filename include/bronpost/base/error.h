/* error.h - a status to branch on, a context to read
 * PURPOSE    every function that can fail returns bp_status and takes a struct bp_error last
 * OWNERSHIP  the caller owns the struct; `code` and `file` are borrowed and outlive it
 * UNITS      row is the physical line on which a record begins, column counts fields; both from 1, 0 unknown
 * ERRORS     never a person number in `detail`: expected form and class of what was found, never the value
 * THREADS    a struct belongs to one thread
 */
#ifndef BRONPOST_BASE_ERROR_H
#define BRONPOST_BASE_ERROR_H

#include "bronpost/base/str.h"

enum bp_status {
    BP_OK = 0,
    BP_E_USAGE,    /* options or configuration */
    BP_E_INPUT,    /* input refused as a whole, or one value */
    BP_E_STOP,     /* mass change: needs --confirm */
    BP_E_LOCKED,   /* another run holds the ledger */
    BP_E_XML,      /* a schema does not load, or a document does not validate */
    BP_E_CRYPTO,   /* key, certificate, signature, encryption */
    BP_E_LEDGER,   /* the ledger's engine */
    BP_E_IO,       /* disk, files that we write */
    BP_E_MEMORY,   /* a ceiling was met, or malloc failed */
    BP_E_INTERNAL, /* a programmer's mistake that was caught */
};

struct bp_error {
    enum bp_status status;
    const char
        *code; /* "BP104": stable, static, the same in both languages; NULL when there is none */
    const char *file; /* borrowed; NULL when unknown */
    size_t row;
    size_t column;
    char detail[512];
};

/* Fills `err` (NULL is allowed) and returns `status`, so that a failure is one line. The literal `format` is a
 * message id: it is translated here, so callers write English. */
enum bp_status bp_error_set(struct bp_error *err, enum bp_status status, const char *code,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds a place to an error that has none yet. */
void bp_error_at(struct bp_error *err, const char *file, size_t row, size_t column);

/* "file:row:column: CODE detail" with what is known, NUL-terminated; cut at cap. */
void bp_error_format(const struct bp_error *err, char *out, size_t cap);

/* Memory is the one error that every layer can meet; `what` is a message id. */
enum bp_status bp_error_memory(struct bp_error *err, const char *what);

#endif
