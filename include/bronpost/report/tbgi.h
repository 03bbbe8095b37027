/* tbgi.h - tbgi.csv, and the part of an audit's report that has DUO's decisions beside the ledger
 * PURPOSE    lines for a spreadsheet, figures for people and programs
 * OWNERSHIP  facts and strings are borrowed from the caller
 * UNITS      counts of enrolments on a counting date, unless a name says otherwise; line as in DUO's file
 * SOURCE     domain/registratieoverzicht.md section 5
 * ERRORS     the buffer's own `failed`
 * THREADS    any
 *
 * SECURITY: as report/audit.h: a student is a pseudonym, the school's own numbers stand here only when somebody asked for
 * them. Texts of DUO come without numbers that could be a person's.
 */
#ifndef BRONPOST_REPORT_TBGI_H
#define BRONPOST_REPORT_TBGI_H

#include "bronpost/base/buf.h"
#include "bronpost/domain/tbgi.h"

#define BP_PSEUDONIEM_TEXT 14 /* "P" and 12 characters, and its NUL */

/* An enrolment on a counting date that somebody should look at. */
struct bp_tbgi_regel {
    char pseudoniem[BP_PSEUDONIEM_TEXT];     /* "": the file has a pseudonym of its own */
    const char *leerlingnummer, *volgnummer; /* "" unless asked for */
    const char *brin;
    struct bp_datum teldatum; /* none: in the file without one, and not in the ledger */
    bool in_bestand;
    uint32_t line;
    struct bp_tbgi_stand duo;
    enum bp_ja_nee duo_bekostigbaar;
    char duo_status;         /* 'V', 'D', '\0' */
    const char *bepaald_op;  /* "2025-11-21 10:42:29"; "" */
    struct bp_str meldingen; /* DUO's own signals: code and description, " | " between them */
    const struct bp_dag_registratie *hier; /* NULL: not in the ledger */
    struct bp_dag_uitkomst uitkomst;       /* of it, on the counting date */
    bool na_bepaling; /* what we have was sent on the day of DUO's decision or later */
    unsigned signalen;
};

/* A counting date: what DUO decided, what the ledger comes to. */
struct bp_tbgi_telling {
    struct bp_datum dag;
    size_t groepen, bekostigd, niet_bekostigd, onbeslist; /* of the file; the first is their sum */
    size_t definitief;
    const char *bepaald_op; /* the last decision; "" */
    size_t verwacht;     /* registrations at this institution that would be funded, by the ledger */
    size_t eens, oneens; /* enrolments on both sides: funded or not, the same or not */
    size_t regels;       /* lines */
};

struct bp_tbgi_rapport {
    const char *brin; /* "" */
    bool uittreksel;
    size_t inschrijvingen, zonder_groep, diplomas; /* of the file */
    struct bp_tbgi_telling dagen[BP_TELDATA];
    size_t dag_count;
    size_t signalen[BP_TBGI_SIGNALEN]; /* lines with it */
    size_t
        niet_vergeleken; /* enrolments of which the ledger does not keep the stand, or DUO has not decided */
    const struct bp_tbgi_regel *regels; /* the first of them, BP_RAPPORT_REGELS at most */
    size_t regel_count, regel_totaal;
};

/* What a signal means and what to do about it: message ids. */
const char *bp_tbgi_signaal_title(size_t nummer);
const char *bp_tbgi_signaal_todo(size_t nummer);

enum bp_tbgi_kolom {
    BP_TBGI_LEERLING,
    BP_TBGI_LEERLINGNUMMER,
    BP_TBGI_INSCHRIJVINGVOLGNUMMER,
    BP_TBGI_BRIN,
    BP_TBGI_TELDATUM,
    BP_TBGI_DUO_BEKOSTIGD,
    BP_TBGI_DUO_STATUS,
    BP_TBGI_DUO_LEERROUTEFASE,
    BP_TBGI_DUO_BEKOSTIGBAAR,
    BP_TBGI_DUO_BEPAALD_OP,
    BP_TBGI_STAND,
    BP_TBGI_LEERROUTE,
    BP_TBGI_LEERROUTEFASE,
    BP_TBGI_BEKOSTIGBAAR,
    BP_TBGI_BEKOSTIGD_DOOR,
    BP_TBGI_BEKOSTIGING,
    BP_TBGI_NA_BEPALING,
    BP_TBGI_REGEL,
    BP_TBGI_DUO_SIGNALEN,
    BP_TBGI_SIGNAALNAMEN, /* names with a blank between them */
    BP_TBGI_KOLOMMEN
};
const char *bp_tbgi_kolom_name(enum bp_tbgi_kolom kolom); /* "duo_bekostigd" */

#define BP_TBGI_WAARDE 224
/* Lives as long as `scratch` and the line; empty: nothing to say. */
struct bp_str bp_tbgi_waarde(const struct bp_tbgi_regel *regel, enum bp_tbgi_kolom kolom,
                             char scratch[BP_TBGI_WAARDE]);

#endif
