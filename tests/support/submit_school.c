#include "support/submit_school.h"

#include "support/ledger_schemas.h"
#include "support/pki_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define MOST_ARGS    32
#define MOST_SECONDS 300 /* a sanitizer's build on a busy machine */
#define ON           "2026-09-03"

void submit_sleep_ms(unsigned ms)
{
    struct timespec t = { (time_t)(ms / 1000), (long)(ms % 1000) * 1000000 };
    while (nanosleep(&t, &t) != 0 && errno == EINTR)
        continue;
}

static void set_refusal(const struct submit_place *place, const char *contract, const char *refusal)
{
    char ini[PATH_MAX], line[64];
    (void)snprintf(ini, sizeof ini, "data/schemas/%s/contract.ini", contract);
    (void)snprintf(line, sizeof line, "uuid_refusal_is_receipt = %s", refusal);
    e2e_replace(&place->folder, ini, "uuid_refusal_is_receipt = no", line);
}

void submit_place_make(struct submit_place *place, const char *refusal)
{
    char command[3 * PATH_MAX];
    *place = (struct submit_place){ .said = "" };
    e2e_folder_make(&place->folder);
    e2e_path(&place->folder, "data", place->data);
    (void)snprintf(command, sizeof command, "mkdir '%s' && cp -r schemas '%s/'", place->data,
                   place->data);
    if (system(command) != 0)
        fail_msg("the schemas cannot be copied; tests run from the root of the repository");
    set_refusal(place, "vo", refusal);
    set_refusal(place, "mbo", refusal);
}

void submit_place_end(struct submit_place *place)
{
    if (place->server.folder[0])
        rehearsal_end(&place->server);
    e2e_folder_remove(&place->folder);
}

void submit_configure(struct submit_place *place, const char *duo, const char *instelling)
{
    char pki[PATH_MAX], text[8 * PATH_MAX];
    if (!realpath(pki_folder(), pki))
        fail_msg("there is no test PKI");
    char usual[3 * PATH_MAX];
    (void)snprintf(usual, sizeof usual, "certificaat = %s/99XA.pem\nsleutel = %s/99XA.key\n", pki,
                   pki);
    int n =
        snprintf(text, sizeof text,
                 "[ledger]\nurl = sqlite:ledger.db\n"
                 "[instelling 99XA]\nsector = vo\noin = 0000000700099XA00000\n%s"
                 "[duo]\nvo = https://localhost:%u/vo/\nvertrouw = %s/chain.pem\nwacht_ms = 20\n%s",
                 *instelling ? instelling : usual, place->server.port, pki, duo);
    assert_true(n > 0 && (size_t)n < sizeof text);
    e2e_write(&place->folder, "bronpost.conf", text, (size_t)n);
}

void submit_stage(struct submit_place *place, size_t first, size_t last)
{
    struct e2e_text conf = e2e_read(&place->folder, "bronpost.conf");
    e2e_school_write(&place->folder, &(struct e2e_school){ .first = first, .last = last });
    e2e_write(&place->folder, "bronpost.conf", conf.ptr, conf.len);
    e2e_text_free(&conf);
    submit_expect(place, 0, "run", "--leerlingen", "leerlingen.csv", "--routes", "routes.csv",
                  "--out", "out", "--on", ON, "--confirm", (char *)NULL);
}

/* --- programs ------------------------------------------------------------------------------------------- */

static void program_path(char out[PATH_MAX])
{
    char path[PATH_MAX];
    const char *build = getenv("BRONPOST_BUILD");
    (void)snprintf(path, sizeof path, "%s/bronpost", build && *build ? build : "build");
    if (!realpath(path, out))
        fail_msg("%s is not there: %s", path, strerror(errno));
}

static void out_path(const struct submit_place *place, pid_t of, char out[PATH_MAX])
{
    char name[64];
    (void)snprintf(name, sizeof name, "said.%ld", (long)of);
    e2e_path(&place->folder, name, out);
}

static pid_t start(struct submit_place *place, va_list rest)
{
    static char config[] = "--config", conf[] = "bronpost.conf";
    char program[PATH_MAX], said[PATH_MAX], moved[PATH_MAX], data[PATH_MAX + 16], home[PATH_MAX];
    char *argv[MOST_ARGS], *env[8];
    size_t n = 0, e = 0;
    program_path(program);
    argv[n++] = program;
    for (const char *arg; (arg = va_arg(rest, const char *)) && n + 4 < MOST_ARGS;)
        argv[n++] = strdup(arg);
    size_t own = n;
    argv[n++] = config;
    argv[n++] = conf;
    argv[n] = NULL;
    (void)snprintf(data, sizeof data, "BRONPOST_DATA=%s", place->data);
    (void)snprintf(home, sizeof home, "HOME=%.4000s", place->folder.path);
    env[e++] = data;
    env[e++] = home;
    static char lang[] = "LANG=C", quiet[] = "TSAN_OPTIONS=exitcode=66";
    env[e++] = lang;
    env[e++] = quiet;
    env[e] = NULL;
    out_path(place, 0, said);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, said, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addchdir_np(&actions, place->folder.path);
    pid_t pid;
    int wrong = posix_spawn(&pid, program, &actions, NULL, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    for (size_t i = 1; i < own; i++)
        free(argv[i]);
    if (wrong)
        fail_msg("%s cannot be started: %s", program, strerror(wrong));
    out_path(place, pid, moved);
    (void)rename(said, moved);
    return pid;
}

int submit_wait(struct submit_place *place, pid_t pid)
{
    int status = -1;
    for (unsigned i = 0; waitpid(pid, &status, WNOHANG) == 0; i++) {
        if (i > MOST_SECONDS * 200) {
            (void)kill(pid, SIGKILL);
            (void)waitpid(pid, &status, 0);
            fail_msg("not done after %d seconds", MOST_SECONDS);
        }
        submit_sleep_ms(5);
    }
    char path[PATH_MAX];
    out_path(place, pid, path);
    struct e2e_text said = e2e_read_path(path);
    (void)snprintf(place->said, sizeof place->said, "%s", said.ptr);
    e2e_text_free(&said);
    (void)unlink(path);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t submit_start(struct submit_place *place, ...)
{
    va_list rest;
    va_start(rest, place);
    pid_t pid = start(place, rest);
    va_end(rest);
    return pid;
}

int submit_run(struct submit_place *place, ...)
{
    va_list rest;
    va_start(rest, place);
    pid_t pid = start(place, rest);
    va_end(rest);
    return submit_wait(place, pid);
}

void submit_expect(struct submit_place *place, int exit_code, ...)
{
    va_list rest;
    va_start(rest, exit_code);
    pid_t pid = start(place, rest);
    va_end(rest);
    int code = submit_wait(place, pid);
    if (code != exit_code)
        fail_msg("exit code %d, expected %d:\n%s", code, exit_code, place->said);
}

/* --- what the two sides have ---------------------------------------------------------------------------- */

void submit_text(const struct submit_place *place, const char *sql, char *out, int cap)
{
    char path[PATH_MAX];
    e2e_path(&place->folder, "ledger.db", path);
    ledger_sql_text(path, sql, out, cap);
}

long submit_number(const struct submit_place *place, const char *sql)
{
    char text[32];
    submit_text(place, sql, text, sizeof text);
    return *text ? strtol(text, NULL, 10) : -1;
}

long submit_in_state(const struct submit_place *place, const char *toestand)
{
    static const char *const names[] = { "nieuw",
                                         "gewijzigd",
                                         "klaargezet",
                                         "aangeboden",
                                         "ontvangen",
                                         "goedgekeurd",
                                         "goedgekeurd_met_signaal",
                                         "afgekeurd",
                                         "mislukt",
                                         "onzeker" };
    char sql[100];
    for (int i = 0; i < 10; i++) {
        if (strcmp(names[i], toestand) != 0)
            continue;
        (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM bericht WHERE toestand = %d", i);
        return submit_number(place, sql);
    }
    fail_msg("no state %s", toestand);
    return -1;
}

static struct e2e_text record_of(const struct submit_place *place)
{
    char path[PATH_MAX];
    rehearsal_path(&place->server, "record.csv", path);
    return e2e_read_path(path);
}

size_t submit_recorded(const struct submit_place *place, const char *what)
{
    struct e2e_text text = record_of(place);
    size_t n = 0;
    char *line = strchr(text.ptr, '\n'); /* behind the header */
    while (line && line[1]) {
        char *end = strchr(line + 1, '\n');
        if (!end)
            break; /* not written to its end */
        *end = '\0';
        n += line[1] != '#' && (!*what || strstr(line + 1, what) != NULL);
        line = end;
    }
    e2e_text_free(&text);
    return n;
}

struct stand {
    char key[64], code[40];
    size_t times;
};

/* The cells of a line of the record:
 * moment;contract;operatie;identificatiecode;brin;inschrijvingvolgnummer;persoon;... */
static void take_line(struct stand *stands, size_t *count, size_t most, char *line)
{
    char *cells[7] = { line };
    for (size_t i = 1; i < 7; i++) {
        char *end = strchr(cells[i - 1], ';');
        assert_non_null(end);
        *end = '\0';
        cells[i] = end + 1;
    }
    char key[64];
    (void)snprintf(key, sizeof key, "%s %s %s", cells[1], cells[4], cells[5]);
    size_t at = 0;
    while (at < *count && strcmp(stands[at].key, key) != 0)
        at++;
    assert_true(at < most);
    if (at == *count)
        stands[(*count)++] = (struct stand){ .times = 0 };
    (void)snprintf(stands[at].key, sizeof stands[at].key, "%s", key);
    (void)snprintf(stands[at].code, sizeof stands[at].code, "%s", cells[3]);
    stands[at].times++;
}

void submit_assert_agreement(const struct submit_place *place, size_t registrations, bool once)
{
    struct stand *stands = calloc(registrations + 1, sizeof *stands);
    struct e2e_text text = record_of(place);
    size_t count = 0, lines = 0;
    assert_non_null(stands);
    char *rest = strchr(text.ptr, '\n');
    assert_non_null(rest);
    for (char *line = strtok(rest + 1, "\n"); line; line = strtok(NULL, "\n")) {
        if (*line == '#') /* a number that was used by a message that was refused */
            continue;
        take_line(stands, &count, registrations + 1, line);
        lines++;
    }
    assert_int_equal(count, registrations);
    for (size_t i = 0; i < count; i++) {
        char sql[400], state[8];
        const char *volgnummer = strrchr(stands[i].key, ' ') + 1;
        (void)snprintf(sql, sizeof sql,
                       "SELECT r.toestand FROM registratie r JOIN bericht b ON b.id = r.laatste"
                       " WHERE r.volgnummer = '%s' AND b.toestand = r.toestand AND"
                       " lower(hex(b.identificatiecode)) = replace('%s', '-', '')",
                       volgnummer, stands[i].code);
        submit_text(place, sql, state, sizeof state);
        if (strcmp(state, "4") != 0)
            fail_msg("%s: the server has %s last, the ledger does not have it as received",
                     stands[i].key, stands[i].code);
        if (once && stands[i].times != 1)
            fail_msg("%s was accepted %zu times", stands[i].key, stands[i].times);
    }
    assert_int_equal(submit_number(place, "SELECT count(*) FROM registratie"), registrations);
    assert_int_equal(submit_number(place, "SELECT count(*) FROM registratie WHERE toestand <> 4 OR"
                                          " vingerafdruk_duo IS NOT vingerafdruk"),
                     0);
    if (once)
        assert_int_equal(lines, registrations);
    e2e_text_free(&text);
    free(stands);
}
