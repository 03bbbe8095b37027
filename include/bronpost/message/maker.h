/* maker.h - a canonical registration to a validated body
 * PURPOSE    walks the message plan, writes the body in exclusive canonical form, and proves it valid
 * OWNERSHIP  bp_maker_new() makes, bp_maker_free() ends; the contract outlives it. Bodies go to the caller's buffer
 * UNITS      the body is one element, UTF-8, exclusive XML canonicalisation without comments, no declaration
 * SOURCE     XML-EXC-C14N 1.0; architecture.md, decisions 1 and 2
 * ERRORS     BP_E_XML with code BP501: the registration does not validate, or needs a field for which the schema
 *            has no element; `detail` names the element and the rule, never a value. Anything else ends the run
 * THREADS    a maker belongs to one thread; the schema behind it is shared and never written
 */
#ifndef BRONPOST_MESSAGE_MAKER_H
#define BRONPOST_MESSAGE_MAKER_H

#include "bronpost/base/buf.h"
#include "bronpost/domain/aangeboden.h"
#include "bronpost/message/contract.h"

struct bp_maker;

/* How a body is proved valid. All three ask libxml2; a test compares their verdicts. */
enum bp_keuring {
    BP_KEURING_ONTHOUDEN, /* each new shape and each new value of a leaf: the default */
    BP_KEURING_STAAND,    /* a standing tree per shape, texts swapped, every body */
    BP_KEURING_VOLUIT,    /* the bytes parsed again and validated: the reference */
};

struct bp_maker *bp_maker_new(const struct bp_contract *contract, enum bp_keuring keuring,
                              struct bp_error *err); /* NULL: see err */
void bp_maker_free(struct bp_maker *maker);          /* NULL is fine */

/* The four bedrijfsdocument elements (edukoppeling.md, section 12). */
struct bp_bericht_kop {
    struct bp_str identificatiecode; /* lower-case UUID */
    struct bp_str verzender;         /* vo and mbo: BRIN; rio: OIN */
    struct bp_str ontvanger;         /* "DUO"; rio: DUO's OIN */
    struct bp_str datum_tijd;        /* UTC with milliseconds */
};

/* Clears and fills `body`; leaves it empty on any error. `stand` (NULL: not wanted) gets what the message states
 * without the four elements of the head: "element=value" lines in message order, a group between "element=" and
 * "/element="; the input of the fingerprint, never stored or shown. */
enum bp_status bp_maker_inschrijving(struct bp_maker *maker,
                                     const struct bp_registratie *registratie,
                                     const struct bp_bericht_kop *kop, struct bp_buf *body,
                                     struct bp_buf *stand, struct bp_error *err);

enum bp_status bp_maker_verwijdering(struct bp_maker *maker,
                                     const struct bp_registratie *registratie,
                                     const struct bp_bericht_kop *kop, struct bp_buf *body,
                                     struct bp_error *err);

/* --- the contract about offered programmes (rio); likewise ---------------------------------------------- */

enum bp_status bp_maker_aanlevering(struct bp_maker *maker, const struct bp_aangeboden *aangeboden,
                                    const struct bp_bericht_kop *kop, struct bp_buf *body,
                                    struct bp_buf *stand, struct bp_error *err);

/* BP_HANDELING_VERWIJDERING or BP_HANDELING_OPVRAGING of the programme with this code. */
enum bp_status bp_maker_aangeboden_code(struct bp_maker *maker, enum bp_handeling handeling,
                                        struct bp_str code, const struct bp_bericht_kop *kop,
                                        struct bp_buf *body, struct bp_error *err);

enum bp_status bp_maker_relatie(struct bp_maker *maker, const struct bp_opleidingsrelatie *relatie,
                                const struct bp_bericht_kop *kop, struct bp_buf *body,
                                struct bp_error *err);

#endif
