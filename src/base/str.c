#include "bronpost/base/str.h"

#include <limits.h>

int bp_str_compare(struct bp_str a, struct bp_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

uint64_t bp_str_hash(struct bp_str s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001b3);
    return h ^ h >> 32;
}

static char lower(char c)
{
    return bp_ascii_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

bool bp_str_equal_nocase(struct bp_str a, struct bp_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

bool bp_str_starts_with(struct bp_str s, struct bp_str prefix)
{
    return s.len >= prefix.len && bp_str_equal((struct bp_str){ s.ptr, prefix.len }, prefix);
}

bool bp_str_copy(char *dst, size_t cap, struct bp_str s)
{
    if (cap == 0)
        return false;
    dst[0] = '\0';
    if (s.len >= cap)
        return false;
    if (s.len)
        memcpy(dst, s.ptr, s.len);
    dst[s.len] = '\0';
    return true;
}

/* How many bytes of blank start here: 0 when there is none. */
static size_t blank_at(const char *p, size_t left)
{
    if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
        return 1;
    return left >= 2 && p[0] == '\xC2' && p[1] == '\xA0' ? 2 : 0;
}

struct bp_str bp_str_trim(struct bp_str s)
{
    size_t n;
    while (s.len && (n = blank_at(s.ptr, s.len)) > 0) {
        s.ptr += n;
        s.len -= n;
    }
    while (s.len) {
        if (blank_at(s.ptr + s.len - 1, 1))
            s.len -= 1;
        else if (s.len >= 2 && blank_at(s.ptr + s.len - 2, 2) == 2)
            s.len -= 2;
        else
            break;
    }
    return s;
}

bool bp_str_all_digits(struct bp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bp_ascii_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

bool bp_size_to_int(size_t n, int *out)
{
    if (n > INT_MAX)
        return false;
    *out = (int)n;
    return true;
}
