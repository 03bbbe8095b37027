/* Overviews of any size: what stays in memory, and where another order ends */
#include "support/overzicht_case.h"

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

/* Four records a person: PER, ISG, ISP, BPV. `moved`: the first person comes last. */
static const char *write_file(struct overzicht_case *c, unsigned persons, bool moved)
{
    static char path[128];
    unsigned bsn = 990000000, first = 0;
    (void)snprintf(path, sizeof path, "%s/groot.csv", c->folder.path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fputs(OVZ_VLP, file);
    for (unsigned i = 0; i < persons; i++) {
        bsn = next_bsn(bsn + 1);
        first = first ? first : bsn;
        if (i == 0 && moved)
            continue; /* comes last */
        (void)fprintf(file,
                      "PER|%u||2010-05-01|V\r\nISG|%u||V1|2026-08-01|2029-07-31||\r\n"
                      "ISP|%u||V1|2026-08-01|99001|BOL||J||199A002|199X002|DLR|VO\r\n"
                      "BPV|%u||V1|1|2026-08-20|2026-09-01|2027-07-31||1280|100000001|99001|\r\n",
                      bsn, bsn, bsn, bsn);
    }
    if (moved)
        (void)fprintf(file,
                      "PER|%u||2010-05-01|V\r\nISG|%u||V1|2026-08-01|2029-07-31||\r\n"
                      "ISP|%u||V1|2026-08-01|99001|BOL||J||199A002|199X002|DLR|VO\r\n"
                      "BPV|%u||V1|1|2026-08-20|2026-09-01|2027-07-31||1280|100000001|99001|\r\n",
                      first, first, first, first);
    (void)fprintf(file, "SLR|%u|%u|%u|0|%u|0|0|0|0\r\n", persons, persons, persons, persons);
    assert_int_equal(fclose(file), 0);
    return path;
}

struct peak {
    size_t persons, bytes;
};

static enum bp_status look(void *ctx, const struct bp_overzicht_persoon *p, struct bp_error *err)
{
    struct peak *peak = ctx;
    (void)err;
    assert_int_equal(p->inschrijving_count, 1);
    if (peak->persons++ % 1000 == 0) {
        size_t now = mallinfo2().uordblks + mallinfo2().hblkhd;
        peak->bytes = now > peak->bytes ? now : peak->bytes;
    }
    return BP_OK;
}

static struct peak read_all(struct overzicht_case *c, const char *path)
{
    struct peak peak = { 0, 0 };
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    if (!overzicht_open_file(c, path))
        fail_msg("%s", c->err.detail);
    assert_int_equal(bp_overzicht_each(c->overzicht, look, NULL, &peak, &c->err), BP_OK);
    peak.bytes -= peak.bytes > before ? before : peak.bytes;
    bp_overzicht_close(c->overzicht);
    c->overzicht = NULL;
    return peak;
}

static void test_memory_does_not_grow_with_the_file(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    struct peak small = read_all(&c, write_file(&c, 2000, false));
    struct peak big = read_all(&c, write_file(&c, 60000, false));
    assert_int_equal(small.persons, 2000);
    assert_int_equal(big.persons, 60000);
    if (big.bytes > small.bytes + 65536)
        fail_msg("%zu bytes for 2000 persons, %zu for 60000", small.bytes, big.bytes);
    overzicht_end(&c);
}

/* A sheet has 1,048,576 rows, two of which are the opening and closing record. */
static void test_another_order_is_followed_as_far_as_a_sheet_goes(void **state)
{
    struct overzicht_case c;
    (void)state;
    overzicht_begin(&c);
    assert_int_equal(read_all(&c, write_file(&c, 262144, true)).persons, 262144);
    assert_true(overzicht_open_file(&c, write_file(&c, 262145, false)));
    assert_false(overzicht_open_file(&c, write_file(&c, 262145, true)));
    assert_non_null(strstr(c.err.detail, "DUO's order"));
    overzicht_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_does_not_grow_with_the_file),
        cmocka_unit_test(test_another_order_is_followed_as_far_as_a_sheet_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
