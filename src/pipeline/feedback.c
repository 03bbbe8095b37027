#include "bronpost/pipeline/feedback.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/env.h"
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "lichaam.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_BYTES  (64 * BP_MIB)
#define ARENA_BYTES (512 * BP_MIB)
#define CODE_BYTES  33
#define TEKST_BYTES 401

enum kolom { ID, OORDEEL, CODE, TEKST, SLEUTEL, KOLOM_COUNT };

static const char *const namen[KOLOM_COUNT] = { "identificatiecode", "oordeel", "code", "tekst",
                                                "sleutelgegevens" };

struct rij {
    uint32_t line;
    struct bp_ledger_feedback feedback;
};

/* One file on its way to rows. Line numbers count line ends, which libcsv does not show inside quotes: a
 * cell with a line end in it is refused, so that they stay right. */
struct lezing {
    struct bp_arena *arena;
    struct rij *rijen;
    size_t count, cap;
    uint32_t line;
    size_t cell, columns;
    enum kolom volgorde[KOLOM_COUNT]; /* which column stands where */
    struct bp_str cells[KOLOM_COUNT];
    enum bp_status status;
    struct bp_error *err;
};

static void refuse(struct lezing *l, enum bp_status status)
{
    if (l->status == BP_OK)
        l->status = status;
}

#define REFUSE(l, ...)                                                                             \
    refuse(l, (l)->status == BP_OK ? bp_error_set((l)->err, BP_E_INPUT, NULL, __VA_ARGS__)         \
                                   : (l)->status)

static void take_name(struct lezing *l, struct bp_str name)
{
    for (int k = 0; k < KOLOM_COUNT; k++) {
        if (!bp_str_equal(name, bp_str_of(namen[k])))
            continue;
        for (size_t i = 0; i < l->columns; i++)
            if (l->volgorde[i] == (enum kolom)k)
                REFUSE(l, N_("column %s is there twice"), namen[k]);
        if (l->columns < KOLOM_COUNT)
            l->volgorde[l->columns++] = (enum kolom)k;
        return;
    }
    REFUSE(l, N_("a column is unknown; the columns are "
                 "identificatiecode;oordeel;code;tekst;sleutelgegevens"));
}

static void take_cell(void *bytes, size_t len, void *ctx)
{
    struct lezing *l = ctx;
    struct bp_str text = { bytes ? bytes : "", len };
    if (l->status != BP_OK)
        return;
    if (l->line == 1) {
        take_name(l, text);
        return;
    }
    if (len && memchr(text.ptr, '\n', len))
        REFUSE(l, N_("a line end inside a cell"));
    else if (l->cell == l->columns)
        REFUSE(l, N_("more cells than the header has columns"));
    else
        l->cells[l->volgorde[l->cell++]] = bp_arena_str(l->arena, text);
}

/* Lower case, as the ledger has it: an answer may come back in capitals. */
static bool take_uuid(struct bp_arena *arena, struct bp_str text, struct bp_str *out)
{
    char uuid[BP_UUID_TEXT];
    if (!bp_str_copy(uuid, sizeof uuid, bp_str_trim(text)) || strlen(uuid) != BP_UUID_TEXT - 1)
        return false;
    for (size_t i = 0; uuid[i]; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        uuid[i] = bp_ascii_upper(uuid[i]) ? (char)(uuid[i] - 'A' + 'a') : uuid[i];
        if (hyphen ? uuid[i] != '-' : !bp_ascii_digit(uuid[i]) && (uuid[i] < 'a' || uuid[i] > 'f'))
            return false;
    }
    *out = bp_arena_str(arena, bp_str_of(uuid));
    return out->ptr != NULL;
}

static bool take_oordeel(struct bp_str text, enum bp_toestand *out)
{
    static const enum bp_toestand known[] = { BP_TOESTAND_GOEDGEKEURD,
                                              BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL,
                                              BP_TOESTAND_AFGEKEURD };
    for (size_t i = 0; i < 3; i++) {
        *out = known[i];
        if (bp_str_equal(bp_str_trim(text), bp_str_of(bp_toestand_name(known[i]))))
            return true;
    }
    return false;
}

static struct bp_str clean(struct bp_arena *arena, struct bp_str text, size_t cap)
{
    char out[TEKST_BYTES];
    lichaam_zonder_nummers(bp_str_trim(text), out, cap);
    return bp_arena_str(arena, bp_str_of(out));
}

static void end_row(struct lezing *l)
{
    struct rij rij = { .line = l->line };
    if (l->cell != l->columns)
        REFUSE(l, N_("fewer cells than the header has columns"));
    else if (!take_uuid(l->arena, l->cells[ID], &rij.feedback.identificatiecode))
        REFUSE(l, N_("identificatiecode is no UUID"));
    else if (!take_oordeel(l->cells[OORDEEL], &rij.feedback.oordeel))
        REFUSE(l, N_("oordeel: expected goedgekeurd, goedgekeurd_met_signaal or afgekeurd"));
    if (l->status != BP_OK)
        return;
    rij.feedback.code = clean(l->arena, l->cells[CODE], CODE_BYTES);
    rij.feedback.tekst = clean(l->arena, l->cells[TEKST], TEKST_BYTES);
    rij.feedback.sleutelgegevens = clean(l->arena, l->cells[SLEUTEL], TEKST_BYTES);
    if (l->count == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        struct rij *grown = bp_arena_array(l->arena, cap, sizeof *grown);
        if (!grown) {
            refuse(l, bp_error_memory(l->err, bp_text("the feedback")));
            return;
        }
        if (l->count)
            memcpy(grown, l->rijen, l->count * sizeof *grown);
        l->rijen = grown;
        l->cap = cap;
    }
    l->rijen[l->count++] = rij;
}

static void end_header(struct lezing *l)
{
    bool id = false, oordeel = false;
    for (size_t i = 0; i < l->columns; i++) {
        id = id || l->volgorde[i] == ID;
        oordeel = oordeel || l->volgorde[i] == OORDEEL;
    }
    if (!id || !oordeel)
        REFUSE(l, N_("the header lacks identificatiecode or oordeel"));
}

static void read_line(struct lezing *l, struct csv_parser *parser, struct bp_str line)
{
    l->cell = 0;
    memset(l->cells, 0, sizeof l->cells);
    /* One record is one line: what is open at its end is broken. */
    if (csv_parse(parser, line.ptr, line.len, take_cell, NULL, l) != line.len ||
        csv_fini(parser, take_cell, NULL, l) != 0)
        REFUSE(l, N_("the row cannot be read: look at the quotes"));
    if (l->status == BP_OK && l->line == 1)
        end_header(l);
    else if (l->status == BP_OK)
        end_row(l);
}

static enum bp_status read_all(struct lezing *l, struct bp_str text)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return bp_error_memory(l->err, bp_text("the feedback"));
    csv_set_delim(&parser, ';');
    if (bp_str_starts_with(text, BP_STR("\xEF\xBB\xBF")))
        text = (struct bp_str){ text.ptr + 3, text.len - 3 };
    while (l->status == BP_OK && text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        struct bp_str line = { text.ptr, end ? (size_t)(end - text.ptr) : text.len };
        text = (struct bp_str){ text.ptr + line.len + (end != NULL),
                                text.len - line.len - (end != NULL) };
        l->line++;
        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (bp_str_filled(bp_str_trim(line)))
            read_line(l, &parser, line);
        else if (l->line == 1)
            REFUSE(l, N_("the header lacks identificatiecode or oordeel"));
    }
    csv_free(&parser);
    if (l->status == BP_OK && l->line == 0)
        REFUSE(l, N_("the file is empty"));
    return l->status;
}

static enum bp_status note_open(struct bp_feedback_uitslag *out, uint32_t line,
                                enum bp_ledger_feedback_gevolg gevolg, struct bp_error *err)
{
    struct bp_feedback_rij *grown = realloc(out->open, (out->open_count + 1) * sizeof *grown);
    if (!grown)
        return bp_error_memory(err, bp_text("the feedback"));
    out->open = grown;
    out->open[out->open_count++] = (struct bp_feedback_rij){ line, gevolg };
    return BP_OK;
}

static enum bp_status apply(struct bp_ledger *ledger, const struct lezing *l,
                            struct bp_feedback_uitslag *out, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < l->count; i++) {
        enum bp_ledger_feedback_gevolg gevolg = BP_FEEDBACK_ONBEKEND;
        st = bp_ledger_feedback(ledger, &l->rijen[i].feedback, &gevolg, err);
        if (st != BP_OK)
            return st;
        out->rijen++;
        out->verwerkt += gevolg == BP_FEEDBACK_VERWERKT;
        out->afgekeurd +=
            gevolg == BP_FEEDBACK_VERWERKT && l->rijen[i].feedback.oordeel == BP_TOESTAND_AFGEKEURD;
        out->bekend += gevolg == BP_FEEDBACK_BEKEND;
        out->achterhaald += gevolg == BP_FEEDBACK_ACHTERHAALD;
        if (gevolg == BP_FEEDBACK_ONBEKEND || gevolg == BP_FEEDBACK_TE_VROEG)
            st = note_open(out, l->rijen[i].line, gevolg, err);
    }
    return st;
}

enum bp_status bp_feedback_file(struct bp_ledger *ledger, const char *path, unsigned wait_ms,
                                struct bp_feedback_uitslag *out, struct bp_error *err)
{
    struct bp_error why = { .status = BP_OK };
    struct lezing l = { .arena = bp_arena_new(ARENA_BYTES), .err = &why };
    struct bp_buf text;
    bp_buf_init(&text, FILE_BYTES + 1);
    enum bp_status st = l.arena ? bp_file_get(path, FILE_BYTES, &text, &why)
                                : bp_error_memory(&why, bp_text("the feedback"));
    if (st == BP_E_IO) /* of the caller's choosing, not of ours */
        why.status = st = BP_E_INPUT;
    if (st == BP_OK)
        st = read_all(&l, bp_buf_str(&text));
    if (st == BP_E_INPUT)
        bp_error_at(&why, path, l.line, 0);
    if (st == BP_OK)
        st = bp_ledger_step_begin(ledger, wait_ms, &why);
    if (st == BP_OK) {
        st = apply(ledger, &l, out, &why);
        if (st == BP_OK)
            st = bp_ledger_step_commit(ledger, &why);
        else
            bp_ledger_step_abandon(ledger);
    }
    if (st != BP_OK && err)
        *err = why;
    bp_buf_free(&text);
    bp_arena_free(l.arena);
    return st;
}

void bp_feedback_uitslag_free(struct bp_feedback_uitslag *uitslag)
{
    free(uitslag->open);
    *uitslag = (struct bp_feedback_uitslag){ 0 };
}
