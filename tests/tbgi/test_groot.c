/* A TBG-i of any size: what stays in memory, and lines beyond what sixteen bits hold */
#include "bronpost/message/tbgi.h"
#include "support/tbgi_case.h"

#include <libxml/parser.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* A number that passes the elfproef, from a range that is given to nobody. */
static unsigned next_bsn(unsigned n)
{
    for (;; n++) {
        char digits[16];
        (void)snprintf(digits, sizeof digits, "%u", n);
        if (bp_bsn_ok((struct bp_str){ digits, 9 }))
            return n;
    }
}

static const char *write_file(struct cli_folder *folder, unsigned persons)
{
    struct bp_buf text;
    unsigned bsn = 990000000;
    const char *path = cli_path(folder, "groot.xml");
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fputs(TBGI_OPEN, file);
    bp_buf_init(&text, BP_MIB);
    for (unsigned i = 0; i < persons; i++) {
        char digits[16];
        bsn = next_bsn(bsn + 1);
        (void)snprintf(digits, sizeof digits, "%u", bsn);
        const struct tbgi_rij rij = { digits, "99XB", "1", "2026-10-01 J MBO V, 2027-02-01 N - V",
                                      "401 let op" };
        bp_buf_clear(&text);
        tbgi_add(&text, &rij);
        assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    }
    bp_buf_free(&text);
    (void)fputs(TBGI_CLOSE, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

struct peak {
    size_t persons, bytes;
    uint32_t first_line, last_line;
};

static enum bp_status look(void *ctx, const struct bp_tbgi_inschrijving *ins, struct bp_error *err)
{
    struct peak *peak = ctx;
    (void)err;
    assert_int_equal(ins->groep_count, 2);
    peak->first_line = peak->first_line ? peak->first_line : ins->line;
    peak->last_line = ins->line;
    if (peak->persons++ % 500 == 0) {
        size_t now = mallinfo2().uordblks + mallinfo2().hblkhd;
        peak->bytes = now > peak->bytes ? now : peak->bytes;
    }
    return BP_OK;
}

static struct peak read_all(const char *path)
{
    struct peak peak = { 0 };
    struct bp_error err = { .status = BP_OK };
    struct bp_tbgi *tbgi = NULL;
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    const struct bp_tbgi_opties opties = { path, false };
    if (bp_tbgi_open(&opties, &tbgi, &err) != BP_OK ||
        bp_tbgi_each(tbgi, look, &peak, &err) != BP_OK)
        fail_msg("line %zu: %s", err.row, err.detail);
    peak.bytes -= peak.bytes > before ? before : peak.bytes;
    assert_int_equal(bp_tbgi_feiten(tbgi)->dagen[1].niet_bekostigd, peak.persons);
    bp_tbgi_close(tbgi);
    return peak;
}

static void test_memory_does_not_grow_with_the_file_and_lines_stay_exact(void **state)
{
    struct cli_folder folder;
    (void)state;
    cli_folder_begin(&folder);
    struct peak small = read_all(write_file(&folder, 1000));
    struct peak big = read_all(write_file(&folder, 20000));
    assert_int_equal(small.persons, 1000);
    assert_int_equal(big.persons, 20000);
    if (big.bytes > small.bytes + 65536)
        fail_msg("%zu bytes for 1000 enrolments, %zu for 20000", small.bytes, big.bytes);
    uint32_t each = (small.last_line - small.first_line) / 999;
    assert_int_equal(small.first_line + 999 * each, small.last_line);
    assert_int_equal(big.first_line, small.first_line);
    assert_int_equal(big.last_line, big.first_line + 19999 * each);
    assert_true(big.last_line > 1000000);
    cli_folder_end(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_does_not_grow_with_the_file_and_lines_stay_exact),
    };
    xmlInitParser();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
