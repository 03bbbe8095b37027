#include "support/e2e_run.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

void e2e_folder_make(struct e2e_folder *folder)
{
    const char *base = getenv("TMPDIR");
    int n = snprintf(folder->path, sizeof folder->path, "%s/bronpost-e2e.XXXXXX",
                     base && *base ? base : P_tmpdir);
    if (n < 0 || (size_t)n >= sizeof folder->path || !mkdtemp(folder->path))
        fail_msg("no temporary folder below %s: %s", base ? base : P_tmpdir, strerror(errno));
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void e2e_folder_remove(const struct e2e_folder *folder)
{
    (void)nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void e2e_path(const struct e2e_folder *folder, const char *name, char out[PATH_MAX])
{
    int n = snprintf(out, PATH_MAX, "%s/%s", folder->path, name);
    if (n < 0 || n >= PATH_MAX)
        fail_msg("the path of %s is too long", name);
}

bool e2e_exists(const struct e2e_folder *folder, const char *name)
{
    char path[PATH_MAX];
    e2e_path(folder, name, path);
    return access(path, F_OK) == 0;
}

struct e2e_text e2e_read_path(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s: %s", path, strerror(errno));
    struct e2e_text text = { 0 };
    size_t cap = 0;
    for (;;) {
        if (cap - text.len < 2) {
            cap = cap ? cap * 2 : 8192;
            char *bigger = realloc(text.ptr, cap);
            assert_non_null(bigger);
            text.ptr = bigger;
        }
        size_t got = fread(text.ptr + text.len, 1, cap - text.len - 1, f);
        if (got == 0)
            break;
        text.len += got;
    }
    bool bad = ferror(f) != 0;
    (void)fclose(f);
    if (bad)
        fail_msg("%s cannot be read", path);
    text.ptr[text.len] = '\0';
    return text;
}

struct e2e_text e2e_read(const struct e2e_folder *folder, const char *name)
{
    char path[PATH_MAX];
    e2e_path(folder, name, path);
    return e2e_read_path(path);
}

static void write_path(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
        fail_msg("%s cannot be written: %s", path, strerror(errno));
}

void e2e_write(const struct e2e_folder *folder, const char *name, const char *bytes, size_t len)
{
    char path[PATH_MAX];
    e2e_path(folder, name, path);
    write_path(path, bytes, len);
}

void e2e_text_free(struct e2e_text *text)
{
    free(text->ptr);
    *text = (struct e2e_text){ 0 };
}

void e2e_copy_file(const struct e2e_folder *folder, const char *from, const char *name)
{
    struct e2e_text text = e2e_read_path(from);
    e2e_write(folder, name, text.ptr, text.len);
    e2e_text_free(&text);
}

void e2e_copy_fixture(const struct e2e_folder *folder, const char *name)
{
    char from[PATH_MAX];
    (void)snprintf(from, sizeof from, "fixtures/%s", name);
    DIR *dir = opendir(from);
    if (!dir)
        fail_msg("%s: %s", from, strerror(errno));
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        char path[PATH_MAX * 2];
        struct stat info;
        (void)snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        if (stat(path, &info) == 0 && S_ISREG(info.st_mode))
            e2e_copy_file(folder, path, entry->d_name);
    }
    closedir(dir);
}

size_t e2e_count(struct e2e_text text, const char *what)
{
    size_t n = 0, len = strlen(what);
    const char *at = text.ptr, *end = text.ptr + text.len;
    while ((at = memmem(at, (size_t)(end - at), what, len)) != NULL) {
        n++;
        at += len;
    }
    return n;
}

void e2e_mask_body(struct e2e_text text)
{
    static const char *const elements[] = { "identificatiecodeBedrijfsdocument",
                                            "datumTijdBedrijfsdocument" };
    for (size_t i = 0; i < 2; i++) {
        char *at = strstr(text.ptr, elements[i]);
        if (!at)
            fail_msg("there is no %s", elements[i]);
        for (at = strchr(at, '>') + 1; *at && *at != '<'; at++)
            *at = '?';
    }
}

struct e2e_text e2e_replaced(struct e2e_text text, const char *from, const char *to)
{
    size_t from_len = strlen(from), to_len = strlen(to);
    struct e2e_text out = { .ptr = malloc(text.len + e2e_count(text, from) * to_len + 1) };
    assert_non_null(out.ptr);
    const char *at = text.ptr, *end = text.ptr + text.len;
    while (at < end) {
        const char *hit = memmem(at, (size_t)(end - at), from, from_len);
        size_t len = (size_t)((hit ? hit : end) - at);
        memcpy(out.ptr + out.len, at, len);
        out.len += len;
        if (!hit)
            break;
        memcpy(out.ptr + out.len, to, to_len);
        out.len += to_len;
        at = hit + from_len;
    }
    out.ptr[out.len] = '\0';
    return out;
}

void e2e_replace(const struct e2e_folder *folder, const char *name, const char *from,
                 const char *to)
{
    struct e2e_text text = e2e_read(folder, name);
    if (e2e_count(text, from) == 0)
        fail_msg("%s does not hold %s", name, from);
    struct e2e_text out = e2e_replaced(text, from, to);
    e2e_write(folder, name, out.ptr, out.len);
    e2e_text_free(&out);
    e2e_text_free(&text);
}

void e2e_each_file(const struct e2e_folder *folder, const char *name, e2e_file_fn *fn, void *ctx)
{
    char path[PATH_MAX];
    e2e_path(folder, name, path);
    DIR *dir = opendir(path);
    if (!dir)
        return; /* nothing was written there */
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char inner[PATH_MAX];
        int n = snprintf(inner, sizeof inner, "%s/%s", name, entry->d_name);
        assert_true(n > 0 && (size_t)n < sizeof inner);
        struct stat info;
        e2e_path(folder, inner, path);
        if (stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            e2e_each_file(folder, inner, fn, ctx);
        else if (S_ISREG(info.st_mode))
            fn(ctx, folder, inner);
    }
    closedir(dir);
}

static void count_one(void *ctx, const struct e2e_folder *folder, const char *name)
{
    (void)folder;
    (void)name;
    ++*(size_t *)ctx;
}

size_t e2e_count_files(const struct e2e_folder *folder, const char *name)
{
    size_t n = 0;
    e2e_each_file(folder, name, count_one, &n);
    return n;
}
