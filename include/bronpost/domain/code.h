/* code.h - the codes of the checks: stable, the same in both languages
 * PURPOSE    what a BP code means, how severe it is and what to do about it
 * OWNERSHIP  static; texts are English message ids, bp_text() translates
 * SOURCE     design: rules.md, "Checks"
 * THREADS    any
 */
#ifndef BRONPOST_DOMAIN_CODE_H
#define BRONPOST_DOMAIN_CODE_H

#include "bronpost/base/str.h"

enum bp_ernst {
    BP_ERNST_AFKEURING, /* E: rejects the enrolment */
    BP_ERNST_SIGNAAL,   /* W: goes on and is reported */
    BP_ERNST_STOP,      /* stops the run until it is confirmed */
};

enum bp_code {
    BP100 = 100,
    BP101,
    BP102,
    BP103,
    BP104,
    BP105,
    BP106,
    BP107,
    BP108,
    BP109,
    BP110,
    BP201 = 201,
    BP202,
    BP203,
    BP204,
    BP205,
    BP206,
    BP207,
    BP208,
    BP209,
    BP210,
    BP211,
    BP212,
    BP213,
    BP214,
    BP216 = 216,
    BP217,
    BP218,
    BP219,
    BP220,
    BP221,
    BP301 = 301,
    BP302,
    BP303,
    BP304,
    BP305,
    BP306,
    BP401 = 401,
    BP402,
    BP403,
    BP404,
    BP501 = 501,
    BP601 = 601,
    BP602,
};

struct bp_code_info {
    enum bp_code code;
    const char *name; /* "BP104" */
    enum bp_ernst ernst;
    char layer;        /* e enrolment, p person, r run */
    const char *title; /* what is wrong, in one line */
    const char *todo;  /* what a person does about it */
};

/* NULL for a number that is no code. */
const struct bp_code_info *bp_code_info(unsigned code);

/* When it is taken the other way than `ernst` says, in a sentence (a message id); NULL: never. */
const char *bp_code_omgekeerd(enum bp_code code);

/* By name, any case: "bp104"; NULL when unknown. */
const struct bp_code_info *bp_code_by_name(struct bp_str name);

/* All codes in ascending order. */
const struct bp_code_info *bp_code_all(size_t *count);

#endif
