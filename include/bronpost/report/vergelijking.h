/* vergelijking.h - rapport.html and rapport.json of reconcile
 * PURPOSE    what DUO has beside what we have, for people and for programs; both written from the same facts
 * OWNERSHIP  facts and strings are borrowed from the caller
 * UNITS      counts of enrolments, but for `verschillen`: fields; moments in Unix milliseconds
 * SOURCE     design: cli.md, "Output files"; domain/registratieoverzicht.md section 4
 * ERRORS     BP_E_MEMORY
 * THREADS    any
 *
 * SECURITY: no person number ever comes here; a person is a leerlingnummer, or a line of DUO's file.
 */
#ifndef BRONPOST_REPORT_VERGELIJKING_H
#define BRONPOST_REPORT_VERGELIJKING_H

#include "bronpost/base/buf.h"
#include "bronpost/base/datum.h"
#include "bronpost/base/error.h"

enum bp_vergelijking_soort {
    BP_VERGELIJKING_ONTBREEKT, /* we have it, DUO has not */
    BP_VERGELIJKING_ONBEKEND,  /* DUO has it, we have not */
    BP_VERGELIJKING_VERSCHIL,  /* a field of an enrolment that both have */
    BP_VERGELIJKING_SECTOR,    /* vo and mbo disagree about route or phase */
    BP_VERGELIJKING_NIET,      /* not comparable */
    BP_VERGELIJKING_SOORTEN
};

/* As reconcile.csv and rapport.json name it: "ontbreekt_bij_duo". */
const char *bp_vergelijking_soort_name(enum bp_vergelijking_soort soort);

/* A line of reconcile.csv. What it does not have is empty, 0 or no date. */
struct bp_vergelijking_regel {
    enum bp_vergelijking_soort soort;
    struct bp_str volgnummer, leerlingnummer;
    uint32_t line;        /* of DUO's file */
    const char *toestand; /* static */
    const char *veld;     /* static; canonical name */
    struct bp_datum op;   /* from this day on */
    struct bp_str duo, hier;
    struct bp_str uitleg; /* what to do, in the language of the run */
};

/* Mends of the same kind. */
struct bp_vergelijking_herstel {
    const char *record, *veld; /* static; "": of the file as a whole */
    const char *wat;           /* message id, static */
    size_t aantal;             /* 0: it has no number */
    uint32_t line;             /* of the first; 0: the file as a whole */
};

struct bp_vergelijking_record {
    const char *name;         /* "PER"; static */
    uint64_t gelezen, totaal; /* records in the file; what its closing record says */
};

struct bp_vergelijking {
    const char *version;
    int64_t gemaakt_ms;

    const char *bestand;      /* name without folder */
    struct bp_str brin, naam; /* naam: may be empty */
    struct bp_datum begin, einde, aanmaak;
    char separator;
    bool spreadsheet, uittreksel, totalen_kloppen;
    const struct bp_vergelijking_record *records;
    size_t record_count;

    bool grootboek;           /* there is a ledger */
    size_t hier;              /* in the ledger, valid in the period of the overview */
    size_t andere_instelling; /* in the ledger, at other institutions */
    size_t gelijk, verschillend, verschillen;
    size_t ontbreekt; /* not judged when it is an extract */
    size_t onbekend, sector, niet_vergelijkbaar;
    size_t hersteld; /* fields */

    const struct bp_vergelijking_regel *regels; /* at most BP_RAPPORT_REGELS of each kind */
    size_t regel_count;
    const struct bp_vergelijking_herstel *herstel;
    size_t herstel_count;
};

/* Enrolments and lines that need a person. */
size_t bp_vergelijking_werk(const struct bp_vergelijking *vergelijking);

/* Lines of reconcile.csv. */
size_t bp_vergelijking_lines(const struct bp_vergelijking *vergelijking);

/* Follows schemas/report/reconcile.schema.json. */
enum bp_status bp_vergelijking_json(const struct bp_vergelijking *vergelijking, struct bp_buf *out,
                                    struct bp_error *err);

/* One file that needs nothing beside it and forbids itself the network. */
enum bp_status bp_vergelijking_html(const struct bp_vergelijking *vergelijking, struct bp_buf *out,
                                    struct bp_error *err);

#endif
