#include "support/ledger_faults.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static struct {
    unsigned calls, at;
    int error; /* 0: kill */
    bool lasting;
} fault;

/* True when this call is to fail, with errno set. */
static bool strikes(bool *dies)
{
    fault.calls++;
    *dies = fault.at && fault.calls == fault.at && fault.error == 0;
    if (*dies || !fault.at)
        return *dies;
    if (fault.calls != fault.at && !(fault.lasting && fault.calls > fault.at))
        return false;
    errno = fault.error;
    return true;
}

static void die(void)
{
    (void)kill(getpid(), SIGKILL);
    for (;;)
        (void)pause();
}

static ssize_t faulty_pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    bool dies;
    if (!strikes(&dies))
        return pwrite(fd, bytes, len, offset);
    if (dies) {
        ssize_t half = pwrite(fd, bytes, len / 2, offset);
        (void)half;
        die();
    }
    return -1;
}

static int faulty_ftruncate(int fd, off_t size)
{
    bool dies;
    if (!strikes(&dies))
        return ftruncate(fd, size);
    if (dies)
        die();
    return -1;
}

static int faulty_unlink(const char *path)
{
    bool dies;
    if (!strikes(&dies))
        return unlink(path);
    if (dies)
        die();
    return -1;
}

static void set(const char *name, sqlite3_syscall_ptr call)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    /* not every platform has both pwrite and pwrite64 */
    int rc = vfs->xSetSystemCall(vfs, name, call);
    if (rc != SQLITE_OK && rc != SQLITE_NOTFOUND)
        abort();
}

static void begin(unsigned n, int error, bool lasting)
{
    fault.calls = 0;
    fault.at = n;
    fault.error = error;
    fault.lasting = lasting;
    (void)sqlite3_initialize();
    set("pwrite", (sqlite3_syscall_ptr)faulty_pwrite);
    set("pwrite64", (sqlite3_syscall_ptr)faulty_pwrite);
    set("ftruncate", (sqlite3_syscall_ptr)faulty_ftruncate);
    set("unlink", (sqlite3_syscall_ptr)faulty_unlink);
}

void ledger_faults_kill(unsigned n)
{
    begin(n, 0, false);
}

void ledger_faults_fail(unsigned n, int error, bool lasting)
{
    begin(n, error, lasting);
}

unsigned ledger_faults_off(void)
{
    static const char *const names[] = { "pwrite", "pwrite64", "ftruncate", "unlink" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        set(names[i], NULL);
    return fault.calls;
}
