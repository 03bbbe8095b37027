/* audit_intern.h - the parts of audit, private to pipeline
 * PURPOSE    registrations in memory (audit_posten.c), totals (audit_telling.c), DUO's decisions beside them (audit_tbgi.c),
 *            files (audit_uit.c)
 */
#ifndef BRONPOST_PIPELINE_AUDIT_INTERN_H
#define BRONPOST_PIPELINE_AUDIT_INTERN_H

#include "bronpost/base/arena.h"
#include "bronpost/message/tbgi.h"
#include "bronpost/pipeline/audit.h"
#include "bronpost/report/rapport.h"

/* --- registrations in memory ------------------------------------------------------------------------------------ */

/* Of the HMAC so many bytes: among a million persons two are the same with a chance of one in 10^26. */
#define POST_PERSOON 16
#define POST_UUID    (BP_UUID_TEXT - 1)

struct post {
    unsigned char persoon[POST_PERSOON];
    char identificatiecode[POST_UUID]; /* no NUL */
    uint8_t toestand;
    bool in_bestand; /* the TBG-i has it */
    int64_t klaargezet_ms, aangeboden_ms, beantwoord_ms;
    /* "" where nobody asked; the volgnummer is there with a TBG-i too, which is joined by it */
    const char *leerlingnummer, *volgnummer, *herkomst;
    struct bp_dag_registratie registratie;
};

struct posten {
    const struct bp_audit_opdracht *opdracht;
    struct bp_arena *arena; /* lives as long as the posts */
    struct bp_arena *los;   /* of one body */
    struct bp_buf body;
    struct post *items;
    size_t count, cap;
};

enum bp_status posten_init(struct posten *posten, const struct bp_audit_opdracht *opdracht,
                           struct bp_error *err);
void posten_free(struct posten *posten);
/* A bp_ledger_bewijs_fn; ctx is the struct. */
enum bp_status posten_neem(void *ctx, const struct bp_ledger_bewijs *bewijs, struct bp_error *err);
/* By person, then vo before mbo, brin, identificatiecode. */
void posten_sort(struct posten *posten);
/* How many from `at` on are of the same person. */
size_t posten_van_persoon(const struct posten *posten, size_t at);

/* --- totals ------------------------------------------------------------------------------------------------------- */

/* One person: all registrations, and what they come to on the day. */
struct persoon {
    const struct bp_dag_registratie *const *registraties;
    const struct bp_dag_uitkomst *uitkomsten;
    size_t count;
};

struct telling {
    struct bp_audit_rapport *rapport;
    struct bp_audit_telling *instellingen;
    size_t instelling_count, instelling_cap;
    const struct bp_dag_registratie **gekozen; /* scratch for one person */
    struct bp_dag_uitkomst *uitkomsten;
};

/* Institutions, the counting dates and the moments of the series; `meeste`: registrations of one person at most. */
enum bp_status telling_init(struct telling *telling, const struct bp_audit_opdracht *opdracht,
                            const struct posten *posten, size_t meeste,
                            struct bp_audit_rapport *rapport, struct bp_error *err);
void telling_persoon(struct telling *telling, const struct persoon *persoon);
void telling_free(struct telling *telling);

/* Listed: see struct bp_audit_regel. */
bool telling_staat_erop(const struct bp_dag_registratie *registratie,
                        const struct bp_dag_uitkomst *uitkomst);

/* The moments of the series: the first of each month; over more than 36 of them the counting dates; over more than that
 * the last 36 times 1 October. Both days included. */
size_t telling_momenten(struct bp_datum van, struct bp_datum tot,
                        struct bp_audit_moment uit[BP_AUDIT_MOMENTEN]);

/* --- DUO's decisions ------------------------------------------------------------------------------------------------ */

struct audit_uit;

struct vergelijking {
    const struct bp_audit_opdracht *opdracht;
    struct bp_tbgi *bestand; /* NULL: no TBG-i was named */
    struct posten *posten;
    struct audit_uit *uit; /* NULL: nothing is written */
    struct bp_tbgi_rapport rapport;
    struct bp_tbgi_regel *regels;                   /* BP_RAPPORT_REGELS at most */
    const struct bp_dag_registratie **registraties; /* scratch for one person */
    struct bp_dag_uitkomst *uitkomsten;
    struct bp_buf meldingen; /* of one line */
};

/* Looks through the file: what is no TBG-i is refused before anything else is done. */
enum bp_status vergelijking_open(struct vergelijking *v, const struct bp_audit_opdracht *opdracht,
                                 struct bp_error *err);
/* Fills the report; `meeste` as above. The posts are sorted. */
enum bp_status vergelijking_run(struct vergelijking *v, struct posten *posten, size_t meeste,
                                struct audit_uit *uit, struct bp_error *err);
void vergelijking_free(struct vergelijking *v); /* zeroed is fine */

/* --- files ---------------------------------------------------------------------------------------------------------- */

/* BP_E_USAGE: the folder holds the result of another command, or `tbgi` (NULL: none) itself would be overwritten. */
enum bp_status audit_uit_check(const char *folder, const char *tbgi, struct bp_error *err);
/* `tbgi`: with tbgi.csv; without it an older one is taken away. */
enum bp_status audit_uit_open(const char *folder, bool tbgi, struct audit_uit **out,
                              struct bp_error *err);
enum bp_status audit_uit_regel(struct audit_uit *uit, const struct bp_audit_regel *regel,
                               struct bp_error *err);
enum bp_status audit_uit_tbgi(struct audit_uit *uit, const struct bp_tbgi_regel *regel,
                              struct bp_error *err);
/* The report too; frees, always. */
enum bp_status audit_uit_commit(struct audit_uit *uit, const struct bp_audit_rapport *rapport,
                                struct bp_error *err);
void audit_uit_abandon(struct audit_uit *uit); /* NULL is fine */

#endif
