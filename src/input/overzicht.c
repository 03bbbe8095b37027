/* overzicht.c - the file as a whole: looked through once when it is opened, read person by person afterwards
 *
 * The first look knows the types, whose each record is, and the opening and closing record, which a spreadsheet may have
 * moved. It decides how the records of a person are found again: they follow each other (DUO's order), or by index. */
#include "overzicht_intern.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

/* One person's records: a ceiling, not a need. */
#define PERSOON_BYTES (64 * BP_MIB)

struct bp_overzicht {
    struct bp_bron bron;
    struct bp_csv *csv;
    bool uittreksel;
    struct bp_overzicht_feiten feiten;
    struct bp_ovz_index index; /* empty when persons ascend */
    bool ascending;
    struct bp_arena *arena;
};

/* What the first look needs beside the facts. */
struct blik {
    size_t vlp, slr; /* how many */
    uint32_t vlp_line, slr_line, first_line, last_line;
    size_t narrow, wide; /* cells of the records met: the least and the most */
    uint64_t key;        /* of the record before */
    bool any;            /* there was one */
    bool index_full;
    bool persons_moved; /* not ascending, although they have numbers */
};

static enum bp_status refuse(const struct bp_overzicht *o, enum bp_status st, struct bp_error *err)
{
    if (st == BP_E_INPUT && err)
        bp_error_at(err, o->bron.path, err->row, err->column);
    return st;
}

/* --- separator ------------------------------------------------------------------------------------------------ */

/* The character behind the type of the first record. */
static enum bp_status find_separator(struct bp_overzicht *o, struct bp_error *err)
{
    struct bp_str line;
    enum bp_status st;
    do {
        st = bp_csv_next_line(o->csv, &line, err);
    } while (st == BP_OK && line.len > 0 && bp_str_trim(line).len == 0);
    if (st != BP_OK)
        return st;
    line = bp_str_trim(line);
    size_t at = line.len > 4 && line.ptr[0] == '"' ? 5 : 3;
    char c = at < line.len ? line.ptr[at] : '\0';
    if (c != '|' && c != ';' && c != ',' && c != '\t') {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("the first line is no record of a registratieoverzicht: a type such "
                              "as VLP, then | or ; is expected"));
        return bp_ovz_refuse(err, bp_csv_line(o->csv) - 1, 1);
    }
    o->feiten.separator = c;
    bp_csv_shape(o->csv, c, BP_CSV_COLUMNS, NULL);
    return BP_OK;
}

static void rewind_file(struct bp_overzicht *o)
{
    bp_csv_seek(o->csv, o->bron.bom, 1);
}

/* --- the first look ------------------------------------------------------------------------------------------- */

static enum bp_status take_vlp(struct bp_overzicht *o, const struct record *record,
                               struct bp_error *err)
{
    union bp_ovz_inhoud inhoud;
    struct bp_ovz_herstellen herstellen = { .count = 0 };
    struct bp_overzicht_feiten *f = &o->feiten;
    bp_arena_reset(o->arena);
    enum bp_status st = bp_ovz_parse(record, o->arena, &inhoud, &herstellen, err);
    if (st != BP_OK)
        return st;
    (void)bp_str_copy(f->brin, sizeof f->brin, inhoud.vlp.brin);
    f->begin = inhoud.vlp.begin;
    f->einde = inhoud.vlp.einde;
    f->aanmaak = inhoud.vlp.aanmaak;
    for (size_t i = 0; i < herstellen.count; i++)
        f->datums_dutch += herstellen.items[i].soort == BP_HERSTEL_DATUM;
    if (bp_datum_before(f->einde, f->begin)) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("the selection period ends before it begins: ask DUO for the "
                              "overview again"));
        return bp_ovz_refuse(err, record->line, 4);
    }
    return BP_OK;
}

/* Whose record, and is it where DUO would have put it? */
static enum bp_status take_persoon(struct bp_overzicht *o, struct blik *blik,
                                   const struct record *record, uint64_t offset,
                                   struct bp_error *err)
{
    struct bp_ovz_wie wie;
    struct bp_ovz_herstellen herstellen = { .count = 0 };
    enum bp_status st = bp_ovz_wie(record, o->uittreksel, &wie, &herstellen, err);
    if (st != BP_OK)
        return st;
    o->feiten.records[record->soort]++;
    if (record->soort == BP_OVERZICHT_ISP && record->seen > o->feiten.isp_velden)
        o->feiten.isp_velden = record->seen;
    if (blik->any && wie.key < blik->key) {
        o->ascending = false;
        /* Pseudonyms have no order that DUO would have kept. */
        blik->persons_moved = blik->persons_moved || wie.persoon.soort != BP_PERSOON_GEEN;
    }
    blik->any = true;
    blik->key = wie.key;
    blik->index_full = blik->index_full || o->index.count == BP_OVZ_INDEX_MAX;
    if (blik->index_full && o->ascending)
        return BP_OK;
    if (blik->index_full) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("persons are not in DUO's order (ascending numbers), and the file is "
                              "longer than any spreadsheet: ask DUO for the overview again"));
        return bp_ovz_refuse(err, record->line, 2);
    }
    return bp_ovz_index_add(&o->index, (struct bp_ovz_plek){ wie.key, offset, record->line }, err);
}

static enum bp_status take_record(struct bp_overzicht *o, struct blik *blik,
                                  const struct bp_csv_record *csv, struct bp_error *err)
{
    struct record record;
    enum bp_status st = bp_ovz_record(csv, &record, err);
    if (st != BP_OK)
        return st;
    blik->first_line = blik->first_line ? blik->first_line : record.line;
    blik->last_line = record.line;
    blik->narrow = blik->narrow && blik->narrow < record.seen ? blik->narrow : record.seen;
    blik->wide = blik->wide > record.seen ? blik->wide : record.seen;
    if (record.soort == SOORT_VLP) {
        blik->vlp++;
        blik->vlp_line = record.line;
        return take_vlp(o, &record, err);
    }
    if (record.soort == SOORT_SLR) {
        blik->slr++;
        blik->slr_line = record.line;
        return bp_ovz_totalen(&record, o->feiten.totalen, err);
    }
    return take_persoon(o, blik, &record, csv->offset, err);
}

static enum bp_status check_ends(const struct blik *blik, struct bp_error *err)
{
    const struct {
        const char *name;
        size_t count;
        uint32_t line;
    } ends[] = { { "VLP", blik->vlp, blik->vlp_line }, { "SLR", blik->slr, blik->slr_line } };
    for (size_t i = 0; i < 2; i++) {
        if (ends[i].count == 1)
            continue;
        (void)bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("the file has %zu records %s, there must be one: it is incomplete, or "
               "several overviews were joined; ask DUO for the overview again"),
            ends[i].count, ends[i].name);
        return bp_ovz_refuse(err, ends[i].line, ends[i].line ? 1 : 0);
    }
    return BP_OK;
}

static enum bp_status check_totalen(struct bp_overzicht *o, const struct blik *blik,
                                    struct bp_error *err)
{
    struct bp_overzicht_feiten *f = &o->feiten;
    size_t wrong = 0;
    while (wrong < BP_OVERZICHT_SOORTEN && f->totalen[wrong] == f->records[wrong])
        wrong++;
    f->totalen_kloppen = wrong == BP_OVERZICHT_SOORTEN;
    if (f->totalen_kloppen || o->uittreksel)
        return BP_OK;
    (void)bp_error_set(
        err, BP_E_INPUT, NULL,
        N_("the closing record (SLR) counts %llu records %s, the file has %zu: it is "
           "incomplete or damaged; ask DUO for the overview again (an extract needs "
           "--excerpt)"),
        (unsigned long long)f->totalen[wrong], bp_ovz_soort_name((unsigned)wrong),
        f->records[wrong]);
    return bp_ovz_refuse(err, blik->slr_line, wrong + 2);
}

static enum bp_status look_through(struct bp_overzicht *o, struct bp_error *err)
{
    struct bp_overzicht_feiten *f = &o->feiten;
    struct blik blik = { .vlp = 0 };
    enum bp_status st = BP_OK;
    for (;;) {
        struct bp_csv_record csv;
        st = bp_csv_next(o->csv, &csv, err);
        if (st != BP_OK || csv.soort == BP_CSV_END)
            break;
        f->lege_regels += csv.soort == BP_CSV_BLANK;
        if (csv.soort != BP_CSV_BLANK)
            st = take_record(o, &blik, &csv, err);
        if (st != BP_OK)
            break;
    }
    if (st == BP_OK)
        st = check_ends(&blik, err);
    if (st == BP_OK)
        st = check_totalen(o, &blik, err);
    f->andere_orde =
        blik.persons_moved || blik.vlp_line != blik.first_line || blik.slr_line != blik.last_line;
    /* In DUO's form SLR has ten fields and VLP five; records of one width come from a sheet. */
    f->aangevuld = blik.narrow == blik.wide;
    for (unsigned s = 0; f->aangevuld && s < BP_OVERZICHT_SOORTEN; s++)
        if (f->records[s] > 0 && bp_ovz_soort_velden(s) > blik.wide)
            f->afgeknipt |= 1u << s;
    f->spreadsheet = f->separator != '|' || f->datums_dutch > 0 || f->aangevuld;
    if (o->ascending)
        bp_ovz_index_free(&o->index);
    else
        bp_ovz_index_sort(&o->index);
    return st;
}

enum bp_status bp_overzicht_open(const struct bp_overzicht_opties *opties,
                                 struct bp_overzicht **out, struct bp_error *err)
{
    struct bp_error own = { .status = BP_OK };
    struct bp_overzicht *o = calloc(1, sizeof *o);
    *out = NULL;
    err = err ? err : &own;
    if (!o)
        return bp_error_memory(err, N_("the overview"));
    o->uittreksel = opties->uittreksel;
    o->ascending = true;
    enum bp_status st = bp_bron_open(&o->bron, opties->path, NULL, err);
    if (st != BP_OK) {
        free(o);
        return st;
    }
    o->csv = bp_csv_new(&o->bron, err);
    o->arena = bp_arena_new(PERSOON_BYTES);
    if (!o->csv || !o->arena)
        st = bp_error_memory(err, N_("the overview"));
    if (st == BP_OK) {
        rewind_file(o);
        st = find_separator(o, err);
    }
    if (st == BP_OK) {
        rewind_file(o);
        st = look_through(o, err);
    }
    if (st != BP_OK) {
        (void)refuse(o, st, err);
        bp_overzicht_close(o);
        return st;
    }
    *out = o;
    return BP_OK;
}

void bp_overzicht_close(struct bp_overzicht *o)
{
    if (!o)
        return;
    bp_ovz_index_free(&o->index);
    bp_csv_free(o->csv);
    bp_bron_close(&o->bron);
    bp_arena_free(o->arena);
    explicit_bzero(o, sizeof *o);
    free(o);
}

const struct bp_overzicht_feiten *bp_overzicht_feiten(const struct bp_overzicht *o)
{
    return &o->feiten;
}

/* --- person by person ----------------------------------------------------------------------------------------- */

struct lezing {
    struct bp_overzicht *o;
    struct bp_ovz_verzameling v;
    uint64_t key;
    bool open; /* v holds records */
    bp_overzicht_persoon_fn *persoon;
    bp_overzicht_herstel_fn *herstel;
    void *ctx;
    struct bp_error *err;
};

/* The person is complete: put together, shown, forgotten. */
static enum bp_status sluit(struct lezing *l)
{
    struct bp_overzicht_persoon persoon;
    if (!l->open)
        return BP_OK;
    l->open = false;
    enum bp_status st = bp_ovz_persoon_sluit(&l->v, &persoon, l->herstel, l->ctx, l->err);
    if (st != BP_OK)
        return refuse(l->o, st, l->err);
    return l->persoon(l->ctx, &persoon, l->err);
}

/* The form of all dates is told once, of the file as a whole; a single date in the other form by itself. */
static enum bp_status meld(const struct lezing *l, const struct bp_ovz_herstellen *herstellen)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && l->herstel && i < herstellen->count; i++) {
        const struct bp_overzicht_herstel *h = &herstellen->items[i];
        if (h->soort != BP_HERSTEL_DATUM || l->o->feiten.datums_dutch == 0)
            st = l->herstel(l->ctx, h, l->err);
    }
    return st;
}

static enum bp_status neem(struct lezing *l, const struct bp_csv_record *csv)
{
    struct record record;
    struct bp_ovz_wie wie;
    struct bp_ovz_herstellen herstellen = { .count = 0 };
    enum bp_status st = bp_ovz_record(csv, &record, l->err);
    if (st == BP_OK && record.soort >= BP_OVERZICHT_SOORTEN)
        return BP_OK; /* VLP, SLR: the first look had them */
    if (st == BP_OK)
        st = bp_ovz_wie(&record, l->o->uittreksel, &wie, &herstellen, l->err);
    if (st != BP_OK)
        return refuse(l->o, st, l->err);
    if (!l->open || wie.key != l->key) {
        st = sluit(l);
        if (st != BP_OK)
            return st;
        bp_ovz_persoon_begin(&l->v, wie.persoon, record.line);
        l->key = wie.key;
        l->open = true;
    }
    st = refuse(l->o, bp_ovz_persoon_add(&l->v, &record, &herstellen, l->err), l->err);
    return st == BP_OK ? meld(l, &herstellen) : st;
}

static enum bp_status next(struct lezing *l, struct bp_csv_record *csv)
{
    return refuse(l->o, bp_csv_next(l->o->csv, csv, l->err), l->err);
}

static enum bp_status read_in_order(struct lezing *l)
{
    struct bp_csv_record csv = { .soort = BP_CSV_BLANK };
    enum bp_status st = BP_OK;
    rewind_file(l->o);
    while (st == BP_OK && csv.soort != BP_CSV_END) {
        st = next(l, &csv);
        if (st == BP_OK && csv.soort != BP_CSV_END && csv.soort != BP_CSV_BLANK)
            st = neem(l, &csv);
    }
    return st;
}

static enum bp_status read_by_index(struct lezing *l)
{
    const struct bp_ovz_index *index = &l->o->index;
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < index->count; i++) {
        struct bp_csv_record csv;
        bp_csv_seek(l->o->csv, index->items[i].offset, index->items[i].line);
        st = next(l, &csv);
        if (st == BP_OK)
            st = neem(l, &csv);
    }
    return st;
}

enum bp_status bp_overzicht_each(struct bp_overzicht *o, bp_overzicht_persoon_fn *persoon,
                                 bp_overzicht_herstel_fn *herstel, void *ctx, struct bp_error *err)
{
    struct bp_error own = { .status = BP_OK };
    struct lezing l = { .o = o,
                        .v = { .arena = o->arena },
                        .persoon = persoon,
                        .herstel = herstel,
                        .ctx = ctx,
                        .err = err ? err : &own };
    enum bp_status st = o->ascending ? read_in_order(&l) : read_by_index(&l);
    if (st == BP_OK)
        st = sluit(&l);
    bp_arena_reset(o->arena);
    return st;
}
