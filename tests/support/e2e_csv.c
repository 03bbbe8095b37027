#include "support/e2e_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define BOM "\xEF\xBB\xBF"

static void add_record(struct e2e_records *r, size_t *cap, struct e2e_record item)
{
    if (r->count == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        struct e2e_record *bigger = realloc(r->items, *cap * sizeof *bigger);
        assert_non_null(bigger);
        r->items = bigger;
    }
    r->items[r->count++] = item;
}

static void split(struct e2e_records *r)
{
    const char *at = r->text.ptr, *end = at + r->text.len;
    size_t cap = 0, line = 1;
    if (r->text.len >= 3 && memcmp(at, BOM, 3) == 0)
        at += 3;
    while (at < end) {
        struct e2e_record item = { .ptr = at, .line = line };
        bool quoted = false;
        for (; at < end && (quoted || *at != '\n'); at++) {
            quoted ^= *at == '"';
            line += *at == '\n';
        }
        item.len = (size_t)(at - item.ptr);
        if (item.len > 0 && item.ptr[item.len - 1] == '\r')
            item.len--;
        add_record(r, &cap, item);
        at++;
        line++;
    }
}

static char separator_of(const struct e2e_record *header)
{
    static const char candidates[] = ";,\t|";
    size_t most = 0;
    char best = ';';
    for (const char *c = candidates; *c; c++) {
        size_t n = 0;
        for (size_t i = 0; i < header->len; i++)
            n += header->ptr[i] == *c;
        if (n > most) {
            most = n;
            best = *c;
        }
    }
    return best;
}

struct e2e_records e2e_records_of(struct e2e_text text)
{
    struct e2e_records r = { .text = text };
    split(&r);
    assert_true(r.count > 0);
    if (r.items[0].len == 5 && memcmp(r.items[0].ptr, "sep=", 4) == 0)
        r.header = 1;
    assert_true(r.header < r.count);
    r.separator = separator_of(&r.items[r.header]);
    return r;
}

struct e2e_records e2e_records_read(const struct e2e_folder *folder, const char *name)
{
    return e2e_records_of(e2e_read(folder, name));
}

void e2e_records_free(struct e2e_records *records)
{
    free(records->items);
    e2e_text_free(&records->text);
    *records = (struct e2e_records){ 0 };
}

/* The end of the field that begins at `at`. */
static const char *field_end(const struct e2e_record *item, char separator, const char *at)
{
    bool quoted = false;
    for (; at < item->ptr + item->len && (quoted || *at != separator); at++)
        quoted ^= *at == '"';
    return at;
}

void e2e_cell(const struct e2e_records *records, size_t item, size_t column, char out[E2E_CELL])
{
    const struct e2e_record *record = &records->items[item];
    const char *at = record->ptr, *end = field_end(record, records->separator, at);
    size_t n = 0;
    out[0] = '\0';
    for (; column > 0; column--) {
        if (end == record->ptr + record->len)
            return;
        at = end + 1;
        end = field_end(record, records->separator, at);
    }
    bool quoted = at < end && *at == '"';
    for (at += quoted; at < end && n + 1 < E2E_CELL; at++) {
        if (quoted && *at == '"' && (at + 1 == end || *++at != '"'))
            break;
        out[n++] = *at;
    }
    out[n] = '\0';
}

size_t e2e_column(const struct e2e_records *records, const char *name)
{
    char cell[E2E_CELL];
    const struct e2e_record *header = &records->items[records->header];
    for (size_t i = 0; i <= header->len; i++) {
        e2e_cell(records, records->header, i, cell);
        if (strcmp(cell, name) == 0)
            return i;
    }
    fail_msg("there is no column %s in %.*s", name, (int)header->len, header->ptr);
    return 0;
}

size_t e2e_count_rows(const struct e2e_folder *folder, const char *name, const char *column,
                      const char *value)
{
    struct e2e_records r = e2e_records_read(folder, name);
    size_t at = e2e_column(&r, column), n = 0;
    for (size_t i = r.header + 1; i < r.count; i++) {
        char cell[E2E_CELL];
        e2e_cell(&r, i, at, cell);
        n += strcmp(cell, value) == 0;
    }
    e2e_records_free(&r);
    return n;
}

size_t e2e_json_count(const struct e2e_folder *folder, const char *name, const char *key)
{
    char pattern[128];
    (void)snprintf(pattern, sizeof pattern, "\"%s\":", key);
    struct e2e_text text = e2e_read(folder, name);
    const char *at = strstr(text.ptr, pattern);
    if (!at)
        fail_msg("%s has no %s", name, key);
    size_t n = (size_t)strtoul(at + strlen(pattern), NULL, 10);
    e2e_text_free(&text);
    return n;
}

/* --- the sum rule --------------------------------------------------------------------------------------- */

struct tally {
    unsigned *seen; /* per line: rij lists and lines of afgekeurd.csv that name it */
    size_t lines;
};

static bool is_blank(const struct e2e_record *item, char separator)
{
    for (size_t i = 0; i < item->len; i++)
        if (item->ptr[i] != separator && item->ptr[i] != ' ')
            return false;
    return true;
}

static void tick(struct tally *t, size_t line, const char *where)
{
    if (line == 0 || line > t->lines)
        fail_msg("%s names line %zu, which the export does not have", where, line);
    t->seen[line]++;
}

/* The lines of one enrolment's registrations all carry the same list, which counts once. */
static void tick_registraties(struct tally *t, const struct e2e_records *r)
{
    char list[E2E_CELL], former[E2E_CELL] = "";
    size_t column = e2e_column(r, "rij");
    for (size_t i = r->header + 1; i < r->count; i++) {
        e2e_cell(r, i, column, list);
        if (strcmp(list, former) == 0)
            continue;
        memcpy(former, list, sizeof list);
        for (char *at = list; *at; at += *at == '+')
            tick(t, (size_t)strtoul(at, &at, 10), "registraties.csv");
    }
}

void e2e_sum_rule(const struct e2e_folder *folder, const char *leerlingen, const char *out)
{
    char name[PATH_MAX], cell[E2E_CELL];
    struct e2e_records input = e2e_records_read(folder, leerlingen);
    struct tally t = { .lines = input.items[input.count - 1].line };
    t.seen = calloc(t.lines + 1, sizeof *t.seen);
    assert_non_null(t.seen);

    (void)snprintf(name, sizeof name, "%s/registraties.csv", out);
    struct e2e_records r = e2e_records_read(folder, name);
    tick_registraties(&t, &r);
    e2e_records_free(&r);
    (void)snprintf(name, sizeof name, "%s/afgekeurd.csv", out);
    r = e2e_records_read(folder, name);
    size_t column = e2e_column(&r, "rij");
    for (size_t i = r.header + 1; i < r.count; i++) {
        e2e_cell(&r, i, column, cell);
        tick(&t, (size_t)strtoul(cell, NULL, 10), "afgekeurd.csv");
    }
    e2e_records_free(&r);

    for (size_t i = input.header + 1; i < input.count; i++) {
        const struct e2e_record *row = &input.items[i];
        unsigned wanted = is_blank(row, input.separator) ? 0 : 1;
        if (t.seen[row->line] != wanted)
            fail_msg("line %zu of the export stands %u times in registraties and afgekeurd",
                     row->line, t.seen[row->line]);
    }
    free(t.seen);
    e2e_records_free(&input);
}

/* --- personal numbers ----------------------------------------------------------------------------------- */

#define MOST_NUMBERS 4096

struct numbers {
    char items[MOST_NUMBERS][10];
    size_t count;
};

/* Nothing in an export but a personal number has nine digits in a row. */
static void collect_numbers(struct e2e_text text, struct numbers *numbers)
{
    size_t run = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
            run++;
            continue;
        }
        const char *found = text.ptr + i - run;
        bool zeros = strspn(found, "0") >= run;
        if (run == 9 && !zeros && numbers->count < MOST_NUMBERS) {
            memcpy(numbers->items[numbers->count], found, 9);
            numbers->items[numbers->count++][9] = '\0';
        }
        run = 0;
    }
}

static bool may_hold_numbers(const char *name)
{
    return strstr(name, "/bodies/") || strstr(name, "afgekeurd.csv") ||
           strstr(name, "signalen.csv");
}

static void search_file(void *ctx, const struct e2e_folder *folder, const char *name)
{
    const struct numbers *numbers = ctx;
    bool inside = !may_hold_numbers(name);
    struct e2e_text text = e2e_read(folder, name);
    for (size_t i = 0; i < numbers->count; i++) {
        if (strstr(name, numbers->items[i]))
            fail_msg("the name of a file in %s is a personal number", folder->path);
        if (inside && memmem(text.ptr, text.len, numbers->items[i], 9))
            fail_msg("%s holds a personal number", name);
    }
    e2e_text_free(&text);
}

void e2e_no_numbers(const struct e2e_folder *folder, const char *leerlingen, const char *where)
{
    struct numbers *numbers = calloc(1, sizeof *numbers);
    assert_non_null(numbers);
    struct e2e_text text = e2e_read(folder, leerlingen);
    collect_numbers(text, numbers);
    e2e_text_free(&text);
    assert_true(numbers->count > 0);
    e2e_each_file(folder, where, search_file, numbers);
    search_file(numbers, folder, "e2e.stdout");
    search_file(numbers, folder, "e2e.stderr");
    free(numbers);
}
