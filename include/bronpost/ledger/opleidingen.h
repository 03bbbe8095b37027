/* opleidingen.h - the ledger's part about routes in RIO: offered programmes, and what became of their messages
 * PURPOSE    a route is an offered programme (aangeboden opleiding) on each side, under a code of ours that is fixed
 *            once, so that a second run changes the same programme. Its messages stand in the outbox and in the
 *            log of every other message, but only the functions of this header show them
 * OWNERSHIP  as in ledger.h; what is asked for is a value
 * UNITS      dates are days; `eind` is EXCLUSIVE, as RIO means einddatum
 * SOURCE     rio.md sections 1, 3 and 9; architecture.md decisions 3 and 4
 * ERRORS     as in ledger.h
 * THREADS    as in ledger.h
 *
 * RIO answers with its verdict: there is no receipt that waits for feedback. A message goes klaargezet -> aangeboden ->
 * goedgekeurd | afgekeurd | mislukt, or onzeker when no answer came.
 */
#ifndef BRONPOST_LEDGER_OPLEIDINGEN_H
#define BRONPOST_LEDGER_OPLEIDINGEN_H

#include "bronpost/ledger/ledger.h"

/* A route on one side. Several may be one programme (routes.csv gives them the same code). */
struct bp_ledger_opleiding_key {
    struct bp_str brin;
    const char *sector; /* "vo" or "mbo" */
    struct bp_str leerroute;
};

#define BP_LEDGER_TEKST 400

/* A programme, and where it stands. */
struct bp_ledger_opleiding {
    bool known; /* false: no code was ever fixed for this route; the rest says nothing */
    char code[BP_UUID_TEXT];   /* aangebodenOpleidingCode */
    enum bp_toestand toestand; /* NIEUW: a code, and nothing staged under it yet */
    int64_t sinds_ms;
    const char *handeling; /* of the latest message: "aanlevering", "verwijdering"; "" none */
    unsigned char
        fingerprint[BP_LEDGER_HASH]; /* of the latest stand that was staged; zeros: none */
    bool
        bij_rio; /* RIO approved a stand, or was seen to have one, and it was not withdrawn since */
    unsigned char fingerprint_rio[BP_LEDGER_HASH];   /* of that stand */
    struct bp_datum begin, eind;                     /* of that stand */
    size_t pogingen;                                 /* of the latest message, ever */
    char fout_code[32], fout_tekst[BP_LEDGER_TEKST]; /* of the last fault or refusal; "" none */
};

enum bp_status bp_ledger_opleiding_lookup(struct bp_ledger *ledger,
                                          const struct bp_ledger_opleiding_key *key,
                                          struct bp_ledger_opleiding *out, struct bp_error *err);

/* True when RIO has the programme on that day, as far as the ledger knows: BP216. */
bool bp_ledger_opleiding_op(const struct bp_ledger_opleiding *opleiding, struct bp_datum dag);

/* Every route that has a code, by brin, sector and leerroute. */
typedef enum bp_status bp_ledger_opleiding_fn(void *ctx, const struct bp_ledger_opleiding_key *key,
                                              const struct bp_ledger_opleiding *opleiding,
                                              struct bp_error *err);
enum bp_status bp_ledger_each_opleiding(struct bp_ledger *ledger, bp_ledger_opleiding_fn *fn,
                                        void *ctx, struct bp_error *err);

/* Inside a step: from now on the route is the programme with this code (a UUID in lower case; made known when it is
 * new). Whether it may change its code is the caller's to decide; the log remembers every change. BP_E_USAGE: the code is
 * that of a programme of another institution or side. */
enum bp_status bp_ledger_opleiding_bind(struct bp_ledger *ledger,
                                        const struct bp_ledger_opleiding_key *key,
                                        struct bp_str code, struct bp_error *err);

/* A message about a programme. */
struct bp_ledger_opleiding_bericht {
    struct bp_str code;    /* of a programme that was bound */
    const char *handeling; /* "aanlevering" or "verwijdering" */
    unsigned char fingerprint[BP_LEDGER_HASH];
    struct bp_str identificatiecode; /* UUID in lower case; never used before */
    struct bp_datum begin, eind;     /* of the stand */
    struct bp_str soort;             /* "DLR", "GLR" */
    struct bp_str body;              /* sealed, bound to the identificatiecode */
    struct bp_str reden;             /* of a verwijdering; may be empty */
};
/* Inside a step. Replaces a message of the programme that was not sent yet; one that may have arrived is followed. */
enum bp_status bp_ledger_opleiding_stage(struct bp_ledger *ledger,
                                         const struct bp_ledger_opleiding_bericht *bericht,
                                         struct bp_error *err);

/* Inside a step, of the submitter: the earliest message of the programme that waits (klaargezet or onzeker), whatever its
 * attempts. From the commit of the step on it is `aangeboden`: only then may a byte go out. *found false: none waits.
 * What became of it goes through bp_ledger_settle(), with GOEDGEKEURD as a further outcome, and the errors that RIO
 * gave. */
enum bp_status bp_ledger_opleiding_claim(struct bp_ledger *ledger, struct bp_str code,
                                         struct bp_str message_id, bp_ledger_zending_fn *fn,
                                         void *ctx, bool *found, struct bp_error *err);

/* Inside a step: what consulting RIO showed. A stand that it has and that is what the routes ask for: the programme is
 * goedgekeurd, nothing is left to send, and a message with this fingerprint that waited for its answer is goedgekeurd too.
 * NULL: RIO does not have the programme; a verwijdering that waited for its answer is goedgekeurd, and a programme that
 * was thought to be there is `gewijzigd`: due again. Nothing is written when nothing changes. */
struct bp_ledger_gezien {
    unsigned char fingerprint[BP_LEDGER_HASH];
    struct bp_datum begin, eind;
};
enum bp_status bp_ledger_opleiding_gezien(struct bp_ledger *ledger, struct bp_str code,
                                          const struct bp_ledger_gezien *gezien,
                                          struct bp_error *err);

/* The errors that RIO gave on the latest message of the programme, in its order. */
typedef enum bp_status bp_ledger_melding_fn(void *ctx, const struct bp_ledger_melding *melding,
                                            struct bp_error *err);
enum bp_status bp_ledger_opleiding_meldingen(struct bp_ledger *ledger, struct bp_str code,
                                             bp_ledger_melding_fn *fn, void *ctx,
                                             struct bp_error *err);

#endif
