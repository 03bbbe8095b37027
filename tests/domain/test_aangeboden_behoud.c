/* What RIO has beside the routes outlives a stand: who leads in what, field by field, with both sides. */
#include "support/rio_voorbeelden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define TEXT        1000
#define WORD        64
#define PERIODS     8
#define PARTNER     "samenwerkendeOnderwijsaanbiedercode"
#define SLEUTEL     "eigenAangebodenOpleidingSleutel"

static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };

/* --- records as text ------------------------------------------------------------------------------------ */

static struct bp_str word_of(struct bp_arena *arena, const char *word)
{
    return strcmp(word, "-") == 0 ? (struct bp_str){ NULL, 0 }
                                  : bp_arena_str(arena, bp_str_of(word));
}

static struct bp_datum day_of(const char *text)
{
    struct bp_datum d = BP_DATUM_NONE;
    if (strcmp(text, "-") != 0)
        assert_true(bp_datum_parse_iso(bp_str_of(text), &d));
    return d;
}

/* "199A001+199A003" and a website. */
static struct bp_kenmerken kenmerken_of(struct bp_arena *arena, char *partners, const char *website)
{
    struct bp_kenmerk *k = bp_arena_array(arena, PERIODS, sizeof *k);
    struct bp_kenmerken list = { k, 0 };
    char *rest = NULL;
    for (char *p = strtok_r(partners, "+", &rest); p; p = strtok_r(NULL, "+", &rest))
        if (strcmp(p, "-") != 0)
            k[list.count++] =
                rio_kenmerk(PARTNER, BP_KENMERK_TEKST, bp_arena_str(arena, bp_str_of(p)).ptr);
    if (strcmp(website, "-") != 0)
        k[list.count++] =
            rio_kenmerk("website", BP_KENMERK_TEKST, bp_arena_str(arena, bp_str_of(website)).ptr);
    return list;
}

/* "begin naam omschrijving partners website", "-" for none; periods divided by " | ". The description is the
 * international name too, or "international/description". */
static void give_periods(struct bp_arena *arena, struct bp_aangeboden *a, const char *text)
{
    struct bp_aangeboden_periode *all = bp_arena_array(arena, PERIODS, sizeof *all);
    char begin[WORD], naam[WORD], omschrijving[WORD], partners[WORD], website[WORD];
    int len = 0;
    a->perioden = all;
    a->periode_count = 0;
    for (const char *at = text; at; at = strstr(at, "| ") ? strstr(at, "| ") + 2 : NULL) {
        assert_int_equal(sscanf(at, "%63s %63s %63s %63s %63s%n", begin, naam, omschrijving,
                                partners, website, &len),
                         5);
        struct bp_aangeboden_periode *p = &all[a->periode_count++];
        p->begin = day_of(begin);
        p->eigen_naam = word_of(arena, naam);
        char *slash = strchr(omschrijving, '/');
        p->omschrijving = word_of(arena, slash ? slash + 1 : omschrijving);
        if (slash)
            *slash = '\0';
        p->internationale_naam = word_of(arena, omschrijving);
        p->kenmerken = kenmerken_of(arena, partners, website);
    }
    a->begin = all[0].begin;
}

static void add(char out[TEXT], const char *before, struct bp_str s)
{
    size_t len = strlen(out);
    (void)snprintf(out + len, TEXT - len, "%s%.*s", before, s.len ? (int)s.len : 1,
                   s.len ? s.ptr : "-");
}

static void add_day(char out[TEXT], const char *before, struct bp_datum d)
{
    char text[BP_DATUM_TEXT] = "";
    if (bp_datum_given(d))
        bp_datum_format(d, text);
    add(out, before, bp_str_of(text));
}

static void show_periods(const struct bp_aangeboden *a, char out[TEXT])
{
    out[0] = '\0';
    for (size_t i = 0; i < a->periode_count; i++) {
        const struct bp_aangeboden_periode *p = &a->perioden[i];
        size_t partners = 0;
        add_day(out, i ? " | " : "", p->begin);
        add(out, " ", p->eigen_naam);
        bool same = bp_str_equal(p->internationale_naam, p->omschrijving);
        add(out, " ", p->internationale_naam);
        if (!same)
            add(out, "/", p->omschrijving);
        for (size_t k = 0; k < p->kenmerken.count; k++)
            if (bp_str_equal(p->kenmerken.items[k].naam, BP_STR(PARTNER)))
                add(out, partners++ ? "+" : " ", p->kenmerken.items[k].waarde[BP_KENMERK_TEKST]);
        add(out, partners ? " " : " - ", bp_kenmerk_value(p->kenmerken, "website"));
    }
}

static void show_kenmerken(struct bp_kenmerken list, char out[TEXT])
{
    out[0] = '\0';
    for (size_t i = 0; i < list.count; i++) {
        const struct bp_kenmerk *k = &list.items[i];
        add(out, i ? " " : "", k->naam);
        add(out, "=", bp_kenmerk_value((struct bp_kenmerken){ k, 1 }, k->naam.ptr));
    }
}

/* --- what holds always ---------------------------------------------------------------------------------- */

static bool accepted(struct bp_arena *arena, const struct bp_aangeboden *a)
{
    struct bp_rio_bevindingen found = { .arena = arena };
    bp_aangeboden_check(a, bp_waardenlijsten_shipped(), &found);
    assert_false(found.failed);
    return !bp_rio_bevindingen_reject(&found);
}

/* The same in another order. */
static void *turned(struct bp_arena *arena, const void *items, size_t count, size_t size)
{
    char *all = bp_arena_array(arena, count, size);
    for (size_t i = 0; i < count; i++)
        memcpy(all + i * size, (const char *)items + (count - 1 - i) * size, size);
    return all;
}

static struct bp_aangeboden turned_around(struct bp_arena *arena, const struct bp_aangeboden *a)
{
    struct bp_aangeboden t = *a;
    struct bp_aangeboden_periode *p =
        turned(arena, a->perioden, a->periode_count, sizeof *a->perioden);
    for (size_t i = 0; i < a->periode_count; i++)
        p[i].kenmerken.items =
            turned(arena, p[i].kenmerken.items, p[i].kenmerken.count, sizeof(struct bp_kenmerk));
    t.perioden = p;
    t.kenmerken.items =
        turned(arena, a->kenmerken.items, a->kenmerken.count, sizeof(struct bp_kenmerk));
    return t;
}

static void show(const struct bp_aangeboden *a, char out[4 * TEXT])
{
    char periods[TEXT], kenmerken[TEXT], fields[TEXT] = "";
    show_periods(a, periods);
    show_kenmerken(a->kenmerken, kenmerken);
    add(fields, "", a->onderwijslocatie);
    add(fields, " ", a->toelatingseisen);
    add(fields, " ", a->toegankelijkheid);
    add_day(fields, " ", a->begin);
    add_day(fields, " ", a->eerste_instroom);
    add_day(fields, " ", a->eind);
    (void)snprintf(out, 4 * TEXT, "%s / %s / %s", fields, kenmerken, periods);
}

/* Keeps, and proves: RIO's order does not matter; what RIO has then is not sent again; where RIO accepted both
 * sides, it accepts the result. */
static struct bp_aangeboden kept(struct bp_arena *arena, const char *name,
                                 const struct bp_aangeboden *ours, const struct bp_aangeboden *rio)
{
    struct bp_aangeboden once = *ours, twice = *ours, other = *ours;
    struct bp_aangeboden around = turned_around(arena, rio);
    char first[4 * TEXT], again[4 * TEXT];
    assert_true(bp_aangeboden_keep(arena, &once, rio));
    assert_true(bp_aangeboden_keep(arena, &twice, &once));
    assert_true(bp_aangeboden_keep(arena, &other, &around));
    show(&once, first);
    show(&twice, again);
    if (strcmp(first, again) != 0)
        fail_msg("%s: first\n%s\nand then\n%s", name, first, again);
    if (bp_aangeboden_changes(&twice, &once))
        fail_msg("%s: goes again and again", name);
    show(&other, again);
    if (strcmp(first, again) != 0)
        fail_msg("%s: in RIO's order\n%s\nand in another\n%s", name, first, again);
    if (bp_aangeboden_changes(&once, rio) != bp_aangeboden_changes(&other, &around))
        fail_msg("%s: whether it goes depends on RIO's order", name);
    if (accepted(arena, ours) && accepted(arena, rio) && !accepted(arena, &once))
        fail_msg("%s: not accepted\n%s", name, first);
    return once;
}

/* --- periods -------------------------------------------------------------------------------------------- */

#define D1 "2026-08-01"
#define D2 "2027-08-01"
#define D3 "2028-08-01"
#define D4 "2029-08-01"

static const struct {
    const char *name, *ours, *rio, *want;
} perioden[] = {
    { "the same stays the same", D1 " A - 199A008 -", D1 " A - 199A008 -", D1 " A - 199A008 -" },
    { "a description on the same day", D1 " A - 199A008 -", D1 " A x 199A008 w",
      D1 " A x 199A008 w" },
    { "routes.csv names the programme", D1 " A - 199A008 -", D1 " B - 199A008 -",
      D1 " A - 199A008 -" },
    { "a route without a name takes RIO's", D1 " - - 199A008 -", D1 " B - 199A008 -",
      D1 " B - 199A008 -" },
    { "a period of RIO's alone", D1 " A - 199A008 -", D1 " A - 199A008 - | " D2 " A x 199A008 w",
      D1 " A - 199A008 - | " D2 " A x 199A008 w" },
    { "a name that RIO changes on another day", D1 " A - 199A008 -",
      D1 " A - 199A008 - | " D2 " B - 199A008 -", D1 " A - 199A008 - | " D2 " B - 199A008 -" },
    { "a name that RIO takes away on another day", D1 " A - 199A008 -",
      D1 " A - 199A008 - | " D2 " - - 199A008 -", D1 " A - 199A008 - | " D2 " - - 199A008 -" },
    { "a new name in routes.csv reaches a period without a change of its own", D1 " C - 199A008 -",
      D1 " A - 199A008 - | " D2 " A x 199A008 -", D1 " C - 199A008 - | " D2 " C x 199A008 -" },
    { "and not one that has its own", D1 " C - 199A008 -",
      D1 " A - 199A008 - | " D2 " B - 199A008 - | " D3 " B x 199A008 -",
      D1 " C - 199A008 - | " D2 " B - 199A008 - | " D3 " B x 199A008 -" },
    { "a period of ours alone takes over what is in force",
      D1 " A - 199A008 - | " D3 " A - 199A008+199A009 -", D1 " A x 199A008 w",
      D1 " A x 199A008 w | " D3 " A x 199A008+199A009 w" },
    { "and the name that RIO changed before", D1 " A - 199A008 - | " D3 " A - 199A008+199A009 -",
      D1 " A - 199A008 - | " D2 " B - 199A008 -",
      D1 " A - 199A008 - | " D2 " B - 199A008 - | " D3 " B - 199A008+199A009 -" },
    { "a change of ours leads on its day", D1 " A - 199A008 - | " D2 " C - 199A008 -",
      D1 " A - 199A008 - | " D2 " B x 199A008 -", D1 " A - 199A008 - | " D2 " C x 199A008 -" },
    { "periods on other days interleave", D1 " A - 199A008 - | " D3 " A - 199A008+199A009 -",
      D1 " A - 199A008 - | " D2 " A x 199A008 - | " D4 " A y 199A008 -",
      D1 " A - 199A008 - | " D2 " A x 199A008 - | " D3 " A x 199A008+199A009 - | " D4
         " A y 199A008+199A009 -" },
    { "a partner that RIO has beside ours", D1 " A - 199A008 -", D1 " A - 199A008+199A003 -",
      D1 " A - 199A008+199A003 -" },
    { "one that came later in RIO", D1 " A - 199A008 -",
      D1 " A - 199A008 - | " D2 " A - 199A008+199A003 -",
      D1 " A - 199A008 - | " D2 " A - 199A008+199A003 -" },
    { "one that left in RIO", D1 " A - 199A008 -",
      D1 " A - 199A008+199A003 - | " D2 " A - 199A008 -",
      D1 " A - 199A008+199A003 - | " D2 " A - 199A008 -" },
    { "ours does not leave", D1 " A - 199A008 -", D1 " A - 199A008 - | " D2 " A x - -",
      D1 " A - 199A008 - | " D2 " A x 199A008 -" },
    { "RIO knows no partner yet", D1 " A - 199A008 -", D1 " A - - -", D1 " A - 199A008 -" },

    { "routes that begin earlier: RIO's first period reaches back", D1 " A - 199A008 -",
      D2 " A x 199A008 -", D1 " A x 199A008 -" },
    { "and its later ones stay", D1 " A - 199A008 -", D2 " A x 199A008 - | " D3 " A y 199A008 -",
      D1 " A x 199A008 - | " D3 " A y 199A008 -" },
    { "routes that begin earlier, with RIO's first day in between",
      D1 " A - 199A008 - | " D3 " A - 199A008+199A009 -", D2 " A x 199A008 -",
      D1 " A x 199A008 - | " D3 " A x 199A008+199A009 -" },
    { "a route that was put off", D2 " A - 199A008 -", D1 " A - 199A008 -", D2 " A - 199A008 -" },
    { "the same, with a description in RIO", D2 " A - 199A008 -", D1 " A x 199A008 w",
      D2 " A x 199A008 w" },
    { "put off beyond a period of RIO's that says the same", D3 " A - 199A008 -",
      D1 " A x 199A008 - | " D2 " A x 199A008 - | " D4 " A y 199A008 -",
      D3 " A x 199A008 - | " D4 " A y 199A008 -" },
    { "a past with another description stays", D3 " A - 199A008 -",
      D1 " A x 199A008 - | " D2 " A y 199A008 -",
      D1 " A x 199A008 - | " D2 " A y 199A008 - | " D3 " A y 199A008 -" },
    { "put off to a day on which RIO has a period that says the same", D2 " A - 199A008 -",
      D1 " A x 199A008 - | " D2 " A x 199A008 -", D2 " A x 199A008 -" },
    { "put off without a name in routes.csv", D2 " - - 199A008 -", D1 " B - 199A008 -",
      D2 " B - 199A008 -" },
    { "a past with another international name stays", D2 " A - 199A008 -",
      D1 " A i/o 199A008 - | " D2 " A j/o 199A008 -",
      D1 " A i/o 199A008 - | " D2 " A j/o 199A008 -" },
    { "a past with another description alone stays", D2 " A - 199A008 -",
      D1 " A i/o 199A008 - | " D2 " A i/p 199A008 -",
      D1 " A i/o 199A008 - | " D2 " A i/p 199A008 -" },
    { "a past under another name stays", D2 " A - 199A008 -", D1 " B - 199A008 -",
      D1 " B - 199A008 - | " D2 " A - 199A008 -" },
    { "a past without the partner stays", D2 " A - 199A008 -", D1 " A - - -",
      D1 " A - - - | " D2 " A - 199A008 -" },
    { "a past with another website stays", D2 " A - 199A008 -",
      D1 " A - 199A008 v | " D2 " A - 199A008 w", D1 " A - 199A008 v | " D2 " A - 199A008 w" },
    { "a period of RIO's that begins with the routes", D2 " A - 199A008 -",
      D1 " B - - - | " D2 " A x 199A008 -", D1 " B - - - | " D2 " A x 199A008 -" },
};

static void test_a_period_stands_on_each_day_on_which_either_side_has_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(perioden); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        char got[TEXT];
        rio_voorbeeld(&ours, BP_SECTOR_MBO);
        rio_voorbeeld(&rio, BP_SECTOR_MBO);
        give_periods(arena, &ours.opleiding, perioden[i].ours);
        give_periods(arena, &rio.opleiding, perioden[i].rio);
        const struct bp_aangeboden a =
            kept(arena, perioden[i].name, &ours.opleiding, &rio.opleiding);
        show_periods(&a, got);
        if (strcmp(got, perioden[i].want) != 0)
            fail_msg("%s:\n%s\nand not\n%s", perioden[i].name, got, perioden[i].want);
        assert_int_equal(bp_datum_key(a.begin), bp_datum_key(a.perioden[0].begin));
        bp_arena_free(arena);
    }
}

/* Not random: the same sequence in each run. */
static const char *pick(uint32_t *seed, const char *const *words, size_t count)
{
    *seed = *seed * 1664525u + 1013904223u;
    return words[(*seed >> 16) % count];
}

/* The routes state no description and no website. */
static void any_periods(uint32_t *seed, size_t notes_of, char out[TEXT])
{
    static const char *const days[] = { D1, D2, D3, D4 }, *const yes[] = { "", "x" },
                             *const names[] = { "A", "B", "-" }, *const notes[] = { "-", "x" },
                             *const partners[] = { "-", "199A008", "199A009", "199A008+199A009" };
    out[0] = '\0';
    while (!out[0])
        for (size_t i = 0; i < COUNT(days); i++) {
            size_t len = strlen(out);
            if (*pick(seed, yes, COUNT(yes)))
                (void)snprintf(out + len, TEXT - len, "%s%s %s %s %s %s", len ? " | " : "", days[i],
                               pick(seed, names, COUNT(names)), pick(seed, notes, notes_of),
                               pick(seed, partners, COUNT(partners)), pick(seed, notes, notes_of));
        }
}

static void test_any_two_sides_come_to_rest(void **state)
{
    enum { PAIRS = 5000 };
    uint32_t seed = 1;
    (void)state;
    for (size_t i = 0; i < PAIRS; i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        char o[TEXT], g[TEXT], both[2 * TEXT + 8];
        any_periods(&seed, 1, o);
        any_periods(&seed, 2, g);
        (void)snprintf(both, sizeof both, "%s and %s", o, g);
        rio_voorbeeld(&ours, BP_SECTOR_MBO);
        rio_voorbeeld(&rio, BP_SECTOR_MBO);
        give_periods(arena, &ours.opleiding, o);
        give_periods(arena, &rio.opleiding, g);
        (void)kept(arena, both, &ours.opleiding, &rio.opleiding);
        bp_arena_free(arena);
    }
}

/* --- kenmerken of the programme ------------------------------------------------------------------------- */

#define GLR "doorlopendeLeerlijnVmboMbo=GLR_VMBO_MBO"

static struct bp_kenmerken list_of(struct bp_arena *arena, const char *text)
{
    struct bp_kenmerk *items = bp_arena_array(arena, PERIODS, sizeof *items);
    struct bp_kenmerken list = { items, 0 };
    char naam[WORD], waarde[WORD];
    int len;
    for (const char *at = text; sscanf(at, " %63[^=]=%63s%n", naam, waarde, &len) == 2; at += len) {
        enum bp_kenmerksoort soort = strstr(naam, "datum")     ? BP_KENMERK_DATUM
                                     : strstr(naam, "Sleutel") ? BP_KENMERK_TEKST
                                                               : BP_KENMERK_ENUMERATIE;
        items[list.count++] = rio_kenmerk(bp_arena_str(arena, bp_str_of(naam)).ptr, soort,
                                          bp_arena_str(arena, bp_str_of(waarde)).ptr);
    }
    return list;
}

static const struct {
    const char *name, *ours, *rio, *want;
    bool gesloten;
} kenmerken[] = {
    { "RIO has none", GLR " " SLEUTEL "=k", "", GLR " " SLEUTEL "=k", false },
    { "the kind of route is ours", GLR, "doorlopendeLeerlijnVmboMbo=DLR_VMBO_MBO", GLR, false },
    { "the key of another supplier stays, in the place of ours",
      GLR " " SLEUTEL "=k laatsteInstroomdatum=2029-07-31", SLEUTEL "=other " GLR,
      GLR " " SLEUTEL "=other laatsteInstroomdatum=2029-07-31", false },
    { "routes.csv closes the intake", GLR " laatsteInstroomdatum=2029-07-31",
      GLR " laatsteInstroomdatum=2028-07-31", GLR " laatsteInstroomdatum=2029-07-31", false },
    { "routes.csv opens the intake", GLR, GLR " laatsteInstroomdatum=2028-07-31", GLR, false },
    { "an intake that cannot be stated leaves RIO's", GLR, GLR " laatsteInstroomdatum=2025-01-01",
      GLR " laatsteInstroomdatum=2025-01-01", true },
    { "an intake that cannot be stated, and RIO has none", GLR, GLR, GLR, true },
    { "what the routes do not know, by name", GLR,
      "opleidingskenmerk=Z opleidingskenmerk=A doorlopendeLeerlijnBoVo=TIENERSCHOOL",
      GLR " doorlopendeLeerlijnBoVo=TIENERSCHOOL opleidingskenmerk=A opleidingskenmerk=Z", false },
};

static void test_a_kenmerk_is_of_the_routes_or_of_rio(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kenmerken); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        char got[TEXT];
        rio_voorbeeld(&ours, BP_SECTOR_VO);
        rio_voorbeeld(&rio, BP_SECTOR_VO);
        ours.opleiding.kenmerken = list_of(arena, kenmerken[i].ours);
        rio.opleiding.kenmerken = list_of(arena, kenmerken[i].rio);
        if (kenmerken[i].gesloten)
            ours.opleiding.gesloten = BP_DATUM(2024, 12, 31);
        const struct bp_aangeboden a =
            kept(arena, kenmerken[i].name, &ours.opleiding, &rio.opleiding);
        show_kenmerken(a.kenmerken, got);
        if (strcmp(got, kenmerken[i].want) != 0)
            fail_msg("%s:\n%s\nand not\n%s", kenmerken[i].name, got, kenmerken[i].want);
        bp_arena_free(arena);
    }
}

/* --- single fields -------------------------------------------------------------------------------------- */

#define FIELD(member) #member, offsetof(struct bp_aangeboden, member)

static const struct {
    const char *name;
    size_t at;
    const char *ours, *rio, *want;
} velden[] = {
    { FIELD(code), RIO_CODE_MBO, RIO_CODE_VO, RIO_CODE_MBO },
    { FIELD(onderwijsaanbieder), "199A002", "199A009", "199A002" },
    { FIELD(opleidingcode), "99001", "99002", "99001" },
    { FIELD(opleidingseenheid), "-", "0100O0001", "-" },
    { FIELD(onderwijslocatie), "199X002", "199X009", "199X002" },
    { FIELD(onderwijslocatie), "-", "199X009", "199X009" },
    { FIELD(onderwijslocatie), "199X002", "-", "199X002" },
    { FIELD(leertraject), "BBL", "BOL", "BBL" },
    { FIELD(leertraject), "-", "BOL", "BOL" },
    { FIELD(niveau), "MBO-3", "MBO-2", "MBO-3" },
    { FIELD(niveau), "-", "MBO-2", "MBO-2" },
    { FIELD(toelatingseisen), "JA", "NEE", "NEE" },
    { FIELD(toelatingseisen), "JA", "-", "JA" },
    { FIELD(toegankelijkheid), "SPEC", "ALL", "ALL" },
    { FIELD(toegankelijkheid), "SPEC", "-", "SPEC" },
    { FIELD(duur_eenheid), "-", "J", "J" },
    { FIELD(duur_omvang), "-", "3", "3" },
};

static void test_a_field_is_of_the_routes_or_of_rio(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(velden); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        rio_voorbeeld(&ours, BP_SECTOR_MBO);
        rio_voorbeeld(&rio, BP_SECTOR_MBO);
        *(struct bp_str *)((char *)&ours.opleiding + velden[i].at) = word_of(arena, velden[i].ours);
        *(struct bp_str *)((char *)&rio.opleiding + velden[i].at) = word_of(arena, velden[i].rio);
        const struct bp_aangeboden a = kept(arena, velden[i].name, &ours.opleiding, &rio.opleiding);
        const struct bp_str got = *(const struct bp_str *)((const char *)&a + velden[i].at);
        if (!bp_str_equal(got, word_of(arena, velden[i].want)))
            fail_msg("%s of %s and %s: %.*s", velden[i].name, velden[i].ours, velden[i].rio,
                     (int)got.len, got.len ? got.ptr : "");
        bp_arena_free(arena);
    }
}

/* A difference in any of them is a reason to send, in the order of RIO none. */
static void test_what_the_routes_change_has_to_go(void **state)
{
    static const size_t led[] = {
        offsetof(struct bp_aangeboden, onderwijslocatie),
        offsetof(struct bp_aangeboden, leertraject),
        offsetof(struct bp_aangeboden, niveau),
    };
    (void)state;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    for (size_t i = 0; i < COUNT(led); i++) {
        struct rio_voorbeeld v;
        rio_voorbeeld(&v, BP_SECTOR_MBO);
        struct bp_aangeboden ours = v.opleiding;
        assert_true(bp_aangeboden_keep(arena, &ours, &v.opleiding));
        assert_false(bp_aangeboden_changes(&ours, &v.opleiding));
        *(struct bp_str *)((char *)&ours + led[i]) = BP_STR("other");
        assert_true(bp_aangeboden_changes(&ours, &v.opleiding));
    }
    for (size_t i = 0; i < COUNT(perioden); i++) {
        struct rio_voorbeeld ours, rio;
        rio_voorbeeld(&ours, BP_SECTOR_MBO);
        rio_voorbeeld(&rio, BP_SECTOR_MBO);
        give_periods(arena, &ours.opleiding, perioden[i].ours);
        give_periods(arena, &rio.opleiding, perioden[i].rio);
        assert_true(bp_aangeboden_keep(arena, &ours.opleiding, &rio.opleiding));
        char had[TEXT], has[TEXT];
        show_periods(&rio.opleiding, had);
        show_periods(&ours.opleiding, has);
        bool changes = strcmp(had, has) != 0;
        if (bp_aangeboden_changes(&ours.opleiding, &rio.opleiding) != changes)
            fail_msg("%s: it %s", perioden[i].name, changes ? "has to go" : "needs not go");
    }
    bp_arena_free(arena);
}

static const struct {
    const char *name, *ours, *rio; /* the days on which they begin */
    const char *eerste_ours, *eerste_rio, *eind_rio;
    const char *want; /* begin, eerste_instroom, eind */
} dagen[] = {
    { "RIO has no first intake", D1, D1, D1, "-", "-", D1 " " D1 " -" },
    { "RIO's first intake stays", D1, D1, D1, "2026-09-01", "-", D1 " 2026-09-01 -" },
    { "RIO's first intake, where we state none", D1, D1, "-", "2026-09-01", "-",
      D1 " 2026-09-01 -" },
    { "nobody states a first intake", D1, D1, "-", "-", "-", D1 " - -" },
    { "the first day moves along when the route is put off", D2, D1, D2, D1, "-", D2 " " D2 " -" },
    { "and when it begins earlier", D1, D2, D1, D2, "-", D1 " " D1 " -" },
    { "another day of first intake does not", D1, D2, D1, D3, "-", D1 " " D3 " -" },
    { "unless it would lie before the begin", D2, D1, D2, "2027-07-31", "-", D2 " " D2 " -" },
    { "on the begin it does not", D2, D1, D2, D2, "-", D2 " " D2 " -" },
    { "an end that was set in RIO's screens", D1, D1, D1, D1, D4, D1 " " D1 " " D4 },
};

static void test_the_days_of_the_programme(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dagen); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        char got[TEXT] = "";
        rio_voorbeeld(&ours, BP_SECTOR_VO);
        rio_voorbeeld(&rio, BP_SECTOR_VO);
        ours.perioden[0].begin = ours.opleiding.begin = day_of(dagen[i].ours);
        rio.perioden[0].begin = rio.opleiding.begin = day_of(dagen[i].rio);
        ours.opleiding.eerste_instroom = day_of(dagen[i].eerste_ours);
        rio.opleiding.eerste_instroom = day_of(dagen[i].eerste_rio);
        rio.opleiding.eind = day_of(dagen[i].eind_rio);
        const struct bp_aangeboden a = kept(arena, dagen[i].name, &ours.opleiding, &rio.opleiding);
        add_day(got, "", a.begin);
        add_day(got, " ", a.eerste_instroom);
        add_day(got, " ", a.eind);
        if (strcmp(got, dagen[i].want) != 0)
            fail_msg("%s: %s, not %s", dagen[i].name, got, dagen[i].want);
        const struct bp_aangeboden *had = &rio.opleiding;
        bool changes = !bp_datum_equal(a.begin, had->begin) ||
                       !bp_datum_equal(a.eerste_instroom, had->eerste_instroom);
        if (bp_aangeboden_changes(&a, had) != changes)
            fail_msg("%s: it %s", dagen[i].name, changes ? "has to go" : "needs not go");
        bp_arena_free(arena);
    }
}

/* What a person has to settle is not smoothed over: RIO's check says it. */
static void test_what_contradicts_is_left_to_a_person(void **state)
{
    static const struct {
        const char *name, *ours, *rio, *eind, *code; /* code NULL: accepted */
        bool leerlijn;                               /* RIO has it as a route */
    } cases[] = {
        { "ended the day after the route begins", D2 " A - 199A008 -", D1 " B - 199A008 -",
          "2027-08-02", NULL, true },
        { "ended when the route begins", D2 " A - 199A008 -", D1 " B - 199A008 -", D2, "N10020",
          true },
        { "a programme of the day of the law becomes a route", D2 " A - 199A008 -",
          "2020-08-01 B - - -", "-", NULL, false },
        { "a programme older than the law does not", D2 " A - 199A008 -", "2020-07-31 B - - -", "-",
          "K01051", false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_voorbeeld ours, rio;
        struct bp_rio_bevindingen found = { .arena = arena };
        rio_voorbeeld(&ours, BP_SECTOR_MBO);
        rio_voorbeeld(&rio, BP_SECTOR_MBO);
        give_periods(arena, &ours.opleiding, cases[i].ours);
        give_periods(arena, &rio.opleiding, cases[i].rio);
        rio.opleiding.eind = day_of(cases[i].eind);
        rio.opleiding.kenmerken.count = cases[i].leerlijn;
        assert_true(accepted(arena, &ours.opleiding) && accepted(arena, &rio.opleiding));
        assert_true(bp_aangeboden_keep(arena, &ours.opleiding, &rio.opleiding));
        bp_aangeboden_check(&ours.opleiding, bp_waardenlijsten_shipped(), &found);
        const char *code = found.count ? found.items[0].code : "nothing";
        if (strcmp(code, cases[i].code ? cases[i].code : "nothing") != 0)
            fail_msg("%s: %s", cases[i].name, code);
        bp_arena_free(arena);
    }
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static struct bp_aangeboden made(struct bp_arena *arena, const struct bp_route *route,
                                 enum bp_sector sector)
{
    const struct bp_aangeboden *a =
        bp_aangeboden_make(arena, &route, 1, sector, BP_STR(RIO_CODE_VO));
    assert_non_null(a);
    return *a;
}

static void test_everything_that_rio_has_outlives_a_route(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sectors); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_route route = rio_route();
        struct rio_voorbeeld v;
        rio_voorbeeld_alles(&v, sectors[i]);
        struct bp_aangeboden ours = made(arena, &route, sectors[i]);
        const struct bp_aangeboden a = kept(arena, "everything", &ours, &v.opleiding);
        assert_int_equal(a.periode_count, 3);
        assert_int_equal(a.cohort_count, v.opleiding.cohort_count);
        assert_ptr_equal(a.cohorten, v.opleiding.cohorten);
        assert_true(bp_aangeboden_changes(&a, &v.opleiding)); /* the intake is open again */
        route.einddatum = BP_DATUM(2029, 7, 31);
        ours = made(arena, &route, sectors[i]);
        if (sectors[i] == BP_SECTOR_VO) { /* of mbo RIO has no key yet */
            assert_true(bp_aangeboden_keep(arena, &ours, &v.opleiding));
            assert_false(bp_aangeboden_changes(&ours, &v.opleiding));
        }
        bp_arena_free(arena);
    }
}

/* A route of `D2` on with 199A002. */
static void test_what_is_kept_against_routes_csv_is_signalled(void **state)
{
    static const struct {
        const char *name, *rio, *dag, *want;
    } cases[] = {
        { "as the routes say", D2 " A - 199A002 -", D2, "" },
        { "an earlier begin with nothing of its own moves", D1 " A - 199A002 -", D2, "" },
        { "a history", D1 " B x 199A002 - | " D2 " A - 199A002 -", D2, "begindatum" },
        { "another partner", D2 " A - 199A008 -", D2, "mbo_onderwijsaanbieder=199A008" },
        { "two others, one with ours", D2 " A - 199A002+199A007+199A008 -", D2,
          "mbo_onderwijsaanbieder=199A007 mbo_onderwijsaanbieder=199A008" },
        { "one that comes later", D2 " A - 199A002 - | " D3 " A - 199A002+199A008 -", D2,
          "mbo_onderwijsaanbieder=199A008" },
        { "in two periods it is one signal", D2 " A - 199A008 - | " D3 " A x 199A008 -", D2,
          "mbo_onderwijsaanbieder=199A008" },
        { "one whose period ends today is past", D1 " B x 199A008 - | " D2 " A - 199A002 -", D2,
          "begindatum" },
        { "tomorrow it is not yet", D1 " B x 199A008 - | " D2 " A - 199A002 -", "2027-07-31",
          "begindatum mbo_onderwijsaanbieder=199A008" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct bp_route route = rio_route();
        const struct bp_route *one = &route;
        struct rio_voorbeeld rio;
        struct bp_rio_bevindingen found = { .arena = arena };
        char got[TEXT] = "";
        route.naam = BP_STR("A");
        route.begindatum = day_of(D2);
        rio_voorbeeld(&rio, BP_SECTOR_VO);
        give_periods(arena, &rio.opleiding, cases[i].rio);
        struct bp_aangeboden ours = made(arena, &route, BP_SECTOR_VO);
        assert_true(bp_aangeboden_keep(arena, &ours, &rio.opleiding));
        bp_aangeboden_check_kept(&ours, &one, 1, day_of(cases[i].dag), &found);
        for (size_t k = 0; k < found.count; k++) {
            const struct bp_rio_bevinding *b = &found.items[k];
            bool partner = b->kolom == BP_ROUTE_KOLOM_MBO_ONDERWIJSAANBIEDER;
            size_t len = strlen(got);
            (void)snprintf(got + len, sizeof got - len, "%s%s%s%.*s", k ? " " : "",
                           bp_route_kolom_name(b->kolom), partner ? "=" : "",
                           partner ? (int)b->args[0].len : 0, partner ? b->args[0].ptr : "");
            assert_true(b->signaal);
            assert_string_equal(b->code, "BP221");
        }
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].name, got, cases[i].want);
        bp_arena_free(arena);
    }
}

static void test_a_full_arena_keeps_nothing_by_halves(void **state)
{
    (void)state;
    struct bp_route route = rio_route();
    struct rio_voorbeeld v;
    size_t refused = 0, kept_at = 0;
    rio_voorbeeld_alles(&v, BP_SECTOR_MBO);
    struct bp_arena *own = bp_arena_new(BP_MIB);
    const struct bp_aangeboden made_once = made(own, &route, BP_SECTOR_MBO);
    for (size_t ceiling = 16; !kept_at && ceiling < BP_MIB; ceiling += 64) {
        struct bp_arena *arena = bp_arena_new(ceiling);
        struct bp_aangeboden ours = made_once;
        if (bp_aangeboden_keep(arena, &ours, &v.opleiding))
            kept_at = ceiling;
        else
            refused++;
        bp_arena_free(arena);
    }
    bp_arena_free(own);
    assert_in_range(kept_at, 64, BP_MIB);
    assert_in_range(refused, 1, BP_MIB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_period_stands_on_each_day_on_which_either_side_has_one),
        cmocka_unit_test(test_any_two_sides_come_to_rest),
        cmocka_unit_test(test_a_kenmerk_is_of_the_routes_or_of_rio),
        cmocka_unit_test(test_a_field_is_of_the_routes_or_of_rio),
        cmocka_unit_test(test_what_the_routes_change_has_to_go),
        cmocka_unit_test(test_the_days_of_the_programme),
        cmocka_unit_test(test_what_contradicts_is_left_to_a_person),
        cmocka_unit_test(test_everything_that_rio_has_outlives_a_route),
        cmocka_unit_test(test_what_is_kept_against_routes_csv_is_signalled),
        cmocka_unit_test(test_a_full_arena_keeps_nothing_by_halves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
