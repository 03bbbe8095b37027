/* resultaat.c - the folder of the result: nothing of it appears before all of it is there */
#include "bronpost/base/text.h"
#include "intern.h"
#include "uitmap.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[UIT_COUNT] = {
    [UIT_REGISTRATIES] = "registraties.csv",
    [UIT_AFGEKEURD] = "afgekeurd.csv",
    [UIT_SIGNALEN] = "signalen.csv",
    [UIT_PARTNER] = "partner.csv",
    [UIT_HTML] = "rapport.html",
    [UIT_JSON] = "rapport.json",
};

static bool path_in(char out[PATH_MAX], const char *folder, const char *name)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return n > 0 && n < PATH_MAX;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return a && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

/* SECURITY: only names that this program gives to bodies are ever deleted. */
static bool is_body(const char *name)
{
    size_t len = strlen(name);
    bool ours = strncmp(name, "vo-", 3) == 0 || strncmp(name, "mbo-", 4) == 0;
    return ours && len > 8 && strcmp(name + len - 4, ".xml") == 0;
}

static void verwijder_bodies(const char *out)
{
    char folder[PATH_MAX], path[PATH_MAX];
    if (!path_in(folder, out, "bodies"))
        return;
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));)
        if (is_body(e->d_name) && path_in(path, folder, e->d_name))
            (void)unlink(path);
    (void)closedir(dir);
    (void)rmdir(folder); /* fails, as it should, when something else is in there */
}

void resultaat_verwijder(const char *out)
{
    char path[PATH_MAX];
    if (uitmap_van_een_ander(out, UITMAP_RUN))
        return;
    for (size_t i = 0; i < UIT_COUNT; i++)
        if (path_in(path, out, names[i]))
            (void)unlink(path);
    verwijder_bodies(out);
}

enum bp_status resultaat_check(const struct bp_opdracht *o, struct bp_error *err)
{
    const char *const inputs[] = { o->leerlingen, o->routes, o->profiel };
    for (size_t i = 0; i < UIT_COUNT; i++) {
        char path[PATH_MAX];
        if (!path_in(path, o->out, names[i]))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("the name of the folder is too long: %s"),
                                o->out);
        for (size_t j = 0; j < sizeof inputs / sizeof inputs[0]; j++)
            if (same_file(inputs[j], path))
                return bp_error_set(
                    err, BP_E_USAGE, NULL,
                    N_("the result would overwrite the input %s: name another folder with --out"),
                    inputs[j]);
    }
    return BP_OK;
}

enum bp_status resultaat_open(struct resultaat *r, const struct bp_opdracht *opdracht,
                              struct bp_error *err)
{
    *r = (struct resultaat){ .opdracht = opdracht };
    enum bp_status st = bp_directory_make(opdracht->out, err);
    for (size_t i = 0; st == BP_OK && i < UIT_COUNT; i++) {
        char path[PATH_MAX];
        (void)path_in(path, opdracht->out, names[i]);
        r->files[i] = bp_file_begin(path, BP_DURABLE_NOW, err);
        if (!r->files[i])
            st = err ? err->status : BP_E_IO;
    }
    if (st != BP_OK) {
        resultaat_abandon(r);
        return st;
    }
    verwijder_bodies(opdracht->out);
    char folder[PATH_MAX];
    if (opdracht->bodies && path_in(folder, opdracht->out, "bodies"))
        st = bp_directory_make(folder, err);
    return st;
}

enum bp_status resultaat_write(struct resultaat *r, enum uitvoer which, struct bp_str bytes,
                               struct bp_error *err)
{
    return bp_file_write(r->files[which], bytes, err);
}

enum bp_status resultaat_body(struct resultaat *r, const char *name, struct bp_str body,
                              struct bp_error *err)
{
    char folder[PATH_MAX], path[PATH_MAX];
    if (!path_in(folder, r->opdracht->out, "bodies") || !path_in(path, folder, name))
        return bp_error_set(err, BP_E_USAGE, NULL, N_("the name of the folder is too long: %s"),
                            r->opdracht->out);
    return bp_file_put(path, body, BP_DURABLE_LATER, err);
}

enum bp_status resultaat_commit(struct resultaat *r, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    if (r->opdracht->bodies)
        st = bp_directory_sync(r->opdracht->out, err);
    for (size_t i = 0; st == BP_OK && i < UIT_COUNT; i++)
        st = bp_file_settle(r->files[i], err);
    for (size_t i = 0; st == BP_OK && i < UIT_COUNT; i++) {
        st = bp_file_commit(r->files[i], err);
        r->files[i] = NULL;
    }
    return st;
}

void resultaat_abandon(struct resultaat *r)
{
    for (size_t i = 0; i < UIT_COUNT; i++) {
        bp_file_abandon(r->files[i]);
        r->files[i] = NULL;
    }
}
