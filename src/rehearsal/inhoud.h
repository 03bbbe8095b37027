/* inhoud.h - private to rehearsal: what a valid body says
 * PURPOSE    the fields that the answer echoes and the record keeps, and the stand that is fingerprinted
 * OWNERSHIP  fills the verdict, whose buffers hold the texts
 * SOURCE     edukoppeling.md, section 12; the form of the stand is that of bp_maker_inschrijving(), so that
 *            a ledger and a record can be compared under one key
 * ERRORS     false when memory runs out
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_REHEARSAL_INHOUD_H
#define BRONPOST_REHEARSAL_INHOUD_H

#include "keuring.h"

bool bp_inhoud_lees(struct bp_oordeel *oordeel);

#endif
