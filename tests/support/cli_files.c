#include "cli_files.h"

#include "bronpost/base/file.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

void cli_folder_begin(struct cli_folder *folder)
{
    (void)bp_str_copy(folder->path, sizeof folder->path, BP_STR("/tmp/bronpost-cli-XXXXXX"));
    assert_non_null(mkdtemp(folder->path));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void cli_folder_end(struct cli_folder *folder)
{
    assert_int_equal(nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

const char *cli_path(const struct cli_folder *folder, const char *name)
{
    static char paths[8][512];
    static size_t next;
    char *path = paths[next++ % 8];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder->path, name);
    return path;
}

const char *cli_put(const struct cli_folder *folder, const char *name, const char *text)
{
    const char *path = cli_path(folder, name);
    char parent[512];
    struct bp_error err = { 0 };
    assert_true(bp_str_copy(parent, sizeof parent, bp_str_of(path)));
    *strrchr(parent, '/') = '\0';
    assert_int_equal(bp_directory_make(parent, &err), BP_OK);
    assert_int_equal(bp_file_put(path, bp_str_of(text), BP_DURABLE_LATER, &err), BP_OK);
    return path;
}

size_t cli_count(const char *path)
{
    DIR *dir = opendir(path);
    size_t count = 0;
    if (!dir)
        return 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.';
    (void)closedir(dir);
    return count;
}

int cli_run(const char *arguments, struct bp_buf *said)
{
    const char *build = getenv("BRONPOST_BUILD");
    char command[2048], chunk[4096];
    int len = snprintf(command, sizeof command, "%s/bronpost %s 2>&1", build ? build : "build",
                       arguments);
    assert_true(len > 0 && (size_t)len < sizeof command);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    bp_buf_clear(said);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        bp_buf_add(said, chunk, n);
    bp_buf_add_char(said, '\0');
    said->len--; /* a text for strstr(), whatever its length */
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}
