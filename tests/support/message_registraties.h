/* message_registraties.h - registrations for the tests of the message layer
 * PURPOSE    the same registrations for the same seed, on every machine: valid ones, and ones with
 * a value that a schema refuses OWNERSHIP  a message_registratie owns nothing outside itself;
 * copying it would leave pointers behind: don't SOURCE     fictitious numbers of rod-vo.md, section
 * 4 THREADS    one owner at a time
 */
#ifndef BRONPOST_TESTS_MESSAGE_REGISTRATIES_H
#define BRONPOST_TESTS_MESSAGE_REGISTRATIES_H

#include "bronpost/message/maker.h"

#define MESSAGE_PERIODEN     6
#define MESSAGE_EXPERIMENTEN 3

struct message_registratie {
    struct bp_registratie registratie;
    struct bp_bericht_kop kop;
    struct bp_periode perioden[MESSAGE_PERIODEN];
    struct bp_str experimenten[MESSAGE_EXPERIMENTEN];
    char teksten[4][48];
};

/* xorshift64*: deterministic, no libc. */
uint32_t message_random(uint64_t *state, uint32_t below);

/* A registration that both schemas of ours take. */
void message_make(struct message_registratie *out, enum bp_sector sector, uint64_t *state);

/* Changes one value, often to one that the schema refuses; sometimes takes one away. */
void message_mutate(struct message_registratie *r, uint64_t *state);

/* Fixed ones, for golden files. */
void message_fixed(struct message_registratie *out, enum bp_sector sector);

#endif
