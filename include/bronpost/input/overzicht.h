/* overzicht.h - reads a registratieoverzicht: what DUO says that it has of one mbo institution
 * PURPOSE    a file of any size in constant memory, person by person, as typed records: an enrolment with its
 *            periods, extra support and bpv, and the results
 * OWNERSHIP  bp_overzicht_open() makes, bp_overzicht_close() ends. What a callback is shown lives during the call
 * UNITS      dates inclusive; line is physical, from 1; counts are records
 * SOURCE     PvE MBO-instelling 4.8.2, chapter 15; what real files look like: domain/registratieoverzicht.md section 3
 * ERRORS     BP_E_INPUT: the file is refused as a whole, when it is opened or while it is read; nothing that came
 *            before counts then. BP_E_MEMORY
 * THREADS    a handle belongs to one thread
 *
 * DUO writes it with '|' and dates such as 2026-08-01. After a spreadsheet it has ';' and 1-8-2026, lost zeros,
 * padded or cut records, another order: all of that is accepted, mended and told, never silently.
 *
 * Records belong together by number and volgnummer, not by neighbourhood. In DUO's own order (ascending numbers) one
 * person at a time is held. A file in another order came out of a spreadsheet, which has 1,048,576 rows at most: an
 * index of so many (24 bytes each) is the bound on memory, and what is longer and not in order is refused.
 *
 * SECURITY: a message names line, column and class of what was found, never a value.
 */
#ifndef BRONPOST_INPUT_OVERZICHT_H
#define BRONPOST_INPUT_OVERZICHT_H

#include "bronpost/base/datum.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/persoonsnummer.h"

struct bp_overzicht;

/* The totals of the closing record, in its order. */
enum bp_overzicht_soort {
    BP_OVERZICHT_PER,
    BP_OVERZICHT_ISG,
    BP_OVERZICHT_ISP,
    BP_OVERZICHT_ISE,
    BP_OVERZICHT_BPV,
    BP_OVERZICHT_DIP,
    BP_OVERZICHT_AMO,
    BP_OVERZICHT_GEO,
    BP_OVERZICHT_KZD,
    BP_OVERZICHT_SOORTEN
};

const char *bp_overzicht_soort_name(enum bp_overzicht_soort soort); /* "PER" */

struct bp_overzicht_opties {
    const char *path; /* borrowed */
    bool uittreksel; /* an extract: totals are those of the whole file, persons may be pseudonyms */
};

enum bp_status bp_overzicht_open(const struct bp_overzicht_opties *opties,
                                 struct bp_overzicht **out, struct bp_error *err);
void bp_overzicht_close(struct bp_overzicht *overzicht); /* NULL is fine */

/* Fields of an ISP record: what a cut file lacks is not known, which is not the same as empty. */
#define BP_OVERZICHT_ISP_VELDEN 14

struct bp_overzicht_feiten {
    char brin[5];
    struct bp_datum begin, einde; /* the selection */
    struct bp_datum aanmaak;
    char separator;
    bool spreadsheet; /* not the form that DUO writes: separator, dates, order or width */
    bool andere_orde; /* persons not ascending, or the first and last record elsewhere */
    bool aangevuld;   /* records padded with empty fields */
    unsigned
        afgeknipt; /* bits of enum bp_overzicht_soort: lost their last fields when all became equally wide */
    size_t isp_velden; /* of the widest ISP record: up to here its columns are there */
    size_t lege_regels;
    size_t datums_dutch; /* dates of the opening record written as 1-8-2026 */
    size_t records[BP_OVERZICHT_SOORTEN];
    uint64_t totalen[BP_OVERZICHT_SOORTEN]; /* of the closing record */
    bool totalen_kloppen;
};
const struct bp_overzicht_feiten *bp_overzicht_feiten(const struct bp_overzicht *overzicht);

/* --- a stand: what one enrolment states, whoever says it ------------------------------------------------------ */

/* Empty text: not stated. */
struct bp_stand_periode {
    uint32_t line;
    struct bp_datum begin;
    struct bp_str opleidingcode, leertraject, niveau;
    struct bp_str onderwijsaanbieder, onderwijslocatie;
    struct bp_str leerroute, leerroutefase; /* "DLR", "VO" */
    bool bekostigbaar;
};

struct bp_stand {
    struct bp_str inschrijvingvolgnummer;
    struct bp_datum datum_inschrijving;
    struct bp_datum datum_uitschrijving_gepland, datum_uitschrijving; /* none: not stated */
    struct bp_str reden_uitschrijving;
    const struct bp_stand_periode *perioden; /* ascending by begin, at least one */
    size_t periode_count;
};

/* --- persons --------------------------------------------------------------------------------------------------- */

struct bp_overzicht_ondersteuning {
    uint32_t line;
    struct bp_datum begin, eind;
};

struct bp_overzicht_bpv {
    uint32_t line;
    struct bp_str volgnummer;
    struct bp_datum afsluitdatum, begin, eind_gepland, eind_werkelijk;
    struct bp_str omvang, leerbedrijf, opleidingcode, keuzedeel;
};

struct bp_overzicht_inschrijving {
    uint32_t line;
    struct bp_stand stand;
    const struct bp_overzicht_ondersteuning *ondersteuning;
    size_t ondersteuning_count;
    const struct bp_overzicht_bpv *bpv;
    size_t bpv_count;
};

/* DIP, AMO, GEO or KZD; what a kind does not have is empty. */
struct bp_overzicht_resultaat {
    uint32_t line;
    enum bp_overzicht_soort soort;
    struct bp_str diploma_volgnummer,
        diploma_opleidingcode; /* of a part that belongs to a diploma */
    struct bp_str resultaatvolgnummer;
    struct bp_str code; /* DIP: opleidingcode */
    struct bp_datum datum;
    bool bekostigbaar; /* DIP */
    struct bp_str inschrijvingvolgnummer, onderwijsaanbieder;
    struct bp_str resultaat, certificaat, eindcijfer, vrijstelling;
    struct bp_str cijfer_ie, vrijstelling_ie, cijfer_ce, vrijstelling_ce; /* marks in tenths */
};

struct bp_overzicht_persoon {
    uint32_t line;
    struct bp_persoonsnummer persoon; /* GEEN: a pseudonym, in an extract only */
    struct bp_datum geboortedatum;    /* month and day may be 0 */
    struct bp_str geslacht;
    const struct bp_overzicht_inschrijving *inschrijvingen; /* in file order */
    size_t inschrijving_count;
    const struct bp_overzicht_resultaat *resultaten;
    size_t resultaat_count;
};
typedef enum bp_status bp_overzicht_persoon_fn(void *ctx,
                                               const struct bp_overzicht_persoon *persoon,
                                               struct bp_error *err);

/* One mend of one field. */
enum bp_overzicht_herstel_soort {
    BP_HERSTEL_NULLEN,  /* leading zeros that a spreadsheet took away */
    BP_HERSTEL_PERIODE, /* a second period with the same begin: the last one counts */
    BP_HERSTEL_DATUM    /* 1-8-2026, in a file whose opening record has 2026-08-01 */
};
struct bp_overzicht_herstel {
    enum bp_overzicht_herstel_soort soort;
    uint32_t line;
    const char *record; /* "ISG" */
    const char *veld;   /* "reden_uitschrijving" */
};
typedef enum bp_status bp_overzicht_herstel_fn(void *ctx,
                                               const struct bp_overzicht_herstel *herstel,
                                               struct bp_error *err);

/* All persons: in file order when that is DUO's, else ascending. Reads the file once more; `herstel` NULL: nobody
 * wants to know. What a callback answers but BP_OK ends it and is handed on. */
enum bp_status bp_overzicht_each(struct bp_overzicht *overzicht, bp_overzicht_persoon_fn *persoon,
                                 bp_overzicht_herstel_fn *herstel, void *ctx, struct bp_error *err);

#endif
