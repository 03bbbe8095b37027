/* ledger_support.h - what the tests of the ledger share
 * PURPOSE    one set of tests for every engine; pupils that are made from a number; a clock that ticks
 * OWNERSHIP  ledger_place_make() makes a folder, ledger_place_remove() takes it away with all that is in it
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_LEDGER_SUPPORT_H
#define BRONPOST_TESTS_LEDGER_SUPPORT_H

#include "bronpost/ledger/ledger.h"

#define LEDGER_BODY_BYTES 1100

struct ledger_place;

struct ledger_engine {
    const char *name;
    void (*url)(struct ledger_place *place); /* fills place->url */
};

extern const struct ledger_engine ledger_engines[];
extern const size_t ledger_engine_count;

/* A folder of its own, and the url of a ledger in it that is not there yet. */
struct ledger_place {
    const struct ledger_engine *engine;
    char folder[64];
    char file[96]; /* of SQLite */
    char url[128];
};

void ledger_place_make(struct ledger_place *place, const struct ledger_engine *engine);
void ledger_place_remove(struct ledger_place *place);
long long ledger_place_bytes(const struct ledger_place *place); /* of the file */

/* 2026-08-01T00:00:00Z and a millisecond more with every question. */
#define LEDGER_START_MS INT64_C(1785542400000)
extern const struct bp_env ledger_env;

/* Pupil `n` of school 99XA with a message, as of `version` of their data. */
struct ledger_pupil {
    char volgnummer[16], leerlingnummer[16], uuid[BP_UUID_TEXT];
    char body[LEDGER_BODY_BYTES];
    struct bp_ledger_inschrijving inschrijving;
    struct bp_ledger_bericht bericht;
};
void ledger_pupil(struct ledger_pupil *p, unsigned n, unsigned version);

/* A cmocka test that runs `body` in a place of its own for every engine. */
struct ledger_case {
    void (*body)(struct ledger_place *place);
};
void ledger_on_every_engine(void **state);
#define LEDGER_CASE(body)                                                                          \
    {                                                                                              \
#body, ledger_on_every_engine, NULL, NULL, &(struct ledger_case)                           \
        {                                                                                          \
            body                                                                                   \
        }                                                                                          \
    }

/* Open, or fail the test with the error's text. */
struct bp_ledger *ledger_open(const struct ledger_place *place, enum bp_ledger_mode mode);
struct bp_ledger *ledger_open_run(const struct ledger_place *place);
void ledger_ok(enum bp_status st, const struct bp_error *err);

/* See and stage pupils from..to-1. */
void ledger_stage_pupils(struct bp_ledger *ledger, unsigned from, unsigned to, unsigned version);

/* Messages that are staged; every one must be whole: body, key and identificatiecode belong together. */
size_t ledger_staged(struct bp_ledger *ledger);

#endif
