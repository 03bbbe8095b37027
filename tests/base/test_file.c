/* Files appear whole or not at all. */
#include "bronpost/base/file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static const char *path_of(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/bronpost-file-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

/* How many entries the folder has; removes them when asked. */
static int entries(const char *path, bool clear)
{
    int count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        count++;
        char inside[600];
        (void)snprintf(inside, sizeof inside, "%s/%s", path, e->d_name);
        if (clear && unlink(inside) != 0) {
            (void)entries(inside, true);
            (void)rmdir(inside);
        }
    }
    (void)closedir(dir);
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)entries(folder, true);
    return rmdir(folder);
}

static void assert_content(const char *name, struct bp_str want)
{
    struct bp_buf got;
    struct bp_error err;
    bp_buf_init(&got, 4 * 1024 * 1024);
    assert_int_equal(bp_file_get(path_of(name), 4 * 1024 * 1024, &got, &err), BP_OK);
    assert_true(bp_str_equal(bp_buf_str(&got), want));
    bp_buf_free(&got);
}

static void test_a_file_is_not_there_before_commit(void **state)
{
    (void)state;
    struct bp_error err;
    struct bp_file *file = bp_file_begin(path_of("a.csv"), BP_DURABLE_NOW, &err);
    assert_non_null(file);
    assert_int_equal(bp_file_write(file, BP_STR("half"), &err), BP_OK);
    assert_int_equal(access(path_of("a.csv"), F_OK), -1);
    assert_int_equal(bp_file_write(file, BP_STR(" and half"), &err), BP_OK);
    assert_int_equal(bp_file_commit(file, &err), BP_OK);
    assert_content("a.csv", BP_STR("half and half"));
    assert_int_equal(entries(folder, false), 1);
}

static void test_an_abandoned_file_leaves_the_old_one_and_no_trace(void **state)
{
    (void)state;
    struct bp_error err;
    assert_int_equal(bp_file_put(path_of("a.csv"), BP_STR("old"), BP_DURABLE_LATER, &err), BP_OK);
    struct bp_file *file = bp_file_begin(path_of("a.csv"), BP_DURABLE_NOW, &err);
    assert_non_null(file);
    assert_int_equal(bp_file_write(file, BP_STR("new"), &err), BP_OK);
    assert_content("a.csv", BP_STR("old"));
    bp_file_abandon(file);
    bp_file_abandon(NULL);
    assert_content("a.csv", BP_STR("old"));
    assert_int_equal(entries(folder, false), 1);
}

static void test_a_rename_that_fails_leaves_no_trace(void **state)
{
    (void)state;
    struct bp_error err;
    assert_int_equal(mkdir(path_of("taken"), 0700), 0);
    struct bp_file *file = bp_file_begin(path_of("taken"), BP_DURABLE_NOW, &err);
    assert_non_null(file);
    assert_int_equal(bp_file_commit(file, &err), BP_E_IO);
    assert_int_equal(entries(folder, false), 1);
}

static void test_a_file_larger_than_every_buffer_arrives_whole(void **state)
{
    (void)state;
    struct bp_error err;
    size_t len = 1000003;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 31 % 251);
    struct bp_file *file = bp_file_begin(path_of("big"), BP_DURABLE_LATER, &err);
    assert_non_null(file);
    assert_int_equal(bp_file_write(file, (struct bp_str){ bytes, 10 }, &err), BP_OK);
    assert_int_equal(bp_file_write(file, (struct bp_str){ bytes + 10, 600000 }, &err), BP_OK);
    for (size_t at = 600010; at < len;) {
        size_t n = len - at < 7001 ? len - at : 7001;
        assert_int_equal(bp_file_write(file, (struct bp_str){ bytes + at, n }, &err), BP_OK);
        at += n;
    }
    assert_int_equal(bp_file_commit(file, &err), BP_OK);
    assert_content("big", (struct bp_str){ bytes, len });
    free(bytes);
}

static void test_two_writers_of_one_path_do_not_mix(void **state)
{
    (void)state;
    struct bp_error err;
    struct bp_file *a = bp_file_begin(path_of("same"), BP_DURABLE_LATER, &err);
    struct bp_file *b = bp_file_begin(path_of("same"), BP_DURABLE_LATER, &err);
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(bp_file_write(a, BP_STR("first"), &err), BP_OK);
    assert_int_equal(bp_file_write(b, BP_STR("second"), &err), BP_OK);
    assert_int_equal(bp_file_commit(b, &err), BP_OK);
    assert_content("same", BP_STR("second"));
    assert_int_equal(bp_file_commit(a, &err), BP_OK);
    assert_content("same", BP_STR("first"));
    assert_int_equal(entries(folder, false), 1);
}

static void test_reading_stops_at_the_maximum(void **state)
{
    (void)state;
    struct bp_error err;
    struct bp_buf got;
    bp_buf_init(&got, 100);
    assert_int_equal(bp_file_put(path_of("ten"), BP_STR("0123456789"), BP_DURABLE_LATER, &err),
                     BP_OK);
    assert_int_equal(bp_file_get(path_of("ten"), 10, &got, &err), BP_OK);
    assert_int_equal(got.len, 10);
    bp_buf_clear(&got);
    assert_int_equal(bp_file_get(path_of("ten"), 9, &got, &err), BP_E_IO);
    bp_buf_free(&got);
    bp_buf_init(&got, 9); /* the buffer's own maximum */
    assert_int_equal(bp_file_get(path_of("ten"), 100, &got, &err), BP_E_MEMORY);
    bp_buf_free(&got);
}

static void test_what_is_not_there_is_named(void **state)
{
    (void)state;
    struct bp_error err;
    struct bp_buf got;
    bp_buf_init(&got, 100);
    assert_int_equal(bp_file_get(path_of("missing.csv"), 10, &got, &err), BP_E_IO);
    assert_non_null(strstr(err.detail, "missing.csv"));
    assert_null(bp_file_begin(path_of("no/such/folder"), BP_DURABLE_NOW, &err));
    assert_int_equal(err.status, BP_E_IO);
    assert_int_equal(bp_file_put(path_of("no/such/folder"), BP_STR("x"), BP_DURABLE_NOW, NULL),
                     BP_E_IO);
    bp_buf_free(&got);
}

static void test_folders_are_made_with_their_parents(void **state)
{
    (void)state;
    struct bp_error err;
    assert_int_equal(bp_directory_make(path_of("x/y/z"), &err), BP_OK);
    assert_int_equal(bp_directory_make(path_of("x/y/z"), &err), BP_OK);
    assert_int_equal(access(path_of("x/y/z"), W_OK), 0);
    assert_int_equal(bp_directory_make(path_of("trailing/"), &err), BP_OK);
    assert_int_equal(bp_file_put(path_of("file"), BP_STR("x"), BP_DURABLE_LATER, &err), BP_OK);
    assert_int_equal(bp_directory_make(path_of("file"), &err), BP_E_IO);
    assert_int_equal(bp_directory_make(path_of("file/below"), &err), BP_E_IO);
    assert_int_equal(bp_directory_make("", &err), BP_E_IO);
    assert_int_equal(bp_directory_sync(folder, &err), BP_OK);
    assert_int_equal(bp_directory_sync(path_of("missing"), &err), BP_E_IO);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_file_is_not_there_before_commit),
        IN_FOLDER(test_an_abandoned_file_leaves_the_old_one_and_no_trace),
        IN_FOLDER(test_a_rename_that_fails_leaves_no_trace),
        IN_FOLDER(test_a_file_larger_than_every_buffer_arrives_whole),
        IN_FOLDER(test_two_writers_of_one_path_do_not_mix),
        IN_FOLDER(test_reading_stops_at_the_maximum),
        IN_FOLDER(test_what_is_not_there_is_named),
        IN_FOLDER(test_folders_are_made_with_their_parents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
