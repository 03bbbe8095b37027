/* audit.h - who is registered in which sector on a day, as the ledger knows it or knew it
 * PURPOSE    from what the ledger proves to lines and totals
 * OWNERSHIP  bp_audit_make() makes, bp_audit_close() ends; the report lives as long. Everything in the assignment is
 *            borrowed that long too
 * UNITS      as in report/audit.h
 * SOURCE     issue "Audit"; design: cli.md, rules.md; ledger/bewijs.h
 * ERRORS     BP_E_INPUT: the TBG-i is refused as a whole, nothing is written; BP_E_CRYPTO, BP_E_LEDGER: a body does not open, or is none of ours; BP_E_USAGE: the folder holds the result of
 *            another command; BP_E_IO, BP_E_MEMORY
 * THREADS    call from the thread that owns the ledger handle; libxml2 is initialised before
 *
 * With a TBG-i each registration of its institution is judged on its counting dates, as the ledger knows it or knew it,
 * beside what DUO decided; tbgi.csv has what differs. The file is read in constant memory; joining needs the volgnummers,
 * 32 bytes for each registration.
 *
 * Memory: a body is opened, read and let go. What stays is a record of 136 bytes and its periods, about 190 bytes for each
 * registration in all: 250 MiB for 1.4 million (make bench). The numbers of the school, when asked for, take 32 more.
 */
#ifndef BRONPOST_PIPELINE_AUDIT_H
#define BRONPOST_PIPELINE_AUDIT_H

#include "bronpost/domain/mandaat.h"
#include "bronpost/ledger/bewijs.h"
#include "bronpost/report/audit.h"
#include "bronpost/security/kluis.h"

/* Shows every registration as known at a moment: bp_ledger_each_bewijs(). */
typedef enum bp_status bp_audit_walk(struct bp_ledger *ledger, int64_t moment_ms,
                                     bp_ledger_bewijs_fn *fn, void *ctx, struct bp_error *err);

struct bp_audit_opdracht {
    struct bp_ledger *ledger;
    bp_audit_walk *walk;
    const struct bp_kluis *kluis;
    const struct bp_ledger_zegel *zegel; /* the head of the chain, for the report */
    const struct bp_mandaat *mandaat;    /* names of institutions */
    struct bp_datum dag;
    struct bp_datum bekend_op; /* none: as known now */
    int64_t nu_ms;
    bool leerlingnummers;
    const char *tbgi; /* path of DUO's TBG-i; NULL: none */
    bool
        uittreksel; /* it is an extract: persons may be pseudonyms, and what it lacks is not missing */
    const char *version;
    const char *
        out; /* folder for audit.csv, tbgi.csv, rapport.json and rapport.html; NULL: none is written */
    /* Called now and then; NULL: nobody looks. The total is not known: 0. */
    void (*progress)(void *ctx, size_t done, size_t total);
    void *progress_ctx;
};

struct bp_audit;

enum bp_status bp_audit_make(const struct bp_audit_opdracht *opdracht, struct bp_audit **out,
                             struct bp_error *err);
void bp_audit_close(struct bp_audit *audit); /* NULL is fine */

const struct bp_audit_rapport *bp_audit_rapport(const struct bp_audit *audit);

/* The pseudonym of a person: the first 60 bits of the ledger's HMAC, so that both registrations of a student show as one,
 * now and in every later audit of the same installation. Without the installation's key nobody can make it from a
 * number; two of a million students have the same one with a chance of one in two million. */
void bp_audit_pseudoniem(const unsigned char persoon[BP_LEDGER_HASH], char out[BP_PSEUDONIEM_TEXT]);

#endif
