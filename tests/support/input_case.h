/* input_case.h - exports, profiles and routes out of texts in a test
 * PURPOSE    a test of reading is a row: what stands in the file, what comes out
 * OWNERSHIP  input_begin() makes a folder below /tmp, input_end() removes it with all that was opened
 * ERRORS     what should not happen is a failed test (fail_msg)
 * THREADS    one
 *
 * SUMMARY    enrolments in order: lines joined by +, then findings as [line CODE column], with * when the row goes
 *            with another: "2+4[4 BP104 leerjaar] 3"
 */
#ifndef TESTS_SUPPORT_INPUT_CASE_H
#define TESTS_SUPPORT_INPUT_CASE_H

#include "bronpost/input/leerlingen.h"
#include "bronpost/input/routes.h"

/* Fictitious numbers: rod-vo.md section 4. */
#define INPUT_BSN  "999990019"
#define INPUT_BSN2 "999990020"
#define INPUT_ONR  "101234540"

#define INPUT_HEAD "bsn;inschrijvingvolgnummer;brin;datum_inschrijving"
#define INPUT_ROW  INPUT_BSN ";V1;99XA;2025-08-01"

struct input_case {
    char folder[64];
    struct bp_profiel *profiel;
    struct bp_route_bestand *routes;
    struct bp_instelling instellingen[4];
    struct bp_mandaat mandaat;
    struct bp_leerlingen_opties opties;
    struct bp_leerlingen *leerlingen;
    struct bp_leerlingen_lezer *lezer;
    struct bp_arena *arena;
    struct bp_buf text;
    struct bp_error err;
    char path[96];
};

void input_begin(struct input_case *c);
void input_end(struct input_case *c);

/* Writes FOLDER/name; answers its path, valid until the next call. */
const char *input_put(struct input_case *c, const char *name, struct bp_str bytes);

/* These replace what was there before; false: see c->err. */
bool input_profiel(struct input_case *c, const char *text);
bool input_routes(struct input_case *c, struct bp_str text);
bool input_open(struct input_case *c, struct bp_str csv);

/* The routes of input_rijlabs(): R1 GLR 99XA -> 99XB, R2 DLR within 99XM, which has both sectors. */
void input_standard_routes(struct input_case *c);

/* All that reading the opened file gives; valid until the next call. */
const char *input_summary(struct input_case *c);

/* The enrolments of the person of `inschrijving`; they live until the next call or input_summary(). */
struct bp_gelezen *input_read(struct input_case *c, size_t inschrijving, size_t *count);

/* The only row of a file of one row. */
const struct bp_rij *input_row(struct input_case *c);

/* Header and all rows handed back, with the four cells "LINE", "BP000", "k", `uitleg`. */
struct bp_str input_back(struct input_case *c, const char *uitleg);

#endif
