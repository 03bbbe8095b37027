/* audit_json.h - a part of an audit's rapport.json. Private to report
 * PURPOSE    the object tbgi; nothing without a TBG-i
 * OWNERSHIP  borrows both
 * ERRORS     the buffer's own `failed`
 * THREADS    one owner at a time
 */
#ifndef BRONPOST_SRC_REPORT_AUDIT_JSON_H
#define BRONPOST_SRC_REPORT_AUDIT_JSON_H

#include "bronpost/report/tbgi.h"
#include "json.h"

void bp_tbgi_put_json(struct bp_json *json, const struct bp_tbgi_rapport *rapport);

#endif
