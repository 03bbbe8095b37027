#include "csv.h"

#include "bronpost/base/text.h"

#include <csv.h>
#include <stdlib.h>

/* A first read after a jump is small: rows of one person may lie far apart. Reading on doubles it. */
#define READ_FIRST ((size_t)4096)
#define READ_MOST  (256 * BP_KIB)

struct bp_csv {
    const struct bp_bron *bron;
    struct csv_parser parser;
    size_t columns; /* SIZE_MAX: the header itself is being read */
    const bool *wanted;

    /* the window on the file: window[0] is the byte at `base` */
    char *window;
    size_t cap, len;
    uint64_t base;
    size_t from; /* where the record begins that must stay in the window */
    size_t at;   /* where the next line begins */
    size_t read_size;
    uint32_t line; /* of `at` */

    /* the record under construction: cells as offsets in `text`, because that may move */
    struct bp_buf text;
    struct bp_str cells[BP_CSV_COLUMNS];
    size_t starts[BP_CSV_COLUMNS];
    size_t seen;
    bool anything; /* a cell holds more than blanks */
    bool done;
    bool open_quote; /* a record that is too long goes on behind its last line */

    /* lines that a broken record swallowed: see take_swallowed() */
    uint64_t swallowed_at, swallowed_end;
    uint32_t swallowed_line, swallowed_end_line;
};

static int is_line_end(unsigned char c)
{
    return c == '\n';
}

/* CR is a blank: the one before a LF falls off the cell, and no other one ends a row. */
static int is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static int is_blank_beside_tabs(unsigned char c)
{
    return c == ' ' || c == '\r';
}

struct bp_csv *bp_csv_new(const struct bp_bron *bron, struct bp_error *err)
{
    struct bp_csv *csv = calloc(1, sizeof *csv);
    if (!csv || csv_init(&csv->parser, CSV_STRICT | CSV_REPALL_NL) != 0) {
        free(csv);
        (void)bp_error_memory(err, N_("reading a file"));
        return NULL;
    }
    csv->bron = bron;
    csv->read_size = READ_FIRST;
    csv->columns = SIZE_MAX;
    csv->line = 1;
    bp_buf_init(&csv->text, 2 * BP_CSV_RECORD_BYTES);
    csv_set_term_func(&csv->parser, is_line_end);
    csv_set_blk_size(&csv->parser, READ_FIRST);
    bp_csv_shape(csv, ';', SIZE_MAX, NULL);
    return csv;
}

void bp_csv_free(struct bp_csv *csv)
{
    if (!csv)
        return;
    if (csv->parser.entry_buf)
        explicit_bzero(csv->parser.entry_buf, csv->parser.entry_size);
    csv_free(&csv->parser);
    if (csv->window)
        explicit_bzero(csv->window, csv->cap);
    free(csv->window);
    bp_buf_free(&csv->text);
    free(csv);
}

void bp_csv_shape(struct bp_csv *csv, char separator, size_t columns, const bool *wanted)
{
    csv_set_delim(&csv->parser, (unsigned char)separator);
    csv_set_space_func(&csv->parser, separator == '\t' ? is_blank_beside_tabs : is_blank);
    csv->columns = columns;
    csv->wanted = wanted;
}

static void jump(struct bp_csv *csv, uint64_t offset, uint32_t line)
{
    if (offset >= csv->base && offset - csv->base <= csv->len) {
        csv->at = csv->from = (size_t)(offset - csv->base);
    } else {
        csv->base = offset;
        csv->len = csv->at = csv->from = 0;
        csv->read_size = READ_FIRST;
    }
    csv->line = line;
}

void bp_csv_seek(struct bp_csv *csv, uint64_t offset, uint32_t line)
{
    csv->swallowed_at = csv->swallowed_end = 0;
    jump(csv, offset, line);
}

uint64_t bp_csv_offset(const struct bp_csv *csv)
{
    return csv->base + csv->at;
}

uint32_t bp_csv_line(const struct bp_csv *csv)
{
    return csv->line;
}

/* --- the window ------------------------------------------------------------------------------------- */

/* A window of at least `cap` bytes; what it holds stays. */
static enum bp_status window_grow(struct bp_csv *csv, size_t cap, struct bp_error *err)
{
    if (cap <= csv->cap)
        return BP_OK;
    char *grown = malloc(cap);
    if (!grown)
        return bp_error_memory(err, N_("reading a file"));
    if (csv->window) {
        memcpy(grown, csv->window, csv->len);
        explicit_bzero(csv->window, csv->cap);
        free(csv->window);
    }
    csv->window = grown;
    csv->cap = cap;
    return BP_OK;
}

/* Reads on behind what the window holds; `got` is 0 at the end of the file. */
static enum bp_status window_more(struct bp_csv *csv, size_t *got, struct bp_error *err)
{
    if (csv->from > 0) {
        memmove(csv->window, csv->window + csv->from, csv->len - csv->from);
        csv->base += csv->from;
        csv->len -= csv->from;
        csv->at -= csv->from;
        csv->from = 0;
    }
    enum bp_status st = window_grow(csv, csv->len + csv->read_size, err);
    if (st == BP_OK)
        st = bp_bron_read(csv->bron, csv->base + csv->len, csv->window + csv->len, csv->read_size,
                          got, err);
    if (st != BP_OK)
        return st;
    csv->len += *got;
    if (csv->read_size < READ_MOST)
        csv->read_size *= 2;
    return BP_OK;
}

/* A line that alone is longer than a record may be: the rest of it is passed by. */
static enum bp_status pass_line(struct bp_csv *csv, struct bp_error *err)
{
    for (;;) {
        const char *end = memchr(csv->window + csv->at, '\n', csv->len - csv->at);
        if (end) {
            csv->at = (size_t)(end - csv->window) + 1;
            csv->line++;
            return BP_OK;
        }
        csv->at = csv->from = csv->len;
        size_t got = 0;
        enum bp_status st = window_more(csv, &got, err);
        if (st != BP_OK || got == 0)
            return st;
    }
}

enum bp_status bp_csv_next_line(struct bp_csv *csv, struct bp_str *line, struct bp_error *err)
{
    size_t looked = 0; /* bytes of this line without a line end */
    for (;;) {
        size_t left = csv->len - csv->at;
        const char *begin = csv->window ? csv->window + csv->at : "";
        const char *end = left > looked ? memchr(begin + looked, '\n', left - looked) : NULL;
        size_t got = 0;
        looked = left;
        if (!end && left <= BP_CSV_RECORD_BYTES) {
            enum bp_status st = window_more(csv, &got, err);
            if (st != BP_OK)
                return st;
            if (got > 0)
                continue;
        }
        begin = csv->window + csv->at; /* it may have moved */
        *line = (struct bp_str){ begin, end ? (size_t)(end - begin) + 1 : left };
        csv->at += line->len;
        csv->line += end ? 1 : 0;
        return BP_OK;
    }
}

struct bp_str bp_csv_without_end(struct bp_str line)
{
    if (line.len && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* --- a record --------------------------------------------------------------------------------------- */

static bool blank_only(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_blank((unsigned char)bytes[i]) && bytes[i] != '\n')
            return false;
    return true;
}

static void on_cell(void *bytes, size_t len, void *ctx)
{
    struct bp_csv *csv = ctx;
    if (!csv->anything)
        csv->anything = !blank_only(bytes, len);
    if (csv->seen < BP_CSV_COLUMNS && csv->seen < csv->columns) {
        bool wanted = !csv->wanted || csv->wanted[csv->seen];
        csv->starts[csv->seen] = csv->text.len;
        csv->cells[csv->seen] = (struct bp_str){ NULL, wanted ? len : 0 };
        if (wanted)
            bp_buf_add(&csv->text, bytes, len);
    }
    csv->seen++;
}

static void on_row(int c, void *ctx)
{
    (void)c;
    ((struct bp_csv *)ctx)->done = true;
}

static uint32_t check_add(uint32_t check, struct bp_str line)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = check ^ (line.len * prime);
    size_t i = 0;
    for (; i + 8 <= line.len; i += 8) {
        uint64_t eight;
        memcpy(&eight, line.ptr + i, sizeof eight);
        h = (h ^ eight) * prime;
        h ^= h >> 29;
    }
    for (; i < line.len; i++)
        h = (h ^ (unsigned char)line.ptr[i]) * prime;
    return (uint32_t)(h >> 32);
}

/* The cells of the record point into the text, which has stopped moving. */
static void point_cells(struct bp_csv *csv, struct bp_csv_record *record)
{
    size_t kept = csv->seen < csv->columns ? csv->seen : csv->columns;
    if (kept > BP_CSV_COLUMNS)
        kept = BP_CSV_COLUMNS;
    for (size_t i = 0; i < kept; i++)
        csv->cells[i].ptr = csv->text.ptr ? csv->text.ptr + csv->starts[i] : "";
    record->cells = csv->cells;
    record->cell_count = kept;
    record->seen_count = csv->seen;
}

static enum bp_status end_inside_quotes(const struct bp_csv *csv, uint32_t line,
                                        struct bp_error *err)
{
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the file ends inside the quoted cell that opens in this record: the "
                          "export is incomplete or a quote lacks its partner"));
    bp_error_at(err, csv->bron->path, line, 0);
    return BP_E_INPUT;
}

static bool odd_quotes(struct bp_str line)
{
    bool odd = false;
    for (size_t i = 0; i < line.len; i++)
        odd ^= line.ptr[i] == '"';
    return odd;
}

/* A record that grew beyond the limit: only where it ends is still of interest. */
static enum bp_status pass_record(struct bp_csv *csv, uint32_t line, struct bp_error *err)
{
    if (csv->at > 0 && csv->window[csv->at - 1] != '\n') {
        /* One line of more than the limit: its quotes are not followed, it ends where it ends. */
        return pass_line(csv, err);
    }
    while (csv->open_quote) {
        struct bp_str next;
        csv->from = csv->at;
        enum bp_status st = bp_csv_next_line(csv, &next, err);
        if (st != BP_OK)
            return st;
        if (next.len == 0)
            return end_inside_quotes(csv, line, err);
        csv->open_quote = !odd_quotes(next);
    }
    return BP_OK;
}

static void parser_reset(struct bp_csv *csv)
{
    (void)csv_fini(&csv->parser, NULL, NULL, NULL);
    csv->text.len = 0;
    csv->text.failed = false;
    csv->seen = 0;
    csv->anything = csv->done = false;
}

/* Feeds one line. False: libcsv refused it. */
static bool feed(struct bp_csv *csv, struct bp_str line)
{
    if (csv_parse(&csv->parser, line.ptr, line.len, on_cell, on_row, csv) != line.len)
        return false;
    if (line.ptr[line.len - 1] != '\n')
        return csv_parse(&csv->parser, "\n", 1, on_cell, on_row, csv) == 1;
    return true;
}

/* Reads one record from where the reader stands. */
static enum bp_status read_record(struct bp_csv *csv, struct bp_csv_record *record,
                                  uint64_t *second, struct bp_error *err)
{
    *record = (struct bp_csv_record){ .offset = bp_csv_offset(csv), .line = csv->line };
    *second = 0;
    csv->from = csv->at;
    parser_reset(csv);
    while (!csv->done && record->reden == BP_CSV_HEEL) {
        struct bp_str line;
        enum bp_status st = bp_csv_next_line(csv, &line, err);
        if (st != BP_OK)
            return st;
        if (line.len == 0 && bp_csv_offset(csv) == record->offset) {
            record->soort = BP_CSV_END;
            return BP_OK;
        }
        if (line.len == 0)
            return end_inside_quotes(csv, record->line, err);
        record->line_end = line.ptr[line.len - 1] == '\n';
        record->raw = (struct bp_str){ csv->window + csv->from, csv->at - csv->from };
        record->check = check_add(record->check, line);
        if (record->raw.len > BP_CSV_RECORD_BYTES) {
            record->reden = BP_CSV_TOO_LONG;
            csv->open_quote = *second > 0 && !odd_quotes(line);
        } else if (!feed(csv, line)) {
            record->reden = BP_CSV_QUOTE;
        }
        if (*second == 0)
            *second = bp_csv_offset(csv);
        if (csv->parser.status > CSV_EPARSE || csv->text.failed)
            return bp_error_memory(err, N_("a record"));
        if (!csv->done && !record->line_end && record->reden == BP_CSV_HEEL)
            return end_inside_quotes(csv, record->line, err);
    }
    return BP_OK;
}

/* The record is in; what sort is it? */
static void judge(struct bp_csv *csv, struct bp_csv_record *record)
{
    point_cells(csv, record);
    if (record->reden == BP_CSV_HEEL && !csv->anything)
        record->soort = BP_CSV_BLANK;
    else if (record->reden == BP_CSV_HEEL && csv->seen > csv->columns)
        record->reden = BP_CSV_TOO_MANY;
    if (record->reden != BP_CSV_HEEL)
        record->soort = BP_CSV_BROKEN;
}

/* A quote that was never closed swallows the rows behind it, up to the next quote. Lost rows could mean half an
 * enrolment; therefore a swallowed line that by itself is a row with exactly the header's number of cells is read
 * as the row that it is, and reading goes on there. A line of running text does not have that number. */
static enum bp_status take_swallowed(struct bp_csv *csv, struct bp_csv_record *record, bool *taken,
                                     struct bp_error *err)
{
    uint64_t end = csv->swallowed_end;
    uint32_t end_line = csv->swallowed_end_line;
    *taken = false;
    jump(csv, csv->swallowed_at, csv->swallowed_line);
    csv->swallowed_at = csv->swallowed_end = 0;
    while (bp_csv_offset(csv) < end) {
        *record = (struct bp_csv_record){ .offset = bp_csv_offset(csv), .line = csv->line };
        struct bp_str line;
        csv->from = csv->at;
        enum bp_status st = bp_csv_next_line(csv, &line, err);
        if (st != BP_OK)
            return st;
        parser_reset(csv);
        if (line.len > BP_CSV_RECORD_BYTES || !feed(csv, line) || !csv->done)
            continue;
        record->raw = line;
        record->check = check_add(0, line);
        record->line_end = line.len > 0 && line.ptr[line.len - 1] == '\n';
        judge(csv, record);
        if (record->soort == BP_CSV_ROW && record->seen_count == csv->columns) {
            *taken = true;
            return csv->text.failed ? bp_error_memory(err, N_("a record")) : BP_OK;
        }
    }
    jump(csv, end, end_line);
    return BP_OK;
}

enum bp_status bp_csv_next(struct bp_csv *csv, struct bp_csv_record *record, struct bp_error *err)
{
    if (csv->swallowed_end > 0) {
        bool taken = false;
        enum bp_status st = take_swallowed(csv, record, &taken, err);
        if (st != BP_OK || taken)
            return st;
    }
    uint64_t second = 0;
    enum bp_status st = read_record(csv, record, &second, err);
    if (st != BP_OK || record->soort == BP_CSV_END)
        return st;
    if (record->reden == BP_CSV_TOO_LONG) {
        /* The window moves on: the first bytes of the record go, its complete cells stay in `text`. */
        record->raw = (struct bp_str){ NULL, 0 };
        record->line_end = true;
        st = pass_record(csv, record->line, err);
        if (st != BP_OK)
            return st;
    }
    judge(csv, record);
    if (record->soort == BP_CSV_BROKEN && csv->line > record->line + 1) {
        csv->swallowed_at = second;
        csv->swallowed_line = record->line + 1;
        csv->swallowed_end = bp_csv_offset(csv);
        csv->swallowed_end_line = csv->line;
    }
    return BP_OK;
}

bool bp_csv_keep(struct bp_csv *csv, struct bp_csv_record *record, struct bp_arena *arena)
{
    struct bp_str text = bp_arena_str(arena, bp_buf_str(&csv->text));
    if (!text.ptr)
        return false;
    for (size_t i = 0; i < record->cell_count; i++)
        csv->cells[i].ptr = text.ptr + csv->starts[i];
    return true;
}

/* --- handing back ------------------------------------------------------------------------------------ */

size_t bp_csv_raw_cells(struct bp_str raw, char separator, size_t cells)
{
    size_t at = 0;
    int (*blank)(unsigned char) = separator == '\t' ? is_blank_beside_tabs : is_blank;
    for (size_t seen = 0; seen < cells; seen++) {
        size_t p = at;
        while (p < raw.len && blank((unsigned char)raw.ptr[p]))
            p++;
        bool quoted = p < raw.len && raw.ptr[p] == '"';
        p += quoted ? 1 : 0;
        /* A doubled quote closes and opens again, which comes to the same. */
        for (; p < raw.len && (quoted || raw.ptr[p] != separator); p++)
            if (raw.ptr[p] == '"')
                quoted = !quoted;
        if (seen + 1 == cells)
            return p;
        if (p >= raw.len)
            return SIZE_MAX;
        at = p + 1;
    }
    return 0;
}
