/* The fuzz target without a fuzzer: the corpus, and each of its files cut off and bent at every place. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LLVMFuzzerTestOneInput fuzz_rio_antwoord
#include "fuzz/fuzz_rio_antwoord.c"

#define CORPUS         "tests/rio/corpus/rio_antwoord"
#define FILE_MAX_BYTES 4096

static void bend(uint8_t *bytes, size_t size)
{
    static const uint8_t others[] = { '<', '>', '&', '"', ' ', 0, 0x85, 0xC2 };
    assert_int_equal(fuzz_rio_antwoord(bytes, size), 0);
    for (size_t i = 0; i < size; i++) {
        uint8_t own = bytes[i];
        assert_int_equal(fuzz_rio_antwoord(bytes, i), 0);
        for (size_t o = 0; o < sizeof others; o++) {
            bytes[i] = others[o];
            assert_int_equal(fuzz_rio_antwoord(bytes, size), 0);
        }
        bytes[i] = own;
    }
}

static void test_bent_answers_are_refused_or_read(void **state)
{
    size_t files = 0;
    DIR *dir = opendir(CORPUS);
    (void)state;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char path[512];
        uint8_t bytes[FILE_MAX_BYTES];
        (void)snprintf(path, sizeof path, CORPUS "/%s", entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (!file)
            continue;
        size_t size = fread(bytes, 1, sizeof bytes, file);
        (void)fclose(file);
        assert_in_range(size, 1, sizeof bytes - 1);
        bend(bytes, size);
        files++;
    }
    (void)closedir(dir);
    assert_int_equal(files, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_bent_answers_are_refused_or_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
