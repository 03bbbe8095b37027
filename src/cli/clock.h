/* clock.h - the real clock and real randomness
 * PURPOSE    the struct bp_env that main hands out; tests have their own
 * OWNERSHIP  static
 * UNITS      as in bronpost/base/env.h
 * SOURCE     RFC 9562, section 5.4 (UUID version 4)
 * THREADS    any; each thread has a store of random bytes of its own, so that a UUID costs no system call
 */
#ifndef BRONPOST_CLI_CLOCK_H
#define BRONPOST_CLI_CLOCK_H

#include "bronpost/base/env.h"

/* NULL when the system gives no randomness: without it a UUID would not be unique. */
const struct bp_env *bp_clock_real(void);

#endif
