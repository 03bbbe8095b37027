#include "sqlite.h"

#include "bronpost/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define URI_BYTES (3 * PATH_MAX + 32)

/* "sqlite:" was cut off: "///abs" and "/abs" are absolute, "rel" is relative, "//host/..." is
 * nobody's. */
static const char *path_of(const char *rest)
{
    if (rest[0] == '/' && rest[1] == '/')
        rest = rest[2] == '/' ? rest + 2 : "";
    return rest[0] && strlen(rest) < PATH_MAX - 8 ? rest : NULL;
}

static enum bp_status system_error(struct bp_error *err, const char *path)
{
    return bp_error_set(err, BP_E_LEDGER, NULL, "the ledger %s cannot be reached: %s", path,
                        strerror(errno));
}

/* Only what is surely not there is not there: a folder that may not be read has to come to light on
 * opening. */
bool bp_sqlite_exists(const char *rest)
{
    struct stat st;
    const char *path = path_of(rest);
    if (!path)
        return false;
    if (stat(path, &st) != 0)
        return errno != ENOENT;
    return !S_ISREG(st.st_mode) || st.st_size > 0;
}

/* The folder of `path`, "." when it names none. */
static void folder_of(const char *path, char out[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    (void)bp_str_copy(out, PATH_MAX, slash ? (struct bp_str){ path, len } : BP_STR("."));
}

/* Not bp_directory_make(): these folders are for the owner only, whatever the umask. */
static bool make_folders(const char *folder)
{
    char part[PATH_MAX];
    (void)bp_str_copy(part, sizeof part, bp_str_of(folder));
    for (char *p = part + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
        *p = '/';
    }
    return mkdir(part, 0700) == 0 || errno == EEXIST;
}

/* An empty file of mode 0600, durable in its folder. SQLite gives its -wal and -shm the mode of the
 * file. */
static enum bp_status make_file(const char *path, struct bp_error *err)
{
    char folder[PATH_MAX];
    folder_of(path, folder);
    if (access(folder, F_OK) != 0 && !make_folders(folder))
        return system_error(err, path);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? BP_OK : system_error(err, path);
    int wrong = fchmod(fd, 0600);
    (void)close(fd);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    return wrong ? system_error(err, path) : BP_OK;
}

static bool bytes_in(const char *path, const char *suffix)
{
    char name[PATH_MAX];
    struct stat st;
    (void)snprintf(name, sizeof name, "%s%s", path, suffix);
    return stat(name, &st) == 0 && st.st_size > 0;
}

/* May SQLite make its -wal and -shm beside the file, and write the file itself? */
static bool may_write(const char *path)
{
    char folder[PATH_MAX];
    folder_of(path, folder);
    return faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0 &&
           faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
}

/* A plain path that SQLite takes for nothing else ("", ":memory:", "file:..."), or an URI that says
 * that nobody changes the file. */
static void name_of(const char *path, bool frozen, char out[URI_BYTES])
{
    static const char hex[] = "0123456789ABCDEF";
    const char *here = path[0] == '/' ? "" : "./";
    if (!frozen) {
        (void)snprintf(out, URI_BYTES, "%s%s", here, path);
        return;
    }
    size_t at = (size_t)snprintf(out, URI_BYTES, "file:%s", here);
    for (const char *p = path; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain = bp_ascii_alnum(*p) || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) {
            out[at++] = *p;
        } else {
            out[at++] = '%';
            out[at++] = hex[c >> 4];
            out[at++] = hex[c & 15];
        }
    }
    memcpy(out + at, "?immutable=1", sizeof "?immutable=1");
}

/* For reading. Who may write opens for writing and then refuses to (query_only): only such a
 * connection takes its -wal and -shm away again. Who may not, while nobody has changes in a -wal,
 * reads the file as one that stands still, without any file beside it; that it did stand still is
 * checked after every answer. */
static int reading_flags(struct bp_sqlite *l)
{
    if (may_write(l->path))
        return SQLITE_OPEN_READWRITE;
    l->frozen = !bytes_in(l->path, "-wal") && stat(l->path, &l->frozen_file) == 0;
    return SQLITE_OPEN_READONLY | (l->frozen ? SQLITE_OPEN_URI : 0);
}

enum bp_status bp_sqlite_still(const struct bp_sqlite *l, struct bp_error *err)
{
    struct stat now;
    if (!l->frozen)
        return BP_OK;
    if (stat(l->path, &now) == 0 && now.st_ino == l->frozen_file.st_ino &&
        now.st_size == l->frozen_file.st_size &&
        now.st_mtim.tv_sec == l->frozen_file.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == l->frozen_file.st_mtim.tv_nsec)
        return BP_OK;
    return bp_error_set(
        err, BP_E_LEDGER, NULL,
        "the ledger %s changed while it was read without the right to write beside it; "
        "try again when no run is at work",
        l->path);
}

static enum bp_status open_database(struct bp_sqlite *l, struct bp_error *err)
{
    char *name = malloc(URI_BYTES);
    if (!name)
        return bp_error_memory(err, "the ledger");
    int flags = l->base.mode == BP_LEDGER_READ ? reading_flags(l) : SQLITE_OPEN_READWRITE;
    name_of(l->path, l->frozen, name);
    int rc = sqlite3_open_v2(name, &l->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    free(name);
    if (rc != SQLITE_OK)
        return bp_sqlite_error(l->db, l->path, rc, err);
    (void)sqlite3_extended_result_codes(l->db, 1);
    (void)sqlite3_busy_timeout(l->db, BP_SQLITE_WAIT_MS);
    if (l->base.mode == BP_LEDGER_WRITE && sqlite3_db_readonly(l->db, "main") == 1)
        return bp_sqlite_error(l->db, l->path, SQLITE_READONLY, err);
    return BP_OK;
}

/* Whose file is it, and of which version? Nothing of somebody else's file is touched. */
static enum bp_status identify(struct bp_sqlite *l, struct bp_error *err)
{
    sqlite3_int64 application = 0, version = 0, tables = 0;
    enum bp_status st = bp_sqlite_number(l, "PRAGMA application_id", &application, err);
    if (st == BP_OK)
        st = bp_sqlite_number(l, "PRAGMA user_version", &version, err);
    if (st == BP_OK)
        st = bp_sqlite_number(l, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (st != BP_OK)
        return st;
    bool blank = application == 0 && version == 0 && tables == 0;
    if (!blank && application != BP_SQLITE_APPLICATION_ID)
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "%s is an SQLite file of another program; look at url in [ledger]",
                            l->path);
    l->base.version = (int)version;
    if (version > bp_sqlite_step_count)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            "the ledger %s was made by a newer bronpost (its form is %d, this program "
            "knows up to %d); use the newer program",
            l->path, l->base.version, bp_sqlite_step_count);
    if (version < bp_sqlite_step_count && l->base.mode == BP_LEDGER_READ)
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "the ledger %s has an older form (%d, this program reads %d); the next "
                            "`bronpost run` renews it",
                            l->path, l->base.version, bp_sqlite_step_count);
    return BP_OK;
}

/* cache_size: what a run may hold in memory (64 MB); more is spilled to the -wal. */
static const char settings[] = "PRAGMA foreign_keys=ON;PRAGMA synchronous=FULL;"
                               "PRAGMA cache_size=-65536;PRAGMA trusted_schema=OFF;"
                               "PRAGMA journal_size_limit=67108864";

static enum bp_status prepare_writing(struct bp_sqlite *l, struct bp_error *err)
{
    /* Pages of 8 KB: seven bodies of 1.1 KB share one; of 4 KB only three would. Only a blank file
     * obeys. */
    enum bp_status st = bp_sqlite_exec(l, "PRAGMA page_size=8192", err);
    if (st != BP_OK)
        return st;
    sqlite3_stmt *stmt = NULL;
    bool row = false, wal = false;
    st = bp_sqlite_prepare(l, l->db, "PRAGMA journal_mode=WAL", &stmt, err);
    if (st == BP_OK)
        st = bp_sqlite_step(l, stmt, SQLITE_OK, &row, err);
    if (st == BP_OK)
        wal = row && bp_str_equal(bp_sqlite_str(stmt, 0), BP_STR("wal"));
    (void)sqlite3_finalize(stmt);
    if (st == BP_OK && !wal)
        return bp_error_set(
            err, BP_E_LEDGER, NULL,
            "the ledger %s stands where SQLite cannot keep a write-ahead log (a network "
            "drive?); put it on a disk of this machine",
            l->path);
    return st == BP_OK ? bp_sqlite_migrate(l, bp_sqlite_steps, bp_sqlite_step_count, err) : st;
}

static enum bp_status open_all(struct bp_sqlite *l, struct bp_error *err)
{
    struct stat there;
    bool found = stat(l->path, &there) == 0;
    if (found && S_ISDIR(there.st_mode))
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "%s is a folder; url in [ledger] names a file in it", l->path);
    if (!found && errno != ENOENT)
        return system_error(err, l->path);
    if (l->base.mode == BP_LEDGER_READ && (!found || there.st_size == 0))
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            "there is no ledger at %s; the first `bronpost run` makes it", l->path);
    enum bp_status st = found ? BP_OK : make_file(l->path, err);
    if (st == BP_OK)
        st = open_database(l, err);
    if (st == BP_OK)
        st = bp_sqlite_exec(l, settings, err);
    if (st == BP_OK)
        st = identify(l, err);
    if (st == BP_OK && l->base.mode == BP_LEDGER_WRITE)
        st = prepare_writing(l, err);
    if (st == BP_OK)
        st = bp_sqlite_prepare_all(l, err);
    if (st == BP_OK && l->base.mode == BP_LEDGER_READ)
        st = bp_sqlite_exec(l, "PRAGMA query_only=ON", err);
    return st;
}

enum bp_status bp_sqlite_open(const char *rest, enum bp_ledger_mode mode, const struct bp_env *env,
                              struct bp_ledger **out, struct bp_error *err)
{
    const char *path = path_of(rest);
    if (!path)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            "[ledger] url: sqlite: needs the path of a file, like "
                            "sqlite:///var/lib/bronpost/ledger.db");
    struct bp_sqlite *l = calloc(1, sizeof *l);
    if (!l)
        return bp_error_memory(err, "the ledger");
    l->base = (struct bp_ledger){ .ops = &bp_sqlite_ops, .env = env, .mode = mode };
    l->submit_lock = -1;
    (void)snprintf(l->base.engine, sizeof l->base.engine, "SQLite %s", sqlite3_libversion());
    l->path = strdup(path);
    enum bp_status st = l->path ? open_all(l, err) : bp_error_memory(err, "the ledger");
    if (st != BP_OK) {
        bp_sqlite_close(&l->base);
        return st;
    }
    *out = &l->base;
    return BP_OK;
}

enum bp_status bp_sqlite_former(struct bp_sqlite *l, sqlite3 **out, struct bp_error *err)
{
    *out = l->db;
    if (!l->base.in_run)
        return BP_OK;
    *out = l->former;
    if (l->former)
        return BP_OK;
    int rc = sqlite3_open_v2(sqlite3_db_filename(l->db, "main"), &l->former,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) {
        enum bp_status st = bp_sqlite_error(l->former, l->path, rc, err);
        (void)sqlite3_close(l->former);
        l->former = NULL;
        return st;
    }
    (void)sqlite3_extended_result_codes(l->former, 1);
    (void)sqlite3_busy_timeout(l->former, BP_SQLITE_WAIT_MS);
    *out = l->former;
    return BP_OK;
}

void bp_sqlite_close(struct bp_ledger *ledger)
{
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    for (size_t i = 0; i < BP_SQL_COUNT; i++)
        (void)sqlite3_finalize(l->statements[i]);
    bp_sqlite_keten_close(l);
    /* The reader first: who closes last folds the -wal in and takes it away, which a reader cannot.
     */
    (void)sqlite3_close(l->former);
    (void)sqlite3_close(l->db);
    free(l->seen);
    free(l->path);
    free(l);
}
