/* bench_submit.c - how fast a submit is, beside what its number in flight allows at most
 * usage: bench_submit [messages [fixed]], default 2000; `fixed`: only the first part; with $BRONPOST_BUILD/bronpost-rehearsal on loopback, mutual TLS
 *
 * First a fixed latency of 30 ms: the rate beside gelijktijdig / latency. Then latencies as DUO's RIO test service
 * shows them (half under 1 s, nine in ten under 4.5 s, now and then 48 s), with 4 and 16 in flight. */
#include "support/submit_school.h"

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LATENCY_MS 30

static size_t messages = 2000;
static bool only_fixed;

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Sends `count` messages with so many in flight; how long that took. */
static double send(size_t count, const char *latency, unsigned gelijktijdig)
{
    struct submit_place place;
    char duo[100];
    submit_place_make(&place, "no");
    rehearsal_start(&place.server, "--latency", latency, (char *)NULL);
    (void)snprintf(duo, sizeof duo, "gelijktijdig = %u\n", gelijktijdig);
    submit_configure(&place, duo, "");
    submit_stage(&place, 1, count);
    double start = seconds();
    submit_expect(&place, 0, "submit", (char *)NULL);
    double took = seconds() - start;
    submit_assert_agreement(&place, count, true);
    submit_place_end(&place);
    return took;
}

static void fixed(unsigned gelijktijdig)
{
    char latency[16];
    (void)snprintf(latency, sizeof latency, "%d", LATENCY_MS);
    double took = send(messages, latency, gelijktijdig), rate = (double)messages / took;
    double most = gelijktijdig * 1000.0 / LATENCY_MS;
    print_message(
        "submit: %zu messages, %d ms latency, %2u in flight: %7.1f /s of %.1f /s, %.1f %%\n",
        messages, LATENCY_MS, gelijktijdig, rate, most, 100 * rate / most);
}

static void spread(unsigned gelijktijdig)
{
    size_t count = messages < 200 ? messages : 200;
    double took = send(count, "p50=1000,p90=4500,max=48000", gelijktijdig);
    print_message(
        "submit: %zu messages, latency as DUO's test service, %2u in flight: %6.2f /s, %.0f s\n",
        count, gelijktijdig, (double)count / took, took);
}

static void test_bench(void **state)
{
    (void)state;
    fixed(4);
    fixed(16);
    if (only_fixed)
        return;
    spread(16);
    spread(4);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_bench) };
    if (argc > 1)
        messages = (size_t)strtoul(argv[1], NULL, 10);
    only_fixed = argc > 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
