/* overzicht_record.c - the record types of a registratieoverzicht, as a table
 *
 * Field numbers and names: PvE MBO-instelling 4.8.2, chapter 15. What a comparison needs or what holds the file
 * together (numbers, volgnummers, dates, J and N) must have its form; codes are taken as they are, because a list
 * that grew must not stand between a school and its overview. */
#include "overzicht_intern.h"

#include "bronpost/base/text.h"
#include "waarde.h"

#define TEKST_MAX 40

enum vorm { TEKST, BRIN, VOLGNUMMER, DATUM, GEBOORTE, JANEE };

struct veld {
    uint8_t nr; /* from 1 */
    enum vorm vorm;
    bool verplicht;
    uint8_t nullen; /* digits that a spreadsheet may have shortened; 0: none */
    const char *name;
    size_t offset; /* in union bp_ovz_inhoud */
};

#define IN(s, m) offsetof(struct s, m)
#define OPT(n, v, nm, o)                                                                           \
    {                                                                                              \
        n, v, false, 0, nm, o                                                                      \
    }
#define REQ(n, v, nm, o)                                                                           \
    {                                                                                              \
        n, v, true, 0, nm, o                                                                       \
    }

static const struct veld vlp[] = {
    REQ(2, BRIN, "brin", IN(bp_ovz_vlp, brin)),
    REQ(3, DATUM, "datum_begin_periode", IN(bp_ovz_vlp, begin)),
    REQ(4, DATUM, "datum_einde_periode", IN(bp_ovz_vlp, einde)),
    REQ(5, DATUM, "datum_aanmaak", IN(bp_ovz_vlp, aanmaak)),
};

static const struct veld per[] = {
    REQ(4, GEBOORTE, "geboortedatum", IN(bp_ovz_per, geboortedatum)),
    REQ(5, TEKST, "geslacht", IN(bp_ovz_per, geslacht)),
};

#define ISG(m) IN(bp_overzicht_inschrijving, stand.m)
static const struct veld isg[] = {
    REQ(4, VOLGNUMMER, "inschrijvingvolgnummer", ISG(inschrijvingvolgnummer)),
    REQ(5, DATUM, "datum_inschrijving", ISG(datum_inschrijving)),
    REQ(6, DATUM, "datum_uitschrijving_gepland", ISG(datum_uitschrijving_gepland)),
    OPT(7, DATUM, "datum_uitschrijving", ISG(datum_uitschrijving)),
    { 8, TEKST, false, 2, "reden_uitschrijving", ISG(reden_uitschrijving) },
};

#define ISP(m) IN(bp_ovz_isp, periode.m)
static const struct veld isp[] = {
    REQ(4, VOLGNUMMER, "inschrijvingvolgnummer", IN(bp_ovz_isp, volgnummer)),
    REQ(5, DATUM, "periode_begin", ISP(begin)),
    REQ(6, TEKST, "opleidingcode", ISP(opleidingcode)),
    REQ(7, TEKST, "leertraject", ISP(leertraject)),
    OPT(8, TEKST, "niveau", ISP(niveau)),
    REQ(9, JANEE, "bekostigbaar", ISP(bekostigbaar)),
    /* 10, locatiecode VSV, is the older way to state the location: nothing here states it */
    OPT(11, TEKST, "onderwijsaanbieder", ISP(onderwijsaanbieder)),
    OPT(12, TEKST, "onderwijslocatie", ISP(onderwijslocatie)),
    OPT(13, TEKST, "leerroute", ISP(leerroute)),
    OPT(14, TEKST, "leerroutefase", ISP(leerroutefase)),
};

static const struct veld ise[] = {
    REQ(4, VOLGNUMMER, "inschrijvingvolgnummer", IN(bp_ovz_ise, volgnummer)),
    REQ(5, DATUM, "datum_begin", IN(bp_ovz_ise, ondersteuning.begin)),
    OPT(6, DATUM, "datum_eind", IN(bp_ovz_ise, ondersteuning.eind)),
};

#define BPV(m) IN(bp_ovz_bpv, bpv.m)
static const struct veld bpv[] = {
    REQ(4, VOLGNUMMER, "inschrijvingvolgnummer", IN(bp_ovz_bpv, volgnummer)),
    REQ(5, VOLGNUMMER, "volgnummer", BPV(volgnummer)),
    REQ(6, DATUM, "afsluitdatum", BPV(afsluitdatum)),
    REQ(7, DATUM, "datum_begin", BPV(begin)),
    REQ(8, DATUM, "datum_einde_gepland", BPV(eind_gepland)),
    OPT(9, DATUM, "datum_einde_werkelijk", BPV(eind_werkelijk)),
    OPT(10, TEKST, "omvang", BPV(omvang)),
    REQ(11, TEKST, "leerbedrijfID", BPV(leerbedrijf)),
    OPT(12, TEKST, "opleidingcode", BPV(opleidingcode)),
    OPT(13, TEKST, "code_keuzedeel", BPV(keuzedeel)),
};

#define RES(m) IN(bp_overzicht_resultaat, m)
/* The PvE gives nine fields, every file seen has ten, the seventh of them empty: see dip_shift(). */
static const struct veld dip[] = {
    REQ(4, VOLGNUMMER, "resultaatvolgnummer", RES(resultaatvolgnummer)),
    REQ(5, TEKST, "opleidingcode", RES(code)),
    REQ(6, DATUM, "datum_resultaat", RES(datum)),
    REQ(8, JANEE, "bekostigbaar", RES(bekostigbaar)),
    OPT(9, VOLGNUMMER, "inschrijvingvolgnummer", RES(inschrijvingvolgnummer)),
    OPT(10, TEKST, "onderwijsaanbieder", RES(onderwijsaanbieder)),
};

#define DEEL                                                                                       \
    OPT(4, VOLGNUMMER, "resultaatvolgnummer_diploma", RES(diploma_volgnummer)),                    \
        OPT(5, TEKST, "opleidingcode_diploma", RES(diploma_opleidingcode)),                        \
        REQ(6, VOLGNUMMER, "resultaatvolgnummer", RES(resultaatvolgnummer)),                       \
        REQ(7, TEKST, "code", RES(code)), OPT(8, DATUM, "datum_resultaat", RES(datum))
static const struct veld amo[] = {
    DEEL,
    OPT(9, TEKST, "certificaat", RES(certificaat)),
    OPT(10, VOLGNUMMER, "inschrijvingvolgnummer", RES(inschrijvingvolgnummer)),
    OPT(11, TEKST, "onderwijsaanbieder", RES(onderwijsaanbieder)),
};

static const struct veld geo[] = {
    DEEL,
    OPT(9, TEKST, "eindcijfer", RES(eindcijfer)),
    OPT(10, TEKST, "vrijstelling", RES(vrijstelling)),
    OPT(11, TEKST, "cijfer_ie", RES(cijfer_ie)),
    OPT(12, TEKST, "vrijstelling_ie", RES(vrijstelling_ie)),
    OPT(13, TEKST, "cijfer_ce", RES(cijfer_ce)),
    OPT(14, TEKST, "vrijstelling_ce", RES(vrijstelling_ce)),
    OPT(15, VOLGNUMMER, "inschrijvingvolgnummer", RES(inschrijvingvolgnummer)),
    OPT(16, TEKST, "onderwijsaanbieder", RES(onderwijsaanbieder)),
};

static const struct veld kzd[] = {
    DEEL,
    REQ(9, TEKST, "resultaat", RES(resultaat)),
    OPT(10, TEKST, "certificaat", RES(certificaat)),
    OPT(11, VOLGNUMMER, "inschrijvingvolgnummer", RES(inschrijvingvolgnummer)),
    OPT(12, TEKST, "onderwijsaanbieder", RES(onderwijsaanbieder)),
};

#define SOORT(n, t, most, l)                                                                       \
    {                                                                                              \
        n, t, sizeof(t) / sizeof *(t), most, l                                                     \
    }
static const struct soort {
    char name[4];
    const struct veld *velden;
    size_t veld_count;
    size_t most;        /* fields of the record */
    size_t line_offset; /* in union bp_ovz_inhoud */
} soorten[] = {
    [BP_OVERZICHT_PER] = SOORT("PER", per, 5, IN(bp_ovz_per, line)),
    [BP_OVERZICHT_ISG] = SOORT("ISG", isg, 8, IN(bp_overzicht_inschrijving, line)),
    [BP_OVERZICHT_ISP] = SOORT("ISP", isp, 14, ISP(line)),
    [BP_OVERZICHT_ISE] = SOORT("ISE", ise, 6, IN(bp_ovz_ise, ondersteuning.line)),
    [BP_OVERZICHT_BPV] = SOORT("BPV", bpv, 13, BPV(line)),
    [BP_OVERZICHT_DIP] = SOORT("DIP", dip, 10, RES(line)),
    [BP_OVERZICHT_AMO] = SOORT("AMO", amo, 11, RES(line)),
    [BP_OVERZICHT_GEO] = SOORT("GEO", geo, 16, RES(line)),
    [BP_OVERZICHT_KZD] = SOORT("KZD", kzd, 12, RES(line)),
    [SOORT_VLP] = SOORT("VLP", vlp, 5, IN(bp_ovz_vlp, line)),
    [SOORT_SLR] = { "SLR", NULL, 0, 1 + BP_OVERZICHT_SOORTEN, 0 },
};
_Static_assert(sizeof soorten / sizeof *soorten == SOORT_COUNT, "a row for each record type");

const char *bp_ovz_soort_name(unsigned soort)
{
    return soorten[soort].name;
}

size_t bp_ovz_soort_velden(unsigned soort)
{
    return soorten[soort].most;
}

const char *bp_overzicht_soort_name(enum bp_overzicht_soort soort)
{
    return soorten[soort].name;
}

enum bp_status bp_ovz_refuse(struct bp_error *err, uint32_t line, size_t column)
{
    bp_error_at(err, NULL, line, column);
    return BP_E_INPUT;
}

/* --- types -------------------------------------------------------------------------------------------------- */

static enum bp_status unknown_type(struct bp_str type, uint32_t line, struct bp_error *err)
{
    bool three =
        type.len == 3; /* a type that another file has may be named, anything else may not */
    for (size_t i = 0; three && i < 3; i++)
        three = bp_ascii_upper(type.ptr[i]);
    if (three)
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("records of type %.3s do not belong in a registratieoverzicht: check "
                              "that this is the file RO_... of DUO"),
                           type.ptr);
    else
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("a record begins with its type (VLP, PER, ISG ...), this line does "
                              "not: ask DUO for the overview again"));
    return bp_ovz_refuse(err, line, 1);
}

enum bp_status bp_ovz_record(const struct bp_csv_record *csv, struct record *out,
                             struct bp_error *err)
{
    if (csv->soort == BP_CSV_BROKEN || csv->seen_count > csv->cell_count) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("this record cannot be read (a stray quote, or far too long): ask "
                              "DUO for the overview again"));
        return bp_ovz_refuse(err, csv->line, 0);
    }
    *out = (struct record){
        .line = csv->line, .cells = csv->cells, .count = csv->cell_count, .seen = csv->seen_count
    };
    while (out->count > 0 && out->cells[out->count - 1].len == 0)
        out->count--;
    while (out->soort < SOORT_COUNT &&
           !bp_str_equal(out->cells[0], (struct bp_str){ soorten[out->soort].name, 3 }))
        out->soort++;
    if (out->soort == SOORT_COUNT)
        return unknown_type(out->cells[0], csv->line, err);
    const struct soort *soort = &soorten[out->soort];
    if (out->count > soort->most) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("a record %s has %zu fields at most, this one has %zu: its columns "
                              "have slipped; ask DUO for the overview again"),
                           soort->name, soort->most, out->count);
        return bp_ovz_refuse(err, csv->line, soort->most + 1);
    }
    return BP_OK;
}

/* --- values ------------------------------------------------------------------------------------------------- */

static const char *expected(enum vorm vorm)
{
    switch (vorm) {
    case TEKST:
        break;
    case BRIN:
        return N_("2 digits and 2 capitals");
    case VOLGNUMMER:
        return N_("1 to 20 letters and digits");
    case DATUM:
        return N_("a day that exists, as 2026-08-01 or 1-8-2026");
    case GEBOORTE:
        return N_("a birth date as 2010-08-01; day and month may be 00");
    case JANEE:
        return N_("J or N");
    }
    return N_("1 to 40 letters, digits and signs without accents");
}

static enum bp_status wrong(const struct record *record, size_t nr, const char *veld,
                            const char *wanted, struct bp_error *err)
{
    struct bp_str cell = nr <= record->count ? record->cells[nr - 1] : (struct bp_str){ "", 0 };
    char klasse[BP_WAARDE_KLASSE];
    const char *name = soorten[record->soort].name;
    if (cell.len == 0)
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("%s: %s is missing, expected %s; ask DUO for the overview again"),
                           name, veld, bp_text(wanted));
    else
        (void)bp_error_set(
            err, BP_E_INPUT, NULL,
            N_("%s: %s is not readable: expected %s, found %s; ask DUO for the overview again and "
               "do not save it in a spreadsheet"),
            name, veld, bp_text(wanted), bp_waarde_klasse(cell, klasse).ptr);
    return bp_ovz_refuse(err, record->line, nr);
}

static bool datum(struct bp_str s, bool onvolledig, struct bp_datum *out, bool *dutch)
{
    static const struct bp_datumvorm iso = { "Ymd", '-' }, other = { "dmY", '-' };
    *dutch = bp_waarde_datum(s, &iso, onvolledig, out) != BP_DATUM_GOED;
    return !*dutch || bp_waarde_datum(s, &other, onvolledig, out) == BP_DATUM_GOED;
}

static bool tekst_ok(struct bp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < ' ' || s.ptr[i] > '~')
            return false;
    return s.len <= TEKST_MAX;
}

static bool vorm_ok(enum vorm vorm, struct bp_str s)
{
    if (vorm == BRIN)
        return bp_waarde_vorm_ok(s, "##@@");
    return vorm == VOLGNUMMER ? bp_waarde_volgnummer_ok(s, 20) : tekst_ok(s);
}

/* A copy in the arena, with the zeros that it lost in front. */
static struct bp_str keep(struct bp_arena *arena, struct bp_str s, size_t width)
{
    if (s.len >= width)
        return bp_arena_str(arena, s);
    return bp_arena_printf(arena, "%0*d%.*s", (int)(width - s.len), 0, (int)s.len, s.ptr);
}

static void mend(struct bp_ovz_herstellen *list, enum bp_overzicht_herstel_soort soort,
                 const struct record *record, const char *veld)
{
    if (list->count < RECORD_VELDEN)
        list->items[list->count++] =
            (struct bp_overzicht_herstel){ soort, record->line, soorten[record->soort].name, veld };
}

static enum bp_status take(const struct record *record, const struct veld *veld, size_t nr,
                           struct bp_arena *arena, union bp_ovz_inhoud *out,
                           struct bp_ovz_herstellen *herstellen, struct bp_error *err)
{
    struct bp_str cell = nr <= record->count ? record->cells[nr - 1] : (struct bp_str){ "", 0 };
    char *at = (char *)out + veld->offset;
    struct bp_datum day = BP_DATUM_NONE;
    bool dutch;
    if (cell.len == 0)
        return veld->verplicht ? wrong(record, nr, veld->name, expected(veld->vorm), err) : BP_OK;
    if (veld->vorm == DATUM || veld->vorm == GEBOORTE) {
        if (!datum(cell, veld->vorm == GEBOORTE, &day, &dutch))
            return wrong(record, nr, veld->name, expected(veld->vorm), err);
        if (dutch)
            mend(herstellen, BP_HERSTEL_DATUM, record, veld->name);
        memcpy(at, &day, sizeof day);
        return BP_OK;
    }
    if (veld->vorm == JANEE) {
        bool yes = bp_str_equal(cell, BP_STR("J"));
        if (!yes && !bp_str_equal(cell, BP_STR("N")))
            return wrong(record, nr, veld->name, expected(JANEE), err);
        memcpy(at, &yes, sizeof yes);
        return BP_OK;
    }
    if (!vorm_ok(veld->vorm, cell))
        return wrong(record, nr, veld->name, expected(veld->vorm), err);
    bool lost = cell.len < veld->nullen && bp_str_all_digits(cell);
    if (lost)
        mend(herstellen, BP_HERSTEL_NULLEN, record, veld->name);
    struct bp_str kept = keep(arena, cell, lost ? veld->nullen : 0);
    memcpy(at, &kept, sizeof kept);
    return kept.ptr ? BP_OK : bp_error_memory(err, N_("the records of one person"));
}

/* A diploma of nine fields has its seventh filled. */
static size_t dip_shift(const struct record *record)
{
    bool nine = record->soort == BP_OVERZICHT_DIP && record->count >= 7 && record->cells[6].len > 0;
    return nine ? 1 : 0;
}

enum bp_status bp_ovz_parse(const struct record *record, struct bp_arena *arena,
                            union bp_ovz_inhoud *out, struct bp_ovz_herstellen *herstellen,
                            struct bp_error *err)
{
    const struct soort *soort = &soorten[record->soort];
    size_t shift = dip_shift(record);
    enum bp_status st = BP_OK;
    memset(out, 0, sizeof *out);
    memcpy((char *)out + soort->line_offset, &record->line, sizeof record->line);
    for (size_t i = 0; st == BP_OK && i < soort->veld_count; i++) {
        const struct veld *veld = &soort->velden[i];
        st =
            take(record, veld, veld->nr - (veld->nr >= 8 ? shift : 0), arena, out, herstellen, err);
    }
    if (record->soort >= BP_OVERZICHT_DIP && record->soort <= BP_OVERZICHT_KZD)
        out->resultaat.soort = (enum bp_overzicht_soort)record->soort;
    return st;
}

/* --- whose -------------------------------------------------------------------------------------------------- */

#define NUMMER 9

/* Nine characters of seven bits, and a bit for the field: exact, and ordered as DUO orders. */
static uint64_t key_of(bool onderwijsnummer, const char *chars, size_t len)
{
    uint64_t key = onderwijsnummer ? 1 : 0;
    for (size_t i = 0; i < NUMMER; i++)
        key = key << 7 | (i < len ? (uint64_t)(unsigned char)chars[i] : 0);
    return key;
}

static bool number_ok(bool onderwijsnummer, struct bp_str s)
{
    return onderwijsnummer ? bp_onderwijsnummer_ok(s) : bp_bsn_ok(s);
}

enum bp_status bp_ovz_wie(const struct record *record, bool uittreksel, struct bp_ovz_wie *out,
                          struct bp_ovz_herstellen *herstellen, struct bp_error *err)
{
    struct bp_str bsn = record->count >= 2 ? record->cells[1] : (struct bp_str){ "", 0 };
    struct bp_str onr = record->count >= 3 ? record->cells[2] : (struct bp_str){ "", 0 };
    bool second = bsn.len == 0;
    size_t nr = second ? 3 : 2;
    struct bp_str s = second ? onr : bsn;
    const char *name = second ? "onderwijsnummer" : "burgerservicenummer";
    char digits[NUMMER] = { '0' };
    *out = (struct bp_ovz_wie){ 0 };
    if ((bsn.len == 0) == (onr.len == 0)) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("%s: exactly one of burgerservicenummer and onderwijsnummer must be "
                              "filled; ask DUO for the overview again"),
                           soorten[record->soort].name);
        return bp_ovz_refuse(err, record->line, 2);
    }
    /* A spreadsheet takes the zero of a bsn; an onderwijsnummer begins with a 1. */
    bool lost = !second && s.len == NUMMER - 1 && bp_str_all_digits(s);
    if (s.len <= NUMMER - (lost ? 1 : 0))
        memcpy(digits + (lost ? 1 : 0), s.ptr, s.len);
    struct bp_str whole = { digits, lost ? NUMMER : s.len };
    if (whole.len == NUMMER && number_ok(second, whole)) {
        out->persoon.soort = second ? BP_PERSOON_ONDERWIJSNUMMER : BP_PERSOON_BSN;
        memcpy(out->persoon.digits, digits, NUMMER);
        out->key = key_of(second, digits, NUMMER);
        if (lost)
            mend(herstellen, BP_HERSTEL_NULLEN, record, name);
    } else if (uittreksel && s.len <= NUMMER && tekst_ok(s)) {
        out->key = key_of(second, s.ptr, s.len);
    } else {
        explicit_bzero(digits, sizeof digits);
        return wrong(record, nr, name,
                     uittreksel ? N_("a personal number, or a pseudonym of 9 characters at most")
                                : N_("9 digits that pass the elfproef (an extract with pseudonyms "
                                     "needs --excerpt)"),
                     err);
    }
    explicit_bzero(digits, sizeof digits);
    return BP_OK;
}

/* --- totals ------------------------------------------------------------------------------------------------- */

enum bp_status bp_ovz_totalen(const struct record *record, uint64_t out[BP_OVERZICHT_SOORTEN],
                              struct bp_error *err)
{
    for (size_t i = 0; i < BP_OVERZICHT_SOORTEN; i++) {
        struct bp_str cell =
            i + 1 < record->count ? record->cells[i + 1] : (struct bp_str){ "", 0 };
        if (!bp_str_all_digits(cell) || cell.len > 12)
            return wrong(record, i + 2, soorten[i].name, N_("a total of 1 to 12 digits"), err);
        out[i] = 0;
        for (size_t c = 0; c < cell.len; c++)
            out[i] = out[i] * 10 + (uint64_t)(cell.ptr[c] - '0');
    }
    return BP_OK;
}
