#include "bronpost/pipeline/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct bp_queue {
    pthread_mutex_t lock;
    pthread_cond_t room, filled;
    size_t first, count, capacity;
    bool closed;
    void *items[]; /* a ring */
};

struct bp_queue *bp_queue_new(size_t capacity)
{
    if (capacity < 1 || capacity > (size_t)1 << 24)
        return NULL;
    struct bp_queue *queue = calloc(1, sizeof *queue + capacity * sizeof queue->items[0]);
    if (!queue)
        return NULL;
    queue->capacity = capacity;
    /* With default attributes none of the three can fail on Linux. */
    (void)pthread_mutex_init(&queue->lock, NULL);
    (void)pthread_cond_init(&queue->room, NULL);
    (void)pthread_cond_init(&queue->filled, NULL);
    return queue;
}

void bp_queue_free(struct bp_queue *queue)
{
    if (!queue)
        return;
    assert(queue->count == 0);
    (void)pthread_cond_destroy(&queue->filled);
    (void)pthread_cond_destroy(&queue->room);
    (void)pthread_mutex_destroy(&queue->lock);
    free(queue);
}

bool bp_queue_put(struct bp_queue *queue, void *item)
{
    assert(item);
    (void)pthread_mutex_lock(&queue->lock);
    while (!queue->closed && queue->count == queue->capacity)
        (void)pthread_cond_wait(&queue->room, &queue->lock);
    bool taken = !queue->closed;
    if (taken) {
        queue->items[(queue->first + queue->count) % queue->capacity] = item;
        queue->count++;
        (void)pthread_cond_signal(&queue->filled);
    }
    (void)pthread_mutex_unlock(&queue->lock);
    return taken;
}

void *bp_queue_take(struct bp_queue *queue)
{
    void *item = NULL;
    (void)pthread_mutex_lock(&queue->lock);
    while (!queue->closed && queue->count == 0)
        (void)pthread_cond_wait(&queue->filled, &queue->lock);
    if (queue->count) {
        item = queue->items[queue->first];
        queue->first = (queue->first + 1) % queue->capacity;
        queue->count--;
        /* Who puts is woken when half of the queue is free, not at each item: it would take the processor from
         * who takes, put one item and sleep again. The count passes the half on its way down. */
        if (queue->count == queue->capacity / 2)
            (void)pthread_cond_broadcast(&queue->room);
    }
    (void)pthread_mutex_unlock(&queue->lock);
    return item;
}

void bp_queue_close(struct bp_queue *queue)
{
    (void)pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    (void)pthread_cond_broadcast(&queue->room);
    (void)pthread_cond_broadcast(&queue->filled);
    (void)pthread_mutex_unlock(&queue->lock);
}
