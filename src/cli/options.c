#include "options.h"

#include "command.h"
#include "suggest.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

#define MOST_JOBS 256

/* How an option is taken. */
enum form { FLAG, TEXT, DATE, JOBS, COUNT, SECTOR, BRIN, COLOR, LANG, SCHEMAS };

enum {
    RUNS = BP_COMMAND_BIT(BP_COMMAND_CHECK) | BP_COMMAND_BIT(BP_COMMAND_RUN),
    WRITES = RUNS | BP_COMMAND_BIT(BP_COMMAND_EXPORT),
    RECONCILE = BP_COMMAND_BIT(BP_COMMAND_RECONCILE),
    OVERVIEW = RECONCILE | BP_COMMAND_BIT(BP_COMMAND_ADOPT),
    SENDS = BP_COMMAND_BIT(BP_COMMAND_SUBMIT) | BP_COMMAND_BIT(BP_COMMAND_RUN),
    REMOVES = BP_COMMAND_BIT(BP_COMMAND_REMOVE),
    RIO = BP_COMMAND_BIT(BP_COMMAND_RIO),
    AUDIT = BP_COMMAND_BIT(BP_COMMAND_AUDIT),
    NONE = 0,
};

/* Both tables in the same order: what help shows, and where it goes. */
static const struct bp_option_info infos[] = {
    { "--leerlingen", "FILE", N_("the export of the student administration (CSV)"), RUNS, RUNS },
    { "--routes", "FILE", N_("the routes that the schools offer together (CSV)"), RUNS | RIO,
      RUNS },
    { "--registratieoverzicht", "FILE", N_("DUO's overview of an mbo institution (RO_...CSV)"),
      OVERVIEW, OVERVIEW },
    { "--out", "DIR", N_("folder for the results; made when it is not there"),
      WRITES | OVERVIEW | RIO | AUDIT, WRITES },
    { "--on", "DATE", N_("reference date as 2026-08-01; default today"), RUNS | RIO | AUDIT, NONE },
    { "--as-known-on", "DATE", N_("as the ledger knew it at the end of that day; default now"),
      AUDIT, NONE },
    { "--leerlingnummers", NULL,
      N_("also the school's own numbers: leerlingnummer and inschrijvingvolgnummer"), AUDIT, NONE },
    { "--tbgi", "FILE",
      N_("beside the ledger: DUO's decisions on the funding of an mbo institution (TBGI_...XML)"),
      AUDIT, NONE },
    { "--verify", NULL, N_("prove that nothing in the ledger was changed or removed afterwards"),
      AUDIT, NONE },
    { "--head", "HEX", N_("with --verify: the head that was written down, 64 hex digits"), AUDIT,
      NONE },
    { "--seal", NULL, N_("show the head of the evidence chain, to be written down elsewhere"),
      AUDIT, NONE },
    { "--profile", "FILE", N_("column profile: how the export's own columns are called"), RUNS,
      NONE },
    { "--bodies", NULL, N_("also write the body of each message"), RUNS | RIO, NONE },
    { "--require-rio", NULL,
      N_("reject a student whose route is not known in the ledger as registered in RIO (BP216); "
         "otherwise a signal"),
      RUNS, NONE },
    { "--excerpt", NULL,
      N_("DUO's file is an extract: totals do not count, and what it lacks is not missing"),
      RECONCILE | AUDIT, NONE },
    { "--submit", NULL, N_("also send what is due, as `bronpost submit` does"),
      BP_COMMAND_BIT(BP_COMMAND_RUN), NONE },
    { "--limit", "N", N_("send at most so many messages"), BP_COMMAND_BIT(BP_COMMAND_SUBMIT) | RIO,
      NONE },
    { "--accept-provisional", NULL,
      N_("also send messages of a provisional contract to an endpoint that is no test"), SENDS,
      NONE },
    { "--retry-failed", NULL,
      N_("first put back what DUO refused or what failed; otherwise that waits until its data "
         "change"),
      SENDS | RIO, NONE },
    { "--sector", "SECTOR", N_("vo or mbo"), REMOVES | RIO, REMOVES },
    { "--volgnummer", "V", N_("inschrijvingvolgnummer of the registration"), REMOVES, REMOVES },
    { "--leerling", "N", N_("leerlingnummer in the school's own administration"), REMOVES,
      REMOVES },
    { "--leerroute", "KEY", N_("key of the route, as in routes.csv"), RIO, NONE },
    { "--reason", "TEXT", N_("why it should never have been; kept in the ledger"), REMOVES | RIO,
      REMOVES },
    { "--config", "FILE",
      N_("configuration; default $BRONPOST_CONF, ./bronpost.conf, /etc/bronpost/bronpost.conf"),
      BP_COMMAND_ALL, NONE },
    { "--brin", "BRIN", N_("brin of rows that name none"), BP_COMMAND_ALL, NONE },
    { "--schemas", "CONTRACT=DIR",
      N_("folder with DUO's XSDs for vo, mbo or rio; may be given for each"), BP_COMMAND_ALL,
      NONE },
    { "--jobs", "N", N_("threads; default one for each core"), BP_COMMAND_ALL, NONE },
    { "--confirm", NULL,
      N_("do it after looking at it: a mass change (BP601), a removal, an adoption"),
      BP_COMMAND_ALL, NONE },
    { "--json", NULL, N_("answer as JSON, for programs"), BP_COMMAND_ALL, NONE },
    { "--quiet", NULL, N_("only say what needs a person"), BP_COMMAND_ALL, NONE },
    { "--verbose", NULL, N_("say more on stderr"), BP_COMMAND_ALL, NONE },
    { "--no-progress", NULL, N_("no progress line on a terminal"), BP_COMMAND_ALL, NONE },
    { "--color", "WHEN", N_("auto, always or never"), BP_COMMAND_ALL, NONE },
    { "--lang", "LANG", N_("nl or en; default by LC_ALL, LC_MESSAGES, LANG"), BP_COMMAND_ALL,
      NONE },
    { "--help", NULL, N_("this text"), BP_COMMAND_ALL, NONE },
};

#define AT(member) offsetof(struct bp_options, member)

static const struct {
    enum form form;
    size_t offset;
} targets[] = {
    { TEXT, AT(leerlingen) },
    { TEXT, AT(routes) },
    { TEXT, AT(registratieoverzicht) },
    { TEXT, AT(out) },
    { DATE, AT(on) },
    { DATE, AT(as_known_on) },
    { FLAG, AT(leerlingnummers) },
    { TEXT, AT(tbgi) },
    { FLAG, AT(verify) },
    { TEXT, AT(head) },
    { FLAG, AT(seal) },
    { TEXT, AT(profile) },
    { FLAG, AT(bodies) },
    { FLAG, AT(require_rio) },
    { FLAG, AT(excerpt) },
    { FLAG, AT(submit) },
    { COUNT, AT(limit) },
    { FLAG, AT(accept_provisional) },
    { FLAG, AT(retry_failed) },
    { SECTOR, AT(sector) },
    { TEXT, AT(volgnummer) },
    { TEXT, AT(leerling) },
    { TEXT, AT(leerroute) },
    { TEXT, AT(reason) },
    { TEXT, AT(config.path) },
    { BRIN, AT(brin) },
    { SCHEMAS, 0 },
    { JOBS, AT(config.jobs) },
    { FLAG, AT(confirm) },
    { FLAG, AT(json) },
    { FLAG, AT(quiet) },
    { FLAG, AT(verbose) },
    { FLAG, AT(no_progress) },
    { COLOR, AT(color) },
    { LANG, AT(lang) },
    { FLAG, AT(help) },
};

enum { OPTION_COUNT = sizeof infos / sizeof *infos };
_Static_assert(sizeof targets / sizeof *targets == OPTION_COUNT, "one target for each option");
_Static_assert(OPTION_COUNT <= 64, "a bit for each option");

const struct bp_option_info *bp_options_all(size_t *count)
{
    *count = OPTION_COUNT;
    return infos;
}

struct parsing {
    struct bp_options *out;
    const struct bp_command *command; /* NULL: not seen yet */
    uint64_t given;                   /* bits: options that were there */
};

static enum bp_status wrong(struct bp_error *err, const char *name, const char *expected)
{
    return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: expected %s"), name, expected);
}

static bool brin_ok(struct bp_str s)
{
    return s.len == 4 && bp_ascii_digit(s.ptr[0]) && bp_ascii_digit(s.ptr[1]) &&
           bp_ascii_upper(s.ptr[2]) && bp_ascii_upper(s.ptr[3]);
}

static enum bp_status take_color(const char *value, enum bp_color *out, struct bp_error *err)
{
    static const char *const names[] = { "auto", "always", "never" };
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) == 0) {
            *out = (enum bp_color)i;
            return BP_OK;
        }
    }
    return wrong(err, "--color", bp_text("auto, always or never"));
}

static enum bp_status take_jobs(const char *value, unsigned *out, struct bp_error *err)
{
    struct bp_str s = bp_str_of(value);
    unsigned long n = bp_str_all_digits(s) && s.len <= 3 ? strtoul(value, NULL, 10) : 0;
    if (n < 1 || n > MOST_JOBS)
        return wrong(err, "--jobs", bp_text("a number from 1 to 256"));
    *out = (unsigned)n;
    return BP_OK;
}

static enum bp_status take_count(const char *name, const char *value, unsigned *out,
                                 struct bp_error *err)
{
    struct bp_str s = bp_str_of(value);
    unsigned long n = bp_str_all_digits(s) && s.len <= 8 ? strtoul(value, NULL, 10) : 0;
    if (n < 1)
        return wrong(err, name, bp_text("a number from 1 to 99999999"));
    *out = (unsigned)n;
    return BP_OK;
}

static enum bp_status take_schemas(const char *value, struct bp_config_opties *out,
                                   struct bp_error *err)
{
    if (out->schemas_count == BP_CONFIG_SCHEMAS)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("--schemas is there too often"));
    out->schemas[out->schemas_count++] = value;
    return BP_OK;
}

/* `value` is NULL for a flag only. */
static enum bp_status take(struct bp_options *out, size_t option, const char *value,
                           struct bp_error *err)
{
    char *target = (char *)out + targets[option].offset;
    const char *name = infos[option].name;
    const bool on = true;
    struct bp_datum day;
    switch (targets[option].form) {
    case FLAG:
        memcpy(target, &on, sizeof on);
        return BP_OK;
    case DATE:
        if (!bp_datum_parse_iso(bp_str_of(value), &day))
            return wrong(err, name, bp_text("a day that exists, as 2026-08-01"));
        memcpy(target, &day, sizeof day);
        return BP_OK;
    case JOBS:
        return take_jobs(value, &out->config.jobs, err);
    case COUNT:
        return take_count(name, value, &out->limit, err);
    case SECTOR:
        if (strcmp(value, "vo") != 0 && strcmp(value, "mbo") != 0)
            return wrong(err, name, bp_text("vo or mbo"));
        break;
    case COLOR:
        return take_color(value, &out->color, err);
    case SCHEMAS:
        return take_schemas(value, &out->config, err);
    case BRIN:
        if (!brin_ok(bp_str_of(value)))
            return wrong(err, name, bp_text("2 digits and 2 capitals"));
        break;
    case LANG:
        if (strcmp(value, "nl") != 0 && strcmp(value, "en") != 0)
            return wrong(err, name, bp_text("nl or en"));
        break;
    case TEXT:
        if (!*value)
            return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: the value is empty"), name);
        break;
    }
    memcpy(target, &value, sizeof value);
    return BP_OK;
}

static enum bp_status unknown_option(struct bp_str name, struct bp_error *err)
{
    const char *names[OPTION_COUNT];
    char word[64];
    for (size_t i = 0; i < OPTION_COUNT; i++)
        names[i] = infos[i].name;
    bool fits = bp_str_copy(word, sizeof word, name);
    const char *near = fits ? bp_suggest(word, names, OPTION_COUNT) : NULL;
    if (near)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("there is no option %s; did you mean %s? See: bronpost help"), word,
                            near);
    return bp_error_set(err, BP_E_USAGE, NULL, N_("there is no option %s; see: bronpost help"),
                        fits ? word : bp_text("with so long a name"));
}

/* `--name`, `--name value`, `--name=value`; `at` moves on when the value is an argument of its own. */
static enum bp_status take_option(struct parsing *p, int argc, char *const argv[], int *at,
                                  struct bp_error *err)
{
    const char *typed = strcmp(argv[*at], "-h") == 0 ? "--help" : argv[*at];
    const char *equals = strchr(typed, '=');
    struct bp_str name = { typed, equals ? (size_t)(equals - typed) : strlen(typed) };
    size_t i = 0;
    while (i < OPTION_COUNT && !bp_str_equal(bp_str_of(infos[i].name), name))
        i++;
    if (i == OPTION_COUNT)
        return unknown_option(name, err);
    if ((p->given & UINT64_C(1) << i) && targets[i].form != SCHEMAS && targets[i].form != FLAG)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s is there twice; keep one"),
                            infos[i].name);
    p->given |= UINT64_C(1) << i;
    if (targets[i].form == FLAG) {
        if (equals)
            return bp_error_set(err, BP_E_USAGE, NULL, N_("%s takes no value"), infos[i].name);
        return take(p->out, i, NULL, err);
    }
    const char *value = equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
    /* `--out --quiet`: somebody forgot the folder. A name that begins so is still possible with '='. */
    if (!value || (!equals && strncmp(value, "--", 2) == 0))
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: %s is missing"), infos[i].name,
                            infos[i].value);
    return take(p->out, i, value, err);
}

static enum bp_status unknown_command(const char *word, struct bp_error *err)
{
    const char *names[BP_COMMAND_COUNT];
    size_t count;
    const struct bp_command *commands = bp_commands(&count);
    for (size_t i = 0; i < count; i++)
        names[i] = commands[i].name;
    const char *near = bp_suggest(word, names, count);
    if (near)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("there is no command '%s'; did you mean '%s'? See: bronpost help"),
                            word, near);
    return bp_error_set(err, BP_E_USAGE, NULL, N_("there is no command '%s'; see: bronpost help"),
                        word);
}

static enum bp_status take_word(struct parsing *p, const char *word, struct bp_error *err)
{
    if (!p->command) {
        p->command = bp_command_find(word);
        if (!p->command)
            return unknown_command(word, err);
        p->out->command = p->command->id;
        return BP_OK;
    }
    const char *operand = p->command->operand;
    size_t most = !operand ? 0 : strstr(operand, "...") ? BP_OPTIONS_OPERANDS : 1;
    if (p->out->operand_count >= most)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("'%s' is one word too many; see: bronpost help %s"), word,
                            p->command->name);
    if (p->out->operand_count == 0)
        p->out->operand = word;
    p->out->operands[p->out->operand_count++] = word;
    return BP_OK;
}

/* What the command cannot do without, and what it has no use for. */
static enum bp_status check_together(const struct parsing *p, struct bp_error *err)
{
    unsigned bit = BP_COMMAND_BIT(p->command->id);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        bool given = p->given & UINT64_C(1) << i;
        if (given && !(infos[i].commands & bit))
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s does not go with %s; see: bronpost help %s"), infos[i].name,
                                p->command->name, p->command->name);
    }
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (!(p->given & UINT64_C(1) << i) && (infos[i].required & bit))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("%s needs %s %s; see: bronpost help %s"),
                                p->command->name, infos[i].name, infos[i].value, p->command->name);
    if (p->command->operand_required && !p->out->operand)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s needs %s; see: bronpost help %s"),
                            p->command->name, p->command->operand, p->command->name);
    if (p->out->quiet && p->out->verbose)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("--quiet and --verbose do not go together"));
    return BP_OK;
}

enum bp_status bp_options_parse(int argc, char *const argv[], struct bp_options *out,
                                struct bp_error *err)
{
    struct parsing p = { .out = out };
    bool words_only = false;
    *out = (struct bp_options){ .command = BP_COMMAND_HELP };
    for (int i = 1; i < argc; i++) {
        enum bp_status st;
        if (!words_only && strcmp(argv[i], "--") == 0) {
            words_only = true;
            continue;
        }
        if (!words_only && strcmp(argv[i], "--version") == 0 && !p.command) {
            st = take_word(&p, "version", err); /* everybody tries it */
        } else if (!words_only && argv[i][0] == '-' && argv[i][1]) {
            st = take_option(&p, argc, argv, &i, err);
        } else {
            st = take_word(&p, argv[i], err);
        }
        if (st != BP_OK)
            return st;
    }
    if (out->help)
        return BP_OK; /* help is given whatever else is missing */
    if (!p.command)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("which command? See: bronpost help"));
    return check_together(&p, err);
}
