/* csv_uit.h - one CSV file of a result. Private to pipeline
 * PURPOSE    UTF-8, ';', LF; cells that a spreadsheet would run are disarmed; the file appears whole or not at all
 * OWNERSHIP  csv_uit_open() makes, csv_uit_commit() or csv_uit_abandon() ends
 * SOURCE     design: cli.md "Output files"; RFC 4180
 * ERRORS     BP_E_USAGE: a name too long, or the input itself; BP_E_IO; BP_E_MEMORY
 * THREADS    one at a time
 */
#ifndef BRONPOST_PIPELINE_CSV_UIT_H
#define BRONPOST_PIPELINE_CSV_UIT_H

#include "bronpost/base/file.h"

struct csv_uit {
    struct bp_file *file;
    struct bp_buf line;
    size_t cellen; /* of the line so far */
};

/* BP_E_USAGE when the file would overwrite, or its removal take away, the input. */
enum bp_status csv_uit_check(const char *folder, const char *name, const char *invoer,
                             struct bp_error *err);
/* Makes the folder; `kop` is the first line, with its line end. */
enum bp_status csv_uit_open(struct csv_uit *uit, const char *folder, const char *name,
                            const char *kop, struct bp_error *err);
void csv_uit_cel(struct csv_uit *uit, struct bp_str value);
void csv_uit_getal(struct csv_uit *uit, size_t n);                       /* 0: an empty cell */
enum bp_status csv_uit_regel(struct csv_uit *uit, struct bp_error *err); /* ends the line */
enum bp_status csv_uit_commit(struct csv_uit *uit, struct bp_error *err);
/* Files that belong together, those that were opened; when the disk is full none of them appears. */
enum bp_status csv_uit_commit_all(struct csv_uit *uit, size_t count, struct bp_error *err);
void csv_uit_abandon(struct csv_uit *uit); /* zeroed, or after a commit, is fine */
/* An older one is taken away; nothing there is fine. */
void csv_uit_verwijder(const char *folder, const char *name);

#endif
