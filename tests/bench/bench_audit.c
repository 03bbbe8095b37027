/* bench_audit.c - what an audit costs beside the walk along the ledger, which bench_ledger measures: opening bodies, time
 * and memory for each registration
 * usage: bench_audit [registrations], default 100,000; every student has one in vo and one in mbo; files go to TMPDIR,
 * or /tmp */
#include "support/audit_case.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define INSTELLINGEN 200

struct walk {
    const struct bp_kluis *kluis;
    size_t count;
};

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak_mib(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

#define PERIODE(begin, route)                                                                      \
    "<m:inschrijvingPeriodeVO><m:datumBegin>" begin "</m:datumBegin>"                              \
    "<m:opleidingcode>6611</m:opleidingcode><m:leerjaar>3</m:leerjaar>"                            \
    "<m:vestiging>99XA00</m:vestiging><m:indicatieBekostigbaar>true</m:indicatieBekostigbaar>"     \
    "<m:onderwijsaanbieder>199A002</m:onderwijsaanbieder>"                                         \
    "<m:onderwijslocatie>199X002</m:onderwijslocatie>" route "</m:inschrijvingPeriodeVO>"
#define DLR(fase) "<m:leerroute>DLR</m:leerroute><m:leerroutefase>" fase "</m:leerroutefase>"

static const char body[] =
    "<m:aanleverenInschrijvingVO_Request xmlns:m=\"urn:t\">"
    "<m:inschrijvingvolgnummer>V0001</m:inschrijvingvolgnummer>"
    "<m:datumInschrijving>2023-08-01</m:datumInschrijving>" PERIODE("2023-08-01", "")
        PERIODE("2024-08-01", "") PERIODE("2025-08-01", DLR("VO"))
            PERIODE("2027-08-01", DLR("MBO")) "</m:aanleverenInschrijvingVO_Request>";

/* splitmix64: spread like a hash, the same every time */
static uint64_t spread(uint64_t n)
{
    n += UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ n >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ n >> 27) * UINT64_C(0x94d049bb133111eb);
    return n ^ n >> 31;
}

static enum bp_status walk(struct bp_ledger *handle, int64_t moment_ms, bp_ledger_bewijs_fn *fn,
                           void *ctx, struct bp_error *err)
{
    const struct walk *w = (const struct walk *)(const void *)handle;
    enum bp_status st = BP_OK;
    struct bp_buf sealed;
    (void)moment_ms;
    bp_buf_init(&sealed, BP_MIB);
    for (size_t i = 0; st == BP_OK && i < w->count; i++) {
        char brin[5], uuid[BP_UUID_TEXT], volgnummer[16];
        unsigned number = (unsigned)i;
        size_t instelling = spread(i) % INSTELLINGEN;
        (void)snprintf(brin, sizeof brin, "99%c%c", (char)('A' + instelling / 26),
                       (char)('A' + instelling % 26));
        (void)snprintf(uuid, sizeof uuid, "3f6c1c52-7f0e-4f5a-9f3b-%012u", number);
        (void)snprintf(volgnummer, sizeof volgnummer, "V%07u", number);
        struct bp_ledger_bewijs b = { .key = { .contract = i % 2 ? "mbo" : "vo",
                                               .brin = bp_str_of(brin),
                                               .volgnummer = bp_str_of(volgnummer) },
                                      .leerlingnummer = bp_str_of(volgnummer + 1),
                                      .toestand = BP_TOESTAND_ONTVANGEN,
                                      .bij_duo = true,
                                      .handeling = "inschrijving",
                                      .identificatiecode = bp_str_of(uuid),
                                      .klaargezet_ms = 1,
                                      .aangeboden_ms = 2,
                                      .beantwoord_ms = 3 };
        for (size_t k = 0; k < sizeof b.key.persoon; k += sizeof(uint64_t)) {
            uint64_t word = spread(i / 2 * 4 + k / 8);
            memcpy(b.key.persoon + k, &word, sizeof word);
        }
        st = bp_kluis_seal(w->kluis, b.identificatiecode, bp_str_of(body), &sealed, err);
        b.body = bp_buf_str(&sealed);
        if (st == BP_OK)
            st = fn(ctx, &b, err);
    }
    bp_buf_free(&sealed);
    return st;
}

int main(int argc, char *argv[])
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    struct audit_case c;
    struct bp_audit *audit = NULL;
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger_zegel zegel = { .schakels = 0 };
    xmlInitParser();
    audit_case_begin(&c);
    struct walk w = { c.kluis, n };
    const struct bp_audit_opdracht opdracht = {
        .ledger = (struct bp_ledger *)(void *)&w,
        .walk = walk,
        .kluis = c.kluis,
        .zegel = &zegel,
        .mandaat = &(struct bp_mandaat){ .count = 0 },
        .dag = BP_DATUM(2027, 10, 1),
        .nu_ms = 1,
        .version = "0.0.0",
        .out = cli_path(&c.folder, "uit"),
    };
    double start = seconds(), before = peak_mib();
    if (bp_audit_make(&opdracht, &audit, &err) != BP_OK) {
        (void)fprintf(stderr, "bench_audit: %s\n", err.detail);
        return 1;
    }
    double took = seconds() - start, memory = peak_mib() - before;
    (void)printf("audit: %-34s %9.0f /s  (%zu in %.2f s)\n", "seal, open, judge, write",
                 (double)n / took, n, took);
    (void)printf("audit: %-34s %9.0f bytes a registration (%.0f MiB)\n", "peak memory",
                 memory * 1048576 / (double)n, memory);
    bp_audit_close(audit);
    audit_case_end(&c);
    xmlCleanupParser();
    return 0;
}
