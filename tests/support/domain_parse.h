/* domain_parse.h - private to the domain tests' support: words to rows */
#ifndef TESTS_SUPPORT_DOMAIN_PARSE_H
#define TESTS_SUPPORT_DOMAIN_PARSE_H

#include "bronpost/domain/rij.h"

/* Takes the next "name=value" from `rest`; value.ptr is NULL for a bare word. False at the end. */
bool domain_next_word(struct bp_str *rest, struct bp_str *name, struct bp_str *value);

/* Reads one row on top of what `out` holds. */
void domain_parse_rij(struct bp_arena *arena, struct bp_str line, uint32_t number,
                      struct bp_rij *out);

#endif
