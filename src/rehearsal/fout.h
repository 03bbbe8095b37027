/* fout.h - private to rehearsal: the SOAP faults that DUO gives
 * PURPOSE    code, text and retry class of each fault in one table
 * SOURCE     edukoppeling.md, section 10 (PvE RIO webservices 1.2, 6.5). Only the text of DK0050 is known
 *            from DUO; the others are ours. They go over the wire, so they are Dutch whatever the
 *            operator's language is
 * THREADS    any
 */
#ifndef BRONPOST_REHEARSAL_FOUT_H
#define BRONPOST_REHEARSAL_FOUT_H

#include "bronpost/base/str.h"

enum bp_fout {
    BP_FOUT_GEEN,
    BP_FOUT_DK0001,
    BP_FOUT_DK0002,
    BP_FOUT_DK0003,
    BP_FOUT_DK0004,
    BP_FOUT_DK0005,
    BP_FOUT_DK0006,
    BP_FOUT_DK0007,
    BP_FOUT_DK0008,
    BP_FOUT_DK0009,
    BP_FOUT_DK0010,
    BP_FOUT_DK0011,
    BP_FOUT_DK0050,
    BP_FOUT_DK0051,
    BP_FOUT_EK0020,
    BP_FOUT_EK0021,
    BP_FOUT_EK0022,
    BP_FOUT_EK0023,
    BP_FOUT_EK0030,
    BP_FOUT_EK0031,
    BP_FOUT_COUNT
};

/* "Client.DK0004"; `general`: the three codes that DUO's gateway cannot give become "Client" (note 1). */
const char *bp_fout_code(enum bp_fout fout, bool general);

const char *bp_fout_tekst(enum bp_fout fout);

/* "DK0004", in capitals; BP_FOUT_GEEN when there is no such code. */
enum bp_fout bp_fout_zoek(struct bp_str name);

#endif
