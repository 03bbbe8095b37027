#include "support/report_facts.h"

#include <stdio.h>
#include <stdlib.h>

#define S(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* 1 September 2026, 03:17:20 UTC. */
#define MADE INT64_C(1788232640000)

static const struct bp_rapport_instelling schools[] = {
    { S("99XA"), S("Vmbo De Voorbeeldschool"), BP_SECTOR_VO, 1204, 96, 0 },
    { S("99XB"), S("Mbo Proefcollege"), BP_SECTOR_MBO, 213, 18, 0 },
    { S("99XC"), S(""), BP_SECTOR_MBO, 0, 0, 41 },
};

static const struct bp_rapport_route routes[] = {
    { S(""), S(""), BP_ROUTE_REGULIER, 0, 0, 1043 },
    { S("ZW-BB2"), S("Zorg en welzijn, bb naar mbo 2"), BP_ROUTE_DLR, 64, 38, 0 },
    { S("TE-KB4"), S("Techniek, kb naar mbo 4"), BP_ROUTE_DLR, 51, 22, 0 },
    { S("GR-BB2"), S("Groen, geïntegreerd"), BP_ROUTE_GLR, 17, 9, 0 },
    { S("EO-TL4"), S(""), BP_ROUTE_REGULIER, 0, 0, 12 },
    { S("HO-GL3"), S("Horeca <gl> & mbo 3"), BP_ROUTE_DLR, 5, 0, 1 },
};

static const struct bp_rapport_telling codes[] = {
    { BP104, 2, false }, { BP105, 1, false }, { BP201, 1, false },
    { BP108, 2, false }, { BP109, 1, true },  { BP214, 6, false },
};

static struct bp_rapport_regel rejected[] = {
    { 17, S("20441"), NULL, BP_KOLOM_VESTIGING,
      S("expected the brin and 2 digits, found 5 characters") },
    { 118, S("20533"), NULL, BP_KOLOM_DATUM_INSCHRIJVING, S("31 February does not exist") },
    { 119, S("20533"), NULL, BP_KOLOM_GEEN, S("rejected with line 118") },
    { 402, S("=20807"), NULL, BP_KOLOM_LEERJAAR, S("expected 1 to 6, found <b>text</b>") },
    { 1207, S("00912"), NULL, BP_KOLOM_LEERROUTE, S("'ZW-BB3' is not in routes.csv") },
};
static const enum bp_code rejected_codes[] = { BP104, BP105, 0, BP104, BP201 };

static struct bp_rapport_regel signals[] = {
    { 12, S("20017"), NULL, BP_KOLOM_VESTIGING, S("leading zeros restored: 1 became 99XA01") },
    { 13, S("20018"), NULL, BP_KOLOM_LEERLINGNUMMER, S("leading zeros restored") },
    { 208, S("9"), NULL, BP_KOLOM_LEERROUTE, S("route GR-BB2 has no agreement before 2025-08-01") },
    { 31, S("100"), NULL, BP_KOLOM_LEERROUTE,
      S("route ZW-BB2 has no agreement before 2025-08-01") },
    { 77, S("20"), NULL, BP_KOLOM_GEEN, S("the same period as line 76") },
    { 300, S("20300"), NULL, BP_KOLOM_LEERROUTE,
      S("route TE-KB4 has no agreement before 2024-08-01") },
    { 301, S("20301"), NULL, BP_KOLOM_LEERROUTE,
      S("route TE-KB4 has no agreement before 2024-08-01") },
    { 302, S("20302"), NULL, BP_KOLOM_LEERROUTE,
      S("route TE-KB4 has no agreement before 2024-08-01") },
    { 303, S("20303"), NULL, BP_KOLOM_LEERROUTE,
      S("route TE-KB4 has no agreement before 2024-08-01") },
};
static const enum bp_code signal_codes[] = { BP108, BP108, BP214, BP214, BP109,
                                             BP214, BP214, BP214, BP214 };

static const struct bp_str remarks[] = {
    S("leerlingen.csv: column \"mentor\" is not known and was not read"),
    S("routes.csv: route OUD-1 is used by no student"),
};

struct bp_rapport report_facts_nothing(void)
{
    return (struct bp_rapport){ .command = "check",
                                .version = "0.1.0",
                                .peildatum = BP_DATUM(2026, 9, 1),
                                .gemaakt_ms = MADE };
}

struct bp_rapport report_facts_night(void)
{
    struct bp_rapport r = report_facts_nothing();
    for (size_t i = 0; i < sizeof rejected / sizeof *rejected; i++)
        rejected[i].code = bp_code_info(rejected_codes[i]);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signals[i].code = bp_code_info(signal_codes[i]);
    r.command = "run";
    r.leerlingen_bestand = "leerlingen.csv";
    r.routes_bestand = "routes.csv";
    r.charset = "windows-1252";
    r.separator = ';';
    r.rows = 1606, r.blank_rows = 2, r.rows_registered = 1601, r.rows_rejected = 5;
    r.inschrijvingen = 1540, r.inschrijvingen_afgekeurd = 4;
    r.te_registreren = 1417, r.ongewijzigd = 114, r.partner = 41, r.buiten_bereik = 8;
    r.berichten = 1417, r.signalen = 9, r.klaargezet = 1417;
    r.laat_aangemeld = 12, r.laat_teldatum = 1, r.rio_onbekend = 86;
    r.instellingen = schools, r.instelling_count = sizeof schools / sizeof *schools;
    r.routes = routes, r.route_count = sizeof routes / sizeof *routes;
    r.codes = codes, r.code_count = sizeof codes / sizeof *codes;
    r.afgekeurd = rejected, r.afgekeurd_count = sizeof rejected / sizeof *rejected;
    r.signaal_regels = signals, r.signaal_regel_count = sizeof signals / sizeof *signals;
    r.opmerkingen = remarks, r.opmerking_count = sizeof remarks / sizeof *remarks;
    return r;
}

struct bp_rapport report_facts_biggest(struct bp_arena *arena)
{
    struct bp_rapport r = report_facts_night();
    struct bp_rapport_regel *rows = bp_arena_array(arena, BP_RAPPORT_REGELS, sizeof *rows);
    for (size_t i = 0; rows && i < BP_RAPPORT_REGELS; i++)
        rows[i] = (struct bp_rapport_regel){
            .line = (uint32_t)(2 + 3 * i),
            .leerlingnummer = bp_arena_printf(arena, "%05zu", (i * 7919) % 99991),
            .code = bp_code_info(i % 2 ? BP104 : BP105),
            .kolom = (enum bp_kolom)(i % BP_KOLOM_COUNT),
            .uitleg = bp_arena_printf(
                arena, "explanation number %zu: expected 2 digits, found letters", i),
        };
    r.afgekeurd = r.signaal_regels = rows;
    r.afgekeurd_count = r.signaal_regel_count = BP_RAPPORT_REGELS;
    r.rows = 250000, r.rows_rejected = 1204, r.rows_registered = 248796, r.signalen = 12345;
    return r;
}

const char *report_facts_build(const char *name, char path[300])
{
    const char *build = getenv("BRONPOST_BUILD");
    (void)snprintf(path, 300, "%s/%s", build ? build : "build", name);
    return path;
}
