/* command.h - what a command is given, and the table of commands
 * PURPOSE    main parses, loads and opens the terminal; a command does one thing and answers an exit code
 * OWNERSHIP  everything in the invocation is main's and outlives the command
 * SOURCE     design: cli.md
 * THREADS    commands are called from the main thread; they may start threads and join them before they return
 */
#ifndef BRONPOST_CLI_COMMAND_H
#define BRONPOST_CLI_COMMAND_H

#include "bronpost/base/buf.h"
#include "bronpost/base/env.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/message/contract.h"
#include "bronpost/security/identiteit.h"
#include "bronpost/security/kluis.h"
#include "config.h"
#include "options.h"

struct bp_invocation {
    struct bp_options options;
    const struct bp_config *config; /* NULL for commands that need none: explain, version, help */
    const struct bp_env *env;       /* the real clock and random UUIDs; any thread */
    bool out_tty, err_tty;
    bool out_color, err_color; /* --color and NO_COLOR are in it */
    bool progress;             /* stderr is a terminal, and neither --quiet nor --no-progress */
    const char *data_dir;      /* also without a configuration; "" when it was not found */
};

struct bp_command {
    enum bp_command_id id;
    const char *name;
    const char *operand; /* what help shows: "CODE", "FILE..." for several; NULL: takes none */
    bool operand_required;
    bool needs_config;
    const char *summary;                   /* message id: one line */
    const char *description;               /* message id: a paragraph */
    int (*run)(struct bp_invocation *inv); /* the exit code */
};

const struct bp_command *bp_commands(size_t *count);
const struct bp_command *bp_command_find(const char *name); /* NULL when there is none */

int bp_cmd_check(struct bp_invocation *inv);
int bp_cmd_run(struct bp_invocation *inv);
int bp_cmd_submit(struct bp_invocation *inv);
int bp_cmd_export(struct bp_invocation *inv);
int bp_cmd_status(struct bp_invocation *inv);
int bp_cmd_audit(struct bp_invocation *inv);
int bp_cmd_reconcile(struct bp_invocation *inv);
int bp_cmd_adopt(struct bp_invocation *inv);
int bp_cmd_feedback(struct bp_invocation *inv);
int bp_cmd_remove(struct bp_invocation *inv);
int bp_cmd_rio(struct bp_invocation *inv);
int bp_cmd_doctor(struct bp_invocation *inv);
int bp_cmd_explain(struct bp_invocation *inv);
int bp_cmd_config(struct bp_invocation *inv);
int bp_cmd_version(struct bp_invocation *inv);
int bp_cmd_help(struct bp_invocation *inv);

/* --- exit codes ------------------------------------------------------------------------------------------ */

enum bp_exit {
    BP_EXIT_OK = 0,
    BP_EXIT_SOME = 1,   /* done, but something needs a person */
    BP_EXIT_USAGE = 2,  /* options or configuration */
    BP_EXIT_INPUT = 3,  /* refused as a whole; nothing changed */
    BP_EXIT_LOCKED = 4, /* another run is busy */
    BP_EXIT_DUO = 5,    /* DUO not reachable */
    BP_EXIT_OWN = 6,    /* ledger, disk, memory */
};

int bp_exit_code(enum bp_status status);

/* Shows the error on stderr, in the language of the run, and answers its exit code. */
int bp_cli_fail(const struct bp_invocation *inv, const struct bp_error *err);

/* --- what several commands do ---------------------------------------------------------------------------- */

/* To stdout in one go; a reader that went away (EPIPE) is no error. Answers BP_EXIT_OK or BP_EXIT_OWN. */
int bp_cli_print(const struct bp_invocation *inv, const struct bp_buf *text);

/* A line on stderr that --quiet holds back. `text` is translated already. */
void bp_cli_note(const struct bp_invocation *inv, const char *text);

/* The shipped description of a contract with the schemas that the configuration names. */
enum bp_status bp_cli_open_contract(const struct bp_invocation *inv, const char *name,
                                    struct bp_contract **out, struct bp_error *err);

/* The installation's key file and an institution's identity. What the configuration names and cannot be
 * used is wrong use: BP_E_USAGE. */
enum bp_status bp_cli_open_kluis(const struct bp_invocation *inv, bool create,
                                 struct bp_kluis **out, struct bp_error *err);
enum bp_status bp_cli_open_identiteit(const struct bp_config_instelling *instelling,
                                      struct bp_identiteit **out, struct bp_error *err);

/* The ledger and the key file. */
enum bp_cli_ledger {
    BP_CLI_LEDGER_LOOK, /* for reading, when there is one and a configuration; else both stay NULL */
    BP_CLI_LEDGER_THERE, /* for writing; must be there */
    BP_CLI_LEDGER_MAKE, /* for writing; made when it is not there. A key only for a ledger that has nothing yet */
};
enum bp_status bp_cli_open_ledger(const struct bp_invocation *inv, enum bp_cli_ledger how,
                                  struct bp_ledger **ledger, struct bp_kluis **kluis,
                                  struct bp_error *err);

/* Appends a translated text broken at 96 columns, each line indented; the first one stands at `column`. */
void bp_cli_wrap(struct bp_buf *out, size_t indent, size_t column, const char *text);

/* Colours; "" when stdout shows none. */
enum bp_paint { BP_PAINT_PLAIN, BP_PAINT_GOOD, BP_PAINT_LOOK, BP_PAINT_BAD, BP_PAINT_DIM };
const char *bp_cli_paint(const struct bp_invocation *inv, enum bp_paint paint);

#endif
