/* adopt_intern.h - the parts of adopt, private to pipeline
 * PURPOSE    an enrolment of DUO's overview as a canonical registration, and what speaks against that (adopt_stand.c);
 *            pure
 * OWNERSHIP  a registration borrows the texts of the stand that it was made of
 */
#ifndef BRONPOST_PIPELINE_ADOPT_INTERN_H
#define BRONPOST_PIPELINE_ADOPT_INTERN_H

#include "bronpost/pipeline/adopt.h"

/* Why an enrolment is left out. */
struct beletsel {
    const char *veld;   /* canonical name; "" the enrolment as a whole */
    const char *waarom; /* message id of a template */
    char detail[512];   /* its {1} */
};

/* What can be seen before a message is made of it; false: nothing. */
bool beletsel_vooraf(const struct bp_overzicht_feiten *feiten,
                     const struct bp_overzicht_persoon *persoon, const struct bp_stand *stand,
                     struct beletsel *out);

/* False when the arena is full. */
bool adopt_registratie(struct bp_str brin, struct bp_persoonsnummer persoon,
                       const struct bp_stand *stand, struct bp_arena *arena,
                       struct bp_registratie *out);

/* What DUO has beside what the message of it states: anything but the same is no stand of DUO's. False: the same. */
bool beletsel_achteraf(const struct bp_overzicht_feiten *feiten, const struct bp_stand *duo,
                       const struct bp_stand *bericht, struct beletsel *out);

#endif
