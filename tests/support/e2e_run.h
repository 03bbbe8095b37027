/* e2e_run.h - the built program in a folder of its own
 * PURPOSE    a fresh folder with copies of fixtures, the program run in it, and what it wrote
 * OWNERSHIP  a folder is made and removed by the test; texts are freed with e2e_text_free()
 * UNITS      seconds for time-outs
 * ERRORS     a helper that cannot do its work fails the test with what it wanted
 * THREADS    call from one thread
 *
 * The program is $BRONPOST_BUILD/bronpost. It sees LANG=C, its state folder below the test's own
 * folder, and nothing of the caller's configuration.
 */
#ifndef BRONPOST_TESTS_E2E_RUN_H
#define BRONPOST_TESTS_E2E_RUN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct e2e_folder {
    char path[PATH_MAX / 2];
};

struct e2e_text {
    char *ptr; /* NUL behind it, not counted */
    size_t len;
};

void e2e_folder_make(struct e2e_folder *folder);
void e2e_folder_remove(const struct e2e_folder *folder);

/* The path of a file in the folder. */
void e2e_path(const struct e2e_folder *folder, const char *name, char out[PATH_MAX]);

bool e2e_exists(const struct e2e_folder *folder, const char *name);
struct e2e_text e2e_read(const struct e2e_folder *folder, const char *name);
struct e2e_text e2e_read_path(const char *path);
void e2e_write(const struct e2e_folder *folder, const char *name, const char *bytes, size_t len);
void e2e_text_free(struct e2e_text *text);

/* Copies the files of fixtures/NAME (no folders) into the folder. */
void e2e_copy_fixture(const struct e2e_folder *folder, const char *name);
/* One file of the repository, under another name. */
void e2e_copy_file(const struct e2e_folder *folder, const char *from, const char *name);

/* Every occurrence of `from` in a file of the folder; at least one must be there. */
void e2e_replace(const struct e2e_folder *folder, const char *name, const char *from,
                 const char *to);
struct e2e_text e2e_replaced(struct e2e_text text, const char *from, const char *to);
size_t e2e_count(struct e2e_text text, const char *what);

/* Blots out in a body (or an envelope) what no two runs share: its number and the moment of making. */
void e2e_mask_body(struct e2e_text text);

/* Calls `fn` for each regular file below `name`, with its path inside the folder. */
typedef void e2e_file_fn(void *ctx, const struct e2e_folder *folder, const char *name);
void e2e_each_file(const struct e2e_folder *folder, const char *name, e2e_file_fn *fn, void *ctx);
size_t e2e_count_files(const struct e2e_folder *folder, const char *name);

struct e2e_result {
    int exit_code; /* 128 and the number for a signal */
    struct e2e_text out, err;
};

/* Runs the program with the arguments (a NULL ends them) in the folder and waits. The first
 * argument is the command. */
struct e2e_result e2e_run(const struct e2e_folder *folder, ...) __attribute__((sentinel));

/* The same with `NAME=value` in the environment. */
struct e2e_result e2e_run_with(const struct e2e_folder *folder, const char *environment, ...)
    __attribute__((sentinel));
void e2e_result_free(struct e2e_result *result);

/* Runs and asks for an exit code; shows stderr when it is another. */
void e2e_expect(const struct e2e_folder *folder, int exit_code, ...) __attribute__((sentinel));

/* Another program; `argv` ends with NULL, found by PATH. */
struct e2e_result e2e_run_program(const struct e2e_folder *folder, const char *const *argv);

/* Starts the program without waiting; e2e_stop() kills it and waits. */
pid_t e2e_start(const struct e2e_folder *folder, ...) __attribute__((sentinel));
void e2e_stop(pid_t pid);

#endif
