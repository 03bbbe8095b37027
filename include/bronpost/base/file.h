/* file.h - files appear whole
 * PURPOSE    temporary name, checked write, fsync, rename: a reader sees the old file or the new one
 * OWNERSHIP  bp_file_begin() makes, exactly one of bp_file_commit() and bp_file_abandon() ends
 * ERRORS     BP_E_IO with path and reason
 * THREADS    a handle belongs to one thread
 */
#ifndef BRONPOST_BASE_FILE_H
#define BRONPOST_BASE_FILE_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"

struct bp_file;

/* When the file is durable. */
enum bp_durability {
    BP_DURABLE_NOW,   /* fsync before the rename */
    BP_DURABLE_LATER, /* the caller ends a batch with bp_directory_sync() */
};

struct bp_file *bp_file_begin(const char *path, enum bp_durability durability,
                              struct bp_error *err); /* NULL: see err */
enum bp_status bp_file_write(struct bp_file *file, struct bp_str bytes, struct bp_error *err);
/* All of it is on the disk, still under its temporary name. Files that belong together are each settled before the first is
 * committed: a disk that is full leaves all the old ones. */
enum bp_status bp_file_settle(struct bp_file *file, struct bp_error *err);
enum bp_status bp_file_commit(struct bp_file *file, struct bp_error *err); /* frees, always */
void bp_file_abandon(struct bp_file *file);                                /* NULL is fine */

/* A whole small file, begin to commit. */
enum bp_status bp_file_put(const char *path, struct bp_str bytes, enum bp_durability durability,
                           struct bp_error *err);

/* Reads a whole file of at most `max` bytes into `out`. */
enum bp_status bp_file_get(const char *path, size_t max, struct bp_buf *out, struct bp_error *err);

/* Makes a directory and its parents (mode 0777, less the umask); there already is fine. */
enum bp_status bp_directory_make(const char *path, struct bp_error *err);

/* Everything written below `path` so far is on disk (syncfs). */
enum bp_status bp_directory_sync(const char *path, struct bp_error *err);

#endif
