/* rio_uitvoer.c - rio.csv and the bodies beside it */
#include "rio_intern.h"

#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES BP_MIB

static bool path_in(char out[PATH_MAX], const char *folder, const char *name)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return n > 0 && n < PATH_MAX;
}

static enum bp_status too_long(const struct bp_rio_opdracht *o, struct bp_error *err)
{
    return bp_error_set(err, BP_E_USAGE, NULL, N_("the name of the folder is too long: %s"),
                        o->out);
}

/* --- the folder ----------------------------------------------------------------------------------------- */

/* SECURITY: only names that this program gives to bodies are ever deleted. */
static void remove_bodies(const char *out)
{
    char folder[PATH_MAX], path[PATH_MAX];
    DIR *dir = path_in(folder, out, "bodies") ? opendir(folder) : NULL;
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));) {
        struct bp_str name = bp_str_of(e->d_name);
        bool ours = bp_str_starts_with(name, BP_STR("rio-vo-")) ||
                    bp_str_starts_with(name, BP_STR("rio-mbo-"));
        if (ours && strcmp(e->d_name + name.len - 4, ".xml") == 0 &&
            path_in(path, folder, e->d_name))
            (void)unlink(path);
    }
    (void)closedir(dir);
    (void)rmdir(folder); /* fails, as it should, when something else is in there */
}

void rio_uitvoer_remove(const char *out)
{
    char path[PATH_MAX];
    if (path_in(path, out, "rio.csv"))
        (void)unlink(path);
    remove_bodies(out);
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

enum bp_status rio_uitvoer_open(struct rio_uitvoer *u, const struct bp_rio_opdracht *opdracht,
                                struct bp_rio_uitslag *uitslag, struct bp_error *err)
{
    char path[PATH_MAX];
    *u = (struct rio_uitvoer){ .opdracht = opdracht };
    bp_buf_init(&u->line, LINE_MAX_BYTES);
    if (!path_in(path, opdracht->out, "rio.csv") ||
        !bp_str_copy(uitslag->pad, sizeof uitslag->pad, bp_str_of(path)))
        return too_long(opdracht, err);
    if (same_file(opdracht->routes, path))
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("the result would overwrite the input %s: name another folder with --out"),
            opdracht->routes);
    enum bp_status st = bp_directory_make(opdracht->out, err);
    if (st != BP_OK)
        return st;
    remove_bodies(opdracht->out);
    if (opdracht->bodies) {
        if (!path_in(path, opdracht->out, "bodies"))
            return too_long(opdracht, err);
        st = bp_directory_make(path, err);
    }
    if (st == BP_OK)
        u->csv = bp_file_begin(uitslag->pad, BP_DURABLE_NOW, err);
    if (st != BP_OK || !u->csv)
        return st != BP_OK ? st : err->status;
    return bp_file_write(u->csv,
                         BP_STR("rij;leerroute;naam;sector;brin;bewerking;status;code;kolom;"
                                "wat_te_doen;aangeboden_opleiding;code_herkomst;bestand\n"),
                         err);
}

enum bp_status rio_uitvoer_body(struct rio_uitvoer *u, struct bp_str bestand, struct bp_str body,
                                struct bp_error *err)
{
    char folder[PATH_MAX], path[PATH_MAX];
    if (!path_in(folder, u->opdracht->out, "bodies") || !path_in(path, folder, bestand.ptr))
        return too_long(u->opdracht, err);
    return bp_file_put(path, body, BP_DURABLE_LATER, err);
}

enum bp_status rio_uitvoer_commit(struct rio_uitvoer *u, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    if (u->opdracht->bodies)
        st = bp_directory_sync(u->opdracht->out, err);
    if (st == BP_OK) {
        st = bp_file_commit(u->csv, err);
        u->csv = NULL;
    }
    return st;
}

void rio_uitvoer_abandon(struct rio_uitvoer *u)
{
    bp_file_abandon(u->csv);
    bp_buf_free(&u->line);
    u->csv = NULL;
}

/* A letter with an accent may stay: names of files are bytes. */
static bool fits_a_name(char c)
{
    return bp_ascii_alnum(c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

struct bp_str rio_bestand(struct bp_arena *arena, const struct rio_programma *programma)
{
    const struct bp_route *route = programma->routes[0];
    struct bp_str brin = bp_route_zijde(route, programma->sector).brin;
    struct bp_buf name;
    bp_buf_init(&name, NAME_MAX);
    bp_buf_printf(&name, "rio-%s-", bp_sector_name(programma->sector));
    bp_buf_add_str(&name, brin);
    bp_buf_add_char(&name, '-');
    for (size_t i = 0; i < route->leerroute.len; i++) {
        char c = route->leerroute.ptr[i];
        if (fits_a_name(c))
            bp_buf_add_char(&name, c);
        else
            bp_buf_printf(&name, "~%02X", (unsigned)(unsigned char)c);
    }
    bp_buf_add_text(&name, ".xml");
    struct bp_str kept = { NULL, 0 };
    if (!name.failed)
        kept = bp_arena_str(arena, bp_buf_str(&name));
    bp_buf_free(&name);
    return kept;
}

/* --- lines ---------------------------------------------------------------------------------------------- */

static const char *const standen[] = {
    [RIO_GEREED] = "gereed",
    [RIO_AFGEKEURD] = "afgekeurd",
    [RIO_PARTNER] = "partner",
    [RIO_GEEN_LEERROUTE] = "geen_leerroute",
};

static void next_sentence(struct bp_buf *out)
{
    if (out->len)
        bp_buf_add_char(out, ' ');
}

/* What is wrong, and what to do. Of values (BP1xx) the finding itself says what is expected; our advice for
 * those is about the student administration. */
static void add_finding(struct bp_buf *out, const struct bp_rio_bevinding *b)
{
    const struct bp_rio_code *rio = bp_rio_code_by_name(bp_str_of(b->code));
    const struct bp_code_info *own = bp_code_by_name(bp_str_of(b->code));
    next_sentence(out);
    bp_buf_add_text(out, b->code);
    if (b->kolom < BP_ROUTE_KOLOM_COUNT)
        bp_buf_printf(out, " %s", bp_route_kolom_name(b->kolom));
    bp_buf_add_text(out, ": ");
    bp_text_fill(out, bp_text(b->text), b->args, sizeof b->args / sizeof *b->args);
    bp_buf_add_char(out, '.');
    if (!b->signaal && (rio || (own && own->code >= BP201))) {
        next_sentence(out);
        bp_buf_add_text(out, bp_text(rio ? rio->todo : own->todo));
    }
}

static void add_sentence(struct bp_buf *out, const char *text, struct bp_str arg)
{
    next_sentence(out);
    bp_text_fill(out, bp_text(text), &arg, 1);
}

static void add_ready(struct bp_buf *out, const struct rio_programma *p)
{
    char day[BP_DATUM_TEXT];
    bp_datum_format(p->routes[0]->begindatum, day);
    if (p->nieuw)
        add_sentence(out,
                     N_("New code, for this check only: registering fixes one. When RIO has the "
                        "route already, fill in its code in routes.csv first."),
                     bp_str_of(""));
    else
        add_sentence(out,
                     N_("Nothing now; registering replaces what RIO has under this code, and keeps "
                        "its intakes."),
                     bp_str_of(""));
    if (p->te_laat)
        add_sentence(out,
                     N_("The route began on {1} and should have been registered before that: do it "
                        "without delay."),
                     bp_str_of(day));
}

static void advise(struct bp_buf *out, const struct rio_programma *p)
{
    if (p->stand == RIO_PARTNER)
        add_sentence(out,
                     N_("The partner school registers this side itself: agree on names and dates "
                        "with {1}."),
                     bp_route_zijde(p->routes[0], p->sector).brin);
    else if (p->stand == RIO_GEEN_LEERROUTE)
        add_sentence(out, N_("Nothing: a regular route is not registered in RIO."), bp_str_of(""));
    else if (p->stand == RIO_GEREED)
        add_ready(out, p);
    for (size_t i = 0; i < p->bevindingen.count; i++)
        add_finding(out, &p->bevindingen.items[i]);
}

static void cell(struct rio_uitvoer *u, struct bp_str value)
{
    if (u->line.len)
        bp_buf_add_char(&u->line, ';');
    bp_csv_cell(&u->line, value.ptr ? value : BP_STR(""));
}

static enum bp_status end_line(struct rio_uitvoer *u, struct bp_error *err)
{
    bp_buf_add_char(&u->line, '\n');
    if (u->line.failed)
        return bp_error_memory(err, N_("the routes"));
    return bp_file_write(u->csv, bp_buf_str(&u->line), err);
}

/* The first finding that rejects, or else the first one. */
static const struct bp_rio_bevinding *first_of(const struct rio_programma *p)
{
    for (size_t i = 0; i < p->bevindingen.count; i++)
        if (!p->bevindingen.items[i].signaal)
            return &p->bevindingen.items[i];
    return p->bevindingen.count ? &p->bevindingen.items[0] : NULL;
}

enum bp_status rio_uitvoer_regel(struct rio_uitvoer *u, const struct rio_regel *regel,
                                 struct bp_error *err)
{
    const struct rio_programma *p = regel->programma;
    const struct bp_route *route = regel->route;
    const struct bp_rio_bevinding *first = first_of(p);
    bool kolom = first && first->kolom < BP_ROUTE_KOLOM_COUNT;
    bool ready = p->stand == RIO_GEREED, has_code = bp_str_filled(p->code);
    char line[16];
    struct bp_buf advice;
    (void)snprintf(line, sizeof line, "%lu", (unsigned long)route->line);
    bp_buf_init(&advice, LINE_MAX_BYTES);
    advise(&advice, p);
    bp_buf_clear(&u->line);
    cell(u, bp_str_of(line));
    cell(u, route->leerroute);
    cell(u, route->naam);
    cell(u, bp_str_of(bp_sector_name(p->sector)));
    cell(u, bp_route_zijde(route, p->sector).brin);
    cell(u, bp_str_of(ready ? "aanleveren" : ""));
    cell(u, bp_str_of(standen[p->stand]));
    cell(u, bp_str_of(first ? first->code : ""));
    cell(u, bp_str_of(kolom ? bp_route_kolom_name(first->kolom) : ""));
    cell(u, bp_buf_str(&advice));
    cell(u, p->code);
    cell(u, bp_str_of(p->nieuw ? "nieuw" : has_code ? "routes.csv" : ""));
    cell(u, p->bestand);
    u->line.failed = u->line.failed || advice.failed;
    bp_buf_free(&advice);
    return end_line(u, err);
}

enum bp_status rio_uitvoer_onleesbaar(struct rio_uitvoer *u, uint32_t line, struct bp_error *err)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%lu", (unsigned long)line);
    bp_buf_clear(&u->line);
    cell(u, bp_str_of(text));
    for (size_t i = 0; i < 5; i++)
        cell(u, bp_str_of(""));
    cell(u, bp_str_of(standen[RIO_AFGEKEURD]));
    cell(u, bp_str_of("BP106"));
    cell(u, bp_str_of(bp_route_kolom_name(BP_ROUTE_KOLOM_LEERROUTE)));
    cell(u, bp_str_of(bp_text("The row has no key that can be read: fill in leerroute, at most 40 "
                              "characters on one line.")));
    for (size_t i = 0; i < 3; i++)
        cell(u, bp_str_of(""));
    return end_line(u, err);
}
