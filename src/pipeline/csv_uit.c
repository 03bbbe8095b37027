#include "csv_uit.h"

#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES (64 * BP_KIB)

static bool path_of(const char *folder, const char *name, char out[PATH_MAX])
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return len > 0 && len < PATH_MAX;
}

enum bp_status csv_uit_check(const char *folder, const char *name, const char *invoer,
                             struct bp_error *err)
{
    struct stat input, old;
    char path[PATH_MAX];
    if (!path_of(folder, name, path))
        return bp_error_set(err, BP_E_USAGE, NULL, N_("the folder has too long a name: %s"),
                            folder);
    if (stat(invoer, &input) == 0 && stat(path, &old) == 0 && input.st_dev == old.st_dev &&
        input.st_ino == old.st_ino)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("%s is the overview itself: choose another folder for --out"), path);
    return BP_OK;
}

enum bp_status csv_uit_open(struct csv_uit *uit, const char *folder, const char *name,
                            const char *kop, struct bp_error *err)
{
    char path[PATH_MAX];
    *uit = (struct csv_uit){ .file = NULL };
    bp_buf_init(&uit->line, LINE_MAX_BYTES);
    if (!path_of(folder, name, path))
        return bp_error_set(err, BP_E_USAGE, NULL, N_("the folder has too long a name: %s"),
                            folder);
    enum bp_status st = bp_directory_make(folder, err);
    if (st != BP_OK)
        return st;
    uit->file = bp_file_begin(path, BP_DURABLE_NOW, err);
    return uit->file ? bp_file_write(uit->file, bp_str_of(kop), err) : BP_E_IO;
}

static void begin_cel(struct csv_uit *uit)
{
    if (uit->cellen++)
        bp_buf_add_char(&uit->line, ';');
}

void csv_uit_cel(struct csv_uit *uit, struct bp_str value)
{
    begin_cel(uit);
    bp_csv_cell(&uit->line, value);
}

void csv_uit_getal(struct csv_uit *uit, size_t n)
{
    begin_cel(uit);
    if (n)
        bp_buf_add_u64(&uit->line, n);
}

enum bp_status csv_uit_regel(struct csv_uit *uit, struct bp_error *err)
{
    bp_buf_add_char(&uit->line, '\n');
    enum bp_status st = uit->line.failed ? bp_error_memory(err, N_("the result"))
                                         : bp_file_write(uit->file, bp_buf_str(&uit->line), err);
    bp_buf_clear(&uit->line);
    uit->cellen = 0;
    return st;
}

enum bp_status csv_uit_commit_all(struct csv_uit *uit, size_t count, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < count; i++)
        if (uit[i].file)
            st = bp_file_settle(uit[i].file, err);
    for (size_t i = 0; st == BP_OK && i < count; i++)
        if (uit[i].file)
            st = csv_uit_commit(&uit[i], err);
    return st;
}

enum bp_status csv_uit_commit(struct csv_uit *uit, struct bp_error *err)
{
    enum bp_status st = bp_file_commit(uit->file, err);
    uit->file = NULL; /* a commit frees, always */
    csv_uit_abandon(uit);
    return st;
}

void csv_uit_abandon(struct csv_uit *uit)
{
    bp_file_abandon(uit->file);
    bp_buf_free(&uit->line);
    uit->file = NULL;
}

void csv_uit_verwijder(const char *folder, const char *name)
{
    char path[PATH_MAX];
    if (path_of(folder, name, path))
        (void)unlink(path);
}
