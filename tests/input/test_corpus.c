/* The fuzz targets without a fuzzer: the corpus, and each of its files cut off and bent at every place. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LLVMFuzzerTestOneInput fuzz_csv
#include "fuzz/fuzz_csv.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_profiel
#include "fuzz/fuzz_profiel.c"

#define FILE_MAX_BYTES 4096

typedef int target(const uint8_t *data, size_t size);

static void bend(target *run, uint8_t *bytes, size_t size)
{
    static const uint8_t others[] = { '"', ';', '\n', 0, 0xA0 };
    assert_int_equal(run(bytes, size), 0);
    for (size_t i = 0; i < size; i++) {
        uint8_t own = bytes[i];
        assert_int_equal(run(bytes, i), 0);
        bytes[i] = others[i % sizeof others];
        assert_int_equal(run(bytes, size), 0);
        bytes[i] = own;
    }
}

static void replay(const char *folder, target *run)
{
    char path[512];
    uint8_t bytes[FILE_MAX_BYTES];
    size_t files = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (!file)
            continue;
        size_t size = fread(bytes, 1, sizeof bytes, file);
        (void)fclose(file);
        bend(run, bytes, size);
        files++;
    }
    (void)closedir(dir);
    assert_true(files >= 3);
}

static void test_exports(void **state)
{
    (void)state;
    replay("tests/input/corpus/csv", fuzz_csv);
}

static void test_profiles(void **state)
{
    (void)state;
    replay("tests/input/corpus/profiel", fuzz_profiel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exports),
        cmocka_unit_test(test_profiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
