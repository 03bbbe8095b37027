#include "support/e2e_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdint.h>

#include <cmocka.h>

#define MOST_ARGS       48
#define MOST_SECONDS    240 /* a sanitizer's build on a busy machine */
#define STEP_NANOSECOND 2000000L

static const char *build_folder(void)
{
    const char *build = getenv("BRONPOST_BUILD");
    return build && *build ? build : "build";
}

static void program_path(char out[PATH_MAX])
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/bronpost", build_folder());
    if (!realpath(path, out))
        fail_msg("%s is not there: %s", path, strerror(errno));
}

/* What the program sees of the world: nothing that a developer's own environment could change. */
struct surroundings {
    char home[PATH_MAX], state[PATH_MAX];
    char *list[16];
};

static void surroundings_make(struct surroundings *s, const struct e2e_folder *folder,
                              const char *environment)
{
    static char lang[] = "LANG=C";
    static const char *const kept[] = { "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS" };
    static char copies[4][PATH_MAX];
    size_t n = 0;
    (void)snprintf(s->home, sizeof s->home, "HOME=%s", folder->path);
    (void)snprintf(s->state, sizeof s->state, "XDG_STATE_HOME=%s/xdg", folder->path);
    s->list[n++] = s->home;
    s->list[n++] = s->state;
    for (size_t i = 0; i < 4; i++) {
        const char *value = getenv(kept[i]);
        if (value) {
            (void)snprintf(copies[i], sizeof copies[i], "%s=%s", kept[i], value);
            s->list[n++] = copies[i];
        }
    }
    static char extra[PATH_MAX];
    bool lang_given = environment && strncmp(environment, "LANG=", 5) == 0;
    if (!lang_given)
        s->list[n++] = lang;
    if (environment) {
        (void)snprintf(extra, sizeof extra, "%s", environment);
        s->list[n++] = extra;
    }
    s->list[n] = NULL;
}

#define OUT_NAME "e2e.stdout"
#define ERR_NAME "e2e.stderr"

static pid_t start(const struct e2e_folder *folder, const char *program, char *const *argv,
                   const char *environment)
{
    struct surroundings s;
    surroundings_make(&s, folder, environment);
    char out[PATH_MAX], err[PATH_MAX];
    e2e_path(folder, OUT_NAME, out);
    e2e_path(folder, ERR_NAME, err);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addchdir_np(&actions, folder->path);
    pid_t pid;
    int wrong = posix_spawnp(&pid, program, &actions, NULL, argv, s.list);
    posix_spawn_file_actions_destroy(&actions);
    if (wrong)
        fail_msg("%s cannot be started: %s", program, strerror(wrong));
    return pid;
}

static int wait_for(pid_t pid, const char *what)
{
    struct timespec now, until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += MOST_SECONDS;
    for (;;) {
        int status;
        pid_t done = waitpid(pid, &status, WNOHANG);
        if (done == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (done < 0 && errno != EINTR)
            fail_msg("%s: %s", what, strerror(errno));
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec > until.tv_sec) {
            e2e_stop(pid);
            fail_msg("%s: not done after %d seconds", what, MOST_SECONDS);
        }
        nanosleep(&(struct timespec){ 0, STEP_NANOSECOND }, NULL);
    }
}

static struct e2e_result finish(const struct e2e_folder *folder, pid_t pid, const char *what)
{
    struct e2e_result result = { .exit_code = wait_for(pid, what) };
    result.out = e2e_read(folder, OUT_NAME);
    result.err = e2e_read(folder, ERR_NAME);
    return result;
}

/* posix_spawn asks for pointers to char, and writes to none of them. */
static void collect(char *argv[MOST_ARGS], char *program, va_list rest)
{
    size_t n = 0;
    argv[n++] = program;
    const char *arg;
    while ((arg = va_arg(rest, const char *)) != NULL) {
        if (n + 1 == MOST_ARGS)
            fail_msg("more than %d arguments", MOST_ARGS - 2);
        char *copy = strdup(arg);
        assert_non_null(copy);
        argv[n++] = copy;
    }
    argv[n] = NULL;
}

static void discard(char *argv[MOST_ARGS])
{
    for (size_t i = 1; argv[i]; i++)
        free(argv[i]);
}

static struct e2e_result run(const struct e2e_folder *folder, const char *environment, va_list rest)
{
    char program[PATH_MAX], *argv[MOST_ARGS];
    program_path(program);
    collect(argv, program, rest);
    struct e2e_result result =
        finish(folder, start(folder, program, argv, environment), argv[1] ? argv[1] : program);
    discard(argv);
    return result;
}

struct e2e_result e2e_run(const struct e2e_folder *folder, ...)
{
    va_list rest;
    va_start(rest, folder);
    struct e2e_result result = run(folder, NULL, rest);
    va_end(rest);
    return result;
}

struct e2e_result e2e_run_with(const struct e2e_folder *folder, const char *environment, ...)
{
    va_list rest;
    va_start(rest, environment);
    struct e2e_result result = run(folder, environment, rest);
    va_end(rest);
    return result;
}

void e2e_expect(const struct e2e_folder *folder, int exit_code, ...)
{
    va_list rest;
    va_start(rest, exit_code);
    struct e2e_result result = run(folder, NULL, rest);
    va_end(rest);
    if (result.exit_code != exit_code)
        fail_msg("exit code %d, expected %d; stderr:\n%s\nstdout:\n%s", result.exit_code, exit_code,
                 result.err.ptr, result.out.ptr);
    e2e_result_free(&result);
}

struct e2e_result e2e_run_program(const struct e2e_folder *folder, const char *const *argv)
{
    char *own[MOST_ARGS];
    size_t n = 0;
    for (; argv[n] && n + 1 < MOST_ARGS; n++) {
        own[n] = strdup(argv[n]);
        assert_non_null(own[n]);
    }
    own[n] = NULL;
    struct e2e_result result = finish(folder, start(folder, own[0], own, NULL), own[0]);
    for (size_t i = 0; i < n; i++)
        free(own[i]);
    return result;
}

pid_t e2e_start(const struct e2e_folder *folder, ...)
{
    char program[PATH_MAX], *argv[MOST_ARGS];
    program_path(program);
    va_list rest;
    va_start(rest, folder);
    collect(argv, program, rest);
    va_end(rest);
    pid_t pid = start(folder, program, argv, NULL);
    discard(argv);
    return pid;
}

void e2e_stop(pid_t pid)
{
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

void e2e_result_free(struct e2e_result *result)
{
    e2e_text_free(&result->out);
    e2e_text_free(&result->err);
}
