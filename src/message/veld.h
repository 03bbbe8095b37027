/* veld.h - private to message: the fields of a record and the elements that state them
 * PURPOSE    one static table binds an element, by its local name and the group in which it stands, to a
 *            field; and how a field's value is written
 * OWNERSHIP  static; values borrow from the record or from the text buffer that is handed in
 * UNITS      dates as YYYY-MM-DD without a zone; booleans as true and false
 * SOURCE     rod-vo.md 1 and 6, rod-mbo.md 4, rio.md 4 to 6, edukoppeling.md 12
 * THREADS    pure: any
 *
 * The plan compiler knows rows, not records: a registration (vo, mbo) has one table, an offered programme
 * (rio) another.
 */
#ifndef BRONPOST_MESSAGE_VELD_H
#define BRONPOST_MESSAGE_VELD_H

#include "bronpost/message/contract.h"
#include "bronpost/message/maker.h"

/* The elements among which a name means this field. */
enum bp_groep {
    BP_GROEP_VERZOEK, /* directly below the root */
    BP_GROEP_PERIODE,
    BP_GROEP_EXPERIMENT,
    BP_GROEP_OPP,
    BP_GROEP_VERBLIJF,
    /* of an offered programme */
    BP_GROEP_OPLEIDING,
    BP_GROEP_OPLEIDINGPERIODE,
    BP_GROEP_COHORT,
    BP_GROEP_KENMERK,
    BP_GROEP_ERKENNING,
    BP_GROEP_DUUR,
    BP_GROEP_VASTE_INSTROOM,
    BP_GROEP_VRIJE_INSTROOM,
    BP_GROEP_BEDRIJFSOPLEIDING,
    BP_GROEP_PRIJS,
    BP_GROEP_RELATIE,
    BP_GROEP_COUNT,
    BP_GROEP_GEEN = BP_GROEP_COUNT /* a leaf */
};

/* The structs that hold the values; a frame has one of each. An offered programme uses the same places. */
enum bp_bron {
    BP_BRON_KOP,
    BP_BRON_REGISTRATIE,
    BP_BRON_PERIODE,
    BP_BRON_EXPERIMENT,
    BP_BRON_COUNT,
    BP_BRON_OPLEIDING = BP_BRON_REGISTRATIE,
    BP_BRON_RELATIE = BP_BRON_REGISTRATIE,
    BP_BRON_DEEL = BP_BRON_PERIODE,      /* a period or a cohort of a programme */
    BP_BRON_DETAIL = BP_BRON_EXPERIMENT, /* a kenmerk, price or code in one */
};

struct bp_kader {
    const void *bron[BP_BRON_COUNT];
};

enum bp_veldsoort {
    BP_VELD_TEKST,
    BP_VELD_DATUM,
    BP_VELD_JANEE,
    BP_VELD_BSN,
    BP_VELD_ONDERWIJSNUMMER,
    BP_VELD_REDEN, /* only with the actual end of the enrolment */
    BP_VELD_LEERROUTE,
    BP_VELD_LEERROUTEFASE,
    BP_VELD_PERIODEN,
    BP_VELD_EXPERIMENTEN,
    BP_VELD_OPP,
    BP_VELD_VERBLIJF,
    BP_VELD_VORM, /* a group that counts its instances itself: see `vorm` */
};

/* How often the frame has something, and the frame inside instance `at`. */
struct bp_vorm {
    size_t (*aantal)(const struct bp_kader *kader);
    struct bp_kader (*binnen)(const struct bp_kader *kader, size_t at);
};

struct bp_veld {
    enum bp_groep groep;
    const char *element;
    const char
        *naam; /* several elements may state one field; the canonical column where there is one */
    enum bp_veldsoort soort;
    enum bp_bron bron;
    size_t offset;
    enum bp_groep opent;  /* the group that the element holds; BP_GROEP_GEEN: a leaf */
    unsigned sectoren;    /* bits of enum bp_sector for which the field belongs to the message */
    unsigned handelingen; /* bits 1 << enum bp_handeling, likewise */
    bool eenmalig;        /* its values never repeat, or are personal: never remembered */
    bool kop;             /* of the head: no part of the stand */
    const struct bp_vorm *vorm; /* of BP_VELD_VORM, and of a leaf that repeats; else NULL */
};

struct bp_velden {
    const struct bp_veld *items;
    size_t count;
};

/* The tables: for registrations (veld.c), and for offered programmes (veld_aangeboden.c). */
extern const struct bp_velden bp_velden_registratie;
extern const struct bp_velden bp_velden_aangeboden;

/* NULL when no field goes with the element. */
const struct bp_veld *bp_veld_find(const struct bp_velden *velden, enum bp_groep groep,
                                   const char *element);

#define BP_VELD_TEXT 12 /* a date, or a word of our own */

/* The value of a leaf: false when the record has none. It points into the frame's structs or
 * into `text`. */
bool bp_veld_waarde(const struct bp_veld *veld, const struct bp_kader *kader,
                    char text[BP_VELD_TEXT], struct bp_str *out);

/* How often the frame has what a group states; and the frame inside instance `at`. */
size_t bp_veld_aantal(const struct bp_veld *veld, const struct bp_kader *kader);
struct bp_kader bp_veld_binnen(const struct bp_veld *veld, const struct bp_kader *kader, size_t at);

/* True when the frame has a value for the field, leaf or group. */
bool bp_veld_gevuld(const struct bp_veld *veld, const struct bp_kader *kader);

#endif
