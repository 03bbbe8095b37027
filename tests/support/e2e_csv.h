/* e2e_csv.h - what the program wrote, beside what was expected
 * PURPOSE    records and cells of CSV files, golden files with a readable difference, and the
 * promises that hold for every run: the sum rule, and no personal number where none belongs
 * OWNERSHIP  records are freed with e2e_records_free()
 * UNITS      lines are physical and count from 1, as in the program's column rij
 * ERRORS     each check fails the test with what differs
 * THREADS    call from one thread
 *
 * A reader of its own, simpler than the program's, so that one mistake is not made twice.
 */
#ifndef BRONPOST_TESTS_E2E_CSV_H
#define BRONPOST_TESTS_E2E_CSV_H

#include "support/e2e_run.h"

struct e2e_record {
    const char *ptr; /* without its line end */
    size_t len;
    size_t line;
};

struct e2e_records {
    struct e2e_text text;
    struct e2e_record *items; /* the header is items[header]; rows follow */
    size_t count, header;
    char separator;
};

struct e2e_records e2e_records_of(struct e2e_text text); /* takes the text */
struct e2e_records e2e_records_read(const struct e2e_folder *folder, const char *name);
void e2e_records_free(struct e2e_records *records);

#define E2E_CELL 2048

/* The cell without its quotes; "" beyond the end of the record. */
void e2e_cell(const struct e2e_records *records, size_t item, size_t column, char out[E2E_CELL]);
/* The number of a header cell; fails the test when it is not there. */
size_t e2e_column(const struct e2e_records *records, const char *name);

/* Rows of `name` whose cell in `column` is `value`. */
size_t e2e_count_rows(const struct e2e_folder *folder, const char *name, const char *column,
                      const char *value);

/* The number behind `"key":` in a JSON text. */
size_t e2e_json_count(const struct e2e_folder *folder, const char *name, const char *key);

/* Compares registraties, afgekeurd, signalen and partner in OUT with tests/golden/e2e/GOLDEN, byte
 * by byte, but for the wording of an explanation: that must only be there. BRONPOST_GOLDEN_UPDATE=1
 * rewrites the files. */
void e2e_golden(const struct e2e_folder *folder, const char *out, const char *golden);

/* Each row of the export on one `rij` list of registraties.csv or on one line of afgekeurd.csv. */
void e2e_sum_rule(const struct e2e_folder *folder, const char *leerlingen, const char *out);

/* No personal number of the export in anything below `where`, nor on stdout or stderr of the last
 * run; afgekeurd.csv, signalen.csv and bodies/ may hold them. */
void e2e_no_numbers(const struct e2e_folder *folder, const char *leerlingen, const char *where);

/* Shows both texts where they part and fails, unless they are equal. */
void e2e_same(const char *what, struct e2e_text wanted, struct e2e_text got);

/* Lines of two texts without regard to their order. */
void e2e_same_lines(const char *what, struct e2e_text wanted, struct e2e_text got);

#endif
