/* rio_register.h - private to rehearsal: what RIO knows besides offered programmes
 * PURPOSE    which schools, places, recognitions and units exist and when, who may deliver for whom, and which
 *            units may be related
 * OWNERSHIP  bp_register_open() makes, bp_register_close() ends; texts that are given back live as long
 * UNITS      dates are days; the end of a life is the first day after it, as RIO means einddatum
 * SOURCE     a file of ours, in the form below; rio.md, section 7. RIO's own registers are not public
 * ERRORS     BP_E_USAGE names the line that is wrong; BP_E_IO; BP_E_MEMORY
 * THREADS    read-only once opened
 *
 * An INI file, a line of at most 197 bytes each. Of a kind without a line everything exists; a key may stand there
 * again, with more of the same:
 *
 *     [onderwijsaanbieder]            code = [begin [end]]
 *     199A001 = 2000-08-01 2030-08-01
 *     [onderwijslocatie]              code =
 *     199X001 =
 *     [opleidingseenheid]             code = [begin [end]]
 *     0100O0001 = 2016-08-01
 *     [opleidingserkenning]           stelsel code = [unit [aanbieder whose board has it ...]]
 *     ILT 6611 = 0100O0001 199A001
 *     [vakerkenning]                  stelsel code niveau = likewise
 *     [opleidingsrelatie]             unit unit = kind
 *     0100O0001 0100O0002 = OVERGANG
 *     [afzender]                      OIN = aanbieder ...
 *     0000000700099XA00000 = 199A001
 */
#ifndef BRONPOST_REHEARSAL_RIO_REGISTER_H
#define BRONPOST_REHEARSAL_RIO_REGISTER_H

#include "bronpost/base/datum.h"
#include "bronpost/base/error.h"

struct bp_register;

enum bp_register_soort {
    BP_REGISTER_ONDERWIJSAANBIEDER,
    BP_REGISTER_ONDERWIJSLOCATIE,
    BP_REGISTER_OPLEIDINGSEENHEID,
    BP_REGISTER_OPLEIDINGSERKENNING, /* key: "ILT 6611" */
    BP_REGISTER_VAKERKENNING,        /* key: "ILT 1234 VMBO" */
    BP_REGISTER_OPLEIDINGSRELATIE,   /* key: "0100O0001 0100O0002" */
    BP_REGISTER_AFZENDER,            /* key: an OIN */
    BP_REGISTER_SOORTEN
};

/* `path` NULL: everything exists, and everybody may do everything. */
enum bp_status bp_register_open(const char *path, struct bp_register **out, struct bp_error *err);
void bp_register_close(struct bp_register *bekend); /* NULL is fine */

bool bp_register_kent(const struct bp_register *bekend, enum bp_register_soort soort,
                      struct bp_str sleutel);

/* True when it exists from `van` up to `tot` (exclusive; none: for ever). What the register does not know
 * has no life to be outside of. */
bool bp_register_leeft(const struct bp_register *bekend, enum bp_register_soort soort,
                       struct bp_str sleutel, struct bp_datum van, struct bp_datum tot);

/* The opleidingseenheid of a recognition. RIO has one for each: where the register names none, one is made up that
 * is always the same for the same key. */
#define BP_EENHEID_TEXT 10 /* "9900O0001" and its NUL */
void bp_register_eenheid(const struct bp_register *bekend, enum bp_register_soort soort,
                         struct bp_str sleutel, char out[BP_EENHEID_TEXT]);

/* Does the recognition belong to the board of the onderwijsaanbieder? */
bool bp_register_erkend(const struct bp_register *bekend, enum bp_register_soort soort,
                        struct bp_str sleutel, struct bp_str onderwijsaanbieder);

/* May the sender touch what is of the onderwijsaanbieder; with ptr NULL: anything at all? */
bool bp_register_mag(const struct bp_register *bekend, struct bp_str oin,
                     struct bp_str onderwijsaanbieder);

/* The kind of relation between two units, in either order; ptr NULL: none is allowed, "" one of unknown kind. */
struct bp_str bp_register_relatie(const struct bp_register *bekend, struct bp_str een,
                                  struct bp_str ander);

#endif
