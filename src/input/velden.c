#include "velden.h"

#include "bronpost/base/text.h"

enum soort {
    ANDERS, /* bsn, onderwijsnummer */
    TEKST,  /* most characters */
    VOLGNUMMER,
    VORM, /* a pattern */
    CODE, /* a value of a list: only its characters are judged here */
    NAAM, /* the same, as DUO writes names */
    NAMEN,
    GETAL,   /* most digits, lowest */
    CIJFERS, /* digits that stay text */
    TWEE,
    JA_NEE,
    DATUM,
    GEBOORTE,
};

struct veld {
    enum soort soort;
    size_t at; /* in struct bp_rij */
    const char *pattern;
    size_t most;
    unsigned lowest;
    const char *expects;
};

#define AT(member) offsetof(struct bp_rij, member)
#define EEN_NAAM   N_("1 to 70 capitals, digits or underscores")
#define BRIN       N_("2 digits and 2 capitals, such as 99XA")

static const struct veld velden[BP_KOLOM_COUNT] = {
    [BP_KOLOM_LEERLINGNUMMER] = { TEKST, AT(leerlingnummer), NULL, 40, 0,
                                  N_("at most 40 characters on one line") },
    [BP_KOLOM_GEBOORTEDATUM] = { GEBOORTE, AT(geboortedatum), NULL, 0, 0, NULL },
    [BP_KOLOM_GESLACHT] = { CODE, AT(geslacht), NULL, 0, 0, N_("M, V or O") },
    [BP_KOLOM_INSCHRIJVINGVOLGNUMMER] = { VOLGNUMMER, AT(inschrijvingvolgnummer), NULL, 20, 0,
                                          N_("1 to 20 letters and digits") },
    [BP_KOLOM_BRIN] = { VORM, AT(brin), "##@@", 0, 0, BRIN },
    [BP_KOLOM_DATUM_INSCHRIJVING] = { DATUM, AT(datum_inschrijving), NULL, 0, 0, NULL },
    [BP_KOLOM_DATUM_UITSCHRIJVING] = { DATUM, AT(datum_uitschrijving), NULL, 0, 0, NULL },
    [BP_KOLOM_DATUM_UITSCHRIJVING_GEPLAND] = { DATUM, AT(datum_uitschrijving_gepland), NULL, 0, 0,
                                               NULL },
    [BP_KOLOM_REDEN_UITSCHRIJVING] = { TWEE, AT(reden_uitschrijving), NULL, 0, 0,
                                       N_("2 characters") },
    [BP_KOLOM_PERIODE_BEGIN] = { DATUM, AT(periode_begin), NULL, 0, 0, NULL },
    [BP_KOLOM_OPLEIDINGCODE] = { VORM, AT(opleidingcode), "####|#####", 0, 0, N_("4 or 5 digits") },
    [BP_KOLOM_LEERJAAR] = { CIJFERS, AT(leerjaar), "#|##", 0, 0, N_("1 or 2 digits") },
    [BP_KOLOM_LEERTRAJECT] = { CODE, AT(leertraject), NULL, 0, 0, N_("a code such as BOL") },
    [BP_KOLOM_NIVEAU] = { CODE, AT(niveau), NULL, 0, 0, N_("MBO-1, MBO-2, MBO-3 or MBO-4") },
    [BP_KOLOM_VESTIGING] = { VORM, AT(vestiging), "##@@##", 0, 0,
                             N_("the brin and 2 digits, such as 99XA00") },
    [BP_KOLOM_ONDERWIJSAANBIEDER] = { VORM, AT(onderwijsaanbieder), "###A###", 0, 0,
                                      N_("3 digits, an A and 3 digits, such as 199A001") },
    [BP_KOLOM_ONDERWIJSLOCATIE] = { VORM, AT(onderwijslocatie), "###X###", 0, 0,
                                    N_("3 digits, an X and 3 digits, such as 199X001") },
    [BP_KOLOM_BEKOSTIGBAAR] = { JA_NEE, AT(bekostigbaar), NULL, 0, 0,
                                N_("J, N, Ja, Nee, 1, 0, true or false") },
    [BP_KOLOM_LEERROUTE] = { TEKST, AT(leerroute), NULL, 40, 0,
                             N_("a key of routes.csv, at most 40 characters") },
    [BP_KOLOM_ROUTE_BEGIN] = { DATUM, AT(route_begin), NULL, 0, 0, NULL },
    [BP_KOLOM_ROUTEJAAR] = { GETAL, AT(routejaar), NULL, 2, 1, N_("a number from 1 to 99") },
    [BP_KOLOM_DOUBLURES_VO] = { GETAL, AT(doublures_vo), NULL, 1, 0, N_("a number from 0 to 9") },
    [BP_KOLOM_VMBO_DIPLOMA_DATUM] = { DATUM, AT(vmbo_diploma_datum), NULL, 0, 0, NULL },
    [BP_KOLOM_VO_AFGEROND_DATUM] = { DATUM, AT(vo_afgerond_datum), NULL, 0, 0, NULL },
    [BP_KOLOM_MBO_INSCHRIJVINGVOLGNUMMER] = { VOLGNUMMER, AT(mbo_inschrijvingvolgnummer), NULL, 20,
                                              0, N_("1 to 20 letters and digits") },
    [BP_KOLOM_MBO_DATUM_INSCHRIJVING] = { DATUM, AT(mbo_datum_inschrijving), NULL, 0, 0, NULL },
    [BP_KOLOM_MBO_DATUM_UITSCHRIJVING] = { DATUM, AT(mbo_datum_uitschrijving), NULL, 0, 0, NULL },
    [BP_KOLOM_EXPERIMENT] = { NAMEN, AT(experiment), NULL, 0, 0,
                              N_("names of capitals, digits or underscores, a blank between "
                                 "them") },
    [BP_KOLOM_OPP_BEGIN] = { DATUM, AT(opp_begin), NULL, 0, 0, NULL },
    [BP_KOLOM_OPP_EIND] = { DATUM, AT(opp_eind), NULL, 0, 0, NULL },
    [BP_KOLOM_VERBLIJF_BRIN] = { VORM, AT(verblijf_brin), "##@@", 0, 0, BRIN },
    [BP_KOLOM_VERBLIJF_VESTIGING] = { VORM, AT(verblijf_vestiging), "##@@##", 0, 0,
                                      N_("the brin and 2 digits, such as 99XA00") },
    [BP_KOLOM_VERBLIJF_SOORT] = { NAAM, AT(verblijf_soort), NULL, 0, 0, EEN_NAAM },
    [BP_KOLOM_VERBLIJF_BEGIN] = { DATUM, AT(verblijf_begin), NULL, 0, 0, NULL },
    [BP_KOLOM_VERBLIJF_EIND] = { DATUM, AT(verblijf_eind), NULL, 0, 0, NULL },
};

static bool text_ok(const struct veld *veld, struct bp_str text)
{
    switch (veld->soort) {
    case TEKST:
        return bp_waarde_tekst_ok(text, veld->most);
    case VOLGNUMMER:
        return bp_waarde_volgnummer_ok(text, veld->most);
    case VORM:
    case CIJFERS:
        return bp_waarde_vorm_ok(text, veld->pattern);
    case CODE:
        return bp_waarde_naam_ok(text, "-");
    case NAAM:
        return bp_waarde_naam_ok(text, "");
    case NAMEN:
        return bp_waarde_namen_ok(text);
    case TWEE:
        return text.len == 2 && bp_waarde_volgnummer_ok(text, 2);
    case ANDERS:
    case GETAL:
    case JA_NEE:
    case DATUM:
    case GEBOORTE:
        break;
    }
    return false;
}

bool bp_veld_read(enum bp_kolom kolom, struct bp_str text, const struct bp_datumvorm *vorm,
                  struct bp_rij *rij, struct bp_veld_oordeel *oordeel)
{
    const struct veld *veld = &velden[kolom];
    void *value = (char *)rij + veld->at;
    *oordeel = (struct bp_veld_oordeel){ BP104, N_("expected {1}, found {2}"), veld->expects };
    if (veld->soort == DATUM || veld->soort == GEBOORTE) {
        enum bp_datum_oordeel d = bp_waarde_datum(text, vorm, veld->soort == GEBOORTE, value);
        *oordeel = (struct bp_veld_oordeel){ BP105, bp_datum_uitleg(d, vorm), NULL };
        return d == BP_DATUM_GOED;
    }
    if (veld->soort == GETAL) {
        unsigned n = 0;
        bool ok = bp_waarde_getal_ok(text, veld->most, veld->lowest, &n);
        *(unsigned *)value = ok ? n : 0;
        return ok;
    }
    if (veld->soort == JA_NEE) {
        *(enum bp_ja_nee *)value = bp_waarde_ja_nee(text);
        return *(enum bp_ja_nee *)value != BP_ONBEKEND;
    }
    bool ok = text_ok(veld, text);
    if (ok)
        *(struct bp_str *)value = text;
    return ok;
}

/* --- personal numbers ------------------------------------------------------------------------------- */

static enum bp_persoon_oordeel read_bsn(struct bp_str text, struct bp_persoonsnummer *out)
{
    char digits[9] = "0";
    bool short_one = text.len == 8;
    if (!bp_str_all_digits(text) || (text.len != 9 && !short_one))
        return BP_PERSOON_BSN_VORM;
    memcpy(digits + (short_one ? 1 : 0), text.ptr, text.len);
    struct bp_str nine = { digits, sizeof digits };
    if (!bp_bsn_ok(nine))
        return bp_onderwijsnummer_ok(nine) && !short_one ? BP_PERSOON_BSN_IS_ANDER
                                                         : BP_PERSOON_BSN_PROEF;
    out->soort = BP_PERSOON_BSN;
    memcpy(out->digits, digits, sizeof digits);
    return short_one ? BP_PERSOON_NUL_HERSTELD : BP_PERSOON_GOED;
}

static enum bp_persoon_oordeel read_onderwijsnummer(struct bp_str text,
                                                    struct bp_persoonsnummer *out)
{
    if (!bp_str_all_digits(text) || text.len != 9)
        return BP_PERSOON_ONDERWIJSNUMMER_VORM;
    if (!bp_onderwijsnummer_ok(text))
        return bp_bsn_ok(text) ? BP_PERSOON_ONDERWIJSNUMMER_IS_ANDER
                               : BP_PERSOON_ONDERWIJSNUMMER_PROEF;
    out->soort = BP_PERSOON_ONDERWIJSNUMMER;
    memcpy(out->digits, text.ptr, sizeof out->digits);
    return BP_PERSOON_GOED;
}

enum bp_persoon_oordeel bp_persoon_read(struct bp_str bsn, struct bp_str onderwijsnummer,
                                        struct bp_persoonsnummer *out)
{
    *out = (struct bp_persoonsnummer){ .soort = BP_PERSOON_GEEN };
    if (bp_str_filled(bsn) && bp_str_filled(onderwijsnummer))
        return BP_PERSOON_BEIDE;
    if (bp_str_filled(bsn))
        return read_bsn(bsn, out);
    if (bp_str_filled(onderwijsnummer))
        return read_onderwijsnummer(onderwijsnummer, out);
    return BP_PERSOON_ONTBREEKT;
}

struct bp_persoon_uitleg bp_persoon_uitleg(enum bp_persoon_oordeel oordeel)
{
    static const struct bp_persoon_uitleg uitleg[] = {
        [BP_PERSOON_GOED] = { BP101, BP_KOLOM_GEEN, NULL },
        [BP_PERSOON_NUL_HERSTELD] = { BP108, BP_KOLOM_BSN,
                                      N_("8 digits: a leading zero was put back; let the export "
                                         "write 9 digits") },
        [BP_PERSOON_ONTBREEKT] = { BP101, BP_KOLOM_BSN,
                                   N_("neither bsn nor onderwijsnummer is filled in: fill in "
                                      "one") },
        [BP_PERSOON_BEIDE] = { BP101, BP_KOLOM_BSN,
                               N_("bsn and onderwijsnummer are both filled in: leave the "
                                  "onderwijsnummer out when the bsn is right") },
        [BP_PERSOON_BSN_VORM] = { BP102, BP_KOLOM_BSN, N_("expected 9 digits, found {1}") },
        [BP_PERSOON_BSN_PROEF] = { BP102, BP_KOLOM_BSN,
                                   N_("this number fails the elfproef: look up the right bsn") },
        [BP_PERSOON_BSN_IS_ANDER] = { BP102, BP_KOLOM_BSN,
                                      N_("this looks like an onderwijsnummer: put it in the column "
                                         "onderwijsnummer") },
        [BP_PERSOON_ONDERWIJSNUMMER_VORM] = { BP103, BP_KOLOM_ONDERWIJSNUMMER,
                                              N_("expected 9 digits, found {1}") },
        [BP_PERSOON_ONDERWIJSNUMMER_PROEF] = { BP103, BP_KOLOM_ONDERWIJSNUMMER,
                                               N_("this number fails the elfproef of the "
                                                  "onderwijsnummer: look up the right one") },
        [BP_PERSOON_ONDERWIJSNUMMER_IS_ANDER] = { BP103, BP_KOLOM_ONDERWIJSNUMMER,
                                                  N_("this looks like a bsn: put it in the column "
                                                     "bsn") },
    };
    return uitleg[oordeel];
}

static struct bp_str without_zeros(struct bp_str s)
{
    while (s.len && s.ptr[0] == '0') {
        s.ptr++;
        s.len--;
    }
    return s;
}

bool bp_persoon_same_text(struct bp_str a, struct bp_str b)
{
    return bp_str_filled(a) && bp_str_filled(b) && bp_str_equal(without_zeros(a), without_zeros(b));
}
