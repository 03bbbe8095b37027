#include "support/report_vergelijking.h"

#include "bronpost/report/rapport.h"

#define S(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* 16 October 2027, 04:05:06 UTC. */
#define MADE INT64_C(1823659506000)

static const struct bp_vergelijking_record records[] = {
    { "PER", 1240, 1240 }, { "ISG", 1302, 1302 }, { "ISP", 2117, 2117 },
    { "ISE", 0, 0 },       { "BPV", 960, 960 },   { "DIP", 310, 310 },
    { "AMO", 4, 4 },       { "GEO", 0, 0 },       { "KZD", 702, 702 },
};

static const struct bp_vergelijking_regel regels[] = {
    { BP_VERGELIJKING_VERSCHIL,
      S("M0002"),
      S("20002"),
      6,
      "ontvangen",
      "leertraject",
      { 2026, 8, 1 },
      S("BOL"),
      S("BBL"),
      S("find out which of the two is right") },
    { BP_VERGELIJKING_VERSCHIL,
      S("M0005"),
      S("=20005"),
      15,
      "ontvangen",
      "datum_uitschrijving",
      { 0, 0, 0 },
      S(""),
      S("2027-06-25"),
      S("find out which of the two is right") },
    { BP_VERGELIJKING_SECTOR,
      S("M0103"),
      S("20103"),
      48,
      "goedgekeurd",
      "leerroutefase",
      { 2027, 8, 1 },
      S("VO"),
      S("MBO"),
      S("the vo registration V0103 of 99XA says otherwise") },
    { BP_VERGELIJKING_ONBEKEND,
      S("M0900"),
      S(""),
      67,
      NULL,
      NULL,
      { 0, 0, 0 },
      S(""),
      S(""),
      S("the ledger does not know this enrolment") },
    { BP_VERGELIJKING_ONBEKEND,
      S("M0909<b>"),
      S("20009"),
      29,
      NULL,
      NULL,
      { 0, 0, 0 },
      S(""),
      S(""),
      S("the ledger knows this student here under volgnummer M0009") },
    { BP_VERGELIJKING_NIET,
      S("M0007"),
      S("20007"),
      21,
      "klaargezet",
      NULL,
      { 0, 0, 0 },
      S(""),
      S(""),
      S("our last stand was sent after DUO made the overview") },
    { BP_VERGELIJKING_ONTBREEKT,
      S("M0003"),
      S("20003"),
      0,
      "afgekeurd",
      NULL,
      { 0, 0, 0 },
      S(""),
      S(""),
      S("valid in the period of the overview, and DUO does not have it") },
};

static const struct bp_vergelijking_herstel herstel[] = {
    { "ISG", "reden_uitschrijving", "leading zeros restored", 1204, 12 },
    { "", "", "dates as 1-8-2026 instead of 2026-08-01", 0, 0 },
};

struct bp_vergelijking report_facts_gelijk(void)
{
    return (struct bp_vergelijking){
        .version = "0.1.0",
        .gemaakt_ms = MADE,
        .bestand = "RO_99XB_20260801_20271015.CSV",
        .brin = S("99XB"),
        .naam = S(""),
        .begin = { 2026, 8, 1 },
        .einde = { 2027, 10, 15 },
        .aanmaak = { 2027, 10, 16 },
        .separator = '|',
        .totalen_kloppen = true,
        .records = records,
        .record_count = sizeof records / sizeof *records,
        .grootboek = true,
        .hier = 1302,
        .gelijk = 1302,
    };
}

struct bp_vergelijking report_facts_vergelijking(void)
{
    struct bp_vergelijking v = report_facts_gelijk();
    v.naam = (struct bp_str)S("Mbo Proefcollege & <zoon>");
    v.separator = ';', v.spreadsheet = true;
    v.hier = 1300, v.andere_instelling = 412;
    v.gelijk = 1297, v.verschillend = 2, v.verschillen = 2;
    v.ontbreekt = 1, v.onbekend = 2, v.sector = 1, v.niet_vergelijkbaar = 1, v.hersteld = 1204;
    v.regels = regels, v.regel_count = sizeof regels / sizeof *regels;
    v.herstel = herstel, v.herstel_count = sizeof herstel / sizeof *herstel;
    return v;
}

struct bp_vergelijking report_facts_grootste(struct bp_arena *arena)
{
    struct bp_vergelijking v = report_facts_vergelijking();
    size_t count = BP_VERGELIJKING_SOORTEN * BP_RAPPORT_REGELS;
    struct bp_vergelijking_regel *rows = bp_arena_array(arena, count, sizeof *rows);
    for (size_t i = 0; rows && i < count; i++) {
        rows[i] = regels[i % v.regel_count];
        rows[i].soort = (enum bp_vergelijking_soort)(i % BP_VERGELIJKING_SOORTEN);
        rows[i].volgnummer = bp_arena_printf(arena, "M%06zu", i);
    }
    v.regels = rows, v.regel_count = count;
    v.verschillend = 20000, v.verschillen = 31234, v.ontbreekt = 1001, v.onbekend = 1000;
    v.sector = 4000, v.niet_vergelijkbaar = 123456;
    return v;
}
