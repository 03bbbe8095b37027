#include "bronpost/base/text.h"
#include "bronpost/report/rapport.h"
#include "json.h"

#include <stddef.h>

#define FORMAT "bronpost-rapport-1"

#define FIGURE(member)                                                                             \
    {                                                                                              \
#member, offsetof(struct bp_rapport, member)                                               \
    }
static const struct {
    const char *name;
    size_t offset;
} figures[] = {
    FIGURE(rows),           FIGURE(blank_rows),     FIGURE(rows_registered),
    FIGURE(rows_rejected),  FIGURE(inschrijvingen), FIGURE(inschrijvingen_afgekeurd),
    FIGURE(te_registreren), FIGURE(ongewijzigd),    FIGURE(partner),
    FIGURE(buiten_bereik),  FIGURE(berichten),      FIGURE(signalen),
    FIGURE(klaargezet),     FIGURE(laat_aangemeld), FIGURE(laat_teldatum),
    FIGURE(rio_onbekend),
};

static void put_counts(struct bp_json *json, const struct bp_rapport *rapport)
{
    bp_json_open_object(json, "counts");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        size_t value;
        memcpy(&value, (const char *)rapport + figures[i].offset, sizeof value);
        bp_json_count(json, figures[i].name, value);
    }
    bp_json_close(json);
}

static void put_input(struct bp_json *json, const struct bp_rapport *rapport)
{
    const char separator[] = { rapport->separator, '\0' };
    bp_json_open_object(json, "input");
    bp_json_text(json, "leerlingen", rapport->leerlingen_bestand);
    bp_json_text(json, "routes", rapport->routes_bestand);
    bp_json_text(json, "charset", rapport->charset);
    bp_json_text(json, "separator", rapport->separator ? separator : NULL);
    bp_json_close(json);
}

static void put_instellingen(struct bp_json *json, const struct bp_rapport *rapport)
{
    bp_json_open_list(json, "instellingen");
    for (size_t i = 0; i < rapport->instelling_count; i++) {
        const struct bp_rapport_instelling *instelling = &rapport->instellingen[i];
        bp_json_open_object(json, NULL);
        bp_json_str(json, "brin", instelling->brin);
        bp_json_str(json, "naam", instelling->naam);
        bp_json_text(json, "sector", bp_sector_name(instelling->sector));
        bp_json_count(json, "te_registreren", instelling->te_registreren);
        bp_json_count(json, "ongewijzigd", instelling->ongewijzigd);
        bp_json_count(json, "partner", instelling->partner);
        bp_json_close(json);
    }
    bp_json_close(json);
}

static void put_routes(struct bp_json *json, const struct bp_rapport *rapport)
{
    bp_json_open_list(json, "routes");
    for (size_t i = 0; i < rapport->route_count; i++) {
        const struct bp_rapport_route *route = &rapport->routes[i];
        bp_json_open_object(json, NULL);
        bp_json_str(json, "leerroute", route->leerroute);
        bp_json_str(json, "naam", route->naam);
        bp_json_text(json, "soort", bp_route_soort_name(route->soort));
        bp_json_count(json, "vo_fase", route->vo_fase);
        bp_json_count(json, "mbo_fase", route->mbo_fase);
        bp_json_count(json, "regulier", route->regulier);
        bp_json_close(json);
    }
    bp_json_close(json);
}

static const char *ernst_name(enum bp_ernst ernst)
{
    switch (ernst) {
    case BP_ERNST_AFKEURING:
        return "afkeuring";
    case BP_ERNST_SIGNAAL:
        return "signaal";
    case BP_ERNST_STOP:
        return "stop";
    }
    return NULL;
}

static void put_codes(struct bp_json *json, const struct bp_rapport *rapport)
{
    bp_json_open_list(json, "codes");
    for (size_t i = 0; i < rapport->code_count; i++) {
        const struct bp_rapport_telling *telling = &rapport->codes[i];
        const struct bp_code_info *info = bp_code_info(telling->code);
        if (!info)
            continue;
        bp_json_open_object(json, NULL);
        bp_json_text(json, "code", info->name);
        bp_json_text(json, "ernst", ernst_name(bp_rapport_telling_ernst(telling)));
        bp_json_text(json, "title", bp_text(info->title));
        bp_json_text(json, "todo", bp_text(info->todo));
        bp_json_count(json, "inschrijvingen", telling->inschrijvingen);
        bp_json_close(json);
    }
    bp_json_close(json);
}

static void put_regels(struct bp_json *json, const char *key, const struct bp_rapport_regel *regels,
                       size_t count, size_t total)
{
    bp_json_open_object(json, key);
    bp_json_count(json, "total", total);
    bp_json_open_list(json, "rows");
    for (size_t i = 0; i < count && i < BP_RAPPORT_REGELS; i++) {
        bp_json_open_object(json, NULL);
        bp_json_count(json, "rij", regels[i].line);
        bp_json_str(json, "leerlingnummer", regels[i].leerlingnummer);
        bp_json_text(json, "code", regels[i].code ? regels[i].code->name : NULL);
        bp_json_text(json, "kolom", bp_kolom_name(regels[i].kolom));
        bp_json_str(json, "uitleg", regels[i].uitleg);
        bp_json_close(json);
    }
    bp_json_close(json);
    bp_json_close(json);
}

enum bp_status bp_rapport_json(const struct bp_rapport *rapport, struct bp_buf *out,
                               struct bp_error *err)
{
    struct bp_json json;
    bp_json_init(&json, out);
    bp_json_open_rapport(&json, FORMAT, rapport->version, rapport->command, rapport->gemaakt_ms);
    bp_json_datum(&json, "peildatum", rapport->peildatum);
    put_input(&json, rapport);
    put_counts(&json, rapport);
    put_instellingen(&json, rapport);
    put_routes(&json, rapport);
    put_codes(&json, rapport);
    put_regels(&json, "afgekeurd", rapport->afgekeurd, rapport->afgekeurd_count,
               rapport->rows_rejected);
    put_regels(&json, "signalen", rapport->signaal_regels, rapport->signaal_regel_count,
               rapport->signalen);
    bp_json_open_list(&json, "opmerkingen");
    for (size_t i = 0; i < rapport->opmerking_count; i++)
        bp_json_str(&json, NULL, rapport->opmerkingen[i]);
    bp_json_close(&json);
    bp_json_close(&json);
    return out->failed ? bp_error_memory(err, "rapport.json") : BP_OK;
}
