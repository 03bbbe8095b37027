/* places.h - where the program's own files are, and where it keeps its state
 * PURPOSE    schemas and translations are found beside the program, built or installed; no path is compiled in
 * OWNERSHIP  the caller's struct holds the texts
 * SOURCE     XDG Base Directory Specification 0.8 (state); FHS 3.0 (/var/lib)
 * ERRORS     none: what is not found is ""; whoever needs it says so
 * THREADS    reads the environment: before the first thread
 *
 * BRONPOST_DATA wins. Else, seen from the folder of the program: ../share/bronpost (installed), else the
 * nearest of .., ../.. and ../../.. that holds schemas/ (the repository, whatever the build folder).
 */
#ifndef BRONPOST_CLI_PLACES_H
#define BRONPOST_CLI_PLACES_H

#include <limits.h>

struct bp_places {
    char data[PATH_MAX];   /* holds schemas/ */
    char locale[PATH_MAX]; /* holds nl/LC_MESSAGES/bronpost.mo */
    char state[PATH_MAX];  /* of the ledger when nobody says otherwise; need not be there */
};

/* `program`: the path of the executable. */
void bp_places_find(const char *program, struct bp_places *out);

/* The same for the program that runs. */
void bp_places_here(struct bp_places *out);

#endif
