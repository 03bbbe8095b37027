/* keurder.h - private to message: is this body valid?
 * PURPOSE    the three ways of asking libxml2 (enum bp_keuring)
 * OWNERSHIP  one per maker; bp_keurder_new() makes, bp_keurder_free() ends
 * UNITS      what is remembered is bounded by the limits below; beyond them libxml2 is asked each
 * time SOURCE     performance.md, "Three ways to be sure that a body is valid" ERRORS     BP_E_XML
 * with BP501 names element and rule. BP_E_MEMORY, BP_E_INTERNAL THREADS    one owner at a time; the
 * schema is shared and never written
 *
 * SECURITY: values of fields marked `eenmalig` (person numbers among them) are judged and never
 * remembered.
 */
#ifndef BRONPOST_MESSAGE_KEURDER_H
#define BRONPOST_MESSAGE_KEURDER_H

#include "contract_intern.h"
#include "spoor.h"

#define BP_VORMEN       4096 /* remembered shapes */
#define BP_BOMEN        256  /* shapes with a standing tree */
#define BP_VORM_STAPPEN 1024 /* elements of a shape that is remembered */
#define BP_WAARDEN      4096 /* remembered values of one type of leaf */
#define BP_WAARDE_BYTES 31   /* of a value that is remembered */
#define BP_BLADBOMEN    64   /* trees for judging leaves */

struct bp_keurder;

struct bp_keurder *bp_keurder_new(const struct bp_contract *contract, enum bp_keuring keuring,
                                  struct bp_error *err); /* NULL: see err */
void bp_keurder_free(struct bp_keurder *keurder);        /* NULL is fine */

enum bp_status bp_keurder_judge(struct bp_keurder *keurder, const struct bp_plan *plan,
                                const struct bp_spoor *spoor, struct bp_str body,
                                struct bp_error *err);

#endif
