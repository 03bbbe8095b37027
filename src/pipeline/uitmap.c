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

enum bp_status uitmap_check(const char *folder, enum uitmap_van van, struct bp_error *err)
{
    char path[PATH_MAX];
    struct stat there;
    for (unsigned i = 0; i < sizeof tekens / sizeof *tekens; i++) {
        int len = snprintf(path, sizeof path, "%s/%s", folder, tekens[i]);
        if (len < 0 || len >= PATH_MAX)
            return bp_error_set(err, BP_E_USAGE, NULL, N_("the folder has too long a name: %s"),
                                folder);
        if (i != (unsigned)van && stat(path, &there) == 0)
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s holds the result of another command (%s): name a folder of "
                                   "its own with --out"),
                                folder, tekens[i]);
    }
    return BP_OK;
}
