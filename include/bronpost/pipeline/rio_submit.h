/* rio_submit.h - the routes to RIO: registered, changed, withdrawn
 * PURPOSE    `rio submit`: what routes.csv says and RIO does not have yet goes to RIO, one exchange at a time, and its
 *            verdict into the ledger; `rio remove`: one programme is withdrawn
 * OWNERSHIP  everything in an order is borrowed during the call; a result is freed by bp_rio_submit_uitslag_free()
 * UNITS      milliseconds; counts of programmes (routes that share a code are one)
 * SOURCE     rio.md sections 3, 4, 5, 7 and 9; architecture.md decisions 3 to 5
 * ERRORS     BP_E_INPUT: routes.csv refused as a whole, or nothing to withdraw; BP_E_LOCKED: somebody else is sending;
 *            BP_E_USAGE: endpoint, anchors, proxy, a contract that cannot consult RIO; the ledger's; BP_E_CRYPTO;
 *            BP_E_IO; BP_E_MEMORY. What RIO says, or does not say, is no error but a count and a reason in the result,
 *            which is filled as far as things went also after an error
 * THREADS    call from the thread that owns the ledger handle; it starts none. stop() and progress() are called from it
 *
 * Each programme is looked up first: a stand replaces what RIO has, so that what the routes know nothing of (intakes,
 * descriptions) is taken over from there, and what RIO has already as the routes say is not sent at all. A code is fixed
 * in the ledger before anything goes out, and a message is committed as `aangeboden` before its first byte: killed at any
 * instruction, the next `rio submit` goes on where this one ended.
 */
#ifndef BRONPOST_PIPELINE_RIO_SUBMIT_H
#define BRONPOST_PIPELINE_RIO_SUBMIT_H

#include "bronpost/pipeline/rio.h"
#include "bronpost/pipeline/submit.h"

/* The way to RIO. */
struct bp_rio_verbinding {
    struct bp_ledger *ledger; /* open for writing */
    const struct bp_kluis *kluis;
    const struct bp_env *env;
    const struct bp_contract *contract;
    const char *verzender, *ontvanger; /* as in rio.h */
    const struct bp_export_instelling
        *instellingen; /* without identity or OIN: its programmes are left */
    size_t instelling_count;
    const char *beheren, *raadplegen;       /* NULL: programmes are left */
    struct bp_str duo_address, duo_oin;     /* as in export.h */
    const char *vertrouw, *crl, *proxy;     /* of the connection, as in transport.h */
    const struct bp_vertrouwen *vertrouwen; /* whom we believe in an answer */
    unsigned connect_ms, total_ms, stil_ms; /* as in transport.h */
    unsigned pogingen;       /* per message, and without any success per institution */
    unsigned wacht_ms;       /* before the second attempt; doubles, with chance, up to a minute */
    unsigned tolerantie_ms;  /* clock skew */
    bool (*stop)(void *ctx); /* true: finish what is in flight and end. NULL: never */
    void *stop_ctx;
};

struct bp_rio_submit_opdracht {
    struct bp_rio_opdracht
        routes; /* `out` NULL: no rio.csv; its ledger and kluis are the verbinding's */
    struct bp_rio_verbinding verbinding;
    size_t limit;      /* messages at most; 0: all */
    bool retry_failed; /* also what RIO refused, or what failed, and did not change */
    void (*progress)(void *ctx, size_t done, size_t total); /* NULL: nobody looks */
    void *progress_ctx;
};

/* A route of the ledger that needs a word. */
struct bp_rio_genoemd {
    char brin[5], leerroute[164], code[BP_UUID_TEXT];
    const char *sector;
};

/* What RIO refused, or what failed, of this submit: somebody has to look. */
struct bp_rio_weigering {
    struct bp_rio_genoemd route; /* the first of the programme */
    char waarom[2048];           /* RIO's errors with what to do about each; translated */
};

struct bp_rio_submit_uitslag {
    struct bp_rio_uitslag routes; /* what judging found */
    size_t geregistreerd, ongewijzigd, geweigerd, mislukt;
    size_t verwijderd; /* withdrawals that an earlier `rio remove` did not bring to an end */
    size_t wacht;      /* ready, and not at RIO as it should be */
    size_t uitgesteld; /* of them, tried without success */
    size_t hervat;     /* messages found in flight without an answer: an earlier submit died */
    size_t verzonden;  /* messages that went out, each counted once */
    size_t opnieuw;    /* attempts without success that were made again, or stand to be */
    size_t hernummerd; /* went again under another identificatiecode */
    bool gestopt;      /* stop() said so */
    bool klok_bekend;
    int64_t klok_verschil_ms;      /* the largest that was seen, either way */
    struct bp_submit_halt *halten; /* contract "rio" */
    size_t halt_count;
    /* Of GEWEIGERD and MISLUKT, also of an earlier submit; and what was rejected by looking into RIO. */
    struct bp_rio_weigering *weigeringen;
    size_t weigering_count;
    struct bp_rio_genoemd *verdwenen; /* at RIO, and not in routes.csv any more */
    size_t verdwenen_count;
};

enum bp_status bp_rio_submit(const struct bp_rio_submit_opdracht *opdracht,
                             struct bp_rio_submit_uitslag *out, struct bp_error *err);
void bp_rio_submit_uitslag_free(struct bp_rio_submit_uitslag *uitslag);

/* --- withdrawing one programme -------------------------------------------------------------------------- */

struct bp_rio_remove_opdracht {
    struct bp_rio_verbinding verbinding;
    struct bp_ledger_opleiding_key key;
    struct bp_str reden;
    bool bevestigd; /* false: finds out what would be withdrawn, and changes nothing */
};

enum bp_rio_remove_stand {
    BP_RIO_REMOVE_NIETS,     /* not confirmed: nothing was done */
    BP_RIO_REMOVE_GOED,      /* RIO has it no longer */
    BP_RIO_REMOVE_GEWEIGERD, /* RIO refused it: `waarom` */
    BP_RIO_REMOVE_MISLUKT,   /* a fault that needs a person: `waarom` */
    BP_RIO_REMOVE_WACHT,     /* staged; no answer yet: goes with the next `rio submit` */
};

struct bp_rio_remove_uitslag {
    enum bp_rio_remove_stand stand;
    char code[BP_UUID_TEXT];
    struct bp_rio_genoemd *routes; /* all that are this programme; withdrawn as a whole */
    size_t route_count;
    struct bp_submit_halt halt; /* of WACHT: why; its `waarom` may be empty */
    char waarom[2048];          /* translated */
};

/* A route that the ledger does not know, or that is withdrawn already, is BP_E_INPUT. */
enum bp_status bp_rio_remove(const struct bp_rio_remove_opdracht *opdracht,
                             struct bp_rio_remove_uitslag *out, struct bp_error *err);
void bp_rio_remove_uitslag_free(struct bp_rio_remove_uitslag *uitslag);

#endif
