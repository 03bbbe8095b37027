/* Somebody changes the ledger outside the program: every single field, every row taken out or put in, is found. */
#include "bronpost/base/text.h"
#include "support/audit_geschiedenis.h"
#include "support/ledger_schemas.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LEAST_MUTATIONS 200
#define COLUMNS         32

struct attack {
    struct audit_case c;
    sqlite3 *db;
    struct bp_ledger *reader;
    size_t mutations;
};

static struct bp_error err;

static void ok(enum bp_status st)
{
    if (st != BP_OK)
        fail_msg("status %d: %s", (int)st, err.detail);
}

/* Flips a bit of a blob's first byte, or makes one of nothing: SQLite has no function for it. */
static void bit_gewijzigd(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    assert_int_equal(argc, 1);
    int len = sqlite3_value_bytes(argv[0]);
    unsigned char *copy = malloc((size_t)len + 1);
    assert_non_null(copy);
    copy[0] = 0;
    if (len)
        memcpy(copy, sqlite3_value_blob(argv[0]), (size_t)len);
    copy[0] ^= 1;
    sqlite3_result_blob(ctx, copy, len ? len : 1, free);
}

/* As somebody who owns the file: no triggers, no constraints. */
static int begin(void **state)
{
    struct attack *a = calloc(1, sizeof *a);
    assert_non_null(a);
    audit_case_begin(&a->c);
    audit_geschiedenis(&a->c);
    bp_ledger_close(a->c.ledger);
    a->c.ledger = NULL;
    assert_int_equal(sqlite3_open(a->c.file, &a->db), SQLITE_OK);
    ledger_sql(a->db, "PRAGMA foreign_keys = OFF;"
                      "PRAGMA ignore_check_constraints = ON;"
                      "PRAGMA synchronous = OFF;"
                      "DROP TRIGGER overgang_blijft; DROP TRIGGER overgang_bewaard;");
    assert_int_equal(sqlite3_create_function(a->db, "bit_gewijzigd", 1,
                                             SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                             bit_gewijzigd, NULL, NULL),
                     SQLITE_OK);
    ok(bp_ledger_open(a->c.url, BP_LEDGER_READ, &a->c.env, &a->reader, &err));
    *state = a;
    return 0;
}

static int end(void **state)
{
    struct attack *a = *state;
    bp_ledger_close(a->reader);
    assert_int_equal(sqlite3_close(a->db), SQLITE_OK);
    audit_case_end(&a->c);
    free(a);
    return 0;
}

static struct bp_ledger_keuring verdict(const struct attack *a, const unsigned char *head)
{
    struct bp_ledger_keuring keuring;
    ok(bp_ledger_keur(a->reader, head, &keuring, &err));
    return keuring;
}

static void assert_whole(const struct attack *a, const char *when)
{
    struct bp_ledger_keuring k = verdict(a, NULL);
    if (k.breuk != BP_BREUK_GEEN)
        fail_msg("%s: broken (%d) at link %llu, %s %lld", when, (int)k.breuk,
                 (unsigned long long)k.schakel, k.tabel, (long long)k.rij);
}

/* --- the tables, as the file itself tells ----------------------------------------------------------------------- */

struct column {
    char name[40], type[16];
    bool required, key;
};

struct table {
    char name[40];
    struct column columns[COLUMNS];
    size_t count;
};

static sqlite3_stmt *prepare(const struct attack *a, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(a->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(a->db));
    return stmt;
}

/* `template` with the name of a column, and a NUL that is not counted. */
static void fill(struct bp_buf *out, const char *template, const char *name)
{
    const struct bp_str arg = bp_str_of(name);
    bp_text_fill(out, template, &arg, 1);
    bp_buf_add_char(out, '\0');
    assert_false(out->failed);
    out->len--;
}

static const char *text_at(sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    return text ? (const char *)text : "";
}

static void read_columns(const struct attack *a, struct table *t)
{
    char sql[sizeof t->name + 24];
    (void)snprintf(sql, sizeof sql, "PRAGMA table_info(%.39s)", t->name);
    sqlite3_stmt *stmt = prepare(a, sql);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        assert_true(t->count < COLUMNS);
        struct column *c = &t->columns[t->count++];
        (void)snprintf(c->name, sizeof c->name, "%s", text_at(stmt, 1));
        (void)snprintf(c->type, sizeof c->type, "%s", text_at(stmt, 2));
        c->required = sqlite3_column_int(stmt, 3) != 0;
        c->key = sqlite3_column_int(stmt, 5) != 0;
    }
    (void)sqlite3_finalize(stmt);
    assert_true(t->count > 0 && t->columns[0].key);
}

typedef void table_fn(struct attack *a, const struct table *t);

static void each_table(struct attack *a, table_fn *fn)
{
    struct table tables[24];
    size_t count = 0;
    sqlite3_stmt *stmt = prepare(a, "SELECT name FROM sqlite_master WHERE type = 'table'"
                                    " AND name NOT LIKE 'sqlite_%' ORDER BY name");
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        assert_true(count < sizeof tables / sizeof *tables);
        tables[count] = (struct table){ .count = 0 };
        (void)snprintf(tables[count++].name, sizeof tables[0].name, "%s", text_at(stmt, 0));
    }
    (void)sqlite3_finalize(stmt);
    assert_true(count >= 12);
    for (size_t i = 0; i < count; i++) {
        read_columns(a, &tables[i]);
        fn(a, &tables[i]);
    }
}

/* At most so many, from the first to the last. */
#define ROWS 12
static size_t ids_of(const struct attack *a, const struct table *t, sqlite3_int64 ids[ROWS])
{
    char sql[400];
    size_t count = 0;
    (void)snprintf(sql, sizeof sql,
                   "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n,"
                   " max(count(*) OVER () - 1, 1) AS last FROM %s)"
                   " WHERE last < %d OR n * %d / last > (n - 1) * %d / last OR n = 0 ORDER BY id",
                   t->name, ROWS, ROWS - 1, ROWS - 1);
    sqlite3_stmt *stmt = prepare(a, sql);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        assert_true(count < ROWS);
        ids[count++] = sqlite3_column_int64(stmt, 0);
    }
    (void)sqlite3_finalize(stmt);
    if (count == 0)
        fail_msg("the history has no row in %s", t->name);
    return count;
}

/* --- one field -------------------------------------------------------------------------------------------------- */

/* What an INTEGER, a TEXT and a BLOB become; each differs from what was there, or is left out. */
static const struct {
    const char *type, *value;
} changes[] = {
    { "INTEGER", "coalesce({1}, 0) + 1000003" },
    { "INTEGER", "CASE WHEN {1} = 0 THEN 1 ELSE 0 END" },
    { "TEXT", "coalesce({1}, '') || 'x'" },
    { "TEXT", "''" },
    { "BLOB", "bit_gewijzigd({1})" },
    { "", "NULL" },
};

/* True when the field has another value now. */
static bool change(const struct attack *a, const struct table *t, const struct column *c,
                   sqlite3_int64 id, size_t which)
{
    char sql[400];
    struct bp_buf value;
    const char *wanted = changes[which].type;
    if ((*wanted && strcmp(wanted, c->type) != 0) ||
        (strcmp(changes[which].value, "NULL") == 0 && (c->required || c->key)))
        return false;
    bp_buf_init(&value, BP_KIB);
    fill(&value, changes[which].value, c->name);
    (void)snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s WHERE id = %lld AND %s IS NOT %s",
                   t->name, c->name, value.ptr, (long long)id, c->name, value.ptr);
    bp_buf_free(&value);
    /* a key that is taken already cannot be given twice, not even by who owns the file */
    return sqlite3_exec(a->db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(a->db) == 1;
}

/* Puts the field back; a changed key is found by what it became: the row that was not there before. */
static void put_back(const struct attack *a, const struct table *t, const struct column *c,
                     sqlite3_int64 id, sqlite3_value *former)
{
    char sql[200];
    (void)snprintf(sql, sizeof sql,
                   c->key ? "UPDATE %s SET %s = ?1 WHERE id IN (%lld + 1000003, 0)"
                          : "UPDATE %s SET %s = ?1 WHERE id = %lld",
                   t->name, c->name, (long long)id);
    sqlite3_stmt *stmt = prepare(a, sql);
    assert_int_equal(sqlite3_bind_value(stmt, 1, former), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    (void)sqlite3_finalize(stmt);
}

static sqlite3_value *value_of(const struct attack *a, const struct table *t,
                               const struct column *c, sqlite3_int64 id)
{
    char sql[160];
    (void)snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE id = %lld", c->name, t->name,
                   (long long)id);
    sqlite3_stmt *stmt = prepare(a, sql);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    sqlite3_value *value = sqlite3_value_dup(sqlite3_column_value(stmt, 0));
    (void)sqlite3_finalize(stmt);
    return value;
}

/* The verdict names the link, and the row that it is about. */
static void assert_named(const struct bp_ledger_keuring *k, const struct table *t,
                         const struct column *c, sqlite3_int64 id)
{
    static const char *const about[] = { "bericht", "registratie", "opleiding", "run" };
    bool named = true;
    if (c->key || k->breuk == BP_BREUK_REST) /* a sum does not tell which row */
        return;
    if (strcmp(t->name, "overgang") == 0)
        named = k->breuk == BP_BREUK_SCHAKEL && k->schakel == (uint64_t)id;
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (strcmp(t->name, about[i]) == 0)
            named = k->breuk == BP_BREUK_INHOUD && strcmp(k->tabel, t->name) == 0 && k->rij == id &&
                    k->schakel > 0 && k->moment_ms > 0;
    if (!named)
        fail_msg("%s.%s of row %lld was changed, and the verdict is %d: link %llu, %s %lld",
                 t->name, c->name, (long long)id, (int)k->breuk, (unsigned long long)k->schakel,
                 k->tabel, (long long)k->rij);
}

static void assert_found(struct attack *a, const struct table *t, const struct column *c,
                         sqlite3_int64 id, size_t which)
{
    struct bp_ledger_keuring k = verdict(a, NULL);
    a->mutations++;
    if (k.breuk == BP_BREUK_GEEN)
        fail_msg("%s.%s of row %lld was changed (%s), and nothing was found", t->name, c->name,
                 (long long)id, changes[which].value);
    assert_named(&k, t, c, id);
}

static void change_every_field(struct attack *a, const struct table *t)
{
    sqlite3_int64 ids[ROWS];
    size_t rows = ids_of(a, t, ids);
    for (size_t f = 0; f < t->count; f++) {
        size_t changed = 0;
        for (size_t r = 0; r < rows; r++) {
            sqlite3_value *former = value_of(a, t, &t->columns[f], ids[r]);
            for (size_t v = 0; v < sizeof changes / sizeof *changes; v++) {
                if (!change(a, t, &t->columns[f], ids[r], v))
                    continue;
                assert_found(a, t, &t->columns[f], ids[r], v);
                put_back(a, t, &t->columns[f], ids[r], former);
                changed++;
            }
            sqlite3_value_free(former);
        }
        if (changed == 0)
            fail_msg("%s.%s was never changed", t->name, t->columns[f].name);
        assert_whole(a, t->columns[f].name);
    }
}

static void test_every_changed_field_is_found(void **state)
{
    struct attack *a = *state;
    assert_whole(a, "before");
    each_table(a, change_every_field);
    assert_whole(a, "after");
    if (a->mutations < LEAST_MUTATIONS)
        fail_msg("only %zu changes", a->mutations);
    print_message("%zu changes of one field, all found\n", a->mutations);
}

/* --- whole rows --------------------------------------------------------------------------------------------------- */

/* Around each row a savepoint that is rolled back would hide the change from the reader: so it is committed, and the row
 * is put back from a copy. */
static void take_each_row_out(struct attack *a, const struct table *t)
{
    sqlite3_int64 ids[ROWS];
    size_t rows = ids_of(a, t, ids);
    for (size_t r = 0; r < rows; r++) {
        char sql[300];
        (void)snprintf(sql, sizeof sql,
                       "CREATE TEMP TABLE kept AS SELECT * FROM %s WHERE id = %lld;"
                       "DELETE FROM %s WHERE id = %lld;",
                       t->name, (long long)ids[r], t->name, (long long)ids[r]);
        ledger_sql(a->db, sql);
        struct bp_ledger_keuring k = verdict(a, NULL);
        if (k.breuk == BP_BREUK_GEEN)
            fail_msg("row %lld of %s was taken out, and nothing was found", (long long)ids[r],
                     t->name);
        (void)snprintf(sql, sizeof sql, "INSERT INTO %s SELECT * FROM kept; DROP TABLE kept;",
                       t->name);
        ledger_sql(a->db, sql);
        a->mutations++;
    }
    assert_whole(a, t->name);
}

static void test_every_row_taken_out_is_found(void **state)
{
    struct attack *a = *state;
    each_table(a, take_each_row_out);
    print_message("%zu rows taken out, all found\n", a->mutations);
}

/* A copy of the row under the number `id`, other in each text and blob, so that it is no duplicate. */
static void put_copy_in(struct attack *a, const struct table *t, sqlite3_int64 from, const char *id)
{
    struct bp_buf columns;
    bp_buf_init(&columns, BP_KIB);
    for (size_t f = 1; f < t->count; f++) {
        const struct column *c = &t->columns[f];
        const char *form = strcmp(c->type, "BLOB") == 0   ? ", bit_gewijzigd({1})"
                           : strcmp(c->type, "TEXT") == 0 ? ", coalesce({1}, '') || 'x'"
                                                          : ", {1}";
        fill(&columns, form, c->name);
    }
    char sql[900];
    (void)snprintf(sql, sizeof sql, "INSERT INTO %s SELECT %s%s FROM %s WHERE id = %lld", t->name,
                   id, columns.ptr, t->name, (long long)from);
    bp_buf_free(&columns);
    ledger_sql(a->db, sql);
    struct bp_ledger_keuring k = verdict(a, NULL);
    if (k.breuk == BP_BREUK_GEEN)
        fail_msg("a copy of row %lld of %s was put in, and nothing was found", (long long)from,
                 t->name);
    (void)snprintf(sql, sizeof sql, "DELETE FROM %s WHERE id = %lld", t->name,
                   (long long)sqlite3_last_insert_rowid(a->db));
    ledger_sql(a->db, sql);
    a->mutations++;
}

static void put_a_copy_of_each_row_in(struct attack *a, const struct table *t)
{
    sqlite3_int64 ids[ROWS];
    size_t rows = ids_of(a, t, ids);
    char next[80];
    (void)snprintf(next, sizeof next, "(SELECT max(id) + 1 FROM %s)", t->name);
    for (size_t r = 0; r < rows; r++) {
        put_copy_in(a, t, ids[r], next);
        put_copy_in(a, t, ids[r], "-7"); /* where nobody looks */
        put_copy_in(a, t, ids[r], "0");
    }
    assert_whole(a, t->name);
}

static void test_every_row_put_in_is_found(void **state)
{
    struct attack *a = *state;
    each_table(a, put_a_copy_of_each_row_in);
    print_message("%zu rows put in, all found\n", a->mutations);
}

/* --- cleverer ------------------------------------------------------------------------------------------------------ */

static void test_two_rows_that_change_places_are_found(void **state)
{
    struct attack *a = *state;
    static const char *const tables[] = {
        "bericht",        "registratie", "overgang", "poging",
        "terugkoppeling", "run",         "persoon",  "instelling"
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (int back = 0; back < 2; back++) {
            char sql[300];
            (void)snprintf(sql, sizeof sql,
                           "UPDATE %s SET id = -1 WHERE id = 1; UPDATE %s SET id = 1 WHERE id = 2;"
                           "UPDATE %s SET id = 2 WHERE id = -1",
                           tables[i], tables[i], tables[i]);
            ledger_sql(a->db, sql);
            bool found = verdict(a, NULL).breuk != BP_BREUK_GEEN;
            if (found == (back == 1))
                fail_msg("%s: %s", tables[i], back ? "broken when put back" : "nothing was found");
        }
    }
}

static struct bp_ledger_zegel seal_of(const struct attack *a)
{
    struct bp_ledger_zegel zegel;
    ok(bp_ledger_zegel(a->reader, &zegel, &err));
    return zegel;
}

/* The last link goes, with what it was about, and the head row is made to fit. */
static void test_a_tail_that_is_cut_off_is_found_by_the_head(void **state)
{
    struct attack *a = *state;
    struct bp_ledger_zegel zegel = seal_of(a);
    ledger_sql(a->db,
               "UPDATE keten SET schakels = schakels - 1,"
               " kop = (SELECT hash FROM overgang WHERE id = (SELECT max(id) - 1 FROM overgang));"
               "DELETE FROM overgang WHERE id = (SELECT max(id) FROM overgang);");
    struct bp_ledger_keuring k = verdict(a, zegel.kop);
    assert_int_not_equal(k.breuk, BP_BREUK_GEEN);
    assert_int_equal(k.zegel_schakel, 0);
}

static void test_a_head_proves_which_ledger_it_is(void **state)
{
    struct attack *a = *state;
    struct bp_ledger_zegel zegel = seal_of(a);
    struct bp_ledger_keuring k = verdict(a, zegel.kop);
    assert_int_equal(k.breuk, BP_BREUK_GEEN);
    assert_int_equal(k.zegel_schakel, zegel.schakels);
    unsigned char other[BP_LEDGER_HASH];
    memcpy(other, zegel.kop, sizeof other);
    for (size_t i = 0; i < sizeof other; i++) {
        other[i] ^= 0x10;
        assert_int_equal(verdict(a, other).breuk, BP_BREUK_ZEGEL);
        other[i] ^= 0x10;
    }
    sqlite3_stmt *stmt = prepare(a, "SELECT id, hash FROM overgang ORDER BY id");
    while (sqlite3_step(stmt) == SQLITE_ROW) { /* an older head stands in it as well */
        k = verdict(a, sqlite3_column_blob(stmt, 1));
        assert_int_equal(k.breuk, BP_BREUK_GEEN);
        assert_int_equal(k.zegel_schakel, sqlite3_column_int64(stmt, 0));
    }
    (void)sqlite3_finalize(stmt);
}

/* Another ledger, whole in itself, with another history: what a forger makes anew. */
static void test_a_ledger_that_was_made_anew_does_not_have_the_head(void **state)
{
    struct attack *a = *state;
    struct bp_ledger_zegel zegel = seal_of(a);
    struct audit_case anew;
    struct bp_ledger_keuring k;
    audit_case_begin(&anew);
    audit_case_day(&anew, "2026-09-06"); /* the same, a day later */
    audit_case_stage(&anew, &(struct audit_reg){ "vo", "99XA", "V1", AUDIT_BSN },
                     "2023-08-01 - 2023-08-01:--");
    ok(bp_ledger_keur(anew.ledger, NULL, &k, &err));
    assert_int_equal(k.breuk, BP_BREUK_GEEN);
    ok(bp_ledger_keur(anew.ledger, zegel.kop, &k, &err));
    assert_int_equal(k.breuk, BP_BREUK_ZEGEL);
    audit_case_end(&anew);
}

int main(void)
{
    xmlInitParser();
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        T(test_every_changed_field_is_found),
        T(test_every_row_taken_out_is_found),
        T(test_every_row_put_in_is_found),
        T(test_two_rows_that_change_places_are_found),
        T(test_a_tail_that_is_cut_off_is_found_by_the_head),
        T(test_a_head_proves_which_ledger_it_is),
        T(test_a_ledger_that_was_made_anew_does_not_have_the_head),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
