/* adopt.h - a school's first run: what already stands at DUO need not be sent again
 * PURPOSE    the registratieoverzicht of an mbo institution becomes the ledger's opening stand, in one step or not at
 *            all; shown first, done when it is confirmed
 * OWNERSHIP  everything in the assignment is borrowed during the call; the result is a value
 * UNITS      counts of enrolments, but for `hersteld`: fields
 * SOURCE     domain/registratieoverzicht.md sections 1-4; ledger/bewijs.h, "the opening stand"
 * ERRORS     BP_E_USAGE: the overview is of an institution without mandate for mbo; BP_E_INPUT: the overview is refused
 *            as a whole, an older result in the folder is removed; BP_E_LOCKED: a run holds the ledger; BP_E_XML: the
 *            contract; the ledger's; BP_E_CRYPTO, BP_E_IO, BP_E_MEMORY. Whatever the error, nothing was adopted, but
 *            for one of the folder after the ledger had it (BP_E_IO)
 * THREADS    call from the thread that owns the ledger handle; libxml2 is initialised before
 *
 * Nothing is guessed: an enrolment whose stand a message of ours could not state word for word is left out and told; the
 * next run then sends what the school states, which replaces what DUO has. What the ledger knows already stays as it is,
 * so that a second time changes nothing. Memory does not grow with the overview. Extra support, bpv and locatiecode VSV are
 * no part of a message of ours: they are not taken over, and do not keep an enrolment out.
 *
 * An extract is refused: it is not the whole, and its persons may be pseudonyms. So is an overview without the column
 * leerroute. Where only leerroutefase was cut off, enrolments in a route are left out: their phase is not known.
 *
 * SECURITY: a person is shown to nobody: a line has volgnummer and the line of DUO's file.
 */
#ifndef BRONPOST_PIPELINE_ADOPT_H
#define BRONPOST_PIPELINE_ADOPT_H

#include "bronpost/input/overzicht.h"
#include "bronpost/pipeline/verwerking.h"

struct bp_adopt_opdracht {
    const char *overzicht;        /* path */
    const char *out;              /* folder for adopt.csv; NULL: counts only */
    bool bevestigd;               /* do it; else only show it, and the ledger is read at most */
    struct bp_ledger *ledger;     /* NULL, when it is not confirmed: there is none yet */
    const struct bp_kluis *kluis; /* with a ledger */
    const struct bp_mandaat *mandaat;
    struct bp_verwerk_contract contract; /* mbo */
    const struct bp_env *env;
    unsigned wait_ms; /* for a run that stages */
    /* Called now and then, with persons; NULL: nobody looks. */
    void (*progress)(void *ctx, size_t done, size_t total);
    void *progress_ctx;
};

struct bp_adopt_uitslag {
    struct bp_overzicht_feiten overzicht;
    size_t overnemen;    /* adopted, or to be */
    size_t bekend;       /* in the ledger already: left alone */
    size_t overgeslagen; /* left out, with a reason */
    size_t
        met_meer; /* of those to adopt: DUO has extra support or bpv, which a message of ours does not state */
    size_t hersteld; /* fields that were mended */
};

enum bp_status bp_adopt_run(const struct bp_adopt_opdracht *opdracht, struct bp_adopt_uitslag *out,
                            struct bp_error *err);

#endif
