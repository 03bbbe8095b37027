#include "antwoord.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"

#include <stdio.h>

#define ANONYMOUS    "http://www.w3.org/2005/08/addressing/anonymous?oin="
#define ADDRESS_TEXT 128
#define BODY_BYTES   (32 * BP_MIB)
#define LIFE_MS      (300 * INT64_C(1000)) /* of a Timestamp: what DUO gives its answers */
#define HOUR_MS      (3600 * INT64_C(1000))

/* OINs of nobody. */
#define OTHER_SCHOOL "0000000700099ZZ00000"
#define OTHER_SENDER "00000099123456789000"

static struct bp_str anonymous(struct bp_str oin, char out[ADDRESS_TEXT])
{
    int len = snprintf(out, ADDRESS_TEXT, ANONYMOUS "%.*s", (int)oin.len, oin.ptr);
    return (struct bp_str){ out, (size_t)len };
}

static struct bp_str fresh_message_id(const struct bp_env *env, char out[ADDRESS_TEXT])
{
    char uuid[BP_UUID_TEXT];
    env->uuid(env->ctx, uuid);
    int len = snprintf(out, ADDRESS_TEXT, "urn:uuid:%s", uuid);
    return (struct bp_str){ out, (size_t)len };
}

/* --- receipt or verdict --- */

struct ontvangst {
    const char *element, *ns, *kop_ns;
    struct bp_str code, verzender, ontvanger, datum_tijd;
    const char *oordeel; /* the element that holds it */
    struct bp_str bevestiging;
    struct bp_str rest; /* XML behind it, of RIO only: there all is in one namespace */
};

/* As it is written both prefixes are declared at the top; in canonical form ns3 is declared where it is
 * used. */
static void write_ontvangst(const struct ontvangst *o, bool canoniek, struct bp_buf *out)
{
    const struct {
        const char *name;
        struct bp_str value;
    } fields[] = { { "identificatiecodeBedrijfsdocument", o->code },
                   { "verzendendeInstantie", o->verzender },
                   { "ontvangendeInstantie", o->ontvanger },
                   { "datumTijdBedrijfsdocument", o->datum_tijd },
                   { o->oordeel, o->bevestiging } };
    bool one = strcmp(o->ns, o->kop_ns) == 0;
    const char *prefix = one ? "ns2" : "ns3";
    bp_buf_printf(out, "<ns2:%s xmlns:ns2=\"%s\"", o->element, o->ns);
    if (!one && !canoniek)
        bp_buf_printf(out, " xmlns:ns3=\"%s\"", o->kop_ns);
    bp_buf_add_char(out, '>');
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        bp_buf_printf(out, "<%s:%s", prefix, fields[i].name);
        if (!one && canoniek)
            bp_buf_printf(out, " xmlns:ns3=\"%s\"", o->kop_ns);
        bp_buf_add_char(out, '>');
        bp_xml_tekst(out, fields[i].value);
        bp_buf_printf(out, "</%s:%s>", prefix, fields[i].name);
    }
    bp_buf_add_str(out, o->rest);
    bp_buf_printf(out, "</ns2:%s>", o->element);
}

static struct bp_str bevestiging_of(const struct bp_oordeel *oordeel, enum bp_storing storing)
{
    if (storing == BP_STORING_NOT_CONFIRMED)
        return BP_STR("N");
    if (!bp_oordeel_is_rio(oordeel))
        return BP_STR("J");
    return oordeel->rio.goedgekeurd ? BP_STR("true") : BP_STR("false");
}

static struct ontvangst ontvangst_of(const struct bp_oordeel *oordeel, enum bp_storing storing,
                                     const char *other_code)
{
    bool rio = bp_oordeel_is_rio(oordeel);
    bool swapped = storing != BP_STORING_NOT_SWAPPED;
    /* Wrapped: what is signed is about another message; what is shown in its place looks right. */
    bool other = storing == BP_STORING_WRONG_IDENTIFICATIECODE || storing == BP_STORING_WRAPPED;
    return (struct ontvangst){
        .element = oordeel->operatie->response,
        .ns = oordeel->operatie->namespace_uri,
        .kop_ns = oordeel->kop_namespace,
        .code = other ? bp_str_of(other_code) : oordeel->regel.identificatiecode,
        .verzender = swapped ? oordeel->ontvanger : oordeel->verzender,
        .ontvanger = swapped ? oordeel->verzender : oordeel->ontvanger,
        .datum_tijd = oordeel->datum_tijd,
        .oordeel = rio ? "requestGoedgekeurd" : "ontvangstBevestiging",
        .bevestiging = bevestiging_of(oordeel, storing),
        .rest = rio ? bp_buf_str(&oordeel->rio.xml) : BP_STR(""),
    };
}

static enum bp_certificaat certificate_of(enum bp_storing storing)
{
    if (storing == BP_STORING_OTHER_CA)
        return BP_CERTIFICAAT_ANDERE_CA;
    if (storing == BP_STORING_EXPIRED_CERTIFICATE)
        return BP_CERTIFICAAT_VERLOPEN;
    return storing == BP_STORING_REVOKED_CERTIFICATE ? BP_CERTIFICAAT_INGETROKKEN
                                                     : BP_CERTIFICAAT_DUO;
}

static int64_t created_of(const struct bp_env *env, enum bp_storing storing)
{
    int64_t now = env->now_ms(env->ctx);
    if (storing == BP_STORING_EXPIRED_TIMESTAMP)
        return now - HOUR_MS;
    return storing == BP_STORING_FUTURE_TIMESTAMP ? now + HOUR_MS : now;
}

enum bp_status bp_antwoord_ontvangst(const struct bp_antwoorder *antwoorder,
                                     const struct bp_oordeel *oordeel, enum bp_storing storing,
                                     struct bp_buf *out, struct bp_error *err)
{
    const struct bp_env *env = antwoorder->env;
    char to[ADDRESS_TEXT], from[ADDRESS_TEXT], id[ADDRESS_TEXT], relates[ADDRESS_TEXT];
    char action[512], other_code[BP_UUID_TEXT];
    struct bp_buf document, canoniek, in_plaats;
    env->uuid(env->ctx, other_code);
    const struct ontvangst o = ontvangst_of(oordeel, storing, other_code);
    const struct ontvangst right = ontvangst_of(oordeel, BP_STORING_GEEN, other_code);
    bp_buf_init(&document, BODY_BYTES);
    bp_buf_init(&canoniek, BODY_BYTES);
    bp_buf_init(&in_plaats, BODY_BYTES);
    write_ontvangst(&o, false, &document);
    write_ontvangst(&o, true, &canoniek);
    if (storing == BP_STORING_WRAPPED)
        write_ontvangst(&right, false, &in_plaats);
    (void)snprintf(action, sizeof action, "%s%s", oordeel->operatie->soap_action,
                   storing == BP_STORING_WRONG_ACTION ? "Anders" : "");
    struct bp_antwoordkop kop = {
        .to =
            anonymous(storing == BP_STORING_WRONG_TO ? BP_STR(OTHER_SCHOOL)
                                                     : bp_soap_oin_of(bp_soap_from(oordeel->soap)),
                      to),
        .action = bp_str_of(action),
        .message_id = fresh_message_id(env, id),
        .relates_to = storing == BP_STORING_WRONG_RELATES_TO ? fresh_message_id(env, relates)
                                                             : bp_soap_message_id(oordeel->soap),
        .from = anonymous(storing == BP_STORING_WRONG_FROM ? BP_STR(OTHER_SENDER)
                                                           : bp_str_of(antwoorder->duo_oin),
                          from),
        .created_ms = created_of(env, storing),
    };
    kop.expires_ms = kop.created_ms + LIFE_MS;
    const struct bp_inhoud inhoud = { bp_buf_str(&document), bp_buf_str(&canoniek) };
    const struct bp_ondertekening hoe = { .certificaat = certificate_of(storing),
                                          .geen = storing == BP_STORING_UNSIGNED,
                                          .bedorven = storing == BP_STORING_WRONG_SIGNATURE,
                                          .in_plaats = bp_buf_str(&in_plaats) };
    bool failed = document.failed || canoniek.failed || in_plaats.failed;
    enum bp_status st =
        failed ? bp_error_memory(err, N_("an answer"))
               : bp_onderteken(antwoorder->ondertekenaar, env, &kop, &inhoud, &hoe, out, err);
    bp_buf_free(&document);
    bp_buf_free(&canoniek);
    bp_buf_free(&in_plaats);
    return st;
}

/* --- fault --- */

static void write_fout(const struct bp_antwoorder *antwoorder, const struct bp_oordeel *oordeel,
                       struct bp_buf *out)
{
    const char *tekst = oordeel->tekst ? oordeel->tekst : bp_fout_tekst(oordeel->fout);
    bp_buf_printf(out, "<SOAP-ENV:Fault><faultcode>SOAP-ENV:%s</faultcode><faultstring>",
                  bp_fout_code(oordeel->fout, antwoorder->general_codes));
    bp_xml_tekst(out, bp_str_of(tekst));
    bp_buf_add_text(out, "</faultstring>");
    if (oordeel->detail.len) {
        bp_buf_add_text(out, "<detail><ns2:toelichting xmlns:ns2=\"urn:bronpost:rehearsal\">");
        bp_xml_tekst(out, bp_buf_str(&oordeel->detail));
        bp_buf_add_text(out, "</ns2:toelichting></detail>");
    }
    bp_buf_add_text(out, "</SOAP-ENV:Fault>");
}

enum bp_status bp_antwoord_fout(const struct bp_antwoorder *antwoorder,
                                const struct bp_oordeel *oordeel, struct bp_buf *out,
                                struct bp_error *err)
{
    const struct bp_env *env = antwoorder->env;
    char to[ADDRESS_TEXT], from[ADDRESS_TEXT], id[ADDRESS_TEXT];
    struct bp_buf body;
    bp_buf_init(&body, BODY_BYTES);
    write_fout(antwoorder, oordeel, &body);
    enum bp_status st = body.failed ? bp_error_memory(err, N_("an answer")) : BP_OK;
    if (st == BP_OK && !antwoorder->sign_faults) {
        bp_buf_clear(out);
        bp_buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope "
                             "xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\">"
                             "<SOAP-ENV:Body>");
        bp_buf_add_str(out, bp_buf_str(&body));
        bp_buf_add_text(out, "</SOAP-ENV:Body></SOAP-ENV:Envelope>");
        st = out->failed ? bp_error_memory(err, N_("an answer")) : BP_OK;
    } else if (st == BP_OK) {
        struct bp_str oin = bp_soap_oin_of(bp_verzoek_veld(&oordeel->verzoek, BP_KOPVELD_FROM));
        const struct bp_antwoordkop kop = {
            .to = bp_oin_ok(oin) ? anonymous(oin, to) : BP_STR(""),
            .action = bp_str_of(oordeel->operatie ? oordeel->operatie->soap_action : ""),
            .message_id = fresh_message_id(env, id),
            .relates_to = bp_verzoek_veld(&oordeel->verzoek, BP_KOPVELD_MESSAGE_ID),
            .from = anonymous(bp_str_of(antwoorder->duo_oin), from),
            .created_ms = env->now_ms(env->ctx),
            .expires_ms = env->now_ms(env->ctx) + LIFE_MS,
        };
        const struct bp_inhoud inhoud = { bp_buf_str(&body), bp_buf_str(&body) };
        const struct bp_ondertekening hoe = { .certificaat = BP_CERTIFICAAT_DUO };
        st = bp_onderteken(antwoorder->ondertekenaar, env, &kop, &inhoud, &hoe, out, err);
    }
    bp_buf_free(&body);
    return st;
}
