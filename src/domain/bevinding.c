#include "bronpost/domain/bevinding.h"

void bp_bevindingen_init(struct bp_bevindingen *list, struct bp_arena *arena)
{
    *list = (struct bp_bevindingen){ .arena = arena };
}

static bool grow(struct bp_bevindingen *list)
{
    size_t cap = list->cap ? 2 * list->cap : 4;
    struct bp_bevinding *items = bp_arena_array(list->arena, cap, sizeof *items);
    if (!items) {
        list->failed = true;
        return false;
    }
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->cap = cap;
    return true;
}

struct bp_bevinding *bp_bevinding_add(struct bp_bevindingen *list, uint32_t line, enum bp_code code,
                                      enum bp_kolom kolom, const char *text)
{
    if (list->count == list->cap && !grow(list))
        return NULL;
    struct bp_bevinding *b = &list->items[list->count++];
    *b = (struct bp_bevinding){ .line = line, .code = code, .kolom = kolom, .text = text };
    return b;
}

void bp_bevinding_arg(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                      struct bp_str value)
{
    if (!b || at < 1 || at > BP_BEVINDING_ARGS)
        return;
    struct bp_str copy = bp_arena_str(list->arena, value);
    if (!copy.ptr)
        list->failed = true;
    b->args[at - 1] = copy;
}

void bp_bevinding_arg_datum(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                            struct bp_datum value)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(value, text);
    bp_bevinding_arg(list, b, at, bp_str_of(text));
}

void bp_bevinding_arg_number(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                             unsigned long value)
{
    char digits[3 * sizeof value + 1];
    char *p = digits + sizeof digits;
    do {
        *--p = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    bp_bevinding_arg(list, b, at, (struct bp_str){ p, (size_t)(digits + sizeof digits - p) });
}

bool bp_bevinding_rejects(const struct bp_bevinding *b)
{
    return (bp_code_info(b->code)->ernst == BP_ERNST_AFKEURING) != b->omgekeerd;
}

bool bp_bevindingen_has(const struct bp_bevindingen *list, enum bp_code code, enum bp_kolom kolom)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].code == code && list->items[i].kolom == kolom)
            return true;
    return false;
}
