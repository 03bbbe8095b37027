#include "keuring.h"

#include "inhoud.h"

#include "bronpost/base/arena.h"

#include <libxml/parser.h>

#define BODY_BYTES   (16 * BP_MIB)
#define DETAIL_BYTES (4 * BP_KIB)

/* --- HTTP --- */

/* The value of charset in a Content-Type; ptr NULL: none. */
static struct bp_str charset_of(struct bp_str type)
{
    static const char name[] = "charset=";
    const size_t len = sizeof name - 1;
    for (size_t at = 0; at + len <= type.len; at++) {
        struct bp_str here = { type.ptr + at, len };
        if (!bp_str_equal_nocase(here, bp_str_of(name)))
            continue;
        struct bp_str value = { type.ptr + at + len, type.len - at - len };
        const char *end = memchr(value.ptr, ';', value.len);
        if (end)
            value.len = (size_t)(end - value.ptr);
        value = bp_str_trim(value);
        if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
            value = (struct bp_str){ value.ptr + 1, value.len - 2 };
        return value;
    }
    return (struct bp_str){ NULL, 0 };
}

static bool is_text_xml(struct bp_str type)
{
    const char *end = type.ptr ? memchr(type.ptr, ';', type.len) : NULL;
    if (end)
        type.len = (size_t)(end - type.ptr);
    return type.ptr && bp_str_equal_nocase(bp_str_trim(type), BP_STR("text/xml"));
}

/* A client that leaves the quotes off is served too. */
static struct bp_str without_quotes(struct bp_str s)
{
    if (s.len >= 2 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"')
        return (struct bp_str){ s.ptr + 1, s.len - 2 };
    return s;
}

static int gateway_status(const struct bp_aanvraag *a)
{
    if (!a->post)
        return 405;
    if (!a->length_given)
        return 411; /* chunked: unknown whether DUO's gateway takes it, so this one does not */
    return is_text_xml(bp_str_of(a->content_type)) ? 0 : 415;
}

static enum bp_fout refuse(struct bp_oordeel *o, enum bp_fout fout, const char *detail)
{
    bp_buf_clear(&o->detail);
    if (detail)
        bp_buf_add_text(&o->detail, detail);
    return fout;
}

static enum bp_fout check_http(const struct bp_keuring *k, const struct bp_aanvraag *a,
                               struct bp_oordeel *o)
{
    struct bp_str charset = charset_of(bp_str_of(a->content_type));
    o->operatie = bp_contracten_zoek(k->contracten, without_quotes(bp_str_of(a->soap_action)));
    if (a->tls_waarom)
        return refuse(o, BP_FOUT_EK0030, a->tls_waarom);
    if (!bp_str_equal_nocase(charset, BP_STR("UTF-8")))
        return refuse(o, BP_FOUT_DK0009, "Content-Type noemt charset=UTF-8 niet");
    if (!o->operatie)
        return refuse(o, BP_FOUT_DK0003, NULL);
    return BP_FOUT_GEEN;
}

/* --- envelope, authorisation, signature --- */

static bool may(const struct bp_keuring *k, const char *certificaat, struct bp_str namens)
{
    if (bp_str_equal(bp_str_of(certificaat), namens))
        return true;
    for (size_t i = 0; i < k->machtiging_count; i++)
        if (strcmp(k->machtigingen[i].certificaat, certificaat) == 0 &&
            bp_str_equal(bp_str_of(k->machtigingen[i].namens), namens))
            return true;
    return false;
}

static enum bp_fout check_envelope(const struct bp_keuring *k, const struct bp_aanvraag *a,
                                   struct bp_oordeel *o)
{
    const struct bp_verzoek_eis eis = { .soap_action = bp_str_of(o->operatie->soap_action),
                                        .duo_oin = k->duo_oin,
                                        .relates_to = k->relates_to };
    enum bp_fout fout = bp_verzoek_lees(a->body, &o->verzoek);
    if (fout == BP_FOUT_GEEN)
        fout = bp_verzoek_keur(&o->verzoek, &eis);
    if (fout != BP_FOUT_GEEN)
        return refuse(o, fout, o->verzoek.waarom);
    struct bp_str from = bp_soap_oin_of(bp_verzoek_veld(&o->verzoek, BP_KOPVELD_FROM));
    if (!may(k, a->tls_oin, from))
        return refuse(
            o, BP_FOUT_DK0002,
            "het OIN van het TLS-certificaat is niet gemachtigd voor het OIN in wsa:From");
    return BP_FOUT_GEEN;
}

static enum bp_fout check_signature(const struct bp_keuring *k, const struct bp_aanvraag *a,
                                    struct bp_oordeel *o)
{
    const struct bp_soap_eis eis = { a->now_ms, k->tolerantie_ms };
    struct bp_error err = { 0 };
    if (!o->verzoek.security)
        return refuse(o, BP_FOUT_EK0031, "wsse:Security ontbreekt");
    if (bp_soap_parse(a->body, &o->soap, &err) != BP_OK)
        return refuse(o, BP_FOUT_DK0001, err.detail);
    /* A missing or wrong Timestamp is a fault too; which code DUO gives is unknown. */
    if (bp_soap_verify(o->soap, k->vertrouwen, &eis, &err) != BP_OK)
        return refuse(o, BP_FOUT_EK0031, err.detail);
    if (!may(k, bp_soap_signer_oin(o->soap), bp_soap_oin_of(bp_soap_from(o->soap))))
        return refuse(o, BP_FOUT_DK0002,
                      "het OIN van de ondertekenaar is niet gemachtigd voor het OIN in wsa:From");
    return BP_FOUT_GEEN;
}

/* --- body --- */

static enum bp_fout check_body(const struct bp_keuring *k, struct bp_oordeel *o)
{
    int len;
    struct bp_error err = { 0 };
    if (bp_soap_body_bytes(o->soap, &o->body, &err) != BP_OK || !bp_size_to_int(o->body.len, &len))
        return refuse(o, BP_FOUT_DK0051, "het bericht is te groot voor deze server");
    o->body_doc = xmlReadMemory(o->body.ptr, len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    if (!o->body_doc)
        return refuse(o, BP_FOUT_DK0051, "het bericht is te groot voor deze server");
    if (!bp_contracten_keur(k->contracten, o->operatie, o->body_doc, &o->detail))
        return BP_FOUT_DK0004;
    if (!bp_inhoud_lees(o))
        return refuse(o, BP_FOUT_DK0051, "het bericht is te groot voor deze server");
    if (bp_boek_gebruikt(k->boek, o->regel.identificatiecode)) {
        o->tekst = "Ongeldige waarde voor identificatiecodeBedrijfsdocument";
        return refuse(o, BP_FOUT_DK0050, NULL);
    }
    return o->operatie->rio == BP_RIO_GEEN ? BP_FOUT_GEEN : bp_rio_keur(&k->rio, o);
}

/* What is kept of RIO's message beside its line. */
static void attach(struct bp_oordeel *o)
{
    if (o->rio.sleutel.len)
        o->regel.bijlage =
            (struct bp_boek_bijlage){ bp_buf_str(&o->rio.sleutel), bp_buf_str(&o->rio.stand) };
}

bool bp_oordeel_is_rio(const struct bp_oordeel *oordeel)
{
    return oordeel->fout == BP_FOUT_GEEN && oordeel->operatie &&
           oordeel->operatie->rio != BP_RIO_GEEN;
}

bool bp_oordeel_wijzigt(const struct bp_oordeel *oordeel)
{
    if (!bp_oordeel_is_rio(oordeel))
        return oordeel->fout == BP_FOUT_GEEN;
    return oordeel->rio.goedgekeurd && oordeel->operatie->rio != BP_RIO_OPVRAGING;
}

void bp_keur(const struct bp_keuring *keuring, const struct bp_aanvraag *aanvraag,
             struct bp_oordeel *out)
{
    *out = (struct bp_oordeel){ .http_status = gateway_status(aanvraag) };
    bp_buf_init(&out->detail, DETAIL_BYTES);
    bp_buf_init(&out->body, BODY_BYTES);
    bp_buf_init(&out->stand, BODY_BYTES);
    bp_buf_init(&out->waarden, BODY_BYTES);
    bp_rio_uitslag_init(&out->rio, BODY_BYTES);
    if (out->http_status)
        return;
    out->fout = check_http(keuring, aanvraag, out);
    if (out->fout == BP_FOUT_GEEN)
        out->fout = check_envelope(keuring, aanvraag, out);
    if (out->fout == BP_FOUT_GEEN)
        out->fout = check_signature(keuring, aanvraag, out);
    if (out->fout == BP_FOUT_GEEN)
        out->fout = check_body(keuring, out);
    if (out->fout == BP_FOUT_GEEN)
        attach(out);
    out->regel.moment_ms = aanvraag->now_ms;
}

void bp_oordeel_free(struct bp_oordeel *oordeel)
{
    bp_verzoek_free(&oordeel->verzoek);
    bp_soap_free(oordeel->soap);
    xmlFreeDoc(oordeel->body_doc);
    bp_buf_free(&oordeel->detail);
    bp_buf_free(&oordeel->body);
    bp_buf_free(&oordeel->stand);
    bp_buf_free(&oordeel->waarden);
    bp_rio_uitslag_free(&oordeel->rio);
}
