/* uitmap.h - a folder for results belongs to one command
 * PURPOSE    several commands write a rapport.html. An audit or a reconcile never overwrites that of another; check and
 *            run do, for a night must not fail because somebody wrote there by day. Nobody takes away what is not its own
 * ERRORS     BP_E_USAGE: the folder holds a result of another command, or has too long a name
 * THREADS    any
 */
#ifndef BRONPOST_PIPELINE_UITMAP_H
#define BRONPOST_PIPELINE_UITMAP_H

#include "bronpost/base/error.h"

enum uitmap_van { UITMAP_RUN, UITMAP_RECONCILE, UITMAP_AUDIT };

enum bp_status uitmap_check(const char *folder, enum uitmap_van van, struct bp_error *err);

/* True when the folder holds a result of another command and none of this one. */
bool uitmap_van_een_ander(const char *folder, enum uitmap_van van);

#endif
