#include "leerlingen_intern.h"

#include "velden.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

#define ARENA_MAX   (16 * BP_MIB)
#define RECORD_ROOM (64 * BP_MIB) /* a ceiling: texts of one record while the index is built */

/* --- the header -------------------------------------------------------------------------------------- */

static void wish(const struct bp_leerlingen_opties *opties, struct bp_kop_wens *wens)
{
    *wens = (struct bp_kop_wens){ .count = BP_KOLOM_COUNT, .own = true };
    for (size_t k = 0; k < BP_KOLOM_COUNT; k++) {
        wens->names[k] = bp_str_of(bp_kolom_name((enum bp_kolom)k));
        if (opties->profiel)
            wens->renamed[k] = opties->profiel->renamed[k];
    }
    if (opties->profiel) {
        wens->separator = opties->profiel->separator;
        wens->profiel = opties->profiel->name;
    }
}

/* A column of the file, or a constant of the profile. */
static bool has(const struct bp_leerlingen *l, enum bp_kolom kolom)
{
    return l->kop.waar[kolom] != BP_KOP_NOBODY ||
           (l->lezing.profiel && bp_str_filled(l->lezing.profiel->constants[kolom]));
}

static enum bp_status required(const struct bp_leerlingen *l, struct bp_error *err)
{
    static const enum bp_kolom always[] = { BP_KOLOM_INSCHRIJVINGVOLGNUMMER,
                                            BP_KOLOM_DATUM_INSCHRIJVING };
    if (!has(l, BP_KOLOM_BSN) && !has(l, BP_KOLOM_ONDERWIJSNUMMER))
        return bp_kop_required(&l->bron, bp_text("bsn or onderwijsnummer"), err);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (!has(l, always[i]))
            return bp_kop_required(&l->bron, bp_kolom_name(always[i]), err);
    if (!has(l, BP_KOLOM_BRIN) && !bp_str_filled(l->lezing.brin))
        return bp_kop_required(&l->bron, bp_text("brin (or give it with --brin)"), err);
    return BP_OK;
}

/* --- brins that have both sectors ---------------------------------------------------------------------- */

static bool listed(const struct bp_str *list, size_t count, struct bp_str brin)
{
    for (size_t i = 0; i < count; i++)
        if (bp_str_equal(list[i], brin))
            return true;
    return false;
}

static enum bp_status find_both(struct bp_leerlingen *l, const struct bp_mandaat *mandaat,
                                const struct bp_routes *routes, struct bp_error *err)
{
    static const struct bp_mandaat no_mandaat;
    static const struct bp_routes no_routes;
    const struct bp_mandaat *m = mandaat ? mandaat : &no_mandaat;
    const struct bp_routes *r = routes ? routes : &no_routes;
    struct bp_str *list = bp_arena_array(l->arena, m->count + r->count, sizeof *list);
    if (!list)
        return bp_error_memory(err, N_("the brins"));
    for (size_t i = 0; i < m->count + r->count; i++) {
        struct bp_str brin = i < m->count ? m->items[i].brin : r->items[i - m->count].vo_brin;
        const unsigned both = (unsigned)BP_SECTOR_VO | (unsigned)BP_SECTOR_MBO;
        if (bp_str_filled(brin) && !listed(list, l->lezing.beide_count, brin) &&
            bp_mandaat_sectoren(m, r, brin) == both)
            list[l->lezing.beide_count++] = brin;
    }
    l->lezing.beide = list;
    return BP_OK;
}

/* --- the index ---------------------------------------------------------------------------------------- */

static enum bp_status add_gebroken(struct bp_leerlingen *l, const struct bp_sleutel *sleutel,
                                   uint64_t wie, uint64_t brin, uint32_t line, struct bp_error *err)
{
    if (wie == 0 || sleutel->volgnummer == 0)
        return BP_OK;
    struct bp_index_gebroken g = { wie, sleutel->volgnummer, brin, line };
    return bp_index_add_gebroken(&l->index, g, err);
}

/* Both numbers filled in: each may be the person's. */
static enum bp_status add_both_numbers(struct bp_leerlingen *l, const struct bp_cellen *cellen,
                                       const struct bp_sleutel *sleutel, uint32_t line,
                                       struct bp_error *err)
{
    static const struct bp_str none = { NULL, 0 };
    struct bp_str bsn = cellen->text[BP_KOLOM_BSN];
    struct bp_str number = cellen->text[BP_KOLOM_ONDERWIJSNUMMER];
    struct bp_persoonsnummer one;
    if (!bp_str_filled(bsn) || !bp_str_filled(number))
        return BP_OK;
    (void)bp_persoon_read(bsn, none, &one);
    enum bp_status st = add_gebroken(l, sleutel, bp_sleutel_persoon(one), sleutel->brin, line, err);
    (void)bp_persoon_read(none, number, &one);
    if (st == BP_OK)
        st = add_gebroken(l, sleutel, bp_sleutel_persoon(one), sleutel->brin, line, err);
    return st;
}

/* A row that cannot be used takes its enrolment with it, lest half of that be registered (BP107): one that could
 * not be read, has no person, no brin, or no sector where its brin has both. */
static enum bp_status note_gebroken(struct bp_leerlingen *l, const struct bp_csv_record *record,
                                    const struct bp_cellen *cellen,
                                    const struct bp_sleutel *sleutel, struct bp_error *err)
{
    bool broken = record->soort == BP_CSV_BROKEN;
    bool known = sleutel->persoon.soort != BP_PERSOON_GEEN;
    uint32_t line = record->line;
    enum bp_status st = BP_OK;
    if (known && (broken || sleutel->brin == 0 || sleutel->herkomst_duister))
        st = add_gebroken(l, sleutel, bp_sleutel_persoon(sleutel->persoon), sleutel->brin, line,
                          err);
    if (st == BP_OK && (broken || !known))
        st = add_gebroken(l, sleutel, sleutel->leerlingnummer, sleutel->brin, line, err);
    if (st == BP_OK && !known)
        st = add_both_numbers(l, cellen, sleutel, line, err);
    return st;
}

static enum bp_status index_row(struct bp_leerlingen *l, const struct bp_csv_record *record,
                                struct bp_arena *arena, struct bp_error *err)
{
    struct bp_cellen cellen;
    struct bp_sleutel sleutel;
    if (!bp_cellen_read(&l->lezing, record, BP_CELLEN_SLEUTEL, arena, &cellen))
        return bp_error_memory(err, N_("a row"));
    bp_sleutel_make(&l->lezing, &cellen, &sleutel);
    enum bp_status st = note_gebroken(l, record, &cellen, &sleutel, err);
    if (st != BP_OK)
        return st;
    bool alone = record->soort == BP_CSV_BROKEN;
    return bp_index_add(&l->index, record->offset, record->line, record->check,
                        alone ? 0 : bp_persoonsnummer_key(sleutel.persoon),
                        bp_sleutel_inschrijving(&sleutel), err);
}

static enum bp_status index_rows(struct bp_leerlingen *l, struct bp_csv *csv,
                                 struct bp_arena *arena, struct bp_error *err)
{
    struct bp_csv_record record;
    for (;;) {
        enum bp_status st = bp_csv_next(csv, &record, err);
        if (st == BP_OK)
            st = bp_kop_cut_off(&l->kop, &l->bron, &record, err);
        if (st != BP_OK || record.soort == BP_CSV_END)
            return st;
        if (record.soort == BP_CSV_BLANK) {
            l->feiten.blank_rows++;
            continue;
        }
        st = index_row(l, &record, arena, err);
        if (st != BP_OK)
            return st;
        bp_arena_reset(arena);
    }
}

static enum bp_status build_index(struct bp_leerlingen *l, struct bp_csv *csv, struct bp_error *err)
{
    bool *wanted = bp_arena_array(l->arena, l->kop.columns, sizeof *wanted);
    struct bp_arena *arena = bp_arena_new(RECORD_ROOM);
    enum bp_status st = wanted && arena ? BP_OK : bp_error_memory(err, N_("the index of the rows"));
    if (st == BP_OK) {
        for (size_t i = 0; i < l->kop.columns; i++)
            wanted[i] =
                l->kop.wie[i] != BP_KOP_NOBODY && (BP_CELLEN_SLEUTEL >> l->kop.wie[i] & 1) != 0;
        bp_csv_shape(csv, l->kop.separator, l->kop.columns, wanted);
        st = index_rows(l, csv, arena, err);
    }
    bp_arena_free(arena);
    if (st != BP_OK)
        return st;
    if (l->index.rij_count == 0) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("there is a header but not one row: make the export again"));
        bp_error_at(err, l->bron.path, 0, 0);
        return BP_E_INPUT;
    }
    bp_index_finish(&l->index);
    return bp_bron_unchanged(&l->bron, err);
}

/* --- opening and closing -------------------------------------------------------------------------------- */

static void fill_feiten(struct bp_leerlingen *l)
{
    l->feiten.rows = l->index.rij_count;
    l->feiten.blank_rows += l->kop.blank_rows;
    l->feiten.inschrijvingen = l->index.inschrijving_count;
    l->feiten.separator = l->kop.separator;
    l->feiten.charset = l->bron.tekenset.name;
    l->feiten.charset_assumed = l->bron.assumed;
    l->feiten.unknown_columns = l->kop.unknown;
    l->feiten.unknown_column_count = l->kop.unknown_count;
}

static enum bp_status open_export(struct bp_leerlingen *l,
                                  const struct bp_leerlingen_opties *opties, struct bp_csv **csv,
                                  struct bp_error *err)
{
    struct bp_kop_wens wens;
    const struct bp_profiel *profiel = opties->profiel;
    enum bp_status st =
        bp_bron_open(&l->bron, opties->path, profiel ? profiel->charset : NULL, err);
    if (st != BP_OK)
        return st;
    *csv = bp_csv_new(&l->bron, err);
    if (!*csv)
        return BP_E_MEMORY;
    wish(opties, &wens);
    st = bp_kop_read(&l->kop, &wens, &l->bron, *csv, err);
    if (st != BP_OK)
        return st;
    l->lezing = (struct bp_rijlezing){ .kop = &l->kop,
                                       .profiel = profiel,
                                       .tekenset = &l->bron.tekenset,
                                       .brin = bp_arena_str(l->arena, opties->brin),
                                       .routes = opties->routes };
    if (!l->lezing.brin.ptr)
        return bp_error_memory(err, N_("an export"));
    st = required(l, err);
    if (st == BP_OK)
        st = find_both(l, opties->mandaat, opties->routes, err);
    return st == BP_OK ? build_index(l, *csv, err) : st;
}

enum bp_status bp_leerlingen_open(const struct bp_leerlingen_opties *opties,
                                  struct bp_leerlingen **out, struct bp_error *err)
{
    struct bp_csv *csv = NULL;
    *out = NULL;
    struct bp_leerlingen *l = calloc(1, sizeof *l);
    if (!l)
        return bp_error_memory(err, N_("an export"));
    l->bron.fd = -1;
    bp_index_init(&l->index);
    l->path = strdup(opties->path);
    l->arena = bp_arena_new(ARENA_MAX);
    enum bp_status st = l->path && l->arena ? open_export(l, opties, &csv, err)
                                            : bp_error_memory(err, N_("an export"));
    bp_csv_free(csv);
    if (st != BP_OK) {
        bp_leerlingen_close(l);
        return st;
    }
    l->bron.path = l->path; /* until here messages named the caller's, which outlives a failure */
    fill_feiten(l);
    *out = l;
    return BP_OK;
}

void bp_leerlingen_close(struct bp_leerlingen *leerlingen)
{
    if (!leerlingen)
        return;
    bp_index_free(&leerlingen->index);
    bp_kop_clear(&leerlingen->kop);
    bp_bron_close(&leerlingen->bron);
    bp_arena_free(leerlingen->arena);
    free(leerlingen->path);
    free(leerlingen);
}

const struct bp_leerlingen_feiten *bp_leerlingen_feiten(const struct bp_leerlingen *leerlingen)
{
    return &leerlingen->feiten;
}

size_t bp_leerlingen_next_of_persoon(const struct bp_leerlingen *leerlingen, size_t inschrijving)
{
    uint32_t next = leerlingen->index.inschrijvingen[inschrijving].next_of;
    return next == BP_INDEX_NONE ? SIZE_MAX : next;
}

size_t bp_leerlingen_first_of_persoon(const struct bp_leerlingen *leerlingen, size_t inschrijving)
{
    return leerlingen->index.inschrijvingen[inschrijving].first_of;
}
