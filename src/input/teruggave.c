/* teruggave.c - rows handed back in the input's own separator, character set and line ends: the school's cells go
 * out as they came in, to the byte, so that what is mended can be fed back. */
#include "leerlingen_intern.h"

#include "bronpost/base/text.h"

#define OUT_MAX (8 * BP_CSV_RECORD_BYTES)

/* Bytes of the file as it is read: already right, unless the whole file was converted. */
static void add_raw(const struct bp_bron *bron, struct bp_str raw, struct bp_buf *out)
{
    if (bron->in_memory)
        bp_tekenset_encode(&bron->tekenset, raw, out);
    else
        bp_buf_add_str(out, raw);
}

static bool needs_quotes(struct bp_str text, char separator)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == separator || c == '"' || c == '\n' || c == '\r')
            return true;
    }
    return false;
}

/* A cell of our own, UTF-8, in quotes where it needs them. */
static void add_cell(const struct bp_bron *bron, char separator, struct bp_str text,
                     struct bp_buf *out)
{
    struct bp_buf cell;
    bp_buf_init(&cell, OUT_MAX);
    bool quotes = needs_quotes(text, separator);
    if (quotes)
        bp_buf_add_char(&cell, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            bp_buf_add_char(&cell, '"');
        bp_buf_add_char(&cell, text.ptr[i]);
    }
    if (quotes)
        bp_buf_add_char(&cell, '"');
    bp_tekenset_encode(&bron->tekenset, bp_buf_str(&cell), out);
    out->failed = out->failed || cell.failed;
    bp_buf_free(&cell);
}

static void add_separator(const struct bp_bron *bron, char separator, struct bp_buf *out)
{
    add_raw(bron, (struct bp_str){ &separator, 1 }, out);
}

static enum bp_status finish(const struct bp_buf *out, struct bp_error *err)
{
    return out->failed ? bp_error_memory(err, N_("a row that is handed back")) : BP_OK;
}

enum bp_status bp_leerlingen_write_header(struct bp_leerlingen_lezer *lezer, struct bp_buf *out,
                                          struct bp_error *err)
{
    static const char *const names[4] = { "rij", "code", "kolom", "uitleg" };
    const struct bp_bron *bron = &lezer->leerlingen->bron;
    const struct bp_kop *kop = &lezer->leerlingen->kop;
    if (bron->bom)
        add_raw(bron, BP_STR("\xEF\xBB\xBF"), out);
    add_raw(bron, kop->sep_line, out);
    size_t given = bp_csv_raw_cells(kop->raw, kop->separator, kop->given);
    add_raw(bron, (struct bp_str){ kop->raw.ptr, given < kop->raw.len ? given : kop->raw.len },
            out);
    for (size_t i = 0; i < 4; i++) {
        add_separator(bron, kop->separator, out);
        add_cell(bron, kop->separator, bp_str_of(names[i]), out);
    }
    add_raw(bron, kop->line_end, out);
    return finish(out, err);
}

/* The cells of a row that are the school's, padded to its columns. */
static void add_own_cells(const struct bp_leerlingen *l, const struct bp_csv_record *record,
                          struct bp_buf *out)
{
    const struct bp_kop *kop = &l->kop;
    size_t cells = record->cell_count < kop->given ? record->cell_count : kop->given;
    struct bp_str raw = bp_csv_without_end(record->raw);
    size_t len = cells ? bp_csv_raw_cells(raw, kop->separator, cells) : 0;
    if (raw.ptr && len <= raw.len) {
        add_raw(&l->bron, (struct bp_str){ raw.ptr, len }, out);
    } else {
        /* The bytes of a row that is too long are gone: the columns that we know are written anew. */
        for (size_t i = 0; i < cells; i++) {
            struct bp_buf text;
            bp_buf_init(&text, OUT_MAX);
            bp_tekenset_decode(&l->bron.tekenset, record->cells[i], &text);
            if (i > 0)
                add_separator(&l->bron, kop->separator, out);
            add_cell(&l->bron, kop->separator, bp_buf_str(&text), out);
            out->failed = out->failed || text.failed;
            bp_buf_free(&text);
        }
    }
    for (size_t i = cells ? cells : 1; i < kop->given; i++)
        add_separator(&l->bron, kop->separator, out);
}

/* The row's own line end; the header's where it has none. */
static struct bp_str line_end(const struct bp_kop *kop, const struct bp_csv_record *record)
{
    struct bp_str text = bp_csv_without_end(record->raw);
    if (!record->raw.ptr || text.len == record->raw.len || !record->line_end)
        return kop->line_end;
    return (struct bp_str){ record->raw.ptr + text.len, record->raw.len - text.len };
}

enum bp_status bp_leerlingen_write_row(struct bp_leerlingen_lezer *lezer, uint32_t line,
                                       const struct bp_str appended[4], struct bp_buf *out,
                                       struct bp_error *err)
{
    const struct bp_leerlingen *l = lezer->leerlingen;
    struct bp_csv_record record;
    uint32_t rij = bp_index_at_line(&l->index, line);
    if (rij == BP_INDEX_NONE)
        return bp_error_set(err, BP_E_INTERNAL, NULL, N_("no row begins on line %lu"),
                            (unsigned long)line);
    enum bp_status st = bp_lezer_record(lezer, rij, &record, err);
    if (st != BP_OK)
        return st;
    add_own_cells(l, &record, out);
    for (size_t i = 0; i < 4; i++) {
        add_separator(&l->bron, l->kop.separator, out);
        add_cell(&l->bron, l->kop.separator, appended[i], out);
    }
    add_raw(&l->bron, line_end(&l->kop, &record), out);
    return finish(out, err);
}
