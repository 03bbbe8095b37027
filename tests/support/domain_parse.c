#include "domain_case.h"

#include "domain_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct bp_datum domain_datum(const char *iso)
{
    struct bp_datum d = BP_DATUM_NONE;
    if (iso && *iso && !bp_datum_parse_iso(bp_str_of(iso), &d))
        fail_msg("'%s' is not a date", iso);
    return d;
}

enum kind { TEXT, DAY, NUMBER, YESNO, PERSON };

struct field {
    const char *name;
    enum kind kind;
    size_t at;
};

#define FIELD(type, member, kind)                                                                  \
    {                                                                                              \
#member, kind, offsetof(struct type, member)                                               \
    }

static const struct field rij_fields[] = {
    { "bsn", PERSON, 0 },
    { "onderwijsnummer", PERSON, 0 },
    FIELD(bp_rij, leerlingnummer, TEXT),
    FIELD(bp_rij, geboortedatum, DAY),
    FIELD(bp_rij, geslacht, TEXT),
    FIELD(bp_rij, inschrijvingvolgnummer, TEXT),
    FIELD(bp_rij, brin, TEXT),
    FIELD(bp_rij, datum_inschrijving, DAY),
    FIELD(bp_rij, datum_uitschrijving, DAY),
    FIELD(bp_rij, datum_uitschrijving_gepland, DAY),
    FIELD(bp_rij, reden_uitschrijving, TEXT),
    FIELD(bp_rij, periode_begin, DAY),
    FIELD(bp_rij, opleidingcode, TEXT),
    FIELD(bp_rij, leerjaar, TEXT),
    FIELD(bp_rij, leertraject, TEXT),
    FIELD(bp_rij, niveau, TEXT),
    FIELD(bp_rij, vestiging, TEXT),
    FIELD(bp_rij, onderwijsaanbieder, TEXT),
    FIELD(bp_rij, onderwijslocatie, TEXT),
    FIELD(bp_rij, bekostigbaar, YESNO),
    FIELD(bp_rij, leerroute, TEXT),
    FIELD(bp_rij, route_begin, DAY),
    FIELD(bp_rij, routejaar, NUMBER),
    FIELD(bp_rij, doublures_vo, NUMBER),
    FIELD(bp_rij, vmbo_diploma_datum, DAY),
    FIELD(bp_rij, vo_afgerond_datum, DAY),
    FIELD(bp_rij, mbo_inschrijvingvolgnummer, TEXT),
    FIELD(bp_rij, mbo_datum_inschrijving, DAY),
    FIELD(bp_rij, mbo_datum_uitschrijving, DAY),
    FIELD(bp_rij, experiment, TEXT),
    FIELD(bp_rij, opp_begin, DAY),
    FIELD(bp_rij, opp_eind, DAY),
    FIELD(bp_rij, verblijf_brin, TEXT),
    FIELD(bp_rij, verblijf_vestiging, TEXT),
    FIELD(bp_rij, verblijf_soort, TEXT),
    FIELD(bp_rij, verblijf_begin, DAY),
    FIELD(bp_rij, verblijf_eind, DAY),
};

static const struct field route_fields[] = {
    FIELD(bp_route, leerroute, TEXT),
    FIELD(bp_route, naam, TEXT),
    FIELD(bp_route, leerweg, TEXT),
    FIELD(bp_route, niveau, NUMBER),
    FIELD(bp_route, opleidingcode_vo, TEXT),
    FIELD(bp_route, opleidingcode_mbo, TEXT),
    FIELD(bp_route, leertraject, TEXT),
    FIELD(bp_route, vo_brin, TEXT),
    FIELD(bp_route, vo_vestiging, TEXT),
    FIELD(bp_route, mbo_brin, TEXT),
    FIELD(bp_route, vo_onderwijsaanbieder, TEXT),
    FIELD(bp_route, vo_onderwijslocatie, TEXT),
    FIELD(bp_route, mbo_onderwijsaanbieder, TEXT),
    FIELD(bp_route, mbo_onderwijslocatie, TEXT),
    FIELD(bp_route, begindatum, DAY),
    FIELD(bp_route, einddatum, DAY),
    FIELD(bp_route, vo_jaren, NUMBER),
    FIELD(bp_route, samenwerkingsovereenkomst, DAY),
};

static void set_person(struct bp_rij *rij, const char *name, struct bp_str value)
{
    rij->persoon = (struct bp_persoonsnummer){ BP_PERSOON_GEEN, "" };
    if (value.len == 0)
        return;
    if (value.len != 9)
        fail_msg("a person number has 9 digits");
    rij->persoon.soort = name[0] == 'b' ? BP_PERSOON_BSN : BP_PERSOON_ONDERWIJSNUMMER;
    memcpy(rij->persoon.digits, value.ptr, 9);
}

/* The month and day of a birth date may be 00, so not domain_datum(). */
static struct bp_datum loose_datum(struct bp_str value)
{
    char text[BP_DATUM_TEXT];
    int year = 0, month = 0, day = 0;
    if (value.len == 0)
        return BP_DATUM_NONE;
    if (!bp_str_copy(text, sizeof text, value) ||
        sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3)
        fail_msg("'%.*s' is not a date", (int)value.len, value.ptr);
    return BP_DATUM(year, month, day);
}

static void set(void *base, const struct field *f, struct bp_str value)
{
    void *at = (char *)base + f->at;
    switch (f->kind) {
    case TEXT:
        *(struct bp_str *)at = value.len ? value : (struct bp_str){ NULL, 0 };
        break;
    case DAY:
        *(struct bp_datum *)at = loose_datum(value);
        break;
    case NUMBER:
        *(unsigned *)at = (unsigned)strtoul(value.len ? value.ptr : "0", NULL, 10);
        break;
    case YESNO:
        *(enum bp_ja_nee *)at = value.len == 0 ? BP_ONBEKEND : value.ptr[0] == 'J' ? BP_JA : BP_NEE;
        break;
    case PERSON:
        set_person(base, f->name, value);
        break;
    }
}

static const struct field *find(const struct field *fields, size_t count, struct bp_str name)
{
    for (size_t i = 0; i < count; i++)
        if (bp_str_equal(bp_str_of(fields[i].name), name))
            return &fields[i];
    return NULL;
}

bool domain_next_word(struct bp_str *rest, struct bp_str *name, struct bp_str *value)
{
    while (rest->len && *rest->ptr == ' ') {
        rest->ptr++;
        rest->len--;
    }
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->ptr, ' ', rest->len);
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    const char *equals = memchr(rest->ptr, '=', len);
    size_t name_len = equals ? (size_t)(equals - rest->ptr) : len;
    *name = (struct bp_str){ rest->ptr, name_len };
    *value =
        equals ? (struct bp_str){ equals + 1, len - name_len - 1 } : (struct bp_str){ NULL, 0 };
    rest->ptr += len;
    rest->len -= len;
    return true;
}

static bool defaults_of(struct bp_str word, const char **defaults)
{
    if (bp_str_equal(word, BP_STR("vo")))
        *defaults = "bsn=999990019 leerlingnummer=L1 inschrijvingvolgnummer=V1 brin=99XA "
                    "vestiging=99XA00 datum_inschrijving=2025-08-01 opleidingcode=6611 leerjaar=3";
    else if (bp_str_equal(word, BP_STR("mbo")))
        *defaults = "bsn=999990019 leerlingnummer=L1 inschrijvingvolgnummer=M1 brin=99XB "
                    "datum_inschrijving=2025-08-01 opleidingcode=99001 leertraject=BOL";
    else
        return false;
    return true;
}

/* `+` is a blank: the words of a row are parted by blanks. */
static struct bp_str with_blanks(struct bp_arena *arena, struct bp_str value)
{
    char *copy = bp_arena_alloc(arena, value.len + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < value.len; i++)
        copy[i] = value.ptr[i];
    for (size_t i = 0; i < value.len; i++)
        if (copy[i] == '+')
            copy[i] = ' ';
    return (struct bp_str){ copy, value.len };
}

void domain_parse_rij(struct bp_arena *arena, struct bp_str line, uint32_t number,
                      struct bp_rij *out)
{
    struct bp_str name, value;
    out->line = number;
    while (domain_next_word(&line, &name, &value)) {
        const char *defaults;
        if (!value.ptr && defaults_of(name, &defaults)) {
            domain_parse_rij(arena, bp_str_of(defaults), number, out);
            continue;
        }
        const struct field *f = find(rij_fields, sizeof rij_fields / sizeof *rij_fields, name);
        if (!f)
            fail_msg("no column '%.*s'", (int)name.len, name.ptr);
        set(out, f, with_blanks(arena, value));
        assert_string_equal(bp_kolom_name((enum bp_kolom)(f - rij_fields)), f->name);
        uint64_t bit = UINT64_C(1) << (f - rij_fields);
        out->filled = value.len ? out->filled | bit : out->filled & ~bit;
    }
}

struct bp_route domain_route(struct bp_arena *arena, const char *words, size_t len)
{
    struct bp_route route = { .line = 2 };
    static const char base[] =
        "leerweg=BB niveau=2 opleidingcode_vo=6611 opleidingcode_mbo=99001 leertraject=BOL "
        "vo_brin=99XA vo_vestiging=99XA00 mbo_brin=99XB begindatum=2020-08-01 vo_jaren=2 "
        "vo_onderwijsaanbieder=199A001 vo_onderwijslocatie=199X001 mbo_onderwijsaanbieder=199A002 "
        "mbo_onderwijslocatie=199X002 samenwerkingsovereenkomst=2020-01-15 ";
    struct bp_str rest = bp_arena_printf(arena, "%s%.*s", base, (int)len, words), name, value;
    assert_non_null(rest.ptr);
    while (domain_next_word(&rest, &name, &value)) {
        if (bp_str_equal(name, BP_STR("soort"))) {
            route.soort = bp_str_equal(value, BP_STR("DLR"))   ? BP_ROUTE_DLR
                          : bp_str_equal(value, BP_STR("GLR")) ? BP_ROUTE_GLR
                                                               : BP_ROUTE_REGULIER;
            continue;
        }
        const struct field *f =
            find(route_fields, sizeof route_fields / sizeof *route_fields, name);
        if (!f)
            fail_msg("no column '%.*s' in routes.csv", (int)name.len, name.ptr);
        set(&route, f, with_blanks(arena, value));
    }
    bp_route_check(&route);
    return route;
}
