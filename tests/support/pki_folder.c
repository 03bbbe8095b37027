#include "support/pki_folder.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char folder[PATH_MAX - 64];

const char *pki_folder(void)
{
    if (folder[0])
        return folder;
    const char *build = getenv("BRONPOST_BUILD");
    if (!build || !build[0])
        build = "build";
    /* Absolute, whatever the build folder was called: a configuration and a link may stand elsewhere. */
    char here[PATH_MAX / 2] = "";
    if (build[0] != '/' && !getcwd(here, sizeof here)) {
        (void)fprintf(stderr, "the working directory has too long a name\n");
        exit(EXIT_FAILURE);
    }
    (void)snprintf(folder, sizeof folder, "%s%s%.1000s/test-pki", here, here[0] ? "/" : "", build);
    char script[] = "scripts/make-test-pki";
    char *argv[] = { script, folder, NULL };
    pid_t child;
    int status = -1;
    if (posix_spawn(&child, script, NULL, NULL, argv, environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        (void)fprintf(stderr, "%s %s failed; tests run from the root of the repository\n", script,
                      folder);
        exit(EXIT_FAILURE);
    }
    return folder;
}

void pki_path(const char *name, char out[PATH_MAX])
{
    (void)snprintf(out, PATH_MAX, "%s/%.60s", pki_folder(), name);
}

struct bp_identiteit *pki_identiteit(const char *name)
{
    char pem[64], key[64], pem_path[PATH_MAX], key_path[PATH_MAX];
    (void)snprintf(pem, sizeof pem, "%.50s.pem", name);
    (void)snprintf(key, sizeof key, "%.50s.key", name);
    pki_path(pem, pem_path);
    pki_path(key, key_path);
    struct bp_identiteit *identiteit = NULL;
    struct bp_error err = { 0 };
    const struct bp_identiteit_bron bron = { .certificaat = pem_path, .sleutel = key_path };
    if (bp_identiteit_open(&bron, &identiteit, &err) != BP_OK) {
        (void)fprintf(stderr, "%s\n", err.detail);
        exit(EXIT_FAILURE);
    }
    return identiteit;
}
