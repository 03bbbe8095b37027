/* generate.c - an export of any size, with fictitious students, for the bench
 *
 * usage: generate FOLDER ENROLMENTS
 * Writes FOLDER/leerlingen.csv and FOLDER/routes.csv: a vo school (99XA) and an mbo institution (99XB). Of ten students
 * five are regular in vo with a row a year, two in a DLR in the vo-fase, one in a DLR in the mbo-fase with an mbo
 * number, and two regular in mbo. The numbers pass the elfproef and belong to nobody.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] =
    "bsn;leerlingnummer;geboortedatum;geslacht;inschrijvingvolgnummer;brin;datum_inschrijving;"
    "datum_uitschrijving;datum_uitschrijving_gepland;periode_begin;opleidingcode;leerjaar;"
    "leertraject;niveau;vestiging;onderwijsaanbieder;onderwijslocatie;bekostigbaar;leerroute;"
    "route_begin;routejaar;mbo_inschrijvingvolgnummer;vmbo_diploma_datum\n";

static const char routes[] =
    "leerroute;naam;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;vo_brin;vo_vestiging;"
    "mbo_brin;vo_onderwijsaanbieder;mbo_onderwijsaanbieder;begindatum;samenwerkingsovereenkomst\n"
    "D1;Zorg bb-2;DLR;BB;2;6611;25655;99XA;99XA00;99XB;199A001;199A002;2020-08-01;2020-03-01\n"
    "D2;Techniek kb-3;DLR;KB;3;6121;25654;99XA;99XA01;99XB;199A001;199A002;2020-08-01;2020-03-01\n";

/* The next number from `from` on that passes the elfproef of a bsn. */
static long next_bsn(long from)
{
    for (long n = from;; n++) {
        long rest = n, sum = -(rest % 10);
        rest /= 10;
        for (int weight = 2; weight <= 9; weight++, rest /= 10)
            sum += weight * (rest % 10);
        if (sum % 11 == 0)
            return n;
    }
}

struct student {
    long bsn, number;
};

static void row(FILE *out, struct student s, const char *brin, const char *begin, const char *end,
                const char *planned, const char *period, const char *rest)
{
    fprintf(out, "%09ld;L%ld;2010-05-17;%s;%s%ld;%s;%s;%s;%s;%s;%s\n", s.bsn, s.number,
            s.number % 2 ? "V" : "M", strcmp(brin, "99XB") == 0 ? "M" : "V", s.number, brin, begin,
            end, planned, period, rest);
}

static void student(FILE *out, struct student s)
{
    char tail[128];
    switch (s.number % 10) {
    case 0:
    case 1: /* a DLR, in the vo-fase */
        row(out, s, "99XA", "2024-08-01", "", "2029-07-31", "2024-08-01",
            "0023;1;;;99XA00;199A001;199X001;J;;2026-08-01;;;");
        row(out, s, "99XA", "2024-08-01", "", "2029-07-31", "2025-08-01",
            "0023;2;;;99XA00;199A001;199X001;J;;2026-08-01;;;");
        row(out, s, "99XA", "2024-08-01", "", "2029-07-31", "2026-08-01",
            "6611;3;;;99XA00;199A001;199X001;J;D1;2026-08-01;1;;");
        break;
    case 2: /* a DLR, in the mbo-fase, exam spread into route year 3 */
        snprintf(tail, sizeof tail, "6121;3;;;99XA01;199A001;199X001;J;D2;2024-08-01;1;M%ld;",
                 s.number);
        row(out, s, "99XA", "2022-08-01", "", "2028-07-31", "2022-08-01",
            "0032;1;;;99XA01;199A001;199X001;J;;2024-08-01;;;");
        row(out, s, "99XA", "2022-08-01", "", "2028-07-31", "2024-08-01", tail);
        snprintf(tail, sizeof tail, "6121;4;;;99XA01;199A001;199X001;J;D2;2024-08-01;2;M%ld;",
                 s.number);
        row(out, s, "99XA", "2022-08-01", "", "2028-07-31", "2025-08-01", tail);
        break;
    case 3:
    case 4: /* regular in mbo */
        row(out, s, "99XB", "2025-08-01", "", "2028-07-31", "2025-08-01",
            "25655;;BOL;;;199A002;199X002;J;;;;;");
        row(out, s, "99XB", "2025-08-01", "", "2028-07-31", "2026-08-01",
            "25655;;BBL;;;199A002;199X002;J;;;;;");
        break;
    default: /* regular in vo */
        row(out, s, "99XA", "2023-08-01", "", "", "2023-08-01",
            "0023;1;;;99XA00;199A001;199X001;J;;;;;");
        row(out, s, "99XA", "2023-08-01", "", "", "2024-08-01",
            "0023;2;;;99XA00;199A001;199X001;J;;;;;");
        row(out, s, "99XA", "2023-08-01", "", "", "2025-08-01",
            "2711;3;;;99XA00;199A001;199X001;J;;;;;");
        row(out, s, "99XA", "2023-08-01", "", "", "2026-08-01",
            "2711;4;;;99XA00;199A001;199X001;J;;;;;");
        break;
    }
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    if (!out)
        perror(path);
    return out;
}

int main(int argc, char *argv[])
{
    if (argc != 3) {
        fputs("usage: generate FOLDER ENROLMENTS\n", stderr);
        return 2;
    }
    long count = strtol(argv[2], NULL, 10);
    FILE *out = create(argv[1], "leerlingen.csv"), *out_routes = create(argv[1], "routes.csv");
    if (!out || !out_routes)
        return 1;
    fputs(header, out);
    fputs(routes, out_routes);
    long bsn = 100000000;
    for (long i = 0; i < count; i++) {
        bsn = next_bsn(bsn + 1);
        student(out, (struct student){ bsn, i });
    }
    return fclose(out) || fclose(out_routes);
}
