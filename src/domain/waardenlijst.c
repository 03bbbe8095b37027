#include "bronpost/domain/waardenlijst.h"

/* A table reads by its columns. */
/* clang-format off */
#define ALTIJD(v) { { v, sizeof(v) - 1 }, { 0, 0, 0 }, { 0, 0, 0 } }

static const struct bp_waarde_geldig geslacht[] = { ALTIJD("M"), ALTIJD("V"), ALTIJD("O") };

/* PvE MBO-instelling 4.8.2, 16.6. */
static const struct bp_waarde_geldig leertraject[] = {
    { { "BOL", 3 }, { 1997, 8, 1 }, { 0, 0, 0 } },
    { { "BOL_DT", 6 }, { 1997, 8, 1 }, { 2023, 7, 31 } },
    { { "BBL", 3 }, { 1997, 8, 1 }, { 0, 0, 0 } },
    { { "OVO", 3 }, { 1997, 8, 1 }, { 0, 0, 0 } },
    { { "EX", 2 }, { 1997, 8, 1 }, { 0, 0, 0 } },
    { { "ODT", 3 }, { 2019, 1, 1 }, { 0, 0, 0 } },
};

static const struct bp_waarde_geldig niveau[] = { ALTIJD("MBO-1"), ALTIJD("MBO-2"), ALTIJD("MBO-3"),
                                                  ALTIJD("MBO-4") };
static const struct bp_waarde_geldig soort[] = { ALTIJD("REGULIER"), ALTIJD("DLR"), ALTIJD("GLR") };
static const struct bp_waarde_geldig leerweg[] = { ALTIJD("BB"), ALTIJD("KB"), ALTIJD("GL"),
                                                   ALTIJD("TL") };

/* Regeling codetabellen school- en studiejaar 2015-2016, bijlage I; codes are issued anew every year, so this
 * recognises and warns, and the configuration may put patterns in front of it. */
static const struct bp_elementcode elementcodes[] = {
    { "0031", "BB", false }, { "0032", "KB", false },
    { "0400", "TL", false }, { "2210", "TL", false },
    { "23..", "GL", false }, { "27..", "GL", false },
    { "24..", "KB", false }, { "28..", "KB", false },
    { "25..", "BB", false }, { "29..", "BB", false },
    { "26..", "BB", false }, { "30..", "BB", false },
    { "31..", "BB", false }, { "32..", "BB", false },
    { "3341", "GL", false }, { "3342", "GL", false }, { "3343", "GL", false }, { "3344", "GL", false },
    { "3441", "GL", false }, { "3442", "GL", false }, { "3443", "GL", false }, { "3444", "GL", false },
    { "33.1", "BB", false }, { "33.2", "KB", false }, { "33.3", "GL", false }, { "33.4", "BB", false },
    { "34.1", "BB", false }, { "34.2", "KB", false }, { "34.3", "GL", false }, { "34.4", "BB", false },
    { "44.1", "BB", true },  { "44.2", "KB", true },  { "44..", NULL, true },
    { "45.1", "BB", true },  { "45.2", "KB", true },  { "45..", NULL, true },
    { "46.1", "GL", true },  { "46.2", "TL", true },  { "46..", NULL, true },
    { "47.1", "GL", true },  { "47.2", "TL", true },  { "47..", NULL, true },
    { "6.11", "BB", false }, { "6.55", "BB", false },
    { "6.21", "KB", false }, { "6.65", "KB", false },
    { "6.31", "GL", false }, { "6.75", "GL", false },
    { "7.11", "BB", false }, { "7.55", "BB", false },
};

#define LIJST(a) { a, sizeof a / sizeof a[0] }
/* clang-format on */

static const struct bp_waardenlijsten shipped = {
    .lijsten = {
        [BP_LIJST_GESLACHT] = LIJST(geslacht),
        [BP_LIJST_LEERTRAJECT] = LIJST(leertraject),
        [BP_LIJST_NIVEAU] = LIJST(niveau),
        [BP_LIJST_SOORT] = LIJST(soort),
        [BP_LIJST_LEERWEG] = LIJST(leerweg),
        /* reden_uitschrijving, experiment and verblijf_soort: DUO's lists of today are unknown. */
    },
    .elementcodes = elementcodes,
    .elementcode_count = sizeof elementcodes / sizeof elementcodes[0],
};

const struct bp_waardenlijsten *bp_waardenlijsten_shipped(void)
{
    return &shipped;
}

const char *bp_lijst_name(enum bp_lijst lijst)
{
    static const char *const names[BP_LIJST_COUNT] = {
        [BP_LIJST_GESLACHT] = "geslacht",
        [BP_LIJST_LEERTRAJECT] = "leertraject",
        [BP_LIJST_NIVEAU] = "niveau",
        [BP_LIJST_SOORT] = "soort",
        [BP_LIJST_LEERWEG] = "leerweg",
        [BP_LIJST_REDEN_UITSCHRIJVING] = "reden_uitschrijving",
        [BP_LIJST_EXPERIMENT] = "experiment",
        [BP_LIJST_VERBLIJF_SOORT] = "verblijf_soort",
    };
    return names[lijst];
}

static bool unknown_list_form_ok(struct bp_str waarde)
{
    for (size_t i = 0; i < waarde.len; i++) {
        char c = waarde.ptr[i];
        if (!bp_ascii_upper(c) && !bp_ascii_digit(c) && c != '_')
            return false;
    }
    return waarde.len >= 1 && waarde.len <= 70;
}

enum bp_geldigheid bp_waarde_geldig_op(const struct bp_waardenlijsten *lijsten, enum bp_lijst lijst,
                                       struct bp_str waarde, struct bp_datum datum)
{
    const struct bp_waardenlijst *l = &lijsten->lijsten[lijst];
    if (l->count == 0)
        return unknown_list_form_ok(waarde) ? BP_WAARDE_GELDIG : BP_WAARDE_ONBEKEND;
    enum bp_geldigheid found = BP_WAARDE_ONBEKEND;
    for (size_t i = 0; i < l->count; i++) {
        const struct bp_waarde_geldig *item = &l->items[i];
        if (!bp_str_equal(item->waarde, waarde))
            continue;
        bool too_early = bp_datum_given(item->from) && bp_datum_before(datum, item->from);
        bool too_late = bp_datum_given(item->to) && bp_datum_before(item->to, datum);
        if (!bp_datum_given(datum) || (!too_early && !too_late))
            return BP_WAARDE_GELDIG;
        found = BP_WAARDE_NIET_OP_DATUM;
    }
    return found;
}

const struct bp_elementcode *bp_elementcode_find(const struct bp_waardenlijsten *lijsten,
                                                 struct bp_str code)
{
    if (code.len != 4)
        return NULL;
    for (size_t i = 0; i < lijsten->elementcode_count; i++) {
        const struct bp_elementcode *item = &lijsten->elementcodes[i];
        size_t at = 0;
        while (at < 4 && (item->pattern[at] == '.' || item->pattern[at] == code.ptr[at]))
            at++;
        if (at == 4)
            return item;
    }
    return NULL;
}
