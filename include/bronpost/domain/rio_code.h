/* rio_code.h - the codes with which RIO refuses, in our own words
 * PURPOSE    what an error code of RIO means, what to do about it, and whether sending again helps
 * OWNERSHIP  static; texts are English message ids, bp_text() translates
 * SOURCE     "Overzicht foutcodes - DUO_RIO_Beheren_OnderwijsOrganisatie_V4"; rio.md section 7. A01020,
 *            A01160, A01161 and P01081 were met in recorded exchanges and stand in no list
 * ERRORS     a code that is not here is a refusal too, never success
 * THREADS    any
 */
#ifndef BRONPOST_DOMAIN_RIO_CODE_H
#define BRONPOST_DOMAIN_RIO_CODE_H

#include "bronpost/base/str.h"

struct bp_rio_code {
    const char *name;  /* "N10410" */
    bool herhaalbaar;  /* the same message may succeed later, unchanged */
    bool lokaal;       /* `rio check` finds it before anything is sent */
    const char *title; /* what is wrong, in one line */
    const char *todo;  /* what a person does about it */
};

/* By name, any case; NULL when unknown. */
const struct bp_rio_code *bp_rio_code_by_name(struct bp_str name);

/* All codes, by name. */
const struct bp_rio_code *bp_rio_code_all(size_t *count);

/* True when `shown` is how RIO shows `value` in an answer: whole, or when it is longer than 25 characters
 * its first and last 11 with "..." between them. */
bool bp_rio_sleutel_equal(struct bp_str value, struct bp_str shown);

#endif
