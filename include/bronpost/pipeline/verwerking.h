/* verwerking.h - the main job: from two CSV exports to decisions, validated messages and the outbox
 * PURPOSE    puts the stages in a row: index (1 thread) -> workers (decide, build, prove valid) -> writer (order of
 *            the input, ledger, files). `check` and `run` are the same job with and without a ledger run
 * OWNERSHIP  everything in the order is borrowed; the result owns its report facts until bp_uitslag_clear()
 * UNITS      counts of rows, enrolments, registrations
 * SOURCE     design: architecture.md "Threads"; cli.md "Output files"; rules.md layer r
 * ERRORS     BP_E_INPUT: refused as a whole; BP_E_STOP: mass change in a run, nothing is staged; with both an
 *            older result in the folder is removed; BP_E_USAGE, BP_E_XML: profile, contract; BP_E_LEDGER, BP_E_IO, BP_E_MEMORY: own
 *            fault, nothing is staged, the older result stays
 * THREADS    bp_verwerk() is called from one thread and starts its own; library inits come first
 */
#ifndef BRONPOST_PIPELINE_VERWERKING_H
#define BRONPOST_PIPELINE_VERWERKING_H

#include "bronpost/input/profiel.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/message/maker.h"
#include "bronpost/report/rapport.h"
#include "bronpost/security/kluis.h"

/* One contract for a sector, with how its bedrijfsdocument is addressed. */
struct bp_verwerk_contract {
    const struct bp_contract *contract;
    const char *verzender; /* "brin", or a fixed text */
    const char *ontvanger; /* "DUO", or an OIN */
};

struct bp_opdracht {
    const char *command;                       /* "check" or "run": stands in the report */
    const char *leerlingen, *routes, *profiel; /* paths; profiel NULL: none */
    const char *out;                           /* folder for the result */
    struct bp_datum peildatum;
    struct bp_str brin; /* --brin, or the only institution; empty: the rows say */
    bool bodies;        /* write a body per message below out/bodies */
    bool confirm;       /* go on in spite of BP601 */
    bool require_rio;   /* a route that is not known in RIO rejects its students (BP216) */
    unsigned jobs;      /* worker threads, 1 or more */
    enum bp_keuring keuring;
    const struct bp_waardenlijsten *lijsten;
    const struct bp_mandaat *mandaat;
    struct bp_verwerk_contract vo, mbo;
    struct bp_ledger *ledger;     /* NULL: there is none */
    const struct bp_kluis *kluis; /* with a ledger */
    bool klaarzetten;             /* stage in the ledger: a run, not a dry run */
    const struct bp_env *env;
    /* Called by the writer now and then; NULL: nobody looks. `done` and `total` count rows. */
    void (*progress)(void *ctx, size_t done, size_t total);
    void *progress_ctx;
};

/* Inside is the report's arena and arrays; `rapport` points into it. */
struct bp_uitslag {
    struct bp_rapport rapport;
    struct bp_arena *arena;
    char rapport_path[4096]; /* out/rapport.html */
    /* BP601: how many of the known enrolments vanished, ended or began on another day */
    bool massa_stop; /* and it is too many; a dry run goes on, for whoever wants to look */
    size_t bekend, verdwenen, beeindigd, ander_begin;
};

enum bp_status bp_verwerk(const struct bp_opdracht *opdracht, struct bp_uitslag *uitslag,
                          struct bp_error *err);
void bp_uitslag_clear(struct bp_uitslag *uitslag); /* zeroed is fine */

#endif
