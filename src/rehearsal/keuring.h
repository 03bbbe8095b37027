/* keuring.h - private to rehearsal: everything that DUO checks before it gives a receipt
 * PURPOSE    one request to a verdict: a fault, or what was received
 * OWNERSHIP  bp_oordeel_free() ends what bp_keur() filled; texts live as long as the verdict
 * SOURCE     edukoppeling.md; the order is that of DUO's gateway (README.md, OSP): certificate, envelope
 *            and addressing, authorisation, signature, schema, and then the identificatiecode; of RIO's
 *            messages then what they say (rio_keuring.h), for there the answer is the verdict
 * ERRORS     none: a verdict
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_KEURING_H
#define BRONPOST_REHEARSAL_KEURING_H

#include "boek.h"
#include "contracten.h"
#include "fout.h"
#include "rio_keuring.h"
#include "rio_uitslag.h"
#include "verzoek.h"

#include "bronpost/security/soap.h"

/* "the certificate with this OIN may deliver for that one". */
struct bp_machtiging {
    char certificaat[21], namens[21];
};

struct bp_keuring {
    struct bp_contracten *contracten;
    const struct bp_vertrouwen *vertrouwen;
    const struct bp_boek *boek;
    struct bp_rio rio;
    const char *duo_oin;
    const struct bp_machtiging *machtigingen;
    size_t machtiging_count;
    int64_t tolerantie_ms;
    bool relates_to; /* the service needs wsa:RelatesTo */
};

/* One HTTP request; texts are borrowed. */
struct bp_aanvraag {
    bool post, length_given;
    const char *content_type, *soap_action; /* NULL: no such header */
    struct bp_str body;
    const char *tls_oin;    /* of the client's certificate; "" when there is none of that form */
    const char *tls_waarom; /* why the certificate is no good, Dutch; NULL: it is good */
    int64_t now_ms;
};

struct bp_oordeel {
    int http_status;   /* not 0: the gateway refuses with this status, before SOAP */
    enum bp_fout fout; /* BP_FOUT_GEEN: accepted, or of RIO: judged */
    const char *tekst; /* of the fault, where it is not the one of its code; else NULL */
    struct bp_buf detail;
    const struct bp_rehearsal_operatie *operatie; /* NULL until it is known */
    struct bp_verzoek verzoek;

    /* After the signature was found good, and the schema. */
    struct bp_soap *soap;
    struct bp_buf body, stand;
    xmlDocPtr body_doc;
    struct bp_boek_regel regel; /* identificatiecode is filled from the schema check on */
    struct bp_str verzender, ontvanger, datum_tijd;
    const char *kop_namespace; /* of the bedrijfsdocument elements */
    struct bp_buf waarden;     /* what the views of this struct point into */
    struct bp_rio_uitslag rio; /* says something when bp_oordeel_is_rio() */
};

/* Judged by RIO: the answer holds a verdict. */
bool bp_oordeel_is_rio(const struct bp_oordeel *oordeel);

/* Something is kept of it: a receipt, or approval of a message that changes something. */
bool bp_oordeel_wijzigt(const struct bp_oordeel *oordeel);

void bp_keur(const struct bp_keuring *keuring, const struct bp_aanvraag *aanvraag,
             struct bp_oordeel *out);
void bp_oordeel_free(struct bp_oordeel *oordeel);

#endif
