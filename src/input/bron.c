#include "bron.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define CHUNK (256 * BP_KIB)

/* SECURITY: what is converted as a whole is held in memory. */
#define WHOLE_MAX (256 * BP_MIB)

static enum bp_status refuse(const struct bp_bron *bron, struct bp_error *err, size_t line)
{
    bp_error_at(err, bron->path, line, 0);
    return BP_E_INPUT;
}

enum bp_status bp_bron_changed(const struct bp_bron *bron, struct bp_error *err)
{
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("the file changed while it was being read; wait until the export is "
                          "complete and start again"));
    return refuse(bron, err, 0);
}

enum bp_status bp_bron_unchanged(const struct bp_bron *bron, struct bp_error *err)
{
    struct stat now;
    if (bron->in_memory)
        return BP_OK;
    if (fstat(bron->fd, &now) != 0 || now.st_size != bron->seen.st_size ||
        now.st_mtim.tv_sec != bron->seen.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != bron->seen.st_mtim.tv_nsec)
        return bp_bron_changed(bron, err);
    return BP_OK;
}

static enum bp_status read_file(const struct bp_bron *bron, uint64_t offset, char *out, size_t cap,
                                size_t *got, struct bp_error *err)
{
    *got = 0;
    while (*got < cap) {
        ssize_t n = pread(bron->fd, out + *got, cap - *got, (off_t)(offset + *got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            (void)bp_error_set(err, BP_E_INPUT, NULL, N_("cannot be read: %s"), strerror(errno));
            return refuse(bron, err, 0);
        }
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return BP_OK;
}

enum bp_status bp_bron_read(const struct bp_bron *bron, uint64_t offset, char *out, size_t cap,
                            size_t *got, struct bp_error *err)
{
    uint64_t left = offset < bron->size ? bron->size - offset : 0;
    size_t want = left < cap ? (size_t)left : cap;
    *got = want;
    if (bron->in_memory) {
        if (want)
            memcpy(out, bron->whole.ptr + offset, want);
        return BP_OK;
    }
    enum bp_status st = bp_bron_unchanged(bron, err);
    if (st == BP_OK && want)
        st = read_file(bron, offset, out, want, got, err);
    return st == BP_OK && *got < want ? bp_bron_changed(bron, err) : st;
}

/* --- opening: one look at all bytes ---------------------------------------------------------------- */

struct blik {
    struct bp_utf8_toets utf8;
    uint64_t nul;  /* offset of the first NUL byte */
    uint64_t hole; /* offset of the first byte that the set has no character for */
    uint64_t offset;
};

#define NOWHERE UINT64_MAX

static void look_at(struct blik *blik, const struct bp_tekenset *set, const char *bytes, size_t len)
{
    const char *nul = blik->nul == NOWHERE ? memchr(bytes, 0, len) : NULL;
    if (nul)
        blik->nul = blik->offset + (uint64_t)(nul - bytes);
    bp_utf8_toets_add(&blik->utf8, bytes, len);
    if (set->soort == BP_TEKENSET_BYTE && blik->hole == NOWHERE) {
        for (size_t i = 0; i < len; i++) {
            if (set->len[(unsigned char)bytes[i]] == 0) {
                blik->hole = blik->offset + i;
                break;
            }
        }
    }
    blik->offset += len;
}

/* The line on which `offset` lies: only for a file that is refused, so it is read once more. */
static size_t line_of(const struct bp_bron *bron, uint64_t offset, char *chunk)
{
    size_t line = 1, got = 1;
    for (uint64_t at = 0; at < offset && got > 0;) {
        size_t want = offset - at < CHUNK ? (size_t)(offset - at) : CHUNK;
        if (read_file(bron, at, chunk, want, &got, NULL) != BP_OK)
            return 0;
        for (size_t i = 0; i < got; i++)
            line += chunk[i] == '\n';
        at += got;
    }
    return line;
}

static enum bp_status judge(struct bp_bron *bron, const struct blik *blik, const char *charset,
                            char *chunk, struct bp_error *err)
{
    if (blik->nul != NOWHERE) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("a NUL byte: the export is damaged, or it is UTF-16 without a "
                              "charset in a profile; make the export again as UTF-8"));
        return refuse(bron, err, line_of(bron, blik->nul, chunk));
    }
    bool utf8 = bp_utf8_toets_ok(&blik->utf8);
    if (!charset && !utf8) {
        bron->assumed = true;
        return bp_tekenset_find("windows-1252", &bron->tekenset, err);
    }
    uint64_t wrong =
        bron->tekenset.soort == BP_TEKENSET_UTF8 && !utf8 ? blik->utf8.offset : blik->hole;
    if (wrong == NOWHERE)
        return BP_OK;
    (void)bp_error_set(err, BP_E_INPUT, NULL,
                       N_("here is a byte that %s does not know: mend charset in the profile, or "
                          "make the export again"),
                       bron->tekenset.name);
    return refuse(bron, err, line_of(bron, wrong, chunk));
}

static enum bp_status look_through(struct bp_bron *bron, const char *charset, struct bp_error *err)
{
    char *chunk = malloc(CHUNK);
    if (!chunk)
        return bp_error_memory(err, N_("reading a file"));
    struct blik blik = { .nul = NOWHERE, .hole = NOWHERE };
    enum bp_status st = BP_OK;
    while (st == BP_OK && blik.offset < bron->size && blik.nul == NOWHERE) {
        size_t got = 0;
        st = bp_bron_read(bron, blik.offset, chunk, CHUNK, &got, err);
        if (st == BP_OK)
            look_at(&blik, &bron->tekenset, chunk, got);
    }
    if (st == BP_OK)
        st = judge(bron, &blik, charset, chunk, err);
    explicit_bzero(chunk, CHUNK);
    free(chunk);
    return st;
}

/* --- byte order marks and sets that are converted as a whole ---------------------------------------- */

static enum bp_status find_mark(struct bp_bron *bron, const char *charset, struct bp_error *err)
{
    char first[3] = { 0 };
    size_t got = 0;
    enum bp_status st = bp_bron_read(bron, 0, first, sizeof first, &got, err);
    if (st != BP_OK)
        return st;
    bool utf16 =
        got >= 2 && (memcmp(first, "\xFF\xFE", 2) == 0 || memcmp(first, "\xFE\xFF", 2) == 0);
    if (got >= 3 && memcmp(first, "\xEF\xBB\xBF", 3) == 0)
        bron->bom = 3;
    else if (utf16 && !charset) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("this file is UTF-16: make the export as UTF-8, or write charset = "
                              "UTF-16 in a profile"));
        return refuse(bron, err, 1);
    }
    return BP_OK;
}

/* "UTF-16" alone leaves the byte order to the file; to hand back it must be known. The first character of a
 * header is ASCII, so without a mark the NUL tells. */
static void settle_order(struct bp_bron *bron, const char *raw)
{
    bool sixteen = bp_str_equal_nocase(bp_str_of(bron->tekenset.name), BP_STR("UTF-16"));
    bool thirty_two = bp_str_equal_nocase(bp_str_of(bron->tekenset.name), BP_STR("UTF-32"));
    if (!sixteen && !thirty_two)
        return;
    bool big = raw[0] == '\0' || (unsigned char)raw[0] == 0xFE;
    const char *name = sixteen ? big ? "UTF-16BE" : "UTF-16LE" : big ? "UTF-32BE" : "UTF-32LE";
    (void)bp_str_copy(bron->tekenset.name, sizeof bron->tekenset.name, bp_str_of(name));
}

static enum bp_status convert_whole(struct bp_bron *bron, struct bp_error *err)
{
    if (bron->size > WHOLE_MAX) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("a file in %s may be at most %zu MiB: make the export as UTF-8"),
                           bron->tekenset.name, WHOLE_MAX / BP_MIB);
        return refuse(bron, err, 0);
    }
    size_t size = (size_t)bron->size, got = 0;
    char *raw = malloc(size);
    if (!raw)
        return bp_error_memory(err, N_("a file's content"));
    bp_buf_init(&bron->whole, 4 * WHOLE_MAX);
    enum bp_status st = bp_bron_read(bron, 0, raw, size, &got, err);
    if (st == BP_OK && got >= 2) {
        settle_order(bron, raw);
        st = bp_tekenset_convert(&bron->tekenset, (struct bp_str){ raw, got }, &bron->whole, err);
    }
    explicit_bzero(raw, size);
    free(raw);
    if (st == BP_E_INPUT)
        return refuse(bron, err, 0);
    if (st != BP_OK)
        return st;
    bron->in_memory = true;
    bron->size = bron->whole.len;
    struct bp_str text = bp_buf_str(&bron->whole);
    if (memchr(text.ptr, 0, text.len)) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("a NUL character: the export is damaged, make it again"));
        return refuse(bron, err, 0);
    }
    bron->bom = bp_str_starts_with(text, BP_STR("\xEF\xBB\xBF")) ? 3 : 0;
    return BP_OK;
}

static enum bp_status open_file(struct bp_bron *bron, struct bp_error *err)
{
    bron->fd = open(bron->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (bron->fd < 0 || fstat(bron->fd, &bron->seen) != 0) {
        (void)bp_error_set(err, BP_E_INPUT, NULL, N_("cannot be opened: %s"), strerror(errno));
        return refuse(bron, err, 0);
    }
    if (!S_ISREG(bron->seen.st_mode)) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("not an ordinary file: save the export to a file first"));
        return refuse(bron, err, 0);
    }
    bron->size = (uint64_t)bron->seen.st_size;
    if (bron->size == 0) {
        (void)bp_error_set(err, BP_E_INPUT, NULL, N_("the file is empty: make the export again"));
        return refuse(bron, err, 0);
    }
    return BP_OK;
}

enum bp_status bp_bron_open(struct bp_bron *bron, const char *path, const char *charset,
                            struct bp_error *err)
{
    *bron = (struct bp_bron){ .path = path, .fd = -1 };
    bp_tekenset_utf8(&bron->tekenset);
    enum bp_status st = charset ? bp_tekenset_find(charset, &bron->tekenset, err) : BP_OK;
    if (st == BP_OK)
        st = open_file(bron, err);
    if (st == BP_OK)
        st = find_mark(bron, charset, err);
    if (st == BP_OK && bron->tekenset.soort == BP_TEKENSET_ANDERS)
        st = convert_whole(bron, err);
    else if (st == BP_OK)
        st = look_through(bron, charset, err);
    if (st != BP_OK)
        bp_bron_close(bron);
    return st;
}

void bp_bron_close(struct bp_bron *bron)
{
    if (bron->fd >= 0)
        (void)close(bron->fd);
    bron->fd = -1;
    bp_buf_free(&bron->whole);
}
