/* options.h - the command line as it was typed
 * PURPOSE    one table of options: which commands take them, what they hold, what help says of them
 * OWNERSHIP  texts point into argv
 * SOURCE     design: cli.md
 * ERRORS     BP_E_USAGE: what is wrong, and the nearest option or where to read on
 * THREADS    any
 *
 * Not getopt_long(): it prints by itself, knows no commands, and takes any unique beginning of a name, so
 * that a new option could change the meaning of somebody's crontab.
 */
#ifndef BRONPOST_CLI_OPTIONS_H
#define BRONPOST_CLI_OPTIONS_H

#include "bronpost/base/datum.h"
#include "config.h"

enum bp_command_id {
    BP_COMMAND_CHECK,
    BP_COMMAND_RUN,
    BP_COMMAND_SUBMIT,
    BP_COMMAND_EXPORT,
    BP_COMMAND_STATUS,
    BP_COMMAND_AUDIT,
    BP_COMMAND_RECONCILE,
    BP_COMMAND_ADOPT,
    BP_COMMAND_FEEDBACK,
    BP_COMMAND_REMOVE,
    BP_COMMAND_RIO,
    BP_COMMAND_DOCTOR,
    BP_COMMAND_EXPLAIN,
    BP_COMMAND_CONFIG,
    BP_COMMAND_VERSION,
    BP_COMMAND_HELP,
    BP_COMMAND_COUNT
};

enum bp_color { BP_COLOR_AUTO, BP_COLOR_ALWAYS, BP_COLOR_NEVER };

#define BP_OPTIONS_OPERANDS 64

struct bp_options {
    enum bp_command_id command;
    bool help;           /* --help: of this command, or of all when no command was given */
    const char *operand; /* CODE of explain, COMMAND of help; NULL: not given */
    const char *operands[BP_OPTIONS_OPERANDS]; /* all of them, of a command that takes several */
    size_t operand_count;

    /* for every command */
    struct bp_config_opties config; /* --config, --schemas, --jobs */
    const char *brin;               /* --brin; NULL: not given, as all texts below */
    const char *lang;
    bool json, quiet, verbose, no_progress, confirm;
    enum bp_color color;

    /* of some commands */
    const char *leerlingen, *routes, *profile, *out;
    const char *registratieoverzicht;
    struct bp_datum on; /* no date: not given */
    struct bp_datum as_known_on;
    const char *tbgi;
    bool leerlingnummers, verify, seal;
    const char *head;
    bool bodies, excerpt, require_rio;
    bool submit, accept_provisional, retry_failed;
    unsigned limit; /* 0: not given */
    const char *sector, *volgnummer, *leerling, *leerroute, *reason;
};

/* What help shows of an option; `value` NULL: it takes none. */
struct bp_option_info {
    const char *name, *value, *text; /* text: message id */
    unsigned commands;               /* bits of enum bp_command_id */
    unsigned required;               /* by these of them */
};
const struct bp_option_info *bp_options_all(size_t *count);

/* Bit of a command. */
#define BP_COMMAND_BIT(id) (1u << (id))
#define BP_COMMAND_ALL     (BP_COMMAND_BIT(BP_COMMAND_COUNT) - 1)

/* Options may stand before and after the command; `--` ends them. */
enum bp_status bp_options_parse(int argc, char *const argv[], struct bp_options *out,
                                struct bp_error *err);

#endif
