/* oordeel.h - what an answer means for the message that it answers
 * PURPOSE    from the transport's result and what was expected to one verdict; the checks of edukoppeling.md section 8
 *            in that order, and the fault codes of section 10
 * OWNERSHIP  the expectation is borrowed during the call; texts of the verdict are its own, but for `fout` (static)
 * UNITS      moments in Unix milliseconds, UTC
 * SOURCE     edukoppeling.md sections 2, 8, 10 and 11; architecture.md decisions 3 and 5
 * ERRORS     none: everything that is not a verified receipt is a verdict too, and never a receipt
 * THREADS    any; a verdict belongs to one thread
 */
#ifndef BRONPOST_TRANSPORT_OORDEEL_H
#define BRONPOST_TRANSPORT_OORDEEL_H

#include "bronpost/security/soap.h"
#include "bronpost/transport/fouten.h"
#include "bronpost/transport/transport.h"

enum bp_oordeel_uitslag {
    BP_OORDEEL_ONTVANGEN, /* every check passed: DUO has the message */
    BP_OORDEEL_AFGEWEZEN, /* a fault or an HTTP status that the same message meets again: a person must look */
    BP_OORDEEL_OPNIEUW, /* trouble on the way or at DUO: the same body again, later */
    BP_OORDEEL_ONGELDIG, /* an answer that does not hold: it is not known whether DUO has the message */
};

/* What counts as receipt in the body of the answer. */
enum bp_bewijs {
    BP_BEWIJS_ONTVANGSTBEVESTIGING, /* vo, mbo: ontvangstBevestiging is J */
    BP_BEWIJS_ANTWOORD, /* rio: the answer itself; what it says of the content is judged elsewhere */
};

struct bp_verwacht {
    struct bp_str message_id; /* of this attempt */
    struct bp_str action;
    struct bp_str eigen_oin; /* the institution's, as in wsa:From of the request */
    struct bp_str duo_oin;
    struct bp_str identificatiecode;      /* of the bedrijfsdocument */
    struct bp_str verzender, ontvanger;   /* as in the request; the answer has them swapped */
    struct bp_str element, namespace_uri; /* of the response */
    enum bp_bewijs bewijs;
    const struct bp_vertrouwen *vertrouwen;
    int64_t now_ms, tolerantie_ms;
    /* Judges the body against the schema (check 10); NULL: the name of the element is all. */
    enum bp_status (*keuring)(void *ctx, struct bp_str body, struct bp_error *err);
    void *keuring_ctx;
};

enum bp_goedgekeurd { BP_GOEDGEKEURD_ONBEKEND, BP_GOEDGEKEURD_JA, BP_GOEDGEKEURD_NEE };

#define BP_OORDEEL_CODE  32
#define BP_OORDEEL_TEKST 256

struct bp_oordeel {
    enum bp_oordeel_uitslag uitslag;
    /* The message may be at DUO: true whenever bytes of it can have arrived and no fault says otherwise. */
    bool misschien_aangekomen;
    int check;                  /* the row of section 8 that failed; 0: none, or not that far */
    char code[BP_OORDEEL_CODE]; /* "DK0004", "Client", "HTTP 503"; "" without one */
    const struct bp_fout_info *fout; /* NULL: no code of the table */
    char fout_tekst
        [BP_OORDEEL_TEKST]; /* DUO's own words, long numbers made unreadable; "" without */
    bool getekend; /* a fault whose signature holds; an unsigned one ends nothing for good */
    bool stopt;    /* everything else of this institution would meet the same */
    bool dubbel;   /* refused because the identificatiecode was used before (or is malformed) */
    bool verse_tijdstempel;          /* once more, at once, with a fresh Timestamp (EK0031) */
    enum bp_goedgekeurd goedgekeurd; /* rio: requestGoedgekeurd of a verified answer */
    bool klok_bekend;                /* the answer was verified */
    int64_t
        klok_verschil_ms; /* Created of the answer less now: DUO's clock is so much ahead, and rounds down */
    char waarom[1024]; /* in words, translated: what is wrong and what to do; "" for a receipt */
};

/* `body`: NULL, or filled with the child of the verified Body in canonical form (cleared otherwise). */
void bp_oordeel_make(const struct bp_transport_resultaat *resultaat,
                     const struct bp_verwacht *verwacht, struct bp_buf *body,
                     struct bp_oordeel *out);

/* The names of the table for reports and logs: "ontvangen", "afgewezen", "opnieuw", "ongeldig". */
const char *bp_oordeel_name(enum bp_oordeel_uitslag uitslag);

#endif
