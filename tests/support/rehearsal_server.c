#include "support/rehearsal_server.h"

#include "support/pki_folder.h"

#include "bronpost/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>

#include <cmocka.h>

#define MOST_ARGS    48
#define MOST_ENV     512
#define WAIT_SECONDS 120 /* a sanitizer's build on a busy machine */
#define FILE_BYTES   ((size_t)64 * 1024 * 1024)

extern char **environ;

void rehearsal_path(const struct rehearsal *r, const char *name, char out[PATH_MAX])
{
    int n = snprintf(out, PATH_MAX, "%s/%s", r->folder, name);
    if (n < 0 || n >= PATH_MAX)
        fail_msg("the path of %s is too long", name);
}

char *rehearsal_read(const struct rehearsal *r, const char *name)
{
    char path[PATH_MAX];
    struct bp_buf text;
    struct bp_error err = { 0 };
    rehearsal_path(r, name, path);
    bp_buf_init(&text, FILE_BYTES);
    if (bp_file_get(path, FILE_BYTES - 1, &text, &err) != BP_OK)
        fail_msg("%s", err.detail);
    bp_buf_add_char(&text, '\0');
    char *copy = strdup(text.ptr);
    assert_non_null(copy);
    bp_buf_free(&text);
    return copy;
}

void rehearsal_write(const struct rehearsal *r, const char *name, const char *text)
{
    char path[PATH_MAX];
    struct bp_error err = { 0 };
    rehearsal_path(r, name, path);
    if (bp_file_put(path, bp_str_of(text), BP_DURABLE_LATER, &err) != BP_OK)
        fail_msg("%s", err.detail);
}

/* --- processes --- */

/* What the server finds in its environment: the schemas of this repository, and English. */
static pid_t spawn(const struct rehearsal *r, char *const *argv)
{
    static char lang[] = "LC_ALL=C";
    char *env[MOST_ENV + 3], data[PATH_MAX + 16], here[PATH_MAX];
    char out[PATH_MAX], err[PATH_MAX];
    size_t n = 0;
    assert_non_null(getcwd(here, sizeof here));
    (void)snprintf(data, sizeof data, "BRONPOST_DATA=%s", here);
    env[n++] = lang;
    env[n++] = data;
    for (char **e = environ; *e && n < MOST_ENV; e++)
        if (strncmp(*e, "LC_ALL=", 7) != 0 && strncmp(*e, "BRONPOST_DATA=", 14) != 0)
            env[n++] = *e;
    env[n] = NULL;
    rehearsal_path(r, "stdout", out);
    rehearsal_path(r, "stderr", err);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t pid;
    int wrong = posix_spawn(&pid, argv[0], &actions, NULL, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    if (wrong)
        fail_msg("%s cannot be started: %s", argv[0], strerror(wrong));
    return pid;
}

/* False while it runs. */
static bool ended(pid_t pid, int *code)
{
    int status;
    pid_t done = waitpid(pid, &status, WNOHANG);
    if (done == 0 || (done < 0 && errno == EINTR))
        return false;
    assert_int_equal(done, pid);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

static void pause_a_bit(time_t start, const char *what)
{
    if (time(NULL) - start > WAIT_SECONDS)
        fail_msg("%s: not within %d seconds", what, WAIT_SECONDS);
    (void)nanosleep(&(struct timespec){ 0, 3000000 }, NULL);
}

static int wait_for(pid_t pid)
{
    time_t start = time(NULL);
    int code = -1;
    while (!ended(pid, &code))
        pause_a_bit(start, "the end of the rehearsal server");
    return code;
}

/* A test that fails goes on with the next one: what it leaves running ends with the program. */
static struct {
    pid_t pids[32];
    size_t count;
    bool registered;
} running;

static void end_all(void)
{
    for (size_t i = 0; i < running.count; i++)
        (void)kill(running.pids[i], SIGKILL);
}

static void remember(pid_t pid)
{
    if (!running.registered)
        assert_int_equal(atexit(end_all), 0);
    running.registered = true;
    assert_true(running.count < sizeof running.pids / sizeof *running.pids);
    running.pids[running.count++] = pid;
}

static void forget(pid_t pid)
{
    for (size_t i = 0; i < running.count; i++)
        if (running.pids[i] == pid)
            running.pids[i] = running.pids[--running.count];
}

/* --- starting --- */

struct args {
    char *list[MOST_ARGS];
    size_t count;
};

/* posix_spawn asks for pointers to char, and writes to none of them: copies. */
static void add(struct args *a, const char *word)
{
    assert_true(a->count + 1 < MOST_ARGS);
    a->list[a->count] = strdup(word);
    assert_non_null(a->list[a->count++]);
    a->list[a->count] = NULL;
}

static void add_rest(struct args *a, va_list rest)
{
    const char *word;
    while ((word = va_arg(rest, const char *)) != NULL)
        add(a, word);
}

static void add_program(struct args *a)
{
    char path[PATH_MAX];
    const char *build = getenv("BRONPOST_BUILD");
    (void)snprintf(path, sizeof path, "%s/bronpost-rehearsal", build && *build ? build : "build");
    add(a, path);
}

static void args_free(struct args *a)
{
    for (size_t i = 0; i < a->count; i++)
        free(a->list[i]);
}

static void wait_until_listening(struct rehearsal *r)
{
    char path[PATH_MAX];
    time_t start = time(NULL);
    int code = -1;
    rehearsal_path(r, "port", path);
    while (access(path, F_OK) != 0) {
        if (ended(r->pid, &code)) {
            forget(r->pid);
            r->pid = 0;
            fail_msg("the rehearsal server ended with %d: %s", code, rehearsal_read(r, "stderr"));
        }
        pause_a_bit(start, "listening");
    }
    char *port = rehearsal_read(r, "port");
    r->port = (unsigned)strtoul(port, NULL, 10);
    free(port);
    assert_in_range(r->port, 1, 65535);
    (void)snprintf(r->url, sizeof r->url, "https://127.0.0.1:%u/", r->port);
}

static void add_usual(struct args *a, const struct rehearsal *r)
{
    char path[PATH_MAX];
    add_program(a);
    add(a, "--listen");
    add(a, "127.0.0.1:0");
    add(a, "--pki");
    add(a, pki_folder());
    add(a, "--port-file");
    rehearsal_path(r, "port", path);
    add(a, path);
    (void)unlink(path);
}

static void start(struct rehearsal *r, struct args *a)
{
    r->pid = spawn(r, a->list);
    remember(r->pid);
    args_free(a);
    wait_until_listening(r);
}

static void launch(struct rehearsal *r, va_list rest)
{
    struct args a = { .count = 0 };
    char path[PATH_MAX];
    add_usual(&a, r);
    add(&a, "--record");
    rehearsal_path(r, "record.csv", path);
    add(&a, path);
    add_rest(&a, rest);
    start(r, &a);
}

static void make_folder(struct rehearsal *r)
{
    const char *base = getenv("TMPDIR");
    *r = (struct rehearsal){ .pid = 0 };
    (void)snprintf(r->folder, sizeof r->folder, "%s/bronpost-rehearsal-XXXXXX",
                   base && *base ? base : "/tmp");
    if (!mkdtemp(r->folder))
        fail_msg("no temporary folder: %s", strerror(errno));
}

void rehearsal_start_without_record(struct rehearsal *r)
{
    struct args a = { .count = 0 };
    make_folder(r);
    add_usual(&a, r);
    start(r, &a);
}

void rehearsal_start(struct rehearsal *r, ...)
{
    va_list rest;
    make_folder(r);
    va_start(rest, r);
    launch(r, rest);
    va_end(rest);
}

void rehearsal_again(struct rehearsal *r, ...)
{
    va_list rest;
    assert_int_equal(r->pid, 0);
    va_start(rest, r);
    launch(r, rest);
    va_end(rest);
}

int rehearsal_run(const struct rehearsal *r, ...)
{
    struct args a = { .count = 0 };
    va_list rest;
    add_program(&a);
    va_start(rest, r);
    add_rest(&a, rest);
    va_end(rest);
    int code = wait_for(spawn(r, a.list));
    args_free(&a);
    return code;
}

/* --- ending --- */

static int end_with(struct rehearsal *r, int signal)
{
    pid_t pid = r->pid;
    assert_true(pid > 0);
    r->pid = 0;
    assert_int_equal(kill(pid, signal), 0);
    int code = wait_for(pid);
    forget(pid);
    return code;
}

int rehearsal_stop(struct rehearsal *r)
{
    return end_with(r, SIGTERM);
}

void rehearsal_kill(struct rehearsal *r)
{
    assert_int_equal(end_with(r, SIGKILL), 128 + SIGKILL);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void rehearsal_end(struct rehearsal *r)
{
    int code = r->pid ? rehearsal_stop(r) : 0;
    char *said = code ? rehearsal_read(r, "stderr") : NULL;
    (void)nftw(r->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (code)
        fail_msg("the rehearsal server ended with %d: %s", code, said);
}
