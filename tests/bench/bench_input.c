/* What reading costs: a generated leerlingen.csv, opened and then read person by person.
 * usage: bench_input [ROWS]   (default 200000) */
#include "bronpost/input/leerlingen.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../src/input/leerlingen_intern.h"

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Numbers from a range that is given to nobody; every third person has a second row at the end of the file. */
static void write_row(FILE *file, unsigned long n, unsigned long bsn, int year)
{
    (void)fprintf(
        file,
        "%lu;;L%lu;2010-05-%02lu;V;V1;99XA;2023-08-01;;;;%d-08-01;6611;%d;;;99XA00;199A001;"
        "199X001;J;R%lu;2025-08-01;;;;;M%lu;;;;;;;;;;\n",
        bsn, n, n % 28 + 1, year, year - 2022, n % 50, n);
}

static bool write_file(const char *path, unsigned long rows)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return false;
    for (unsigned k = 0; k < BP_KOLOM_COUNT; k++)
        (void)fprintf(file, "%s%s", k ? ";" : "", bp_kolom_name((enum bp_kolom)k));
    (void)fputc('\n', file);
    unsigned long persons = rows * 3 / 4;
    for (int round = 0; round < 2; round++) {
        unsigned long bsn = 900000000;
        for (unsigned long n = 0; n < persons; n++) {
            char digits[24];
            do
                (void)snprintf(digits, sizeof digits, "%lu", ++bsn);
            while (!bp_bsn_ok((struct bp_str){ digits, 9 }));
            if (round == 0 || n % 3 == 0)
                write_row(file, n, bsn, 2023 + round);
        }
    }
    return fclose(file) == 0;
}

static long resident_kib(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static int read_all(const struct bp_leerlingen *leerlingen)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    struct bp_leerlingen_lezer *lezer = bp_leerlingen_lezer_new(leerlingen, &err);
    const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(leerlingen);
    size_t rows = 0, findings = 0;
    double begin = now();
    for (size_t i = 0; lezer && arena && i < feiten->inschrijvingen; i++) {
        struct bp_gelezen *items;
        size_t count;
        if (bp_leerlingen_first_of_persoon(leerlingen, i) != i)
            continue;
        if (i % 256 == 0)
            bp_arena_reset(arena);
        if (bp_leerlingen_read_persoon(lezer, i, arena, &items, &count, &err) != BP_OK)
            break;
        for (size_t j = 0; j < count; j++) {
            rows += items[j].rij_count;
            findings += items[j].bevindingen.count;
        }
    }
    double seconds = now() - begin;
    printf("read: %.2f s, %.0f rows/s, %zu rows, %zu findings\n", seconds, (double)rows / seconds,
           rows, findings);
    bp_leerlingen_lezer_free(lezer);
    bp_arena_free(arena);
    return rows == feiten->rows ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int measure(const char *path)
{
    static const struct bp_routes none;
    static const struct bp_mandaat all = { .alles = true };
    const struct bp_leerlingen_opties opties = {
        .path = path, .routes = &none, .lijsten = bp_waardenlijsten_shipped(), .mandaat = &all
    };
    struct bp_leerlingen *leerlingen;
    struct bp_error err;
    struct stat st;
    (void)stat(path, &st);
    long before = resident_kib();
    double begin = now();
    if (bp_leerlingen_open(&opties, &leerlingen, &err) != BP_OK) {
        printf("refused: %s\n", err.detail);
        return EXIT_FAILURE;
    }
    double seconds = now() - begin;
    const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(leerlingen);
    double rows = (double)feiten->rows;
    printf("open: %.2f s, %.0f rows/s, %.0f MB/s\n", seconds, rows / seconds,
           (double)st.st_size / seconds / 1e6);
    printf("index: %.1f bytes a row; peak while opening %.1f bytes a row\n",
           (double)bp_index_bytes(&leerlingen->index) / rows,
           1024.0 * (double)(resident_kib() - before) / rows);
    int result = read_all(leerlingen);
    printf("peak of the process: %ld MiB for %.0f rows, %.0f enrolments\n", resident_kib() / 1024,
           rows, (double)feiten->inschrijvingen);
    bp_leerlingen_close(leerlingen);
    return result;
}

int main(int argc, char **argv)
{
    unsigned long rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
    char folder[] = "/tmp/bronpost-bench-XXXXXX", path[64];
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    (void)snprintf(path, sizeof path, "%s/leerlingen.csv", folder);
    int result = rows && write_file(path, rows) ? measure(path) : EXIT_FAILURE;
    (void)unlink(path);
    (void)rmdir(folder);
    return result;
}
