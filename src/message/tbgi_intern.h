/* tbgi_intern.h - a TBG-i being read. Private to message
 * PURPOSE    what the parser (tbgi_lezer.c) and the table of fields (tbgi_velden.c) share
 * OWNERSHIP  the reader's
 * THREADS    one owner
 */
#ifndef BRONPOST_MESSAGE_TBGI_INTERN_H
#define BRONPOST_MESSAGE_TBGI_INTERN_H

#include "tbgi_lezer.h"

#include "bronpost/base/arena.h"

#include <libxml/parser.h>

/* SECURITY: written by other people's software; what is too big is refused, not cut. */
enum {
    DIEPTE = 16,        /* the deepest element that is known stands on the sixth level */
    TEKST_BYTES = 1024, /* the longest text has 255 characters */
    VOLGNUMMER_MAX = BP_TBGI_VOLGNUMMER - 1,
};
#define MELDINGEN_BYTES BP_MIB /* the texts of one enrolment */

/* What an element is, for what may stand in it. */
enum tbgi_knoop { WORTEL, INSCHRIJVING, TELDATUM, SIGNAAL, VELD, VOORBIJ };

struct tbgi_lezer {
    struct tbgi_lezing lezing;
    xmlParserCtxtPtr parser;
    struct bp_arena *arena; /* of one enrolment */
    enum bp_status status;
    struct bp_error *err; /* of the call that is going on */

    enum tbgi_knoop stapel[DIEPTE];
    size_t diepte;
    const struct tbgi_veld *veld; /* the one that is open */
    bool nil;
    uint32_t veld_line;
    size_t tekst_len;
    /* Bits: which fields of the INSCHRIJVING, TELDATUM and SIGNAAL that are open were there. */
    unsigned gezien[VELD];
    bool bsn, onderwijsnummer; /* filled */

    struct bp_tbgi_inschrijving ins;
    struct bp_tbgi_melding meldingen[BP_TELDATA][BP_TBGI_MELDINGEN];
    struct bp_tbgi_melding melding; /* the one that is open */
    uint32_t melding_line;
    size_t diplomas;
    char brin[5]; /* of the first enrolment */
    char tekst[TEKST_BYTES];
};

/* The group of a counting date that is open. */
static inline struct bp_tbgi_groep *tbgi_groep(struct tbgi_lezer *lezer)
{
    return &lezer->ins.groepen[lezer->ins.groep_count];
}

/* Ends the reading. */
void tbgi_stop(struct tbgi_lezer *lezer, enum bp_status st);

/* --- fields ------------------------------------------------------------------------------------------------------ */

/* Takes a value that is there; false: not of the form that is expected. */
typedef bool tbgi_neem_fn(struct tbgi_lezer *lezer, struct bp_str value);

struct tbgi_veld {
    enum tbgi_knoop in;
    const char *name;
    tbgi_neem_fn *neem;
    const char *expected; /* message id */
    bool verplicht;
};

/* Names without regard to capitals: description and sample of DUO differ in them. NULL: no field that is read. */
const struct tbgi_veld *tbgi_veld_of(enum tbgi_knoop in, const char *name);
unsigned tbgi_veld_bit(const struct tbgi_veld *veld);
/* The first field that has to be there and is not in `gezien`; NULL: none. */
const struct tbgi_veld *tbgi_veld_ontbreekt(enum tbgi_knoop in, unsigned gezien);

#endif
