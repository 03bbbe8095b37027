#include "support/e2e_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define SHOWN 24 /* lines of a difference */

struct line {
    const char *ptr;
    size_t len;
    bool paired;
};

static struct line *lines_of(struct e2e_text text, size_t *count)
{
    size_t n = 0, room = 1;
    for (size_t i = 0; i < text.len; i++)
        room += text.ptr[i] == '\n';
    struct line *lines = calloc(room, sizeof *lines);
    assert_non_null(lines);
    for (const char *at = text.ptr, *end = at + text.len; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        lines[n++] = (struct line){ at, (size_t)(stop - at), false };
        at = stop + 1;
    }
    *count = n;
    return lines;
}

static void pair(struct line *a, size_t a_count, struct line *b, size_t b_count)
{
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count && !a[i].paired; j++)
            if (!b[j].paired && a[i].len == b[j].len && memcmp(a[i].ptr, b[j].ptr, a[i].len) == 0)
                a[i].paired = b[j].paired = true;
}

static size_t show(const char *mark, const struct line *lines, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!lines[i].paired && n++ < SHOWN)
            print_error("%s line %zu: %.*s\n", mark, i + 1, (int)lines[i].len, lines[i].ptr);
    if (n > SHOWN)
        print_error("%s and %zu more\n", mark, n - SHOWN);
    return n;
}

/* The lines that only one of the two has; their number. */
static size_t difference(struct e2e_text wanted, struct e2e_text got)
{
    size_t wanted_count, got_count;
    struct line *w = lines_of(wanted, &wanted_count), *g = lines_of(got, &got_count);
    pair(w, wanted_count, g, got_count);
    size_t n = show("- expected", w, wanted_count);
    n += show("+ got     ", g, got_count);
    free(w);
    free(g);
    return n;
}

static bool equal(struct e2e_text a, struct e2e_text b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool differs(const char *what, struct e2e_text wanted, struct e2e_text got)
{
    if (equal(wanted, got))
        return false;
    print_error("%s is not as expected\n", what);
    if (difference(wanted, got) == 0)
        print_error("the same lines in another order, or the last line end is missing\n");
    return true;
}

void e2e_same(const char *what, struct e2e_text wanted, struct e2e_text got)
{
    if (differs(what, wanted, got))
        fail_msg("%s differs", what);
}

void e2e_same_lines(const char *what, struct e2e_text wanted, struct e2e_text got)
{
    if (difference(wanted, got) > 0)
        fail_msg("%s differs", what);
}

/* --- golden files --------------------------------------------------------------------------------------- */

static const char *last_cell(const struct e2e_records *r, const struct e2e_record *item)
{
    const char *start = item->ptr;
    bool quoted = false;
    for (const char *at = item->ptr; at < item->ptr + item->len; at++) {
        quoted ^= *at == '"';
        if (!quoted && *at == r->separator)
            start = at + 1;
    }
    return start;
}

/* The explanation of each row as one `*`; an empty one stays empty, and so differs from the golden
 * file. */
static struct e2e_text without_wording(struct e2e_text text)
{
    struct e2e_records r = e2e_records_of(text);
    struct e2e_text out = { .ptr = malloc(r.text.len + r.count + 1) };
    assert_non_null(out.ptr);
    const char *copied = r.text.ptr;
    for (size_t i = r.header + 1; i < r.count; i++) {
        const char *cell = last_cell(&r, &r.items[i]), *end = r.items[i].ptr + r.items[i].len;
        memcpy(out.ptr + out.len, copied, (size_t)(cell - copied));
        out.len += (size_t)(cell - copied);
        if (cell < end)
            out.ptr[out.len++] = '*';
        copied = end;
    }
    size_t rest = (size_t)(r.text.ptr + r.text.len - copied);
    memcpy(out.ptr + out.len, copied, rest);
    out.len += rest;
    out.ptr[out.len] = '\0';
    e2e_records_free(&r);
    return out;
}

static const struct {
    const char *name;
    bool explains;
} files[] = {
    { "registraties.csv", false },
    { "afgekeurd.csv", true },
    { "signalen.csv", true },
    { "partner.csv", false },
};

static void rewrite(const char *path, struct e2e_text text)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(text.ptr, 1, text.len, f) != text.len || fclose(f) != 0)
        fail_msg("%s cannot be rewritten", path);
}

void e2e_golden(const struct e2e_folder *folder, const char *out, const char *golden)
{
    const char *update = getenv("BRONPOST_GOLDEN_UPDATE");
    bool bad = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[PATH_MAX], path[PATH_MAX];
        (void)snprintf(name, sizeof name, "%s/%s", out, files[i].name);
        (void)snprintf(path, sizeof path, "tests/golden/e2e/%s/%s", golden, files[i].name);
        struct e2e_text got = e2e_read(folder, name);
        if (files[i].explains)
            got = without_wording(got);
        if (update && strcmp(update, "1") == 0)
            rewrite(path, got);
        struct e2e_text wanted = e2e_read_path(path);
        bad |= differs(path, wanted, got);
        e2e_text_free(&wanted);
        e2e_text_free(&got);
    }
    if (bad)
        fail_msg("%s differs", golden);
}
