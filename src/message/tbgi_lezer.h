/* tbgi_lezer.h - bytes of a TBG-i to enrolments. Private to message
 * PURPOSE    the parser and the tables of elements; the file and its facts are tbgi.c's
 * OWNERSHIP  tbgi_lezer_new() makes, tbgi_lezer_free() ends and wipes; what a callback is shown lives during the call
 * ERRORS     as message/tbgi.h, without the path
 * THREADS    one owner
 */
#ifndef BRONPOST_MESSAGE_TBGI_LEZER_H
#define BRONPOST_MESSAGE_TBGI_LEZER_H

#include "bronpost/message/tbgi.h"

struct tbgi_lezer;

struct tbgi_lezing {
    bool uittreksel;
    bp_tbgi_fn *fn;
    void *ctx;
};

struct tbgi_lezer *tbgi_lezer_new(const struct tbgi_lezing *lezing, struct bp_error *err);
void tbgi_lezer_free(struct tbgi_lezer *lezer); /* NULL is fine */

/* The next bytes, in order; `last` with the last ones (none is fine). After a failure no more. */
enum bp_status tbgi_lezer_bytes(struct tbgi_lezer *lezer, const char *bytes, size_t len, bool last,
                                struct bp_error *err);

size_t tbgi_lezer_diplomas(const struct tbgi_lezer *lezer);

/* The refusal of a damaged file; `why` is a message id. */
enum bp_status tbgi_damaged(struct bp_error *err, size_t line, const char *why);

#endif
