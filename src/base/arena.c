#include "bronpost/base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Under AddressSanitizer every request becomes a block of its own. */
#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_BYTES ((size_t)0)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_BYTES ((size_t)0)
#endif
#endif
#ifndef BLOCK_BYTES
#define BLOCK_BYTES (64 * BP_KIB)
#endif

struct block {
    struct block *next; /* older */
    size_t used, size;
    max_align_t bytes[];
};

struct bp_arena {
    struct block *newest;
    size_t ceiling, handed_out;
};

/* memset() on memory that is about to be freed may be optimised away; this may not. */
static void wipe(void *memory, size_t size)
{
    explicit_bzero(memory, size);
}

struct bp_arena *bp_arena_new(size_t ceiling)
{
    struct bp_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->ceiling = ceiling;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        wipe(block->bytes, block->used);
        free(block);
        block = next;
    }
}

void bp_arena_free(struct bp_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->newest);
    free(arena);
}

void bp_arena_reset(struct bp_arena *arena)
{
    struct block *keep = NULL;
    for (struct block *b = arena->newest; b; b = b->next)
        if (!b->next && b->size == BLOCK_BYTES && BLOCK_BYTES > 0)
            keep = b; /* the oldest block, of the ordinary size */
    for (struct block *b = arena->newest; b && b != keep;) {
        struct block *next = b->next;
        wipe(b->bytes, b->used);
        free(b);
        b = next;
    }
    if (keep) {
        wipe(keep->bytes, keep->used);
        keep->used = 0;
    }
    arena->newest = keep;
    arena->handed_out = 0;
}

static struct block *block_new(size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (block) {
        block->next = NULL;
        block->used = 0;
        block->size = size;
    }
    return block;
}

void *bp_arena_alloc(struct bp_arena *arena, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    if (size > SIZE_MAX - unit)
        return NULL;
    size_t need = size == 0 ? unit : (size + unit - 1) / unit * unit;
    if (need > arena->ceiling - arena->handed_out)
        return NULL;
    struct block *block = arena->newest;
    if (!block || block->size - block->used < need) {
        block = block_new(need > BLOCK_BYTES ? need : BLOCK_BYTES);
        if (!block)
            return NULL;
        block->next = arena->newest;
        arena->newest = block;
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += need;
    arena->handed_out += need;
    return memset(memory, 0, need);
}

void *bp_arena_array(struct bp_arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        return NULL;
    return bp_arena_alloc(arena, n * size);
}

struct bp_str bp_arena_str(struct bp_arena *arena, struct bp_str s)
{
    char *copy = s.len < SIZE_MAX ? bp_arena_alloc(arena, s.len + 1) : NULL;
    if (!copy)
        return (struct bp_str){ NULL, 0 };
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return (struct bp_str){ copy, s.len };
}

struct bp_str bp_arena_printf(struct bp_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *text = len >= 0 ? bp_arena_alloc(arena, (size_t)len + 1) : NULL;
    if (text)
        (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return (struct bp_str){ text, text ? (size_t)len : 0 };
}
