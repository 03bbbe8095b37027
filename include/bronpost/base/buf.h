/* buf.h - a growing byte buffer with a maximum from birth
 * PURPOSE    messages, CSV lines and reports under construction
 * OWNERSHIP  the caller owns the struct; bp_buf_free() gives the bytes back (wiped)
 * UNITS      bytes
 * ERRORS     sticky: after the first failed append `failed` is true and later ones do nothing, so that
 *            a builder checks once at the end
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_BASE_BUF_H
#define BRONPOST_BASE_BUF_H

#include "bronpost/base/str.h"

struct bp_buf {
    char *ptr;
    size_t len;
    size_t cap;
    size_t max;
    bool failed;
};

void bp_buf_init(struct bp_buf *buf, size_t max);
void bp_buf_free(struct bp_buf *buf);
void bp_buf_clear(struct bp_buf *buf); /* len 0, failed false; keeps the memory */

void bp_buf_add(struct bp_buf *buf, const void *bytes, size_t len);
void bp_buf_add_str(struct bp_buf *buf, struct bp_str s);
void bp_buf_add_text(struct bp_buf *buf, const char *text);
void bp_buf_add_char(struct bp_buf *buf, char c);
void bp_buf_add_u64(struct bp_buf *buf, uint64_t n); /* decimal */
void bp_buf_printf(struct bp_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline struct bp_str bp_buf_str(const struct bp_buf *buf)
{
    return (struct bp_str){ buf->ptr ? buf->ptr : "", buf->len };
}

#endif
