/* main.c - what must happen once and before the first thread: signals, libraries, language, options */
#include "clock.h"
#include "command.h"
#include "language.h"
#include "places.h"

#include "bronpost/base/log.h"
#include "bronpost/base/text.h"
#include "bronpost/security/soap.h"
#include "bronpost/transport/transport.h"

#include <fcntl.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A standard stream that is closed would give its number to the next file that is opened. */
static void fill_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY);
}

static void secure_process(void)
{
    fill_standard_streams();
    /* A connection or a pipe that breaks is an error of that write, not the end of the run. */
    (void)signal(SIGPIPE, SIG_IGN);
    /* SECURITY: what is written may hold person numbers: never for everybody on the machine. */
    mode_t mask = umask(0);
    (void)umask(mask | S_IRWXO);
    /* SECURITY: a core dump is a file with person numbers and keys. */
    const struct rlimit none = { 0, 0 };
    (void)setrlimit(RLIMIT_CORE, &none);
}

static enum bp_status init_libraries(struct bp_error *err)
{
    xmlInitParser();
    (void)OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, NULL);
    enum bp_status st = bp_soap_library_init(err);
    return st == BP_OK ? bp_transport_library_init(err) : st;
}

static void clean_libraries(void)
{
    bp_transport_library_cleanup();
    bp_soap_library_cleanup();
    xmlCleanupParser();
}

static bool colored(const struct bp_options *options, bool tty)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (options->color != BP_COLOR_AUTO)
        return options->color == BP_COLOR_ALWAYS;
    return tty && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static void look_at_terminal(struct bp_invocation *inv)
{
    const struct bp_options *options = &inv->options;
    inv->out_tty = isatty(STDOUT_FILENO);
    inv->err_tty = isatty(STDERR_FILENO);
    inv->out_color = colored(options, inv->out_tty);
    inv->err_color = colored(options, inv->err_tty);
    inv->progress = inv->err_tty && !options->quiet && !options->no_progress;
    bp_log_set_level(options->verbose ? BP_LOG_INFO
                     : options->quiet ? BP_LOG_ERROR
                                      : BP_LOG_WARNING);
}

static const struct bp_command *command_of(const struct bp_options *options)
{
    size_t count;
    const struct bp_command *commands = bp_commands(&count);
    return &commands[options->help ? BP_COMMAND_HELP : options->command];
}

static int invoke(struct bp_invocation *inv)
{
    const struct bp_command *command = command_of(&inv->options);
    struct bp_config *config = NULL;
    struct bp_error err = { 0 };
    if (command->needs_config) {
        if (bp_config_load(&inv->options.config, &config, &err) != BP_OK)
            return bp_cli_fail(inv, &err);
        inv->config = config;
    }
    int code = command->run(inv);
    inv->config = NULL;
    bp_config_free(config);
    return code;
}

int main(int argc, char *argv[])
{
    struct bp_invocation inv = { .env = bp_clock_real() };
    struct bp_places places;
    struct bp_error err = { 0 };
    secure_process();
    bp_places_here(&places);
    inv.data_dir = places.data;
    bp_text_init(places.locale, bp_language_choose(argc, argv));
    if (!inv.env) {
        (void)bp_error_set(&err, BP_E_INTERNAL, NULL, N_("the system gives no random numbers"));
        return bp_cli_fail(&inv, &err);
    }
    if (bp_options_parse(argc, argv, &inv.options, &err) != BP_OK) {
        look_at_terminal(&inv);
        return bp_cli_fail(&inv, &err);
    }
    look_at_terminal(&inv);
    int code = init_libraries(&err) == BP_OK ? invoke(&inv) : bp_cli_fail(&inv, &err);
    clean_libraries();
    return code;
}
