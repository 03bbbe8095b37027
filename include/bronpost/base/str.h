/* str.h - a view on characters
 * PURPOSE    strings that know their length, so that nothing is cut in silence
 * OWNERSHIP  a view borrows; whoever made the bytes keeps them alive
 * UNITS      bytes (UTF-8 after `input`); ptr NULL is absent, len 0 with a ptr is empty
 * ERRORS     none, but for bp_str_copy(): everything or nothing
 * THREADS    any
 */
#ifndef BRONPOST_BASE_STR_H
#define BRONPOST_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bp_str {
    const char *ptr;
    size_t len;
};

/* A string literal as a view; in a static initialiser: { "text", 4 }. */
#define BP_STR(literal) ((struct bp_str){ "" literal, sizeof(literal) - 1 })

static inline struct bp_str bp_str_of(const char *text)
{
    return (struct bp_str){ text, text ? strlen(text) : 0 };
}

/* True when there is at least one byte: absent and empty say equally little. */
static inline bool bp_str_filled(struct bp_str s)
{
    return s.len > 0;
}

static inline bool bp_str_equal(struct bp_str a, struct bp_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* <0, 0, >0 by bytes, then by length. */
int bp_str_compare(struct bp_str a, struct bp_str b);

/* For tables in memory: FNV-1a, folded so that its low bits depend on all of the text. */
uint64_t bp_str_hash(struct bp_str s);

/* Without regard to the case of ASCII letters; header names and yes/no words. */
bool bp_str_equal_nocase(struct bp_str a, struct bp_str b);

bool bp_str_starts_with(struct bp_str s, struct bp_str prefix);

/* NUL-terminated copy: everything or nothing, false leaves "" (when cap > 0). */
bool bp_str_copy(char *dst, size_t cap, struct bp_str s);

/* Cuts blanks, tabs, CR, LF and no-break spaces (U+00A0 in UTF-8) from both ends. */
struct bp_str bp_str_trim(struct bp_str s);

/* ASCII only, whatever the locale. */
static inline bool bp_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool bp_ascii_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool bp_ascii_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool bp_ascii_alnum(char c)
{
    return bp_ascii_digit(c) || bp_ascii_upper(c) || bp_ascii_lower(c);
}

bool bp_str_all_digits(struct bp_str s); /* false for an empty one */

/* libxml2, OpenSSL and libpq often count in int: false when it does not fit. */
bool bp_size_to_int(size_t n, int *out);

#endif
