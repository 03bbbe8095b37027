/* regel.c - decisions as lines of text */
#include "bronpost/base/text.h"
#include "intern.h"

#define REGEL_MAX ((size_t)1 << 20)

static void cel(struct bp_buf *out, struct bp_str value)
{
    bp_csv_cell(out, value);
    bp_buf_add_char(out, ';');
}

static void cel_text(struct bp_buf *out, const char *text)
{
    bp_buf_add_text(out, text);
    bp_buf_add_char(out, ';');
}

static void add_datum(struct bp_buf *out, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    bp_buf_add_text(out, text);
}

static void cel_datum(struct bp_buf *out, struct bp_datum d)
{
    add_datum(out, d);
    bp_buf_add_char(out, ';');
}

static void cel_rijen(struct bp_buf *out, const struct bp_inschrijving *inschrijving)
{
    for (size_t i = 0; i < inschrijving->rij_count; i++) {
        if (i)
            bp_buf_add_char(out, '+');
        bp_buf_add_u64(out, inschrijving->rijen[i].line);
    }
    bp_buf_add_char(out, ';');
}

static void cel_perioden(struct bp_buf *out, const struct bp_registratie *reg)
{
    for (size_t i = 0; i < reg->periode_count; i++) {
        const struct bp_periode *p = &reg->perioden[i];
        if (i)
            bp_buf_add_char(out, ' ');
        add_datum(out, p->begin);
        bp_buf_add_char(out, '/');
        bp_buf_add_str(out, p->opleidingcode);
        bp_buf_add_char(out, '/');
        bp_buf_add_text(out, bp_fase_name(p->fase));
    }
    bp_buf_add_char(out, ';');
}

static struct bp_str naar_arena(struct bp_buf *buf, struct bp_arena *arena)
{
    struct bp_str text = { NULL, 0 };
    if (!buf->failed)
        text = bp_arena_str(arena, bp_buf_str(buf));
    bp_buf_free(buf);
    return text;
}

struct bp_str regel_registratie(const struct bp_inschrijving *inschrijving,
                                const struct bp_registratie *reg, struct bp_arena *arena)
{
    struct bp_buf out;
    bp_buf_init(&out, REGEL_MAX);
    cel_rijen(&out, inschrijving);
    cel(&out, reg->leerlingnummer);
    cel(&out, reg->brin);
    cel_text(&out, bp_sector_name(reg->sector));
    cel(&out, reg->inschrijvingvolgnummer);
    bp_buf_add_u64(&out, reg->regel);
    bp_buf_add_char(&out, ';');
    cel_text(&out, bp_route_soort_name(inschrijving->leerroute));
    cel_text(&out, bp_fase_name(inschrijving->fase));
    cel_datum(&out, reg->datum_inschrijving);
    cel_datum(&out, reg->datum_uitschrijving);
    cel_perioden(&out, reg);
    if (bp_str_filled(inschrijving->bekostigd_door_brin)) {
        bp_buf_add_str(&out, inschrijving->bekostigd_door_brin);
        bp_buf_add_char(&out, '/');
        bp_buf_add_text(&out, bp_sector_name(inschrijving->bekostigd_door_sector));
    }
    bp_buf_add_char(&out, ';');
    return naar_arena(&out, arena);
}

struct bp_str regel_buiten_bereik(const struct bp_inschrijving *inschrijving,
                                  struct bp_arena *arena)
{
    const struct bp_rij *s = &inschrijving->samen;
    struct bp_buf out;
    bp_buf_init(&out, REGEL_MAX);
    cel_rijen(&out, inschrijving);
    cel(&out, s->leerlingnummer);
    cel(&out, s->brin);
    cel_text(&out, ""); /* sector */
    cel(&out, s->inschrijvingvolgnummer);
    cel_text(&out, ""); /* regel */
    cel_text(&out, bp_route_soort_name(inschrijving->leerroute));
    cel_text(&out, bp_fase_name(inschrijving->fase));
    cel_datum(&out, s->datum_inschrijving);
    cel_datum(&out, s->datum_uitschrijving);
    bp_buf_add_text(&out, ";;buiten_bereik;"); /* perioden, bekostigd_door, status; bestand empty */
    return naar_arena(&out, arena);
}

/* --- findings ------------------------------------------------------------------------------------------- */

static struct bev_uit *bev_nieuw(struct stuk *stuk)
{
    if (stuk->bev_count == stuk->bev_cap) {
        size_t cap = stuk->bev_cap ? 2 * stuk->bev_cap : 16;
        struct bev_uit *items = bp_arena_array(stuk->arena, cap, sizeof *items);
        if (!items)
            return NULL;
        if (stuk->bev_count)
            memcpy(items, stuk->bevs, stuk->bev_count * sizeof *items);
        stuk->bevs = items;
        stuk->bev_cap = cap;
    }
    return &stuk->bevs[stuk->bev_count++];
}

/* What was found, then what to do about it. */
static void schrijf_uitleg(struct bp_buf *out, const struct bp_bevinding *b)
{
    bp_text_fill(out, bp_text(b->text), b->args, BP_BEVINDING_ARGS);
    if (b->route_fout) {
        bp_buf_add_text(out, ": ");
        bp_text_fill(out, bp_text(b->route_fout->text), b->route_fout->args, 2);
    }
    bp_buf_add_text(out, ". ");
    bp_buf_add_text(out, bp_text(bp_code_info(b->code)->todo));
}

static bool later_genoemd(const struct bp_bevinding *a, const struct bp_bevinding *b)
{
    return a->code != b->code ? a->code > b->code : a > b;
}

/* The others on the same row are named after the lowest. */
static void schrijf_overige(struct bp_buf *out, const struct bp_bevindingen *list,
                            const struct bp_bevinding *lowest)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct bp_bevinding *b = &list->items[i];
        if (b == lowest || b->line != lowest->line || !bp_bevinding_rejects(b))
            continue;
        bp_buf_add_text(out, any ? ", " : " ");
        if (!any)
            bp_buf_add_text(out, bp_text("Also: "));
        any = true;
        bp_buf_add_text(out, bp_code_info(b->code)->name);
        if (b->kolom != BP_KOLOM_GEEN) {
            bp_buf_add_char(out, ' ');
            bp_buf_add_text(out, bp_kolom_name(b->kolom));
        }
    }
    if (any)
        bp_buf_add_char(out, '.');
}

/* True when no line of this enrolment, from `from` on, has this code yet. */
static bool eerste(const struct stuk *stuk, size_t from, unsigned code)
{
    for (size_t i = from; i < stuk->bev_count; i++)
        if (stuk->bevs[i].code == code)
            return false;
    return true;
}

static enum bp_status voeg_toe(struct stuk *stuk, size_t from, const struct bp_bevinding *b,
                               const struct bp_bevindingen *others, struct bp_str leerlingnummer,
                               struct bp_error *err)
{
    struct bp_buf text;
    bp_buf_init(&text, REGEL_MAX);
    schrijf_uitleg(&text, b);
    if (others)
        schrijf_overige(&text, others, b);
    bool first = eerste(stuk, from, (unsigned)b->code);
    struct bev_uit *uit = bev_nieuw(stuk);
    if (uit)
        *uit = (struct bev_uit){ .line = b->line,
                                 .code = (unsigned)b->code,
                                 .kolom = b->kolom,
                                 .afkeuring = bp_bevinding_rejects(b),
                                 .eerste = first,
                                 .leerlingnummer = leerlingnummer };
    bool failed = text.failed;
    struct bp_str uitleg = naar_arena(&text, stuk->arena);
    if (!uit || failed || !uitleg.ptr)
        return bp_error_memory(err, N_("the findings"));
    uit->uitleg = uitleg;
    return BP_OK;
}

/* The rejecting finding with the lowest code on `line`, or on any line when it is 0. */
static const struct bp_bevinding *laagste(const struct bp_bevindingen *list, uint32_t line)
{
    const struct bp_bevinding *lowest = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct bp_bevinding *b = &list->items[i];
        if (!bp_bevinding_rejects(b) || (line && b->line != line))
            continue;
        if (!lowest || later_genoemd(lowest, b))
            lowest = b;
    }
    return lowest;
}

enum bp_status regel_bevindingen(const struct bp_inschrijving *inschrijving, struct stuk *stuk,
                                 struct bp_error *err)
{
    const struct bp_bevindingen *list = &inschrijving->bevindingen;
    struct bp_str leerlingnummer = bp_arena_str(stuk->arena, inschrijving->samen.leerlingnummer);
    enum bp_status st = BP_OK;
    size_t from = stuk->bev_count;
    if (!inschrijving->afgekeurd) {
        for (size_t i = 0; st == BP_OK && i < list->count; i++)
            st = voeg_toe(stuk, from, &list->items[i], NULL, leerlingnummer, err);
        return st;
    }
    const struct bp_bevinding *oorzaak = laagste(list, 0);
    for (size_t i = 0; st == BP_OK && i < inschrijving->rij_count; i++) {
        uint32_t line = inschrijving->rijen[i].line;
        const struct bp_bevinding *own = laagste(list, line);
        if (own) {
            st = voeg_toe(stuk, from, own, list, leerlingnummer, err);
            continue;
        }
        struct bev_uit *uit = bev_nieuw(stuk);
        if (!uit)
            return bp_error_memory(err, N_("the findings"));
        *uit = (struct bev_uit){ .line = line,
                                 .met_line = oorzaak->line,
                                 .kolom = BP_KOLOM_GEEN,
                                 .afkeuring = true,
                                 .leerlingnummer = leerlingnummer };
    }
    return st;
}

enum bp_status regel_signaal(struct stuk *stuk, uint32_t line, enum bp_code code,
                             enum bp_kolom kolom, struct bp_str leerlingnummer,
                             struct bp_error *err)
{
    struct bp_bevinding b = {
        .line = line, .code = code, .kolom = kolom, .text = bp_code_info(code)->title
    };
    return voeg_toe(stuk, stuk->bev_count, &b, NULL, leerlingnummer, err);
}
