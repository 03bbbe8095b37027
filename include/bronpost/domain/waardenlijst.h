/* waardenlijst.h - value lists with validity, and what an elementcode says of the leerweg
 * PURPOSE    which values a column may hold on which day
 * OWNERSHIP  the shipped lists are static; a configuration may replace lists by its own, which it owns
 * UNITS      from and to inclusive; no date is unbounded
 * SOURCE     leertraject: PvE MBO-instelling 4.8.2, 16.6; of reden_uitschrijving, experiment and verblijf_soort
 *            today's list is unknown, so that only the form is checked; elementcodes: Regeling codetabellen
 *            school- en studiejaar 2015-2016, bijlage I
 * THREADS    read-only once built
 */
#ifndef BRONPOST_DOMAIN_WAARDENLIJST_H
#define BRONPOST_DOMAIN_WAARDENLIJST_H

#include "bronpost/base/datum.h"

enum bp_lijst {
    BP_LIJST_GESLACHT,
    BP_LIJST_LEERTRAJECT,
    BP_LIJST_NIVEAU,
    BP_LIJST_SOORT,
    BP_LIJST_LEERWEG,
    BP_LIJST_REDEN_UITSCHRIJVING,
    BP_LIJST_EXPERIMENT,
    BP_LIJST_VERBLIJF_SOORT,
    BP_LIJST_COUNT
};

struct bp_waarde_geldig {
    struct bp_str waarde;
    struct bp_datum from, to;
};

struct bp_waardenlijst {
    const struct bp_waarde_geldig *items;
    size_t count; /* 0: the list is unknown, only the form [A-Z0-9_]{1,70} is checked */
};

/* Elementcodes by pattern: '.' stands for any digit; the first pattern that fits decides. */
struct bp_elementcode {
    char pattern[5];
    const char *leerweg; /* "BB", "KB", "GL", "TL"; NULL: known code without one leerweg */
    bool experiment;     /* vakmanschaproute, technologieroute: BP217 together with a leerroute */
};

struct bp_waardenlijsten {
    struct bp_waardenlijst lijsten[BP_LIJST_COUNT];
    const struct bp_elementcode *elementcodes;
    size_t elementcode_count;
};

/* What ships with the program. */
const struct bp_waardenlijsten *bp_waardenlijsten_shipped(void);

/* The name of a list in the configuration: "leertraject". */
const char *bp_lijst_name(enum bp_lijst lijst);

enum bp_geldigheid { BP_WAARDE_ONBEKEND, BP_WAARDE_NIET_OP_DATUM, BP_WAARDE_GELDIG };

/* On no date: known at all is enough. */
enum bp_geldigheid bp_waarde_geldig_op(const struct bp_waardenlijsten *lijsten, enum bp_lijst lijst,
                                       struct bp_str waarde, struct bp_datum datum);

/* NULL when the table does not know the code. */
const struct bp_elementcode *bp_elementcode_find(const struct bp_waardenlijsten *lijsten,
                                                 struct bp_str code);

#endif
