#include "bronpost/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bp_buf_init(struct bp_buf *buf, size_t max)
{
    *buf = (struct bp_buf){ .max = max };
}

void bp_buf_free(struct bp_buf *buf)
{
    if (buf->ptr)
        explicit_bzero(buf->ptr, buf->cap);
    free(buf->ptr);
    *buf = (struct bp_buf){ .max = buf->max };
}

void bp_buf_clear(struct bp_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

static bool reserve(struct bp_buf *buf, size_t more)
{
    if (buf->failed || more > buf->max || buf->len > buf->max - more) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more;
    if (need <= buf->cap)
        return true;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap < need)
        cap = cap > buf->max / 2 ? buf->max : cap * 2;
    /* Not realloc(): what it leaves behind could hold a person number. */
    char *grown = malloc(cap + 1); /* one more: vsnprintf() ends with a NUL that is no content */
    if (!grown) {
        buf->failed = true;
        return false;
    }
    if (buf->ptr) {
        memcpy(grown, buf->ptr, buf->len);
        explicit_bzero(buf->ptr, buf->cap);
        free(buf->ptr);
    }
    buf->ptr = grown;
    buf->cap = cap;
    return true;
}

void bp_buf_add(struct bp_buf *buf, const void *bytes, size_t len)
{
    if (len == 0 || !reserve(buf, len))
        return;
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
}

void bp_buf_add_str(struct bp_buf *buf, struct bp_str s)
{
    bp_buf_add(buf, s.ptr, s.len);
}

void bp_buf_add_text(struct bp_buf *buf, const char *text)
{
    bp_buf_add(buf, text, strlen(text));
}

void bp_buf_add_char(struct bp_buf *buf, char c)
{
    bp_buf_add(buf, &c, 1);
}

void bp_buf_add_u64(struct bp_buf *buf, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    bp_buf_add(buf, digits + at, sizeof digits - at);
}

void bp_buf_printf(struct bp_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)len) && buf->ptr) {
        (void)vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}
