/* rio_keuring.h - private to rehearsal: what RIO checks in a message that is valid by the schema
 * PURPOSE    one message of RIO's contract to a verdict (rio_uitslag.h): what it states on its own, beside the
 *            register, and beside what this RIO has
 * OWNERSHIP  fills the verdict (keuring.h); what it asks stays the server's, and is not changed
 * SOURCE     rio.md, sections 3, 5, 6, 7 and 9. What a message states on its own the domain judges
 *            (bp_aangeboden_check), with the program's value lists
 * ERRORS     BP_FOUT_DK0051 when memory runs out, BP_FOUT_DK0004 for a programme that is not of vo or mbo
 *            (DUO's own schema has more kinds than this server knows)
 * THREADS    one owner at a time
 *
 * Not checked, because nothing says how: N11421 (STAP has ended), P04040 (the kinds of relation are not public),
 * and the rights of who consults or relates beyond being known at all. N10010 cannot be met: a period has no end.
 * A programme without einddatum lies outside the life of what has an end.
 */
#ifndef BRONPOST_REHEARSAL_RIO_KEURING_H
#define BRONPOST_REHEARSAL_RIO_KEURING_H

#include "fout.h"
#include "rio_opleidingen.h"
#include "rio_register.h"

struct bp_oordeel;

struct bp_rio {
    struct bp_opleidingen *opleidingen;
    struct bp_register *bekend;
};

enum bp_fout bp_rio_keur(const struct bp_rio *rio, struct bp_oordeel *oordeel);

#endif
