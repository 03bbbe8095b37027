/* audit.h - audit.csv, and the report of an audit
 * PURPOSE    who was registered on a day, with what proves it: lines for a spreadsheet, figures for people and programs
 * OWNERSHIP  facts and strings are borrowed from the caller
 * UNITS      counts of registrations unless a name says leerlingen (students, each once); moments in Unix milliseconds,
 *            0: did not happen
 * SOURCE     design: cli.md; issue "Audit"
 * ERRORS     BP_E_MEMORY
 * THREADS    any
 *
 * SECURITY: a student is a pseudonym. Numbers of the school (leerlingnummer, and inschrijvingvolgnummer, which at many
 * schools is the same number) stand here only when somebody asked for them; a person number never does.
 */
#ifndef BRONPOST_REPORT_AUDIT_H
#define BRONPOST_REPORT_AUDIT_H

#include "bronpost/base/buf.h"
#include "bronpost/base/env.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/dagstand.h"
#include "bronpost/report/tbgi.h"

/* A registration that is listed: DUO has it and it is open on the day; or DUO does not have it, took it back, or its
 * stand is not kept, whatever the day. */
struct bp_audit_regel {
    char pseudoniem[BP_PSEUDONIEM_TEXT];
    const char *leerlingnummer, *volgnummer; /* "" unless asked for */
    const struct bp_dag_registratie *registratie;
    const struct bp_dag_uitkomst *uitkomst;
    const char *toestand; /* of the latest message that there was */
    char identificatiecode[BP_UUID_TEXT];
    const char *herkomst; /* the overview of DUO that it was taken from; "": a message of ours */
    int64_t klaargezet_ms, aangeboden_ms, beantwoord_ms; /* of the message that proves it */
};

/* What a registration is on a day, for the totals. */
enum bp_audit_groep {
    BP_AUDIT_REGULIER,
    BP_AUDIT_DLR_VO,
    BP_AUDIT_DLR_MBO,
    BP_AUDIT_GLR_VO,
    BP_AUDIT_GLR_MBO,
    BP_AUDIT_GROEPEN
};

/* Of one sector, or of one institution in it. */
struct bp_audit_telling {
    enum bp_sector sector;
    char brin[5];       /* of an institution; "" */
    struct bp_str naam; /* of an institution, where the configuration names it */
    size_t geregistreerd, leerlingen;
    size_t groepen[BP_AUDIT_GROEPEN]; /* of what is registered */
    size_t bekostigd;                 /* itself, of what is registered */
    size_t niet_bij_duo, verwijderd, onbekend;
};

#define BP_AUDIT_SECTOREN 2 /* vo, mbo */

/* A counting date of the school year. */
struct bp_audit_teldatum {
    struct bp_datum dag;
    unsigned sectoren; /* that count on it */
    bool toekomst;     /* later than what is known: as it would be when nothing changes */
    size_t geregistreerd[BP_AUDIT_SECTOREN], bekostigd[BP_AUDIT_SECTOREN];
    size_t dubbel, nergens; /* students */
};

struct bp_audit_moment {
    struct bp_datum op;
    size_t leerlingen[BP_AUDIT_SECTOREN];
};
#define BP_AUDIT_MOMENTEN 36

struct bp_audit_rapport {
    const char *version;
    int64_t gemaakt_ms;
    struct bp_datum dag;       /* the day that is asked about */
    struct bp_datum bekend_op; /* as known at the end of this day; none: as known now */
    struct bp_datum vandaag;
    bool leerlingnummers; /* they were asked for */

    /* the sum: registraties = the six that follow */
    size_t registraties;
    size_t geregistreerd, beeindigd, niet_begonnen, niet_bij_duo, verwijderd, onbekend;
    size_t leerlingen;        /* registered on the day, in whatever sector */
    size_t niet_in_grootboek; /* registered, and who is funded is of a school that is not known */

    struct bp_audit_telling sectoren[BP_AUDIT_SECTOREN];
    const struct bp_audit_telling *instellingen; /* by brin, vo before mbo */
    size_t instelling_count;
    struct bp_audit_teldatum teldata[BP_TELDATA];
    struct bp_audit_moment momenten[BP_AUDIT_MOMENTEN]; /* ascending */
    size_t moment_count;

    size_t signalen[BP_DAG_SIGNALEN];     /* registrations with it */
    size_t signaal_regels;                /* with any */
    const struct bp_audit_regel *gemerkt; /* the first of them, BP_RAPPORT_REGELS at most */
    size_t gemerkt_count;
    const struct bp_audit_regel *regels; /* the first of all that are listed, likewise */
    size_t regel_count, regel_totaal;

    const struct bp_tbgi_rapport *tbgi; /* DUO's decisions beside it; NULL: no TBG-i was named */

    uint64_t schakels; /* of the evidence chain, now; 0: there is none */
    const char *kop;   /* its head, 64 hex digits */
    int64_t kop_ms;    /* its moment */
    int64_t begin_ms;  /* of the first link */
};

/* True when the day is later than what is known: as it would be when nothing changes. */
bool bp_audit_toekomst(const struct bp_audit_rapport *rapport);

/* True when the ledger was empty at the end of the day as known: what it does not know is no answer. */
bool bp_audit_niets_bekend(const struct bp_audit_rapport *rapport);

/* From when on the ledger can answer, where that matters for `dag`: a message id with {1} for the day that is put in
 * `begin`; NULL: it does not matter. */
const char *bp_audit_begin(const struct bp_audit_rapport *rapport, struct bp_datum dag,
                           char begin[BP_DATUM_TEXT]);

/* What a signal means and what to do about it: message ids. */
const char *bp_audit_signaal_title(size_t nummer);
const char *bp_audit_signaal_todo(size_t nummer);

/* --- lines, cell by cell: audit.csv, and the rows of the report ---------------------------------------------------- */

enum bp_audit_kolom {
    BP_AUDIT_PSEUDONIEM,
    BP_AUDIT_LEERLINGNUMMER,
    BP_AUDIT_VOLGNUMMER,
    BP_AUDIT_BRIN,
    BP_AUDIT_SECTOR,
    BP_AUDIT_STAND,
    BP_AUDIT_LEERROUTE,
    BP_AUDIT_LEERROUTEFASE,
    BP_AUDIT_DATUM_INSCHRIJVING,
    BP_AUDIT_DATUM_UITSCHRIJVING,
    BP_AUDIT_BEKOSTIGBAAR,
    BP_AUDIT_BEKOSTIGD_DOOR,
    BP_AUDIT_BEKOSTIGING,
    BP_AUDIT_TOESTAND,
    BP_AUDIT_IDENTIFICATIECODE,
    BP_AUDIT_HERKOMST,
    BP_AUDIT_KLAARGEZET,
    BP_AUDIT_VERZONDEN,
    BP_AUDIT_BEANTWOORD,
    BP_AUDIT_SIGNALEN, /* names with a blank between them */
    BP_AUDIT_KOLOMMEN
};
const char *bp_audit_kolom_name(enum bp_audit_kolom kolom); /* "bekostigd_door" */

#define BP_AUDIT_WAARDE 128
/* Lives as long as `scratch` and the line; empty: nothing to say. */
struct bp_str bp_audit_waarde(const struct bp_audit_regel *regel, enum bp_audit_kolom kolom,
                              char scratch[BP_AUDIT_WAARDE]);

/* --- the report --------------------------------------------------------------------------------------------------- */

/* Follows schemas/report/audit.schema.json. */
enum bp_status bp_audit_json(const struct bp_audit_rapport *rapport, struct bp_buf *out,
                             struct bp_error *err);

/* One file that needs nothing beside it. */
enum bp_status bp_audit_html(const struct bp_audit_rapport *rapport, struct bp_buf *out,
                             struct bp_error *err);

/* What to call a group, and which one a period is. */
const char *bp_audit_groep_name(enum bp_audit_groep groep); /* "dlr_vo_fase" */
enum bp_audit_groep bp_audit_groep_of(const struct bp_dag_periode *periode);

#endif
