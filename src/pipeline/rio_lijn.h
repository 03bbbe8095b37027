/* rio_lijn.h - private to rio*.c: the line to RIO, one institution and one exchange at a time
 * PURPOSE    signs, sends, judges; counts trouble and waits; looks programmes up; brings a message of the ledger to an
 *            end
 * OWNERSHIP  rio_lijn_begin() makes, rio_lijn_end() ends, also after an error; the order outlives it
 * UNITS      milliseconds
 * SOURCE     rio.md sections 3, 4.5, 5 and 9; edukoppeling.md sections 8 to 11; contract.ini: in_flight = 1
 * ERRORS     as in pipeline/rio_submit.h; what RIO says is no error
 * THREADS    one owner
 */
#ifndef BRONPOST_PIPELINE_RIO_LIJN_H
#define BRONPOST_PIPELINE_RIO_LIJN_H

#include "bronpost/pipeline/rio_submit.h"
#include "rio_intern.h"
#include "submit_intern.h"

enum rio_adres { RIO_BEHEREN, RIO_RAADPLEGEN, RIO_ADRESSEN };

struct rio_lijn {
    const struct bp_rio_verbinding *v;
    struct bp_rio_submit_uitslag *uitslag; /* counts */
    struct bp_arena *arena;
    size_t limit; /* messages that may still go out for the first time; SIZE_MAX: all */
    struct ondertekening ondertekening;
    struct ondertekenaar ondertekenaar;
    struct bp_maker *maker;
    struct hernummer hernummer;
    struct bp_buf body;

    /* of the institution */
    size_t instelling;
    struct bp_transport *transports[RIO_ADRESSEN]; /* opened when needed */
    unsigned storingen;                            /* in a row, without any success */
    unsigned pogingen; /* of one message, and of trouble in a row; once when RIO answers nobody */
    bool gestopt;
    struct bp_submit_halt halt;

    /* of the latest exchange */
    struct bp_buf antwoord; /* the verified body; empty without */
    struct bp_oordeel oordeel;
    bool configuratie; /* of the transport's result */
};

enum bp_status rio_lijn_begin(struct rio_lijn *l, const struct bp_rio_verbinding *v,
                              struct bp_rio_submit_uitslag *uitslag, struct bp_error *err);
void rio_lijn_end(struct rio_lijn *l);

/* From now on this institution. False: it cannot send; l->halt says why. */
bool rio_lijn_naar(struct rio_lijn *l, size_t instelling);

void rio_noem(struct bp_rio_genoemd *out, const struct bp_ledger_opleiding_key *key,
              const char *code);

/* RIO's errors in words, or the reason without one; cut at a whole error. */
void rio_waarom(const struct bp_rio_fout *fouten, size_t count, struct bp_str reden, char *out,
                size_t cap);

/* Nothing goes out any more, of this institution or of all. */
bool rio_lijn_stopt(struct rio_lijn *l);

/* One exchange; what came is in l->oordeel and l->antwoord. `message_id`: a UUID. */
enum bp_status rio_lijn_wissel(struct rio_lijn *l, enum bp_handeling handeling, struct bp_str body,
                               const char *message_id, struct bp_error *err);

/* What a verdict means for the line: success, trouble, an end. */
void rio_lijn_weeg(struct rio_lijn *l, enum stoor stoor);
/* RIO answered that something behind it does not work (INT500). */
void rio_lijn_hapert(struct rio_lijn *l, struct bp_str code);
/* The delay before the next attempt; less when somebody stops it. */
void rio_lijn_wacht(struct rio_lijn *l);

/* The message about a code (VERWIJDERING, OPVRAGING) in l->body, of the institution of the line. */
enum bp_status rio_lijn_bouw(struct rio_lijn *l, enum bp_handeling handeling, struct bp_str code,
                             const char *identificatiecode, struct bp_error *err);

/* --- rio_vraag.c: looking up ---------------------------------------------------------------------------- */

enum rio_zicht {
    RIO_ZICHT_GEEN, /* trouble: nobody knows */
    RIO_ZICHT_ER,
    RIO_ZICHT_NIET_ER,
    RIO_ZICHT_GEWEIGERD, /* RIO does not say: `fouten` */
    RIO_ZICHT_MISLUKT,   /* a fault: `reden` */
};

struct rio_gezien {
    enum rio_zicht zicht;
    const struct bp_aangeboden *opleiding; /* ER */
    const struct bp_rio_fout *fouten;
    size_t fout_count;
    struct bp_str reden; /* translated */
};

/* All errors, at least one, say that RIO does not have it. */
bool rio_niet_er(const struct bp_rio_antwoord *antwoord);

enum bp_status rio_vraag(struct rio_lijn *l, struct bp_str code, struct rio_gezien *out,
                         struct bp_error *err);

/* --- rio_zending.c: what waits in the ledger ------------------------------------------------------------ */

struct rio_zaak {
    struct bp_str code; /* of the programme */
    /* What the latest message would say now, under any number; empty: it says so. RIO may have changed since it was
     * made: then it goes with this, under a new number. */
    struct bp_str vers;
    /* Does RIO have what the latest message says? Asked where RIO refused it as sent before. */
    enum bp_status (*zoals_verzonden)(void *ctx, const struct bp_aangeboden *gezien, bool *ja,
                                      struct bp_error *err);
    void *ctx;

    /* what came of it */
    enum rio_gevolg
        gevolg;      /* GEREGISTREERD, GEWEIGERD, MISLUKT or WACHT; ONBEKEND: nothing waited */
    bool verwijderd; /* GEREGISTREERD: RIO has it no longer */
    const struct bp_rio_fout *fouten;
    size_t fout_count;
    struct bp_str reden; /* translated; may be empty */
};

/* Sends what waits of one programme, until it is answered or the line ends. */
enum bp_status rio_verzend(struct rio_lijn *l, struct rio_zaak *zaak, struct bp_error *err);

#endif
