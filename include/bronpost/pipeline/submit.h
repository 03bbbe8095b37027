/* submit.h - what waits in the outbox to DUO, exactly once and in order
 * PURPOSE    claims what is due, signs it at the moment of sending, exchanges it, and settles what came of it. Every
 *            step is in the ledger before the next one is taken: killed at any instruction, the next submit goes on
 * OWNERSHIP  everything in the assignment is borrowed during the call; the result is freed by bp_submit_uitslag_free()
 * UNITS      milliseconds; counts of messages
 * SOURCE     architecture.md decisions 3 to 5, "Threads"; edukoppeling.md sections 8 to 11
 * ERRORS     the ledger's (BP_E_LOCKED: somebody else is sending), BP_E_CRYPTO: a sealed body does not open, or signing
 *            failed; BP_E_USAGE: endpoint, anchors, proxy; BP_E_MEMORY. What DUO says, or does not say, is no error but
 *            a count and a reason in the result, which is filled as far as things went also after an error
 * THREADS    call from the thread that owns the ledger handle. It starts `jobs` signers and one thread per institution
 *            and contract, and joins them. stop() and progress() are called from the calling thread
 */
#ifndef BRONPOST_PIPELINE_SUBMIT_H
#define BRONPOST_PIPELINE_SUBMIT_H

#include "bronpost/base/arena.h"
#include "bronpost/pipeline/export.h"
#include "bronpost/security/soap.h"

struct bp_submit_contract {
    const char *name; /* "vo", "mbo" */
    const struct bp_contract *contract;
    const char *endpoint;  /* NULL: its messages are left */
    unsigned gelijktijdig; /* in flight per institution */
    bool gelaten;          /* left for a reason of the caller's */
};

struct bp_submit_opdracht {
    struct bp_ledger *ledger; /* open for writing */
    const struct bp_kluis *kluis;
    const struct bp_env *env;
    unsigned jobs;
    const struct bp_export_instelling
        *instellingen; /* without identity or OIN: its messages are left */
    size_t instelling_count;
    const struct bp_submit_contract *contracten;
    size_t contract_count;
    struct bp_str duo_address, duo_oin;     /* as in export.h */
    const char *vertrouw, *crl, *proxy;     /* of the connection, as in transport.h */
    const struct bp_vertrouwen *vertrouwen; /* whom we believe in an answer */
    unsigned connect_ms, total_ms, stil_ms; /* as in transport.h */
    unsigned pogingen;       /* per message, and without any success per institution */
    unsigned wacht_ms;       /* before the second attempt; doubles, with chance, up to a minute */
    unsigned tolerantie_ms;  /* clock skew */
    size_t limit;            /* messages at most; 0: all */
    bool retry_failed;       /* what was refused or failed goes again first */
    bool (*stop)(void *ctx); /* true: finish what is in flight and end. NULL: never */
    void *stop_ctx;
    void (*progress)(void *ctx, size_t done); /* NULL: nobody looks */
    void *progress_ctx;
};

/* Why messages of an institution and contract were not tried, or not any more. */
enum bp_submit_reden {
    BP_SUBMIT_GEEN_IDENTITEIT, /* no certificate or OIN that could sign */
    BP_SUBMIT_GEEN_ENDPOINT,
    BP_SUBMIT_GELATEN,      /* bp_submit_contract.gelaten */
    BP_SUBMIT_CONFIGURATIE, /* the connection cannot succeed until somebody mends the configuration */
    BP_SUBMIT_ONBEREIKBAAR, /* nothing but trouble for `pogingen` times */
    BP_SUBMIT_GEWEIGERD,    /* a fault that all of the institution's messages would meet */
};

struct bp_submit_halt {
    char brin[5], contract[8];
    enum bp_submit_reden reden;
    size_t berichten;  /* that still waited at the end */
    char code[32];     /* of the last fault; "" */
    char waarom[1024]; /* in words, translated; "" for the first three */
};

struct bp_submit_uitslag {
    size_t ontvangen, afgekeurd, mislukt;
    size_t opnieuw;    /* attempts that were made again, or stand to be */
    size_t hernummerd; /* went again under another identificatiecode */
    size_t hervat;     /* found in flight without an answer: an earlier submit died */
    size_t teruggezet; /* by retry_failed */
    size_t wacht;      /* still due at the end: klaargezet or onzeker */
    size_t uitgesteld; /* of them, tried without success */
    bool gestopt;      /* stop() said so */
    bool klok_bekend;
    int64_t klok_verschil_ms; /* the largest that was seen, either way */
    struct bp_submit_halt *halten;
    size_t halt_count;
};

enum bp_status bp_submit_run(const struct bp_submit_opdracht *opdracht,
                             struct bp_submit_uitslag *out, struct bp_error *err);
void bp_submit_uitslag_free(struct bp_submit_uitslag *uitslag);

#endif
