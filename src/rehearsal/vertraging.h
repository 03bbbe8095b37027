/* vertraging.h - private to rehearsal: how long an answer takes
 * PURPOSE    a fixed latency or a distribution, deterministic with a seed
 * UNITS      milliseconds, from the request's last byte to the answer's first
 * ERRORS     BP_E_USAGE
 * THREADS    read-only once parsed: any
 */
#ifndef BRONPOST_REHEARSAL_VERTRAGING_H
#define BRONPOST_REHEARSAL_VERTRAGING_H

#include "bronpost/base/error.h"

struct bp_vertraging {
    double p50, p90, max; /* all equal: fixed */
};

/* "30", or "p50=1000,p90=4500,max=48000". */
enum bp_status bp_vertraging_parse(const char *text, struct bp_vertraging *out,
                                   struct bp_error *err);

/* The latency of a share of the requests: u in [0, 1). Half of p50 to p50, to p90, and then steeply to max:
 * the last percents are few and long, as "now and then 48 s" says. */
double bp_vertraging_kwantiel(const struct bp_vertraging *vertraging, double u);

unsigned bp_vertraging_ms(const struct bp_vertraging *vertraging, uint64_t seed, uint64_t number);

#endif
