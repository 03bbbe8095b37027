/* tbgi_json.c - the object tbgi in rapport.json of an audit */
#include "audit_json.h"
#include "bronpost/base/text.h"

static void put_text(struct bp_json *json, const char *key, struct bp_str value)
{
    if (value.len)
        bp_json_str(json, key, value);
    else
        bp_json_text(json, key, NULL);
}

static void put_dag(struct bp_json *json, const struct bp_tbgi_telling *t)
{
    const struct {
        const char *name;
        size_t value;
    } counts[] = {
        { "groepen", t->groepen },
        { "bekostigd", t->bekostigd },
        { "niet_bekostigd", t->niet_bekostigd },
        { "onbeslist", t->onbeslist },
        { "definitief", t->definitief },
        { "verwacht", t->verwacht },
        { "eens", t->eens },
        { "oneens", t->oneens },
        { "regels", t->regels },
    };
    bp_json_open_object(json, NULL);
    bp_json_datum(json, "dag", t->dag);
    put_text(json, "bepaald_op", bp_str_of(t->bepaald_op));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        bp_json_count(json, counts[i].name, counts[i].value);
    bp_json_close(json);
}

static void put_signalen(struct bp_json *json, const struct bp_tbgi_rapport *r)
{
    bp_json_open_list(json, "signalen");
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++) {
        if (r->signalen[s] == 0)
            continue;
        bp_json_open_object(json, NULL);
        bp_json_text(json, "signaal", bp_tbgi_signaal_name(s));
        bp_json_text(json, "title", bp_text(bp_tbgi_signaal_title(s)));
        bp_json_text(json, "todo", bp_text(bp_tbgi_signaal_todo(s)));
        bp_json_count(json, "regels", r->signalen[s]);
        bp_json_close(json);
    }
    bp_json_close(json);
}

/* The columns of tbgi.csv; the signals are a list, the line is a number. */
static void put_regel(struct bp_json *json, const struct bp_tbgi_regel *regel)
{
    char scratch[BP_TBGI_WAARDE];
    bp_json_open_object(json, NULL);
    for (unsigned k = 0; k < BP_TBGI_SIGNAALNAMEN; k++) {
        enum bp_tbgi_kolom kolom = (enum bp_tbgi_kolom)k;
        if (kolom == BP_TBGI_REGEL && regel->line)
            bp_json_count(json, bp_tbgi_kolom_name(kolom), regel->line);
        else
            put_text(json, bp_tbgi_kolom_name(kolom), bp_tbgi_waarde(regel, kolom, scratch));
    }
    bp_json_open_list(json, bp_tbgi_kolom_name(BP_TBGI_SIGNAALNAMEN));
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++)
        if (regel->signalen & 1u << s)
            bp_json_text(json, NULL, bp_tbgi_signaal_name(s));
    bp_json_close(json);
    bp_json_close(json);
}

void bp_tbgi_put_json(struct bp_json *json, const struct bp_tbgi_rapport *r)
{
    if (!r)
        return;
    bp_json_open_object(json, "tbgi");
    put_text(json, "brin", bp_str_of(r->brin));
    bp_json_bool(json, "uittreksel", r->uittreksel);
    bp_json_count(json, "inschrijvingen", r->inschrijvingen);
    bp_json_count(json, "zonder_teldatum", r->zonder_groep);
    bp_json_count(json, "diplomas", r->diplomas);
    bp_json_count(json, "niet_vergeleken", r->niet_vergeleken);
    bp_json_open_list(json, "teldata");
    for (size_t d = 0; d < r->dag_count; d++)
        put_dag(json, &r->dagen[d]);
    bp_json_close(json);
    put_signalen(json, r);
    bp_json_count(json, "total", r->regel_totaal);
    bp_json_open_list(json, "rows");
    for (size_t i = 0; i < r->regel_count; i++)
        put_regel(json, &r->regels[i]);
    bp_json_close(json);
    bp_json_close(json);
}
