/* persoon.h - layer p: all enrolments of one person in the run
 * PURPOSE    what one enrolment cannot know: the same person elsewhere, one derived registration for two
 *            enrolments, contradictions between vo and mbo, who is funded
 * OWNERSHIP  changes the enrolments in place; what it makes lives in the arena
 * SOURCE     design: rules.md, layer p and fine print 2, 4, 9, 11, 12; counting dates: PvE 13.5, 16.1
 * ERRORS     BP_E_MEMORY
 * THREADS    pure: any thread, its own arena
 */
#ifndef BRONPOST_DOMAIN_PERSOON_H
#define BRONPOST_DOMAIN_PERSOON_H

#include "bronpost/domain/inschrijving.h"

enum bp_status bp_persoon_judge(const struct bp_regels *regels, struct bp_inschrijving *items,
                                size_t count, struct bp_arena *arena, struct bp_error *err);

#endif
