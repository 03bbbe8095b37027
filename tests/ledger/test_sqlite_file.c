/* The file of an SQLite ledger: where it is, who may read it, what becomes of older, newer and strange ones. */
#include "../../src/ledger/sqlite.h"

#include "support/ledger_schemas.h"
#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

static struct bp_error err;
static struct ledger_place place;

static int make_place(void **state)
{
    (void)state;
    ledger_place_make(&place, &ledger_engines[0]);
    return 0;
}

static int remove_place(void **state)
{
    (void)state;
    ledger_place_remove(&place);
    return 0;
}

static enum bp_status try_open(const char *url, enum bp_ledger_mode mode)
{
    struct bp_ledger *ledger = NULL;
    err.detail[0] = '\0';
    enum bp_status st = bp_ledger_open(url, mode, &ledger_env, &ledger, &err);
    assert_true((st == BP_OK) == (ledger != NULL));
    bp_ledger_close(ledger);
    return st;
}

static void assert_refused(const char *url, enum bp_ledger_mode mode, enum bp_status want,
                           const char *words)
{
    enum bp_status st = try_open(url, mode);
    if (st != want || !strstr(err.detail, words))
        fail_msg("%s: status %d, \"%s\"", url, (int)st, err.detail);
}

static void put(const char *path, const char *text, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static char *get(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *len = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*len + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *len, f), *len);
    assert_int_equal(fclose(f), 0);
    return bytes;
}

static bool beside(const char *suffix)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%s%s", place.file, suffix);
    return access(name, F_OK) == 0;
}

static void first_night(unsigned count)
{
    struct bp_ledger *ledger = ledger_open_run(&place);
    ledger_stage_pupils(ledger, 0, count, 0);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    bp_ledger_close(ledger);
}

/* --- where ------------------------------------------------------------------------------------------------- */

static void urls_of_no_engine_are_refused_without_showing_them(void **state)
{
    static const struct {
        const char *url, *words;
    } cases[] = {
        { "postgresql://duo:geheim@host/db", "no PostgreSQL engine" },
        { "postgres://duo:geheim@host/db", "no PostgreSQL engine" },
        { "mysql://duo:geheim@host/db", "no engine knows" },
        { "", "no engine knows" },
        { "geheim.db", "no engine knows" },
        { "SQLITE:geheim.db", "no engine knows" },
        { "sqlite:", "needs the path" },
        { "sqlite://", "needs the path" },
        { "sqlite://geheim/ledger.db", "needs the path" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_refused(cases[i].url, BP_LEDGER_WRITE, BP_E_USAGE, cases[i].words);
        assert_refused(cases[i].url, BP_LEDGER_READ, BP_E_USAGE, cases[i].words);
        assert_null(strstr(err.detail, "geheim"));
        assert_false(bp_ledger_exists(cases[i].url));
    }
}

static void the_forms_of_a_path_lead_to_one_file(void **state)
{
    (void)state;
    char url[256], former[1024];
    first_night(3);
    assert_non_null(getcwd(former, sizeof former));
    assert_int_equal(chdir(place.folder), 0);
    (void)snprintf(url, sizeof url, "sqlite:%s", place.file);
    const char *const urls[] = { place.url, url, "sqlite:ledger.db", "sqlite:./ledger.db" };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct bp_ledger *ledger = NULL;
        assert_true(bp_ledger_exists(urls[i]));
        ledger_ok(bp_ledger_open(urls[i], BP_LEDGER_READ, &ledger_env, &ledger, &err), &err);
        assert_int_equal(ledger_staged(ledger), 3);
        bp_ledger_close(ledger);
    }
    assert_int_equal(chdir(former), 0);
}

/* SQLite reads ":memory:" and "file:..." as something else; here they are names like others. */
static void names_that_mean_something_to_sqlite_are_names(void **state)
{
    static const char *const names[] = { ":memory:", "file:x?mode=memory", "a b%20#?.db",
                                         "\xc3\xab.db" };
    char url[64], former[1024];
    (void)state;
    assert_non_null(getcwd(former, sizeof former));
    assert_int_equal(chdir(place.folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(url, sizeof url, "sqlite:%s", names[i]);
        assert_int_equal(try_open(url, BP_LEDGER_WRITE), BP_OK);
        assert_int_equal(access(names[i], F_OK), 0);
        assert_int_equal(try_open(url, BP_LEDGER_READ), BP_OK);
    }
    assert_int_equal(chdir(former), 0);
}

static void file_and_folders_are_made_for_the_owner_only(void **state)
{
    (void)state;
    static const mode_t masks[] = { 0, 022, 0777 };
    char url[200], path[160];
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        struct stat st;
        (void)snprintf(path, sizeof path, "%s/deep%zu/er/ledger.db", place.folder, i);
        (void)snprintf(url, sizeof url, "sqlite://%s", path);
        assert_false(bp_ledger_exists(url));
        /* a umask that takes the owner's own rights on the folder needs root */
        if (masks[i] == 0777 && geteuid() != 0)
            continue;
        mode_t former = umask(masks[i]);
        assert_int_equal(try_open(url, BP_LEDGER_WRITE), BP_OK);
        (void)umask(former);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
        *strrchr(path, '/') = '\0';
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07777, 0700 & ~masks[i]);
        assert_true(bp_ledger_exists(url));
    }
}

static void a_ledger_that_is_not_there_is_not_made_by_a_reader(void **state)
{
    (void)state;
    assert_false(bp_ledger_exists(place.url));
    assert_refused(place.url, BP_LEDGER_READ, BP_E_LEDGER, "there is no ledger at");
    assert_non_null(strstr(err.detail, place.file));
    assert_int_equal(access(place.file, F_OK), -1);
    put(place.file, "", 0);
    assert_false(bp_ledger_exists(place.url));
    assert_refused(place.url, BP_LEDGER_READ, BP_E_LEDGER, "there is no ledger at");
    assert_int_equal(ledger_place_bytes(&place), 0);
}

/* --- what is in the file ------------------------------------------------------------------------------------ */

static void strange_files_are_refused_and_left_alone(void **state)
{
    static const char text[] = "leerlingnummer;brin\nL1;99XA\n";
    (void)state;
    char url[200];
    size_t len = 0;
    put(place.file, text, sizeof text - 1);
    for (int mode = BP_LEDGER_READ; mode <= BP_LEDGER_WRITE; mode++)
        assert_refused(place.url, (enum bp_ledger_mode)mode, BP_E_LEDGER, "no SQLite file");
    char *bytes = get(place.file, &len);
    assert_int_equal(len, sizeof text - 1);
    assert_memory_equal(bytes, text, len);
    free(bytes);

    assert_int_equal(unlink(place.file), 0);
    char result[20];
    ledger_sql_text(place.file, "PRAGMA user_version=7", result, sizeof result);
    for (int mode = BP_LEDGER_READ; mode <= BP_LEDGER_WRITE; mode++)
        assert_refused(place.url, (enum bp_ledger_mode)mode, BP_E_LEDGER, "another program");
    ledger_sql_text(place.file, "PRAGMA journal_mode", result, sizeof result);
    assert_string_equal(result, "delete");

    (void)snprintf(url, sizeof url, "sqlite://%s", place.folder);
    for (int mode = BP_LEDGER_READ; mode <= BP_LEDGER_WRITE; mode++)
        assert_refused(url, (enum bp_ledger_mode)mode, BP_E_LEDGER, "is a folder");
    assert_true(bp_ledger_exists(url));
    (void)snprintf(url, sizeof url, "sqlite://%s/x.db", place.file);
    for (int mode = BP_LEDGER_READ; mode <= BP_LEDGER_WRITE; mode++)
        assert_refused(url, (enum bp_ledger_mode)mode, BP_E_LEDGER, "cannot be reached");
    assert_true(bp_ledger_exists(url));
}

static void a_damaged_ledger_is_named_as_such(void **state)
{
    (void)state;
    first_night(50);
    size_t len = 0;
    char *bytes = get(place.file, &len);
    memset(bytes + 8192, 0x55, len - 8192); /* all pages but the first */
    put(place.file, bytes, len);
    free(bytes);
    struct bp_ledger *ledger = NULL;
    struct ledger_pupil p;
    struct bp_ledger_stand stand;
    ledger_pupil(&p, 1, 0);
    enum bp_status st = bp_ledger_open(place.url, BP_LEDGER_READ, &ledger_env, &ledger, &err);
    if (st == BP_OK)
        st = bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err);
    bp_ledger_close(ledger);
    assert_int_equal(st, BP_E_LEDGER);
    assert_non_null(strstr(err.detail, "damaged"));
    assert_non_null(strstr(err.detail, place.file));
}

static void assert_settings(void)
{
    static const char *const pairs[][2] = {
        { "PRAGMA journal_mode", "wal" },
        { "PRAGMA application_id", "1112690510" },
        { "PRAGMA integrity_check", "ok" },
        { "SELECT count(*) FROM sqlite_schema WHERE type='table' AND sql NOT LIKE '%STRICT'", "0" },
    };
    char text[100];
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ledger_sql_text(place.file, pairs[i][0], text, sizeof text);
        assert_string_equal(text, pairs[i][1]);
    }
}

/* The whole schema as one text, to compare ledgers by. */
static char *schema_of(const char *file)
{
    char *text = malloc(20000);
    assert_non_null(text);
    ledger_sql_text(file,
                    "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema"
                    " ORDER BY name)",
                    text, 20000);
    assert_true(strlen(text) > 1000);
    return text;
}

static void every_older_ledger_is_renewed_with_what_is_in_it(void **state)
{
    (void)state;
    assert_int_equal(bp_sqlite_step_count, LEDGER_SCHEMA_NEWEST);
    first_night(1);
    char *fresh = schema_of(place.file);
    for (int version = 0; version <= LEDGER_SCHEMA_NEWEST; version++) {
        remove_place(NULL);
        make_place(NULL);
        ledger_schema_make(place.file, version);
        struct bp_ledger *ledger = ledger_open(&place, BP_LEDGER_WRITE);
        assert_int_equal(bp_ledger_version(ledger), LEDGER_SCHEMA_NEWEST);
        assert_int_equal(strncmp(bp_ledger_engine(ledger), "SQLite 3.", 9), 0);
        if (version > 0) {
            struct ledger_pupil p;
            enum bp_ledger_verschil verschil;
            struct bp_ledger_stand stand;
            ledger_pupil(&p, 0, 0);
            assert_int_equal(ledger_staged(ledger), 1);
            ledger_ok(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
            assert_true(stand.known);
            assert_memory_equal(stand.fingerprint, p.bericht.fingerprint, BP_LEDGER_HASH);
            ledger_ok(bp_ledger_inschrijving_compare(ledger, &p.inschrijving, &verschil, &err),
                      &err);
            assert_int_equal(verschil, BP_VERSCHIL_GELIJK);
        }
        ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 2), &err), &err);
        ledger_stage_pupils(ledger, 0, 3, 1);
        ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
        assert_int_equal(ledger_staged(ledger), 3);
        struct bp_ledger_keuring keuring;
        ledger_ok(bp_ledger_keur(ledger, NULL, &keuring, &err), &err);
        assert_int_equal(keuring.breuk, BP_BREUK_GEEN);
        assert_true(keuring.schakels > 3);
        /* what there was before the chain is proven from then on, and that is told; the one of version 3 was renewed too */
        assert_int_equal(keuring.zonder, version > 0 ? 1 : 0);
        assert_int_equal(keuring.keten_ms > 0, version > 0);
        bp_ledger_close(ledger);
        assert_settings();
        char *renewed = schema_of(place.file);
        assert_string_equal(renewed, fresh);
        free(renewed);
    }
    free(fresh);
}

static void a_newer_ledger_is_refused(void **state)
{
    (void)state;
    char text[20];
    first_night(2);
    ledger_sql_text(place.file, "PRAGMA user_version=4", text, sizeof text);
    for (int mode = BP_LEDGER_READ; mode <= BP_LEDGER_WRITE; mode++)
        assert_refused(place.url, (enum bp_ledger_mode)mode, BP_E_USAGE, "newer bronpost");
    ledger_sql_text(place.file, "PRAGMA user_version", text, sizeof text);
    assert_string_equal(text, "4");
}

/* The mechanism, on steps that do not exist yet. */
static void a_step_is_taken_whole_or_not_at_all(void **state)
{
    (void)state;
    char text[20];
    first_night(2);
    struct bp_ledger *ledger = ledger_open(&place, BP_LEDGER_WRITE);
    struct bp_sqlite *l = bp_sqlite_of(ledger);
    const char *const *real = bp_sqlite_steps;
    const char *const steps[] = { real[0],
                                  real[1],
                                  real[2],
                                  "CREATE TABLE a(x) STRICT;",
                                  "CREATE TABLE a(x INTEGER) STRICT; CREATE TABLE b(x);",
                                  "CREATE TABLE b(y INTEGER) STRICT;" };
    assert_int_equal(bp_sqlite_migrate(l, steps, 4, &err), BP_E_LEDGER); /* x has no type */
    assert_int_equal(l->base.version, 3);
    const char *const better[] = { real[0],  real[1], real[2], "CREATE TABLE a(x INTEGER) STRICT;",
                                   steps[4], steps[5] };
    assert_int_equal(bp_sqlite_migrate(l, better, 6, &err), BP_E_LEDGER); /* a is there already */
    assert_int_equal(l->base.version, 4);
    const char *const best[] = {
        real[0], real[1], real[2], better[3], "CREATE TABLE c(x INTEGER) STRICT;", steps[5]
    };
    ledger_ok(bp_sqlite_migrate(l, best, 6, &err), &err);
    assert_int_equal(l->base.version, 6);
    assert_int_equal(ledger_staged(ledger), 2);
    bp_ledger_close(ledger);
    ledger_sql_text(place.file, "PRAGMA user_version", text, sizeof text);
    assert_string_equal(text, "6");
    ledger_sql_text(place.file,
                    "SELECT group_concat(name, '') FROM sqlite_schema WHERE name < 'd' AND "
                    "length(name) = 1",
                    text, sizeof text);
    assert_string_equal(text, "acb");
}

/* --- what is kept ------------------------------------------------------------------------------------------- */

static void history_is_kept_and_cannot_be_rewritten(void **state)
{
    static const char *const pairs[][2] = {
        { "SELECT group_concat(toestand, ' ') FROM bericht", "100 100 2" },
        { "SELECT group_concat(coalesce(length(body), 0), ' ') FROM bericht", "0 0 1100" },
        { "SELECT group_concat(coalesce(vorige, 0), ' ') FROM bericht", "0 1 2" },
        { "SELECT group_concat(run || ':' || bericht || ':' || van || '-' || naar, ' ')"
          " FROM overgang",
          "1:1:0-2 2:1:2-100 2:2:2-2 3:2:2-100 3:3:2-2" },
        { "SELECT laatste || ' ' || toestand FROM registratie", "3 2" },
        { "SELECT vingerafdruk_duo FROM registratie", "" },
        { "SELECT group_concat(run || ':' || van || '-' || naar, ' ') FROM overgang"
          " WHERE bericht IS NULL",
          "1:101-101 2:101-101 3:101-101" },
        { "SELECT count(*) FROM run WHERE klaar IS NULL", "0" },
    };
    (void)state;
    char text[100];
    struct bp_ledger *ledger = ledger_open(&place, BP_LEDGER_WRITE);
    for (unsigned version = 0; version < 3; version++) {
        ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
        ledger_stage_pupils(ledger, 0, 1, version);
        ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    }
    bp_ledger_close(ledger);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ledger_sql_text(place.file, pairs[i][0], text, sizeof text);
        assert_string_equal(text, pairs[i][1]);
    }
    ledger_sql_text(place.file, "DELETE FROM overgang", text, sizeof text);
    ledger_sql_text(place.file, "UPDATE overgang SET naar = 5", text, sizeof text);
    ledger_sql_text(place.file, "SELECT count(*) || ' ' || max(naar) FROM overgang", text,
                    sizeof text);
    assert_string_equal(text, "8 101");
}

static void the_file_holds_what_was_given_and_nothing_more(void **state)
{
    (void)state;
    struct ledger_pupil p;
    char want[2 * BP_LEDGER_HASH + 1], text[1000];
    first_night(1);
    ledger_pupil(&p, 0, 0);
    for (size_t i = 0; i < BP_LEDGER_HASH; i++)
        (void)snprintf(want + 2 * i, 3, "%02X", (unsigned)p.inschrijving.persoon[i]);
    ledger_sql_text(place.file, "SELECT group_concat(hex(hmac)) FROM persoon", text, sizeof text);
    assert_string_equal(text, want);
    /* every column of every table is one that ledger.h gives a value for */
    ledger_sql_text(
        place.file,
        "SELECT group_concat(n, ' ') FROM (SELECT DISTINCT p.name AS n FROM sqlite_schema"
        " s JOIN pragma_table_info(s.name) p WHERE s.type = 'table' ORDER BY n)",
        text, sizeof text);
    assert_string_equal(
        text, "aangeboden beantwoord begin begonnen bericht body brin code contract eind einde "
              "fase gemist handeling hash herkomst hmac id identificatiecode ingetrokken inhoud "
              "instelling klaar klaargezet kop laatste leerlingnummer leerroute message_id moment "
              "naar niet_voor ongewijzigd oordeel opleiding peildatum persoon pogingen reden "
              "registratie rest run schakels sector sinds sleutelgegevens stand tekst toestand "
              "uitslag van vingerafdruk vingerafdruk_duo vingerafdruk_rio vlaggen volgnummer "
              "vorige");
}

static void a_run_that_is_abandoned_changes_no_byte(void **state)
{
    (void)state;
    size_t before = 0, after = 0;
    first_night(20);
    char *was = get(place.file, &before);
    struct bp_ledger *ledger = ledger_open_run(&place);
    /* too much for a small memory: part of the run goes to the -wal before it ends */
    ledger_ok(bp_sqlite_exec(bp_sqlite_of(ledger), "PRAGMA cache_size=10", &err), &err);
    ledger_stage_pupils(ledger, 10, 400, 1);
    assert_true(beside("-wal"));
    bp_ledger_run_abandon(ledger);
    bp_ledger_close(ledger);
    char *is = get(place.file, &after);
    assert_int_equal(after, before);
    assert_memory_equal(is, was, before);
    assert_false(beside("-wal"));
    assert_false(beside("-shm"));
    free(was);
    free(is);
}

static void what_does_not_fit_is_refused_and_nothing_of_the_run_is_kept(void **state)
{
    (void)state;
    first_night(20);
    struct bp_ledger *ledger = ledger_open_run(&place);
    struct ledger_pupil p;
    enum bp_status st = BP_OK;
    ledger_ok(bp_sqlite_exec(bp_sqlite_of(ledger), "PRAGMA max_page_count=40", &err), &err);
    unsigned n = 20;
    for (; st == BP_OK && n < 2000; n++) {
        ledger_pupil(&p, n, 0);
        st = bp_ledger_stage(ledger, &p.bericht, &err);
    }
    assert_int_equal(st, BP_E_LEDGER);
    assert_true(n > 30);
    assert_non_null(strstr(err.detail, "no room"));
    assert_int_equal(bp_ledger_stage(ledger, &p.bericht, &err), BP_E_LEDGER);
    assert_int_equal(bp_ledger_run_commit(ledger, &err), BP_E_LEDGER);
    assert_int_equal(ledger_staged(ledger), 20);
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 2), &err), &err);
    ledger_stage_pupils(ledger, 20, 22, 0);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    assert_int_equal(ledger_staged(ledger), 22);
    bp_ledger_close(ledger);
}

/* --- who may what ------------------------------------------------------------------------------------------- */

/* Runs `body` in a child as a user without rights; its outcome is 0 when all was as it should be. */
static void as_nobody(int (*body)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
            _exit(99);
        _exit(body());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) != 0)
        fail_msg("without rights: step %d", WEXITSTATUS(status));
}

static enum bp_status count(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *e)
{
    (void)k;
    (void)e;
    ++*(size_t *)ctx;
    return BP_OK;
}

static int reads_without_files_beside(void)
{
    struct bp_ledger *ledger = NULL;
    size_t found = 0;
    if (bp_ledger_open(place.url, BP_LEDGER_READ, &ledger_env, &ledger, &err) != BP_OK)
        return 1;
    if (bp_ledger_each_staged(ledger, count, &found, &err) != BP_OK || found != 20)
        return 2;
    if (beside("-wal") || beside("-shm"))
        return 3;
    bp_ledger_close(ledger);
    if (bp_ledger_open(place.url, BP_LEDGER_WRITE, &ledger_env, &ledger, &err) != BP_E_LEDGER)
        return 4;
    return strstr(err.detail, "rights") && strstr(err.detail, place.file) ? 0 : 5;
}

static void who_may_only_read_reads_and_leaves_no_file_behind(void **state)
{
    (void)state;
    first_night(20);
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.folder, 0555), 0);
    as_nobody(reads_without_files_beside);
    assert_int_equal(chmod(place.folder, 0755), 0);
}

static int pipe_in[2], pipe_out[2];

static int notices_the_change(void)
{
    struct bp_ledger *ledger = NULL;
    size_t found = 0;
    char go = 'r';
    if (bp_ledger_open(place.url, BP_LEDGER_READ, &ledger_env, &ledger, &err) != BP_OK)
        return 1;
    if (write(pipe_out[1], &go, 1) != 1 || read(pipe_in[0], &go, 1) != 1)
        return 2;
    enum bp_status st = bp_ledger_each_staged(ledger, count, &found, &err);
    bp_ledger_close(ledger);
    return st == BP_E_LEDGER && (strstr(err.detail, "changed") || strstr(err.detail, "damaged"))
               ? 0
               : 3;
}

static void a_change_under_the_eyes_of_who_may_only_read_is_noticed(void **state)
{
    (void)state;
    char go = 'w';
    first_night(20);
    assert_int_equal(chmod(place.file, 0644), 0);
    assert_int_equal(chmod(place.folder, 0755), 0);
    if (geteuid() != 0)
        skip(); /* one user cannot both write and have no right to */
    assert_int_equal(pipe(pipe_in), 0);
    assert_int_equal(pipe(pipe_out), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
            _exit(99);
        _exit(notices_the_change());
    }
    assert_int_equal(read(pipe_out[0], &go, 1), 1);
    struct bp_ledger *ledger = ledger_open_run(&place);
    ledger_stage_pupils(ledger, 20, 60, 0);
    ledger_ok(bp_ledger_run_commit(ledger, &err), &err);
    bp_ledger_close(ledger);
    assert_int_equal(write(pipe_in[1], &go, 1), 1);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    for (int i = 0; i < 2; i++) {
        (void)close(pipe_in[i]);
        (void)close(pipe_out[i]);
    }
}

static int cannot_reach(void)
{
    if (!bp_ledger_exists(place.url))
        return 1;
    if (try_open(place.url, BP_LEDGER_READ) != BP_E_LEDGER || !strstr(err.detail, place.file))
        return 2;
    return try_open(place.url, BP_LEDGER_WRITE) == BP_E_LEDGER ? 0 : 3;
}

static void a_ledger_out_of_reach_is_not_taken_for_none(void **state)
{
    (void)state;
    first_night(1);
    assert_int_equal(chmod(place.folder, 0), 0);
    as_nobody(cannot_reach);
    assert_int_equal(chmod(place.folder, 0700), 0);
}

static void a_reader_takes_its_files_away_and_changes_no_byte(void **state)
{
    (void)state;
    size_t before = 0, after = 0;
    first_night(20);
    char *was = get(place.file, &before);
    struct bp_ledger *reader = ledger_open(&place, BP_LEDGER_READ);
    assert_int_equal(ledger_staged(reader), 20);
    assert_int_equal(bp_sqlite_exec(bp_sqlite_of(reader), "DELETE FROM inschrijving", &err),
                     BP_E_LEDGER);
    bp_ledger_close(reader);
    char *is = get(place.file, &after);
    assert_int_equal(after, before);
    assert_memory_equal(is, was, before);
    assert_false(beside("-wal"));
    assert_false(beside("-shm"));
    free(was);
    free(is);
}

#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(urls_of_no_engine_are_refused_without_showing_them),
        FILE_TEST(the_forms_of_a_path_lead_to_one_file),
        FILE_TEST(names_that_mean_something_to_sqlite_are_names),
        FILE_TEST(file_and_folders_are_made_for_the_owner_only),
        FILE_TEST(a_ledger_that_is_not_there_is_not_made_by_a_reader),
        FILE_TEST(strange_files_are_refused_and_left_alone),
        FILE_TEST(a_damaged_ledger_is_named_as_such),
        FILE_TEST(every_older_ledger_is_renewed_with_what_is_in_it),
        FILE_TEST(a_newer_ledger_is_refused),
        FILE_TEST(a_step_is_taken_whole_or_not_at_all),
        FILE_TEST(history_is_kept_and_cannot_be_rewritten),
        FILE_TEST(the_file_holds_what_was_given_and_nothing_more),
        FILE_TEST(a_run_that_is_abandoned_changes_no_byte),
        FILE_TEST(what_does_not_fit_is_refused_and_nothing_of_the_run_is_kept),
        FILE_TEST(who_may_only_read_reads_and_leaves_no_file_behind),
        FILE_TEST(a_change_under_the_eyes_of_who_may_only_read_is_noticed),
        FILE_TEST(a_ledger_out_of_reach_is_not_taken_for_none),
        FILE_TEST(a_reader_takes_its_files_away_and_changes_no_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
