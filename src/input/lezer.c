#include "leerlingen_intern.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

struct bp_leerlingen_lezer *bp_leerlingen_lezer_new(const struct bp_leerlingen *leerlingen,
                                                    struct bp_error *err)
{
    struct bp_leerlingen_lezer *lezer = calloc(1, sizeof *lezer);
    if (!lezer) {
        (void)bp_error_memory(err, N_("reading an export"));
        return NULL;
    }
    lezer->leerlingen = leerlingen;
    lezer->csv = bp_csv_new(&leerlingen->bron, err);
    if (!lezer->csv) {
        free(lezer);
        return NULL;
    }
    const struct bp_kop *kop = &leerlingen->kop;
    bp_csv_shape(lezer->csv, kop->separator, kop->columns, kop->wanted);
    return lezer;
}

void bp_leerlingen_lezer_free(struct bp_leerlingen_lezer *lezer)
{
    if (!lezer)
        return;
    bp_csv_free(lezer->csv);
    free(lezer);
}

enum bp_status bp_lezer_record(struct bp_leerlingen_lezer *lezer, uint32_t rij,
                               struct bp_csv_record *record, struct bp_error *err)
{
    const struct bp_leerlingen *l = lezer->leerlingen;
    const struct bp_index_rij *place = &l->index.rijen[rij];
    bp_csv_seek(lezer->csv, bp_index_offset(place), place->line);
    enum bp_status st = bp_csv_next(lezer->csv, record, err);
    if (st != BP_OK)
        return st;
    /* It was a row when the file was opened; the bytes must be the same. */
    if (!bp_index_check_ok(place, record->check) || record->soort == BP_CSV_END ||
        record->soort == BP_CSV_BLANK)
        return bp_bron_changed(&l->bron, err);
    return BP_OK;
}

/* --- one enrolment --------------------------------------------------------------------------------------- */

static enum bp_status read_rij(struct bp_leerlingen_lezer *lezer, uint32_t at,
                               struct bp_arena *arena, struct bp_rij *rij,
                               struct bp_sleutel *sleutel, struct bp_bevindingen *bevindingen,
                               struct bp_error *err)
{
    const struct bp_rijlezing *lezing = &lezer->leerlingen->lezing;
    struct bp_csv_record record;
    struct bp_cellen cellen;
    enum bp_status st = bp_lezer_record(lezer, at, &record, err);
    if (st != BP_OK)
        return st;
    if (!bp_csv_keep(lezer->csv, &record, arena) ||
        !bp_cellen_read(lezing, &record, BP_CELLEN_ALLE, arena, &cellen))
        return bp_error_memory(err, N_("a row"));
    rij->line = record.line;
    if (record.soort == BP_CSV_BROKEN)
        bp_rij_broken(lezing, &cellen, &record, rij, bevindingen);
    else
        bp_rij_fill(lezing, &cellen, rij, bevindingen);
    if (lezer->leerlingen->index.gebroken_count)
        bp_sleutel_make(lezing, &cellen, sleutel);
    return BP_OK;
}

/* The first row elsewhere that could not be used and belongs to this enrolment by what is left of it. */
static uint32_t find_gebroken(const struct bp_index *index, const struct bp_rij *rijen,
                              const struct bp_sleutel *sleutels, size_t count, uint32_t *own_lines)
{
    uint32_t first = 0;
    for (size_t i = 0; i < count; i++)
        own_lines[i] = rijen[i].line;
    for (size_t i = 0; i < count; i++) {
        const struct bp_sleutel *s = &sleutels[i];
        const uint64_t wie[2] = { bp_sleutel_persoon(s->persoon), s->leerlingnummer };
        for (size_t w = 0; w < 2; w++) {
            uint32_t line = 0;
            if (wie[w] && s->volgnummer)
                line =
                    bp_index_find_gebroken(index, wie[w], s->volgnummer, s->brin, own_lines, count);
            if (line && (first == 0 || line < first))
                first = line;
        }
    }
    return first;
}

static enum bp_status go_with_gebroken(const struct bp_index *index, struct bp_gelezen *item,
                                       const struct bp_sleutel *sleutels, struct bp_arena *arena,
                                       struct bp_error *err)
{
    uint32_t *own_lines = bp_arena_array(arena, item->rij_count, sizeof *own_lines);
    if (!own_lines)
        return bp_error_memory(err, N_("an enrolment"));
    uint32_t line = find_gebroken(index, item->rijen, sleutels, item->rij_count, own_lines);
    for (size_t i = 0; line && i < item->rij_count; i++) {
        struct bp_bevinding *b =
            bp_bevinding_add(&item->bevindingen, item->rijen[i].line, BP107, BP_KOLOM_GEEN,
                             N_("line {1} belongs to the same enrolment and cannot be used: mend "
                                "that line and hand in this one again with it"));
        bp_bevinding_arg_number(&item->bevindingen, b, 1, line);
        if (b)
            b->gevolg = true;
    }
    return BP_OK;
}

static size_t count_rijen(const struct bp_index *index, size_t inschrijving)
{
    size_t n = 0;
    for (uint32_t at = index->inschrijvingen[inschrijving].first; at != BP_INDEX_NONE;
         at = index->rijen[at].next)
        n++;
    return n;
}

static enum bp_status read_inschrijving(struct bp_leerlingen_lezer *lezer, size_t inschrijving,
                                        struct bp_arena *arena, struct bp_gelezen *item,
                                        struct bp_error *err)
{
    const struct bp_index *index = &lezer->leerlingen->index;
    *item = (struct bp_gelezen){ .inschrijving = inschrijving };
    item->rij_count = count_rijen(index, inschrijving);
    bp_bevindingen_init(&item->bevindingen, arena);
    item->rijen = bp_arena_array(arena, item->rij_count, sizeof *item->rijen);
    struct bp_sleutel *sleutels =
        bp_arena_array(arena, index->gebroken_count ? item->rij_count : 0, sizeof *sleutels);
    if (!item->rijen || !sleutels)
        return bp_error_memory(err, N_("an enrolment"));
    enum bp_status st = BP_OK;
    uint32_t at = index->inschrijvingen[inschrijving].first;
    for (size_t i = 0; st == BP_OK && i < item->rij_count; i++, at = index->rijen[at].next)
        st = read_rij(lezer, at, arena, &item->rijen[i], &sleutels[index->gebroken_count ? i : 0],
                      &item->bevindingen, err);
    /* A row that stands alone is rejected already. */
    if (st == BP_OK && index->gebroken_count && item->rijen[0].persoon.soort != BP_PERSOON_GEEN)
        st = go_with_gebroken(index, item, sleutels, arena, err);
    if (st == BP_OK && item->bevindingen.failed)
        st = bp_error_memory(err, N_("findings"));
    return st;
}

enum bp_status bp_leerlingen_read_persoon(struct bp_leerlingen_lezer *lezer, size_t inschrijving,
                                          struct bp_arena *arena, struct bp_gelezen **items,
                                          size_t *count, struct bp_error *err)
{
    const struct bp_leerlingen *l = lezer->leerlingen;
    size_t n = 0, first = bp_leerlingen_first_of_persoon(l, inschrijving);
    for (size_t i = first; i != SIZE_MAX; i = bp_leerlingen_next_of_persoon(l, i))
        n++;
    *count = 0;
    *items = bp_arena_array(arena, n, sizeof **items);
    if (!*items)
        return bp_error_memory(err, N_("a person's enrolments"));
    size_t i = first;
    for (size_t at = 0; at < n; at++, i = bp_leerlingen_next_of_persoon(l, i)) {
        enum bp_status st = read_inschrijving(lezer, i, arena, &(*items)[at], err);
        if (st != BP_OK)
            return st;
    }
    *count = n;
    return BP_OK;
}
