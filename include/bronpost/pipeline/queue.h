/* queue.h - work that crosses from one thread to another
 * PURPOSE    a bounded queue that makes the faster side wait, so that memory does not grow with the number
 *            of messages
 * OWNERSHIP  bp_queue_new() makes, bp_queue_free() ends. An item belongs to whoever took it; one that put()
 *            refused stays with the caller
 * UNITS      items; never NULL
 * THREADS    put, take and close: any number of threads at once; free: when no thread uses it any more
 */
#ifndef BRONPOST_PIPELINE_QUEUE_H
#define BRONPOST_PIPELINE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct bp_queue;

/* NULL when there is no memory. `capacity` is at least 1. */
struct bp_queue *bp_queue_new(size_t capacity);

/* The queue must be empty: what is still in it has an owner nobody knows. NULL is fine. */
void bp_queue_free(struct bp_queue *queue);

/* Waits for room; false: the queue is closed, and the item is still the caller's. */
bool bp_queue_put(struct bp_queue *queue, void *item);

/* Waits for an item; NULL: the queue is closed and empty. */
void *bp_queue_take(struct bp_queue *queue);

/* Nothing more goes in; what is in it can still be taken. May be called twice. */
void bp_queue_close(struct bp_queue *queue);

#endif
