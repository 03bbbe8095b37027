#include "rijlezing.h"

#include "velden.h"

#include "bronpost/base/text.h"

#define BIT(kolom) (UINT64_C(1) << (kolom))

/* --- cells ------------------------------------------------------------------------------------------ */

static bool cell_text(const struct bp_rijlezing *lezing, struct bp_str raw, struct bp_arena *arena,
                      struct bp_str *out)
{
    const struct bp_tekenset *set = lezing->tekenset;
    if (set->soort != BP_TEKENSET_BYTE || !bp_tekenset_high(raw)) {
        *out = bp_str_trim(raw);
        return true;
    }
    struct bp_buf text;
    bp_buf_init(&text, 4 * BP_CSV_RECORD_BYTES);
    bp_tekenset_decode(set, raw, &text);
    *out = bp_arena_str(arena, bp_str_trim(bp_buf_str(&text)));
    bool ok = !text.failed && out->ptr;
    bp_buf_free(&text);
    return ok;
}

bool bp_cellen_read(const struct bp_rijlezing *lezing, const struct bp_csv_record *record,
                    uint64_t columns, struct bp_arena *arena, struct bp_cellen *out)
{
    *out = (struct bp_cellen){ .shown = 0 };
    for (unsigned k = 0; k < BP_KOLOM_COUNT; k++) {
        if ((columns & BIT(k)) == 0)
            continue;
        enum bp_kolom kolom = (enum bp_kolom)k;
        size_t at = lezing->kop->waar[k];
        bool there = at != BP_KOP_NOBODY;
        bool before_break = !there || at < record->cell_count || record->soort == BP_CSV_ROW;
        struct bp_str text = { NULL, 0 };
        if (there && at < record->cell_count && !cell_text(lezing, record->cells[at], arena, &text))
            return false;
        if (lezing->profiel && bp_str_filled(text))
            text = bp_profiel_translate(lezing->profiel, kolom, text);
        if (!bp_str_filled(text) && before_break && lezing->profiel) {
            text = lezing->profiel->constants[k];
            out->vast |= bp_str_filled(text) ? BIT(k) : 0;
        }
        if (!bp_str_filled(text) && before_break && kolom == BP_KOLOM_BRIN)
            text = lezing->brin;
        out->text[k] = text;
        out->shown |= before_break ? BIT(k) : 0;
    }
    return true;
}

/* --- findings --------------------------------------------------------------------------------------- */

static void find(struct bp_bevindingen *list, const struct bp_rij *rij, enum bp_code code,
                 enum bp_kolom kolom, const char *text, struct bp_str first, struct bp_str second)
{
    struct bp_bevinding *b = bp_bevinding_add(list, rij->line, code, kolom, text);
    if (first.ptr)
        bp_bevinding_arg(list, b, 1, first);
    if (second.ptr)
        bp_bevinding_arg(list, b, 2, second);
}

static const struct bp_str NOTHING = { NULL, 0 };

static void fill_persoon(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                         struct bp_rij *rij, struct bp_bevindingen *list)
{
    struct bp_str bsn = cellen->text[BP_KOLOM_BSN];
    struct bp_str number = cellen->text[BP_KOLOM_ONDERWIJSNUMMER];
    struct bp_persoon_uitleg uitleg =
        bp_persoon_uitleg(bp_persoon_read(bsn, number, &rij->persoon));
    if (!uitleg.text)
        return;
    if (uitleg.kolom == BP_KOLOM_BSN && lezing->kop->waar[BP_KOLOM_BSN] == BP_KOP_NOBODY)
        uitleg.kolom = BP_KOLOM_ONDERWIJSNUMMER; /* the column that this export has */
    char class[BP_WAARDE_KLASSE];
    struct bp_str found = bp_waarde_klasse(bp_str_filled(bsn) ? bsn : number, class);
    find(list, rij, uitleg.code, uitleg.kolom, uitleg.text, found, NOTHING);
}

/* SECURITY: a leerlingnummer appears in logs and reports, so it may not be the person's number in disguise. */
static bool leerlingnummer_betrays(const struct bp_cellen *cellen)
{
    struct bp_str number = cellen->text[BP_KOLOM_LEERLINGNUMMER];
    return bp_persoon_same_text(number, cellen->text[BP_KOLOM_BSN]) ||
           bp_persoon_same_text(number, cellen->text[BP_KOLOM_ONDERWIJSNUMMER]);
}

/* `s` behind as many zeros as make it `len` long; lives in the findings' arena. */
static struct bp_str with_zeros(struct bp_bevindingen *list, struct bp_str s, size_t len)
{
    char *text = bp_arena_alloc(list->arena, len + 1);
    if (!text) {
        list->failed = true;
        return s;
    }
    memset(text, '0', len - s.len);
    memcpy(text + (len - s.len), s.ptr, s.len);
    return (struct bp_str){ text, len };
}

static const struct bp_route *route_of(const struct bp_rijlezing *lezing,
                                       const struct bp_cellen *cellen)
{
    struct bp_str key = cellen->text[BP_KOLOM_LEERROUTE];
    return lezing->routes && bp_str_filled(key) ? bp_routes_find(lezing->routes, key) : NULL;
}

/* A code of 1 to 3 digits lost its zeros when it is one of the vo: with a route the brin decides, else it counts
 * as vo. */
static bool lost_zeros(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen)
{
    struct bp_str code = cellen->text[BP_KOLOM_OPLEIDINGCODE];
    enum bp_sector sector = BP_SECTOR_VO;
    if (code.len < 1 || code.len > 3 || !bp_str_all_digits(code))
        return false;
    (void)bp_herkomst(cellen->text[BP_KOLOM_BRIN], BP_STR("0000"), route_of(lezing, cellen),
                      &sector);
    return sector == BP_SECTOR_VO;
}

static void fill_value(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                       enum bp_kolom kolom, struct bp_rij *rij, struct bp_bevindingen *list)
{
    struct bp_str text = cellen->text[kolom];
    struct bp_str given = text;
    if (kolom == BP_KOLOM_LEERLINGNUMMER && leerlingnummer_betrays(cellen)) {
        find(list, rij, BP104, kolom,
             N_("this is the row's own bsn or onderwijsnummer: give the school's own number, "
                "because "
                "it appears in logs and reports"),
             NOTHING, NOTHING);
        return;
    }
    if (kolom == BP_KOLOM_OPLEIDINGCODE && lost_zeros(lezing, cellen))
        text = with_zeros(list, text, 4);
    else if (kolom == BP_KOLOM_REDEN_UITSCHRIJVING && text.len == 1 && bp_str_all_digits(text))
        text = with_zeros(list, text, 2);
    const struct bp_datumvorm *vorm =
        lezing->profiel && (cellen->vast & BIT(kolom)) == 0 ? &lezing->profiel->date : NULL;
    struct bp_veld_oordeel oordeel;
    char class[BP_WAARDE_KLASSE];
    if (bp_veld_read(kolom, text, vorm, rij, &oordeel)) {
        if (text.len != given.len)
            find(list, rij, BP108, kolom,
                 N_("leading zeros were put back: let the export write all digits"), NOTHING,
                 NOTHING);
        return;
    }
    struct bp_str found = bp_waarde_klasse(given, class);
    char form[BP_DATUMVORM_TEXT];
    if (oordeel.expects)
        find(list, rij, oordeel.code, kolom, oordeel.text, bp_str_of(bp_text(oordeel.expects)),
             found);
    else
        find(list, rij, oordeel.code, kolom, oordeel.text, found,
             vorm ? bp_datumvorm_text(vorm, form) : NOTHING);
}

void bp_rij_fill(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                 struct bp_rij *rij, struct bp_bevindingen *bevindingen)
{
    fill_persoon(lezing, cellen, rij, bevindingen);
    for (unsigned k = 0; k < BP_KOLOM_COUNT; k++) {
        if (!bp_str_filled(cellen->text[k]))
            continue;
        rij->filled |= BIT(k);
        if (k != BP_KOLOM_BSN && k != BP_KOLOM_ONDERWIJSNUMMER)
            fill_value(lezing, cellen, (enum bp_kolom)k, rij, bevindingen);
    }
}

static void find_broken(const struct bp_rijlezing *lezing, const struct bp_csv_record *record,
                        struct bp_rij *rij, struct bp_bevindingen *list)
{
    static const char *const texts[] = {
        [BP_CSV_QUOTE] =
            N_("cell {1} cannot be read: a quote stands inside a cell that does not "
               "begin with one, or text behind a closing quote. Put the cell in quotes "
               "and double each quote inside it"),
        [BP_CSV_TOO_MANY] = N_("{1} cells where the header has {2}: put a cell that holds the "
                               "separator in quotes"),
        [BP_CSV_TOO_LONG] = N_("the row is longer than {1} KiB: most likely a quote lacks its "
                               "partner"),
    };
    bool quote = record->reden == BP_CSV_QUOTE;
    enum bp_kolom kolom = BP_KOLOM_GEEN;
    if (quote && record->cell_count < lezing->kop->columns &&
        lezing->kop->wie[record->cell_count] != BP_KOP_NOBODY)
        kolom = (enum bp_kolom)lezing->kop->wie[record->cell_count];
    struct bp_bevinding *b = bp_bevinding_add(list, rij->line, BP100, kolom, texts[record->reden]);
    unsigned long first = quote                              ? record->cell_count + 1
                          : record->reden == BP_CSV_TOO_MANY ? record->seen_count
                                                             : BP_CSV_RECORD_BYTES / BP_KIB;
    bp_bevinding_arg_number(list, b, 1, first);
    bp_bevinding_arg_number(list, b, 2, lezing->kop->columns);
}

void bp_rij_broken(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                   const struct bp_csv_record *record, struct bp_rij *rij,
                   struct bp_bevindingen *bevindingen)
{
    struct bp_bevindingen unsaid;
    bp_bevindingen_init(&unsaid, bevindingen->arena);
    bp_rij_fill(lezing, cellen, rij, &unsaid);
    /* Nobody may take a row that stands alone for an enrolment of this person. */
    rij->persoon = (struct bp_persoonsnummer){ .soort = BP_PERSOON_GEEN };
    bevindingen->failed = bevindingen->failed || unsaid.failed;
    find_broken(lezing, record, rij, bevindingen);
}

/* --- keys ------------------------------------------------------------------------------------------- */

/* 64 bits that differ when the text does, as good as always; never 0 for a text. */
static uint64_t hash(struct bp_str s, uint64_t seed)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = (seed + s.len) * prime;
    for (size_t i = 0; i < s.len; i++) {
        h = (h ^ (unsigned char)s.ptr[i]) * prime;
        h ^= h >> 31;
    }
    return bp_str_filled(s) ? h | 1 : 0;
}

static bool both_sectors(const struct bp_rijlezing *lezing, struct bp_str brin)
{
    for (size_t i = 0; i < lezing->beide_count; i++)
        if (bp_str_equal(lezing->beide[i], brin))
            return true;
    return false;
}

void bp_sleutel_make(const struct bp_rijlezing *lezing, const struct bp_cellen *cellen,
                     struct bp_sleutel *out)
{
    struct bp_str brin = cellen->text[BP_KOLOM_BRIN];
    *out = (struct bp_sleutel){
        .volgnummer = hash(cellen->text[BP_KOLOM_INSCHRIJVINGVOLGNUMMER], 1),
        .brin = bp_waarde_vorm_ok(brin, "##@@") ? hash(brin, 2) : 0,
        .leerlingnummer = hash(cellen->text[BP_KOLOM_LEERLINGNUMMER], 3),
    };
    (void)bp_persoon_read(cellen->text[BP_KOLOM_BSN], cellen->text[BP_KOLOM_ONDERWIJSNUMMER],
                          &out->persoon);
    if (!both_sectors(lezing, brin))
        return;
    struct bp_str code = cellen->text[BP_KOLOM_OPLEIDINGCODE];
    if (lost_zeros(lezing, cellen))
        code = BP_STR("0000");
    if (!bp_waarde_vorm_ok(code, "####|#####"))
        code = NOTHING;
    enum bp_sector sector = BP_SECTOR_VO;
    bool known = bp_herkomst(brin, code, route_of(lezing, cellen), &sector) == BP_HERKOMST_BEKEND;
    out->herkomst = known ? (uint64_t)sector : 0;
    out->herkomst_duister = !known;
}

uint64_t bp_sleutel_inschrijving(const struct bp_sleutel *sleutel)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = sleutel->volgnummer;
    h = (h ^ h >> 32 ^ sleutel->brin) * prime;
    return (h ^ h >> 32 ^ sleutel->herkomst) * prime;
}

uint64_t bp_sleutel_persoon(struct bp_persoonsnummer persoon)
{
    uint64_t key = bp_persoonsnummer_key(persoon);
    return key ? (key << 32 | key) * UINT64_C(0x9E3779B97F4A7C15) : 0;
}
