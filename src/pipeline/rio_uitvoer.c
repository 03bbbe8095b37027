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
    if (!opdracht->out)
        return BP_OK;
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

static enum bp_status commit(struct rio_uitvoer *u, struct bp_error *err)
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

/* Of what is ready; without a ledger nobody knows more. */
static const char *const gevolgen[] = {
    [RIO_ONBEKEND] = "gereed",     [RIO_NIEUW] = "nieuw",
    [RIO_GEWIJZIGD] = "gewijzigd", [RIO_ONGEWIJZIGD] = "ongewijzigd",
    [RIO_GEWEIGERD] = "geweigerd", [RIO_GEREGISTREERD] = "geregistreerd",
    [RIO_MISLUKT] = "mislukt",     [RIO_WACHT] = "wacht",
};

static const char *const herkomsten[] = {
    [RIO_CODE_GEEN] = "",
    [RIO_CODE_NIEUW] = "nieuw",
    [RIO_CODE_ROUTES] = "routes.csv",
    [RIO_CODE_LEDGER] = "ledger",
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

void rio_afkeuring(const struct rio_programma *programma, char *out, size_t cap)
{
    const struct bp_rio_bevindingen *found = &programma->bevindingen;
    struct bp_buf text;
    size_t whole = 0;
    bp_buf_init(&text, cap - 1);
    for (size_t i = 0; i < found->count && !text.failed; i++) {
        if (!found->items[i].signaal)
            add_finding(&text, &found->items[i]);
        whole = text.failed ? whole : text.len;
    }
    (void)bp_str_copy(out, cap, (struct bp_str){ text.ptr, whole });
    bp_buf_free(&text);
}

static void add_sentence(struct bp_buf *out, const char *text, struct bp_str arg)
{
    next_sentence(out);
    bp_text_fill(out, bp_text(text), &arg, 1);
}

/* RIO's own words for it, and what to do about each. */
static void add_refusal(struct bp_buf *out, const struct rio_programma *p)
{
    for (size_t i = 0; i < p->fout_count; i++) {
        next_sentence(out);
        bp_rio_fout_explain(&p->fouten[i], out);
    }
    if (!p->fout_count && bp_str_filled(p->reden)) {
        next_sentence(out);
        bp_buf_add_str(out, p->reden);
        bp_buf_add_char(out, '.');
    }
    add_sentence(out,
                 N_("It goes again when the route changes, or with `bronpost rio submit "
                    "--retry-failed`."),
                 bp_str_of(""));
}

static void add_ready(struct bp_buf *out, const struct rio_programma *p)
{
    static const char *const texts[] = {
        [RIO_ONBEKEND] = N_("Nothing now; registering brings what RIO has under this code up to "
                            "date, and leaves the rest of it as it is."),
        [RIO_NIEUW] = N_("Nothing now; `bronpost rio submit` registers it, or brings what RIO has "
                         "under this code up to date, and leaves the rest of it as it is."),
        [RIO_GEWIJZIGD] = N_("Nothing now; `bronpost rio submit` brings what RIO has up to date, "
                             "and leaves the rest of it as it is."),
        [RIO_ONGEWIJZIGD] = N_("Nothing: RIO has it as it stands here."),
        [RIO_GEWEIGERD] = NULL,
        [RIO_GEREGISTREERD] = N_("Nothing: RIO approved it."),
        [RIO_MISLUKT] = NULL,
        [RIO_WACHT] = N_("Not registered yet, it goes with the next `bronpost rio submit`: {1}"),
    };
    char day[BP_DATUM_TEXT];
    bp_datum_format(p->routes[0]->begindatum, day);
    if (p->gevolg == RIO_ONBEKEND && p->herkomst == RIO_CODE_NIEUW)
        add_sentence(out,
                     N_("New code, for this check only: registering fixes one. When RIO has the "
                        "route already, fill in its code in routes.csv first."),
                     bp_str_of(""));
    else if (p->gevolg == RIO_NIEUW && p->herkomst == RIO_CODE_NIEUW)
        add_sentence(out,
                     N_("Nothing now; `bronpost rio submit` registers it under a code of its own. "
                        "When RIO has the route already, fill in its code in routes.csv first."),
                     bp_str_of(""));
    else if (texts[p->gevolg])
        add_sentence(out, texts[p->gevolg], p->reden);
    else
        add_refusal(out, p);
    if (p->te_laat && p->gevolg != RIO_GEREGISTREERD && p->gevolg != RIO_ONGEWIJZIGD)
        add_sentence(out,
                     N_("The route began on {1} and should have been registered before that: do it "
                        "without delay."),
                     bp_str_of(day));
}

static void add_findings(struct bp_buf *out, const struct bp_rio_bevindingen *found, bool signaal)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].signaal == signaal)
            add_finding(out, &found->items[i]);
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
    add_findings(out, &p->bevindingen, false);
    add_findings(out, &p->bevindingen, true);
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

static bool to_be_sent(const struct rio_programma *p)
{
    return p->stand == RIO_GEREED && p->gevolg != RIO_ONGEWIJZIGD;
}

/* A new code that the next `rio submit` does not know of; a body that lies beside it states it. */
static bool nobody_keeps(const struct rio_uitvoer *u, const struct rio_programma *p)
{
    return p->herkomst == RIO_CODE_NIEUW && !p->vast && !bp_str_filled(p->bestand) &&
           u->opdracht->ledger;
}

static enum bp_status add_line(struct rio_uitvoer *u, const struct rio_regel *regel,
                               struct bp_error *err)
{
    const struct rio_programma *p = regel->programma;
    const struct bp_route *route = regel->route;
    const struct bp_rio_bevinding *first = first_of(p);
    bool kolom = first && first->kolom < BP_ROUTE_KOLOM_COUNT, ready = p->stand == RIO_GEREED;
    struct bp_str code = p->fout_count ? p->fouten[0].code : bp_str_of(first ? first->code : "");
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
    cell(u, bp_str_of(to_be_sent(p) ? "aanleveren" : ""));
    cell(u, bp_str_of(ready ? gevolgen[p->gevolg] : standen[p->stand]));
    cell(u, code);
    cell(u, bp_str_of(kolom ? bp_route_kolom_name(first->kolom) : ""));
    cell(u, bp_buf_str(&advice));
    cell(u, nobody_keeps(u, p) ? bp_str_of("") : p->code);
    cell(u, bp_str_of(herkomsten[p->herkomst]));
    cell(u, p->bestand);
    u->line.failed = u->line.failed || advice.failed;
    bp_buf_free(&advice);
    return end_line(u, err);
}

/* A row without a readable key. */
static enum bp_status add_unreadable(struct rio_uitvoer *u, uint32_t line, struct bp_error *err)
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

const char *bp_rio_verdwenen_tekst(void)
{
    return bp_text(
        N_("At RIO by the ledger, and not in routes.csv any more; it is never removed by "
           "itself. Put it back with an einddatum when it takes nobody in any more, or "
           "withdraw it with `bronpost rio remove` when it should never have been "
           "registered."));
}

/* At RIO, and not in routes.csv any more: nothing is removed by itself. */
static enum bp_status add_gone(struct rio_uitvoer *u, const struct rio_verdwenen *v,
                               struct bp_error *err)
{
    bp_buf_clear(&u->line);
    bp_buf_add_char(&u->line, ';');
    bp_csv_cell(&u->line, v->key.leerroute);
    cell(u, bp_str_of(""));
    cell(u, bp_str_of(v->key.sector));
    cell(u, v->key.brin);
    cell(u, bp_str_of(""));
    cell(u, bp_str_of("niet_in_routes"));
    cell(u, bp_str_of(""));
    cell(u, bp_str_of(""));
    cell(u, bp_str_of(bp_rio_verdwenen_tekst()));
    cell(u, bp_str_of(v->opleiding.code));
    cell(u, bp_str_of(herkomsten[RIO_CODE_LEDGER]));
    cell(u, bp_str_of(""));
    return end_line(u, err);
}

static enum bp_status add_all(struct rio_uitvoer *u, const struct rio_werk *w, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    size_t unreadable, next = 0;
    const uint32_t *lines = bp_routes_unreadable(w->bestand, &unreadable);
    for (size_t i = 0; st == BP_OK && i <= w->regel_count; i++) {
        const struct rio_regel *regel = i < w->regel_count ? &w->regels[i] : NULL;
        for (; st == BP_OK && next < unreadable && (!regel || lines[next] < regel->route->line);
             next++)
            st = add_unreadable(u, lines[next], err);
        if (st == BP_OK && regel)
            st = add_line(u, regel, err);
    }
    for (size_t i = 0; st == BP_OK && i < w->verdwenen_count; i++)
        st = add_gone(u, &w->verdwenen[i], err);
    return st;
}

static bool signals(const struct rio_programma *p)
{
    for (size_t i = 0; i < p->bevindingen.count; i++)
        if (p->bevindingen.items[i].signaal)
            return true;
    return false;
}

enum bp_status rio_uitvoer_sluit(struct rio_uitvoer *u, const struct rio_werk *w,
                                 struct bp_error *err)
{
    size_t *const counters[] = { &w->uitslag->gereed, &w->uitslag->afgekeurd, &w->uitslag->partner,
                                 &w->uitslag->geen_leerroute };
    for (size_t i = 0; i < w->regel_count; i++) {
        ++*counters[w->regels[i].programma->stand];
        w->uitslag->met_signaal += signals(w->regels[i].programma);
    }
    if (!u->csv)
        return BP_OK;
    enum bp_status st = add_all(u, w, err);
    return st == BP_OK ? commit(u, err) : st;
}
