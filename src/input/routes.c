#include "bronpost/input/routes.h"

#include "kop.h"
#include "waarde.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

#define ARENA_MAX (256 * BP_MIB)

struct bp_route_bestand {
    struct bp_arena *arena;
    struct bp_bron bron;
    struct bp_kop kop;
    struct bp_route *items; /* malloc: grows */
    struct bp_str (*texts)
        [BP_ROUTE_KOLOM_COUNT]; /* of each item, to tell two equal rows from different ones */
    size_t count, cap;
    struct bp_routes routes;
    uint32_t *unreadable;
    size_t unreadable_count, unreadable_cap;
};

/* --- values ------------------------------------------------------------------------------------------- */

enum soort {
    TEKST, /* any text of at most `most` characters */
    VORM,  /* a pattern */
    LIJST, /* a value list */
    NIVEAU,
    JAREN,
    DATUM,
    UUID,
};

struct veld {
    enum soort soort;
    size_t at; /* in struct bp_route */
    const char *pattern;
    unsigned most; /* characters, or enum bp_lijst */
    const char *expects;
};

#define AT(member) offsetof(struct bp_route, member)
#define BRIN       N_("2 digits and 2 capitals, such as 99XA")
#define AANBIEDER  N_("3 digits, an A and 3 digits, such as 199A001")
#define LOCATIE    N_("3 digits, an X and 3 digits, such as 199X001")

static const struct veld velden[BP_ROUTE_KOLOM_COUNT] = {
    [BP_ROUTE_KOLOM_LEERROUTE] = { TEKST, AT(leerroute), NULL, 40,
                                   N_("at most 40 characters on one line") },
    [BP_ROUTE_KOLOM_NAAM] = { TEKST, AT(naam), NULL, 200,
                              N_("at most 200 characters on one line") },
    [BP_ROUTE_KOLOM_SOORT] = { LIJST, 0, NULL, BP_LIJST_SOORT, N_("REGULIER, DLR or GLR") },
    [BP_ROUTE_KOLOM_LEERWEG] = { LIJST, AT(leerweg), NULL, BP_LIJST_LEERWEG,
                                 N_("BB, KB, GL or TL") },
    [BP_ROUTE_KOLOM_NIVEAU] = { NIVEAU, AT(niveau), NULL, 0, N_("a level from 1 to 4") },
    [BP_ROUTE_KOLOM_OPLEIDINGCODE_VO] = { VORM, AT(opleidingcode_vo), "####", 0, N_("4 digits") },
    [BP_ROUTE_KOLOM_OPLEIDINGCODE_MBO] = { VORM, AT(opleidingcode_mbo), "#####", 0,
                                           N_("5 digits") },
    [BP_ROUTE_KOLOM_LEERTRAJECT] = { LIJST, AT(leertraject), NULL, BP_LIJST_LEERTRAJECT,
                                     N_("a code such as BOL") },
    [BP_ROUTE_KOLOM_VO_BRIN] = { VORM, AT(vo_brin), "##@@", 0, BRIN },
    [BP_ROUTE_KOLOM_VO_VESTIGING] = { VORM, AT(vo_vestiging), "##@@##", 0,
                                      N_("the brin and 2 digits, such as 99XA00") },
    [BP_ROUTE_KOLOM_MBO_BRIN] = { VORM, AT(mbo_brin), "##@@", 0, BRIN },
    [BP_ROUTE_KOLOM_VO_ONDERWIJSAANBIEDER] = { VORM, AT(vo_onderwijsaanbieder), "###A###", 0,
                                               AANBIEDER },
    [BP_ROUTE_KOLOM_VO_ONDERWIJSLOCATIE] = { VORM, AT(vo_onderwijslocatie), "###X###", 0, LOCATIE },
    [BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER] = { VORM, AT(mbo_onderwijsaanbieder), "###A###", 0,
                                                AANBIEDER },
    [BP_ROUTE_KOLOM_MBO_ONDERWIJSLOCATIE] = { VORM, AT(mbo_onderwijslocatie), "###X###", 0,
                                              LOCATIE },
    [BP_ROUTE_KOLOM_BEGINDATUM] = { DATUM, AT(begindatum), NULL, 0, NULL },
    [BP_ROUTE_KOLOM_EINDDATUM] = { DATUM, AT(einddatum), NULL, 0, NULL },
    [BP_ROUTE_KOLOM_VO_JAREN] = { JAREN, AT(vo_jaren), NULL, 0, N_("a number from 1 to 9") },
    [BP_ROUTE_KOLOM_RIO_AANGEBODEN_OPLEIDING_VO] = { UUID, AT(rio_vo), NULL, 0, N_("a UUID") },
    [BP_ROUTE_KOLOM_RIO_AANGEBODEN_OPLEIDING_MBO] = { UUID, AT(rio_mbo), NULL, 0, N_("a UUID") },
    [BP_ROUTE_KOLOM_SAMENWERKINGSOVEREENKOMST] = { DATUM, AT(samenwerkingsovereenkomst), NULL, 0,
                                                   NULL },
};

static bool text_ok(const struct veld *veld, struct bp_str text)
{
    switch (veld->soort) {
    case TEKST:
        return bp_waarde_tekst_ok(text, veld->most);
    case VORM:
        return bp_waarde_vorm_ok(text, veld->pattern);
    case LIJST:
        return bp_waarde_naam_ok(text, "-");
    case UUID:
        return bp_waarde_uuid_ok(text);
    case NIVEAU:
    case JAREN:
    case DATUM:
        break;
    }
    return false;
}

static bool read_soort(struct bp_str text, enum bp_route_soort *out)
{
    *out = BP_ROUTE_REGULIER;
    if (bp_str_equal(text, BP_STR("DLR")))
        *out = BP_ROUTE_DLR;
    else if (bp_str_equal(text, BP_STR("GLR")))
        *out = BP_ROUTE_GLR;
    else
        return bp_str_equal(text, BP_STR("REGULIER"));
    return true;
}

static void fout(struct bp_route *route, enum bp_code code, enum bp_route_kolom kolom,
                 const char *text, struct bp_str first, struct bp_str second)
{
    bp_route_fout_add(route, (struct bp_route_fout){ code, kolom, text, { first, second } });
}

static const struct bp_str NOTHING = { NULL, 0 };

/* True when the value has its form and is in `route`. */
static bool read_value(const struct veld *veld, struct bp_str text, struct bp_route *route,
                       enum bp_datum_oordeel *oordeel)
{
    void *value = (char *)route + veld->at;
    if (veld->soort == DATUM) {
        *oordeel = bp_waarde_datum(text, NULL, false, value);
        return *oordeel == BP_DATUM_GOED;
    }
    if (veld->soort == NIVEAU || veld->soort == JAREN) {
        unsigned n = 0;
        bool ok = bp_waarde_getal_ok(text, 1, 1, &n) && (veld->soort == JAREN || n <= 4);
        if (ok)
            *(unsigned *)value = n;
        return ok;
    }
    bool ok = text_ok(veld, text);
    if (ok && veld != &velden[BP_ROUTE_KOLOM_SOORT])
        *(struct bp_str *)value = text;
    return ok;
}

static void read_cell(struct bp_route_bestand *b, struct bp_route *route, enum bp_route_kolom kolom,
                      struct bp_str text)
{
    const struct veld *veld = &velden[kolom];
    enum bp_datum_oordeel oordeel = BP_DATUM_GOED;
    if (!bp_str_filled(text)) {
        if (bp_route_kolom_required(kolom))
            fout(route, BP106, kolom, N_("this value is required: fill it in"), NOTHING, NOTHING);
        return;
    }
    if (read_value(veld, text, route, &oordeel))
        return;
    char class[BP_WAARDE_KLASSE];
    struct bp_str found = bp_arena_str(b->arena, bp_waarde_klasse(text, class));
    if (veld->soort == DATUM)
        fout(route, BP105, kolom, bp_datum_uitleg(oordeel, NULL), found, NOTHING);
    else
        fout(route, BP104, kolom, N_("expected {1}, found {2}"), bp_str_of(bp_text(veld->expects)),
             found);
}

/* Values of lists: known at all, and leertraject on the route's first day. */
static void check_lists(struct bp_route *route, const struct bp_waardenlijsten *lijsten,
                        const struct bp_str *texts)
{
    static const enum bp_route_kolom columns[] = { BP_ROUTE_KOLOM_SOORT, BP_ROUTE_KOLOM_LEERWEG,
                                                   BP_ROUTE_KOLOM_LEERTRAJECT };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        enum bp_route_kolom kolom = columns[i];
        struct bp_str text = texts[kolom];
        if (!bp_waarde_naam_ok(text, "-"))
            continue; /* empty, or BP104 */
        enum bp_geldigheid g = bp_waarde_geldig_op(
            lijsten, (enum bp_lijst)velden[kolom].most, text,
            kolom == BP_ROUTE_KOLOM_LEERTRAJECT ? route->begindatum : BP_DATUM_NONE);
        if (kolom == BP_ROUTE_KOLOM_SOORT && !read_soort(text, &route->soort))
            g = BP_WAARDE_ONBEKEND;
        if (g == BP_WAARDE_ONBEKEND)
            fout(route, BP110, kolom, N_("this value is not in the value list; expected {1}"),
                 bp_str_of(bp_text(velden[kolom].expects)), NOTHING);
        else if (g == BP_WAARDE_NIET_OP_DATUM)
            fout(route, BP110, kolom, N_("this value is not valid on the route's begindatum"),
                 NOTHING, NOTHING);
    }
}

static void fill_route(struct bp_route_bestand *b, const struct bp_waardenlijsten *lijsten,
                       const struct bp_csv_record *record, struct bp_route *route,
                       const struct bp_str *texts)
{
    *route = (struct bp_route){ .line = record->line,
                                .leerroute = texts[BP_ROUTE_KOLOM_LEERROUTE],
                                .leertraject = BP_STR("BOL"),
                                .vo_jaren = 2 };
    if (record->soort == BP_CSV_BROKEN) {
        fout(route, BP100, BP_ROUTE_KOLOM_LEERROUTE,
             record->reden == BP_CSV_TOO_MANY
                 ? N_("the row has more cells than the header: put a cell that holds the separator "
                      "in quotes")
                 : N_("the row cannot be read: a quote stands where none may stand, or lacks its "
                      "partner"),
             NOTHING, NOTHING);
        return;
    }
    for (unsigned k = 0; k < BP_ROUTE_KOLOM_COUNT; k++)
        read_cell(b, route, (enum bp_route_kolom)k, texts[k]);
    check_lists(route, lijsten, texts);
    bp_route_check(route);
}

/* --- rows --------------------------------------------------------------------------------------------- */

/* The cells of known columns as trimmed UTF-8 in the arena; a lost zero of the vo code is put back. */
static bool read_texts(struct bp_route_bestand *b, const struct bp_csv_record *record,
                       struct bp_str *texts)
{
    for (size_t k = 0; k < BP_ROUTE_KOLOM_COUNT; k++) {
        size_t at = b->kop.waar[k];
        texts[k] = NOTHING;
        if (at == BP_KOP_NOBODY || at >= record->cell_count)
            continue;
        struct bp_buf text;
        bp_buf_init(&text, 4 * BP_CSV_RECORD_BYTES);
        bp_tekenset_decode(&b->bron.tekenset, record->cells[at], &text);
        struct bp_str trimmed = bp_str_trim(bp_buf_str(&text));
        bool zeros =
            k == BP_ROUTE_KOLOM_OPLEIDINGCODE_VO && trimmed.len < 4 && bp_str_all_digits(trimmed);
        texts[k] = zeros ? bp_arena_printf(b->arena, "%.*s%.*s", (int)(4 - trimmed.len), "000",
                                           (int)trimmed.len, trimmed.ptr)
                         : bp_arena_str(b->arena, trimmed);
        bool ok = !text.failed && texts[k].ptr;
        bp_buf_free(&text);
        if (!ok)
            return false;
    }
    return true;
}

static bool grow(void **items, size_t count, size_t cap, size_t *new_cap, size_t size)
{
    *new_cap = cap;
    if (count < cap)
        return true;
    size_t more = cap ? 2 * cap : 64;
    void *grown = realloc(*items, more * size);
    if (!grown)
        return false;
    *items = grown;
    *new_cap = more;
    return true;
}

static bool room_for_route(struct bp_route_bestand *b)
{
    size_t cap = b->cap;
    void *items = b->items, *texts = b->texts;
    bool ok = grow(&items, b->count, b->cap, &cap, sizeof *b->items);
    b->items = items;
    ok = ok && grow(&texts, b->count, b->cap, &cap, sizeof *b->texts);
    b->texts = texts;
    if (ok)
        b->cap = cap;
    return ok;
}

static enum bp_status add_row(struct bp_route_bestand *b, const struct bp_waardenlijsten *lijsten,
                              const struct bp_csv_record *record, struct bp_error *err)
{
    void *lines = b->unreadable;
    bool ok = room_for_route(b) && grow(&lines, b->unreadable_count, b->unreadable_cap,
                                        &b->unreadable_cap, sizeof *b->unreadable);
    b->unreadable = lines;
    if (!ok || !read_texts(b, record, b->texts[b->count]))
        return bp_error_memory(err, N_("the routes"));
    if (!bp_waarde_tekst_ok(b->texts[b->count][BP_ROUTE_KOLOM_LEERROUTE], 40)) {
        b->unreadable[b->unreadable_count++] = record->line;
        return BP_OK;
    }
    fill_route(b, lijsten, record, &b->items[b->count], b->texts[b->count]);
    b->count++;
    return BP_OK;
}

static enum bp_status read_rows(struct bp_route_bestand *b, const struct bp_waardenlijsten *lijsten,
                                struct bp_csv *csv, struct bp_error *err)
{
    struct bp_csv_record record;
    for (;;) {
        enum bp_status st = bp_csv_next(csv, &record, err);
        if (st == BP_OK)
            st = bp_kop_cut_off(&b->kop, &b->bron, &record, err);
        if (st != BP_OK || record.soort == BP_CSV_END)
            return st;
        if (record.soort != BP_CSV_BLANK)
            st = add_row(b, lijsten, &record, err);
        if (st != BP_OK)
            return st;
    }
}

/* --- one key, one route --------------------------------------------------------------------------------- */

struct plek {
    const struct bp_route *route;
    size_t at;
};

static int by_key(const void *a, const void *b)
{
    const struct plek *x = a, *y = b;
    int order = bp_str_compare(x->route->leerroute, y->route->leerroute);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static bool same_content(const struct bp_route_bestand *b, size_t x, size_t y)
{
    for (size_t k = 0; k < BP_ROUTE_KOLOM_COUNT; k++)
        if (!bp_str_equal(b->texts[x][k], b->texts[y][k]))
            return false;
    return true;
}

static enum bp_status key_twice(const struct bp_route_bestand *b, const struct bp_route *first,
                                const struct bp_route *second, struct bp_error *err)
{
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the leerroute %.*s stands here and on line %lu with different content: "
                          "keep the right one"),
                       (int)second->leerroute.len, second->leerroute.ptr,
                       (unsigned long)first->line);
    bp_error_at(err, b->bron.path, second->line, 0);
    return BP_E_INPUT;
}

static enum bp_status sort_routes(struct bp_route_bestand *b, struct bp_error *err)
{
    struct plek *order = calloc(b->count ? b->count : 1, sizeof *order);
    struct bp_route *sorted = bp_arena_array(b->arena, b->count, sizeof *sorted);
    enum bp_status st = order && sorted ? BP_OK : bp_error_memory(err, N_("the routes"));
    size_t kept = 0;
    for (size_t i = 0; st == BP_OK && i < b->count; i++)
        order[i] = (struct plek){ &b->items[i], i };
    if (st == BP_OK && b->count)
        qsort(order, b->count, sizeof *order, by_key);
    for (size_t i = 0; st == BP_OK && i < b->count; i++) {
        if (i == 0 || !bp_str_equal(order[i].route->leerroute, order[i - 1].route->leerroute))
            sorted[kept++] = *order[i].route;
        else if (!same_content(b, order[i].at, order[i - 1].at) ||
                 order[i].route->fout_count != order[i - 1].route->fout_count)
            st = key_twice(b, order[i - 1].route, order[i].route, err);
    }
    free(order);
    b->routes = (struct bp_routes){ sorted, kept };
    return st;
}

/* --- opening ---------------------------------------------------------------------------------------------- */

static enum bp_status required(const struct bp_route_bestand *b, struct bp_error *err)
{
    for (unsigned k = 0; k < BP_ROUTE_KOLOM_COUNT; k++)
        if (bp_route_kolom_required((enum bp_route_kolom)k) && b->kop.waar[k] == BP_KOP_NOBODY)
            return bp_kop_required(&b->bron, bp_route_kolom_name((enum bp_route_kolom)k), err);
    return BP_OK;
}

static enum bp_status read_file(struct bp_route_bestand *b, const char *path,
                                const struct bp_waardenlijsten *lijsten, struct bp_csv **csv,
                                struct bp_error *err)
{
    struct bp_kop_wens wens = { .count = BP_ROUTE_KOLOM_COUNT };
    for (unsigned k = 0; k < BP_ROUTE_KOLOM_COUNT; k++)
        wens.names[k] = bp_str_of(bp_route_kolom_name((enum bp_route_kolom)k));
    enum bp_status st = bp_bron_open(&b->bron, path, NULL, err);
    if (st != BP_OK)
        return st;
    *csv = bp_csv_new(&b->bron, err);
    if (!*csv)
        return BP_E_MEMORY;
    st = bp_kop_read(&b->kop, &wens, &b->bron, *csv, err);
    if (st == BP_OK)
        st = required(b, err);
    if (st == BP_OK)
        st = read_rows(b, lijsten, *csv, err);
    if (st == BP_OK)
        st = bp_bron_unchanged(&b->bron, err);
    return st == BP_OK ? sort_routes(b, err) : st;
}

/* What only reading needed; the file itself need not stay open. */
static void free_reading(struct bp_route_bestand *b)
{
    free(b->items);
    free(b->texts);
    b->items = NULL;
    b->texts = NULL;
    bp_bron_close(&b->bron);
}

enum bp_status bp_routes_open(const char *path, const struct bp_waardenlijsten *lijsten,
                              struct bp_route_bestand **out, struct bp_error *err)
{
    struct bp_csv *csv = NULL;
    *out = NULL;
    struct bp_route_bestand *b = calloc(1, sizeof *b);
    if (!b)
        return bp_error_memory(err, N_("the routes"));
    b->bron.fd = -1;
    b->arena = bp_arena_new(ARENA_MAX);
    enum bp_status st =
        b->arena ? read_file(b, path, lijsten, &csv, err) : bp_error_memory(err, N_("the routes"));
    bp_csv_free(csv);
    free_reading(b);
    if (st != BP_OK) {
        bp_routes_close(b);
        return st;
    }
    *out = b;
    return BP_OK;
}

void bp_routes_close(struct bp_route_bestand *bestand)
{
    if (!bestand)
        return;
    bp_kop_clear(&bestand->kop);
    bp_arena_free(bestand->arena);
    free(bestand->unreadable);
    free(bestand);
}

const struct bp_routes *bp_routes_of(const struct bp_route_bestand *bestand)
{
    return &bestand->routes;
}

const uint32_t *bp_routes_unreadable(const struct bp_route_bestand *bestand, size_t *count)
{
    *count = bestand->unreadable_count;
    return bestand->unreadable;
}

const struct bp_str *bp_routes_unknown_columns(const struct bp_route_bestand *bestand,
                                               size_t *count)
{
    *count = bestand->kop.unknown_count;
    return bestand->kop.unknown;
}
