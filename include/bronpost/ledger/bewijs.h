/* bewijs.h - the ledger's part for auditors: who was registered as known at a moment, and the proof that nothing was
 * changed afterwards
 * PURPOSE    every transition carries the hash of the one before it, and of what it was about: a message, its
 *            registration, its attempts and feedback. Whoever changes, adds or removes something outside the program
 *            breaks the chain, and is found
 * OWNERSHIP  as in ledger.h
 * UNITS      moments in Unix milliseconds; a link (schakel) is a row of the log, counted from 1
 * SOURCE     issue "Audit": evidence chain; FIPS 180-4 (SHA-256)
 * ERRORS     as in ledger.h. A broken chain is no error but a verdict
 * THREADS    as in ledger.h
 *
 * SECURITY: whoever may write to the ledger could make the whole chain anew. The head that was written down elsewhere
 * (audit --seal) shows that: it stands in the true chain, and in no other.
 */
#ifndef BRONPOST_LEDGER_BEWIJS_H
#define BRONPOST_LEDGER_BEWIJS_H

#include "bronpost/ledger/ledger.h"

/* --- who is registered ------------------------------------------------------------------------------------------ */

/* A registration as the ledger knew it at a moment. */
struct bp_ledger_bewijs {
    struct bp_ledger_key key;
    struct bp_str leerlingnummer; /* may be empty */
    enum bp_toestand toestand;    /* of the latest message that there was then */
    /* DUO had a stand then: what follows is of the latest message that it had received and not refused. Otherwise of the
     * latest one that there was. */
    bool bij_duo;
    const char *handeling; /* "inschrijving"; "verwijdering": DUO removed it, or was to */
    struct bp_str identificatiecode;
    struct bp_str body; /* sealed, bound to the identificatiecode; empty: no longer kept */
    struct bp_str
        herkomst; /* empty: a message of ours. Else the overview of DUO that it was taken from */
    int64_t klaargezet_ms, aangeboden_ms, beantwoord_ms; /* of that message; 0: not yet, then */
};
typedef enum bp_status bp_ledger_bewijs_fn(void *ctx, const struct bp_ledger_bewijs *bewijs,
                                           struct bp_error *err);

/* Every registration that had a message at `moment_ms` (INT64_MAX: now), in the order in which they became known. */
enum bp_status bp_ledger_each_bewijs(struct bp_ledger *ledger, int64_t moment_ms,
                                     bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err);

/* --- the chain -------------------------------------------------------------------------------------------------- */

struct bp_ledger_zegel {
    uint64_t schakels;
    unsigned char kop[BP_LEDGER_HASH]; /* of the last link; zeros: there is none */
    int64_t moment_ms;                 /* of the last link */
    int64_t begin_ms; /* of the first link: before it the ledger knows of nothing */
};

/* The head of the chain, to be written down. */
enum bp_status bp_ledger_zegel(struct bp_ledger *ledger, struct bp_ledger_zegel *out,
                               struct bp_error *err);

enum bp_ledger_breuk {
    BP_BREUK_GEEN,
    BP_BREUK_SCHAKEL, /* a link is not what it was, or one before it is gone or was put in */
    BP_BREUK_INHOUD, /* what a link is about is not what it was then: message, registration, attempt, feedback, run */
    BP_BREUK_STAART, /* links at the end are gone, or were added by something else */
    BP_BREUK_REST, /* what stands outside the chain (enrolments seen, persons, institutions, waiting times) changed */
    BP_BREUK_TRIGGER, /* all that is recorded holds, but the file holds a trigger of somebody else: it can change what is
                       * written before it is linked */
    BP_BREUK_ZEGEL, /* the chain holds, but the head that was written down is not in it */
};

struct bp_ledger_keuring {
    enum bp_ledger_breuk breuk; /* the first one that was found */
    uint64_t schakel;  /* of SCHAKEL, INHOUD, STAART: which link; 0: none has to do with it */
    int64_t moment_ms; /* of that link; 0: not known */
    const char *tabel; /* where it is: "overgang", "bericht"; "" */
    int64_t rij;       /* its number there; 0: not one row */
    uint64_t schakels, berichten, registraties; /* that were looked at */
    uint64_t
        zonder; /* links from before the ledger had a chain: what they say is proven from then on */
    int64_t keten_ms; /* when it got one; 0: it always had */
    uint64_t
        zegel_schakel; /* the link of the head that was given; 0: none was, or it is not there */
};

/* Walks everything. `zegel` NULL: no head was written down. */
enum bp_status bp_ledger_keur(struct bp_ledger *ledger, const unsigned char *zegel,
                              struct bp_ledger_keuring *out, struct bp_error *err);

/* --- the opening stand ------------------------------------------------------------------------------------------ */

/* Inside a step: a stand that DUO has and that no message of ours led to. The registration is goedgekeurd from then on; the
 * message is one that never goes out. `herkomst`: the overview that shows it. A stand without leerlingnummer gets the one
 * under which an export shows the enrolment first. BP_E_INTERNAL: the registration is known already. */
enum bp_status bp_ledger_adopt(struct bp_ledger *ledger, const struct bp_ledger_bericht *stand,
                               struct bp_str herkomst, struct bp_error *err);

/* The stand of a registration that was adopted and has had no message since (bp_ledger_stand.overgenomen): DUO's overview
 * does not have every field, so that a fingerprint alone cannot tell whether it is what the school states. */
typedef enum bp_status bp_ledger_overgenomen_fn(void *ctx, struct bp_str identificatiecode,
                                                struct bp_str body, struct bp_error *err);
enum bp_status bp_ledger_overgenomen(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                     bp_ledger_overgenomen_fn *fn, void *ctx, struct bp_error *err);

/* Inside a run: that stand is the one with this fingerprint; from now on that alone is compared. */
enum bp_status bp_ledger_erken(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                               const unsigned char fingerprint[BP_LEDGER_HASH],
                               struct bp_error *err);

#endif
