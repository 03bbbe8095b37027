#include "ini.h"

#include "bronpost/base/text.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>

/* inih cuts section names at 50 bytes without a word. */
#define SECTION_BYTES 48

/* Stand-ins for ';' and ':' on the way through inih, which would read the first as a comment and the second
 * as a separator. A file that holds these bytes itself is refused as holding control characters. */
#define FOR_SEMICOLON '\x01'
#define FOR_COLON     '\x02'

struct reading {
    FILE *file;
    const char *path;
    const struct bp_ini_handlers *handlers;
    unsigned line;
    enum bp_status status;
    struct bp_error *err;
};

static void fail(struct reading *r, enum bp_status status)
{
    r->status = status;
    bp_error_at(r->err, r->path, r->line, 0);
}

/* One physical line without its end into `out`; false at the end of the file or when the line is refused. */
static bool read_line(struct reading *r, char *out, size_t cap)
{
    size_t len = 0;
    int c = getc(r->file);
    if (c == EOF) {
        if (ferror(r->file))
            fail(r,
                 bp_error_set(r->err, BP_E_USAGE, NULL, N_("cannot be read: %s"), strerror(errno)));
        return false;
    }
    r->line++;
    for (; c != EOF && c != '\n'; c = getc(r->file)) {
        if (len + 3 >= cap && c != '\r') { /* inih asks for room for CR, LF and NUL */
            fail(r,
                 bp_error_set(r->err, BP_E_USAGE, NULL,
                              N_("line is longer than %zu bytes; shorten it, with a relative path "
                                 "for example"),
                              cap - 3));
            return false;
        }
        out[len++] = c ? (char)c : '\x03'; /* a NUL would hide what follows it */
    }
    if (len && out[len - 1] == '\r')
        len--;
    out[len] = '\0';
    if (r->line == 1 && len >= 3 && memcmp(out, "\xEF\xBB\xBF", 3) == 0)
        memmove(out, out + 3, len - 2);
    return true;
}

static bool plain_characters(struct bp_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (((unsigned char)line.ptr[i] < ' ' && line.ptr[i] != '\t') || line.ptr[i] == '\x7f')
            return false;
    return true;
}

/* `[name]`, which inih tells nobody of when no value follows. */
static void begin_section(struct reading *r, struct bp_str line)
{
    char name[SECTION_BYTES];
    struct bp_str inner = bp_str_trim((struct bp_str){ line.ptr + 1, line.len - 2 });
    if (line.len < 3 || line.ptr[line.len - 1] != ']' || !bp_str_copy(name, sizeof name, inner) ||
        !*name) {
        fail(r, bp_error_set(r->err, BP_E_USAGE, NULL,
                             N_("not a section: expected [name] alone on the line")));
        return;
    }
    enum bp_status st = r->handlers->section(r->handlers->ctx, name, r->line, r->err);
    if (st != BP_OK)
        fail(r, st);
}

/* What inih may see of a line: trimmed, without what it would misread. */
static void disguise(char *buffer, struct bp_str line)
{
    memmove(buffer, line.ptr, line.len);
    buffer[line.len] = '\0';
    for (char *p = buffer; *p; p++) {
        if (*p == ';')
            *p = FOR_SEMICOLON;
        else if (*p == ':')
            *p = FOR_COLON;
    }
}

/* inih's fgets: blank lines, comments and section heads are dealt with here, so that inih sees values only. */
static char *next_line(char *buffer, int cap, void *ctx)
{
    struct reading *r = ctx;
    while (r->status == BP_OK && read_line(r, buffer, (size_t)cap)) {
        struct bp_str line = bp_str_trim(bp_str_of(buffer));
        if (line.len == 0 || line.ptr[0] == ';' || line.ptr[0] == '#')
            continue;
        if (!plain_characters(line)) {
            fail(r, bp_error_set(r->err, BP_E_USAGE, NULL, N_("line holds control characters")));
        } else if (line.ptr[0] == '[') {
            begin_section(r, line);
        } else if (line.ptr[0] == '=' || !memchr(line.ptr, '=', line.len)) {
            fail(r, bp_error_set(r->err, BP_E_USAGE, NULL, N_("expected a line `name = value`")));
        } else {
            disguise(buffer, line);
            return buffer;
        }
    }
    return NULL;
}

static int take_value(void *ctx, const char *section, const char *name, const char *value)
{
    (void)section; /* inih never saw one */
    struct reading *r = ctx;
    char names[256], values[1024];
    if (r->status != BP_OK)
        return 0;
    if (!bp_str_copy(names, sizeof names, bp_str_of(name)) ||
        !bp_str_copy(values, sizeof values, bp_str_of(value))) {
        fail(r, bp_error_set(r->err, BP_E_USAGE, NULL, N_("line is too long")));
        return 0;
    }
    char *const texts[] = { names, values };
    for (size_t i = 0; i < 2; i++)
        for (char *p = texts[i]; *p; p++)
            *p = *p == FOR_SEMICOLON ? ';' : *p == FOR_COLON ? ':' : *p;
    enum bp_status st = r->handlers->value(r->handlers->ctx, names, values, r->line, r->err);
    if (st != BP_OK)
        fail(r, st);
    return st == BP_OK;
}

enum bp_status bp_ini_read(const char *path, const struct bp_ini_handlers *handlers,
                           struct bp_error *err)
{
    struct bp_error local = { 0 };
    struct reading r = { .path = path, .handlers = handlers, .err = err ? err : &local };
    r.file = fopen(path, "re");
    if (!r.file) {
        enum bp_status st =
            bp_error_set(r.err, BP_E_USAGE, NULL, N_("cannot be opened: %s"), strerror(errno));
        bp_error_at(r.err, path, 0, 0);
        return st;
    }
    int first_bad = ini_parse_stream(next_line, &r, take_value, &r);
    if (r.status == BP_OK && first_bad != 0)
        fail(&r, bp_error_set(r.err, BP_E_USAGE, NULL, N_("expected a line `name = value`")));
    (void)fclose(r.file);
    return r.status;
}
