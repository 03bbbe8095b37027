/* tbgi_velden.c - the elements of a TBG-i that are read, as a table
 *
 * What a comparison needs, or what holds the file together (numbers, volgnummers, dates, yes and no), must have its form;
 * the other elements are passed over. */
#include "tbgi_intern.h"

#include "bronpost/base/text.h"

static bool neem_brin(struct tbgi_lezer *l, struct bp_str s)
{
    return s.len == 4 && bp_ascii_digit(s.ptr[0]) && bp_ascii_digit(s.ptr[1]) &&
           bp_ascii_upper(s.ptr[2]) && bp_ascii_upper(s.ptr[3]) &&
           bp_str_copy(l->ins.brin, sizeof l->ins.brin, s);
}

static bool pseudonym(const struct tbgi_lezer *l, struct bp_str s)
{
    bool ok = l->lezing.uittreksel && s.len <= sizeof l->ins.persoon.digits;
    for (size_t i = 0; ok && i < s.len; i++)
        ok = bp_ascii_alnum(s.ptr[i]);
    return ok;
}

static bool neem_persoon(struct tbgi_lezer *l, struct bp_str s, enum bp_persoonsoort soort)
{
    bool number = soort == BP_PERSOON_BSN ? bp_bsn_ok(s) : bp_onderwijsnummer_ok(s);
    if (!number)
        return pseudonym(l, s);
    l->ins.persoon.soort = soort;
    memcpy(l->ins.persoon.digits, s.ptr, sizeof l->ins.persoon.digits);
    return true;
}

static bool neem_bsn(struct tbgi_lezer *l, struct bp_str s)
{
    l->bsn = true;
    return neem_persoon(l, s, BP_PERSOON_BSN);
}

static bool neem_onderwijsnummer(struct tbgi_lezer *l, struct bp_str s)
{
    l->onderwijsnummer = true;
    return neem_persoon(l, s, BP_PERSOON_ONDERWIJSNUMMER);
}

static bool neem_volgnummer(struct tbgi_lezer *l, struct bp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bp_ascii_alnum(s.ptr[i]))
            return false;
    return s.len <= VOLGNUMMER_MAX && bp_str_copy(l->ins.volgnummer, sizeof l->ins.volgnummer, s);
}

static bool neem_begin(struct tbgi_lezer *l, struct bp_str s)
{
    return bp_datum_parse_iso(s, &l->ins.begin);
}

static bool neem_gepland(struct tbgi_lezer *l, struct bp_str s)
{
    return bp_datum_parse_iso(s, &l->ins.einde_gepland);
}

static bool neem_werkelijk(struct tbgi_lezer *l, struct bp_str s)
{
    return bp_datum_parse_iso(s, &l->ins.einde);
}

static bool neem_dag(struct tbgi_lezer *l, struct bp_str s)
{
    return bp_datum_parse_iso(s, &tbgi_groep(l)->dag);
}

/* AN19..29: a blank or a T behind the day; fractions and an offset may follow. */
static bool neem_bepaald(struct tbgi_lezer *l, struct bp_str s)
{
    static const char form[] = "####-##-## ##:##:##";
    static const char most[] = "####-##-## 23:59:59";
    char *out = tbgi_groep(l)->bepaald;
    struct bp_datum day;
    if (s.len < sizeof form - 1 || s.len > 29 ||
        !bp_datum_parse_iso((struct bp_str){ s.ptr, 10 }, &day))
        return false;
    memcpy(out, s.ptr, sizeof form - 1);
    out[sizeof form - 1] = '\0';
    out[10] = out[10] == 'T' ? ' ' : out[10];
    for (size_t i = 10; i < sizeof form - 1; i++)
        if (form[i] == '#' ? !bp_ascii_digit(out[i]) : out[i] != form[i])
            return false;
    for (size_t i = sizeof form - 1; i < s.len; i++)
        if (!bp_ascii_digit(s.ptr[i]) && !strchr(".:+-Z", s.ptr[i]))
            return false;
    return memcmp(out + 11, most + 11, 2) <= 0 && out[14] <= '5' && out[17] <= '5';
}

static bool neem_status(struct tbgi_lezer *l, struct bp_str s)
{
    tbgi_groep(l)->status = s.ptr[0];
    return s.len == 1 && (s.ptr[0] == 'V' || s.ptr[0] == 'D');
}

static bool neem_fase(struct tbgi_lezer *l, struct bp_str s)
{
    bool mbo = bp_str_equal(s, BP_STR("MBO"));
    tbgi_groep(l)->stand.fase = mbo ? BP_FASE_MBO : BP_FASE_VO;
    return mbo || bp_str_equal(s, BP_STR("VO"));
}

static bool boolean(struct bp_str s, enum bp_ja_nee *out)
{
    bool yes = bp_str_equal(s, BP_STR("true")) || bp_str_equal(s, BP_STR("1"));
    *out = yes ? BP_JA : BP_NEE;
    return yes || bp_str_equal(s, BP_STR("false")) || bp_str_equal(s, BP_STR("0"));
}

static bool neem_bekostigbaar(struct tbgi_lezer *l, struct bp_str s)
{
    return boolean(s, &tbgi_groep(l)->bekostigbaar);
}

static bool neem_bekostigd(struct tbgi_lezer *l, struct bp_str s)
{
    return boolean(s, &tbgi_groep(l)->stand.bekostigd);
}

/* For people: blanks where control characters were. */
static bool neem_tekst(struct tbgi_lezer *l, struct bp_str s, struct bp_str *out)
{
    char *copy = bp_arena_alloc(l->arena, s.len + 1);
    if (!copy) {
        tbgi_stop(l, bp_error_memory(l->err, N_("the signals of one enrolment")));
        return true;
    }
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool c1 = c >= 0x80 && c <= 0x9F && i && (unsigned char)s.ptr[i - 1] == 0xC2;
        copy[i] = c < ' ' || c == 0x7F ? ' ' : s.ptr[i];
        if (c1) /* both bytes of it */
            copy[i - 1] = copy[i] = ' ';
    }
    *out = (struct bp_str){ copy, s.len };
    return true;
}

static bool neem_code(struct tbgi_lezer *l, struct bp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bp_ascii_alnum(s.ptr[i]))
            return false;
    return s.len <= 3 && neem_tekst(l, s, &l->melding.code);
}

static bool neem_omschrijving(struct tbgi_lezer *l, struct bp_str s)
{
    return neem_tekst(l, s, &l->melding.omschrijving);
}

static const struct tbgi_veld velden[] = {
    { INSCHRIJVING, "BRIN", neem_brin, N_("2 digits and 2 capitals"), true },
    { INSCHRIJVING, "Burgerservicenummer", neem_bsn,
      N_("9 digits that pass the elfproef (an extract with pseudonyms needs --excerpt)"), false },
    { INSCHRIJVING, "Onderwijsnummer", neem_onderwijsnummer,
      N_("9 digits that pass the elfproef (an extract with pseudonyms needs --excerpt)"), false },
    { INSCHRIJVING, "Inschrijvingvolgnummer", neem_volgnummer, N_("1 to 20 letters and digits"),
      true },
    { INSCHRIJVING, "DatumInschrijving", neem_begin, N_("a day that exists, as 2026-08-01"), true },
    { INSCHRIJVING, "DatumUitschrijvingGepland", neem_gepland,
      N_("a day that exists, as 2026-08-01"), false },
    { INSCHRIJVING, "DatumUitschrijvingWerkelijk", neem_werkelijk,
      N_("a day that exists, as 2026-08-01"), false },
    { TELDATUM, "Teldatum", neem_dag, N_("a day that exists, as 2026-08-01"), true },
    { TELDATUM, "DatumTijdBepalingBekostigingsgrondslagen", neem_bepaald,
      N_("day and time as 2026-11-21 10:42:29"), false },
    { TELDATUM, "StatusBepalingBekostigingsstatus", neem_status, N_("V or D"), false },
    { TELDATUM, "Leerroutefase", neem_fase, N_("VO or MBO"), false },
    { TELDATUM, "IndicatieBekostigbaar", neem_bekostigbaar, N_("true or false"), false },
    { TELDATUM, "Bekostigingsstatus", neem_bekostigd, N_("true or false"), false },
    { SIGNAAL, "Signaalcode", neem_code, N_("1 to 3 letters and digits"), false },
    { SIGNAAL, "Signaalomschrijving", neem_omschrijving, N_("a text"), false },
};
#define VELDEN (sizeof velden / sizeof *velden)

const struct tbgi_veld *tbgi_veld_of(enum tbgi_knoop in, const char *name)
{
    for (size_t i = 0; i < VELDEN; i++)
        if (velden[i].in == in && bp_str_equal_nocase(bp_str_of(name), bp_str_of(velden[i].name)))
            return &velden[i];
    return NULL;
}

unsigned tbgi_veld_bit(const struct tbgi_veld *veld)
{
    return 1u << (veld - velden);
}

const struct tbgi_veld *tbgi_veld_ontbreekt(enum tbgi_knoop in, unsigned gezien)
{
    for (size_t i = 0; i < VELDEN; i++)
        if (velden[i].in == in && velden[i].verplicht && !(gezien & tbgi_veld_bit(&velden[i])))
            return &velden[i];
    return NULL;
}
