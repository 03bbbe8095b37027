/* audit_uit.c - audit.csv, tbgi.csv, rapport.json and rapport.html */
#include "audit_intern.h"
#include "bronpost/base/text.h"
#include "csv_uit.h"
#include "uitmap.h"

#include <stdlib.h>

#define KOP_BYTES     BP_KIB
#define RAPPORT_BYTES (64 * BP_MIB)

enum { REGELS, TBGI, HTML, JSON, BESTANDEN };

static const char *const namen[BESTANDEN] = {
    [REGELS] = "audit.csv",
    [TBGI] = "tbgi.csv",
    [HTML] = "rapport.html",
    [JSON] = "rapport.json",
};

struct audit_uit {
    /* The reports too: they are opened and committed in the same way. */
    struct csv_uit files[BESTANDEN];
    const char *folder;
    bool zonder_tbgi;
};

enum bp_status audit_uit_check(const char *folder, const char *tbgi, struct bp_error *err)
{
    enum bp_status st = uitmap_check(folder, UITMAP_AUDIT, err);
    for (size_t i = 0; st == BP_OK && tbgi && i < BESTANDEN; i++)
        st = csv_uit_check(folder, namen[i], tbgi, err);
    return st;
}

/* --- first lines -------------------------------------------------------------------------------------------------- */

static const char *audit_kolom(unsigned k)
{
    return k < BP_AUDIT_KOLOMMEN ? bp_audit_kolom_name((enum bp_audit_kolom)k) : NULL;
}

static const char *tbgi_kolom(unsigned k)
{
    return k < BP_TBGI_KOLOMMEN ? bp_tbgi_kolom_name((enum bp_tbgi_kolom)k) : NULL;
}

/* The column of that number; NULL: there are no more. */
typedef const char *kolom_fn(unsigned k);

static kolom_fn *const koppen[BESTANDEN] = { [REGELS] = audit_kolom, [TBGI] = tbgi_kolom };

static enum bp_status open_one(struct audit_uit *uit, const char *folder, size_t which,
                               struct bp_error *err)
{
    struct bp_buf kop;
    const char *name;
    bp_buf_init(&kop, KOP_BYTES);
    for (unsigned k = 0; koppen[which] && (name = koppen[which](k)); k++)
        bp_buf_printf(&kop, "%s%s", k ? ";" : "", name);
    if (koppen[which])
        bp_buf_add_char(&kop, '\n');
    bp_buf_add_char(&kop, '\0');
    enum bp_status st = kop.failed
                            ? bp_error_memory(err, N_("the result"))
                            : csv_uit_open(&uit->files[which], folder, namen[which], kop.ptr, err);
    bp_buf_free(&kop);
    return st;
}

static bool weg(const struct audit_uit *uit, size_t which)
{
    return which == TBGI && uit->zonder_tbgi;
}

enum bp_status audit_uit_open(const char *folder, bool tbgi, struct audit_uit **out,
                              struct bp_error *err)
{
    struct audit_uit *uit = calloc(1, sizeof *uit);
    *out = NULL;
    if (!uit)
        return bp_error_memory(err, N_("the result"));
    enum bp_status st = BP_OK;
    uit->folder = folder;
    uit->zonder_tbgi = !tbgi;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        if (!weg(uit, i))
            st = open_one(uit, folder, i, err);
    if (st == BP_OK)
        *out = uit;
    else
        audit_uit_abandon(uit);
    return st;
}

enum bp_status audit_uit_regel(struct audit_uit *uit, const struct bp_audit_regel *regel,
                               struct bp_error *err)
{
    char scratch[BP_AUDIT_WAARDE];
    for (unsigned k = 0; k < BP_AUDIT_KOLOMMEN; k++)
        csv_uit_cel(&uit->files[REGELS], bp_audit_waarde(regel, (enum bp_audit_kolom)k, scratch));
    return csv_uit_regel(&uit->files[REGELS], err);
}

enum bp_status audit_uit_tbgi(struct audit_uit *uit, const struct bp_tbgi_regel *regel,
                              struct bp_error *err)
{
    char scratch[BP_TBGI_WAARDE];
    for (unsigned k = 0; k < BP_TBGI_KOLOMMEN; k++)
        csv_uit_cel(&uit->files[TBGI], bp_tbgi_waarde(regel, (enum bp_tbgi_kolom)k, scratch));
    return csv_uit_regel(&uit->files[TBGI], err);
}

typedef enum bp_status maak_rapport(const struct bp_audit_rapport *rapport, struct bp_buf *out,
                                    struct bp_error *err);

static enum bp_status put(struct audit_uit *uit, size_t which, maak_rapport *maak,
                          const struct bp_audit_rapport *rapport, struct bp_error *err)
{
    struct bp_buf text;
    bp_buf_init(&text, RAPPORT_BYTES);
    enum bp_status st = maak(rapport, &text, err);
    if (st == BP_OK)
        st = bp_file_write(uit->files[which].file, bp_buf_str(&text), err);
    bp_buf_free(&text);
    return st;
}

enum bp_status audit_uit_commit(struct audit_uit *uit, const struct bp_audit_rapport *rapport,
                                struct bp_error *err)
{
    enum bp_status st = put(uit, HTML, bp_audit_html, rapport, err);
    if (st == BP_OK)
        st = put(uit, JSON, bp_audit_json, rapport, err);
    if (st == BP_OK)
        st = csv_uit_commit_all(uit->files, BESTANDEN, err);
    if (st == BP_OK && uit->zonder_tbgi)
        csv_uit_verwijder(uit->folder, namen[TBGI]);
    audit_uit_abandon(uit);
    return st;
}

void audit_uit_abandon(struct audit_uit *uit)
{
    for (size_t i = 0; uit && i < BESTANDEN; i++)
        csv_uit_abandon(&uit->files[i]);
    free(uit);
}
