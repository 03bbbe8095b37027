#include "tekenset.h"

#include "bronpost/base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>

#define CHUNK ((size_t)4096)

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */

void bp_tekenset_utf8(struct bp_tekenset *out)
{
    *out = (struct bp_tekenset){ .soort = BP_TEKENSET_UTF8, .name = "UTF-8" };
}

/* iconv() wants its input writable although it only reads it. */
static size_t convert_some(iconv_t cd, const char **in, size_t *in_left, char *out, size_t cap,
                           size_t *made)
{
    union {
        const char **from;
        char **to;
    } cast = { .from = in };
    char *at = out;
    size_t left = cap;
    size_t n = iconv(cd, cast.to, in_left, &at, &left);
    *made = (size_t)(at - out);
    return n;
}

enum sort_of_byte { BYTE_CHARACTER, BYTE_NOTHING, BYTE_BEGINS_MORE };

static enum sort_of_byte ask_byte(iconv_t cd, unsigned byte, struct bp_tekenset *set)
{
    char one = (char)byte, out[16];
    const char *in = &one;
    size_t left = 1, made = 0;
    (void)iconv(cd, NULL, NULL, NULL, NULL);
    size_t n = convert_some(cd, &in, &left, out, sizeof out, &made);
    if (n == (size_t)-1)
        return errno == EILSEQ ? BYTE_NOTHING : BYTE_BEGINS_MORE;
    if (left > 0 || made == 0 || made > sizeof set->utf8[0])
        return BYTE_BEGINS_MORE;
    memcpy(set->utf8[byte], out, made);
    set->len[byte] = (uint8_t)made;
    return BYTE_CHARACTER;
}

/* Fills the table; false when the set is not a single-byte superset of ASCII. */
static bool ask_all_bytes(iconv_t cd, struct bp_tekenset *set)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        enum sort_of_byte sort = ask_byte(cd, byte, set);
        if (sort == BYTE_BEGINS_MORE)
            return false;
        if (byte < 128 && (sort != BYTE_CHARACTER || set->len[byte] != 1 ||
                           (unsigned char)set->utf8[byte][0] != byte))
            return false;
    }
    return true;
}

/* The five bytes that Windows-1252 leaves open occur in files all the same; as C1 controls they stay what they
 * are and can be handed back. */
static void fill_windows_1252(struct bp_tekenset *set)
{
    for (unsigned byte = 0x80; byte < 0xA0; byte++) {
        if (set->len[byte])
            continue;
        set->len[byte] = 2;
        set->utf8[byte][0] = '\xC2';
        set->utf8[byte][1] = (char)byte;
    }
}

static bool named(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bp_str_equal_nocase(bp_str_of(name), bp_str_of(names[i])))
            return true;
    return false;
}

/* iconv understands more than names: "" is the locale's, "//IGNORE" drops what it cannot convert. */
static bool name_ok(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!bp_ascii_alnum(*p) && !strchr("-_.:()+", *p))
            return false;
    return name[0] != '\0';
}

enum bp_status bp_tekenset_find(const char *name, struct bp_tekenset *out, struct bp_error *err)
{
    static const char *const utf8[] = { "UTF-8", "UTF8", "csUTF8", "unicode-1-1-utf-8" };
    static const char *const windows_1252[] = { "windows-1252", "cp1252", "cswindows1252" };
    *out = (struct bp_tekenset){ .soort = BP_TEKENSET_BYTE };
    iconv_t cd = (iconv_t)-1;
    errno = EINVAL;
    if (name_ok(name) && bp_str_copy(out->name, sizeof out->name, bp_str_of(name)))
        cd = iconv_open("UTF-8", named(name, windows_1252, 3) ? "CP1252" : name);
    if (cd == (iconv_t)-1 && errno == ENOMEM)
        return bp_error_memory(err, N_("a character set"));
    if (cd == (iconv_t)-1)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("this computer knows no character set '%.40s'; use a name such as "
                               "UTF-8, windows-1252 or ISO-8859-15"),
                            name);
    if (named(name, utf8, sizeof utf8 / sizeof utf8[0]))
        out->soort = BP_TEKENSET_UTF8;
    else if (!ask_all_bytes(cd, out))
        out->soort = BP_TEKENSET_ANDERS;
    else if (named(name, windows_1252, 3))
        fill_windows_1252(out);
    (void)iconv_close(cd);
    return BP_OK;
}

bool bp_tekenset_high(struct bp_str s)
{
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t eight;
        memcpy(&eight, s.ptr + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            return true;
    }
    for (; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return true;
    return false;
}

void bp_tekenset_decode(const struct bp_tekenset *set, struct bp_str raw, struct bp_buf *out)
{
    if (set->soort != BP_TEKENSET_BYTE || !bp_tekenset_high(raw)) {
        bp_buf_add_str(out, raw);
        return;
    }
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char byte = (unsigned char)raw.ptr[i];
        if (set->len[byte])
            bp_buf_add(out, set->utf8[byte], set->len[byte]);
        else
            bp_buf_add_text(out, REPLACEMENT);
    }
}

static size_t utf8_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static void encode_byte(const struct bp_tekenset *set, struct bp_str character, struct bp_buf *out)
{
    for (unsigned byte = 0x80; byte < 256; byte++) {
        if (set->len[byte] == character.len &&
            memcmp(set->utf8[byte], character.ptr, character.len) == 0) {
            bp_buf_add_char(out, (char)byte);
            return;
        }
    }
    bp_buf_add_char(out, '?');
}

static void encode_other(iconv_t cd, struct bp_str text, struct bp_buf *out)
{
    while (text.len && !out->failed) {
        char made[CHUNK];
        size_t n = 0;
        size_t result = convert_some(cd, &text.ptr, &text.len, made, sizeof made, &n);
        bp_buf_add(out, made, n);
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        size_t skip = utf8_length((unsigned char)*text.ptr);
        skip = skip > text.len ? text.len : skip;
        text.ptr += skip;
        text.len -= skip;
        const char *mark = "?";
        size_t one = 1;
        (void)convert_some(cd, &mark, &one, made, sizeof made, &n);
        bp_buf_add(out, made, n);
    }
}

void bp_tekenset_encode(const struct bp_tekenset *set, struct bp_str text, struct bp_buf *out)
{
    if (set->soort == BP_TEKENSET_UTF8 ||
        (set->soort == BP_TEKENSET_BYTE && !bp_tekenset_high(text))) {
        bp_buf_add_str(out, text);
        return;
    }
    if (set->soort == BP_TEKENSET_ANDERS) {
        iconv_t cd = iconv_open(set->name, "UTF-8");
        if (cd == (iconv_t)-1) {
            out->failed = true; /* it was there when the file was opened: only memory can lack */
            return;
        }
        encode_other(cd, text, out);
        (void)iconv_close(cd);
        return;
    }
    while (text.len) {
        size_t n = utf8_length((unsigned char)*text.ptr);
        n = n > text.len ? text.len : n;
        if (n == 1)
            bp_buf_add_char(out, *text.ptr);
        else
            encode_byte(set, (struct bp_str){ text.ptr, n }, out);
        text.ptr += n;
        text.len -= n;
    }
}

enum bp_status bp_tekenset_convert(const struct bp_tekenset *set, struct bp_str raw,
                                   struct bp_buf *out, struct bp_error *err)
{
    iconv_t cd = iconv_open("UTF-8", set->name);
    if (cd == (iconv_t)-1)
        return bp_error_memory(err, N_("a converter of characters"));
    bool wrong = false;
    while (raw.len && !wrong && !out->failed) {
        char made[CHUNK];
        size_t n = 0;
        size_t result = convert_some(cd, &raw.ptr, &raw.len, made, sizeof made, &n);
        bp_buf_add(out, made, n);
        wrong = result == (size_t)-1 && errno != E2BIG;
    }
    (void)iconv_close(cd);
    if (wrong)
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("the file is not in %s, the character set that the profile gives: "
                               "mend charset in the profile, or make the export again"),
                            set->name);
    return out->failed ? bp_error_memory(err, N_("the converted file")) : BP_OK;
}

static void begin_character(struct bp_utf8_toets *toets, unsigned char byte)
{
    toets->lowest = 0x80;
    toets->highest = 0xBF;
    if (byte >= 0xC2 && byte <= 0xDF) {
        toets->expected = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        toets->expected = 2;
        if (byte == 0xE0)
            toets->lowest = 0xA0; /* shorter forms exist */
        else if (byte == 0xED)
            toets->highest = 0x9F; /* surrogates */
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        toets->expected = 3;
        if (byte == 0xF0)
            toets->lowest = 0x90;
        else if (byte == 0xF4)
            toets->highest = 0x8F; /* beyond U+10FFFF */
    } else {
        toets->wrong = true;
    }
}

void bp_utf8_toets_add(struct bp_utf8_toets *toets, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len && !toets->wrong;) {
        if (toets->expected == 0) {
            uint64_t eight;
            if (i + sizeof eight <= len) {
                memcpy(&eight, bytes + i, sizeof eight);
                if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                    i += sizeof eight;
                    toets->offset += sizeof eight;
                    continue;
                }
            }
        }
        unsigned char byte = (unsigned char)bytes[i];
        if (toets->expected > 0) {
            toets->wrong = byte < toets->lowest || byte > toets->highest;
            toets->expected--;
            toets->lowest = 0x80;
            toets->highest = 0xBF;
        } else if (byte >= 0x80) {
            begin_character(toets, byte);
        }
        if (toets->wrong)
            break;
        i++;
        toets->offset++;
    }
}

bool bp_utf8_toets_ok(const struct bp_utf8_toets *toets)
{
    return !toets->wrong && toets->expected == 0;
}
