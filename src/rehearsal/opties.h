/* opties.h - private to rehearsal: the command line of bronpost-rehearsal
 * PURPOSE    options to a plain struct
 * OWNERSHIP  texts are borrowed from argv; bp_rehearsal_opties_free() ends the rest
 * ERRORS     BP_E_USAGE, naming the option and what it wants
 * THREADS    main's
 */
#ifndef BRONPOST_REHEARSAL_OPTIES_H
#define BRONPOST_REHEARSAL_OPTIES_H

#include "keuring.h"
#include "storing.h"
#include "vertraging.h"

#define BP_REHEARSAL_SCHEMAS      16
#define BP_REHEARSAL_MACHTIGINGEN 64

struct bp_rehearsal_opties {
    bool help, verbose;
    char host[256];
    uint16_t port;
    const char *port_file, *pki, *record, *print_record, *register_file, *lang;
    const char *schemas[BP_REHEARSAL_SCHEMAS]; /* CONTRACT=DIR */
    size_t schemas_count;
    struct bp_vertraging vertraging;
    struct bp_storingen storingen;
    unsigned slow_ms, tolerantie_s;
    const char *oin;
    struct bp_machtiging machtigingen[BP_REHEARSAL_MACHTIGINGEN];
    size_t machtiging_count;
    bool
        after_sight; /* an identificatiecode is used once it was seen, not only once it was accepted */
    bool sign_faults, general_codes, relates_to, refuse_in_handshake;
    const char *data; /* the folder that holds `schemas`; filled by main */
};

enum bp_status bp_rehearsal_opties_parse(int argc, char *const argv[],
                                         struct bp_rehearsal_opties *out, struct bp_error *err);
void bp_rehearsal_opties_free(struct bp_rehearsal_opties *opties);

/* What --help shows. */
void bp_rehearsal_help(struct bp_buf *out);

#endif
