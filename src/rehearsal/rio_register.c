#include "rio_register.h"

#include "verzoek.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_BYTES  (16 * BP_MIB)
#define ARENA_BYTES (64 * BP_MIB)
#define FIRST_ITEMS ((size_t)64)

struct item {
    enum bp_register_soort soort;
    struct bp_str sleutel, waarde;
};

struct bp_register {
    struct bp_arena *arena;
    struct item *items;
    size_t count, cap;
    bool listed[BP_REGISTER_SOORTEN];
};

/* --- words --------------------------------------------------------------------------------------------- */

/* Takes the first word off `rest`; len 0 at the end. */
static struct bp_str next_word(struct bp_str *rest)
{
    *rest = bp_str_trim(*rest);
    struct bp_str word = { rest->ptr, 0 };
    while (word.len < rest->len && rest->ptr[word.len] != ' ' && rest->ptr[word.len] != '\t')
        word.len++;
    rest->ptr += word.len;
    rest->len -= word.len;
    return word;
}

/* '9' a digit, any other character itself. */
static bool shaped(struct bp_str s, const char *shape)
{
    bool ok = s.len == strlen(shape);
    for (size_t i = 0; ok && i < s.len; i++)
        ok = shape[i] == '9' ? bp_ascii_digit(s.ptr[i]) : s.ptr[i] == shape[i];
    return ok;
}

static bool aanbieder_ok(struct bp_str s)
{
    return shaped(s, "999A999");
}

static bool locatie_ok(struct bp_str s)
{
    return shaped(s, "999X999");
}

static bool eenheid_ok(struct bp_str s)
{
    return shaped(s, "9999O9999");
}

static bool datum_ok(struct bp_str s)
{
    struct bp_datum d;
    return bp_datum_parse_iso(s, &d);
}

static bool woord_ok(struct bp_str s)
{
    return bp_str_filled(s);
}

/* What a line of each kind looks like: so many words in the key; the first words of the value, and the others. */
static const struct vorm {
    const char *naam;
    bool (*sleutel_ok)(struct bp_str);
    size_t sleutel_words;
    bool (*first_ok)(struct bp_str);
    bool (*rest_ok)(struct bp_str);
    size_t most_words;
} vormen[BP_REGISTER_SOORTEN] = {
    [BP_REGISTER_ONDERWIJSAANBIEDER] = { "onderwijsaanbieder", aanbieder_ok, 1, datum_ok, datum_ok,
                                         2 },
    [BP_REGISTER_ONDERWIJSLOCATIE] = { "onderwijslocatie", locatie_ok, 1, woord_ok, woord_ok, 0 },
    [BP_REGISTER_OPLEIDINGSEENHEID] = { "opleidingseenheid", eenheid_ok, 1, datum_ok, datum_ok, 2 },
    [BP_REGISTER_OPLEIDINGSERKENNING] = { "opleidingserkenning", woord_ok, 2, eenheid_ok,
                                          aanbieder_ok, SIZE_MAX },
    [BP_REGISTER_VAKERKENNING] = { "vakerkenning", woord_ok, 3, eenheid_ok, aanbieder_ok,
                                   SIZE_MAX },
    [BP_REGISTER_OPLEIDINGSRELATIE] = { "opleidingsrelatie", eenheid_ok, 2, woord_ok, woord_ok, 1 },
    [BP_REGISTER_AFZENDER] = { "afzender", bp_oin_ok, 1, aanbieder_ok, aanbieder_ok, SIZE_MAX },
};

static bool line_ok(const struct vorm *vorm, struct bp_str sleutel, struct bp_str waarde)
{
    size_t n = 0;
    struct bp_str word;
    bool ok = true;
    for (; ok && bp_str_filled(word = next_word(&sleutel)); n++)
        ok = vorm->sleutel_ok(word);
    if (!ok || n != vorm->sleutel_words)
        return false;
    for (n = 0; ok && bp_str_filled(word = next_word(&waarde)); n++)
        ok = n < vorm->most_words && (n ? vorm->rest_ok(word) : vorm->first_ok(word));
    return ok;
}

/* --- reading ------------------------------------------------------------------------------------------- */

static bool grow(struct bp_register *r)
{
    if (r->count < r->cap)
        return true;
    size_t cap = r->cap ? 2 * r->cap : FIRST_ITEMS;
    struct item *items = realloc(r->items, cap * sizeof *items);
    if (!items)
        return false;
    r->items = items;
    r->cap = cap;
    return true;
}

/* One blank between the words of a key, so that it can be compared. */
static struct bp_str tidy(struct bp_arena *arena, struct bp_str sleutel)
{
    struct bp_str made = bp_arena_str(arena, next_word(&sleutel));
    for (struct bp_str word; made.ptr && bp_str_filled(word = next_word(&sleutel));)
        made = bp_arena_printf(arena, "%s %.*s", made.ptr, (int)word.len, word.ptr);
    return made;
}

struct reading {
    struct bp_register *r;
    bool full;
};

/* libinih's callback: 0 makes it report the line. */
static int entry(void *ctx, const char *section, const char *key, const char *value)
{
    struct reading *reading = ctx;
    struct bp_register *r = reading->r;
    size_t soort = 0;
    while (soort < BP_REGISTER_SOORTEN && strcmp(vormen[soort].naam, section) != 0)
        soort++;
    if (soort == BP_REGISTER_SOORTEN || !line_ok(&vormen[soort], bp_str_of(key), bp_str_of(value)))
        return 0;
    struct item item = { (enum bp_register_soort)soort, tidy(r->arena, bp_str_of(key)),
                         bp_arena_str(r->arena, bp_str_of(value)) };
    reading->full = reading->full || !item.sleutel.ptr || !item.waarde.ptr || !grow(r);
    if (reading->full)
        return 0;
    r->items[r->count++] = item;
    r->listed[soort] = true;
    return 1;
}

static enum bp_status read_file(struct bp_register *r, const char *path, struct bp_error *err)
{
    struct bp_buf text;
    struct reading reading = { .r = r };
    bp_buf_init(&text, FILE_BYTES + 1);
    enum bp_status st = bp_file_get(path, FILE_BYTES, &text, err);
    bp_buf_add_char(&text, '\0');
    int line = st == BP_OK && !text.failed ? ini_parse_string(text.ptr, entry, &reading) : 0;
    if (st == BP_OK && (text.failed || reading.full)) {
        st = bp_error_memory(err, N_("the register of RIO"));
    } else if (line != 0) {
        st = bp_error_set(err, BP_E_USAGE, NULL,
                          N_("not a line of a register of RIO: expected a section such as "
                             "[onderwijsaanbieder] and below it lines such as "
                             "199A001 = 2000-08-01 2030-08-01; README.md shows them all"));
        bp_error_at(err, path, (size_t)line, 0);
    }
    bp_buf_free(&text);
    return st;
}

enum bp_status bp_register_open(const char *path, struct bp_register **out, struct bp_error *err)
{
    struct bp_register *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r || !(r->arena = bp_arena_new(ARENA_BYTES))) {
        free(r);
        return bp_error_memory(err, N_("the register of RIO"));
    }
    enum bp_status st = path ? read_file(r, path, err) : BP_OK;
    if (st != BP_OK) {
        bp_register_close(r);
        return st;
    }
    *out = r;
    return BP_OK;
}

void bp_register_close(struct bp_register *bekend)
{
    if (!bekend)
        return;
    free(bekend->items);
    bp_arena_free(bekend->arena);
    free(bekend);
}

/* --- asking -------------------------------------------------------------------------------------------- */

/* The first line about the key behind `after` (NULL: from the begin); NULL: none any more. */
static const struct item *find(const struct bp_register *r, enum bp_register_soort soort,
                               struct bp_str sleutel, const struct item *after)
{
    for (size_t i = after ? (size_t)(after - r->items) + 1 : 0; i < r->count; i++)
        if (r->items[i].soort == soort && bp_str_equal(r->items[i].sleutel, sleutel))
            return &r->items[i];
    return NULL;
}

bool bp_register_kent(const struct bp_register *bekend, enum bp_register_soort soort,
                      struct bp_str sleutel)
{
    return !bekend->listed[soort] || find(bekend, soort, sleutel, NULL);
}

bool bp_register_leeft(const struct bp_register *bekend, enum bp_register_soort soort,
                       struct bp_str sleutel, struct bp_datum van, struct bp_datum tot)
{
    const struct item *item = find(bekend, soort, sleutel, NULL);
    struct bp_datum begin = BP_DATUM_NONE, eind = BP_DATUM_NONE;
    if (!item)
        return true;
    struct bp_str rest = item->waarde;
    (void)bp_datum_parse_iso(next_word(&rest), &begin);
    (void)bp_datum_parse_iso(next_word(&rest), &eind);
    if (bp_datum_before(van, begin))
        return false;
    return !bp_datum_given(eind) || (bp_datum_given(tot) && !bp_datum_before(eind, tot));
}

void bp_register_eenheid(const struct bp_register *bekend, enum bp_register_soort soort,
                         struct bp_str sleutel, char out[BP_EENHEID_TEXT])
{
    const struct item *item = find(bekend, soort, sleutel, NULL);
    struct bp_str rest = item ? item->waarde : BP_STR("");
    if (bp_str_copy(out, BP_EENHEID_TEXT, next_word(&rest)) && out[0])
        return;
    uint32_t h = UINT32_C(0x811c9dc5); /* FNV-1a */
    for (size_t i = 0; i < sleutel.len; i++)
        h = (h ^ (unsigned char)sleutel.ptr[i]) * UINT32_C(0x01000193);
    out[0] = '9';
    for (size_t i = 1; i < BP_EENHEID_TEXT - 1; i++, h /= 10)
        out[i] = i == 4 ? 'O' : (char)('0' + h % 10);
    out[BP_EENHEID_TEXT - 1] = '\0';
}

/* Is `word` in the value of a line about the key, behind its first `skip` words? *any: there are words there. */
static bool names(const struct bp_register *r, enum bp_register_soort soort, struct bp_str sleutel,
                  size_t skip, struct bp_str word, bool *any)
{
    bool found = false;
    *any = false;
    for (const struct item *i = NULL; (i = find(r, soort, sleutel, i));) {
        struct bp_str rest = i->waarde, here;
        for (size_t n = 0; bp_str_filled(here = next_word(&rest)); n++) {
            *any = *any || n >= skip;
            found = found || (n >= skip && bp_str_equal(here, word));
        }
    }
    return found;
}

bool bp_register_erkend(const struct bp_register *bekend, enum bp_register_soort soort,
                        struct bp_str sleutel, struct bp_str onderwijsaanbieder)
{
    bool any;
    bool named = names(bekend, soort, sleutel, 1, onderwijsaanbieder, &any);
    return named || !any;
}

bool bp_register_mag(const struct bp_register *bekend, struct bp_str oin,
                     struct bp_str onderwijsaanbieder)
{
    bool any;
    if (!bekend->listed[BP_REGISTER_AFZENDER])
        return true;
    if (!onderwijsaanbieder.ptr)
        return find(bekend, BP_REGISTER_AFZENDER, oin, NULL) != NULL;
    return names(bekend, BP_REGISTER_AFZENDER, oin, 0, onderwijsaanbieder, &any);
}

struct bp_str bp_register_relatie(const struct bp_register *bekend, struct bp_str een,
                                  struct bp_str ander)
{
    const struct bp_str pairs[2][2] = { { een, ander }, { ander, een } };
    if (!bekend->listed[BP_REGISTER_OPLEIDINGSRELATIE])
        return BP_STR("");
    for (size_t i = 0; i < 2; i++) {
        char key[2 * BP_EENHEID_TEXT];
        (void)snprintf(key, sizeof key, "%.*s %.*s", (int)pairs[i][0].len, pairs[i][0].ptr,
                       (int)pairs[i][1].len, pairs[i][1].ptr);
        const struct item *item = find(bekend, BP_REGISTER_OPLEIDINGSRELATIE, bp_str_of(key), NULL);
        if (item)
            return bp_str_trim(item->waarde);
    }
    return (struct bp_str){ NULL, 0 };
}
