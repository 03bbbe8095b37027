/* uitmap.h - a folder for results belongs to one command
 * PURPOSE    several commands write a rapport.html: none overwrites that of another, or takes it away
 * ERRORS     BP_E_USAGE: the folder holds a result of another command, or has too long a name
 * THREADS    any
 */
#ifndef BRONPOST_PIPELINE_UITMAP_H
#define BRONPOST_PIPELINE_UITMAP_H

#include "bronpost/base/error.h"

enum uitmap_van { UITMAP_RUN, UITMAP_RECONCILE, UITMAP_AUDIT };

enum bp_status uitmap_check(const char *folder, enum uitmap_van van, struct bp_error *err);

#endif
