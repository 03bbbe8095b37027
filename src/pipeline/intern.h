/* intern.h - the parts of the main job, private to pipeline
 * PURPOSE    what goes from a worker to the writer, and who does what with it
 */
#ifndef BRONPOST_PIPELINE_INTERN_H
#define BRONPOST_PIPELINE_INTERN_H

#include "bronpost/base/file.h"
#include "bronpost/domain/levering.h"
#include "bronpost/domain/persoon.h"
#include "bronpost/input/leerlingen.h"
#include "bronpost/input/routes.h"
#include "bronpost/pipeline/verwerking.h"

/* Enrolments per piece of work: big enough that the hand-over costs nothing, small enough that a dozen in flight
 * stay within a few megabytes, bodies included. */
#define STUK_INSCHRIJVINGEN ((size_t)128)
#define STUK_BYTES          (256 * BP_MIB)
#define PERSOON_BYTES       (1024 * BP_MIB)

/* --- from worker to writer ------------------------------------------------------------------------------ */

/* One registration, as far as it can be known without the ledger. */
struct reg_uit {
    enum bp_sector sector;
    bool partner;        /* handed over; everything below `begin` is for what this run sends */
    struct bp_str regel; /* the line of registraties.csv up to and with bekostigd_door */
    struct bp_str brin, naam_route;
    struct bp_str volgnummer;
    struct bp_str leerroute, fase;
    struct bp_datum begin, einde;
    bool laat, na_teldatum; /* BP304 and BP305, should the ledger not know it */
    char identificatiecode[BP_UUID_TEXT];
    unsigned char fingerprint[BP_HASH_BYTES];
    struct bp_str body;   /* when bodies are written; of mbo also with a ledger */
    struct bp_str sealed; /* when the ledger stages it */
};

/* One enrolment. */
struct ins_uit {
    size_t rij_count;
    uint32_t first_line;
    bool afgekeurd;
    struct bp_str buiten_bereik; /* its line when it leads to no registration; else absent */
    struct bp_str leerlingnummer;
    struct bp_str brin, volgnummer;
    enum bp_sector herkomst;
    bool sleutel_bekend; /* person, brin and number are known: the ledger can know it */
    unsigned char persoon[BP_HASH_BYTES];
    struct bp_datum begin, einde;
    size_t reg_from, reg_count;   /* in stuk.regs */
    const struct bp_route *route; /* of the student on the reference date */
    enum bp_leerroutefase fase;
    bool telt_voor_route; /* the first of the person's enrolments in this route */
    bool rio_geteld;      /* BP216 as a count */
};

/* A finding, ready for the files. */
struct bev_uit {
    uint32_t line;
    uint32_t met_line; /* not 0: rejected with that line, and nothing else to say */
    unsigned code;
    enum bp_kolom kolom;
    bool afkeuring;
    bool eerste; /* of this code in this enrolment: what the report counts */
    struct bp_str uitleg, leerlingnummer;
};

struct stuk {
    size_t from, to; /* enrolments */
    struct bp_arena *arena;
    struct ins_uit *ins;
    size_t ins_count;
    struct reg_uit *regs;
    size_t reg_count, reg_cap;
    struct bev_uit *bevs;
    size_t bev_count, bev_cap;
    enum bp_status status;
    struct bp_error err;
};

/* --- shared by all threads, read-only once built -------------------------------------------------------- */

struct taak {
    const struct bp_opdracht *opdracht;
    struct bp_regels regels;
    const struct bp_leerlingen *leerlingen;
    const struct bp_route_bestand *routes;
    size_t inschrijvingen;
};

/* --- in_rio.c: what the ledger knows of the routes in RIO ------------------------------------------------- */

/* One for each route, in their order: what BP216 asks, on the reference date. The ledger is asked once for all of
 * them, before the first worker starts. A side is
 *   IN_RIO   when RIO has its programme on that day, as far as the ledger knows;
 *   NIET     when it has not, and the ledger has fixed a code for some route of that institution and side: there
 *            routes go through this ledger; or whatever it knows, with require_rio;
 *   GETELD   otherwise, also without a ledger.
 * Freed with free(); NULL: no memory, or what the ledger says. */
struct bp_route_in_rio *in_rio_vraag(const struct bp_opdracht *opdracht,
                                     const struct bp_routes *routes, struct bp_error *err);

/* --- werker.c ------------------------------------------------------------------------------------------- */

struct werker;

struct werker *werker_new(const struct taak *taak, struct bp_error *err);
void werker_free(struct werker *werker);
/* Fills `stuk` for [from, to); what went wrong stands in stuk->status. */
void werker_doe(struct werker *werker, struct stuk *stuk);

/* --- bericht.c: the messages of one enrolment ------------------------------------------------------------ */

/* What a worker builds with; one per thread. */
struct bouwplaats {
    const struct taak *taak;
    struct bp_maker *vo, *mbo;
    struct bp_buf body, stand, sealed;
};

enum bp_status bouwplaats_open(struct bouwplaats *b, const struct taak *taak, struct bp_error *err);
void bouwplaats_close(struct bouwplaats *b);

/* Builds and proves the message of a registration that this run sends; a message that does not validate rejects
 * the enrolment (BP501) and is BP_OK. */
enum bp_status bouw_bericht(struct bouwplaats *b, struct bp_inschrijving *inschrijving,
                            const struct bp_registratie *reg, struct bp_arena *arena,
                            struct reg_uit *uit, struct bp_error *err);

/* --- regel.c: texts ------------------------------------------------------------------------------------- */

/* The line of registraties.csv without status and bestand. */
struct bp_str regel_registratie(const struct bp_inschrijving *inschrijving,
                                const struct bp_registratie *reg, struct bp_arena *arena);
/* The line of an enrolment that leads to no registration, whole but for the line end. */
struct bp_str regel_buiten_bereik(const struct bp_inschrijving *inschrijving,
                                  struct bp_arena *arena);
/* The findings of an enrolment as lines for afgekeurd.csv and signalen.csv. */
enum bp_status regel_bevindingen(const struct bp_inschrijving *inschrijving, struct stuk *stuk,
                                 struct bp_error *err);
/* Adds one warning of the writer's own (BP304, BP305). */
enum bp_status regel_signaal(struct stuk *stuk, uint32_t line, enum bp_code code,
                             enum bp_kolom kolom, struct bp_str leerlingnummer,
                             struct bp_error *err);

/* --- resultaat.c: the folder of the result -------------------------------------------------------------- */

enum uitvoer {
    UIT_REGISTRATIES,
    UIT_AFGEKEURD,
    UIT_SIGNALEN,
    UIT_PARTNER,
    UIT_HTML,
    UIT_JSON,
    UIT_COUNT
};

struct resultaat {
    const struct bp_opdracht *opdracht;
    struct bp_file *files[UIT_COUNT]; /* all appear together, at the commit */
};

/* BP_E_USAGE when the result would overwrite, or a refusal take away, the input. */
enum bp_status resultaat_check(const struct bp_opdracht *opdracht, struct bp_error *err);
/* Bodies of an older result are taken away. */
enum bp_status resultaat_open(struct resultaat *r, const struct bp_opdracht *opdracht,
                              struct bp_error *err);
enum bp_status resultaat_write(struct resultaat *r, enum uitvoer which, struct bp_str bytes,
                               struct bp_error *err);
enum bp_status resultaat_body(struct resultaat *r, const char *name, struct bp_str body,
                              struct bp_error *err);
enum bp_status resultaat_commit(struct resultaat *r, struct bp_error *err);
void resultaat_abandon(struct resultaat *r); /* zeroed, or after a commit, is fine */
/* Takes away an older result: files with our names, and the bodies. Nothing there is fine. */
void resultaat_verwijder(const char *out);

/* --- schrijver.c: the writer ---------------------------------------------------------------------------- */

struct schrijver;

struct schrijver *schrijver_new(const struct taak *taak, struct resultaat *resultaat,
                                struct bp_error *err);
void schrijver_free(struct schrijver *schrijver);
/* Pieces come in the order of the input. */
enum bp_status schrijver_neem(struct schrijver *schrijver, struct stuk *stuk, struct bp_error *err);
/* BP601 and BP602, the files that are sorted, the report; all but the commits. */
enum bp_status schrijver_sluit(struct schrijver *schrijver, struct bp_uitslag *uitslag,
                               struct bp_error *err);
/* A refusal because of BP601, in words. */
enum bp_status schrijver_stop(const struct bp_uitslag *uitslag, struct bp_error *err);

/* --- massa.c: what the ledger knew of the enrolments of this export -------------------------------------- */

struct massa;

struct massa *massa_new(const struct taak *taak, struct bp_error *err);
void massa_free(struct massa *massa);
/* One enrolment of the export; in a run the ledger remembers it. */
enum bp_status massa_zie(struct massa *massa, const struct ins_uit *ins, bool geregistreerd,
                         struct bp_error *err);
/* True when the export has an enrolment of this institution and sector that the ledger could know. */
bool massa_heeft(const struct massa *massa, struct bp_str brin, enum bp_sector sector);
/* What became of the known ones. `gemist` is called for each that is missing (BP602). */
struct massa_telling {
    size_t bekend, verdwenen, beeindigd, ander_begin;
};
typedef enum bp_status massa_gemist_fn(void *ctx, const struct bp_ledger_inschrijving_key *key,
                                       struct bp_error *err);
enum bp_status massa_sluit(struct massa *massa, struct massa_telling *telling,
                           massa_gemist_fn *gemist, void *ctx, struct bp_error *err);

/* --- bevindingen.c: all findings of a run, small and sorted ---------------------------------------------- */

struct bev_lijst;

struct bev_lijst *bev_lijst_new(void);
void bev_lijst_free(struct bev_lijst *lijst);
bool bev_lijst_add(struct bev_lijst *lijst, const struct bev_uit *bev); /* copies; false: memory */
void bev_lijst_sort(struct bev_lijst *lijst);                           /* by line, then code */
size_t bev_lijst_count(const struct bev_lijst *lijst);
struct bev_uit bev_lijst_at(const struct bev_lijst *lijst, size_t at);

/* --- rapportage.c: the facts of the report ---------------------------------------------------------------- */

struct telwerk; /* counts per institution, route and code */

struct telwerk *telwerk_new(const struct taak *taak);
void telwerk_free(struct telwerk *telwerk);
enum telling { TELT_TE_REGISTREREN, TELT_ONGEWIJZIGD, TELT_PARTNER };
bool telwerk_registratie(struct telwerk *telwerk, const struct reg_uit *reg, enum telling telling);
void telwerk_student(struct telwerk *telwerk, const struct ins_uit *ins);
/* Fills the arrays of the report from the counts and findings, in `uitslag->arena`. */
enum bp_status telwerk_rapport(struct telwerk *telwerk, const struct bev_lijst *bevindingen,
                               struct bp_uitslag *uitslag, struct bp_error *err);
/* A remark on the run as a whole, for the report; a template and its arguments. */
bool telwerk_opmerking(struct telwerk *telwerk, const char *template, const struct bp_str *args,
                       size_t arg_count);
/* How often a code without a line occurred (BP601, BP602). */
void telwerk_code(struct telwerk *telwerk, enum bp_code code, size_t count);

#endif
