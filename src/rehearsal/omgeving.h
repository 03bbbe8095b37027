/* omgeving.h - private to rehearsal: the real clock and real chance
 * PURPOSE    bp_env for a program that is not the command line
 * THREADS    any
 */
#ifndef BRONPOST_REHEARSAL_OMGEVING_H
#define BRONPOST_REHEARSAL_OMGEVING_H

#include "bronpost/base/env.h"

extern const struct bp_env bp_rehearsal_env;

#endif
