/* ledger.h - what is known, due, sent and heard
 * PURPOSE    the truth of an installation: every step is a committed transition; a run killed at any instruction
 *            leaves the former state or the next one
 * OWNERSHIP  bp_ledger_open() makes, bp_ledger_close() ends. What a callback is shown lives during the call
 * UNITS      moments in Unix milliseconds, UTC; hashes of 32 bytes
 * SOURCE     architecture.md, decision 3 and "States of a registration in the ledger"
 * ERRORS     BP_E_LEDGER: the engine, with its own words; BP_E_LOCKED: another run holds the ledger;
 *            BP_E_USAGE: an url that no engine knows, or a ledger made by a newer program
 * THREADS    a handle belongs to one thread; several processes may read while one writes
 *
 * One interface; an engine is a table of functions (ledger/engine.h). SQLite is the default.
 *
 * SECURITY: persons are HMACs, bodies are sealed before they come here. Nothing here can open them.
 */
#ifndef BRONPOST_LEDGER_LEDGER_H
#define BRONPOST_LEDGER_LEDGER_H

#include "bronpost/base/datum.h"
#include "bronpost/base/env.h"
#include "bronpost/base/error.h"

#define BP_LEDGER_HASH 32

struct bp_ledger;

enum bp_ledger_mode {
    BP_LEDGER_READ,  /* must be there; changes nothing, not even the schema */
    BP_LEDGER_WRITE, /* made when it is not there; migrated when it is older */
};

/* `url`: "sqlite:" and a path ("sqlite:///var/lib/x.db", "sqlite:relative.db"); the path is taken as it
 * stands, without %-codes. `env` outlives the handle. For writing the file (0600) and its folders (0700)
 * are made where missing. For reading an empty file counts as none, and an older form is refused
 * (BP_E_LEDGER): reading renews nothing. */
enum bp_status bp_ledger_open(const char *url, enum bp_ledger_mode mode, const struct bp_env *env,
                              struct bp_ledger **out, struct bp_error *err);
void bp_ledger_close(struct bp_ledger *ledger); /* NULL is fine */

/* True when `url` names a ledger that is there already, or something that bp_ledger_open() will have to
 * complain about: a folder, a path that may not be searched. So that "no ledger" never hides a mistake. */
bool bp_ledger_exists(const char *url);

/* Schema version of the open ledger, and what the engine calls itself ("SQLite 3.40.1"). */
int bp_ledger_version(const struct bp_ledger *ledger);
const char *bp_ledger_engine(const struct bp_ledger *ledger);

/* --- states --------------------------------------------------------------------------------------------- */

/* The numbers stand in every ledger there is: new ones only at the end. */
enum bp_toestand {
    BP_TOESTAND_NIEUW,
    BP_TOESTAND_GEWIJZIGD,
    BP_TOESTAND_KLAARGEZET, /* staged, body fixed */
    BP_TOESTAND_AANGEBODEN, /* sent, UUID burnt */
    BP_TOESTAND_ONTVANGEN,  /* receipt */
    BP_TOESTAND_GOEDGEKEURD,
    BP_TOESTAND_GOEDGEKEURD_MET_SIGNAAL,
    BP_TOESTAND_AFGEKEURD,
    BP_TOESTAND_MISLUKT, /* a fault that needs a person */
    BP_TOESTAND_ONZEKER, /* sent, no answer: goes again under the same UUID */
    BP_TOESTAND_COUNT
};

const char *bp_toestand_name(enum bp_toestand toestand); /* "klaargezet" */
bool bp_toestand_needs_person(enum bp_toestand toestand);

/* --- a run: one at a time; all it changes becomes visible at bp_ledger_run_commit() or not at all ------- */

/* Takes the lock without waiting: BP_E_LOCKED while any other handle, of this process too, has a run open.
 * run_commit ends the run, also when it fails; then nothing of it is kept. After a failing see or stage
 * the run can only be abandoned: a commit then fails. bp_ledger_close() abandons an open run. */
enum bp_status bp_ledger_run_begin(struct bp_ledger *ledger, struct bp_datum peildatum,
                                   struct bp_error *err);
enum bp_status bp_ledger_run_commit(struct bp_ledger *ledger, struct bp_error *err);
void bp_ledger_run_abandon(struct bp_ledger *ledger); /* nothing of the run remains */

/* An enrolment as the school's export shows it: what mass change (BP601) and vanishing (BP602) are judged
 * on. */
struct bp_ledger_inschrijving {
    const char *sector; /* origin: "vo" or "mbo" */
    struct bp_str brin, volgnummer;
    unsigned char persoon[BP_LEDGER_HASH];
    struct bp_str leerlingnummer; /* may be empty */
    struct bp_datum begin;
    struct bp_datum einde; /* the explicit end; none while open. A switch of phase is no end */
    bool afgekeurd;        /* seen, but rejected: keeps what was known of begin and end */
};

enum bp_ledger_verschil {
    BP_VERSCHIL_NIEUW,       /* not known before */
    BP_VERSCHIL_GELIJK,      /* known; begin and end as they were (or a rejected one) */
    BP_VERSCHIL_BEEINDIGD,   /* known and open, now with an end */
    BP_VERSCHIL_ANDER_BEGIN, /* known with another begin */
};

/* Inside a run or outside one: what is known of an enrolment beside what is seen now. */
enum bp_status bp_ledger_inschrijving_compare(struct bp_ledger *ledger,
                                              const struct bp_ledger_inschrijving *seen,
                                              enum bp_ledger_verschil *out, struct bp_error *err);
/* Inside a run: remembers it as seen in this run. One that is rejected at first sight is not remembered at
 * all. */
enum bp_status bp_ledger_inschrijving_see(struct bp_ledger *ledger,
                                          const struct bp_ledger_inschrijving *seen,
                                          struct bp_error *err);

/* Known enrolments of (brin, sector): with a begin, not withdrawn, no explicit end before `peildatum`; the
 * whole for BP601. Inside a run: as they were when it began, whatever it has seen since. */
enum bp_status bp_ledger_inschrijving_known(struct bp_ledger *ledger, struct bp_str brin,
                                            const char *sector, struct bp_datum peildatum,
                                            size_t *count, struct bp_error *err);

/* Those of them that the run has not seen: BP602. Inside a run they are remembered as missed. Outside a
 * run (a dry one) nothing is remembered: all of them are shown, and the caller leaves out what it saw. The
 * same order every time. The callback may ask the ledger, not change it; what it answers but BP_OK ends
 * the walk and is handed on. */
struct bp_ledger_inschrijving_key {
    const char *sector;
    struct bp_str brin, volgnummer, leerlingnummer;
    const unsigned char *persoon;
    bool
        al_gemist; /* the last run missed it too: it did not vanish since then (BP601), it still is missing (BP602) */
};
typedef enum bp_status bp_ledger_key_fn(void *ctx, const struct bp_ledger_inschrijving_key *key,
                                        struct bp_error *err);
enum bp_status bp_ledger_inschrijving_each_known(struct bp_ledger *ledger, struct bp_str brin,
                                                 const char *sector, struct bp_datum peildatum,
                                                 bp_ledger_key_fn *fn, void *ctx,
                                                 struct bp_error *err);

/* --- registrations and the outbox ----------------------------------------------------------------------- */

struct bp_ledger_key {
    const char *contract; /* "vo", "mbo" */
    struct bp_str brin, volgnummer;
    unsigned char persoon[BP_LEDGER_HASH];
};

struct bp_ledger_stand {
    bool known;
    enum bp_toestand toestand;
    unsigned char fingerprint[BP_LEDGER_HASH]; /* of the latest stand that was staged */
    bool bij_duo; /* DUO gave a receipt on a stand and did not reject it afterwards */
    unsigned char fingerprint_duo[BP_LEDGER_HASH]; /* of that stand: what DUO has */
    bool overgenomen; /* adopted from DUO's overview, and no message since: see ledger/bewijs.h */
};

enum bp_status bp_ledger_lookup(struct bp_ledger *ledger, const struct bp_ledger_key *key,
                                struct bp_ledger_stand *out, struct bp_error *err);

/* A message for the outbox. */
struct bp_ledger_bericht {
    struct bp_ledger_key key;
    const char *handeling; /* "inschrijving" or "verwijdering" */
    unsigned char fingerprint[BP_LEDGER_HASH];
    struct bp_str identificatiecode; /* UUID in lower case; never used before */
    struct bp_str leerlingnummer;    /* may be empty */
    struct bp_str leerroute, fase;   /* on the reference date; empty when regular */
    struct bp_datum begin, einde;
    struct bp_str body;  /* sealed */
    struct bp_str reden; /* of a verwijdering that a person asked for; may be empty */
};

/* Inside a run or a step. A message that was staged and not yet sent is replaced: only the last stand
 * matters. An unsent verwijdering stays in front of an inschrijving (architecture.md, decision 4); another
 * verwijdering replaces both. One that is in flight, or went out without an answer, is not replaced but
 * followed. A verwijdering also makes the enrolment of that key known no longer, until an export shows it
 * again. */
enum bp_status bp_ledger_stage(struct bp_ledger *ledger, const struct bp_ledger_bericht *bericht,
                               struct bp_error *err);

/* True when the ledger knows any registration of (brin, contract): BP304 and BP305 are lines only then.
 * Inside a run: as it was when the run began. */
enum bp_status bp_ledger_knows_instelling(struct bp_ledger *ledger, struct bp_str brin,
                                          const char *contract, bool *out, struct bp_error *err);

/* Every staged message in the order in which it was staged; the callback sees a consistent snapshot. */
struct bp_ledger_klaar {
    struct bp_ledger_key key;
    const char *handeling;
    struct bp_str identificatiecode;
    struct bp_str body; /* sealed */
    int64_t klaargezet_ms;
};
typedef enum bp_status bp_ledger_klaar_fn(void *ctx, const struct bp_ledger_klaar *bericht,
                                          struct bp_error *err);
enum bp_status bp_ledger_each_staged(struct bp_ledger *ledger, bp_ledger_klaar_fn *fn, void *ctx,
                                     struct bp_error *err);

/* A registration with the message that states it last; lives during the callback. */
struct bp_ledger_registratie {
    struct bp_ledger_key key;
    enum bp_toestand toestand; /* of the registration */
    const char *handeling;     /* of that message: "inschrijving" or "verwijdering" */
    struct bp_str identificatiecode, leerlingnummer;
    struct bp_str body; /* sealed, bound to the identificatiecode */
    int64_t moment_ms;  /* when it was sent; when it was staged as long as it was not */
};
typedef enum bp_status bp_ledger_registratie_fn(void *ctx,
                                                const struct bp_ledger_registratie *registratie,
                                                struct bp_error *err);
/* Every registration once, in the order in which they became known; a consistent snapshot. */
enum bp_status bp_ledger_each_registratie(struct bp_ledger *ledger, bp_ledger_registratie_fn *fn,
                                          void *ctx, struct bp_error *err);

/* Registrations per brin, contract and state: first all that need a person, then the others, each part
 * ascending. */
struct bp_ledger_telling {
    struct bp_str brin;
    const char *contract;
    enum bp_toestand toestand;
    size_t count;
    int64_t oldest_ms; /* since when the oldest of them is in this state */
};
typedef enum bp_status bp_ledger_telling_fn(void *ctx, const struct bp_ledger_telling *telling,
                                            struct bp_error *err);
enum bp_status bp_ledger_each_telling(struct bp_ledger *ledger, bp_ledger_telling_fn *fn, void *ctx,
                                      struct bp_error *err);

/* The last run that was committed; false when there was none. */
struct bp_ledger_run {
    struct bp_datum peildatum;
    int64_t begonnen_ms, klaar_ms;
    size_t klaargezet, ongewijzigd;
};
enum bp_status bp_ledger_last_run(struct bp_ledger *ledger, bool *found, struct bp_ledger_run *out,
                                  struct bp_error *err);
/* Inside a run: the counts that stand with it. */
void bp_ledger_run_counts(struct bp_ledger *ledger, size_t klaargezet, size_t ongewijzigd);

/* --- steps: short changes outside a run, also while a run stages ---------------------------------------- */

/* Waits at most `wait_ms` for a run or another step: BP_E_LOCKED, nothing happened. What a step does
 * becomes visible at its commit or not at all; after a failing call it can only be abandoned. A run waits
 * for a step as well (a second). */
enum bp_status bp_ledger_step_begin(struct bp_ledger *ledger, unsigned wait_ms,
                                    struct bp_error *err);
enum bp_status bp_ledger_step_commit(struct bp_ledger *ledger, struct bp_error *err);
void bp_ledger_step_abandon(struct bp_ledger *ledger); /* without a step: fine */

/* --- sending: one submitter per ledger, whatever process ------------------------------------------------ */

/* Takes the lock of the submitter, without waiting: BP_E_LOCKED. It dies with the process. What a
 * submitter that died left `aangeboden` becomes `onzeker` (*onzeker: how many), and attempts are counted
 * from 0 again. Outside a step. */
enum bp_status bp_ledger_submit_begin(struct bp_ledger *ledger, unsigned wait_ms, size_t *onzeker,
                                      struct bp_error *err);
void bp_ledger_submit_end(struct bp_ledger *ledger); /* bp_ledger_close() does it too */

/* Messages that wait to be sent, per institution and contract. */
struct bp_ledger_wachtrij {
    struct bp_str brin;
    const char *contract;
    size_t count;
    size_t geprobeerd; /* of them, tried without success since bp_ledger_submit_begin() */
};
typedef enum bp_status bp_ledger_wachtrij_fn(void *ctx, const struct bp_ledger_wachtrij *wachtrij,
                                             struct bp_error *err);
enum bp_status bp_ledger_each_wachtrij(struct bp_ledger *ledger, bp_ledger_wachtrij_fn *fn,
                                       void *ctx, struct bp_error *err);

/* A message that is about to go out. */
struct bp_ledger_zending {
    int64_t bericht; /* its number in the ledger */
    const char *handeling;
    struct bp_str identificatiecode;
    struct bp_str body; /* sealed, bound to the identificatiecode */
    unsigned poging;    /* the how manieth attempt since bp_ledger_submit_begin(), from 1 */
    bool
        onbeantwoord; /* an earlier attempt under this identificatiecode got no answer, or no good one */
    bool fout_beantwoord; /* an earlier attempt under it was answered with a fault */
};
typedef enum bp_status bp_ledger_zending_fn(void *ctx, const struct bp_ledger_zending *zending,
                                            struct bp_error *err);

struct bp_ledger_vraag {
    const char *contract;
    struct bp_str brin;
    unsigned pogingen;        /* messages with so many attempts wait for the next submitter */
    bool alleen_begonnen;     /* only what this submitter has tried before */
    struct bp_str message_id; /* of the attempt: a UUID, kept for the audit */
};
enum bp_ledger_claim {
    BP_CLAIM_GEEN,    /* none now: nothing waits, or all of it waits for what is in flight */
    BP_CLAIM_LATER,   /* none before *later_ms */
    BP_CLAIM_ZENDING, /* `fn` was shown one */
};

/* Inside a step, of the submitter. The next message that is due: none of the same person and institution
 * is in flight, nothing earlier of the same registration waits, and no verwijdering of the same person
 * that could go first. From the commit of the step on it is `aangeboden` and its identificatiecode counts
 * as used: only then may a byte go out. */
enum bp_status bp_ledger_claim(struct bp_ledger *ledger, const struct bp_ledger_vraag *vraag,
                               bp_ledger_zending_fn *fn, void *ctx, enum bp_ledger_claim *out,
                               int64_t *later_ms, struct bp_error *err);

/* An error that the answer itself gave (RIO); never a person number. */
struct bp_ledger_melding {
    struct bp_str code, tekst, sleutelgegevens;
};

/* What became of a message that was claimed. */
struct bp_ledger_uitkomst {
    int64_t bericht;
    /* ONTVANGEN; MISLUKT; AFGEKEURD; ONZEKER: it may have arrived; KLAARGEZET: it did not (of a message of
     * which an earlier attempt may have arrived this makes ONZEKER); of RIO also GOEDGEKEURD */
    enum bp_toestand toestand;
    bool teruggegeven;         /* nothing was tried: the attempt does not count */
    bool fout;                 /* answered with a fault */
    int64_t niet_voor_ms;      /* not again before; 0: whenever */
    struct bp_str code, tekst; /* of the last fault; never a person number. Empty: as they were */
    /* Filled, with KLAARGEZET: goes again under this identificatiecode; the body is sealed and bound to
     * it. The former one stays known, as replaced. */
    struct bp_str identificatiecode, body;
    const struct bp_ledger_melding *meldingen; /* with GOEDGEKEURD or AFGEKEURD */
    size_t melding_count;
};
/* Inside a step, of the submitter. */
enum bp_status bp_ledger_settle(struct bp_ledger *ledger, const struct bp_ledger_uitkomst *uitkomst,
                                struct bp_error *err);

/* The first message after number `na` (0: of all) that was refused or failed and is the latest of its
 * registration. */
struct bp_ledger_geweigerd {
    int64_t bericht;
    struct bp_str identificatiecode, body;
};
typedef enum bp_status bp_ledger_geweigerd_fn(void *ctx,
                                              const struct bp_ledger_geweigerd *geweigerd,
                                              struct bp_error *err);
enum bp_status bp_ledger_next_geweigerd(struct bp_ledger *ledger, int64_t na, bool *found,
                                        bp_ledger_geweigerd_fn *fn, void *ctx,
                                        struct bp_error *err);
/* Inside a step, of the submitter: such a message goes again, under a new identificatiecode and with a
 * body for it. */
enum bp_status bp_ledger_again(struct bp_ledger *ledger, int64_t bericht,
                               struct bp_str identificatiecode, struct bp_str body,
                               struct bp_error *err);

/* --- what needs a look ---------------------------------------------------------------------------------- */

/* Registrations whose latest message was refused, failed, or is still not answered after an attempt. */
struct bp_ledger_probleem {
    struct bp_str brin, volgnummer, leerlingnummer;
    const char *contract;
    enum bp_toestand toestand;
    int64_t sinds_ms;
    size_t pogingen;           /* all that were ever made */
    struct bp_str code, tekst; /* of the last fault; empty: there was none */
};
typedef enum bp_status bp_ledger_probleem_fn(void *ctx, const struct bp_ledger_probleem *probleem,
                                             struct bp_error *err);
enum bp_status bp_ledger_each_probleem(struct bp_ledger *ledger, bp_ledger_probleem_fn *fn,
                                       void *ctx, struct bp_error *err);

/* --- functional feedback -------------------------------------------------------------------------------- */

struct bp_ledger_feedback {
    struct bp_str identificatiecode;
    enum bp_toestand oordeel; /* GOEDGEKEURD, GOEDGEKEURD_MET_SIGNAAL or AFGEKEURD */
    struct bp_str code, tekst, sleutelgegevens; /* may be empty; never a person number */
};
enum bp_ledger_feedback_gevolg {
    BP_FEEDBACK_VERWERKT, /* the state of the registration is that of the feedback */
    BP_FEEDBACK_BEKEND,   /* the same was taken in before: nothing changed */
    BP_FEEDBACK_ACHTERHAALD, /* on a message that another one followed: kept, the newer stand stays as it is */
    BP_FEEDBACK_ONBEKEND, /* no message has this identificatiecode */
    BP_FEEDBACK_TE_VROEG, /* the message was not sent yet, or is in flight right now: not kept */
};
/* Inside a step. */
enum bp_status bp_ledger_feedback(struct bp_ledger *ledger,
                                  const struct bp_ledger_feedback *feedback,
                                  enum bp_ledger_feedback_gevolg *out, struct bp_error *err);

/* --- one registration ----------------------------------------------------------------------------------- */

/* Registrations of a school's own numbers; more than one when several persons have them. */
struct bp_ledger_gevonden {
    struct bp_ledger_key key;
    enum bp_toestand toestand;
    const char *handeling; /* of the latest message */
    struct bp_str identificatiecode, body;
};
typedef enum bp_status bp_ledger_gevonden_fn(void *ctx, const struct bp_ledger_gevonden *gevonden,
                                             struct bp_error *err);
enum bp_status bp_ledger_find(struct bp_ledger *ledger, struct bp_str brin, const char *contract,
                              struct bp_str volgnummer, struct bp_str leerlingnummer,
                              bp_ledger_gevonden_fn *fn, void *ctx, struct bp_error *err);

#endif
