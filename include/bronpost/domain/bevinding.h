/* bevinding.h - what a check found
 * PURPOSE    a finding names line, column and code, and carries its explanation as template and arguments,
 *            so that the report can speak Dutch or English
 * OWNERSHIP  findings and their arguments live in the arena that the list was given
 * ERRORS     a list that ran out of memory says so in `failed`; the caller gives up the chunk
 * THREADS    one owner at a time
 *
 * SECURITY: an argument never holds a person number: expected form, dates, codes of programmes, lines.
 */
#ifndef BRONPOST_DOMAIN_BEVINDING_H
#define BRONPOST_DOMAIN_BEVINDING_H

#include "bronpost/base/arena.h"
#include "bronpost/base/datum.h"
#include "bronpost/domain/code.h"
#include "bronpost/domain/kolom.h"

#define BP_BEVINDING_ARGS 4

struct bp_route_fout; /* route.h */

struct bp_bevinding {
    uint32_t line; /* physical line on which the row begins, from 1 */
    enum bp_code code;
    enum bp_kolom kolom;
    bool gevolg;      /* BP107: the row goes with a row that could not be read */
    bool omgekeerd;   /* as severe as the table of codes does not say: BP109 with equal content
                       * signals, BP216 under --require-rio rejects */
    const char *text; /* message id: a template with {1} to {4} */
    struct bp_str args[BP_BEVINDING_ARGS];
    const struct bp_route_fout
        *route_fout; /* what is wrong with the route, said after `text`; NULL: nothing */
};

struct bp_bevindingen {
    struct bp_arena *arena;
    struct bp_bevinding *items;
    size_t count, cap;
    bool failed;
};

void bp_bevindingen_init(struct bp_bevindingen *list, struct bp_arena *arena);

/* Adds a finding without arguments and gives it back for bp_bevinding_arg...(); NULL when memory ran out
 * (list->failed is then true, and the argument functions take NULL). */
struct bp_bevinding *bp_bevinding_add(struct bp_bevindingen *list, uint32_t line, enum bp_code code,
                                      enum bp_kolom kolom, const char *text);

/* Sets argument `at` (from 1) to a copy in the list's arena. */
void bp_bevinding_arg(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                      struct bp_str value);
void bp_bevinding_arg_datum(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                            struct bp_datum value);
void bp_bevinding_arg_number(struct bp_bevindingen *list, struct bp_bevinding *b, size_t at,
                             unsigned long value);

/* True when a finding rejects. */
bool bp_bevinding_rejects(const struct bp_bevinding *b);

/* True when the list holds `code` for `kolom` already (once per enrolment, code and column). */
bool bp_bevindingen_has(const struct bp_bevindingen *list, enum bp_code code, enum bp_kolom kolom);

#endif
