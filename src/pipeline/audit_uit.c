/* audit_uit.c - audit.csv, rapport.json and rapport.html */
#include "audit_intern.h"
#include "bronpost/base/text.h"
#include "csv_uit.h"
#include "uitmap.h"

#include <stdlib.h>

#define KOP_BYTES     BP_KIB
#define RAPPORT_BYTES (64 * BP_MIB)

enum { REGELS, HTML, JSON, BESTANDEN };

static const char *const namen[BESTANDEN] = {
    [REGELS] = "audit.csv",
    [HTML] = "rapport.html",
    [JSON] = "rapport.json",
};

struct audit_uit {
    /* The reports too: they are opened and committed in the same way. */
    struct csv_uit files[BESTANDEN];
};

enum bp_status audit_uit_check(const char *folder, struct bp_error *err)
{
    return uitmap_check(folder, UITMAP_AUDIT, err);
}

static enum bp_status open_all(struct audit_uit *uit, const char *folder, struct bp_error *err)
{
    struct bp_buf kop;
    bp_buf_init(&kop, KOP_BYTES);
    for (unsigned k = 0; k < BP_AUDIT_KOLOMMEN; k++)
        bp_buf_printf(&kop, "%s%s", k ? ";" : "", bp_audit_kolom_name((enum bp_audit_kolom)k));
    bp_buf_add_char(&kop, '\n');
    bp_buf_add_char(&kop, '\0');
    enum bp_status st = kop.failed ? bp_error_memory(err, N_("the result")) : BP_OK;
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_open(&uit->files[i], folder, namen[i], i == REGELS ? kop.ptr : "", err);
    bp_buf_free(&kop);
    return st;
}

enum bp_status audit_uit_open(const char *folder, struct audit_uit **out, struct bp_error *err)
{
    struct audit_uit *uit = calloc(1, sizeof *uit);
    *out = NULL;
    if (!uit)
        return bp_error_memory(err, N_("the result"));
    enum bp_status st = open_all(uit, folder, err);
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
    for (size_t i = 0; st == BP_OK && i < BESTANDEN; i++)
        st = csv_uit_commit(&uit->files[i], err);
    audit_uit_abandon(uit);
    return st;
}

void audit_uit_abandon(struct audit_uit *uit)
{
    for (size_t i = 0; uit && i < BESTANDEN; i++)
        csv_uit_abandon(&uit->files[i]);
    free(uit);
}
