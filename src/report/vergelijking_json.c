/* vergelijking_json.c - rapport.json of reconcile, and what both of its reports count */
#include "bronpost/base/text.h"
#include "bronpost/report/vergelijking.h"
#include "json.h"

#define FORMAT "bronpost-reconcile-1"

const char *bp_vergelijking_soort_name(enum bp_vergelijking_soort soort)
{
    switch (soort) {
    case BP_VERGELIJKING_ONTBREEKT:
        return "ontbreekt_bij_duo";
    case BP_VERGELIJKING_ONBEKEND:
        return "onbekend_hier";
    case BP_VERGELIJKING_VERSCHIL:
        return "verschil";
    case BP_VERGELIJKING_SECTOR:
        return "sector_verschil";
    case BP_VERGELIJKING_NIET:
        return "niet_vergelijkbaar";
    case BP_VERGELIJKING_SOORTEN:
        break;
    }
    return "";
}

size_t bp_vergelijking_werk(const struct bp_vergelijking *v)
{
    return v->verschillend + v->ontbreekt + v->onbekend + v->sector;
}

size_t bp_vergelijking_lines(const struct bp_vergelijking *v)
{
    return v->verschillen + v->ontbreekt + v->onbekend + v->sector + v->niet_vergelijkbaar;
}

static void put_overzicht(struct bp_json *json, const struct bp_vergelijking *v)
{
    const char separator[] = { v->separator, '\0' };
    bp_json_open_object(json, "overzicht");
    bp_json_text(json, "bestand", v->bestand);
    bp_json_str(json, "brin", v->brin);
    bp_json_str(json, "naam", v->naam);
    bp_json_datum(json, "begin", v->begin);
    bp_json_datum(json, "einde", v->einde);
    bp_json_datum(json, "aanmaak", v->aanmaak);
    bp_json_text(json, "separator", separator);
    bp_json_bool(json, "spreadsheet", v->spreadsheet);
    bp_json_bool(json, "uittreksel", v->uittreksel);
    bp_json_bool(json, "totalen_kloppen", v->totalen_kloppen);
    bp_json_open_list(json, "records");
    for (size_t i = 0; i < v->record_count; i++) {
        bp_json_open_object(json, NULL);
        bp_json_text(json, "record", v->records[i].name);
        bp_json_count(json, "gelezen", v->records[i].gelezen);
        bp_json_count(json, "totaal", v->records[i].totaal);
        bp_json_close(json);
    }
    bp_json_close(json);
    bp_json_close(json);
}

static void put_counts(struct bp_json *json, const struct bp_vergelijking *v)
{
    bp_json_open_object(json, "counts");
    bp_json_count(json, "hier", v->hier);
    bp_json_count(json, "andere_instelling", v->andere_instelling);
    bp_json_count(json, "gelijk", v->gelijk);
    bp_json_count(json, "verschillend", v->verschillend);
    bp_json_count(json, "verschillen", v->verschillen);
    if (v->uittreksel)
        bp_json_text(json, "ontbreekt_bij_duo", NULL);
    else
        bp_json_count(json, "ontbreekt_bij_duo", v->ontbreekt);
    bp_json_count(json, "onbekend_hier", v->onbekend);
    bp_json_count(json, "sector_verschil", v->sector);
    bp_json_count(json, "niet_vergelijkbaar", v->niet_vergelijkbaar);
    bp_json_count(json, "hersteld", v->hersteld);
    bp_json_close(json);
}

static void put_line(struct bp_json *json, uint32_t line)
{
    if (line)
        bp_json_count(json, "regel_duo", line);
    else
        bp_json_text(json, "regel_duo", NULL);
}

static void put_regel(struct bp_json *json, const struct bp_vergelijking_regel *regel)
{
    bp_json_open_object(json, NULL);
    bp_json_text(json, "soort", bp_vergelijking_soort_name(regel->soort));
    bp_json_str(json, "inschrijvingvolgnummer", regel->volgnummer);
    bp_json_str(json, "leerlingnummer", regel->leerlingnummer);
    put_line(json, regel->line);
    bp_json_text(json, "toestand", regel->toestand ? regel->toestand : "");
    bp_json_text(json, "veld", regel->veld ? regel->veld : "");
    bp_json_datum(json, "op", regel->op);
    bp_json_str(json, "duo", regel->duo);
    bp_json_str(json, "bronpost", regel->hier);
    bp_json_str(json, "uitleg", regel->uitleg);
    bp_json_close(json);
}

static void put_herstel(struct bp_json *json, const struct bp_vergelijking *v)
{
    bp_json_open_list(json, "herstel");
    for (size_t i = 0; i < v->herstel_count; i++) {
        const struct bp_vergelijking_herstel *mend = &v->herstel[i];
        bp_json_open_object(json, NULL);
        bp_json_text(json, "record", mend->record);
        bp_json_text(json, "veld", mend->veld);
        bp_json_text(json, "herstel", bp_text(mend->wat));
        bp_json_count(json, "aantal", mend->aantal);
        put_line(json, mend->line);
        bp_json_close(json);
    }
    bp_json_close(json);
}

enum bp_status bp_vergelijking_json(const struct bp_vergelijking *v, struct bp_buf *out,
                                    struct bp_error *err)
{
    struct bp_json json;
    bp_json_init(&json, out);
    bp_json_open_rapport(&json, FORMAT, v->version, "reconcile", v->gemaakt_ms);
    put_overzicht(&json, v);
    bp_json_bool(&json, "grootboek", v->grootboek);
    put_counts(&json, v);
    bp_json_open_object(&json, "regels");
    bp_json_count(&json, "total", bp_vergelijking_lines(v));
    bp_json_open_list(&json, "rows");
    for (size_t i = 0; i < v->regel_count; i++)
        put_regel(&json, &v->regels[i]);
    bp_json_close(&json);
    bp_json_close(&json);
    put_herstel(&json, v);
    bp_json_close(&json);
    return out->failed ? bp_error_memory(err, "rapport.json") : BP_OK;
}
