/* veld.h - private to message: the fields of a registration and the elements that state them
 * PURPOSE    one static table binds an element, by its local name and the group in which it stands,
 * to a field; and how a field's value is written OWNERSHIP  static; values borrow from the
 * registration or from the text buffer that is handed in UNITS      dates as YYYY-MM-DD without a
 * zone; booleans as true and false SOURCE     rod-vo.md 1 and 6, rod-mbo.md 4, edukoppeling.md 12
 * THREADS    pure: any
 *
 * The plan compiler knows rows, not registrations: another contract (RIO) brings another table.
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
    BP_GROEP_COUNT,
    BP_GROEP_GEEN = BP_GROEP_COUNT /* a leaf */
};

/* The structs that hold the values; a frame has one of each. */
enum bp_bron {
    BP_BRON_KOP,
    BP_BRON_REGISTRATIE,
    BP_BRON_PERIODE,
    BP_BRON_EXPERIMENT,
    BP_BRON_COUNT
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
};

struct bp_velden {
    const struct bp_veld *items;
    size_t count;
};

/* The table for registrations. */
extern const struct bp_velden bp_velden_registratie;

/* NULL when no field goes with the element. */
const struct bp_veld *bp_veld_find(const struct bp_velden *velden, enum bp_groep groep,
                                   const char *element);

#define BP_VELD_TEXT 12 /* a date, or a word of our own */

/* The value of a leaf: false when the registration has none. It points into the frame's structs or
 * into `text`. */
bool bp_veld_waarde(const struct bp_veld *veld, const struct bp_kader *kader,
                    char text[BP_VELD_TEXT], struct bp_str *out);

/* How often the frame has what a group states; and the frame inside instance `at`. */
size_t bp_veld_aantal(const struct bp_veld *veld, const struct bp_kader *kader);
struct bp_kader bp_veld_binnen(const struct bp_veld *veld, const struct bp_kader *kader, size_t at);

/* True when the frame has a value for the field, leaf or group. */
bool bp_veld_gevuld(const struct bp_veld *veld, const struct bp_kader *kader);

#endif
