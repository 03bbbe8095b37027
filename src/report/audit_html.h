/* audit_html.h - the parts of an audit's page
 * PURPOSE    each function writes one <section>, or nothing where there is nothing to say
 * OWNERSHIP  as bp_audit_html()
 * ERRORS     the buffer's own `failed`
 * THREADS    any
 */
#ifndef BRONPOST_SRC_REPORT_AUDIT_HTML_H
#define BRONPOST_SRC_REPORT_AUDIT_HTML_H

#include "bronpost/report/audit.h"
#include "html.h"

/* The figures, and the sum that shows that no registration was lost. */
void bp_audit_put_counts(const struct bp_audit_rapport *rapport, struct bp_buf *out);

/* From when on the ledger can answer, where that matters for `dag`. */
void bp_audit_put_begin(const struct bp_audit_rapport *rapport, struct bp_datum dag,
                        struct bp_buf *out);

/* What somebody should look at, per signal with what to do. */
void bp_audit_put_todo(const struct bp_audit_rapport *rapport, struct bp_buf *out);

/* Per sector and phase, per counting date, over time, per institution. */
void bp_audit_put_fasen(const struct bp_audit_rapport *rapport, struct bp_buf *out);
void bp_audit_put_teldata(const struct bp_audit_rapport *rapport, struct bp_buf *out);
void bp_audit_put_momenten(const struct bp_audit_rapport *rapport, struct bp_buf *out);
void bp_audit_put_instellingen(const struct bp_audit_rapport *rapport, struct bp_buf *out);

/* The registrations with a signal; all of them. */
void bp_audit_put_signalen(const struct bp_audit_rapport *rapport, struct bp_buf *out);
void bp_audit_put_registraties(const struct bp_audit_rapport *rapport, struct bp_buf *out);

/* DUO's decisions beside the ledger: what to do about each difference (items of a list that is open), and the section.
 * NULL: no TBG-i was named, and there is none. */
void bp_tbgi_put_todo(const struct bp_tbgi_rapport *rapport, struct bp_buf *out);
void bp_tbgi_put_section(const struct bp_tbgi_rapport *rapport, bool nummers, struct bp_buf *out);

#endif
