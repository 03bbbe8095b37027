/* Bodies per second for each way of proving them valid. Prints, asserts nothing.
 * usage: bench_message [BODIES]; from the root of the repository */
#include "support/message_registraties.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define POOL   200 /* so many shapes at most: more than a school has */
#define ROUNDS 3

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Everybody another number, another volgnummer, another head: nothing that a school would not have.
 */
static void make_unique(struct message_registratie *m, size_t n)
{
    char digits[10];
    (void)snprintf(digits, sizeof digits, "%09zu", 100000000 + n % 800000000);
    memcpy(m->registratie.persoon.digits, digits, 9);
    (void)snprintf(m->teksten[2], sizeof m->teksten[2], "V%zu", n);
    m->registratie.inschrijvingvolgnummer = bp_str_of(m->teksten[2]);
    (void)snprintf(m->teksten[0], sizeof m->teksten[0], "3f6c1c52-7f0e-4f5a-9f3b-%012zx", n);
    (void)snprintf(m->teksten[1], sizeof m->teksten[1], "2026-09-03T18:%02zu:%02zu.%03zuZ",
                   n / 60000 % 60, n / 1000 % 60, n % 1000);
}

static bool measure(const struct bp_contract *contract, enum bp_sector sector,
                    enum bp_keuring keuring, const char *name, size_t bodies,
                    struct message_registratie *pool)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_buf body, stand;
    bp_buf_init(&body, 1024 * 1024);
    bp_buf_init(&stand, 1024 * 1024);
    uint64_t state = 42;
    for (size_t i = 0; i < POOL; i++)
        message_make(&pool[i], sector, &state);
    struct bp_maker *maker = bp_maker_new(contract, keuring, &err);
    double best = 1e9;
    size_t bytes = 0;
    enum bp_status st = maker ? BP_OK : err.status;
    for (int round = 0; st == BP_OK && round < ROUNDS; round++) {
        double began = now();
        bytes = 0;
        for (size_t i = 0; st == BP_OK && i < bodies; i++) {
            struct message_registratie *m = &pool[i % POOL];
            make_unique(m, (size_t)round * bodies + i);
            st = bp_maker_inschrijving(maker, &m->registratie, &m->kop, &body, &stand, &err);
            bytes += body.len;
        }
        double took = now() - began;
        best = took < best ? took : best;
    }
    if (st == BP_OK)
        printf("message %-9s %9.0f bodies/s %7.0f ns/body %5zu bytes/body\n", name,
               (double)bodies / best, best / (double)bodies * 1e9, bytes / bodies);
    else
        printf("message %-9s failed: %s\n", name, err.detail);
    bp_maker_free(maker);
    bp_buf_free(&body);
    bp_buf_free(&stand);
    return st == BP_OK;
}

int main(int argc, char **argv)
{
    struct bp_error err;
    struct bp_contract *contract;
    size_t bodies = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    struct message_registratie *pool = calloc(POOL, sizeof *pool);
    if (!pool || bodies == 0 ||
        bp_contract_open("vo", "schemas/vo", NULL, &contract, &err) != BP_OK) {
        free(pool);
        fprintf(stderr, "bench_message: cannot begin\n");
        return 1;
    }
    bool ok = measure(contract, BP_SECTOR_VO, BP_KEURING_ONTHOUDEN, "onthouden", bodies, pool) &&
              measure(contract, BP_SECTOR_VO, BP_KEURING_STAAND, "staand", bodies, pool) &&
              measure(contract, BP_SECTOR_VO, BP_KEURING_VOLUIT, "voluit", bodies, pool);
    bp_contract_close(contract);
    free(pool);
    return ok ? 0 : 1;
}
