/* audit_json.c - rapport.json of an audit */
#include "audit_json.h"

#include "bronpost/base/text.h"
#include "bronpost/report/audit.h"

#define FORMAT "bronpost-audit-1"

static void put_datum(struct bp_json *json, const char *key, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    bp_json_text(json, key, bp_datum_given(d) ? text : NULL);
}

static void put_moment(struct bp_json *json, const char *key, int64_t ms)
{
    char text[BP_MOMENT_TEXT];
    bp_moment_format(ms, text);
    bp_json_text(json, key, text);
}

static void put_zegel(struct bp_json *json, const struct bp_audit_rapport *r)
{
    if (r->schakels == 0) {
        bp_json_text(json, "zegel", NULL);
        return;
    }
    bp_json_open_object(json, "zegel");
    bp_json_count(json, "schakels", r->schakels);
    bp_json_text(json, "kop", r->kop);
    put_moment(json, "moment", r->kop_ms);
    put_moment(json, "begin", r->begin_ms);
    bp_json_close(json);
}

static void put_counts(struct bp_json *json, const struct bp_audit_rapport *r)
{
    const struct {
        const char *name;
        size_t value;
    } counts[] = {
        { "registraties", r->registraties },
        { "geregistreerd", r->geregistreerd },
        { "beeindigd", r->beeindigd },
        { "niet_begonnen", r->niet_begonnen },
        { "niet_bij_duo", r->niet_bij_duo },
        { "verwijderd", r->verwijderd },
        { "onbekend", r->onbekend },
        { "leerlingen", r->leerlingen },
        { "niet_in_grootboek", r->niet_in_grootboek },
    };
    bp_json_open_object(json, "counts");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        bp_json_count(json, counts[i].name, counts[i].value);
    bp_json_close(json);
}

static void put_telling(struct bp_json *json, const struct bp_audit_telling *t)
{
    bp_json_open_object(json, NULL);
    if (*t->brin) {
        bp_json_text(json, "brin", t->brin);
        bp_json_str(json, "naam", t->naam);
    }
    bp_json_text(json, "sector", bp_sector_name(t->sector));
    bp_json_count(json, "geregistreerd", t->geregistreerd);
    bp_json_count(json, "leerlingen", t->leerlingen);
    for (unsigned g = 0; g < BP_AUDIT_GROEPEN; g++)
        bp_json_count(json, bp_audit_groep_name((enum bp_audit_groep)g), t->groepen[g]);
    bp_json_count(json, "bekostigd", t->bekostigd);
    bp_json_count(json, "niet_bij_duo", t->niet_bij_duo);
    bp_json_count(json, "verwijderd", t->verwijderd);
    bp_json_count(json, "onbekend", t->onbekend);
    bp_json_close(json);
}

static void put_tellingen(struct bp_json *json, const char *key,
                          const struct bp_audit_telling *items, size_t count)
{
    bp_json_open_list(json, key);
    for (size_t i = 0; i < count; i++)
        put_telling(json, &items[i]);
    bp_json_close(json);
}

static void put_teldata(struct bp_json *json, const struct bp_audit_rapport *r)
{
    bp_json_open_list(json, "teldata");
    for (size_t i = 0; i < BP_TELDATA; i++) {
        const struct bp_audit_teldatum *t = &r->teldata[i];
        bp_json_open_object(json, NULL);
        put_datum(json, "dag", t->dag);
        bp_json_bool(json, "toekomst", t->toekomst);
        bp_json_open_list(json, "sectoren");
        for (size_t s = 0; s < BP_AUDIT_SECTOREN; s++) {
            if (!(t->sectoren & r->sectoren[s].sector))
                continue;
            bp_json_open_object(json, NULL);
            bp_json_text(json, "sector", bp_sector_name(r->sectoren[s].sector));
            bp_json_count(json, "geregistreerd", t->geregistreerd[s]);
            bp_json_count(json, "bekostigd", t->bekostigd[s]);
            bp_json_close(json);
        }
        bp_json_close(json);
        bp_json_count(json, "dubbel_bekostigd", t->dubbel);
        bp_json_count(json, "nergens_bekostigd", t->nergens);
        bp_json_close(json);
    }
    bp_json_close(json);
}

static void put_momenten(struct bp_json *json, const struct bp_audit_rapport *r)
{
    bp_json_open_list(json, "momenten");
    for (size_t i = 0; i < r->moment_count; i++) {
        bp_json_open_object(json, NULL);
        put_datum(json, "dag", r->momenten[i].op);
        bp_json_count(json, "vo", r->momenten[i].leerlingen[0]);
        bp_json_count(json, "mbo", r->momenten[i].leerlingen[1]);
        bp_json_close(json);
    }
    bp_json_close(json);
}

/* What is empty is null; the signals are a list. */
static void put_regel(struct bp_json *json, const struct bp_audit_regel *regel)
{
    char scratch[BP_AUDIT_WAARDE];
    bp_json_open_object(json, NULL);
    for (unsigned k = 0; k < BP_AUDIT_SIGNALEN; k++) {
        struct bp_str value = bp_audit_waarde(regel, (enum bp_audit_kolom)k, scratch);
        if (value.len)
            bp_json_str(json, bp_audit_kolom_name((enum bp_audit_kolom)k), value);
        else
            bp_json_text(json, bp_audit_kolom_name((enum bp_audit_kolom)k), NULL);
    }
    bp_json_open_list(json, bp_audit_kolom_name(BP_AUDIT_SIGNALEN));
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++)
        if (regel->uitkomst->signalen & 1u << s)
            bp_json_text(json, NULL, bp_dag_signaal_name(s));
    bp_json_close(json);
    bp_json_close(json);
}

static void put_regels(struct bp_json *json, const char *key, const struct bp_audit_regel *regels,
                       size_t count, size_t total)
{
    bp_json_open_object(json, key);
    bp_json_count(json, "total", total);
    bp_json_open_list(json, "rows");
    for (size_t i = 0; i < count; i++)
        put_regel(json, &regels[i]);
    bp_json_close(json);
    bp_json_close(json);
}

static void put_signalen(struct bp_json *json, const struct bp_audit_rapport *r)
{
    bp_json_open_list(json, "signalen");
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++) {
        if (r->signalen[s] == 0)
            continue;
        bp_json_open_object(json, NULL);
        bp_json_text(json, "signaal", bp_dag_signaal_name(s));
        bp_json_text(json, "title", bp_text(bp_audit_signaal_title(s)));
        bp_json_text(json, "todo", bp_text(bp_audit_signaal_todo(s)));
        bp_json_count(json, "registraties", r->signalen[s]);
        bp_json_close(json);
    }
    bp_json_close(json);
}

enum bp_status bp_audit_json(const struct bp_audit_rapport *rapport, struct bp_buf *out,
                             struct bp_error *err)
{
    struct bp_json json;
    bp_json_init(&json, out);
    bp_json_open_object(&json, NULL);
    bp_json_text(&json, "format", FORMAT);
    bp_json_text(&json, "version", rapport->version);
    bp_json_text(&json, "command", "audit");
    bp_json_text(&json, "language", bp_text_language());
    put_moment(&json, "gemaakt", rapport->gemaakt_ms);
    put_datum(&json, "peildatum", rapport->dag);
    put_datum(&json, "bekend_op", rapport->bekend_op);
    bp_json_bool(&json, "toekomst", bp_audit_toekomst(rapport));
    bp_json_bool(&json, "leerlingnummers", rapport->leerlingnummers);
    put_zegel(&json, rapport);
    put_counts(&json, rapport);
    put_tellingen(&json, "sectoren", rapport->sectoren, BP_AUDIT_SECTOREN);
    put_tellingen(&json, "instellingen", rapport->instellingen, rapport->instelling_count);
    put_teldata(&json, rapport);
    put_momenten(&json, rapport);
    put_signalen(&json, rapport);
    put_regels(&json, "gesignaleerd", rapport->gemerkt, rapport->gemerkt_count,
               rapport->signaal_regels);
    put_regels(&json, "registraties", rapport->regels, rapport->regel_count, rapport->regel_totaal);
    bp_tbgi_put_json(&json, rapport->tbgi);
    bp_json_close(&json);
    return out->failed ? bp_error_memory(err, "rapport.json") : BP_OK;
}
