/* rio.c - `rio check`: judges every programme, and writes what came of it */
#include "bronpost/pipeline/rio.h"

#include "bronpost/base/text.h"
#include "rio_intern.h"

static enum bp_status judge_one(struct rio_werk *w, struct rio_programma *p, struct rio_uitvoer *u,
                                struct bp_error *err)
{
    enum bp_status st = rio_keur(w, p, err);
    if (st != BP_OK || p->stand != RIO_GEREED || !w->opdracht->bodies)
        return st;
    p->bestand = rio_bestand(w->arena, p);
    return p->bestand.ptr ? rio_uitvoer_body(u, p->bestand, bp_buf_str(&w->body), err)
                          : rio_geheugen(err);
}

static enum bp_status check(struct rio_werk *w, struct bp_error *err)
{
    struct rio_uitvoer uitvoer;
    enum bp_status st = rio_uitvoer_open(&uitvoer, w->opdracht, w->uitslag, err);
    for (size_t i = 0; st == BP_OK && i < w->count; i++)
        st = judge_one(w, &w->programmas[i], &uitvoer, err);
    if (st == BP_OK)
        st = rio_uitvoer_sluit(&uitvoer, w, err);
    rio_uitvoer_abandon(&uitvoer);
    return st;
}

enum bp_status bp_rio_check(const struct bp_rio_opdracht *opdracht, struct bp_rio_uitslag *uitslag,
                            struct bp_error *err)
{
    struct bp_error own;
    struct rio_werk w;
    if (!err)
        err = &own;
    enum bp_status st = rio_werk_begin(&w, opdracht, uitslag, err);
    if (st == BP_E_INPUT)
        rio_uitvoer_remove(opdracht->out);
    if (st == BP_OK)
        st = check(&w, err);
    rio_werk_end(&w);
    return st;
}
