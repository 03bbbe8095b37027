/* commands.c - the table of commands, and what several of them do */
#include "command.h"

#include "bronpost/base/text.h"
#include "bronpost/ledger/bewijs.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const struct bp_command commands[] = {
    { BP_COMMAND_CHECK, "check", NULL, false, true,
      N_("dry run: reads, decides, builds and validates; sends and changes nothing"),
      N_("Reads the export and the routes, decides which registrations follow, builds and "
         "validates each "
         "message, and writes the results to the folder that --out names. It reads the ledger when "
         "there is "
         "one, and works without any configuration: then every brin and sector counts as "
         "mandated."),
      bp_cmd_check },
    { BP_COMMAND_RUN, "run", NULL, false, true,
      N_("nightly: the same, and what is new or changed is staged in the ledger"),
      N_("Does what check does and stages what is new or changed since the last run in the ledger, "
         "all of it "
         "or nothing. A mass change stops the run until it is repeated with --confirm. With "
         "--submit what is due is sent afterwards, but not when the run was refused."),
      bp_cmd_run },
    { BP_COMMAND_SUBMIT, "submit", NULL, false, true,
      N_("sends what is staged or due again to DUO, exactly once and in order"),
      N_("Sends every message that waits in the ledger, one at a time per student. What got no "
         "answer goes again under the same identificatiecode; when DUO cannot be reached "
         "everything is kept for the next time. What DUO refused or what failed waits until the "
         "data change, or until --retry-failed asks for it. Only one submit works in a ledger at a "
         "time (exit code 4). A first interrupt lets what is in flight end."),
      bp_cmd_submit },
    { BP_COMMAND_EXPORT, "export", NULL, false, true,
      N_("writes staged messages as signed envelopes, for a school that uploads through a gateway"),
      N_("Signs every staged message with the certificate of its institution and writes it to "
         "SECTOR-BRIN-VOLGNUMMER-IDENTIFICATIECODE.xml. A signature is valid for 5 minutes; export "
         "again when "
         "uploading takes longer. Envelopes of an earlier export in the same folder are removed "
         "first. The "
         "ledger does not change. Messages of an institution without a usable certificate are "
         "left."),
      bp_cmd_export },
    { BP_COMMAND_STATUS, "status", NULL, false, true,
      N_("what is in the ledger, per institution, sector and state; what needs a person first"),
      N_("Shows how many registrations are in which state and since when. Exit code 1 says that "
         "some of them "
         "need a person."),
      bp_cmd_status },
    { BP_COMMAND_AUDIT, "audit", NULL, false, true,
      N_("who is registered in which sector on a date, as the ledger knows it; proof that the "
         "ledger was not changed"),
      N_("Shows who was registered on a day (--on, past or present) in which sector, route and "
         "phase, who is funded, and the identificatiecode of the message that proves it, as known "
         "now or at the end of an earlier day (--as-known-on). --out gets audit.csv, rapport.json "
         "and rapport.html. --tbgi puts the TBG-i of an mbo institution beside it: on each "
         "counting "
         "date of that file what DUO funds, and in which phase, beside what the ledger comes to; "
         "what differs goes to tbgi.csv. Students are pseudonyms, and the inschrijvingvolgnummer "
         "is left out "
         "since at many schools it is the student's number, unless --leerlingnummers asks for "
         "both. Exit code 1 says that somebody should look at something. With --verify: walks "
         "the evidence chain and names the first broken link (exit code 1); with --head it also "
         "proves that the chain was not made anew. With --seal: shows the head, to be written down "
         "where nobody who can write to the ledger can change it. The ledger does not change."),
      bp_cmd_audit },
    { BP_COMMAND_RECONCILE, "reconcile", NULL, false, true,
      N_("the ledger beside DUO's own overview: missing there, unknown here, different"),
      N_("Reads the registratieoverzicht that DUO makes of an mbo institution and compares each "
         "enrolment in it with the last stand in the ledger; also leerroute and leerroutefase of "
         "the same student at the vo side. --out gets rapport.html and rapport.json, "
         "reconcile.csv, a line for each difference, and herstel.csv, a line for each mend of the "
         "file. The ledger does not change. Exit code 1 says that something differs."),
      bp_cmd_reconcile },
    { BP_COMMAND_ADOPT, "adopt", NULL, false, true,
      N_("a first run: what stands at DUO already becomes the ledger's opening stand"),
      N_("Reads the registratieoverzicht of an mbo institution and takes each enrolment in it into "
         "the ledger as registered and approved, so that a run sends only what differs from it. "
         "Without --confirm it shows what it would do and changes nothing; with it all of it is "
         "done or nothing. What the ledger knows already stays as it is. What cannot be taken over "
         "word for word is left out and told in adopt.csv (--out), and the next run sends what the "
         "school states. An extract is refused: what it lacks would be sent again. Exit code 1 "
         "says that something was left out."),
      bp_cmd_adopt },
    { BP_COMMAND_FEEDBACK, "feedback", "FILE...", true, true,
      N_("takes in functional feedback of DUO: approved, approved with a signal, rejected"),
      N_("Reads CSV files in UTF-8 with the columns "
         "identificatiecode;oordeel;code;tekst;sleutelgegevens, oordeel being goedgekeurd, "
         "goedgekeurd_met_signaal or afgekeurd, and brings the registrations to that state. The "
         "form is this program's own, since DUO's is not public: bring what DUO sends into it "
         "first. The same feedback twice changes nothing; feedback on a message that a newer one "
         "followed is kept and leaves the newer one as it is. A file that is not of this form is "
         "refused as a whole."),
      bp_cmd_feedback },
    { BP_COMMAND_REMOVE, "remove", NULL, false, true,
      N_("withdraws a registration that should never have been"),
      N_("Stages a verwijdering for the registration of that school (--brin), sector, number and "
         "student. It goes out with the next submit, before anything else of the student. Take the "
         "enrolment out of the school's own administration first: the next run registers it again "
         "when it is still in the export. Needs --confirm."),
      bp_cmd_remove },
    { BP_COMMAND_RIO, "rio", "check|submit|status|remove", true, true,
      N_("the routes themselves in RIO: checked, registered, shown, withdrawn"),
      N_("check reads the routes, judges each side of each route as RIO would, builds and "
         "validates "
         "the messages, and writes rio.csv to the folder that --out names: a line per route and "
         "side with what to do. It reads the ledger when there is one, sends and changes nothing, "
         "and works without any configuration: then every brin counts as mandated. submit does the "
         "same, looks each programme up in RIO, and sends what RIO does not have as routes.csv "
         "says; what RIO has besides, such as intakes, is kept. status shows where each route "
         "stands, what RIO had against it and what to do. remove withdraws a programme that should "
         "never have been registered: take its routes out of routes.csv first. A route that takes "
         "nobody in any more gets an einddatum in routes.csv instead. Exit code 1 says that "
         "something needs a person."),
      bp_cmd_rio },
    { BP_COMMAND_DOCTOR, "doctor", NULL, false, true,
      N_("configuration, ledger, certificates, schemas, endpoints, clock: one line each"),
      N_("Looks at everything that a run needs and says in one line each whether it is in order. "
         "Connects to "
         "nobody. Exit code 1 says that something needs a person."),
      bp_cmd_doctor },
    { BP_COMMAND_EXPLAIN, "explain", "CODE", true, false,
      N_("what a BP, DK, EK or RIO code means and what to do"),
      N_("BP codes are this program's own checks; DK and EK codes come from DUO in a fault, codes "
         "as N10410 from RIO in an answer."),
      bp_cmd_explain },
    { BP_COMMAND_CONFIG, "config", NULL, false, true,
      N_("what is in force, and where each value came from"),
      N_("Shows every value with the line, variable or option that set it. Passphrases are named, "
         "never shown."),
      bp_cmd_config },
    { BP_COMMAND_VERSION, "version", NULL, false, false,
      N_("version of the program and its libraries"),
      N_("Shows the version of the program and of the libraries that it runs with."),
      bp_cmd_version },
    { BP_COMMAND_HELP, "help", "[COMMAND]", false, false,
      N_("this overview, or all about one command"),
      N_("Shows all commands, or what one command does and which options it takes."), bp_cmd_help },
};

const struct bp_command *bp_commands(size_t *count)
{
    *count = sizeof commands / sizeof *commands;
    return commands;
}

const struct bp_command *bp_command_find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int bp_exit_code(enum bp_status status)
{
    switch (status) { /* no default: the compiler names the status that somebody forgot */
    case BP_OK:
        return BP_EXIT_OK;
    case BP_E_USAGE:
    case BP_E_XML: /* a schema that does not load was named by the configuration; bodies never come here */
        return BP_EXIT_USAGE;
    case BP_E_INPUT:
    case BP_E_STOP:
        return BP_EXIT_INPUT;
    case BP_E_LOCKED:
        return BP_EXIT_LOCKED;
    case BP_E_CRYPTO: /* a key file that cannot be used was made BP_E_USAGE where it was opened */
    case BP_E_LEDGER:
    case BP_E_IO:
    case BP_E_MEMORY:
    case BP_E_INTERNAL:
        return BP_EXIT_OWN;
    }
    return BP_EXIT_OWN;
}

int bp_cli_fail(const struct bp_invocation *inv, const struct bp_error *err)
{
    char text[1024];
    bp_error_format(err, text, sizeof text);
    (void)fprintf(stderr, "bronpost: %s%s%s\n", inv->err_color ? "\x1b[31m" : "", text,
                  inv->err_color ? "\x1b[0m" : "");
    return bp_exit_code(err->status);
}

int bp_cli_print(const struct bp_invocation *inv, const struct bp_buf *text)
{
    struct bp_error err = { 0 };
    struct bp_str left = bp_buf_str(text);
    if (text->failed) {
        (void)bp_error_memory(&err, bp_text("the answer"));
        return bp_cli_fail(inv, &err);
    }
    while (left.len) {
        ssize_t n = write(STDOUT_FILENO, left.ptr, left.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE) /* `bronpost status | head` */
            return BP_EXIT_OK;
        if (n < 0) {
            (void)bp_error_set(&err, BP_E_IO, NULL, N_("the answer cannot be written: %s"),
                               strerror(errno));
            return bp_cli_fail(inv, &err);
        }
        left.ptr += n;
        left.len -= (size_t)n;
    }
    return BP_EXIT_OK;
}

void bp_cli_note(const struct bp_invocation *inv, const char *text)
{
    if (!inv->options.quiet)
        (void)fprintf(stderr, "bronpost: %s\n", text);
}

enum bp_status bp_cli_open_contract(const struct bp_invocation *inv, const char *name,
                                    struct bp_contract **out, struct bp_error *err)
{
    const struct bp_config_contract *contract = bp_config_contract(inv->config, name);
    char path[4096];
    *out = NULL;
    if (!contract)
        return bp_error_set(err, BP_E_INTERNAL, NULL, N_("no contract is called '%s'"), name);
    if (!*inv->config->data_dir)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("the program's own schemas are not found beside it; name their folder in "
               "BRONPOST_DATA"));
    int len = snprintf(path, sizeof path, "%s/schemas/%s", inv->config->data_dir, name);
    if (len < 0 || (size_t)len >= sizeof path)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("the folder of the schemas has too long a name"));
    return bp_contract_open(name, path, contract->schemas, out, err);
}

/* A key or certificate that cannot be used is wrong use: the configuration named it. Disk and memory stay what
 * they are. */
static enum bp_status blame_configuration(enum bp_status status, struct bp_error *err)
{
    if (status != BP_E_CRYPTO)
        return status;
    if (err)
        err->status = BP_E_USAGE;
    return BP_E_USAGE;
}

enum bp_status bp_cli_open_kluis(const struct bp_invocation *inv, bool create,
                                 struct bp_kluis **out, struct bp_error *err)
{
    return blame_configuration(bp_kluis_open(inv->config->key_file, create, out, err), err);
}

enum bp_status bp_cli_open_identiteit(const struct bp_config_instelling *instelling,
                                      struct bp_identiteit **out, struct bp_error *err)
{
    const struct bp_identiteit_bron bron = { .certificaat = instelling->certificaat,
                                             .sleutel = instelling->sleutel,
                                             .wachtwoord_bestand = instelling->wachtwoord_bestand,
                                             .wachtwoord_omgeving =
                                                 instelling->wachtwoord_omgeving };
    return blame_configuration(bp_identiteit_open(&bron, out, err), err);
}

enum bp_status bp_cli_open_ledger(const struct bp_invocation *inv, enum bp_cli_ledger how,
                                  struct bp_ledger **ledger, struct bp_kluis **kluis,
                                  struct bp_error *err)
{
    const struct bp_config *config = inv->config;
    bool look = how == BP_CLI_LEDGER_LOOK, there = bp_ledger_exists(config->ledger_url);
    if (look && (!config->path || !there))
        return BP_OK;
    if (how == BP_CLI_LEDGER_THERE && !there)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("there is no ledger yet; `bronpost run` makes it, `bronpost config` shows where"));
    struct bp_ledger_zegel zegel;
    enum bp_status st = bp_ledger_open(config->ledger_url, look ? BP_LEDGER_READ : BP_LEDGER_WRITE,
                                       inv->env, ledger, err);
    if (st == BP_OK)
        st = bp_ledger_zegel(*ledger, &zegel, err);
    /* Under a new key everything that the ledger has would count as new, and be sent again. */
    bool make_key = how == BP_CLI_LEDGER_MAKE && st == BP_OK && zegel.schakels == 0;
    return st == BP_OK ? bp_cli_open_kluis(inv, make_key, kluis, err) : st;
}

const char *bp_cli_paint(const struct bp_invocation *inv, enum bp_paint paint)
{
    static const char *const codes[] = { "\x1b[0m", "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[2m" };
    return inv->out_color ? codes[paint] : "";
}
