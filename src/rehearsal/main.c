/* main.c - bronpost-rehearsal: what must happen once, and the exit code */
#include "omgeving.h"
#include "server.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/log.h"
#include "bronpost/base/text.h"
#include "bronpost/security/soap.h"

#include <libxml/parser.h>
#include <limits.h>
#include <openssl/rand.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECORD_BYTES (1024 * BP_MIB)

/* The folder, seen from where the program is, that holds `wanted`; "." when none does. */
static const char *find_folder(const char *wanted, char out[PATH_MAX])
{
    static const char *const places[] = { ".",       "..", "../..", "../../..", "../share/bronpost",
                                          "../share" };
    char program[PATH_MAX], path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    program[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int n = snprintf(out, PATH_MAX, "%s/%s", program, places[i]);
        int m = n < PATH_MAX ? snprintf(path, sizeof path, "%s/%s", out, wanted) : PATH_MAX;
        if (n > 0 && n < PATH_MAX && m > 0 && m < PATH_MAX && access(path, F_OK) == 0)
            return out;
    }
    (void)bp_str_copy(out, PATH_MAX, BP_STR("."));
    return out;
}

static const char *data_folder(char out[PATH_MAX])
{
    const char *said = getenv("BRONPOST_DATA");
    return said && *said ? said : find_folder("schemas", out);
}

/* By --lang, which counts also for the message that another option is wrong; else by the locale. */
static void choose_language(int argc, char *const argv[])
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    char folder[PATH_MAX], locale[PATH_MAX];
    const char *said = NULL;
    for (size_t i = 0; !said && i < 3; i++) {
        said = getenv(variables[i]);
        if (said && !*said)
            said = NULL;
    }
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--lang") == 0)
            said = argv[i + 1];
    (void)find_folder("locale/nl/LC_MESSAGES/bronpost.mo", folder);
    (void)snprintf(locale, sizeof locale, "%.*s/locale", PATH_MAX - 16, folder);
    bp_text_init(locale, said && strncmp(said, "nl", 2) == 0 ? "nl" : "en");
}

static void secure_process(void)
{
    /* A connection that breaks is an error of that write, not the end of the server. */
    (void)signal(SIGPIPE, SIG_IGN);
    /* SECURITY: what comes in holds person numbers: no core dumps, and files for the owner only. */
    const struct rlimit none = { 0, 0 };
    (void)setrlimit(RLIMIT_CORE, &none);
    mode_t mask = umask(0);
    (void)umask(mask | S_IRWXO);
}

static void show_address(const char *address)
{
    (void)printf("%s\n", address);
    (void)fflush(stdout);
}

static enum bp_status print_record(const char *path, struct bp_error *err)
{
    struct bp_buf csv;
    bp_buf_init(&csv, RECORD_BYTES);
    enum bp_status st = bp_boek_csv(path, &csv, err);
    if (st == BP_OK && (fwrite(csv.ptr, 1, csv.len, stdout) != csv.len || fflush(stdout) != 0))
        st = bp_error_set(err, BP_E_IO, NULL, N_("the record cannot be written to stdout"));
    bp_buf_free(&csv);
    return st;
}

static void show_help(void)
{
    struct bp_buf text;
    bp_buf_init(&text, 64 * BP_KIB);
    bp_rehearsal_help(&text);
    (void)fwrite(text.ptr, 1, text.len, stdout);
    bp_buf_free(&text);
}

static enum bp_status run(int argc, char *const argv[], struct bp_error *err)
{
    char data[PATH_MAX];
    unsigned char probe;
    struct bp_rehearsal_opties opties;
    enum bp_status st = bp_rehearsal_opties_parse(argc, argv, &opties, err);
    opties.data = data_folder(data);
    if (opties.verbose)
        bp_log_set_level(BP_LOG_INFO);
    if (st == BP_OK && RAND_bytes(&probe, 1) != 1)
        st = bp_error_set(err, BP_E_INTERNAL, NULL, N_("the system gives no random numbers"));
    if (st == BP_OK && opties.help)
        show_help();
    else if (st == BP_OK && opties.print_record)
        st = print_record(opties.print_record, err);
    else if (st == BP_OK)
        st = bp_server_run(&opties, &bp_rehearsal_env, show_address, err);
    bp_rehearsal_opties_free(&opties);
    return st;
}

static int exit_code(enum bp_status status)
{
    switch (status) {
    case BP_OK:
        return 0;
    case BP_E_USAGE:
    case BP_E_CRYPTO:
    case BP_E_XML:
        return 2;
    case BP_E_INPUT:
    case BP_E_STOP:
        return 3;
    case BP_E_LOCKED:
        return 4;
    case BP_E_LEDGER:
    case BP_E_IO:
    case BP_E_MEMORY:
    case BP_E_INTERNAL:
        return 6;
    }
    return 6;
}

int main(int argc, char *argv[])
{
    struct bp_error err = { 0 };
    secure_process();
    choose_language(argc, argv);
    xmlInitParser();
    /* SECURITY: whatever a schema or an envelope points at, nothing is fetched over a network. */
    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    enum bp_status st = bp_soap_library_init(&err);
    if (st == BP_OK)
        st = run(argc, argv, &err);
    if (st != BP_OK) {
        char line[1024];
        bp_error_format(&err, line, sizeof line);
        (void)fprintf(stderr, "bronpost-rehearsal: %s\n", line);
    }
    bp_soap_library_cleanup();
    xmlCleanupParser();
    return exit_code(st);
}
