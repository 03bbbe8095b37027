/* boek.h - private to rehearsal: the durable record of what was accepted
 * PURPOSE    what does this DUO have: a line for each accepted message, on disk before the answer goes out
 * OWNERSHIP  bp_boek_open() makes, bp_boek_close() ends
 * UNITS      a CSV file that grows: `;`, UTF-8, LF, a header line; moments in UTC with milliseconds. Beside
 *            it FILE.key, the key of the pseudonyms, made with the record. A line that begins with # is for the
 *            server alone: a code that was used up, or a stand that goes with the line below it
 * SOURCE     architecture.md: a person is kept as HMAC-SHA-256 of the number
 * ERRORS     BP_E_IO, BP_E_LOCKED (another server has the record), BP_E_INPUT (not a record, or damaged).
 *            After a failed write nothing is accepted any more
 * THREADS    one owner at a time
 *
 * SECURITY: never a person number in the clear; the stand of a person is only there as a keyed fingerprint.
 * What goes with a line is there as it is: for messages about no person only.
 */
#ifndef BRONPOST_REHEARSAL_BOEK_H
#define BRONPOST_REHEARSAL_BOEK_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/persoonsnummer.h"

struct bp_boek;

/* What is kept together with a line, and comes back when the record is opened. In the same file: the line and
 * what goes with it are there both or neither, whenever the server is killed. */
struct bp_boek_bijlage {
    struct bp_str sleutel; /* without `;` and line ends; ptr NULL: nothing goes with the line */
    struct bp_str stand;   /* any text; empty: nothing stands under this key any more */
};

/* False when memory ran out; the texts are borrowed during the call. */
typedef bool bp_boek_bijlage_fn(void *ctx, const struct bp_boek_bijlage *bijlage);

struct bp_boek_regel {
    int64_t moment_ms;
    const char *contract, *operatie;
    struct bp_str identificatiecode;
    struct bp_str brin, volgnummer, begin, eind; /* as in the message; empty where it has none */
    struct bp_persoonsnummer persoon;            /* BP_PERSOON_GEEN: a message without a person */
    struct bp_str stand;                         /* as bp_maker_inschrijving() gives it */
    struct bp_boek_bijlage bijlage;
};

/* `path` is borrowed and outlives the record; NULL: nothing on disk, and no record but for the codes that
 * were used. A tail that was not written to its end (the server was killed) is cut off: nobody got an
 * answer on it. `fn` gets what goes with the lines, in their order. */
enum bp_status bp_boek_open(const char *path, bp_boek_bijlage_fn *fn, void *ctx,
                            struct bp_boek **out, struct bp_error *err);
void bp_boek_close(struct bp_boek *boek); /* NULL is fine; what is not kept yet is lost */

/* Was this identificatiecode used? Without regard to case: it is a UUID. */
bool bp_boek_gebruikt(const struct bp_boek *boek, struct bp_str identificatiecode);

/* The code counts as used from here on; the line is durable after bp_boek_bewaar(). */
enum bp_status bp_boek_schrijf(struct bp_boek *boek, const struct bp_boek_regel *regel,
                               struct bp_error *err);

/* Only the code: of a message that was refused. Not a line of the record. */
enum bp_status bp_boek_verbruik(struct bp_boek *boek, struct bp_str identificatiecode,
                                struct bp_error *err);

/* Everything written so far is on disk. Many lines cost one fsync. */
enum bp_status bp_boek_bewaar(struct bp_boek *boek, struct bp_error *err);

/* The whole lines of a record, also while a server writes it. */
enum bp_status bp_boek_csv(const char *path, struct bp_buf *out, struct bp_error *err);

#endif
