/* reconcile.h - what DUO has beside what we have
 * PURPOSE    the registratieoverzicht of an mbo institution compared with the last stand of each registration in the
 *            ledger: missing there, unknown here, different, and vo against mbo
 * OWNERSHIP  everything in the assignment is borrowed during the call; the result is a value
 * UNITS      counts of enrolments, but for `verschillen`: fields
 * SOURCE     domain/registratieoverzicht.md section 4; cli.md
 * ERRORS     BP_E_INPUT: the overview is refused as a whole, an older result in the folder is removed; BP_E_CRYPTO,
 *            BP_E_LEDGER: a body in the ledger does not open or is none of ours; BP_E_USAGE, BP_E_IO, BP_E_MEMORY
 * THREADS    call from the thread that owns the ledger handle; libxml2 is initialised before
 *
 * The report keeps at most BP_RAPPORT_REGELS lines of each kind; reconcile.csv has them all. A folder that holds the
 * result of another command is refused: its rapport.html would be lost.
 *
 * Memory does not grow with the overview. It grows with the registrations that the ledger knows: about 1 KB for each of
 * this institution, 400 bytes for each other one.
 *
 * SECURITY: a person is joined by the HMAC of the number and shown as leerlingnummer; what DUO has and we do not know
 * is named by brin, volgnummer and line of DUO's file.
 */
#ifndef BRONPOST_PIPELINE_RECONCILE_H
#define BRONPOST_PIPELINE_RECONCILE_H

#include "bronpost/base/arena.h"
#include "bronpost/base/env.h"
#include "bronpost/domain/mandaat.h"
#include "bronpost/input/overzicht.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/security/kluis.h"

/* --- what we have --------------------------------------------------------------------------------------------- */

/* Shows every registration once: bp_ledger_each_registratie(). */
typedef enum bp_status bp_reconcile_walk(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                         void *ctx, struct bp_error *err);

/* A body (opened) back to the stand that it was made of: elements by local name, vo and mbo alike. Texts live in the
 * arena. BP_E_LEDGER: not a message of ours. */
enum bp_status bp_stand_of_body(struct bp_str body, struct bp_arena *arena, struct bp_stand *out,
                                struct bp_error *err);

/* --- the comparison, pure ------------------------------------------------------------------------------------- */

#define BP_VERSCHIL_TEKST 72

/* One field that differs. Both values as text; "" is not stated. */
struct bp_verschil {
    const char *veld;   /* canonical name: "datum_inschrijving" */
    struct bp_datum op; /* of a period: the first day on which it differs; else none */
    char duo[BP_VERSCHIL_TEKST], hier[BP_VERSCHIL_TEKST];
};

#define BP_VERSCHILLEN 64 /* of one enrolment; more are counted, not kept */

struct bp_verschillen {
    struct bp_verschil items[BP_VERSCHILLEN];
    size_t count;
};

/* What is in force on each day is compared, not how it is cut into periods: a period that changes nothing is no
 * difference. Days before the first period of one side are one, when both enrolled on the same day. `isp_velden`: fields of an ISP record that the overview has; the others are not known. Not compared: niveau
 * where DUO leaves it empty (it does for a kwalificatie). */
void bp_stand_vergelijk(const struct bp_stand *duo, const struct bp_stand *hier, size_t isp_velden,
                        struct bp_verschillen *out);

/* --- the command ---------------------------------------------------------------------------------------------- */

struct bp_reconcile_opdracht {
    const char *overzicht; /* path */
    bool uittreksel;       /* an extract: what it lacks is not missing at DUO */
    const char *out;       /* folder for reconcile.csv, herstel.csv, rapport.html and rapport.json;
                               * NULL: counts only */
    const struct bp_env *env;         /* with `out`: when the report was made */
    const struct bp_mandaat *mandaat; /* names of institutions; NULL: none is known */
    struct bp_ledger *ledger;         /* NULL: there is none, and nothing is known here */
    bp_reconcile_walk *walk;          /* with a ledger */
    const struct bp_kluis *kluis;
    /* Called now and then; NULL: nobody looks. */
    void (*progress)(void *ctx, size_t done, size_t total);
    void *progress_ctx;
};

struct bp_reconcile_uitslag {
    struct bp_overzicht_feiten overzicht;
    size_t
        hier; /* registrations of this institution in the ledger, valid in the selection period */
    size_t gelijk;       /* enrolments on both sides, equal */
    size_t verschillend; /* enrolments on both sides, not equal */
    size_t verschillen;  /* lines of them */
    size_t ontbreekt;    /* missing at DUO */
    size_t onbekend;     /* unknown here */
    size_t sector;       /* lines: vo and mbo disagree */
    size_t niet_vergelijkbaar;
    size_t hersteld;          /* fields that were mended */
    size_t andere_instelling; /* registrations of the ledger at other institutions */
};

/* True when something needs a person. */
bool bp_reconcile_verschilt(const struct bp_reconcile_uitslag *uitslag);

enum bp_status bp_reconcile_run(const struct bp_reconcile_opdracht *opdracht,
                                struct bp_reconcile_uitslag *out, struct bp_error *err);

#endif
