/* rehearsal_server.h - DUO in a box for tests
 * PURPOSE    starts $BRONPOST_BUILD/bronpost-rehearsal on loopback, in a temporary folder, with the test
 *            PKI; waits until it listens; ends it by its own pid
 * OWNERSHIP  rehearsal_start() makes folder and process, rehearsal_end() ends both
 * UNITS      seconds for time-outs
 * ERRORS     a helper that cannot do its work fails the test, with what the server said on stderr
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_REHEARSAL_SERVER_H
#define BRONPOST_TESTS_REHEARSAL_SERVER_H

#include <limits.h>
#include <sys/types.h>

struct rehearsal {
    pid_t pid; /* 0: not running */
    unsigned port;
    char folder[PATH_MAX / 2];
    char url[64]; /* https://127.0.0.1:port/ */
};

/* Further options of the server, ended by NULL. --listen, --port-file, --pki and --record (record.csv in
 * the folder) are given already. */
void rehearsal_start(struct rehearsal *r, ...) __attribute__((sentinel));

/* The same without --record. */
void rehearsal_start_without_record(struct rehearsal *r);

/* The same folder and record once more, after rehearsal_stop() or rehearsal_kill(). */
void rehearsal_again(struct rehearsal *r, ...) __attribute__((sentinel));

/* SIGTERM; the exit code, or 128 and the number of the signal that ended it. */
int rehearsal_stop(struct rehearsal *r);

void rehearsal_kill(struct rehearsal *r); /* SIGKILL */

/* Stops what still runs (and asks for exit code 0), and removes the folder. */
void rehearsal_end(struct rehearsal *r);

/* The path of a file in the folder. */
void rehearsal_path(const struct rehearsal *r, const char *name, char out[PATH_MAX]);

/* Runs the program with these options to its end; its stdout and stderr go to the folder's "stdout" and
 * "stderr". */
int rehearsal_run(const struct rehearsal *r, ...) __attribute__((sentinel));

/* The whole of a file in the folder, NUL-terminated; free() it. */
char *rehearsal_read(const struct rehearsal *r, const char *name);
void rehearsal_write(const struct rehearsal *r, const char *name, const char *text);

#endif
