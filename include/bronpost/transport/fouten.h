/* fouten.h - the fault codes of DUO's gateway: what they mean, whether to try again, what to do
 * PURPOSE    one table for the program that submits and for `explain`; the same for every contract
 * OWNERSHIP  static; texts are message ids, bp_text() translates
 * SOURCE     Edukoppeling 1.2 as DUO uses it: PvE RIO webservices 1.2, 6.5; edukoppeling.md section 10
 * THREADS    any
 */
#ifndef BRONPOST_TRANSPORT_FOUTEN_H
#define BRONPOST_TRANSPORT_FOUTEN_H

#include "bronpost/base/str.h"

enum bp_herhaling {
    BP_HERHALING_NEE,  /* the same message fails again */
    BP_HERHALING_JA,   /* later, unchanged */
    BP_HERHALING_KIJK, /* the fault's text decides */
};

struct bp_fout_info {
    const char *name;  /* "DK0004" */
    const char *class; /* "Client", "Server", "VersionMismatch" */
    enum bp_herhaling herhaling;
    bool stopt; /* everything else of this institution would meet the same */
    const char *title, *todo;
};

/* "DK0004", "ek0023", "soapenv:Client.DK0004": the code at the end counts. NULL when it is none of ours. */
const struct bp_fout_info *bp_fout_by_name(struct bp_str name);
const struct bp_fout_info *bp_fout_all(size_t *count);

#endif
