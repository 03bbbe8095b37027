/* overzicht_intern.h - the parts of the reader of a registratieoverzicht. Private to input
 * PURPOSE    records by table (overzicht_record.c), persons put together (overzicht_persoon.c), the file as a whole
 *            (overzicht.c), the index of a file in another order (overzicht_index.c)
 * ERRORS     BP_E_INPUT with line and column; the path is added by whoever reads the file
 */
#ifndef BRONPOST_INPUT_OVERZICHT_INTERN_H
#define BRONPOST_INPUT_OVERZICHT_INTERN_H

#include "bronpost/input/overzicht.h"

#include "csv.h"

/* --- records ----------------------------------------------------------------------------------------------- */

/* VLP and SLR stand behind the record types that are counted. */
enum { SOORT_VLP = BP_OVERZICHT_SOORTEN, SOORT_SLR, SOORT_COUNT };

#define RECORD_VELDEN 16 /* of the widest record type */

/* One record: cells without the empty ones at its end. */
struct record {
    unsigned soort;
    uint32_t line;
    const struct bp_str *cells;
    size_t count;
    size_t seen; /* cells met, the empty ones too */
};

struct bp_ovz_vlp {
    uint32_t line;
    struct bp_str brin;
    struct bp_datum begin, einde, aanmaak;
};

struct bp_ovz_per {
    uint32_t line;
    struct bp_datum geboortedatum;
    struct bp_str geslacht;
};

/* What follows the volgnummer of the enrolment that it belongs to. */
struct bp_ovz_isp {
    struct bp_str volgnummer;
    struct bp_stand_periode periode;
};
struct bp_ovz_ise {
    struct bp_str volgnummer;
    struct bp_overzicht_ondersteuning ondersteuning;
};
struct bp_ovz_bpv {
    struct bp_str volgnummer;
    struct bp_overzicht_bpv bpv;
};

union bp_ovz_inhoud {
    struct bp_ovz_vlp vlp;
    struct bp_ovz_per per;
    struct bp_overzicht_inschrijving isg;
    struct bp_ovz_isp isp;
    struct bp_ovz_ise ise;
    struct bp_ovz_bpv bpv;
    struct bp_overzicht_resultaat resultaat;
};

/* Which mends a record needed; told only when the record is read for good. */
struct bp_ovz_herstellen {
    struct bp_overzicht_herstel items[RECORD_VELDEN];
    size_t count;
};

const char *bp_ovz_soort_name(unsigned soort);
size_t bp_ovz_soort_velden(unsigned soort); /* of a whole record */

/* Type and cells of a record that libcsv could read. */
enum bp_status bp_ovz_record(const struct bp_csv_record *csv, struct record *out,
                             struct bp_error *err);

/* The typed content: texts live in the arena. */
enum bp_status bp_ovz_parse(const struct record *record, struct bp_arena *arena,
                            union bp_ovz_inhoud *out, struct bp_ovz_herstellen *herstellen,
                            struct bp_error *err);

/* Whose record it is. The key is exact and in DUO's order: bsn before onderwijsnummer, then by characters. */
struct bp_ovz_wie {
    uint64_t key;
    struct bp_persoonsnummer persoon; /* GEEN: a pseudonym */
};
enum bp_status bp_ovz_wie(const struct record *record, bool uittreksel, struct bp_ovz_wie *out,
                          struct bp_ovz_herstellen *herstellen, struct bp_error *err);

/* The nine totals of the closing record. */
enum bp_status bp_ovz_totalen(const struct record *record, uint64_t out[BP_OVERZICHT_SOORTEN],
                              struct bp_error *err);

enum bp_status bp_ovz_refuse(struct bp_error *err, uint32_t line, size_t column);

/* --- one person -------------------------------------------------------------------------------------------- */

struct bp_ovz_knoop {
    struct bp_ovz_knoop *next;
    union bp_ovz_inhoud inhoud;
};

struct bp_ovz_lijst {
    struct bp_ovz_knoop *first, *last;
    size_t count;
};

/* The records of one person, whatever their order. Emptied by bp_ovz_persoon_begin(). */
struct bp_ovz_verzameling {
    struct bp_arena *arena;
    struct bp_persoonsnummer persoon;
    uint32_t first_line;
    size_t records;
    struct bp_ovz_lijst lijsten[BP_OVERZICHT_SOORTEN];
};

void bp_ovz_persoon_begin(struct bp_ovz_verzameling *v, struct bp_persoonsnummer persoon,
                          uint32_t line);
enum bp_status bp_ovz_persoon_add(struct bp_ovz_verzameling *v, const struct record *record,
                                  struct bp_ovz_herstellen *herstellen, struct bp_error *err);
/* Puts the records together by volgnummer; `herstel` is told of periods that begin twice. */
enum bp_status bp_ovz_persoon_sluit(struct bp_ovz_verzameling *v, struct bp_overzicht_persoon *out,
                                    bp_overzicht_herstel_fn *herstel, void *ctx,
                                    struct bp_error *err);

/* --- the index --------------------------------------------------------------------------------------------- */

/* The rows of the largest sheet there is. */
#define BP_OVZ_INDEX_MAX ((size_t)1048576)

struct bp_ovz_plek {
    uint64_t key, offset;
    uint32_t line;
};

struct bp_ovz_index {
    struct bp_ovz_plek *items;
    size_t count, cap;
};

enum bp_status bp_ovz_index_add(struct bp_ovz_index *index, struct bp_ovz_plek plek,
                                struct bp_error *err);
void bp_ovz_index_sort(struct bp_ovz_index *index); /* by key, then line; in place */
void bp_ovz_index_free(struct bp_ovz_index *index); /* wiped: it holds person numbers */

#endif
