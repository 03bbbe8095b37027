#include "boek.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/env.h"
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "bronpost/security/kluis.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define HEADER                                                                                     \
    "moment;contract;operatie;identificatiecode;brin;inschrijvingvolgnummer;persoon;begin;eind;"   \
    "vingerafdruk\n"
#define COLUMNS      10
#define CODE_COLUMN  3
#define USED         "#verbruikt;" /* not a line of the record */
#define BIJLAGE      "#bijlage;"   /* neither: goes with the line below it */
#define RECORD_BYTES (1024 * BP_MIB)
#define PENDING_MAX  (64 * BP_MIB)
#define CODE_MAX     64
#define FIRST_SLOTS  ((size_t)1024)

struct bp_boek {
    const char *path; /* the caller's; NULL: nothing on disk */
    int fd;
    off_t size; /* that is known to be whole */
    bool broken;
    struct bp_kluis *kluis;
    struct bp_buf pending;
    char **slots; /* codes in small letters, owned; open addressing */
    size_t slot_count, code_count;
};

/* --- codes that were used --- */

static bool fold(struct bp_str code, char out[CODE_MAX])
{
    if (!bp_str_copy(out, CODE_MAX, code))
        return false;
    for (char *p = out; *p; p++)
        if (bp_ascii_upper(*p))
            *p = (char)(*p - 'A' + 'a');
    return true;
}

/* The slot of a code, or the free one where it belongs. */
static char **slot_of(char **slots, size_t count, const char *code)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (const char *p = code; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
    size_t at = (size_t)h & (count - 1);
    while (slots[at] && strcmp(slots[at], code) != 0)
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static bool grow(struct bp_boek *b)
{
    size_t count = b->slot_count ? 2 * b->slot_count : FIRST_SLOTS;
    char **slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < b->slot_count; i++)
        if (b->slots[i])
            *slot_of(slots, count, b->slots[i]) = b->slots[i];
    free(b->slots);
    b->slots = slots;
    b->slot_count = count;
    return true;
}

static enum bp_status use(struct bp_boek *b, struct bp_str code, struct bp_error *err)
{
    char folded[CODE_MAX];
    if (!fold(code, folded))
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("an identificatiecode is longer than a record can hold"));
    if (2 * (b->code_count + 1) > b->slot_count && !grow(b))
        return bp_error_memory(err, N_("the record"));
    char **slot = slot_of(b->slots, b->slot_count, folded);
    if (*slot)
        return BP_OK;
    *slot = strdup(folded);
    if (!*slot)
        return bp_error_memory(err, N_("the record"));
    b->code_count++;
    return BP_OK;
}

bool bp_boek_gebruikt(const struct bp_boek *boek, struct bp_str identificatiecode)
{
    char folded[CODE_MAX];
    return boek->slot_count && fold(identificatiecode, folded) &&
           *slot_of(boek->slots, boek->slot_count, folded);
}

/* --- reading back --- */

/* Column `n` of a line. The only one that may be quoted, inschrijvingvolgnummer, stands behind the code. */
static struct bp_str cell(struct bp_str line, size_t n)
{
    for (; n; n--) {
        const char *sign = memchr(line.ptr, ';', line.len);
        if (!sign)
            return (struct bp_str){ NULL, 0 };
        line.len -= (size_t)(sign - line.ptr) + 1;
        line.ptr = sign + 1;
    }
    const char *sign = memchr(line.ptr, ';', line.len);
    if (sign)
        line.len = (size_t)(sign - line.ptr);
    return line;
}

/* A record being read. */
struct lezing {
    struct bp_boek *b;
    bp_boek_bijlage_fn *fn;
    void *ctx;
    struct bp_str bijlage; /* the line that waits for the one below it; ptr NULL: none */
};

static struct bp_str behind(struct bp_str line, struct bp_str prefix)
{
    return (struct bp_str){ line.ptr + prefix.len, line.len - prefix.len };
}

static void unescape(struct bp_buf *out, struct bp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool escape = text.ptr[i] == '\\' && i + 1 < text.len;
        char c = text.ptr[escape ? ++i : i];
        bp_buf_add_char(out, escape && c == 'n' ? '\n' : c);
    }
}

static enum bp_status give_bijlage(struct lezing *l, struct bp_error *err)
{
    struct bp_boek_bijlage given = { .sleutel = cell(l->bijlage, 0) };
    size_t skip = given.sleutel.len + 1;
    struct bp_buf stand;
    bp_buf_init(&stand, l->bijlage.len);
    if (skip < l->bijlage.len)
        unescape(&stand, (struct bp_str){ l->bijlage.ptr + skip, l->bijlage.len - skip });
    given.stand = bp_buf_str(&stand);
    bool ok = !stand.failed && l->fn(l->ctx, &given);
    bp_buf_free(&stand);
    l->bijlage = (struct bp_str){ NULL, 0 };
    return ok ? BP_OK : bp_error_memory(err, N_("the record"));
}

static enum bp_status take_line(struct lezing *l, struct bp_str line, size_t row,
                                struct bp_error *err)
{
    struct bp_str used = BP_STR(USED), bijlage = BP_STR(BIJLAGE);
    bool alone = line.len && line.ptr[0] == '#';
    struct bp_str code =
        bp_str_starts_with(line, used) ? behind(line, used) : cell(line, CODE_COLUMN);
    if (!l->bijlage.ptr && bp_str_starts_with(line, bijlage)) {
        l->bijlage = behind(line, bijlage);
        return BP_OK;
    }
    if (bp_str_filled(code) && (alone ? !l->bijlage.ptr : cell(line, COLUMNS - 1).ptr != NULL)) {
        enum bp_status st = use(l->b, code, err);
        return st == BP_OK && l->bijlage.ptr ? give_bijlage(l, err) : st;
    }
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("not a line of a record of bronpost-rehearsal; give --record the name "
                          "of a new file, or put back a copy that is whole"));
    bp_error_at(err, l->b->path, row, 0);
    return BP_E_INPUT;
}

static enum bp_status take_lines(struct lezing *l, struct bp_str text, struct bp_error *err)
{
    struct bp_boek *b = l->b;
    struct bp_str header = BP_STR(HEADER);
    enum bp_status st = BP_OK;
    size_t at = header.len, row = 1;
    if (!bp_str_starts_with(text, header)) {
        /* Killed before the header was whole: a record that is still empty. */
        if (bp_str_starts_with(header, text))
            return BP_OK;
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("not a record of bronpost-rehearsal; give --record the name of a new "
                              "file"));
        bp_error_at(err, b->path, row, 0);
        return BP_E_INPUT;
    }
    b->size = (off_t)at;
    for (const char *end; st == BP_OK && (end = memchr(text.ptr + at, '\n', text.len - at));) {
        size_t len = (size_t)(end - (text.ptr + at));
        st = take_line(l, (struct bp_str){ text.ptr + at, len }, ++row, err);
        at += len + 1;
        if (!l->bijlage.ptr) /* else its line may be missing, and it goes with the tail */
            b->size = (off_t)at;
    }
    return st;
}

/* --- writing --- */

static enum bp_status io_failed(struct bp_boek *b, struct bp_error *err)
{
    b->broken = true;
    return bp_error_set(err, BP_E_IO, NULL,
                        N_("%s: the record cannot be written: %s; nothing is accepted any more; "
                           "make room on the disk and start the server again"),
                        b->path, strerror(errno));
}

static enum bp_status write_pending(struct bp_boek *b, struct bp_error *err)
{
    const char *at = b->pending.ptr;
    for (size_t left = b->pending.len; left;) {
        ssize_t n = write(b->fd, at, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            enum bp_status st = io_failed(b, err);
            /* Nobody will get an answer on these lines. */
            if (ftruncate(b->fd, b->size) != 0)
                bp_error_at(err, b->path, 0, 0);
            return st;
        }
        at += n;
        left -= (size_t)n;
    }
    return fdatasync(b->fd) == 0 ? BP_OK : io_failed(b, err);
}

enum bp_status bp_boek_bewaar(struct bp_boek *boek, struct bp_error *err)
{
    struct bp_boek *b = boek;
    if (b->broken)
        return bp_error_set(err, BP_E_IO, NULL,
                            N_("the record could not be written before; start the server again"));
    if (!b->path || b->pending.len == 0)
        return BP_OK;
    enum bp_status st = write_pending(b, err);
    if (st == BP_OK)
        b->size += (off_t)b->pending.len;
    bp_buf_clear(&b->pending);
    return st;
}

static void add_cell(struct bp_buf *out, struct bp_str value)
{
    bool quote = false;
    for (size_t i = 0; i < value.len; i++)
        quote = quote || value.ptr[i] == ';' || value.ptr[i] == '"';
    if (quote)
        bp_buf_add_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '"')
            bp_buf_add_char(out, c);
        /* A line of the record is a line of the file, whatever somebody sent. */
        bp_buf_add_char(out, (unsigned char)c < ' ' ? ' ' : c);
    }
    if (quote)
        bp_buf_add_char(out, '"');
}

static void add_hex(struct bp_buf *out, const unsigned char bytes[BP_HASH_BYTES])
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < BP_HASH_BYTES; i++) {
        bp_buf_add_char(out, hex[bytes[i] >> 4]);
        bp_buf_add_char(out, hex[bytes[i] & 15]);
    }
}

static enum bp_status add_line(struct bp_boek *b, const struct bp_boek_regel *r,
                               struct bp_error *err)
{
    char moment[BP_MOMENT_TEXT];
    unsigned char persoon[BP_HASH_BYTES], stand[BP_HASH_BYTES];
    enum bp_status st = bp_kluis_fingerprint(b->kluis, r->stand, stand, err);
    if (st == BP_OK && r->persoon.soort != BP_PERSOON_GEEN)
        st = bp_kluis_persoon(b->kluis, r->persoon, persoon, err);
    if (st != BP_OK)
        return st;
    bp_moment_format(r->moment_ms, moment);
    const struct bp_str cells[] = {
        bp_str_of(moment), bp_str_of(r->contract), bp_str_of(r->operatie), r->identificatiecode,
        r->brin,           r->volgnummer
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        add_cell(&b->pending, cells[i]);
        bp_buf_add_char(&b->pending, ';');
    }
    if (r->persoon.soort != BP_PERSOON_GEEN)
        add_hex(&b->pending, persoon);
    bp_buf_add_char(&b->pending, ';');
    add_cell(&b->pending, r->begin);
    bp_buf_add_char(&b->pending, ';');
    add_cell(&b->pending, r->eind);
    bp_buf_add_char(&b->pending, ';');
    add_hex(&b->pending, stand);
    bp_buf_add_char(&b->pending, '\n');
    return b->pending.failed ? bp_error_memory(err, N_("the record")) : BP_OK;
}

static void add_bijlage(struct bp_buf *out, const struct bp_boek_bijlage *bijlage)
{
    if (!bijlage->sleutel.ptr)
        return;
    bp_buf_add_text(out, BIJLAGE);
    bp_buf_add_str(out, bijlage->sleutel);
    bp_buf_add_char(out, ';');
    for (size_t i = 0; i < bijlage->stand.len; i++) {
        char c = bijlage->stand.ptr[i];
        if (c == '\n' || c == '\\')
            bp_buf_add_char(out, '\\');
        bp_buf_add_char(out, c == '\n' ? 'n' : c);
    }
    bp_buf_add_char(out, '\n');
}

enum bp_status bp_boek_schrijf(struct bp_boek *boek, const struct bp_boek_regel *regel,
                               struct bp_error *err)
{
    size_t before = boek->pending.len;
    if (boek->broken)
        return bp_boek_bewaar(boek, err);
    if (boek->path)
        add_bijlage(&boek->pending, &regel->bijlage);
    enum bp_status st = boek->path ? add_line(boek, regel, err) : BP_OK;
    if (st == BP_OK)
        st = use(boek, regel->identificatiecode, err);
    if (st != BP_OK) {
        boek->pending.len = before; /* half a line must not stay */
        boek->pending.failed = false;
    }
    return st;
}

enum bp_status bp_boek_verbruik(struct bp_boek *boek, struct bp_str identificatiecode,
                                struct bp_error *err)
{
    if (bp_boek_gebruikt(boek, identificatiecode))
        return BP_OK;
    enum bp_status st = use(boek, identificatiecode, err);
    if (st != BP_OK || !boek->path)
        return st;
    bp_buf_add_text(&boek->pending, USED);
    add_cell(&boek->pending, identificatiecode);
    bp_buf_add_char(&boek->pending, '\n');
    return boek->pending.failed ? bp_error_memory(err, N_("the record")) : BP_OK;
}

/* --- opening --- */

static enum bp_status open_file(struct bp_boek *b, struct bp_error *err)
{
    b->fd = open(b->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (b->fd < 0)
        return bp_error_set(err, BP_E_IO, NULL,
                            N_("%s: the record cannot be opened: %s; correct --record"), b->path,
                            strerror(errno));
    if (flock(b->fd, LOCK_EX | LOCK_NB) != 0)
        return bp_error_set(err, BP_E_LOCKED, NULL,
                            N_("%s: another bronpost-rehearsal keeps this record; stop it, or give "
                               "this one a record of its own"),
                            b->path);
    return BP_OK;
}

static enum bp_status open_worker(struct lezing *l, struct bp_error *err)
{
    struct bp_boek *b = l->b;
    struct bp_buf text, key;
    enum bp_status st = open_file(b, err);
    if (st != BP_OK)
        return st;
    bp_buf_init(&text, RECORD_BYTES);
    bp_buf_init(&key, BP_MIB);
    st = bp_file_get(b->path, RECORD_BYTES, &text, err);
    if (st == BP_OK)
        st = take_lines(l, bp_buf_str(&text), err);
    bp_buf_printf(&key, "%s.key", b->path);
    bp_buf_add_char(&key, '\0');
    if (st == BP_OK && key.failed)
        st = bp_error_memory(err, N_("the record"));
    if (st == BP_OK)
        st = bp_kluis_open(key.ptr, true, &b->kluis, err);
    if (st == BP_OK && ftruncate(b->fd, b->size) != 0)
        st = io_failed(b, err);
    if (st == BP_OK && b->size == 0) {
        bp_buf_add_text(&b->pending, HEADER);
        st = bp_boek_bewaar(b, err);
    }
    bp_buf_free(&key);
    bp_buf_free(&text);
    return st;
}

enum bp_status bp_boek_open(const char *path, bp_boek_bijlage_fn *fn, void *ctx,
                            struct bp_boek **out, struct bp_error *err)
{
    struct bp_boek *b = calloc(1, sizeof *b);
    struct lezing l = { .b = b, .fn = fn, .ctx = ctx };
    *out = NULL;
    if (!b)
        return bp_error_memory(err, N_("the record"));
    b->fd = -1;
    bp_buf_init(&b->pending, PENDING_MAX);
    b->path = path;
    enum bp_status st = path ? open_worker(&l, err) : BP_OK;
    if (st != BP_OK) {
        bp_boek_close(b);
        return st;
    }
    *out = b;
    return BP_OK;
}

void bp_boek_close(struct bp_boek *boek)
{
    if (!boek)
        return;
    for (size_t i = 0; i < boek->slot_count; i++)
        free(boek->slots[i]);
    free(boek->slots);
    bp_kluis_close(boek->kluis);
    bp_buf_free(&boek->pending);
    if (boek->fd >= 0)
        (void)close(boek->fd);
    free(boek);
}

enum bp_status bp_boek_csv(const char *path, struct bp_buf *out, struct bp_error *err)
{
    struct bp_buf text;
    bp_buf_init(&text, RECORD_BYTES);
    enum bp_status st = bp_file_get(path, RECORD_BYTES, &text, err);
    struct bp_str all = bp_buf_str(&text);
    if (st == BP_OK && !bp_str_starts_with(all, BP_STR(HEADER)))
        st = bp_error_set(err, BP_E_INPUT, NULL, N_("%s is not a record of bronpost-rehearsal"),
                          path);
    for (const char *end; st == BP_OK && (end = memchr(all.ptr, '\n', all.len));) {
        size_t len = (size_t)(end - all.ptr) + 1;
        if (all.ptr[0] != '#')
            bp_buf_add(out, all.ptr, len);
        all.ptr += len;
        all.len -= len;
    }
    bp_buf_free(&text);
    return st == BP_OK && out->failed ? bp_error_memory(err, N_("the record")) : st;
}
