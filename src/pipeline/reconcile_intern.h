/* reconcile_intern.h - the parts of reconcile, private to pipeline
 * PURPOSE    what we have (reconcile_hier.c), files of the result (reconcile_uit.c), lines that its report shows
 *            (reconcile_verslag.c), vo against mbo (reconcile_sector.c)
 */
#ifndef BRONPOST_PIPELINE_RECONCILE_INTERN_H
#define BRONPOST_PIPELINE_RECONCILE_INTERN_H

#include "bronpost/base/file.h"
#include "bronpost/domain/route.h"
#include "bronpost/pipeline/reconcile.h"
#include "bronpost/report/vergelijking.h"

/* --- what we have -------------------------------------------------------------------------------------------- */

/* From this day on this route and phase, until the next one. */
struct spoor {
    struct bp_datum van;
    uint8_t soort, fase; /* enum bp_route_soort, enum bp_leerroutefase */
};

/* A registration of ours. */
struct hier {
    unsigned char persoon[BP_HASH_BYTES];
    enum bp_sector sector;
    bool eigen;      /* mbo, at the overview's institution: has a stand */
    bool verwijderd; /* the last message takes it back */
    bool gezien;     /* the overview has it */
    enum bp_toestand toestand;
    int64_t moment_ms;
    struct bp_str brin, volgnummer, leerlingnummer;
    struct bp_datum begin, einde; /* end: the actual one; none while open */
    const struct spoor *sporen;
    size_t spoor_count;
    const struct bp_stand *stand;
};

struct hier_lijst {
    const struct bp_kluis *kluis;
    struct bp_str brin; /* of the overview */
    struct bp_arena *arena;
    struct bp_arena *los; /* of one body of another institution */
    struct bp_buf body;
    struct hier *items;
    size_t count, cap;
};

enum bp_status hier_init(struct hier_lijst *lijst, const struct bp_kluis *kluis, struct bp_str brin,
                         struct bp_error *err);
void hier_free(struct hier_lijst *lijst);
/* A bp_ledger_registratie_fn; ctx is the list. */
enum bp_status hier_neem(void *ctx, const struct bp_ledger_registratie *stand,
                         struct bp_error *err);
/* By person, then vo before mbo, brin, volgnummer: what hier_van() needs. */
void hier_sort(struct hier_lijst *lijst);
struct hier *hier_van(const struct hier_lijst *lijst, const unsigned char persoon[BP_HASH_BYTES],
                      size_t *count);
/* By volgnummer and leerlingnummer: an order for people. hier_van() no longer works. */
void hier_sort_volgnummer(struct hier_lijst *lijst);

/* What is in force on day d; NULL when it is not open then. */
const struct spoor *hier_spoor_op(const struct hier *hier, struct bp_datum d);

/* --- vo against mbo ------------------------------------------------------------------------------------------ */

struct sector_verschil {
    struct bp_datum op; /* the first day on which they disagree; none: never */
    const char *veld;   /* "leerroute" or "leerroutefase" */
    struct bp_str mbo, vo;
};

/* One enrolment of the overview beside one vo registration of the same person. `samen` and `alle` are all that DUO and
 * we have of that person: another enrolment that follows the route explains why this one does not. */
void sector_vergelijk(const struct bp_overzicht_persoon *samen, size_t at, const struct hier *alle,
                      size_t alle_count, const struct hier *vo, size_t isp_velden,
                      struct sector_verschil *out);

/* --- lines of the result ------------------------------------------------------------------------------------- */

struct uit_regel {
    enum bp_vergelijking_soort soort;
    const char *brin;
    struct bp_str volgnummer, leerlingnummer;
    uint32_t line; /* of DUO's file; 0: it has none */
    const char *toestand;
    const char *veld;
    struct bp_datum op;
    struct bp_str duo, hier;
    const char *uitleg; /* message id of a template */
    struct bp_str args[3];
};

/* What the report keeps of them: at most BP_RAPPORT_REGELS of each kind, and mends of one kind as one. */
struct verslag;

struct verslag *verslag_new(void);          /* NULL: no memory */
void verslag_free(struct verslag *verslag); /* NULL is fine */
bool verslag_regel(struct verslag *verslag, const struct uit_regel *regel, struct bp_str uitleg);
bool verslag_herstel(struct verslag *verslag, uint32_t line, const char *record, const char *veld,
                     const char *wat, size_t aantal);
/* Lends its lines and mends to the facts. */
void verslag_vul(const struct verslag *verslag, struct bp_vergelijking *feiten);

struct uitschrift;

/* BP_E_USAGE when the result would overwrite, or a refusal take away, the overview or the report of a run. */
enum bp_status uit_check(const char *folder, const char *overzicht, struct bp_error *err);
enum bp_status uit_open(const char *folder, struct uitschrift **out, struct bp_error *err);
enum bp_status uit_regel(struct uitschrift *uit, const struct uit_regel *regel,
                         struct bp_error *err);
/* `line` 0: of the file as a whole, `aantal` times. `wat` is a message id. */
enum bp_status uit_herstel(struct uitschrift *uit, uint32_t line, const char *record,
                           const char *veld, const char *wat, size_t aantal, struct bp_error *err);
/* The report, of these facts and of what was written before. */
enum bp_status uit_rapport(struct uitschrift *uit, struct bp_vergelijking *feiten,
                           struct bp_error *err);
enum bp_status uit_commit(struct uitschrift *uit, struct bp_error *err); /* frees, always */
void uit_abandon(struct uitschrift *uit);                                /* NULL is fine */
/* An older result is taken away; nothing there is fine. */
void uit_verwijder(const char *folder);

#endif
