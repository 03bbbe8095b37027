#include "bronpost/base/file.h"

#include "bronpost/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES ((size_t)256 * 1024)

struct bp_file {
    int fd;
    enum bp_durability durability;
    size_t buffered;
    bool settled; /* nothing was written since bp_file_settle() */
    char *path;
    char *temporary;
    char *
        buffer; /* BUFFER_BYTES, made by the first small write: a file that is written at once needs none */
};

static enum bp_status io_error(struct bp_error *err, const char *doing, const char *path)
{
    return bp_error_set(err, BP_E_IO, NULL, "%s %s: %s", bp_text(doing), path, strerror(errno));
}

static void file_free(struct bp_file *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    free(file->path);
    free(file->temporary);
    if (file->buffer)
        explicit_bzero(file->buffer, BUFFER_BYTES);
    free(file->buffer);
    free(file);
}

struct bp_file *bp_file_begin(const char *path, enum bp_durability durability, struct bp_error *err)
{
    static atomic_uint counter;
    struct bp_file *file = malloc(sizeof *file);
    if (!file) {
        (void)bp_error_memory(err, N_("a file's name"));
        return NULL;
    }
    *file = (struct bp_file){ .fd = -1, .durability = durability };
    size_t cap = strlen(path) + 64;
    file->path = strdup(path);
    file->temporary = malloc(cap);
    if (!file->path || !file->temporary) {
        (void)bp_error_memory(err, N_("a file's name"));
        file_free(file);
        return NULL;
    }
    /* Not mkstemp(): its mode is 0600, and asking for the umask to mend that is not thread-safe. */
    (void)snprintf(file->temporary, cap, "%s.%ld-%u.tmp", path, (long)getpid(),
                   atomic_fetch_add(&counter, 1));
    file->fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file->fd < 0) {
        (void)io_error(err, N_("cannot create a file beside"), path);
        file_free(file);
        return NULL;
    }
    return file;
}

static enum bp_status write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return BP_E_IO;
        bytes += n;
        len -= (size_t)n;
    }
    return BP_OK;
}

static enum bp_status flush(struct bp_file *file, struct bp_error *err)
{
    if (file->buffered && write_all(file->fd, file->buffer, file->buffered) != BP_OK)
        return io_error(err, N_("cannot write"), file->path);
    file->buffered = 0;
    return BP_OK;
}

/* Past the buffer; what is in it goes first. */
static enum bp_status write_through(struct bp_file *file, struct bp_str bytes, struct bp_error *err)
{
    enum bp_status st = flush(file, err);
    if (st == BP_OK && write_all(file->fd, bytes.ptr, bytes.len) != BP_OK)
        st = io_error(err, N_("cannot write"), file->path);
    return st;
}

enum bp_status bp_file_write(struct bp_file *file, struct bp_str bytes, struct bp_error *err)
{
    file->settled = false;
    if (!file->buffer && !(file->buffer = malloc(BUFFER_BYTES)))
        return bp_error_memory(err, N_("a file's buffer"));
    if (bytes.len > BUFFER_BYTES)
        return write_through(file, bytes, err);
    if (bytes.len > BUFFER_BYTES - file->buffered) {
        enum bp_status st = flush(file, err);
        if (st != BP_OK)
            return st;
    }
    if (bytes.len)
        memcpy(file->buffer + file->buffered, bytes.ptr, bytes.len);
    file->buffered += bytes.len;
    return BP_OK;
}

static enum bp_status sync_parent(const char *path, struct bp_error *err)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (!bp_str_copy(parent, sizeof parent,
                     slash ? (struct bp_str){ path, len ? len : 1 } : BP_STR(".")))
        return bp_error_set(err, BP_E_IO, NULL, "path too long: %s", path);
    int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return io_error(err, N_("cannot open the folder of"), path);
    int failed = fsync(fd);
    (void)close(fd);
    return failed ? io_error(err, N_("cannot sync the folder of"), path) : BP_OK;
}

enum bp_status bp_file_settle(struct bp_file *file, struct bp_error *err)
{
    enum bp_status st = flush(file, err);
    if (st == BP_OK && file->durability == BP_DURABLE_NOW && fsync(file->fd) != 0)
        st = io_error(err, N_("cannot sync"), file->path);
    file->settled = st == BP_OK;
    return st;
}

enum bp_status bp_file_commit(struct bp_file *file, struct bp_error *err)
{
    enum bp_status st = file->settled ? BP_OK : bp_file_settle(file, err);
    int fd = file->fd;
    file->fd = -1;
    if (close(fd) != 0 && st == BP_OK)
        st = io_error(err, N_("cannot close"), file->path); /* a full disk may show only here */
    if (st == BP_OK && rename(file->temporary, file->path) != 0)
        st = io_error(err, N_("cannot rename to"), file->path);
    if (st == BP_OK && file->durability == BP_DURABLE_NOW)
        st = sync_parent(file->path, err);
    else if (st != BP_OK)
        (void)unlink(file->temporary);
    file_free(file);
    return st;
}

void bp_file_abandon(struct bp_file *file)
{
    if (!file)
        return;
    (void)unlink(file->temporary);
    file_free(file);
}

enum bp_status bp_file_put(const char *path, struct bp_str bytes, enum bp_durability durability,
                           struct bp_error *err)
{
    struct bp_file *file = bp_file_begin(path, durability, err);
    if (!file)
        return err ? err->status : BP_E_IO;
    enum bp_status st = write_through(file, bytes, err);
    if (st != BP_OK) {
        bp_file_abandon(file);
        return st;
    }
    return bp_file_commit(file, err);
}

enum bp_status bp_file_get(const char *path, size_t max, struct bp_buf *out, struct bp_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_error(err, N_("cannot open"), path);
    char chunk[16384];
    ssize_t n = 0;
    enum bp_status st = BP_OK;
    size_t total = 0;
    while (st == BP_OK && (n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            st = io_error(err, N_("cannot read"), path);
        } else if ((total += (size_t)n) > max) {
            st = bp_error_set(err, BP_E_IO, NULL, "%s is larger than %zu bytes", path, max);
        } else {
            bp_buf_add(out, chunk, (size_t)n);
        }
    }
    explicit_bzero(chunk, sizeof chunk);
    (void)close(fd);
    if (st == BP_OK && out->failed)
        st = bp_error_memory(err, N_("a file's content"));
    return st;
}

enum bp_status bp_directory_make(const char *path, struct bp_error *err)
{
    char part[PATH_MAX];
    if (!bp_str_copy(part, sizeof part, bp_str_of(path)) || part[0] == '\0')
        return bp_error_set(err, BP_E_IO, NULL, "not the name of a folder: '%s'", path);
    for (char *p = part + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return io_error(err, N_("cannot make the folder"), part);
        *p = '/';
    }
    struct stat st;
    if (mkdir(part, 0777) != 0 && errno != EEXIST)
        return io_error(err, N_("cannot make the folder"), part);
    if (stat(part, &st) != 0 || !S_ISDIR(st.st_mode))
        return bp_error_set(err, BP_E_IO, NULL, "%s is there, but is not a folder", path);
    return BP_OK;
}

enum bp_status bp_directory_sync(const char *path, struct bp_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return io_error(err, N_("cannot open"), path);
    int failed = syncfs(fd);
    (void)close(fd);
    return failed ? io_error(err, N_("cannot sync"), path) : BP_OK;
}
