/* Many rows: what stays in memory, and that every row comes back where it belongs. */
#include "support/input_case.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../src/input/leerlingen_intern.h"

#define ROWS 100000u

/* Nine digits that pass the elfproef, from a range that is given to nobody. */
static unsigned next_bsn(unsigned n)
{
    for (;; n++) {
        char digits[16];
        (void)snprintf(digits, sizeof digits, "%u", n);
        if (bp_bsn_ok((struct bp_str){ digits, 9 }))
            return n;
    }
}

static size_t write_rows(struct bp_buf *csv, unsigned rows, unsigned rows_per_person)
{
    bp_buf_add_text(csv, "leerlingnummer;bsn;inschrijvingvolgnummer;brin;datum_inschrijving;"
                         "periode_begin;leerjaar\n");
    for (unsigned round = 0; round < rows_per_person; round++) {
        unsigned bsn = 998000000;
        for (unsigned i = 0; i < rows / rows_per_person; i++) {
            bsn = next_bsn(bsn + 1);
            bp_buf_printf(csv, "L%u;%u;V1;99XA;2023-08-01;202%u-08-01;%u\n", i, bsn, 3 + round,
                          1 + round);
        }
    }
    return csv->len;
}

static void test_a_hundred_thousand_rows_stay_within_48_bytes_each(void **state)
{
    (void)state;
    static const unsigned shapes[] = { 1, 2 }; /* rows of a person, the second far from the first */
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        struct input_case c;
        struct bp_buf csv;
        input_begin(&c);
        bp_buf_init(&csv, 64 * BP_MIB);
        (void)write_rows(&csv, ROWS, shapes[s]);
        assert_true(input_open(&c, bp_buf_str(&csv)));
        assert_int_equal(bp_leerlingen_feiten(c.leerlingen)->rows, ROWS);
        assert_int_equal(bp_leerlingen_feiten(c.leerlingen)->inschrijvingen, ROWS / shapes[s]);
        size_t bytes = bp_index_bytes(&c.leerlingen->index);
        if (bytes > (size_t)48 * ROWS)
            fail_msg("%zu bytes for %u rows", bytes, ROWS);
        size_t seen = 0;
        for (size_t i = 0; i < ROWS / shapes[s]; i++) {
            size_t count;
            struct bp_gelezen *items = input_read(&c, i, &count);
            assert_int_equal(count, 1);
            assert_int_equal(items[0].rij_count, shapes[s]);
            assert_int_equal(items[0].bevindingen.count, 0);
            for (size_t r = 0; r < items[0].rij_count; r++)
                assert_int_equal(items[0].rijen[r].line, 2 + i + r * ROWS / shapes[s]);
            seen += items[0].rij_count;
        }
        assert_int_equal(seen, ROWS);
        bp_buf_free(&csv);
        input_end(&c);
    }
}

struct helper {
    const struct bp_leerlingen *leerlingen;
    size_t first, step, rows;
};

static void *read_some(void *ctx)
{
    struct helper *h = ctx;
    struct bp_error err;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_leerlingen_lezer *lezer = bp_leerlingen_lezer_new(h->leerlingen, &err);
    size_t total = bp_leerlingen_feiten(h->leerlingen)->inschrijvingen;
    for (size_t i = h->first; arena && lezer && i < total; i += h->step) {
        struct bp_gelezen *items;
        size_t count = 0;
        if (bp_leerlingen_read_persoon(lezer, i, arena, &items, &count, &err) != BP_OK)
            break;
        for (size_t j = 0; j < count; j++)
            h->rows += items[j].rij_count;
        bp_arena_reset(arena);
    }
    bp_leerlingen_lezer_free(lezer);
    bp_arena_free(arena);
    return NULL;
}

static void test_readers_of_one_export_do_not_meet(void **state)
{
    (void)state;
    enum { READERS = 3 };
    struct input_case c;
    struct bp_buf csv;
    struct helper helpers[READERS];
    pthread_t threads[READERS];
    size_t rows = 0;
    input_begin(&c);
    bp_buf_init(&csv, 64 * BP_MIB);
    (void)write_rows(&csv, 10000, 2);
    assert_true(input_open(&c, bp_buf_str(&csv)));
    for (size_t i = 0; i < READERS; i++) {
        helpers[i] = (struct helper){ c.leerlingen, i, READERS, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, read_some, &helpers[i]), 0);
    }
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        rows += helpers[i].rows;
    }
    assert_int_equal(rows, 10000);
    bp_buf_free(&csv);
    input_end(&c);
}

static void test_the_index_stays_small_while_it_is_built(void **state)
{
    (void)state;
    struct bp_index index;
    bp_index_init(&index);
    size_t highest = 0;
    for (uint32_t i = 0; i < ROWS; i++) {
        assert_int_equal(bp_index_add(&index, i * 100, i + 2, i, i + 1, 7, NULL), BP_OK);
        /* Capacity beyond the count is address space, not memory. */
        size_t spare =
            (index.rij_cap - index.rij_count) * sizeof *index.rijen +
            (index.inschrijving_cap - index.inschrijving_count) * sizeof *index.inschrijvingen +
            (index.bouw_cap - index.inschrijving_count) * sizeof *index.bouw;
        size_t bytes = bp_index_bytes(&index) - spare;
        if (i > 10000 && bytes / i > highest)
            highest = bytes / i;
    }
    if (highest > 64)
        fail_msg("%zu bytes a row while building", highest);
    bp_index_finish(&index);
    assert_true(bp_index_bytes(&index) <= (size_t)28 * ROWS);
    bp_index_free(&index);
}

static void test_the_limits_of_the_index(void **state)
{
    (void)state;
    struct bp_index index;
    struct bp_error err = { 0 };
    bp_index_init(&index);
    assert_int_equal(bp_index_add(&index, (UINT64_C(1) << 40) - 1, 2, 0, 0, 0, &err), BP_OK);
    assert_true(bp_index_offset(&index.rijen[0]) == (UINT64_C(1) << 40) - 1);
    assert_int_equal(bp_index_add(&index, UINT64_C(1) << 40, 3, 0, 0, 0, &err), BP_E_INPUT);
    bp_index_free(&index);
}

static void test_one_person_with_very_many_enrolments_is_found_fast(void **state)
{
    (void)state;
    struct bp_index index;
    bp_index_init(&index);
    for (uint32_t i = 0; i < ROWS; i++)
        assert_int_equal(bp_index_add(&index, i, i + 2, 0, 5, i, NULL), BP_OK);
    assert_int_equal(index.inschrijving_count, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        assert_int_equal(index.inschrijvingen[i].first_of, 0);
        assert_true(index.inschrijvingen[i].next_of == (i + 1 < ROWS ? i + 1 : BP_INDEX_NONE));
    }
    bp_index_free(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_hundred_thousand_rows_stay_within_48_bytes_each),
        cmocka_unit_test(test_readers_of_one_export_do_not_meet),
        cmocka_unit_test(test_the_index_stays_small_while_it_is_built),
        cmocka_unit_test(test_the_limits_of_the_index),
        cmocka_unit_test(test_one_person_with_very_many_enrolments_is_found_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
