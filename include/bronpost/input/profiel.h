/* profiel.h - a column profile: how a real export maps onto the canonical columns
 * PURPOSE    an INI file that a school writes once; nobody has to rename columns in a spreadsheet
 * OWNERSHIP  bp_profiel_open() makes, bp_profiel_close() ends; read-only in between
 * SOURCE     design: input.md, "Column profile"
 * ERRORS     BP_E_USAGE with file, line and what is wrong: a wrong profile is wrong use, not wrong input
 * THREADS    read-only once open: any
 */
#ifndef BRONPOST_INPUT_PROFIEL_H
#define BRONPOST_INPUT_PROFIEL_H

#include "bronpost/base/error.h"
#include "bronpost/domain/kolom.h"

struct bp_profiel;

enum bp_status bp_profiel_open(const char *path, struct bp_profiel **out, struct bp_error *err);
void bp_profiel_close(struct bp_profiel *profiel); /* NULL is fine */

/* [profile] name, or the path when it has none. */
const char *bp_profiel_name(const struct bp_profiel *profiel);

#endif
