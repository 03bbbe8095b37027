/* toeval.h - chance that is the same each time
 * PURPOSE    moments to kill a program at, and other choices, from a seed
 * OWNERSHIP  the state is the caller's
 * UNITS      microseconds
 * THREADS    a state belongs to one thread
 */
#ifndef BRONPOST_TESTS_TOEVAL_H
#define BRONPOST_TESTS_TOEVAL_H

#include <stddef.h>
#include <stdint.h>

uint64_t toeval(uint64_t *state); /* splitmix64 */

/* Sleeps from nothing up to so long: how far a program comes before it is killed. */
void toeval_slaap(uint64_t *state, unsigned most_us);

/* A number from the environment; `usual` without. */
size_t toeval_aantal(const char *name, size_t usual);

#endif
