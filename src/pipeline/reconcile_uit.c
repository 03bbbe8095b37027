/* reconcile_uit.c - the files of the result: reconcile.csv, herstel.csv, rapport.html and rapport.json */
#include "bronpost/base/text.h"
#include "csv_uit.h"
#include "reconcile_intern.h"
#include "uitmap.h"

#include <stdlib.h>

#define UITLEG_BYTES  (16 * BP_KIB)
#define RAPPORT_BYTES (256 * BP_MIB)

enum { VERSCHILLEN, HERSTEL, HTML, JSON, BESTANDEN };

static const struct {
    const char *name, *kop;
} bestanden[BESTANDEN] = {
    [VERSCHILLEN] = { "reconcile.csv",
                      "soort;brin;inschrijvingvolgnummer;leerlingnummer;regel_duo;toestand;veld;op;"
                      "duo;bronpost;uitleg\n" },
    [HERSTEL] = { "herstel.csv", "regel_duo;record;veld;herstel;aantal\n" },
    [HTML] = { "rapport.html", "" },
    [JSON] = { "rapport.json", "" },
};

struct uitschrift {
    /* The reports too: they are opened, committed and taken away in the same way. */
    struct csv_uit files[BESTANDEN];
    struct verslag *verslag;
};

enum bp_status uit_check(const char *folder, const char *overzicht, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_check(folder, bestanden[i].name, overzicht, err);
    return st == BP_OK ? uitmap_check(folder, UITMAP_RECONCILE, err) : st;
}

enum bp_status uit_open(const char *folder, struct uitschrift **out, struct bp_error *err)
{
    struct uitschrift *uit = calloc(1, sizeof *uit);
    enum bp_status st = BP_OK;
    *out = NULL;
    if (uit)
        uit->verslag = verslag_new();
    if (!uit || !uit->verslag)
        st = bp_error_memory(err, N_("the result"));
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_open(&uit->files[i], folder, bestanden[i].name, bestanden[i].kop, err);
    if (st != BP_OK) {
        uit_abandon(uit);
        return st;
    }
    *out = uit;
    return BP_OK;
}

enum bp_status uit_regel(struct uitschrift *uit, const struct uit_regel *r, struct bp_error *err)
{
    struct csv_uit *csv = &uit->files[VERSCHILLEN];
    struct bp_buf uitleg;
    char op[BP_DATUM_TEXT];
    bp_datum_format(r->op, op);
    bp_buf_init(&uitleg, UITLEG_BYTES);
    bp_text_fill(&uitleg, bp_text(r->uitleg), r->args, 3);
    csv_uit_cel(csv, bp_str_of(bp_vergelijking_soort_name(r->soort)));
    csv_uit_cel(csv, bp_str_of(r->brin));
    csv_uit_cel(csv, r->volgnummer);
    csv_uit_cel(csv, r->leerlingnummer);
    csv_uit_getal(csv, r->line);
    csv_uit_cel(csv, bp_str_of(r->toestand ? r->toestand : ""));
    csv_uit_cel(csv, bp_str_of(r->veld ? r->veld : ""));
    csv_uit_cel(csv, bp_str_of(op));
    csv_uit_cel(csv, r->duo);
    csv_uit_cel(csv, r->hier);
    csv_uit_cel(csv, bp_buf_str(&uitleg));
    bool kept = !uitleg.failed && verslag_regel(uit->verslag, r, bp_buf_str(&uitleg));
    enum bp_status st = kept ? csv_uit_regel(csv, err) : bp_error_memory(err, N_("the result"));
    bp_buf_free(&uitleg);
    return st;
}

enum bp_status uit_herstel(struct uitschrift *uit, uint32_t line, const char *record,
                           const char *veld, const char *wat, size_t aantal, struct bp_error *err)
{
    struct csv_uit *csv = &uit->files[HERSTEL];
    csv_uit_getal(csv, line);
    csv_uit_cel(csv, bp_str_of(record));
    csv_uit_cel(csv, bp_str_of(veld));
    csv_uit_cel(csv, bp_str_of(bp_text(wat)));
    csv_uit_getal(csv, aantal);
    return verslag_herstel(uit->verslag, line, record, veld, wat, aantal)
               ? csv_uit_regel(csv, err)
               : bp_error_memory(err, N_("the result"));
}

typedef enum bp_status maak_rapport(const struct bp_vergelijking *feiten, struct bp_buf *out,
                                    struct bp_error *err);

enum bp_status uit_rapport(struct uitschrift *uit, struct bp_vergelijking *feiten,
                           struct bp_error *err)
{
    static const struct {
        size_t which;
        maak_rapport *maak;
    } rapporten[] = { { HTML, bp_vergelijking_html }, { JSON, bp_vergelijking_json } };
    verslag_vul(uit->verslag, feiten);
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < sizeof rapporten / sizeof *rapporten; i++) {
        struct bp_buf text;
        bp_buf_init(&text, RAPPORT_BYTES);
        st = rapporten[i].maak(feiten, &text, err);
        if (st == BP_OK)
            st = bp_file_write(uit->files[rapporten[i].which].file, bp_buf_str(&text), err);
        bp_buf_free(&text);
    }
    return st;
}

enum bp_status uit_commit(struct uitschrift *uit, struct bp_error *err)
{
    enum bp_status st = csv_uit_commit_all(uit->files, BESTANDEN, err);
    uit_abandon(uit);
    return st;
}

void uit_abandon(struct uitschrift *uit)
{
    for (size_t i = 0; uit && i < BESTANDEN; i++)
        csv_uit_abandon(&uit->files[i]);
    if (uit)
        verslag_free(uit->verslag);
    free(uit);
}

void uit_verwijder(const char *folder)
{
    for (size_t i = 0; i < BESTANDEN; i++)
        csv_uit_verwijder(folder, bestanden[i].name);
}
