/* The fuzz target without a fuzzer: the corpus, and each of its files cut off and bent at every place. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LLVMFuzzerTestOneInput fuzz_tbgi
#include "fuzz/fuzz_tbgi.c"

#define FILE_MAX_BYTES 4096

static void bend(uint8_t *bytes, size_t size)
{
    static const uint8_t others[] = { '<', '>', '&', '"', '/', '0', 0xA0 };
    assert_int_equal(fuzz_tbgi(bytes, size), 0);
    for (size_t i = 0; i < size; i++) {
        uint8_t own = bytes[i];
        assert_int_equal(fuzz_tbgi(bytes, i), 0);
        bytes[i] = others[i % sizeof others];
        assert_int_equal(fuzz_tbgi(bytes, size), 0);
        bytes[i] = own;
    }
}

static void test_files(void **state)
{
    static const char folder[] = "tests/tbgi/corpus/tbgi";
    char path[512];
    uint8_t bytes[FILE_MAX_BYTES];
    size_t files = 0;
    (void)state;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (!file)
            continue;
        size_t size = fread(bytes, 1, sizeof bytes, file);
        (void)fclose(file);
        bend(bytes, size);
        files++;
    }
    (void)closedir(dir);
    assert_true(files >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
