/* rio_intern.h - private to rio*.c: routes on their way to RIO
 * PURPOSE    what judging (rio_keuring.c), the dry run (rio.c), sending (rio_submit.c) and writing (rio_uitvoer.c)
 *            share
 * OWNERSHIP  lives in the arena of the work
 * THREADS    one owner
 */
#ifndef BRONPOST_PIPELINE_RIO_INTERN_H
#define BRONPOST_PIPELINE_RIO_INTERN_H

#include "bronpost/base/arena.h"
#include "bronpost/base/file.h"
#include "bronpost/input/routes.h"
#include "bronpost/message/rio_antwoord.h"
#include "bronpost/pipeline/rio.h"

enum rio_stand { RIO_GEREED, RIO_AFGEKEURD, RIO_PARTNER, RIO_GEEN_LEERROUTE };

/* What becomes of one that is ready. */
enum rio_gevolg {
    RIO_ONBEKEND, /* nobody asked: a check without ledger */
    /* as far as the ledger knows */
    RIO_NIEUW,
    RIO_GEWIJZIGD,
    RIO_ONGEWIJZIGD, /* also after asking RIO */
    RIO_GEWEIGERD,   /* RIO refused it as it is; goes again when it changes */
    /* by sending */
    RIO_GEREGISTREERD,
    RIO_MISLUKT, /* a fault that needs a person */
    RIO_WACHT,   /* goes with the next submit */
};

enum rio_herkomst { RIO_CODE_GEEN, RIO_CODE_NIEUW, RIO_CODE_ROUTES, RIO_CODE_LEDGER };

/* Routes that are one offered programme on one side. */
struct rio_programma {
    enum bp_sector sector;
    const struct bp_route **routes; /* ascending by begindatum, then by line */
    size_t count, cap;
    struct bp_str code;
    enum rio_herkomst herkomst;
    bool vast;      /* the ledger has the code, by this submit */
    bool te_zenden; /* judging alone, before RIO was looked into, found nothing against it */
    bool te_laat;   /* it began before the reference date, and nothing says that RIO has it */
    struct bp_ledger_opleiding
        ledger; /* known false: the ledger has not this code, or there is none */
    enum rio_stand stand;
    struct bp_rio_bevindingen bevindingen;
    struct bp_str bestand;                  /* name of the body; empty: none is written */
    const struct bp_aangeboden *aangeboden; /* when ready: by the routes alone */
    unsigned char
        vingerafdruk[BP_LEDGER_HASH]; /* when ready, with a kluis: of what the routes decide */
    enum rio_gevolg gevolg;
    const struct bp_rio_fout *fouten; /* RIO's, of GEWEIGERD */
    size_t fout_count;
    struct bp_str reden; /* of MISLUKT and WACHT, translated; may be empty */
};

/* A line of rio.csv. */
struct rio_regel {
    const struct bp_route *route;
    const struct rio_programma *programma;
};

/* A route that is at RIO by the ledger and that routes.csv does not have any more. */
struct rio_verdwenen {
    struct bp_ledger_opleiding_key key;
    struct bp_ledger_opleiding opleiding;
};

struct rio_uitvoer {
    const struct bp_rio_opdracht *opdracht;
    struct bp_file *csv; /* NULL: nothing is written */
    struct bp_buf line;
};

/* --- rio_keuring.c: routes to programmes, judged -------------------------------------------------------- */

struct rio_werk {
    const struct bp_rio_opdracht *opdracht;
    struct bp_rio_uitslag *uitslag;
    struct bp_route_bestand *bestand;
    const struct bp_routes *routes;
    struct bp_arena *arena;
    struct rio_programma *programmas;
    size_t count;
    struct rio_programma **slots; /* hash table of those with a code, by sector and code */
    size_t slot_count;
    struct rio_regel *regels;
    size_t regel_count;
    struct rio_verdwenen *verdwenen;
    size_t verdwenen_count;
    struct bp_maker *maker;
    struct bp_buf body, stand; /* of the programme that was judged last */
};

/* Reads the routes and makes programmes of them. rio_werk_end() also after an error. */
enum bp_status rio_werk_begin(struct rio_werk *w, const struct bp_rio_opdracht *opdracht,
                              struct bp_rio_uitslag *uitslag, struct bp_error *err);
void rio_werk_end(struct rio_werk *w);

/* Judges one; when it is ready its message is in w->body, under an identificatiecode that nobody keeps. */
enum bp_status rio_keur(struct rio_werk *w, struct rio_programma *p, struct bp_error *err);

/* The message of a programme, and its sender. BP_E_XML: the schema refuses it. */
enum bp_status rio_bouw(struct rio_werk *w, const struct rio_programma *p,
                        const struct bp_aangeboden *aangeboden, struct bp_str identificatiecode,
                        struct bp_error *err);
/* The fingerprint of what the routes ask for, when RIO would have nothing else than `van` after it; else that of `van`.
 * *ok false: it cannot be stated at all. */
enum bp_status rio_vingerafdruk(struct rio_werk *w, const struct rio_programma *p,
                                const struct bp_aangeboden *van, unsigned char out[BP_LEDGER_HASH],
                                bool *ok, struct bp_error *err);

/* A finding with a text that was translated already. */
void rio_bevinding(struct rio_programma *p, const char *code, enum bp_route_kolom kolom,
                   struct bp_str text);
/* A key of the ledger, copied; false: the arena is full. */
bool rio_sleutel(struct bp_arena *arena, const struct bp_ledger_opleiding_key *from,
                 struct bp_ledger_opleiding_key *out);
enum bp_sector rio_sector(const char *name);
/* RIO has the programme, or may have it after what was sent: its code is fixed. */
bool rio_kan_er_zijn(const struct bp_ledger_opleiding *opleiding);
/* Routes.csv names the institution, and does not have this route of it as a route that counts. */
bool rio_verdween(const struct bp_routes *routes, const struct bp_ledger_opleiding_key *key);
/* The errors that RIO gave on what it refused, as the ledger kept them. */
enum bp_status rio_fouten_van(struct bp_ledger *ledger, struct bp_str code, struct bp_arena *arena,
                              const struct bp_rio_fout **out, size_t *count, struct bp_error *err);
struct bp_str rio_brin(const struct rio_programma *p);
enum bp_status rio_geheugen(struct bp_error *err);

/* --- rio_uitvoer.c -------------------------------------------------------------------------------------- */

/* Makes the folder, removes bodies of an earlier check, begins rio.csv. Without a folder in the order nothing is
 * written, now and later. */
enum bp_status rio_uitvoer_open(struct rio_uitvoer *u, const struct bp_rio_opdracht *opdracht,
                                struct bp_rio_uitslag *uitslag, struct bp_error *err);
enum bp_status rio_uitvoer_body(struct rio_uitvoer *u, struct bp_str bestand, struct bp_str body,
                                struct bp_error *err);
/* All lines, and the counts of sides; commits. */
enum bp_status rio_uitvoer_sluit(struct rio_uitvoer *u, const struct rio_werk *w,
                                 struct bp_error *err);
void rio_uitvoer_abandon(struct rio_uitvoer *u); /* zeroed, or after closing, is fine */

/* Why a programme is rejected, with what to do, in whole sentences as far as they fit; translated. */
void rio_afkeuring(const struct rio_programma *programma, char *out, size_t cap);

/* Removes the result of an earlier check. */
void rio_uitvoer_remove(const char *out);

/* "rio-vo-99XA-GLR-ZW-BB2.xml"; ptr NULL when the arena is full. */
struct bp_str rio_bestand(struct bp_arena *arena, const struct rio_programma *programma);

#endif
