/* tbgi.h - what DUO decided of one enrolment on a counting date, beside what the ledger comes to
 * PURPOSE    which of the two differ, and what somebody should look at
 * OWNERSHIP  borrows everything during the call
 * SOURCE     domain/registratieoverzicht.md section 5 (PvE MBO-instelling 4.8.2, 16.1: an enrolment without a group for a
 *            counting date is not funded there); who is expected to be funded: domain/dagstand.h
 * ERRORS     none: pure
 * THREADS    any
 */
#ifndef BRONPOST_DOMAIN_TBGI_H
#define BRONPOST_DOMAIN_TBGI_H

#include "bronpost/domain/dagstand.h"
#include "bronpost/domain/rij.h"

/* What the file says of an enrolment on a counting date. */
struct bp_tbgi_stand {
    bool
        groep; /* there is a group for that date; without one it is not funded, and the rest is empty */
    enum bp_ja_nee bekostigd; /* DUO's decision; BP_ONBEKEND: none yet */
    enum bp_leerroutefase fase;
    bool fase_bekend; /* the file has the element; without it nothing is known of the phase */
};

/* Bits: what somebody should look at. */
enum bp_tbgi_signaal {
    BP_TBGI_VO_WEL = 1,       /* DUO has phase VO, and funds the mbo enrolment */
    BP_TBGI_MBO_NIET = 2,     /* DUO has phase MBO, and does not fund it */
    BP_TBGI_FASE = 4,         /* DUO has another phase than we have */
    BP_TBGI_DUO_WEL = 8,      /* DUO funds it, the ledger says that it would not be */
    BP_TBGI_DUO_NIET = 16,    /* the other way round */
    BP_TBGI_ONBEKEND = 32,    /* in the file, and not in the ledger */
    BP_TBGI_ONTBREEKT = 64,   /* open and fundable in the ledger, and not in the file */
    BP_TBGI_DUO_SIGNAAL = 128 /* DUO has a signal of its own on it */
};
#define BP_TBGI_SIGNALEN 8
const char *bp_tbgi_signaal_name(size_t nummer); /* of bit `nummer`: "vo_fase_bekostigd" */

/* Of an enrolment that is in the file and in the ledger; `uitkomst` is that of the registration on the counting date. Of
 * a stand that is not kept only what DUO says is judged. */
unsigned bp_tbgi_oordeel(const struct bp_tbgi_stand *duo, const struct bp_dag_registratie *hier,
                         const struct bp_dag_uitkomst *uitkomst);

/* Of an enrolment that is in the file alone. */
unsigned bp_tbgi_oordeel_onbekend(const struct bp_tbgi_stand *duo);

/* Of an mbo registration that is in the ledger alone: BP_TBGI_ONTBREEKT, or 0. */
unsigned bp_tbgi_oordeel_hier(const struct bp_dag_registratie *hier,
                              const struct bp_dag_uitkomst *uitkomst);

#endif
