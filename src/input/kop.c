#include "kop.h"

#include "bronpost/base/text.h"

#define ARENA_MAX                                                                                  \
    (64 * BP_MIB) /* a ceiling, not a need: a header of a record's limit, four times over */

static const char *const own_names[4] = { "rij", "code", "kolom", "uitleg" };

static char same_char(char c)
{
    return c == '_' ? ' ' : bp_ascii_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

/* Any case, blank and '_' alike. */
static bool same_name(struct bp_str a, struct bp_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (same_char(a.ptr[i]) != same_char(b.ptr[i]))
            return false;
    return true;
}

/* A profile's new names go first: one of them may be the canonical name of another column. */
static uint16_t find_name(const struct bp_kop_wens *wens, struct bp_str cell)
{
    for (size_t i = 0; i < wens->count; i++)
        if (bp_str_filled(wens->renamed[i]) && same_name(wens->renamed[i], cell))
            return (uint16_t)i;
    for (size_t i = 0; i < wens->count; i++)
        if (!bp_str_filled(wens->renamed[i]) && same_name(wens->names[i], cell))
            return (uint16_t)i;
    return BP_KOP_NOBODY;
}

static enum bp_status refuse(const struct bp_bron *bron, struct bp_error *err, size_t line,
                             size_t column)
{
    bp_error_at(err, bron->path, line, column);
    return BP_E_INPUT;
}

/* A header cell as UTF-8 without blanks around it; lives in the kop's arena. */
static bool cell_name(struct bp_kop *kop, const struct bp_bron *bron, struct bp_str raw,
                      struct bp_str *out)
{
    struct bp_buf text;
    bp_buf_init(&text, 4 * BP_CSV_RECORD_BYTES);
    bp_tekenset_decode(&bron->tekenset, raw, &text);
    *out = bp_arena_str(kop->arena, bp_str_trim(bp_buf_str(&text)));
    bool ok = !text.failed && out->ptr;
    bp_buf_free(&text);
    return ok;
}

/* --- which separator -------------------------------------------------------------------------------- */

/* "sep=;" and nothing else on the file's first line. */
static char sep_line(struct bp_str line)
{
    line = bp_csv_without_end(line);
    if (line.len != 5 || !bp_str_equal_nocase((struct bp_str){ line.ptr, 4 }, BP_STR("sep=")))
        return '\0';
    char c = line.ptr[4];
    bool usable = c == '\t' || (c > ' ' && c < 0x7F && c != '"' && !bp_ascii_alnum(c));
    return usable ? c : '\0';
}

static enum bp_status read_sep_line(struct bp_kop *kop, struct bp_csv *csv, char *separator,
                                    struct bp_error *err)
{
    uint64_t begin = bp_csv_offset(csv);
    struct bp_str line;
    *separator = '\0';
    enum bp_status st = bp_csv_next_line(csv, &line, err);
    if (st != BP_OK)
        return st;
    *separator = sep_line(line);
    if (*separator == '\0') {
        bp_csv_seek(csv, begin, 1);
        return BP_OK;
    }
    kop->sep_line = bp_arena_str(kop->arena, line);
    return kop->sep_line.ptr ? BP_OK : bp_error_memory(err, N_("the header"));
}

/* How well a separator explains the header: names that are known, then cells. */
struct score {
    size_t known, cells;
};

static enum bp_status try_separator(struct bp_kop *kop, const struct bp_kop_wens *wens,
                                    const struct bp_bron *bron, struct bp_csv *csv, char separator,
                                    struct score *score, struct bp_error *err)
{
    struct bp_csv_record record;
    *score = (struct score){ 0, 0 };
    bp_csv_shape(csv, separator, SIZE_MAX, NULL);
    do {
        struct bp_error ignored;
        enum bp_status st = bp_csv_next(csv, &record, &ignored);
        if (st != BP_OK)
            return st == BP_E_MEMORY ? bp_error_memory(err, N_("the header")) : BP_OK;
    } while (record.soort == BP_CSV_BLANK);
    if (record.soort != BP_CSV_ROW)
        return BP_OK;
    score->cells = record.cell_count;
    for (size_t i = 0; i < record.cell_count; i++) {
        struct bp_str name;
        if (!cell_name(kop, bron, record.cells[i], &name))
            return bp_error_memory(err, N_("the header"));
        score->known += find_name(wens, name) != BP_KOP_NOBODY;
    }
    return BP_OK;
}

static enum bp_status detect_separator(struct bp_kop *kop, const struct bp_kop_wens *wens,
                                       const struct bp_bron *bron, struct bp_csv *csv, char *best,
                                       struct bp_error *err)
{
    static const char candidates[] = { ';', ',', '\t', '|' };
    uint64_t begin = bp_csv_offset(csv);
    uint32_t line = bp_csv_line(csv);
    struct score highest = { 0, 0 };
    *best = ';';
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct score score;
        enum bp_status st = try_separator(kop, wens, bron, csv, candidates[i], &score, err);
        if (st != BP_OK)
            return st;
        if (score.known > highest.known ||
            (score.known == highest.known && score.cells > highest.cells)) {
            highest = score;
            *best = candidates[i];
        }
        bp_csv_seek(csv, begin, line);
    }
    return BP_OK;
}

/* --- which cell is which column --------------------------------------------------------------------- */

static enum bp_status column_twice(const struct bp_bron *bron, const struct bp_kop_wens *wens,
                                   uint16_t who, size_t first, size_t line, size_t cell,
                                   struct bp_error *err)
{
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the column %.*s is in the header twice, as column %zu and as column "
                          "%zu: take one of them out of the export"),
                       (int)wens->names[who].len, wens->names[who].ptr, first + 1, cell + 1);
    return refuse(bron, err, line, cell + 1);
}

static bool own_at_end(const struct bp_kop *kop, const struct bp_str *names)
{
    if (kop->columns < 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        size_t at = kop->columns - 4 + i;
        if (kop->wie[at] != BP_KOP_NOBODY || !same_name(names[at], bp_str_of(own_names[i])))
            return false;
    }
    return true;
}

static enum bp_status map_cells(struct bp_kop *kop, const struct bp_kop_wens *wens,
                                const struct bp_bron *bron, const struct bp_csv_record *record,
                                struct bp_error *err)
{
    struct bp_str *names = bp_arena_array(kop->arena, record->cell_count, sizeof *names);
    kop->unknown = bp_arena_array(kop->arena, record->cell_count, sizeof *kop->unknown);
    if (!names || !kop->unknown)
        return bp_error_memory(err, N_("the header"));
    kop->columns = kop->given = record->cell_count;
    for (size_t i = 0; i < kop->columns; i++) {
        if (!cell_name(kop, bron, record->cells[i], &names[i]))
            return bp_error_memory(err, N_("the header"));
        uint16_t who = find_name(wens, names[i]);
        kop->wie[i] = who;
        kop->wanted[i] = who != BP_KOP_NOBODY;
        if (who == BP_KOP_NOBODY)
            continue;
        if (kop->waar[who] != BP_KOP_NOBODY)
            return column_twice(bron, wens, who, kop->waar[who], record->line, i, err);
        kop->waar[who] = (uint16_t)i;
    }
    if (wens->own && own_at_end(kop, names))
        kop->given = kop->columns - 4;
    for (size_t i = 0; i < kop->given; i++)
        if (kop->wie[i] == BP_KOP_NOBODY && bp_str_filled(names[i]))
            kop->unknown[kop->unknown_count++] = names[i];
    return BP_OK;
}

static enum bp_status renamed_are_there(const struct bp_kop *kop, const struct bp_kop_wens *wens,
                                        const struct bp_bron *bron, size_t line,
                                        struct bp_error *err)
{
    for (size_t i = 0; i < wens->count; i++) {
        if (!bp_str_filled(wens->renamed[i]) || kop->waar[i] != BP_KOP_NOBODY)
            continue;
        (void)bp_error_set(err, BP_E_USAGE, NULL,
                           N_("profile %.60s takes %.*s from a column '%.*s', which is not in this "
                              "header: mend [columns] of the profile, or choose another profile"),
                           wens->profiel, (int)wens->names[i].len, wens->names[i].ptr,
                           (int)(wens->renamed[i].len > 80 ? 80 : wens->renamed[i].len),
                           wens->renamed[i].ptr);
        bp_error_at(err, bron->path, line, 0);
        return BP_E_USAGE;
    }
    return BP_OK;
}

static enum bp_status keep_raw(struct bp_kop *kop, const struct bp_csv_record *record,
                               struct bp_error *err)
{
    struct bp_str text = bp_csv_without_end(record->raw);
    struct bp_str end = { record->raw.ptr + text.len, record->raw.len - text.len };
    kop->raw = bp_arena_str(kop->arena, text);
    kop->line_end = bp_arena_str(kop->arena, record->line_end ? end : BP_STR("\n"));
    return kop->raw.ptr && kop->line_end.ptr ? BP_OK : bp_error_memory(err, N_("the header"));
}

/* The header is the first record that is not blank. */
static enum bp_status header_record(struct bp_kop *kop, const struct bp_bron *bron,
                                    struct bp_csv *csv, struct bp_csv_record *record,
                                    struct bp_error *err)
{
    for (;;) {
        enum bp_status st = bp_csv_next(csv, record, err);
        if (st != BP_OK)
            return st;
        if (record->soort != BP_CSV_BLANK)
            break;
        kop->blank_rows++;
    }
    if (record->soort == BP_CSV_END) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("there is no header: the first line must name the columns"));
        return refuse(bron, err, 0, 0);
    }
    if (record->soort == BP_CSV_BROKEN) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("the header cannot be read: a quote stands where none may stand, or "
                              "the line is too long"));
        return refuse(bron, err, record->line, record->cell_count + 1);
    }
    if (record->seen_count > BP_CSV_COLUMNS) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("the header has %zu columns, at most %zu are read"),
                           record->seen_count, BP_CSV_COLUMNS);
        return refuse(bron, err, record->line, 0);
    }
    return BP_OK;
}

static enum bp_status read_header(struct bp_kop *kop, const struct bp_kop_wens *wens,
                                  const struct bp_bron *bron, struct bp_csv *csv,
                                  struct bp_error *err)
{
    char said = '\0';
    struct bp_csv_record record;
    enum bp_status st = read_sep_line(kop, csv, &said, err);
    kop->separator = wens->separator ? wens->separator : said;
    if (st == BP_OK && !kop->separator)
        st = detect_separator(kop, wens, bron, csv, &kop->separator, err);
    if (st != BP_OK)
        return st;
    bp_csv_shape(csv, kop->separator, SIZE_MAX, NULL);
    st = header_record(kop, bron, csv, &record, err);
    if (st == BP_OK)
        st = map_cells(kop, wens, bron, &record, err);
    if (st == BP_OK)
        st = renamed_are_there(kop, wens, bron, record.line, err);
    if (st == BP_OK)
        st = keep_raw(kop, &record, err);
    if (st == BP_OK)
        bp_csv_shape(csv, kop->separator, kop->columns, kop->wanted);
    return st;
}

enum bp_status bp_kop_read(struct bp_kop *kop, const struct bp_kop_wens *wens,
                           const struct bp_bron *bron, struct bp_csv *csv, struct bp_error *err)
{
    *kop = (struct bp_kop){ .arena = bp_arena_new(ARENA_MAX) };
    if (!kop->arena)
        return bp_error_memory(err, N_("the header"));
    for (size_t i = 0; i < BP_KOP_NAMES; i++)
        kop->waar[i] = BP_KOP_NOBODY;
    bp_csv_seek(csv, bron->bom, 1);
    enum bp_status st = read_header(kop, wens, bron, csv, err);
    if (st != BP_OK)
        bp_kop_clear(kop);
    return st;
}

void bp_kop_clear(struct bp_kop *kop)
{
    bp_arena_free(kop->arena);
    kop->arena = NULL;
}

enum bp_status bp_kop_required(const struct bp_bron *bron, const char *columns,
                               struct bp_error *err)
{
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("a required column is missing: %s. Add it to the export, or write in a "
                          "profile which column it is"),
                       columns);
    return refuse(bron, err, 0, 0);
}

/* Where a stray quote stopped the reading, the separators tell how many cells there would have been. */
static size_t cells_meant(const struct bp_kop *kop, const struct bp_csv_record *record)
{
    if (record->soort != BP_CSV_BROKEN)
        return record->seen_count;
    size_t cells = 1;
    for (size_t i = 0; i < record->raw.len; i++)
        cells += record->raw.ptr[i] == kop->separator;
    return cells;
}

enum bp_status bp_kop_cut_off(const struct bp_kop *kop, const struct bp_bron *bron,
                              const struct bp_csv_record *record, struct bp_error *err)
{
    if (record->line_end || record->soort == BP_CSV_END)
        return BP_OK;
    size_t cells = cells_meant(kop, record);
    if (cells == 0 || cells >= kop->columns)
        return BP_OK;
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the file stops in the middle of this record (%zu of %zu cells and no "
                          "line end): the export is incomplete, make it again"),
                       cells, kop->columns);
    return refuse(bron, err, record->line, 0);
}
