/* reconcile_uit.c - reconcile.csv and herstel.csv */
#include "bronpost/base/text.h"
#include "csv_uit.h"
#include "reconcile_intern.h"

#include <stdlib.h>

#define UITLEG_BYTES (16 * BP_KIB)

enum { VERSCHILLEN, HERSTEL, BESTANDEN };

static const char *const names[BESTANDEN] = { "reconcile.csv", "herstel.csv" };
static const char *const koppen[BESTANDEN] = {
    "soort;brin;inschrijvingvolgnummer;leerlingnummer;regel_duo;toestand;veld;op;duo;bronpost;"
    "uitleg\n",
    "regel_duo;record;veld;herstel;aantal\n",
};

struct uitschrift {
    struct csv_uit files[BESTANDEN];
};

enum bp_status uit_check(const char *folder, const char *overzicht, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_check(folder, names[i], overzicht, err);
    return st;
}

enum bp_status uit_open(const char *folder, struct uitschrift **out, struct bp_error *err)
{
    struct uitschrift *uit = calloc(1, sizeof *uit);
    enum bp_status st = uit ? BP_OK : bp_error_memory(err, N_("the result"));
    *out = NULL;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_open(&uit->files[i], folder, names[i], koppen[i], err);
    if (st != BP_OK) {
        uit_abandon(uit);
        return st;
    }
    *out = uit;
    return BP_OK;
}

enum bp_status uit_regel(struct uitschrift *uit, const struct uit_regel *r, struct bp_error *err)
{
    static const char *const soorten[] = { "ontbreekt_bij_duo", "onbekend_hier", "verschil",
                                           "sector_verschil", "niet_vergelijkbaar" };
    struct csv_uit *csv = &uit->files[VERSCHILLEN];
    struct bp_buf uitleg;
    char op[BP_DATUM_TEXT];
    bp_datum_format(r->op, op);
    bp_buf_init(&uitleg, UITLEG_BYTES);
    bp_text_fill(&uitleg, bp_text(r->uitleg), r->args, 3);
    csv_uit_cel(csv, bp_str_of(soorten[r->soort]));
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
    enum bp_status st =
        uitleg.failed ? bp_error_memory(err, N_("the result")) : csv_uit_regel(csv, err);
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
    return csv_uit_regel(csv, err);
}

enum bp_status uit_commit(struct uitschrift *uit, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_commit(&uit->files[i], err);
    uit_abandon(uit);
    return st;
}

void uit_abandon(struct uitschrift *uit)
{
    for (size_t i = 0; uit && i < BESTANDEN; i++)
        csv_uit_abandon(&uit->files[i]);
    free(uit);
}

void uit_verwijder(const char *folder)
{
    for (size_t i = 0; i < BESTANDEN; i++)
        csv_uit_verwijder(folder, names[i]);
}
