/* submit_school.h - a school that sends, and the DUO in a box that it sends to
 * PURPOSE    a folder with an export, a ledger and a configuration; the rehearsal server beside it; and whether the two
 *            agree afterwards
 * OWNERSHIP  submit_place_make() makes a folder, submit_place_end() ends server and folder
 * UNITS      pupils are numbered from 1, as in e2e_school.h: vo, 99XA
 * ERRORS     a helper that cannot do its work fails the test
 * THREADS    call from one thread
 */
#ifndef BRONPOST_TESTS_SUBMIT_SCHOOL_H
#define BRONPOST_TESTS_SUBMIT_SCHOOL_H

#include "support/e2e_school.h"
#include "support/rehearsal_server.h"

struct submit_place {
    struct e2e_folder folder;
    struct rehearsal server; /* started by the test: rehearsal_start(&place.server, ...) */
    char data[PATH_MAX];     /* a copy of our schemas, of which the contracts may be changed */
    char said[4096];         /* what the latest program said, both streams */
};

/* `refusal`: uuid_refusal_is_receipt of the contracts, "yes" or "no". */
void submit_place_make(struct submit_place *place, const char *refusal);
void submit_place_end(struct submit_place *place);

/* bronpost.conf: sends to the server. `duo`: more lines of [duo]; `instelling`: instead of certificate and
 * key of [instelling 99XA]; "" for the usual. Waits are short. */
void submit_configure(struct submit_place *place, const char *duo, const char *instelling);

/* Pupils first..last are in the export; a run stages what is new (and BP602 is confirmed). */
void submit_stage(struct submit_place *place, size_t first, size_t last);

/* Runs `bronpost ARGUMENTS --config bronpost.conf` in the folder; its exit code. */
int submit_run(struct submit_place *place, ...) __attribute__((sentinel));
void submit_expect(struct submit_place *place, int exit_code, ...) __attribute__((sentinel));
pid_t submit_start(struct submit_place *place, ...) __attribute__((sentinel));
/* Waits for it; 128 and the number for a signal. */
int submit_wait(struct submit_place *place, pid_t pid);

/* A number that SQL gives of the ledger. */
long submit_number(const struct submit_place *place, const char *sql);
/* Messages in a state, by name. */
long submit_in_state(const struct submit_place *place, const char *toestand);
void submit_text(const struct submit_place *place, const char *sql, char *out, int cap);

/* Lines of the server's record; of the whole, or those that hold `what`. */
size_t submit_recorded(const struct submit_place *place, const char *what);

/* The last stand that the server has of each registration is the latest message of the ledger, which is
 * `ontvangen`, and none is missing on either side. `once`: the server has each registration exactly once. */
void submit_assert_agreement(const struct submit_place *place, size_t registrations, bool once);

void submit_sleep_ms(unsigned ms);

#endif
