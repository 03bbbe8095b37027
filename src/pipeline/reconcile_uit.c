/* reconcile_uit.c - reconcile.csv and herstel.csv */
#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"
#include "reconcile_intern.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES (64 * BP_KIB)

enum { VERSCHILLEN, HERSTEL, BESTANDEN };

static const char *const names[BESTANDEN] = { "reconcile.csv", "herstel.csv" };
static const char *const koppen[BESTANDEN] = {
    "soort;brin;inschrijvingvolgnummer;leerlingnummer;regel_duo;toestand;veld;op;duo;bronpost;"
    "uitleg\n",
    "regel_duo;record;veld;herstel;aantal\n",
};

struct uitschrift {
    struct bp_file *files[BESTANDEN];
    struct bp_buf line;
};

static bool path_of(const char *folder, size_t which, char out[PATH_MAX])
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, names[which]);
    return len > 0 && len < PATH_MAX;
}

enum bp_status uit_check(const char *folder, const char *overzicht, struct bp_error *err)
{
    struct stat input, old;
    char path[PATH_MAX];
    for (size_t i = 0; i < BESTANDEN; i++) {
        if (!path_of(folder, i, path))
            return bp_error_set(err, BP_E_USAGE, NULL, N_("the folder has too long a name: %s"),
                                folder);
        if (stat(overzicht, &input) == 0 && stat(path, &old) == 0 && input.st_dev == old.st_dev &&
            input.st_ino == old.st_ino)
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s is the overview itself: choose another folder for --out"),
                                path);
    }
    return BP_OK;
}

enum bp_status uit_open(const char *folder, struct uitschrift **out, struct bp_error *err)
{
    char path[PATH_MAX];
    *out = NULL;
    enum bp_status st = bp_directory_make(folder, err);
    if (st != BP_OK)
        return st;
    struct uitschrift *uit = calloc(1, sizeof *uit);
    if (!uit)
        return bp_error_memory(err, N_("the result"));
    bp_buf_init(&uit->line, LINE_MAX_BYTES);
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++) {
        (void)path_of(folder, i, path);
        uit->files[i] = bp_file_begin(path, BP_DURABLE_NOW, err);
        st = uit->files[i] ? bp_file_write(uit->files[i], bp_str_of(koppen[i]), err) : BP_E_IO;
    }
    if (st != BP_OK) {
        uit_abandon(uit);
        return st;
    }
    *out = uit;
    return BP_OK;
}

static void cell(struct bp_buf *line, struct bp_str value)
{
    if (line->len)
        bp_buf_add_char(line, ';');
    bp_csv_cell(line, value);
}

static void number_cell(struct bp_buf *line, size_t n)
{
    bp_buf_add_char(line, ';');
    if (n)
        bp_buf_add_u64(line, n);
}

static enum bp_status write_line(struct uitschrift *uit, size_t which, struct bp_error *err)
{
    bp_buf_add_char(&uit->line, '\n');
    if (uit->line.failed)
        return bp_error_memory(err, N_("the result"));
    return bp_file_write(uit->files[which], bp_buf_str(&uit->line), err);
}

enum bp_status uit_regel(struct uitschrift *uit, const struct uit_regel *r, struct bp_error *err)
{
    static const char *const soorten[] = { "ontbreekt_bij_duo", "onbekend_hier", "verschil",
                                           "sector_verschil", "niet_vergelijkbaar" };
    struct bp_buf uitleg;
    char op[BP_DATUM_TEXT];
    bp_datum_format(r->op, op);
    bp_buf_init(&uitleg, LINE_MAX_BYTES / 4);
    bp_text_fill(&uitleg, bp_text(r->uitleg), r->args, 3);
    bp_buf_clear(&uit->line);
    cell(&uit->line, bp_str_of(soorten[r->soort]));
    cell(&uit->line, bp_str_of(r->brin));
    cell(&uit->line, r->volgnummer);
    cell(&uit->line, r->leerlingnummer);
    number_cell(&uit->line, r->line);
    cell(&uit->line, bp_str_of(r->toestand ? r->toestand : ""));
    cell(&uit->line, bp_str_of(r->veld ? r->veld : ""));
    cell(&uit->line, bp_str_of(op));
    cell(&uit->line, r->duo);
    cell(&uit->line, r->hier);
    cell(&uit->line, bp_buf_str(&uitleg));
    enum bp_status st =
        uitleg.failed ? bp_error_memory(err, N_("the result")) : write_line(uit, VERSCHILLEN, err);
    bp_buf_free(&uitleg);
    return st;
}

enum bp_status uit_herstel(struct uitschrift *uit, uint32_t line, const char *record,
                           const char *veld, const char *wat, size_t aantal, struct bp_error *err)
{
    bp_buf_clear(&uit->line);
    if (line)
        bp_buf_add_u64(&uit->line, line);
    bp_buf_add_char(&uit->line, ';');
    bp_csv_cell(&uit->line, bp_str_of(record));
    cell(&uit->line, bp_str_of(veld));
    cell(&uit->line, bp_str_of(bp_text(wat)));
    number_cell(&uit->line, aantal);
    return write_line(uit, HERSTEL, err);
}

enum bp_status uit_commit(struct uitschrift *uit, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++) {
        st = bp_file_commit(uit->files[i], err);
        uit->files[i] = NULL; /* a commit frees, always */
    }
    uit_abandon(uit);
    return st;
}

void uit_abandon(struct uitschrift *uit)
{
    if (!uit)
        return;
    for (size_t i = 0; i < BESTANDEN; i++)
        bp_file_abandon(uit->files[i]);
    bp_buf_free(&uit->line);
    free(uit);
}

void uit_verwijder(const char *folder)
{
    char path[PATH_MAX];
    for (size_t i = 0; i < BESTANDEN; i++)
        if (path_of(folder, i, path))
            (void)unlink(path);
}
