#include "rio_uitslag.h"

#include "ondertekenaar.h"

#define SHOWN       25
#define SIDE        11
#define MOST_ERRORS 99

/* Code, text, and what the two arguments of a check are called (NULL: not shown). */
static const struct fout {
    const char *code, *tekst;
    const char *namen[2];
} fouten[] = {
    { "A01020", "De aangeboden opleiding komt niet voor in RIO", { NULL } },
    { "A01060", "De onderwijslocatie komt niet voor in RIO", { "onderwijslocatiecode" } },
    { "A01070", "De opleidingseenheid komt niet voor in RIO", { "opleidingseenheidcode" } },
    { "A01072", "Tussen deze opleidingseenheden is geen relatie mogelijk", { NULL } },
    { "A01080", "De opleidingserkenning komt niet voor in RIO", { "opleidingserkenning" } },
    { "A01081",
      "De opleidingserkenning hoort niet bij het onderwijsbestuur",
      { "opleidingserkenning", "onderwijsaanbiedercode" } },
    { "A01090", "De erkenning van het vak komt niet voor in RIO", { "voVakerkenning" } },
    { "AUT401",
      "De verzender is niet gemachtigd voor deze onderwijsaanbieder",
      { "onderwijsaanbiedercode" } },
    { "INT500", "Een achterliggende service is niet bereikbaar", { NULL } },
    { "K01010", "Een verplicht kenmerk ontbreekt of komt te weinig voor", { "kenmerknaam" } },
    { "K01020", "Een kenmerk komt te vaak voor", { "kenmerknaam" } },
    { "K01030", "Dit kenmerk bestaat hier niet", { "kenmerknaam" } },
    { "K01040", "Dezelfde waarde staat twee keer onder een kenmerk", { "kenmerknaam" } },
    { "K01050", "De waarde van het kenmerk komt niet voor in de waardenlijst", { "kenmerknaam" } },
    { "K01051",
      "De waarde van een kenmerk is niet geldig op deze datum",
      { "begindatum", "geldigVanaf" } },
    { "K01060", "De waarde van het kenmerk is van een ander type", { "kenmerknaam" } },
    { "N09010", "De einddatum ligt niet na de begindatum", { "einddatum", "begindatum" } },
    { "N09030",
      "Het leertraject is onbekend, of niet geldig zolang de opleiding duurt",
      { "leertrajectMBO", "begindatum" } },
    { "N09050", "De eenheid van de afwijkende opleidingsduur is onbekend", { NULL } },
    { "N09060", "Het mbo-niveau is onbekend", { "mboNiveau" } },
    { "N09070", "De waarde van toelatingseisen is onbekend", { NULL } },
    { "N09080", "De waarde van toegankelijkheid is onbekend", { NULL } },
    { "N09090",
      "De eerste instroomdatum ligt niet voor de einddatum",
      { "eersteInstroomDatum", "einddatum" } },
    { "N09410",
      "De opleiding wordt aangeboden buiten de looptijd van de opleidingseenheid",
      { "opleidingseenheidcode" } },
    { "N09430",
      "De opleiding wordt aangeboden buiten de looptijd van de onderwijsaanbieder",
      { "onderwijsaanbiedercode" } },
    { "N09440", "De onderwijsaanbieder komt niet voor in RIO", { "onderwijsaanbiedercode" } },
    { "N09450",
      "De opleidingseenheid en de onderwijsaanbieder kunnen niet wijzigen",
      { "opleidingseenheidcode", "onderwijsaanbiedercode" } },
    { "N10020",
      "Een periode ligt buiten de looptijd van de aangeboden opleiding",
      { "begindatum" } },
    { "N10030",
      "Een onderdeel past niet bij de specialisatie van de aangeboden opleiding",
      { "onderdeel" } },
    { "N10040", "De perioden sluiten niet op elkaar aan", { "begindatum", "vorigeBegindatum" } },
    { "N10050",
      "De perioden omvatten niet de hele looptijd van de aangeboden opleiding",
      { "begindatum" } },
    { "N10060",
      "Een samenwerkende onderwijsaanbieder komt twee keer voor in een periode",
      { "samenwerkendeOnderwijsaanbiedercode" } },
    { "N10410",
      "De samenwerkende onderwijsaanbieder komt niet voor in RIO",
      { "samenwerkendeOnderwijsaanbiedercode", "begindatum" } },
    { "N11020", "Het einde van de aanmeldperiode ligt niet na het begin", { "cohortcode" } },
    { "N11030", "Het einde van de instroomperiode ligt niet na het begin", { "cohortcode" } },
    { "N11040", "De einddatum van het cohort ligt niet na de instroom", { "cohortcode" } },
    { "N11410", "De aanmeldperiode eindigt na de aangeboden opleiding", { "cohortcode" } },
    { "N11420", "De cohortcode komt twee keer voor", { "cohortcode" } },
    { "N11430", "De instroomperiode eindigt na de aangeboden opleiding", { "cohortcode" } },
    { "N11440", "De cohortstatus is onbekend", { "cohortcode" } },
    { "N11450", "De waarde van toestemmingVereistVoorAanmelding is onbekend", { "cohortcode" } },
    { "N11460",
      "Het instroommoment ligt na het einde van de aangeboden opleiding",
      { "cohortcode" } },
    { "P04010", "De einddatum ligt niet na de begindatum", { "einddatum", "begindatum" } },
    { "P04020", "Een relatie van de soort OVERGANG heeft geen einddatum", { "einddatum" } },
    { "P04030", "De relatie noemt twee keer dezelfde opleidingseenheid", { NULL } },
    { "P04050",
      "Tussen deze opleidingseenheden is al zo'n relatie in deze tijd",
      { "begindatum" } },
    { "P04410",
      "De relatie ligt buiten de looptijd van een opleidingseenheid",
      { "opleidingseenheidcode" } },
};

static const struct fout *find(const char *code)
{
    for (size_t i = 0; i < sizeof fouten / sizeof *fouten; i++)
        if (strcmp(fouten[i].code, code) == 0)
            return &fouten[i];
    return NULL;
}

const char *bp_rio_fouttekst(const char *code)
{
    const struct fout *fout = find(code);
    return fout ? fout->tekst : NULL;
}

void bp_rio_uitslag_init(struct bp_rio_uitslag *uitslag, size_t max)
{
    *uitslag = (struct bp_rio_uitslag){ .goedgekeurd = true };
    bp_buf_init(&uitslag->xml, max);
    bp_buf_init(&uitslag->sleutel, max);
    bp_buf_init(&uitslag->stand, max);
}

void bp_rio_uitslag_free(struct bp_rio_uitslag *uitslag)
{
    bp_buf_free(&uitslag->xml);
    bp_buf_free(&uitslag->sleutel);
    bp_buf_free(&uitslag->stand);
}

void bp_rio_vast(struct bp_rio_uitslag *uitslag, const char *naam, struct bp_str waarde)
{
    size_t i = 0;
    while (i < BP_RIO_VASTE_SLEUTELS && uitslag->vast[i].naam)
        i++;
    if (i < BP_RIO_VASTE_SLEUTELS &&
        bp_str_copy(uitslag->vast[i].waarde, sizeof uitslag->vast[i].waarde, waarde))
        uitslag->vast[i].naam = naam;
}

/* --- keys ---------------------------------------------------------------------------------------------- */

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* Where character `n` begins; the length when there are not that many. */
static size_t offset_of(struct bp_str s, size_t n)
{
    size_t at = 0;
    for (; at < s.len; at++)
        if (starts_character(s.ptr[at]) && n-- == 0)
            break;
    return at;
}

void bp_rio_toon(struct bp_buf *out, struct bp_str sleutel)
{
    size_t count = 0;
    for (size_t i = 0; i < sleutel.len; i++)
        count += starts_character(sleutel.ptr[i]);
    if (count <= SHOWN) {
        bp_xml_tekst(out, sleutel);
        return;
    }
    size_t tail = offset_of(sleutel, count - SIDE);
    bp_xml_tekst(out, (struct bp_str){ sleutel.ptr, offset_of(sleutel, SIDE) });
    bp_buf_add_text(out, "...");
    bp_xml_tekst(out, (struct bp_str){ sleutel.ptr + tail, sleutel.len - tail });
}

/* --- errors -------------------------------------------------------------------------------------------- */

static void add_sleutel(struct bp_buf *out, const char *naam, struct bp_str waarde)
{
    if (!naam || !bp_str_filled(waarde))
        return;
    bp_buf_add_text(out, "<ns2:sleutelgegeven><ns2:sleutelnaam>");
    bp_rio_toon(out, bp_str_of(naam));
    bp_buf_add_text(out, "</ns2:sleutelnaam><ns2:sleutelwaarde>");
    bp_rio_toon(out, waarde);
    bp_buf_add_text(out, "</ns2:sleutelwaarde></ns2:sleutelgegeven>");
}

void bp_rio_meld(struct bp_rio_uitslag *uitslag, const char *code, struct bp_str een,
                 struct bp_str twee)
{
    struct bp_rio_uitslag *u = uitslag;
    const struct fout *fout = find(code);
    if (u->goedgekeurd)
        bp_buf_clear(&u->xml);
    u->goedgekeurd = false;
    bp_buf_clear(&u->sleutel);
    bp_buf_clear(&u->stand);
    if (u->fout_count == MOST_ERRORS)
        return;
    u->fout_count++;
    u->eerste = u->eerste ? u->eerste : code;
    bp_buf_printf(&u->xml, "<ns2:foutmelding><ns2:foutcode>%s</ns2:foutcode><ns2:fouttekst>", code);
    bp_xml_tekst(&u->xml, bp_str_of(fout ? fout->tekst : "Het bericht wordt niet aangenomen"));
    bp_buf_add_text(&u->xml, "</ns2:fouttekst>");
    for (size_t i = 0; i < BP_RIO_VASTE_SLEUTELS; i++)
        add_sleutel(&u->xml, u->vast[i].naam, bp_str_of(u->vast[i].waarde));
    add_sleutel(&u->xml, fout ? fout->namen[0] : NULL, een);
    add_sleutel(&u->xml, fout ? fout->namen[1] : NULL, twee);
    bp_buf_add_text(&u->xml, "</ns2:foutmelding>");
}

void bp_rio_meld_alleen(struct bp_rio_uitslag *uitslag, const char *code)
{
    const struct bp_str none = { NULL, 0 };
    bp_buf_clear(&uitslag->xml);
    uitslag->fout_count = 0;
    uitslag->eerste = NULL;
    bp_rio_meld(uitslag, code, none, none);
}
