#include "profiel_intern.h"

#include "tekenset.h"
#include "velden.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <ini.h>
#include <stdlib.h>

#define FILE_MAX  BP_MIB
#define ARENA_MAX (16 * BP_MIB)

/* inih keeps 50 bytes of a section's name and cuts the rest without a word. */
#define SECTION_MAX ((size_t)49)

/* Debian builds inih with inline comments and with ':' beside '='. In a profile both are part of a name or a
 * value, so they travel through inih as control characters, which a line may not hold itself. */
#define STAND_IN_SEMICOLON '\x01'
#define STAND_IN_COLON     '\x02'

struct lezing {
    struct bp_profiel *profiel;
    struct bp_str left; /* of the file, UTF-8 */
    size_t line;
    enum bp_status status;
    struct bp_error *err;
};

static enum bp_status wrong(struct lezing *l)
{
    bp_error_at(l->err, l->profiel->path, l->line, 0);
    l->status = l->err->status;
    return l->status;
}

/* --- lines for inih --------------------------------------------------------------------------------- */

static bool take_line(struct lezing *l, struct bp_str *line)
{
    if (l->left.len == 0)
        return false;
    const char *end = memchr(l->left.ptr, '\n', l->left.len);
    size_t len = end ? (size_t)(end - l->left.ptr) + 1 : l->left.len;
    *line = bp_str_trim((struct bp_str){ l->left.ptr, len });
    l->left.ptr += len;
    l->left.len -= len;
    l->line++;
    return true;
}

static bool line_ok(struct lezing *l, struct bp_str line, size_t cap)
{
    for (size_t i = 0; i < line.len; i++) {
        if (((unsigned char)line.ptr[i] < ' ' && line.ptr[i] != '\t') || line.ptr[i] == 0x7F) {
            (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                               N_("this line holds a control character: type it again"));
            return wrong(l) == BP_OK;
        }
    }
    size_t most = line.ptr[0] == '[' ? SECTION_MAX + 2 : cap - 3;
    if (line.len > most) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("this line is longer than %zu bytes: shorten it"), most);
        return wrong(l) == BP_OK;
    }
    if (line.ptr[0] == '[' && line.ptr[line.len - 1] != ']') {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("not a section: expected [name] alone on its line"));
        return wrong(l) == BP_OK;
    }
    if (line.ptr[0] != '[' && !memchr(line.ptr, '=', line.len)) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("expected `name = value`; comments stand on a line of their own and "
                              "begin with #"));
        return wrong(l) == BP_OK;
    }
    return true;
}

/* What fgets() is to inih. Blank lines and comments stay here; without blanks in front no line is taken for the
 * continuation of the former one. */
static char *next_line(char *out, int cap, void *ctx)
{
    struct lezing *l = ctx;
    struct bp_str line;
    do {
        if (l->status != BP_OK || !take_line(l, &line))
            return NULL;
    } while (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';');
    if (!line_ok(l, line, (size_t)cap))
        return NULL;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        out[i] = c == ';' ? STAND_IN_SEMICOLON : c == ':' ? STAND_IN_COLON : c;
    }
    out[line.len] = '\n';
    out[line.len + 1] = '\0';
    return out;
}

static struct bp_str restore(struct bp_arena *arena, const char *text)
{
    struct bp_str s = bp_arena_str(arena, bp_str_trim(bp_str_of(text)));
    if (!s.ptr)
        return s;
    char *copy = bp_arena_alloc(arena, s.len + 1);
    for (size_t i = 0; copy && i < s.len; i++)
        copy[i] = s.ptr[i] == STAND_IN_SEMICOLON ? ';'
                  : s.ptr[i] == STAND_IN_COLON   ? ':'
                                                 : s.ptr[i];
    return (struct bp_str){ copy, copy ? s.len : 0 };
}

/* --- [profile] -------------------------------------------------------------------------------------- */

static enum bp_status set_separator(struct lezing *l, struct bp_str value)
{
    static const struct {
        const char *word;
        char c;
    } words[] = { { "semicolon", ';' }, { "comma", ',' }, { "tab", '\t' }, { "pipe", '|' } };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bp_str_equal_nocase(value, bp_str_of(words[i].word))) {
            l->profiel->separator = words[i].c;
            return BP_OK;
        }
    }
    (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                       N_("separator: expected semicolon, comma, tab or pipe"));
    return wrong(l);
}

static enum bp_status set_charset(struct lezing *l, struct bp_str value)
{
    struct bp_tekenset *set = malloc(sizeof *set); /* 1.5 KiB, not for the stack of a callback */
    if (!set)
        return l->status = bp_error_memory(l->err, N_("a character set"));
    enum bp_status st = bp_tekenset_find(value.ptr, set, l->err);
    free(set);
    if (st != BP_OK)
        return wrong(l);
    l->profiel->charset = value.ptr;
    return BP_OK;
}

static enum bp_status set_profile(struct lezing *l, struct bp_str key, struct bp_str value)
{
    if (value.len == 0) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("%.40s has no value: fill it in or take the line out"), key.ptr);
        return wrong(l);
    }
    if (bp_str_equal(key, BP_STR("name"))) {
        l->profiel->name = value.ptr;
        return BP_OK;
    }
    if (bp_str_equal(key, BP_STR("separator")))
        return set_separator(l, value);
    if (bp_str_equal(key, BP_STR("charset")))
        return set_charset(l, value);
    if (bp_str_equal(key, BP_STR("date"))) {
        if (bp_datumvorm_parse(value, &l->profiel->date))
            return BP_OK;
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("date: expected d, m and Y with one separator, such as d-m-Y, or "
                              "without, such as Ymd"));
        return wrong(l);
    }
    (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                       N_("[profile] knows name, separator, charset and date, not %.40s"), key.ptr);
    return wrong(l);
}

/* --- [columns], [constants], [values.COLUMN] -------------------------------------------------------- */

static enum bp_kolom find_kolom(struct bp_str name)
{
    for (int k = 0; k < BP_KOLOM_COUNT; k++)
        if (bp_str_equal_nocase(name, bp_str_of(bp_kolom_name((enum bp_kolom)k))))
            return (enum bp_kolom)k;
    return BP_KOLOM_GEEN;
}

static enum bp_status unknown_column(struct lezing *l, struct bp_str name)
{
    (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                       N_("there is no column %.60s: left of the = stands a column of bronpost"),
                       name.ptr);
    return wrong(l);
}

static enum bp_status said_twice(struct lezing *l, struct bp_str name)
{
    (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                       N_("%.60s stands here for the second time: keep one of the two lines"),
                       name.ptr);
    return wrong(l);
}

static enum bp_status set_column(struct lezing *l, struct bp_str key, struct bp_str value)
{
    enum bp_kolom kolom = find_kolom(key);
    if (kolom == BP_KOLOM_GEEN)
        return unknown_column(l, key);
    if (bp_str_filled(l->profiel->renamed[kolom]))
        return said_twice(l, key);
    if (value.len == 0) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("%.60s has no value: fill it in or take the line out"), key.ptr);
        return wrong(l);
    }
    for (size_t k = 0; k < BP_KOLOM_COUNT; k++)
        if (bp_str_equal_nocase(l->profiel->renamed[k], value) && value.len)
            return said_twice(l, value);
    l->profiel->renamed[kolom] = value;
    return BP_OK;
}

/* A constant that no cell could hold makes every row wrong: that is a mistake in the profile. */
static bool constant_ok(enum bp_kolom kolom, struct bp_str value)
{
    struct bp_rij rij = { 0 };
    struct bp_veld_oordeel oordeel;
    struct bp_persoonsnummer number;
    if (kolom == BP_KOLOM_BSN)
        return bp_persoon_read(value, BP_STR(""), &number) == BP_PERSOON_GOED;
    if (kolom == BP_KOLOM_ONDERWIJSNUMMER)
        return bp_persoon_read(BP_STR(""), value, &number) == BP_PERSOON_GOED;
    return bp_veld_read(kolom, value, NULL, &rij, &oordeel);
}

static enum bp_status set_constant(struct lezing *l, struct bp_str key, struct bp_str value)
{
    enum bp_kolom kolom = find_kolom(key);
    if (kolom == BP_KOLOM_GEEN)
        return unknown_column(l, key);
    if (bp_str_filled(l->profiel->constants[kolom]))
        return said_twice(l, key);
    if (!constant_ok(kolom, value)) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("this value has not the form that %.60s asks for"), key.ptr);
        return wrong(l);
    }
    l->profiel->constants[kolom] = value;
    return BP_OK;
}

static enum bp_status set_value(struct lezing *l, struct bp_str column, struct bp_str key,
                                struct bp_str value)
{
    enum bp_kolom kolom = find_kolom(column);
    if (kolom == BP_KOLOM_GEEN)
        return unknown_column(l, column);
    struct bp_vertaling **end = &l->profiel->values[kolom];
    for (; *end; end = &(*end)->next)
        if (bp_str_equal((*end)->van, key))
            return said_twice(l, key);
    *end = bp_arena_alloc(l->profiel->arena, sizeof **end);
    if (!*end)
        return l->status = bp_error_memory(l->err, N_("a profile"));
    **end = (struct bp_vertaling){ .van = key, .naar = value };
    return BP_OK;
}

static int take_value(void *ctx, const char *section, const char *name, const char *text)
{
    struct lezing *l = ctx;
    struct bp_str key = restore(l->profiel->arena, name);
    struct bp_str value = restore(l->profiel->arena, text);
    struct bp_str where = bp_str_of(section);
    if (l->status != BP_OK)
        return 1;
    if (!key.ptr || !value.ptr)
        l->status = bp_error_memory(l->err, N_("a profile"));
    else if (key.len == 0) {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL, N_("there is no name in front of the ="));
        (void)wrong(l);
    } else if (bp_str_equal(where, BP_STR("profile")))
        (void)set_profile(l, key, value);
    else if (bp_str_equal(where, BP_STR("columns")))
        (void)set_column(l, key, value);
    else if (bp_str_equal(where, BP_STR("constants")))
        (void)set_constant(l, key, value);
    else if (bp_str_starts_with(where, BP_STR("values.")))
        (void)set_value(l, (struct bp_str){ where.ptr + 7, where.len - 7 }, key, value);
    else {
        (void)bp_error_set(l->err, BP_E_USAGE, NULL,
                           N_("this line stands in no section that a profile has: [profile], "
                              "[columns], [values.COLUMN], [constants]"));
        (void)wrong(l);
    }
    return 1;
}

/* --- opening ---------------------------------------------------------------------------------------- */

/* A profile that is not UTF-8 was saved on an older Windows. */
static enum bp_status to_utf8(struct bp_buf *raw, struct bp_buf *out, struct bp_error *err)
{
    struct bp_utf8_toets toets = { 0 };
    bp_utf8_toets_add(&toets, raw->ptr ? raw->ptr : "", raw->len);
    struct bp_tekenset *set = malloc(sizeof *set);
    if (!set)
        return bp_error_memory(err, N_("a profile"));
    enum bp_status st = BP_OK;
    if (bp_utf8_toets_ok(&toets))
        bp_tekenset_utf8(set);
    else
        st = bp_tekenset_find("windows-1252", set, err);
    if (st == BP_OK)
        bp_tekenset_decode(set, bp_buf_str(raw), out);
    free(set);
    return st == BP_OK && out->failed ? bp_error_memory(err, N_("a profile")) : st;
}

static enum bp_status parse(struct bp_profiel *profiel, struct bp_str text, struct bp_error *err)
{
    struct lezing l = { .profiel = profiel, .left = text, .err = err };
    if (bp_str_starts_with(text, BP_STR("\xEF\xBB\xBF"))) {
        l.left.ptr += 3;
        l.left.len -= 3;
    }
    if (ini_parse_stream(next_line, &l, take_value, &l) != 0 && l.status == BP_OK)
        l.status = bp_error_memory(err, N_("a profile")); /* its lines were all in order */
    return l.status;
}

static enum bp_status read_profiel(struct bp_profiel *profiel, const char *path,
                                   struct bp_error *err)
{
    profiel->arena = bp_arena_new(ARENA_MAX);
    struct bp_str copy =
        profiel->arena ? bp_arena_str(profiel->arena, bp_str_of(path)) : (struct bp_str){ NULL, 0 };
    if (!copy.ptr)
        return bp_error_memory(err, N_("a profile"));
    profiel->path = path;
    profiel->name = copy.ptr;
    struct bp_buf raw, text;
    bp_buf_init(&raw, FILE_MAX);
    bp_buf_init(&text, 4 * FILE_MAX);
    enum bp_status st = bp_file_get(path, FILE_MAX, &raw, err);
    if (st == BP_E_IO)
        st = err->status = BP_E_USAGE; /* the profile is an option: whoever named it mends it */
    if (st == BP_OK)
        st = to_utf8(&raw, &text, err);
    if (st == BP_OK)
        st = parse(profiel, bp_buf_str(&text), err);
    bp_buf_free(&raw);
    bp_buf_free(&text);
    profiel->path = copy.ptr;
    return st;
}

enum bp_status bp_profiel_open(const char *path, struct bp_profiel **out, struct bp_error *err)
{
    struct bp_error local;
    struct bp_profiel *profiel = calloc(1, sizeof *profiel);
    *out = NULL;
    if (!profiel)
        return bp_error_memory(err, N_("a profile"));
    enum bp_status st = read_profiel(profiel, path, err ? err : &local);
    if (st != BP_OK) {
        bp_profiel_close(profiel);
        return st;
    }
    *out = profiel;
    return BP_OK;
}

void bp_profiel_close(struct bp_profiel *profiel)
{
    if (!profiel)
        return;
    bp_arena_free(profiel->arena);
    free(profiel);
}

const char *bp_profiel_name(const struct bp_profiel *profiel)
{
    return profiel->name;
}

struct bp_str bp_profiel_translate(const struct bp_profiel *profiel, enum bp_kolom kolom,
                                   struct bp_str text)
{
    for (const struct bp_vertaling *v = profiel->values[kolom]; v; v = v->next)
        if (bp_str_equal(v->van, text))
            return v->naar;
    for (const struct bp_vertaling *v = profiel->values[kolom]; v; v = v->next)
        if (bp_str_equal_nocase(v->van, text))
            return v->naar;
    return text;
}
