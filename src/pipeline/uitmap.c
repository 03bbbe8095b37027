/* uitmap.c - whose result is in the folder already? */
#include "uitmap.h"
#include "bronpost/base/text.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

/* A file that only this command writes. */
static const char *const tekens[] = {
    [UITMAP_RUN] = "registraties.csv",
    [UITMAP_RECONCILE] = "reconcile.csv",
    [UITMAP_AUDIT] = "audit.csv",
};

/* False: the name does not fit. *there: the folder holds a result of that command. */
static bool holds(const char *folder, unsigned van, bool *there)
{
    char path[PATH_MAX];
    struct stat st;
    int len = snprintf(path, sizeof path, "%s/%s", folder, tekens[van]);
    bool fits = len > 0 && len < PATH_MAX;
    *there = fits && stat(path, &st) == 0;
    return fits;
}

enum bp_status uitmap_check(const char *folder, enum uitmap_van van, struct bp_error *err)
{
    for (unsigned i = 0; i < sizeof tekens / sizeof *tekens; i++) {
        bool there;
        if (!holds(folder, i, &there))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("the folder has too long a name: %s"),
                                folder);
        if (there && i != (unsigned)van)
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s holds the result of another command (%s): name a folder of "
                                   "its own with --out"),
                                folder, tekens[i]);
    }
    return BP_OK;
}

bool uitmap_van_een_ander(const char *folder, enum uitmap_van van)
{
    bool own, there, other = false;
    for (unsigned i = 0; i < sizeof tekens / sizeof *tekens; i++)
        other |= i != (unsigned)van && holds(folder, i, &there) && there;
    return other && holds(folder, (unsigned)van, &own) && !own;
}
