/* submit_intern.h - private to pipeline: the parts of submitting
 * PURPOSE    what crosses between the coordinator (the caller's thread, which alone touches the ledger), the signers and
 *            the channels (a thread each, with its transport)
 * OWNERSHIP  a zending belongs to one of them at a time: coordinator > signer > channel > coordinator
 * THREADS    what both sides of a channel use is below its lock
 */
#ifndef BRONPOST_PIPELINE_SUBMIT_INTERN_H
#define BRONPOST_PIPELINE_SUBMIT_INTERN_H

#include "bronpost/pipeline/queue.h"
#include "bronpost/pipeline/submit.h"
#include "bronpost/transport/oordeel.h"
#include "ondertekening.h"
#include "stap.h"

#include <pthread.h>

#define INSTANTIE 24 /* verzendendeInstantie: at most 22 characters */

struct kanaal;

/* How a message came back to the coordinator. */
enum terug {
    TERUG_BEOORDEELD,     /* it went out, and `oordeel` says the rest */
    TERUG_NIET_VERZONDEN, /* nothing was tried */
    TERUG_MISLUKT,        /* our own fault: `status` and `err` */
};

/* One message on its way. */
struct zending {
    struct zending *next;
    struct kanaal *kanaal;
    int64_t bericht, ondertekend_ms, begonnen_ms;
    enum bp_handeling handeling;
    unsigned poging;
    bool onbeantwoord, fout_beantwoord;
    bool onderweg;                           /* handed to the transport */
    struct bp_transport_resultaat resultaat; /* what came, with texts of its own */
    char *content_type, *why;
    struct bp_buf antwoord;
    char identificatiecode[BP_UUID_TEXT], message_id[BP_UUID_TEXT];
    char verzender[INSTANTIE], ontvanger[INSTANTIE];
    struct bp_buf sealed, envelope;
    enum terug terug;
    enum bp_status status;
    struct bp_error err;
    struct bp_oordeel oordeel;
};

struct lijst {
    struct zending *first, **last;
};

/* One institution and contract. */
struct kanaal {
    struct submit *submit;
    size_t instelling, contract;
    struct bp_transport *transport;
    pthread_t thread;
    bool started;

    /* below the lock of the submit */
    struct lijst klaar;    /* signed */
    struct lijst onderweg; /* with the transport */
    bool leeg;             /* nothing goes out any more */
    bool einde;            /* and nothing will come */
    struct bp_error kapot; /* its loop ended with this; status BP_OK: it did not */

    /* the coordinator's */
    unsigned uit; /* messages claimed and not settled */
    int64_t
        vraag_na_ms; /* when to ask the ledger again; 0: now, INT64_MAX: after the next answer */
    int64_t niet_voor_ms; /* trouble: not before */
    int64_t storing_ms;   /* when the latest trouble was counted */
    unsigned storingen;   /* in a row, without any success */
    bool gestopt;
    struct bp_submit_halt halt;
};

struct submit {
    const struct bp_submit_opdracht *opdracht;
    struct bp_submit_uitslag *uitslag;
    struct ondertekening ondertekening;
    struct bp_arena *arena;
    struct bp_queue *te_tekenen;
    pthread_mutex_t lock;
    pthread_cond_t gebeurd; /* something came back */
    struct lijst terug;

    struct kanaal *kanalen;
    size_t kanaal_count;
    size_t uit;                 /* over all channels */
    size_t begonnen;            /* messages claimed for the first time, for --limit */
    size_t klaar;               /* settled for good */
    struct hernummer hernummer; /* for messages that get another identificatiecode */
};

void lijst_init(struct lijst *lijst);
void lijst_add(struct lijst *lijst, struct zending *zending);
struct zending *lijst_take(struct lijst *lijst); /* NULL: empty */
void lijst_remove(struct lijst *lijst, struct zending *zending);
void zending_free(struct zending *zending);

/* --- submit_kanaal.c: signers and channels -------------------------------------------------------------- */

/* Signs what goes out and judges what came back, so that the threads that send do nothing else. */
struct tekenaar {
    struct submit *submit;
    pthread_t thread;
    bool started;
    struct ondertekenaar ondertekenaar;
};
enum bp_status tekenaar_start(struct tekenaar *tekenaar, struct submit *submit,
                              struct bp_error *err);
void tekenaar_end(struct tekenaar *tekenaar); /* the queue is closed */

enum bp_status kanaal_start(struct kanaal *kanaal, struct bp_error *err);
/* What waits to go out comes back unsent, now and later. */
void kanaal_leeg(struct kanaal *kanaal);
void kanaal_end(struct kanaal *kanaal); /* waits for what is in flight */

/* Back to the coordinator. */
void geef_terug(struct submit *submit, struct zending *zending, enum terug terug);

/* --- submit_besluit.c: what a verdict means for the ledger; pure ---------------------------------------- */

struct omstandigheid {
    enum bp_handeling handeling;
    unsigned poging;
    bool onbeantwoord, fout_beantwoord;
    bool weigering_is_ontvangst; /* of the contract */
    bool configuratie;           /* of the transport's result */
};

enum stoor {
    STOOR_NIET,         /* the channel works */
    STOOR_KANAAL,       /* trouble that others will meet too */
    STOOR_CONFIGURATIE, /* nothing can succeed until somebody mends the configuration */
    STOOR_INSTELLING,   /* DUO takes nothing from this institution */
};

struct besluit {
    enum bp_toestand toestand;
    bool fout;      /* answered with a fault */
    bool hernummer; /* again under another identificatiecode */
    bool wacht;     /* with a delay; else at once */
    enum stoor stoor;
};

struct besluit besluit_neem(const struct bp_oordeel *oordeel, const struct omstandigheid *o);

/* wacht_ms * 2^(n - 1), at most a minute, half of it by chance (`chance` in 0..65535). n from 1. */
int64_t besluit_wachttijd(unsigned wacht_ms, unsigned n, unsigned chance);

#endif
