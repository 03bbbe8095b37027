/* verwerking.c - the main job: a window of pieces between the workers and the writer
 *
 * Workers take pieces in order and may be at most a window ahead of the writer, so that memory does not grow with the
 * input and the output has one order whatever the number of threads.
 */
#include "bronpost/pipeline/verwerking.h"

#include "bronpost/base/text.h"
#include "intern.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define JOBS_MAX 64

struct venster {
    const struct taak *taak;
    pthread_mutex_t lock;
    pthread_cond_t room, ready;
    struct stuk *slots;
    bool *done;
    size_t slot_count;
    size_t total;   /* pieces in all */
    size_t next;    /* the next that a worker takes */
    size_t written; /* how many the writer has taken */
    bool stop;
};

struct draad {
    pthread_t thread;
    struct venster *venster;
    struct werker *werker;
};

static void *werk(void *ctx)
{
    struct draad *draad = ctx;
    struct venster *v = draad->venster;
    for (;;) {
        (void)pthread_mutex_lock(&v->lock);
        while (!v->stop && v->next < v->total && v->next >= v->written + v->slot_count)
            (void)pthread_cond_wait(&v->room, &v->lock);
        bool over = v->stop || v->next >= v->total;
        size_t seq = v->next;
        v->next += !over;
        (void)pthread_mutex_unlock(&v->lock);
        if (over)
            return NULL;
        struct stuk *stuk = &v->slots[seq % v->slot_count];
        bp_arena_reset(stuk->arena);
        stuk->from = seq * STUK_INSCHRIJVINGEN;
        stuk->to = stuk->from + STUK_INSCHRIJVINGEN;
        if (stuk->to > v->taak->inschrijvingen)
            stuk->to = v->taak->inschrijvingen;
        werker_doe(draad->werker, stuk);
        (void)pthread_mutex_lock(&v->lock);
        v->done[seq % v->slot_count] = true;
        (void)pthread_cond_signal(&v->ready);
        (void)pthread_mutex_unlock(&v->lock);
    }
}

/* The writer's side: pieces in order. */
static enum bp_status schrijf(struct venster *v, struct schrijver *schrijver, struct bp_error *err)
{
    const struct bp_opdracht *o = v->taak->opdracht;
    size_t rows = bp_leerlingen_feiten(v->taak->leerlingen)->rows, done = 0;
    enum bp_status st = BP_OK;
    for (size_t seq = 0; st == BP_OK && seq < v->total; seq++) {
        size_t slot = seq % v->slot_count;
        (void)pthread_mutex_lock(&v->lock);
        while (!v->done[slot])
            (void)pthread_cond_wait(&v->ready, &v->lock);
        (void)pthread_mutex_unlock(&v->lock);
        struct stuk *stuk = &v->slots[slot];
        st = stuk->status;
        if (st != BP_OK)
            *err = stuk->err;
        else
            st = schrijver_neem(schrijver, stuk, err);
        for (size_t i = 0; i < stuk->ins_count; i++)
            done += stuk->ins[i].rij_count;
        (void)pthread_mutex_lock(&v->lock);
        v->done[slot] = false;
        v->written = seq + 1;
        (void)pthread_cond_broadcast(&v->room);
        (void)pthread_mutex_unlock(&v->lock);
        if (o->progress)
            o->progress(o->progress_ctx, done, rows);
    }
    return st;
}

static enum bp_status venster_open(struct venster *v, const struct taak *taak, unsigned jobs,
                                   struct bp_error *err)
{
    *v = (struct venster){ .taak = taak, .slot_count = 4 * (size_t)jobs };
    v->total = (taak->inschrijvingen + STUK_INSCHRIJVINGEN - 1) / STUK_INSCHRIJVINGEN;
    v->slots = calloc(v->slot_count, sizeof *v->slots);
    v->done = calloc(v->slot_count, sizeof *v->done);
    bool ok = v->slots && v->done;
    for (size_t i = 0; ok && i < v->slot_count; i++) {
        v->slots[i].arena = bp_arena_new(STUK_BYTES);
        ok = v->slots[i].arena != NULL;
    }
    (void)pthread_mutex_init(&v->lock, NULL);
    (void)pthread_cond_init(&v->room, NULL);
    (void)pthread_cond_init(&v->ready, NULL);
    return ok ? BP_OK : bp_error_memory(err, N_("the workers"));
}

static void venster_close(struct venster *v)
{
    for (size_t i = 0; v->slots && i < v->slot_count; i++)
        bp_arena_free(v->slots[i].arena);
    free(v->slots);
    free(v->done);
    (void)pthread_cond_destroy(&v->ready);
    (void)pthread_cond_destroy(&v->room);
    (void)pthread_mutex_destroy(&v->lock);
}

/* Starts the workers, writes what they give, and waits for them, whatever happens. */
static enum bp_status draai(const struct taak *taak, struct schrijver *schrijver,
                            struct bp_error *err)
{
    unsigned jobs = taak->opdracht->jobs < 1 ? 1 : taak->opdracht->jobs;
    if (jobs > JOBS_MAX)
        jobs = JOBS_MAX;
    struct venster v;
    struct draad draden[JOBS_MAX] = { { .venster = NULL } };
    unsigned started = 0;
    enum bp_status st = venster_open(&v, taak, jobs, err);
    for (unsigned i = 0; st == BP_OK && i < jobs; i++) {
        draden[i].venster = &v;
        draden[i].werker = werker_new(taak, err);
        if (!draden[i].werker)
            st = err->status;
    }
    for (; st == BP_OK && started < jobs; started++)
        if (pthread_create(&draden[started].thread, NULL, werk, &draden[started]) != 0)
            break;
    if (st == BP_OK && started == 0)
        st = bp_error_set(err, BP_E_MEMORY, NULL, N_("no thread could be started"));
    if (st == BP_OK)
        st = schrijf(&v, schrijver, err);
    (void)pthread_mutex_lock(&v.lock);
    v.stop = true;
    (void)pthread_cond_broadcast(&v.room);
    (void)pthread_mutex_unlock(&v.lock);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(draden[i].thread, NULL);
    for (unsigned i = 0; i < jobs; i++)
        werker_free(draden[i].werker);
    venster_close(&v);
    return st;
}

/* From an opened input to a result that only waits for its commits. */
static enum bp_status verwerk(const struct taak *taak, struct resultaat *resultaat,
                              struct bp_uitslag *uitslag, struct bp_error *err)
{
    const struct bp_opdracht *o = taak->opdracht;
    struct schrijver *schrijver = schrijver_new(taak, resultaat, err);
    enum bp_status st = schrijver ? draai(taak, schrijver, err) : err->status;
    if (st == BP_OK)
        st = schrijver_sluit(schrijver, uitslag, err);
    if (st == BP_OK && o->klaarzetten)
        st = bp_ledger_run_commit(o->ledger, err);
    /* From here on the ledger says it: a disk that fails now is reported, and the next run repeats the files. */
    if (st == BP_OK)
        st = resultaat_commit(resultaat, err);
    schrijver_free(schrijver);
    return st;
}

static enum bp_status open_invoer(struct taak *taak, struct bp_profiel **profiel,
                                  struct bp_route_bestand **routes,
                                  struct bp_leerlingen **leerlingen, struct bp_error *err)
{
    const struct bp_opdracht *o = taak->opdracht;
    enum bp_status st = o->profiel ? bp_profiel_open(o->profiel, profiel, err) : BP_OK;
    if (st == BP_OK)
        st = bp_routes_open(o->routes, o->lijsten, routes, err);
    if (st != BP_OK)
        return st;
    taak->routes = *routes;
    taak->regels.routes = bp_routes_of(*routes);
    struct bp_leerlingen_opties opties = {
        .path = o->leerlingen,
        .profiel = *profiel,
        .brin = o->brin,
        .routes = taak->regels.routes,
        .lijsten = o->lijsten,
        .mandaat = o->mandaat,
    };
    st = bp_leerlingen_open(&opties, leerlingen, err);
    if (st != BP_OK)
        return st;
    taak->leerlingen = *leerlingen;
    taak->inschrijvingen = bp_leerlingen_feiten(*leerlingen)->inschrijvingen;
    return BP_OK;
}

enum bp_status bp_verwerk(const struct bp_opdracht *o, struct bp_uitslag *uitslag,
                          struct bp_error *err)
{
    *uitslag = (struct bp_uitslag){ .arena = NULL };
    (void)snprintf(uitslag->rapport_path, sizeof uitslag->rapport_path, "%s/rapport.html", o->out);
    struct taak taak = { .opdracht = o,
                         .regels = { .peildatum = o->peildatum,
                                     .lijsten = o->lijsten,
                                     .mandaat = o->mandaat,
                                     .rio_verplicht = o->require_rio } };
    struct bp_profiel *profiel = NULL;
    struct bp_route_bestand *routes = NULL;
    struct bp_leerlingen *leerlingen = NULL;
    struct resultaat resultaat = { .opdracht = o };
    struct bp_route_in_rio *in_rio = NULL;
    bool in_run = false;
    enum bp_status st = resultaat_check(o, err);
    if (st != BP_OK)
        return st;
    st = open_invoer(&taak, &profiel, &routes, &leerlingen, err);
    if (st == BP_OK && o->klaarzetten) {
        st = bp_ledger_run_begin(o->ledger, o->peildatum, err);
        in_run = st == BP_OK;
    }
    if (st == BP_OK) {
        in_rio = in_rio_vraag(o, taak.regels.routes, err);
        taak.regels.in_rio = in_rio;
        st = in_rio ? BP_OK : err->status;
    }
    if (st == BP_OK)
        st = resultaat_open(&resultaat, o, err);
    if (st == BP_OK)
        st = verwerk(&taak, &resultaat, uitslag, err);
    resultaat_abandon(&resultaat);
    if (st != BP_OK && in_run)
        bp_ledger_run_abandon(o->ledger);
    if (st == BP_E_INPUT || st == BP_E_STOP)
        resultaat_verwijder(o->out);
    bp_leerlingen_close(leerlingen);
    bp_routes_close(routes);
    bp_profiel_close(profiel);
    free(in_rio);
    return st;
}

void bp_uitslag_clear(struct bp_uitslag *uitslag)
{
    bp_arena_free(uitslag->arena);
    *uitslag = (struct bp_uitslag){ .arena = NULL };
}
