/* bench_ledger.c - what the ledger costs: staging a first night, looking up an ordinary one, proving the evidence
 * usage: bench_ledger [registrations], default 100,000; a folder is taken from TMPDIR, or /tmp */
#include "bronpost/ledger/bewijs.h"
#include "support/ledger_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(enum bp_status st, const struct bp_error *err)
{
    if (st == BP_OK)
        return;
    (void)fprintf(stderr, "bench_ledger: %s\n", err->detail);
    exit(1);
}

static void report(const char *what, size_t n, double since)
{
    double took = seconds() - since;
    (void)printf("ledger: %-34s %9.0f /s  (%zu in %.2f s)\n", what, (double)n / took, n, took);
}

static void stage_all(struct bp_ledger *ledger, size_t n, unsigned version)
{
    struct bp_error err;
    double start = seconds();
    must(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
    for (size_t i = 0; i < n; i++) {
        struct ledger_pupil p;
        ledger_pupil(&p, (unsigned)i, version);
        must(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
        must(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    }
    must(bp_ledger_run_commit(ledger, &err), &err);
    report(version ? "stage again, replacing (one run)" : "see and stage (one run)", n, start);
}

static void lookup_all(struct bp_ledger *ledger, size_t n)
{
    struct bp_error err;
    struct ledger_pupil p;
    double start = seconds();
    for (size_t i = 0; i < n; i++) {
        struct bp_ledger_stand stand;
        ledger_pupil(&p, (unsigned)(i * 7919 % n), 0);
        must(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
        if (!stand.known)
            exit(1);
    }
    report("look up, random order", n, start);
    start = seconds();
    must(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 2), &err), &err);
    for (size_t i = 0; i < n; i++) {
        struct bp_ledger_stand stand;
        enum bp_ledger_verschil verschil;
        ledger_pupil(&p, (unsigned)i, 0);
        must(bp_ledger_inschrijving_compare(ledger, &p.inschrijving, &verschil, &err), &err);
        must(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
        must(bp_ledger_lookup(ledger, &p.bericht.key, &stand, &err), &err);
    }
    must(bp_ledger_run_commit(ledger, &err), &err);
    report("compare, see, look up: no change", n, start);
}

static enum bp_status count_staged(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *err)
{
    (void)err;
    *(size_t *)ctx += k->body.len > 0;
    return BP_OK;
}

static enum bp_status count_telling(void *ctx, const struct bp_ledger_telling *t,
                                    struct bp_error *err)
{
    (void)err;
    *(size_t *)ctx += t->count;
    return BP_OK;
}

static enum bp_status count_bewijs(void *ctx, const struct bp_ledger_bewijs *b,
                                   struct bp_error *err)
{
    (void)err;
    *(size_t *)ctx += bp_str_filled(b->identificatiecode);
    return BP_OK;
}

static void evidence(struct bp_ledger *ledger, int64_t moment)
{
    struct bp_error err;
    struct bp_ledger_keuring keuring;
    size_t shown = 0;
    double start = seconds();
    must(bp_ledger_keur(ledger, NULL, &keuring, &err), &err);
    if (keuring.breuk != BP_BREUK_GEEN)
        exit(1);
    report("prove the chain, links", (size_t)keuring.schakels, start);
    start = seconds();
    must(bp_ledger_each_bewijs(ledger, moment, count_bewijs, &shown, &err), &err);
    report("registrations as known before", shown, start);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100000;
    struct bp_error err;
    struct bp_ledger *ledger = NULL;
    struct ledger_place place;
    ledger_place_make(&place, &ledger_engines[0]);
    must(bp_ledger_open(place.url, BP_LEDGER_WRITE, &ledger_env, &ledger, &err), &err);
    stage_all(ledger, n, 0);
    double start = seconds();
    bp_ledger_close(ledger);
    must(bp_ledger_open(place.url, BP_LEDGER_WRITE, &ledger_env, &ledger, &err), &err);
    (void)printf("ledger: close and open %.2f s, file %.1f MB\n", seconds() - start,
                 (double)ledger_place_bytes(&place) / 1e6);
    lookup_all(ledger, n);
    size_t shown = 0;
    start = seconds();
    must(bp_ledger_each_staged(ledger, count_staged, &shown, &err), &err);
    report("walk along what is staged", shown, start);
    shown = 0;
    start = seconds();
    must(bp_ledger_each_telling(ledger, count_telling, &shown, &err), &err);
    report("count per institution and state", shown, start);
    int64_t before = ledger_env.now_ms(ledger_env.ctx);
    stage_all(ledger, n, 1);
    evidence(ledger, before);
    bp_ledger_close(ledger);
    struct rusage use;
    (void)getrusage(RUSAGE_SELF, &use);
    (void)printf("ledger: peak memory %.0f MB\n", (double)use.ru_maxrss / 1024);
    ledger_place_remove(&place);
    return 0;
}
