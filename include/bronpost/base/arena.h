/* arena.h - memory for one chunk of work
 * PURPOSE    rows, strings and findings of a chunk die together: one free, no unwinding half-way
 * OWNERSHIP  the arena owns all it hands out; bp_arena_reset() and bp_arena_free() end it
 * UNITS      bytes; the ceiling bounds what is handed out since the last reset
 * ERRORS     NULL at the ceiling, when n * size overflows or when malloc fails; the caller reports
 * THREADS    one owner at a time
 *
 * What is freed is wiped first: an arena may hold person numbers. Under AddressSanitizer each
 * request is a malloc of its own, so that an overflow inside the arena is seen.
 */
#ifndef BRONPOST_BASE_ARENA_H
#define BRONPOST_BASE_ARENA_H

#include "bronpost/base/str.h"

#define BP_KIB ((size_t)1024)
#define BP_MIB (1024 * BP_KIB)

struct bp_arena;

struct bp_arena *bp_arena_new(size_t ceiling);
void bp_arena_free(struct bp_arena *arena);  /* NULL is fine */
void bp_arena_reset(struct bp_arena *arena); /* empties; keeps the first block */

void *bp_arena_alloc(struct bp_arena *arena, size_t size); /* aligned for any type, zeroed */
void *bp_arena_array(struct bp_arena *arena, size_t n, size_t size);

/* A copy with a NUL behind it (not counted). ptr NULL when the arena is full. */
struct bp_str bp_arena_str(struct bp_arena *arena, struct bp_str s);

/* printf into the arena; ptr NULL when the arena is full. */
struct bp_str bp_arena_printf(struct bp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
