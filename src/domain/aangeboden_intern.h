/* aangeboden_intern.h - private to domain: kenmerken by name
 * PURPOSE    the names that making a programme, keeping what RIO has and comparing share
 * SOURCE     rio.md, section 4.4
 * THREADS    pure: any
 */
#ifndef BRONPOST_DOMAIN_AANGEBODEN_INTERN_H
#define BRONPOST_DOMAIN_AANGEBODEN_INTERN_H

#include "bronpost/domain/aangeboden.h"

#define KENMERK_LEERLIJN "doorlopendeLeerlijnVmboMbo"
#define KENMERK_INSTROOM "laatsteInstroomdatum"
#define KENMERK_SLEUTEL  "eigenAangebodenOpleidingSleutel"
#define KENMERK_PARTNER  "samenwerkendeOnderwijsaanbiedercode"

/* By name, then by value: 0 when both are equal. */
int bp_kenmerk_compare(const struct bp_kenmerk *x, const struct bp_kenmerk *y);

bool bp_kenmerken_hold(struct bp_kenmerken list, const struct bp_kenmerk *k);

#endif
