/* config_keys.c - the keys of bronpost.conf: what each may hold and where it goes */
#include "config_inside.h"
#include "suggest.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

#define MOST_NAMES 16
#define MOST_MS    600000

#define KEY(section, name, kind, type, member)                                                     \
    {                                                                                              \
        BP_SECTION_##section, name, BP_KIND_##kind, offsetof(struct type, member)                  \
    }

static const struct bp_config_key keys[] = {
    KEY(LEDGER, "url", URL, bp_config, ledger_url),
    KEY(LEDGER, "sleutel", PATH, bp_config, key_file),
    KEY(DUO, "oin", OIN, bp_config, duo_oin),
    KEY(DUO, "adres", TEXT, bp_config, duo_address),
    KEY(DUO, "vo", ENDPOINT, bp_config_inside, contracten[0].endpoint),
    KEY(DUO, "mbo", ENDPOINT, bp_config_inside, contracten[1].endpoint),
    KEY(DUO, "rio", ENDPOINT, bp_config_inside, contracten[2].endpoint),
    KEY(DUO, "rio_raadplegen", ENDPOINT, bp_config, rio_raadplegen),
    KEY(DUO, "vertrouw", PATH, bp_config, vertrouw),
    KEY(DUO, "gelijktijdig", NUMBER, bp_config, gelijktijdig),
    KEY(DUO, "proxy", ENDPOINT, bp_config, proxy),
    KEY(DUO, "crl", PATH, bp_config, crl),
    KEY(DUO, "vastgezet", PATH, bp_config, vastgezet),
    KEY(DUO, "pogingen", NUMBER, bp_config, pogingen),
    KEY(DUO, "wacht_ms", MS, bp_config, wacht_ms),
    KEY(DUO, "tijd_ms", MS, bp_config, tijd_ms),
    KEY(DUO, "test", YES, bp_config, test),
    KEY(CONTRACT, "schemas", PATH, bp_config_contract, schemas),
    KEY(CONTRACT, "verzender", TEXT, bp_config_contract, verzender),
    KEY(CONTRACT, "ontvanger", TEXT, bp_config_contract, ontvanger),
    KEY(INSTELLING, "naam", TEXT, bp_config_instelling, naam),
    KEY(INSTELLING, "sector", SECTOREN, bp_config_instelling, sectoren),
    KEY(INSTELLING, "oin", OIN, bp_config_instelling, oin),
    KEY(INSTELLING, "certificaat", PATH, bp_config_instelling, certificaat),
    KEY(INSTELLING, "sleutel", PATH, bp_config_instelling, sleutel),
    KEY(INSTELLING, "wachtwoord_bestand", PATH, bp_config_instelling, wachtwoord_bestand),
    KEY(INSTELLING, "wachtwoord_omgeving", TEXT, bp_config_instelling, wachtwoord_omgeving),
    KEY(INSTELLING, "mandaat", YES, bp_config_instelling, mandaat),
};

const struct bp_config_key *bp_config_keys(size_t *count)
{
    *count = sizeof keys / sizeof *keys;
    return keys;
}

const char *bp_config_section_name(enum bp_config_section section)
{
    static const char *const names[] = { "ledger",     "duo",          "contract",
                                         "instelling", "waardenlijst", "elementcodes" };
    return names[section];
}

const struct bp_config_key *bp_config_key_find(enum bp_config_section section, const char *name)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].section == section && strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

/* Where the value of a key of the section that is being read goes. */
static void *member_of(struct bp_config_inside *c, const struct bp_config_key *key)
{
    char *base = (char *)c; /* struct bp_config is its first member: offsets in either are right */
    if (key->section == BP_SECTION_INSTELLING)
        base = (char *)&c->instellingen[c->item];
    else if (key->section == BP_SECTION_CONTRACT)
        base = (char *)&c->contracten[c->item];
    return base + key->offset;
}

static const char *keep(struct bp_config_inside *c, const char *text)
{
    return bp_arena_str(c->arena, bp_str_of(text)).ptr;
}

const char *bp_config_resolve(const struct bp_config_inside *c, const char *path)
{
    const char *file = c->facts.path, *slash = file ? strrchr(file, '/') : NULL;
    if (*path == '/' || !slash)
        return bp_arena_str(c->arena, bp_str_of(path)).ptr;
    return bp_arena_printf(c->arena, "%.*s%s", (int)(slash - file) + 1, file, path).ptr;
}

/* sqlite:relative.db is relative to the file, as all paths are. */
static const char *resolve_url(const struct bp_config_inside *c, const char *url)
{
    static const char sqlite[] = "sqlite:";
    size_t head = sizeof sqlite - 1;
    if (strncmp(url, sqlite, head) != 0 || url[head] == '/' || url[head] == '\0')
        return bp_arena_str(c->arena, bp_str_of(url)).ptr;
    const char *path = bp_config_resolve(c, url + head);
    return path ? bp_arena_printf(c->arena, "sqlite:%s", path).ptr : NULL;
}

static bool oin_ok(const char *value)
{
    size_t len = 0;
    for (; value[len]; len++)
        if (!bp_ascii_digit(value[len]) && !bp_ascii_upper(value[len]))
            return false;
    return len == 20;
}

static bool sectoren_parse(const char *value, unsigned *out)
{
    static const char *const forms[] = { "vo", "mbo", "vo mbo", "mbo vo" };
    static const unsigned bits[] = { BP_SECTOR_VO, BP_SECTOR_MBO, BP_SECTOR_VO | BP_SECTOR_MBO,
                                     BP_SECTOR_VO | BP_SECTOR_MBO };
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(value, forms[i]) == 0) {
            *out = bits[i];
            return true;
        }
    }
    return false;
}

static bool number_parse(const char *value, unsigned *out)
{
    struct bp_str s = bp_str_of(value);
    if (!bp_str_all_digits(s) || s.len > 2)
        return false;
    *out = (unsigned)strtoul(value, NULL, 10);
    return *out >= 1 && *out <= 64;
}

static bool ms_parse(const char *value, unsigned *out)
{
    struct bp_str s = bp_str_of(value);
    if (!bp_str_all_digits(s) || s.len > 6)
        return false;
    *out = (unsigned)strtoul(value, NULL, 10);
    return *out >= 1 && *out <= MOST_MS;
}

static bool yes_parse(const char *value, bool *out)
{
    *out = strcmp(value, "yes") == 0 || strcmp(value, "ja") == 0;
    return *out || strcmp(value, "no") == 0 || strcmp(value, "nee") == 0;
}

static enum bp_status wrong(struct bp_error *err, const char *key, const char *expected)
{
    return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: expected %s"), key, expected);
}

static enum bp_status set(struct bp_config_inside *c, const struct bp_config_key *key,
                          const char *value, struct bp_error *err)
{
    void *member = member_of(c, key);
    const char *text = NULL;
    switch (key->kind) {
    case BP_KIND_SECTOREN:
        return sectoren_parse(value, member)
                   ? BP_OK
                   : wrong(err, key->name, bp_text("vo, mbo, or both: vo mbo"));
    case BP_KIND_NUMBER:
        return number_parse(value, member)
                   ? BP_OK
                   : wrong(err, key->name, bp_text("a number from 1 to 64"));
    case BP_KIND_MS:
        return ms_parse(value, member)
                   ? BP_OK
                   : wrong(err, key->name, bp_text("milliseconds, from 1 to 600000"));
    case BP_KIND_YES:
        return yes_parse(value, member) ? BP_OK : wrong(err, key->name, bp_text("yes or no"));
    case BP_KIND_OIN:
        if (!oin_ok(value))
            return wrong(err, key->name, bp_text("an OIN: 20 digits and capitals"));
        text = keep(c, value);
        break;
    case BP_KIND_ENDPOINT:
        if (strncmp(value, "https://", 8) != 0 && strncmp(value, "http://", 7) != 0)
            return wrong(err, key->name,
                         bp_text("an address that begins with https:// or http://"));
        text = keep(c, value);
        break;
    case BP_KIND_PATH:
        text = bp_config_resolve(c, value);
        break;
    case BP_KIND_URL:
        text = resolve_url(c, value);
        break;
    case BP_KIND_TEXT:
        text = keep(c, value);
        break;
    }
    if (!text)
        return bp_error_memory(err, bp_text("the configuration"));
    memcpy(member, &text, sizeof text);
    return BP_OK;
}

static enum bp_status unknown_key(const struct bp_config_inside *c, const char *name,
                                  struct bp_error *err)
{
    const char *names[MOST_NAMES];
    size_t count = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].section == c->section && count < MOST_NAMES)
            names[count++] = keys[i].name;
    const char *near = bp_suggest(name, names, count),
               *section = bp_config_section_name(c->section);
    if (near)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("section %s has no key '%s'; did you mean '%s'?"), section, name,
                            near);
    return bp_error_set(err, BP_E_USAGE, NULL, N_("section %s has no key '%s'"), section, name);
}

/* "", "FROM" or "FROM TO". */
static bool validity_parse(const char *value, struct bp_waarde_geldig *out)
{
    struct bp_str rest = bp_str_trim(bp_str_of(value));
    struct bp_datum *const ends[] = { &out->from, &out->to };
    for (size_t i = 0; i < 2 && rest.len; i++) {
        const char *blank = memchr(rest.ptr, ' ', rest.len);
        struct bp_str day = { rest.ptr, blank ? (size_t)(blank - rest.ptr) : rest.len };
        if (!bp_datum_parse_iso(day, ends[i]))
            return false;
        rest = bp_str_trim((struct bp_str){ rest.ptr + day.len, rest.len - day.len });
    }
    return rest.len == 0 && (!bp_datum_given(out->to) || !bp_datum_before(out->to, out->from));
}

static bool value_name_ok(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < len; i++)
        if (!bp_ascii_alnum(name[i]) && name[i] != '_' && name[i] != '-')
            return false;
    return len >= 1 && len <= 70;
}

static enum bp_status take_waarde(struct bp_config_inside *c, const char *name, const char *value,
                                  struct bp_error *err)
{
    struct bp_config_lijst *list = &c->lijsten[c->item];
    struct bp_waarde_geldig new = { 0 };
    if (!value_name_ok(name))
        return wrong(err, name, bp_text("a value of 1 to 70 letters, digits, '_' or '-'"));
    if (!validity_parse(value, &new))
        return wrong(
            err, name,
            bp_text("nothing, or one or two days as 2026-08-01, the first before the last"));
    struct bp_waarde_geldig *grown =
        bp_config_grow(c->arena, list->items, list->count, &list->cap, sizeof *grown);
    new.waarde = bp_arena_str(c->arena, bp_str_of(name));
    if (!grown || !new.waarde.ptr)
        return bp_error_memory(err, bp_text("the configuration"));
    list->items = grown;
    list->items[list->count++] = new;
    return BP_OK;
}

static enum bp_status take_elementcode(struct bp_config_inside *c, const char *name,
                                       const char *value, struct bp_error *err)
{
    static const char *const wegen[] = { "BB", "KB", "GL", "TL" };
    struct bp_elementcode new = { .leerweg = NULL };
    size_t len = strlen(name);
    for (size_t i = 0; i < len; i++)
        if (!bp_ascii_digit(name[i]) && name[i] != '.')
            len = 0;
    if (len != 4 || !bp_str_copy(new.pattern, sizeof new.pattern, bp_str_of(name)))
        return wrong(err, name, bp_text("a pattern of 4 digits, '.' for any digit"));
    for (size_t i = 0; i < 4; i++)
        if (strcmp(value, wegen[i]) == 0)
            new.leerweg = wegen[i];
    if (!new.leerweg)
        return wrong(err, name, "BB, KB, GL, TL");
    struct bp_elementcode *grown = bp_config_grow(c->arena, c->elementcodes, c->elementcode_count,
                                                  &c->elementcode_cap, sizeof *grown);
    if (!grown)
        return bp_error_memory(err, bp_text("the configuration"));
    c->elementcodes = grown;
    c->elementcodes[c->elementcode_count++] = new;
    return BP_OK;
}

enum bp_status bp_config_take(struct bp_config_inside *c, const char *name, const char *value,
                              unsigned line, struct bp_error *err)
{
    struct bp_config_origin before;
    if (!c->in_section)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("a value before the first [section]"));
    if (c->section == BP_SECTION_WAARDENLIJST)
        return take_waarde(c, name, value, err);
    if (c->section == BP_SECTION_ELEMENTCODES)
        return take_elementcode(c, name, value, err);
    const struct bp_config_key *key = bp_config_key_find(c->section, name);
    if (!key)
        return unknown_key(c, name, err);
    if (bp_config_origin_of(c, key, c->item, &before))
        return bp_error_set(err, BP_E_USAGE, NULL, N_("'%s' stands here twice, first on line %u"),
                            name, before.line);
    if (!*value)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("'%s' has no value; leave the line out to get the default"), name);
    enum bp_status st = set(c, key, value, err);
    return st == BP_OK ? bp_config_remember(c, key, c->item, line, NULL, err) : st;
}
