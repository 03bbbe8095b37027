/* The bounded queue under many threads */
#include "bronpost/pipeline/queue.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#define WRITERS 4
#define READERS 4
#define EACH    20000

static int items[WRITERS * EACH];

struct crowd {
    struct bp_queue *queue;
    atomic_size_t taken, inside, most;
    atomic_int times[WRITERS * EACH];
};

struct member {
    struct crowd *crowd;
    size_t number;
};

static void *put_all(void *ctx)
{
    struct member *m = ctx;
    for (size_t i = 0; i < EACH; i++) {
        size_t inside = atomic_fetch_add(&m->crowd->inside, 1) + 1;
        size_t most = atomic_load(&m->crowd->most);
        while (inside > most && !atomic_compare_exchange_weak(&m->crowd->most, &most, inside))
            ;
        if (!bp_queue_put(m->crowd->queue, &items[m->number * EACH + i]))
            return m; /* closed too early */
    }
    return NULL;
}

static void *take_all(void *ctx)
{
    struct crowd *crowd = ctx;
    for (int *item; (item = bp_queue_take(crowd->queue));) {
        (void)atomic_fetch_sub(&crowd->inside, 1);
        (void)atomic_fetch_add(&crowd->times[item - items], 1);
        (void)atomic_fetch_add(&crowd->taken, 1);
    }
    return NULL;
}

static void test_every_item_arrives_once_and_the_bound_holds(void **state)
{
    static struct crowd crowd;
    struct member members[WRITERS];
    pthread_t writers[WRITERS], readers[READERS];
    const size_t capacity = 8;
    (void)state;
    crowd.queue = bp_queue_new(capacity);
    assert_non_null(crowd.queue);
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, take_all, &crowd), 0);
    for (size_t i = 0; i < WRITERS; i++) {
        members[i] = (struct member){ &crowd, i };
        assert_int_equal(pthread_create(&writers[i], NULL, put_all, &members[i]), 0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        void *result;
        assert_int_equal(pthread_join(writers[i], &result), 0);
        assert_null(result);
    }
    bp_queue_close(crowd.queue);
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    assert_int_equal(crowd.taken, WRITERS * EACH);
    for (size_t i = 0; i < WRITERS * EACH; i++)
        assert_int_equal(crowd.times[i], 1);
    /* Counted outside the lock: a writer counts what still waits, a reader counts off after it took. */
    assert_true(crowd.most <= capacity + WRITERS + READERS);
    bp_queue_free(crowd.queue);
}

static void test_items_come_out_in_the_order_in_which_they_went_in(void **state)
{
    struct bp_queue *queue = bp_queue_new(3);
    (void)state;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 3; i++)
            assert_true(bp_queue_put(queue, &items[i]));
        for (int i = 0; i < 3; i++)
            assert_ptr_equal(bp_queue_take(queue), &items[i]);
    }
    bp_queue_close(queue);
    bp_queue_free(queue);
}

static void test_closed_queue_refuses_and_gives_what_is_left(void **state)
{
    struct bp_queue *queue = bp_queue_new(3);
    (void)state;
    assert_true(bp_queue_put(queue, &items[0]));
    assert_true(bp_queue_put(queue, &items[1]));
    bp_queue_close(queue);
    bp_queue_close(queue);
    assert_false(bp_queue_put(queue, &items[2]));
    assert_ptr_equal(bp_queue_take(queue), &items[0]);
    assert_ptr_equal(bp_queue_take(queue), &items[1]);
    assert_null(bp_queue_take(queue));
    assert_null(bp_queue_take(queue));
    bp_queue_free(queue);
}

static atomic_int waiting_result;

static void *put_one(void *ctx)
{
    atomic_store(&waiting_result, bp_queue_put(ctx, &items[1]) ? 1 : 2);
    return NULL;
}

static void *take_one(void *ctx)
{
    return bp_queue_take(ctx);
}

static void pause_ms(long ms)
{
    const struct timespec t = { 0, ms * 1000000 };
    (void)nanosleep(&t, NULL);
}

static void test_put_waits_for_room_and_close_wakes_it(void **state)
{
    struct bp_queue *queue = bp_queue_new(1);
    pthread_t thread;
    (void)state;
    atomic_store(&waiting_result, 0);
    assert_true(bp_queue_put(queue, &items[0]));
    assert_int_equal(pthread_create(&thread, NULL, put_one, queue), 0);
    pause_ms(30);
    assert_int_equal(atomic_load(&waiting_result), 0); /* it waits */
    bp_queue_close(queue);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(atomic_load(&waiting_result), 2); /* refused: the item is still the caller's */
    assert_ptr_equal(bp_queue_take(queue), &items[0]);
    bp_queue_free(queue);
}

static void test_take_waits_for_an_item_and_close_wakes_it(void **state)
{
    struct bp_queue *queue = bp_queue_new(1);
    pthread_t thread;
    void *got = queue;
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, take_one, queue), 0);
    pause_ms(10);
    assert_true(bp_queue_put(queue, &items[0]));
    assert_int_equal(pthread_join(thread, &got), 0);
    assert_ptr_equal(got, &items[0]);
    assert_int_equal(pthread_create(&thread, NULL, take_one, queue), 0);
    pause_ms(10);
    bp_queue_close(queue);
    assert_int_equal(pthread_join(thread, &got), 0);
    assert_null(got);
    bp_queue_free(queue);
}

static void test_capacity_of_none_or_too_much_is_refused(void **state)
{
    (void)state;
    assert_null(bp_queue_new(0));
    assert_null(bp_queue_new(SIZE_MAX));
    bp_queue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_item_arrives_once_and_the_bound_holds),
        cmocka_unit_test(test_items_come_out_in_the_order_in_which_they_went_in),
        cmocka_unit_test(test_closed_queue_refuses_and_gives_what_is_left),
        cmocka_unit_test(test_put_waits_for_room_and_close_wakes_it),
        cmocka_unit_test(test_take_waits_for_an_item_and_close_wakes_it),
        cmocka_unit_test(test_capacity_of_none_or_too_much_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
