/* rapport.h - rapport.html and rapport.json
 * PURPOSE    the figures of a run for people and for programs; both written from the same facts
 * OWNERSHIP  facts and strings are borrowed from the caller
 * UNITS      counts; durations in milliseconds
 * SOURCE     design: cli.md, "Output files"
 * ERRORS     BP_E_MEMORY
 * THREADS    any
 *
 * SECURITY: no person number ever comes here; a person is a leerlingnummer at most.
 */
#ifndef BRONPOST_REPORT_RAPPORT_H
#define BRONPOST_REPORT_RAPPORT_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/inschrijving.h"

/* A row that was rejected or signalled, as the report shows it. */
struct bp_rapport_regel {
    uint32_t line;
    struct bp_str leerlingnummer;
    const struct bp_code_info *code; /* NULL: goes with another line */
    enum bp_kolom kolom;
    struct bp_str uitleg; /* in the language of the run */
};

/* Students per route and phase, for the chart; the empty key is "regular": without a leerroute. */
struct bp_rapport_route {
    struct bp_str leerroute, naam;
    enum bp_route_soort soort;
    size_t vo_fase, mbo_fase, regulier;
};

struct bp_rapport_telling {
    enum bp_code code;
    size_t inschrijvingen;
    bool omgekeerd; /* taken the other way than the table of codes says: BP109 that signals, BP216
                     * that rejects; a code that did both has an entry for each */
};

/* How the code was taken in this run. */
enum bp_ernst bp_rapport_telling_ernst(const struct bp_rapport_telling *telling);

struct bp_rapport_instelling {
    struct bp_str brin, naam;
    enum bp_sector sector;
    size_t te_registreren, ongewijzigd, partner;
};

struct bp_rapport {
    const char *command; /* "check", "run" */
    const char *version;
    struct bp_datum peildatum;
    int64_t gemaakt_ms;

    const char *leerlingen_bestand, *routes_bestand; /* names without folders */
    const char *charset;
    char separator;

    /* the sum: rows = rows_registered + rows_rejected */
    size_t rows, blank_rows, rows_registered, rows_rejected;
    size_t inschrijvingen, inschrijvingen_afgekeurd;
    size_t te_registreren, ongewijzigd, partner, buiten_bereik;
    size_t berichten;      /* bodies built and validated */
    size_t signalen;       /* lines of signalen.csv */
    size_t klaargezet;     /* staged in the ledger; a dry run: 0 */
    size_t laat_aangemeld; /* BP304 that are a count only */
    size_t laat_teldatum;  /* BP305 that are a count only */
    size_t rio_onbekend;   /* enrolments: BP216 that is a count only */

    const struct bp_rapport_instelling *instellingen;
    size_t instelling_count;
    const struct bp_rapport_route *routes;
    size_t route_count;
    const struct bp_rapport_telling *codes; /* E, W and stop codes that occurred */
    size_t code_count;
    const struct bp_rapport_regel *afgekeurd; /* at most BP_RAPPORT_REGELS of them */
    size_t afgekeurd_count;
    const struct bp_rapport_regel *signaal_regels;
    size_t signaal_regel_count;
    const struct bp_str *opmerkingen; /* remarks on files and on the run as a whole */
    size_t opmerking_count;
};

/* More stand in afgekeurd.csv and signalen.csv; the report says so. */
#define BP_RAPPORT_REGELS 1000

/* Follows schemas/report/rapport.schema.json. Values stand as they are: a leading ' is for
 * spreadsheets. */
enum bp_status bp_rapport_json(const struct bp_rapport *rapport, struct bp_buf *out,
                               struct bp_error *err);

/* One file that needs nothing beside it and forbids itself the network. */
enum bp_status bp_rapport_html(const struct bp_rapport *rapport, struct bp_buf *out,
                               struct bp_error *err);

/* A cell of any CSV file of ours: RFC 4180 quoting where needed for ';', and a leading ' before = + - @, a tab or a line
 * end, so that a spreadsheet does not run it. Only afgekeurd.csv and signalen.csv keep the school's own cells. */
void bp_csv_cell(struct bp_buf *out, struct bp_str value);

#endif
