/* antwoord.h - private to rehearsal: the answer to a verdict
 * PURPOSE    a receipt, a verdict of RIO or a fault, well made or spoilt on purpose
 * OWNERSHIP  the answer goes to the caller's buffer
 * SOURCE     edukoppeling.md, sections 5, 6, 8 and 10; PvE RIO webservices 1.2, 7.1.3
 * ERRORS     BP_E_MEMORY
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_ANTWOORD_H
#define BRONPOST_REHEARSAL_ANTWOORD_H

#include "keuring.h"
#include "ondertekenaar.h"
#include "storing.h"

struct bp_antwoorder {
    struct bp_ondertekenaar *ondertekenaar;
    const struct bp_env *env;
    const char *duo_oin;
    bool sign_faults;
    bool
        general_codes; /* DK0001, DK0003 and DK0009 as plain Client, which is all that DUO can say */
};

/* The receipt of a message that was accepted, or RIO's verdict on one that was judged. */
enum bp_status bp_antwoord_ontvangst(const struct bp_antwoorder *antwoorder,
                                     const struct bp_oordeel *oordeel, enum bp_storing storing,
                                     struct bp_buf *out, struct bp_error *err);

/* The fault of the verdict. */
enum bp_status bp_antwoord_fout(const struct bp_antwoorder *antwoorder,
                                const struct bp_oordeel *oordeel, struct bp_buf *out,
                                struct bp_error *err);

#endif
