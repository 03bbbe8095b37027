/* tbgi.h - reads a TBG-i: what DUO decided of the funding of each enrolment of an mbo institution
 * PURPOSE    a file of any size in constant memory, enrolment by enrolment, each with its counting dates and the signals
 *            of DUO on them; diplomas are counted and passed over
 * OWNERSHIP  bp_tbgi_open() makes, bp_tbgi_close() ends; the path is borrowed. What a callback is shown lives during the
 *            call
 * UNITS      dates inclusive; line is physical, from 1; counts are enrolments
 * SOURCE     PvE MBO-instelling 4.8.2, chapter 16; layout and spellings: domain/registratieoverzicht.md section 5, as
 *            observed in DUO's sample TBGI_25LX_2027_20251124.XML. Of one institution: the name of the file [PvE 16].
 *            Counting dates are 1 October and 1 February of one study year [PvE 16.1]
 * ERRORS     BP_E_INPUT: no TBG-i, or damaged: refused as a whole, when it is opened or (it changed) while it is read;
 *            with the line. BP_E_MEMORY
 * THREADS    a handle belongs to one thread; libxml2 is initialised before
 *
 * Elements are known by name, whatever their order and case (DUO's description and DUO's files differ in it); what is
 * not known inside an enrolment is passed over, so that an element more does not stand between a school and its file.
 * libxml2's push parser instead of its reader: a reader is some lines further than the element that it shows, and a line
 * must be found again by an administrator.
 *
 * SECURITY: no DTD, no entity of its own, no network; depth, text and number of signals have ceilings. A message names
 * line, element and expected form, never a value. Texts of DUO may hold a person's number: whoever shows them blots
 * those out.
 */
#ifndef BRONPOST_MESSAGE_TBGI_H
#define BRONPOST_MESSAGE_TBGI_H

#include "bronpost/base/error.h"
#include "bronpost/domain/persoonsnummer.h"
#include "bronpost/domain/rij.h"
#include "bronpost/domain/tbgi.h"

struct bp_tbgi; /* an open file */

struct bp_tbgi_opties {
    const char *path;
    bool uittreksel; /* an extract: persons may be pseudonyms */
};

enum bp_status bp_tbgi_open(const struct bp_tbgi_opties *opties, struct bp_tbgi **out,
                            struct bp_error *err);
void bp_tbgi_close(struct bp_tbgi *tbgi); /* NULL is fine */

/* "2025-11-21 10:42:29": Dutch time, as DUO writes it; without fractions and offset. */
#define BP_TBGI_MOMENT 20

/* A counting date of the file; groepen = bekostigd + niet_bekostigd + onbeslist. */
struct bp_tbgi_dag {
    struct bp_teldatum teldatum;
    size_t groepen, bekostigd, niet_bekostigd, onbeslist;
    size_t definitief;            /* of them: DUO's decision is final */
    char bepaald[BP_TBGI_MOMENT]; /* the last moment that DUO decided on one; "" */
};

struct bp_tbgi_feiten {
    char brin[5]; /* "": a file without enrolments */
    size_t inschrijvingen, diplomas;
    size_t zonder_groep; /* enrolments without any counting date */
    struct bp_tbgi_dag dagen[BP_TELDATA];
    size_t dag_count; /* ascending */
};
const struct bp_tbgi_feiten *bp_tbgi_feiten(const struct bp_tbgi *tbgi);

/* A signal of DUO. */
struct bp_tbgi_melding {
    struct bp_str code, omschrijving;
};
#define BP_TBGI_MELDINGEN 99 /* Signaalvolgnummer has two characters */

struct bp_tbgi_groep {
    uint32_t line;
    struct bp_datum dag;
    struct bp_tbgi_stand stand;
    char bepaald[BP_TBGI_MOMENT]; /* "" */
    char status;                  /* 'V' preliminary, 'D' final; '\0' */
    enum bp_ja_nee bekostigbaar;  /* what DUO has as the institution's opinion */
    const struct bp_tbgi_melding *meldingen;
    size_t melding_count;
};

#define BP_TBGI_VOLGNUMMER 21

struct bp_tbgi_inschrijving {
    uint32_t line;
    struct bp_persoonsnummer persoon; /* GEEN: a pseudonym, in an extract only */
    char brin[5];
    char volgnummer[BP_TBGI_VOLGNUMMER]; /* leading zeros are part of it */
    struct bp_datum begin, einde_gepland, einde;
    struct bp_tbgi_groep groepen[BP_TELDATA]; /* in file order */
    size_t groep_count;
};

/* What it answers but BP_OK ends the reading and is handed on. */
typedef enum bp_status bp_tbgi_fn(void *ctx, const struct bp_tbgi_inschrijving *inschrijving,
                                  struct bp_error *err);

/* All enrolments in file order: reads the file once more. */
enum bp_status bp_tbgi_each(struct bp_tbgi *tbgi, bp_tbgi_fn *fn, void *ctx, struct bp_error *err);

#endif
