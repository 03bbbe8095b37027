#include "places.h"

#include "bronpost/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* False, and "" in `out`, when it does not fit. */
static bool join(char out[PATH_MAX], const char *folder, const char *name)
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    if (len > 0 && len < PATH_MAX)
        return true;
    out[0] = '\0';
    return false;
}

static bool holds(const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat st;
    return *folder && join(path, folder, name) && stat(path, &st) == 0;
}

static const char *given(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value ? value : NULL;
}

/* The first folder of `names`, seen from `folder`, that holds `wanted`. */
static void first_that_holds(const char *folder, const char *const *names, size_t count,
                             const char *wanted, char out[PATH_MAX])
{
    for (size_t i = 0; i < count; i++) {
        char real[PATH_MAX];
        if (!join(out, folder, names[i]) || !holds(out, wanted))
            continue;
        /* "build/.." reads badly in what `bronpost config` shows. */
        if (realpath(out, real))
            (void)bp_str_copy(out, PATH_MAX, bp_str_of(real));
        return;
    }
    out[0] = '\0';
}

static void find_state(char out[PATH_MAX])
{
    const char *state = given("XDG_STATE_HOME"), *home = given("HOME");
    if (geteuid() == 0)
        (void)bp_str_copy(out, PATH_MAX, BP_STR("/var/lib/bronpost"));
    else if (state && *state == '/') /* the specification: a relative one is to be ignored */
        (void)join(out, state, "bronpost");
    else if (home)
        (void)join(out, home, ".local/state/bronpost");
    else
        out[0] = '\0';
}

void bp_places_find(const char *program, struct bp_places *out)
{
    static const char *const data[] = { "../share/bronpost", "..", "../..", "../../.." };
    static const char *const locale[] = { "locale", "../share/locale", "../locale",
                                          "../../locale" };
    static const char translations[] = "nl/LC_MESSAGES/bronpost.mo";
    char folder[PATH_MAX];
    const char *slash = strrchr(program, '/');
    struct bp_str head =
        slash ? (struct bp_str){ program, (size_t)(slash - program) } : BP_STR(".");
    if (!bp_str_copy(folder, sizeof folder, head))
        folder[0] = '\0';

    const char *said = given("BRONPOST_DATA");
    if (said)
        (void)bp_str_copy(out->data, sizeof out->data, bp_str_of(said));
    else
        first_that_holds(folder, data, sizeof data / sizeof *data, "schemas", out->data);

    if (!said || !join(out->locale, said, "locale") || !holds(out->locale, translations))
        first_that_holds(folder, locale, sizeof locale / sizeof *locale, translations, out->locale);
    find_state(out->state);
}

void bp_places_here(struct bp_places *out)
{
    char program[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    program[len > 0 ? len : 0] = '\0';
    bp_places_find(program, out);
}
