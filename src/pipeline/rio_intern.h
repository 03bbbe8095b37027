/* rio_intern.h - private to rio*.c: a check of routes in progress
 * PURPOSE    what deciding (rio.c) and writing (rio_uitvoer.c) share
 * OWNERSHIP  lives in the arena of the check
 * THREADS    one owner
 */
#ifndef BRONPOST_PIPELINE_RIO_INTERN_H
#define BRONPOST_PIPELINE_RIO_INTERN_H

#include "bronpost/base/arena.h"
#include "bronpost/base/file.h"
#include "bronpost/pipeline/rio.h"

enum rio_stand { RIO_GEREED, RIO_AFGEKEURD, RIO_PARTNER, RIO_GEEN_LEERROUTE };

/* Routes that are one offered programme on one side. */
struct rio_programma {
    enum bp_sector sector;
    const struct bp_route **routes; /* ascending by begindatum, then by line */
    size_t count, cap;
    struct bp_str code;
    bool nieuw;   /* a code of our own, of this check only */
    bool te_laat; /* it began before the reference date, and nothing says that RIO has it */
    enum rio_stand stand;
    struct bp_rio_bevindingen bevindingen;
    struct bp_str bestand; /* name of the body; empty: none is written */
};

/* A line of rio.csv. */
struct rio_regel {
    const struct bp_route *route;
    const struct rio_programma *programma;
};

struct rio_uitvoer {
    const struct bp_rio_opdracht *opdracht;
    struct bp_file *csv;
    struct bp_buf line;
};

/* Makes the folder, removes bodies of an earlier check, begins rio.csv. */
enum bp_status rio_uitvoer_open(struct rio_uitvoer *u, const struct bp_rio_opdracht *opdracht,
                                struct bp_rio_uitslag *uitslag, struct bp_error *err);
enum bp_status rio_uitvoer_body(struct rio_uitvoer *u, struct bp_str bestand, struct bp_str body,
                                struct bp_error *err);
enum bp_status rio_uitvoer_regel(struct rio_uitvoer *u, const struct rio_regel *regel,
                                 struct bp_error *err);
/* A row without a readable key. */
enum bp_status rio_uitvoer_onleesbaar(struct rio_uitvoer *u, uint32_t line, struct bp_error *err);
enum bp_status rio_uitvoer_commit(struct rio_uitvoer *u, struct bp_error *err);
void rio_uitvoer_abandon(struct rio_uitvoer *u); /* zeroed, or after a commit, is fine */

/* Removes the result of an earlier check. */
void rio_uitvoer_remove(const char *out);

/* "rio-vo-99XA-GLR-ZW-BB2.xml"; ptr NULL when the arena is full. */
struct bp_str rio_bestand(struct bp_arena *arena, const struct rio_programma *programma);

#endif
