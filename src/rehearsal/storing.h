/* storing.h - private to rehearsal: trouble on demand
 * PURPOSE    which trouble befalls which request: by number (a plan), or by chance with a seed
 * OWNERSHIP  bp_storingen_init() and the add functions fill, bp_storingen_free() ends
 * UNITS      requests count from 1 in the order in which they have come in whole; rates are shares, 0 to 1
 * ERRORS     BP_E_USAGE names the part of the list, or the line of the plan, that is wrong; BP_E_IO
 * THREADS    one owner at a time
 *
 * The same seed and number give the same trouble, whatever else is going on.
 */
#ifndef BRONPOST_REHEARSAL_STORING_H
#define BRONPOST_REHEARSAL_STORING_H

#include "fout.h"

#include "bronpost/base/error.h"

enum bp_storing {
    BP_STORING_GEEN,
    BP_STORING_SLOW, /* a good answer, much later */
    /* The request is not looked at. */
    BP_STORING_DROP_BEFORE, /* the connection closes */
    BP_STORING_HTTP_500,
    BP_STORING_HTTP_503, /* maintenance window: HTML and Retry-After */
    BP_STORING_FAULT,    /* that fault, whatever was sent; nothing is accepted */
    /* A message of RIO that would have been judged; others have no trouble of it. */
    BP_STORING_INT500, /* refused with INT500, whatever it says: a service behind RIO is away */
    /* The request is handled, and what was accepted stays accepted; only the answer suffers. */
    BP_STORING_DROP_AFTER_ACCEPT,
    BP_STORING_WRONG_SIGNATURE, /* a bit of the signature value is another */
    BP_STORING_UNSIGNED,
    BP_STORING_WRONG_RELATES_TO,
    BP_STORING_WRONG_IDENTIFICATIECODE,
    BP_STORING_WRONG_ACTION,
    BP_STORING_WRONG_TO,
    BP_STORING_WRONG_FROM,
    BP_STORING_NOT_SWAPPED,   /* sender and receiver as in the request */
    BP_STORING_NOT_CONFIRMED, /* the verdict is N, which the schema does not know */
    BP_STORING_EXPIRED_TIMESTAMP,
    BP_STORING_FUTURE_TIMESTAMP,
    BP_STORING_OTHER_CA, /* signed with a certificate that leads to another root */
    BP_STORING_EXPIRED_CERTIFICATE,
    BP_STORING_REVOKED_CERTIFICATE,
    BP_STORING_WRAPPED, /* signature wrapping: the signed Body is moved away, another takes its place */
    BP_STORING_TRUNCATED, /* the connection closes half-way */
    BP_STORING_GARBAGE,   /* bytes that are no XML */
    BP_STORING_HUGE,      /* 100 MB of blanks */
    BP_STORING_ENDLESS,   /* a byte each second, without end */
    BP_STORING_HTML,      /* a page with status 200 */
    /* The answer is good. */
    BP_STORING_SLOW_REMOVAL, /* RIO approves a removal, and carries it out much later */
    BP_STORING_COUNT
};

struct bp_storing_keus {
    enum bp_storing soort;
    enum bp_fout fout; /* of BP_STORING_FAULT */
};

#define BP_STORING_RATES 32

struct bp_storing_regel;

struct bp_storingen {
    uint64_t seed;
    struct {
        struct bp_storing_keus keus;
        double rate;
    } rates[BP_STORING_RATES];
    size_t rate_count;
    struct bp_storing_regel *plan; /* owned */
    size_t plan_count;
};

void bp_storingen_init(struct bp_storingen *storingen, uint64_t seed);
void bp_storingen_free(struct bp_storingen *storingen);

/* "slow=0.05,drop-after-accept=2%,fault:DK0051=0.1"; a kind without a rate befalls every request. */
enum bp_status bp_storingen_lijst(struct bp_storingen *storingen, const char *list,
                                  struct bp_error *err);

/* A file with lines "3 drop-after-accept", "5-8 http-503", "12- slow"; # begins a comment. Of two lines for
 * one request the later one counts; a plan goes before rates. "none" is a kind here. */
enum bp_status bp_storingen_plan(struct bp_storingen *storingen, const char *path,
                                 struct bp_error *err);

struct bp_storing_keus bp_storing_kies(const struct bp_storingen *storingen, uint64_t number);

/* The names of all kinds, joined by ", "; for help and messages. */
const char *bp_storing_names(void);

/* 53 bits of chance in [0, 1), for a seed, a number and a purpose. */
double bp_kans(uint64_t seed, uint64_t number, uint64_t purpose);

#endif
